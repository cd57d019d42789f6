//! The folder of the demo: a temporary one, or a given one that is continued the next time.

use std::fs::DirBuilder;
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::story::Under;
use crate::cli::CliError;
use crate::platform::clock::random;

/// The data folders of the two servers.
pub const ONE: &str = "one";
pub const TWO: &str = "two";
/// Written when the content is complete.
const FINISHED: &str = "demo.json";

/// The demo's folder; a temporary one is removed with it.
pub struct Folder {
    path: PathBuf,
    throw_away: bool,
    kept: Option<Under>,
}

impl Folder {
    /// The given folder, or a new one that only its owner can read.
    ///
    /// # Errors
    /// When it cannot be created, or an earlier run was interrupted while it made the content.
    pub fn open(named: Option<PathBuf>) -> Result<Self, CliError> {
        let throw_away = named.is_none();
        let path = named.unwrap_or_else(|| {
            std::env::temp_dir().join(format!("pursuance-demo-{}", hex::encode(random::<8>())))
        });
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&path);
        made.map_err(|source| CliError::Write { path: path.clone(), source })?;
        let kept = read(&path)?;
        Ok(Self { path, throw_away, kept })
    }

    /// The data folder of one of the two servers.
    pub fn of(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The content of an earlier run.
    pub fn kept(&self) -> Option<Under> {
        self.kept
    }

    /// Notes that the content is complete.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, under: &Under) -> Result<(), CliError> {
        let path = self.path.join(FINISHED);
        let text = serde_json::json!(under).to_string();
        std::fs::write(&path, text).map_err(|source| CliError::Write { path, source })
    }

    /// The last line about the folder.
    pub fn farewell(&self) -> String {
        if self.throw_away {
            "Ctrl+C ends both and throws everything away.".to_owned()
        } else {
            format!("Ctrl+C ends both; {} keeps what you did.", self.path.display())
        }
    }
}

/// The content of an earlier run in a folder, if there was one.
fn read(folder: &Path) -> Result<Option<Under>, CliError> {
    let path = folder.join(FINISHED);
    match std::fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).map(Some).map_err(|_| unfinished(folder)),
        Err(error) if error.kind() == ErrorKind::NotFound && folder.join(ONE).exists() => {
            Err(unfinished(folder))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(CliError::Write { path, source }),
    }
}

fn unfinished(folder: &Path) -> CliError {
    CliError::DemoUnfinished { path: folder.to_owned() }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.throw_away {
            remove(&self.path);
        }
    }
}

fn remove(path: &Path) {
    if let Err(error) = std::fs::remove_dir_all(path) {
        tracing::warn!(error = &error as &dyn std::error::Error, "The folder {} stays", path.display());
    }
}
