//! The messages between the two sides of a delegation, reduced to the parts that the rules need. Texts, files and
//! signatures travel with the activity.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reason::Reason;
use super::terms::Terms;
use crate::id::opaque_text;
use crate::task::phase::WirePhase;
use crate::time::Time;

opaque_text! {
    /// The address of an Offer activity. New terms are a new Offer of the same delegation.
    OfferUri,
    /// The address of a Submission: work handed in.
    SubmissionUri,
    /// The address of an actor, as other servers know it.
    ActorUri,
    /// `sha256:` and the digest of the terms: the name of the agreed terms.
    TermsHash,
}

/// One offer of a delegation. An offer never changes; other terms are another offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Its address.
    pub uri: OfferUri,
    /// The digest of its terms as sent.
    pub terms_hash: TermsHash,
    /// Its terms.
    pub terms: Terms,
    /// The time of the offer.
    pub offered_at: Time,
}

/// A message of the origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromOrigin {
    /// `Offer`: an offer, which replaces an earlier one of the same delegation.
    Offer(Offer),
    /// `Undo(Offer)`: the offer is withdrawn.
    Undo { offer: OfferUri, reason: Reason },
    /// `Grant`: the delegate has the task, on the terms of that offer.
    Grant { offer: OfferUri, terms_hash: TermsHash },
    /// `Reject(Accept)`: the acceptance of that offer does not count.
    RejectAccept { offer: OfferUri, reason: Reason },
    /// `Update(Task)`: the asked-for fields have changed, or the review has begun.
    TaskChanged { revision: i64 },
    /// `Update(Task)`: the task is blocked at the origin, in these words, or no longer.
    TaskBlocked { revision: i64, block: Option<String> },
    /// `Accept(Submission)`: the work is accepted.
    AcceptWork { submission: SubmissionUri },
    /// `TentativeReject(Submission)`: the work needs changes. `round`: the round that was looked at.
    SendBack { submission: SubmissionUri, round: u32 },
    /// `Reject(Submission)`: the work is refused for good.
    RefuseWork { submission: SubmissionUri },
    /// `Revoke(Grant)`: the task is recalled.
    Revoke { reason: Reason },
    /// `Accept(Leave)`: the return is confirmed.
    AcceptLeave,
    /// `Nudge`: a request for news.
    Nudge,
    /// `Accept(Join)` or `Reject(Join)`: whether a third pursuance may join in.
    AnswerOnward { to: ActorUri, allowed: bool },
    /// `Reject` of a message that does not fit; `state` is the origin's public state. Never answered.
    Refused { reason: Reason, state: String },
}

/// A message of the delegate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromDelegate {
    /// `Accept(Offer)`: an acceptance of these terms. Not yet an assignment.
    Accept { offer: OfferUri, terms_hash: TermsHash, published: Time },
    /// `TentativeAccept(Offer)`: other terms. Binds nobody.
    Counter { offer: OfferUri },
    /// `Reject(Offer)`: the offer is declined.
    Decline { offer: OfferUri, reason: Reason },
    /// `Update(mirror)`: progress. `last_activity` is the last act of a person at the delegate.
    Progress { phase: WirePhase, last_activity: Time },
    /// `Create(Submission)`: work for review.
    Submit { submission: SubmissionUri, round: u32 },
    /// `Leave`: the task is given back.
    Leave { reason: Reason },
    /// `Accept(Revoke)`: the recall is confirmed.
    AcceptRevoke,
    /// `Join`: the question whether a third pursuance may join in.
    AskOnward { to: ActorUri },
    /// `Reject` of a message that does not fit; `state` is the delegate's public state. Never answered.
    Refused { reason: Reason, state: String },
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal),+ $(,)?) => {
        /// The kind of a message in the timeline of a delegation. Which one it is follows from the rules, so it is kept with
        /// the message: an `Accept` alone does not say whether an offer, work or a recall was accepted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum MessageKind { $($(#[$doc])* #[serde(rename = $word)] $kind),+ }

        impl MessageKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The word stored, and answered by the API.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $word),+ }
            }

            /// Reads a stored word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
            }
        }
    };
}

kinds! {
    /// An offer, the first or on other terms.
    Offer = "Offer",
    /// The offer is taken back.
    Undo = "Undo",
    /// The acceptance is confirmed.
    Grant = "Grant",
    /// The acceptance does not count.
    RejectAccept = "RejectAccept",
    /// The task at the origin reads differently.
    TaskChanged = "TaskChanged",
    /// The task is blocked at the origin, or no longer.
    TaskBlocked = "TaskBlocked",
    /// The work is accepted.
    AcceptWork = "AcceptWork",
    /// The work is sent back.
    SendBack = "SendBack",
    /// The work is refused for good.
    RefuseWork = "RefuseWork",
    /// The task is recalled.
    Revoke = "Revoke",
    /// The return is confirmed.
    AcceptLeave = "AcceptLeave",
    /// The origin asks for news.
    Nudge = "Nudge",
    /// Whether a third pursuance may join in.
    AnswerOnward = "AnswerOnward",
    /// The offer is accepted.
    Accept = "Accept",
    /// Other terms are suggested.
    Counter = "Counter",
    /// The offer is declined.
    Decline = "Decline",
    /// News of the work.
    Progress = "Progress",
    /// Work is handed in.
    Submit = "Submit",
    /// The task is given back.
    Leave = "Leave",
    /// The recall is confirmed.
    AcceptRevoke = "AcceptRevoke",
    /// May a third pursuance join in?
    AskOnward = "AskOnward",
    /// A message does not fit.
    Refused = "Refused",
    /// A comment, its correction or its removal.
    Note = "Note",
}

impl MessageKind {
    /// Whether it decides something, so that a timeline shows it however much is said after it.
    pub fn is_decision(self) -> bool {
        match self {
            Self::Offer
            | Self::Undo
            | Self::Grant
            | Self::RejectAccept
            | Self::TaskChanged
            | Self::TaskBlocked
            | Self::AcceptWork
            | Self::SendBack
            | Self::RefuseWork
            | Self::Revoke
            | Self::AcceptLeave
            | Self::AnswerOnward
            | Self::Accept
            | Self::Counter
            | Self::Decline
            | Self::Submit
            | Self::Leave
            | Self::AcceptRevoke
            | Self::AskOnward => true,
            Self::Note | Self::Progress | Self::Nudge | Self::Refused => false,
        }
    }
}

impl FromOrigin {
    /// The kind under which the timeline keeps it.
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::Offer(_) => MessageKind::Offer,
            Self::Undo { .. } => MessageKind::Undo,
            Self::Grant { .. } => MessageKind::Grant,
            Self::RejectAccept { .. } => MessageKind::RejectAccept,
            Self::TaskChanged { .. } => MessageKind::TaskChanged,
            Self::TaskBlocked { .. } => MessageKind::TaskBlocked,
            Self::AcceptWork { .. } => MessageKind::AcceptWork,
            Self::SendBack { .. } => MessageKind::SendBack,
            Self::RefuseWork { .. } => MessageKind::RefuseWork,
            Self::Revoke { .. } => MessageKind::Revoke,
            Self::AcceptLeave => MessageKind::AcceptLeave,
            Self::Nudge => MessageKind::Nudge,
            Self::AnswerOnward { .. } => MessageKind::AnswerOnward,
            Self::Refused { .. } => MessageKind::Refused,
        }
    }
}

impl FromDelegate {
    /// The kind under which the timeline keeps it.
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::Accept { .. } => MessageKind::Accept,
            Self::Counter { .. } => MessageKind::Counter,
            Self::Decline { .. } => MessageKind::Decline,
            Self::Progress { .. } => MessageKind::Progress,
            Self::Submit { .. } => MessageKind::Submit,
            Self::Leave { .. } => MessageKind::Leave,
            Self::AcceptRevoke => MessageKind::AcceptRevoke,
            Self::AskOnward { .. } => MessageKind::AskOnward,
            Self::Refused { .. } => MessageKind::Refused,
        }
    }
}

/// The result of a decision or a message: the next copy, the messages to send, and the effects.
#[derive(Debug, Clone, PartialEq)]
pub struct Step<C, M, E> {
    /// The copy afterwards.
    pub copy: C,
    /// The messages to the other side, in this order.
    pub messages: Vec<M>,
    /// The changes here, in the same transaction.
    pub effects: Vec<E>,
}

impl<C, M, E> Step<C, M, E> {
    pub(super) fn to(copy: C) -> Self {
        Self { copy, messages: Vec::new(), effects: Vec::new() }
    }

    pub(super) fn send(mut self, message: M) -> Self {
        self.messages.push(message);
        self
    }

    pub(super) fn and(mut self, effect: E) -> Self {
        self.effects.push(effect);
        self
    }

    pub(super) fn and_if(self, condition: bool, effect: E) -> Self {
        if condition { self.and(effect) } else { self }
    }
}

/// A question whether a third pursuance may join in (PROTOCOL §3.5), as both sides keep it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onward {
    /// The third pursuance.
    pub to: ActorUri,
    /// The answer, if there is one yet.
    pub allowed: Option<bool>,
}
