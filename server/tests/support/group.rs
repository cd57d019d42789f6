//! People with keys, and a private pursuance as their devices know it.

use std::convert::Infallible;

use http::Method;
use pursuance::platform::clock::random;
use pursuance::store::key_slots::{self, Identity};
use pursuance_sealed::aead::Nonce;
use pursuance_sealed::chat::{self, MessageSpot, Said};
use pursuance_sealed::envelope::{FieldName, ObjectType, Place, SealedEnvelope};
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::identity::{IdentityCard, SecretKeys};
use pursuance_sealed::ids::{Hash, Iid, ObjectId, Pid, UnitId};
use pursuance_sealed::invite::{InviteNote, ShownInvite};
use pursuance_sealed::log::{Body, Entry, Fold, HistoryRule, LogRole, Payload, pid, sign_rekey};
use pursuance_sealed::record::{Content, FieldRecord, Message, Record};
use pursuance_sealed::revision::{self, FieldRef, REL, RESEALED, Rel, Revision};
use pursuance_sealed::secret::{EdSeed, EpochSecret, InviteSeed, XSecret};
use serde_json::{Value, json};

use super::keys::{base64url, bytes};
use super::{Answer, Person, TestApp};

/// Chance, as the formats take it in.
pub struct Chance;

impl rand_core::TryRng for Chance {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_be_bytes(random()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_be_bytes(random()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.iter_mut().for_each(|byte| *byte = random::<1>()[0]);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Chance {}

/// New keys.
pub fn new_keys() -> SecretKeys {
    SecretKeys {
        sign: EdSeed::from_bytes(random()),
        seal: XSecret::from_bytes(random()),
        created_ms: 1_700_000_000_000,
    }
}

/// Somebody with an account and keys.
pub struct Somebody {
    pub person: Person,
    pub keys: SecretKeys,
}

impl Somebody {
    pub async fn new(app: &TestApp, name: &str) -> Self {
        let (person, keys) = (app.person(name).await, new_keys());
        let identity = Identity {
            iid: keys.iid().to_string(),
            idbox: String::new(),
            card: base64url(keys.card().encode()),
        };
        let mut tx = app.db.write().await.unwrap();
        key_slots::add_identity(&mut tx, &person.id, &identity, app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        Self { person, keys }
    }

    pub fn iid(&self) -> Iid {
        self.keys.iid()
    }

    /// The same person, whose account has other keys now; and the former ones.
    pub async fn replaced(self, app: &TestApp) -> (SecretKeys, Self) {
        let keys = new_keys();
        let identity = Identity {
            iid: keys.iid().to_string(),
            idbox: String::new(),
            card: base64url(keys.card().encode()),
        };
        let mut tx = app.db.write().await.unwrap();
        let now = app.clock.now();
        key_slots::replace_identity(&mut tx, &self.person.id, &identity, "", now).await.unwrap();
        tx.commit().await.unwrap();
        (self.keys, Self { person: self.person, keys })
    }

    pub fn card(&self) -> IdentityCard {
        self.keys.card()
    }

    /// Sends records.
    pub async fn send(&self, group: &Group, door: &str, records: &[Record]) -> Answer {
        self.person.post(&group.at(door), &[], body(records)).await
    }

    /// Asks for records.
    pub async fn ask(&self, group: &Group, door: &str) -> Answer {
        self.person.read(&group.at(door)).await
    }

    /// Asks for the log, and shows an invitation.
    pub async fn show(&self, group: &Group, shown: &ShownInvite) -> Answer {
        let header = base64url(shown.encode().unwrap());
        let headers = [("pursuance-invite", header.as_str())];
        self.person.send(Method::GET, &group.at("log"), &headers, axum::body::Body::empty()).await
    }
}

/// Records as a body.
pub fn body(records: &[Record]) -> Value {
    let texts: Vec<String> = records.iter().map(|record| base64url(record.encode().unwrap())).collect();
    json!({ "records": texts })
}

/// The records of an answer.
#[track_caller]
pub fn records(answer: &Value) -> Vec<Record> {
    let texts = answer["records"].as_array().unwrap_or_else(|| panic!("{answer} has no records"));
    texts.iter().map(|text| Record::decode(&bytes(text)).unwrap()).collect()
}

/// A private pursuance, as far as the devices of its members know it.
pub struct Group {
    pub pid: Pid,
    pub fold: Fold,
    pub secret: EpochSecret,
    /// Time that its members say, in milliseconds.
    pub time_ms: u64,
    /// The newest revision of the pursuance itself.
    pub about: Option<Revision>,
}

impl Group {
    /// One whose log has not begun; and its first entry.
    fn before(founder: &SecretKeys, history: HistoryRule) -> (Self, Entry) {
        let payload = Payload::Genesis { nonce: random(), history, founder: founder.card() };
        let pid = pid(&payload.encode().unwrap());
        let secret = EpochSecret::from_bytes(random());
        let group = Self { pid, fold: Fold::new(pid), secret, time_ms: 1_800_000_000_000, about: None };
        let genesis = group.entry(founder, payload);
        (group, genesis)
    }

    /// One that is begun on the founder's device, with all that is sent.
    pub fn begun(founder: &SecretKeys) -> (Self, Vec<Record>) {
        let (mut group, genesis) = Self::before(founder, HistoryRule::Full);
        group.fold.apply(&genesis).unwrap();
        let (epoch, seals) = group.rotation(founder);
        group.fold.apply(&epoch).unwrap();
        let (revision, fields) = group.revision(founder, ObjectType::Pursuance, None, &[("name", "Owls")]);
        let mut records = vec![Record::Entry(genesis), Record::Entry(epoch)];
        records.extend(seals);
        records.extend(put(&revision, fields));
        group.about = Some(revision);
        (group, records)
    }

    /// One that this server keeps.
    pub async fn found(founder: &Somebody) -> Self {
        let (group, records) = Self::begun(&founder.keys);
        founder.send(&group, "log", &records).await.ok();
        group
    }

    /// The address of one of its doors.
    pub fn at(&self, door: &str) -> String {
        format!("/api/v1/sealed/{}/{door}", self.pid)
    }

    /// Its slug.
    pub async fn slug(&self, app: &TestApp) -> String {
        let mut tx = app.db.read().await.unwrap();
        let id = pursuance::store::sealed::by_pid(&mut tx, &self.pid).await.unwrap().unwrap();
        pursuance::store::pursuances::by_id(&mut tx, &id).await.unwrap().unwrap().slug
    }

    /// The next entry of somebody.
    pub fn entry(&self, by: &SecretKeys, payload: Payload) -> Entry {
        let prev = self.fold.head().map_or(Hash::ZERO, |head| head.hash);
        let body = Body {
            pid: self.pid,
            seq: self.fold.next_seq(),
            prev,
            time_ms: self.time_ms,
            actor: by.iid(),
            payload,
        };
        Entry::sign(body, &by.signing_key()).unwrap()
    }

    /// An entry that the server takes.
    pub async fn append(&mut self, by: &Somebody, payload: Payload) -> Entry {
        let entry = self.entry(&by.keys, payload);
        by.send(self, "log", &[Record::Entry(entry.clone())]).await.ok();
        self.fold.apply(&entry).unwrap();
        entry
    }

    /// A new key by somebody, sealed to each member; the device goes on with it.
    pub fn rotation(&mut self, by: &SecretKeys) -> (Entry, Vec<Record>) {
        let epoch = self.fold.epoch() + 1;
        let secret = EpochSecret::from_bytes(random());
        let prev = (epoch > 1 && self.fold.history() == HistoryRule::Full)
            .then(|| secret.seal_prev(&self.pid, epoch, &self.secret, Nonce::from_bytes(random())));
        let payload = Payload::Epoch {
            epoch,
            commit: secret.commit(&self.pid, epoch),
            key: secret.x_secret(&self.pid, epoch).public(),
            prev,
        };
        let entry = self.entry(by, payload);
        let seal = |card: &IdentityCard| Seal::to(&self.pid, epoch, &secret, card, &mut Chance).unwrap();
        let seals = self.fold.members().map(|(_, member)| Record::Seal(seal(&member.card))).collect();
        self.secret = secret;
        (entry, seals)
    }

    /// Somebody goes over to other keys, with a new key of all: what is sent at once.
    pub fn rekeying(&mut self, former: &SecretKeys, now: &SecretKeys) -> Vec<Record> {
        self.rekeyed(former, former.iid(), now, now)
    }

    /// An admin says that a member goes on under other keys.
    pub fn replacing(&mut self, admin: &SecretKeys, old: Iid, now: &SecretKeys) -> Vec<Record> {
        self.rekeyed(admin, old, now, admin)
    }

    fn rekeyed(&mut self, by: &SecretKeys, old: Iid, now: &SecretKeys, rotates: &SecretKeys) -> Vec<Record> {
        let signature = sign_rekey(&now.signing_key(), &self.pid, &old);
        let payload = Payload::Rekey { old, card: now.card(), signature };
        let entry = self.entry(by, payload);
        self.fold.apply(&entry).unwrap();
        let (epoch, seals) = self.rotation(rotates);
        self.fold.apply(&epoch).unwrap();
        let mut records = vec![Record::Entry(entry), Record::Entry(epoch)];
        records.extend(seals);
        records
    }

    /// The newest key, sealed to somebody.
    pub fn seal_to(&self, card: &IdentityCard) -> Record {
        Record::Seal(Seal::to(&self.pid, self.fold.epoch(), &self.secret, card, &mut Chance).unwrap())
    }

    /// An invitation, and the entry that makes it.
    pub fn invitation(&self, role: LogRole, max_uses: u16, expires_ms: u64) -> (InviteSeed, Payload) {
        let seed = InviteSeed::from_bytes(random());
        let key = seed.signing_key().public();
        let payload = Payload::Invite { id: seed.id(), key, role, max_uses, expires_ms };
        (seed, payload)
    }

    /// The note that the link of an invitation shows.
    pub fn note(&self, seed: &InviteSeed) -> Record {
        let text = |text: &str| text.to_owned();
        let note = InviteNote {
            role: LogRole::Writer,
            name: text("Owls"),
            mission: text("Count"),
            purpose: text("Night"),
        };
        let note = note.seal(seed, &self.pid, Nonce::from_bytes(random())).unwrap();
        Record::InviteNote { invite: seed.id(), note }
    }

    /// Somebody comes by an invitation of the founder.
    pub async fn admit(&mut self, founder: &Somebody, newcomer: &Somebody, role: LogRole) {
        let (seed, payload) = self.invitation(role, 1, NEVER);
        self.append(founder, payload).await;
        self.append(newcomer, seed.join(&self.pid, newcomer.card())).await;
    }

    /// The next revision of an object by somebody, who changes all of its fields.
    pub fn revision(
        &self,
        by: &SecretKeys,
        object_type: ObjectType,
        before: Option<&Revision>,
        texts: &[(&str, &str)],
    ) -> (Revision, Vec<FieldRecord>) {
        let object = if object_type == ObjectType::Pursuance { ObjectId::ZERO } else { by.iid().profile() };
        self.revision_of(by, (object_type, object, UnitId::ZERO), before, texts)
    }

    /// The same of any object.
    pub fn revision_of(
        &self,
        by: &SecretKeys,
        of: Of,
        before: Option<&Revision>,
        texts: &[(&str, &str)],
    ) -> (Revision, Vec<FieldRecord>) {
        let fields = self.fields(of, before, Some(&Rel::empty()), texts);
        (self.sign(by, of, before, &fields, Vec::new()), fields)
    }

    /// The next revision of a task by somebody, who changes these texts and, where they are given, the relations; the rest is kept.
    pub fn task(
        &self,
        by: &SecretKeys,
        task: ObjectId,
        before: Option<&Revision>,
        rel: Option<&Rel>,
        texts: &[(&str, &str)],
    ) -> (Revision, Vec<FieldRecord>) {
        let of = (ObjectType::Task, task, UnitId::of(task));
        let fields = self.fields(of, before, rel, texts);
        let is_kept = |kept: &&FieldRef| {
            kept.name.as_str() != RESEALED && fields.iter().all(|field| field.name != kept.name)
        };
        let kept = before.map_or_else(Vec::new, |before| {
            before.body.fields.iter().filter(is_kept).cloned().collect::<Vec<_>>()
        });
        (self.sign(by, of, before, &fields, kept), fields)
    }

    /// A message of somebody about a task.
    pub fn message(&self, by: &SecretKeys, task: ObjectId, sender_seq: u64, text: &str) -> Record {
        let (unit, message, epoch) = (UnitId::of(task), ObjectId::from_bytes(random()), self.fold.epoch());
        let content = chat::MessageContent {
            sender: by.iid(),
            sender_seq,
            prev: Hash::ZERO,
            head: self.fold.head().unwrap(),
            time_ms: self.time_ms,
            said: Said::Text(text.to_owned()),
        };
        let spot = MessageSpot { pid: self.pid, unit, message };
        let key = self.secret.content_key(&self.pid, epoch).unit_key(&unit, 0);
        let signed = chat::Message::sign(content, spot, epoch, 0, &by.signing_key()).unwrap();
        let envelope = signed.seal(spot, epoch, 0, &key, Nonce::from_bytes(random())).unwrap();
        Record::Message(Message { unit, message, sender_seq, envelope })
    }

    /// The fields that the next revision of an object changes.
    fn fields(
        &self,
        (object_type, object, unit): Of,
        before: Option<&Revision>,
        rel: Option<&Rel>,
        texts: &[(&str, &str)],
    ) -> Vec<FieldRecord> {
        let (epoch, rev) = (self.fold.epoch(), next_rev(before));
        let key = self.secret.content_key(&self.pid, epoch).unit_key(&unit, 0);
        let field = |name: &str, content: Content| {
            let name = FieldName::parse(name).unwrap();
            FieldRecord { object_type, object, unit, name, rev, content }
        };
        let seal = |name: &str, text: &str| {
            let name = FieldName::parse(name).unwrap();
            let place = Place { pid: self.pid, unit, object_type, object, field: &name, rev };
            let nonce = Nonce::from_bytes(random());
            Content::Sealed(SealedEnvelope::seal(&place, epoch, 0, &key, nonce, text.as_bytes()).unwrap())
        };
        let sealed = texts.iter().map(|(name, text)| field(name, seal(name, text)));
        let mut fields: Vec<FieldRecord> =
            sealed.chain(rel.map(|rel| field(REL, Content::Rel(rel.clone())))).collect();
        fields.sort_by(|one, other| one.name.cmp(&other.name));
        fields
    }

    /// A revision that changes these fields and keeps others.
    fn sign(
        &self,
        by: &SecretKeys,
        (object_type, object, unit): Of,
        before: Option<&Revision>,
        fields: &[FieldRecord],
        kept: Vec<FieldRef>,
    ) -> Revision {
        let rev = next_rev(before);
        let named = |field: &FieldRecord| FieldRef {
            name: field.name.clone(),
            rev,
            hash: field.content.hash().unwrap(),
        };
        let mut named: Vec<FieldRef> = fields.iter().map(named).chain(kept).collect();
        named.sort_by(|one, other| one.name.cmp(&other.name));
        let body = revision::Body {
            pid: self.pid,
            object_type,
            object,
            unit,
            rev,
            prev: before.map_or(Hash::ZERO, Revision::hash),
            epoch: self.fold.epoch(),
            generation: 0,
            time_ms: self.time_ms,
            actor: by.iid(),
            head: self.fold.head().unwrap(),
            fields: named,
        };
        Revision::sign(body, &by.signing_key()).unwrap()
    }
}

/// The type of an object, its id and its unit.
pub type Of = (ObjectType, ObjectId, UnitId);

fn next_rev(before: Option<&Revision>) -> u64 {
    before.map_or(1, |before| before.body.rev + 1)
}

/// When an invitation expires that never does.
pub const NEVER: u64 = (1 << 53) - 1;

/// A revision with its fields, as records.
pub fn put(revision: &Revision, fields: Vec<FieldRecord>) -> Vec<Record> {
    let mut records = vec![Record::Revision(revision.clone())];
    records.extend(fields.into_iter().map(Record::Field));
    records
}
