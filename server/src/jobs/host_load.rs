//! Counts which other servers the running jobs ask. A slow server holds its places for long, so no server gets more than its
//! share, and all of them together leave places for jobs that ask no server. Reading logs has places of its own, with the same
//! share for each server.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use pursuance_domain::id::ActorId;

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

/// How many jobs ask each server, and how many push messages to each account.
#[derive(Debug, Default)]
struct Load {
    hosts: HashMap<String, usize>,
    pushing: HashMap<ActorId, usize>,
}

impl Load {
    fn pushing(&self) -> usize {
        self.pushing.values().sum()
    }
}

/// How many jobs ask other servers now.
#[derive(Debug, Clone, Default)]
pub struct HostLoad(Arc<Mutex<Load>>);

/// A place among them, given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    load: HostLoad,
    asked: Asked,
}

impl HostLoad {
    /// Takes a place for a job that asks this server, if it asks one.
    pub fn begin(&self, asked: Option<Asked>) -> Option<Place> {
        let asked = asked?;
        let mut load = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *load.hosts.entry(asked.host.clone()).or_default() += 1;
        if let Some(account) = &asked.pushed_to {
            *load.pushing.entry(account.clone()).or_default() += 1;
        }
        drop(load);
        Some(Place { load: self.clone(), asked })
    }

    /// The servers and accounts whose jobs have to wait for a place.
    pub fn postponed(&self) -> Postponed {
        let load = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut postponed = Postponed {
            all_peers: load.hosts.values().sum::<usize>() >= AT_ONCE,
            pushes: load.pushing() >= PUSHING,
            ..Postponed::default()
        };
        // When every seat is filled, the total limit keeps all other servers waiting anyway.
        let full = load.hosts.iter().filter(|(_, jobs)| **jobs >= OF_HOST);
        for (seat, (host, _)) in postponed.hosts.iter_mut().zip(full) {
            seat.clone_from(host);
        }
        let full = load.pushing.iter().filter(|(_, jobs)| **jobs >= PUSHING_TO);
        for (seat, (account, _)) in postponed.accounts.iter_mut().zip(full) {
            seat.clone_from(&account.0);
        }
        postponed
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut load = self.load.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(account) = &self.asked.pushed_to {
            one_less(&mut load.pushing, account);
        }
        one_less(&mut load.hosts, &self.asked.host);
    }
}

/// Forgets who has none left.
fn one_less<K: Eq + Hash>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(jobs) = counts.get_mut(key) {
        *jobs -= 1;
        if *jobs == 0 {
            counts.remove(key);
        }
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
        assert!(load.0.lock().unwrap().hosts.is_empty(), "nobody is remembered");
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
        assert!(load.0.lock().unwrap().pushing.is_empty(), "nobody is remembered");
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
        assert!(load.0.lock().unwrap().hosts.is_empty(), "nobody is remembered");
    }
}
