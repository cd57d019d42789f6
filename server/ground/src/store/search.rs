//! Values that the two databases read in different ways: search words, and lists of ids.
//!
//! The search ignores case, in every script. SQLite's own `lower` and `like` know only ASCII letters, so both databases
//! get a regular expression that matches exactly these words.

use serde_json::json;

use super::db::ReadTx;

/// The operator that finds a [`pattern`], for SQLite and for Postgres.
macro_rules! search {
    ($sql:ident, $tx:expr) => {
        if $tx.is_sqlite() { $sql!("regexp") } else { $sql!("~*") }
    };
}
pub(super) use search;

/// Longer searches find nothing that shorter ones do not.
const LONGEST: usize = 200;

/// A pattern for texts that contain these words; for every text when there are no words.
pub(super) fn pattern(tx: &ReadTx, words: &str) -> String {
    format!("{}{}", without_case(tx), escaped(words))
}

/// A pattern for texts that are exactly these words.
pub(super) fn whole(tx: &ReadTx, words: &str) -> String {
    format!("{}^{}$", without_case(tx), escaped(words))
}

/// The beginning of a pattern that ignores case; on Postgres the operator does that.
fn without_case(tx: &ReadTx) -> &'static str {
    if tx.is_sqlite() { "(?i)" } else { "" }
}

fn escaped(words: &str) -> String {
    let mut escaped = String::new();
    for letter in words.chars().take(LONGEST) {
        if r"\.+*?()|[]{}^$".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// Ids as one value that both databases take apart: Postgres into an array, of which it expects few elements; of a set
/// it expects a hundred, and would then read a whole table.
pub(super) fn list<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    json!(ids.into_iter().collect::<Vec<_>>()).to_string()
}

/// The end of a statement that finds the rows with the ids of a [`list`], for SQLite and for Postgres.
macro_rules! among {
    ($select:ident, $id:literal, $tx:expr) => {
        if $tx.is_sqlite() {
            $select!("where ", $id, " in (select value from json_each($1))")
        } else {
            $select!("where ", $id, " = any (array(select json_array_elements_text(cast($1 as json))))")
        }
    };
}
pub(super) use among;
