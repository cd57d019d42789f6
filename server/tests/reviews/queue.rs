//! Work that waits for a verdict: the queue of a person, and that of a pursuance.

use http::StatusCode;
use pursuance_domain::time::MINUTE;
use serde_json::{Value, json};

use super::{begin, hand_in, on};
use crate::support::bees::{bees, of, task};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_queue_has_what_its_person_decides_and_nothing_else,
    a_queue_goes_on_where_it_stopped,
    the_queue_of_a_pursuance_begins_with_what_the_viewer_decides,
    a_tab_counts_only_what_the_viewer_decides,
    a_queue_forgets_whoever_may_no_longer_review,
);

async fn queue(who: &Person) -> Vec<Value> {
    who.read("/api/v1/me/reviews").await.items()
}

fn numbers(items: &[Value]) -> Vec<i64> {
    items.iter().filter_map(|one| one["task"].as_i64()).collect()
}

/// Four tasks of ana, of which ben has done three: one for ana, two for cleo, one of them in review.
async fn scene(app: &TestApp) -> (Person, Vec<Person>) {
    let (ana, people) = bees(
        app,
        "members",
        &[("ben", "normal"), ("cleo", "normal"), ("dan", "admin"), ("uma", "untrusted")],
    )
    .await;
    for (title, reviewer) in [("One", None), ("Two", Some("cleo")), ("Three", Some("cleo")), ("Four", None)] {
        let new = of(json!({ "title": title, "reviewer": reviewer }));
        ana.perform("task.create", new).await.ok();
        app.advance(MINUTE);
    }
    for number in [1, 2, 3] {
        hand_in(&people[0], number).await;
        app.advance(MINUTE);
    }
    begin(&people[0], 4).await;
    people[1].perform("task.set_phase", on(2, json!({ "phase": "in_review" }))).await.ok();
    (ana, people)
}

async fn a_queue_has_what_its_person_decides_and_nothing_else(app: TestApp) {
    let (ana, people) = scene(&app).await;
    let anas = queue(&ana).await;
    assert_eq!(numbers(&anas), [1], "{anas:?}");
    let wanted =
        json!({ "pursuance": "bees", "title": "One", "phase": "ready_for_review", "assignee": "ben" });
    for (member, value) in wanted.as_object().unwrap() {
        assert_eq!(&anas[0][member], value, "{member}");
    }
    // The longest untouched first: the second was touched last, when its review began.
    assert_eq!(numbers(&queue(&people[1]).await), [3, 2]);
    for other in [&people[0], &people[2], &people[3]] {
        assert_eq!(numbers(&queue(other).await), [0; 0]);
    }
    app.visitor().read("/api/v1/me/reviews").await.problem(401, "token-needed");
    people[1].perform("task.review", on(3, json!({ "verdict": "accept" }))).await.ok();
    assert_eq!(numbers(&queue(&people[1]).await), [2]);
    let mut browser = Browser::signed_in(&app, &people[1].id).await;
    let home = browser.open("/").await.shown().saying("The review of the work of");
    assert!(!home.says("One task waits for your review"), "it stands there: {home:?}");
    let page = browser.open("/reviews").await.shown().saying("Two").saying("Bees");
    assert!(!page.says("Three"), "{page:?}");
}

async fn a_queue_goes_on_where_it_stopped(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    // All at the same moment: the order is that of their ids.
    for _ in 0..5 {
        let number = task(&ana, "Count").await;
        hand_in(&people[0], number).await;
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let part = ana.read(&format!("/api/v1/me/reviews?limit=2{after}")).await.ok();
        let items = part["items"].as_array().unwrap().clone();
        assert!(items.len() <= 2);
        seen.extend(numbers(&items));
        match part["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    assert_eq!(seen, [1, 2, 3, 4, 5]);
    ana.read("/api/v1/me/reviews?after=nothing").await.problem(400, "invalid-query");
}

async fn the_queue_of_a_pursuance_begins_with_what_the_viewer_decides(app: TestApp) {
    let (_, people) = scene(&app).await;
    let mut cleos = Browser::signed_in(&app, &people[1].id).await;
    let page = cleos.open("/p/bees/reviews").await.shown();
    let at = |words: &str| page.html.find(words).unwrap_or_else(|| panic!("{words}: {page:?}"));
    let order = ["Waits for your review", ">Three<", ">Two<", "Others decide", ">One<"];
    assert!(order.windows(2).all(|two| at(two[0]) < at(two[1])), "{page:?}");
    assert!(!page.says("Four"), "it is not handed in: {page:?}");
    // A member who sees only their own tasks sees no others here.
    let mut umas = Browser::signed_in(&app, &people[3].id).await;
    let page = umas.open("/p/bees/reviews").await.shown().saying("No work waits for a review");
    assert!(!page.says("One") && !page.says("Two"), "{page:?}");
    let mut nobody = Browser::new(&app);
    assert_eq!(nobody.open("/p/bees/reviews").await.status, StatusCode::NOT_FOUND);
}

async fn a_tab_counts_only_what_the_viewer_decides(app: TestApp) {
    let (ana, people) = scene(&app).await;
    let count = async |person: &Person| {
        let mut browser = Browser::signed_in(&app, &person.id).await;
        let page = browser.open("/p/bees/suggestions").await.shown();
        let (_, tab) =
            page.html.split_once("tabs within").unwrap().1.split_once("/p/bees/reviews\"").unwrap();
        let (tab, _) = tab.split_once("</a>").unwrap();
        tab.split_once("count\">").and_then(|(_, rest)| rest.split('<').next()?.parse::<i64>().ok())
    };
    let counts = [
        count(&ana).await,
        count(&people[0]).await,
        count(&people[1]).await,
        count(&people[2]).await,
        count(&people[3]).await,
    ];
    // An Admin may stand in; it does not wait for them.
    assert_eq!(counts, [Some(1), None, Some(2), None, None]);
    let public = of(json!({ "visibility": "public" }));
    ana.perform("pursuance.edit", public).await.ok();
    let mut nobody = Browser::new(&app);
    assert!(!nobody.open("/p/bees").await.shown().html.contains("/p/bees/reviews\""));
}

async fn a_queue_forgets_whoever_may_no_longer_review(app: TestApp) {
    let (ana, people) = scene(&app).await;
    let role = of(json!({ "member": "cleo", "role": "viewer" }));
    ana.perform("member.set_role", role).await.ok();
    assert_eq!(numbers(&queue(&people[1]).await), [0; 0]);
    // Their reviews fall to the creator.
    let mut left = numbers(&queue(&ana).await);
    left.sort_unstable();
    assert_eq!(left, [1, 2, 3]);
}
