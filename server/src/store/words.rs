//! Looking for words: without regard to case, in every script. SQLite's own `lower` and `like` know only ASCII letters, so
//! both databases are given a regular expression that matches just these words.

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

/// A pattern that matches texts with these words in them; every text when there are none.
pub(super) fn pattern(tx: &ReadTx, words: &str) -> String {
    let mut pattern = if tx.is_sqlite() { "(?i)".to_owned() } else { String::new() };
    for letter in words.chars().take(LONGEST) {
        if r"\.+*?()|[]{}^$".contains(letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}
