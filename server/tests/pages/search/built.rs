//! The form that writes a query into the field above the tasks.

use http::{Method, StatusCode};
use serde_json::json;

use super::bees_and_wasps;
use crate::support::TestApp;
use crate::support::browser::Browser;

#[tokio::test]
async fn choices_lead_to_the_address_of_the_written_query() {
    let app = TestApp::start().await;
    bees_and_wasps(&app).await;
    let mut browser = Browser::of(&app, "ana").await;
    let page = browser.open("/p/bees").await.shown().saying("Who has it, by name");
    for field in ["person", "skill", "size", "urgency", "due", "sort", "phase", "who"] {
        assert!(page.html.contains(&format!("name=\"{field}\"")), "no field {field}: {page:?}");
    }
    for (asked, text) in [
        ("q=nectar&person=ana&size=m", "@ana+size:m+nectar"),
        ("q=nectar&skill=Field:Counting&sort=due", "skill:Field:Counting+sort:due+nectar"),
        ("q=nectar+sort:new&sort=size", "sort:size+nectar"),
        ("due=none&urgency=normal&who=nobody", "@-+urgency:normal+due:none"),
        ("q=status:new+%40me&phase=done&who=nobody", "status:done+@-"),
        ("q=ago&due=week", "due:<1w+\"ago\""),
        ("person=Ana", "@ana"),
    ] {
        let path = format!("/p/bees?{asked}");
        let answer = browser.send(Method::GET, &path, &[], Vec::new()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{asked}: {answer:?}");
        let there = answer.headers["location"].to_str().unwrap();
        let query = there.strip_prefix("/p/bees?q=").unwrap_or_else(|| panic!("{asked} leads to {there}"));
        let written =
            url::form_urlencoded::parse(format!("q={query}").as_bytes()).next().unwrap().1.into_owned();
        assert_eq!(written, text.replace('+', " "), "{asked}");
        let page = browser.open(&path).await.shown();
        assert_eq!(page.path, there, "{asked}");
    }
    // Terms in the field are chosen, and change nothing when they are sent again.
    let page = browser.open("/p/bees?q=status:new+sort:-due").await.shown();
    for option in
        ["<option value=\"\" selected>New</option>", "<option value=\"\" selected>sort:-due</option>"]
    {
        assert!(page.html.contains(option), "{option}: {page:?}");
    }
    // Nothing chosen is a search as it was typed, at an address without the empty choices.
    let page = browser.open("/p/bees?q=nectar&phase=&who=&person=&skill=&size=&due=&sort=").await.shown();
    assert_eq!(page.path, "/p/bees?q=nectar");
}

#[tokio::test]
async fn what_cannot_be_written_is_told_beside_the_field_and_kept() {
    let app = TestApp::start().await;
    bees_and_wasps(&app).await;
    let mut browser = Browser::of(&app, "ana").await;
    let page = browser.open("/p/bees?q=nectar&skill=Field:").await.refused();
    assert!(page.html.contains("<mark>skill:&#34;Field:&#34;</mark> nectar"), "{page:?}");
    let page = browser.open("/p/bees?q=nectar&person=Ana+B%C3%A9e").await.refused();
    assert!(page.html.contains("<mark>@&#34;Ana Bée&#34;</mark> nectar"), "{page:?}");
    assert!(page.says("“Ana Bée” is not a name"), "{page:?}");
    // A text that is no query stays where it is.
    let long = "x".repeat(1_500);
    let page = browser.open(&format!("/p/bees?q={long}&phase=new")).await.refused();
    assert!(page.path.contains("&phase=new"), "{page:?}");
    // Strangers are not led anywhere.
    let path = "/p/wasps?q=nectar&phase=new";
    assert_eq!(Browser::new(&app).open(path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_word_alone_is_a_skill_to_look_for_wherever_it_is_typed() {
    let app = TestApp::start().await;
    let ana = bees_and_wasps(&app).await;
    // A word of another pursuance, which comes earlier in the alphabet.
    let asks = json!({ "pursuance": "wasps", "title": "Add up", "skills": ["Accounts:Counting"] });
    ana.perform("task.create", asks).await.ok();
    let mut browser = Browser::of(&app, "ana").await;
    for (asked, path) in [
        // Chosen in the form.
        ("/p/bees?q=nectar&skill=counting", "/p/bees?q=skill%3AField%3ACounting%20nectar"),
        ("/p/bees/list?q=&skill=Counting", "/p/bees/list?q=skill%3AField%3ACounting"),
        ("/p/bees/board?q=&skill=Counting", "/p/bees/board?q=skill%3AField%3ACounting"),
        ("/p/bees/calendar?q=&skill=Counting", "/p/bees/calendar?q=skill%3AField%3ACounting"),
        ("/p/bees/agenda?q=&skill=Counting", "/p/bees/agenda?q=skill%3AField%3ACounting"),
        // A word in use for an area; and one that nobody uses.
        ("/p/bees?q=&skill=field", "/p/bees?q=skill%3AField%3A*"),
        ("/p/bees?q=&skill=Sewing", "/p/bees?q=skill%3AOther%3ASewing"),
    ] {
        let page = browser.open(asked).await.shown();
        assert_eq!(decoded(&page.path), decoded(path), "{asked}");
    }
    // Typed into the query, also where it must not hold.
    let found = browser.open("/p/bees/list?q=skill:counting").await.shown();
    assert!(found.says("Count the nectar of bees") && found.html.contains("value=\"skill:Field:Counting\""));
    let found = browser.open("/p/bees/list?q=!skill:counting").await.shown();
    assert!(
        !found.says("Count the nectar of bees") && found.html.contains("value=\"!skill:Field:Counting\"")
    );
    let found = browser.open("/tasks?q=skill:counting").await.shown();
    assert!(found.html.contains("value=\"skill:Accounts:Counting\""), "{found:?}");
    let found = ana.read("/api/v1/pursuances/bees/tasks?q=skill:counting").await.items();
    assert_eq!(found.len(), 1, "{found:?}");
    // A task that a visitor may not read gives no area to their word.
    let asks = json!({ "pursuance": "wasps", "title": "Hide", "skills": ["Secret:Burrowing"] });
    ana.perform("task.create", asks).await.ok();
    let page = Browser::new(&app).open("/p/bees/list?q=&skill=Burrowing").await.shown();
    assert!(page.html.contains("value=\"skill:Other:Burrowing\""), "{page:?}");
}

fn decoded(path: &str) -> String {
    let plain =
        |(name, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| format!("{name}={value}");
    url::form_urlencoded::parse(path.as_bytes()).map(plain).collect::<Vec<_>>().join("&")
}
