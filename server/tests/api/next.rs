//! What is next for a person: offers first, each thing with its reason, the same on Home and for programs.

use serde_json::{Value, json};

use crate::pairing::{knows, settle};
use crate::roles::{bees, of, task};
use crate::silence::{clock, pass, time};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(what_is_next_begins_with_offers_and_each_has_its_reason);

async fn next(person: &Person) -> Value {
    person.read("/api/v1/me/next").await.ok()
}

/// The reasons and the titles, in their order.
fn told(next: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = next["items"].as_array().unwrap();
    items.iter().map(|item| (text(&item["reason"]["why"]), text(&item["title"]))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(why, title)| ((*why).to_owned(), (*title).to_owned())).collect()
}

async fn what_is_next_begins_with_offers_and_each_has_its_reason(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    knows(ben, &["Language:French"]).await;
    let own = task(&ana, "Count").await;
    ben.perform("task.take", of(json!({ "task": own }))).await.ok();
    task(&ana, "Sweep").await;
    for title in ["Translate", "Subtitle"] {
        ana.perform(
            "task.create",
            of(json!({ "title": title, "skills": ["Language:French"], "ask": false })),
        )
        .await
        .ok();
    }
    ana.perform("task.want_help", of(json!({ "task": 3 }))).await.ok();
    settle(&app).await;

    let found = next(ben).await;
    let expected = [("asked", "Translate"), ("begin", "Count"), ("wanted", "Subtitle"), ("wanted", "Sweep")];
    assert_eq!(told(&found), pairs(&expected));
    assert_eq!((&found["matching"], &found["more"]), (&json!(2), &json!(0)));
    let items = found["items"].as_array().unwrap();
    assert!(
        items[0]["url"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/offers#offer-{}", items[0]["offer"].as_str().unwrap()))
    );
    assert_eq!((&items[1]["pursuance"], &items[1]["task"]), (&json!("bees"), &json!(own)));
    assert_eq!(items[2]["reason"], json!({ "why": "wanted", "skill": "Language:French" }));
    assert_eq!(items[3]["reason"]["skill"], Value::Null);
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    let page = browser.open("/").await.shown();
    page.saying("2 tasks to pick up need your skills.").saying("Translate");

    // Whoever is waited for is asked for news before anything that they could begin.
    let begun = clock(ben, own).await;
    pass(&app, time(&begun["nudge_at"])).await;
    let found = next(ben).await;
    let reminded =
        found["items"].as_array().unwrap().iter().find(|item| item["task"] == own).unwrap().clone();
    assert_eq!(reminded["reason"]["why"], "reminded", "{found}");
    assert!(time(&reminded["reason"]["on_at"]) > app.clock.now(), "{reminded}");
    browser.open("/").await.shown().saying("Are you still on it?");
    ben.perform("task.still_on_it", merged(of(json!({})), json!({ "task": own }))).await.ok();
    assert!(told(&next(ben).await).contains(&("begin".to_owned(), "Count".to_owned())));
    // Nothing of it is for others, and strangers have no next things.
    app.visitor().read("/api/v1/me/next").await.problem(401, "token-needed");
}
