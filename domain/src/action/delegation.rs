//! Delegations: offering, answering, doing and judging, from either side.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{DELEGATION, FILE};
use crate::delegation::message::{OfferUri, SubmissionUri};
use crate::delegation::reason::{WhyDeclined, WhyRecalled, WhyReturned};
use crate::delegation::terms::Redelegation;
use crate::id::{DelegationId, SkillOfferId};
use crate::time::Time;
use crate::value::{ActorRef, Body, Note, ProgressNote, Sha256, Size};

inputs! {
    /// An offer of a task to another pursuance.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "to": "lingua@other.example", "note": "Could you?", "due": "2026-12-15", "discussion": true }))]
    OfferDelegation {
        /// Slug or id of the pursuance that offers.
        pursuance: String,
        /// The task's number.
        task: i64,
        /// The other pursuance: handle or address.
        to: ActorRef,
        /// A message to the other pursuance.
        #[serde(default)] note: Option<Note>,
        /// The due date; absent: that of the task.
        #[serde(default)] due: Option<Time>,
        /// The last moment for an answer; absent: a week from now.
        #[serde(default)] respond_by: Option<Time>,
        /// Days between signs of life while the work is done there.
        #[serde(default)] heartbeat: Option<u16>,
        /// Whether the delegate may hand the task on.
        #[serde(default)] redelegation: Redelegation,
        /// Whether people are named to the other side.
        #[serde(default)] names: bool,
        /// Whether the comments so far go along.
        #[serde(default)] discussion: bool,
        /// Files of the task that go along.
        #[serde(default)] files: Vec<Sha256>,
        /// The skill offer of the other pursuance that this task is for.
        #[serde(default, skip_serializing_if = "Option::is_none")] satisfies: Option<SkillOfferId>,
    }
    /// The same task on other terms.
    #[schemars(example = json!({ "delegation": DELEGATION, "due": "2027-01-10", "note": "Is this better?" }))]
    ReofferDelegation {
        /// The row id at the pursuance that offers.
        delegation: DelegationId,
        #[serde(default)] due: Option<Time>,
        #[serde(default)] size: Option<Size>,
        #[serde(default)] note: Option<Note>,
    }
    /// Accepts an offer.
    #[schemars(example = json!({ "delegation": DELEGATION, "parent": 12 }))]
    AcceptDelegation {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
        /// The address of the offer that was read, so that a newer one is not accepted unread.
        #[serde(default)] offer: Option<OfferUri>,
        /// The number of the parent task of the mirror.
        #[serde(default)] parent: Option<i64>,
        /// Whether members are asked for help once the origin has confirmed it: absent or null for as the skills say, which is so
        /// where there are any.
        #[serde(default, skip_serializing_if = "Option::is_none")] ask: Option<bool>,
    }
    /// Declines an offer.
    #[schemars(example = json!({ "delegation": DELEGATION, "code": "capacity", "reason": "All our translators are busy until January." }))]
    DeclineDelegation {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
        /// The address of the offer that was read.
        #[serde(default)] offer: Option<OfferUri>,
        /// The reason as a code.
        #[serde(default)] code: WhyDeclined,
        /// The reason in words, for the other side.
        #[serde(default)] reason: Option<Note>,
    }
    /// Answers an offer with other terms, or a question.
    #[schemars(example = json!({ "delegation": DELEGATION, "due": "2027-01-10", "note": "After the holidays?" }))]
    CounterDelegation {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
        /// The address of the offer that was read.
        #[serde(default)] offer: Option<OfferUri>,
        #[serde(default)] due: Option<Time>,
        #[serde(default)] size: Option<Size>,
        #[serde(default)] note: Option<Note>,
    }
    /// News about the work.
    #[schemars(example = json!({ "delegation": DELEGATION, "note": "The first page is done." }))]
    ReportProgress {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// The news in one or two sentences.
        note: ProgressNote,
    }
    /// Hands in the finished work.
    #[schemars(example = json!({ "delegation": DELEGATION, "body": "Both pages.", "files": [FILE] }))]
    SubmitDelegation {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// A description of the work, Markdown.
        body: Body,
        /// Files of the mirror task to hand in.
        #[serde(default)] files: Vec<Sha256>,
        /// Whether open subtasks are waived.
        #[serde(default)] waived: bool,
    }
    /// Begins the review.
    #[schemars(example = json!({ "delegation": DELEGATION }))]
    StartReview {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
    }
    /// Accepts the work.
    #[schemars(example = json!({ "delegation": DELEGATION, "comment": "Thank you!" }))]
    AcceptWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at, so that a newer version is not judged unseen.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// A word of thanks.
        #[serde(default)] comment: Option<Note>,
    }
    /// Sends the work back.
    #[schemars(example = json!({ "delegation": DELEGATION, "comment": "The title is still in English." }))]
    SendBack {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// The changes that are needed.
        comment: Body,
    }
    /// Refuses the work for good.
    #[schemars(example = json!({ "delegation": DELEGATION, "comment": "This is another leaflet." }))]
    RefuseWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// The reason.
        comment: Body,
    }
    /// Thanks for work that came too late.
    #[schemars(example = json!({ "delegation": DELEGATION, "submission": "https://other.example/ap/s/01k9w3zq7v8h4m2x5n6p0r1s2t", "comment": "Of use all the same." }))]
    ThankForWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that came late.
        submission: SubmissionUri,
        /// A word of thanks.
        #[serde(default)] comment: Option<Note>,
    }
    /// Takes the task back.
    #[schemars(example = json!({ "delegation": DELEGATION, "code": "superseded", "reason": "We no longer need it." }))]
    RecallDelegation {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The reason as a code.
        #[serde(default)] code: WhyRecalled,
        /// The reason in words, for the other side.
        #[serde(default)] reason: Option<Note>,
        /// Whether the delegation ends here without an answer; only after a long silence of the other side.
        #[serde(default)] force: bool,
    }
    /// Gives the task back.
    #[schemars(example = json!({ "delegation": DELEGATION, "code": "return-skills", "reason": "Nobody here speaks French any more." }))]
    ReturnDelegation {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// The reason as a code.
        #[serde(default)] code: WhyReturned,
        /// The reason in words, for the other side.
        #[serde(default)] reason: Option<Note>,
        /// Files of the mirror task: the work so far.
        #[serde(default)] files: Vec<Sha256>,
    }
    /// Fetches the files of an offer.
    #[schemars(example = json!({ "delegation": DELEGATION }))]
    FetchFiles {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
    }
    /// Asks the other side for news.
    #[schemars(example = json!({ "delegation": DELEGATION, "note": "How is it going?" }))]
    NudgeDelegation {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        #[serde(default)] note: Option<Note>,
    }
    /// Asks whether a third pursuance may join in.
    #[schemars(example = json!({ "delegation": DELEGATION, "to": "layout@third.example" }))]
    AskOnward {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// The third pursuance.
        to: ActorRef,
    }
    /// Answers whether a third pursuance may join in.
    #[schemars(example = json!({ "delegation": DELEGATION, "to": "https://third.example/ap/p/01k9w3zq7v8h4m2x5n6p0r1s2t", "allow": true }))]
    AnswerOnward {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the third pursuance, as in the question.
        to: ActorRef,
        allow: bool,
    }
    /// Runs the timers of a delegation.
    TickDelegation { delegation: DelegationId }
}
