//! Delegations: offering, answering, doing and judging, from either side.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::delegation::message::{OfferUri, SubmissionUri};
use crate::delegation::reason::{WhyDeclined, WhyRecalled, WhyReturned};
use crate::delegation::terms::Redelegation;
use crate::id::DelegationId;
use crate::time::Time;
use crate::value::{ActorRef, Body, Note, ProgressNote, Sha256, Size};

inputs! {
    /// An offer of a task to another pursuance.
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
    }
    /// The same task on other terms.
    ReofferDelegation {
        /// The row id at the pursuance that offers.
        delegation: DelegationId,
        #[serde(default)] due: Option<Time>,
        #[serde(default)] size: Option<Size>,
        #[serde(default)] note: Option<Note>,
    }
    /// Accepts an offer.
    AcceptDelegation {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
        /// The address of the offer that was read, so that a newer one is not accepted unread.
        #[serde(default)] offer: Option<OfferUri>,
        /// The number of the parent task of the mirror.
        #[serde(default)] parent: Option<i64>,
    }
    /// Declines an offer.
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
    ReportProgress {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// The news in one or two sentences.
        note: ProgressNote,
    }
    /// Hands in the finished work.
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
    StartReview {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
    }
    /// Accepts the work.
    AcceptWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at, so that a newer version is not judged unseen.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// A word of thanks.
        #[serde(default)] comment: Option<Note>,
    }
    /// Sends the work back.
    SendBack {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// The changes that are needed.
        comment: Body,
    }
    /// Refuses the work for good.
    RefuseWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that was looked at.
        #[serde(default)] submission: Option<SubmissionUri>,
        /// The reason.
        comment: Body,
    }
    /// Thanks for work that came too late.
    ThankForWork {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        /// The address of the work that came late.
        submission: SubmissionUri,
        /// A word of thanks.
        #[serde(default)] comment: Option<Note>,
    }
    /// Takes the task back.
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
    FetchFiles {
        /// The row id at the pursuance that was asked.
        delegation: DelegationId,
    }
    /// Asks the other side for news.
    NudgeDelegation {
        /// The row id at the pursuance that offered.
        delegation: DelegationId,
        #[serde(default)] note: Option<Note>,
    }
    /// Asks whether a third pursuance may join in.
    AskOnward {
        /// The row id at the pursuance that does the work.
        delegation: DelegationId,
        /// The third pursuance.
        to: ActorRef,
    }
    /// Answers whether a third pursuance may join in.
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
