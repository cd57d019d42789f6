//! The client of a request: the address of the socket, or the one that a trusted proxy names.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::HeaderMap;
use http::request::Parts;

use crate::bounds::client::Client;
use crate::platform::config::Network;
use crate::state::App;

/// The header in which proxies name their clients, the nearest one last.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The client of a request: as it was read with its head, or where that has not happened from its head.
pub fn client_of(parts: &Parts, proxies: &[Network]) -> Client {
    parts.extensions.get::<Client>().copied().unwrap_or_else(|| {
        let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let socket = socket.map_or(Client::UNKNOWN, |info| Client::at(info.0.ip()));
        behind(socket.address(), &parts.headers, proxies)
    })
}

/// The client that asks by a socket with these headers.
pub fn behind(socket: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> Client {
    Client::at(behind_proxies(socket.to_canonical(), headers, proxies))
}

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(client_of(parts, &app.config.trusted_proxies))
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
}
