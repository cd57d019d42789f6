//! Mail: where somebody gets it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::ActorId;
use crate::notice::MailStop;
use crate::value::MailAddress;

inputs! {
    /// Says where you get mail; nothing is sent there before you have opened the link that comes first.
    SetMail { address: MailAddress }
    /// Confirms the address by the link that came.
    ConfirmMail {
        /// The hash of the secret in the link.
        secret_hash: String,
    }
    /// Forgets the address.
    RemoveMail {}
    /// Stops the mail of somebody, until they confirm an address again.
    PauseMail {
        account: ActorId,
        /// The mark of the address that it is about: a newer one is not stopped.
        mark: String,
        why: MailStop,
    }
}
