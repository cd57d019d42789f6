//! The sentinel of the databases: a word of its own is sealed into each field that the formats have, and then stands in no row of any
//! table. (What browsers send, get and print, mail, push and feeds are searched in `e2e/specs/private.spec.ts`, and the files of a
//! server on SQLite.)

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use pursuance::platform::clock::random;
use pursuance_sealed::aead::Nonce;
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::ids::{ObjectId, UnitId};
use pursuance_sealed::invite::InviteNote;
use pursuance_sealed::log::LogRole;
use pursuance_sealed::pbox::{self, Kind};
use pursuance_sealed::record::Record;
use pursuance_sealed::secret::RootKey;
use serde_json::json;

use super::tasks::{Known, in_phase, problem, two};
use crate::support::group::{NEVER, body, put};
use crate::support::inspect::Inspect;
use crate::support::keys::base64url;
use crate::support::speakers::settle;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(no_row_of_any_table_has_a_word_that_was_sealed_and_a_planted_one_is_found);

/// Marks that must not be found, each with its name.
struct Marks(Vec<(String, Vec<u8>)>);

impl Marks {
    /// A text with a word that stands nowhere else.
    fn text(&mut self, of: &str) -> String {
        let word = word();
        self.0.push((of.to_owned(), word.clone().into_bytes()));
        format!("Under the {word}")
    }

    /// One for each field of a sort of objects.
    fn texts(&mut self, of: ObjectType) -> Vec<(&'static str, String)> {
        of.fields().iter().map(|field| (*field, self.text(&format!("{field} of {of:?}")))).collect()
    }

    fn secret(&mut self, of: &str, bytes: &[u8]) {
        self.0.push((of.to_owned(), bytes.to_vec()));
    }
}

fn word() -> String {
    format!("Owl{}Qx", hex::encode(random::<6>()))
}

/// The letters of bytes in base64, wherever in a longer text they begin: after so many bytes that are none of them.
fn base64_of(bytes: &[u8], engine: &impl Engine, before: usize) -> String {
    let written = engine.encode([&b"xx"[..before], bytes].concat());
    // The first and the last letters depend on what stands beside.
    let from = [0, 2, 3][before];
    let until = written.len() - usize::from(!(before + bytes.len()).is_multiple_of(3));
    written[from..until].to_owned()
}

/// How bytes may stand in a dump, in which those of a database are hexadecimal.
fn ways(bytes: &[u8]) -> Vec<(String, String)> {
    let mut ways = vec![("hex".to_owned(), hex::encode(bytes))];
    if let Ok(text) = str::from_utf8(bytes) {
        // An index of words has them in lower case.
        ways.push(("plain".to_owned(), text.to_lowercase()));
    }
    for (name, engine) in [("base64", STANDARD_NO_PAD), ("base64url", URL_SAFE_NO_PAD)] {
        for before in 0..3 {
            let written = base64_of(bytes, &engine, before);
            ways.push((format!("{name} {before} as bytes"), hex::encode(&written)));
            ways.push((format!("{name} {before}"), written));
        }
    }
    ways
}

/// Where something stands, and how.
fn found(dump: &[(String, String)], of: &str, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for (table, rows) in dump {
        let lower = rows.to_lowercase();
        for (way, written) in ways(bytes) {
            if rows.contains(&written) || lower.contains(&written) {
                found.push(format!("{of} ({way}) in {table}"));
            }
        }
    }
    found
}

async fn no_row_of_any_table_has_a_word_that_was_sealed_and_a_planted_one_is_found(app: TestApp) {
    let (ana, ben, mut group) = two(&app).await;
    let (mut marks, mut task) = (Marks(Vec::new()), Known::new());
    for of in ObjectType::ALL {
        let owned = marks.texts(of);
        let texts: Vec<(&str, &str)> = owned.iter().map(|(field, text)| (*field, text.as_str())).collect();
        let object = ObjectId::from_bytes(random());
        match of {
            ObjectType::Pursuance | ObjectType::Profile => {
                let before = group.about.as_ref().filter(|_| of == ObjectType::Pursuance);
                let (revision, fields) = group.revision(&ana.keys, of, before, &texts);
                ana.send(&group, "put", &put(&revision, fields)).await.ok();
            }
            ObjectType::Task => {
                task.write(&group, &ana, in_phase(1, None), &texts).await;
            }
            ObjectType::Chat => {
                let message = group.message(&ana.keys, task.id, 1, texts[0].1);
                ana.send(&group, "put", &[message]).await.ok();
            }
            ObjectType::BlockNote => {
                let note = (of, object, UnitId::of(task.id));
                let (revision, fields) = group.revision_of(&ana.keys, note, None, &texts);
                ana.send(&group, "put", &put(&revision, fields)).await.ok();
            }
            ObjectType::File | ObjectType::DelegationNote | ObjectType::Room => {
                let whole = (of, object, UnitId::of(object));
                let (revision, fields) = group.revision_of(&ana.keys, whole, None, &texts);
                let answer = ana.send(&group, "put", &put(&revision, fields)).await;
                // Data that comes in another way by now belongs above, as it comes.
                let is_known = answer.status.is_success() || problem(&answer) == "not-built-yet";
                assert!(is_known, "{of:?}: {answer:?}");
            }
        }
    }
    let skill = marks.text("a tag");
    let tag = group.secret.tag_key(&group.pid, group.fold.epoch()).tag(&skill).unwrap().to_string();
    let tags = json!({ "kind": "task", "object": task.id.to_string(), "rev": 1, "tags": [{ "tag": tag }] });
    let tags = json!({ "epoch": group.fold.epoch(), "objects": [tags] });
    ana.person.post(&group.at("tags"), &[], tags).await.ok();
    let suggested = marks.text("a suggestion");
    let (revision, fields) = task.next(&group, &ben, &task.rel, &[("desc", suggested.as_str())]);
    let mut suggestion = body(&put(&revision, fields));
    suggestion["suggests"] = json!(true);
    ben.person.post(&group.at("put"), &[], suggestion).await.ok();

    // An invitation, the next key, and what somebody keeps for themselves.
    let (seed, payload) = group.invitation(LogRole::Writer, 1, NEVER);
    let entry = group.entry(&ana.keys, payload);
    let mut text = || marks.text("an invitation");
    let note = InviteNote { role: LogRole::Writer, name: text(), mission: text(), purpose: text() };
    let note = note.seal(&seed, &group.pid, Nonce::from_bytes(random())).unwrap();
    let records = [Record::Entry(entry.clone()), Record::InviteNote { invite: seed.id(), note }];
    ana.send(&group, "log", &records).await.ok();
    group.fold.apply(&entry).unwrap();
    marks.secret("the first key", group.secret.expose());
    let (epoch, seals) = group.rotation(&ana.keys);
    ana.send(&group, "log", &[&[Record::Entry(epoch.clone())], &seals[..]].concat()).await.ok();
    group.fold.apply(&epoch).unwrap();
    let (root, oid) = (RootKey::from_bytes(random()), ObjectId::from_bytes(random()));
    let search = marks.text("a saved search");
    let nonce = Nonce::from_bytes(random());
    let sealed = pbox::seal(&root, &ana.iid(), Kind::Search, &oid, nonce, search.as_bytes()).unwrap();
    let kept = json!({ "kind": "search", "oid": oid.to_string(), "sealed": base64url(sealed) });
    ana.person.perform("box.put", kept).await.ok();
    marks.secret("the second key", group.secret.expose());
    marks.secret("the seed of an invitation", seed.expose());
    marks.secret("a root key", root.expose());
    for one in [&ana, &ben] {
        marks.secret("a key that signs", one.keys.sign.expose());
        marks.secret("a key that opens", one.keys.seal.expose());
    }
    settle(&app).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let dump = inspect.dump().await;
    let all: Vec<String> = marks.0.iter().flat_map(|(of, bytes)| found(&dump, of, bytes)).collect();
    assert_eq!(all, Vec::<String>::new());
    // The server compares the tag: it is there, as it may be.
    assert!(!found(&dump, "the tag", &hex::decode(tag).unwrap()).is_empty());

    // In an open pursuance each of the ways is found, in texts and in bytes.
    let planted = word();
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "" });
    ana.person.perform("pursuance.create", bees).await.ok();
    let mut written = vec![planted.clone(), hex::encode(&planted)];
    written.extend((0..3).map(|before| base64_of(planted.as_bytes(), &STANDARD_NO_PAD, before)));
    for (at, text) in written.iter().enumerate() {
        ana.person.perform("task.create", json!({ "pursuance": "bees", "title": text })).await.ok();
        let (account, bytes) = (ana.person.id.as_str(), inspect.bytes(&hex::encode(text)));
        let row = format!("('{account}', 'search', '{at:032x}', {bytes}, 1)");
        let insert = format!("insert into sealed_box (account, kind, oid, bytes, written) values {row}");
        inspect.spoil(&insert).await;
    }
    let dump = inspect.dump().await;
    let all = found(&dump, "planted", planted.as_bytes()).join("\n");
    for (way, _) in ways(planted.as_bytes()) {
        assert!(all.contains(&format!("planted ({way}) in ")), "{way}: {all}");
    }
}
