//! Actors: people, pursuances and servers (PROTOCOL §1.3).

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::{
    CAPABILITY_ED25519, CAPABILITY_OFFERS, CAPABILITY_PURSUANCE, CAPABILITY_RFC9421, VocabRefusal,
    context::actor_context,
    reader::{Reader, need},
    to_json,
};

const NAME_MAX: usize = 500;
const SUMMARY_MAX: usize = 50_000;
const KEYS_MAX: usize = 20;
const CAPABILITIES_MAX: usize = 100;

/// The kind of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ActorKind {
    Person,
    Group,
    Application,
    Service,
    Organization,
}

impl ActorKind {
    const ALL: [(&'static str, Self); 5] = [
        ("Person", Self::Person),
        ("Group", Self::Group),
        ("Application", Self::Application),
        ("Service", Self::Service),
        ("Organization", Self::Organization),
    ];
}

/// The RSA key, which most servers use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicKey {
    pub id: Url,
    pub owner: Url,
    pub public_key_pem: String,
}

/// A key for proofs and RFC 9421 signatures (FEP-521a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Multikey {
    pub id: Url,
    pub controller: Url,
    pub public_key_multibase: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoints {
    pub shared_inbox: Url,
}

/// An ability of a server (FEP-844e).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Implements {
    pub href: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Implements {
    pub fn new(href: &str, name: Option<&str>) -> Self {
        Self { href: href.to_owned(), name: name.map(str::to_owned) }
    }

    fn read_all(reader: Reader<'_>) -> Result<Vec<Self>, VocabRefusal> {
        let mut read = Vec::new();
        for link in reader.at_most("implements", CAPABILITIES_MAX)? {
            if let Some(href) = link.as_str() {
                read.push(Self::new(href, None));
                continue;
            }
            let Ok(link) = Reader::new(link, "implements") else { continue };
            // The form of an ordered list in JSON-LD.
            let mut links = link.objects("@list", CAPABILITIES_MAX)?;
            links.push(link);
            for link in links {
                if let Some(href) = link.str("href")?.or(link.str("id")?) {
                    read.push(Self { href: href.to_owned(), name: link.line("name", NAME_MAX)? });
                }
            }
            let texts = link.at_most("@list", CAPABILITIES_MAX)?.iter().filter_map(Value::as_str);
            read.extend(texts.map(|href| Self::new(href, None)));
        }
        Ok(read)
    }
}

/// The server of an actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Application")]
pub struct Generator {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Url>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub implements: Vec<Implements>,
}

/// The picture beside the name of an actor. Pictures of other servers are never fetched, and so none is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Image", rename_all = "camelCase")]
pub struct Icon {
    pub media_type: String,
    pub url: Url,
}

/// An actor as other servers see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    pub id: Url,
    #[serde(rename = "type")]
    pub kind: ActorKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// HTML, not sanitised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// `name@host` (FEP-2c59).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webfinger: Option<String>,
    pub inbox: Url,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outbox: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followers: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tasks: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skill_offers: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partners: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoints: Option<Endpoints>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manually_approves_followers: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discoverable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indexable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u64>,
    /// The version of this protocol.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_key: Option<PublicKey>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assertion_method: Vec<Multikey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generator: Option<Generator>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub implements: Vec<Implements>,
}

impl Actor {
    /// An actor with the members of every actor.
    pub fn new(id: Url, kind: ActorKind, inbox: Url) -> Self {
        Self {
            id,
            kind,
            preferred_username: None,
            name: None,
            summary: None,
            url: None,
            icon: None,
            webfinger: None,
            inbox,
            outbox: None,
            followers: None,
            tasks: None,
            skill_offers: None,
            partners: None,
            members: None,
            endpoints: None,
            skills: Vec::new(),
            manually_approves_followers: None,
            discoverable: None,
            indexable: None,
            published: None,
            updated: None,
            revision: None,
            protocol: None,
            public_key: None,
            assertion_method: Vec::new(),
            generator: None,
            implements: Vec::new(),
        }
    }

    /// The actor with its context, ready to be served.
    pub fn to_value(&self) -> Value {
        super::with_context(actor_context(), to_json(self))
    }

    /// Whether its server takes class D, which is never sent to others (PROTOCOL §1.5).
    pub fn takes_delegations(&self) -> bool {
        self.implements(CAPABILITY_PURSUANCE)
    }

    /// Whether it takes part in skill offers (PROTOCOL §1.8).
    pub fn takes_offers(&self) -> bool {
        self.implements(CAPABILITY_OFFERS)
    }

    /// Whether its server lists RFC 9421 signatures (PROTOCOL §4.2).
    pub fn reads_rfc9421(&self) -> bool {
        self.implements(CAPABILITY_RFC9421)
    }

    /// Whether its server reads RFC 9421 with Ed25519: it lists so, or has this protocol.
    pub fn reads_ed25519(&self) -> bool {
        self.implements(CAPABILITY_ED25519) || self.takes_delegations()
    }

    fn implements(&self, capability: &str) -> bool {
        let of_server = self.generator.iter().flat_map(|generator| &generator.implements);
        of_server.chain(&self.implements).any(|it| it.href == capability)
    }

    /// Reads an actor of another server.
    ///
    /// # Errors
    /// When the document is no actor, or has no inbox or no key: some servers answer an unreadable signature with such
    /// a stripped actor, which must never replace a good one (PROTOCOL §5).
    pub fn read(value: &Value) -> Result<Self, VocabRefusal> {
        let actor = Reader::new(value, "actor")?;
        let kind = ActorKind::ALL.into_iter().find(|(word, _)| actor.is(word)).map(|(_, kind)| kind);
        let kind = kind.ok_or_else(|| VocabRefusal::WrongType {
            field: "actor",
            expected: "Person or Group",
            found: actor.kinds().next().unwrap_or("thing without a type").to_owned(),
        })?;
        let inbox = actor.need_url("inbox")?;
        let public_key = read_public_key(actor)?;
        let assertion_method = read_multikeys(actor)?;
        if public_key.is_none() && assertion_method.is_empty() {
            return Err(VocabRefusal::Missing { field: "publicKey" });
        }
        let shared_inbox = match actor.object("endpoints")? {
            Some(endpoints) => endpoints.url("sharedInbox")?,
            None => None,
        };
        Ok(Self {
            id: actor.need_url("id")?,
            kind,
            preferred_username: actor.line("preferredUsername", NAME_MAX)?,
            name: actor.line("name", NAME_MAX)?,
            summary: actor.lines("summary", SUMMARY_MAX)?,
            // Several links to pages are common; the first one is shown.
            url: actor.urls("url", KEYS_MAX)?.into_iter().next(),
            icon: None,
            webfinger: actor.line("webfinger", NAME_MAX)?,
            inbox,
            outbox: actor.url("outbox")?,
            followers: actor.url("followers")?,
            tasks: actor.url("tasks")?,
            skill_offers: actor.url("skillOffers")?,
            partners: actor.url("partners")?,
            members: actor.url("members")?,
            endpoints: shared_inbox.map(|shared_inbox| Endpoints { shared_inbox }),
            skills: actor.line_list("skills", 200, 64)?,
            manually_approves_followers: actor.flag("manuallyApprovesFollowers")?,
            discoverable: actor.flag("discoverable")?,
            indexable: actor.flag("indexable")?,
            published: actor.time("published")?,
            updated: actor.time("updated")?,
            revision: actor.number("revision")?,
            protocol: actor.line("protocol", 20)?,
            public_key,
            assertion_method,
            generator: read_generator(actor)?,
            implements: Implements::read_all(actor)?,
        })
    }
}

fn read_public_key(actor: Reader<'_>) -> Result<Option<PublicKey>, VocabRefusal> {
    let Some(key) = actor.objects("publicKey", KEYS_MAX)?.into_iter().next() else { return Ok(None) };
    Ok(Some(PublicKey {
        id: key.need_url("id")?,
        owner: key.need_url("owner")?,
        public_key_pem: need("publicKeyPem", key.str("publicKeyPem")?)?.to_owned(),
    }))
}

fn read_multikeys(actor: Reader<'_>) -> Result<Vec<Multikey>, VocabRefusal> {
    let keys = actor.objects("assertionMethod", KEYS_MAX)?.into_iter().filter(|key| key.is("Multikey"));
    keys.map(|key| {
        Ok(Multikey {
            id: key.need_url("id")?,
            controller: key.need_url("controller")?,
            public_key_multibase: need("publicKeyMultibase", key.str("publicKeyMultibase")?)?.to_owned(),
        })
    })
    .collect()
}

fn read_generator(actor: Reader<'_>) -> Result<Option<Generator>, VocabRefusal> {
    // Other software puts its name or a link here, which says nothing about capabilities.
    let Some(generator) = actor.objects("generator", KEYS_MAX)?.into_iter().next() else { return Ok(None) };
    let implements = Implements::read_all(generator)?;
    let id = generator.url("id")?;
    Ok(generator.is("Application").then_some(Generator { id, implements }))
}
