//! Ports for processes that are started, killed and started again.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::sync::{Mutex, PoisonError};

use pursuance::platform::clock::random;

/// The first port that is given out. (Browsers refuse some below.)
const FIRST: u16 = 11_000;

/// A port that nobody listens on, and that nobody is given while its process is down: the system chooses the ports of other
/// tests, and those of all connections, from a range of its own.
pub fn free_port() -> u16 {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    let ports = systems_first() - FIRST;
    // At random, as tests of another run may be under way on this machine.
    let mut any = std::iter::repeat_with(|| FIRST + u16::from_le_bytes(random()) % ports).take(10_000);
    any.find(|port| given.insert(*port) && TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a port is free")
}

/// The first port that the system gives out by itself.
fn systems_first() -> u16 {
    let range = std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap_or_default();
    let first = range.split_whitespace().next().and_then(|first| first.parse().ok());
    // Elsewhere that of RFC 6335. Where the system gives out nearly all, none is safe from it.
    first.unwrap_or(49_152_u16).max(FIRST + 9_000)
}
