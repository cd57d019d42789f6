//! Everything on its way out of this server: deliveries, mail, messages to browsers, and the last attempts at one receiver.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::time::Time;

use super::head::{Head, Tab, frame};
use crate::actions::retry_deliveries::retry_receiver;
use crate::store::outbox::{self, Outbox};
use crate::store::parcels::{self, Attempt, Outcome, Waiting};
use crate::text::Text;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, Posted};
use crate::web::request::session::{Visit, see_with};

/// Receivers of one outbox that the page lists: those with the most tries.
const RECEIVERS: i64 = 50;

/// The items that wait for a receiver.
pub struct ReceiverRow {
    /// The outbox's word, and its name for people.
    pub word: String,
    pub name: String,
    pub receiver: String,
    pub waiting: i64,
    pub since: When,
    /// None where nothing is sent to it.
    pub next_try: Option<When>,
    pub attempts: i64,
    pub cause: String,
}

/// An attempt at a receiver.
pub struct AttemptRow {
    pub at: When,
    pub outcome: &'static str,
    pub class: &'static str,
    pub cause: String,
}

/// A receiver that was tried.
pub struct TriedRow {
    pub name: String,
    pub receiver: String,
    pub href: String,
}

/// `GET /admin/outbox`, with `?by=` and `?to=`.
#[derive(Template)]
#[template(path = "operator/outbox.html")]
pub struct OutboxPage {
    pub l: Layout,
    pub head: Head,
    pub receivers: Vec<ReceiverRow>,
    /// Of whom the last attempts are listed; empty where nobody is chosen.
    pub chosen: String,
    pub attempts: Vec<AttemptRow>,
    pub tried: Vec<TriedRow>,
}

/// The name of an outbox for people; carriers that this program does not know are called by their word.
fn name_of(t: Text, word: &str) -> String {
    match word {
        "server" => t.s("outbox-server").to_owned(),
        "mail" => t.s("outbox-mail").to_owned(),
        "push" => t.s("outbox-push").to_owned(),
        other => other.to_owned(),
    }
}

/// The receiver as it is shown: all mail goes to one, which needs no name.
fn shown(word: &str, receiver: &str) -> String {
    if receiver == word { String::new() } else { receiver.to_owned() }
}

fn receiver_row(l: &Layout, outbox: &dyn Outbox, waiting: Waiting) -> ReceiverRow {
    ReceiverRow {
        word: outbox.word().to_owned(),
        name: name_of(l.t, outbox.word()),
        receiver: waiting.receiver,
        waiting: waiting.waiting,
        since: l.moment(Time(waiting.since)),
        next_try: waiting.next_at.map(|at| l.moment(Time(at))),
        attempts: waiting.attempts,
        cause: waiting.cause.unwrap_or_default(),
    }
}

fn attempt_row(l: &Layout, attempt: Attempt) -> AttemptRow {
    let (class, outcome) = match attempt.outcome {
        Outcome::Taken => ("good", "outbox-taken"),
        Outcome::Later => ("wait", "outbox-later"),
        Outcome::Unreachable => ("wait", "outbox-unreachable"),
        Outcome::Refused => ("stop", "outbox-refused"),
        Outcome::GivenUp => ("stop", "outbox-given-up"),
    };
    AttemptRow { at: l.moment(attempt.at), outcome: l.t.s(outcome), class, cause: attempt.cause }
}

/// `GET /admin/outbox`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Response, PageError> {
    visit.operator()?;
    let mut tx = visit.app.db.read().await?;
    let (l, head) = frame(&visit, &mut tx, Tab::Deliveries).await?;
    let mut receivers = Vec::new();
    for outbox in outbox::all(&mut tx).await? {
        let waiting = outbox.waiting(&mut tx, visit.app.clock.now(), RECEIVERS).await?;
        receivers.extend(waiting.into_iter().map(|waiting| receiver_row(&l, outbox.as_ref(), waiting)));
    }
    let (word, receiver) = (query.0.text("by"), query.0.text("to"));
    let (chosen, attempts) = if receiver.is_empty() {
        (String::new(), Vec::new())
    } else {
        let chosen = format!("{} {}", name_of(l.t, word), shown(word, receiver));
        (chosen, outbox::by_word(word).attempts(&mut tx, receiver).await?)
    };
    let tried = parcels::tried(&mut tx, RECEIVERS).await?;
    let tried = tried.into_iter().map(|(word, receiver)| TriedRow {
        name: name_of(l.t, &word),
        href: links::operator_outbox_of(&word, &receiver),
        receiver: shown(&word, &receiver),
    });
    let shown = OutboxPage {
        receivers,
        chosen,
        attempts: attempts.into_iter().map(|attempt| attempt_row(&l, attempt)).collect(),
        tried: tried.collect(),
        head,
        l,
    };
    page(StatusCode::OK, &shown)
}

/// `POST /admin/outbox/retry`
pub async fn try_again(posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    visit.operator()?;
    let (word, receiver) = (form.text("by"), form.text("to"));
    if receiver.is_empty() {
        return Err(PageError::BadRequest);
    }
    retry_receiver(&visit.app, word, receiver).await?;
    Ok(see_with(&visit.app, links::operator_outbox(), FormNotice::info("notice-retrying")))
}
