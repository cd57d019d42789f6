//! The edges between tasks in memory, for the search for a circle where very many hang together.
//!
//! Only committed edges are kept: they are read outside of transactions that write, in the order in which they were noted. A
//! search adds those that its own transaction sees beyond them. So an edge that was taken away may still be here, and none is
//! missing: that there is no way is certain, and that there is one only as long as none was taken away since.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pursuance_domain::id::TaskId;
use pursuance_domain::task::edges::{Edges, Found, Side};

use super::db::{Db, ReadTx, WriteTx, all, one};
use super::dependencies;
use super::error::{StoreError, StoreResult};

/// The most edges in memory; where there are more, the database searches.
const HELD_MOST: usize = 250_000;

/// The most edges that a search adds to them.
const BESIDE_MOST: usize = 1_000;

/// One in so many may be gone before all are read anew.
const GONE_MOST: usize = 100;

/// Where there are more, they are read when the process begins: the first search that goes far is slow in the database.
const FEW: i64 = 1_000;

/// The edges that this process holds.
#[derive(Debug, Default)]
pub struct Ways {
    held: Mutex<Held>,
    /// All are read by one at a time; the others wait for it.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Held {
    need: Need,
    edges: Edges,
    /// The newest edge that is held; none while nothing was read.
    newest: Option<i64>,
    /// How many edges had been taken away before they were read.
    removed: i64,
    /// Whether so many are gone since that all are to be read anew.
    is_stale: bool,
    /// Whether somebody reads all of them now.
    is_being_read: bool,
    /// How often all of them were read.
    readings: u64,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Every search so far ended near its beginning.
    #[default]
    None,
    Wanted,
    /// There are more than are held.
    TooMany,
}

impl Ways {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the edges read, because a search went far.
    pub fn want(&self) {
        let mut held = self.held();
        if held.need == Need::None {
            held.need = Need::Wanted;
        }
    }

    /// How many are in memory.
    pub fn len(&self) -> usize {
        self.held().edges.len()
    }

    /// Whether none are.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds the edges that were noted since the last time to those in memory. Answers whether the caller is to have all of them
    /// read: nobody waits for that.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_up(&self, db: &Db) -> StoreResult<bool> {
        let newest = self.held().newest;
        if newest.is_some() {
            let mut tx = db.read_once().await?;
            let removed = removed(&mut tx).await?;
            let new = noted_after(&mut tx, newest, HELD_MOST + 1).await?;
            let mut held = self.held();
            // Otherwise somebody else has added them meanwhile.
            if held.newest == newest {
                for (task, on, seq) in &new {
                    held.edges.add(task, on);
                    held.newest = held.newest.max(Some(*seq));
                }
                let gone = usize::try_from(removed - held.removed).unwrap_or(0);
                held.is_stale |= gone > held.edges.len() / GONE_MOST;
                held.end_if_too_many();
            }
        }
        let mut held = self.held();
        let is_due = held.need == Need::Wanted && (held.newest.is_none() || held.is_stale);
        let begins = is_due && !held.is_being_read;
        held.is_being_read |= begins;
        Ok(begins)
    }

    /// Reads all edges, where there are more than a few: before the first search.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin(&self, db: &Db) -> StoreResult<()> {
        const SQL: &str = "select count(*) from (select 1 from task_dependency limit +$1) x";
        let mut tx = db.read_once().await?;
        let found = one!(tx, (i64,), SQL, FEW + 1)?.0;
        drop(tx);
        if found <= FEW {
            return Ok(());
        }
        self.want();
        self.read(db).await
    }

    /// After a search that was given up: waits until the edges are in memory as they are now. Whether another search is worth
    /// while.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ready(&self, db: &Db) -> StoreResult<bool> {
        let (need, has, known) = {
            let held = self.held();
            (held.need, held.newest.is_some(), held.removed)
        };
        if need != Need::Wanted {
            return Ok(false);
        }
        if has {
            let mut tx = db.read_once().await?;
            if removed(&mut tx).await? == known {
                return Ok(false);
            }
        }
        self.read(db).await?;
        Ok(self.held().newest.is_some())
    }

    /// Reads all edges; whoever waits for that meanwhile reads them no more.
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
        let (need, readings) = (held.need, held.readings + 1);
        let mut read = Held { need, edges, newest: Some(newest), removed, readings, ..Held::default() };
        read.end_if_too_many();
        let before = std::mem::replace(&mut *held, read);
        drop(held);
        // It takes its time where there are many: nobody waits for it.
        drop(before);
        Ok(())
    }

    /// Whether the first task waits for the second one, directly or through others, and the shortest way from the one to the
    /// other if there is one. In the database it looks at so many tasks on either side at most, and gives up where both have
    /// more; in memory it looks at all that are held.
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
        if let Some(found) = self.in_memory(tx, from, to, most).await? {
            return Ok(found);
        }
        let (found, is_far) = dependencies::look(tx, from, to, most).await?;
        if is_far {
            self.want();
        }
        let way = match found {
            Found::Way(side @ Side::WaitsFor) => dependencies::way(tx, side, from, to).await?,
            Found::Way(side @ Side::Waiting) => {
                let mut way = dependencies::way(tx, side, to, from).await?;
                way.reverse();
                way
            }
            Found::NoWay | Found::GivenUp => Vec::new(),
        };
        Ok((found, way))
    }

    /// The same; none where only the database can say it.
    async fn in_memory(
        &self,
        tx: &mut WriteTx,
        from: &TaskId,
        to: &TaskId,
        most: usize,
    ) -> StoreResult<Option<(Found, Vec<TaskId>)>> {
        let Some(newest) = self.held().newest else { return Ok(None) };
        let beside = noted_after(tx, Some(newest), BESIDE_MOST + 1).await?;
        if beside.len() > BESIDE_MOST {
            return Ok(None);
        }
        let beside: Vec<(TaskId, TaskId)> = beside.into_iter().map(|(task, on, _)| (task, on)).collect();
        let (found, known) = {
            let mut held = self.held();
            // They were read anew meanwhile, and may end before those that were read beside them begin.
            if held.newest.is_none_or(|now| now < newest) {
                return Ok(None);
            }
            let near = held.edges.search(from, to, most, &beside);
            // The bound is that on the edges in memory.
            let found = match near.0 {
                Found::GivenUp => held.edges.search(from, to, usize::MAX, &beside),
                Found::Way(_) | Found::NoWay => near,
            };
            (found, held.removed)
        };
        Ok(match found.0 {
            Found::NoWay => Some(found),
            Found::Way(_) | Found::GivenUp if removed(tx).await? == known => Some(found),
            Found::Way(_) | Found::GivenUp => None,
        })
    }
}

impl Held {
    fn end_if_too_many(&mut self) {
        if self.edges.len() > HELD_MOST {
            *self = Self { need: Need::TooMany, readings: self.readings, ..Self::default() };
        }
    }
}

/// All edges, with the newest of them, and how many had been taken away before.
async fn read_all(db: &Db) -> StoreResult<(Edges, i64, i64)> {
    let mut tx = db.read_once().await?;
    // Before the edges: of those that go meanwhile it is known that something went.
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

/// How many edges were ever taken away.
async fn removed(tx: &mut ReadTx) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select removed from task_dependency_clock where id = 1")?.0)
}

/// The edges that were noted after one, in order; from the beginning those that are older than the order, too.
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
