//! At least one hostile request for every check of the inbox pipeline (PROTOCOL §2.1).

use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method};
use pursuance::bounds::rate::Allowance;
use pursuance::inbox::{router_of, router_with};
use pursuance::peers::{Allowances, Gate};
use pursuance::store::{deliveries, keys};
use pursuance_domain::time::{HOUR, SECOND};
use pursuance_federation::sign::{Ed25519KeyPair, Scheme};
use pursuance_federation::verify::{Check, Checks};
use pursuance_federation::vocab::Act;
use serde_json::{Value, json};

use super::Scene;
use crate::federation::scripted::Post;
use crate::support::peers::On;

/// Outcome of a hostile request when its check is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// It is taken in.
    GetsIn,
    /// Something deeper stops it with another answer, for the reason given here.
    StoppedDeeper(&'static str),
}

struct Row {
    check: Check,
    what: &'static str,
    answer: (u16, &'static str),
    then: Then,
    post: fn(&Scene) -> Post,
    knows: Option<Knows>,
}

/// A key the server believes to know: its address, and whose it is.
type Knows = fn(&Scene) -> (String, String);

fn row(check: Check, what: &'static str, answer: (u16, &'static str), post: fn(&Scene) -> Post) -> Row {
    Row { check, what, answer, then: Then::GetsIn, post, knows: None }
}

impl Row {
    fn but(self, why: &'static str) -> Self {
        Self { then: Then::StoppedDeeper(why), ..self }
    }

    fn knowing(self, knows: Knows) -> Self {
        Self { knows: Some(knows), ..self }
    }
}

fn other_key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed(&[9; 32])
}

/// A request with an activity that needs no proof.
fn followed(scene: &Scene) -> Post {
    posted(scene, &scene.follow(&scene.wasps))
}

fn posted(scene: &Scene, activity: &Value) -> Post {
    Post::to(&scene.inbox(), &scene.wasps, activity, scene.now())
}

fn with(mut activity: Value, member: &str, value: Value) -> Value {
    activity[member] = value;
    activity
}

fn follow_with(scene: &Scene, member: &str, value: Value) -> Post {
    posted(scene, &with(scene.follow(&scene.wasps), member, value))
}

/// A message about a delegation, with something changed before it is proved.
fn nudge_with(scene: &Scene, change: impl FnOnce(&mut Value)) -> Value {
    let delegation = scene.peer.at("/ap/d/1");
    scene.wasps.next_with(
        &scene.bees.uri(),
        Some(&delegation),
        Act::Nudge { content: None },
        scene.now(),
        change,
    )
}

fn nudge(scene: &Scene) -> Value {
    nudge_with(scene, |_| {})
}

fn set(headers: &mut HeaderMap, name: &'static str, edit: impl Fn(&str) -> String) {
    let value = edit(headers[name].to_str().unwrap());
    headers.insert(name, HeaderValue::from_str(&value).unwrap());
}

/// Signs again by draft-cavage-12, over nothing but these.
fn resign(headers: &mut HeaderMap, post: &Post, covered: &str) {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let lines: Vec<String> = covered
        .split(' ')
        .map(|name| match name {
            "(request-target)" => format!("(request-target): post {}", post.path),
            name => format!("{name}: {}", headers[name].to_str().unwrap()),
        })
        .collect();
    let signature = STANDARD.encode(post.key.sign(lines.join("\n").as_bytes()));
    let header = format!("keyId=\"{}\",headers=\"{covered}\",signature=\"{signature}\"", post.key_id);
    headers.remove("signature-input");
    headers.insert("signature", HeaderValue::from_str(&header).unwrap());
}

fn cavage(post: Post, spoil: fn(&mut HeaderMap, &Post)) -> Post {
    Post { scheme: Scheme::Cavage, spoil, ..post }
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn rows() -> Vec<Row> {
    vec![
        row(Check::Method, "another method", (405, ""), |s| Post { method: Method::PUT, ..followed(s) })
            .but("no inbox has another method than POST"),
        row(Check::Host, "signed for another server, which passes it on to us", (421, "wrong-host"), |s| {
            Post { host: "localhost:9".to_owned(), ..cavage(followed(s), |_, _| {}) }
        }),
        row(Check::Host, "signed for another name", (421, "wrong-host"), |s| Post {
            host: "elsewhere.localhost".to_owned(),
            ..cavage(followed(s), |_, _| {})
        }),
        row(Check::ContentType, "a web page", (415, "content-type"), |s| Post {
            content_type: "text/html",
            ..followed(s)
        }),
        row(Check::ContentType, "plain JSON", (415, "content-type"), |s| Post {
            content_type: "application/json",
            ..followed(s)
        }),
        row(Check::ContentEncoding, "a compressed body", (415, "content-encoding"), |s| Post {
            content_encoding: Some("gzip"),
            ..followed(s)
        }),
        row(Check::BodySize, "a body of 300 KiB", (413, "too-large"), |s| {
            let like = with(s.follow(&s.wasps), "type", json!("Like"));
            posted(s, &with(like, "content", json!("x".repeat(300 * 1024))))
        }),
        row(Check::SignaturePresent, "not signed", (401, "not-signed"), |s| {
            cavage(followed(s), |headers, _| drop(headers.remove("signature")))
        }),
        row(Check::SignaturePresent, "a header covered twice", (401, "signature-unreadable"), |s| {
            cavage(followed(s), |headers, _| {
                set(headers, "signature", |value| value.replace(" date ", " date date "));
            })
        }),
        row(Check::KeyIdForm, "a key on an address literal", (401, "key-id"), |s| Post {
            key_id: "http://10.0.0.1/key".to_owned(),
            ..followed(s)
        })
        .knowing(|s| ("http://10.0.0.1/key".to_owned(), s.wasps.uri.clone())),
        row(Check::KeyIdForm, "a key on a public server", (401, "key-id"), |s| Post {
            key_id: "https://example.com/key".to_owned(),
            ..followed(s)
        })
        .knowing(|s| ("https://example.com/key".to_owned(), s.wasps.uri.clone())),
        row(Check::KeyIdForm, "a key behind a user name", (401, "key-id"), |s| Post {
            key_id: format!("http://bees@localhost:{}/key", s.peer.port),
            ..followed(s)
        })
        .knowing(|s| (format!("http://bees@localhost:{}/key", s.peer.port), s.wasps.uri.clone())),
        row(Check::HostPolicy, "a denied server", (403, "blocked"), followed),
        row(Check::Freshness, "an hour and a second old", (401, "stale"), |s| Post {
            signed_at: s.now().unix_seconds() - 3_601,
            ..followed(s)
        }),
        row(Check::Freshness, "an hour and a second old, by draft-cavage-12", (401, "stale"), |s| Post {
            signed_at: s.now().unix_seconds() - 3_601,
            scheme: Scheme::Cavage,
            ..followed(s)
        }),
        row(Check::Freshness, "ten years ahead", (401, "future"), |s| Post {
            signed_at: s.now().unix_seconds() + 315_576_000,
            ..followed(s)
        }),
        row(Check::CoveredComponents, "the digest not covered", (401, "not-covered"), |s| {
            cavage(followed(s), |headers, post| resign(headers, post, "(request-target) host date"))
        }),
        row(Check::CoveredComponents, "the host not covered", (401, "not-covered"), |s| {
            cavage(followed(s), |headers, post| resign(headers, post, "(request-target) date digest"))
        }),
        row(Check::CoveredComponents, "the target not covered", (401, "not-covered"), |s| {
            cavage(followed(s), |headers, post| resign(headers, post, "host date digest"))
        }),
        row(Check::CoveredComponents, "the time not covered", (401, "not-covered"), |s| {
            cavage(followed(s), |headers, post| resign(headers, post, "(request-target) host digest"))
        }),
        row(Check::Digest, "another body under the same signature", (401, "bad-digest"), |s| Post {
            body_sent: Some(s.follow(&s.wasps).to_string().into_bytes()),
            ..followed(s)
        }),
        row(
            Check::Digest,
            "another body under the same signature, by draft-cavage-12",
            (401, "bad-digest"),
            |s| Post {
                body_sent: Some(s.follow(&s.wasps).to_string().into_bytes()),
                scheme: Scheme::Cavage,
                ..followed(s)
            },
        ),
        row(Check::Digest, "no digest at all", (401, "bad-digest"), |s| Post {
            spoil: |headers, _| drop(headers.remove("content-digest")),
            ..followed(s)
        })
        .but("the signature covers the digest"),
        row(Check::Algorithm, "an algorithm that is none of ours", (401, "algorithm"), |s| {
            cavage(followed(s), |headers, _| {
                set(headers, "signature", |value| value.replace("hs2019", "hmac-sha256"));
            })
        }),
        row(Check::Signature, "signed with another key", (401, "bad-signature"), |s| Post {
            key: other_key(),
            ..followed(s)
        }),
        row(Check::Signature, "a covered header changed", (401, "bad-signature"), |s| {
            cavage(followed(s), |headers, _| {
                set(headers, "date", |value| {
                    let (rest, seconds) = value.rsplit_once(':').unwrap();
                    let second: u32 = seconds[..2].parse().unwrap();
                    format!("{rest}:{:02}{}", if second == 0 { 1 } else { second - 1 }, &seconds[2..])
                });
            })
        }),
        row(Check::Utf8, "bytes that are not UTF-8", (400, "bad-json"), |s| {
            let mut post = follow_with(s, "content", json!("?"));
            let at = post.body.iter().position(|byte| *byte == b'?').unwrap();
            post.body[at] = 0xff;
            post
        }),
        row(Check::Depth, "nested 40 deep", (400, "bad-json"), |s| {
            let deep: Value = serde_json::from_str(&format!("{}{}", "[".repeat(40), "]".repeat(40))).unwrap();
            follow_with(s, "tag", deep)
        }),
        row(Check::Nodes, "5000 values", (400, "bad-json"), |s| follow_with(s, "tag", json!(vec![0; 5_000]))),
        row(Check::DuplicateKeys, "two actors by two members of the same name", (400, "bad-json"), |s| {
            let text = s.follow(&s.wasps).to_string().replacen(
                '{',
                &format!(r#"{{"actor":"{}","#, s.hornets.uri),
                1,
            );
            Post::to(&s.inbox(), &s.wasps, &text, s.now())
        }),
        row(Check::Integers, "an integer that readers round differently", (400, "bad-json"), |s| {
            follow_with(s, "revision", json!(9_007_199_254_740_993_u64))
        }),
        row(Check::SingleActor, "two actors", (422, "bad-activity"), |s| {
            follow_with(s, "actor", json!([s.wasps.uri, s.hornets.uri]))
        }),
        row(Check::IdForm, "an id behind a user name", (422, "bad-id"), |s| {
            follow_with(s, "id", json!(format!("http://bees@localhost:{}/ap/act/1", s.peer.port)))
        }),
        row(Check::IdForm, "a message about a delegation named by a fragment", (422, "bad-id"), |s| {
            let id = format!("{}#again", s.peer.at("/ap/act/2"));
            posted(s, &nudge_with(s, |activity| activity["id"] = json!(id)))
        }),
        row(Check::IdForm, "an id that grows past every index as it is read", (422, "bad-id"), |s| {
            follow_with(s, "id", json!(s.peer.at(&format!("/ap/act/{}", "é".repeat(900)))))
        }),
        row(Check::IdReach, "an actor in another network", (422, "id-out-of-reach"), |s| {
            let activity = with(s.follow(&s.wasps), "actor", json!("http://10.0.0.1/ap/p/1"));
            let post = posted(s, &with(activity, "id", json!("http://10.0.0.1/ap/act/1")));
            Post { key_id: s.peer.at("/far"), ..post }
        })
        .knowing(|s| (s.peer.at("/far"), "http://10.0.0.1/ap/p/1".to_owned()))
        .but("its document is outside of our reach, too"),
        row(Check::SameOrigin, "the id of another server's activity", (422, "other-origin"), |s| {
            follow_with(s, "id", json!("http://localhost:9/ap/act/1"))
        }),
        row(Check::OwnId, "an activity of our own", (403, "own-id"), |s| {
            let activity = with(s.follow(&s.wasps), "actor", json!(s.bees.uri()));
            let id = s.bees.app.addresses.activity("01jd0000000000000000000000");
            Post { key_id: s.peer.at("/own"), ..posted(s, &with(activity, "id", json!(id))) }
        })
        .knowing(|s| (s.peer.at("/own"), s.bees.uri())),
        row(Check::KeyOwnerIsActor, "signed by a neighbour of the actor", (403, "not-the-actor"), |s| Post {
            key_id: s.hornets.key_id(),
            key: s.hornets.key(),
            ..posted(s, &nudge(s))
        }),
        row(Check::ClassDSize, "200 KiB about a delegation", (413, "too-large"), |s| {
            posted(s, &nudge_with(s, |activity| activity["content"] = json!("x".repeat(200 * 1024))))
        }),
        row(Check::Envelope, "a channel of another server", (422, "bad-envelope"), |s| {
            posted(s, &nudge_with(s, |activity| activity["channel"] = json!("http://localhost:9/log/x")))
        }),
        row(Check::Envelope, "no number", (422, "bad-envelope"), |s| {
            posted(s, &nudge_with(s, |activity| drop(activity.as_object_mut().unwrap().remove("seq"))))
        }),
        row(Check::Addressee, "to us and to somebody else", (422, "wrong-addressee"), |s| {
            let to = json!([s.bees.uri(), s.hornets.uri]);
            posted(s, &nudge_with(s, |activity| activity["to"] = to))
        })
        .but("whom it is for is one actor, or nobody"),
        row(Check::Addressee, "to everybody as well", (422, "wrong-addressee"), |s| {
            posted(
                s,
                &nudge_with(s, |activity| {
                    activity["cc"] = json!(["https://www.w3.org/ns/activitystreams#Public"]);
                }),
            )
        }),
        row(Check::Addressee, "to the shared inbox", (422, "wrong-addressee"), |s| Post {
            path: "/ap/inbox".to_owned(),
            ..posted(s, &nudge(s))
        }),
        row(Check::ProofPresent, "no proof", (422, "no-proof"), |s| {
            let mut activity = nudge(s);
            activity.as_object_mut().unwrap().remove("proof");
            posted(s, &activity)
        }),
        row(Check::ProofOwner, "proved by a neighbour of the actor", (422, "bad-proof"), |s| {
            let mut activity = nudge(s);
            s.hornets.prove(&mut activity, s.now());
            posted(s, &activity)
        }),
        row(Check::ProofValid, "changed after it was proved", (422, "bad-proof"), |s| {
            posted(s, &with(nudge(s), "content", json!("Now?")))
        }),
        row(Check::ProofValid, "a proof of another suite", (422, "bad-proof"), |s| {
            let mut activity = nudge(s);
            activity["proof"]["cryptosuite"] = json!("eddsa-rdfc-2022");
            posted(s, &activity)
        }),
    ]
}

/// Brings about what a row needs, and takes it back.
async fn arrange(scene: &Scene, row: &Row, on: bool) {
    let mut tx = scene.bees.app.db.write().await.unwrap();
    if let (Some(knows), true) = (row.knows, on) {
        let (key_id, owner) = knows(scene);
        keys::save(&mut tx, &key_id, &owner, &scene.wasps.key().public().to_multikey(), scene.now())
            .await
            .unwrap();
    }
    if row.check == Check::HostPolicy {
        deliveries::set_blocked(&mut tx, &format!("localhost:{}", scene.peer.port), on, scene.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    if row.check == Check::HostPolicy {
        // The list is read anew after a moment.
        scene.world.advance(3 * SECOND).await;
    }
}

#[tokio::test]
async fn every_hostile_request_is_answered_as_documented_and_changes_nothing() {
    let scene = Scene::new().await;
    let before = scene.digests().await;
    for row in rows() {
        arrange(&scene, &row, true).await;
        let told = scene.send(&(row.post)(&scene)).await;
        arrange(&scene, &row, false).await;

        assert_eq!((told.status, told.word.as_str()), row.answer, "{:?}, {}", row.check, row.what);
        scene.assert_unchanged(&before, row.what).await;
    }
    scene.world.settle().await;
    scene.assert_unchanged(&before, "what followed later").await;
}

#[tokio::test]
async fn every_hostile_request_gets_past_its_check_when_that_is_left_out() {
    let scene = Scene::new().await;
    for row in rows() {
        let router = router_with(scene.bees.app.clone(), Checks::all_but(row.check));
        arrange(&scene, &row, true).await;
        let told = scene.send_to(router, &(row.post)(&scene)).await;
        arrange(&scene, &row, false).await;

        match row.then {
            Then::GetsIn => assert_eq!(told.status, 202, "{:?}, {}: {told:?}", row.check, row.what),
            Then::StoppedDeeper(why) if row.check == Check::Method => assert_eq!(told.status, 405, "{why}"),
            Then::StoppedDeeper(why) => assert_ne!(
                (told.status, told.word.as_str()),
                row.answer,
                "{:?}, {}: {why}",
                row.check,
                row.what
            ),
        }
    }
}

/// With next to nothing allowed.
fn tight(key_fetches: u32) -> Allowances {
    let allowance = |at_once| Allowance { at_once, then_every: Duration::from_secs(3_600) };
    Allowances {
        client: allowance(if key_fetches == 0 { 1 } else { 1_000 }),
        refused_of_client: allowance(1_000),
        reader: allowance(1),
        keys_for_client: allowance(key_fetches.max(1)),
        keys_of_host: allowance(1_000),
        one_key: allowance(1_000),
        host: allowance(1_000),
        delegations_of_host: allowance(if key_fetches == 0 { 1 } else { 1_000 }),
        weight_of_host: allowance(1_000_000),
        background: allowance(1_000),
        offer_lists: allowance(1_000),
        key_lookup: Duration::from_millis(50),
    }
}

#[tokio::test]
async fn one_request_too_many_is_told_when_to_come_back_unless_that_is_left_out() {
    let scene = Scene::new().await;
    for (checks, last) in [(Checks::all(), 429), (Checks::all_but(Check::ClientBudget), 202)] {
        let router = router_of(Gate::new(scene.bees.app.clone(), checks, &tight(0)));
        assert_eq!(scene.send_to(router.clone(), &followed(&scene)).await.status, 202);
        // The answer to the follow is on its way, which is no effect of what comes next.
        scene.world.settle().await;
        let before = scene.digests().await;
        let told = scene.send_to(router, &followed(&scene)).await;
        assert_eq!(told.status, last, "{told:?}");
        if last == 429 {
            assert_eq!(told.word, "too-many-requests");
            scene.assert_unchanged(&before, "it").await;
        }
    }
}

#[tokio::test]
async fn one_key_too_many_is_not_fetched_unless_that_is_left_out() {
    let scene = Scene::new().await;
    let strangers: Vec<_> = ["ants", "moths", "midges"].map(|name| scene.peer.figure(name)).into();
    let knock = |figure| Post::to(&scene.inbox(), figure, &scene.follow(figure), scene.now());
    let router = router_of(Gate::new(scene.bees.app.clone(), Checks::all(), &tight(1)));
    assert_eq!(scene.send_to(router.clone(), &knock(&strangers[0])).await.status, 202);
    scene.world.settle().await;
    let before = (scene.digests().await, scene.peer.asked().len());

    let told = scene.send_to(router, &knock(&strangers[1])).await;
    assert_eq!((told.status, told.word.as_str()), (429, "too-many-keys"));
    assert_eq!((scene.digests().await, scene.peer.asked().len()), before, "nobody was asked for the key");

    let generous =
        router_of(Gate::new(scene.bees.app.clone(), Checks::all_but(Check::KeyFetchBudget), &tight(1)));
    assert_eq!(scene.send_to(generous.clone(), &knock(&strangers[1])).await.status, 202);
    assert_eq!(scene.send_to(generous, &knock(&strangers[2])).await.status, 202);
}

#[test]
fn there_is_a_hostile_request_for_every_check() {
    let mut found: Vec<Check> = rows().into_iter().map(|row| row.check).collect();
    // These two have tests of their own.
    found.extend([Check::ClientBudget, Check::KeyFetchBudget]);
    for check in Check::ALL {
        assert!(found.contains(&check), "{check:?}");
    }
}

#[tokio::test]
async fn the_character_nul_is_refused_wherever_it_stands_on_either_database() {
    for database in [On::Sqlite, On::Postgres] {
        let scene = Scene::on(database).await;
        let inspect = &scene.world.instances[0].inspect;
        let stored = async || (inspect.count("activity").await, inspect.count("follower").await);
        let before = stored().await;
        let nul = json!("Bees\0");
        let id = json!(format!("{}\0", scene.peer.at("/ap/act/nul")));
        let posts = [
            ("the id", follow_with(&scene, "id", id)),
            ("whom it is about", follow_with(&scene, "object", nul.clone())),
            ("a text", follow_with(&scene, "summary", nul.clone())),
            ("a list", follow_with(&scene, "tag", json!([{ "type": "Mention", "name": "\0" }]))),
            ("the name of a member", follow_with(&scene, "bees\0", json!(1))),
            (
                "an end",
                posted(&scene, &with(with(scene.follow(&scene.wasps), "type", json!("Undo")), "object", nul)),
            ),
            (
                "a message about a delegation",
                posted(&scene, &nudge_with(&scene, |activity| activity["content"] = json!("Well?\0"))),
            ),
        ];
        for (what, post) in posts {
            let told = scene.send(&post).await;
            assert_eq!((told.status, told.word.as_str()), (400, "bad-json"), "{what}, {database:?}");
            assert_eq!(stored().await, before, "{what}, {database:?}");
        }
    }
}

#[tokio::test]
async fn a_good_request_is_good_for_an_hour_in_either_form() {
    let scene = Scene::new().await;
    for scheme in [Scheme::Rfc9421, Scheme::Cavage] {
        let earlier = scene.now().plus(-HOUR + 10 * SECOND).unix_seconds();
        let post = Post { scheme, signed_at: earlier, ..followed(&scene) };
        assert_eq!(scene.send(&post).await.status, 202);
    }
}
