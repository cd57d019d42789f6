//! What a server or relay checks of what is put, without any key: so that junk and forged authors end at the door
//! (docs/sealed.md §3.13). Clients do not rely on it, and check the same.

use std::collections::BTreeMap;

use crate::envelope::{Envelope, ObjectType};
use crate::epoch::Seal;
use crate::error::{DecodeError, Refusal};
use crate::identity;
use crate::ids::{Iid, Pid, UnitId, XKey};
use crate::limits::{BATCH_BYTES, SEALS_EACH};
use crate::log::{Author, BatchError, Entry, Fold, FoldError, Payload, Role};
use crate::record::{Content, Field, Message};
use crate::revision::{FieldRef, REL, RESEALED, Rel, Revision};
use crate::sign::VerifyKey;

/// A batch of the log that is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.refusal.reason())]
pub struct Refused {
    pub refusal: Refusal,
    /// The rule of the log that was broken, and the entry of the batch that broke it.
    pub broken: Option<BatchError>,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, broken: None }
    }
}

/// Checks entries for the log together with their seals, and gives what the log means afterwards.
///
/// `seals` are those for the batch's new epoch, one for each member; without a new epoch there are none.
///
/// # Errors
/// `stale-log` when the log has gone on; else the first thing that is wrong. Nothing of the batch is taken then.
pub fn batch(fold: &Fold, entries: &[Entry], seals: &[Seal]) -> Result<Fold, Refused> {
    let length = entries.iter().map(|entry| entry.as_bytes().len()).sum::<usize>() + seals.len() * Seal::LEN;
    if length > BATCH_BYTES {
        return Err(Refusal::TooLarge.into());
    }
    let Some(first) = entries.first() else { return Err(Refusal::BadFields.into()) };
    let follows = |head: crate::ids::Head| first.body.seq == head.seq + 1 && first.body.prev == head.hash;
    if !fold.head().map_or(first.body.seq == 0, follows) {
        return Err(Refusal::StaleLog.into());
    }
    let after = fold.batch(entries).map_err(|broken| {
        // What is missing at the end is the whole batch's fault.
        let refusal = match broken.error {
            FoldError::EpochMissing => Refusal::DoesNotFold,
            error => error.refusal(),
        };
        Refused { refusal, broken: Some(broken) }
    })?;
    if after.epoch() == fold.epoch() {
        // Seals of an epoch that was there are handed in alone.
        return if seals.is_empty() { Ok(after) } else { Err(Refusal::DoesNotFold.into()) };
    }
    complete(&after, seals)?;
    Ok(after)
}

/// Whether there is one seal of the newest epoch for each member, and none besides.
///
/// # Errors
/// `does-not-fold` for a seal to nobody, or of another epoch; `seals-incomplete` when one is missing or double.
pub fn complete(fold: &Fold, seals: &[Seal]) -> Result<(), Refusal> {
    for seal in seals {
        if seal.epoch != fold.epoch() || fold.member(&seal.to).is_none() {
            return Err(Refusal::DoesNotFold);
        }
    }
    let mut to: Vec<_> = seals.iter().map(|seal| seal.to).collect();
    to.sort_unstable();
    if to.iter().eq(fold.members().map(|(iid, _)| iid)) { Ok(()) } else { Err(Refusal::SealsIncomplete) }
}

/// Whether one more seal is taken: of a courier, or by a member whose own device lost it. `there` are those of this
/// epoch for this member that are kept already, each from another member.
///
/// # Errors
/// `does-not-fold` when it is to nobody, or of an epoch that is not there or was shredded; `enough-seals` for a fourth.
pub fn seal(fold: &Fold, seal: &Seal, there: usize) -> Result<(), Refusal> {
    let is_known = fold.epoch_number(seal.epoch).is_some() && seal.epoch >= fold.floor();
    if !is_known || fold.member(&seal.to).is_none() {
        Err(Refusal::DoesNotFold)
    } else if there >= SEALS_EACH {
        Err(Refusal::EnoughSeals)
    } else {
        Ok(())
    }
}

/// How a revision comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As everywhere: its author puts it, under the newest epoch.
    Put { poster: Iid },
    /// After a server was restored: any member gives back what others wrote, under the epoch of its time.
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
    fields: &[Field],
    newest: Option<Newest<'_>>,
    way: Way,
) -> Result<Author<'f>, Refusal> {
    let body = &revision.body;
    if body.pid != fold.pid() {
        return Err(Refusal::BadFields);
    }
    if let Way::Put { poster } = way
        && poster != body.actor
        && !matches!(fold.author(&body.actor), Some(Author::Delegate(_)))
    {
        return Err(Refusal::BadAuthor);
    }
    let author = author(fold, revision)?;
    follows(revision, newest)?;
    match way {
        Way::Put { .. } => fresh(fold, &body.unit, body.epoch, body.generation)?,
        Way::GivenBack if body.epoch == 0 || body.epoch > fold.epoch() => return Err(Refusal::BadEpoch),
        Way::GivenBack => {}
    }
    changed(revision, fields, newest)?;
    let rel = fields.iter().find_map(|field| match &field.content {
        Content::Rel(rel) => Some(rel),
        Content::Sealed(_) => None,
    });
    let rel = rel.or(newest.map(|newest| newest.rel)).ok_or(Refusal::BadFields)?;
    let mut people = rel.assignees.iter().chain(&rel.reviewers);
    let names_nobody = way == Way::GivenBack || people.all(|iid| fold.member(iid).is_some());
    if rel.suits(body.object_type) && names_nobody { Ok(author) } else { Err(Refusal::BadFields) }
}

/// Who signed a revision, when they may.
fn author<'f>(fold: &'f Fold, revision: &Revision) -> Result<Author<'f>, Refusal> {
    let body = &revision.body;
    let author = fold.author(&body.actor).ok_or(Refusal::BadAuthor)?;
    match author {
        Author::Member(member) => {
            revision.verify(member.verify_key())?;
            let least = match body.object_type {
                ObjectType::Pursuance => Role::Admin,
                ObjectType::Room => Role::Moderator,
                ObjectType::Task
                | ObjectType::Chat
                | ObjectType::File
                | ObjectType::Profile
                | ObjectType::DelegationNote
                | ObjectType::BlockNote => Role::Writer,
            };
            let is_own = body.object_type != ObjectType::Profile || body.object == body.actor.profile();
            if member.role < least || !is_own {
                return Err(Refusal::BadAuthor);
            }
        }
        Author::Delegate(delegation) => {
            let key = delegation.terms.write_key.ok_or(Refusal::BadAuthor)?;
            revision.verify(&VerifyKey::parse(&key)?)?;
            let may = match body.object_type {
                ObjectType::DelegationNote => true,
                ObjectType::Task => delegation.terms.rights.may_propose(),
                ObjectType::Pursuance
                | ObjectType::Chat
                | ObjectType::File
                | ObjectType::Profile
                | ObjectType::Room
                | ObjectType::BlockNote => false,
            };
            if !may || body.unit != delegation.terms.unit {
                return Err(Refusal::BadAuthor);
            }
        }
    }
    let own = UnitId::of(body.object);
    let is_placed = match body.object_type {
        ObjectType::Pursuance => body.object.is_zero() && body.unit.is_zero(),
        ObjectType::Profile => body.unit.is_zero(),
        ObjectType::Task | ObjectType::Room => body.unit == own && !own.is_zero(),
        ObjectType::File | ObjectType::DelegationNote | ObjectType::BlockNote => !body.unit.is_zero(),
        ObjectType::Chat => false,
    };
    if is_placed { Ok(author) } else { Err(Refusal::BadFields) }
}

/// Whether it is the next revision of its object.
fn follows(revision: &Revision, newest: Option<Newest<'_>>) -> Result<(), Refusal> {
    let body = &revision.body;
    let Some(Newest { revision: newest, .. }) = newest else {
        return if body.rev == 1 { Ok(()) } else { Err(Refusal::StaleRevision) };
    };
    let of = |revision: &Revision| (revision.body.object_type, revision.body.object, revision.body.unit);
    if of(newest) != of(revision) {
        return Err(Refusal::BadFields);
    }
    if body.rev == newest.body.rev + 1 && body.prev == newest.hash() {
        Ok(())
    } else {
        Err(Refusal::StaleRevision)
    }
}

/// Whether something is written under the newest epoch and generation.
fn fresh(fold: &Fold, unit: &UnitId, epoch: u32, generation: u32) -> Result<(), Refusal> {
    let newest = (fold.epoch(), fold.generation(unit));
    if epoch > newest.0 || generation > newest.1 || epoch == 0 {
        Err(Refusal::BadEpoch)
    } else if (epoch, generation) == newest {
        Ok(())
    } else {
        Err(Refusal::StaleEpoch)
    }
}

/// Whether exactly the changed fields are there, and all others are as they were.
fn changed(revision: &Revision, fields: &[Field], newest: Option<Newest<'_>>) -> Result<(), Refusal> {
    let body = &revision.body;
    let is_known = |name: &str| name == REL || name == RESEALED || body.object_type.fields().contains(&name);
    for FieldRef { name, rev, hash } in &body.fields {
        let name = name.as_str();
        let is_new = *rev == body.rev;
        let is_kept = newest
            .and_then(|newest| newest.revision.field(name))
            .is_some_and(|before| (before.rev, before.hash) == (*rev, *hash));
        let is_right = if is_new { fields.iter().any(|field| field.name.as_str() == name) } else { is_kept };
        if !is_right || !is_known(name) || (name == RESEALED && !is_new) {
            return Err(Refusal::BadFields);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for field in fields {
        let named = revision.field(field.name.as_str()).ok_or(Refusal::BadFields)?;
        let is_its =
            (field.object_type, field.object, field.unit) == (body.object_type, body.object, body.unit);
        let is_named =
            field.rev == body.rev && named.rev == body.rev && named.hash == field.content.hash()?;
        if !is_its || !is_named || !seen.insert(field.name.as_str()) {
            return Err(Refusal::BadFields);
        }
        if let Content::Sealed(Envelope { epoch, generation, .. }) = &field.content
            && (*epoch, *generation) != (body.epoch, body.generation)
        {
            return Err(if *epoch < body.epoch || *generation < body.generation {
                Refusal::StaleEpoch
            } else {
                Refusal::BadEpoch
            });
        }
    }
    Ok(())
}

/// Checks a message that a member puts; who wrote it is sealed, and readers check it.
///
/// # Errors
/// `bad-author` when the poster is no member; `stale-epoch`, `bad-epoch` as for revisions; `bad-number` when the number
/// of the sender is 0.
pub fn message(fold: &Fold, message: &Message, poster: &Iid) -> Result<(), Refusal> {
    if fold.member(poster).is_none() {
        return Err(Refusal::BadAuthor);
    }
    if message.sender_seq == 0 {
        return Err(Refusal::BadNumber);
    }
    if message.unit.is_zero() {
        return Err(Refusal::BadFields);
    }
    fresh(fold, &message.unit, message.envelope.epoch, message.envelope.generation)
}

/// What a server does not take for a private pursuance: see [`Refusal::ClearTextRefused`]. An envelope is told by its
/// first two bytes, and its length.
///
/// # Errors
/// `clear-text-refused` when the bytes do not begin as an envelope; else what is wrong with the envelope.
pub fn sealed(bytes: &[u8]) -> Result<Envelope, Refusal> {
    if !bytes.starts_with(&[1, 1]) {
        return Err(Refusal::ClearTextRefused);
    }
    Envelope::decode(bytes).map_err(DecodeError::refusal)
}

/// The keys of all who ever were in a log, members and delegates: for what was written before they went.
#[derive(Debug, Default)]
pub struct People {
    pid: Option<Pid>,
    keys: BTreeMap<Iid, VerifyKey>,
}

impl People {
    /// Those of a log that was folded.
    #[must_use]
    pub fn of<'a>(pid: Pid, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut people = Self { pid: Some(pid), keys: BTreeMap::new() };
        entries.into_iter().for_each(|entry| people.add(&entry.body.payload));
        people
    }

    /// Those that an entry brings in.
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

    /// Whether somebody of this log signed the revision.
    ///
    /// # Errors
    /// `bad-fields` for another pursuance, `bad-author` for a stranger, `bad-signature`.
    pub fn check(&self, revision: &Revision) -> Result<(), Refusal> {
        if Some(revision.body.pid) != self.pid {
            return Err(Refusal::BadFields);
        }
        revision.verify(self.key(&revision.body.actor).ok_or(Refusal::BadAuthor)?)?;
        Ok(())
    }
}
