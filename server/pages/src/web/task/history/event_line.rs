//! The line of an event, if it has one.

use pursuance_domain::delegation::{Cut, Side, State};
use pursuance_domain::event::happened::{TaskAssigned, TaskEdited};
use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::id::ActorId;
use pursuance_domain::pairing::Reached;
use pursuance_domain::people::parting::Parting;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::asks::Fields;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::HandingOn;
use pursuance_domain::{kinds_of_the_instance, kinds_told_by_name};

use super::Line;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::web::delegation::step::Happening;
use crate::web::frame::labels::role_key;
use crate::web::frame::layout::Layout;
use crate::web::request::session::Visit;
use crate::web::task::named::Named;
use crate::web::task::repeated_events::ShownEvent;

/// Makes the line of an event; none if it is not shown to readers.
pub(super) async fn event_line(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    named: &Named,
    one: &ShownEvent,
) -> StoreResult<Option<Line>> {
    let event = &one.event;
    let object = || ActorId(event.object.clone());
    Ok(Some(match &event.what {
        Happened::TaskEdited(TaskEdited {
            because: Some(_),
            before: Some(Fields { reviewer: Some(Some(of)), .. }),
            after: Some(Fields { reviewer: Some(Some(to)), .. }),
            ..
        }) => Line::ReviewWent {
            of: visit.party_of(tx, actors, of).await?,
            to: visit.party_of(tx, actors, to).await?,
        },
        Happened::TaskEdited(TaskEdited {
            because: Some(_),
            before: Some(Fields { reviewer: Some(Some(of)), .. }),
            ..
        }) => Line::ReviewGone { of: visit.party_of(tx, actors, of).await? },
        what @ kinds_told_by_name!() => match named.told(event) {
            Some(told) => Line::ByName { verb: what.verb(), told },
            None => return Ok(None),
        },
        Happened::MemberLeft(left) if left.was_member == Some(false) => return Ok(None),
        Happened::MemberLeft(_) => Line::Left,
        // Readers see a new member; a refusal stays between the person and the members who decide.
        Happened::MemberDecided(decided) if decided.accepted => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::LetIn { of, role: role_key(decided.role.unwrap_or(Role::Normal)) }
        }
        Happened::MemberDecided(_) => return Ok(None),
        Happened::MemberLetIn(_) => Line::GotKey { of: visit.party_of(tx, actors, &object()).await? },
        Happened::MemberRoleSet(role) if role.after == Role::Primary && event.actor == Some(object()) => {
            Line::BecamePrimary
        }
        Happened::MemberRoleSet(role) if role.before == Role::Primary && event.actor.is_some() => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::TookOver { of, role: role_key(role.after) }
        }
        Happened::MemberRoleSet(role) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::RoleSet { of, role: role_key(role.after) }
        }
        Happened::MemberRemoved(told) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::Removed { of, with_invite: told.invite.is_some() }
        }
        Happened::MemberBanned(ban) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::Banned { of, until: ban.until.map(|until| l.moment(until)) }
        }
        Happened::MemberUnbanned(_) => Line::Unbanned { of: visit.party_of(tx, actors, &object()).await? },
        Happened::InviteCreated(told) => Line::Invited { role: role_key(told.role) },
        Happened::RecruitAsked(told) => Line::AskedToJoinAs { role: role_key(told.role) },
        Happened::RecruitAnswered(told) => Line::AnsweredAsk { accepted: told.accepted },
        Happened::InviteRevoked(told) => Line::InviteRevoked { with_members: told.with_members },
        Happened::TransferAsked(_) => {
            Line::AskedToTakeOver { of: visit.party_of(tx, actors, &object()).await? }
        }
        Happened::TransferEnded(told) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::NotAskedAnyMore { of, because: told.because }
        }
        Happened::TaskGrantSet(told) => {
            let of = visit.party_of(tx, actors, &object()).await?;
            Line::Granted { of, may: told.after }
        }
        Happened::SuggestionMade(told) => Line::Suggested { what: suggested_word(&told.action) },
        Happened::SuggestionAccepted(told) => Line::Suggestion {
            of: visit.party_of(tx, actors, &told.of.by).await?,
            key: if told.changed {
                "happened-suggestion-accepted-changed"
            } else {
                "happened-suggestion-accepted"
            },
        },
        Happened::SuggestionDeclined(told) => Line::Suggestion {
            of: visit.party_of(tx, actors, &told.by).await?,
            key: "happened-suggestion-declined",
        },
        Happened::SuggestionWithdrawn(told) => Line::Suggestion {
            of: visit.party_of(tx, actors, &told.by).await?,
            key: "happened-suggestion-withdrawn",
        },
        Happened::SuggestionClosed(told) => Line::Suggestion {
            of: visit.party_of(tx, actors, &told.of.by).await?,
            key: "happened-suggestion-closed",
        },
        Happened::TaskPhaseSet(phase) => Line::Phase {
            from: phase.before.into(),
            to: phase.after.into(),
            as_step: step_key(phase.before, phase.after, one.has_comment),
        },
        Happened::TaskAssigned(told) => assigned(visit, tx, actors, event, told).await?,
        Happened::TaskAsked(_) => {
            Line::Offer { of: visit.party_of(tx, actors, &object()).await?, key: "happened-task-asked" }
        }
        Happened::OfferAnswered(_) => {
            Line::Offer { of: visit.party_of(tx, actors, &object()).await?, key: "happened-offer-answered" }
        }
        Happened::OfferEnded(told) => Line::Offer {
            of: visit.party_of(tx, actors, &object()).await?,
            key: if told.early { "happened-offer-ended-early" } else { "happened-offer-ended" },
        },
        Happened::MentorAsked(_) => {
            Line::Offer { of: visit.party_of(tx, actors, &object()).await?, key: "happened-mentor-asked" }
        }
        Happened::MentorAnswered(_) => {
            Line::Offer { of: visit.party_of(tx, actors, &object()).await?, key: "happened-mentor-answered" }
        }
        Happened::TaskAccompanied(told) => Line::Accompanied {
            mentor: visit.party_of(tx, actors, &told.mentor).await?,
            learner: visit.party_of(tx, actors, &told.learner).await?,
            skill: told.skill.as_ref().map(ToString::to_string),
        },
        Happened::PairingMoved(told) => Line::FindsSomebody {
            key: match told.way {
                Reached::Waves | Reached::Board => "happened-pairing-moved",
                Reached::Split => "happened-pairing-moved-split",
                Reached::Learners => "happened-pairing-moved-learners",
                Reached::Allied => "happened-pairing-moved-allied",
            },
        },
        Happened::PairingAllied(told) => {
            let mut first = Vec::with_capacity(told.pursuances.len());
            for pursuance in &told.pursuances {
                first.push(visit.party_of(tx, actors, pursuance).await?);
            }
            Line::Allied { count: told.count, first, whole: told.whole }
        }
        Happened::TaskStillOnIt(told) => Line::StillOnIt { until: told.until.map(|until| l.day(until)) },
        Happened::PursuancePaceSet(told) => Line::PaceSet {
            days: told.remind_after.zip(told.hand_on_after).filter(|_| told.after == HandingOn::Fixed),
        },
        Happened::TaskDueUnassigned(told) => Line::DueUnassigned { due: l.date(told.due) },
        Happened::TaskNudged(_) => Line::Nudged,
        Happened::TaskWaits(told) => Line::Waits { on: named.task(l.t, &told.on, event), waits: told.waits },
        Happened::TaskAwaited(told) => {
            let by = named.waiting(l.t, &told.by, event);
            let for_members = told.waits && by.as_ref().is_some_and(|(_, is_shown)| !is_shown);
            Line::Awaited { by: by.map(|(by, _)| by), waits: told.waits, for_members }
        }
        Happened::TaskWaitingShown(told) => match &told.on {
            Some(on) => Line::AwaitedNamed { on: named.task(l.t, on, event) },
            None => {
                let by = told.by.as_ref().and_then(|by| named.waiting(l.t, by, event));
                Line::WaitingShown { by: by.map(|(by, _)| by) }
            }
        },
        Happened::TaskBlocked(told) => Line::Blocked {
            on: match &told.on {
                Some(person) => Some(visit.party_of(tx, actors, person).await?),
                None => None,
            },
            reason: named.reason(l.t, &event.object),
        },
        Happened::TaskUnblocked(told) => Line::Unblocked { is_gone: told.because.is_some() },
        Happened::TaskBlockerMoved(told) => {
            Line::BlockerMoved { on: named.task(l.t, &told.on, event), is_open: told.is_open() }
        }
        Happened::TaskCommentRemoved(_) => {
            Line::CommentRemoved { of: visit.party_of(tx, actors, &object()).await? }
        }
        Happened::TaskFileRemoved(_) => {
            Line::FileRemoved { of: visit.party_of(tx, actors, &object()).await? }
        }
        Happened::TaskFileAttached(_) => Line::Attached { name: named.file(&event.object) },
        Happened::RoomMessageRemoved(_) => {
            Line::MessageRemoved { of: visit.party_of(tx, actors, &object()).await? }
        }
        // Messages of a room are shown in the room.
        Happened::RoomSaid(_) | Happened::RoomMessageEdited(_) | Happened::RoomMessageDeleted(_) => {
            return Ok(None);
        }
        // The order among siblings is visible in the outline.
        Happened::TaskReordered(_) => return Ok(None),
        kinds_of_the_instance!() => return Ok(None),
        Happened::DelegationOffered(_) => Happening::Offered.into(),
        Happened::DelegationReoffered(_) => Happening::Reoffered.into(),
        Happened::DelegationCountered(_) => Happening::Countered.into(),
        Happened::DelegationAccepted(_) => Happening::Accepted.into(),
        Happened::DelegationAcceptedTooLate(_) => Happening::AcceptedTooLate.into(),
        Happened::DelegationGranted(_) => Happening::Granted.into(),
        Happened::DelegationDeclined(_) => Happening::Declined.into(),
        Happened::DelegationWithdrawn(_) => Happening::Withdrawn.into(),
        Happened::DelegationExpired(_) => Happening::Expired.into(),
        Happened::DelegationLost(_) => Happening::Lost.into(),
        Happened::DelegationProgressed(_) => Happening::Progressed.into(),
        Happened::DelegationUpdated(_) => Happening::Changed.into(),
        Happened::DelegationSubmitted(_) => Happening::Submitted.into(),
        Happened::DelegationReviewStarted(_) => Happening::ReviewStarted.into(),
        Happened::DelegationReviewReminded(_) => Happening::ReviewReminded.into(),
        Happened::DelegationReviewEscalated(_) => Happening::ReviewEscalated.into(),
        Happened::DelegationWorkAccepted(told) => match told.step.state {
            State::Recalling | State::Recalled => Happening::Thanked.into(),
            _ => Happening::WorkAccepted.into(),
        },
        Happened::DelegationSentBack(_) => Happening::SentBack.into(),
        Happened::DelegationWorkRefused(_) => Happening::WorkRefused.into(),
        Happened::DelegationRecalling(_) => Happening::Recalling.into(),
        // The sentence depends on the side of the step.
        Happened::DelegationRecalled(step) => match step.side {
            Side::Origin => Happening::Recalled.into(),
            Side::Delegate => Happening::Recalling.into(),
        },
        Happened::DelegationReturning(_) => Happening::Returning.into(),
        Happened::DelegationReturned(step) => match step.side {
            Side::Origin => Happening::Returning.into(),
            Side::Delegate => Happening::Returned.into(),
        },
        Happened::DelegationNudged(_) => Happening::Nudged.into(),
        Happened::DelegationStalled(_) => Happening::Stalled.into(),
        Happened::DelegationSuspended(_) => Happening::Suspended.into(),
        Happened::ActorKeyChanged(_) => Happening::KeyChanged.into(),
        Happened::ActorKeyAccepted(_) => Happening::KeyAccepted.into(),
        Happened::DelegationVoided(_) => Happening::Voided.into(),
        Happened::DelegationCutOff(step) => match step.cut.flatten() {
            Some(Cut::TheyRefuse) => Happening::ShutOut.into(),
            Some(Cut::WeBlocked) | None => Happening::Blocked.into(),
        },
        Happened::DelegationOnwardAsked(_) => Happening::OnwardAsked.into(),
        Happened::DelegationOnwardAnswered(told) => match told.allowed {
            Some(false) => Happening::OnwardRefused.into(),
            Some(true) | None => Happening::OnwardAllowed.into(),
        },
        Happened::DelegationRefused(_) => Happening::NotTaken.into(),
        Happened::DelegationUndelivered(_) => Happening::Undelivered.into(),
    }))
}

/// The word for a suggested action in its sentence.
fn suggested_word(action: &str) -> &'static str {
    match action {
        "task.create" => "create",
        "task.split" | "task.add_list" => "split",
        "task.assign" => "assign",
        "task.set_phase" => "phase",
        "member.set_role" => "role",
        "member.remove" => "remove",
        "member.ban" => "ban",
        "member.unban" => "unban",
        _ => "other",
    }
}

/// The key of the special sentence for a change of phase; none for changes without one.
fn step_key(before: Phase, after: Phase, has_comment: bool) -> Option<&'static str> {
    use Phase::{Done, Dropped, HelpWanted, InProgress, InReview, New, ReadyForReview, Started};
    Some(match (before, after) {
        (New, HelpWanted) => "happened-task-phase-set-called",
        (HelpWanted, New) => "happened-task-phase-set-uncalled",
        (Started, InProgress) => "happened-task-phase-set-begun",
        (Started | InProgress, ReadyForReview) => "happened-task-phase-set-handed-in",
        (ReadyForReview, InProgress) if has_comment => "happened-task-phase-set-sent-back",
        (ReadyForReview, InProgress) => "happened-task-phase-set-taken-up-again",
        (ReadyForReview, InReview) => "happened-task-phase-set-in-review",
        (InReview, InProgress) => "happened-task-phase-set-sent-back",
        (ReadyForReview | InReview, Done) => "happened-task-phase-set-accepted",
        (Started | InProgress, Done) => "happened-task-phase-set-finished",
        (Done | Dropped, New | HelpWanted | Started | InProgress) => "happened-task-phase-set-reopened",
        (New | HelpWanted | Started | InProgress | ReadyForReview | InReview, Dropped) => {
            "happened-task-phase-set-dropped"
        }
        (_, New | HelpWanted | Started | InProgress | ReadyForReview | InReview | Done | Dropped) => {
            return None;
        }
    })
}

async fn assigned(
    visit: &Visit,
    tx: &mut ReadTx,
    actors: &mut Actors,
    event: &Recorded,
    told: &TaskAssigned,
) -> StoreResult<Line> {
    Ok(match (&told.before, &told.after) {
        _ if told.because == Some(Parting::Silent) => Line::Silent,
        (Some(of), None) if told.because == Some(Parting::Unavailable) => {
            Line::Gone { of: visit.party_of(tx, actors, of).await? }
        }
        (_, Some(to)) if event.actor.as_ref() == Some(to) => Line::Took,
        (_, Some(to)) => Line::Assigned { to: Some(visit.party_of(tx, actors, to).await?) },
        (Some(from), None) if event.actor.as_ref() == Some(from) => Line::HandedBack,
        (_, None) => Line::Assigned { to: None },
    })
}
