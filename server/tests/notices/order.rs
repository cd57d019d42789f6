//! The order of the tasks in a row of many.

use pursuance_domain::time::{HOUR, MINUTE};
use serde_json::json;

use super::Bees;
use crate::support::TestApp;
use crate::support::browser::{Browser, Page};

#[tokio::test]
async fn what_waits_longest_stands_first_among_many_reviews_and_the_newest_first_among_news() {
    let bees = Bees::of(TestApp::start().await).await;
    let titles: Vec<String> = (1..=7).map(|n| format!("Task {n}.")).collect();
    for title in &titles {
        let task = bees.task(title).await;
        bees.on(&bees.ana, "task.set_reviewer", task, json!({ "reviewer": "cleo" })).await;
        bees.on(&bees.ben, "task.take", task, json!({})).await;
    }
    bees.read_all().await;
    // The second one is handed in first.
    for task in [2, 1, 3, 4, 5, 6, 7] {
        // Within a day nobody is reminded of a review.
        bees.app.advance(HOUR);
        bees.on(&bees.ben, "task.set_phase", task, json!({ "phase": "ready_for_review" })).await;
    }
    bees.told().await;
    let order = |page: &Page| {
        let mut at: Vec<(usize, usize)> =
            (1..=7).map(|n| (page.html.find(&format!(">Task {n}.</a>")).unwrap(), n)).collect();
        at.sort_unstable();
        at.into_iter().map(|(_, n)| n).collect::<Vec<usize>>()
    };
    let page = Browser::signed_in(&bees.app, &bees.cleo.id).await.open("/inbox").await.shown();
    let page = page.saying("7 tasks are yours to review").saying("and 2 more");
    assert_eq!(order(&page), [2, 1, 3, 4, 5, 6, 7], "{page:?}");
    bees.read_all().await;
    for task in 1..=7 {
        bees.app.advance(MINUTE);
        bees.comment(&bees.ben, task, "Look.").await;
    }
    bees.told().await;
    let page = Browser::signed_in(&bees.app, &bees.cleo.id).await.open("/inbox").await.shown();
    assert_eq!(order(&page.saying("News of 7 tasks")), [7, 6, 5, 4, 3, 2, 1]);
}
