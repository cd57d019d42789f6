//! Events: the catalogue of their kinds, and the action that each keeps.

use pursuance::store::events;
use pursuance_domain::event::{StreamId, Verb};
use serde_json::json;

use super::{start_pursuance, write_task};
use crate::support::inspect::Inspect;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(an_event_keeps_the_action_whose_function_left_it);

#[tokio::test]
async fn the_catalogue_lists_every_kind_of_event_with_the_schema_of_its_data() {
    let app = TestApp::start().await;
    let list = app.visitor().read("/api/v1/events").await.ok();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), Verb::ALL.len());
    let moved = list.iter().find(|kind| kind["name"] == "task.phase_set").unwrap();
    assert_eq!(moved["version"], 1);
    assert!(moved["summary"].as_str().unwrap().contains("phase"));
    assert_eq!(moved["schema"]["required"], json!(["before", "after"]));

    // What happens is of a kind in it, and has the members that this names.
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let task = write_task(&ana, "bees", "Count").await;
    let help = json!({ "pursuance": "bees", "task": task, "phase": "help_wanted" });
    ana.perform("task.set_phase", help).await.ok();
    let told = ana.read("/api/v1/pursuances/bees/events").await.items();
    assert!(told.iter().any(|event| event["verb"] == "task.phase_set"));
    for event in told {
        let kind = list.iter().find(|kind| kind["name"] == event["verb"]).unwrap();
        for name in event["data"].as_object().unwrap().keys() {
            assert!(!kind["schema"]["properties"][name].is_null(), "{name} of {}", event["verb"]);
        }
    }
}

async fn an_event_keeps_the_action_whose_function_left_it(app: TestApp) {
    let (ana, val) = (app.person("ana").await, app.person("val").await);
    start_pursuance(&ana, "bees").await;
    val.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("member.set_role", json!({ "pursuance": "bees", "member": "val", "role": "viewer" }))
        .await
        .ok();
    let tasks = [write_task(&ana, "bees", "Count").await, write_task(&ana, "bees", "Look").await];
    let input = json!({ "pursuance": "bees", "task": tasks[0], "revision": 1, "title": "Count all" });
    let suggested = json!({ "pursuance": "bees", "action": "task.edit", "input": input });
    let made = val.perform("suggestion.make", suggested).await.ok();
    let accepted = json!({ "pursuance": "bees", "suggestion": made["result"]["suggestion"] });
    ana.perform("suggestion.accept", accepted).await.ok();
    let all = json!({ "pursuance": "bees", "tasks": tasks, "change": "take" });
    ana.perform("task.bulk", all).await.ok();

    let inspect = Inspect::open(&app.config.database_url).await;
    let left = async |verb: &str| {
        let sql = format!("select coalesce(action, '') from event where verb = '{verb}' order by seq");
        inspect.rows(&sql).await.concat()
    };
    assert_eq!(left("member.role_set").await, ["member.set_role"]);
    assert_eq!(left("task.created").await, ["task.create"; 2]);
    // Of what is carried out within another one, it is the inner one.
    assert_eq!(left("task.assigned").await, ["task.take"; 2]);
    assert_eq!(left("task.edited").await, ["task.edit"]);
    assert_eq!(left("suggestion.made").await, ["suggestion.make"]);
    assert_eq!(left("suggestion.accepted").await, ["suggestion.accept"]);

    // It is read back. One of an action that is gone, or of an older program, has none.
    let first = async || {
        let found = ana.read("/api/v1/pursuances/bees/events").await.items();
        let stream = StreamId(found[0]["stream"].as_str().unwrap().to_owned());
        let mut tx = app.db.read().await.unwrap();
        let (event, _) = events::find(&mut tx, &stream, 1).await.unwrap().unwrap();
        event.action.map(|card| card.name)
    };
    assert_eq!(first().await, Some("pursuance.create"));
    for gone in ["'pursuance.conquer'", "null"] {
        inspect.spoil(&format!("update event set action = {gone} where seq = 1")).await;
        assert_eq!(first().await, None, "{gone}");
    }
}
