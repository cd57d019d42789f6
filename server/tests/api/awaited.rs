//! Tasks that tasks of other pursuances wait for: who may have them wait, how many, and who ends it.

use std::collections::BTreeSet;

use pursuance_domain::task::dependency::{
    AWAITED_ELSEWHERE_MAX, AWAITED_OF_STRANGER_MAX, AWAITED_OF_STRANGERS_MAX,
};
use serde_json::{Value, json};

use super::{join_as, pluck, start_pursuance, start_pursuance_as, write_task};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_is_banned_has_no_task_wait_for_one_there,
    whoever_may_edit_a_task_ends_that_others_wait_for_it,
    a_task_noted_as_waiting_is_said_to_be_blocked_and_no_longer,
    two_who_name_and_end_blocks_across_pursuances_both_get_an_answer,
    the_picture_around_a_task_ends_where_the_reader_sees_nothing,
    whoever_sees_no_members_learns_of_none_by_naming_who_blocks_a_task,
);

const BEES: &str = "/api/v1/pursuances/bees";

fn there(pursuance: &str, task: i64, more: Value) -> Value {
    crate::support::groups::merged(json!({ "pursuance": pursuance, "task": task }), more)
}

/// The bees of ana, with tasks, and the hive of ben, which nobody else sees.
async fn bees_and_hive(app: &TestApp, tasks: usize) -> [Person; 2] {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance(&ana, "bees").await;
    start_pursuance_as(&ben, "hive", "members").await;
    for number in 1..=tasks {
        write_task(&ana, "bees", &format!("Task {number}")).await;
        write_task(&ben, "hive", &format!("Secret {number}")).await;
    }
    [ana, ben]
}

async fn waiting(reader: &Person, task: i64) -> Vec<Value> {
    let ends = reader.read(&format!("{BEES}/tasks/{task}/dependencies")).await.ok();
    ends["waiting"].as_array().unwrap().clone()
}

async fn whoever_is_banned_has_no_task_wait_for_one_there(app: TestApp) {
    let [ana, ben] = bees_and_hive(&app, 2).await;
    let depend = there("hive", 1, json!({ "on": "bees#1" }));
    ben.perform("task.depend", depend.clone()).await.ok();
    ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let ban = json!({ "pursuance": "bees", "member": "ben", "reason": "Sold the readings." });
    ana.perform("member.ban", ban).await.ok();
    for action in ["task.depend", "task.block"] {
        let on = there("hive", 1, json!({ "on": "bees#2" }));
        ben.perform(action, on).await.problem(403, "banned");
    }
    assert_eq!(waiting(&ana, 2).await, [] as [Value; 0]);
    // The own task is theirs: it need not go on waiting.
    ben.perform("task.undepend", depend.clone()).await.ok();
    ben.perform("task.depend", depend).await.problem(403, "banned");
    app.person("cay").await;
    let unban = json!({ "pursuance": "bees", "member": "ben" });
    ana.perform("member.unban", unban).await.ok();
    ben.perform("task.depend", there("hive", 1, json!({ "on": "bees#2" }))).await.ok();
}

async fn whoever_may_edit_a_task_ends_that_others_wait_for_it(app: TestApp) {
    let [ana, ben] = bees_and_hive(&app, 2).await;
    let (cay, dan) = (app.person("cay").await, app.person("dan").await);
    join_as(&cay, "bees", "assigner", &ana).await;
    join_as(&dan, "bees", "assistant_admin", &ana).await;
    ben.perform("task.block", there("hive", 1, json!({ "on": "bees#1" }))).await.ok();
    let by = waiting(&dan, 1).await[0]["hidden"].clone();
    let end = there("bees", 1, json!({ "by": by }));
    cay.perform("task.undepend", end.clone()).await.problem(403, "not-allowed");
    ben.perform("task.undepend", end.clone()).await.problem(403, "not-a-member");
    dan.perform("task.undepend", end.clone()).await.ok();
    assert_eq!(waiting(&dan, 1).await, [] as [Value; 0]);
    let left = ben.read("/api/v1/pursuances/hive/tasks/1").await.ok();
    assert_eq!(left["phase"], "new", "it waits for nothing");
    let told = ben.read("/api/v1/pursuances/hive/events").await.items();
    assert_eq!(
        (&told.last().unwrap()["verb"], &told.last().unwrap()["data"]["waits"]),
        (&json!("task.waits"), &json!(false))
    );
    // The id of a task that is not seen tells nothing when it does not wait.
    dan.perform("task.undepend", end).await.problem(404, "not-found");
    for other in [json!({}), json!({ "on": 2, "by": 2 })] {
        dan.perform("task.undepend", there("bees", 1, other)).await.problem(422, "invalid-input");
    }

    // Within a pursuance the waiting task decides.
    let mia = app.person("mia").await;
    join_as(&mia, "bees", "assistant_admin", &ana).await;
    let written = write_task(&mia, "bees", "Written").await;
    ana.perform("member.set_role", json!({ "pursuance": "bees", "member": "mia", "role": "normal" }))
        .await
        .ok();
    ana.perform("task.depend", there("bees", 2, json!({ "on": written }))).await.ok();
    mia.perform("task.undepend", there("bees", written, json!({ "by": 2 })))
        .await
        .problem(403, "not-allowed");
    ana.perform("task.undepend", there("bees", written, json!({ "by": 2 }))).await.ok();

    // On the page, too.
    ben.perform("task.depend", there("hive", 1, json!({ "on": "bees#1" }))).await.ok();
    let mut browser = Browser::of(&app, "dan").await;
    let page = browser.open("/p/bees/t/1").await.shown().saying("Need not wait for this");
    let page = browser.submit(page.form("/p/bees/t/1/undepend")).await.shown();
    page.saying("Noted: the other task no longer waits for this one.");
    assert_eq!(waiting(&dan, 1).await, [] as [Value; 0]);
}

async fn a_task_noted_as_waiting_is_said_to_be_blocked_and_no_longer(app: TestApp) {
    let [ana, _] = bees_and_hive(&app, 2).await;
    ana.perform("task.depend", there("bees", 1, json!({ "on": 2 }))).await.ok();
    let said = ana.perform("task.block", there("bees", 1, json!({ "on": 2 }))).await.ok();
    assert_eq!(pluck(said["events"].as_array().unwrap(), "verb"), ["task.waits"]);
    let again = ana.perform("task.block", there("bees", 1, json!({ "on": 2 }))).await.ok();
    assert_eq!(again["events"], json!([]));
    ana.perform("task.unblock", there("bees", 1, json!({}))).await.ok();
    assert_eq!(waiting(&ana, 2).await, [] as [Value; 0]);
}

async fn two_who_name_and_end_blocks_across_pursuances_both_get_an_answer(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    start_pursuance(&ana, "wasps").await;
    for round in 1..=12 {
        for slug in ["bees", "wasps"] {
            write_task(&ana, slug, "Count").await;
            write_task(&ana, slug, "Sting").await;
        }
        let (first, second) = (2 * round - 1, 2 * round);
        // One ends a block, from the later pursuance to the earlier one; the other notes one the other way round.
        for (slug, other) in [("bees", "wasps"), ("wasps", "bees")] {
            let on = format!("{other}#{first}");
            if slug == "wasps" {
                ana.perform("task.block", there(slug, second, json!({ "on": on }))).await.ok();
            }
        }
        let unblock = ana.perform("task.unblock", there("wasps", second, json!({})));
        let depend =
            ana.perform("task.depend", there("bees", second, json!({ "on": format!("wasps#{first}") })));
        let (unblock, depend) = tokio::join!(unblock, depend);
        unblock.ok();
        depend.ok();
    }
}

async fn the_picture_around_a_task_ends_where_the_reader_sees_nothing(app: TestApp) {
    let [ana, ben] = bees_and_hive(&app, 4).await;
    // Three secrets behind the first; one of them waits for a public task again.
    ben.perform("task.depend", there("hive", 1, json!({ "on": 2 }))).await.ok();
    ben.perform("task.depend", there("hive", 2, json!({ "on": 3 }))).await.ok();
    ben.perform("task.depend", there("hive", 3, json!({ "on": "bees#4" }))).await.ok();
    ben.perform("pursuance.edit", json!({ "pursuance": "hive", "visibility": "public" })).await.ok();
    ana.perform("task.depend", there("bees", 1, json!({ "on": "hive#1" }))).await.ok();
    ana.perform("task.depend", there("bees", 1, json!({ "on": 2 }))).await.ok();
    ana.perform("task.depend", there("bees", 1, json!({ "on": "hive#2" }))).await.ok();
    ben.perform("pursuance.edit", json!({ "pursuance": "hive", "visibility": "members" })).await.ok();

    let graph = ana.read(&format!("{BEES}/graph?around=1")).await.ok();
    let tasks = graph["tasks"].as_array().unwrap();
    let named: BTreeSet<i64> = tasks.iter().filter_map(|task| task["number"].as_i64()).collect();
    assert_eq!(named, BTreeSet::from([1, 2]), "{graph}");
    let hidden = tasks.iter().filter(|task| task["title"].is_null()).count();
    assert_eq!((hidden, &graph["left_out"]), (2, &json!(0)), "{graph}");
    let edges = graph["edges"].as_array().unwrap();
    assert!(edges.iter().all(|edge| edge["task"] == 1), "what the secrets wait for is not told: {graph}");
    assert_eq!(edges.len(), 3, "{graph}");

    // A reader who sees them all gets them all.
    let whole = ben.read(&format!("{BEES}/graph?around=1")).await.ok();
    assert_eq!(whole["tasks"].as_array().unwrap().len(), 6, "{whole}");
    let of_all = ana.read(&format!("{BEES}/graph")).await.ok();
    let both_hidden = |edge: &Value| edge["task"].as_str().is_some() && edge["on"].as_str().is_some();
    assert!(!of_all["edges"].as_array().unwrap().iter().any(both_hidden), "{of_all}");
}

async fn whoever_sees_no_members_learns_of_none_by_naming_who_blocks_a_task(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let ben = app.person("ben").await;
    join_as(&ben, "bees", "untrusted", &ana).await;
    join_as(&app.person("cay").await, "bees", "normal", &ana).await;
    app.person("dan").await;
    write_task(&ana, "bees", "Count").await;
    ana.perform("task.assign", there("bees", 1, json!({ "assignee": "ben" }))).await.ok();
    ana.perform("pursuance.edit", json!({ "pursuance": "bees", "visibility": "members" })).await.ok();
    for name in ["cay", "dan"] {
        let block = there("bees", 1, json!({ "on": format!("@{name}") }));
        ben.perform("task.block", block).await.problem(403, "not-allowed");
    }
    ben.perform("task.block", there("bees", 1, json!({ "reason": "Ice" }))).await.ok();
}

#[tokio::test]
async fn only_so_many_tasks_of_other_pursuances_wait_for_one() {
    let app = TestApp::start().await;
    let most = i64::try_from(AWAITED_ELSEWHERE_MAX).unwrap();
    let [ana, ben] = bees_and_hive(&app, 1).await;
    join_as(&ben, "bees", "normal", &ana).await;
    for number in 2..=most + 1 {
        write_task(&ben, "hive", "Secret").await;
        ben.perform("task.depend", there("hive", number, json!({ "on": "bees#1" }))).await.ok();
    }
    let one_more = there("hive", 1, json!({ "on": "bees#1" }));
    ben.perform("task.depend", one_more.clone()).await.problem(409, "too-awaited");
    // The pursuance itself has its own room.
    let own = write_task(&ana, "bees", "Own").await;
    ana.perform("task.depend", there("bees", own, json!({ "on": 1 }))).await.ok();
    let by = waiting(&ana, 1).await[0]["hidden"].clone();
    ana.perform("task.undepend", there("bees", 1, json!({ "by": by }))).await.ok();
    ben.perform("task.depend", one_more).await.ok();
}

#[tokio::test]
async fn a_stranger_has_only_so_many_tasks_wait_for_one() {
    let app = TestApp::start().await;
    let most = i64::try_from(AWAITED_OF_STRANGER_MAX).unwrap();
    let [ana, ben] = bees_and_hive(&app, 1).await;
    for number in 2..=most + 1 {
        write_task(&ben, "hive", "Secret").await;
        ben.perform("task.depend", there("hive", number, json!({ "on": "bees#1" }))).await.ok();
    }
    let one_more = there("hive", 1, json!({ "on": "bees#1" }));
    ben.perform("task.depend", one_more.clone()).await.problem(409, "too-awaited");
    // Another person has their own room, and so has a member.
    let cay = app.person("cay").await;
    start_pursuance(&cay, "nest").await;
    write_task(&cay, "nest", "Build").await;
    cay.perform("task.depend", there("nest", 1, json!({ "on": "bees#1" }))).await.ok();
    join_as(&ben, "bees", "normal", &ana).await;
    ben.perform("task.depend", one_more).await.ok();
}

#[tokio::test]
async fn strangers_together_leave_room_for_members() {
    let app = TestApp::start().await;
    let number = |most: usize| i64::try_from(most).unwrap();
    let (each, most) = (number(AWAITED_OF_STRANGER_MAX), number(AWAITED_OF_STRANGERS_MAX));
    let [ana, ben] = bees_and_hive(&app, 1).await;
    for at in 0..most / each {
        let (name, slug) = (format!("stranger{at}"), format!("nest{at}"));
        let stranger = app.person(&name).await;
        start_pursuance(&stranger, &slug).await;
        for number in 1..=each {
            write_task(&stranger, &slug, "Build").await;
            let on = json!({ "on": "bees#1" });
            stranger.perform("task.depend", there(&slug, number, on)).await.ok();
        }
    }
    let one_more = there("hive", 1, json!({ "on": "bees#1" }));
    let refused = ben.perform("task.depend", one_more.clone()).await.problem(409, "too-awaited");
    assert!(refused["detail"].as_str().unwrap().contains("people from outside"), "{refused}");
    join_as(&ben, "bees", "normal", &ana).await;
    ben.perform("task.depend", one_more).await.ok();
}

#[tokio::test]
async fn tasks_of_other_pursuances_give_a_task_no_weight_on_home() {
    let app = TestApp::start().await;
    let [ana, ben] = bees_and_hive(&app, 2).await;
    for task in [1, 2] {
        ana.perform("task.take", there("bees", task, json!({}))).await.ok();
    }
    ben.perform("task.depend", there("hive", 1, json!({ "on": "bees#2" }))).await.ok();
    let mut browser = Browser::of(&app, "ana").await;
    let at = |html: &str, title: &str| html.split("data-part=\"next\"").nth(1).unwrap().find(title).unwrap();
    let home = browser.open("/").await.shown();
    assert!(at(&home.html, "Task 1") < at(&home.html, "Task 2") && !home.says("waits for this"), "{home:?}");
    write_task(&ana, "bees", "Own").await;
    ana.perform("task.depend", there("bees", 3, json!({ "on": 2 }))).await.ok();
    let home = browser.open("/").await.shown().saying("One task waits for this");
    assert!(at(&home.html, "Task 2") < at(&home.html, "Task 1"), "{home:?}");
}
