//! The news for open pages.

use std::time::Duration;

use axum::body::Body;
use futures::StreamExt;
use http::{Method, Request, StatusCode};
use pursuance::jobs::Worker;
use pursuance::state::News;
use pursuance::store::events;
use pursuance_domain::event::StreamId;
use serde_json::json;
use tower::ServiceExt;

use crate::support::TestApp;
use crate::support::browser::Browser;
use crate::support::peers::PATIENCE;

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

    let heard = tokio::time::timeout(PATIENCE, events.next()).await.unwrap().unwrap().unwrap();
    let heard = String::from_utf8(heard.to_vec()).unwrap();
    assert!(heard.starts_with("data:") && !heard.contains("title"), "{heard}");
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
async fn nobody_keeps_more_than_twenty_pages_open() {
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
    let heard = tokio::time::timeout(PATIENCE, events.next()).await.unwrap().unwrap().unwrap();
    assert!(heard.starts_with(b"data:"), "{heard:?}");
    // Nothing was written down at the sender's for it.
    let mut streams = Vec::new();
    while let Ok(Ok(news)) = tokio::time::timeout(Duration::from_millis(500), told.recv()).await {
        streams.push(news);
    }
    assert!(streams.contains(&News::Change(stream.clone())) && last().await == before, "{streams:?}");
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
