//! The records of an action, read and verified before its transaction: thousands of signatures take longer than writing, and on SQLite
//! every other writer waits meanwhile.

use std::sync::Arc;

use pursuance_domain::action::Prepares;
use pursuance_domain::allowed::Principal;
use pursuance_domain::sealed::RecordBytes;
use pursuance_sealed::check;
use pursuance_sealed::ids::Head;
use pursuance_sealed::log::Fold;

use super::batch::Batch;
use super::refusal::SealedRefusal;
use super::taken;
use crate::actions::{Cx, PerformError, Stage, Step, Walk};
use crate::state::App;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, MemberState};
use crate::store::sealed;

/// The results of reading the records of an action.
#[derive(Debug, Clone)]
pub(in crate::actions) struct Ready(Arc<Read>);

#[derive(Debug)]
struct Read {
    batch: Result<Batch, SealedRefusal>,
    verified: Option<VerifiedEntries>,
}

/// The meaning of a log after the entries, if it still ends where it ended when they were verified.
#[derive(Debug)]
struct VerifiedEntries {
    before: Option<Head>,
    after: Result<Fold, check::RefusedBatch>,
}

impl Ready {
    /// `fold`: what the log means to which the entries are to be added, where it is known.
    fn read(records: &RecordBytes, fold: Option<&Fold>) -> Self {
        let batch = Batch::read(records);
        let verified = match (&batch, fold) {
            (Ok(batch), Some(fold)) if batch.demand_log().is_ok() => Some(VerifiedEntries {
                before: fold.head(),
                after: check::batch(fold, &batch.entries, &batch.seals),
            }),
            (_, _) => None,
        };
        Self(Arc::new(Read { batch, verified }))
    }

    /// The records of the action that is carried out.
    pub(super) fn of(cx: &mut Cx, records: &RecordBytes) -> Self {
        cx.prepared.sealed.take().unwrap_or_else(|| Self::read(records, None))
    }

    /// The records; who may not see the pursuance is told nothing of what is wrong with them.
    pub(super) fn batch(&self) -> Result<&Batch, SealedRefusal> {
        self.0.batch.as_ref().map_err(Clone::clone)
    }

    /// Whether the records do nothing but take rights away, which is done on a full disk, too.
    pub(in crate::actions) fn takes_away(&self) -> bool {
        self.batch().is_ok_and(|batch| {
            batch.demand_log().is_ok()
                && batch.notes.is_empty()
                && !batch.entries.is_empty()
                && batch.entries.iter().all(|entry| taken(entry).when_full)
        })
    }

    /// Returns the meaning of the log after the entries of the batch.
    pub(super) fn after(&self, before: &Fold, batch: &Batch) -> Result<Fold, check::RefusedBatch> {
        match &self.0.verified {
            Some(verified) if verified.before == before.head() => verified.after.clone(),
            // Somebody was faster.
            Some(_) | None => check::batch(before, &batch.entries, &batch.seals),
        }
    }
}

/// Reads the records of an action that brings some. What is wrong with them is said later.
#[derive(Debug)]
pub(in crate::actions) struct ReadRecords;

impl Stage for ReadRecords {
    fn prepare<'a>(&'a self, walk: &'a mut Walk) -> Step<'a> {
        Box::pin(async {
            walk.prepared.sealed = read(walk).await?;
            Ok(())
        })
    }
}

async fn read(Walk { app, who, action, .. }: &Walk) -> Result<Option<Ready>, PerformError> {
    let Some(records) = action.records() else { return Ok(None) };
    let fold = match action.about().pursuance() {
        Some(named) if action.card().prepares == Prepares::Log => known(app, who, named).await?,
        Some(_) | None => None,
    };
    let records = records.clone();
    let read = tokio::task::spawn_blocking(move || Ready::read(&records, fold.as_deref()));
    read.await.map(Some).map_err(|_| PerformError::Interrupted)
}

/// Returns the meaning of the log of a pursuance, for its members: nothing is verified for others, who may bring an invitation at
/// most.
async fn known(app: &App, who: &Principal, named: &str) -> StoreResult<Option<Arc<Fold>>> {
    let Some(person) = who.person() else { return Ok(None) };
    let mut tx = app.db.read().await?;
    let found = pursuances::with_member(&mut tx, named, Some(person)).await?;
    let Some((pursuance, Some(member), _)) = found else { return Ok(None) };
    if member.state != MemberState::Active {
        return Ok(None);
    }
    let Some(standing) = sealed::standing(&mut tx, &pursuance.id).await? else { return Ok(None) };
    app.folds.of(&mut tx, &pursuance.id, &standing).await
}
