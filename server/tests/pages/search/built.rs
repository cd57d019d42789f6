//! The form that writes a query into the field above the tasks.

use http::{Method, StatusCode};

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
    // What the field says is chosen, and changes nothing when it is sent again.
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
    let page = browser.open("/p/bees?q=nectar&skill=Counting").await.refused();
    assert!(page.html.contains("<mark>skill:&#34;Counting&#34;</mark> nectar"), "{page:?}");
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
