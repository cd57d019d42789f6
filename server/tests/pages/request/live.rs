//! The news for open pages.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use http::{Method, Request, StatusCode};
use pursuance::jobs::Worker;
use pursuance::platform::config::Settings;
use pursuance::state::PageNews;
use pursuance::store::{events, pursuances};
use pursuance_domain::event::happened::Bytes;
use pursuance_domain::event::{Audience, Event, Happened, StreamId};
use pursuance_domain::time::HOUR;
use serde_json::json;
use tower::ServiceExt;

use crate::support::browser::Browser;
use crate::support::live::{any, next};
use crate::support::{Setup, TestApp, on_both_apps, postgres};

async fn listen(app: &TestApp, path: &str) -> axum::response::Response {
    let request = Request::builder().method(Method::GET).uri(path).header("host", app.addresses.authority());
    app.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

#[tokio::test]
async fn an_open_page_hears_that_something_changed_and_nothing_else() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let answer = listen(&app, "/p/bees/live").await;
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let mut events = answer.into_body().into_data_stream();

    ana.perform("task.create", json!({ "pursuance": "bees", "title": "A title" })).await.ok();

    let heard = next(&mut events).await.unwrap();
    assert!(heard.starts_with("data: bees\nid: ") && !heard.contains("title"), "{heard}");
}

#[tokio::test]
async fn whoever_may_not_read_hears_nothing() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let input = json!({ "slug": "cell", "name": "Cell", "mission": "", "visibility": "members" });
    ana.perform("pursuance.create", input).await.ok();
    assert_eq!(listen(&app, "/p/cell/live").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_keeps_more_than_twenty_streams_open() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(listen(&app, "/p/bees/live").await);
    }
    assert_eq!(listen(&app, "/p/bees/live").await.status(), StatusCode::TOO_MANY_REQUESTS);
    drop(open);
    assert_eq!(listen(&app, "/p/bees/live").await.status(), StatusCode::OK);
    Browser::new(&app).open("/p/bees").await.shown();
}

#[tokio::test]
async fn a_delivery_is_told_to_open_pages_though_it_is_no_event() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let input = json!({ "slug": "bees", "name": "Bees", "mission": "" });
    let bees = ana.perform("pursuance.create", input).await.ok()["result"]["id"].as_str().unwrap().to_owned();
    ana.perform("pursuance.create", json!({ "slug": "wasps", "name": "Wasps", "mission": "" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    ana.perform("delegation.offer", json!({ "pursuance": "bees", "task": 1, "to": "wasps" })).await.ok();
    let mut events = listen(&app, "/p/bees/t/1/live").await.into_body().into_data_stream();
    let mut told = app.live.subscribe();
    let stream = StreamId(bees);
    let last = || async { events::last(&mut app.db.read().await.unwrap(), &stream).await.unwrap() };
    let before = last().await;

    let worker = Worker::spawn(&app);
    let heard = next(&mut events).await.unwrap();
    assert_eq!(heard, "data: bees/1\n\n", "it has no number, as it is no event");
    // Nothing was written down at the sender's for it.
    let mut streams = Vec::new();
    while let Ok(Ok(news)) = tokio::time::timeout(Duration::from_millis(500), told.recv()).await {
        streams.push(news);
    }
    assert!(streams.contains(&PageNews::Change(stream.clone())) && last().await == before, "{streams:?}");
    worker.stop().await;
}

#[tokio::test]
async fn what_was_only_tried_and_what_only_an_account_sees_wake_no_page() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let mut heard = app.live.subscribe();

    let task = json!({ "pursuance": "bees", "title": "A title" });
    ana.post("/api/v1/actions/task.create?dry_run=true", &[], task.clone()).await.ok();
    ana.perform("profile.edit", json!({ "about": "Beekeeper" })).await.ok();
    assert!(heard.try_recv().is_err());

    ana.perform("task.create", task).await.ok();
    assert!(heard.try_recv().is_ok());
    assert!(heard.try_recv().is_err(), "a page is told once of one change");
}

/// The number behind `id: ` in an event.
fn id(event: &str) -> &str {
    event.trim_end().rsplit_once("id: ").unwrap_or_else(|| panic!("{event}")).1
}

/// Opens a stream where another one ended.
async fn resume(app: &TestApp, path: &str, last: &str) -> BodyDataStream {
    let request = Request::builder().uri(path).header("host", app.addresses.authority());
    let request = request.header("last-event-id", last).body(Body::empty()).unwrap();
    app.router.clone().oneshot(request).await.unwrap().into_body().into_data_stream()
}

async fn last(app: &TestApp, pursuance: &str) -> i64 {
    let mut tx = app.db.read().await.unwrap();
    let found = pursuances::by_slug(&mut tx, pursuance).await.unwrap().unwrap();
    events::last(&mut tx, &StreamId::of(&found.id)).await.unwrap()
}

async fn what_was_missed_is_one_event_with_the_last_number(app: TestApp) {
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let mut events = listen(&app, "/p/bees/live").await.into_body().into_data_stream();
    let begun = any(&mut events).await.unwrap();
    assert!(begun.starts_with("event: at\ndata: bees "), "{begun}");
    let begun = id(&begun).to_owned();
    assert_eq!(begun, last(&app, "bees").await.to_string());
    drop(events);

    let task = async |title: &str| {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    };
    for title in ["Count", "Weigh", "Draw"] {
        task(title).await;
    }
    for path in ["/p/bees/live".to_owned(), format!("/live?at=bees:{begun}")] {
        let mut events = resume(&app, &path, &begun).await;
        let heard = any(&mut events).await.unwrap();
        assert_eq!(heard, format!("data: bees\nid: {}\n\n", last(&app, "bees").await), "{path}");
        task("Paint").await;
        let heard = any(&mut events).await.unwrap();
        assert_eq!(heard, format!("data: bees\nid: {}\n\n", last(&app, "bees").await), "{path}: once");
    }
    // A client that knows everything hears nothing until there is something.
    let known = last(&app, "bees").await.to_string();
    let mut events = resume(&app, "/p/bees/live", &known).await;
    task("Sweep").await;
    assert_eq!(id(&any(&mut events).await.unwrap()), last(&app, "bees").await.to_string());
}

async fn whoever_was_banned_before_the_stream_began_hears_of_it(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    // Everybody reads of it, so it is the newest for members and for others.
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let browser = Browser::signed_in(&app, &ben.id).await;
    let listen = async |at: &str| {
        let path = format!("/live?as=ben&at={at}");
        any(&mut browser.listen(&path).await.into_body().into_data_stream()).await.unwrap()
    };
    let begun = listen("bees").await;
    let known = format!("bees:{}", id(&begun));
    assert!(!listen(&known).await.starts_with("event: stale"));
    let ago = async || {
        let begun = listen("bees").await;
        let told = begun.strip_prefix("event: at\ndata: bees ").and_then(|rest| rest.split('\n').next());
        told.unwrap_or_else(|| panic!("{begun}")).parse::<i64>().unwrap()
    };
    app.advance(HOUR);
    assert!(ago().await >= HOUR / 1000);

    ana.perform("member.ban", json!({ "pursuance": "bees", "member": "ben", "reason": "No." })).await.ok();
    assert!(listen(&known).await.starts_with("event: stale\ndata: bees\n"));
    assert!(ago().await < HOUR / 1000, "the ban is newer than the page");
}

async fn a_change_without_an_event_is_told_to_a_stream_that_begins_soon_after_it(app: TestApp) {
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let said = json!({ "pursuance": "bees", "task": 1, "body": "Nine." });
    let said = ana.perform("task.comment", said).await.ok()["result"]["message"].clone();
    let browser = Browser::signed_in(&app, &ana.id).await;
    let listen = async |at: &str| {
        let path = format!("/live?as=ana&at={at}");
        any(&mut browser.listen(&path).await.into_body().into_data_stream()).await.unwrap()
    };
    let known = format!("bees:{}", last(&app, "bees").await);
    app.advance(HOUR);
    let ago = async || {
        let begun = listen("bees").await;
        let told = begun.strip_prefix("event: at\ndata: bees ").and_then(|rest| rest.split('\n').next());
        told.unwrap_or_else(|| panic!("{begun}")).parse::<i64>().unwrap()
    };
    assert!(ago().await >= HOUR / 1000);
    assert!(!listen(&known).await.starts_with("event: stale"));

    let liked = json!({ "pursuance": "bees", "task": 1, "message": said, "emoji": "👍", "on": true });
    ana.perform("message.react", liked).await.ok();
    assert_eq!(format!("bees:{}", last(&app, "bees").await), known, "no event was left");
    assert!(ago().await < HOUR / 1000, "the reaction is newer than the page");
    assert!(listen(&known).await.starts_with("event: stale\ndata: bees\n"));
}

async fn a_number_that_is_unknown_or_too_old_is_answered_with_one_stale(app: TestApp) {
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let first = last(&app, "bees").await;
    let is_stale = async |number: &str| {
        let newest = last(&app, "bees").await;
        let mut events = resume(&app, "/p/bees/live", number).await;
        let heard = any(&mut events).await.unwrap();
        ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
        let next = any(&mut events).await.unwrap();
        assert_eq!(next, format!("data: bees\nid: {}\n\n", newest + 1), "after {heard}");
        heard == format!("event: stale\ndata: bees\nid: {newest}\n\n")
    };
    for unknown in [(first + 1000).to_string(), i64::MAX.to_string(), "-1".to_owned(), "zq".to_owned()] {
        assert!(is_stale(&unknown).await, "{unknown}");
    }
    assert!(!is_stale(&first.to_string()).await);
    let mut tx = app.db.write().await.unwrap();
    let found = pursuances::by_slug(&mut tx, "bees").await.unwrap().unwrap();
    let event = || Event {
        stream: StreamId::of(&found.id),
        actor: None,
        what: Happened::FileAdded(Bytes { bytes: 1 }),
        object: "x".to_owned(),
        task: None,
        audience: Audience::Readers,
        action: None,
    };
    events::add(&mut tx, (0..1000).map(|_| event()).collect(), app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(is_stale(&first.to_string()).await, "too much has happened since");
}

async fn one_stream_carries_several_pursuances_and_loses_one_alone(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    for (slug, visibility) in [("bees", "public"), ("wasps", "public"), ("cell", "members")] {
        let input = json!({ "slug": slug, "name": slug, "mission": "", "visibility": visibility });
        ana.perform("pursuance.create", input).await.ok();
        ana.perform("task.create", json!({ "pursuance": slug, "title": "Count" })).await.ok();
    }
    let browser = Browser::signed_in(&app, &ben.id).await;
    let path = "/live?as=ben&at=bees&at=wasps/1&at=cell&at=nobody&at=wasps/7";
    let mut events = browser.listen(path).await.into_body().into_data_stream();
    let mut begun = Vec::new();
    for _ in 0..6 {
        begun.push(any(&mut events).await.unwrap());
    }
    assert_eq!(id(&begun[0]), format!("bees:{}", last(&app, "bees").await), "{begun:?}");
    assert_eq!(id(&begun[1]), format!("wasps:{}", last(&app, "wasps").await), "{begun:?}");
    let gone = |topic: &str| format!("event: gone\ndata: {topic}\n\n");
    // A closed address is answered like one that is not there.
    assert_eq!(begun[2..5], [gone("cell"), gone("nobody"), gone("wasps/7")]);
    assert_eq!(begun[5], "event: inbox\ndata: 0\n\n");

    let task = async |slug: &str| {
        ana.perform("task.create", json!({ "pursuance": slug, "title": "Weigh" })).await.ok();
        format!("{slug}:{}", last(&app, slug).await)
    };
    let wasps = task("wasps").await;
    assert_eq!(any(&mut events).await.unwrap(), format!("data: wasps/1\nid: {wasps}\n\n"));
    ana.perform("pursuance.edit", json!({ "pursuance": "wasps", "visibility": "members" })).await.ok();
    assert_eq!(any(&mut events).await.unwrap(), gone("wasps/1"));
    task("wasps").await;
    task("cell").await;
    let bees = task("bees").await;
    assert_eq!(any(&mut events).await.unwrap(), format!("data: bees\nid: {bees}\n\n"), "the rest goes on");
}

on_both_apps!(
    what_was_missed_is_one_event_with_the_last_number,
    a_number_that_is_unknown_or_too_old_is_answered_with_one_stale,
    whoever_was_banned_before_the_stream_began_hears_of_it,
    a_change_without_an_event_is_told_to_a_stream_that_begins_soon_after_it,
    one_stream_carries_several_pursuances_and_loses_one_alone,
);

#[tokio::test]
async fn a_stream_for_another_viewer_than_the_browser_has_tells_nothing() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let input = json!({ "slug": "cell", "name": "Cell", "mission": "", "visibility": "members" });
    ana.perform("pursuance.create", input).await.ok();
    for (browser, named) in [(Browser::signed_in(&app, &ana.id).await, ""), (Browser::new(&app), "ana")] {
        let path = format!("/live?as={named}&at=cell:1");
        let mut events = browser.listen(&path).await.into_body().into_data_stream();
        assert_eq!(any(&mut events).await.unwrap(), "event: other\ndata: -\n\n");
        assert_eq!(any(&mut events).await, None);
    }
}

#[tokio::test]
async fn a_burst_is_one_event_for_who_reads_slowly() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let mut events = listen(&app, "/p/bees/live").await.into_body().into_data_stream();
    any(&mut events).await.unwrap();
    for _ in 0..20 {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    }
    let end = last(&app, "bees").await.to_string();
    let mut heard = vec![any(&mut events).await.unwrap()];
    while id(heard.last().unwrap()) != end {
        heard.push(any(&mut events).await.unwrap());
    }
    // Events before the read are one; those in the last look are another.
    assert!(heard.len() <= 2, "{heard:?}");
}

#[tokio::test]
async fn what_another_process_writes_is_heard_of() {
    let database_url = Some(postgres::migrated().await);
    let one = TestApp::with(Setup { database_url: database_url.clone(), ..Setup::default() }).await;
    let folder = tempfile::tempdir().unwrap();
    let base_url = Some("http://localhost:8080".to_owned());
    let settings =
        Settings { data_dir: Some(folder.path().to_owned()), base_url, database_url, ..Settings::default() };
    let two = TestApp::of(folder, settings, one.clock.now()).await;
    let (ana, ben) = (one.person("ana").await, one.person("ben").await);
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let there = Browser::signed_in(&two, &ben.id).await;
    let mut events = there.listen("/live?as=ben&at=bees").await.into_body().into_data_stream();
    assert!(any(&mut events).await.unwrap().starts_with("event: at\n"));
    assert_eq!(any(&mut events).await.unwrap(), "event: inbox\ndata: 0\n\n");

    ana.perform("task.assign", json!({ "pursuance": "bees", "task": 1, "assignee": "ben" })).await.ok();
    let heard = [any(&mut events).await.unwrap(), any(&mut events).await.unwrap()];
    assert_eq!(heard[0], format!("data: bees\nid: {}\n\n", last(&one, "bees").await));
    assert_eq!(heard[1], "event: inbox\ndata: 1\n\n");
}
