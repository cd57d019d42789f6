//! Pursuances and their members.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::id::ActorId;
use crate::people::parting::Parting;
use crate::people::role::Role;
use crate::value::{ActorRef, DisplayName, Joining, Mission, Name, Note, Visibility};

inputs! {
    /// A new pursuance.
    #[schemars(example = json!({ "slug": "river-watch", "name": "River Watch", "mission": "Measure what flows in.", "visibility": "public" }))]
    CreatePursuance {
        /// Its name in addresses.
        slug: Name,
        /// The name shown to others.
        name: DisplayName,
        /// The mission, Markdown.
        mission: Mission,
        /// The people who may read the pursuance.
        #[serde(default)] visibility: Visibility,
        /// The way to become a member.
        #[serde(default)] joining: Joining,
    }
    /// Absent members stay as they are.
    #[schemars(example = json!({ "pursuance": "river-watch", "joining": "approval" }))]
    EditPursuance {
        /// Slug or id.
        pursuance: String,
        /// The revision this edit was written against; another one is refused. Absent: no comparison.
        #[serde(default)] revision: Option<i64>,
        #[serde(default)] name: Option<DisplayName>,
        #[serde(default)] mission: Option<Mission>,
        #[serde(default)] visibility: Option<Visibility>,
        #[serde(default)] joining: Option<Joining>,
    }
    /// Joins a pursuance, or asks to.
    #[schemars(example = json!({ "pursuance": "river-watch", "note": "I live by the river." }))]
    JoinPursuance {
        /// Slug or id.
        pursuance: String,
        /// A note for those who decide, at most 2,000 characters. Kept until the decision.
        #[serde(default)] note: Option<Note>,
    }
    /// Leaves a pursuance.
    #[schemars(example = json!({ "pursuance": "river-watch" }))]
    LeavePursuance {
        /// Slug or id.
        pursuance: String,
    }
    /// Another role.
    #[schemars(example = json!({ "pursuance": "river-watch", "member": "ben", "role": "assigner" }))]
    SetRole {
        /// Slug or id.
        pursuance: String,
        /// The member: name or handle.
        member: ActorRef,
        /// The new role.
        role: Role,
    }
    /// An answer to somebody who asked to join.
    #[schemars(example = json!({ "pursuance": "river-watch", "member": "ben", "accept": true }))]
    DecideMember {
        /// Slug or id.
        pursuance: String,
        /// The person who asked.
        member: ActorRef,
        /// Whether the person becomes a member.
        accept: bool,
    }
    /// The rest of the tasks and reviews of somebody who does not go on with them.
    LetGo {
        pursuance: ActorId,
        person: ActorId,
        why: Parting,
        /// The person who brought it about; absent where the pursuance is not told.
        #[serde(default)] by: Option<ActorId>,
    }
}
