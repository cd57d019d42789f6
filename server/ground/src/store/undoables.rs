//! Acts on tasks that people can take back for a time: which events of a pursuance were one act, and whose. The events themselves
//! tell what happened.

use std::collections::HashSet;

use pursuance_domain::event::{Recorded, StreamId, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::StoreResult;
use super::search::list;

/// An act: events of a pursuance that were written together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoableAct {
    /// The numbers of its first and its last event.
    pub first: i64,
    pub last: i64,
    pub actor: ActorId,
    pub at: Time,
    pub undone_at: Option<Time>,
}

impl UndoableAct {
    /// Whether an event is one of it.
    pub fn has(&self, seq: i64) -> bool {
        (self.first..=self.last).contains(&seq)
    }
}

/// An event, as far as acts are taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is of no act that was taken back, and takes none back.
    Stands,
    /// It is of an act that was taken back.
    Undone,
    /// It takes the act of these events back.
    TakesBack { first: i64, last: i64 },
}

type ActRow = (i64, i64, String, i64, Option<i64>);

fn act((first, last, actor, at, undone_at): ActRow) -> UndoableAct {
    UndoableAct { first, last, actor: ActorId(actor), at: Time(at), undone_at: undone_at.map(Time) }
}

/// Notes an act that can be taken back.
pub async fn add(tx: &mut WriteTx, pursuance: &ActorId, act: &UndoableAct) -> StoreResult<()> {
    const SQL: &str =
        "insert into undoable (pursuance, first, last, account, at) values ($1, $2, $3, $4, $5)";
    run!(tx, SQL, pursuance.as_str(), act.first, act.last, act.actor.as_str(), act.at.0).map(drop)
}

/// Notes that an act was taken back, and by which events: the first and the last, where there are any.
pub async fn undone(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    first: i64,
    by: Option<(i64, i64)>,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "update undoable set undone_at = $3, undone_first = $4, undone_last = $5
        where pursuance = $1 and first = $2 and undone_at is null";
    let (from, to) = (by.map(|by| by.0), by.map(|by| by.1));
    run!(tx, SQL, pursuance.as_str(), first, now.0, from, to).map(drop)
}

/// The act that an event belongs to, if it could be taken back.
pub async fn find(tx: &mut ReadTx, pursuance: &ActorId, seq: i64) -> StoreResult<Option<UndoableAct>> {
    const SQL: &str = "select first, last, account, at, undone_at from undoable
        where pursuance = $1 and first <= $2 order by first desc limit 1";
    let row = optional!(tx, ActRow, SQL, pursuance.as_str(), seq)?;
    Ok(row.map(act).filter(|act| act.has(seq)))
}

/// The acts of a person in a pursuance since a moment that were not taken back, the newest first; at most `limit`.
pub async fn of_person(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    person: &ActorId,
    since: Time,
    limit: i64,
) -> StoreResult<Vec<UndoableAct>> {
    const SQL: &str = "select first, last, account, at, undone_at from undoable
        where pursuance = $1 and account = $2 and at >= $3 and undone_at is null order by first desc limit +$4";
    let rows = all!(tx, ActRow, SQL, pursuance.as_str(), person.as_str(), since.0, limit)?;
    Ok(rows.into_iter().map(act).collect())
}

/// The first event behind a number that prevents taking back an act on these tasks: of a kind in `by_others` by somebody else, or
/// of one of the person's kinds by the person. Events of acts that were taken back, and the events that took them back, prevent
/// nothing. Answers the task, and whether it was the person.
pub async fn in_the_way(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    behind: i64,
    tasks: impl IntoIterator<Item = &TaskId>,
    by_others: impl IntoIterator<Item = Verb>,
    (person, by_person): (&ActorId, impl IntoIterator<Item = Verb>),
) -> StoreResult<Option<(TaskId, bool)>> {
    macro_rules! sql {
        ($tasks:literal, $others:literal, $own:literal) => {
            concat!(
                "select e.task, e.actor is not null and e.actor = $4 from event e where e.stream = $1 and e.seq > $2 and e.task ",
                $tasks,
                " and ((e.actor = $4 and e.verb ",
                $own,
                ") or ((e.actor is null or e.actor <> $4) and e.verb ",
                $others,
                "))
                  and coalesce((select case when u.undone_at is null then 0 else u.last end from undoable u
                    where u.pursuance = $1 and u.first <= e.seq order by u.first desc limit 1), 0) < e.seq
                  and coalesce((select u.undone_last from undoable u
                    where u.pursuance = $1 and u.undone_first <= e.seq order by u.undone_first desc limit 1), 0) < e.seq
                order by e.seq limit 1"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        sql!(
            "in (select value from json_each($3))",
            "in (select value from json_each($5))",
            "in (select value from json_each($6))"
        )
    } else {
        sql!(
            "= any (array(select json_array_elements_text(cast($3 as json))))",
            "= any (array(select json_array_elements_text(cast($5 as json))))",
            "= any (array(select json_array_elements_text(cast($6 as json))))"
        )
    };
    let tasks = list(tasks.into_iter().map(TaskId::as_str));
    let by_others = list(by_others.into_iter().map(Verb::as_str));
    let by_person = list(by_person.into_iter().map(Verb::as_str));
    let found = optional!(
        tx,
        (String, bool),
        sql,
        pursuance.as_str(),
        behind,
        tasks,
        person.as_str(),
        by_others,
        by_person
    )?;
    Ok(found.map(|(task, is_own)| (TaskId(task), is_own)))
}

/// Locks an act: telling people of it and taking it back wait for each other.
pub async fn lock(tx: &mut WriteTx, pursuance: &ActorId, act: &UndoableAct) -> StoreResult<()> {
    // There is one writer on SQLite.
    if !tx.is_sqlite() {
        const SQL: &str = "select first from undoable where pursuance = $1 and first = $2 for update";
        optional!(tx, (i64,), SQL, pursuance.as_str(), act.first)?;
    }
    Ok(())
}

/// The standing of an event, which holds until this transaction ends.
pub async fn standing(tx: &mut WriteTx, event: &Recorded) -> StoreResult<Standing> {
    macro_rules! last_before {
        ($lock:literal) => {
            concat!(
                "select last, undone_at from undoable where pursuance = $1 and first <= $2 order by first desc limit 1",
                $lock
            )
        };
    }
    const BACK: &str = "select first, last from undoable where pursuance = $1 and undone_at = $3
        and undone_first <= $2 and undone_last >= $2 limit 1";
    let (pursuance, seq) = (&event.stream.0, event.seq);
    let sql = if tx.is_sqlite() { last_before!("") } else { last_before!(" for share") };
    let before = optional!(tx, (i64, Option<i64>), sql, pursuance, seq)?;
    if let Some((_, undone_at)) = before.filter(|(last, _)| *last >= seq) {
        return Ok(if undone_at.is_some() { Standing::Undone } else { Standing::Stands });
    }
    // Events that take an act back have its `undone_at`.
    let back = optional!(tx, (i64, i64), BACK, pursuance, seq, event.at.0)?;
    Ok(back.map_or(Standing::Stands, |(first, last)| Standing::TakesBack { first, last }))
}

/// Counts the events of a kind by the same person at the same moment as `event`, up to `around` numbers before and behind it.
pub async fn beside(tx: &mut ReadTx, event: &Recorded, verb: Verb, around: usize) -> StoreResult<usize> {
    const SQL: &str = "select count(*) from event e where e.stream = $1 and e.seq between $2 and $3
        and e.at = $4 and e.actor = $5 and e.verb = $6";
    let Some(actor) = &event.actor else { return Ok(0) };
    let around = i64::try_from(around).unwrap_or(i64::MAX);
    let (first, last) = (event.seq.saturating_sub(around), event.seq.saturating_add(around));
    let (stream, verb) = (&event.stream.0, verb.as_str());
    let (count,) = one!(tx, (i64,), SQL, stream, first, last, event.at.0, actor.as_str(), verb)?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// The people among `people` who have a notice of an object by events of a stream from one number to another.
pub async fn told_of(
    tx: &mut ReadTx,
    (object, stream): (&str, &StreamId),
    (first, last): (i64, i64),
    people: &[&ActorId],
) -> StoreResult<HashSet<ActorId>> {
    const SQLITE: &str = "select distinct account from notice where object = $1 and stream = $2
        and seq between $3 and $4 and account in (select value from json_each($5))";
    const POSTGRES: &str = "select distinct account from notice where object = $1 and stream = $2
        and seq between $3 and $4 and account = any (array(select json_array_elements_text(cast($5 as json))))";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let people = list(people.iter().map(|who| who.as_str()));
    let rows = all!(tx, (String,), sql, object, &stream.0, first, last, people)?;
    Ok(rows.into_iter().map(|(account,)| ActorId(account)).collect())
}

/// Deletes the acts from before a moment.
pub async fn forget(tx: &mut WriteTx, before: Time) -> StoreResult<()> {
    run!(tx, "delete from undoable where at < $1", before.0).map(drop)
}

/// The numbers of the first and the last of the events in the stream of a pursuance.
pub fn range_in<'a>(
    pursuance: &ActorId,
    events: impl IntoIterator<Item = &'a Recorded>,
) -> Option<(i64, i64)> {
    let stream = StreamId::of(pursuance);
    let numbers = events.into_iter().filter(|event| event.stream == stream).map(|event| event.seq);
    numbers.fold(None, |range, seq| match range {
        None => Some((seq, seq)),
        Some((first, last)) => Some((seq.min(first), seq.max(last))),
    })
}
