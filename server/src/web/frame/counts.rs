//! The counts of a pursuance's tasks. A sum over a million tasks takes longer than a page may, and it cannot change
//! between two events; so each is cached with the number of the last event in it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use pursuance_domain::allowed::Sight;
use pursuance_domain::event::StreamId;
use pursuance_domain::id::ActorId;
use pursuance_domain::task::phase::{Phase, Shown};

use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::{events, outline};

/// How many sums are cached; at most that many, then all are made anew.
const KEPT: usize = 4096;

/// The tasks by phase.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub done: i64,
    pub in_review: i64,
    pub under_way: i64,
    pub blocked: i64,
    pub to_pick_up: i64,
    /// Unassigned, and on offer to another pursuance.
    pub on_offer: i64,
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
        self.done + self.in_review + self.under_way + self.blocked + self.to_pick_up + self.on_offer
    }

    /// The pieces of the bar, with a gap between them.
    pub fn pieces(&self) -> Vec<Piece> {
        let total = self.total().max(1);
        let counts = [
            ("f-good", self.done),
            ("f-wait", self.in_review),
            ("f-go", self.under_way),
            ("f-stop", self.blocked),
            ("f-none", self.to_pick_up + self.on_offer),
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
pub struct Sums(Arc<Mutex<HashMap<ActorId, (i64, Counts)>>>);

impl Sums {
    /// The counts of the readable tasks of a pursuance.
    pub async fn of(&self, tx: &mut ReadTx, sight: &Sight) -> StoreResult<Counts> {
        // The tasks of one person are few, and only that person reads this sum.
        if sight.only_of().is_some() {
            return count(tx, sight).await;
        }
        let pursuance = sight.pursuance();
        let last = events::last(tx, &StreamId::of(pursuance)).await?;
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(pursuance).copied();
        if let Some((_, counts)) = known.filter(|(seq, _)| *seq == last) {
            return Ok(counts);
        }
        let counts = count(tx, sight).await?;
        let mut sums = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sums.len() >= KEPT {
            sums.clear();
        }
        sums.insert(pursuance.clone(), (last, counts));
        Ok(counts)
    }
}

async fn count(tx: &mut ReadTx, sight: &Sight) -> StoreResult<Counts> {
    let mut counts = Counts::default();
    for (phase, count) in outline::count_by_phase(tx, sight).await? {
        match phase {
            Shown::Blocked => counts.blocked += count,
            Shown::Is(Phase::Done) => counts.done += count,
            Shown::Is(Phase::ReadyForReview | Phase::InReview) => counts.in_review += count,
            Shown::Is(Phase::Started | Phase::InProgress) => counts.under_way += count,
            Shown::Is(Phase::New | Phase::HelpWanted) => counts.to_pick_up += count,
            Shown::Is(Phase::Dropped) => {}
        }
    }
    counts.on_offer = outline::count_on_offer(tx, sight).await?;
    counts.to_pick_up = counts.to_pick_up.saturating_sub(counts.on_offer);
    Ok(counts)
}
