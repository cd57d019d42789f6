//! Keys of remote pursuances: known, changed, vouched for, gone (PROTOCOL §2.2, §3.6, §4.3).

use http::{HeaderMap, Method};
use pursuance::store::actors::{self, Actor};
use pursuance_domain::action::{AcceptKey, ActorGone, ResumeChannels};
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::{DAY, HOUR, MINUTE, SECOND};
use pursuance_federation::proof::add_proof;
use pursuance_federation::sign::{Ed25519KeyPair, KeyPair, RsaKeyPair, Scheme, Signer, sign_request};
use pursuance_federation::vocab::Act;
use serde_json::{Value, json};

use super::hostile::Scene;
use super::scripted::{Figure, Post, Served};
use crate::support::browser::Browser;

const RSA: &str = include_str!("../../../federation/src/sign/key/test-rsa-2048.pem");

fn new_key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed(&[99; 32])
}

/// A message of the wasps; about a delegation that nobody knows, which is answered and changes nothing else.
fn nudge(scene: &Scene) -> Value {
    let delegation = scene.peer.at("/ap/d/1");
    let act = Act::Nudge { content: None };
    scene.wasps.next(&scene.bees.uri(), Some(&delegation), act, scene.now())
}

/// The same, proved and signed with another key.
fn by(scene: &Scene, mut message: Value, key_id: &str, key: &Ed25519KeyPair) -> Post {
    message.as_object_mut().unwrap().remove("proof");
    add_proof(&mut message, key, key_id, scene.now().unix_seconds()).unwrap();
    let key = Ed25519KeyPair::from_seed(&key.seed());
    let post = Post::to(&scene.inbox(), &scene.wasps, &message, scene.now());
    Post { key_id: key_id.to_owned(), key, ..post }
}

/// The document of the wasps in the hands of whoever has their server now.
fn newcomer(scene: &Scene) -> Value {
    let mut document = scene.wasps.document();
    document["name"] = json!("Newcomer");
    document["inbox"] = json!(scene.peer.at("/ap/p/newcomer/inbox"));
    document["assertionMethod"][0]["publicKeyMultibase"] = json!(new_key().public().to_multikey());
    document
}

async fn known(scene: &Scene, figure: &Figure) -> Actor {
    let mut tx = scene.bees.app.db.read().await.unwrap();
    actors::by_uri(&mut tx, &figure.uri).await.unwrap().unwrap()
}

async fn state(scene: &Scene) -> String {
    let sql = format!(
        "select c.state from channel c join actor a on a.id = c.peer where a.uri = '{}'",
        scene.wasps.uri
    );
    scene.world.instances[0].inspect.text(&sql).await
}

async fn count(scene: &Scene, from: &str) -> i64 {
    scene.world.instances[0].inspect.count(from).await
}

/// The address of what the bees sent to the wasps.
async fn log(scene: &Scene) -> String {
    let sql = format!(
        "select c.id from channel c join actor a on a.id = c.peer where a.uri = '{}'",
        scene.wasps.uri
    );
    let channel = scene.world.instances[0].inspect.text(&sql).await;
    format!("{}/log/{channel}?epoch={channel}&after=0", scene.bees.uri())
}

async fn ask(address: &str, key_id: &str, key: &KeyPair, scheme: Scheme, now: i64) -> u16 {
    let signer = Signer { key_id, key };
    let url = address.parse().unwrap();
    let headers = sign_request(&Method::GET, &url, HeaderMap::new(), None, signer, scheme, now).unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    http.get(address).headers(headers).send().await.unwrap().status().as_u16()
}

/// The wasps are known, something waits for them, and their server is somebody else's.
async fn taken_over() -> Scene {
    let mut scene = Scene::new().await;
    let first = nudge(&scene);
    scene.say(false, &first).await;
    scene.peer.read_only(&["none"]);
    let second = nudge(&scene);
    scene.say(false, &second).await;
    assert_eq!(count(&scene, "delivery where state = 'waiting'").await, 1);
    scene.peer.serve("/ap/p/wasps", Served::Document(newcomer(&scene)));
    scene.world.advance(26 * HOUR).await;
    scene
}

async fn accept(scene: &Scene, key: &str) -> Result<Value, String> {
    let action = AcceptKey { actor: known(scene, &scene.wasps).await.id, key: key.to_owned() };
    let done = scene.bees.app.perform(&Principal::Operator, action.into()).await;
    done.map(|done| done.result).map_err(|error| error.to_string())
}

#[tokio::test]
async fn whoever_gets_a_peers_domain_gets_nothing_that_was_said_to_it() {
    let scene = taken_over().await;
    let before = known(&scene, &scene.wasps).await;
    let post = by(&scene, nudge(&scene), &scene.wasps.key_id(), &new_key());
    let told = scene.send(&post).await;
    assert_eq!((told.status, told.word.as_str()), (401, "bad-key"));
    scene.world.settle().await;

    let after = known(&scene, &scene.wasps).await;
    assert_eq!(
        (after.display, after.inbox, after.ed25519_public, after.rsa_public),
        (before.display, before.inbox, before.ed25519_public, before.rsa_public),
        "nothing of the new document is kept"
    );
    assert_eq!(state(&scene).await, "unverified");
    assert!(scene.bees.verbs().await.iter().any(|verb| verb == "actor.key_changed"), "its people are told");
    assert_eq!(
        count(&scene, "event where verb = 'actor.key_changed' and stream = 'instance'").await,
        1,
        "operators are told"
    );
    assert_eq!(count(&scene, "delivery where state = 'stopped'").await, 1, "what waited stays");
    assert_eq!(count(&scene, "delivery where state = 'waiting'").await, 0);

    let (address, now) = (log(&scene).await, scene.now().unix_seconds());
    let (own, main) = (scene.wasps.key_id(), format!("{}#main-key", scene.wasps.uri));
    let new = KeyPair::Ed25519(new_key());
    assert_eq!(ask(&address, &own, &new, Scheme::Rfc9421, now).await, 401);
    let rsa = KeyPair::Rsa(RsaKeyPair::from_pkcs8_pem(RSA).unwrap());
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        assert_eq!(ask(&address, &main, &rsa, scheme, now).await, 401, "{scheme:?}");
    }
    // Seen again and again, it is told once.
    scene.world.advance(6 * MINUTE).await;
    scene.send(&by(&scene, nudge(&scene), &scene.wasps.key_id(), &new_key())).await;
    scene.world.settle().await;
    assert_eq!(count(&scene, "event where verb = 'actor.key_changed' and stream = 'instance'").await, 1);
}

#[tokio::test]
async fn operators_see_a_changed_key_before_everything_else() {
    let scene = taken_over().await;
    let instance = &scene.world.instances[0];
    instance.inspect.spoil("update account set operator = true").await;
    let mut browser = Browser::at(instance, &scene.bees.who).await;
    scene.send(&by(&scene, nudge(&scene), &scene.wasps.key_id(), &new_key())).await;
    scene.world.settle().await;

    let link = format!("/admin/peers/localhost:{}", scene.peer.port);
    let overview = browser.open("/admin").await.shown().saying("has changed. Nothing is exchanged with it");
    assert!(overview.says(&link), "{overview:?}");
    assert!(!overview.says("All is well") && !overview.says("Nothing waits."), "{overview:?}");
    assert!(overview.says("One is stopped until a key is compared."), "{overview:?}");
    let home = browser.open("/").await.shown().saying("The key of a pursuance there has changed.");
    assert!(home.says(&link), "{home:?}");
    assert!(home.says("class=\"count push hot\">1<"), "Home's number counts it: {home:?}");

    scene.peer.read_only(&[]);
    accept(&scene, &new_key().public().to_multikey()).await.unwrap();
    scene.world.settle().await;
    browser.open("/admin").await.shown().saying("All is well");
    let home = browser.open("/").await.shown();
    assert!(!home.says("has changed") && !home.says("class=\"count push hot\">"), "{home:?}");
}

#[tokio::test]
async fn operators_see_a_server_that_refuses_what_waits_for_it() {
    let mut scene = Scene::new().await;
    let first = nudge(&scene);
    scene.say(false, &first).await;
    scene.peer.read_only(&["none"]);
    let second = nudge(&scene);
    scene.say(false, &second).await;
    assert_eq!(count(&scene, "delivery where state = 'waiting'").await, 1);
    let instance = &scene.world.instances[0];
    instance.inspect.spoil("update account set operator = true").await;
    instance
        .inspect
        .spoil("update host set failures = 0, down_since = null, forbidden_since = 1 where name like 'localhost:%'")
        .await;
    let mut browser = Browser::at(instance, &scene.bees.who).await;
    let page =
        browser.open("/admin").await.shown().saying("refuses this server").saying("One delivery waits");
    assert!(!page.says("All is well"), "{page:?}");
}

#[tokio::test]
async fn a_server_that_shows_another_key_each_time_is_told_of_once_and_to_those_who_answer() {
    let scene = taken_over().await;
    let normal = scene.bees.with_member("norma", pursuance_domain::people::role::Role::Normal).await;
    for seed in [99, 98, 97] {
        let mut document = newcomer(&scene);
        let key = Ed25519KeyPair::from_seed(&[seed; 32]).public().to_multikey();
        document["assertionMethod"][0]["publicKeyMultibase"] = json!(key);
        scene.peer.serve("/ap/p/wasps", Served::Document(document));
        assert!(scene.bees.app.refresh_actor(&scene.wasps.uri).await.is_err());
        scene.world.settle().await;
        assert_eq!(
            count(&scene, &format!("actor_key where standing = 'strange' and key = '{key}'")).await,
            1
        );
    }
    assert_eq!(count(&scene, "event where verb = 'actor.key_changed' and stream = 'instance'").await, 1);
    let told = |verbs: Vec<String>| verbs.iter().filter(|verb| *verb == "actor.key_changed").count();
    assert_eq!((told(scene.bees.verbs().await), told(normal.verbs().await)), (1, 0));
}

#[tokio::test]
async fn a_channel_that_had_stopped_for_another_reason_does_not_go_on_with_the_key() {
    for before in ["restored", "suspended"] {
        let scene = taken_over().await;
        let sql = format!("update channel set state = '{before}'");
        scene.world.instances[0].inspect.spoil(&sql).await;
        assert!(scene.bees.app.refresh_actor(&scene.wasps.uri).await.is_err());
        scene.world.settle().await;
        assert_eq!(state(&scene).await, before);
        accept(&scene, &new_key().public().to_multikey()).await.unwrap();
        scene.world.settle().await;
        assert_eq!(state(&scene).await, before);
    }
}

#[tokio::test]
async fn what_was_disagreed_about_long_ago_keeps_no_channel_closed() {
    let mut scene = Scene::new().await;
    let first = nudge(&scene);
    scene.say(false, &first).await;
    // Two messages under one number, which an operator has looked at.
    let mut twice = nudge(&scene);
    twice["seq"] = json!(1);
    scene.wasps.prove(&mut twice, scene.now());
    let post = Post::to(&scene.inbox(), &scene.wasps, &twice, scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
    assert_eq!(state(&scene).await, "suspended");
    let resume = ResumeChannels { host: format!("localhost:{}", scene.peer.port) };
    scene.bees.app.perform(&Principal::Operator, resume.into()).await.unwrap();

    scene.peer.serve("/ap/p/wasps", Served::Document(newcomer(&scene)));
    assert!(scene.bees.app.refresh_actor(&scene.wasps.uri).await.is_err());
    scene.world.settle().await;
    assert_eq!(state(&scene).await, "unverified");
    accept(&scene, &new_key().public().to_multikey()).await.unwrap();
    assert_eq!(state(&scene).await, "open");
}

#[tokio::test]
async fn the_first_message_that_came_while_a_key_was_compared_is_asked_for_afterwards() {
    let mut scene = Scene::new().await;
    let first = nudge(&scene);
    scene.say(false, &first).await;
    let moths = scene.world.instances[0].found("moths").await;
    let task = moths.task("Count").await;
    let offer = json!({ "pursuance": "moths", "task": task, "to": scene.wasps.uri });
    moths.act("delegation.offer", offer).await;
    scene.world.settle().await;
    scene.peer.serve("/ap/p/wasps", Served::Document(newcomer(&scene)));
    assert!(scene.bees.app.refresh_actor(&scene.wasps.uri).await.is_err());
    scene.world.settle().await;

    let delegation = scene.peer.at("/ap/d/1");
    let log = format!("{}/log/moths", scene.wasps.uri);
    let act = Act::Nudge { content: None };
    let message = scene.wasps.next_with(&moths.uri(), Some(&delegation), act, scene.now(), |message| {
        message["channel"] = json!(log);
    });
    let post = Post::to(&format!("{}/inbox", moths.uri()), &scene.wasps, &message, scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
    scene.peer.serve("/ap/p/wasps/log/moths", Served::Log(vec![message.clone()]));
    scene.peer.serve("/ap/p/wasps", Served::Document(scene.wasps.document()));
    accept(&scene, &scene.wasps.key().public().to_multikey()).await.unwrap();
    scene.world.settle().await;

    let id = message["id"].as_str().unwrap();
    assert_eq!(count(&scene, &format!("activity where uri = '{id}' and direction = 'in'")).await, 1);
}

#[tokio::test]
async fn the_log_is_for_the_key_that_proves_messages_and_for_no_other_of_the_same_document() {
    let mut scene = Scene::new().await;
    let first = nudge(&scene);
    scene.say(false, &first).await;
    let (address, now) = (log(&scene).await, scene.now().unix_seconds());
    let rsa = KeyPair::Rsa(RsaKeyPair::from_pkcs8_pem(RSA).unwrap());
    let main = format!("{}#main-key", scene.wasps.uri);

    assert_eq!(scene.look(&scene.wasps, &address).await, 200);
    assert_eq!(ask(&address, &main, &rsa, Scheme::Rfc9421, now).await, 401);
}

#[tokio::test]
async fn an_instance_whose_key_came_late_does_not_read_for_those_who_live_there() {
    let mut scene = Scene::new().await;
    let instance = scene.peer.figure("instance");
    scene.peer.serve("/ap/p/instance", Served::Status(404));
    let mut document = scene.wasps.document();
    document["generator"]["id"] = json!(instance.uri);
    scene.peer.serve("/ap/p/wasps", Served::Document(document));
    scene.bees.app.fetch_actor(&scene.wasps.uri.parse().unwrap()).await.unwrap();
    let first = nudge(&scene);
    scene.say(false, &first).await;
    let address = log(&scene).await;
    scene.world.advance(DAY).await;
    let mut document = instance.document();
    document["type"] = json!("Application");
    scene.peer.serve("/ap/p/instance", Served::Document(document));

    assert_eq!(scene.look(&instance, &address).await, 404);
}

#[tokio::test]
async fn a_new_key_is_believed_once_an_operator_has_compared_it() {
    let mut scene = taken_over().await;
    scene.send(&by(&scene, nudge(&scene), &scene.wasps.key_id(), &new_key())).await;
    scene.world.settle().await;
    let host = format!("localhost:{}", scene.peer.port);
    let resume = ResumeChannels { host };
    assert!(
        scene.bees.app.perform(&Principal::Operator, resume.into()).await.is_err(),
        "not by the back door"
    );
    assert!(accept(&scene, &Ed25519KeyPair::from_seed(&[5; 32]).public().to_multikey()).await.is_err());
    assert_eq!(state(&scene).await, "unverified");

    scene.peer.read_only(&[]);
    accept(&scene, &new_key().public().to_multikey()).await.unwrap();
    scene.world.settle().await;
    assert_eq!(state(&scene).await, "open");
    assert_eq!(count(&scene, "delivery where state <> 'delivered'").await, 0, "what waited has gone");
    let after = known(&scene, &scene.wasps).await;
    assert_eq!(
        (after.display.as_str(), after.ed25519_public),
        ("Newcomer", Some(new_key().public().as_bytes().to_vec()))
    );
    // A key is believed for some seconds without a look at the database.
    scene.world.let_pass(11 * SECOND);
    let message = nudge(&scene);
    let post = by(&scene, message.clone(), &scene.wasps.key_id(), &new_key());
    assert_eq!(scene.send(&post).await.status, 202);
    let to = scene.bees.uri();
    scene.wasps.said(&to, &message);
    assert_eq!(count(&scene, "channel where in_seq = 3").await, 1);
}

#[tokio::test]
async fn the_key_known_before_stays_when_an_operator_says_so() {
    let scene = taken_over().await;
    scene.send(&by(&scene, nudge(&scene), &scene.wasps.key_id(), &new_key())).await;
    scene.world.settle().await;
    scene.peer.read_only(&[]);
    scene.peer.serve("/ap/p/wasps", Served::Document(scene.wasps.document()));
    accept(&scene, &scene.wasps.key().public().to_multikey()).await.unwrap();
    scene.world.settle().await;
    assert_eq!(state(&scene).await, "open");
    let post = Post::to(&scene.inbox(), &scene.wasps, &nudge(&scene), scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
}

/// The document of the wasps with the new key beside the old one.
fn both(scene: &Scene) -> Value {
    let mut document = scene.wasps.document();
    let new = json!({
        "id": format!("{}#second", scene.wasps.uri), "type": "Multikey", "controller": scene.wasps.uri,
        "publicKeyMultibase": new_key().public().to_multikey(),
    });
    document["assertionMethod"].as_array_mut().unwrap().push(new);
    document
}

fn update(scene: &Scene, document: &Value) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"],
        "id": scene.wasps.new_uri("act"), "type": "Update", "actor": scene.wasps.uri, "object": document,
    })
}

/// Sends an activity of the wasps, signed with the RSA key that they share with everybody in these tests.
async fn send_with_rsa(scene: &Scene, activity: &Value) -> u16 {
    let key = KeyPair::Rsa(RsaKeyPair::from_pkcs8_pem(RSA).unwrap());
    let key_id = format!("{}#main-key", scene.wasps.uri);
    let signer = Signer { key_id: &key_id, key: &key };
    let (inbox, body) = (scene.inbox(), activity.to_string());
    let mut headers = HeaderMap::new();
    headers.insert("content-type", "application/activity+json".parse().unwrap());
    let (url, now) = (inbox.parse().unwrap(), scene.now().unix_seconds());
    let headers =
        sign_request(&Method::POST, &url, headers, Some(body.as_bytes()), signer, Scheme::Cavage, now)
            .unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    http.post(&inbox).headers(headers).body(body).send().await.unwrap().status().as_u16()
}

/// Messages proved with the new key are taken, and it is the pinned one.
async fn assert_goes_on_with_the_new_key(scene: &mut Scene) {
    let mut document = both(scene);
    document["assertionMethod"].as_array_mut().unwrap().remove(0);
    scene.peer.serve("/ap/p/wasps", Served::Document(document));
    scene.world.advance(8 * DAY).await;
    let message = nudge(scene);
    let post = by(scene, message, &format!("{}#second", scene.wasps.uri), &new_key());
    let told = scene.send(&post).await;
    assert_eq!(told.status, 202, "{told:?}");
    assert_eq!(state(scene).await, "open");
    let pinned = known(scene, &scene.wasps).await.ed25519_public;
    assert_eq!(pinned, Some(new_key().public().as_bytes().to_vec()));
    assert!(!scene.bees.verbs().await.iter().any(|verb| verb == "actor.key_changed"));
}

#[tokio::test]
async fn a_key_that_the_known_key_signed_is_taken_and_pinned_once_it_is_used() {
    let mut scene = Scene::new().await;
    let first = nudge(&scene);
    scene.say(false, &first).await;
    scene.peer.serve("/ap/p/wasps", Served::Document(both(&scene)));
    let activity = update(&scene, &both(&scene));
    let post = Post::to(&scene.inbox(), &scene.wasps, &activity, scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
    scene.world.settle().await;
    let pinned = known(&scene, &scene.wasps).await.ed25519_public;
    assert_eq!(pinned, Some(scene.wasps.key().public().as_bytes().to_vec()), "not before it is used");
    assert_goes_on_with_the_new_key(&mut scene).await;
}

#[tokio::test]
async fn a_key_that_the_known_key_proved_is_taken_though_another_key_signed_the_request() {
    let mut scene = Scene::new().await;
    let first = nudge(&scene);
    scene.say(false, &first).await;
    scene.peer.serve("/ap/p/wasps", Served::Document(both(&scene)));
    let mut activity = update(&scene, &both(&scene));
    scene.wasps.prove(&mut activity, scene.now());
    assert_eq!(send_with_rsa(&scene, &activity).await, 202);
    scene.world.settle().await;
    assert_goes_on_with_the_new_key(&mut scene).await;
}

#[tokio::test]
async fn a_key_that_the_known_key_neither_signed_nor_proved_is_not_taken() {
    let mut scene = Scene::new().await;
    let first = nudge(&scene);
    scene.say(false, &first).await;
    scene.peer.serve("/ap/p/wasps", Served::Document(both(&scene)));
    assert_eq!(send_with_rsa(&scene, &update(&scene, &both(&scene))).await, 202);
    scene.world.settle().await;
    assert_eq!(count(&scene, "actor_key").await, 0);
    let post = by(&scene, nudge(&scene), &format!("{}#second", scene.wasps.uri), &new_key());
    assert_eq!(scene.send(&post).await.status, 401);
}

#[tokio::test]
async fn a_key_that_was_seen_before_its_message_came_goes_on_by_itself() {
    let mut scene = Scene::new().await;
    let first = nudge(&scene);
    scene.say(false, &first).await;
    let mut only_new = both(&scene);
    only_new["assertionMethod"].as_array_mut().unwrap().remove(0);
    scene.peer.serve("/ap/p/wasps", Served::Document(only_new));
    assert!(scene.bees.app.refresh_actor(&scene.wasps.uri).await.is_err());
    scene.world.settle().await;
    assert_eq!(state(&scene).await, "unverified");

    let activity = update(&scene, &both(&scene));
    let post = Post::to(&scene.inbox(), &scene.wasps, &activity, scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
    scene.world.settle().await;
    assert_eq!(state(&scene).await, "open");
}

#[tokio::test]
async fn trouble_with_a_key_shuts_its_owner_out_for_seconds_and_says_what_it_was() {
    let scene = Scene::new().await;
    let ants = scene.peer.figure("ants");
    scene.peer.serve("/ap/p/ants", Served::Status(500));
    let knock = || Post::to(&scene.inbox(), &ants, &scene.follow(&ants), scene.now());
    let asked = || scene.peer.asked().iter().filter(|path| *path == "/ap/p/ants").count();

    for _ in 0..3 {
        let told = scene.send(&knock()).await;
        assert_eq!((told.status, told.word.as_str()), (503, "key-unreachable"));
    }
    assert_eq!(asked(), 1);
    scene.world.let_pass(16 * SECOND);
    assert_eq!(scene.send(&knock()).await.status, 503);
    assert_eq!(asked(), 2);
    scene.world.let_pass(16 * SECOND);
    assert_eq!(scene.send(&knock()).await.status, 503);
    assert_eq!(asked(), 2, "twice as long after the second");
    scene.peer.serve("/ap/p/ants", Served::Document(ants.document()));
    scene.world.let_pass(16 * SECOND);
    assert_eq!(scene.send(&knock()).await.status, 202);
}

#[tokio::test]
async fn an_actor_that_ended_with_its_key_is_believed_when_its_server_says_gone() {
    let scene = Scene::new().await;
    scene.world.advance(2 * DAY).await;
    let farewell = |figure: &Figure| {
        let activity = json!({
            "@context": ["https://www.w3.org/ns/activitystreams"], "id": format!("{}#delete", figure.uri), "type": "Delete",
            "actor": figure.uri, "object": figure.uri,
        });
        Post::to(&scene.inbox(), figure, &activity, scene.now())
    };
    let followers = async || count(&scene, "follower").await;
    assert_eq!(followers().await, 2);

    scene.peer.serve("/ap/p/wasps", Served::Status(404));
    assert_eq!(scene.send(&farewell(&scene.wasps)).await.status, 401, "missing is not gone");
    assert_eq!(followers().await, 2);
    scene.peer.serve("/ap/p/hornets", Served::Status(410));
    assert_eq!(scene.send(&farewell(&scene.hornets)).await.status, 202);
    scene.world.settle().await;
    assert_eq!(followers().await, 1);
    assert_eq!(scene.send(&farewell(&scene.hornets)).await.status, 202, "again");

    let ants = scene.peer.figure("ants");
    assert_eq!(scene.send(&farewell(&ants)).await.status, 202);
    assert!(!scene.peer.asked().iter().any(|path| path == "/ap/p/ants"), "nobody asks about a stranger");
}

#[tokio::test]
async fn nobody_is_asked_to_compare_the_key_of_somebody_who_has_ended() {
    let scene = taken_over().await;
    scene.send(&by(&scene, nudge(&scene), &scene.wasps.key_id(), &new_key())).await;
    scene.world.settle().await;
    assert_eq!(state(&scene).await, "unverified");
    scene.world.instances[0].inspect.spoil("update account set operator = true").await;
    let mut browser = Browser::at(&scene.world.instances[0], &scene.bees.who).await;
    browser.open("/admin").await.shown().saying("has changed. Nothing is exchanged with it");

    let gone = ActorGone { actor: known(&scene, &scene.wasps).await.id };
    let clock = Principal::Clock { job: "queue".to_owned() };
    scene.bees.app.perform(&clock, gone.into()).await.unwrap();

    assert_eq!(count(&scene, "actor_key where standing = 'strange'").await, 0);
    assert_eq!(state(&scene).await, "open", "nothing stands still for it");
    assert_eq!(count(&scene, "delivery where state in ('waiting', 'stopped')").await, 0);
    let page = browser.open("/admin").await.shown();
    assert!(!page.says("Nothing is exchanged with it") && !page.says("differ"), "{page:?}");
}

#[tokio::test]
async fn operators_who_have_nothing_to_compare_or_to_resume_are_told_so() {
    let mut scene = Scene::new().await;
    let first = nudge(&scene);
    scene.say(false, &first).await;
    let told = accept(&scene, &new_key().public().to_multikey()).await.unwrap_err();
    assert!(told.contains("has not changed"), "{told}");
    let resume = ResumeChannels { host: "strangers.example".to_owned() };
    let told = scene.bees.app.perform(&Principal::Operator, resume.into()).await.unwrap_err().to_string();
    assert!(told.contains("is stopped"), "{told}");
}

#[tokio::test]
async fn operators_are_told_what_accepting_a_key_means_before_they_do_it() {
    let scene = taken_over().await;
    scene.send(&by(&scene, nudge(&scene), &scene.wasps.key_id(), &new_key())).await;
    scene.world.settle().await;
    scene.world.instances[0].inspect.spoil("update account set operator = true").await;
    let mut browser = Browser::at(&scene.world.instances[0], &scene.bees.who).await;
    let address = format!("/admin/peers/localhost:{}", scene.peer.port);
    let page = browser.open(&address).await.shown();
    let (before, button) = page.html.split_once("I compared it: accept the new key").unwrap();
    assert!(before.rfind("whoever has the new key speaks for wasps") > before.rfind("<summary>"), "{page:?}");
    assert!(button.contains("Keep the key known before"), "the other choice stands beside it");
}
