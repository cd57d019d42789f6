//! Rules for every page: those of the router's own list, each in the states of `visits.json`.

use std::collections::BTreeSet;
use std::path::Path;

use http::StatusCode;
use pursuance::route::Route;
use serde::Deserialize;
use tokio::sync::OnceCell;

use super::story::Story;
use crate::support::browser::Page;
use crate::support::html::{Tag, fits, posts, tags};

/// The list that the browser tests read, too (`e2e/support/visits.ts`).
const VISITS: &str = include_str!("visits.json");

/// As many as there are: one that is added is counted here, and none is lost unseen.
const STATES: usize = 216;

/// A page in one of its states.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// The path of its route, as the router writes it, to which its address leads.
    pub route: String,
    /// The person who looks.
    #[serde(rename = "as")]
    pub who: String,
    /// Its address, on the server of whoever looks; places of the [`Story`] in braces.
    pub at: String,
    pub status: u16,
    /// The name of the state: two of one page have two names.
    pub state: String,
}

impl Visit {
    /// Name that tells it from all others.
    pub fn name(&self) -> String {
        format!("{} ({})", self.route, self.state)
    }
}

/// Pages and findings of one walk through all pages.
pub struct Walk {
    pub english: Vec<(Visit, Page)>,
    pub german: Vec<(Visit, Page)>,
    /// The links of all these pages to pages of the same server: who followed them, where to, and how that was answered.
    links: Vec<(String, String, StatusCode)>,
}

/// The walk that all tests look at: made once, since the story takes longer to tell than its pages to check.
pub async fn walk() -> &'static Walk {
    static WALK: OnceCell<Walk> = OnceCell::const_new();
    WALK.get_or_init(async || {
        let story = Story::told().await;
        let (english, german) = (seen(&story, "en").await, seen(&story, "de").await);
        let links = followed(&story, &english).await;
        Walk { english, german, links }
    })
    .await
}

pub fn visits() -> Vec<Visit> {
    serde_json::from_str(VISITS).unwrap()
}

async fn seen(story: &Story, language: &'static str) -> Vec<(Visit, Page)> {
    let mut pages = Vec::new();
    for visit in visits() {
        let page = story.browser(&visit.who).speaking(language).open(&story.address(&visit.at)).await;
        let landed = page.path.split('?').next().unwrap();
        assert!(fits(&visit.route, landed), "{} leads to {landed}", visit.name());
        pages.push((visit, page));
    }
    pages
}

/// Every link of the pages, followed by those who were shown it.
async fn followed(story: &Story, pages: &[(Visit, Page)]) -> Vec<(String, String, StatusCode)> {
    let mut links = BTreeSet::new();
    for (visit, page) in pages {
        let hrefs = page.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let here = hrefs.filter(|href| href.starts_with('/'));
        let plain = here.map(|href| href.replace("&#38;", "&").replace("&amp;", "&"));
        links.extend(plain.map(|link| (visit.who.clone(), link.split('#').next().unwrap().to_owned())));
    }
    let mut answered = Vec::new();
    for (who, link) in links {
        let status = story.browser(&who).open(&link).await.status;
        answered.push((who, link, status));
    }
    answered
}

/// The pages that people open in a browser.
pub fn pages_of_the_router() -> impl Iterator<Item = &'static Route> {
    pursuance::web::routes().filter(|route| route.page && route.method == "GET")
}

/// Forms that none of these pages offers, because of the state that they need.
const SELDOM: &[&str] = &[
    "/setup",
    "/join/{code}",
    "/me/picture/remove",
    "/admin/accounts/{name}/picture",
    "/inbox/mail",
    "/inbox/mail/remove",
    "/inbox/push/{id}/end",
    "/offers/{id}",
    "/mentoring/{id}",
    "/p/{slug}/t/{number}/pairing",
    "/p/{slug}/delete",
    "/p/{slug}/leave",
    "/p/{slug}/members/decide",
    "/p/{slug}/members/take-over",
    "/p/{slug}/m/{name}/unban",
    "/p/{slug}/t/{number}/hand-back",
    "/p/{slug}/t/{number}/still-on-it",
    "/p/{slug}/t/{number}/need-longer",
    "/p/{slug}/t/{number}/hand-on",
    "/p/{slug}/t/{number}/silence",
    "/p/{slug}/t/{number}/take-back",
    "/p/{slug}/t/{number}/undepend",
    "/p/{slug}/t/{number}/show-waiting",
    "/p/{slug}/t/{number}/unblock",
    "/p/{slug}/t/{number}/comments/{comment}/react",
    "/p/{slug}/talk/{room}/m/{message}/react",
    "/me/sessions/{id}/end",
    "/me/tokens/{id}/revoke",
    "/me/feeds/{id}/replace",
    "/me/feeds/{id}/revoke",
    "/admin/peers/{host}/retry",
    "/admin/peers/{host}/key",
    "/admin/deliveries/{id}/retry",
    "/admin/outbox/retry",
    "/admin/primaries/{slug}",
    "/admin/tokens/{id}/revoke",
];

#[tokio::test]
async fn every_form_of_the_router_stands_on_some_page() {
    let mut offered: BTreeSet<String> = BTreeSet::new();
    for (_, page) in &walk().await.english {
        offered.extend(posts(&tags(&page.html)).map(str::to_owned));
    }
    let forms = pursuance::web::routes().filter(|route| route.method == "POST").map(|route| route.path);
    let nowhere: BTreeSet<&str> =
        forms.filter(|route| !offered.iter().any(|path| fits(route, path))).collect();
    let seldom: BTreeSet<&str> = SELDOM.iter().copied().collect();
    let forgotten: Vec<_> = nowhere.difference(&seldom).collect();
    assert!(forgotten.is_empty(), "no page offers {forgotten:?}: a template, a visit, or a line in SELDOM");
    let shown: Vec<_> = seldom.difference(&nowhere).collect();
    assert!(shown.is_empty(), "{shown:?} stands on a page now, and no longer in SELDOM");
}

/// The sources of tests, but for those that only list the forms.
fn tests_below(folder: &Path, found: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let lists = path.ends_with("pages/every_page.rs") || path.ends_with("request/lost_sessions.rs");
        if path.is_dir() {
            tests_below(&path, found);
        } else if !lists && path.extension().is_some_and(|ending| ending == "rs") {
            found.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Fails where a form that no visit shows is opened by no test either: then nothing checks its HTML.
#[test]
fn a_test_sends_each_form_that_no_visit_shows() {
    let mut sources = String::new();
    tests_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"), &mut sources);
    for route in SELDOM {
        let named = route.split('/').rfind(|part| !part.starts_with('{')).unwrap();
        let is_sent = if route.ends_with('}') {
            sources.contains(&format!("/{named}/"))
        } else {
            // An address ends with it.
            sources.contains(&format!("/{named}\""))
        };
        assert!(is_sent, "no test names {route}: one that brings its state about and sends the form");
    }
}

/// Forms about a delegation that none of these pages offers, because of the state that they need.
const SELDOM_ABOUT_A_DELEGATION: &[&str] = &["fetch-files", "thank", "ask-onward", "answer-onward"];

#[tokio::test]
async fn every_form_about_a_delegation_stands_on_some_page() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (_, page) in &walk().await.english {
        seen.extend(tags(&page.html).iter().filter_map(Tag::delegation_form).map(str::to_owned));
    }
    for (form, _) in pursuance::web::DELEGATION_FORMS {
        let is_shown = seen.contains(*form) || SELDOM_ABOUT_A_DELEGATION.contains(form);
        assert!(is_shown, "no page offers {form}: {seen:?}");
    }
}

#[test]
fn every_page_of_the_router_has_a_visit() {
    let visits = visits();
    let shown: BTreeSet<&str> =
        visits.iter().filter(|visit| visit.status == 200).map(|visit| visit.route.as_str()).collect();
    let pages: BTreeSet<&str> = pages_of_the_router().map(|route| route.path).collect();
    let forgotten: Vec<_> = pages.difference(&shown).collect();
    assert!(forgotten.is_empty(), "no visit of {forgotten:?}: write one into server/tests/pages/visits.json");
    for visit in &visits {
        assert!(pages.contains(visit.route.as_str()), "{} is no page of the router", visit.name());
    }
    let names: BTreeSet<String> = visits.iter().map(Visit::name).collect();
    assert_eq!(names.len(), visits.len(), "two visits have one name");
    assert_eq!(visits.len(), STATES, "states of pages that are looked at");
}

#[tokio::test]
async fn every_page_of_the_router_answers() {
    for (visit, page) in &walk().await.english {
        assert_eq!(page.status.as_u16(), visit.status, "{}: {page:?}", visit.name());
        let headings = page.html.matches("<h1").count();
        assert_eq!(headings, 1, "{} has one heading of its own: {page:?}", visit.name());
    }
}

#[tokio::test]
async fn no_page_has_inline_script_or_style() {
    for (visit, page) in &walk().await.english {
        let name = visit.name();
        let html = page.html.to_lowercase();
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/static/"), "{name}: {script:.60}");
        }
        assert!(!html.contains("<style") && !html.contains(" style=\""), "{name}");
        for handler in [" onclick=", " onload=", " onsubmit=", " onchange=", "javascript:"] {
            assert!(!html.contains(handler), "{name} has {handler}");
        }
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'self'"), "{name}: {policy}");
        // An address that is a secret stands in no cache.
        let is_secret = ["/i/{code}", "/reset/{code}", "/join/{code}", "/setup"]
            .contains(&visit.route.as_str())
            || visit.route.starts_with("/mail/");
        let cached = if is_secret { "no-store" } else { "private, no-cache" };
        assert_eq!(page.headers["cache-control"], cached, "{name}");
    }
}

#[tokio::test]
async fn no_page_links_to_an_address_that_is_not_there() {
    let links = &walk().await.links;
    assert!(links.len() > 100, "{} links", links.len());
    for (who, link, status) in links {
        assert_eq!(*status, StatusCode::OK, "{link}, followed by {who}");
    }
}

#[tokio::test]
async fn every_form_of_every_page_goes_to_an_address_of_the_router() {
    let routes: Vec<&Route> = pursuance::web::routes().filter(|route| route.method == "POST").collect();
    for (visit, page) in &walk().await.english {
        let heads = page.html.split("<form").skip(1).map(|form| form.split('>').next().unwrap());
        // A form without an address has buttons elsewhere that have one each.
        let posts =
            heads.filter(|head| head.contains("method=\"post\"") && !head.contains("id=\"to-finish\""));
        let actions = posts.map(|head| head.split(" action=\"").nth(1).unwrap());
        let buttons = page.html.split(" formaction=\"").skip(1);
        for action in actions.chain(buttons).map(|rest| rest.split(['"', '#']).next().unwrap()) {
            assert!(
                routes.iter().any(|route| fits(route.path, action)),
                "{} posts to {action}",
                visit.name()
            );
        }
    }
}
