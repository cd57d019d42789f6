//! That nobody was found is one row of the inbox for each pursuance, as long as it is true.

use pursuance_domain::time::{HOUR, MINUTE};
use serde_json::json;

use super::{FRENCH, on, settle, speakers, told, wanted};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(that_nobody_was_found_is_one_row_while_it_is_true);

async fn unread(person: &Person) -> i64 {
    person.read("/api/v1/me/inbox").await.ok()["unread"].as_i64().unwrap()
}

async fn that_nobody_was_found_is_one_row_while_it_is_true(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let mut numbers = Vec::new();
    for title in ["Translate", "Draw", "Print"] {
        numbers.push(wanted(&ana, json!({ "title": title, "skills": [FRENCH, "Data:Maps"] })).await);
    }
    for _ in 0..4 {
        settle(&app).await;
        app.advance(6 * HOUR + MINUTE);
    }
    // Whoever wrote it and may hand it over is told once of each, and counts one row.
    assert_eq!(told(&ana).await.len(), 3);
    assert_eq!(unread(&ana).await, 1);
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/inbox").await.shown().saying("3 tasks found nobody");
    let page = page.saying("Skills that no member has: Data:Maps.").saying("Invite somebody");
    assert_eq!(page.html.matches("<h3>").count(), 1, "{page:?}");
    // It is withdrawn for a task that somebody has, or that looks for nobody any more.
    people[0].perform("task.take", on(numbers[0], json!({}))).await.ok();
    anas.open("/inbox").await.shown().saying("2 tasks found nobody");
    ana.perform("task.set_phase", on(numbers[1], json!({ "phase": "dropped" }))).await.ok();
    let page = anas.open("/inbox").await.shown().saying("One task found nobody");
    // One press reads the row.
    let name =
        page.html.split("name=\"notice\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let form = page.form("/inbox/read").with(&[("notice", name), ("read", "yes")]);
    anas.submit(form).await.shown().saying("You have read everything.");
    assert_eq!(unread(&ana).await, 0);
}
