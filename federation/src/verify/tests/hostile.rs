//! One hostile request for every check. Only that check stops it: with the check left out the request gets through. So
//! no check is useless, and none depends on another.

use http::{HeaderValue, Method};
use serde_json::{Value, json};

use super::world::{A, B, KEY_ID, NOW, Request, World, follow, key, nudge, other_key, proved};
use crate::{proof::add_proof, sign::Scheme, verify::Check};

struct Row {
    check: Check,
    what: &'static str,
    request: fn(&mut World) -> Request,
}

fn row(check: Check, what: &'static str, request: fn(&mut World) -> Request) -> Row {
    Row { check, what, request }
}

fn with(mut activity: Value, member: &str, value: Value) -> Value {
    activity[member] = value;
    activity
}

/// A request with an activity that needs no proof.
fn posted(activity: &Value) -> Request {
    Request::post(activity.to_string())
}

fn set(headers: &mut http::HeaderMap, name: &'static str, edit: impl Fn(&str) -> String) {
    let value = edit(headers[name].to_str().unwrap());
    headers.insert(name, HeaderValue::from_str(&value).unwrap());
}

fn rows() -> Vec<Row> {
    vec![
        row(Check::Method, "another method", |_| Request { method: Method::PUT, ..posted(&follow()) }),
        row(Check::Host, "signed for another server, which passes it on to us", |_| Request {
            host: "m.example",
            ..posted(&follow())
        }),
        row(Check::Host, "signed for another port of our name", |_| Request {
            host: "b.example:444",
            ..posted(&follow())
        }),
        row(Check::ContentType, "a web page", |_| Request { content_type: "text/html", ..posted(&follow()) }),
        row(Check::ContentEncoding, "a compressed body", |_| Request {
            content_encoding: Some("gzip"),
            ..posted(&follow())
        }),
        row(Check::BodySize, "a body of 300 KiB", |_| {
            posted(&with(follow(), "content", json!("x".repeat(300 * 1024))))
        }),
        row(Check::ClientBudget, "one too many from one address", |world| {
            world.client_budget_spent = true;
            posted(&follow())
        }),
        row(Check::SignaturePresent, "not signed", |_| Request {
            spoil: |headers| {
                headers.remove("signature");
            },
            ..posted(&follow())
        }),
        row(Check::SignaturePresent, "signed in Authorization only", |_| Request {
            spoil: |headers| {
                let signature = headers.remove("signature").unwrap();
                let value = format!("Signature {}", signature.to_str().unwrap());
                headers.insert("authorization", HeaderValue::from_str(&value).unwrap());
            },
            ..posted(&follow())
        }),
        row(Check::SignaturePresent, "a header covered twice", |_| Request {
            spoil: |headers| set(headers, "signature", |v| v.replace(" date ", " date date ")),
            ..posted(&follow())
        }),
        row(Check::KeyIdForm, "a key on an address literal", |world| {
            world.know_key("https://10.0.0.1/key", A, &key());
            Request { key_id: "https://10.0.0.1/key", ..posted(&follow()) }
        }),
        row(Check::KeyIdForm, "a key by plain http", |world| {
            world.know_key("http://a.example/key", A, &key());
            Request { key_id: "http://a.example/key", ..posted(&follow()) }
        }),
        row(Check::KeyIdForm, "a key behind a user name", |world| {
            world.know_key("https://b.example@a.example/key", A, &key());
            Request { key_id: "https://b.example@a.example/key", ..posted(&follow()) }
        }),
        row(Check::KeyIdForm, "a key with an address that no database can keep", |world| {
            let key_id: &'static str = format!("https://a.example/{}", "x".repeat(2_048)).leak();
            world.know_key(key_id, A, &key());
            Request { key_id, ..posted(&follow()) }
        }),
        row(Check::HostPolicy, "a denied server", |world| {
            world.denied.insert("a.example".to_owned());
            posted(&follow())
        }),
        row(Check::HostPolicy, "an actor of a denied server under a key elsewhere", |world| {
            world.denied.insert("a.example".to_owned());
            world.know_key("https://c.example/key", A, &key());
            Request { key_id: "https://c.example/key", ..posted(&follow()) }
        }),
        row(Check::Freshness, "an hour and a second old", |_| Request {
            signed_at: NOW - 3_601,
            ..posted(&follow())
        }),
        row(Check::Freshness, "an hour and a second old, by RFC 9421", |_| Request {
            signed_at: NOW - 3_601,
            scheme: Scheme::Rfc9421,
            ..posted(&follow())
        }),
        row(Check::Freshness, "ten years ahead", |_| Request {
            signed_at: NOW + 315_576_000,
            ..posted(&follow())
        }),
        row(Check::CoveredComponents, "the digest not covered", |_| Request {
            spoil: |headers| resign(headers, "(request-target) host date"),
            ..posted(&follow())
        }),
        row(Check::CoveredComponents, "the host not covered", |_| Request {
            spoil: |headers| resign(headers, "(request-target) date digest"),
            ..posted(&follow())
        }),
        row(Check::CoveredComponents, "the target not covered", |_| Request {
            spoil: |headers| resign(headers, "host date digest"),
            ..posted(&follow())
        }),
        row(Check::CoveredComponents, "the time not covered", |_| Request {
            spoil: |headers| resign(headers, "(request-target) host digest"),
            ..posted(&follow())
        }),
        row(Check::Digest, "another body under the same signature", |_| Request {
            body_sent: Some(with(follow(), "object", json!("https://b.example/ap/p/8")).to_string().into()),
            ..posted(&follow())
        }),
        row(Check::Digest, "another body under the same signature, by RFC 9421", |_| Request {
            body_sent: Some(with(follow(), "object", json!("https://b.example/ap/p/8")).to_string().into()),
            scheme: Scheme::Rfc9421,
            ..posted(&follow())
        }),
        row(Check::KeyFetchBudget, "one too many keys to fetch", |world| {
            world.forget_keys();
            world.key_budget_spent = true;
            posted(&follow())
        }),
        row(Check::Algorithm, "an algorithm that is none of ours", |_| Request {
            spoil: |headers| set(headers, "signature", |v| v.replace("hs2019", "hmac-sha256")),
            ..posted(&follow())
        }),
        row(Check::Algorithm, "an algorithm of another kind of key", |_| Request {
            spoil: |headers| set(headers, "signature", |v| v.replace("hs2019", "rsa-sha256")),
            ..posted(&follow())
        }),
        row(Check::Signature, "signed with another key", |_| Request {
            key: other_key(),
            ..posted(&follow())
        }),
        row(Check::Signature, "a covered header changed", |_| Request {
            spoil: |headers| set(headers, "date", |v| v.replace("10:05:00", "10:05:01")),
            ..posted(&follow())
        }),
        row(Check::Utf8, "bytes that are not UTF-8", |_| {
            let mut body = with(follow(), "content", json!("?")).to_string().into_bytes();
            let at = body.iter().position(|byte| *byte == b'?').unwrap();
            body[at] = 0xff;
            Request::post(body)
        }),
        row(Check::Depth, "nested 40 deep", |_| {
            let deep: Value = serde_json::from_str(&format!("{}{}", "[".repeat(40), "]".repeat(40))).unwrap();
            posted(&with(follow(), "tag", deep))
        }),
        row(Check::Nodes, "5000 values", |_| posted(&with(follow(), "tag", json!(vec![0; 5_000])))),
        row(Check::DuplicateKeys, "two actors by two members of the same name", |_| {
            Request::post(follow().to_string().replacen('{', r#"{"actor":"https://c.example/ap/p/9","#, 1))
        }),
        row(Check::Integers, "an integer that readers round differently", |_| {
            posted(&with(follow(), "revision", json!(9_007_199_254_740_993_u64)))
        }),
        row(Check::SingleActor, "two actors", |_| {
            posted(&with(follow(), "actor", json!([A, "https://c.example/ap/p/9"])))
        }),
        row(Check::IdForm, "an id behind a user name", |_| {
            posted(&with(follow(), "id", json!("https://b.example@a.example/ap/act/1")))
        }),
        row(Check::IdForm, "the id of another in a spelling of its own", |_| {
            posted(&with(follow(), "id", json!("https://a.example/ap/\nact/1")))
        }),
        row(Check::IdForm, "an activity about a delegation named by a fragment", |_| {
            Request::post(proved(with(nudge(), "id", json!("https://a.example/ap/act/2#again"))))
        }),
        row(Check::IdReach, "an actor in our own network", |world| {
            world.know_key(KEY_ID, "https://10.0.0.1/ap/p/1", &key());
            let activity = with(follow(), "actor", json!("https://10.0.0.1/ap/p/1"));
            posted(&with(activity, "id", json!("https://10.0.0.1/ap/act/1")))
        }),
        row(Check::SameOrigin, "the id of another server's activity", |_| {
            posted(&with(follow(), "id", json!("https://c.example/ap/act/1")))
        }),
        row(Check::OwnId, "an activity of our own", |world| {
            world.know_key(KEY_ID, "https://b.example/ap/p/8", &key());
            let activity = with(follow(), "actor", json!("https://b.example/ap/p/8"));
            posted(&with(activity, "id", json!("https://b.example/ap/act/1")))
        }),
        row(Check::KeyOwnerIsActor, "signed by a neighbour of the actor", |world| {
            world.know_key("https://a.example/ap/p/2#ed25519-key", "https://a.example/ap/p/2", &other_key());
            Request {
                key_id: "https://a.example/ap/p/2#ed25519-key",
                key: other_key(),
                ..Request::post(proved(nudge()))
            }
        }),
        row(Check::ClassDSize, "200 KiB about a delegation", |_| {
            Request::post(proved(with(nudge(), "content", json!("x".repeat(200 * 1024)))))
        }),
        row(Check::Envelope, "a channel of another server", |_| {
            Request::post(proved(with(nudge(), "channel", json!("https://c.example/ap/p/9/log/b"))))
        }),
        row(Check::Addressee, "to us and to somebody else", |_| {
            Request::post(proved(with(nudge(), "to", json!([B, "https://c.example/ap/p/9"]))))
        }),
        row(Check::ProofPresent, "no proof", |_| posted(&nudge())),
        row(Check::Addressee, "to another than the owner of the inbox", |_| {
            Request::post(proved(with(nudge(), "to", json!(["https://b.example/ap/p/8"]))))
        }),
        row(Check::Addressee, "to everybody as well", |_| {
            Request::post(proved(with(
                nudge(),
                "cc",
                json!(["https://www.w3.org/ns/activitystreams#Public"]),
            )))
        }),
        row(Check::Addressee, "to the shared inbox", |_| Request {
            owner: None,
            ..Request::post(proved(nudge()))
        }),
        row(Check::ProofOwner, "proved by a neighbour of the actor", |world| {
            let neighbour = "https://a.example/ap/p/2#ed25519-key";
            world.know_key(neighbour, "https://a.example/ap/p/2", &other_key());
            let mut activity = nudge();
            add_proof(&mut activity, &other_key(), neighbour, NOW).unwrap();
            posted(&activity)
        }),
        row(Check::ProofValid, "changed after it was proved", |_| {
            let activity: Value = serde_json::from_str(&proved(nudge())).unwrap();
            posted(&with(activity, "content", json!("Any news? Now?")))
        }),
        row(Check::ProofValid, "a proof of another suite", |_| {
            let mut activity: Value = serde_json::from_str(&proved(nudge())).unwrap();
            activity["proof"]["cryptosuite"] = json!("eddsa-rdfc-2022");
            posted(&activity)
        }),
    ]
}

/// Signs again, with the sender's key, over only these components.
fn resign(headers: &mut http::HeaderMap, covered: &str) {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let lines: Vec<String> = covered
        .split(' ')
        .map(|name| match name {
            "(request-target)" => "(request-target): post /ap/p/7/inbox".to_owned(),
            name => format!("{name}: {}", headers[name].to_str().unwrap()),
        })
        .collect();
    let signature = STANDARD.encode(key().sign(lines.join("\n").as_bytes()));
    let header = format!("keyId=\"{KEY_ID}\",headers=\"{covered}\",signature=\"{signature}\"");
    headers.insert("signature", HeaderValue::from_str(&header).unwrap());
}

#[tokio::test]
async fn every_hostile_request_is_stopped_by_its_check() {
    for Row { check, what, request } in rows() {
        let mut world = World::new();
        let request = request(&mut world);

        let refusal = world.refuse(&request).await;

        assert_eq!(refusal.check(), Some(check), "{check:?}, {what}: {refusal}");
        assert!(refusal.status().is_client_error(), "{check:?}, {what}");
    }
}

#[tokio::test]
async fn every_hostile_request_gets_through_when_its_check_is_left_out() {
    for Row { check, what, request } in rows() {
        let mut world = World::new();
        let request = request(&mut world);

        let result = world.accept_without(Some(check), &request).await;

        assert!(result.is_ok(), "{check:?}, {what}: {result:?}");
    }
}

#[test]
fn there_is_a_hostile_request_for_every_check() {
    let rows: Vec<Check> = rows().into_iter().map(|row| row.check).collect();

    for check in Check::ALL {
        assert!(rows.contains(&check), "{check:?}");
    }
}
