//! Bodies that are held in memory while they arrive: how much of it one client may take, and all together.
//!
//! A body that never ends holds what has arrived of it until its time is over. What counts is what has arrived and not what was
//! announced: a length costs its sender nothing. Files do not count, as they are written to the disk piece by piece; see
//! [`crate::bounds::uploads`].
//!
//! A small body takes no room, either, or a client that fills the room would keep everybody from everything: there are no more small
//! bodies than a client may have requests under way ([`seats`](crate::bounds::seats)). It has to arrive in [`SMALL_TIME`].
//!
//! When the room is full, the oldest body of the client that holds most gives way: few clients cannot keep others out, however
//! long they hold what they have. Strangers have half of the room, so that many of them leave room for known clients; of many
//! strangers that hold little each, the one of whom least arrives gives way.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures::StreamExt;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::client::{Client, NetworkSums};

/// The largest body that is held whether there is room or not: most forms, a comment among them.
pub const SMALL: usize = 16 * 1024;
/// How long a small body may take to arrive.
pub const SMALL_TIME: Duration = Duration::from_secs(10);
/// How many bytes of the larger activities of one client are held: 32 of the largest, and fewer than the
/// 64 requests that it may have under way ([`seats`](crate::bounds::seats)), or this would refuse nobody.
pub const ACTIVITIES_OF_CLIENT: usize = 8 * 1024 * 1024;
/// How many bytes of the larger forms and actions of one client are held: two of the largest actions, seven of the largest forms.
pub const FORMS_OF_CLIENT: usize = 2 * 1024 * 1024;
/// How many bytes of the larger batches of one client for private pursuances are held: two of the largest.
pub const SEALED_OF_CLIENT: usize = 16 * 1024 * 1024;
/// How many bytes of all larger bodies are held.
pub const IN_ALL: usize = 64 * 1024 * 1024;
/// The share of strangers in it: people who are not signed in, and servers with which nobody here has worked.
pub const OF_STRANGERS: usize = IN_ALL / 2;
/// How many bytes of a larger body have to arrive each second, after the first [`GRACE`].
pub const LEAST_RATE: u32 = 4 * 1024;
/// How long a larger body may be late: it may stop for so long, if it was faster before.
pub const GRACE: Duration = Duration::from_secs(10);
/// When somebody may try again for whose body there was no room, in seconds: as long as a body at an inbox may take to arrive.
pub const RETRY_AFTER: u32 = 15;

/// The bodies that are held. Each kind of door has its own room, so that a flood at one leaves the other open.
#[derive(Debug)]
pub struct Bodies {
    /// The bodies that other servers post.
    pub inbox: BodyRoom,
    /// The bodies that people and their programs send: forms and actions.
    pub forms: BodyRoom,
    /// The bodies that the devices of members of private pursuances send.
    pub sealed: BodyRoom,
}

impl Default for Bodies {
    fn default() -> Self {
        Self {
            inbox: BodyRoom::new(ACTIVITIES_OF_CLIENT),
            forms: BodyRoom::new(FORMS_OF_CLIENT),
            sealed: BodyRoom::new(SEALED_OF_CLIENT),
        }
    }
}

/// Room for bodies.
#[derive(Debug)]
pub struct BodyRoom {
    of_client: usize,
    taken: Mutex<ClientBodies>,
}

/// The larger bodies, by their clients.
#[derive(Debug, Default)]
struct ClientBodies {
    in_all: usize,
    of_strangers: usize,
    /// The bodies of each client, the oldest first.
    of_clients: HashMap<Client, BTreeMap<u64, Counted>>,
    bytes: NetworkSums,
    /// How many bodies have come: the number of the next one.
    came: u64,
}

#[derive(Debug)]
struct Counted {
    bytes: usize,
    whose: Whose,
    pace: BodyPace,
    /// Ends it; none once it has arrived.
    end: Option<Arc<Notify>>,
}

/// How much of a body arrives, second by second.
#[derive(Debug, Clone, Copy)]
struct BodyPace {
    second: Instant,
    /// What has arrived in the second that began then, and in the one before.
    now: usize,
    before: usize,
}

impl BodyPace {
    const SECOND: Duration = Duration::from_secs(1);

    fn new() -> Self {
        Self { second: Instant::now(), now: 0, before: 0 }
    }

    /// The same at this moment.
    fn turned(mut self) -> Self {
        let passed = self.second.elapsed();
        if passed >= Self::SECOND {
            self.before = if passed < 2 * Self::SECOND { self.now } else { 0 };
            self.now = 0;
            self.second = Instant::now();
        }
        self
    }

    fn add(&mut self, more: usize) {
        *self = self.turned();
        self.now += more;
    }

    /// The bytes of this second and of the one before.
    fn lately(self) -> usize {
        let turned = self.turned();
        turned.now + turned.before
    }
}

/// Whose body it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Of a person who is signed in or has a token, or of a server with which somebody here has worked.
    Known,
    Stranger,
}

/// There is no room for more of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too much is arriving at once")]
pub struct NoRoom {
    /// Whether its client has used up its own share or holds most, and not all together theirs.
    pub is_own: bool,
}

/// Why a body was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    #[error("the body is too large")]
    TooLarge,
    #[error(transparent)]
    NoRoom(#[from] NoRoom),
    #[error("the body did not arrive completely")]
    Broken(#[source] axum::Error),
    /// A larger body, at a rate at which it would hold its room for long; or a small one that takes too long.
    #[error("the body arrives too slowly")]
    Slow,
}

/// A body as far as it has arrived. The room that it takes is given back when it is dropped.
#[derive(Debug)]
pub struct Held<'r> {
    room: &'r BodyRoom,
    client: Client,
    /// Its number, once it counts.
    counted: Option<u64>,
    end: Arc<Notify>,
}

impl BodyRoom {
    fn new(of_client: usize) -> Self {
        Self { of_client, taken: Mutex::default() }
    }

    fn taken(&self) -> MutexGuard<'_, ClientBodies> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many bytes of bodies are held, without the small ones.
    pub fn bytes(&self) -> usize {
        self.taken().in_all
    }

    /// Begins to hold a body of a client; nothing of it has arrived.
    pub fn hold(&self, client: Client) -> Held<'_> {
        Held { room: self, client, counted: None, end: Arc::default() }
    }
}

impl ClientBodies {
    fn body(&mut self, client: Client, number: u64) -> Option<&mut Counted> {
        self.of_clients.get_mut(&client)?.get_mut(&number)
    }

    fn add(&mut self, client: Client, number: u64, more: usize) {
        let Some(body) = self.body(client, number) else { return };
        body.bytes += more;
        body.pace.add(more);
        if body.whose == Whose::Stranger {
            self.of_strangers += more;
        }
        self.in_all += more;
        self.bytes.add(client, more);
    }

    fn forget(&mut self, client: Client, number: u64) -> Option<Counted> {
        let of_client = self.of_clients.get_mut(&client)?;
        let body = of_client.remove(&number)?;
        if of_client.is_empty() {
            self.of_clients.remove(&client);
        }
        self.bytes.take(client, body.bytes);
        self.in_all -= body.bytes;
        if body.whose == Whose::Stranger {
            self.of_strangers -= body.bytes;
        }
        Some(body)
    }

    fn has_room(&self, whose: Whose, more: usize) -> bool {
        self.in_all + more <= IN_ALL && (whose == Whose::Known || self.of_strangers + more <= OF_STRANGERS)
    }

    /// Ends an arriving body, and never one of a known client for a stranger: the oldest of the client that holds most, if it holds more than the
    /// client that comes; of several that hold equally much the oldest of all. Where none holds more, the stranger's of which least
    /// arrived lately, if that is less than of the one that comes.
    fn end_one(&mut self, comes: Whose, (client, own): (Client, u64), more: usize, lately: usize) -> bool {
        let may_end =
            |body: &Counted| body.end.is_some() && (comes == Whose::Known || body.whose == Whose::Stranger);
        let most = self
            .of_clients
            .iter()
            .filter_map(|(client, bodies)| {
                let (number, _) = bodies.iter().find(|(_, body)| may_end(body))?;
                Some((self.bytes.weight(*client), Reverse(*number), *client))
            })
            .filter(|(.., other)| self.bytes.has_more(*other, client, more))
            .max();
        let slowest = || {
            let bodies =
                self.of_clients.iter().flat_map(|(client, of)| of.iter().map(move |body| (client, body)));
            bodies
                .filter(|(_, (_, body))| body.end.is_some() && body.whose == Whose::Stranger)
                .map(|(client, (number, body))| (body.pace.lately(), *number, *client))
                .filter(|(arrived, number, _)| *arrived < lately && *number != own)
                .min()
        };
        let found = most.map(|(_, Reverse(number), client)| (client, number));
        let found = found.or_else(|| slowest().map(|(_, number, client)| (client, number)));
        let Some((client, number)) = found else { return false };
        if let Some(Counted { end: Some(end), .. }) = self.forget(client, number) {
            end.notify_one();
        }
        true
    }
}

impl Held<'_> {
    /// Takes room for a body that is small no more.
    fn count(&mut self, whose: Whose, bytes: usize) -> Result<(), NoRoom> {
        let mut taken = self.room.taken();
        taken.came += 1;
        let number = taken.came;
        let body = Counted { bytes: 0, whose, pace: BodyPace::new(), end: Some(self.end.clone()) };
        taken.of_clients.entry(self.client).or_default().insert(number, body);
        self.counted = Some(number);
        drop(taken);
        self.take(bytes)
    }

    /// Takes room for more of a body that counts.
    fn take(&mut self, more: usize) -> Result<(), NoRoom> {
        let Some(number) = self.counted else { return Ok(()) };
        let mut taken = self.room.taken();
        // It was ended.
        let Some(&mut Counted { whose, pace, .. }) = taken.body(self.client, number) else {
            return Err(NoRoom { is_own: true });
        };
        if !taken.bytes.has_room(self.client, more, self.room.of_client) {
            return Err(NoRoom { is_own: true });
        }
        while !taken.has_room(whose, more) {
            if !taken.end_one(whose, (self.client, number), more, pace.lately() + more) {
                return Err(NoRoom { is_own: false });
            }
        }
        taken.add(self.client, number, more);
        Ok(())
    }

    /// Reads a body of at most `most` bytes, which is held until this is dropped. Its owner is asked for only when the body is no longer small.
    ///
    /// # Errors
    /// When it is too large or too slow, when there is no room for it, and when it breaks off.
    pub async fn read(
        &mut self,
        body: Body,
        most: usize,
        whose: impl Future<Output = Whose>,
    ) -> Result<Bytes, Unread> {
        let mut pieces = body.into_data_stream();
        let mut whole = Whole { bytes: Vec::new(), most };
        let until = Instant::now() + SMALL_TIME;
        while let Some(piece) = timeout_at(until, pieces.next()).await.map_err(|_| Unread::Slow)? {
            whole.add(piece)?;
            if whole.bytes.len() > SMALL {
                self.count(whose.await, whole.bytes.len())?;
                self.read_on(pieces, &mut whole).await?;
                break;
            }
        }
        Ok(whole.bytes.into())
    }

    /// Takes room for more of a body that is read elsewhere, part by part: `more` bytes, with which `so_far` are held.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn hold_more(&mut self, whose: Whose, so_far: usize, more: usize) -> Result<(), NoRoom> {
        if self.counted.is_some() {
            self.take(more)
        } else if so_far > SMALL {
            self.count(whose, so_far)
        } else {
            Ok(())
        }
    }

    /// Reads the rest of a body that counts.
    async fn read_on(&mut self, mut pieces: BodyDataStream, whole: &mut Whole) -> Result<(), Unread> {
        let end = self.end.clone();
        let mut until = Instant::now() + GRACE;
        loop {
            let next = tokio::select! {
                biased;
                () = end.notified() => return Err(NoRoom { is_own: true }.into()),
                next = timeout_at(until, pieces.next()) => next.map_err(|_| Unread::Slow)?,
            };
            let Some(piece) = next else { break };
            let arrived = whole.add(piece)?;
            self.take(arrived)?;
            let earned = Duration::from_secs(1) / LEAST_RATE * u32::try_from(arrived).unwrap_or(u32::MAX);
            until = (until + earned).min(Instant::now() + GRACE);
        }
        // It has arrived, and gives way to nobody.
        if let Some(number) = self.counted
            && let Some(body) = self.room.taken().body(self.client, number)
        {
            body.end = None;
        }
        Ok(())
    }
}

/// A body in one piece: each of many small ones would take more memory than its bytes.
struct Whole {
    bytes: Vec<u8>,
    most: usize,
}

impl Whole {
    /// Adds a piece; its length.
    fn add(&mut self, piece: Result<Bytes, axum::Error>) -> Result<usize, Unread> {
        let piece = piece.map_err(Unread::Broken)?;
        if piece.len() > self.most - self.bytes.len() {
            return Err(Unread::TooLarge);
        }
        self.bytes.extend_from_slice(&piece);
        Ok(piece.len())
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Some(number) = self.counted {
            self.room.taken().forget(self.client, number);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::ready;
    use std::net::IpAddr;

    use futures::stream;

    use super::Whose::{Known, Stranger};
    use super::*;

    const EVE: Client = Client::at(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

    fn room() -> BodyRoom {
        BodyRoom::new(FORMS_OF_CLIENT)
    }

    /// A body that counts.
    fn long() -> Vec<u8> {
        vec![b'a'; SMALL + 1]
    }

    fn client(n: usize) -> Client {
        Client::at(IpAddr::from([10, 0, u8::try_from(n).unwrap(), 1]))
    }

    /// A body of a client of which `bytes` bytes have arrived.
    fn begun(room: &BodyRoom, client: Client, whose: Whose, bytes: usize) -> Result<Held<'_>, NoRoom> {
        let mut held = room.hold(client);
        held.count(whose, bytes).map(|()| held)
    }

    /// Clients take so much of the room, each as much as it may.
    fn full(room: &BodyRoom, whose: Whose, bytes: usize) -> Vec<Held<'_>> {
        (0..bytes / room.of_client).map(|n| begun(room, client(n), whose, room.of_client).unwrap()).collect()
    }

    /// No more of it arrives.
    fn arrived(held: &Held<'_>) {
        held.room.taken().body(held.client, held.counted.unwrap()).unwrap().end = None;
    }

    fn is_ended(held: &Held<'_>) -> bool {
        held.room.taken().body(held.client, held.counted.unwrap()).is_none()
    }

    #[tokio::test]
    async fn room_is_free_again_once_a_body_is_dropped() {
        let room = room();
        let mut held = room.hold(EVE);
        assert_eq!(held.read(Body::from(long()), SMALL + 1, ready(Stranger)).await.unwrap(), long());
        assert_eq!(room.bytes(), SMALL + 1);
        drop(held);
        let taken = room.taken();
        assert!(taken.in_all == 0 && taken.of_strangers == 0 && taken.of_clients.is_empty(), "{taken:?}");
    }

    #[tokio::test]
    async fn a_body_that_is_refused_takes_no_room() {
        let room = room();
        let mut held = room.hold(EVE);
        assert!(matches!(held.read(Body::from("abcd"), 3, ready(Known)).await, Err(Unread::TooLarge)));
        let whole = begun(&room, EVE, Known, FORMS_OF_CLIENT).unwrap();
        let refused = room.hold(EVE).read(Body::from(long()), SMALL + 1, ready(Known)).await;
        assert!(matches!(refused, Err(Unread::NoRoom(NoRoom { is_own: true }))), "{refused:?}");
        drop(whole);
        assert_eq!(room.bytes(), 0);
    }

    #[test]
    fn all_together_take_no_more_than_there_is() {
        for room in [Bodies::default().inbox, Bodies::default().forms, Bodies::default().sealed] {
            let held = full(&room, Known, IN_ALL);
            held.iter().for_each(arrived);
            for whose in [Known, Stranger] {
                let refused = begun(&room, EVE, whose, SMALL + 1).unwrap_err();
                assert_eq!(refused, NoRoom { is_own: false });
            }
            drop(held);
            assert!(begun(&room, EVE, Known, SMALL + 1).is_ok());
        }
    }

    #[test]
    fn a_client_sends_two_of_the_largest_batches_at_once_and_no_more() {
        let room = Bodies::default().sealed;
        let held = [(); 2].map(|()| begun(&room, EVE, Known, SEALED_OF_CLIENT / 2).unwrap());
        held.iter().for_each(arrived);
        assert_eq!(begun(&room, EVE, Known, SMALL + 1).unwrap_err(), NoRoom { is_own: true });
        assert!(begun(&room, client(1), Known, SEALED_OF_CLIENT).is_ok());
    }

    #[test]
    fn strangers_leave_half_of_the_room_to_those_who_are_known() {
        let room = room();
        let held = full(&room, Stranger, OF_STRANGERS);
        held.iter().for_each(arrived);
        assert_eq!(begun(&room, EVE, Stranger, SMALL + 1).unwrap_err(), NoRoom { is_own: false });
        let known: Vec<_> =
            (100..116).map(|n| begun(&room, client(n), Known, FORMS_OF_CLIENT).unwrap()).collect();
        assert_eq!(room.bytes(), IN_ALL);
        assert_eq!(begun(&room, EVE, Stranger, SMALL + 1).unwrap_err(), NoRoom { is_own: false });
        assert!(!known.iter().any(is_ended), "no stranger ends the body of somebody who is known");
    }

    #[test]
    fn when_the_room_is_full_the_oldest_body_of_whoever_holds_most_gives_way() {
        let room = room();
        // A body that has arrived gives way to nobody.
        let others = full(&room, Stranger, OF_STRANGERS - 2 * FORMS_OF_CLIENT);
        others.iter().for_each(arrived);
        // One client holds as much as each of them, in two bodies, the other one a little less.
        let older = begun(&room, client(100), Stranger, SMALL + 1).unwrap();
        let newer = begun(&room, client(100), Stranger, FORMS_OF_CLIENT - SMALL - 1).unwrap();
        let small = begun(&room, client(200), Stranger, FORMS_OF_CLIENT - SMALL - 1).unwrap();
        let comes = begun(&room, EVE, Stranger, SMALL + 2).unwrap();
        assert!(is_ended(&older) && !is_ended(&newer) && !is_ended(&small) && !is_ended(&comes));
        assert!(room.bytes() <= OF_STRANGERS, "{}", room.bytes());
        // A client ends only bodies of clients that hold more.
        let refused = begun(&room, client(100), Stranger, SMALL + 1).map(drop);
        assert_eq!(refused, Err(NoRoom { is_own: false }));
    }

    #[tokio::test]
    async fn whoever_waits_for_the_rest_of_a_body_that_gave_way_hears_of_it() {
        let room = room();
        let piece = Ok::<_, Infallible>(Bytes::from(vec![b'a'; FORMS_OF_CLIENT]));
        let endless = || Body::from_stream(stream::iter([piece.clone()]).chain(stream::pending()));
        let mut holders: Vec<_> = (0..OF_STRANGERS / FORMS_OF_CLIENT).map(|n| room.hold(client(n))).collect();
        let mut reading: Vec<_> = holders
            .iter_mut()
            .map(|held| Box::pin(held.read(endless(), FORMS_OF_CLIENT + 1, ready(Stranger))))
            .collect();
        for reads in &mut reading {
            assert!(futures::poll!(reads).is_pending());
        }
        assert_eq!(room.bytes(), OF_STRANGERS);
        let _comes = begun(&room, EVE, Stranger, SMALL + 1).unwrap();
        let (ended, ..) = futures::future::select_all(reading).await;
        assert!(matches!(ended, Err(Unread::NoRoom(NoRoom { is_own: true }))), "{ended:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_larger_body_that_hardly_arrives_is_ended_and_a_small_one_has_its_time() {
        let room = room();
        let pieces = |first: usize, then: usize, pause: Duration| {
            let first = stream::iter([Ok::<_, Infallible>(Bytes::from(vec![b'a'; first]))]);
            let rest = stream::iter(0..6).then(move |_| async move {
                let _over = tokio::time::timeout(pause, stream::pending::<()>().next()).await;
                Ok(Bytes::from(vec![b'a'; then]))
            });
            Body::from_stream(first.chain(rest))
        };
        let second = Duration::from_secs(1);
        let mut held = room.hold(EVE);
        // Much at once earns no time beyond the grace.
        let slow = pieces(FORMS_OF_CLIENT / 2, 1024, 5 * second);
        assert!(matches!(held.read(slow, FORMS_OF_CLIENT, ready(Known)).await, Err(Unread::Slow)));
        drop(held);
        let steady = pieces(SMALL + 1, 5 * 4096, 5 * second);
        assert!(room.hold(EVE).read(steady, FORMS_OF_CLIENT, ready(Known)).await.is_ok());
        assert!(room.hold(EVE).read(pieces(1, 1, second), SMALL, ready(Known)).await.is_ok());
        let late = room.hold(EVE).read(pieces(1, 1, 2 * second), SMALL, ready(Known)).await;
        assert!(matches!(late, Err(Unread::Slow)), "{late:?}");
    }

    #[tokio::test]
    async fn a_small_body_is_held_while_others_take_all_the_room() {
        let room = room();
        let held = full(&room, Known, IN_ALL);
        held.iter().for_each(arrived);
        let small = || Body::from(vec![b'a'; SMALL]);
        assert_eq!(room.hold(EVE).read(small(), SMALL, ready(Stranger)).await.unwrap().len(), SMALL);
        let no_more_small = room.hold(EVE).read(Body::from(long()), SMALL + 1, ready(Stranger)).await;
        assert!(matches!(no_more_small, Err(Unread::NoRoom(NoRoom { is_own: false }))));
        assert!(
            room.hold(client(0)).read(small(), SMALL, ready(Known)).await.is_ok(),
            "nor is theirs refused"
        );
        assert_eq!(room.bytes(), IN_ALL);
    }
}
