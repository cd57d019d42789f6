//! References to tasks, as people and programs write them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::{ActorRef, ValueRefusal};
use crate::id::{TaskId, is_own_id};

/// Number of bytes in the name of a hidden task.
const HIDDEN: usize = 16;

/// A task, from the point of view of a pursuance.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TaskRef {
    /// `12` or `#12`: a task of the same pursuance.
    Number(i64),
    /// `bees#12`: a task of a pursuance of this instance.
    Of { pursuance: String, number: i64 },
    /// The id of a task of this instance.
    Id(TaskId),
    /// The address of a task or of its page.
    Address(String),
    /// `~` and letters: a task that the reader may not see, shown beside a task that waits for it or that it waits for.
    Hidden(String),
}

impl TaskRef {
    /// The most bytes of a reference.
    pub const MAX: usize = 500;

    /// The name of a task for readers who may not see it: the same everywhere, and its id does not follow from it.
    pub fn hidden(id: &TaskId) -> Self {
        let digest = Sha256::digest(format!("hidden {id}"));
        Self::Hidden(hex::encode(&digest[..HIDDEN]))
    }

    /// Reads a reference.
    ///
    /// # Errors
    /// When it has none of the five forms.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let text = text.trim();
        if text.len() > Self::MAX || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(ValueRefusal::TaskForm);
        }
        if is_own_id(text) {
            return Ok(Self::Id(TaskId(text.to_owned())));
        }
        if let Some(name) = text.strip_prefix('~') {
            let is_name = name.len() == 2 * HIDDEN && name.bytes().all(|byte| byte.is_ascii_hexdigit());
            return if is_name { Ok(Self::Hidden(name.to_owned())) } else { Err(ValueRefusal::TaskForm) };
        }
        if text.contains("://") {
            return Ok(Self::Address(text.to_owned()));
        }
        let (pursuance, number) = text.split_once('#').unwrap_or(("", text));
        let number = number.parse().map_err(|_| ValueRefusal::TaskForm)?;
        Ok(if pursuance.is_empty() {
            Self::Number(number)
        } else {
            Self::Of { pursuance: pursuance.to_owned(), number }
        })
    }
}

impl std::fmt::Display for TaskRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "#{number}"),
            Self::Of { pursuance, number } => write!(f, "{pursuance}#{number}"),
            Self::Id(id) => f.write_str(id.as_str()),
            Self::Address(address) => f.write_str(address),
            Self::Hidden(name) => write!(f, "~{name}"),
        }
    }
}

/// A number goes through JSON as a number, every other reference as its text.
impl Serialize for TaskRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Of { .. } | Self::Id(_) | Self::Address(_) | Self::Hidden(_) => {
                serializer.collect_str(self)
            }
        }
    }
}

/// Somebody or a task that blocks a task.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BlockerRef {
    /// `@name`: a person.
    Person(ActorRef),
    /// Any reference to a task.
    Task(TaskRef),
}

impl BlockerRef {
    /// Reads a reference.
    ///
    /// # Errors
    /// When it names neither a person nor a task.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        match text.trim().strip_prefix('@') {
            Some(name) => Ok(Self::Person(ActorRef::parse(name)?)),
            None => Ok(Self::Task(TaskRef::parse(text)?)),
        }
    }
}

impl Serialize for BlockerRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Person(name) => serializer.collect_str(&format_args!("@{name}")),
            Self::Task(task) => task.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for BlockerRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Number(number) => Ok(Self::Task(TaskRef::Number(number))),
            Written::Text(text) => Self::parse(&text).map_err(serde::de::Error::custom),
        }
    }
}

impl JsonSchema for BlockerRef {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "BlockerRef".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["integer", "string"],
            "description": "@name of a member, or a task: its number, slug#number, its address or id",
        })
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Number(i64),
    Text(String),
}

impl<'de> Deserialize<'de> for TaskRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Number(number) => Ok(Self::Number(number)),
            Written::Text(text) => Self::parse(&text).map_err(serde::de::Error::custom),
        }
    }
}

impl JsonSchema for TaskRef {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TaskRef".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["integer", "string"],
            "description": "the number of a task of the same pursuance, slug#number, or the address or id of a task of this server",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01k9w3zq7v8h4m2x5n6p0r1s2t";

    #[test]
    fn a_task_is_named_by_number_with_its_pursuance_by_id_or_by_address() {
        let of = |pursuance: &str, number| TaskRef::Of { pursuance: pursuance.to_owned(), number };
        for (text, meant) in [
            ("12", TaskRef::Number(12)),
            (" #12 ", TaskRef::Number(12)),
            ("bees#12", of("bees", 12)),
            (ID, TaskRef::Id(TaskId(ID.to_owned()))),
            ("https://a.example/p/bees/t/12", TaskRef::Address("https://a.example/p/bees/t/12".to_owned())),
        ] {
            assert_eq!(TaskRef::parse(text), Ok(meant), "{text}");
        }
        for text in ["", "#", "bees", "bees#", "bees#x", "12 13", "a b#1"] {
            assert_eq!(TaskRef::parse(text), Err(ValueRefusal::TaskForm), "{text}");
        }
        assert!(TaskRef::parse(&format!("https://{}", "x".repeat(TaskRef::MAX))).is_err());
    }

    #[test]
    fn a_blocker_is_a_person_or_a_task() {
        let person = BlockerRef::Person(ActorRef::parse("ben").unwrap());
        assert_eq!(BlockerRef::parse("@ben"), Ok(person.clone()));
        assert_eq!(BlockerRef::parse("#12"), Ok(BlockerRef::Task(TaskRef::Number(12))));
        assert_eq!(serde_json::to_string(&person).unwrap(), "\"@ben\"");
        for text in ["ben", "@", "@ben and others"] {
            assert!(BlockerRef::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_reference_goes_through_json_unchanged() {
        for text in ["12", "\"bees#12\"", "\"https://a.example/ap/t/1\""] {
            let read: TaskRef = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
        assert_eq!(serde_json::from_str::<TaskRef>("\"#7\"").unwrap(), TaskRef::Number(7));
        assert!(serde_json::from_str::<TaskRef>("\"seven\"").is_err());
    }
}
