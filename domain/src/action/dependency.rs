//! Tasks that wait for other tasks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::id::TaskId;
use crate::value::{BlockReason, BlockerRef, TaskRef};

inputs! {
    /// A task that waits for another one.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "on": 12 }))]
    DependTask {
        /// Slug or id.
        pursuance: String,
        /// The number of the waiting task.
        task: i64,
        /// The task it waits for: a number, `slug#number`, or an address.
        on: TaskRef,
    }
    /// A task that no longer waits for another one, said from either end: `on` or `by`.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "on": "map-room#5" }))]
    UndependTask {
        /// Slug or id.
        pursuance: String,
        /// The number of the task at this end.
        task: i64,
        /// The task it waited for: a number, `slug#number`, or an address; of one that you may not see, its name
        /// in `/dependencies`.
        #[serde(default)] on: Option<TaskRef>,
        /// The task of another pursuance that waited for it, named in the same way.
        #[serde(default)] by: Option<TaskRef>,
    }
    /// A task of another pursuance that waits for one here (`by`), or for which one here waits (`on`), and may be named to everybody
    /// who reads the one here.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "by": "map-room#5" }))]
    ShowWaiting {
        /// Slug or id.
        pursuance: String,
        /// The number of the task here.
        task: i64,
        /// The waiting task, which you may see: `slug#number`, or an address.
        #[serde(default)] by: Option<TaskRef>,
        /// The task that is waited for, named in the same way.
        #[serde(default)] on: Option<TaskRef>,
        /// Its title as you read it; with another one it is refused. Absent: no comparison.
        #[serde(default)] title: Option<String>,
    }
    /// A task that is blocked: `on` or `reason`.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "reason": "The river is frozen." }))]
    BlockTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// The blocker: `@name` of a member, or a task, on which it then depends.
        #[serde(default)] on: Option<BlockerRef>,
        /// The blocker in words.
        #[serde(default)] reason: Option<BlockReason>,
        /// Whether the other side of its delegation reads the words; otherwise it is told only that the task is blocked.
        #[serde(default)] share: bool,
    }
    /// A task that is no longer blocked: everything that `task.block` said of it ends. Dependencies noted by `task.depend` stay.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3 }))]
    UnblockTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
    }
    /// The tasks that wait for a task are told that it was closed, or opened again.
    TellWaiting {
        task: TaskId,
        /// The last waiting task that was told; absent at the beginning.
        #[serde(default)] after: Option<TaskId>,
    }
}
