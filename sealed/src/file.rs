//! Files: sealed in chunks, each of which opens alone (docs/sealed.md §3.10).

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::aead;
use crate::error::{DecodeError, OpenError};
use crate::frame::frame;
use crate::ids::{Hash, ObjectId, Pid};
use crate::limits::CHUNK_BYTES;
use crate::reader::Reader;
use crate::secret::FileKey;
use crate::writer::ByteWriter;

/// The last chunk is padded with zeros to a multiple of this, before it is sealed.
pub const LAST_CHUNK_STEP: usize = 4096;

/// How a file is cut, and where its nonces begin. A file key is used with one header and one content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Bytes of data in each chunk but the last.
    chunk_bytes: u32,
    prefix: [u8; 19],
}

impl Header {
    pub const LEN: usize = 25;

    /// For a new file: `prefix` is random.
    ///
    /// # Errors
    /// When a chunk would be empty, or larger than 64 KiB.
    pub const fn new(chunk_bytes: u32, prefix: [u8; 19]) -> Result<Self, DecodeError> {
        if chunk_bytes == 0 || chunk_bytes > CHUNK_BYTES {
            Err(DecodeError::Value("the size of chunks"))
        } else {
            Ok(Self { chunk_bytes, prefix })
        }
    }

    #[must_use]
    pub const fn chunk_bytes(&self) -> u32 {
        self.chunk_bytes
    }

    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, Self::read)
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.version()?;
        // The cipher.
        reader.version()?;
        Self::new(reader.u32()?, reader.array()?)
    }

    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![1, 1];
        bytes.extend_from_slice(&self.chunk_bytes.to_be_bytes());
        bytes.extend_from_slice(&self.prefix);
        bytes
    }

    fn nonce(&self, index: u32, is_last: bool) -> [u8; 24] {
        let mut nonce = [u8::from(is_last); 24];
        let front = self.prefix.into_iter().chain(index.to_be_bytes());
        nonce.iter_mut().zip(front).for_each(|(to, from)| *to = from);
        nonce
    }

    fn aad(&self, pid: &Pid, file: &ObjectId) -> Vec<u8> {
        frame("pv1/file", &[pid.as_bytes(), file.as_bytes(), &self.encode()])
    }

    /// Whether a chunk may hold this much: all but the last are full, and none is more than full.
    fn takes(&self, length: usize, is_last: bool) -> Result<(), DecodeError> {
        let full = usize::try_from(self.chunk_bytes).map_err(|_| DecodeError::Length)?;
        if length == full || (is_last && length < full) { Ok(()) } else { Err(DecodeError::Length) }
    }

    /// Seals one chunk.
    ///
    /// # Errors
    /// When it is not full, and not the last, or more than full.
    pub fn seal(
        &self,
        key: &FileKey,
        pid: &Pid,
        file: &ObjectId,
        index: u32,
        is_last: bool,
        data: &[u8],
    ) -> Result<Vec<u8>, DecodeError> {
        self.takes(data.len(), is_last)?;
        Ok(aead::seal_at(key.expose(), &self.nonce(index, is_last), &self.aad(pid, file), data))
    }

    /// Opens one chunk.
    ///
    /// # Errors
    /// When it is another chunk, or the last where more should follow, or the other way round.
    pub fn open(
        &self,
        key: &FileKey,
        pid: &Pid,
        file: &ObjectId,
        index: u32,
        is_last: bool,
        chunk: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let data = aead::open_at(key.expose(), &self.nonce(index, is_last), &self.aad(pid, file), chunk)?;
        self.takes(data.len(), is_last)?;
        Ok(data)
    }
}

/// The hash of a file as it is stored: its header, then its sealed chunks in order.
pub struct FileHash(Sha256);

impl FileHash {
    #[must_use]
    pub fn new(header: &Header) -> Self {
        let mut digest = Sha256::new();
        digest.update(frame("pv1/file-hash", &[&header.encode()]));
        Self(digest)
    }

    pub fn add(&mut self, chunk: &[u8]) {
        self.0.update(chunk);
    }

    #[must_use]
    pub fn finish(self) -> Hash {
        Hash::from_bytes(self.0.finalize().into())
    }
}

/// The contents of the field `meta` of a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Meta {
    pub key: FileKey,
    /// Bytes of the file without its padding.
    pub size: u64,
    /// SHA-256 of the file without its padding.
    pub sha256: Hash,
    pub media_type: String,
    pub name: String,
    /// A small picture of it; another file.
    pub thumbnail: Option<ObjectId>,
}

impl Meta {
    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            reader.version()?;
            Ok(Self {
                key: FileKey::from_bytes(reader.array()?),
                size: reader.u64()?,
                sha256: Hash::read(reader)?,
                media_type: reader.str()?.to_owned(),
                name: reader.str()?.to_owned(),
                thumbnail: Some(ObjectId::read(reader)?).filter(|id| !id.is_zero()),
            })
        })
    }

    /// # Errors
    /// When a number or length is too great.
    pub fn encode(&self) -> Result<Zeroizing<Vec<u8>>, DecodeError> {
        ByteWriter::version()
            .raw(self.key.expose())
            .u64(self.size)
            .raw(self.sha256)
            .v16(self.media_type.as_bytes())
            .v16(self.name.as_bytes())
            .raw(self.thumbnail.unwrap_or(ObjectId::ZERO))
            .finish()
            .map(Zeroizing::new)
    }
}
