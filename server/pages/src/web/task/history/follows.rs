//! Adds the cause to the lines of a task that follow from a removal or a ban.

use pursuance_domain::event::happened::{TaskAssigned, TaskEdited};
use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::parting::Parting;
use pursuance_domain::task::asks::Fields;

use super::{HistoryRow, Line};
use crate::actions::access::Access;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::texts;
use crate::store::{events, pursuances};
use crate::web::frame::layout::Layout;
use crate::web::request::session::Visit;

/// The person who became unavailable: removed, banned or suspended. The events of a task name neither the cause nor the actor.
pub(super) fn gone_by(what: &Happened) -> Option<&ActorId> {
    match what {
        Happened::TaskAssigned(TaskAssigned { because: Some(Parting::Unavailable), before, .. }) => {
            before.as_ref()
        }
        Happened::TaskEdited(TaskEdited {
            because: Some(Parting::Unavailable),
            before: Some(Fields { reviewer: Some(of), .. }),
            ..
        }) => of.as_ref(),
        _ => None,
    }
}

/// Adds the removal or the ban from which a line follows, for viewers who may read it in the log of the pursuance anyway.
pub(super) async fn follows(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    event: &Recorded,
    of: &ActorId,
    what: Line,
) -> StoreResult<Line> {
    let found = pursuances::with_member(tx, &event.stream.0, visit.person()).await?;
    let Some((pursuance, member, grants)) = found else { return Ok(what) };
    let Ok(sight) = Access::of(&visit.who, pursuance, member, grants, visit.now).sight() else {
        return Ok(what);
    };
    let Some(end) = events::came_or_went(tx, &sight, of, event.at).await? else { return Ok(what) };
    let (line, reason) = match &end.what {
        Happened::MemberRemoved(told) => {
            let of = visit.party_of(tx, actors, of).await?;
            (Line::Removed { of, with_invite: told.invite.is_some() }, told.reason.as_ref())
        }
        Happened::MemberBanned(ban) => {
            let of = visit.party_of(tx, actors, of).await?;
            (Line::Banned { of, until: ban.until.map(|until| l.moment(until)) }, Some(&ban.reason))
        }
        // The person is still a member: their account is suspended, which only concerns them and the operators.
        _ => return Ok(what),
    };
    let reason = match reason {
        Some(reason) => texts::reason(tx, reason).await?,
        None => String::new(),
    };
    let by = visit.party_if_any(tx, actors, end.actor.as_ref()).await?;
    let end = HistoryRow { by, what: line, at: l.moment(end.at) };
    Ok(Line::Follows { what: Box::new(what), end: Box::new(end), reason })
}
