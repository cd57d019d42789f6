//! A webhook of the test: its carrier posts each parcel to a server. Lanes, waits, giving up and the operators' page come without a line.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use futures::future::BoxFuture;
use http::StatusCode;
use pursuance::jobs::{self, Carrier, Goes, Round, Sent, Worker};
use pursuance::state::App;
use pursuance::store::db::WriteTx;
use pursuance::store::error::StoreResult;
use pursuance::store::parcels::{self, Lane, NewParcel, Outcome, Parcel};
use pursuance_domain::action::BlockHost;
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::{DAY, HOUR, MINUTE, SECOND, Time};
use pursuance_federation::deliver::{PostOutcome, SignatureTry};
use tokio::net::TcpListener;
use url::Url;

use crate::on_both_with;
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::ports::free_port;
use crate::support::{Setup, TestApp};

on_both_with!(
    crate::parcels::Hooks:
    a_receiver_gets_its_parcels_in_order_and_one_that_is_down_holds_up_no_other,
    a_receiver_that_stays_silent_is_asked_ever_more_seldom_and_its_parcels_are_given_up,
    what_a_receiver_wants_later_comes_then_and_what_it_refuses_never,
    no_parcel_goes_where_this_server_may_not_go,
    operators_see_what_waits_and_why_and_can_have_it_tried_now,
    parcels_wait_for_a_program_that_can_send_them,
);

const WORD: &str = "hook";
pub struct Hook;

impl Carrier for Hook {
    fn word(&self) -> &'static str {
        WORD
    }

    fn gives_up(&self, parcel: &Parcel, now: Time) -> bool {
        parcel.attempts > 0 && parcel.made_at.plus(DAY) <= now
    }

    fn begin(&self) -> Box<dyn Round> {
        Box::new(Self)
    }
}

impl Round for Hook {
    fn prepare<'a>(
        &'a mut self,
        _: &'a App,
        _: &'a mut WriteTx,
        _: &'a Parcel,
        _: Time,
    ) -> BoxFuture<'a, StoreResult<Goes>> {
        Box::pin(async { Ok(Goes::Now) })
    }

    fn send<'a>(&'a mut self, app: &'a App, parcel: &'a Parcel, _: Time) -> BoxFuture<'a, StoreResult<Sent>> {
        Box::pin(async move {
            let url = Url::parse(&parcel.lane.receiver).unwrap();
            let body = parcel.body.clone().into_bytes().into();
            let reply = jobs::post_to(app, &url, <_>::default(), body, Duration::from_secs(5)).await?;
            let Some(reply) = reply else { return Ok(Sent::Dropped) };
            let cause = match &reply {
                Ok(reply) => format!("answered {}", reply.status.as_u16()),
                Err(error) => error.to_string(),
            };
            Ok(match PostOutcome::of(&reply, SignatureTry::Second) {
                PostOutcome::Delivered => Sent::Taken,
                PostOutcome::Retry { .. } if reply.is_err() => Sent::Unreachable { cause },
                PostOutcome::Retry { .. } => Sent::Later { after: None, cause },
                _ => Sent::Refused { cause },
            })
        })
    }
}

/// What servers of the test were sent, by their port, and what each answers.
type Shelf = Arc<Mutex<HashMap<u16, (u16, Vec<String>)>>>;

pub struct Hooks {
    pub app: TestApp,
    inspect: Inspect,
    shelf: Shelf,
    pub worker: Worker,
}

impl Hooks {
    pub async fn begin(database_url: Option<String>) -> Self {
        let app = TestApp::with(Setup { database_url, ..Setup::default() }).await;
        app.operator("ana").await;
        let inspect = Inspect::open(&app.config.database_url).await;
        let worker = Worker::spawn_with(&app.app, vec![Arc::new(Hook)]);
        Self { app, inspect, shelf: Shelf::default(), worker }
    }

    async fn server(&self, port: u16, status: u16) -> u16 {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        self.shelf.lock().unwrap().insert(port, (status, Vec::new()));
        let take = async move |State(shelf): State<Shelf>, body: String| {
            let mut shelf = shelf.lock().unwrap();
            let (status, kept) = shelf.get_mut(&port).unwrap();
            kept.push(body);
            StatusCode::from_u16(*status).unwrap()
        };
        let router = Router::new().route("/", post(take)).with_state(self.shelf.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        port
    }

    fn answers(&self, port: u16, status: u16) {
        self.shelf.lock().unwrap().get_mut(&port).unwrap().0 = status;
    }

    fn got(&self, port: u16) -> Vec<String> {
        self.shelf.lock().unwrap()[&port].1.clone()
    }

    pub async fn put(&self, receiver: &str, body: &str) {
        let mut tx = self.app.db.write().await.unwrap();
        let lane = Lane { carrier: WORD.to_owned(), owner: "bees".to_owned(), receiver: receiver.to_owned() };
        let (now, id) = (self.app.clock.now(), self.app.clock.new_id());
        let new = NewParcel { id: &id, lane: &lane, thread: "", body, due_at: now };
        parcels::put(&mut tx, &self.app.clock, new, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Lets time pass, and waits until nothing is due.
    pub async fn pass(&self, time: i64) {
        self.app.advance(time);
        until("nothing is due", async || {
            let now = self.app.clock.now().0 + SECOND;
            self.inspect.count(&format!("job where run_at <= {now} or lease_until > 0")).await == 0
        })
        .await;
    }

    pub async fn outcomes(&self, receiver: &str) -> (Vec<Outcome>, Vec<String>) {
        let mut tx = self.app.db.read().await.unwrap();
        let found = parcels::attempts(&mut tx, WORD, receiver, 200).await.unwrap();
        found.into_iter().map(|attempt| (attempt.outcome, attempt.cause)).unzip()
    }
}

pub fn at(port: u16) -> String {
    format!("http://localhost:{port}")
}

async fn a_receiver_gets_its_parcels_in_order_and_one_that_is_down_holds_up_no_other(hooks: Hooks) {
    let (down, up) = (free_port(), hooks.server(0, 204).await);
    for body in ["one", "two", "three"] {
        hooks.put(&at(down), body).await;
        hooks.put(&at(up), body).await;
    }
    hooks.pass(0).await;
    assert_eq!(hooks.got(up), ["one", "two", "three"]);
    assert_eq!(hooks.outcomes(&at(down)).await.0.len(), 1, "the others wait with the first");
    hooks.server(down, 200).await;
    hooks.pass(HOUR).await;
    let mut got = hooks.got(down);
    got.sort();
    assert_eq!(got, ["one", "three", "two"]);
    assert_eq!(hooks.inspect.count("parcel").await, 0);
}

async fn a_receiver_that_stays_silent_is_asked_ever_more_seldom_and_its_parcels_are_given_up(hooks: Hooks) {
    let down = at(free_port());
    hooks.put(&down, "one").await;
    for _ in 0..60 {
        hooks.pass(MINUTE).await;
    }
    let (tried, causes) = hooks.outcomes(&down).await;
    assert!((3..10).contains(&tried.len()), "{tried:?}");
    assert!(tried.iter().all(|tried| *tried == Outcome::Unreachable) && !causes.contains(&String::new()));
    for _ in 0..50 {
        hooks.pass(HOUR).await;
    }
    assert_eq!(hooks.outcomes(&down).await.0[0], Outcome::GivenUp);
    assert_eq!(hooks.inspect.count("parcel").await + hooks.inspect.count("job where kind = 'send'").await, 0);
}

async fn what_a_receiver_wants_later_comes_then_and_what_it_refuses_never(hooks: Hooks) {
    let port = hooks.server(0, 503).await;
    hooks.put(&at(port), "one").await;
    hooks.pass(0).await;
    hooks.answers(port, 200);
    hooks.pass(HOUR).await;
    hooks.answers(port, 410);
    hooks.put(&at(port), "two").await;
    hooks.pass(DAY).await;
    assert_eq!(hooks.got(port), ["one", "one", "two"]);
    assert_eq!(hooks.outcomes(&at(port)).await.0, [Outcome::Refused, Outcome::Taken, Outcome::Later]);
}

/// Fails where `post_to` asks the client of the requests without the rules for reach, or no policy.
async fn no_parcel_goes_where_this_server_may_not_go(hooks: Hooks) {
    let blocked = hooks.server(0, 200).await;
    let block = BlockHost { host: format!("localhost:{blocked}"), blocked: true, reason: None };
    hooks.app.perform(&Principal::Operator, block.into()).await.unwrap();
    let inside = ["http://10.0.0.1", "http://169.254.169.254/x", "http://localhost:8080"];
    for receiver in inside.into_iter().chain([at(blocked).as_str()]) {
        hooks.put(receiver, "one").await;
    }
    hooks.pass(0).await;
    for receiver in inside {
        assert_eq!(hooks.outcomes(receiver).await.0[0], Outcome::Refused, "{receiver}");
    }
    assert_eq!((hooks.got(blocked).len(), hooks.inspect.count("parcel").await), (0, 0));
}

async fn operators_see_what_waits_and_why_and_can_have_it_tried_now(hooks: Hooks) {
    let port = hooks.server(0, 503).await;
    hooks.put(&at(port), "one").await;
    hooks.pass(0).await;
    let mut ana = Browser::of(&hooks.app, "ana").await;
    let page = ana.open("/admin/outbox").await.shown().saying(&at(port)).saying("answered 503");
    assert!(page.words().contains("One waits") && page.words().contains("Tried once."), "{page:?}");
    let href = format!("/admin/outbox?by={WORD}&to={}", at(port).replace(':', "%3A").replace('/', "%2F"));
    ana.open(&href).await.shown().saying("Not now");
    hooks.answers(port, 200);
    ana.fill(&page, "/admin/outbox/retry", &[]).await.shown().saying("We try again now.");
    hooks.pass(0).await;
    assert_eq!(hooks.got(port).len(), 2);
    ana.open("/admin/outbox").await.shown().saying("Nothing waits").saying("Tried in the last 30 days");
}

async fn parcels_wait_for_a_program_that_can_send_them(mut hooks: Hooks) {
    let port = hooks.server(0, 200).await;
    let with_carrier = std::mem::replace(&mut hooks.worker, Worker::spawn(&hooks.app.app));
    with_carrier.stop().await;
    hooks.put(&at(port), "one").await;
    hooks.pass(HOUR).await;
    assert_eq!((hooks.got(port).len(), hooks.inspect.count("parcel").await), (0, 1));
    let without =
        std::mem::replace(&mut hooks.worker, Worker::spawn_with(&hooks.app.app, vec![Arc::new(Hook)]));
    without.stop().await;
    until("it has come", async || hooks.got(port).len() == 1).await;
}
