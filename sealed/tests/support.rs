//! What several tests need: a random generator without randomness, people, logs, and the vectors' JSON.

use std::convert::Infallible;

use pursuance_sealed::error::DecodeError;
use pursuance_sealed::identity::SecretKeys;
use pursuance_sealed::ids::{Hash, Head, Iid, Pid};
use pursuance_sealed::log::{Body, Entry, Fold, HistoryRule, LogRole, Payload};
use pursuance_sealed::secret::{EdSeed, EpochSecret, InviteSeed, XSecret};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Bytes that look random, and are the same each time.
pub struct Same(pub u64);

impl rand_core::TryRng for Same {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_be_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(32) {
            self.0 += 1;
            let block = Sha256::digest(self.0.to_be_bytes());
            chunk.iter_mut().zip(block).for_each(|(to, from)| *to = from);
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Same {}

/// 32 bytes for a name.
pub fn bytes32(name: &str) -> [u8; 32] {
    Sha256::digest(name.as_bytes()).into()
}

pub fn bytes16(name: &str) -> [u8; 16] {
    bytes32(name)[..16].try_into().unwrap()
}

pub fn nonce(name: &str) -> pursuance_sealed::aead::Nonce {
    pursuance_sealed::aead::Nonce::from_bytes(bytes32(name)[..24].try_into().unwrap())
}

/// Somebody, by name.
pub fn person(name: &str) -> SecretKeys {
    SecretKeys {
        sign: EdSeed::from_bytes(bytes32(&format!("{name} signs"))),
        seal: XSecret::from_bytes(bytes32(&format!("{name} opens"))),
        created_ms: 1_700_000_000_000,
    }
}

pub fn secret(name: &str) -> EpochSecret {
    EpochSecret::from_bytes(bytes32(name))
}

/// A log that is written, by whoever may and whoever may not.
pub struct Log {
    pub pid: Pid,
    pub fold: Fold,
    pub entries: Vec<Entry>,
    time_ms: u64,
}

impl Log {
    /// Founded by `founder`, with its first epoch.
    pub fn new(founder: &SecretKeys, history: HistoryRule) -> Self {
        let mut log = Self::bare(founder, history);
        log.rotate(founder);
        log
    }

    /// The genesis alone.
    pub fn bare(founder: &SecretKeys, history: HistoryRule) -> Self {
        let payload = Payload::Genesis { nonce: bytes16("genesis"), history, founder: founder.card() };
        let pid = pursuance_sealed::log::pid(&payload.encode().unwrap());
        let mut log = Self { pid, fold: Fold::new(pid), entries: Vec::new(), time_ms: 1_750_000_000_000 };
        log.say(founder, payload);
        log
    }

    /// An entry that may follow, or not.
    pub fn entry(&mut self, actor: &SecretKeys, payload: Payload) -> Entry {
        self.time_ms += 1000;
        let prev = self.entries.last().map_or(Hash::ZERO, Entry::hash);
        let seq = u64::try_from(self.entries.len()).unwrap();
        let body = Body { pid: self.pid, seq, prev, time_ms: self.time_ms, actor: actor.iid(), payload };
        Entry::sign(body, &actor.signing_key()).unwrap()
    }

    /// Writes an entry that folds.
    pub fn say(&mut self, actor: &SecretKeys, payload: Payload) -> &mut Self {
        let entry = self.entry(actor, payload);
        self.fold.apply(&entry).unwrap();
        self.entries.push(entry);
        self
    }

    /// Writes an entry, whatever the fold says of it.
    pub fn force(&mut self, actor: &SecretKeys, payload: Payload) -> &mut Self {
        let entry = self.entry(actor, payload);
        let _ = self.fold.apply(&entry);
        self.entries.push(entry);
        self
    }

    pub fn add(&mut self, actor: &SecretKeys, role: LogRole, who: &SecretKeys) -> &mut Self {
        self.say(actor, Payload::Add { role, card: who.card() })
    }

    pub fn secret(epoch: u32) -> EpochSecret {
        secret(&format!("epoch {epoch}"))
    }

    /// The EPOCH that comes next.
    pub fn epoch(&self) -> Payload {
        let number = self.fold.epoch() + 1;
        let secret = Self::secret(number);
        let prev = (number > 1 && self.fold.history() == HistoryRule::Full).then(|| {
            secret.seal_prev(&self.pid, number, &Self::secret(number - 1), nonce(&format!("prev {number}")))
        });
        let key = secret.x_secret(&self.pid, number).public();
        Payload::Epoch { epoch: number, commit: secret.commit(&self.pid, number), key, prev }
    }

    pub fn rotate(&mut self, actor: &SecretKeys) -> &mut Self {
        let epoch = self.epoch();
        self.say(actor, epoch)
    }

    pub fn head(&self) -> Head {
        self.fold.head().unwrap()
    }
}

pub fn invite(seed: &InviteSeed, role: LogRole, max_uses: u16) -> Payload {
    let key = seed.signing_key().public();
    Payload::Invite { id: seed.id(), key, role, max_uses, expires_ms: (1 << 53) - 1 }
}

pub fn seed(name: &str) -> InviteSeed {
    InviteSeed::from_bytes(bytes32(name))
}

// --- JSON -----------------------------------------------------------------------------------------------

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The bytes of a member, in hex.
pub fn hex(value: &Value, name: &str) -> Vec<u8> {
    hex::decode(text(value, name)).unwrap()
}

pub fn array<const N: usize>(value: &Value, name: &str) -> [u8; N] {
    hex(value, name).try_into().unwrap_or_else(|_| panic!("{name} has another length"))
}

pub fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("no text {name}"))
}

pub fn number(value: &Value, name: &str) -> u64 {
    value[name].as_u64().unwrap_or_else(|| panic!("no number {name}"))
}

pub fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().unwrap_or_else(|| panic!("no list {name}"))
}

/// Folds the entries of a scenario in one batch: the fold where it stopped, and where and why.
pub fn folded(scenario: &Value) -> (Fold, Option<(usize, &'static str)>) {
    let mut fold = Fold::new(Pid::from_bytes(array(scenario, "pid")));
    let entries = list(scenario, "entries");
    for (at, entry) in entries.iter().enumerate() {
        let entry: Result<Entry, DecodeError> = Entry::decode(&hex::decode(entry.as_str().unwrap()).unwrap());
        let result = entry.map_err(Into::into).and_then(|entry| fold.apply(&entry));
        if let Err(error) = result {
            return (fold, Some((at, error.reason())));
        }
    }
    let end = fold.finish().err().map(|error| (entries.len(), error.reason()));
    (fold, end)
}

/// Holds the verdict of a scenario against the fold.
pub fn check_scenario(scenario: &Value) -> Fold {
    let name = text(scenario, "name");
    let (fold, stopped) = folded(scenario);
    assert_eq!(number(scenario, "epoch"), u64::from(fold.epoch()), "{name}");
    match text(scenario, "expect") {
        "ok" => {
            assert_eq!(stopped, None, "{name}");
            let members: Vec<(Iid, u64)> = list(scenario, "members")
                .iter()
                .map(|member| {
                    let iid = Iid::from_slice(&hex::decode(member[0].as_str().unwrap()).unwrap()).unwrap();
                    (iid, member[1].as_u64().unwrap())
                })
                .collect();
            let folded: Vec<_> =
                fold.members().map(|(iid, member)| (*iid, u64::from(member.role.number()))).collect();
            assert_eq!(members, folded, "{name}");
            assert_eq!(array(scenario, "head"), *fold.head().unwrap().hash.as_bytes(), "{name}");
        }
        "invalid" => {
            let at = usize::try_from(number(scenario, "at")).unwrap();
            let reason = text(scenario, "reason").replace([' ', '_'], "-");
            assert_eq!(stopped, Some((at, reason.as_str())), "{name}");
        }
        other => panic!("{name}: what is {other}?"),
    }
    let again = Fold::from_bytes(&fold.to_bytes().unwrap()).unwrap();
    assert_eq!(again, fold, "{name}: a fold that was kept");
    fold
}
