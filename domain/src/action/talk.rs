//! Rooms of a pursuance, and what is said in them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::ROOM;
use super::discussion::HungFile;
use crate::id::{MessageId, RoomId};
use crate::talk::Lifetime;
use crate::value::{Body, RoomName, RoomReaders, nullable};

inputs! {
    /// A new room.
    #[schemars(example = json!({ "pursuance": "river-watch", "name": "Kitchen", "open": "members" }))]
    CreateRoom {
        /// Slug or id.
        pursuance: String,
        /// Its name; no other room there has it.
        name: RoomName,
        /// Who reads it: everyone who sees the pursuance, or its members.
        #[serde(default)] open: RoomReaders,
    }
    /// Changes of a room. Absent members stay as they are.
    #[schemars(example = json!({ "room": ROOM, "name": "Tea kitchen", "lifetime": 604_800 }))]
    EditRoom {
        /// Its id.
        room: RoomId,
        /// Another name.
        #[serde(default)] name: Option<RoomName>,
        /// Other readers.
        #[serde(default)] open: Option<RoomReaders>,
        /// How many seconds its messages are kept, 60 to 7,776,000; null: until somebody deletes them. For Admins.
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")]
        lifetime: Option<Option<Lifetime>>,
    }
    /// A room that is only read from now on, or is brought back.
    #[schemars(example = json!({ "room": ROOM }))]
    ArchiveRoom {
        /// Its id.
        room: RoomId,
        /// False brings it back.
        #[serde(default = "yes")] on: bool,
    }
    /// One message a minute for each person, for an hour.
    #[schemars(example = json!({ "room": ROOM, "on": true }))]
    SlowRoom {
        /// Its id.
        room: RoomId,
        /// False ends it at once.
        on: bool,
    }
    /// A message in a room.
    #[schemars(example = json!({ "room": ROOM, "body": "The kettle is **on**." }))]
    SayInRoom {
        /// Its id.
        room: RoomId,
        /// Markdown. `@room` tells all members who read the room, where you may do that.
        body: Body,
        /// The message of the same room that it answers; an answer to a reply hangs on the first message.
        #[serde(default)] reply_to: Option<MessageId>,
        /// A message or comment that it quotes, as in `task.comment`.
        #[serde(default)] quote: Option<MessageId>,
        /// Files that come with it, at most ten.
        #[serde(default)] files: Vec<HungFile>,
    }
}

fn yes() -> bool {
    true
}
