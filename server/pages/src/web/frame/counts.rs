//! The counts of a pursuance's tasks. A sum over a million tasks takes longer than a page may, and it cannot change
//! between two events; so each is cached with the number of the last event in it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pursuance_domain::allowed::Sight;
use pursuance_domain::event::StreamId;
use pursuance_domain::id::ActorId;
use pursuance_domain::task::phase::{Phase, ShownPhase};

use crate::bounds::keep;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::{events, outline};

/// The most cached sums; beyond it the cache is emptied.
const KEPT: usize = 4096;

/// The tasks by phase.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub done: i64,
    pub in_review: i64,
    pub under_way: i64,
    pub blocked: i64,
    /// Free tasks.
    pub to_pick_up: i64,
    /// Unassigned, and on offer to another pursuance.
    pub on_offer: i64,
    /// Unassigned, and done by their parts, or planned for later.
    pub in_parts: i64,
}

/// One piece of the progress bar: class, start and width in a hundred.
pub struct Piece {
    pub class: &'static str,
    pub x: i64,
    pub width: i64,
}

impl Counts {
    /// All tasks that were not dropped.
    pub fn total(&self) -> i64 {
        self.done
            + self.in_review
            + self.under_way
            + self.blocked
            + self.to_pick_up
            + self.on_offer
            + self.in_parts
    }

    /// The pieces of the bar, with a gap between them.
    pub fn pieces(&self) -> Vec<Piece> {
        let total = self.total().max(1);
        let counts = [
            ("f-good", self.done),
            ("f-wait", self.in_review),
            ("f-go", self.under_way),
            ("f-stop", self.blocked),
            ("f-none", self.to_pick_up + self.on_offer + self.in_parts),
        ];
        let mut before = 0;
        let mut pieces = Vec::new();
        for (class, count) in counts {
            // In thousandths, so that gaps of five show between pieces.
            let (x, end) = (before * 1000 / total, (before + count) * 1000 / total);
            before += count;
            if end > x {
                pieces.push(Piece { class, x, width: (end - x - if end < 1000 { 5 } else { 0 }).max(1) });
            }
        }
        pieces
    }
}

/// The cached sums. Each process may have its own: the number of the event shows whether one is still valid.
#[derive(Debug, Clone, Default)]
pub struct Sums(Arc<Mutex<Kept>>);

/// The cached values of pursuances, each with the number of the last event when it was made.
#[derive(Debug, Default)]
struct Kept {
    counts: HashMap<ActorId, (i64, Counts)>,
    /// The skills that its tasks to pick up need.
    wanted: HashMap<ActorId, (i64, Vec<String>)>,
}

impl Sums {
    /// The counts of the readable tasks of a pursuance.
    pub async fn of(&self, tx: &mut ReadTx, sight: &Sight) -> StoreResult<Counts> {
        // The viewer sees only their own tasks: these are few, and no other viewer needs this sum.
        if sight.only_of().is_some() {
            return count(tx, sight).await;
        }
        let last = events::last(tx, &StreamId::of(sight.pursuance())).await?;
        self.at(tx, sight, last).await
    }

    /// The counts of the readable tasks, when the number `last` of the last event is already known.
    pub async fn at(&self, tx: &mut ReadTx, sight: &Sight, last: i64) -> StoreResult<Counts> {
        if sight.only_of().is_some() {
            return count(tx, sight).await;
        }
        let pursuance = sight.pursuance();
        let known = self.kept().counts.get(pursuance).copied();
        if let Some((_, counts)) = known.filter(|(seq, _)| *seq == last) {
            return Ok(counts);
        }
        let counts = count(tx, sight).await?;
        keep(&mut self.kept().counts, KEPT, pursuance.clone(), (last, counts));
        Ok(counts)
    }

    /// Some of the skills that the tasks to pick up of a pursuance need.
    pub async fn wanted(&self, tx: &mut ReadTx, sight: &Sight, last: i64) -> StoreResult<Vec<String>> {
        // A reader of only their own tasks reads no unassigned one.
        if sight.only_of().is_some() {
            return Ok(Vec::new());
        }
        let pursuance = sight.pursuance();
        let known = self.kept().wanted.get(pursuance).cloned();
        if let Some((_, skills)) = known.filter(|(seq, _)| *seq == last) {
            return Ok(skills);
        }
        let skills = outline::wanted_skills(tx, sight).await?;
        keep(&mut self.kept().wanted, KEPT, pursuance.clone(), (last, skills.clone()));
        Ok(skills)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn count(tx: &mut ReadTx, sight: &Sight) -> StoreResult<Counts> {
    let mut counts = Counts::default();
    for (phase, count) in outline::count_by_phase(tx, sight).await? {
        match phase {
            ShownPhase::Blocked => counts.blocked += count,
            ShownPhase::Is(Phase::Done) => counts.done += count,
            ShownPhase::Is(Phase::ReadyForReview | Phase::InReview) => counts.in_review += count,
            ShownPhase::Is(Phase::Started | Phase::InProgress) => counts.under_way += count,
            ShownPhase::Is(Phase::New | Phase::HelpWanted) => counts.to_pick_up += count,
            ShownPhase::Is(Phase::Dropped) => {}
        }
    }
    counts.on_offer = outline::count_on_offer(tx, sight).await?;
    let unassigned = counts.to_pick_up.saturating_sub(counts.on_offer);
    // A reader of only their own tasks reads hardly any unassigned one.
    counts.to_pick_up =
        if sight.only_of().is_some() { unassigned } else { outline::count_free(tx, sight).await? };
    counts.in_parts = unassigned.saturating_sub(counts.to_pick_up);
    Ok(counts)
}
