//! Rooms and discussions for programs: as much as their pages say, for the same readers.

use axum::body::Body;
use http::Method;
use pursuance_domain::time::{DAY, MINUTE};
use serde_json::{Value, json};

use super::rooms::{room, said};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::{Caller, Person, TestApp, on_both_apps};

on_both_apps!(
    a_message_is_read_with_its_former_texts_and_how_it_was_removed,
    the_files_of_a_room_are_read_in_parts,
    rooms_and_tasks_say_what_is_new_there,
    whoever_reacts_is_named_as_on_pages,
);

async fn say(by: &Person, room: &str, more: Value) -> String {
    let input = merged(json!({ "room": room, "body": "Hm." }), more);
    by.perform("room.say", input).await.ok()["result"]["message"].as_str().unwrap().to_owned()
}

fn pluck(list: &Value, member: &str) -> Vec<Value> {
    list.as_array().unwrap().iter().map(|one| one[member].clone()).collect()
}

async fn a_message_is_read_with_its_former_texts_and_how_it_was_removed(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let [ben, cleo] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let other = room(&ana, "Cellar", "everyone").await;
    let message = said(ben, &kitchen, "Tea at four.").await;
    let edit = json!({ "room": kitchen, "comment": message, "revision": 1, "body": "Tea at five." });
    ben.perform("comment.edit", edit).await.ok();
    let read = format!("/api/v1/rooms/{kitchen}/messages/{message}");
    let found = app.visitor().read(&read).await.ok();
    assert_eq!((&found["message"], &found["body"]), (&json!(message), &json!("Tea at five.")));
    assert_eq!(pluck(&found["texts"], "body"), [json!("Tea at five."), json!("Tea at four.")]);
    assert_eq!([&found["removed_by"], &found["reason"], &found["kept_until"]], [&Value::Null; 3]);
    app.visitor().read(&format!("/api/v1/rooms/{other}/messages/{message}")).await.problem(404, "not-found");

    let removal = json!({ "room": kitchen, "comment": message, "reason": "Against our manners" });
    ana.perform("comment.delete", removal).await.ok();
    let page = format!("/p/bees/talk/{kitchen}/m/{message}");
    // Its author and whoever may remove it read the texts for 30 days, members the reason, and others that it was removed.
    let visitor = app.visitor();
    let readers: [(&Caller, usize, bool); 4] =
        [(ben, 2, true), (&ana, 2, true), (cleo, 0, true), (&visitor, 0, false)];
    for (reader, texts, says_why) in readers {
        let found = reader.read(&read).await.ok();
        assert_eq!((&found["removed"], &found["removed_by"]), (&json!(true), &json!("ana")), "{found}");
        assert_eq!(found["texts"].as_array().unwrap().len(), texts, "{found}");
        assert_eq!(found["reason"] == "Against our manners", says_why, "{found}");
        assert_eq!(found["kept_until"].is_null(), texts == 0, "{found}");
    }
    let shown = Browser::signed_in(&app, &cleo.id).await.open(&page).await.shown();
    assert!(shown.says("Against our manners") && !shown.says("Tea at four."), "{shown:?}");
    app.advance(31 * DAY);
    let found = ben.read(&read).await.ok();
    assert_eq!((&found["texts"], &found["kept_until"]), (&json!([]), &Value::Null));

    ana.perform("room.edit", json!({ "room": kitchen, "open": "members" })).await.ok();
    app.visitor().read(&read).await.problem(404, "not-found");
}

async fn the_files_of_a_room_are_read_in_parts(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    for name in ["one", "two", "three"] {
        let sent = ana.send(Method::POST, "/api/v1/files", &[], Body::from(name)).await.ok();
        let files = json!([{ "file": sent["file"], "name": format!("{name}.txt") }]);
        say(&ana, &kitchen, json!({ "files": files })).await;
        app.advance(MINUTE);
    }
    let read = format!("/api/v1/rooms/{kitchen}/files");
    let first = app.visitor().read(&format!("{read}?limit=2")).await.ok();
    assert_eq!(pluck(&first["items"], "name"), [json!("three.txt"), json!("two.txt")], "the newest first");
    let after = first["next"].as_str().unwrap();
    let rest = app.visitor().read(&format!("{read}?limit=2&after={after}")).await.ok();
    assert_eq!((pluck(&rest["items"], "name"), &rest["next"]), (vec![json!("one.txt")], &Value::Null));
    app.visitor().read(&format!("{read}?after=none")).await.problem(404, "not-found");
    ana.perform("room.edit", json!({ "room": kitchen, "open": "members" })).await.ok();
    app.visitor().read(&read).await.problem(404, "not-found");
}

async fn rooms_and_tasks_say_what_is_new_there(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let found = async |reader: &Caller| {
        let rooms = reader.read(&format!("{BEES}/rooms")).await.items();
        rooms.into_iter().find(|one| one["room"] == json!(kitchen)).unwrap()
    };
    assert_eq!(found(ben).await["said_at"], Value::Null);
    let message = said(&ana, &kitchen, "Tea?").await;
    let said = ben.read(&format!("/api/v1/rooms/{kitchen}/messages/{message}")).await.ok();
    assert_eq!(found(&app.visitor()).await["said_at"], said["at"]);

    let number = task(&ana, "Count").await;
    ana.perform("task.comment", of(json!({ "task": number, "body": "Seven." }))).await.ok();
    let last = ana.perform("task.comment", of(json!({ "task": number, "body": "Or eight." }))).await.ok();
    let news = async |reader: &Caller| {
        let read = reader.read(&format!("{BEES}/tasks/{number}")).await.ok();
        (read["unread"].clone(), read["mentions"].clone())
    };
    assert_eq!(news(ben).await, (json!(2), json!(0)));
    assert_eq!(news(&ana).await, (json!(0), json!(0)), "own words are not unread");
    assert_eq!(news(&app.visitor()).await, (json!(0), json!(0)));
    let upto = of(json!({ "task": number, "message": last["result"]["message"] }));
    ben.perform("thread.read", upto).await.ok();
    assert_eq!(news(ben).await, (json!(0), json!(0)));
}

async fn whoever_reacts_is_named_as_on_pages(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("ben", "normal"), ("cleo", "normal"), ("dov", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let message = said(&ana, &kitchen, "Tea?").await;
    for person in &people {
        let input = json!({ "room": kitchen, "message": message, "emoji": "👍", "on": true });
        person.perform("message.react", input).await.ok();
        app.advance(MINUTE);
    }
    let found = app.visitor().read(&format!("/api/v1/rooms/{kitchen}/messages/{message}")).await.ok();
    let told = json!([{ "emoji": "👍", "count": 3, "mine": false, "people": ["ben", "cleo"] }]);
    assert_eq!(found["reactions"], told, "the first two");
}
