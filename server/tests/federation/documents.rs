//! The documents that other servers may fetch, and who may.

use http::{HeaderMap, header};
use pursuance_domain::time::{DAY, SECOND};
use serde_json::{Value, json};

use super::hostile::Scene;
use super::hostile::stages::{Stage, url};
use super::scripted::Figure;
use crate::support::peers::until;

/// The answer at an address to a request with these headers, and how it may be kept.
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
async fn what_a_pursuance_offers_is_listed_for_those_whom_each_offer_is_for() {
    let scene = Scene::new().await;
    let until = scene.now().plus(60 * DAY).date();
    let offer = |skill: String| json!({ "pursuance": "bees", "skills": [skill], "until": until });
    for n in 0..21 {
        scene.bees.act("skill_offer.publish", offer(format!("Nature:{n}"))).await;
        // Ids of one millisecond are in no order.
        scene.world.let_pass(1_000);
    }
    let mut named = offer("Law:Housing".to_owned());
    named["to"] = json!([scene.wasps.uri]);
    scene.bees.act("skill_offer.publish", named).await;

    let (_, _, group) = fetch(&scene.bees.uri(), HeaderMap::new()).await;
    let list = group["skillOffers"].as_str().unwrap();
    let (status, kept, whole) = fetch(list, HeaderMap::new()).await;
    assert_eq!((status, kept.as_str(), &whole["totalItems"]), (200, "max-age=180", &json!(21)));
    let first = whole["first"].as_str().unwrap();
    let (_, _, page) = fetch(first, HeaderMap::new()).await;
    let items = page["orderedItems"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["skills"]), (20, &json!(["Nature:20"])));
    for item in items {
        assert_eq!(item["to"], json!(["https://www.w3.org/ns/activitystreams#Public"]));
        pursuance_federation::vocab::Proposal::read(item).unwrap();
    }
    let (_, _, last) = fetch(page["next"].as_str().unwrap(), HeaderMap::new()).await;
    assert_eq!((last["orderedItems"].as_array().unwrap().len(), last.get("next")), (1, None));

    for (figure, many) in [(&scene.wasps, 22), (&scene.hornets, 21)] {
        let (_, kept, whole) = fetch(list, figure.asking(&url(list), scene.now())).await;
        assert_eq!(
            (kept.as_str(), &whole["totalItems"]),
            ("private, no-store", &json!(many)),
            "{}",
            figure.name
        );
    }
    let (_, _, page) = fetch(first, scene.wasps.asking(&url(first), scene.now())).await;
    assert_eq!(page["orderedItems"][0]["to"], json!([scene.wasps.uri]));

    scene.bees.act("pursuance.edit", json!({ "pursuance": "bees", "visibility": "members" })).await;
    scene.world.settle().await;
    assert_eq!(fetch(&scene.bees.uri(), HeaderMap::new()).await.2.get("skillOffers"), None);
    assert_eq!(fetch(list, HeaderMap::new()).await.0, 404);
    assert_eq!(fetch(list, scene.hornets.asking(&url(list), scene.now())).await.0, 404);
    let (status, _, whole) = fetch(list, scene.wasps.asking(&url(list), scene.now())).await;
    assert_eq!((status, &whole["totalItems"]), (200, &json!(1)));
}

#[tokio::test]
async fn the_context_has_an_address() {
    let scene = Scene::new().await;
    let base = scene.bees.app.addresses.base();
    let (status, _, context) = fetch(&format!("{base}/ns"), HeaderMap::new()).await;
    let inline: Value = serde_json::from_str(pursuance_federation::vocab::PURSUANCE_CONTEXT).unwrap();
    assert_eq!((status, &context["@context"]), (200, &inline));
}

#[tokio::test]
async fn a_query_that_cannot_be_read_is_answered_with_a_problem() {
    let scene = Scene::new().await;
    for query in ["log/x?epoch=E&after=x", "received/x?epoch=E&limit=-1", "tasks?before=1&before=2"] {
        let (status, _, problem) = fetch(&format!("{}/{query}", scene.bees.uri()), HeaderMap::new()).await;
        assert_eq!(status, 400, "{query}");
        assert!(
            problem["type"].as_str().is_some_and(|kind| kind.ends_with("#bad-query")),
            "{query}: {problem}"
        );
    }
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
