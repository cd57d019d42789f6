//! Pursuances and their members.

use pursuance_domain::action::{
    CreatePursuance, DecideMember, EditPursuance, JoinPursuance, LeavePursuance, LetGo, SetRole,
};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{
    Joined, MemberDecided, MemberLeft, Openness, PursuanceEdited, RoleSet,
};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::parting::Parting;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::{Joining, Visibility};
use serde_json::{Value, json};

use super::leaving::LET_GO_AT_ONCE;
use super::{Counted, Cx, InputRefusal, LastOne, PerformError, Refused, Thing, access, account, leaving};
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::pursuances::{self, MemberState, Pursuance};
use crate::store::{events, instance, requests};

carried_out! {
    CreatePursuance => create,
    EditPursuance => edit,
    JoinPursuance => join,
    LeavePursuance => leave,
    SetRole => set_role,
    DecideMember => decide_member,
}

fn names(slug: &str, id: &ActorId) -> Value {
    json!({ "pursuance": slug, "id": id })
}

async fn create(cx: &mut Cx, a: CreatePursuance) -> Result<Value, PerformError> {
    let person = cx.person()?;
    sealed_comes_later(a.visibility)?;
    demand_room_to_found(cx, &person).await?;
    let row = instance::find(&mut cx.tx).await?.ok_or(Refused::NotFound(Thing::Instance))?;
    let id = ActorId(cx.new_id());
    events::lock(&mut cx.tx, &StreamId::of(&id)).await?;
    let key = cx.app.keys.make(&id)?;
    let addresses = &cx.app.addresses;
    let actor = Actor {
        uri: addresses.group(&id),
        inbox: format!("{}/inbox", addresses.group(&id)),
        url: addresses.at(&format!("/p/{}", a.slug)),
        kind: ActorKind::Group,
        host: None,
        name: a.slug.to_string(),
        display: a.name.to_string(),
        summary: a.mission.to_string(),
        ed25519_public: Some(key.public),
        rsa_public: Some(row.rsa_public),
        instance: None,
        pinned_at: None,
        fetched_at: None,
        gone_at: None,
        capable: true,
        created: cx.now,
        id: id.clone(),
    };
    account::add_named(cx, &actor, &key.sealed).await?;
    pursuances::add(&mut cx.tx, &id, a.slug.as_str(), a.visibility, a.joining, Some(&person)).await?;
    pursuances::set_member(&mut cx.tx, &id, &person, Role::Primary, MemberState::Active, cx.now).await?;
    cx.event(
        &id,
        Happened::PursuanceCreated(Openness { visibility: a.visibility, joining: a.joining }),
        id.as_str(),
        None,
    );
    Ok(names(a.slug.as_str(), &id))
}

/// How many pursuances one account may found. They share one space of names with people.
pub const FOUNDED_MOST: i64 = 20;

/// How many pursuances one account may join or ask to join: its Home reads each of them.
pub const JOINED_MOST: i64 = 200;

/// Refuses one pursuance too many to join. Of two simultaneous requests, the second counts the first.
async fn demand_room_to_join(cx: &mut Cx, person: &ActorId) -> Result<(), PerformError> {
    events::lock(&mut cx.tx, &StreamId::of(person)).await?;
    let account = account::account(cx, person).await?;
    if !account.unbounded && pursuances::count_joined(&mut cx.tx, person).await? >= JOINED_MOST {
        return Err(Refused::Full { what: Counted::Joined, most: JOINED_MOST }.into());
    }
    Ok(())
}

/// Refuses one pursuance too many to found. Of two simultaneous requests, the second counts the first.
async fn demand_room_to_found(cx: &mut Cx, person: &ActorId) -> Result<(), PerformError> {
    events::lock(&mut cx.tx, &StreamId::of(person)).await?;
    let account = account::account(cx, person).await?;
    if !account.unbounded && pursuances::count_founded(&mut cx.tx, person).await? >= FOUNDED_MOST {
        return Err(Refused::Full { what: Counted::Pursuances, most: FOUNDED_MOST }.into());
    }
    Ok(())
}

/// Texts that the server cannot read need keys in the browser, which this release does not make.
fn sealed_comes_later(visibility: Visibility) -> Result<(), Refused> {
    if visibility == Visibility::Sealed {
        return Err(Refused::Input(InputRefusal::SealedLater));
    }
    Ok(())
}

async fn edit(cx: &mut Cx, a: EditPursuance) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::EditPursuance, None)?;
    if a.revision.is_some_and(|seen| seen != access.pursuance.revision) {
        return Err(Refused::Outdated.into());
    }
    let Pursuance { id, slug, name, mission, visibility, joining, .. } = access.pursuance;
    let after = (a.visibility.unwrap_or(visibility), a.joining.unwrap_or(joining));
    sealed_comes_later(after.0)?;
    let name = a.name.map_or(name, |name| name.to_string());
    let mission = a.mission.map_or(mission, |mission| mission.to_string());
    actors::describe(&mut cx.tx, &id, &name, &mission, cx.now).await?;
    pursuances::set_access(&mut cx.tx, &id, after.0, after.1).await?;
    let told = PursuanceEdited {
        before: Openness { visibility, joining },
        after: Openness { visibility: after.0, joining: after.1 },
    };
    cx.event(&id, Happened::PursuanceEdited(told), id.as_str(), None);
    Ok(names(&slug, &id))
}

async fn join(cx: &mut Cx, a: JoinPursuance) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::Join, None)?;
    demand_room_to_join(cx, &person).await?;
    let id = access.pursuance.id.clone();
    let told = Joined { role: Role::Normal };
    let (state, what, audience) = match access.pursuance.joining {
        Joining::Open => (MemberState::Active, Happened::MemberJoined(told), Audience::Readers),
        Joining::Approval => (MemberState::Pending, Happened::MemberAsked(told), Audience::Deciders),
    };
    pursuances::set_member(&mut cx.tx, &id, &person, Role::Normal, state, cx.now).await?;
    requests::set_note(&mut cx.tx, &id, &person, a.note.as_ref()).await?;
    cx.leave(StreamId::of(&id), audience, what, person.as_str(), None);
    Ok(json!({ "pursuance": access.pursuance.slug, "id": id, "state": state.as_str() }))
}

async fn leave(cx: &mut Cx, a: LeavePursuance) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let access = access::lock_to_leave(cx, &a.pursuance).await?;
    if access.role() == Some(Role::Primary) {
        return Err(Refused::LastOne(LastOne::Primary).into());
    }
    access.demand(Permission::Leave, None)?;
    // A person who had only asked to join was no member.
    let was_member = access.role().is_some();
    if was_member {
        let (pursuance, by) = (access.pursuance.id.clone(), Some(person.clone()));
        let gone = LetGo { pursuance, person: person.clone(), why: Parting::Left, by };
        let mut room = LET_GO_AT_ONCE;
        leaving::let_go(cx, gone, &mut room).await?;
    }
    pursuances::remove_member(&mut cx.tx, &access.pursuance.id, &person).await?;
    cx.leave(
        StreamId::of(&access.pursuance.id),
        if was_member { Audience::Readers } else { Audience::Deciders },
        Happened::MemberLeft(MemberLeft { was_member: Some(was_member) }),
        person.as_str(),
        None,
    );
    Ok(names(&access.pursuance.slug, &access.pursuance.id))
}

async fn set_role(cx: &mut Cx, a: SetRole) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    let (actor, member) =
        access::member(cx, &access, a.member.as_str()).await?.ok_or(Refused::NotFound(Thing::Member))?;
    if member.state != MemberState::Active {
        return Err(Refused::NotFound(Thing::Member).into());
    }
    let id = access.pursuance.id.clone();
    if a.role == Role::Primary {
        // There is exactly one Primary: by handing the role over, they become an Admin.
        access.demand(Permission::TransferPursuance, None)?;
        let person = cx.person()?;
        pursuances::set_member(&mut cx.tx, &id, &person, Role::Admin, MemberState::Active, cx.now).await?;
        let told = RoleSet { before: Role::Primary, after: Role::Admin };
        cx.event(&id, Happened::MemberRoleSet(told), person.as_str(), None);
    } else {
        access.demand(Permission::SetRole { from: member.role, to: a.role }, None)?;
    }
    pursuances::set_member(&mut cx.tx, &id, &actor.id, a.role, MemberState::Active, cx.now).await?;
    if a.role < Role::Normal {
        let (pursuance, person) = (id.clone(), actor.id.clone());
        let gone = LetGo { pursuance, person, why: Parting::Role, by: cx.who.actor().cloned() };
        let mut room = LET_GO_AT_ONCE;
        leaving::let_go(cx, gone, &mut room).await?;
    }
    let told = RoleSet { before: member.role, after: a.role };
    cx.event(&id, Happened::MemberRoleSet(told), actor.id.as_str(), None);
    Ok(json!({ "pursuance": access.pursuance.slug, "member": actor.name, "role": a.role }))
}

async fn decide_member(cx: &mut Cx, a: DecideMember) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::DecideMember, None)?;
    let (actor, member) =
        access::member(cx, &access, a.member.as_str()).await?.ok_or(Refused::NotFound(Thing::JoinRequest))?;
    if member.state != MemberState::Pending {
        return Err(Refused::NotFound(Thing::JoinRequest).into());
    }
    let id = access.pursuance.id.clone();
    if a.accept {
        pursuances::set_member(&mut cx.tx, &id, &actor.id, member.role, MemberState::Active, cx.now).await?;
        requests::let_in(&mut cx.tx, &id, &actor.id, cx.now).await?;
    } else {
        pursuances::remove_member(&mut cx.tx, &id, &actor.id).await?;
    }
    // Readers see a new member; a refusal stays between the person and the members who decide.
    let audience = if a.accept { Audience::Readers } else { Audience::Deciders };
    let told = Happened::MemberDecided(MemberDecided { accepted: a.accept });
    cx.leave(StreamId::of(&id), audience, told, actor.id.as_str(), None);
    Ok(json!({ "pursuance": access.pursuance.slug, "member": actor.name, "accepted": a.accept }))
}
