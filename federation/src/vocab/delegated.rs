//! The activities of a delegation (PROTOCOL §1.6).
//!
//! Read here for form only. The receiver's rules and state decide about permission and time: an `Accept` names its
//! object by id alone, and only the server that knows the id knows the kind of the object.

mod act;
mod answer;
#[cfg(test)]
mod tests;

use std::io;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};
use url::Url;

use self::act::Place;
pub use self::act::{
    Act, Counter, Form, Grant, Kind, Leave, Offer, Revoke, Speaker, Submit, TaskUpdate, Undo, Words,
};
pub use self::answer::{Answer, AnswerResult, Answered};
use super::base_type::with_base_types;
use super::context::object_context;
use super::reader::Reader;
use super::task::TITLE_MAX;
use super::{VocabRefusal, to_json};

/// The size of one task, submission or note in JSON (PROTOCOL §1.5).
pub const OBJECT_MAX: usize = 64 * 1024;

/// An activity of class D, without the counters of its channel (those are in [`Envelope`](super::Envelope)).
#[derive(Debug, Clone, PartialEq)]
pub struct Delegated {
    pub head: Head,
    pub act: Act,
}

/// The members that every activity of class D has.
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
        let delegation = match act.form().delegation {
            Place::Object(id) => Some(id.clone()),
            Place::MemberIfKnown => activity.url("delegation")?,
            Place::Member => Some(activity.need_url("delegation")?),
        };
        if let Some(stated) = activity.url("delegation")?
            && delegation.as_ref() != Some(&stated)
        {
            return Err(VocabRefusal::Malformed { field: "delegation", expected: "the one of the object" });
        }
        Ok(Self { head: Head::read(activity, delegation)?, act })
    }

    /// The activity without the counters of its channel ([`stamp`](crate::vocab::stamp)) and its proof.
    pub fn to_value(&self) -> Value {
        let head = &self.head;
        let mut out = Draft(Map::new());
        out.put("@context", object_context());
        out.put("id", &head.id);
        out.put("type", self.act.kind());
        out.put("actor", &head.actor);
        out.put("to", [&head.to]);
        out.put("published", head.published);
        // An offer has the whole delegation in it.
        if !matches!(self.act, Act::Offer(_)) {
            out.put_some("delegation", head.delegation.as_ref());
        }
        if let Some(name) = &head.person {
            out.put("instrument", json!({"type": "Person", "name": name}));
        }
        self.act.put(head, &mut out);
        with_base_types(Value::Object(out.0))
    }
}

impl Head {
    fn read(activity: Reader<'_>, delegation: Option<Url>) -> Result<Self, VocabRefusal> {
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

/// An activity that is being written.
struct Draft(Map<String, Value>);

impl Draft {
    fn put(&mut self, name: &str, value: impl Serialize) {
        self.0.insert(name.to_owned(), to_json(&value));
    }

    fn put_some(&mut self, name: &str, value: Option<impl Serialize>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}
