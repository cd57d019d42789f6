//! Somebody who signs in over the network, as the script of a page does: the passphrase stays here.

use bytes::Bytes;
use http::StatusCode;
use pursuance_sealed::account::{Cost, Passphrase, Realm, Username, master_key, salt};
use pursuance_sealed::bundle::RecordBundle;
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::error::{DecodeError, OpenError};
use pursuance_sealed::identity::{IdentityCard, SecretKeys};
use pursuance_sealed::ids::Pid;
use pursuance_sealed::log::Fold;
use pursuance_sealed::record::Record;
use pursuance_sealed::replica;
use pursuance_sealed::signin::Answer;
use pursuance_sealed::slot::{Kind, RootSlot};
use serde::Deserialize;
use serde_json::json;

use super::KeyCommandError;
use crate::cli::CliError;
use crate::cli::client::{FORM, PageClient, shown, to_bytes, to_text};

/// The name that this program gives itself.
const AGENT: &str = concat!("Pursuance/", env!("CARGO_PKG_VERSION"));

/// The most records of a pursuance that are read here.
const MOST_RECORDS: usize = 1_000_000;

/// The most parts in which they come.
const MOST_PARTS: usize = 100_000;

/// How an account signs in.
#[derive(Deserialize)]
pub struct Prelogin {
    kind: String,
    ksalt: String,
    m: u32,
    t: u32,
    p: u8,
}

impl Prelogin {
    /// Whether the server checks the passphrase itself.
    pub fn is_plain(&self) -> bool {
        self.kind == "plain"
    }

    /// How the passphrase is hashed.
    fn hashing(&self) -> Option<(Cost, [u8; 16])> {
        let salt = to_bytes(&self.ksalt)?.try_into().ok()?;
        Some((Cost { memory_kib: self.m, passes: self.t, lanes: self.p }, salt))
    }
}

/// The data that the server keeps of somebody's keys.
#[derive(Deserialize)]
struct Kept {
    name: String,
    realm: String,
    slot: String,
    idbox: String,
    card: String,
}

#[derive(Deserialize)]
struct Nonce {
    nonce: String,
}

/// A private pursuance of the signed-in person.
#[derive(Deserialize)]
pub struct Place {
    pub slug: String,
    pub pid: String,
}

#[derive(Deserialize)]
struct Places {
    pursuances: Vec<Place>,
}

#[derive(Deserialize)]
struct Records {
    records: Vec<String>,
    next: i64,
}

/// An account of a server, before anybody signs in.
pub struct AccountAnswer {
    pub client: PageClient,
    pub name: Username,
    pub realm: Realm,
}

impl AccountAnswer {
    /// The account `name` of the server with this base address.
    ///
    /// # Errors
    /// When there can be none.
    pub fn of(url: &str, name: &str) -> Result<Self, CliError> {
        let client = PageClient::new(url, AGENT)?;
        let wrong = |_| KeyCommandError::Name { name: name.to_owned() };
        let name = Username::parse(&name.trim().to_ascii_lowercase()).map_err(wrong)?;
        let authority = client.origin().authority();
        let realm = Realm::parse(&authority);
        let realm = realm.map_err(|_| KeyCommandError::Realm { realm: authority })?;
        Ok(Self { client, name, realm })
    }

    /// As people name it elsewhere.
    pub fn handle(&self) -> String {
        format!("{}@{}", self.name.as_str(), self.realm.as_str())
    }

    /// How it signs in.
    ///
    /// # Errors
    /// When the server does not say.
    pub async fn prelogin(&self) -> Result<Prelogin, CliError> {
        self.client.get_json(&format!("/api/v1/prelogin?name={}", self.name.as_str())).await
    }

    /// Signs in, and opens the keys of the account.
    ///
    /// # Errors
    /// When the server refuses, or keeps other keys than this passphrase sealed.
    pub async fn open_keys(&mut self, passphrase: &Passphrase) -> Result<SecretKeys, CliError> {
        let prelogin = self.prelogin().await?;
        if prelogin.is_plain() {
            return Err(KeyCommandError::Plain.into());
        }
        let unknown = |account: &Self| account.client.unknown("/api/v1/session");
        let (cost, random) = prelogin.hashing().ok_or_else(|| unknown(self))?;
        let key = master_key(passphrase, &salt(&self.realm, &self.name, &random), cost);
        let key = key.map_err(KeyCommandError::from)?;
        let sent = json!({ "name": self.name.as_str(), "auth_key": to_text(key.auth_key().expose()) });
        let kept: Kept = self.client.post_json("/api/v1/session", &sent).await?;
        if kept.realm != self.realm.as_str() {
            return Err(KeyCommandError::Realm { realm: shown(&kept.realm) }.into());
        }
        let read = (to_bytes(&kept.slot), to_bytes(&kept.idbox), to_bytes(&kept.card));
        let (Some(slot), Some(idbox), Some(card)) = read else { return Err(unknown(self)) };
        let opened = || -> Result<SecretKeys, OpenError> {
            let slot = RootSlot::decode(&slot)?;
            // The values that the server asked for are those that the slot was sealed with.
            if slot.kind != (Kind::Passphrase { cost, salt: random }) {
                return Err(DecodeError::Value("the head of the slot").into());
            }
            let root = slot.open(&key.wrap_key(), &self.realm, &Username::parse(&kept.name)?)?;
            let card = IdentityCard::decode(&card)?;
            card.check()?;
            SecretKeys::open(&idbox, &root, &card.iid())
        };
        Ok(opened().map_err(KeyCommandError::Closed)?)
    }

    /// Signs in with the keys themselves, in place of a passphrase.
    ///
    /// # Errors
    /// When no account of the server has them, or it answers for another one.
    pub async fn sign_in(&mut self, keys: &SecretKeys) -> Result<(), CliError> {
        const NONCE: &str = "/api/v1/session/nonce";
        const PATH: &str = "/api/v1/session/key";
        let Nonce { nonce } = self.client.get_json(NONCE).await?;
        let given = to_bytes(&nonce).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let given = given.ok_or_else(|| self.client.unknown(NONCE))?;
        let answer = to_text(Answer::sign(keys, &self.realm, &given).encode());
        let sent = json!({ "nonce": nonce, "answer": answer }).to_string();
        let answered = self.client.post(PATH, "application/json", Bytes::from(sent)).await?;
        if answered.status == StatusCode::UNPROCESSABLE_ENTITY {
            return Err(KeyCommandError::Unknown.into());
        }
        let kept: Kept = self.client.read(PATH, &answered)?;
        self.client.keep_cookies(&answered);
        if kept.realm != self.realm.as_str() {
            return Err(KeyCommandError::Realm { realm: shown(&kept.realm) }.into());
        }
        let card = to_bytes(&kept.card).and_then(|bytes| IdentityCard::decode(&bytes).ok());
        if card.is_none_or(|card| card.iid() != keys.iid()) {
            return Err(KeyCommandError::OtherKeys.into());
        }
        Ok(())
    }

    /// Signs out. A session that stays behind ends by itself.
    pub async fn sign_out(&self) {
        drop(self.client.post("/signout", FORM, Bytes::new()).await);
    }

    /// The private pursuances of the signed-in person.
    ///
    /// # Errors
    /// When the server does not say.
    pub async fn places(&self) -> Result<Vec<Place>, CliError> {
        const PATH: &str = "/api/v1/account/pursuances";
        let Places { pursuances } = self.client.get_json(PATH).await?;
        let is_slug = |slug: &str| {
            slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        };
        let is_sound = pursuances.iter().all(|place| is_slug(&place.slug));
        if is_sound { Ok(pursuances) } else { Err(self.client.unknown(PATH)) }
    }

    /// Records of a pursuance: of its log, or the seals to the signed-in person.
    ///
    /// # Errors
    /// When the server refuses, or answers none.
    async fn records(&self, place: &Place, what: &str) -> Result<Vec<Record>, CliError> {
        let base = format!("/p/{}/sealed/{what}", place.slug);
        let (mut found, mut after) = (Vec::new(), None);
        for _ in 0..MOST_PARTS {
            let path = after.map_or_else(|| base.clone(), |after: i64| format!("{base}?after={after}"));
            let Records { records, next } = self.client.get_json(&path).await?;
            // A part in which all messages were deleted has no records, and leads on.
            if records.is_empty() && next <= after.unwrap_or(0) {
                return Ok(found);
            }
            for record in &records {
                let bytes = to_bytes(record).ok_or_else(|| self.client.unknown(&path))?;
                found.push(Record::decode(&bytes).map_err(|_| self.client.unknown(&path))?);
            }
            if after.is_some_and(|after| next <= after) || found.len() > MOST_RECORDS {
                return Err(self.client.unknown(&path));
            }
            after = Some(next);
        }
        Err(self.client.unknown(&base))
    }

    /// Returns the records of a pursuance that the server keeps, verified, and the meaning of its log: the log and the seals to
    /// the signed-in person, and all objects where they are asked for.
    ///
    /// # Errors
    /// When the server refuses, or something does not hold.
    pub async fn replica(
        &self,
        place: &Place,
        with_objects: bool,
    ) -> Result<(RecordBundle<'static>, Fold), CliError> {
        let broken = |reason: String| KeyCommandError::Log { slug: shown(&place.slug), reason };
        let pid = hex::decode(&place.pid).ok().and_then(|bytes| Pid::from_slice(&bytes));
        let pid = pid.ok_or_else(|| broken("it has no id".to_owned()))?;
        // Objects that change meanwhile name entries that are asked for afterwards.
        let objects = if with_objects { self.records(place, "objects").await? } else { Vec::new() };
        let objects = replica::newest(objects).map_err(|error| broken(error.to_string()))?;
        let seals = self.records(place, "seals").await?;
        let entries = self.records(place, "log").await?;
        let bundle = RecordBundle { pid, records: [entries, seals, objects].concat(), chunks: Vec::new() };
        let fold = bundle.check().map_err(|error| broken(error.to_string()))?;
        Ok((bundle, fold))
    }
}

/// The seals of a pursuance.
pub fn seals_of<'a>(bundle: &'a RecordBundle<'_>) -> impl Iterator<Item = &'a Seal> {
    bundle.records.iter().filter_map(|record| match record {
        Record::Seal(seal) => Some(seal),
        _ => None,
    })
}
