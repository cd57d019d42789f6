//! Every decoder on anything: none panics, and what one reads is written again as the same bytes.

use proptest::prelude::*;
use pursuance_sealed::account::{Realm, Username};
use pursuance_sealed::delegation::{Accept, AcceptBody, PackageGrant};
use pursuance_sealed::envelope::{FieldName, ObjectType, Place, SealedEnvelope};
use pursuance_sealed::export::{self, Export};
use pursuance_sealed::file::{Header, Meta};
use pursuance_sealed::fuzzing::{self, Again, TARGETS};
use pursuance_sealed::ids::{
    DelegationId, EdKey, Hash, Head, Iid, InviteId, KeyCommit, MailboxId, ObjectId, Pid, PrevBox, Signature,
    UnitId, XKey,
};
use pursuance_sealed::invite::InviteNote;
use pursuance_sealed::log::{Body, Delegate, DelegateRights, Entry, HistoryRule, LogRole, Payload};
use pursuance_sealed::pbox::{self, Pins};
use pursuance_sealed::record::Record;
use pursuance_sealed::relay::Post;
use pursuance_sealed::revision::Rel;
use pursuance_sealed::secret::{EpochSecret, RecoverySecret, RootKey, SlotKey, UnitKey};
use pursuance_sealed::slot::{Kind, RootSlot};
use pursuance_sealed::{chat, pairing, signin};

use crate::more::{one_of_each, whole_bundle};
use crate::support::{Log, Same, bytes16, bytes32, nonce, person, seed};

/// A format: bytes of it, and what reads and writes it again.
pub struct Shape {
    pub name: &'static str,
    pub sample: Vec<u8>,
    pub again: Again,
}

/// What reads and writes a format: the one that the fuzz targets try.
fn again_of(decoder: &str) -> Again {
    let mut all = TARGETS.iter().flat_map(|target| target.decoders);
    let (_, again) = all.find(|(name, _)| *name == decoder).unwrap_or_else(|| panic!("no decoder {decoder}"));
    *again
}

fn shapes() -> Vec<Shape> {
    let mut all = Vec::new();
    let mut add = |name, decoder, sample: Vec<u8>| {
        all.push(Shape { name, sample, again: again_of(decoder) });
    };
    let ann = person("ann");
    let root = RootKey::from_bytes(bytes32("root"));
    let (realm, user) = (Realm::parse("one.example").unwrap(), Username::parse("ann").unwrap());
    let slot = |kind| {
        let key = SlotKey::from_bytes(bytes32("slot"));
        RootSlot::seal(kind, &root, &key, &realm, &user, nonce("slot")).unwrap().encode().unwrap()
    };
    let idbox = ann.seal(&root, nonce("idbox")).unwrap();
    add("keys", "keys", ann.encode().unwrap().to_vec());
    add("card", "card", ann.card().encode());
    add("slot", "slot", slot(Kind::Recovery));
    add("slot with a passkey", "slot", slot(Kind::Passkey { credential: vec![7; 20] }));
    let code =
        pairing::Code { key: Log::secret(1).x_secret(&Pid::ZERO, 1).public(), mailbox: MailboxId::ZERO };
    let answer = pairing::Answer::seal(&code, ann.card(), &idbox, &root, &mut Same(5)).unwrap();
    add("pairing", "pairing", answer.encode().unwrap());
    let answer = signin::Answer::sign(&ann, &realm, &[3; 32]);
    add("sign-in", "sign-in", answer.encode());
    let pins = Pins { pid: Pid::ZERO, head: Head { seq: 3, hash: Hash::ZERO }, epoch: 1 };
    add("pins", "pins", pins.encode().unwrap());
    let export = Export {
        keys: person("ann"),
        handle: "ann@one.example".into(),
        pursuances: vec![export::ExportedPursuance {
            pid: Pid::ZERO,
            base_url: "https://one.example".into(),
            head: Head { seq: 3, hash: Hash::ZERO },
            epochs: vec![(1, EpochSecret::from_bytes([9; 32]))],
        }],
    };
    add("export", "export", export.encode().unwrap().to_vec());
    let note =
        InviteNote { role: LogRole::Reader, name: "N".into(), mission: "M".into(), purpose: String::new() };
    add("note", "note", note.encode().unwrap());
    let meta = Meta {
        key: pursuance_sealed::secret::FileKey::from_bytes([1; 32]),
        size: 5,
        sha256: Hash::ZERO,
        media_type: "text/plain".into(),
        name: "a".into(),
        thumbnail: None,
    };
    add("file meta", "file meta", meta.encode().unwrap().to_vec());
    add("file header", "file header", Header::new(65_536, [4; 19]).unwrap().encode());
    let (log, records) = one_of_each();
    add("fold", "fold", log.fold.to_bytes().unwrap());
    add("bare log entry", "bare log entry", log.entries[4].as_bytes().to_vec());
    for record in records {
        let sample = record.encode().unwrap();
        let body = sample[5..].to_vec();
        add(record.name(), "record", sample);
        match record {
            Record::Seal(_) => add("bare seal", "bare seal", body),
            Record::Revision(_) => add("bare revision", "bare revision", body),
            Record::EpochCard(_) => add("bare epoch card", "bare epoch card", body),
            Record::Package(_) => add("bare package", "bare package", body),
            Record::Message(message) => add("envelope", "envelope", message.envelope.encode().unwrap()),
            _ => {}
        }
    }
    let rel = Rel { assignees: vec![Iid::ZERO], waits_for: vec![ObjectId::ZERO], ..Rel::empty() };
    add("rel", "rel", rel.encode().unwrap());
    let content = chat::MessageContent {
        sender: ann.iid(),
        sender_seq: 1,
        prev: Hash::ZERO,
        head: log.head(),
        time_ms: 1,
        said: chat::Said::Retract(vec![chat::DeletedMessage { message: ObjectId::ZERO, hash: Hash::ZERO }]),
    };
    let message = [content.encode().unwrap(), Signature::ZERO.as_bytes().to_vec()].concat();
    add("bare message", "bare message", message);
    let body = AcceptBody {
        id: DelegationId::ZERO,
        home: Pid::ZERO,
        delegate: Pid::ZERO,
        delegate_epoch: 1,
        write_key: EdKey::ZERO,
        package: Hash::ZERO,
        time_ms: 9,
        actor: ann.iid(),
    };
    let accept = Accept::sign(body, &ann.signing_key()).unwrap();
    add("bare accept", "bare accept", accept.encode().unwrap());
    let grant = PackageGrant {
        id: DelegationId::ZERO,
        home: Pid::ZERO,
        unit: UnitId::ZERO,
        rights: DelegateRights::new(true, true, true),
        package_seq: 1,
        keys: Vec::new(),
        head: log.head(),
    };
    add("grant", "grant", grant.encode().unwrap().to_vec());
    let post =
        Post::sign(log.pid, ann.iid(), 1, vec![Record::Entry(log.entries[0].clone())], &ann.signing_key());
    add("post", "post", post.unwrap().as_bytes().to_vec());
    add("bundle", "bundle", whole_bundle());
    all
}

#[test]
fn the_samples_are_read_and_written() {
    for Shape { name, sample, again } in shapes() {
        assert_eq!(again(&sample).as_ref(), Ok(&sample), "{name}");
        for cut in 0..sample.len() {
            // An envelope tells its length by nothing else.
            let is_shorter_one =
                name == "envelope" && again(&sample[..cut]).is_ok_and(|it| it == sample[..cut]);
            assert!(again(&sample[..cut]).is_err() || is_shorter_one, "{name}, cut at {cut}");
        }
        let long = [sample.as_slice(), &[0]].concat();
        let is_text_at_its_end = name == "message" || name == "invite note";
        assert!(again(&long).is_err() || is_text_at_its_end, "{name} with a byte more");
    }
}

/// Bytes near a sample: some are changed, or go, or come.
fn near(sample: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let length = sample.len();
    prop::collection::vec((0..length, any::<u8>(), 0..4_u8), 1..4).prop_map(move |changes| {
        let mut bytes = sample.clone();
        for (at, byte, how) in changes {
            match how {
                0 | 1 if at < bytes.len() => {
                    bytes[at] = if how == 0 { byte } else { bytes[at] ^ (1 << (byte % 8)) }
                }
                2 if at < bytes.len() => drop(bytes.remove(at)),
                _ if at <= bytes.len() => bytes.insert(at, byte),
                _ => {}
            }
        }
        bytes
    })
}

#[test]
fn what_is_near_a_sample_is_refused_or_the_same() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(400));
    for Shape { name, sample, again } in shapes() {
        let ran = runner.run(&near(sample), |bytes| {
            if let Ok(written) = again(&bytes) {
                prop_assert_eq!(written, bytes, "{}", name);
            }
            Ok(())
        });
        ran.unwrap();
    }
}

fn id<const N: usize>() -> impl Strategy<Value = [u8; N]> {
    prop::collection::vec(any::<u8>(), N).prop_map(|bytes| bytes.try_into().unwrap())
}

fn number() -> impl Strategy<Value = u64> {
    prop_oneof![0..(1_u64 << 53), Just(0), Just((1 << 53) - 1)]
}

fn role() -> impl Strategy<Value = LogRole> {
    prop::sample::select(vec![LogRole::Reader, LogRole::Writer, LogRole::Moderator, LogRole::Admin])
}

fn payload() -> impl Strategy<Value = Payload> {
    let history = prop::sample::select(vec![HistoryRule::Full, HistoryRule::FromJoin]);
    let card = prop::sample::select(vec!["ann", "ben", "cem"]).prop_map(|name| person(name).card());
    prop_oneof![
        (id(), history.clone(), card.clone()).prop_map(|(nonce, history, founder)| Payload::Genesis {
            nonce,
            history,
            founder
        }),
        (role(), card.clone()).prop_map(|(role, card)| Payload::Add { role, card }),
        Just(Payload::Leave),
        id().prop_map(|iid| Payload::Remove { iid: Iid::from_bytes(iid) }),
        (any::<u32>(), id(), id(), prop::option::of(id())).prop_map(|(epoch, commit, key, prev)| {
            let (commit, key) = (KeyCommit::from_bytes(commit), XKey::from_bytes(key));
            Payload::Epoch { epoch, commit, key, prev: prev.map(PrevBox::from_bytes) }
        }),
        (id(), id(), any::<bool>(), any::<u16>(), number()).prop_map(
            |(id, key, writes, max_uses, expires_ms)| {
                let role = if writes { LogRole::Writer } else { LogRole::Reader };
                Payload::Invite {
                    id: InviteId::from_bytes(id),
                    key: EdKey::from_bytes(key),
                    role,
                    max_uses,
                    expires_ms,
                }
            }
        ),
        id().prop_map(|id| Payload::InviteRevoke { id: InviteId::from_bytes(id) }),
        card.clone().prop_map(|card| seed("any").join(&Pid::ZERO, card)),
        (id(), role()).prop_map(|(iid, role)| Payload::Role { iid: Iid::from_bytes(iid), role }),
        (id(), card, id()).prop_map(|(old, card, signature)| Payload::Rekey {
            old: Iid::from_bytes(old),
            card,
            signature: Signature::from_bytes(signature),
        }),
        (id(), id(), id(), any::<u32>(), any::<[bool; 3]>(), id()).prop_map(
            |(it, unit, pid, epoch, may, key)| {
                Payload::Delegate(Delegate {
                    id: DelegationId::from_bytes(it),
                    unit: UnitId::from_bytes(unit),
                    delegate: Pid::from_bytes(pid),
                    epoch,
                    key: XKey::from_bytes(key),
                    rights: DelegateRights::new(may[0], may[1], may[2]),
                    write_key: may[0].then(|| EdKey::from_bytes(key)).filter(|key| !key.is_zero()),
                    card: Hash::from_bytes(pid),
                })
            }
        ),
        (id(), prop::collection::btree_map(id::<16>(), any::<u32>(), 0..5)).prop_map(|(it, units)| {
            let units = units.into_iter().map(|(unit, generation)| (UnitId::from_bytes(unit), generation));
            Payload::DelegateRevoke { id: DelegationId::from_bytes(it), units: units.collect() }
        }),
        (".*", number()).prop_map(|(base_url, effective_seq)| Payload::Move { base_url, effective_seq }),
        (number(), id())
            .prop_map(|(objects, root)| Payload::Checkpoint { objects, root: Hash::from_bytes(root) }),
        (history, any::<u32>()).prop_map(|(history, floor)| Payload::Settings { history, floor }),
        (id(), any::<u32>())
            .prop_map(|(unit, generation)| Payload::UnitBump { unit: UnitId::from_bytes(unit), generation }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_decoder_panics(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        TARGETS.iter().for_each(|target| (target.run)(&bytes));
    }

    #[test]
    fn no_text_panics(text in any::<String>(), letters in "[A-Za-z0-9_-]{0,200}") {
        fuzzing::texts(text.as_bytes());
        fuzzing::texts(letters.as_bytes());
        for start in ["i1", "pvd1", "pvk1", "pvk2", "m1"] {
            fuzzing::texts(format!("{start}.{letters}").as_bytes());
        }
    }

    #[test]
    fn entries_are_written_and_read(payload in payload(), seq in number(), time_ms in number(), prev in id()) {
        let ann = person("ann");
        let body = Body { pid: Pid::ZERO, seq, prev: Hash::from_bytes(prev), time_ms, actor: ann.iid(), payload };
        let entry = Entry::sign(body, &ann.signing_key()).unwrap();
        let again = Entry::decode(entry.as_bytes()).unwrap();
        prop_assert_eq!(&again, &entry);
        let key = ann.card().check().unwrap();
        prop_assert!(again.verify(&key).is_ok());
    }

    #[test]
    fn recovery_kits_are_written_and_read(secret in id()) {
        let secret = RecoverySecret::from_bytes(secret);
        prop_assert!(RecoverySecret::parse(&secret.to_text()).unwrap() == secret);
    }

    #[test]
    fn relations_are_written_and_read(
        parent in id(), phase in 0..9_u8, people in prop::collection::btree_set(id::<32>(), 0..6), due_week in any::<u16>(),
        waits in prop::collection::btree_set(id::<16>(), 0..6), flags in 0..8_u8,
    ) {
        let people: Vec<_> = people.into_iter().map(Iid::from_bytes).collect();
        let rel = Rel {
            parent: ObjectId::from_bytes(parent),
            phase,
            assignees: people.clone(),
            reviewers: people,
            due_week,
            waits_for: waits.into_iter().map(ObjectId::from_bytes).collect(),
            flags,
        };
        match rel.encode() {
            Ok(bytes) => prop_assert_eq!(Rel::decode(&bytes).unwrap(), rel),
            Err(_) => prop_assert_eq!(phase, 4),
        }
    }

    #[test]
    fn envelopes_open_where_they_were_sealed(data in prop::collection::vec(any::<u8>(), 0..3000), rev in number()) {
        let (title, desc) = (FieldName::parse("title").unwrap(), FieldName::parse("desc").unwrap());
        let object = ObjectId::from_bytes(bytes16("a task"));
        let key = UnitKey::from_bytes(bytes32("a key"));
        let (unit, object_type) = (UnitId::of(object), ObjectType::Task);
        let place = Place { pid: Pid::ZERO, unit, object_type, object, field: &title, rev };
        let envelope = SealedEnvelope::seal(&place, 3, 2, &key, nonce("any"), &data).unwrap();
        let again = SealedEnvelope::decode(&envelope.encode().unwrap()).unwrap();
        prop_assert_eq!(&*again.open(&place, &key).unwrap(), &data);
        let (other_field, other_rev) = (Place { field: &desc, ..place }, Place { rev: rev ^ 1, ..place });
        prop_assert!(again.open(&other_field, &key).is_err());
        prop_assert!(again.open(&other_rev, &key).is_err());
    }

    #[test]
    fn private_boxes_open_for_their_owner(data in prop::collection::vec(any::<u8>(), 0..2000)) {
        let (root, ann, ben) = (RootKey::from_bytes([2; 32]), person("ann").iid(), person("ben").iid());
        let bytes = pbox::seal(&root, &ann, pbox::Kind::Draft, &ObjectId::ZERO, nonce("any"), &data).unwrap();
        prop_assert_eq!(&*pbox::open(&root, &ann, pbox::Kind::Draft, &ObjectId::ZERO, &bytes).unwrap(), &data);
        prop_assert!(pbox::open(&root, &ben, pbox::Kind::Draft, &ObjectId::ZERO, &bytes).is_err());
    }

    #[test]
    fn exported_text_is_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert_eq!(export::from_text(&export::to_text(&bytes)).unwrap(), bytes);
    }
}

/// The shapes, made once: signing takes its time.
pub fn shapes_once() -> &'static [Shape] {
    static SHAPES: std::sync::OnceLock<Vec<Shape>> = std::sync::OnceLock::new();
    SHAPES.get_or_init(shapes)
}
