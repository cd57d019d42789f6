//! The pairing of tasks with people: how far each is, and the facts about people who could be asked.

use std::collections::{HashMap, HashSet};

use pursuance_domain::event::{Happened, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::{Candidate, Limits, OfferRecord, Reached, Stand, Standing};
use pursuance_domain::people::limits::{is_away, quiet_until};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{Skill, Skills};

use super::availability;
use super::damage::{StoredRow, single, whole};
use super::db::{ReadTx, WriteTx, all, optional, run};
use super::error::{StoreError, StoreResult};
use super::events;
use super::offers::small;
use super::search::{among, list};
use super::words::read_role;

/// A statement that finds people among all members, and the same among some, on SQLite and on Postgres.
#[derive(Clone, Copy)]
pub(in crate::store) struct Among {
    pub all: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

/// The most people to look up for one wave. If more have the rarest skill, the people after a drawn place are taken.
pub const LOOKED_AT: i64 = 5_000;
/// The number of changes of hands of a task to look at for its former holders.
const HANDS: i64 = 100;
/// The time in which offers are counted.
const COUNTED_IN: i64 = 365 * DAY;
/// The time for which people say how often they may be asked.
const WEEK: i64 = 7 * DAY;

/// The state of the pairing of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairing {
    pub task: TaskId,
    pub stand: Stand,
    /// When it is looked at next; none while nobody is asked.
    pub next_at: Option<Time>,
    /// The person who paused it, and when.
    pub paused: Option<(ActorId, Time)>,
}

#[derive(sqlx::FromRow)]
struct PairingRow {
    task: String,
    waves: i64,
    reached: String,
    next_at: Option<i64>,
    paused_by: Option<String>,
    paused_at: Option<i64>,
}

impl StoredRow for PairingRow {
    fn key(&self) -> String {
        self.task.clone()
    }
}

impl TryFrom<PairingRow> for Pairing {
    type Error = StoreError;
    fn try_from(row: PairingRow) -> StoreResult<Self> {
        let reached = Reached::parse(&row.reached)
            .ok_or_else(|| StoreError::unknown_word("pairing", "reached", row.reached))?;
        Ok(Self {
            task: TaskId(row.task),
            stand: Stand { waves: small("waves", row.waves)?, reached },
            next_at: row.next_at.map(Time),
            paused: row.paused_by.map(ActorId).zip(row.paused_at.map(Time)),
        })
    }
}

/// The pairing of a task, if it was ever begun.
pub async fn find(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Option<Pairing>> {
    const SQL: &str =
        "select task, waves, reached, next_at, paused_by, paused_at from pairing where task = $1";
    single(optional!(tx, PairingRow, SQL, task.as_str())?)
}

/// Has a task looked at from a moment on, beginning its pairing where there is none. `at_rest`: only where it is not looked
/// at by itself.
pub async fn wake(
    tx: &mut WriteTx,
    task: &TaskId,
    pursuance: &ActorId,
    at: Time,
    at_rest: bool,
) -> StoreResult<()> {
    const SQL: &str =
        "insert into pairing (task, pursuance, waves, reached, next_at) values ($1, $2, 0, 'waves', $3)
        on conflict (task) do update set next_at = excluded.next_at where $4 = 0 or pairing.next_at is null";
    run!(tx, SQL, task.as_str(), pursuance.as_str(), at.0, i64::from(at_rest)).map(drop)
}

/// Has a task that is looked at by itself looked at by a moment. How far its pairing is stays.
pub async fn hasten(tx: &mut WriteTx, task: &TaskId, at: Time) -> StoreResult<()> {
    const SQL: &str = "update pairing set next_at = $2 where task = $1 and next_at > $2";
    run!(tx, SQL, task.as_str(), at.0).map(drop)
}

/// Notes how far a pairing is, and when it is looked at next.
pub async fn go_on(tx: &mut WriteTx, task: &TaskId, stand: Stand, next_at: Option<Time>) -> StoreResult<()> {
    const SQL: &str = "update pairing set waves = $2, reached = $3, next_at = $4 where task = $1";
    let (waves, reached) = (i64::from(stand.waves), stand.reached.as_str());
    run!(tx, SQL, task.as_str(), waves, reached, next_at.map(|at| at.0)).map(drop)
}

/// Pauses the pairing of a task or, without `by`, continues it.
pub async fn pause(tx: &mut WriteTx, task: &TaskId, by: Option<&ActorId>, now: Time) -> StoreResult<()> {
    const SQL: &str = "update pairing set paused_by = $2, paused_at = $3 where task = $1";
    run!(tx, SQL, task.as_str(), by.map(ActorId::as_str), by.map(|_| now.0)).map(drop)
}

/// Whether a task is to be paired: it wants help, and skills or was paired before.
pub async fn is_about(tx: &mut ReadTx, task: &TaskId) -> StoreResult<bool> {
    const SQL: &str = "select 1 from task t where t.id = $1 and t.phase = 'help_wanted'
        and (exists (select 1 from pairing p where p.task = t.id) or exists (select 1 from task_skill s where s.task = t.id)
          or exists (select 1 from sealed_tagged g where g.object = t.id and g.epoch > 0))";
    Ok(optional!(tx, (i32,), SQL, task.as_str())?.is_some())
}

/// The words that mean the same as the skill `s` in a pursuance.
macro_rules! same {
    ($pursuance:literal) => {
        concat!(
            "(select y.skill_key from skill_synonym y where y.pursuance = ",
            $pursuance,
            " and y.means_key = coalesce(
                (select x.means_key from skill_synonym x where x.pursuance = ",
            $pursuance,
            " and x.skill_key = s.skill_key), s.skill_key)
              union all select x.means_key from skill_synonym x where x.pursuance = ",
            $pursuance,
            " and x.skill_key = s.skill_key)"
        )
    };
}

/// Counts the words by which somebody says that they can do what the skill `s` of a task asks for: its own, or one with the same
/// meaning in the pursuance. Skills that they only learn do not count.
macro_rules! has_it {
    ($person:literal, $pursuance:literal) => {
        concat!(
            "(select count(*) from person_skill p where p.actor = ",
            $person,
            " and p.level <> 'learning'
                and (p.skill_key = s.skill_key or p.skill_key in ",
            same!($pursuance),
            "))"
        )
    };
}

/// Counts the tags of a private task that somebody does not have in its pursuance, by those of the same key (docs/sealed.md §3.9). Other
/// tasks have none.
macro_rules! lacks_tags {
    ($person:literal, $task:literal) => {
        concat!(
            "(select count(*) from sealed_tag s where s.object = ",
            $task,
            " and (select count(*) from sealed_tag p where p.pursuance = s.pursuance and p.actor = ",
            $person,
            " and p.tag = s.tag and p.epoch = s.epoch and p.level <> 'learning') = 0)"
        )
    };
}

/// The condition that somebody may be eligible for a task: a member of a role that takes tasks, who can sign in, has every skill
/// and was not asked. They are scalar subqueries, which both databases look up for each person; the dearest one comes last.
macro_rules! may_fit {
    ($person:literal, $pursuance:literal, $task:literal) => {
        concat!(
            "(select m.role from member m where m.pursuance = ",
            $pursuance,
            " and m.actor = ",
            $person,
            " and m.state = 'active') not in ('untrusted', 'viewer')
              and (select count(*) from offer o where o.task = ",
            $task,
            " and o.person = ",
            $person,
            ") = 0
              and (select count(*) from account a where a.actor = ",
            $person,
            " and a.suspended_at is null) = 1
              and (select count(*) from task_skill s where s.task = ",
            $task,
            " and ",
            has_it!($person, $pursuance),
            " = 0) = 0 and ",
            lacks_tags!($person, $task),
            " = 0"
        )
    };
}

pub(super) use {has_it, lacks_tags, may_fit, same};

#[derive(sqlx::FromRow)]
struct PairingPersonRow {
    actor: String,
    role: Option<String>,
    accounts: i64,
    lacking: i64,
    asked: i64,
    refused: i64,
    unwelcome: i64,
    open_tasks: i64,
}

impl StoredRow for PairingPersonRow {
    fn key(&self) -> String {
        self.actor.clone()
    }
}

/// A row of a person, before the counts of their offers are known.
struct PairingPerson {
    id: ActorId,
    role: Option<Role>,
    has_skills: bool,
    was_asked: bool,
    refuses_skill: bool,
    refuses_pursuance: bool,
    open_tasks: u32,
}

impl TryFrom<PairingPersonRow> for PairingPerson {
    type Error = StoreError;
    fn try_from(row: PairingPersonRow) -> StoreResult<Self> {
        let role = row.role.map(read_role).transpose()?;
        Ok(Self {
            id: ActorId(row.actor),
            role: role.filter(|_| row.accounts > 0),
            has_skills: row.lacking == 0,
            was_asked: row.asked > 0,
            refuses_skill: row.refused > 0,
            refuses_pursuance: row.unwelcome > 0,
            open_tasks: small("open_tasks", row.open_tasks)?,
        })
    }
}

/// Everything about a task that makes a difference to who is asked.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub task: &'a TaskId,
    pub pursuance: &'a ActorId,
    /// The actor who decides on the work; none where it needs no review.
    pub judge: Option<&'a ActorId>,
}

/// The row of a person `j.value` beside a task, for [`PairingPersonRow`]: `$2` is the pursuance, `$3` the task. Facts that a condition on
/// the people has found are not looked up again.
macro_rules! person {
    ($accounts:expr, $lacking:expr, $asked:expr, $people:expr) => {
        concat!(
            "select j.value as actor,
              (select m.role from member m where m.pursuance = $2 and m.actor = j.value and m.state = 'active') as role, ",
            $accounts, " as accounts, ", $lacking, " as lacking, ", $asked, " as asked,
              (select count(*) from task_skill s where s.task = $3 and (select count(*) from person_not_skill n
                where n.actor = j.value and (n.skill_key = s.skill_key or n.skill_key in ", same!("$2"), ")) > 0) as refused,
              (select count(*) from person_not_pursuance n where n.actor = j.value and n.pursuance = $2) as unwelcome,
              (select count(*) from task t where t.assignee = j.value and t.phase in ('started', 'in_progress')
                and t.archived_at is null) as open_tasks from ",
            $people
        )
    };
}

/// The facts about some people for a task.
pub async fn candidates(
    tx: &mut ReadTx,
    about: About<'_>,
    people: &[ActorId],
    now: Time,
) -> StoreResult<Vec<Candidate>> {
    macro_rules! of {
        ($people:literal) => {
            person!(
                "(select count(*) from account a where a.actor = j.value and a.suspended_at is null)",
                concat!(
                    "(select count(*) from task_skill s where s.task = $3 and ",
                    has_it!("j.value", "$2"),
                    " = 0) + ",
                    lacks_tags!("j.value", "$3")
                ),
                "(select count(*) from offer o where o.task = $3 and o.person = j.value)",
                $people
            )
        };
    }
    const SQLITE: &str = of!("json_each($1) j");
    const POSTGRES: &str = of!("json_array_elements_text(cast($1 as json)) j(value)");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let had_it = if people.is_empty() { HashSet::new() } else { holders_before(tx, about.task).await? };
    weigh(tx, sql, about, people, &had_it, now).await
}

/// The facts about the people among `people` who may be eligible. `had_it`: see [`holders_before`].
pub(super) async fn eligible_among(
    tx: &mut ReadTx,
    about: About<'_>,
    people: &[ActorId],
    had_it: &HashSet<ActorId>,
    now: Time,
) -> StoreResult<Vec<Candidate>> {
    macro_rules! of {
        ($people:literal) => {
            person!(
                "cast(1 as bigint)",
                "cast(0 as bigint)",
                "cast(0 as bigint)",
                concat!($people, " where ", may_fit!("j.value", "$2", "$3"))
            )
        };
    }
    const SQLITE: &str = of!("json_each($1) j");
    const POSTGRES: &str = of!("json_array_elements_text(cast($1 as json)) j(value)");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    weigh(tx, sql, about, people, had_it, now).await
}

/// Completes the rows that a statement finds among some people.
async fn weigh(
    tx: &mut ReadTx,
    sql: &'static str,
    about: About<'_>,
    people: &[ActorId],
    had_it: &HashSet<ActorId>,
    now: Time,
) -> StoreResult<Vec<Candidate>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let ids = list(people.iter().map(ActorId::as_str));
    let found: Vec<PairingPerson> =
        whole(all!(tx, PairingPersonRow, sql, &ids, about.pursuance.as_str(), about.task.as_str())?)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<ActorId> = found.iter().map(|person| person.id.clone()).collect();
    let ids = list(people.iter().map(ActorId::as_str));
    let mut counts = counts(tx, &ids, now).await?;
    // One is asked as often whether to do something or to help with it.
    let lessons = asked_to_accompany(tx, &people, now.plus(-WEEK)).await?;
    let said = availability::of_people(tx, &people).await?;
    let candidate = |person: PairingPerson| {
        let (record, asked_this_week) = counts.remove(person.id.as_str()).unwrap_or_default();
        let theirs = said.get(&person.id);
        let quiet = theirs.and_then(|said| Some((said.limits.quiet?, said.zone)));
        let limits = theirs.map(|said| said.limits).unwrap_or_default();
        let standing = Standing {
            role: person.role,
            has_skills: person.has_skills,
            reviews: about.judge == Some(&person.id),
            was_asked: person.was_asked,
            had_it: had_it.contains(&person.id),
            refuses_skill: person.refuses_skill,
            refuses_pursuance: person.refuses_pursuance,
            is_away: theirs.and_then(|said| said.away).is_some_and(|away| is_away(away, now)),
            is_quiet: quiet.is_some_and(|(quiet, zone)| quiet_until(quiet, zone, now).is_some()),
            open_tasks: person.open_tasks,
            asked_this_week: asked_this_week
                .saturating_add(lessons.get(&person.id).copied().unwrap_or_default()),
            limits: Limits {
                in_progress: limits.in_progress.get().into(),
                offers_week: limits.offers_a_week.get().into(),
            },
        };
        Candidate { person: person.id, standing, record }
    };
    Ok(found.into_iter().map(candidate).collect())
}

/// The offers of some people in a year and in a week.
async fn counts(tx: &mut ReadTx, ids: &str, now: Time) -> StoreResult<HashMap<String, (OfferRecord, u32)>> {
    macro_rules! of {
        ($people:literal) => {
            concat!(
                "select o.person, count(*),
                  cast(sum(case when o.state in ('accepted', 'standing_by', 'stood_down', 'released') then 1 else 0 end) as bigint),
                  cast(sum(case when o.at > $3 then 1 else 0 end) as bigint)
                from offer o where o.person ",
                $people,
                " and o.at > $2 group by o.person"
            )
        };
    }
    const SQLITE: &str = of!("in (select value from json_each($1))");
    const POSTGRES: &str = of!("= any (array(select json_array_elements_text(cast($1 as json))))");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let (year, week) = (now.plus(-COUNTED_IN), now.plus(-WEEK));
    let rows = all!(tx, (String, i64, i64, i64), sql, ids, year.0, week.0)?;
    let mut counts = HashMap::with_capacity(rows.len());
    for (person, offered, accepted, lately) in rows {
        let record =
            OfferRecord { offered: small("offered", offered)?, accepted: small("accepted", accepted)? };
        counts.insert(person, (record, small("offered", lately)?));
    }
    Ok(counts)
}

/// The people who had a task, or have it.
pub(super) async fn holders_before(tx: &mut ReadTx, task: &TaskId) -> StoreResult<HashSet<ActorId>> {
    let mut held = HashSet::new();
    for event in events::of_kind(tx, task, Verb::TaskAssigned, HANDS).await? {
        if let Happened::TaskAssigned(told) = event.what {
            held.extend(told.before.into_iter().chain(told.after));
        }
    }
    Ok(held)
}

/// The skills of a task that no member who takes tasks has, by whatever word.
pub async fn skills_nobody_has(tx: &mut ReadTx, task: &TaskId, pursuance: &ActorId) -> StoreResult<Skills> {
    let lacking = lacking(tx, pursuance, &[task]).await?;
    Ok(Skills::new(lacking.into_iter().map(|(_, skill)| skill)).unwrap_or_default())
}

/// The skills of some tasks that no member has who takes tasks, by whatever word: each with its task. Of a skill that many others
/// have, the first few thousand of them are looked at.
pub async fn lacking(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    tasks: &[&TaskId],
) -> StoreResult<Vec<(TaskId, Skill)>> {
    // `limit 1` ends the search with the first member. SQLite keeps the order of a `cross join`.
    macro_rules! of {
        ($from:literal, $join:literal) => {
            concat!(
                "select s.task, s.skill from ", $from, " where (select true from (
                    select k.actor from (select s.skill_key as word union all select w.skill_key from ", same!("$2"), " w) v ",
                $join, " person_skill k on k.skill_key = v.word where k.level <> 'learning' limit +$3) k
                  where (select m.role from member m where m.pursuance = $2 and m.actor = k.actor and m.state = 'active')
                    not in ('untrusted', 'viewer') limit 1) is not true
                order by s.task, s.position"
            )
        };
    }
    const SQLITE: &str = of!("json_each($1) o cross join task_skill s on s.task = o.value", "cross join");
    const POSTGRES: &str = of!(
        "json_array_elements_text(cast($1 as json)) o(value) join task_skill s on s.task = o.value",
        "join"
    );
    if tasks.is_empty() {
        return Ok(Vec::new());
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let ids = list(tasks.iter().map(|task| task.as_str()));
    let rows = all!(tx, (String, String), sql, ids, pursuance.as_str(), LOOKED_AT)?;
    Ok(rows
        .into_iter()
        .filter_map(|(task, skill)| Some((TaskId(task), Skill::parse(&skill).ok()?)))
        .collect())
}

/// The tasks among `tasks` of which somebody has paused the pairing.
pub async fn paused_among(tx: &mut ReadTx, tasks: &[&TaskId]) -> StoreResult<HashSet<TaskId>> {
    macro_rules! of {
        ($($which:literal),+) => {
            concat!("select task from pairing ", $($which),+, " and paused_at is not null")
        };
    }
    let sql = among!(of, "task", tx);
    let rows = all!(tx, (String,), sql, list(tasks.iter().map(|task| task.as_str())))?;
    Ok(rows.into_iter().map(|(task,)| TaskId(task)).collect())
}

/// Keeps others from asking the same people until the end of the transaction: two pursuances that ask at the same moment
/// would each count the offers without the other's.
pub async fn lock_people(tx: &mut WriteTx, people: &[ActorId]) -> StoreResult<()> {
    if tx.is_sqlite() || people.is_empty() {
        return Ok(());
    }
    const SQL: &str = "select actor from account where actor = any (array(select json_array_elements_text(cast($1 as json))))
        order by actor for update";
    let _: Vec<(String,)> = all!(tx, (String,), SQL, list(people.iter().map(ActorId::as_str)))?;
    Ok(())
}

/// Counts how often each of some people was asked since a moment to accompany somebody; people never asked are absent.
pub async fn asked_to_accompany(
    tx: &mut ReadTx,
    people: &[ActorId],
    since: Time,
) -> StoreResult<HashMap<ActorId, u32>> {
    macro_rules! of {
        ($people:literal) => {
            concat!(
                "select e.person, count(*) from mentor e where e.person ",
                $people,
                " and e.at > $2 group by e.person"
            )
        };
    }
    const SQLITE: &str = of!("in (select value from json_each($1))");
    const POSTGRES: &str = of!("= any (array(select json_array_elements_text(cast($1 as json))))");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let rows = all!(tx, (String, i64), sql, list(people.iter().map(ActorId::as_str)), since.0)?;
    let count = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(rows.into_iter().map(|(person, asked)| (ActorId(person), count(asked))).collect())
}
