//! Files in pieces: what broke off goes on where it did, and nobody holds more of them than they may.

use axum::body::Body;
use bytes::Bytes;
use futures::stream;
use http::Method;
use http::header::{CONTENT_TYPE, ORIGIN};
use pursuance::actions::uploads::{PIECE_MAX, PIECES_WAIT, UNFINISHED_BYTES, UNFINISHED_MOST};
use pursuance::bounds::rate::ACTIONS;
use pursuance_domain::action::AddFile;
use pursuance_domain::time::{HOUR, MINUTE};
use pursuance_domain::value::Sha256;
use serde_json::{Value, json};

use super::{start_pursuance, write_task};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::{Answer, Caller, Setup, TestApp, on_both_apps};

on_both_apps!(
    a_file_in_pieces_is_the_same_as_one_that_came_at_once,
    a_piece_that_breaks_off_is_sent_again_from_where_it_began,
    an_upload_is_nobody_elses,
    an_upload_whose_bytes_are_not_in_the_backup_begins_anew,
    a_piece_and_a_file_are_no_larger_than_they_may_be,
    somebody_has_only_so_much_under_way,
    somebody_has_only_so_many_under_way,
    an_upload_that_does_not_go_on_is_forgotten,
    the_end_of_a_file_without_room_is_refused_before_anything_is_written,
    the_end_of_a_file_is_refused_before_anything_is_written_while_somebody_acts_too_often,
    a_page_sends_pieces_with_its_session_and_the_token_of_its_forms,
);

/// Of `abcdef`.
const ABCDEF: &str = "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721";
/// Of `abcdeg`.
const ABCDEG: &str = "a5a511ec5899cadabdc4e2bbefb106e731c718d2cc022cf0f48f364d51ed02bb";
const MIB: usize = 1024 * 1024;

async fn announce(by: &Caller, bytes: impl Into<Value>) -> Answer {
    let bytes: Value = bytes.into();
    by.post("/api/v1/uploads", &[], json!({ "name": "Übersicht.html", "bytes": bytes })).await
}

/// The address of an upload that was begun.
async fn begun(by: &Caller, bytes: impl Into<Value>) -> String {
    let answer = announce(by, bytes).await;
    assert_eq!((answer.status.as_u16(), answer.header("upload-offset")), (201, "0"), "{answer:?}");
    let begun = answer.ok();
    assert_eq!(begun["offset"], 0);
    format!("/api/v1/uploads/{}", begun["upload"].as_str().unwrap())
}

async fn piece(by: &Caller, path: &str, at: usize, bytes: impl Into<Body>) -> Answer {
    let at = at.to_string();
    by.send(Method::PATCH, path, &[("upload-offset", at.as_str())], bytes.into()).await
}

async fn arrived(by: &Caller, path: &str) -> String {
    let head = by.send(Method::HEAD, path, &[], Body::empty()).await;
    assert_eq!((head.status.as_u16(), &*head.body), (200, &b""[..]), "{head:?}");
    head.header("upload-offset").to_owned()
}

/// The files that are kept of uploads.
fn on_disk(app: &TestApp) -> usize {
    std::fs::read_dir(app.config.data_dir.join("files/pieces")).map_or(0, Iterator::count)
}

/// Where the bytes of an upload lie.
fn place(app: &TestApp, path: &str) -> std::path::PathBuf {
    app.config.data_dir.join("files/pieces").join(path.rsplit('/').next().unwrap())
}

async fn a_file_in_pieces_is_the_same_as_one_that_came_at_once(app: TestApp) {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let task = write_task(&ana, "bees", "Count").await;
    let path = begun(&ana, 6).await;
    assert_eq!(piece(&ana, &path, 0, "abcd").await.ok(), json!({ "offset": 4 }));
    assert_eq!(arrived(&ana, &path).await, "4");
    // A piece that was sent before, or is ahead, is told where to go on.
    for at in [0, 5] {
        let wrong = piece(&ana, &path, at, "ef").await;
        wrong.problem(409, "wrong-offset");
        assert_eq!(wrong.header("upload-offset"), "4");
    }
    let nowhere = ana.send(Method::PATCH, &path, &[], Body::from("ef")).await;
    nowhere.problem(400, "invalid-header");
    let whole = json!({ "offset": 6, "file": ABCDEF });
    assert_eq!(piece(&ana, &path, 4, "ef").await.ok(), whole);
    // So it is for somebody to whom the answer was lost.
    assert_eq!(piece(&ana, &path, 6, "").await.ok(), whole);
    assert_eq!(ana.read(&path).await.ok(), whole);
    assert_eq!(on_disk(&app), 0, "the bytes are kept once");
    let input = json!({ "pursuance": "bees", "task": task, "file": ABCDEF, "name": "Übersicht.html" });
    let id = ana.perform("task.attach", input).await.ok()["result"]["id"].as_str().unwrap().to_owned();
    assert_eq!(&*ana.read(&format!("/api/v1/files/{id}")).await.body, b"abcdef");
    let empty = begun(&ana, 0).await;
    let none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(piece(&ana, &empty, 0, "").await.ok(), json!({ "offset": 0, "file": none }));
}

async fn a_piece_that_breaks_off_is_sent_again_from_where_it_began(app: TestApp) {
    let ana = app.person("ana").await;
    let path = begun(&ana, 6).await;
    piece(&ana, &path, 0, "ab").await.ok();
    let broken = [Ok(Bytes::from_static(b"xyz")), Err(std::io::Error::other("gone"))];
    let broken = piece(&ana, &path, 2, Body::from_stream(stream::iter(broken))).await;
    broken.problem(400, "incomplete");
    assert_eq!(arrived(&ana, &path).await, "2");
    // A server that is killed in a piece has written some of it, and noted nothing.
    std::fs::write(place(&app, &path), b"abXYZXYZXYZ").unwrap();
    assert_eq!(arrived(&ana, &path).await, "2");
    assert_eq!(piece(&ana, &path, 2, "c").await.ok(), json!({ "offset": 3 }));
    let whole = json!({ "offset": 6, "file": ABCDEF });
    assert_eq!(piece(&ana, &path, 3, "def").await.ok(), whole);
    // Two pieces at once do not mix: one of them comes later.
    let path = begun(&ana, 6).await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let held = app.files.pieces(&id).await.unwrap();
    assert!(held.is_some());
    piece(&ana, &path, 0, "abc").await.problem(429, "too-many-uploads");
    drop(held);
    piece(&ana, &path, 0, "abc").await.ok();
}

async fn an_upload_is_nobody_elses(app: TestApp) {
    let (ana, eve) = (app.person("ana").await, app.person("eve").await);
    let path = begun(&ana, 6).await;
    piece(&ana, &path, 0, "abc").await.ok();
    for method in [Method::GET, Method::DELETE] {
        eve.send(method.clone(), &path, &[], Body::empty()).await.problem(404, "not-found");
        app.visitor().send(method, &path, &[], Body::empty()).await.problem(401, "token-needed");
    }
    piece(&eve, &path, 3, "def").await.problem(404, "not-found");
    piece(&app.visitor(), &path, 3, "def").await.problem(401, "token-needed");
    announce(&app.visitor(), 6).await.problem(401, "token-needed");
    for other in ["..", "%2e%2e%2fserve.lock", "01", &"0".repeat(26)] {
        piece(&ana, &format!("/api/v1/uploads/{other}"), 0, "x").await.problem(404, "not-found");
    }
    assert_eq!((arrived(&ana, &path).await.as_str(), on_disk(&app)), ("3", 1));
    assert_eq!(ana.send(Method::DELETE, &path, &[], Body::empty()).await.status.as_u16(), 204);
    ana.read(&path).await.problem(404, "not-found");
    assert_eq!(on_disk(&app), 0);
}

async fn an_upload_whose_bytes_are_not_in_the_backup_begins_anew(app: TestApp) {
    let ana = app.person("ana").await;
    let path = begun(&ana, 6).await;
    piece(&ana, &path, 0, "abc").await.ok();
    std::fs::remove_file(place(&app, &path)).unwrap();
    piece(&ana, &path, 3, "def").await.problem(404, "not-found");
    ana.read(&path).await.problem(404, "not-found");
    assert_eq!(on_disk(&app), 0);
}

async fn a_piece_and_a_file_are_no_larger_than_they_may_be(app: TestApp) {
    let ana = app.person("ana").await;
    announce(&ana, app.config.max_upload + 1).await.problem(413, "too-large");
    announce(&ana, -1).await.problem(422, "invalid-input");
    let long = json!({ "name": "a".repeat(8 * 1024), "bytes": 1 });
    ana.post("/api/v1/uploads", &[], long).await.problem(413, "too-large");
    ana.post("/api/v1/uploads", &[], json!({ "name": "..", "bytes": 1 })).await.problem(422, "invalid-input");
    let path = begun(&ana, PIECE_MAX + 2).await;
    piece(&ana, &path, 0, vec![1_u8; PIECE_MAX + 1]).await.problem(413, "too-large");
    // Saying so before sending anything is enough.
    let beyond = (PIECE_MAX + 1).to_string();
    let said = [("upload-offset", "0"), ("content-length", beyond.as_str())];
    ana.send(Method::PATCH, &path, &said, Body::empty()).await.problem(413, "too-large");
    assert_eq!(arrived(&ana, &path).await, "0");
    assert_eq!(piece(&ana, &path, 0, vec![1_u8; PIECE_MAX]).await.ok()["offset"], PIECE_MAX);
    // No more than was announced.
    piece(&ana, &path, PIECE_MAX, "abc").await.problem(413, "too-large");
    assert!(piece(&ana, &path, PIECE_MAX, "ab").await.ok()["file"].is_string());
}

async fn somebody_has_only_so_much_under_way(app: TestApp) {
    let (ana, eve) = (app.person("ana").await, app.person("eve").await);
    let most = usize::try_from(UNFINISHED_BYTES).unwrap();
    let first = begun(&ana, 20 * MIB).await;
    for _ in 1..most / (20 * MIB) {
        begun(&ana, 20 * MIB).await;
    }
    announce(&ana, 1).await.problem(413, "no-room");
    begun(&ana, 0).await;
    begun(&eve, 1).await;
    ana.send(Method::DELETE, &first, &[], Body::empty()).await;
    begun(&ana, 20 * MIB).await;
}

async fn somebody_has_only_so_many_under_way(app: TestApp) {
    let (ana, eve) = (app.person("ana").await, app.person("eve").await);
    let whole = begun(&ana, 1).await;
    piece(&ana, &whole, 0, "a").await.ok();
    let mut last = String::new();
    for _ in 0..UNFINISHED_MOST {
        last = begun(&ana, 1).await;
    }
    announce(&ana, 1).await.problem(409, "too-many-uploads");
    begun(&eve, 1).await;
    // One that is whole gave its place to them.
    ana.read(&whole).await.problem(404, "not-found");
    piece(&ana, &last, 0, "a").await.ok();
    begun(&ana, 1).await;
}

async fn an_upload_that_does_not_go_on_is_forgotten(app: TestApp) {
    let ana = app.person("ana").await;
    let (left, goes_on) = (begun(&ana, 6).await, begun(&ana, 6).await);
    for path in [&left, &goes_on] {
        piece(&ana, path, 0, "abc").await.ok();
    }
    let sweep = async || pursuance::jobs::sweep_files(&app, 0..0).await.unwrap();
    app.advance(PIECES_WAIT * 3 / 4);
    piece(&ana, &goes_on, 3, "d").await.ok();
    sweep().await;
    assert_eq!((arrived(&ana, &left).await.as_str(), on_disk(&app)), ("3", 2));
    app.advance(PIECES_WAIT / 2);
    // Its time is over before it is swept away.
    ana.read(&left).await.problem(404, "not-found");
    piece(&ana, &left, 3, "def").await.problem(404, "not-found");
    sweep().await;
    assert_eq!((arrived(&ana, &goes_on).await.as_str(), on_disk(&app)), ("4", 1));
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("upload").await, 1);
    assert_eq!(piece(&ana, &goes_on, 4, "ef").await.ok()["file"], ABCDEF);
    assert!(app.files.has(&Sha256::parse(ABCDEF).unwrap()).await);
}

async fn is_here(app: &TestApp, sha256: &str) -> bool {
    app.files.has(&Sha256::parse(sha256).unwrap()).await
}

async fn the_end_of_a_file_without_room_is_refused_before_anything_is_written(app: TestApp) {
    let ana = app.person("ana").await;
    let known = begun(&ana, 6).await;
    piece(&ana, &known, 0, "abcdef").await.ok();
    let room = app.config.quotas.person - 6 - 3;
    let sha256 = Sha256::parse(&"0".repeat(64)).unwrap();
    let fill = AddFile { sha256, bytes: room, media_type: "text/plain".to_owned() };
    app.perform(&ana.principal(), fill.into()).await.unwrap();

    let path = begun(&ana, 6).await;
    piece(&ana, &path, 0, "abc").await.ok();
    piece(&ana, &path, 3, "deg").await.problem(413, "no-room");
    piece(&ana, &path, 6, "").await.problem(413, "no-room");
    assert!(!is_here(&app, ABCDEG).await, "it was copied, and refused then");
    assert_eq!(arrived(&ana, &path).await, "6", "it waits for room");
    // Bytes that somebody has already take no room.
    let again = begun(&ana, 6).await;
    assert_eq!(piece(&ana, &again, 0, "abcdef").await.ok()["file"], ABCDEF);
}

async fn the_end_of_a_file_is_refused_before_anything_is_written_while_somebody_acts_too_often(app: TestApp) {
    let ana = app.person("ana").await;
    let path = begun(&ana, 6).await;
    piece(&ana, &path, 0, "abc").await.ok();
    app.pace.add(&ana.id, 1_000.0);
    piece(&ana, &path, 3, "deg").await.problem(429, "rate-limit");
    // One action is left: that would do for the record alone, or for the work alone.
    app.advance(HOUR);
    app.pace.count_several(&ana.id, ACTIONS.at_once - 1).unwrap();
    piece(&ana, &path, 6, "").await.problem(429, "rate-limit");
    assert!(!is_here(&app, ABCDEG).await, "it was copied, and refused then");
    app.advance(MINUTE);
    assert_eq!(piece(&ana, &path, 6, "").await.ok()["file"], ABCDEG);
}

async fn a_page_sends_pieces_with_its_session_and_the_token_of_its_forms(app: TestApp) {
    let ana = app.person("ana").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let home = browser.open("/").await.shown();
    let token = home.html.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let origin = browser.origin.clone();
    let json = (CONTENT_TYPE.as_str(), "application/json");
    let (ours, proof) = ((ORIGIN.as_str(), origin.as_str()), ("pursuance-csrf", token));
    let input = json!({ "name": "a.txt", "bytes": 6 }).to_string().into_bytes();
    // A cookie alone proves nothing.
    for headers in
        [vec![json, ours], vec![json, proof], vec![json, proof, (ORIGIN.as_str(), "http://localhost:8081")]]
    {
        let forged = browser.send(Method::POST, "/uploads", &headers, input.clone()).await;
        forged.problem(403, "not-from-here");
    }
    let begun = browser.send(Method::POST, "/uploads", &[json, ours, proof], input).await.said(201);
    let path = format!("/uploads/{}", begun["upload"].as_str().unwrap());
    let at = |at| [ours, proof, ("upload-offset", at)];
    browser.send(Method::PATCH, &path, &at("0"), b"abc".to_vec()).await.said(200);
    let forged = browser.send(Method::PATCH, &path, &[ours, ("upload-offset", "3")], b"def".to_vec()).await;
    forged.problem(403, "not-from-here");
    assert_eq!(browser.send(Method::GET, &path, &[], Vec::new()).await.said(200), json!({ "offset": 3 }));
    let whole = browser.send(Method::PATCH, &path, &at("3"), b"def".to_vec()).await.said(200);
    assert_eq!(whole, json!({ "offset": 6, "file": ABCDEF }));
    let forged = browser.send(Method::DELETE, &path, &[ours], Vec::new()).await;
    forged.problem(403, "not-from-here");
    assert_eq!(browser.send(Method::DELETE, &path, &[ours, proof], Vec::new()).await.status.as_u16(), 204);
    Browser::new(&app).send(Method::GET, &path, &[], Vec::new()).await.problem(401, "sign-in-first");
}

#[tokio::test]
async fn pieces_leave_the_disk_room_to_breathe() {
    let app = TestApp::with(Setup { keep_free_mib: Some(u32::MAX), ..Setup::default() }).await;
    let ana = app.person("ana").await;
    announce(&ana, 3).await.problem(507, "no-room");
}
