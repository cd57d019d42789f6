//! The checks of a server or relay on what is put, without any key: so that junk and forged authors end at the door
//! (docs/sealed.md §3.13). Clients do not rely on it, and check the same.

use std::collections::BTreeMap;

use crate::envelope::{ObjectType, SealedEnvelope};
use crate::epoch::Seal;
use crate::error::{DecodeError, RelayRefusal};
use crate::identity;
use crate::ids::{DelegationId, Hash, Iid, InviteId, Pid, UnitId, XKey};
use crate::limits::{AHEAD_MOST, BATCH_BYTES, SEALS_EACH};
use crate::log::{Author, BatchError, Delegate, Entry, Fold, FoldError, LogRole, Payload};
use crate::record::{Content, FieldRecord, Message};
use crate::revision::{Body, FieldRef, RESEALED, Rel, Revision};
use crate::sign::VerifyKey;

/// A batch of the log that is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.refusal.reason())]
pub struct RefusedBatch {
    pub refusal: RelayRefusal,
    /// The rule of the log that was broken, and the entry of the batch that broke it.
    pub broken: Option<BatchError>,
}

impl From<RelayRefusal> for RefusedBatch {
    fn from(refusal: RelayRefusal) -> Self {
        Self { refusal, broken: None }
    }
}

/// Checks entries for the log together with their seals, and gives what the log means afterwards.
///
/// `seals` are those for the batch's new epoch, one for each member; without a new epoch there are none.
///
/// # Errors
/// `stale-log` when the log has gone on; else the first thing that is wrong. Nothing of the batch is taken then.
pub fn batch(fold: &Fold, entries: &[Entry], seals: &[Seal]) -> Result<Fold, RefusedBatch> {
    let length = entries.iter().map(|entry| entry.as_bytes().len()).sum::<usize>() + seals.len() * Seal::LEN;
    if length > BATCH_BYTES {
        return Err(RelayRefusal::TooLarge.into());
    }
    let Some(first) = entries.first() else { return Err(RelayRefusal::BadFields.into()) };
    let follows = |head: crate::ids::Head| first.body.seq == head.seq + 1 && first.body.prev == head.hash;
    if !fold.head().map_or(first.body.seq == 0, follows) {
        return Err(RelayRefusal::StaleLog.into());
    }
    let after = fold.batch(entries).map_err(|broken| {
        // An entry that is missing at the end is the whole batch's fault.
        let refusal = match broken.error {
            FoldError::EpochMissing => RelayRefusal::DoesNotFold,
            error => error.refusal(),
        };
        RefusedBatch { refusal, broken: Some(broken) }
    })?;
    if after.epoch() == fold.epoch() {
        // Seals of an epoch that was there are handed in alone.
        return if seals.is_empty() { Ok(after) } else { Err(RelayRefusal::DoesNotFold.into()) };
    }
    complete(&after, seals)?;
    Ok(after)
}

/// Whether there is one seal of the newest epoch for each member, and none besides.
///
/// # Errors
/// `does-not-fold` for a seal to nobody, or of another epoch; `seals-incomplete` when one is missing or double.
pub fn complete(fold: &Fold, seals: &[Seal]) -> Result<(), RelayRefusal> {
    for seal in seals {
        if seal.epoch != fold.epoch() || fold.member(&seal.to).is_none() {
            return Err(RelayRefusal::DoesNotFold);
        }
    }
    let mut to: Vec<_> = seals.iter().map(|seal| seal.to).collect();
    to.sort_unstable();
    if to.iter().eq(fold.members().map(|(iid, _)| iid)) { Ok(()) } else { Err(RelayRefusal::SealsIncomplete) }
}

/// Whether one more seal is taken: of a courier, or by a member whose own device lost it. `there` are those of this
/// epoch for this member that are kept already, each from another member.
///
/// # Errors
/// `does-not-fold` when it is to nobody, or of an epoch that is not there or was shredded; `enough-seals` for a fourth.
pub fn seal(fold: &Fold, seal: &Seal, there: usize) -> Result<(), RelayRefusal> {
    let is_known = fold.epoch_number(seal.epoch).is_some() && seal.epoch >= fold.floor();
    if !is_known || fold.member(&seal.to).is_none() {
        Err(RelayRefusal::DoesNotFold)
    } else if there >= SEALS_EACH {
        Err(RelayRefusal::EnoughSeals)
    } else {
        Ok(())
    }
}

/// How a revision comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As everywhere: its author puts it, under the newest epoch.
    Put { poster: Iid },
    /// After a server was restored: any member gives back what others wrote, under the epoch of its time. Devices keep the newest
    /// revision of each object alone: it may be further ahead, and then brings all fields that have changed since.
    GivenBack,
}

/// The newest revision of an object that is stored, and its relations.
#[derive(Debug, Clone, Copy)]
pub struct Newest<'a> {
    pub revision: &'a Revision,
    pub rel: &'a Rel,
}

/// Checks a revision and the fields that it changes, and gives its author. What a delegate signs of a task is a
/// suggestion: the caller keeps it apart.
///
/// # Errors
/// The first thing that is wrong: `stale-revision` and `stale-epoch` where its author only came late.
pub fn revision<'f>(
    fold: &'f Fold,
    revision: &Revision,
    fields: &[FieldRecord],
    newest: Option<Newest<'_>>,
    way: Way,
) -> Result<Author<'f>, RelayRefusal> {
    let body = &revision.body;
    if body.pid != fold.pid() {
        return Err(RelayRefusal::BadFields);
    }
    if let Way::Put { poster } = way
        && poster != body.actor
        && !matches!(fold.author(&body.actor), Some(Author::Delegate(_)))
    {
        return Err(RelayRefusal::BadAuthor);
    }
    let author = author(fold, revision)?;
    follows(revision, newest, way)?;
    match way {
        Way::Put { .. } => fresh(fold, &body.unit, body.epoch, body.generation)?,
        Way::GivenBack => {
            // The author of the next revision knows the key of the one before; removed people know only earlier keys.
            let least = newest.map_or(1, |newest| newest.revision.body.epoch);
            if body.epoch < least || body.epoch > fold.epoch() {
                return Err(RelayRefusal::BadEpoch);
            }
        }
    }
    changed(revision, fields, newest, way)?;
    let rel = fields.iter().find_map(|field| match &field.content {
        Content::Rel(rel) => Some(rel),
        Content::Sealed(_) => None,
    });
    let rel = rel.or(newest.map(|newest| newest.rel)).ok_or(RelayRefusal::BadFields)?;
    let mut people = rel.assignees.iter().chain(&rel.reviewers);
    let names_nobody = way == Way::GivenBack || people.all(|iid| fold.member(iid).is_some());
    if rel.suits(body.object_type) && names_nobody { Ok(author) } else { Err(RelayRefusal::BadFields) }
}

/// Who signed a revision, when they may.
fn author<'f>(fold: &'f Fold, revision: &Revision) -> Result<Author<'f>, RelayRefusal> {
    let body = &revision.body;
    let author = fold.author(&body.actor).ok_or(RelayRefusal::BadAuthor)?;
    match author {
        Author::Member(member) => {
            revision.verify(member.verify_key())?;
            let is_own = body.object_type != ObjectType::Profile || body.object == body.actor.profile();
            if member.role < least(body.object_type) || !is_own {
                return Err(RelayRefusal::BadAuthor);
            }
        }
        Author::Delegate(delegation) => {
            let key = delegation.terms.write_key.ok_or(RelayRefusal::BadAuthor)?;
            revision.verify(&VerifyKey::parse(&key)?)?;
            if !delegate_may(&delegation.terms, body) {
                return Err(RelayRefusal::BadAuthor);
            }
        }
    }
    if is_placed(body) { Ok(author) } else { Err(RelayRefusal::BadFields) }
}

/// The role that an object asks of its signers.
const fn least(object_type: ObjectType) -> LogRole {
    match object_type {
        ObjectType::Pursuance => LogRole::Admin,
        ObjectType::Room => LogRole::Moderator,
        ObjectType::Task
        | ObjectType::Chat
        | ObjectType::File
        | ObjectType::Profile
        | ObjectType::DelegationNote
        | ObjectType::BlockNote => LogRole::Writer,
    }
}

/// Whether a delegate may sign it, of the task that it has.
fn delegate_may(terms: &Delegate, body: &Body) -> bool {
    let may = match body.object_type {
        ObjectType::DelegationNote => true,
        ObjectType::Task => terms.rights.may_propose(),
        ObjectType::Pursuance
        | ObjectType::Chat
        | ObjectType::File
        | ObjectType::Profile
        | ObjectType::Room
        | ObjectType::BlockNote => false,
    };
    may && body.unit == terms.unit
}

/// Whether an object of its sort may stand where it stands.
fn is_placed(body: &Body) -> bool {
    let own = UnitId::of(body.object);
    match body.object_type {
        ObjectType::Pursuance => body.object.is_zero() && body.unit.is_zero(),
        ObjectType::Profile => body.unit.is_zero(),
        ObjectType::Task | ObjectType::Room => body.unit == own && !own.is_zero(),
        ObjectType::File | ObjectType::DelegationNote | ObjectType::BlockNote => !body.unit.is_zero(),
        ObjectType::Chat => false,
    }
}

/// Whether it is the next revision of its object, or a later one that is given back.
fn follows(revision: &Revision, newest: Option<Newest<'_>>, way: Way) -> Result<(), RelayRefusal> {
    let body = &revision.body;
    let is_given = way == Way::GivenBack;
    let Some(Newest { revision: newest, .. }) = newest else {
        let is_first = body.rev == 1 || (is_given && body.rev <= AHEAD_MOST);
        return if is_first { Ok(()) } else { Err(RelayRefusal::StaleRevision) };
    };
    let of = |revision: &Revision| (revision.body.object_type, revision.body.object, revision.body.unit);
    if of(newest) != of(revision) {
        return Err(RelayRefusal::BadFields);
    }
    let is_next = body.rev == newest.body.rev + 1 && body.prev == newest.hash();
    // A revision that somebody has written since is not lost by one that was written before.
    let is_later = body.rev > newest.body.rev + 1
        && body.rev - newest.body.rev <= AHEAD_MOST
        && body.time_ms >= newest.body.time_ms;
    let follows = is_next || (is_given && is_later);
    if !follows {
        return Err(RelayRefusal::StaleRevision);
    }
    // The author of the next revision has seen the log at least as far: else a removed person signs as if it were before.
    if body.head.seq < newest.body.head.seq { Err(RelayRefusal::BadNumber) } else { Ok(()) }
}

/// Whether something is written under the newest epoch and generation.
fn fresh(fold: &Fold, unit: &UnitId, epoch: u32, generation: u32) -> Result<(), RelayRefusal> {
    let newest = (fold.epoch(), fold.generation(unit));
    if epoch > newest.0 || generation > newest.1 || epoch == 0 {
        Err(RelayRefusal::BadEpoch)
    } else if (epoch, generation) == newest {
        Ok(())
    } else {
        Err(RelayRefusal::StaleEpoch)
    }
}

/// Whether exactly the changed fields are there, and all others are as they were.
fn changed(
    revision: &Revision,
    fields: &[FieldRecord],
    newest: Option<Newest<'_>>,
    way: Way,
) -> Result<(), RelayRefusal> {
    let body = &revision.body;
    let known = newest.map_or(0, |newest| newest.revision.body.rev);
    let is_new = |rev: u64| match way {
        Way::Put { .. } => rev == body.rev,
        Way::GivenBack => rev > known,
    };
    for FieldRef { name, rev, hash } in &body.fields {
        let name = name.as_str();
        let is_new = is_new(*rev);
        let is_kept = newest
            .and_then(|newest| newest.revision.field(name))
            .is_some_and(|before| (before.rev, before.hash) == (*rev, *hash));
        let is_right = if is_new { fields.iter().any(|field| field.name.as_str() == name) } else { is_kept };
        if !is_right || !body.object_type.has_field(name) || (name == RESEALED && !is_new) {
            return Err(RelayRefusal::BadFields);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for field in fields {
        let named = revision.field(field.name.as_str()).ok_or(RelayRefusal::BadFields)?;
        let is_its =
            (field.object_type, field.object, field.unit) == (body.object_type, body.object, body.unit);
        let is_named = is_new(field.rev) && named.rev == field.rev && named.hash == field.content.hash()?;
        if !is_its || !is_named || !seen.insert(field.name.as_str()) {
            return Err(RelayRefusal::BadFields);
        }
        if let Content::Sealed(SealedEnvelope { epoch, generation, .. }) = &field.content
            && (*epoch, *generation) != (body.epoch, body.generation)
            && !(field.rev < body.rev && is_before(*epoch, *generation, body))
        {
            return Err(if *epoch < body.epoch || *generation < body.generation {
                RelayRefusal::StaleEpoch
            } else {
                RelayRefusal::BadEpoch
            });
        }
    }
    Ok(())
}

/// Whether a field that an earlier revision changed has a key of before.
fn is_before(epoch: u32, generation: u32, body: &Body) -> bool {
    epoch > 0 && epoch <= body.epoch && generation <= body.generation
}

/// Checks a message that a member puts; who wrote it is sealed, and readers check it.
///
/// # Errors
/// `bad-author` when the poster is no member; `stale-epoch`, `bad-epoch` as for revisions; `bad-number` when the number
/// of the sender is 0.
pub fn message(fold: &Fold, message: &Message, poster: &Iid) -> Result<(), RelayRefusal> {
    sent(fold, message, poster)?;
    fresh(fold, &message.unit, message.envelope.epoch, message.envelope.generation)
}

/// The same after a server was restored: its sender gives it back, under the epoch of its time. Nobody gives back that of somebody
/// else, as its signature cannot be seen.
///
/// # Errors
/// As [`message`], but for `stale-epoch`.
pub fn message_given_back(fold: &Fold, message: &Message, poster: &Iid) -> Result<(), RelayRefusal> {
    sent(fold, message, poster)?;
    match fresh(fold, &message.unit, message.envelope.epoch, message.envelope.generation) {
        Ok(()) | Err(RelayRefusal::StaleEpoch) => Ok(()),
        Err(refusal) => Err(refusal),
    }
}

fn sent(fold: &Fold, message: &Message, poster: &Iid) -> Result<(), RelayRefusal> {
    if fold.member(poster).is_none() {
        return Err(RelayRefusal::BadAuthor);
    }
    if message.sender_seq == 0 {
        return Err(RelayRefusal::BadNumber);
    }
    if message.unit.is_zero() { Err(RelayRefusal::BadFields) } else { Ok(()) }
}

/// Refuses what a server does not take for a private pursuance: see [`RelayRefusal::ClearTextRefused`]. An envelope is told by
/// its first two bytes, and its length.
///
/// # Errors
/// `clear-text-refused` when the bytes do not begin as an envelope; else what is wrong with the envelope.
pub fn sealed(bytes: &[u8]) -> Result<SealedEnvelope, RelayRefusal> {
    if !bytes.starts_with(&[1, 1]) {
        return Err(RelayRefusal::ClearTextRefused);
    }
    SealedEnvelope::decode(bytes).map_err(DecodeError::refusal)
}

/// The keys of all who ever were in a log, members and delegates: for what was written before they went.
#[derive(Debug, Default)]
pub struct LogPeople {
    keys: BTreeMap<Iid, VerifyKey>,
}

impl LogPeople {
    /// Adds the ids that an entry brings in.
    pub fn add(&mut self, payload: &Payload) {
        match payload {
            Payload::Genesis { founder: card, .. }
            | Payload::Add { card, .. }
            | Payload::Join { card, .. }
            | Payload::Rekey { card, .. } => {
                if let Ok(key) = VerifyKey::parse(&card.sign) {
                    self.keys.insert(card.iid(), key);
                }
            }
            Payload::Delegate(terms) => {
                if let Some(sign) = terms.write_key
                    && let Ok(key) = VerifyKey::parse(&sign)
                {
                    self.keys.insert(identity::iid(&sign, &XKey::ZERO), key);
                }
            }
            Payload::Leave
            | Payload::Remove { .. }
            | Payload::Epoch { .. }
            | Payload::Invite { .. }
            | Payload::InviteRevoke { .. }
            | Payload::Role { .. }
            | Payload::DelegateRevoke { .. }
            | Payload::Move { .. }
            | Payload::Checkpoint { .. }
            | Payload::Settings { .. }
            | Payload::UnitBump { .. } => {}
        }
    }

    #[must_use]
    pub fn key(&self, iid: &Iid) -> Option<&VerifyKey> {
        self.keys.get(iid)
    }
}

/// Who might do what at which entry of a log: for what was written before somebody went, or had another role.
#[derive(Debug)]
pub struct Past<'a> {
    pid: Pid,
    people: LogPeople,
    /// The hash of each entry.
    hashes: Vec<Hash>,
    /// The roles of all who ever were members, each from an entry on.
    roles: BTreeMap<Iid, Vec<(u64, Option<LogRole>)>>,
    /// The writing keys of delegates, and the entry with which each ends.
    writers: BTreeMap<Iid, (&'a Delegate, u64)>,
}

impl<'a> Past<'a> {
    /// That of a log that was folded.
    #[must_use]
    pub fn of(pid: Pid, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut past = Self {
            pid,
            people: LogPeople::default(),
            hashes: Vec::new(),
            roles: BTreeMap::new(),
            writers: BTreeMap::new(),
        };
        let (mut invited, mut delegated) = (BTreeMap::new(), BTreeMap::new());
        for entry in entries {
            past.people.add(&entry.body.payload);
            past.hashes.push(entry.hash());
            past.take(entry, &mut invited, &mut delegated);
        }
        past
    }

    fn take(
        &mut self,
        entry: &'a Entry,
        invited: &mut BTreeMap<InviteId, LogRole>,
        delegated: &mut BTreeMap<DelegationId, &'a Delegate>,
    ) {
        let seq = entry.body.seq;
        let mut set = |iid: Iid, role: Option<LogRole>| self.roles.entry(iid).or_default().push((seq, role));
        match &entry.body.payload {
            Payload::Genesis { founder, .. } => set(founder.iid(), Some(LogRole::Admin)),
            Payload::Add { role, card } => set(card.iid(), Some(*role)),
            Payload::Join { invite, card, .. } => set(card.iid(), invited.get(invite).copied()),
            Payload::Role { iid, role } => set(*iid, Some(*role)),
            Payload::Leave => set(entry.body.actor, None),
            Payload::Remove { iid } => set(*iid, None),
            Payload::Rekey { old, card, .. } => {
                let role = self.role(old, seq);
                self.roles.entry(*old).or_default().push((seq, None));
                self.roles.entry(card.iid()).or_default().push((seq, role));
            }
            Payload::Invite { id, role, .. } => drop(invited.insert(*id, *role)),
            Payload::Delegate(terms) => {
                let before = delegated.insert(terms.id, terms);
                if before.is_none_or(|before| before.write_key != terms.write_key) {
                    self.end_writers(terms.id, seq);
                    if let Some(key) = &terms.write_key {
                        self.writers.insert(identity::iid(key, &XKey::ZERO), (terms, u64::MAX));
                    }
                }
            }
            Payload::DelegateRevoke { id, .. } => self.end_writers(*id, seq),
            Payload::Epoch { .. }
            | Payload::InviteRevoke { .. }
            | Payload::Move { .. }
            | Payload::Checkpoint { .. }
            | Payload::Settings { .. }
            | Payload::UnitBump { .. } => {}
        }
    }

    fn end_writers(&mut self, id: DelegationId, seq: u64) {
        self.writers
            .values_mut()
            .filter(|(terms, _)| terms.id == id)
            .for_each(|(_, until)| *until = seq.min(*until));
    }

    /// The role that somebody had after an entry.
    fn role(&self, iid: &Iid, seq: u64) -> Option<LogRole> {
        self.roles.get(iid)?.iter().rfind(|(since, _)| *since <= seq)?.1
    }

    /// Whether somebody ever was a member.
    #[must_use]
    pub fn was_member(&self, iid: &Iid) -> bool {
        self.roles.contains_key(iid)
    }

    /// Whether a revision was signed by somebody who could, as far as its author saw the log.
    ///
    /// # Errors
    /// The first thing that is wrong: `stale-log` for an entry that is not there, `does-not-fold` for another log.
    pub fn check(&self, revision: &Revision) -> Result<(), RelayRefusal> {
        let body = &revision.body;
        let is_own = body.object_type != ObjectType::Profile || body.object == body.actor.profile();
        let are_known = body.fields.iter().all(|field| body.object_type.has_field(field.name.as_str()));
        if body.pid != self.pid || !is_placed(body) || !is_own || !are_known {
            return Err(RelayRefusal::BadFields);
        }
        revision.verify(self.people.key(&body.actor).ok_or(RelayRefusal::BadAuthor)?)?;
        let entry = usize::try_from(body.head.seq).ok().and_then(|seq| self.hashes.get(seq));
        if *entry.ok_or(RelayRefusal::StaleLog)? != body.head.hash {
            return Err(RelayRefusal::DoesNotFold);
        }
        let may = if self.was_member(&body.actor) {
            self.role(&body.actor, body.head.seq) >= Some(least(body.object_type))
        } else {
            let writer = self.writers.get(&body.actor);
            writer.is_some_and(|(terms, until)| delegate_may(terms, body) && body.head.seq < *until)
        };
        if may { Ok(()) } else { Err(RelayRefusal::BadAuthor) }
    }
}
