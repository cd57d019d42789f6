//! How much somebody takes on, when they are left alone, and when they are away.

use chrono_tz::Tz;
use http::Method;
use pursuance::store::availability;
use pursuance_domain::people::limits::{AwayTasks, is_away, quiet_until};
use pursuance_domain::time::{DAY, HOUR, MINUTE};
use pursuance_domain::value::Day;
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_says_nothing_has_the_defaults,
    what_is_not_named_stays_as_it_is,
    a_limit_that_somebody_changed_elsewhere_is_not_overwritten,
    quiet_hours_are_by_the_clocks_of_the_person,
    somebody_is_away_from_the_first_day_to_the_last_in_their_own_zone,
    nobody_is_away_without_an_end,
    a_pursuance_that_may_not_be_read_has_no_name_here,
    the_zone_of_the_browser_is_known_while_nobody_looks,
    nobody_else_reads_what_somebody_takes_on,
);

async fn said(who: &Person) -> Value {
    who.read("/api/v1/me/limits").await.ok()
}

async fn whoever_says_nothing_has_the_defaults(app: TestApp) {
    let ana = app.person("ana").await;
    let expected = json!({
        "revision": 0, "hours_a_week": null, "in_progress": 3, "offers_a_week": 7, "quiet": null, "quiet_until": null,
        "zone": "UTC", "away": null, "not_skills": [], "not_pursuances": [],
    });
    assert_eq!(said(&ana).await, expected);
}

async fn what_is_not_named_stays_as_it_is(app: TestApp) {
    let ana = app.person("ana").await;
    let found = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "members" });
    ana.perform("pursuance.create", found).await.ok();
    let all = json!({
        "hours_a_week": 4, "in_progress": 2, "offers_a_week": 0, "quiet": { "from": "22:00", "until": "7:00" },
        "not_skills": ["Field:Climbing", "field:climbing"], "not_pursuances": ["bees"],
    });
    ana.perform("profile.set_limits", all).await.ok();
    ana.perform("profile.set_limits", json!({ "in_progress": 5 })).await.ok();
    let now = said(&ana).await;
    assert_eq!([&now["hours_a_week"], &now["in_progress"], &now["offers_a_week"]], [4, 5, 0]);
    assert_eq!(now["quiet"], json!({ "from": "22:00", "until": "07:00" }));
    assert_eq!((&now["not_skills"], &now["not_pursuances"]), (&json!(["Field:Climbing"]), &json!(["bees"])));
    let none = json!({ "hours_a_week": null, "quiet": null, "not_skills": [], "not_pursuances": [] });
    ana.perform("profile.set_limits", none).await.ok();
    let now = said(&ana).await;
    assert_eq!((&now["hours_a_week"], &now["quiet"]), (&Value::Null, &Value::Null));
    assert_eq!((&now["not_skills"], &now["not_pursuances"]), (&json!([]), &json!([])));
    assert_eq!((&now["in_progress"], &now["revision"]), (&json!(5), &json!(3)));
}

async fn a_limit_that_somebody_changed_elsewhere_is_not_overwritten(app: TestApp) {
    let ana = app.person("ana").await;
    let set = async |seen: Option<i64>, most: i64| {
        ana.perform("profile.set_limits", json!({ "revision": seen, "offers_a_week": most })).await
    };
    assert_eq!(set(Some(0), 1).await.ok()["result"]["revision"], 1);
    set(Some(0), 2).await.problem(409, "stale-revision");
    assert_eq!(said(&ana).await["offers_a_week"], 1);
    set(Some(1), 3).await.ok();
    set(None, 4).await.ok();
    assert_eq!(said(&ana).await["offers_a_week"], 4);
}

async fn quiet_hours_are_by_the_clocks_of_the_person(app: TestApp) {
    let ana = app.person("ana").await;
    let quiet = |from: &str, until: &str| json!({ "quiet": { "from": from, "until": until } });
    let refused =
        ana.perform("profile.set_limits", quiet("22:00", "22:00")).await.problem(422, "invalid-input");
    assert_eq!(refused["field"], "quiet");
    ana.perform("profile.set_limits", quiet("22:00", "24:00")).await.problem(422, "invalid-input");
    ana.perform("profile.set_limits", quiet("22:00", "07:00")).await.ok();
    ana.perform("profile.edit", json!({ "zone": "Asia/Tokyo" })).await.ok();
    // 23:00 in Tokyo, eight hours before the end.
    let midnight = Day::at(app.clock.now(), Tz::UTC).ends(Tz::UTC);
    app.advance(midnight.0 - app.clock.now().0 + 14 * HOUR);
    let now = said(&ana).await;
    assert_eq!(now["zone"], "Asia/Tokyo");
    let end = midnight.plus(22 * HOUR);
    assert_eq!(now["quiet_until"], json!(end));
    let stored = availability::of_person(&mut app.db.read().await.unwrap(), &ana.id).await.unwrap().unwrap();
    let quiet = stored.limits.quiet.unwrap();
    assert_eq!((stored.zone, quiet_until(quiet, stored.zone, app.clock.now())), (Tz::Asia__Tokyo, Some(end)));
    ana.perform("profile.edit", json!({ "zone": "UTC" })).await.ok();
    assert_eq!(said(&ana).await["quiet_until"], Value::Null, "it is afternoon there");
}

async fn somebody_is_away_from_the_first_day_to_the_last_in_their_own_zone(app: TestApp) {
    let ana = app.person("ana").await;
    ana.perform("profile.edit", json!({ "zone": "Pacific/Auckland" })).await.ok();
    let zone = Tz::Pacific__Auckland;
    let now = app.clock.now();
    let (from, until) = (Day::at(now.plus(3 * DAY), zone), Day::at(now.plus(5 * DAY), zone));
    let go = json!({ "from": from, "until": until, "tasks": "hand_on" });
    ana.perform("profile.set_away", go).await.ok();
    let expected = json!({ "from": from.begins(zone), "until": until.ends(zone), "tasks": "hand_on" });
    assert_eq!(said(&ana).await["away"], expected);
    let stored = async || {
        let mut tx = app.db.read().await.unwrap();
        availability::of_person(&mut tx, &ana.id).await.unwrap().unwrap().away
    };
    let away = stored().await.unwrap();
    assert_eq!(away.tasks, AwayTasks::HandOn);
    let moments =
        [from.begins(zone).plus(-1), from.begins(zone), until.ends(zone).plus(-1), until.ends(zone)];
    assert_eq!(moments.map(|at| is_away(away, at)), [false, true, true, false]);
    ana.perform("profile.set_away", json!({})).await.ok();
    assert_eq!((stored().await, &said(&ana).await["away"]), (None, &Value::Null), "back");
    ana.perform("profile.set_away", json!({ "until": until })).await.ok();
    assert!(is_away(stored().await.unwrap(), app.clock.now()), "from now on");
    app.advance(7 * DAY);
    assert_eq!(said(&ana).await["away"], Value::Null, "it is over");
}

async fn nobody_is_away_without_an_end(app: TestApp) {
    let ana = app.person("ana").await;
    let day = |days: i64| Day::at(app.clock.now().plus(days * DAY), Tz::UTC);
    for (input, field) in [
        (json!({ "from": day(1) }), "until"),
        (json!({ "from": day(2), "until": day(1) }), "until"),
        (json!({ "from": day(-3), "until": day(-2) }), "until"),
        (json!({ "until": day(367) }), "until"),
    ] {
        let refused = ana.perform("profile.set_away", input.clone()).await.problem(422, "invalid-input");
        assert_eq!(refused["field"], field, "{input}");
    }
    ana.perform("profile.set_away", json!({ "until": "soon" })).await.problem(422, "invalid-input");
    assert_eq!(said(&ana).await["away"], Value::Null);
}

async fn a_pursuance_that_may_not_be_read_has_no_name_here(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let found = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "members" });
    ana.perform("pursuance.create", found).await.ok();
    for name in ["bees", "wasps"] {
        let not = json!({ "not_pursuances": [name] });
        ben.perform("profile.set_limits", not).await.problem(404, "not-found");
    }
    assert_eq!(said(&ben).await["revision"], 0, "nothing has changed");
}

/// Opens a page in a browser of that zone.
async fn look(browser: &mut Browser, zone: &str) {
    let cookie = format!("pursuance-zone-8080={zone}");
    browser.send(Method::GET, "/me", &[("cookie", &cookie)], Vec::new()).await.shown();
}

async fn the_zone_of_the_browser_is_known_while_nobody_looks(app: TestApp) {
    let ana = app.person("ana").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    look(&mut browser, "Asia/Tokyo").await;
    let zone = async || said(&ana).await["zone"].as_str().unwrap().to_owned();
    until("the zone is noted", async || zone().await == "Asia/Tokyo").await;
    look(&mut browser, "Not/A/Zone").await;
    ana.perform("profile.edit", json!({ "zone": "Europe/Warsaw" })).await.ok();
    app.advance(2 * MINUTE);
    look(&mut browser, "America/Lima").await;
    assert_eq!(zone().await, "Europe/Warsaw", "what is chosen counts");
    ana.perform("profile.edit", json!({ "zone": "" })).await.ok();
    assert_eq!(zone().await, "Asia/Tokyo");
}

/// Hours, quiet hours and what somebody is not asked about stand in no answer to anybody else.
async fn nobody_else_reads_what_somebody_takes_on(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    let found = json!({ "slug": "bees", "name": "Bees", "mission": "" });
    ana.perform("pursuance.create", found).await.ok();
    ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    // No page tells these times for another reason: they are hours away.
    let hour = app.clock.now().0 / HOUR;
    let [from, until] = [(6, 13), (15, 47)].map(|(on, minute)| format!("{:02}:{minute}", (hour + on) % 24));
    let limits = json!({ "quiet": { "from": from, "until": until }, "not_skills": ["Zq:Hidden"] });
    ana.perform("profile.set_limits", limits).await.ok();
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    let mut read = vec![browser.open("/@ana").await.shown().html];
    read.push(browser.open("/p/bees/members").await.shown().html);
    let addresses = ["/members", "/events", "/log", "/people?q=zq", "/skills"];
    for address in addresses {
        read.push(ben.read(&format!("/api/v1/pursuances/bees{address}")).await.text());
    }
    read.push(ben.read("/api/v1/skills?q=zq").await.text());
    for text in read {
        for secret in [from.as_str(), until.as_str(), "Zq:Hidden"] {
            // A number behind a colon is a minute with its seconds.
            let is_told = text.match_indices(secret).any(|(at, _)| !text[..at].ends_with(':'));
            assert!(!is_told, "{secret} in {text}");
        }
    }
}
