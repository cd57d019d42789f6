//! Mentors: the questions to members whether they accompany a learner, their answers, and the people of a lesson: the learners,
//! who lack one skill of a task and learn it, and their helpers.

use std::collections::{BTreeSet, HashSet};

use pursuance_domain::allowed::{Permission, Sights};
use pursuance_domain::id::{ActorId, MentorId, TaskId};
use pursuance_domain::pairing::{Lesson, MentorState};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Skill, SkillLevel, Skills};

use super::damage::{Stored, listed, single};
use super::db::{ReadTx, WriteTx, all, each, optional, run};
use super::error::{StoreError, StoreResult};
use super::pairing::{LOOKED_AT, has_it, same};
use super::search::list;
use super::{skills, tasks};

/// A member who was asked whether they accompany a learner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentor {
    pub id: MentorId,
    pub task: TaskId,
    pub pursuance: ActorId,
    pub person: ActorId,
    /// The skill of the task that the learner lacks.
    pub skill: Skill,
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
}

impl Stored for MentorRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<MentorRow> for Mentor {
    type Error = StoreError;
    fn try_from(row: MentorRow) -> StoreResult<Self> {
        Ok(Self {
            skill: Skill::parse(&row.skill)
                .map_err(|_| StoreError::unknown_word("mentor", "skill", row.skill))?,
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

macro_rules! select {
    ($($rest:literal),+ $(,)?) => {
        concat!(
            "select e.id, e.task, e.pursuance, e.person, e.skill, e.state, e.at, e.learner from mentor e ",
            $($rest),+
        )
    };
}

/// Writes a question. A second one to the same person about the same task is refused as taken, unless the first is over: then both
/// are kept, and both count for how often they were asked.
pub async fn add(tx: &mut WriteTx, mentor: &Mentor) -> StoreResult<()> {
    const SQL: &str = "insert into mentor (id, task, pursuance, person, skill_key, skill, state, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (task, person) where state <> 'over' do nothing";
    let added = run!(
        tx,
        SQL,
        mentor.id.as_str(),
        mentor.task.as_str(),
        mentor.pursuance.as_str(),
        mentor.person.as_str(),
        mentor.skill.key(),
        mentor.skill.as_str(),
        mentor.state.as_str(),
        mentor.at.0
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

/// The skill for which somebody is to be asked in the place of a member who said yes and accompanies nobody now: gone, or away. None
/// where nobody is missing, or others were asked and have not answered.
pub async fn missing(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Option<Skill>> {
    const SQL: &str = select!(
        "where e.task = $1 and (e.state = 'ready' or (e.state in ('over', 'no') and e.answered_at is null))
          and not exists (select 1 from mentor q where q.task = $1 and q.state = 'asked') order by e.at desc, e.id limit 1"
    );
    let found: Option<Mentor> = single(optional!(tx, MentorRow, SQL, task.as_str())?)?;
    Ok(found.map(|mentor| mentor.skill))
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

/// A statement that finds members of a role that takes tasks, who can sign in and have a word for a skill at a level.
/// `$among`: one more condition on them.
macro_rules! at_level {
    ($among:expr; $($more:expr),+ $(,)?) => {
        concat!(
            "select k.actor from (select p.actor from person_skill p where p.skill_key = $1 and p.level = $2", $among,
            " order by p.actor limit +$3) k
            where (select m.role from member m where m.pursuance = $4 and m.actor = k.actor and m.state = 'active')
                not in ('untrusted', 'viewer')
              and (select count(*) from account a where a.actor = k.actor and a.suspended_at is null) = 1 and ",
            $($more),+,
            " order by k.actor"
        )
    };
}

/// The words for a skill in a pursuance.
async fn words(tx: &mut ReadTx, pursuance: &ActorId, skill: &Skill) -> StoreResult<Vec<String>> {
    let one = Skills::new([skill.clone()]).unwrap_or_default();
    Ok(skills::same_as(tx, pursuance, &one).await?.into_iter().flatten().collect())
}

/// A statement that finds members who learn a skill of a task, have every other one, and were not asked about it.
macro_rules! learning {
    ($among:expr) => {
        at_level!(
            $among;
            "(select count(*) from offer o where o.task = $5 and o.person = k.actor) = 0
              and (select count(*) from task_skill s where s.task = $5 and ",
            has_it!("k.actor", "$4"),
            " = 0) = 1 and (select count(*) from task_skill s where s.task = $5 and s.skill_key = $6 and ",
            has_it!("k.actor", "$4"),
            " = 0) = 1",
        )
    };
}

/// The members who learn a skill of a task, have every other one, and were not asked about it; at most [`LOOKED_AT`] looked at
/// for each word.
pub async fn learners(
    tx: &mut ReadTx,
    task: &TaskId,
    pursuance: &ActorId,
    skill: &Skill,
) -> StoreResult<Vec<ActorId>> {
    const SQL: &str = learning!("");
    let level = SkillLevel::Learning.as_str();
    let mut found = BTreeSet::new();
    for word in words(tx, pursuance, skill).await? {
        let (of, about, key) = (pursuance.as_str(), task.as_str(), skill.key());
        let rows = all!(tx, (String,), SQL, word, level, LOOKED_AT, of, about, key)?;
        found.extend(rows.into_iter().map(|(actor,)| ActorId(actor)));
    }
    Ok(found.into_iter().collect())
}

/// The people among `people` whom [`learners`] finds.
pub async fn learners_among(
    tx: &mut ReadTx,
    task: &TaskId,
    pursuance: &ActorId,
    skill: &Skill,
    people: &[ActorId],
) -> StoreResult<Vec<ActorId>> {
    const SQLITE: &str = learning!(" and p.actor in (select value from json_each($7))");
    const POSTGRES: &str =
        learning!(" and p.actor = any (array(select json_array_elements_text(cast($7 as json))))");
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let (level, people) = (SkillLevel::Learning.as_str(), list(people.iter().map(ActorId::as_str)));
    let mut found = BTreeSet::new();
    for word in words(tx, pursuance, skill).await? {
        let (of, about, key) = (pursuance.as_str(), task.as_str(), skill.key());
        let rows = all!(tx, (String,), sql, word, level, LOOKED_AT, of, about, key, &people)?;
        found.extend(rows.into_iter().map(|(actor,)| ActorId(actor)));
    }
    Ok(found.into_iter().collect())
}

/// A statement that finds mentors for a skill who were not asked about a task, or whose question ended without need.
macro_rules! helping {
    ($among:expr) => {
        at_level!(
            $among;
            "(select count(*) from mentor e where e.task = $5 and e.person = k.actor and e.state <> 'over') = 0"
        )
    };
}

/// The mentors for a skill who were not asked about this task, or whose question ended without need.
pub async fn helpers(
    tx: &mut ReadTx,
    task: &TaskId,
    pursuance: &ActorId,
    skill: &Skill,
) -> StoreResult<Vec<ActorId>> {
    const SQL: &str = helping!("");
    let level = SkillLevel::Mentor.as_str();
    let mut found = BTreeSet::new();
    for word in words(tx, pursuance, skill).await? {
        let rows = all!(tx, (String,), SQL, word, level, LOOKED_AT, pursuance.as_str(), task.as_str())?;
        found.extend(rows.into_iter().map(|(actor,)| ActorId(actor)));
    }
    Ok(found.into_iter().collect())
}

/// The people among `people` whom [`helpers`] finds.
pub async fn helpers_among(
    tx: &mut ReadTx,
    task: &TaskId,
    pursuance: &ActorId,
    skill: &Skill,
    people: &[ActorId],
) -> StoreResult<Vec<ActorId>> {
    const SQLITE: &str = helping!(" and p.actor in (select value from json_each($6))");
    const POSTGRES: &str =
        helping!(" and p.actor = any (array(select json_array_elements_text(cast($6 as json))))");
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let (level, people) = (SkillLevel::Mentor.as_str(), list(people.iter().map(ActorId::as_str)));
    let mut found = BTreeSet::new();
    for word in words(tx, pursuance, skill).await? {
        let (of, about) = (pursuance.as_str(), task.as_str());
        let rows = all!(tx, (String,), sql, word, level, LOOKED_AT, of, about, &people)?;
        found.extend(rows.into_iter().map(|(actor,)| ActorId(actor)));
    }
    Ok(found.into_iter().collect())
}

/// The skills of a task for which there are both members who learn them, and members who help; in the order of the task.
pub async fn lessons(tx: &mut ReadTx, task: &TaskId, pursuance: &ActorId) -> StoreResult<Vec<Lesson>> {
    let mut lessons = Vec::new();
    for skill in tasks::skills(tx, task).await?.iter() {
        let learners = learners(tx, task, pursuance, skill).await?;
        if learners.is_empty() {
            continue;
        }
        let helpers = helpers(tx, task, pursuance, skill).await?;
        if !helpers.is_empty() {
            lessons.push(Lesson { skill: skill.clone(), helpers, learners });
        }
    }
    Ok(lessons)
}
