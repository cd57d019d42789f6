//! Refusals of decisions about a delegation.

use super::message::{OfferUri, SubmissionUri};
use super::path::Hop;
use super::state::{Cut, State};
use super::terms::TermsRefusal;
use crate::time::Time;
use crate::wording::{Wording, refusals};

/// The reason why a decision about a delegation was refused. Nothing has changed and nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DelegationRefusal {
    /// The state does not allow it.
    WrongState { state: State },
    /// The channel is suspended.
    Suspended,
    /// The task is done, dropped or deleted.
    TaskClosed,
    /// Somebody here has the task.
    Assigned,
    /// Another pursuance has the task.
    AlreadyDelegated,
    /// The pursuance has an open offer of this task.
    AlreadyOffered,
    /// Their server refuses every message.
    ShutOut,
    /// The two servers have no contact, so nothing can be sent.
    CutOff { cut: Cut },
    /// Their server is blocked here.
    PeerBlocked,
    /// An offer to oneself.
    ToItself,
    /// The task would come back to a pursuance that handed it on. `chain` holds the hashes, the first owner first.
    Loop { chain: Vec<Hop> },
    /// The agreed number of hand-overs is used up.
    DepthExhausted,
    /// The terms forbid handing on.
    RedelegationForbidden,
    /// The origin has not been asked, or has not answered.
    OriginNotAsked,
    /// Too many unanswered offers.
    TooManyOffers { waiting: u32 },
    /// The task was offered to them too often within an hour.
    OfferedTooOften { most: usize },
    /// The task was offered to them too often without a yes.
    OfferedWithoutAnswer { most: usize },
    /// They were asked too often whether others may join in.
    TooManyQuestions { most: usize },
    /// Work was handed in too often.
    TooMuchWork { most: usize },
    /// They have had too many comments.
    TooManyComments { most: usize },
    /// They were told of changes too often; each minute has room for one more.
    ToldTooOften,
    /// Terms that cannot be offered.
    Terms(TermsRefusal),
    /// A newer offer has taken its place.
    OfferReplaced { newest: OfferUri },
    /// The answer was sent already.
    AlreadyAnswered,
    /// Nothing was handed in.
    NothingSubmitted,
    /// A newer version was handed in.
    SubmissionReplaced { newest: SubmissionUri },
    /// Not one of the late works.
    UnknownSubmission,
    /// The mirror has open subtasks.
    OpenSubtasks { open: u32 },
    /// Possible at a later time.
    TooSoon { until: Time },
    /// Possible only at an earlier time.
    TooLate,
}

refusals!(DelegationRefusal);

impl From<TermsRefusal> for DelegationRefusal {
    fn from(refusal: TermsRefusal) -> Self {
        Self::Terms(refusal)
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
            Self::OfferedTooOften { .. } => "offered-too-often",
            Self::OfferedWithoutAnswer { .. } => "offered-without-answer",
            Self::TooManyQuestions { .. } => "too-many-questions",
            Self::TooMuchWork { .. } => "too-much-work",
            Self::TooManyComments { .. } => "too-many-comments",
            Self::ToldTooOften => "told-too-often",
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

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::WrongState { state } => {
                let key = if state.is_end() { "refusal-state-ended" } else { "refusal-state" };
                Wording::new(key).set("state", *state)
            }
            Self::Suspended => Wording::new("refusal-suspended"),
            Self::TaskClosed => Wording::new("refusal-task-closed"),
            Self::Assigned => Wording::new("refusal-assigned"),
            Self::AlreadyDelegated => Wording::new("refusal-already-delegated"),
            Self::AlreadyOffered => Wording::new("refusal-already-offered"),
            Self::ShutOut => Wording::new("refusal-shut-out"),
            Self::CutOff { cut: Cut::WeBlocked } => Wording::new("refusal-cut-we-blocked"),
            Self::CutOff { cut: Cut::TheyRefuse } => Wording::new("refusal-cut-they-refuse"),
            Self::PeerBlocked => Wording::new("refusal-peer-blocked"),
            Self::ToItself => Wording::new("refusal-to-itself"),
            Self::Loop { .. } => Wording::new("refusal-loop"),
            Self::DepthExhausted => Wording::new("refusal-depth"),
            Self::RedelegationForbidden => Wording::new("refusal-redelegation"),
            Self::OriginNotAsked => Wording::new("refusal-origin-not-asked"),
            Self::TooManyOffers { waiting } => {
                Wording::new("refusal-too-many-offers").set("waiting", *waiting)
            }
            Self::OfferedTooOften { most } => Wording::new("refusal-offered-too-often").set("most", *most),
            Self::OfferedWithoutAnswer { most } => {
                Wording::new("refusal-offered-without-answer").set("most", *most)
            }
            Self::TooManyQuestions { most } => Wording::new("refusal-too-many-questions").set("most", *most),
            Self::TooMuchWork { most } => Wording::new("refusal-too-much-work").set("most", *most),
            Self::TooManyComments { most } => Wording::new("refusal-too-many-comments").set("most", *most),
            Self::ToldTooOften => Wording::new("refusal-told-too-often"),
            Self::Terms(terms) => terms.wording(),
            Self::OfferReplaced { .. } => Wording::new("refusal-offer-replaced"),
            Self::AlreadyAnswered => Wording::new("refusal-already-answered"),
            Self::NothingSubmitted => Wording::new("refusal-nothing-submitted"),
            Self::SubmissionReplaced { .. } => Wording::new("refusal-submission-replaced"),
            Self::UnknownSubmission => Wording::new("refusal-unknown-submission"),
            Self::OpenSubtasks { open } => Wording::new("refusal-delegation-subtasks").set("open", *open),
            Self::TooSoon { until } => Wording::new("refusal-too-soon").set("time", *until),
            Self::TooLate => Wording::new("refusal-too-late"),
        }
    }
}
