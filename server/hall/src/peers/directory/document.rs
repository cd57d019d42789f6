//! The parts of an actor's document that are cached, and the reasons to reject it.

use std::sync::Arc;

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Skill, Skills};
use pursuance_federation::proof::PROOF_KEY_FRAGMENT;
use pursuance_federation::reach::{Origin, Reach};
use pursuance_federation::sign::{Ed25519PublicKey, PublicKey};
use pursuance_federation::vocab::{self, ActorKind as WireKind};
use url::Url;

use super::{DirectoryError, host_of};
use crate::markdown;
use crate::store::actors::{Actor, ActorKind};

/// Longer names exist nowhere.
const NAME_MAX: usize = 128;

/// Longer descriptions stay on their own page.
const SUMMARY_MAX: usize = 20_000;

/// The reason why a document cannot be an actor's own.
#[derive(Debug, thiserror::Error)]
enum Unsound {
    #[error("the actor has no usable key of its own")]
    NoKey,
    #[error("the actor has no name")]
    NoName,
}

/// Reads an actor's own document; `id` is for an actor that is not known yet.
pub(super) fn read(
    said: &vocab::Actor,
    reach: &Reach,
    id: ActorId,
    now: Time,
) -> Result<Actor, DirectoryError> {
    let host = host_of(&said.id);
    let unsound = |why: Unsound| DirectoryError::Unsound { host: host.clone(), source: Arc::new(why) };
    let out_of_reach = |source| DirectoryError::OutOfReach { host: host.clone(), source };
    let origin = reach.check_url(&said.id).map_err(out_of_reach)?;
    // A message sent there would reach actors who never asked for it.
    let shared = said.endpoints.as_ref().map(|endpoints| &endpoints.shared_inbox);
    for inbox in [&said.inbox].into_iter().chain(shared) {
        if Origin::of(inbox).ok().as_ref() != Some(&origin) {
            return Err(DirectoryError::ForeignInbox { host: host.clone() });
        }
        reach.check_url(inbox).map_err(out_of_reach)?;
    }
    let ed25519 = ed25519(said);
    let rsa = said.public_key.as_ref().filter(|key| key.owner == said.id);
    let rsa = rsa
        .filter(|key| PublicKey::from_pem(&key.public_key_pem).is_ok())
        .map(|key| key.public_key_pem.clone());
    if ed25519.is_none() && rsa.is_none() {
        return Err(unsound(Unsound::NoKey));
    }
    let name = name(said).ok_or_else(|| unsound(Unsound::NoName))?;
    let summary = said.summary.as_deref().filter(|text| text.chars().count() <= SUMMARY_MAX);
    Ok(Actor {
        id,
        kind: match said.kind {
            WireKind::Group => ActorKind::Group,
            WireKind::Application => ActorKind::Instance,
            WireKind::Person | WireKind::Service | WireKind::Organization => ActorKind::Person,
        },
        uri: said.id.to_string(),
        inbox: said.inbox.to_string(),
        display: said.name.clone().unwrap_or_else(|| name.clone()),
        summary: summary.map(markdown::clean_html).unwrap_or_default(),
        url: page(said, reach, &origin).to_string(),
        capable: said.takes_delegations() && ed25519.is_some(),
        ed25519_public: ed25519.map(|key| key.as_bytes().to_vec()),
        rsa_public: rsa,
        instance: instance(said),
        pinned_at: None,
        fetched_at: Some(now),
        gone_at: None,
        created: now,
        host: Some(host),
        name,
    })
}

/// The instance actor that an actor names as its own: it must be on the same server.
fn instance(said: &vocab::Actor) -> Option<String> {
    let named = said.generator.as_ref()?.id.as_ref()?;
    (named.origin() == said.id.origin()).then(|| named.to_string())
}

/// The skills that a pursuance states for its people; invalid ones are left out.
pub(super) fn skills(said: &vocab::Actor) -> Skills {
    let skills = said.skills.iter().filter_map(|skill| Skill::parse(skill).ok());
    Skills::new(skills.take(Skills::MOST)).unwrap_or_default()
}

/// The key of its proofs: the one at the usual address, else the first.
fn ed25519(said: &vocab::Actor) -> Option<Ed25519PublicKey> {
    let own = || said.assertion_method.iter().filter(|key| key.controller == said.id);
    let usual = format!("{}{PROOF_KEY_FRAGMENT}", said.id);
    let first = own().find(|key| key.id.as_str() == usual).into_iter().chain(own());
    first.filter_map(|key| Ed25519PublicKey::from_multikey(&key.public_key_multibase).ok()).next()
}

/// The part of its handle before the @.
fn name(said: &vocab::Actor) -> Option<String> {
    let fits = |name: &&str| {
        !name.is_empty()
            && name.chars().count() <= NAME_MAX
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':'))
    };
    let last = said.id.path_segments().and_then(|mut parts| parts.next_back());
    said.preferred_username.as_deref().filter(fits).or_else(|| last.filter(fits)).map(str::to_owned)
}

/// Its page for people, if that is on its own server: otherwise anybody could borrow a known name.
fn page<'a>(said: &'a vocab::Actor, reach: &Reach, origin: &Origin) -> &'a Url {
    let own = |url: &&Url| reach.check_form(url).is_ok_and(|found| found == *origin);
    said.url.as_ref().filter(own).unwrap_or(&said.id)
}

#[cfg(test)]
mod tests {
    use pursuance_federation::sign::Ed25519KeyPair;
    use serde_json::{Value, json};

    use super::*;

    const ID: &str = "https://b.example/ap/p/7";

    fn document() -> Value {
        let key = Ed25519KeyPair::from_seed(&[7; 32]).public().to_multikey();
        json!({
            "id": ID, "type": "Group", "preferredUsername": "lingua", "name": "Lingua", "inbox": format!("{ID}/inbox"),
            "summary": "<p>We translate.<script>x</script></p>", "skills": ["Language:French", "not a skill"], "url": "https://b.example/p/lingua",
            "assertionMethod": [{"id": format!("{ID}#ed25519-key"), "type": "Multikey", "controller": ID, "publicKeyMultibase": key}],
            "generator": {"type": "Application", "implements": [{"href": "https://w3id.org/pursuance/ns#v1"}]},
        })
    }

    fn read(document: &Value) -> Result<Actor, DirectoryError> {
        let reach = Reach::from_base_url("https://a.example").unwrap();
        super::read(&vocab::Actor::read(document).unwrap(), &reach, ActorId("1".into()), Time(5))
    }

    #[test]
    fn a_pursuance_elsewhere_is_kept_with_what_it_says_cleaned() {
        let actor = read(&document()).unwrap();
        assert_eq!(
            (actor.kind, actor.name.as_str(), actor.host.as_deref()),
            (ActorKind::Group, "lingua", Some("b.example"))
        );
        assert_eq!(
            (actor.summary.as_str(), actor.url.as_str()),
            ("<p>We translate.</p>", "https://b.example/p/lingua")
        );
        assert!(actor.capable && actor.ed25519_public.is_some() && actor.rsa_public.is_none());
    }

    #[test]
    fn what_is_no_skill_is_left_out() {
        let skills = super::skills(&vocab::Actor::read(&document()).unwrap());
        assert_eq!(skills.iter().map(Skill::as_str).collect::<Vec<_>>(), ["Language:French"]);
    }

    #[test]
    fn an_inbox_on_another_server_is_refused() {
        let mut document = document();
        for elsewhere in [
            "https://victim.example/inbox",
            "https://a.example/ap/inbox",
            "https://b.example:8484/inbox",
            "http://b.example/inbox",
            "https://127.0.0.1/inbox",
            "mailto:inbox@b.example",
        ] {
            document["inbox"] = json!(elsewhere);
            assert!(matches!(read(&document), Err(DirectoryError::ForeignInbox { .. })), "{elsewhere}");
        }
        document["inbox"] = json!("https://me@b.example/inbox");
        assert!(matches!(read(&document), Err(DirectoryError::OutOfReach { .. })));
        document["inbox"] = json!(format!("{ID}/inbox"));
        document["endpoints"] = json!({"sharedInbox": "https://victim.example/inbox"});
        assert!(matches!(read(&document), Err(DirectoryError::ForeignInbox { .. })));
        document["endpoints"] = json!({"sharedInbox": "https://b.example/inbox"});
        assert!(read(&document).is_ok());
    }

    #[test]
    fn a_key_of_somebody_else_is_no_key() {
        let mut document = document();
        document["assertionMethod"][0]["controller"] = json!("https://b.example/ap/p/8");
        assert!(matches!(read(&document), Err(DirectoryError::Unsound { .. })));
    }

    #[test]
    fn an_instance_actor_speaks_for_those_of_its_own_server() {
        let mut document = document();
        assert_eq!(read(&document).unwrap().instance, None);
        document["generator"]["id"] = json!("https://b.example/ap/instance");
        assert_eq!(read(&document).unwrap().instance.as_deref(), Some("https://b.example/ap/instance"));
        document["generator"]["id"] = json!("https://c.example/ap/instance");
        assert_eq!(read(&document).unwrap().instance, None);
    }

    #[test]
    fn a_page_elsewhere_is_not_its_page() {
        let mut document = document();
        document["url"] = json!("https://famous.example/");
        assert_eq!(read(&document).unwrap().url, ID);
    }

    #[test]
    fn without_a_usable_name_the_address_gives_one() {
        let mut document = document();
        document["preferredUsername"] = json!("two words");
        assert_eq!(read(&document).unwrap().name, "7");
    }
}
