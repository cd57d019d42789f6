//! Actions: the catalogue, and performing one.

use axum::body::Body;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{start_pursuance, write_task};
use crate::support::browser::Browser;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_dry_run_says_what_would_happen_and_leaves_no_trace,
    an_action_names_what_it_made_and_what_happened,
    the_character_nul_is_refused_in_texts_and_in_names
);

async fn the_character_nul_is_refused_in_texts_and_in_names(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let (before, task) = (ana.read("/api/v1/pursuances/bees/tasks").await.items(), "task.create");
    for (action, input) in [
        ("pursuance.join", json!({ "pursuance": "bees\0" })),
        (task, json!({ "pursuance": "bees", "title": "Count\0" })),
        ("profile.set_skills", json!({ "skills": [{ "skill": "Data:\0", "level": "do" }] })),
        ("notice.read", json!({ "notices": ["\0"], "object": "\0" })),
    ] {
        let problem = ana.perform(action, input.clone()).await.problem(400, "invalid-text");
        assert!(problem["detail"].as_str().unwrap().contains("NUL"), "{action} {input}: {problem}");
    }
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks").await.items(), before);
    // A backslash and the letters behind it are a text like any other.
    ana.perform(task, json!({ "pursuance": "bees", "title": "Write \\u0000" })).await.ok();
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    for field in ["slug", "name", "mission"] {
        let form = browser.open("/p/new").await.shown().form("/p/new");
        let fields = [("slug", "ants"), ("name", "Ants"), ("mission", "We carry."), (field, "a\0")];
        let status = browser.submit(form.with(&fields)).await.status;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{field}");
    }
}

async fn an_action_names_what_it_made_and_what_happened(app: TestApp) {
    let ana = app.person("ana").await;
    let made = ana
        .perform(
            "pursuance.create",
            json!({ "slug": "river-watch", "name": "River Watch", "mission": "Measure." }),
        )
        .await
        .ok();
    assert_eq!(made["result"]["pursuance"], "river-watch");
    let id = made["result"]["id"].as_str().unwrap().to_owned();
    assert_eq!(made["events"][0]["verb"], "pursuance.created");
    assert_eq!(
        (&made["events"][0]["seq"], made["events"][0]["stream"].as_str()),
        (&json!(1), Some(id.as_str()))
    );

    let made = ana
        .perform("task.create", json!({ "pursuance": "river-watch", "title": "Count the bees" }))
        .await
        .ok();
    assert_eq!(made["result"]["task"], 1);
    assert_eq!(made["result"]["id"], made["events"][0]["task"]);
    // The id of the pursuance does as well as its slug.
    let made = ana.perform("task.create", json!({ "pursuance": id, "title": "Count the wasps" })).await.ok();
    assert_eq!(made["result"]["task"], 2);
}

async fn a_dry_run_says_what_would_happen_and_leaves_no_trace(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let events = ana.read("/api/v1/pursuances/bees/events").await.items();
    let input = json!({ "pursuance": "bees", "title": "Count the bees" });

    let told = ana.post("/api/v1/actions/task.create?dry_run=true", &[], input.clone()).await.ok();

    assert_eq!((&told["result"]["task"], &told["events"][0]["verb"]), (&json!(1), &json!("task.created")));
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks").await.items(), Vec::<Value>::new());
    assert_eq!(ana.read("/api/v1/pursuances/bees/events").await.items(), events);
    // Not even the number is used up.
    assert_eq!(ana.perform("task.create", input).await.ok()["result"]["task"], 1);
    // A dry run refuses as the act would.
    let refused = ana
        .post("/api/v1/actions/task.take?dry_run=true", &[], json!({ "pursuance": "bees", "task": 9 }))
        .await;
    refused.problem(404, "not-found");
}

#[tokio::test]
async fn the_catalogue_lists_what_the_api_takes_with_its_schema() {
    let app = TestApp::start().await;
    let list = app.visitor().read("/api/v1/actions").await.ok();
    let names: Vec<_> =
        list.as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap()).collect();
    for wanted in
        ["pursuance.create", "task.create", "task.assign", "delegation.offer", "delegation.accept_work"]
    {
        assert!(names.contains(&wanted), "{wanted} is missing");
    }
    for inside in ["account.create", "session.start", "token.create", "delegation.tick"] {
        assert!(!names.contains(&inside), "{inside} is not for the API");
    }
    let create = list.as_array().unwrap().iter().find(|entry| entry["name"] == "task.create").unwrap();
    assert_eq!(create["schema"]["required"], json!(["pursuance", "title"]));
    assert_eq!(create["schema"]["additionalProperties"], false);
}

#[tokio::test]
async fn what_is_only_for_the_inside_is_not_there() {
    let app = TestApp::start().await;
    let olga = app.operator("olga").await;
    let expires = app.clock.now().plus(pursuance_domain::time::DAY);
    let input = json!({ "account": olga.id, "name": "more", "secret_hash": "00", "scope": "act", "expires": expires });
    olga.perform("token.create", input).await.problem(404, "unknown-action");
    olga.perform("token.forge", json!({})).await.problem(404, "unknown-action");
}

#[tokio::test]
async fn what_is_wrong_with_a_body_is_named() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let cases = [
        (json!({ "pursuance": "bees", "title": "" }), "title", "the title is missing"),
        (json!({ "pursuance": "bees", "title": "x", "titel": "y" }), "titel", "unknown field `titel`"),
        (json!({ "pursuance": "bees" }), "title", "missing field `title`"),
        (
            json!({ "pursuance": "bees", "title": "x", "skills": ["Language:French", "too:loud:here"] }),
            "skills",
            "a skill is written",
        ),
        (
            json!({ "pursuance": "bees", "title": "x", "due": "soon" }),
            "due",
            "this is not a date we can read",
        ),
        (json!({ "pursuance": "bees", "title": "x", "size": "xxl" }), "size", "unknown variant `xxl`"),
        (json!({ "pursuance": "bees", "title": 7 }), "title", "invalid type: integer `7`"),
        (
            json!({ "pursuance": "bees", "title": "x".repeat(201) }),
            "title",
            "longer than 200 characters (201)",
        ),
    ];
    for (input, field, said) in cases {
        let problem = ana.perform("task.create", input.clone()).await.problem(422, "invalid-input");
        let named = problem["field"].as_str().unwrap_or_default();
        assert!(named.starts_with(field), "{input}: {problem}");
        assert!(problem["detail"].as_str().unwrap().contains(said), "{input}: {problem}");
    }
    assert_eq!(ana.read("/api/v1/pursuances/bees/tasks").await.items(), Vec::<Value>::new());
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let path = "/api/v1/actions/pursuance.join";
    let json = [("content-type", "application/json; charset=utf-8")];
    for body in
        ["{\"pursuance\": ", "{\"pursuance\": \"a\"} and more", "pursuance=a", "{\"pursuance\": \"a\"}{}"]
    {
        ana.send(Method::POST, path, &json, Body::from(body)).await.problem(400, "invalid-json");
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    ana.send(Method::POST, path, &form, Body::from("pursuance=a"))
        .await
        .problem(415, "unsupported-media-type");
    let twice = Body::from("{\"pursuance\": \"a\", \"pursuance\": \"b\"}");
    ana.send(Method::POST, path, &json, twice).await.problem(422, "invalid-input");
}

#[tokio::test]
async fn how_pages_are_shown_to_somebody_is_read_and_set() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let shown = async || {
        let me = ana.read("/api/v1/me").await.ok();
        json!([me["zone"], me["language"], me["clock"], me["first_day"], me["single_keys"]])
    };
    assert_eq!(shown().await, json!(["UTC", null, null, null, true]));
    let display = json!({ "clock": "12", "first_day": "friday", "single_keys": false });
    ana.perform("profile.set_display", display).await.ok();
    ana.perform("profile.edit", json!({ "zone": "Indian/Maldives", "language": "de" })).await.ok();
    assert_eq!(shown().await, json!(["Indian/Maldives", "de", "12", "friday", false]));
    ana.perform("profile.set_display", json!({ "first_day": null })).await.ok();
    assert_eq!(shown().await, json!(["Indian/Maldives", "de", "12", null, false]));
    ana.perform("profile.set_display", json!({ "first_day": "tuesday" })).await.problem(422, "invalid-input");
}

#[tokio::test]
async fn no_body_is_an_empty_object() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let done = ana.send(Method::POST, "/api/v1/actions/profile.edit", &[], Body::empty()).await.ok();
    assert_eq!(done["result"]["account"], "ana");
}

#[tokio::test]
async fn an_action_of_more_than_a_mebibyte_is_refused() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let input = json!({ "about": "x".repeat(1024 * 1024) });
    ana.perform("profile.edit", input).await.problem(413, "too-large");
}

#[tokio::test]
async fn a_whole_task_is_worked_on_by_actions_alone() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    start_pursuance(&ana, "bees").await;
    ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let task = write_task(&ana, "bees", "Count the bees").await;
    let at = json!({ "pursuance": "bees", "task": task });
    let phase = |phase: &str| json!({ "pursuance": "bees", "task": task, "phase": phase });

    ana.perform("task.set_phase", phase("help_wanted")).await.ok();
    ben.perform("task.take", at.clone()).await.ok();
    ben.perform("task.set_phase", phase("in_progress")).await.ok();
    ben.perform(
        "task.comment",
        json!({ "pursuance": "bees", "task": task, "body": "Half of them *counted*." }),
    )
    .await
    .ok();
    ben.perform("task.set_phase", phase("ready_for_review")).await.ok();
    ana.perform("task.set_phase", phase("in_review")).await.ok();
    ana.perform("task.set_phase", phase("done")).await.ok();

    let read = ana.read(&format!("/api/v1/pursuances/bees/tasks/{task}")).await.ok();
    assert_eq!((&read["phase"], &read["assignee"]), (&json!("done"), &json!("ben")));
    assert_eq!(read["progress"], json!({ "percent": 100, "subtasks_done": 0, "subtasks_total": 0 }));
}
