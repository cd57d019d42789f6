//! The instance, and the other servers it deals with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::ActorId;
use crate::value::{DisplayName, Door, Label, Note, Purpose};

inputs! {
    /// Settings of the instance.
    ConfigureInstance {
        name: DisplayName,
        /// Who may open an account.
        door: Door,
        /// One sentence about the server.
        #[serde(default)] about: Option<Purpose>,
        /// Who runs it.
        #[serde(default)] run_by: Option<Label>,
    }
    /// A server to block, or to block no more.
    BlockHost {
        /// The host name, with a port that is not the default one. Subdomains are included.
        host: String,
        blocked: bool,
        /// The reason, for other operators.
        #[serde(default)] reason: Option<Note>,
    }
    /// A server whose suspended channels are resumed.
    ResumeChannels {
        /// The host name, with a port that is not the default one.
        host: String,
    }
    /// An actor that has ended.
    ActorGone { actor: ActorId }
    /// An actor whose document lists none of its believed keys.
    NoteKeyChange {
        actor: ActorId,
        /// The key listed instead; empty: none is listed.
        key: String,
    }
    /// A key that the known key of an actor has signed.
    VouchForKey { actor: ActorId, key: String }
    /// A key that people have compared with those who run the other server.
    AcceptKey {
        actor: ActorId,
        /// The key as compared: the new one, or the known one if that is to stay.
        key: String,
    }
    /// A server that refuses every message of this one.
    HostShutOut { host: String }
}
