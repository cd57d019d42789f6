//! Wishes of people about their time (RULES §10) bind whatever asks them.

use pursuance_domain::time::{DAY, HOUR};
use pursuance_domain::value::Day;
use serde_json::json;

use super::{FRENCH, asked, knows, pairing, settle, speakers, wanted};
use crate::support::bees::of;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    nobody_is_asked_who_said_not_to_be,
    quiet_hours_and_limits_of_work_are_kept_to,
    whoever_is_away_is_asked_when_they_are_back,
    words_that_mean_the_same_in_a_pursuance_find_the_same_people,
);

async fn nobody_is_asked_who_said_not_to_be(app: TestApp) {
    let (ana, people) = speakers(&app, 6).await;
    let until = Day::at(app.clock.now().plus(3 * DAY), chrono_tz::Tz::UTC);
    people[0].perform("profile.set_away", json!({ "until": until })).await.ok();
    people[1].perform("profile.set_limits", json!({ "offers_a_week": 0 })).await.ok();
    people[2].perform("profile.set_limits", json!({ "not_pursuances": ["bees"] })).await.ok();
    people[3].perform("profile.set_limits", json!({ "not_skills": [FRENCH] })).await.ok();
    let learns = json!({ "skills": [{ "skill": FRENCH, "level": "learning" }] });
    people[4].perform("profile.set_skills", learns).await.ok();
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p6"]);
}

async fn quiet_hours_and_limits_of_work_are_kept_to(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let now = app.clock.now();
    let clock = |at: pursuance_domain::time::Time| at.utc().format("%H:%M").to_string();
    let (before, after) = (clock(now.plus(-HOUR)), clock(now.plus(HOUR)));
    let quiet = json!({ "quiet": { "from": before, "until": after } });
    people[0].perform("profile.set_limits", quiet).await.ok();
    // The same hours of another zone are over, or have not begun.
    people[1].perform("profile.edit", json!({ "zone": "Asia/Tokyo" })).await.ok();
    let elsewhere = json!({ "quiet": { "from": clock(now.plus(-HOUR)), "until": clock(now.plus(HOUR)) } });
    people[1].perform("profile.set_limits", elsewhere).await.ok();
    people[2].perform("profile.set_limits", json!({ "in_progress": 1 })).await.ok();
    let busy = wanted(&ana, json!({ "skills": [] })).await;
    ana.perform("task.assign", super::on(busy, json!({ "assignee": "p3" }))).await.ok();
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p2"]);
}

async fn whoever_is_away_is_asked_when_they_are_back(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let until = Day::at(app.clock.now().plus(3 * DAY), chrono_tz::Tz::UTC);
    people[0].perform("profile.set_away", json!({ "until": until })).await.ok();
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(pairing(&ana, number).await["unfit"], json!({ "away": 1 }));
    let input = super::on(number, json!({ "member": "p1" }));
    ana.perform("task.ask", input).await.problem(409, "not-to-be-asked");
    for _ in 0..6 {
        app.advance(DAY);
        settle(&app).await;
    }
    assert_eq!(asked(&ana, number).await, ["p1"]);
}

async fn words_that_mean_the_same_in_a_pursuance_find_the_same_people(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    knows(&people[0], &["Sprache:Französisch"]).await;
    knows(&people[1], &["Langue:Français"]).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["p3"]);
    for word in ["Sprache:Französisch", "Langue:Français"] {
        ana.perform("skill.merge", of(json!({ "skill": word, "into": FRENCH }))).await.ok();
    }
    let number = wanted(&ana, json!({})).await;
    let other = wanted(&ana, json!({ "skills": ["Langue:Français"] })).await;
    settle(&app).await;
    for number in [number, other] {
        assert_eq!(asked(&ana, number).await, ["p1", "p2", "p3"]);
    }
}
