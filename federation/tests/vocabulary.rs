//! Own documents have the form of the protocol, can be read back, and use only defined terms.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use pursuance_federation::vocab::{
    Actor, Delegated, Envelope, Kind, OrderType, OrderedCollection, OrderedCollectionPage, Task,
    actor_context, collection_context, object_context, stamp,
};
use serde_json::{Map, Value, json};
use url::Url;

/// The documents of a folder by name, with their context written out: `"…"` stands for it, as in PROTOCOL §1.
fn fixtures(folder: &str, context: &Value) -> BTreeMap<String, Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let documents: BTreeMap<_, _> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let mut document: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            document["@context"] = context.clone();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), document)
        })
        .collect();
    assert!(!documents.is_empty());
    documents
}

fn activities() -> BTreeMap<String, Value> {
    fixtures("pursuance", &object_context())
}

/// The activity as this server writes it anew: built, stamped, and with its original proof.
fn rewritten(activity: &Value) -> Value {
    let mut written = Delegated::read(activity).unwrap().to_value();
    stamp(&mut written, &Envelope::read(activity).unwrap());
    written["proof"] = activity["proof"].clone();
    written
}

#[test]
fn every_activity_of_a_delegation_is_read_and_written_without_loss() {
    for (name, activity) in activities() {
        assert_eq!(rewritten(&activity), activity, "{name}");
    }
}

#[test]
fn every_kind_of_activity_that_is_read_has_an_example() {
    let examples: BTreeSet<_> =
        activities().values().map(|activity| Delegated::read(activity).unwrap().act.kind()).collect();
    assert_eq!(examples, Kind::ALL.iter().map(|kind| kind.as_str()).collect());
}

#[test]
fn actors_and_tasks_are_read_and_written_without_loss() {
    for (name, document) in fixtures("documents", &actor_context()) {
        if name != "task" {
            assert_eq!(Actor::read(&document).unwrap().to_value(), document, "{name}");
        }
    }
    let task = &fixtures("documents", &object_context())["task"];
    assert_eq!(&Task::read(task).unwrap().to_value(), task);
}

#[test]
fn what_a_server_implements_is_read_from_its_actors() {
    let documents = fixtures("documents", &actor_context());
    for name in ["instance", "pursuance", "person"] {
        let actor = Actor::read(&documents[name]).unwrap();
        assert!(actor.takes_delegations() && actor.reads_rfc9421(), "{name}");
    }
    let mut other = Actor::read(&documents["pursuance"]).unwrap();
    other.generator = None;
    assert!(!other.takes_delegations() && !other.reads_rfc9421());
}

#[test]
fn a_capability_may_be_a_link_an_object_or_a_text() {
    let v1 = "https://w3id.org/pursuance/ns#v1";
    for implements in [
        json!([{"href": v1}]),
        json!({"id": v1}),
        json!(v1),
        json!(["https://example.org/other", v1]),
        json!({"@list": [v1]}),
        json!([{"@list": [{"href": v1}]}]),
    ] {
        let mut group = fixtures("documents", &actor_context())["pursuance"].clone();
        group["generator"]["implements"] = implements.clone();
        assert!(Actor::read(&group).unwrap().takes_delegations(), "{implements}");
    }
}

#[test]
fn an_actor_without_inbox_or_key_is_refused() {
    let documents = fixtures("documents", &actor_context());
    for missing in [&["inbox"][..], &["publicKey", "assertionMethod"], &["type"], &["id"]] {
        let mut actor = documents["pursuance"].clone();
        for member in missing {
            actor.as_object_mut().unwrap().remove(*member);
        }
        assert!(Actor::read(&actor).is_err(), "{missing:?}");
    }
}

#[test]
fn the_terms_hash_is_the_one_of_the_protocol() {
    let offer = Delegated::read(&activities()["offer"]).unwrap();
    let pursuance_federation::vocab::Act::Offer(offer) = offer.act else { panic!("an offer") };
    assert_eq!(offer.delegation.terms.hash(), offer.delegation.terms_hash);
    let expected = "sha256:ce6ace5a2ef185e8f3e80c458e9089730b39ab7a61a9abf4bc15cfddbede8500";
    assert_eq!(offer.delegation.terms.hash().to_string(), expected);
}

fn collections() -> Vec<Value> {
    let url = |path: &str| Url::parse("https://a.example").unwrap().join(path).unwrap();
    let collection = |order_type| {
        let collection = OrderedCollection {
            id: url("/ap/p/1/log/2"),
            attributed_to: url("/ap/p/1"),
            total_items: 2,
            first: Some(url("/ap/p/1/log/2?after=0")),
            order_type,
            ordered_items: None,
        };
        collection.to_value()
    };
    let page = OrderedCollectionPage {
        id: url("/ap/p/1/log/2?after=0"),
        part_of: url("/ap/p/1/log/2"),
        attributed_to: url("/ap/p/1"),
        next: Some(url("/ap/p/1/log/2?after=2")),
        order_type: Some(OrderType::Forward),
        ordered_items: activities().into_values().take(2).collect(),
    };
    vec![collection(Some(OrderType::Reverse)), collection(None), page.to_value()]
}

#[test]
fn a_page_of_a_log_gives_back_its_items_untouched() {
    let page = collections().pop().unwrap();
    let read = OrderedCollectionPage::read(&page).unwrap();
    assert_eq!(read.to_value(), page);
    let items: Vec<String> = read.ordered_items.iter().map(Value::to_string).collect();
    let sent: Vec<String> = page["orderedItems"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert_eq!(items, sent);
}

/// Finds undefined terms of a document. Stands in for a JSON-LD processor, which would drop them.
struct Terms {
    defined: Map<String, Value>,
}

impl Terms {
    fn of_context(context: &Value) -> Self {
        let known: Map<String, Value> =
            serde_json::from_str(include_str!("fixtures/well-known-terms.json")).unwrap();
        let mut defined = Map::new();
        for part in context.as_array().expect("a context is always a list (PROTOCOL §4.4)") {
            match part {
                Value::String(link) => {
                    let terms = known[link].as_array().unwrap();
                    defined.extend(terms.iter().map(|term| (term.as_str().unwrap().to_owned(), Value::Null)));
                }
                inline => defined.extend(inline.as_object().unwrap().clone()),
            }
        }
        Self { defined }
    }

    fn undefined(&self, value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.undefined(item, found)),
            Value::Object(members) => {
                for (name, inner) in members.iter().filter(|(name, _)| *name != "@context") {
                    match self.defined.get(name) {
                        None => found.push(name.clone()),
                        // Opaque to JSON-LD.
                        Some(term) if term["@type"] == "@json" => {}
                        Some(_) if name == "type" => self.undefined_type(inner, found),
                        Some(term) if term["@type"] == "@vocab" => self.undefined_type(inner, found),
                        Some(_) => self.undefined(inner, found),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn undefined_type(&self, kind: &Value, found: &mut Vec<String>) {
        let kinds = kind.as_array().map_or(std::slice::from_ref(kind), Vec::as_slice);
        for kind in kinds {
            let kind = kind.as_str().expect("a type is a word");
            if !self.defined.contains_key(kind) {
                found.push(kind.to_owned());
            }
        }
    }
}

fn undefined_terms(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Terms::of_context(&document["@context"]).undefined(document, &mut found);
    found
}

#[test]
fn every_word_we_send_is_defined_by_the_context_it_is_sent_with() {
    let mut documents: Vec<Value> = activities().values().map(rewritten).collect();
    for (name, document) in fixtures("documents", &actor_context()) {
        documents.push(match name.as_str() {
            "task" => Task::read(&document).unwrap().to_value(),
            _ => Actor::read(&document).unwrap().to_value(),
        });
    }
    documents.extend(collections());
    for document in documents {
        assert_eq!(undefined_terms(&document), Vec::<String>::new(), "{document:#}");
    }
}

/// All objects with a type, except in opaque members.
fn typed<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| typed(item, found)),
        Value::Object(members) => {
            found.extend(members.get("type"));
            let open = members
                .iter()
                .filter(|(name, _)| !["@context", "terms", "progress", "ack"].contains(&name.as_str()));
            open.for_each(|(_, inner)| typed(inner, found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn each_type_of_ours_stands_before_the_one_that_everybody_knows() {
    let bases = ["Object", "Activity", "Relationship"];
    let mut of_ours = 0;
    let task = fixtures("documents", &object_context())["task"].clone();
    let task = Task::read(&task).unwrap().to_value();
    for document in activities().values().map(rewritten).chain([task]) {
        let context = document["@context"].as_array().unwrap().last().unwrap().clone();
        let mut found = Vec::new();
        typed(&document, &mut found);
        for kind in found {
            let is_ours = |word: &Value| {
                let iri = context[word.as_str().unwrap()].as_str().unwrap_or_default();
                iri.starts_with("pur:") || iri.starts_with("forge:")
            };
            match kind {
                Value::Array(two) => {
                    assert!(is_ours(&two[0]) && bases.contains(&two[1].as_str().unwrap()), "{kind}");
                    of_ours += 1;
                }
                one => assert!(!is_ours(one), "{one} stands alone"),
            }
        }
    }
    assert!(of_ours > 15, "{of_ours}");
}

#[test]
fn a_word_that_nobody_defined_is_found() {
    let mut task = fixtures("documents", &object_context())["task"].clone();
    task["karma"] = 7.into();
    task["source"]["dialect"] = "gfm".into();
    task["type"] = "Chore".into();
    let mut found = undefined_terms(&task);
    found.sort();
    assert_eq!(found, ["Chore", "dialect", "karma"]);
}

#[test]
fn every_prefix_of_our_context_is_defined() {
    for context in [object_context(), actor_context(), collection_context()] {
        let inline: Map<String, Value> = context
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_object)
            .flatten()
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        for (term, definition) in &inline {
            let iri = definition.as_str().or(definition["@id"].as_str()).unwrap();
            let (prefix, _) = iri.split_once(':').unwrap();
            // `as` and `xsd` come with ActivityStreams.
            let known = ["http", "https", "as", "xsd"].contains(&prefix) || inline.contains_key(prefix);
            assert!(known, "{term} → {iri}");
        }
    }
}

#[test]
fn what_a_server_implements_is_a_list_in_its_context() {
    // FEP-844e: in another container each actor would mean something else once it is expanded.
    let context = actor_context();
    let terms = context.as_array().unwrap().iter().find_map(|part| part.get("implements")).unwrap();
    assert_eq!(terms["@id"], "https://w3id.org/fep/844e/implements");
    assert_eq!((&terms["@type"], &terms["@container"]), (&"@id".into(), &"@list".into()));
    for name in ["instance", "pursuance", "person"] {
        let actor = Actor::read(&fixtures("documents", &context)[name]).unwrap();
        assert_eq!(actor.to_value()["@context"], context, "{name}");
    }
}
