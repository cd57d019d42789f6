//! Rooms of the bees, and words in them.

use serde_json::json;

use super::bees::of;
use super::{Answer, Person};

/// A new room of the bees.
pub(crate) async fn room(by: &Person, name: &str, open: &str) -> String {
    let made = by.perform("room.create", of(json!({ "name": name, "open": open }))).await.ok();
    made["result"]["room"].as_str().unwrap().to_owned()
}

/// Says something in a room; the answer.
pub(crate) async fn say(by: &Person, room: &str, body: &str) -> Answer {
    by.perform("room.say", json!({ "room": room, "body": body })).await
}

/// The same, which is said: the message.
pub(crate) async fn said(by: &Person, room: &str, body: &str) -> String {
    say(by, room, body).await.ok()["result"]["message"].as_str().unwrap().to_owned()
}
