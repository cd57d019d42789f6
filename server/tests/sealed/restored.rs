//! A server that was restored from a backup: members give back what it lost.

use pursuance::platform::clock::random;
use pursuance_sealed::ids::ObjectId;
use pursuance_sealed::limits::AHEAD_MOST;
use pursuance_sealed::log::{LogRole, Payload};
use pursuance_sealed::record::Record;
use pursuance_sealed::revision::{Rel, Revision};
use serde_json::{Value, json};

use crate::support::group::{Group, NEVER, Somebody, body, put, records};
use crate::support::{Answer, TestApp, on_both_apps};

on_both_apps!(
    a_revision_is_given_back_by_any_member_and_is_that_of_its_author,
    a_task_that_was_lost_as_a_whole_is_given_back,
    who_came_is_given_back_by_those_who_let_people_in,
    a_message_is_given_back_by_its_sender_under_the_key_of_its_time,
    a_device_that_knows_of_more_is_told_so,
);

/// The id of no suggestion.
const NOBODYS: &str = "01k9w8z0a2c4e6g8j0k2m4n6p8";

/// Gives records back.
async fn give(by: &Somebody, group: &Group, records: &[Record]) -> Answer {
    let mut sent = body(records);
    sent["given_back"] = json!(true);
    by.person.post(&group.at("put"), &[], sent).await
}

/// Ana, who founded a group, Ben, who writes there, and Cay, who reads.
async fn three(app: &TestApp) -> (Somebody, Somebody, Somebody, Group) {
    let ana = Somebody::new(app, "ana").await;
    let (ben, cay) = (Somebody::new(app, "ben").await, Somebody::new(app, "cay").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    group.admit(&ana, &cay, LogRole::Reader).await;
    (ana, ben, cay, group)
}

fn in_phase(phase: u8, has: Option<&Somebody>) -> Rel {
    Rel { phase, assignees: has.map(Somebody::iid).into_iter().collect(), ..Rel::empty() }
}

async fn shown(app: &TestApp, group: &Group, reader: &Somebody) -> Value {
    let slug = group.slug(app).await;
    reader.person.read(&format!("/api/v1/pursuances/{slug}/tasks/1")).await.ok()
}

async fn a_revision_is_given_back_by_any_member_and_is_that_of_its_author(app: TestApp) {
    let (ana, ben, cay, group) = three(&app).await;
    let id = ObjectId::from_bytes(random());
    let open = in_phase(1, None);
    let (first, fields) = group.task(&ana.keys, id, None, Some(&open), &[("title", "Count the owls")]);
    ana.send(&group, "put", &put(&first, fields)).await.ok();
    // Two revisions of which the backup knows nothing; devices have the last one, with all of its fields.
    let taken = in_phase(2, Some(&ben));
    let (second, rel) = group.task(&ben.keys, id, Some(&first), Some(&taken), &[]);
    let (third, title) = group.task(&ana.keys, id, Some(&second), None, &[("title", "Count all owls")]);
    let both = put(&third, [title.clone(), rel.clone()].concat());
    cay.send(&group, "put", &both).await.problem(422, "bad-author");
    ana.send(&group, "put", &both).await.problem(409, "stale-revision");
    give(&cay, &group, &put(&third, title.clone())).await.problem(422, "bad-fields");
    let mut forged = third.as_bytes().to_vec();
    *forged.last_mut().unwrap() ^= 1;
    let forged = put(&Revision::decode(&forged).unwrap(), [title.clone(), rel.clone()].concat());
    give(&cay, &group, &forged).await.problem(422, "bad-signature");
    assert!(give(&cay, &group, &both).await.ok()["undo"].is_null());
    let read = shown(&app, &group, &ana).await;
    assert_eq!((&read["phase"], &read["assignee"]), (&json!("started"), &json!("ben")));
    assert_eq!(read["sealed"]["revision"], json!(3));
    let told = records(&cay.ask(&group, "objects?after=1").await.ok());
    assert!(both.iter().all(|record| told.contains(record)), "{told:?}");
    let slug = group.slug(&app).await;
    let events = ana.person.read(&format!("/api/v1/pursuances/{slug}/events")).await.items();
    let edited = events.iter().find(|event| event["verb"] == "task.edited").unwrap();
    assert_eq!(edited["actor"], json!(ana.person.id), "{edited}");
    // It is there, and what others had changed before its author is taken of whoever may edit tasks.
    give(&cay, &group, &both).await.problem(409, "stale-revision");
    let (fourth, title) = group.task(&ana.keys, id, Some(&third), None, &[("title", "Count the owls")]);
    let (fifth, rel) = group.task(&ben.keys, id, Some(&fourth), Some(&in_phase(3, Some(&ben))), &[]);
    give(&ana, &group, &put(&fifth, [title, rel].concat())).await.ok();
    let read = shown(&app, &group, &ana).await;
    assert_eq!((&read["phase"], &read["sealed"]["revision"]), (&json!("in_progress"), &json!(4)));
    // Later revisions are written as ever.
    let (next, fields) = group.task(&ana.keys, id, Some(&fifth), None, &[("title", "Count them all")]);
    ana.send(&group, "put", &put(&next, fields)).await.ok();
    let mut far = next.body.clone();
    far.rev += AHEAD_MOST + 1;
    let far = Revision::sign(far, &ana.keys.signing_key()).unwrap();
    give(&ben, &group, &put(&far, Vec::new())).await.problem(409, "stale-revision");
    // It is no act of whoever gives it back, which they take back or suggest.
    let beside = [
        ("undo", json!(1)),
        ("suggests", json!(true)),
        ("suggestion", json!(NOBODYS)),
        ("subtasks", json!("finish")),
    ];
    for (name, value) in beside {
        let mut sent = body(&put(&fifth, Vec::new()));
        sent["given_back"] = json!(true);
        sent[name] = value;
        ben.person.post(&group.at("put"), &[], sent).await.problem(422, "bad-fields");
    }
    let mut log = body(&both);
    log["given_back"] = json!(true);
    ana.person.post(&group.at("log"), &[], log).await.problem(422, "invalid-input");
}

async fn a_task_that_was_lost_as_a_whole_is_given_back(app: TestApp) {
    let (ana, _, cay, group) = three(&app).await;
    let id = ObjectId::from_bytes(random());
    let (first, of_first) = group.task(
        &ana.keys,
        id,
        None,
        Some(&in_phase(1, None)),
        &[("title", "Count the owls"), ("desc", "All")],
    );
    let (second, title) = group.task(&ana.keys, id, Some(&first), None, &[("title", "Count all owls")]);
    let kept = of_first.into_iter().filter(|field| field.name.as_str() != "title");
    let both = put(&second, kept.chain(title).collect());
    ana.send(&group, "put", &both).await.problem(409, "stale-revision");
    give(&cay, &group, &both).await.ok();
    let read = shown(&app, &group, &ana).await;
    assert_eq!((&read["phase"], &read["sealed"]["revision"]), (&json!("help_wanted"), &json!(2)));
    assert_eq!(read["deliverables_sealed"]["revision"], json!(1));
    let (next, fields) = group.task(&ana.keys, id, Some(&second), None, &[("title", "Count the owls")]);
    ana.send(&group, "put", &put(&next, fields)).await.ok();
    assert_eq!(shown(&app, &group, &ana).await["sealed"]["revision"], json!(3));
}

async fn who_came_is_given_back_by_those_who_let_people_in(app: TestApp) {
    let (ana, ben, _, mut group) = three(&app).await;
    let dia = Somebody::new(&app, "dia").await;
    group.time_ms = 1;
    let soon = u64::try_from(app.clock.now().0 / 1_000).unwrap() + 60_000;
    let (seed, payload) = group.invitation(LogRole::Writer, 1, soon);
    group.append(&ana, payload).await;
    let join = Record::Entry(group.entry(&dia.keys, seed.join(&group.pid, dia.card())));
    ben.send(&group, "log", std::slice::from_ref(&join)).await.problem(422, "bad-author");
    // The invitation has ended since then.
    app.advance(61 * 1_000_000);
    let late = ben.send(&group, "log", std::slice::from_ref(&join)).await.problem(422, "does-not-fold");
    assert_eq!(late["rule"], "expired");
    dia.ask(&group, "log").await.problem(404, "not-found");
    ana.send(&group, "log", std::slice::from_ref(&join)).await.ok();
    let Record::Entry(entry) = &join else { panic!("another record") };
    group.fold.apply(entry).unwrap();
    assert!(records(&dia.ask(&group, "log").await.ok()).contains(&join));
    ana.send(&group, "seals", &[group.seal_to(&dia.card())]).await.ok();
    // Somebody whose account is not there any more comes by themselves.
    let (seed, payload) = group.invitation(LogRole::Writer, 1, NEVER);
    group.append(&ana, payload).await;
    let stranger = crate::support::group::new_keys();
    let join = group.entry(&stranger, seed.join(&group.pid, stranger.card()));
    ana.send(&group, "log", &[Record::Entry(join)]).await.problem(422, "bad-author");
    group.append(&dia, Payload::Leave).await;
}

async fn a_message_is_given_back_by_its_sender_under_the_key_of_its_time(app: TestApp) {
    let (ana, ben, _, mut group) = three(&app).await;
    let id = ObjectId::from_bytes(random());
    let (first, fields) = group.task(&ana.keys, id, None, Some(&in_phase(1, None)), &[("title", "Count")]);
    ana.send(&group, "put", &put(&first, fields)).await.ok();
    let said = group.message(&ben.keys, id, 2, "At the old mill.");
    let (epoch, seals) = group.rotation(&ana.keys);
    ana.send(&group, "log", &[&[Record::Entry(epoch.clone())], &seals[..]].concat()).await.ok();
    group.fold.apply(&epoch).unwrap();
    ben.send(&group, "put", std::slice::from_ref(&said)).await.problem(409, "stale-epoch");
    give(&ben, &group, std::slice::from_ref(&said)).await.ok();
    assert!(records(&ana.ask(&group, "objects").await.ok()).contains(&said));
    // Once, as everywhere.
    give(&ben, &group, std::slice::from_ref(&said)).await.problem(409, "stale-revision");
}

async fn a_device_that_knows_of_more_is_told_so(app: TestApp) {
    let (ana, _, _, group) = three(&app).await;
    let all = ana.ask(&group, "objects").await.ok();
    let next = all["next"].as_i64().unwrap();
    let ahead = ana.ask(&group, &format!("objects?after={}", next + 7)).await.ok();
    assert_eq!((&ahead["next"], &ahead["records"]), (&json!(next), &json!([])));
}
