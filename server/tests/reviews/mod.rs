//! The review of a task (RULES §1): who decides, the verdict, work that needs none, and those who are asked; and texts that
//! two people change.

mod missions;
mod modes;
mod pages;
mod queue;
mod requests;
mod skipping;
mod verdicts;
mod who;

use serde_json::{Value, json};

use crate::support::Person;
use crate::support::bees::{BEES, of};

/// An input about a task of the bees.
fn on(task: i64, more: Value) -> Value {
    crate::support::groups::merged(of(json!({ "task": task })), more)
}

async fn read(reader: &Person, task: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{task}")).await.ok()
}

/// Has somebody take a task and begin it.
async fn begin(who: &Person, task: i64) {
    who.perform("task.take", on(task, json!({}))).await.ok();
    who.perform("task.set_phase", on(task, json!({ "phase": "in_progress" }))).await.ok();
}

/// The same, with the work handed in.
async fn hand_in(who: &Person, task: i64) {
    begin(who, task).await;
    who.perform("task.set_phase", on(task, json!({ "phase": "ready_for_review" }))).await.ok();
}

/// Lets single tasks of the bees go without a review, or no longer.
async fn allow(primary: &Person, may_skip: bool) {
    primary.perform("pursuance.edit", of(json!({ "may_skip_review": may_skip }))).await.ok();
}
