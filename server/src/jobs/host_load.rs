//! Which other servers the jobs under way ask. One that takes its time holds a place for as long; so no server has more than
//! its share of them, and all together leave places for the work that asks nobody.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::jobs::Postponed;

/// How many jobs may ask one server at a time.
pub const OF_HOST: usize = 2;
/// How many jobs may ask other servers at a time.
pub const AT_ONCE: usize = 6;

/// How many jobs ask each server.
#[derive(Debug, Clone, Default)]
pub struct HostLoad(Arc<Mutex<HashMap<String, usize>>>);

/// A place among them, given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    load: HostLoad,
    host: String,
}

impl HostLoad {
    /// Takes a place for a job that asks this server, if it asks one.
    pub fn begin(&self, host: Option<String>) -> Option<Place> {
        let host = host?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(host.clone()).or_default() += 1;
        Some(Place { load: self.clone(), host })
    }

    /// What has to wait for a place.
    pub fn postponed(&self) -> Postponed {
        let load = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut postponed =
            Postponed { all_peers: load.values().sum::<usize>() >= AT_ONCE, ..Postponed::default() };
        // When as many as fit have their share, nobody else is asked anyway.
        let full = load.iter().filter(|(_, jobs)| **jobs >= OF_HOST);
        for (seat, (host, _)) in postponed.hosts.iter_mut().zip(full) {
            seat.clone_from(host);
        }
        postponed
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut load = self.load.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(jobs) = load.get_mut(&self.host) {
            *jobs -= 1;
            if *jobs == 0 {
                load.remove(&self.host);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_once_its_job_is_over() {
        let load = HostLoad::default();
        let of = |host: &str| load.begin(Some(host.to_owned()));
        assert!(load.begin(None).is_none());
        let held = [of("b.example"), of("b.example"), of("c.example")];
        let postponed = load.postponed();
        assert_eq!((postponed.all_peers, postponed.hosts[0].as_str()), (false, "b.example"));
        let more = [of("c.example"), of("d.example"), of("d.example")];
        assert!(load.postponed().all_peers);
        drop((held, more));
        assert_eq!(load.postponed().hosts[0], "");
        assert!(load.0.lock().unwrap().is_empty(), "nobody is remembered");
    }
}
