//! Vectors for what `vectors.json` has none of: the later types of the log, and formats that were added. They are made
//! here and kept in `vectors-more.json`, for implementations in other languages. `UPDATE=1 cargo test -p pursuance-sealed
//! more` writes the file anew; without it, the file must be what is made.

use pursuance_sealed::account::{Cost, Realm, Username};
use pursuance_sealed::bundle::RecordBundle;
use pursuance_sealed::chat::{
    DeletedMessage, Message as ChatMessage, MessageContent as ChatContent, MessageSpot, Said,
};
use pursuance_sealed::checkpoint;
use pursuance_sealed::delegation::{GrantedKey, Package, PackageAddress, PackageGrant};
use pursuance_sealed::envelope::{FieldName, ObjectType, Place, SealedEnvelope};
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::epoch_card::{self, EpochCard};
use pursuance_sealed::field::{FieldContents as FieldValue, Level, TaskSize};
use pursuance_sealed::file::{FileHash, Header, Meta};
use pursuance_sealed::identity::{IdentityCard, SecretKeys};
use pursuance_sealed::ids::{DelegationId, EdKey, Hash, Head, Iid, ObjectId, Pid, Signature, UnitId, XKey};
use pursuance_sealed::log::{
    Delegate, DelegateRights, Entry, Fold, HistoryRule, LogRole, Payload, sign_rekey,
};
use pursuance_sealed::moved::MoveLink;
use pursuance_sealed::pbox::Pins;
use pursuance_sealed::place::{Answer, PlaceRequest};
use pursuance_sealed::record::{Content, FieldRecord, FileRecord, Message, Record};
use pursuance_sealed::relay::{Post, RelayRead};
use pursuance_sealed::revision::{self, FieldRef, Rel, Revision};
use pursuance_sealed::secret::{FileKey, RecoverySecret, RootKey, SlotKey};
use pursuance_sealed::sign::{SigningKey, VerifyKey};
use pursuance_sealed::slot::{self, RootSlot};
use serde_json::{Map, Value, json};

use crate::support::{
    self, Log, Same, array, bytes16, bytes32, check_scenario, hex, invite, list, nonce, person, seed, text,
};
use crate::{bundles, edges};

const FILE: &str = "tests/vectors-more.json";
/// The keys of the file that say something of it, and are no vectors.
const SAID: [&str; 3] = ["format", "version", "note"];

#[test]
fn the_file_is_what_is_made() {
    let mut made = Value::Object(make());
    // Another crate of the workspace makes `serde_json` keep the order in which keys were put in.
    made.sort_all_objects();
    let made = format!("{made:#}\n");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "write it anew: UPDATE=1 cargo test -p pursuance-sealed more");
}

fn make() -> Map<String, Value> {
    let mut all = Map::new();
    all.insert("format".into(), json!("pursuance-e2ee-vectors-more"));
    all.insert("version".into(), json!(1));
    all.insert(
        "note".into(),
        json!("all byte strings lower-case hex. Made by sealed/tests/more.rs and edges.rs; read by sealed/js, too. Nonces and keys are SHA-256 of names, never random: for tests alone"),
    );
    all.insert("people".into(), people());
    all.insert("log_scenarios".into(), scenarios());
    all.insert("cards".into(), cards());
    all.insert("slots".into(), slots());
    all.insert("recovery".into(), recovery());
    all.insert("fields".into(), fields());
    all.insert("chat".into(), chat());
    all.insert("pins".into(), pins());
    all.insert("move_link".into(), move_link());
    all.insert("place".into(), place());
    all.insert("checkpoint".into(), checkpoint());
    all.insert("relay".into(), relay());
    all.insert("records".into(), records());
    all.insert("bundle".into(), bundle());
    edges::add(&mut all);
    all.insert("bundles".into(), bundles::make());
    all
}

pub fn to_hex(bytes: impl AsRef<[u8]>) -> Value {
    Value::String(hex::encode(bytes))
}

pub const NAMES: [&str; 5] = ["ann", "ben", "cem", "dia", "eve"];

fn people() -> Value {
    let people = NAMES.map(|name| {
        let keys = person(name);
        json!({
            "name": name,
            "ed_seed": to_hex(keys.sign.expose()),
            "x_sk": to_hex(keys.seal.expose()),
            "created_ms": keys.created_ms,
            "iid": keys.iid().to_string(),
            "card": to_hex(keys.card().encode()),
        })
    });
    json!(people)
}

// --- the log --------------------------------------------------------------------------------------------

/// A scenario as the file says it: the entries, and what the fold makes of them.
fn scenario(name: &str, log: &Log) -> Value {
    scenario_of(name, log, &[])
}

/// The same, with bytes behind that are perhaps no entries.
pub fn scenario_of(name: &str, log: &Log, more: &[Vec<u8>]) -> Value {
    let entries = log.entries.iter().map(Entry::as_bytes).chain(more.iter().map(Vec::as_slice));
    let mut said = json!({
        "name": name,
        "pid": log.pid.to_string(),
        "entries": entries.map(to_hex).collect::<Vec<_>>(),
    });
    let (fold, stopped) = support::folded(&said);
    let members: Vec<_> =
        fold.members().map(|(iid, member)| json!([iid.to_string(), member.role.number()])).collect();
    said["expect"] = json!(if stopped.is_none() { "ok" } else { "invalid" });
    said["at"] = json!(stopped.map(|(at, _)| at));
    said["reason"] = json!(stopped.map(|(_, reason)| reason));
    said["members"] = if stopped.is_none() { json!(members) } else { Value::Null };
    said["epoch"] = json!(fold.epoch());
    said["head"] = json!(fold.head().filter(|_| stopped.is_none()).map(|head| head.hash.to_string()));
    if stopped.is_none() {
        said["state"] = state(&fold);
    }
    said
}

fn state(fold: &Fold) -> Value {
    let open: Vec<_> = fold.open_invites().map(|(id, invite)| json!([id.to_string(), invite.uses])).collect();
    let delegations: Vec<_> = fold
        .open_delegations()
        .map(|it| {
            json!([it.terms.id.to_string(), it.terms.epoch, it.terms.write_key.map(|key| key.to_string())])
        })
        .collect();
    let units: Vec<_> = ["a task", "another task"]
        .map(|name| UnitId::from_bytes(bytes16(name)))
        .iter()
        .map(|unit| json!([unit.to_string(), fold.generation(unit)]))
        .collect();
    json!({
        "history": fold.history().number(),
        "floor": fold.floor(),
        "rotation_pending": fold.is_rotation_pending(),
        "open_invites": open,
        "open_delegations": delegations,
        "generations": units,
        "moved": fold.moved().map(|moved| json!([moved.base_url, moved.effective_seq])),
        "heirs": fold.heirs().map(|(old, heir)| json!([old.to_string(), heir.to_string()])).collect::<Vec<_>>(),
    })
}

/// A group: ann founds it, ben moderates, cem writes, dia reads.
pub fn group(history: HistoryRule) -> Log {
    let ann = person("ann");
    let mut log = Log::new(&ann, history);
    log.add(&ann, LogRole::Moderator, &person("ben"));
    log.add(&ann, LogRole::Writer, &person("cem"));
    log.add(&ann, LogRole::Reader, &person("dia"));
    log
}

pub fn unit(name: &str) -> UnitId {
    UnitId::from_bytes(bytes16(name))
}

pub fn terms(epoch: u32, write_key: Option<EdKey>) -> Delegate {
    Delegate {
        id: DelegationId::from_bytes(bytes16("a delegation")),
        unit: unit("a task"),
        delegate: Pid::from_bytes(bytes32("the delegate")),
        epoch,
        key: XKey::from_bytes(bytes32("its epoch key")),
        rights: DelegateRights::new(true, true, true),
        write_key,
        card: Hash::from_bytes(bytes32("its card")),
    }
}

fn write_key() -> SigningKey {
    SigningKey::from_seed(&pursuance_sealed::secret::EdSeed::from_bytes(bytes32("its writing key")))
}

pub fn rekey(pid: &Pid, old: &SecretKeys, new: &SecretKeys) -> Payload {
    let signature = sign_rekey(&new.signing_key(), pid, &old.iid());
    Payload::Rekey { old: old.iid(), card: new.card(), signature }
}

/// cem goes over to the keys of eve, and an admin replaces those by the keys of fay.
fn rekeyed_twice(log: &mut Log) -> &mut Log {
    let [ann, cem, eve, fay] = ["ann", "cem", "eve", "fay"].map(person);
    let own = rekey(&log.pid, &cem, &eve);
    log.say(&cem, own).rotate(&eve);
    let other = rekey(&log.pid, &eve, &fay);
    log.say(&ann, other).rotate(&ann)
}

pub fn revoke(id: &str, units: &[(&str, u32)]) -> Payload {
    let mut units: Vec<_> = units.iter().map(|(name, generation)| (unit(name), *generation)).collect();
    units.sort_unstable();
    Payload::DelegateRevoke { id: DelegationId::from_bytes(bytes16(id)), units }
}

fn scenarios() -> Value {
    let [ann, ben, cem, dia, eve] = NAMES.map(person);
    let mut all = Vec::new();
    let mut make = |name: &str, history: HistoryRule, write: &dyn Fn(&mut Log)| {
        let mut log = group(history);
        write(&mut log);
        all.push(scenario(name, &log));
    };
    let full = HistoryRule::Full;

    make("rekey by oneself, then an epoch of the new keys", full, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 9));
        let payload = rekey(&log.pid, &cem, &eve);
        log.force(&cem, payload).rotate(&eve);
    });
    make("rekey by an admin, who writes the epoch", full, &|log| {
        let payload = rekey(&log.pid, &dia, &eve);
        log.force(&ann, payload).rotate(&ann);
    });
    make("rekey by an admin, the new keys write the epoch", full, &|log| {
        let payload = rekey(&log.pid, &dia, &eve);
        log.force(&ann, payload).rotate(&eve);
    });
    make("rekey by a moderator of somebody else", full, &|log| {
        let payload = rekey(&log.pid, &dia, &eve);
        log.force(&ben, payload);
    });
    make("rekey without an epoch", full, &|log| {
        let payload = rekey(&log.pid, &cem, &eve);
        log.force(&cem, payload);
    });
    make("rekey, then a removal in place of the epoch", full, &|log| {
        let payload = rekey(&log.pid, &dia, &eve);
        log.force(&ann, payload).force(&ann, Payload::Remove { iid: cem.iid() });
    });
    make("rekey, the epoch by another moderator", full, &|log| {
        let payload = rekey(&log.pid, &cem, &eve);
        let epoch = log.force(&cem, payload).epoch();
        log.force(&ben, epoch);
    });
    make("rekey, the signature of the new keys names another", full, &|log| {
        let Payload::Rekey { old, card, .. } = rekey(&log.pid, &cem, &eve) else { panic!() };
        let signature = sign_rekey(&eve.signing_key(), &log.pid, &dia.iid());
        log.force(&cem, Payload::Rekey { old, card, signature });
    });
    make("rekey to keys that are a member's", full, &|log| {
        let payload = rekey(&log.pid, &cem, &dia);
        log.force(&cem, payload);
    });
    make("rekey of nobody", full, &|log| {
        let payload = rekey(&log.pid, &eve, &person("fay"));
        log.force(&ann, payload);
    });
    make("rekey by oneself and then by an admin", full, &|log| {
        rekeyed_twice(log);
    });
    make("who was replaced comes in again, and is nobody's heir", full, &|log| {
        rekeyed_twice(log).add(&ann, LogRole::Writer, &cem);
    });
    make("who was replaced goes on for somebody else, and in no circle", full, &|log| {
        rekeyed_twice(log);
        let payload = rekey(&log.pid, &person("fay"), &cem);
        log.say(&ann, payload).rotate(&ann);
    });
    make("who goes on for somebody is removed", full, &|log| {
        rekeyed_twice(log).say(&ann, Payload::Remove { iid: person("fay").iid() }).rotate(&ann);
    });
    make("an invitation ends with a rekey", full, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 9));
        let payload = rekey(&log.pid, &cem, &eve);
        log.force(&cem, payload).rotate(&eve);
        let join = seed("open").join(&log.pid, person("fay").card());
        log.force(&person("fay"), join);
    });
    make("delegated, then with a writing key", full, &|log| {
        log.force(&ben, Payload::Delegate(terms(4, None)));
        log.force(&ann, Payload::Delegate(terms(5, Some(write_key().public()))));
    });
    make("delegated by a writer", full, &|log| {
        log.force(&cem, Payload::Delegate(terms(4, None)));
    });
    make("delegated again with other rights", full, &|log| {
        log.force(&ben, Payload::Delegate(terms(4, None)));
        let other = Delegate { rights: DelegateRights::new(true, false, false), ..terms(4, None) };
        log.force(&ben, Payload::Delegate(other));
    });
    make("a delegation is revoked, two units rise", full, &|log| {
        log.force(&ben, Payload::Delegate(terms(4, None)));
        log.force(&ben, revoke("a delegation", &[("a task", 1), ("another task", 3)]));
    });
    make("a delegation is revoked twice", full, &|log| {
        log.force(&ben, Payload::Delegate(terms(4, None)));
        log.force(&ben, revoke("a delegation", &[("a task", 1)]));
        log.force(&ben, revoke("a delegation", &[("a task", 2)]));
    });
    make("a delegation is revoked, and its id used again", full, &|log| {
        log.force(&ben, Payload::Delegate(terms(4, None)));
        log.force(&ben, revoke("a delegation", &[("a task", 1)]));
        log.force(&ben, Payload::Delegate(terms(5, None)));
    });
    make("a delegation is revoked, a generation stays", full, &|log| {
        log.force(&ben, Payload::Delegate(terms(4, None)));
        log.force(&ben, revoke("a delegation", &[("a task", 0)]));
    });
    make("a delegation that nobody made is revoked", full, &|log| {
        log.force(&ben, revoke("no delegation", &[("a task", 1)]));
    });
    make("moved by an admin", full, &|log| {
        let base_url = "https://other.example".to_owned();
        log.force(&ann, Payload::Move { base_url, effective_seq: 9 });
    });
    make("moved by a moderator", full, &|log| {
        let base_url = "https://other.example".to_owned();
        log.force(&ben, Payload::Move { base_url, effective_seq: 9 });
    });
    make("a checkpoint by a reader", full, &|log| {
        log.force(&dia, Payload::Checkpoint { objects: 3, root: Hash::from_bytes(bytes32("root")) });
    });
    make("a checkpoint by a stranger", full, &|log| {
        log.force(&eve, Payload::Checkpoint { objects: 3, root: Hash::from_bytes(bytes32("root")) });
    });
    make("settings: history from full to from-join, the next epoch has no box", full, &|log| {
        log.force(&ann, Payload::Settings { history: HistoryRule::FromJoin, floor: 0 }).rotate(&ann);
    });
    make("settings: history back to full", HistoryRule::FromJoin, &|log| {
        log.force(&ann, Payload::Settings { history: full, floor: 0 });
    });
    make("settings: the floor falls", full, &|log| {
        log.rotate(&ann).force(&ann, Payload::Settings { history: full, floor: 2 });
        log.force(&ann, Payload::Settings { history: full, floor: 1 });
    });
    make("history from join: a previous box", HistoryRule::FromJoin, &|log| {
        let Payload::Epoch { epoch, commit, key, .. } = log.epoch() else { panic!() };
        let prev = Log::secret(2).seal_prev(&log.pid, 2, &Log::secret(1), nonce("prev"));
        log.force(&ann, Payload::Epoch { epoch, commit, key, prev: Some(prev) });
    });
    make("history from join: a writer rotates after somebody joined", HistoryRule::FromJoin, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Reader, 1));
        let join = seed("open").join(&log.pid, eve.card());
        log.force(&eve, join).rotate(&cem);
    });
    make("history from join: somebody joined, and nobody rotated yet", HistoryRule::FromJoin, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Reader, 1));
        let join = seed("open").join(&log.pid, eve.card());
        log.force(&eve, join);
    });
    make("unit bump by a moderator", full, &|log| {
        log.force(&ben, Payload::UnitBump { unit: unit("a task"), generation: 7 });
    });
    make("unit bump that does not rise", full, &|log| {
        log.force(&ben, Payload::UnitBump { unit: unit("a task"), generation: 7 });
        log.force(&ben, Payload::UnitBump { unit: unit("a task"), generation: 7 });
    });
    make("unit bump by a writer", full, &|log| {
        log.force(&cem, Payload::UnitBump { unit: unit("a task"), generation: 1 });
    });
    make("an invitation of which many use more than 65,535 is unlimited", full, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Writer, u16::MAX));
        let join = seed("open").join(&log.pid, eve.card());
        log.force(&eve, join);
    });
    make("the id of an ended invitation again", full, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 1));
        log.force(&ben, Payload::InviteRevoke { id: seed("open").id() });
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 1));
    });
    make("an ended invitation is revoked", full, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 1));
        log.force(&ben, Payload::InviteRevoke { id: seed("open").id() });
        log.force(&ann, Payload::InviteRevoke { id: seed("open").id() });
    });
    make("a member is added again", full, &|log| {
        log.force(&ann, Payload::Add { role: LogRole::Admin, card: cem.card() });
    });
    make("a role for a stranger", full, &|log| {
        log.force(&ann, Payload::Role { iid: eve.iid(), role: LogRole::Writer });
    });
    make("a role from a moderator", full, &|log| {
        log.force(&ben, Payload::Role { iid: cem.iid(), role: LogRole::Reader });
    });
    make("somebody removes himself", full, &|log| {
        log.force(&ann, Payload::Remove { iid: ann.iid() });
    });
    make("a card to which nothing can be sealed", full, &|log| {
        log.force(&ann, Payload::Add { role: LogRole::Reader, card: bad_card() });
    });
    make("a second genesis", full, &|log| {
        let payload = log.entries[0].body.payload.clone();
        log.force(&ann, payload);
    });
    all.push(scenario("the genesis alone", &Log::bare(&ann, full)));
    edges::scenarios(&mut all);
    json!(all)
}

#[test]
fn log_scenarios() {
    let all = kept();
    let scenarios = list(&all, "log_scenarios");
    assert!(scenarios.len() > 35);
    let mut reasons = std::collections::BTreeSet::new();
    for scenario in scenarios {
        let fold = check_scenario(scenario);
        if let Some(reason) = scenario["reason"].as_str() {
            reasons.insert(reason);
        } else {
            assert_eq!(scenario["state"], state(&fold), "{}", text(scenario, "name"));
        }
    }
    for reason in
        ["rekey-sig", "member", "delegation", "generation", "history", "floor", "has-prev", "card", "genesis"]
    {
        assert!(reasons.contains(reason), "no scenario ends with {reason}");
    }
}

// --- objects --------------------------------------------------------------------------------------------

/// Signed by its owner, with a key of small order to seal to.
pub fn bad_card() -> IdentityCard {
    let keys = person("eve");
    let mut card = IdentityCard { seal: XKey::ZERO, ..keys.card() };
    let body = card.encode();
    card.signature = keys.signing_key().sign("pv1/card", &[&body[..IdentityCard::LEN - Signature::LEN]]);
    card
}

fn cards() -> Value {
    let key = person("eve").signing_key();
    let good = person("eve").card();
    let other = IdentityCard { created_ms: good.created_ms + 1, ..good };
    let bad = bad_card();
    assert_eq!(bad.sign, key.public());
    json!([
        { "what": "good", "card": to_hex(good.encode()), "ok": true },
        { "what": "another time than was signed", "card": to_hex(other.encode()), "ok": false },
        { "what": "nothing can be sealed to it: X25519 gives zeros", "card": to_hex(bad.encode()), "ok": false },
    ])
}

#[test]
fn cards_hold_or_not() {
    for it in list(&kept(), "cards") {
        let card = IdentityCard::decode(&hex(it, "card")).unwrap();
        assert_eq!(card.check().is_ok(), it["ok"].as_bool().unwrap(), "{}", text(it, "what"));
    }
}

fn slots() -> Value {
    let (root, key) = (RootKey::from_bytes(bytes32("root")), SlotKey::from_bytes(bytes32("slot key")));
    let (realm, name) = (Realm::parse("one.example:8443").unwrap(), Username::parse("ann").unwrap());
    let kinds = [
        slot::Kind::Passphrase { cost: Cost::DEFAULT, salt: bytes16("salt") },
        slot::Kind::Recovery,
        slot::Kind::Passkey { credential: b"a credential".to_vec() },
    ];
    let slots = kinds.map(|kind| {
        let slot = RootSlot::seal(kind, &root, &key, &realm, &name, nonce("slot")).unwrap();
        to_hex(slot.encode().unwrap())
    });
    json!({
        "realm": realm.as_str(), "user": name.as_str(), "root_key": to_hex(root.expose()),
        "slot_key": to_hex(key.expose()), "slots": slots,
    })
}

#[test]
fn slots_open() {
    let it = &kept()["slots"];
    let (realm, name) =
        (Realm::parse(text(it, "realm")).unwrap(), Username::parse(text(it, "user")).unwrap());
    let key = SlotKey::from_bytes(array(it, "slot_key"));
    for (slot, length) in list(it, "slots").iter().zip([99, 74, 75 + 12]) {
        let bytes = hex::decode(slot.as_str().unwrap()).unwrap();
        assert_eq!(bytes.len(), length);
        let root = RootSlot::decode(&bytes).unwrap().open(&key, &realm, &name).unwrap();
        assert_eq!(*root.expose(), array(it, "root_key"));
    }
}

fn recovery() -> Value {
    let secret = RecoverySecret::from_bytes(bytes32("recovery"));
    json!({ "secret": to_hex(secret.expose()), "text": secret.to_text().as_str() })
}

#[test]
fn recovery_kits_are_read() {
    let it = &kept()["recovery"];
    let secret = RecoverySecret::parse(text(it, "text")).unwrap();
    assert_eq!(*secret.expose(), array(it, "secret"));
    let typed = text(it, "text").to_lowercase().replace('-', " ").replace('1', "l");
    assert!(RecoverySecret::parse(&typed).unwrap() == secret);
    let slip = text(it, "text").replacen(|letter: char| letter != '0', "0", 9);
    assert!(RecoverySecret::parse(&slip).is_err());
}

fn values() -> Vec<(ObjectType, &'static str, FieldValue)> {
    let text = |text: &str| FieldValue::Text(text.to_owned());
    vec![
        (ObjectType::Pursuance, "name", text("River watch")),
        (ObjectType::Task, "title", text("Plakate kleben – Köln")),
        (ObjectType::Task, "skills", FieldValue::Skills(vec!["first aid".into(), "Übersetzung".into()])),
        (ObjectType::Task, "due", FieldValue::Due(1_800_000_000_000)),
        (ObjectType::Task, "size", FieldValue::Size(TaskSize::Medium)),
        (ObjectType::Task, "urgency", FieldValue::IsUrgent(true)),
        (ObjectType::Task, "x", text("reenc")),
        (
            ObjectType::Profile,
            "skills",
            FieldValue::Levels(vec![("first aid".into(), Level::Mentor), ("maps".into(), Level::Learning)]),
        ),
        (ObjectType::Room, "life", FieldValue::Life(Some(604_800))),
        (ObjectType::Room, "life", FieldValue::Life(None)),
        (
            ObjectType::File,
            "meta",
            FieldValue::File(Meta {
                key: FileKey::from_bytes(bytes32("file key")),
                size: 36,
                sha256: Hash::from_bytes(bytes32("content")),
                media_type: "image/png".into(),
                name: "map.png".into(),
                thumbnail: Some(ObjectId::from_bytes(bytes16("thumbnail"))),
            }),
        ),
    ]
}

fn fields() -> Value {
    let pid = Pid::from_bytes(bytes32("a pursuance"));
    let unit = unit("a task");
    let key = Log::secret(1).content_key(&pid, 1).unit_key(&unit, 0);
    let fields: Vec<_> = values()
        .into_iter()
        .map(|(object_type, name, value)| {
            let field = FieldName::parse(name).unwrap();
            let object = ObjectId::from_bytes(bytes16("an object"));
            let place = Place { pid, unit, object_type, object, field: &field, rev: 3 };
            let plain = value.encode().unwrap();
            let envelope = SealedEnvelope::seal(&place, 1, 0, &key, nonce(name), &plain).unwrap();
            json!({
                "otype": object_type.number(), "field": name, "plaintext": to_hex(&plain[..]),
                "envelope": to_hex(envelope.encode().unwrap()),
            })
        })
        .collect();
    json!({
        "pid": pid.to_string(), "unit": unit.to_string(), "oid": to_hex(bytes16("an object")), "rev": 3,
        "epoch": 1, "gen": 0, "unit_key": to_hex(key.expose()), "fields": fields,
    })
}

#[test]
fn fields_open_to_their_values() {
    let it = &kept()["fields"];
    let key = pursuance_sealed::secret::UnitKey::from_bytes(array(it, "unit_key"));
    for (field, (object_type, name, value)) in list(it, "fields").iter().zip(values()) {
        assert_eq!(
            (text(field, "field"), field["otype"].as_u64()),
            (name, Some(object_type.number().into()))
        );
        let name = FieldName::parse(name).unwrap();
        let place = Place {
            pid: Pid::from_bytes(array(it, "pid")),
            unit: UnitId::from_bytes(array(it, "unit")),
            object_type,
            object: ObjectId::from_bytes(array(it, "oid")),
            field: &name,
            rev: 3,
        };
        let opened = SealedEnvelope::decode(&hex(field, "envelope")).unwrap().open(&place, &key).unwrap();
        assert_eq!(*opened, hex(field, "plaintext"));
        assert!(FieldValue::decode(object_type, name.as_str(), &opened).unwrap() == value);
    }
}

fn said() -> Vec<Said> {
    let message = ObjectId::from_bytes(bytes16("a message"));
    let gone = |name: &str| DeletedMessage { message, hash: Hash::from_bytes(bytes32(name)) };
    vec![
        Said::Text("Who is there on Saturday?".into()),
        Said::Edit { of: message, text: "Who is there on Sunday?".into() },
        Said::Retract(vec![gone("first"), gone("second")]),
        Said::File { file: ObjectId::from_bytes(bytes16("a file")), text: String::new() },
        Said::Reaction { to: message, is_on: true, emoji: "👍".into() },
        Said::Removal { gone: vec![gone("first")], reason: "an address of somebody".into() },
        Said::Reply { to: message, text: "I am".into() },
    ]
}

fn chat() -> Value {
    let (ann, pid, unit) = (person("ann"), Pid::from_bytes(bytes32("a pursuance")), unit("a room"));
    let key = Log::secret(1).content_key(&pid, 1).unit_key(&unit, 0);
    let mut prev = Hash::ZERO;
    let mut messages = Vec::new();
    for (said, sender_seq) in said().into_iter().zip(1..) {
        let name = format!("message {sender_seq}");
        let spot = MessageSpot { pid, unit, message: ObjectId::from_bytes(bytes16(&name)) };
        let head = Head { seq: 4, hash: Hash::from_bytes(bytes32("head")) };
        let content =
            ChatContent { sender: ann.iid(), sender_seq, prev, head, time_ms: 1_760_000_000_000, said };
        let kind = content.said.kind();
        let message = ChatMessage::sign(content, spot, 1, 0, &ann.signing_key()).unwrap();
        let envelope = message.seal(spot, 1, 0, &key, nonce(&name)).unwrap();
        messages.push(json!({
            "oid": spot.message.to_string(), "kind": kind, "signed": to_hex(message.as_bytes()),
            "hash": message.hash().to_string(), "envelope": to_hex(envelope.encode().unwrap()),
        }));
        prev = message.hash();
    }
    json!({
        "pid": pid.to_string(), "unit": unit.to_string(), "sender": "ann", "unit_key": to_hex(key.expose()),
        "messages": messages,
    })
}

#[test]
fn messages_open() {
    let it = &kept()["chat"];
    let key = pursuance_sealed::secret::UnitKey::from_bytes(array(it, "unit_key"));
    let ann = VerifyKey::parse(&person("ann").card().sign).unwrap();
    let mut prev = Hash::ZERO;
    for (message, said) in list(it, "messages").iter().zip(said()) {
        let (pid, unit) = (Pid::from_bytes(array(it, "pid")), UnitId::from_bytes(array(it, "unit")));
        let spot = MessageSpot { pid, unit, message: ObjectId::from_bytes(array(message, "oid")) };
        let envelope = SealedEnvelope::decode(&hex(message, "envelope")).unwrap();
        let opened = ChatMessage::open(&envelope, spot, &key).unwrap();
        opened.verify(spot, &envelope, &ann).unwrap();
        assert_eq!(opened.content.said, said);
        assert_eq!(opened.content.prev, prev);
        assert_eq!(opened.hash().to_string(), text(message, "hash"));
        prev = opened.hash();
    }
}

fn pins() -> Value {
    let pid = Pid::from_bytes(bytes32("a pursuance"));
    let pins = Pins { pid, head: Head { seq: 12, hash: Hash::from_bytes(bytes32("head")) }, epoch: 3 };
    json!({ "pid": pid.to_string(), "head_seq": 12, "epoch": 3, "pins": to_hex(pins.encode().unwrap()) })
}

#[test]
fn pins_are_read() {
    let it = &kept()["pins"];
    let pins = Pins::decode(&hex(it, "pins")).unwrap();
    assert_eq!((pins.pid.to_string().as_str(), pins.head.seq, pins.epoch), (text(it, "pid"), 12, 3));
}

fn move_link() -> Value {
    let link = MoveLink {
        pid: Pid::from_bytes(bytes32("a pursuance")),
        head: Head { seq: 12, hash: Hash::from_bytes(bytes32("head")) },
        base_url: "https://other.example".into(),
    };
    json!({ "base_url": link.base_url, "link": link.to_text().unwrap() })
}

#[test]
fn links_of_moves_are_read() {
    let it = &kept()["move_link"];
    let link = MoveLink::parse(text(it, "link")).unwrap();
    assert_eq!((link.base_url.as_str(), link.head.seq), (text(it, "base_url"), 12));
    assert_eq!(link.to_text().unwrap(), text(it, "link"));
}

fn place() -> Value {
    let [ann, cem, eve] = ["ann", "cem", "eve"].map(person);
    let asked =
        PlaceRequest { pid: Pid::from_bytes(bytes32("a pursuance")), old: cem.iid(), admin: ann.iid() };
    let answer = asked.answer(&eve);
    json!({
        "pid": asked.pid.to_string(), "old": asked.old.to_string(), "admin": asked.admin.to_string(),
        "asked": asked.to_text(), "by": "eve", "answer": answer.to_text(),
        "of_another": Answer { old: ann.iid(), ..answer }.to_text(),
    })
}

#[test]
fn places_are_asked_for_and_answered() {
    let it = &kept()["place"];
    let asked = PlaceRequest::parse(text(it, "asked")).unwrap();
    assert_eq!(
        [asked.pid.to_string(), asked.old.to_string(), asked.admin.to_string()],
        [text(it, "pid"), text(it, "old"), text(it, "admin")]
    );
    let answer = Answer::parse(text(it, "answer")).unwrap();
    answer.check().unwrap();
    assert_eq!(answer, asked.answer(&person(text(it, "by"))));
    // It holds for the place that it was asked of.
    Answer::parse(text(it, "of_another")).unwrap().check().unwrap_err();
    assert!(PlaceRequest::parse(text(it, "answer")).is_err() && Answer::parse(text(it, "asked")).is_err());
}

fn checkpoint() -> Value {
    let objects: Vec<_> = (1..=5)
        .map(|rev| {
            (
                ObjectId::from_bytes(bytes16(&format!("object {rev}"))),
                rev,
                Hash::from_bytes(bytes32(&format!("{rev}"))),
            )
        })
        .collect();
    let said = objects.iter().map(|(id, rev, hash)| json!([id.to_string(), rev, hash.to_string()]));
    json!({ "objects": said.collect::<Vec<_>>(), "root": checkpoint::root(objects).to_string() })
}

#[test]
fn checkpoints_agree() {
    let it = &kept()["checkpoint"];
    let objects = list(it, "objects").iter().map(|object| {
        let id = ObjectId::from_slice(&hex::decode(object[0].as_str().unwrap()).unwrap()).unwrap();
        let hash = Hash::from_slice(&hex::decode(object[2].as_str().unwrap()).unwrap()).unwrap();
        (id, object[1].as_u64().unwrap(), hash)
    });
    assert_eq!(checkpoint::root(objects.rev()).to_string(), text(it, "root"));
    assert!(checkpoint::root([]).is_zero());
}

fn relay() -> Value {
    let (ann, pid) = (person("ann"), Pid::from_bytes(bytes32("a pursuance")));
    let key = ann.signing_key();
    let read = RelayRead::sign(&pid, ann.iid(), 1_760_000_000_000, &key);
    let log = group(HistoryRule::Full);
    let records = vec![Record::Entry(log.entries[0].clone())];
    let post = Post::sign(log.pid, ann.iid(), 1_760_000_000_000, records, &key).unwrap();
    json!({
        "actor": "ann", "read_pid": pid.to_string(), "read": read.to_text(), "post_pid": log.pid.to_string(),
        "post": to_hex(post.as_bytes()),
    })
}

#[test]
fn relays_know_who_reads_and_posts() {
    let it = &kept()["relay"];
    let key = VerifyKey::parse(&person("ann").card().sign).unwrap();
    let read = RelayRead::parse(text(it, "read")).unwrap();
    read.verify(&Pid::from_bytes(array(it, "read_pid")), &key).unwrap();
    assert!(read.verify(&Pid::ZERO, &key).is_err());
    assert_eq!(read.to_text(), text(it, "read"));
    let post = Post::decode(&hex(it, "post")).unwrap();
    post.verify(&key).unwrap();
    assert_eq!((post.pid.to_string().as_str(), post.records.len()), (text(it, "post_pid"), 1));
}

/// One of each kind, of one pursuance with its epoch secret `epoch 1`.
pub fn one_of_each() -> (Log, Vec<Record>) {
    let ann = person("ann");
    let log = group(HistoryRule::Full);
    let (pid, key) = (log.pid, ann.signing_key());
    let secret = Log::secret(1);
    let mut rng = Same(7);
    let seal = Seal::to(&pid, 1, &secret, &person("ben").card(), &mut rng).unwrap();
    let (revision, fields) = task(&log, "a task", 1, None);
    let unit = UnitId::of(revision.body.object);
    let spot = MessageSpot { pid, unit, message: ObjectId::from_bytes(bytes16("a message")) };
    let content = ChatContent {
        sender: ann.iid(),
        sender_seq: 1,
        prev: Hash::ZERO,
        head: log.head(),
        time_ms: 1_760_000_000_000,
        said: Said::Text("Hello".into()),
    };
    let message = ChatMessage::sign(content, spot, 1, 0, &key).unwrap();
    let unit_key = secret.content_key(&pid, 1).unit_key(&unit, 0);
    let envelope = message.seal(spot, 1, 0, &unit_key, nonce("a message")).unwrap();
    let message = Message { unit, message: spot.message, sender_seq: 1, envelope };
    let (header, chunks) = chunks(&pid);
    let mut hash = FileHash::new(&header);
    chunks.iter().for_each(|chunk| hash.add(chunk));
    let file = ObjectId::from_bytes(bytes16("a file"));
    let file = FileRecord { file, header, chunks: 2, hash: hash.finish() };
    let card = epoch_card(&log);
    let package = package(&log, &mut rng);
    let note = pursuance_sealed::invite::InviteNote {
        role: LogRole::Writer,
        name: "River watch".into(),
        mission: "We watch the river.".into(),
        purpose: String::new(),
    };
    let note = note.seal(&seed("open"), &pid, nonce("note")).unwrap();
    let mut records =
        vec![Record::Entry(log.entries[0].clone()), Record::Seal(seal), Record::EpochCard(card)];
    records.push(Record::Revision(revision));
    records.extend(fields.into_iter().map(Record::Field));
    records.extend([Record::Message(message), Record::File(file), Record::Package(package)]);
    records.push(Record::InviteNote { invite: seed("open").id(), note });
    (log, records)
}

fn chunks(pid: &Pid) -> (Header, Vec<Vec<u8>>) {
    let header = Header::new(16, bytes32("prefix")[..19].try_into().unwrap()).unwrap();
    let (key, file) = (FileKey::from_bytes(bytes32("file key")), ObjectId::from_bytes(bytes16("a file")));
    let chunks = vec![
        header.seal(&key, pid, &file, 0, false, b"sixteen bytes of").unwrap(),
        header.seal(&key, pid, &file, 1, true, b"a file").unwrap(),
    ];
    (header, chunks)
}

fn epoch_card(log: &Log) -> EpochCard {
    let (ann, ben) = (person("ann"), person("ben"));
    let mut officers = vec![(LogRole::Admin, ann.card()), (LogRole::Moderator, ben.card())];
    officers.sort_by_key(|(_, card)| card.iid());
    let body = epoch_card::Body {
        pid: log.pid,
        card_seq: 0,
        prev: Hash::ZERO,
        epoch: 1,
        key: Log::secret(1).x_secret(&log.pid, 1).public(),
        time_ms: 1_760_000_000_000,
        actor: ann.iid(),
        officers,
    };
    EpochCard::sign(body, &ann.signing_key()).unwrap()
}

fn package(log: &Log, rng: &mut Same) -> Package {
    let ann = person("ann");
    let delegate = Pid::from_bytes(bytes32("the delegate"));
    let id = DelegationId::from_bytes(bytes16("a delegation"));
    let address =
        PackageAddress { id, home: log.pid, delegate, delegate_epoch: 4, package_seq: 1, sender: ann.iid() };
    let key = GrantedKey {
        epoch: 1,
        unit: unit("a task"),
        generation: 0,
        key: Log::secret(1).content_key(&log.pid, 1).unit_key(&unit("a task"), 0),
    };
    let grant = PackageGrant {
        id,
        home: log.pid,
        unit: unit("a task"),
        rights: DelegateRights::new(true, true, false),
        package_seq: 1,
        keys: vec![key],
        head: log.head(),
    };
    let to = Log::secret(4).x_secret(&delegate, 4).public();
    Package::seal(address, &grant, &to, &ann.signing_key(), rng).unwrap()
}

/// A revision of a task by ann, with its title and its relations.
pub fn task(log: &Log, name: &str, rev: u64, before: Option<&Revision>) -> (Revision, Vec<FieldRecord>) {
    let ann = person("ann");
    let object = ObjectId::from_bytes(bytes16(name));
    let unit = UnitId::of(object);
    let (epoch, generation) = (log.fold.epoch(), log.fold.generation(&unit));
    let title = FieldName::parse("title").unwrap();
    let place = Place { pid: log.pid, unit, object_type: ObjectType::Task, object, field: &title, rev };
    let key = Log::secret(epoch).content_key(&log.pid, epoch).unit_key(&unit, generation);
    let plain = format!("{name}, {rev}");
    let envelope =
        SealedEnvelope::seal(&place, epoch, generation, &key, nonce(&plain), plain.as_bytes()).unwrap();
    let rel = Rel { assignees: vec![ann.iid()], phase: 2, ..Rel::empty() };
    let fields: Vec<_> = [("rel", Content::Rel(rel)), ("title", Content::Sealed(envelope))]
        .into_iter()
        .map(|(name, content)| FieldRecord {
            object_type: ObjectType::Task,
            object,
            unit,
            name: FieldName::parse(name).unwrap(),
            rev,
            content,
        })
        .collect();
    let body = revision::Body {
        pid: log.pid,
        object_type: ObjectType::Task,
        object,
        unit,
        rev,
        prev: before.map_or(Hash::ZERO, Revision::hash),
        epoch,
        generation,
        time_ms: 1_760_000_000_000,
        actor: ann.iid(),
        head: log.head(),
        fields: fields
            .iter()
            .map(|field| FieldRef { name: field.name.clone(), rev, hash: field.content.hash().unwrap() })
            .collect(),
    };
    (Revision::sign(body, &ann.signing_key()).unwrap(), fields)
}

fn records() -> Value {
    let (_, records) = one_of_each();
    let said = records
        .iter()
        .map(|record| json!({ "kind": record.kind(), "record": to_hex(record.encode().unwrap()) }));
    json!(said.collect::<Vec<_>>())
}

#[test]
fn records_are_read() {
    let all = kept();
    let mut kinds = Vec::new();
    for it in list(&all, "records") {
        let bytes = hex(it, "record");
        let record = Record::decode(&bytes).unwrap();
        assert_eq!(record.encode().unwrap(), bytes);
        kinds.push(record.kind());
    }
    kinds.dedup();
    assert_eq!(kinds, [1, 2, 7, 3, 4, 5, 6, 8, 10]);
}

/// All of a pursuance, as bytes.
pub fn whole_bundle() -> Vec<u8> {
    let (log, records) = one_of_each();
    let (_, chunks) = chunks(&log.pid);
    let entries = log.entries.iter().map(|entry| Record::Entry(entry.clone()));
    let others = records.into_iter().filter(|record| !matches!(record.kind(), 1 | 8 | 10));
    let chunks = vec![chunks.iter().map(Vec::as_slice).collect()];
    RecordBundle { pid: log.pid, records: entries.chain(others).collect(), chunks }.encode().unwrap()
}

fn bundle() -> Value {
    to_hex(whole_bundle())
}

#[test]
fn a_bundle_proves_itself() {
    let all = kept();
    let bytes = hex(&all, "bundle");
    let bundle = RecordBundle::decode(&bytes).unwrap();
    let fold = bundle.check().unwrap();
    assert_eq!((fold.members().count(), fold.epoch()), (4, 1));
    assert_eq!(bundle.encode().unwrap(), bytes);
    let iids: Vec<Iid> = fold.members().map(|(iid, _)| *iid).collect();
    assert!(iids.contains(&person("ann").iid()));
}

#[test]
fn every_key_of_the_file_has_a_test() {
    let source = concat!(include_str!("more.rs"), include_str!("edges.rs"), include_str!("bundles.rs"));
    for key in kept().as_object().unwrap().keys() {
        let is_read = source.contains(&format!("kept()[\"{key}\"]"))
            || source.contains(&format!("(&all, \"{key}\")"))
            || source.contains(&format!("(&kept(), \"{key}\")"));
        assert!(SAID.contains(&key.as_str()) || is_read, "nothing reads “{key}”");
    }
}

#[test]
fn the_people_of_the_file() {
    let all = kept();
    for (it, name) in list(&all, "people").iter().zip(NAMES) {
        assert_eq!(text(it, "name"), name);
        assert_eq!(hex(it, "card"), person(name).card().encode());
    }
}

pub fn kept() -> Value {
    support::json(include_str!("vectors-more.json"))
}
