//! Vectors of the edges at which implementations that were written apart decided in two ways, or could. They are a part
//! of `vectors-more.json`.

use pursuance_sealed::account::{Cost, Realm, Username};
use pursuance_sealed::envelope::FieldName;
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::epoch_card::{self, CardChain, EpochCard};
use pursuance_sealed::error::{DecodeError, OpenError};
use pursuance_sealed::field::FieldContents as FieldValue;
use pursuance_sealed::file::Header;
use pursuance_sealed::identity::{IdentityCard, SecretKeys};
use pursuance_sealed::ids::{Encapsulated, Hash, ObjectId, Pid, Signature, XKey};
use pursuance_sealed::invite::InviteNote;
use pursuance_sealed::kem;
use pursuance_sealed::log::{Entry, Epoch, HistoryRule, LogRole, Payload, sign_rekey};
use pursuance_sealed::pbox;
use pursuance_sealed::record::Record;
use pursuance_sealed::revision::Rel;
use pursuance_sealed::secret::{FileKey, RecoverySecret, RootKey, XSecret};
use pursuance_sealed::slot::RootSlot;
use pursuance_sealed::words;
use serde_json::{Map, Value, json};

use crate::more::{NAMES, bad_card, group, kept, rekey, scenario_of, task, terms, to_hex, unit};
use crate::support::{self, Log, Same, array, bytes16, bytes32, hex, invite, list, person, seed, text};

/// The parts of the file that are made here.
pub fn add(all: &mut Map<String, Value>) {
    all.insert("paddings".into(), paddings());
    all.insert("decoding".into(), decoding());
    all.insert("names".into(), names());
    all.insert("costs".into(), costs());
    all.insert("kits".into(), kits());
    all.insert("chunks".into(), chunks());
    all.insert("promises".into(), promises());
    all.insert("epoch_cards".into(), epoch_cards());
    all.insert("safety".into(), safety());
}

// --- the log --------------------------------------------------------------------------------------------

/// The bytes of an entry whose payload is anything, signed.
fn raw(log: &Log, actor: &SecretKeys, kind: u8, payload: &[u8]) -> Vec<u8> {
    let seq = u64::try_from(log.entries.len()).unwrap();
    bare(log, seq, 1_750_000_900_000, actor, kind, payload)
}

fn bare(log: &Log, seq: u64, time_ms: u64, actor: &SecretKeys, kind: u8, payload: &[u8]) -> Vec<u8> {
    let prev = log.entries.last().map_or(Hash::ZERO, Entry::hash);
    let mut bytes = vec![1];
    bytes.extend_from_slice(log.pid.as_bytes());
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.extend_from_slice(prev.as_bytes());
    bytes.extend_from_slice(&time_ms.to_be_bytes());
    bytes.extend_from_slice(actor.iid().as_bytes());
    bytes.push(kind);
    bytes.extend_from_slice(&u32::try_from(payload.len()).unwrap().to_be_bytes());
    bytes.extend_from_slice(payload);
    let signature = actor.signing_key().sign("pv1/log", &[&bytes]);
    bytes.extend_from_slice(signature.as_bytes());
    bytes
}

fn card16(card: &IdentityCard) -> Vec<u8> {
    [&137_u16.to_be_bytes()[..], &card.encode()].concat()
}

/// More scenarios of logs: of those the first file has none, and the two implementations did not agree.
pub fn scenarios(all: &mut Vec<Value>) {
    let [ann, ben, cem, dia, eve] = NAMES.map(person);
    let mut make = |name: &str, history: HistoryRule, write: &dyn Fn(&mut Log) -> Vec<Vec<u8>>| {
        let mut log = group(history);
        let more = write(&mut log);
        all.push(scenario_of(name, &log, &more));
    };
    let (full, none) = (HistoryRule::Full, Vec::new);

    make("an invitation that nobody made is revoked", full, &|log| {
        log.force(&ben, Payload::InviteRevoke { id: seed("none").id() });
        none()
    });
    make("an invitation that ended with a leave is revoked", full, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 9)).force(&dia, Payload::Leave);
        log.force(&ben, Payload::InviteRevoke { id: seed("open").id() });
        none()
    });
    make("an invitation whose id is not that of its key", full, &|log| {
        let Payload::Invite { role, max_uses, expires_ms, .. } = invite(&seed("open"), LogRole::Writer, 9)
        else {
            panic!("an invitation");
        };
        let key = seed("other").signing_key().public();
        log.force(&ben, Payload::Invite { id: seed("open").id(), key, role, max_uses, expires_ms });
        none()
    });
    make("an invitation ends with a removal", full, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 9));
        log.force(&ben, Payload::Remove { iid: dia.iid() }).rotate(&ben);
        let join = seed("open").join(&log.pid, eve.card());
        log.force(&eve, join);
        none()
    });
    make("an invitation for nobody", full, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 0));
        let join = seed("open").join(&log.pid, eve.card());
        log.force(&eve, join);
        none()
    });
    make("a member joins again", full, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 9));
        let join = seed("open").join(&log.pid, cem.card());
        log.force(&cem, join);
        none()
    });
    make("somebody joins under the card of another", full, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 9));
        let join = seed("open").join(&log.pid, person("fay").card());
        log.force(&eve, join);
        none()
    });
    make("somebody joins with a card to which nothing can be sealed", full, &|log| {
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 9));
        let payload = [
            seed("open").id().as_bytes(),
            &card16(&bad_card())[..],
            seed("open").sign_join(&log.pid, &bad_card()).as_bytes(),
        ]
        .concat();
        // Its own identity, which the keys of eve sign.
        let mut bytes = raw(log, &eve, 8, &payload);
        let end = bytes.len() - Signature::LEN;
        bytes[81..113].copy_from_slice(bad_card().iid().as_bytes());
        let signature = eve.signing_key().sign("pv1/log", &[&bytes[..end]]);
        bytes[end..].copy_from_slice(signature.as_bytes());
        vec![bytes]
    });
    make("an invitation of which the key is none", full, &|log| {
        let Payload::Invite { id, role, max_uses, expires_ms, .. } =
            invite(&seed("open"), LogRole::Writer, 9)
        else {
            panic!()
        };
        let key = pursuance_sealed::ids::EdKey::ZERO;
        log.force(&ben, Payload::Invite { id, key, role, max_uses, expires_ms });
        let join = seed("open").join(&log.pid, eve.card());
        log.force(&eve, join);
        none()
    });
    make("somebody who left is added again", full, &|log| {
        log.force(&dia, Payload::Leave).rotate(&ann);
        log.force(&ann, Payload::Add { role: LogRole::Writer, card: dia.card() });
        log.force(&dia, Payload::Checkpoint { objects: 0, root: Hash::ZERO });
        none()
    });
    make("somebody who was removed joins again", full, &|log| {
        log.force(&ben, Payload::Remove { iid: dia.iid() }).rotate(&ben);
        log.force(&ben, invite(&seed("open"), LogRole::Writer, 9));
        let join = seed("open").join(&log.pid, dia.card());
        log.force(&dia, join);
        none()
    });
    make("history from join: somebody is added, and a writer rotates", HistoryRule::FromJoin, &|log| {
        log.force(&ann, Payload::Add { role: LogRole::Reader, card: eve.card() });
        let epoch = log.epoch();
        log.force(&cem, epoch);
        none()
    });
    make("a moderator removes nobody", full, &|log| {
        log.force(&ben, Payload::Remove { iid: eve.iid() });
        none()
    });
    make("a moderator removes himself", full, &|log| {
        log.force(&ben, Payload::Remove { iid: ben.iid() });
        none()
    });
    make("a removal, then a leave", full, &|log| {
        log.force(&ben, Payload::Remove { iid: dia.iid() }).force(&cem, Payload::Leave);
        none()
    });
    make("two removals, and the batch ends", full, &|log| {
        log.force(&ann, Payload::Remove { iid: dia.iid() }).force(&ann, Payload::Remove { iid: cem.iid() });
        none()
    });
    make("a removal, then an epoch of another number", full, &|log| {
        log.force(&ann, Payload::Remove { iid: dia.iid() });
        let Payload::Epoch { epoch, commit, key, prev } = log.epoch() else { panic!() };
        log.force(&ann, Payload::Epoch { epoch: epoch + 1, commit, key, prev });
        none()
    });
    make("a rekey to a member's card that this member did not sign", full, &|log| {
        let signature = sign_rekey(&eve.signing_key(), &log.pid, &cem.iid());
        log.force(&cem, Payload::Rekey { old: cem.iid(), card: dia.card(), signature });
        none()
    });
    make("a rekey to the same keys", full, &|log| {
        let payload = rekey(&log.pid, &cem, &cem);
        log.force(&cem, payload);
        none()
    });
    make("a rekey to a card to which nothing can be sealed", full, &|log| {
        let signature = sign_rekey(&eve.signing_key(), &log.pid, &cem.iid());
        log.force(&cem, Payload::Rekey { old: cem.iid(), card: bad_card(), signature });
        none()
    });
    make("an admin's own rekey, the old keys write the epoch", full, &|log| {
        let payload = rekey(&log.pid, &ann, &eve);
        let epoch = log.force(&ann, payload).epoch();
        log.force(&ann, epoch);
        none()
    });
    make("an admin's own rekey, the new keys write the epoch", full, &|log| {
        let payload = rekey(&log.pid, &ann, &eve);
        log.force(&ann, payload).rotate(&eve);
        none()
    });
    make("settings: neither floor nor history may be so", HistoryRule::FromJoin, &|log| {
        log.force(&ann, Payload::Settings { history: full, floor: 9 });
        none()
    });
    make("a unit bump to nothing", full, &|log| {
        log.force(&ben, Payload::UnitBump { unit: unit("a task"), generation: 0 });
        none()
    });
    make("moved twice", full, &|log| {
        for base_url in ["https://other.example", "and on to where no address is"] {
            log.force(&ann, Payload::Move { base_url: base_url.to_owned(), effective_seq: 0 });
        }
        none()
    });
    make("a delegation is revoked, the task is not among the units", full, &|log| {
        log.force(&ben, Payload::Delegate(terms(4, None)));
        log.force(&ben, crate::more::revoke("a delegation", &[("another task", 1)]));
        none()
    });
    make("a delegation is revoked, without a unit", full, &|log| {
        log.force(&ben, Payload::Delegate(terms(4, None)));
        log.force(&ben, crate::more::revoke("a delegation", &[]));
        none()
    });
    make("a delegation is revoked, its units are not in order", full, &|log| {
        log.force(&ben, Payload::Delegate(terms(4, None)));
        let mut units = [unit("a task"), unit("another task")];
        units.sort_unstable_by(|one, other| other.cmp(one));
        let payload = [
            &bytes16("a delegation")[..],
            &[0, 2],
            units[0].as_bytes(),
            &[0, 0, 0, 1],
            units[1].as_bytes(),
            &[0, 0, 0, 1],
        ];
        vec![raw(log, &ben, 12, &payload.concat())]
    });
    make("a delegation is revoked, a unit stands there twice", full, &|log| {
        log.force(&ben, Payload::Delegate(terms(4, None)));
        let of = |generation: u8| [&bytes16("a task")[..], &[0, 0, 0, generation]].concat();
        vec![raw(log, &ben, 12, &[&bytes16("a delegation")[..], &[0, 2], &of(1), &of(2)].concat())]
    });
    make("a delegation to another pursuance under the same id", full, &|log| {
        log.force(&ben, Payload::Delegate(terms(4, None)));
        let other = Pid::from_bytes(bytes32("another delegate"));
        log.force(
            &ben,
            Payload::Delegate(pursuance_sealed::log::Delegate { delegate: other, ..terms(4, None) }),
        );
        none()
    });

    // What cannot be read: before anything else is asked.
    let rights = |bits: u8| {
        let (terms, head) = (terms(4, None), [0; 64]);
        let start = [&terms.id.as_bytes()[..], terms.unit.as_bytes(), terms.delegate.as_bytes()].concat();
        [&start[..], &4_u32.to_be_bytes(), terms.key.as_bytes(), &[bits], &head].concat()
    };
    let offer = |role: u8, mode: u8| {
        let (id, key) = (seed("open").id(), seed("open").signing_key().public());
        [id.as_bytes(), &key.as_bytes()[..], &[role, 0, 9], &5_u64.to_be_bytes(), &[mode]].concat()
    };
    let unread: [(&str, u8, Vec<u8>); 21] = [
        ("the second bit of the rights may stand there", 11, rights(3)),
        ("rights that do not exist", 11, rights(16)),
        ("an invitation with a key inside", 6, offer(0, 2)),
        ("an invitation for moderators", 6, offer(2, 1)),
        ("an invitation for a role that does not exist", 6, offer(4, 1)),
        ("a leave with a number", 3, vec![0, 0, 0, 1]),
        ("a leave without its number", 3, vec![]),
        ("a leave with a byte more", 3, vec![0; 5]),
        ("a removal with a reason", 4, [&dia.iid().as_bytes()[..], &[1]].concat()),
        ("an epoch that has half a box", 5, [&[0; 68][..], &[2]].concat()),
        ("an epoch whose box ends too early", 5, [&[0; 68][..], &[1], &[0; 71]].concat()),
        ("a role that does not exist", 9, [&dia.iid().as_bytes()[..], &[4]].concat()),
        ("an addition whose card is shorter", 2, [&[0, 0, 136][..], &eve.card().encode()[..136]].concat()),
        ("an addition whose card is longer", 2, [&[0, 0, 138][..], &eve.card().encode(), &[0]].concat()),
        ("an addition whose card has another version", 2, {
            let mut payload = [&[0][..], &card16(&eve.card())].concat();
            payload[3] = 2;
            payload
        }),
        ("an addition whose card is of a time beyond all numbers", 2, {
            let mut payload = [&[0][..], &card16(&eve.card())].concat();
            payload[68] = 0x20;
            payload
        }),
        ("a move to what is no text", 13, [&[0, 2, 0xc3, 0x28][..], &[0; 8]].concat()),
        ("settings with an envelope", 15, vec![1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0]),
        ("settings of another version", 15, vec![2, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("an entry of type 0", 0, vec![]),
        ("an entry of type 17", 17, vec![]),
    ];
    for (name, kind, payload) in unread {
        make(name, full, &|log| vec![raw(log, &ben, kind, &payload)]);
    }
    let most = (1_u64 << 53) - 1;
    make("an entry of the greatest time", full, &|log| vec![bare(log, 5, most, &dia, 14, &[0; 40])]);
    make("an entry of a time beyond all numbers", full, &|log| {
        vec![bare(log, 5, most + 1, &dia, 14, &[0; 40])]
    });
    make("an entry of a number beyond all numbers", full, &|log| {
        vec![bare(log, 1 << 63, 0, &dia, 14, &[0; 40])]
    });
    make("a payload that cannot be read in an entry of another place", full, &|log| {
        vec![bare(log, 9, 0, &eve, 17, &[])]
    });
    make("a signature that ends too early behind a payload that cannot be read", full, &|log| {
        let bytes = raw(log, &dia, 17, &[]);
        vec![bytes[..bytes.len() - 1].to_vec()]
    });
    make("a signature that ends too early", full, &|log| {
        let bytes = raw(log, &dia, 14, &[0; 40]);
        vec![bytes[..bytes.len() - 1].to_vec()]
    });
    make("nothing in place of an entry", full, &|_| vec![vec![]]);

    // The first entry.
    let begin = |founder: &IdentityCard, actor: &SecretKeys, pid: Option<Pid>| {
        let payload = [&[1][..], &bytes16("genesis"), &[1], &card16(founder)].concat();
        let pid = pid.unwrap_or_else(|| pursuance_sealed::log::pid(&payload));
        let mut log = Log::bare(&ann, full);
        log.entries.clear();
        log.pid = pid;
        let mut bytes = bare(&log, 0, 9, actor, 1, &payload);
        let end = bytes.len() - Signature::LEN;
        bytes[81..113].copy_from_slice(founder.iid().as_bytes());
        let signature = actor.signing_key().sign("pv1/log", &[&bytes[..end]]);
        bytes[end..].copy_from_slice(signature.as_bytes());
        (log, bytes)
    };
    for (name, founder, actor, pid) in [
        ("a genesis of another pursuance", ann.card(), &ann, Some(Pid::from_bytes(bytes32("another")))),
        ("a genesis that its founder did not sign", ann.card(), &ben, None),
        ("a genesis by a card to which nothing can be sealed", bad_card(), &eve, None),
    ] {
        let (log, bytes) = begin(&founder, actor, pid);
        all.push(scenario_of(name, &log, &[bytes]));
    }
}

// --- objects --------------------------------------------------------------------------------------------

/// A reason, or nothing where it is taken.
pub fn reason<T, E>(result: Result<T, E>, of: impl Fn(E) -> &'static str) -> Value {
    result.map_or_else(|error| json!(of(error)), |_| Value::Null)
}

fn place() -> (RootKey, pursuance_sealed::ids::Iid, ObjectId) {
    (RootKey::from_bytes(bytes32("root")), person("ann").iid(), ObjectId::from_bytes(bytes16("a draft")))
}

/// Boxes of drafts, whose padded texts are written here: under the key of the root key, for ann.
fn paddings() -> Value {
    let (root, iid, id) = place();
    let key = pbox::key(&root);
    let aad = pbox::aad(&iid, pbox::Kind::Draft, &id);
    let padded = |length: u32, data: &[u8], total: usize| {
        let mut bytes = [&length.to_be_bytes()[..], data].concat();
        bytes.resize(total, 0);
        bytes
    };
    let last = |mut bytes: Vec<u8>| {
        *bytes.last_mut().unwrap() = 1;
        bytes
    };
    let boxes = [
        ("the shortest", padded(3, b"abc", 32)),
        ("nothing", padded(0, b"", 32)),
        ("full", padded(28, &[b'a'; 28], 32)),
        ("longer than it need be", padded(3, b"abc", 64)),
        ("much longer than it need be", padded(3, b"abc", 2048)),
        ("no step below 1024", padded(3, b"abc", 96)),
        ("no step above 1024", padded(3, b"abc", 1536)),
        ("shorter than the first step", padded(3, b"abc", 16)),
        ("nothing at all", Vec::new()),
        ("a length beyond the end", padded(29, b"abc", 32)),
        ("another byte than zero at the end", last(padded(3, b"abc", 32))),
    ];
    let boxes = boxes.map(|(what, padded)| {
        let sealed = seal(key.expose(), &aad, &padded);
        let bytes = [&[1, 1][..], &sealed].concat();
        let opened = pbox::open(&root, &iid, pbox::Kind::Draft, &id, &bytes);
        json!({ "what": what, "box": to_hex(&bytes), "reason": reason(opened, OpenError::reason) })
    });
    json!({ "root_key": to_hex(root.expose()), "iid": iid.to_string(), "oid": id.to_string(), "boxes": boxes })
}

/// XChaCha20-Poly1305, of a text that the crate would not pad so.
fn seal(key: &[u8; 32], aad: &[u8], message: &[u8]) -> Vec<u8> {
    use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
    let nonce: [u8; 24] = bytes32("padding")[..24].try_into().unwrap();
    let cipher = chacha20poly1305::XChaCha20Poly1305::new(key.into());
    let sealed = cipher.encrypt(&nonce.into(), Payload { msg: message, aad }).unwrap();
    [&nonce[..], &sealed].concat()
}

#[test]
fn paddings_open_or_not() {
    let it = &kept()["paddings"];
    let (root, iid, id) = place();
    assert_eq!((hex(it, "root_key"), hex(it, "iid")), (root.expose().to_vec(), iid.as_bytes().to_vec()));
    let (mut taken, mut refused) = (0, 0);
    for one in list(it, "boxes") {
        let opened = pbox::open(&root, &iid, pbox::Kind::Draft, &id, &hex(one, "box"));
        let reason = reason(opened, OpenError::reason);
        if reason.is_null() {
            taken += 1
        } else {
            refused += 1
        }
        assert_eq!(one["reason"], reason, "{}", text(one, "what"));
    }
    assert_eq!((taken, refused), (5, 6));
}

/// Reads an object of a kind by its name.
fn decode(object: &str, bytes: &[u8]) -> Result<(), DecodeError> {
    use pursuance_sealed::envelope::ObjectType as Of;
    let value = |of, field| FieldValue::decode(of, field, bytes).map(drop);
    match object {
        "record" => Record::decode(bytes).map(drop),
        "rel" => Rel::decode(bytes).map(drop),
        "slot" => RootSlot::decode(bytes).map(drop),
        "note text" => InviteNote::decode(bytes).map(drop),
        "task skills" => value(Of::Task, "skills"),
        "profile skills" => value(Of::Profile, "skills"),
        "task size" => value(Of::Task, "size"),
        "task due" => value(Of::Task, "due"),
        "task urgency" => value(Of::Task, "urgency"),
        "room life" => value(Of::Room, "life"),
        "task title" => value(Of::Task, "title"),
        other => panic!("what is {other}?"),
    }
}

fn field_record(otype: u8, name: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(name.len()).unwrap();
    let front = [&[otype][..], &[1; 16], &[1; 16], &[length], name, &1_u64.to_be_bytes()].concat();
    record(4, &[&front[..], &u32::try_from(content.len()).unwrap().to_be_bytes(), content].concat())
}

fn record(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[kind][..], &u32::try_from(body.len()).unwrap().to_be_bytes(), body].concat()
}

fn rel(phase: u8, people: &[u8], flags: u8) -> Vec<u8> {
    let lists = [&u16::try_from(people.len()).unwrap().to_be_bytes()[..]].concat();
    let people: Vec<u8> = people.iter().flat_map(|byte| [*byte; 32]).collect();
    [&[1][..], &[0; 16], &[phase], &lists, &people, &[0, 0, 0, 0, 0, 0], &[flags]].concat()
}

fn skills(count: u16, ending: &[u8]) -> Vec<u8> {
    let one = [&[0, 1, b'a'][..], ending].concat();
    [&count.to_be_bytes()[..], &one.repeat(count.into())].concat()
}

fn envelope(padded: usize) -> Vec<u8> {
    [&[1, 1][..], &[0; 8], &vec![7; 40 + padded]].concat()
}

fn decoding() -> Value {
    let log = group(HistoryRule::Full);
    let (revision, _) = task(&log, "a task", 1, None);
    let revision = revision.as_bytes();
    let changed = |at: usize, byte: u8| {
        let mut bytes = revision.to_vec();
        bytes[at] = byte;
        record(3, &bytes)
    };
    let header = Header::new(16, [5; 19]).unwrap().encode();
    let file = |header: &[u8], chunks: u32| {
        record(6, &[&[2; 16][..], header, &chunks.to_be_bytes(), &[3; 32]].concat())
    };
    let of = |object: &'static str, what: &'static str, bytes: Vec<u8>| (object, what, bytes);
    let all = [
        of("record", "a field with a name", field_record(1, b"title", &envelope(32))),
        of("record", "a field with a name that no sort has", field_record(1, b"due-2_x", &envelope(32))),
        of("record", "a field of another sort", field_record(1, b"mission", &envelope(32))),
        of("record", "a field that was sealed anew", field_record(5, b"x", &envelope(32))),
        of("record", "a field with a capital letter", field_record(1, b"Title", &envelope(32))),
        of("record", "a field without a name", field_record(1, b"", &envelope(32))),
        of("record", "a field with a name of 255 bytes", field_record(1, &[b'a'; 255], &envelope(32))),
        of("record", "a field whose name is no text", field_record(1, &[0xff], &envelope(32))),
        of("record", "a field of an object of sort 2", field_record(2, b"title", &envelope(32))),
        of("record", "a field of an object of sort 9", field_record(9, b"title", &envelope(32))),
        of("record", "an envelope that ends too early", field_record(1, b"title", &envelope(0)[..49])),
        of("record", "an envelope of no step", field_record(1, b"title", &envelope(48))),
        of("record", "an envelope of nothing", field_record(1, b"title", &envelope(0))),
        of("record", "relations", field_record(1, b"rel", &rel(2, &[1, 2], 7))),
        of("record", "a file of one chunk", file(&header, 1)),
        of("record", "a file without a chunk", file(&header, 0)),
        of("record", "a file of no bytes a chunk", file(&[&[1, 1, 0, 0, 0, 0][..], &[5; 19]].concat(), 1)),
        of(
            "record",
            "a file of too many bytes a chunk",
            file(&[&[1, 1, 0, 1, 0, 1][..], &[5; 19]].concat(), 1),
        ),
        of("record", "a file under another cipher", file(&[&[1, 2, 0, 0, 0, 16][..], &[5; 19]].concat(), 1)),
        of("record", "a record of kind 0", record(0, &[])),
        of("record", "a record of kind 11", record(11, &[])),
        of(
            "record",
            "a note without room for its texts",
            record(10, &[&[0; 16][..], &[1], &[7; 46]].concat()),
        ),
        of("record", "a note of the least size", record(10, &[&[0; 16][..], &[1], &[7; 47]].concat())),
        of("record", "a seal of 47 bytes", record(2, &[&[1, 1][..], &[0; 68], &[0, 47], &[0; 47]].concat())),
        of("record", "a seal of 49 bytes", record(2, &[&[1, 1][..], &[0; 68], &[0, 49], &[0; 49]].concat())),
        of(
            "record",
            "a package that holds nothing",
            record(8, &[&[1][..], &[0; 156], &[0; 4], &[0; 64]].concat()),
        ),
        of("record", "a revision", record(3, revision)),
        of("record", "a revision of a message", changed(33, 3)),
        of("record", "a revision of an object of sort 2", changed(33, 2)),
        of("record", "a revision 0", changed(73, 0)),
        of("record", "a second revision behind none", changed(73, 2)),
        of("record", "a first revision behind another", changed(74, 1)),
        of("record", "a revision that ends too early", record(3, &revision[..revision.len() - 1])),
        of("record", "a revision with a byte more", record(3, &[revision, &[0]].concat())),
        of("rel", "phase 4 is never signed", rel(4, &[], 0)),
        of("rel", "a phase that does not exist", rel(9, &[], 0)),
        of("rel", "a flag that does not exist", rel(0, &[], 8)),
        of("rel", "people out of order", rel(0, &[2, 1], 0)),
        of("rel", "somebody twice", rel(0, &[1, 1], 0)),
        of("slot", "a slot of kind 4", [&[1, 4][..], &[0; 72]].concat()),
        of("slot", "a recovery slot with a byte more", [&[1, 2][..], &[0; 73]].concat()),
        of("slot", "a recovery slot with a byte less", [&[1, 2][..], &[0; 71]].concat()),
        of("note text", "a note for writers", vec![1, 0, 0, 0, 0, 0, 0]),
        of("note text", "a note for moderators", vec![2, 0, 0, 0, 0, 0, 0]),
        of("task skills", "32 skills", skills(32, &[])),
        of("task skills", "33 skills", skills(33, &[])),
        of("profile skills", "32 skills of a person", skills(32, &[2])),
        of("profile skills", "33 skills of a person", skills(33, &[2])),
        of("profile skills", "a level that does not exist", skills(1, &[3])),
        of("task size", "a size that does not exist", vec![3]),
        of("task urgency", "an urgency that does not exist", vec![2]),
        of("task due", "the greatest time", ((1_u64 << 53) - 1).to_be_bytes().to_vec()),
        of("task due", "a time beyond all numbers", (1_u64 << 53).to_be_bytes().to_vec()),
        of("task due", "a time beyond all numbers that ends too early", vec![0xff; 7]),
        of("room life", "messages for ever", vec![0; 4]),
        of("room life", "messages of a minute", vec![0, 0, 0, 60]),
        of("room life", "messages of less than a minute", vec![0, 0, 0, 59]),
        of("room life", "messages of 90 days and a second", 7_776_001_u32.to_be_bytes().to_vec()),
        of("task title", "a title with a mark of byte order", vec![0xef, 0xbb, 0xbf, b'a']),
        of("task title", "a title that is no text", vec![0xed, 0xa0, 0x80]),
    ];
    let all = all.into_iter().map(|(object, what, bytes)| {
        let reason = reason(decode(object, &bytes), DecodeError::reason);
        json!({ "object": object, "what": what, "bytes": to_hex(bytes), "reason": reason })
    });
    json!(all.collect::<Vec<_>>())
}

#[test]
fn objects_are_read_or_not() {
    let mut reasons = std::collections::BTreeSet::new();
    for one in list(&kept(), "decoding") {
        let reason = reason(decode(text(one, "object"), &hex(one, "bytes")), DecodeError::reason);
        assert_eq!(one["reason"], reason, "{}", text(one, "what"));
        reasons.insert(reason.to_string());
    }
    assert_eq!(reasons.len(), 11, "{reasons:?}");
}

fn names() -> Value {
    let long = |length| "a".repeat(length);
    let realms =
        ["one.example", "localhost:8001", "[2001:db8::1]:8443", "a_b.example", "One.example", "", "ä"];
    let realms = realms.map(str::to_owned).into_iter().chain([long(261), long(262)]);
    let users = ["ann", "a.n-n_1", "Ann", "", "a b", "ä"].map(str::to_owned).into_iter();
    let users = users.chain([long(64), long(65)]);
    let fields = ["title", "a-b_9", "Title", "", "a.b", "ä"].map(str::to_owned).into_iter();
    json!({
        "realms": realms.map(|it| json!([it, Realm::parse(&it).is_ok()])).collect::<Vec<_>>(),
        "users": users.map(|it| json!([it, Username::parse(&it).is_ok()])).collect::<Vec<_>>(),
        "fields": fields.map(|it| json!([it, FieldName::parse(&it).is_ok()])).collect::<Vec<_>>(),
    })
}

#[test]
fn names_are_taken_or_not() {
    let it = &kept()["names"];
    for (what, parse) in [
        ("realms", (|name: &str| Realm::parse(name).is_ok()) as fn(&str) -> bool),
        ("users", |name| Username::parse(name).is_ok()),
        ("fields", |name| FieldName::parse(name).is_ok()),
    ] {
        for one in list(it, what) {
            assert_eq!(one[1], parse(one[0].as_str().unwrap()), "{what}: {one}");
        }
    }
}

fn cost(it: &Value) -> Cost {
    let number = |at: usize| it[at].as_u64().unwrap();
    Cost {
        memory_kib: u32::try_from(number(0)).unwrap(),
        passes: u32::try_from(number(1)).unwrap(),
        lanes: u8::try_from(number(2)).unwrap(),
    }
}

/// Memory, passes, lanes: and whether a device hashes with them.
fn costs() -> Value {
    let costs = [
        (65_536, 3, 1),
        (19_456, 2, 1),
        (19_455, 2, 1),
        (19_456, 1, 1),
        (262_144, 10, 1),
        (262_145, 2, 1),
        (19_456, 11, 1),
        (65_536, 3, 0),
        (65_536, 3, 2),
    ];
    let costs = costs.map(|(memory, passes, lanes)| {
        let it = json!([memory, passes, lanes]);
        json!([memory, passes, lanes, cost(&it).check().is_ok()])
    });
    json!(costs)
}

#[test]
fn costs_are_within_bounds() {
    for it in list(&kept(), "costs") {
        assert_eq!(it[3], cost(it).check().is_ok(), "{it}");
    }
}

/// Texts that somebody typed from a kit.
fn kits() -> Value {
    let good = RecoverySecret::from_bytes(bytes32("recovery")).to_text().to_string();
    let bare = good.replace('-', "");
    let kits = [
        ("as it stands there", good.clone()),
        ("in small letters, with spaces", format!("\u{2003}{}\n", good.to_lowercase().replace('-', "  "))),
        ("O for 0, I and l for 1", bare.replace('0', "O").replacen('1', "I", 1).replace('1', "l")),
        ("without its last letter", bare[..55].to_owned()),
        ("without its last eight letters", bare[..48].to_owned()),
        ("with eight letters more", format!("{bare}00000000")),
        ("a letter that is none", bare.replacen('S', "U", 1)),
        ("a letter that becomes one in other alphabets", bare.replacen('S', "\u{17f}", 1)),
        ("a wrong letter", format!("{}{}", &bare[..55], if bare.ends_with('Z') { "Y" } else { "Z" })),
        ("of another version", format!("1{}", &bare[1..])),
        ("nothing", String::new()),
    ];
    let kits = kits.map(|(what, text)| {
        let reason = reason(RecoverySecret::parse(&text), DecodeError::reason);
        json!({ "what": what, "text": text, "reason": reason })
    });
    json!(kits)
}

#[test]
fn kits_are_typed_in_many_ways() {
    for it in list(&kept(), "kits") {
        let reason = reason(RecoverySecret::parse(text(it, "text")), DecodeError::reason);
        assert_eq!(it["reason"], reason, "{}", text(it, "what"));
    }
}

/// Chunks of files of 16 bytes each.
fn chunks() -> Value {
    let header = Header::new(16, [5; 19]).unwrap();
    let (key, pid) = (FileKey::from_bytes(bytes32("file key")), Pid::from_bytes(bytes32("a pursuance")));
    let file = ObjectId::from_bytes(bytes16("a file"));
    let chunks = [
        ("a full one", 0_u32, false, vec![7; 16]),
        ("a last one that is full", 1, true, vec![7; 16]),
        ("a last one", 1, true, vec![7; 5]),
        ("an empty file", 0, true, vec![]),
        ("one that is not full, and not the last", 0, false, vec![7; 15]),
        ("one that is more than full", 0, false, vec![7; 17]),
        ("a last one that is more than full", 0, true, vec![7; 17]),
    ];
    let chunks = chunks.map(|(what, index, is_last, data)| {
        let mut nonce = [[5; 19].to_vec(), index.to_be_bytes().to_vec()].concat();
        nonce.push(is_last.into());
        let parts = [&b"\x08pv1/file"[..], pid.as_bytes(), file.as_bytes(), &header.encode()].concat();
        let chunk = seal_at(key.expose(), &nonce, &parts, &data);
        let opened = header.open(&key, &pid, &file, index, is_last, &chunk);
        let reason = reason(opened, OpenError::reason);
        json!({ "what": what, "index": index, "last": is_last, "chunk": to_hex(chunk), "reason": reason })
    });
    json!({
        "pid": pid.to_string(), "oid": file.to_string(), "header": to_hex(header.encode()),
        "key": to_hex(key.expose()), "chunks": chunks,
    })
}

fn seal_at(key: &[u8; 32], nonce: &[u8], aad: &[u8], message: &[u8]) -> Vec<u8> {
    use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
    let nonce: [u8; 24] = nonce.try_into().unwrap();
    let cipher = chacha20poly1305::XChaCha20Poly1305::new(key.into());
    cipher.encrypt(&nonce.into(), Payload { msg: message, aad }).unwrap()
}

#[test]
fn chunks_open_or_not() {
    let it = &kept()["chunks"];
    let header = Header::decode(&hex(it, "header")).unwrap();
    let key = FileKey::from_bytes(array(it, "key"));
    let (pid, file) = (Pid::from_bytes(array(it, "pid")), ObjectId::from_bytes(array(it, "oid")));
    for one in list(it, "chunks") {
        let index = u32::try_from(support::number(one, "index")).unwrap();
        let is_last = one["last"].as_bool().unwrap();
        let opened = header.open(&key, &pid, &file, index, is_last, &hex(one, "chunk"));
        assert_eq!(one["reason"], reason(opened, OpenError::reason), "{}", text(one, "what"));
    }
}

fn epoch(number: u32, secret: &pursuance_sealed::secret::EpochSecret, pid: &Pid, key: XKey) -> Epoch {
    Epoch { number, commit: secret.commit(pid, number), key, prev: None, seq: 1 }
}

/// Seals to ben of the second epoch, held against what the log promises of it.
fn promises() -> Value {
    let (ben, pid) = (person("ben"), Pid::from_bytes(bytes32("a pursuance")));
    let (secret, other) = (Log::secret(2), Log::secret(3));
    let key = |secret: &pursuance_sealed::secret::EpochSecret| secret.x_secret(&pid, 2).public();
    let promised = epoch(2, &secret, &pid, key(&secret));
    let of = |sealed: &pursuance_sealed::secret::EpochSecret, number: u32| {
        Seal::to(&pid, number, sealed, &ben.card(), &mut Same(11)).unwrap()
    };
    // Under the commitment of the log, and another secret inside.
    let info = Seal::info(&pid, 2);
    let aad = Seal::aad(&ben.iid(), &promised.commit);
    let forged = forge(&ben.card().seal, &info, &aad, other.expose());
    let mut within = of(&secret, 2).encode().unwrap();
    within[38..70].copy_from_slice(forged.0.as_bytes());
    within[72..].copy_from_slice(&forged.1);
    let forged = Seal::decode(&within).unwrap();
    let cases = [
        ("the one that was promised", of(&secret, 2), promised),
        ("another secret", of(&other, 2), promised),
        ("another secret under the promised commitment", forged, promised),
        ("another epoch", of(&secret, 1), promised),
        ("the epoch's public key is another", of(&secret, 2), epoch(2, &secret, &pid, key(&other))),
    ];
    let cases = cases.map(|(what, seal, promised)| {
        let opened = seal.open(&pid, &promised, &ben.seal);
        json!({
            "what": what, "seal": to_hex(seal.encode().unwrap()), "epoch": promised.number,
            "commit": promised.commit.to_string(), "key": promised.key.to_string(),
            "reason": reason(opened, OpenError::reason),
        })
    });
    json!({ "pid": pid.to_string(), "to": "ben", "seals": cases })
}

/// HPKE by hand, for a message that no honest member seals so: through a package's door there is none.
fn forge(to: &XKey, info: &[u8], aad: &[u8], message: &[u8]) -> (Encapsulated, Vec<u8>) {
    use hpke::{Deserializable as _, Kem, OpModeS, Serializable as _, setup_sender_with_rng};
    type Dh = hpke::kem::X25519HkdfSha256;
    let to = <Dh as Kem>::PublicKey::from_bytes(to.as_bytes()).unwrap();
    let (encapsulated, mut context) = setup_sender_with_rng::<
        hpke::aead::ChaCha20Poly1305,
        hpke::kdf::HkdfSha256,
        Dh,
    >(&OpModeS::Base, &to, info, &mut Same(12))
    .unwrap();
    (Encapsulated::from_bytes(encapsulated.to_bytes().into()), context.seal(message, aad).unwrap())
}

#[test]
fn promises_are_kept_or_not() {
    let it = &kept()["promises"];
    let (pid, ben) = (Pid::from_bytes(array(it, "pid")), person(text(it, "to")));
    for one in list(it, "seals") {
        let promised = Epoch {
            number: u32::try_from(support::number(one, "epoch")).unwrap(),
            commit: pursuance_sealed::ids::KeyCommit::from_bytes(array(one, "commit")),
            key: XKey::from_bytes(array(one, "key")),
            prev: None,
            seq: 1,
        };
        let opened = Seal::decode(&hex(one, "seal")).unwrap().open(&pid, &promised, &ben.seal);
        assert_eq!(one["reason"], reason(opened, OpenError::reason), "{}", text(one, "what"));
    }
    // The key of a seal alone, without the log, says nothing.
    assert!(kem::open(&XSecret::from_bytes([1; 32]), &Encapsulated::ZERO, b"", b"", b"").is_err());
}

/// The cards of one pursuance, one after the other: where they stop, and why.
fn chain(pid: &Pid, genesis: &Entry, cards: &[EpochCard]) -> Option<(usize, &'static str)> {
    let (first, others) = cards.split_first()?;
    let mut chain = match CardChain::begin(pid, genesis, first.clone()) {
        Ok(chain) => chain,
        Err(error) => return Some((0, error.reason())),
    };
    let follow = |(at, card): (usize, &EpochCard)| {
        chain.follow(card.clone()).err().map(|error| (at + 1, error.reason()))
    };
    others.iter().enumerate().find_map(follow)
}

fn epoch_cards() -> Value {
    let log = group(HistoryRule::Full);
    let [ann, ben, cem, ..] = NAMES.map(person);
    let officers = |cards: &[(LogRole, IdentityCard)]| {
        let mut cards = cards.to_vec();
        cards.sort_by_key(|(_, card)| card.iid());
        cards
    };
    let both = officers(&[(LogRole::Admin, ann.card()), (LogRole::Moderator, ben.card())]);
    let first = epoch_card::Body {
        pid: log.pid,
        card_seq: 0,
        prev: Hash::ZERO,
        epoch: 3,
        key: XKey::from_bytes(bytes32("its epoch key")),
        time_ms: 1_760_000_000_000,
        actor: ann.iid(),
        officers: both.clone(),
    };
    let by = |body: &epoch_card::Body, keys: &SecretKeys| {
        let body = epoch_card::Body { actor: keys.iid(), ..body.clone() };
        EpochCard::sign(body, &keys.signing_key()).unwrap()
    };
    let one = by(&first, &ann);
    let next = epoch_card::Body { card_seq: 1, prev: one.hash(), epoch: 4, ..first.clone() };
    let mut forged = by(&next, &ben).as_bytes().to_vec();
    let end = forged.len() - Signature::LEN;
    forged[117..149].copy_from_slice(ann.iid().as_bytes());
    let signature = ben.signing_key().sign("pv1/ecard", &[&forged[..end]]);
    forged[end..].copy_from_slice(signature.as_bytes());
    let forged = EpochCard::decode(&forged).unwrap();
    let bad = officers(&[(LogRole::Admin, ann.card()), (LogRole::Moderator, bad_card())]);
    let with = |body: epoch_card::Body, keys: &SecretKeys| vec![one.clone(), by(&body, keys)];
    let other_pid = Pid::from_bytes(bytes32("another"));
    let cases = [
        ("two that follow", with(next.clone(), &ann)),
        ("the same epoch again", with(epoch_card::Body { epoch: 3, ..next.clone() }, &ann)),
        ("a number left out", with(epoch_card::Body { card_seq: 7, ..next.clone() }, &ann)),
        ("an epoch of before", with(epoch_card::Body { epoch: 2, ..next.clone() }, &ann)),
        (
            "another one stands before",
            with(epoch_card::Body { prev: Hash::from_bytes([1; 32]), ..next.clone() }, &ann),
        ),
        ("by a moderator", with(next.clone(), &ben)),
        ("by nobody there", with(next.clone(), &cem)),
        ("signed by another than it names", vec![one.clone(), forged]),
        ("of another pursuance", with(epoch_card::Body { pid: other_pid, ..next.clone() }, &ann)),
        (
            "with a card to which nothing can be sealed",
            with(epoch_card::Body { officers: bad.clone(), ..next.clone() }, &ann),
        ),
        ("the first has such a card", vec![by(&epoch_card::Body { officers: bad, ..first.clone() }, &ann)]),
        ("the first is not by the founder", vec![by(&first, &ben)]),
        ("the first is a later one", vec![by(&next, &ann)]),
        ("the first is of another pursuance", vec![by(&epoch_card::Body { pid: other_pid, ..first }, &ann)]),
    ];
    let genesis = &log.entries[0];
    let cases = cases.map(|(what, cards)| {
        let stopped = chain(&log.pid, genesis, &cards);
        json!({
            "what": what, "cards": cards.iter().map(|card| to_hex(card.as_bytes())).collect::<Vec<_>>(),
            "at": stopped.map(|(at, _)| at), "reason": stopped.map(|(_, reason)| reason),
        })
    });
    json!({ "pid": log.pid.to_string(), "genesis": to_hex(genesis.as_bytes()), "chains": cases })
}

#[test]
fn epoch_cards_follow_or_not() {
    let it = &kept()["epoch_cards"];
    let (pid, genesis) = (Pid::from_bytes(array(it, "pid")), Entry::decode(&hex(it, "genesis")).unwrap());
    for one in list(it, "chains") {
        let card = |card: &Value| EpochCard::decode(&hex::decode(card.as_str().unwrap()).unwrap()).unwrap();
        let cards: Vec<_> = list(one, "cards").iter().map(card).collect();
        let stopped = chain(&pid, &genesis, &cards);
        assert_eq!(one["at"], json!(stopped.map(|(at, _)| at)), "{}", text(one, "what"));
        assert_eq!(one["reason"], json!(stopped.map(|(_, reason)| reason)), "{}", text(one, "what"));
    }
}

fn safety() -> Value {
    let [ann, ben, ..] = NAMES.map(|name| person(name).iid());
    json!([
        ["ann", "ben", words::safety_number(&ann, &ben)],
        ["ann", "ann", words::safety_number(&ann, &ann)]
    ])
}

#[test]
fn safety_numbers_agree() {
    for it in list(&kept(), "safety") {
        let of = |at: usize| person(it[at].as_str().unwrap()).iid();
        assert_eq!(it[2], words::safety_number(&of(0), &of(1)));
        assert_eq!(it[2], words::safety_number(&of(1), &of(0)));
    }
}
