//! Deliveries to other servers, and the state of each.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::time::Time;
use pursuance_federation::vocab::Kind;

use super::head::{Head, SHOWN, Tab, frame};
use crate::actions::Thing;
use crate::actions::retry_deliveries::{RetriedDeliveries, retry};
use crate::peers::host_policy::HostPolicy;
use crate::reads::{Page, one_more};
use crate::store::deliveries::{self, Delivery, DeliveryState as Stored};
use crate::text::{Markup, Text};
use crate::web::frame::labels::choices;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::Choice;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, Posted};
use crate::web::request::session::{Visit, see_with};

/// A delivery.
pub struct DeliveryRow {
    pub id: String,
    /// The key of its subject.
    pub kind: &'static str,
    /// Its type on the wire: `Offer`, `Grant` …
    pub message: String,
    pub host: String,
    /// Its number in the conversation, for messages that have one.
    pub seq: Option<i64>,
    pub state: ShownDelivery,
    pub attempts: i64,
    /// The key of their server's last answer, where it refused.
    pub said: Option<&'static str>,
    /// The answer in the server's own words, or the reason why there was no answer; empty if nothing went wrong.
    pub reason: String,
    pub at: When,
    pub may_retry: bool,
}

/// The state of a delivery.
pub enum ShownDelivery {
    Waiting {
        next_try: When,
    },
    /// Waits for an earlier message of the same conversation, to keep the order.
    Behind,
    /// Not sent while the operators block the server.
    Blocked,
    /// Waits until somebody has compared the receiver's key.
    Stopped,
    Delivered {
        at: When,
    },
    Refused,
    GaveUp,
}

impl ShownDelivery {
    /// The sentence of the state.
    pub fn markup(&self, l: &Layout) -> Markup {
        let (class, text) = match self {
            Self::Waiting { next_try } => {
                ("wait", l.t.rich("delivery-waiting").html("next", next_try.clone()).to_string())
            }
            Self::Behind => ("mute", l.t.s("delivery-behind").to_owned()),
            Self::Blocked => ("stop", l.t.s("delivery-blocked").to_owned()),
            Self::Stopped => ("stop", l.t.s("delivery-stopped").to_owned()),
            Self::Delivered { at } => {
                ("good", l.t.rich("delivery-delivered").html("at", at.clone()).to_string())
            }
            Self::Refused => ("stop", l.t.s("delivery-refused").to_owned()),
            Self::GaveUp => ("stop", l.t.s("delivery-gave-up").to_owned()),
        };
        Markup::trusted(format!("<span class=\"{class}\">{text}</span>"))
    }
}

/// The key of a message's subject.
pub fn kind_key(kind: &str) -> &'static str {
    // Activities about no delegation are delivered, too.
    let Some(kind) = Kind::parse(kind) else { return "message-other" };
    match kind {
        Kind::Offer => "message-offer",
        Kind::Accept => "message-accept",
        Kind::TentativeAccept => "message-other-terms",
        Kind::TentativeReject => "message-changes",
        Kind::Reject => "message-reject",
        Kind::Grant => "message-grant",
        Kind::Undo => "message-undo",
        Kind::Revoke => "message-revoke",
        Kind::Leave => "message-leave",
        Kind::Update => "message-update",
        Kind::Create => "message-create",
        Kind::Delete => "message-delete",
        Kind::Join => "message-join",
        Kind::Nudge => "message-nudge",
    }
}

/// The text key of an error status; none for a success.
pub fn said_key(status: i64) -> Option<&'static str> {
    Some(match status {
        ..=399 => return None,
        401 | 403 => "said-not-let-in",
        404 | 410 => "said-nobody",
        408 | 429 => "said-later",
        413 => "said-too-large",
        500.. => "said-trouble",
        _ => "said-no",
    })
}

pub(super) fn delivery_row(l: &Layout, policy: &HostPolicy, delivery: Delivery) -> DeliveryRow {
    let status =
        delivery.last_status.map(|status| l.t.with("delivery-status").set("status", status.to_string()));
    let said = status.map(|status| status.to_string());
    let is_blocked = policy.covers(&delivery.host);
    let state = match delivery.state {
        Stored::Waiting if is_blocked => ShownDelivery::Blocked,
        // A due delivery that is not being sent waits for an earlier message of its conversation.
        Stored::Waiting if delivery.seq.is_some() && delivery.attempts == 0 && delivery.next_at < l.now => {
            ShownDelivery::Behind
        }
        Stored::Waiting => ShownDelivery::Waiting { next_try: l.moment(delivery.next_at) },
        Stored::Delivered => {
            ShownDelivery::Delivered { at: l.moment(delivery.delivered_at.unwrap_or(delivery.created)) }
        }
        Stored::Stopped => ShownDelivery::Stopped,
        Stored::Refused => ShownDelivery::Refused,
        Stored::GivenUp => ShownDelivery::GaveUp,
    };
    DeliveryRow {
        may_retry: !is_blocked && !matches!(delivery.state, Stored::Delivered | Stored::Stopped),
        // A delivered message needs no explanation.
        reason: delivery.last_error.or(said).filter(|_| delivery.delivered_at.is_none()).unwrap_or_default(),
        at: l.moment(delivery.created),
        id: delivery.id,
        kind: kind_key(&delivery.kind),
        said: delivery.last_status.and_then(said_key),
        message: delivery.kind,
        host: delivery.host,
        seq: delivery.seq,
        attempts: delivery.attempts,
        state,
    }
}

/// `GET /admin/deliveries`, with `?state=` (waiting, refused, given_up, delivered) and `?after=`.
#[derive(Template)]
#[template(path = "operator/deliveries.html")]
pub struct DeliveriesPage {
    pub l: Layout,
    pub head: Head,
    /// The states to filter by.
    pub states: Vec<Choice>,
    pub deliveries: Vec<DeliveryRow>,
    pub next: Option<String>,
}

/// The states to filter deliveries by, with the values of `?state=`.
pub fn delivery_state_choices(t: Text, selected: &str) -> Vec<Choice> {
    let states = [
        ("", t.s("op-deliveries-all")),
        ("waiting", t.s("op-deliveries-waiting")),
        ("refused", t.s("op-deliveries-refused")),
        ("given_up", t.s("op-deliveries-gave-up")),
        ("stopped", t.s("op-deliveries-stopped")),
        ("delivered", t.s("op-deliveries-delivered")),
    ];
    choices(states, selected)
}

/// `GET /admin/deliveries`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    visit.operator()?;
    let word = query.0.text("state");
    let state =
        if word.is_empty() { None } else { Some(Stored::parse(word).map_err(|_| PageError::BadRequest)?) };
    let (at, id) = query.0.text("after").split_once('.').unwrap_or((query.0.text("after"), ""));
    let behind = (at.parse().map_or(Time(i64::MAX), Time), id.to_owned());
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(&visit, &mut tx, Tab::Deliveries).await?;
    let rows = deliveries::behind(&mut tx, state, behind, one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(rows, SHOWN, |delivery| (delivery.created, delivery.id.clone()));
    let policy = HostPolicy::load(&mut tx).await?;
    let shown = DeliveriesPage {
        states: delivery_state_choices(visit.t, word),
        deliveries: items.into_iter().map(|delivery| delivery_row(&l, &policy, delivery)).collect(),
        next: next.map(|(at, id)| format!("{}&after={}.{id}", links::operator_deliveries_in(word), at.0)),
        head,
        l,
    };
    page(StatusCode::OK, &shown)
}

/// Whether the operators block a server, by its own name or by the name of a parent domain.
pub(super) async fn is_blocked(visit: &Visit, host: &str) -> Result<bool, PageError> {
    Ok(HostPolicy::load(&mut visit.app.db.read().await?).await?.covers(host))
}

/// `POST /admin/deliveries/{id}/retry`
pub async fn try_again(Path(id): Path<String>, posted: Posted) -> Result<Response, PageError> {
    posted.visit.operator()?;
    let host = deliveries::host_of(&mut posted.visit.app.db.read().await?, &id).await?;
    let host = host.ok_or_else(|| PageError::not_found(Thing::Delivery))?;
    if is_blocked(&posted.visit, &host).await? {
        return Ok(see_with(
            &posted.visit.app,
            links::operator_deliveries(),
            FormNotice::wait("notice-not-sent-blocked"),
        ));
    }
    if retry(&posted.visit.app, RetriedDeliveries::One(&id)).await? == 0 {
        return Err(PageError::not_found(Thing::Delivery));
    }
    Ok(see_with(&posted.visit.app, links::operator_deliveries(), FormNotice::info("notice-retrying")))
}
