//! The open streams of a process: their number for each person or address, and the watcher.

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::response::sse::Event;
use futures::Stream;
use pursuance_domain::id::ActorId;
use tokio::sync::Notify;

use super::MOST;
use super::listener::Listener;
use super::watch::watch;
use crate::bounds::client::{Client, ClientNetwork};
use crate::bounds::places::{KeyPlaces, Place};
use crate::state::App;

/// Those who have streams together: a person, or the visitors of a network.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum StreamHolder {
    Person(ActorId),
    Visitors(ClientNetwork),
}

/// The places of a stream, one in each count that it is part of.
pub(super) type Slot = Vec<Place<StreamHolder>>;

/// The open streams of this process.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    app: App,
    open: Mutex<Open>,
    /// The open streams of each person or address.
    slots: KeyPlaces<StreamHolder>,
    /// Tells the watcher that the last stream was closed.
    closed: Notify,
}

#[derive(Default)]
struct Open {
    listeners: HashMap<u64, Arc<Listener>>,
    next: u64,
    is_watched: bool,
}

/// A stream as its browser reads it.
pub(super) struct Hearing {
    hub: Hub,
    id: u64,
    listener: Arc<Listener>,
    _slot: Slot,
}

impl Stream for Hearing {
    type Item = Result<Event, Infallible>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.listener.poll(cx).map(|event| event.map(Ok))
    }
}

impl Drop for Hearing {
    fn drop(&mut self) {
        let mut open = self.hub.open();
        open.listeners.remove(&self.id);
        if open.listeners.is_empty() {
            self.hub.0.closed.notify_one();
        }
    }
}

impl Hub {
    /// A hub without streams.
    pub fn new(app: App) -> Self {
        Self(Arc::new(Inner {
            app,
            open: Mutex::default(),
            slots: KeyPlaces::default(),
            closed: Notify::new(),
        }))
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a slot for a stream of a person, or of a visitor in each network of theirs; none if they have no free slot.
    pub(super) fn take(&self, person: Option<&ActorId>, client: Client) -> Option<Slot> {
        let take = |viewer, most| self.0.slots.take(viewer, most);
        match person {
            Some(person) => Some(vec![take(StreamHolder::Person(person.clone()), MOST)?]),
            None => {
                client.networks().map(|of| take(StreamHolder::Visitors(of), of.width.most(MOST))).collect()
            }
        }
    }

    /// Takes a stream among the open ones.
    pub(super) fn add(&self, listener: Arc<Listener>, slot: Slot) -> Hearing {
        let mut open = self.open();
        let id = open.next;
        open.next += 1;
        open.listeners.insert(id, listener.clone());
        if !open.is_watched {
            open.is_watched = true;
            // Subscribed before anything else can happen.
            tokio::spawn(watch(self.clone(), self.0.app.live.subscribe()));
        }
        drop(open);
        Hearing { hub: self.clone(), id, listener, _slot: slot }
    }

    pub(super) fn app(&self) -> &App {
        &self.0.app
    }

    /// Waits until the last stream was closed.
    pub(super) async fn closed(&self) {
        self.0.closed.notified().await;
    }

    /// Whether no stream is open. If so, notes that the watcher stops.
    pub(super) fn is_left(&self) -> bool {
        let mut open = self.open();
        if open.listeners.is_empty() {
            open.is_watched = false;
        }
        !open.is_watched
    }

    /// The open streams.
    pub(super) fn listeners(&self) -> Vec<Arc<Listener>> {
        self.open().listeners.values().cloned().collect()
    }
}
