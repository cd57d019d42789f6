use serde_json::{Value, json};

use super::*;
use crate::vocab::{Envelope, Phase, ReasonCode, Sha256Sum, Size, Task, Urgency};

fn offer() -> Value {
    serde_json::from_str(include_str!("../../../tests/fixtures/pursuance/offer.json")).unwrap()
}

fn accept() -> Value {
    serde_json::from_str(include_str!("../../../tests/fixtures/pursuance/accept-offer.json")).unwrap()
}

fn progress() -> Value {
    serde_json::from_str(include_str!("../../../tests/fixtures/pursuance/progress.json")).unwrap()
}

/// The document with another value at a place.
fn with(mut document: Value, pointer: &str, value: Value) -> Value {
    *document.pointer_mut(pointer).unwrap() = value;
    document
}

/// The document without a member.
fn without(mut document: Value, parent: &str, member: &str) -> Value {
    document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(member).unwrap();
    document
}

fn task_of(offer: &Value) -> Task {
    match Delegated::read(offer).unwrap().act {
        Act::Offer(offer) => offer.delegation.task,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_value_may_stand_alone_in_a_list_of_one_or_as_an_object_with_an_id() {
    let plain = Delegated::read(&offer()).unwrap();
    let a = "https://a.example/ap/p/01JA2Q";
    let b = "https://b.example/ap/p/7Q2";
    for same in [
        with(offer(), "/type", json!(["Offer"])),
        with(offer(), "/type", json!(["https://example.org/ns#Other", "Offer"])),
        with(offer(), "/type", json!("as:Offer")),
        with(offer(), "/object/type", json!("pur:Delegation")),
        with(offer(), "/object/task/type", json!(["https://w3id.org/pursuance/ns#Task", "Object"])),
        with(offer(), "/to", json!(b)),
        with(offer(), "/to", json!([{"id": b, "type": "Group"}])),
        with(offer(), "/actor", json!({"id": a, "name": "Leaks Lab"})),
        with(offer(), "/actor", json!([a])),
        with(offer(), "/object", json!([offer()["object"]])),
        with(offer(), "/object/path", offer()["object"]["path"][0].clone()),
        with(offer(), "/object/task/skills", json!("Language:French")),
        with(offer(), "/object/delegator", json!([{"id": a}])),
        with(
            with(offer(), "/object/task/revision", json!(4)),
            "/published",
            json!("2026-11-18T11:05:00+01:00"),
        ),
        with(offer(), "/object/task/name", json!(" Translate 40 pages of procurement contracts (FR→EN)\n")),
    ] {
        assert_eq!(Delegated::read(&same).unwrap(), plain, "{same:#}");
    }
    let mut more = offer();
    more["inReplyTo"] = Value::Null;
    more["somethingNew"] = json!({"deep": [1, 2, 3]});
    more["object"]["task"]["assignedTo"] = json!([]);
    more["object"]["task"]["reviewer"] = Value::Null;
    assert_eq!(Delegated::read(&more).unwrap(), plain);
}

#[test]
fn an_answer_names_its_object_by_id_or_embeds_it() {
    let plain = Delegated::read(&accept()).unwrap();
    let embedded = with(accept(), "/object", offer());
    assert_eq!(Delegated::read(&embedded).unwrap(), plain);
}

#[test]
fn a_missing_member_is_named() {
    for (parent, member) in [
        ("", "id"),
        ("", "actor"),
        ("", "to"),
        ("", "published"),
        ("", "object"),
        ("/object", "id"),
        ("/object", "attributedTo"),
        ("/object", "delegator"),
        ("/object", "delegate"),
        ("/object", "task"),
        ("/object", "root"),
        ("/object", "terms"),
        ("/object", "termsHash"),
        ("/object/task", "id"),
        ("/object/task", "attributedTo"),
        ("/object/task", "name"),
        ("/object/task", "phase"),
    ] {
        let refusal = Delegated::read(&without(offer(), parent, member)).unwrap_err();
        assert!(matches!(refusal, VocabRefusal::Missing { field } if field == member), "{member}: {refusal}");
        assert_eq!(refusal.reason(), ReasonCode::Unparseable);
    }
}

#[test]
fn a_malformed_member_is_refused() {
    for (pointer, value) in [
        ("/id", json!("not an address")),
        ("/id", json!(7)),
        ("/actor", json!(["https://a.example/1", "https://a.example/2"])),
        ("/to", json!(["https://b.example/1", "https://b.example/2"])),
        ("/published", json!("yesterday")),
        ("/published", json!("1999-12-31T23:59:59Z")),
        ("/object/task/due", json!("2200-01-01T00:00:00Z")),
        ("/object/terms/heartbeat", json!("P1Y")),
        ("/object/terms/maxDepth", json!(-1)),
        ("/object/terms/maxDepth", json!(65)),
        ("/object/terms/exclusive", json!("yes")),
        ("/object/terms", json!("P7D")),
        ("/object/termsHash", json!("5c1e")),
        ("/object/path", json!(["9f3c"])),
        ("/object/revision", json!(0)),
        ("/object/revision", json!(1.5)),
        ("/object/task/revision", json!("4")),
        ("/object/task/skills", json!([7])),
        ("/object/task/name", json!(["a", "b"])),
        ("/object/task/type", json!("Ticket")),
        ("/type", json!(["Offer", "Undo"])),
    ] {
        let refused = Delegated::read(&with(offer(), pointer, value.clone()));
        assert!(refused.is_err(), "{pointer} = {value}");
        assert_eq!(refused.unwrap_err().reason(), ReasonCode::Unparseable, "{pointer} = {value}");
    }
}

#[test]
fn what_is_larger_than_the_limits_is_refused_and_what_fits_exactly_is_not() {
    let skills = |n: usize| json!((0..n).map(|i| format!("Area:{i}")).collect::<Vec<_>>());
    let tasks = |n: usize| json!((0..n).map(|i| format!("https://a.example/t/{i}")).collect::<Vec<_>>());
    let mut base = offer();
    base["object"]["task"]["dependsOn"] = json!([]);
    for (pointer, fits, too_large) in [
        ("/object/task/name", json!("ö".repeat(200)), json!("ö".repeat(201))),
        ("/object/task/source/content", json!("ö".repeat(10_000)), json!("ö".repeat(10_001))),
        ("/object/task/skills", skills(32), skills(33)),
        ("/object/task/skills", json!(["s".repeat(64)]), json!(["s".repeat(65)])),
        ("/object/task/dependsOn", tasks(50), tasks(51)),
        ("/object/path", json!(vec!["00".repeat(32); 64]), json!(vec!["00".repeat(32); 65])),
        ("/content", json!("x".repeat(10_000)), json!("x".repeat(10_001))),
        // Ten thousand characters of three bytes, twice, without the context and the proof.
        ("/object/task/content", json!("字".repeat(20_000)), json!("字".repeat(22_000))),
    ] {
        Delegated::read(&with(base.clone(), pointer, fits)).unwrap();
        let refusal = Delegated::read(&with(base.clone(), pointer, too_large)).unwrap_err();
        assert!(matches!(refusal, VocabRefusal::TooLarge { .. }), "{pointer}: {refusal}");
        assert_eq!(refusal.reason(), ReasonCode::TooLarge);
    }
}

#[test]
fn titles_are_composed_and_lose_what_turns_them_around() {
    let turned = with(offer(), "/object/task/name", json!("\u{202E}Cafe\u{301}\u{0}\u{2066}s\u{2069}"));
    assert_eq!(task_of(&turned).name, "Cafés");
}

#[test]
fn unknown_words_have_a_meaning() {
    let at = |pointer: &str, word: &str| {
        let mut base = offer();
        base["object"]["task"]["urgency"] = json!("normal");
        task_of(&with(base, pointer, json!(word)))
    };
    assert_eq!(at("/object/task/phase", "celebrating").phase, Phase::Unknown("celebrating".to_owned()));
    for (word, size) in
        [("xs", Size::Xs), ("s", Size::S), ("m", Size::M), ("l", Size::L), ("xl", Size::L), ("?", Size::M)]
    {
        assert_eq!(at("/object/task/size", word).size, Some(size), "{word}");
    }
    assert_eq!(at("/object/task/urgency", "urgent").urgency, Some(Urgency::Urgent));
    assert_eq!(at("/object/task/urgency", "yesterday").urgency, Some(Urgency::Normal));
}

#[test]
fn terms_keep_members_we_do_not_know_in_their_hash() {
    let mut more = offer();
    more["object"]["terms"]["penalty"] = json!("none");
    let (Act::Offer(plain), Act::Offer(more)) =
        (Delegated::read(&offer()).unwrap().act, Delegated::read(&more).unwrap().act)
    else {
        panic!("two offers")
    };
    assert_eq!(plain.delegation.terms.said(), more.delegation.terms.said());
    assert_ne!(plain.delegation.terms.hash(), more.delegation.terms.hash());
}

#[test]
fn what_is_not_about_a_delegation_says_nothing_to_us() {
    for other in [
        with(offer(), "/type", json!("Follow")),
        with(offer(), "/type", json!([])),
        with(offer(), "/object/type", json!("Pact")),
        with(progress(), "/object/type", json!("Person")),
        with(progress(), "/type", json!("Create")),
    ] {
        assert!(matches!(Delegated::read(&other), Err(VocabRefusal::Unknown { .. })), "{other:#}");
    }
    for nonsense in [json!(null), json!([]), json!("Offer"), json!({}), json!({"type": "Offer"})] {
        assert!(Delegated::read(&nonsense).is_err(), "{nonsense}");
    }
}

#[test]
fn one_activity_is_about_one_delegation() {
    let mut two = offer();
    two["delegation"] = json!("https://a.example/ap/d/other");
    assert!(Delegated::read(&two).is_err());
    assert!(Delegated::read(&without(accept(), "", "delegation")).is_err());
}

#[test]
fn a_share_larger_than_the_whole_is_refused() {
    assert!(Delegated::read(&with(progress(), "/object/progress/percent", json!(101))).is_err());
    assert!(Delegated::read(&with(progress(), "/object/progress/subtasksDone", json!(9))).is_err());
}

#[test]
fn the_counters_of_a_channel_are_read_alone() {
    let mut unreadable = offer();
    unreadable["object"] = json!(7);
    assert!(Delegated::read(&unreadable).is_err());
    let envelope = Envelope::read(&unreadable).unwrap();
    assert_eq!((envelope.seq, envelope.prev, envelope.ack.seq), (1, Sha256Sum::ZERO, 0));

    for (pointer, value) in [
        ("/seq", json!(0)),
        ("/seq", json!(1.5)),
        ("/seq", json!(-1)),
        ("/seq", json!("1")),
        ("/seq", json!(null)),
        ("/epoch", json!("")),
        ("/epoch", json!("e".repeat(65))),
        ("/prev", json!("sha256:0")),
        ("/ack", json!(18)),
        ("/ack/seq", json!(null)),
        ("/channel", json!("log")),
    ] {
        assert!(Envelope::read(&with(offer(), pointer, value.clone())).is_err(), "{pointer} = {value}");
    }
}
