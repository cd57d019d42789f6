//! Skill offers are read and written in the form of PROTOCOL §1.8, and read within their limits.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use pursuance_federation::vocab::{
    Capacity, OfferNews, Offered, PUBLIC, Proposal, VocabRefusal, object_context, tell_of_offer,
    withdraw_offer,
};
use serde_json::{Value, json};
use url::Url;

fn example() -> Value {
    let mut example: Value = serde_json::from_str(include_str!("fixtures/offers/offer.json")).unwrap();
    example["@context"] = object_context();
    example
}

fn refused(member: &str, value: Value) -> VocabRefusal {
    let mut offer = example();
    offer[member] = value;
    Proposal::read(&offer).unwrap_err()
}

#[test]
fn an_offer_is_read_and_written_without_loss() {
    assert_eq!(Proposal::read(&example()).unwrap().to_value(), example());
}

#[test]
fn an_own_offer_has_the_form_of_the_protocol() {
    let said = Proposal::read(&example()).unwrap();
    let own = Proposal::from(Offered {
        id: said.id.clone(),
        attributed_to: said.attributed_to.clone(),
        name: said.name.clone(),
        words: Some(("Short texts.".to_owned(), "<p>Short texts.</p>".to_owned())),
        skills: said.skills.clone(),
        causes: vec!["rivers".to_owned()],
        capacity: Capacity::new(Some(10), Some(3)),
        until: said.until,
        published: said.published,
        updated: said.updated,
        revision: 2,
        to: said.to.clone(),
    });
    assert_eq!(own, said);
    assert_eq!(own.causes().collect::<Vec<_>>(), ["rivers"]);
    assert!(own.offers_work() && !own.is_public());
}

#[test]
fn every_word_of_an_offer_is_defined_by_its_context() {
    let inline = example()["@context"].as_array().unwrap().last().unwrap().clone();
    let own = ["Proposal", "Intent", "purpose", "skills", "capacity", "until", "unitBased", "publishes"];
    let more = ["action", "resourceConformsTo", "resourceQuantity", "effortQuantity", "hasUnit"];
    for word in own.into_iter().chain(more).chain(["hasNumericalValue", "revision", "Hashtag"]) {
        assert!(!inline[word].is_null(), "{word}");
    }
}

#[test]
fn what_is_missing_malformed_or_too_large_is_refused() {
    for member in ["id", "purpose", "attributedTo", "until", "publishes", "published", "updated"] {
        assert_eq!(refused(member, Value::Null), VocabRefusal::Missing { field: refused_name(member) });
    }
    let many = |n: usize| (0..n).map(|n| json!(format!("Area:{n}"))).collect::<Vec<_>>();
    assert!(matches!(refused("skills", json!(many(33))), VocabRefusal::TooLarge { limit: 32, .. }));
    let long = json!([format!("Area:{}", "x".repeat(60))]);
    assert!(matches!(refused("skills", long), VocabRefusal::TooLarge { limit: 64, .. }));
    assert!(matches!(refused("until", json!("soon")), VocabRefusal::Malformed { .. }));
    assert!(matches!(refused("type", json!("Note")), VocabRefusal::WrongType { .. }));
    assert!(matches!(refused("revision", json!(0)), VocabRefusal::Malformed { .. }));
    let tags = vec![json!({"type": "Hashtag", "name": "#x"}); 65];
    assert!(matches!(refused("tag", json!(tags)), VocabRefusal::TooLarge { limit: 64, .. }));
}

fn refused_name(member: &str) -> &'static str {
    ["id", "purpose", "attributedTo", "until", "publishes", "published", "updated"]
        .into_iter()
        .find(|known| *known == member)
        .unwrap()
}

#[test]
fn hours_of_another_span_are_no_hours_of_a_week() {
    let mut offer = example();
    offer["capacity"] = json!({"hours": 10, "per": "day", "tasks": 3});
    let said = Proposal::read(&offer).unwrap();
    assert_eq!((said.capacity.hours, said.capacity.tasks), (None, Some(3)));
}

#[test]
fn an_offer_is_told_changed_and_withdrawn_by_one_actor_to_one() {
    let offer = Proposal::read(&example()).unwrap();
    let (id, to) =
        (Url::parse("https://b.example/ap/act/1").unwrap(), Url::parse("https://a.example/ap/p/1").unwrap());
    let told = tell_of_offer(&id, &to, &offer, OfferNews::New);
    assert_eq!((&told["type"], &told["actor"]), (&json!("Create"), &json!(offer.attributed_to)));
    assert_eq!((&told["to"], &told["object"]["id"]), (&json!([to]), &json!(offer.id)));
    assert_eq!(tell_of_offer(&id, &to, &offer, OfferNews::Changed)["type"], "Update");
    let gone = withdraw_offer(&id, &offer.attributed_to, &to, &offer.id, offer.updated);
    assert_eq!((&gone["type"], &gone["object"]["id"]), (&json!("Delete"), &json!(offer.id)));
    let mut public = example();
    public["to"] = json!(PUBLIC);
    assert!(Proposal::read(&public).unwrap().is_public());
}

#[test]
fn the_news_of_an_offer_are_written_as_their_files_say() {
    let file = |text: &str| -> Value {
        let mut said: Value = serde_json::from_str(text).unwrap();
        said["@context"] = object_context();
        said
    };
    let url = |value: &Value| Url::parse(value.as_str().unwrap()).unwrap();
    for (text, news) in [
        (include_str!("fixtures/offers/told.json"), OfferNews::New),
        (include_str!("fixtures/offers/changed.json"), OfferNews::Changed),
    ] {
        let said = file(text);
        let offer = Proposal::read(&said["object"]).unwrap();
        let mut written = tell_of_offer(&url(&said["id"]), &url(&said["to"][0]), &offer, news);
        written["proof"] = said["proof"].clone();
        assert_eq!(written, said);
    }
    let said = file(include_str!("fixtures/offers/withdrawn.json"));
    let at = said["published"].as_str().unwrap().parse().unwrap();
    let mut written = withdraw_offer(
        &url(&said["id"]),
        &url(&said["actor"]),
        &url(&said["to"][0]),
        &url(&said["object"]["id"]),
        at,
    );
    written["proof"] = said["proof"].clone();
    assert_eq!(written, said);
}
