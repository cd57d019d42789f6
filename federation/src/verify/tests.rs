mod hostile;
mod keys;
mod world;

use http::{HeaderValue, StatusCode, header};
use proptest::prelude::*;
use serde_json::json;

use self::world::{A, B, NOW, Request, World, follow, nudge, proved};
use super::*;
use crate::{sign::Scheme, vocab::Ack};

#[tokio::test]
async fn a_signed_activity_comes_out_with_its_names_and_its_very_bytes() {
    let world = World::new();
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let body = format!("  {}\n", follow());
        let request = Request { scheme, ..Request::post(body.clone()) };

        let verified = world.accept(&request).await;

        assert_eq!(verified.id().as_str(), "https://a.example/ap/act/1");
        assert_eq!(verified.actor().as_str(), A);
        assert_eq!(verified.kind(), "Follow");
        assert_eq!(verified.bytes(), body.as_bytes());
        assert_eq!(verified.body_sha256(), Sha256Sum::of(body.as_bytes()).as_bytes());
        assert_eq!(verified.value(), &follow());
        assert!(verified.envelope().is_none() && verified.proof_key().is_none());
    }
}

#[tokio::test]
async fn an_activity_about_a_delegation_comes_out_with_its_place_in_the_channel() {
    let world = World::new();

    let verified = world.accept(&Request::post(proved(nudge()))).await;

    let envelope = verified.envelope().unwrap();
    assert_eq!(envelope.channel.as_str(), "https://a.example/ap/p/1/log/b");
    assert_eq!((envelope.epoch.as_str(), envelope.seq, envelope.prev), ("E1", 41, Sha256Sum::ZERO));
    assert_eq!(envelope.ack, Ack { epoch: "F1".to_owned(), seq: 18 });
    assert_eq!(verified.proof_key(), Some(&world::key().public()));
    assert_eq!(verified.content_hash(), jcs::content_hash(nudge().as_object().unwrap()));
}

#[tokio::test]
async fn one_key_lookup_is_enough_for_the_request_and_the_proof() {
    let world = World::new();

    world.accept(&Request::post(proved(nudge()))).await;

    assert_eq!(world.lookups(), 1);
    assert_eq!(world.fetches(), 0);
}

#[tokio::test]
async fn one_address_in_two_spellings_comes_out_as_one() {
    let mut activity = follow();
    activity["id"] = json!("HTTPS://A.Example:443/ap/x/../act/1");
    activity["actor"] = json!({"id": "https://A.example/ap/p/1", "type": "Group"});

    let verified = World::new().accept(&Request::post(activity.to_string())).await;

    assert_eq!(verified.id().as_str(), "https://a.example/ap/act/1");
    assert_eq!(verified.actor().as_str(), A);
}

#[tokio::test]
async fn an_activity_of_mastodon_may_be_named_by_a_fragment() {
    let mut activity = follow();
    activity["id"] = json!("https://a.example/users/x#follows/7");

    World::new().accept(&Request::post(activity.to_string())).await;
}

#[tokio::test]
async fn types_and_hosts_are_read_in_every_usual_writing() {
    let world = World::new();
    for content_type in [
        "application/activity+json; charset=utf-8",
        "Application/Activity+JSON",
        "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
        "application/ld+json;charset=utf-8;profile=https://www.w3.org/ns/activitystreams",
    ] {
        let request = Request { content_type, ..Request::post(follow().to_string()) };
        world.accept(&request).await;
    }
    for content_type in
        ["application/ld+json", "application/json", "application/activity+jsonx", "", "text/html"]
    {
        let request = Request { content_type, ..Request::post(follow().to_string()) };
        assert_eq!(world.refuse(&request).await, InboxRefusal::ContentType, "{content_type}");
    }
    for host in ["b.example:443", "B.Example"] {
        world.accept(&Request { host, ..Request::post(follow().to_string()) }).await;
    }
    for host in ["b.example:8443", "xb.example", "b.example.", "", ":", "b.example:443:443", "[::1]:443"] {
        let request = Request { host, ..Request::post(follow().to_string()) };
        assert_eq!(world.refuse(&request).await, InboxRefusal::Host, "{host}");
    }
}

#[tokio::test]
async fn a_refused_request_never_costs_a_key_lookup_before_its_digest_is_right() {
    let world = World::new();
    let mut request = Request::post(follow().to_string());
    request.body_sent = Some(json!({"type": "Other"}).to_string().into());

    assert_eq!(world.refuse(&request).await.slug(), "bad-digest");
    assert_eq!(world.lookups(), 0);
}

#[tokio::test]
async fn a_forwarded_activity_is_set_aside_unless_its_actor_proved_it() {
    let mut world = World::new();
    world.know_key("https://c.example/ap/p/9#key", "https://c.example/ap/p/9", &world::other_key());
    let by_another = |body: String| Request {
        key_id: "https://c.example/ap/p/9#key",
        key: world::other_key(),
        ..Request::post(body)
    };

    let forwarded = Forwarded {
        signer: "https://c.example/ap/p/9".to_owned(),
        actor: A.parse().unwrap(),
        id: "https://a.example/ap/act/1".parse().unwrap(),
        kind: "Follow".to_owned(),
    };
    let mut tampered: Value = serde_json::from_str(&proved(follow())).unwrap();
    tampered["object"] = json!("https://b.example/ap/p/8");
    for body in [follow().to_string(), tampered.to_string()] {
        match world.receive(&by_another(body), Checks::all()).await {
            Ok(Received::Forwarded(set_aside)) => assert_eq!(*set_aside, forwarded),
            other => panic!("{other:?}"),
        }
    }
    let verified = world.accept(&by_another(proved(follow()))).await;
    assert!(verified.proof_key().is_some());

    // Never for an activity about a delegation.
    assert_eq!(world.refuse(&by_another(proved(nudge()))).await, InboxRefusal::SignedByAnother);
}

#[tokio::test]
async fn a_forwarded_activity_whose_key_nobody_may_fetch_now_is_asked_for_again() {
    let mut world = World::new();
    world.know_key("https://c.example/ap/p/9#key", "https://c.example/ap/p/9", &world::other_key());
    world.forget_key(world::KEY_ID);
    world.key_budget_spent = true;
    let request = Request {
        key_id: "https://c.example/ap/p/9#key",
        key: world::other_key(),
        ..Request::post(proved(follow()))
    };

    assert_eq!(world.refuse(&request).await.status(), StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn one_actor_and_one_addressee_are_read_in_every_form_there_is() {
    let world = World::new();
    for (actor, to) in [
        (json!([A]), json!([B])),
        (json!({"id": A}), json!({"id": B})),
        (json!([{"id": A, "type": "Group"}]), json!([{"id": B}])),
    ] {
        let mut activity = nudge();
        (activity["actor"], activity["to"]) = (actor.clone(), to);
        activity["cc"] = json!([null]);

        let verified = world.accept(&Request::post(proved(activity))).await;

        assert_eq!((verified.actor().as_str(), verified.addressee()), (A, Some(B)), "{actor}");
    }
    let mut activity = nudge();
    activity["to"] = json!([B, B]);
    assert_eq!(world.refuse(&Request::post(proved(activity))).await, InboxRefusal::Addressee);
}

#[tokio::test]
async fn nobody_elses_server_is_asked_for_the_key_of_a_proof() {
    let world = World::new();
    let mut activity = nudge();
    let elsewhere = "https://c.example/ap/p/1#ed25519-key";
    crate::proof::add_proof(&mut activity, &world::key(), elsewhere, NOW).unwrap();

    let refusal = world.refuse(&Request::post(activity.to_string())).await;

    assert_eq!(refusal, InboxRefusal::ProofByAnother);
    assert_eq!((world.lookups(), world.fetches()), (1, 0), "one look, for who signed the request");
}

#[tokio::test]
async fn who_is_let_in_with_what_is_not_as_it_should_be_is_told_to_go_on() {
    let world = World::new();
    let mut tampered: Value = serde_json::from_str(&proved(nudge())).unwrap();
    tampered["published"] = json!("2026-11-18T00:00:00Z");
    let mut of_another = nudge();
    of_another["channel"] = json!("https://c.example/log/1");
    let mut astray = nudge();
    astray["to"] = json!([A]);
    for body in [nudge().to_string(), tampered.to_string(), proved(of_another), proved(astray)] {
        let refusal = world.refuse(&Request::post(body.clone())).await;
        assert_eq!(
            (refusal.status(), refusal.is_of_content()),
            (StatusCode::UNPROCESSABLE_ENTITY, true),
            "{body}"
        );
    }
}

#[tokio::test]
async fn leaving_out_part_of_the_envelope_does_not_get_around_it() {
    let world = World::new();
    for member in ["channel", "epoch", "seq", "prev", "ack"] {
        let mut activity = nudge();
        activity.as_object_mut().unwrap().shift_remove(member);
        let refusal = world.refuse(&Request::post(proved(activity))).await;
        assert_eq!(
            (refusal.slug(), refusal.status()),
            ("bad-envelope", StatusCode::UNPROCESSABLE_ENTITY),
            "{member}"
        );
    }
    for marked in [
        json!({"delegation": "https://a.example/ap/d/1"}),
        json!({"object": {"type": "Delegation"}}),
        json!({"object": {"type": ["Object", "Submission"]}}),
        json!({"object": {"type": "Pact"}}),
        json!({"type": "Nudge"}),
        json!({"seq": 1}),
    ] {
        let mut activity = follow();
        activity.as_object_mut().unwrap().extend(marked.as_object().unwrap().clone());
        assert_eq!(
            world.refuse(&Request::post(activity.to_string())).await.slug(),
            "bad-envelope",
            "{marked}"
        );
    }
}

#[tokio::test]
async fn a_verb_of_forgefed_without_our_envelope_is_not_about_a_delegation() {
    let mut activity = follow();
    activity["type"] = json!("Assign");
    activity["object"] = json!({"type": "Ticket", "id": "https://a.example/tickets/1"});

    let verified = World::new().accept(&Request::post(activity.to_string())).await;

    assert!(verified.envelope().is_none());
    activity["seq"] = json!(1);
    assert_eq!(World::new().refuse(&Request::post(activity.to_string())).await.slug(), "bad-envelope");
}

#[tokio::test]
async fn what_is_no_activity_at_all_is_refused_as_malformed() {
    let world = World::new();
    for (body, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("null", StatusCode::UNPROCESSABLE_ENTITY),
        ("[]", StatusCode::UNPROCESSABLE_ENTITY),
        ("{}", StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"type":"Follow","actor":"https://a.example/ap/p/1"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"type":"Follow","id":"https://a.example/ap/act/1"}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (r#"{"type":"Follow","id":"https://a.example/1","actor":[]}"#, StatusCode::UNPROCESSABLE_ENTITY),
        (
            r#"{"type":"Follow","id":"https://a.example/1","actor":{"type":"Person"}}"#,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            r#"{"type":"Follow","id":"urn","actor":"https://a.example/ap/p/1"}"#,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        (
            r#"{"type":[3],"id":"https://a.example/1","actor":"https://a.example/ap/p/1"}"#,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
    ] {
        let refusal = world.refuse(&Request::post(body)).await;
        assert_eq!((refusal.status(), refusal.check()), (status, None), "{body}");
    }
}

#[tokio::test]
async fn a_type_that_nobody_knows_is_no_reason_to_refuse() {
    let world = World::new();
    let mut activity = follow();
    activity["type"] = json!(["https://example.com/ns#Dance", "Follow"]);

    assert_eq!(
        world.accept(&Request::post(activity.to_string())).await.kind(),
        "https://example.com/ns#Dance"
    );
}

#[tokio::test]
async fn an_announced_length_is_refused_before_the_body_is_read() {
    let world = World::new();
    let mut head = Request::post("").head();
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("262145"));

    let refused = Verifier::new(&world, Checks::all(), NOW).screen(head).unwrap_err();

    assert_eq!((refused.status(), refused.check()), (StatusCode::PAYLOAD_TOO_LARGE, Some(Check::BodySize)));
}

#[tokio::test]
async fn what_our_own_worker_hands_over_must_be_ours_and_proved() {
    let mut world = World::new();
    let ours = "https://b.example/ap/p/8";
    world.know_key("https://b.example/ap/p/8#ed25519-key", ours, &world::other_key());
    let text =
        nudge().to_string().replace("https://a.example/ap/p/1", ours).replace("a.example", "b.example");
    let mut activity: Value = serde_json::from_str(&text).unwrap();
    let unproved = activity.to_string();
    let key = world::other_key();
    crate::proof::add_proof(&mut activity, &key, "https://b.example/ap/p/8#ed25519-key", NOW).unwrap();
    let verifier = Verifier::new(&world, Checks::all(), NOW);

    let verified = verifier.receive_own(activity.to_string().into(), B).await.unwrap();
    assert_eq!((verified.actor().as_str(), verified.proof_key().is_some()), (ours, true));
    assert!(verified.envelope().is_some());

    let unproved = verifier.receive_own(unproved.into(), B).await;
    assert_eq!(unproved.unwrap_err(), InboxRefusal::ProofMissing);
    let foreign = verifier.receive_own(proved(nudge()).into(), B).await;
    assert_eq!(foreign.unwrap_err(), InboxRefusal::NotOurs);
    let astray = verifier.receive_own(activity.to_string().into(), A).await;
    assert_eq!(astray.unwrap_err(), InboxRefusal::Addressee);
    let over_http = world.refuse(&Request::post(activity.to_string())).await;
    assert_eq!(over_http, InboxRefusal::OwnId);
    assert_eq!(world.fetches(), 0);
}

#[tokio::test]
async fn what_stands_in_a_log_is_its_owners_and_proved() {
    let world = World::new();
    let verifier = Verifier::new(&world, Checks::all(), NOW);

    let verified = verifier.receive_pulled(proved(nudge()).into(), B, A).await.unwrap();
    assert_eq!((verified.actor().as_str(), verified.proof_key().is_some()), (A, true));

    let unproved = verifier.receive_pulled(nudge().to_string().into(), B, A).await;
    assert_eq!(unproved.unwrap_err(), InboxRefusal::ProofMissing);
    let of_another = verifier.receive_pulled(proved(nudge()).into(), B, "https://a.example/ap/p/2").await;
    assert_eq!(of_another.unwrap_err(), InboxRefusal::SignedByAnother);
    let astray = verifier.receive_pulled(proved(nudge()).into(), A, A).await;
    assert_eq!(astray.unwrap_err(), InboxRefusal::Addressee);
}

#[tokio::test]
async fn a_signed_get_names_who_asks() {
    let world = World::new();
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let request = Request { scheme, ..Request::get("/ap/p/7/log/a?epoch=E1&after=3") };
        let verifier = Verifier::new(&world, Checks::all(), NOW);

        let requester = verifier.verify_get(&request.head()).await.unwrap();
        let key = PublicKey::Ed25519(world::key().public());
        assert_eq!(
            requester,
            Requester { key_id: world::KEY_ID.to_owned(), owner: A.to_owned(), key, scheme }
        );

        let mut unsigned = request.head();
        unsigned.headers.remove("signature");
        assert_eq!(verifier.verify_get(&unsigned).await.unwrap_err().slug(), "not-signed");

        let mut elsewhere = request.head();
        elsewhere.path_and_query = "/ap/p/7/log/a?epoch=E1&after=4".to_owned();
        assert_eq!(verifier.verify_get(&elsewhere).await.unwrap_err().slug(), "bad-signature");

        let late = Verifier::new(&world, Checks::all(), NOW + 3_601);
        assert_eq!(late.verify_get(&request.head()).await.unwrap_err().slug(), "stale");
    }
}

#[test]
fn a_server_can_run_the_checks_on_any_thread() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let world = World::new();
    let verifier = Verifier::new(&world, Checks::all(), NOW);
    let screened = verifier.screen(Request::post("{}").head()).unwrap();

    drop(is_send(verifier.authenticate(&screened, Bytes::new())));
    drop(is_send(verifier.receive_own(Bytes::new(), B)));
}

#[test]
fn every_check_stands_once_in_the_list_and_only_one_is_left_out() {
    for (index, check) in Check::ALL.into_iter().enumerate() {
        assert_eq!(check as usize, index, "{check:?}");
        let others = Check::ALL.into_iter().filter(|other| Checks::all_but(check).makes(*other)).count();
        assert_eq!(others, Check::ALL.len() - 1);
        assert!(Checks::all().makes(check) && !Checks::all_but(check).makes(check));
    }
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(
        text in r#"\{("(id|actor|type|to|proof|seq|channel|ack|object)":("https://a.example/[a-z#@ ]{0,4}"|[0-9]{1,20}|\{\}|\[\]|null|"[A-Za-z:]{0,8}"),?){0,8}\}"#,
        skipped in 0..Check::ALL.len(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let world = World::new();
        let _ = runtime.block_on(world.receive(&Request::post(text), Checks::all_but(Check::ALL[skipped])));
    }

    #[test]
    fn no_headers_make_it_panic(
        names in proptest::collection::vec((0usize..9, "[ -~]{0,60}"), 0..12),
        path in "[!-~]{0,30}",
    ) {
        const NAMES: [&str; 9] = ["host", "date", "digest", "content-digest", "signature", "signature-input",
            "content-type", "authorization", "content-length"];
        let mut head = Request::post("{}").head();
        for (name, value) in names {
            head.headers.append(NAMES[name], HeaderValue::from_str(&value).unwrap());
        }
        head.path_and_query = path;
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let world = World::new();
        let verifier = Verifier::new(&world, Checks::all_but(Check::Host), NOW);
        if let Ok(screened) = verifier.screen(head) {
            let body = Bytes::from_static(b"{}");
            let _ = runtime.block_on(async { verifier.read(verifier.authenticate(&screened, body).await?, Some(B)).await });
        }
    }
}
