//! People who allow it are asked whether they join; they say yes, no, or never again (RULES §3).

use http::StatusCode;
use pursuance_domain::time::DAY;
use serde_json::{Value, json};

use super::{BEES, bees, of, role_of};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::{Answer, Person, TestApp, on_both_apps};

on_both_apps!(
    only_people_who_allow_it_are_found_and_asked,
    somebody_who_is_asked_says_yes_and_is_in,
    whoever_says_no_is_left_alone_for_a_month,
    whoever_says_never_again_is_neither_found_nor_asked,
    a_question_of_somebody_who_may_invite_no_more_lets_nobody_in,
    a_question_that_is_void_tells_nothing_more,
    an_old_question_lets_nobody_back_in,
    a_refused_form_to_ask_somebody_keeps_the_chosen_role_and_the_note,
);

async fn allow(person: &Person, more: Value) {
    person.perform("profile.edit", merged(json!({ "askable": true }), more)).await.ok();
}

async fn found(by: &Person, words: &str) -> Vec<Value> {
    let people = by.read(&format!("{BEES}/people?q={words}")).await.items();
    people.iter().map(|one| one["person"].clone()).collect()
}

async fn ask(by: &Person, person: &str, role: &str) -> Answer {
    by.perform("recruit.ask", of(json!({ "person": person, "role": role, "note": "Please." }))).await
}

async fn asks(of: &Person) -> Vec<Value> {
    of.read("/api/v1/me/asks").await.items()
}

async fn only_people_who_allow_it_are_found_and_asked(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("rob", "recruiter"), ("abe", "assigner")]).await;
    let (zoe, eva, uma) = (app.person("zoe").await, app.person("eva").await, app.person("uma").await);
    eva.perform("profile.edit", json!({ "skills": ["Language:Polish"], "discoverable": true })).await.ok();
    allow(&zoe, json!({ "skills": ["Language:Polish"], "about": "I live by the weir." })).await;
    allow(&uma, json!({ "display": "Uma Walker" })).await;
    allow(&people[1], json!({})).await;

    assert_eq!(found(&people[0], "polish").await, ["zoe"], "eva did not allow it");
    assert_eq!(found(&people[0], "weir").await, ["zoe"]);
    assert_eq!(found(&people[0], "WALK").await, ["uma"]);
    assert_eq!(found(&people[0], "").await, ["uma", "zoe"], "abe is a member");
    assert!(found(&people[0], "%25").await.is_empty(), "words are words");
    people[1].read(&format!("{BEES}/people")).await.problem(403, "not-allowed");
    zoe.read(&format!("{BEES}/people")).await.problem(404, "not-found");

    ask(&people[0], "eva", "normal").await.problem(422, "not-askable");
    ask(&people[0], "abe", "normal").await.problem(422, "not-askable");
    ask(&people[0], "nobody-here", "normal").await.problem(422, "not-askable");
    ask(&people[0], "zoe", "admin").await.problem(403, "role-above-own");
    ask(&people[1], "zoe", "normal").await.problem(403, "not-allowed");
    ana.perform("recruit.ask", of(json!({ "person": "zoe", "role": "primary" })))
        .await
        .problem(422, "invalid-input");
    ask(&people[0], "zoe", "normal").await.ok();
    ask(&ana, "zoe", "normal").await.problem(409, "asked-already");
    assert_eq!(found(&people[0], "").await, ["uma"], "whoever was asked waits for nothing more");
    let asked = asks(&zoe).await;
    assert_eq!((&asked[0]["pursuance"], &asked[0]["by"]), (&json!("bees"), &json!("rob")));
    assert_eq!((&asked[0]["role"], &asked[0]["note"]), (&json!("normal"), &json!("Please.")));
    let page = Browser::signed_in(&app, &zoe.id).await.open("/inbox").await.shown();
    assert!(page.html.contains("<span class=\"count push hot\">1<"), "it waits on Home: {page:?}");
    // It is between them.
    let id = asked[0]["ask"].clone();
    eva.perform("recruit.answer", json!({ "ask": id, "accept": true })).await.problem(404, "not-found");
    let events = ana.read(&format!("{BEES}/events?limit=200")).await.text();
    assert!(!events.contains("recruit."), "{events}");
}

async fn somebody_who_is_asked_says_yes_and_is_in(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("rob", "recruiter")]).await;
    let zoe = app.person("zoe").await;
    allow(&zoe, json!({})).await;
    ask(&people[0], "zoe", "assigner").await.ok();
    let home = Browser::signed_in(&app, &zoe.id).await.open("/").await.shown();
    let card = home.html.split("<ol class=\"rows next\">").nth(1).unwrap().split("</li>").next().unwrap();
    assert_eq!(
        card.matches("Bees").count(),
        2,
        "the title, and the button for those who hear it alone: {card}"
    );
    let id = asks(&zoe).await[0]["ask"].clone();
    let done = zoe.perform("recruit.answer", json!({ "ask": id, "accept": true })).await.ok();
    assert_eq!((&done["result"]["role"], &done["result"]["pursuance"]), (&json!("assigner"), &json!("bees")));
    assert_eq!(role_of(&ana, "zoe").await, "assigner");
    assert!(asks(&zoe).await.is_empty());
    zoe.perform("recruit.answer", json!({ "ask": id, "accept": true })).await.problem(409, "answered");
    let tree = ana.read(&format!("{BEES}/members?tree=true")).await.items();
    assert_eq!((&tree[1]["member"], &tree[1]["invited_by"]), (&json!("zoe"), &json!("rob")));
}

async fn whoever_says_no_is_left_alone_for_a_month(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    let zoe = app.person("zoe").await;
    allow(&zoe, json!({})).await;
    ask(&ana, "zoe", "normal").await.ok();
    let id = asks(&zoe).await[0]["ask"].clone();
    zoe.perform("recruit.answer", json!({ "ask": id, "accept": false })).await.ok();
    assert_eq!(role_of(&ana, "zoe").await, json!(null));
    app.advance(29 * DAY);
    ask(&ana, "zoe", "normal").await.problem(409, "asked-already");
    app.advance(2 * DAY);
    assert_eq!(found(&ana, "").await, ["zoe"]);
    ask(&ana, "zoe", "normal").await.ok();
}

async fn whoever_says_never_again_is_neither_found_nor_asked(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    let zoe = app.person("zoe").await;
    allow(&zoe, json!({})).await;
    ask(&ana, "zoe", "normal").await.ok();
    let id = asks(&zoe).await[0]["ask"].clone();
    zoe.perform("recruit.answer", json!({ "ask": id, "accept": false, "block": true })).await.ok();
    app.advance(40 * DAY);
    assert!(found(&ana, "").await.is_empty());
    ask(&ana, "zoe", "normal").await.problem(422, "not-askable");
    // Another pursuance may ask; and the switch ends all of it.
    let made = json!({ "slug": "wasps", "name": "Wasps", "mission": "" });
    ana.perform("pursuance.create", made).await.ok();
    let of_wasps = json!({ "pursuance": "wasps", "person": "zoe", "role": "normal" });
    ana.perform("recruit.ask", of_wasps.clone()).await.ok();
    let id = asks(&zoe).await[0]["ask"].clone();
    zoe.perform("recruit.answer", json!({ "ask": id, "accept": false })).await.ok();
    zoe.perform("profile.edit", json!({ "askable": false })).await.ok();
    app.advance(40 * DAY);
    ana.perform("recruit.ask", of_wasps).await.problem(422, "not-askable");
}

async fn a_question_of_somebody_who_may_invite_no_more_lets_nobody_in(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("rob", "recruiter"), ("ben", "viewer")]).await;
    let zoe = app.person("zoe").await;
    allow(&zoe, json!({})).await;
    people[1].perform("pursuance.leave", of(json!({}))).await.ok();
    allow(&people[1], json!({})).await;
    ask(&people[0], "zoe", "normal").await.ok();
    ask(&people[0], "ben", "assigner").await.ok();
    let id = asks(&people[1]).await[0]["ask"].clone();
    let done = people[1].perform("recruit.answer", json!({ "ask": id, "accept": true })).await.ok();
    assert_eq!(done["result"]["role"], "viewer", "nobody comes back with more");
    let id = asks(&zoe).await[0]["ask"].clone();
    ana.perform("member.set_role", of(json!({ "member": "rob", "role": "normal" }))).await.ok();
    assert!(asks(&zoe).await.is_empty(), "there is nothing to answer");
    zoe.perform("recruit.answer", json!({ "ask": id, "accept": true })).await.problem(409, "invite-void");
    ana.perform("member.ban", of(json!({ "member": "zoe", "reason": "No." }))).await.ok();
    assert!(asks(&zoe).await.is_empty(), "whoever is banned is asked no more");
    zoe.perform("recruit.answer", json!({ "ask": id, "accept": true })).await.problem(403, "banned");
}

async fn a_question_that_is_void_tells_nothing_more(app: TestApp) {
    let (ana, members) = bees(&app, "members", &[("rob", "recruiter")]).await;
    let people = [app.person("zoe").await, app.person("eva").await];
    ana.perform("pursuance.edit", of(json!({ "mission": "Zqmission of the bees." }))).await.ok();
    let mut pages = Vec::new();
    for person in &people {
        allow(person, json!({})).await;
        ask(&members[0], &person.name, "normal").await.ok();
        let id = asks(person).await[0]["ask"].as_str().unwrap().to_owned();
        let mut browser = Browser::signed_in(&app, &person.id).await;
        let path = format!("/me/asks/{id}");
        browser.open(&path).await.shown().saying("Zqmission");
        pages.push((browser, path));
    }
    ana.perform("member.ban", of(json!({ "member": "zoe", "reason": "No." }))).await.ok();
    let (browser, path) = &mut pages[0];
    let page = browser.open(path).await;
    assert!(page.status == StatusCode::FORBIDDEN && !page.says("Zqmission"), "{page:?}");
    // Rob may ask nobody any more.
    ana.perform("member.set_role", of(json!({ "member": "rob", "role": "normal" }))).await.ok();
    let (browser, path) = &mut pages[1];
    let page = browser.open(path).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && !page.says("Zqmission"), "{page:?}");
    assert!(asks(&people[1]).await.is_empty());
}

async fn an_old_question_lets_nobody_back_in(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let zoe = app.person("zoe").await;
    allow(&zoe, json!({})).await;
    ask(&ana, "zoe", "assigner").await.ok();
    let id = asks(&zoe).await[0]["ask"].clone();
    zoe.perform("pursuance.join", of(json!({}))).await.ok();
    ana.perform("member.remove", of(json!({ "member": "zoe", "reason": "Rudeness." }))).await.ok();
    assert!(asks(&zoe).await.is_empty());
    zoe.perform("recruit.answer", json!({ "ask": id, "accept": true })).await.problem(409, "answered");
    assert_eq!(role_of(&ana, "zoe").await, json!(null));
}

async fn a_refused_form_to_ask_somebody_keeps_the_chosen_role_and_the_note(app: TestApp) {
    let (_, people) = bees(&app, "members", &[("rob", "recruiter")]).await;
    let zoe = app.person("zoe").await;
    allow(&zoe, json!({})).await;
    let mut robs = Browser::signed_in(&app, &people[0].id).await;
    let page = robs.open("/p/bees/recruit").await.shown();
    assert_eq!(page.form("/p/bees/recruit").value("role"), "normal");
    let long = "x".repeat(2_001);
    let refused = robs.fill(&page, "/p/bees/recruit", &[("role", "viewer"), ("note", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = refused.form("/p/bees/recruit");
    assert_eq!((form.value("role"), form.value("note")), ("viewer", long.as_str()));
    // Refused by the action, not by the form: somebody else was faster.
    ask(&people[0], "zoe", "viewer").await.ok();
    let sent = [("role", "assigner"), ("note", "Please.")];
    let refused = robs.fill(&page, "/p/bees/recruit", &sent).await;
    assert!(refused.status.is_client_error() && refused.html.contains("Please."), "{refused:?}");
}
