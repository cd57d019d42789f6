//! `in:` in a search over everything: which room is meant, and what is said where there is none.

use pursuance_domain::time::SECOND;
use serde_json::{Value, json};

use super::rooms::{room, rooms, said};
use crate::support::bees::bees;
use crate::support::browser::{Browser, Page};
use crate::support::{Caller, Person, TestApp, on_both_apps};

on_both_apps!(
    in_is_a_word_where_no_name_follows,
    an_archived_room_is_found_by_its_name,
    the_first_room_is_found_by_the_name_that_is_read,
    a_visitor_names_a_room_of_the_pursuance_that_they_look_at,
    a_name_with_a_slash_is_a_name,
    an_unknown_room_is_said_beside_the_field,
);

/// The rooms of the messages that were found.
async fn found(reader: &Caller, query: &str) -> Vec<String> {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let found = reader.read(&format!("/api/v1/search?q={query}")).await.ok();
    let items = found["comments"]["items"].as_array().unwrap().iter();
    items.map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

async fn refused(reader: &Caller, query: &str) -> Value {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    reader.read(&format!("/api/v1/search?q={query}")).await.problem(422, "invalid-value")
}

/// The page of a search that began in a pursuance, if that has a name.
async fn page(browser: &mut Browser, query: &str, within: &str) -> Page {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    browser.open(&format!("/search?q={query}&in={within}")).await
}

async fn general(reader: &Person) -> String {
    rooms(reader).await[0]["room"].as_str().unwrap().to_owned()
}

async fn in_is_a_word_where_no_name_follows(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    said(&ana, &kitchen, "Sign in: zqerror again.").await;
    for query in ["sign in: zqerror", "zqerror in:", "in:\"\" zqerror", "\"sign in: zqerror\" in:kitchen"] {
        assert_eq!(found(&ana, query).await, ["Kitchen"], "{query}");
        page(&mut Browser::new(&app), query, "bees").await.shown().saying("zqerror</mark> again");
    }
}

async fn an_archived_room_is_found_by_its_name(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    let kitchen = room(&ana, "Kitchen", "members").await;
    said(&ana, &kitchen, "The zqkettle is on.").await;
    ana.perform("room.archive", json!({ "room": kitchen })).await.ok();
    assert_eq!(found(&ana, "zqkettle in:kitchen").await, ["Kitchen"]);
    refused(&app.visitor(), "zqkettle in:kitchen").await;
}

async fn the_first_room_is_found_by_the_name_that_is_read(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let id = general(&ana).await;
    said(&ana, &id, "The zqkettle is on.").await;
    let ben = &people[0];
    ben.perform("profile.edit", json!({ "language": "de" })).await.ok();
    for query in ["zqkettle in:allgemein", "zqkettle in:general"] {
        assert_eq!(found(ben, query).await, ["General"], "{query}");
        let mut browser = Browser::signed_in(&app, &ben.id).await;
        page(&mut browser, query, "").await.shown().saying("zqkettle</mark>");
        let mut visitor = Browser::new(&app).speaking("de");
        page(&mut visitor, query, "bees").await.shown().saying("zqkettle</mark>");
    }
    // To whoever reads English it is no name of a room; nor to anybody, once it has another one.
    refused(&ana, "zqkettle in:allgemein").await;
    ana.perform("room.edit", json!({ "room": id, "name": "Square" })).await.ok();
    refused(ben, "zqkettle in:allgemein").await;
    assert_eq!(found(ben, "zqkettle in:square").await, ["Square"]);
}

async fn a_visitor_names_a_room_of_the_pursuance_that_they_look_at(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    for (name, open) in [("Kitchen", "everyone"), ("Cellar", "members")] {
        let id = room(&ana, name, open).await;
        said(&ana, &id, "The zqkettle is on.").await;
    }
    let mut visitor = Browser::new(&app);
    page(&mut visitor, "zqkettle in:kitchen", "bees").await.shown().saying("zqkettle</mark>");
    page(&mut visitor, "zqkettle in:cellar", "bees").await.refused();
    // Elsewhere they are told how.
    page(&mut visitor, "zqkettle in:kitchen", "").await.refused().saying("in:river-watch/kitchen");
    let told = refused(&app.visitor(), "zqkettle in:kitchen").await;
    assert!(told["advice"].as_str().unwrap().contains("in:river-watch/kitchen"), "{told}");
    assert_eq!(found(&app.visitor(), "zqkettle in:Bees/kitchen").await, ["Kitchen"]);
    // A reader of one pursuance still names rooms of their own ones.
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let input = json!({ "slug": "wasps", "name": "Wasps", "mission": "", "visibility": "public" });
    ana.perform("pursuance.create", input).await.ok();
    page(&mut browser, "zqkettle in:cellar", "wasps").await.shown().saying("zqkettle</mark>");
}

async fn a_name_with_a_slash_is_a_name(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let id = room(&ana, "Input/Output", "everyone").await;
    said(&ana, &id, "The zqkettle is on.").await;
    for query in ["zqkettle in:input/output", "zqkettle in:bees/input/output"] {
        assert_eq!(found(&ana, query).await, ["Input/Output"], "{query}");
    }
}

async fn an_unknown_room_is_said_beside_the_field(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    said(&ana, &kitchen, "The zqkettle is on.").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let shown = page(&mut browser, "zqkettle in:kitchn", "bees").await.refused();
    assert!(
        shown.html.contains("value=\"zqkettle in:kitchn\"") && shown.html.contains("aria-invalid=\"true\""),
        "{shown:?}"
    );
    let shown = shown.saying("There is no room “kitchn” that you may read.");
    // Nothing is said to have been looked for.
    assert!(!shown.says("Nothing that you may read has these words"), "{shown:?}");
    assert!(!shown.says("zqkettle</mark>"), "{shown:?}");
    let told = refused(&ana, "zqkettle in:kitchn").await;
    assert_eq!(told["detail"], "There is no room “kitchn” that you may read.");
}

/// A long list goes on in the same room.
#[tokio::test]
async fn what_follows_is_of_the_same_room() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    for number in 0..11 {
        said(&ana, &kitchen, &format!("zqkettle {number}")).await;
        app.advance(SECOND);
    }
    let mut visitor = Browser::new(&app);
    let first = page(&mut visitor, "zqkettle in:kitchen", "bees").await.shown();
    assert!(!first.says("zqkettle</mark> 0"), "{first:?}");
    let more = first.html.split("href=\"/search?").find(|rest| rest.contains("kind=comments"));
    let more = more.and_then(|rest| rest.split('"').next()).unwrap().replace("&#38;", "&");
    visitor.open(&format!("/search?{more}")).await.shown().saying("zqkettle</mark> 0");
}
