//! Events: numbered without gaps within their stream, in commit order.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use pursuance_domain::action::Card;
use pursuance_domain::allowed::{Permission, Sight, TaskSight};
use pursuance_domain::event::{Audience, Event, Happened, Recorded, StreamId, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::{HOUR, Time};
use serde_json::json;

use super::damage::{ListStretch, StoredRow, listed, readable as readable_rows, single, whole};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::grants::readable;
use super::rooms;
use super::search::{among, list};

/// Bytes of an event besides its data: its row, and its entries in the indices.
const OF_EACH: usize = 256;

/// Locks a stream until the end of the transaction, so that the changes of a pursuance come one after the other.
/// Streams are locked in the order of their ids, and before any channel; channels in the order of the local actor and the peer's
/// inbox.
pub async fn lock(tx: &mut WriteTx, stream: &StreamId) -> StoreResult<()> {
    if tx.is_sqlite() {
        return Ok(());
    }
    // The row nearly always exists, and a lock writes less than an update that changes nothing.
    const LOCK: &str = "select last from stream where id = $1 for update";
    if optional!(tx, (i64,), LOCK, &stream.0)?.is_some() {
        return Ok(());
    }
    const BEGIN: &str =
        "insert into stream (id, last) values ($1, 0) on conflict (id) do update set last = stream.last";
    run!(tx, BEGIN, &stream.0).map(drop)
}

/// Numbers and writes events, all by two statements. Each is answered with its readers.
pub async fn add(
    tx: &mut WriteTx,
    mut events: Vec<Event>,
    now: Time,
) -> StoreResult<Vec<(Recorded, Audience)>> {
    macro_rules! insert {
        ($rows:literal) => {
            concat!(
                "insert into event (stream, seq, at, actor, verb, object, task, audience, data, in_log, action)
                select j.value ->> 0, cast(j.value ->> 1 as bigint), cast($2 as bigint), j.value ->> 2, j.value ->> 3, j.value ->> 4,
                  j.value ->> 5, j.value ->> 6, j.value ->> 7, cast(j.value ->> 8 as boolean), j.value ->> 9 from ",
                $rows
            )
        };
    }
    if events.is_empty() {
        return Ok(Vec::new());
    }
    // In the order of the streams, so that two transactions never wait for each other.
    events.sort_by(|a, b| a.stream.cmp(&b.stream));
    let mut last = numbered(tx, &events).await?;
    let mut recorded = Vec::with_capacity(events.len());
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        let seq = last.get_mut(&event.stream).ok_or(sqlx::Error::RowNotFound)?;
        *seq += 1;
        let data = event.what.data().to_string();
        tx.note_history(data.len().saturating_add(OF_EACH));
        rows.push(json!([
            event.stream,
            *seq,
            event.actor,
            event.what.verb().as_str(),
            event.object,
            event.task,
            event.audience.as_str(),
            data,
            event.what.is_in_log(),
            event.action.map(|card| card.name),
        ]));
        let Event { stream, actor, what, object, task, audience, action } = event;
        recorded.push((Recorded { stream, seq: *seq, at: now, actor, what, object, task, action }, audience));
    }
    let sql = if tx.is_sqlite() {
        insert!("json_each($1) j")
    } else {
        insert!("json_array_elements(cast($1 as json)) j(value)")
    };
    run!(tx, sql, json!(rows).to_string(), now.0)?;
    let mut done: Vec<(&str, &ActorId)> = recorded
        .iter()
        .filter_map(|(event, _)| Some((event.stream.0.as_str(), event.actor.as_ref()?)))
        .collect();
    done.dedup();
    note_last(tx, &done, now).await?;
    Ok(recorded)
}

/// Notes that people did something in pursuances, to the hour. `done`: the pursuance, and the person.
async fn note_last(tx: &mut WriteTx, done: &[(&str, &ActorId)], now: Time) -> StoreResult<()> {
    const SQLITE: &str = "update member set last_at = $2 where last_at <= $3
        and (pursuance, actor) in (select j.value ->> 0, j.value ->> 1 from json_each($1) j)";
    const POSTGRES: &str =
        "update member m set last_at = $2 from json_array_elements(cast($1 as json)) j(value)
        where m.pursuance = j.value ->> 0 and m.actor = j.value ->> 1 and m.last_at <= $3";
    if done.is_empty() {
        return Ok(());
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    run!(tx, sql, json!(done).to_string(), now.0, now.plus(-HOUR).0).map(drop)
}

/// Takes the numbers of some events, stream by stream in the order of their ids: so the streams are locked in that order. Answers
/// the last number of each stream before them.
async fn numbered(tx: &mut WriteTx, events: &[Event]) -> StoreResult<HashMap<StreamId, i64>> {
    macro_rules! next {
        ($rows:literal) => {
            concat!(
                "insert into stream (id, last) select j.value ->> 0, cast(j.value ->> 1 as bigint) from ",
                $rows,
                " where true on conflict (id) do update set last = stream.last + excluded.last returning id, last"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        next!("json_each($1) j")
    } else {
        next!("json_array_elements(cast($1 as json)) j(value)")
    };
    let mut counts: BTreeMap<&StreamId, i64> = BTreeMap::new();
    for event in events {
        *counts.entry(&event.stream).or_default() += 1;
    }
    let rows: Vec<_> = counts.iter().map(|(stream, count)| json!([stream, count])).collect();
    let found = all!(tx, (String, i64), sql, json!(rows).to_string())?;
    let before = |(id, last): (String, i64)| {
        let stream = StreamId(id);
        let count = counts.get(&stream).copied().unwrap_or_default();
        (stream, last - count)
    };
    Ok(found.into_iter().map(before).collect())
}

#[derive(sqlx::FromRow)]
pub(super) struct EventRow {
    stream: String,
    seq: i64,
    at: i64,
    actor: Option<String>,
    verb: String,
    object: String,
    task: Option<String>,
    data: String,
    action: Option<String>,
}

impl StoredRow for EventRow {
    fn key(&self) -> String {
        format!("{} {}", self.stream, self.seq)
    }
}

impl TryFrom<EventRow> for Recorded {
    type Error = StoreError;
    fn try_from(row: EventRow) -> StoreResult<Self> {
        Ok(Self {
            stream: StreamId(row.stream),
            seq: row.seq,
            at: Time(row.at),
            actor: row.actor.map(ActorId),
            what: what(&row.verb, &row.data)?,
            object: row.object,
            task: row.task.map(TaskId),
            action: row.action.as_deref().and_then(Card::named),
        })
    }
}

/// The event in a row.
fn what(verb: &str, data: &str) -> StoreResult<Happened> {
    let known = Verb::parse(verb).ok_or_else(|| StoreError::unknown_word("event", "verb", verb))?;
    let read = serde_json::from_str(data).and_then(|data| Happened::read(known, data));
    // The log has only the kind, because the document contains people's words.
    read.map_err(|_| StoreError::unknown_word("event", "data", format!("data of another kind than {verb}")))
}

/// Reads the word of an audience.
pub(super) fn read_audience(word: String) -> StoreResult<Audience> {
    Audience::parse(&word).ok_or_else(|| StoreError::unknown_word("event", "audience", word))
}

/// The event with this number, and its readers.
pub async fn find(tx: &mut ReadTx, stream: &StreamId, seq: i64) -> StoreResult<Option<(Recorded, Audience)>> {
    const SQL: &str =
        "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action, e.audience from event e
        where e.stream = $1 and e.seq = $2";
    single(optional!(tx, HeardRow, SQL, &stream.0, seq)?)
}

/// The events of a stream from one number to another, for a rule: all of them.
pub async fn range(tx: &mut ReadTx, stream: &StreamId, first: i64, last: i64) -> StoreResult<Vec<Recorded>> {
    const SQL: &str =
        "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from event e
        where e.stream = $1 and e.seq between $2 and $3 order by e.seq";
    whole(all!(tx, EventRow, SQL, &stream.0, first, last)?)
}

/// The events about the object of an event that came after it in its stream, for a rule.
pub async fn behind(tx: &mut ReadTx, event: &Recorded) -> StoreResult<Vec<Recorded>> {
    const SQL: &str =
        "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from event e
        where e.stream = $1 and e.seq > $2 and e.object = $3 order by e.seq";
    whole(all!(tx, EventRow, SQL, &event.stream.0, event.seq, &event.object)?)
}

/// The last person here who handed a task over, or accepted it.
pub async fn partner_of(tx: &mut ReadTx, stream: &StreamId, task: &TaskId) -> StoreResult<Option<ActorId>> {
    const SQL: &str =
        "select e.actor from event e join account a on a.actor = e.actor where e.task = $2 and e.stream = $1
        and e.verb in ('delegation.offered', 'delegation.reoffered', 'delegation.accepted')
        order by e.at desc, e.seq desc limit 1";
    let row = optional!(tx, (Option<String>,), SQL, &stream.0, task.as_str())?;
    Ok(row.and_then(|(actor,)| actor).map(ActorId))
}

/// Whether somebody was ever a member of a pursuance, or asked to be one.
pub async fn ever_came(tx: &mut ReadTx, stream: &StreamId, person: &ActorId) -> StoreResult<bool> {
    const SQL: &str = "select count(*) from (select 1 as n from event e where e.stream = $1 and e.in_log and ((e.object = $2
          and e.verb in ('member.joined', 'member.asked', 'member.decided', 'member.role_set'))
        or (e.actor = $2 and e.verb = 'pursuance.created')) limit 1) f";
    Ok(one!(tx, (i64,), SQL, &stream.0, person.as_str())?.0 > 0)
}

/// Whether something of a kind happened to a person in a pursuance after a moment, as its log tells every reader.
pub async fn happened_since(
    tx: &mut ReadTx,
    stream: &StreamId,
    verb: Verb,
    person: &ActorId,
    since: Time,
) -> StoreResult<bool> {
    const SQL: &str =
        "select count(*) from (select 1 as n from event e where e.stream = $1 and e.in_log and e.object = $2
        and e.verb = $3 and e.audience = 'readers' and e.at > $4 limit 1) f";
    Ok(one!(tx, (i64,), SQL, &stream.0, person.as_str(), verb.as_str(), since.0)?.0 > 0)
}

/// The last time until a moment that somebody came into a pursuance or went, as its log tells it.
pub async fn came_or_went(
    tx: &mut ReadTx,
    sight: &Sight,
    person: &ActorId,
    until: Time,
) -> StoreResult<Option<Recorded>> {
    const SQL: &str =
        "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from event e
        where e.stream = $1 and e.in_log and e.object = $2 and e.at <= $3
          and e.verb in ('member.joined', 'member.decided', 'member.left', 'member.removed', 'member.banned')
        order by e.seq desc limit 1";
    if !sight.may(Permission::SeeLog) {
        return Ok(None);
    }
    single(optional!(tx, EventRow, SQL, sight.pursuance().as_str(), person.as_str(), until.0)?)
}

#[derive(sqlx::FromRow)]
struct HeardRow {
    #[sqlx(flatten)]
    event: EventRow,
    audience: String,
}

impl StoredRow for HeardRow {
    fn key(&self) -> String {
        self.event.key()
    }
}

impl TryFrom<HeardRow> for (Recorded, Audience) {
    type Error = StoreError;
    fn try_from(row: HeardRow) -> StoreResult<Self> {
        Ok((row.event.try_into()?, read_audience(row.audience)?))
    }
}

/// The audience of a reader besides all readers, as a statement takes it; empty for a reader outside of it.
fn if_heard(sight: &Sight, audience: Audience) -> &'static str {
    if sight.hears(audience) { audience.as_str() } else { "" }
}

/// The audiences of a reader besides all readers.
fn besides(sight: &Sight) -> [&'static str; 3] {
    [Audience::Answerers, Audience::Deciders, Audience::Members].map(|audience| if_heard(sight, audience))
}

/// Whether a reader may read the task of an event: no task in the trash, and only their own tasks where they may not read all. And
/// its room: one that was open when it happened may be for members now. What happened to a message is told as long as it is there. That one
/// was removed is a sanction, and is told to whom it was told.
/// The trash and the room are asked about by id: Postgres reads all tasks for a `not exists` here.
macro_rules! heard {
    ($reader:literal, $everyone:literal, $members:literal) => {
        concat!(
            "(cast(",
            $reader,
            " as text) is null and (select z.trashed_at is not null from task z where z.id = e.task) is not true
              or exists (select 1 from task t where t.id = e.task and ",
            readable!("t", $reader),
            ")) and (e.verb not like 'room.%' or e.verb = 'room.message_removed' or (select r.open from room r
              where r.id = coalesce((select m.thread from message m where m.id = e.object), e.object)) in (",
            $everyone,
            ", ",
            $members,
            "))"
        )
    };
}

/// The readable events of a pursuance after a number.
pub async fn after(tx: &mut ReadTx, sight: &Sight, seq: i64, limit: i64) -> StoreResult<Vec<Recorded>> {
    const SQL: &str = concat!(
        "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from event e
        where e.stream = $1 and e.seq > $2 and e.audience in ('readers', $5, $6, $7) and ",
        heard!("$3", "$8", "$9"),
        " order by e.seq limit +$4"
    );
    let (stream, only_of) = (sight.pursuance().as_str(), sight.only_of().map(ActorId::as_str));
    let [answers, decides, members] = besides(sight);
    let [open, closed] = rooms::readers(sight);
    let mut list = ListStretch::new(limit, seq);
    while let Some((seq, wanted)) = list.wanted() {
        let found =
            each!(tx, EventRow, SQL, stream, *seq, only_of, wanted, answers, decides, members, open, closed)?;
        list.take(found, |row| row.seq);
    }
    Ok(list.rows())
}

/// The newest readable event of a pursuance after a number: its number and its time.
pub async fn newest_after(tx: &mut ReadTx, sight: &Sight, seq: i64) -> StoreResult<Option<(i64, Time)>> {
    const SQL: &str = concat!(
        "select e.seq, e.at from event e
        where e.stream = $1 and e.seq > $2 and e.audience in ('readers', $4, $5, $6) and ",
        heard!("$3", "$7", "$8"),
        " order by e.seq desc limit 1"
    );
    let (stream, only_of) = (sight.pursuance().as_str(), sight.only_of().map(ActorId::as_str));
    let [answers, decides, members] = besides(sight);
    let [open, closed] = rooms::readers(sight);
    let found =
        optional!(tx, (i64, i64), SQL, stream, seq, only_of, answers, decides, members, open, closed)?;
    Ok(found.map(|(seq, at)| (seq, Time(at))))
}

/// The newest event of a pursuance after a number that is about a person, whether they may read it or not: its number and its time.
pub async fn newest_about(
    tx: &mut ReadTx,
    stream: &StreamId,
    person: &ActorId,
    seq: i64,
) -> StoreResult<Option<(i64, Time)>> {
    const SQL: &str = "select e.seq, e.at from event e where e.stream = $1 and e.seq > $2 and e.object = $3
        order by e.seq desc limit 1";
    let found = optional!(tx, (i64, i64), SQL, stream.0.as_str(), seq, person.as_str())?;
    Ok(found.map(|(seq, at)| (seq, Time(at))))
}

/// The readable ones of the last events of a pursuance, the newest first. `among`: their places, which begin with 0 for the newest event.
pub async fn newest(tx: &mut ReadTx, sight: &Sight, among: Range<i64>) -> StoreResult<Vec<Recorded>> {
    const SQL: &str = concat!(
        "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from event e
        where e.stream = $1 and e.seq > (select s.last - $2 from stream s where s.id = $1)
          and e.seq <= (select s.last - $9 from stream s where s.id = $1) and e.audience in ('readers', $4, $5, $6) and ",
        heard!("$3", "$7", "$8"),
        " order by e.seq desc"
    );
    let (stream, only_of) = (sight.pursuance().as_str(), sight.only_of().map(ActorId::as_str));
    let [answers, decides, members] = besides(sight);
    let [open, closed] = rooms::readers(sight);
    let Range { start, end } = among;
    Ok(listed(each!(
        tx, EventRow, SQL, stream, end, only_of, answers, decides, members, open, closed, start
    )?))
}

/// The conditions on the events that are wanted.
#[derive(Debug)]
pub struct Narrowed<'a> {
    pub verbs: &'a [Verb],
    pub actor: Option<&'a ActorId>,
    pub task: Option<&'a TaskId>,
    /// From this moment on, and before the other one.
    pub from: Time,
    pub until: Time,
}

/// The readable events of a pursuance that meet `wanted`, the newest first. Only events with a number in `numbers` are looked at.
pub async fn between(
    tx: &mut ReadTx,
    sight: &Sight,
    numbers: Range<i64>,
    wanted: &Narrowed<'_>,
    limit: i64,
) -> StoreResult<Vec<Recorded>> {
    macro_rules! narrowed {
        ($among:literal) => {
            concat!(
                "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from event e
                where e.stream = $1 and e.seq >= $2 and e.seq < $3 and e.audience in ('readers', $5, $6, $7) and ",
                heard!("$4", "$14", "$15"),
                " and (cast($8 as text) is null or e.actor = $8) and (cast($9 as text) is null or e.task = $9)
                and e.at >= $10 and e.at < $11 and e.verb ",
                $among,
                " order by e.seq desc limit +$13"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        narrowed!("in (select value from json_each($12))")
    } else {
        narrowed!("= any (array(select json_array_elements_text(cast($12 as json))))")
    };
    let (stream, only_of) = (sight.pursuance().as_str(), sight.only_of().map(ActorId::as_str));
    let [answers, decides, members] = besides(sight);
    let [open, closed] = rooms::readers(sight);
    let (actor, task) = (wanted.actor.map(ActorId::as_str), wanted.task.map(TaskId::as_str));
    let verbs = list(wanted.verbs.iter().map(|verb| verb.as_str()));
    let mut found = ListStretch::new(limit, numbers.end);
    while let Some((before, count)) = found.wanted() {
        let rows = each!(
            tx,
            EventRow,
            sql,
            stream,
            numbers.start,
            *before,
            only_of,
            answers,
            decides,
            members,
            actor,
            task,
            wanted.from.0,
            wanted.until.0,
            &verbs,
            count,
            open,
            closed
        )?;
        found.take(rows, |row| row.seq);
    }
    Ok(found.rows())
}

/// The number of the first event of a pursuance that is no older than a moment, or the next one where all are; found by halves, as
/// times grow with the numbers.
pub async fn first_since(tx: &mut ReadTx, sight: &Sight, at: Time) -> StoreResult<i64> {
    const SQL: &str = "select e.at from event e where e.stream = $1 and e.seq = $2";
    let stream = StreamId::of(sight.pursuance());
    let (mut first, mut end) = (1, last(tx, &stream).await?.saturating_add(1));
    if at.0 == i64::MAX {
        return Ok(end);
    }
    while first < end {
        let middle = first + (end - first) / 2;
        match optional!(tx, (i64,), SQL, &stream.0, middle)? {
            Some((found,)) if found < at.0 => first = middle + 1,
            Some(_) | None => end = middle,
        }
    }
    Ok(first)
}

/// The log of a pursuance, the newest first, before a number; empty for a reader who may not see it.
pub async fn log(tx: &mut ReadTx, sight: &Sight, before: i64, limit: i64) -> StoreResult<Vec<Recorded>> {
    const SQL: &str =
        "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from event e
        where e.stream = $1 and e.seq < $2 and e.in_log and e.audience in ('readers', $4, $5, $6)
        order by e.seq desc limit +$3";
    if !sight.may(Permission::SeeLog) {
        return Ok(Vec::new());
    }
    let [answers, decides, members] = besides(sight);
    let mut list = ListStretch::new(limit, before);
    while let Some((before, wanted)) = list.wanted() {
        let stream = sight.pursuance().as_str();
        let found = each!(tx, EventRow, SQL, stream, *before, wanted, answers, decides, members)?;
        list.take(found, |row| row.seq);
    }
    Ok(list.rows())
}

/// The history of a task, the newest first, and how many lines it has in all.
pub async fn of_task(
    tx: &mut ReadTx,
    sight: &Sight,
    task: &TaskSight,
    limit: i64,
) -> StoreResult<(Vec<Recorded>, i64)> {
    const SQL: &str = "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action,
          (select count(*) from event c where c.task = $1 and c.audience in ('readers', $4, $5, $6) and c.stream = $2) as in_all
        from event e
        where e.task = $1 and e.audience in ('readers', $4, $5, $6) and e.stream = $2 order by e.at desc, e.seq desc limit +$3";
    let [answers, decides, members] = besides(sight);
    let (task, stream) = (task.task().as_str(), sight.pursuance().as_str());
    let found = readable_rows(each!(tx, LineRow, SQL, task, stream, limit, answers, decides, members)?);
    let in_all = found.first().map_or(0, |line| line.in_all);
    Ok((listed(found.into_iter().map(|line| line.event).collect::<Vec<_>>()), in_all))
}

/// A line of a history.
#[derive(sqlx::FromRow)]
struct LineRow {
    #[sqlx(flatten)]
    event: EventRow,
    /// The number of all lines.
    in_all: i64,
}

impl StoredRow for LineRow {
    fn key(&self) -> String {
        self.event.key()
    }
}

/// The newest event of a kind for each of some readable tasks.
pub async fn newest_of_tasks(tx: &mut ReadTx, tasks: &[TaskId], verb: Verb) -> StoreResult<Vec<Recorded>> {
    const SQLITE: &str =
        "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from json_each($1) o cross join event e
        on e.rowid in (select c.rowid from event c where c.task = o.value and c.verb = $2 and c.audience = 'readers'
          order by c.at desc, c.seq desc limit 1)";
    const POSTGRES: &str =
        "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from json_array_elements_text(cast($1 as json)) o(value)
        cross join lateral (select * from event c where c.task = o.value and c.verb = $2 and c.audience = 'readers'
          order by c.at desc, c.seq desc limit 1) e";
    let ids: Vec<&str> = tasks.iter().map(TaskId::as_str).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    Ok(listed(each!(tx, EventRow, sql, json!(ids).to_string(), verb.as_str())?))
}

/// The newest events of a kind about a task, the newest first.
pub async fn newest_of_task(
    tx: &mut ReadTx,
    task: &TaskSight,
    verb: Verb,
    limit: i64,
) -> StoreResult<Vec<Recorded>> {
    const SQL: &str = "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from event e
        where e.task = $1 and e.verb = $2 and e.audience = 'readers' order by e.at desc, e.seq desc limit +$3";
    Ok(listed(each!(tx, EventRow, SQL, task.task().as_str(), verb.as_str(), limit)?))
}

/// The newest events of a kind about a task, for a rule: they do not depend on a reader.
pub async fn of_kind(tx: &mut ReadTx, task: &TaskId, verb: Verb, limit: i64) -> StoreResult<Vec<Recorded>> {
    const SQL: &str =
        "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from event e
        where e.task = $1 and e.verb = $2 order by e.at desc, e.seq desc limit +$3";
    whole(all!(tx, EventRow, SQL, task.as_str(), verb.as_str(), limit)?)
}

/// The task of a pursuance that was put into the trash at a moment.
pub async fn put_into_trash(tx: &mut ReadTx, stream: &StreamId, at: Time) -> StoreResult<Vec<Recorded>> {
    const SQL: &str =
        "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action from event e
        where e.stream = $1 and e.in_log and e.verb = $2 and e.at = $3 order by e.seq desc limit 1";
    whole(all!(tx, EventRow, SQL, &stream.0, Verb::TaskTrashed.as_str(), at.0)?)
}

/// The last number of a stream; 0 before its first event.
pub async fn last(tx: &mut ReadTx, stream: &StreamId) -> StoreResult<i64> {
    let row: Option<(i64,)> = optional!(tx, (i64,), "select last from stream where id = $1", &stream.0)?;
    Ok(row.map_or(0, |row| row.0))
}

/// The last numbers of the streams of some pursuances; pursuances without an event are absent.
pub async fn last_of_each(
    tx: &mut ReadTx,
    pursuances: impl IntoIterator<Item = &ActorId>,
) -> StoreResult<HashMap<ActorId, i64>> {
    macro_rules! last {
        ($($which:literal),+) => {
            concat!("select s.id, s.last from stream s ", $($which),+)
        };
    }
    let sql = among!(last, "s.id", tx);
    let found = all!(tx, (String, i64), sql, list(pursuances.into_iter().map(ActorId::as_str)))?;
    Ok(found.into_iter().map(|(id, last)| (ActorId(id), last)).collect())
}

/// The recent acts of operators, the newest first: without the opening of accounts, of which there may be very many.
pub async fn lately_of_instance(tx: &mut ReadTx, limit: i64) -> StoreResult<Vec<Recorded>> {
    const SQL: &str = "select stream, seq, at, actor, verb, object, task, data, action from event
        where stream = $1 and audience = $2 and verb <> $3 order by seq desc limit +$4";
    let (instance, audience) = (StreamId::instance().0, Audience::Operators.as_str());
    Ok(listed(each!(tx, EventRow, SQL, &instance, audience, Verb::AccountCreated.as_str(), limit)?))
}
