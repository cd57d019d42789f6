//! The statistics of the tables: how many rows they have, and how these are spread. Without them the planners guess, and read many
//! rows where an index has few.
//!
//! PostgreSQL gathers them by itself, but only a while after rows came; SQLite never does.

use pursuance_domain::time::{MINUTE, Time};

use super::db::{Db, ReadTx, WriteTx, one, run};
use super::error::StoreResult;
use super::jobs::Job;
use crate::platform::clock::Clock;

/// The number of events from which an act is large: a list of tasks, a change of many, what a device writes of a private pursuance.
const MUCH: usize = 50;
/// How long after much was written statistics are renewed. What is written meanwhile is counted with it: there is one job at most in
/// this time, however much comes.
pub const RENEWED_AFTER: i64 = 5 * MINUTE;

/// The most rows of each index to look at.
const LOOKED_AT: &str = "pragma analysis_limit = 1000";

/// Our indices serve orders and lists: to read one in as many pieces as its first column has values gives rows in no order, which
/// are then sorted, all of them (<https://sqlite.org/fileformat2.html#stat1tab>).
const NO_SKIP_SCAN: &str = "update sqlite_stat1 set stat = stat || ' noskipscan'
    where idx is not null and stat not like '% noskipscan'";

/// A small table counts as one of a thousand rows. A planner that knows of two reads all of them for each row of another table instead of
/// using an index, and goes on doing so while the table grows: a connection learns the statistics when it is opened.
const NONE_IS_SMALL: &str = "update sqlite_stat1 set stat = '1000' || substr(stat, instr(stat || ' ', ' '))
    where cast(stat as integer) < 1000 and tbl not in (
      select s.tbl from sqlite_stat1 s group by s.tbl having max(cast(s.stat as integer)) >= 1000)";

/// All tables of ours, without those of the system, which belong to somebody else.
const ANALYZE_ON_POSTGRES: &str = "do $$
    declare
        name regclass;
    begin
        for name in select c.oid from pg_class c
            where c.relkind = 'r' and c.relnamespace = (select n.oid from pg_namespace n where n.nspname = current_schema())
        loop
            execute 'analyze ' || name;
        end loop;
    end $$";

/// Gathers statistics of all tables: after many rows were added or changed at once.
///
/// # Errors
/// When the database fails.
pub async fn gather(db: &Db) -> StoreResult<()> {
    let mut tx = db.write().await?;
    if tx.is_sqlite() {
        run!(tx, LOOKED_AT)?;
        run!(tx, "analyze")?;
        keep_in_order(&mut tx).await?;
    } else {
        run!(tx, ANALYZE_ON_POSTGRES)?;
    }
    tx.commit().await
}

/// Has statistics renewed by a job of the same transaction, where an act wrote much.
///
/// # Errors
/// When the database fails.
pub async fn after(tx: &mut WriteTx, clock: &Clock, events: usize, now: Time) -> StoreResult<()> {
    // PostgreSQL looks every minute where much was written.
    if events < MUCH || !tx.is_sqlite() {
        return Ok(());
    }
    Job::RenewStatistics {}.write(tx, clock, now.plus(RENEWED_AFTER)).await
}

/// Gathers statistics where there are none, as after a restore, and on SQLite also where a table has grown or shrunk a lot since
/// (<https://sqlite.org/pragma.html#pragma_optimize>).
///
/// # Errors
/// When the database fails.
pub async fn renew(db: &Db) -> StoreResult<()> {
    if !db.is_sqlite() {
        let mut tx = db.read().await?;
        let of_any = one!(tx, (i64,), "select count(*) from pg_stats where schemaname = current_schema()")?;
        drop(tx);
        return if of_any.0 == 0 { gather(db).await } else { Ok(()) };
    }
    let mut tx = db.write().await?;
    // All tables, even ones that this connection has not asked.
    run!(tx, LOOKED_AT)?;
    run!(tx, "pragma optimize = 0x10002")?;
    if is_kept(&mut tx).await? {
        keep_in_order(&mut tx).await?;
    }
    tx.commit().await
}

/// Keeps SQLite from reading any index in pieces and from taking small tables for ones that stay so, and has this connection know it.
async fn keep_in_order(tx: &mut WriteTx) -> StoreResult<()> {
    if run!(tx, NO_SKIP_SCAN)? + run!(tx, NONE_IS_SMALL)? > 0 {
        run!(tx, "analyze sqlite_schema")?;
    }
    Ok(())
}

/// Whether SQLite keeps statistics: their table is made at the first gathering.
async fn is_kept(tx: &mut ReadTx) -> StoreResult<bool> {
    const SQL: &str = "select count(*) from sqlite_schema s where s.name = 'sqlite_stat1'";
    Ok(one!(tx, (i64,), SQL)?.0 > 0)
}

/// Counts our tables that have statistics.
///
/// # Errors
/// When the database fails.
pub async fn known(db: &Db) -> StoreResult<i64> {
    let mut tx = db.read().await?;
    if !tx.is_sqlite() {
        let sql = "select count(distinct tablename) from pg_stats where schemaname = current_schema()";
        return Ok(one!(tx, (i64,), sql)?.0);
    }
    if !is_kept(&mut tx).await? {
        return Ok(0);
    }
    Ok(one!(tx, (i64,), "select count(distinct tbl) from sqlite_stat1")?.0)
}
