//! Karma (RULES §6): who earns it, for what and with whom, who sees it, and that it never leaves the server.

pub mod away;

use http::StatusCode;
use pursuance::store::erase;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::DAY;
use serde_json::{Value, json};

use crate::support::bees::{BEES, bees, of};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::inspect::Inspect;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    accepted_work_earns_by_its_size_and_the_review_one,
    the_same_two_earn_half_as_much_with_each_repetition_within_thirty_days,
    a_task_that_is_opened_again_takes_back_what_it_earned,
    nobody_earns_alone_and_nothing_is_earned_without_a_verdict,
    members_read_what_for_and_from_whom_and_strangers_nothing,
    a_list_of_karma_goes_on_where_it_was_cut,
    the_ledger_goes_with_its_pursuance,
);

fn on(task: i64, more: Value) -> Value {
    merged(of(json!({ "task": task })), more)
}

/// Has somebody do a task of a size, and somebody else accept it. Its number.
async fn done(worker: &Person, judge: &Person, size: &str) -> i64 {
    let new = of(json!({ "title": "Count", "size": size }));
    let number = judge.perform("task.create", new).await.ok()["result"]["task"].as_i64().unwrap();
    worker.perform("task.take", on(number, json!({}))).await.ok();
    worker.perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    judge.perform("task.review", on(number, json!({ "verdict": "accept" }))).await.ok();
    number
}

/// Karma of somebody, the newest first, as (deed, points, with).
async fn karma(of: &Person) -> Vec<(String, f64, String)> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let lines = of.read("/api/v1/me/karma").await.items();
    lines
        .iter()
        .map(|line| (word(&line["deed"]), line["points"].as_f64().unwrap(), word(&line["with"])))
        .collect()
}

async fn total(of: &Person) -> f64 {
    of.read("/api/v1/me/karma").await.ok()["totals"]["bees"].as_f64().unwrap()
}

fn line(deed: &str, points: f64, with: &str) -> (String, f64, String) {
    (deed.to_owned(), points, with.to_owned())
}

async fn accepted_work_earns_by_its_size_and_the_review_one(app: TestApp) {
    let others = [("ben", "normal"), ("cleo", "normal"), ("dan", "normal")];
    let (ana, people) = bees(&app, "public", &others).await;
    for (worker, size, points) in [(&people[0], "s", 1.0), (&people[1], "m", 3.0), (&people[2], "l", 6.0)] {
        done(worker, &ana, size).await;
        assert_eq!(karma(worker).await, [line("work", points, "ana")], "{size}");
    }
    assert_eq!(
        karma(&ana).await,
        [line("review", 1.0, "dan"), line("review", 1.0, "cleo"), line("review", 1.0, "ben")]
    );
    assert!((total(&ana).await - 3.0).abs() < 1e-9);
}

async fn the_same_two_earn_half_as_much_with_each_repetition_within_thirty_days(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "assistant_admin")]).await;
    let ben = &people[0];
    done(ben, &ana, "m").await;
    done(ben, &ana, "m").await;
    // A repetition counts, whichever of the two does the work.
    done(&ana, ben, "m").await;
    assert_eq!(
        karma(ben).await,
        [line("review", 0.25, "ana"), line("work", 1.5, "ana"), line("work", 3.0, "ana")]
    );
    assert!((total(ben).await - 4.75).abs() < 1e-9);
    app.advance(31 * DAY);
    done(ben, &ana, "m").await;
    assert_eq!(karma(ben).await[0], line("work", 3.0, "ana"));
}

async fn a_task_that_is_opened_again_takes_back_what_it_earned(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = done(ben, &ana, "l").await;
    for phase in ["in_progress", "ready_for_review"] {
        ana.perform("task.set_phase", on(number, json!({ "phase": phase }))).await.ok();
    }
    assert_eq!(karma(ben).await, [line("work", -6.0, "ana"), line("work", 6.0, "ana")]);
    assert!(total(ben).await.abs() < 1e-9 && total(&ana).await.abs() < 1e-9);
    // Points that were taken back were no repetition either, and are taken back once.
    ana.perform("task.review", on(number, json!({ "verdict": "accept" }))).await.ok();
    assert!((total(ben).await - 6.0).abs() < 1e-9);
    ana.perform("task.set_phase", on(number, json!({ "phase": "in_progress" }))).await.ok();
    assert!(total(ben).await.abs() < 1e-9);
}

async fn nobody_earns_alone_and_nothing_is_earned_without_a_verdict(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    // Their own work, as nobody else could review it.
    let own = ana.perform("task.create", of(json!({ "title": "Own", "size": "l" }))).await.ok();
    let own = own["result"]["task"].as_i64().unwrap();
    ana.perform("task.take", on(own, json!({}))).await.ok();
    ana.perform("task.set_phase", on(own, json!({ "phase": "done" }))).await.ok();
    ana.perform("pursuance.edit", of(json!({ "may_skip_review": true }))).await.ok();
    let new = of(json!({ "title": "Count", "needs_review": false }));
    let number = ana.perform("task.create", new).await.ok()["result"]["task"].as_i64().unwrap();
    ben.perform("task.take", on(number, json!({}))).await.ok();
    ben.perform("task.set_phase", on(number, json!({ "phase": "done" }))).await.ok();
    // Finished together with the task above it.
    let whole =
        ana.perform("task.create", of(json!({ "title": "All" }))).await.ok()["result"]["task"].clone();
    let part = ana.perform("task.create", of(json!({ "title": "Part", "parent": whole }))).await.ok();
    let (whole, part) = (whole.as_i64().unwrap(), part["result"]["task"].as_i64().unwrap());
    ben.perform("task.take", on(part, json!({}))).await.ok();
    ana.perform("task.take", on(whole, json!({}))).await.ok();
    ana.perform("task.set_phase", on(whole, json!({ "phase": "done", "subtasks": "finish" }))).await.ok();
    assert_eq!((karma(&ana).await, karma(ben).await), (vec![], vec![]));
}

async fn members_read_what_for_and_from_whom_and_strangers_nothing(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("ben", "normal"), ("val", "viewer"), ("eve", "untrusted")]).await;
    let number = done(&people[0], &ana, "m").await;
    let mut vals = Browser::signed_in(&app, &people[1].id).await;
    let page = vals.open("/p/bees/m/ben").await.shown();
    let page =
        page.saying("Karma").saying("may be asked earlier").saying("work, accepted by ana").saying("Count");
    assert!(!page.says("Points") && !page.says("+3"), "{page:?}");
    for reader in [None, Some(&people[2])] {
        let mut browser = match reader {
            Some(person) => Browser::signed_in(&app, &person.id).await,
            None => Browser::new(&app),
        };
        let page = browser.open("/p/bees/m/ben").await;
        assert!(!page.says("Karma") && !page.says("accepted by"), "{page:?}");
    }
    app.visitor().read("/api/v1/me/karma").await.problem(401, "token-needed");
    // One's own ledger names no task that one may not read.
    ana.perform("task.trash", on(number, json!({}))).await.ok();
    let mine = people[0].read("/api/v1/me/karma").await.items();
    assert_eq!((&mine[0]["task"], &mine[0]["title"]), (&Value::Null, &Value::Null));
    let gone = vals.open("/p/bees/m/ben").await.shown();
    assert!(gone.says("accepted by") && !gone.says("Count"), "{gone:?}");
    // A former member reads nothing of it.
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    assert_eq!(karma(&people[0]).await, []);
}

async fn a_list_of_karma_goes_on_where_it_was_cut(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    for _ in 0..3 {
        done(&people[0], &ana, "l").await;
    }
    let first = people[0].read("/api/v1/me/karma?limit=2").await.ok();
    let next = first["next"].as_str().unwrap();
    let rest = people[0].read(&format!("/api/v1/me/karma?limit=2&after={next}")).await.ok();
    assert_eq!((&rest["items"][0]["points"], &rest["next"]), (&json!(6.0), &Value::Null));
    let none = people[0].read("/api/v1/me/karma?limit=0").await;
    assert_eq!(none.status, StatusCode::BAD_REQUEST);
}

async fn the_ledger_goes_with_its_pursuance(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = done(&people[0], &ana, "m").await;
    ana.perform("task.set_phase", on(number, json!({ "phase": "in_progress" }))).await.ok();
    let pursuance = ana.read(BEES).await.ok()["id"].as_str().unwrap().to_owned();
    let mut tx = app.db.write().await.unwrap();
    // Two lines, and the two that take them back.
    for _ in 0..4 {
        let removed = erase::some(&mut tx, &ActorId(pursuance.clone()), 0, 1).await.unwrap().unwrap();
        assert_eq!(removed.rows, 1);
    }
    tx.commit().await.unwrap();
    let left = Inspect::open(&app.config.database_url).await.count("karma").await;
    assert_eq!(left, 0);
}
