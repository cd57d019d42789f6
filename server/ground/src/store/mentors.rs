//! Mentors: the questions to members whether they accompany a learner, and their answers.

use std::collections::HashSet;

use pursuance_domain::allowed::{Permission, Sights};
use pursuance_domain::id::{ActorId, MentorId, TaskId};
use pursuance_domain::pairing::{MentorState, Subject};
use pursuance_domain::sealed::KeyedTag;
use pursuance_domain::time::Time;
use pursuance_domain::value::Skill;

use super::damage::{StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, all, each, optional, run};
use super::error::{StoreError, StoreResult};
use super::search::list;

/// A member who was asked whether they accompany a learner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentor {
    pub id: MentorId,
    pub task: TaskId,
    pub pursuance: ActorId,
    pub person: ActorId,
    /// The skill of the task that the learner lacks.
    pub subject: Subject,
    pub state: MentorState,
    pub at: Time,
    /// Whom they accompany, once somebody has the task with them.
    pub learner: Option<ActorId>,
}

#[derive(sqlx::FromRow)]
struct MentorRow {
    id: String,
    task: String,
    pursuance: String,
    person: String,
    skill: String,
    state: String,
    at: i64,
    learner: Option<String>,
    tag: Option<String>,
    epoch: Option<i64>,
}

impl StoredRow for MentorRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<MentorRow> for Mentor {
    type Error = StoreError;
    fn try_from(row: MentorRow) -> StoreResult<Self> {
        let subject = match row.tag.zip(row.epoch) {
            Some((tag, epoch)) => {
                let unknown = |_| StoreError::unknown_word("mentor", "epoch", epoch);
                Subject::Tag(KeyedTag { epoch: u32::try_from(epoch).map_err(unknown)?, tag })
            }
            None => Subject::Skill(Skill::parse(&row.skill).map_err(|_| StoreError::no_skill("mentor"))?),
        };
        Ok(Self {
            subject,
            state: MentorState::parse(&row.state)
                .ok_or_else(|| StoreError::unknown_word("mentor", "state", row.state))?,
            id: MentorId(row.id),
            task: TaskId(row.task),
            pursuance: ActorId(row.pursuance),
            person: ActorId(row.person),
            at: Time(row.at),
            learner: row.learner.map(ActorId),
        })
    }
}

/// The condition that a question `m` asks its person: it is unanswered, and nobody has the task.
macro_rules! asks {
    () => {
        "m.state = 'asked' and exists (select 1 from task t where t.id = m.task and t.phase = 'help_wanted'
          and t.assignee is null and t.archived_at is null and t.trashed_at is null)"
    };
}

pub(super) use asks;

macro_rules! select {
    ($($rest:literal),+ $(,)?) => {
        concat!(
            "select e.id, e.task, e.pursuance, e.person, e.skill, e.state, e.at, e.learner, e.tag, e.epoch from mentor e ",
            $($rest),+
        )
    };
}

/// Writes a question. A second one to the same person about the same task is refused as taken, unless the first is over: then both
/// are kept, and both count for how often they were asked.
pub async fn add(tx: &mut WriteTx, mentor: &Mentor) -> StoreResult<()> {
    const SQL: &str =
        "insert into mentor (id, task, pursuance, person, skill_key, skill, state, at, tag, epoch)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (task, person) where state <> 'over' do nothing";
    let (skill, tag) = (mentor.subject.skill(), mentor.subject.tag());
    let added = run!(
        tx,
        SQL,
        mentor.id.as_str(),
        mentor.task.as_str(),
        mentor.pursuance.as_str(),
        mentor.person.as_str(),
        skill.map(Skill::key).unwrap_or_default(),
        skill.map_or("", Skill::as_str),
        mentor.state.as_str(),
        mentor.at.0,
        tag.map(|tag| tag.tag.as_str()),
        tag.map(|tag| i64::from(tag.epoch))
    )?;
    if added == 0 { Err(StoreError::Taken("the mentor")) } else { Ok(()) }
}

/// A question to a person.
pub async fn of_person(tx: &mut ReadTx, person: &ActorId, id: &MentorId) -> StoreResult<Option<Mentor>> {
    const SQL: &str = select!("where e.id = $1 and e.person = $2");
    single(optional!(tx, MentorRow, SQL, id.as_str(), person.as_str())?)
}

/// The members who were asked about a task, each with the last question to them, the first asked first.
pub async fn of_task(tx: &mut ReadTx, task: &TaskId, limit: i64) -> StoreResult<Vec<Mentor>> {
    const SQL: &str = select!(
        "where e.task = $1 and not exists (select 1 from mentor n where n.task = $1 and n.person = e.person
          and (n.at > e.at or (n.at = e.at and n.id > e.id)))
        order by e.at, e.id limit +$2"
    );
    Ok(listed(each!(tx, MentorRow, SQL, task.as_str(), limit)?))
}

/// The member who has said that they accompany a learner, while nobody has the task with them.
pub async fn ready(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Option<Mentor>> {
    const SQL: &str = select!("where e.task = $1 and e.state = 'ready' order by e.answered_at, e.id limit 1");
    single(optional!(tx, MentorRow, SQL, task.as_str())?)
}

/// The member who accompanies somebody on a task.
pub async fn accompanying(tx: &mut ReadTx, task: &TaskId, learner: &ActorId) -> StoreResult<Option<Mentor>> {
    const SQL: &str = select!(
        "where e.task = $1 and e.state = 'accompanies' and e.learner = $2 order by e.answered_at desc, e.id limit 1"
    );
    single(optional!(tx, MentorRow, SQL, task.as_str(), learner.as_str())?)
}

/// The questions that wait for a person's answer, or whose yes can still be taken back: of tasks that nobody has, in pursuances
/// where they may take tasks. The newest first.
pub async fn waiting_of(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    limit: i64,
) -> StoreResult<Vec<Mentor>> {
    macro_rules! sql {
        ($within:literal) => {
            select!(
                "join task t on t.id = e.task where e.person = $1 and e.state in ('asked', 'ready') and e.pursuance ",
                $within,
                " and t.phase = 'help_wanted' and t.assignee is null and t.archived_at is null and t.trashed_at is null
                order by e.at desc, e.id desc limit +$3"
            )
        };
    }
    const SQLITE: &str = sql!("in (select value from json_each($2))");
    const POSTGRES: &str = sql!("= any (array(select json_array_elements_text(cast($2 as json))))");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let within = list(sights.where_may(Permission::TakeTask).map(ActorId::as_str));
    Ok(listed(each!(tx, MentorRow, sql, person.as_str(), within, limit)?))
}

/// Notes an answer.
pub async fn answer(tx: &mut WriteTx, id: &MentorId, state: MentorState, now: Time) -> StoreResult<()> {
    const SQL: &str = "update mentor set state = $2, answered_at = $3 where id = $1";
    run!(tx, SQL, id.as_str(), state.as_str(), now.0).map(drop)
}

/// Ends the questions about a task that wait, and the yeses that nobody needs: but for one.
pub async fn end_others(tx: &mut WriteTx, task: &TaskId, but: &str, now: Time) -> StoreResult<()> {
    const SQL: &str = "update mentor set state = 'over', answered_at = coalesce(answered_at, $3)
        where task = $1 and id <> $2 and state in ('asked', 'ready')";
    run!(tx, SQL, task.as_str(), but, now.0).map(drop)
}

/// Ends the questions about a task that has ended. A yes stands: the task may be opened again, and look for somebody.
pub async fn end_unanswered(tx: &mut WriteTx, task: &TaskId, now: Time) -> StoreResult<()> {
    const SQL: &str =
        "update mentor set state = 'over', answered_at = $2 where task = $1 and state = 'asked'";
    run!(tx, SQL, task.as_str(), now.0).map(drop)
}

/// The tasks of a pursuance on which a person has said that they accompany a learner, while nobody has the task with them. Without
/// a pursuance, only tasks that nobody has at all.
pub async fn ready_of(
    tx: &mut ReadTx,
    person: &ActorId,
    pursuance: Option<&ActorId>,
    limit: i64,
) -> StoreResult<Vec<(MentorId, TaskId)>> {
    const SQL: &str = "select e.id, e.task from mentor e where e.person = $1 and e.state = 'ready'
        and (e.pursuance = $2 or $2 = '' and exists (select 1 from task t where t.id = e.task
          and t.phase = 'help_wanted' and t.assignee is null)) order by e.id limit +$3";
    let within = pursuance.map_or("", ActorId::as_str);
    let rows = all!(tx, (String, String), SQL, person.as_str(), within, limit)?;
    Ok(rows.into_iter().map(|(id, task)| (MentorId(id), TaskId(task))).collect())
}

/// Ends an acceptance. It has no time afterwards: that says that nobody was asked in the place of this member yet.
pub async fn stand_down(tx: &mut WriteTx, id: &MentorId, state: MentorState) -> StoreResult<()> {
    const SQL: &str = "update mentor set state = $2, answered_at = null where id = $1 and state = 'ready'";
    run!(tx, SQL, id.as_str(), state.as_str()).map(drop)
}

/// The member who said yes and accompanies nobody now, gone or away, in whose place somebody is to be asked. None where nobody is
/// missing, or others were asked and have not answered.
pub async fn missing(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Option<Mentor>> {
    const SQL: &str = select!(
        "where e.task = $1 and (e.state = 'ready' or (e.state in ('over', 'no') and e.answered_at is null))
          and not exists (select 1 from mentor q where q.task = $1 and q.state = 'asked') order by e.at desc, e.id limit 1"
    );
    single(optional!(tx, MentorRow, SQL, task.as_str())?)
}

/// Notes that others were asked in the place of the missing members of a task.
pub async fn replaced(tx: &mut WriteTx, task: &TaskId, now: Time) -> StoreResult<()> {
    const SQL: &str = "update mentor set answered_at = $2
        where task = $1 and state in ('over', 'no') and answered_at is null";
    run!(tx, SQL, task.as_str(), now.0).map(drop)
}

/// The members who accompany a learner of some tasks, or will.
pub async fn standing(tx: &mut ReadTx, tasks: &[&TaskId]) -> StoreResult<HashSet<(TaskId, ActorId)>> {
    macro_rules! of {
        ($tasks:literal) => {
            concat!(
                "select task, person from mentor where state in ('ready', 'accompanies') and task ",
                $tasks
            )
        };
    }
    const SQLITE: &str = of!("in (select value from json_each($1))");
    const POSTGRES: &str = of!("= any (array(select json_array_elements_text(cast($1 as json))))");
    if tasks.is_empty() {
        return Ok(HashSet::new());
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let rows = all!(tx, (String, String), sql, list(tasks.iter().map(|task| task.as_str())))?;
    Ok(rows.into_iter().map(|(task, person)| (TaskId(task), ActorId(person))).collect())
}

/// Notes that a learner has the task with this mentor.
pub async fn begin(tx: &mut WriteTx, id: &MentorId, learner: &ActorId) -> StoreResult<()> {
    const SQL: &str = "update mentor set state = 'accompanies', learner = $2 where id = $1";
    run!(tx, SQL, id.as_str(), learner.as_str()).map(drop)
}

/// Frees the mentor of a task that nobody has any more: their acceptance stands for the next learner.
pub async fn free(tx: &mut WriteTx, task: &TaskId) -> StoreResult<()> {
    const SQL: &str =
        "update mentor set state = 'ready', learner = null where task = $1 and state = 'accompanies'";
    run!(tx, SQL, task.as_str()).map(drop)
}
