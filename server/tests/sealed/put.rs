//! Sealed writing: signed revisions, one after another, each by its author.

use http::Method;
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::ids::{ObjectId, UnitId};
use pursuance_sealed::limits::{BATCH_OBJECTS, OBJECT_BYTES};
use pursuance_sealed::log::{LogRole, Payload};
use pursuance_sealed::record::{Content, FieldRecord, Record};
use pursuance_sealed::revision::Revision;
use serde_json::json;

use crate::support::group::{Group, Somebody, put, records};
use crate::support::inspect::Inspect;
use crate::support::keys::base64url;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_revision_follows_the_one_before_and_is_signed_by_who_may,
    an_older_key_is_stale_and_one_that_is_not_there_is_bad,
    what_has_no_place_yet_is_refused_and_says_so,
    what_is_wrong_by_one_byte_has_a_name_and_leaves_nothing,
    sealed_bytes_take_room_and_hold_no_clear_text,
);

async fn a_revision_follows_the_one_before_and_is_signed_by_who_may(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    let before = group.about.clone().unwrap();
    let texts = [("mission", "Count them at night"), ("name", "Owls")];
    let (next, fields) = group.revision(&ana.keys, ObjectType::Pursuance, Some(&before), &texts);
    // Not without a field, not by another one's account, and not by a writer.
    let short = put(&next, fields.iter().filter(|field| field.name.as_str() != "name").cloned().collect());
    ana.send(&group, "put", &short).await.problem(422, "bad-fields");
    ben.send(&group, "put", &put(&next, fields.clone())).await.problem(422, "bad-author");
    let (his, of_his) = group.revision(&ben.keys, ObjectType::Pursuance, Some(&before), &texts);
    ben.send(&group, "put", &put(&his, of_his)).await.problem(422, "bad-author");
    ana.send(&group, "put", &put(&next, fields.clone())).await.ok();
    let late = ana.send(&group, "put", &put(&next, fields.clone())).await.problem(409, "stale-revision");
    let mut newest = put(&next, fields);
    assert_eq!(records(&late), newest);

    let (profile, of_profile) =
        group.revision(&ben.keys, ObjectType::Profile, None, &[("name", "Ben of the night")]);
    ben.send(&group, "put", &put(&profile, of_profile.clone())).await.ok();
    let objects = ana.ask(&group, "objects").await.ok();
    newest.extend(put(&profile, of_profile.clone()));
    assert_eq!((records(&objects), &objects["next"]), (newest, &json!(3)));
    let later = ana.ask(&group, "objects?after=2").await.ok();
    assert_eq!(records(&later), put(&profile, of_profile));
    // A writer who saw another log is refused: others would take the server for a liar.
    let (mut odd, fields) = group.revision(&ana.keys, ObjectType::Pursuance, Some(&next), &texts);
    odd.body.head.seq += 9;
    let odd = Revision::sign(odd.body, &ana.keys.signing_key()).unwrap();
    ana.send(&group, "put", &put(&odd, fields)).await.problem(409, "stale-log");
}

async fn an_older_key_is_stale_and_one_that_is_not_there_is_bad(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let mut group = Group::found(&ana).await;
    let before = group.about.clone().unwrap();
    let texts = [("name", "Owls")];
    let (old, of_old) = group.revision(&ana.keys, ObjectType::Pursuance, Some(&before), &texts);
    let (epoch, seals) = group.rotation(&ana.keys);
    group.fold.apply(&epoch).unwrap();
    let (new, of_new) = group.revision(&ana.keys, ObjectType::Pursuance, Some(&before), &texts);
    ana.send(&group, "put", &put(&new, of_new.clone())).await.problem(422, "bad-epoch");
    ana.send(&group, "log", &[&[Record::Entry(epoch.clone())], &seals[..]].concat()).await.ok();
    let late = ana.send(&group, "put", &put(&old, of_old)).await.problem(409, "stale-epoch");
    assert_eq!(records(&late), [Record::Entry(epoch)]);
    ana.send(&group, "put", &put(&new, of_new)).await.ok();
    // A key that everybody has left behind is shredded.
    group.append(&ana, Payload::Settings { history: group.fold.history(), floor: 2 }).await;
    let seals = ana.ask(&group, "seals").await.ok();
    assert_eq!(records(&seals).len(), 1);
}

async fn what_has_no_place_yet_is_refused_and_says_so(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let group = Group::found(&ana).await;
    let room = ObjectId::from_bytes([7; 16]);
    let of = (ObjectType::Room, room, UnitId::of(room));
    let (revision, fields) = group.revision_of(&ana.keys, of, None, &[("name", "Night")]);
    ana.send(&group, "put", &put(&revision, fields)).await.problem(422, "not-built-yet");
    // A text in the place of an envelope.
    let before = group.about.clone().unwrap();
    let (next, fields) = group.revision(&ana.keys, ObjectType::Pursuance, Some(&before), &[("name", "Owls")]);
    let name = fields.iter().find(|field| field.name.as_str() == "name").unwrap();
    let Content::Sealed(envelope) = &name.content else { panic!("no envelope") };
    let sealed = envelope.encode().unwrap();
    let mut clear = Record::Field(name.clone()).encode().unwrap();
    let at = clear.len() - sealed.len();
    clear[at..].iter_mut().for_each(|byte| *byte = b'a');
    let texts = [base64url(Record::Revision(next).encode().unwrap()), base64url(clear)];
    let sent = ana.person.post(&group.at("put"), &[], json!({ "records": texts })).await;
    sent.problem(422, "clear-text-refused");
    // More than at once.
    let mut newest = before;
    let mut many = Vec::new();
    for _ in 0..=BATCH_OBJECTS {
        let (next, fields) = group.revision(&ana.keys, ObjectType::Pursuance, Some(&newest), &[]);
        many.extend(put(&next, fields));
        newest = next;
    }
    ana.send(&group, "put", &many).await.problem(422, "too-many");
    many.truncate(many.len() - 2);
    ana.send(&group, "put", &many).await.ok();
    let put = [("content-type", "application/json")];
    let gone = ana.person.send(Method::PUT, &group.at("put"), &put, axum::body::Body::empty()).await;
    gone.problem(405, "method-not-allowed");
}

/// A record of these bytes, whatever they are.
fn record(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind][..], &u32::try_from(body.len()).unwrap().to_be_bytes(), body].concat()
}

/// The same field with an envelope of these bytes.
fn with_envelope(field: &FieldRecord, envelope: &[u8]) -> Vec<u8> {
    let Content::Sealed(own) = &field.content else { panic!("no envelope") };
    let whole = Record::Field(field.clone()).encode().unwrap();
    // Behind kind and length of the record, and before length and bytes of the envelope.
    let before = &whole[5..whole.len() - own.encode().unwrap().len() - 4];
    let length = u32::try_from(envelope.len()).unwrap().to_be_bytes();
    record(4, &[before, &length, envelope].concat())
}

async fn what_is_wrong_by_one_byte_has_a_name_and_leaves_nothing(app: TestApp) {
    let ana = Somebody::new(&app, "ana").await;
    let group = Group::found(&ana).await;
    let texts = [("name", "Owls")];
    let (next, fields) = group.revision(&ana.keys, ObjectType::Pursuance, group.about.as_ref(), &texts);
    let sent: Vec<Vec<u8>> =
        put(&next, fields.clone()).iter().map(|record| record.encode().unwrap()).collect();
    let name = fields.iter().position(|field| field.name.as_str() == "name").unwrap();
    let Content::Sealed(envelope) = &fields[name].content else { panic!("no envelope") };
    let envelope = envelope.encode().unwrap();
    // In place of the revision, which stands first, or of the name.
    let instead = |at: usize, bytes: Vec<u8>| {
        let mut sent = sent.clone();
        sent[at] = bytes;
        sent
    };
    let changed = |change: fn(&mut Vec<u8>)| {
        let mut bytes = sent[0].clone();
        change(&mut bytes);
        instead(0, bytes)
    };
    let mut ahead = next.body.clone();
    ahead.generation = 1;
    let ahead = Revision::sign(ahead, &ana.keys.signing_key()).unwrap();
    let cases: [(&str, &str, Vec<Vec<u8>>); 7] = [
        ("put", "bad-signature", changed(|bytes| *bytes.last_mut().unwrap() ^= 1)),
        ("put", "bad-length", changed(|bytes| bytes.push(0))),
        // The time: behind kind and length, version, pursuance, object, unit, number, previous one, epoch and generation.
        ("put", "bad-number", changed(|bytes| bytes[5 + 114..5 + 122].fill(0xff))),
        ("put", "bad-epoch", instead(0, Record::Revision(ahead).encode().unwrap())),
        (
            "put",
            "bad-padding",
            instead(1 + name, with_envelope(&fields[name], &[&envelope[..], &[0]].concat())),
        ),
        (
            "put",
            "too-large",
            instead(1 + name, with_envelope(&fields[name], &[&envelope[..], &[0; OBJECT_BYTES]].concat())),
        ),
        ("log", "too-large", vec![record(1, &[0; OBJECT_BYTES + 1])]),
    ];
    let inspect = Inspect::open(&app.config.database_url).await;
    let kept = async || {
        let (log, objects) = (ana.ask(&group, "log").await.ok(), ana.ask(&group, "objects").await.ok());
        (log, objects, inspect.count("text_version").await, inspect.count("event").await)
    };
    let before = kept().await;
    for (door, why, records) in cases {
        let records: Vec<String> = records.iter().map(base64url).collect();
        ana.person.post(&group.at(door), &[], json!({ "records": records })).await.problem(422, why);
    }
    assert_eq!(kept().await, before);
    // Nothing else was wrong with it.
    ana.send(&group, "put", &put(&next, fields)).await.ok();
}

async fn sealed_bytes_take_room_and_hold_no_clear_text(app: TestApp) {
    let (ana, ben) = (Somebody::new(&app, "ana").await, Somebody::new(&app, "ben").await);
    let mut group = Group::found(&ana).await;
    group.admit(&ana, &ben, LogRole::Writer).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let bytes = |of: &str| format!("select cast(bytes as text) from text_room where actor = '{of}'");
    let kept = async |of: &str| inspect.text(&bytes(of)).await.parse::<i64>().unwrap();
    let slug = group.slug(&app).await;
    let id = inspect.text(&format!("select actor from pursuance where slug = '{slug}'")).await;
    let in_all = kept(&id).await;
    assert_eq!(in_all, kept(ana.person.id.as_str()).await + kept(ben.person.id.as_str()).await);
    assert!(in_all > 500, "{in_all}");
    let bare =
        "select coalesce(body, '') || cast(field as text) from text_version where envelope is not null";
    assert_eq!(inspect.rows(bare).await.concat(), ["name"]);
}
