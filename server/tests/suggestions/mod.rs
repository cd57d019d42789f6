//! Suggestions (RULES §2): what a role may only suggest waits for somebody who may do it.

mod answers;
mod changed;
mod ends;
mod made;
mod pages;
mod same;
mod telling;

use serde_json::{Value, json};

use crate::support::Person;
use crate::support::bees::{BEES, of};

/// The body of `suggestion.make`.
fn body(action: &str, input: Value) -> Value {
    of(json!({ "action": action, "input": of(input), "why": "We need it." }))
}

/// Suggests something: its id.
pub(crate) async fn suggest(by: &Person, action: &str, input: Value) -> String {
    let made = by.perform("suggestion.make", body(action, input)).await.ok();
    made["result"]["suggestion"].as_str().unwrap().to_owned()
}

/// An input that names a suggestion.
fn named(id: &str, more: Value) -> Value {
    crate::support::groups::merged(of(json!({ "suggestion": id })), more)
}

/// The suggestions that somebody reads.
async fn queue(reader: &Person) -> Vec<Value> {
    reader.read(&format!("{BEES}/suggestions")).await.items()
}

/// One suggestion as somebody reads it; null where they do not.
async fn one(reader: &Person, id: &str) -> Value {
    queue(reader).await.into_iter().find(|one| one["suggestion"] == id).unwrap_or_default()
}

async fn read_task(reader: &Person, number: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{number}")).await.ok()
}

/// The kinds of everything that has happened, as a reader hears of it.
async fn heard(reader: &Person) -> Vec<Value> {
    reader.read(&format!("{BEES}/events?limit=200")).await.items()
}
