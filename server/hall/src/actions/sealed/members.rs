//! The members of a private pursuance follow from its log: who comes, goes, is removed, and gets another role, with the
//! consequences that it has everywhere.

use pursuance_domain::action::LetGo;
use pursuance_domain::event::happened::{Joined, MemberLeft, Removed};
use pursuance_domain::event::{Audience, Happened, StreamId, Verb};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::parting::Parting;
use pursuance_domain::people::role::Role;
use pursuance_domain::sealed::LogLevel;
use pursuance_sealed::error::RelayRefusal;
use pursuance_sealed::ids::Iid;
use pursuance_sealed::log::{self, Entry, Fold, Payload};

use super::refusal::no;
use super::replaced::{self, RekeyChange};
use crate::actions::access::Access;
use crate::actions::leaving::{self, LET_GO_AT_ONCE};
use crate::actions::pursuance::{came_or_went, demand_room_to_join};
use crate::actions::{Cx, PerformError, Refused, Thing, handover, member, suggestion};
use crate::store::pursuances::{self, MemberState};
use crate::store::{bans, handover as primaries, identities, sealed};

/// The level that a role of the log is.
fn level(role: log::LogRole) -> LogLevel {
    match role {
        log::LogRole::Reader => LogLevel::Reader,
        log::LogRole::Writer => LogLevel::Writer,
        log::LogRole::Moderator => LogLevel::Moderator,
        log::LogRole::Admin => LogLevel::Admin,
    }
}

/// Makes the members what new entries say. `after`: what the log means with them; `lets_in`: whether who brings them lets people in.
pub(super) async fn follow(
    cx: &mut Cx,
    access: &Access,
    (after, lets_in): (&Fold, bool),
    entries: &[Entry],
) -> Result<(), PerformError> {
    let mut room = LET_GO_AT_ONCE;
    for entry in entries {
        let actor = entry.body.actor;
        match &entry.body.payload {
            Payload::Join { invite, card, .. } => {
                // An invitation that has ended since is there all the same.
                let role = after.invite(invite).ok_or_else(|| no(RelayRefusal::DoesNotFold))?.role;
                join(cx, access, (&card.iid(), lets_in), level(role)).await?;
            }
            Payload::Leave => leave(cx, access, &actor, &mut room).await?,
            Payload::Remove { iid } => remove(cx, access, &actor, iid, &mut room).await?,
            Payload::Role { iid, role } => set_role(cx, access, &actor, iid, level(*role)).await?,
            Payload::Rekey { old, card, .. } => {
                let change = RekeyChange { by: actor, old: *old, new: card.iid() };
                replaced::rekey(cx, access, change, &mut room).await?;
            }
            // People come by an invitation that they accept.
            Payload::Add { .. } => return Err(no(RelayRefusal::DoesNotFold)),
            // Handing a task to another pursuance includes asking it; neither is built.
            Payload::Delegate(_) | Payload::DelegateRevoke { .. } => {
                return Err(super::refusal::not_built().into());
            }
            Payload::Genesis { .. }
            | Payload::Epoch { .. }
            | Payload::Invite { .. }
            | Payload::InviteRevoke { .. }
            | Payload::Move { .. }
            | Payload::Checkpoint { .. }
            | Payload::Settings { .. }
            | Payload::UnitBump { .. } => {}
        }
    }
    one_primary(cx, access, after).await
}

/// Whose account an identity in the log is.
pub(super) async fn account(cx: &mut Cx, access: &Access, iid: &Iid) -> Result<ActorId, PerformError> {
    let found = sealed::actor_of(&mut cx.tx, &access.pursuance.id, iid).await?;
    Ok(found.ok_or(Refused::NotFound(Thing::Member))?)
}

/// The role of somebody who is a member.
pub(super) async fn role_of(cx: &mut Cx, access: &Access, member: &ActorId) -> Result<Role, PerformError> {
    let found = pursuances::member(&mut cx.tx, &access.pursuance.id, member).await?;
    Ok(found.ok_or(Refused::NotFound(Thing::Member))?.role)
}

/// Makes the person who acts a member, under the identity of their own account. After the server was restored, a member who may let
/// people in can return the entry of a newcomer.
async fn join(
    cx: &mut Cx,
    access: &Access,
    (iid, lets_in): (&Iid, bool),
    level: LogLevel,
) -> Result<(), PerformError> {
    let id = access.pursuance.id.clone();
    let person = identities::account_of(&mut cx.tx, iid).await?.ok_or_else(|| no(RelayRefusal::BadAuthor))?;
    let is_own = cx.person()? == person;
    let is_there = pursuances::member(&mut cx.tx, &id, &person).await?.is_some();
    if is_there || !(is_own || lets_in) {
        return Err(no(RelayRefusal::BadAuthor));
    }
    demand_room_to_join(cx, &person).await?;
    sealed::seat(&mut cx.tx, &id, iid, &person).await?;
    let role = level.role(None);
    pursuances::set_member(&mut cx.tx, &id, &person, role, MemberState::Active, cx.now).await?;
    // The questions of a pursuance to its newcomers would be asked in the open.
    pursuances::arrived(&mut cx.tx, &id, &person, cx.now).await?;
    let (again, audience) = came_or_went(cx, &id, &person, Verb::MemberJoined).await?;
    let joined = Happened::MemberJoined(Joined { role, again, waits: true });
    cx.leave(StreamId::of(&id), audience, joined, person.as_str(), None);
    cx.name_last(&person);
    Ok(())
}

/// A member goes by themselves: their tasks look for help again.
async fn leave(cx: &mut Cx, access: &Access, iid: &Iid, room: &mut usize) -> Result<(), PerformError> {
    let (person, id) = (account(cx, access, iid).await?, access.pursuance.id.clone());
    let role = role_of(cx, access, &person).await?;
    bans::remember_role(&mut cx.tx, &id, &person, role).await?;
    handover::lapse(cx, &id, &person, Some(person.clone())).await?;
    suggestion::close_of(cx, &id, &person, Parting::Left).await?;
    let by = Some(person.clone());
    let gone = LetGo { pursuance: id.clone(), person: person.clone(), why: Parting::Left, by, to: None };
    leaving::let_go(cx, gone, room).await?;
    pursuances::remove_member(&mut cx.tx, &id, &person).await?;
    sealed::unseat(&mut cx.tx, &id, iid).await?;
    let (again, audience) = came_or_went(cx, &id, &person, Verb::MemberLeft).await?;
    let left = Happened::MemberLeft(MemberLeft { was_member: Some(true), again });
    cx.leave(StreamId::of(&id), audience, left, person.as_str(), None);
    cx.name_last(&person);
    Ok(())
}

/// A member is removed by another one. No reason is given that this server could read.
async fn remove(
    cx: &mut Cx,
    access: &Access,
    by: &Iid,
    iid: &Iid,
    room: &mut usize,
) -> Result<(), PerformError> {
    let (by, person) = (account(cx, access, by).await?, account(cx, access, iid).await?);
    let (role, id) = (role_of(cx, access, &person).await?, access.pursuance.id.clone());
    member::part(cx, access, &person, role, room).await?;
    pursuances::remove_member(&mut cx.tx, &id, &person).await?;
    sealed::unseat(&mut cx.tx, &id, iid).await?;
    let told = Happened::MemberRemoved(Removed { role, reason: None, invite: None });
    cx.leave(StreamId::of(&id), Audience::Members, told, person.as_str(), None);
    cx.name_last(&by);
    Ok(())
}

/// A member gets another level; a finer role of the same level stays.
async fn set_role(
    cx: &mut Cx,
    access: &Access,
    by: &Iid,
    iid: &Iid,
    level: LogLevel,
) -> Result<(), PerformError> {
    let (by, person) = (account(cx, access, by).await?, account(cx, access, iid).await?);
    let before = role_of(cx, access, &person).await?;
    let after = level.role(Some(before));
    if before != after {
        member::give_role(cx, access, &person, before, after).await?;
        cx.name_last(&by);
    }
    Ok(())
}

/// Where the Primary has gone, or is no admin any more, the admin who was there first is the next one: the log keeps one.
async fn one_primary(cx: &mut Cx, access: &Access, after: &Fold) -> Result<(), PerformError> {
    if primaries::primary(&mut cx.tx, &access.pursuance.id).await?.is_some() {
        return Ok(());
    }
    let admins = after.members().filter(|(_, member)| member.role == log::LogRole::Admin);
    let Some((iid, _)) = admins.min_by_key(|(_, member)| member.since) else { return Ok(()) };
    let heir = account(cx, access, iid).await?;
    let role = role_of(cx, access, &heir).await?;
    member::give_role(cx, access, &heir, role, Role::Primary).await
}
