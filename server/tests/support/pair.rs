//! Ana and Ben, who are told things: a public pursuance of hers, the bees, in which he is.

use pursuance_domain::time::Time;
use serde_json::{Value, json};

use super::groups::merged;
use super::inspect::Inspect;
use super::{Person, TestApp};

pub struct Pair {
    pub app: TestApp,
    pub ana: Person,
    pub ben: Person,
    pub inspect: Inspect,
}

impl Pair {
    pub async fn begin(app: TestApp) -> Self {
        let (ana, ben) = (app.person("ana").await, app.person("ben").await);
        let found = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
        ana.perform("pursuance.create", found).await.ok();
        ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
        let inspect = Inspect::open(&app.config.database_url).await;
        Self { app, ana, ben, inspect }
    }

    /// A task of Ana's that Ben has.
    pub async fn given(&self, title: &str, more: Value) -> i64 {
        let task = merged(json!({ "pursuance": "bees", "title": title }), more);
        let task = self.ana.perform("task.create", task).await.ok()["result"]["task"].as_i64().unwrap();
        let give = json!({ "pursuance": "bees", "task": task, "assignee": "ben" });
        self.ana.perform("task.assign", give).await.ok();
        task
    }

    pub async fn comment(&self, who: &Person, task: i64, body: &str) {
        let comment = json!({ "pursuance": "bees", "task": task, "body": body });
        who.perform("task.comment", comment).await.ok();
    }

    /// Whether a job is due at that moment, or under way: a clock that is moved meanwhile would end the lease of the worker.
    pub async fn is_busy(&self, at: Time) -> bool {
        // In one statement: a job that ends between two leaves the next one.
        let busy = format!("job where run_at <= {} or lease_until > 0", at.0);
        self.inspect.count(&busy).await > 0
    }

    /// The jobs that there are, for a test that waits in vain.
    pub async fn jobs(&self) -> Vec<Vec<String>> {
        self.inspect.rows("select kind, cast(run_at as text), cast(attempts as text), error from job").await
    }
}
