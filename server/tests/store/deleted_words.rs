//! Words that were deleted are not left in the file of SQLite.

use pursuance::store::db::Db;
use pursuance::store::migrate;

use crate::support::sqlite;

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
