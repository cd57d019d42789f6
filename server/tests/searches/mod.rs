//! Saved searches, what a query finds everywhere, and the calendar of what it finds.

mod calendar;
mod clients;
mod everywhere;
mod kept;

use serde_json::{Value, json};

use crate::support::Person;

/// Saves a search, and answers its id.
async fn save(by: &Person, input: Value) -> String {
    by.perform("search.save", input).await.ok()["result"]["search"].as_str().unwrap().to_owned()
}

/// A search of the bees.
fn of_bees(name: &str, query: &str, more: Value) -> Value {
    let input = json!({ "pursuance": "bees", "name": name, "query": query });
    crate::support::groups::merged(input, more)
}

/// The names of the searches in an answer of the API.
async fn names(reader: &crate::support::Caller, path: &str) -> Vec<String> {
    let items = reader.read(path).await.items();
    items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}
