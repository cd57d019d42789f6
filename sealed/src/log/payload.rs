//! The contents of an entry of the log: sixteen types (docs/sealed.md §3.5).

use crate::error::{BadSignature, DecodeError};
use crate::frame::prefixed16;
use crate::identity::IdentityCard;
use crate::ids::{
    DelegationId, EdKey, Hash, Iid, InviteId, KeyCommit, Pid, PrevBox, Signature, UnitId, XKey,
};
use crate::reader::Reader;
use crate::sign::{SigningKey, VerifyKey};
use crate::writer::ByteWriter;

/// The rights of a member, as far as signatures show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogRole {
    Reader,
    Writer,
    Moderator,
    Admin,
}

impl LogRole {
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Reader => 0,
            Self::Writer => 1,
            Self::Moderator => 2,
            Self::Admin => 3,
        }
    }

    #[must_use]
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::Reader),
            1 => Some(Self::Writer),
            2 => Some(Self::Moderator),
            3 => Some(Self::Admin),
            _ => None,
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::from_number(reader.u8()?).ok_or(DecodeError::Value("the role"))
    }

    /// One that an invitation can give.
    pub(crate) fn read_invited(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let role = Self::read(reader)?;
        if role > Self::Writer { Err(DecodeError::Value("the role of an invitation")) } else { Ok(role) }
    }
}

/// The history that newcomers can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryRule {
    /// All of it: each epoch's key opens that of the one before.
    Full,
    /// The part that is written after they joined.
    FromJoin,
}

impl HistoryRule {
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Full => 1,
            Self::FromJoin => 2,
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.u8()? {
            1 => Ok(Self::Full),
            2 => Ok(Self::FromJoin),
            _ => Err(DecodeError::Value("the history")),
        }
    }
}

/// The rights of a delegate on the task beside reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelegateRights(u8);

impl DelegateRights {
    const READ: u8 = 1;
    /// Means nothing in this version, and may stand there.
    const RESERVED: u8 = 2;
    const CHAT: u8 = 4;
    const PROPOSE: u8 = 8;

    #[must_use]
    pub const fn new(read: bool, chat: bool, propose: bool) -> Self {
        let mut bits = 0;
        if read {
            bits |= Self::READ;
        }
        if chat {
            bits |= Self::CHAT;
        }
        if propose {
            bits |= Self::PROPOSE;
        }
        Self(bits)
    }

    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    #[must_use]
    pub const fn may_read(self) -> bool {
        self.0 & Self::READ != 0
    }

    #[must_use]
    pub const fn may_chat(self) -> bool {
        self.0 & Self::CHAT != 0
    }

    #[must_use]
    pub const fn may_propose(self) -> bool {
        self.0 & Self::PROPOSE != 0
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let bits = reader.u8()?;
        if bits & !(Self::READ | Self::RESERVED | Self::CHAT | Self::PROPOSE) == 0 {
            Ok(Self(bits))
        } else {
            Err(DecodeError::Value("the rights"))
        }
    }
}

/// A task handed to another pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delegate {
    pub id: DelegationId,
    pub unit: UnitId,
    pub delegate: Pid,
    /// The delegate's epoch, to whose key the packages are sealed.
    pub epoch: u32,
    pub key: XKey,
    pub rights: DelegateRights,
    /// Whom its records are signed by; nobody before the delegate accepted.
    pub write_key: Option<EdKey>,
    /// The newest of the delegate's cards that was seen.
    pub card: Hash,
}

/// The contents of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    Genesis { nonce: [u8; 16], history: HistoryRule, founder: IdentityCard },
    Add { role: LogRole, card: IdentityCard },
    Leave,
    Remove { iid: Iid },
    Epoch { epoch: u32, commit: KeyCommit, key: XKey, prev: Option<PrevBox> },
    Invite { id: InviteId, key: EdKey, role: LogRole, max_uses: u16, expires_ms: u64 },
    InviteRevoke { id: InviteId },
    Join { invite: InviteId, card: IdentityCard, signature: Signature },
    Role { iid: Iid, role: LogRole },
    Rekey { old: Iid, card: IdentityCard, signature: Signature },
    Delegate(Delegate),
    DelegateRevoke { id: DelegationId, units: Vec<(UnitId, u32)> },
    Move { base_url: String, effective_seq: u64 },
    Checkpoint { objects: u64, root: Hash },
    Settings { history: HistoryRule, floor: u32 },
    UnitBump { unit: UnitId, generation: u32 },
}

impl Payload {
    /// The number of its type.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        match self {
            Self::Genesis { .. } => 1,
            Self::Add { .. } => 2,
            Self::Leave => 3,
            Self::Remove { .. } => 4,
            Self::Epoch { .. } => 5,
            Self::Invite { .. } => 6,
            Self::InviteRevoke { .. } => 7,
            Self::Join { .. } => 8,
            Self::Role { .. } => 9,
            Self::Rekey { .. } => 10,
            Self::Delegate(_) => 11,
            Self::DelegateRevoke { .. } => 12,
            Self::Move { .. } => 13,
            Self::Checkpoint { .. } => 14,
            Self::Settings { .. } => 15,
            Self::UnitBump { .. } => 16,
        }
    }

    /// Its name, as it is printed.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Genesis { .. } => "GENESIS",
            Self::Add { .. } => "ADD",
            Self::Leave => "LEAVE",
            Self::Remove { .. } => "REMOVE",
            Self::Epoch { .. } => "EPOCH",
            Self::Invite { .. } => "INVITE",
            Self::InviteRevoke { .. } => "INVITE_REVOKE",
            Self::Join { .. } => "JOIN",
            Self::Role { .. } => "ROLE",
            Self::Rekey { .. } => "REKEY",
            Self::Delegate(_) => "DELEGATE",
            Self::DelegateRevoke { .. } => "DELEGATE_REVOKE",
            Self::Move { .. } => "MOVE",
            Self::Checkpoint { .. } => "CHECKPOINT",
            Self::Settings { .. } => "SETTINGS",
            Self::UnitBump { .. } => "UNIT_BUMP",
        }
    }

    pub(super) fn read(kind: u8, reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(match kind {
            1 => {
                reader.version()?;
                let (nonce, history) = (reader.array()?, HistoryRule::read(reader)?);
                Self::Genesis { nonce, history, founder: IdentityCard::read16(reader)? }
            }
            2 => Self::Add { role: LogRole::read(reader)?, card: IdentityCard::read16(reader)? },
            3 if reader.u32()? == 0 => Self::Leave,
            3 => return Err(DecodeError::Value("a reserved number")),
            4 => {
                let iid = Iid::read(reader)?;
                reader.expect(0, DecodeError::Value("the reason"))?;
                Self::Remove { iid }
            }
            5 => Self::Epoch {
                epoch: reader.u32()?,
                commit: KeyCommit::read(reader)?,
                key: XKey::read(reader)?,
                prev: match reader.u8()? {
                    0 => None,
                    1 => Some(PrevBox::read(reader)?),
                    _ => return Err(DecodeError::Value("whether there is a previous box")),
                },
            },
            6 => {
                let (id, key) = (InviteId::read(reader)?, EdKey::read(reader)?);
                let role = LogRole::read_invited(reader)?;
                let (max_uses, expires_ms) = (reader.u16()?, reader.u64()?);
                reader.expect(1, DecodeError::Value("the mode of an invitation"))?;
                Self::Invite { id, key, role, max_uses, expires_ms }
            }
            7 => Self::InviteRevoke { id: InviteId::read(reader)? },
            8 => Self::Join {
                invite: InviteId::read(reader)?,
                card: IdentityCard::read16(reader)?,
                signature: Signature::read(reader)?,
            },
            9 => Self::Role { iid: Iid::read(reader)?, role: LogRole::read(reader)? },
            10 => Self::Rekey {
                old: Iid::read(reader)?,
                card: IdentityCard::read16(reader)?,
                signature: Signature::read(reader)?,
            },
            11 => Self::Delegate(Delegate {
                id: DelegationId::read(reader)?,
                unit: UnitId::read(reader)?,
                delegate: Pid::read(reader)?,
                epoch: reader.u32()?,
                key: XKey::read(reader)?,
                rights: DelegateRights::read(reader)?,
                write_key: Some(EdKey::read(reader)?).filter(|key| !key.is_zero()),
                card: Hash::read(reader)?,
            }),
            12 => Self::DelegateRevoke {
                id: DelegationId::read(reader)?,
                units: {
                    let units = reader.many(|reader| Ok((UnitId::read(reader)?, reader.u32()?)))?;
                    if !units.is_sorted_by(|one, next| one.0 < next.0) {
                        return Err(DecodeError::Order);
                    }
                    units
                },
            },
            13 => Self::Move { base_url: reader.str()?.to_owned(), effective_seq: reader.u64()? },
            14 => Self::Checkpoint { objects: reader.u64()?, root: Hash::read(reader)? },
            15 => {
                reader.version()?;
                let (history, floor) = (HistoryRule::read(reader)?, reader.u32()?);
                if !reader.v32()?.is_empty() {
                    return Err(DecodeError::Value("the envelope of settings"));
                }
                Self::Settings { history, floor }
            }
            16 => Self::UnitBump { unit: UnitId::read(reader)?, generation: reader.u32()? },
            _ => return Err(DecodeError::Value("the type of an entry")),
        })
    }

    /// # Errors
    /// When a number or length is too great.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let writer = ByteWriter::new();
        match self {
            Self::Genesis { nonce, history, founder } => {
                writer.u8(1).raw(nonce).u8(history.number()).v16(&founder.encode())
            }
            Self::Add { role, card } => writer.u8(role.number()).v16(&card.encode()),
            Self::Leave => writer.u32(0),
            Self::Remove { iid } => writer.raw(iid).u8(0),
            Self::Epoch { epoch, commit, key, prev } => {
                let writer = writer.u32(*epoch).raw(commit).raw(key);
                match prev {
                    None => writer.u8(0),
                    Some(prev) => writer.u8(1).raw(prev),
                }
            }
            Self::Invite { id, key, role, max_uses, expires_ms } => {
                writer.raw(id).raw(key).u8(role.number()).u16(*max_uses).u64(*expires_ms).u8(1)
            }
            Self::InviteRevoke { id } => writer.raw(id),
            Self::Join { invite, card, signature } => writer.raw(invite).v16(&card.encode()).raw(signature),
            Self::Role { iid, role } => writer.raw(iid).u8(role.number()),
            Self::Rekey { old, card, signature } => writer.raw(old).v16(&card.encode()).raw(signature),
            Self::Delegate(delegate) => writer
                .raw(delegate.id)
                .raw(delegate.unit)
                .raw(delegate.delegate)
                .u32(delegate.epoch)
                .raw(delegate.key)
                .u8(delegate.rights.bits())
                .raw(delegate.write_key.unwrap_or(EdKey::ZERO))
                .raw(delegate.card),
            Self::DelegateRevoke { id, units } => {
                writer.raw(id).many(units, |writer, (unit, generation)| writer.raw(unit).u32(*generation))
            }
            Self::Move { base_url, effective_seq } => writer.v16(base_url.as_bytes()).u64(*effective_seq),
            Self::Checkpoint { objects, root } => writer.u64(*objects).raw(root),
            Self::Settings { history, floor } => writer.u8(1).u8(history.number()).u32(*floor).v32(&[]),
            Self::UnitBump { unit, generation } => writer.raw(unit).u32(*generation),
        }
        .finish()
    }
}

/// The signature with which the holder of an invitation's seed joins under this card.
#[must_use]
pub fn sign_join(key: &SigningKey, pid: &Pid, invite: &InviteId, card: &IdentityCard) -> Signature {
    key.sign("pv1/join", &[pid.as_bytes(), invite.as_bytes(), &prefixed16(&card.encode())])
}

pub(super) fn verify_join(
    key: &EdKey,
    pid: &Pid,
    invite: &InviteId,
    card: &IdentityCard,
    signature: &Signature,
) -> Result<(), BadSignature> {
    let parts: [&[u8]; 3] = [pid.as_bytes(), invite.as_bytes(), &prefixed16(&card.encode())];
    VerifyKey::parse(key)?.verify("pv1/join", &parts, signature)
}

/// The signature with which new keys take the place of `old`.
#[must_use]
pub fn sign_rekey(key: &SigningKey, pid: &Pid, old: &Iid) -> Signature {
    key.sign("pv1/rekey", &[pid.as_bytes(), old.as_bytes()])
}
