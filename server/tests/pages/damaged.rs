//! Damaged rows on pages and in answers to programs: what else they show stands there.

use pursuance::store::actors::{self, ActorKind};
use pursuance::store::delegations::{self, Delegation};
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::id::DelegationId;
use pursuance_domain::time::Time;
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::rows::{a_delegation, an_actor, id};
use crate::support::{Person, TestApp};

struct Scene {
    app: TestApp,
    inspect: Inspect,
    ana: Person,
    browser: Browser,
}

impl Scene {
    /// Ana and her pursuance.
    async fn new() -> Self {
        let app = TestApp::start().await;
        let inspect = Inspect::open(&app.config.database_url).await;
        let ana = app.person("ana").await;
        let group = json!({ "slug": "bees", "name": "Bees", "mission": "Busy.", "joining": "open" });
        ana.perform("pursuance.create", group).await.ok();
        let browser = Browser::of(&app, "ana").await;
        Self { app, inspect, ana, browser }
    }

    /// Three tasks, of which the second is damaged afterwards.
    async fn write_tasks(&self) {
        for n in 1..=3 {
            let asks = json!({ "title": format!("Task {n}"), "deliverables": format!("What {n} is") });
            let mut task = json!({ "pursuance": "bees" });
            task.as_object_mut().unwrap().extend(asks.as_object().unwrap().clone());
            self.ana.perform("task.create", task).await.ok();
        }
    }

    /// A delegation that somebody elsewhere offered.
    async fn offered(&self, state: State, number: i64) -> DelegationId {
        let mut tx = self.app.db.write().await.unwrap();
        let them = an_actor(ActorKind::Group, &format!("wasps{number}"), Some("wasps.example"));
        actors::add(&mut tx, &them, None).await.unwrap();
        let us = actors::by_name_here(&mut tx, "bees").await.unwrap().unwrap();
        let row = Delegation {
            respond_by: Some(Time(number)),
            updated: Time(number),
            grant_uri: (!state.is_open()).then(|| format!("https://wasps.example/ap/act/{}", id())),
            ..a_delegation(Side::Delegate, state, &them, &us, &format!("Offer {number}"))
        };
        delegations::add(&mut tx, &row).await.unwrap();
        tx.commit().await.unwrap();
        row.id
    }

    /// All items of a list as a program reads it, two at a time, to its end.
    async fn read_all(&self, path: &str) -> Vec<Value> {
        let (mut items, mut more) = (Vec::new(), String::new());
        for _ in 0..9 {
            let page = self.ana.read(&format!("{path}?limit=2{more}")).await.ok();
            items.extend(page["items"].as_array().unwrap().clone());
            match &page["next"] {
                Value::Null => return items,
                Value::String(next) => more = format!("&after={next}"),
                next => more = format!("&after={next}"),
            }
        }
        panic!("{path} has no end");
    }
}

fn texts(items: &[Value], member: &str) -> Vec<String> {
    items.iter().map(|item| item[member].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_damaged_offer_takes_no_page_with_it() {
    let mut scene = Scene::new().await;
    let mut ids = Vec::new();
    for number in [10, 11, 12] {
        ids.push(scene.offered(State::Offered, number).await);
    }
    for (column, found) in [("offered", "{}"), ("copy", "{}")] {
        let sql = format!("update delegation set {column} = '{found}' where id = '{}'", ids[1]);
        scene.inspect.spoil(&sql).await;
        for path in ["/", "/p/bees/incoming"] {
            let page = scene.browser.open(path).await.shown().saying("Offer 10").saying("Offer 12");
            assert!(!page.html.contains("Offer 11"), "{path}: {column}");
        }
        let read = scene.read_all("/api/v1/pursuances/bees/delegations").await;
        assert_eq!(texts(&read, "title"), ["Offer 10", "Offer 12"], "{column}");
    }
}

#[tokio::test]
async fn a_list_of_what_has_ended_goes_on_after_a_damaged_row() {
    let mut scene = Scene::new().await;
    let mut ids = Vec::new();
    for number in 1..=22 {
        ids.push(scene.offered(State::Declined, number).await);
    }
    // The last of the first page, at which the next one begins.
    scene.inspect.spoil(&format!("update delegation set copy = '{{}}' where id = '{}'", ids[2])).await;
    let page = scene.browser.open("/p/bees/incoming").await.shown().saying("Offer 22").saying("Offer 4");
    assert!(!page.html.contains("Offer 3<"));
    scene.browser.open("/p/bees/incoming?before=3").await.shown().saying("Offer 2").saying("Offer 1");
    assert!(page.html.contains("/p/bees/incoming?before=3"), "the page links to what is older");
}

#[tokio::test]
async fn a_damaged_task_takes_no_page_with_it_and_mixes_up_no_others() {
    let mut scene = Scene::new().await;
    scene.write_tasks().await;
    scene.inspect.spoil("update task set size = 'huge' where number = 2").await;
    for path in ["/", "/p/bees", "/p/bees?q=Task"] {
        let page = scene.browser.open(path).await.shown().saying("Task 1").saying("Task 3");
        // Beside the outline, "Lately" still says that there was one.
        assert!(path != "/" || !page.html.contains("Task 2"), "{path}");
    }
    let read = scene.read_all("/api/v1/pursuances/bees/tasks").await;
    assert_eq!(texts(&read, "title"), ["Task 1", "Task 3"]);
    assert_eq!(texts(&read, "deliverables"), ["What 1 is", "What 3 is"]);
}

#[tokio::test]
async fn what_a_damaged_actor_said_and_did_is_shown() {
    let mut scene = Scene::new().await;
    scene.write_tasks().await;
    let bob = scene.app.person("bob").await;
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    for (who, body) in [(&bob, "Bob was here"), (&scene.ana, "So was Ana")] {
        who.perform("task.comment", json!({ "pursuance": "bees", "task": 1, "body": body })).await.ok();
    }
    scene.inspect.spoil(&format!("update actor set kind = 'robot' where id = '{}'", bob.id)).await;
    scene.browser.open("/p/bees/t/1").await.shown().saying("Bob was here").saying("So was Ana");
    scene.browser.open("/p/bees").await.shown().saying("Task 3");
    let read = scene.read_all("/api/v1/pursuances/bees/tasks/1/comments").await;
    assert_eq!(texts(&read, "author"), ["?", "ana"]);
}
