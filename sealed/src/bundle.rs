//! Bundles: all of a pursuance in one file, which proves itself (docs/sealed.md §3.17).

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::check::Past;
use crate::envelope::ObjectType;
use crate::epoch_card::{CardChain, CardError};
use crate::error::{DecodeError, RelayRefusal};
use crate::file::FileHash;
use crate::ids::{ObjectId, Pid};
use crate::limits::{CHUNK_BYTES, GREATEST_NUMBER};
use crate::log::{Entry, Fold, FoldError};
use crate::reader::Reader;
use crate::record::{Content, Record};
use crate::revision::{FieldRef, Revision};
use crate::writer::ByteWriter;

const MAGIC: &[u8; 4] = b"PVB1";
/// 64 KiB of data, and their tag.
const LARGEST_CHUNK: usize = CHUNK_BYTES as usize + 16;

/// A bundle whose records were read, and are in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordBundle<'a> {
    pub pid: Pid,
    pub records: Vec<Record>,
    /// The chunks of each file, in the order of the records of files.
    pub chunks: Vec<Vec<&'a [u8]>>,
}

/// The first reason to refuse a bundle as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error("entry {at} of the log: {error}")]
    Fold { at: usize, error: FoldError },
    #[error("epoch card: {0}")]
    Card(#[from] CardError),
    #[error("a record has no place here, or not this one")]
    Order,
    #[error("a file is not what its record says: {0}")]
    File(ObjectId),
    #[error("a seal is to nobody here, or of an epoch that is not there")]
    Seal,
    #[error("object {object}: {refusal}")]
    Revision { object: ObjectId, refusal: RelayRefusal },
    #[error("a field is missing, belongs to no revision that is here, or not to such an object: {0}")]
    Field(ObjectId),
}

impl BundleError {
    /// The stable name of the reason.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Decode(error) => error.reason(),
            Self::Fold { error, .. } => error.reason(),
            Self::Card(error) => error.reason(),
            Self::Order => "not-in-order",
            Self::File(_) => "file-hash",
            Self::Seal => "does-not-fold",
            Self::Revision { refusal, .. } => refusal.reason(),
            Self::Field(_) => "bad-fields",
        }
    }
}

/// Where a record stands in a bundle; nothing when it does not belong into one.
const fn rank(record: &Record) -> Option<u8> {
    match record {
        Record::Entry(_) => Some(0),
        Record::Seal(_) => Some(1),
        Record::EpochCard(_) => Some(2),
        Record::Revision(_) | Record::Field(_) => Some(3),
        Record::Message(_) => Some(4),
        Record::File(_) => Some(5),
        Record::Package(_) | Record::Accept(_) | Record::InviteNote { .. } => None,
    }
}

impl<'a> RecordBundle<'a> {
    /// Reads it. What it says is checked by [`RecordBundle::check`].
    ///
    /// # Errors
    /// When it is none, or its records are not in order.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, BundleError> {
        let mut reader = Reader::new(bytes);
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(DecodeError::Value("the beginning").into());
        }
        let pid = Pid::read(&mut reader)?;
        let count = reader.u64()?;
        let (mut records, mut last) = (Vec::new(), 0);
        for _ in 0..count {
            let record = Record::read(&mut reader)?;
            let rank = rank(&record).filter(|rank| *rank >= last).ok_or(BundleError::Order)?;
            last = rank;
            records.push(record);
        }
        let mut chunks = Vec::new();
        for record in &records {
            if let Record::File(file) = record {
                let mut of_file = Vec::new();
                for _ in 0..file.chunks {
                    let chunk = reader.v32()?;
                    if chunk.len() > LARGEST_CHUNK {
                        return Err(DecodeError::TooLarge.into());
                    }
                    of_file.push(chunk);
                }
                chunks.push(of_file);
            }
        }
        reader.end()?;
        Ok(Self { pid, records, chunks })
    }

    /// # Errors
    /// When a number or length is too great.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let count = u64::try_from(self.records.len()).unwrap_or(GREATEST_NUMBER);
        let mut writer = ByteWriter::new().raw(MAGIC).raw(self.pid).u64(count);
        for record in &self.records {
            writer = writer.raw(record.encode()?);
        }
        self.chunks.iter().flatten().fold(writer, |writer, chunk| writer.v32(chunk)).finish()
    }

    /// Checks all that can be checked without a key, and gives what its log means.
    ///
    /// # Errors
    /// The first reason to refuse it.
    pub fn check(&self) -> Result<Fold, BundleError> {
        let fold = self.fold()?;
        let past = Past::of(self.pid, self.entries());
        self.check_seals(&fold, &past)?;
        self.check_cards()?;
        self.check_objects(&fold, &past)?;
        self.check_files()?;
        Ok(fold)
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.records.iter().filter_map(|record| match record {
            Record::Entry(entry) => Some(entry),
            _ => None,
        })
    }

    fn fold(&self) -> Result<Fold, BundleError> {
        let fold = Fold::new(self.pid).batch(self.entries());
        let fold = fold.map_err(|error| BundleError::Fold { at: error.at, error: error.error })?;
        if fold.head().is_none() {
            return Err(BundleError::Fold { at: 0, error: FoldError::Genesis });
        }
        Ok(fold)
    }

    /// Seals stay when a member goes, so they may be to somebody who once was one.
    fn check_seals(&self, fold: &Fold, past: &Past<'_>) -> Result<(), BundleError> {
        let is_there = |record: &Record| match record {
            Record::Seal(seal) => fold.epoch_number(seal.epoch).is_some() && past.was_member(&seal.to),
            _ => true,
        };
        if self.records.iter().all(is_there) { Ok(()) } else { Err(BundleError::Seal) }
    }

    fn check_cards(&self) -> Result<(), BundleError> {
        let mut chain: Option<CardChain> = None;
        for record in &self.records {
            if let Record::EpochCard(card) = record {
                match &mut chain {
                    Some(chain) => chain.follow(card.clone())?,
                    None => {
                        let genesis = self.entries().next().ok_or(CardError::Pid)?;
                        chain = Some(CardChain::begin(&self.pid, genesis, card.clone())?);
                    }
                }
            }
        }
        Ok(())
    }

    /// Each revision is by somebody who could sign it then, and follows the one before where that is there, too; the newest
    /// of an object has all of its fields.
    fn check_objects(&self, fold: &Fold, past: &Past<'_>) -> Result<(), BundleError> {
        let mut newest: BTreeMap<(ObjectType, ObjectId), &Revision> = BTreeMap::new();
        let mut named = HashSet::new();
        for record in &self.records {
            let Record::Revision(revision) = record else { continue };
            let body = &revision.body;
            let refused = |refusal| BundleError::Revision { object: body.object, refusal };
            past.check(revision).map_err(refused)?;
            if fold.epoch_number(body.epoch).is_none() {
                return Err(refused(RelayRefusal::BadEpoch));
            }
            if let Some(before) = newest.insert((body.object_type, body.object), revision) {
                let is_next = body.rev == before.body.rev.saturating_add(1);
                if body.rev <= before.body.rev || (is_next && body.prev != before.hash()) {
                    return Err(refused(RelayRefusal::StaleRevision));
                }
                if body.head.seq < before.body.head.seq {
                    return Err(refused(RelayRefusal::BadNumber));
                }
            }
            for field in &body.fields {
                named.insert((body.object_type, body.object, body.unit, field));
            }
        }
        let mut fields = HashMap::new();
        for record in &self.records {
            let Record::Field(field) = record else { continue };
            let hash = field.content.hash()?;
            let name = FieldRef { name: field.name.clone(), rev: field.rev, hash };
            if !named.contains(&(field.object_type, field.object, field.unit, &name)) {
                return Err(BundleError::Field(field.object));
            }
            fields.insert((field.object_type, field.object, name), &field.content);
        }
        for ((object_type, object), Revision { body, .. }) in newest {
            for named in &body.fields {
                let content = fields.get(&(object_type, object, named.clone()));
                match content.ok_or(BundleError::Field(object))? {
                    Content::Rel(rel) if rel.suits(object_type) => {}
                    Content::Rel(_) => return Err(BundleError::Field(object)),
                    Content::Sealed(envelope) => {
                        let is_its = (envelope.epoch, envelope.generation) == (body.epoch, body.generation);
                        if if named.rev == body.rev { !is_its } else { envelope.epoch > body.epoch } {
                            return Err(BundleError::Revision { object, refusal: RelayRefusal::BadEpoch });
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn check_files(&self) -> Result<(), BundleError> {
        let files = self.records.iter().filter_map(|record| match record {
            Record::File(file) => Some(file),
            _ => None,
        });
        for (file, chunks) in files.zip(&self.chunks) {
            let mut hash = FileHash::new(&file.header);
            chunks.iter().for_each(|chunk| hash.add(chunk));
            if hash.finish() != file.hash {
                return Err(BundleError::File(file.file));
            }
        }
        Ok(())
    }
}
