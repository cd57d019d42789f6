//! The address of a client: that of the socket, or the one that a trusted proxy names.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::HeaderMap;
use http::request::Parts;

use crate::platform::config::Network;
use crate::state::App;

/// The header in which proxies name their clients, the nearest one last.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);

impl ClientIp {
    /// The client of what is asked without a socket: there is only one.
    pub const UNKNOWN: Self = Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED));

    /// Reads it from the head of a request.
    pub fn of(parts: &Parts, proxies: &[Network]) -> Self {
        let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let socket = socket.unwrap_or(Self::UNKNOWN.0).to_canonical();
        Self(behind_proxies(socket, &parts.headers, proxies))
    }

    /// The key for limits: the address, or in IPv6 the network of one customer.
    #[must_use]
    pub fn bucket(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }
    }
}

impl FromRequestParts<App> for ClientIp {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts, &app.config.trusted_proxies))
    }
}

/// Follows the chain of proxies back, as far as they are trusted. The part before was written by somebody else.
fn behind_proxies(socket: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let is_proxy = |address: IpAddr| proxies.iter().any(|network| network.contains(address));
    let mut client = socket;
    let named = headers.get_all(FORWARDED_FOR).iter().rev();
    let hops = named.flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
    for hop in hops {
        if !is_proxy(client) {
            break;
        }
        let Some(address) = read_hop(hop.trim()) else { break };
        client = address;
    }
    client
}

/// An address, with or without a port.
fn read_hop(hop: &str) -> Option<IpAddr> {
    let address: Option<IpAddr> = hop.trim_start_matches('[').trim_end_matches(']').parse().ok();
    address
        .or_else(|| hop.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(socket: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let proxies: Vec<Network> = proxies.iter().map(|text| Network::parse(text).unwrap()).collect();
        behind_proxies(socket.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn a_stranger_does_not_say_who_it_is() {
        assert_eq!(client("203.0.113.9", &["10.0.0.1"], &["127.0.0.1"]), "203.0.113.9");
        assert_eq!(client("203.0.113.9", &["10.0.0.1"], &[]), "203.0.113.9");
    }

    #[test]
    fn a_proxy_of_ours_names_the_client() {
        assert_eq!(client("127.0.0.1", &["203.0.113.9"], &["127.0.0.1"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &["198.51.100.7, 203.0.113.9"], &["127.0.0.1"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &["198.51.100.7", "203.0.113.9:4711"], &["127.0.0.1"]), "203.0.113.9");
        assert_eq!(client("127.0.0.1", &["[2001:db8::7]"], &["127.0.0.1"]), "2001:db8::7");
    }

    #[test]
    fn a_chain_is_followed_through_our_proxies_only() {
        let forwarded = ["198.51.100.7, 203.0.113.9, 10.0.0.2"];
        assert_eq!(client("10.0.0.1", &forwarded, &["10.0.0.0/8"]), "203.0.113.9");
    }

    #[test]
    fn nonsense_ends_the_chain() {
        assert_eq!(client("127.0.0.1", &["203.0.113.9, unknown"], &["127.0.0.1"]), "127.0.0.1");
    }

    #[test]
    fn customers_with_many_addresses_have_one_bucket() {
        let bucket = |text: &str| ClientIp(text.parse().unwrap()).bucket();
        assert_eq!(bucket("2001:db8:1:2:3::4"), bucket("2001:db8:1:2:ffff::1"));
        assert_ne!(bucket("2001:db8:1:2::4"), bucket("2001:db8:1:3::4"));
        assert_ne!(bucket("203.0.113.9"), bucket("203.0.113.8"));
    }
}
