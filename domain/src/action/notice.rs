//! Notices: what somebody watches, has read, does not want to hear.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::notice::{Channel, NoticeId, NoticeKind, Wanted};

inputs! {
    /// Watches something, or no longer.
    #[schemars(example = json!({ "object": "river-watch#3", "on": true }))]
    SetWatch {
        /// A task (`slug#12`), a pursuance (its slug), a skill (`Area:Sub`), or the id of a task, a room or a pursuance.
        object: String,
        /// Whether you watch it.
        on: bool,
    }
    /// Notices that are read, or unread again: some, those about an object, or all.
    #[schemars(example = json!({ "notices": ["01k9w3zq7v8h4m2x5n6p0r1s2t-17"] }))]
    ReadNotices {
        /// Their names.
        #[serde(default)] notices: Vec<NoticeId>,
        /// A task (`slug#12`), a pursuance (its slug), or the id of one: every notice about it.
        #[serde(default)] object: Option<String>,
        /// Every notice there is.
        #[serde(default)] all: bool,
        /// False: they are unread again.
        #[serde(default = "yes")] read: bool,
    }
    /// Mutes something, or no longer. What is your duty is told all the same.
    #[schemars(example = json!({ "object": "river-watch#3", "on": true }))]
    MuteNotices {
        /// A task (`slug#12`), a pursuance (its slug), or the id of one, or of a room.
        object: String,
        /// Whether it is muted.
        on: bool,
    }
    /// When you are told of a kind of notice, by one way of telling.
    #[schemars(example = json!({ "kind": "comment", "channel": "site", "value": "never" }))]
    SetPreference {
        kind: NoticeKind,
        channel: Channel,
        /// `now` or `never`; by mail also `digest`, once a day.
        value: Wanted,
    }
}

fn yes() -> bool {
    true
}
