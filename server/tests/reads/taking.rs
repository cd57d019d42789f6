//! Tasks to pick up: for whom, how many everywhere, and who can help a person who may not.

use serde_json::json;

use crate::support::browser::Browser;
use crate::support::{Person, TestApp};

async fn bees(app: &TestApp) -> Person {
    let ana = app.person("ana").await;
    let input = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
    ana.perform("pursuance.create", input).await.ok();
    ana
}

async fn member(app: &TestApp, ana: &Person, name: &str, role: &str) -> Person {
    let person = app.person(name).await;
    person.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("member.set_role", json!({ "pursuance": "bees", "member": name, "role": role })).await;
    person
}

#[tokio::test]
async fn a_member_takes_a_task_that_nobody_has_on_its_page() {
    let app = TestApp::start().await;
    let ana = bees(&app).await;
    let nora = member(&app, &ana, "nora", "normal").await;
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();

    let mut browser = Browser::signed_in(&app, &nora.id).await;
    browser.open("/").await.shown().saying("Count");
    let page = browser.open("/p/bees/t/1").await.shown();
    browser.fill(&page, "/p/bees/t/1/take", &[]).await.shown();

    let task = nora.read("/api/v1/pursuances/bees/tasks/1").await.ok();
    assert_eq!((&task["phase"], &task["assignee"]), (&json!("started"), &json!("nora")));
}

#[tokio::test]
async fn what_is_to_be_picked_up_counts_the_same_everywhere() {
    let app = TestApp::start().await;
    let ana = bees(&app).await;
    for title in ["New", "Wanted", "Taken", "Dropped"] {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    for (task, phase) in [(2, "help_wanted"), (4, "dropped")] {
        ana.perform("task.set_phase", json!({ "pursuance": "bees", "task": task, "phase": phase }))
            .await
            .ok();
    }
    ana.perform("task.take", json!({ "pursuance": "bees", "task": 3 })).await.ok();

    let mut visitor = Browser::new(&app);
    visitor.open("/p/bees").await.shown().saying("2 to pick up");
    visitor.open("/p").await.shown().saying("2 tasks to pick up");
    let landing = visitor.open("/").await.shown();
    let landing = landing.saying("2 tasks to pick up").saying("Wanted").saying("New");
    assert!(!landing.says("Taken") && !landing.says("Dropped"), "{landing:?}");
    visitor.open("/@ana").await.shown().saying("2 tasks to pick up");
}

#[tokio::test]
async fn a_task_one_may_not_take_says_who_can_help() {
    let app = TestApp::start().await;
    let ana = bees(&app).await;
    let vera = member(&app, &ana, "vera", "viewer").await;
    member(&app, &ana, "ines", "assigner").await;
    member(&app, &ana, "nora", "normal").await;
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();

    let page = Browser::signed_in(&app, &vera.id).await.open("/p/bees/t/1").await.shown();
    assert!(!page.has_form("/p/bees/t/1/take"), "{page:?}");
    let help = page.html.split("your role cannot take tasks.").nth(1).unwrap().split("</p>").next().unwrap();
    assert!(help.contains("/@ana") && help.contains("/@ines") && help.contains("can help."), "{help}");
    assert!(!help.contains("nora"), "who cannot give it is not named: {help}");
}
