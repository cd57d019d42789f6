//! The records that one request brings, read and sorted.

use pursuance_domain::sealed::RecordBytes;
use pursuance_sealed::check;
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::error::{DecodeError, RelayRefusal};
use pursuance_sealed::ids::InviteId;
use pursuance_sealed::log::Entry;
use pursuance_sealed::record::{FieldRecord, Message, Record};
use pursuance_sealed::revision::{REL, Revision};

use super::refusal::{SealedRefusal, no, not_built};
use crate::actions::PerformError;

/// The records that came.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub entries: Vec<Entry>,
    pub seals: Vec<Seal>,
    pub revisions: Vec<Revision>,
    pub fields: Vec<FieldRecord>,
    pub notes: Vec<(InviteId, Vec<u8>)>,
    pub messages: Vec<Message>,
}

impl Batch {
    /// Reads all records, or refuses the first that is none, or is of no use here.
    pub fn read(records: &RecordBytes) -> Result<Self, SealedRefusal> {
        let mut batch = Self::default();
        for bytes in records.iter() {
            match Record::decode(bytes) {
                Ok(Record::Entry(entry)) => batch.entries.push(entry),
                Ok(Record::Seal(seal)) => batch.seals.push(seal),
                Ok(Record::Revision(revision)) => batch.revisions.push(revision),
                Ok(Record::Field(field)) => batch.fields.push(field),
                Ok(Record::InviteNote { invite, note }) => batch.notes.push((invite, note)),
                Ok(Record::Message(message)) => batch.messages.push(message),
                Ok(Record::File(_) | Record::EpochCard(_) | Record::Package(_) | Record::Accept(_)) => {
                    return Err(not_built());
                }
                Err(error) => return Err(refused(bytes, error)),
            }
        }
        Ok(batch)
    }

    /// Demands that there is nothing but entries, their seals, and notes of invitations.
    pub fn demand_log(&self) -> Result<(), PerformError> {
        let is_log = self.revisions.is_empty() && self.fields.is_empty() && self.messages.is_empty();
        if is_log { Ok(()) } else { Err(no(RelayRefusal::BadFields)) }
    }

    /// Demands that there is nothing but seals.
    pub fn demand_seals(&self) -> Result<(), PerformError> {
        let is_bare = self.entries.is_empty() && self.notes.is_empty() && !self.seals.is_empty();
        if is_bare { self.demand_log() } else { Err(no(RelayRefusal::BadFields)) }
    }

    /// Demands that there is nothing at all.
    pub fn demand_nothing(&self) -> Result<(), PerformError> {
        let is_bare = self.entries.is_empty() && self.notes.is_empty() && self.seals.is_empty();
        if is_bare { self.demand_log() } else { Err(no(RelayRefusal::BadFields)) }
    }

    /// Demands that there is nothing but revisions with their fields, and messages.
    pub fn demand_revisions(&self) -> Result<(), PerformError> {
        let is_put = self.entries.is_empty() && self.seals.is_empty() && self.notes.is_empty();
        if is_put { Ok(()) } else { Err(no(RelayRefusal::BadFields)) }
    }
}

/// The fault of a record: of a field, whether it holds clear text in place of an envelope.
fn refused(bytes: &[u8], error: DecodeError) -> SealedRefusal {
    let is_clear = envelope_in(bytes).is_some_and(|envelope| {
        check::sealed(envelope).is_err_and(|refusal| refusal == RelayRefusal::ClearTextRefused)
    });
    if is_clear { RelayRefusal::ClearTextRefused.into() } else { error.into() }
}

/// Where the envelope of a record 4 stands: behind the kind and length of the record, the kind, id and unit of the object, the
/// name of the field, its number, and the envelope's length (docs/sealed.md §3.17).
fn envelope_in(record: &[u8]) -> Option<&[u8]> {
    const NAME: usize = 1 + 4 + 1 + 16 + 16;
    let (4, Some(&length)) = (*record.first()?, record.get(NAME)) else { return None };
    let end = NAME + 1 + usize::from(length);
    // The relations are in clear.
    if record.get(NAME + 1..end)? == REL.as_bytes() { None } else { record.get(end + 8 + 4..) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(content: &[u8]) -> Vec<u8> {
        let mut body = vec![0; 33];
        body.push(4);
        body.extend_from_slice(b"name");
        body.extend_from_slice(&1_u64.to_be_bytes());
        body.extend_from_slice(&u32::try_from(content.len()).unwrap().to_be_bytes());
        body.extend_from_slice(content);
        let mut record = vec![4];
        record.extend_from_slice(&u32::try_from(body.len()).unwrap().to_be_bytes());
        record.extend_from_slice(&body);
        record
    }

    fn why(bytes: Vec<u8>) -> &'static str {
        Batch::read(&RecordBytes::new(vec![bytes])).unwrap_err().slug()
    }

    #[test]
    fn clear_text_in_place_of_an_envelope_is_told_from_a_bad_envelope() {
        assert_eq!(why(field(b"Count the bees")), "clear-text-refused");
        assert_eq!(why(field(&[1, 1, 0, 0])), "bad-length");
        assert_eq!(why(Vec::new()), "bad-length");
        assert_eq!(why(vec![11, 0, 0, 0, 0]), "bad-fields");
        assert_eq!(why(vec![4]), "bad-length");
    }
}
