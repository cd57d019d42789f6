//! Each kind of act, and acts in any order: what was before is there again.

use std::collections::BTreeSet;

use pursuance::jobs::Worker;
use pursuance_domain::action::LiftLimits;
use pursuance_domain::allowed::Principal;
use pursuance_domain::event::Verb;
use pursuance_domain::task::undo::has_way_back;
use pursuance_domain::time::{DAY, MINUTE};
use serde_json::{Value, json};

use super::{all, did, listed, read, undo};
use crate::pairing::settle;
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whatever_is_done_and_taken_back_is_as_before,
    what_was_finished_with_its_parts_is_open_again_with_them,
    points_come_and_go_with_what_is_taken_back,
    a_task_that_is_asked_about_is_asked_about_no_more,
    whoever_has_not_read_of_it_is_told_of_neither,
    whoever_is_still_to_be_told_of_it_is_told_of_neither,
    whoever_waits_for_it_and_has_not_read_of_it_is_told_of_neither,
    a_task_that_was_closed_with_very_many_others_says_why_it_stays_closed,
    what_happened_is_told_by_ordinary_events,
    old_acts_are_forgotten,
);

/// The next of a row of numbers that look like any others, the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = usize::try_from(self.roll(all.len() as u64)).unwrap();
        &all[at]
    }

    /// Something to do with the tasks there are.
    fn act(&mut self, tasks: &[i64]) -> (&'static str, Value) {
        let (one, other) = (*self.one_of(tasks), *self.one_of(tasks));
        let who = *self.one_of(&["ana", "ben", "cay"]);
        let phases = [
            "new",
            "help_wanted",
            "started",
            "in_progress",
            "ready_for_review",
            "in_review",
            "done",
            "dropped",
        ];
        match self.roll(16) {
            0 => ("create", json!({ "title": "One more", "parent": one })),
            1 => ("create", json!({ "title": "One more at the top", "reviewer": who })),
            2 => (
                "edit",
                json!({ "task": one, "title": format!("Title {}", self.roll(9)), "urgency": "urgent" }),
            ),
            3 => (
                "edit",
                json!({ "task": one, "skills": ["Language:French"], "due": "2030-01-02", "size": "l" }),
            ),
            4 => (
                "edit",
                json!({ "task": one, "deliverables": format!("Text {}", self.roll(9)), "reviewer": who }),
            ),
            5 => ("move", json!({ "task": one, "parent": other })),
            6 => ("move", json!({ "task": one, "before": other })),
            7 => ("move", json!({ "task": one })),
            8 | 9 => (
                "set_phase",
                json!({ "task": one, "phase": self.one_of(&phases), "comment": "Look.", "subtasks": "finish" }),
            ),
            10 => ("assign", json!({ "task": one, "assignee": who })),
            11 => ("assign", json!({ "task": one })),
            12 => ("take", json!({ "task": one })),
            13 => ("archive", json!({ "task": one })),
            14 => ("trash", json!({ "task": one })),
            _ => ("set_reviewer", json!({ "task": one, "reviewer": who })),
        }
    }
}

/// The kinds of the events of an act; none of one that was refused.
fn told_in(answer: &Value) -> Vec<Verb> {
    let events = answer["events"].as_array().into_iter().flatten();
    events.filter_map(|event| Verb::parse(event["verb"].as_str()?)).collect()
}

async fn whatever_is_done_and_taken_back_is_as_before(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[("ben", "assigner"), ("cay", "normal")]).await;
    let mut dice = Dice(20_261_122);
    for title in ["One", "Two", "Three"] {
        task(&ana, title).await;
    }
    let (mut done, mut taken_back, mut kinds) = (0, 0, BTreeSet::new());
    for _ in 0..120 {
        let before = all(&ana).await;
        let numbers: Vec<i64> = before.iter().map(|task| task["number"].as_i64().unwrap()).collect();
        if numbers.is_empty() {
            task(&ana, "Again").await;
            continue;
        }
        let (what, mut input) = dice.act(&numbers);
        if what == "edit" {
            let number = input["task"].as_i64().unwrap();
            let read = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
            input["revision"] = read["revision"].clone();
        }
        let answer = ana.perform(&format!("task.{what}"), of(input.clone())).await.json();
        let told = told_in(&answer);
        let Some(event) = answer["undo"]["event"].as_i64() else {
            assert!(!told.iter().copied().any(has_way_back), "{what} is not noted: {answer}");
            continue;
        };
        done += 1;
        if dice.roll(3) == 0 {
            continue;
        }
        undo(&ana, event).await.ok();
        taken_back += 1;
        kinds.extend(told.iter().map(|verb| verb.as_str()));
        assert_eq!(all(&ana).await, before, "{what} {input}");
        // The same answer, and nothing more happens.
        let last = |events: Vec<Value>| events.last().map(|event| event["seq"].clone());
        let events = format!("{BEES}/events?limit=200");
        let at = last(ana.read(&events).await.items());
        undo(&ana, event).await.ok();
        assert_eq!(last(ana.read(&events).await.items()), at, "{what} is taken back once");
    }
    assert!(done > 40 && taken_back > 25, "{done} done, {taken_back} taken back");
    // Kinds that are rolled seldom, or never.
    app.advance(MINUTE);
    let (one, other, away) = (task(&ana, "One").await, task(&ana, "Other").await, task(&ana, "Away").await);
    ana.perform("task.archive", of(json!({ "task": away }))).await.ok();
    for (what, input) in
        [("move", json!({ "task": other, "before": one })), ("restore", json!({ "task": away }))]
    {
        let before = all(&ana).await;
        let answer = ana.perform(&format!("task.{what}"), of(input)).await.ok();
        kinds.extend(told_in(&answer).iter().map(|verb| verb.as_str()));
        undo(&ana, answer["undo"]["event"].as_i64().unwrap()).await.ok();
        assert_eq!(all(&ana).await, before, "{what}");
    }
    let missing = Verb::ALL.iter().filter(|verb| has_way_back(**verb) && !kinds.contains(verb.as_str()));
    assert_eq!(
        missing.collect::<Vec<_>>(),
        [&Verb::TaskCreated; 0],
        "no act of this kind was taken back here"
    );
}

async fn what_was_finished_with_its_parts_is_open_again_with_them(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let top = task(&ana, "Top").await;
    ana.perform("task.split", of(json!({ "task": top, "into": ["One", "Two", "Three"] }))).await.ok();
    people[0].perform("task.take", of(json!({ "task": 2 }))).await.ok();
    ana.perform("task.set_phase", of(json!({ "task": 3, "phase": "dropped" }))).await.ok();
    ana.perform("task.assign", of(json!({ "task": top, "assignee": "ana" }))).await.ok();
    let before = all(&ana).await;
    let event = did(&ana, "set_phase", json!({ "task": top, "phase": "done", "subtasks": "drop" })).await;
    assert_eq!(read(&ana, 2).await["phase"], "dropped");
    undo(&ana, event).await.ok();
    assert_eq!(all(&ana).await, before);
    assert_eq!(read(&ana, 2).await["assignee"], "ben");
    assert_eq!(read(&ana, 3).await["phase"], "dropped", "it was dropped before");
}

async fn points_come_and_go_with_what_is_taken_back(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Work").await;
    ben.perform("task.take", of(json!({ "task": number }))).await.ok();
    ben.perform("task.set_phase", of(json!({ "task": number, "phase": "ready_for_review" }))).await.ok();
    let total = async || ben.read("/api/v1/me/karma").await.ok()["totals"]["bees"].as_f64().unwrap_or(0.0);
    let is = |got: f64, wanted: f64| assert!((got - wanted).abs() < 1e-9, "{got} and not {wanted}");
    let accepted = did(&ana, "review", json!({ "task": number, "verdict": "accept" })).await;
    is(total().await, 1.0);
    undo(&ana, accepted).await.ok();
    is(total().await, 0.0);
    did(&ana, "review", json!({ "task": number, "verdict": "accept" })).await;
    is(total().await, 1.0);
    let opened = did(&ana, "set_phase", json!({ "task": number, "phase": "in_progress" })).await;
    is(total().await, 0.0);
    undo(&ana, opened).await.ok();
    is(total().await, 1.0);
    assert_eq!(read(&ana, number).await["phase"], "done");
}

async fn a_task_that_is_asked_about_is_asked_about_no_more(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let skills = json!({ "skills": [{ "skill": "Language:French", "level": "do" }] });
    people[0].perform("profile.set_skills", skills).await.ok();
    let new = of(json!({ "title": "Leaflet", "skills": ["Language:French"], "ask": false }));
    let number = ana.perform("task.create", new).await.ok()["result"]["task"].as_i64().unwrap();
    let inspect = Inspect::open(&app.config.database_url).await;
    let asked = async || {
        settle(&app).await;
        inspect.count("event where verb = 'task.asked'").await
    };
    let called = did(&ana, "want_help", json!({ "task": number })).await;
    assert_eq!(asked().await, 1, "the first wave");
    undo(&ana, called).await.ok();
    assert_eq!(read(&ana, number).await["phase"], "new");
    app.advance(3 * DAY);
    assert_eq!(asked().await, 1, "nobody is asked about a task that asks for nobody");
}

/// How often somebody is told that a task is theirs, or is not any more.
async fn told_of_tasks(who: &Person) -> usize {
    let told = who.read("/api/v1/me/inbox?limit=200").await.items();
    told.iter().filter(|notice| notice["kind"] == "assignment" && notice["read"] != true).count()
}

async fn whoever_has_not_read_of_it_is_told_of_neither(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "normal")]).await;
    let [ben, cay] = people.as_slice() else { panic!("two people") };
    let number = task(&ana, "Count").await;
    let assigned = did(&ana, "assign", json!({ "task": number, "assignee": "ben" })).await;
    assert_eq!(told_of_tasks(ben).await, 1);
    undo(&ana, assigned).await.ok();
    assert_eq!(told_of_tasks(ben).await, 0, "neither that it is theirs nor that it is not");
    // A person who has read of the one is told of the other.
    let assigned = did(&ana, "assign", json!({ "task": number, "assignee": "cay" })).await;
    cay.perform("notice.read", json!({ "all": true })).await.ok();
    undo(&ana, assigned).await.ok();
    assert_eq!(told_of_tasks(cay).await, 1);
}

async fn whoever_is_still_to_be_told_of_it_is_told_of_neither(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("watch.set", json!({ "object": "bees", "on": true })).await.ok();
    let told = async || {
        // Watchers are told by a job.
        settle(&app).await;
        let told = ben.read("/api/v1/me/inbox?limit=200").await.items();
        told.iter().filter(|notice| notice["kind"] == "outcome").count()
    };
    let dropped = json!({ "task": number, "phase": "dropped" });
    let act = did(&ana, "set_phase", dropped.clone()).await;
    undo(&ana, act).await.ok();
    assert_eq!(told().await, 0, "the job ran after it was taken back");
    let act = did(&ana, "set_phase", dropped.clone()).await;
    assert_eq!(told().await, 1);
    undo(&ana, act).await.ok();
    assert_eq!(told().await, 0, "neither that it was dropped nor that it was not");
    let act = did(&ana, "set_phase", dropped).await;
    assert_eq!(told().await, 1);
    ben.perform("notice.read", json!({ "all": true })).await.ok();
    undo(&ana, act).await.ok();
    assert_eq!(told().await, 2, "whoever has read of the one is told of the other");
}

async fn whoever_waits_for_it_and_has_not_read_of_it_is_told_of_neither(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let (number, waiting) = (task(&ana, "Count").await, task(&ana, "Draw").await);
    ana.perform("task.take", of(json!({ "task": number }))).await.ok();
    ben.perform("task.take", of(json!({ "task": waiting }))).await.ok();
    ben.perform("task.depend", of(json!({ "task": waiting, "on": number }))).await.ok();
    let told = async || {
        // Notices that wait are told by a job, too.
        settle(&app).await;
        let told = ben.read("/api/v1/me/inbox?limit=200").await.items();
        told.iter().filter(|notice| notice["event"]["verb"] == "task.blocker_moved").count()
    };
    let done = json!({ "task": number, "phase": "done" });
    let act = did(&ana, "set_phase", done.clone()).await;
    undo(&ana, act).await.ok();
    assert_eq!(told().await, 0, "the job ran after it was taken back");
    let act = did(&ana, "set_phase", done.clone()).await;
    assert_eq!(told().await, 1);
    undo(&ana, act).await.ok();
    assert_eq!(told().await, 0, "neither that it was finished nor that it is open again");
    let act = did(&ana, "set_phase", done.clone()).await;
    assert_eq!(told().await, 1, "it is finished after all");
    ben.perform("notice.read", json!({ "all": true })).await.ok();
    undo(&ana, act).await.ok();
    assert_eq!(told().await, 2, "whoever has read of the one is told of the other");
    // Opened again without taking it back, it is told as ever.
    ana.perform("task.set_phase", of(done)).await.ok();
    assert_eq!(told().await, 3);
    ana.perform("task.set_phase", of(json!({ "task": number, "phase": "in_progress" }))).await.ok();
    assert_eq!(told().await, 4);
}

async fn a_task_that_was_closed_with_very_many_others_says_why_it_stays_closed(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let lift = LiftLimits { account: ana.id.clone(), lifted: true };
    app.perform(&Principal::Operator, lift.into()).await.unwrap();
    let top = task(&ana, "Top").await;
    let add = async |count: usize| {
        let tasks: Vec<Value> = (0..count).map(|part| json!({ "title": format!("Part {part}") })).collect();
        ana.perform("task.add_list", of(json!({ "parent": top, "tasks": tasks }))).await.ok();
    };
    add(100).await;
    add(100).await;
    ana.perform("task.assign", of(json!({ "task": top, "assignee": "ana" }))).await.ok();
    let done = json!({ "task": top, "phase": "done", "subtasks": "finish" });
    let act = did(&ana, "set_phase", done.clone()).await;
    undo(&ana, act).await.ok();
    // One that is closed already is closed by nobody.
    ana.perform("task.set_phase", of(json!({ "task": top + 1, "phase": "dropped" }))).await.ok();
    add(1).await;
    let act = did(&ana, "set_phase", done.clone()).await;
    undo(&ana, act).await.ok();
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = format!("/p/bees/t/{top}");
    assert!(!anas.open(&page).await.shown().says("this cannot be taken back"));
    add(1).await;
    anas.open(&page).await.shown().saying("With more than 200 subtasks this cannot be taken back");
    let answer = ana.perform("task.set_phase", of(done)).await.ok();
    assert_eq!(answer["undo"], Value::Null);
    let seq = |event: usize| answer["events"][event]["seq"].as_i64().unwrap();
    for event in [0, 100, 200] {
        undo(&ana, seq(event)).await.problem(409, "too-many-to-undo");
    }
    app.advance(11 * MINUTE);
    undo(&ana, seq(0)).await.problem(409, "too-late-to-undo");
}

async fn what_happened_is_told_by_ordinary_events(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    let written =
        did(&ana, "edit", json!({ "task": number, "revision": 1, "title": "Count the hives" })).await;
    let answer = undo(&ana, written).await.ok();
    assert_eq!(answer["result"]["event"], written);
    assert_eq!(answer["events"][0]["verb"], "task.edited");
    assert_eq!(answer["undo"], Value::Null, "what was taken back is not taken back once more");
    let assigned = did(&ana, "assign", json!({ "task": number, "assignee": "ben" })).await;
    let answer = undo(&ana, assigned).await.ok();
    let told = &answer["events"][0];
    assert_eq!((&told["verb"], &told["data"]["after"]), (&json!("task.assigned"), &Value::Null));
    assert_eq!(told["data"]["phase"], "new");
    let made = did(&ana, "create", json!({ "title": "Too much" })).await;
    assert_eq!(listed(&ana).await, [number, 2]);
    undo(&ana, made).await.ok();
    assert_eq!(listed(&ana).await, [number]);
    // It lies in the trash, from where it comes back.
    ana.perform("task.restore", of(json!({ "task": 2 }))).await.ok();
    assert_eq!(listed(&ana).await, [number, 2]);
}

async fn old_acts_are_forgotten(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let made = did(&ana, "create", json!({ "title": "One" })).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let kept = async || inspect.count("undoable").await;
    assert_eq!(kept().await, 1);
    app.advance(DAY + MINUTE);
    let worker = Worker::spawn(&app.app);
    until("the act is forgotten", async || kept().await == 0).await;
    worker.stop().await;
    undo(&ana, made).await.problem(409, "too-late-to-undo");
}
