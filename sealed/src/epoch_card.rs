//! Epoch cards: the key of a pursuance's epoch and those who act for it, for other pursuances (docs/sealed.md §3.12).

use std::collections::BTreeMap;

use crate::error::{BadSignature, DecodeError};
use crate::identity::IdentityCard;
use crate::ids::{Hash, Iid, Pid, Signature, XKey};
use crate::limits::OBJECT_BYTES;
use crate::log::{Entry, LogRole, Payload};
use crate::reader::Reader;
use crate::sign::VerifyKey;
use crate::signed::signed;
use crate::writer::ByteWriter;

/// The signed part of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    pub pid: Pid,
    pub card_seq: u64,
    /// The hash of the card before; zero in the first.
    pub prev: Hash,
    pub epoch: u32,
    pub key: XKey,
    pub time_ms: u64,
    pub actor: Iid,
    /// The moderators and admins, by their identities.
    pub officers: Vec<(LogRole, IdentityCard)>,
}

signed! {
    /// A signed card. It is kept, sent and verified as the bytes that came.
    EpochCard of Body, "pv1/ecard", "pv1/ecard-hash"
}

/// Why a card does not follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    #[error(transparent)]
    Signature(#[from] BadSignature),
    #[error("it is signed by nobody who may")]
    Author,
    #[error("it belongs to another pursuance")]
    Pid,
    #[error("it does not follow the last card")]
    Chain,
    #[error("its epoch is older than that of the last card")]
    Epoch,
}

impl CardError {
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Signature(BadSignature) => "bad-signature",
            Self::Author => "bad-author",
            Self::Pid => "pid",
            Self::Chain => "card-chain",
            Self::Epoch => "bad-epoch",
        }
    }
}

impl Body {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.version()?;
        let body = Self {
            pid: Pid::read(reader)?,
            card_seq: reader.u64()?,
            prev: Hash::read(reader)?,
            epoch: reader.u32()?,
            key: XKey::read(reader)?,
            time_ms: reader.u64()?,
            actor: Iid::read(reader)?,
            officers: reader.many(|reader| Ok((LogRole::read(reader)?, IdentityCard::read16(reader)?)))?,
        };
        body.check().map(|()| body)
    }

    fn check(&self) -> Result<(), DecodeError> {
        if self.officers.iter().any(|(role, _)| *role < LogRole::Moderator) {
            return Err(DecodeError::Value("the role"));
        }
        if (self.card_seq == 0) != self.prev.is_zero() {
            return Err(DecodeError::Value("the card before"));
        }
        let iids: Vec<_> = self.officers.iter().map(|(_, card)| card.iid()).collect();
        if iids.is_sorted_by(|one, next| one < next) { Ok(()) } else { Err(DecodeError::Order) }
    }

    /// # Errors
    /// When a number or length is too great, or it is none that a reader takes.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        self.check()?;
        let writer = ByteWriter::version().raw(self.pid).u64(self.card_seq).raw(self.prev).u32(self.epoch);
        let writer = writer.raw(self.key).u64(self.time_ms).raw(self.actor);
        let bytes = writer
            .many(&self.officers, |writer, (role, card)| writer.u8(role.number()).v16(&card.encode()))
            .finish()?;
        if bytes.len() + Signature::LEN > OBJECT_BYTES { Err(DecodeError::TooLarge) } else { Ok(bytes) }
    }
}

/// The newest card of another pursuance that follows from its genesis, and whom it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardChain {
    newest: EpochCard,
    officers: BTreeMap<Iid, (LogRole, VerifyKey)>,
}

impl CardChain {
    /// Begins with the genesis of `pid` and the first card, which the founder signed.
    ///
    /// # Errors
    /// When the genesis is that of another pursuance, or the card is not the founder's first.
    pub fn begin(pid: &Pid, genesis: &Entry, first: EpochCard) -> Result<Self, CardError> {
        let Payload::Genesis { founder, .. } = &genesis.body.payload else { return Err(CardError::Pid) };
        if genesis.founded() != Some(*pid) || first.body.pid != *pid {
            return Err(CardError::Pid);
        }
        if first.body.card_seq != 0 {
            return Err(CardError::Chain);
        }
        if founder.iid() != first.body.actor {
            return Err(CardError::Author);
        }
        first.verify(&founder.check()?)?;
        Self::pin(first)
    }

    /// Goes on with the next card, which an admin of the card before signed.
    ///
    /// # Errors
    /// When it does not follow; then nothing has changed.
    pub fn follow(&mut self, next: EpochCard) -> Result<(), CardError> {
        let before = &self.newest.body;
        if next.body.pid != before.pid {
            return Err(CardError::Pid);
        }
        if next.body.card_seq <= before.card_seq || next.body.prev != self.newest.hash() {
            return Err(CardError::Chain);
        }
        // People who were removed since know the key of an older one.
        if next.body.epoch < before.epoch {
            return Err(CardError::Epoch);
        }
        let signer = self.officers.get(&next.body.actor).filter(|(role, _)| *role == LogRole::Admin);
        next.verify(&signer.ok_or(CardError::Author)?.1)?;
        *self = Self::pin(next)?;
        Ok(())
    }

    /// Begins with a card that was followed before, and kept.
    ///
    /// # Errors
    /// When one of the cards in it does not hold.
    pub fn pin(newest: EpochCard) -> Result<Self, CardError> {
        let officers =
            newest.body.officers.iter().map(|(role, card)| Ok((card.iid(), (*role, card.check()?))));
        let officers = officers.collect::<Result<_, BadSignature>>()?;
        Ok(Self { newest, officers })
    }

    #[must_use]
    pub const fn newest(&self) -> &EpochCard {
        &self.newest
    }

    /// The key of somebody whom the newest card names.
    #[must_use]
    pub fn officer(&self, iid: &Iid) -> Option<(LogRole, &VerifyKey)> {
        self.officers.get(iid).map(|(role, key)| (*role, key))
    }
}
