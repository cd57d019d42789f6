//! The writer of SQLite: turns at its one connection, and the common commit of several.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::oneshot;

use crate::store::error::{StoreError, StoreResult};
use crate::store::spin_wait::spin;
use crate::store::turns::{HeldTurn, TurnLane, Turns};

/// The most transactions one SQLite commit serves.
const GROUP: usize = 32;
/// The age at which a group accepts no further transaction: otherwise a short transaction would wait for all the long ones that join.
const LONGEST_GROUP: Duration = Duration::from_millis(20);

/// The only writing connection of SQLite, with its open group commit.
pub(super) struct BatchWriter {
    pub(super) turns: Turns<Slot>,
}

pub(super) struct Slot {
    pub(super) conn: Option<SqliteConnection>,
    pub(super) state: SlotState,
    /// The time at which the open transaction began.
    opened: Instant,
    /// The callers whose work is in the open transaction and who wait for its commit.
    members: Vec<oneshot::Sender<Result<(), Arc<sqlx::Error>>>>,
}

/// The state in which the last holder left the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlotState {
    /// No transaction is open.
    Idle,
    /// A transaction is open and holds the members' finished work.
    Open,
    /// A holder was dropped inside its savepoint, after other members had finished.
    Abandoned,
    /// A holder was dropped with nothing finished before it, or in the middle of a command.
    Broken,
}

/// A caller's turn at the writer.
pub(super) struct WriterGuard {
    writer: Arc<BatchWriter>,
    slot: Option<HeldTurn<Slot>>,
    /// Whether this turn runs inside a savepoint; the first turn of a group needs none.
    in_savepoint: bool,
}

/// A caller whose work is in the open transaction and who waits for the commit. If the caller is dropped, its work is still committed:
/// otherwise, after the last of them, the transaction would stay open and block the writers of other processes.
struct BatchMember {
    writer: Arc<BatchWriter>,
    has_heard: bool,
}

impl Drop for BatchMember {
    fn drop(&mut self) {
        if !self.has_heard
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let writer = self.writer.clone();
            runtime.spawn(async move { writer.finish().await });
        }
    }
}

impl BatchWriter {
    pub(super) fn new(conn: SqliteConnection) -> Self {
        let (state, opened) = (SlotState::Idle, Instant::now());
        let slot = Slot { conn: Some(conn), state, opened, members: Vec::new() };
        Self { turns: Turns::at([slot], 1) }
    }

    pub(super) async fn begin(self: Arc<Self>, lane: Option<TurnLane>) -> StoreResult<WriterGuard> {
        let mut slot = self.turns.take(lane).await?;
        slot.tidy().await;
        let in_savepoint = slot.state == SlotState::Open;
        // From here on, a dropped caller leaves work to roll back.
        let mut turn = WriterGuard { writer: self, slot: Some(slot), in_savepoint };
        turn.enter().await?;
        Ok(turn)
    }

    /// Commits the finished work and rolls back abandoned work, unless somebody else has done so by the time that the queue is empty.
    async fn finish(&self) {
        let Ok(mut slot) = self.turns.take_last().await else { return };
        slot.tidy().await;
        if slot.state == SlotState::Open {
            Self::commit_group(slot).await;
        }
    }

    /// Commits the group in a task of its own: the caller may be dropped meanwhile, and the other members must still get the result.
    async fn commit_group(mut slot: HeldTurn<Slot>) {
        let commit = tokio::spawn(async move { slot.commit_group().await });
        // If it panics, its senders are dropped, which the members see as an error.
        let _ = commit.await;
    }

    pub(super) async fn close(&self) {
        let Ok(mut slot) = self.turns.take(None).await else { return };
        slot.tidy().await;
        if slot.state == SlotState::Open {
            slot.commit_group().await;
        }
        if let Some(conn) = slot.conn.take() {
            // Nothing is left to do when closing fails; the log is replayed at the next start.
            let _ = conn.close().await;
        }
    }
}

impl Slot {
    /// Records the repair that is needed if the holder is dropped during the next command.
    fn leaving(&mut self, state: SlotState) -> &mut Self {
        self.state = state;
        self
    }

    /// Whether the group has to be committed before anybody else joins it.
    fn is_due(&self) -> bool {
        self.members.len() >= GROUP || self.opened.elapsed() >= LONGEST_GROUP
    }

    async fn execute(&mut self, sql: &'static str) -> sqlx::Result<()> {
        let conn = self.conn.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        spin(sqlx::query(sql).execute(conn)).await.map(drop)
    }

    /// Rolls back the work of a dropped holder.
    pub(super) async fn tidy(&mut self) {
        if self.state == SlotState::Abandoned {
            self.state = SlotState::Broken;
            let undone =
                self.execute("rollback to turn").await.is_ok() && self.execute("release turn").await.is_ok();
            if undone {
                self.state = SlotState::Open;
            }
        }
        if self.state == SlotState::Broken {
            // An error here means that SQLite has rolled back by itself.
            let _ = self.execute("rollback").await;
            self.answer(&Err(Arc::new(sqlx::Error::Protocol(
                "a disk error undid the transaction".to_owned(),
            ))));
        }
    }

    pub(super) async fn commit_group(&mut self) {
        self.state = SlotState::Broken;
        match self.execute("commit").await {
            Ok(()) => self.answer(&Ok(())),
            Err(error) => {
                let _ = self.execute("rollback").await;
                self.answer(&Err(Arc::new(error)));
            }
        }
    }

    fn answer(&mut self, outcome: &Result<(), Arc<sqlx::Error>>) {
        for member in self.members.drain(..) {
            // A closed channel means that the member was dropped; its work is committed all the same.
            let _ = member.send(outcome.clone());
        }
        self.state = SlotState::Idle;
    }
}

impl WriterGuard {
    #[expect(
        clippy::expect_used,
        reason = "the slot is taken only by commit and drop, which consume the guard; begin checked the connection"
    )]
    pub(super) fn conn(&mut self) -> &mut SqliteConnection {
        self.slot.as_mut().and_then(|slot| slot.conn.as_mut()).expect("a turn holds the connection")
    }

    /// Begins the transaction, or a savepoint in the transaction that others have begun.
    async fn enter(&mut self) -> StoreResult<()> {
        let Some(slot) = self.slot.as_mut() else { return Ok(()) };
        let entered = if self.in_savepoint {
            slot.leaving(SlotState::Abandoned).execute("savepoint turn").await
        } else {
            slot.opened = Instant::now();
            slot.leaving(SlotState::Broken).execute("begin immediate").await
        };
        if let Err(error) = entered {
            slot.tidy().await;
            // Nothing is left to roll back.
            self.slot = None;
            return Err(error.into());
        }
        Ok(())
    }

    pub(super) async fn commit(mut self) -> StoreResult<()> {
        let Some(mut slot) = self.slot.take() else { return Ok(()) };
        slot.note_done();
        if self.in_savepoint {
            slot.state = SlotState::Broken;
            if let Err(error) = slot.execute("release turn").await {
                slot.tidy().await;
                return Err(error.into());
            }
        }
        slot.state = SlotState::Open;
        let (sender, mut done) = oneshot::channel();
        slot.members.push(sender);
        let mut member = BatchMember { writer: self.writer.clone(), has_heard: false };
        // Finished work is not left uncommitted during a long turn of the next caller.
        if !slot.others_wait() || slot.is_due() || slot.is_before_a_long_one() {
            BatchWriter::commit_group(slot).await;
        } else {
            drop(slot);
        }
        // The callers that were waiting when this turn ended come first. If none of them commits the group, this caller does so after them;
        // so no caller waits for ever.
        let outcome = tokio::select! {
            biased;
            outcome = &mut done => outcome,
            () = self.writer.finish() => done.await,
        };
        member.has_heard = true;
        match outcome {
            Ok(Ok(())) => Ok(()),
            Ok(Err(cause)) => Err(StoreError::CommitFailed(cause)),
            Err(_) => Err(sqlx::Error::PoolClosed.into()),
        }
    }
}

impl Drop for WriterGuard {
    fn drop(&mut self) {
        let Some(mut slot) = self.slot.take() else { return };
        slot.note_done();
        slot.state = if self.in_savepoint { SlotState::Abandoned } else { SlotState::Broken };
        // Rolls back now rather than at the next turn, so that other processes can write.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                slot.tidy().await;
                // The earlier members have waited long enough: the next transaction begins a new group.
                if slot.state == SlotState::Open && slot.is_due() {
                    slot.commit_group().await;
                }
            });
        }
    }
}
