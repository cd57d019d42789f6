//! Every row of the table of limits is exceeded through the door it guards, or by the test that it names. A row without
//! either fails.

mod answers;
mod bodies;
mod counted;
mod crowd;
mod files;
mod flood;
mod heads;
mod history;
mod peers;
mod people;
mod protocol;
mod requests;
mod room;
mod said;
pub mod table;
mod texts;

use std::fs;
use std::path::Path;

use http::StatusCode;

use self::table::{Row, TABLE, page};
use crate::support::Answer;

/// Finds the test that a row names because no request exceeds it; a row that names none has no case.
#[track_caller]
fn exceeded_elsewhere(row: &Row) {
    let Some((file, test)) = row.test else {
        panic!("nothing exceeds the limit “{}”: write its case", row.id)
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
    // With a database, with an app, or with an app and a mail server, on both databases.
    let families = [
        ("db: Db", "on_both"),
        ("app: TestApp", "on_both_apps"),
        ("mails: Mails", "on_both_with_mail"),
        ("pushes: Pushes", "on_both_with_push"),
    ];
    let is_on_both = |(given, family): &(&str, &str)| {
        text.contains(&format!("\nasync fn {test}({given})")) && text.contains(&format!("\n{family}!("))
    };
    let is_listed = text.contains(&format!("\n    {test},\n")) || text.contains(&format!("!({test},)"));
    if is_listed && families.iter().any(is_on_both) {
        return;
    }
    let before = text.split(&format!("fn {test}()")).next().filter(|before| before.len() < text.len());
    let before = before.unwrap_or_else(|| panic!("{file} has no test {test} for the limit “{}”", row.id));
    let is_test = before.trim_end().trim_end_matches("async").trim_end();
    const MARKS: [&str; 3] = ["#[test]", "#[tokio::test]", "#[tokio::test(start_paused = true)]"];
    assert!(MARKS.iter().any(|mark| is_test.ends_with(mark)), "{test} is no test");
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
