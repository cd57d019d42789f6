//! The acts: the members of each, its form, and how it is read and written (PROTOCOL §1.6). A new act is told here alone.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use url::Url;

use super::{Answer, Draft, Head};
use crate::vocab::delegation::read_terms_hash;
use crate::vocab::reader::{Reader, need};
use crate::vocab::task::SOURCE_MAX;
use crate::vocab::{
    Attachment, DELEGATE_ROLE, Delegation, Note, ProposedTerms, ReasonCode, Sha256Sum, Source, Submission,
    Task, VocabRefusal,
};

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

/// The types of activities: how each is read, and the type of ActivityStreams beside it where it is none itself.
macro_rules! kinds {
    ($($kind:ident $(beside $base:literal)? => $read:expr,)+) => {
        /// The `type` of an activity, which one or several acts have.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind { $($kind),+ }

        impl Kind {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The word on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$kind => stringify!($kind)),+ }
            }

            /// Reads a word of the wire.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
            }

            /// The type of ActivityStreams beside a type of activities that is not one of its own.
            pub(in crate::vocab) fn base_of(word: &str) -> Option<&'static str> {
                let ours = [$($((stringify!($kind), $base),)?)+];
                ours.into_iter().find(|(kind, _)| *kind == word).map(|(_, base)| base)
            }

            fn read(self, activity: Reader<'_>) -> Result<Act, VocabRefusal> {
                let read: fn(Reader<'_>) -> Result<Act, VocabRefusal> = match self {
                    $(Self::$kind => $read),+
                };
                read(activity)
            }
        }
    };
}

kinds! {
    Offer => |activity| {
        let object = need("object", activity.one("object")?)?;
        is_a(object, "Delegation").ok_or_else(|| unknown("Offer"))?;
        Ok(Act::Offer(Box::new(Offer {
            delegation: Delegation::read(object)?,
            replaces: activity.url("replaces")?,
            content: content(activity)?,
        })))
    },
    Accept => |activity| Ok(Act::Accept(Answer::read(activity)?)),
    TentativeAccept => |activity| {
        Ok(Act::TentativeAccept(Counter {
            offer: activity.need_url("object")?,
            proposed: match activity.object("result")? {
                Some(terms) => ProposedTerms::from_reader(terms)?,
                None => ProposedTerms { due: None, size: None },
            },
            terms_hash: read_terms_hash(activity)?,
            content: content(activity)?,
        }))
    },
    TentativeReject => |activity| Ok(Act::TentativeReject(Answer::read(activity)?)),
    Reject => |activity| Ok(Act::Reject(Answer::read(activity)?)),
    Grant beside "Activity" => |activity| {
        Ok(Act::Grant(Grant {
            task: activity.need_url("context")?,
            target: activity.need_url("target")?,
            offer: activity.need_url("fulfills")?,
            terms_hash: need("termsHash", read_terms_hash(activity)?)?,
            start_time: activity.time("startTime")?,
        }))
    },
    Undo => |activity| {
        Ok(Act::Undo(Undo {
            offer: activity.need_url("object")?,
            reason: reason(activity)?,
            content: content(activity)?,
        }))
    },
    Revoke beside "Activity" => |activity| {
        Ok(Act::Revoke(Revoke {
            grant: activity.need_url("object")?,
            task: activity.need_url("context")?,
            target: activity.need_url("target")?,
            reason: reason(activity)?,
            content: content(activity)?,
        }))
    },
    Leave => |activity| {
        of_delegation(activity, "Leave")?;
        Ok(Act::Leave(Leave {
            grant: activity.need_url("capability")?,
            reason: reason(activity)?,
            content: content(activity)?,
            attachment: Attachment::read_all(activity)?,
        }))
    },
    Update => |activity| {
        let object = need("object", activity.one("object")?)?;
        if is_a(object, "Note").is_some() {
            return Ok(Act::UpdateNote(Box::new(Note::read(object)?)));
        }
        is_a(object, "Task").ok_or_else(|| unknown("Update"))?;
        Ok(Act::UpdateTask(Box::new(TaskUpdate {
            task: Task::read(object)?,
            capability: activity.url("capability")?,
        })))
    },
    Create => |activity| {
        let object = need("object", activity.one("object")?)?;
        if is_a(object, "Submission").is_some() {
            return Ok(Act::Submit(Box::new(Submit {
                submission: Submission::read(object)?,
                capability: activity.need_url("capability")?,
            })));
        }
        is_a(object, "Note").ok_or_else(|| unknown("Create"))?;
        Ok(Act::CreateNote(Box::new(Note::read(object)?)))
    },
    Delete => |activity| Ok(Act::DeleteNote { note: activity.need_url("object")? }),
    Join => |activity| {
        of_delegation(activity, "Join")?;
        Ok(Act::Join { candidate: activity.need_url("instrument")? })
    },
    Nudge beside "Activity" => |activity| Ok(Act::Nudge { content: content(activity)? }),
}

/// The side of a delegation that says an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    Origin,
    Delegate,
    Either,
}

/// The words for people in an activity, as they came: nobody has cleaned them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Words<'a> {
    /// No words, or none that belong to the act itself.
    None,
    Html(Option<&'a str>),
    Markdown(Option<&'a str>),
    /// Both, where the sender has both.
    Sourced(Option<&'a Source>, Option<&'a str>),
}

/// The place of the delegation in an activity.
pub(super) enum Place<'a> {
    /// Its member `delegation`.
    Member,
    /// The member `delegation`, where the sender knows it.
    MemberIfKnown,
    /// Its object.
    Object(&'a Url),
}

/// The facts of an act that need no look at its delegation.
pub struct Form<'a> {
    pub kind: Kind,
    /// The side that may say it.
    pub by: Speaker,
    /// The grant under which the delegate says it.
    pub capability: Option<&'a Url>,
    pub words: Words<'a>,
    pub(super) delegation: Place<'a>,
}

impl Act {
    /// The reason that it gives.
    pub fn reason(&self) -> Option<ReasonCode> {
        match self {
            Self::Accept(answer) | Self::TentativeReject(answer) | Self::Reject(answer) => answer.reason,
            Self::Undo(undo) => Some(undo.reason),
            Self::Revoke(revoke) => Some(revoke.reason),
            Self::Leave(leave) => Some(leave.reason),
            Self::Offer(_)
            | Self::TentativeAccept(_)
            | Self::Grant(_)
            | Self::UpdateTask(_)
            | Self::Submit(_)
            | Self::CreateNote(_)
            | Self::UpdateNote(_)
            | Self::DeleteNote { .. }
            | Self::Join { .. }
            | Self::Nudge { .. } => None,
        }
    }

    /// The facts of this act, all in one place.
    pub fn form(&self) -> Form<'_> {
        use Speaker::{Delegate, Either, Origin};
        let form =
            |kind, by, capability, words| Form { kind, by, capability, words, delegation: Place::Member };
        match self {
            Self::Offer(offer) => Form {
                delegation: Place::Object(&offer.delegation.id),
                ..form(Kind::Offer, Origin, None, html(&offer.content))
            },
            Self::Accept(answer) => form(Kind::Accept, Either, None, answer.words()),
            Self::TentativeAccept(counter) => {
                form(Kind::TentativeAccept, Delegate, None, html(&counter.content))
            }
            Self::TentativeReject(answer) => form(Kind::TentativeReject, Origin, None, answer.words()),
            Self::Reject(answer) => {
                Form { delegation: Place::MemberIfKnown, ..form(Kind::Reject, Either, None, answer.words()) }
            }
            Self::Grant(_) => form(Kind::Grant, Origin, None, Words::None),
            Self::Undo(undo) => form(Kind::Undo, Origin, None, html(&undo.content)),
            Self::Revoke(revoke) => form(Kind::Revoke, Origin, None, html(&revoke.content)),
            Self::Leave(leave) => form(Kind::Leave, Delegate, Some(&leave.grant), html(&leave.content)),
            Self::UpdateTask(update) => {
                let words = Words::Markdown(update.task.progress_note.as_deref());
                form(Kind::Update, Either, update.capability.as_ref(), words)
            }
            Self::Submit(submit) => {
                let work = &submit.submission;
                let words = Words::Sourced(work.source.as_ref(), work.content.as_deref());
                form(Kind::Create, Delegate, Some(&submit.capability), words)
            }
            Self::CreateNote(note) => Form {
                delegation: Place::Object(&note.context),
                ..form(Kind::Create, Either, None, Words::None)
            },
            Self::UpdateNote(note) => Form {
                delegation: Place::Object(&note.context),
                ..form(Kind::Update, Either, None, Words::None)
            },
            Self::DeleteNote { .. } => form(Kind::Delete, Either, None, Words::None),
            Self::Join { .. } => form(Kind::Join, Delegate, None, Words::None),
            Self::Nudge { content } => form(Kind::Nudge, Origin, None, html(content)),
        }
    }

    /// The `type` of the activity.
    pub fn kind(&self) -> &'static str {
        self.form().kind.as_str()
    }

    pub(super) fn read(activity: Reader<'_>) -> Result<Self, VocabRefusal> {
        // One activity has one meaning: among several types the known one counts, and two known ones are too many.
        let mut known = Kind::ALL.iter().filter(|kind| activity.is(kind.as_str()));
        match (known.next(), known.next()) {
            (Some(kind), None) => kind.read(activity),
            (None, _) => Err(unknown(activity.kinds().next().unwrap_or("nothing"))),
            (Some(_), Some(_)) => Err(VocabRefusal::Malformed { field: "type", expected: "one activity" }),
        }
    }

    /// Writes the members that are its own.
    pub(super) fn put(&self, head: &Head, out: &mut Draft) {
        match self {
            Self::Offer(offer) => {
                out.put("target", &offer.delegation.delegate);
                out.put("object", &offer.delegation);
                out.put_some("replaces", offer.replaces.as_ref());
                out.put_some("content", offer.content.as_ref());
            }
            Self::Accept(answer) | Self::TentativeReject(answer) | Self::Reject(answer) => answer.put(out),
            Self::TentativeAccept(counter) => {
                out.put("object", &counter.offer);
                out.put_some("termsHash", counter.terms_hash.map(|hash| hash.to_string()));
                out.put("result", counter.proposed);
                out.put_some("content", counter.content.as_ref());
            }
            Self::Grant(grant) => {
                out.put("object", DELEGATE_ROLE);
                out.put("context", &grant.task);
                out.put("target", &grant.target);
                out.put("allows", "invoke");
                out.put("fulfills", &grant.offer);
                out.put("termsHash", grant.terms_hash.to_string());
                out.put_some("startTime", grant.start_time);
            }
            Self::Undo(undo) => {
                out.put("object", &undo.offer);
                out.put("reasonCode", undo.reason);
                out.put_some("content", undo.content.as_ref());
            }
            Self::Revoke(revoke) => {
                out.put("object", &revoke.grant);
                out.put("context", &revoke.task);
                out.put("target", &revoke.target);
                out.put("reasonCode", revoke.reason);
                out.put_some("content", revoke.content.as_ref());
            }
            Self::Leave(leave) => {
                out.put_some("object", head.delegation.as_ref());
                out.put("capability", &leave.grant);
                out.put("reasonCode", leave.reason);
                out.put_some("content", leave.content.as_ref());
                if !leave.attachment.is_empty() {
                    out.put("attachment", &leave.attachment);
                }
            }
            Self::UpdateTask(update) => {
                out.put_some("capability", update.capability.as_ref());
                out.put("object", &update.task);
            }
            Self::Submit(submit) => {
                out.put("capability", &submit.capability);
                out.put("object", &submit.submission);
            }
            Self::CreateNote(note) | Self::UpdateNote(note) => out.put("object", note),
            Self::DeleteNote { note } => out.put("object", json!({"id": note, "type": "Tombstone"})),
            Self::Join { candidate } => {
                out.put_some("object", head.delegation.as_ref());
                out.put("instrument", candidate);
            }
            Self::Nudge { content } => {
                out.put_some("object", head.delegation.as_ref());
                out.put_some("content", content.as_ref());
            }
        }
    }
}

fn html(content: &Option<String>) -> Words<'_> {
    Words::Html(content.as_deref())
}

fn content(activity: Reader<'_>) -> Result<Option<String>, VocabRefusal> {
    activity.lines("content", SOURCE_MAX)
}

fn reason(activity: Reader<'_>) -> Result<ReasonCode, VocabRefusal> {
    Ok(activity.str("reasonCode")?.map_or(ReasonCode::Other, ReasonCode::read))
}

/// Refuses an activity whose object is not its delegation.
fn of_delegation(activity: Reader<'_>, kind: &str) -> Result<(), VocabRefusal> {
    let is_same = activity.need_url("object")? == activity.need_url("delegation")?;
    is_same.then_some(()).ok_or_else(|| unknown(kind))
}

fn unknown(kind: &str) -> VocabRefusal {
    VocabRefusal::Unknown { kind: kind.to_owned() }
}

fn is_a(object: &Value, kind: &str) -> Option<()> {
    Reader::new(object, "object").is_ok_and(|object| object.is(kind)).then_some(())
}
