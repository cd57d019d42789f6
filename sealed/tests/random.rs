//! Logs and objects that chance makes, the same each time: batches of entries that are valid or slightly broken, with
//! what the fold says of each, and objects of which one place is broken. They are kept in `vectors-random.json`, so that
//! other implementations decide on the same. `UPDATE=1 cargo test -p pursuance-sealed random` writes the file anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pursuance_sealed::bundle::RecordBundle;
use pursuance_sealed::error::DecodeError;
use pursuance_sealed::identity::SecretKeys;
use pursuance_sealed::ids::{DelegationId, Hash, Iid, Pid, Signature, UnitId, XKey};
use pursuance_sealed::log::{
    Body, Delegate, DelegateRights, Entry, Fold, HistoryRule, LogRole, Payload, sign_rekey,
};
use pursuance_sealed::secret::InviteSeed;
use rand_core::TryRng as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::more::{bad_card, unit};
use crate::shapes::{Shape, shapes_once};
use crate::support::{Log, Same, bytes16, bytes32, nonce, person, seed};

const FILE: &str = "tests/vectors-random.json";
const LOGS: u64 = 26;
const BATCHES: usize = 15;
const BROKEN_EACH: usize = 30;
const PEOPLE: usize = 9;
const UNITS: [&str; 3] = ["a task", "another task", "a room"];

/// Numbers by chance.
struct Dice(Same);

impl Dice {
    fn below(&mut self, below: usize) -> usize {
        let Ok(number) = self.0.try_next_u64();
        usize::try_from(number % u64::try_from(below).unwrap()).unwrap()
    }

    /// Whether something happens that does `percent` times of a hundred.
    fn hits(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        if of.is_empty() { None } else { Some(of[self.below(of.len())]) }
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }
}

fn to_text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn from_text(value: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(value.as_str().unwrap()).unwrap()
}

fn people() -> Vec<SecretKeys> {
    (0..PEOPLE).map(|at| person(&format!("person {at}"))).collect()
}

// --- what is said of a log ------------------------------------------------------------------------------

/// Takes the entries of a batch as far as they are valid: the fold behind the last that counts, and where and why it
/// stopped. Who is removed or has new keys counts only with the epoch that follows.
fn judge(before: &Fold, entries: &[Vec<u8>]) -> (Fold, Option<(usize, &'static str)>) {
    let (mut fold, mut settled) = (before.clone(), before.clone());
    for (at, bytes) in entries.iter().enumerate() {
        let taken = Entry::decode(bytes).map_err(Into::into).and_then(|entry| fold.apply(&entry));
        if let Err(error) = taken {
            return (settled, Some((at, error.reason())));
        }
        if fold.must_rotate().is_none() {
            settled = fold.clone();
        }
    }
    let stopped = fold.finish().err().map(|error| (entries.len(), error.reason()));
    (settled, stopped)
}

/// All that a fold says beside its members, epoch and head, as one hash.
fn digest(fold: &Fold) -> String {
    let mut text = String::new();
    let pending = u8::from(fold.is_rotation_pending());
    writeln!(text, "{} {} {pending}", fold.history().number(), fold.floor()).unwrap();
    for (id, invite) in fold.open_invites() {
        writeln!(text, "invite {id} {}", invite.uses).unwrap();
    }
    for it in fold.open_delegations() {
        let key = it.terms.write_key.map_or_else(|| "-".to_owned(), |key| key.to_string());
        writeln!(text, "delegation {} {} {key}", it.terms.id, it.terms.epoch).unwrap();
    }
    let mut units = UNITS.map(unit);
    units.sort_unstable();
    for unit in units.iter().filter(|unit| fold.generation(unit) > 0) {
        writeln!(text, "unit {unit} {}", fold.generation(unit)).unwrap();
    }
    for (old, heir) in fold.heirs() {
        writeln!(text, "heir {old} {heir}").unwrap();
    }
    if let Some(moved) = fold.moved() {
        writeln!(text, "moved {} {}", moved.effective_seq, moved.base_url).unwrap();
    }
    to_text(&Sha256::digest(text.as_bytes())[..12])
}

fn verdict(before: &Fold, entries: &[Vec<u8>], people: &BTreeMap<Iid, usize>) -> (Fold, bool, Value) {
    let (settled, stopped) = judge(before, entries);
    let mut members: Vec<_> = settled.members().map(|(iid, it)| (people[iid], it.role.number())).collect();
    members.sort_unstable();
    let said = json!({
        "entries": entries.iter().map(to_text).collect::<Vec<_>>(),
        "at": stopped.map(|(at, _)| at),
        "reason": stopped.map(|(_, reason)| reason),
        "members": members.iter().map(|(who, role)| format!("{who}{role}")).collect::<Vec<_>>().join(" "),
        "epoch": settled.epoch(),
        "head": settled.head().map(|head| to_text(head.hash)),
        "state": digest(&settled),
    });
    (settled, stopped.is_none(), said)
}

// --- entries by chance ----------------------------------------------------------------------------------

/// A log that is written by chance.
struct World {
    dice: Dice,
    people: Vec<SecretKeys>,
    pid: Pid,
    genesis: Payload,
    founder: usize,
    /// What stands there already.
    fold: Fold,
    time_ms: u64,
}

impl World {
    fn new(number: u64) -> Self {
        let mut dice = Dice(Same(number * 1_000_000));
        let people = people();
        let founder = dice.below(3);
        let history = if dice.hits(35) { HistoryRule::FromJoin } else { HistoryRule::Full };
        let nonce = bytes16(&format!("log {number}"));
        let genesis = Payload::Genesis { nonce, history, founder: people[founder].card() };
        let pid = pursuance_sealed::log::pid(&genesis.encode().unwrap());
        Self { dice, people, pid, genesis, founder, fold: Fold::new(pid), time_ms: 1_750_000_000_000 }
    }

    /// Somebody: mostly a member of one of these roles.
    fn somebody(&mut self, fold: &Fold, least: LogRole) -> usize {
        let is_one = |at: &usize| fold.role(&self.people[*at].iid()) >= Some(least);
        let fitting: Vec<_> = (0..PEOPLE).filter(is_one).collect();
        if self.dice.hits(95)
            && let Some(one) = self.dice.one(&fitting)
        {
            return one;
        }
        self.dice.below(PEOPLE)
    }

    /// Mostly nobody of the members.
    fn stranger(&mut self, fold: &Fold) -> usize {
        let others: Vec<_> =
            (0..PEOPLE).filter(|at| fold.member(&self.people[*at].iid()).is_none()).collect();
        if self.dice.hits(92)
            && let Some(one) = self.dice.one(&others)
        {
            return one;
        }
        self.dice.below(PEOPLE)
    }

    fn role(&mut self) -> LogRole {
        self.dice
            .one(&[LogRole::Reader, LogRole::Writer, LogRole::Writer, LogRole::Moderator, LogRole::Admin])
            .unwrap()
    }

    fn invite(&mut self) -> InviteSeed {
        let number = self.dice.below(6);
        seed(&format!("invitation {number}"))
    }

    /// The invitation of somebody who wants in: mostly an open one.
    fn open_invite(&mut self, fold: &Fold) -> InviteSeed {
        let open = |number: &usize| {
            let id = seed(&format!("invitation {number}")).id();
            fold.invite(&id).is_some_and(|invite| invite.is_open)
        };
        let open: Vec<_> = (0..6).filter(open).collect();
        let chosen = if self.dice.hits(85) { self.dice.one(&open) } else { None };
        chosen.map_or_else(|| self.invite(), |number| seed(&format!("invitation {number}")))
    }

    fn epoch(&mut self, fold: &Fold) -> Payload {
        let number = fold.epoch() + if self.dice.hits(5) { 2 } else { 1 };
        let secret = Log::secret(number);
        let has_prev = (number > 1 && fold.history() == HistoryRule::Full) != self.dice.hits(4);
        let prev =
            has_prev.then(|| secret.seal_prev(&self.pid, number, &Log::secret(number - 1), nonce("prev")));
        let key = secret.x_secret(&self.pid, number).public();
        Payload::Epoch { epoch: number, commit: secret.commit(&self.pid, number), key, prev }
    }

    fn generation(&mut self, fold: &Fold, unit: &UnitId) -> u32 {
        let more = self.dice.one(&[0, 1, 1, 1, 5]).unwrap();
        fold.generation(unit) + more
    }

    fn delegation(&mut self) -> DelegationId {
        let number = self.dice.below(3);
        DelegationId::from_bytes(bytes16(&format!("delegation {number}")))
    }

    fn delegate(&mut self, fold: &Fold) -> Payload {
        let id = self.delegation();
        let write = self.dice.below(3);
        let key = person(&format!("delegate {write}")).signing_key().public();
        let mut terms = Delegate {
            id,
            unit: unit(self.dice.one(&UNITS).unwrap()),
            delegate: Pid::from_bytes(bytes32("the delegate")),
            epoch: 4,
            key: XKey::from_bytes(bytes32("its epoch key")),
            rights: DelegateRights::new(true, self.dice.hits(50), self.dice.hits(50)),
            write_key: self.dice.hits(60).then_some(key),
            card: Hash::from_bytes(bytes32("its card")),
        };
        if let Some(before) = fold.delegation(&id)
            && self.dice.hits(70)
        {
            terms = Delegate { epoch: before.terms.epoch + 1, write_key: terms.write_key, ..before.terms };
        }
        Payload::Delegate(terms)
    }

    /// Who says what next.
    fn next(&mut self, fold: &Fold) -> (usize, Payload) {
        if fold.head().is_none() || self.dice.hits(1) {
            return (self.founder, self.genesis.clone());
        }
        let may_rotate: Vec<_> = (0..PEOPLE).filter(|at| fold.may_rotate(&self.people[*at].iid())).collect();
        if (fold.must_rotate().is_some() && self.dice.hits(80)) || self.dice.hits(8) {
            let actor = if self.dice.hits(88) { self.dice.one(&may_rotate) } else { None };
            let actor = actor.unwrap_or_else(|| self.dice.below(PEOPLE));
            return (actor, self.epoch(fold));
        }
        let iid = |world: &Self, at: usize| world.people[at].iid();
        let mut kind = self.dice.below(30);
        // Nobody joins where no door is open, mostly.
        if matches!(kind, 11..=16) && fold.open_invites().next().is_none() && self.dice.hits(85) {
            kind = 8;
        }
        match kind {
            0..=4 => {
                let (role, new) = (self.role(), self.stranger(fold));
                let card = if self.dice.hits(5) { bad_card() } else { self.people[new].card() };
                (self.somebody(fold, LogRole::Admin), Payload::Add { role, card })
            }
            5 => {
                let who = self.somebody(fold, LogRole::Reader);
                let stays = fold.role(&iid(self, who)) == Some(LogRole::Admin) && self.dice.hits(70);
                (
                    who,
                    if stays { Payload::Checkpoint { objects: 0, root: Hash::ZERO } } else { Payload::Leave },
                )
            }
            6 | 7 => {
                let who = self.somebody(fold, LogRole::Reader);
                (self.somebody(fold, LogRole::Moderator), Payload::Remove { iid: iid(self, who) })
            }
            8..=10 => {
                let seed = self.invite();
                let role = if self.dice.hits(50) { LogRole::Reader } else { LogRole::Writer };
                let max_uses = self.dice.one(&[0, 1, 1, 2, 3, u16::MAX]).unwrap();
                let expires_ms = if self.dice.hits(15) { self.time_ms + 900 } else { (1 << 53) - 1 };
                let key = seed.signing_key().public();
                let payload = Payload::Invite { id: seed.id(), key, role, max_uses, expires_ms };
                (self.somebody(fold, LogRole::Moderator), payload)
            }
            11 => {
                let id = self.open_invite(fold).id();
                (self.somebody(fold, LogRole::Moderator), Payload::InviteRevoke { id })
            }
            12..=16 => {
                let (seed, new) = (self.open_invite(fold), self.stranger(fold));
                let card = self.people[new].card();
                let pid = if self.dice.hits(15) { Pid::ZERO } else { self.pid };
                let signer = if self.dice.hits(5) { self.dice.below(PEOPLE) } else { new };
                (signer, seed.join(&pid, card))
            }
            17 | 18 => {
                let (who, role) = (self.somebody(fold, LogRole::Reader), self.role());
                (self.somebody(fold, LogRole::Admin), Payload::Role { iid: iid(self, who), role })
            }
            19 | 20 => {
                let (old, new) = (self.somebody(fold, LogRole::Reader), self.stranger(fold));
                let named = if self.dice.hits(20) { self.dice.below(PEOPLE) } else { old };
                let signature = sign_rekey(&self.people[new].signing_key(), &self.pid, &iid(self, named));
                let payload =
                    Payload::Rekey { old: iid(self, old), card: self.people[new].card(), signature };
                (if self.dice.hits(60) { old } else { self.somebody(fold, LogRole::Admin) }, payload)
            }
            21 | 22 => (self.somebody(fold, LogRole::Moderator), self.delegate(fold)),
            23 | 24 => {
                let mut units = BTreeSet::new();
                for _ in 0..self.dice.below(3) {
                    units.insert(unit(self.dice.one(&UNITS).unwrap()));
                }
                let units = units.into_iter().map(|unit| (unit, self.generation(fold, &unit))).collect();
                let id = self.delegation();
                (self.somebody(fold, LogRole::Moderator), Payload::DelegateRevoke { id, units })
            }
            25 => {
                let payload = Payload::Move { base_url: "https://other.example".into(), effective_seq: 9 };
                (self.somebody(fold, LogRole::Admin), payload)
            }
            26 => {
                let payload = Payload::Checkpoint { objects: 3, root: Hash::from_bytes(bytes32("root")) };
                (self.somebody(fold, LogRole::Reader), payload)
            }
            27 => {
                let history = if self.dice.hits(30) { HistoryRule::FromJoin } else { fold.history() };
                let history = if self.dice.hits(35) { HistoryRule::Full } else { history };
                let most = usize::try_from(fold.epoch()).unwrap() + 2;
                let floor = u32::try_from(self.dice.below(most)).unwrap();
                (self.somebody(fold, LogRole::Admin), Payload::Settings { history, floor })
            }
            _ => {
                let unit = unit(self.dice.one(&UNITS).unwrap());
                let generation = self.generation(fold, &unit);
                (self.somebody(fold, LogRole::Moderator), Payload::UnitBump { unit, generation })
            }
        }
    }

    /// Breaks an entry a little, with a new signature or under the old one.
    fn broken(&mut self, bytes: Vec<u8>, actor: usize) -> Vec<u8> {
        let mut bytes = bytes;
        let body = bytes.len() - Signature::LEN;
        // Seldom in the ids and hashes at its start, of which one is like the other.
        let at = if self.dice.hits(75) { 113 + self.dice.below(body - 113) } else { self.dice.below(body) };
        match self.dice.below(8) {
            0 => {
                bytes.truncate(at);
                return bytes;
            }
            1 => {
                bytes.push(0);
                return bytes;
            }
            2 => {
                let at = self.dice.below(bytes.len());
                bytes[at] ^= 1 << self.dice.below(8);
                return bytes;
            }
            3 => drop(bytes.remove(at)),
            4 => bytes.insert(at, self.dice.byte()),
            5 | 6 => bytes[at] = self.dice.byte(),
            _ => bytes[at] ^= 1 << self.dice.below(8),
        }
        // The length of the payload fits what was changed, mostly.
        let body = bytes.len() - Signature::LEN;
        if self.dice.hits(85)
            && let Some(length) = body.checked_sub(118)
        {
            bytes[114..118].copy_from_slice(&u32::try_from(length).unwrap().to_be_bytes());
        }
        let signature = self.people[actor].signing_key().sign("pv1/log", &[&bytes[..body]]);
        bytes[body..].copy_from_slice(signature.as_bytes());
        bytes
    }

    /// The entries of one batch, which mostly follow what stands there.
    fn batch(&mut self) -> Vec<Vec<u8>> {
        let mut fold = self.fold.clone();
        let mut entries: Vec<Vec<u8>> = Vec::new();
        let length = 1 + self.dice.below(3);
        while entries.len() < length
            || (fold.must_rotate().is_some() && entries.len() < 5 && self.dice.hits(90))
        {
            let (actor, payload) = self.next(&fold);
            self.time_ms += 1000;
            let (mut seq, mut prev) = (fold.next_seq(), fold.head().map_or(Hash::ZERO, |head| head.hash));
            let mut pid = self.pid;
            if self.dice.hits(3) {
                match self.dice.below(3) {
                    0 => seq += 1,
                    1 => prev = Hash::from_bytes(bytes32("another")),
                    _ => pid = Pid::from_bytes(bytes32("another")),
                }
            }
            let keys = &self.people[actor];
            let body = Body { pid, seq, prev, time_ms: self.time_ms, actor: keys.iid(), payload };
            let signs = if self.dice.hits(2) { self.dice.below(PEOPLE) } else { actor };
            let entry = Entry::sign(body, &self.people[signs].signing_key()).unwrap();
            let mut bytes = entry.as_bytes().to_vec();
            if self.dice.hits(10) {
                bytes = self.broken(bytes, actor);
            }
            let taken = Entry::decode(&bytes).map_err(Into::into).and_then(|entry| fold.apply(&entry));
            entries.push(bytes);
            // What stands behind one that is not valid, nobody looks at.
            if taken.is_err() {
                break;
            }
        }
        entries
    }
}

fn logs() -> Value {
    let at: BTreeMap<_, _> = people().iter().enumerate().map(|(at, keys)| (keys.iid(), at)).collect();
    let logs = (1..=LOGS).map(|number| {
        let mut world = World::new(number);
        let batches = (0..BATCHES).map(|_| {
            let entries = world.batch();
            let (settled, is_valid, said) = verdict(&world.fold, &entries, &at);
            if is_valid {
                world.fold = settled;
            }
            said
        });
        let batches: Vec<_> = batches.collect();
        json!({ "pid": world.pid.to_string(), "batches": batches })
    });
    json!(logs.collect::<Vec<_>>())
}

// --- objects by chance ----------------------------------------------------------------------------------

/// The shapes whose reasons are those of every implementation: a fold that is kept is nobody else's.
fn kinds() -> Vec<&'static Shape> {
    shapes_once().iter().filter(|shape| shape.name != "fold").collect()
}

fn why(shape: &Shape, bytes: &[u8]) -> Option<&'static str> {
    if shape.name == "bundle" {
        return RecordBundle::decode(bytes).err().map(pursuance_sealed::bundle::BundleError::reason);
    }
    (shape.again)(bytes).err().map(DecodeError::reason)
}

/// At `at`, so many bytes go, and these come.
fn edited(sample: &[u8], at: usize, gone: usize, new: &[u8]) -> Vec<u8> {
    [&sample[..at], new, &sample[at + gone..]].concat()
}

fn objects() -> Value {
    let objects = kinds().into_iter().enumerate().map(|(number, shape)| {
        let mut dice = Dice(Same(u64::try_from(number).unwrap() * 10_000_000));
        let length = shape.sample.len();
        let broken = (0..BROKEN_EACH).map(|_| {
            let at = dice.below(length);
            let (gone, new) = match dice.below(8) {
                0 => (length - at, vec![]),
                1 => (1, vec![]),
                2 => (0, vec![dice.byte()]),
                3 => (0, vec![0; 1 + dice.below(4)]),
                4 => (1, vec![dice.one(&[0, 1, 2, 3, 4, 0xff]).unwrap()]),
                5 => (1, vec![dice.byte()]),
                _ => (1, vec![shape.sample[at] ^ (1 << dice.below(8))]),
            };
            let reason = why(shape, &edited(&shape.sample, at, gone, &new));
            json!([at, gone, hex::encode(new), reason])
        });
        json!({ "kind": shape.name, "sample": to_text(&shape.sample), "broken": broken.collect::<Vec<_>>() })
    });
    json!(objects.collect::<Vec<_>>())
}

// --- the file -------------------------------------------------------------------------------------------

fn make() -> String {
    let note = "byte strings in base64url, or hex in broken objects. Made by sealed/tests/random.rs, by chance that is the same each time. A batch that is not valid changes nothing for the next; members, epoch, head and state are those behind its last entry that counts";
    // Another crate of the workspace makes `serde_json` keep the order in which keys were put in.
    let list = |mut value: Value| {
        value.sort_all_objects();
        let lines: Vec<_> = value.as_array().unwrap().iter().map(ToString::to_string).collect();
        format!("[\n{}\n]", lines.join(",\n"))
    };
    let people: Vec<_> = people().iter().map(|keys| keys.iid().to_string()).collect();
    format!(
        "{{\n\"format\": \"pursuance-e2ee-vectors-random\",\n\"version\": 1,\n\"note\": {},\n\"people\": {},\n\"logs\": {},\n\"objects\": {}\n}}\n",
        json!(note),
        json!(people),
        list(logs()),
        list(objects()),
    )
}

fn kept() -> Value {
    crate::support::json(include_str!("vectors-random.json"))
}

#[test]
fn the_file_is_what_is_made() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let made = make();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "write it anew: UPDATE=1 cargo test -p pursuance-sealed random");
    assert!(kept.len() < 400_000, "{} bytes", kept.len());
}

#[test]
fn chance_reaches_every_rule() {
    let (mut reasons, mut batches, mut valid) = (BTreeMap::<String, usize>::new(), 0, 0);
    for log in kept()["logs"].as_array().unwrap() {
        for batch in log["batches"].as_array().unwrap() {
            batches += 1;
            match batch["reason"].as_str() {
                None => valid += 1,
                Some(reason) => *reasons.entry(reason.to_owned()).or_default() += 1,
            }
        }
    }
    assert!(batches >= 300 && valid >= 100, "{valid} of {batches}: {reasons:?}");
    for reason in [
        "pid",
        "seq",
        "prev",
        "genesis",
        "actor",
        "card",
        "sig",
        "must-be-epoch",
        "epoch-missing",
        "authority",
        "member",
        "last-admin",
        "epoch",
        "has-prev",
        "invite",
        "invite-used",
        "expired",
        "invite-sig",
        "rekey-sig",
        "delegation",
        "generation",
        "floor",
        "history",
        "truncated",
        "trailing-bytes",
        "unknown-value",
    ] {
        assert!(reasons.contains_key(reason), "nothing ends with {reason}: {reasons:?}");
    }
}

#[test]
fn the_file_is_decided_as_it_says() {
    let at: BTreeMap<_, _> = people().iter().enumerate().map(|(at, keys)| (keys.iid(), at)).collect();
    for log in kept()["logs"].as_array().unwrap() {
        let mut fold = Fold::new(Pid::from_bytes(crate::support::array(log, "pid")));
        for batch in log["batches"].as_array().unwrap() {
            let entries: Vec<_> = batch["entries"].as_array().unwrap().iter().map(from_text).collect();
            let (settled, is_valid, said) = verdict(&fold, &entries, &at);
            assert_eq!(*batch, said);
            if is_valid {
                fold = settled;
            }
        }
    }
    for (object, shape) in kept()["objects"].as_array().unwrap().iter().zip(kinds()) {
        let sample = from_text(&object["sample"]);
        assert_eq!((object["kind"].as_str(), &sample), (Some(shape.name), &shape.sample));
        for it in object["broken"].as_array().unwrap() {
            let number = |at: usize| usize::try_from(it[at].as_u64().unwrap()).unwrap();
            let new = hex::decode(it[2].as_str().unwrap()).unwrap();
            let bytes = edited(&sample, number(0), number(1), &new);
            assert_eq!(it[3].as_str(), why(shape, &bytes), "{}: {it}", shape.name);
        }
    }
}
