//! Offers: the questions to people whether they take a task, each with the numbers of its draw, and the answers.

use std::collections::HashSet;

use pursuance_domain::allowed::{Permission, Sight, Sights};
use pursuance_domain::id::{ActorId, OfferId, TaskId};
use pursuance_domain::pairing::{Draw, Numbers, OfferRecord, OfferState};
use pursuance_domain::silence::HeirRule;
use pursuance_domain::time::Time;

use super::damage::{StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::search::{among, list};

/// The most offers of one task that are read at once: more than any pairing asks.
const OF_A_TASK: i64 = 2_000;

/// A question to a person whether they take a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    pub id: OfferId,
    pub task: TaskId,
    pub pursuance: ActorId,
    pub person: ActorId,
    pub state: OfferState,
    pub at: Time,
    pub answered_at: Option<Time>,
    /// When the person wants to be asked again.
    pub again_at: Option<Time>,
    /// Until when they alone are asked.
    pub until: Option<Time>,
    /// The mentor who accompanies them; none where they have every skill.
    pub mentor: Option<ActorId>,
    pub asked: AskReason,
}

/// The reason why somebody was asked.
#[derive(Debug, Clone, PartialEq)]
pub enum AskReason {
    /// By the draw, as one of `together` people.
    Drawn { wave: u32, numbers: Numbers, together: u32 },
    /// By a member.
    ByHand(ActorId),
    /// By the rule that names the next person for a task that was handed on.
    Heir(HeirRule),
}

#[derive(sqlx::FromRow)]
struct OfferRow {
    id: String,
    task: String,
    pursuance: String,
    person: String,
    state: String,
    at: i64,
    answered_at: Option<i64>,
    again_at: Option<i64>,
    wave: Option<i64>,
    asked_by: Option<String>,
    offered: i64,
    accepted: i64,
    open_tasks: i64,
    draw: Option<String>,
    asked_together: i64,
    heir: Option<String>,
    until: Option<i64>,
    mentor: Option<String>,
}

impl StoredRow for OfferRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

/// A number that was written as a small one that is not negative.
pub(super) fn small(column: &'static str, number: i64) -> StoreResult<u32> {
    u32::try_from(number).map_err(|_| StoreError::unknown_word("offer", column, number.to_string()))
}

impl TryFrom<OfferRow> for Offer {
    type Error = StoreError;
    fn try_from(row: OfferRow) -> StoreResult<Self> {
        let asked = match (row.heir, row.wave, row.draw, row.asked_by) {
            (Some(word), ..) => {
                let rule = HeirRule::parse(&word);
                AskReason::Heir(rule.ok_or_else(|| StoreError::unknown_word("offer", "heir", word))?)
            }
            (None, Some(wave), Some(draw), _) => {
                let draw =
                    Draw::parse(&draw).ok_or_else(|| StoreError::unknown_word("offer", "draw", draw))?;
                let record = OfferRecord {
                    offered: small("offered", row.offered)?,
                    accepted: small("accepted", row.accepted)?,
                };
                let numbers = Numbers { record, open_tasks: small("open_tasks", row.open_tasks)?, draw };
                let together = small("asked_together", row.asked_together)?;
                AskReason::Drawn { wave: small("wave", wave)?, numbers, together }
            }
            (None, None, None, Some(by)) => AskReason::ByHand(ActorId(by)),
            (None, wave, ..) => {
                return Err(StoreError::unknown_word("offer", "wave", format!("{wave:?}")));
            }
        };
        Ok(Self {
            id: OfferId(row.id),
            task: TaskId(row.task),
            pursuance: ActorId(row.pursuance),
            person: ActorId(row.person),
            state: OfferState::parse(&row.state)
                .ok_or_else(|| StoreError::unknown_word("offer", "state", row.state))?,
            at: Time(row.at),
            answered_at: row.answered_at.map(Time),
            again_at: row.again_at.map(Time),
            until: row.until.map(Time),
            mentor: row.mentor.map(ActorId),
            asked,
        })
    }
}

macro_rules! columns {
    () => {
        "o.id, o.task, o.pursuance, o.person, o.state, o.at, o.answered_at, o.again_at, o.wave, o.asked_by, o.offered, \
         o.accepted, o.open_tasks, o.draw, o.asked_together, o.heir, o.until, o.mentor"
    };
}

macro_rules! select {
    ($($rest:literal),+ $(,)?) => {
        concat!("select ", columns!(), " from offer o ", $($rest),+)
    };
}

/// Writes an offer. A second one to the same person about the same task is refused as taken.
pub async fn add(tx: &mut WriteTx, offer: &Offer) -> StoreResult<()> {
    const SQL: &str = "insert into offer (id, task, pursuance, person, state, at, wave, asked_by, offered, accepted, open_tasks, draw, asked_together, heir, until, mentor)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let (wave, by, numbers, together, heir) = match &offer.asked {
        AskReason::Drawn { wave, numbers, together } => (Some(*wave), None, Some(*numbers), *together, None),
        AskReason::ByHand(by) => (None, Some(by.as_str()), None, 1, None),
        AskReason::Heir(rule) => (None, None, None, 1, Some(rule.as_str())),
    };
    let record = numbers.map(|numbers| numbers.record).unwrap_or_default();
    run!(
        tx,
        SQL,
        offer.id.as_str(),
        offer.task.as_str(),
        offer.pursuance.as_str(),
        offer.person.as_str(),
        offer.state.as_str(),
        offer.at.0,
        wave.map(i64::from),
        by,
        i64::from(record.offered),
        i64::from(record.accepted),
        numbers.map_or(0, |numbers| i64::from(numbers.open_tasks)),
        numbers.map(|numbers| numbers.draw.hex()),
        i64::from(together),
        heir,
        offer.until.map(|until| until.0),
        offer.mentor.as_ref().map(ActorId::as_str)
    )
    .map_err(|error| error.or_taken("the offer"))
    .map(drop)
}

/// An offer of a person.
pub async fn of_person(tx: &mut ReadTx, person: &ActorId, id: &OfferId) -> StoreResult<Option<Offer>> {
    const SQL: &str = select!("where o.id = $1 and o.person = $2");
    single(optional!(tx, OfferRow, SQL, id.as_str(), person.as_str())?)
}

/// An offer, for a rule.
pub async fn by_id(tx: &mut ReadTx, id: &OfferId) -> StoreResult<Option<Offer>> {
    const SQL: &str = select!("where o.id = $1");
    single(optional!(tx, OfferRow, SQL, id.as_str())?)
}

/// The offer of a task to a person, for a rule.
pub async fn to_person(tx: &mut ReadTx, task: &TaskId, person: &ActorId) -> StoreResult<Option<Offer>> {
    const SQL: &str = select!("where o.task = $1 and o.person = $2");
    single(optional!(tx, OfferRow, SQL, task.as_str(), person.as_str())?)
}

/// The condition that an offer asks its person: it is unanswered, and the task can be had. Either nobody has the task, or its assignee is
/// away and this person alone is asked. It takes what else is demanded while nobody has it.
macro_rules! asks {
    ($($while_free:literal)?) => {
        concat!(
            "o.state = 'open' and exists (select 1 from task t where t.id = o.task and t.archived_at is null and t.trashed_at is null
              and ((t.phase = 'help_wanted' and t.assignee is null", $($while_free,)? ")
                or (o.until is not null and t.phase in ('started', 'in_progress'))))"
        )
    };
}

/// The condition that an offer waits for its person: it asks them, and nobody else alone is asked. It takes the pursuances where they
/// may take tasks.
macro_rules! waits {
    ($($takes:literal),+) => {
        concat!(
            "o.pursuance ", $($takes),+, " and ",
            $crate::store::offers::asks!(
                " and not exists (select 1 from offer h
                  where h.task = o.task and h.until is not null and h.state = 'open' and h.id <> o.id)"
            )
        )
    };
}

pub(super) use {asks, waits};

/// An offer, and whether it waits for its person.
#[derive(sqlx::FromRow)]
struct OfferOfOne {
    #[sqlx(flatten)]
    offer: OfferRow,
    waits: bool,
}

impl StoredRow for OfferOfOne {
    fn key(&self) -> String {
        self.offer.key()
    }
}

impl TryFrom<OfferOfOne> for (Offer, bool) {
    type Error = StoreError;
    fn try_from(row: OfferOfOne) -> StoreResult<Self> {
        Ok((row.offer.try_into()?, row.waits))
    }
}

/// The offers of a person in pursuances that they may read, the newest first, before an id; and whether each waits for them.
pub async fn all_of_person(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    before: &str,
    limit: i64,
) -> StoreResult<Vec<(Offer, bool)>> {
    const SQLITE: &str = concat!(
        "select ",
        columns!(),
        ", ",
        waits!("in (select value from json_each($5))"),
        " as waits from offer o
        where o.person = $1 and o.pursuance in (select value from json_each($2)) and o.id < $3 order by o.id desc limit +$4"
    );
    const POSTGRES: &str = concat!(
        "select ",
        columns!(),
        ", ",
        waits!("= any (array(select json_array_elements_text(cast($5 as json))))"),
        " as waits from offer o
        where o.person = $1 and o.pursuance = any (array(select json_array_elements_text(cast($2 as json))))
          and o.id < $3 order by o.id desc limit +$4"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let within = list(sights.whole().map(ActorId::as_str));
    Ok(listed(each!(tx, OfferOfOne, sql, person.as_str(), within, before, limit, takes(sights))?))
}

/// The pursuances where a person may take tasks.
fn takes(sights: &Sights) -> String {
    list(sights.where_may(Permission::TakeTask).map(ActorId::as_str))
}

/// The offers that wait for a person's answer, the newest first, in pursuances where the person may take tasks.
pub async fn waiting_of(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    limit: i64,
) -> StoreResult<Vec<Offer>> {
    const SQLITE: &str = concat!(
        select!("where o.person = $1 and "),
        waits!("in (select value from json_each($2))"),
        " order by o.at desc, o.id desc limit +$3"
    );
    const POSTGRES: &str = concat!(
        select!("where o.person = $1 and "),
        waits!("= any (array(select json_array_elements_text(cast($2 as json))))"),
        " order by o.at desc, o.id desc limit +$3"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    Ok(listed(each!(tx, OfferRow, sql, person.as_str(), takes(sights), limit)?))
}

/// The offers of a task to people, in the order of asking; empty for a reader who may not ask people.
pub async fn of_task(tx: &mut ReadTx, sight: &Sight, task: &TaskId) -> StoreResult<Vec<Offer>> {
    if !sight.may(Permission::Assign) {
        return Ok(Vec::new());
    }
    const SQL: &str = select!("where o.task = $1 and o.pursuance = $2 order by o.at, o.id limit +$3");
    Ok(listed(each!(tx, OfferRow, SQL, task.as_str(), sight.pursuance().as_str(), OF_A_TASK)?))
}

/// The tasks among `tasks` about which a person was asked; empty for a reader who may not ask people.
pub async fn asked_about(
    tx: &mut ReadTx,
    sight: &Sight,
    person: &ActorId,
    tasks: &[TaskId],
) -> StoreResult<HashSet<TaskId>> {
    macro_rules! sql {
        ($($which:literal),+) => {
            concat!("select o.task from offer o ", $($which),+, " and o.person = $2 and o.pursuance = $3")
        };
    }
    if !sight.may(Permission::Assign) {
        return Ok(HashSet::new());
    }
    let (sql, of) = (among!(sql, "o.task", tx), sight.pursuance().as_str());
    let tasks = list(tasks.iter().map(TaskId::as_str));
    let found = all!(tx, (String,), sql, tasks, person.as_str(), of)?;
    Ok(found.into_iter().map(|(task,)| TaskId(task)).collect())
}

/// The offers of a task in a state, the first answered first, for a rule.
pub async fn in_state(
    tx: &mut ReadTx,
    task: &TaskId,
    state: OfferState,
    limit: i64,
) -> StoreResult<Vec<Offer>> {
    const SQL: &str = select!("where o.task = $1 and o.state = $2 order by o.answered_at, o.id limit +$3");
    Ok(listed(each!(tx, OfferRow, SQL, task.as_str(), state.as_str(), limit)?))
}

/// The offers to people who want to be asked again about a task by `until`, the first due first.
pub async fn to_ask_again(
    tx: &mut ReadTx,
    task: &TaskId,
    until: Time,
    limit: i64,
) -> StoreResult<Vec<Offer>> {
    const SQL: &str = select!(
        "where o.task = $1 and o.state = 'later' and o.again_at <= $2 order by o.again_at, o.id limit +$3"
    );
    Ok(listed(each!(tx, OfferRow, SQL, task.as_str(), until.0, limit)?))
}

/// When somebody wants to be asked again about a task: the first such moment.
pub async fn next_again(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Option<Time>> {
    const SQL: &str = "select min(again_at) from offer where task = $1 and state = 'later'";
    Ok(one!(tx, (Option<i64>,), SQL, task.as_str())?.0.map(Time))
}

/// Notes an answer. `again_at`: when the person wants to be asked again.
pub async fn answer(
    tx: &mut WriteTx,
    id: &OfferId,
    state: OfferState,
    again_at: Option<Time>,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str =
        "update offer set state = $2, again_at = $3, answered_at = $4, until = null where id = $1";
    run!(tx, SQL, id.as_str(), state.as_str(), again_at.map(|at| at.0), now.0).map(drop)
}

/// Puts an offer before its person once more.
pub async fn ask_again(tx: &mut WriteTx, id: &OfferId, now: Time) -> StoreResult<()> {
    const SQL: &str =
        "update offer set state = 'open', again_at = null, answered_at = null, at = $2 where id = $1";
    run!(tx, SQL, id.as_str(), now.0).map(drop)
}

/// Puts an offer before its person once more; until a time nobody else is asked.
pub async fn ask_alone(
    tx: &mut WriteTx,
    id: &OfferId,
    rule: HeirRule,
    until: Time,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str =
        "update offer set state = 'open', again_at = null, answered_at = null, at = $2, heir = $3, until = $4
        where id = $1";
    run!(tx, SQL, id.as_str(), now.0, rule.as_str(), until.0).map(drop)
}

/// Has somebody be asked again at another moment.
pub async fn put_off(tx: &mut WriteTx, id: &OfferId, to: Time) -> StoreResult<()> {
    run!(tx, "update offer set again_at = $2 where id = $1", id.as_str(), to.0).map(drop)
}

/// Whether somebody was asked about a task as a learner of one of its skills, and may still take it.
pub async fn has_learner(tx: &mut ReadTx, task: &TaskId) -> StoreResult<bool> {
    const SQL: &str = "select 1 from offer where task = $1 and mentor is not null
        and state in ('open', 'later', 'not_now', 'standing_by') limit 1";
    Ok(optional!(tx, (i32,), SQL, task.as_str())?.is_some())
}

/// Gives the people who were asked about a task as learners another mentor from now on.
pub async fn accompany(tx: &mut WriteTx, task: &TaskId, mentor: &ActorId) -> StoreResult<()> {
    const SQL: &str = "update offer set mentor = $2 where task = $1 and mentor is not null and mentor <> $2
        and person <> $2 and state not in ('accepted', 'over', 'released')";
    run!(tx, SQL, task.as_str(), mentor.as_str()).map(drop)
}

/// Notes that somebody who was asked about a task has it, whichever way they took it.
pub async fn took(tx: &mut WriteTx, task: &TaskId, person: &ActorId, now: Time) -> StoreResult<()> {
    const SQL: &str =
        "update offer set state = 'accepted', again_at = null, until = null, answered_at = coalesce(answered_at, $3)
        where task = $1 and person = $2 and state in ('open', 'not_now', 'never', 'later', 'lapsed', 'standing_by', 'stood_down')";
    run!(tx, SQL, task.as_str(), person.as_str(), now.0).map(drop)
}

/// Ends the offers of a task that has ended, except offers to people who stand by: they are told one by one.
pub async fn end_unanswered(tx: &mut WriteTx, task: &TaskId, now: Time) -> StoreResult<u64> {
    const SQL: &str = "update offer set state = 'over', again_at = null, until = null, answered_at = $2
        where task = $1 and state in ('open', 'later')";
    run!(tx, SQL, task.as_str(), now.0)
}
