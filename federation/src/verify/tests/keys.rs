//! Keys that change, vanish, or are not available (PROTOCOL §4.3).

use http::StatusCode;
use serde_json::{Value, json};

use super::world::{A, KEY_ID, NOW, Request, World, follow, key, nudge, other_key, proved};
use crate::{
    sign::{RsaKeyPair, key::Algorithm},
    verify::{KeyLookupError, ResolvedKey},
    vocab::Actor,
};

fn request() -> Request {
    Request::post(follow().to_string())
}

#[tokio::test]
async fn a_key_that_is_not_known_is_fetched() {
    let mut world = World::new();
    world.forget_keys();

    world.accept(&request()).await;

    assert_eq!(world.fetches(), 1);
}

#[tokio::test]
async fn a_key_that_was_changed_is_fetched_once_more() {
    let mut world = World::new();
    world.know_key_since(KEY_ID, A, &other_key(), NOW - 61);
    world.publish_key(KEY_ID, A, &key());

    world.accept(&request()).await;

    assert_eq!(world.fetches(), 1);
}

#[tokio::test]
async fn a_wrong_signature_costs_exactly_one_fetch() {
    let world = World::new();

    let refusal = world.refuse(&Request { key: other_key(), ..request() }).await;

    assert_eq!((refusal.slug(), refusal.status()), ("bad-signature", StatusCode::UNAUTHORIZED));
    assert_eq!(world.fetches(), 1);
}

#[tokio::test]
async fn a_key_fetched_within_the_last_minute_is_believed() {
    let mut world = World::new();
    world.know_key_since(KEY_ID, A, &other_key(), NOW - 60);
    world.publish_key(KEY_ID, A, &key());

    assert_eq!(world.refuse(&request()).await.slug(), "bad-signature");
    assert_eq!(world.fetches(), 0);
}

#[tokio::test]
async fn without_a_budget_for_another_look_the_known_key_decides() {
    let mut world = World::new();
    world.key_budget_spent = true;

    assert_eq!(world.refuse(&Request { key: other_key(), ..request() }).await.slug(), "bad-signature");
    assert_eq!(world.fetches(), 0);
}

#[tokio::test]
async fn a_sender_is_asked_to_come_back_when_its_key_cannot_be_reached() {
    let mut world = World::new();
    world.forget_keys();
    world.fail_fetching(KEY_ID, KeyLookupError::Temporary { why: "timed out".to_owned(), retry_after: 15 });

    let refusal = world.refuse(&request()).await;

    assert_eq!((refusal.status(), refusal.slug()), (StatusCode::SERVICE_UNAVAILABLE, "key-unreachable"));
    assert_eq!(refusal.retry_after(), Some(15));
}

#[tokio::test]
async fn a_key_that_is_gone_signs_nothing() {
    let mut world = World::new();
    world.forget_keys();
    world.fail_fetching(KEY_ID, KeyLookupError::Refused("gone".to_owned()));

    let refusal = world.refuse(&request()).await;

    assert_eq!((refusal.status(), refusal.slug()), (StatusCode::UNAUTHORIZED, "bad-key"));
}

#[tokio::test]
async fn a_changed_key_is_found_for_request_and_proof_with_one_fetch() {
    let mut world = World::new();
    world.know_key_since(KEY_ID, A, &other_key(), NOW - 3_600);
    world.publish_key(KEY_ID, A, &key());

    world.accept(&Request::post(proved(nudge()))).await;

    assert_eq!(world.fetches(), 1);
}

/// The sender as its own document describes it, with both of its keys.
fn actor() -> Value {
    let rsa = RsaKeyPair::from_pkcs8_pem(include_str!("../../sign/key/test-rsa-2048.pem")).unwrap();
    json!({"@context": "https://www.w3.org/ns/activitystreams", "id": A, "type": "Group", "inbox": format!("{A}/inbox"),
        "publicKey": {"id": format!("{A}#main-key"), "owner": A, "publicKeyPem": rsa.public().to_pem().unwrap()},
        "assertionMethod": [{"id": KEY_ID, "type": "Multikey", "controller": A,
            "publicKeyMultibase": key().public().to_multikey()}]})
}

fn listed(actor: &Value, key_id: &str) -> Result<ResolvedKey, KeyLookupError> {
    ResolvedKey::listed_by(&Actor::read(actor).unwrap(), key_id, NOW)
}

#[test]
fn an_actor_lists_its_keys_of_both_kinds() {
    let ed25519 = listed(&actor(), KEY_ID).unwrap();
    let rsa = listed(&actor(), "https://a.example/ap/p/1#main-key").unwrap();

    assert_eq!((ed25519.key.algorithm(), ed25519.owner.as_str()), (Algorithm::Ed25519, A));
    assert_eq!((rsa.key.algorithm(), rsa.owner.as_str()), (Algorithm::Rsa, A));
}

#[test]
fn a_key_that_an_actor_does_not_call_its_own_is_not_its_own() {
    assert!(listed(&actor(), "https://a.example/ap/p/1#other").is_err());
    for (pointer, key_id) in
        [("/publicKey/owner", "https://a.example/ap/p/1#main-key"), ("/assertionMethod/0/controller", KEY_ID)]
    {
        let mut actor = actor();
        *actor.pointer_mut(pointer).unwrap() = json!("https://a.example/ap/p/2");
        assert!(listed(&actor, key_id).is_err(), "{pointer}");
    }
}

#[test]
fn a_listed_key_that_cannot_be_read_is_of_no_use() {
    let mut actor = actor();
    actor["assertionMethod"][0]["publicKeyMultibase"] = json!("z6Mk");

    assert!(matches!(listed(&actor, KEY_ID), Err(KeyLookupError::Refused(_))));
}
