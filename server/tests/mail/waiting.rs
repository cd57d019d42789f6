//! Mail that waits: for more, for the morning, for a mail server, and for nobody else's mail.

use pursuance::jobs::Worker;
use pursuance::store::db::WriteTx;
use pursuance::store::mails::{self, NewMail, Purpose};
use pursuance::store::parcels::{self, Lane};
use pursuance_domain::action::SetMail;
use pursuance_domain::time::{HOUR, MINUTE};
use pursuance_domain::value::MailAddress;
use serde_json::json;

use super::{Mails, header, on_both_with_mail};
use crate::support::bees::BEES;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Person, Setup, TestApp};

on_both_with_mail!(
    what_becomes_urgent_in_quiet_hours_waits_no_longer,
    a_damaged_row_of_one_person_holds_up_nobody_elses_mail,
    a_damaged_mail_holds_up_no_other,
);

async fn what_becomes_urgent_in_quiet_hours_waits_no_longer(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    mails.advance_to("2027-03-01T21:00:00Z");
    mails.ben.perform("profile.edit", json!({ "zone": "UTC" })).await.ok();
    let quiet = json!({ "quiet": { "from": "20:00", "until": "08:30" } });
    mails.ben.perform("profile.set_limits", quiet).await.ok();
    mails.settled().await;
    let before = mails.post.mails().len();
    let task = mails.given("Count", json!({})).await;
    mails.sent().await;
    assert_eq!(mails.post.mails().len(), before, "it can wait");
    let revision = mails.ana.read(&format!("{BEES}/tasks/{task}")).await.ok()["revision"].clone();
    let edit = json!({ "pursuance": "bees", "task": task, "revision": revision, "urgency": "urgent" });
    mails.ana.perform("task.edit", edit).await.ok();
    for who in ["ana", "ben"] {
        let give = json!({ "pursuance": "bees", "task": task, "assignee": who });
        mails.ana.perform("task.assign", give).await.ok();
    }
    mails.sent().await;
    let sent = mails.post.mails();
    assert_eq!(sent.len(), before + 1, "{sent:?}");
    assert_eq!(header(&sent[before], "subject"), "Count · Bees");
}

async fn a_damaged_row_of_one_person_holds_up_nobody_elses_mail(mails: Mails) {
    let cleo = mails.app.person("cleo").await;
    cleo.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    mails.confirmed(&cleo, "cleo@mail.example").await;
    let quiet = json!({ "quiet": { "from": "20:00", "until": "08:30" } });
    mails.ben.perform("profile.set_limits", quiet).await.ok();
    mails.given("Count", json!({})).await;
    let feed = json!({ "pursuance": "bees", "title": "Feed" });
    let task = mails.ana.perform("task.create", feed).await.ok()["result"]["task"].clone();
    let give = json!({ "pursuance": "bees", "task": task, "assignee": "cleo" });
    mails.ana.perform("task.assign", give).await.ok();
    mails.settled().await;
    let limits = async |set: &str| {
        let sql = format!("update person_limits set {set} where actor = '{}'", mails.ben.id);
        mails.inspect.spoil(&sql).await;
    };
    limits("quiet_from = -5").await;
    mails.sent().await;
    assert_eq!(mails.post.to("cleo@mail.example").len(), 2, "{:?}", mails.post.told());
    assert_eq!(mails.post.to("ben@mail.example").len(), 1, "{:?}", mails.post.told());
    limits("quiet_from = null, quiet_until = null").await;
    mails.app.advance(HOUR);
    mails.settled().await;
    assert_eq!(mails.post.to("ben@mail.example").len(), 2, "it is tried again: {:?}", mails.post.told());
}

/// Fails where `jobs::parcels::send` ends with the error of the first mail that is due: it is the first each time.
async fn a_damaged_mail_holds_up_no_other(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    mails.settled().await;
    let before = mails.post.to("ben@mail.example").len();
    let waiting = async |count: i64| {
        let has = async || mails.inspect.count("mail where purpose = 'notices'").await == count;
        until("so many mails wait", has).await;
    };
    mails.given("Count", json!({})).await;
    waiting(1).await;
    mails.inspect.spoil("update mail set purpose = 'letter' where purpose = 'notices'").await;
    mails.given("Feed", json!({})).await;
    waiting(1).await;
    mails.app.advance(2 * MINUTE);
    let others = async || mails.post.to("ben@mail.example").len() > before;
    until("the other mail has come", others).await;
    assert_eq!(header(&mails.post.to("ben@mail.example")[before], "subject"), "Feed · Bees");
    mails.settled().await;
    assert_eq!(mails.inspect.count("mail where purpose = 'letter'").await, 0);
}

/// Begins a mail that is due, or joins the one that takes things in.
async fn begun(app: &TestApp, tx: &mut WriteTx, who: &Person) {
    let now = app.clock.now();
    let mail = NewMail { id: app.clock.new_id(), account: who.id.clone(), due_at: now };
    mails::begin(tx, Purpose::Notices, "task", &[mail], now).await.unwrap();
}

/// On SQLite one transaction follows the other anyway.
#[tokio::test]
async fn nobody_tries_a_mail_while_something_joins_it() {
    let app = TestApp::start_on_postgres().await;
    let ana = app.person("ana").await;
    let mut tx = app.db.write().await.unwrap();
    begun(&app, &mut tx, &ana).await;
    tx.commit().await.unwrap();
    let now = app.clock.now();
    let mail = parcels::due(&mut app.db.read().await.unwrap(), &Lane::mail(), now).await.unwrap().unwrap().id;
    let mut joins = app.db.write().await.unwrap();
    begun(&app, &mut joins, &ana).await;
    let db = app.db.clone();
    let tries = tokio::spawn(async move {
        let mut tx = db.write().await.unwrap();
        assert!(mails::hold(&mut tx, &mail).await.unwrap());
        mails::close(&mut tx, &mail).await.unwrap();
        tx.commit().await.unwrap();
    });
    let inspect = Inspect::open(&app.config.database_url).await;
    until("somebody waits", async || inspect.count("pg_locks where not granted").await > 0).await;
    assert!(!tries.is_finished(), "it is tried when all of it is there");
    joins.commit().await.unwrap();
    tries.await.unwrap();
    let mut tx = app.db.write().await.unwrap();
    begun(&app, &mut tx, &ana).await;
    tx.commit().await.unwrap();
    assert_eq!(inspect.count("mail where not is_open").await, 1);
    assert_eq!(inspect.count("mail where is_open").await, 1, "what comes too late is another mail");
}

#[tokio::test]
async fn mail_that_waits_keeps_nobody_busy_where_none_is_sent() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let mut tx = app.db.write().await.unwrap();
    begun(&app, &mut tx, &ana).await;
    Lane::mail().open(&mut tx, &app.clock, app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let _worker = Worker::spawn(&app.app);
    let inspect = Inspect::open(&app.config.database_url).await;
    until("nobody looks any more", async || inspect.count("job where kind = 'send'").await == 0).await;
    assert_eq!(inspect.count("mail").await, 1, "it goes out when there is a mail server again");
}

#[tokio::test]
async fn a_mail_server_that_was_down_for_very_long_is_asked_again() {
    let smtp_url = Some("smtp://127.0.0.1:1?tls=none".to_owned());
    let app = TestApp::with(Setup { smtp_url, ..Setup::default() }).await;
    let ana = app.person("ana").await;
    let address = MailAddress::parse("ana@mail.example").unwrap();
    app.perform(&ana.principal(), SetMail { address }.into()).await.unwrap();
    let inspect = Inspect::open(&app.config.database_url).await;
    inspect.spoil("update job set attempts = 1000 where kind = 'send'").await;
    let _worker = Worker::spawn(&app.app);
    until("it was tried", async || inspect.count("mail where not is_open").await == 1).await;
    until("the try is noted", async || inspect.count("job where lease_until > 0").await == 0).await;
    assert_eq!(inspect.count("job where kind = 'send'").await, 1, "no other mail would be sent");
}
