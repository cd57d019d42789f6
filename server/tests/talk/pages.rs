//! The pages of rooms, without a script.

use http::{Method, StatusCode};
use pursuance_domain::time::{DAY, SECOND};
use serde_json::json;

use super::rooms::{room, rooms, said};
use crate::roles::{bees, of, task};
use crate::support::TestApp;
use crate::support::browser::{Browser, Page};

#[tokio::test]
async fn a_room_is_made_spoken_in_and_archived_on_pages() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[("ben", "normal")]).await;
    task(&ana, "Count").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open("/p/bees/talk").await.shown().saying("General");
    let page = browser.fill(&page, "/p/bees/talk", &[("name", "Kitchen"), ("open", "members")]).await.shown();
    let made = rooms(&ana).await;
    let kitchen =
        made.iter().find(|room| room["name"] == "Kitchen").unwrap()["room"].as_str().unwrap().to_owned();
    let address = format!("/p/bees/talk/{kitchen}");
    let page = page.saying("Kitchen");
    let page = browser.fill(&page, &address, &[("body", "See #1, @ben. **Now.**")]).await.shown();
    page.saying("<strong>Now.</strong>").saying("/@ben\"").saying("/p/bees/t/1\"");
    // A visitor is told of nothing.
    let mut visitor = Browser::new(&app);
    assert_eq!(visitor.open(&address).await.status, StatusCode::NOT_FOUND);
    assert!(!visitor.open("/p/bees/talk").await.shown().says("Kitchen"));

    let settings = format!("{address}/settings");
    let page = browser.open(&settings).await.shown();
    let typed = [("name", "Tea kitchen"), ("open", "everyone"), ("lifetime", "86400")];
    browser.fill(&page, &settings, &typed).await.shown().saying("Tea kitchen").saying("1 day");
    let page = browser.open(&settings).await.shown();
    browser.fill(&page, &format!("{settings}/archive"), &[]).await.shown().saying("The room is archived.");
    let page = browser.open(&address).await.shown();
    assert!(!page.has_form(&address), "it is only read");
    // Everything stands where all of one's pursuances speak.
    browser.open("/talk").await.shown().saying("General");
}

#[tokio::test]
async fn a_message_to_a_room_that_was_archived_meanwhile_comes_back_with_its_text() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let address = format!("/p/bees/talk/{kitchen}");
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let page = browser.open(&address).await.shown();
    ana.perform("room.archive", json!({ "room": kitchen })).await.ok();
    let told = browser.fill(&page, &address, &[("body", "What I wrote.")]).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.says("What I wrote.") && told.says("archived"), "{told:?}");
    // So it does where they were removed meanwhile.
    ana.perform("room.archive", json!({ "room": kitchen, "on": false })).await.ok();
    let page = browser.open(&address).await.shown();
    ana.perform("member.remove", of(json!({ "member": "ben", "reason": "No." }))).await.ok();
    let told = browser.fill(&page, &address, &[("body", "What I wrote.")]).await;
    assert!(!told.status.is_success() && told.says("What I wrote."), "{told:?}");
}

#[tokio::test]
async fn a_message_to_a_room_that_is_slowed_comes_back_with_its_text() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    ana.perform("room.slow", json!({ "room": kitchen, "on": true })).await.ok();
    let address = format!("/p/bees/talk/{kitchen}");
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let page = browser.open(&address).await.shown();
    let page = browser.fill(&page, &address, &[("body", "One.")]).await.shown();
    let told = browser.fill(&page, &address, &[("body", "What I wrote.")]).await;
    assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(told.says("What I wrote.") && told.says("This room is slowed"), "{told:?}");
}

#[tokio::test]
async fn a_shorter_lifetime_says_how_many_messages_go() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    said(&ana, &kitchen, "Old.").await;
    app.advance(2 * DAY);
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let settings = format!("/p/bees/talk/{kitchen}/settings");
    let page = browser.open(&settings).await.shown();
    let typed = [("lifetime", "86400")];
    let asked = browser.fill(&page, &settings, &typed).await.refused().saying("1 message is older");
    browser.fill(&asked, &settings, &[("confirm", "yes")]).await.shown().saying("1 day");
}

#[tokio::test]
async fn a_link_to_a_message_opens_it_with_those_around_it() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let mut ids = Vec::new();
    for number in 0..40 {
        ids.push(said(&ana, &kitchen, &format!("Message number {number}.")).await);
        app.advance(2 * SECOND);
    }
    let mut visitor = Browser::new(&app);
    let page = visitor.open(&format!("/p/bees/talk/{kitchen}?around={}", ids[20])).await.shown();
    for (number, is_there) in [(9, false), (10, true), (20, true), (30, true), (31, false)] {
        assert_eq!(page.says(&format!("Message number {number}.")), is_there, "{number}");
    }
}

#[tokio::test]
async fn pages_and_programs_read_so_many_bytes_of_messages_at_once() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    task(&ana, "Count").await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let mut ids = Vec::new();
    for name in ["First", "Second", "Third", "Fourth", "Fifth"] {
        // Three of these fit into 32 KiB.
        let body = format!("{name} {}", "of many words ".repeat(650));
        ids.push(said(&ana, &kitchen, &body).await);
        ana.perform("task.comment", of(json!({ "task": 1, "body": body }))).await.ok();
        app.advance(2 * SECOND);
    }
    let mut visitor = Browser::new(&app);
    let address = format!("/p/bees/talk/{kitchen}");
    let shown = |page: &Page| {
        let names = ["First", "Second", "Third", "Fourth", "Fifth"].into_iter();
        names.filter(|name| page.says(&format!("{name} of many words"))).collect::<Vec<_>>().join(" ")
    };
    for path in [address.as_str(), "/p/bees/t/1"] {
        let page = visitor.open(path).await.shown().saying("rel=\"prev\"");
        assert_eq!(shown(&page), "Third Fourth Fifth", "{path}");
        assert!(!page.says("rel=\"next\""), "{path}");
    }
    let api = format!("/api/v1/rooms/{kitchen}/messages");
    let page = ana.read(&api).await.ok();
    assert_eq!((page["items"].as_array().unwrap().len(), &page["next"]), (3, &json!(ids[2])));
    let page = ana.read(&format!("{api}?before={}", ids[2])).await.ok();
    assert_eq!((page["items"].as_array().unwrap().len(), &page["next"]), (2, &json!(null)));

    // The way from older ones to newer ones is as long, without a script.
    let page = visitor.open(&format!("{address}?after={}", ids[0])).await.shown();
    let next = format!("{address}?after={}#discussion", ids[3]);
    assert_eq!(shown(&page.saying(&next).saying("rel=\"next\"")), "Second Third Fourth");
    let page = visitor.open(&format!("{address}?after={}", ids[3])).await.shown();
    assert_eq!(shown(&page), "Fifth");
    assert!(!page.says("rel=\"next\"") && page.says("rel=\"prev\""), "{page:?}");
    // What is not there leads to the newest.
    let page = visitor.open(&format!("/p/bees/t/1?after={}", ids[0])).await.shown();
    assert_eq!(shown(&page), "Third Fourth Fifth");
}

#[tokio::test]
async fn tabs_are_for_members_and_have_the_words_of_their_page() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    task(&ana, "Count").await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let address = format!("/p/bees/talk/{kitchen}");
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    browser.open(&address).await.shown().saying(&format!("data-href=\"{address}\" data-name=\"Kitchen\""));
    browser.open("/p/bees/t/1").await.shown().saying("data-href=\"/p/bees/t/1\" data-name=\"#1 Count\"");
    assert!(
        !Browser::new(&app).open(&address).await.shown().says("id=\"tabs\""),
        "nothing is kept for visitors"
    );
    ana.perform("room.archive", json!({ "room": kitchen })).await.ok();
    assert!(!browser.open(&address).await.shown().says("id=\"tabs\""), "an archived one leaves them");
}

#[tokio::test]
async fn a_page_that_is_asked_for_ahead_is_kept_for_seconds_and_read_by_nobody() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    task(&ana, "Count").await;
    ana.perform("task.comment", of(json!({ "task": 1, "body": "How many?" }))).await.ok();
    let kitchen = room(&ana, "Kitchen", "members").await;
    let address = format!("/p/bees/talk/{kitchen}");
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let ahead = [("pursuance-ahead", "yes")];
    for path in [address.as_str(), "/p/bees/t/1"] {
        let page = browser.send(Method::GET, path, &ahead, Vec::new()).await.shown();
        assert_eq!(page.headers["cache-control"], "private, max-age=10", "{path}");
        assert_eq!(page.headers["vary"], "cookie", "{path}");
        let page = browser.open(path).await.shown();
        assert_eq!(page.headers["cache-control"], "private, no-cache", "{path}");
    }
    let list = browser.open("/p/bees/list").await.shown();
    assert!(list.html.contains("1<span class=\"sr\"> new in the discussion"), "{list:?}");
    // What somebody may not read is not kept.
    let page = Browser::new(&app).send(Method::GET, &address, &ahead, Vec::new()).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(page.headers["cache-control"], "private, no-cache");
}
