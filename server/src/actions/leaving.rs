//! What somebody had, when they are gone: it goes back to help wanted, and their reviews go to whoever wrote the task. The
//! task remembers who that was until somebody decides who goes on, so that those who may assign are told.

use pursuance_domain::event::{StreamId, Verb};
use pursuance_domain::id::ActorId;
use pursuance_domain::task::phase::Phase;
use serde_json::{Value, json};

use super::{Cx, PerformError, task};
use crate::store::error::StoreError;
use crate::store::pursuances::MemberState;
use crate::store::tasks::{self, Task};
use crate::store::{accounts, actors, events, pursuances};

/// Why somebody does not go on, as events tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    Left,
    Suspended,
    /// They may not review any more.
    Role,
}

impl Why {
    fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Suspended => "suspended",
            Self::Role => "role",
        }
    }
}

/// Lets go of everything somebody had and was to review in a pursuance. What they handed in keeps their name: it is
/// reviewed as it is.
pub(super) async fn let_go(
    cx: &mut Cx,
    pursuance: &ActorId,
    person: &ActorId,
    why: Why,
) -> Result<(), PerformError> {
    for held in tasks::under_way_of(&mut cx.tx, pursuance, person).await? {
        tasks::let_go(&mut cx.tx, &held.id, person, cx.now).await?;
        let data =
            json!({ "before": person, "after": null, "phase": Phase::HelpWanted, "because": why.as_str() });
        tell(cx, &held, Verb::TaskAssigned, data, why);
        task::after_work(cx, &held).await?;
    }
    let_go_of_reviews(cx, pursuance, person, why).await
}

/// Lets go of what somebody was to review in a pursuance.
pub(super) async fn let_go_of_reviews(
    cx: &mut Cx,
    pursuance: &ActorId,
    person: &ActorId,
    why: Why,
) -> Result<(), PerformError> {
    for reviewed in tasks::open_reviews_of(&mut cx.tx, pursuance, person).await? {
        tasks::let_go_of_review(&mut cx.tx, &reviewed.id, person, cx.now).await?;
        let data = json!({
            "revision": reviewed.revision + 1,
            "changed": ["reviewer"],
            "before": { "reviewer": person },
            "after": { "reviewer": null },
            "because": why.as_str(),
        });
        tell(cx, &reviewed, Verb::TaskEdited, data, why);
    }
    Ok(())
}

fn tell(cx: &mut Cx, task: &Task, verb: Verb, data: Value, why: Why) {
    cx.event(&task.pursuance, verb, task.id.as_str(), Some(&task.id), data);
    // Which operator suspended somebody is nothing a pursuance is told.
    if let (Why::Suspended, Some(event)) = (why, cx.events.last_mut()) {
        event.actor = None;
    }
}

/// Locks every pursuance somebody is a member of. Before the stream of the instance: streams are locked in the order of
/// their ids.
pub(super) async fn lock_all_of(cx: &mut Cx, person: &ActorId) -> Result<Vec<ActorId>, StoreError> {
    let of = pursuances::of_member(&mut cx.tx, person).await?;
    let mut ids: Vec<ActorId> = of.into_iter().map(|pursuance| pursuance.id).collect();
    ids.sort();
    for id in &ids {
        events::lock(&mut cx.tx, &StreamId::of(id)).await?;
    }
    Ok(ids)
}

/// Where a task goes when work on it goes on, and who has it then: somebody who is gone cannot.
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

/// Whether somebody of this instance is no member, or suspended.
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
