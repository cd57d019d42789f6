//! Why a backup was not made, or not restored.

use std::io;
use std::path::PathBuf;

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
            Self::Write { .. } | Self::Read { .. } | Self::Interrupted(_) => None,
        }
    }
}
