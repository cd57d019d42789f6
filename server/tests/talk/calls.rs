//! `@room`: whom it tells, who may, how often, and what it costs; what somebody was told of a room, until they have read it.

use pursuance::actions::limits::ROOM_CALLED;
use pursuance::jobs::Worker;
use pursuance_domain::time::HOUR;
use serde_json::{Value, json};

use super::rooms::{room, said, say};
use crate::support::bees::{bees, of, task};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    at_room_tells_all_who_read_the_room_as_members_but_the_muted,
    a_message_is_told_once_however_many_ways_it_reaches_somebody,
    at_room_is_a_word_below_assigners_and_on_tasks,
    so_often_in_an_hour_somebody_tells_whole_rooms,
    the_31st_name_is_a_word_and_the_page_says_so,
    two_thousand_members_are_told_by_a_job_and_not_while_it_is_said,
    a_watched_room_is_one_row_until_its_person_speaks_there,
    nobody_is_told_of_a_message_that_is_gone_before,
);

/// The kinds and reasons of what somebody was told of messages, the newest first.
async fn notices(of: &Person) -> Vec<(String, String)> {
    let mut items = of.read("/api/v1/me/inbox").await.items();
    // As which they came in.
    items.retain(|item| item["kind"] != "role");
    let text = |item: &Value, member: &str| item[member].as_str().unwrap().to_owned();
    items.iter().map(|item| (text(item, "kind"), text(item, "reason"))).collect()
}

/// The one thing that somebody was told.
async fn told_of(who: &Person) -> (String, String) {
    let all = notices(who).await;
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].clone()
}

fn pair(kind: &str, reason: &str) -> (String, String) {
    (kind.to_owned(), reason.to_owned())
}

/// Waits until every group of every event is told.
async fn all_are_told(app: &TestApp) {
    until("everybody is told", async || {
        let mut tx = app.db.read().await.unwrap();
        pursuance::store::jobs::waiting(&mut tx, app.clock.now()).await.unwrap().0 == 0
    })
    .await;
}

async fn muted(who: &Person, room: &str) {
    who.perform("notice.mute", json!({ "object": room, "on": true })).await.ok();
}

async fn watched(who: &Person, room: &str) {
    who.perform("watch.set", json!({ "object": room, "on": true })).await.ok();
}

/// The outcome of `@room` in a message.
async fn called(by: &Person, room: &str) -> Value {
    say(by, room, "@room: tea!").await.ok()["result"]["at_room"].clone()
}

async fn at_room_tells_all_who_read_the_room_as_members_but_the_muted(app: TestApp) {
    let others = [("ben", "assigner"), ("cay", "viewer"), ("dov", "untrusted"), ("eva", "normal")];
    let (ana, people) = bees(&app, "public", &others).await;
    let [ben, cay, dov, eva] = people.as_slice() else { panic!() };
    let zoe = app.person("zoe").await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    muted(eva, &kitchen).await;
    watched(&zoe, &kitchen).await;
    let worker = Worker::spawn(&app.app);
    assert_eq!(called(ben, &kitchen).await, "told");
    all_are_told(&app).await;
    for member in [&ana, cay] {
        assert_eq!(told_of(member).await, pair("mention", "in_room"));
    }
    assert_eq!(told_of(&zoe).await, pair("comment", "watches_room"), "who is no member is not meant");
    for nobody in [ben, dov, eva] {
        assert_eq!(notices(nobody).await, [], "{}", nobody.id);
    }
    // Where its members alone read a room, the same people are told.
    let cellar = room(&ana, "Cellar", "members").await;
    assert_eq!(called(&ana, &cellar).await, "told");
    all_are_told(&app).await;
    worker.stop().await;
    assert_eq!(notices(ben).await, [pair("mention", "in_room")]);
    assert_eq!((notices(cay).await.len(), notices(dov).await.len(), notices(&zoe).await.len()), (2, 0, 1));
    // In the words of the inbox.
    let mut browser = Browser::signed_in(&app, &cay.id).await;
    let page = browser.open("/inbox").await.shown();
    page.saying("calls all who are in this room").saying("The message is for all who are in the room.");
}

async fn a_message_is_told_once_however_many_ways_it_reaches_somebody(app: TestApp) {
    let others = [("ben", "normal"), ("cay", "normal"), ("dov", "normal")];
    let (ana, people) = bees(&app, "public", &others).await;
    let [ben, cay, dov] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let worker = Worker::spawn(&app.app);
    let first = said(ben, &kitchen, "Tea?").await;
    all_are_told(&app).await;
    for person in [ben, cay, dov] {
        watched(person, &kitchen).await;
    }
    let answer = json!({ "room": kitchen, "reply_to": first, "body": "@ben @cay @room: in the kitchen." });
    ana.perform("room.say", answer).await.ok();
    all_are_told(&app).await;
    worker.stop().await;
    assert_eq!(told_of(ben).await, pair("reply", "answered"));
    assert_eq!(told_of(cay).await, pair("mention", "mentioned"));
    assert_eq!(told_of(dov).await, pair("mention", "in_room"));
}

async fn at_room_is_a_word_below_assigners_and_on_tasks(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "viewer")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    task(&ana, "Count").await;
    let worker = Worker::spawn(&app.app);
    for somebody in [ben, cay] {
        assert_eq!(called(somebody, &kitchen).await, "role");
    }
    let plain = say(ben, &kitchen, "`@room` and @rooms").await.ok();
    assert!(plain["result"].get("at_room").is_none(), "{plain}");
    let said = ana.perform("task.comment", of(json!({ "task": 1, "body": "@room: tea!" }))).await.ok();
    assert!(said["result"].get("at_room").is_none(), "{said}");
    all_are_told(&app).await;
    worker.stop().await;
    for nobody in [&ana, ben, cay] {
        assert_eq!(notices(nobody).await, []);
    }
    // The page says so, before it is sent and afterwards.
    let address = format!("/p/bees/talk/{kitchen}");
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    let page = browser.open(&address).await.shown();
    assert!(!page.says("@room tells all"), "{page:?}");
    let typed = [("body", "@room: tea!"), ("preview", "yes")];
    let page = browser.fill(&page, &address, &typed).await.shown().saying("@room is a word here");
    browser.fill(&page, &address, &[("body", "@room: tea!")]).await.shown().saying("@room is a word here");
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open(&address).await.shown().saying("@room tells all who read this room");
    let page = browser.fill(&page, &address, &[("body", "@room: tea!")]).await.shown();
    assert!(!page.says("@room is a word"), "{page:?}");
}

async fn so_often_in_an_hour_somebody_tells_whole_rooms(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "assigner"), ("cay", "normal")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let (kitchen, cellar) = (room(&ana, "Kitchen", "everyone").await, room(&ana, "Cellar", "members").await);
    let most = usize::try_from(ROOM_CALLED.most).unwrap();
    for place in [&kitchen, &cellar].into_iter().cycle().take(most) {
        assert_eq!(called(&ana, place).await, "told");
    }
    // One more is said, and is a word in each room there.
    for place in [&kitchen, &cellar] {
        assert_eq!(called(&ana, place).await, "too_many");
    }
    assert_eq!(called(ben, &kitchen).await, "told", "others have their own");
    let address = format!("/p/bees/talk/{kitchen}");
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open(&address).await.shown();
    browser.fill(&page, &address, &[("body", "@room?")]).await.shown().saying("@room is a word this time");
    let worker = Worker::spawn(&app.app);
    all_are_told(&app).await;
    worker.stop().await;
    assert_eq!(notices(cay).await.len(), most + 1);
    app.advance(HOUR);
    assert_eq!(called(&ana, &kitchen).await, "told");
}

async fn the_31st_name_is_a_word_and_the_page_says_so(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    task(&ana, "Count").await;
    let others = |count: usize| (0..count).map(|n| format!("@nobody{n} ")).collect::<String>();
    let (all, cut) = (format!("{} @ben", others(29)), format!("{} @ben", others(30)));
    for (body, is_cut) in [(&all, Value::Null), (&cut, json!(true))] {
        let in_room = say(&ana, &kitchen, body).await.ok();
        let on_task = ana.perform("task.comment", of(json!({ "task": 1, "body": body }))).await.ok();
        assert_eq!([&in_room["result"]["names_cut"], &on_task["result"]["names_cut"]], [&is_cut, &is_cut]);
    }
    assert_eq!(notices(ben).await.len(), 2, "by the first of each");
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    for (page, form) in [
        (format!("/p/bees/talk/{kitchen}"), format!("/p/bees/talk/{kitchen}")),
        ("/p/bees/t/1".to_owned(), "/p/bees/t/1/comments".to_owned()),
    ] {
        let shown = browser.open(&page).await.shown();
        let said = browser.fill(&shown, &form, &[("body", cut.as_str())]).await.shown();
        said.saying("Only the first 30 people whom a message names are told.");
    }
}

/// Members of a pursuance who never came.
async fn crowd(inspect: &Inspect, pursuance: &str, count: usize) {
    let person = "'01m9w8d6e8f0g2h4j6k8m' || (10000 + i)";
    let people = format!(
        "(with recursive n(i) as (select 1 union all select i + 1 from n where i < {count}) select i from n) k"
    );
    let sql = [
        format!(
            "insert into actor (id, kind, name, folded_name, uri, inbox, display, summary, url, capable, created, updated)
             select {person}, 'person', 'm' || i, 'm' || i, 'http://localhost/ap/u/' || i, 'http://localhost/ap/u/' || i || '/inbox',
               'Member ' || i, '', 'http://localhost/@m' || i, true, 0, 0 from {people}"
        ),
        format!("insert into account (actor, operator, discoverable, created) select {person}, false, false, 0 from {people}"),
        format!(
            "insert into member (pursuance, actor, role, state, since)
             select '{pursuance}', {person}, 'normal', 'active', 0 from {people}"
        ),
        format!("update pursuance set members = members + {count} where actor = '{pursuance}'"),
    ];
    inspect.script(&sql.join("; ")).await;
}

async fn two_thousand_members_are_told_by_a_job_and_not_while_it_is_said(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[("ben", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let pursuance = inspect.text("select actor from pursuance where slug = 'bees'").await;
    crowd(&inspect, &pursuance, 2_000).await;
    assert_eq!(called(&ana, &kitchen).await, "told");
    let of_room = format!("notice where object = '{kitchen}'");
    assert_eq!(inspect.count(&of_room).await, 0, "it is said before anybody is told");
    let worker = Worker::spawn(&app.app);
    until("all are told", async || inspect.count(&of_room).await == 2_001).await;
    all_are_told(&app).await;
    worker.stop().await;
    assert_eq!(inspect.count(&of_room).await, 2_001, "each once, and not whoever said it");
}

async fn a_watched_room_is_one_row_until_its_person_speaks_there(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    watched(ben, &kitchen).await;
    let worker = Worker::spawn(&app.app);
    for number in 0..12 {
        said(&ana, &kitchen, &format!("Number {number}")).await;
    }
    all_are_told(&app).await;
    let unread = async || ben.read("/api/v1/me/inbox?limit=1").await.ok()["unread"].clone();
    assert_eq!(unread().await, 1);
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    browser.open("/inbox").await.shown().saying("Kitchen").saying("12 new messages by");
    said(ben, &kitchen, "Here I am.").await;
    assert_eq!(unread().await, 0, "whoever speaks there has read it");
    said(&ana, &kitchen, "Good.").await;
    all_are_told(&app).await;
    worker.stop().await;
    assert_eq!(unread().await, 1);
}

async fn nobody_is_told_of_a_message_that_is_gone_before(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    watched(ben, &kitchen).await;
    let wrong = said(&ana, &kitchen, "@room: tea at four.").await;
    ana.perform("comment.delete", json!({ "room": kitchen, "comment": wrong })).await.ok();
    let right = said(&ana, &kitchen, "Tea at five.").await;
    let worker = Worker::spawn(&app.app);
    all_are_told(&app).await;
    worker.stop().await;
    let items = ben.read("/api/v1/me/inbox").await.items();
    let objects: Vec<&Value> = items.iter().map(|item| &item["event"]["object"]).collect();
    assert_eq!(objects, [&json!(right)], "{items:?}");
}
