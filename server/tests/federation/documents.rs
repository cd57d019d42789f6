//! The documents that other servers may fetch, and who may.

use http::{HeaderMap, header};
use pursuance_domain::time::{DAY, SECOND};
use serde_json::{Value, json};

use super::hostile::Scene;
use super::hostile::stages::{Stage, url};
use super::scripted::Figure;
use crate::support::peers::until;

/// What is answered at an address to whoever signs so, and how it may be kept.
pub(super) async fn fetch(address: &str, headers: HeaderMap) -> (u16, String, Value) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = http.get(address).header(header::ACCEPT, "application/activity+json").headers(headers);
    let answer = request.send().await.unwrap();
    let kept = answer.headers().get(header::CACHE_CONTROL).map(|value| value.to_str().unwrap().to_owned());
    let status = answer.status().as_u16();
    (
        status,
        kept.unwrap_or_default(),
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default(),
    )
}

#[tokio::test]
async fn a_collection_with_nothing_in_it_lists_nothing_and_one_with_followers_names_none() {
    let scene = Scene::new().await;
    let of = |name: &str| format!("{}/{name}", scene.bees.uri());
    let (status, _, outbox) = fetch(&of("outbox"), HeaderMap::new()).await;
    assert_eq!((status, &outbox["type"]), (200, &json!("OrderedCollection")));
    assert_eq!((&outbox["totalItems"], &outbox["orderedItems"]), (&json!(0), &json!([])));

    let ants = scene.world.instances[0].found("ants").await;
    let (_, _, nobody) = fetch(&format!("{}/followers", ants.uri()), HeaderMap::new()).await;
    assert_eq!((&nobody["totalItems"], &nobody["orderedItems"]), (&json!(0), &json!([])));

    let (_, _, followers) = fetch(&of("followers"), HeaderMap::new()).await;
    assert_eq!(followers["totalItems"], 2);
    assert!(!followers.to_string().contains(&scene.wasps.uri), "{followers}");

    let (_, _, tasks) = fetch(&of("tasks"), HeaderMap::new()).await;
    assert_eq!(tasks["first"], format!("{}?before=start", of("tasks")));
}

#[tokio::test]
async fn a_delegation_is_given_to_whom_it_was_offered_and_to_nobody_else() {
    let (scene, known) = Scene::at(Stage::Asked).await;
    let address = url(&known.delegation);
    let asking = |figure: &crate::federation::scripted::Figure| figure.asking(&address, scene.now());

    let (status, kept, delegation) = fetch(&known.delegation, asking(&scene.wasps)).await;
    assert_eq!(status, 200, "{delegation}");
    assert!(kept.contains("private") || kept.contains("no-store"), "{kept}");
    assert_eq!(delegation["id"], known.delegation);
    assert_eq!(delegation["type"][0], "Delegation");
    assert_eq!(delegation["delegator"], scene.bees.uri());
    assert_eq!(delegation["delegate"], scene.wasps.uri);
    assert_eq!(delegation["termsHash"], known.terms_hash.to_string());
    assert_eq!(delegation["task"]["id"], known.task.as_str());
    assert_eq!(delegation["path"].as_array().map(Vec::len), Some(1));

    assert_eq!(fetch(&known.delegation, asking(&scene.hornets)).await.0, 404);
    assert_eq!(fetch(&known.delegation, HeaderMap::new()).await.0, 404);
    let other = format!("{}x", known.delegation);
    let headers = scene.wasps.asking(&url(&other), scene.now());
    assert_eq!(fetch(&other, headers).await.0, 404);
}

#[tokio::test]
async fn a_delegation_of_a_deleted_pursuance_is_gone_for_whom_it_was_offered_to_and_unknown_to_others() {
    let (scene, known) = Scene::at(Stage::Asked).await;
    let address = url(&known.delegation);
    let bees = &scene.bees;
    bees.act("pursuance.close", json!({ "pursuance": "bees", "reason": "The season is over." })).await;
    scene.world.let_pass(14 * DAY);
    let asks = async |who: &Figure| {
        let (status, _, document) = fetch(&known.delegation, who.asking(&address, scene.now())).await;
        (status, document["type"].clone())
    };
    assert_eq!(asks(&scene.wasps).await.0, 200, "it may be opened again");
    bees.act("pursuance.delete", json!({ "pursuance": "bees", "confirm": "bees" })).await;
    assert_eq!(asks(&scene.wasps).await, (410, json!("Tombstone")), "from that second on");
    let inspect = &scene.world.instances[0].inspect;
    until("everything is removed", async || {
        scene.world.let_pass(SECOND);
        inspect.count("task").await == 0 && inspect.count("delegation").await == 0
    })
    .await;
    assert_eq!(asks(&scene.wasps).await, (410, json!("Tombstone")));
    assert_eq!(asks(&scene.hornets).await.0, 404);
    assert_eq!(fetch(&known.delegation, HeaderMap::new()).await.0, 404);
}
