//! The lifetime of messages: from its end on nobody reads them, and a sweep deletes them for good.

use pursuance::jobs::Worker;
use pursuance_domain::time::{DAY, MINUTE, SECOND};
use serde_json::json;

use super::rooms::{bodies, room, said};
use crate::roles::bees;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    from_its_end_on_nobody_reads_a_message,
    a_sweep_leaves_nothing_of_a_message_whose_time_is_over,
    what_stood_there_before_has_at_least_a_minute,
    no_lifetime_brings_back_what_has_ended,
);

async fn from_its_end_on_nobody_reads_a_message(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 3_600 })).await.ok();
    let message = said(&ana, &kitchen, "zqgone").await;
    app.advance(3_590 * SECOND);
    assert_eq!(bodies(&app.visitor(), &kitchen).await, ["zqgone"]);
    app.advance(11 * SECOND);
    // No worker has run.
    assert!(bodies(&app.visitor(), &kitchen).await.is_empty());
    let found = app.visitor().read("/api/v1/search?q=zqgone&kind=comments").await.ok();
    assert_eq!(found["comments"]["items"], json!([]));
    let edit = json!({ "room": kitchen, "comment": message, "revision": 1, "body": "Still there." });
    ana.perform("comment.edit", edit).await.problem(404, "not-found");
}

async fn a_sweep_leaves_nothing_of_a_message_whose_time_is_over(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let lasting = room(&ana, "Archive", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();
    said(&ana, &kitchen, "zqgone").await;
    said(&ana, &lasting, "zqkept").await;
    app.advance(2 * MINUTE);
    said(&ana, &kitchen, "zqnew").await;
    let worker = Worker::spawn(&app.app);
    let kept = Inspect::open(&app.config.database_url).await;
    until("the message is gone for good", async || {
        !kept.dump().await.iter().any(|(_, row)| row.contains("zqgone"))
    })
    .await;
    worker.stop().await;
    assert_eq!(bodies(&app.visitor(), &kitchen).await, ["zqnew"]);
    assert_eq!(bodies(&app.visitor(), &lasting).await, ["zqkept"]);
    let words = "select cast(count(*) as text) from searched where kind = 'comment'";
    assert_eq!(kept.text(words).await, "2");
}

async fn what_stood_there_before_has_at_least_a_minute(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    said(&ana, &kitchen, "Old.").await;
    app.advance(DAY);
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 3_600 })).await.ok();
    app.advance(MINUTE - SECOND);
    assert_eq!(bodies(&app.visitor(), &kitchen).await, ["Old."]);
    app.advance(SECOND);
    assert!(bodies(&app.visitor(), &kitchen).await.is_empty());
}

async fn no_lifetime_brings_back_what_has_ended(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    for later in [json!(3_600), json!(null)] {
        let kitchen = room(&ana, &format!("Kitchen {later}"), "everyone").await;
        ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();
        said(&ana, &kitchen, "zqended").await;
        app.advance(MINUTE);
        said(&ana, &kitchen, "zqthere").await;
        app.advance(SECOND);
        // No worker has run.
        ana.perform("room.edit", json!({ "room": kitchen, "lifetime": later })).await.ok();
        assert_eq!(bodies(&app.visitor(), &kitchen).await, ["zqthere"], "{later}");
    }
}
