//! Tasks that are archived, put into the trash, brought back, or deleted for good; those below them go along.

use pursuance_domain::action::{ArchiveTask, DeleteTask, ExpireTask, RestoreTask, TrashTask};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{Archived, Restored, TaskCount, TaskGone, TaskNumber, Trashed};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::people::parting::Parting;
use pursuance_domain::task::ending::{self, AT_ONCE_MAX, EndFacts, Ending};
use pursuance_domain::task::tree;
use serde_json::{Value, json};

use super::access::{self, Access};
use super::{Cx, PerformError, Refused, Thing, delegation, task};
use crate::store::db::ReadTx;
use crate::store::dependencies;
use crate::store::endings::{self, Part};
use crate::store::error::{StoreError, StoreResult};
use crate::store::jobs::Job;
use crate::store::notices;
use crate::store::tasks::{self, Task};

carried_out! {
    ArchiveTask => archive,
    TrashTask => trash,
    RestoreTask => restore,
    DeleteTask => delete,
    ExpireTask => expire,
}

/// A task that ends, and the tasks that go along.
pub struct Going {
    pub facts: EndFacts,
    parts: Vec<Part>,
}

impl Going {
    fn ids(&self, goes: impl Fn(&Part) -> bool) -> Vec<TaskId> {
        self.parts.iter().filter(|part| goes(part)).map(|part| part.id.clone()).collect()
    }

    /// How many tasks would be archived, or go into the trash.
    pub fn count(&self, ending: Ending) -> usize {
        let goes = |part: &&Part| match ending {
            Ending::Archive => !part.is_archived,
            Ending::Trash => !part.is_trashed,
            Ending::Restore | Ending::Delete => true,
        };
        self.parts.iter().filter(goes).count()
    }
}

/// Reads the facts about a task that is to end, and the tasks below it.
pub async fn look(tx: &mut ReadTx, task: &Task) -> StoreResult<Going> {
    let parts = endings::with_below(tx, &task.id, AT_ONCE_MAX + 1).await?;
    let mut below_away = None;
    if let Some(parent) = &task.parent
        && let Some(parent) = tasks::by_id(tx, parent).await?
        && parent.is_put_away()
    {
        let with = if parent.trashed_at.is_some() { &parent.trashed_with } else { &parent.archived_with };
        let number = match with {
            Some(with) => endings::number_of(tx, with).await?,
            None => None,
        };
        below_away = Some(number.unwrap_or(parent.number));
    }
    let facts = EndFacts {
        is_archived: task.archived_at.is_some(),
        is_trashed: task.trashed_at.is_some(),
        is_restorable: task.is_put_away(),
        shared: endings::shared(tx, &task.id).await?,
        tasks: parts.len(),
        below_away,
    };
    Ok(Going { facts, parts })
}

/// Queues jobs to tell the tasks that wait for one of `tasks` that they no longer wait, or wait again.
async fn tell_waiting(cx: &mut Cx, tasks: &[TaskId]) -> Result<(), StoreError> {
    for task in dependencies::awaited_among(&mut cx.tx, tasks).await? {
        Job::TellWaiting { task }.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
    }
    Ok(())
}

fn done(task: &Task, tasks: usize) -> Value {
    json!({ "task": task.number, "id": task.id, "tasks": tasks })
}

async fn archive(cx: &mut Cx, a: ArchiveTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_away(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::ArchiveTask, Some(&task))?;
    into_archive(cx, &access, &task).await
}

/// Nobody is asked about some tasks any more, which were put away.
async fn ask_no_more(cx: &mut Cx, tasks: &[TaskId]) -> Result<(), StoreError> {
    let people = notices::read_questions(&mut cx.tx, tasks, cx.now).await?;
    cx.have_read.extend(people);
    Ok(())
}

/// People are asked about some tasks again, which are back.
async fn ask_again(cx: &mut Cx, tasks: &[TaskId]) -> Result<(), StoreError> {
    let by = cx.person().ok();
    let people = notices::open_questions(&mut cx.tx, tasks, by.as_ref()).await?;
    cx.have_read.extend(people);
    Ok(())
}

/// Archives a task with the tasks below it. The caller has checked the permission.
pub(super) async fn into_archive(cx: &mut Cx, access: &Access, task: &Task) -> Result<Value, PerformError> {
    let going = look(&mut cx.tx, task).await?;
    ending::may_end(Ending::Archive, task.number, &going.facts)?;
    let ids = going.ids(|part| !part.is_archived);
    endings::archive(&mut cx.tx, task, &ids, cx.now).await?;
    ask_no_more(cx, &ids).await?;
    let told = Happened::TaskArchived(Archived { tasks: TaskCount(ids.len()) });
    cx.event(&access.pursuance.id, told, task.id.as_str(), Some(&task.id));
    tell_waiting(cx, &ids).await?;
    report(cx, task.parent.as_ref()).await?;
    Ok(done(task, ids.len()))
}

async fn trash(cx: &mut Cx, a: TrashTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_away(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::ArchiveTask, Some(&task))?;
    into_trash(cx, &access, &task).await
}

/// Puts a task into the trash with the tasks below it. The caller has checked the permission.
pub(super) async fn into_trash(cx: &mut Cx, access: &Access, task: &Task) -> Result<Value, PerformError> {
    let going = look(&mut cx.tx, task).await?;
    ending::may_end(Ending::Trash, task.number, &going.facts)?;
    let ids = going.ids(|part| !part.is_trashed);
    endings::trash(&mut cx.tx, task, &ids, cx.now).await?;
    ask_no_more(cx, &ids).await?;
    let told = Trashed {
        task: task.id.clone(),
        number: TaskNumber(task.number),
        tasks: TaskCount(ids.len()),
        assignee: task.assignee.clone(),
        creator: task.creator.clone(),
    };
    // The event is about the pursuance, not the task: a person who may no longer see the task cannot read its events.
    let pursuance = access.pursuance.id.clone();
    cx.event(&pursuance, Happened::TaskTrashed(told), pursuance.as_str(), None);
    tell_waiting(cx, &ids).await?;
    report(cx, task.parent.as_ref()).await?;
    Ok(done(task, ids.len()))
}

async fn restore(cx: &mut Cx, a: RestoreTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_away(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::ArchiveTask, Some(&task))?;
    bring_back(cx, &access, &task).await
}

/// Brings back a task that was put away. The caller has checked the permission.
pub(super) async fn bring_back(cx: &mut Cx, access: &Access, task: &Task) -> Result<Value, PerformError> {
    let going = look(&mut cx.tx, task).await?;
    ending::may_end(Ending::Restore, task.number, &going.facts)?;
    let ids = going.ids(|_| true);
    let from_trash = task.trashed_at.is_some();
    let back = if from_trash {
        endings::take_out_of_trash(&mut cx.tx, task, &ids, cx.now).await?
    } else {
        endings::unarchive(&mut cx.tx, task, &ids, cx.now).await?
    };
    let tasks = usize::try_from(back).unwrap_or(usize::MAX);
    let open = tasks::open_below(&mut cx.tx, &task.id).await?;
    let now = tasks::by_id(&mut cx.tx, &task.id).await?.ok_or(Refused::NotFound(Thing::Task))?;
    if !now.is_put_away() && (open > 0 || !now.phase.is_closed()) {
        let above = tasks::ancestors(&mut cx.tx, task).await?;
        tree::may_be_open_below(above.iter().map(|task| (task.number, task.phase)))?;
    }
    ask_again(cx, &ids).await?;
    let told = Happened::TaskRestored(Restored { tasks: TaskCount(tasks), from_trash });
    cx.event(&access.pursuance.id, told, task.id.as_str(), Some(&task.id));
    tell_waiting(cx, &ids).await?;
    let_go(cx, &access.pursuance.id, &ids).await?;
    report(cx, task.parent.as_ref()).await?;
    Ok(done(task, tasks))
}

/// Queues jobs to let go of people who had one of `tasks`, and left or were suspended while it was away.
async fn let_go(cx: &mut Cx, pursuance: &ActorId, tasks: &[TaskId]) -> Result<(), StoreError> {
    for person in endings::without_members(&mut cx.tx, pursuance, tasks).await? {
        let (pursuance, why) = (pursuance.clone(), Parting::Unavailable);
        let job = Job::LetGo { pursuance, person, why, by: None, to: None };
        job.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
    }
    Ok(())
}

async fn delete(cx: &mut Cx, a: DeleteTask) -> Result<Value, PerformError> {
    let (access, task) = access::lock_away(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::DeleteTask, Some(&task))?;
    let tasks = bury(cx, &task).await?;
    Ok(done(&task, tasks))
}

/// Deletes a task when its time in the trash is over.
async fn expire(cx: &mut Cx, a: ExpireTask) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let find = async |cx: &mut Cx| tasks::by_id(&mut cx.tx, &a.task).await;
    let pursuance = find(cx).await?.ok_or(Refused::NotFound(Thing::Task))?.pursuance;
    delegation::lock_party(cx, &pursuance).await?;
    let now = cx.now;
    let is_due = |task: &Task| {
        let over = task.trashed_at.is_some_and(|at| ending::deleted_at(at) <= now);
        over && task.deleted_at.is_none() && task.trashed_with.as_ref() == Some(&task.id)
    };
    // Somebody may have brought it back just now.
    let found = tasks::by_id(&mut cx.tx, &a.task).await?;
    let Some(task) = found.filter(is_due) else { return Ok(json!({ "tasks": 0 })) };
    let tasks = bury(cx, &task).await?;
    Ok(done(&task, tasks))
}

async fn bury(cx: &mut Cx, task: &Task) -> Result<usize, PerformError> {
    let going = look(&mut cx.tx, task).await?;
    ending::may_end(Ending::Delete, task.number, &going.facts)?;
    let ids = going.ids(|_| true);
    let (pursuance, above) = (task.pursuance.clone(), task.parent.clone());
    endings::bury(&mut cx.tx, task, &ids, cx.now).await?;
    let told =
        TaskGone { task: task.id.clone(), number: TaskNumber(task.number), tasks: TaskCount(ids.len()) };
    cx.event(&pursuance, Happened::TaskDeleted(told), pursuance.as_str(), None);
    // The edges that lead to them end once everybody who waits has heard it.
    tell_waiting(cx, &ids).await?;
    report(cx, above.as_ref()).await?;
    Ok(ids.len())
}

/// Tells the origin of a mirror above a task how far the work is without it, or with it again.
async fn report(cx: &mut Cx, parent: Option<&TaskId>) -> Result<(), PerformError> {
    let Some(parent) = parent else { return Ok(()) };
    match tasks::by_id(&mut cx.tx, parent).await? {
        Some(parent) => task::after_work(cx, &parent).await,
        None => Ok(()),
    }
}
