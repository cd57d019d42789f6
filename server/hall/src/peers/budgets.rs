//! Flood guards: the share of this process that a stranger may use (PROTOCOL §4.3, §4.9).
//!
//! They hold within one process and end with it; limits that must survive are rows.

use std::time::Duration;

use pursuance_federation::reach::Reach;
use pursuance_federation::verify::RetryAfter;

use super::refusals::Refusals;
use crate::bounds::client::{Client, ClientRate};
use crate::bounds::rate::{Allowance, Rate};

/// The allowances of strangers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowances {
    /// Signed requests by one client, before any check.
    pub client: Allowance,
    /// Requests to inboxes by one client that are refused.
    pub refused_of_client: Allowance,
    /// Unsigned requests for documents by one client.
    pub reader: Allowance,
    /// Keys fetched because of one client.
    pub keys_for_client: Allowance,
    /// Keys fetched from one server.
    pub keys_of_host: Allowance,
    /// Fetches of one key: the first, and one more when it changed.
    pub one_key: Allowance,
    /// Verified requests of one server that are not about delegations.
    pub host: Allowance,
    /// Verified requests that are. One server may have many pursuances, and a refused message waits there; so the limit
    /// is more than people could cause, and less than would hold up everybody else.
    pub delegations_of_host: Allowance,
    /// Their size, in KiB: a server keeps messages about delegations for good.
    pub weight_of_host: Allowance,
    /// Requests of our own workers to one server (PROTOCOL §4.7).
    pub background: Allowance,
    /// Lists of skill offers that our workers read from one server, each with its pages: the other requests of our workers, for what
    /// a delegation misses, never wait for them.
    pub offer_lists: Allowance,
    /// The time limit for fetching a key. Shorter than that of the request that needs it; otherwise nothing would be
    /// left to remember the failure.
    pub key_lookup: Duration,
}

const fn every(at_once: u32, millis: u64) -> Allowance {
    Allowance { at_once, then_every: Duration::from_millis(millis) }
}

impl Allowances {
    /// On the internet.
    pub const PUBLIC: Self = Self {
        client: every(1_000, 10),
        refused_of_client: every(600, 5_000),
        reader: every(600, 100),
        keys_for_client: every(60, 2_000),
        keys_of_host: every(20, 180_000),
        one_key: every(2, 300_000),
        host: every(120, 1_000),
        delegations_of_host: every(2_000, 20),
        weight_of_host: every(131_072, 25),
        background: every(100, 36_000),
        offer_lists: every(30, 120_000),
        key_lookup: Duration::from_secs(10),
    };

    /// For the network an instance lives in.
    #[must_use]
    pub fn within(reach: &Reach) -> Self {
        match reach {
            Reach::Public { .. } => Self::PUBLIC,
            // All servers of one machine have one address, so the address does not identify the client.
            Reach::Loopback { .. } => Self {
                client: every(20_000, 1),
                refused_of_client: every(20_000, 1),
                reader: every(20_000, 1),
                keys_for_client: every(600, 100),
                keys_of_host: every(120, 1_000),
                one_key: every(20, 1_000),
                background: every(20_000, 1),
                offer_lists: every(20_000, 1),
                ..Self::PUBLIC
            },
        }
    }
}

/// The guards.
pub struct Budgets {
    client: ClientRate,
    pub refusals: Refusals,
    reader: ClientRate,
    keys_for_client: ClientRate,
    keys_of_host: Rate<String>,
    one_key: Rate<String>,
    host: Rate<String>,
    delegations_of_host: Rate<String>,
    weight_of_host: Rate<String>,
    background: Rate<String>,
    offer_lists: Rate<String>,
}

impl Budgets {
    pub fn new(allowances: &Allowances) -> Self {
        Self {
            client: ClientRate::of_machine(allowances.client),
            refusals: Refusals::new(allowances.refused_of_client),
            reader: ClientRate::of_machine(allowances.reader),
            keys_for_client: ClientRate::of_machine(allowances.keys_for_client),
            keys_of_host: Rate::of_machine(allowances.keys_of_host),
            one_key: Rate::of_machine(allowances.one_key),
            host: Rate::of_machine(allowances.host),
            delegations_of_host: Rate::of_machine(allowances.delegations_of_host),
            weight_of_host: Rate::of_machine(allowances.weight_of_host),
            background: Rate::of_machine(allowances.background),
            offer_lists: Rate::of_machine(allowances.offer_lists),
        }
    }

    pub fn spend_client(&self, client: Client) -> Result<(), RetryAfter> {
        self.client.count(client).map_err(later)
    }

    pub fn spend_reader(&self, client: Client) -> Result<(), RetryAfter> {
        self.reader.count(client).map_err(later)
    }

    /// `client`: the client whose allowance pays; none for our own workers. `key_id`: none where the waits after
    /// failures are limit enough.
    pub fn spend_key_fetch(
        &self,
        client: Option<Client>,
        key_id: Option<&str>,
        host: &str,
    ) -> Result<(), RetryAfter> {
        if let Some(client) = client {
            self.keys_for_client.count(client).map_err(later)?;
        }
        if let Some(key_id) = key_id {
            self.one_key.count(&key_id.to_owned()).map_err(later)?;
        }
        self.keys_of_host.count(&host.to_owned()).map_err(later)
    }

    /// `bytes`: how long it is that the host sent.
    pub fn spend_host(&self, host: &str, about_delegations: bool, bytes: usize) -> Result<(), RetryAfter> {
        let host = host.to_owned();
        if !about_delegations {
            return self.host.count(&host).map_err(later);
        }
        self.delegations_of_host.count(&host).map_err(later)?;
        let weight = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
        if weight > self.weight_of_host.allowance.at_once {
            // More than is ever allowed at once.
            return Err(RetryAfter(3_600));
        }
        self.weight_of_host.count_several(&host, weight).map_err(later)
    }

    pub fn spend_background(&self, host: &str) -> Result<(), RetryAfter> {
        self.background.count(&host.to_owned()).map_err(later)
    }

    pub fn spend_offer_list(&self, host: &str) -> Result<(), RetryAfter> {
        self.offer_lists.count(&host.to_owned()).map_err(later)
    }
}

/// When to come back.
pub(super) fn later(seconds: u64) -> RetryAfter {
    RetryAfter(u32::try_from(seconds).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budgets() -> Budgets {
        let one = Allowance { at_once: 1, then_every: Duration::from_secs(60) };
        let two = Allowance { at_once: 2, ..one };
        Budgets::new(&Allowances {
            client: two,
            refused_of_client: two,
            reader: one,
            keys_for_client: two,
            keys_of_host: one,
            one_key: one,
            host: one,
            delegations_of_host: Allowance { at_once: 3, ..one },
            weight_of_host: two,
            background: one,
            offer_lists: one,
            key_lookup: Duration::ZERO,
        })
    }

    #[test]
    fn one_client_uses_up_its_own_budget_and_no_other() {
        let budgets = budgets();
        let [one, other] = [1, 2].map(|n| Client::at([203, 0, 113, n].into()));
        assert_eq!(budgets.spend_client(one), Ok(()));
        assert_eq!(budgets.spend_client(one), Ok(()));
        let RetryAfter(wait) = budgets.spend_client(one).unwrap_err();
        assert!((1..=60).contains(&wait), "{wait}");
        assert_eq!(budgets.spend_client(other), Ok(()));
        assert_eq!(budgets.spend_reader(one), Ok(()));
    }

    #[test]
    fn what_is_about_delegations_has_a_budget_of_its_own() {
        let budgets = budgets();
        assert_eq!(budgets.spend_host("b.example", false, 9_999), Ok(()));
        assert!(budgets.spend_host("b.example", false, 1).is_err());
        for _ in 0..2 {
            assert_eq!(budgets.spend_host("b.example", true, 1_000), Ok(()));
        }
        assert!(budgets.spend_host("b.example", true, 1).is_err());
        assert_eq!(budgets.spend_host("c.example", true, 1), Ok(()));
    }

    #[test]
    fn what_one_server_has_kept_here_is_counted_in_bytes_too() {
        let budgets = budgets();
        assert_eq!(budgets.spend_host("b.example", true, 2_048), Ok(()));
        assert!(budgets.spend_host("b.example", true, 1).is_err());
        assert!(budgets.spend_host("c.example", true, 2_049).is_err(), "more than ever fits");
    }

    #[test]
    fn our_own_workers_ask_a_server_no_oftener_than_allowed() {
        let budgets = budgets();
        assert_eq!(budgets.spend_key_fetch(None, Some("https://b.example/1#k"), "b.example"), Ok(()));
        assert!(budgets.spend_key_fetch(None, Some("https://b.example/2#k"), "b.example").is_err());
        assert_eq!(budgets.spend_background("b.example"), Ok(()));
        assert!(budgets.spend_background("b.example").is_err());
    }

    #[test]
    fn our_workers_ask_one_server_so_many_times_and_then_wait() {
        let budgets = Budgets::new(&Allowances::PUBLIC);
        for n in 0..Allowances::PUBLIC.background.at_once {
            assert_eq!(budgets.spend_background("b.example"), Ok(()), "question {n}");
        }
        let RetryAfter(wait) = budgets.spend_background("b.example").unwrap_err();
        assert!(u64::from(wait) <= Allowances::PUBLIC.background.then_every.as_secs() + 1, "{wait}");
        assert_eq!(budgets.spend_background("c.example"), Ok(()), "others are asked all the same");
    }

    #[test]
    fn lists_of_one_server_wait_for_their_turn_and_hold_up_nothing_else() {
        let budgets = Budgets::new(&Allowances::PUBLIC);
        for n in 0..Allowances::PUBLIC.offer_lists.at_once {
            assert_eq!(budgets.spend_offer_list("b.example"), Ok(()), "list {n}");
        }
        assert!(budgets.spend_offer_list("b.example").is_err());
        assert_eq!(budgets.spend_offer_list("c.example"), Ok(()));
        assert_eq!(budgets.spend_background("b.example"), Ok(()), "a log is read all the same");
    }

    #[test]
    fn a_key_and_its_server_are_asked_no_oftener_than_allowed() {
        let budgets = budgets();
        let client = |n: u8| Some(Client::at([203, 0, 113, n].into()));
        assert_eq!(budgets.spend_key_fetch(client(1), Some("https://b.example/1#k"), "b.example"), Ok(()));
        assert!(budgets.spend_key_fetch(client(2), Some("https://b.example/1#k"), "b.example").is_err());
        assert!(budgets.spend_key_fetch(client(3), Some("https://b.example/2#k"), "b.example").is_err());
        assert_eq!(budgets.spend_key_fetch(client(4), Some("https://c.example/1#k"), "c.example"), Ok(()));
    }
}
