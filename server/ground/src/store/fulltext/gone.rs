//! Which words leave the index, on SQLite: they are noted in memory by the connection that writes, so that the pages of the index that
//! begin like them are found ([`beginnings`](super::beginnings)), and so that no file gets them once more. Triggers note them, so
//! that no statement that deletes a thing, or words it anew, can forget to. They are gone with the connection, as the notes are.

use std::collections::BTreeSet;

use crate::store::db::{WriteTx, all, optional, run};
use crate::store::error::StoreResult;

macro_rules! most {
    () => {
        200_000
    };
}

/// The most characters that are noted between two looks: beyond, nobody knows which words went.
pub const NOTED_MOST: i64 = most!();

/// Texts of words; each has the place behind its last character, counted through all of them.
const NOTES: &str =
    "create temp table if not exists gone_words (upto integer primary key, words text not null)";

/// A trigger that notes the words of an entry as they were before.
macro_rules! notes {
    ($name:literal, $event:literal) => {
        concat!(
            "create temp trigger if not exists ",
            $name,
            " before ",
            $event,
            " on searched when coalesce((select max(upto) from gone_words), 0) < ",
            most!(),
            " begin
              insert into gone_words (upto, words)
                select coalesce((select max(upto) from gone_words), 0) + length(w.words) + 1, w.words
                from search_words w where w.rowid = old.seq;
            end"
        )
    };
}

/// The words of what left the index, or was taken into it anew, since it was asked for last. `None`: nobody knows, since they were not
/// noted before this process asked for the first time, or since they were too many. On Postgres there are none.
///
/// # Errors
/// When the database fails.
pub async fn gone(tx: &mut WriteTx) -> StoreResult<Option<BTreeSet<String>>> {
    const IS_NOTED: &str = "select 1 from sqlite_temp_master where name = 'searched_reads_anew'";
    if !tx.is_sqlite() {
        return Ok(Some(BTreeSet::new()));
    }
    if optional!(tx, (i32,), IS_NOTED)?.is_none() {
        for sql in [NOTES, notes!("searched_leaves", "delete"), notes!("searched_reads_anew", "update")] {
            run!(tx, sql)?;
        }
        return Ok(None);
    }
    let noted = all!(tx, (i64, String), "select upto, words from gone_words order by upto")?;
    if noted.is_empty() {
        return Ok(Some(BTreeSet::new()));
    }
    run!(tx, "delete from gone_words")?;
    if noted.last().is_some_and(|(upto, _)| *upto >= NOTED_MOST) {
        return Ok(None);
    }
    let words = noted.iter().flat_map(|(_, words)| words.split(' '));
    // A step without a word is no word.
    Ok(Some(words.filter(|word| !word.is_empty() && *word != "_").map(str::to_owned).collect()))
}
