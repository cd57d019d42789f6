//! Private boxes: notes of a person for that person alone, which the server keeps (docs/sealed.md §3.2).

use zeroize::Zeroizing;

use crate::aead::{self, Nonce};
use crate::error::{DecodeError, OpenError};
use crate::frame::{frame, kdf, prefixed8};
use crate::ids::{Head, Iid, ObjectId, Pid};
use crate::limits::OBJECT_BYTES;
use crate::reader::Reader;
use crate::secret::{OtherKey, RootKey};
use crate::writer::ByteWriter;

/// The contents of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A saved search: the query, or the query, a line feed and its name.
    Search,
    /// A draft.
    Draft,
    /// How far this person saw a pursuance's log: see [`Pins`].
    Pins,
}

impl Kind {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Search => "search",
            Self::Draft => "draft",
            Self::Pins => "pins",
        }
    }
}

/// The key of all private boxes of an identity.
#[must_use]
pub fn key(root: &RootKey) -> OtherKey {
    OtherKey::from_bytes(kdf(root.expose(), "pv1/personal", &[]))
}

/// The bytes that bind a box to its owner, kind and id.
#[must_use]
pub fn aad(iid: &Iid, kind: Kind, id: &ObjectId) -> Vec<u8> {
    frame("pv1/pbox", &[iid.as_bytes(), &prefixed8(kind.as_str().as_bytes()), id.as_bytes()])
}

/// # Errors
/// When it would be larger than 64 KiB.
pub fn seal(
    root: &RootKey,
    iid: &Iid,
    kind: Kind,
    id: &ObjectId,
    nonce: Nonce,
    data: &[u8],
) -> Result<Vec<u8>, DecodeError> {
    let sealed = aead::seal(key(root).expose(), nonce, &aad(iid, kind, id), &aead::pad(data)?);
    let bytes = ByteWriter::version().u8(1).raw(sealed).finish()?;
    check(&bytes).map(|()| bytes)
}

/// # Errors
/// When it is no box, or does not open here.
pub fn open(
    root: &RootKey,
    iid: &Iid,
    kind: Kind,
    id: &ObjectId,
    bytes: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    check(bytes)?;
    let mut reader = Reader::new(bytes);
    reader.take(2)?;
    aead::unpad(&aead::open(key(root).expose(), &aad(iid, kind, id), reader.rest())?)
}

/// Checks a box, as far as possible without opening it.
///
/// # Errors
/// When its version or length is none that a box has.
pub fn check(bytes: &[u8]) -> Result<(), DecodeError> {
    if bytes.len() > OBJECT_BYTES {
        return Err(DecodeError::TooLarge);
    }
    let mut reader = Reader::new(bytes);
    reader.version()?;
    reader.version()?;
    let padded = reader.left().checked_sub(aead::BOX_OVERHEAD).ok_or(DecodeError::Truncated)?;
    if aead::is_padded_len(padded) { Ok(()) } else { Err(DecodeError::Padding) }
}

/// How far somebody saw the log of a pursuance: what lies in a box of kind [`Kind::Pins`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pins {
    pub pid: Pid,
    pub head: Head,
    pub epoch: u32,
}

impl Pins {
    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            reader.version()?;
            Ok(Self { pid: Pid::read(reader)?, head: Head::read(reader)?, epoch: reader.u32()? })
        })
    }

    /// # Errors
    /// When a number is beyond 2^53-1.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        self.head.write(ByteWriter::version().raw(self.pid)).u32(self.epoch).finish()
    }
}
