//! Every row of the table of limits is exceeded through the door it guards. A row without a case fails.

mod files;
mod peers;
mod people;
mod requests;
mod texts;

use std::fs;
use std::path::Path;

use http::StatusCode;
use pursuance::limits::{Row, TABLE, page};

use crate::support::Answer;

/// The row of a case that is missing.
#[track_caller]
fn no_case(row: &Row) -> ! {
    panic!("nothing exceeds the limit “{}”: write its case", row.id)
}

/// One less than, exactly, and one more than the row has.
fn most(row: &Row) -> usize {
    usize::try_from(row.most.number()).unwrap()
}

#[track_caller]
fn assert_later(row: &Row, answer: &Answer) {
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{}: {answer:?}", row.id);
    assert!(answer.headers.contains_key("retry-after"), "{}: {answer:?}", row.id);
}

#[test]
fn the_page_about_limits_is_made_from_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/limits.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page(), "write it anew: UPDATE=1 cargo test -p pursuance the_page_about_limits");
}

#[test]
fn every_limit_has_a_name_of_its_own() {
    let mut names = std::collections::HashSet::new();
    for row in TABLE.iter().flat_map(|(_, rows)| *rows) {
        assert!(names.insert(row.id), "two limits are called {}", row.id);
    }
}
