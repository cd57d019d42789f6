//! Other servers, and the state of each.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::time::Time;

use super::head::{Head, SHOWN, Tab, frame};
use crate::reads::{Page, one_more};
use crate::store::db::ReadTx;
use crate::store::deliveries::Host;
use crate::store::error::StoreResult;
use crate::store::standing::{Standing, Stopped};
use crate::store::{deliveries, operations};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// Another server.
pub struct PeerRow {
    pub host: String,
    pub state: PeerState,
    /// The time of its last answer.
    pub last_ok: Option<When>,
    /// Deliveries that wait for it.
    pub waiting: i64,
}

/// The state of another server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeerState {
    Fine,
    /// Does not answer; tried again by itself.
    Silent {
        since: When,
        next_try: When,
    },
    /// It answers, but with "forbidden".
    Forbids {
        since: When,
    },
    /// It contradicted itself; its messages are not processed.
    Suspended,
    /// It accepts nothing on a channel until its own operators resume the exchange.
    StoppedThere,
    /// The key of an actor there has changed; nothing is exchanged with that actor.
    OtherKey,
    /// Nothing is exchanged with it.
    Blocked,
}

impl PeerState {
    /// The class of its words.
    pub fn class(&self) -> &'static str {
        match self {
            Self::Fine => "good",
            Self::Silent { .. } => "wait",
            Self::Forbids { .. } | Self::Suspended | Self::StoppedThere | Self::OtherKey | Self::Blocked => {
                "stop"
            }
        }
    }

    /// The key of its words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Fine => "peer-fine",
            Self::Silent { .. } => "peer-silent",
            Self::Forbids { .. } => "peer-forbids",
            Self::Suspended => "peer-suspended",
            Self::StoppedThere => "peer-stopped-there",
            Self::OtherKey => "peer-other-key",
            Self::Blocked => "peer-blocked",
        }
    }

    /// The key of the sentence about it on the overview; none when it is healthy.
    pub fn trouble(&self) -> Option<&'static str> {
        match self {
            Self::Silent { .. } => Some("op-silent"),
            Self::Forbids { .. } => Some("op-forbids"),
            Self::Suspended => Some("op-records"),
            Self::StoppedThere => Some("op-stopped-there"),
            Self::OtherKey => Some("op-other-key"),
            Self::Fine | Self::Blocked => None,
        }
    }

    /// The time of the next attempt.
    pub fn next_try(&self) -> Option<&When> {
        match self {
            Self::Silent { next_try, .. } => Some(next_try),
            Self::Fine
            | Self::Forbids { .. }
            | Self::Suspended
            | Self::StoppedThere
            | Self::OtherKey
            | Self::Blocked => None,
        }
    }

    /// The time since which it has been silent.
    pub fn silent_since(&self) -> Option<&When> {
        match self {
            Self::Silent { since, .. } => Some(since),
            Self::Fine
            | Self::Forbids { .. }
            | Self::Suspended
            | Self::StoppedThere
            | Self::OtherKey
            | Self::Blocked => None,
        }
    }

    /// The time since which it answers "forbidden".
    pub fn forbids_since(&self) -> Option<&When> {
        match self {
            Self::Forbids { since } => Some(since),
            Self::Fine
            | Self::Silent { .. }
            | Self::Suspended
            | Self::StoppedThere
            | Self::OtherKey
            | Self::Blocked => None,
        }
    }

    /// Whether an operator has blocked it.
    pub fn is_blocked(&self) -> bool {
        match self {
            Self::Blocked => true,
            Self::Fine
            | Self::Silent { .. }
            | Self::Forbids { .. }
            | Self::Suspended
            | Self::StoppedThere
            | Self::OtherKey => false,
        }
    }
}

pub(super) fn row(l: &Layout, host: &Host, waiting: i64, standing: Standing) -> PeerRow {
    let state = match standing {
        Standing::Fine => PeerState::Fine,
        Standing::Silent => PeerState::Silent {
            since: l.moment(host.down_since.map_or(l.now, Time)),
            next_try: l.moment(host.next_at.map_or(l.now, Time)),
        },
        Standing::Forbids { since } => PeerState::Forbids { since: l.moment(since) },
        Standing::Suspended => PeerState::Suspended,
        Standing::StoppedThere => PeerState::StoppedThere,
        Standing::OtherKey => PeerState::OtherKey,
        Standing::Blocked => PeerState::Blocked,
    };
    PeerRow { host: host.name.clone(), state, last_ok: host.last_ok.map(|at| l.moment(Time(at))), waiting }
}

async fn peers(tx: &mut ReadTx, l: &Layout, after: &str, limit: i64) -> StoreResult<Vec<PeerRow>> {
    let waiting: HashMap<String, i64> = operations::waiting_by_host(tx).await?.into_iter().collect();
    let hosts = deliveries::hosts(tx, after, limit).await?;
    let stopped = Stopped::read(tx).await?;
    let shown =
        |host: &Host| row(l, host, waiting.get(&host.name).copied().unwrap_or(0), stopped.judge(host));
    Ok(hosts.iter().map(shown).collect())
}

/// `GET /admin/peers`.
#[derive(Template)]
#[template(path = "operator/peers.html")]
pub struct PeersPage {
    pub l: Layout,
    pub head: Head,
    pub peers: Vec<PeerRow>,
    pub next: Option<String>,
}

/// `GET /admin/peers`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    visit.operator()?;
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(&visit, &mut tx, Tab::Peers).await?;
    let rows = peers(&mut tx, &l, query.0.text("after"), one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(rows, SHOWN, |peer| peer.host.clone());
    let next = next.map(|host| format!("{}?after={host}", links::operator_peers()));
    page(StatusCode::OK, &PeersPage { l, head, peers: items, next })
}
