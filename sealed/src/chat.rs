//! Messages: signed inside their envelope, so that the server does not see who wrote them (docs/sealed.md §3.8).

use zeroize::Zeroizing;

use crate::envelope::{FieldName, ObjectType, Place, SealedEnvelope};
use crate::error::{BadSignature, DecodeError, OpenError};
use crate::frame::hash;
use crate::ids::{Hash, Head, Iid, ObjectId, Pid, Signature, UnitId};
use crate::reader::Reader;
use crate::sign::{SigningKey, VerifyKey};
use crate::writer::ByteWriter;

/// The contents of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Text(String),
    /// Another text in place of an earlier message's.
    Edit {
        of: ObjectId,
        text: String,
    },
    /// Takes back a message and its edits.
    Retract(Vec<DeletedMessage>),
    File {
        file: ObjectId,
        text: String,
    },
    Reaction {
        to: ObjectId,
        is_on: bool,
        emoji: String,
    },
    /// A moderator takes away a message and its edits.
    Removal {
        gone: Vec<DeletedMessage>,
        reason: String,
    },
    Reply {
        to: ObjectId,
        text: String,
    },
}

/// A message that is deleted, with the hash that carries the chain of its sender over the hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeletedMessage {
    pub message: ObjectId,
    pub hash: Hash,
}

impl Said {
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Text(_) => 1,
            Self::Edit { .. } => 2,
            Self::Retract(_) => 3,
            Self::File { .. } => 4,
            Self::Reaction { .. } => 5,
            Self::Removal { .. } => 6,
            Self::Reply { .. } => 7,
        }
    }

    fn read(kind: u8, reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        fn text(reader: &mut Reader<'_>) -> Result<String, DecodeError> {
            str::from_utf8(reader.rest()).map(str::to_owned).map_err(|_| DecodeError::Utf8)
        }
        fn gone(reader: &mut Reader<'_>) -> Result<Vec<DeletedMessage>, DecodeError> {
            let gone = reader.many(|reader| {
                Ok(DeletedMessage { message: ObjectId::read(reader)?, hash: Hash::read(reader)? })
            })?;
            if gone.is_empty() { Err(DecodeError::Value("the message meant")) } else { Ok(gone) }
        }
        Ok(match kind {
            1 => Self::Text(text(reader)?),
            2 => Self::Edit { of: ObjectId::read(reader)?, text: text(reader)? },
            3 => Self::Retract(gone(reader)?),
            4 => Self::File { file: ObjectId::read(reader)?, text: text(reader)? },
            5 => Self::Reaction {
                to: ObjectId::read(reader)?,
                is_on: match reader.u8()? {
                    0 => false,
                    1 => true,
                    _ => return Err(DecodeError::Value("a reaction")),
                },
                emoji: text(reader)?,
            },
            6 => Self::Removal { gone: gone(reader)?, reason: text(reader)? },
            7 => Self::Reply { to: ObjectId::read(reader)?, text: text(reader)? },
            _ => return Err(DecodeError::Value("the kind of message")),
        })
    }

    fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let write_gone = |writer: ByteWriter, gone: &DeletedMessage| writer.raw(gone.message).raw(gone.hash);
        let writer = ByteWriter::new();
        match self {
            Self::Text(text) => writer.raw(text),
            Self::Edit { of: id, text } | Self::File { file: id, text } | Self::Reply { to: id, text } => {
                writer.raw(id).raw(text)
            }
            Self::Retract(gone) => writer.many(gone, write_gone),
            Self::Reaction { to, is_on, emoji } => writer.raw(to).u8((*is_on).into()).raw(emoji),
            Self::Removal { gone, reason } => writer.many(gone, write_gone).raw(reason),
        }
        .finish()
    }
}

/// A message without its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageContent {
    pub sender: Iid,
    /// 1, 2, 3 … of this sender in this unit: gaps show what was left out.
    pub sender_seq: u64,
    /// The hash of this sender's message before; zero in the first.
    pub prev: Hash,
    pub head: Head,
    pub time_ms: u64,
    pub said: Said,
}

impl MessageContent {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.version()?;
        let (sender, sender_seq, prev) = (Iid::read(reader)?, reader.u64()?, Hash::read(reader)?);
        let (head, time_ms, kind) = (Head::read(reader)?, reader.u64()?, reader.u8()?);
        let said = Reader::whole(reader.v32()?, |reader| Said::read(kind, reader))?;
        Ok(Self { sender, sender_seq, prev, head, time_ms, said })
    }

    /// # Errors
    /// When a number or length is too great.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let writer = ByteWriter::version().raw(self.sender).u64(self.sender_seq).raw(self.prev);
        let writer = self.head.write(writer).u64(self.time_ms);
        writer.u8(self.said.kind()).v32(&self.said.encode()?).finish()
    }
}

/// A message with its signature, as it lies in its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub content: MessageContent,
    pub signature: Signature,
    bytes: Zeroizing<Vec<u8>>,
}

/// Where a message stands: its pursuance, its task or room, its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageSpot {
    pub pid: Pid,
    pub unit: UnitId,
    pub message: ObjectId,
}

impl MessageSpot {
    /// Does something with the place of this message's envelope.
    fn place<T>(self, with: impl FnOnce(&Place<'_>) -> Result<T, OpenError>) -> Result<T, OpenError> {
        let field = FieldName::parse("chat")?;
        with(&Place {
            pid: self.pid,
            unit: self.unit,
            object_type: ObjectType::Chat,
            object: self.message,
            field: &field,
            rev: 0,
        })
    }

    fn aad(self, epoch: u32, generation: u32) -> Result<Vec<u8>, OpenError> {
        self.place(|place| Ok(place.aad(epoch, generation)))
    }
}

impl Message {
    /// Reads what lies in an envelope.
    ///
    /// # Errors
    /// When it is no message.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (content, signature) =
            Reader::whole(bytes, |reader| Ok((MessageContent::read(reader)?, Signature::read(reader)?)))?;
        Ok(Self { content, signature, bytes: Zeroizing::new(bytes.to_vec()) })
    }

    /// Signs a message for the envelope in which it will lie: it is of use in no other.
    ///
    /// # Errors
    /// When a number or length is too great.
    pub fn sign(
        content: MessageContent,
        spot: MessageSpot,
        epoch: u32,
        generation: u32,
        key: &SigningKey,
    ) -> Result<Self, OpenError> {
        let mut bytes = Zeroizing::new(content.encode()?);
        let signature = key.sign("pv1/chat", &[&spot.aad(epoch, generation)?, &bytes]);
        bytes.extend_from_slice(signature.as_bytes());
        Ok(Self { content, signature, bytes })
    }

    /// Its bytes, as they lie in the envelope.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The hash that the sender's next message names.
    #[must_use]
    pub fn hash(&self) -> Hash {
        hash("pv1/chat-hash", &[&self.bytes])
    }

    /// Verifies it for the envelope in which it lay. The key is that of the member, or delegate, whom it names.
    ///
    /// # Errors
    /// When it was signed by another, or for another place.
    pub fn verify(
        &self,
        spot: MessageSpot,
        envelope: &SealedEnvelope,
        key: &VerifyKey,
    ) -> Result<(), OpenError> {
        let aad = spot.aad(envelope.epoch, envelope.generation)?;
        let content =
            self.bytes.len().checked_sub(Signature::LEN).and_then(|length| self.bytes.get(..length));
        key.verify("pv1/chat", &[&aad, content.ok_or(BadSignature)?], &self.signature)?;
        Ok(())
    }

    /// Seals it.
    ///
    /// # Errors
    /// When it is too large.
    pub fn seal(
        &self,
        spot: MessageSpot,
        epoch: u32,
        generation: u32,
        key: &crate::secret::UnitKey,
        nonce: crate::aead::Nonce,
    ) -> Result<SealedEnvelope, OpenError> {
        spot.place(|place| Ok(SealedEnvelope::seal(place, epoch, generation, key, nonce, &self.bytes)?))
    }

    /// Opens an envelope; whom it is by is verified by [`Message::verify`].
    ///
    /// # Errors
    /// When it does not open there, or is no message.
    pub fn open(
        envelope: &SealedEnvelope,
        spot: MessageSpot,
        key: &crate::secret::UnitKey,
    ) -> Result<Self, OpenError> {
        Ok(Self::decode(&spot.place(|place| envelope.open(place, key))?)?)
    }
}
