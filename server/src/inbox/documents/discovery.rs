//! Discovery for other servers: WebFinger for names, NodeInfo for the instance (PROTOCOL §4.5).

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::id::ActorId;
use pursuance_domain::time::{DAY, HOUR, Time};
use pursuance_domain::value::Door;
use pursuance_federation::discover::{
    Handle, JRD_CONTENT_TYPE, Jrd, NODEINFO_CONTENT_TYPE, NodeInfo, NodeInfoVersion, Usage,
    nodeinfo_links as links,
};
use pursuance_federation::vocab::context_document;
use serde::Deserialize;
use url::Url;

use super::{Answer, Reader, RefusedActivity, UrlQuery, own_url, refuse};
use crate::addresses::Named;
use crate::state::App;
use crate::store::actors::{self, Actor, ActorKind};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::{accounts, instance, pursuances};

/// Below this number of people nothing is published about the use of an instance, so nothing is counted.
const TELLING: i64 = 10;
/// How long a count is published.
const COUNTED_FRESH: i64 = 6 * HOUR;

#[derive(Debug, Deserialize)]
pub struct Question {
    resource: Option<String>,
}

/// `GET /.well-known/webfinger?resource=`: a name, or the address of an actor or of its page.
pub async fn webfinger(
    State(app): State<App>,
    reader: Reader,
    UrlQuery(question): UrlQuery<Question>,
) -> Answer {
    reader.looks()?;
    let Some(resource) = question.resource else {
        return Err(refuse::problem(
            StatusCode::BAD_REQUEST,
            "no-resource",
            "Say whom you look for: ?resource=acct:name@server",
        )
        .into());
    };
    let mut tx = app.db.read().await?;
    let actor = find(&app, &mut tx, resource.trim()).await?.ok_or_else(refuse::nothing)?;
    drop(tx);
    if actor.gone_at.is_some() {
        return Err(refuse::gone(&actor.uri).into());
    }
    let mut response = json_as(
        serde_json::to_string(&describe(&app, &actor)?).map_err(|error| refuse::failure(&error))?,
        JRD_CONTENT_TYPE,
    );
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

fn describe(app: &App, actor: &Actor) -> Result<Jrd, RefusedActivity> {
    let (uri, page) = (own_url(&actor.uri)?, own_url(&actor.url)?);
    match Handle::new(&actor.name, app.fetcher.reach().own().clone()) {
        Ok(handle) => Ok(Jrd::new(&handle, &uri, Some(&page))),
        // The instance has the name of its host, which may end in a port; no other name does (FEP-d556).
        Err(_) => {
            let host = Handle::new("instance", app.fetcher.reach().own().clone())
                .map_err(|error| refuse::failure(&error))?;
            let subject = format!("acct:{}", app.handle(actor));
            Ok(Jrd { subject, ..Jrd::new(&host, &uri, Some(&page)) })
        }
    }
}

/// The local actor that a resource names. Suspended people are not found, and no private pursuance.
async fn find(app: &App, tx: &mut ReadTx, resource: &str) -> StoreResult<Option<Actor>> {
    let Some(actor) = find_any(app, tx, resource).await? else { return Ok(None) };
    let is_told = match actor.kind {
        ActorKind::Person => {
            let account = accounts::by_actor(tx, &actor.id).await?;
            account.is_some_and(|account| account.suspended_at.is_none())
        }
        ActorKind::Group => {
            let pursuance = pursuances::by_id(tx, &actor.id).await?;
            !pursuance.is_some_and(|pursuance| pursuance.is_private())
        }
        ActorKind::Instance => true,
    };
    Ok(is_told.then_some(actor))
}

async fn find_any(app: &App, tx: &mut ReadTx, resource: &str) -> StoreResult<Option<Actor>> {
    let authority = app.addresses.authority();
    let bare = resource.strip_prefix("acct:").unwrap_or(resource);
    if bare.eq_ignore_ascii_case(&format!("{authority}@{authority}")) {
        return Ok(Some(app.instance_actor.clone()));
    }
    if resource.contains("://") {
        return match Url::parse(resource) {
            Ok(url) if app.fetcher.reach().is_own(&url) => by_address(app, tx, &url).await,
            _ => Ok(None),
        };
    }
    match Handle::parse(resource, app.fetcher.reach()) {
        Ok(handle) if handle.origin() == app.fetcher.reach().own() => {
            actors::by_name_here(tx, &handle.name().to_lowercase()).await
        }
        _ => Ok(None),
    }
}

/// An actor's id, its page, or the server itself.
async fn by_address(app: &App, tx: &mut ReadTx, url: &Url) -> StoreResult<Option<Actor>> {
    match app.addresses.named(url.as_str()) {
        Some(Named::Person(id) | Named::Group(id)) => {
            return Ok(actors::by_id(tx, &ActorId(id.to_owned()))
                .await?
                .filter(|actor| actor.is_here() && actor.uri == url.as_str()));
        }
        Some(Named::Instance) => return Ok(Some(app.instance_actor.clone())),
        Some(Named::Task(_)) => return Ok(None),
        None => {}
    }
    let path = url.path();
    if path == "/" {
        return Ok(Some(app.instance_actor.clone()));
    }
    let path = path.trim_end_matches('/');
    let Some(name) = path.strip_prefix("/@").or_else(|| path.strip_prefix("/p/")) else { return Ok(None) };
    let kind = if path.starts_with("/@") { ActorKind::Person } else { ActorKind::Group };
    Ok(actors::by_name_here(tx, name).await?.filter(|actor| actor.kind == kind))
}

/// `GET /ns`: the context that stands inline in every document, for makers and for tools (PROTOCOL §1.1).
pub async fn context(reader: Reader) -> Answer {
    reader.looks()?;
    let mut response = json_as(context_document().to_string(), "application/ld+json");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(response)
}

/// `GET /.well-known/nodeinfo`.
pub async fn nodeinfo_links(State(app): State<App>, reader: Reader) -> Answer {
    reader.looks()?;
    let links = links(app.fetcher.reach().own(), &own_url(&app.instance_actor.uri)?);
    Ok(json_as(links.to_string(), NODEINFO_CONTENT_TYPE))
}

/// `GET /nodeinfo/2.0`.
pub async fn nodeinfo_2_0(State(app): State<App>, reader: Reader) -> Answer {
    nodeinfo(&app, &reader, NodeInfoVersion::V2_0).await
}

/// `GET /nodeinfo/2.1`.
pub async fn nodeinfo_2_1(State(app): State<App>, reader: Reader) -> Answer {
    nodeinfo(&app, &reader, NodeInfoVersion::V2_1).await
}

async fn nodeinfo(app: &App, reader: &Reader, version: NodeInfoVersion) -> Answer {
    reader.looks()?;
    let door = instance::door(&mut app.db.read().await?).await?;
    let repository = env!("CARGO_PKG_REPOSITORY");
    let info = NodeInfo {
        software_version: env!("CARGO_PKG_VERSION").to_owned(),
        repository: (!repository.is_empty()).then(|| repository.to_owned()),
        open_registrations: door == Door::Anybody,
        usage: usage(app, reader).await?,
    };
    Ok(json_as(info.to_value(version).to_string(), &version.content_type()))
}

/// The use of the instance. Counted only now and then: it is asked for often and changes little.
async fn usage(app: &App, reader: &Reader) -> StoreResult<Usage> {
    let now = app.clock.now();
    if let Some(usage) = reader.gate.counted(now, COUNTED_FRESH) {
        return Ok(usage);
    }
    let mut tx = app.db.read().await?;
    let users = accounts::count(&mut tx).await?;
    let number = |count: i64| u64::try_from(count).unwrap_or(0);
    let mut usage = Usage { users: number(users), active_month: 0, active_half_year: 0, tasks: 0 };
    if users >= TELLING {
        let (month, half_year): (Time, Time) = (now.plus(-30 * DAY), now.plus(-182 * DAY));
        let (tasks, active_month, active_half_year) = instance::usage(&mut tx, month, half_year).await?;
        usage.tasks = number(tasks);
        usage.active_month = number(active_month);
        usage.active_half_year = number(active_half_year);
    }
    reader.gate.count(now, usage);
    Ok(usage)
}

fn json_as(text: String, content_type: &str) -> Response {
    let mut response = Response::new(Body::from(text));
    let content_type =
        HeaderValue::from_str(content_type).unwrap_or(HeaderValue::from_static("application/json"));
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=180"));
    response
}
