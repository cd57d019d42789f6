//! Private pursuances: what comes signed and sealed from the devices of their members (docs/sealed.md). The records are read
//! where they are carried out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sealed::Records;

inputs! {
    /// The first entries of a log, and what belongs to them.
    FoundSealed {
        /// The id of the pursuance: the hash of its first entry, in hexadecimal.
        pid: String,
        records: Records,
    }
    /// The next entries of a log.
    AppendToLog {
        /// Slug or id.
        pursuance: String,
        records: Records,
    }
    /// Seals of an epoch that is there.
    HandInSeals {
        /// Slug or id.
        pursuance: String,
        records: Records,
    }
    /// Signed revisions, with the fields that they change.
    PutSealed {
        /// Slug or id.
        pursuance: String,
        records: Records,
    }
}
