//! Grants: rights of one member on one task, beyond the role.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::id::TaskId;

/// A right of a member on one task, beyond the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskGrant {
    /// Read it.
    View,
    /// Write in its discussion.
    Discuss,
    /// Suggest changes and parts.
    Suggest,
    /// Change it.
    Edit,
}

impl TaskGrant {
    /// Every grant.
    pub const ALL: [Self; 4] = [Self::View, Self::Discuss, Self::Suggest, Self::Edit];

    /// The word stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Discuss => "discuss",
            Self::Suggest => "suggest",
            Self::Edit => "edit",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.as_str() == word)
    }
}

/// A set of grants on one task. Each of them lets the member read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(into = "Vec<TaskGrant>")]
pub struct Granted(u8);

impl Granted {
    /// Whether the set contains a grant.
    pub fn has(self, grant: TaskGrant) -> bool {
        self.0 & (1 << grant as u8) != 0
    }

    /// Whether the set has any grant.
    pub fn any(self) -> bool {
        self.0 != 0
    }

    /// The grants in it, in order.
    pub fn list(self) -> Vec<TaskGrant> {
        TaskGrant::ALL.into_iter().filter(|grant| self.has(*grant)).collect()
    }
}

/// A member's grants on the tasks of one pursuance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grants(BTreeMap<TaskId, Granted>);

impl Grants {
    /// The grants on a task.
    pub fn on(&self, task: &TaskId) -> Granted {
        self.0.get(task).copied().unwrap_or_default()
    }
}

impl FromIterator<(TaskId, Granted)> for Grants {
    fn from_iter<I: IntoIterator<Item = (TaskId, Granted)>>(grants: I) -> Self {
        Self(grants.into_iter().collect())
    }
}

impl From<Granted> for Vec<TaskGrant> {
    fn from(granted: Granted) -> Self {
        granted.list()
    }
}

/// A set as it is written: one word, a list of words, or null for none.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    One(TaskGrant),
    Many(Vec<TaskGrant>),
}

impl<'de> Deserialize<'de> for Granted {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(match Option::<Written>::deserialize(input)? {
            None => Self::default(),
            Some(Written::One(grant)) => Self::from_iter([grant]),
            Some(Written::Many(grants)) if grants.len() > TaskGrant::ALL.len() => {
                return Err(D::Error::custom("each grant is named once"));
            }
            Some(Written::Many(grants)) => grants.into_iter().collect(),
        })
    }
}

impl JsonSchema for Granted {
    fn schema_name() -> Cow<'static, str> {
        "Granted".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<TaskGrant>();
        json_schema!({
            "description": "One grant, several, or none (`null` or an empty list). Each of them lets the member read the task.",
            "anyOf": [one, { "type": "array", "items": one, "maxItems": TaskGrant::ALL.len() }, { "type": "null" }],
        })
    }
}

impl FromIterator<TaskGrant> for Granted {
    fn from_iter<I: IntoIterator<Item = TaskGrant>>(grants: I) -> Self {
        Self(grants.into_iter().fold(0, |set, grant| set | (1 << grant as u8)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(input: serde_json::Value) -> Option<Granted> {
        serde_json::from_value(input).ok()
    }

    #[test]
    fn a_set_is_read_from_one_word_a_list_or_nothing_and_written_as_a_list() {
        let both = Granted::from_iter([TaskGrant::View, TaskGrant::Edit]);
        assert_eq!(read(json!(["edit", "view"])), Some(both));
        assert_eq!(serde_json::to_value(both).unwrap(), json!(["view", "edit"]));
        assert_eq!(read(json!("edit")), Some(Granted::from_iter([TaskGrant::Edit])));
        for none in [json!(null), json!([])] {
            assert_eq!(read(none), Some(Granted::default()));
        }
        for wrong in [
            json!("delete"),
            json!(["view", "delete"]),
            json!(3),
            json!(["view", "view", "view", "view", "view"]),
        ] {
            assert_eq!(read(wrong.clone()), None, "{wrong}");
        }
    }
}
