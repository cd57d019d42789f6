//! The people of a lesson: the learners, who lack one skill of a task and learn it, and their helpers. In a private pursuance they are
//! found by tags (`store::sealed::lessons`).

use std::collections::BTreeSet;

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::{Lesson, MentorState, Subject};
use pursuance_domain::value::{Skill, SkillLevel, Skills};

use super::db::{ReadTx, all};
use super::error::StoreResult;
use super::mentors::Mentor;
use super::pairing::{Among, LOOKED_AT, has_it, same};
use super::sealed::lessons as tagged;
use super::search::list;
use super::{offers, skills, tasks};

/// Statements that find members of a role that takes tasks, who can sign in and have a word for a skill of a task, which lists it as
/// `$6`, at a level.
macro_rules! at_level {
    (@ $among:literal; $($more:expr),+) => {
        concat!(
            "select k.actor from (select p.actor from person_skill p where p.skill_key = $1 and p.level = $2", $among,
            " order by p.actor limit +$3) k
            where (select m.role from member m where m.pursuance = $4 and m.actor = k.actor and m.state = 'active')
                not in ('untrusted', 'viewer')
              and (select count(*) from account a where a.actor = k.actor and a.suspended_at is null) = 1
              and (select count(*) from task_skill s where s.task = $5 and s.skill_key = $6) = 1 and ",
            $($more),+,
            " order by k.actor"
        )
    };
    ($($more:expr),+ $(,)?) => {
        Among {
            all: at_level!(@ ""; $($more),+),
            sqlite: at_level!(@ " and p.actor in (select value from json_each($7))"; $($more),+),
            postgres: at_level!(@ " and p.actor = any (array(select json_array_elements_text(cast($7 as json))))"; $($more),+),
        }
    };
}

/// The members whom such a statement finds; of `people` alone, where they are named. At most [`LOOKED_AT`] are looked at for each word
/// that means the skill in the pursuance.
async fn found(
    tx: &mut ReadTx,
    among: Among,
    (task, pursuance, skill): (&TaskId, &ActorId, &Skill),
    level: SkillLevel,
    people: Option<&[ActorId]>,
) -> StoreResult<Vec<ActorId>> {
    if people.is_some_and(<[ActorId]>::is_empty) {
        return Ok(Vec::new());
    }
    let one = Skills::new([skill.clone()]).unwrap_or_default();
    let words = skills::same_as(tx, pursuance, &one).await?.into_iter().flatten();
    let (of, about, key, level) = (pursuance.as_str(), task.as_str(), skill.key(), level.as_str());
    let people = people.map(|people| list(people.iter().map(ActorId::as_str)));
    let mut found = BTreeSet::new();
    for word in words {
        let rows = match &people {
            None => all!(tx, (String,), among.all, word, level, LOOKED_AT, of, about, &key)?,
            Some(people) => {
                let sql = if tx.is_sqlite() { among.sqlite } else { among.postgres };
                all!(tx, (String,), sql, word, level, LOOKED_AT, of, about, &key, people)?
            }
        };
        found.extend(rows.into_iter().map(|(actor,)| ActorId(actor)));
    }
    Ok(found.into_iter().collect())
}

/// The members who learn a skill of a task, have every other one, and were not asked about it; of `people` alone, where they are named.
pub async fn learners(
    tx: &mut ReadTx,
    task: &TaskId,
    pursuance: &ActorId,
    subject: &Subject,
    people: Option<&[ActorId]>,
) -> StoreResult<Vec<ActorId>> {
    const SQL: Among = at_level!(
        "(select count(*) from offer o where o.task = $5 and o.person = k.actor) = 0
          and (select count(*) from task_skill s where s.task = $5 and ",
        has_it!("k.actor", "$4"),
        " = 0) = 1 and (select count(*) from task_skill s where s.task = $5 and s.skill_key = $6 and ",
        has_it!("k.actor", "$4"),
        " = 0) = 1",
    );
    match subject {
        Subject::Skill(skill) => found(tx, SQL, (task, pursuance, skill), SkillLevel::Learning, people).await,
        Subject::Tag(tag) => tagged::learners(tx, task, pursuance, tag, people).await,
    }
}

/// The mentors for a skill of a task who were not asked about it, or whose question ended without need; of `people` alone, where they
/// are named.
pub async fn helpers(
    tx: &mut ReadTx,
    task: &TaskId,
    pursuance: &ActorId,
    subject: &Subject,
    people: Option<&[ActorId]>,
) -> StoreResult<Vec<ActorId>> {
    const SQL: Among = at_level!(
        "(select count(*) from mentor e where e.task = $5 and e.person = k.actor and e.state <> 'over') = 0"
    );
    match subject {
        Subject::Skill(skill) => found(tx, SQL, (task, pursuance, skill), SkillLevel::Mentor, people).await,
        Subject::Tag(tag) => tagged::helpers(tx, task, pursuance, tag, people).await,
    }
}

/// Returns the subjects that somebody could learn by a task, in the order of the task; tags have none.
async fn subjects(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Vec<Subject>> {
    let skills = tasks::skills(tx, task).await?;
    let mut subjects: Vec<Subject> = skills.iter().cloned().map(Subject::Skill).collect();
    if subjects.is_empty() {
        subjects.extend(tagged::of_task(tx, task).await?.into_iter().map(Subject::Tag));
    }
    Ok(subjects)
}

/// The skills of a task for which there are both members who learn them, and members who help; in the order of the task.
pub async fn lessons(tx: &mut ReadTx, task: &TaskId, pursuance: &ActorId) -> StoreResult<Vec<Lesson>> {
    let mut lessons = Vec::new();
    for subject in subjects(tx, task).await? {
        let learners = learners(tx, task, pursuance, &subject, None).await?;
        if learners.is_empty() {
            continue;
        }
        let helpers = helpers(tx, task, pursuance, &subject, None).await?;
        if !helpers.is_empty() {
            lessons.push(Lesson { subject, helpers, learners });
        }
    }
    Ok(lessons)
}

/// Returns the subjects with which a member was asked to accompany somebody, as far as the task still wants them. No tag is found
/// again under the next key: then it is every skill of the task that they help with, and once they have gone every one.
pub async fn meant(tx: &mut ReadTx, mentor: &Mentor) -> StoreResult<Vec<Subject>> {
    match &mentor.subject {
        Subject::Skill(skill) => {
            let wanted = tasks::skills(tx, &mentor.task).await?;
            Ok(wanted.contains(skill).then(|| mentor.subject.clone()).into_iter().collect())
        }
        Subject::Tag(tag) => {
            let gone = mentor.state != MentorState::Ready;
            let meant = tagged::meant(tx, &mentor.task, &mentor.person, tag, gone).await?;
            Ok(meant.into_iter().map(Subject::Tag).collect())
        }
    }
}

/// The members who may learn by a task with this mentor; of `people` alone, where they are named.
pub async fn learners_with(
    tx: &mut ReadTx,
    mentor: &Mentor,
    people: Option<&[ActorId]>,
) -> StoreResult<Vec<ActorId>> {
    let mut found = BTreeSet::new();
    for subject in meant(tx, mentor).await? {
        let (task, pursuance) = (&mentor.task, &mentor.pursuance);
        found.extend(learners(tx, task, pursuance, &subject, people).await?);
    }
    Ok(found.into_iter().collect())
}

/// Whether somebody was asked about a task as a learner of this, and may still take it.
pub async fn is_learnt(tx: &mut ReadTx, task: &TaskId, subject: &Subject) -> StoreResult<bool> {
    match subject {
        Subject::Skill(_) => offers::has_learner(tx, task).await,
        Subject::Tag(tag) => tagged::has_learner(tx, task, tag).await,
    }
}
