//! Pursuances and their members.

use pursuance_domain::action::{CreatePursuance, EditPursuance, JoinPursuance, LeavePursuance, LetGo};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{Asked, Joined, MemberLeft, Openness, PursuanceEdited};
use pursuance_domain::event::{Audience, Happened, StreamId, Verb};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::membership::{self, MemberRefusal};
use pursuance_domain::people::parting::Parting;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::DAY;
use pursuance_domain::value::{ActorRef, Joining, KeyRenewal, Visibility};
use pursuance_sealed::error::RelayRefusal;
use serde_json::{Value, json};

use super::access::Access;
use super::leaving::LET_GO_AT_ONCE;
use super::{
    Counted, Cx, InputRefusal, LastOne, PerformError, Refused, Thing, access, account, handover, leaving,
    sealed, suggestion,
};
use crate::store;
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::error::StoreError;
use crate::store::pursuances::{self, MemberState, Pursuance};
use crate::store::texts::{self, ObjectText};
use crate::store::{bans, events, instance, invites, recruits, requests, skill_offers};

/// How many former missions of a pursuance are kept: a group writes it a few times in its life.
pub const FORMER_MISSIONS: i64 = 100;

/// Interval of repeated news about one person: about requests to join for the members who decide, about joining and leaving
/// for everybody.
const TOLD_AGAIN_AFTER: i64 = DAY;

carried_out! {
    CreatePursuance => create,
    EditPursuance => edit,
    JoinPursuance => join,
    LeavePursuance => leave,
}

fn names(slug: &str, id: &ActorId) -> Value {
    json!({ "pursuance": slug, "id": id })
}

async fn create(cx: &mut Cx, a: CreatePursuance) -> Result<Value, PerformError> {
    let person = cx.person()?;
    if a.visibility.is_private() {
        // It begins with a signed log.
        return Err(sealed::no(RelayRefusal::SignatureNeeded));
    }
    demand_room_to_found(cx, &person).await?;
    let row = instance::find(&mut cx.tx).await?.ok_or(Refused::NotFound(Thing::Instance))?;
    let id = ActorId(cx.new_id());
    events::lock(&mut cx.tx, &StreamId::of(&id)).await?;
    let key = cx.app.keys.make(&id)?;
    let addresses = &cx.app.addresses;
    let actor = Actor {
        url: addresses.at(&format!("/p/{}", a.slug)),
        display: a.name.to_string(),
        summary: a.mission.to_string(),
        ed25519_public: Some(key.public),
        rsa_public: Some(row.rsa_public),
        ..Actor::here(ActorKind::Group, id.clone(), addresses.group(&id), a.slug.to_string(), cx.now)
    };
    account::add_named(cx, &actor, &key.sealed).await?;
    pursuances::add(&mut cx.tx, &id, a.slug.as_str(), a.visibility, a.joining, a.reviews, Some(&person))
        .await?;
    pursuances::set_member(&mut cx.tx, &id, &person, Role::Primary, MemberState::Active, cx.now).await?;
    // Nobody asks the founder what they may be asked.
    pursuances::arrived(&mut cx.tx, &id, &person, cx.now).await?;
    let mission = a.mission.to_string();
    texts::add(&mut cx.tx, id.as_str(), ObjectText::Mission, 1, &person, cx.now, &mission).await?;
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

/// Refuses to join one pursuance too many. The lock makes the second of two simultaneous requests count the first.
pub(super) async fn demand_room_to_join(cx: &mut Cx, person: &ActorId) -> Result<(), PerformError> {
    events::lock(&mut cx.tx, &StreamId::of(person)).await?;
    let account = account::account(cx, person).await?;
    if !account.unbounded && pursuances::count_joined(&mut cx.tx, person).await? >= JOINED_MOST {
        return Err(Refused::Full { what: Counted::Joined, most: JOINED_MOST }.into());
    }
    Ok(())
}

/// Refuses to found one pursuance too many. The lock makes the second of two simultaneous requests count the first.
pub(super) async fn demand_room_to_found(cx: &mut Cx, person: &ActorId) -> Result<(), PerformError> {
    events::lock(&mut cx.tx, &StreamId::of(person)).await?;
    let account = account::account(cx, person).await?;
    if !account.unbounded && pursuances::count_founded(&mut cx.tx, person).await? >= FOUNDED_MOST {
        return Err(Refused::Full { what: Counted::Pursuances, most: FOUNDED_MOST }.into());
    }
    Ok(())
}

async fn edit(cx: &mut Cx, a: EditPursuance) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::EditPursuance, None)?;
    if a.revision.is_some_and(|seen| seen != access.pursuance.revision) {
        return Err(Refused::Outdated.into());
    }
    let by = cx.person()?;
    let Pursuance {
        id, slug, name, mission, visibility, joining, reviews, may_skip_review, revision, ..
    } = access.pursuance;
    let after = (a.visibility.unwrap_or(visibility), a.joining.unwrap_or(joining));
    if after.0.is_private() != visibility.is_private() {
        return Err(Refused::Input(InputRefusal::StaysAsItIs).into());
    }
    let renewed = renew_keys(cx, &id, visibility, a.renew_keys).await?;
    let reviewed = a.reviews.unwrap_or(reviews);
    let skips = a.may_skip_review.unwrap_or(may_skip_review);
    let name = a.name.map_or(name, |name| name.to_string());
    let next = revision + 1;
    let written = a.mission.map(|text| text.to_string()).filter(|text| *text != mission);
    if let Some(text) = &written {
        texts::add(&mut cx.tx, id.as_str(), ObjectText::Mission, next, &by, cx.now, text).await?;
        texts::keep_former(&mut cx.tx, id.as_str(), ObjectText::Mission, FORMER_MISSIONS).await?;
    }
    let told = PursuanceEdited {
        before: Openness { visibility, joining },
        after: Openness { visibility: after.0, joining: after.1 },
        may_skip_review: (skips != may_skip_review).then_some(skips),
        reviews: (reviewed != reviews).then_some(reviewed),
        renew_keys: renewed,
        mission: written.is_some().then_some(next),
    };
    let mission = written.unwrap_or(mission);
    actors::describe(&mut cx.tx, &id, &name, &mission, cx.now).await?;
    pursuances::set_access(&mut cx.tx, &id, after, (reviewed, skips)).await?;
    if visibility.is_open() && !after.0.is_open() {
        // Its public skill offers are no longer for everybody.
        skill_offers::tell_again(&mut cx.tx, &id, cx.now).await?;
    }
    cx.event(&id, Happened::PursuanceEdited(told), id.as_str(), None);
    Ok(names(&slug, &id))
}

/// Says after how many days keys are renewed, where that is another number than before. The server renews none: it asks the pages of Admins.
async fn renew_keys(
    cx: &mut Cx,
    id: &ActorId,
    visibility: Visibility,
    after: Option<KeyRenewal>,
) -> Result<Option<KeyRenewal>, PerformError> {
    let Some(after) = after else { return Ok(None) };
    if !visibility.is_private() {
        return Err(Refused::Input(InputRefusal::NoKeys).into());
    }
    let is_other = store::sealed::set_renewal(&mut cx.tx, id, after).await?;
    Ok(is_other.then_some(after))
}

async fn join(cx: &mut Cx, a: JoinPursuance) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::Join, None)?;
    demand_room_to_join(cx, &person).await?;
    let id = access.pursuance.id.clone();
    // Removes the row of a ban that has ended.
    bans::lift(&mut cx.tx, &id, &person).await?;
    let role = membership::role_on_joining(bans::role_before(&mut cx.tx, &id, &person).await?);
    let (state, what, audience) = match access.pursuance.joining {
        Joining::Open => {
            let (again, audience) = came_or_went(cx, &id, &person, Verb::MemberJoined).await?;
            (MemberState::Active, Happened::MemberJoined(Joined { role, again, waits: false }), audience)
        }
        Joining::Approval => {
            let since = cx.now.plus(-TOLD_AGAIN_AFTER);
            let again = requests::is_told_already(&mut cx.tx, &id, &person, since, cx.now).await?;
            (MemberState::Pending, Happened::MemberAsked(Asked { role, again }), Audience::Deciders)
        }
    };
    pursuances::set_member(&mut cx.tx, &id, &person, role, state, cx.now).await?;
    let wanted = match a.task {
        Some(number) => Some(access::find_task(&mut cx.tx, &access, number).await?.id),
        None => None,
    };
    requests::write(&mut cx.tx, &id, &person, a.note.as_ref(), wanted.as_ref()).await?;
    requests::forget_declined(&mut cx.tx, &id, &person).await?;
    invites::forget_came(&mut cx.tx, &id, &person).await?;
    if state == MemberState::Active {
        // A question with another role must not let them in again once others have removed them.
        recruits::close(&mut cx.tx, &id, &person, cx.now).await?;
    }
    cx.leave(StreamId::of(&id), audience, what, person.as_str(), None);
    Ok(json!({ "pursuance": access.pursuance.slug, "id": id, "state": state.as_str() }))
}

/// Whether everybody was told the same day that a person joined or left a pursuance; and the audience to tell now. A person who
/// comes and goes again and again is named to everybody once.
pub(super) async fn came_or_went(
    cx: &mut Cx,
    pursuance: &ActorId,
    person: &ActorId,
    how: Verb,
) -> Result<(bool, Audience), StoreError> {
    let since = cx.now.plus(-TOLD_AGAIN_AFTER);
    let again = events::happened_since(&mut cx.tx, &StreamId::of(pursuance), how, person, since).await?;
    Ok((again, if again { Audience::Deciders } else { Audience::Readers }))
}

/// The member who gets the tasks of somebody who leaves.
async fn receiver(
    cx: &mut Cx,
    access: &Access,
    person: &ActorId,
    named: Option<&ActorRef>,
) -> Result<Option<ActorId>, PerformError> {
    let Some(named) = named else { return Ok(None) };
    // Before anybody is looked up: the answer would say who is a member.
    access.demand(Permission::SeeMembers, None)?;
    let found = access::find_actor(cx, named.as_str()).await?.filter(|actor| actor.id != *person);
    let found = found.ok_or(MemberRefusal::ReceiverGone)?;
    if leaving::is_gone(cx, &access.pursuance.id, &found.id).await? || found.kind != ActorKind::Person {
        return Err(MemberRefusal::ReceiverGone.into());
    }
    Ok(Some(found.id))
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
    if let Some(role) = access.role() {
        let (pursuance, by) = (access.pursuance.id.clone(), Some(person.clone()));
        let to = receiver(cx, &access, &person, a.tasks_to.as_ref()).await?;
        bans::remember_role(&mut cx.tx, &pursuance, &person, role).await?;
        handover::lapse(cx, &pursuance, &person, cx.who.actor().cloned()).await?;
        suggestion::close_of(cx, &pursuance, &person, Parting::Left).await?;
        let gone = LetGo { pursuance, person: person.clone(), why: Parting::Left, by, to };
        let mut room = LET_GO_AT_ONCE;
        leaving::let_go(cx, gone, &mut room).await?;
    }
    pursuances::remove_member(&mut cx.tx, &access.pursuance.id, &person).await?;
    let (again, audience) = match was_member {
        true => came_or_went(cx, &access.pursuance.id, &person, Verb::MemberLeft).await?,
        false => (false, Audience::Deciders),
    };
    cx.leave(
        StreamId::of(&access.pursuance.id),
        audience,
        Happened::MemberLeft(MemberLeft { was_member: Some(was_member), again }),
        person.as_str(),
        None,
    );
    Ok(names(&access.pursuance.slug, &access.pursuance.id))
}
