//! Several new tasks in one list, each with how deep it stands.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use super::asks::asks;
use crate::value::{ActorRef, ValueRefusal, at_most};

/// A task with a member for each field.
macro_rules! listed {
    ($(
        $(#[$about:meta])+ $Ask:ident $field:ident: $type:ty, $kind:ident,
        made $(#[$made:meta])* $made_type:ty,
        edited $(#[$edited:meta])* $edited_type:ty,
        told $(#[$told:meta])* $told_type:ty;
    )+) => {
        /// A task of a list.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct ListedTask {
            $($(#[$about])+ $(#[$made])* pub $field: $made_type,)+
            /// The member who gets it; absent or null for nobody.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub assignee: Option<ActorRef>,
            /// Whether members are asked for help at once: absent or null for as the skills say, which is so where there are any, and
            /// nobody gets it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub ask: Option<bool>,
            /// How many tasks of the list it is part of: it is part of the nearest one before it that is less deep. At most one more
            /// than that of the task before it; 0 for the first.
            #[serde(default)]
            pub depth: usize,
        }
    };
}

asks!(listed);

/// 1 to 100 tasks that make a tree, in the order they were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Listed(Vec<ListedTask>);

impl Listed {
    /// The most tasks of a list.
    pub const MOST: usize = 100;

    /// Makes the list.
    ///
    /// # Errors
    /// When there is no task, there are more than 100, or one is more than one level deeper than the one before it.
    pub fn new(tasks: Vec<ListedTask>) -> Result<Self, ValueRefusal> {
        match tasks.len() {
            0 => return Err(ValueRefusal::Empty { what: "the list of tasks" }),
            got if got > Self::MOST => return Err(ValueRefusal::TooMany { what: "tasks", max: Self::MOST }),
            _ => {}
        }
        let mut deepest = 0;
        for (task, place) in tasks.iter().zip(1..) {
            if task.depth > deepest {
                return Err(ValueRefusal::NotATree { place });
            }
            deepest = task.depth + 1;
        }
        Ok(Self(tasks))
    }

    /// The tasks in order.
    pub fn iter(&self) -> impl Iterator<Item = &ListedTask> {
        self.0.iter()
    }

    /// How many they are.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl<'de> Deserialize<'de> for Listed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(at_most(deserializer, "tasks", Self::MOST)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Listed {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Listed".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let task = generator.subschema_for::<ListedTask>();
        json_schema!({ "type": "array", "items": task, "minItems": 1, "maxItems": Self::MOST })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::Asks;
    use crate::value::Title;

    fn at(depths: &[usize]) -> Result<Listed, ValueRefusal> {
        let task =
            |depth: &usize| ListedTask::asking(Asks::titled(Title::parse("Part").unwrap()), None, *depth);
        Listed::new(depths.iter().map(task).collect())
    }

    #[test]
    fn a_list_is_a_tree_of_at_most_a_hundred_tasks() {
        for tree in [&[0][..], &[0, 0], &[0, 1, 2, 2, 1, 0, 1]] {
            assert_eq!(at(tree).unwrap().count(), tree.len());
        }
        assert_eq!(at(&[]), Err(ValueRefusal::Empty { what: "the list of tasks" }));
        assert_eq!(at(&[1]), Err(ValueRefusal::NotATree { place: 1 }));
        assert_eq!(at(&[0, 1, 3]), Err(ValueRefusal::NotATree { place: 3 }));
        assert!(at(&[0; Listed::MOST]).is_ok());
        assert_eq!(
            at(&[0; Listed::MOST + 1]),
            Err(ValueRefusal::TooMany { what: "tasks", max: Listed::MOST })
        );
    }

    #[test]
    fn a_list_goes_through_json_and_is_checked_there() {
        let list = at(&[0, 1]).unwrap();
        let json = serde_json::to_value(&list).unwrap();
        assert_eq!(serde_json::from_value::<Listed>(json).unwrap(), list);
        let told = serde_json::json!([{ "title": "A" }, { "title": "B", "depth": 2 }]);
        assert!(serde_json::from_value::<Listed>(told).is_err());
    }
}
