//! Counts which other servers the running jobs ask. A slow server holds its places for long, so no server gets more than its
//! share, and all of them together leave places for jobs that ask no server. Reading logs has places of its own, with the same
//! share for each server.

use pursuance_domain::id::ActorId;

use crate::bounds::places::{self, Places};
use crate::store::jobs::Postponed;

/// How many jobs may ask one server at a time.
pub const OF_HOST: usize = 2;
/// How many jobs may ask other servers at a time.
pub const AT_ONCE: usize = 6;
/// How many of these jobs may push messages: any person may name ten slow servers as push services.
pub const PUSHING: usize = 3;
const _: () = assert!(PUSHING < AT_ONCE, "a job that asks for something else always has a place");

/// How many messages are pushed to the browsers of one account at a time.
pub const PUSHING_TO: usize = 1;
const _: () = assert!(
    PUSHING_TO == 1 && PUSHING == 3,
    "as long as any message may be pushed, two accounts at most have their share: `Postponed` has two seats"
);

/// The server that a job asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub host: String,
    /// The account to whose browser a message is pushed; none where the server is asked for something else.
    pub pushed_to: Option<ActorId>,
}

/// How many jobs ask each server now, and how many push messages to each account.
#[derive(Debug, Clone, Default)]
pub struct HostLoad {
    hosts: Places<String>,
    pushing: Places<ActorId>,
}

/// A place among them, given back when it is dropped.
pub type Place = (places::Place<String>, Option<places::Place<ActorId>>);

impl HostLoad {
    /// Takes a place for a job that asks this server, if it asks one.
    pub fn begin(&self, asked: Option<Asked>) -> Option<Place> {
        let Asked { host, pushed_to } = asked?;
        // A job is claimed only where `postponed` leaves it a place.
        let pushing = pushed_to.and_then(|account| self.pushing.take(account, usize::MAX));
        Some((self.hosts.take(host, usize::MAX)?, pushing))
    }

    /// The servers and accounts whose jobs have to wait for a place.
    pub fn postponed(&self) -> Postponed {
        let mut postponed = Postponed {
            all_peers: self.hosts.in_all() >= AT_ONCE,
            pushes: self.pushing.in_all() >= PUSHING,
            ..Postponed::default()
        };
        // When every seat is filled, the total limit keeps all other servers waiting anyway.
        for (seat, host) in postponed.hosts.iter_mut().zip(self.hosts.full(OF_HOST)) {
            *seat = host;
        }
        for (seat, account) in postponed.accounts.iter_mut().zip(self.pushing.full(PUSHING_TO)) {
            *seat = account.0;
        }
        postponed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(host: &str) -> Option<Asked> {
        Some(Asked { host: host.to_owned(), pushed_to: None })
    }

    fn pushed(host: &str, account: &str) -> Option<Asked> {
        Some(Asked { host: host.to_owned(), pushed_to: Some(ActorId::from(account)) })
    }

    #[test]
    fn messages_to_browsers_leave_places_for_other_questions() {
        let load = HostLoad::default();
        let push = |n: usize| load.begin(pushed(&format!("push{n}.example"), &format!("person{n}")));
        let held: Vec<_> = (0..PUSHING).map(push).collect();
        let postponed = load.postponed();
        assert_eq!((postponed.pushes, postponed.all_peers), (true, false));
        drop(held);
        assert!(!load.postponed().pushes);
        let others: Vec<_> = (0..PUSHING).map(|n| load.begin(asked(&format!("b{n}.example")))).collect();
        assert!(!load.postponed().pushes, "these are no messages");
        drop(others);
        assert_eq!(load.hosts.in_all(), 0);
    }

    /// Fails where `postponed` names no accounts: one person would name services that take their time for every place there is.
    #[test]
    fn one_message_is_under_way_for_each_account() {
        let load = HostLoad::default();
        let first = load.begin(pushed("push1.example", "ana"));
        let postponed = load.postponed();
        assert_eq!((postponed.accounts, postponed.pushes), (["ana".to_owned(), String::new()], false));
        let second = load.begin(pushed("push2.example", "ben"));
        let mut full = load.postponed().accounts;
        full.sort();
        assert_eq!(full, ["ana", "ben"]);
        drop(first);
        assert_eq!(load.postponed().accounts, ["ben".to_owned(), String::new()]);
        drop(second);
        assert_eq!(load.postponed().accounts, [String::new(), String::new()]);
    }

    #[test]
    fn a_place_is_free_again_once_its_job_is_over() {
        let load = HostLoad::default();
        let of = |host: &str| load.begin(asked(host));
        assert!(load.begin(None).is_none());
        let held = [of("b.example"), of("b.example"), of("c.example")];
        let postponed = load.postponed();
        assert_eq!((postponed.all_peers, postponed.hosts[0].as_str()), (false, "b.example"));
        let more = [of("c.example"), of("d.example"), of("d.example")];
        assert!(load.postponed().all_peers);
        drop((held, more));
        assert_eq!(load.postponed().hosts[0], "");
    }
}
