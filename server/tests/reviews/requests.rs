//! Requests to review: who is asked, and that nobody is asked any more once it is decided.

use serde_json::{Value, json};

use super::{hand_in, on};
use crate::support::bees::{bees, of, task};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_reviewer_who_is_named_at_once_is_told,
    a_request_is_read_once_somebody_has_decided,
    a_request_is_read_once_the_work_is_taken_back,
    a_request_goes_on_to_the_next_reviewer,
    what_a_review_asked_for_stays_unread_in_other_tasks,
);

/// The unread requests for a review.
async fn asked(who: &Person) -> Vec<Value> {
    let items = who.read("/api/v1/me/inbox?unread=true").await.items();
    items.into_iter().filter(|told| told["kind"] == "review").collect()
}

async fn a_reviewer_who_is_named_at_once_is_told(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("cleo", "normal")]).await;
    ana.perform("task.create", of(json!({ "title": "Count", "reviewer": "cleo" }))).await.ok();
    let told = asked(&people[0]).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["reason"], "reviewer");
    // They watch it from now on, as whoever is named later.
    let me = people[0].read("/api/v1/me/inbox").await.ok();
    assert_eq!(me["unread"], 1);
}

async fn a_request_is_read_once_somebody_has_decided(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let (ben, cleo) = (&people[0], &people[1]);
    let number = task(&ana, "Count").await;
    ana.perform("task.set_reviewer", on(number, json!({ "reviewer": "cleo" }))).await.ok();
    hand_in(ben, number).await;
    assert_eq!(asked(cleo).await.len(), 2);
    // Somebody stands in.
    ana.perform("task.review", on(number, json!({ "verdict": "accept" }))).await.ok();
    assert_eq!(asked(cleo).await, [] as [Value; 0]);
    let all = cleo.read("/api/v1/me/inbox").await.items();
    assert!(all.iter().filter(|told| told["kind"] == "review").all(|told| told["read"] == true), "{all:?}");
}

async fn a_request_is_read_once_the_work_is_taken_back(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    hand_in(&people[0], number).await;
    assert_eq!(asked(&ana).await.len(), 1);
    people[0].perform("task.set_phase", on(number, json!({ "phase": "in_progress" }))).await.ok();
    assert_eq!(asked(&ana).await.len(), 0, "taken up again");
    people[0].perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    assert_eq!(asked(&ana).await.len(), 1, "asked anew");
    people[0].perform("task.hand_back", on(number, json!({}))).await.ok();
    assert_eq!(asked(&ana).await.len(), 0, "handed back");
}

async fn a_request_goes_on_to_the_next_reviewer(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("ben", "normal"), ("cleo", "normal"), ("dan", "admin")]).await;
    let (cleo, dan) = (&people[1], &people[2]);
    let number = task(&ana, "Count").await;
    hand_in(&people[0], number).await;
    for (reviewer, wanted) in [("cleo", [0, 1]), ("ana", [1, 0])] {
        dan.perform("task.set_reviewer", on(number, json!({ "reviewer": reviewer }))).await.ok();
        assert_eq!([asked(&ana).await.len(), asked(cleo).await.len()], wanted, "{reviewer}");
    }
}

async fn what_a_review_asked_for_stays_unread_in_other_tasks(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let (one, other) = (task(&ana, "Count").await, task(&ana, "Draw").await);
    for number in [one, other] {
        hand_in(&people[0], number).await;
    }
    people[0].perform("task.comment", on(one, json!({ "body": "For @ana." }))).await.ok();
    ana.perform("task.review", on(one, json!({ "verdict": "accept" }))).await.ok();
    let left = ana.read("/api/v1/me/inbox?unread=true").await.items();
    let kinds: Vec<&str> = left.iter().filter_map(|told| told["kind"].as_str()).collect();
    assert_eq!(kinds, ["review"], "whoever acts on a task has read what they were told about it: {left:?}");
}
