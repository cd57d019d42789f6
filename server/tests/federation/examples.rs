//! Every example of docs/protocol.md and FEDERATION.md is read by this program as what it is, and those that stand in no channel go
//! through the inbox. An example of a part that is not built stands in a block that says `planned`, and no reader takes it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use http::HeaderMap;
use pursuance_domain::time::DAY;
use pursuance_federation::vocab::{
    Act, Actor, Delegated, Envelope, ListPart, OrderedCollectionPage, Proposal, Task,
};
use serde_json::{Value, json};

use super::documents::fetch;
use super::hostile::Scene;
use super::hostile::skill_offers::known;
use super::scripted::{Post, Served};
use crate::support::peers::until;

const PAGES: [(&str, &str); 2] = [
    ("docs/protocol.md", include_str!("../../../docs/protocol.md")),
    ("FEDERATION.md", include_str!("../../../FEDERATION.md")),
];

/// An example, with the line at which it begins.
struct Example {
    place: String,
    is_planned: bool,
    value: Value,
}

/// The JSON of the pages. `…` stands for the rest of a hash, and for a proof.
fn examples() -> Vec<Example> {
    let mut found = Vec::new();
    for (page, text) in PAGES {
        let mut lines = text.lines().enumerate();
        while let Some((number, line)) = lines.next() {
            let Some(rest) = line.strip_prefix("```json") else { continue };
            let block: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            let place = format!("{page}:{}", number + 1);
            let value = serde_json::from_str(&block.join("\n"));
            let mut value = value.unwrap_or_else(|error| panic!("{place} is no JSON: {error}"));
            complete(&mut value, "");
            found.push(Example { place, is_planned: rest.trim() == "planned", value });
        }
    }
    assert!(found.len() > 25, "{}", found.len());
    found
}

fn complete(value: &mut Value, name: &str) {
    match value {
        Value::Object(members) => {
            if members.get("proof").is_some_and(|proof| proof.get("…").is_some()) {
                members.remove("proof");
            }
            members.iter_mut().for_each(|(name, inner)| complete(inner, name));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| complete(item, name)),
        Value::String(text) if text.contains('…') => match (text.starts_with("sha256:"), name) {
            (true, _) => *text = format!("sha256:{}", "77ab".repeat(16)),
            (false, "path" | "sha256") => *text = "77ab".repeat(16),
            (false, _) => {}
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_a(value: &Value, kind: &str) -> bool {
    value["type"] == kind || value["type"].as_array().is_some_and(|kinds| kinds.iter().any(|one| one == kind))
}

/// The envelope of the Offer, for examples that leave theirs out.
fn with_envelope(value: &Value, offer: &Value) -> Value {
    let mut whole = value.clone();
    for member in ["channel", "epoch", "seq", "prev", "ack"] {
        if whole.get(member).is_none() {
            whole[member] = offer[member].clone();
        }
    }
    whole
}

/// Kind of an example, if a reader takes it.
fn read(value: &Value, offer: &Value) -> Option<String> {
    let ok = |kind: &str, is_read: bool| is_read.then(|| kind.to_owned());
    if ["Group", "Person", "Application"].iter().any(|kind| is_a(value, kind)) {
        return ok(
            "actor",
            Actor::read(value).is_ok_and(|actor| actor.takes_delegations() && actor.takes_offers()),
        );
    }
    if is_a(value, "Task") {
        // A sealed one has nothing to read.
        return ok("task", value.get("sealed").is_none() && Task::read(value).is_ok());
    }
    if is_a(value, "OrderedCollectionPage") {
        let page = OrderedCollectionPage::read(value).ok()?;
        return ok("page of a log", page.ordered_items.iter().all(|item| read(item, offer).is_some()));
    }
    if is_a(value, "OrderedCollection") {
        return ok("log", ListPart::read(value).is_ok_and(|list| list.next.is_some()));
    }
    if is_a(value, "Proposal") {
        return ok("proposal", Proposal::read(value).is_ok());
    }
    if value.get("contentHash").is_some() {
        return Some("received item".to_owned());
    }
    if value.get("delegation").is_some() || is_a(&value["object"], "Delegation") {
        let whole = with_envelope(value, offer);
        let said = Delegated::read(&whole).and_then(|said| Envelope::read(&whole).map(|_| said)).ok()?;
        let of = match &said.act {
            Act::Submit(_) => " of work",
            Act::CreateNote(_) | Act::UpdateNote(_) => " of a Note",
            Act::UpdateTask(_) => " of a Task",
            _ => "",
        };
        return Some(format!("{}{of}", said.act.kind()));
    }
    if is_a(&value["object"], "Proposal") {
        return ok("offered", Proposal::read(&value["object"]).is_ok());
    }
    // The rest is read by the inbox alone.
    let kind = value["type"].as_str()?;
    let of = match (&value["object"], kind) {
        (object, "Update" | "Delete") if *object == value["actor"] => "actor",
        (object, "Delete") if is_a(object, "Tombstone") => "withdrawn",
        (object, "Accept") if is_a(object, "Follow") => "followed",
        (object, "Offer") if is_a(object, "Agreement") => "agreement",
        (_, "Follow") => "follow",
        (_, "Undo") => "unfollow",
        (_, "Reject") if value.get("url").is_some() => "agreement declined",
        _ => return None,
    };
    Some(format!("{kind} {of}"))
}

#[test]
fn the_files_of_other_kinds_are_read_as_what_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../federation/tests/fixtures");
    let mut kinds = BTreeSet::new();
    for file in ["others", "offers"].iter().flat_map(|name| fs::read_dir(folder.join(name)).unwrap()) {
        let path = file.unwrap().path();
        let value: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        kinds.insert(read(&value, &json!({})).unwrap_or_else(|| panic!("{}", path.display())));
    }
    let more = ["log", "page of a log", "proposal", "received item"];
    let wanted = BY_INBOX.iter().chain(&more).map(|kind| (*kind).to_owned()).collect();
    assert_eq!(kinds, wanted);
}

/// Examples that are read by the inbox, or come out of it.
const BY_INBOX: [&str; 9] = [
    "Accept followed",
    "Delete actor",
    "Delete withdrawn",
    "Follow follow",
    "Offer agreement",
    "Reject agreement declined",
    "Undo unfollow",
    "Update actor",
    "offered",
];

#[test]
fn every_example_is_read_as_what_it_is_and_there_is_one_of_each_kind() {
    let examples = examples();
    let offer = examples.iter().find(|example| is_a(&example.value["object"], "Delegation"));
    let offer = &offer.expect("an Offer").value;
    let mut kinds = BTreeSet::new();
    for Example { place, is_planned, value } in &examples {
        let kind = read(value, offer);
        assert_eq!(kind.is_none(), *is_planned, "{place}: read as {kind:?}");
        kinds.extend(kind);
    }
    let of_delegations = [
        "Offer",
        "Accept",
        "TentativeAccept",
        "Reject",
        "Grant",
        "Revoke",
        "Leave",
        "Nudge",
        "Join",
        "Undo",
        "Delete",
        "TentativeReject",
        "Create of work",
        "Create of a Note",
        "Update of a Task",
    ];
    let more = ["actor", "task", "page of a log", "received item"];
    let wanted: BTreeSet<String> =
        of_delegations.iter().chain(&more).chain(&BY_INBOX).map(|kind| (*kind).to_owned()).collect();
    assert_eq!(kinds, wanted);
}

/// The example of a kind, as the wasps say it to the bees; the times move to now.
fn example(scene: &Scene, kind: &str) -> Value {
    let examples = examples();
    let mut values = examples.iter().map(|example| &example.value);
    let value = values.find(|value| read(value, &json!({})).as_deref() == Some(kind));
    let home = scene.peer.at("");
    let text = value.unwrap().to_string();
    let text = text
        .replace("https://b.example/ap/p/7Q2", &scene.wasps.uri)
        .replace("https://a.example/ap/p/01JA2Q", &scene.bees.uri())
        .replace("https://b.example", &home)
        .replace("2027-01-31T00:00:00Z", &scene.now().plus(60 * DAY).rfc3339());
    let mut value: Value = serde_json::from_str(&text).unwrap();
    for pointer in ["/published", "/object/published", "/object/updated"] {
        if let Some(time) = value.pointer_mut(pointer) {
            *time = json!(scene.now().rfc3339());
        }
    }
    value["@context"] =
        json!(["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"]);
    value
}

async fn say(scene: &Scene, kind: &str) -> Value {
    let mut value = example(scene, kind);
    scene.wasps.prove(&mut value, scene.now());
    let told = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &value, scene.now())).await;
    assert_eq!(told.status, 202, "{kind}: {told:?} {value:#}");
    scene.world.settle().await;
    value
}

/// The names of the members of an object.
fn members(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).filter(|name| *name != "@context").collect()
}

#[tokio::test]
async fn the_examples_of_a_follow_and_its_end_are_taken_and_answered_as_the_example_says() {
    let scene = Scene::new().await;
    let followers = async || scene.world.instances[0].inspect.count("follower").await;
    let follow = say(&scene, "Follow follow").await;
    let answered = || scene.peer.heard().into_iter().find(|said| said["object"]["id"] == follow["id"]);
    until("it is answered", async || answered().is_some()).await;
    let answer = example(&scene, "Accept followed");
    assert_eq!(members(&answered().unwrap()), members(&answer));
    assert_eq!(answered().unwrap()["object"], answer["object"]);
    assert_eq!(followers().await, 2);
    say(&scene, "Undo unfollow").await;
    assert_eq!(followers().await, 1);
}

#[tokio::test]
async fn the_examples_of_an_actor_that_changed_and_one_that_ended_have_it_fetched() {
    let scene = Scene::new().await;
    let fetched = || scene.peer.asked().iter().filter(|path| *path == "/ap/p/wasps").count();
    for kind in ["Update actor", "Delete actor"] {
        let before = fetched();
        if kind == "Delete actor" {
            scene.peer.serve("/ap/p/wasps", Served::Status(410));
        }
        say(&scene, kind).await;
        until("it was fetched", async || fetched() > before).await;
    }
    scene.world.settle().await;
    assert_eq!(scene.world.instances[0].inspect.count("actor where gone_at is not null").await, 1);
}

#[tokio::test]
async fn the_examples_of_a_skill_offer_and_its_end_are_taken() {
    let scene = Scene::new().await;
    let offer = say(&scene, "offered").await;
    let kept = known(&scene).await;
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].uri.as_str(), kept[0].hours), (offer["object"]["id"].as_str().unwrap(), Some(4)));
    scene.world.let_pass(pursuance_domain::time::MINUTE);
    say(&scene, "Delete withdrawn").await;
    assert_eq!(known(&scene).await.len(), 0);
}

#[tokio::test]
async fn an_agreement_is_declined_as_the_example_says() {
    let scene = Scene::new().await;
    let text = example(&scene, "Offer agreement").to_string();
    let text = text.replace("https://c.example/users/ann", &scene.wasps.uri);
    let text = text
        .replace("https://c.example", &scene.peer.at(""))
        .replace(&format!("\"to\":[\"{}\"]", scene.wasps.uri), &format!("\"to\":[\"{}\"]", scene.bees.uri()));
    let offer: Value = serde_json::from_str(&text).unwrap();
    let told = scene.send(&Post::to(&scene.inbox(), &scene.wasps, &offer, scene.now())).await;
    assert_eq!(told.status, 202, "{told:?}");
    let answered = || scene.peer.heard().into_iter().find(|said| said["object"] == offer["id"]);
    until("it is answered", async || answered().is_some()).await;
    assert_eq!(members(&answered().unwrap()), members(&example(&scene, "Reject agreement declined")));
}

#[tokio::test]
async fn the_logs_have_the_form_of_their_examples() {
    let mut scene = Scene::new().await;
    // A message that cannot be read: its remains are received, its refusal is sent.
    let grant = Act::Nudge { content: None };
    let message = scene.wasps.next_with(&scene.bees.uri(), None, grant, scene.now(), |message| {
        message["type"] = json!("Grant");
        message["delegation"] = json!(scene_uri(message));
    });
    scene.say(false, &message).await;
    until("it is answered", async || !scene.heard_about(message["id"].as_str().unwrap()).is_empty()).await;
    let answer = scene.heard_about(message["id"].as_str().unwrap()).remove(0);
    let log = answer["channel"].as_str().unwrap().to_owned();
    let epoch = answer["epoch"].as_str().unwrap();
    let theirs = message["epoch"].as_str().unwrap();
    let received = log.replace("/log/", "/received/");
    let read_at = async |address: String| {
        let headers: HeaderMap = scene.wasps.asking(&address.parse().unwrap(), scene.now());
        fetch(&address, headers).await.2
    };
    let page = read_at(format!("{log}?epoch={epoch}&after=0")).await;
    assert_eq!(members(&page), members(&example(&scene, "page of a log")));
    assert_eq!(page["orderedItems"], json!([answer]));
    let page = read_at(format!("{received}?epoch={theirs}&after=0")).await;
    assert_eq!(members(&page["orderedItems"][0]), members(&example(&scene, "received item")));
    assert_eq!(page["orderedItems"][0]["id"], message["id"]);
}

/// An address of a delegation on the server of a message's actor.
fn scene_uri(message: &Value) -> String {
    let actor = message["actor"].as_str().unwrap();
    format!("{}/ap/d/1", actor.split("/ap/").next().unwrap())
}
