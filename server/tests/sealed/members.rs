//! The members follow from the log, and what a role may besides follows from the pursuance.

use std::time::Instant;

use pursuance::store::migrate;
use pursuance_sealed::ids::Hash;
use pursuance_sealed::log::{LogRole, Payload};
use pursuance_sealed::record::Record;
use serde_json::{Value, json};

use crate::support::group::{Group, NEVER, Somebody};
use crate::support::speakers::settle;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    somebody_who_is_removed_reads_no_more_and_the_key_changes,
    a_role_follows_from_the_log_and_a_finer_one_stays,
    when_the_primary_goes_another_admin_is_the_next_one,
    what_needs_a_signature_or_holds_a_text_is_refused,
    nobody_fills_the_log_with_checkpoints,
    who_waits_at_the_door_is_told_until_somebody_lets_them_in,
    whoever_fills_the_room_is_removed_all_the_same,
);

/// The disk of the database is nearly full, as far as it is believed for a moment.
fn fill_disk(app: &TestApp) {
    *app.disk_asked.lock().unwrap() = Some((Instant::now(), true));
}

#[tokio::test]
async fn at_a_full_disk_nothing_is_taken_but_what_takes_rights_away() {
    let app = TestApp::start().await;
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    let invite = group.entry(&ana.keys, group.invitation(LogRole::Reader, 1, NEVER).1);
    fill_disk(&app);
    ana.send(&group, "log", &[Record::Entry(invite)]).await.problem(507, "no-room");
    fill_disk(&app);
    group.append(&ben, Payload::Leave).await;
    let (epoch, seals) = group.rotation(&ana.keys);
    fill_disk(&app);
    ana.send(&group, "log", &[&[Record::Entry(epoch)], &seals[..]].concat()).await.ok();
}

/// The role of a member; null for somebody who is none.
async fn role_of(app: &TestApp, group: &Group, reader: &Somebody, name: &str) -> Value {
    let slug = group.slug(app).await;
    let members = reader.person.read(&format!("/api/v1/pursuances/{slug}/members")).await.items();
    let found = members.iter().find(|member| member["member"] == name);
    found.map_or(Value::Null, |member| member["role"].clone())
}

async fn somebody_who_is_removed_reads_no_more_and_the_key_changes(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    let (seed, invite) = group.invitation(LogRole::Writer, 9, NEVER);
    group.append(&ana, invite).await;
    let remove = group.entry(&ana.keys, Payload::Remove { iid: ben.iid() });
    ana.send(&group, "log", &[Record::Entry(remove.clone())]).await.problem(422, "does-not-fold");
    assert_eq!(role_of(&app, &group, &ana, "ben").await, "normal", "nothing of it stayed");
    group.fold.apply(&remove).unwrap();
    let (epoch, seals) = group.rotation(&ana.keys);
    let entries = [Record::Entry(remove), Record::Entry(epoch.clone())];
    ana.send(&group, "log", &entries).await.problem(422, "seals-incomplete");
    ana.send(&group, "log", &[&entries[..], &seals[..]].concat()).await.ok();
    group.fold.apply(&epoch).unwrap();
    assert_eq!(role_of(&app, &group, &ana, "ben").await, Value::Null);
    for door in ["log", "seals", "objects"] {
        ben.ask(&group, door).await.problem(404, "not-found");
    }
    // No invitation that was open leads back in.
    let back = group.entry(&ben.keys, seed.join(&group.pid, ben.card()));
    let refused = ben.send(&group, "log", &[Record::Entry(back)]).await.problem(422, "does-not-fold");
    assert_eq!(refused["rule"], "invite");
    group.admit(&ana, &ben, LogRole::Reader).await;
    assert_eq!(role_of(&app, &group, &ana, "ben").await, "viewer");
}

async fn a_role_follows_from_the_log_and_a_finer_one_stays(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    let slug = group.slug(&app).await;
    let set = |role: &str| json!({ "pursuance": slug, "member": "ben", "role": role });
    ana.person.perform("member.set_role", set("assigner")).await.problem(422, "signature-needed");
    group.append(&ana, Payload::Role { iid: ben.iid(), role: LogRole::Moderator }).await;
    assert_eq!(role_of(&app, &group, &ana, "ben").await, "assigner");
    ana.person.perform("member.set_role", set("recruiter")).await.ok();
    ana.person.perform("member.set_role", set("admin")).await.problem(422, "signature-needed");
    group.append(&ana, Payload::Role { iid: ben.iid(), role: LogRole::Moderator }).await;
    assert_eq!(role_of(&app, &group, &ana, "ben").await, "recruiter", "of the same level");
    let to_ben = json!({ "pursuance": slug, "to": "ben" });
    ana.person.perform("pursuance.transfer", to_ben.clone()).await.problem(422, "signature-needed");
    group.append(&ana, Payload::Role { iid: ben.iid(), role: LogRole::Admin }).await;
    assert_eq!(role_of(&app, &group, &ana, "ben").await, "admin");
    ana.person.perform("pursuance.transfer", to_ben).await.ok();
    let yes = json!({ "pursuance": slug, "accept": true });
    ben.person.perform("pursuance.accept_transfer", yes).await.ok();
    assert_eq!(role_of(&app, &group, &ana, "ben").await, "primary");
    // Between the two of one level no entry is needed, and none changes it.
    group.append(&ben, Payload::Role { iid: ana.iid(), role: LogRole::Admin }).await;
    assert_eq!(role_of(&app, &group, &ana, "ana").await, "admin");
}

async fn when_the_primary_goes_another_admin_is_the_next_one(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    let leave = group.entry(&ana.keys, Payload::Leave);
    let refused = ana.send(&group, "log", &[Record::Entry(leave)]).await.problem(422, "does-not-fold");
    assert_eq!(refused["rule"], "last-admin");
    group.append(&ana, Payload::Role { iid: ben.iid(), role: LogRole::Admin }).await;
    group.append(&ana, Payload::Leave).await;
    assert_eq!(role_of(&app, &group, &ben, "ben").await, "primary");
    ana.ask(&group, "log").await.problem(404, "not-found");
    let (epoch, seals) = group.rotation(&ben.keys);
    ben.send(&group, "log", &[&[Record::Entry(epoch)], &seals[..]].concat()).await.ok();
}

async fn who_waits_at_the_door_is_told_until_somebody_lets_them_in(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let (cay, dan) = (Somebody::new(&app, "cay").await, Somebody::new(&app, "dan").await);
    let told = async |who: &Somebody| {
        settle(&app).await;
        let inbox = who.person.read("/api/v1/me/inbox?limit=9").await.ok();
        let items = inbox["items"].as_array().cloned().unwrap_or_default();
        let why = items.iter().map(|one| format!("{} {}", one["kind"], one["reason"])).collect::<Vec<_>>();
        (inbox["unread"].as_i64(), why)
    };
    let waits = || "\"join_request\" \"member\"".to_owned();
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    assert_eq!(told(&ana).await, (Some(1), vec![waits()]));
    assert_eq!(told(&ben).await, (Some(0), Vec::new()));
    ana.send(&group, "seals", &[group.seal_to(&ben.card())]).await.ok();
    assert_eq!(told(&ana).await, (Some(0), vec![waits()]));

    // A Reader lets nobody in, and neither does a person who waits.
    group.admit(&ana, &cay, LogRole::Reader).await;
    ben.send(&group, "seals", &[group.seal_to(&cay.card())]).await.ok();
    group.admit(&ana, &dan, LogRole::Writer).await;
    assert_eq!(told(&ben).await.0, Some(1));
    assert_eq!(told(&cay).await, (Some(0), Vec::new()));
    // A person who goes waits no more.
    group.append(&dan, Payload::Leave).await;
    assert_eq!(told(&ben).await.0, Some(0));
}

async fn what_needs_a_signature_or_holds_a_text_is_refused(app: TestApp) {
    let (ana, cay) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "cay").await);
    let group = Group::found(&ana).await;
    let slug = group.slug(&app).await;
    let with = |more: Value| crate::support::groups::merged(json!({ "pursuance": slug }), more);
    let cases = [
        ("task.create", json!({ "title": "Count" }), "signature-needed"),
        ("task.add_list", json!({ "tasks": [{ "depth": 0, "title": "Count" }] }), "clear-text-refused"),
        ("pursuance.edit", json!({ "name": "Owls" }), "clear-text-refused"),
        ("pursuance.edit", json!({ "visibility": "public" }), "signature-needed"),
        ("pursuance.leave", json!({}), "signature-needed"),
        ("pursuance.close", json!({ "reason": "Done." }), "clear-text-refused"),
        ("invite.create", json!({ "role": "normal", "purpose": "Night" }), "signature-needed"),
        ("member.remove", json!({ "member": "ana", "reason": "No." }), "signature-needed"),
        ("skill.merge", json!({ "skill": "Field:Counting", "into": "Field:Sums" }), "clear-text-refused"),
        ("search.save", json!({ "name": "Mine", "query": "@me" }), "clear-text-refused"),
        ("search.save", json!({ "name": "Mine", "query": "@me", "shared": true }), "clear-text-refused"),
    ];
    for (action, input, slug) in cases {
        ana.person.perform(action, with(input.clone())).await.problem(422, slug);
        // To a stranger there is no such pursuance.
        cay.person.perform(action, with(input)).await.problem(404, "not-found");
    }
    ana.person.perform("pursuance.edit", with(json!({ "reviews": "always" }))).await.ok();
    ana.person.perform("watch.set", json!({ "object": slug, "on": true })).await.ok();
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
    cay.person.perform("pursuance.create", bees).await.ok();
    let made = cay.person.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let offer = json!({ "pursuance": "bees", "task": made["result"]["task"], "to": slug });
    assert!(!cay.person.perform("delegation.offer", offer).await.status.is_server_error());
}

async fn nobody_fills_the_log_with_checkpoints(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Reader).await;
    let checkpoint = || Payload::Checkpoint { objects: 0, root: Hash::ZERO };
    group.append(&ben, checkpoint()).await;
    let again = group.entry(&ben.keys, checkpoint());
    ben.send(&group, "log", &[Record::Entry(again)]).await.problem(422, "too-many");
    // Others write theirs.
    group.append(&ana, checkpoint()).await;
}

async fn whoever_fills_the_room_is_removed_all_the_same(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    let full =
        "update text_room set bytes = 1000000000 where actor in (select pursuance from pursuance_sealed)";
    migrate::run_sample(&app.db, full).await.unwrap();
    let (_, invite) = group.invitation(LogRole::Writer, 1, NEVER);
    let invite = group.entry(&ana.keys, invite);
    ana.send(&group, "log", &[Record::Entry(invite)]).await.problem(413, "no-room");
    // A new key takes room, too, and nobody has gone.
    let secret = group.secret.clone();
    let (epoch, seals) = group.rotation(&ana.keys);
    ana.send(&group, "log", &[&[Record::Entry(epoch)], &seals[..]].concat()).await.problem(413, "no-room");
    group.secret = secret;
    let remove = group.entry(&ana.keys, Payload::Remove { iid: ben.iid() });
    group.fold.apply(&remove).unwrap();
    let (epoch, seals) = group.rotation(&ana.keys);
    let entries = [Record::Entry(remove), Record::Entry(epoch)];
    ana.send(&group, "log", &[&entries[..], &seals[..]].concat()).await.ok();
    assert_eq!(role_of(&app, &group, &ana, "ben").await, Value::Null);
}
