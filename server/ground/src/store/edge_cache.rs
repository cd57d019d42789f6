//! The edges between tasks in memory, for the search for a circle.
//!
//! Only committed edges are kept: they are read outside of transactions that write, in the order in which they were noted. A
//! search adds the later edges that its own transaction sees. So an edge in memory may be gone, but none is missing: that there is
//! no way is certain, and the edges of a way that was found are looked up if any edge was taken away since.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pursuance_domain::id::TaskId;
use pursuance_domain::task::edges::{Edges, Found, SearchSide};

use super::db::{Db, ReadTx, WriteTx, all, one};
use super::dependencies;
use super::error::{StoreError, StoreResult};

/// The most edges in memory; where there are more, the database searches.
const HELD_MOST: usize = 250_000;

/// The most edges that a search adds to them.
const BESIDE_MOST: usize = 1_000;

/// The most edges that may be missing in memory before they are added to it: until then each search adds them for itself.
const BEHIND_MOST: usize = 32;

/// One edge in this many may be gone before all are read anew.
const GONE_MOST: usize = 100;

/// The number of times that a search goes on after a way with edges that are gone.
const AGAIN_MOST: usize = 20;

/// The edges that this process holds.
#[derive(Debug, Default)]
pub struct EdgeCache {
    held: Mutex<Held>,
    /// All edges are read by one caller at a time; the others wait for it.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Held {
    edges: Edges,
    /// The newest edge that is held; none while nothing was read.
    newest: Option<i64>,
    /// The number of edges that had been taken away before these were read.
    removed: i64,
    /// Whether a search found more missing edges than [`BEHIND_MOST`], or one that is gone.
    is_behind: bool,
    /// Whether there are more than are held.
    is_too_many: bool,
    /// Whether too many are gone since: all are to be read anew.
    is_stale: bool,
    /// Whether somebody reads all of them anew.
    is_being_read: bool,
    /// The number of times that all of them were read.
    readings: u64,
}

impl EdgeCache {
    /// Without any in memory: the database answers every search, as where there are too many.
    pub fn of_the_database() -> Self {
        let held = Held { is_too_many: true, ..Held::default() };
        Self { held: Mutex::new(held), ..Self::default() }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of edges in memory.
    pub fn len(&self) -> usize {
        self.held().edges.len()
    }

    /// Whether none are.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Brings the edges in memory up to date, before a transaction that may search them: the first time it reads all edges, and later
    /// the newly noted ones, if a search found that worth while. Answers whether the caller is to have all of them read anew: nobody
    /// waits for that.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_up(&self, db: &Db) -> StoreResult<bool> {
        let (newest, readings) = {
            let held = self.held();
            if held.is_too_many || (held.newest.is_some() && !held.is_behind && !held.is_stale) {
                return Ok(false);
            }
            (held.newest, held.readings)
        };
        if newest.is_none() {
            self.read(db).await?;
            return Ok(false);
        }
        let mut tx = db.read_once().await?;
        let removed = removed(&mut tx).await?;
        let new = noted_after(&mut tx, newest, HELD_MOST + 1).await?;
        drop(tx);
        let mut held = self.held();
        // Otherwise another caller has added them meanwhile, or read all edges without the ones that are gone by now.
        if held.newest == newest && held.readings == readings {
            for (task, on, seq) in &new {
                held.edges.add(task, on);
                held.newest = held.newest.max(Some(*seq));
            }
            held.is_behind = false;
            let gone = usize::try_from(removed - held.removed).unwrap_or(0);
            held.is_stale |= gone > held.edges.len() / GONE_MOST;
            held.end_if_too_many();
        }
        let begins = held.is_stale && !held.is_being_read;
        held.is_being_read |= begins;
        Ok(begins)
    }

    /// Reads all edges as they are now, after a search that was given up. Answers whether another search is worth while.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ready(&self, db: &Db) -> StoreResult<bool> {
        if self.held().is_too_many {
            return Ok(false);
        }
        self.read(db).await?;
        Ok(!self.held().is_too_many)
    }

    /// Reads all edges; a caller that waits for that meanwhile does not read them again.
    ///
    /// # Errors
    /// When the database fails; then they are read another time.
    pub async fn read(&self, db: &Db) -> StoreResult<()> {
        let before = self.held().readings;
        let _turn = self.reading.lock().await;
        if self.held().readings != before {
            return Ok(());
        }
        let found = read_all(db).await;
        let mut held = self.held();
        held.is_being_read = false;
        let (edges, newest, removed) = found?;
        let readings = held.readings + 1;
        let mut read = Held { edges, newest: Some(newest), removed, readings, ..Held::default() };
        read.end_if_too_many();
        let before = std::mem::replace(&mut *held, read);
        drop(held);
        // It takes its time where there are many: nobody waits for it.
        drop(before);
        Ok(())
    }

    /// Whether the first task waits for the second one, directly or through others, and the shortest way from the one to the
    /// other if there is one. In the database it looks at no more than `most` tasks on either side, and gives up if both have
    /// more; in memory it looks at all edges.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search(
        &self,
        tx: &mut WriteTx,
        from: &TaskId,
        to: &TaskId,
        most: usize,
    ) -> StoreResult<(Found, Vec<TaskId>)> {
        if let Some(found) = self.in_memory(tx, from, to).await? {
            return Ok(found);
        }
        let found = dependencies::look(tx, from, to, most).await?;
        let way = match found {
            Found::Way(side @ SearchSide::WaitsFor) => dependencies::way(tx, side, from, to).await?,
            Found::Way(side @ SearchSide::Waiting) => {
                let mut way = dependencies::way(tx, side, to, from).await?;
                way.reverse();
                way
            }
            Found::NoWay | Found::GivenUp => Vec::new(),
        };
        Ok((found, way))
    }

    /// The same search in memory; none where only the database can answer.
    async fn in_memory(
        &self,
        tx: &mut WriteTx,
        from: &TaskId,
        to: &TaskId,
    ) -> StoreResult<Option<(Found, Vec<TaskId>)>> {
        let Some(newest) = self.held().newest else { return Ok(None) };
        let beside = noted_after(tx, Some(newest), BESIDE_MOST + 1).await?;
        if beside.len() > BESIDE_MOST {
            return Ok(None);
        }
        let beside: Vec<(TaskId, TaskId)> = beside.into_iter().map(|(task, on, _)| (task, on)).collect();
        let mut gone = Vec::new();
        for _ in 0..AGAIN_MOST {
            let (way, known) = {
                let mut held = self.held();
                // All edges were read anew meanwhile, and may end before those in `beside` begin.
                if held.newest.is_none_or(|now| now < newest) {
                    return Ok(None);
                }
                held.is_behind |= beside.len() > BEHIND_MOST || !gone.is_empty();
                (held.edges.way(from, to, &beside, &gone), held.removed)
            };
            let Some(way) = way else { return Ok(Some((Found::NoWay, Vec::new()))) };
            let is_sure = gone.is_empty() && removed(tx).await? == known;
            let missing = if is_sure { Vec::new() } else { dependencies::missing(tx, &way).await? };
            if missing.is_empty() {
                return Ok(Some((Found::Way(SearchSide::WaitsFor), way)));
            }
            gone.extend(missing);
        }
        self.held().is_stale = true;
        Ok(None)
    }
}

impl Held {
    fn end_if_too_many(&mut self) {
        if self.edges.len() > HELD_MOST {
            *self = Self { is_too_many: true, readings: self.readings, ..Self::default() };
        }
    }
}

/// All edges, with the newest of them, and how many had been taken away before.
async fn read_all(db: &Db) -> StoreResult<(Edges, i64, i64)> {
    let mut tx = db.read_once().await?;
    // Read before the edges: if edges go meanwhile, it tells that something went.
    let removed = removed(&mut tx).await?;
    let all = noted_after(&mut tx, None, HELD_MOST + 1).await?;
    drop(tx);
    let built = tokio::task::spawn_blocking(move || {
        let (mut edges, mut newest) = (Edges::default(), 0);
        for (task, on, seq) in all {
            edges.add(&task, &on);
            newest = newest.max(seq);
        }
        (edges, newest)
    });
    let (edges, newest) =
        built.await.map_err(|error| StoreError::unreadable("task_dependency", "task", &error))?;
    Ok((edges, newest, removed))
}

/// The number of edges that were ever taken away.
async fn removed(tx: &mut ReadTx) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select removed from task_dependency_clock where id = 1")?.0)
}

/// The edges that were noted after one, in order; without one all edges, also those older than the order.
async fn noted_after(
    tx: &mut ReadTx,
    newest: Option<i64>,
    limit: usize,
) -> StoreResult<Vec<(TaskId, TaskId, i64)>> {
    const SQL: &str = "select task, on_task, seq from task_dependency where seq > $1 order by seq limit +$2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = all!(tx, (String, String, i64), SQL, newest.unwrap_or(-1), limit)?;
    Ok(found.into_iter().map(|(task, on, seq)| (TaskId(task), TaskId(on), seq)).collect())
}
