//! Storage, memory and time for accepted things: files, the markup of texts, connections.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt;
use pursuance::actions::Refused;
use pursuance::bounds::client::Client;
use pursuance::bounds::seats::SeatLimits;
use pursuance::bounds::uploads::{LEAST_RATE, paced};
use pursuance::connections::{self, Bounds};
use pursuance::store::discussions::{self, Blob, TaskFile};
use pursuance::store::migrate;
use pursuance::{actions::room, markdown};
use pursuance_domain::action::{AddFile, LiftLimits};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::{ActorId, FileId};
use pursuance_domain::value::Sha256;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::table::{Row, files::ROWS};
use super::{exceeded_elsewhere, most, said};
use crate::support::bees::{bees, task};
use crate::support::browser::{Browser, Page};
use crate::support::inspect::Inspect;
use crate::support::two::{MIRROR, TASK, Two};
use crate::support::{Person, Setup, TestApp};

#[tokio::test]
async fn files_markup_and_connections_take_no_more_than_the_table_says() {
    for row in ROWS {
        exceed(row).await;
    }
}

/// As many places as an uploader needs, without their files: an upload says how large it is.
async fn add(app: &TestApp, person: &Person, sha256: char, bytes: u64) -> Option<u16> {
    let sha256 = Sha256::parse(&sha256.to_string().repeat(64)).unwrap();
    let action = AddFile { sha256, bytes: bytes as i64, media_type: "text/plain".to_owned() };
    let who = pursuance_domain::allowed::Principal::Person {
        actor: person.id.clone(),
        via: pursuance_domain::allowed::Via::Token,
    };
    match app.perform(&who, action.into()).await {
        Ok(_) => None,
        Err(pursuance::actions::PerformError::Refused(refused)) => Some(refused.status()),
        Err(error) => panic!("{error}"),
    }
}

/// Does something in a time that goes by itself: whoever waits there waits for nothing.
fn in_its_own_time<T: Send + 'static>(work: impl AsyncFnOnce() -> T + Send + 'static) -> T {
    let working = std::thread::spawn(move || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().start_paused(true).build().unwrap();
        runtime.block_on(work())
    });
    working.join().unwrap()
}

/// How long a connection stays open on which this much of a head was said.
fn patience(said: &'static [u8]) -> Duration {
    in_its_own_time(async move || {
        let (address, serving) = served(Bounds::default()).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(said).await.unwrap();
        let begun = tokio::time::Instant::now();
        stream.read_to_end(&mut Vec::new()).await.unwrap();
        serving.abort();
        begun.elapsed()
    })
}

/// Answers connections.
async fn served(bounds: Bounds) -> (SocketAddr, JoinHandle<()>) {
    serving(axum::Router::new(), bounds).await
}

pub(super) async fn serving(router: axum::Router, bounds: Bounds) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let never = futures::future::pending();
    (address, tokio::spawn(connections::serve(listener, router, bounds, Vec::new(), never)))
}

/// Reads a paced stream to its end; why it ended, and after how long.
fn ended<S>(pieces: impl FnOnce() -> S + Send + 'static) -> (String, Duration)
where
    S: futures::Stream<Item = Result<Bytes, std::io::Error>>,
{
    in_its_own_time(async move || {
        let begun = tokio::time::Instant::now();
        let mut paced = Box::pin(paced(Box::pin(pieces())));
        while let Some(piece) = paced.next().await {
            if let Err(error) = piece {
                return (error.to_string(), begun.elapsed());
            }
        }
        (String::new(), begun.elapsed())
    })
}

/// A task goes to and fro until neither what was handed in (`w`) nor what was said about it (`s`) fits on its page: no page
/// has more of it than `most`, and the pages before lead to all of it, on both sides.
async fn told_in_rounds(most: usize, kind: char) {
    const ROUNDS: usize = 14;
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    let long = |kind: char, n: usize| format!("{kind}{n} {}", "x".repeat(9_000));
    for n in 0..ROUNDS {
        two.wasps_do("submit", &theirs, json!({ "body": long('w', n) })).await;
        two.stands(&two.ana, "bees", &ours, "submitted").await;
        two.bees_do("send_back", &ours, json!({ "comment": long('s', n) })).await;
        two.stands(&two.wim, "wasps", &theirs, "active").await;
    }
    assert!(ROUNDS * 9_000 > most * 9 / 10, "they do not fit");
    for (browser, task) in [(&mut two.at_bees, TASK), (&mut two.at_wasps, MIRROR)] {
        let (mut path, mut seen, mut pages) = (task.to_owned(), BTreeSet::new(), 0);
        loop {
            let page = browser.open(&path).await.shown();
            let shown: Vec<usize> = (0..ROUNDS).filter(|n| page.says(&format!(">{kind}{n} "))).collect();
            assert!(shown.len() * 9_000 <= most, "{path} has {shown:?}");
            seen.extend(shown);
            pages += 1;
            let Some(link) = page.html.split(&format!("href=\"{task}?rounds=")).nth(1) else { break };
            let before = link.split(['#', '"']).next().unwrap();
            path = format!("{task}?rounds={before}");
            assert!(pages <= 2 * ROUNDS, "{path} leads nowhere");
        }
        assert_eq!(seen, (0..ROUNDS).collect(), "{task}");
        assert!(pages > 1, "{task} has all of it");
    }
}

async fn exceed(row: &Row) {
    let most = most(row);
    match row.id {
        "nesting" => {
            let html = |depth: usize| markdown::to_html(&format!("{}x", "> ".repeat(depth)));
            let quotes = |depth| html(depth).matches("<blockquote>").count();
            assert_eq!((quotes(most - 1), quotes(most + 1)), (most - 1, most));
            assert!(html(most + 1).contains("&gt; x"), "{}", html(most + 1));
        }
        "columns" => {
            let table = |columns: usize| format!("|{}\n|{}\n", "a|".repeat(columns), "-|".repeat(columns));
            assert!(markdown::to_html(&table(most)).contains("<th>"));
            assert!(!markdown::to_html(&table(most + 1)).contains("<th>"));
        }
        "cells" => {
            let table =
                |rows: usize| format!("|{}\n|{}\n{}", "a|".repeat(10), "-|".repeat(10), "x\n".repeat(rows));
            assert!(markdown::to_html(&table(most / 10 - 2)).contains("<td>"));
            assert!(!markdown::to_html(&table(most / 10 - 1)).contains("<td>"));
        }
        "elements" => {
            let clean = markdown::clean_html(&"<i>x</i>".repeat(most + 1));
            assert_eq!((clean.matches("<i>").count(), clean.matches('x').count()), (most, most + 1));
        }
        "bare-addresses" => {
            let html = |links: usize| markdown::to_html(&"https://a.example ".repeat(links));
            let links = |html: String| html.matches("<a ").count();
            assert_eq!((links(html(most)), links(html(most + 1))), (most, most));
        }
        "html" => {
            let links = "<http:a>".repeat(8_000);
            assert!(markdown::to_html(&links).len() <= most);
            assert!(!markdown::to_html(&links).contains("<a "), "its links alone would be longer");
        }
        "kept-html" => {
            for n in 0..200 {
                markdown::to_html(&format!("{n}{}", "<http:a>".repeat(1_200)));
                assert!(markdown::kept() <= most, "{n}: {}", markdown::kept());
            }
            assert!(markdown::kept() > most / 4, "{}", markdown::kept());
        }
        "talk" => {
            let app = TestApp::start().await;
            let ana = app.person("ana").await;
            let made = json!({ "slug": "bees", "name": "Bees", "mission": "" });
            ana.perform("pursuance.create", made).await.ok();
            ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
            let each = most / 8;
            for n in 0..10 {
                let body = format!("c{n} {}", "x".repeat(each - 3));
                ana.perform("task.comment", json!({ "pursuance": "bees", "task": 1, "body": body }))
                    .await
                    .ok();
            }
            let mut visitor = Browser::new(&app);
            let page = visitor.open("/p/bees/t/1").await.shown().saying("2 earlier messages");
            let shown = |page: &Page| (0..10).filter(|n| page.says(&format!(">c{n} "))).collect::<Vec<_>>();
            assert_eq!(shown(&page), (2..10).collect::<Vec<_>>());
            let link = page.html.split("href=\"/p/bees/t/1?before=").nth(1).unwrap();
            let before = link.split('#').next().unwrap();
            let earlier = visitor.open(&format!("/p/bees/t/1?before={before}")).await.shown();
            assert_eq!(shown(&earlier), [0, 1]);
        }
        "rounds" => told_in_rounds(most, 'w').await,
        "steps" => told_in_rounds(most, 's').await,
        "uploads-each" | "uploads-address" | "uploads" => {
            let app = TestApp::start().await;
            let whose = |n: usize| match row.id {
                "uploads-each" => ActorId("ana".to_owned()),
                _ => ActorId(n.to_string()),
            };
            let from = |n: usize| match row.id {
                "uploads-address" => Client::UNKNOWN,
                // Each of another provider.
                _ => Client::at(Ipv4Addr::from_bits(u32::try_from(n).unwrap() << 8).into()),
            };
            let begin = |n: usize| app.uploads.begin(&whose(n), from(n));
            let places: Vec<_> = (0..most).map(|n| begin(n).unwrap()).collect();
            assert_eq!(Refused::from(begin(most).unwrap_err()).status(), 429);
            drop(places);
            assert!(begin(most).is_ok());
        }
        "pictures-size" | "pictures-sides" => {
            let app = TestApp::start().await;
            app.person("ana").await;
            let mut ana = Browser::of(&app, "ana").await;
            let account = ana.open("/me").await.shown();
            let png = |width: usize| {
                let mut bytes = std::io::Cursor::new(Vec::new());
                let picture = image::RgbImage::new(u32::try_from(width).unwrap(), 1);
                picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
                bytes.into_inner()
            };
            let is_size = row.id == "pictures-size";
            let (beyond, status, why) = if is_size {
                (vec![0; most + 1], 413, "larger than 2 MB")
            } else {
                (png(most + 1), 422, "more than 4096 pixels")
            };
            let told = ana.upload(&account, "/me/picture", "a.png", &beyond).await;
            assert_eq!(told.status.as_u16(), status, "{told:?}");
            told.saying(why);
            let within = if is_size { vec![0; most] } else { png(most) };
            let told = ana.upload(&account, "/me/picture", "a.png", &within).await;
            assert!(!told.says(why), "{told:?}");
        }
        "upload-idle" => {
            let (why, after) = ended(futures::stream::pending);
            assert!(why.starts_with("nothing arrived"), "{why}");
            assert_eq!(after.as_secs(), most as u64);
        }
        "upload-slow" => {
            let dripping = || {
                // Each second brings too little.
                let seconds = tokio::time::interval(Duration::from_secs(1));
                futures::stream::unfold(seconds, |mut seconds| async {
                    seconds.tick().await;
                    Some((Ok(Bytes::from(vec![0; LEAST_RATE / 1000])), seconds))
                })
            };
            let (why, after) = ended(dripping);
            assert!(why.starts_with("less than"), "{why}");
            assert!((most as u64..most as u64 + 5).contains(&after.as_secs()), "{after:?}");
        }
        "room-person" => {
            let app = TestApp::start().await;
            let ana = app.person("ana").await;
            assert_eq!(add(&app, &ana, '0', most as u64 + 1).await, Some(413));
            assert_eq!(add(&app, &ana, '0', most as u64).await, None);
            assert_eq!(add(&app, &ana, '1', 1).await, Some(413));
        }
        "room-pursuance" => {
            let app = TestApp::with(Setup { quota_person_mib: Some(u32::MAX), ..Setup::default() }).await;
            let ana = app.person("ana").await;
            ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" }))
                .await
                .ok();
            ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
            for (file, bytes, refused) in [('0', most + 1, true), ('1', most, false), ('2', 1, true)] {
                assert_eq!(add(&app, &ana, file, bytes as u64).await, None);
                let file = file.to_string().repeat(64);
                let input = json!({ "pursuance": "bees", "task": 1, "file": file, "name": "a" });
                let answer = ana.perform("task.attach", input).await;
                if refused {
                    answer.problem(413, "no-room");
                } else {
                    answer.ok();
                }
            }
        }
        "room-texts-person" | "room-texts-pursuance" => {
            let app = TestApp::start().await;
            let ana = app.person("ana").await;
            let bees = json!({ "slug": "bees", "name": "Bees", "mission": "" });
            let made = ana.perform("pursuance.create", bees).await.ok();
            ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
            let holder = if row.id == "room-texts-person" {
                ana.id.as_str()
            } else {
                made["result"]["id"].as_str().unwrap()
            };
            let sql = format!("update text_room set bytes = {} where actor = '{holder}'", most - 100);
            migrate::run_sample(&app.db, &sql).await.unwrap();
            let comment = |bytes: usize| {
                let input = json!({ "pursuance": "bees", "task": 1, "body": "x".repeat(bytes) });
                ana.perform("task.comment", input)
            };
            comment(100).await.ok();
            comment(1).await.problem(413, "no-room");
            let comments = Inspect::open(&app.config.database_url).await.count("message").await;
            assert_eq!(comments, 1, "nothing of it is kept");
            let skills = json!({ "pursuance": "bees", "task": 1, "revision": 1, "skills": ["Field:Maps"] });
            ana.perform("task.edit", skills).await.problem(413, "no-room");
            let lift = LiftLimits { account: ana.id.clone(), lifted: true };
            app.perform(&Principal::Operator, lift.into()).await.unwrap();
            let answer = comment(1).await;
            if row.id == "room-texts-person" {
                answer.ok();
            } else {
                answer.problem(413, "no-room");
            }
        }
        "room-texts-member" => {
            let app = TestApp::start().await;
            let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "admin")]).await;
            let [ben, cay] = people.as_slice() else { panic!("two people") };
            let number = task(&ana, "Count").await;
            let say = async |by: &Person, bytes: usize| {
                let input = json!({ "pursuance": "bees", "task": number, "body": "x".repeat(bytes) });
                by.perform("task.comment", input).await
            };
            for (by, is_bound) in [(ben, true), (cay, false), (&ana, false)] {
                let first = say(by, 100).await.ok();
                let full = format!("update text_share set bytes = {most} where author = '{}'", by.id);
                migrate::run_sample(&app.db, &full).await.unwrap();
                let beyond = say(by, 1).await;
                if !is_bound {
                    beyond.ok();
                    continue;
                }
                beyond.problem(413, "no-room");
                // A removed file makes room at once.
                let comment = &first["result"]["message"];
                let remove =
                    json!({ "pursuance": "bees", "task": number, "comment": comment, "reason": "No." });
                ana.perform("comment.delete", remove).await.ok();
                say(by, 100).await.ok();
                say(by, 1).await.problem(413, "no-room");
                let lift = LiftLimits { account: by.id.clone(), lifted: true };
                app.perform(&Principal::Operator, lift.into()).await.unwrap();
                say(by, 1).await.ok();
            }
        }
        "room-texts-peer" => said::exceed(row).await,
        "room-peer" => {
            let app = TestApp::start().await;
            let peer = pursuance::store::actors::Actor {
                host: Some("b.example".to_owned()),
                ..app.instance_actor.clone()
            };
            let mut tx = app.db.read().await.unwrap();
            let quotas = app.config.quotas;
            assert!(room::for_peer(&mut tx, &quotas, &peer, most as i64).await.unwrap().is_ok());
            assert!(room::for_peer(&mut tx, &quotas, &peer, most as i64 + 1).await.unwrap().is_err());
        }
        "files-task" => {
            let app = TestApp::start().await;
            let ana = app.person("ana").await;
            ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" }))
                .await
                .ok();
            let made =
                ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
            let task = made["result"]["id"].as_str().unwrap().to_owned();
            assert_eq!(add(&app, &ana, 'f', 1).await, None);
            let mut tx = app.db.write().await.unwrap();
            for n in 1..most {
                let file = TaskFile {
                    id: FileId(n.to_string()),
                    object: task.clone(),
                    name: format!("{n}.txt"),
                    sha256: "f".repeat(64),
                    bytes: 1,
                    media_type: "text/plain".to_owned(),
                    added_by: ana.id.clone(),
                    at: app.clock.now(),
                    source_url: None,
                    is_here: true,
                    shown: None,
                    not_shown: None,
                    message: None,
                    error: None,
                    pursuance: None,
                };
                discussions::add_file(&mut tx, &file).await.unwrap();
            }
            tx.commit().await.unwrap();
            let attach =
                json!({ "pursuance": "bees", "task": 1, "file": "f".repeat(64), "name": "last.txt" });
            ana.perform("task.attach", attach.clone()).await.ok();
            ana.perform("task.attach", attach).await.problem(422, "invalid-input");
            let page = Browser::of(&app, "ana").await.open("/p/bees/t/1").await.shown();
            assert!(page.says("1.txt") && page.says("last.txt"), "all of them are shown");
        }
        "room-files" => {
            let app = TestApp::start().await;
            let ana = app.person("ana").await;
            let mut tx = app.db.write().await.unwrap();
            for n in 0..most {
                let sha256 = format!("{n:064x}");
                let blob = Blob { sha256: sha256.clone(), bytes: 1, media_type: "text/plain".to_owned() };
                discussions::add_blob(&mut tx, &blob, &ana.id, app.clock.now()).await.unwrap();
                let file = TaskFile {
                    id: FileId(n.to_string()),
                    object: "t".to_owned(),
                    name: "a".to_owned(),
                    sha256,
                    bytes: 1,
                    media_type: "text/plain".to_owned(),
                    added_by: ana.id.clone(),
                    at: app.clock.now(),
                    source_url: None,
                    is_here: true,
                    shown: None,
                    not_shown: None,
                    message: None,
                    error: None,
                    pursuance: None,
                };
                discussions::add_file(&mut tx, &file).await.unwrap();
            }
            tx.commit().await.unwrap();
            assert_eq!(add(&app, &ana, 'f', 1).await, Some(413));
        }
        "room-free" => {
            let app = TestApp::with(Setup { keep_free_mib: Some(1), ..Setup::default() }).await;
            assert!(app.disk_has_room(1).is_ok());
            assert!(app.disk_has_room(i64::MAX).is_err());
        }
        "connections" => {
            assert_eq!(Bounds::default().seats.at_once, most);
            in_its_own_time(async || {
                let (address, serving) = served(Bounds {
                    seats: SeatLimits { at_once: 1, ..Bounds::default().seats },
                    ..Bounds::default()
                })
                .await;
                let mut silent = TcpStream::connect(address).await.unwrap();
                let mut next = TcpStream::connect(address).await.unwrap();
                next.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
                next.read_to_end(&mut Vec::new()).await.unwrap();
                // Its turn came when the one before had lost its place.
                assert_eq!(silent.read(&mut [0]).await.unwrap(), 0);
                serving.abort();
            });
        }
        "head" => {
            let (address, serving) = served(Bounds::default()).await;
            for (length, status) in [(most - 1, 404), (most, 431)] {
                let begin = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\npad: ";
                let end = if status == 431 { "" } else { "\r\n\r\n" };
                let pad = "x".repeat(length - begin.len() - end.len());
                let mut stream = TcpStream::connect(address).await.unwrap();
                stream.write_all(format!("{begin}{pad}{end}").as_bytes()).await.unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).await.unwrap();
                assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{length}: {answer}");
            }
            serving.abort();
        }
        "head-time" => {
            for said in [b"".as_slice(), b"GET / HTTP/1.1\r\nhost:"] {
                assert_eq!(patience(said).as_secs(), most as u64, "{said:?}");
            }
        }
        "stall-time" => {
            let waited = in_its_own_time(async || {
                let (given_up, told) = tokio::sync::oneshot::channel::<()>();
                let held = std::sync::Arc::new(std::sync::Mutex::new(Some(given_up)));
                let endless = async move || {
                    let held = held.lock().unwrap().take().unwrap();
                    axum::body::Body::from_stream(futures::stream::repeat_with(move || {
                        let _held = &held;
                        Ok::<_, std::convert::Infallible>(Bytes::from_static(&[b'x'; 4096]))
                    }))
                };
                let router = axum::Router::new().route("/", axum::routing::get(endless));
                let (address, serving) = serving(router, Bounds::default()).await;
                let mut stream = TcpStream::connect(address).await.unwrap();
                stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
                let begun = tokio::time::Instant::now();
                // It ends when the answer is dropped.
                let dropped = tokio::time::timeout(Duration::from_hours(1), told).await;
                assert!(dropped.is_ok(), "still held for a client that reads nothing");
                serving.abort();
                begun.elapsed()
            });
            assert_eq!(waited.as_secs(), most as u64);
        }
        _ => exceeded_elsewhere(row),
    }
}
