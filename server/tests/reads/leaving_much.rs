//! A person with more tasks than one transaction lets go of: a job does the rest, and a kill in between loses nothing
//! and reports nothing twice.

use pursuance::jobs::Worker;
use pursuance::store::{actors, jobs, tasks};
use pursuance_domain::action::{LetGo, SuspendAccount};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::parting::Parting;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{HOUR, MINUTE};
use pursuance_domain::value::Size;
use serde_json::{Value, json};

use crate::limits::table::TABLE;
use crate::support::peers::until;
use crate::support::rows::{a_task, set_reviewer};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    what_somebody_had_is_let_go_of_step_by_step_and_a_kill_in_between_repeats_nothing,
    whoever_comes_back_in_between_keeps_the_rest,
    many_tasks_in_several_pursuances_are_let_go_of_after_a_suspension,
    many_reviews_are_let_go_of_when_somebody_may_review_no_more,
);

/// How much is let go of in one transaction.
fn at_once() -> usize {
    let row = TABLE.iter().flat_map(|(_, rows)| *rows).find(|row| row.id == "let-go");
    usize::try_from(row.unwrap().most.number()).unwrap()
}

/// A pursuance of ana with lena in it.
async fn pursuance(ana: &Person, lena: &Person, slug: &str) -> ActorId {
    let input = json!({ "slug": slug, "name": slug, "mission": "", "visibility": "public" });
    let made = ana.perform("pursuance.create", input).await.ok();
    lena.perform("pursuance.join", json!({ "pursuance": slug })).await.ok();
    ActorId(made["result"]["id"].as_str().unwrap().to_owned())
}

/// Tasks that lena has begun, and others that she is to review.
async fn give(app: &TestApp, of: &ActorId, lena: &Person, begun: usize, reviews: usize) {
    let mut tx = app.db.write().await.unwrap();
    let bees = actors::by_id(&mut tx, of).await.unwrap().unwrap();
    let now = app.clock.now();
    for n in 0..begun + reviews {
        let task = a_task(&mut tx, &bees, None, "Task", Size::M).await;
        if n < begun {
            tasks::set_state(&mut tx, &task.id, Phase::Started, Some(&lena.id), now).await.unwrap();
        } else {
            set_reviewer(&mut tx, &task, Some(&lena.id), now).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// How much lena still has in a pursuance, in all.
async fn left(app: &TestApp, of: &ActorId, lena: &Person) -> usize {
    let mut tx = app.db.read().await.unwrap();
    tasks::under_way_of(&mut tx, of, &lena.id, 10_000).await.unwrap().len()
        + tasks::open_reviews_of(&mut tx, of, &lena.id, 10_000).await.unwrap().len()
}

/// Whether a job is due. Statistics are renewed later.
async fn is_due(app: &TestApp) -> bool {
    jobs::waiting(&mut app.db.read().await.unwrap(), app.clock.now()).await.unwrap().1.is_some()
}

/// The tasks that were let go of, as the pursuance was told.
async fn told(ana: &Person, because: &str) -> Vec<Value> {
    let (mut told, mut after) = (Vec::new(), 0);
    loop {
        let page = format!("/api/v1/pursuances/bees/events?limit=200&after={after}");
        let events = ana.read(&page).await.items();
        let Some(last) = events.last() else { return told };
        after = last["seq"].as_i64().unwrap();
        told.extend(events.into_iter().filter(|event| event["data"]["because"] == because));
    }
}

/// As a worker does that is killed before it has noted anything.
async fn one_step_of_a_worker_that_is_killed(app: &TestApp, step: LetGo) {
    let mut tx = app.db.write().await.unwrap();
    let now = app.clock.now();
    let claimed = jobs::claim(&mut tx, "killed", now, now.plus(2 * MINUTE), 10, &jobs::Postponed::default())
        .await
        .unwrap();
    assert_eq!(claimed.len(), 1);
    tx.commit().await.unwrap();
    let clock = Principal::Clock { job: "queue".to_owned() };
    app.perform(&clock, step.into()).await.unwrap();
}

async fn what_somebody_had_is_let_go_of_step_by_step_and_a_kill_in_between_repeats_nothing(app: TestApp) {
    let (ana, lena) = (app.person("ana").await, app.person("lena").await);
    let bees = pursuance(&ana, &lena, "bees").await;
    let had = 2 * at_once() + 30;
    give(&app, &bees, &lena, had - 20, 20).await;

    lena.perform("pursuance.leave", json!({ "pursuance": "bees" })).await.ok();
    assert_eq!(left(&app, &bees, &lena).await, had - at_once(), "one transaction lets go of no more");
    assert!(is_due(&app).await);

    let by = Some(lena.id.clone());
    let step = LetGo { pursuance: bees.clone(), person: lena.id.clone(), why: Parting::Left, by, to: None };
    one_step_of_a_worker_that_is_killed(&app, step).await;
    assert_eq!(left(&app, &bees, &lena).await, had - 2 * at_once());
    // The lease of the one that was killed runs out.
    app.advance(HOUR);
    let worker = Worker::spawn(&app);
    until("nothing is left", async || left(&app, &bees, &lena).await == 0).await;
    until("the job is done", async || !is_due(&app).await).await;
    worker.stop().await;

    let told = told(&ana, "left").await;
    let tasks: std::collections::BTreeSet<_> = told.iter().map(|event| event["object"].to_string()).collect();
    assert_eq!((told.len(), tasks.len()), (had, had), "each is told once");
    assert!(told.iter().all(|event| event["actor"] == told[0]["actor"]), "by whoever left");
    assert!(!told[0]["actor"].is_null());
}

async fn whoever_comes_back_in_between_keeps_the_rest(app: TestApp) {
    let (ana, lena) = (app.person("ana").await, app.person("lena").await);
    let bees = pursuance(&ana, &lena, "bees").await;
    give(&app, &bees, &lena, at_once() + 5, 0).await;
    lena.perform("pursuance.leave", json!({ "pursuance": "bees" })).await.ok();
    lena.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();

    let worker = Worker::spawn(&app);
    until("the job is done", async || !is_due(&app).await).await;
    worker.stop().await;
    assert_eq!(left(&app, &bees, &lena).await, 5);
}

async fn many_tasks_in_several_pursuances_are_let_go_of_after_a_suspension(app: TestApp) {
    let ruth = app.operator("ruth").await;
    let (ana, lena) = (app.person("ana").await, app.person("lena").await);
    let bees = pursuance(&ana, &lena, "bees").await;
    let wasps = pursuance(&ana, &lena, "wasps").await;
    give(&app, &bees, &lena, at_once(), 5).await;
    give(&app, &wasps, &lena, 5, 5).await;

    let suspend = SuspendAccount { account: lena.id.clone(), suspended: true };
    let operator = Principal::Person { actor: ruth.id.clone(), via: Via::Session };
    app.perform(&operator, suspend.into()).await.unwrap();
    assert_eq!(left(&app, &bees, &lena).await + left(&app, &wasps, &lena).await, 15, "over all of them");
    // A task that she takes while this is going on is freed a minute later.
    app.advance(MINUTE);

    let worker = Worker::spawn(&app);
    until("the jobs are done", async || !is_due(&app).await).await;
    worker.stop().await;
    assert_eq!(left(&app, &bees, &lena).await + left(&app, &wasps, &lena).await, 0);
    let told = told(&ana, "unavailable").await;
    assert_eq!(told.len(), at_once() + 5);
    assert!(told.iter().all(|event| event["actor"].is_null()), "nobody is told which operator it was");
}

async fn many_reviews_are_let_go_of_when_somebody_may_review_no_more(app: TestApp) {
    let (ana, lena) = (app.person("ana").await, app.person("lena").await);
    let bees = pursuance(&ana, &lena, "bees").await;
    give(&app, &bees, &lena, 1, at_once() + 5).await;
    let viewer = json!({ "pursuance": "bees", "member": "lena", "role": "viewer" });
    ana.perform("member.set_role", viewer).await.ok();
    assert_eq!(left(&app, &bees, &lena).await, 1 + 5);

    let worker = Worker::spawn(&app);
    until("the job is done", async || !is_due(&app).await).await;
    worker.stop().await;
    assert_eq!(left(&app, &bees, &lena).await, 1, "what she does herself stays hers");
}
