//! Requests that are too large, ask for too much, or never end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::Body;
use futures::StreamExt;
use http::{Method, Request, StatusCode};
use pursuance::store::actors;
use pursuance::store::tasks::{self, Task};
use pursuance_domain::id::TaskId;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::Size;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::table::{Row, requests::ROWS};
use super::{bodies, exceeded_elsewhere, most};
use crate::support::rows::a_task;
use crate::support::{Caller, Person, TestApp};

#[tokio::test]
async fn requests_are_no_larger_and_no_slower_than_the_table_says() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    // At the same time: some of them wait for as long as an answer may take.
    futures::future::join_all(ROWS.iter().map(|row| exceed(row, &app, &ana))).await;
}

async fn exceed(row: &Row, app: &TestApp, ana: &Person) {
    let too_much = vec![b' '; most(row) + 1];
    match row.id {
        "form" | "form-open" => {
            let headers =
                [("origin", app.addresses.base()), ("content-type", "application/x-www-form-urlencoded")];
            let path = if row.id == "form" { "/me/profile" } else { "/signin" };
            let answer = app.visitor().send(Method::POST, path, &headers, Body::from(too_much)).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{answer:?}");
        }
        "form-fields" => {
            let headers =
                [("origin", app.addresses.base()), ("content-type", "application/x-www-form-urlencoded")];
            let fields = "a&".repeat(most(row) + 1);
            let answer = app.visitor().send(Method::POST, "/signin", &headers, Body::from(fields)).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{answer:?}");
        }
        "action" => {
            let json = [("content-type", "application/json")];
            let path = "/api/v1/actions/task.create";
            ana.send(Method::POST, path, &json, Body::from(too_much)).await.problem(413, "too-large");
        }
        "keys" => {
            let headers = [("origin", app.addresses.base()), ("content-type", "application/json")];
            let path = "/api/v1/session";
            let answer = app.visitor().send(Method::POST, path, &headers, Body::from(too_much)).await;
            answer.problem(413, "too-large");
        }
        "prelogin" => {
            let mut done = 0;
            let refused = loop {
                let answer = app.visitor().read("/api/v1/prelogin?name=zoe").await;
                if answer.status != StatusCode::OK {
                    break answer;
                }
                done += 1;
            };
            assert!(done >= most(row), "stopped after {done}");
            assert!(refused.problem(429, "rate-limit")["retry_after"].as_u64().is_some());
        }
        "mailbox" => {
            let headers = [("origin", app.addresses.base()), ("content-type", "application/json")];
            let asked = json!({ "mailbox": "A".repeat(22) }).to_string();
            let path = "/api/v1/device";
            let mut done = 0;
            let refused = loop {
                let answer =
                    app.visitor().send(Method::POST, path, &headers, Body::from(asked.clone())).await;
                if answer.status != StatusCode::OK {
                    break answer;
                }
                done += 1;
            };
            assert!(done >= most(row), "stopped after {done}");
            assert!(refused.problem(429, "rate-limit")["retry_after"].as_u64().is_some());
        }
        "chosen" => {
            let made = json!({ "slug": "chosen", "name": "Chosen", "mission": "" });
            ana.perform("pursuance.create", made).await.ok();
            ana.perform("task.create", json!({ "pursuance": "chosen", "title": "Count" })).await.ok();
            let numbers = |count: usize| (1..=count).collect::<Vec<_>>();
            let take = |count| json!({ "pursuance": "chosen", "tasks": numbers(count), "change": "take" });
            ana.perform("task.bulk", take(most(row))).await.ok();
            let more = ana.perform("task.bulk", take(most(row) + 1)).await;
            more.problem(422, "invalid-input");
        }
        "upload" => {
            assert_eq!(app.config.max_upload, most(row));
            let answer = ana.send(Method::POST, "/api/v1/files", &[], Body::from(too_much)).await;
            answer.problem(413, "too-large");
        }
        "bodies-client" => bodies::exceed(row, bodies::FORMS).await,
        "unread" => {
            let answer = refuse_all_of(app, most(row) + 8 * PART).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
            assert!(answer.read > most(row) && answer.read < most(row) + 4 * PART, "{}", answer.read);
        }
        "idempotency-key" => {
            let keyed = |length| {
                let input = json!({ "display": "Ana" });
                let key = "k".repeat(length);
                async move { ana.post("/api/v1/actions/profile.edit", &[("idempotency-key", &key)], input).await }
            };
            keyed(most(row)).await.ok();
            keyed(most(row) + 1).await.problem(400, "invalid-header");
        }
        "notices-named" => {
            let named = |count| vec!["01k9w3zq7v8h4m2x5n6p0r1s2t-1"; count];
            ana.perform("notice.read", json!({ "notices": named(most(row)) })).await.ok();
            let more = ana.perform("notice.read", json!({ "notices": named(most(row) + 1) })).await;
            more.problem(422, "invalid-value");
        }
        "list" => {
            ana.read(&format!("/api/v1/pursuances?limit={}", most(row))).await.ok();
            let more = ana.read(&format!("/api/v1/pursuances?limit={}", most(row) + 1)).await;
            more.problem(400, "invalid-query");
        }
        "query" => {
            task_of(app, ana, "query").await;
            let asked = async |length: usize| {
                let blanks = "+".repeat(length - 1);
                ana.read(&format!("/api/v1/pursuances/query/tasks?q=a{blanks}")).await
            };
            asked(most(row)).await.ok();
            asked(most(row) + 1).await.problem(400, "bad-query");
        }
        "query-parts" => {
            task_of(app, ana, "query-parts").await;
            let asked = async |count: usize| {
                let parts = vec!["is:open"; count].join("+");
                ana.read(&format!("/api/v1/pursuances/query-parts/tasks?q={parts}")).await
            };
            asked(most(row)).await.ok();
            asked(most(row) + 1).await.problem(400, "bad-query");
        }
        "query-negated" => {
            task_of(app, ana, "query-negated").await;
            let asked = async |count: usize| {
                let parts = vec!["!is:done"; count].join("+");
                ana.read(&format!("/api/v1/pursuances/query-negated/tasks?q={parts}")).await
            };
            asked(most(row)).await.ok();
            asked(most(row) + 1).await.problem(400, "bad-query");
        }
        "query-words" => {
            task_of(app, ana, "query-words").await;
            let asked = async |count: usize| {
                let words = vec!["a"; count].join("+");
                ana.read(&format!("/api/v1/pursuances/query-words/tasks?q={words}+is:open")).await
            };
            asked(most(row)).await.ok();
            asked(most(row) + 1).await.problem(400, "bad-query");
        }
        "search" => {
            let asked =
                async |length: usize| ana.read(&format!("/api/v1/search?q={}", "a".repeat(length))).await;
            asked(most(row)).await.ok();
            asked(most(row) + 1).await.problem(400, "invalid-query");
            let long = format!("/search?q={}", "a".repeat(most(row) + 1));
            let page = app.visitor().read(&long).await;
            assert_eq!(page.status, StatusCode::OK, "{page:?}");
        }
        "help-search" => {
            let asked = format!("/help?q={}", "a".repeat(most(row) + 1));
            let page = app.visitor().read(&asked).await;
            let text = page.text();
            assert!(text.contains(&format!("value=\"{}\"", "a".repeat(most(row)))), "{text}");
        }
        "settled" => {
            let top = task_of(app, ana, "settled").await;
            let set = async |phase: &str, more: Value| {
                let mut input = json!({ "pursuance": "settled", "task": 1, "phase": phase });
                input.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
                ana.perform("task.set_phase", input).await.ok()
            };
            let assign = json!({ "pursuance": "settled", "task": 1, "assignee": "ana" });
            ana.perform("task.assign", assign).await.ok();
            add_tasks(app, &top, most(row) + 7, None).await;
            let done = set("done", json!({ "subtasks": "finish" })).await;
            // Its own, too.
            assert_eq!(done["events"].as_array().unwrap().len(), most(row) + 1);
            assert_eq!(open_below(app, &top).await, 7, "for the job");
        }
        "let-go" => {
            let top = task_of(app, ana, "let-go").await;
            let lena = app.person("lena").await;
            lena.perform("pursuance.join", json!({ "pursuance": "let-go" })).await.ok();
            add_tasks(app, &top, most(row) + 7, Some(&lena)).await;
            let left = lena.perform("pursuance.leave", json!({ "pursuance": "let-go" })).await.ok();
            assert_eq!(left["events"].as_array().unwrap().len(), most(row) + 1);
        }
        "answer" => {
            let beats = tokio::time::interval(Duration::from_secs(1));
            let slow = Body::from_stream(futures::stream::unfold(beats, |mut beats| async {
                beats.tick().await;
                Some((Ok::<_, std::io::Error>(vec![b'x'; 5 * 1024]), beats))
            }));
            assert_eq!(silence(app, "/me/profile", slow, row).await, StatusCode::SERVICE_UNAVAILABLE);
        }
        _ => exceeded_elsewhere(row),
    }
}

/// The first task of a pursuance of its own.
async fn task_of(app: &TestApp, ana: &Person, slug: &str) -> Task {
    ana.perform("pursuance.create", json!({ "slug": slug, "name": slug, "mission": "" })).await.ok();
    let made = ana.perform("task.create", json!({ "pursuance": slug, "title": "Top" })).await.ok();
    let id = TaskId(made["result"]["id"].as_str().unwrap().to_owned());
    tasks::by_id(&mut app.db.read().await.unwrap(), &id).await.unwrap().unwrap()
}

/// Makes so many tasks below one, begun by somebody.
async fn add_tasks(app: &TestApp, top: &Task, most: usize, begun_by: Option<&Person>) {
    let mut tx = app.db.write().await.unwrap();
    let of = actors::by_id(&mut tx, &top.pursuance).await.unwrap().unwrap();
    for _ in 0..most {
        let task = a_task(&mut tx, &of, Some(top), "Part", Size::M).await;
        if let Some(by) = begun_by {
            tasks::set_state(&mut tx, &task.id, Phase::Started, Some(&by.id), app.clock.now()).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

async fn open_below(app: &TestApp, top: &Task) -> i64 {
    tasks::open_below(&mut app.db.read().await.unwrap(), &top.id).await.unwrap()
}

const PART: usize = 1 << 20;
const ORIGIN: &str = "http://localhost:8080";

/// How a form of so many bytes is refused, and how much of it was read.
struct Refusal {
    status: StatusCode,
    read: usize,
}

async fn refuse_all_of(app: &TestApp, bytes: usize) -> Refusal {
    refused_by(&app.visitor(), "/signin", "application/x-www-form-urlencoded", bytes).await
}

async fn refused_by(who: &Caller, path: &str, content_type: &str, bytes: usize) -> Refusal {
    let read = Arc::new(AtomicUsize::new(0));
    let counted = read.clone();
    let part = bytes::Bytes::from(vec![b'a'; PART]);
    let parts = futures::stream::iter(0..bytes / PART).map(move |_| {
        counted.fetch_add(PART, Ordering::Relaxed);
        Ok::<_, std::io::Error>(part.clone())
    });
    let headers = [("origin", ORIGIN), ("content-type", content_type)];
    let answer = who.send(Method::POST, path, &headers, Body::from_stream(parts)).await;
    Refusal { status: answer.status, read: read.load(Ordering::Relaxed) }
}

#[tokio::test]
async fn what_is_left_of_a_refused_form_is_read_so_that_the_browser_sees_the_answer() {
    let app = TestApp::start().await;
    let answer = refuse_all_of(&app, 30 * PART).await;
    assert_eq!((answer.status, answer.read), (StatusCode::PAYLOAD_TOO_LARGE, 30 * PART));
}

#[tokio::test]
async fn what_is_left_of_a_refused_action_is_read_so_that_the_program_reads_the_answer() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    for (who, path, status) in [
        (&app.visitor(), "/api/v1/actions/task.create", StatusCode::UNAUTHORIZED),
        (&app.visitor(), "/api/v1/files", StatusCode::UNAUTHORIZED),
        (&*ana, "/api/v1/actions/task.create", StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let answer = refused_by(who, path, "application/json", 30 * PART).await;
        assert_eq!((answer.status, answer.read), (status, 30 * PART), "{path}");
    }
}

/// How a request is answered whose body never ends, after as long as the row says and not before.
async fn silence(app: &TestApp, path: &str, body: Body, row: &Row) -> StatusCode {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("host", app.addresses.authority())
        .header("origin", app.addresses.base())
        .header("content-type", "application/x-www-form-urlencoded");
    let request = request.body(body).unwrap();
    let begun = Instant::now();
    let answer = app.router.clone().oneshot(request).await.unwrap();
    let limit = Duration::from_secs(row.most.number());
    assert!(begun.elapsed() >= limit, "{} ended after {:?}", row.id, begun.elapsed());
    answer.status()
}
