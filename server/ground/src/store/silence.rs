//! Silences: who is waited for, since when, and when something is due about it; the learnt pace; and when this server was
//! last awake.

use std::collections::HashMap;

use pursuance_domain::allowed::{Permission, Sight};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::silence::{
    AskedReviewer, FixedDays, Heirs, LearntPace, Part, Silence, SilencePace, SilentDays, Terms,
};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use pursuance_domain::value::{HandingOn, ValueRefusal};

use super::damage::{StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, all, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::search::{among, list};

/// The silence about a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub task: TaskId,
    pub pursuance: ActorId,
    pub silence: Silence,
    /// When it is to be looked at: when something is due, or at once after the terms have changed.
    pub look_at: Option<Time>,
    /// Up to when the times were taken out that do not count.
    pub counted_to: Time,
}

#[derive(Debug, sqlx::FromRow)]
struct SilenceRow {
    task: String,
    pursuance: String,
    who: String,
    part: String,
    phase: String,
    since: i64,
    worked_at: i64,
    answers: i64,
    nudged_at: Option<i64>,
    until: Option<i64>,
    paused_at: Option<i64>,
    nudge_at: i64,
    hand_on_at: i64,
    due_at: Option<i64>,
    counted_to: i64,
    asked: Option<String>,
    asked_at: Option<i64>,
}

impl StoredRow for SilenceRow {
    fn key(&self) -> String {
        self.task.clone()
    }
}

impl TryFrom<SilenceRow> for Row {
    type Error = StoreError;
    fn try_from(row: SilenceRow) -> StoreResult<Self> {
        let silence = Silence {
            who: ActorId(row.who),
            part: Part::parse(&row.part)
                .ok_or_else(|| StoreError::unknown_word("silence", "part", row.part))?,
            phase: Phase::parse(&row.phase)
                .ok_or_else(|| StoreError::unknown_word("silence", "phase", row.phase))?,
            since: Time(row.since),
            worked_at: Time(row.worked_at),
            answers: u32::try_from(row.answers).unwrap_or(0),
            nudged_at: row.nudged_at.map(Time),
            until: row.until.map(Time),
            paused_at: row.paused_at.map(Time),
            nudge_at: Time(row.nudge_at),
            hand_on_at: Time(row.hand_on_at),
            asked: row
                .asked
                .zip(row.asked_at)
                .map(|(who, at)| AskedReviewer { who: ActorId(who), at: Time(at) }),
        };
        let (task, pursuance) = (TaskId(row.task), ActorId(row.pursuance));
        Ok(Self { task, pursuance, silence, look_at: row.due_at.map(Time), counted_to: Time(row.counted_to) })
    }
}

macro_rules! select {
    ($($rest:expr),+) => {
        concat!(
            "select s.task, s.pursuance, s.who, s.part, s.phase, s.since, s.worked_at, s.answers, s.nudged_at, s.until, s.paused_at,
              s.nudge_at, s.hand_on_at, s.due_at, s.counted_to, s.asked, s.asked_at from silence s ",
            $($rest),+
        )
    };
}

/// The silence about a task, if anybody is waited for.
pub async fn of_task(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Option<Row>> {
    single(optional!(tx, SilenceRow, select!("where s.task = $1"), task.as_str())?)
}

/// The silences of a pursuance that began first; none for a reader who may not decide what follows.
pub async fn longest(tx: &mut ReadTx, sight: &Sight, limit: i64) -> StoreResult<Vec<Row>> {
    if !sight.may(Permission::EditPursuance) {
        return Ok(Vec::new());
    }
    const SQL: &str = select!("where s.pursuance = $1 order by s.since, s.task limit +$2");
    Ok(listed(all!(tx, SilenceRow, SQL, sight.pursuance().as_str(), limit)?))
}

/// The silences of one person, the next one with a consequence first; at most `limit`. The caller checks each task.
pub async fn of_person(tx: &mut ReadTx, person: &ActorId, limit: i64) -> StoreResult<Vec<Row>> {
    const SQL: &str =
        select!("where s.who = $1 and s.paused_at is null order by s.nudge_at, s.task limit +$2");
    Ok(listed(all!(tx, SilenceRow, SQL, person.as_str(), limit)?))
}

/// The silences about the tasks above one.
pub async fn above(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<Row>> {
    const SQL: &str = concat!(
        "with recursive above(id) as (select parent from task where id = $1 and parent is not null
          union all select t.parent from above a cross join task t where t.id = a.id and t.parent is not null) ",
        select!("where s.task in (select id from above)")
    );
    Ok(listed(all!(tx, SilenceRow, SQL, task.as_str())?))
}

/// Writes the silence about a task, instead of the one before. `counted_to`: up to then the times that do not count were taken
/// out.
pub async fn set(
    tx: &mut WriteTx,
    task: &TaskId,
    pursuance: &ActorId,
    silence: &Silence,
    counted_to: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into silence (task, pursuance, who, part, phase, since, worked_at, answers, nudged_at, until,
          paused_at, nudge_at, hand_on_at, due_at, counted_to, asked, asked_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        on conflict (task) do update set who = excluded.who, part = excluded.part, phase = excluded.phase,
          since = excluded.since, worked_at = excluded.worked_at, answers = excluded.answers, nudged_at = excluded.nudged_at,
          until = excluded.until, paused_at = excluded.paused_at, nudge_at = excluded.nudge_at,
          hand_on_at = excluded.hand_on_at, due_at = excluded.due_at, counted_to = excluded.counted_to,
          asked = excluded.asked, asked_at = excluded.asked_at";
    run!(
        tx,
        SQL,
        task.as_str(),
        pursuance.as_str(),
        silence.who.as_str(),
        silence.part.as_str(),
        silence.phase.as_str(),
        silence.since.0,
        silence.worked_at.0,
        i64::from(silence.answers),
        silence.nudged_at.map(|at| at.0),
        silence.until.map(|at| at.0),
        silence.paused_at.map(|at| at.0),
        silence.nudge_at.0,
        silence.hand_on_at.0,
        silence.due_at().map(|at| at.0),
        counted_to.0,
        silence.asked.as_ref().map(|asked| asked.who.as_str()),
        silence.asked.as_ref().map(|asked| asked.at.0)
    )
    .map(drop)
}

/// Ends the silence about a task.
pub async fn end(tx: &mut WriteTx, task: &TaskId) -> StoreResult<()> {
    run!(tx, "delete from silence where task = $1", task.as_str()).map(drop)
}

/// Tasks about whose silence something is due, the longest first.
pub async fn due(tx: &mut ReadTx, now: Time, limit: i64) -> StoreResult<Vec<TaskId>> {
    const SQL: &str = "select task from silence where due_at <= $1 order by due_at limit +$2";
    let rows = all!(tx, (String,), SQL, now.0, limit)?;
    Ok(rows.into_iter().map(|(task,)| TaskId(task)).collect())
}

/// The tasks and reviews about which a person was reminded, and when each is handed on, where it is.
pub async fn reminded(
    tx: &mut ReadTx,
    who: &ActorId,
    limit: i64,
) -> StoreResult<HashMap<TaskId, Option<Time>>> {
    const SQL: &str = "select task, case when due_at is not null then hand_on_at end from silence
        where who = $1 and nudged_at is not null and paused_at is null order by since, task limit +$2";
    let rows = all!(tx, (String, Option<i64>), SQL, who.as_str(), limit)?;
    Ok(rows.into_iter().map(|(task, on_at)| (TaskId(task), on_at.map(Time))).collect())
}

/// The tasks of silent people about which a reviewer is asked whether they are handed on: whose each is, and until when; at most
/// `limit`, the first asked first.
pub async fn asked_of(
    tx: &mut ReadTx,
    reviewer: &ActorId,
    limit: i64,
) -> StoreResult<HashMap<TaskId, (ActorId, Time)>> {
    const SQL: &str = "select task, who, hand_on_at from silence
        where asked = $1 and due_at is not null order by asked_at, task limit +$2";
    let rows = all!(tx, (String, String, i64), SQL, reviewer.as_str(), limit)?;
    Ok(rows.into_iter().map(|(task, who, until)| (TaskId(task), (ActorId(who), Time(until)))).collect())
}

/// The questions of the clock to somebody about a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockQuestion {
    /// To the people who have it, or review it: whether they are still on it.
    StillOnIt,
    /// To the people who review the work of somebody silent: whether others go on with it.
    HandOn,
}

/// Returns the questions of the clock to a person at the moment about some tasks.
pub async fn asks(
    tx: &mut ReadTx,
    person: &ActorId,
    tasks: &[&TaskId],
) -> StoreResult<HashMap<TaskId, ClockQuestion>> {
    macro_rules! sql {
        ($($which:literal),+) => {
            concat!(
                "select s.task, s.who = $2 as is_theirs from silence s ",
                $($which),+,
                " and s.paused_at is null and (s.who = $2 and s.nudged_at is not null or s.asked = $2)"
            )
        };
    }
    let sql = among!(sql, "s.task", tx);
    let of = list(tasks.iter().map(|task| task.as_str()));
    let rows = all!(tx, (String, bool), sql, of, person.as_str())?;
    let asks = |is_theirs| if is_theirs { ClockQuestion::StillOnIt } else { ClockQuestion::HandOn };
    Ok(rows.into_iter().map(|(task, is_theirs)| (TaskId(task), asks(is_theirs))).collect())
}

/// Has a silence looked at later, as it is.
pub async fn put_off(tx: &mut WriteTx, task: &TaskId, until: Time) -> StoreResult<()> {
    run!(tx, "update silence set due_at = $2 where task = $1", task.as_str(), until.0).map(drop)
}

/// The terms of a pursuance in a phase: the decision it made, and the pace it has learnt.
pub async fn terms(tx: &mut ReadTx, pursuance: &ActorId, phase: Phase) -> StoreResult<Terms> {
    const SQL: &str =
        "select p.n, p.mean, p.m2, h.mode, h.remind_after, h.hand_on_after from (select 1 as one) o
        left join pace p on p.pursuance = $1 and p.phase = $2 left join handing_on h on h.pursuance = $1";
    one!(tx, TermsRow, SQL, pursuance.as_str(), phase.as_str())?.read()
}

#[derive(sqlx::FromRow)]
struct TermsRow {
    n: Option<i64>,
    mean: Option<i64>,
    m2: Option<i64>,
    mode: Option<String>,
    remind_after: Option<i64>,
    hand_on_after: Option<i64>,
}

impl TermsRow {
    fn read(self) -> StoreResult<Terms> {
        let pace = match (self.n, self.mean, self.m2) {
            (Some(n), Some(mean), Some(m2)) => SilencePace::from(LearntPace { n, mean, m2 }),
            _ => SilencePace::default(),
        };
        let mode = match self.mode {
            Some(word) => {
                HandingOn::parse(&word).map_err(|_| StoreError::unknown_word("handing_on", "mode", word))?
            }
            None => HandingOn::default(),
        };
        let days = match (self.remind_after, self.hand_on_after) {
            (Some(remind), Some(hand_on)) => days(remind, hand_on).map_err(|_| {
                StoreError::unknown_word("handing_on", "remind_after", format!("{remind}, {hand_on}"))
            })?,
            _ => FixedDays::default(),
        };
        Ok(Terms { mode, days, pace })
    }
}

fn days(remind_after: i64, hand_on_after: i64) -> Result<FixedDays, ValueRefusal> {
    FixedDays::new(SilentDays::new(remind_after)?, SilentDays::new(hand_on_after)?)
}

/// The silence about a task, with its terms.
#[derive(Debug, Clone)]
pub struct InTerms {
    pub row: Row,
    /// The decision of the pursuance, and the pace it has learnt in this phase.
    pub terms: Terms,
    /// Whether the reviewer is asked before the task is handed on.
    pub asks_reviewer: bool,
    /// Whether the person waited for is a person here.
    pub is_here: bool,
    /// Whether there are times since `counted_to` that may not count: this server was down, or they are away.
    pub has_gaps: bool,
}

/// The silence about a task, with its terms, if anybody is waited for.
pub async fn of_task_in_terms(tx: &mut ReadTx, task: &TaskId, phase: Phase) -> StoreResult<Option<InTerms>> {
    const SQL: &str =
        "select s.task, s.pursuance, s.who, s.part, s.phase, s.since, s.worked_at, s.answers, s.nudged_at, s.until, s.paused_at,
          s.nudge_at, s.hand_on_at, s.due_at, s.counted_to, s.asked, s.asked_at, p.n, p.mean, p.m2, h.mode,
          h.remind_after, h.hand_on_after, coalesce(h.asks_reviewer, 0) <> 0 as asks_reviewer,
          coalesce(a.kind = 'person' and a.host is null, false) as is_here,
          (exists (select 1 from outage o where o.host = '' and o.ended > s.counted_to)
            or exists (select 1 from person_away w where w.actor = s.who)) as has_gaps
        from silence s left join actor a on a.id = s.who left join pace p on p.pursuance = s.pursuance and p.phase = $2
        left join handing_on h on h.pursuance = s.pursuance where s.task = $1";
    let Some(found) = optional!(tx, InTermsRow, SQL, task.as_str(), phase.as_str())? else { return Ok(None) };
    let Some(row) = single(Some(found.silence))? else { return Ok(None) };
    let InTermsRow { asks_reviewer, is_here, has_gaps, .. } = found;
    Ok(Some(InTerms { row, terms: found.terms.read()?, asks_reviewer, is_here, has_gaps }))
}

#[derive(sqlx::FromRow)]
struct InTermsRow {
    #[sqlx(flatten)]
    silence: SilenceRow,
    #[sqlx(flatten)]
    terms: TermsRow,
    asks_reviewer: bool,
    is_here: bool,
    has_gaps: bool,
}

/// The order in which people are asked to go on with a task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeirOrder {
    pub heirs: Heirs,
    /// Whether the first of them gets it at once, without being asked.
    pub assigns: bool,
    /// Whether the reviewer is asked before anybody whether it is handed on.
    pub asks_reviewer: bool,
}

/// The order in which people are asked to go on with the tasks of a pursuance.
pub async fn order(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<HeirOrder> {
    const SQL: &str = "select heirs, assigns, asks_reviewer from handing_on where pursuance = $1";
    let row = optional!(tx, (Option<String>, i64, i64), SQL, pursuance.as_str())?;
    let Some((words, assigns, asks_reviewer)) = row else { return Ok(HeirOrder::default()) };
    let heirs = match words {
        Some(words) => {
            Heirs::parse(&words).map_err(|_| StoreError::unknown_word("handing_on", "heirs", words))?
        }
        None => Heirs::default(),
    };
    Ok(HeirOrder { heirs, assigns: assigns != 0, asks_reviewer: asks_reviewer != 0 })
}

/// Sets that order for a pursuance. `mode`: what happens after a silence there, if it has not decided that yet.
pub async fn set_order(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    mode: HandingOn,
    order: &HeirOrder,
) -> StoreResult<()> {
    const SQL: &str = "insert into handing_on (pursuance, mode, heirs, assigns, asks_reviewer)
        values ($1, $2, $3, $4, $5) on conflict (pursuance) do update set heirs = excluded.heirs, assigns = excluded.assigns,
          asks_reviewer = excluded.asks_reviewer";
    let words = order.heirs.to_words();
    let (assigns, asks_reviewer) = (i64::from(order.assigns), i64::from(order.asks_reviewer));
    run!(tx, SQL, pursuance.as_str(), mode.as_str(), &words, assigns, asks_reviewer).map(drop)
}

/// Sets what a pursuance does after a silence from now on, and its fixed times.
pub async fn set_mode(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    mode: HandingOn,
    days: FixedDays,
) -> StoreResult<()> {
    const SQL: &str =
        "insert into handing_on (pursuance, mode, remind_after, hand_on_after) values ($1, $2, $3, $4)
        on conflict (pursuance) do update set mode = excluded.mode, remind_after = excluded.remind_after,
          hand_on_after = excluded.hand_on_after";
    let (remind_after, hand_on_after) = (i64::from(days.remind_after()), i64::from(days.hand_on_after()));
    run!(tx, SQL, pursuance.as_str(), mode.as_str(), remind_after, hand_on_after).map(drop)
}

/// Has the next silences of a pursuance looked at anew, in the order of their tasks, behind one. Answers the last of them; none
/// where these were all.
pub async fn look_anew(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    after: Option<&TaskId>,
    limit: i64,
    now: Time,
) -> StoreResult<Option<TaskId>> {
    const NEXT: &str = "select task from silence where pursuance = $1 and task > $2 order by task limit +$3";
    const ANEW: &str =
        "update silence set due_at = $4 where pursuance = $1 and task > $2 and task <= $3 and due_at > $4";
    let behind = after.map_or("", TaskId::as_str);
    let rows = all!(tx, (String,), NEXT, pursuance.as_str(), behind, limit)?;
    let is_full = i64::try_from(rows.len()).is_ok_and(|found| found >= limit);
    let Some((last,)) = rows.into_iter().next_back() else { return Ok(None) };
    run!(tx, ANEW, pursuance.as_str(), behind, &last, now.0)?;
    Ok(is_full.then_some(TaskId(last)))
}

/// Writes the pace of a pursuance in a phase.
pub async fn set_pace(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    phase: Phase,
    pace: SilencePace,
) -> StoreResult<()> {
    const SQL: &str = "insert into pace (pursuance, phase, n, mean, m2) values ($1, $2, $3, $4, $5)
        on conflict (pursuance, phase) do update set n = excluded.n, mean = excluded.mean, m2 = excluded.m2";
    let LearntPace { n, mean, m2 } = pace.learnt();
    run!(tx, SQL, pursuance.as_str(), phase.as_str(), n, mean, m2).map(drop)
}

/// When this server was last known to be awake; never on a new instance.
pub async fn awake_at(tx: &mut ReadTx) -> StoreResult<Option<Time>> {
    Ok(optional!(tx, (i64,), "select at from awake where one = 1")?.map(|(at,)| Time(at)))
}

/// Notes that this server is awake.
pub async fn set_awake(tx: &mut WriteTx, now: Time) -> StoreResult<()> {
    const SQL: &str =
        "insert into awake (one, at) values (1, $1) on conflict (one) do update set at = excluded.at";
    run!(tx, SQL, now.0).map(drop)
}

/// Notes that this server was down from one moment to another.
pub async fn add_outage(tx: &mut WriteTx, began: Time, ended: Time) -> StoreResult<()> {
    const SQL: &str =
        "insert into outage (host, began, ended) values ('', $1, $2) on conflict (host, began) do nothing";
    run!(tx, SQL, began.0, ended.0).map(drop)
}
