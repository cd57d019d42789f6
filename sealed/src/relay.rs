//! Relays: servers that keep records and know no accounts; each post and each read is signed (docs/sealed.md §3.17).

use crate::error::{BadSignature, DecodeError};
use crate::ids::{Iid, Pid, Signature};
use crate::limits::{BATCH_BYTES, RELAY_SKEW_MS};
use crate::reader::Reader;
use crate::record::Record;
use crate::sign::{SigningKey, VerifyKey};
use crate::text64;
use crate::writer::ByteWriter;

/// Whether a time is near enough to a clock.
#[must_use]
pub const fn is_fresh(time_ms: u64, now_ms: u64) -> bool {
    time_ms.abs_diff(now_ms) <= RELAY_SKEW_MS
}

/// Records that somebody hands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub pid: Pid,
    pub actor: Iid,
    pub time_ms: u64,
    pub records: Vec<Record>,
    pub signature: Signature,
    bytes: Vec<u8>,
}

impl Post {
    /// # Errors
    /// When it is none, or larger than 8 MiB.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > BATCH_BYTES {
            return Err(DecodeError::TooLarge);
        }
        Reader::whole(bytes, |reader| {
            reader.version()?;
            let (pid, actor, time_ms) = (Pid::read(reader)?, Iid::read(reader)?, reader.u64()?);
            let records = Record::decode_all(reader.v32()?)?;
            Ok(Self {
                pid,
                actor,
                time_ms,
                records,
                signature: Signature::read(reader)?,
                bytes: bytes.to_vec(),
            })
        })
    }

    /// # Errors
    /// When it would be larger than 8 MiB.
    pub fn sign(
        pid: Pid,
        actor: Iid,
        time_ms: u64,
        records: Vec<Record>,
        key: &SigningKey,
    ) -> Result<Self, DecodeError> {
        let encoded = records.iter().map(Record::encode).collect::<Result<Vec<_>, _>>()?.concat();
        let mut bytes = ByteWriter::version().raw(pid).raw(actor).u64(time_ms).v32(&encoded).finish()?;
        let signature = key.sign("pv1/relay-post", &[&bytes]);
        bytes.extend_from_slice(signature.as_bytes());
        if bytes.len() > BATCH_BYTES {
            return Err(DecodeError::TooLarge);
        }
        Ok(Self { pid, actor, time_ms, records, signature, bytes })
    }

    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// # Errors
    /// When it is not signed by this key.
    pub fn verify(&self, key: &VerifyKey) -> Result<(), BadSignature> {
        let body = self.bytes.len().checked_sub(Signature::LEN).and_then(|length| self.bytes.get(..length));
        key.verify("pv1/relay-post", &[body.ok_or(BadSignature)?], &self.signature)
    }
}

/// The header `Pursuance-Member` of somebody who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelayRead {
    pub actor: Iid,
    pub time_ms: u64,
    pub signature: Signature,
}

impl RelayRead {
    #[must_use]
    pub fn sign(pid: &Pid, actor: Iid, time_ms: u64, key: &SigningKey) -> Self {
        let signature = key.sign("pv1/relay-read", &[pid.as_bytes(), &time_ms.to_be_bytes()]);
        Self { actor, time_ms, signature }
    }

    /// As it stands in the header.
    #[must_use]
    pub fn to_text(&self) -> String {
        text64::to_url(
            &[&self.actor.as_bytes()[..], &self.time_ms.to_be_bytes(), self.signature.as_bytes()].concat(),
        )
    }

    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        Reader::whole(&text64::from_url(text)?, |reader| {
            let (actor, time_ms) = (Iid::read(reader)?, reader.u64()?);
            Ok(Self { actor, time_ms, signature: Signature::read(reader)? })
        })
    }

    /// # Errors
    /// When it is not signed by this key, for this pursuance.
    pub fn verify(&self, pid: &Pid, key: &VerifyKey) -> Result<(), BadSignature> {
        let parts: [&[u8]; 2] = [pid.as_bytes(), &self.time_ms.to_be_bytes()];
        key.verify("pv1/relay-read", &parts, &self.signature)
    }
}
