//! A server that does not answer holds up only the request to it; and nobody can make this server send requests without
//! end.

use std::sync::Arc;
use std::time::Duration;

use http::{Method, Request};
use pursuance::jobs::Worker;
use pursuance::store::jobs::Job;
use pursuance_domain::time::{MINUTE, SECOND};
use serde_json::json;
use tower::ServiceExt;

use super::scripted::{Figure, Peer, Post, Served};
use crate::support::browser::Browser;
use crate::support::peers::until;
use crate::support::{Person, TestApp};

/// An instance with the bees and the wasps of Ana, one of whose tasks the wasps have of the bees, and a server that takes
/// every question and answers none.
struct Scene {
    app: TestApp,
    ana: Person,
    browser: Browser,
    /// The delegation, at the wasps.
    delegation: String,
    silent: Arc<Peer>,
}

impl Scene {
    async fn new(app: TestApp) -> Self {
        let ana = app.person("ana").await;
        for slug in ["bees", "wasps"] {
            ana.perform("pursuance.create", json!({ "slug": slug, "name": slug, "mission": "Busy." }))
                .await
                .ok();
        }
        ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
        ana.perform("task.create", json!({ "pursuance": "bees", "title": "Draw" })).await.ok();
        let worker = Worker::spawn(&app);
        let offer = json!({ "pursuance": "bees", "task": 1, "to": "wasps", "redelegation": "ask" });
        ana.perform("delegation.offer", offer).await.ok();
        let mut delegation = String::new();
        until("the wasps have the offer", async || {
            let list = ana.read("/api/v1/pursuances/wasps/delegations").await.json();
            let id = list["items"][0]["delegation"].as_str().unwrap_or_default();
            id.clone_into(&mut delegation);
            !delegation.is_empty()
        })
        .await;
        ana.perform("delegation.accept", json!({ "delegation": delegation })).await.ok();
        until("the wasps have the task", async || {
            let list = ana.read("/api/v1/pursuances/wasps/delegations").await.json();
            list["items"][0]["state"] == "active"
        })
        .await;
        worker.stop().await;
        let browser = Browser::of(&app, "ana").await;
        let silent = Arc::new(Peer::start().await);
        for path in ["/.well-known/webfinger", "/ap/p/mute"] {
            silent.serve(path, Served::Silence);
        }
        Self { app, ana, browser, delegation, silent }
    }

    fn handle(&self, name: &str) -> String {
        format!("{name}@localhost:{}", self.silent.port)
    }

    /// Somebody on the silent server, whose document is not to be had.
    fn mute(&self) -> Figure {
        let figure = self.silent.figure("mute");
        self.silent.serve("/ap/p/mute", Served::Silence);
        figure
    }

    /// Asks with one connection left, and shows that it is free as soon as the other server has been asked.
    async fn leaves_the_last_connection(
        &self,
        what: &str,
        asking: impl Future<Output = ()> + Send + 'static,
    ) {
        let connections = if self.app.db.is_sqlite() { 4 } else { 16 };
        let mut in_use = Vec::new();
        for _ in 1..connections {
            in_use.push(self.app.db.read().await.unwrap());
        }
        let before = self.silent.asked().len();
        let asking = tokio::spawn(asking);
        until(&format!("{what} asks the other server"), async || self.silent.asked().len() > before).await;
        let read = tokio::time::timeout(Duration::from_secs(15), self.app.db.read()).await;
        assert!(matches!(read, Ok(Ok(_))), "{what} holds the last connection while the other server thinks");
        asking.abort();
    }

    async fn every_question_leaves_the_last_connection(self) {
        let mut browser = self.browser.clone();
        let page = format!("/@{}", self.handle("n0"));
        self.leaves_the_last_connection("the page of somebody elsewhere", async move {
            browser.open(&page).await;
        })
        .await;

        let mut browser = self.browser.clone();
        let page = format!("/p/bees/t/2/hand-over?address={}", self.handle("n1"));
        self.leaves_the_last_connection("the page to hand a task over", async move {
            browser.open(&page).await;
        })
        .await;

        for (what, path, name) in [
            ("an offer", "/api/v1/actions/delegation.offer", "n2"),
            ("an offer that is tried out", "/api/v1/actions/delegation.offer?dry_run=true", "n3"),
        ] {
            let (ana, to) = (self.ana.clone(), self.handle(name));
            self.leaves_the_last_connection(what, async move {
                ana.post(path, &[], json!({ "pursuance": "bees", "task": 2, "to": to })).await;
            })
            .await;
        }

        let (ana, to) = (self.ana.clone(), self.handle("n4"));
        let question = json!({ "delegation": self.delegation, "to": to });
        self.leaves_the_last_connection("the question whether a task may be handed on", async move {
            ana.perform("delegation.ask_onward", question).await;
        })
        .await;

        let (mute, now) = (self.mute(), self.app.clock.now());
        let inbox = format!("{}/ap/inbox", self.app.addresses.base());
        let follow = json!({
            "@context": ["https://www.w3.org/ns/activitystreams"], "id": mute.new_uri("act"), "type": "Follow", "actor": mute.uri,
            "object": self.app.addresses.instance(),
        });
        let (router, post) = (self.app.router.clone(), Post::to(&inbox, &mute, &follow, now));
        self.leaves_the_last_connection("a delivery by somebody unknown", async move {
            router.oneshot(post.request()).await.unwrap();
        })
        .await;

        let mut asked =
            Request::builder().method(Method::GET).uri("/ap/d/1").body(axum::body::Body::empty()).unwrap();
        let address = format!("{}/ap/d/1", self.app.addresses.base());
        *asked.headers_mut() = mute.asking(&address.parse().unwrap(), now);
        asked
            .extensions_mut()
            .insert(axum::extract::ConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 2], 9))));
        let router = self.app.router.clone();
        // The question of a moment ago is still under way.
        self.app.advance(SECOND);
        self.leaves_the_last_connection("a question by somebody unknown", async move {
            router.oneshot(asked).await.unwrap();
        })
        .await;

        let mut tx = self.app.db.write().await.unwrap();
        let job = Job::RefreshActor { uri: mute.uri.clone() };
        job.write(&mut tx, &self.app.clock, self.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        let app = self.app.app.clone();
        self.leaves_the_last_connection("a look at how an actor stands", async move {
            let worker = Worker::spawn(&app);
            std::future::pending::<()>().await;
            drop(worker);
        })
        .await;
    }
}

#[tokio::test]
async fn a_silent_server_keeps_no_connection_to_the_database_on_sqlite() {
    Scene::new(TestApp::start().await).await.every_question_leaves_the_last_connection().await;
}

#[tokio::test]
async fn a_silent_server_keeps_no_connection_to_the_database_on_postgres() {
    Scene::new(TestApp::start_on_postgres().await).await.every_question_leaves_the_last_connection().await;
}

/// How often a server was asked for names.
fn looks(peer: &Peer) -> usize {
    peer.asked().iter().filter(|path| *path == "/.well-known/webfinger").count()
}

#[tokio::test]
async fn what_was_not_found_is_not_asked_for_again_within_five_minutes() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut browser = Browser::of(&app, "ana").await;
    let peer = Peer::start().await;
    let page = format!("/@nobody@localhost:{}", peer.port);

    for _ in 0..5 {
        assert!(browser.open(&page).await.status.is_client_error());
    }
    assert_eq!(looks(&peer), 1);
    app.advance(5 * MINUTE);
    browser.open(&page).await;
    assert_eq!(looks(&peer), 2);
}

#[tokio::test]
async fn a_person_makes_this_server_ask_others_thirty_times_a_minute_and_no_oftener() {
    let app = TestApp::start().await;
    let (ana, _) = (app.person("ana").await, app.person("ben").await);
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "Busy." })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let (mut anas, mut bens) = (Browser::of(&app, "ana").await, Browser::of(&app, "ben").await);
    let peer = Peer::start().await;

    for n in 0..30 {
        assert_eq!(anas.open(&format!("/@n{n}@localhost:{}", peer.port)).await.status, 422);
    }
    assert_eq!(anas.open(&format!("/@n30@localhost:{}", peer.port)).await.status, 429);
    let offer = json!({ "pursuance": "bees", "task": 1, "to": format!("n31@localhost:{}", peer.port) });
    let refused = ana.perform("delegation.offer", offer).await;
    assert_eq!(refused.status, 429, "by whichever door: {refused:?}");
    assert!(refused.headers.contains_key("retry-after"));
    assert_eq!(looks(&peer), 30);

    bens.open(&format!("/@n30@localhost:{}", peer.port)).await;
    assert_eq!(looks(&peer), 31, "nobody uses up what others have");
    app.advance(MINUTE);
    anas.open(&format!("/@n32@localhost:{}", peer.port)).await;
    assert_eq!(looks(&peer), 32);
}
