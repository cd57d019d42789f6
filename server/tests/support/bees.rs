//! The bees: the pursuance of most tests, its people and their tasks.

use serde_json::{Value, json};

use super::{Person, TestApp};

pub(crate) const BEES: &str = "/api/v1/pursuances/bees";

/// Bees, where ana is the Primary and the others are what is said. `visibility`: from the moment they are in.
pub(crate) async fn bees(app: &TestApp, visibility: &str, others: &[(&str, &str)]) -> (Person, Vec<Person>) {
    let ana = app.person("ana").await;
    let input = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
    ana.perform("pursuance.create", input).await.ok();
    let mut people = Vec::new();
    for (name, role) in others {
        let person = app.person(name).await;
        person.perform("pursuance.join", of(json!({}))).await.ok();
        if *role != "normal" {
            ana.perform("member.set_role", of(json!({ "member": name, "role": role }))).await.ok();
        }
        people.push(person);
    }
    ana.perform("pursuance.edit", of(json!({ "visibility": visibility }))).await.ok();
    (ana, people)
}

/// An input that names the bees.
pub(crate) fn of(more: Value) -> Value {
    super::groups::merged(json!({ "pursuance": "bees" }), more)
}

/// A new task of somebody.
pub(crate) async fn task(by: &Person, title: &str) -> i64 {
    by.perform("task.create", of(json!({ "title": title }))).await.ok()["result"]["task"].as_i64().unwrap()
}

/// The role of a member, as everybody who sees the members reads it; null for somebody who is none.
pub(crate) async fn role_of(reader: &Person, name: &str) -> Value {
    let members = reader.read(&format!("{BEES}/members")).await.items();
    members
        .iter()
        .find(|member| member["member"] == name)
        .map_or(Value::Null, |member| member["role"].clone())
}

/// The line that a command of operators has: of a pursuance whose Primary cannot act, an Admin is named.
pub(crate) const COMMAND_LINE: [&str; 1] = ["ask somebody to take over"];
