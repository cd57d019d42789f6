//! Blocking another server: first its name, then the delegations that end with it; and unblocking it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::BlockHost;
use pursuance_domain::id::ActorId;
use pursuance_domain::value::Note;

use super::head::{Head, Tab, frame};
use crate::peers::host_policy::HostPolicy;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::delegations;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, Party};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// `GET /admin/block`, with `?host=`, and, when refused, `POST /admin/block`: `host`, `reason`.
#[derive(Template)]
#[template(path = "operator/block.html")]
pub struct BlockPage {
    pub l: Layout,
    pub head: Head,
    pub host: Field,
    pub reason: Field,
    /// The delegations that would end; none until a valid server was typed.
    pub ends: Option<Vec<EndingWork>>,
}

/// Work between two pursuances that ends.
pub struct EndingWork {
    pub ours: Party,
    pub theirs: Party,
    pub delegations: usize,
}

/// `GET /admin/block`
pub async fn form(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    visit.operator()?;
    let mut host = query.0.field("host");
    let named = if host.value.trim().is_empty() { None } else { authority(&visit, &mut host) };
    let status = if host.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    shown(&visit, status, host, Field::default(), named.as_deref()).await
}

/// `POST /admin/block`
pub async fn block(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    visit.operator()?;
    let (mut host, mut reason) = (form.field("host"), form.field("reason"));
    let named = authority(&visit, &mut host);
    let why = Reader::new(visit.t).maybe(&mut reason, Note::parse);
    let (Some(named), Some(why)) = (&named, why) else {
        return shown(&visit, StatusCode::UNPROCESSABLE_ENTITY, host, reason, named.as_deref()).await;
    };
    let action = BlockHost { host: named.clone(), blocked: true, reason: why };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::operator_peer(named), FormNotice::info("notice-blocked"))),
        Err(refused) => {
            host.error = refusal_text(visit.t, &refused);
            shown(&visit, status_of(&refused), host, reason, None).await
        }
    }
}

/// `POST /admin/peers/{host}/unblock`
pub async fn unblock(Path(host): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    visit.operator()?;
    let action = BlockHost { host: host.clone(), blocked: false, reason: None };
    visit.app.perform(&visit.who, action.into()).await?;
    Ok(see_with(&visit.app, &links::operator_peer(&host), FormNotice::good("notice-unblocked")))
}

/// The typed server in its stored form; none with an error beside the field.
fn authority(visit: &Visit, typed: &mut Field) -> Option<String> {
    let origin = visit.app.config.reach.origin_of_authority(typed.value.trim());
    let named = origin.ok().map(|origin| origin.authority());
    let named = named.filter(|named| !HostPolicy::blocking(named).covers(visit.app.addresses.authority()));
    if named.is_none() {
        typed.error = visit.t.s("block-host-wrong").to_owned();
    }
    named
}

async fn shown(
    visit: &Visit,
    status: StatusCode,
    host: Field,
    reason: Field,
    named: Option<&str>,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(visit, &mut tx, Tab::Peers).await?;
    let (host, ends) = match named {
        Some(named) => (Field::of(named), Some(endings(visit, &mut tx, named).await?)),
        None => (host, None),
    };
    page(status, &BlockPage { l, head, host, reason, ends })
}

/// The delegations that end with a block, by the pursuances that do the work.
async fn endings(visit: &Visit, tx: &mut ReadTx, host: &str) -> Result<Vec<EndingWork>, PageError> {
    let policy = HostPolicy::blocking(host);
    let mut pairs: Vec<((ActorId, ActorId), usize)> = Vec::new();
    for row in delegations::live_elsewhere(tx, |host| policy.covers(host)).await? {
        let pair = (row.ours().clone(), row.peer().clone());
        match pairs.iter_mut().find(|(known, _)| *known == pair) {
            Some((_, count)) => *count += 1,
            None => pairs.push((pair, 1)),
        }
    }
    let mut actors = Actors::default();
    let mut endings = Vec::with_capacity(pairs.len());
    for ((ours, theirs), delegations) in pairs {
        endings.push(EndingWork {
            ours: visit.party_of(tx, &mut actors, &ours).await?,
            theirs: visit.party_of(tx, &mut actors, &theirs).await?,
            delegations,
        });
    }
    Ok(endings)
}
