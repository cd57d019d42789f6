//! What the two sides of a delegation say to each other, stripped to what the rules need. Texts, files and signatures
//! travel with the activity; here stands only what decides.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::reason::Reason;
use super::terms::Terms;
use crate::task::phase::WirePhase;
use crate::time::Time;

macro_rules! uri_type {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The address itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

uri_type! {
    /// The address of an Offer activity. New terms are a new Offer of the same delegation.
    OfferUri,
    /// The address of a Submission: work handed in.
    SubmissionUri,
    /// The address of an actor, as other servers know it.
    ActorUri,
    /// `sha256:` and the digest of the terms; says which terms were agreed.
    TermsHash,
}

/// One offer of a delegation. It never changes; other terms are another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Its address.
    pub uri: OfferUri,
    /// The digest of its terms as sent.
    pub terms_hash: TermsHash,
    /// Its terms.
    pub terms: Terms,
    /// When the origin made it.
    pub offered_at: Time,
}

/// What the origin says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromOrigin {
    /// `Offer`: would you? Replaces an earlier one of the same delegation.
    Offer(Offer),
    /// `Undo(Offer)`: never mind.
    Undo { offer: OfferUri, reason: Reason },
    /// `Grant`: the task is yours, on the terms of that offer.
    Grant { offer: OfferUri, terms_hash: TermsHash },
    /// `Reject(Accept)`: your yes to that offer does not count.
    RejectAccept { offer: OfferUri, reason: Reason },
    /// `Update(Task)`: what is asked for reads differently, or the review has begun.
    TaskChanged { revision: i64 },
    /// `Accept(Submission)`: done.
    AcceptWork { submission: SubmissionUri },
    /// `TentativeReject(Submission)`: not yet. `round` is the one that was looked at.
    SendBack { submission: SubmissionUri, round: u32 },
    /// `Reject(Submission)`: not acceptable, for good.
    RefuseWork { submission: SubmissionUri },
    /// `Revoke(Grant)`: we take the task back.
    Revoke { reason: Reason },
    /// `Accept(Leave)`: you are rid of it.
    AcceptLeave,
    /// `Nudge`: any news?
    Nudge,
    /// `Accept(Join)` or `Reject(Join)`: whether a third pursuance may join in.
    AnswerOnward { to: ActorUri, allowed: bool },
    /// `Reject` of a message that does not fit; `state` is how it stands at the origin. Never answered.
    Refused { reason: Reason, state: String },
}

/// What the delegate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromDelegate {
    /// `Accept(Offer)`: yes, on these terms. Not yet an assignment.
    Accept { offer: OfferUri, terms_hash: TermsHash, published: Time },
    /// `TentativeAccept(Offer)`: yes, if. Binds nobody.
    Counter { offer: OfferUri },
    /// `Reject(Offer)`: no.
    Decline { offer: OfferUri, reason: Reason },
    /// `Update(mirror)`: how it goes. `last_activity` is the last act of a person there.
    Progress { phase: WirePhase, last_activity: Time },
    /// `Create(Submission)`: here it is.
    Submit { submission: SubmissionUri, round: u32 },
    /// `Leave`: we give it back.
    Leave { reason: Reason },
    /// `Accept(Revoke)`: we have stopped.
    AcceptRevoke,
    /// `Join`: may a third pursuance join in?
    AskOnward { to: ActorUri },
    /// `Reject` of a message that does not fit; `state` is how it stands at the delegate. Never answered.
    Refused { reason: Reason, state: String },
}

/// What follows from a decision or a message: the copy as it is afterwards, what to say, and what to do besides.
#[derive(Debug, Clone, PartialEq)]
pub struct Step<C, M, E> {
    /// The copy afterwards.
    pub copy: C,
    /// What to send to the other side, in this order.
    pub messages: Vec<M>,
    /// What to change here, in the same transaction.
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
    /// The answer, once there is one.
    pub allowed: Option<bool>,
}
