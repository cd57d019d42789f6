//! Texts of the greatest length are accepted, longer ones refused.

use http::StatusCode;
use pursuance_domain::value::TEXTS;
use serde_json::{Value, json};

use super::table::{Row, texts::ROWS};
use super::{exceeded_elsewhere, most};
use crate::support::app::PASSPHRASE;
use crate::support::browser::Browser;
use crate::support::{Person, TestApp};

#[tokio::test]
async fn what_people_write_is_no_longer_than_the_table_says() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    for row in ROWS {
        exceed(row, &app, &ana).await;
    }
}

#[test]
fn every_text_has_its_row() {
    let table = include_str!("table/texts.rs");
    for name in TEXTS {
        assert!(table.contains(&format!("({name}::MAX)")), "{name} has no row in limits/table/texts.rs");
    }
}

fn most_dependencies() -> usize {
    ROWS.iter().find(|row| row.id == "dependencies").map(most).unwrap()
}

async fn exceed(row: &Row, app: &TestApp, ana: &Person) {
    let task = |more: Value| ("task.create", with(json!({ "pursuance": "bees", "title": "Count" }), more));
    match row.id {
        "title" => text(row, ana, |text| task(json!({ "title": text }))).await,
        "description" => text(row, ana, |text| task(json!({ "deliverables": text }))).await,
        "comment" => {
            text(row, ana, |text| ("task.comment", json!({ "pursuance": "bees", "task": 1, "body": text })))
                .await;
        }
        "message" => {
            text(row, ana, |text| ("delegation.nudge", json!({ "delegation": "0", "note": text }))).await;
        }
        "grounds" => {
            let remove =
                |text| ("member.remove", json!({ "pursuance": "bees", "member": "ben", "reason": text }));
            text(row, ana, remove).await;
        }
        "purpose" => {
            let invite = |text| {
                (
                    "invite.create",
                    json!({ "pursuance": "bees", "role": "normal", "uses": 1, "purpose": text }),
                )
            };
            text(row, ana, invite).await;
        }
        "progress-note" => {
            text(row, ana, |text| ("delegation.progress", json!({ "delegation": "0", "note": text }))).await;
        }
        "mission" => text(row, ana, |text| ("profile.edit", json!({ "about": text }))).await,
        "display-name" => text(row, ana, |text| ("profile.edit", json!({ "display": text }))).await,
        "name" => {
            let named = |text| ("pursuance.create", json!({ "slug": text, "name": "Bees", "mission": "" }));
            text(row, ana, named).await;
        }
        "task-levels" => {
            let made = json!({ "slug": "deep", "name": "Deep", "mission": "" });
            ana.perform("pursuance.create", made).await.ok();
            let under =
                |parent: Option<usize>| json!({ "pursuance": "deep", "title": "Level", "parent": parent });
            for level in 0..most(row) {
                ana.perform("task.create", under((level > 0).then_some(level))).await.ok();
            }
            ana.perform("task.create", under(Some(most(row)))).await.problem(409, "too-deep");
        }
        "dependencies" => {
            let made = json!({ "slug": "woven", "name": "Woven", "mission": "" });
            ana.perform("pursuance.create", made).await.ok();
            for number in 1..=most(row) + 2 {
                let title = format!("Task {number}");
                ana.perform("task.create", json!({ "pursuance": "woven", "title": title })).await.ok();
            }
            let on = |on: usize| json!({ "pursuance": "woven", "task": 1, "on": on });
            for number in 2..most(row) + 2 {
                ana.perform("task.depend", on(number)).await.ok();
            }
            ana.perform("task.depend", on(most(row) + 2)).await.problem(409, "too-many-dependencies");
        }
        "blocks" => {
            ana.perform("task.create", json!({ "pursuance": "woven", "title": "Blocked" })).await.ok();
            let task = most_dependencies() + 3;
            let block =
                |n: usize| json!({ "pursuance": "woven", "task": task, "reason": format!("Reason {n}") });
            for n in 0..most(row) {
                ana.perform("task.block", block(n)).await.ok();
            }
            ana.perform("task.block", block(most(row))).await.problem(409, "too-many-blocks");
        }
        "block-reason" => {
            text(row, ana, |text| ("task.block", json!({ "pursuance": "bees", "task": 1, "reason": text })))
                .await;
        }
        "connected" => exceeded_elsewhere(row),
        "task-reference" => {
            let on = |bytes: usize| {
                let address = format!("https://{}", "x".repeat(bytes - "https://".len()));
                json!({ "pursuance": "bees", "task": 1, "on": address })
            };
            ana.perform("task.depend", on(most(row))).await.problem(404, "not-found");
            ana.perform("task.depend", on(most(row) + 1)).await.problem(422, "invalid-input");
        }
        "parts" => {
            let made = json!({ "slug": "split", "name": "Split", "mission": "" });
            ana.perform("pursuance.create", made).await.ok();
            ana.perform("task.create", json!({ "pursuance": "split", "title": "Count" })).await.ok();
            let into = |parts| json!({ "pursuance": "split", "task": 1, "into": vec!["Part"; parts] });
            ana.perform("task.split", into(most(row))).await.ok();
            ana.perform("task.split", into(most(row) + 1)).await.problem(422, "invalid-input");
        }
        "file-name" => {
            let named = |text| {
                (
                    "task.attach",
                    json!({ "pursuance": "bees", "task": 1, "file": "0".repeat(64), "name": text }),
                )
            };
            text(row, ana, named).await;
        }
        "skill" => {
            let skill = |text: String| json!({ "skills": [format!("a:{}", &text[2..])] });
            text(row, ana, |text| task(skill(text))).await;
        }
        "skills" => {
            let skills = |n: usize| (0..n).map(|n| format!("Area:{n}")).collect::<Vec<_>>();
            let edit = |n| ana.perform("profile.edit", json!({ "skills": skills(n) }));
            edit(most(row)).await.ok();
            edit(most(row) + 1).await.problem(422, "invalid-input");
        }
        "zone" => {
            let edit = |zone: String| ana.perform("profile.edit", json!({ "zone": zone }));
            edit("America/Argentina/ComodRivadavia".to_owned()).await.ok();
            edit("x".repeat(most(row) + 1)).await.problem(422, "invalid-input");
        }
        "room-name" => {
            text(row, ana, |text| ("room.create", json!({ "pursuance": "bees", "name": text }))).await;
        }
        "searches-name" => {
            let mut browser = Browser::of(app, "ana").await;
            let page = browser.open("/me/searches").await.shown();
            let long = "x".repeat(most(row) + 1);
            browser
                .fill(&page, "/me/searches", &[("name", &*long)])
                .await
                .refused()
                .saying("id=\"name-error\"");
        }
        "token-name" => {
            let mut browser = Browser::of(app, "ana").await;
            let account = browser.open("/me").await.shown();
            let long = "x".repeat(most(row) + 1);
            let fields = [("name", &*long), ("passphrase", PASSPHRASE)];
            browser.fill(&account, "/me/tokens", &fields).await.refused().saying("id=\"token-name-error\"");
        }
        "passphrase" => {
            app.operator("opal").await;
            let mut browser = Browser::new(app);
            let join = browser.open("/join").await.shown();
            let long = "otter lamp quarry ".repeat(most(row) / 18 + 1);
            let fields = [("name", "zoe"), ("passphrase", &*long), ("passphrase_again", &*long)];
            browser.fill(&join, "/join", &fields).await.refused().saying("Use at most");
        }
        _ => exceeded_elsewhere(row),
    }
}

/// Sends a text that is as long as it may be, and one that is longer.
async fn text(row: &Row, by: &Person, action: impl Fn(String) -> (&'static str, Value)) {
    let (name, input) = action("x".repeat(most(row)));
    let answer = by.perform(name, input).await;
    let is_input = answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text().contains("longer");
    assert!(!is_input, "{}: refused at its greatest length: {answer:?}", row.id);
    let (name, input) = action("x".repeat(most(row) + 1));
    by.perform(name, input).await.problem(422, "invalid-input");
}

fn with(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}
