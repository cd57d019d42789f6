//! What people and programs read: one answer per question, with names where the tables hold ids. Pages and the API share
//! it, so that both show the same and hide the same.
//!
//! Everything here only reads, and asks [`Access`](crate::actions::access::Access) who may see it.

pub mod delegation;
pub mod delivery;
pub mod discussion;
pub mod person;
pub mod pursuance;
pub mod task;

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, FileId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::state::App;
use crate::store::actors::{self, Actor};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;

/// A stretch of a list, and where the next one begins.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "{T}List")]
pub struct Page<T, C> {
    pub items: Vec<T>,
    /// Give it back as `after` for what follows; null when nothing does.
    pub next: Option<C>,
}

impl<T, C> Page<T, C> {
    /// Makes a stretch of `limit` out of up to one more than that, which shows whether anything follows.
    pub fn cut(mut items: Vec<T>, limit: usize, cursor: impl FnOnce(&T) -> C) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Self { items, next }
    }

    /// The same stretch of something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U, C> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}

/// How many rows to ask for, so that [`Page::cut`] sees whether anything follows.
pub fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

/// `ana` for an actor of this instance, `ana@server` for one of another.
pub fn name_of(actor: &Actor) -> String {
    match &actor.host {
        None => actor.name.clone(),
        Some(host) => format!("{}@{host}", actor.name),
    }
}

/// The actors of one answer, each looked up once.
#[derive(Debug, Default)]
pub struct Actors(HashMap<ActorId, Actor>);

impl Actors {
    /// The actor with this id. Every id in our tables has a row; one that is damaged is nobody known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&mut self, tx: &mut ReadTx, id: &ActorId) -> StoreResult<&Actor> {
        if !self.0.contains_key(id) {
            self.add(tx, std::slice::from_ref(id)).await?;
        }
        Ok(&self.0[id])
    }

    async fn add(&mut self, tx: &mut ReadTx, ids: &[ActorId]) -> StoreResult<()> {
        let found = actors::each(tx, ids).await?;
        self.0.extend(found.into_iter().map(|actor| (actor.id.clone(), actor)));
        Ok(())
    }

    /// Looks some actors up at once, where one after the other would take longer.
    pub async fn look_up(&mut self, tx: &mut ReadTx, mut ids: Vec<ActorId>) -> StoreResult<()> {
        ids.sort();
        ids.dedup();
        ids.retain(|id| !self.0.contains_key(id));
        if ids.len() > 1 { self.add(tx, &ids).await } else { Ok(()) }
    }

    /// What an actor is called: see [`name_of`].
    ///
    /// # Errors
    /// As [`Actors::get`].
    pub async fn name(&mut self, tx: &mut ReadTx, id: &ActorId) -> StoreResult<String> {
        Ok(name_of(self.get(tx, id).await?))
    }
}

/// Where people look at a pursuance.
pub fn pursuance_url(app: &App, slug: &str) -> String {
    app.addresses.at(&format!("/p/{slug}"))
}

/// Where people look at a task.
pub fn task_url(app: &App, slug: &str, number: i64) -> String {
    app.addresses.at(&format!("/p/{slug}/t/{number}"))
}

/// Where a file is read by programs.
pub fn file_url(app: &App, id: &FileId) -> String {
    app.addresses.at(&format!("/api/v1/files/{id}"))
}
