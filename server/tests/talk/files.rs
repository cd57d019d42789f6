//! Files that come with messages in rooms: who reads them, how they are shown, and when they go.

use std::time::Duration;

use axum::body::Body;
use http::{Method, StatusCode};
use pursuance::actions::FILES_OF_COMMENT;
use pursuance::actions::limits::SAID_A_MINUTE;
use pursuance::jobs::Worker;
use pursuance::pictures::SECONDS;
use pursuance_domain::time::{HOUR, MINUTE};
use pursuance_domain::value::Sha256;
use serde_json::{Value, json};

use super::rooms::{room, said};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Answer, Caller, Person, Setup, TestApp, on_both_apps};

on_both_apps!(
    files_of_a_message_are_read_by_whoever_may_read_it,
    files_go_with_their_message,
    files_of_a_message_whose_time_is_over_leave_nothing_behind,
    lists_of_files_name_those_of_rooms,
    a_picture_is_made_once_where_it_hangs_and_within_the_time_of_its_sender,
    no_picture_is_made_for_a_message_that_is_not_taken,
);

/// A PNG of one pixel, with a text beside it.
const PIXEL: &str = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000f74455874436f6d6d656e74007a\
    71706c61636535dfac190000000c49444154789c63f8dfe00000044101c00cd1ed910000000049454e44ae426082";

pub(super) async fn upload(by: &Person, bytes: impl Into<Vec<u8>>) -> String {
    let bytes: Vec<u8> = bytes.into();
    let sent = by.send(Method::POST, "/api/v1/files", &[], Body::from(bytes)).await.ok();
    sent["file"].as_str().unwrap().to_owned()
}

/// Says something with some files, each a hash and a name.
pub(super) async fn say(by: &Person, room: &str, body: &str, files: &[(&str, &str)]) -> Answer {
    let files: Vec<Value> = files.iter().map(|(file, name)| json!({ "file": file, "name": name })).collect();
    let input = json!({ "room": room, "body": body, "files": files });
    by.perform("room.say", input).await
}

/// The files of the messages in a room.
async fn files(reader: &Caller, room: &str) -> Vec<Value> {
    let items = reader.read(&format!("/api/v1/rooms/{room}/messages")).await.items();
    items.iter().flat_map(|item| item["files"].as_array().unwrap().clone()).collect()
}

fn path(url: &Value) -> String {
    url.as_str().unwrap().strip_prefix("http://localhost:8080").unwrap().to_owned()
}

async fn status(reader: &Caller, path: &str) -> u16 {
    reader.read(path).await.status.as_u16()
}

async fn files_of_a_message_are_read_by_whoever_may_read_it(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("dov", "untrusted")]).await;
    let [ben, dov] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let sent = upload(ben, "the kettle").await;
    say(ben, &kitchen, "Look.", &[(&sent, "../Überlauf.txt")]).await.ok();
    // Nobody hangs what somebody else has sent, and nobody who does not discuss hangs anything.
    say(&ana, &kitchen, "Look.", &[(&sent, "a.txt")]).await.problem(422, "no-such-file");
    say(dov, &kitchen, "Look.", &[(&sent, "a.txt")]).await.problem(403, "not-allowed");
    let read = files(&app.visitor(), &kitchen).await;
    assert_eq!((read.len(), &read[0]["name"], &read[0]["bytes"]), (1, &json!("Überlauf.txt"), &json!(10)));
    assert_eq!((&read[0]["picture"], &read[0]["added_by"]), (&json!(null), &json!("ben")));
    let bytes = path(&read[0]["url"]);
    let down = app.visitor().read(&bytes).await;
    assert_eq!((down.text().as_str(), down.header("x-content-type-options")), ("the kettle", "nosniff"));
    assert_eq!(down.header("content-security-policy"), "default-src 'none'; sandbox");
    assert!(down.header("content-disposition").starts_with("attachment"));

    // The rule is asked at each reading: who reads the room now.
    ana.perform("room.edit", json!({ "room": kitchen, "open": "members" })).await.ok();
    assert_eq!([status(&app.visitor(), &bytes).await, status(dov, &bytes).await], [404, 404]);
    assert_eq!([status(&ana, &bytes).await, status(ben, &bytes).await], [200, 200]);
    ana.perform("room.archive", json!({ "room": kitchen })).await.ok();
    assert_eq!(status(ben, &bytes).await, 200, "an archived room is read as before");
    say(ben, &kitchen, "And this.", &[(&sent, "b.txt")]).await.problem(409, "room-archived");
    ana.perform("member.remove", of(json!({ "member": "ben", "reason": "No." }))).await.ok();
    assert_eq!(status(ben, &bytes).await, 404);
}

#[tokio::test]
async fn a_picture_is_shown_beside_the_message() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "members", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let sent = upload(&ana, hex::decode(PIXEL).unwrap()).await;
    say(&ana, &kitchen, "Look.", &[(&sent, "kettle.png")]).await.ok();
    let picture = files(&ana, &kitchen).await[0]["picture"].clone();
    assert_eq!((&picture["width"], &picture["height"]), (&json!(1), &json!(1)));
    for address in ["url", "thumbnail"] {
        let shown = ana.read(&path(&picture[address])).await;
        assert_eq!((shown.status.as_u16(), shown.header("content-type")), (200, "image/png"));
        assert_eq!(shown.header("x-content-type-options"), "nosniff");
        assert_eq!(shown.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(status(&app.visitor(), &path(&picture[address])).await, 404);
    }
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open(&format!("/p/bees/talk/{kitchen}")).await.shown();
    assert!(page.html.contains("?show=thumbnail\""), "{page:?}");
}

#[tokio::test]
async fn a_picture_that_a_browser_has_is_not_sent_again_to_who_may_read_it() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let sent = upload(&ana, hex::decode(PIXEL).unwrap()).await;
    say(&ana, &kitchen, "Look.", &[(&sent, "kettle.png")]).await.ok();
    let picture = files(&ana, &kitchen).await[0]["picture"].clone();
    let visitor = app.visitor();
    for address in ["url", "thumbnail"].map(|address| path(&picture[address])) {
        let tag = visitor.read(&address).await.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() == 66, "{tag} is no strong tag of a hash");
        let again = async |reader: &Caller, tag: &str| {
            reader.send(Method::GET, &address, &[("if-none-match", tag)], Body::empty()).await
        };
        let known = again(&visitor, &tag).await;
        assert_eq!((known.status, known.text().as_str()), (StatusCode::NOT_MODIFIED, ""));
        assert_eq!(
            (known.header("etag"), known.header("cache-control")),
            (tag.as_str(), "private, no-cache")
        );
        assert_eq!(known.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(again(&visitor, "\"another\"").await.status, StatusCode::OK);
        // Nobody learns by a tag whether it is still there.
        ana.perform("room.edit", json!({ "room": kitchen, "open": "members" })).await.ok();
        assert_eq!(again(&visitor, &tag).await.status, StatusCode::NOT_FOUND);
        assert_eq!(again(&*ana, &tag).await.status, StatusCode::NOT_MODIFIED);
        ana.perform("room.edit", json!({ "room": kitchen, "open": "everyone" })).await.ok();
    }
}

#[tokio::test]
async fn a_message_brings_ten_files_at_most() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let sent = upload(&ana, "the kettle").await;
    let many = vec![(sent.as_str(), "a.txt"); FILES_OF_COMMENT + 1];
    say(&ana, &kitchen, "Look.", &many).await.problem(422, "invalid-input");
    assert!(files(&ana, &kitchen).await.is_empty(), "nothing of it is left");
    say(&ana, &kitchen, "Look.", &many[1..]).await.ok();
    assert_eq!(files(&ana, &kitchen).await.len(), FILES_OF_COMMENT);
}

async fn files_go_with_their_message(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let sent = upload(ben, "the kettle").await;
    let mut hung = Vec::new();
    for _ in 0..2 {
        let said = say(ben, &kitchen, "Look.", &[(&sent, "a.txt")]).await.ok();
        hung.push(said["result"]["message"].clone());
    }
    let urls: Vec<_> = files(ben, &kitchen).await.iter().map(|file| path(&file["url"])).collect();
    ben.perform("comment.delete", json!({ "room": kitchen, "comment": hung[0] })).await.ok();
    assert_eq!(
        [status(ben, &urls[0]).await, status(ben, &urls[1]).await],
        [404, 200],
        "they hang there twice"
    );
    let remove = json!({ "room": kitchen, "comment": hung[1], "reason": "Not here." });
    ana.perform("comment.delete", remove).await.ok();
    assert_eq!(status(ben, &urls[1]).await, 404);
    assert!(files(ben, &kitchen).await.is_empty());
}

/// Whether the bytes of a hash are on the disk.
async fn is_kept(app: &TestApp, sha256: &str) -> bool {
    app.files.has(&Sha256::parse(sha256).unwrap()).await
}

async fn files_of_a_message_whose_time_is_over_leave_nothing_behind(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let number = task(&ana, "Count").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 3_600 })).await.ok();
    let (gone, lasting) = (upload(&ana, "zqgone").await, upload(&ana, "zqlasting").await);
    let picture = upload(&ana, hex::decode(PIXEL).unwrap()).await;
    let input = of(json!({ "task": number, "file": lasting, "name": "zqlasting.txt" }));
    ana.perform("task.attach", input).await.ok();
    let sent =
        [(gone.as_str(), "zqgone.txt"), (lasting.as_str(), "zqalso.txt"), (picture.as_str(), "zqgone.png")];
    say(&ana, &kitchen, "Look.", &sent).await.ok();
    let read = files(&ana, &kitchen).await;
    let made = read.iter().find(|file| file["name"] == "zqgone.png").unwrap()["file"].clone();
    let url = path(&read.iter().find(|file| file["name"] == "zqgone.txt").unwrap()["url"]);
    assert!(is_kept(&app, &picture).await && made != picture.as_str(), "it was made anew");

    app.advance(HOUR + MINUTE);
    // No worker has run, and the one who sent it reads it no more, either.
    assert_eq!([status(&app.visitor(), &url).await, status(&ana, &url).await], [404, 404]);
    assert!(files(&app.visitor(), &kitchen).await.is_empty());
    let worker = Worker::spawn(&app.app);
    until("the bytes are gone", async || {
        let all = [gone.as_str(), picture.as_str(), made.as_str().unwrap()];
        let mut kept = false;
        for sha256 in all {
            kept |= is_kept(&app, sha256).await;
        }
        !kept
    })
    .await;
    worker.stop().await;
    assert!(is_kept(&app, &lasting).await, "it hangs on a task, too");
    let kept = Inspect::open(&app.config.database_url).await;
    for (table, row) in kept.dump().await {
        assert!(!row.contains("zqgone."), "{table} has its name: {row}");
        assert!(!["file", "blob"].contains(&table.as_str()) || !row.contains(&gone), "{table}: {row}");
    }
    assert_eq!(ana.read(&format!("{BEES}/tasks/{number}/files")).await.items().len(), 1);
}

async fn lists_of_files_name_those_of_rooms(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let cellar = room(&ana, "Cellar", "members").await;
    let sent = upload(&ana, "the kettle").await;
    say(&ana, &kitchen, "Look.", &[(&sent, "kettle.txt")]).await.ok();
    say(&ana, &cellar, "Look.", &[(&sent, "barrel.txt")]).await.ok();
    said(&ana, &cellar, "No file.").await;
    let mut ben = Browser::signed_in(&app, &people[0].id).await;
    let page = ben.open("/p/bees/files").await.shown();
    page.saying("kettle.txt").saying("barrel.txt").saying("Kitchen").saying("Cellar");
    let mut visitor = Browser::new(&app);
    let page = visitor.open("/p/bees/files").await.shown().saying("kettle.txt");
    assert!(!page.says("barrel.txt") && !page.says("Cellar"), "{page:?}");
    ben.open(&format!("/p/bees/talk/{cellar}/files")).await.shown().saying("barrel.txt");
    let told = visitor.open(&format!("/p/bees/talk/{cellar}/files")).await;
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    // An ended message is in neither.
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 3_600 })).await.ok();
    app.advance(2 * HOUR);
    for list in ["/p/bees/files".to_owned(), format!("/p/bees/talk/{kitchen}/files")] {
        assert!(!ben.open(&list).await.shown().says("kettle.txt"), "{list}");
    }
}

#[tokio::test]
async fn a_list_of_files_goes_on_behind_fifty() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let sent = upload(&ana, "the kettle").await;
    for page in 0..6 {
        let names: Vec<String> = (0..10).map(|n| format!("no-{page}-{n}.txt")).collect();
        let sent: Vec<_> = names.iter().map(|name| (sent.as_str(), name.as_str())).collect();
        say(&ana, &kitchen, "Look.", &sent).await.ok();
        app.advance(MINUTE);
    }
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    for list in ["/p/bees/files".to_owned(), format!("/p/bees/talk/{kitchen}/files")] {
        let first = browser.open(&list).await.shown().saying("no-5-9.txt").saying("no-1-0.txt");
        assert!(!first.says("no-0-9.txt"));
        let older = first.html.split("?after=").nth(1).unwrap().split('"').next().unwrap();
        let rest = browser.open(&format!("{list}?after={older}")).await.shown().saying("no-0-9.txt");
        assert!(!rest.says("no-1-0.txt"));
    }
}

#[tokio::test]
async fn without_a_script_a_form_brings_a_file_with_its_words_once() {
    let app = TestApp::with(Setup { max_upload_mib: Some(1), ..Setup::default() }).await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let number = task(&ana, "Count").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let in_room = format!("/p/bees/talk/{kitchen}");
    let on_task = format!("/p/bees/t/{number}");
    let comments = format!("{on_task}/comments");
    for (page, action) in [(&in_room, &in_room), (&on_task, &comments)] {
        let shown = browser.open(page).await.shown();
        let form = shown.form(action).with(&[("body", "Look at *this*.")]);
        // One that is too large comes back with the words.
        let refused = browser.send_file(&form, "big.bin", &vec![0; 1_200_000]).await;
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "{refused:?}");
        assert_eq!(refused.form(action).value("body"), "Look at *this*.");
        refused.saying("This file is too large");
        // Sent twice, because its answer was lost, it is said once.
        for _ in 0..2 {
            let said = browser.send_file(&form, "kettle.txt", b"the kettle").await.shown();
            said.saying("<em>this</em>").saying("kettle.txt");
        }
        let said = browser.open(page).await.shown();
        assert_eq!(said.html.matches("<em>this</em>").count(), 1, "{said:?}");
        // A preview keeps the file: nobody chooses it again.
        let form = said.form(action).with(&[("body", "And *that*."), ("preview", "yes")]);
        let previewed = browser.send_file(&form, "barrel.txt", b"the barrel").await.shown();
        let form = previewed.form(action);
        assert_eq!(form.value("body"), "And *that*.");
        assert!(form.value("along").ends_with(" barrel.txt"), "{previewed:?}");
        let said = browser.submit(form).await.shown().saying("barrel.txt");
        assert_eq!(said.html.matches("<em>that</em>").count(), 1, "{said:?}");
    }
    assert_eq!(files(&ana, &kitchen).await.len(), 2);
    // Nobody has chosen a file: the words are said all the same.
    let shown = browser.open(&in_room).await.shown();
    let form = shown.form(&in_room).with(&[("body", "Only words.")]);
    browser.send_file(&form, "", b"").await.shown().saying("Only words.");
}

#[tokio::test]
async fn words_that_came_with_a_file_survive_the_end_of_a_session() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let address = format!("/p/bees/talk/{kitchen}");
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let form = browser.open(&address).await.shown().form(&address).with(&[("body", "What I wrote.")]);
    browser.lose_session();
    let lost = browser.send_file(&form, "kettle.txt", b"the kettle").await;
    assert_eq!(lost.status, StatusCode::UNAUTHORIZED, "{lost:?}");
    assert_eq!(lost.form(&address).value("body"), "What I wrote.");
    lost.saying("The file that you chose is not sent with it");
    assert!(files(&ana, &kitchen).await.is_empty());
}

#[tokio::test]
async fn a_form_with_a_file_has_no_more_words_than_others() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let address = format!("/p/bees/talk/{kitchen}");
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let shown = browser.open(&address).await.shown();
    let form = shown.form(&address).with(&[("body", &"x".repeat(300_000))]);
    let told = browser.send_file(&form, "kettle.txt", b"the kettle").await;
    assert_eq!(told.status, StatusCode::PAYLOAD_TOO_LARGE);
    // Nor does it come from another site.
    let forged = shown.form(&address).with(&[("body", "x"), ("csrf", "0f3c.ana")]);
    assert_eq!(browser.send_file(&forged, "kettle.txt", b"the kettle").await.status, StatusCode::FORBIDDEN);
    assert!(files(&ana, &kitchen).await.is_empty());
}

/// A picture in one grey; made anew it has three colours.
fn picture(grey: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::GrayImage::from_pixel(4, 4, image::Luma([grey]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn a_picture_is_made_once_where_it_hangs_and_within_the_time_of_its_sender(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let (first, second) = (upload(&ana, picture(1)).await, upload(&ana, picture(2)).await);
    let text = upload(&ana, "the kettle").await;
    let used_up = || app.pictures.count(&ana.id, Duration::from_secs(2 * u64::from(SECONDS.at_once)));

    used_up();
    let refused = say(&ana, &kitchen, "Look.", &[(&first, "first.png")]).await;
    refused.problem(429, "rate-limit");
    assert!(refused.headers.contains_key("retry-after"));
    say(&ana, &kitchen, "Read.", &[(&text, "kettle.txt")]).await.ok();

    app.advance(HOUR);
    say(&ana, &kitchen, "Look.", &[(&first, "first.png")]).await.ok();
    used_up();
    say(&ana, &kitchen, "Again.", &[(&first, "again.png")]).await.ok();
    say(&ana, &kitchen, "Another.", &[(&second, "second.png")]).await.problem(429, "rate-limit");
    let shown = files(&ana, &kitchen).await.iter().filter(|file| file["picture"]["width"] == 4).count();
    assert_eq!(shown, 2);
}

/// The bytes that are kept.
fn kept(app: &TestApp) -> usize {
    let parts =
        std::fs::read_dir(app.config.data_dir.join("files")).unwrap().map(|part| part.unwrap().path());
    parts.map(|part| std::fs::read_dir(part).unwrap().count()).sum()
}

async fn no_picture_is_made_for_a_message_that_is_not_taken(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let sent = upload(ben, picture(1)).await;
    let before = kept(&app);
    let input = json!({ "room": kitchen, "body": "Look.", "files": [{ "file": sent, "name": "a.png" }] });

    ben.post("/api/v1/actions/room.say?dry_run=true", &[], input.clone()).await.ok();
    assert_eq!(kept(&app), before, "a dry run");
    ana.perform("room.slow", json!({ "room": kitchen, "on": true })).await.ok();
    say(ben, &kitchen, "First.", &[]).await.ok();
    ben.perform("room.say", input.clone()).await.problem(429, "rate-limit");
    assert_eq!(kept(&app), before, "the room is slowed");
    ana.perform("room.slow", json!({ "room": kitchen, "on": false })).await.ok();
    for _ in 1..SAID_A_MINUTE {
        say(ben, &kitchen, "More.", &[]).await.ok();
    }
    ben.perform("room.say", input.clone()).await.problem(429, "rate-limit");
    assert_eq!(kept(&app), before, "they said enough");

    app.advance(2 * MINUTE);
    let key = [("idempotency-key", "once")];
    let said = ben.post("/api/v1/actions/room.say", &key, input.clone()).await.ok();
    assert!(kept(&app) > before);
    ana.perform("room.slow", json!({ "room": kitchen, "on": true })).await.ok();
    let again = ben.post("/api/v1/actions/room.say", &key, input).await.ok();
    assert_eq!(again["result"], said["result"], "sent again, it is not refused");
}
