//! Traces of an instance in a data folder. Where the database of the settings has no instance, they say that the settings or the folder are
//! the wrong ones: to found an instance there would hide the other one behind an empty house.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::platform::config::{Config, DATABASE_FILE, RESTORING_FILE, sqlite_url};
use crate::store::backup;
use crate::store::db::Db;
use crate::store::error::StoreResult;

/// A trace of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trace {
    /// An SQLite database that is not the one of the settings, with the base URL of its instance; none: it cannot be read.
    Database { file: PathBuf, base_url: Option<String> },
    /// A restore that runs, or was cut off.
    Restore { file: PathBuf },
    /// Uploaded files.
    Files { folder: PathBuf },
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database { file, base_url: Some(url) } => {
                write!(f, "the instance {url} is in the SQLite database {}", file.display())
            }
            Self::Database { file, base_url: None } => {
                write!(f, "{} is an SQLite database that cannot be read", file.display())
            }
            Self::Restore { file } => {
                write!(f, "{} is of a restore that was cut off, or still runs", file.display())
            }
            Self::Files { folder } => write!(f, "{} has files of an instance", folder.display()),
        }
    }
}

impl Trace {
    /// The next step of an operator.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Database { .. } => {
                "For the instance in SQLite, take database-url out of the settings (`pursuance config show` says where it stands). For the other one, restore its dump with pg_restore, or name another --data-dir. Nothing was changed."
            }
            Self::Restore { .. } => {
                "If it was cut off, empty the folder and run `pursuance restore` again. Nothing was changed."
            }
            Self::Files { .. } => {
                "Restore the database that belongs to them: `pursuance restore` for SQLite, pg_restore for PostgreSQL, which --database-url has to name. To begin anew, name an empty folder with --data-dir. Nothing was changed."
            }
        }
    }
}

/// Looks for an instance in the data folder beside the database of the settings. Nothing is created.
pub async fn find(config: &Config) -> Option<Trace> {
    let file = config.data_dir.join(DATABASE_FILE);
    if config.database_file().is_none()
        && std::fs::metadata(&file).is_ok_and(|file| file.len() > 0)
        && let Some(trace) = of_database(file).await
    {
        return Some(trace);
    }
    let file = config.data_dir.join(RESTORING_FILE);
    if file.exists() {
        return Some(Trace::Restore { file });
    }
    let folder = config.data_dir.join("files");
    has_files(&folder).then_some(Trace::Files { folder })
}

/// The trace that an SQLite database is; none if no instance was founded in it.
async fn of_database(file: PathBuf) -> Option<Trace> {
    match founded(&sqlite_url(&file)).await {
        Ok(None) => None,
        Ok(Some(base_url)) => Some(Trace::Database { file, base_url: Some(base_url) }),
        Err(_) => Some(Trace::Database { file, base_url: None }),
    }
}

/// The base URL of the instance in a database.
async fn founded(url: &str) -> StoreResult<Option<String>> {
    let db = Db::open(url).await?;
    let founded = backup::founded(&db).await;
    db.close().await;
    Ok(founded?.map(|origin| origin.base_url))
}

/// Whether a file was stored in a folder of files: below the first two digits of its hash.
fn has_files(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    let of_hashes = entries.flatten().filter(|entry| entry.file_name().len() == 2);
    of_hashes
        .map(|entry| entry.path())
        .any(|path| std::fs::read_dir(path).is_ok_and(|mut files| files.next().is_some()))
}
