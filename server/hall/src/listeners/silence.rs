//! Updates the awaited person of a task after its events, and the learnt pace (RULES §5).

use pursuance_domain::delegation::timer::Outage;
use pursuance_domain::event::Recorded;
use pursuance_domain::id::ActorId;
use pursuance_domain::people::limits::{Away, is_away};
use pursuance_domain::silence::{Part, Sign, Watched, begins, follow, moves, sign, time_in};
use pursuance_domain::time::Time;
use pursuance_domain::value::HandingOn;

use super::Tasks;
use crate::store::actors::{self, ActorKind};
use crate::store::db::{ReadTx, WriteTx};
use crate::store::error::StoreResult;
use crate::store::silence::{self, InTerms, Row};
use crate::store::tasks::{self, Task};
use crate::store::{availability, deliveries};

/// The name of this server among the hosts that were down.
const OURS: &str = "";

pub(super) async fn hear(tx: &mut WriteTx, tasks: &mut Tasks, event: &Recorded) -> StoreResult<()> {
    let (true, Some(id)) = (moves(&event.what), &event.task) else { return Ok(()) };
    let heard = sign(&event.what);
    let Some(found) = tasks.find(tx, id).await? else { return Ok(()) };
    // Most events begin no silence, and most tasks have none. If an event of the act begins one, the following events find it.
    found.has_silence |= begins(&event.what);
    let task = found.task.clone();
    let before = if found.has_silence { silence::of_task_in_terms(tx, id, task.phase).await? } else { None };
    if before.is_some() || begins(&event.what) {
        let is_theirs = |found: &InTerms| event.actor.as_ref() == Some(&found.row.silence.who);
        let of_them = heard.filter(|heard| !heard.is_of_life() || before.as_ref().is_some_and(is_theirs));
        go_on(tx, &task, before, of_them, event.at).await?;
    }
    // Work on a subtask by anybody counts as work on the whole.
    if heard == Some(Sign::Work) && task.parent.is_some() {
        for row in silence::above(tx, id).await? {
            if let Some(above) = tasks::by_id(tx, &row.task).await? {
                let heard = heard.filter(|_| row.silence.part == Part::Assignee);
                let before = silence::of_task_in_terms(tx, &above.id, above.phase).await?;
                go_on(tx, &above, before, heard, event.at).await?;
            }
        }
    }
    Ok(())
}

async fn go_on(
    tx: &mut WriteTx,
    task: &Task,
    before: Option<InTerms>,
    heard: Option<Sign>,
    now: Time,
) -> StoreResult<()> {
    let is_known =
        |who: &ActorId| before.as_ref().is_some_and(|found| found.is_here && found.row.silence.who == *who);
    let watched = match may_be_watched(task) {
        Some(same) if is_known(&same.who) => Some(same),
        Some(_) => watched(tx, task).await?,
        None => None,
    };
    let (before, terms) = match before {
        Some(found) => (Some((found.row, found.has_gaps)), found.terms),
        None if watched.is_none() => return Ok(()),
        None => (None, silence::terms(tx, &task.pursuance, task.phase).await?),
    };
    let watched = watched.filter(|_| terms.mode != HandingOn::Off);
    let was = before.as_ref().map(|(row, _)| row.silence.clone());
    let before = match before {
        Some((row, true)) => Some(counted(tx, row, now).await?),
        Some((row, false)) => Some(taken_out(row, &[], None, now)),
        None => None,
    };
    let counted_to = before.as_ref().map_or(now, |row| row.counted_to);
    let before = before.map(|row| row.silence);
    let after = follow(before, watched.as_ref(), heard, terms, now);
    if let Some((phase, gap)) = after.gap {
        let pace = silence::terms(tx, &task.pursuance, phase).await?.pace;
        silence::set_pace(tx, &task.pursuance, phase, pace.learn(gap)).await?;
    }
    match after.silence {
        Some(silence) if was.as_ref() == Some(&silence) => Ok(()),
        Some(silence) => silence::set(tx, &task.id, &task.pursuance, &silence, counted_to).await,
        None => silence::end(tx, &task.id).await,
    }
}

/// Removes the times that do not count from a silence: while this server was down or the person was away, they could not write.
pub(crate) async fn counted(tx: &mut ReadTx, row: Row, now: Time) -> StoreResult<Row> {
    if row.silence.paused_at.is_some() {
        return Ok(taken_out(row, &[], None, now));
    }
    let outages = deliveries::outages(tx, OURS, row.counted_to).await?;
    let away = availability::of_person(tx, &row.silence.who).await?.and_then(|said| said.away);
    Ok(taken_out(row, &outages, away, now))
}

/// Does for several rows what [`counted`] does for one.
pub(crate) async fn counted_each(tx: &mut ReadTx, rows: Vec<Row>, now: Time) -> StoreResult<Vec<Row>> {
    let Some(from) = rows.iter().map(|row| row.counted_to).min() else { return Ok(rows) };
    let outages = deliveries::outages(tx, OURS, from).await?;
    let people = availability::of_people(tx, rows.iter().map(|row| &row.silence.who)).await?;
    let away = |row: &Row| people.get(&row.silence.who).and_then(|said| said.away);
    let counted = rows.into_iter().map(|row| {
        let away = away(&row);
        taken_out(row, &outages, away, now)
    });
    Ok(counted.collect())
}

fn taken_out(row: Row, outages: &[Outage], away: Option<Away>, now: Time) -> Row {
    // A pause is no silence anyway.
    if row.silence.paused_at.is_some() {
        return Row { counted_to: now.max(row.counted_to), ..row };
    }
    let mut times: Vec<_> = outages.iter().map(|outage| (outage.from, outage.until)).collect();
    times.extend(away.map(|away| (away.from, away.until)));
    times.sort_unstable();
    // The whole absence counts at once, so that no job has to run before its end.
    let to = away.filter(|away| is_away(*away, now)).map_or(now, |away| away.until).max(row.counted_to);
    let left_out = time_in(&times, row.counted_to, to);
    Row { silence: row.silence.moved(left_out), counted_to: to, ..row }
}

/// Finds the person for whom a task waits, if any.
pub(crate) async fn watched(tx: &mut ReadTx, task: &Task) -> StoreResult<Option<Watched>> {
    let Some(watched) = may_be_watched(task) else { return Ok(None) };
    Ok(if is_person_here(tx, &watched.who).await? { Some(watched) } else { None })
}

/// Finds the person for whom a task waits, if it is a local one.
pub(crate) fn may_be_watched(task: &Task) -> Option<Watched> {
    let part = Part::in_phase(task.phase).filter(|_| !task.is_put_away())?;
    let who = match part {
        Part::Assignee => task.assignee.as_ref(),
        // The work on a mirror is reviewed by the pursuance that asked for it, which is reminded by its delegation. Likewise, work of
        // another pursuance waits there.
        Part::Reviewer if task.delegation.is_some() => None,
        Part::Reviewer => Some(task.reviewer.as_ref().unwrap_or(&task.creator)),
    };
    let who = who.filter(|who| part == Part::Assignee || Some(*who) != task.assignee.as_ref())?;
    Some(Watched {
        who: who.clone(),
        part,
        phase: task.phase,
        size: task.asked.size,
        urgency: task.asked.urgency,
        is_paused: task.is_blocked,
    })
}

async fn is_person_here(tx: &mut ReadTx, who: &ActorId) -> StoreResult<bool> {
    let actor = actors::by_id(tx, who).await?;
    Ok(actor.is_some_and(|actor| actor.kind == ActorKind::Person && actor.host.is_none()))
}
