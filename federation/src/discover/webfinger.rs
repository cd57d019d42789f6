//! WebFinger, asked and answered (RFC 7033).
//!
//! The types of `activitypub_federation` write `null` for absent members and refuse a whole answer for one bad alias,
//! and its client panics at a subject in other letters. So both are written here.

use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::{AddressRefusal, Handle};
use crate::{
    fetch::{ACTIVITY_JSON, FetchError, Fetcher, is_activity_json},
    reach::{Origin, ReachRefusal},
};

/// The media type of the answers (RFC 7033 §10.2).
pub const JRD_CONTENT_TYPE: &str = "application/jrd+json";
const PROFILE_PAGE: &str = "http://webfinger.net/rel/profile-page";
const LINKS_MAX: usize = 50;

/// A server's answer about a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Jrd {
    pub subject: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    pub links: Vec<JrdLink>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JrdLink {
    pub rel: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

impl Jrd {
    /// The own answer: one actor behind one name, and its page if it has one.
    pub fn new(subject: &Handle, actor: &Url, page: Option<&Url>) -> Self {
        let link = |rel: &str, media_type: &str, href: &Url| JrdLink {
            rel: rel.to_owned(),
            media_type: Some(media_type.to_owned()),
            href: Some(href.to_string()),
        };
        let mut links = vec![link("self", ACTIVITY_JSON, actor)];
        links.extend(page.map(|page| link(PROFILE_PAGE, "text/html", page)));
        let aliases = page.into_iter().chain([actor]).map(Url::to_string).collect();
        Self { subject: subject.acct(), aliases, links }
    }

    /// Reads an answer. Only the subject is required.
    fn read(value: &Value) -> Option<Self> {
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let list = |name: &str| value.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let link = |link: &Value| {
            Some(JrdLink {
                rel: text(link, "rel")?,
                media_type: text(link, "type"),
                href: text(link, "href"),
            })
        };
        Some(Self {
            subject: text(value, "subject")?,
            aliases: list("aliases")
                .iter()
                .take(LINKS_MAX)
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            links: list("links").iter().take(LINKS_MAX).filter_map(link).collect(),
        })
    }
}

/// An actor that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovered {
    /// The handle from its server, which may differ from the one asked for.
    pub handle: Handle,
    pub actor: Url,
}

/// The reason why nobody was found.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    #[error("{host} could not be asked")]
    Fetch {
        host: Origin,
        #[source]
        source: FetchError,
    },
    #[error("{host} knows nobody of this name")]
    Nobody { host: Origin },
    #[error("{host} gave no sound answer")]
    Unsound { host: Origin },
    #[error("{host} answered about somebody else")]
    Subject {
        host: Origin,
        #[source]
        source: AddressRefusal,
    },
    #[error("{host} names no actor")]
    NoActor { host: Origin },
    #[error("{host} names several actors for one name")]
    SeveralActors { host: Origin },
    #[error("the actor is outside of our reach")]
    OutOfReach(#[from] ReachRefusal),
    #[error("{host} does not confirm this name")]
    Unconfirmed { host: Origin },
}

impl DiscoverError {
    /// Whether a later try may find somebody.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Fetch { source, .. } if source.is_temporary())
    }
}

/// Finds the actor behind a handle.
///
/// The host of the handle speaks for its names. A name or an actor on another host has to be confirmed by that host, or
/// anybody could claim the actor of somebody else (PROTOCOL §4.5).
///
/// # Errors
/// [`DiscoverError`]: also when the hosts do not agree.
pub async fn find(fetcher: &Fetcher, handle: &Handle) -> Result<Discovered, DiscoverError> {
    let found = ask(fetcher, handle.origin(), handle).await?;
    let mut agreed = vec![handle.origin().clone()];
    for host in [found.handle.origin().clone(), Origin::of(&found.actor)?] {
        if agreed.contains(&host) {
            continue;
        }
        if ask(fetcher, &host, &found.handle).await? != found {
            return Err(DiscoverError::Unconfirmed { host });
        }
        agreed.push(host);
    }
    Ok(found)
}

/// One question to one host.
async fn ask(fetcher: &Fetcher, host: &Origin, handle: &Handle) -> Result<Discovered, DiscoverError> {
    let fetch = |source| match source {
        FetchError::Status { status } if matches!(status.as_u16(), 404 | 410) => {
            DiscoverError::Nobody { host: host.clone() }
        }
        source => DiscoverError::Fetch { host: host.clone(), source },
    };
    let mut question = Url::parse(&host.to_string()).map_err(ReachRefusal::from)?;
    question.set_path("/.well-known/webfinger");
    question.query_pairs_mut().append_pair("resource", &handle.acct());

    let answer = fetcher.get_json(&question).await.map_err(fetch)?;
    let jrd = Jrd::read(&answer.value).ok_or_else(|| DiscoverError::Unsound { host: host.clone() })?;
    let subject = Handle::parse(&jrd.subject, fetcher.reach())
        .map_err(|source| DiscoverError::Subject { host: host.clone(), source })?;

    let links = jrd.links.iter().filter(|link| link.rel == "self");
    let links = links.filter(|link| link.media_type.as_deref().is_some_and(is_activity_json));
    let mut actors: Vec<&String> = links.filter_map(|link| link.href.as_ref()).collect();
    actors.sort();
    actors.dedup();
    let actor = match actors.as_slice() {
        [] => return Err(DiscoverError::NoActor { host: host.clone() }),
        [one] => Url::parse(one).map_err(ReachRefusal::from)?,
        _ => return Err(DiscoverError::SeveralActors { host: host.clone() }),
    };
    fetcher.reach().check_url(&actor)?;
    Ok(Discovered { handle: subject, actor })
}
