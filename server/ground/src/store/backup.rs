//! The contents of a backup: the database in one piece, and the names of its files.
//!
//! A newer program also makes a backup before it upgrades an older schema. So these queries name only tables and
//! columns of the first step.

use std::path::Path;

use pursuance_domain::value::Sha256;

use super::damage::{ListStretch, StoredRow};
use super::db::{Db, ReadTx, all, each, one, optional};
use super::error::{StoreError, StoreResult};

/// The instance of a database, and the version of its schema.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Origin {
    pub base_url: String,
    /// The last step that was applied.
    pub step: i64,
}

/// A file that the database refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub sha256: Sha256,
    pub bytes: i64,
}

#[derive(sqlx::FromRow)]
struct NamedRow {
    sha256: String,
    bytes: i64,
}

impl StoredRow for NamedRow {
    fn key(&self) -> String {
        self.sha256.clone()
    }
}

impl TryFrom<NamedRow> for Named {
    type Error = StoreError;
    fn try_from(row: NamedRow) -> StoreResult<Self> {
        match Sha256::parse(&row.sha256) {
            Ok(sha256) => Ok(Self { sha256, bytes: row.bytes }),
            Err(_) => Err(StoreError::unknown_word("blob", "sha256", row.sha256)),
        }
    }
}

/// Copies an SQLite database into a missing or empty file, while others read and write: everything that is committed at
/// one moment, without the space of deleted rows.
///
/// # Errors
/// When the copy cannot be written.
pub async fn copy_into(db: &Db, file: &Path) -> StoreResult<()> {
    let file = file.to_string_lossy().replace('\'', "''");
    db.run_script(format!("vacuum into '{file}'")).await
}

/// The instance of the database; none before it was founded.
pub async fn origin(tx: &mut ReadTx) -> StoreResult<Option<Origin>> {
    const SQL: &str =
        "select base_url, (select max(version) from _sqlx_migrations where success) as step from instance";
    optional!(tx, Origin, SQL)
}

/// The instance of a database that may be empty: without a table.
///
/// # Errors
/// When the database does not answer.
pub async fn founded(db: &Db) -> StoreResult<Option<Origin>> {
    const ON_SQLITE: &str = "select count(*) from sqlite_master where name = 'instance'";
    const ON_POSTGRES: &str = "select count(*) from information_schema.tables where table_schema = current_schema() and table_name = 'instance'";
    let mut tx = db.read().await?;
    let sql = if tx.is_sqlite() { ON_SQLITE } else { ON_POSTGRES };
    if one!(tx, (i64,), sql)?.0 == 0 { Ok(None) } else { origin(&mut tx).await }
}

/// The stored form of the instance's own private key.
pub async fn own_key(tx: &mut ReadTx) -> StoreResult<Option<Vec<u8>>> {
    Ok(optional!(tx, (Vec<u8>,), "select rsa_private from instance")?.map(|row| row.0))
}

/// The files that the database refers to and that have arrived, by hash, after one.
pub async fn files(tx: &mut ReadTx, after: &str, limit: i64) -> StoreResult<Vec<Named>> {
    const SQL: &str = "select sha256, bytes from blob where sha256 > $1 order by sha256 limit +$2";
    let mut list = ListStretch::new(limit, after.to_owned());
    while let Some((after, wanted)) = list.wanted() {
        list.take(each!(tx, NamedRow, SQL, after, wanted)?, |row| row.sha256.clone());
    }
    Ok(list.rows())
}

/// Whether the database still refers to a file.
pub async fn is_named(tx: &mut ReadTx, sha256: &Sha256) -> StoreResult<bool> {
    let row = one!(tx, (i64,), "select count(*) from blob where sha256 = $1", sha256.as_str())?;
    Ok(row.0 > 0)
}

/// Whether the pages of an SQLite database fit together, as far as SQLite can tell.
pub async fn is_whole(tx: &mut ReadTx) -> StoreResult<bool> {
    let found = all!(tx, (String,), "select quick_check from pragma_quick_check")?;
    Ok(found.iter().all(|row| row.0 == "ok"))
}
