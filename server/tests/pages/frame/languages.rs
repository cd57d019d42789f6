//! The language of a page: the one its reader chose, or else the one the browser asks for.

use http::StatusCode;
use serde_json::json;

use crate::pages::every_page::walk;
use crate::pages::{start_pursuance, write_task};
use crate::support::TestApp;
use crate::support::browser::{Browser, Page};

/// The language that a page says it is in.
fn language(page: &Page) -> &str {
    page.html.split("<html lang=\"").nth(1).unwrap().split('"').next().unwrap()
}

#[tokio::test]
async fn a_page_is_in_the_language_that_the_browser_asks_for() {
    let app = TestApp::start().await;
    for (asked, given) in
        [("de-AT,de;q=0.9,en;q=0.5", "de"), ("en,de", "en"), ("tlh", "en"), ("de;q=0.1,en;q=0.9", "en")]
    {
        let page = Browser::new(&app).speaking(asked).open("/signin").await.shown();
        assert_eq!(language(&page), given, "{asked}");
        let title = if given == "de" { "Anmelden" } else { "Sign in" };
        assert!(page.html.contains(title), "{asked}: {page:?}");
    }
    assert_eq!(language(&Browser::new(&app).open("/signin").await.shown()), "en");
}

#[tokio::test]
async fn a_language_that_somebody_chose_holds_whatever_the_browser_asks_for() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await.speaking("en");
    let account = ana.open("/me").await.shown();
    let account = ana.fill(&account, "/me/profile", &[("language", "de")]).await.shown();
    assert_eq!(language(&account), "de");
    account.saying("Gespeichert.");
    assert_eq!(language(&ana.open("/p").await.shown()), "de");
    // Somebody else at the same moment reads English, of the same address.
    assert_eq!(language(&Browser::new(&app).speaking("en").open("/p").await.shown()), "en");

    let account = ana.open("/me").await.shown();
    let account = ana.fill(&account, "/me/profile", &[("language", "")]).await.shown();
    assert_eq!(language(&account), "en");
}

#[tokio::test]
async fn a_form_that_lost_its_session_is_answered_in_the_language_that_was_chosen() {
    let app = TestApp::start().await;
    app.person("ana").await;
    let mut ana = Browser::of(&app, "ana").await.speaking("en");
    let account = ana.open("/me").await.shown();
    ana.fill(&account, "/me/profile", &[("language", "de")]).await.shown();
    let written = ana.open("/p/new").await.shown();
    let home = ana.open("/").await.shown();
    ana.fill(&home, "/signout", &[]).await.shown();
    let lost = ana.fill(&written, "/p/new", &[("slug", "bees"), ("name", "Bees")]).await;
    assert_eq!((lost.status, language(&lost)), (StatusCode::UNAUTHORIZED, "de"), "{lost:?}");
    // Somebody else's browser was never told.
    assert_eq!(language(&Browser::new(&app).speaking("en").open("/signin").await.shown()), "en");
}

#[tokio::test]
async fn a_phase_in_the_history_is_set_apart_from_the_german_sentence() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "We count." }))
        .await
        .ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    ana.perform("task.take", json!({ "pursuance": "bees", "task": 1 })).await.ok();
    for phase in ["in_progress", "started"] {
        let moved = json!({ "pursuance": "bees", "task": 1, "phase": phase });
        ana.perform("task.set_phase", moved).await.ok();
    }
    let task = Browser::of(&app, "ana").await.speaking("de").open("/p/bees/t/1").await.shown();
    task.saying("Phase von „In Arbeit“ zu „Übernommen“ geändert");
}

#[tokio::test]
async fn a_language_nobody_has_written_is_refused() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("profile.edit", json!({ "language": "tlh" })).await.problem(422, "invalid-input");
    ana.perform("profile.edit", json!({ "language": "de" })).await.ok();
    let mut browser = Browser::of(&app, "ana").await;
    assert_eq!(language(&browser.open("/me").await.shown()), "de");
    // A member that is left out stays as it is.
    ana.perform("profile.edit", json!({ "about": "I count." })).await.ok();
    assert_eq!(language(&browser.open("/me").await.shown()), "de");
    ana.perform("profile.edit", json!({ "language": null })).await.ok();
    assert_eq!(language(&browser.open("/me").await.shown()), "en");
    let account = browser.open("/me").await.shown();
    let refused = browser.fill(&account, "/me/profile", &[("language", "tlh")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
}

#[tokio::test]
async fn a_refusal_is_told_in_the_language_of_the_page() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    let mut ana = Browser::of(&app, "ana").await.speaking("de");
    start_pursuance(&mut ana, "bees", "Bees").await;
    write_task(&mut ana, "bees", "Count").await;
    let form = ana.open("/p/new").await.shown();
    let fields = [("slug", "bees"), ("name", "Bees"), ("mission", "We count."), ("visibility", "public")];
    let refused = ana.fill(&form, "/p/new", &fields).await.refused();
    refused.saying("Der Name „bees“ ist hier vergeben. Wähle einen anderen Namen.");

    let task = ana.open("/p/bees/t/1/hand-over?to=nobody").await.refused();
    task.saying(
        "„nobody“ gibt es auf diesem Server nicht. Prüfe die Schreibweise, oder schreib name@server.",
    );
    let refused = ana.fill(&form, "/p/new", &[("slug", "No!"), ("name", "")]).await.refused();
    refused.saying("Bitte fülle das aus.").saying("Nimm 2 bis 30 kleine Buchstaben");
}

#[tokio::test]
async fn the_api_answers_in_english_with_the_same_types_in_every_language() {
    let app = TestApp::start().await;
    let ana = app.operator("ana").await;
    ana.perform("profile.edit", json!({ "language": "de" })).await.ok();
    let input = json!({ "slug": "bees", "name": "Bees", "mission": "" });
    ana.perform("pursuance.create", input.clone()).await.ok();
    let german = [("accept-language", "de")];
    let again = ana.post("/api/v1/actions/pursuance.create", &german, input).await;
    let problem = again.problem(409, "name-taken");
    assert_eq!(problem["detail"], "The name “bees” is in use here.");
    assert_eq!(problem["advice"], "Choose another name.");
}

/// The sentences of a language that are not the same in another: those nobody writes by chance.
fn sentences(file: &str) -> Vec<String> {
    let lines = file.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    lines
        .filter_map(|line| line.split_once(" = ").map(|(_, text)| text))
        .filter(|text| text.matches(' ').count() >= 3 && !text.contains(['{', '<', '“', '’', '&']))
        .map(str::to_owned)
        .collect()
}

/// A page without the elements that say they are in English whatever the page is in: the guide.
fn without_english(page: &Page) -> Page {
    let (mut rest, mut html) = (page.html.as_str(), String::new());
    while let Some(at) = rest.find(" lang=\"en\"") {
        let start = rest[..at].rfind('<').unwrap();
        let name = rest[start + 1..].split_whitespace().next().unwrap();
        html.push_str(&rest[..start]);
        rest = rest[start..].split_once(&format!("</{name}>")).unwrap().1;
    }
    html.push_str(rest);
    Page { path: page.path.clone(), status: page.status, headers: page.headers.clone(), html }
}

#[tokio::test]
async fn every_page_is_in_one_language_from_end_to_end() {
    let mut english = Vec::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales/en");
    for file in std::fs::read_dir(folder).unwrap() {
        english.extend(sentences(&std::fs::read_to_string(file.unwrap().path()).unwrap()));
    }
    assert!(english.len() > 300, "{} sentences", english.len());
    for (visit, page) in &walk().await.german {
        let name = visit.name();
        assert_eq!(page.status.as_u16(), visit.status, "{name}: {page:?}");
        assert_eq!(language(page), "de", "{name}");
        let words = without_english(page).words();
        for sentence in &english {
            let is_said = memchr::memmem::find(words.as_bytes(), sentence.as_bytes()).is_some();
            assert!(!is_said, "{name} says “{sentence}”");
        }
    }
}
