//! Problems name their kind, always with the same word.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};

use super::{join_as, start_pursuance, start_pursuance_as, write_task};
use crate::architecture::ROOTS;
use crate::support::TestApp;

/// Every refusal that can be met by actions on one instance: who, what, and the problem.
#[tokio::test]
async fn every_refusal_has_its_type() {
    let app = TestApp::start().await;
    let (ana, ben, eva, zoe) =
        (app.person("ana").await, app.person("ben").await, app.person("eva").await, app.person("zoe").await);
    start_pursuance(&ana, "bees").await;
    start_pursuance(&ana, "wasps").await;
    start_pursuance_as(&ana, "hidden", "members").await;
    join_as(&ben, "bees", "normal", &ana).await;
    join_as(&eva, "bees", "assigner", &ana).await;
    let (free, taken, offered, closed) = (
        write_task(&ana, "bees", "Free").await,
        write_task(&ana, "bees", "Taken").await,
        write_task(&ana, "bees", "Offered").await,
        write_task(&ana, "bees", "Closed").await,
    );
    let at = |task: i64| json!({ "pursuance": "bees", "task": task });
    let with = |task: i64, member: &str, value: Value| {
        let mut input = at(task);
        input[member] = value;
        input
    };
    ana.perform("task.assign", with(taken, "assignee", json!("ben"))).await.ok();
    ana.perform("delegation.offer", with(offered, "to", json!("wasps"))).await.ok();
    ana.perform("task.set_phase", with(closed, "phase", json!("dropped"))).await.ok();

    let cases = [
        (&zoe, "pursuance.create", json!({ "slug": "b-ees", "name": "b", "mission": "" }), 409, "name-taken"),
        (&zoe, "pursuance.create", json!({ "slug": "ana", "name": "b", "mission": "" }), 409, "name-taken"),
        (
            &zoe,
            "pursuance.create",
            json!({ "slug": "x1", "name": "b", "mission": "", "visibility": "sealed" }),
            422,
            "signature-needed",
        ),
        (
            &ana,
            "pursuance.edit",
            json!({ "pursuance": "bees", "visibility": "sealed" }),
            422,
            "invalid-input",
        ),
        (&zoe, "pursuance.join", json!({ "pursuance": "hidden" }), 404, "not-found"),
        (&ana, "pursuance.join", json!({ "pursuance": "bees" }), 409, "already-a-member"),
        (&ana, "pursuance.leave", json!({ "pursuance": "bees" }), 409, "last-one"),
        (&zoe, "task.take", at(free), 403, "not-a-member"),
        (&ben, "task.create", json!({ "pursuance": "bees", "title": "x" }), 403, "suggest-instead"),
        (
            &eva,
            "member.set_role",
            json!({ "pursuance": "bees", "member": "ben", "role": "viewer" }),
            403,
            "suggest-instead",
        ),
        (
            &ana,
            "member.set_role",
            json!({ "pursuance": "bees", "member": "zoe", "role": "viewer" }),
            404,
            "not-found",
        ),
        (
            &ana,
            "member.decide",
            json!({ "pursuance": "bees", "member": "ben", "accept": true }),
            404,
            "not-found",
        ),
        (&ana, "task.edit", with(free, "revision", json!(99)), 409, "stale-revision"),
        (&ana, "task.move", with(free, "parent", json!(free)), 409, "cycle"),
        (&ana, "task.assign", with(free, "assignee", json!("zoe")), 422, "not-a-member"),
        (
            &ana,
            "task.attach",
            json!({ "pursuance": "bees", "task": free, "file": "0".repeat(64), "name": "a" }),
            422,
            "no-such-file",
        ),
        (&ana, "delegation.offer", with(taken, "to", json!("wasps")), 409, "assigned"),
        (&ana, "delegation.offer", with(offered, "to", json!("wasps")), 409, "already-offered"),
        (&ana, "delegation.offer", with(closed, "to", json!("wasps")), 409, "task-closed"),
        (&ana, "delegation.offer", with(free, "to", json!("bees")), 422, "to-itself"),
        (&ana, "delegation.offer", with(free, "to", json!("ben")), 422, "not-a-partner"),
        (&ben, "delegation.offer", with(free, "to", json!("wasps")), 403, "not-allowed"),
        (&ana, "delegation.accept", json!({ "delegation": "01k9w3zq7v8h4m2x5n6p0r1s2t" }), 404, "not-found"),
    ];
    let stream = ana.read("/api/v1/pursuances/bees/events").await.items().len();
    for (who, action, input, status, slug) in cases {
        let answer = who.perform(action, input.clone()).await;
        assert!(answer.status == status, "{action} {input}: {answer:?}");
        let problem = answer.problem(status, slug);
        assert!(
            problem["advice"].as_str().is_some_and(|advice| !advice.is_empty()),
            "{action} {input}: {problem}"
        );
    }
    assert_eq!(
        ana.read("/api/v1/pursuances/bees/events").await.items().len(),
        stream,
        "a refusal left an event"
    );
}

#[tokio::test]
async fn a_method_that_is_not_taken_is_refused_with_those_that_are() {
    let app = TestApp::start().await;
    let refused = app.visitor().send(Method::DELETE, "/api/v1/pursuances", &[], Body::empty()).await;
    refused.problem(405, "method-not-allowed");
    assert!(refused.header("allow").contains("GET"), "{refused:?}");
}

#[tokio::test]
async fn an_address_that_is_none_is_a_problem_too() {
    let app = TestApp::start().await;
    for path in ["/api/v1/pursuance", "/api/v1/pursuances/bees/task", "/api/v2/pursuances", "/api"] {
        app.visitor().read(path).await.problem(404, "not-found");
    }
}

#[tokio::test]
async fn a_failure_of_the_server_tells_nothing_but_what_to_look_for() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    app.db.close().await;
    let problem = ana.read("/api/v1/me").await.problem(500, "internal");
    assert_eq!(problem["incident"].as_str().unwrap().len(), 16);
    let text = problem.to_string();
    for word in ["pool", "closed", "sql", "database"] {
        assert!(!text.to_lowercase().contains(word), "{text}");
    }
}

#[tokio::test]
async fn the_description_is_there_for_everybody_and_names_this_server() {
    let app = TestApp::start().await;
    let description = app.visitor().read("/api/v1/openapi.json").await.ok();
    assert_eq!(description["openapi"], "3.1.0");
    assert_eq!(description["servers"], json!([{ "url": "http://localhost:8080" }]));
    assert!(description["paths"]["/api/v1/actions/delegation.offer"]["post"].is_object());
}

/// Every word that a `fn slug` of the sources can answer, and every other that is written where problems are made.
fn words_in_sources() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders: Vec<_> =
        ["domain/src"].into_iter().chain(ROOTS).map(|folder| root.join(folder)).collect();
    let mut words = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // `slug` on the command line and in the tests of queries is that of a pursuance.
                if !["src/cli", "query/tests"].iter().any(|other| path.ends_with(other)) {
                    folders.push(path);
                }
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            for function in text.split("fn slug(").skip(1) {
                let body = function.split("\n    }\n").next().unwrap_or_default();
                words.extend(body.split("=>").skip(1).filter_map(|arm| quoted(arm.trim_start())));
            }
            words.extend(text.split("slug: ").skip(1).filter_map(quoted));
            if path.ends_with("api/problem.rs") {
                let made = text.split("StatusCode::").skip(1).filter_map(|rest| rest.split_once(','));
                words.extend(made.filter_map(|(_, rest)| quoted(rest.trim_start())));
            }
        }
    }
    words
}

/// The text at the beginning, when it is a quoted word.
fn quoted(text: &str) -> Option<String> {
    let word = text.trim_start_matches(['{', ' ', '\n']).strip_prefix('"')?.split('"').next()?;
    word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-').then(|| word.to_owned())
}

#[test]
fn the_page_about_the_api_explains_every_problem_and_no_other() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/api.md")).unwrap();
    let table = page.split("| `type` | meaning |").nth(1).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix('|')?.split('|').next());
    let explained: BTreeSet<String> = rows
        .flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let made = words_in_sources();
    assert!(made.len() > 60, "found only {made:?}");
    assert_eq!(explained, made);
}
