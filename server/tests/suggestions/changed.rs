//! Suggested changes of a field that was changed meanwhile: nothing is overwritten.

use serde_json::json;

use super::{named, one, read_task, suggest};
use crate::support::bees::{bees, of, role_of, task};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    what_somebody_has_changed_since_is_not_overwritten,
    what_nobody_else_has_touched_is_changed_and_the_rest_stays,
    another_assignee_phase_or_role_is_not_overwritten,
);

async fn what_somebody_has_changed_since_is_not_overwritten(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer")]).await;
    let number = task(&ana, "Count").await;
    let edit = json!({ "task": number, "revision": 1, "title": "Count all", "deliverables": "A table." });
    let id = suggest(&people[0], "task.edit", edit).await;
    let waiting = one(&ana, &id).await;
    assert_eq!((&waiting["before"]["title"], &waiting["outdated"]), (&json!("Count"), &json!(false)));
    ana.perform("task.edit", of(json!({ "task": number, "revision": 1, "title": "Count twice" }))).await.ok();

    let refused =
        ana.perform("suggestion.accept", named(&id, json!({}))).await.problem(409, "stale-revision");
    assert_eq!(
        (&refused["newer"]["title"], &refused["newer"]["revision"]),
        (&json!("Count twice"), &json!(2))
    );
    let still = read_task(&ana, number).await;
    assert_eq!((&still["title"], &still["deliverables"]), (&json!("Count twice"), &json!("")));
    let shown = one(&ana, &id).await;
    assert_eq!(
        (&shown["outdated"], &shown["before"]["title"], &shown["input"]["title"], &shown["now"]["title"]),
        (&json!(true), &json!("Count"), &json!("Count all"), &json!("Count twice"))
    );
    // The one who has seen both decides, and on what they saw.
    let late = of(json!({ "task": number, "revision": 1, "title": "Count all twice" }));
    ana.perform("suggestion.amend", named(&id, json!({ "input": late })))
        .await
        .problem(409, "stale-revision");
    let both =
        of(json!({ "task": number, "revision": 2, "title": "Count all twice", "deliverables": "A table." }));
    ana.perform("suggestion.amend", named(&id, json!({ "input": both }))).await.ok();
    let now = read_task(&ana, number).await;
    assert_eq!((&now["title"], &now["deliverables"]), (&json!("Count all twice"), &json!("A table.")));
}

async fn what_nobody_else_has_touched_is_changed_and_the_rest_stays(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer")]).await;
    let number = task(&ana, "Count").await;
    let whole =
        json!({ "task": number, "revision": 1, "title": "Count all", "deliverables": "", "size": "none" });
    let id = suggest(&people[0], "task.edit", whole).await;
    // Of the whole form only the title is a change.
    let waiting = one(&ana, &id).await;
    assert_eq!((&waiting["input"]["size"], &waiting["input"]["title"]), (&json!(null), &json!("Count all")));
    let other =
        json!({ "task": number, "revision": 1, "deliverables": "A map.", "size": "l", "urgency": "urgent" });
    ana.perform("task.edit", of(other)).await.ok();
    ana.perform("task.set_phase", of(json!({ "task": number, "phase": "help_wanted" }))).await.ok();
    ana.perform("suggestion.accept", named(&id, json!({}))).await.ok();
    let now = read_task(&ana, number).await;
    assert_eq!(
        (&now["title"], &now["deliverables"], &now["size"], &now["urgency"], &now["phase"]),
        (&json!("Count all"), &json!("A map."), &json!("l"), &json!("urgent"), &json!("help_wanted"))
    );
    // A field that reads already as it was suggested is in nobody's way.
    let again = json!({ "task": number, "revision": now["revision"], "title": "Count", "size": "s" });
    let id = suggest(&people[0], "task.edit", again).await;
    let revision = read_task(&ana, number).await["revision"].clone();
    ana.perform("task.edit", of(json!({ "task": number, "revision": revision, "size": "s" }))).await.ok();
    ana.perform("suggestion.accept", named(&id, json!({}))).await.ok();
    assert_eq!(read_task(&ana, number).await["title"], "Count");
}

async fn another_assignee_phase_or_role_is_not_overwritten(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("val", "viewer"), ("ben", "normal"), ("zoe", "normal")]).await;
    let val = &people[0];
    let number = task(&ana, "Count").await;
    let assign = suggest(val, "task.assign", json!({ "task": number, "assignee": "ben" })).await;
    let call = suggest(val, "task.set_phase", json!({ "task": number, "phase": "dropped" })).await;
    let role = suggest(val, "member.set_role", json!({ "member": "ben", "role": "assigner" })).await;
    people[2].perform("task.take", of(json!({ "task": number }))).await.ok();
    ana.perform("member.set_role", of(json!({ "member": "ben", "role": "viewer" }))).await.ok();
    for id in [&assign, &call, &role] {
        assert_eq!(one(&ana, id).await["outdated"], true);
        ana.perform("suggestion.accept", named(id, json!({}))).await.problem(409, "stale-revision");
    }
    let still = read_task(&ana, number).await;
    assert_eq!((&still["assignee"], &still["phase"]), (&json!("zoe"), &json!("started")));
    assert_eq!(role_of(&ana, "ben").await, "viewer");
    assert_eq!(one(&ana, &role).await["now"]["role"], "viewer");
    let input = of(json!({ "member": "ben", "role": "assigner" }));
    ana.perform("suggestion.amend", named(&role, json!({ "input": input }))).await.ok();
    assert_eq!(role_of(&ana, "ben").await, "assigner");
}
