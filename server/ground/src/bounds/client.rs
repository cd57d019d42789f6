//! Clients: the addresses that requests come from, and the networks that they are part of.
//!
//! A customer of a provider has a /64 of IPv6, often a /56, and a /48 where they ask for it (RFC 6177); a company has a /24 of IPv4. A
//! bound that knew one width alone would be 256 to 65,536 times as much for whoever has a wider network. So a bound of a client counts
//! each of its networks: a wider one may have as much as several clients, and where somebody has to give way, the widest is compared
//! first. No bound can ask for one key alone: a client has none.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::rate::{Allowance, Rate};
use crate::platform::clock::Clock;

/// The address of a client. Addresses of one /64 are the same client.
#[derive(Debug, Clone, Copy)]
pub struct Client {
    address: IpAddr,
    /// The first address of its narrowest network.
    own: IpAddr,
}

/// The widths at which clients are counted, the narrowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Width {
    /// A /64, or an address of IPv4.
    Client,
    /// A /56.
    Site,
    /// A /48, or a /24 of IPv4.
    Provider,
}

/// A network that a client is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClientNetwork {
    pub width: Width,
    /// Its first address.
    first: IpAddr,
}

impl Width {
    pub const ALL: [Self; 3] = [Self::Client, Self::Site, Self::Provider];

    /// How many times the share of one client a network of this width may have.
    pub const fn shares(self) -> u32 {
        match self {
            Self::Client => 1,
            Self::Site => 4,
            Self::Provider => 16,
        }
    }

    /// The share of a network of this width, of which one client may have `most`.
    pub const fn most(self, most: usize) -> usize {
        most.saturating_mul(self.shares() as usize)
    }
}

impl Client {
    /// The client of what is asked without a socket: there is only one.
    pub const UNKNOWN: Self = Self::at(IpAddr::V4(Ipv4Addr::UNSPECIFIED));

    /// The client at an address; an IPv4 address written as one of IPv6 is the same.
    pub const fn at(address: IpAddr) -> Self {
        let address = address.to_canonical();
        let own = match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(of) => IpAddr::V6(Ipv6Addr::from_bits(of.to_bits() & (u128::MAX << 64))),
        };
        Self { address, own }
    }

    pub const fn address(self) -> IpAddr {
        self.address
    }

    /// Its networks, the narrowest first.
    pub fn networks(self) -> impl DoubleEndedIterator<Item = ClientNetwork> {
        Width::ALL.into_iter().filter_map(move |width| self.network(width))
    }

    /// Its network of a width. In IPv4 none is between an address and a /24.
    fn network(self, width: Width) -> Option<ClientNetwork> {
        let first = match (self.own, width) {
            (_, Width::Client) => self.own,
            (IpAddr::V4(_), Width::Site) => return None,
            (IpAddr::V4(address), Width::Provider) => {
                let [a, b, c, _] = address.octets();
                IpAddr::V4(Ipv4Addr::new(a, b, c, 0))
            }
            (IpAddr::V6(own), Width::Site) => {
                IpAddr::V6(Ipv6Addr::from_bits(own.to_bits() & (u128::MAX << 72)))
            }
            (IpAddr::V6(own), Width::Provider) => {
                IpAddr::V6(Ipv6Addr::from_bits(own.to_bits() & (u128::MAX << 80)))
            }
        };
        Some(ClientNetwork { width, first })
    }

    /// The place of a person, by which one is known again who comes from there: an address, or a /64. It bounds nothing.
    pub fn home(self) -> String {
        self.own.to_string()
    }
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        self.own == other.own
    }
}

impl Eq for Client {}

impl Hash for Client {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.own.hash(state);
    }
}

impl PartialOrd for Client {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Client {
    fn cmp(&self, other: &Self) -> Ordering {
        self.own.cmp(&other.own)
    }
}

impl ClientNetwork {
    /// Whether a client is in it.
    pub fn has(self, client: Client) -> bool {
        client.network(self.width) == Some(self)
    }
}

impl fmt::Display for ClientNetwork {
    /// Writes the address of a client as it is, and a wider network with its length.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = match (self.first, self.width) {
            (_, Width::Client) => return self.first.fmt(f),
            (IpAddr::V4(_), _) => 24,
            (IpAddr::V6(_), Width::Site) => 56,
            (IpAddr::V6(_), Width::Provider) => 48,
        };
        write!(f, "{}/{length}", self.first)
    }
}

/// How much each network has of something; a network without any is forgotten.
#[derive(Debug, Default)]
pub struct NetworkSums(HashMap<ClientNetwork, usize>);

/// How much the networks of a client have, the widest first: of two clients, the one with more in the widest has more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight([usize; 3]);

impl NetworkSums {
    /// Adds to every network of a client.
    pub fn add(&mut self, client: Client, much: usize) {
        for network in client.networks() {
            *self.0.entry(network).or_default() += much;
        }
    }

    /// Takes from every network of a client what was added to it.
    pub fn take(&mut self, client: Client, much: usize) {
        for network in client.networks() {
            if let Some(sum) = self.0.get_mut(&network) {
                *sum = sum.saturating_sub(much);
                if *sum == 0 {
                    self.0.remove(&network);
                }
            }
        }
    }

    fn of(&self, network: ClientNetwork) -> usize {
        self.0.get(&network).copied().unwrap_or_default()
    }

    /// Whether each network of a client may have `more`, where one client may have `most`.
    pub fn has_room(&self, client: Client, more: usize, most: usize) -> bool {
        client.networks().all(|network| self.of(network).saturating_add(more) <= network.width.most(most))
    }

    /// Whether a client has more than another one will have with `more` that comes: in the widest network that they do not share, and
    /// where they have as much there, in the next.
    pub fn has_more(&self, client: Client, than: Client, more: usize) -> bool {
        for width in Width::ALL.into_iter().rev() {
            let (Some(own), Some(other)) = (client.network(width), than.network(width)) else { continue };
            match self.of(own).cmp(&(self.of(other) + more)) {
                _ if own == other => {}
                Ordering::Equal => {}
                unequal => return unequal == Ordering::Greater,
            }
        }
        false
    }

    /// How much its networks have. In IPv4 the address stands for the width that is missing.
    pub fn weight(&self, client: Client) -> Weight {
        let of = |width| client.network(width).map(|network| self.of(network));
        let own = of(Width::Client).unwrap_or_default();
        let site = of(Width::Site).unwrap_or(own);
        Weight([of(Width::Provider).unwrap_or(site), site, own])
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// An allowance of each client, of which a wider network has as much as several clients.
#[derive(Debug)]
pub struct ClientRate([Rate<ClientNetwork>; 3]);

impl ClientRate {
    /// Nothing used up yet, by the program's clock.
    pub fn new(clock: &Clock, allowance: Allowance) -> Self {
        Self(Width::ALL.map(|width| Rate::new(clock, allowance.times(width.shares()))))
    }

    /// Nothing used up yet, by the clock of the machine.
    pub fn of_machine(allowance: Allowance) -> Self {
        Self(Width::ALL.map(|width| Rate::of_machine(allowance.times(width.shares()))))
    }

    fn of(&self, width: Width) -> &Rate<ClientNetwork> {
        let [client, site, provider] = &self.0;
        match width {
            Width::Client => client,
            Width::Site => site,
            Width::Provider => provider,
        }
    }

    /// Counts one more; none where one of its networks has too many.
    ///
    /// # Errors
    /// When there are too many: the seconds until the next one.
    pub fn count(&self, client: Client) -> Result<(), u64> {
        for network in client.networks() {
            if let Err(wait) = self.of(network.width).count(&network) {
                let counted = client.networks().take_while(|other| *other != network);
                counted.for_each(|network| self.of(network.width).give_back(&network));
                return Err(wait);
            }
        }
        Ok(())
    }

    /// Gives one back that was counted.
    pub fn give_back(&self, client: Client) {
        client.networks().for_each(|network| self.of(network.width).give_back(&network));
    }

    /// Whether not more is used up than may be.
    ///
    /// # Errors
    /// When it is: the seconds until it is not.
    pub fn check(&self, client: Client) -> Result<(), u64> {
        client.networks().try_for_each(|network| self.of(network.width).check(&network))
    }

    /// Adds what was used up, where that is known only afterwards.
    pub fn add(&self, client: Client, much: f64) {
        client.networks().for_each(|network| self.of(network.width).add(&network, much));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn client(text: &str) -> Client {
        Client::at(text.parse().unwrap())
    }

    fn names(text: &str) -> Vec<String> {
        client(text).networks().map(|network| network.to_string()).collect()
    }

    #[test]
    fn a_client_is_part_of_the_networks_that_customers_get() {
        assert_eq!(
            names("2001:db8:1:2345:6::7"),
            ["2001:db8:1:2345::", "2001:db8:1:2300::/56", "2001:db8:1::/48"]
        );
        assert_eq!(names("203.0.113.9"), ["203.0.113.9", "203.0.113.0/24"]);
        assert_eq!(names("::ffff:203.0.113.9"), names("203.0.113.9"));
        assert_eq!(client("2001:db8:1:2345:6::7").home(), "2001:db8:1:2345::");
    }

    #[test]
    fn a_wider_network_has_as_much_as_several_clients_and_no_more() {
        let rate = ClientRate::of_machine(Allowance { at_once: 2, then_every: Duration::from_hours(1) });
        let of = |site: u16, client: u16| {
            Client::at(Ipv6Addr::new(0x2001, 0xdb8, 1, site << 8 | client, 0, 0, 0, 1).into())
        };
        let counted = |site: u16| (0..200).filter(|n| rate.count(of(site, *n)).is_ok()).count();
        assert_eq!((rate.count(of(0, 0)), rate.count(of(0, 0))), (Ok(()), Ok(())));
        assert!(rate.count(of(0, 0)).is_err(), "its own two");
        assert_eq!(counted(0), 6, "four times two for the /56, of which it had two");
        assert_eq!([1, 2, 3, 4].map(counted), [8, 8, 8, 0], "sixteen times two for the /48");
        assert!(rate.count(client("2001:db8:2::1")).is_ok());
    }

    #[test]
    fn a_refused_one_takes_nothing_from_its_narrower_networks() {
        let rate = ClientRate::of_machine(Allowance { at_once: 1, then_every: Duration::from_hours(1) });
        let of = |n: u8| Client::at(Ipv4Addr::new(203, 0, 113, n).into());
        assert!((0..16).all(|n| rate.count(of(n)).is_ok()));
        assert!(rate.count(of(16)).is_err() && rate.check(of(17)).is_ok());
        rate.give_back(of(0));
        assert!(rate.count(of(16)).is_ok());
    }

    #[test]
    fn of_two_clients_the_one_with_the_busier_provider_has_more() {
        let mut sums = NetworkSums::default();
        for n in 0..20_u16 {
            sums.add(Client::at(Ipv6Addr::new(0x2001, 0xdb8, 1, n << 8, 0, 0, 0, 1).into()), 1);
        }
        for _ in 0..9 {
            sums.add(client("2001:db8:2::1"), 1);
        }
        let [spread, dense, none] = ["2001:db8:1::1", "2001:db8:2::1", "203.0.113.9"].map(client);
        assert!(sums.weight(spread) > sums.weight(dense) && sums.weight(dense) > sums.weight(none));
        assert!(sums.has_more(spread, dense, 1) && !sums.has_more(dense, spread, 1));
        assert!(sums.has_more(dense, none, 8) && !sums.has_more(dense, none, 9));
    }

    #[test]
    fn in_one_network_the_clients_are_compared_by_what_each_has() {
        let mut sums = NetworkSums::default();
        let [many, few] = ["203.0.113.9", "203.0.113.8"].map(client);
        (0..3).for_each(|_| sums.add(many, 1));
        sums.add(few, 1);
        assert!(sums.has_more(many, few, 1) && !sums.has_more(few, many, 0) && !sums.has_more(many, many, 0));
    }

    proptest! {
        #[test]
        fn sums_are_those_of_what_is_there(bits in proptest::collection::vec(any::<(u128, u8)>(), 1..40)) {
            let mut sums = NetworkSums::default();
            let clients: Vec<_> = bits.iter().map(|(bits, much)| {
                // Few networks of each width, so that they are shared.
                let address = Ipv6Addr::from_bits(bits & (0x3 << 80 | 0x3 << 72 | 0x3 << 64));
                (Client::at(address.into()), usize::from(*much))
            }).collect();
            clients.iter().for_each(|(client, much)| sums.add(*client, *much));
            for (one, _) in &clients {
                for network in one.networks() {
                    let there: usize = clients.iter().filter(|(of, _)| network.has(*of)).map(|(_, much)| much).sum();
                    prop_assert_eq!(sums.of(network), there);
                }
            }
            clients.iter().for_each(|(client, much)| sums.take(*client, *much));
            prop_assert!(sums.is_empty());
        }
    }
}
