//! The reasons why keys do not come out, or in.

use std::path::PathBuf;

use pursuance_sealed::account::{CostError, TooShort};
use pursuance_sealed::error::{DecodeError, OpenError};
use pursuance_sealed::export::ExportError;

/// Why a command about keys failed.
#[derive(Debug, thiserror::Error)]
pub enum KeyCommandError {
    #[error("no passphrase came in; one line of standard input is taken for each")]
    NoPassphrase,
    #[error("stopped")]
    Stopped,
    #[error("the two passphrases differ")]
    Differs,
    #[error(transparent)]
    TooShort(#[from] TooShort),
    #[error("“{name}” is no name of an account")]
    Name { name: String },
    #[error("the server checks the passphrase of this account itself, so there are no keys")]
    Plain,
    #[error("the server does not know this name and passphrase")]
    Wrong,
    #[error("the account has keys of its own, or there is none of this name")]
    HasKeys,
    #[error("the new passphrase is the one that the server knows; take another one")]
    Same,
    #[error("these keys were sealed for “{realm}”, and not for this server")]
    Realm { realm: String },
    #[error("the server asks for the passphrase to be hashed in a way that is too weak, or too dear")]
    Cost(#[from] CostError),
    #[error("the keys do not open: the server keeps other ones than this passphrase sealed")]
    Closed(#[from] OpenError),
    #[error("the keys cannot be written")]
    Encode(#[from] DecodeError),
    #[error("no account of the server has the keys of the file")]
    Unknown,
    #[error("the server answers for an account with other keys than those of the file")]
    OtherKeys,
    #[error(
        "the log of “{slug}” ends before what the file has seen, or is another one: the server shows something that is not true"
    )]
    Rollback { slug: String },
    #[error("the log of “{slug}” does not hold: {reason}")]
    Log { slug: String, reason: String },
    #[error("{path} is no file of an identity")]
    NoIdentity {
        path: PathBuf,
        #[source]
        source: DecodeError,
    },
    #[error("{path} does not open with this passphrase")]
    Locked {
        path: PathBuf,
        #[source]
        source: ExportError,
    },
}
