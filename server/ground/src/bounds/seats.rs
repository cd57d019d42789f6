//! The seats of open connections: how many there are, how many each client has, and who gives way to one more where all are taken.
//!
//! Few addresses can hold all seats, and to be closed or to wait is the same to those whom they keep out. So a connection gives way
//! instead: one of the client that has most, first of those on which nothing is under way.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// The client of a connection (the key for limits); none behind an address that stands for many, such as a proxy.
pub type SeatClient = Option<IpAddr>;

/// All seats; cheap to clone.
#[derive(Debug, Clone)]
pub struct Seats(Arc<All>);

#[derive(Debug)]
struct All {
    at_once: usize,
    of_client: usize,
    taken: Mutex<TakenSeats>,
    /// Told when a seat may be had.
    freed: Notify,
}

#[derive(Debug, Default)]
struct TakenSeats {
    in_all: usize,
    of_clients: HashMap<SeatClient, ClientSeats>,
    /// How often a connection began to do something: the number of the next time.
    begun: u64,
}

/// The connections of a client by what they do, those first that have done it for longest; each with what ends it.
#[derive(Debug, Default)]
struct ClientSeats {
    waiting: BTreeMap<u64, Arc<Notify>>,
    answered: BTreeMap<u64, Arc<Notify>>,
    live: BTreeMap<u64, Arc<Notify>>,
}

/// The states of a connection. They give way in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// No complete head of a request has come, at its beginning or after an answer.
    Waiting,
    /// A request is read or answered.
    Answered,
    /// An open page follows what happens.
    Live,
}

/// Why there is no seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSeat {
    /// The client has as many as it may have.
    OfClient,
    /// All are taken, and nobody gives way.
    Full,
}

/// The seat of a connection, given back when it is dropped.
#[derive(Debug)]
pub struct ConnectionSeat {
    seats: Seats,
    client: SeatClient,
    /// Its state, and since when.
    doing: Mutex<(Doing, u64)>,
    end: Arc<Notify>,
}

/// A request that is under way on a connection; afterwards it waits for the next one.
#[derive(Debug)]
pub struct UnderWay(Arc<ConnectionSeat>);

impl Seats {
    pub fn new(at_once: usize, of_client: usize) -> Self {
        Self(Arc::new(All { at_once, of_client, taken: Mutex::default(), freed: Notify::new() }))
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
        let own = client.map_or(0, |_| taken.of_clients.get(&client).map_or(0, ClientSeats::count));
        if own >= self.0.of_client {
            return Err(NoSeat::OfClient);
        }
        if taken.in_all >= self.0.at_once && !taken.end_one(client, own) {
            return Err(NoSeat::Full);
        }
        let end = Arc::<Notify>::default();
        let number = taken.add(client, Doing::Waiting, end.clone());
        Ok(Arc::new(ConnectionSeat {
            seats: self.clone(),
            client,
            doing: Mutex::new((Doing::Waiting, number)),
            end,
        }))
    }

    /// Waits until a seat may be had.
    pub async fn freed(&self) {
        self.0.freed.notified().await;
    }
}

impl TakenSeats {
    fn add(&mut self, client: SeatClient, doing: Doing, end: Arc<Notify>) -> u64 {
        self.begun += 1;
        self.in_all += 1;
        self.of_clients.entry(client).or_default().those_mut(doing).insert(self.begun, end);
        self.begun
    }

    /// Returns the signal that ends the connection; none when it has given way.
    fn remove(&mut self, client: SeatClient, doing: Doing, number: u64) -> Option<Arc<Notify>> {
        let own = self.of_clients.get_mut(&client)?;
        let end = own.those_mut(doing).remove(&number)?;
        if own.count() == 0 {
            self.of_clients.remove(&client);
        }
        self.in_all -= 1;
        Some(end)
    }

    /// Ends a connection for a new one, whose client has `own` others: the longest waiting one of the client with most waiting ones. Nobody
    /// loses one to a client that has as many. Where none waits, one with an answer under way, if its client has more than this one
    /// will have; and open pages last.
    ///
    /// Behind an address of many clients nobody knows whose they are: one that waits gives way to its like.
    fn end_one(&mut self, comes: SeatClient, own: usize) -> bool {
        let gives_way = |doing: Doing| {
            let may_end = |client: SeatClient, of: &ClientSeats| {
                let (has, most) = match doing {
                    Doing::Waiting => (of.count(), own),
                    Doing::Answered | Doing::Live => (of.count(), own + 1),
                };
                client.is_some() && (has > most || doing == Doing::Waiting && client == comes)
            };
            let longest = |of: &ClientSeats| of.those(doing).first_key_value().map(|(number, _)| *number);
            self.of_clients
                .iter()
                .filter(|(client, of)| may_end(**client, of))
                .filter_map(|(client, of)| {
                    Some((of.those(doing).len(), Reverse(longest(of)?), *client, doing))
                })
                .max_by_key(|(many, since, ..)| (*many, *since))
        };
        let of_many = || {
            let of = self.of_clients.get(&comes).filter(|_| comes.is_none())?;
            Some((1, Reverse(*of.waiting.first_key_value()?.0), comes, Doing::Waiting))
        };
        let found = [Doing::Waiting, Doing::Answered, Doing::Live].into_iter().find_map(gives_way);
        let Some((_, Reverse(number), client, doing)) = found.or_else(of_many) else { return false };
        if let Some(end) = self.remove(client, doing, number) {
            end.notify_one();
        }
        true
    }
}

impl ClientSeats {
    fn count(&self) -> usize {
        self.waiting.len() + self.answered.len() + self.live.len()
    }

    fn those(&self, doing: Doing) -> &BTreeMap<u64, Arc<Notify>> {
        match doing {
            Doing::Waiting => &self.waiting,
            Doing::Answered => &self.answered,
            Doing::Live => &self.live,
        }
    }

    fn those_mut(&mut self, doing: Doing) -> &mut BTreeMap<u64, Arc<Notify>> {
        match doing {
            Doing::Waiting => &mut self.waiting,
            Doing::Answered => &mut self.answered,
            Doing::Live => &mut self.live,
        }
    }
}

impl ConnectionSeat {
    /// A complete head of a request has come.
    pub fn begin(self: &Arc<Self>) -> UnderWay {
        self.does(Doing::Answered);
        UnderWay(self.clone())
    }

    /// Waits until this connection has to give way.
    pub async fn given_up(&self) {
        self.end.notified().await;
    }

    fn does(&self, next: Doing) {
        let mut taken = self.seats.taken();
        let mut doing = self.doing.lock().unwrap_or_else(PoisonError::into_inner);
        // One that has given way has no seat any longer.
        if let Some(end) = taken.remove(self.client, doing.0, doing.1) {
            *doing = (next, taken.add(self.client, next, end));
        }
    }
}

impl Drop for ConnectionSeat {
    fn drop(&mut self) {
        let (doing, number) = *self.doing.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.seats.taken().remove(self.client, doing, number));
        self.seats.0.freed.notify_one();
    }
}

impl UnderWay {
    /// Marks the answer as a page that follows what happens.
    pub fn follows(&self) {
        self.0.does(Doing::Live);
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.does(Doing::Waiting);
        self.0.seats.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: SeatClient = None;

    fn client(n: u8) -> SeatClient {
        Some(IpAddr::from([127, 0, 0, n]))
    }

    fn has_seat(seat: &ConnectionSeat) -> bool {
        let taken = seat.seats.taken();
        let (doing, number) = *seat.doing.lock().unwrap();
        taken.of_clients.get(&seat.client).is_some_and(|own| own.those(doing).contains_key(&number))
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
        let seats = Seats::new(6, 4);
        let (one, crowd) = (some(&seats, client(1), 1), some(&seats, client(2), 2));
        let larger = some(&seats, client(3), 3);
        // It waits anew after its answer, and so has waited for less long than the next.
        drop(larger[0].begin());
        let comes = seats.take(client(4)).unwrap();
        assert!(has_seat(&larger[0]) && !has_seat(&larger[1]) && has_seat(&larger[2]));
        assert!((with_seat(&one), with_seat(&crowd), seats.in_all()) == (1, 2, 6) && has_seat(&comes));
        larger[1].given_up().await;
        // Later acts of a connection that has given way change nothing.
        drop(larger[1].begin());
        drop((one, crowd, larger, comes));
        assert!(seats.in_all() == 0 && seats.taken().of_clients.is_empty());
    }

    #[test]
    fn an_answer_gives_way_only_where_nobody_waits_and_an_open_page_last() {
        let seats = Seats::new(7, 4);
        let [live, answered] = [1, 2].map(|n| some(&seats, client(n), 3));
        let idle = seats.take(client(3)).unwrap();
        let under_way: Vec<_> = live.iter().chain(&answered).map(ConnectionSeat::begin).collect();
        under_way[..3].iter().for_each(UnderWay::follows);
        let mut came = Vec::new();
        // Each that comes is answered, so that nobody waits.
        let mut comes = |n| {
            let seat = seats.take(client(n)).unwrap();
            came.push(seat.begin());
            (with_seat(&live), with_seat(&answered))
        };
        assert_eq!((comes(4), has_seat(&idle)), ((3, 3), false));
        assert_eq!(comes(5), (3, 2));
        // No client has more than one, but for the two with two: the answer goes, and at last the open pages.
        assert_eq!([comes(6), comes(7), comes(8)], [(3, 1), (2, 1), (1, 1)]);
    }

    #[test]
    fn who_has_as_many_as_another_ends_none_of_theirs() {
        let seats = Seats::new(4, 4);
        let [one, two] = [1, 2].map(|n| some(&seats, client(n), 2));
        let under_way: Vec<_> = one.iter().map(ConnectionSeat::begin).collect();
        // Its own that waits gives way, also where others have no more than it.
        let own = seats.take(client(2)).unwrap();
        assert_eq!((with_seat(&one), with_seat(&two)), (2, 1));
        let both = [two[1].begin(), own.begin()];
        assert_eq!(seats.take(client(2)).unwrap_err(), NoSeat::Full);
        // Somebody with none ends an answer of a client that has two.
        let other = seats.take(client(3)).unwrap();
        let other_under_way = other.begin();
        assert_eq!(with_seat(&one), 1);
        drop((both, under_way, other_under_way));
    }

    #[test]
    fn those_behind_an_address_of_many_are_not_counted_and_give_way_only_to_their_like() {
        let seats = Seats::new(2, 1);
        let proxied = some(&seats, MANY, 2);
        assert_eq!(seats.take(client(1)).unwrap_err(), NoSeat::Full);
        let next = seats.take(MANY).unwrap();
        assert!(!has_seat(&proxied[0]) && has_seat(&proxied[1]));
        let under_way = [proxied[1].begin(), next.begin()];
        assert_eq!(seats.take(MANY).unwrap_err(), NoSeat::Full);
        drop(under_way);
        assert!(seats.take(MANY).is_ok());
    }

    #[test]
    fn a_client_has_no_more_than_its_share() {
        let seats = Seats::new(9, 2);
        let held = some(&seats, client(1), 2);
        assert_eq!(seats.take(client(1)).unwrap_err(), NoSeat::OfClient);
        assert!(seats.take(client(2)).is_ok());
        drop(held);
        assert!(seats.take(client(1)).is_ok() && seats.in_all() == 0);
    }
}
