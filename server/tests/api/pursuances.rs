//! Pursuances, their members and their events: the public parts, and the hidden ones.

use serde_json::json;

use super::{join_as, pluck, start_pursuance, start_pursuance_as, write_task};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    public_pursuances_are_listed_and_found_by_words,
    members_are_listed_by_name_with_their_roles,
    events_are_read_from_where_one_stopped,
    what_is_for_members_is_not_there_for_others,
);

async fn public_pursuances_are_listed_and_found_by_words(app: TestApp) {
    let ana = app.person("ana").await;
    for slug in ["wasps", "bees", "b-flies"] {
        start_pursuance(&ana, slug).await;
    }
    start_pursuance_as(&ana, "hidden", "members").await;
    start_pursuance_as(&ana, "quiet", "unlisted").await;
    let (list, visitor) = ("/api/v1/pursuances", app.visitor());

    // Sorted by bytes on both databases.
    let all = visitor.read(list).await.items();
    assert_eq!(pluck(&all, "pursuance"), [json!("b-flies"), json!("bees"), json!("wasps")]);
    let first = visitor.read(&format!("{list}?limit=2")).await;
    assert_eq!(first.ok()["next"], "bees");
    let rest = visitor.read(&format!("{list}?limit=2&after=bees")).await;
    assert_eq!((pluck(&rest.items(), "pursuance"), &rest.ok()["next"]), (vec![json!("wasps")], &json!(null)));
    assert_eq!(
        pluck(&visitor.read(&format!("{list}?q=OF%20Bee")).await.items(), "pursuance"),
        [json!("bees")]
    );
    assert!(visitor.read(&format!("{list}?q=%25")).await.items().is_empty(), "a percent sign is no wildcard");
    // A visitor with the address may read it all the same.
    assert_eq!(visitor.read(&format!("{list}/quiet")).await.ok()["pursuance"], "quiet");
}

async fn members_are_listed_by_name_with_their_roles(app: TestApp) {
    let (ana, ben, eva) = (app.person("ana").await, app.person("ben").await, app.person("eva").await);
    start_pursuance(&ana, "bees").await;
    join_as(&ben, "bees", "assigner", &ana).await;
    ana.perform("pursuance.edit", json!({ "pursuance": "bees", "joining": "approval" })).await.ok();
    eva.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let path = "/api/v1/pursuances/bees/members";

    let seen = ana.read(path).await.items();
    assert_eq!(pluck(&seen, "member"), [json!("ana"), json!("ben"), json!("eva")]);
    assert_eq!(pluck(&seen, "role"), [json!("primary"), json!("assigner"), json!("normal")]);
    assert_eq!(pluck(&seen, "state"), [json!("active"), json!("active"), json!("pending")]);
    // Requests to join are for those who answer them.
    assert_eq!(pluck(&app.visitor().read(path).await.items(), "member"), [json!("ana"), json!("ben")]);
    assert_eq!(
        pluck(&ana.read(&format!("{path}?limit=1&after=ana")).await.items(), "member"),
        [json!("ben")]
    );
    assert_eq!(ben.read("/api/v1/pursuances/bees").await.ok()["role"], "assigner");
    assert_eq!(app.visitor().read("/api/v1/pursuances/bees").await.ok()["role"], json!(null));
}

async fn events_are_read_from_where_one_stopped(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    write_task(&ana, "bees", "Count").await;
    write_task(&ana, "bees", "Count again").await;
    let path = "/api/v1/pursuances/bees/events";

    let first = ana.read(&format!("{path}?limit=2")).await;
    assert_eq!(pluck(&first.items(), "verb"), [json!("pursuance.created"), json!("task.created")]);
    assert_eq!(pluck(&first.items(), "seq"), [json!(1), json!(2)]);
    let rest = ana.read(&format!("{path}?after={}", first.ok()["next"])).await;
    assert_eq!((pluck(&rest.items(), "seq"), &rest.ok()["next"]), (vec![json!(3)], &json!(null)));
    // The list shows the events that an action answered.
    let made = ana.perform("task.create", json!({ "pursuance": "bees", "title": "Once more" })).await.ok();
    assert_eq!(json!(ana.read(&format!("{path}?after=3")).await.items()), made["events"]);
}

async fn what_is_for_members_is_not_there_for_others(app: TestApp) {
    let (ana, eve) = (app.person("ana").await, app.person("eve").await);
    start_pursuance_as(&ana, "hidden", "members").await;
    let task = write_task(&ana, "hidden", "Secret").await;
    for below in [
        "",
        "/members",
        "/tasks",
        &format!("/tasks/{task}"),
        "/tasks/1/comments",
        "/tasks/1/files",
        "/delegations",
        "/events",
    ] {
        let path = format!("/api/v1/pursuances/hidden{below}");
        ana.read(&path).await.ok();
        for other in [&*eve, &app.visitor()] {
            let hidden = other.read(&path).await;
            // The same words as for what does not exist: nobody learns that it does.
            let absent = other.read(&path.replace("hidden", "absent")).await;
            assert_eq!(hidden.problem(404, "not-found"), absent.problem(404, "not-found"));
        }
    }
    eve.perform("task.take", json!({ "pursuance": "hidden", "task": task })).await.problem(404, "not-found");
    eve.perform("pursuance.join", json!({ "pursuance": "hidden" })).await.problem(404, "not-found");
    let known = ana.read("/api/v1/me").await.ok();
    assert_eq!(known["pursuances"][0]["pursuance"], "hidden");
}
