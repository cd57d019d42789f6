//! Tasks to pick up: for whom, how many everywhere, and who can help a person who may not.

use http::StatusCode;
use http::header::LOCATION;
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

    // Where it is done by its parts, that is said first.
    let part = json!({ "pursuance": "bees", "title": "Count the first", "parent": 1 });
    ana.perform("task.create", part).await.ok();
    let page = Browser::signed_in(&app, &vera.id).await.open("/p/bees/t/1").await.shown();
    let page = page.saying("This is done by its parts, and your role cannot take tasks.").saying("can help.");
    assert!(!page.says("Nobody has this task yet"), "{page:?}");
}

#[tokio::test]
async fn a_free_task_is_taken_from_its_row_by_whoever_may_and_leads_back() {
    let app = TestApp::start().await;
    let ana = bees(&app).await;
    let nora = member(&app, &ana, "nora", "normal").await;
    let vera = member(&app, &ana, "vera", "viewer").await;
    let (mut noras, mut veras) =
        (Browser::signed_in(&app, &nora.id).await, Browser::signed_in(&app, &vera.id).await);
    let views =
        ["/p/bees", "/p/bees?q=is:open", "/p/bees/list", "/p/bees/board", "/tasks", "/tasks?q=is:open", "/"];
    for (view, number) in views.into_iter().zip(1_i64..) {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
        let take = format!("/p/bees/t/{number}/take");
        let button = format!("form=\"to-finish\" formaction=\"{take}\"");
        let page = veras.open(view).await.shown();
        assert!(!page.html.contains(&button), "a viewer takes none, in {view}: {page:?}");
        let page = noras.open(view).await.shown();
        assert!(page.html.contains(&button), "{view}: {page:?}");
        let form = page.form_of("to-finish").at(&take).with(&[("at", "row")]);
        let back = form.value("back").to_owned();
        let answer = noras.post(form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        assert_eq!(answer.headers[LOCATION].to_str().unwrap(), back, "{view}");
        let task = nora.read(&format!("/api/v1/pursuances/bees/tasks/{number}")).await.ok();
        assert_eq!(task["assignee"], json!("nora"), "{view}");
        let page = noras.open(view).await.shown();
        assert!(page.says("It is yours.") && !page.html.contains(&button), "{view}: {page:?}");
    }
    // A task that somebody else took first says so on its page.
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Weigh" })).await.ok();
    let take = format!("/p/bees/t/{}/take", views.len() + 1);
    let form = noras.open("/p/bees").await.shown().form_of("to-finish").at(&take).with(&[("at", "row")]);
    ana.perform("task.take", json!({ "pursuance": "bees", "task": views.len() + 1 })).await.ok();
    let page = noras.post(form).await;
    assert!(page.status.is_client_error() && page.says("Weigh"), "{page:?}");
}

#[tokio::test]
async fn what_is_not_free_has_no_button_in_its_row() {
    let app = TestApp::start().await;
    let ana = bees(&app).await;
    for title in ["Report", "Press", "Print"] {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    // 1 has the parts 4 and 5, 3 waits for 2.
    let split = json!({ "pursuance": "bees", "task": 1, "into": ["Write", "Draw"] });
    ana.perform("task.split", split).await.ok();
    ana.perform("task.depend", json!({ "pursuance": "bees", "task": 3, "on": "2" })).await.ok();
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    for view in ["/p/bees", "/p/bees?q=is:open", "/p/bees/list", "/p/bees/board", "/tasks?q=is:open"] {
        let page = anas.open(view).await.shown();
        let offered: Vec<i64> = (1..=5)
            .filter(|number| page.html.contains(&format!("formaction=\"/p/bees/t/{number}/take\"")))
            .collect();
        assert_eq!(offered, [2, 4, 5], "{view}: {page:?}");
    }
    ana.perform("task.archive", json!({ "pursuance": "bees", "task": 1 })).await.ok();
    let page = anas.open("/p/bees?under=1").await.shown();
    assert!(!page.html.contains("formaction=\"/p/bees/t/4/take\""), "it is put away: {page:?}");
}
