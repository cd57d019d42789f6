//! The API as programs use it. Mirrors `src/api`.

mod actions;
mod areas;
mod awaited;
mod cost;
mod delegations;
mod dependencies;
mod events;
mod files;
mod idempotency;
mod next;
mod problems;
mod pursuances;
mod queries;
mod reasons;
mod sealed;
mod seen;
mod tasks;
mod tokens;
mod uploads;

use serde_json::{Value, json};

use crate::support::Person;

/// A public pursuance of somebody's.
async fn start_pursuance(founder: &Person, slug: &str) {
    start_pursuance_as(founder, slug, "public").await;
}

async fn start_pursuance_as(founder: &Person, slug: &str, visibility: &str) {
    let input = json!({ "slug": slug, "name": slug, "mission": format!("The mission of {slug}."), "visibility": visibility });
    founder.perform("pursuance.create", input).await.ok();
}

/// A new task at the top, by number.
async fn write_task(by: &Person, pursuance: &str, title: &str) -> i64 {
    let made = by.perform("task.create", json!({ "pursuance": pursuance, "title": title })).await.ok();
    made["result"]["task"].as_i64().unwrap()
}

/// Lets somebody join, in a role.
async fn join_as(joining: &Person, pursuance: &str, role: &str, by: &Person) {
    joining.perform("pursuance.join", json!({ "pursuance": pursuance })).await.ok();
    let input = json!({ "pursuance": pursuance, "member": joining.name, "role": role });
    by.perform("member.set_role", input).await.ok();
}

/// One member of every item.
fn pluck(items: &[Value], member: &str) -> Vec<Value> {
    items.iter().map(|item| item[member].clone()).collect()
}

/// Has somebody do a task, and somebody else find it good.
async fn get_done(task: i64, pursuance: &str, doer: &Person, reviewer: &Person) {
    let phase = |phase: &str| json!({ "pursuance": pursuance, "task": task, "phase": phase });
    reviewer
        .perform("task.assign", json!({ "pursuance": pursuance, "task": task, "assignee": doer.name }))
        .await
        .ok();
    doer.perform("task.set_phase", phase("in_progress")).await.ok();
    doer.perform("task.set_phase", phase("ready_for_review")).await.ok();
    reviewer.perform("task.set_phase", phase("in_review")).await.ok();
    reviewer.perform("task.set_phase", phase("done")).await.ok();
}
