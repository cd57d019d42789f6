//! Tasks in parts: while a part is open, nobody is asked about the task itself, and everybody who could be once none is.

use serde_json::{Value, json};

use super::{asked, on, pairing, settle, speakers, waiting, wanted};
use crate::roles::of;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    nobody_is_asked_about_a_task_while_a_part_of_it_is_open,
    whoever_asks_by_name_asks_about_a_task_in_parts_too,
);

async fn below(by: &Person, parent: i64) -> i64 {
    let part = json!({ "title": "Read", "parent": parent });
    by.perform("task.create", of(part)).await.ok()["result"]["task"].as_i64().unwrap()
}

async fn nobody_is_asked_about_a_task_while_a_part_of_it_is_open(app: TestApp) {
    let (ana, _) = speakers(&app, 2).await;
    let ends: [(&str, Value); 4] = [
        ("task.set_phase", json!({ "phase": "dropped" })),
        ("task.move", json!({ "parent": null })),
        ("task.archive", json!({})),
        ("task.trash", json!({})),
    ];
    for (action, how) in ends {
        let number = wanted(&ana, json!({})).await;
        let part = below(&ana, number).await;
        settle(&app).await;
        assert_eq!(asked(&ana, number).await, [] as [&str; 0], "{action}");
        assert_eq!(pairing(&ana, number).await["state"], "open_parts");
        ana.perform("task.call_next_wave", on(number, json!({}))).await.problem(409, "open-parts");
        ana.perform(action, on(part, how)).await.ok();
        settle(&app).await;
        assert_eq!(asked(&ana, number).await, ["p1", "p2"], "{action}");
        ana.perform("task.set_phase", on(number, json!({ "phase": "dropped" }))).await.ok();
    }
}

async fn whoever_asks_by_name_asks_about_a_task_in_parts_too(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let number = wanted(&ana, json!({})).await;
    below(&ana, number).await;
    ana.perform("task.ask", on(number, json!({ "member": "p1" }))).await.ok();
    settle(&app).await;
    assert_eq!(waiting(&people[0]).await.len(), 1);
}
