//! Silence (RULES §5): who is waited for, reminders, answers, handing on, and what the clock leaves out.

mod answers;
mod clock;
mod fixed;
mod heirs;
mod reviewer;
mod sweep;

use std::collections::HashSet;

use pursuance::jobs::sweep_silence;
use pursuance_domain::time::{DAY, HOUR, Time};
use serde_json::{Value, json};

use crate::support::bees::{BEES, of};
use crate::support::groups::merged;
use crate::support::{Person, TestApp};

fn on(task: i64, more: Value) -> Value {
    merged(of(json!({ "task": task })), more)
}

/// The clock as somebody reads it; null where nobody is waited for.
pub(crate) async fn clock(reader: &Person, task: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{task}/clock")).await.ok()["clock"].clone()
}

pub(crate) fn time(value: &Value) -> Time {
    Time::parse(value.as_str().unwrap_or_else(|| panic!("no time: {value}"))).unwrap()
}

/// Does what is due.
async fn sweep(app: &TestApp) {
    let failed = sweep_silence(app, &HashSet::new(), || false).await.unwrap();
    assert!(failed.is_empty(), "{failed:?}");
}

/// Lets time pass until just behind a moment of the clock, and does what is due then.
pub(crate) async fn pass(app: &TestApp, until: Time) {
    let now = app.clock.now();
    assert!(until > now, "{until:?} is over");
    app.advance(until.0 - now.0 + 1);
    sweep(app).await;
}

/// Number of notices of a kind to somebody.
async fn told(who: &Person, kind: &str) -> usize {
    let inbox = who.read("/api/v1/me/inbox").await.items();
    inbox.iter().filter(|notice| notice["kind"] == kind).count()
}

async fn phase_of(reader: &Person, task: i64) -> (Value, Value) {
    let task = reader.read(&format!("{BEES}/tasks/{task}")).await.ok();
    (task["phase"].clone(), task["assignee"].clone())
}

/// Whether two moments are the same but for the time that a test takes.
fn about(one: Time, other: Time) -> bool {
    (one.0 - other.0).abs() < HOUR
}

const fn days(days: i64) -> i64 {
    days * DAY
}
