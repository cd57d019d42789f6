//! Telling people: who is told of what, why, and what they read of it.

mod inbox;
mod live;
mod order;
mod parts;
mod reference;
mod settled;
mod unread;
mod waiting;
mod watches;
mod words;

use pursuance::jobs::Worker;
use pursuance_domain::people::role::Role;
use serde_json::{Value, json};

use crate::support::peers::until;
use crate::support::{Person, TestApp};

/// A public pursuance of Ana's, with Ben and Cleo in it.
pub struct Bees {
    pub app: TestApp,
    pub ana: Person,
    pub ben: Person,
    pub cleo: Person,
    _worker: Worker,
}

impl Bees {
    pub async fn of(app: TestApp) -> Self {
        Self::with(app, "public").await
    }

    pub async fn with(app: TestApp, visibility: &str) -> Self {
        let ana = app.person("ana").await;
        let found = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
        ana.perform("pursuance.create", found).await.ok();
        let (ben, cleo) = (app.person("ben").await, app.person("cleo").await);
        for person in [&ben, &cleo] {
            person.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
        }
        let edit = json!({ "pursuance": "bees", "visibility": visibility });
        ana.perform("pursuance.edit", edit).await.ok();
        let worker = Worker::spawn(&app.app);
        Self { app, ana, ben, cleo, _worker: worker }
    }

    /// Writes down a task.
    pub async fn task(&self, title: &str) -> i64 {
        let task = json!({ "pursuance": "bees", "title": title });
        self.ana.perform("task.create", task).await.ok()["result"]["task"].as_i64().unwrap()
    }

    /// Does something with the task.
    pub async fn on(&self, who: &Person, action: &str, task: i64, more: Value) {
        let mut input = json!({ "pursuance": "bees", "task": task });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        who.perform(action, input).await.ok();
    }

    pub async fn comment(&self, who: &Person, task: i64, body: &str) {
        self.on(who, "task.comment", task, json!({ "body": body })).await;
    }

    pub async fn role(&self, name: &str, role: Role) {
        let input = json!({ "pursuance": "bees", "member": name, "role": role });
        self.ana.perform("member.set_role", input).await.ok();
    }

    /// Waits until every group is told.
    pub async fn told(&self) {
        until("everybody is told", async || {
            let mut tx = self.app.db.read().await.unwrap();
            pursuance::store::jobs::waiting(&mut tx, self.app.clock.now()).await.unwrap().0 == 0
        })
        .await;
    }

    /// Notices of somebody, the newest last: kind and reason.
    pub async fn notices(&self, who: &Person) -> Vec<(String, String)> {
        self.told().await;
        let mut items = who.read("/api/v1/me/inbox?limit=200").await.items();
        items.reverse();
        let word = |item: &Value, name: &str| item[name].as_str().unwrap().to_owned();
        items.iter().map(|item| (word(item, "kind"), word(item, "reason"))).collect()
    }

    /// The kinds alone.
    pub async fn kinds(&self, who: &Person) -> Vec<String> {
        self.notices(who).await.into_iter().map(|(kind, _)| kind).collect()
    }

    /// Everything in these inboxes is read.
    pub async fn read_all(&self) {
        self.told().await;
        for person in [&self.ana, &self.ben, &self.cleo] {
            person.perform("notice.read", json!({ "all": true })).await.ok();
        }
    }

    /// How many are unread.
    pub async fn unread(&self, who: &Person) -> i64 {
        self.told().await;
        who.read("/api/v1/me/inbox?limit=1").await.ok()["unread"].as_i64().unwrap()
    }
}
