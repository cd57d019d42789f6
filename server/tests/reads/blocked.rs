//! The phase `blocked`: derived from what a task waits for, and the same in lists, filters, counts and answers.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use pursuance::jobs::Worker;
use pursuance::store::{actors, tasks};
use pursuance_domain::id::ActorId;
use pursuance_domain::time::MINUTE;
use pursuance_domain::value::Size;
use serde_json::{Value, json};

use crate::limits::table::TABLE;
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::rows::{a_task, waits};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_task_is_blocked_while_what_it_waits_for_is_open,
    somebody_or_words_block_a_task_until_it_is_said_that_they_do_not,
    whoever_blocks_a_task_says_that_they_no_longer_do_and_nothing_else,
    those_who_wait_are_told_once_what_became_of_it,
    lists_filters_and_counts_say_the_same_as_each_task,
);

const BEES: &str = "/api/v1/pursuances/bees";

fn of(task: i64, more: Value) -> Value {
    merged(json!({ "pursuance": "bees", "task": task }), more)
}

async fn bees(app: &TestApp, tasks: i64) -> Person {
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    for number in 1..=tasks {
        let title = format!("Task {number}");
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    ana
}

async fn phases(reader: &Person, task: i64) -> (String, String) {
    let task = reader.read(&format!("{BEES}/tasks/{task}")).await.ok();
    (task["phase"].as_str().unwrap().to_owned(), task["beneath"].as_str().unwrap().to_owned())
}

fn both(shown: &str, beneath: &str) -> (String, String) {
    (shown.to_owned(), beneath.to_owned())
}

async fn verbs(reader: &Person) -> Vec<String> {
    let events = reader.read(&format!("{BEES}/events?limit=200")).await.items();
    events.iter().map(|event| event["verb"].as_str().unwrap().to_owned()).collect()
}

async fn a_task_is_blocked_while_what_it_waits_for_is_open(app: TestApp) {
    let ana = bees(&app, 2).await;
    ana.perform("task.depend", of(1, json!({ "on": 2 }))).await.ok();
    assert_eq!(phases(&ana, 1).await, both("blocked", "new"));
    assert_eq!(ana.read(&format!("{BEES}/tasks/2")).await.ok()["waiting"], 1);
    // It forbids nothing.
    ana.perform("task.take", of(1, json!({}))).await.ok();
    assert_eq!(phases(&ana, 1).await, both("blocked", "started"));
    for (phase, shown) in [("dropped", "started"), ("new", "blocked")] {
        ana.perform("task.set_phase", of(2, json!({ "phase": phase }))).await.ok();
        assert_eq!(phases(&ana, 1).await, both(shown, "started"), "{phase}");
    }
    ana.perform("task.set_phase", of(1, json!({ "phase": "dropped" }))).await.ok();
    assert_eq!(phases(&ana, 1).await, both("dropped", "dropped"), "nothing blocks what is closed");
    assert_eq!(ana.read(&format!("{BEES}/tasks/2")).await.ok()["waiting"], 0);
}

async fn somebody_or_words_block_a_task_until_it_is_said_that_they_do_not(app: TestApp) {
    let ana = bees(&app, 3).await;
    let ben = app.person("ben").await;
    ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    for block in [json!({ "reason": "The river is frozen." }), json!({ "on": "@ben" }), json!({ "on": 2 })] {
        ana.perform("task.block", of(1, block.clone())).await.ok();
        assert_eq!(phases(&ana, 1).await, both("blocked", "new"), "{block}");
        let again = ana.perform("task.block", of(1, block.clone())).await.ok();
        assert_eq!(again["events"], json!([]), "{block}");
    }
    ana.perform("task.depend", of(1, json!({ "on": 3 }))).await.ok();
    ana.perform("task.unblock", of(1, json!({}))).await.ok();
    // The noted dependency stays.
    assert_eq!(phases(&ana, 1).await, both("blocked", "new"));
    let left = ana.read(&format!("{BEES}/tasks/1/dependencies")).await.ok();
    assert_eq!((&left["waits_for"][0]["task"], left["waits_for"].as_array().unwrap().len()), (&json!(3), 1));
    ana.perform("task.undepend", of(1, json!({ "on": 3 }))).await.ok();
    assert_eq!(phases(&ana, 1).await, both("new", "new"));
    ana.perform("task.unblock", of(1, json!({}))).await.problem(409, "not-blocked");

    let told = verbs(&ana).await;
    assert_eq!(told.iter().filter(|verb| *verb == "task.blocked").count(), 2);
    assert_eq!(told.iter().filter(|verb| *verb == "task.unblocked").count(), 1);

    for (input, slug) in [
        (json!({}), "invalid-input"),
        (json!({ "on": 2, "reason": "Both" }), "invalid-input"),
        (json!({ "on": "@cay" }), "invalid-input"),
        (json!({ "reason": "" }), "invalid-input"),
    ] {
        ana.perform("task.block", of(1, input.clone())).await.problem(422, slug);
    }
    ana.perform("task.set_phase", of(1, json!({ "phase": "dropped" }))).await.ok();
    ana.perform("task.block", of(1, json!({ "reason": "Late" }))).await.problem(409, "closed");
}

async fn whoever_blocks_a_task_says_that_they_no_longer_do_and_nothing_else(app: TestApp) {
    let ana = bees(&app, 1).await;
    let (ben, cay) = (app.person("ben").await, app.person("cay").await);
    for person in [&ben, &cay] {
        person.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    }
    ana.perform("task.block", of(1, json!({ "on": "@ben" }))).await.ok();
    ana.perform("task.block", of(1, json!({ "reason": "Ice" }))).await.ok();
    ben.perform("task.block", of(1, json!({ "reason": "Snow" }))).await.problem(403, "not-allowed");
    cay.perform("task.unblock", of(1, json!({}))).await.problem(403, "not-allowed");
    ben.perform("task.unblock", of(1, json!({}))).await.ok();
    ben.perform("task.unblock", of(1, json!({}))).await.problem(403, "not-allowed");
    assert_eq!(phases(&ana, 1).await, both("blocked", "new"), "the words hold");
    ana.perform("task.assign", of(1, json!({ "assignee": "ben" }))).await.ok();
    ana.perform("task.block", of(1, json!({ "on": "@ben" }))).await.problem(422, "invalid-input");
    ben.perform("task.unblock", of(1, json!({}))).await.ok();
    assert_eq!(phases(&ana, 1).await, both("started", "started"));
}

/// How many jobs have still to tell tasks that wait.
async fn waiting_jobs(app: &TestApp) -> usize {
    let inspect = Inspect::open(&app.config.database_url).await;
    inspect.rows("select kind from job where kind = 'tell_waiting'").await.len()
}

async fn told(reader: &Person, slug: &str) -> Vec<(i64, bool, bool)> {
    let tasks = reader.read(&format!("/api/v1/pursuances/{slug}/tasks?limit=200")).await.items();
    let numbers: BTreeMap<String, i64> = tasks
        .iter()
        .map(|task| (task["id"].as_str().unwrap().to_owned(), task["number"].as_i64().unwrap()))
        .collect();
    let events = reader.read(&format!("/api/v1/pursuances/{slug}/events?limit=200")).await.items();
    let moved = events.into_iter().filter(|event| event["verb"] == "task.blocker_moved");
    moved
        .map(|event| {
            let data = &event["data"];
            assert!(data["phase"].is_null(), "not everybody may see it: {data}");
            let open = data["open"].as_bool().unwrap();
            (numbers[event["task"].as_str().unwrap()], open, data["blocked"].as_bool().unwrap())
        })
        .collect()
}

async fn those_who_wait_are_told_once_what_became_of_it(app: TestApp) {
    let ana = bees(&app, 4).await;
    ana.perform("pursuance.create", json!({ "slug": "wasps", "name": "Wasps", "mission": "" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "wasps", "title": "Sting" })).await.ok();
    for (task, on) in [(1, 3), (2, 3), (2, 4)] {
        ana.perform("task.depend", of(task, json!({ "on": on }))).await.ok();
    }
    ana.perform("task.depend", json!({ "pursuance": "wasps", "task": 1, "on": "bees#3" })).await.ok();
    ana.perform("task.set_phase", of(3, json!({ "phase": "dropped" }))).await.ok();
    assert_eq!(waiting_jobs(&app).await, 1);
    let worker = Worker::spawn(&app);
    until("they are told", async || waiting_jobs(&app).await == 0).await;
    let mut here = told(&ana, "bees").await;
    here.sort();
    assert_eq!(here, [(1, false, false), (2, false, true)]);
    assert_eq!(told(&ana, "wasps").await, [(1, false, false)]);

    // Another phase of what is open concerns nobody, and what is told is not told again.
    ana.perform("task.set_phase", of(4, json!({ "phase": "help_wanted" }))).await.ok();
    assert_eq!(waiting_jobs(&app).await, 0);
    ana.perform("task.set_phase", of(3, json!({ "phase": "new" }))).await.ok();
    until("they are told", async || waiting_jobs(&app).await == 0).await;
    worker.stop().await;
    assert_eq!(told(&ana, "wasps").await.last(), Some(&(1, true, true)));
}

#[tokio::test]
async fn more_waiting_tasks_than_one_transaction_tells_are_told_all_the_same() {
    let app = TestApp::start().await;
    let ana = bees(&app, 1).await;
    let row = TABLE.iter().flat_map(|(_, rows)| *rows).find(|row| row.id == "told-waiting").unwrap();
    let many = usize::try_from(row.most.number()).unwrap() + 7;
    let id = ana.read(BEES).await.ok()["id"].as_str().unwrap().to_owned();
    let mut tx = app.db.write().await.unwrap();
    let bees = actors::by_id(&mut tx, &ActorId(id)).await.unwrap().unwrap();
    let on = ana.read(&format!("{BEES}/tasks/1")).await.ok()["id"].as_str().unwrap().to_owned();
    let on = tasks::by_id(&mut tx, &on.into()).await.unwrap().unwrap();
    for _ in 0..many {
        let task = a_task(&mut tx, &bees, None, "Waits", Size::M).await;
        waits(&mut tx, &task, &on).await;
    }
    tx.commit().await.unwrap();
    ana.perform("task.set_phase", of(1, json!({ "phase": "dropped" }))).await.ok();
    let worker = Worker::spawn(&app);
    until("they are told", async || waiting_jobs(&app).await == 0).await;
    worker.stop().await;
    let mut events = Vec::new();
    let mut after = 0;
    loop {
        let more = ana.read(&format!("{BEES}/events?limit=200&after={after}")).await.items();
        let Some(last) = more.last() else { break };
        after = last["seq"].as_i64().unwrap();
        events.extend(more.into_iter().filter(|event| event["verb"] == "task.blocker_moved"));
    }
    let tasks: std::collections::BTreeSet<String> =
        events.iter().map(|event| event["task"].to_string()).collect();
    assert_eq!((events.len(), tasks.len()), (many, many), "each once");
}

/// Whether each task is blocked, from a slow look at each.
fn reference(edges: &BTreeMap<(i64, i64), ()>, words: &[bool], closed: &[bool]) -> Vec<bool> {
    let open = |task: i64| !closed[usize::try_from(task).unwrap() - 1];
    (1..=i64::try_from(words.len()).unwrap())
        .map(|task| {
            let waits = edges.keys().any(|(waiting, on)| *waiting == task && open(*on));
            open(task) && (waits || words[usize::try_from(task).unwrap() - 1])
        })
        .collect()
}

async fn lists_filters_and_counts_say_the_same_as_each_task(app: TestApp) {
    const TASKS: i64 = 6;
    let ana = bees(&app, TASKS).await;
    let mut browser = Browser::of(&app, "ana").await;
    let mut runner = TestRunner::new(Config::default());
    let steps = prop::collection::vec((1..=TASKS, 1..=TASKS, 0..5_u8), 60..80);
    let steps = steps.new_tree(&mut runner).unwrap().current();
    let (mut edges, mut words) = (BTreeMap::new(), [false; TASKS as usize]);
    let mut closed = [false; TASKS as usize];
    for (step, (task, other, kind)) in steps.iter().copied().enumerate() {
        let at = usize::try_from(task).unwrap() - 1;
        match kind {
            0 if ana.perform("task.depend", of(task, json!({ "on": other }))).await.status.is_success() => {
                edges.insert((task, other), ());
            }
            1 if ana.perform("task.undepend", of(task, json!({ "on": other }))).await.status.is_success() => {
                edges.remove(&(task, other));
            }
            2 if ana
                .perform("task.block", of(task, json!({ "reason": "Ice" })))
                .await
                .status
                .is_success() =>
            {
                words[at] = true;
            }
            3 if ana.perform("task.unblock", of(task, json!({}))).await.status.is_success() => {
                words[at] = false
            }
            4 => {
                let phase = if closed[at] { "new" } else { "dropped" };
                ana.perform("task.set_phase", of(task, json!({ "phase": phase }))).await.ok();
                closed[at] = !closed[at];
            }
            _ => continue,
        }
        if step % 5 != 0 {
            continue;
        }
        app.advance(MINUTE);
        let expected = reference(&edges, &words, &closed);
        let tasks = ana.read(&format!("{BEES}/tasks")).await.items();
        let listed: Vec<bool> = tasks.iter().map(|task| task["phase"] == "blocked").collect();
        assert_eq!(listed, expected, "step {step} of {steps:?}");
        let blocked = expected.iter().filter(|is_blocked| **is_blocked).count();
        let filtered = browser.open("/p/bees?q=is:later").await.shown();
        // Nobody has them: they are planned for later, and count as no trouble.
        assert_eq!(
            filtered.html.matches("class=\"phase later\"").count(),
            blocked,
            "step {step}: {filtered:?}"
        );
        assert!(!filtered.html.contains("class=\"phase blocked\""), "step {step}: {filtered:?}");
        let is_counted = filtered.html.contains(" 0 blocked, ");
        assert!(is_counted || closed.iter().all(|is_closed| *is_closed), "step {step}: {filtered:?}");
        for (number, is_blocked) in (1..).zip(expected) {
            assert_eq!(phases(&ana, number).await.0 == "blocked", is_blocked, "step {step}: task {number}");
        }
    }
}
