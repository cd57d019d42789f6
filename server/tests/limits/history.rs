//! What actions leave that is no text: events, and answers that are kept for a repeated request.

use http::StatusCode;
use pursuance::bounds::rate::HISTORY;
use pursuance_domain::time::{DAY, MINUTE};
use serde_json::json;

use crate::support::{Answer, Person, TestApp};

/// How many edits of the first task, whose revision this is, still go when an account may leave a hundred KiB more; and what refuses
/// the next one. An edit tells thirty-two long skills of before and as many of now, which are no texts.
async fn edits(app: &TestApp, ana: &Person, revision: &mut i64, with_key: bool) -> (usize, Answer) {
    app.advance(2 * DAY);
    app.history.add(&ana.id, f64::from(HISTORY.at_once) - 100.0);
    let mut done = 0;
    loop {
        let area = if *revision % 2 == 0 { "Field" } else { "Honey" };
        let skills: Vec<_> = (10..42).map(|n| format!("{area}:{}{n}", "x".repeat(50))).collect();
        let edit = json!({ "pursuance": "bees", "task": 1, "revision": *revision, "skills": skills });
        let key = revision.to_string();
        let key = [("idempotency-key", key.as_str())];
        let headers = if with_key { &key[..] } else { &[] };
        let answer = ana.post("/api/v1/actions/task.edit", headers, edit).await;
        if answer.status != StatusCode::OK {
            return (done, answer);
        }
        *revision += 1;
        done += 1;
    }
}

fn is_later(answer: &Answer) -> bool {
    answer.status == StatusCode::TOO_MANY_REQUESTS && answer.headers.contains_key("retry-after")
}

#[tokio::test]
async fn what_edits_and_kept_answers_leave_has_a_pace() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
    ana.perform("pursuance.create", bees).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let mut revision = 1;
    let (plain, refused) = edits(&app, &ana, &mut revision, false).await;
    assert!(is_later(&refused), "{refused:?}");
    assert!((20..40).contains(&plain), "each leaves some KiB: {plain}");
    ben.perform("profile.edit", json!({ "display": "Ben" })).await.ok();
    app.advance(MINUTE);
    ana.perform("profile.edit", json!({ "display": "Ana" })).await.ok();
    let (kept, refused) = edits(&app, &ana, &mut revision, true).await;
    assert!(is_later(&refused), "{refused:?}");
    assert!((8..=plain / 2 + 1).contains(&kept), "a kept answer has the event, too: {kept} of {plain}");
}
