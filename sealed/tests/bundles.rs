//! Vectors of bundles: of some of the records of one that is good, and others. They are a part of `vectors-more.json`.

use pursuance_sealed::bundle::{BundleError, RecordBundle};
use pursuance_sealed::epoch::Seal;
use pursuance_sealed::identity::SecretKeys;
use pursuance_sealed::ids::{Hash, Head, Pid};
use pursuance_sealed::record::Record;
use pursuance_sealed::revision::{self, Revision};
use serde_json::{Value, json};

use crate::edges::reason;
use crate::more::{NAMES, kept, one_of_each, task, to_hex, unit, whole_bundle};
use crate::support::{Log, Same, hex, list, person, text};

/// The bytes of a bundle of these records, whatever they are.
fn bundle_of(pid: &[u8], records: &[Vec<u8>], chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = [&b"PVB1"[..], pid, &u64::try_from(records.len()).unwrap().to_be_bytes()].concat();
    bytes.extend(records.concat());
    for chunk in chunks {
        bytes.extend(u32::try_from(chunk.len()).unwrap().to_be_bytes());
        bytes.extend(chunk);
    }
    bytes
}

fn why(bytes: &[u8]) -> Value {
    reason(RecordBundle::decode(bytes).and_then(|bundle| bundle.check()), BundleError::reason)
}

fn encode(record: &Record) -> Vec<u8> {
    record.encode().unwrap()
}

struct Case {
    what: &'static str,
    records: Vec<Vec<u8>>,
    /// Others than those of the good one.
    chunks: Option<Vec<Vec<u8>>>,
}

/// The bundle that is good, piece by piece.
struct Good {
    log: Log,
    all: Vec<Record>,
    records: Vec<Vec<u8>>,
    chunks: Vec<Vec<u8>>,
}

impl Good {
    fn new() -> Self {
        let bytes = whole_bundle();
        let bundle = RecordBundle::decode(&bytes).unwrap();
        let chunks = bundle.chunks[0].iter().map(|chunk| chunk.to_vec()).collect();
        let records = bundle.records.iter().map(encode).collect();
        Self { log: one_of_each().0, all: bundle.records, records, chunks }
    }

    fn place(&self, kind: u8) -> usize {
        self.all.iter().position(|record| record.kind() == kind).unwrap()
    }

    fn with(&self, place: usize, new: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
        let mut records = self.records.clone();
        records.splice(place..place, new);
        records
    }

    fn without(&self, kind: u8) -> Vec<Vec<u8>> {
        let kept = self.all.iter().zip(&self.records).filter(|(record, _)| record.kind() != kind);
        kept.map(|(_, bytes)| bytes.clone()).collect()
    }

    fn with_seal(&self, epoch: u32, to: &SecretKeys) -> Vec<Vec<u8>> {
        let seal = Seal::to(&self.log.pid, epoch, &Log::secret(1), &to.card(), &mut Same(13)).unwrap();
        self.with(self.place(2), vec![encode(&Record::Seal(seal))])
    }

    /// Another revision in place of the first.
    fn signed(&self, keys: &SecretKeys, change: impl FnOnce(&mut revision::Body)) -> Vec<Vec<u8>> {
        let (one, _) = task(&self.log, "a task", 1, None);
        let mut body = one.body;
        body.actor = keys.iid();
        change(&mut body);
        let mut records = self.records.clone();
        let revision = Revision::sign(body, &keys.signing_key()).unwrap();
        records[self.place(3)] = encode(&Record::Revision(revision));
        records
    }

    /// A second revision, too, behind this one.
    fn second(&self, change: impl FnOnce(&mut revision::Body)) -> Vec<Vec<u8>> {
        let (one, _) = task(&self.log, "a task", 1, None);
        let (two, fields) = task(&self.log, "a task", 2, Some(&one));
        let mut body = two.body;
        change(&mut body);
        let two = Revision::sign(body, &person("ann").signing_key()).unwrap();
        let mut new = vec![encode(&Record::Revision(two))];
        new.extend(fields.into_iter().map(|field| encode(&Record::Field(field))));
        self.with(self.place(5), new)
    }
}

fn cases(good: &Good) -> Vec<Case> {
    let [ann, _, cem, dia, eve] = NAMES.map(person);
    let base = &good.records;
    let again = |kind: u8| good.with(good.place(kind), vec![base[good.place(kind)].clone()]);
    let package = one_of_each().1.iter().find(|record| record.kind() == 8).map(encode).unwrap();
    let mut records = vec![
        ("all", base.clone()),
        ("in another order", base.iter().rev().cloned().collect()),
        ("without the log", good.without(1)),
        ("without the first entry", base[1..].to_vec()),
        ("without seals", good.without(2)),
        ("without epoch cards", good.without(7)),
        ("the same epoch card twice", again(7)),
        ("without fields", good.without(4)),
        ("a field twice", again(4)),
        ("without the revision", good.without(3)),
        ("a package", good.with(good.place(6), vec![package])),
        ("a seal to a member", good.with_seal(1, &cem)),
        ("a seal to a stranger", good.with_seal(1, &eve)),
        ("a seal of an epoch that is not there", good.with_seal(2, &cem)),
        ("the same revision twice", again(3)),
        ("a second revision", good.second(|_| {})),
        ("a second revision behind another", good.second(|body| body.prev = Hash::from_bytes([1; 32]))),
        ("by a writer", good.signed(&cem, |_| {})),
        ("by a reader", good.signed(&dia, |_| {})),
        ("by a stranger", good.signed(&eve, |_| {})),
        ("behind an entry that is not there", good.signed(&ann, |body| body.head.seq = 9)),
        ("behind another entry", good.signed(&ann, |body| body.head.hash = Hash::ZERO)),
        ("of an epoch that is not there", good.signed(&ann, |body| body.epoch = 2)),
        ("of another pursuance", good.signed(&ann, |body| body.pid = Pid::ZERO)),
        ("in the unit of another task", good.signed(&ann, |body| body.unit = unit("a room"))),
        ("with fields of another generation", good.signed(&ann, |body| body.generation = 1)),
    ];
    let founded = Head { seq: 0, hash: good.log.entries[0].hash() };
    records.push(("by a writer before they came", good.signed(&cem, |body| body.head = founded)));
    records.push(("a second revision under an earlier entry", good.second(|body| body.head = founded)));
    let mut records =
        records.into_iter().map(|(what, records)| Case { what, records, chunks: None }).collect::<Vec<_>>();
    let mut wrong = good.chunks.clone();
    wrong[0][0] ^= 1;
    let long = vec![vec![0; 65_553], good.chunks[1].clone()];
    for (what, chunks) in [
        ("another chunk", wrong),
        ("a chunk too few", good.chunks[..1].to_vec()),
        ("a chunk above its bound", long),
    ] {
        records.push(Case { what, records: base.clone(), chunks: Some(chunks) });
    }
    records
}

/// What is made: a record of the good bundle is told by its place, and a long chunk of zeros by its length.
pub fn make() -> Value {
    let good = Good::new();
    let record = |record: &Vec<u8>| {
        let found = good.records.iter().position(|known| known == record);
        found.map_or_else(|| to_hex(record), |at| json!(at))
    };
    let chunk = |chunk: &Vec<u8>| if chunk.len() > 1000 { json!(chunk.len()) } else { to_hex(chunk) };
    let case = |Case { what, records, chunks }: Case| {
        let reason =
            why(&bundle_of(good.log.pid.as_bytes(), &records, chunks.as_ref().unwrap_or(&good.chunks)));
        json!({
            "what": what, "records": records.iter().map(record).collect::<Vec<_>>(), "reason": reason,
            "chunks": chunks.map(|chunks| chunks.iter().map(chunk).collect::<Vec<_>>()),
        })
    };
    json!({
        "pid": good.log.pid.to_string(), "records": good.records.iter().map(to_hex).collect::<Vec<_>>(),
        "chunks": good.chunks.iter().map(to_hex).collect::<Vec<_>>(),
        "cases": cases(&good).into_iter().map(case).collect::<Vec<_>>(),
    })
}

#[test]
fn bundles_are_taken_or_not() {
    let it = &kept()["bundles"];
    let bytes = |one: &Value| hex::decode(one.as_str().unwrap()).unwrap();
    let base: Vec<_> = list(it, "records").iter().map(bytes).collect();
    let place = |one: &Value| one.as_u64().map(|number| usize::try_from(number).unwrap());
    let record = |one: &Value| place(one).map_or_else(|| bytes(one), |at| base[at].clone());
    let chunk = |one: &Value| place(one).map_or_else(|| bytes(one), |length| vec![0; length]);
    let mut reasons = std::collections::BTreeSet::new();
    for case in list(it, "cases") {
        let records: Vec<_> = list(case, "records").iter().map(record).collect();
        let of = if case["chunks"].is_null() { it } else { case };
        let chunks: Vec<_> = list(of, "chunks").iter().map(chunk).collect();
        let reason = why(&bundle_of(&hex(it, "pid"), &records, &chunks));
        assert_eq!(case["reason"], reason, "{}", text(case, "what"));
        reasons.insert(reason.to_string());
    }
    assert!(reasons.len() > 10, "{reasons:?}");
}
