//! The costliest input of each kind from many clients of one origin, and somebody beside them, whose page and whose write go
//! through meanwhile. What counts is who comes before whom, and no clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use futures::FutureExt;
use http::{Method, StatusCode};
use pursuance::actions::limits::{self, SIGN_IN_KINDS};
use pursuance::actions::{PerformError, Refused};
use pursuance::bounds::bodies::FORMS_OF_CLIENT;
use pursuance::bounds::client::Client;
use pursuance::store::instance;
use pursuance::store::turns::TurnLane;
use pursuance_domain::refusal::Refusal;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use super::bodies::{EVE, FORMS, OTHER, Server, Told};
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(lists_of_one_person_hold_up_nobody_else, pictures_of_one_person_hold_up_nobody_else);

const CLIENTS: usize = 32;
/// Lists at once. On SQLite and a single thread, some 10 to 40 of them are written while somebody else's request gets to its turn;
/// in one queue for all, 57.
const LISTS: usize = 64;

async fn start(who: &Person, slug: &str) {
    who.perform("pursuance.create", json!({ "slug": slug, "name": slug, "mission": "" })).await.ok();
    who.perform("task.create", json!({ "pursuance": slug, "title": "Count" })).await.ok();
}

/// A list that costs much: each task with as many skills as it may have, each of them new.
fn list(of: usize) -> Value {
    let skills = |task: usize| -> Vec<String> { (0..32).map(|n| format!("Area{of}:Of{task}x{n}")).collect() };
    let tasks: Vec<Value> = (0..20).map(|task| json!({ "title": "Feed", "skills": skills(task) })).collect();
    json!({ "pursuance": "hive", "tasks": tasks })
}

/// Fails on SQLite if all writers stand in one queue: the lists that came before are written first. PostgreSQL has several writers, and
/// passes with one queue, too; the order of turns is tested in `store/turns.rs`.
async fn lists_of_one_person_hold_up_nobody_else(app: TestApp) {
    let (eve, bob) = (app.person("eve").await, app.person("bob").await);
    start(&eve, "hive").await;
    start(&bob, "bees").await;
    let eve = Arc::new(eve);
    // Of a crowd that is over when the test looks again, nothing can be said: then another one comes.
    for _ in 0..5 {
        let written = Arc::new(AtomicUsize::new(0));
        // Each is a task of its own: as parts of one, they would be polled to their end before the test goes on.
        let crowd: Vec<_> = (0..LISTS)
            .map(|n| {
                let (eve, written) = (eve.clone(), written.clone());
                tokio::spawn(async move {
                    let status = eve.perform("task.add_list", list(n)).await.status;
                    // Of so many, the last ones may wait for their turn longer than a request does.
                    assert!(
                        status == StatusCode::OK || status == StatusCode::SERVICE_UNAVAILABLE,
                        "{status}"
                    );
                    if status == StatusCode::OK {
                        written.fetch_add(1, Ordering::SeqCst);
                    }
                })
            })
            .collect();
        until("they have begun", async || written.load(Ordering::SeqCst) > 0).await;
        let begun = written.load(Ordering::SeqCst);
        bob.perform("task.create", json!({ "pursuance": "bees", "title": "Weigh" })).await.ok();
        let before = written.load(Ordering::SeqCst);
        if begun < LISTS / 4 {
            assert!(before < LISTS * 3 / 4, "{before} lists of somebody else came before");
            bob.read("/api/v1/pursuances/bees/tasks/1").await.ok();
            assert_eq!(app.visitor().read("/about").await.status, StatusCode::OK);
            for list in crowd {
                list.await.unwrap();
            }
            return;
        }
        for list in crowd {
            list.await.unwrap();
        }
    }
    panic!("each crowd was over before somebody else came");
}

/// A picture without colours, whose file is small.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbaImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn upload(by: &Person, bytes: Vec<u8>) -> String {
    let sent = by.send(Method::POST, "/api/v1/files", &[], Body::from(bytes)).await.ok();
    sent["file"].as_str().unwrap().to_owned()
}

fn hung(pursuance: &str, file: &str) -> Value {
    json!({ "pursuance": pursuance, "task": 1, "file": file, "name": "hive.png" })
}

/// How wide the first picture at a task is shown.
async fn shown_width(by: &Person, pursuance: &str) -> Value {
    by.read(&format!("/api/v1/pursuances/{pursuance}/tasks/1/files")).await.items()[0]["picture"]["width"]
        .clone()
}

/// Pictures of 12 megapixels. Fails if the pictures of all people stand in one queue: those that came before are made first.
async fn pictures_of_one_person_hold_up_nobody_else(app: TestApp) {
    let (eve, bob) = (app.person("eve").await, app.person("bob").await);
    start(&eve, "hive").await;
    start(&bob, "bees").await;
    let large = picture(4_000, 3_000);
    let mut files = Vec::new();
    for n in 0..CLIENTS {
        // Nothing reads what stands behind the end of a picture; with it, each is another file.
        files.push(upload(&eve, [&large, n.to_string().as_bytes()].concat()).await);
    }
    let (eve, made) = (Arc::new(eve), Arc::new(AtomicUsize::new(0)));
    let attach = |file: String| {
        let (eve, made) = (eve.clone(), made.clone());
        tokio::spawn(async move {
            if eve.perform("task.attach", hung("hive", &file)).await.status == StatusCode::OK {
                made.fetch_add(1, Ordering::SeqCst);
            }
        })
    };
    let crowd: Vec<_> = files.into_iter().map(attach).collect();
    until("the first is made", async || made.load(Ordering::SeqCst) > 0).await;
    assert_eq!(shown_width(&eve, "hive").await, 1_600);
    let made_then = made.load(Ordering::SeqCst);
    let file = upload(&bob, picture(20, 10)).await;
    bob.perform("task.attach", hung("bees", &file)).await.ok();
    assert_eq!(shown_width(&bob, "bees").await, 20);
    bob.perform("task.create", json!({ "pursuance": "bees", "title": "Weigh" })).await.ok();
    assert_eq!(app.visitor().read("/about").await.status, StatusCode::OK);
    let before = made.load(Ordering::SeqCst) - made_then;
    assert!(before < CLIENTS / 4, "{before} pictures of somebody else came before");
    // To make the others takes a while, and shows nothing more.
    for picture in crowd {
        picture.abort();
    }
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
    // A client that goes on to its end hears of it.
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

/// The tries of one address stand in turns of their own: in one queue for all, each of them came before somebody who wants to write.
#[tokio::test]
async fn tries_of_one_address_hold_up_nobody_else() {
    let app = TestApp::start().await;
    let held = app.db.write().await.unwrap();
    let crowd: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let app = app.app.clone();
            tokio::spawn(async move { limits::sign_in_kind(&app, Client::UNKNOWN).await })
        })
        .collect();
    // Each of them comes to its queue.
    tokio::task::yield_now().await;
    let mut write = Box::pin(app.db.write_in(Some(TurnLane::of("bob"))));
    assert!(futures::poll!(write.as_mut()).is_pending(), "one writer has its turn");
    drop(held);
    let mut write = write.await.unwrap();
    let slot = app.clock.now().0.div_euclid(SIGN_IN_KINDS.slot);
    let address = Client::UNKNOWN.home();
    let before = instance::counted(&mut write, "sign-in-kinds", &address, slot).await.unwrap();
    assert!((1..=2).contains(&before), "{before} of them came before");
    write.commit().await.unwrap();
    for tried in crowd {
        tried.await.unwrap().unwrap();
    }
}

/// A client that tried too often is told so without a look at the database.
#[tokio::test]
async fn tries_that_are_refused_already_wait_for_no_writer() {
    let app = TestApp::start().await;
    let try_once = async || limits::sign_in_kind(&app, Client::UNKNOWN).await;
    for _ in 0..SIGN_IN_KINDS.most {
        try_once().await.unwrap();
    }
    try_once().await.unwrap_err();
    let _held = app.db.write().await.unwrap();
    let told = try_once().now_or_never().expect("it waits for a writer");
    assert!(matches!(told, Err(PerformError::Refused(Refused::Rule(Refusal::TooMany { .. })))), "{told:?}");
}
