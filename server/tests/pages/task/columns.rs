//! Demands on a new column of a task: programs read it, and its page uses it, or a line here says why not.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::TestApp;
use crate::support::bees::{BEES, bees, task};
use crate::support::inspect::Inspect;

/// The columns that the API does not answer by their names: what it answers in their place, or why it does not.
const NOT_ANSWERED_BY_NAME: &[(&str, &str)] = &[
    ("pursuance", "programs name it to get the task; `url` has it"),
    ("position", "tasks come in that order"),
    ("weight_total", "in `progress`"),
    ("weight_done", "in `progress`"),
    ("children", "in `progress`"),
    ("children_done", "in `progress`"),
    ("archived_at", "as `archived`"),
    ("archived_with", "what went along is told by the events"),
    ("trashed_at", "as `trashed`"),
    ("trashed_with", "what went along is told by the events"),
    ("deleted_at", "nobody reads such a task"),
    ("last_sign", "the pace of people is for those who may read the log"),
    ("left_by", "pages of the pursuance say who has left tasks behind"),
    ("stage_since", "the health of the pursuance sums it up"),
    ("wanted_at", "the health of the pursuance sums it up"),
    ("taken_at", "the health of the pursuance sums it up"),
    ("said_at", "the discussion has its own answer"),
];

/// The columns that the sources of the page of a task (`server/pages/src/web/task`) never read from the task itself.
const NOT_ON_ITS_PAGE: &[(&str, &str)] = &[
    ("pursuance", "the page is one of the pursuance"),
    ("position", "tasks below another one come in that order"),
    ("size", "a field of `Asks`"),
    ("urgency", "a field of `Asks`"),
    ("weight_total", "in percent"),
    ("weight_done", "in percent"),
    ("children_done", "the list of subtasks counts"),
    ("deleted_at", "nobody reads such a task"),
    ("last_sign", "the clock has it"),
    ("updated", "the history has it"),
    ("left_by", "pages of the pursuance say who has left tasks behind"),
    ("stage_since", "the health of the pursuance sums it up"),
    ("wanted_at", "the health of the pursuance sums it up"),
    ("taken_at", "the health of the pursuance sums it up"),
    ("said_at", "the discussion is on the page"),
];

/// The sources of the page of a task.
fn of_page(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| if path.is_dir() { of_page(&path) } else { fs::read_to_string(&path).unwrap() })
        .collect()
}

/// Whether a piece of source reads a column of a task.
fn reads(source: &str, column: &str) -> bool {
    let found = |of: &str| {
        let ends = |rest: &str| !rest.starts_with(|c: char| c == '_' || c.is_ascii_alphanumeric());
        source.split(&format!("{of}{column}")).skip(1).any(ends)
    };
    found("task.") || found("task.asked.")
}

/// Compares what is not there with the lines that say why.
fn assert_said(what: &str, missing: &BTreeSet<&str>, said: &[(&str, &str)]) {
    let said: BTreeSet<&str> = said.iter().map(|(column, _)| *column).collect();
    let silent: Vec<_> = missing.difference(&said).collect();
    assert!(silent.is_empty(), "{silent:?} of a task is not {what}, and no line here says why");
    let stale: Vec<_> = said.difference(missing).collect();
    assert!(stale.is_empty(), "{stale:?} of a task is {what}, or no column any more");
}

#[tokio::test]
async fn every_column_of_a_task_is_answered_and_shown_or_says_why_not() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let number = task(&ana, "Count").await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let columns = inspect.rows("select name from pragma_table_info('task')").await.concat();
    assert!(columns.len() > 30, "{columns:?}");
    let answer = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    let without = |is_there: &dyn Fn(&str) -> bool| -> BTreeSet<&str> {
        // A text is read and shown as it is now.
        let columns = columns.iter().map(String::as_str).filter(|column| !column.ends_with("_revision"));
        columns.filter(|column| !is_there(column)).collect()
    };
    let not_answered = without(&|column| answer.get(column).is_some());
    assert_said("answered by the API", &not_answered, NOT_ANSWERED_BY_NAME);
    let page = of_page(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pages/src/web/task"));
    assert_said("read by its page", &without(&|column| reads(&page, column)), NOT_ON_ITS_PAGE);
}
