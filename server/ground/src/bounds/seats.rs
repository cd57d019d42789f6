//! The seats of open connections: how many there are, how many each client has, and who gives way to one more where all are taken.
//!
//! Few addresses can hold all seats, and to be closed or to wait is the same to those whom they keep out. So a connection gives way
//! instead: one of the client that has most, first of those on which nothing is under way.
//!
//! Whose a connection is, nobody knows behind a proxy until the head of a request has come. From then on its seat is that of the client
//! that the proxy names, until the answer is written, and each client has so many requests under way at once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::client::{Client, NetworkSums};

/// The client of a connection or a request; none behind an address that stands for many, such as a proxy.
pub type SeatClient = Option<Client>;

/// How long a body may arrive before it gives way to anybody, where all seats are taken.
const ARRIVING_UNDISTURBED: Duration = Duration::from_secs(2);

/// The limits of seats.
#[derive(Debug, Clone, Copy)]
pub struct SeatLimits {
    pub at_once: usize,
    /// How many connections one client has.
    pub of_client: usize,
    /// How many requests of one client are under way, besides the streams of open pages.
    pub under_way: usize,
}

/// All seats; cheap to clone.
#[derive(Debug, Clone)]
pub struct Seats(Arc<All>);

#[derive(Debug)]
struct All {
    limits: SeatLimits,
    taken: Mutex<TakenSeats>,
    /// Told when a seat may be had.
    freed: Notify,
}

#[derive(Debug, Default)]
struct TakenSeats {
    in_all: usize,
    of_clients: HashMap<SeatClient, ClientSeats>,
    /// The seats of all clients that are known.
    seats: NetworkSums,
    /// Their requests under way, without open pages.
    requests: NetworkSums,
    /// How often a connection began to do something: the number of the next time.
    begun: u64,
}

/// The connections of a client by what they do, those first that have done it for longest.
#[derive(Debug, Default)]
struct ClientSeats([BTreeMap<u64, SeatSignal>; 5]);

/// How a connection is ended.
#[derive(Debug)]
struct SeatSignal {
    end: Arc<Notify>,
    since: Instant,
}

/// The states of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// No complete head of a request has come, at its beginning or after an answer.
    Waiting,
    /// The body of a request arrives.
    Arriving,
    /// A request is answered.
    Answered,
    /// An open page of a visitor follows what happens.
    LiveOfVisitor,
    /// An open page of somebody who is signed in follows what happens.
    Live,
}

/// Who follows what happens on an open page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamReader {
    Visitor,
    SignedIn,
}

/// Why there is no seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSeat {
    /// The client has as many as it may have.
    OfClient,
    /// All are taken, and nobody gives way.
    Full,
}

/// The client has as many requests under way as it may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyUnderWay;

/// The seat of a connection, given back when it is dropped.
#[derive(Debug)]
pub struct ConnectionSeat {
    seats: Seats,
    /// The client of the connection itself.
    own: SeatClient,
    now: Mutex<SeatState>,
    end: Arc<Notify>,
}

#[derive(Debug, Clone, Copy)]
struct SeatState {
    client: SeatClient,
    doing: Doing,
    /// The number of when it began.
    number: u64,
}

/// A request that is under way on a connection; afterwards it waits for the next one.
#[derive(Debug)]
pub struct UnderWay(Arc<ConnectionSeat>);

impl Doing {
    fn is_request(self) -> bool {
        matches!(self, Self::Arriving | Self::Answered)
    }
}

impl Seats {
    pub fn new(limits: SeatLimits) -> Self {
        Self(Arc::new(All { limits, taken: Mutex::default(), freed: Notify::new() }))
    }

    fn taken(&self) -> MutexGuard<'_, TakenSeats> {
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many are taken.
    pub fn in_all(&self) -> usize {
        self.taken().in_all
    }

    /// Takes a seat for a connection that waits. Where all are taken, another one gives way.
    ///
    /// # Errors
    /// When its client has as many as it may have, and when nobody gives way.
    pub fn take(&self, client: SeatClient) -> Result<Arc<ConnectionSeat>, NoSeat> {
        let mut taken = self.taken();
        let has_room = |client| taken.seats.has_room(client, 1, self.0.limits.of_client);
        if !client.is_none_or(has_room) {
            return Err(NoSeat::OfClient);
        }
        if taken.in_all >= self.0.limits.at_once && !taken.end_one(client) {
            return Err(NoSeat::Full);
        }
        let end = Arc::<Notify>::default();
        let number =
            taken.add(client, Doing::Waiting, SeatSignal { end: end.clone(), since: Instant::now() });
        let now = Mutex::new(SeatState { client, doing: Doing::Waiting, number });
        Ok(Arc::new(ConnectionSeat { seats: self.clone(), own: client, now, end }))
    }

    /// Waits until a seat may be had.
    pub async fn freed(&self) {
        self.0.freed.notified().await;
    }

    /// How many seats the streams of visitors may have: a quarter is never theirs.
    fn of_visitors(&self) -> usize {
        self.0.limits.at_once - self.0.limits.at_once / 4
    }
}

impl TakenSeats {
    fn add(&mut self, client: SeatClient, doing: Doing, signal: SeatSignal) -> u64 {
        self.begun += 1;
        self.in_all += 1;
        self.of_clients.entry(client).or_default().those_mut(doing).insert(self.begun, signal);
        if let Some(client) = client {
            self.seats.add(client, 1);
            if doing.is_request() {
                self.requests.add(client, 1);
            }
        }
        self.begun
    }

    /// Returns the signal that ends the connection; none when it has given way.
    fn remove(&mut self, SeatState { client, doing, number }: SeatState) -> Option<SeatSignal> {
        let own = self.of_clients.get_mut(&client)?;
        let signal = own.those_mut(doing).remove(&number)?;
        if own.is_empty() {
            self.of_clients.remove(&client);
        }
        if let Some(client) = client {
            self.seats.take(client, 1);
            if doing.is_request() {
                self.requests.take(client, 1);
            }
        }
        self.in_all -= 1;
        Some(signal)
    }

    /// The longest of those that do something, with its client; `is_asked` says of which clients.
    fn longest(&self, doing: Doing, is_asked: impl Fn(SeatClient) -> bool) -> Option<SeatState> {
        let asked = self.of_clients.iter().filter(|(client, _)| is_asked(**client));
        let longest = asked.filter_map(|(client, of)| {
            of.those(doing).first_key_value().map(|(number, _)| (*number, *client))
        });
        let (number, client) = longest.min_by_key(|(number, _)| *number)?;
        Some(SeatState { client, doing, number })
    }

    /// One of those that do something, of the client that has most of all, if that has more than the one that comes will have; of its own
    /// client where it waits.
    fn of_whoever_has_most(&self, doing: Doing, comes: SeatClient) -> Option<SeatState> {
        let more = usize::from(doing != Doing::Waiting);
        let may_end = |client: Client| match comes {
            Some(other) => {
                self.seats.has_more(client, other, more) || doing == Doing::Waiting && other == client
            }
            // Behind a proxy it may be anybody's: it counts as one that has no other.
            None => self.seats.has_more(client, Client::UNKNOWN, more),
        };
        self.of_clients
            .iter()
            .filter_map(|(client, of)| {
                let client = (*client).filter(|client| may_end(*client))?;
                let (number, _) = of.those(doing).first_key_value()?;
                Some((self.seats.weight(client), of.those(doing).len(), Reverse(*number), client))
            })
            .max_by_key(|(weight, many, since, _)| (*weight, *many, *since))
            .map(|(.., Reverse(number), client)| SeatState { client: Some(client), doing, number })
    }

    /// Ends a connection for a new one: of the client with most, the longest waiting one, or an unfinished body. Nobody loses one to a client
    /// that has as many. Where there is none, the oldest stream of a visitor, an answer of a client with more than this one will have, a body that
    /// has arrived for long, and open pages last.
    ///
    /// Behind an address of many clients nobody knows whose they are: one that waits gives way to its like.
    fn end_one(&mut self, comes: SeatClient) -> bool {
        let of_most = |doing| self.of_whoever_has_most(doing, comes);
        let found = of_most(Doing::Waiting)
            .or_else(|| of_most(Doing::Arriving))
            .or_else(|| comes.is_none().then(|| self.longest(Doing::Waiting, |client| client.is_none()))?)
            .or_else(|| self.longest(Doing::LiveOfVisitor, |_| true))
            .or_else(|| of_most(Doing::Answered))
            .or_else(|| self.longest(Doing::Arriving, |_| true).filter(|state| self.is_late(*state)))
            .or_else(|| of_most(Doing::Live));
        let Some(state) = found else { return false };
        self.end(state);
        true
    }

    fn end(&mut self, state: SeatState) {
        if let Some(signal) = self.remove(state) {
            signal.end.notify_one();
        }
    }

    /// Whether its body has arrived for longer than anybody's has to.
    fn is_late(&self, SeatState { client, doing, number }: SeatState) -> bool {
        let signal = self.of_clients.get(&client).and_then(|of| of.those(doing).get(&number));
        signal.is_some_and(|signal| signal.since.elapsed() > ARRIVING_UNDISTURBED)
    }

    fn count(&self, doing: Doing) -> usize {
        self.of_clients.values().map(|of| of.those(doing).len()).sum()
    }
}

impl ClientSeats {
    fn is_empty(&self) -> bool {
        self.0.iter().all(BTreeMap::is_empty)
    }

    fn those(&self, doing: Doing) -> &BTreeMap<u64, SeatSignal> {
        let Self([waiting, arriving, answered, of_visitor, live]) = self;
        match doing {
            Doing::Waiting => waiting,
            Doing::Arriving => arriving,
            Doing::Answered => answered,
            Doing::LiveOfVisitor => of_visitor,
            Doing::Live => live,
        }
    }

    fn those_mut(&mut self, doing: Doing) -> &mut BTreeMap<u64, SeatSignal> {
        let Self([waiting, arriving, answered, of_visitor, live]) = self;
        match doing {
            Doing::Waiting => waiting,
            Doing::Arriving => arriving,
            Doing::Answered => answered,
            Doing::LiveOfVisitor => of_visitor,
            Doing::Live => live,
        }
    }
}

impl ConnectionSeat {
    /// A complete head of a request of a client has come; `is_whole` says that no body follows.
    ///
    /// # Errors
    /// When the client has as many under way as it may have; the connection goes on waiting.
    pub fn begin(self: &Arc<Self>, client: SeatClient, is_whole: bool) -> Result<UnderWay, TooManyUnderWay> {
        let mut taken = self.seats.taken();
        let has_room = |client| taken.requests.has_room(client, 1, self.seats.0.limits.under_way);
        if !client.is_none_or(has_room) {
            return Err(TooManyUnderWay);
        }
        self.go_on(&mut taken, client, if is_whole { Doing::Answered } else { Doing::Arriving });
        drop(taken);
        Ok(UnderWay(self.clone()))
    }

    /// The body of its request has come.
    pub fn arrived(&self) {
        let mut taken = self.seats.taken();
        let SeatState { client, doing, .. } = self.state();
        if doing == Doing::Arriving {
            self.go_on(&mut taken, client, Doing::Answered);
        }
    }

    /// Waits until this connection has to give way.
    pub async fn given_up(&self) {
        self.end.notified().await;
    }

    fn state(&self) -> SeatState {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn go_on(&self, taken: &mut TakenSeats, client: SeatClient, doing: Doing) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        // One that has given way has no seat any longer.
        if let Some(signal) = taken.remove(*now) {
            let number = taken.add(client, doing, SeatSignal { since: Instant::now(), ..signal });
            *now = SeatState { client, doing, number };
        }
    }
}

impl Drop for ConnectionSeat {
    fn drop(&mut self) {
        let state = self.state();
        drop(self.seats.taken().remove(state));
        self.seats.0.freed.notify_one();
    }
}

impl UnderWay {
    /// Marks the answer as a page that follows what happens. Where visitors have as many as they may, the oldest of them ends.
    pub fn follows(&self, who: StreamReader) {
        let mut taken = self.0.seats.taken();
        let doing = match who {
            StreamReader::Visitor => Doing::LiveOfVisitor,
            StreamReader::SignedIn => Doing::Live,
        };
        self.0.go_on(&mut taken, self.0.state().client, doing);
        if taken.count(Doing::LiveOfVisitor) > self.0.seats.of_visitors()
            && let Some(oldest) = taken.longest(Doing::LiveOfVisitor, |_| true)
        {
            taken.end(oldest);
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut taken = self.0.seats.taken();
        self.0.go_on(&mut taken, self.0.own, Doing::Waiting);
        drop(taken);
        self.0.seats.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    const MANY: SeatClient = None;

    fn client(n: u8) -> SeatClient {
        Some(Client::at(IpAddr::from([10, 0, n, 1])))
    }

    fn all(at_once: usize, of_client: usize) -> Seats {
        Seats::new(SeatLimits { at_once, of_client, under_way: at_once })
    }

    fn has_seat(seat: &ConnectionSeat) -> bool {
        let taken = seat.seats.taken();
        let SeatState { client, doing, number } = seat.state();
        taken.of_clients.get(&client).is_some_and(|of| of.those(doing).contains_key(&number))
    }

    /// A request without a body, of the client of the connection.
    fn asks(seat: &Arc<ConnectionSeat>) -> UnderWay {
        seat.begin(seat.own, true).unwrap()
    }

    /// Seats of a client.
    fn some(seats: &Seats, of: SeatClient, count: usize) -> Vec<Arc<ConnectionSeat>> {
        (0..count).map(|_| seats.take(of).unwrap()).collect()
    }

    fn with_seat(seats: &[Arc<ConnectionSeat>]) -> usize {
        seats.iter().filter(|seat| has_seat(seat)).count()
    }

    #[tokio::test]
    async fn the_longest_waiting_of_whoever_has_most_that_wait_gives_way() {
        let seats = all(6, 4);
        let (one, crowd) = (some(&seats, client(1), 1), some(&seats, client(2), 2));
        let larger = some(&seats, client(3), 3);
        // It waits anew after its answer, and so has waited for less long than the next.
        drop(asks(&larger[0]));
        let comes = seats.take(client(4)).unwrap();
        assert!(has_seat(&larger[0]) && !has_seat(&larger[1]) && has_seat(&larger[2]));
        assert!((with_seat(&one), with_seat(&crowd), seats.in_all()) == (1, 2, 6) && has_seat(&comes));
        larger[1].given_up().await;
        // Later acts of a connection that has given way change nothing.
        drop(asks(&larger[1]));
        drop((one, crowd, larger, comes));
        assert!(seats.in_all() == 0 && seats.taken().of_clients.is_empty());
    }

    #[test]
    fn an_answer_gives_way_only_where_nobody_waits_and_an_open_page_last() {
        let seats = all(7, 4);
        let [live, answered] = [1, 2].map(|n| some(&seats, client(n), 3));
        let idle = seats.take(client(3)).unwrap();
        let under_way: Vec<_> = live.iter().chain(&answered).map(asks).collect();
        under_way[..3].iter().for_each(|page| page.follows(StreamReader::SignedIn));
        let mut came = Vec::new();
        // Each that comes is answered, so that nobody waits.
        let mut comes = |n| {
            let seat = seats.take(client(n)).unwrap();
            came.push(asks(&seat));
            (with_seat(&live), with_seat(&answered))
        };
        assert_eq!((comes(4), has_seat(&idle)), ((3, 3), false));
        assert_eq!(comes(5), (3, 2));
        // No client has more than one, but for the two with two: the answer goes, and at last the open pages.
        assert_eq!([comes(6), comes(7), comes(8)], [(3, 1), (2, 1), (1, 1)]);
    }

    #[test]
    fn who_has_as_many_as_another_ends_none_of_theirs() {
        let seats = all(4, 4);
        let [one, two] = [1, 2].map(|n| some(&seats, client(n), 2));
        let under_way: Vec<_> = one.iter().map(asks).collect();
        // Its own that waits gives way, also where others have no more than it.
        let own = seats.take(client(2)).unwrap();
        assert_eq!((with_seat(&one), with_seat(&two)), (2, 1));
        let both = [asks(&two[1]), asks(&own)];
        assert_eq!(seats.take(client(2)).unwrap_err(), NoSeat::Full);
        // Somebody with none ends an answer of a client that has two.
        let other = seats.take(client(3)).unwrap();
        let other_under_way = asks(&other);
        assert_eq!(with_seat(&one), 1);
        drop((both, under_way, other_under_way));
    }

    #[test]
    fn those_behind_an_address_of_many_are_not_counted_and_give_way_only_to_their_like() {
        let seats = all(2, 1);
        let proxied = some(&seats, MANY, 2);
        assert_eq!(seats.take(client(1)).unwrap_err(), NoSeat::Full);
        let next = seats.take(MANY).unwrap();
        assert!(!has_seat(&proxied[0]) && has_seat(&proxied[1]));
        let under_way = [asks(&proxied[1]), asks(&next)];
        assert_eq!(seats.take(MANY).unwrap_err(), NoSeat::Full);
        drop(under_way);
        assert!(seats.take(MANY).is_ok());
    }

    #[test]
    fn a_client_has_no_more_than_its_share() {
        let seats = all(9, 2);
        let held = some(&seats, client(1), 2);
        assert_eq!(seats.take(client(1)).unwrap_err(), NoSeat::OfClient);
        assert!(seats.take(client(2)).is_ok());
        drop(held);
        assert!(seats.take(client(1)).is_ok() && seats.in_all() == 0);
    }

    #[test]
    fn behind_a_proxy_a_request_is_that_of_its_client_and_each_has_so_many() {
        let seats = Seats::new(SeatLimits { at_once: 40, of_client: 1, under_way: 2 });
        let proxied = some(&seats, MANY, 40);
        let address = |n| Some(Client::at(IpAddr::from([203, 0, 113, n])));
        let begun: Vec<_> = proxied[..2].iter().map(|seat| seat.begin(address(1), true).unwrap()).collect();
        assert_eq!(proxied[2].begin(address(1), true).unwrap_err(), TooManyUnderWay);
        begun[0].follows(StreamReader::SignedIn);
        let _third = proxied[2].begin(address(1), true).unwrap();
        assert!(
            proxied[3].begin(address(1), true).is_err(),
            "a stream is no request, and the answers are two"
        );
        let others: Vec<_> = (4..40).map(|n| proxied[usize::from(n)].begin(address(n), true)).collect();
        assert_eq!(others.iter().filter(|one| one.is_ok()).count(), 30, "sixteen times two of a /24");
        drop((begun, others));
        assert!(proxied[3].begin(address(1), true).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn an_unfinished_body_of_whoever_has_most_gives_way_and_a_late_one_to_anybody() {
        let seats = all(4, 4);
        let held = some(&seats, MANY, 4);
        let of = |n: usize, client| held[n].begin(client, false).unwrap();
        let under_way = [of(0, client(1)), of(1, client(2)), of(2, client(2)), of(3, client(3))];
        held[1].arrived();
        let comes = seats.take(client(4)).unwrap();
        assert!(!has_seat(&held[2]) && has_seat(&held[1]), "the one that arrives, and not the one that came");
        let comes_under_way = asks(&comes);
        assert_eq!(seats.take(client(5)).unwrap_err(), NoSeat::Full);
        tokio::time::advance(ARRIVING_UNDISTURBED + Duration::from_millis(1)).await;
        let next = seats.take(client(5)).unwrap();
        assert!(!has_seat(&held[0]) && has_seat(&next), "the oldest");
        drop((under_way, comes_under_way));
    }

    #[test]
    fn streams_of_visitors_give_way_to_everybody_and_never_have_all() {
        let seats = all(8, 8);
        let crowd: Vec<_> = (1..=8).map(|n| seats.take(client(n)).unwrap()).collect();
        let under_way: Vec<_> = crowd.iter().map(asks).collect();
        under_way.iter().for_each(|page| page.follows(StreamReader::Visitor));
        assert_eq!((with_seat(&crowd), has_seat(&crowd[1])), (6, false), "a quarter is never theirs");
        let members = [9, 10].map(|n| seats.take(client(n)).unwrap());
        let their_pages = members.each_ref().map(asks);
        their_pages.iter().for_each(|page| page.follows(StreamReader::SignedIn));
        assert_eq!(with_seat(&crowd), 6);
        assert!(seats.take(client(11)).is_ok());
        assert_eq!((with_seat(&crowd), with_seat(&members), has_seat(&crowd[2])), (5, 2, false));
        drop(under_way);
    }
}
