use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::delegation::Reason;
use crate::id::{DelegationId, ReasonId};
use crate::task::Ask;

/// The data told of every kind before kinds had types, one shape a line: programs of other people read this.
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
fn an_edit_of_every_field_is_among_the_shapes() {
    let edits: Vec<Value> = every_shape()
        .map(|(_, told)| told)
        .filter(|told| told.verb() == Verb::TaskEdited)
        .map(|told| told.data())
        .collect();
    for name in Ask::NAMES {
        assert!(edits.iter().any(|edit| edit["after"].get(name).is_some()), "no edit of {name} in told.txt");
    }
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

/// Every shape of data that is told, with its line.
fn every_shape() -> impl Iterator<Item = (&'static str, Happened)> {
    TOLD.lines().map(|line| {
        let (word, data) = line.split_once(' ').unwrap();
        (line, Happened::read(Verb::parse(word).unwrap(), serde_json::from_str(data).unwrap()).unwrap())
    })
}

#[test]
fn what_is_named_stands_where_it_is_said_to_stand() {
    for (line, happened) in every_shape() {
        for member in happened.names() {
            let mut data = happened.data();
            let found = member.within(&mut data).clone();
            let is_there = match member.name {
                Name::Task(id) => found == json!(id),
                Name::Number(number) => found == json!(number),
                Name::Count(count) => found == json!(count),
                Name::Actor(id) => {
                    found == json!(id) || found.as_array().is_some_and(|all| all.contains(&json!(id)))
                }
                Name::Text(id) => found == json!(id),
            };
            assert!(is_there, "{line}: {member:?} is at {found}");
        }
    }
}

/// The members whose number counts something else than tasks, and names none.
const NUMBERS: &[&str] = &[
    "tokens",
    "sessions",
    "delegations",
    "channels",
    "status",
    "mission",
    "uses",
    "revision",
    "lifetime",
    "title",
    "deliverables",
    "number",
    "wave",
    "count",
    "blocks",
    "notices",
    "bytes",
    "round",
    "remind_after",
    "hand_on_after",
];

#[test]
fn every_number_of_a_task_is_found_by_its_type() {
    fn numbers(of: &str, data: &Value, found: &mut Vec<(String, Value)>) {
        match data {
            Value::Object(members) => members.iter().for_each(|(name, value)| numbers(name, value, found)),
            Value::Number(_) => found.push((of.to_owned(), data.clone())),
            Value::Array(_) | Value::Null | Value::Bool(_) | Value::String(_) => {}
        }
    }
    for (line, happened) in every_shape() {
        let mut left = Vec::new();
        let shown = happened.data_for(|name| !matches!(name, Name::Number(_) | Name::Count(_)));
        numbers("", &shown, &mut left);
        for (name, value) in left {
            assert!(NUMBERS.contains(&name.as_str()), "{line}: {name} is {value}: does it name a task?");
        }
    }
}

#[test]
fn data_for_a_reader_has_null_for_what_is_not_seen() {
    let data = |word: &str, data: Value| {
        let happened = Happened::read(Verb::parse(word).unwrap(), data).unwrap();
        happened.data_for(|name| match name {
            Name::Task(_) | Name::Count(_) => false,
            Name::Number(number) => number == TaskNumber(7),
            Name::Actor(_) | Name::Text(_) => true,
        })
    };
    assert_eq!(
        data("task.created", json!({ "number": 7, "parent": 6 })),
        json!({ "number": 7, "parent": null })
    );
    assert_eq!(data("task.waits", json!({ "on": "x", "waits": true })), json!({ "on": null, "waits": true }));
    assert_eq!(
        data(
            "task.moved",
            json!({ "parent": 6, "before": { "parent": 7, "behind": 5 }, "after": { "parent": 6, "behind": null } })
        ),
        json!({ "parent": null, "before": { "parent": 7, "behind": null }, "after": { "parent": null, "behind": null } })
    );
    assert_eq!(data("task.archived", json!({ "tasks": 3 })), json!({ "tasks": null }));
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

#[test]
fn work_is_handed_in_by_whoever_did_it_and_by_no_step_back() {
    use crate::task::phase::Phase;
    let step = |before: Phase, after: Phase, delegation: Option<&str>| {
        let delegation = delegation.map(|id| DelegationId(id.to_owned()));
        Happened::TaskPhaseSet(PhaseSet { before, after, delegation, left: None }).hands_in()
    };
    for before in [Phase::Started, Phase::InProgress] {
        assert!(step(before, Phase::ReadyForReview, None), "{before:?}");
        assert!(!step(before, Phase::ReadyForReview, Some("d")), "another pursuance decides");
        assert!(!step(before, Phase::Done, None));
    }
    for before in [Phase::InReview, Phase::Done, Phase::Dropped] {
        assert!(!step(before, Phase::ReadyForReview, None), "{before:?}");
    }
}

/// Whether a value is one of a schema, as far as schemas of events go. `whole` has what they refer to.
fn suits(whole: &Value, schema: &Value, value: &Value) -> bool {
    let is_of = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("another type: {other}"),
    };
    let Value::Object(rules) = schema else { return schema == &json!(true) };
    rules.iter().all(|(rule, says)| match rule.as_str() {
        "$ref" => suits(whole, whole.pointer(says.as_str().unwrap().trim_start_matches('#')).unwrap(), value),
        "type" => says
            .as_str()
            .map_or_else(|| says.as_array().unwrap().iter().any(|one| is_of(one.as_str().unwrap())), is_of),
        "enum" => says.as_array().unwrap().contains(value),
        "const" => says == value,
        "anyOf" => says.as_array().unwrap().iter().any(|one| suits(whole, one, value)),
        "oneOf" => says.as_array().unwrap().iter().filter(|one| suits(whole, one, value)).count() == 1,
        "allOf" => says.as_array().unwrap().iter().all(|one| suits(whole, one, value)),
        "items" => value.as_array().is_none_or(|all| all.iter().all(|one| suits(whole, says, one))),
        "required" => says.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some()),
        "properties" => value.as_object().is_none_or(|members| {
            members.iter().all(|(name, member)| says.get(name).is_some_and(|says| suits(whole, says, member)))
        }),
        "$schema"
        | "$defs"
        | "title"
        | "description"
        | "format"
        | "minimum"
        | "maximum"
        | "minLength"
        | "maxLength"
        | "pattern"
        | "default"
        | "minItems"
        | "maxItems"
        | "uniqueItems"
        | "additionalProperties"
        | "examples" => true,
        other => panic!("another rule: {other}"),
    })
}

#[test]
fn what_is_told_suits_the_schema_of_its_kind_whatever_its_reader_sees() {
    for (line, happened) in every_shape() {
        let schema = happened.verb().schema().to_value();
        for data in [happened.data(), happened.data_for(|_| false)] {
            assert!(suits(&schema, &schema, &data), "{line}: {data} in {schema}");
        }
        let mut more = happened.data();
        more["more"] = json!(1);
        let is_closed = schema.get("properties").is_some();
        assert!(!is_closed || !suits(&schema, &schema, &more), "{line}: the schema names each member");
    }
}

#[test]
fn every_kind_has_a_sentence_and_a_schema_of_an_object() {
    let catalogue = EventKind::catalogue();
    assert_eq!(catalogue.len(), Verb::ALL.len());
    let mut sentences = BTreeSet::new();
    for kind in &catalogue {
        let is_object = kind.schema.get("type").is_some_and(|is| is == "object");
        assert!(is_object || kind.schema.get("anyOf").is_some(), "{:?}: {:?}", kind.name, kind.schema);
        assert!(kind.summary.ends_with('.') && kind.version >= 1, "{:?}", kind.name);
        assert!(sentences.insert(kind.summary), "{} is said of two kinds", kind.summary);
    }
}
