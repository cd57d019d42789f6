//! People with a skill, and workers that find them.

use pursuance::jobs::Worker;
use pursuance_domain::time::SECOND;
use serde_json::json;

use super::bees::bees;
use super::inspect::Inspect;
use super::peers::until;
use super::{Person, TestApp};

/// The skill that most tasks here want.
pub const FRENCH: &str = "Language:French";

/// Bees, where ana is the Primary, and so many members who know French: p1, p2 …
pub async fn speakers(app: &TestApp, count: usize) -> (Person, Vec<Person>) {
    let names: Vec<String> = (1..=count).map(|n| format!("p{n}")).collect();
    let others: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "normal")).collect();
    let (ana, people) = bees(app, "public", &others).await;
    for person in &people {
        knows(person, &[FRENCH]).await;
    }
    (ana, people)
}

/// Somebody says what they can.
pub async fn knows(person: &Person, skills: &[&str]) {
    person.perform("profile.edit", json!({ "skills": skills })).await.ok();
}

/// Lets the workers do everything that is due.
pub async fn settle(app: &TestApp) {
    let inspect = Inspect::open(&app.config.database_url).await;
    let worker = Worker::spawn(app);
    until("nothing is due", async || {
        // Also what a job that ends this moment leaves behind.
        let soon = app.clock.now().plus(SECOND).0;
        inspect.count(&format!("job where run_at <= {soon}")).await == 0
    })
    .await;
    worker.stop().await;
}
