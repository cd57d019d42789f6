//! The members' log: signed entries, each naming the hash of the one before (docs/sealed.md §3.5).
//!
//! [`Entry`] is one of them as bytes, [`Payload`] what it says, [`Fold`] what all of them together mean.

mod fold;
mod invite;
mod payload;
mod rules;
mod snapshot;

pub use self::fold::{Author, Delegation, Epoch, Fold, LogMember, Moved, MustRotate};
pub use self::invite::LogInvite;
pub use self::payload::{Delegate, DelegateRights, HistoryRule, LogRole, Payload, sign_join, sign_rekey};
pub use self::rules::{BatchError, FoldError};

use crate::error::DecodeError;
use crate::frame::hash;
use crate::ids::{Hash, Iid, Pid, Signature};
use crate::limits::OBJECT_BYTES;
use crate::reader::Reader;
use crate::signed::signed;
use crate::writer::ByteWriter;

/// The signed part of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    pub pid: Pid,
    pub seq: u64,
    /// The hash of the entry before; zero in the first.
    pub prev: Hash,
    pub time_ms: u64,
    pub actor: Iid,
    pub payload: Payload,
}

signed! {
    /// A signed entry. It is kept, sent and verified as the bytes that came.
    Entry of Body, "pv1/log", "pv1/log-hash"
}

impl Body {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.version()?;
        let (pid, seq, prev) = (Pid::read(reader)?, reader.u64()?, Hash::read(reader)?);
        let (time_ms, actor) = (reader.u64()?, Iid::read(reader)?);
        let kind = reader.u8()?;
        let payload = Reader::whole(reader.v32()?, |reader| Payload::read(kind, reader))?;
        Ok(Self { pid, seq, prev, time_ms, actor, payload })
    }

    /// # Errors
    /// When it would be larger than 64 KiB, or a number or length is too great.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let writer = ByteWriter::version().raw(self.pid).u64(self.seq).raw(self.prev).u64(self.time_ms);
        let writer = writer.raw(self.actor).u8(self.payload.kind()).v32(&self.payload.encode()?);
        let bytes = writer.finish()?;
        if bytes.len() + Signature::LEN > OBJECT_BYTES { Err(DecodeError::TooLarge) } else { Ok(bytes) }
    }
}

impl Entry {
    /// The pursuance that a genesis founds.
    #[must_use]
    pub fn founded(&self) -> Option<Pid> {
        if !matches!(self.body.payload, Payload::Genesis { .. }) {
            return None;
        }
        // Every payload has one form, so these are the bytes that came.
        self.body.payload.encode().ok().map(|payload| pid(&payload))
    }
}

/// The id of the pursuance whose genesis this payload is.
#[must_use]
pub fn pid(genesis: &[u8]) -> Pid {
    Pid::from_bytes(*hash("pv1/pid", &[genesis]).as_bytes())
}
