//! A private pursuance is closed without a word, opened again, and deleted for good.

use http::StatusCode;
use pursuance::jobs::Worker;
use pursuance::platform::clock::random;
use pursuance_domain::time::{DAY, SECOND};
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::ids::ObjectId;
use pursuance_sealed::log::{LogRole, Payload};
use pursuance_sealed::record::Record;
use pursuance_sealed::revision::{RESEALED, Rel};
use serde_json::json;

use crate::support::browser::Browser;
use crate::support::group::{Group, NEVER, Somebody, put, records};
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    its_primary_closes_it_without_a_word_and_opens_it_again,
    admins_say_how_often_keys_are_renewed,
    a_closed_one_is_read_and_left_and_nothing_else,
    it_is_deleted_by_a_tick_and_nothing_sealed_is_left,
);

/// Ana, who founded a group, and Ben, who writes there.
async fn two(app: &TestApp) -> (Somebody, Somebody, Group) {
    let (ana, ben) = (Somebody::new(app, "ana").await, Somebody::new(app, "ben").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    (ana, ben, group)
}

async fn its_primary_closes_it_without_a_word_and_opens_it_again(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    group.append(&ana, Payload::Role { iid: ben.iid(), role: LogRole::Admin }).await;
    let slug = group.slug(&app).await;
    let of = json!({ "pursuance": slug });
    let said = json!({ "pursuance": slug, "reason": "The owls have gone." });
    ana.person.perform("pursuance.close", said).await.problem(422, "clear-text-refused");
    ben.person.perform("pursuance.close", of.clone()).await.problem(403, "not-allowed");

    let mut anas = Browser::signed_in(&app, &ana.person.id).await;
    let (close, reopen) = (format!("/p/{slug}/close"), format!("/p/{slug}/reopen"));
    let settings = anas.open(&format!("/p/{slug}/settings")).await.shown();
    assert!(settings.html.contains(&format!("href=\"{close}\"")), "{settings:?}");
    let page = anas.open(&close).await.shown().saying("No reason is asked for");
    anas.fill(&page, &close, &[]).await.shown().saying("Open again or delete");
    let closed = ben.person.read(&format!("/api/v1/pursuances/{slug}")).await.ok()["closed"].clone();
    assert_eq!((&closed["by"], &closed["reason"]), (&json!("ana"), &json!(null)));

    ben.person.perform("pursuance.reopen", of).await.problem(403, "not-allowed");
    let delete = json!({ "pursuance": slug, "confirm": slug });
    ben.person.perform("pursuance.delete", delete).await.problem(403, "not-allowed");
    let page = anas.open(&close).await.shown();
    anas.fill(&page, &reopen, &[]).await.shown().saying("The pursuance is open again.");
    let shown = ben.person.read(&format!("/api/v1/pursuances/{slug}")).await.ok();
    assert_eq!(shown["closed"], json!(null));
}

async fn admins_say_how_often_keys_are_renewed(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let slug = group.slug(&app).await;
    let (home, settings) = (format!("/p/{slug}"), format!("/p/{slug}/settings"));
    let mut anas = Browser::signed_in(&app, &ana.person.id).await;
    let mut bens = Browser::signed_in(&app, &ben.person.id).await;
    let told = |days: &str| format!("data-renew=\"{days}\"");
    assert!(anas.open(&home).await.shown().html.contains(&told("90")));
    let page = anas.open(&settings).await.shown().saying("How often the keys are renewed");
    assert_eq!(page.form(&settings).value("renew_keys"), "90");
    let saved = anas.fill(&page, &settings, &[("renew_keys", "7")]).await.shown();
    assert_eq!(saved.form(&settings).value("renew_keys"), "7");
    let renewed =
        async || ben.person.read(&format!("/api/v1/pursuances/{slug}")).await.ok()["renew_keys"].clone();
    assert_eq!(renewed().await, json!("7"));
    // A member who opens the page is told, since any page of an Admin may be the one that renews them.
    assert!(bens.open(&home).await.shown().html.contains(&told("7")));
    // A member that is left out stays as it is.
    ana.person.perform("pursuance.edit", json!({ "pursuance": slug, "may_skip_review": true })).await.ok();
    assert!(anas.open(&home).await.shown().html.contains(&told("7")));
    // Writers, moderators and anybody else below do not say it.
    let off = json!({ "pursuance": slug, "renew_keys": "off" });
    ben.person.perform("pursuance.edit", off.clone()).await.problem(403, "not-allowed");
    let soon = json!({ "pursuance": slug, "renew_keys": "1" });
    ana.person.perform("pursuance.edit", soon).await.problem(422, "invalid-input");
    group.append(&ana, Payload::Role { iid: ben.iid(), role: LogRole::Admin }).await;
    ben.person.perform("pursuance.edit", off).await.ok();
    assert!(anas.open(&home).await.shown().html.contains(&told("off")));
    // A closed one takes no key: no page tries.
    let often = json!({ "pursuance": slug, "renew_keys": "7" });
    ana.person.perform("pursuance.edit", often).await.ok();
    ana.person.perform("pursuance.close", json!({ "pursuance": slug })).await.ok();
    assert!(anas.open(&home).await.shown().html.contains(&told("off")));
    // Others have no keys.
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "Count the nests" });
    ana.person.perform("pursuance.create", bees).await.ok();
    let often = json!({ "pursuance": "bees", "renew_keys": "7" });
    ana.person.perform("pursuance.edit", often).await.problem(422, "invalid-input");
    let page = anas.open("/p/bees/settings").await.shown();
    assert!(!page.html.contains("renew_keys"), "{page:?}");
}

async fn a_closed_one_is_read_and_left_and_nothing_else(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let cay = Somebody::new(&app, "cay").await;
    let (seed, payload) = group.invitation(LogRole::Writer, 1, NEVER);
    let invite = group.entry(&ana.keys, payload);
    ana.send(&group, "log", &[Record::Entry(invite.clone()), group.note(&seed)]).await.ok();
    group.fold.apply(&invite).unwrap();
    let about = group.about.clone().unwrap();
    let close = json!({ "pursuance": group.slug(&app).await });
    ana.person.perform("pursuance.close", close).await.ok();

    let join = group.entry(&cay.keys, seed.join(&group.pid, cay.card()));
    cay.send(&group, "log", &[Record::Entry(join)]).await.problem(409, "pursuance-closed");
    let page = Browser::signed_in(&app, &cay.person.id).await.open(&format!("/i/{}", seed.id())).await;
    page.shown().saying("lets nobody in now");
    let role = group.entry(&ana.keys, Payload::Role { iid: ben.iid(), role: LogRole::Reader });
    ana.send(&group, "log", &[Record::Entry(role)]).await.problem(409, "pursuance-closed");
    let slug = group.slug(&app).await;
    let mut anas = Browser::signed_in(&app, &ana.person.id).await;
    let page = anas.open(&format!("/p/{slug}/members")).await.shown().saying("nobody is removed");
    assert!(page.html.contains(" data-closed>"), "{page:?}");
    let (said, fields) = group.revision(&ben.keys, ObjectType::Profile, None, &[("name", "Ben")]);
    ben.send(&group, "put", &put(&said, fields)).await.problem(409, "pursuance-closed");
    let (new, fields) = group.task(
        &ben.keys,
        ObjectId::from_bytes(random()),
        None,
        Some(&Rel::empty()),
        &[("title", "Nest")],
    );
    ben.send(&group, "put", &put(&new, fields)).await.problem(409, "pursuance-closed");
    // They read it, and a device that waits gets its key.
    assert_eq!(records(&ben.ask(&group, "log").await.ok()).len(), 5);
    ana.send(&group, "seals", &[group.seal_to(&ben.card())]).await.ok();

    group.append(&ben, Payload::Leave).await;
    let (epoch, seals) = group.rotation(&ana.keys);
    ana.send(&group, "log", &[&[Record::Entry(epoch.clone())], &seals[..]].concat()).await.ok();
    group.fold.apply(&epoch).unwrap();
    let (said, fields) =
        group.revision(&ana.keys, ObjectType::Pursuance, Some(&about), &[("name", "Night owls")]);
    ana.send(&group, "put", &put(&said, fields)).await.problem(409, "pursuance-closed");
    let anew = [("name", "Owls"), (RESEALED, "reenc")];
    let (said, fields) = group.revision(&ana.keys, ObjectType::Pursuance, Some(&about), &anew);
    ana.send(&group, "put", &put(&said, fields)).await.ok();
    // Under the same key it could be anything.
    let (again, fields) = group.revision(&ana.keys, ObjectType::Pursuance, Some(&said), &anew);
    ana.send(&group, "put", &put(&again, fields)).await.problem(409, "pursuance-closed");
}

/// Counts the rows that are kept of private pursuances.
async fn left(inspect: &Inspect) -> i64 {
    let tables = [
        "pursuance_sealed",
        "sealed_log",
        "sealed_seal",
        "sealed_note",
        "sealed_member",
        "sealed_object",
        "sealed_revision",
        "sealed_tagged",
        "sealed_tag",
        "sealed_box",
        "sealed_suggestion",
        "sealed_declined",
        "text_version where envelope is not null",
        "member",
    ];
    let mut all = 0;
    for table in tables {
        all += inspect.count(table).await;
    }
    all
}

async fn it_is_deleted_by_a_tick_and_nothing_sealed_is_left(app: TestApp) {
    let (ana, ben, group) = two(&app).await;
    let slug = group.slug(&app).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    // How far somebody saw its log.
    let pid = group.pid.to_string();
    let (person, bytes) = (ana.person.id.as_str(), inspect.bytes("00"));
    let pins = format!("'{person}', 'pins', '{}', {bytes}, 1", &pid[..32]);
    inspect
        .spoil(&format!("insert into sealed_box (account, kind, oid, bytes, written) values ({pins})"))
        .await;
    // Skills of one of its objects.
    let tagged = "insert into sealed_tagged (object, pursuance, epoch, changed) select id, pursuance, 1, 1000 from sealed_object limit 1";
    inspect.spoil(tagged).await;
    let tag = "insert into sealed_tag (object, tag, epoch, pursuance) select object, '00', 1, pursuance from sealed_tagged";
    inspect.spoil(tag).await;
    assert!(left(&inspect).await > 10);
    ana.person.perform("pursuance.close", json!({ "pursuance": slug })).await.ok();
    let delete = json!({ "pursuance": slug, "confirm": slug });
    ana.person.perform("pursuance.delete", delete).await.problem(409, "closed-too-shortly");
    app.advance(14 * DAY);
    let mut anas = Browser::signed_in(&app, &ana.person.id).await;
    let page = anas.open(&format!("/p/{slug}/close")).await.shown();
    let delete = format!("/p/{slug}/delete");
    anas.fill(&page, &delete, &[]).await.refused().saying("Tick this");
    anas.fill(&page, &delete, &[("confirm", slug.as_str())]).await.shown().saying("is deleted");
    for door in ["log", "seals", "objects"] {
        ben.ask(&group, door).await.problem(404, "not-found");
    }
    assert_eq!(anas.open(&format!("/p/{slug}")).await.status, StatusCode::NOT_FOUND);
    let worker = Worker::spawn(&app);
    until("everything is removed", async || {
        app.advance(SECOND);
        left(&inspect).await == 0
    })
    .await;
    worker.stop().await;
}
