//! News of a room as its open pages ask for them: the messages alone, by the rule of the page, and nothing where that page has to be read
//! as a whole.

use http::StatusCode;
use pursuance_domain::time::{HOUR, MINUTE};
use serde_json::json;

use super::files::upload;
use super::rooms::{room, said};
use crate::support::bees::{bees, of};
use crate::support::browser::{Browser, Page};
use crate::support::statements::asked;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    what_was_said_comes_as_it_stands_on_the_page,
    who_may_not_read_a_room_hears_nothing_of_it,
    what_a_part_cannot_show_is_left_to_the_page,
    what_has_ended_comes_to_nobody,
    other_words_come_to_all_who_ask_after_the_change,
    what_is_said_on_a_task_comes_as_in_a_room,
);

/// Where the page of a room asks, and for what.
fn news(room: &str, after: &str) -> String {
    format!("/p/bees/talk/{room}/news?after={after}")
}

/// A message as it stands on a page.
fn article<'p>(page: &'p Page, id: &str) -> &'p str {
    let (_, rest) = page.html.split_once(&format!("<article class=\"say\" id=\"m-{id}\">")).unwrap();
    rest.split_once("</article>").unwrap().0
}

#[track_caller]
fn nothing(page: &Page) {
    assert_eq!((page.status, page.html.as_str()), (StatusCode::NO_CONTENT, ""), "{page:?}");
}

async fn what_was_said_comes_as_it_stands_on_the_page(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[("ben", "normal")]).await;
    ana.perform("task.create", of(json!({ "title": "Count" }))).await.ok();
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let address = format!("/p/bees/talk/{kitchen}");
    let first = said(&ana, &kitchen, "Tea?").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let open = browser.open(&address).await.shown();
    assert!(open.html.contains(&format!(" data-news=\"{address}/news\"")), "{open:?}");
    nothing(&browser.open(&news(&kitchen, &first)).await);

    let second = said(&ana, &kitchen, "See #1, @ben. **Now.**").await;
    let quotes = json!({ "room": kitchen, "body": "This one.", "quote": first });
    let third = ana.perform("room.say", quotes).await.ok()["result"]["message"].as_str().unwrap().to_owned();
    let part = browser.open(&news(&kitchen, &first)).await.shown();
    let whole = browser.open(&address).await.shown();
    for id in [&second, &third] {
        assert_eq!(article(&part, id), article(&whole, id));
    }
    assert!(part.html.contains("<strong>Now.</strong>") && part.html.contains("class=\"quoted"), "{part:?}");
    assert!(part.html.contains("<body data-viewer=\"ana\">"), "{part:?}");
    assert!(!part.html.contains(&format!("id=\"m-{first}\"")), "it stands there already: {part:?}");
    assert!(!part.html.contains("<nav") && 2 * part.html.len() < whole.html.len(), "{part:?}");
    // A visitor who is signed out reads it, too, and answers nothing.
    let part = Browser::new(&app).open(&news(&kitchen, &second)).await.shown();
    assert!(part.html.contains("<body>") && part.says("This one.") && !part.says("Reply"), "{part:?}");
    // A page that shows other messages than the last ones is read as a whole.
    for query in [format!("around={second}"), format!("after={second}"), "before=1".to_owned()] {
        let page = browser.open(&format!("{address}?{query}")).await.shown();
        assert!(!page.html.contains("data-news"), "{query}");
    }
}

async fn who_may_not_read_a_room_hears_nothing_of_it(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "untrusted")]).await;
    let kitchen = room(&ana, "Kitchen", "members").await;
    let first = said(&ana, &kitchen, "Tea?").await;
    said(&ana, &kitchen, "Now?").await;
    let mut at_ben = Browser::signed_in(&app, &people[0].id).await;
    at_ben.open(&news(&kitchen, &first)).await.shown().saying("Now?");
    let mut at_cay = Browser::signed_in(&app, &people[1].id).await;
    for browser in [&mut at_cay, &mut Browser::new(&app)] {
        for after in [first.as_str(), ""] {
            let page = browser.open(&news(&kitchen, after)).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{page:?}");
        }
    }
    let cellar = room(&ana, "Cellar", "everyone").await;
    let below = said(&ana, &cellar, "It is cold here.").await;
    nothing(&at_ben.open(&news(&kitchen, &below)).await);
    ana.perform("member.remove", of(json!({ "member": "ben", "reason": "No." }))).await.ok();
    let page = at_ben.open(&news(&kitchen, &first)).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND, "{page:?}");
}

async fn what_a_part_cannot_show_is_left_to_the_page(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let first = said(&ana, &kitchen, "Tea?").await;
    let edit = json!({ "room": kitchen, "comment": first, "revision": 1, "body": "Coffee?" });
    ana.perform("comment.edit", edit).await.ok();
    nothing(&browser.open(&news(&kitchen, &first)).await);
    for other in ["x", "01jd00000b0100000000000000"] {
        nothing(&browser.open(&news(&kitchen, other)).await);
    }
    // A reply stands below what it answers.
    let reply = json!({ "room": kitchen, "body": "Yes.", "reply_to": first });
    ana.perform("room.say", reply).await.ok();
    let last = said(&ana, &kitchen, "Now?").await;
    nothing(&browser.open(&news(&kitchen, &first)).await);

    for number in 1..=10 {
        said(&ana, &kitchen, &format!("{number}.")).await;
    }
    let part = browser.open(&news(&kitchen, &last)).await.shown();
    assert_eq!(part.html.matches("<article").count(), 10);
    said(&ana, &kitchen, "One more.").await;
    nothing(&browser.open(&news(&kitchen, &last)).await);
    app.advance(MINUTE);
    let mut last = said(&ana, &kitchen, "Long ones.").await;
    let before = last.clone();
    for _ in 0..4 {
        last = said(&ana, &kitchen, &"a".repeat(9_000)).await;
    }
    nothing(&browser.open(&news(&kitchen, &before)).await);
    nothing(&browser.open(&news(&kitchen, &last)).await);
}

async fn what_has_ended_comes_to_nobody(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 3_600 })).await.ok();
    let old = said(&ana, &kitchen, "zqgone").await;
    said(&ana, &kitchen, "zqgone, too").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    browser.open(&news(&kitchen, &old)).await.shown().saying("zqgone, too");
    app.advance(HOUR + MINUTE);
    nothing(&browser.open(&news(&kitchen, &old)).await);
    let new = said(&ana, &kitchen, "zqnew").await;
    // The message behind which the page asks is gone: it is read as a whole, and shows that.
    nothing(&browser.open(&news(&kitchen, &old)).await);
    let part = browser.open(&news(&kitchen, "")).await.shown().saying("zqnew");
    assert!(!part.says("zqgone"), "{part:?}");
    ana.perform("comment.delete", json!({ "room": kitchen, "comment": new })).await.ok();
    let part = browser.open(&news(&kitchen, "")).await.shown().saying("Deleted by its author");
    assert!(!part.says("zqnew"), "{part:?}");
}

async fn other_words_come_to_all_who_ask_after_the_change(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let first = said(&ana, &kitchen, "Tea?").await;
    let second = said(&ana, &kitchen, "zqgreen").await;
    let mut at_ben = Browser::signed_in(&app, &people[0].id).await;
    let mut both = [Browser::signed_in(&app, &ana.id).await, Browser::new(&app)];
    for browser in &mut both {
        browser.open(&news(&kitchen, &first)).await.shown().saying("zqgreen");
    }
    let edit = json!({ "room": kitchen, "comment": second, "revision": 1, "body": "zqblack" });
    ana.perform("comment.edit", edit).await.ok();
    for browser in both.iter_mut().chain([&mut at_ben]) {
        let part = browser.open(&news(&kitchen, &first)).await.shown().saying("zqblack");
        assert!(!part.says("zqgreen"), "{part:?}");
    }
    // Each may do there what they may.
    let mut parts = Vec::new();
    for browser in both.iter_mut().chain([&mut at_ben]) {
        let part = browser.open(&news(&kitchen, &first)).await.shown();
        parts.push([part.says("Edit or delete"), part.says("Reply")]);
    }
    assert_eq!(parts, [[true, true], [false, false], [false, true]]);
    ana.perform("comment.delete", json!({ "room": kitchen, "comment": second })).await.ok();
    for browser in &mut both {
        let part = browser.open(&news(&kitchen, &first)).await.shown();
        assert!(!part.says("zqblack"), "{part:?}");
    }
}

async fn what_is_said_on_a_task_comes_as_in_a_room(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal"), ("cay", "normal")]).await;
    ana.perform("task.create", of(json!({ "title": "Count" }))).await.ok();
    let says = async |body: &str, more: serde_json::Value| {
        let mut input = of(json!({ "task": 1, "body": body }));
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let said = ana.perform("task.comment", input).await.ok();
        said["result"]["message"].as_str().unwrap().to_owned()
    };
    let none = || json!({});
    let first = says("Tea?", none()).await;
    let address = "/p/bees/t/1";
    let news = |after: &str| format!("{address}/news?after={after}");
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let open = browser.open(address).await.shown();
    assert!(open.html.contains(&format!(" data-news=\"{address}/news\"")), "{open:?}");
    nothing(&browser.open(&news(&first)).await);

    let second = says("See #1, @ben. **Now.**", none()).await;
    let third = says("This one.", json!({ "quote": first })).await;
    let part = browser.open(&news(&first)).await.shown();
    let whole = browser.open(address).await.shown();
    for id in [&second, &third] {
        assert_eq!(article(&part, id), article(&whole, id));
    }
    // A reply stands below what it answers, and files stand beside others of the task.
    says("Yes.", json!({ "reply_to": first })).await;
    nothing(&browser.open(&news(&third)).await);
    let fourth = says("Now?", none()).await;
    let file = upload(&ana, "Green.").await;
    let with = json!({ "files": [{ "file": file, "name": "tea.txt" }] });
    says("This is in the cupboard.", with).await;
    nothing(&browser.open(&news(&fourth)).await);
    let around = browser.open(&format!("{address}?around={second}")).await.shown();
    assert!(!around.html.contains("data-news"), "{around:?}");

    ana.perform("member.remove", of(json!({ "member": "cay", "reason": "No." }))).await.ok();
    for browser in [&mut Browser::signed_in(&app, &people[1].id).await, &mut Browser::new(&app)] {
        let page = browser.open(&news(&first)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{page:?}");
    }
}

#[tokio::test]
async fn what_was_said_costs_fewer_statements_than_its_page() {
    let app = TestApp::start_on_postgres().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let first = said(&ana, &kitchen, "Tea?").await;
    said(&ana, &kitchen, "Now?").await;
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let mut at_ana = Browser::signed_in(&app, &ana.id).await;
    let (page, part) = (format!("/p/bees/talk/{kitchen}"), news(&kitchen, &first));
    browser.open(&page).await.shown();
    let whole = asked(async { drop(browser.open(&page).await.shown()) }).await;
    let few = asked(async { drop(browser.open(&part).await.shown()) }).await;
    assert!(few.len() + 4 <= whole.len() && few.len() <= 9, "{few:#?} instead of {whole:#?}");
    // The version of the database, the session, the room, and the rights there: the words were read for the one before. Whatever another test
    // commits is another version, so they ask until nothing comes between two.
    let mut fewer = few;
    for _ in 0..100 {
        fewer = asked(async { drop(at_ana.open(&part).await.shown()) }).await;
        if fewer.len() <= 4 {
            break;
        }
    }
    assert!(fewer.len() <= 4, "{fewer:#?}");
}
