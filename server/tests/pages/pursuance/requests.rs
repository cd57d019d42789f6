//! A person who has asked to join sees the waiting request, and withdraws it.

use http::StatusCode;
use serde_json::json;

use crate::support::browser::Browser;
use crate::support::{Person, TestApp};

/// Bees that anybody may read and ask to join, and Bob and Cay who ask.
async fn asked(app: &TestApp) -> (Person, Person) {
    let (ana, bob) = (app.person("ana").await, app.person("bob").await);
    let bees = json!({ "slug": "bees", "name": "The bees", "mission": "We count.", "joining": "approval" });
    ana.perform("pursuance.create", bees).await.ok();
    let input = json!({ "pursuance": "bees", "note": "I keep <b>bees</b>." });
    bob.perform("pursuance.join", input).await.ok();
    app.person("cay").await.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    (ana, bob)
}

#[tokio::test]
async fn whoever_asked_to_join_sees_that_on_the_page_of_the_pursuance_and_takes_it_back() {
    let app = TestApp::start().await;
    let (_, bob) = asked(&app).await;
    let mut bob = Browser::signed_in(&app, &bob.id).await;
    let page = bob.open("/p/bees").await.shown();
    let page = page.saying("Nobody has answered yet").saying("I keep <b>bees</b>.");
    assert!(!page.html.contains("I keep <b>"), "{page:?}");
    assert!(!Browser::new(&app).open("/p/bees").await.says("Nobody has answered yet"));

    let gone = bob.fill(&page, "/p/bees/leave", &[]).await.shown().saying("is withdrawn");
    assert!(!gone.says("Nobody has answered yet") && gone.says("Ask to join"), "{gone:?}");
}

#[tokio::test]
async fn a_request_to_a_pursuance_that_has_become_one_for_members_only_is_seen_and_taken_back() {
    let app = TestApp::start().await;
    let (ana, bob) = asked(&app).await;
    let hidden = json!({ "pursuance": "bees", "visibility": "members", "name": "Secret hives" });
    ana.perform("pursuance.edit", hidden).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Hide the queen" })).await.ok();

    let mut stranger = Browser::signed_in(&app, &app.person("zoe").await.id).await;
    assert_eq!(stranger.open("/p/bees").await.status, StatusCode::NOT_FOUND);
    assert_eq!(Browser::new(&app).open("/p/bees").await.status, StatusCode::NOT_FOUND);

    let mut bob = Browser::signed_in(&app, &bob.id).await;
    let page =
        bob.open("/p/bees").await.shown().saying("You asked to join bees").saying("I keep <b>bees</b>.");
    for hidden in ["Secret hives", "We count.", "Hide the queen", "ana"] {
        assert!(!page.html.split("<main").nth(1).unwrap().contains(hidden), "{hidden}: {page:?}");
    }
    assert_eq!(bob.open("/p/bees/t/1").await.status, StatusCode::NOT_FOUND);
    bob.fill(&page, "/p/bees/leave", &[]).await.shown().saying("Your request to join is withdrawn");
    assert_eq!(bob.open("/p/bees").await.status, StatusCode::NOT_FOUND);
    let members = Browser::signed_in(&app, &ana.id).await.open("/p/bees/members").await.shown();
    assert!(members.says("cay") && !members.says("bob"), "{members:?}");
}

#[tokio::test]
async fn who_was_let_in_sees_the_pursuance_and_no_request() {
    let app = TestApp::start().await;
    let (ana, bob) = asked(&app).await;
    ana.perform("pursuance.edit", json!({ "pursuance": "bees", "visibility": "members" })).await.ok();
    ana.perform("member.decide", json!({ "pursuance": "bees", "member": "bob", "accept": true })).await.ok();
    let page = Browser::signed_in(&app, &bob.id).await.open("/p/bees").await.shown().saying("The bees");
    assert!(!page.says("Nobody has answered yet"), "{page:?}");
}
