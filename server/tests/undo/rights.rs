//! Rights of `task.undo`: who takes back what, until when, and what stands in the way.

use pursuance_domain::task::undo::WITHIN;
use pursuance_domain::time::SECOND;
use serde_json::{Value, json};

use super::{did, read, undo};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::groups::merged;
use crate::support::peers::World;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    whoever_did_it_takes_it_back_for_ten_minutes,
    nobody_takes_back_what_others_built_on,
    the_newer_act_is_taken_back_first,
    whoever_lost_the_right_takes_nothing_back,
    in_every_role_people_take_back_what_they_did,
    strangers_and_those_on_trial_take_nothing_back,
);

async fn whoever_did_it_takes_it_back_for_ten_minutes(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "admin")]).await;
    let number = task(&ana, "Count").await;
    let event = did(&ana, "set_phase", json!({ "task": number, "phase": "help_wanted" })).await;
    undo(&people[0], event).await.problem(404, "nothing-to-undo");
    undo(&ana, 1).await.problem(409, "not-undoable");
    undo(&ana, event + 99).await.problem(404, "nothing-to-undo");
    app.advance(WITHIN - 60 * SECOND);
    undo(&ana, event).await.ok();
    assert_eq!(read(&ana, number).await["phase"], "new");
    undo(&ana, event).await.ok();

    let event = did(&ana, "set_phase", json!({ "task": number, "phase": "help_wanted" })).await;
    app.advance(WITHIN + SECOND);
    undo(&ana, event).await.problem(409, "too-late-to-undo");
    assert_eq!(read(&ana, number).await["phase"], "help_wanted");
}

async fn nobody_takes_back_what_others_built_on(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "admin")]).await;
    let ben = &people[0];
    for (what, more) in [
        ("edit", json!({ "title": "Else", "revision": Value::Null })),
        ("comment", json!({ "body": "I have begun." })),
        ("move", json!({ "parent": 1 })),
        ("archive", json!({})),
        ("trash", json!({})),
        ("assign", json!({ "assignee": "ben" })),
        ("take", json!({})),
    ] {
        if what == "edit" {
            // A task that others can stand below.
            task(&ana, "Top").await;
        }
        let made = task(&ana, "Count").await;
        let event = did(&ana, "set_phase", json!({ "task": made, "phase": "help_wanted" })).await;
        let mut input = merged(json!({ "task": made }), more);
        if what == "edit" {
            input["revision"] = ana.read(&format!("{BEES}/tasks/{made}")).await.ok()["revision"].clone();
        }
        ben.perform(&format!("task.{what}"), of(input)).await.ok();
        let refused = undo(&ana, event).await;
        match what {
            "archive" => refused.problem(409, "built-on"),
            // Its event is of none, so that nobody reads of what they may not see.
            "trash" => refused.problem(410, "in-trash"),
            _ => refused.problem(409, "built-on"),
        };
    }
    // Somebody wrote down a part of it.
    let made = ana.perform("task.create", of(json!({ "title": "Whole" }))).await.ok();
    let number = made["result"]["task"].clone();
    ben.perform("task.create", of(json!({ "title": "Part", "parent": number }))).await.ok();
    undo(&ana, made["undo"]["event"].as_i64().unwrap()).await.problem(409, "has-parts");
}

async fn the_newer_act_is_taken_back_first(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let number = task(&ana, "Count").await;
    let before = read(&ana, number).await;
    let first = did(&ana, "set_phase", json!({ "task": number, "phase": "help_wanted" })).await;
    let second = did(&ana, "assign", json!({ "task": number, "assignee": "ana" })).await;
    // A word of one's own is not in the way, and stays.
    ana.perform("task.comment", of(json!({ "task": number, "body": "Hm." }))).await.ok();
    undo(&ana, first).await.problem(409, "newer-first");
    undo(&ana, second).await.ok();
    undo(&ana, first).await.ok();
    assert_eq!(read(&ana, number).await, before);
    let other = task(&ana, "Else").await;
    let revision = ana.read(&format!("{BEES}/tasks/{number}")).await.ok()["revision"].clone();
    let edit = json!({ "task": number, "revision": revision, "title": "Counted" });
    let event = did(&ana, "edit", edit).await;
    did(&ana, "set_phase", json!({ "task": other, "phase": "help_wanted" })).await;
    undo(&ana, event).await.ok();
}

async fn whoever_lost_the_right_takes_nothing_back(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "assistant_admin")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    let moved = did(ben, "edit", json!({ "task": number, "revision": 1, "title": "Mine" })).await;
    ana.perform("member.set_role", of(json!({ "member": "ben", "role": "viewer" }))).await.ok();
    undo(ben, moved).await.problem(403, "not-allowed");
    assert_eq!(read(&ana, number).await["title"], "Mine");
    let reason = json!({ "member": "ben", "reason": "Gone." });
    ana.perform("member.remove", of(reason)).await.ok();
    undo(ben, moved).await.problem(404, "not-found");
}

/// A person who may do it may take it back: the same role, the same task.
async fn in_every_role_people_take_back_what_they_did(app: TestApp) {
    let roles = [
        ("nora", "normal"),
        ("asa", "assigner"),
        ("rea", "recruiter"),
        ("tia", "assistant_admin"),
        ("ada", "admin"),
    ];
    let (ana, people) = bees(&app, "public", &roles).await;
    for who in people.iter().chain([&ana]) {
        let number = task(&ana, "Free").await;
        ana.perform("task.set_phase", of(json!({ "task": number, "phase": "help_wanted" }))).await.ok();
        let before = read(&ana, number).await;
        let taken = did(who, "take", json!({ "task": number })).await;
        undo(who, taken).await.ok();
        assert_eq!(read(&ana, number).await, before, "{} takes it", who.name);
        who.perform("task.take", of(json!({ "task": number }))).await.ok();
        let held = read(&ana, number).await;
        for (what, more) in [("set_phase", json!({ "phase": "in_progress" })), ("hand_back", json!({}))] {
            let input = merged(json!({ "task": number }), more);
            let event = did(who, what, input).await;
            undo(who, event).await.ok();
            assert_eq!(read(&ana, number).await, held, "{what} by {}", who.name);
        }
        let part = did(who, "create", json!({ "title": "A part", "parent": number })).await;
        undo(who, part).await.ok();
        assert_eq!(read(&ana, number).await, held, "a part by {}", who.name);
    }
}

async fn strangers_and_those_on_trial_take_nothing_back(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "untrusted")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    let assigned = did(&ana, "assign", json!({ "task": number, "assignee": "ben" })).await;
    let stranger = app.person("eve").await;
    undo(&stranger, assigned).await.problem(404, "not-found");
    app.visitor().perform("task.undo", of(json!({ "event": assigned }))).await.problem(401, "token-needed");
    undo(ben, assigned).await.problem(404, "nothing-to-undo");
    // A person who gave a task back that was theirs alone to see does not see it any more.
    let back = did(ben, "hand_back", json!({ "task": number })).await;
    undo(ben, back).await.problem(404, "not-found");
    assert_eq!(read(&ana, number).await["assignee"], Value::Null);
}

#[tokio::test]
async fn what_another_pursuance_knows_of_is_not_taken_back() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let task = bees.task("Count the hives").await;
    let last = async || {
        let verbs = bees.verbs().await;
        i64::try_from(verbs.len()).unwrap()
    };
    bees.offer(task, &wasps, json!({})).await;
    let refused = bees.attempt("task.undo", of(json!({ "event": last().await }))).await;
    assert_eq!(refused, Err("not-undoable"));
    // To change what is offered is another offer.
    let revision = bees.see(task).await.revision;
    bees.on_task("task.edit", task, json!({ "revision": revision, "title": "Count them all" })).await;
    let refused = bees.attempt("task.undo", of(json!({ "event": last().await }))).await;
    assert_eq!(refused, Err("not-undoable"));
    // Taking it withdraws the offer.
    bees.on_task("task.take", task, json!({ "withdraw": true })).await;
    let refused = bees.attempt("task.undo", of(json!({ "event": last().await }))).await;
    assert_eq!(refused, Err("not-undoable"));
    world.settle().await;
}
