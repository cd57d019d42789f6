//! Blocks of a task of a private pursuance: words that nobody here reads, or a member.

use pursuance::platform::clock::random;
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::ids::{ObjectId, UnitId};
use pursuance_sealed::log::LogRole;
use pursuance_sealed::record::Record;
use pursuance_sealed::revision::{Rel, Revision};
use serde_json::{Value, json};

use super::tasks::{Known, in_phase, problem, shown, two};
use crate::support::browser::Browser;
use crate::support::group::{Group, Of, Somebody, put, records};
use crate::support::inspect::Inspect;
use crate::support::speakers::settle;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_task_is_blocked_in_words_that_nobody_here_reads,
    what_may_not_block_a_task_is_refused_and_nothing_of_it_is_kept,
    a_member_who_blocks_a_task_is_told_and_ends_it,
    what_was_said_of_a_task_goes_with_it,
);

/// Words that block a task, as its members call them.
fn note_of(task: ObjectId) -> Of {
    (ObjectType::BlockNote, ObjectId::from_bytes(random()), UnitId::of(task))
}

/// Words about a task by somebody, as records.
fn words(group: &Group, by: &Somebody, of: Of, before: Option<&Revision>) -> (Revision, Vec<Record>) {
    let (revision, fields) = group.revision_of(&by.keys, of, before, &[("text", "The heron nests there")]);
    (revision.clone(), put(&revision, fields))
}

/// A task that Ben has.
async fn bens(group: &Group, ana: &Somebody, ben: &Somebody) -> Known {
    let mut task = Known::written(group, ana, in_phase(1, None)).await;
    task.write(group, ben, in_phase(2, Some(ben)), &[]).await;
    task
}

async fn dependencies(app: &TestApp, group: &Group, reader: &Somebody) -> Value {
    let slug = group.slug(app).await;
    reader.person.read(&format!("/api/v1/pursuances/{slug}/tasks/1/dependencies")).await.ok()
}

/// The kinds of what somebody is told.
async fn told(app: &TestApp, who: &Somebody) -> Vec<String> {
    settle(app).await;
    let inbox = who.person.read("/api/v1/me/inbox?limit=9").await.ok();
    let kinds = inbox["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned());
    kinds.filter(|kind| kind == "waiting").collect()
}

async fn a_task_is_blocked_in_words_that_nobody_here_reads(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let task = bens(&group, &ana, &ben).await;
    let of = note_of(task.id);
    let (_, sent) = words(&group, &ana, of, None);
    ana.send(&group, "put", &sent).await.ok();
    let read = shown(&app, &group, &ben, 1).await;
    assert_eq!((&read["phase"], &read["beneath"]), (&json!("blocked"), &json!("started")));
    let blocks = dependencies(&app, &group, &ben).await["blocks"].clone();
    assert_eq!(blocks.as_array().map(Vec::len), Some(1), "{blocks}");
    assert_eq!(
        (&blocks[0]["reason"], &blocks[0]["on"], &blocks[0]["by"]),
        (&Value::Null, &Value::Null, &json!("ana"))
    );
    // The person who has it hears that something blocks it.
    assert_eq!(told(&app, &ben).await, ["waiting"]);

    let objects = ben.ask(&group, "objects?after=1").await.ok();
    assert!(sent.iter().all(|record| records(&objects).contains(record)), "as it came");
    assert_eq!(objects["blocks"][of.1.to_string()], blocks[0]["sealed"]["object"], "{objects}");
    let slug = group.slug(&app).await;
    let page = Browser::signed_in(&app, &ben.person.id).await.open(&format!("/p/{slug}/t/1")).await.shown();
    let page = page.saying("Blocked by");
    assert!(page.html.contains(&format!("data-by=\"{}\"", ana.iid())), "{page:?}");
    let list = Browser::signed_in(&app, &ben.person.id).await.open(&format!("/p/{slug}/list")).await.shown();
    assert!(list.html.contains("<template data-blocked><i data-of="), "{list:?}");
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("text_version where body like '%frozen%'").await, 0);

    // It is not said otherwise, and whoever has the task says that it blocks no more.
    ben.person.perform("task.unblock", json!({ "pursuance": slug, "task": 1 })).await.ok();
    assert_eq!(shown(&app, &group, &ana, 1).await["phase"], "started");
    assert_eq!(dependencies(&app, &group, &ana).await["blocks"], json!([]));
}

async fn what_may_not_block_a_task_is_refused_and_nothing_of_it_is_kept(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let cay = Somebody::new(&app, "cay").await;
    group.admit(&ana, &cay, LogRole::Writer).await;
    let mut task = bens(&group, &ana, &ben).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let kept = async || (inspect.count("task_block").await, inspect.count("sealed_revision").await);
    let before = kept().await;
    // Of no task, without words, and by somebody who may not say it.
    let (_, elsewhere) = words(&group, &ana, note_of(Known::new().id), None);
    ana.send(&group, "put", &elsewhere).await.problem(422, "bad-fields");
    let (bare, fields) = group.revision_of(&ana.keys, note_of(task.id), None, &[]);
    ana.send(&group, "put", &put(&bare, fields)).await.problem(422, "bad-fields");
    let (_, cays) = words(&group, &cay, note_of(task.id), None);
    cay.send(&group, "put", &cays).await.problem(403, "not-allowed");
    // Words in the clear, and a task, which a revision of this one says.
    let slug = group.slug(&app).await;
    let block = async |more: Value| {
        let mut input = json!({ "pursuance": slug, "task": 1 });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ben.person.perform("task.block", input).await
    };
    block(json!({ "reason": "The river is frozen" })).await.problem(422, "clear-text-refused");
    block(json!({ "on": 1 })).await.problem(422, "signature-needed");
    assert_eq!(kept().await, before);

    let of = note_of(task.id);
    let (first, sent) = words(&group, &ben, of, None);
    ben.send(&group, "put", &sent).await.ok();
    let (_, again) = words(&group, &ben, of, Some(&first));
    ben.send(&group, "put", &again).await.problem(422, "bad-fields");
    ben.send(&group, "put", &sent).await.problem(409, "stale-revision");
    for _ in 1..10 {
        ben.send(&group, "put", &words(&group, &ben, note_of(task.id), None).1).await.ok();
    }
    let more = ben.send(&group, "put", &words(&group, &ben, note_of(task.id), None).1).await;
    assert_eq!(problem(&more), "too-many-blocks");
    // A finished task is blocked by nothing.
    task.write(&group, &ben, in_phase(3, Some(&ben)), &[]).await;
    task.write(&group, &ben, in_phase(7, Some(&ben)), &[]).await;
    let late = ana.send(&group, "put", &words(&group, &ana, note_of(task.id), None).1).await;
    assert_eq!(problem(&late), "closed");
}

async fn a_member_who_blocks_a_task_is_told_and_ends_it(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    bens(&group, &ana, &ben).await;
    let slug = group.slug(&app).await;
    let mut browser = Browser::signed_in(&app, &ben.person.id).await;
    let page = browser.open(&format!("/p/{slug}/t/1")).await.shown();
    let at = format!("/p/{slug}/t/1/block");
    let name = format!("@{}", ana.person.id.as_str());
    let own = format!("@{}", ben.person.id.as_str());
    browser.fill(&page, &at, &[("blocker", &own)]).await.refused().saying("This person has the task.");
    let clear = browser.fill(&page, &at, &[("blocker", "The river is frozen")]).await.refused();
    assert!(!clear.saying("takes no text that it could read").says("heron"));
    browser.fill(&page, &at, &[("blocker", &name)]).await.shown().saying("Noted: it is blocked.");
    let blocks = dependencies(&app, &group, &ana).await["blocks"].clone();
    assert_eq!((&blocks[0]["on"], &blocks[0]["by"]), (&json!("ana"), &json!("ben")), "{blocks}");
    assert_eq!(told(&app, &ana).await, ["waiting"]);
    ana.person.perform("task.unblock", json!({ "pursuance": slug, "task": 1 })).await.ok();
    assert_eq!(dependencies(&app, &group, &ana).await["blocks"], json!([]));
}

async fn what_was_said_of_a_task_goes_with_it(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let mut task = bens(&group, &ana, &ben).await;
    ben.send(&group, "put", &words(&group, &ben, note_of(task.id), None).1).await.ok();
    let away = |flags: u8| Rel { flags, ..in_phase(2, Some(&ben)) };
    task.write(&group, &ana, away(Rel::IN_TRASH), &[]).await;
    let slug = group.slug(&app).await;
    ana.person.perform("task.delete", json!({ "pursuance": slug, "task": 1 })).await.ok();
    let inspect = Inspect::open(&app.config.database_url).await;
    for left in [
        "text_version where field = 'reason' and envelope is not null",
        "sealed_object where kind = 8",
        "task_block",
    ] {
        assert_eq!(inspect.count(left).await, 0, "{left}");
    }
    assert_eq!(ana.ask(&group, "objects?after=1").await.ok()["blocks"], Value::Null);
}
