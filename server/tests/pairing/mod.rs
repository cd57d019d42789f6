//! Pairing (RULES §4): who is asked about a task that wants help, in waves; what the answers do; and what organisers read.

mod allied;
mod answers;
mod asking;
mod asking_by_itself;
mod board;
pub mod ended;
mod in_parts;
mod mentors;
mod nobody;
mod pages;
mod quiet;
mod said;
mod waves;

use pursuance::store::pairing as stored;
use pursuance_domain::action::PairTask;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::Seen;
use serde_json::{Value, json};

use crate::support::bees::{BEES, of};
use crate::support::groups::merged;
pub use crate::support::speakers::{FRENCH, knows, settle, speakers};
use crate::support::{Person, TestApp};

/// An input about a task of the bees.
fn on(task: i64, more: Value) -> Value {
    merged(of(json!({ "task": task })), more)
}

/// A new task of somebody that wants help.
pub async fn wanted(by: &Person, more: Value) -> i64 {
    let input = merged(of(json!({ "title": "Translate", "skills": [FRENCH], "ask": false })), more);
    let number = by.perform("task.create", input).await.ok()["result"]["task"].as_i64().unwrap();
    by.perform("task.want_help", on(number, json!({}))).await.ok();
    number
}

/// The id of a task.
async fn id_of(reader: &Person, task: i64) -> TaskId {
    let task = reader.read(&format!("{BEES}/tasks/{task}")).await.ok();
    TaskId(task["id"].as_str().unwrap().to_owned())
}

/// How the pairing of a task stands, for a look that searches for people now.
async fn seen(app: &TestApp, task: &TaskId) -> Option<Seen> {
    let known = stored::find(&mut app.db.read().await.unwrap(), task).await.unwrap().unwrap();
    Some(known.stand.seen(known.next_at))
}

/// The job of a look at a task that found these people, and searched for nothing else.
fn a_look(task: TaskId, candidates: Vec<ActorId>, seen: Option<Seen>) -> PairTask {
    let (allies, lesson, instead) = (None, None, None);
    PairTask { task, candidates, seen, allies, lesson, lesson_searched: false, instead }
}

/// How a task finds somebody, as those who may assign it read.
pub async fn pairing(reader: &Person, task: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{task}/pairing")).await.ok()
}

/// The names of those who were asked, sorted.
pub async fn asked(reader: &Person, task: i64) -> Vec<String> {
    let asked = pairing(reader, task).await["asked"].as_array().unwrap().clone();
    let mut names: Vec<String> = asked.iter().map(|one| one["person"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// The offers of somebody, the newest first.
pub async fn offers(person: &Person) -> Vec<Value> {
    person.read("/api/v1/me/offers").await.items()
}

/// Offers that wait for an answer.
pub async fn waiting(person: &Person) -> Vec<Value> {
    offers(person).await.into_iter().filter(|offer| offer["waits"] == true).collect()
}

/// Answers the newest offer of somebody.
pub async fn answer(person: &Person, how: &str, more: Value) -> Value {
    let offer = offers(person).await[0]["offer"].clone();
    person.perform(how, merged(json!({ "offer": offer }), more)).await.ok()["result"].clone()
}

/// Notices of offers to somebody, the newest first: the verbs.
async fn told(person: &Person) -> Vec<String> {
    let items = person.read("/api/v1/me/inbox").await.items();
    let about =
        items.iter().filter(|item| ["task_offer", "pairing"].iter().any(|kind| item["kind"] == *kind));
    about.map(|item| item["event"]["verb"].as_str().unwrap().to_owned()).collect()
}
