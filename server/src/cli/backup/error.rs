//! Why a backup was not made, or not restored.

use std::io;
use std::path::PathBuf;

use crate::platform::vault::VaultError;
use crate::store::error::StoreError;

/// Why a backup was not made, or not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{path} is there already; a backup overwrites nothing")]
    Exists { path: PathBuf },
    #[error("cannot write {path}")]
    Write {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("cannot read {path}")]
    Read {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("{path} is no backup that “pursuance backup” made")]
    NotABackup { path: PathBuf },
    #[error("{path} was made by a newer version of this program ({program})")]
    Newer { path: PathBuf, program: String },
    #[error("{path} was cut off: its end is missing")]
    CutOff { path: PathBuf },
    #[error("{path} is damaged: {what}")]
    Damaged { path: PathBuf, what: String },
    #[error("{path} is not empty; a backup is restored into an empty folder or a new one")]
    NotEmpty { path: PathBuf },
    #[error("{path} has the SQLite database of {base_url}, and the settings name the database {place}")]
    OfSqlite { path: PathBuf, base_url: String, place: String },
    #[error(
        "{path} has the files of {base_url}, whose database is in PostgreSQL, and the settings name the SQLite database {place}"
    )]
    OfPostgres { path: PathBuf, base_url: String, place: String },
    #[error("{path} has the files of {base_url}, and there is no instance in {place} yet")]
    NoDump { path: PathBuf, base_url: String, place: String },
    #[error("{path} has the files of {base_url}, and {place} has the instance {found}")]
    OfAnother { path: PathBuf, base_url: String, place: String, found: String },
    #[error("{place} cannot be asked whose database it is")]
    NoAnswer {
        place: String,
        #[source]
        source: StoreError,
    },
    #[error("the private keys of {base_url} do not open with these settings")]
    Keys {
        base_url: String,
        #[source]
        source: VaultError,
    },
    #[error("it was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
}

impl BackupError {
    /// The next step, where the error itself does not name it.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Exists { .. } => Some("Choose another name, or move that one away."),
            Self::NotEmpty { .. } => {
                Some("Name a new folder with --data-dir, or move what is there away. Nothing was changed.")
            }
            Self::Newer { .. } => Some("Restore it with that version. Nothing was changed."),
            Self::NotABackup { .. } | Self::CutOff { .. } | Self::Damaged { .. } => {
                Some("Take an earlier backup. Nothing of this one was kept.")
            }
            Self::OfSqlite { .. } => Some(
                "Take database-url out of the settings (`pursuance config show` says where it stands); or restore the dump of that database with pg_restore, and then the archive that was made with it. Nothing was changed.",
            ),
            Self::OfPostgres { .. } => Some(
                "Restore its dump with pg_restore, name that database with --database-url, and run this again. Nothing was changed.",
            ),
            Self::NoDump { .. } => Some(
                "Restore the dump that belongs to it with pg_restore first, then run this again. Nothing was changed.",
            ),
            Self::OfAnother { .. } => {
                Some("Name the database of this archive with --database-url. Nothing was changed.")
            }
            Self::NoAnswer { .. } => Some("Nothing was changed."),
            Self::Keys { .. } => Some(
                "Name the key file of before with --key-file; `sha256sum` shows which one it is. Without it this instance could not start. Nothing of this archive was kept.",
            ),
            Self::Write { .. } | Self::Read { .. } | Self::Interrupted(_) => None,
        }
    }
}
