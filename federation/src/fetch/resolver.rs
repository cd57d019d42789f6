//! Turns names into addresses for the client, and refuses addresses outside of the own network.
//!
//! The client connects to exactly these addresses: a name with another answer the second time (DNS rebinding) is
//! checked the second time too.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use futures::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::reach::{LOOPBACK, Reach};

/// Looks a name up. Tests replace the DNS with it; its answers are not trusted.
pub trait Lookup: Send + Sync + 'static {
    fn lookup(&self, host: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>>;
}

/// The resolver of the operating system.
#[derive(Debug, Clone, Copy)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, host: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        Box::pin(
            async move { Ok(tokio::net::lookup_host((host, 0)).await?.map(|found| found.ip()).collect()) },
        )
    }
}

pub(super) struct GuardedResolver {
    reach: Arc<Reach>,
    lookup: Arc<dyn Lookup>,
    /// The real targets of checked addresses: the public network of a test.
    #[cfg(test)]
    pub(super) network: std::collections::HashMap<IpAddr, SocketAddr>,
}

impl GuardedResolver {
    pub(super) fn new(reach: Arc<Reach>, lookup: Arc<dyn Lookup>) -> Self {
        Self {
            reach,
            lookup,
            #[cfg(test)]
            network: std::collections::HashMap::new(),
        }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (reach, lookup, host) = (self.reach.clone(), self.lookup.clone(), name.as_str().to_owned());
        #[cfg(test)]
        let network = self.network.clone();
        Box::pin(async move {
            let found = match *reach {
                Reach::Public { .. } => lookup.lookup(host).await?,
                Reach::Loopback { .. } => LOOPBACK.to_vec(),
            };
            // All or nothing: a name with one private address is not a public name.
            for addr in &found {
                reach.check_addr(*addr)?;
            }
            // Port 0 stands for the port of the URL.
            let addrs: Vec<SocketAddr> =
                found.into_iter().map(|addr| SocketAddr::new(addr.to_canonical(), 0)).collect();
            if addrs.is_empty() {
                return Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address").into());
            }
            #[cfg(test)]
            let addrs = addrs.into_iter().map(|addr| network.get(&addr.ip()).copied().unwrap_or(addr));
            #[cfg(test)]
            let addrs: Vec<SocketAddr> = addrs.collect();
            Ok(Box::new(addrs.into_iter()) as Addrs)
        })
    }
}
