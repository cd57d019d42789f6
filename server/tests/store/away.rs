//! A Postgres that is away for a moment, as in a restart: nothing fails for good, and nobody is told of a fault.

use http::StatusCode;
use pursuance::state::App;
use serde_json::json;
use sqlx::{Connection, PgConnection};

use crate::support::groups::perform;
use crate::support::pooler::Pooler;
use crate::support::{Setup, TestApp, postgres};

/// Ends every connection of an instance, as Postgres does when it restarts.
async fn cut(direct: &str) {
    const END: &str = "select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    let mut conn = PgConnection::connect(direct).await.unwrap();
    let (ended,): (i64,) = sqlx::query_as(END).fetch_one(&mut conn).await.unwrap();
    assert!(ended > 0, "nothing was connected");
    conn.close().await.unwrap();
}

#[tokio::test]
async fn connections_that_a_restart_ended_are_noticed_by_nobody() {
    let direct = postgres::migrated().await;
    let app = TestApp::with(Setup { database_url: Some(direct.clone()), ..Setup::default() }).await;
    let ana = app.person("ana").await;
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "Count.", "visibility": "public" });
    ana.perform("pursuance.create", bees).await.ok();
    for round in 0..3 {
        cut(&direct).await;
        let task = json!({ "pursuance": "bees", "title": format!("Task {round}") });
        perform(&app, &ana.principal(), "task.create", task).await.unwrap();
        cut(&direct).await;
        let page = app.visitor().read("/p/bees").await;
        assert_eq!(page.status, StatusCode::OK, "{page:?}");
        cut(&direct).await;
        assert_eq!(ana.read("/api/v1/pursuances/bees/tasks").await.items().len(), round + 1);
    }
}

/// A server whose database is reached through a pooler that the test stops.
async fn behind_a_pooler() -> (TestApp, Pooler) {
    let direct = postgres::migrated().await;
    let pooler = Pooler::of(&direct).await;
    let database_url = Some(pooler.url(&direct));
    (TestApp::with(Setup { database_url, ..Setup::default() }).await, pooler)
}

/// The address of a pursuance, as another server asks for it.
async fn asked_by_a_server(app: &TestApp) -> crate::support::Answer {
    app.visitor().read("/.well-known/webfinger?resource=acct:bees@localhost:8080").await
}

#[tokio::test]
async fn while_the_database_is_away_every_door_says_busy_and_when_to_come_again() {
    let (app, mut pooler) = behind_a_pooler().await;
    let ana = app.person("ana").await;
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "Count.", "visibility": "public" });
    ana.perform("pursuance.create", bees).await.ok();
    let task = json!({ "pursuance": "bees", "title": "Count them" });
    pooler.stop();

    let said = ana.perform("task.create", task.clone()).await;
    let problem = said.problem(503, "busy");
    assert!(problem["retry_after"].as_u64().is_some() && !said.header("retry-after").is_empty(), "{said:?}");
    assert!(problem["incident"].is_null(), "it is no fault: {problem}");
    ana.read("/api/v1/pursuances/bees/tasks").await.problem(503, "busy");
    let read = asked_by_a_server(&app).await;
    assert_eq!(read.problem(503, "busy")["status"], 503);
    assert!(!read.header("retry-after").is_empty());
    let page = app.visitor().read("/p/bees").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.text().contains("One moment, please") && !page.header("retry-after").is_empty(), "{page:?}");

    pooler.start().await;
    ana.perform("task.create", task).await.ok();
    assert_eq!(app.visitor().read("/p/bees").await.status, StatusCode::OK);
    asked_by_a_server(&app).await.ok();
}

/// The database is asked by many at once, each for something else, through few connections that all of them are lent.
#[tokio::test]
async fn nobody_is_given_what_another_asked_for_through_a_pooler() {
    let (app, _pooler) = behind_a_pooler().await;
    let app: App = app.app.clone();
    let asked = (0..40).map(|one| {
        let db = app.db.clone();
        tokio::spawn(async move {
            for _ in 0..10 {
                let mut tx = db.read_once().await.unwrap();
                let name = format!("person-{one}");
                let none = pursuance::store::accounts::by_name(&mut tx, &name).await.unwrap();
                assert!(none.is_none());
                drop(tx);
                let mut tx = db.read_once().await.unwrap();
                assert!(pursuance::store::instance::find(&mut tx).await.unwrap().is_some());
            }
        })
    });
    for one in asked.collect::<Vec<_>>() {
        one.await.unwrap();
    }
}
