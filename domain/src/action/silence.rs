//! Silence: who has a task or reviews it says so, needs longer, or hands it on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::id::{ActorId, TaskId};
use crate::silence::{Heirs, SilentDays, Turn};
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
    /// That you go on with a task after all that was handed on, as long as nobody has it.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3 }))]
    TakeBack {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
    }
    /// The consequences of a silence of those who have tasks, or review them.
    #[schemars(example = json!({ "pursuance": "river-watch", "mode": "fixed", "remind_after": 7, "hand_on_after": 14 }))]
    SetPace {
        /// Slug or id.
        pursuance: String,
        /// `learnt`: when it is unusual here. `fixed`: after the days said here. `off`: nothing.
        mode: HandingOn,
        /// With `fixed`: days until a reminder. Absent: as before; at first 1.
        #[serde(default, skip_serializing_if = "Option::is_none")] remind_after: Option<SilentDays>,
        /// With `fixed`: days until the task is handed on, more than `remind_after`. Absent: as before; at first 2.
        #[serde(default, skip_serializing_if = "Option::is_none")] hand_on_after: Option<SilentDays>,
        /// Who is asked to go on with a task, one after the other; then it looks for help. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")] heirs: Option<Heirs>,
        /// Whether the first of them gets it at once, without being asked. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")] assigns: Option<bool>,
        /// Whether the reviewer is asked first whether a task is handed on. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")] asks_reviewer: Option<bool>,
    }
    /// Your answer, as its reviewer, whether a task is handed on whose person is silent.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "hand_on": false }))]
    AnswerHandOn {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// Whether others are asked to go on with it; otherwise whoever has it gets their time again.
        hand_on: bool,
    }
    /// A silence about which something is due.
    TickSilence { task: TaskId }
    /// A task that is late, or soon due, and that nobody has.
    TellDue { task: TaskId }
    /// The silences of a pursuance are looked at anew: its terms are others now.
    LookAnew {
        pursuance: ActorId,
        /// The last one that was looked at.
        #[serde(default)] after: Option<TaskId>,
    }
    /// The next one who is asked to go on with a task.
    SucceedTask {
        task: TaskId,
        /// Those who come first, as they were found before the transaction.
        #[serde(default)] candidates: Vec<ActorId>,
        /// How it stood when they were searched for; none where nobody was searched for.
        #[serde(default, skip_serializing_if = "Option::is_none")] seen: Option<Turn>,
    }
    /// The wishes of somebody for their tasks in the time that they are away, for the next of them.
    CarryOutAway {
        person: ActorId,
        /// The last one that was looked at.
        #[serde(default)] after: Option<TaskId>,
    }
}
