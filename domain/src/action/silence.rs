//! Silence: who has a task or reviews it says so, needs longer, or hands it on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::id::TaskId;
use crate::time::Time;
use crate::value::HandingOn;

inputs! {
    /// That you are still on a task that you have or review.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3 }))]
    StillOnIt {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
    }
    /// That you need longer for a task that you have or review.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "until": "2026-12-15" }))]
    NeedLonger {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// Nobody asks before; at most 90 days ahead.
        until: Time,
    }
    /// That somebody else goes on with a task that you have, or with its review.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3 }))]
    HandOnTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
    }
    /// What happens after a silence of those who have tasks, or review them.
    #[schemars(example = json!({ "pursuance": "river-watch", "mode": "fixed" }))]
    SetPace {
        /// Slug or id.
        pursuance: String,
        /// `learnt`: when it is unusual here. `fixed`: a reminder after a day, handed on after two. `off`: nothing.
        mode: HandingOn,
    }
    /// A silence about which something is due.
    TickSilence { task: TaskId }
}
