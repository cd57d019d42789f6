//! Revisions: who wrote which fields of an object, and the relations that the server sees (docs/sealed.md §3.7).

use crate::envelope::{FieldName, ObjectType};
use crate::error::DecodeError;
use crate::ids::{Hash, Head, Iid, ObjectId, Pid, Signature, UnitId};
use crate::limits::OBJECT_BYTES;
use crate::reader::Reader;
use crate::signed::signed;
use crate::writer::ByteWriter;

/// The field that holds the relations.
pub const REL: &str = "rel";
/// The field that marks a revision as sealed anew without a change; it stands in that revision alone.
pub const RESEALED: &str = "x";

/// The relations of an object, in clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rel {
    /// Zero: at the top.
    pub parent: ObjectId,
    pub phase: u8,
    pub assignees: Vec<Iid>,
    pub reviewers: Vec<Iid>,
    /// Whole weeks since 1970-01-05 until it is due; 0: never.
    pub due_week: u16,
    pub waits_for: Vec<ObjectId>,
    pub flags: u8,
}

impl Rel {
    pub const NEEDS_NO_REVIEW: u8 = 1;
    pub const ARCHIVED: u8 = 2;
    pub const IN_TRASH: u8 = 4;
    /// Dropped; blocked, 4, is never signed.
    const LAST_PHASE: u8 = 8;
    const BLOCKED: u8 = 4;

    /// That of an object which is no task, without flags.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            parent: ObjectId::ZERO,
            phase: 0,
            assignees: Vec::new(),
            reviewers: Vec::new(),
            due_week: 0,
            waits_for: Vec::new(),
            flags: 0,
        }
    }

    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            reader.version()?;
            let (parent, phase) = (ObjectId::read(reader)?, reader.u8()?);
            if phase > Self::LAST_PHASE || phase == Self::BLOCKED {
                return Err(DecodeError::Value("the phase"));
            }
            let (assignees, reviewers) = (reader.list(Iid::read)?, reader.list(Iid::read)?);
            let (due_week, waits_for) = (reader.u16()?, reader.list(ObjectId::read)?);
            let flags = reader.u8()?;
            if flags & !(Self::NEEDS_NO_REVIEW | Self::ARCHIVED | Self::IN_TRASH) != 0 {
                return Err(DecodeError::Value("the flags"));
            }
            Ok(Self { parent, phase, assignees, reviewers, due_week, waits_for, flags })
        })
    }

    /// # Errors
    /// When a list is too long, or not in order.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let writer = ByteWriter::version().raw(self.parent).u8(self.phase);
        let writer = writer
            .many(&self.assignees, |writer, iid| writer.raw(iid))
            .many(&self.reviewers, |writer, iid| writer.raw(iid));
        let writer =
            writer.u16(self.due_week).many(&self.waits_for, |writer, id| writer.raw(id)).u8(self.flags);
        let bytes = writer.finish()?;
        Self::decode(&bytes).map(|_| bytes)
    }

    /// Whether an object of this type may have it: what is no task has flags alone.
    #[must_use]
    pub fn suits(&self, object_type: ObjectType) -> bool {
        let bare = Self { flags: self.flags & !Self::NEEDS_NO_REVIEW, ..Self::empty() };
        object_type == ObjectType::Task || *self == bare
    }
}

/// A field as a revision names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FieldRef {
    pub name: FieldName,
    /// The revision of its last change.
    pub rev: u64,
    pub hash: Hash,
}

/// The signed part of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    pub pid: Pid,
    pub object_type: ObjectType,
    pub object: ObjectId,
    pub unit: UnitId,
    pub rev: u64,
    /// The hash of the revision before; zero in the first.
    pub prev: Hash,
    pub epoch: u32,
    pub generation: u32,
    pub time_ms: u64,
    pub actor: Iid,
    /// How far its author saw the log.
    pub head: Head,
    /// All fields that have a value, by name; [`REL`] among them.
    pub fields: Vec<FieldRef>,
}

signed! {
    /// A signed revision. It is kept, sent and verified as the bytes that came.
    Revision of Body, "pv1/rev", "pv1/rev-hash"
}

impl Body {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.version()?;
        let body = Self {
            pid: Pid::read(reader)?,
            object_type: ObjectType::read(reader)?,
            object: ObjectId::read(reader)?,
            unit: UnitId::read(reader)?,
            rev: reader.u64()?,
            prev: Hash::read(reader)?,
            epoch: reader.u32()?,
            generation: reader.u32()?,
            time_ms: reader.u64()?,
            actor: Iid::read(reader)?,
            head: Head::read(reader)?,
            fields: reader.many(|reader| {
                let (name, rev, hash) = (FieldName::read(reader)?, reader.u64()?, Hash::read(reader)?);
                Ok(FieldRef { name, rev, hash })
            })?,
        };
        body.check().map(|()| body)
    }

    /// Checks what must be right in every revision, whatever came before.
    fn check(&self) -> Result<(), DecodeError> {
        let is_first = self.rev == 1;
        if self.object_type == ObjectType::Chat {
            return Err(DecodeError::Value("the type of the object"));
        }
        if self.rev == 0 || is_first != self.prev.is_zero() {
            return Err(DecodeError::Value("the revision before"));
        }
        if !self.fields.is_sorted_by(|one, next| one.name < next.name) {
            return Err(DecodeError::Order);
        }
        if !self.fields.iter().any(|field| field.name.as_str() == REL) {
            return Err(DecodeError::Value("the relations"));
        }
        if self.fields.iter().any(|field| field.rev == 0 || field.rev > self.rev) {
            return Err(DecodeError::Value("the revision of a field"));
        }
        Ok(())
    }

    /// # Errors
    /// When a number or length is too great, or it is none that a reader takes.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        self.check()?;
        let writer = ByteWriter::version().raw(self.pid).u8(self.object_type.number()).raw(self.object);
        let writer = writer.raw(self.unit).u64(self.rev).raw(self.prev).u32(self.epoch).u32(self.generation);
        let writer = self.head.write(writer.u64(self.time_ms).raw(self.actor));
        let bytes = writer
            .many(&self.fields, |writer, field| {
                writer.v8(field.name.as_str().as_bytes()).u64(field.rev).raw(field.hash)
            })
            .finish()?;
        if bytes.len() + Signature::LEN > OBJECT_BYTES { Err(DecodeError::TooLarge) } else { Ok(bytes) }
    }
}

impl Revision {
    /// Whether it is sealed under a newer key than one before it.
    #[must_use]
    pub fn has_newer_key(&self, before: &Self) -> bool {
        let key = |body: &Body| (body.epoch, body.generation);
        key(&before.body) < key(&self.body)
    }

    /// A field by its name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldRef> {
        self.body.fields.iter().find(|field| field.name.as_str() == name)
    }
}
