//! Pages that are given again as long as nothing has changed. Here a page is a count of how often it was made.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Body;
use axum::middleware::from_fn;
use axum::response::Html;
use axum::routing::get;
use axum::{Extension, Router};
use http::{Method, Request};
use http_body_util::BodyExt;
use pursuance::store::db::Db;
use pursuance::store::instance;
use pursuance::web::kept::{Kept, unchanged};
use pursuance_domain::time::MINUTE;
use serde_json::json;
use tower::ServiceExt;

use crate::support::browser::Browser;
use crate::support::peers::until;
use crate::support::{Person, TestApp};

/// A server whose only pages are counts.
struct Counted {
    app: TestApp,
    pages: Router,
    ana: Person,
}

impl Counted {
    async fn on(app: TestApp) -> Self {
        let ana = app.person("ana").await;
        ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
        let made = Arc::new(AtomicU32::new(0));
        let page = async move || Html(made.fetch_add(1, Ordering::SeqCst).to_string());
        let pages = Router::new()
            .route("/counted", get(page).layer(from_fn(unchanged)))
            .layer(Extension(Kept::new(app.app.clone())));
        Self { app, pages, ana }
    }

    async fn get(&self, path: &str, cookies: &str) -> String {
        let request = Request::builder().method(Method::GET).uri(path).header("cookie", cookies);
        let answer = self.pages.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
        String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    /// What a visitor is given.
    async fn asked(&self) -> String {
        self.get("/counted", "").await
    }
}

/// Asks until nothing came in between: not the next minute, nor, on Postgres, another test's database in the same cluster.
async fn what_has_not_changed_is_given_again(counted: &Counted) {
    until("a page is given again", async || counted.asked().await == counted.asked().await).await;
}

async fn a_commit_of_any_process_ends_it(counted: &Counted) {
    let first = counted.asked().await;
    counted.ana.perform("task.create", json!({ "pursuance": "bees", "title": "Look" })).await.ok();
    let second = counted.asked().await;
    assert_ne!(first, second);

    let other = Db::open(&counted.app.config.database_url).await.unwrap();
    let mut tx = other.write().await.unwrap();
    instance::configure(&mut tx, "Another name", true).await.unwrap();
    let meanwhile = counted.asked().await;
    tx.commit().await.unwrap();
    assert_ne!(counted.asked().await, meanwhile);
    other.close().await;
}

#[tokio::test]
async fn what_has_not_changed_is_given_again_until_something_is_committed_on_sqlite() {
    let counted = Counted::on(TestApp::start().await).await;
    what_has_not_changed_is_given_again(&counted).await;
    a_commit_of_any_process_ends_it(&counted).await;
}

#[tokio::test]
async fn what_has_not_changed_is_given_again_until_something_is_committed_on_postgres() {
    let counted = Counted::on(TestApp::start_on_postgres().await).await;
    what_has_not_changed_is_given_again(&counted).await;
    a_commit_of_any_process_ends_it(&counted).await;
}

#[tokio::test]
async fn a_page_is_as_old_as_the_minute() {
    let counted = Counted::on(TestApp::start().await).await;
    let first = counted.asked().await;
    counted.app.advance(MINUTE);
    assert_ne!(counted.asked().await, first);
}

#[tokio::test]
async fn whoever_would_see_something_else_is_given_something_else() {
    let counted = Counted::on(TestApp::start().await).await;
    let mut seen = vec![counted.asked().await];
    for (path, cookies) in [
        ("/counted?under=1", ""),
        ("/counted", "pursuance-8080=0011"),
        ("/counted", "pursuance-8080=0022"),
        ("/counted", "pursuance-theme-8080=dark"),
        ("/counted", "pursuance-notice-8080=saved"),
    ] {
        let page = counted.get(path, cookies).await;
        assert!(!seen.contains(&page), "{path} {cookies}");
        seen.push(page);
    }
}

#[tokio::test]
async fn what_just_happened_is_said_once_and_nothing_of_it_is_kept() {
    let counted = Counted::on(TestApp::start().await).await;
    let after_a_form = counted.get("/counted", "pursuance-notice-8080=saved").await;
    assert_ne!(counted.asked().await, after_a_form);
}

#[tokio::test]
async fn a_session_that_ended_is_given_nothing_of_what_it_saw() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut browser = Browser::of(&app, "ana").await;
    let home = browser.open("/").await.shown();
    let mut copied = browser.clone();
    assert!(copied.open("/").await.shown().html.contains("ana"));
    browser.fill(&home, "/signout", &[]).await.shown();
    assert!(!copied.open("/").await.shown().html.contains("ana"));
}
