//! What hangs on a task: comments and files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::FILE;
use crate::value::{Body, FileName, Sha256};

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
    }
    /// A file that has just been stored.
    AddFile { sha256: Sha256, bytes: i64, media_type: String }
}
