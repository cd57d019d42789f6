//! Delegations: a task handed from one pursuance (the origin) to another (the delegate), here or on another instance
//! (PROTOCOL §3).
//!
//! Each side keeps a copy and runs the rules on it: [`origin::OriginCopy`] and [`delegate::DelegateCopy`]. A decision
//! of a person or the clock goes to `decide`, a message of the other side to `receive`; both answer a
//! [`message::Step`]: the copy afterwards, what to send, what else to change. Because the origin alone decides who
//! holds its task, and the delegate alone what it does, any crossing of messages ends with both sides agreeing
//! (`model` holds them to it).
//!
//! | file | what it knows |
//! |---|---|
//! | `state` | the states, and what the two sides compare |
//! | `message` | what they say to each other |
//! | `origin`, `delegate` | what follows from what |
//! | `timer` | what follows from nothing happening |
//! | `terms` | what is agreed, and which changes need a new yes |
//! | `path` | chains: circles, depth, asking before handing on |
//! | `derived` | the phase shown at the origin |
//! | `reason`, `refusal` | why not |

pub mod delegate;
pub mod derived;
pub mod message;
#[cfg(test)]
mod model;
pub mod origin;
pub mod path;
pub mod reason;
pub mod refusal;
pub mod state;
pub mod terms;
pub mod timer;

pub use delegate::{DelegateCopy, DelegateDecision, DelegateEffect, DelegateFacts, DelegateStep};
pub use message::{ActorUri, FromDelegate, FromOrigin, Offer, OfferUri, SubmissionUri, TermsHash};
pub use origin::{OriginCopy, OriginDecision, OriginEffect, OriginFacts, OriginStep};
pub use reason::Reason;
pub use refusal::DelegationRefusal;
pub use state::{Cut, Side, State};
pub use terms::Terms;
