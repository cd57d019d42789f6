//! The form of a backup: a tar archive of four kinds of entries, in this order.
//!
//! | entry | contents |
//! |---|---|
//! | `pursuance-backup.json` | the instance, the time, and the version of the form |
//! | `database.sqlite` | the database, unless it is in PostgreSQL |
//! | `files/ab/cdef…` | files, each named by its SHA-256 as in the data folder |
//! | `end.json` | counts and hashes; without it the archive was cut off |

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use pursuance_domain::value::Sha256;
use serde::{Deserialize, Serialize};
use sha2::Digest;

use crate::platform::vault::KeyNeed;

/// The first entry.
pub const HEAD: &str = "pursuance-backup.json";
/// The database.
pub const DATABASE: &str = "database.sqlite";
/// The last entry.
pub const END: &str = "end.json";
/// The form this program writes and reads.
pub const FORM: u32 = 1;

/// Where the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Database {
    /// In the archive.
    Sqlite,
    /// In PostgreSQL, which has its own tools.
    Postgres,
}

/// The head of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub form: u32,
    /// The version of the program that wrote it.
    pub program: String,
    pub base_url: String,
    pub taken: String,
    pub database: Database,
    /// The last step of the schema.
    pub step: i64,
    /// What the private keys of the instance need to be opened; archives of former programs do not say it.
    #[serde(default)]
    pub keys: Option<KeyNeed>,
}

/// The counts and hashes of all entries before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub files: u64,
    pub file_bytes: u64,
    pub database_bytes: u64,
    pub database_sha256: Option<Sha256>,
    /// Files the database speaks of that were missing or damaged when the backup was made.
    pub lost: Vec<Sha256>,
    /// Files that were deleted after the database had been copied.
    pub deleted: Vec<Sha256>,
}

/// How a file is called in the archive, and under the data folder.
pub fn file_name(sha256: &Sha256) -> String {
    let (start, rest) = sha256.as_str().split_at(2);
    format!("files/{start}/{rest}")
}

/// The hash in the name of a file's entry; none for any other name.
pub fn named_by(name: &str) -> Option<Sha256> {
    let (start, rest) = name.strip_prefix("files/")?.split_once('/')?;
    Sha256::parse(&format!("{start}{rest}")).ok().filter(|sha256| file_name(sha256) == name)
}

/// Passes on the bytes it reads, and hashes them.
pub struct Hashed<R> {
    inner: R,
    hash: sha2::Sha256,
    pub bytes: u64,
}

impl<R> Hashed<R> {
    pub fn new(inner: R) -> Self {
        Self { inner, hash: sha2::Sha256::new(), bytes: 0 }
    }

    /// The hash of everything that was read.
    ///
    /// # Errors
    /// Never: a digest always has the right form.
    pub fn sha256(self) -> io::Result<Sha256> {
        Sha256::parse(&hex::encode(self.hash.finalize())).map_err(io::Error::other)
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..read).unwrap_or_default());
        self.bytes += read as u64;
        Ok(read)
    }
}

/// An archive that is being written.
pub struct Writer {
    tar: tar::Builder<BufWriter<File>>,
    /// When its entries were made, in seconds.
    at: u64,
}

impl Writer {
    /// Begins an archive that only its owner can read.
    ///
    /// # Errors
    /// When the file exists already or cannot be created.
    pub fn begin(path: &Path, at: i64) -> io::Result<Self> {
        let file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
        let tar = tar::Builder::new(BufWriter::with_capacity(256 * 1024, file));
        Ok(Self { tar, at: u64::try_from(at).unwrap_or(0) })
    }

    /// Adds a small text.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn text(&mut self, name: &str, content: &impl Serialize) -> io::Result<()> {
        let bytes = serde_json::to_vec_pretty(content)?;
        let mut header = self.header(bytes.len() as u64);
        self.tar.append_data(&mut header, name, &bytes[..])
    }

    /// Adds a file; answers its hash and length as they were read.
    ///
    /// # Errors
    /// When it cannot be read or written, or becomes shorter meanwhile.
    pub fn file(&mut self, name: &str, file: File) -> io::Result<(Sha256, u64)> {
        let length = file.metadata()?.len();
        let mut header = self.header(length);
        let mut content = Hashed::new(file.take(length));
        self.tar.append_data(&mut header, name, &mut content)?;
        if content.bytes != length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{name} became shorter")));
        }
        Ok((content.sha256()?, length))
    }

    /// Ends the archive and waits until it is on the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<()> {
        let mut buffered = self.tar.into_inner()?;
        buffered.flush()?;
        buffered.get_ref().sync_all()
    }

    fn header(&self, length: u64) -> tar::Header {
        let mut header = tar::Header::new_gnu();
        header.set_size(length);
        header.set_mode(0o600);
        header.set_mtime(self.at);
        header
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hash_in_its_folder_names_a_file() {
        let name = format!("files/ab/{}", "0".repeat(62));
        let sha256 = named_by(&name).unwrap();
        assert_eq!(file_name(&sha256), name);
        for other in [
            "files/../../etc/passwd".to_owned(),
            format!("files/a/b{}", "0".repeat(62)),
            format!("files/AB/{}", "0".repeat(62)),
            format!("files/ab/{}", "0".repeat(61)),
            format!("files/ab//{}", "0".repeat(62)),
            format!("/files/ab/{}", "0".repeat(62)),
            "database.sqlite".to_owned(),
        ] {
            assert_eq!(named_by(&other), None, "{other}");
        }
    }
}
