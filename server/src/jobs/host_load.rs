//! Which other servers the jobs under way ask. One that takes its time holds a place for as long; so no server has more than
//! its share of them, and all together leave places for the work that asks nobody.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::jobs::Postponed;

/// How many jobs may ask one server at a time.
pub const OF_HOST: usize = 2;
/// How many jobs may ask other servers at a time.
pub const AT_ONCE: usize = 6;
/// How many of these may push messages: any person may name ten servers as push services that take their time.
pub const PUSHING: usize = 3;
const _: () = assert!(PUSHING < AT_ONCE, "a job that asks for something else always has a place");

/// The server that a job asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub host: String,
    /// Whether it is a push service that gets a message.
    pub is_push: bool,
}

/// How many jobs ask each server, and how many of all of them push messages.
#[derive(Debug, Default)]
struct Load {
    hosts: HashMap<String, usize>,
    pushing: usize,
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
        load.pushing += usize::from(asked.is_push);
        drop(load);
        Some(Place { load: self.clone(), asked })
    }

    /// What has to wait for a place.
    pub fn postponed(&self) -> Postponed {
        let load = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut postponed = Postponed {
            all_peers: load.hosts.values().sum::<usize>() >= AT_ONCE,
            pushes: load.pushing >= PUSHING,
            ..Postponed::default()
        };
        // When as many as fit have their share, nobody else is asked anyway.
        let full = load.hosts.iter().filter(|(_, jobs)| **jobs >= OF_HOST);
        for (seat, (host, _)) in postponed.hosts.iter_mut().zip(full) {
            seat.clone_from(host);
        }
        postponed
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut load = self.load.0.lock().unwrap_or_else(PoisonError::into_inner);
        load.pushing -= usize::from(self.asked.is_push);
        if let Some(jobs) = load.hosts.get_mut(&self.asked.host) {
            *jobs -= 1;
            if *jobs == 0 {
                load.hosts.remove(&self.asked.host);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(host: &str, is_push: bool) -> Option<Asked> {
        Some(Asked { host: host.to_owned(), is_push })
    }

    #[test]
    fn messages_to_browsers_leave_places_for_other_questions() {
        let load = HostLoad::default();
        let held: Vec<_> =
            (0..PUSHING).map(|n| load.begin(asked(&format!("push{n}.example"), true))).collect();
        let postponed = load.postponed();
        assert_eq!((postponed.pushes, postponed.all_peers), (true, false));
        drop(held);
        assert!(!load.postponed().pushes);
        let others: Vec<_> =
            (0..PUSHING).map(|n| load.begin(asked(&format!("b{n}.example"), false))).collect();
        assert!(!load.postponed().pushes, "these are no messages");
        drop(others);
        assert!(load.0.lock().unwrap().hosts.is_empty(), "nobody is remembered");
    }

    #[test]
    fn a_place_is_free_again_once_its_job_is_over() {
        let load = HostLoad::default();
        let of = |host: &str| load.begin(asked(host, false));
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
