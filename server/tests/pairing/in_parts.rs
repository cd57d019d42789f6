//! Tasks in parts: while a part is open, nobody is asked about the task itself, and everybody who could be once none is.

use serde_json::{Value, json};

use super::{asked, on, pairing, settle, speakers, waiting, wanted};
use crate::support::bees::of;
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    nobody_is_asked_about_a_task_while_a_part_of_it_is_open,
    whoever_asks_by_name_asks_about_a_task_in_parts_too,
    help_is_asked_for_open_parts_and_not_for_the_task_above_them,
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

async fn help_is_asked_for_open_parts_and_not_for_the_task_above_them(app: TestApp) {
    let (ana, _) = speakers(&app, 1).await;
    let new = of(json!({ "title": "Build" }));
    let whole = ana.perform("task.create", new).await.ok()["result"]["task"].as_i64().unwrap();
    let (part, other) = (below(&ana, whole).await, below(&ana, whole).await);
    let phase = async |task: i64| {
        ana.read(&format!("/api/v1/pursuances/bees/tasks/{task}")).await.ok()["phase"].clone()
    };
    let wants = on(whole, json!({ "phase": "help_wanted" }));
    ana.perform("task.want_help", on(whole, json!({}))).await.problem(409, "open-parts");
    ana.perform("task.set_phase", wants.clone()).await.problem(409, "open-parts");
    // Of several, it is left out, and the answer says why.
    let many = json!({ "tasks": [whole, part], "change": { "phase": "help_wanted" } });
    let done = ana.perform("task.bulk", of(many)).await.ok()["result"].clone();
    assert_eq!((&done["done"], &done["refused"][0]["task"]), (&json!([part]), &json!(whole)));
    assert_eq!(done["refused"][0]["problem"], "open-parts");
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let several = format!("/p/bees/bulk?chosen={whole}&chosen={other}&change=ask_help");
    let asks = browser.open(&several).await.shown();
    let told = browser.fill(&asks, "/p/bees/bulk", &[]).await.shown().saying("Done with 1 of 2.");
    told.saying("This task has open parts. Ask for help with them instead.");
    assert_eq!((phase(whole).await, phase(other).await), (json!("new"), json!("help_wanted")));
    // Nor where it is opened again: it is new then.
    ana.perform("task.set_phase", on(whole, json!({ "phase": "dropped" }))).await.ok();
    ana.perform("task.set_phase", wants).await.problem(409, "open-parts");
    ana.perform("task.set_phase", on(whole, json!({ "phase": "new" }))).await.ok();
    for part in [part, other] {
        ana.perform("task.set_phase", on(part, json!({ "phase": "dropped" }))).await.ok();
    }
    ana.perform("task.want_help", on(whole, json!({}))).await.ok();
}
