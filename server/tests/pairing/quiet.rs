//! Quiet hours: nobody is asked in them, by whatever way, and whoever could be asked but for them is asked when they end.

use pursuance_domain::time::{DAY, HOUR, MINUTE};
use serde_json::json;

use super::{answer, asked, on, settle, speakers, waiting, wanted};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_is_asked_again_is_left_alone_in_their_quiet_hours,
    whoever_sleeps_at_every_look_is_asked_when_they_wake,
);

/// The quiet hours of somebody, in hours from now on.
async fn sleeps(app: &TestApp, who: &Person, from: i64, until: i64) {
    let at = |hours: i64| app.clock.now().plus(hours * HOUR).rfc3339()[11..16].to_owned();
    let quiet = json!({ "quiet": { "from": at(from), "until": at(until) } });
    who.perform("profile.set_limits", quiet).await.ok();
}

async fn whoever_is_asked_again_is_left_alone_in_their_quiet_hours(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let (p1, p2, p3) = (&people[0], &people[1], &people[2]);
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    answer(p1, "offer.accept", json!({})).await;
    assert_eq!(answer(p2, "offer.accept", json!({})).await["state"], "standing_by");
    answer(p3, "offer.later", json!({ "until": app.clock.now().plus(DAY) })).await;
    sleeps(&app, p2, -1, 3).await;
    sleeps(&app, p3, -1, 3).await;
    p1.perform("task.hand_back", on(number, json!({}))).await.ok();
    settle(&app).await;
    assert_eq!(waiting(p2).await.len(), 0, "whoever stands by sleeps");
    app.advance(3 * HOUR + MINUTE);
    settle(&app).await;
    assert_eq!(waiting(p2).await.len(), 1);
    app.advance(22 * HOUR);
    settle(&app).await;
    assert_eq!(waiting(p3).await.len(), 0, "it is the day that p3 named, and p3 sleeps");
    app.advance(2 * HOUR + MINUTE);
    settle(&app).await;
    assert_eq!(waiting(p3).await.len(), 1);
}

async fn whoever_sleeps_at_every_look_is_asked_when_they_wake(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    sleeps(&app, &people[0], -16, 5).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, [] as [&str; 0]);
    app.advance(5 * HOUR + MINUTE);
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p1"]);
}
