//! Leaving with tasks in hand: what becomes of them is shown first, and chosen.

use pursuance_domain::time::MINUTE;
use serde_json::{Value, json};

use super::{BEES, bees, of, role_of, task};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_leaves_sees_what_becomes_of_their_tasks_and_chooses,
    tasks_go_only_to_somebody_who_stays,
    whoever_may_not_see_the_members_learns_nothing_of_them_by_leaving,
    a_reviewer_who_takes_the_task_stops_being_its_reviewer,
    roles_are_set_without_telling_others_who_is_a_member,
);

async fn see(by: &Person, number: i64) -> Value {
    by.read(&format!("{BEES}/tasks/{number}")).await.ok()
}

async fn given(ana: &Person, title: &str, to: &str, phases: &[&str]) -> i64 {
    let number = task(ana, title).await;
    ana.perform("task.assign", of(json!({ "task": number, "assignee": to }))).await.ok();
    for phase in phases {
        ana.perform("task.set_phase", of(json!({ "task": number, "phase": phase }))).await.ok();
    }
    number
}

async fn whoever_leaves_sees_what_becomes_of_their_tasks_and_chooses(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("lena", "normal"), ("ben", "normal")]).await;
    let begun = given(&ana, "Begun", "lena", &["in_progress"]).await;
    let handed_in = given(&ana, "Handed in", "lena", &["in_progress", "ready_for_review"]).await;
    let reviewed = task(&ana, "Reviewed").await;
    let edit = of(json!({ "task": reviewed, "revision": 1, "reviewer": "lena" }));
    ana.perform("task.edit", edit).await.ok();
    let mut lena = Browser::signed_in(&app, &people[0].id).await;

    let page = lena.open("/p/bees/leave").await.shown();
    let page = page
        .saying("Begun")
        .saying("Reviewed")
        .saying("They go to whoever wrote the task.")
        .saying("You come back by an invitation");
    assert!(!page.says("Handed in"), "what is handed in is reviewed as it is: {page:?}");
    let unclear = lena.fill(&page, "/p/bees/leave", &[("tasks_to", "nobody at all")]).await;
    assert_eq!(unclear.status, http::StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(role_of(&ana, "lena").await, "normal", "nothing has happened yet");
    app.advance(MINUTE);
    lena.fill(&page, "/p/bees/leave", &[("tasks_to", "ben")]).await.shown();

    assert_eq!(role_of(&ana, "lena").await, json!(null));
    let now = see(&ana, begun).await;
    assert_eq!((&now["assignee"], &now["phase"]), (&json!("ben"), &json!("in_progress")), "as it stands");
    assert_eq!(see(&ana, handed_in).await["assignee"], "lena");
    assert_eq!(see(&ana, reviewed).await["reviewer"], json!(null));

    // Without a word they look for help again.
    people[1].perform("pursuance.leave", of(json!({}))).await.ok();
    let now = see(&ana, begun).await;
    assert_eq!((&now["assignee"], &now["phase"]), (&json!(null), &json!("help_wanted")));
}

async fn tasks_go_only_to_somebody_who_stays(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("lena", "normal"), ("ben", "normal")]).await;
    app.person("zoe").await;
    let begun = given(&ana, "Begun", "lena", &["in_progress"]).await;
    ana.perform("member.ban", of(json!({ "member": "ben", "reason": "No." }))).await.ok();
    for to in ["lena", "ben", "zoe", "bees", "nobody"] {
        let leave = of(json!({ "tasks_to": to }));
        people[0].perform("pursuance.leave", leave).await.problem(422, "receiver-gone");
    }
    assert_eq!(see(&ana, begun).await["assignee"], "lena");
}

async fn whoever_may_not_see_the_members_learns_nothing_of_them_by_leaving(app: TestApp) {
    let (_, people) = bees(&app, "members", &[("lena", "untrusted"), ("ben", "normal")]).await;
    app.person("zoe").await;
    let dry = async |to: Value| {
        let path = "/api/v1/actions/pursuance.leave?dry_run=true";
        people[0].post(path, &[], of(json!({ "tasks_to": to }))).await
    };
    for to in ["ben", "zoe", "nobody"] {
        dry(json!(to)).await.problem(403, "not-allowed");
    }
    dry(json!(null)).await.ok();
}

async fn roles_are_set_without_telling_others_who_is_a_member(app: TestApp) {
    let (_, people) = bees(&app, "members", &[("lena", "untrusted"), ("ben", "normal")]).await;
    app.person("zoe").await;
    for member in ["ben", "zoe", "nobody"] {
        let role = of(json!({ "member": member, "role": "viewer" }));
        people[0].perform("member.set_role", role).await.problem(403, "not-allowed");
    }
}

async fn a_reviewer_who_takes_the_task_stops_being_its_reviewer(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("lena", "normal"), ("ben", "normal")]).await;
    let ben = &people[1];
    let reviewed = async |title: &str| {
        let number = task(&ana, title).await;
        let edit = of(json!({ "task": number, "revision": 1, "reviewer": "ben" }));
        ana.perform("task.edit", edit).await.ok();
        number
    };
    let (taken, assigned, inherited) =
        (reviewed("Taken").await, reviewed("Assigned").await, reviewed("Inherited").await);
    ben.perform("task.take", of(json!({ "task": taken }))).await.ok();
    ana.perform("task.assign", of(json!({ "task": assigned, "assignee": "ben" }))).await.ok();
    ana.perform("task.assign", of(json!({ "task": inherited, "assignee": "lena" }))).await.ok();
    assert_eq!(see(&ana, inherited).await["reviewer"], "ben", "somebody else has it");
    people[0].perform("pursuance.leave", of(json!({ "tasks_to": "ben" }))).await.ok();
    for number in [taken, assigned, inherited] {
        let now = see(&ana, number).await;
        assert_eq!((&now["assignee"], &now["reviewer"]), (&json!("ben"), &json!(null)), "{now:?}");
        for phase in ["in_progress", "ready_for_review"] {
            ben.perform("task.set_phase", of(json!({ "task": number, "phase": phase }))).await.ok();
        }
        let accept = of(json!({ "task": number, "phase": "done" }));
        let refused = ben.perform("task.set_phase", accept).await;
        assert!(!refused.status.is_success(), "nobody decides on their own work: {refused:?}");
    }
    let events = ana.read(&format!("{BEES}/events?limit=200")).await.items();
    let dropped = |event: &&Value| {
        event["verb"] == "task.edited" && event["data"]["after"] == json!({ "reviewer": null })
    };
    assert_eq!(events.iter().filter(dropped).count(), 3, "{events:?}");
}
