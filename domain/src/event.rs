//! Events: one for each change, numbered without gaps within its stream.
//!
//! History pages, live updates, feeds and the federation's listeners read events; nobody keeps a second log. An event
//! names texts by object, field and revision and never copies them.

#[macro_use]
pub mod happened;
pub mod effect;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::happened::{EventKind, Happened, Verb};
use crate::action::Card;
use crate::id::{ActorId, TaskId};
use crate::time::Time;

/// The series an event is numbered in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct StreamId(pub String);

impl StreamId {
    /// The stream of a pursuance or an account: its actor id.
    pub fn of(actor: &ActorId) -> Self {
        Self(actor.0.clone())
    }

    /// The stream of the instance itself.
    pub fn instance() -> Self {
        Self("instance".to_owned())
    }
}

/// The readers of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Readers of the pursuance, or of the task.
    Readers,
    /// Members who answer offers: an offer without an acceptance is for them.
    Answerers,
    /// Members who decide on requests to join: a declined request is between them and the person.
    Deciders,
    /// Members who read the log: whom they removed, and what they granted, is not told to strangers.
    Members,
    /// The account itself.
    Own,
    /// Operators of the instance.
    Operators,
}

impl Audience {
    /// The word stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Readers => "readers",
            Self::Answerers => "answerers",
            Self::Deciders => "deciders",
            Self::Members => "members",
            Self::Own => "own",
            Self::Operators => "operators",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        let all = [Self::Readers, Self::Answerers, Self::Deciders, Self::Members, Self::Own, Self::Operators];
        all.into_iter().find(|audience| audience.as_str() == word)
    }
}

/// An event before it has its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The series it belongs to.
    pub stream: StreamId,
    /// The actor; `None` for the clock and the command line.
    pub actor: Option<ActorId>,
    /// The kind, and what is told about it: values before and after, by name; never a text that a person wrote.
    pub what: Happened,
    /// The id of the object.
    pub object: String,
    /// The task, if the event belongs to one.
    pub task: Option<TaskId>,
    /// The readers.
    pub audience: Audience,
    /// The action whose function left it: in a change of several tasks, an accepted suggestion or a signed revision the one that was
    /// carried out within. `None` where no action left it: what came from another server, or a delivery that failed.
    pub action: Option<&'static Card>,
}

/// An event with its number and time, as read back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(into = "Answered", try_from = "Answered")]
pub struct Recorded {
    /// The series.
    pub stream: StreamId,
    /// The number within the stream: 1, 2, 3 …
    pub seq: i64,
    /// The time.
    pub at: Time,
    /// The actor.
    pub actor: Option<ActorId>,
    /// The kind, and what is told about it.
    pub what: Happened,
    /// The object.
    pub object: String,
    /// The task.
    pub task: Option<TaskId>,
    /// The action whose function left it, where one did and this program has it. Older events have none, and a kept answer does not say
    /// it.
    pub action: Option<&'static Card>,
}

impl Recorded {
    /// The kind alone.
    pub fn verb(&self) -> Verb {
        self.what.verb()
    }
}

/// A [`Recorded`] event as it is kept in an answer, which a reader gets after it was looked through for them.
#[derive(Serialize, Deserialize)]
struct Answered {
    /// The series.
    stream: StreamId,
    /// The number within the stream: 1, 2, 3 …
    seq: i64,
    /// The time.
    at: Time,
    /// The actor.
    actor: Option<ActorId>,
    /// The kind.
    verb: Verb,
    /// The object.
    object: String,
    /// The task.
    task: Option<TaskId>,
    /// Details.
    data: serde_json::Value,
}

impl From<Recorded> for Answered {
    fn from(event: Recorded) -> Self {
        let (verb, data) = (event.what.verb(), event.what.data());
        let Recorded { stream, seq, at, actor, what: _, object, task, action: _ } = event;
        Self { stream, seq, at, actor, verb, object, task, data }
    }
}

impl TryFrom<Answered> for Recorded {
    type Error = serde_json::Error;
    fn try_from(event: Answered) -> Result<Self, Self::Error> {
        let Answered { stream, seq, at, actor, verb, object, task, data } = event;
        let what = Happened::read(verb, data)?;
        Ok(Self { stream, seq, at, actor, what, object, task, action: None })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_event_is_answered_with_its_verb_and_its_data() {
        let answered = json!({
            "stream": "bees", "seq": 7, "at": "2026-11-21T01:47:21.235641Z", "actor": "ana", "verb": "task.moved",
            "object": "t1", "task": "t1", "data": { "parent": 2 },
        });
        let event: Recorded = serde_json::from_value(answered.clone()).unwrap();
        assert_eq!(
            event.what,
            Happened::TaskMoved(happened::TaskMoved {
                parent: Some(happened::TaskNumber(2)),
                before: None,
                after: None,
                delegation: None
            })
        );
        assert_eq!(serde_json::to_value(event).unwrap(), answered);
    }
}
