//! The servers that this one talks to (PROTOCOL §4.9). A block covers the server's subdomains too.

use std::collections::HashSet;

use pursuance_federation::fetch::{Admits, Fetcher};
use pursuance_federation::reach::Origin;

use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::deliveries;
use crate::store::error::StoreResult;

/// The servers that are blocked.
#[derive(Debug, Clone, Default)]
pub struct HostPolicy {
    blocked: HashSet<String>,
}

impl HostPolicy {
    /// Loads the operators' present policy.
    pub async fn load(tx: &mut ReadTx) -> StoreResult<Self> {
        Ok(Self::new(deliveries::blocked(tx).await?))
    }

    /// A policy with one blocked server.
    pub fn blocking(host: &str) -> Self {
        Self::new([host.to_owned()])
    }

    /// A policy that blocks these servers.
    pub fn new(blocked: impl IntoIterator<Item = String>) -> Self {
        Self { blocked: blocked.into_iter().map(|name| name.trim_end_matches('.').to_lowercase()).collect() }
    }

    /// Whether the server with this authority, `law.example` or `localhost:8001`, is blocked.
    pub fn covers(&self, authority: &str) -> bool {
        !self.blocked.is_empty() && names(authority).any(|name| self.blocked.contains(name))
    }
}

/// The names by which operators block a server: its authority, its host, and the domains above it.
fn names(authority: &str) -> impl Iterator<Item = &str> {
    let host = authority.split_once(':').map_or(authority, |(host, _)| host).trim_end_matches('.');
    let above = std::iter::successors(Some(host), |name| name.split_once('.').map(|(_, parent)| parent));
    std::iter::once(authority).chain(above)
}

/// Whether the server with this authority is blocked, as the database says now.
///
/// # Errors
/// When the database fails.
pub async fn is_blocked(tx: &mut ReadTx, authority: &str) -> StoreResult<bool> {
    deliveries::is_any_blocked(tx, names(authority)).await
}

impl Admits for HostPolicy {
    fn admits(&self, host: &Origin) -> bool {
        !self.covers(&host.authority())
    }
}

impl App {
    /// The client for other servers; it sends nothing to a blocked one, wherever a redirect leads, and no more than what is done now
    /// may cause.
    pub async fn outward(&self) -> StoreResult<Fetcher> {
        let fetcher = self.fetcher.admitting(HostPolicy::load(&mut self.db.read().await?).await?);
        Ok(match &self.requests {
            Some(requests) => fetcher.counted(requests),
            None => fetcher,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(blocked: &str, host: &str) -> bool {
        HostPolicy::blocking(blocked).admits(&host.parse().unwrap())
    }

    #[test]
    fn a_block_covers_the_server_its_ports_and_what_is_below_it() {
        for host in [
            "https://bad.example",
            "https://a.bad.example",
            "https://a.b.bad.example",
            "https://bad.example:8443",
        ] {
            assert!(!admits("Bad.example.", host), "{host}");
        }
    }

    #[test]
    fn a_block_covers_nobody_else() {
        assert!(admits("a.bad.example", "https://bad.example"));
        assert!(admits("bad.example", "https://notbad.example"));
        assert!(admits("localhost:8002", "http://localhost:8001"));
        assert!(!admits("localhost:8002", "http://localhost:8002"));
    }
}
