//! A page is not made again while nothing has changed. Here a page is a count of how often it was made.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Body;
use axum::middleware::from_fn;
use axum::response::Html;
use axum::routing::get;
use axum::{Extension, Router};
use http::{Method, Request, Response};
use http_body_util::BodyExt;
use pursuance::store::db::Db;
use pursuance::store::instance;
use pursuance::web::request::page_cache::{PageCache, unchanged};
use pursuance_domain::time::MINUTE;
use pursuance_domain::value::Door;
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

/// The pages of a process that has just begun.
fn pages(app: &TestApp) -> Router {
    let made = Arc::new(AtomicU32::new(0));
    let page = async move || Html(made.fetch_add(1, Ordering::SeqCst).to_string());
    Router::new()
        .route("/counted", get(page).layer(from_fn(unchanged)))
        .layer(Extension(PageCache::new(app.app.clone())))
}

impl Counted {
    async fn on(app: TestApp) -> Self {
        let ana = app.person("ana").await;
        ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
        let pages = pages(&app);
        Self { app, pages, ana }
    }

    async fn answer(&self, path: &str, cookies: &str, tag: &str) -> Response<Body> {
        let request = Request::builder().method(Method::GET).uri(path).header("cookie", cookies);
        let request = request.header("if-none-match", tag).body(Body::empty()).unwrap();
        self.pages.clone().oneshot(request).await.unwrap()
    }

    async fn get(&self, path: &str, cookies: &str) -> String {
        let answer = self.answer(path, cookies, "").await;
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
        String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    /// The tag of a page.
    async fn tag(&self, path: &str, cookies: &str) -> String {
        self.answer(path, cookies, "").await.headers()["etag"].to_str().unwrap().to_owned()
    }

    /// The status for a browser that has the page with this tag.
    async fn status(&self, path: &str, cookies: &str, tag: &str) -> u16 {
        self.answer(path, cookies, tag).await.status().as_u16()
    }

    /// The page as a visitor gets it.
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
    instance::configure(&mut tx, "Another name", Door::Anybody, ("", "")).await.unwrap();
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
        ("/counted", "pursuance-notice-8080=good.saved"),
    ] {
        let page = counted.get(path, cookies).await;
        assert!(!seen.contains(&page), "{path} {cookies}");
        seen.push(page);
    }
}

const SESSION: &str = "pursuance-8080=0011";

async fn somebody_signed_in_has_nothing_sent_again_until_something_is_committed(counted: &Counted) {
    // Not the next minute, nor, on Postgres, another test's database in the same cluster.
    until("a page is not sent again", async || {
        let tag = counted.tag("/counted", SESSION).await;
        let list = format!("\"x\", {tag}");
        counted.status("/counted", SESSION, &list).await == 304
    })
    .await;
    let tag = counted.tag("/counted", SESSION).await;
    counted.ana.perform("task.create", json!({ "pursuance": "bees", "title": "Look" })).await.ok();
    assert_eq!(counted.status("/counted", SESSION, &tag).await, 200);
}

#[tokio::test]
async fn somebody_signed_in_has_nothing_sent_again_until_something_is_committed_on_sqlite() {
    let counted = Counted::on(TestApp::start().await).await;
    somebody_signed_in_has_nothing_sent_again_until_something_is_committed(&counted).await;
}

#[tokio::test]
async fn somebody_signed_in_has_nothing_sent_again_until_something_is_committed_on_postgres() {
    let counted = Counted::on(TestApp::start_on_postgres().await).await;
    somebody_signed_in_has_nothing_sent_again_until_something_is_committed(&counted).await;
}

#[tokio::test]
async fn no_private_page_is_kept_in_memory() {
    let counted = Counted::on(TestApp::start().await).await;
    assert_ne!(counted.get("/counted", SESSION).await, counted.get("/counted", SESSION).await);
}

#[tokio::test]
async fn the_tag_of_one_page_is_that_of_no_other_and_of_no_other_process() {
    let counted = Counted::on(TestApp::start().await).await;
    let tag = counted.tag("/counted", SESSION).await;
    for (path, cookies) in [
        ("/counted?under=1", SESSION),
        ("/counted", ""),
        ("/counted", "pursuance-8080=0022"),
        ("/counted", "pursuance-8080=0011; pursuance-theme-8080=dark"),
        ("/counted", "pursuance-8080=0011; pursuance-notice-8080=good.saved"),
    ] {
        assert_eq!(counted.status(path, cookies, &tag).await, 200, "{path} {cookies}");
    }
    let started_again = Counted { pages: pages(&counted.app), ..counted };
    assert_eq!(started_again.status("/counted", SESSION, &tag).await, 200);
    started_again.app.advance(MINUTE);
    assert_eq!(started_again.status("/counted", SESSION, &tag).await, 200);
}

#[tokio::test]
async fn a_browser_forgets_private_pages_when_its_person_signs_out() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut browser = Browser::of(&app, "ana").await;
    let home = browser.open("/").await.shown();
    let answer = browser.post(home.form("/signout")).await;
    assert_eq!(answer.headers["clear-site-data"], "\"cache\"");
}

#[tokio::test]
async fn what_just_happened_is_said_once_and_nothing_of_it_is_kept() {
    let counted = Counted::on(TestApp::start().await).await;
    let after_a_form = counted.get("/counted", "pursuance-notice-8080=good.saved").await;
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
