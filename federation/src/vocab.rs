//! The vocabulary in JSON: actors, collections, tasks, delegations (PROTOCOL §1).
//!
//! Reading is tolerant where other servers differ (one value or a list of one, an id or an object with it, one type or
//! several) and strict about limits. Unknown members are ignored. Writing has one form.

mod actor;
mod base_type;
mod collection;
mod context;
mod delegated;
mod delegation;
mod duration;
mod envelope;
mod hash;
mod note;
mod proposal;
mod reader;
mod reason;
mod refusal;
mod submission;
mod task;
mod text;
#[path = "../../domain/src/value/unseen.rs"]
mod unseen;

use serde::Serialize;
use serde_json::{Map, Value};

use self::base_type::with_base_types;
pub(crate) use self::text::turns_direction;
pub use self::{
    actor::{Actor, ActorKind, Endpoints, Generator, Icon, Implements, Multikey, PublicKey},
    collection::{ListPart, OrderType, OrderedCollection, OrderedCollectionPage, PAGE_MAX},
    context::{
        CAPABILITY_ED25519, CAPABILITY_OFFERS, CAPABILITY_PURSUANCE, CAPABILITY_RFC9421, DELEGATE_ROLE,
        NAMESPACE, PROTOCOL_VERSION, PUBLIC, PURSUANCE_CONTEXT, actor_context, collection_context,
        context_document, is_name_of, object_context,
    },
    delegated::{
        Act, Answer, AnswerResult, Answered, Counter, Delegated, Form, Grant, Head, Kind, Leave, OBJECT_MAX,
        Offer, Revoke, Speaker, Submit, TaskUpdate, Undo, Words,
    },
    delegation::{Delegation, DelegationTerms, ProposedTerms, Redelegation, Terms, TermsVisibility},
    duration::{NotASpan, Span},
    envelope::{Ack, EPOCH_MAX, Envelope, stamp},
    hash::{NotASum, Sha256Sum},
    note::Note,
    proposal::{Capacity, Intent, OfferNews, Offered, Proposal, Quantity, tell_of_offer, withdraw_offer},
    reason::ReasonCode,
    refusal::VocabRefusal,
    submission::{ATTACHMENTS_MAX, Attachment, Review, Submission, Verdict},
    task::{Hashtag, Phase, Progress, Size, Source, Task, Urgency},
};

/// An own object as JSON, to be put into another one.
#[expect(
    clippy::expect_used,
    reason = "texts, numbers, addresses and lists of them: nothing that JSON cannot hold"
)]
fn to_json(object: &impl Serialize) -> Value {
    serde_json::to_value(object).expect("our own documents are JSON")
}

/// Puts the context first.
fn with_context(context: Value, object: Value) -> Value {
    let mut document = Map::from_iter([("@context".to_owned(), context)]);
    if let Value::Object(members) = object {
        document.extend(members);
    }
    Value::Object(document)
}

impl Task {
    /// The task with its context, ready to be served at its address.
    pub fn to_value(&self) -> Value {
        with_context(object_context(), with_base_types(to_json(self)))
    }
}

/// An own document made by hand, with its context and the base types.
pub fn own_document(document: Value) -> Value {
    with_context(object_context(), with_base_types(document))
}
