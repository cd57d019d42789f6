//! The number beside the bell, while a page is open.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use super::Bees;
use crate::support::TestApp;
use crate::support::browser::Browser;
use crate::support::live::any as next;

#[tokio::test]
async fn a_new_notice_and_one_that_was_read_change_the_number_of_open_pages() {
    let bees = Bees::of(TestApp::start().await).await;
    let task = bees.task("Count zqsecret").await;
    let ben = Browser::signed_in(&bees.app, &bees.ben.id).await;
    let mut inbox = ben.listen("/inbox/live").await.into_body().into_data_stream();
    let mut page = ben.listen("/p/bees/live").await.into_body().into_data_stream();
    let cleo = Browser::signed_in(&bees.app, &bees.cleo.id).await;
    let mut other = cleo.listen("/inbox/live").await.into_body().into_data_stream();

    for stream in [&mut inbox, &mut other] {
        assert_eq!(next(stream).await.unwrap(), "event: inbox\ndata: 0\n\n", "as it is at first");
    }

    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    assert_eq!(next(&mut inbox).await.unwrap(), "event: inbox\ndata: 1\n\n");
    let mut heard = String::new();
    while !heard.contains("event: inbox\ndata: 1\n") {
        heard.push_str(&next(&mut page).await.unwrap());
    }

    bees.ben.perform("notice.read", json!({ "all": true })).await.ok();
    let mut heard = String::new();
    while !heard.contains("event: inbox\ndata: 0\n") {
        heard.push_str(&next(&mut page).await.unwrap());
    }
    // Of what others are told nobody hears.
    let silent = tokio::time::timeout(Duration::from_millis(300), next(&mut other)).await;
    assert!(silent.is_err(), "{silent:?}");
}

#[tokio::test]
async fn the_stream_of_an_inbox_is_for_its_person_and_ends_with_the_session() {
    let bees = Bees::of(TestApp::start().await).await;
    let visitor = Browser::new(&bees.app).listen("/inbox/live").await;
    assert_ne!(visitor.status(), StatusCode::OK);
    let mut ben = Browser::signed_in(&bees.app, &bees.ben.id).await;
    let mut inbox = ben.listen("/inbox/live").await.into_body().into_data_stream();
    assert_eq!(next(&mut inbox).await.unwrap(), "event: inbox\ndata: 0\n\n", "as it is at first");
    let me = ben.open("/me").await.shown();
    ben.fill(&me, "/me/sessions/end", &[]).await.shown();
    let task = bees.task("Count").await;
    bees.on(&bees.ana, "task.assign", task, json!({ "assignee": "ben" })).await;
    assert_eq!(next(&mut inbox).await, None, "it ends instead of telling");
}
