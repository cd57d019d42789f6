use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;

/// What was told of every kind before kinds had types, one shape a line: programs of other people read this.
const TOLD: &str = include_str!("told.txt");

#[test]
fn every_kind_is_told_with_the_members_it_always_had() {
    let mut told = BTreeSet::new();
    for line in TOLD.lines() {
        let (word, data) = line.split_once(' ').unwrap();
        let (verb, data) = (Verb::parse(word).unwrap(), serde_json::from_str::<Value>(data).unwrap());
        let happened = Happened::read(verb, data.clone()).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(happened.verb(), verb, "{line}");
        assert_eq!(happened.data(), data, "{line}");
        assert_eq!(serde_json::to_value(&happened).unwrap(), json!({ "verb": word, "data": data }), "{line}");
        told.insert(word);
    }
    let all: BTreeSet<_> = Verb::ALL.iter().map(|verb| verb.as_str()).collect();
    assert_eq!(told, all, "a new kind gets its lines in told.txt");
}

#[test]
fn every_verb_reads_back() {
    for verb in Verb::ALL {
        assert_eq!(Verb::parse(verb.as_str()), Some(*verb));
    }
}

#[test]
fn data_of_another_kind_is_not_read() {
    assert!(Happened::read(Verb::TaskPhaseSet, json!({ "before": "new", "after": "acepted" })).is_err());
    assert!(Happened::read(Verb::DelegationGranted, json!({})).is_err());
}
