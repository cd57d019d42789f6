//! The answers for people and programs: one per question, with names where the tables hold ids. Pages and the API share
//! them, so that both show the same and hide the same.
//!
//! Everything here only reads, and asks [`Access`](crate::actions::access::Access) for permission.

pub mod boxes;
pub mod calendar;
pub mod delegation;
pub mod delivery;
pub mod dependencies;
pub mod discussion;
pub mod ending;
pub mod events;
pub mod feeds;
pub mod graph;
pub mod health;
pub mod inbox;
pub mod invites;
pub mod karma;
pub mod log;
pub mod mentors;
pub mod message_extras;
pub mod mission;
pub mod news;
pub mod next;
pub mod offers;
pub mod pairing;
pub mod people;
pub mod person;
pub mod private;
pub mod pursuance;
pub mod pushes;
pub mod recruits;
pub mod review;
pub mod sealed;
pub mod search;
pub mod searches;
pub mod seats;
pub mod silence;
pub mod skill_offers;
pub mod storage;
pub mod suggestion;
pub mod talk;
pub mod task;
pub mod waits;

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, FileId};
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use crate::state::App;
use crate::store::actors::{self, Actor, PlacedActor};
use crate::store::db::ReadTx;
pub use crate::store::db::{SEARCHES_ON_POSTGRES, SEARCHES_ON_SQLITE};
use crate::store::error::StoreResult;
pub use crate::store::{LONGEST as SEARCHES_TIME, SLOW_ON_POSTGRES, SLOW_ON_SQLITE};

/// A part of a list, and the place where the next one begins.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "{T}List")]
pub struct Page<T, C> {
    pub items: Vec<T>,
    /// Pass it as `after` to get the next part; null at the end.
    pub next: Option<C>,
}

impl<T, C> Page<T, C> {
    /// Makes a part of `limit` items out of at most one more, which shows whether there is a next part.
    pub fn cut(mut items: Vec<T>, limit: usize, cursor: impl FnOnce(&T) -> C) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }

    /// The same part with other items.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U, C> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}

/// The number of rows to ask for, so that [`Page::cut`] sees whether anything follows.
pub fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

/// `ana` for a local actor, `ana@server` for a remote one.
pub fn name_of(actor: &Actor) -> String {
    match &actor.host {
        None => actor.name.clone(),
        Some(host) => format!("{}@{host}", actor.name),
    }
}

/// The actors of one answer, each read once.
#[derive(Debug, Clone, Default)]
pub struct Actors {
    read: HashMap<ActorId, Actor>,
    /// The actors whom pursuances have banned, as these call them.
    banned: HashMap<ActorId, PlacedActor>,
    /// The seats of members on a page of a private pursuance, in hexadecimal.
    seats: HashMap<ActorId, String>,
    /// Whether this is such a page, or one of an open pursuance.
    is_of_place: bool,
    /// The time at which bans hold; none where nothing is said of a pursuance.
    now: Option<Time>,
    /// The pursuance of which something is said.
    place: Option<ActorId>,
}

impl Actors {
    /// The actors on a page of a pursuance, where a banned person gets no word in, not even by another name.
    pub fn on_page_of(pursuance: &ActorId, now: Time) -> Self {
        Self { place: Some(pursuance.clone()), is_of_place: true, ..Self::in_pursuances(now) }
    }

    /// The actors of an answer that says something of several pursuances; [`Actors::go_to`] tells of which one.
    pub fn in_pursuances(now: Time) -> Self {
        Self { now: Some(now), ..Self::default() }
    }

    /// Turns to a pursuance of which something is said; it calls whom it has banned as in addresses.
    pub fn go_to(&mut self, pursuance: &ActorId) {
        self.place = Some(pursuance.clone());
    }

    /// The actor with this id. Every id in our tables has a row; a damaged one gives an unknown actor.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&mut self, tx: &mut ReadTx, id: &ActorId) -> StoreResult<&Actor> {
        if !self.read.contains_key(id) {
            self.add(tx, std::slice::from_ref(id)).await?;
        }
        Ok(match (self.banned.get(id), &self.place) {
            (Some(there), Some(place)) if there.banned_by.contains(place) => &there.actor,
            (Some(_) | None, _) => &self.read[id],
        })
    }

    async fn add(&mut self, tx: &mut ReadTx, ids: &[ActorId]) -> StoreResult<()> {
        let Some(now) = self.now else {
            let found = actors::each(tx, ids).await?;
            self.read.extend(found.into_iter().map(|actor| (actor.id.clone(), actor)));
            return Ok(());
        };
        let place = self.place.as_ref().filter(|_| self.is_of_place);
        for mut placed in actors::each_placed(tx, ids, now, place).await? {
            self.seats.extend(placed.seat.take().map(|seat| (placed.actor.id.clone(), seat)));
            self.read.insert(placed.actor.id.clone(), placed.actor.clone());
            if !placed.banned_by.is_empty() {
                placed.actor.display.clone_from(&placed.actor.name);
                self.banned.insert(placed.actor.id.clone(), placed);
            }
        }
        Ok(())
    }

    /// Reads some actors with one query, because one query each would take longer.
    pub async fn look_up(&mut self, tx: &mut ReadTx, mut ids: Vec<ActorId>) -> StoreResult<()> {
        ids.sort();
        ids.dedup();
        ids.retain(|id| !self.read.contains_key(id));
        if ids.len() > 1 { self.add(tx, &ids).await } else { Ok(()) }
    }

    /// The identity under which an actor that was read is a member of the private pursuance of the page: a device names them by what they
    /// signed.
    pub fn seat(&self, id: &ActorId) -> Option<String> {
        self.seats.get(id).cloned()
    }

    /// The actors that were read.
    pub fn known(&self) -> impl Iterator<Item = &Actor> {
        self.read.values()
    }

    /// The name of an actor: see [`name_of`].
    ///
    /// # Errors
    /// As [`Actors::get`].
    pub async fn name(&mut self, tx: &mut ReadTx, id: &ActorId) -> StoreResult<String> {
        Ok(name_of(self.get(tx, id).await?))
    }
}

/// The address of a pursuance's page.
pub fn pursuance_url(app: &App, slug: &str) -> String {
    app.addresses.at(&format!("/p/{slug}"))
}

/// The address of a task's page.
pub fn task_url(app: &App, slug: &str, number: i64) -> String {
    app.addresses.at(&format!("/p/{slug}/t/{number}"))
}

/// Where a file is read by programs.
pub fn file_url(app: &App, id: &FileId) -> String {
    app.addresses.at(&format!("/api/v1/files/{id}"))
}
