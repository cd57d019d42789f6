//! Events as lines of a history. What is no news to people (a session, a token) is left out.

use pursuance_domain::delegation::State;
use pursuance_domain::event::{Recorded, Verb};
use pursuance_domain::id::{ActorId, FileId};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::Phase;
use serde_json::Value;

use super::delegation::Happening;
use super::discussion::{Happened, HistoryRow};
use super::layout::Layout;
use super::session::Visit;
use super::words::role_key;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::discussions;
use crate::store::error::StoreResult;

/// An event as a line; `None` when it says nothing to readers.
///
/// # Errors
/// When the database fails.
pub async fn line(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    event: &Recorded,
) -> StoreResult<Option<HistoryRow>> {
    let Some(what) = happened(visit, tx, actors, event).await? else { return Ok(None) };
    let by = match &event.actor {
        Some(actor) => Some(visit.party_of(tx, actors, actor).await?),
        None => None,
    };
    Ok(Some(HistoryRow { by, what, at: l.moment(event.at) }))
}

/// Whether an event says no more than the newer one beside it: the same done to the same, again.
pub fn is_same_again(newer: &Recorded, event: &Recorded) -> bool {
    newer.verb == Verb::DelegationProgressed
        && event.verb == newer.verb
        && event.object == newer.object
        && event.actor == newer.actor
}

async fn happened(
    visit: &Visit,
    tx: &mut ReadTx,
    actors: &mut Actors,
    event: &Recorded,
) -> StoreResult<Option<Happened>> {
    let word = |name: &str| event.data.get(name).and_then(Value::as_str);
    Ok(Some(match event.verb {
        Verb::PursuanceCreated => Happened::Founded,
        Verb::PursuanceEdited => Happened::SettingsChanged,
        Verb::MemberJoined => Happened::Joined,
        Verb::MemberAsked => Happened::AskedToJoin,
        Verb::MemberLeft => {
            if event.data.get("was_member").and_then(Value::as_bool) == Some(false) {
                return Ok(None);
            }
            Happened::Left
        }
        Verb::MemberDecided => {
            // Whoever was let in has joined; that somebody was not is between them and those who decide.
            if event.data.get("accepted").and_then(Value::as_bool) != Some(true) {
                return Ok(None);
            }
            let of = visit.party_of(tx, actors, &ActorId(event.object.clone())).await?;
            Happened::RoleSet { of, role: role_key(Role::Normal) }
        }
        Verb::MemberRoleSet => {
            let Some(role) = word("after").and_then(Role::parse) else { return Ok(None) };
            let of = visit.party_of(tx, actors, &ActorId(event.object.clone())).await?;
            Happened::RoleSet { of, role: role_key(role) }
        }
        Verb::TaskCreated => Happened::Created,
        Verb::TaskEdited => Happened::Edited,
        Verb::TaskMoved => Happened::Moved,
        Verb::TaskPhaseSet => {
            let phase = |name| word(name).and_then(Phase::parse);
            let (Some(from), Some(to)) = (phase("before"), phase("after")) else { return Ok(None) };
            Happened::Phase { from: from.into(), to: to.into() }
        }
        Verb::TaskAssigned => assigned(visit, tx, actors, event).await?,
        Verb::TaskCommented => Happened::Commented,
        Verb::TaskFileAttached => {
            let file = discussions::file(tx, &FileId(event.object.clone())).await?;
            Happened::Attached { name: file.map(|file| file.name).unwrap_or_default() }
        }
        verb => match happening(verb, &event.data) {
            Some(what) => Happened::Delegation { what },
            None => return Ok(None),
        },
    }))
}

async fn assigned(
    visit: &Visit,
    tx: &mut ReadTx,
    actors: &mut Actors,
    event: &Recorded,
) -> StoreResult<Happened> {
    let id = |name: &str| event.data.get(name).and_then(Value::as_str).map(|id| ActorId(id.to_owned()));
    Ok(match (id("before"), id("after")) {
        (_, Some(to)) if event.actor.as_ref() == Some(&to) => Happened::Took,
        (_, Some(to)) => Happened::Assigned { to: Some(visit.party_of(tx, actors, &to).await?) },
        (Some(from), None) if event.actor.as_ref() == Some(&from) => Happened::HandedBack,
        (_, None) => Happened::Assigned { to: None },
    })
}

/// Whether the delegation stood like that once the event had happened.
fn is_in(data: &Value, states: &[State]) -> bool {
    let state = data.get("state").and_then(Value::as_str).and_then(State::parse);
    state.is_some_and(|state| states.contains(&state))
}

/// The step of a delegation that an event tells of.
pub fn happening(verb: Verb, data: &Value) -> Option<Happening> {
    Some(match verb {
        Verb::DelegationOffered => Happening::Offered,
        Verb::DelegationReoffered => Happening::Reoffered,
        Verb::DelegationCountered => Happening::Countered,
        Verb::DelegationAccepted => Happening::Accepted,
        Verb::DelegationAcceptedTooLate => Happening::AcceptedTooLate,
        Verb::DelegationGranted => Happening::Granted,
        Verb::DelegationDeclined => Happening::Declined,
        Verb::DelegationWithdrawn => Happening::Withdrawn,
        Verb::DelegationExpired => Happening::Expired,
        Verb::DelegationLost => Happening::Lost,
        Verb::DelegationProgressed => Happening::Progressed,
        Verb::DelegationUpdated => Happening::Changed,
        Verb::DelegationSubmitted => Happening::Submitted,
        Verb::DelegationReviewStarted => Happening::ReviewStarted,
        Verb::DelegationReviewReminded => Happening::ReviewReminded,
        Verb::DelegationReviewEscalated => Happening::ReviewEscalated,
        Verb::DelegationWorkAccepted if is_in(data, &[State::Recalling, State::Recalled]) => {
            Happening::Thanked
        }
        Verb::DelegationWorkAccepted => Happening::WorkAccepted,
        Verb::DelegationSentBack => Happening::SentBack,
        Verb::DelegationWorkRefused => Happening::WorkRefused,
        Verb::DelegationRecalling => Happening::Recalling,
        Verb::DelegationRecalled => Happening::Recalled,
        Verb::DelegationReturning => Happening::Returning,
        Verb::DelegationReturned => Happening::Returned,
        Verb::DelegationNudged => Happening::Nudged,
        Verb::DelegationStalled => Happening::Stalled,
        Verb::DelegationSuspended => Happening::Suspended,
        Verb::ActorKeyChanged => Happening::KeyChanged,
        Verb::ActorKeyAccepted => Happening::KeyAccepted,
        Verb::DelegationVoided => Happening::Voided,
        Verb::DelegationCutOff => match data.get("cut").and_then(Value::as_str) {
            Some("they_refuse") => Happening::ShutOut,
            _ => Happening::Blocked,
        },
        Verb::DelegationOnwardAsked => Happening::OnwardAsked,
        Verb::DelegationOnwardAnswered => match data.get("allowed").and_then(Value::as_bool) {
            Some(false) => Happening::OnwardRefused,
            _ => Happening::OnwardAllowed,
        },
        Verb::DelegationRefused => Happening::NotTaken,
        Verb::DelegationUndelivered => Happening::Undelivered,
        _ => return None,
    })
}
