//! The hand-over of a pursuance: the Primary asks a member, who says yes or no; where the Primary cannot act, an operator
//! names an Admin.

use pursuance_domain::action::{AcceptTransfer, NamePrimary, TransferPursuance};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{Bare, PrimaryNamed, TransferEnd, TransferEnded};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::membership::{self, MemberRefusal, PrimaryCandidate};
use pursuance_domain::people::role::Role;
use pursuance_sealed::error::RelayRefusal;
use serde_json::{Value, json};

use super::access::Access;
use super::{Cx, PerformError, Refused, Thing, access, member, sealed};
use crate::store::pursuances::{self, MemberState};
use crate::store::{events, handover};

carried_out! {
    TransferPursuance => transfer,
    AcceptTransfer => accept,
    NamePrimary => name_primary,
}

async fn transfer(cx: &mut Cx, a: TransferPursuance) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::TransferPursuance, None)?;
    let id = access.pursuance.id.clone();
    let asked = handover::heir(&mut cx.tx, &id).await?.map(|(heir, _)| heir);
    let Some(to) = &a.to else {
        let asked = asked.ok_or(MemberRefusal::NotAsked)?;
        end(cx, &id, &asked, TransferEnd::Withdrawn).await?;
        return Ok(json!({ "pursuance": access.pursuance.slug, "to": null }));
    };
    let (actor, heir) = member::active(cx, &access, to.as_str()).await?;
    let is_available = member::is_available(cx, &actor.id).await?;
    membership::may_ask_to_take_over(PrimaryCandidate { role: heir.role, is_available })?;
    demand_admin(&access, heir.role)?;
    if asked.as_ref() != Some(&actor.id) {
        if let Some(asked) = asked {
            end(cx, &id, &asked, TransferEnd::Withdrawn).await?;
        }
        handover::set_heir(&mut cx.tx, &id, Some(&actor.id), cx.now).await?;
        let told = Happened::TransferAsked(Bare {});
        cx.leave(StreamId::of(&id), Audience::Members, told, actor.id.as_str(), None);
    }
    Ok(json!({ "pursuance": access.pursuance.slug, "to": actor.name }))
}

/// The Primary of a private pursuance is an admin in its signed log, which alone makes somebody one.
fn demand_admin(access: &Access, role: Role) -> Result<(), PerformError> {
    let is_short = access.pursuance.is_private() && role < Role::Admin;
    if is_short { Err(sealed::no(RelayRefusal::SignatureNeeded)) } else { Ok(()) }
}

/// Nobody is asked any more.
async fn end(
    cx: &mut Cx,
    pursuance: &ActorId,
    heir: &ActorId,
    because: TransferEnd,
) -> Result<(), PerformError> {
    handover::set_heir(&mut cx.tx, pursuance, None, cx.now).await?;
    let told = Happened::TransferEnded(TransferEnded { because });
    cx.leave(StreamId::of(pursuance), Audience::Members, told, heir.as_str(), None);
    Ok(())
}

/// The question to become the Primary ends with the member who was asked, and with the Primary who asked. `by`: the
/// person who brought it about, where the pursuance is told.
pub(super) async fn lapse(
    cx: &mut Cx,
    pursuance: &ActorId,
    member: &ActorId,
    by: Option<ActorId>,
) -> Result<(), PerformError> {
    let Some((heir, _)) = handover::heir(&mut cx.tx, pursuance).await? else { return Ok(()) };
    let primary = handover::primary(&mut cx.tx, pursuance).await?.map(|(primary, _)| primary);
    if heir == *member || primary.as_ref() == Some(member) {
        end(cx, pursuance, &heir, TransferEnd::Lapsed).await?;
        if let Some(event) = cx.events.last_mut() {
            event.actor = by;
        }
    }
    Ok(())
}

/// Changes the Primary. Their predecessor, if there is one, becomes an Admin.
async fn pass_on(cx: &mut Cx, access: &Access, heir: &ActorId, role: Role) -> Result<(), PerformError> {
    let id = access.pursuance.id.clone();
    if let Some((before, _)) = handover::primary(&mut cx.tx, &id).await? {
        member::give_role(cx, access, &before, Role::Primary, Role::Admin).await?;
    }
    member::give_role(cx, access, heir, role, Role::Primary).await
}

async fn accept(cx: &mut Cx, a: AcceptTransfer) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let access = access::lock(cx, &a.pursuance).await?;
    let id = access.pursuance.id.clone();
    let asked = handover::heir(&mut cx.tx, &id).await?.map(|(heir, _)| heir);
    let role = access.role().filter(|_| asked.as_ref() == Some(&person)).ok_or(MemberRefusal::NotAsked)?;
    if a.accept {
        let primary = handover::primary(&mut cx.tx, &id).await?;
        membership::may_take_over(primary.is_some_and(|(_, is_suspended)| !is_suspended))?;
        demand_admin(&access, role)?;
        handover::set_heir(&mut cx.tx, &id, None, cx.now).await?;
        pass_on(cx, &access, &person, role).await?;
    } else {
        end(cx, &id, &person, TransferEnd::Declined).await?;
    }
    Ok(json!({ "pursuance": access.pursuance.slug, "accepted": a.accept }))
}

async fn name_primary(cx: &mut Cx, a: NamePrimary) -> Result<Value, PerformError> {
    access::demand_operator(cx).await?;
    // Operators run the instance; whether they may read the pursuance is no question here.
    let pursuance =
        pursuances::by_slug(&mut cx.tx, &a.pursuance).await?.ok_or(Refused::NotFound(Thing::Pursuance))?;
    let id = pursuance.id.clone();
    events::lock(&mut cx.tx, &StreamId::of(&id)).await?;
    events::lock(&mut cx.tx, &StreamId::instance()).await?;
    let access = Access::load(&mut cx.tx, &cx.who.clone(), pursuance, cx.now).await?;
    let primary = handover::primary(&mut cx.tx, &id).await?.map(|(_, is_suspended)| !is_suspended);
    // Before anybody is looked up: the answer would say who is a member.
    membership::may_name(primary)?;
    let (actor, heir) = member::active(cx, &access, a.member.as_str()).await?;
    let is_available = member::is_available(cx, &actor.id).await?;
    membership::may_be_named(primary, PrimaryCandidate { role: heir.role, is_available })?;
    if let Some((asked, _)) = handover::heir(&mut cx.tx, &id).await? {
        end(cx, &id, &asked, TransferEnd::Lapsed).await?;
    }
    pass_on(cx, &access, &actor.id, heir.role).await?;
    // A pursuance does not learn which operator it was.
    for event in &mut cx.events {
        event.actor = None;
    }
    cx.leave(
        StreamId::instance(),
        Audience::Operators,
        Happened::PrimaryNamed(PrimaryNamed { pursuance: id }),
        actor.id.as_str(),
        None,
    );
    Ok(json!({ "pursuance": access.pursuance.slug, "primary": actor.name }))
}

/// Whether a member is still the one who was asked, as pages show it.
pub async fn asked(
    tx: &mut crate::store::db::ReadTx,
    access: &Access,
) -> Result<Option<(pursuances::Member, pursuance_domain::time::Time)>, PerformError> {
    let Some((heir, at)) = handover::heir(tx, &access.pursuance.id).await? else { return Ok(None) };
    let member = pursuances::member(tx, &access.pursuance.id, &heir).await?;
    Ok(member.filter(|member| member.state == MemberState::Active).map(|member| (member, at)))
}
