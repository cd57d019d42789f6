//! The comments and files that hang on a task.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{COMMENT, FILE};
use crate::id::{FileId, MessageId, RoomId};
use crate::value::{Body, Emoji, FileName, Grounds, Sha256};

inputs! {
    /// A comment.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "body": "The second page is **new**." }))]
    CommentTask {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// Markdown.
        body: Body,
        /// Whether the other side of the delegation reads the comment too; absent: as agreed in the offer.
        #[serde(default)] share: Option<bool>,
        /// Files that come with it, at most ten; they hang on the task.
        #[serde(default)] files: Vec<HungFile>,
        /// The comment of the same discussion that it answers; an answer to a reply hangs on the first comment.
        #[serde(default)] reply_to: Option<MessageId>,
        /// A comment that it quotes: any one that the writer may read. Each reader sees as much of it as they may read.
        #[serde(default)] quote: Option<MessageId>,
    }
    /// A file that comes with a comment.
    HungFile {
        /// An uploaded file.
        file: Sha256,
        /// The name of the file.
        name: FileName,
        /// Of a picture, whether the file itself is kept, as in `task.attach`.
        #[serde(default)] original: bool,
    }
    /// A reaction to a comment or to a message in a room, or its end.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "message": COMMENT, "emoji": "👍", "on": true }))]
    React {
        /// Slug or id; absent in a room.
        #[serde(default, skip_serializing_if = "Option::is_none")] pursuance: Option<String>,
        /// The number of its task; absent in a room.
        #[serde(default, skip_serializing_if = "Option::is_none")] task: Option<i64>,
        /// The id of its room, in place of the two.
        #[serde(default, skip_serializing_if = "Option::is_none")] room: Option<RoomId>,
        /// The id of the comment.
        message: MessageId,
        /// One emoji of Unicode.
        emoji: Emoji,
        /// Whether it is there from now on.
        on: bool,
    }
    /// Another wording of a comment of one's own, on a task or in a room.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "comment": COMMENT, "revision": 1, "body": "The *third* page is new." }))]
    EditComment {
        /// Slug or id; absent in a room.
        #[serde(default, skip_serializing_if = "Option::is_none")] pursuance: Option<String>,
        /// The number of its task; absent in a room.
        #[serde(default, skip_serializing_if = "Option::is_none")] task: Option<i64>,
        /// The id of its room, in place of the two.
        #[serde(default, skip_serializing_if = "Option::is_none")] room: Option<RoomId>,
        /// Its id.
        comment: MessageId,
        /// The revision that it was written against.
        revision: i64,
        /// Markdown.
        body: Body,
    }
    /// A comment that goes: one's own, or that of somebody else.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "comment": COMMENT, "reason": "It names a private address." }))]
    DeleteComment {
        /// Slug or id; absent in a room.
        #[serde(default, skip_serializing_if = "Option::is_none")] pursuance: Option<String>,
        /// The number of its task; absent in a room.
        #[serde(default, skip_serializing_if = "Option::is_none")] task: Option<i64>,
        /// The id of its room, in place of the two.
        #[serde(default, skip_serializing_if = "Option::is_none")] room: Option<RoomId>,
        /// Its id.
        comment: MessageId,
        /// Why. Needed for a comment of somebody else; its author and the members read it.
        #[serde(default)] reason: Option<Grounds>,
    }
    /// How far a discussion is read, on a task or in a room.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "message": COMMENT }))]
    ReadThread {
        /// Slug or id; absent in a room.
        #[serde(default, skip_serializing_if = "Option::is_none")] pursuance: Option<String>,
        /// The number of its task; absent in a room.
        #[serde(default, skip_serializing_if = "Option::is_none")] task: Option<i64>,
        /// The id of its room, in place of the two.
        #[serde(default, skip_serializing_if = "Option::is_none")] room: Option<RoomId>,
        /// The last message that you have read.
        message: MessageId,
        /// False: from this message on all is unread again.
        #[serde(default = "yes")] read: bool,
    }
    /// Discussions of which all is read, on tasks and in rooms.
    #[schemars(example = json!({ "pursuance": "river-watch" }))]
    ReadAllThreads {
        /// Slug or id; absent: in all your pursuances.
        #[serde(default)] pursuance: Option<String>,
    }
    /// A file on a task.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "file": FILE, "name": "leaflet.odt" }))]
    AttachFile {
        /// Slug or id.
        pursuance: String,
        /// Its number.
        task: i64,
        /// An uploaded file.
        file: Sha256,
        /// The name of the file.
        name: FileName,
        /// Of a picture, whether the file itself is kept, with whatever is in it, such as the place where it was taken; absent: no,
        /// and the download is the picture made anew.
        #[serde(default)] original: bool,
    }
    /// A file that goes: one's own, or that of somebody else.
    #[schemars(example = json!({ "pursuance": "river-watch", "task": 3, "file": COMMENT, "reason": "It is of another task." }))]
    RemoveFile {
        /// Slug or id.
        pursuance: String,
        /// The number of its task.
        task: i64,
        /// Its id: the same bytes may hang there twice.
        file: FileId,
        /// Why. Needed for a file of somebody else; they and the members read it.
        #[serde(default)] reason: Option<Grounds>,
    }
    /// A file that has just been stored.
    AddFile { sha256: Sha256, bytes: i64, media_type: String }
}

fn yes() -> bool {
    true
}
