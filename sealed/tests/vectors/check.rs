//! What each key of the vectors says.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload as Aad};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use pursuance_sealed::account::{self, Cost, Passphrase, Realm, Username};
use pursuance_sealed::aead::Nonce;
use pursuance_sealed::chat::{self, Message, MessageSpot, Said};
use pursuance_sealed::delegation::{Accept, Package, PackageGrant};
use pursuance_sealed::envelope::{FieldName, ObjectType, Place, SealedEnvelope, field_hash};
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::epoch_card::{CardChain, EpochCard};
use pursuance_sealed::error::{BadSignature, DecodeError, OpenError};
use pursuance_sealed::export::{Export, ExportHead as ExportHeader};
use pursuance_sealed::file::Header;
use pursuance_sealed::frame::{frame, hash};
use pursuance_sealed::identity::{IdentityCard, SecretKeys};
use pursuance_sealed::ids::{
    EdKey, Encapsulated, Hash, InviteId, KeyCommit, MailboxId, ObjectId, Pid, PrevBox, Signature, Tag,
    UnitId, XKey,
};
use pursuance_sealed::invite::{Fragment, InviteNote};
use pursuance_sealed::log::{Entry, Fold, Payload};
use pursuance_sealed::pairing::{self, Answer, Code};
use pursuance_sealed::record::Record;
use pursuance_sealed::revision::{Rel, Revision};
use pursuance_sealed::secret::{
    EdSeed, EpochSecret, FileKey, InviteSeed, RecoverySecret, RootKey, UnitKey, XSecret,
};
use pursuance_sealed::sign::{SigningKey, VerifyKey};
use pursuance_sealed::slot::{Kind, RootSlot};
use pursuance_sealed::{kem, pbox, signin, tags, words as spoken};
use serde_json::Value;

use crate::support::{array, check_scenario, hex, list, number, text};

/// Somebody of the vectors.
fn person(all: &Value, name: &str) -> SecretKeys {
    let person = &all["identity"][name];
    let card = IdentityCard::decode(&hex(person, "card")).unwrap();
    SecretKeys {
        sign: EdSeed::from_bytes(array(person, "ed_seed")),
        seal: XSecret::from_bytes(array(person, "x_sk")),
        created_ms: card.created_ms,
    }
}

fn pid(all: &Value) -> Pid {
    Pid::from_bytes(array(&all["log"], "pid"))
}

fn root(all: &Value) -> RootKey {
    RootKey::from_bytes(array(&all["identity_wrap"], "root_key"))
}

fn epoch_secret(all: &Value) -> EpochSecret {
    EpochSecret::from_bytes(array(&all["epoch"], "es"))
}

fn realm_and_name(all: &Value) -> (Realm, Username) {
    let account = &all["account"];
    (Realm::parse(text(account, "realm")).unwrap(), Username::parse(text(account, "user")).unwrap())
}

fn folded(all: &Value) -> Fold {
    let mut fold = Fold::new(pid(all));
    for entry in list(&all["log"], "entries") {
        let entry = hex::decode(entry.as_str().unwrap()).unwrap();
        fold.apply(&Entry::decode(&entry).unwrap()).unwrap();
    }
    fold
}

/// The first 24 bytes of a box, to seal it again.
fn nonce(bytes: &[u8]) -> Nonce {
    Nonce::from_bytes(bytes[..24].try_into().unwrap())
}

fn unit_key(all: &Value, unit: UnitId) -> UnitKey {
    epoch_secret(all).content_key(&pid(all), 1).unit_key(&unit, 0)
}

/// The place of the vectors' envelope, of another field or revision.
fn with_place<T>(all: &Value, field: &str, rev: u64, with: impl FnOnce(&Place<'_>) -> T) -> T {
    let envelope = &all["envelope"];
    let field = FieldName::parse(field).unwrap();
    with(&Place {
        pid: Pid::from_bytes(array(envelope, "pid")),
        unit: UnitId::from_bytes(array(envelope, "unit")),
        object_type: ObjectType::Task,
        object: ObjectId::from_bytes(array(envelope, "oid")),
        field: &field,
        rev,
    })
}

pub fn hpke_rfc9180_a2(_: &Value, it: &Value) {
    let key = XSecret::from_bytes(array(it, "skR"));
    assert_eq!(*key.public().as_bytes(), array(it, "pkR"));
    assert_eq!(*XSecret::from_bytes(array(it, "skE")).public().as_bytes(), array(it, "enc"));
    let enc = Encapsulated::from_bytes(array(it, "enc"));
    let opened = kem::open(&key, &enc, &hex(it, "info"), &hex(it, "aad"), &hex(it, "ct")).unwrap();
    assert_eq!(*opened, hex(it, "pt"));
}

pub fn account(all: &Value, it: &Value) {
    let (realm, name) = realm_and_name(all);
    let passphrase = Passphrase::new(text(it, "passphrase"));
    assert_eq!(passphrase.expose(), hex(it, "passphrase_nfkc_utf8"));
    let argon2 = &it["argon2"];
    let cost = Cost {
        memory_kib: u32::try_from(number(argon2, "m_kib")).unwrap(),
        passes: u32::try_from(number(argon2, "t")).unwrap(),
        lanes: u8::try_from(number(argon2, "p")).unwrap(),
    };
    assert_eq!((cost, number(argon2, "v")), (Cost::DEFAULT, 0x13));
    let salt = account::salt(&realm, &name, &array(it, "ksalt"));
    assert_eq!(salt, array(it, "salt"));
    let key = account::master_key(&passphrase, &salt, cost).unwrap();
    assert_eq!(*key.expose(), array(it, "mk"));
    assert_eq!(*key.auth_key().expose(), array(it, "auth_key"));
    assert_eq!(*key.wrap_key().expose(), array(it, "wrap_key"));
    let verifier = Hash::from_bytes(array(it, "auth_verifier"));
    assert!(key.auth_key().is_verified_by(&verifier));
    assert!(!key.auth_key().is_verified_by(&Hash::ZERO));
}

pub fn identity(all: &Value, it: &Value) {
    for name in it.as_object().unwrap().keys() {
        let person = person(all, name);
        assert_eq!(*person.signing_key().public().as_bytes(), array(&it[name], "ed_pk"));
        assert_eq!(*person.seal.public().as_bytes(), array(&it[name], "x_pk"));
        assert_eq!(*person.iid().as_bytes(), array(&it[name], "iid"));
        let card = IdentityCard::decode(&hex(&it[name], "card")).unwrap();
        card.check().unwrap();
        assert_eq!(card, person.card());
        assert_eq!(card.encode(), hex(&it[name], "card"));
    }
}

pub fn identity_wrap(all: &Value, it: &Value) {
    let (alice, root, (realm, name)) = (person(all, "alice"), root(all), realm_and_name(all));
    let wrap = pursuance_sealed::secret::SlotKey::from_bytes(array(&all["account"], "wrap_key"));
    let bytes = hex(it, "slot");
    let slot = RootSlot::decode(&bytes).unwrap();
    assert_eq!(slot.kind, Kind::Passphrase { cost: Cost::DEFAULT, salt: array(&all["account"], "ksalt") });
    assert!(slot.open(&wrap, &realm, &name).unwrap() == root);
    assert_eq!(slot.encode().unwrap(), bytes);
    let again = RootSlot::seal(slot.kind.clone(), &root, &wrap, &realm, &name, nonce(&bytes[27..])).unwrap();
    assert_eq!(again, slot);
    let other = Username::parse("bob").unwrap();
    assert!(matches!(slot.open(&wrap, &realm, &other), Err(OpenError::Closed)));

    let bytes = hex(it, "idbox");
    let keys = SecretKeys::open(&bytes, &root, &alice.iid()).unwrap();
    assert_eq!(keys.card(), alice.card());
    assert_eq!(alice.seal(&root, nonce(&bytes[2..])).unwrap(), bytes);
    assert!(SecretKeys::open(&bytes, &root, &person(all, "bob").iid()).is_err());
    assert!(matches!(
        SecretKeys::open(&bytes[..114], &root, &alice.iid()),
        Err(OpenError::Decode(DecodeError::Length))
    ));
}

pub fn log(all: &Value, it: &Value) {
    let mut fold = Fold::new(pid(all));
    for (entry, hash) in list(it, "entries").iter().zip(list(it, "hashes")) {
        let bytes = hex::decode(entry.as_str().unwrap()).unwrap();
        let entry = Entry::decode(&bytes).unwrap();
        fold.apply(&entry).unwrap();
        assert_eq!(entry.hash().to_string(), hash.as_str().unwrap());
        let body = entry.body.encode().unwrap();
        assert_eq!([&body[..], entry.signature.as_bytes()].concat(), bytes);
        if let Payload::Genesis { .. } = entry.body.payload {
            assert_eq!(entry.body.payload.encode().unwrap(), hex(it, "genesis_payload"));
            assert_eq!(entry.founded(), Some(pid(all)));
        }
        let alice = person(all, "alice");
        assert_eq!(*alice.signing_key().public().as_bytes(), array(it, "signer_pk"));
        if entry.body.actor == alice.iid() {
            assert_eq!(Entry::sign(entry.body.clone(), &alice.signing_key()).unwrap(), entry);
        }
    }
    assert_eq!(fold.next_seq(), 3);
}

pub fn epoch(all: &Value, it: &Value) {
    let (secret, pid) = (epoch_secret(all), pid(all));
    assert_eq!(number(it, "epoch"), 1);
    assert_eq!(*secret.content_key(&pid, 1).expose(), array(it, "content"));
    assert_eq!(*secret.tag_key(&pid, 1).expose(), array(it, "tag"));
    assert_eq!(*secret.x_secret(&pid, 1).expose(), array(it, "x_sk"));
    assert_eq!(*secret.x_secret(&pid, 1).public().as_bytes(), array(it, "x_pk"));
    assert_eq!(*secret.prev_key(&pid, 1).expose(), array(it, "prev"));
    assert_eq!(*secret.commit(&pid, 1).as_bytes(), array(it, "commit"));
    assert!(secret.fits(&pid, folded(all).epoch_number(1).unwrap()));
}

pub fn seal(all: &Value, it: &Value) {
    let (bob, pid, fold) = (person(all, text(it, "to")), pid(all), folded(all));
    let epoch = fold.epoch_number(1).unwrap();
    assert_eq!(Seal::info(&pid, 1), hex(it, "info"));
    assert_eq!(Seal::aad(&bob.iid(), &KeyCommit::from_bytes(array(&all["epoch"], "commit"))), hex(it, "aad"));
    assert_eq!(*XSecret::from_bytes(array(it, "sk_e")).public().as_bytes(), array(it, "enc"));
    let bytes = hex(it, "record");
    let seal = Seal::decode(&bytes).unwrap();
    assert_eq!((seal.epoch, seal.to), (1, bob.iid()));
    assert_eq!(*seal.encapsulated.as_bytes(), array(it, "enc"));
    assert_eq!(bytes[bytes.len() - 48..], hex(it, "ct"));
    assert_eq!(seal.encode().unwrap(), bytes);
    assert!(seal.open(&pid, epoch, &bob.seal).unwrap() == epoch_secret(all));
    assert!(matches!(seal.open(&pid, epoch, &person(all, "alice").seal), Err(OpenError::Closed)));
}

pub fn envelope(all: &Value, it: &Value) {
    let unit = UnitId::from_bytes(array(it, "unit"));
    let key = unit_key(all, unit);
    assert_eq!(*key.expose(), array(it, "unit_key"));
    assert_eq!((number(it, "epoch"), number(it, "gen"), number(it, "otype")), (1, 0, 1));
    with_place(all, text(it, "field"), number(it, "rev"), |place| {
        assert_eq!(place.aad(1, 0), hex(it, "aad"));
        let bytes = hex(it, "envelope");
        let envelope = SealedEnvelope::decode(&bytes).unwrap();
        assert_eq!(envelope.encode().unwrap(), bytes);
        let plain = text(it, "plaintext").as_bytes();
        assert_eq!(*envelope.open(place, &key).unwrap(), plain);
        assert_eq!(nonce_of(it), bytes[10..34]);
        assert_eq!(SealedEnvelope::seal(place, 1, 0, &key, nonce(&bytes[10..]), plain).unwrap(), envelope);
    });
}

fn nonce_of(it: &Value) -> Vec<u8> {
    hex(it, "nonce")
}

pub fn skill_tags(all: &Value, it: &Value) {
    let key = epoch_secret(all).tag_key(&pid(all), 1);
    for skill in it.as_array().unwrap() {
        assert_eq!(tags::normal(text(skill, "name")), text(skill, "norm"));
        assert_eq!(key.tag(text(skill, "name")).unwrap(), Tag::from_bytes(array(skill, "tag")));
    }
}

pub fn invite(all: &Value, it: &Value) {
    let seed = InviteSeed::from_bytes(array(it, "seed"));
    assert_eq!(*seed.signing_key().public().as_bytes(), array(it, "pk"));
    let id = InviteId::from_bytes(array(it, "id"));
    assert_eq!(seed.id(), id);
    assert_eq!(*seed.note_key().expose(), array(it, "wrap"));
    let fragment = Fragment::parse(text(it, "fragment")).unwrap();
    assert_eq!(*fragment.bytes(), hex(it, "fragment_bytes"));
    assert_eq!(fragment.to_text(), text(it, "fragment"));
    assert_eq!((fragment.pid, fragment.head), (pid(all), folded(all).head().unwrap()));
    assert!(fragment.seed == seed);
    // The newcomer of the vectors is whoever's card stands in the message.
    let message = hex(it, "join_msg");
    let card = IdentityCard::decode(&message[message.len() - IdentityCard::LEN..]).unwrap();
    let length = u16::try_from(IdentityCard::LEN).unwrap().to_be_bytes();
    let parts: [&[u8]; 4] = [fragment.pid.as_bytes(), id.as_bytes(), &length, &card.encode()];
    assert_eq!(frame("pv1/join", &parts), message);
    assert_eq!(*seed.sign_join(&fragment.pid, &card).as_bytes(), array(it, "join_sig"));
    // An invitation that needs nobody online is not offered; its bytes are of the same make.
    let sealed = hex(it, "box");
    assert_eq!(sealed[..5], [1, 0, 0, 0, 1]);
    let aad = frame("pv1/invite-box", &[fragment.pid.as_bytes(), id.as_bytes(), &[0, 0, 0, 1]]);
    let cipher = XChaCha20Poly1305::new(seed.note_key().expose().into());
    let nonce = XNonce::try_from(&sealed[5..29]).unwrap();
    let opened = cipher.decrypt(&nonce, Aad { msg: &sealed[29..], aad: &aad }).unwrap();
    assert_eq!(opened, *epoch_secret(all).expose());
}

pub fn chat(all: &Value, it: &Value) {
    let bob = person(all, text(it, "sender"));
    let unit = UnitId::from_bytes(array(&all["envelope"], "unit"));
    let spot = MessageSpot { pid: pid(all), unit, message: ObjectId::from_bytes(array(it, "oid")) };
    let key = unit_key(all, unit);
    let envelope = SealedEnvelope::decode(&hex(it, "envelope")).unwrap();
    let message = Message::open(&envelope, spot, &key).unwrap();
    assert_eq!(message.as_bytes(), hex(it, "signed"));
    assert_eq!(message.content.encode().unwrap(), hex(it, "content"));
    message.verify(spot, &envelope, &VerifyKey::parse(&bob.card().sign).unwrap()).unwrap();
    let again = Message::sign(message.content.clone(), spot, 1, 0, &bob.signing_key()).unwrap();
    assert_eq!(again, message);
    let sealed = again.seal(spot, 1, 0, &key, nonce(&nonce_of(it))).unwrap();
    assert_eq!(sealed.encode().unwrap(), hex(it, "envelope"));
    let elsewhere = MessageSpot { message: ObjectId::ZERO, ..spot };
    assert!(message.verify(elsewhere, &envelope, &VerifyKey::parse(&bob.card().sign).unwrap()).is_err());
}

pub fn file(all: &Value, it: &Value) {
    let (key, file) = (FileKey::from_bytes(array(it, "fk")), ObjectId::from_bytes(array(it, "oid")));
    let header = Header::decode(&hex(it, "header")).unwrap();
    assert_eq!(header.encode(), hex(it, "header"));
    let pid = pid(all);
    let chunks: Vec<_> =
        list(it, "chunks").iter().map(|chunk| hex::decode(chunk.as_str().unwrap()).unwrap()).collect();
    let mut plain = Vec::new();
    for (chunk, index) in chunks.iter().zip(0..) {
        let is_last = usize::try_from(index).unwrap() + 1 == chunks.len();
        let data = header.open(&key, &pid, &file, index, is_last, chunk).unwrap();
        assert_eq!(header.seal(&key, &pid, &file, index, is_last, &data).unwrap(), *chunk);
        plain.extend_from_slice(&data);
        assert!(header.open(&key, &pid, &file, index, !is_last, chunk).is_err());
        assert!(header.open(&key, &pid, &file, index + 1, is_last, chunk).is_err());
    }
    assert_eq!(plain, hex(it, "plaintext"));
}

pub fn delegation(all: &Value, it: &Value) {
    let alice = person(all, "alice");
    let package = Package::decode(&hex(it, "package")).unwrap();
    let address = package.address;
    assert_eq!((address.home, address.sender), (pid(all), alice.iid()));
    assert_eq!(*address.id.as_bytes(), array(it, "did"));
    assert_eq!(*address.delegate.as_bytes(), array(it, "delegate_pid"));
    assert_eq!(u64::from(address.delegate_epoch), number(it, "delegate_epoch"));
    assert_eq!(address.info(), hex(it, "info"));
    assert_eq!(address.aad(), hex(it, "aad"));
    package.verify(&VerifyKey::parse(&alice.card().sign).unwrap()).unwrap();
    let grant = package.open(&XSecret::from_bytes(array(it, "delegate_x_sk"))).unwrap();
    assert_eq!(*grant.encode().unwrap(), hex(it, "plaintext"));
    assert!(PackageGrant::decode(&hex(it, "plaintext")).unwrap() == grant);
    assert!(package.open(&alice.seal).is_err());
}

pub fn prev_box(all: &Value, it: &Value) {
    let (secret, before) =
        (EpochSecret::from_bytes(array(it, "es")), EpochSecret::from_bytes(array(it, "opens_to")));
    let (pid, sealed) = (pid(all), PrevBox::from_bytes(array(it, "box")));
    assert_eq!(number(it, "epoch"), 2);
    assert!(secret.open_prev(&pid, 2, &sealed).unwrap() == before);
    assert_eq!(secret.seal_prev(&pid, 2, &before, nonce(sealed.as_bytes())), sealed);
    assert!(secret.open_prev(&pid, 3, &sealed).is_err());
}

pub fn revision(all: &Value, it: &Value) {
    let actor = person(all, text(it, "actor"));
    let rel = Rel::decode(&hex(it, "rel")).unwrap();
    assert_eq!(rel.encode().unwrap(), hex(it, "rel"));
    let bytes = hex(it, "revision");
    let revision = Revision::decode(&bytes).unwrap();
    assert_eq!(*revision.hash().as_bytes(), array(it, "hash"));
    assert_eq!(revision.body.actor, actor.iid());
    revision.verify(&VerifyKey::parse(&actor.card().sign).unwrap()).unwrap();
    assert_eq!(Revision::sign(revision.body.clone(), &actor.signing_key()).unwrap(), revision);
    assert_eq!(revision.field("rel").unwrap().hash, field_hash(&hex(it, "rel")));
    let title = revision.field("title").unwrap();
    assert_eq!(title.hash, field_hash(&hex(&all["envelope"], "envelope")));
    assert_eq!(title.rev, number(&all["envelope"], "rev"));
}

pub fn export(_: &Value, it: &Value) {
    let file = hex(it, "file");
    let passphrase = Passphrase::new(text(it, "passphrase"));
    let export = Export::open(&file, &passphrase).unwrap();
    assert_eq!(*export.encode().unwrap(), hex(it, "plaintext"));
    let header = ExportHeader::decode(&file).unwrap();
    assert_eq!(export.seal(&passphrase, header, nonce(&file[31..])).unwrap(), file);
    let page = pursuance_sealed::export::to_text(&file);
    assert_eq!(pursuance_sealed::export::from_text(&page).unwrap(), file);
    assert!(Export::open(&file, &Passphrase::new("another pass phrase")).is_err());
}

pub fn recovery(_: &Value, it: &Value) {
    let secret = RecoverySecret::from_bytes(array(it, "secret"));
    assert_eq!(*secret.wrap_key().expose(), array(it, "wrap"));
    assert_eq!(*secret.auth_key().expose(), array(it, "auth"));
    assert_eq!(secret.check(), array(it, "check"));
    let kit = secret.to_text();
    assert_eq!(kit.replace('-', "").len(), 56);
    assert!(RecoverySecret::parse(&kit.to_lowercase().replace('0', "O")).unwrap() == secret);
}

pub fn epoch_card(all: &Value, it: &Value) {
    let card = EpochCard::decode(&hex(it, "card")).unwrap();
    assert_eq!(*card.hash().as_bytes(), array(it, "hash"));
    let genesis = hex::decode(list(&all["log"], "entries")[0].as_str().unwrap()).unwrap();
    let chain = CardChain::begin(&pid(all), &Entry::decode(&genesis).unwrap(), card.clone()).unwrap();
    assert!(chain.officer(&card.body.actor).is_some());
    assert_eq!(EpochCard::sign(card.body.clone(), &person(all, "alice").signing_key()).unwrap(), card);
    let id = pursuance_sealed::ids::DelegationId::from_bytes(array(&all["delegation"], "did"));
    let seed = epoch_secret(all).write_seed(&pid(all), &id);
    assert_eq!(*seed.expose(), array(it, "deleg_write_seed"));
}

pub fn negative(all: &Value, it: &Value) {
    let cases = it.as_array().unwrap();
    assert_eq!(cases.len(), 5);
    for case in cases {
        let what = text(case, "what");
        if case.get("envelope").is_some() {
            let envelope = SealedEnvelope::decode(&hex(case, "envelope")).unwrap();
            let key = unit_key(all, UnitId::from_bytes(array(&all["envelope"], "unit")));
            with_place(all, text(case, "field"), number(case, "rev"), |place| {
                assert_eq!(envelope.open(place, &key).err(), Some(OpenError::Closed), "{what}");
            });
        } else {
            let key = VerifyKey::parse(&EdKey::from_bytes(array(case, "pk"))).unwrap();
            let entry = Entry::decode(&hex(case, "entry"));
            if what.contains("torsion") {
                assert_eq!(entry.unwrap().verify(&key), Err(BadSignature), "{what}");
            } else {
                assert_eq!(entry, Err(DecodeError::Trailing), "{what}");
            }
        }
    }
}

pub fn log_scenarios(_: &Value, it: &Value) {
    let scenarios = it.as_array().unwrap();
    assert_eq!(scenarios.len(), 29);
    scenarios.iter().for_each(|scenario| drop(check_scenario(scenario)));
}

pub fn from_rust(all: &Value, it: &Value) {
    let key = unit_key(all, UnitId::from_bytes(array(&all["envelope"], "unit")));
    let envelope = SealedEnvelope::decode(&hex(it, "envelope")).unwrap();
    with_place(all, "desc", 8, |place| {
        assert_eq!(*envelope.open(place, &key).unwrap(), "Rust→JS ✓".as_bytes());
    });
    let bob = person(all, "bob");
    let sealed = &it["hpke"];
    let (info, aad) = (hex(&all["seal"], "info"), hex(&all["seal"], "aad"));
    let enc = Encapsulated::from_bytes(array(sealed, "enc"));
    let opened = kem::open(&bob.seal, &enc, &info, &aad, &hex(sealed, "ct")).unwrap();
    assert_eq!(*opened, *epoch_secret(all).expose());
    // Signed bytes alone: an entry of type 3 with two bytes, where four zeros have to be.
    let bytes = hex(it, "log");
    assert_eq!(Entry::decode(&bytes), Err(DecodeError::Truncated));
    assert_eq!(*hash("pv1/log-hash", &[&bytes]).as_bytes(), array(it, "log_hash"));
    let (body, signature) = bytes.split_at(bytes.len() - 64);
    let signature = Signature::from_slice(signature).unwrap();
    VerifyKey::parse(&bob.card().sign).unwrap().verify("pv1/log", &[body], &signature).unwrap();
}

pub fn delegation_accept(all: &Value, it: &Value) {
    let actor = person(all, text(it, "actor"));
    let bytes = hex(it, "accept");
    let accept = Accept::decode(&bytes).unwrap();
    assert_eq!(accept.encode().unwrap(), bytes);
    assert_eq!(*accept.body.write_key.as_bytes(), array(it, "write_pk"));
    assert_eq!(*accept.body.package.as_bytes(), array(it, "package_hash"));
    assert_eq!(Package::decode(&hex(&all["delegation"], "package")).unwrap().hash(), accept.body.package);
    let seed = EdSeed::from_bytes(array(&all["epoch_card"], "deleg_write_seed"));
    assert_eq!(SigningKey::from_seed(&seed).public(), accept.body.write_key);
    accept.verify(&VerifyKey::parse(&actor.card().sign).unwrap()).unwrap();
    assert_eq!(Accept::sign(accept.body, &actor.signing_key()).unwrap(), accept);
}

pub fn invite_note(all: &Value, it: &Value) {
    let seed = InviteSeed::from_bytes(array(&all["invite"], "seed"));
    let bytes = hex(it, "note");
    let note = InviteNote::open(&bytes, &seed, &pid(all)).unwrap();
    assert_eq!(note.encode().unwrap(), hex(it, "plaintext"));
    assert_eq!(note.seal(&seed, &pid(all), nonce(&bytes[1..])).unwrap(), bytes);
    assert_eq!(note.name, "River Watch");
}

pub fn pbox(all: &Value, it: &Value) {
    let (root, iid) = (root(all), person(all, "alice").iid());
    assert_eq!(*pbox::key(&root).expose(), array(it, "key"));
    assert_eq!(text(it, "kind"), pbox::Kind::Search.as_str());
    let id = ObjectId::from_bytes(array(it, "oid"));
    assert_eq!(pbox::aad(&iid, pbox::Kind::Search, &id), hex(it, "aad"));
    let bytes = hex(it, "pbox");
    let plain = text(it, "plaintext").as_bytes();
    assert_eq!(*pbox::open(&root, &iid, pbox::Kind::Search, &id, &bytes).unwrap(), plain);
    let again = pbox::seal(&root, &iid, pbox::Kind::Search, &id, nonce(&bytes[2..]), plain).unwrap();
    assert_eq!(again, bytes);
    assert!(pbox::open(&root, &iid, pbox::Kind::Draft, &id, &bytes).is_err());
}

pub fn pairing(all: &Value, it: &Value) {
    let key = XSecret::from_bytes(array(it, "eph_sk"));
    let code = Code::parse(text(it, "code")).unwrap();
    assert_eq!(code.key, key.public());
    assert_eq!(code.mailbox, MailboxId::from_bytes([0x44; 16]));
    assert_eq!(code.to_text(), text(it, "code"));
    assert_eq!(*XSecret::from_bytes(array(it, "sk_e")).public().as_bytes(), array(it, "enc"));
    let card = person(all, "alice").card();
    let bytes =
        [&[1_u8][..], &card.encode(), &hex(&all["identity_wrap"], "idbox"), &hex(it, "enc"), &hex(it, "ct")]
            .concat();
    assert_eq!(bytes.len(), Answer::LEN);
    let answer = Answer::decode(&bytes).unwrap();
    assert_eq!(answer.encode().unwrap(), bytes);
    let (opened, keys) = answer.open(&key, &code.mailbox).unwrap();
    assert!(opened == root(all));
    assert_eq!(keys.iid(), card.iid());
    assert!(answer.open(&key, &MailboxId::ZERO).is_err());
    assert_eq!(pairing::info(&code.mailbox)[1..9], *b"pv1/pair");
}

pub fn signin(all: &Value, it: &Value) {
    let (alice, realm) = (person(all, "alice"), Realm::parse(text(it, "realm")).unwrap());
    let nonce = array(it, "nonce");
    let answer = signin::Answer::decode(&hex(it, "answer")).unwrap();
    assert_eq!(signin::Answer::sign(&alice, &realm, &nonce), answer);
    assert_eq!(answer.encode(), hex(it, "answer"));
    answer.verify(&alice.card(), &realm, &nonce).unwrap();
    assert_eq!(answer.verify(&alice.card(), &realm, &[0; 32]), Err(BadSignature));
    assert_eq!(answer.verify(&person(all, "bob").card(), &realm, &nonce), Err(BadSignature));
}

pub fn words(all: &Value, it: &Value) {
    let bytes = array(it, "x");
    let indices: Vec<_> = list(it, "indices").iter().map(|index| index.as_u64().unwrap()).collect();
    assert_eq!(spoken::indices(&bytes).map(u64::from).to_vec(), indices);
    assert!(spoken::words(&bytes).iter().all(|word| word.len() >= 3));
    let (alice, bob) = (person(all, "alice").iid(), person(all, "bob").iid());
    assert_eq!(spoken::safety_number(&alice, &bob), text(it, "safety"));
    assert_eq!(spoken::safety_number(&bob, &alice), text(it, "safety"));
}

pub fn room(all: &Value, it: &Value) {
    let bob = person(all, text(it, "sender"));
    let unit = UnitId::from_bytes(array(it, "unit"));
    let key = unit_key(all, unit);
    assert_eq!(*key.expose(), array(it, "unit_key"));
    let (mut prev, mut seq) = (Hash::ZERO, 0);
    for it in list(it, "messages") {
        let spot = MessageSpot { pid: pid(all), unit, message: ObjectId::from_bytes(array(it, "oid")) };
        let envelope = SealedEnvelope::decode(&hex(it, "envelope")).unwrap();
        let message = Message::open(&envelope, spot, &key).unwrap();
        assert_eq!(message.as_bytes(), hex(it, "signed"));
        assert_eq!(u64::from(message.content.said.kind()), number(it, "kind"));
        message.verify(spot, &envelope, &VerifyKey::parse(&bob.card().sign).unwrap()).unwrap();
        let chat::MessageContent { prev: named, sender_seq, .. } = message.content;
        assert_eq!((named, sender_seq), (prev, seq + 1));
        (prev, seq) = (message.hash(), sender_seq);
        let again = Message::sign(message.content.clone(), spot, 1, 0, &bob.signing_key()).unwrap();
        let again = again.seal(spot, 1, 0, &key, nonce(&hex(it, "envelope")[10..])).unwrap();
        assert_eq!(again, envelope);
        assert!(!matches!(message.content.said, Said::Retract(_)));
    }
    assert_eq!(seq, 3);
}

pub fn records(all: &Value, it: &Value) {
    let mut file = Vec::new();
    for it in it.as_array().unwrap() {
        let bytes = hex(it, "record");
        let record = Record::decode(&bytes).unwrap();
        assert_eq!(u64::from(record.kind()), number(it, "kind"));
        assert_eq!(record.encode().unwrap(), bytes);
        file.extend(bytes);
    }
    assert_eq!(Record::decode_all(&file).unwrap().len(), 5);
    let page = pursuance_sealed::dump::dump(pursuance_sealed::dump::Kind::Records, &file).unwrap();
    assert!(page.contains("record 2: field\n"), "{page}");
    assert!(page.contains(&XKey::from_bytes(array(&all["delegation_accept"], "write_pk")).to_string()));
}
