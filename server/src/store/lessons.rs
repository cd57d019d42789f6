//! The people of a lesson: the learners, who lack one skill of a task and learn it, and their helpers. In a private pursuance they are
//! found by tags (`store::sealed::lessons`).

use std::collections::BTreeSet;

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::{Lesson, MentorState, Subject};
use pursuance_domain::value::{Skill, SkillLevel, Skills};

use super::db::{ReadTx, all};
use super::error::StoreResult;
use super::mentors::Mentor;
use super::pairing::{LOOKED_AT, has_it, same};
use super::sealed::lessons as tagged;
use super::search::list;
use super::{offers, skills, tasks};

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
    subject: &Subject,
) -> StoreResult<Vec<ActorId>> {
    const SQL: &str = learning!("");
    let skill = match subject {
        Subject::Skill(skill) => skill,
        Subject::Tag(tag) => return tagged::learners(tx, task, pursuance, tag, None).await,
    };
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
    subject: &Subject,
    people: &[ActorId],
) -> StoreResult<Vec<ActorId>> {
    const SQLITE: &str = learning!(" and p.actor in (select value from json_each($7))");
    const POSTGRES: &str =
        learning!(" and p.actor = any (array(select json_array_elements_text(cast($7 as json))))");
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let skill = match subject {
        Subject::Skill(skill) => skill,
        Subject::Tag(tag) => return tagged::learners(tx, task, pursuance, tag, Some(people)).await,
    };
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
    subject: &Subject,
) -> StoreResult<Vec<ActorId>> {
    const SQL: &str = helping!("");
    let skill = match subject {
        Subject::Skill(skill) => skill,
        Subject::Tag(tag) => return tagged::helpers(tx, task, pursuance, tag, None).await,
    };
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
    subject: &Subject,
    people: &[ActorId],
) -> StoreResult<Vec<ActorId>> {
    const SQLITE: &str = helping!(" and p.actor in (select value from json_each($6))");
    const POSTGRES: &str =
        helping!(" and p.actor = any (array(select json_array_elements_text(cast($6 as json))))");
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let skill = match subject {
        Subject::Skill(skill) => skill,
        Subject::Tag(tag) => return tagged::helpers(tx, task, pursuance, tag, Some(people)).await,
    };
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

/// What somebody could learn by a task, in the order of the task; tags have none.
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
        let learners = learners(tx, task, pursuance, &subject).await?;
        if learners.is_empty() {
            continue;
        }
        let helpers = helpers(tx, task, pursuance, &subject).await?;
        if !helpers.is_empty() {
            lessons.push(Lesson { subject, helpers, learners });
        }
    }
    Ok(lessons)
}

/// What a member was asked to accompany somebody with, as far as the task still wants it. No tag is found again under the next key:
/// then it is every skill of the task that they help with, and once they have gone every one.
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
        let next = match people {
            Some(people) => learners_among(tx, task, pursuance, &subject, people).await?,
            None => learners(tx, task, pursuance, &subject).await?,
        };
        found.extend(next);
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
