//! The members of a private pursuance that the page of a task names, a button for each: to whom it can be given, which the device of
//! whoever gives it signs, and for whom it may wait.

use pursuance_domain::id::ActorId;
use pursuance_sealed::ids::Iid;
use pursuance_sealed::log::Role;

use super::may::TaskMay;
use super::scene::Scene;
use crate::reads::seats;
use crate::store::error::StoreResult;
use crate::store::sealed::seen;
use crate::web::frame::view::Party;

/// Members that the page names.
const NAMED: usize = 50;

/// A member who can have the task, review it, or block it.
#[derive(Debug, Clone)]
pub struct Receiver {
    pub who: Party,
    /// Their identity in the log, in hexadecimal.
    pub iid: String,
    /// Their account.
    pub id: ActorId,
}

/// The members to whom the viewer may give a task of a private pursuance; nobody in others.
pub(super) async fn receivers(s: &mut Scene<'_>, may: TaskMay) -> StoreResult<Vec<Receiver>> {
    let pursuance = &s.access.pursuance;
    if !pursuance.is_private() || !(may.assign || may.set_reviewer) {
        return Ok(Vec::new());
    }
    let Some(fold) = seats::fold_of(&s.visit.app, s.tx, s.access).await? else { return Ok(Vec::new()) };
    let works = |iid: &Iid| fold.role(iid) >= Some(Role::Writer);
    let of_log = seen::seats(s.tx, &pursuance.id).await?;
    in_order(s, of_log.into_iter().filter(|(iid, _)| works(iid)).collect()).await
}

/// The members for whom a task of a private pursuance may be said to wait: everybody but the one who has it.
pub(super) async fn blockers(s: &mut Scene<'_>, may_block: bool) -> StoreResult<Vec<Receiver>> {
    let pursuance = &s.access.pursuance;
    if !pursuance.is_private() || !may_block {
        return Ok(Vec::new());
    }
    let of_log = seen::seats(s.tx, &pursuance.id).await?;
    let holder = s.task.assignee.as_ref();
    in_order(s, of_log.into_iter().filter(|(_, actor)| Some(actor) != holder).collect()).await
}

async fn in_order(s: &mut Scene<'_>, mut members: Vec<(Iid, ActorId)>) -> StoreResult<Vec<Receiver>> {
    members.sort();
    members.truncate(NAMED);
    s.actors.look_up(s.tx, members.iter().map(|(_, actor)| actor.clone()).collect()).await?;
    let mut named = Vec::new();
    for (iid, actor) in members {
        named.push(Receiver { who: s.party(&actor).await?, iid: iid.to_string(), id: actor });
    }
    Ok(named)
}
