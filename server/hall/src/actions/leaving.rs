//! The tasks and reviews of a person who is gone: the tasks go back to "help wanted", or to the member whom the person named, or to
//! their successor; the reviews to the creator of the task; no task waits for the person any more. The task remembers the person until
//! somebody decides who continues, so that the members who may assign see it.

use pursuance_domain::action::LetGo;
use pursuance_domain::event::happened::{TaskAssigned, TaskEdited};
use pursuance_domain::event::{Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::parting::Parting;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::asks::Fields;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::task::review;
use serde_json::{Value, json};

use super::{Cx, PerformError, access, delegation, dependency, mentor, task};
use crate::store::error::StoreError;
use crate::store::jobs::Job;
use crate::store::pursuances::MemberState;
use crate::store::tasks::{self, Task};
use crate::store::{accounts, actors, dependencies, events, pursuances};

carried_out! {
    LetGo => go_on,
}

/// How many tasks and reviews one transaction lets go of; a job does the rest.
pub const LET_GO_AT_ONCE: usize = 200;

/// Lets go of a person's tasks and reviews in a pursuance, or of the reviews alone where these are all that they may
/// not continue. Work they submitted keeps their name and is reviewed as it is. `room` is the number that still fits
/// into this transaction; the rest is left to a job.
pub(super) async fn let_go(cx: &mut Cx, gone: LetGo, room: &mut usize) -> Result<(), PerformError> {
    if step(cx, &gone, room).await? {
        return Ok(());
    }
    let LetGo { pursuance, person, why, by, to } = gone;
    let job = Job::LetGo { pursuance, person, why, by, to };
    Ok(job.write(&mut cx.tx, &cx.app.clock, cx.now).await?)
}

/// Continues where a person had more than one transaction lets go of. Answers whether anything is left.
async fn go_on(cx: &mut Cx, a: LetGo) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    delegation::lock_party(cx, &a.pursuance).await?;
    // A person who has come back meanwhile continues with the rest.
    let is_still_so = match a.why {
        Parting::Left | Parting::Unavailable | Parting::Replaced => {
            is_gone(cx, &a.pursuance, &a.person).await?
        }
        Parting::Role => {
            let member = pursuances::member(&mut cx.tx, &a.pursuance, &a.person).await?;
            member.is_none_or(|member| member.role < Role::Normal)
        }
        // They go on with everything else.
        Parting::Silent | Parting::HandedOn => false,
    };
    let mut room = LET_GO_AT_ONCE;
    let is_done = !is_still_so || step(cx, &a, &mut room).await?;
    Ok(json!({ "left": u8::from(!is_done) }))
}

/// Lets go of as much as fits; answers whether that was all.
async fn step(cx: &mut Cx, gone: &LetGo, room: &mut usize) -> Result<bool, PerformError> {
    let has_tasks = match gone.why {
        Parting::Left | Parting::Unavailable | Parting::Replaced => true,
        Parting::Role | Parting::Silent | Parting::HandedOn => false,
    };
    let accompanies = match gone.why {
        Parting::Left | Parting::Unavailable | Parting::Role | Parting::Replaced => true,
        Parting::Silent | Parting::HandedOn => false,
    };
    if accompanies && !mentor::stand_down(cx, &gone.pursuance, &gone.person, room).await? {
        return Ok(false);
    }
    // The receiver may be gone as well before the rest comes.
    let to = match &gone.to {
        Some(to) if !is_gone(cx, &gone.pursuance, to).await? => Some(to.clone()),
        Some(_) | None => None,
    };
    // A successor also has the work that was handed in, and the reviews.
    let in_place = to.clone().filter(|_| gone.why == Parting::Replaced);
    if has_tasks {
        let most = one_more(*room);
        let (of, person) = (&gone.pursuance, &gone.person);
        let mut held = match &in_place {
            Some(_) => tasks::open_of(&mut cx.tx, of, person, most).await?,
            None => tasks::under_way_of(&mut cx.tx, of, person, most).await?,
        };
        let is_all = fill(&mut held, room);
        for held in held {
            let phase = match &to {
                Some(to) => {
                    end_review_by(cx, &held, Some(to), Some(gone)).await?;
                    tasks::set_state(&mut cx.tx, &held.id, held.phase, Some(to), cx.now).await?;
                    held.phase
                }
                None => {
                    tasks::let_go(&mut cx.tx, &held.id, &gone.person, cx.now).await?;
                    Phase::HelpWanted
                }
            };
            let told = TaskAssigned {
                before: Some(gone.person.clone()),
                after: to.clone(),
                phase,
                was: None,
                because: Some(gone.why),
                delegation: None,
            };
            tell(cx, &held, Happened::TaskAssigned(told), gone);
            task::after_work(cx, &held).await?;
        }
        if !is_all || !end_blocks(cx, gone, room).await? {
            return Ok(false);
        }
    }
    let most = one_more(*room);
    let mut reviewed = tasks::open_reviews_of(&mut cx.tx, &gone.pursuance, &gone.person, most).await?;
    let is_all = fill(&mut reviewed, room);
    for reviewed in reviewed {
        // Nobody reviews their own work.
        let to = in_place.clone().filter(|to| reviewed.assignee.as_ref() != Some(to));
        match &to {
            Some(_) => {
                let needs_review = reviewed.needs_review;
                tasks::set_review(&mut cx.tx, &reviewed.id, to.as_ref(), needs_review, cx.now).await?;
            }
            None => tasks::let_go_of_review(&mut cx.tx, &reviewed.id, &gone.person, cx.now).await?,
        }
        let told = other_reviewer(&reviewed, to, Some(gone.why));
        tell(cx, &reviewed, told, gone);
    }
    Ok(is_all)
}

/// Ends what blocks of tasks say of the person; answers whether that was all.
async fn end_blocks(cx: &mut Cx, gone: &LetGo, room: &mut usize) -> Result<bool, PerformError> {
    let most = one_more(*room);
    let mut blocked = dependencies::blocked_by(&mut cx.tx, &gone.pursuance, &gone.person, most).await?;
    let is_all = fill(&mut blocked, room);
    let known = tasks::by_ids(&mut cx.tx, &blocked).await?;
    for task in blocked.iter().filter_map(|id| known.get(id)) {
        let told = dependency::lift_of(cx, task, &gone.person, gone.why).await?;
        tell(cx, task, told, gone);
    }
    Ok(is_all)
}

/// Tells that a task has no reviewer any more.
pub(super) fn no_reviewer(task: &Task, because: Option<Parting>) -> Happened {
    other_reviewer(task, None, because)
}

/// Tells that a task has another reviewer, or none.
fn other_reviewer(task: &Task, after: Option<ActorId>, because: Option<Parting>) -> Happened {
    let reviewer = |who| Some(Fields { reviewer: Some(who), ..Fields::default() });
    Happened::TaskEdited(TaskEdited {
        revision: task.revision + 1,
        changed: vec!["reviewer".to_owned()],
        before: reviewer(task.reviewer.clone()),
        after: reviewer(after),
        because,
        delegation: None,
    })
}

/// A reviewer who takes the task stops being its reviewer: nobody decides on their own work. `gone`: the person who had
/// the task before, where it comes from somebody who does not go on with it.
pub(super) async fn end_review_by(
    cx: &mut Cx,
    task: &Task,
    assignee: Option<&ActorId>,
    gone: Option<&LetGo>,
) -> Result<(), StoreError> {
    if review::stays(task.reviewer.as_ref(), assignee) == task.reviewer.as_ref() {
        return Ok(());
    }
    tasks::end_review(&mut cx.tx, &task.id, cx.now).await?;
    let told = no_reviewer(task, None);
    match gone {
        Some(gone) => tell(cx, task, told, gone),
        None => cx.event(&task.pursuance, told, task.id.as_str(), Some(&task.id)),
    }
    Ok(())
}

/// The row limit that shows whether something is left: one more than `room`.
pub(super) fn one_more(room: usize) -> i64 {
    i64::try_from(room).unwrap_or(i64::MAX).saturating_add(1)
}

/// Cuts `found` to the free `room` and takes that room; returns whether everything fits.
pub(super) fn fill<T>(found: &mut Vec<T>, room: &mut usize) -> bool {
    let is_all = found.len() <= *room;
    found.truncate(*room);
    *room -= found.len();
    is_all
}

fn tell(cx: &mut Cx, task: &Task, what: Happened, gone: &LetGo) {
    cx.event(&task.pursuance, what, task.id.as_str(), Some(&task.id));
    if let Some(event) = cx.events.last_mut() {
        // A job may have kept the name of somebody who is not told.
        event.actor = gone.by.clone().filter(|_| gone.why.names_who());
    }
}

/// Locks every pursuance of a member, before the stream of the instance: streams are locked in the order of their ids.
pub(super) async fn lock_all_of(cx: &mut Cx, person: &ActorId) -> Result<Vec<ActorId>, StoreError> {
    let ids = pursuances::ids_of_member(&mut cx.tx, person).await?;
    for id in &ids {
        events::lock(&mut cx.tx, &StreamId::of(id)).await?;
    }
    Ok(ids)
}

/// The next phase and assignee of a task on which work continues: a person who is gone cannot be the assignee.
pub(super) async fn goes_on(
    cx: &mut Cx,
    task: &Task,
    phase: Phase,
) -> Result<(Phase, Option<ActorId>), StoreError> {
    let assignee = task.assignee.clone();
    let is_work = matches!(phase, Phase::Started | Phase::InProgress);
    match &assignee {
        Some(person) if is_work && is_gone(cx, &task.pursuance, person).await? => {
            Ok((Phase::HelpWanted, None))
        }
        _ => Ok((phase, assignee)),
    }
}

/// Whether a local person is no member, or is suspended.
pub(super) async fn is_gone(cx: &mut Cx, pursuance: &ActorId, actor: &ActorId) -> Result<bool, StoreError> {
    let Some(account) = accounts::by_actor(&mut cx.tx, actor).await? else {
        // Another pursuance is no member and has it all the same.
        let actor = actors::by_id(&mut cx.tx, actor).await?;
        return Ok(actor.is_none_or(|actor| actor.kind == actors::ActorKind::Person));
    };
    let member = pursuances::member(&mut cx.tx, pursuance, actor).await?;
    let is_member = member.is_some_and(|member| member.state == MemberState::Active);
    Ok(!is_member || account.suspended_at.is_some())
}
