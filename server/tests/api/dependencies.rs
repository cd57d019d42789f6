//! Tasks that wait for other tasks.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use pursuance::store::actors;
use pursuance_domain::id::ActorId;
use pursuance_domain::value::Size;
use serde_json::{Value, json};

use super::{get_done, join_as, pluck, start_pursuance, start_pursuance_as, write_task};
use crate::support::browser::Browser;
use crate::support::rows::{a_task, waits};
use crate::support::statements::asked;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_task_waits_for_another_and_both_ends_say_so,
    what_waits_and_nobody_has_is_later_at_both_ends_and_in_the_picture,
    a_circle_is_refused_with_the_way_task_by_task,
    a_part_waits_for_nothing_that_it_is_part_of,
    a_task_of_another_pursuance_is_named_by_slug_address_or_id,
    of_a_task_that_may_not_be_seen_nothing_is_told_but_that_it_is_there,
    whoever_has_the_task_or_may_edit_it_says_what_it_waits_for,
    of_two_people_who_close_a_circle_at_once_one_is_refused,
    no_sequence_of_actions_makes_a_circle,
    a_picture_holds_what_waits_for_what_and_marks_the_longest_chain,
    a_picture_shows_no_task_that_may_not_be_seen,
    tasks_of_other_pursuances_that_wait_are_in_the_picture_for_those_who_may_see_them,
);

const BEES: &str = "/api/v1/pursuances/bees";

fn on(task: i64, on: impl Into<Value>) -> Value {
    json!({ "pursuance": "bees", "task": task, "on": on.into() })
}

async fn bees(app: &TestApp, tasks: usize) -> Person {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    for number in 1..=tasks {
        write_task(&ana, "bees", &format!("Task {number}")).await;
    }
    ana
}

async fn ends(reader: &Person, task: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{task}/dependencies")).await.ok()
}

fn numbers(ends: &Value) -> Vec<i64> {
    ends.as_array().unwrap().iter().map(|end| end["task"].as_i64().unwrap()).collect()
}

async fn a_task_waits_for_another_and_both_ends_say_so(app: TestApp) {
    let ana = bees(&app, 3).await;
    ana.perform("task.depend", on(1, 2)).await.ok();
    ana.perform("task.depend", on(1, "#3")).await.ok();
    // Once more changes nothing.
    assert_eq!(ana.perform("task.depend", on(1, 2)).await.ok()["events"], json!([]));

    let first = ends(&ana, 1).await;
    assert_eq!((numbers(&first["waits_for"]), &first["waiting"]), (vec![2, 3], &json!([])));
    let end = &first["waits_for"][0];
    for (member, value) in [
        ("pursuance", json!("bees")),
        ("title", json!("Task 2")),
        ("phase", json!("new")),
        ("open", json!(true)),
        ("origin", json!(null)),
        ("url", json!("http://localhost:8080/p/bees/t/2")),
    ] {
        assert_eq!(end[member], value, "{member}");
    }
    assert_eq!(numbers(&ends(&ana, 2).await["waiting"]), [1]);

    let verbs = ana.read(&format!("{BEES}/events?limit=200")).await.items();
    assert!(pluck(&verbs, "verb").ends_with(&[
        json!("task.waits"),
        json!("task.awaited"),
        json!("task.waits"),
        json!("task.awaited")
    ]));

    ana.perform("task.set_phase", json!({ "pursuance": "bees", "task": 2, "phase": "dropped" })).await.ok();
    let first = ends(&ana, 1).await;
    assert_eq!(numbers(&first["waits_for"]), [3, 2], "the unfinished first");
    assert_eq!(
        (&first["waits_for"][1]["phase"], &first["waits_for"][1]["open"]),
        (&json!("dropped"), &json!(false))
    );

    ana.perform("task.undepend", on(1, 3)).await.ok();
    assert_eq!(numbers(&ends(&ana, 1).await["waits_for"]), [2]);
    ana.perform("task.undepend", on(1, 3)).await.problem(409, "no-such-dependency");
    ana.perform("task.depend", on(1, 99)).await.problem(404, "not-found");
    ana.perform("task.depend", on(1, "wasps#1")).await.problem(404, "not-found");
    ana.perform("task.depend", on(1, "the third")).await.problem(422, "invalid-input");
}

async fn what_waits_and_nobody_has_is_later_at_both_ends_and_in_the_picture(app: TestApp) {
    let ana = bees(&app, 3).await;
    for (task, other) in [(1, 2), (2, 3)] {
        ana.perform("task.depend", on(task, other)).await.ok();
    }
    let told = async || {
        let graph = ana.read(&format!("{BEES}/graph")).await.ok();
        let drawn = |number: i64| {
            let tasks = graph["tasks"].as_array().unwrap();
            tasks.iter().find(|one| one["task"] == number).unwrap()["later"].clone()
        };
        let drawn = [1, 2, 3].map(drawn);
        let first = ends(&ana, 1).await["waits_for"][0]["later"].clone();
        let (second, last) = (ends(&ana, 2).await, ends(&ana, 3).await["waiting"][0]["later"].clone());
        let ends =
            [second["waiting"][0]["later"].clone(), first.clone(), second["waits_for"][0]["later"].clone()];
        assert_eq!(first, last, "one task is the same at both ends");
        assert_eq!(ends, drawn, "and in the picture");
        drawn
    };
    assert_eq!(told().await, [true, true, false].map(Value::from), "the last one waits for nothing");
    ana.perform("task.take", json!({ "pursuance": "bees", "task": 2 })).await.ok();
    assert_eq!(told().await, [true, false, false].map(Value::from), "somebody has the second");
}

async fn a_part_waits_for_nothing_that_it_is_part_of(app: TestApp) {
    let ana = bees(&app, 5).await;
    let place = |task: i64, parent: i64| json!({ "pursuance": "bees", "task": task, "parent": parent });
    ana.perform("task.move", place(2, 1)).await.ok();
    ana.perform("task.move", place(3, 2)).await.ok();
    for (action, part, whole) in [("task.depend", 2, 1), ("task.depend", 3, 1), ("task.block", 3, 2)] {
        let problem = ana.perform(action, on(part, whole)).await.problem(409, "cycle");
        let title = problem["detail"].as_str().unwrap();
        assert!(title.contains(&format!("A part of #{whole}")), "{title}");
    }
    // A whole may wait for its part, and parts for each other.
    ana.perform("task.depend", on(1, 3)).await.ok();
    // Neither is a task moved below one for which it waits, or something below it.
    ana.perform("task.depend", on(4, 1)).await.ok();
    for parent in [1, 3] {
        ana.perform("task.move", place(4, parent)).await.problem(409, "cycle");
    }
    ana.perform("task.move", place(4, 5)).await.ok();
    ana.perform("task.move", place(5, 2)).await.problem(409, "cycle");
    ana.perform("task.undepend", on(4, 1)).await.ok();
    ana.perform("task.move", place(5, 2)).await.ok();
}

async fn a_circle_is_refused_with_the_way_task_by_task(app: TestApp) {
    let ana = bees(&app, 4).await;
    for (task, other) in [(1, 2), (2, 3), (3, 4)] {
        ana.perform("task.depend", on(task, other)).await.ok();
    }
    let refused = ana.perform("task.depend", on(4, 1)).await.problem(409, "cycle");
    assert_eq!(pluck(refused["path"].as_array().unwrap(), "task"), [4, 1, 2, 3, 4].map(|n| json!(n)));
    assert_eq!(
        refused["detail"],
        "This would close a circle: #4 Task 4 → #1 Task 1 → #2 Task 2 → #3 Task 3 → #4 Task 4."
    );
    for task in 5..=14 {
        write_task(&ana, "bees", &format!("Task {task}")).await;
        ana.perform("task.depend", on(task - 1, task)).await.ok();
    }
    let long = ana.perform("task.depend", on(14, 1)).await.problem(409, "cycle");
    let path = long["path"].as_array().unwrap();
    assert_eq!((path.len(), &path[5]), (11, &json!({ "left_out": 5 })), "{long}");
    assert!(long["detail"].as_str().unwrap().contains("more tasks …"), "{long}");
    let refused = ana.perform("task.depend", on(2, 2)).await.problem(409, "cycle");
    assert_eq!(refused["detail"], "A task cannot wait for itself.");
    assert_eq!(ends(&ana, 14).await["waits_for"], json!([]));
}

async fn a_task_of_another_pursuance_is_named_by_slug_address_or_id(app: TestApp) {
    let ana = bees(&app, 1).await;
    start_pursuance(&ana, "wasps").await;
    for title in ["Build", "Guard", "Feed"] {
        write_task(&ana, "wasps", title).await;
    }
    let id = ana.read("/api/v1/pursuances/wasps/tasks/3").await.ok()["id"].clone();
    ana.perform("task.depend", on(1, "wasps#1")).await.ok();
    ana.perform("task.depend", on(1, "http://localhost:8080/p/wasps/t/2")).await.ok();
    ana.perform("task.depend", on(1, format!("http://localhost:8080/ap/t/{}", id.as_str().unwrap())))
        .await
        .ok();
    ana.perform("task.depend", on(1, "http://elsewhere.example/p/wasps/t/2")).await.problem(404, "not-found");
    let found = ends(&ana, 1).await;
    assert_eq!(
        pluck(found["waits_for"].as_array().unwrap(), "title"),
        ["Build", "Guard", "Feed"].map(Value::from)
    );
    assert_eq!(found["waits_for"][0]["pursuance"], "wasps");
    let there = ana.read("/api/v1/pursuances/wasps/tasks/3/dependencies").await.ok();
    assert_eq!(
        (&there["waiting"][0]["pursuance"], &there["waiting"][0]["task"]),
        (&json!("bees"), &json!(1))
    );
    // Each pursuance has the event of its own task.
    let events = ana.read("/api/v1/pursuances/wasps/events").await.items();
    assert_eq!(pluck(&events, "verb").iter().filter(|verb| **verb == "task.awaited").count(), 3);
    assert!(!pluck(&events, "verb").contains(&json!("task.waits")));
    ana.perform("task.undepend", on(1, id)).await.ok();
    assert_eq!(ends(&ana, 1).await["waits_for"].as_array().unwrap().len(), 2);
}

async fn of_a_task_that_may_not_be_seen_nothing_is_told_but_that_it_is_there(app: TestApp) {
    let ana = bees(&app, 2).await;
    let ben = app.person("ben").await;
    join_as(&ben, "bees", "assistant_admin", &ana).await;
    start_pursuance_as(&ana, "hive", "members").await;
    write_task(&ana, "hive", "The secret of the hive").await;
    ana.perform("task.depend", on(1, "hive#1")).await.ok();
    ana.perform("task.depend", json!({ "pursuance": "hive", "task": 1, "on": "bees#2" })).await.ok();

    let found = ends(&ben, 1).await["waits_for"][0].clone();
    for member in ["id", "pursuance", "task", "title", "phase", "later", "open", "url", "origin"] {
        assert_eq!(found[member], Value::Null, "{member}");
    }
    assert_eq!(ends(&ben, 2).await["waiting"][0]["title"], Value::Null);
    let refused = ben.perform("task.depend", on(2, 1)).await.problem(409, "cycle");
    assert_eq!(refused["path"][2], Value::Null);
    assert_eq!(
        refused["detail"],
        "This would close a circle: #2 Task 2 → #1 Task 1 → a task you cannot see → #2 Task 2."
    );
    for hidden in [json!("hive#1"), ana.read("/api/v1/pursuances/hive/tasks/1").await.ok()["id"].clone()] {
        ben.perform("task.depend", on(2, hidden)).await.problem(404, "not-found");
    }
    // A dependency that somebody else noted is taken away by its name in the list, and by no other.
    let name = found["hidden"].as_str().unwrap();
    ben.perform("task.undepend", on(1, format!("~{}", "0".repeat(32)))).await.problem(404, "not-found");
    ben.perform("task.undepend", on(2, name)).await.problem(404, "not-found");
    ben.perform("task.depend", on(2, name)).await.problem(404, "not-found");
    ben.perform("task.undepend", on(1, name)).await.ok();
    assert_eq!(ends(&ana, 1).await["waits_for"], json!([]));
}

async fn whoever_has_the_task_or_may_edit_it_says_what_it_waits_for(app: TestApp) {
    let ana = bees(&app, 2).await;
    let (ben, cay) = (app.person("ben").await, app.person("cay").await);
    join_as(&ben, "bees", "untrusted", &ana).await;
    join_as(&cay, "bees", "assigner", &ana).await;
    ana.perform("task.assign", json!({ "pursuance": "bees", "task": 1, "assignee": "ben" })).await.ok();
    ben.perform("task.depend", on(1, 2)).await.ok();
    ben.perform("task.undepend", on(1, 2)).await.ok();
    for person in [&ben, &cay] {
        person.perform("task.depend", on(2, 1)).await.problem(403, "not-allowed");
    }
    app.visitor().perform("task.depend", on(1, 2)).await.problem(401, "token-needed");
    app.person("dan").await.perform("task.depend", on(1, 2)).await.problem(403, "not-a-member");
    get_done(2, "bees", &cay, &ana).await;
    ana.perform("task.depend", on(1, 2)).await.ok();
}

async fn of_two_people_who_close_a_circle_at_once_one_is_refused(app: TestApp) {
    let ana = bees(&app, 0).await;
    start_pursuance(&ana, "wasps").await;
    for round in 1..=12 {
        write_task(&ana, "bees", "Count").await;
        write_task(&ana, "wasps", "Sting").await;
        // Each locks another pursuance first.
        let there = json!({ "pursuance": "bees", "task": round, "on": format!("wasps#{round}") });
        let back = json!({ "pursuance": "wasps", "task": round, "on": format!("bees#{round}") });
        let (there, back) = tokio::join!(ana.perform("task.depend", there), ana.perform("task.depend", back));
        let mut statuses = [there.status.as_u16(), back.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{there:?} {back:?}");
    }
}

/// Whether a walk from one task along the edges comes to another.
fn leads(edges: &BTreeSet<(i64, i64)>, from: i64, to: i64) -> bool {
    let mut next: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (task, on) in edges {
        next.entry(*task).or_default().push(*on);
    }
    let (mut open, mut seen) = (vec![from], BTreeSet::new());
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        if seen.insert(at) {
            open.extend(next.get(&at).into_iter().flatten());
        }
    }
    false
}

async fn no_sequence_of_actions_makes_a_circle(app: TestApp) {
    const TASKS: i64 = 7;
    let ana = bees(&app, TASKS.unsigned_abs() as usize).await;
    let mut runner = TestRunner::new(Config::default());
    let steps = prop::collection::vec((1..=TASKS, 1..=TASKS, 0..4_u8), 180..200);
    let steps = steps.new_tree(&mut runner).unwrap().current();
    let mut edges = BTreeSet::new();
    for (step, (task, other, kind)) in steps.iter().copied().enumerate() {
        let told = || format!("step {step} of {steps:?}");
        if kind == 0 {
            let answer = ana.perform("task.undepend", on(task, other)).await;
            assert_eq!(answer.status.is_success(), edges.remove(&(task, other)), "{}", told());
        } else {
            let answer = ana.perform("task.depend", on(task, other)).await;
            let closes = leads(&edges, other, task);
            assert_eq!(answer.status.is_success(), !closes, "{}: {answer:?}", told());
            if !closes {
                edges.insert((task, other));
            }
        }
    }
    let mut kept = BTreeSet::new();
    for task in 1..=TASKS {
        kept.extend(numbers(&ends(&ana, task).await["waits_for"]).into_iter().map(|on| (task, on)));
    }
    assert_eq!(kept, edges);
}

#[tokio::test]
async fn one_more_asks_the_database_no_more_however_much_hangs_together() {
    const MOST: usize = 21;
    let app = TestApp::start_on_postgres().await;
    let (ana, bob) = (bees(&app, 12).await, app.person("bob").await);
    join_as(&bob, "bees", "normal", &ana).await;
    for task in 1..=12 {
        bob.perform("task.take", json!({ "pursuance": "bees", "task": task })).await.ok();
    }
    // The first one reads what there is into memory; and only from the first question on is it noted what is asked.
    asked(async { drop(ana.perform("task.depend", on(1, 2)).await.ok()) }).await;
    let few = asked(async { drop(ana.perform("task.depend", on(3, 4)).await.ok()) }).await;
    for (task, other) in [(2, 3), (4, 5), (5, 6), (6, 7), (6, 8), (8, 9), (9, 10)] {
        ana.perform("task.depend", on(task, other)).await.ok();
    }
    let more = asked(async { drop(ana.perform("task.depend", on(12, 1)).await.ok()) }).await;
    assert_eq!(few.len(), more.len(), "{few:#?} {more:#?}");
    assert!((1..=MOST).contains(&more.len()), "{}: {more:#?}", more.len());
}

async fn a_picture_holds_what_waits_for_what_and_marks_the_longest_chain(app: TestApp) {
    let ana = bees(&app, 6).await;
    start_pursuance(&ana, "wasps").await;
    write_task(&ana, "wasps", "Sting").await;
    ana.perform("task.edit", json!({ "pursuance": "bees", "task": 3, "revision": 1, "size": "l" }))
        .await
        .ok();
    for (task, other) in [(1, json!(2)), (1, json!(3)), (2, json!(4)), (3, json!("wasps#1")), (5, json!(6))] {
        ana.perform("task.depend", on(task, other)).await.ok();
    }
    let graph = ana.read(&format!("{BEES}/graph")).await.ok();
    assert_eq!(graph["left_out"], 0);
    assert_eq!(graph["chain"], json!(["wasps#1", 3, 1]));
    let mut edges = graph["edges"].as_array().unwrap().clone();
    edges.sort_by_key(ToString::to_string);
    let edge = |task: i64, on: Value| json!({ "task": task, "on": on });
    let mut expected = vec![
        edge(1, json!(2)),
        edge(1, json!(3)),
        edge(2, json!(4)),
        edge(3, json!("wasps#1")),
        edge(5, json!(6)),
    ];
    expected.sort_by_key(ToString::to_string);
    assert_eq!(edges, expected);
    let layer = |task: Value| {
        let tasks = graph["tasks"].as_array().unwrap();
        tasks.iter().find(|one| one["task"] == task).unwrap()["layer"].as_i64().unwrap()
    };
    assert_eq!([json!(4), json!("wasps#1"), json!(2), json!(3), json!(1)].map(layer), [0, 0, 1, 1, 2]);

    // A finished task is no part of a chain of unfinished work.
    ana.perform("task.set_phase", json!({ "pursuance": "bees", "task": 3, "phase": "dropped" })).await.ok();
    assert_eq!(ana.read(&format!("{BEES}/graph")).await.ok()["chain"], json!([4, 2, 1]));

    let around = ana.read(&format!("{BEES}/graph?around=2")).await.ok();
    let mut tasks = pluck(around["tasks"].as_array().unwrap(), "task");
    tasks.sort_by_key(ToString::to_string);
    assert_eq!(tasks, [json!(1), json!(2), json!(4)], "what it waits for and what waits for it");
    ana.read(&format!("{BEES}/graph?around=99")).await.problem(404, "not-found");
    let there = ana.read("/api/v1/pursuances/wasps/graph").await.ok();
    assert_eq!(pluck(there["tasks"].as_array().unwrap(), "task"), [json!(1), json!("bees#3")]);
    assert_eq!(there["edges"], json!([{ "task": "bees#3", "on": 1 }]));
}

async fn tasks_of_other_pursuances_that_wait_are_in_the_picture_for_those_who_may_see_them(app: TestApp) {
    let ana = bees(&app, 3).await;
    for (slug, visibility) in [("wasps", "public"), ("hive", "members")] {
        start_pursuance_as(&ana, slug, visibility).await;
        write_task(&ana, slug, &format!("Sting, says the {slug}")).await;
        ana.perform("task.depend", json!({ "pursuance": slug, "task": 1, "on": "bees#1" })).await.ok();
    }
    // A task that waits on both sides of the border stands there once.
    ana.perform("task.depend", on(2, "wasps#1")).await.ok();
    let sorted = async |answer: Value| {
        let mut tasks = pluck(answer["tasks"].as_array().unwrap(), "task");
        tasks.sort_by_key(ToString::to_string);
        (tasks, answer["left_out"].clone())
    };
    let all = [json!("hive#1"), json!("wasps#1"), json!(1), json!(2)].to_vec();
    assert_eq!(sorted(ana.read(&format!("{BEES}/graph")).await.ok()).await, (all, json!(0)));
    let answer = app.visitor().read(&format!("{BEES}/graph")).await;
    assert!(!answer.text().contains("hive"), "{}", answer.text());
    let open = [json!("wasps#1"), json!(1), json!(2)].to_vec();
    assert_eq!(
        sorted(answer.ok()).await,
        (open, json!(0)),
        "nothing is told of the others, not even how many"
    );
    let shown = Browser::of(&app, "ana").await.open("/p/bees/graph").await.shown();
    shown.saying("hive#1").saying("wasps#1");
}

async fn a_picture_shows_no_task_that_may_not_be_seen(app: TestApp) {
    let ana = bees(&app, 2).await;
    start_pursuance_as(&ana, "hive", "members").await;
    write_task(&ana, "hive", "The secret of the hive").await;
    ana.perform("task.depend", on(1, "hive#1")).await.ok();
    ana.perform("task.depend", on(1, 2)).await.ok();
    for path in ["graph", "graph?around=1"] {
        let answer = app.visitor().read(&format!("{BEES}/{path}")).await;
        let text = answer.text();
        assert!(!text.contains("secret") && !text.contains("hive"), "{path}: {text}");
        let hidden =
            answer.ok()["tasks"].as_array().unwrap().iter().filter(|task| task["title"].is_null()).count();
        assert_eq!(hidden, 1, "{path}");
    }
}

#[tokio::test]
async fn a_picture_counts_the_waiting_tasks_of_others_that_have_no_room() {
    let app = TestApp::start().await;
    let ana = bees(&app, 1).await;
    start_pursuance(&ana, "wasps").await;
    let group = async |slug: &str| {
        let id =
            ana.read(&format!("/api/v1/pursuances/{slug}")).await.ok()["id"].as_str().unwrap().to_owned();
        actors::by_id(&mut app.db.read().await.unwrap(), &ActorId(id)).await.unwrap().unwrap()
    };
    let (bees, wasps) = (group("bees").await, group("wasps").await);
    let mut tx = app.db.write().await.unwrap();
    let mut awaited = Vec::new();
    for _ in 0..110 {
        let task = a_task(&mut tx, &bees, None, "Awaited", Size::M).await;
        let waiting = a_task(&mut tx, &wasps, None, "Waits", Size::M).await;
        waits(&mut tx, &waiting, &task).await;
        awaited.push(task);
    }
    // Two of these wait for one another: they are counted once.
    waits(&mut tx, &awaited[0], &awaited[1]).await;
    tx.commit().await.unwrap();
    let graph = ana.read(&format!("{BEES}/graph")).await.ok();
    assert_eq!((graph["tasks"].as_array().unwrap().len(), &graph["left_out"]), (200, &json!(20)));
}

#[tokio::test]
async fn a_picture_holds_two_hundred_tasks_and_counts_the_rest() {
    let app = TestApp::start().await;
    let ana = bees(&app, 1).await;
    let id = ana.read(BEES).await.ok()["id"].as_str().unwrap().to_owned();
    let mut tx = app.db.write().await.unwrap();
    let bees = actors::by_id(&mut tx, &ActorId(id)).await.unwrap().unwrap();
    let mut before = None;
    for _ in 0..260 {
        let task = a_task(&mut tx, &bees, None, "Link", Size::M).await;
        if let Some(before) = before.replace(task.clone()) {
            waits(&mut tx, &task, &before).await;
        }
    }
    tx.commit().await.unwrap();
    for (path, number) in [("graph", None), ("graph?around=130", Some(130))] {
        let graph = ana.read(&format!("{BEES}/{path}")).await.ok();
        let tasks = pluck(graph["tasks"].as_array().unwrap(), "task");
        assert_eq!((tasks.len(), &graph["left_out"]), (200, &json!(60)), "{path}");
        assert!(number.is_none_or(|number| tasks.contains(&json!(number))), "{path}");
    }
    let picture = Browser::signed_in(&app, &ana.id).await.open("/p/bees/graph").await.shown();
    picture.saying("60 more tasks are not in the picture.");
}
