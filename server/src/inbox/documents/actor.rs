//! Local actors as other servers see them (PROTOCOL §1.3). A pursuance that only its members may read shows only as
//! much as is needed to send it messages.

use axum::extract::{Path, State};
use pursuance_domain::id::{ActorId, is_own_id};
use pursuance_domain::value::{PRIVATE_PURSUANCE, Visibility};
use pursuance_federation::proof::PROOF_KEY_FRAGMENT;
use pursuance_federation::sign::Ed25519PublicKey;
use pursuance_federation::vocab::{
    Actor as WireActor, ActorKind as WireKind, CAPABILITY_ED25519, CAPABILITY_OFFERS, CAPABILITY_PURSUANCE,
    CAPABILITY_RFC9421, Endpoints, Generator, Icon, Implements, Multikey, PROTOCOL_VERSION, PublicKey,
};

use super::{Answer, Reader, RefusedActivity, is_open, own_url, public, refuse};
use crate::markdown;
use crate::peers::signing::MAIN_KEY_FRAGMENT;
use crate::pictures::TYPE;
use crate::state::App;
use crate::store::accounts::Account;
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::pursuances::Pursuance;
use crate::store::{accounts, instance, pictures, pursuances};

/// `GET /ap/instance`: public, because otherwise two servers that demand signatures could never begin (PROTOCOL §4.8).
pub async fn instance(State(app): State<App>, reader: Reader) -> Answer {
    reader.looks()?;
    let row = instance::find(&mut app.db.read().await?).await?;
    let mut actor = with_keys(&app, &app.instance_actor, WireKind::Application)?;
    actor.name = row.map(|row| row.name);
    actor.preferred_username = Some(app.instance_actor.name.clone());
    actor.outbox = Some(own_url(&format!("{}/outbox", app.instance_actor.uri))?);
    actor.implements = vec![
        Implements::new(CAPABILITY_RFC9421, Some("RFC-9421: HTTP Message Signatures")),
        Implements::new(CAPABILITY_ED25519, Some("RFC-9421 signatures using the Ed25519 algorithm")),
        Implements::new(CAPABILITY_PURSUANCE, Some("Pursuance federation 1")),
        Implements::new(CAPABILITY_OFFERS, Some("Pursuance skill offers")),
    ];
    Ok(public(&actor.to_value()))
}

/// `GET /ap/p/{id}`.
pub async fn group(State(app): State<App>, reader: Reader, Path(id): Path<String>) -> Answer {
    reader.looks()?;
    let (actor, pursuance) = find_group(&app, id).await?;
    let mut group = describe_group(&app, &actor, &pursuance)?;
    if is_open(pursuance.visibility) {
        let skills = accounts::skills_of_members(&mut app.db.read().await?, &actor.id).await?;
        group.skills = skills.iter().map(|skill| skill.as_str().to_owned()).collect();
    }
    Ok(public(&group.to_value()))
}

/// `GET /ap/u/{id}`.
pub async fn person(State(app): State<App>, reader: Reader, Path(id): Path<String>) -> Answer {
    reader.looks()?;
    let (actor, account) = find_person(&app, id).await?;
    let mut person = describe(&app, &actor, WireKind::Person)?;
    person.name = Some(actor.display.clone());
    person.summary = (!actor.summary.is_empty()).then(|| markdown::to_html(&actor.summary));
    person.url = Some(own_url(&actor.url)?);
    person.manually_approves_followers = Some(false);
    person.discoverable = Some(account.discoverable);
    person.indexable = Some(false);
    person.published = Some(actor.created.utc());
    let picture = pictures::of_person(&mut app.db.read().await?, &actor.id).await?;
    person.icon = match picture {
        Some(picture) => {
            let url = own_url(&app.addresses.at(&format!("/pictures/{picture}")))?;
            Some(Icon { media_type: TYPE.to_owned(), url })
        }
        None => None,
    };
    // A person's skills are shown only when the person wants to be found by them.
    if account.discoverable {
        let skills = accounts::skills_done(&mut app.db.read().await?, &actor.id).await?;
        person.skills = skills.iter().map(|skill| skill.as_str().to_owned()).collect();
    }
    Ok(public(&person.to_value()))
}

/// A local pursuance; of a deleted one, the answer is that it is gone. A private one is no actor for others: nothing outside says that it is
/// there.
pub(super) async fn find_group(app: &App, id: String) -> Result<(Actor, Pursuance), RefusedActivity> {
    let id = ActorId(id);
    let mut tx = app.db.read().await?;
    let actor = if is_own_id(id.as_str()) { actors::by_id(&mut tx, &id).await? } else { None };
    let actor = actor
        .filter(|actor| actor.is_here() && actor.kind == ActorKind::Group)
        .ok_or_else(refuse::nothing)?;
    if actor.gone_at.is_some() {
        return Err(refuse::gone(&actor.uri).into());
    }
    let pursuance = pursuances::by_id(&mut tx, &id).await?.filter(|pursuance| !pursuance.is_private());
    Ok((actor, pursuance.ok_or_else(refuse::nothing)?))
}

/// A person with an account here.
pub(super) async fn find_person(app: &App, id: String) -> Result<(Actor, Account), RefusedActivity> {
    let id = ActorId(id);
    let mut tx = app.db.read().await?;
    let actor = if is_own_id(id.as_str()) { actors::by_id(&mut tx, &id).await? } else { None };
    let actor = actor
        .filter(|actor| actor.is_here() && actor.kind == ActorKind::Person)
        .ok_or_else(refuse::nothing)?;
    let account = accounts::by_actor(&mut tx, &id).await?.filter(|account| account.suspended_at.is_none());
    Ok((actor, account.ok_or_else(refuse::nothing)?))
}

fn describe_group(app: &App, actor: &Actor, pursuance: &Pursuance) -> Result<WireActor, RefusedActivity> {
    let mut group = describe(app, actor, WireKind::Group)?;
    let is_open = is_open(pursuance.visibility);
    group.url = Some(own_url(&actor.url)?);
    group.discoverable = Some(pursuance.visibility == Visibility::Public);
    group.indexable = Some(false);
    group.manually_approves_followers = Some(!is_open);
    group.published = Some(pursuance.created.utc());
    group.protocol = Some(PROTOCOL_VERSION.to_owned());
    if !is_open {
        group.name = Some(PRIVATE_PURSUANCE.to_owned());
        return Ok(group);
    }
    group.name = Some(pursuance.name.clone());
    group.summary = (!pursuance.mission.is_empty()).then(|| markdown::to_html(&pursuance.mission));
    group.tasks = Some(own_url(&format!("{}/tasks", actor.uri))?);
    group.skill_offers = Some(own_url(&format!("{}/skill-offers", actor.uri))?);
    group.updated = Some(pursuance.updated.utc());
    group.revision = u64::try_from(pursuance.revision).ok();
    Ok(group)
}

/// The members of every person and every pursuance.
fn describe(app: &App, actor: &Actor, kind: WireKind) -> Result<WireActor, RefusedActivity> {
    let mut said = with_keys(app, actor, kind)?;
    said.preferred_username = Some(actor.name.clone());
    said.webfinger = Some(app.handle(actor));
    said.outbox = Some(own_url(&format!("{}/outbox", actor.uri))?);
    said.followers = Some(own_url(&format!("{}/followers", actor.uri))?);
    // The protocols that an actor really implements: people take part in no delegation (PROTOCOL §1.3).
    let implements = match kind {
        WireKind::Group => {
            vec![CAPABILITY_PURSUANCE, CAPABILITY_OFFERS, CAPABILITY_RFC9421, CAPABILITY_ED25519]
        }
        WireKind::Person | WireKind::Application | WireKind::Service | WireKind::Organization => {
            vec![CAPABILITY_RFC9421, CAPABILITY_ED25519]
        }
    };
    said.generator = Some(Generator {
        id: Some(own_url(&app.instance_actor.uri)?),
        implements: implements.into_iter().map(|one| Implements::new(one, None)).collect(),
    });
    Ok(said)
}

/// The members of every actor.
fn with_keys(app: &App, actor: &Actor, kind: WireKind) -> Result<WireActor, RefusedActivity> {
    let id = own_url(&actor.uri)?;
    let mut said = WireActor::new(id.clone(), kind, own_url(&actor.inbox)?);
    said.url = Some(own_url(&actor.url)?);
    said.endpoints = Some(Endpoints { shared_inbox: own_url(&app.addresses.shared_inbox())? });
    if let Some(public_key_pem) = actor.rsa_public.clone() {
        let key = own_url(&format!("{id}{MAIN_KEY_FRAGMENT}"))?;
        said.public_key = Some(PublicKey { id: key, owner: id.clone(), public_key_pem });
    }
    let ed25519 = actor.ed25519_public.as_deref().and_then(|bytes| Ed25519PublicKey::from_slice(bytes).ok());
    if let Some(key) = ed25519 {
        let public_key_multibase = key.to_multikey();
        let key = own_url(&format!("{id}{PROOF_KEY_FRAGMENT}"))?;
        said.assertion_method = vec![Multikey { id: key, controller: id, public_key_multibase }];
    }
    Ok(said)
}
