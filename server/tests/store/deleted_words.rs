//! Words that were deleted are not left in the file of SQLite.

use std::collections::BTreeSet;

use pursuance::store::db::Db;
use pursuance::store::fulltext::NOTED_MOST;
use pursuance::store::{fulltext, migrate};
use serde_json::json;

use crate::support::inspect::Inspect;
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

/// The words that went since they were asked for last.
async fn gone(db: &Db) -> Option<BTreeSet<String>> {
    let mut tx = db.write().await.unwrap();
    let gone = fulltext::gone(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    gone
}

/// Fails where a page of the index keeps its beginning, which FTS5 leaves there; no other page is looked at.
#[tokio::test]
async fn pages_that_begin_with_a_word_that_went_are_found_by_the_word() {
    let folder = tempfile::tempdir().unwrap();
    let url = sqlite::database(&folder.path().join("words.db")).await;
    let db = Db::open(&url).await.unwrap();
    let script = async |sql: &str| migrate::run_sample(&db, sql).await.unwrap();
    assert_eq!(gone(&db).await, None, "what went before is not known");
    assert_eq!(gone(&db).await, Some(BTreeSet::new()));

    let word = |n: u32| format!("zqword{n:04}");
    let all = 1_000..4_000;
    let entries: Vec<String> = all.clone().map(|n| format!("({n}, 'comment', '{n}')")).collect();
    let words: Vec<String> = all.clone().map(|n| format!("({n}, '_c01 _ {}')", word(n))).collect();
    script(&format!("insert into searched (seq, kind, object) values {};", entries.join(", "))).await;
    script(&format!("insert into search_words (rowid, words) values {};", words.join(", "))).await;
    script("delete from searched where seq % 10 > 0;").await;
    let rows = Inspect::open(&url).await;
    let went = all.filter(|n| n % 10 > 0).map(|n| format!("'0{}'", word(n))).collect::<Vec<_>>().join(", ");
    let begins = format!("search_words_idx where cast(term as text) in ({went})");
    assert!(rows.count(&begins).await > 0, "a page begins with a word that went");

    let words = gone(&db).await.unwrap();
    assert!(words.contains(&word(1_001)) && !words.contains(&word(1_010)), "{words:?}");
    assert!(fulltext::clear_gone(&db, &words).await.unwrap());
    assert_eq!(rows.count(&begins).await, 0);
    script("insert into search_words (search_words) values ('integrity-check');").await;
    for (word, found) in [(word(1_001), 0), (word(1_010), 1), (word(3_990), 1)] {
        assert_eq!(
            rows.count(&format!("search_words where search_words match '{word}'")).await,
            found,
            "{word}"
        );
    }
}

#[tokio::test]
async fn words_that_are_written_anew_went_and_of_too_many_none_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&sqlite::database(&folder.path().join("words.db")).await).await.unwrap();
    let script = async |sql: &str| migrate::run_sample(&db, sql).await.unwrap();
    script(ADD).await;
    assert_eq!(gone(&db).await, None);
    // As a thing is taken into the index anew.
    script(
        "insert into searched (kind, object) values ('comment', '01a') on conflict (object) do update set kind = excluded.kind;
        delete from search_words where rowid = 1;
        insert into search_words (rowid, words) values (1, '_c01 _ count wasps');",
    )
    .await;
    let words = BTreeSet::from(["_c01", "count", "zanzibarik", "bees"].map(str::to_owned));
    assert_eq!(gone(&db).await, Some(words));

    let many = "wasps ".repeat(usize::try_from(NOTED_MOST).unwrap() / 6 + 1);
    script(&format!("update search_words set words = '{}' where rowid = 1;", many.trim_end())).await;
    script("delete from searched where seq = 1;").await;
    assert_eq!(gone(&db).await, None, "too many");
    assert_eq!(gone(&db).await, Some(BTreeSet::new()));
}
