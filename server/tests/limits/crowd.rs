//! The costliest input of each kind from many clients of one origin, and somebody beside them, whose page and whose write go
//! through meanwhile. What counts is who comes before whom, and no clock.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use http::StatusCode;
use pursuance::bodies::FORMS_OF_CLIENT;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use super::bodies::{EVE, FORMS, OTHER, Server, Told};
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(lists_of_one_person_hold_up_nobody_else);

const CLIENTS: usize = 32;

async fn start(who: &Person, slug: &str) {
    who.perform("pursuance.create", json!({ "slug": slug, "name": slug, "mission": "" })).await.ok();
    who.perform("task.create", json!({ "pursuance": slug, "title": "Count" })).await.ok();
}

/// A list that costs much: each task with as many skills as it may have, each of them new.
fn list(of: usize) -> Value {
    let skills = |task: usize| -> Vec<String> { (0..32).map(|n| format!("Area{of}:Of{task}x{n}")).collect() };
    let tasks: Vec<Value> = (0..40).map(|task| json!({ "title": "Feed", "skills": skills(task) })).collect();
    json!({ "pursuance": "hive", "tasks": tasks })
}

/// Fails where the actions of a person stand in one queue with those of others: all lists that came before are written first. The crowd
/// writes on until the person beside it is done, so nothing here depends on the speed of the machine.
async fn lists_of_one_person_hold_up_nobody_else(app: TestApp) {
    let (eve, bob) = (app.person("eve").await, app.person("bob").await);
    start(&eve, "hive").await;
    start(&bob, "bees").await;
    let (written, is_done) = (AtomicUsize::new(0), AtomicBool::new(false));
    let crowd = futures::future::join_all((0..CLIENTS).map(|n| {
        let (eve, written, is_done) = (&eve, &written, &is_done);
        async move {
            for round in 0.. {
                eve.perform("task.add_list", list(round * CLIENTS + n)).await.ok();
                written.fetch_add(1, Ordering::SeqCst);
                if is_done.load(Ordering::SeqCst) {
                    break;
                }
            }
        }
    }));
    let beside = async {
        until("they have begun", async || written.load(Ordering::SeqCst) > 0).await;
        let before = written.load(Ordering::SeqCst);
        bob.perform("task.create", json!({ "pursuance": "bees", "title": "Weigh" })).await.ok();
        let between = written.load(Ordering::SeqCst) - before;
        assert!(between < CLIENTS / 2, "{between} lists of somebody else came before");
        bob.read("/api/v1/pursuances/bees/tasks/1").await.ok();
        assert_eq!(app.visitor().read("/about").await.status, StatusCode::OK);
        is_done.store(true, Ordering::SeqCst);
    };
    futures::join!(crowd, beside);
}

/// Bodies that never end, and bodies that are refused and sent on all the same.
#[tokio::test]
async fn bodies_of_one_client_hold_up_nobody_else() {
    let app = TestApp::start().await;
    let server = Server::of(app.router.clone(), app.addresses.authority()).await;
    let part = vec![b'x'; FORMS_OF_CLIENT / CLIENTS];
    let mut open = Vec::new();
    for _ in 0..CLIENTS {
        open.push(server.begin(EVE, &FORMS, &part, 1).await);
    }
    until("all of it has arrived", async || app.bodies.forms.bytes() == part.len() * CLIENTS).await;
    // There is no room for these: they are refused, and read to their end.
    for _ in 0..CLIENTS {
        open.push(server.begin(EVE, &FORMS, &part, 1).await);
    }
    // Who goes on to its end hears of it.
    let mut refused = open.pop().unwrap();
    refused.write_all(b"x").await.unwrap();
    assert_eq!(Told::by(refused).await.status, 503);
    let judged = server.ask_with(OTHER, &FORMS, 100_000).await;
    assert_eq!(judged.status, FORMS.judged(), "a long form: {judged:?}");
    let small = server.ask(EVE, &FORMS).await;
    assert_eq!(small.status, FORMS.judged(), "a short form of the same client: {small:?}");
    let page = app.visitor().read("/about").await;
    assert_eq!(page.status, StatusCode::OK);
}
