//! Two pursuances on one instance, and a task between them.

use pursuance::jobs::Worker;
use serde_json::{Value, json};

use super::browser::Browser;
use super::groups::merged;
use super::peers::until;
use super::{Person, TestApp};

/// The bees of Ana with a task, and the wasps of Wim, on one instance.
pub struct Two {
    pub app: TestApp,
    /// Delivers what one says to the other.
    pub worker: Option<Worker>,
    pub ana: Person,
    pub wim: Person,
    /// Their browsers.
    pub at_bees: Browser,
    pub at_wasps: Browser,
}

/// The task at the bees.
pub const TASK: &str = "/p/bees/t/1";
/// The mirror of it.
pub const MIRROR: &str = "/p/wasps/t/1";

impl Two {
    pub async fn start() -> Self {
        let app = TestApp::start().await;
        let worker = Worker::spawn(&app);
        let (ana, wim) = (app.person("ana").await, app.person("wim").await);
        for (person, slug, name) in
            [(&ana, "bees", "Bees"), (&wim, "wasps", "Wasps"), (&wim, "hornets", "Hornets")]
        {
            person
                .perform("pursuance.create", json!({ "slug": slug, "name": name, "mission": "We count." }))
                .await
                .ok();
        }
        let task = json!({ "pursuance": "bees", "title": "Draw a map", "deliverables": "All hives.\nIn grey.",
            "size": "s", "due": "2040-05-01", "skills": ["Design:Maps"] });
        ana.perform("task.create", task).await.ok();
        let (at_bees, at_wasps) = (Browser::of(&app, "ana").await, Browser::of(&app, "wim").await);
        Self { app, worker: Some(worker), ana, wim, at_bees, at_wasps }
    }

    /// The task offered. The row at the bees and the one at the others.
    pub async fn offered(&self, to: &str, more: Value) -> (String, String) {
        let offer = merged(json!({ "pursuance": "bees", "task": 1, "to": to }), more);
        let ours = self.ana.perform("delegation.offer", offer).await.ok();
        let mut theirs = None;
        until("the offer has arrived", async || {
            let rows = self.wim.read(&format!("/api/v1/pursuances/{to}/delegations")).await;
            theirs = rows.items().first().map(|row| row["delegation"].as_str().unwrap().to_owned());
            theirs.is_some()
        })
        .await;
        (ours["result"]["delegation"].as_str().unwrap().to_owned(), theirs.unwrap())
    }

    /// The task with the wasps.
    pub async fn active(&self, more: Value) -> (String, String) {
        let (ours, theirs) = self.offered("wasps", more).await;
        self.wim.perform("delegation.accept", json!({ "delegation": theirs })).await.ok();
        self.stands(&self.wim, "wasps", &theirs, "active").await;
        (ours, theirs)
    }

    pub async fn stands(&self, who: &Person, slug: &str, row: &str, state: &str) {
        until(state, async || {
            who.read(&format!("/api/v1/pursuances/{slug}/delegations/{row}")).await.json()["state"] == state
        })
        .await;
    }

    pub async fn bees_do(&self, what: &str, row: &str, more: Value) {
        let input = merged(json!({ "delegation": row }), more);
        self.ana.perform(&format!("delegation.{what}"), input).await.ok();
    }

    pub async fn wasps_do(&self, what: &str, row: &str, more: Value) {
        let input = merged(json!({ "delegation": row }), more);
        self.wim.perform(&format!("delegation.{what}"), input).await.ok();
    }
}
