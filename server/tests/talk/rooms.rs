//! Rooms and what is said in them, by programs: `room.create`, `room.edit`, `room.archive`, `room.slow`, `room.say`.

use pursuance_domain::talk::ROOMS_MAX;
use pursuance_domain::time::{HOUR, MINUTE, SECOND};
use serde_json::{Value, json};

use crate::support::bees::{BEES, bees, of};
use crate::support::browser::Browser;
pub(crate) use crate::support::rooms::{room, said, say};
use crate::support::{Caller, Person, TestApp, on_both_apps};

on_both_apps!(
    general_is_there_from_the_first_day,
    a_room_is_made_renamed_and_archived_by_assistant_admins,
    who_may_discuss_speaks_and_untrusted_members_read_no_room,
    a_room_for_members_is_told_to_nobody_else,
    what_was_said_is_edited_deleted_and_removed_as_on_tasks,
    messages_are_read_backwards_in_parts,
    what_was_said_is_found_by_those_who_may_read_it,
    a_slowed_room_takes_one_message_a_minute_of_each_for_an_hour,
    whoever_is_named_is_told_once_and_whoever_watches_a_room_hears_of_it,
    whoever_is_named_in_many_rooms_finds_one_row_that_says_so,
);

pub(super) async fn rooms(reader: &Caller) -> Vec<Value> {
    reader.read(&format!("{BEES}/rooms")).await.items()
}

/// The bodies in a room.
pub(super) async fn bodies(reader: &Caller, room: &str) -> Vec<String> {
    let items = reader.read(&format!("/api/v1/rooms/{room}/messages")).await.items();
    items.iter().map(|item| item["body"].as_str().unwrap_or_default().to_owned()).collect()
}

fn names(rooms: &[Value]) -> Vec<&str> {
    rooms.iter().map(|room| room["name"].as_str().unwrap()).collect()
}

async fn general_is_there_from_the_first_day(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let found = rooms(&ana).await;
    let general = &found[0];
    assert_eq!(
        (names(&found), &general["open"], &general["archived"]),
        (vec!["General"], &json!("everyone"), &json!(false))
    );
    assert!(general["lifetime"].is_null() && general["slowed_until"].is_null(), "{general}");
    let id = general["room"].as_str().unwrap();
    let url = general["url"].as_str().unwrap();
    assert!(url.ends_with(&format!("/p/bees/talk/{id}")), "{url}");
    said(&ana, id, "Good morning.").await;
    assert_eq!(bodies(&app.visitor(), id).await, ["Good morning."]);
    // It may have another name, and stays.
    ana.perform("room.edit", json!({ "room": id, "name": "Square" })).await.ok();
    ana.perform("room.archive", json!({ "room": id })).await.problem(409, "general-stays");
    assert_eq!(names(&rooms(&ana).await), ["Square"]);
}

async fn a_room_is_made_renamed_and_archived_by_assistant_admins(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("ben", "assistant_admin"), ("cay", "recruiter"), ("dov", "untrusted")]).await;
    let [ben, cay, dov] = people.as_slice() else { panic!() };
    for person in [cay, dov] {
        person.perform("room.create", of(json!({ "name": "Cellar" }))).await.problem(403, "not-allowed");
    }
    let kitchen = room(ben, "Kitchen", "everyone").await;
    ben.perform("room.create", of(json!({ "name": "kitchen" }))).await.problem(409, "room-name-taken");
    for (action, more) in [
        ("room.edit", json!({ "name": "Cellar" })),
        ("room.archive", json!({})),
        ("room.slow", json!({ "on": true })),
    ] {
        let input = crate::support::groups::merged(json!({ "room": kitchen }), more);
        cay.perform(action, input).await.problem(403, "not-allowed");
    }
    // How long messages are kept is for Admins.
    let lifetime = json!({ "room": kitchen, "lifetime": 3_600 });
    ben.perform("room.edit", lifetime.clone()).await.problem(403, "not-allowed");
    ana.perform("room.edit", lifetime).await.ok();
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 59 })).await.problem(422, "invalid-input");
    ben.perform("room.edit", json!({ "room": kitchen, "name": "Tea kitchen" })).await.ok();
    let shown = rooms(&app.visitor()).await;
    let shown = shown.iter().find(|room| room["room"] == kitchen.as_str()).unwrap();
    assert_eq!((&shown["name"], &shown["lifetime"]), (&json!("Tea kitchen"), &json!(3_600)));

    let message = said(cay, &kitchen, "Tea?").await;
    ben.perform("room.archive", json!({ "room": kitchen })).await.ok();
    say(cay, &kitchen, "Anybody?").await.problem(409, "room-archived");
    let edit = json!({ "room": kitchen, "comment": message, "revision": 1, "body": "Coffee?" });
    cay.perform("comment.edit", edit).await.problem(409, "room-archived");
    assert_eq!(bodies(&app.visitor(), &kitchen).await, ["Tea?"], "it is read as before");
    ben.perform("room.archive", json!({ "room": kitchen, "on": false })).await.ok();
    said(cay, &kitchen, "Anybody?").await;
}

#[tokio::test]
async fn a_pursuance_has_so_many_rooms() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let mut last = String::new();
    for number in 1..ROOMS_MAX {
        last = room(&ana, &format!("Room {number}"), "everyone").await;
        // Nobody does so much at once.
        app.advance(2 * SECOND);
    }
    let one_more = of(json!({ "name": "One more" }));
    ana.perform("room.create", one_more.clone()).await.problem(409, "too-many-rooms");
    // Archived ones count.
    ana.perform("room.archive", json!({ "room": last })).await.ok();
    ana.perform("room.create", one_more).await.problem(409, "too-many-rooms");
}

async fn who_may_discuss_speaks_and_untrusted_members_read_no_room(app: TestApp) {
    let others = [("ben", "viewer"), ("cay", "untrusted")];
    let (ana, people) = bees(&app, "members", &others).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let zoe = app.person("zoe").await;
    let general = rooms(&ana).await[0]["room"].as_str().unwrap().to_owned();
    let kitchen = room(&ana, "Kitchen", "members").await;
    for id in [&general, &kitchen] {
        said(ben, id, "Here I am.").await;
        for nobody in [cay, &zoe] {
            nobody.read(&format!("/api/v1/rooms/{id}/messages")).await.problem(404, "not-found");
            say(nobody, id, "May I?").await.problem(404, "not-found");
        }
        app.visitor().read(&format!("/api/v1/rooms/{id}/messages")).await.problem(404, "not-found");
    }
    assert!(rooms(cay).await.is_empty(), "they are told of none");
    // In a public one they read open rooms as visitors do, and say nothing.
    ana.perform("pursuance.edit", of(json!({ "visibility": "public" }))).await.ok();
    for reader in [&**cay, &*zoe, &app.visitor()] {
        assert_eq!(names(&rooms(reader).await), ["General"]);
        assert_eq!(bodies(reader, &general).await, ["Here I am."]);
        reader.read(&format!("/api/v1/rooms/{kitchen}/messages")).await.problem(404, "not-found");
    }
    say(cay, &general, "May I?").await.problem(403, "not-allowed");
    say(&zoe, &general, "May I?").await.problem(403, "not-a-member");
    say(cay, &kitchen, "May I?").await.problem(404, "not-found");
}

async fn a_room_for_members_is_told_to_nobody_else(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "untrusted"), ("cay", "viewer")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "members").await;
    let message = said(&ana, &kitchen, "@ben @cay zqsecret").await;
    let events = async |reader: &Caller| reader.read(&format!("{BEES}/events")).await.text();
    for reader in [&app.visitor(), &**ben] {
        let told = events(reader).await;
        assert!(!told.contains(&message) && !told.contains(&kitchen) && !told.contains("room."), "{told}");
    }
    assert!(events(&**cay).await.contains(&message));
    let inbox = async |of: &Person| of.read("/api/v1/me/inbox").await.items();
    let told = format!("{:?}", inbox(ben).await);
    assert!(
        !told.contains(&kitchen) && !told.contains(&message),
        "nobody is told of what they may not read: {told}"
    );
    let told = inbox(cay).await;
    assert_eq!((&told[0]["kind"], &told[0]["object"]), (&json!("mention"), &json!(kitchen)));
    // An open room that becomes one for members is read and found by nobody else any more.
    let square = room(&ana, "Square", "everyone").await;
    let heard = said(&ana, &square, "zqopen").await;
    let edit = json!({ "room": square, "comment": heard, "revision": 1, "body": "zqopen!" });
    ana.perform("comment.edit", edit).await.ok();
    for reader in [&app.visitor(), &**ben] {
        let told = events(reader).await;
        assert!(told.contains(&heard) && told.contains("room.created") && told.contains(&square), "{told}");
    }
    let found = async |reader: &Caller| {
        reader.read("/api/v1/search?q=zqopen").await.json()["comments"]["items"].clone()
    };
    assert_eq!(found(&app.visitor()).await.as_array().unwrap().len(), 1);
    ana.perform("room.edit", json!({ "room": square, "open": "members" })).await.ok();
    assert_eq!(found(&app.visitor()).await, json!([]));
    assert_eq!(found(&**cay).await.as_array().unwrap().len(), 1);
    app.visitor().read(&format!("/api/v1/rooms/{square}/messages")).await.problem(404, "not-found");
    // Nor are they told of what happened there while it was open.
    for reader in [&app.visitor(), &**ben] {
        let told = events(reader).await;
        assert!(!told.contains(&heard) && !told.contains(&square) && !told.contains("room."), "{told}");
        let read = reader.read(&format!("{BEES}/events?after=0&limit=1")).await.ok();
        assert_eq!(read["items"].as_array().unwrap().len(), 1, "others are told as before: {read}");
    }
    assert!(events(&**cay).await.contains(&heard));
    // One that is opened tells everybody what happens from now on, and not what was said to members.
    ana.perform("room.edit", json!({ "room": kitchen, "open": "everyone" })).await.ok();
    let said_now = said(&ana, &kitchen, "Come in.").await;
    let told = events(&app.visitor()).await;
    assert!(told.contains(&said_now) && !told.contains(&message), "{told}");
}

async fn what_was_said_is_edited_deleted_and_removed_as_on_tasks(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let (first, second) = (said(ben, &kitchen, "Tea?").await, said(ben, &kitchen, "555 0100").await);
    let on = |comment: &str, more: Value| {
        crate::support::groups::merged(json!({ "room": kitchen, "comment": comment }), more)
    };
    let edit = on(&first, json!({ "revision": 1, "body": "Coffee?" }));
    ana.perform("comment.edit", edit.clone()).await.problem(403, "not-your-comment");
    assert_eq!(ben.perform("comment.edit", edit).await.ok()["result"]["revision"], 2);
    ana.perform("comment.delete", on(&second, json!({}))).await.problem(422, "reason-needed");
    ana.perform("comment.delete", on(&second, json!({ "reason": "A private number." }))).await.ok();
    assert_eq!(bodies(&app.visitor(), &kitchen).await, ["Coffee?", ""]);
    ben.perform("comment.delete", on(&first, json!({}))).await.ok();
    let items = ana.read(&format!("/api/v1/rooms/{kitchen}/messages")).await.items();
    let ends: Vec<_> = items.iter().map(|item| (&item["retracted"], &item["removed"])).collect();
    assert_eq!(ends, [(&json!(true), &json!(false)), (&json!(true), &json!(true))]);
    // A message is one of its room, and not of a task.
    let general = rooms(&ana).await[0]["room"].clone();
    let elsewhere = json!({ "room": general, "comment": first });
    ben.perform("comment.delete", elsewhere).await.problem(404, "not-found");
    ben.perform("comment.delete", json!({ "comment": first })).await.problem(404, "not-found");
}

async fn messages_are_read_backwards_in_parts(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    for number in 1..=5 {
        said(&ana, &kitchen, &format!("Message {number}")).await;
        app.advance(SECOND);
    }
    let (mut parts, mut before) = (Vec::new(), String::new());
    loop {
        let page = ana.read(&format!("/api/v1/rooms/{kitchen}/messages?limit=2{before}")).await.ok();
        let items = page["items"].as_array().unwrap();
        let said: Vec<String> = items
            .iter()
            .map(|item| item["body"].as_str().unwrap().trim_start_matches("Message ").to_owned())
            .collect();
        parts.push(said.concat());
        let Some(next) = page["next"].as_str() else { break };
        before = format!("&before={next}");
    }
    assert_eq!(parts, ["45", "23", "1"]);
    ana.read(&format!("/api/v1/rooms/{kitchen}/messages?before=x")).await.problem(404, "not-found");
}

async fn what_was_said_is_found_by_those_who_may_read_it(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "viewer"), ("cay", "untrusted")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let message = said(&ana, &kitchen, "The zqkettle is on.").await;
    let found = async |reader: &Caller| {
        reader.read("/api/v1/search?q=zqkettle&kind=comments").await.ok()["comments"]["items"].clone()
    };
    let one = found(&**ben).await;
    let url = one[0]["url"].as_str().unwrap();
    assert!(url.ends_with(&format!("/p/bees/talk/{kitchen}?around={message}#m-{message}")), "{url}");
    assert_eq!(
        (&one[0]["room"], &one[0]["task"], &one[0]["title"]),
        (&json!(kitchen), &Value::Null, &json!("Kitchen"))
    );
    for nobody in [&**cay, &app.visitor()] {
        assert_eq!(found(nobody).await, json!([]));
    }
    // In one room, by its name.
    let cellar = room(&ana, "Tea cellar", "everyone").await;
    said(&ana, &cellar, "A zqkettle, too.").await;
    let within = async |name: &str| {
        let found = ben.read(&format!("/api/v1/search?q=zqkettle+in:{name}")).await.ok();
        found["comments"]["items"].as_array().unwrap().len()
    };
    assert_eq!(
        [within("kitchen").await, within("%22tea+cellar%22").await, within("bees/kitchen").await],
        [1, 1, 1]
    );
    assert_eq!(found(&**ben).await.as_array().unwrap().len(), 2);
    ben.read("/api/v1/search?q=zqkettle+in:attic").await.problem(422, "invalid-value");
    cay.read("/api/v1/search?q=zqkettle+in:kitchen").await.problem(422, "invalid-value");
}

async fn a_slowed_room_takes_one_message_a_minute_of_each_for_an_hour(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "assistant_admin")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    said(ben, &kitchen, "One.").await;
    cay.perform("room.slow", json!({ "room": kitchen, "on": true })).await.ok();
    let refused = say(ben, &kitchen, "Two.").await.problem(429, "rate-limit");
    assert_eq!(refused["retry_after"], 60);
    // The members who slow it wait, too.
    for organiser in [cay, &ana] {
        said(organiser, &kitchen, "Calm.").await;
        say(organiser, &kitchen, "Down.").await.problem(429, "rate-limit");
    }
    app.advance(MINUTE);
    said(ben, &kitchen, "Two.").await;
    // It ends by itself.
    app.advance(HOUR - MINUTE);
    said(ben, &kitchen, "Three.").await;
    said(ben, &kitchen, "Four.").await;
}

async fn whoever_is_named_is_told_once_and_whoever_watches_a_room_hears_of_it(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "normal")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    cay.perform("watch.set", json!({ "object": kitchen, "on": true })).await.ok();
    let worker = pursuance::jobs::Worker::spawn(&app.app);
    said(&ana, &kitchen, "@ben @cay come over.").await;
    said(&ana, &kitchen, "Tea is ready.").await;
    let kinds = async |of: &Person| {
        let items = of.read("/api/v1/me/inbox").await.items();
        items.iter().map(|item| item["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    crate::support::peers::until("the watcher hears of it", async || kinds(cay).await.len() == 2).await;
    worker.stop().await;
    assert_eq!(kinds(cay).await, ["comment", "mention"], "a message that names them is one notice");
    assert_eq!(kinds(ben).await, ["mention"]);
    // Muted, it tells nothing.
    ben.perform("notice.mute", json!({ "object": kitchen, "on": true })).await.ok();
    said(&ana, &kitchen, "@ben again.").await;
    assert_eq!(kinds(ben).await, ["mention"]);
}

async fn whoever_is_named_in_many_rooms_finds_one_row_that_says_so(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let worker = pursuance::jobs::Worker::spawn(&app.app);
    for number in 1..=9 {
        let room = room(&ana, &format!("Room {number}"), "everyone").await;
        said(&ana, &room, "@ben look.").await;
    }
    let told = async || people[0].read("/api/v1/me/inbox?unread=true").await.ok();
    crate::support::peers::until("he is told", async || told().await["items"].as_array().unwrap().len() == 9)
        .await;
    worker.stop().await;
    assert_eq!(told().await["unread"], 1, "the number counts rows");
    let page = Browser::signed_in(&app, &people[0].id).await.open("/inbox").await.shown();
    page.saying("9 tasks and rooms have something for you").saying("Room 9");
}
