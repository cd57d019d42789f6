//! How many statements usual actions cost, from the token on: no more than these. What is read is read once, what goes together
//! is written together, and what is not there is not asked for.

use serde_json::{Value, json};

use super::{join_as, start_pursuance};
use crate::support::statements::asked;
use crate::support::{Person, TestApp};

/// The statements of an action, if they are more than it may cost.
async fn beyond(who: &Person, action: &str, input: Value, most: usize) -> Option<String> {
    let statements = asked(async { drop(who.perform(action, input).await.ok()) }).await;
    let count = statements.len();
    assert!(count > 0, "nothing was asked for {action}");
    (count > most).then(|| format!("{action}: {count} statements, {most} at most: {statements:#?}"))
}

#[tokio::test]
async fn a_usual_action_asks_for_nothing_twice() {
    let app = TestApp::start_on_postgres().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance(&ana, "bees").await;
    join_as(&ben, "bees", "normal", &ana).await;
    for title in ["Count", "Weigh"] {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    // From the first question on it is noted what is asked.
    asked(async { drop(ana.read("/api/v1/me").await.ok()) }).await;
    let on = |task: i64, more: Value| {
        let mut input = json!({ "pursuance": "bees", "task": task });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let mut dear = Vec::new();
    for (who, action, input, most) in [
        (&ana, "task.create", json!({ "pursuance": "bees", "title": "Feed" }), 20),
        (&ana, "task.edit", on(1, json!({ "revision": 1, "title": "Count them" })), 23),
        (&ana, "task.comment", on(1, json!({ "body": "By hand." })), 24),
        // The person who was asked about it is asked no more.
        (&ben, "task.take", on(2, json!({})), 26),
        // The first one reads what waits for what into memory.
        (&ana, "task.depend", on(2, json!({ "on": 1 })), 23),
        (&ana, "task.undepend", on(2, json!({ "on": 1 })), 20),
        (&ben, "task.set_phase", on(2, json!({ "phase": "in_progress" })), 18),
        // Nobody alone is asked to go on with it any more.
        (&ben, "task.set_phase", on(2, json!({ "phase": "ready_for_review" })), 21),
        (&ana, "task.set_phase", on(2, json!({ "phase": "in_review" })), 17),
        (&ana, "task.set_phase", on(2, json!({ "phase": "done" })), 31),
        // Nobody is asked about it any more.
        (&ana, "task.archive", on(2, json!({})), 23),
    ] {
        dear.extend(beyond(who, action, input, most).await);
    }
    assert!(dear.is_empty(), "{}", dear.join("\n"));
}
