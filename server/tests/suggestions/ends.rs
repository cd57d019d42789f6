//! Suggestions of somebody who is no member any more.

use pursuance::jobs::Worker;
use pursuance::store::requests;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::DAY;
use serde_json::{Value, json};

use super::{heard, named, one, queue, suggest};
use crate::support::bees::{BEES, bees, of};
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    what_somebody_suggested_who_is_gone_is_closed_with_the_reason,
    a_former_member_reads_nothing_of_the_suggestions,
    answered_suggestions_are_kept_for_half_a_year_and_those_that_made_a_task_with_it,
);

async fn what_somebody_suggested_who_is_gone_is_closed_with_the_reason(app: TestApp) {
    let others =
        [("ben", "normal"), ("ivo", "viewer"), ("uma", "viewer"), ("eve", "viewer"), ("vic", "normal")];
    let (ana, people) = bees(&app, "public", &others).await;
    let mut ids = Vec::new();
    for person in &people {
        ids.push(suggest(person, "task.create", json!({ "title": "Count" })).await);
    }
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    for (action, name) in [("member.remove", "ivo"), ("member.ban", "uma")] {
        ana.perform(action, of(json!({ "member": name, "reason": "Rest." }))).await.ok();
    }
    ana.perform("member.set_role", of(json!({ "member": "eve", "role": "untrusted" }))).await.ok();
    // A lower role that may still suggest closes nothing.
    ana.perform("member.set_role", of(json!({ "member": "vic", "role": "viewer" }))).await.ok();
    let waiting: Vec<Value> = queue(&ana).await.into_iter().map(|one| one["suggestion"].clone()).collect();
    assert_eq!(waiting, [json!(ids[4])]);
    let closed: Vec<(Value, Value)> = heard(&ana)
        .await
        .into_iter()
        .filter(|event| event["verb"] == "suggestion.closed")
        .map(|event| (event["data"]["by"].clone(), event["data"]["because"].clone()))
        .collect();
    let by = |at: usize, because: &str| (json!(people[at].id), json!(because));
    assert_eq!(closed, [by(0, "left"), by(1, "unavailable"), by(2, "unavailable"), by(3, "role")]);
    ana.perform("suggestion.accept", named(&ids[0], json!({}))).await.problem(409, "already-decided");
    // A member who comes back finds it closed, and does not find it opened again.
    people[0].perform("pursuance.join", of(json!({}))).await.ok();
    let own = one(&people[0], &ids[0]).await;
    assert_eq!((&own["state"], &own["because"]), (&json!("closed"), &json!("left")));
}

async fn a_former_member_reads_nothing_of_the_suggestions(app: TestApp) {
    let others = [("aga", "assistant_admin"), ("val", "viewer")];
    let (ana, people) = bees(&app, "public", &others).await;
    let id = suggest(&people[1], "task.create", json!({ "title": "Count" })).await;
    assert_eq!(queue(&people[0]).await.len(), 1);
    ana.perform("member.ban", of(json!({ "member": "aga", "reason": "No." }))).await.ok();
    assert!(queue(&people[0]).await.is_empty());
    people[0].perform("suggestion.accept", named(&id, json!({}))).await.problem(404, "not-found");
    people[1].perform("pursuance.leave", of(json!({}))).await.ok();
    assert!(queue(&people[1]).await.is_empty());
    people[1].perform("suggestion.withdraw", named(&id, json!({}))).await.problem(404, "not-found");
}

async fn answered_suggestions_are_kept_for_half_a_year_and_those_that_made_a_task_with_it(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer")]).await;
    let mut ids = Vec::new();
    for title in ["Count", "Draw", "Weigh"] {
        ids.push(suggest(&people[0], "task.create", json!({ "title": title })).await);
    }
    ana.perform("suggestion.accept", named(&ids[0], json!({}))).await.ok();
    ana.perform("suggestion.decline", named(&ids[1], json!({ "reason": "No." }))).await.ok();
    let drop = suggest(&people[0], "task.set_phase", json!({ "task": 1, "phase": "dropped" })).await;
    ana.perform("suggestion.accept", named(&drop, json!({}))).await.ok();
    let taken_back = suggest(&people[0], "task.create", json!({ "title": "Fly" })).await;
    people[0].perform("suggestion.withdraw", named(&taken_back, json!({}))).await.ok();
    let inspect = Inspect::open(&app.config.database_url).await;
    let sql = "select state || case when made is null then '' else ' and made' end from proposal order by id";
    let kept = async || inspect.rows(sql).await.concat();
    // Goes with the same sweep, which has passed when it is gone.
    let mark = async || {
        let of = ana.read(BEES).await.ok()["id"].as_str().unwrap().to_owned();
        let mut tx = app.db.write().await.unwrap();
        let long_ago = app.clock.now().plus(-30 * DAY);
        requests::declined(&mut tx, &ActorId(of), &people[0].id, None, long_ago).await.unwrap();
        tx.commit().await.unwrap();
    };
    app.advance(179 * DAY);
    mark().await;
    let worker = Worker::spawn(&app);
    let is_swept = async || inspect.count("declined_request").await == 0;
    until("a sweep has passed", is_swept).await;
    let all = ["accepted and made", "declined", "open", "accepted", "withdrawn"];
    assert_eq!(kept().await, all, "not before");
    mark().await;
    app.advance(2 * DAY);
    until("another one has passed", is_swept).await;
    assert_eq!(kept().await, ["accepted and made", "open"]);
    worker.stop().await;
}
