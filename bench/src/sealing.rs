//! A private pursuance as its founder's device makes it: a signed log, a key, and tasks whose texts are sealed, so that the program
//! checks and keeps what it would of anybody (docs/sealed.md).

use std::collections::BTreeMap;
use std::convert::Infallible;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pursuance::platform::clock::random;
use pursuance::state::App;
use pursuance::store::key_slots::{self, Identity};
use pursuance_domain::action::{FoundSealed, PutSealed};
use pursuance_domain::allowed::Principal;
use pursuance_domain::sealed::RecordBytes;
use pursuance_domain::task::phase::Phase;
use pursuance_sealed::aead::Nonce;
use pursuance_sealed::envelope::{FieldName, ObjectType, Place, SealedEnvelope};
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::error::DecodeError;
use pursuance_sealed::identity::SecretKeys;
use pursuance_sealed::ids::{Hash, ObjectId, Pid, UnitId};
use pursuance_sealed::log::{self, Entry, Fold, HistoryRule, Payload};
use pursuance_sealed::record::{Content, FieldRecord, Record};
use pursuance_sealed::revision::{self, FieldRef, REL, Rel, Revision};
use pursuance_sealed::secret::{EdSeed, EpochSecret, XSecret};
use serde_json::Value;

use crate::trouble::{Outcome, Trouble};

/// The one key that there is.
const EPOCH: u32 = 1;

/// The device of somebody who founds a pursuance.
pub struct Device {
    keys: SecretKeys,
    pid: Pid,
    fold: Fold,
    secret: EpochSecret,
    now_ms: u64,
}

/// A task as it is to be.
pub struct NewTask {
    /// The id that the device gives it.
    pub id: ObjectId,
    pub parent: Option<ObjectId>,
    pub phase: Phase,
    /// Whether the founder has it.
    pub is_own: bool,
    pub title: String,
    pub deliverables: String,
}

/// The type of an object, its id and its unit.
type Of = (ObjectType, ObjectId, UnitId);

impl Device {
    /// Gives keys to an account, and founds a pursuance with them. Answers its name in addresses, too.
    pub async fn founds(app: &App, who: &Principal) -> Outcome<(Self, String)> {
        let now = app.clock.now();
        let now_ms = u64::try_from(now.0 / 1_000).unwrap_or(0);
        let keys = SecretKeys {
            sign: EdSeed::from_bytes(random()),
            seal: XSecret::from_bytes(random()),
            created_ms: now_ms,
        };
        let Some(account) = who.person() else { return Err(Trouble::odd("an account without a person")) };
        let identity = Identity {
            iid: keys.iid().to_string(),
            // Nobody opens it here.
            idbox: String::new(),
            card: URL_SAFE_NO_PAD.encode(keys.card().encode()),
        };
        let mut tx = app.db.write().await?;
        key_slots::add_identity(&mut tx, account, &identity, now).await?;
        tx.commit().await?;
        let (device, records) = Self::begins(keys, now_ms)?;
        let found = FoundSealed { pid: device.pid.to_string(), records };
        let made = app.perform(who, found.into()).await?;
        let slug = made.result.get("pursuance").and_then(Value::as_str);
        let slug = slug.ok_or_else(|| Trouble::odd("a pursuance without a name"))?;
        Ok((device, slug.to_owned()))
    }

    /// Writes tasks, all in one request.
    pub async fn writes(&self, app: &App, who: &Principal, slug: &str, tasks: &[NewTask]) -> Outcome<()> {
        let mut all = Vec::new();
        for task in tasks {
            let rel = Rel {
                parent: task.parent.unwrap_or(ObjectId::ZERO),
                phase: task.phase.signed_number(),
                assignees: if task.is_own { vec![self.keys.iid()] } else { Vec::new() },
                ..Rel::empty()
            };
            let of = (ObjectType::Task, task.id, UnitId::of(task.id));
            let texts = [("title", task.title.as_str()), ("desc", task.deliverables.as_str())];
            all.extend(self.says(of, rel, &texts)?);
        }
        let put = PutSealed {
            pursuance: slug.to_owned(),
            records: encoded(&all)?,
            edits: BTreeMap::new(),
            ends: BTreeMap::new(),
            undo: None,
            subtasks: None,
            suggests: false,
            suggestion: None,
            given_back: false,
        };
        app.perform(who, put.into()).await?;
        Ok(())
    }

    /// Begins a log, and answers what is sent.
    fn begins(keys: SecretKeys, now_ms: u64) -> Outcome<(Self, RecordBytes)> {
        let genesis = Payload::Genesis { nonce: random(), history: HistoryRule::Full, founder: keys.card() };
        let pid = log::pid(&genesis.encode()?);
        let secret = EpochSecret::from_bytes(random());
        let epoch = Payload::Epoch {
            epoch: EPOCH,
            commit: secret.commit(&pid, EPOCH),
            key: secret.x_secret(&pid, EPOCH).public(),
            prev: None,
        };
        let mut device = Self { keys, pid, fold: Fold::new(pid), secret, now_ms };
        let mut records = vec![Record::Entry(device.enters(genesis)?), Record::Entry(device.enters(epoch)?)];
        let card = device.keys.card();
        let seal = Seal::to(&pid, EPOCH, &device.secret, &card, &mut Chance);
        records.push(Record::Seal(seal.map_err(|_| Trouble::odd("a key that nothing is sealed to"))?));
        let of = (ObjectType::Pursuance, ObjectId::ZERO, UnitId::ZERO);
        let about = [("name", "Watch the levels"), ("mission", "We measure what flows into the river.")];
        records.extend(device.says(of, Rel::empty(), &about)?);
        let records = encoded(&records)?;
        Ok((device, records))
    }

    /// The next entry of the log.
    fn enters(&mut self, payload: Payload) -> Outcome<Entry> {
        let body = log::Body {
            pid: self.pid,
            seq: self.fold.next_seq(),
            prev: self.fold.head().map_or(Hash::ZERO, |head| head.hash),
            time_ms: self.now_ms,
            actor: self.keys.iid(),
            payload,
        };
        let entry = Entry::sign(body, &self.keys.signing_key())?;
        self.fold.apply(&entry).map_err(|_| Trouble::odd("a log that breaks its rules"))?;
        Ok(entry)
    }

    /// The first revision of an object, with its fields.
    fn says(&self, of: Of, rel: Rel, texts: &[(&str, &str)]) -> Outcome<Vec<Record>> {
        let (object_type, object, unit) = of;
        let key = self.secret.content_key(&self.pid, EPOCH).unit_key(&unit, 0);
        let field = |name, content| FieldRecord { object_type, object, unit, name, rev: 1, content };
        let mut fields = vec![field(FieldName::parse(REL)?, Content::Rel(rel))];
        for (name, text) in texts {
            let name = FieldName::parse(name)?;
            let place = Place { pid: self.pid, unit, object_type, object, field: &name, rev: 1 };
            let nonce = Nonce::from_bytes(random());
            let sealed = SealedEnvelope::seal(&place, EPOCH, 0, &key, nonce, text.as_bytes())?;
            fields.push(field(name, Content::Sealed(sealed)));
        }
        fields.sort_by(|one, other| one.name.cmp(&other.name));
        let named = |field: &FieldRecord| -> Result<FieldRef, DecodeError> {
            Ok(FieldRef { name: field.name.clone(), rev: 1, hash: field.content.hash()? })
        };
        let body = revision::Body {
            pid: self.pid,
            object_type,
            object,
            unit,
            rev: 1,
            prev: Hash::ZERO,
            epoch: EPOCH,
            generation: 0,
            time_ms: self.now_ms,
            actor: self.keys.iid(),
            head: self.fold.head().ok_or_else(|| Trouble::odd("a log without entries"))?,
            fields: fields.iter().map(named).collect::<Result<_, DecodeError>>()?,
        };
        let revision = Revision::sign(body, &self.keys.signing_key())?;
        let mut records = vec![Record::Revision(revision)];
        records.extend(fields.into_iter().map(Record::Field));
        Ok(records)
    }
}

/// Records as an action brings them.
fn encoded(records: &[Record]) -> Outcome<RecordBytes> {
    Ok(RecordBytes::new(records.iter().map(Record::encode).collect::<Result<_, _>>()?))
}

/// Chance, as the formats take it in.
struct Chance;

impl rand_core::TryRng for Chance {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_be_bytes(random()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_be_bytes(random()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.iter_mut().for_each(|byte| *byte = u8::from_be_bytes(random()));
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Chance {}
