//! From JSON to [`Delegated`].

use std::io;

use serde_json::Value;

use super::{
    Act, Answer, AnswerResult, Answered, Counter, Delegated, Grant, Head, Leave, Offer, Revoke, Submit,
    TaskUpdate, Undo,
};
use crate::vocab::{
    Attachment, Delegation, Note, ProposedTerms, ReasonCode, Review, Submission, Task, VocabRefusal,
    delegation::read_terms_hash,
    reader::{Reader, need},
    task::{SOURCE_MAX, TITLE_MAX},
};

/// The size of one task, submission or note in JSON (PROTOCOL §1.5).
pub const OBJECT_MAX: usize = 64 * 1024;

impl Delegated {
    /// Checks the size of the task, submission or note in an activity, without the context and the proof, which are
    /// longer than most texts.
    ///
    /// # Errors
    /// [`VocabRefusal::TooLarge`].
    pub fn check_size(activity: &Value) -> Result<(), VocabRefusal> {
        let task = activity.pointer("/object/task").filter(|task| task.is_object());
        let objects = [("object", task.or(activity.get("object"))), ("result", activity.get("result"))];
        for (field, object) in objects {
            if object.is_some_and(|object| json_size(object) > OBJECT_MAX) {
                return Err(VocabRefusal::TooLarge { field, limit: OBJECT_MAX });
            }
        }
        Ok(())
    }

    /// Reads an activity of class D.
    ///
    /// # Errors
    /// [`VocabRefusal::Unknown`] outside of class D, otherwise the first member that is missing, malformed or too
    /// large.
    pub fn read(value: &Value) -> Result<Self, VocabRefusal> {
        Self::check_size(value)?;
        let activity = Reader::new(value, "activity")?;
        let act = Act::read(activity)?;
        let delegation = match &act {
            Act::Offer(offer) => Some(offer.delegation.id.clone()),
            Act::CreateNote(note) | Act::UpdateNote(note) => Some(note.context.clone()),
            Act::Reject(_) => activity.url("delegation")?,
            Act::Accept(_)
            | Act::TentativeAccept(_)
            | Act::TentativeReject(_)
            | Act::Grant(_)
            | Act::Undo(_)
            | Act::Revoke(_)
            | Act::Leave(_)
            | Act::UpdateTask(_)
            | Act::Submit(_)
            | Act::DeleteNote { .. }
            | Act::Join { .. }
            | Act::Nudge { .. } => Some(activity.need_url("delegation")?),
        };
        if let Some(stated) = activity.url("delegation")?
            && delegation.as_ref() != Some(&stated)
        {
            return Err(VocabRefusal::Malformed { field: "delegation", expected: "the one of the object" });
        }
        Ok(Self { head: Head::read(activity, delegation)?, act })
    }
}

impl Head {
    fn read(activity: Reader<'_>, delegation: Option<url::Url>) -> Result<Self, VocabRefusal> {
        // In a Join, the instrument is an id: the pursuance in question.
        let person = match activity.one("instrument")? {
            Some(Value::Object(_)) => activity.object("instrument")?.filter(|it| it.is("Person")),
            _ => None,
        };
        Ok(Self {
            id: activity.need_url("id")?,
            actor: activity.need_url("actor")?,
            to: activity.need_url("to")?,
            published: activity.need_time("published")?,
            delegation,
            person: person.map(|person| person.line("name", TITLE_MAX)).transpose()?.flatten(),
        })
    }
}

impl Act {
    fn read(activity: Reader<'_>) -> Result<Self, VocabRefusal> {
        let kinds = [
            "Offer",
            "Accept",
            "TentativeAccept",
            "TentativeReject",
            "Reject",
            "Grant",
            "Undo",
            "Revoke",
            "Leave",
            "Update",
            "Create",
            "Delete",
            "Join",
            "Nudge",
        ];
        let unknown = |what: &str| VocabRefusal::Unknown { kind: what.to_owned() };
        // One activity has one meaning: of several types the known one counts, and two known ones are too many.
        let mut known = kinds.into_iter().filter(|kind| activity.is(kind));
        let kind = match (known.next(), known.next()) {
            (Some(kind), None) => kind,
            (None, _) => return Err(unknown(activity.kinds().next().unwrap_or("nothing"))),
            (Some(_), Some(_)) => {
                return Err(VocabRefusal::Malformed { field: "type", expected: "one activity" });
            }
        };
        let content = || activity.lines("content", SOURCE_MAX);
        let object = || activity.need_url("object");
        let object_value = || need("object", activity.one("object")?);
        let reason = || Ok(activity.str("reasonCode")?.map_or(ReasonCode::Other, ReasonCode::read));
        Ok(match kind {
            "Offer" => {
                is_a(object_value()?, "Delegation").ok_or_else(|| unknown("Offer"))?;
                Self::Offer(Box::new(Offer {
                    delegation: Delegation::read(object_value()?)?,
                    replaces: activity.url("replaces")?,
                    content: content()?,
                }))
            }
            "Accept" => Self::Accept(read_answer(activity)?),
            "TentativeReject" => Self::TentativeReject(read_answer(activity)?),
            "Reject" => Self::Reject(read_answer(activity)?),
            "TentativeAccept" => Self::TentativeAccept(Counter {
                offer: object()?,
                proposed: match activity.object("result")? {
                    Some(terms) => ProposedTerms::from_reader(terms)?,
                    None => ProposedTerms { due: None, size: None },
                },
                terms_hash: read_terms_hash(activity)?,
                content: content()?,
            }),
            "Grant" => Self::Grant(Grant {
                task: activity.need_url("context")?,
                target: activity.need_url("target")?,
                offer: activity.need_url("fulfills")?,
                terms_hash: need("termsHash", read_terms_hash(activity)?)?,
                start_time: activity.time("startTime")?,
            }),
            "Undo" => Self::Undo(Undo { offer: object()?, reason: reason()?, content: content()? }),
            "Revoke" => Self::Revoke(Revoke {
                grant: object()?,
                task: activity.need_url("context")?,
                target: activity.need_url("target")?,
                reason: reason()?,
                content: content()?,
            }),
            "Leave" => {
                if object()? != activity.need_url("delegation")? {
                    return Err(unknown("Leave"));
                }
                Self::Leave(Leave {
                    grant: activity.need_url("capability")?,
                    reason: reason()?,
                    content: content()?,
                    attachment: Attachment::read_all(activity)?,
                })
            }
            "Update" | "Create" => read_change(kind == "Create", object_value()?, activity)?,
            "Delete" => Self::DeleteNote { note: object()? },
            "Join" => {
                if object()? != activity.need_url("delegation")? {
                    return Err(unknown("Join"));
                }
                Self::Join { candidate: activity.need_url("instrument")? }
            }
            "Nudge" => Self::Nudge { content: content()? },
            other => return Err(unknown(other)),
        })
    }
}

fn read_change(create: bool, object: &Value, activity: Reader<'_>) -> Result<Act, VocabRefusal> {
    let is = |kind| is_a(object, kind).is_some();
    Ok(match create {
        true if is("Submission") => Act::Submit(Box::new(Submit {
            submission: Submission::read(object)?,
            capability: activity.need_url("capability")?,
        })),
        true if is("Note") => Act::CreateNote(Box::new(Note::read(object)?)),
        false if is("Note") => Act::UpdateNote(Box::new(Note::read(object)?)),
        false if is("Task") => Act::UpdateTask(Box::new(TaskUpdate {
            task: Task::read(object)?,
            capability: activity.url("capability")?,
        })),
        true => return Err(VocabRefusal::Unknown { kind: "Create".to_owned() }),
        false => return Err(VocabRefusal::Unknown { kind: "Update".to_owned() }),
    })
}

fn read_answer(activity: Reader<'_>) -> Result<Answer, VocabRefusal> {
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
    Ok(Answer {
        object,
        reason: activity.str("reasonCode")?.map(ReasonCode::read),
        terms_hash: read_terms_hash(activity)?,
        result,
        content: activity.lines("content", SOURCE_MAX)?,
    })
}

fn is_a(object: &Value, kind: &str) -> Option<()> {
    Reader::new(object, "object").is_ok_and(|object| object.is(kind)).then_some(())
}

/// Counts the bytes of a value in JSON without writing them anywhere.
fn json_size(value: &Value) -> usize {
    struct Count(usize);
    impl io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    match serde_json::to_writer(&mut count, value) {
        Ok(()) => count.0,
        Err(_) => usize::MAX,
    }
}
