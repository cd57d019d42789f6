//! Which other servers this one talks to (PROTOCOL §4.9). A block covers the server's subdomains too.

use std::collections::HashSet;

use pursuance_federation::reach::Origin;

use crate::store::db::ReadTx;
use crate::store::deliveries;
use crate::store::error::StoreResult;

/// The servers that are blocked.
#[derive(Debug, Clone, Default)]
pub struct HostPolicy {
    blocked: HashSet<String>,
}

impl HostPolicy {
    /// As the operators have it now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(tx: &mut ReadTx) -> StoreResult<Self> {
        Ok(Self::new(deliveries::blocked(tx).await?))
    }

    fn new(blocked: impl IntoIterator<Item = String>) -> Self {
        Self { blocked: blocked.into_iter().map(|name| name.trim_end_matches('.').to_lowercase()).collect() }
    }

    /// Whether this server is talked to.
    pub fn admits(&self, host: &Origin) -> bool {
        if self.blocked.is_empty() {
            return true;
        }
        let name = host.host().trim_end_matches('.');
        let mut parents =
            std::iter::successors(Some(name), |name| name.split_once('.').map(|(_, parent)| parent));
        !self.blocked.contains(&host.authority()) && !parents.any(|name| self.blocked.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(blocked: &str, host: &str) -> bool {
        HostPolicy::new([blocked.to_owned()]).admits(&host.parse().unwrap())
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
