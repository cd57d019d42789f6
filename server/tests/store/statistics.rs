//! Statistics of the tables for the planners of the databases.

use pursuance::jobs::Worker;
use pursuance::store::db::Db;
use pursuance::store::outline;
use pursuance::store::statistics::{RENEWED_AFTER, gather, known, renew};
use pursuance_domain::value::Size;
use serde_json::json;

use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::rows::{a_pursuance, a_task, anyones};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    statistics_are_gathered_of_tables_with_rows,
    a_server_gathers_statistics_from_its_start_on,
    much_that_is_written_at_once_has_them_renewed_soon,
);

async fn statistics_are_gathered_of_tables_with_rows(app: TestApp) {
    let db = app.db.clone();
    for way in ["renew", "gather"] {
        let before = known(&db).await.unwrap();
        let mut tx = db.write().await.unwrap();
        let of = a_pursuance(&mut tx, way).await;
        for _ in 0..30 {
            a_task(&mut tx, &of, None, "Count", Size::M).await;
        }
        tx.commit().await.unwrap();
        assert_eq!(known(&db).await.unwrap(), before, "not by itself");
        match way {
            "renew" => renew(&db).await.unwrap(),
            _ => gather(&db).await.unwrap(),
        }
        assert!(known(&db).await.unwrap() >= 3, "tasks, texts and actors: {way}");
        // Nothing is left open.
        db.write().await.unwrap().commit().await.unwrap();
    }
}

/// So does one on a copy that was restored: it may have none.
async fn a_server_gathers_statistics_from_its_start_on(app: TestApp) {
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    assert_eq!(known(&app.db).await.unwrap(), 0);
    let worker = Worker::spawn(&app);
    until("statistics are there", async || known(&app.db).await.unwrap() > 0).await;
    worker.stop().await;
}

/// Statistics of a day on which there was little hold until the next ones are gathered, and a connection knows those with which it was
/// opened.
#[tokio::test]
async fn a_page_reads_no_more_when_tables_have_grown_since_statistics_were_gathered() {
    let app = TestApp::start().await;
    let mut tx = app.db.write().await.unwrap();
    let [bees, wasps] = [a_pursuance(&mut tx, "bees").await, a_pursuance(&mut tx, "wasps").await];
    a_task(&mut tx, &bees, None, "Count", Size::M).await;
    tx.commit().await.unwrap();
    gather(&app.db).await.unwrap();

    let db = Db::open(&app.config.database_url).await.unwrap();
    let mut steps = Vec::new();
    for (of, more) in [(&bees, 49), (&wasps, 2_000)] {
        let mut tx = app.db.write().await.unwrap();
        for _ in 0..more {
            a_task(&mut tx, of, None, "Count", Size::M).await;
        }
        tx.commit().await.unwrap();
        let mut tx = db.read().await.unwrap();
        let counted = tx.count_steps().await.unwrap().unwrap();
        assert_eq!(outline::roots(&mut tx, &anyones(&bees), (0, 0), 50).await.unwrap().len(), 50);
        steps.push(counted.since());
    }
    assert!(steps[1] < steps[0] * 2, "{steps:?}");
}

/// PostgreSQL looks by itself, every minute.
async fn much_that_is_written_at_once_has_them_renewed_soon(app: TestApp) {
    let inspect = Inspect::open(&app.config.database_url).await;
    let jobs =
        async || inspect.rows("select cast(run_at as text) from job where kind = 'renew_statistics'").await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    let list = |n: usize| {
        let tasks = vec![json!({ "title": "Count", "skills": ["Bees:Counting"] }); n];
        json!({ "pursuance": "bees", "tasks": tasks })
    };
    ana.perform("task.add_list", list(3)).await.ok();
    assert!(jobs().await.is_empty(), "a few tasks change no plan");
    // The workers look once when they begin.
    renew(&app.db).await.unwrap();
    let before = known(&app.db).await.unwrap();

    ana.perform("task.add_list", list(60)).await.ok();
    let first = jobs().await;
    if !app.db.is_sqlite() {
        assert!(first.is_empty(), "{first:?}");
        return;
    }
    assert_eq!(first.len(), 1);
    app.advance(RENEWED_AFTER / 2);
    let numbers: Vec<i64> = (4..=63).collect();
    let sized = json!({ "pursuance": "bees", "tasks": numbers, "change": { "size": "s" } });
    ana.perform("task.bulk", sized).await.ok();
    assert_eq!(jobs().await, first, "one is enough, and waits no longer");

    app.advance(RENEWED_AFTER / 2);
    let worker = Worker::spawn(&app);
    until("statistics are renewed", async || jobs().await.is_empty()).await;
    worker.stop().await;
    assert!(known(&app.db).await.unwrap() >= before);
}
