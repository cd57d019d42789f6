//! Taking back what one did to tasks, and the same change of several tasks at once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::task::phase::Phase;
use crate::time::Time;
use crate::value::{ActorRef, Chosen, Size, Skill, Urgency};

inputs! {
    /// Takes back what you did to tasks less than ten minutes ago.
    #[schemars(example = json!({ "pursuance": "river-watch", "event": 184 }))]
    UndoAct {
        /// Slug or id.
        pursuance: String,
        /// The number of an event of what you did, as its answer tells it.
        event: i64,
    }
    /// The same change of several tasks.
    #[schemars(example = json!({ "pursuance": "river-watch", "tasks": [3, 4, 7], "change": { "assign": "ana" } }))]
    BulkTasks {
        /// Slug or id.
        pursuance: String,
        /// Their numbers, 1 to 100.
        tasks: Chosen,
        /// The change of each of them.
        change: BulkChange,
    }
}

/// A change that is made to several tasks at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkChange {
    /// Gives them to a member; null for nobody.
    Assign(Option<ActorRef>),
    /// Takes them.
    Take,
    /// Moves them to a phase.
    Phase(Phase),
    /// Who reviews them; null for nobody by name.
    Reviewer(Option<ActorRef>),
    /// Puts them below the task with this number, in their order; null for the top.
    Move(Option<i64>),
    /// Their urgency.
    Urgency(Urgency),
    /// Their size.
    Size(Size),
    /// Their due date; null for none.
    Due(Option<Time>),
    /// Adds a skill to those that they need.
    AddSkill(Skill),
    /// Takes a skill from those that they need.
    RemoveSkill(Skill),
    /// Archives them.
    Archive,
}
