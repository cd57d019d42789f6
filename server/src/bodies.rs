//! Bodies that are held in memory while they arrive: how much of it one client may take, and all together.
//!
//! A body that never ends holds what has arrived of it until its time is over. What counts is what has arrived and not what was
//! announced: a length costs its sender nothing. Files do not count, as they are written to the disk piece by piece; see
//! [`crate::uploads`].
//!
//! A small body does not count, either, or whoever fills the room would keep everybody from everything: there are no more of them
//! than connections.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use axum::body::Body;
use bytes::Bytes;
use futures::StreamExt;

/// The largest body that is held whether there is room or not: most forms, a comment among them.
pub const SMALL: usize = 16 * 1024;
/// How many bytes of the larger activities of one client are held: another server may have much to say.
pub const ACTIVITIES_OF_CLIENT: usize = 16 * 1024 * 1024;
/// How many bytes of the larger forms and actions of one client are held: two of the largest actions, seven of the largest forms.
pub const FORMS_OF_CLIENT: usize = 2 * 1024 * 1024;
/// How many bytes of all larger bodies are held.
pub const IN_ALL: usize = 64 * 1024 * 1024;
/// When somebody may try again for whose body there was no room, in seconds: as long as a body at an inbox may take to arrive.
pub const RETRY_AFTER: u32 = 15;

/// The bodies that are held. Each kind of door has its own room, so that a flood at one leaves the other open.
#[derive(Debug)]
pub struct Bodies {
    /// What other servers post.
    pub inbox: Room,
    /// What people and their programs send: forms and actions.
    pub forms: Room,
}

impl Default for Bodies {
    fn default() -> Self {
        Self { inbox: Room::new(ACTIVITIES_OF_CLIENT), forms: Room::new(FORMS_OF_CLIENT) }
    }
}

/// Room for bodies.
#[derive(Debug)]
pub struct Room {
    of_client: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    in_all: usize,
    of_clients: HashMap<IpAddr, usize>,
}

/// There is no room for more of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too much is arriving at once")]
pub struct NoRoom {
    /// Whether its client has used up its own share, and not all together theirs.
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
}

/// A body as far as it has arrived. The room that it takes is given back when it is dropped.
#[derive(Debug)]
pub struct Held<'r> {
    room: &'r Room,
    client: IpAddr,
    bytes: usize,
}

impl Room {
    fn new(of_client: usize) -> Self {
        Self { of_client, taken: Mutex::default() }
    }

    /// How many bytes of bodies are held, without the small ones.
    pub fn bytes(&self) -> usize {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).in_all
    }

    /// Begins to hold a body of a client (the key for limits); nothing of it has arrived.
    pub fn hold(&self, client: IpAddr) -> Held<'_> {
        Held { room: self, client, bytes: 0 }
    }
}

impl Held<'_> {
    /// Takes room for more of the body.
    fn take(&mut self, bytes: usize) -> Result<(), NoRoom> {
        let arrived = self.bytes + bytes;
        let more = counted(arrived) - counted(self.bytes);
        if more > 0 {
            let mut taken = self.room.taken.lock().unwrap_or_else(PoisonError::into_inner);
            let own = taken.of_clients.get(&self.client).copied().unwrap_or(0);
            if own + more > self.room.of_client {
                return Err(NoRoom { is_own: true });
            }
            if taken.in_all + more > IN_ALL {
                return Err(NoRoom { is_own: false });
            }
            taken.in_all += more;
            taken.of_clients.insert(self.client, own + more);
        }
        self.bytes = arrived;
        Ok(())
    }

    /// Reads a body of so many bytes at most. It is held until this is dropped.
    ///
    /// # Errors
    /// When it is too large, when there is no room for it, and when it breaks off.
    pub async fn read(&mut self, body: Body, most: usize) -> Result<Bytes, Unread> {
        let mut pieces = body.into_data_stream();
        // In one piece: each of many small ones would take more memory than its bytes.
        let mut whole = Vec::new();
        while let Some(piece) = pieces.next().await {
            let piece = piece.map_err(Unread::Broken)?;
            if piece.len() > most - whole.len() {
                return Err(Unread::TooLarge);
            }
            self.take(piece.len())?;
            whole.extend_from_slice(&piece);
        }
        Ok(whole.into())
    }
}

/// How much room a body takes of which so much has arrived.
fn counted(arrived: usize) -> usize {
    if arrived > SMALL { arrived } else { 0 }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let taken_here = counted(self.bytes);
        if taken_here == 0 {
            return;
        }
        let mut taken = self.room.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.in_all -= taken_here;
        if let Some(own) = taken.of_clients.get_mut(&self.client) {
            *own -= taken_here;
            if *own == 0 {
                taken.of_clients.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn room() -> Room {
        Room::new(FORMS_OF_CLIENT)
    }

    /// A body that counts.
    fn long() -> Vec<u8> {
        vec![b'a'; SMALL + 1]
    }

    #[tokio::test]
    async fn room_is_free_again_once_a_body_is_dropped() {
        let room = room();
        let mut held = room.hold(EVE);
        assert_eq!(held.read(Body::from(long()), SMALL + 1).await.unwrap(), long());
        assert_eq!(room.taken.lock().unwrap().of_clients[&EVE], SMALL + 1);
        drop(held);
        let taken = room.taken.lock().unwrap();
        assert!(taken.in_all == 0 && taken.of_clients.is_empty(), "nobody is remembered: {taken:?}");
    }

    #[tokio::test]
    async fn a_body_that_is_refused_takes_no_room() {
        let room = room();
        assert!(matches!(room.hold(EVE).read(Body::from("abcd"), 3).await, Err(Unread::TooLarge)));
        let mut whole = room.hold(EVE);
        whole.take(FORMS_OF_CLIENT).unwrap();
        let refused = room.hold(EVE).read(Body::from(long()), SMALL + 1).await;
        assert!(matches!(refused, Err(Unread::NoRoom(NoRoom { is_own: true }))), "{refused:?}");
        drop(whole);
        assert_eq!(room.bytes(), 0);
    }

    /// Clients take all the room there is.
    fn full(room: &Room) -> Vec<Held<'_>> {
        let clients = 0..IN_ALL / room.of_client;
        let all = clients.map(|n| {
            let mut held = room.hold(IpAddr::from([10, 0, 0, u8::try_from(n).unwrap()]));
            held.take(room.of_client).unwrap();
            held
        });
        all.collect()
    }

    #[test]
    fn all_together_take_no_more_than_there_is() {
        for room in [Bodies::default().inbox, Bodies::default().forms] {
            let held = full(&room);
            assert_eq!(room.hold(EVE).take(SMALL + 1), Err(NoRoom { is_own: false }));
            drop(held);
            assert_eq!(room.hold(EVE).take(SMALL + 1), Ok(()));
        }
    }

    #[tokio::test]
    async fn a_small_body_is_held_while_others_take_all_the_room() {
        let room = room();
        let _held = full(&room);
        let mut small = room.hold(EVE);
        assert_eq!(small.read(Body::from(vec![b'a'; SMALL]), SMALL).await.unwrap().len(), SMALL);
        assert_eq!(small.take(1), Err(NoRoom { is_own: false }), "it is small no more");
        assert_eq!(room.hold(IpAddr::from([10, 0, 0, 0])).take(SMALL), Ok(()), "nor is theirs refused");
        assert_eq!(room.bytes(), IN_ALL);
    }
}
