//! The things that a member's device makes of the records of a pursuance: the secrets of its epochs, and what is written in it.

use std::collections::BTreeMap;

use crate::bundle::RecordBundle;
use crate::envelope::{ObjectType, Place, SealedEnvelope};
use crate::epoch::Seal;
use crate::error::{DecodeError, OpenError};
use crate::field::FieldContents;
use crate::identity::SecretKeys;
use crate::ids::{ObjectId, Pid};
use crate::log::Fold;
use crate::record::{Content, FieldRecord, Record};
use crate::revision::{RESEALED, Rel, Revision};
use crate::secret::EpochSecret;

/// Secrets of epochs, by their numbers.
pub type Secrets = BTreeMap<u32, EpochSecret>;

/// The secrets that an identity can open: seals to it, and the boxes of later epochs. A secret that does not fit the log is left out.
#[must_use]
pub fn secrets<'a>(fold: &Fold, seals: impl IntoIterator<Item = &'a Seal>, keys: &SecretKeys) -> Secrets {
    let (pid, iid) = (fold.pid(), keys.iid());
    let mut sealed: BTreeMap<u32, Vec<&Seal>> = BTreeMap::new();
    for seal in seals.into_iter().filter(|seal| seal.to == iid) {
        sealed.entry(seal.epoch).or_default().push(seal);
    }
    let mut secrets = Secrets::new();
    for epoch in fold.epochs().iter().rev() {
        let boxed = epoch.number.checked_add(1).and_then(|next| {
            let prev = fold.epoch_number(next)?.prev.as_ref()?;
            secrets.get(&next)?.open_prev(&pid, next, prev).ok().filter(|secret| secret.fits(&pid, epoch))
        });
        let own = sealed.get(&epoch.number).into_iter().flatten();
        let found = boxed.or_else(|| own.copied().find_map(|seal| seal.open(&pid, epoch, &keys.seal).ok()));
        if let Some(secret) = found {
            secrets.insert(epoch.number, secret);
        }
    }
    secrets
}

/// Of records that came in parts, some of them twice, what the newest revision of each object names: that revision and its fields.
///
/// # Errors
/// Never for records that were read.
pub fn newest(records: impl IntoIterator<Item = Record>) -> Result<Vec<Record>, DecodeError> {
    let mut revisions: BTreeMap<(ObjectType, ObjectId), Revision> = BTreeMap::new();
    let mut fields = BTreeMap::new();
    for record in records {
        match record {
            Record::Revision(revision) => {
                let of = (revision.body.object_type, revision.body.object);
                if revisions.get(&of).is_none_or(|known| known.body.rev < revision.body.rev) {
                    revisions.insert(of, revision);
                }
            }
            Record::Field(field) => {
                let hash = field.content.hash()?;
                fields.insert((field.object_type, field.object, field.name.clone(), field.rev, hash), field);
            }
            Record::Entry(_)
            | Record::Seal(_)
            | Record::Message(_)
            | Record::File(_)
            | Record::EpochCard(_)
            | Record::Package(_)
            | Record::Accept(_)
            | Record::InviteNote { .. } => {}
        }
    }
    let mut kept = Vec::new();
    for ((object_type, object), revision) in revisions {
        let named = revision.body.fields.iter().filter_map(|named| {
            fields.remove(&(object_type, object, named.name.clone(), named.rev, named.hash))
        });
        let named: Vec<_> = named.map(Record::Field).collect();
        kept.push(Record::Revision(revision));
        kept.extend(named);
    }
    Ok(kept)
}

/// Why a field stays closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClosedField {
    /// It was written before the member came, or the key has not come yet.
    #[error("there is no key for it")]
    NoKey,
    #[error("it is damaged: {0}")]
    Damaged(#[from] OpenError),
}

/// An object as its newest revision says.
pub struct OpenedObject<'a> {
    pub revision: &'a Revision,
    pub rel: Option<&'a Rel>,
    /// Its fields by their names.
    pub fields: BTreeMap<&'a str, Result<FieldContents, ClosedField>>,
}

impl OpenedObject<'_> {
    /// The text of a field, where it has one.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.fields.get(field) {
            Some(Ok(FieldContents::Text(text))) => Some(text),
            _ => None,
        }
    }
}

/// Opens every object of a bundle that was [checked](crate::bundle::RecordBundle::check).
#[must_use]
pub fn open<'a>(
    bundle: &'a RecordBundle<'_>,
    secrets: &Secrets,
) -> BTreeMap<(ObjectType, ObjectId), OpenedObject<'a>> {
    let mut opened = BTreeMap::new();
    let mut fields: BTreeMap<(ObjectType, ObjectId, &str, u64), &FieldRecord> = BTreeMap::new();
    for record in &bundle.records {
        match record {
            // The revisions of one object rise.
            Record::Revision(revision) => {
                let of = (revision.body.object_type, revision.body.object);
                opened.insert(of, OpenedObject { revision, rel: None, fields: BTreeMap::new() });
            }
            Record::Field(field) => {
                fields.insert((field.object_type, field.object, field.name.as_str(), field.rev), field);
            }
            Record::Entry(_)
            | Record::Seal(_)
            | Record::Message(_)
            | Record::File(_)
            | Record::EpochCard(_)
            | Record::Package(_)
            | Record::Accept(_)
            | Record::InviteNote { .. } => {}
        }
    }
    for (&(object_type, object), opened) in &mut opened {
        for named in &opened.revision.body.fields {
            let name = named.name.as_str();
            match fields.get(&(object_type, object, name, named.rev)).map(|field| (field, &field.content)) {
                Some((_, Content::Rel(rel))) => opened.rel = Some(rel),
                Some((field, Content::Sealed(envelope))) if name != RESEALED => {
                    opened.fields.insert(name, value(&bundle.pid, field, envelope, secrets));
                }
                Some((_, Content::Sealed(_))) | None => {}
            }
        }
    }
    opened
}

fn value(
    pid: &Pid,
    field: &FieldRecord,
    envelope: &SealedEnvelope,
    secrets: &Secrets,
) -> Result<FieldContents, ClosedField> {
    let secret = secrets.get(&envelope.epoch).ok_or(ClosedField::NoKey)?;
    let key = secret.content_key(pid, envelope.epoch).unit_key(&field.unit, envelope.generation);
    let place = Place {
        pid: *pid,
        unit: field.unit,
        object_type: field.object_type,
        object: field.object,
        field: &field.name,
        rev: field.rev,
    };
    let bytes = envelope.open(&place, &key)?;
    Ok(FieldContents::decode(field.object_type, field.name.as_str(), &bytes).map_err(OpenError::from)?)
}
