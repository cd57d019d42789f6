//! The keys of what people are told: kinds of notices, reasons, and what happened as it concerns the reader.

use pursuance_domain::delegation::{Cut, Side};
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{PhaseSet, TaskEdited};
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::became::Became;
use pursuance_domain::notice::{NoticeKind, NoticeReason};
use pursuance_domain::pairing::Reached;
use pursuance_domain::people::parting::Parting;
use pursuance_domain::silence::Part;
use pursuance_domain::task::asks::Fields;
use pursuance_domain::task::phase::Phase;

/// The key of the name of a kind.
pub fn kind_key(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Assignment => "kind-assignment",
        NoticeKind::Review => "kind-review",
        NoticeKind::Verdict => "kind-verdict",
        NoticeKind::Mention => "kind-mention",
        NoticeKind::Reply => "kind-reply",
        NoticeKind::Comment => "kind-comment",
        NoticeKind::Outcome => "kind-outcome",
        NoticeKind::Waiting => "kind-waiting",
        NoticeKind::TaskOffer => "kind-task-offer",
        NoticeKind::Pairing => "kind-pairing",
        NoticeKind::Nudge => "kind-nudge",
        NoticeKind::Offer => "kind-offer",
        NoticeKind::Delegation => "kind-delegation",
        NoticeKind::Suggestion => "kind-suggestion",
        NoticeKind::JoinRequest => "kind-join-request",
        NoticeKind::Admission => "kind-admission",
        NoticeKind::Invitation => "kind-invitation",
        NoticeKind::Role => "kind-role",
        NoticeKind::Ban => "kind-ban",
        NoticeKind::Closing => "kind-closing",
    }
}

/// The key of the sentence that gives a reason.
pub fn reason_key(reason: NoticeReason) -> &'static str {
    match reason {
        NoticeReason::Assignee => "reason-assignee",
        NoticeReason::Reviewer => "reason-reviewer",
        NoticeReason::Creator => "reason-creator",
        NoticeReason::Mentioned => "reason-mentioned",
        NoticeReason::InRoom => "reason-in-room",
        NoticeReason::Answered => "reason-answered",
        NoticeReason::Below => "reason-below",
        NoticeReason::About => "reason-about",
        NoticeReason::Parted => "reason-parted",
        NoticeReason::Asked => "reason-asked",
        NoticeReason::Partner => "reason-partner",
        NoticeReason::Decider => "reason-decider",
        NoticeReason::Answerer => "reason-answerer",
        NoticeReason::Able => "reason-able",
        NoticeReason::Assigner => "reason-assigner",
        NoticeReason::Member => "reason-member",
        NoticeReason::WatchesTask => "reason-watches-task",
        NoticeReason::WatchesRoom => "reason-watches-room",
        NoticeReason::WatchesPursuance => "reason-watches-pursuance",
        NoticeReason::WatchesSkill => "reason-watches-skill",
    }
}

/// The key of a sentence about the reader, where the history of a task only says what happened to the task.
pub fn own_key(kind: NoticeKind, what: &Happened) -> Option<&'static str> {
    match (kind, what) {
        (NoticeKind::Mention, Happened::TaskCommented(_) | Happened::TaskCommentEdited(_)) => {
            Some("inbox-named-in-discussion")
        }
        (NoticeKind::Reply, _) => Some("inbox-answered"),
        (NoticeKind::Mention, Happened::RoomSaid(told)) if told.calls => Some("inbox-called-room"),
        (NoticeKind::Mention, Happened::RoomSaid(_) | Happened::RoomMessageEdited(_)) => {
            Some("inbox-named-in-room")
        }
        (NoticeKind::Comment, Happened::RoomSaid(_)) => Some("inbox-said-in-room"),
        (NoticeKind::Comment, Happened::RoomMessageRemoved(_)) => Some("inbox-message-removed"),
        (NoticeKind::Comment, Happened::TaskCommentRemoved(_)) => Some("inbox-comment-removed"),
        (NoticeKind::Comment, Happened::TaskFileRemoved(_)) => Some("inbox-file-removed"),
        (NoticeKind::Mention, _) => Some("inbox-named-in-description"),
        (NoticeKind::Nudge, Happened::TaskNudged(told)) => Some(match told.part {
            Part::Assignee => "inbox-nudged",
            Part::Reviewer => "inbox-nudged-review",
        }),
        (NoticeKind::Nudge, Happened::HandOnAsked(_)) => Some("inbox-hand-on-asked"),
        (NoticeKind::Nudge, Happened::TaskEdited(_)) => Some("inbox-review-handed-on"),
        (NoticeKind::Assignment, Happened::TaskAssigned(told))
            if told.because == Some(Parting::Silent) && told.after.is_none() =>
        {
            Some("inbox-handed-on")
        }
        (NoticeKind::Review, Happened::TaskEdited(TaskEdited { because: None, .. })) => {
            Some("inbox-named-reviewer")
        }
        (
            NoticeKind::Review,
            Happened::TaskEdited(TaskEdited { after: Some(Fields { reviewer: Some(Some(_)), .. }), .. }),
        ) => Some("inbox-review-yours"),
        (NoticeKind::Review, Happened::TaskEdited(_)) => Some("inbox-reviewer-gone"),
        (NoticeKind::Review, Happened::TaskPhaseSet(_)) => Some("inbox-ready-for-review"),
        (NoticeKind::Verdict, Happened::TaskPhaseSet(set)) => verdict_key(set),
        (NoticeKind::Outcome, Happened::TaskPhaseSet(set)) => Some(match set.after {
            Phase::Done if set.before.is_under_review() => "inbox-done-accepted",
            Phase::Done => "inbox-done",
            Phase::Dropped => "inbox-dropped",
            Phase::New
            | Phase::HelpWanted
            | Phase::Started
            | Phase::InProgress
            | Phase::ReadyForReview
            | Phase::InReview => "inbox-reopened",
        }),
        (NoticeKind::TaskOffer, Happened::TaskAsked(asked)) => Some(match (asked.again, asked.wave) {
            _ if asked.heir.is_some() => "inbox-asked-alone",
            (true, _) => "inbox-asked-again",
            (false, Some(_)) => "inbox-asked",
            (false, None) => "inbox-asked-by",
        }),
        (NoticeKind::TaskOffer, Happened::OfferEnded(told)) => {
            Some(if told.early { "inbox-stood-by-early" } else { "inbox-stood-by" })
        }
        (NoticeKind::TaskOffer, Happened::MentorAsked(_)) => Some("inbox-mentor-asked"),
        (NoticeKind::JoinRequest, Happened::MemberJoined(_)) => Some("inbox-at-the-door"),
        (NoticeKind::JoinRequest, Happened::MemberRekeyed(_)) => Some("inbox-rekeyed"),
        (NoticeKind::Admission, Happened::MemberDecided(decided)) if !decided.accepted => {
            Some("inbox-not-let-in")
        }
        _ => None,
    }
}

/// The key of a sentence about a question to the reader that does not wait any more.
pub fn was_asked_key(what: &Happened) -> Option<&'static str> {
    Some(match what {
        Happened::TaskAsked(asked) if asked.heir.is_some() => "inbox-was-asked-alone",
        Happened::TaskAsked(asked) if asked.again => "inbox-was-asked-again",
        Happened::TaskAsked(asked) if asked.wave.is_none() => "inbox-was-asked-by",
        Happened::TaskAsked(_) => "inbox-was-asked",
        Happened::MentorAsked(_) => "inbox-mentor-was-asked",
        _ => return None,
    })
}

/// The key of what a question has become, behind that sentence.
pub fn became_key(became: Became) -> &'static str {
    match became {
        Became::Taken => "became-taken",
        Became::StandsBy => "became-stands-by",
        Became::StoodBy => "became-stood-by",
        Became::Yes => "became-yes",
        Became::No => "became-no",
        Became::Later => "became-later",
        Became::Late => "became-late",
        Became::SomebodyElses => "became-somebody-elses",
        Became::Over => "became-over",
    }
}

/// The key of the sentence by which a mail or a pushed message tells `reader` what happened, where [`own_key`] has none. It names
/// nobody but `who`, whose act it was, and no other task: what else of it the reader may see now is for the page to find.
pub fn mail_key(what: &Happened, reader: &ActorId) -> Option<&'static str> {
    Some(match what {
        Happened::PursuanceClosed(_) => "happened-pursuance-closed",
        Happened::PursuanceReopened(_) => "happened-pursuance-reopened",
        Happened::PursuanceDeleted(_) => "happened-pursuance-deleted",
        Happened::InviteUsed(_) => "happened-invite-used",
        Happened::RecruitAsked(_) => "told-asked-to-join",
        Happened::RecruitAnswered(told) if told.accepted => "happened-recruit-answered",
        Happened::RecruitAnswered(_) => "happened-recruit-answered-no",
        Happened::MemberAsked(_) => "happened-member-asked",
        Happened::MemberDecided(_) => "told-let-in",
        Happened::MemberRoleSet(_) => "told-role",
        Happened::MemberRemoved(_) => "told-removed",
        Happened::MemberBanned(_) => "told-banned",
        Happened::MemberUnbanned(_) => "told-unbanned",
        Happened::TransferAsked(_) => "told-transfer-asked",
        Happened::TransferEnded(_) => "told-transfer-ended",
        Happened::TaskGrantSet(_) => "told-grant",
        Happened::SuggestionMade(_) => "told-suggested",
        Happened::SuggestionAccepted(told) if told.changed => "told-suggestion-accepted-changed",
        Happened::SuggestionAccepted(_) => "told-suggestion-accepted",
        Happened::SuggestionDeclined(_) => "told-suggestion-declined",
        Happened::TaskCreated(_) => "inbox-named-reviewer",
        Happened::TaskPhaseSet(_) => "happened-task-phase-set-reopened",
        Happened::TaskAccompanied(_) => "told-accompanied",
        Happened::PairingMoved(told) if told.way == Reached::Split => "happened-pairing-moved-split",
        Happened::PairingMoved(_) => "happened-pairing-moved-allied",
        Happened::PairingAllied(_) => "told-allied",
        Happened::TaskDueUnassigned(_) => "told-due-unassigned",
        Happened::TaskAwaited(_) => "told-awaited",
        Happened::TaskBlocked(told) if told.on.as_ref() == Some(reader) => "told-blocked-on-you",
        Happened::TaskBlocked(_) => "happened-task-blocked-silent",
        Happened::TaskWaits(told) if told.waits => "told-waits",
        Happened::TaskWaits(_) => "told-waits-no-more",
        Happened::TaskUnblocked(told) if told.because.is_some() => "happened-task-unblocked-gone",
        Happened::TaskUnblocked(_) => "happened-task-unblocked",
        Happened::TaskBlockerMoved(told) if told.is_open() => "told-blocker-open",
        Happened::TaskBlockerMoved(told) if told.blocked => "told-blocker-ended",
        Happened::TaskBlockerMoved(_) => "told-free",
        Happened::TaskArchived(_) => "told-archived",
        Happened::TaskTrashed(_) => "told-trashed",
        Happened::TaskRestored(_) => "told-restored",
        between => return between_key(between),
    })
}

/// The same of news between two pursuances.
fn between_key(what: &Happened) -> Option<&'static str> {
    Some(match what {
        Happened::DelegationOffered(_) => "happened-delegation-offered",
        Happened::DelegationReoffered(_) => "happened-delegation-reoffered",
        Happened::DelegationCountered(_) => "happened-delegation-countered",
        Happened::DelegationAccepted(_) => "happened-delegation-accepted",
        Happened::DelegationAcceptedTooLate(_) => "happened-delegation-accepted-too-late",
        Happened::DelegationGranted(_) => "happened-delegation-granted",
        Happened::DelegationDeclined(_) => "happened-delegation-declined",
        Happened::DelegationWithdrawn(_) => "happened-delegation-withdrawn",
        Happened::DelegationExpired(_) => "happened-delegation-expired",
        Happened::DelegationLost(_) => "happened-delegation-lost",
        Happened::DelegationUpdated(_) => "happened-delegation-updated",
        Happened::DelegationSubmitted(_) => "happened-delegation-submitted",
        Happened::DelegationReviewReminded(_) => "happened-delegation-review-reminded",
        Happened::DelegationReviewEscalated(_) => "happened-delegation-review-escalated",
        Happened::DelegationWorkAccepted(_) => "happened-delegation-work-accepted",
        Happened::DelegationSentBack(_) => "happened-delegation-sent-back",
        Happened::DelegationWorkRefused(_) => "happened-delegation-work-refused",
        // Which side confirms, as on pages.
        Happened::DelegationRecalled(step) if step.side == Side::Origin => "happened-delegation-recalled",
        Happened::DelegationRecalling(_) | Happened::DelegationRecalled(_) => "happened-delegation-recalling",
        Happened::DelegationReturned(step) if step.side == Side::Delegate => "happened-delegation-returned",
        Happened::DelegationReturning(_) | Happened::DelegationReturned(_) => "happened-delegation-returning",
        Happened::DelegationNudged(_) => "happened-delegation-nudged",
        Happened::DelegationStalled(_) => "happened-delegation-stalled",
        Happened::DelegationVoided(_) => "happened-delegation-voided",
        Happened::DelegationCutOff(step) => match step.cut.flatten() {
            Some(Cut::TheyRefuse) => "happened-delegation-cut-off-by-them",
            Some(Cut::WeBlocked) | None => "happened-delegation-cut-off",
        },
        Happened::DelegationOnwardAsked(_) => "happened-delegation-onward-asked",
        Happened::DelegationOnwardAnswered(told) if told.allowed == Some(false) => {
            "happened-delegation-onward-answered-no"
        }
        Happened::DelegationOnwardAnswered(_) => "happened-delegation-onward-answered",
        Happened::DelegationRefused(_) => "happened-delegation-refused-message",
        Happened::DelegationUndelivered(_) => "happened-delegation-undelivered",
        _ => return None,
    })
}

fn verdict_key(set: &PhaseSet) -> Option<&'static str> {
    match set.after {
        Phase::Done => Some("inbox-accepted"),
        Phase::InProgress => Some("inbox-sent-back"),
        Phase::New
        | Phase::HelpWanted
        | Phase::Started
        | Phase::ReadyForReview
        | Phase::InReview
        | Phase::Dropped => None,
    }
}
