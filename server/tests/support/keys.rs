//! Keys of a browser whose passphrase stays there. They are drawn and not hashed of a passphrase: the server cannot tell.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Method;
use http::header::{CONTENT_TYPE, ORIGIN};
use pursuance::platform::clock::random;
use pursuance_domain::action::CreateAccount;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;
use pursuance_domain::people::keys::NewKeys;
use pursuance_domain::value::{Name, Sha256};
use pursuance_sealed::account::{Cost, Realm, Username};
use pursuance_sealed::aead::Nonce;
use pursuance_sealed::identity::{SecretKeys, open_former, seal_former};
use pursuance_sealed::secret::{AuthKey, EdSeed, RecoverySecret, RootKey, SlotKey, XSecret};
use pursuance_sealed::signin::Answer;
use pursuance_sealed::slot::{Kind, RootSlot};
use serde_json::{Value, json};

use super::TestApp;
use super::browser::{Browser, Page};

/// Bytes as they are sent.
pub fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Bytes as they came.
pub fn bytes(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}

/// Keys that come from one passphrase.
pub struct FromPassphrase {
    auth: AuthKey,
    wrap: SlotKey,
    pub salt: [u8; 16],
}

impl FromPassphrase {
    /// A passphrase that nobody had before.
    pub fn new() -> Self {
        Self { auth: AuthKey::from_bytes(random()), wrap: SlotKey::from_bytes(random()), salt: random() }
    }

    /// The key that signs in.
    pub fn auth_key(&self) -> String {
        base64url(self.auth.expose())
    }

    /// The verifier that the server keeps.
    pub fn verifier(&self) -> String {
        base64url(self.auth.verifier().as_bytes())
    }
}

/// A person with keys of their own.
pub struct Device {
    pub name: String,
    realm: Realm,
    root: RootKey,
    keys: SecretKeys,
    pub passphrase: FromPassphrase,
    pub recovery: RecoverySecret,
}

impl Device {
    pub fn new(app: &TestApp, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            realm: Realm::parse(app.addresses.authority()).unwrap(),
            root: RootKey::from_bytes(random()),
            keys: SecretKeys {
                sign: EdSeed::from_bytes(random()),
                seal: XSecret::from_bytes(random()),
                created_ms: 1_700_000_000_000,
            },
            passphrase: FromPassphrase::new(),
            recovery: RecoverySecret::from_bytes(random()),
        }
    }

    fn sealed(&self, kind: Kind, key: &SlotKey) -> String {
        let name = Username::parse(&self.name).unwrap();
        let nonce = Nonce::from_bytes(random());
        base64url(RootSlot::seal(kind, &self.root, key, &self.realm, &name, nonce).unwrap().encode().unwrap())
    }

    /// The root key under a passphrase, at a cost.
    pub fn slot_at(&self, passphrase: &FromPassphrase, cost: Cost) -> String {
        self.sealed(Kind::Passphrase { cost, salt: passphrase.salt }, &passphrase.wrap)
    }

    pub fn slot(&self, passphrase: &FromPassphrase) -> String {
        self.slot_at(passphrase, Cost::DEFAULT)
    }

    /// The root key under a recovery code.
    pub fn recovery_slot(&self, recovery: &RecoverySecret) -> String {
        self.sealed(Kind::Recovery, &recovery.wrap_key())
    }

    pub fn idbox(&self) -> String {
        base64url(self.keys.seal(&self.root, Nonce::from_bytes(random())).unwrap())
    }

    pub fn card(&self) -> String {
        base64url(self.keys.card().encode())
    }

    /// The request for a new account.
    pub fn account(&self) -> Value {
        json!({
            "name": self.name,
            "verifier": self.passphrase.verifier(),
            "slot": self.slot(&self.passphrase),
            "recovery_slot": self.recovery_slot(&self.recovery),
            "recovery_verifier": base64url(self.recovery.auth_key().verifier().as_bytes()),
            "idbox": self.idbox(),
            "card": self.card(),
        })
    }

    /// The keys as an action has them.
    pub fn new_keys(&self) -> NewKeys {
        let hash = |key: &AuthKey| Sha256::parse(&key.verifier().to_string()).unwrap();
        NewKeys {
            verifier: hash(&self.passphrase.auth),
            slot: self.slot(&self.passphrase),
            recovery_verifier: hash(&self.recovery.auth_key()),
            recovery_slot: self.recovery_slot(&self.recovery),
            idbox: self.idbox(),
            card: self.card(),
        }
    }

    /// Whether an answer has the root key of this person, under this passphrase, and their card.
    pub fn opens(&self, answer: &Value, passphrase: &FromPassphrase) -> bool {
        let slot = RootSlot::decode(&bytes(&answer["slot"])).unwrap();
        let realm = Realm::parse(answer["realm"].as_str().unwrap()).unwrap();
        let name = Username::parse(answer["name"].as_str().unwrap()).unwrap();
        let root = slot.open(&passphrase.wrap, &realm, &name);
        root.is_ok_and(|root| root == self.root) && self.is_mine(answer)
    }

    /// The same under the recovery code.
    pub fn opens_by_code(&self, answer: &Value) -> bool {
        let slot = RootSlot::decode(&bytes(&answer["slot"])).unwrap();
        let name = Username::parse(answer["name"].as_str().unwrap()).unwrap();
        let root = slot.open(&self.recovery.wrap_key(), &self.realm, &name);
        root.is_ok_and(|root| root == self.root) && self.is_mine(answer)
    }

    fn is_mine(&self, answer: &Value) -> bool {
        let keys = SecretKeys::open(&bytes(&answer["idbox"]), &self.root, &self.keys.iid());
        keys.is_ok() && answer["card"] == self.card()
    }

    /// These keys, sealed for another device. Only that device can tell whether they are.
    pub fn sealed_to_another(&self) -> String {
        let (card, idbox) = (self.keys.card().encode(), bytes(&json!(self.idbox())));
        base64url([vec![1], card, idbox, random::<80>().to_vec()].concat())
    }

    /// The answer to a nonce of the server of this realm.
    pub fn answer(&self, nonce: &str, realm: &str) -> Value {
        let given = <[u8; 32]>::try_from(bytes(&json!(nonce))).unwrap();
        let answer = Answer::sign(&self.keys, &Realm::parse(realm).unwrap(), &given);
        json!({ "nonce": nonce, "answer": base64url(answer.encode()) })
    }

    /// Opens an account with these keys, as an operator may.
    pub async fn join(&self, app: &TestApp) -> ActorId {
        let create = CreateAccount {
            name: Name::parse(&self.name).unwrap(),
            display: None,
            credential: self.new_keys().into(),
            operator: false,
            setup: None,
            server: None,
            invite: None,
            private_invite: None,
        };
        let made = app.perform(&Principal::Operator, create.into()).await.unwrap();
        ActorId(made.result["id"].as_str().unwrap().to_owned())
    }

    /// The same person with other keys and another root key; and what the door is sent that replaces them.
    pub fn replaced(&self) -> (Self, Value) {
        let next = Self {
            name: self.name.clone(),
            realm: self.realm.clone(),
            root: RootKey::from_bytes(random()),
            keys: SecretKeys {
                sign: EdSeed::from_bytes(random()),
                seal: XSecret::from_bytes(random()),
                created_ms: 1_700_000_000_001,
            },
            passphrase: FromPassphrase::new(),
            recovery: RecoverySecret::from_bytes(random()),
        };
        let rootbox = seal_former(&self.root, &self.keys.iid(), &next.root, Nonce::from_bytes(random()));
        let mut sent = next.account();
        let members = sent.as_object_mut().unwrap();
        members.remove("name");
        members.insert("auth_key".to_owned(), json!(self.passphrase.auth_key()));
        members.insert("rootbox".to_owned(), json!(base64url(rootbox.unwrap())));
        (next, sent)
    }

    /// Whether the root key of this person opens that of the former keys that an answer has, and that one the keys of `former`.
    pub fn opens_former(&self, answer: &Value, former: &Self) -> bool {
        let (kept, iid) = (&answer["former"][0], former.keys.iid());
        let root = open_former(&bytes(&kept["rootbox"]), &iid, &self.root);
        root.is_ok_and(|root| {
            root == former.root && SecretKeys::open(&bytes(&kept["idbox"]), &root, &iid).is_ok()
        }) && kept["card"] == former.card()
    }

    /// The request that signs this person in.
    pub fn signin(&self) -> Value {
        json!({ "name": self.name, "auth_key": self.passphrase.auth_key() })
    }

    /// The request that the recovery code opens the account by.
    pub fn recover(&self) -> Value {
        json!({ "name": self.name, "auth_key": base64url(self.recovery.auth_key().expose()) })
    }
}

/// Sends JSON, as the script of a page does.
pub async fn say(browser: &mut Browser, path: &str, input: &Value) -> Page {
    let origin = browser.origin.clone();
    let headers = [(ORIGIN.as_str(), origin.as_str()), (CONTENT_TYPE.as_str(), "application/json")];
    browser.send(Method::POST, path, &headers, input.to_string().into_bytes()).await
}

/// Asks for JSON.
pub async fn ask(browser: &mut Browser, path: &str) -> Page {
    browser.send(Method::GET, path, &[], Vec::new()).await
}

impl Page {
    /// The JSON of an answer of this status.
    #[track_caller]
    pub fn said(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        serde_json::from_str(&self.html).unwrap_or_else(|error| panic!("{self:?} is no JSON: {error}"))
    }

    /// The problem of an answer.
    #[track_caller]
    pub fn problem(&self, status: u16, slug: &str) -> Value {
        let problem = self.said(status);
        assert_eq!(problem["type"], format!("https://w3id.org/pursuance/problems#{slug}"), "{self:?}");
        problem
    }
}
