//! Taking back what one did, and the same change of several tasks at once.

mod kinds;
mod pages;
mod rights;
mod several;

use serde_json::{Value, json};

use crate::support::bees::{BEES, of};
use crate::support::{Answer, Caller, Person};

/// Does something, and names the event by which it is taken back.
pub(crate) async fn did(by: &Person, what: &str, input: Value) -> i64 {
    let done = by.perform(&format!("task.{what}"), of(input)).await.ok();
    done["undo"]["event"].as_i64().unwrap_or_else(|| panic!("{what} cannot be taken back: {done}"))
}

pub(crate) async fn undo(by: &Person, event: i64) -> Answer {
    by.perform("task.undo", of(json!({ "event": event }))).await
}

/// A task but for what counts its changes.
fn seen(mut task: Value) -> Value {
    let members = task.as_object_mut().unwrap();
    for counts in ["revision", "updated"] {
        members.remove(counts);
    }
    task
}

/// A task as somebody reads it.
pub(super) async fn read(reader: &Caller, number: i64) -> Value {
    seen(reader.read(&format!("{BEES}/tasks/{number}")).await.ok())
}

/// All tasks that are not put away, in their order.
pub(super) async fn all(reader: &Caller) -> Vec<Value> {
    let tasks = reader.read(&format!("{BEES}/tasks?limit=200&q=sort:order")).await.items();
    tasks.into_iter().map(seen).collect()
}

/// Their numbers.
pub(super) async fn listed(reader: &Caller) -> Vec<i64> {
    all(reader).await.iter().map(|task| task["number"].as_i64().unwrap()).collect()
}
