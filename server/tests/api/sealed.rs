//! Texts that are sealed, as programs read them: null, with the envelope beside it.

use pursuance::store::fulltext;
use serde_json::{Value, json};

use crate::support::bees::{BEES, bees, of, task};
use crate::support::inspect::Inspect;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_sealed_text_is_null_with_its_envelope_beside_it,
    of_the_date_of_a_sealed_task_the_week_is_told,
    what_is_sealed_is_not_changed_in_the_clear,
    what_is_sealed_is_found_by_no_word,
);

fn envelope(object: &Value) -> Value {
    json!({ "object": object, "revision": 1, "envelope": "AQH_" })
}

async fn seal(app: &TestApp) {
    Inspect::open(&app.config.database_url).await.seal().await;
}

async fn a_sealed_text_is_null_with_its_envelope_beside_it(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    let number = task(&ana, "Count").await;
    let on = |more: Value| crate::support::groups::merged(of(json!({ "task": number })), more);
    let said = ana.perform("task.comment", on(json!({ "body": "It rains." }))).await.ok();
    ana.perform("task.block", on(json!({ "reason": "The river is frozen" }))).await.ok();
    let open = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    assert_eq!((&open["title"], &open["sealed"]), (&json!("Count"), &Value::Null), "{open}");
    assert!(!open.as_object().unwrap().contains_key("sealed"), "{open}");

    seal(&app).await;
    let one = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    let listed = ana.read(&format!("{BEES}/tasks")).await.items().remove(0);
    for read in [&one, &listed] {
        assert_eq!((&read["title"], &read["deliverables"]), (&Value::Null, &Value::Null), "{read}");
        assert_eq!(read["sealed"], envelope(&read["id"]), "{read}");
        assert_eq!(read["deliverables_sealed"], envelope(&read["id"]), "{read}");
    }
    let comments = ana.read(&format!("{BEES}/tasks/{number}/comments")).await.items();
    assert_eq!(comments[0]["body"], Value::Null, "{comments:?}");
    assert_eq!(comments[0]["sealed"], envelope(&said["result"]["message"]), "{comments:?}");
    let waits = ana.read(&format!("{BEES}/tasks/{number}/dependencies")).await.ok();
    assert_eq!(waits["blocks"][0]["reason"], Value::Null, "{waits}");
    assert_eq!(waits["blocks"][0]["sealed"]["envelope"], "AQH_", "{waits}");
    let events = ana.read(&format!("{BEES}/events")).await.items();
    let blocked = events.iter().find(|event| event["verb"] == "task.blocked").unwrap();
    assert_eq!(blocked["sealed"]["envelope"], "AQH_", "{blocked}");

    for list in ["/api/v1/me/next", "/api/v1/me/reviews", "/api/v1/me/inbox", &format!("{BEES}/health")] {
        assert!(ana.read(list).await.status.is_success(), "{list}");
    }
}

async fn of_the_date_of_a_sealed_task_the_week_is_told(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let ben = &people[0];
    let made = async |title: &str| {
        let task = of(json!({ "title": title, "due": "2030-06-23", "ask": false }));
        ana.perform("task.create", task).await.ok()["result"]["task"].clone()
    };
    let on = |task: &Value, more: Value| crate::support::groups::merged(of(json!({ "task": task })), more);
    let (stuck, handed_in, asked) = (made("Count").await, made("Mend").await, made("Paint").await);
    for task in [&stuck, &handed_in] {
        ben.perform("task.take", on(task, json!({}))).await.ok();
    }
    ben.perform("task.block", on(&stuck, json!({ "reason": "It rains." }))).await.ok();
    ben.perform("task.set_phase", on(&handed_in, json!({ "phase": "ready_for_review" }))).await.ok();
    ana.perform("task.want_help", on(&asked, json!({}))).await.ok();
    ana.perform("task.ask", on(&asked, json!({ "member": "ben" }))).await.ok();
    let read = async || {
        let of_health = ana.read(&format!("{BEES}/health")).await.ok()["stuck"]["items"][0].clone();
        let next = ana.read("/api/v1/me/next").await.items();
        let review = next.iter().find(|thing| thing["task"] == handed_in).cloned().unwrap_or_default();
        [
            ana.read(&format!("{BEES}/tasks/{stuck}")).await.ok(),
            ana.read(&format!("{BEES}/tasks")).await.items().remove(0),
            ana.read("/api/v1/me/reviews").await.items().remove(0),
            ben.read("/api/v1/me/offers").await.items().remove(0),
            of_health,
            review,
        ]
    };
    for open in read().await {
        assert_eq!((&open["due"], open.get("due_in_week")), (&json!("2030-06-23T23:59:59Z"), None), "{open}");
    }
    seal(&app).await;
    for sealed in read().await {
        assert_eq!(sealed["due"], "2030-06-23T23:59:59Z", "{sealed}");
        assert_eq!(sealed["due_in_week"], true, "{sealed}");
    }
}

async fn what_is_sealed_is_not_changed_in_the_clear(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    let number = task(&ana, "Count").await;
    let on = |more: Value| crate::support::groups::merged(of(json!({ "task": number })), more);
    let said = ana.perform("task.comment", on(json!({ "body": "It rains." }))).await.ok();
    seal(&app).await;

    let title = json!({ "revision": 1, "title": "In the clear" });
    ana.perform("task.edit", on(title.clone())).await.problem(422, "signature-needed");
    ana.perform("task.edit", on(json!({ "revision": 1, "size": "s" })))
        .await
        .problem(422, "signature-needed");
    let words = json!({ "comment": said["result"]["message"], "revision": 1, "body": "It pours." });
    ana.perform("comment.edit", on(words)).await.problem(422, "signature-needed");
    let suggest = json!({ "pursuance": "bees", "action": "task.edit", "input": on(title) });
    ana.perform("suggestion.make", suggest).await.problem(422, "signature-needed");
    // Steps without a text go on.
    ana.perform("task.take", on(json!({}))).await.ok();
    ana.perform("task.set_phase", on(json!({ "phase": "in_progress" }))).await.ok();
}

async fn what_is_sealed_is_found_by_no_word(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    task(&ana, "Count").await;
    let found = async |words: &str| {
        ana.read(&format!("/api/v1/search?q={words}")).await.ok()["tasks"]["items"].clone()
    };
    assert_eq!(found("count").await[0]["title"], "Count");
    seal(&app).await;
    // Words that were taken in before are found until the rows are read anew.
    let mut tx = app.db.write().await.unwrap();
    fulltext::forget_all(&mut tx).await.unwrap();
    while fulltext::fill_some(&mut tx, 100).await.unwrap() > 0 {}
    tx.commit().await.unwrap();
    for words in ["count", "sealed", "private"] {
        assert_eq!(found(words).await, json!([]), "{words}");
    }
    let listed = ana.read(&format!("{BEES}/tasks?q=count")).await.items();
    assert_eq!(listed, Vec::<Value>::new());
}
