//! Refusals of decisions about a delegation.

use super::message::{OfferUri, SubmissionUri};
use super::state::{Cut, State};
use super::terms::TermsRefusal;
use crate::time::Time;

/// The reason why a decision about a delegation was refused. Nothing has changed and nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DelegationRefusal {
    /// The state does not allow it.
    #[error("That is not possible while the delegation is {}.", words(*state))]
    WrongState { state: State },
    /// The channel is suspended.
    #[error(
        "The records of the two servers differ. Nothing is sent until operators on both sides have checked them."
    )]
    Suspended,
    /// The task is done, dropped or deleted.
    #[error("The task is closed.")]
    TaskClosed,
    /// Somebody here has the task.
    #[error("Somebody has this task already.")]
    Assigned,
    /// Another pursuance has the task.
    #[error("Another pursuance has this task already.")]
    AlreadyDelegated,
    /// The pursuance has an open offer of this task.
    #[error("This pursuance has been asked already.")]
    AlreadyOffered,
    /// Their server refuses every message.
    #[error("Their server refuses everything that comes from this one.")]
    ShutOut,
    /// The two servers have no contact, so nothing can be sent.
    #[error("{}", cut_words(*cut))]
    CutOff { cut: Cut },
    /// Their server is blocked here.
    #[error("This pursuance is blocked here.")]
    PeerBlocked,
    /// An offer to oneself.
    #[error("A pursuance cannot hand a task to itself.")]
    ToItself,
    /// The task would come back to a pursuance that handed it on. `chain` holds the hashes, the first owner first.
    #[error("This task has been there already, so it would go round in a circle.")]
    Loop { chain: Vec<String> },
    /// The agreed number of hand-overs is used up.
    #[error("The task has been handed on as often as was agreed.")]
    DepthExhausted,
    /// The terms forbid handing on.
    #[error("It was agreed that this task is not handed on.")]
    RedelegationForbidden,
    /// The origin has not been asked, or has not answered.
    #[error("The pursuance that handed you this task wants to be asked first.")]
    OriginNotAsked,
    /// Too many unanswered offers.
    #[error("{waiting} offers to this pursuance still wait for an answer.")]
    TooManyOffers { waiting: u32 },
    /// Terms that cannot be offered.
    #[error(transparent)]
    Terms(#[from] TermsRefusal),
    /// A newer offer has taken its place.
    #[error("The offer has changed while you were looking at it.")]
    OfferReplaced { newest: OfferUri },
    /// The answer was sent already.
    #[error("You have answered this already.")]
    AlreadyAnswered,
    /// Nothing was handed in.
    #[error("Nothing has been handed in yet.")]
    NothingSubmitted,
    /// A newer version was handed in.
    #[error("A newer version has been handed in while you were looking.")]
    SubmissionReplaced { newest: SubmissionUri },
    /// Not one of the late works.
    #[error("This work did not come after the recall.")]
    UnknownSubmission,
    /// The mirror has open subtasks.
    #[error("{open} subtasks are still open.")]
    OpenSubtasks { open: u32 },
    /// Possible at a later time.
    #[error("It is too early for that.")]
    TooSoon { until: Time },
    /// Possible only at an earlier time.
    #[error("It is too late for that.")]
    TooLate,
}

fn cut_words(cut: Cut) -> &'static str {
    match cut {
        Cut::WeBlocked => "Your operators have blocked their server, so nothing is sent there.",
        Cut::TheyRefuse => {
            "Their server refuses everything that comes from this one, so nothing can be sent there."
        }
    }
}

fn words(state: State) -> &'static str {
    match state {
        State::Offered => "only offered",
        State::Countered => "waiting for an answer to other terms",
        State::Accepting => "waiting for confirmation",
        State::Active => "under way",
        State::Submitted => "waiting for review",
        State::Recalling => "being recalled",
        State::Returning => "being given back",
        State::Declined => "declined",
        State::Withdrawn => "withdrawn",
        State::Expired => "expired",
        State::Lost => "lost to somebody else",
        State::Completed => "completed",
        State::Refused => "ended with refused work",
        State::Recalled => "recalled",
        State::Returned => "given back",
        State::Void => "void",
    }
}

impl DelegationRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::WrongState { .. } => "wrong-state",
            Self::Suspended => "suspended",
            Self::TaskClosed => "task-closed",
            Self::Assigned => "assigned",
            Self::AlreadyDelegated => "already-delegated",
            Self::AlreadyOffered => "already-offered",
            Self::PeerBlocked => "blocked",
            Self::ShutOut => "shut-out",
            Self::CutOff { .. } => "cut-off",
            Self::ToItself => "to-itself",
            Self::Loop { .. } => "loop",
            Self::DepthExhausted => "depth",
            Self::RedelegationForbidden => "redelegation-forbidden",
            Self::OriginNotAsked => "origin-not-asked",
            Self::TooManyOffers { .. } => "too-many-offers",
            Self::Terms(terms) => terms.slug(),
            Self::OfferReplaced { .. } => "stale-terms",
            Self::AlreadyAnswered => "already-answered",
            Self::NothingSubmitted => "nothing-submitted",
            Self::SubmissionReplaced { .. } => "submission-replaced",
            Self::UnknownSubmission => "unknown-submission",
            Self::OpenSubtasks { .. } => "open-subtasks",
            Self::TooSoon { .. } => "too-soon",
            Self::TooLate => "too-late",
        }
    }

    /// The advice for the person.
    pub fn advice(&self) -> String {
        let text = match self {
            Self::WrongState { state } if state.is_end() => "Start a new hand-over to try again.",
            Self::WrongState { .. } => "Reload the page to see what can be done now.",
            Self::Suspended => "Talk to the people there. Then an operator can resume it.",
            Self::TaskClosed => "Open it again first.",
            Self::Assigned => "Take it back first, then hand it over.",
            Self::AlreadyDelegated => "Recall it there first.",
            Self::AlreadyOffered => "Wait for their answer, or change the offer.",
            Self::PeerBlocked => "Ask an Admin why, or choose another pursuance.",
            Self::ShutOut => "Choose another pursuance, or ask your operators to talk to theirs.",
            Self::CutOff { .. } => "Your work stays yours.",
            Self::ToItself | Self::Loop { .. } => "Choose another pursuance.",
            Self::DepthExhausted | Self::RedelegationForbidden => "Do it here, or give it back.",
            Self::OriginNotAsked => "Ask them, then offer it once they agree.",
            Self::TooManyOffers { .. } => "Wait for answers, or withdraw one of them.",
            Self::Terms(terms) => terms.advice(),
            Self::OfferReplaced { .. } => "Look at the new terms, then answer again.",
            Self::AlreadyAnswered => "Wait for the other side.",
            Self::NothingSubmitted => "Wait for the work, or ask how it goes.",
            Self::SubmissionReplaced { .. } => "Look at the newer version, then decide.",
            Self::UnknownSubmission => "Reload the page.",
            Self::OpenSubtasks { .. } => "Finish them, or hand in without them.",
            Self::TooSoon { until } => return format!("Try again after {}.", until.rfc3339()),
            Self::TooLate => "Start a new hand-over to try again.",
        };
        text.to_owned()
    }
}
