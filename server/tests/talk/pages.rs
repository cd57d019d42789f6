//! The pages of rooms, without a script.

use http::{Method, StatusCode};
use pursuance_domain::time::{DAY, HOUR, MINUTE, SECOND};
use serde_json::json;

use super::rooms::{room, rooms, said};
use crate::support::TestApp;
use crate::support::bees::{bees, of, task};
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
    for body in ["Of this hour.", "As new."] {
        said(&ana, &kitchen, body).await;
    }
    app.advance(2 * MINUTE);
    said(&ana, &kitchen, "Of now.").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let settings = format!("/p/bees/talk/{kitchen}/settings");
    let page = browser.open(&settings).await.shown().saying("A backup that was made before keeps it.");
    let typed = [("lifetime", "86400")];
    let asked = browser.fill(&page, &settings, &typed).await.refused().saying("1 message is older");
    // A yes to a day is none to a minute that is chosen beside it.
    let asked = asked.saying("name=\"confirm\" value=\"86400\"");
    let another = [("lifetime", "60"), ("confirm", "86400")];
    let asked = browser.fill(&asked, &settings, &another).await.refused().saying("3 messages are older");
    assert!(rooms(&ana).await.iter().all(|room| room["lifetime"].is_null()), "nothing is set yet");
    let asked = asked.saying("name=\"confirm\" value=\"60\"");
    let asked = browser.fill(&asked, &settings, &[("lifetime", "86400")]).await.refused();
    let shown = browser.fill(&asked, &settings, &[("confirm", "86400")]).await.shown();
    shown.saying("Messages are kept here for 1 day, since <time");
    // A longer one asks nothing.
    let page = browser.open(&settings).await.shown();
    let shown = browser.fill(&page, &settings, &[("lifetime", "604800")]).await.shown();
    shown.saying("Messages are kept here for 7 days, since <time");
}

#[tokio::test]
async fn a_room_is_slowed_on_its_page_and_is_so_no_more() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "assistant_admin"), ("cay", "recruiter")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let address = format!("/p/bees/talk/{kitchen}");
    let (settings, slow) = (format!("{address}/settings"), format!("{address}/settings/slow"));
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let page = browser.open(&settings).await.shown().saying("For an hour everybody says one thing a minute");
    let told = browser.fill(&page, &slow, &[]).await.shown();
    told.saying("The room is slowed for an hour.");
    // Its settings say until when, and end it early.
    let page =
        browser.open(&settings).await.shown().saying("Everybody says one thing a minute here until <time");
    let told = browser.fill(&page, &slow, &[]).await.shown();
    told.saying("The room is not slowed any more.");
    for body in ["One.", "Two."] {
        said(&ana, &kitchen, body).await;
    }
    browser.open(&settings).await.shown().saying("For an hour everybody says one thing a minute");
    // It ends by itself.
    let page = browser.open(&settings).await.shown();
    browser.fill(&page, &slow, &[]).await.shown();
    app.advance(HOUR);
    browser.open(&settings).await.shown().saying("For an hour everybody says one thing a minute");
    // Others have no such page.
    let mut other = Browser::signed_in(&app, &people[1].id).await;
    assert_eq!(other.open(&settings).await.status, StatusCode::NOT_FOUND);
    // An archived one is not slowed; the page says so.
    ana.perform("room.archive", json!({ "room": kitchen })).await.ok();
    let refused = browser.fill(&page, &slow, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("archived"), "{refused:?}");
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
    // A message that is not there leads to the newest.
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
    // A page that somebody may not read is not kept.
    let page = Browser::new(&app).send(Method::GET, &address, &ahead, Vec::new()).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(page.headers["cache-control"], "private, no-cache");
}

#[tokio::test]
async fn the_page_of_a_message_calls_it_a_message() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    task(&ana, "Count").await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let none: &[(&str, &str)] = &[];
    for (by, fields, offered, told) in [
        (&ana, none, "Delete this message", "The message is deleted."),
        (
            &people[0],
            &[("reason", "Off topic.")],
            "Remove the message",
            "The message is removed. The reason is in the log.",
        ),
    ] {
        let message = said(by, &kitchen, "Tea?").await;
        let address = format!("/p/bees/talk/{kitchen}/m/{message}");
        let page = browser.open(&address).await.shown().saying("Message by ").saying(offered);
        assert!(!page.says("Comment by ") && !page.says("this comment"), "{page:?}");
        browser.fill(&page, &format!("{address}/delete"), fields).await.shown().saying(told);
        browser.open(&address).await.shown().saying("This message is gone");
    }
    let said = ana.perform("task.comment", of(json!({ "task": 1, "body": "Three." }))).await.ok();
    let comment = said["result"]["message"].as_str().unwrap();
    let page = browser.open(&format!("/p/bees/t/1/comments/{comment}")).await.shown();
    page.saying("Comment by ").saying("Delete this comment");
}
