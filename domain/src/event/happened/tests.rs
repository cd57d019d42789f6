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
fn the_reason_that_a_kind_tells_is_found() {
    let is_code = |text: &str| Reason::ALL.iter().any(|reason| reason.as_str() == text);
    for line in TOLD.lines() {
        let (word, data) = line.split_once(' ').unwrap();
        let (verb, data) = (Verb::parse(word).unwrap(), serde_json::from_str::<Value>(data).unwrap());
        let told = data["reason"].as_str().filter(|text| !is_code(text));
        assert_eq!(
            Happened::read(verb, data.clone()).unwrap().reason().map(ReasonId::as_str),
            told,
            "{line}"
        );
    }
}

#[test]
fn the_delegation_that_a_kind_is_about_is_found() {
    for line in TOLD.lines() {
        let (word, data) = line.split_once(' ').unwrap();
        let (verb, data) = (Verb::parse(word).unwrap(), serde_json::from_str::<Value>(data).unwrap());
        let happened = Happened::read(verb, data.clone()).unwrap();
        assert_eq!(happened.delegation().map(DelegationId::as_str), data["delegation"].as_str(), "{line}");
    }
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
