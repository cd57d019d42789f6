//! The clients that search: each has a place or two, and so much time of the database. The searches of others wait for neither.
//!
//! What a search asks is composed by its client, and the costliest one takes seconds. So the next search of a client waits until a
//! place of this client is free, before it holds anything; and the time that the database works for it is counted, also where the
//! search is given up.

use std::sync::Arc;
use std::time::{Duration, Instant};

use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;

use super::client::{Client, ClientNetwork, ClientRate};
use super::places::{LineKey, LinePlace, Lines};
use super::rate::{Allowance, Rate};
use crate::platform::clock::Clock;

/// How many searches run at the same time: of one address of visitors, and of one person.
pub const OF_ADDRESS: usize = 1;
pub const OF_PERSON: usize = 2;

/// How many searches of one client wait for others of it.
pub const WAITING: usize = 8;

/// How long a search waits for other searches of the same client.
pub const WAIT: Duration = Duration::from_secs(10);

/// The seconds that the database works for the searches of one client. An ordinary search takes milliseconds.
pub const SECONDS: Allowance = Allowance { at_once: 10, then_every: Duration::from_secs(6) };

/// A client that searches.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SearchClient {
    /// A person, by whatever door and from wherever.
    Person(ActorId),
    /// The visitors of one client.
    Visitors(Client),
}

/// A line of searches.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum SearchLine {
    Person(ActorId),
    Network(ClientNetwork),
}

impl SearchClient {
    /// Who searches, or from where.
    pub fn of(who: &Principal, client: Client) -> Self {
        who.person().map_or(Self::Visitors(client), |person| Self::Person(person.clone()))
    }

    /// The lines in which it stands.
    fn lines(&self) -> Vec<LineKey<SearchLine>> {
        match self {
            Self::Person(person) => {
                let key = SearchLine::Person(person.clone());
                vec![LineKey { key, places: OF_PERSON, waiting: WAITING }]
            }
            Self::Visitors(client) => client
                .networks()
                .map(|network| LineKey {
                    key: SearchLine::Network(network),
                    places: network.width.most(OF_ADDRESS),
                    waiting: network.width.most(WAITING),
                })
                .collect(),
        }
    }
}

/// A client has searched as much as it may for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many searches")]
pub struct TooMany {
    /// In seconds.
    pub retry_after: u64,
}

/// The clients that search, and what they have used up.
#[derive(Debug)]
pub struct Searchers {
    places: Lines<SearchLine>,
    seconds: Arc<SearchSeconds>,
}

/// The time that the database worked for the searches of each client.
#[derive(Debug)]
struct SearchSeconds {
    of_people: Rate<ActorId>,
    of_visitors: ClientRate,
}

impl SearchSeconds {
    fn add(&self, client: &SearchClient, seconds: f64) {
        match client {
            SearchClient::Person(person) => self.of_people.add(person, seconds),
            SearchClient::Visitors(client) => self.of_visitors.add(*client, seconds),
        }
    }

    fn check(&self, client: &SearchClient) -> Result<(), u64> {
        match client {
            SearchClient::Person(person) => self.of_people.check(person),
            SearchClient::Visitors(client) => self.of_visitors.check(*client),
        }
    }
}

/// A place of a client, which may search while it has it.
#[derive(Debug)]
pub struct SearchTurn {
    client: SearchClient,
    seconds: Arc<SearchSeconds>,
    _place: LinePlace<SearchLine>,
}

/// Counts the time of a search until it is dropped.
#[derive(Debug)]
pub struct Meter {
    turn: Arc<SearchTurn>,
    begun: Instant,
}

impl Searchers {
    /// Nobody has searched yet.
    pub fn new(clock: &Clock) -> Self {
        let of_visitors = ClientRate::new(clock, SECONDS);
        let seconds = SearchSeconds { of_people: Rate::new(clock, SECONDS), of_visitors };
        Self { places: Lines::default(), seconds: Arc::new(seconds) }
    }

    /// Waits for a place of the client.
    ///
    /// # Errors
    /// When its searches took more time than they may, as many wait as may, or none of its places gets free.
    pub async fn turn(&self, client: &SearchClient) -> Result<Arc<SearchTurn>, TooMany> {
        self.check(client)?;
        let waited = tokio::time::timeout(WAIT, self.places.place(client.lines())).await;
        let Ok(Ok(place)) = waited else { return Err(TooMany { retry_after: WAIT.as_secs() }) };
        // Those before it may have spent the rest.
        self.check(client)?;
        Ok(Arc::new(SearchTurn { client: client.clone(), seconds: self.seconds.clone(), _place: place }))
    }

    /// Counts time of the database as that of a client.
    pub fn count(&self, client: &SearchClient, took: Duration) {
        self.seconds.add(client, took.as_secs_f64());
    }

    fn check(&self, client: &SearchClient) -> Result<(), TooMany> {
        self.seconds.check(client).map_err(|retry_after| TooMany { retry_after })
    }
}

impl SearchTurn {
    /// Begins to count.
    pub fn meter(self: &Arc<Self>) -> Meter {
        Meter { turn: self.clone(), begun: Instant::now() }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.turn.seconds.add(&self.turn.client, self.begun.elapsed().as_secs_f64());
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::atomic::{AtomicI64, Ordering};

    use pursuance_domain::time::SECOND;

    use super::*;

    const EVE: SearchClient = SearchClient::Visitors(Client::at(IpAddr::V4(Ipv4Addr::LOCALHOST)));

    fn ana() -> SearchClient {
        SearchClient::Person(ActorId("ana".to_owned()))
    }

    fn searchers() -> (Arc<AtomicI64>, Searchers) {
        let moved = Arc::new(AtomicI64::new(0));
        (moved.clone(), Searchers::new(&Clock::Moved(moved)))
    }

    fn spend(searchers: &Searchers, client: &SearchClient, seconds: u64) {
        searchers.count(client, Duration::from_secs(seconds));
    }

    #[tokio::test(start_paused = true)]
    async fn the_next_search_of_a_client_waits_and_that_of_another_one_does_not() {
        let (_, searchers) = searchers();
        for (client, places) in [(EVE, OF_ADDRESS), (ana(), OF_PERSON)] {
            let mut taken = Vec::new();
            for _ in 0..places {
                taken.push(searchers.turn(&client).await.unwrap());
            }
            let refused = searchers.turn(&client).await.unwrap_err();
            assert_eq!(refused.retry_after, WAIT.as_secs(), "{client:?}");
            let next = searchers.turn(&client);
            drop(taken.pop());
            assert!(next.await.is_ok(), "{client:?} waits no longer");
        }
    }

    #[tokio::test]
    async fn what_searches_took_is_counted_by_client_and_forgotten_by_and_by() {
        let (moved, searchers) = searchers();
        let most = u64::from(SECONDS.at_once);
        spend(&searchers, &EVE, most - 1);
        let turn = searchers.turn(&EVE).await.unwrap();
        spend(&searchers, &EVE, 3);
        assert!(searchers.turn(&EVE).await.is_err(), "the place is not waited for");
        drop(turn);
        let refused = searchers.turn(&EVE).await.unwrap_err();
        assert!((12..=13).contains(&refused.retry_after), "{refused:?}");
        assert!(searchers.turn(&ana()).await.is_ok());
        moved.store(-60 * SECOND, Ordering::SeqCst);
        assert!(searchers.turn(&EVE).await.is_err(), "a clock that is set back");
        moved.store(-47 * SECOND, Ordering::SeqCst);
        assert!(searchers.turn(&EVE).await.is_ok());
    }

    #[tokio::test]
    async fn a_search_that_is_given_up_counts() {
        let (_, searchers) = searchers();
        let turn = searchers.turn(&EVE).await.unwrap();
        let begun = Instant::now().checked_sub(Duration::from_secs(u64::from(SECONDS.at_once) + 1)).unwrap();
        let mut meter = turn.meter();
        meter.begun = begun;
        drop(meter);
        drop(turn);
        assert!(searchers.turn(&EVE).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn so_many_searches_of_a_client_wait_and_one_more_is_refused_at_once() {
        let (_, searchers) = searchers();
        let _held = searchers.turn(&EVE).await.unwrap();
        let mut waiting: Vec<_> = (0..WAITING).map(|_| Box::pin(searchers.turn(&EVE))).collect();
        for turn in &mut waiting {
            assert!(futures::poll!(turn).is_pending());
        }
        let mut more = Box::pin(searchers.turn(&EVE));
        assert!(matches!(futures::poll!(&mut more), std::task::Poll::Ready(Err(_))));
        assert!(searchers.turn(&ana()).await.is_ok());
    }
}
