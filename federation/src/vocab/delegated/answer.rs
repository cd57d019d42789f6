//! Answers: an `Accept`, a `Reject` or a `TentativeReject`, with the object that it names by id alone.

use serde_json::{Value, json};
use url::Url;

use super::Draft;
use super::act::Words;
use crate::vocab::delegation::read_terms_hash;
use crate::vocab::reader::{Reader, need};
use crate::vocab::task::SOURCE_MAX;
use crate::vocab::{ReasonCode, Review, Sha256Sum, Task, VocabRefusal};

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

    /// The words for people: the words of the review, where there is one.
    pub(super) fn words(&self) -> Words<'_> {
        match &self.result {
            Some(AnswerResult::Review(review)) => {
                Words::Sourced(review.source.as_ref(), review.content.as_deref())
            }
            Some(AnswerResult::Mirror(_)) | None => Words::Html(self.content.as_deref()),
        }
    }

    pub(super) fn read(activity: Reader<'_>) -> Result<Self, VocabRefusal> {
        let object = match (activity.url("object"), activity.object("object")) {
            (Ok(Some(id)), _) => Answered::Activity(id),
            // Without an id: an unreadable message is named by its number.
            (_, Ok(Some(message))) => Answered::Unread { seq: need("seq", message.number("seq")?)? },
            (Err(refusal), _) => return Err(refusal),
            (Ok(None), _) => return Err(VocabRefusal::Missing { field: "object" }),
        };
        let result = match activity.one("result")? {
            Some(Value::Object(_)) => activity.object("result")?,
            _ => None,
        };
        let result = match result {
            Some(task) if task.is("Task") => Some(AnswerResult::Mirror(Box::new(Task::from_reader(task)?))),
            Some(review) if review.is("Review") => {
                Some(AnswerResult::Review(Box::new(Review::from_reader(review)?)))
            }
            Some(_) | None => None,
        };
        Ok(Self {
            object,
            reason: activity.str("reasonCode")?.map(ReasonCode::read),
            terms_hash: read_terms_hash(activity)?,
            result,
            content: activity.lines("content", SOURCE_MAX)?,
        })
    }

    pub(super) fn put(&self, out: &mut Draft) {
        match &self.object {
            Answered::Activity(id) => out.put("object", id),
            Answered::Unread { seq } => out.put("object", json!({"seq": seq})),
        }
        out.put_some("termsHash", self.terms_hash.map(|hash| hash.to_string()));
        out.put_some("reasonCode", self.reason);
        match &self.result {
            Some(AnswerResult::Mirror(task)) => out.put("result", task),
            Some(AnswerResult::Review(review)) => out.put("result", review),
            None => {}
        }
        out.put_some("content", self.content.as_ref());
    }
}

/// The result of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerResult {
    /// The result of an accepted offer: the delegate's copy of the task.
    Mirror(Box<Task>),
    /// The result of a verdict.
    Review(Box<Review>),
}
