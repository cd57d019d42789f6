//! Remains of deleted words: in no row of the database, and in no byte of the data folder.

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::Method;
use pursuance::jobs::Worker;
use pursuance::store::discussions::{self, Blob, TaskFile};
use pursuance::store::shown_pictures::{self, ShownPicture};
use pursuance::store::{backup, fulltext, migrate};
use pursuance_domain::id::{FileId, MessageId};
use pursuance_domain::time::MINUTE;
use pursuance_domain::value::Sha256;
use serde_json::json;

use super::many::fill;
use super::rooms::{room, said};
use crate::support::bees::{bees, of};
use crate::support::inspect::Inspect;
use crate::support::peers::until_or;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    words_whose_time_is_over_are_in_no_row_and_in_no_file,
    words_of_a_comment_that_was_deleted_are_in_no_row_and_in_no_file,
);

/// The name, and the bytes, of what [`hang`] hangs: what was sent, and what was made of it, whole and small.
pub(crate) const HUNG: [&str; 4] = ["zqfilename", "zqasitwassent", "zqmadeanew", "zqverysmall"];

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Where words stand: each with the table, or the file of the data folder.
pub(crate) async fn places(folder: &Path, rows: &Inspect, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (table, row) in rows.dump().await {
        let in_row = words.iter().filter(|word| row.contains(**word) || row.contains(&hex::encode(word)));
        found.extend(in_row.map(|word| format!("{word} in {table}")));
    }
    for file in files(folder) {
        // It may go while others are looked at.
        let bytes = fs::read(&file).unwrap_or_default();
        let in_file = words.iter().filter(|word| holds(&bytes, word));
        found.extend(in_file.map(|word| format!("{word} in {}", file.display())));
    }
    found
}

/// Waits until words stand nowhere.
pub(crate) async fn until_nowhere(folder: &Path, rows: &Inspect, words: &[&str]) {
    let gone = async || places(folder, rows, words).await.is_empty();
    until_or("the words are nowhere", gone, async || places(folder, rows, words).await.join("\n")).await;
}

/// Takes into the index what waits for it.
pub(crate) async fn index(app: &TestApp) {
    let mut tx = app.db.write().await.unwrap();
    while fulltext::fill_some(&mut tx, 100).await.unwrap() > 0 {}
    tx.commit().await.unwrap();
}

async fn uploaded(by: &Person, bytes: &'static str) -> String {
    let sent = by.send(Method::POST, "/api/v1/files", &[], bytes.into()).await.ok();
    sent["file"].as_str().unwrap().to_owned()
}

/// Bytes that this server made.
async fn made(app: &TestApp, by: &Person, bytes: &'static str) -> String {
    let stream = futures::stream::iter([Ok::<_, Infallible>(Bytes::from_static(bytes.as_bytes()))]);
    let kept = app.files.keep(&app.clock.new_id(), bytes.len(), stream).await.unwrap();
    let sha256 = kept.sha256.to_string();
    let blob = Blob { sha256: sha256.clone(), bytes: bytes.len() as i64, media_type: "image/png".to_owned() };
    let mut tx = app.db.write().await.unwrap();
    discussions::add_blob(&mut tx, &blob, &by.id, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    sha256
}

/// Hangs a file with a message, with what a picture leaves in the store.
pub(crate) async fn hang(app: &TestApp, by: &Person, (room, message): (&str, &str)) {
    let sent = uploaded(by, "zqasitwassent").await;
    let (whole, small) = (made(app, by, "zqmadeanew").await, made(app, by, "zqverysmall").await);
    let id = hung(app, by, (room, message), &whole).await;
    let mut tx = app.db.write().await.unwrap();
    shown_pictures::set(&mut tx, &id, &ShownPicture { whole, thumbnail: small, width: 3, height: 2 })
        .await
        .unwrap();
    shown_pictures::set_sent(&mut tx, &id, &Sha256::parse(&sent).unwrap()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Hangs bytes that are here with a message.
async fn hung(app: &TestApp, by: &Person, (room, message): (&str, &str), sha256: &str) -> FileId {
    let file = TaskFile {
        id: FileId(app.clock.new_id()),
        object: room.to_owned(),
        name: "zqfilename.png".to_owned(),
        sha256: sha256.to_owned(),
        bytes: 10,
        media_type: "image/png".to_owned(),
        added_by: by.id.clone(),
        at: app.clock.now(),
        source_url: None,
        is_here: true,
        error: None,
        pursuance: None,
        shown: None,
        not_shown: None,
        message: Some(MessageId(message.to_owned())),
    };
    let mut tx = app.db.write().await.unwrap();
    discussions::add_file(&mut tx, &file).await.unwrap();
    tx.commit().await.unwrap();
    file.id
}

async fn words_whose_time_is_over_are_in_no_row_and_in_no_file(app: TestApp) {
    const SAID: [&str; 4] = ["zqfirstwording", "zqsecondwording", "zqanswering", "zqtakenback"];
    const KEPT: [&str; 2] = ["zqplanted", "zqhangselsewhere"];
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let lasting = room(&ana, "Archive", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();

    let first = said(&ana, &kitchen, "zqfirstwording @ben").await;
    let edit = json!({ "room": kitchen, "comment": first, "revision": 1, "body": "zqsecondwording" });
    ana.perform("comment.edit", edit).await.ok();
    let answer = json!({ "room": kitchen, "body": "zqanswering", "reply_to": first });
    ben.perform("room.say", answer).await.ok();
    let taken_back = said(ben, &kitchen, "zqtakenback").await;
    let reaction = json!({ "room": kitchen, "message": first, "emoji": "👍", "on": true });
    ben.perform("message.react", reaction).await.ok();
    let about = json!({ "room": lasting, "body": "zqplanted", "quote": first });
    ben.perform("room.say", about).await.ok();
    hang(&app, &ana, (&kitchen, &first)).await;
    // The same bytes hang on a task, too.
    let elsewhere = uploaded(&ana, "zqhangselsewhere").await;
    hung(&app, &ana, (&kitchen, &first), &elsewhere).await;
    ana.perform("task.create", of(json!({ "title": "Count" }))).await.ok();
    let attach = of(json!({ "task": 1, "file": elsewhere, "name": "hives.txt" }));
    let attached = ana.perform("task.attach", attach).await.ok();
    index(&app).await;

    let rows = Inspect::open(&app.config.database_url).await;
    let folder = app.config.data_dir.clone();
    let all = [SAID.as_slice(), &HUNG, &KEPT].concat();
    for word in &all {
        assert!(!places(&folder, &rows, &[*word]).await.is_empty(), "{word} is found where it stands");
    }

    let worker = Worker::spawn(&app.app);
    ben.perform("comment.delete", json!({ "room": kitchen, "comment": taken_back })).await.ok();
    app.advance(2 * MINUTE);
    until_nowhere(&folder, &rows, &[SAID.as_slice(), &HUNG].concat()).await;
    worker.stop().await;
    for word in KEPT {
        assert!(!places(&folder, &rows, &[word]).await.is_empty(), "{word} stays");
    }
    let id = attached["result"]["id"].as_str().unwrap();
    assert_eq!(&*ana.read(&format!("/api/v1/files/{id}")).await.body, b"zqhangselsewhere");
    let left = app.visitor().read(&format!("/api/v1/rooms/{lasting}/messages")).await.items();
    assert_eq!((left.len(), &left[0]["quoted"]["state"]), (1, &json!("gone")), "{left:?}");
    if app.db.is_sqlite() {
        let copy = folder.join("later.db");
        backup::copy_into(&app.db, &copy).await.unwrap();
        let bytes = fs::read(&copy).unwrap();
        let left: Vec<_> = all.iter().filter(|word| holds(&bytes, word)).collect();
        assert_eq!(left, [&"zqplanted"], "a backup made later has what is there");
    }
}

async fn words_of_a_comment_that_was_deleted_are_in_no_row_and_in_no_file(app: TestApp) {
    const SAID: [&str; 2] = ["zqfirstwording", "zqsecondwording"];
    let (ana, _) = bees(&app, "public", &[]).await;
    ana.perform("task.create", of(json!({ "title": "zqplanted" }))).await.ok();
    let on = of(json!({ "task": 1, "body": "zqfirstwording" }));
    let comment = ana.perform("task.comment", on).await.ok()["result"]["message"].clone();
    let edit = of(json!({ "task": 1, "comment": comment, "revision": 1, "body": "zqsecondwording" }));
    ana.perform("comment.edit", edit).await.ok();
    index(&app).await;
    let rows = Inspect::open(&app.config.database_url).await;
    let folder = app.config.data_dir.clone();
    for word in SAID {
        assert!(!places(&folder, &rows, &[word]).await.is_empty(), "{word} is found where it stands");
    }

    // Nothing ends in a room meanwhile.
    let worker = Worker::spawn(&app.app);
    ana.perform("comment.delete", of(json!({ "task": 1, "comment": comment }))).await.ok();
    app.advance(MINUTE);
    until_nowhere(&folder, &rows, &SAID).await;
    worker.stop().await;
    assert!(!places(&folder, &rows, &["zqplanted"]).await.is_empty());
}

/// Where the pages of the index begin with a word: FTS5 would leave it there.
#[tokio::test]
async fn words_with_which_a_page_of_the_index_began_are_in_no_row_and_in_no_file() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let (kitchen, lasting) =
        (room(&ana, "Kitchen", "everyone").await, room(&ana, "Archive", "everyone").await);
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();
    // Nine of ten go, and each page has some of those that stay.
    let now = app.clock.now();
    let word = |n: u32| format!("zqword{n:04}");
    let (go, stay): (Vec<u32>, Vec<u32>) = (1_000..3_000).partition(|n| n % 10 > 0);
    fill(&app, (&kitchen, &ana.id), go.iter().map(|n| (word(*n), now))).await;
    fill(&app, (&lasting, &ana.id), stay.iter().map(|n| (word(*n), now))).await;
    let rows = Inspect::open(&app.config.database_url).await;
    let words = go.iter().map(|n| format!("'0{}'", word(*n))).collect::<Vec<_>>().join(", ");
    let begins = format!("search_words_idx where cast(term as text) in ({words})");
    assert!(rows.count(&begins).await > 0, "a page begins with a word that goes");

    let worker = Worker::spawn(&app.app);
    app.advance(2 * MINUTE);
    let left = || -> Vec<u32> {
        let bytes =
            files(&app.config.data_dir).into_iter().flat_map(|file| fs::read(file).unwrap_or_default());
        let bytes: Vec<u8> = bytes.collect();
        let marked = bytes.windows(10).filter(|part| part.starts_with(b"zqword"));
        let numbers = marked.filter_map(|part| std::str::from_utf8(&part[6..]).ok()?.parse::<u32>().ok());
        numbers.filter(|n| n % 10 > 0).collect()
    };
    let gone = async || rows.count(&begins).await == 0 && left().is_empty();
    until_or("the words are nowhere", gone, async || format!("{:?}", left())).await;
    worker.stop().await;
    migrate::run_sample(&app.db, "insert into search_words (search_words) values ('integrity-check');")
        .await
        .unwrap();
    for (word, found) in [(word(1_001), 0), (word(1_010), 1), (word(2_990), 1)] {
        let path = format!("/api/v1/search?q={word}&kind=comments");
        let answer = app.visitor().read(&path).await.ok();
        assert_eq!(answer["comments"]["items"].as_array().unwrap().len(), found, "{word}");
    }
}
