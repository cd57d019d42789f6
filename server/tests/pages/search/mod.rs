//! The search over everything, and what is proposed while a search is typed.

mod built;
mod completed;
mod found;
mod jumps;

use serde_json::json;

use crate::support::{Person, TestApp};

/// A pursuance that anybody reads, with a task, and one that only its members read, with another: both of Ana.
pub(super) async fn bees_and_wasps(app: &TestApp) -> Person {
    let ana = app.person("ana").await;
    for (slug, name) in [("bees", "Busy Bees"), ("wasps", "Quiet Wasps")] {
        let mission = format!("The {slug} count nectar.");
        ana.perform("pursuance.create", json!({ "slug": slug, "name": name, "mission": mission })).await.ok();
        let title = format!("Count the nectar of {slug}");
        let asks = json!({ "pursuance": slug, "title": title, "skills": ["Field:Counting"], "deliverables": "A *table* of flowers." });
        ana.perform("task.create", asks).await.ok();
        let said =
            json!({ "pursuance": slug, "task": 1, "body": format!("The nectar of {slug} is <b>sweet</b>.") });
        ana.perform("task.comment", said).await.ok();
    }
    ana.perform("pursuance.edit", json!({ "pursuance": "wasps", "visibility": "members" })).await.ok();
    ana
}

/// Somebody who joined both while they were open, with a role in the second.
pub(super) async fn member_of_both(app: &TestApp, ana: &Person, name: &str, role: &str) -> Person {
    let member = app.person(name).await;
    ana.perform("pursuance.edit", json!({ "pursuance": "wasps", "visibility": "public" })).await.ok();
    for slug in ["bees", "wasps"] {
        member.perform("pursuance.join", json!({ "pursuance": slug })).await.ok();
    }
    if role != "normal" {
        let set = json!({ "pursuance": "wasps", "member": name, "role": role });
        ana.perform("member.set_role", set).await.ok();
    }
    ana.perform("pursuance.edit", json!({ "pursuance": "wasps", "visibility": "members" })).await.ok();
    member
}
