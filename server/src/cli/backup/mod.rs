//! `pursuance backup` and `pursuance restore`: one archive with everything but the key file, made beside a running server.
//!
//! The database is copied first, then the files that it refers to. A file never changes after it is written, so the two
//! fit together, whatever is written meanwhile.

mod archive;
mod error;
mod progress;
mod restore;

use std::fs::{DirBuilder, File};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use pursuance_domain::value::Sha256;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;
use serde_json::json;
use tokio::task::spawn_blocking;

use self::archive::{Database, End, Head, Writer};
pub use self::error::BackupError;
use self::progress::{EVERY, Progress, files, say, size};
pub use self::restore::Restore;
use super::output::Format;
use super::settings::{self, Loaded};
use super::{CliError, log, open};
use crate::platform::clock::random;
use crate::platform::config::{Config, sqlite_url};
use crate::platform::vault::KeyNeed;
use crate::store::backup::{self, Named};
use crate::store::db::Db;

/// Files looked up at a time.
const PAGE: i64 = 500;

/// Makes a backup.
#[derive(Debug, Args)]
pub struct Backup {
    /// The archive to write; it must not exist yet
    file: PathBuf,
    #[command(flatten)]
    format: Format,
}

impl Backup {
    pub async fn run(self, loaded: Loaded) -> Result<ExitCode, CliError> {
        let config = loaded.check()?;
        let (format, filter) = settings::log_of(&loaded, &config, "warn");
        log::begin(format, &filter)?;
        if self.file.exists() {
            return Err(BackupError::Exists { path: self.file }.into());
        }
        let db = open::database(&config).await?;
        let made = make(&db, &config, &self.file).await;
        db.close().await;
        let (head, end) = made?;
        let told = json!({ "file": self.file, "backup": head, "contents": end });
        self.format.print(&told, || in_words(&self.file, &config, &head, &end))?;
        Ok(if end.lost.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Writes the archive under a temporary name and renames it when it is complete.
async fn make(db: &Db, config: &Config, file: &Path) -> Result<(Head, End), CliError> {
    let Some(origin) = backup::founded(db).await? else { return Err(open::no_instance(config).await) };
    let keys = backup::own_key(&mut db.read().await?).await?;
    let now = settings::clock(config).now();
    let head = Head {
        form: archive::FORM,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        base_url: origin.base_url,
        taken: now.rfc3339(),
        database: if db.is_sqlite() { Database::Sqlite } else { Database::Postgres },
        step: origin.step,
        keys: keys.map(|stored| KeyNeed::of(&stored)),
    };
    let working = Working::beside(file)?;
    let unfinished = working.path("archive.tar");
    let mut writer = Writer::begin(&unfinished, now.unix_seconds())
        .and_then(|mut writer| writer.text(archive::HEAD, &head).map(|()| writer))
        .map_err(writing(file))?;
    let mut end = End::default();
    let missing = if db.is_sqlite() {
        let copy = working.path(archive::DATABASE);
        copy_database(db, config, &copy).await?;
        writer = add_database(writer, &copy, &mut end).await?;
        let copied = Db::open(&sqlite_url(&copy)).await?;
        let added = add_files(writer, &copied, config, &mut end).await;
        copied.close().await;
        let missing;
        (writer, missing) = added?;
        missing
    } else {
        let missing;
        (writer, missing) = add_files(writer, db, config, &mut end).await?;
        missing
    };
    let mut tx = db.read().await?;
    for sha256 in missing {
        let list = if backup::is_named(&mut tx, &sha256).await? { &mut end.lost } else { &mut end.deleted };
        list.push(sha256);
    }
    drop(tx);
    let last = end.clone();
    let finished = spawn_blocking(move || writer.text(archive::END, &last).and_then(|()| writer.finish()));
    finished.await.map_err(BackupError::from)?.map_err(writing(file))?;
    publish(&unfinished, file)?;
    Ok((head, end))
}

/// Copies the database, and reports the progress.
async fn copy_database(db: &Db, config: &Config, copy: &Path) -> Result<(), CliError> {
    // SQLite accepts an empty file, and so only its owner can read it from the start.
    let made = File::options().write(true).create_new(true).mode(0o600).open(copy);
    made.map_err(writing(copy))?;
    let about = config.database_file().and_then(|file| file.metadata().ok()).map_or(0, |meta| meta.len());
    let copying = backup::copy_into(db, copy);
    tokio::pin!(copying);
    let mut ticks = tokio::time::interval(EVERY);
    ticks.tick().await;
    loop {
        tokio::select! {
            copied = &mut copying => return Ok(copied?),
            _ = ticks.tick() => {
                let so_far = copy.metadata().map_or(0, |meta| meta.len());
                say(&format!("Copying the database: {} of at most {}", size(so_far), size(about)));
            }
        }
    }
}

async fn add_database(mut writer: Writer, copy: &Path, end: &mut End) -> Result<Writer, CliError> {
    let path = copy.to_owned();
    let added = spawn_blocking(move || {
        let added = File::open(&path).and_then(|file| writer.file(archive::DATABASE, file));
        (writer, added)
    });
    let (writer, added) = added.await.map_err(BackupError::from)?;
    let (sha256, bytes) = added.map_err(writing(copy))?;
    (end.database_sha256, end.database_bytes) = (Some(sha256), bytes);
    Ok(writer)
}

/// Adds every file that the database refers to; answers the missing and the damaged ones.
async fn add_files(
    mut writer: Writer,
    named_in: &Db,
    config: &Config,
    end: &mut End,
) -> Result<(Writer, Vec<Sha256>), CliError> {
    let mut missing = Vec::new();
    let mut progress = Progress::new();
    let mut after = String::new();
    loop {
        let page = backup::files(&mut named_in.read().await?, &after, PAGE).await?;
        let Some(last) = page.last() else { return Ok((writer, missing)) };
        last.sha256.as_str().clone_into(&mut after);
        let data_dir = config.data_dir.clone();
        let mut sums = std::mem::take(end);
        let adding = spawn_blocking(move || {
            let added = add_page(&mut writer, &data_dir, &page, &mut sums, &mut progress);
            (writer, sums, progress, added)
        });
        let added: Result<Vec<Sha256>, BackupError>;
        (writer, *end, progress, added) = match adding.await {
            Ok(all) => all,
            Err(error) => return Err(BackupError::from(error).into()),
        };
        missing.extend(added?);
    }
}

fn add_page(
    writer: &mut Writer,
    data_dir: &Path,
    page: &[Named],
    end: &mut End,
    progress: &mut Progress,
) -> Result<Vec<Sha256>, BackupError> {
    let mut missing = Vec::new();
    for Named { sha256, bytes } in page {
        let name = archive::file_name(sha256);
        let path = data_dir.join(&name);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                missing.push(sha256.clone());
                continue;
            }
            Err(source) => return Err(BackupError::Read { path, source }),
        };
        let (found, length) = writer.file(&name, file).map_err(writing(&path))?;
        end.files += 1;
        end.file_bytes += length;
        if found != *sha256 || i64::try_from(length) != Ok(*bytes) {
            missing.push(sha256.clone());
        }
        progress.tell(|| format!("Files: {}, {}", end.files, size(end.file_bytes)));
    }
    Ok(missing)
}

/// Renames a complete archive, unless a file of that name exists by now.
fn publish(unfinished: &Path, file: &Path) -> Result<(), BackupError> {
    let named = match renameat_with(CWD, unfinished, CWD, file, RenameFlags::NOREPLACE) {
        // Some network file systems do not support this renaming, but links.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => std::fs::hard_link(unfinished, file),
        renamed => renamed.map_err(Into::into),
    };
    named.map_err(|source| match source.kind() {
        ErrorKind::AlreadyExists => BackupError::Exists { path: file.to_owned() },
        _ => BackupError::Write { path: file.to_owned(), source },
    })?;
    // The name has to be on the disk, too.
    File::open(folder_of(file)).and_then(|folder| folder.sync_all()).map_err(writing(file))
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn writing(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError + use<> {
    let path = path.to_owned();
    move |source| BackupError::Write { path, source }
}

/// A temporary folder beside the archive, for its owner alone, removed with everything in it.
struct Working(PathBuf);

impl Working {
    fn beside(file: &Path) -> Result<Self, BackupError> {
        let name = format!(".pursuance-backup-{}", hex::encode(random::<8>()));
        let path = folder_of(file).join(name);
        DirBuilder::new().mode(0o700).create(&path).map_err(writing(file))?;
        Ok(Self(path))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(error = &error as &dyn std::error::Error, "The folder {} stays", self.0.display());
        }
    }
}

fn in_words(file: &Path, config: &Config, head: &Head, end: &End) -> String {
    let stored = format!("{} ({})", files(end.files), size(end.file_bytes));
    let mut lines = match head.database {
        Database::Sqlite => {
            let database = size(end.database_bytes);
            vec![format!(
                "{} has the database of {} ({database}) and {stored}.",
                file.display(),
                head.base_url
            )]
        }
        Database::Postgres => vec![
            format!("{} has {stored} of {}.", file.display(), head.base_url),
            "The database is not in it. Dump it before the files, each time, so that every file it names is there:"
                .to_owned(),
            format!(
                "  pg_dump --format=custom --file={}.dump '{}'",
                file.display(),
                config.database_place()
            ),
        ],
    };
    lines.push(match head.keys {
        Some(KeyNeed::Key(fingerprint)) => format!(
            "The private keys are encrypted with the key file whose SHA-256 begins with {fingerprint}. It is not in it: keep that file too, apart from this one."
        ),
        Some(KeyNeed::SomeKey) => {
            "The private keys are encrypted with the key file, which is not in it: keep that file too, apart from this one.".to_owned()
        }
        Some(KeyNeed::Nothing) | None => {
            "Whoever can read the database can act as this server: keep it private.".to_owned()
        }
    });
    if !end.lost.is_empty() {
        lines.push(format!("Missing or damaged in {}, and so in the backup:", config.data_dir.display()));
        lines.extend(end.lost.iter().map(|sha256| format!("  {}", archive::file_name(sha256))));
    }
    lines.join("\n")
}
