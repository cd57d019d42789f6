//! Addresses of keys that lead to forbidden places (PROTOCOL §4.7). The connections that a public server refuses, under
//! a resolver that lies and over TLS, are tested beside the fetcher in `federation/src/fetch/tests`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::response::{IntoResponse, Redirect};
use http::{StatusCode, Uri};
use pursuance::peers::ASKED_FOR_ONE;
use pursuance_federation::vocab::Act;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::Scene;
use crate::federation::scripted::{Peer, Post, Served};
use crate::support::peers::On;

/// A port that nobody may be led to, which counts whoever comes.
struct Canary {
    port: u16,
    visits: Arc<AtomicUsize>,
}

impl Canary {
    async fn sit() -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let (port, visits) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
        let counted = visits.clone();
        tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        Self { port, visits }
    }
}

#[tokio::test]
async fn no_address_of_a_key_leads_out_of_reach() {
    let scene = Scene::new().await;
    let canary = Canary::sit().await;
    let port = canary.port;
    let before = scene.digests().await;
    for key_id in [
        format!("http://127.0.0.1:{port}/key"),
        format!("http://[::1]:{port}/key"),
        format!("http://0.0.0.0:{port}/key"),
        format!("http://2130706433:{port}/key"),
        format!("http://0x7f.1:{port}/key"),
        format!("http://169.254.169.254:{port}/latest"),
        format!("http://localhost.example:{port}/key"),
        format!("http://localhost@127.0.0.1:{port}/key"),
        format!("https://localhost:{port}/key"),
        format!("ftp://localhost:{port}/key"),
        "file:///etc/passwd".to_owned(),
        "acct:wasps@localhost".to_owned(),
    ] {
        let post = Post {
            key_id: key_id.clone(),
            ..Post::to(&scene.inbox(), &scene.wasps, &scene.follow(&scene.wasps), scene.now())
        };
        let told = scene.send(&post).await;
        assert_eq!((told.status, told.word.as_str()), (401, "key-id"), "{key_id}");
    }
    scene.assert_unchanged(&before, "it").await;
    assert_eq!(canary.visits.load(Ordering::SeqCst), 0, "nobody was led there");
}

/// Fails where `check_key_id` measures nothing: the address is asked for, and kept as it is written.
#[tokio::test]
async fn a_key_with_a_longer_address_than_others_have_is_neither_asked_for_nor_remembered() {
    let scene = Scene::new().await;
    let inspect = scene.world.instances[0].inspect.clone();
    let (asked, kept) = (scene.peer.asked().len(), inspect.count("key_cache").await);
    for begin in [scene.peer.at("/"), format!("{}#", scene.wasps.uri)] {
        let key_id = format!("{begin}{}", "x".repeat(2_049 - begin.len()));
        let post = Post {
            key_id,
            ..Post::to(&scene.inbox(), &scene.wasps, &scene.follow(&scene.wasps), scene.now())
        };
        let told = scene.send(&post).await;
        assert_eq!((told.status, told.word.as_str()), (401, "key-id"), "{begin}");
    }
    assert_eq!(scene.peer.asked().len(), asked);
    assert_eq!(inspect.count("key_cache").await, kept);
}

#[tokio::test]
async fn no_redirect_of_a_key_leads_out_of_reach() {
    let scene = Scene::new().await;
    let canary = Canary::sit().await;
    let port = canary.port;
    let before = scene.digests().await;
    for (place, to) in [
        format!("http://127.0.0.1:{port}/key"),
        format!("http://[::1]:{port}/key"),
        format!("http://169.254.169.254:{port}/key"),
        format!("https://localhost:{port}/key"),
        "file:///etc/passwd".to_owned(),
    ]
    .into_iter()
    .enumerate()
    {
        let path = format!("/led/{place}");
        scene.peer.serve(&path, Served::RedirectTo(to.clone()));
        let post = Post {
            key_id: scene.peer.at(&path),
            ..Post::to(&scene.inbox(), &scene.wasps, &scene.follow(&scene.wasps), scene.now())
        };
        let told = scene.send(&post).await;
        assert_eq!((told.status, told.word.as_str()), (401, "bad-key"), "{to}");
        assert!(scene.peer.asked().contains(&path), "it was asked, and led us on");
    }
    scene.assert_unchanged(&before, "it").await;
    assert_eq!(canary.visits.load(Ordering::SeqCst), 0, "nobody was led there");
}

/// Fails where redirects of a document may leave its server.
#[tokio::test]
async fn nobody_is_asked_because_another_server_leads_there() {
    let scene = Scene::new().await;
    let victim = Peer::start().await;
    let key = |path: &str, served: Served| {
        scene.peer.serve(path, served);
        scene.peer.at(path)
    };
    let named = json!({ "id": scene.peer.at("/key"), "type": "Key", "owner": scene.peer.at("/led"), "publicKeyPem": "" });
    let other = json!({ "id": scene.peer.at("/led"), "type": "Note" });
    for key_id in [
        key("/led", Served::RedirectTo(victim.at("/a"))),
        key("/key", Served::Document(named)),
        key("/other", Served::Document(other)),
    ] {
        let post = Post {
            key_id: key_id.clone(),
            ..Post::to(&scene.inbox(), &scene.wasps, &scene.follow(&scene.wasps), scene.now())
        };
        assert_eq!(scene.send(&post).await.status, 401, "{key_id}");
    }
    assert_eq!(scene.peer.asked().iter().filter(|path| *path == "/led").count(), 3, "it led us on");
    assert_eq!(victim.asked(), Vec::<String>::new());
}

/// A server on which each address of a key leads to as many requests as one may: three redirects, a document that names another
/// address, three more, and a status that says that the signature may have been in the wrong form.
async fn maze() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, asked) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
    let count = asked.clone();
    let router = Router::new().fallback(async move |uri: Uri| {
        count.fetch_add(1, Ordering::SeqCst);
        let (way, step) = uri.path().rsplit_once('/').unwrap();
        let at = |step: u32| format!("http://localhost:{port}{way}/{step}");
        match step.parse::<u32>().unwrap() {
            3 => {
                let document = json!({ "id": at(4), "type": "Note" }).to_string();
                ([("content-type", "application/activity+json")], document).into_response()
            }
            7 => StatusCode::FORBIDDEN.into_response(),
            step => Redirect::to(&at(step + 1)).into_response(),
        }
    });
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (port, asked)
}

/// One request with several signatures, each as good as its key.
async fn send_signed_by(scene: &Scene, keys: &[&str], activity: &Value) -> u16 {
    let post = |key_id: &str| Post {
        key_id: key_id.to_owned(),
        ..Post::to(&scene.inbox(), &scene.wasps, activity, scene.now())
    };
    let mut headers = post(keys[0]).headers();
    for name in ["signature", "signature-input"] {
        let labelled = keys.iter().enumerate().map(|(n, key_id)| {
            let signed = post(key_id).headers();
            format!("s{n}{}", signed[name].to_str().unwrap().strip_prefix("sig").unwrap())
        });
        let all = labelled.collect::<Vec<_>>().join(", ");
        headers.insert(name, all.parse().unwrap());
    }
    let request = scene.http.post(scene.inbox()).headers(headers).body(activity.to_string());
    request.send().await.unwrap().status().as_u16()
}

async fn one_request_asks_others_no_more(database: On) {
    let scene = Scene::on(database).await;
    let (port, asked) = maze().await;
    let moths = scene.peer.figure("moths");
    let ways = [0, 1].map(|n| format!("http://localhost:{port}/{n}/0"));
    let own = moths.key_id();
    let keys = [&ways[0], &ways[1], &own].map(String::as_str);
    let before = scene.peer.asked().len();
    assert_eq!(send_signed_by(&scene, &keys, &scene.follow(&moths)).await, 401);
    assert_eq!(asked.load(Ordering::SeqCst), ASKED_FOR_ONE, "two keys lead to 32 requests");
    assert_eq!(scene.peer.asked().len(), before, "none was left for the third");

    // That says nothing of the third, which is asked for as soon as it comes by itself.
    let post = Post::to(&scene.inbox(), &moths, &scene.follow(&moths), scene.now());
    assert_eq!(scene.send(&post).await.status, 202);
}

/// Fails where the requests of one activity are not counted together, and where a key is blamed for what was asked before it.
#[tokio::test]
async fn one_activity_has_others_asked_no_more_often_than_the_table_says_on_sqlite() {
    one_request_asks_others_no_more(On::Sqlite).await;
}

#[tokio::test]
async fn one_activity_has_others_asked_no_more_often_than_the_table_says_on_postgres() {
    one_request_asks_others_no_more(On::Postgres).await;
}

#[tokio::test]
async fn a_redirect_that_goes_round_ends() {
    let scene = Scene::new().await;
    scene.peer.serve("/round", Served::RedirectTo(scene.peer.at("/round")));
    let post = Post {
        key_id: scene.peer.at("/round"),
        ..Post::to(&scene.inbox(), &scene.wasps, &scene.follow(&scene.wasps), scene.now())
    };

    assert_eq!(scene.send(&post).await.status, 401);
    assert!(scene.peer.asked().iter().filter(|path| *path == "/round").count() <= 4);
}

#[tokio::test]
async fn a_key_is_its_owners_only_when_the_owner_says_so() {
    let scene = Scene::new().await;
    let before = scene.digests().await;
    // A document that says whose key it is, and an owner who knows nothing of it.
    let key = json!({ "id": scene.peer.at("/stray"), "type": "Multikey", "controller": scene.hornets.uri, "publicKeyMultibase": scene.wasps.key().public().to_multikey() });
    scene.peer.serve("/stray", Served::Document(key));
    // One whose owner is on another server.
    let foreign = json!({ "id": scene.peer.at("/foreign"), "type": "Key", "owner": scene.bees.uri(), "publicKeyPem": "" });
    scene.peer.serve("/foreign", Served::Document(foreign));
    // An actor that calls a neighbour's key its own.
    let mut thief = scene.peer.figure("thief").document();
    thief["assertionMethod"][0]["controller"] = json!(scene.hornets.uri);
    scene.peer.serve("/ap/p/thief", Served::Document(thief));
    for key_id in [
        scene.peer.at("/stray"),
        scene.peer.at("/foreign"),
        scene.peer.at("/ap/p/thief#ed25519-key"),
        scene.peer.at("/nothing"),
    ] {
        let activity = scene.follow(&scene.hornets);
        let post =
            Post { key_id: key_id.clone(), ..Post::to(&scene.inbox(), &scene.wasps, &activity, scene.now()) };
        let told = scene.send(&post).await;
        assert_eq!((told.status, told.word.as_str()), (401, "bad-key"), "{key_id}");
    }
    scene.assert_unchanged(&before, "it").await;
}

#[tokio::test]
async fn a_partner_whose_key_suddenly_is_another_is_not_believed() {
    let mut scene = Scene::new().await;
    let delegation = scene.peer.at("/ap/d/1");
    let first =
        scene.wasps.next(&scene.bees.uri(), Some(&delegation), Act::Nudge { content: None }, scene.now());
    scene.say(false, &first).await;
    // Somebody has taken over the server: the same address, another key.
    let mut taken = scene.wasps.document();
    let other = scene.peer.figure("other");
    taken["assertionMethod"][0]["publicKeyMultibase"] = json!(other.key().public().to_multikey());
    scene.peer.serve("/ap/p/wasps", Served::Document(taken));
    scene.world.advance(2 * pursuance_domain::time::DAY).await;
    let before = scene.digests().await;

    let mut message =
        scene.wasps.next(&scene.bees.uri(), Some(&delegation), Act::Nudge { content: None }, scene.now());
    message.as_object_mut().unwrap().remove("proof");
    pursuance_federation::proof::add_proof(
        &mut message,
        &other.key(),
        &scene.wasps.key_id(),
        scene.now().unix_seconds(),
    )
    .unwrap();
    let post = Post { key: other.key(), ..Post::to(&scene.inbox(), &scene.wasps, &message, scene.now()) };
    let told = scene.send(&post).await;

    assert_eq!(told.status, 401, "{told:?}");
    let after = scene.digests().await;
    // That it was tried is told; what it says and what its document says is not kept.
    for table in ["activity", "actor", "delegation", "held", "message", "task", "text_version"] {
        assert_eq!(after[table], before[table], "{table}");
    }
}
