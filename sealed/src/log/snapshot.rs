//! The fold as bytes, so that each entry is verified once. Their maker keeps these bytes beside the head;
//! they are no format that others read, and are believed only by their writer.

use super::fold::{Delegation, Epoch, Fold, LogMember, Moved, MustRotate};
use super::invite::LogInvite;
use super::payload::{Delegate, DelegateRights, HistoryRule, LogRole};
use crate::error::DecodeError;
use crate::identity::IdentityCard;
use crate::ids::{DelegationId, EdKey, Hash, Head, Iid, InviteId, KeyCommit, Pid, PrevBox, UnitId, XKey};
use crate::reader::Reader;
use crate::sign::VerifyKey;
use crate::writer::ByteWriter;

/// A fold of another version is made anew from its log.
const VERSION: u8 = 2;

impl Fold {
    /// Reads what [`Fold::to_bytes`] wrote. The signatures of cards are not verified again.
    ///
    /// # Errors
    /// When it is another version, or was not written by it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, Self::read)
    }

    /// # Errors
    /// When there are more than 65,535 of something, which no log of 20,000 entries makes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, DecodeError> {
        let members: Vec<_> = self.members.values().collect();
        let invites: Vec<_> = self.invites.iter().collect();
        let delegations: Vec<_> = self.delegations.values().collect();
        let generations: Vec<_> = self.generations.iter().collect();
        let heirs: Vec<_> = self.heirs.iter().collect();
        let writer = ByteWriter::new().u8(VERSION).raw(self.pid);
        let writer = option(writer, self.head, |writer, head| head.write(writer));
        let writer = writer.u8(self.history.number()).u32(self.floor).u8(self.is_pending.into());
        let writer = match self.must {
            None => writer.u8(0),
            Some(MustRotate::Removed { by }) => writer.u8(1).raw(by),
            Some(MustRotate::Rekeyed { by, new }) => writer.u8(2).raw(by).raw(new),
        };
        let writer = writer
            .many(&members, |writer, member| {
                writer.u8(member.role.number()).raw(member.card.encode()).u64(member.since)
            })
            .many(&self.epochs, |writer, epoch| {
                let writer = writer.u32(epoch.number).raw(epoch.commit).raw(epoch.key).u64(epoch.seq);
                option(writer, epoch.prev, ByteWriter::raw)
            })
            .many(&invites, |writer, (id, invite)| {
                let writer = writer.raw(id).raw(invite.key).u8(invite.role.number());
                let writer = writer.u16(invite.max_uses).u32(invite.uses).u64(invite.expires_ms);
                writer.u8(invite.is_open.into())
            })
            .many(&delegations, |writer, Delegation { terms, is_open }| {
                let writer = writer.raw(terms.id).raw(terms.unit).raw(terms.delegate).u32(terms.epoch);
                let writer = writer.raw(terms.key).u8(terms.rights.bits()).raw(terms.card);
                option(writer, terms.write_key, ByteWriter::raw).u8((*is_open).into())
            })
            .many(&generations, |writer, (unit, generation)| writer.raw(unit).u32(**generation))
            .many(&heirs, |writer, (former, heir)| writer.raw(former).raw(heir));
        option(writer, self.moved.as_ref(), |writer, moved| {
            writer.v16(moved.base_url.as_bytes()).u64(moved.effective_seq)
        })
        .finish()
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.expect(VERSION, DecodeError::Version)?;
        let mut fold = Self::new(Pid::read(reader)?);
        fold.head = maybe(reader, Head::read)?;
        fold.history = HistoryRule::read(reader)?;
        fold.floor = reader.u32()?;
        fold.is_pending = flag(reader)?;
        fold.must = match reader.u8()? {
            0 => None,
            1 => Some(MustRotate::Removed { by: Iid::read(reader)? }),
            2 => Some(MustRotate::Rekeyed { by: Iid::read(reader)?, new: Iid::read(reader)? }),
            _ => return Err(DecodeError::Value("what must follow")),
        };
        let members = reader.many(|reader| {
            let (role, card, since) = (LogRole::read(reader)?, IdentityCard::read(reader)?, reader.u64()?);
            let key = VerifyKey::parse(&card.sign).map_err(|_| DecodeError::Value("a card"))?;
            Ok((card.iid(), LogMember { role, card, since, key }))
        })?;
        fold.members = members.into_iter().collect();
        fold.epochs = reader.many(|reader| {
            Ok(Epoch {
                number: reader.u32()?,
                commit: KeyCommit::read(reader)?,
                key: XKey::read(reader)?,
                seq: reader.u64()?,
                prev: maybe(reader, PrevBox::read)?,
            })
        })?;
        let invites = reader.many(|reader| {
            let id = InviteId::read(reader)?;
            let (key, role) = (EdKey::read(reader)?, LogRole::read(reader)?);
            let (max_uses, uses) = (reader.u16()?, reader.u32()?);
            let (expires_ms, is_open) = (reader.u64()?, flag(reader)?);
            Ok((id, LogInvite { key, role, max_uses, uses, expires_ms, is_open }))
        })?;
        fold.invites = invites.into_iter().collect();
        let delegations = reader.many(|reader| {
            let terms = Delegate {
                id: DelegationId::read(reader)?,
                unit: UnitId::read(reader)?,
                delegate: Pid::read(reader)?,
                epoch: reader.u32()?,
                key: XKey::read(reader)?,
                rights: DelegateRights::read(reader)?,
                card: Hash::read(reader)?,
                write_key: maybe(reader, EdKey::read)?,
            };
            Ok((terms.id, Delegation { terms, is_open: flag(reader)? }))
        })?;
        fold.delegations = delegations.into_iter().collect();
        let generations = reader.many(|reader| Ok((UnitId::read(reader)?, reader.u32()?)))?;
        fold.generations = generations.into_iter().collect();
        let heirs = reader.many(|reader| Ok((Iid::read(reader)?, Iid::read(reader)?)))?;
        fold.heirs = heirs.into_iter().collect();
        fold.moved = maybe(reader, |reader| {
            Ok(Moved { base_url: reader.str()?.to_owned(), effective_seq: reader.u64()? })
        })?;
        Ok(fold)
    }
}

fn option<T>(
    writer: ByteWriter,
    value: Option<T>,
    write: impl FnOnce(ByteWriter, T) -> ByteWriter,
) -> ByteWriter {
    match value {
        None => writer.u8(0),
        Some(value) => write(writer.u8(1), value),
    }
}

fn flag(reader: &mut Reader<'_>) -> Result<bool, DecodeError> {
    match reader.u8()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(DecodeError::Value("a yes or no")),
    }
}

fn maybe<T>(
    reader: &mut Reader<'_>,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
) -> Result<Option<T>, DecodeError> {
    if flag(reader)? { read(reader).map(Some) } else { Ok(None) }
}
