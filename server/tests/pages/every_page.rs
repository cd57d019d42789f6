//! What holds for every page of the router's own list.

use http::{Method, StatusCode};
use pursuance::route::Route;
use serde_json::json;

use crate::support::TestApp;
use crate::support::browser::{Browser, Page};

/// Every page people can open, by somebody who may see all of them.
async fn every_page(app: &TestApp) -> Vec<(&'static str, Page)> {
    every_page_in(app, "en").await
}

/// The same in a language that the browser asks for.
pub(super) async fn every_page_in(app: &TestApp, languages: &'static str) -> Vec<(&'static str, Page)> {
    let ana = app.operator("ana").await;
    for slug in ["bees", "wasps"] {
        ana.perform("pursuance.create", json!({ "slug": slug, "name": slug, "mission": "We *count*." }))
            .await
            .ok();
    }
    let input =
        json!({ "pursuance": "bees", "title": "Count", "skills": ["Nature:Bees"], "due": "2030-01-01" });
    ana.perform("task.create", input).await.ok();
    ana.perform("delegation.offer", json!({ "pursuance": "bees", "task": 1, "to": "wasps" })).await.ok();
    let mut tx = app.db.write().await.unwrap();
    pursuance::store::deliveries::set_blocked(
        &mut tx,
        "other.example",
        true,
        pursuance_domain::time::Time(1),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let mut browser = Browser::of(app, "ana").await.speaking(languages);
    let mut visitor = Browser::new(app).speaking(languages);
    let mut pages = Vec::new();
    for path in pages_of_the_router().map(|route| route.path) {
        let filled = path
            .replace("{slug}", "bees")
            .replace("{number}", "1")
            .replace("{name}", "ana")
            .replace("{host}", "other.example");
        assert!(!filled.contains('{'), "{path} has a part nobody here knows");
        let signed_out = ["/join", "/signin", "/setup"].contains(&path);
        pages
            .push((path, if signed_out { visitor.open(&filled).await } else { browser.open(&filled).await }));
    }
    pages.push(("/", visitor.open("/").await));
    pages.push(("/p/{slug}/t/{number}/hand-over", browser.open("/p/bees/t/1/hand-over?to=wasps").await));
    pages
}

fn pages_of_the_router() -> impl Iterator<Item = &'static Route> {
    pursuance::web::ROUTES.iter().filter(|route| route.page && route.method == "GET")
}

#[tokio::test]
async fn every_page_of_the_router_answers() {
    let app = TestApp::start().await;
    let pages = every_page(&app).await;
    assert!(pages.len() > 20);
    for (path, page) in pages {
        assert_eq!(page.status, StatusCode::OK, "{path}: {page:?}");
        assert_eq!(page.html.matches("<h1").count(), 1, "{path} has one heading of its own: {page:?}");
    }
}

#[tokio::test]
async fn no_page_has_inline_script_or_style() {
    let app = TestApp::start().await;
    for (path, page) in every_page(&app).await {
        let html = page.html.to_lowercase();
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/static/"), "{path}: {script:.60}");
        }
        assert!(!html.contains("<style") && !html.contains(" style=\""), "{path}");
        for handler in [" onclick=", " onload=", " onsubmit=", " onchange=", "javascript:"] {
            assert!(!html.contains(handler), "{path} has {handler}");
        }
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'self'"), "{path}: {policy}");
        assert_eq!(page.headers["cache-control"], "private, no-cache", "{path}");
    }
}

#[tokio::test]
async fn no_page_links_to_an_address_that_is_not_there() {
    let app = TestApp::start().await;
    let mut links: Vec<String> = Vec::new();
    for (_, page) in every_page(&app).await {
        let hrefs = page.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        links.extend(
            hrefs
                .filter(|href| href.starts_with('/'))
                .map(|href| href.replace("&#38;", "&").replace("&amp;", "&")),
        );
    }
    links.sort();
    links.dedup();
    let mut browser = Browser::of(&app, "ana").await;
    for link in links {
        let page = browser.open(link.split('#').next().unwrap()).await;
        assert_eq!(page.status, StatusCode::OK, "{link}: {page:?}");
    }
}

#[tokio::test]
async fn every_form_of_every_page_goes_to_an_address_of_the_router() {
    let app = TestApp::start().await;
    let routes: Vec<&Route> = pursuance::web::ROUTES.iter().filter(|route| route.method == "POST").collect();
    for (path, page) in every_page(&app).await {
        for form in page
            .html
            .split("<form")
            .skip(1)
            .filter(|form| form.split('>').next().unwrap().contains("method=\"post\""))
        {
            let action = form.split(" action=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
            assert!(routes.iter().any(|route| fits(route.path, action)), "{path} posts to {action}");
        }
    }
}

/// Whether an address is one of a route.
fn fits(route: &str, path: &str) -> bool {
    let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len()
        && route.iter().zip(path).all(|(part, given)| part.starts_with('{') || *part == given)
}

#[tokio::test]
async fn the_operators_pages_are_for_operators() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    app.person("bob").await;
    let mut bob = Browser::of(&app, "bob").await;
    for path in pages_of_the_router().map(|route| route.path).filter(|path| path.starts_with("/admin")) {
        let path = path.replace("{host}", "other.example");
        assert_eq!(bob.open(&path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert!(Browser::new(&app).open(&path).await.path.starts_with("/signin"), "{path}");
    }
    let form = bob.open("/me").await.shown().form("/me/sessions/end");
    let csrf = form.value("csrf").to_owned();
    let origin = bob.origin.clone();
    let headers = [("origin", origin.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    for (path, body) in [
        ("/admin/accounts/bob/operator", "operator=yes"),
        ("/admin/accounts/ana/suspend", "suspended=yes"),
        ("/admin/settings", "name=Mine"),
        ("/admin/peers/other.example/retry", ""),
        ("/admin/block", "host=other.localhost:9"),
        ("/admin/peers/other.example/unblock", ""),
        ("/admin/deliveries/x/retry", ""),
    ] {
        let sent = format!("csrf={csrf}&{body}").into_bytes();
        assert_eq!(
            bob.send(Method::POST, path, &headers, sent).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_operator_suspends_an_account_and_its_sessions_end() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    app.person("bob").await;
    let (mut ana, mut bob) = (Browser::of(&app, "ana").await, Browser::of(&app, "bob").await);
    let accounts = ana.open("/admin/accounts").await.shown();
    ana.fill(&accounts, "/admin/accounts/bob/suspend", &[("suspended", "yes")]).await.shown();
    assert!(bob.open("/me").await.path.starts_with("/signin"));
    let signin = bob.open("/signin").await;
    bob.fill(&signin, "/signin", &[("name", "bob"), ("passphrase", "otter lamp quarry seven")])
        .await
        .refused();
}

#[tokio::test]
async fn programs_are_led_from_a_page_to_its_document() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let mut browser = Browser::new(&app);
    for path in ["/p/bees", "/@ana"] {
        let page = browser.open(path).await.shown();
        let link = page.headers["link"].to_str().unwrap();
        let uri = link.split(['<', '>']).nth(1).unwrap();
        assert!(link.contains("type=\"application/activity+json\""), "{link}");
        let asked =
            browser.send(Method::GET, path, &[("accept", "application/activity+json")], Vec::new()).await;
        assert_eq!((asked.status, asked.headers["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, uri));
    }
}

#[tokio::test]
async fn what_never_changes_is_kept_by_browsers() {
    let app = TestApp::start().await;
    let mut browser = Browser::new(&app);
    let landing = browser.open("/").await.shown();
    for start in ["/static/style.css?v=", "/static/app.js?v="] {
        let rest = landing.html.split(start).nth(1).unwrap().split('"').next().unwrap().to_owned();
        let file = browser.open(&format!("{start}{rest}")).await.shown();
        assert!(file.headers["cache-control"].to_str().unwrap().contains("immutable"), "{start}");
    }
    let icon = browser.open("/static/icon.svg").await.shown();
    let tag = icon.headers["etag"].to_str().unwrap().to_owned();
    let again = browser.send(Method::GET, "/static/icon.svg", &[("if-none-match", &tag)], Vec::new()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(browser.open("/static/..%2fframe%2fbase.html").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_colours_somebody_chose_stay() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await;
    let account = ana.open("/me").await.shown();
    ana.fill(&account, "/me/theme", &[("theme", "dark")]).await.shown();
    assert!(ana.open("/p").await.shown().html.contains("data-theme=\"dark\""));
}
