//! How far people have read rooms: what is unread there, for whom, where it is said, and what says that it is read.

use http::StatusCode;
use pursuance::jobs::Worker;
use pursuance_domain::time::{DAY, MINUTE, SECOND};
use pursuance_domain::value::TokenScope;
use serde_json::{Value, json};

use super::rooms::{room, rooms, said};
use crate::support::bees::{bees, of, task};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Caller, Person, TestApp, on_both_apps};

on_both_apps!(
    what_others_say_in_a_room_is_unread_until_it_is_read,
    the_number_beside_talk_is_that_of_the_places_on_its_page,
    own_deleted_and_muted_messages_are_not_unread_and_edits_not_again,
    what_has_ended_is_unread_for_nobody,
    whoever_is_named_or_answered_is_told_how_often,
    all_is_read_at_once_in_rooms_too,
    untrusted_members_and_others_are_told_of_no_count,
    a_room_that_is_closed_to_somebody_has_no_count_for_them,
    markers_of_rooms_are_forgotten,
    a_room_that_is_read_by_others_is_noted_as_one_row,
);

/// How much is unread in a room, and how much of it is for the reader, by the list of rooms.
pub(super) async fn counts(reader: &Caller, room: &str) -> (i64, i64) {
    let listed = rooms(reader).await;
    let found = listed.iter().find(|one| one["room"] == room).expect("the room is in the list");
    (found["unread"].as_i64().unwrap(), found["mentions"].as_i64().unwrap())
}

fn to(room: &str, message: &str, read: bool) -> Value {
    json!({ "room": room, "message": message, "read": read })
}

/// Reads up to a message; how many are unread then.
async fn read(by: &Person, room: &str, message: &str) -> Value {
    by.perform("thread.read", to(room, message, true)).await.ok()["result"]["unread"].clone()
}

/// The number beside Talk, on whatever page.
async fn beside_talk(app: &TestApp, who: &Person) -> Option<String> {
    let page = Browser::signed_in(app, &who.id).await.open("/help").await.shown();
    let (before, _) = page.html.split_once("<span class=\"sr\"> with something new</span>")?;
    before.rsplit_once('>').map(|(_, count)| count.to_owned())
}

async fn what_others_say_in_a_room_is_unread_until_it_is_read(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "viewer")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    app.advance(MINUTE);
    let first = said(ben, &kitchen, "The kettle is on.").await;
    let second = said(cay, &kitchen, "Coming.").await;
    assert_eq!(
        [counts(&ana, &kitchen).await, counts(ben, &kitchen).await, counts(cay, &kitchen).await],
        [(2, 0), (1, 0), (1, 0)]
    );
    assert_eq!(beside_talk(&app, &ana).await.as_deref(), Some("1"), "one room has something new");

    assert_eq!(read(&ana, &kitchen, &first).await, 1);
    assert_eq!(read(&ana, &kitchen, &second).await, 0);
    assert_eq!(counts(&ana, &kitchen).await, (0, 0));
    assert_eq!(beside_talk(&app, &ana).await, None);
    // Pages may be answered in any order: reading goes forward alone.
    assert_eq!(read(&ana, &kitchen, &first).await, 0);
    let back = ana.perform("thread.read", to(&kitchen, &first, false)).await.ok();
    assert_eq!(back["result"], json!({ "message": first, "unread": 2 }));
    assert_eq!(back["events"], json!([]), "nobody else is told");
    assert_eq!(beside_talk(&app, &ana).await.as_deref(), Some("1"));
    // The marker of one room, and of one person, is no other one's.
    let general = rooms(&ana).await.iter().find(|one| one["name"] == "General").unwrap()["room"].clone();
    said(ben, general.as_str().unwrap(), "Good morning.").await;
    assert_eq!(counts(&ana, general.as_str().unwrap()).await, (1, 0));
    assert_eq!((counts(&ana, &kitchen).await, counts(cay, &kitchen).await), ((2, 0), (1, 0)));
    assert_eq!(beside_talk(&app, &ana).await.as_deref(), Some("2"));
    // A later member has not missed the messages of before.
    app.advance(MINUTE);
    let dora = app.person("dora").await;
    dora.perform("pursuance.join", of(json!({}))).await.ok();
    assert_eq!(counts(&dora, &kitchen).await, (0, 0));
}

async fn the_number_beside_talk_is_that_of_the_places_on_its_page(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    task(&ana, "Count the hives").await;
    app.advance(MINUTE);
    let unread = async || {
        let page = Browser::signed_in(&app, &ana.id).await.open("/talk").await.shown();
        page.html.matches("new in the discussion").count()
    };
    // Nothing was said in a room yet, and she has never read this discussion.
    let asked = ben.perform("task.comment", of(json!({ "task": 1, "body": "Who has a smoker?" }))).await.ok();
    assert_eq!((beside_talk(&app, &ana).await.as_deref(), unread().await), (Some("1"), 1));
    let general = rooms(&ana).await.iter().find(|one| one["name"] == "General").unwrap()["room"].clone();
    said(ben, general.as_str().unwrap(), "Good morning.").await;
    assert_eq!((beside_talk(&app, &ana).await.as_deref(), unread().await), (Some("2"), 2));
    let to = of(json!({ "task": 1, "message": asked["result"]["message"], "read": true }));
    ana.perform("thread.read", to).await.ok();
    assert_eq!((beside_talk(&app, &ana).await.as_deref(), unread().await), (Some("1"), 1));
    // A task that was not discussed for thirty days is found in its pursuance alone.
    ben.perform("task.comment", of(json!({ "task": 1, "body": "I have one." }))).await.ok();
    assert_eq!((beside_talk(&app, &ana).await.as_deref(), unread().await), (Some("2"), 2));
    app.advance(30 * DAY + MINUTE);
    assert_eq!((beside_talk(&app, &ana).await.as_deref(), unread().await), (Some("1"), 1));
}

async fn own_deleted_and_muted_messages_are_not_unread_and_edits_not_again(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    app.advance(MINUTE);
    let first = said(ben, &kitchen, "The kettle is on.").await;
    said(&ana, &kitchen, "Coming.").await;
    assert_eq!(read(&ana, &kitchen, &first).await, 0, "her own is not unread");
    let edit = json!({ "room": kitchen, "comment": first, "revision": 1, "body": "The kettle was on." });
    ben.perform("comment.edit", edit).await.ok();
    assert_eq!(counts(&ana, &kitchen).await, (0, 0));

    let wrong = said(ben, &kitchen, "@ana: hot!").await;
    assert_eq!(counts(&ana, &kitchen).await, (1, 1));
    ben.perform("comment.delete", json!({ "room": kitchen, "comment": wrong })).await.ok();
    assert_eq!(counts(&ana, &kitchen).await, (0, 0));
    assert_eq!(beside_talk(&app, &ana).await, None);

    ana.perform("notice.read", json!({ "all": true })).await.ok();
    let last = said(ben, &kitchen, "@ana: cold now.").await;
    let notices = async || ana.read("/api/v1/me/inbox?limit=1").await.ok()["unread"].clone();
    for object in [kitchen.as_str(), "bees"] {
        let mute = |on: bool| ana.perform("notice.mute", json!({ "object": object, "on": on }));
        mute(true).await.ok();
        assert_eq!(counts(&ana, &kitchen).await, (0, 0), "{object}");
        assert_eq!(beside_talk(&app, &ana).await, None, "{object}");
        let said_so = ana.perform("thread.read", to(&kitchen, &first, true)).await.ok();
        assert_eq!(said_so["result"]["unread"], 0, "{object}");
        mute(false).await.ok();
        assert_eq!(counts(&ana, &kitchen).await, (1, 1), "{object}");
        assert_eq!(notices().await, 1, "{object}: what was said behind that message is told as before");
        assert_eq!(beside_talk(&app, &ana).await.as_deref(), Some("1"), "{object}");
    }
    assert_eq!((read(&ana, &kitchen, &last).await, notices().await), (json!(0), json!(0)));
}

async fn what_has_ended_is_unread_for_nobody(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 3_600 })).await.ok();
    app.advance(MINUTE);
    let gone = said(ben, &kitchen, "@ana: now or never.").await;
    app.advance(3_590 * SECOND);
    said(ben, &kitchen, "Never, then.").await;
    assert_eq!(counts(&ana, &kitchen).await, (2, 1));
    app.advance(11 * SECOND);
    // No worker has run: the row of the first one is still there.
    assert_eq!(counts(&ana, &kitchen).await, (1, 0));
    ana.perform("thread.read", to(&kitchen, &gone, true)).await.problem(404, "not-found");
    app.advance(3_600 * SECOND);
    assert_eq!(counts(&ana, &kitchen).await, (0, 0));
    assert_eq!(beside_talk(&app, &ana).await, None);
}

async fn whoever_is_named_or_answered_is_told_how_often(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "normal")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    app.advance(MINUTE);
    let asked = said(&ana, &kitchen, "Who makes tea?").await;
    let named = said(ben, &kitchen, "@ana or @cay.").await;
    let answer = json!({ "room": kitchen, "body": "I do, @ana.", "reply_to": asked });
    cay.perform("room.say", answer).await.ok();
    said(ben, &kitchen, "Good.").await;
    assert_eq!(counts(&ana, &kitchen).await, (3, 2), "an answer that names her counts once");
    assert_eq!((counts(ben, &kitchen).await, counts(cay, &kitchen).await), ((2, 0), (3, 1)));
    read(&ana, &kitchen, &named).await;
    assert_eq!(counts(&ana, &kitchen).await, (2, 1));
    // That she read the notice is something else than that she read the room.
    ana.perform("notice.read", json!({ "all": true })).await.ok();
    assert_eq!(counts(&ana, &kitchen).await, (2, 1));
}

async fn all_is_read_at_once_in_rooms_too(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let wasps = json!({ "slug": "wasps", "name": "Wasps", "mission": "" });
    ana.perform("pursuance.create", wasps).await.ok();
    ben.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let there = ana.read("/api/v1/pursuances/wasps/rooms").await.items()[0]["room"].clone();
    let unread_there =
        async || ana.read("/api/v1/pursuances/wasps/rooms").await.items()[0]["unread"].as_i64().unwrap();
    let number = task(&ana, "Count").await;
    app.advance(MINUTE);
    let message = said(ben, &kitchen, "The kettle is on.").await;
    said(ben, there.as_str().unwrap(), "Ours, too.").await;
    ben.perform("task.comment", of(json!({ "task": number, "body": "Hive 3." }))).await.ok();

    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open("/p/bees/talk").await.shown();
    let left = browser.fill(&page, "/p/bees/read-all", &[]).await.shown().saying("All discussions are read.");
    assert_eq!(left.path, "/p/bees/talk");
    assert!(!left.has_form("/p/bees/read-all"), "nothing is unread any more");
    assert_eq!((counts(&ana, &kitchen).await, unread_there().await), ((0, 0), 1));
    let page = browser.open("/talk").await.shown();
    let left = browser.fill(&page, "/inbox/read-all", &[]).await.shown();
    assert_eq!(left.path, "/talk");
    assert_eq!(unread_there().await, 0);
    assert_eq!(beside_talk(&app, &ana).await, None);
    // The last word counts: from one message on it is unread again, until all is read once more.
    app.advance(SECOND);
    ana.perform("thread.read", to(&kitchen, &message, false)).await.ok();
    assert_eq!(counts(&ana, &kitchen).await, (1, 0));
    app.advance(SECOND);
    ana.perform("thread.read_all", json!({})).await.ok();
    assert_eq!(counts(&ana, &kitchen).await, (0, 0));
    app.advance(SECOND);
    said(ben, &kitchen, "Another one.").await;
    assert_eq!(counts(&ana, &kitchen).await, (1, 0));
}

async fn untrusted_members_and_others_are_told_of_no_count(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "untrusted")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let zoe = app.person("zoe").await;
    let open = room(&ana, "Square", "everyone").await;
    let closed = room(&ana, "Kitchen", "members").await;
    app.advance(MINUTE);
    let (in_open, in_closed) = (said(ben, &open, "@cay: in.").await, said(ben, &closed, "Out.").await);
    for nobody in [cay, &zoe] {
        assert_eq!(counts(nobody, &open).await, (0, 0));
        assert_eq!(read(nobody, &open, &in_open).await, 0);
        let back = nobody.perform("thread.read", to(&open, &in_open, false)).await.ok();
        assert_eq!(back["result"]["unread"], 0);
        for room in [&closed, &open] {
            // In the other room it is no message.
            nobody.perform("thread.read", to(room, &in_closed, true)).await.problem(404, "not-found");
        }
        let mut browser = Browser::signed_in(&app, &nobody.id).await;
        let page = browser.open(&format!("/p/bees/talk/{open}")).await.shown();
        assert!(!page.html.contains("first-unread") && !page.html.contains("unread-from"), "{page:?}");
        assert_eq!(beside_talk(&app, nobody).await, None);
    }
    assert_eq!(counts(&app.visitor(), &open).await, (0, 0));
    app.visitor().perform("thread.read", to(&open, &in_open, true)).await.problem(401, "token-needed");
    ana.perform("thread.read", to("x", &in_open, true)).await.problem(404, "not-found");
    ana.perform("thread.read", json!({ "message": in_open })).await.problem(404, "not-found");
    let rows = Inspect::open(&app.config.database_url).await;
    assert_eq!(rows.count("read_marker").await, 0);
}

async fn a_room_that_is_closed_to_somebody_has_no_count_for_them(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "normal")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "members").await;
    app.advance(MINUTE);
    said(ben, &kitchen, "The kettle is on.").await;
    assert_eq!((counts(cay, &kitchen).await, beside_talk(&app, cay).await.as_deref()), ((1, 0), Some("1")));
    ana.perform("member.set_role", of(json!({ "member": "cay", "role": "untrusted" }))).await.ok();
    assert!(!rooms(cay).await.iter().any(|one| one["room"] == kitchen.as_str()));
    assert_eq!(beside_talk(&app, cay).await, None);
    let talk = Browser::signed_in(&app, &cay.id).await.open("/talk").await.shown();
    assert!(!talk.says("Kitchen") && !talk.says("new in the discussion"), "{talk:?}");
}

async fn markers_of_rooms_are_forgotten(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let (kitchen, cellar) = (room(&ana, "Kitchen", "everyone").await, room(&ana, "Cellar", "everyone").await);
    app.advance(MINUTE);
    for place in [&kitchen, &cellar] {
        let message = said(&people[0], place, "The kettle is on.").await;
        read(&ana, place, &message).await;
    }
    ana.perform("room.archive", json!({ "room": cellar })).await.ok();
    let rows = Inspect::open(&app.config.database_url).await;
    assert_eq!(rows.count("read_marker").await, 2);
    app.advance(200 * DAY);
    let later = said(&people[0], &kitchen, "And off.").await;
    read(&ana, &kitchen, &later).await;
    app.advance(166 * DAY);
    // No token lasts as long.
    let ana = app.token_of(&ana, TokenScope::Act, 30 * DAY).await.unwrap();
    let worker = Worker::spawn(&app.app);
    until("that of the room which nobody opened is forgotten", async || rows.count("read_marker").await == 1)
        .await;
    assert_eq!(rows.text("select thread from read_marker").await, kitchen);
    assert_eq!(counts(&ana, &cellar).await, (0, 0), "what is older is unread for nobody");
    // They go with their pursuance.
    ana.perform("pursuance.close", of(json!({ "reason": "Done." }))).await.ok();
    app.advance(15 * DAY);
    ana.perform("pursuance.delete", of(json!({ "confirm": "bees" }))).await.ok();
    until("none is left", async || rows.count("read_marker").await == 0).await;
    worker.stop().await;
}

async fn a_room_that_is_read_by_others_is_noted_as_one_row(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let square = room(&ana, "Square", "everyone").await;
    for number in 0..120 {
        said(&ana, &square, &format!("zqword {number}")).await;
        app.advance(2 * SECOND);
    }
    let rows = Inspect::open(&app.config.database_url).await;
    assert_eq!(rows.count("search_todo").await, 0);
    ana.perform("room.edit", json!({ "room": square, "open": "members" })).await.ok();
    assert_eq!((rows.count("search_todo").await, rows.count("search_todo_in").await), (0, 1));
    let found = async |reader: &Caller| {
        let found = reader.read("/api/v1/search?q=zqword&kind=comments").await.ok();
        found["comments"]["items"].as_array().unwrap().len()
    };
    assert_eq!(found(&app.visitor()).await, 0, "nobody waits for that");
    let worker = Worker::spawn(&app.app);
    until("all of it is taken in anew", async || {
        rows.count("search_todo").await + rows.count("search_todo_in").await == 0
    })
    .await;
    worker.stop().await;
    assert_eq!(found(&app.visitor()).await, 0);
    assert!(found(&ana).await > 0);
}

#[tokio::test]
async fn a_page_of_a_room_leads_to_the_first_unread_message_and_says_how_far_it_is_read() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "normal")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let path = format!("/p/bees/talk/{kitchen}");
    let forms = format!("{path}/read");
    app.advance(MINUTE);
    let first = said(ben, &kitchen, "zuqfirst").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open(&path).await.shown().saying("1 new");
    assert!(
        page.html.contains("href=\"#first-unread\"") && page.html.contains("id=\"first-unread\""),
        "{page:?}"
    );
    // To look changes nothing, however often, so a page that is fetched before somebody opens it reads nothing.
    let page = browser.open(&path).await.shown();
    let rows = Inspect::open(&app.config.database_url).await;
    assert_eq!(rows.count("read_marker").await, 0);
    // The button does, or a script that sees the end.
    let quiet = browser.post(page.form(&forms).with(&[("quiet", "yes")])).await;
    assert_eq!(quiet.status, StatusCode::NO_CONTENT, "{quiet:?}");
    let page = browser.open(&path).await.shown();
    assert!(!page.html.contains("first-unread"), "{page:?}");

    app.advance(MINUTE);
    let second = said(ben, &kitchen, "zuqsecond").await;
    said(cay, &kitchen, "zuqthird").await;
    let page = browser.open(&path).await.shown().saying("New since");
    let line = page.html.find("id=\"first-unread\"").unwrap();
    let stands = |word: &str| page.html.find(word).unwrap();
    assert!(stands("zuqfirst") < line && line < stands("zuqsecond"), "{page:?}");
    let left = browser.fill(&page, &forms, &[]).await.shown();
    assert_eq!((left.path.as_str(), counts(&ana, &kitchen).await), (path.as_str(), (0, 0)));

    let page = browser.open(&path).await.shown();
    let back = page.form_of("unread-from").at(&forms).with(&[("message", &second)]);
    let left = browser.submit(back).await.shown().saying("It is unread again from there on.");
    assert_eq!(left.path, "/p/bees/talk", "the page of the room would have it read at once");
    assert_eq!(counts(&ana, &kitchen).await, (2, 0));

    // Where the first unread one is on another page, the link leads there.
    let back = page.form_of("unread-from").at(&forms).with(&[("message", &first)]);
    browser.submit(back).await.shown();
    for n in 0..100 {
        said(if n % 2 == 0 { ben } else { cay }, &kitchen, "More.").await;
        app.advance(2 * SECOND);
    }
    let page = browser.open(&path).await.shown().saying("99+ new");
    let href = format!("{path}?around={first}#first-unread");
    assert!(page.html.contains(&href) && !page.html.contains("id=\"first-unread\""), "{page:?}");
    let there = browser.open(&format!("{path}?around={first}")).await.shown();
    assert!(there.html.contains("id=\"first-unread\""), "{there:?}");
    assert!(!there.html.contains("data-reads"), "its end is not to be seen there");
}

#[tokio::test]
async fn lists_have_what_is_unread_first_with_how_much_is_for_the_reader() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let (kitchen, cellar) = (room(&ana, "Kitchen", "everyone").await, room(&ana, "Cellar", "everyone").await);
    let (count, weigh) = (task(&ana, "Count the hives").await, task(&ana, "Weigh the honey").await);
    app.advance(MINUTE);
    said(ben, &kitchen, "@ana: tea?").await;
    let comment = |task: i64, body: &str| of(json!({ "task": task, "body": body }));
    ben.perform("task.comment", comment(count, "@ana: how many?")).await.ok();
    app.advance(MINUTE);
    // The last message stands behind, as she said it.
    said(&ana, &cellar, "Dark.").await;
    ana.perform("task.comment", comment(weigh, "Heavy.")).await.ok();
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    for path in ["/talk", "/p/bees/talk"] {
        let page = browser.open(path).await.shown();
        let stands = |word: &str| page.html.find(word).unwrap_or_else(|| panic!("{word}: {page:?}"));
        assert!(stands(">Kitchen</a>") < stands(">Cellar</a>"), "{page:?}");
        assert!(page.html.contains("@1<span class=\"sr\"> name or answer you"), "{page:?}");
        assert!(
            page.html.contains("<span class=\"count\">1<span class=\"sr\"> new in the discussion"),
            "{page:?}"
        );
    }
    let page = browser.open("/talk").await.shown();
    let stands = |word: &str| page.html.find(word).unwrap();
    assert!(stands("Count the hives") < stands("Weigh the honey"), "{page:?}");
    assert_eq!(page.html.matches("@1<span").count(), 2, "the room and the task: {page:?}");
    // The API says it in the same order.
    let names: Vec<Value> = rooms(&ana).await.iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, ["Kitchen", "General", "Cellar"]);
}
