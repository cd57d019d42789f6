//! Tasks: writing them down, changing them, moving them along, and who does them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::id::{ActorId, TaskId};
use crate::task::asks::asks;
use crate::task::listed::Listed;
use crate::task::phase::{Phase, Subtasks};
use crate::task::review::Verdict;
use crate::value::{ActorRef, Body, Parts, nullable};

/// The actions with a member for each field of a task.
macro_rules! written {
    ($(
        $(#[$about:meta])+ $Ask:ident $field:ident: $type:ty, $kind:ident,
        made $(#[$made:meta])* $made_type:ty,
        edited $(#[$edited:meta])* $edited_type:ty,
        told $(#[$told:meta])* $told_type:ty;
    )+) => {
        inputs! {
            /// A new task.
            #[schemars(example = json!({ "pursuance": "river-watch", "title": "Translate the leaflet", "deliverables": "Both pages, in *plain* French.", "skills": ["Language:French"], "due": "2026-12-15", "size": "s" }))]
            CreateTask {
                /// Slug or id.
                pursuance: String,
                $($(#[$about])+ $(#[$made])* $field: $made_type,)+
                /// The number of the parent task.
                #[serde(default)] parent: Option<i64>,
                /// The member who gets it, by the rules of `task.assign`, or of `task.take` for yourself; absent or null for nobody.
                #[serde(default, skip_serializing_if = "Option::is_none")] assignee: Option<ActorRef>,
                /// The member who reviews the work; absent or null for you, who write it down.
                #[serde(default, skip_serializing_if = "Option::is_none")] reviewer: Option<ActorRef>,
                /// Whether the work needs a review at all; `false` where the pursuance allows it, and without a reviewer.
                #[serde(default = "yes", skip_serializing_if = "bool::clone")] needs_review: bool,
                /// Whether members are asked for help at once: absent or null for as the skills say, which is so where there are any, and
                /// nobody gets it. Without the right to ask for help, nobody is asked.
                #[serde(default, skip_serializing_if = "Option::is_none")] ask: Option<bool>,
            }
            /// Absent members stay as they are; `due` and `reviewer` given as null are removed.
            #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "revision": 2, "title": "Translate both leaflets", "due": null }))]
            EditTask {
                /// Slug or id.
                pursuance: String,
                /// Its number.
                task: i64,
                /// The revision this edit was written against; an older one is refused.
                revision: i64,
                $($(#[$about])+ $(#[$edited])* $field: $edited_type,)+
                /// The member who reviews the work; null for whoever wrote the task down.
                #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] reviewer: Option<Option<ActorRef>>,
            }
        }
    };
}

asks!(written);

inputs! {
    /// Several new tasks at once, as a tree: all of them, or none.
    #[schemars(example = json!({ "pursuance": "river-watch", "parent": 1, "tasks": [{ "title": "Print the leaflet" }, { "title": "Ask for prices", "depth": 1, "size": "s" }] }))]
    AddTasks {
        /// Slug or id.
        pursuance: String,
        /// The number of the task under which the tasks of depth 0 are put; absent for the top.
        #[serde(default)] parent: Option<i64>,
        /// The tasks in order, 1 to 100.
        tasks: Listed,
    }
    /// Another place in the tree, or among the tasks beside it. Without `before` and `after` it comes last below another
    /// parent, and stays where it is below the same one.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "parent": 1, "after": 2 }))]
    MoveTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// The number of the new parent task; absent for the top.
        #[serde(default)] parent: Option<i64>,
        /// The number of a task directly below the new parent, before which it is put.
        #[serde(default, skip_serializing_if = "Option::is_none")] before: Option<i64>,
        /// The number of a task directly below the new parent, behind which it is put; one of the two at most.
        #[serde(default, skip_serializing_if = "Option::is_none")] after: Option<i64>,
    }
    /// Another phase.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "phase": "help_wanted" }))]
    SetPhase {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// The wanted phase.
        phase: Phase,
        /// A comment; needed to send work back. Only people of the pursuance read it.
        #[serde(default)] comment: Option<Body>,
        /// The fate of open subtasks of a finished task.
        #[serde(default)] subtasks: Option<Subtasks>,
    }
    /// Who reviews the work.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "reviewer": "ana" }))]
    SetReviewer {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// A member, never the assignee; absent or null for whoever wrote the task down.
        #[serde(default)] reviewer: Option<ActorRef>,
        /// Whether the work needs a review at all; `false` where the pursuance allows it, and without a reviewer.
        #[serde(default = "yes")] needs_review: bool,
    }
    /// The verdict on the work that waits for one.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "verdict": "send_back", "comment": "The second page is missing." }))]
    ReviewTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// `accept` or `send_back`.
        verdict: Verdict,
        /// A comment; needed to send work back. Only people of the pursuance read it.
        #[serde(default)] comment: Option<Body>,
        /// The fate of open subtasks of an accepted task.
        #[serde(default)] subtasks: Option<Subtasks>,
    }
    /// Another assignee.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "assignee": "ana" }))]
    AssignTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// A member; absent or null for nobody.
        #[serde(default)] assignee: Option<ActorRef>,
    }
    /// The parts of a task.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "into": ["Translate page 1", "Translate page 2"] }))]
    SplitTask {
        /// Slug or id.
        pursuance: String,
        /// The number of the task that is split.
        task: i64,
        /// The titles of its new subtasks, 1 to 20.
        into: Parts,
        /// Whether members are asked for help with them at once; absent or null for not, as they name no skills.
        #[serde(default, skip_serializing_if = "Option::is_none")] ask: Option<bool>,
    }
    /// Takes a task.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "withdraw": false }))]
    TakeTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// That an offer of it to another pursuance is withdrawn; without it, a task on offer is not taken.
        #[serde(default)] withdraw: bool,
    }
    /// Hands a task back.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3 }))]
    HandBackTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
    }
    /// The open subtasks left below a task that was closed together with them.
    SettleSubtasks {
        task: TaskId,
        subtasks: Subtasks,
        /// The person who closed the task.
        by: ActorId,
        /// The last subtask that was looked at; absent at the beginning.
        #[serde(default)] after: Option<TaskId>,
    }
}

fn yes() -> bool {
    true
}
