//! Data for programs passes the rule of pages: of a task that the reader does not see there is neither a number nor an id, in
//! whatever is read.

use pursuance::jobs::Worker;
use serde_json::{Value, json};

use super::{get_done, join_as, start_pursuance, start_pursuance_as, write_task};
use crate::support::browser::Browser;
use crate::support::peers::until;
use crate::support::{Caller, Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_sees_one_task_reads_the_number_and_the_id_of_no_other,
    whoever_sees_one_task_is_told_of_no_tasks_below_it,
    a_task_of_a_closed_pursuance_is_no_name_and_no_state_for_a_visitor,
    whoever_sends_a_hidden_task_away_learns_nothing_of_it,
    a_waiting_task_is_named_in_events_once_somebody_there_has_said_yes,
    an_awaited_task_is_named_in_events_once_somebody_there_has_said_yes,
);

const BEES: &str = "/api/v1/pursuances/bees";

/// The task that somebody sees who sees no other.
const SEEN: i64 = 7;

fn of(task: i64, more: Value) -> Value {
    let mut input = json!({ "pursuance": "bees", "task": task });
    let Value::Object(more) = more else { panic!("{more} is no object") };
    input.as_object_mut().unwrap().extend(more);
    input
}

/// Eleven tasks: the seventh is moved about, waits, is waited for and has tasks below it. Ben has it, and sees no other.
async fn bees(app: &TestApp) -> [Person; 2] {
    let [ana, ben] = [app.person("ana").await, app.person("ben").await];
    start_pursuance(&ana, "bees").await;
    join_as(&ben, "bees", "untrusted", &ana).await;
    let closed = json!({ "pursuance": "bees", "visibility": "members" });
    ana.perform("pursuance.edit", closed).await.ok();
    for number in 1..=11 {
        let parent = (number == SEEN).then_some(6);
        let input = json!({ "pursuance": "bees", "title": format!("Task {number}"), "parent": parent });
        ana.perform("task.create", input).await.ok();
    }
    ana.perform("task.assign", of(SEEN, json!({ "assignee": "ben" }))).await.ok();
    for below in [8, 9, 10] {
        ana.perform("task.move", of(below, json!({ "parent": SEEN }))).await.ok();
    }
    ana.perform("task.set_phase", of(8, json!({ "phase": "dropped" }))).await.ok();
    ana.perform("task.move", of(SEEN, json!({ "parent": 11 }))).await.ok();
    ana.perform("task.move", of(SEEN, json!({ "parent": 5 }))).await.ok();
    ana.perform("task.depend", of(SEEN, json!({ "on": 2 }))).await.ok();
    ana.perform("task.depend", of(3, json!({ "on": SEEN }))).await.ok();
    ana.perform("task.set_phase", of(2, json!({ "phase": "dropped" }))).await.ok();
    ana.perform("task.trash", of(4, json!({}))).await.ok();
    [ana, ben]
}

/// Every number in an answer below a member with one of these names, where it is a task's.
fn numbers(answer: &Value, found: &mut Vec<i64>) {
    const OF_TASKS: [&str; 7] = ["parent", "behind", "number", "task", "on", "by", "tasks"];
    match answer {
        Value::Object(members) => {
            for (name, value) in members {
                found.extend(value.as_i64().filter(|_| OF_TASKS.contains(&name.as_str())));
                numbers(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| numbers(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

async fn whoever_sees_one_task_reads_the_number_and_the_id_of_no_other(app: TestApp) {
    let [ana, ben] = bees(&app).await;
    // People who wait are told by a job.
    let worker = Worker::spawn(&app.app);
    let events = format!("{BEES}/events?limit=200");
    until("the waiting task is told", async || ana.read(&events).await.text().contains("task.blocker_moved"))
        .await;
    worker.stop().await;
    let mut hidden = Vec::new();
    for number in (1..=11).filter(|number| ![SEEN, 4].contains(number)) {
        let task = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
        hidden.push(task["id"].as_str().unwrap().to_owned());
    }
    for read in [
        format!("{BEES}/tasks"),
        format!("{BEES}/tasks?q=is:open"),
        format!("{BEES}/tasks/{SEEN}"),
        format!("{BEES}/tasks/{SEEN}/dependencies"),
        format!("{BEES}/graph"),
        format!("{BEES}/graph?around={SEEN}"),
        format!("{BEES}/events?limit=200"),
        "/api/v1/me/inbox".to_owned(),
    ] {
        let answer = ben.read(&read).await;
        let text = answer.text();
        let tells = [format!("Task {SEEN}"), "task.moved".to_owned(), "\"hidden\":\"~".to_owned()];
        assert!(tells.iter().any(|told| text.contains(told)), "{read} is about it: {text}");
        assert!(!hidden.iter().any(|id| text.contains(id)), "{read}: {text}");
        let mut named = Vec::new();
        numbers(&answer.ok(), &mut named);
        assert!(named.iter().all(|number| *number == SEEN), "{read}: {named:?} in {text}");
    }
    let kinds = ben.read(&format!("{BEES}/events?limit=200")).await.items();
    for kind in ["task.created", "task.moved", "task.waits", "task.awaited", "task.blocker_moved"] {
        assert!(kinds.iter().any(|event| event["verb"] == kind), "{kind} is among what was looked at");
    }
    // Ana, who sees all of them, reads all.
    let all = ana.read(&format!("{BEES}/events?limit=200")).await.text();
    assert!(all.contains("\"parent\":6") && all.contains("\"behind\":"), "{all}");
    // An actor's own answer passes the same rule.
    let own = ben.perform("task.set_phase", of(SEEN, json!({ "phase": "in_progress" }))).await;
    assert!(!hidden.iter().any(|id| own.text().contains(id)), "{}", own.text());
}

async fn whoever_sees_one_task_is_told_of_no_tasks_below_it(app: TestApp) {
    let [ana, ben] = bees(&app).await;
    let total = async |reader: &Person, path: &str| {
        let answer = reader.read(path).await.ok();
        let task = answer["items"].as_array().map_or(answer.clone(), |items| {
            items.iter().find(|task| task["number"] == SEEN).unwrap().clone()
        });
        (task["progress"]["subtasks_done"].clone(), task["progress"]["subtasks_total"].clone())
    };
    for path in [
        format!("{BEES}/tasks/{SEEN}"),
        format!("{BEES}/tasks?limit=200"),
        format!("{BEES}/tasks?q=is:open&limit=200"),
    ] {
        assert_eq!(total(&ana, &path).await, (json!(0), json!(2)), "{path}");
        assert_eq!(total(&ben, &path).await, (json!(0), json!(0)), "{path}");
    }
    // One that they see counts.
    get_done(9, "bees", &ben, &ana).await;
    assert_eq!(total(&ana, &format!("{BEES}/tasks/{SEEN}")).await, (json!(1), json!(2)));
    assert_eq!(total(&ben, &format!("{BEES}/tasks/{SEEN}")).await, (json!(1), json!(1)));
    let done = "1 of 1";
    let mut browser = Browser::of(&app, "ben").await;
    browser.open(&format!("/p/bees/t/{SEEN}")).await.shown().saying(done);
    browser.open("/p/bees").await.shown().saying(done);
    // How many went along is told to those who see all of them.
    ana.perform("task.archive", of(SEEN, json!({}))).await.ok();
    let archived = async |reader: &Person| {
        let events = reader.read(&format!("{BEES}/events?limit=200")).await.items();
        events.iter().find(|event| event["verb"] == "task.archived").unwrap()["data"].clone()
    };
    assert_eq!(archived(&ana).await, json!({ "tasks": 4 }));
    assert_eq!(archived(&ben).await, json!({ "tasks": null }));
}

async fn a_task_of_a_closed_pursuance_is_no_name_and_no_state_for_a_visitor(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    write_task(&ana, "bees", "Count").await;
    start_pursuance_as(&ana, "hive", "members").await;
    write_task(&ana, "hive", "Secret").await;
    let hidden = ana.read("/api/v1/pursuances/hive/tasks/1").await.ok()["id"].clone();
    ana.perform("task.depend", of(1, json!({ "on": "hive#1" }))).await.ok();
    for read in ["tasks/1/dependencies", "graph?around=1", "graph", "events?limit=200"] {
        let answer = app.visitor().read(&format!("{BEES}/{read}")).await;
        assert!(!answer.text().contains(hidden.as_str().unwrap()), "{read}: {}", answer.text());
    }
    let ends = app.visitor().read(&format!("{BEES}/tasks/1/dependencies")).await.ok();
    let end = &ends["waits_for"][0];
    assert_eq!((&end["id"], &end["open"], &end["task"]), (&Value::Null, &Value::Null, &Value::Null));
    let graph = app.visitor().read(&format!("{BEES}/graph?around=1")).await.ok();
    let node =
        graph["tasks"].as_array().unwrap().iter().find(|task| task["title"].is_null()).unwrap().clone();
    assert_eq!((&node["open"], &node["task"]), (&Value::Null, &end["hidden"]), "one name wherever it is met");
    let mut browser = Browser::new(&app);
    let page = browser.open("/p/bees/t/1").await.shown().saying("A task you cannot see");
    assert!(!page.says(hidden.as_str().unwrap()), "{page:?}");
}

async fn whoever_sends_a_hidden_task_away_learns_nothing_of_it(app: TestApp) {
    let [ana, eve] = [app.person("ana").await, app.person("eve").await];
    start_pursuance(&ana, "bees").await;
    write_task(&ana, "bees", "Count").await;
    start_pursuance_as(&eve, "hive", "members").await;
    write_task(&eve, "hive", "Secret").await;
    eve.perform("task.depend", json!({ "pursuance": "hive", "task": 1, "on": "bees#1" })).await.ok();
    let task = eve.read("/api/v1/pursuances/hive/tasks/1").await.ok()["id"].clone();
    let hive = eve.read("/api/v1/pursuances/hive").await.ok()["id"].clone();
    let ends = ana.read(&format!("{BEES}/tasks/1/dependencies")).await.ok();
    let by = json!({ "by": ends["waiting"][0]["hidden"] });
    ana.perform("task.show_waiting", of(1, by.clone())).await.problem(404, "not-found");
    let done = ana.perform("task.undepend", of(1, by)).await;
    let text = done.text();
    assert_eq!(done.ok()["events"][0]["verb"], "task.awaited");
    for name in [task, hive] {
        assert!(!text.contains(name.as_str().unwrap()), "{text}");
    }
}

async fn a_waiting_task_is_named_in_events_once_somebody_there_has_said_yes(app: TestApp) {
    let [ana, eve] = [app.person("ana").await, app.person("eve").await];
    start_pursuance(&ana, "bees").await;
    write_task(&ana, "bees", "Count").await;
    start_pursuance(&eve, "open").await;
    write_task(&eve, "open", "Buy").await;
    let task = eve.read("/api/v1/pursuances/open/tasks/1").await.ok()["id"].clone();
    let by = json!({ "by": "open#1" });
    // It was shown, and is hidden again by another title: the event stays.
    eve.perform("task.depend", json!({ "pursuance": "open", "task": 1, "on": "bees#1" })).await.ok();
    let named = async |reader: &Caller| {
        let events = reader.read(&format!("{BEES}/events?limit=200")).await.items();
        let shown = |event: &&Value| event["verb"] == "task.waiting_shown";
        events.iter().find(shown).map(|event| event["data"]["by"].clone())
    };
    assert_eq!(named(&app.visitor()).await, None);
    ana.perform("task.show_waiting", of(1, by)).await.ok();
    assert_eq!(named(&app.visitor()).await, Some(task.clone()));
    let title = json!({ "pursuance": "open", "task": 1, "revision": 1, "title": "Buy cheap" });
    eve.perform("task.edit", title).await.ok();
    assert_eq!(named(&app.visitor()).await, Some(Value::Null));
    assert_eq!(named(&ana).await, Some(task));
}

async fn an_awaited_task_is_named_in_events_once_somebody_there_has_said_yes(app: TestApp) {
    let [ana, eve] = [app.person("ana").await, app.person("eve").await];
    start_pursuance(&ana, "bees").await;
    write_task(&ana, "bees", "Count").await;
    start_pursuance(&eve, "open").await;
    write_task(&eve, "open", "Buy").await;
    let task = eve.read("/api/v1/pursuances/open/tasks/1").await.ok()["id"].clone();
    let on = json!({ "on": "open#1" });
    let named = async |reader: &Caller| {
        let events = reader.read(&format!("{BEES}/events?limit=200")).await.items();
        let waits = |event: &&Value| event["verb"] == "task.waits";
        events.iter().find(waits).map(|event| event["data"]["on"].clone())
    };
    let visitor = app.visitor();
    ana.perform("task.depend", of(1, on.clone())).await.ok();
    assert_eq!(named(&visitor).await, Some(task.clone()), "who noted it may edit the waiting task");
    let title = json!({ "pursuance": "open", "task": 1, "revision": 1, "title": "Buy cheap" });
    eve.perform("task.edit", title).await.ok();
    assert_eq!(named(&visitor).await, Some(Value::Null));
    assert_eq!(named(&ana).await, Some(task.clone()));
    let ends = visitor.read(&format!("{BEES}/tasks/1/dependencies")).await.ok();
    let end = &ends["waits_for"][0];
    assert_eq!((&end["title"], &end["open"], &end["shown"]), (&Value::Null, &Value::Null, &json!(false)));
    let graph = visitor.read(&format!("{BEES}/graph?around=1")).await.ok();
    assert_eq!((graph["tasks"].as_array().unwrap().len(), &graph["edges"]), (1, &json!([])), "{graph}");

    let both = json!({ "on": "open#1", "by": "open#1" });
    ana.perform("task.show_waiting", of(1, both)).await.problem(422, "invalid-input");
    let of_before = json!({ "on": "open#1", "title": "Buy" });
    ana.perform("task.show_waiting", of(1, of_before)).await.problem(409, "stale-revision");
    eve.perform("task.show_waiting", of(1, on.clone())).await.problem(403, "not-a-member");
    let said = ana.perform("task.show_waiting", of(1, on.clone())).await.ok();
    assert_eq!(said["events"][0]["data"], json!({ "on": task }));
    assert_eq!(named(&visitor).await, Some(task.clone()));
    let ends = visitor.read(&format!("{BEES}/tasks/1/dependencies")).await.ok();
    assert_eq!(ends["waits_for"][0]["title"], "Buy cheap");
    ana.perform("task.undepend", of(1, on)).await.ok();
    assert_eq!(
        named(&visitor).await,
        Some(Value::Null),
        "where it waits no more, its name is told to members"
    );
    assert_eq!(named(&ana).await, Some(task));
}
