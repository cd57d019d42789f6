//! The fold: what all entries of a log together mean, and whether the next one may follow.

use std::collections::BTreeMap;

use super::invite::LogInvite;
use super::payload::{Delegate, HistoryRule, LogRole, Payload, verify_join};
use super::rules::{BatchError, FoldError};
use super::{Body, Entry};
use crate::error::BadSignature;
use crate::identity::{self, IdentityCard};
use crate::ids::{DelegationId, Hash, Head, Iid, InviteId, KeyCommit, Pid, PrevBox, Signature, UnitId, XKey};
use crate::limits::LOG_ENTRIES;
use crate::sign::VerifyKey;

/// A member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogMember {
    pub role: LogRole,
    pub card: IdentityCard,
    /// The number of the entry by which this identity came in.
    pub since: u64,
    pub(super) key: VerifyKey,
}

impl LogMember {
    /// The key of the card, checked.
    #[must_use]
    pub const fn verify_key(&self) -> &VerifyKey {
        &self.key
    }
}

/// An epoch, as the log tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epoch {
    pub number: u32,
    pub commit: KeyCommit,
    pub key: XKey,
    pub prev: Option<PrevBox>,
    /// The number of its entry.
    pub seq: u64,
}

/// A task handed to another pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delegation {
    pub terms: Delegate,
    pub is_open: bool,
}

/// The entries that have to come next: nothing else is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MustRotate {
    /// After a REMOVE: more of them by the same actor, then an EPOCH of that actor.
    Removed { by: Iid },
    /// After a REKEY: an EPOCH, by the admin who wrote it or the new keys.
    Rekeyed { by: Iid, new: Iid },
}

/// Where the pursuance goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub base_url: String,
    pub effective_seq: u64,
}

/// Who may have signed a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author<'a> {
    Member(&'a LogMember),
    /// A delegate's writing key: somebody of that pursuance.
    Delegate(&'a Delegation),
}

/// The meaning of a log, as far as it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    pub(super) pid: Pid,
    pub(super) head: Option<Head>,
    pub(super) history: HistoryRule,
    pub(super) floor: u32,
    pub(super) is_pending: bool,
    pub(super) must: Option<MustRotate>,
    pub(super) members: BTreeMap<Iid, LogMember>,
    pub(super) epochs: Vec<Epoch>,
    pub(super) invites: BTreeMap<InviteId, LogInvite>,
    pub(super) delegations: BTreeMap<DelegationId, Delegation>,
    pub(super) generations: BTreeMap<UnitId, u32>,
    pub(super) moved: Option<Moved>,
    /// Each identity that was replaced, and the one that went on for it.
    pub(super) heirs: BTreeMap<Iid, Iid>,
}

impl Fold {
    /// The log of the pursuance `pid`, before its first entry.
    #[must_use]
    pub const fn new(pid: Pid) -> Self {
        Self {
            pid,
            head: None,
            history: HistoryRule::Full,
            floor: 0,
            is_pending: false,
            must: None,
            members: BTreeMap::new(),
            epochs: Vec::new(),
            invites: BTreeMap::new(),
            delegations: BTreeMap::new(),
            generations: BTreeMap::new(),
            moved: None,
            heirs: BTreeMap::new(),
        }
    }

    #[must_use]
    pub const fn pid(&self) -> Pid {
        self.pid
    }

    /// How far it goes; nothing before the genesis.
    #[must_use]
    pub const fn head(&self) -> Option<Head> {
        self.head
    }

    /// The number of the next entry.
    #[must_use]
    pub fn next_seq(&self) -> u64 {
        self.head.map_or(0, |head| head.seq + 1)
    }

    /// The members, by their identities.
    pub fn members(&self) -> impl Iterator<Item = (&Iid, &LogMember)> {
        self.members.iter()
    }

    #[must_use]
    pub fn member(&self, iid: &Iid) -> Option<&LogMember> {
        self.members.get(iid)
    }

    /// Under which identity somebody goes on whose keys were replaced, perhaps several times; else the same. Whether that one is a
    /// member still is another question.
    #[must_use]
    pub fn heir(&self, iid: &Iid) -> Iid {
        let mut at = *iid;
        // A newcomer was replaced by nobody, so no way leads in a circle.
        for _ in 0..self.heirs.len() {
            let Some(next) = self.heirs.get(&at) else { break };
            at = *next;
        }
        at
    }

    /// Each identity that was replaced, and the one that goes on for it now.
    pub fn heirs(&self) -> impl Iterator<Item = (&Iid, Iid)> {
        self.heirs.keys().map(move |former| (former, self.heir(former)))
    }

    /// The identities for which another one goes on, which was not replaced itself. A log may have thousands, one behind the other: each
    /// is looked at once.
    #[must_use]
    pub fn formers(&self, heir: &Iid) -> Vec<Iid> {
        if self.heirs.contains_key(heir) {
            return Vec::new();
        }
        let mut before: BTreeMap<Iid, Vec<Iid>> = BTreeMap::new();
        for (former, next) in &self.heirs {
            before.entry(*next).or_default().push(*former);
        }
        let mut found = before.remove(heir).unwrap_or_default();
        let mut at = 0;
        while let Some(former) = found.get(at).copied() {
            found.extend(before.remove(&former).unwrap_or_default());
            at += 1;
        }
        found
    }

    #[must_use]
    pub fn role(&self, iid: &Iid) -> Option<LogRole> {
        self.member(iid).map(|member| member.role)
    }

    /// The number of the newest epoch; 0 before the first.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.epochs.last().map_or(0, |epoch| epoch.number)
    }

    #[must_use]
    pub fn epochs(&self) -> &[Epoch] {
        &self.epochs
    }

    #[must_use]
    pub fn epoch_number(&self, number: u32) -> Option<&Epoch> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.epochs.get(index)
    }

    #[must_use]
    pub const fn history(&self) -> HistoryRule {
        self.history
    }

    /// The first epoch that is not shredded.
    #[must_use]
    pub const fn floor(&self) -> u32 {
        self.floor
    }

    /// Whether a new epoch is due: somebody left, or with [`HistoryRule::FromJoin`] came.
    #[must_use]
    pub const fn is_rotation_pending(&self) -> bool {
        self.is_pending || self.must.is_some()
    }

    /// The entries that have to follow in the same batch.
    #[must_use]
    pub const fn must_rotate(&self) -> Option<MustRotate> {
        self.must
    }

    /// Whether `actor` may write the next EPOCH.
    #[must_use]
    pub fn may_rotate(&self, actor: &Iid) -> bool {
        let Some(role) = self.role(actor) else { return false };
        match self.must {
            Some(MustRotate::Removed { by }) => by == *actor,
            Some(MustRotate::Rekeyed { by, new }) => {
                new == *actor || (by == *actor && role == LogRole::Admin)
            }
            None => role == LogRole::Admin || (self.is_pending && role >= LogRole::Writer),
        }
    }

    /// An invitation, also one that has ended.
    #[must_use]
    pub fn invite(&self, id: &InviteId) -> Option<&LogInvite> {
        self.invites.get(id)
    }

    pub fn open_invites(&self) -> impl Iterator<Item = (&InviteId, &LogInvite)> {
        self.invites.iter().filter(|(_, invite)| invite.is_open)
    }

    /// The delegations that were not revoked.
    pub fn open_delegations(&self) -> impl Iterator<Item = &Delegation> {
        self.delegations.values().filter(|delegation| delegation.is_open)
    }

    #[must_use]
    pub fn delegation(&self, id: &DelegationId) -> Option<&Delegation> {
        self.delegations.get(id)
    }

    /// The generation in which a unit is written now.
    #[must_use]
    pub fn generation(&self, unit: &UnitId) -> u32 {
        self.generations.get(unit).copied().unwrap_or_default()
    }

    #[must_use]
    pub const fn moved(&self) -> Option<&Moved> {
        self.moved.as_ref()
    }

    /// Whose records an identity signs: a member, or the writing key of an open delegation.
    #[must_use]
    pub fn author(&self, iid: &Iid) -> Option<Author<'_>> {
        if let Some(member) = self.member(iid) {
            return Some(Author::Member(member));
        }
        self.open_delegations()
            .find(|delegation| {
                delegation.terms.write_key.is_some_and(|key| identity::iid(&key, &XKey::ZERO) == *iid)
            })
            .map(Author::Delegate)
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// The first rule that it breaks; then nothing has changed.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), FoldError> {
        let body = &entry.body;
        self.follows(body)?;
        self.is_signed(entry)?;
        if let Some(must) = self.must {
            let is_next_removal = matches!((must, &body.payload), (MustRotate::Removed { by }, Payload::Remove { .. }) if by == body.actor);
            if !is_next_removal && !matches!(body.payload, Payload::Epoch { .. }) {
                return Err(FoldError::MustBeEpoch);
            }
        }
        self.take(entry)?;
        self.head = Some(Head { seq: body.seq, hash: entry.hash() });
        Ok(())
    }

    /// Takes the entries of one batch, and gives what the log means afterwards.
    ///
    /// # Errors
    /// The first entry that breaks a rule; one past the last, when the batch ends before the EPOCH that has to follow.
    pub fn batch<'a>(&self, entries: impl IntoIterator<Item = &'a Entry>) -> Result<Self, BatchError> {
        let mut fold = self.clone();
        let mut at = 0;
        for entry in entries {
            fold.apply(entry).map_err(|error| BatchError { at, error })?;
            at += 1;
        }
        fold.finish().map_err(|error| BatchError { at, error })?;
        Ok(fold)
    }

    /// Whether a batch may end here.
    ///
    /// # Errors
    /// When a new epoch has to follow.
    pub const fn finish(&self) -> Result<(), FoldError> {
        if self.must.is_some() { Err(FoldError::EpochMissing) } else { Ok(()) }
    }

    /// Whether it is the next entry of this log.
    fn follows(&self, body: &Body) -> Result<(), FoldError> {
        let prev = self.head.map_or(Hash::ZERO, |head| head.hash);
        let is_genesis = matches!(body.payload, Payload::Genesis { .. });
        if self.next_seq() >= LOG_ENTRIES {
            Err(FoldError::TooMany)
        } else if body.pid != self.pid {
            Err(FoldError::Pid)
        } else if body.seq != self.next_seq() {
            Err(FoldError::Seq)
        } else if body.prev != prev {
            Err(FoldError::Prev)
        } else if is_genesis != self.head.is_none() {
            Err(FoldError::Genesis)
        } else {
            Ok(())
        }
    }

    /// Checks that the actor signed the entry: a member, the founder, or a newcomer.
    fn is_signed(&self, entry: &Entry) -> Result<(), FoldError> {
        let actor = entry.body.actor;
        let signed = |key: &VerifyKey| entry.verify(key).map_err(|BadSignature| FoldError::Sig);
        match &entry.body.payload {
            Payload::Genesis { founder: card, .. } | Payload::Join { card, .. } => {
                if card.iid() != actor {
                    return Err(FoldError::Actor);
                }
                signed(&checked(card)?)
            }
            _ => signed(&self.members.get(&actor).ok_or(FoldError::Actor)?.key),
        }
    }

    /// The rules of each type. Everything is asked before anything is changed.
    fn take(&mut self, entry: &Entry) -> Result<(), FoldError> {
        let Body { actor, seq, time_ms, .. } = entry.body;
        match &entry.body.payload {
            Payload::Genesis { history, founder, .. } => {
                if entry.founded() != Some(self.pid) {
                    return Err(FoldError::Pid);
                }
                self.history = *history;
                self.seat(*founder, LogRole::Admin, seq)
            }
            Payload::Add { role, card } => {
                self.needs(actor, LogRole::Admin)?;
                self.seat(*card, *role, seq)
            }
            Payload::Leave => {
                self.keeps_an_admin(actor)?;
                self.members.remove(&actor);
                self.is_pending = true;
                self.end_invites();
                Ok(())
            }
            Payload::Remove { iid } => self.remove(actor, *iid),
            Payload::Epoch { epoch, commit, key, prev } => {
                if !self.may_rotate(&actor) {
                    return Err(FoldError::Authority);
                }
                if self.epoch().checked_add(1) != Some(*epoch) {
                    return Err(FoldError::Epoch);
                }
                if prev.is_some() != (*epoch > 1 && self.history == HistoryRule::Full) {
                    return Err(FoldError::HasPrev);
                }
                self.epochs.push(Epoch { number: *epoch, commit: *commit, key: *key, prev: *prev, seq });
                self.is_pending = false;
                self.must = None;
                Ok(())
            }
            Payload::Invite { id, key, role, max_uses, expires_ms } => {
                self.needs(actor, LogRole::Moderator)?;
                if self.invites.contains_key(id) || *id != crate::invite::id(key) {
                    return Err(FoldError::Invite);
                }
                let (key, role, max_uses, expires_ms) = (*key, *role, *max_uses, *expires_ms);
                let invite = LogInvite { key, role, max_uses, uses: 0, expires_ms, is_open: true };
                self.invites.insert(*id, invite);
                Ok(())
            }
            Payload::InviteRevoke { id } => {
                self.needs(actor, LogRole::Moderator)?;
                let invite = self.invites.get_mut(id).filter(|invite| invite.is_open);
                invite.ok_or(FoldError::Invite)?.is_open = false;
                Ok(())
            }
            Payload::Join { invite, card, signature } => self.join(*invite, *card, signature, seq, time_ms),
            Payload::Role { iid, role } => {
                self.needs(actor, LogRole::Admin)?;
                if *role < LogRole::Admin {
                    self.keeps_an_admin(*iid)?;
                }
                self.members.get_mut(iid).ok_or(FoldError::Member)?.role = *role;
                Ok(())
            }
            Payload::Rekey { old, card, signature } => self.rekey(actor, *old, *card, signature, seq),
            Payload::Delegate(terms) => {
                self.needs(actor, LogRole::Moderator)?;
                if let Some(before) = self.delegations.get(&terms.id) {
                    let of = |terms: &Delegate| (terms.unit, terms.delegate, terms.rights);
                    if !before.is_open || of(&before.terms) != of(terms) {
                        return Err(FoldError::Delegation);
                    }
                }
                self.delegations.insert(terms.id, Delegation { terms: *terms, is_open: true });
                Ok(())
            }
            Payload::DelegateRevoke { id, units } => {
                self.needs(actor, LogRole::Moderator)?;
                if !self.delegations.get(id).is_some_and(|delegation| delegation.is_open) {
                    return Err(FoldError::Delegation);
                }
                if units.iter().any(|(unit, generation)| *generation <= self.generation(unit)) {
                    return Err(FoldError::Generation);
                }
                self.generations.extend(units.iter().copied());
                if let Some(delegation) = self.delegations.get_mut(id) {
                    delegation.is_open = false;
                }
                Ok(())
            }
            Payload::Move { base_url, effective_seq } => {
                self.needs(actor, LogRole::Admin)?;
                self.moved = Some(Moved { base_url: base_url.clone(), effective_seq: *effective_seq });
                Ok(())
            }
            // Any member; what it says is compared with what there is, not with the log.
            Payload::Checkpoint { .. } => Ok(()),
            Payload::Settings { history, floor } => {
                self.needs(actor, LogRole::Admin)?;
                if *floor < self.floor || *floor > self.epoch() {
                    return Err(FoldError::Floor);
                }
                if self.history == HistoryRule::FromJoin && *history == HistoryRule::Full {
                    return Err(FoldError::History);
                }
                self.history = *history;
                self.floor = *floor;
                Ok(())
            }
            Payload::UnitBump { unit, generation } => {
                self.needs(actor, LogRole::Moderator)?;
                if *generation <= self.generation(unit) {
                    return Err(FoldError::Generation);
                }
                self.generations.insert(*unit, *generation);
                Ok(())
            }
        }
    }

    fn needs(&self, actor: Iid, role: LogRole) -> Result<(), FoldError> {
        if self.role(&actor) >= Some(role) { Ok(()) } else { Err(FoldError::Authority) }
    }

    fn keeps_an_admin(&self, without: Iid) -> Result<(), FoldError> {
        let is_admin = |iid: &Iid| self.role(iid) == Some(LogRole::Admin);
        let is_last = is_admin(&without) && !self.members.keys().any(|iid| *iid != without && is_admin(iid));
        if is_last { Err(FoldError::LastAdmin) } else { Ok(()) }
    }

    fn end_invites(&mut self) {
        self.invites.values_mut().for_each(|invite| invite.is_open = false);
    }

    /// A new member, whose card was not checked yet.
    fn seat(&mut self, card: IdentityCard, role: LogRole, since: u64) -> Result<(), FoldError> {
        let key = checked(&card)?;
        let iid = card.iid();
        if self.members.contains_key(&iid) {
            return Err(FoldError::Member);
        }
        self.members.insert(iid, LogMember { role, card, since, key });
        self.heirs.remove(&iid);
        Ok(())
    }

    fn remove(&mut self, actor: Iid, iid: Iid) -> Result<(), FoldError> {
        self.needs(actor, LogRole::Moderator)?;
        let role = self.role(&iid).ok_or(FoldError::Member)?;
        let is_allowed = self.role(&actor) == Some(LogRole::Admin) || role < LogRole::Moderator;
        if !is_allowed || actor == iid {
            return Err(FoldError::Authority);
        }
        self.members.remove(&iid);
        self.end_invites();
        self.must = Some(MustRotate::Removed { by: actor });
        Ok(())
    }

    fn join(
        &mut self,
        id: InviteId,
        card: IdentityCard,
        signature: &Signature,
        seq: u64,
        time_ms: u64,
    ) -> Result<(), FoldError> {
        let invite = *self.invites.get(&id).filter(|invite| invite.is_open).ok_or(FoldError::Invite)?;
        if !invite.has_room() {
            return Err(FoldError::InviteUsed);
        }
        if time_ms > invite.expires_ms {
            return Err(FoldError::Expired);
        }
        verify_join(&invite.key, &self.pid, &id, &card, signature)
            .map_err(|BadSignature| FoldError::InviteSig)?;
        self.seat(card, invite.role, seq)?;
        if let Some(invite) = self.invites.get_mut(&id) {
            invite.uses += 1;
        }
        if self.history == HistoryRule::FromJoin {
            self.is_pending = true;
        }
        Ok(())
    }

    fn rekey(
        &mut self,
        actor: Iid,
        old: Iid,
        card: IdentityCard,
        signature: &Signature,
        seq: u64,
    ) -> Result<(), FoldError> {
        if actor != old {
            self.needs(actor, LogRole::Admin)?;
        }
        let role = self.role(&old).ok_or(FoldError::Member)?;
        let parts: [&[u8]; 2] = [self.pid.as_bytes(), old.as_bytes()];
        checked(&card)?.verify("pv1/rekey", &parts, signature).map_err(|BadSignature| FoldError::RekeySig)?;
        self.seat(card, role, seq)?;
        self.members.remove(&old);
        self.heirs.insert(old, card.iid());
        self.end_invites();
        self.must = Some(MustRotate::Rekeyed { by: actor, new: card.iid() });
        Ok(())
    }
}

fn checked(card: &IdentityCard) -> Result<VerifyKey, FoldError> {
    card.check().map_err(|BadSignature| FoldError::Card)
}
