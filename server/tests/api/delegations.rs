//! Delegations as programs read them, from the side that is asked.

use serde_json::{Value, json};

use super::{join_as, pluck, start_pursuance, start_pursuance_as, write_task};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(an_offer_is_read_at_the_origin, delegations_go_on_where_they_stopped);

async fn offer(by: &Person, from: &str, task: i64, to: &str) -> String {
    let input = json!({ "pursuance": from, "task": task, "to": to, "note": "Could you?" });
    by.perform("delegation.offer", input).await.ok()["result"]["delegation"].as_str().unwrap().to_owned()
}

async fn an_offer_is_read_at_the_origin(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    start_pursuance(&ana, "wasps").await;
    let task = write_task(&ana, "bees", "Count the bees").await;
    let id = offer(&ana, "bees", task, "wasps").await;

    let list = ana.read("/api/v1/pursuances/bees/delegations").await.items();
    let wanted = json!({
        "delegation": id, "side": "origin", "state": "offered", "peer": "wasps@localhost:8080", "peer_name": "wasps", "task": task,
        "mirror": null, "title": "Count the bees", "round": 1, "offered": null,
    });
    for (member, value) in wanted.as_object().unwrap() {
        assert_eq!(&list[0][member], value, "{member}");
    }
    assert_eq!(
        (&list[0]["delivery"]["state"], &list[0]["delivery"]["host"]),
        (&json!("sending"), &Value::Null)
    );
    assert!(list[0]["respond_by"].is_string() && list[0]["terms"].is_object());
    let read = ana.read(&format!("/api/v1/pursuances/bees/tasks/{task}")).await.ok();
    assert_eq!(read["delegation"], json!(id));

    let detail = ana.read(&format!("/api/v1/pursuances/bees/delegations/{id}")).await.ok();
    for (member, value) in list[0].as_object().unwrap() {
        assert_eq!(&detail[member], value, "{member}");
    }
    let first = &detail["timeline"][0];
    assert_eq!((&first["direction"], &first["by"]), (&json!("out"), &json!("ana")));
    assert_eq!(first["note"], json!({ "text": "<p>Could you?</p>\n", "form": "html" }));
    assert_eq!(detail["submissions"], json!([]));
}

async fn delegations_go_on_where_they_stopped(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    start_pursuance(&ana, "wasps").await;
    let mut ids = Vec::new();
    for number in 1..=3 {
        let task = write_task(&ana, "bees", &format!("Task {number}")).await;
        ids.push(offer(&ana, "bees", task, "wasps").await);
        app.advance(pursuance_domain::time::SECOND);
    }
    let path = "/api/v1/pursuances/bees/delegations";
    let first = ana.read(&format!("{path}?limit=2")).await;
    assert_eq!(pluck(&first.items(), "delegation"), [json!(ids[0]), json!(ids[1])]);
    let rest = ana.read(&format!("{path}?limit=2&after={}", ids[1])).await;
    assert_eq!((pluck(&rest.items(), "delegation"), &rest.ok()["next"]), (vec![json!(ids[2])], &Value::Null));
}

#[tokio::test]
async fn a_delegation_is_seen_by_whoever_sees_its_task() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance_as(&ana, "bees", "unlisted").await;
    start_pursuance(&ana, "wasps").await;
    join_as(&ben, "bees", "untrusted", &ana).await;
    let task = write_task(&ana, "bees", "Count the bees").await;
    let id = offer(&ana, "bees", task, "wasps").await;
    let one = format!("/api/v1/pursuances/bees/delegations/{id}");
    app.visitor().read(&one).await.ok();
    // It belongs to one pursuance and is not found below another.
    ana.read(&one.replace("/bees/", "/wasps/")).await.problem(404, "not-found");

    ana.perform("pursuance.edit", json!({ "pursuance": "bees", "visibility": "members" })).await.ok();
    app.visitor().read(&one).await.problem(404, "not-found");
    ben.read(&one).await.problem(404, "not-found");
    assert_eq!(ben.read("/api/v1/pursuances/bees/delegations").await.items(), Vec::<Value>::new());
    ana.read(&one).await.ok();
}
