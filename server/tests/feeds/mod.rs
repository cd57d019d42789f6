//! Calendars and feeds: what somebody may read, for other programs, at an address that is a secret.

mod ends;
mod pages;
mod shown;
mod xml;

use crate::support::TestApp;
pub(crate) use crate::support::feeds::{fetch, new_feed, search_feed, try_feed};

/// The same, which is there.
async fn fetched(app: &TestApp, path: &str) -> String {
    let answer = fetch(app, path).await;
    assert_eq!(answer.status.as_u16(), 200, "{answer:?}");
    answer.text()
}

/// The values of a property in a calendar, unfolded.
fn values(calendar: &str, name: &str) -> Vec<String> {
    let unfolded = calendar.replace("\r\n ", "");
    let lines = unfolded.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    lines.map(str::to_owned).collect()
}
