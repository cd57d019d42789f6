//! Files: uploaded with a token, downloaded by readers of the object they are attached to, never run by a browser.

use axum::body::Body;
use bytes::Bytes;
use http::Method;
use pursuance::actions::FILES_OF_COMMENT;
use pursuance::bounds::client::Client;
use pursuance::bounds::uploads::AT_ONCE_EACH;
use pursuance_domain::id::FileId;
use serde_json::json;

use super::{start_pursuance, start_pursuance_as, write_task};
use crate::support::browser::Browser;
use crate::support::{Answer, Caller, Setup, TestApp};

const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

async fn upload(by: &Caller, body: impl Into<Body>) -> Answer {
    by.send(Method::POST, "/api/v1/files", &[("content-type", "text/html")], body.into()).await
}

#[tokio::test]
async fn a_file_is_known_by_its_hash_and_comes_back_as_a_download() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let task = write_task(&ana, "bees", "Count").await;

    let answer = upload(&ana, "abc").await;
    assert_eq!((answer.status.as_u16(), answer.ok()), (201, json!({ "file": ABC, "bytes": 3 })));
    let input = json!({ "pursuance": "bees", "task": task, "file": ABC, "name": "../Übersicht.html" });
    let attached = ana.perform("task.attach", input).await.ok();

    let listed = app.visitor().read(&format!("/api/v1/pursuances/bees/tasks/{task}/files")).await.items();
    assert_eq!(
        (&listed[0]["name"], &listed[0]["file"], &listed[0]["here"]),
        (&json!("Übersicht.html"), &json!(ABC), &json!(true))
    );
    assert_eq!(listed[0]["id"], attached["result"]["id"]);
    let path = listed[0]["url"].as_str().unwrap().strip_prefix("http://localhost:8080").unwrap().to_owned();
    let down = app.visitor().read(&path).await;
    assert_eq!((down.status.as_u16(), &*down.body), (200, b"abc".as_slice()));
    assert_eq!(down.header("content-type"), "application/octet-stream");
    assert_eq!(
        down.header("content-disposition"),
        "attachment; filename=\"_bersicht.html\"; filename*=UTF-8''%C3%9Cbersicht.html"
    );
    assert_eq!(down.header("x-content-type-options"), "nosniff");
    assert_eq!(down.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(down.header("content-length"), "3");
}

#[tokio::test]
async fn a_download_that_broke_off_goes_on_where_it_did() {
    let app = TestApp::start().await;
    let (ana, eve) = (app.person("ana").await, app.person("eve").await);
    start_pursuance_as(&ana, "hidden", "members").await;
    let task = write_task(&ana, "hidden", "Count").await;
    upload(&ana, "abc").await.ok();
    let input = json!({ "pursuance": "hidden", "task": task, "file": ABC, "name": "a.txt" });
    let id = ana.perform("task.attach", input).await.ok()["result"]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/files/{id}");
    let get = async |headers: &[(&str, &str)]| {
        let down = ana.send(Method::GET, &path, headers, Body::empty()).await;
        assert_eq!(
            (down.header("accept-ranges"), down.header("cache-control")),
            ("bytes", "private, no-cache")
        );
        (down.status.as_u16(), down.header("content-range").to_owned(), down.text())
    };
    let tag = format!("\"{ABC}\"");
    let whole = (200, String::new(), "abc".to_owned());
    let rest = (206, "bytes 1-2/3".to_owned(), "bc".to_owned());
    assert_eq!(ana.read(&path).await.header("etag"), tag);
    assert_eq!(get(&[("range", "bytes=1-")]).await, rest);
    assert_eq!(get(&[("range", "bytes=-2")]).await, rest);
    assert_eq!(get(&[("range", "bytes=0-0")]).await, (206, "bytes 0-0/3".to_owned(), "a".to_owned()));
    assert_eq!(get(&[("range", "bytes=3-")]).await, (416, "bytes */3".to_owned(), String::new()));
    assert_eq!(get(&[("range", "bytes=0-0,2-2")]).await, whole);
    // Only of the same bytes there is a rest.
    assert_eq!(get(&[("range", "bytes=1-"), ("if-range", tag.as_str())]).await, rest);
    assert_eq!(get(&[("range", "bytes=1-"), ("if-range", "\"other\"")]).await, whole);
    assert_eq!(get(&[("if-none-match", tag.as_str())]).await, (304, String::new(), String::new()));
    let head = ana.send(Method::HEAD, &path, &[("range", "bytes=1-")], Body::empty()).await;
    assert_eq!((head.status.as_u16(), head.header("content-length"), &*head.body), (200, "3", &b""[..]));
    // A person who may not read it learns of no part of it, nor whether it has changed.
    for headers in [[("range", "bytes=1-")], [("if-none-match", tag.as_str())]] {
        eve.send(Method::GET, &path, &headers, Body::empty()).await.problem(404, "not-found");
    }
    ana.perform("file.remove", json!({ "pursuance": "hidden", "task": task, "file": id })).await.ok();
    let gone = ana.send(Method::GET, &path, &[("if-none-match", tag.as_str())], Body::empty()).await;
    gone.problem(404, "not-found");
}

#[tokio::test]
async fn a_form_brings_a_file_too() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let form = [("content-type", "multipart/form-data; boundary=x")];
    let part = |name: &str| {
        format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nabc\r\n--x--\r\n"
        )
    };
    let answer = ana.send(Method::POST, "/api/v1/files", &form, Body::from(part("file"))).await;
    assert_eq!(answer.ok(), json!({ "file": ABC, "bytes": 3 }));
    let other = ana.send(Method::POST, "/api/v1/files", &form, Body::from(part("attachment"))).await;
    assert_eq!(other.problem(422, "invalid-input")["field"], "file");
    let cut = Body::from("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nab");
    ana.send(Method::POST, "/api/v1/files", &form, cut).await.problem(400, "incomplete");
    let boundless = [("content-type", "multipart/form-data")];
    ana.send(Method::POST, "/api/v1/files", &boundless, Body::from("abc"))
        .await
        .problem(415, "unsupported-media-type");
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_however_it_comes() {
    let app = TestApp::with(Setup { max_upload_mib: Some(1), ..Setup::default() }).await;
    let ana = app.person("ana").await;
    let exact = vec![b'x'; 1024 * 1024];
    let over = [exact.clone(), vec![b'x']].concat();
    assert_eq!(upload(&ana, exact).await.ok()["bytes"], 1024 * 1024);
    upload(&ana, over.clone()).await.problem(413, "too-large");
    // In pieces, without saying before how many.
    let pieces = over
        .chunks(1000)
        .map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)))
        .collect::<Vec<_>>();
    upload(&ana, Body::from_stream(futures::stream::iter(pieces))).await.problem(413, "too-large");
    // Saying so before sending anything is enough.
    let said = [("content-length", "1048577")];
    ana.send(Method::POST, "/api/v1/files", &said, Body::empty()).await.problem(413, "too-large");
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let task = write_task(&ana, "bees", "Count").await;
    let pieces = [Ok(Bytes::from_static(b"abc")), Err(std::io::Error::other("gone"))];
    upload(&ana, Body::from_stream(futures::stream::iter(pieces))).await.problem(400, "incomplete");
    let input = json!({ "pursuance": "bees", "task": task, "file": ABC, "name": "a" });
    ana.perform("task.attach", input).await.problem(422, "no-such-file");
}

#[tokio::test]
async fn knowing_a_hash_does_not_open_a_file() {
    let app = TestApp::start().await;
    let (ana, eve) = (app.person("ana").await, app.person("eve").await);
    start_pursuance_as(&ana, "hidden", "members").await;
    start_pursuance(&eve, "wasps").await;
    let (task, own) = (write_task(&ana, "hidden", "Secret").await, write_task(&eve, "wasps", "Own").await);
    upload(&ana, "abc").await.ok();
    let input = json!({ "pursuance": "hidden", "task": task, "file": ABC, "name": "secret.txt" });
    let id = ana.perform("task.attach", input).await.ok()["result"]["id"].as_str().unwrap().to_owned();

    let steal = json!({ "pursuance": "wasps", "task": own, "file": ABC, "name": "mine.txt" });
    eve.perform("task.attach", steal.clone()).await.problem(422, "no-such-file");
    eve.read(&format!("/api/v1/files/{id}")).await.problem(404, "not-found");
    app.visitor().read(&format!("/api/v1/files/{id}")).await.problem(404, "not-found");
    assert_eq!(&*ana.read(&format!("/api/v1/files/{id}")).await.body, b"abc");
    // A person who has the bytes may hang them up.
    upload(&eve, "abc").await.ok();
    eve.perform("task.attach", steal).await.ok();
}

#[tokio::test]
async fn only_who_has_a_token_uploads() {
    let app = TestApp::start().await;
    upload(&app.visitor(), "abc").await.problem(401, "token-needed");
    let sha256 = pursuance_domain::value::Sha256::parse(ABC).unwrap();
    assert!(!app.files.has(&sha256).await);
    app.visitor()
        .read(&format!("/api/v1/files/{}", FileId(app.clock.new_id())))
        .await
        .problem(404, "not-found");
}

fn mib(fill: u8) -> Vec<u8> {
    vec![fill; 1024 * 1024]
}

#[tokio::test]
async fn a_person_may_upload_only_so_much_in_all() {
    let app = TestApp::with(Setup { quota_person_mib: Some(2), ..Setup::default() }).await;
    let (ana, eve) = (app.person("ana").await, app.person("eve").await);
    upload(&ana, mib(1)).await.ok();
    upload(&ana, mib(2)[1..].to_vec()).await.ok();
    upload(&ana, "more").await.problem(413, "no-room");
    // A file that is already there takes no more room, and others have their own.
    upload(&ana, mib(1)).await.ok();
    upload(&eve, "more").await.ok();
}

#[tokio::test]
async fn a_pursuance_holds_only_so_much_in_all() {
    let app = TestApp::with(Setup { quota_pursuance_mib: Some(1), ..Setup::default() }).await;
    let ana = app.person("ana").await;
    for (slug, refused) in [("bees", true), ("wasps", false)] {
        start_pursuance(&ana, slug).await;
        let task = write_task(&ana, slug, "Count").await;
        let attach = async |bytes: Vec<u8>| {
            let file = upload(&ana, bytes).await.ok()["file"].clone();
            let input = json!({ "pursuance": slug, "task": task, "file": file, "name": "a" });
            ana.perform("task.attach", input).await
        };
        attach(if refused { mib(1) } else { b"abc".to_vec() }).await.ok();
        let second = attach(b"def".to_vec()).await;
        if refused {
            second.problem(413, "no-room");
            attach(mib(1)).await.ok();
        } else {
            second.ok();
        }
    }
}

#[tokio::test]
async fn files_leave_the_disk_room_to_breathe() {
    let app = TestApp::with(Setup { keep_free_mib: Some(u32::MAX), ..Setup::default() }).await;
    let ana = app.person("ana").await;
    upload(&ana, "abc").await.problem(507, "no-room");
}

#[tokio::test]
async fn one_person_uploads_only_a_few_files_at_once() {
    let app = TestApp::start().await;
    let (ana, eve) = (app.person("ana").await, app.person("eve").await);
    let address = Client::UNKNOWN;
    let places: Vec<_> = (0..AT_ONCE_EACH).map(|_| app.uploads.begin(&ana.id, address).unwrap()).collect();
    upload(&ana, "abc").await.problem(429, "too-many-uploads");
    upload(&eve, "abc").await.ok();
    drop(places);
    upload(&ana, "abc").await.ok();
}

#[tokio::test]
async fn bytes_that_hang_on_nothing_are_swept_away_and_others_stay() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let task = write_task(&ana, "bees", "Count").await;
    let sum = async |bytes: &'static str| {
        let answer = upload(&ana, bytes).await.ok();
        pursuance_domain::value::Sha256::parse(answer["file"].as_str().unwrap()).unwrap()
    };
    let (hung, loose) = (sum("abc").await, sum("def").await);
    let input = json!({ "pursuance": "bees", "task": task, "file": hung, "name": "a" });
    ana.perform("task.attach", input).await.ok();
    let sweep = async || pursuance::jobs::sweep_files(&app, 0..256).await.unwrap();
    sweep().await;
    assert!(app.files.has(&loose).await, "it may still be hung on something");
    app.advance(2 * pursuance::jobs::UPLOAD_WAITS);
    sweep().await;
    assert!(app.files.has(&hung).await);
    assert!(!app.files.has(&loose).await);
    // It may come again, and be hung on something then.
    let again = sum("def").await;
    let input = json!({ "pursuance": "bees", "task": task, "file": again, "name": "b" });
    ana.perform("task.attach", input).await.ok();
    sweep().await;
    assert!(app.files.has(&again).await);
}

/// The path of an address of the test's server.
fn path(address: &serde_json::Value) -> String {
    address.as_str().unwrap().strip_prefix("http://localhost:8080").unwrap().to_owned()
}

#[tokio::test]
async fn a_picture_hangs_made_anew_without_what_else_was_in_its_file_for_who_may_read_it() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    start_pursuance_as(&ana, "bees", "members").await;
    let task = write_task(&ana, "bees", "Count").await;
    let picture = |form| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(800, 400).write_to(&mut bytes, form).unwrap();
        [bytes.into_inner(), b"MARKER".to_vec()].concat()
    };
    let png = picture(image::ImageFormat::Png);
    for (name, bytes, original) in [
        ("hive.png", png.clone(), false),
        ("comb.gif", picture(image::ImageFormat::Gif), false),
        ("as-it-was.png", png.clone(), true),
        ("hive.svg", b"<svg/>".to_vec(), false),
        ("hive.pdf", b"%PDF-1.7".to_vec(), false),
    ] {
        let file = upload(&ana, bytes).await.ok()["file"].clone();
        let input =
            json!({ "pursuance": "bees", "task": task, "file": file, "name": name, "original": original });
        let done = ana.perform("task.attach", input).await.ok();
        assert_eq!(done["result"]["file"] == file, !["hive.png", "comb.gif"].contains(&name), "{name}");
    }
    let files = ana.read(&format!("/api/v1/pursuances/bees/tasks/{task}/files")).await.items();
    let named = |name: &str| files.iter().find(|file| file["name"] == name).unwrap();
    let page = Browser::signed_in(&app, &ana.id).await.open(&format!("/p/bees/t/{task}")).await.shown();
    assert_eq!(page.html.matches("?show=thumbnail").count(), 3);
    assert!(page.says("Not shown: not JPEG, PNG or GIF.") && page.says("Open in a tab"), "{page:?}");
    let has_marker = |bytes: &[u8]| bytes.windows(6).any(|part| part == b"MARKER");
    let shown = [(named("hive.png"), false), (named("comb.png"), false), (named("as-it-was.png"), true)];
    for (file, is_original) in shown {
        let picture = &file["picture"];
        assert_eq!((&picture["width"], &picture["height"]), (&json!(800), &json!(400)));
        for address in ["url", "thumbnail"] {
            let shown = ana.read(&path(&picture[address])).await;
            assert_eq!((shown.status.as_u16(), shown.header("content-type")), (200, "image/png"));
            assert_eq!(shown.header("x-content-type-options"), "nosniff");
            assert_eq!(shown.header("content-security-policy"), "default-src 'none'; sandbox");
            assert!(!has_marker(&shown.body));
            assert_eq!(app.visitor().read(&path(&picture[address])).await.status.as_u16(), 404);
        }
        let download = ana.read(&path(&file["url"])).await;
        assert!(download.header("content-disposition").starts_with("attachment"));
        assert_eq!(has_marker(&download.body), is_original);
        assert_eq!(file["bytes"], download.body.len());
    }
    for (file, reason) in [(named("hive.svg"), "other-form"), (named("hive.pdf"), "pdf")] {
        assert_eq!((&file["picture"], &file["reason"]), (&json!(null), &json!(reason)));
        for show in ["picture", "thumbnail", "pdf"] {
            let shown = ana.read(&format!("{}?show={show}", path(&file["url"]))).await;
            assert_eq!(shown.status.as_u16() == 200, show == reason, "{reason}: {show}");
        }
    }
    let pdf = ana.read(&format!("{}?show=pdf", path(&named("hive.pdf")["url"]))).await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert_eq!(pdf.header("content-security-policy"), "sandbox");
    assert!(pdf.header("content-disposition").starts_with("inline"));
}

#[tokio::test]
async fn files_come_with_a_comment_and_go_with_it() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let task = write_task(&ana, "bees", "Count").await;
    upload(&ana, "abc").await.ok();
    let say = async |files: usize| {
        let files = vec![json!({ "file": ABC, "name": "a.txt", "original": false }); files];
        let input = json!({ "pursuance": "bees", "task": task, "body": "Look", "files": files });
        ana.perform("task.comment", input).await
    };
    assert_eq!(say(FILES_OF_COMMENT + 1).await.status.as_u16(), 422);
    let said = say(FILES_OF_COMMENT).await.ok()["result"].clone();
    let comments = format!("/api/v1/pursuances/bees/tasks/{task}/comments");
    let read = app.visitor().read(&comments).await.items();
    assert_eq!(read.len(), 1, "nothing of the other one is left");
    let files = read[0]["files"].as_array().unwrap();
    assert_eq!((files.len(), &files[0]["name"]), (FILES_OF_COMMENT, &json!("a.txt")));
    assert_eq!(files[0]["message"], said["message"]);
    assert!(said["files"].as_array().unwrap().iter().any(|file| file["id"] == files[0]["id"]));
    let bytes = path(&files[0]["url"]);
    let page = Browser::signed_in(&app, &ana.id).await.open(&format!("/p/bees/t/{task}")).await.shown();
    let (_, discussion) = page.html.split_once("id=\"discussion\"").unwrap();
    assert!(discussion.contains("a.txt"), "{page:?}");
    assert_eq!(app.visitor().read(&bytes).await.status.as_u16(), 200);
    let input = json!({ "pursuance": "bees", "task": task, "comment": said["message"] });
    ana.perform("comment.delete", input).await.ok();
    assert_eq!(app.visitor().read(&bytes).await.status.as_u16(), 404);
    assert_eq!(ana.read(&comments).await.items()[0]["files"], json!([]));
}
