//! Records: what servers, relays and bundles carry of a private pursuance (docs/sealed.md §3.17).

use crate::delegation::{Accept, Package};
use crate::envelope::{FieldName, ObjectType, SealedEnvelope, field_hash};
use crate::epoch::Seal;
use crate::epoch_card::EpochCard;
use crate::error::DecodeError;
use crate::file::Header;
use crate::ids::{Hash, InviteId, ObjectId, UnitId};
use crate::invite::check_note;
use crate::log::Entry;
use crate::reader::Reader;
use crate::revision::{REL, Rel, Revision};
use crate::writer::ByteWriter;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    Entry(Entry),
    Seal(Seal),
    Revision(Revision),
    Field(FieldRecord),
    Message(Message),
    File(FileRecord),
    EpochCard(EpochCard),
    Package(Package),
    Accept(Accept),
    InviteNote { invite: InviteId, note: Vec<u8> },
}

/// The bytes of a field of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRecord {
    pub object_type: ObjectType,
    pub object: ObjectId,
    pub unit: UnitId,
    pub name: FieldName,
    /// The revision of its last change.
    pub rev: u64,
    pub content: Content,
}

/// The contents of a field's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Sealed(SealedEnvelope),
    /// The relations, in clear.
    Rel(Rel),
}

impl Content {
    /// # Errors
    /// Never for one that was read or sealed.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        match self {
            Self::Sealed(envelope) => envelope.encode(),
            Self::Rel(rel) => rel.encode(),
        }
    }

    /// The hash by which a revision names it.
    ///
    /// # Errors
    /// Never for one that was read or sealed.
    pub fn hash(&self) -> Result<Hash, DecodeError> {
        self.encode().map(|bytes| field_hash(&bytes))
    }
}

/// A sealed message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub unit: UnitId,
    pub message: ObjectId,
    /// In the clear, so that two devices of one person make no fork.
    pub sender_seq: u64,
    pub envelope: SealedEnvelope,
}

/// The known data of a sealed file; its chunks follow elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRecord {
    pub file: ObjectId,
    pub header: Header,
    pub chunks: u32,
    pub hash: Hash,
}

impl Record {
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Entry(_) => 1,
            Self::Seal(_) => 2,
            Self::Revision(_) => 3,
            Self::Field(_) => 4,
            Self::Message(_) => 5,
            Self::File(_) => 6,
            Self::EpochCard(_) => 7,
            Self::Package(_) => 8,
            Self::Accept(_) => 9,
            Self::InviteNote { .. } => 10,
        }
    }

    /// Its name, as it is printed.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Entry(_) => "log entry",
            Self::Seal(_) => "seal",
            Self::Revision(_) => "revision",
            Self::Field(_) => "field",
            Self::Message(_) => "message",
            Self::File(_) => "file",
            Self::EpochCard(_) => "epoch card",
            Self::Package(_) => "package",
            Self::Accept(_) => "accept",
            Self::InviteNote { .. } => "invite note",
        }
    }

    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, Self::read)
    }

    /// Reads the records of a file or a body, one after another.
    ///
    /// # Errors
    /// When one of them is none.
    pub fn decode_all(bytes: &[u8]) -> Result<Vec<Self>, DecodeError> {
        let mut reader = Reader::new(bytes);
        let mut records = Vec::new();
        while reader.left() > 0 {
            records.push(Self::read(&mut reader)?);
        }
        Ok(records)
    }

    /// Reads the next record.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let kind = reader.u8()?;
        let body = reader.v32()?;
        Ok(match kind {
            1 => Self::Entry(Entry::decode(body)?),
            2 => Self::Seal(Seal::decode(body)?),
            3 => Self::Revision(Revision::decode(body)?),
            4 => Self::Field(Reader::whole(body, FieldRecord::read)?),
            5 => Self::Message(Reader::whole(body, |reader| {
                let (unit, message) = (UnitId::read(reader)?, ObjectId::read(reader)?);
                let (sender_seq, envelope) = (reader.u64()?, SealedEnvelope::decode(reader.v32()?)?);
                Ok(Message { unit, message, sender_seq, envelope })
            })?),
            6 => Self::File(Reader::whole(body, |reader| {
                let (file, header) = (ObjectId::read(reader)?, Header::read(reader)?);
                let (chunks, hash) = (reader.u32()?, Hash::read(reader)?);
                // An empty file has one, without data.
                if chunks == 0 {
                    Err(DecodeError::Value("the chunks"))
                } else {
                    Ok(FileRecord { file, header, chunks, hash })
                }
            })?),
            7 => Self::EpochCard(EpochCard::decode(body)?),
            8 => Self::Package(Package::decode(body)?),
            9 => Self::Accept(Accept::decode(body)?),
            10 => Reader::whole(body, |reader| {
                let (invite, note) = (InviteId::read(reader)?, reader.rest().to_vec());
                check_note(&note)?;
                Ok(Self::InviteNote { invite, note })
            })?,
            _ => return Err(DecodeError::Value("the kind of record")),
        })
    }

    /// # Errors
    /// When a number or length is too great.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let body = match self {
            Self::Entry(entry) => entry.as_bytes().to_vec(),
            Self::Seal(seal) => seal.encode()?,
            Self::Revision(revision) => revision.as_bytes().to_vec(),
            Self::Field(field) => field.encode()?,
            Self::Message(message) => ByteWriter::new()
                .raw(message.unit)
                .raw(message.message)
                .u64(message.sender_seq)
                .v32(&message.envelope.encode()?)
                .finish()?,
            Self::File(file) => {
                let writer = ByteWriter::new().raw(file.file).raw(file.header.encode());
                writer.u32(file.chunks).raw(file.hash).finish()?
            }
            Self::EpochCard(card) => card.as_bytes().to_vec(),
            Self::Package(package) => package.as_bytes().to_vec(),
            Self::Accept(accept) => accept.encode()?,
            Self::InviteNote { invite, note } => ByteWriter::new().raw(invite).raw(note).finish()?,
        };
        ByteWriter::new().u8(self.kind()).v32(&body).finish()
    }
}

impl FieldRecord {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let (object_type, object) = (ObjectType::read(reader)?, ObjectId::read(reader)?);
        let (unit, name) = (UnitId::read(reader)?, FieldName::read(reader)?);
        if !object_type.has_field(name.as_str()) {
            return Err(DecodeError::Value("the name of a field"));
        }
        let (rev, bytes) = (reader.u64()?, reader.v32()?);
        let content = if name.as_str() == REL {
            Content::Rel(Rel::decode(bytes)?)
        } else {
            Content::Sealed(SealedEnvelope::decode(bytes)?)
        };
        Ok(Self { object_type, object, unit, name, rev, content })
    }

    fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let writer = ByteWriter::new().u8(self.object_type.number()).raw(self.object).raw(self.unit);
        let writer = writer.v8(self.name.as_str().as_bytes()).u64(self.rev);
        writer.v32(&self.content.encode()?).finish()
    }
}
