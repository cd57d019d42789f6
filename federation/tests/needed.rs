//! The table of PROTOCOL §1.11, held against the readers: each member that it calls needed is left out of an example and missed by
//! name, each other one is left out and not missed.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use pursuance_federation::vocab::{
    Delegated, Envelope, OrderedCollectionPage, Proposal, VocabRefusal, object_context,
};
use serde_json::{Map, Value};

const PROTOCOL: &str = include_str!("../../docs/protocol.md");

/// The examples of a row: files, and the place in them. None: every one of class D, or all but those named.
const ROWS: &[(&str, &[&str], &str)] = &[
    ("every activity of class D", &[], ""),
    ("all but `Grant` and `Nudge`", &["grant", "nudge"], ""),
    (
        "all but `Offer`, `Reject` and what is about a Note in full",
        &[
            "offer",
            "offer-again",
            "decline",
            "reject-accept",
            "refuse-work",
            "refuse-redelegation",
            "unread",
            "comment",
            "comment-edited",
        ],
        "",
    ),
    ("Offer: the Delegation", &["offer", "offer-again"], "/object"),
    ("Offer: its task", &["offer", "offer-again"], "/object/task"),
    ("Accept of an Offer: the mirror", &["accept-offer"], "/result"),
    ("Grant", &["grant"], ""),
    ("Update of the mirror: the Task", &["progress"], "/object"),
    ("Update of the task: the Task", &["task-update", "task-blocked"], "/object"),
    ("Create of a Submission", &["submission"], ""),
    ("Submission", &["submission"], "/object"),
    ("Submission: its Document", &["submission"], "/object/attachment/0"),
    ("Note", &["comment", "comment-edited"], "/object"),
    ("Review", &["send-back", "accept-work", "refuse-work"], "/result"),
    ("Revoke", &["recall"], ""),
    ("Leave", &["return"], ""),
    ("Join", &["ask-redelegation"], ""),
    ("Proposal", &["offers/offer"], ""),
    ("Proposal: its Intent", &["offers/offer"], "/publishes"),
    ("page of a log", &["others/log-page"], ""),
];

/// Rows that the readers of forms have no part in: a rule asks for what they name.
const OF_RULES: [&str; 2] = ["Accept of an Offer", "Update of the mirror"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn example(name: &str) -> Value {
    let file = if name.contains('/') { format!("{name}.json") } else { format!("pursuance/{name}.json") };
    let mut example: Value = serde_json::from_slice(&fs::read(folder().join(file)).unwrap()).unwrap();
    example["@context"] = object_context();
    example
}

fn of_class_d() -> Vec<String> {
    let files = fs::read_dir(folder().join("pursuance")).unwrap();
    files.map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

/// Reads it as what it is.
fn read(name: &str, value: &Value) -> Result<(), VocabRefusal> {
    match name {
        "offers/offer" => Proposal::read(value).map(drop),
        "others/log-page" => OrderedCollectionPage::read(value).map(drop),
        _ => Delegated::read(value).and_then(|_| Envelope::read(value)).map(drop),
    }
}

/// The rows of the table: what, and the members that are needed. Of several with “or” between them one is.
fn rows() -> BTreeMap<String, Vec<Vec<String>>> {
    let table = PROTOCOL.split("### 1.11 Needed members").nth(1).unwrap().split("\n## ").next().unwrap();
    let lines = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| message"));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let groups = cells[1].split(", ").filter(|group| group.contains('`'));
            let named = |group: &str| group.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            (cells[0].to_owned(), groups.map(named).collect())
        })
        .collect()
}

/// The members that are needed at each place of each example.
fn needed() -> BTreeMap<(String, &'static str), Vec<Vec<String>>> {
    let rows = rows();
    let mut needed: BTreeMap<(String, &'static str), Vec<Vec<String>>> = BTreeMap::new();
    for (row, files, place) in ROWS {
        let members = rows.get(*row).unwrap_or_else(|| panic!("the table has no row “{row}”"));
        let names: Vec<String> = if files.is_empty() || row.starts_with("all but") {
            of_class_d().into_iter().filter(|name| !files.contains(&name.as_str())).collect()
        } else {
            files.iter().map(|name| (*name).to_owned()).collect()
        };
        for name in names {
            needed.entry((name, *place)).or_default().extend(members.clone());
        }
    }
    for row in rows.keys() {
        assert!(
            ROWS.iter().any(|(known, ..)| known == row) || OF_RULES.contains(&row.as_str()),
            "the row “{row}” is held against nothing"
        );
    }
    needed
}

fn at<'a>(example: &'a mut Value, place: &str) -> &'a mut Map<String, Value> {
    example.pointer_mut(place).unwrap().as_object_mut().unwrap()
}

#[test]
fn what_the_table_calls_needed_is_missed_by_name_and_nothing_else_is() {
    for ((name, place), groups) in needed() {
        read(&name, &example(&name)).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        for group in groups.iter().map(Vec::as_slice).chain([&["id".to_owned()][..]]) {
            // Documents have no id.
            if group[0] == "id" && place.ends_with("/0") {
                continue;
            }
            let mut less = example(&name);
            for member in group {
                at(&mut less, place).remove(member);
            }
            let refusal = read(&name, &less).err();
            let is_named = matches!(refusal, Some(VocabRefusal::Missing { field }) if group.iter().any(|one| one == field));
            assert!(is_named, "{name}{place} without {group:?}: {refusal:?}");
        }
        let whole = example(&name);
        for member in whole.pointer(place).unwrap().as_object().unwrap().keys() {
            let alone = groups.iter().any(|group| group.len() == 1 && group[0] == *member);
            if alone || ["@context", "id", "type", "proof"].contains(&member.as_str()) {
                continue;
            }
            let mut less = whole.clone();
            at(&mut less, place).remove(member);
            assert_eq!(read(&name, &less), Ok(()), "{name}{place} without {member}");
        }
    }
}

#[test]
fn without_a_type_nothing_is_what_it_was() {
    for ((name, place), _) in needed() {
        let mut less = example(&name);
        let had = at(&mut less, place).remove("type");
        let is_read = read(&name, &less).is_ok();
        // A Document is one wherever it stands, and an Intent; a result without a type is none.
        let may = place.ends_with("/0") || place == "/result" || place == "/publishes";
        assert_eq!(is_read, may, "{name}{place} {had:?}");
    }
}
