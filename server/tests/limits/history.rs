//! Traces of actions that are no text: events, and answers that are kept for a repeated request.

use http::StatusCode;
use pursuance::actions::limits::KEPT_ANSWERS;
use pursuance::bounds::rate::HISTORY;
use pursuance_domain::time::{DAY, MINUTE, SECOND};
use serde_json::json;

use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::{Answer, Person, TestApp, on_both_apps};

on_both_apps!(
    answers_that_are_kept_for_a_person_have_a_sum,
    a_form_beyond_the_sum_is_carried_out_and_its_answer_is_not_kept,
);

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

/// Fails where nothing sums what is kept: the pace alone leaves more than a GiB of answers to forms.
async fn answers_that_are_kept_for_a_person_have_a_sum(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let inspect = Inspect::open(&app.config.database_url).await;
    let day = app.clock.now().0.div_euclid(DAY);
    for scope in ["kept-answers", "kept-forms"] {
        let values = format!("'{scope}', '{}', {day}, {}", ana.id, KEPT_ANSWERS - 1);
        inspect.spoil(&format!("insert into counter (scope, subject, slot, n) values ({values})")).await;
    }
    let edit = async |who: &Person, key: Option<&str>| {
        let key = key.map(|key| ("idempotency-key", key));
        let input = json!({ "display": "Somebody" });
        who.post("/api/v1/actions/profile.edit", key.as_slice(), input).await
    };
    edit(&ana, Some("one")).await.ok();
    let refused = edit(&ana, Some("two")).await;
    assert!(is_later(&refused), "{refused:?}");
    // All of them count until the end of the next day.
    let wait: i64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    let left = 2 * DAY - app.clock.now().0.rem_euclid(DAY);
    assert!((wait * SECOND - left).abs() <= 60 * SECOND, "{wait} s");
    edit(&ana, Some("one")).await.ok();
    edit(&ana, None).await.ok();
    edit(&ben, Some("two")).await.ok();
    // Those of forms are counted for themselves.
    let kept = async |form: bool| {
        let key = if form { "form 1" } else { "1" };
        let mut tx = app.db.read().await.unwrap();
        pursuance::store::instance::kept_bytes(&mut tx, &ana.id, key, app.clock.now()).await.unwrap()
    };
    let most = i64::try_from(KEPT_ANSWERS).unwrap();
    assert!(kept(false).await > most && kept(true).await == most - 1);
    app.advance(2 * DAY);
    edit(&ana, Some("three")).await.ok();
    assert!((1..9_999).contains(&kept(false).await) && kept(true).await == most - 1);
    app.advance(30 * DAY);
    assert_eq!(kept(true).await, 0);
}

/// Fails where a form is refused as a program is: a browser sends a key with every form, and nobody can leave it out.
async fn a_form_beyond_the_sum_is_carried_out_and_its_answer_is_not_kept(app: TestApp) {
    let ana = app.person("ana").await;
    let bees = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
    ana.perform("pursuance.create", bees).await.ok();
    let mut browser = Browser::of(&app, "ana").await;
    let page = browser.open("/p/bees").await.shown();
    let mut tasks_after = async |key: &str| {
        let form = page.form("/p/bees/tasks").with(&[("title", "Count the hives"), ("key", key)]);
        browser.submit(form).await.shown();
        ana.read("/api/v1/pursuances/bees/tasks").await.items().len()
    };
    assert_eq!((tasks_after("first").await, tasks_after("first").await), (1, 1), "sent twice, done once");
    let inspect = Inspect::open(&app.config.database_url).await;
    inspect.spoil(&format!("update counter set n = {KEPT_ANSWERS} where scope = 'kept-forms'")).await;
    assert_eq!((tasks_after("second").await, tasks_after("second").await), (2, 3), "nothing is kept");
    assert_eq!(tasks_after("first").await, 3, "what was kept before is");
    let kept = inspect.rows("select key from idempotency").await.concat();
    assert_eq!(kept, ["form first"]);
}
