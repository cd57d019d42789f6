//! The activities of a delegation (PROTOCOL §1.6).
//!
//! Read here for form only. The receiver's rules and state decide about permission and time: an `Accept` names its
//! object by id alone, and only the server that knows the id knows the kind of the object.

mod read;
#[cfg(test)]
mod tests;
mod write;

use chrono::{DateTime, Utc};
use url::Url;

pub use self::read::OBJECT_MAX;
use super::{Attachment, Delegation, Note, ProposedTerms, ReasonCode, Review, Sha256Sum, Submission, Task};

/// An activity of class D, without the counters of its channel (those are in [`Envelope`](super::Envelope)).
#[derive(Debug, Clone, PartialEq)]
pub struct Delegated {
    pub head: Head,
    pub act: Act,
}

/// The members of all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub id: Url,
    pub actor: Url,
    /// The one actor it is addressed to.
    pub to: Url,
    pub published: DateTime<Utc>,
    /// The delegation. Only a [`Act::Reject`] of an unreadable message has none.
    pub delegation: Option<Url>,
    /// The name of the person who decided, or a stand-in.
    pub person: Option<String>,
}

/// The act. The comments name sender and receiver: A is the origin, B the delegate.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// A → B: an offer of a task on these terms.
    Offer(Box<Offer>),
    /// Either way: accepts an Offer, a Revoke, a Leave, a Submission or a Join.
    Accept(Answer),
    /// B → A: other terms.
    TentativeAccept(Counter),
    /// A → B: the submission needs changes.
    TentativeReject(Answer),
    /// Either way: refuses an Offer, an Accept, a Submission, a Join, or a message that does not fit.
    Reject(Answer),
    /// A → B: B has the task.
    Grant(Grant),
    /// A → B: the offer is withdrawn.
    Undo(Undo),
    /// A → B: the task is recalled.
    Revoke(Revoke),
    /// B → A: the task is given back.
    Leave(Leave),
    /// B → A: progress of the mirror. A → B: changes of the task.
    UpdateTask(Box<TaskUpdate>),
    /// B → A: work for review.
    Submit(Box<Submit>),
    /// Either way: a comment, its correction, its removal.
    CreateNote(Box<Note>),
    UpdateNote(Box<Note>),
    DeleteNote {
        note: Url,
    },
    /// B → A: the question whether a third pursuance may join in.
    Join {
        candidate: Url,
    },
    /// A → B: a request for news.
    Nudge {
        content: Option<String>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    pub delegation: Delegation,
    /// The earlier offer that this one replaces.
    pub replaces: Option<Url>,
    pub content: Option<String>,
}

/// The object of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    Activity(Url),
    /// An unreadable message of the present epoch, named by its number (PROTOCOL §2.4).
    Unread {
        seq: u64,
    },
}

/// An acceptance or a refusal, with its result.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub object: Answered,
    pub reason: Option<ReasonCode>,
    pub terms_hash: Option<Sha256Sum>,
    pub result: Option<AnswerResult>,
    pub content: Option<String>,
}

impl Answer {
    /// An answer without further members.
    pub fn to(object: Url) -> Self {
        Self {
            object: Answered::Activity(object),
            reason: None,
            terms_hash: None,
            result: None,
            content: None,
        }
    }

    #[must_use]
    pub fn because(self, reason: ReasonCode) -> Self {
        Self { reason: Some(reason), ..self }
    }

    #[must_use]
    pub fn on_terms(self, terms_hash: Sha256Sum) -> Self {
        Self { terms_hash: Some(terms_hash), ..self }
    }

    #[must_use]
    pub fn with_mirror(self, mirror: Task) -> Self {
        Self { result: Some(AnswerResult::Mirror(Box::new(mirror))), ..self }
    }

    #[must_use]
    pub fn with_review(self, review: Review) -> Self {
        Self { result: Some(AnswerResult::Review(Box::new(review))), ..self }
    }

    #[must_use]
    pub fn saying(self, content: Option<String>) -> Self {
        Self { content, ..self }
    }
}

/// The result of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerResult {
    /// Of an accepted offer: the delegate's copy of the task.
    Mirror(Box<Task>),
    /// Of a verdict.
    Review(Box<Review>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counter {
    pub offer: Url,
    pub proposed: ProposedTerms,
    pub terms_hash: Option<Sha256Sum>,
    pub content: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The origin's task.
    pub task: Url,
    /// The delegate.
    pub target: Url,
    /// The offer that was accepted.
    pub offer: Url,
    pub terms_hash: Sha256Sum,
    pub start_time: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    pub offer: Url,
    pub reason: ReasonCode,
    pub content: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoke {
    pub grant: Url,
    /// The origin's task.
    pub task: Url,
    pub target: Url,
    pub reason: ReasonCode,
    pub content: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    pub grant: Url,
    pub reason: ReasonCode,
    pub content: Option<String>,
    /// The work so far.
    pub attachment: Vec<Attachment>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TaskUpdate {
    pub task: Task,
    /// The delegate's Grant; the owner of the task needs none.
    pub capability: Option<Url>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Submit {
    pub submission: Submission,
    pub capability: Url,
}
