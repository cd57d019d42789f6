//! Timed work: expiry, reminders and heartbeats of delegations, and the deletion of rows that are no longer needed.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use pursuance_domain::action::{Action, ExpireTask, TickDelegation};
use pursuance_domain::allowed::Principal;
use pursuance_domain::discussion::KEPT_FOR_APPEAL;
use pursuance_domain::id::{DelegationId, TaskId};
use pursuance_domain::reading::UNREAD_FOR;
use pursuance_domain::skill_offer::ASKED_EVERY;
use pursuance_domain::task::dependency::TOLD_AGAIN_AFTER;
use pursuance_domain::task::ending::IN_TRASH_FOR;
use pursuance_domain::time::{DAY, HOUR, MINUTE, Time};

use super::due::sweep_due;
use super::silence::sweep_silence;
use super::sweep_files::{PARTS, sweep_files};
use super::sweep_rooms::{self, ROOMS_EVERY, sweep_rooms};
use super::{WorkerCx, pool};
use crate::actions::{PerformError, limits, skill_offer};
use crate::peers::signing::LEARNT_FOR;
use crate::platform::clock::random;
use crate::store::error::{StoreError, StoreResult};
use crate::store::jobs::Job;
use crate::store::skill_offers::DueSkillOffer;
use crate::store::{
    account_requests, accounts, actors, channels, comments, delegations, deliveries, dependencies,
    device_boxes, endings, forms, fulltext, instance, keys, notices, parcels, read_markers, recruits,
    requests, sealed, signin_nonces, silence, skill_offers, statistics, suggestions, tokens, undoables,
};

/// How many delegations are ticked at once.
const AT_ONCE: usize = 4;
/// A delegation that cannot be looked after is left alone this long.
const LEFT_ALONE: i64 = 5 * MINUTE;
/// How often unneeded rows are deleted.
const SWEPT_EVERY: i64 = 10 * MINUTE;
/// Interval at which the database checks its planner statistics: cheap where no table has grown.
const RENEWED_EVERY: i64 = HOUR;
/// Number of file parts swept at a time: all parts take less than three hours.
const PARTS_EACH: u16 = 16;
/// Retention of other servers' keys and of failures to fetch them, longer than either is believed; and the number deleted at
/// once.
const KEYS_FOR: i64 = 2 * DAY;
const KEYS_AT_ONCE: i64 = 5_000;
/// How long activities that are about no delegation are kept, to recognise duplicates (PROTOCOL §2.3).
const SEEN_FOR: i64 = 90 * DAY;
/// How long messages ahead of a gap are kept (PROTOCOL §2.4).
const HELD_FOR: i64 = 14 * DAY;
/// How long a message that is about no delegation waits for delivery (PROTOCOL §4.6).
const PATIENCE: i64 = 30 * DAY;
/// How long a remote actor without references is kept, and how many are deleted at once.
const STRANGERS_FOR: i64 = 30 * DAY;
const STRANGERS_AT_ONCE: i64 = 500;
/// How long outages are kept: longer than the longest silence that a rule waits for.
const OUTAGES_FOR: i64 = 120 * DAY;
/// How long attempts to hand parcels over are kept.
pub const ATTEMPTS_FOR: i64 = 30 * DAY;

/// How long a declined request is kept: somewhat longer than Home shows it.
const DECLINED_FOR: i64 = 8 * DAY;

/// How long it is known that a private revision was suggested and not applied: longer than backups are of use.
const REVISIONS_FOR: i64 = 400 * DAY;

/// How long notices are kept, and how many are deleted at once.
pub const NOTICES_FOR: i64 = 180 * DAY;
const NOTICES_AT_ONCE: i64 = 5_000;
/// How many markers of discussions are forgotten at once.
const MARKERS_AT_ONCE: i64 = 5_000;

/// Retention of acts for undo: much longer than an act can be taken back, so that a late undo is refused with a reason.
const ACTS_FOR: i64 = DAY;

/// Number of items added to the full-text index in one transaction, so that others can write in between.
const FILLED_AT_ONCE: i64 = 25;

/// How many comments that were removed lose their texts at once.
const TEXTS_AT_ONCE: i64 = 500;

/// How many tasks leave the trash for good at once.
const EXPIRED_AT_ONCE: i64 = 50;

/// Retention of answered questions to join: longer than a pursuance waits before it asks again.
const ANSWERED_FOR: i64 = 90 * DAY;

/// How long answered suggestions are kept: as long as the notices that lead to them; and how many are deleted at once.
pub const SUGGESTIONS_FOR: i64 = NOTICES_FOR;
const SUGGESTIONS_AT_ONCE: i64 = 1_000;

/// For how long tokens that have ended are shown to operators.
const ENDED_FOR: i64 = 90 * DAY;

/// Retention of skill offers that ended by themselves: their people look at the tasks that came through them.
const ENDED_OFFERS_FOR: i64 = 30 * DAY;
/// Number of ended offers deleted at once, and of other offers processed at once.
const OFFERS_AT_ONCE: i64 = 200;
/// Interval of the search for lists of skill offers that no job reads, and the number begun at once.
const LISTS_EVERY: i64 = DAY;
const LISTS_AT_ONCE: i64 = 500;

/// The memory of this process: the times of its last runs, and the work that failed.
#[derive(Default)]
struct Memory {
    swept_at: Option<Time>,
    renewed_at: Option<Time>,
    lists_at: Option<Time>,
    rooms_at: Option<Time>,
    /// Held while messages are deleted whose time is over.
    in_rooms: Arc<tokio::sync::Mutex<sweep_rooms::Left>>,
    /// Which of the files' parts is swept next.
    files_part: u16,
    /// Delegations that could not be looked after.
    failed: HashMap<DelegationId, Time>,
    under_way: Vec<DelegationId>,
    /// Whether skill offers are processed now, and when that failed.
    is_in_offers: bool,
    offers_failed: Option<Time>,
    /// When this server was noted to be awake.
    awake_at: Option<Time>,
    /// Whether silences are processed now, and the tasks whose silences failed.
    is_in_silence: bool,
    failed_silences: HashMap<TaskId, Time>,
    /// Whether texts are indexed now, and when that failed.
    is_filling: bool,
    fill_failed: Option<Time>,
}

/// Ticks delegations and sweeps rows until the process stops.
pub(super) async fn run(cx: WorkerCx) {
    let memory = Arc::new(Mutex::new(Memory::default()));
    pool::run(&cx, AT_ONCE, pool::Wake::Timer, |free| due(cx.clone(), memory.clone(), free)).await;
}

async fn due(cx: WorkerCx, memory: Arc<Mutex<Memory>>, free: usize) -> StoreResult<Vec<pool::Work>> {
    let now = cx.app.clock.now();
    let mut works: Vec<pool::Work> = Vec::new();
    {
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.failed.retain(|_, at| *at <= now && now < at.plus(LEFT_ALONE));
        if memory.swept_at.is_none_or(|at| now < at || at.plus(SWEPT_EVERY) <= now) {
            memory.swept_at = Some(now);
            let parts = memory.files_part..memory.files_part + PARTS_EACH;
            memory.files_part = parts.end % PARTS;
            works.push(Box::pin(sweep(cx.clone(), parts)));
        }
        if memory.renewed_at.is_none_or(|at| now < at || at.plus(RENEWED_EVERY) <= now) {
            memory.renewed_at = Some(now);
            works.push(Box::pin(renew(cx.clone())));
        }
        if memory.lists_at.is_none_or(|at| now < at || at.plus(LISTS_EVERY) <= now) {
            memory.lists_at = Some(now);
            works.push(Box::pin(begin_lists(cx.clone())));
        }
        if memory.rooms_at.is_none_or(|at| now < at || at.plus(ROOMS_EVERY) <= now) {
            memory.rooms_at = Some(now);
            works.push(Box::pin(rooms(cx.clone(), memory.in_rooms.clone(), now)));
        }
        if memory.awake_at.is_none_or(|at| now < at || at.plus(MINUTE) <= now) {
            memory.awake_at = Some(now);
            works.push(Box::pin(awake(cx.clone())));
        }
    }
    if is_offer_due(&cx, &memory, now).await? {
        works.push(Box::pin(offers(cx.clone(), memory.clone())));
    }
    if is_silence_due(&cx, &memory, now).await? {
        works.push(Box::pin(silences(cx.clone(), memory.clone())));
    }
    if is_fill_due(&cx, &memory, now).await? {
        works.push(Box::pin(fill(cx.clone(), memory.clone())));
    }
    // Failed delegations come first in the result, so more rows are read.
    let passed_over = {
        let memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.failed.len() + memory.under_way.len()
    };
    let wanted = i64::try_from(free.saturating_mul(16).saturating_add(passed_over)).unwrap_or(i64::MAX);
    let found = delegations::due(&mut cx.app.db.read().await?, now, wanted).await?;
    let mut remembered = memory.lock().unwrap_or_else(PoisonError::into_inner);
    for id in found {
        if works.len() >= free {
            break;
        }
        if remembered.failed.contains_key(&id) || remembered.under_way.contains(&id) {
            continue;
        }
        remembered.under_way.push(id.clone());
        works.push(Box::pin(tick(cx.clone(), memory.clone(), id)));
    }
    Ok(works)
}

/// Ticks one delegation.
async fn tick(cx: WorkerCx, memory: Arc<Mutex<Memory>>, id: DelegationId) {
    let clock = Principal::Clock { job: "sweep".to_owned() };
    let ticked =
        cx.app.perform(&clock, Action::TickDelegation(TickDelegation { delegation: id.clone() })).await;
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    memory.under_way.retain(|other| *other != id);
    if let Err(error) = ticked {
        if cx.disk.is_news(&error) {
            tracing::error!(error = &error as &dyn std::error::Error, delegation.id = %id, "Time could not pass for a delegation");
        }
        memory.failed.insert(id, cx.app.clock.now());
    }
}

/// Deletes messages whose time is over, unless the last time is not done with that.
async fn rooms(cx: WorkerCx, left: Arc<tokio::sync::Mutex<sweep_rooms::Left>>, now: Time) {
    if let Ok(mut left) = left.try_lock() {
        sweep_rooms(&cx, &mut left, now).await;
    }
}

/// Whether something is due about a skill offer, and no work handles it. True marks it as handled by the caller.
async fn is_offer_due(cx: &WorkerCx, memory: &Mutex<Memory>, now: Time) -> StoreResult<bool> {
    {
        let memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        let is_left_alone = memory.offers_failed.is_some_and(|at| at <= now && now < at.plus(LEFT_ALONE));
        if memory.is_in_offers || is_left_alone {
            return Ok(false);
        }
    }
    let is_due = !skill_offers::due(&mut cx.app.db.read().await?, now, 1).await?.is_empty();
    memory.lock().unwrap_or_else(PoisonError::into_inner).is_in_offers = is_due;
    Ok(is_due)
}

/// Looks after skill offers.
async fn offers(cx: WorkerCx, memory: Arc<Mutex<Memory>>) {
    let now = cx.app.clock.now();
    let done = look_after_offers(&cx, now).await;
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    memory.is_in_offers = false;
    memory.offers_failed = done.is_err().then_some(now);
    if let Err(error) = done
        && cx.disk.is_news(&error)
    {
        tracing::error!(error = &error as &dyn std::error::Error, "Skill offers cannot be looked after");
    }
}

/// Whether something is due about a silence, and no work handles it. True marks it as handled by the caller.
async fn is_silence_due(cx: &WorkerCx, memory: &Mutex<Memory>, now: Time) -> StoreResult<bool> {
    let passed_over = {
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.failed_silences.retain(|_, at| *at <= now && now < at.plus(LEFT_ALONE));
        if memory.is_in_silence {
            return Ok(false);
        }
        memory.failed_silences.len()
    };
    let wanted = i64::try_from(passed_over.saturating_add(1)).unwrap_or(i64::MAX);
    let due = silence::due(&mut cx.app.db.read().await?, now, wanted).await?;
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    memory.is_in_silence = due.iter().any(|task| !memory.failed_silences.contains_key(task));
    Ok(memory.is_in_silence)
}

/// Reminds silent people, and hands tasks on.
async fn silences(cx: WorkerCx, memory: Arc<Mutex<Memory>>) {
    let leave = {
        let memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.failed_silences.keys().cloned().collect()
    };
    let done = sweep_silence(&cx.app, &leave, || cx.is_stopping()).await;
    let failed = done.unwrap_or_else(|error| {
        if cx.disk.is_news(&error) {
            tracing::error!(error = &error as &dyn std::error::Error, "Silences cannot be looked after");
        }
        Vec::new()
    });
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    memory.is_in_silence = false;
    for (task, error) in failed {
        if cx.disk.is_news(&error) {
            tracing::error!(error = &error as &dyn std::error::Error, task.id = %task, "A silence could not be looked after");
        }
        memory.failed_silences.insert(task, cx.app.clock.now());
    }
}

/// Whether texts wait for the full-text index, and no work indexes them. True marks it as handled by the caller.
async fn is_fill_due(cx: &WorkerCx, memory: &Mutex<Memory>, now: Time) -> StoreResult<bool> {
    {
        let memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        let is_left_alone = memory.fill_failed.is_some_and(|at| at <= now && now < at.plus(LEFT_ALONE));
        if memory.is_filling || is_left_alone {
            return Ok(false);
        }
    }
    let mut tx = cx.app.db.read().await?;
    let is_due = fulltext::is_filling(&mut tx).await? || fulltext::is_outdated(&mut tx).await?;
    drop(tx);
    memory.lock().unwrap_or_else(PoisonError::into_inner).is_filling = is_due;
    Ok(is_due)
}

/// Takes what waits into the index, a few things at a time; after a stop the next worker finds the rest.
async fn fill(cx: WorkerCx, memory: Arc<Mutex<Memory>>) {
    let filled = async {
        let is_outdated = fulltext::is_outdated(&mut cx.app.db.read().await?).await?;
        if is_outdated {
            let mut tx = cx.app.db.write().await?;
            fulltext::renew(&mut tx).await?;
            tx.commit().await?;
        }
        let part = || async {
            let mut tx = cx.app.db.write().await?;
            let begun = Instant::now();
            let n = fulltext::fill_some(&mut tx, FILLED_AT_ONCE).await?;
            tx.commit().await?;
            Ok::<_, StoreError>((n, begun.elapsed()))
        };
        if by_and_by(|| cx.is_stopping(), part).await? {
            // The index may be new.
            statistics::renew(&cx.app.db).await?;
        }
        Ok::<_, StoreError>(())
    };
    let filled = filled.await;
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    memory.is_filling = false;
    memory.fill_failed = filled.is_err().then(|| cx.app.clock.now());
    if let Err(error) = filled
        && cx.disk.is_news(&error)
    {
        tracing::error!(error = &error as &dyn std::error::Error, "Texts cannot be taken into the search");
    }
}

/// Does part after part until one finds nothing, and pauses after each as long as it kept the writer: so long others write, also other
/// processes, which stand in no queue of ours and give up after five seconds without a free moment. False: it was stopped before.
async fn by_and_by<E, F>(stops: impl Fn() -> bool, mut part: impl FnMut() -> F) -> Result<bool, E>
where
    F: Future<Output = Result<(usize, Duration), E>>,
{
    while !stops() {
        let (done, took) = part().await?;
        tokio::time::sleep(took).await;
        if done == 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Has the planners of the database know the tables.
async fn renew(cx: WorkerCx) {
    if let Err(error) = statistics::renew(&cx.app.db).await
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Statistics of the database could not be gathered"
        );
    }
}

/// Has lists of skill offers read that no job reads, spread over the time until it is looked for them again.
async fn begin_lists(cx: WorkerCx) {
    let begun = async {
        let now = cx.app.clock.now();
        let found = skill_offers::unread_lists(&mut cx.app.db.read().await?, now, LISTS_AT_ONCE).await?;
        if found.is_empty() {
            return Ok(());
        }
        let mut tx = cx.app.db.write().await?;
        for actor in found {
            let shift = i64::from(u16::from_le_bytes(random())) * (LISTS_EVERY / (1 << 16));
            Job::ReadSkillOffers { actor }.write(&mut tx, &cx.app.clock, now.plus(shift)).await?;
        }
        tx.commit().await
    };
    if let Err(error) = begun.await
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Lists of skill offers that nobody reads could not be begun"
        );
    }
}

/// Notes that this server is awake.
async fn awake(cx: WorkerCx) {
    if let Err(error) = super::silence::awake(&cx.app).await
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "That this server is awake could not be noted"
        );
    }
}

/// Deletes rows that are no longer needed.
async fn sweep(cx: WorkerCx, files: Range<u16>) {
    let now = cx.app.clock.now();
    // Alone: a reference to an actor that is not known here must not hold up the rest.
    let forgotten = async {
        let mut tx = cx.app.db.write().await?;
        actors::forget_unreferenced(&mut tx, now.plus(-STRANGERS_FOR), STRANGERS_AT_ONCE).await?;
        tx.commit().await
    };
    if let Err(error) = forgotten.await
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Actors that nobody refers to could not be swept away"
        );
    }
    let swept = async {
        let mut tx = cx.app.db.write().await?;
        accounts::remove_old_sessions(&mut tx, now).await?;
        accounts::forget_addresses(&mut tx, now.plus(-limits::SEEN_WITHIN)).await?;
        account_requests::forget_over(&mut tx, now).await?;
        device_boxes::forget_over(&mut tx, now).await?;
        signin_nonces::forget_over(&mut tx, now).await?;
        requests::forget_declined_before(&mut tx, now.plus(-DECLINED_FOR)).await?;
        sealed::suggestions::forget_declined_before(&mut tx, now.plus(-REVISIONS_FOR)).await?;
        recruits::forget_answered(&mut tx, now.plus(-ANSWERED_FOR)).await?;
        tokens::forget_ended(&mut tx, now.plus(-ENDED_FOR)).await?;
        deliveries::give_up_old(&mut tx, now.plus(-PATIENCE)).await?;
        deliveries::forget_outages(&mut tx, now.plus(-OUTAGES_FOR)).await?;
        parcels::forget_attempts(&mut tx, now.plus(-ATTEMPTS_FOR)).await?;
        forms::forget_refused(&mut tx, now.plus(-LEARNT_FOR)).await?;
        keys::forget_before(&mut tx, now.plus(-KEYS_FOR), KEYS_AT_ONCE).await?;
        channels::forget_before(&mut tx, now.plus(-SEEN_FOR)).await?;
        channels::release_before(&mut tx, now.plus(-HELD_FOR)).await?;
        comments::forget_removed(&mut tx, now.plus(-KEPT_FOR_APPEAL), TEXTS_AT_ONCE).await?;
        notices::forget_before(&mut tx, now.plus(-NOTICES_FOR), NOTICES_AT_ONCE).await?;
        read_markers::forget_before(&mut tx, now.plus(-UNREAD_FOR), MARKERS_AT_ONCE).await?;
        undoables::forget(&mut tx, now.plus(-ACTS_FOR)).await?;
        dependencies::forget_told(&mut tx, now.plus(-TOLD_AGAIN_AFTER)).await?;
        instance::forget_answers(&mut tx, now).await?;
        suggestions::forget_answered(&mut tx, now.plus(-SUGGESTIONS_FOR), SUGGESTIONS_AT_ONCE).await?;
        skill_offers::forget_ended(&mut tx, now.plus(-ENDED_OFFERS_FOR), OFFERS_AT_ONCE).await?;
        tx.commit().await
    };
    match swept.await {
        Ok(()) => cx.disk.has_room(),
        Err(error) if cx.disk.is_news(&error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "Old rows could not be swept away");
        }
        Err(_) => {}
    }
    expire(&cx, now).await;
    if let Err(error) = sweep_due(&cx.app, || cx.is_stopping()).await
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Late tasks that nobody has could not be told of"
        );
    }
    if let Err(error) = sweep_files(&cx.app, files).await
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Files that nobody needs could not be swept away"
        );
    }
}

/// Has those told of skill offers of ours who do not know them yet, and the servers of others asked for theirs.
async fn look_after_offers(cx: &WorkerCx, now: Time) -> StoreResult<()> {
    let due = skill_offers::due(&mut cx.app.db.read().await?, now, OFFERS_AT_ONCE).await?;
    if due.is_empty() {
        return Ok(());
    }
    let mut tx = cx.app.db.write().await?;
    for DueSkillOffer { id, uri, is_ours } in due {
        let again = now.plus(if is_ours { skill_offer::TOLD_EVERY } else { ASKED_EVERY });
        skill_offers::set_due(&mut tx, &id, Some(again)).await?;
        let job = if is_ours { Job::TellSkillOffer { offer: id } } else { Job::AskSkillOffer { uri } };
        job.write(&mut tx, &cx.app.clock, now).await?;
    }
    tx.commit().await
}

/// Deletes tasks for good when their time in the trash is over.
async fn expire(cx: &WorkerCx, now: Time) {
    let expired = async {
        let due =
            endings::due(&mut cx.app.db.read().await?, now.plus(-IN_TRASH_FOR), EXPIRED_AT_ONCE).await?;
        let clock = Principal::Clock { job: "sweep".to_owned() };
        for task in due {
            cx.app.perform(&clock, Action::ExpireTask(ExpireTask { task })).await?;
        }
        Ok::<_, PerformError>(())
    };
    if let Err(error) = expired.await
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Tasks could not be deleted whose time in the trash is over"
        );
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::convert::Infallible;

    use super::*;

    /// The time of tokio, which goes on by itself while everybody waits.
    #[tokio::test(start_paused = true)]
    async fn others_write_as_long_as_a_part_of_the_index_took() {
        let began = tokio::time::Instant::now();
        let parts = RefCell::new(Vec::new());
        let left =
            [(25, 40), (25, 300), (7, 10), (0, 5)].map(|(n, millis)| (n, Duration::from_millis(millis)));
        let part = || async {
            let (n, took) = left[parts.borrow().len()];
            parts.borrow_mut().push(began.elapsed().as_millis());
            tokio::time::sleep(took).await;
            Ok::<_, Infallible>((n, took))
        };
        assert_eq!(by_and_by(|| false, &part).await, Ok(true));
        assert_eq!(*parts.borrow(), [0, 80, 680, 700], "as long as each took, and none after the last");
        parts.borrow_mut().clear();
        assert_eq!(by_and_by(|| parts.borrow().len() == 2, &part).await, Ok(false));
    }
}
