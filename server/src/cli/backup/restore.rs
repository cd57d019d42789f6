//! `pursuance restore`: from an archive into an empty data folder. Every hash is compared, and nothing of an incomplete
//! archive stays.

use std::cell::Cell;
use std::fs::{self, DirBuilder, File};
use std::io::{self, BufReader, ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use clap::Args;
use pursuance_domain::value::Sha256;
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use super::archive::{self, Database, End, Hashed, Head};
use super::error::BackupError;
use super::progress::{Progress, files, size};
use crate::cli::output::Format;
use crate::cli::settings::{self, Loaded};
use crate::cli::{CliError, log};
use crate::keyring::KeyRing;
use crate::platform::config::{Config, DATABASE_FILE, RESTORING_FILE, sqlite_url};
use crate::platform::vault::Vault;
use crate::store::backup::{self, Named};
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::migrate;

/// The longest text in an archive; the last one may name every file of an instance.
const TEXT_MAX: u64 = 64 * 1024 * 1024;
/// Files looked up at a time.
const PAGE: i64 = 500;

/// Restores a backup.
#[derive(Debug, Args)]
pub struct Restore {
    /// The archive that `pursuance backup` made; it goes into the folder of --data-dir, which has to be empty
    file: PathBuf,
    #[command(flatten)]
    format: Format,
}

impl Restore {
    pub async fn run(self, loaded: Loaded) -> Result<ExitCode, CliError> {
        let config = loaded.check()?;
        let (format, filter) = settings::log_of(&loaded, &config, "warn");
        log::begin(format, &filter)?;
        let vault = Vault::open(config.key_file.as_deref())?;
        let (archive, settings, runtime) = (self.file.clone(), config.clone(), Handle::current());
        let unpacking = spawn_blocking(move || {
            // Of an archive that comes through a pipe, the head is read once.
            let unpacked = unpack(&archive, &settings.data_dir, &|head| {
                runtime.block_on(check_settings(&archive, head, &settings, &vault))
            });
            unpacked.map(|unpacked| (unpacked, vault))
        });
        let (unpacked, vault) = unpacking.await.map_err(BackupError::from)??;
        if unpacked.head.database == Database::Sqlite {
            check_database(&self.file, &config, &unpacked, &vault).await?;
        }
        let Unpacked { mut target, head, end } = unpacked;
        target.keep().map_err(|source| BackupError::Write { path: config.data_dir.clone(), source })?;
        let told = json!({ "data_dir": config.data_dir, "backup": head, "contents": end });
        self.format.print(&told, || in_words(&config, &head, &end))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The contents of an archive.
struct Unpacked {
    target: RestoreTarget,
    head: Head,
    end: End,
}

/// The folder for a restored archive; unless the restore succeeds, everything in it is removed.
struct RestoreTarget {
    folder: PathBuf,
    is_new: bool,
    is_kept: bool,
}

impl RestoreTarget {
    fn open(folder: &Path) -> Result<Self, BackupError> {
        let failed = |source| BackupError::Write { path: folder.to_owned(), source };
        let is_new = match fs::read_dir(folder) {
            Ok(mut entries) => {
                // The root of a disk has this folder of its file system.
                let is_ours = |entry: &io::Result<fs::DirEntry>| {
                    entry.as_ref().map_or(true, |entry| entry.file_name() != "lost+found")
                };
                if entries.any(|entry| is_ours(&entry)) {
                    return Err(BackupError::NotEmpty { path: folder.to_owned() });
                }
                false
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
                true
            }
            Err(source) => return Err(failed(source)),
        };
        Ok(Self { folder: folder.to_owned(), is_new, is_kept: false })
    }

    /// Makes it the data folder of an instance, on the disk.
    fn keep(&mut self) -> io::Result<()> {
        let named = |end: &str| self.folder.join(format!("{RESTORING_FILE}{end}"));
        // Reading it wrote nothing; but the files that SQLite had open beside it would be taken for those of another
        // database.
        if named("-wal").metadata().is_ok_and(|log| log.len() > 0) {
            return Err(io::Error::other("the database was written to while it was restored"));
        }
        for end in ["-wal", "-shm"] {
            match fs::remove_file(named(end)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        rustix::fs::sync();
        if named("").exists() {
            fs::rename(named(""), self.folder.join(DATABASE_FILE))?;
        }
        File::open(&self.folder)?.sync_all()?;
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for RestoreTarget {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        let removed = if self.is_new {
            fs::remove_dir_all(&self.folder)
        } else {
            let names = ["", "-wal", "-shm"].map(|end| self.folder.join(format!("{RESTORING_FILE}{end}")));
            names.iter().for_each(|name| drop(fs::remove_file(name)));
            fs::remove_dir_all(self.folder.join("files"))
        };
        match removed {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "Something stays in {}",
                    self.folder.display()
                );
            }
            _ => {}
        }
    }
}

/// Whether the settings are those of the archive: otherwise the next start would found an empty instance, or find keys that it cannot open.
async fn check_settings(path: &Path, head: &Head, config: &Config, vault: &Vault) -> Result<(), BackupError> {
    let (path, base_url, place) = (path.to_owned(), head.base_url.clone(), config.database_place());
    match (head.database, config.database_file().is_some()) {
        (Database::Sqlite, false) => return Err(BackupError::OfSqlite { path, base_url, place }),
        (Database::Postgres, true) => return Err(BackupError::OfPostgres { path, base_url, place }),
        (Database::Sqlite, true) => {}
        (Database::Postgres, false) => {
            let asked = instance_of(config).await;
            match asked.map_err(|source| BackupError::NoAnswer { place: place.clone(), source })? {
                None => return Err(BackupError::NoDump { path, base_url, place }),
                Some((found, _)) if found != base_url => {
                    return Err(BackupError::OfAnother { path, base_url, place, found });
                }
                Some((_, key)) => KeyRing::opens(vault, &key)
                    .map_err(|source| BackupError::Keys { base_url: base_url.clone(), source })?,
            }
        }
    }
    head.keys
        .map_or(Ok(()), |needs| vault.meets(needs))
        .map_err(|source| BackupError::Keys { base_url, source })
}

/// The base URL and the stored private key of the instance in the database of the settings.
async fn instance_of(config: &Config) -> StoreResult<Option<(String, Vec<u8>)>> {
    let db = Db::open(&config.database_url).await?;
    let Some(origin) = backup::founded(&db).await? else { return Ok(None) };
    let key = backup::own_key(&mut db.read().await?).await?;
    db.close().await;
    Ok(key.map(|key| (origin.base_url, key)))
}

/// Asks whether an archive with this head may be restored.
type CheckHead<'a> = &'a dyn Fn(&Head) -> Result<(), BackupError>;

/// Takes everything out of an archive and compares every hash.
fn unpack(path: &Path, data_dir: &Path, check: CheckHead<'_>) -> Result<Unpacked, BackupError> {
    let file = File::open(path).map_err(reading(path))?;
    let has_ended = Rc::new(Cell::new(false));
    let file =
        WatchedFile { inner: BufReader::with_capacity(256 * 1024, file), has_ended: has_ended.clone() };
    let mut archive = tar::Archive::new(file);
    // Raw: only the plain entries that a backup has, and none of the extensions that need care.
    let entries = archive.entries().map_err(reading(path))?.raw(true);
    let mut unpacking = Unpacking {
        path,
        data_dir,
        check,
        has_ended,
        target: None,
        head: None,
        found: End::default(),
        wrong: Vec::new(),
        progress: Progress::new(),
    };
    for entry in entries {
        let mut entry = entry.map_err(|error| unpacking.unreadable(&error))?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() {
            return Err(unpacking.unknown(&name));
        }
        if let Some(end) = unpacking.take(&name, &mut entry)? {
            return unpacking.finish(end);
        }
    }
    Err(unpacking.cut_off())
}

/// A file that is read to its end, or not.
struct WatchedFile<R> {
    inner: R,
    has_ended: Rc<Cell<bool>>,
}

impl<R: Read> Read for WatchedFile<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if read == 0 && !buffer.is_empty() {
            self.has_ended.set(true);
        }
        Ok(read)
    }
}

/// An archive that is being read.
struct Unpacking<'a> {
    path: &'a Path,
    data_dir: &'a Path,
    check: CheckHead<'a>,
    /// Whether the input has ended.
    has_ended: Rc<Cell<bool>>,
    target: Option<RestoreTarget>,
    head: Option<Head>,
    /// The entries so far.
    found: End,
    /// Files whose hash differs from their name.
    wrong: Vec<Sha256>,
    progress: Progress,
}

impl Unpacking<'_> {
    /// Reads one entry; answers the contents of the last one.
    fn take(&mut self, name: &str, entry: &mut impl Read) -> Result<Option<End>, BackupError> {
        let Some(head) = &self.head else {
            return self.begin(name, entry).map(|()| None);
        };
        if name == archive::END {
            return self.text(entry).map(Some);
        }
        if name == archive::DATABASE
            && head.database == Database::Sqlite
            && self.found.database_sha256.is_none()
        {
            let (sha256, bytes) = self.write(&self.data_dir.join(RESTORING_FILE), entry)?;
            (self.found.database_sha256, self.found.database_bytes) = (Some(sha256), bytes);
            return Ok(None);
        }
        let Some(sha256) = archive::named_by(name) else { return Err(self.unknown(name)) };
        let place = self.data_dir.join(name);
        let (found, bytes) = self.write(&place, entry)?;
        self.found.files += 1;
        self.found.file_bytes += bytes;
        if found != sha256 {
            fs::remove_file(&place).map_err(|source| BackupError::Write { path: place, source })?;
            self.wrong.push(sha256);
        }
        let (files, bytes) = (self.found.files, self.found.file_bytes);
        self.progress.tell(|| format!("Files: {files}, {}", size(bytes)));
        Ok(None)
    }

    /// The first entry: whether this is a backup that this version understands.
    fn begin(&mut self, name: &str, entry: &mut impl Read) -> Result<(), BackupError> {
        let not_ours = || BackupError::NotABackup { path: self.path.to_owned() };
        if name != archive::HEAD {
            return Err(not_ours());
        }
        let head: Head = self.text(entry).map_err(|_| not_ours())?;
        if head.form != archive::FORM || head.step > migrate::newest() {
            return Err(BackupError::Newer { path: self.path.to_owned(), program: head.program });
        }
        (self.check)(&head)?;
        self.target = Some(RestoreTarget::open(self.data_dir)?);
        self.head = Some(head);
        Ok(())
    }

    fn text<T: DeserializeOwned>(&self, entry: &mut impl Read) -> Result<T, BackupError> {
        let mut text = Vec::new();
        let read = entry.take(TEXT_MAX + 1).read_to_end(&mut text);
        if read.is_err() || text.len() as u64 > TEXT_MAX {
            return Err(self.cut_off());
        }
        serde_json::from_slice(&text).map_err(|error| self.damaged(error.to_string()))
    }

    /// Writes an entry to a new file.
    fn write(&self, place: &Path, entry: &mut impl Read) -> Result<(Sha256, u64), BackupError> {
        let failed = |source| BackupError::Write { path: place.to_owned(), source };
        if let Some(folder) = place.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        }
        let mut file = match File::options().write(true).create_new(true).mode(0o600).open(place) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(self.damaged(format!("{} is in it twice", place.display())));
            }
            opened => opened.map_err(failed)?,
        };
        let mut content = Hashed::new(entry);
        io::copy(&mut content, &mut file).map_err(failed)?;
        let bytes = content.bytes;
        if self.has_ended.get() {
            return Err(self.cut_off());
        }
        Ok((content.sha256().map_err(failed)?, bytes))
    }

    /// Compares the entries with the counts and hashes in the last one.
    fn finish(self, end: End) -> Result<Unpacked, BackupError> {
        let found = End { lost: end.lost.clone(), deleted: end.deleted.clone(), ..self.found.clone() };
        if found != end {
            return Err(self.damaged("it does not hold what its end says".to_owned()));
        }
        if let Some(sha256) = self.wrong.iter().find(|sha256| !end.lost.contains(sha256)) {
            return Err(self.damaged(format!("{} has other bytes", archive::file_name(sha256))));
        }
        let cut_off = self.cut_off();
        match (self.head, self.target) {
            (Some(head), Some(target)) => Ok(Unpacked { target, head, end }),
            _ => Err(cut_off),
        }
    }

    fn unreadable(&self, error: &io::Error) -> BackupError {
        if self.head.is_none() || self.has_ended.get() {
            self.cut_off()
        } else {
            self.damaged(error.to_string())
        }
    }

    fn unknown(&self, name: &str) -> BackupError {
        match self.head {
            None => BackupError::NotABackup { path: self.path.to_owned() },
            Some(_) => self.damaged(format!("nothing in a backup is called “{name}”")),
        }
    }

    fn cut_off(&self) -> BackupError {
        match self.head {
            None => BackupError::NotABackup { path: self.path.to_owned() },
            Some(_) => BackupError::CutOff { path: self.path.to_owned() },
        }
    }

    fn damaged(&self, what: String) -> BackupError {
        BackupError::Damaged { path: self.path.to_owned(), what }
    }
}

fn reading(path: &Path) -> impl FnOnce(io::Error) -> BackupError + use<> {
    let path = path.to_owned();
    move |source| BackupError::Read { path, source }
}

/// Whether the restored database fits together, has the files it speaks of, and keys that open.
async fn check_database(
    file: &Path,
    config: &Config,
    unpacked: &Unpacked,
    vault: &Vault,
) -> Result<(), CliError> {
    let (head, end) = (&unpacked.head, &unpacked.end);
    let damaged = |what: String| BackupError::Damaged { path: file.to_owned(), what };
    let path = config.data_dir.join(RESTORING_FILE);
    let db = Db::open(&sqlite_url(&path)).await?;
    let mut tx = db.read().await?;
    if !backup::is_whole(&mut tx).await? {
        return Err(damaged("the pages of its database do not fit together".to_owned()).into());
    }
    if let Some(key) = backup::own_key(&mut tx).await? {
        KeyRing::opens(vault, &key)
            .map_err(|source| BackupError::Keys { base_url: head.base_url.clone(), source })?;
    }
    let mut after = String::new();
    loop {
        let page = backup::files(&mut tx, &after, PAGE).await?;
        let Some(last) = page.last() else { break };
        last.sha256.as_str().clone_into(&mut after);
        let is_missing = |named: &&Named| {
            let is_known = [&end.lost, &end.deleted].iter().any(|list| list.contains(&named.sha256));
            !is_known && !config.data_dir.join(archive::file_name(&named.sha256)).exists()
        };
        if let Some(named) = page.iter().find(is_missing) {
            return Err(damaged(format!("{} is not in it", archive::file_name(&named.sha256))).into());
        }
    }
    drop(tx);
    db.close().await;
    Ok(())
}

fn in_words(config: &Config, head: &Head, end: &End) -> String {
    let mut lines = vec![format!(
        "{} as of {} is in {}: {} ({}).",
        head.base_url,
        head.taken,
        config.data_dir.display(),
        files(end.files),
        size(end.file_bytes)
    )];
    match head.database {
        Database::Sqlite => lines.push(format!("Its database has {}.", size(end.database_bytes))),
        Database::Postgres => lines.push(format!("Its database is {}.", config.database_place())),
    }
    if !end.lost.is_empty() {
        lines.push(format!("Missing or damaged already when it was made: {}.", files(end.lost.len() as u64)));
    }
    lines.push(
        "Start the server as the user who owns this folder, then run pursuance doctor. What it told other servers after that moment it does not know any more; docs/operator/backup.md says what that means."
            .to_owned(),
    );
    lines.join("\n")
}
