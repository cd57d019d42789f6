//! The same change of several tasks at once: each is changed as if it were the only one, by the same function and with the same
//! rights. A refused task stays as it is and is named with the reason; the others are changed. Together they are one act, which
//! is taken back as a whole.

use std::collections::HashSet;

use pursuance_domain::action::{
    Action, ArchiveTask, AssignTask, BulkChange, BulkTasks, EditTask, MoveTask, SetPhase, TakeTask,
};
use pursuance_domain::allowed::{Permission, while_open};
use pursuance_domain::id::TaskId;
use pursuance_domain::task::ending::{AT_ONCE_MAX, EndRefusal, Ending};
use pursuance_domain::value::Skills;
use serde_json::{Value, json};

use super::access::{self, Access};
use super::{Cx, PerformError, Refused, ending};
use crate::store::tasks::{self, Task};

carried_out! {
    BulkTasks => bulk,
}

async fn bulk(cx: &mut Cx, a: BulkTasks) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    while_open(Permission::EditTask, &access.facts(None))?;
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    let mut so_far = SoFar { changed: HashSet::new(), room: AT_ONCE_MAX };
    let mut first = None;
    for number in a.tasks.iter() {
        let why = match change_one(cx, &access, number, &a.change, &mut so_far).await {
            Ok(Ok(())) => {
                done.push(number);
                continue;
            }
            Ok(Err(why)) | Err(PerformError::Refused(why)) => why,
            Err(error) => return Err(error),
        };
        refused.push(json!({ "task": number, "problem": why.slug(), "title": why.to_string() }));
        cx.left_out.push((number, why.wording()));
        first.get_or_insert(why);
    }
    match first {
        // Every task was refused: nothing was done.
        Some(first) if done.is_empty() => {
            let why = cx.left_out.drain(..).map(|(_, why)| why).collect();
            Err(Refused::NoneOf { first: Box::new(first), why }.into())
        }
        _ => Ok(json!({ "done": done, "refused": refused })),
    }
}

/// The changes that the act has made to the tasks before.
struct SoFar {
    changed: HashSet<TaskId>,
    /// How many tasks it may still put away: no more than may go along with one task. A hundred chosen tasks with many subtasks would
    /// keep everybody from writing.
    room: usize,
}

/// Changes one task, as if it were alone.
async fn change_one(
    cx: &mut Cx,
    access: &Access,
    number: i64,
    change: &BulkChange,
    so_far: &mut SoFar,
) -> Result<Result<(), Refused>, PerformError> {
    let task = access::find_task(&mut cx.tx, access, number).await?;
    // It went along with one above it that was chosen, too.
    let went_along = task.archived_with.as_ref().is_some_and(|with| so_far.changed.contains(with));
    let mut goes = 0;
    if *change == BulkChange::Archive {
        if went_along {
            return Ok(Ok(()));
        }
        goes = ending::look(&mut cx.tx, &task).await?.count(Ending::Archive);
        if goes > so_far.room {
            return Err(EndRefusal::TooMany.into());
        }
    }
    let action = single(cx, access, &task, change).await?;
    let outcome = cx.carry_out_part(action).await?;
    if outcome.is_ok() {
        so_far.room -= goes;
    }
    so_far.changed.insert(task.id);
    Ok(outcome.map(drop))
}

/// The action that changes one task alone.
async fn single(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    change: &BulkChange,
) -> Result<Action, PerformError> {
    let (pursuance, number) = (access.pursuance.id.0.clone(), task.number);
    let mut edit = EditTask::unchanged(pursuance.clone(), number, task.revision);
    match change {
        BulkChange::Assign(assignee) => {
            return Ok(AssignTask { pursuance, task: number, assignee: assignee.clone() }.into());
        }
        BulkChange::Take => return Ok(TakeTask { pursuance, task: number, withdraw: false }.into()),
        BulkChange::Phase(phase) => {
            let phase = *phase;
            return Ok(SetPhase { pursuance, task: number, phase, comment: None, subtasks: None }.into());
        }
        BulkChange::Move(parent) => {
            let parent = *parent;
            return Ok(MoveTask { pursuance, task: number, parent, before: None, after: None }.into());
        }
        BulkChange::Archive => return Ok(ArchiveTask { pursuance, task: number }.into()),
        BulkChange::Reviewer(reviewer) => edit.reviewer = Some(reviewer.clone()),
        BulkChange::Urgency(urgency) => edit.urgency = Some(*urgency),
        BulkChange::Size(size) => edit.size = Some(*size),
        BulkChange::Due(due) => edit.due = Some(*due),
        BulkChange::AddSkill(skill) => {
            let skills = tasks::asks(&mut cx.tx, task).await?.skills;
            edit.skills = Some(Skills::new(skills.iter().cloned().chain([skill.clone()]))?);
        }
        BulkChange::RemoveSkill(skill) => {
            let skills = tasks::asks(&mut cx.tx, task).await?.skills;
            let rest = skills.iter().filter(|one| one.key() != skill.key()).cloned();
            edit.skills = Some(Skills::new(rest)?);
        }
    }
    Ok(edit.into())
}
