//! Envelopes: one field each, sealed for its place (docs/sealed.md §3.6).

use zeroize::Zeroizing;

use crate::aead::{self, Nonce};
use crate::error::{DecodeError, OpenError};
use crate::frame::{frame, hash, prefixed8};
use crate::ids::{Hash, ObjectId, Pid, UnitId};
use crate::limits::OBJECT_BYTES;
use crate::reader::Reader;
use crate::secret::UnitKey;
use crate::writer::ByteWriter;

/// The type of the object that a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectType {
    Pursuance,
    Task,
    Chat,
    File,
    Profile,
    DelegationNote,
    Room,
    BlockNote,
}

impl ObjectType {
    pub const ALL: [Self; 8] = [
        Self::Pursuance,
        Self::Task,
        Self::Chat,
        Self::File,
        Self::Profile,
        Self::DelegationNote,
        Self::Room,
        Self::BlockNote,
    ];

    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Pursuance => 0,
            Self::Task => 1,
            Self::Chat => 3,
            Self::File => 4,
            Self::Profile => 5,
            Self::DelegationNote => 6,
            Self::Room => 7,
            Self::BlockNote => 8,
        }
    }

    /// The names of its fields.
    #[must_use]
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Pursuance => &["mission", "name"],
            Self::Task => &["desc", "due", "size", "skills", "title", "urgency"],
            Self::Chat => &["chat"],
            Self::File => &["meta"],
            Self::Profile => &["name", "skills"],
            Self::DelegationNote | Self::BlockNote => &["text"],
            Self::Room => &["life", "name", "topic"],
        }
    }

    /// Whether its objects have a field: one of [`Self::fields`], the relations, or the note that it was sealed anew.
    #[must_use]
    pub fn has_field(self, name: &str) -> bool {
        self.fields().contains(&name) || name == crate::revision::REL || name == crate::revision::RESEALED
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let number = reader.u8()?;
        let found = Self::ALL.into_iter().find(|kind| kind.number() == number);
        found.ok_or(DecodeError::Value("the type of the object"))
    }
}

/// The name of a field: 1 to 255 bytes of ASCII.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldName(String);

impl FieldName {
    /// # Errors
    /// When it is empty, too long, or has other letters than `a-z0-9_-`.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        let is_letter = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
        if (1..=255).contains(&text.len()) && text.bytes().all(is_letter) {
            Ok(Self(text.to_owned()))
        } else {
            Err(DecodeError::Value("the name of a field"))
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::parse(str::from_utf8(reader.v8()?).map_err(|_| DecodeError::Utf8)?)
    }
}

/// Where a field stands. It is not in the envelope: the reader says where the envelope was found.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub pid: Pid,
    pub unit: UnitId,
    pub object_type: ObjectType,
    pub object: ObjectId,
    pub field: &'a FieldName,
    /// The revision of the field's last change.
    pub rev: u64,
}

impl Place<'_> {
    /// The bytes that an envelope of this place is bound to.
    #[must_use]
    pub fn aad(&self, epoch: u32, generation: u32) -> Vec<u8> {
        frame(
            "pv1/env",
            &[
                self.pid.as_bytes(),
                &epoch.to_be_bytes(),
                &generation.to_be_bytes(),
                self.unit.as_bytes(),
                &[self.object_type.number()],
                self.object.as_bytes(),
                &prefixed8(self.field.0.as_bytes()),
                &self.rev.to_be_bytes(),
            ],
        )
    }
}

/// A sealed field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEnvelope {
    pub epoch: u32,
    pub generation: u32,
    /// The nonce, the ciphertext and its tag.
    sealed: Vec<u8>,
}

impl SealedEnvelope {
    /// Bytes beside the padded text.
    pub const OVERHEAD: usize = 10 + aead::BOX_OVERHEAD;

    /// # Errors
    /// When it is none, is larger than 64 KiB, or no padding makes its length.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > OBJECT_BYTES {
            return Err(DecodeError::TooLarge);
        }
        Reader::whole(bytes, |reader| {
            reader.version()?;
            // The cipher.
            reader.version()?;
            let (epoch, generation) = (reader.u32()?, reader.u32()?);
            let padded = reader.left().checked_sub(aead::BOX_OVERHEAD).ok_or(DecodeError::Truncated)?;
            if !aead::is_padded_len(padded) {
                return Err(DecodeError::Padding);
            }
            Ok(Self { epoch, generation, sealed: reader.rest().to_vec() })
        })
    }

    /// # Errors
    /// Never for one that was read or sealed.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        ByteWriter::version().u8(1).u32(self.epoch).u32(self.generation).raw(&self.sealed).finish()
    }

    /// Seals `data` for its place.
    ///
    /// # Errors
    /// When it would be larger than 64 KiB.
    pub fn seal(
        place: &Place<'_>,
        epoch: u32,
        generation: u32,
        key: &UnitKey,
        nonce: Nonce,
        data: &[u8],
    ) -> Result<Self, DecodeError> {
        if Self::OVERHEAD + aead::padded_len(data.len()) > OBJECT_BYTES {
            return Err(DecodeError::TooLarge);
        }
        let aad = place.aad(epoch, generation);
        let sealed = aead::seal(key.expose(), nonce, &aad, &aead::pad(data)?);
        Ok(Self { epoch, generation, sealed })
    }

    /// Opens it, where it was found. `key` is that of the place's unit in the envelope's epoch and generation.
    ///
    /// # Errors
    /// When it does not open there, or its padding is not zero.
    pub fn open(&self, place: &Place<'_>, key: &UnitKey) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        let aad = place.aad(self.epoch, self.generation);
        aead::unpad(&aead::open(key.expose(), &aad, &self.sealed)?)
    }
}

/// The hash by which a revision names a field: that of its envelope, or of the relations in clear.
#[must_use]
pub fn field_hash(bytes: &[u8]) -> Hash {
    hash("pv1/field", &[bytes])
}
