//! Private pursuances: what their members' devices sign and seal is checked without any key, and kept as it came
//! (docs/sealed.md). Who is a member follows from the signed log.
//!
//! | file | subject |
//! |---|---|
//! | `batch` | the records of a request |
//! | `blocks` | what blocks a task, in words |
//! | `boxes` | what people keep for themselves alone |
//! | `founding` | a new private pursuance |
//! | `members` | the members that follow from new entries |
//! | `messages` | messages about tasks |
//! | `put` | signed revisions of what is sealed |
//! | `ready` | what is read and verified before the transaction |
//! | `refusal` | why something is not taken |
//! | `replaced` | members whose keys are replaced |
//! | `suggestions` | revisions that are kept apart until somebody applies them |
//! | `tags` | skills, which are only compared |
//! | `tasks` | what follows from the signed revisions of tasks |

mod batch;
mod blocks;
pub mod boxes;
mod founding;
mod invited;
mod members;
mod messages;
mod put;
mod ready;
mod refusal;
mod replaced;
mod suggestions;
mod tags;
mod tasks;

use std::collections::HashMap;
use std::sync::Arc;

use pursuance_domain::action::{AppendToLog, HandInSeals};
use pursuance_domain::allowed::{Permission, while_open};
use pursuance_domain::event::happened::Bare;
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::sealed::Unopened;
use pursuance_domain::time::Time;
use pursuance_sealed::check;
use pursuance_sealed::error::RelayRefusal;
use pursuance_sealed::ids::{Head, Iid};
use pursuance_sealed::limits::LOG_ENTRIES;
use pursuance_sealed::log::{BatchError, Entry, Fold, FoldError, LogRole, Payload};
use serde_json::{Value, json};

use self::batch::Batch;
use self::founding::found;
pub use self::invited::is_spent;
pub(super) use self::invited::{count_account, demand_open_invite};
use self::put::put;
pub(super) use self::ready::{ReadRecords, Ready};
pub use self::refusal::{SealedRefusal, Why};
pub(super) use self::refusal::{demand_as_it_is, no};
use self::tags::tag;
use super::access::Access;
use super::{Cx, PerformError, Refused, Thing};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::sealed::log::NEWER;
use crate::store::sealed::{self, Standing, log, seals, seen};
use crate::store::{events, pursuances};

carried_out! {
    FoundSealed => found,
    AppendToLog => append,
    HandInSeals => hand_in,
    PutSealed => put,
    TagSealed => tag,
}

/// How many members a private pursuance has, and how many invitations are open.
pub const MEMBERS_MOST: usize = 2_000;
pub const INVITES_MOST: usize = 500;

/// How many seals of one epoch somebody says of that they do not open: as many others are asked for another one.
pub const UNOPENED_MOST: usize = 50;

/// How many entries at the end of a log are kept for what ends somebody's part in it, or gives it another key: else one member fills the
/// log, and nobody is removed any more.
pub const ENTRIES_KEPT: u64 = 1_000;
/// How many entries later somebody may write the next CHECKPOINT.
pub const CHECKPOINTS_APART: u64 = 100;

/// A private pursuance, locked until the end of the transaction, as the log says it.
struct Private {
    access: Access,
    standing: Standing,
    fold: Arc<Fold>,
}

impl Private {
    /// Finds one to act in, whether the person is a member or not.
    async fn lock(cx: &mut Cx, named: &str) -> Result<Self, PerformError> {
        let none = || Refused::NotFound(Thing::Pursuance);
        let person = cx.person()?;
        let found = pursuances::with_member(&mut cx.tx, named, Some(&person)).await?;
        let id = found.map(|(found, ..)| found.id).ok_or_else(none)?;
        events::lock(&mut cx.tx, &StreamId::of(&id)).await?;
        // As it is now: before the lock it may have been deleted.
        let pursuance = pursuances::by_id(&mut cx.tx, &id).await?;
        let pursuance = pursuance.filter(|found| found.deleted_at.is_none()).ok_or_else(none)?;
        let access = Access::load(&mut cx.tx, &cx.who.clone(), pursuance, cx.now).await?;
        let standing = sealed::standing(&mut cx.tx, &id).await?.ok_or_else(none)?;
        let fold = cx.app.folds.of(&mut cx.tx, &id, &standing).await?.ok_or_else(none)?;
        Ok(Self { access, standing, fold })
    }

    fn id(&self) -> &ActorId {
        &self.access.pursuance.id
    }

    /// Under which identity the person is a member; to everybody else there is no such pursuance.
    async fn seat(&self, cx: &mut Cx) -> Result<Iid, PerformError> {
        let person = cx.person()?;
        let seat = match self.access.role() {
            Some(_) => sealed::seat_of(&mut cx.tx, self.id(), &person).await?,
            None => None,
        };
        Ok(seat.ok_or(Refused::NotFound(Thing::Pursuance))?)
    }

    /// Refuses what changes something in a pursuance that is closed.
    fn demand_open(&self) -> Result<(), PerformError> {
        Ok(while_open(Permission::EditPursuance, &self.access.facts(None))?)
    }

    /// The entries of the log after the last one that somebody knew, where they came late.
    async fn newer(&self, cx: &mut Cx, known: Option<u64>) -> StoreResult<Vec<Vec<u8>>> {
        newer(&mut cx.tx, self.id(), known).await
    }
}

/// The entries of a log after one, as records.
async fn newer(tx: &mut ReadTx, pursuance: &ActorId, known: Option<u64>) -> StoreResult<Vec<Vec<u8>>> {
    let after = known.map_or(-1, |seq| i64::try_from(seq).unwrap_or(i64::MAX));
    let found = log::records_after(tx, pursuance, after, NEWER).await?;
    Ok(found.into_iter().map(|(_, record)| record).collect())
}

/// The time of a log.
fn millis(now: Time) -> u64 {
    u64::try_from(now.0 / 1_000).unwrap_or(0)
}

/// Entries for the log: compare-and-swap on its head.
async fn append(cx: &mut Cx, a: AppendToLog) -> Result<Value, PerformError> {
    let ready = Ready::of(cx, &a.records);
    let private = Private::lock(cx, &a.pursuance).await?;
    let person = cx.person()?;
    let is_member = private.access.role().is_some();
    if !is_member && !ready.batch().is_ok_and(|batch| knocks(&private.fold, batch)) {
        return Err(Refused::NotFound(Thing::Pursuance).into());
    }
    let batch = ready.batch()?;
    batch.demand_log()?;
    if !batch.entries.iter().all(|entry| taken(entry).once_closed) {
        private.demand_open()?;
    }
    let before = private.fold.clone();
    let after = match ready.after(&before, batch) {
        Ok(after) => after,
        Err(refused) => {
            let refusal = SealedRefusal::from(refused);
            // Strangers read the log only by showing the invitation.
            if refused.refusal != RelayRefusal::StaleLog || !is_member {
                return Err(refusal.into());
            }
            let known = batch.entries.first().and_then(|first| first.body.seq.checked_sub(1));
            return Err(refusal.with(private.newer(cx, known).await?).into());
        }
    };
    let lets_in = is_member && lets_in(&before, &private.seat(cx).await?);
    if !lets_in {
        in_time(&before, &after, &batch.entries, millis(cx.now))?;
    }
    within_bounds(&before, &after)?;
    leaves_room(&batch.entries)?;
    checkpoints_apart(cx, &private, &batch.entries).await?;
    let id = private.id().clone();
    members::follow(cx, &private.access, (&after, lets_in), &batch.entries).await?;
    keep_log(cx, &id, &person, batch).await?;
    if lets_go(&before, &batch.entries) {
        // A member who has filled the room can be removed all the same.
        cx.tx.pardon_texts();
    }
    let head = head_of(&after)?;
    if !sealed::advance(&mut cx.tx, &id, private.standing.head, &after, head).await? {
        return Err(no(RelayRefusal::StaleLog));
    }
    log::forget_notes(&mut cx.tx, &id, &after).await?;
    if after.floor() > before.floor() {
        seals::shred(&mut cx.tx, &id, after.floor()).await?;
    }
    cx.app.folds.keep(&id, Arc::new(after));
    Ok(json!({ "pursuance": private.access.pursuance.slug, "id": id }))
}

/// Where an entry is taken, although most others are refused there.
struct AcceptedEntry {
    /// In a closed pursuance: people leave it, the others go on with another key, a key is replaced that somebody else may have, and
    /// invitations end.
    once_closed: bool,
    /// On a full disk: rights are taken away. Somebody goes, is removed, or replaces a key that others may have, and all go on with another
    /// one; an invitation ends.
    when_full: bool,
}

fn taken(entry: &Entry) -> AcceptedEntry {
    let (once_closed, when_full) = match &entry.body.payload {
        Payload::Leave | Payload::Epoch { .. } | Payload::InviteRevoke { .. } => (true, true),
        // An admin who replaces the keys of somebody else may let another account in.
        Payload::Rekey { old, .. } => (*old == entry.body.actor, *old == entry.body.actor),
        Payload::Remove { .. } => (false, true),
        Payload::Genesis { .. }
        | Payload::Add { .. }
        | Payload::Invite { .. }
        | Payload::Join { .. }
        | Payload::Role { .. }
        | Payload::Delegate(_)
        | Payload::DelegateRevoke { .. }
        | Payload::Move { .. }
        | Payload::Checkpoint { .. }
        | Payload::Settings { .. }
        | Payload::UnitBump { .. } => (false, false),
    };
    AcceptedEntry { once_closed, when_full }
}

/// Whether somebody who is no member comes with an invitation of this pursuance, open or not.
fn knocks(fold: &Fold, batch: &Batch) -> bool {
    if let Some(Payload::Join { invite, .. }) = batch.entries.first().map(|entry| &entry.body.payload) {
        fold.invite(invite).is_some()
    } else {
        false
    }
}

/// Whether a member may let people in: they give back to a restored server who came, also by an invitation that has expired since.
fn lets_in(fold: &Fold, seat: &Iid) -> bool {
    fold.member(seat).is_some_and(|member| member.role >= LogRole::Moderator)
}

/// Refuses to let somebody in by an invitation that has expired by this server's clock: the time in the entry is the
/// newcomer's word.
fn in_time(before: &Fold, after: &Fold, entries: &[Entry], now_ms: u64) -> Result<(), SealedRefusal> {
    for (at, entry) in entries.iter().enumerate() {
        if let Payload::Join { invite, .. } = &entry.body.payload
            && let Some(invite) = before.invite(invite).or(after.invite(invite))
            && invite.expires_ms < now_ms
        {
            let broken = Some(BatchError { at, error: FoldError::Expired });
            return Err(SealedRefusal { broken, ..RelayRefusal::DoesNotFold.into() });
        }
    }
    Ok(())
}

/// Refuses more members and open invitations than there may be.
fn within_bounds(before: &Fold, after: &Fold) -> Result<(), PerformError> {
    let members = |fold: &Fold| fold.members().count();
    let invites = |fold: &Fold| fold.open_invites().count();
    let is_beyond = is_beyond(members(before), members(after), MEMBERS_MOST)
        || is_beyond(invites(before), invites(after), INVITES_MOST);
    if is_beyond { Err(no(RelayRefusal::TooMany)) } else { Ok(()) }
}

/// Whether there are more than before, and too many.
const fn is_beyond(before: usize, after: usize, most: usize) -> bool {
    after > most && after > before
}

/// Refuses entries that fill the end of a log: it is kept for members who leave or are removed.
fn leaves_room(entries: &[Entry]) -> Result<(), PerformError> {
    let has_room = entries.iter().all(|entry| has_room(entry.body.seq, &entry.body.payload));
    if has_room { Ok(()) } else { Err(no(RelayRefusal::TooMany)) }
}

/// Whether an entry may stand so far behind in a log.
fn has_room(seq: u64, payload: &Payload) -> bool {
    match payload {
        Payload::Leave
        | Payload::Remove { .. }
        | Payload::Epoch { .. }
        | Payload::Role { .. }
        | Payload::Rekey { .. }
        | Payload::Move { .. } => true,
        Payload::Genesis { .. }
        | Payload::Add { .. }
        | Payload::Invite { .. }
        | Payload::InviteRevoke { .. }
        | Payload::Join { .. }
        | Payload::Delegate(_)
        | Payload::DelegateRevoke { .. }
        | Payload::Checkpoint { .. }
        | Payload::Settings { .. }
        | Payload::UnitBump { .. } => seq < LOG_ENTRIES - ENTRIES_KEPT,
    }
}

/// Whether nothing is said but that people or keys go, and with which key the others go on. How often somebody replaces their own keys is
/// bounded, and not how often an admin gives a place from one account to the other.
fn lets_go(before: &Fold, entries: &[Entry]) -> bool {
    let goes = |entry: &Entry| match entry.body.payload {
        Payload::Leave | Payload::Remove { .. } => true,
        Payload::Rekey { old, .. } => old == entry.body.actor,
        Payload::Genesis { .. }
        | Payload::Add { .. }
        | Payload::Epoch { .. }
        | Payload::Invite { .. }
        | Payload::InviteRevoke { .. }
        | Payload::Join { .. }
        | Payload::Role { .. }
        | Payload::Delegate(_)
        | Payload::DelegateRevoke { .. }
        | Payload::Move { .. }
        | Payload::Checkpoint { .. }
        | Payload::Settings { .. }
        | Payload::UnitBump { .. } => false,
    };
    let rotates = |entry: &Entry| matches!(entry.body.payload, Payload::Epoch { .. });
    // Without anybody who goes or went, new keys would take room without end.
    let is_due = before.is_rotation_pending() || entries.iter().any(goes);
    is_due && entries.iter().all(|entry| goes(entry) || rotates(entry))
}

/// Refuses a CHECKPOINT of somebody soon after their last one: everybody who reads may write them.
async fn checkpoints_apart(cx: &mut Cx, private: &Private, entries: &[Entry]) -> Result<(), PerformError> {
    let is_one = |entry: &&Entry| matches!(entry.body.payload, Payload::Checkpoint { .. });
    if !entries.iter().any(|entry| is_one(&entry)) {
        return Ok(());
    }
    let head = sealed::number(private.standing.head.seq);
    let apart = sealed::number(CHECKPOINTS_APART);
    let mut known = Vec::new();
    for (_, bytes) in log::after(&mut cx.tx, private.id(), head - apart, apart).await? {
        known.push(Entry::decode(&bytes).map_err(SealedRefusal::from)?);
    }
    let mut last: HashMap<Iid, u64> = HashMap::new();
    for entry in known.iter().filter(is_one) {
        last.insert(entry.body.actor, entry.body.seq);
    }
    for entry in entries.iter().filter(is_one) {
        let (actor, seq) = (entry.body.actor, entry.body.seq);
        if last.insert(actor, seq).is_some_and(|before| seq - before < CHECKPOINTS_APART) {
            return Err(no(RelayRefusal::TooMany));
        }
    }
    Ok(())
}

/// How far a log goes that has entries.
fn head_of(fold: &Fold) -> Result<Head, PerformError> {
    fold.head().ok_or_else(|| no(RelayRefusal::DoesNotFold))
}

/// Writes entries with what came beside them: seals, and the notes of the invitations among them.
async fn keep_log(
    cx: &mut Cx,
    pursuance: &ActorId,
    person: &ActorId,
    batch: &Batch,
) -> Result<(), PerformError> {
    log::add(&mut cx.tx, pursuance, person, &batch.entries, cx.now).await?;
    let mut waiting =
        if batch.seals.is_empty() { Vec::new() } else { seals::at_the_door(&mut cx.tx, pursuance).await? };
    for seal in &batch.seals {
        seals::add(&mut cx.tx, pursuance, person, seal).await?;
        let_in(cx, pursuance, person, &mut waiting, &seal.to);
    }
    for (invite, note) in &batch.notes {
        let is_new = batch
            .entries
            .iter()
            .any(|entry| matches!(&entry.body.payload, Payload::Invite { id, .. } if id == invite));
        // The link of an invitation contains its id, and its holder may make one of that id elsewhere.
        let there = seen::invited_to(&mut cx.tx, invite).await?;
        if !is_new || there.is_some_and(|there| there != *pursuance) {
            return Err(no(RelayRefusal::BadFields));
        }
        log::add_note(&mut cx.tx, pursuance, person, invite, note).await?;
    }
    Ok(())
}

/// Leaves the event that a person got their first key from another member. `waiting`: the members without a key.
fn let_in(cx: &mut Cx, pursuance: &ActorId, by: &ActorId, waiting: &mut Vec<(Iid, ActorId)>, to: &Iid) {
    let Some(at) = waiting.iter().position(|(iid, _)| iid == to) else { return };
    let (_, person) = waiting.swap_remove(at);
    if person != *by {
        let told = Happened::MemberLetIn(Bare {});
        cx.leave(StreamId::of(pursuance), Audience::Members, told, person.as_str(), None);
    }
}

/// Seals of an epoch that is there, by a member who was let in before, or lost them; or which of those to themselves do not open.
async fn hand_in(cx: &mut Cx, a: HandInSeals) -> Result<Value, PerformError> {
    let ready = Ready::of(cx, &a.records);
    let private = Private::lock(cx, &a.pursuance).await?;
    let person = cx.person()?;
    let seat = private.seat(cx).await?;
    let batch = ready.batch()?;
    if let Some(unopened) = a.unopened {
        batch.demand_nothing()?;
        return refuse(cx, &private, &seat, unopened).await;
    }
    batch.demand_seals()?;
    let id = private.id().clone();
    let mut waiting = seals::at_the_door(&mut cx.tx, &id).await?;
    for seal in &batch.seals {
        // Seals that do not open keep nobody else's out.
        let (there, _) = seals::count(&mut cx.tx, &id, seal.epoch, &seal.to).await?;
        let is_new = match check::seal(&private.fold, seal, there) {
            Ok(()) => seals::add(&mut cx.tx, &id, &person, seal).await?,
            Err(RelayRefusal::EnoughSeals) => false,
            Err(refusal) => return Err(no(refusal)),
        };
        if !is_new {
            // With the seals that are there, which say why another one is not needed.
            let there = seals::of_epoch(&mut cx.tx, &id, seal.epoch, &seal.to).await?;
            return Err(SealedRefusal::from(RelayRefusal::EnoughSeals).with(there).into());
        }
        let_in(cx, &id, &person, &mut waiting, &seal.to);
    }
    Ok(json!({ "pursuance": private.access.pursuance.slug, "seals": batch.seals.len() }))
}

/// Notes that a member cannot open some seals made for them. These seals no longer count: other members are asked for new ones, and the
/// sender is not. The server cannot check the claim; it costs every other member at most one seal per epoch.
async fn refuse(cx: &mut Cx, private: &Private, seat: &Iid, told: Unopened) -> Result<Value, PerformError> {
    let Unopened { epoch, until } = told;
    if private.fold.epoch_number(epoch).is_none() {
        return Err(no(RelayRefusal::DoesNotFold));
    }
    let id = private.id().clone();
    let (_, before) = seals::count(&mut cx.tx, &id, epoch, seat).await?;
    let new = seals::refuse(&mut cx.tx, &id, (epoch, seat), until, cx.now).await?;
    let after = before.saturating_add(usize::try_from(new).unwrap_or(usize::MAX));
    if is_beyond(before, after, UNOPENED_MOST) {
        return Err(no(RelayRefusal::TooMany));
    }
    Ok(json!({ "pursuance": private.access.pursuance.slug, "unopened": new }))
}

#[cfg(test)]
mod tests {
    use pursuance_sealed::ids::InviteId;

    use super::*;

    #[test]
    fn neither_members_nor_invitations_nor_refused_seals_grow_beyond_their_number() {
        for most in [MEMBERS_MOST, INVITES_MOST, UNOPENED_MOST] {
            assert!(!is_beyond(most - 1, most, most) && is_beyond(most, most + 1, most));
            // Where there were more, they may go.
            assert!(!is_beyond(most + 2, most + 1, most));
        }
    }

    #[test]
    fn at_the_end_of_a_log_people_go_and_nobody_comes() {
        let revoke = Payload::InviteRevoke { id: InviteId::from_bytes([7; 16]) };
        let last = LOG_ENTRIES - ENTRIES_KEPT;
        assert!(has_room(last - 1, &revoke) && !has_room(last, &revoke));
        assert!(has_room(LOG_ENTRIES - 1, &Payload::Leave));
    }
}
