//! SQLite for tests: every test has a file of its own, a copy of one that was migrated when the first test asked for it.

use std::path::Path;

use pursuance::store::db::Db;
use pursuance::store::migrate;
use tokio::sync::OnceCell;

/// Puts a migrated database with nothing in it there; its URL.
pub async fn database(file: &Path) -> String {
    static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();
    let bytes = MIGRATED.get_or_init(migrated).await;
    std::fs::write(file, bytes).unwrap();
    url(file)
}

async fn migrated() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("migrated.db");
    let db = Db::open(&url(&file)).await.unwrap();
    migrate::migrate(&db, None).await.unwrap();
    // Folds the log into the file.
    db.close().await;
    std::fs::read(file).unwrap()
}

fn url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}
