//! The keys of what people are told: kinds of notices, reasons, and what happened as it concerns the reader.

use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{PhaseSet, TaskEdited};
use pursuance_domain::notice::{NoticeKind, NoticeReason};
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
