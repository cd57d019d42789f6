//! Private pursuances: what comes signed and sealed from the devices of their members (docs/sealed.md). The records are read
//! where they are carried out.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::BOX;
use crate::id::ProposalId;
use crate::sealed::{BoxKind, RecordBytes, Tags, Unopened};
use crate::task::phase::Subtasks;

inputs! {
    /// The first entries of a log, and what belongs to them.
    FoundSealed {
        /// The id of the pursuance: the hash of its first entry, in hexadecimal.
        pid: String,
        records: RecordBytes,
    }
    /// The next entries of a log.
    AppendToLog {
        /// Slug or id.
        pursuance: String,
        records: RecordBytes,
    }
    /// Seals of an epoch that is there.
    HandInSeals {
        /// Slug or id.
        pursuance: String,
        records: RecordBytes,
        /// Said with no seal beside it: which seals to the person do not open.
        #[serde(default)]
        unopened: Option<Unopened>,
    }
    /// Signed revisions, with the fields that they change, and messages.
    PutSealed {
        /// Slug or id.
        pursuance: String,
        records: RecordBytes,
        /// Of messages among them that give another one a new wording: its id by theirs, in hexadecimal.
        #[serde(default)]
        edits: BTreeMap<String, String>,
        /// Of messages among them that take another one back, or remove it: by their ids those of it and of its edits, whose texts
        /// are deleted.
        #[serde(default)]
        ends: BTreeMap<String, Vec<String>>,
        /// The number of the first event of an act of theirs that the revisions take back.
        #[serde(default)]
        undo: Option<i64>,
        /// The fate of the open subtasks of a task that they finish. Each subtask is among them, behind that task, and says the same.
        #[serde(default)]
        subtasks: Option<Subtasks>,
        /// Whether the revision is only suggested.
        #[serde(default)]
        suggests: bool,
        /// The suggestion that is answered: applied by its own revision, declined by a message about its task, ended by nothing.
        #[serde(default)]
        suggestion: Option<ProposalId>,
        /// Whether they are given back to a server that lost them: revisions of anybody, and messages of one's own, under the keys of
        /// their time.
        #[serde(default)]
        given_back: bool,
    }
    /// A personal box, in place of the one that is there.
    #[schemars(example = json!({ "kind": "search", "oid": BOX, "sealed": "AQE" }))]
    PutBox {
        kind: BoxKind,
        /// Its id, in hexadecimal: of `pins` the beginning of that of the pursuance.
        oid: String,
        /// The sealed box, in base64url without padding.
        sealed: String,
    }
    /// The end of a personal box.
    #[schemars(example = json!({ "kind": "search", "oid": BOX }))]
    ForgetBox {
        kind: BoxKind,
        /// Its id, in hexadecimal.
        oid: String,
    }
    /// Skills as tags, which are compared and never read.
    TagSealed {
        /// Slug or id.
        pursuance: String,
        /// The number of the key that they are made with.
        epoch: u32,
        objects: Vec<Tags>,
    }
}
