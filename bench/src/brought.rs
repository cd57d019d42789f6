//! What the program wrote into an SQLite database, brought into one on PostgreSQL row by row: a million tasks are written down by
//! the program once, and both databases are asked about the same.

use std::fmt::Write;

use futures::TryStreamExt;
use sqlx::{
    AssertSqlSafe, Column, Connection, PgConnection, Row, SqliteConnection, TypeInfo, Value, ValueRef,
};

use crate::database::Place;
use crate::trouble::Outcome;

/// Bytes that are handed over at once.
const AT_ONCE: usize = 4 << 20;

/// Fills a database whose tables are there with the rows of another. Nobody may have either open.
pub async fn bring(from: &Place, to: &Place) -> Outcome<()> {
    let mut source = SqliteConnection::connect(&from.database_url()).await?;
    let mut target = PgConnection::connect(&to.database_url()).await?;
    // Rows come as they are: no trigger counts them once more, and no table waits for another.
    sqlx::raw_sql("set session_replication_role = replica").execute(&mut target).await?;
    // Which steps made the tables stands in one of sqlx, with the text of each.
    let tables: Vec<(String,)> = sqlx::query_as(
        "select tablename::text from pg_tables where schemaname = 'public' and tablename <> '_sqlx_migrations'",
    )
    .fetch_all(&mut target)
    .await?;
    let all = tables.iter().map(|(table,)| table.as_str()).collect::<Vec<_>>().join(", ");
    sqlx::raw_sql(AssertSqlSafe(format!("truncate {all}"))).execute(&mut target).await?;
    for (table,) in &tables {
        let rows = if table == "searched" {
            "select s.seq, s.kind, s.object, w.words from searched s left join search_words w on w.rowid = s.seq"
                .to_owned()
        } else {
            format!("select * from {table}")
        };
        copy(&mut source, &rows, &mut target, table).await?;
    }
    sqlx::raw_sql(
        "select setval(pg_get_serial_sequence('searched', 'seq'), (select max(seq) from searched))",
    )
    .execute(&mut target)
    .await?;
    target.close().await?;
    source.close().await?;
    Ok(())
}

/// Copies what a statement finds into a table, in the text format of `copy` (PostgreSQL, "COPY: File Formats").
async fn copy(
    source: &mut SqliteConnection,
    rows: &str,
    target: &mut PgConnection,
    table: &str,
) -> Outcome<()> {
    let mut rows = sqlx::query(AssertSqlSafe(rows.to_owned())).fetch(source);
    let Some(mut row) = rows.try_next().await? else { return Ok(()) };
    let columns = row.columns().iter().map(Column::name).collect::<Vec<_>>().join(", ");
    let mut copy = target.copy_in_raw(&format!("copy {table} ({columns}) from stdin")).await?;
    let mut lines = String::new();
    loop {
        for (index, column) in row.columns().iter().enumerate() {
            if index > 0 {
                lines.push('\t');
            }
            field(&mut lines, &row, index, table == "searched" && column.name() == "words")?;
        }
        lines.push('\n');
        if lines.len() > AT_ONCE {
            copy.send(std::mem::take(&mut lines).into_bytes()).await?;
        }
        match rows.try_next().await? {
            Some(next) => row = next,
            None => break,
        }
    }
    copy.send(lines.into_bytes()).await?;
    copy.finish().await?;
    Ok(())
}

/// Writes a value of a row.
fn field(lines: &mut String, row: &sqlx::sqlite::SqliteRow, index: usize, is_words: bool) -> Outcome<()> {
    let value = row.try_get_raw(index)?.to_owned();
    if value.is_null() {
        lines.push_str("\\N");
        return Ok(());
    }
    // Writing to a String cannot fail.
    match value.type_info().name() {
        "INTEGER" => _ = write!(lines, "{}", value.try_decode_unchecked::<i64>()?),
        "REAL" => _ = write!(lines, "{}", value.try_decode_unchecked::<f64>()?),
        "BLOB" => {
            lines.push_str("\\\\x");
            for byte in value.try_decode_unchecked::<Vec<u8>>()? {
                _ = write!(lines, "{byte:02x}");
            }
        }
        _ => {
            let text = value.try_decode_unchecked::<String>()?;
            escape(lines, &if is_words { vector(&text) } else { text });
        }
    }
    Ok(())
}

fn escape(lines: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '\\' => lines.push_str("\\\\"),
            '\t' => lines.push_str("\\t"),
            '\n' => lines.push_str("\\n"),
            '\r' => lines.push_str("\\r"),
            letter => lines.push(letter),
        }
    }
}

/// A row of the index of words as PostgreSQL writes it: marks, then after a `_` the words with their places, where a step without a
/// word is a `_`, too.
fn vector(row: &str) -> String {
    let mut parts = row.split(' ');
    let mut vector = String::new();
    for mark in parts.by_ref().take_while(|part| *part != "_") {
        _ = write!(vector, "'{mark}' ");
    }
    for (place, word) in parts.enumerate().filter(|(_, word)| *word != "_") {
        _ = write!(vector, "'{word}':{} ", place + 1);
    }
    vector
}
