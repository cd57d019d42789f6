//! The ends of tasks: archived, in the trash, deleted for good.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::id::TaskId;

inputs! {
    /// A task that is archived.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3 }))]
    ArchiveTask {
        /// Slug or id.
        pursuance: String,
        /// Its number. Those below it go along.
        task: i64,
    }
    /// A task that goes into the trash.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3 }))]
    TrashTask {
        /// Slug or id.
        pursuance: String,
        /// Its number. Those below it go along.
        task: i64,
    }
    /// A task that comes back.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3 }))]
    RestoreTask {
        /// Slug or id.
        pursuance: String,
        /// Its number. Those that went along with it come back, too.
        task: i64,
    }
    /// A task that is deleted for good.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3 }))]
    DeleteTask {
        /// Slug or id.
        pursuance: String,
        /// Its number. Those below it go along.
        task: i64,
    }
    /// A task whose time in the trash is over.
    ExpireTask { task: TaskId }
}
