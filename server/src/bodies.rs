//! Bodies that are held in memory while they arrive: how much of it one client may take, and all together.
//!
//! A body that never ends holds what has arrived of it until its time is over. What counts is what has arrived and not what was
//! announced: a length costs its sender nothing. Files do not count, as they are written to the disk piece by piece; see
//! [`crate::uploads`].

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use axum::body::Body;
use bytes::Bytes;
use futures::StreamExt;

/// How many bytes of the bodies of one client are held.
pub const OF_CLIENT: usize = 16 * 1024 * 1024;
/// How many bytes of all bodies are held.
pub const IN_ALL: usize = 64 * 1024 * 1024;
/// When somebody may try again for whose body there was no room, in seconds: as long as a body at an inbox may take to arrive.
pub const RETRY_AFTER: u32 = 15;

/// The bodies that are held. Each kind of door has its own room, so that a flood at one leaves the other open.
#[derive(Debug, Default)]
pub struct Bodies {
    /// What other servers post.
    pub inbox: Room,
    /// What people and their programs send: forms and actions.
    pub forms: Room,
}

/// Room for bodies.
#[derive(Debug, Default)]
pub struct Room(Mutex<Taken>);

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

/// The room that a body takes, given back when it is dropped.
#[derive(Debug)]
pub struct Held<'r> {
    room: &'r Room,
    client: IpAddr,
    bytes: usize,
}

impl Room {
    /// How many bytes of bodies are held.
    pub fn bytes(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).in_all
    }

    /// Begins to hold a body of a client (the key for limits); nothing of it has arrived.
    pub fn hold(&self, client: IpAddr) -> Held<'_> {
        Held { room: self, client, bytes: 0 }
    }
}

impl Held<'_> {
    /// Takes room for more of the body.
    fn take(&mut self, bytes: usize) -> Result<(), NoRoom> {
        let mut taken = self.room.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.of_clients.get(&self.client).copied().unwrap_or(0);
        if own + bytes > OF_CLIENT {
            return Err(NoRoom { is_own: true });
        }
        if taken.in_all + bytes > IN_ALL {
            return Err(NoRoom { is_own: false });
        }
        taken.in_all += bytes;
        taken.of_clients.insert(self.client, own + bytes);
        self.bytes += bytes;
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

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let mut taken = self.room.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.in_all -= self.bytes;
        if let Some(own) = taken.of_clients.get_mut(&self.client) {
            *own -= self.bytes;
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

    #[tokio::test]
    async fn room_is_free_again_once_a_body_is_dropped() {
        let room = Room::default();
        let mut held = room.hold(EVE);
        assert_eq!(held.read(Body::from("abc"), 3).await.unwrap(), "abc");
        assert_eq!(room.0.lock().unwrap().of_clients[&EVE], 3);
        drop(held);
        let taken = room.0.lock().unwrap();
        assert!(taken.in_all == 0 && taken.of_clients.is_empty(), "nobody is remembered: {taken:?}");
    }

    #[tokio::test]
    async fn a_body_that_is_refused_takes_no_room() {
        let room = Room::default();
        assert!(matches!(room.hold(EVE).read(Body::from("abcd"), 3).await, Err(Unread::TooLarge)));
        let mut whole = room.hold(EVE);
        whole.take(OF_CLIENT).unwrap();
        let refused = room.hold(EVE).read(Body::from("a"), 3).await;
        assert!(matches!(refused, Err(Unread::NoRoom(NoRoom { is_own: true }))), "{refused:?}");
        drop(whole);
        assert_eq!(room.bytes(), 0);
    }

    #[test]
    fn all_together_take_no_more_than_there_is() {
        let room = Room::default();
        let held: Vec<Held<'_>> = (0..IN_ALL / OF_CLIENT)
            .map(|n| {
                let mut held = room.hold(IpAddr::from([10, 0, 0, u8::try_from(n).unwrap()]));
                held.take(OF_CLIENT).unwrap();
                held
            })
            .collect();
        assert_eq!(room.hold(EVE).take(1), Err(NoRoom { is_own: false }));
        drop(held);
        assert_eq!(room.hold(EVE).take(1), Ok(()));
    }
}
