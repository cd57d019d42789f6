//! The bytes of files, addressed by their SHA-256, in a folder of the data directory.

use std::fs::TryLockError;
use std::io::{ErrorKind, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures::{Stream, StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use pursuance_domain::time::Time;
use pursuance_domain::value::Sha256;
use sha2::Digest;
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

/// The storage of files.
#[derive(Debug, Clone)]
pub struct FileStore {
    store: Arc<dyn ObjectStore>,
    folder: PathBuf,
}

/// The folder of unfinished files, inside the storage.
const INCOMING: &str = "incoming";
/// The folder of files to be removed, while they are checked once more.
const LEAVING: &str = "leaving";
/// The folder of files that come in pieces, inside the storage. They outlive the process.
const PIECES: &str = "pieces";
/// How much of a file is in memory while it arrives.
pub const BUFFER: usize = 64 * 1024;

/// The reason why bytes could not be stored or found.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The folder or the storage failed.
    #[error("the file storage failed")]
    Storage(#[from] object_store::Error),
    /// Writing failed, often because the disk is full.
    #[error("the file could not be written")]
    Write(#[from] std::io::Error),
    /// More bytes than allowed.
    #[error("the file is larger than {max} bytes")]
    TooLarge { max: usize },
    /// The sender stopped in the middle.
    #[error("the file did not arrive completely: {0}")]
    Interrupted(String),
}

/// A file in the storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    pub sha256: Sha256,
    pub bytes: usize,
}

/// The arrived part of a file that comes in pieces. Nobody else gets it before this is dropped, in no process: it is locked.
#[derive(Debug)]
pub struct Pieces(tokio::fs::File);

impl Pieces {
    /// How many bytes are here, with those of a piece that broke off.
    ///
    /// # Errors
    /// When the folder fails.
    pub async fn size(&self) -> Result<u64, FileError> {
        Ok(self.0.metadata().await?.len())
    }
}

impl FileStore {
    /// Files in a folder, made when missing.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, FileError> {
        std::fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true);
        Ok(Self { store: Arc::new(store), folder: folder.to_owned() })
    }

    /// Removes the unfinished files of a server that was killed. Only for the one server of the folder, before it
    /// accepts files.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn forget_unfinished(&self) -> Result<(), FileError> {
        for folder in [INCOMING, LEAVING] {
            match std::fs::remove_dir_all(self.folder.join(folder)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Removes the unfinished files that nothing was written to since a moment: those of a process that was killed. Several
    /// processes may share the folder.
    ///
    /// # Errors
    /// When a folder cannot be read or a file cannot be removed.
    pub async fn forget_abandoned(&self, before: Time) -> Result<(), FileError> {
        for folder in [INCOMING, LEAVING] {
            let found = self.store.list_with_delimiter(Some(&Key::from(folder))).await?.objects;
            for file in found.iter().filter(|file| file.last_modified.timestamp_micros() < before.0) {
                // The folder stays: the next file may be about to be opened in it.
                match tokio::fs::remove_file(self.folder.join(file.location.as_ref())).await {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Stores bytes as they arrive, under their hash. `name` is new each time; it names the unfinished copy.
    ///
    /// # Errors
    /// When there are more than `max` bytes, they stop in the middle, or the storage fails. Nothing is left then.
    pub async fn keep<E: std::fmt::Display>(
        &self,
        name: &str,
        max: usize,
        mut bytes: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<StoredFile, FileError> {
        let unfinished = Key::from(format!("{INCOMING}/{name}"));
        tokio::fs::create_dir_all(self.folder.join(INCOMING)).await?;
        let path = Unfinished(self.folder.join(unfinished.as_ref()));
        let mut writer = tokio::fs::File::options().write(true).create_new(true).open(&path.0).await?;
        writer.set_max_buf_size(BUFFER);
        let mut hash = sha2::Sha256::new();
        let mut length = 0;
        while let Some(part) = bytes.next().await {
            let part = part.map_err(|error| FileError::Interrupted(error.to_string()))?;
            length += part.len();
            if length > max {
                return Err(FileError::TooLarge { max });
            }
            hash.update(&part);
            writer.write_all(&part).await?;
        }
        writer.flush().await?;
        drop(writer);
        let sha256 = read_hash(hash)?;
        // The row that names the file is on the disk when it is committed; so the bytes must be, and their name.
        self.sync(&unfinished).await?;
        let kept = key(&sha256);
        self.store.rename(&unfinished, &kept).await?;
        self.sync(&Key::from_iter(kept.parts().take(1))).await?;
        Ok(StoredFile { sha256, bytes: length })
    }

    /// Opens the arrived part of a file that comes in pieces; none while somebody else has it. `id` is the name of a file.
    ///
    /// # Errors
    /// When the folder fails.
    pub async fn pieces(&self, id: &str) -> Result<Option<Pieces>, FileError> {
        let folder = self.folder.join(PIECES);
        let path = folder.join(id);
        let opened = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(folder)?;
            let file = std::fs::File::options().create(true).truncate(false).write(true).open(path)?;
            match file.try_lock() {
                Ok(()) => Ok(Some(file)),
                Err(TryLockError::WouldBlock) => Ok(None),
                Err(TryLockError::Error(error)) => Err(error),
            }
        });
        let file = opened.await.map_err(std::io::Error::other)??;
        Ok(file.map(|file| Pieces(tokio::fs::File::from_std(file))))
    }

    /// Adds a piece of at most `max` bytes at a place, which is the end of the safe bytes; answers its length, once it is on the disk.
    ///
    /// # Errors
    /// When there are more, they stop in the middle, or writing fails. What was written then is overwritten by the next.
    pub async fn add_piece<E: std::fmt::Display>(
        &self,
        Pieces(file): &mut Pieces,
        at: u64,
        max: usize,
        mut bytes: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<usize, FileError> {
        file.set_max_buf_size(BUFFER);
        file.set_len(at).await?;
        file.seek(SeekFrom::Start(at)).await?;
        let mut length = 0;
        while let Some(part) = bytes.next().await {
            let part = part.map_err(|error| FileError::Interrupted(error.to_string()))?;
            length += part.len();
            if length > max {
                return Err(FileError::TooLarge { max });
            }
            file.write_all(&part).await?;
        }
        file.flush().await?;
        file.sync_all().await?;
        if at == 0 {
            self.sync(&Key::from(PIECES)).await?;
        }
        Ok(length)
    }

    /// All that has arrived of a file that comes in pieces, as a stream.
    ///
    /// # Errors
    /// When it is not here or the storage fails.
    pub async fn read_pieces(
        &self,
        id: &str,
    ) -> Result<impl Stream<Item = Result<Bytes, std::io::Error>> + use<>, FileError> {
        let found = self.store.get(&Key::from(format!("{PIECES}/{id}"))).await?;
        Ok(found.into_stream().map_err(std::io::Error::other))
    }

    /// The hash of all that has arrived of a file that comes in pieces: it is read, and nothing is written.
    ///
    /// # Errors
    /// When it is not here or the storage fails.
    pub async fn hash_pieces(&self, id: &str) -> Result<Sha256, FileError> {
        let mut pieces = pin!(self.read_pieces(id).await?);
        let mut hash = sha2::Sha256::new();
        while let Some(piece) = pieces.try_next().await? {
            hash.update(&piece);
        }
        read_hash(hash)
    }

    /// The files that come in pieces, by their names.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn in_pieces(&self) -> Result<Vec<String>, FileError> {
        let found = self.store.list_with_delimiter(Some(&Key::from(PIECES))).await?.objects;
        Ok(found.iter().filter_map(|file| file.location.filename().map(str::to_owned)).collect())
    }

    /// Removes what has arrived of a file.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn forget_pieces(&self, id: &str) -> Result<(), FileError> {
        match tokio::fs::remove_file(self.folder.join(PIECES).join(id)).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Waits until a file, or the names in a folder, are on the disk.
    async fn sync(&self, at: &Key) -> Result<(), FileError> {
        let path = self.folder.join(at.as_ref());
        let synced = tokio::task::spawn_blocking(move || std::fs::File::open(path)?.sync_all());
        Ok(synced.await.map_err(std::io::Error::other)??)
    }

    /// The bytes with a hash, as a stream.
    ///
    /// # Errors
    /// When they are not here or the storage fails.
    pub async fn read(
        &self,
        sha256: &Sha256,
    ) -> Result<impl Stream<Item = Result<Bytes, std::io::Error>> + use<>, FileError> {
        let found = self.store.get(&key(sha256)).await?;
        Ok(found.into_stream().map_err(std::io::Error::other))
    }

    /// Some of the bytes with a hash, as a stream: at least one, and none behind their end.
    ///
    /// # Errors
    /// When they are not here or the storage fails.
    pub async fn read_part(
        &self,
        sha256: &Sha256,
        part: Range<u64>,
    ) -> Result<impl Stream<Item = Result<Bytes, std::io::Error>> + use<>, FileError> {
        let options = GetOptions { range: Some(GetRange::Bounded(part)), ..GetOptions::default() };
        let found = self.store.get_opts(&key(sha256), options).await?;
        Ok(found.into_stream().map_err(std::io::Error::other))
    }

    /// The stored files of a part: the hashes that begin with two digits.
    pub async fn part(&self, start: &str) -> Result<Vec<Sha256>, FileError> {
        let found = self.store.list_with_delimiter(Some(&Key::from(start))).await?.objects;
        let hash = |at: &Key| Sha256::parse(&format!("{start}{}", at.filename().unwrap_or_default())).ok();
        Ok(found.iter().filter_map(|object| hash(&object.location)).collect())
    }

    /// Removes bytes that arrived before a time. Several processes may remove the same bytes at the same time.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn remove(&self, sha256: &Sha256, before: Time) -> Result<(), FileError> {
        match self.leave(sha256, before).await {
            // Another process removed them, or `forget_abandoned` did on the way out.
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            left => Ok(left?),
        }
    }

    async fn leave(&self, sha256: &Sha256, before: Time) -> object_store::Result<()> {
        let (kept, leaving) = (key(sha256), Key::from(format!("{LEAVING}/{}", sha256.as_str())));
        // Checked in a folder where no other request replaces it.
        self.store.rename(&kept, &leaving).await?;
        let came = self.store.head(&leaving).await?.last_modified.timestamp_micros();
        if came < before.0 {
            return self.store.delete(&leaving).await;
        }
        self.store.rename(&leaving, &kept).await
    }

    /// Lets bytes count as if they had arrived at `now`; whether they are here. Until a row names them that keeps them from
    /// [`remove`](Self::remove).
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn hold(&self, sha256: &Sha256, now: Time) -> Result<bool, FileError> {
        let path = self.folder.join(key(sha256).as_ref());
        let since = Duration::from_micros(u64::try_from(now.0).unwrap_or_default());
        let held = tokio::task::spawn_blocking(move || {
            std::fs::File::open(path)?.set_modified(SystemTime::UNIX_EPOCH + since)
        });
        match held.await.map_err(std::io::Error::other)? {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            held => Ok(held.map(|()| true)?),
        }
    }

    /// Whether the bytes with a hash are here.
    pub async fn has(&self, sha256: &Sha256) -> bool {
        self.store.head(&key(sha256)).await.is_ok()
    }
}

fn read_hash(hash: sha2::Sha256) -> Result<Sha256, FileError> {
    Sha256::parse(&hex::encode(hash.finalize())).map_err(|error| FileError::Interrupted(error.to_string()))
}

/// An unfinished file: removed when its writer is dropped.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // A finished file has another name; and a copy that cannot be removed now goes at the next start.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// `ab/cdef…`: no folder grows too wide.
fn key(sha256: &Sha256) -> Key {
    let (start, rest) = sha256.as_str().split_at(2);
    Key::from(format!("{start}/{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(parts: &[&'static [u8]]) -> impl Stream<Item = Result<Bytes, String>> + Unpin {
        futures::stream::iter(parts.iter().map(|part| Ok(Bytes::from_static(part))).collect::<Vec<_>>())
    }

    #[tokio::test]
    async fn what_is_kept_is_found_under_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let files = FileStore::in_folder(folder.path()).unwrap();
        let kept = files.keep("one", 10, parts(&[b"abc", b"def"])).await.unwrap();
        assert_eq!(kept.bytes, 6);
        let read: Vec<Bytes> = files.read(&kept.sha256).await.unwrap().try_collect().await.unwrap();
        assert_eq!(read.concat(), b"abcdef");
        assert_eq!(files.keep("two", 10, parts(&[b"abcdef"])).await.unwrap(), kept);
    }

    #[tokio::test]
    async fn bytes_that_came_again_are_not_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let files = FileStore::in_folder(folder.path()).unwrap();
        let kept = files.keep("one", 10, parts(&[b"abc"])).await.unwrap().sha256;
        assert_eq!(files.part(&kept.as_str()[..2]).await.unwrap(), std::slice::from_ref(&kept));
        files.remove(&kept, Time(0)).await.unwrap();
        assert!(files.has(&kept).await, "they are newer than that");
        files.remove(&kept, Time(i64::MAX)).await.unwrap();
        assert!(!files.has(&kept).await);
        files.remove(&kept, Time(i64::MAX)).await.unwrap();
        assert_eq!(files.part(&kept.as_str()[..2]).await.unwrap(), []);
    }

    #[tokio::test]
    async fn two_processes_that_remove_the_same_files_at_once_do_not_fail() {
        let folder = tempfile::tempdir().unwrap();
        let files = FileStore::in_folder(folder.path()).unwrap();
        let mut kept = Vec::new();
        for n in 0..100_u8 {
            let bytes = futures::stream::iter([Ok::<_, String>(Bytes::from(vec![n]))]);
            kept.push(files.keep("one", 10, bytes).await.unwrap().sha256);
        }
        let sweep = async || {
            for sha256 in &kept {
                files.forget_abandoned(Time(i64::MAX)).await.unwrap();
                files.remove(sha256, Time(i64::MAX)).await.unwrap();
            }
        };
        futures::join!(sweep(), sweep(), sweep());
        for sha256 in &kept {
            assert!(!files.has(sha256).await);
        }
    }

    #[tokio::test]
    async fn an_upload_whose_sender_goes_away_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let files = FileStore::in_folder(folder.path()).unwrap();
        let never = futures::stream::iter([Ok(Bytes::from_static(b"abc"))]).chain(futures::stream::pending());
        let keeping = files.keep::<String>("one", 10, Box::pin(never));
        assert!(futures::poll!(std::pin::pin!(keeping)).is_pending());
        assert!(!folder.path().join("incoming/one").exists());
    }

    #[tokio::test]
    async fn the_unfinished_files_of_a_process_that_was_killed_go_and_those_of_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let files = FileStore::in_folder(folder.path()).unwrap();
        files.forget_abandoned(Time(i64::MAX)).await.unwrap();
        for name in [INCOMING, LEAVING] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
            std::fs::write(folder.path().join(name).join("one"), b"abc").unwrap();
        }
        let left = || [INCOMING, LEAVING].map(|name| folder.path().join(name).join("one").exists());
        files.forget_abandoned(Time(0)).await.unwrap();
        assert_eq!(left(), [true, true], "they are newer than that");
        files.forget_abandoned(Time(i64::MAX)).await.unwrap();
        assert_eq!(left(), [false, false]);
    }

    #[tokio::test]
    async fn what_came_in_pieces_outlives_the_process_and_is_held_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let files = FileStore::in_folder(folder.path()).unwrap();
        let mut pieces = files.pieces("one").await.unwrap().unwrap();
        assert_eq!(files.add_piece(&mut pieces, 0, 9, parts(&[b"ab", b"c"])).await.unwrap(), 3);
        let beyond = files.add_piece(&mut pieces, 3, 1, parts(&[b"xy"])).await;
        assert!(matches!(beyond, Err(FileError::TooLarge { max: 1 })));
        assert!(files.pieces("one").await.unwrap().is_none(), "somebody has it");
        drop(pieces);
        files.forget_unfinished().unwrap();
        let files = FileStore::in_folder(folder.path()).unwrap();
        let mut pieces = files.pieces("one").await.unwrap().unwrap();
        assert_eq!(files.add_piece(&mut pieces, 3, 3, parts(&[b"def"])).await.unwrap(), 3);
        assert_eq!(pieces.size().await.unwrap(), 6);
        let whole: Vec<Bytes> = files.read_pieces("one").await.unwrap().try_collect().await.unwrap();
        assert_eq!(whole.concat(), b"abcdef");
        assert_eq!(files.in_pieces().await.unwrap(), ["one"]);
        files.forget_pieces("one").await.unwrap();
        assert!(files.in_pieces().await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn too_much_is_refused_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let files = FileStore::in_folder(folder.path()).unwrap();
        let refused = files.keep("one", 5, parts(&[b"abc", b"def"])).await;
        assert!(matches!(refused, Err(FileError::TooLarge { max: 5 })));
        assert!(!folder.path().join("incoming/one").exists());
    }
}
