//! Counts which other servers the running jobs ask. A slow server holds its places for long, so no server gets more than its
//! share, and all of them together leave places for jobs that ask no server. Reading logs has places of its own, with the same
//! share for each server.

use crate::bounds::places::{self, KeyPlaces};
use crate::store::jobs::Postponed;

/// How many jobs may ask one server at a time.
pub const OF_HOST: usize = 2;
/// How many jobs may ask other servers at a time.
pub const AT_ONCE: usize = 6;
/// How many of these jobs may send parcels: any person may name ten slow servers as push services.
pub const SENDING: usize = 3;
const _: () = assert!(SENDING < AT_ONCE, "a job that asks for something else always has a place");

/// How many lanes of one owner are sent at a time.
pub const SENDING_OF: usize = 1;
const _: () = assert!(
    SENDING_OF == 1 && SENDING == 3,
    "as long as any lane may be sent, two owners at most have their share: `Postponed` has two seats"
);

/// The server that a job asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedHost {
    pub host: String,
    /// The owner of the lane whose parcels are sent there; none where the server is asked for something else.
    pub owner: Option<String>,
}

/// How many jobs ask each server now, and how many send the lanes of each owner.
#[derive(Debug, Clone, Default)]
pub struct HostLoad {
    hosts: KeyPlaces<String>,
    sending: KeyPlaces<String>,
}

/// A place among them, given back when it is dropped.
pub type Place = (places::Place<String>, Option<places::Place<String>>);

impl HostLoad {
    /// Takes a place for a job that asks this server, if it asks one.
    pub fn begin(&self, asked: Option<AskedHost>) -> Option<Place> {
        let AskedHost { host, owner } = asked?;
        // A job is claimed only where `postponed` leaves it a place.
        let sending = owner.and_then(|owner| self.sending.take(owner, usize::MAX));
        Some((self.hosts.take(host, usize::MAX)?, sending))
    }

    /// The servers and owners whose jobs have to wait for a place.
    pub fn postponed(&self) -> Postponed {
        let mut postponed = Postponed {
            all_peers: self.hosts.in_all() >= AT_ONCE,
            parcels: self.sending.in_all() >= SENDING,
            ..Postponed::default()
        };
        // When every seat is filled, the total limit keeps all other servers waiting anyway.
        for (seat, host) in postponed.hosts.iter_mut().zip(self.hosts.full(OF_HOST)) {
            *seat = host;
        }
        for (seat, owner) in postponed.owners.iter_mut().zip(self.sending.full(SENDING_OF)) {
            *seat = owner;
        }
        postponed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(host: &str) -> Option<AskedHost> {
        Some(AskedHost { host: host.to_owned(), owner: None })
    }

    fn sent(host: &str, account: &str) -> Option<AskedHost> {
        Some(AskedHost { host: host.to_owned(), owner: Some(account.to_owned()) })
    }

    #[test]
    fn parcels_leave_places_for_other_questions() {
        let load = HostLoad::default();
        let send = |n: usize| load.begin(sent(&format!("push{n}.example"), &format!("person{n}")));
        let held: Vec<_> = (0..SENDING).map(send).collect();
        let postponed = load.postponed();
        assert_eq!((postponed.parcels, postponed.all_peers), (true, false));
        drop(held);
        assert!(!load.postponed().parcels);
        let others: Vec<_> = (0..SENDING).map(|n| load.begin(asked(&format!("b{n}.example")))).collect();
        assert!(!load.postponed().parcels, "these are no parcels");
        drop(others);
        assert_eq!(load.hosts.in_all(), 0);
    }

    /// Fails where `postponed` names no owners: one person would name services that take their time for every place there is.
    #[test]
    fn one_lane_of_each_owner_is_sent_at_a_time() {
        let load = HostLoad::default();
        let first = load.begin(sent("push1.example", "ana"));
        let postponed = load.postponed();
        assert_eq!((postponed.owners, postponed.parcels), (["ana".to_owned(), String::new()], false));
        let second = load.begin(sent("push2.example", "ben"));
        let mut full = load.postponed().owners;
        full.sort();
        assert_eq!(full, ["ana", "ben"]);
        drop(first);
        assert_eq!(load.postponed().owners, ["ben".to_owned(), String::new()]);
        drop(second);
        assert_eq!(load.postponed().owners, [String::new(), String::new()]);
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
