//! Words that were deleted are not left in the file of SQLite.

use pursuance::store::db::Db;
use pursuance::store::{fulltext, migrate};
use serde_json::json;

use crate::support::{TestApp, sqlite};

const ADD: &str = "insert into searched (seq, kind, object) values (1, 'comment', '01a');
    insert into search_words (rowid, words) values (1, '_c01 _ count zanzibarik bees');";

/// Needs both: `secure_delete` in `Db::open`, and a table of step 89 that knows the words of a row.
#[tokio::test]
async fn a_word_that_was_deleted_is_nowhere_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("words.db");
    let url = sqlite::database(&file).await;
    let has_word = || std::fs::read(&file).unwrap().windows(10).any(|bytes| bytes == b"zanzibarik");

    let db = Db::open(&url).await.unwrap();
    migrate::run_sample(&db, ADD).await.unwrap();
    // Folds the log into the file.
    db.close().await;
    assert!(has_word());

    let db = Db::open(&url).await.unwrap();
    migrate::run_sample(&db, "delete from searched where seq = 1;").await.unwrap();
    db.close().await;
    assert!(!has_word());
}

/// The words of a comment, and of its other wordings, go with it: the texts, the index and the pages that both leave.
#[tokio::test]
async fn the_words_of_a_comment_that_was_deleted_are_nowhere_in_the_file() {
    const WORDS: [&str; 2] = ["zanzibarik", "quillowight"];
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let founded = json!({ "slug": "bees", "name": "Bees", "mission": "Count.", "visibility": "public" });
    ana.perform("pursuance.create", founded).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let file = app.config.data_dir.join("pursuance.db");
    let in_file = async || {
        let mut tx = app.db.write().await.unwrap();
        while fulltext::fill_some(&mut tx, 100).await.unwrap() > 0 {}
        tx.commit().await.unwrap();
        // That a token was used is noted besides, and may come in between.
        let log = || std::fs::metadata(file.with_extension("db-wal")).map_or(0, |log| log.len());
        for _ in 0..1_000 {
            migrate::run_sample(&app.db, "pragma wal_checkpoint(truncate);").await.unwrap();
            if log() == 0 {
                break;
            }
            tokio::task::yield_now().await;
        }
        assert_eq!(log(), 0, "the log is folded into the file");
        let bytes = std::fs::read(&file).unwrap();
        WORDS.map(|word| bytes.windows(word.len()).any(|part| part == word.as_bytes()))
    };
    assert_eq!(in_file().await, [false, false]);

    let on = json!({ "pursuance": "bees", "task": 1, "body": format!("Count {} bees.", WORDS[0]) });
    let comment = ana.perform("task.comment", on).await.ok()["result"]["message"].clone();
    let body = format!("Count {} bees.", WORDS[1]);
    let edit = json!({ "pursuance": "bees", "task": 1, "comment": comment, "revision": 1, "body": body });
    ana.perform("comment.edit", edit).await.ok();
    assert_eq!(in_file().await, [true, true]);
    let found = ana.read(&format!("/api/v1/search?q={}", WORDS[1])).await.ok();
    assert_eq!(found["comments"]["items"].as_array().map(Vec::len), Some(1), "{found}");

    ana.perform("comment.delete", json!({ "pursuance": "bees", "task": 1, "comment": comment })).await.ok();
    assert_eq!(in_file().await, [false, false]);
}
