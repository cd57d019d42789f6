//! Members: their roles, requests to join, removal and bans.

use pursuance_domain::action::{BanMember, DecideMember, LetGo, RemoveMember, SetRole, UnbanMember};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{Banned, MemberDecided, Removed, RoleSet, Unbanned};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, ReasonId};
use pursuance_domain::people::membership::{self, MemberRefusal};
use pursuance_domain::people::parting::Parting;
use pursuance_domain::people::role::Role;
use pursuance_domain::sealed::LogLevel;
use pursuance_domain::value::Grounds;
use pursuance_sealed::error::RelayRefusal;
use serde_json::{Value, json};

use super::access::Access;
use super::leaving::LET_GO_AT_ONCE;
use super::{Counted, Cx, PerformError, Refused, Thing, access, handover, leaving, sealed, suggestion};
use crate::store::actors::Actor;
use crate::store::bans::{self, Ban};
use crate::store::error::StoreError;
use crate::store::pursuances::{self, Member, MemberState};
use crate::store::texts::{self, ObjectText};
use crate::store::{accounts, dependencies, recruits, requests};

carried_out! {
    SetRole => set_role,
    DecideMember => decide,
    RemoveMember => remove,
    BanMember => ban,
    UnbanMember => unban,
}

/// How many bans of a pursuance hold at once.
pub const BANS_MOST: i64 = 1000;

/// Whether the account of a member can be used.
pub(super) async fn is_available(cx: &mut Cx, member: &ActorId) -> Result<bool, StoreError> {
    let account = accounts::by_actor(&mut cx.tx, member).await?;
    Ok(account.is_some_and(|account| account.suspended_at.is_none()))
}

/// The active member with this name or handle.
pub(super) async fn active(
    cx: &mut Cx,
    access: &Access,
    named: &str,
) -> Result<(Actor, Member), PerformError> {
    let found = access::member(cx, access, named).await?;
    let found = found.filter(|(_, member)| member.state == MemberState::Active);
    Ok(found.ok_or(Refused::NotFound(Thing::Member))?)
}

async fn set_role(cx: &mut Cx, a: SetRole) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    // Before anybody is looked up: the answer would say who is a member.
    access.demand(Permission::SetRole { from: Role::Untrusted, to: a.role }, None)?;
    let (actor, member) = active(cx, &access, a.member.as_str()).await?;
    access.demand(Permission::SetRole { from: member.role, to: a.role }, None)?;
    let stays = LogLevel::of(member.role) == LogLevel::of(a.role) && a.role != Role::Untrusted;
    if access.pursuance.is_private() && !stays {
        // The levels stand in the signed log; what is finer, this server keeps.
        return Err(sealed::no(RelayRefusal::SignatureNeeded));
    }
    membership::may_get_role(member.role, a.role, is_available(cx, &actor.id).await?)?;
    give_role(cx, &access, &actor.id, member.role, a.role).await?;
    Ok(json!({ "pursuance": access.pursuance.slug, "member": actor.name, "role": a.role }))
}

/// Gives a member another role, and leaves the event.
pub(super) async fn give_role(
    cx: &mut Cx,
    access: &Access,
    member: &ActorId,
    before: Role,
    after: Role,
) -> Result<(), PerformError> {
    let id = access.pursuance.id.clone();
    pursuances::set_member(&mut cx.tx, &id, member, after, MemberState::Active, cx.now).await?;
    if after < membership::LOWEST_HEIR {
        handover::lapse(cx, &id, member, cx.who.actor().cloned()).await?;
    }
    if after < Role::Normal {
        let (pursuance, person) = (id.clone(), member.clone());
        let by = cx.who.actor().cloned();
        let gone = LetGo { pursuance, person, why: Parting::Role, by, to: None };
        let mut room = LET_GO_AT_ONCE;
        leaving::let_go(cx, gone, &mut room).await?;
    }
    if after < Role::Viewer {
        suggestion::close_of(cx, &id, member, Parting::Role).await?;
    }
    cx.event(&id, Happened::MemberRoleSet(RoleSet { before, after }), member.as_str(), None);
    Ok(())
}

async fn decide(cx: &mut Cx, a: DecideMember) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::DecideMember, None)?;
    let (actor, member) =
        access::member(cx, &access, a.member.as_str()).await?.ok_or(Refused::NotFound(Thing::JoinRequest))?;
    if member.state != MemberState::Pending {
        return Err(Refused::NotFound(Thing::JoinRequest).into());
    }
    if a.accept && !is_available(cx, &actor.id).await? {
        return Err(MemberRefusal::Unavailable.into());
    }
    let id = access.pursuance.id.clone();
    requests::forget_told(&mut cx.tx, &id, &actor.id).await?;
    if a.accept {
        pursuances::set_member(&mut cx.tx, &id, &actor.id, member.role, MemberState::Active, cx.now).await?;
        requests::let_in(&mut cx.tx, &id, &actor.id, cx.now).await?;
        recruits::close(&mut cx.tx, &id, &actor.id, cx.now).await?;
    } else {
        pursuances::remove_member(&mut cx.tx, &id, &actor.id).await?;
        requests::declined(&mut cx.tx, &id, &actor.id, a.reason.as_ref(), cx.now).await?;
    }
    // Readers see a new member; a refusal stays between the person and the members who decide.
    let audience = if a.accept { Audience::Readers } else { Audience::Deciders };
    let role = (a.accept && member.role != Role::Normal).then_some(member.role);
    let told = Happened::MemberDecided(MemberDecided { accepted: a.accept, role });
    cx.leave(StreamId::of(&id), audience, told, actor.id.as_str(), None);
    Ok(json!({ "pursuance": access.pursuance.slug, "member": actor.name, "accepted": a.accept }))
}

/// Keeps a reason as a text of its own.
pub(super) async fn reason(cx: &mut Cx, note: &Grounds) -> Result<ReasonId, PerformError> {
    let (id, author) = (ReasonId(cx.new_id()), cx.person()?);
    texts::add(&mut cx.tx, id.as_str(), ObjectText::Reason, 1, &author, cx.now, note.as_str()).await?;
    Ok(id)
}

/// Ends everything that a member has here: tasks, reviews, the question to become the Primary. `room`: the number of tasks
/// and reviews that this transaction may still let go of.
pub(super) async fn part(
    cx: &mut Cx,
    access: &Access,
    member: &ActorId,
    role: Role,
    room: &mut usize,
) -> Result<(), PerformError> {
    let pursuance = access.pursuance.id.clone();
    bans::remember_role(&mut cx.tx, &pursuance, member, role).await?;
    handover::lapse(cx, &pursuance, member, cx.who.actor().cloned()).await?;
    suggestion::close_of(cx, &pursuance, member, Parting::Unavailable).await?;
    let (person, why) = (member.clone(), Parting::Unavailable);
    let gone = LetGo { pursuance, person, why, by: None, to: None };
    leaving::let_go(cx, gone, room).await
}

async fn remove(cx: &mut Cx, a: RemoveMember) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::Ban { role: Role::Untrusted }, None)?;
    let (actor, member) = active(cx, &access, a.member.as_str()).await?;
    access.demand(Permission::Ban { role: member.role }, None)?;
    let reason = reason(cx, &a.reason).await?;
    let mut room = LET_GO_AT_ONCE;
    part(cx, &access, &actor.id, member.role, &mut room).await?;
    pursuances::remove_member(&mut cx.tx, &access.pursuance.id, &actor.id).await?;
    let told = Happened::MemberRemoved(Removed { role: member.role, reason: Some(reason), invite: None });
    cx.leave(StreamId::of(&access.pursuance.id), Audience::Members, told, actor.id.as_str(), None);
    Ok(json!({ "pursuance": access.pursuance.slug, "member": actor.name, "state": null }))
}

async fn ban(cx: &mut Cx, a: BanMember) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::Ban { role: Role::Untrusted }, None)?;
    // Also somebody who has just gone, or was never here.
    let actor = access::find_actor(cx, a.member.as_str()).await?.ok_or(Refused::NotFound(Thing::Person))?;
    accounts::by_actor(&mut cx.tx, &actor.id).await?.ok_or(Refused::NotFound(Thing::Person))?;
    let member = access::membership_of(cx, &access.pursuance.id, &actor.id).await?;
    let role = member.as_ref().map_or(Role::Untrusted, |member| member.role);
    access.demand(Permission::Ban { role }, None)?;
    if !membership::is_banned(a.until, cx.now) {
        return Err(MemberRefusal::EndIsPast.into());
    }
    let is_new = member.as_ref().is_none_or(|member| member.state != MemberState::Banned);
    let reason = reason(cx, &a.reason).await?;
    let had = member.filter(|member| member.state == MemberState::Active).map(|member| member.role);
    if let Some(role) = had {
        let mut room = LET_GO_AT_ONCE;
        part(cx, &access, &actor.id, role, &mut room).await?;
    }
    if is_new && bans::count(&mut cx.tx, &access.pursuance.id, cx.now).await? >= BANS_MOST {
        return Err(Refused::Full { what: Counted::Bans, most: BANS_MOST }.into());
    }
    let ban = Ban { role, until: a.until, reason: &reason };
    bans::ban(&mut cx.tx, &access.pursuance.id, &actor.id, &ban, cx.now).await?;
    dependencies::hide_noted_by(&mut cx.tx, &actor.id, Some(&access.pursuance.id)).await?;
    let told = Happened::MemberBanned(Banned { role: had, until: a.until, reason });
    cx.leave(StreamId::of(&access.pursuance.id), Audience::Members, told, actor.id.as_str(), None);
    Ok(
        json!({ "pursuance": access.pursuance.slug, "member": actor.name, "state": "banned", "until": a.until }),
    )
}

async fn unban(cx: &mut Cx, a: UnbanMember) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::Ban { role: Role::Untrusted }, None)?;
    let found = access::member(cx, &access, a.member.as_str()).await?;
    let found = found.filter(|(_, member)| member.state == MemberState::Banned);
    let (actor, member) = found.ok_or(MemberRefusal::NotBanned)?;
    access.demand(Permission::Ban { role: member.role }, None)?;
    let reason = match &a.reason {
        Some(note) => Some(reason(cx, note).await?),
        None => None,
    };
    bans::lift(&mut cx.tx, &access.pursuance.id, &actor.id).await?;
    let told = Happened::MemberUnbanned(Unbanned { reason });
    cx.leave(StreamId::of(&access.pursuance.id), Audience::Members, told, actor.id.as_str(), None);
    Ok(json!({ "pursuance": access.pursuance.slug, "member": actor.name, "state": null }))
}
