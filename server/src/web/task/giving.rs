//! To whom a task of a private pursuance can be given: a button for each, since the device of whoever gives it signs to whom.

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

/// A member who can have the task, or review it.
#[derive(Debug, Clone)]
pub struct Receiver {
    pub who: Party,
    /// Their identity in the log, in hexadecimal.
    pub iid: String,
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
    let mut able: Vec<(Iid, ActorId)> = of_log.into_iter().filter(|(iid, _)| works(iid)).collect();
    able.sort();
    able.truncate(NAMED);
    s.actors.look_up(s.tx, able.iter().map(|(_, actor)| actor.clone()).collect()).await?;
    let mut receivers = Vec::new();
    for (iid, actor) in able {
        receivers.push(Receiver { who: s.party(&actor).await?, iid: iid.to_string() });
    }
    Ok(receivers)
}
