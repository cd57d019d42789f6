//! What the planners of the databases know of the tables.

use pursuance::jobs::Worker;
use pursuance::store::statistics::{gather, known, renew};
use pursuance_domain::value::Size;
use serde_json::json;

use super::rows::{a_pursuance, a_task};
use crate::support::peers::until;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(statistics_are_gathered_of_tables_with_rows, a_server_gathers_statistics_from_its_start_on);

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
