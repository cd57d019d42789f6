//! A task with an unusual value in every field comes back complete by every way out, also after every field has
//! changed. [`members`] and [`words`] take the fields in full: after a new field, the compiler leads there, and the field is then
//! looked for everywhere under its name and in its words.

use http::Method;
use pursuance::actions::access;
use pursuance::reads::task::{self, TaskView};
use pursuance::store::db::Db;
use pursuance::store::tasks::Task;
use pursuance::store::{backup, outline, tasks};
use pursuance_domain::delegation::State;
use pursuance_domain::task::{Ask, Asks};
use pursuance_domain::value::Urgency;
use pursuance_federation::vocab::PURSUANCE_CONTEXT;
use serde_json::{Value, json};

use crate::support::asks::{assert_says, first, input, members, second, typed, words};
use crate::support::between::Between;
use crate::support::browser::{Browser, Form, Page};
use crate::support::groups::{Group, merged};
use crate::support::peers::{On, World};

const DOCUMENT: (&str, &str) = ("accept", "application/activity+json");

/// A task on the wire: two fields have other names there, and what is usual may be left out.
#[track_caller]
fn assert_tells(task: &Value, asks: &Asks, way: &str) {
    let mut found = task.clone();
    found["title"] = task["name"].clone();
    found["deliverables"] = task["source"]["content"].clone();
    if found["urgency"].is_null() {
        found["urgency"] = json!(Urgency::default());
    }
    assert_says(&found, asks, way);
}

/// Each member of a task's document means something to a reader of JSON-LD: it has a term in the inline context, or in those
/// of ActivityStreams and Data Integrity.
#[track_caller]
fn assert_has_terms(document: &Value) {
    const ELSEWHERE: &[&str] = &[
        "@context",
        "id",
        "type",
        "attributedTo",
        "audience",
        "url",
        "name",
        "content",
        "source",
        "mediaType",
        "published",
        "updated",
        "to",
        "cc",
        "proof",
    ];
    let own: Value = serde_json::from_str(PURSUANCE_CONTEXT).unwrap();
    for member in document.as_object().unwrap().keys() {
        assert!(ELSEWHERE.contains(&member.as_str()) || own.get(member).is_some(), "{member} has no term");
    }
}

/// Each member of ours that an offered task has is in the example that federation reads and writes again.
#[track_caller]
fn assert_is_in_example(task: &Value) {
    const OFFER: &str = include_str!("../../../../federation/tests/fixtures/pursuance/offer-again.json");
    let (own, example): (Value, Value) =
        (serde_json::from_str(PURSUANCE_CONTEXT).unwrap(), serde_json::from_str(OFFER).unwrap());
    for member in task.as_object().unwrap().keys().filter(|member| own.get(member).is_some()) {
        assert!(example["object"]["task"].get(member).is_some(), "{member} is not in offer-again.json");
    }
}

/// Whether a page tells a field: skills one by one, and days in words that are not looked for here.
fn is_said(page: &Page, ask: Ask<'_>) -> bool {
    match ask {
        Ask::Skills(skills) => skills.iter().all(|skill| page.says(skill.as_str())),
        Ask::Due(_) => true,
        other => page.says(&words(other)),
    }
}

async fn edit(group: &Group, number: i64, more: Value) -> Value {
    let revision = group.see(number).await.revision;
    group.on_task("task.edit", number, merged(json!({ "revision": revision }), more)).await
}

async fn api(group: &Group, number: i64) -> Vec<TaskView> {
    let mut tx = group.app.db.read().await.unwrap();
    let access = access::find(&mut tx, &group.who, &group.slug, group.app.clock.now()).await.unwrap();
    let page = task::page(&group.app, &mut tx, &access, number - 1, 1).await.unwrap();
    vec![task::one(&group.app, &mut tx, &access, number).await.unwrap().task, page.items[0].clone()]
}

/// The row, its line in a list, and both reads of the API.
async fn assert_reads(group: &Group, number: i64, asks: &Asks, reviewer: Option<&str>) {
    let task = group.see(number).await;
    let mut tx = group.app.db.read().await.unwrap();
    assert_eq!(tasks::asks(&mut tx, &task).await.unwrap().open().as_ref(), Some(asks), "row");
    let access = access::find(&mut tx, &group.who, &group.slug, group.app.clock.now()).await.unwrap();
    let rows = outline::roots(&mut tx, &access.sight().unwrap(), (i64::MIN, 0), 100).await.unwrap();
    let row = rows.into_iter().find(|row| row.number == number).unwrap();
    assert_eq!((row.title.open(), row.asked.due), (Some(asks.title.as_str()), asks.due), "row of a list");
    assert_eq!(
        (row.asked.size, row.asked.urgency, row.reviewer),
        (asks.size, asks.urgency, task.reviewer),
        "row of a list"
    );
    drop(tx);
    for view in api(group, number).await {
        assert_says(&json!(view), asks, "API");
        assert_eq!(view.reviewer.as_deref(), reviewer, "API");
    }
}

async fn edit_form(browser: &mut Browser, group: &Group, number: i64) -> Form {
    let path = format!("/p/{}/t/{number}/edit", group.slug);
    browser.open(&path).await.shown().form(&path)
}

/// The events of a kind about a task, with what they hold.
async fn edits(browser: &mut Browser, group: &Group, task: &Task) -> Vec<Value> {
    let path = format!("/api/v1/pursuances/{}/events?limit=200", group.slug);
    let page = browser.open(&path).await.shown();
    let events: Value = serde_json::from_str(&page.html).unwrap();
    let events = events["items"].as_array().unwrap().iter();
    let events = events.filter(|event| event["verb"] == "task.edited" && event["task"] == json!(task.id));
    events.map(|event| event["data"].clone()).collect()
}

/// Asserts that the event of an edit tells every field: each by its value before and after, a text by its revision.
#[track_caller]
fn assert_tells_change(event: &Value, more: &[&str]) {
    for (when, asks) in [("before", first()), ("after", second())] {
        let mut names: Vec<&str> = more.to_vec();
        for (name, value) in members(&asks) {
            names.push(name);
            match name {
                "title" | "deliverables" => assert!(event[when][name].is_i64(), "{name} in {event}"),
                _ => assert_eq!(event[when][name], value, "{name} in {event}"),
            }
        }
        let mut told: Vec<&str> = event[when].as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, names, "{event}");
    }
    assert_eq!(
        event["changed"].as_array().unwrap().len(),
        event["after"].as_object().unwrap().len(),
        "{event}"
    );
}

async fn comes_back_whole(on: On) {
    let world = World::of(&[on, on]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
    let number = bees.task_with(input(&first())).await;
    edit(&bees, number, json!({ "reviewer": "bees-lead" })).await;
    let mut browser = Browser::at(&world.instances[0], &bees.who).await;

    assert_reads(&bees, number, &first(), Some("bees-lead")).await;
    let stale = edit_form(&mut browser, &bees, number).await;
    for (name, value) in members(&first()) {
        assert_eq!(stale.value(name), typed(name, &value), "form: {name}");
    }
    assert_eq!(stale.value("reviewer"), "bees-lead");
    let path = format!("/ap/t/{}", bees.see(number).await.id);
    let document = browser.send(Method::GET, &path, &[DOCUMENT], Vec::new()).await.shown();
    let document: Value = serde_json::from_str(&document.html).unwrap();
    assert_tells(&document, &first(), "document");
    assert_has_terms(&document);

    let between = Between::offered(&world, &bees, &wasps, number, json!({})).await;
    let mut there = Browser::at(&world.instances[1], &wasps.who).await;
    let offer = there.open("/p/wasps/incoming").await.shown();
    for ask in first().each() {
        assert!(is_said(&offer, ask), "{ask:?}: {offer:?}");
    }
    between.delegate_does("accept", json!({})).await;
    world.settle().await;
    let told = said(&world, on, "Offer").await["object"]["task"].clone();
    assert_tells(&told, &first(), "offer");
    assert_is_in_example(&told);
    let mirror = between.mirror().await;
    assert_reads(&wasps, mirror.number, &first(), None).await;

    let all = merged(input(&second()), json!({ "reviewer": null }));
    edit(&bees, number, all).await;
    world.settle().await;
    between.assert_states(State::Active, State::Active).await;
    assert_reads(&bees, number, &second(), None).await;
    assert_tells(&said(&world, on, "Update").await["object"], &second(), "news of a change");
    assert_reads(&wasps, mirror.number, &second(), None).await;
    let events = edits(&mut browser, &bees, &bees.see(number).await).await;
    assert_tells_change(events.last().unwrap(), &["reviewer"]);
    let events = edits(&mut there, &wasps, &mirror).await;
    assert_tells_change(events.last().unwrap(), &[]);

    // Saving the form of before, as if each of the seven had been typed in it: each is shown as it is now, and none is
    // overwritten.
    let late = browser.submit(stale.with(&[("was", "")])).await;
    assert_eq!(late.status, http::StatusCode::CONFLICT, "{late:?}");
    let theirs = late.html.split("<dl class=\"theirs\">").nth(1).unwrap().split("</dl>").next().unwrap();
    assert_eq!(theirs.matches("<dt").count(), members(&second()).len() + 1, "{theirs}");
    for ask in second().each() {
        assert!(theirs.contains(&words(ask)), "{ask:?}: {theirs}");
    }
    assert_reads(&bees, number, &second(), None).await;
    // The timeline tells of each change, on both sides.
    for (browser, group, number) in [(&mut browser, &bees, number), (&mut there, &wasps, mirror.number)] {
        let page = browser.open(&format!("/p/{}/t/{number}", group.slug)).await.shown();
        for ask in second().each() {
            assert!(is_said(&page, ask), "{ask:?}: {page:?}");
        }
        assert!(page.says("Math:Counting, Field:Climbing"), "what they were before: {page:?}");
    }
    world.assert_agreement().await;
    if on == On::Sqlite {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("copy.db");
        backup::copy_into(&bees.app.db, &file).await.unwrap();
        let copy = Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
        let mut tx = copy.read().await.unwrap();
        let task = tasks::by_number(&mut tx, &bees.id, number).await.unwrap().unwrap();
        assert_eq!(tasks::asks(&mut tx, &task).await.unwrap().open(), Some(second()), "backup");
    }
}

/// The newest message of a type that the first instance has said.
async fn said(world: &World, on: On, kind: &str) -> Value {
    let text = match on {
        On::Sqlite => "cast(bytes as text)",
        On::Postgres => "convert_from(bytes, 'UTF8')",
    };
    let sent = format!("select {text} from activity where direction = 'out' order by seq desc");
    let sent = world.instances[0].inspect.rows(&sent).await.concat();
    let sent = sent.iter().map(|text| serde_json::from_str::<Value>(text).unwrap());
    sent.into_iter().find(|message| message["type"] == kind).unwrap()
}

#[tokio::test]
async fn a_task_comes_back_whole_by_every_way_out_on_sqlite() {
    comes_back_whole(On::Sqlite).await;
}

#[tokio::test]
async fn a_task_comes_back_whole_by_every_way_out_on_postgres() {
    comes_back_whole(On::Postgres).await;
}

#[tokio::test]
async fn who_reviews_a_task_is_no_news_to_those_who_do_it() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let number = bees.task_with(input(&first())).await;
    let between = Between::active(&world, &bees, &wasps, number, json!({})).await;
    let before = between.said(pursuance_domain::delegation::Side::Origin).await;
    // As the form sends it: with every field as it was.
    edit(&bees, number, merged(input(&first()), json!({ "reviewer": "bees-lead" }))).await;
    world.settle().await;
    assert_eq!(between.said(pursuance_domain::delegation::Side::Origin).await, before);
    world.assert_agreement().await;
}
