//! Running the steps of the schema.

use std::collections::HashMap;

use sqlx::migrate::{MigrateError, Migration, Migrator};
use sqlx::{Postgres, Transaction};

use super::postgres::PgSessions;
use super::{Db, Kind};
use crate::store::error::StoreResult;

/// Begins a transaction of one process at a time, without the notice that the table of steps already exists, which would be logged at each
/// start. The lock ends with the transaction: one that outlives it would stay with a session that a pooler lends to others. Its number is
/// “pursuanc” in ASCII.
const ALONE: &str =
    "begin; set local client_min_messages = warning; select pg_advisory_xact_lock(8103508944739200611)";

/// The table of the steps, as sqlx has it on both databases.
const TABLE: &str = "create table if not exists _sqlx_migrations (
    version bigint primary key,
    description text not null,
    installed_on timestamptz not null default now(),
    success boolean not null,
    checksum bytea not null,
    execution_time bigint not null)";

impl Db {
    /// Brings the schema up to date with `steps`.
    pub(in crate::store) async fn run_migrations(&self, steps: Vec<Migration>) -> StoreResult<()> {
        match &self.kind {
            Kind::Sqlite { writer, .. } => {
                let mut slot = writer.turns.take(None).await?;
                let Some(conn) = slot.conn.as_mut() else { return Err(sqlx::Error::PoolClosed.into()) };
                Migrator::with_migrations(steps).run_direct(None, conn, false).await?;
            }
            Kind::Postgres { sessions, .. } => {
                let mut tx = sessions.begin_with(ALONE).await?;
                sqlx::raw_sql(TABLE).execute(&mut *tx).await?;
                let applied = applied(&mut tx).await?;
                tx.commit().await?;
                let is_ours = |version: &&i64| steps.iter().any(|step| step.version == **version);
                if let Some(unknown) = applied.keys().filter(|version| !is_ours(version)).min() {
                    return Err(MigrateError::VersionMissing(*unknown).into());
                }
                for step in &steps {
                    match applied.get(&step.version) {
                        Some(checksum) if *checksum == *step.checksum => {}
                        Some(_) => return Err(MigrateError::VersionMismatch(step.version).into()),
                        None => apply(sessions, step).await?,
                    }
                }
            }
        }
        Ok(())
    }
}

/// The applied steps, with their checksums. Unnamed, as is each statement here: a pooler may lend the session.
async fn applied(tx: &mut Transaction<'static, Postgres>) -> StoreResult<HashMap<i64, Vec<u8>>> {
    let sql = "select version, checksum from _sqlx_migrations";
    let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(sql).persistent(false).fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().collect())
}

/// Applies a step, unless another process has done so meanwhile.
async fn apply(sessions: &PgSessions, step: &Migration) -> StoreResult<()> {
    const NOTED: &str =
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
        values ($1, $2, true, $3, -1)";
    let mut tx = sessions.begin_with(ALONE).await?;
    if applied(&mut tx).await?.contains_key(&step.version) {
        return Ok(());
    }
    let failed = |error| MigrateError::ExecuteMigration(error, step.version);
    sqlx::raw_sql(step.sql.clone()).execute(&mut *tx).await.map_err(failed)?;
    sqlx::query(NOTED)
        .bind(step.version)
        .bind(&*step.description)
        .bind(&*step.checksum)
        .persistent(false)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
