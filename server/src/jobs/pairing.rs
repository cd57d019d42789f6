//! The search for people who may be asked about a task: before the transaction that asks them, since it may look at
//! thousands.

use pursuance_domain::action::PairTask;
use pursuance_domain::delegation::ActorUri;
use pursuance_domain::id::TaskId;
use pursuance_domain::pairing::{AlliedOffer, Allies, Reached, Unfit, WavePace, is_hard, may_pair, wave};

use super::WorkerCx;
use crate::actions::{mentor, pairing as rules};
use crate::reads::skill_offers::{self, Fitting};
use crate::store::eligible::{self, WaveBounds};
use crate::store::error::StoreResult;
use crate::store::{lessons, pairing, pursuances, tasks};

/// Number of best candidates that are handed on: the transaction checks them again, and some may have become busy meanwhile.
const HANDED_ON: usize = WaveBounds::WAVE.enough;

/// From this number of candidates, somebody surely remains to be asked in the transaction: no other way is searched for.
const SURE: usize = 16;

/// The next look at a task, with its best candidates; none where the task is gone.
pub(super) async fn look(cx: &WorkerCx, id: TaskId) -> StoreResult<Option<PairTask>> {
    let now = cx.app.clock.now();
    let mut tx = cx.app.db.read().await?;
    let Some(task) = tasks::by_id(&mut tx, &id).await? else { return Ok(None) };
    let known = pairing::find(&mut tx, &id).await?;
    let Some(pursuance) = pursuances::by_id(&mut tx, &task.pursuance).await? else { return Ok(None) };
    let mut nobody = PairTask {
        task: id,
        candidates: Vec::new(),
        seen: None,
        allies: None,
        lesson: None,
        lesson_searched: false,
        instead: None,
    };
    // Nobody is searched for it, but some may have been asked by name.
    let Some(known) = known else { return Ok(Some(nobody)) };
    let seen = known.stand.seen(known.next_at);
    let wanted = rules::wanted(&mut tx, &pursuance, &task, Some(&known)).await?;
    if may_pair(&wanted, false).is_err() {
        return Ok(Some(nobody));
    }
    nobody.instead = mentor::instead(&mut tx, &pursuance, &task, now).await?;
    if known.next_at.is_some_and(|at| at > now) {
        return Ok(Some(nobody));
    }
    let about = rules::about(&pursuance, &task);
    let mut found =
        eligible::drawn(&mut tx, about, pursuance.members, seen.wave, WaveBounds::WAVE, now).await?;
    if let Some(mentor) = mentor::ready(&mut tx, &pursuance, &task, now).await? {
        // A learner lacks the skill, so nobody is both a candidate and a learner.
        let learners = lessons::learners_with(&mut tx, &mentor, None).await?;
        let taught = pairing::candidates(&mut tx, about, &learners, now).await?;
        found.extend(mentor::as_taught(taught, &learners));
    }
    // Whether it is their turn, the transaction decides.
    let allies = if known.stand.reached == Reached::Split {
        let own = ActorUri(cx.app.addresses.group(&task.pursuance));
        let fitting = skill_offers::allied(&mut tx, &own, &task, now).await?;
        let offers: Vec<AlliedOffer> = fitting.iter().map(Fitting::as_allied).collect();
        Allies::of(&offers)
    } else {
        None
    };
    let best = WavePace { enough: f64::INFINITY, most: HANDED_ON, wait: 0 };
    let first = wave(&task.id, seen.wave, best, &found);
    let mut candidates: Vec<_> = first.into_iter().map(|one| one.person).collect();
    let is_sure = candidates.len() >= SURE;
    if candidates.is_empty() {
        // Somebody may be asleep: the next look is when they wake.
        let asleep = found.into_iter().filter(|one| one.standing.fits() == Err(Unfit::Quiet));
        candidates = asleep.take(HANDED_ON).map(|one| one.person).collect();
    }
    let lesson_searched = known.stand.reached == Reached::Waves && is_hard(known.stand, is_sure);
    let lesson = if lesson_searched { mentor::lesson(&mut tx, &pursuance, &task, now).await? } else { None };
    Ok(Some(PairTask { candidates, seen: Some(seen), allies, lesson, lesson_searched, ..nobody }))
}
