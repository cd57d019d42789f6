//! Blocking another server, and unblocking it.

use http::StatusCode;
use pursuance::store::actors::{self, ActorKind};
use pursuance::store::delegations;
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::id::ActorId;
use serde_json::json;

use crate::support::TestApp;
use crate::support::browser::Browser;
use crate::support::rows::{a_delegation, an_actor};

/// The bees have a task at a pursuance of another server.
async fn work_elsewhere(app: &TestApp, bees: ActorId, host: &str) {
    let mut tx = app.db.write().await.unwrap();
    let wasps = an_actor(ActorKind::Group, "wasps", Some(host));
    actors::add(&mut tx, &wasps, None).await.unwrap();
    let bees = actors::by_id(&mut tx, &bees).await.unwrap().unwrap();
    let row = a_delegation(Side::Origin, State::Active, &bees, &wasps, "Count the bees");
    delegations::add(&mut tx, &row).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_operator_sees_what_a_block_ends_before_it_is_one() {
    let app = TestApp::start().await;
    let ana = app.operator("ana").await;
    let made = ana
        .perform("pursuance.create", json!({ "slug": "bees", "name": "The bees", "mission": "Busy." }))
        .await
        .ok();
    let bees = ActorId(made["result"]["id"].as_str().unwrap().to_owned());
    work_elsewhere(&app, bees, "a.law.localhost:9000").await;
    let mut browser = Browser::of(&app, "ana").await;

    let ask = browser.open("/admin/block").await.shown();
    assert!(ask.says("This includes the servers below that name."));
    let sure = browser.open("/admin/block?host=law.localhost:9000").await.shown();
    assert!(!sure.says("one task"));
    let sure = browser.open("/admin/block?host=a.law.localhost:9000").await.shown();
    assert!(sure.says("one task"));
    assert!(sure.says("The bees"));
    assert_eq!(browser.open("/admin/block?host=10.0.0.1").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.open("/admin/block?host=localhost").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_block_has_a_reason_stands_in_the_log_and_can_be_lifted() {
    let app = TestApp::start().await;
    app.operator("ana").await;
    let mut browser = Browser::of(&app, "ana").await;
    let sure = browser.open("/admin/block?host=law.localhost:9000").await.shown();
    let blocked = browser.fill(&sure, "/admin/block", &[("reason", "It sends rubbish.")]).await.shown();
    assert!(blocked.path.starts_with("/admin/peers/law.localhost:9000"), "{}", blocked.path);
    assert!(blocked.says("It sends rubbish."));
    assert!(blocked.says("Blocked by you"));
    let log = browser.open("/admin").await.shown();
    assert!(log.says("blocked the server law.localhost:9000"));

    let lifted = browser.fill(&blocked, "/admin/peers/law.localhost:9000/unblock", &[]).await.shown();
    assert!(!lifted.says("It sends rubbish."));
    assert!(lifted.says("Fine"));
}
