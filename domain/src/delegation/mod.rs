//! Delegations: a task handed from one pursuance (the origin) to another (the delegate), here or on another instance
//! (PROTOCOL §3).
//!
//! Each side keeps a copy and runs the rules on it: [`origin::OriginCopy`] and [`delegate::DelegateCopy`]. A decision
//! of a person or the clock goes to `decide`, a message of the other side to `receive`; both answer a
//! [`message::Step`]: the next copy, messages, effects. The origin alone decides about the holder of its task, the
//! delegate alone about its work; so both sides agree after any crossing of messages (`model` proves it).
//!
//! | file | subject |
//! |---|---|
//! | `state` | the states, and the public state that the two sides compare |
//! | `message` | the messages between the two |
//! | `origin`, `delegate` | the transitions of each side |
//! | `timer` | the transitions by time |
//! | `terms` | the agreed terms, and the changes that need a new acceptance |
//! | `bounds` | how much one side says to the other |
//! | `path` | chains: circles, depth, asking before handing on |
//! | `derived` | the phase shown at the origin |
//! | `reason`, `refusal` | reasons on the wire, refusals for people |

pub mod bounds;
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a state that is not named refuses; the model goes through every state"
)]
pub mod delegate;
pub mod derived;
pub mod message;
#[cfg(test)]
#[expect(clippy::wildcard_enum_match_arm, reason = "each check looks at some messages only")]
mod model;
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a state that is not named refuses; the model goes through every state"
)]
pub mod origin;
pub mod path;
pub mod reason;
pub mod refusal;
pub mod state;
pub mod terms;
pub mod timer;

pub use delegate::{DelegateCopy, DelegateDecision, DelegateEffect, DelegateFacts, DelegateStep};
pub use message::{
    ActorUri, FromDelegate, FromOrigin, MessageKind, Offer, OfferUri, SubmissionUri, TermsHash,
};
pub use origin::{OriginCopy, OriginDecision, OriginEffect, OriginFacts, OriginStep};
pub use reason::Reason;
pub use refusal::DelegationRefusal;
pub use state::{Cut, Side, State};
pub use terms::Terms;
