//! A new private pursuance: its log begins, its founder has the key, and its name and mission are sealed. All of it, or nothing.

use pursuance_domain::action::FoundSealed;
use pursuance_domain::event::happened::Openness;
use pursuance_domain::event::{Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::{Joining, PRIVATE_PURSUANCE, Reviews, Visibility};
use pursuance_sealed::check::{self, Way};
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::error::RelayRefusal;
use pursuance_sealed::ids::{Iid, Pid};
use pursuance_sealed::log::{Fold, Payload};
use serde_json::{Value, json};

use super::batch::Batch;
use super::refusal::{SealedRefusal, no};
use super::{Ready, head_of, keep_log};
use crate::actions::pursuance::demand_room_to_found;
use crate::actions::{Cx, PerformError, Refused, Thing, account};
use crate::platform::clock::random;
use crate::store::actors::{Actor, ActorKind};
use crate::store::pursuances::{self, MemberState};
use crate::store::sealed::objects::{self, NewRevision};
use crate::store::{events, identities, instance, sealed};

pub(super) async fn found(cx: &mut Cx, a: FoundSealed) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let pid = hex::decode(&a.pid).ok().and_then(|bytes| Pid::from_slice(&bytes));
    let pid = pid.ok_or(Refused::NotFound(Thing::Pursuance))?;
    let ready = Ready::of(cx, &a.records);
    let batch = ready.batch()?;
    let own = identities::of(&mut cx.tx, &person).await?.ok_or_else(|| no(RelayRefusal::BadAuthor))?;
    let fold = begun(pid, own, batch)?;
    demand_room_to_found(cx, &person).await?;
    let (id, slug) = add_pursuance(cx, &person).await?;
    sealed::add(&mut cx.tx, &id, &fold, head_of(&fold)?).await?;
    sealed::seat(&mut cx.tx, &id, &own, &person).await?;
    keep_log(cx, &id, &person, batch).await?;
    let revision = batch.revisions.first().ok_or_else(|| no(RelayRefusal::BadFields))?;
    // Not that of the pursuance: its mission is said to people who have no key.
    let name = cx.new_id();
    let new = NewRevision { id: &name, revision, fields: &batch.fields, author: &person, before: None };
    if !objects::put(&mut cx.tx, &id, &new, cx.now).await? {
        return Err(no(RelayRefusal::StaleRevision));
    }
    Ok(json!({ "pursuance": slug, "id": id }))
}

/// Checks that a pursuance begins like that: two entries of the founder, whose account is that of the person, one seal, and the
/// first revision of what it is.
fn begun(pid: Pid, own: Iid, batch: &Batch) -> Result<Fold, PerformError> {
    let [genesis, epoch] = batch.entries.as_slice() else { return Err(no(RelayRefusal::BadFields)) };
    let founds = matches!(genesis.body.payload, Payload::Genesis { .. });
    let rotates = matches!(epoch.body.payload, Payload::Epoch { .. });
    if !founds || !rotates || !batch.notes.is_empty() || !batch.messages.is_empty() {
        return Err(no(RelayRefusal::BadFields));
    }
    if genesis.body.actor != own {
        return Err(no(RelayRefusal::BadAuthor));
    }
    let begun = check::batch(&Fold::new(pid), &batch.entries, &batch.seals).map_err(SealedRefusal::from)?;
    let [revision] = batch.revisions.as_slice() else { return Err(no(RelayRefusal::BadFields)) };
    let way = Way::Put { poster: own };
    check::revision(&begun, revision, &batch.fields, None, way).map_err(no)?;
    if revision.body.object_type != ObjectType::Pursuance || Some(revision.body.head) != begun.head() {
        return Err(no(RelayRefusal::BadFields));
    }
    Ok(begun)
}

/// A pursuance under a made-up name, with its founder as the Primary.
async fn add_pursuance(cx: &mut Cx, person: &ActorId) -> Result<(ActorId, String), PerformError> {
    let row = instance::find(&mut cx.tx).await?.ok_or(Refused::NotFound(Thing::Instance))?;
    let id = ActorId(cx.new_id());
    events::lock(&mut cx.tx, &StreamId::of(&id)).await?;
    let key = cx.app.keys.make(&id)?;
    let slug = format!("private-{}", hex::encode(random::<6>()));
    let addresses = &cx.app.addresses;
    let actor = Actor {
        url: addresses.at(&format!("/p/{slug}")),
        display: PRIVATE_PURSUANCE.to_owned(),
        ed25519_public: Some(key.public),
        rsa_public: Some(row.rsa_public),
        ..Actor::here(ActorKind::Group, id.clone(), addresses.group(&id), slug.clone(), cx.now)
    };
    account::add_named(cx, &actor, &key.sealed).await?;
    let (visibility, joining) = (Visibility::Sealed, Joining::Approval);
    pursuances::add(&mut cx.tx, &id, &slug, visibility, joining, Reviews::Named, Some(person)).await?;
    pursuances::set_member(&mut cx.tx, &id, person, Role::Primary, MemberState::Active, cx.now).await?;
    pursuances::arrived(&mut cx.tx, &id, person, cx.now).await?;
    let created = Happened::PursuanceCreated(Openness { visibility, joining });
    cx.event(&id, created, id.as_str(), None);
    Ok((id, slug))
}
