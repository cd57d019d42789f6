//! The same key, the same request, the same answer.

use pursuance_domain::time::{DAY, MINUTE};
use serde_json::json;

use super::start_pursuance;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_key_does_nothing_twice,
    a_key_is_one_request,
    a_dry_run_uses_up_no_key,
    a_key_is_free_again_after_a_day,
);

const CREATE: &str = "/api/v1/actions/task.create";

async fn a_key_does_nothing_twice(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance(&ana, "bees").await;
    start_pursuance(&ben, "wasps").await;
    let input = json!({ "pursuance": "bees", "title": "Count the bees" });
    let key = [("idempotency-key", "one")];

    let first = ana.post(CREATE, &key, input.clone()).await.ok();
    let again = ana.post(CREATE, &key, input.clone()).await.ok();

    assert_eq!(again, first);
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks").await.items().len(), 1);
    // Keys are somebody's own.
    let other = json!({ "pursuance": "wasps", "title": "Count the wasps" });
    assert_eq!(ben.post(CREATE, &key, other).await.ok()["result"]["task"], 1);
    // Another key is another request.
    let second = ana.post(CREATE, &[("idempotency-key", "two")], input).await.ok();
    assert_eq!(second["result"]["task"], 2);
}

async fn a_key_is_one_request(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let key = [("idempotency-key", "one")];
    ana.post(CREATE, &key, json!({ "pursuance": "bees", "title": "Count the bees" })).await.ok();

    let other = ana.post(CREATE, &key, json!({ "pursuance": "bees", "title": "Count the wasps" })).await;
    other.problem(422, "idempotency-key-reused");
    // Not even with the same body, when it is another action.
    let elsewhere =
        ana.post("/api/v1/actions/task.take", &key, json!({ "pursuance": "bees", "task": 1 })).await;
    elsewhere.problem(422, "idempotency-key-reused");
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks").await.items().len(), 1);
}

async fn a_dry_run_uses_up_no_key(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let input = json!({ "pursuance": "bees", "title": "Count the bees" });
    let key = [("idempotency-key", "one")];
    ana.post(&format!("{CREATE}?dry_run=true"), &key, input.clone()).await.ok();
    ana.post(CREATE, &key, input).await.ok();
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks").await.items().len(), 1);
}

async fn a_key_is_free_again_after_a_day(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let key = [("idempotency-key", "one")];
    ana.post(CREATE, &key, json!({ "pursuance": "bees", "title": "Count the bees" })).await.ok();
    app.advance(DAY + MINUTE);
    let next = json!({ "pursuance": "bees", "title": "Count the wasps" });
    assert_eq!(ana.post(CREATE, &key, next).await.ok()["result"]["task"], 2);
}

#[tokio::test]
async fn a_refused_request_uses_up_no_key() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let input = json!({ "pursuance": "bees", "title": "Count the bees" });
    let key = [("idempotency-key", "one")];
    ana.post(CREATE, &key, input.clone()).await.problem(404, "not-found");
    start_pursuance(&ana, "bees").await;
    assert_eq!(ana.post(CREATE, &key, input).await.ok()["result"]["task"], 1);
}

#[tokio::test]
async fn a_key_has_visible_characters_and_at_most_255() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    for bad in ["", "with blank", "ü", &"k".repeat(256)] {
        let key = [("idempotency-key", bad)];
        ana.post("/api/v1/actions/profile.edit", &key, json!({})).await.problem(400, "invalid-header");
    }
    let longest = "k".repeat(255);
    ana.post("/api/v1/actions/profile.edit", &[("idempotency-key", &longest)], json!({})).await.ok();
}
