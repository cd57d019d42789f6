//! The activities of a delegation: everything two pursuances say to each other about one task (PROTOCOL §1.6).
//!
//! Read here for form only. Who may say it, and when, is for the receiver's rules and its own state to decide:
//! an `Accept` names what it accepts by id alone, and only the server that knows the id knows what kind of thing it is.

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

/// What all of them carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub id: Url,
    pub actor: Url,
    /// The one actor it is addressed to.
    pub to: Url,
    pub published: DateTime<Utc>,
    /// The delegation it is about. Only a [`Act::Reject`] of something not understood has none.
    pub delegation: Option<Url>,
    /// The person behind it, if the terms say that people are named.
    pub person: Option<String>,
}

/// What is said. The comments name sender and receiver: A is the delegator, B the delegate.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// A → B: take this task on these terms.
    Offer(Box<Offer>),
    /// Either way: yes to an Offer, a Revoke, a Leave, a Submission or a Join.
    Accept(Answer),
    /// B → A: no, but on other terms.
    TentativeAccept(Counter),
    /// A → B: the submission needs more work.
    TentativeReject(Answer),
    /// Either way: no to an Offer, an Accept, a Submission or a Join, or to something not understood.
    Reject(Answer),
    /// A → B: the task is yours; start.
    Grant(Grant),
    /// A → B: the offer is withdrawn.
    Undo(Undo),
    /// A → B: stop; the task is no longer yours.
    Revoke(Revoke),
    /// B → A: we give the task back.
    Leave(Leave),
    /// B → A: how our mirror is doing. A → B: what changed in the task.
    UpdateTask(Box<TaskUpdate>),
    /// B → A: for review.
    Submit(Box<Submit>),
    /// Either way: a comment, its correction, its removal.
    CreateNote(Box<Note>),
    UpdateNote(Box<Note>),
    DeleteNote {
        note: Url,
    },
    /// B → A: may this pursuance take part of it?
    Join {
        candidate: Url,
    },
    /// A → B: any news?
    Nudge {
        content: Option<String>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    pub delegation: Delegation,
    /// The earlier offer of the same delegation that this one takes the place of.
    pub replaces: Option<Url>,
    pub content: Option<String>,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    Activity(Url),
    /// A message of ours in this epoch that could not be read, so that its id is not known (PROTOCOL §2.4).
    Unread {
        seq: u64,
    },
}

/// Yes or no, and what comes with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub object: Answered,
    pub reason: Option<ReasonCode>,
    pub terms_hash: Option<Sha256Sum>,
    pub result: Option<AnswerResult>,
    pub content: Option<String>,
}

impl Answer {
    /// An answer that says nothing more.
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

/// What came of the answer.
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
    /// Who may work on it.
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
    /// What was done so far.
    pub attachment: Vec<Attachment>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TaskUpdate {
    pub task: Task,
    /// The grant under which a delegate speaks; the owner of the task needs none.
    pub capability: Option<Url>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Submit {
    pub submission: Submission,
    pub capability: Url,
}
