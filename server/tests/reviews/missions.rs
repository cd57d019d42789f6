//! Texts that two change: former missions are kept, and a profile is not overwritten unseen.

use http::StatusCode;
use serde_json::{Value, json};

use crate::support::bees::{BEES, bees, of};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    an_overwritten_mission_is_kept_with_who_and_when,
    former_missions_are_read_by_whoever_reads_the_pursuance,
    missions_go_on_where_they_stopped,
    of_very_many_former_missions_the_oldest_go,
    a_late_edit_of_a_profile_is_refused_with_both_texts,
    a_profile_that_was_changed_in_two_tabs_is_joined,
);

async fn write(who: &Person, mission: &str) {
    who.perform("pursuance.edit", of(json!({ "mission": mission }))).await.ok();
}

async fn an_overwritten_mission_is_kept_with_who_and_when(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("dan", "admin")]).await;
    app.advance(1_000_000);
    write(&ana, "We *count*.").await;
    app.advance(1_000_000);
    write(&people[0], "We count all.").await;
    // An unchanged mission is not written again.
    write(&people[0], "We count all.").await;
    ana.perform("pursuance.edit", of(json!({ "name": "The bees" }))).await.ok();
    let missions = ana.read(&format!("{BEES}/missions")).await.items();
    let told: Vec<(&str, &str)> =
        missions.iter().map(|one| (one["mission"].as_str().unwrap(), one["by"].as_str().unwrap())).collect();
    assert_eq!(told, [("We count all.", "dan"), ("We *count*.", "ana"), ("", "ana")]);
    assert!(missions.windows(2).all(|two| two[0]["at"].as_str() > two[1]["at"].as_str()), "{missions:?}");
    let mut nobody = Browser::new(&app);
    nobody.open("/p/bees").await.shown().saying("Former missions");
    let page = nobody.open("/p/bees/missions").await.shown().saying("We count all.").saying("Written by");
    assert!(page.html.contains("<em>count</em>"), "{page:?}");
}

async fn former_missions_are_read_by_whoever_reads_the_pursuance(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("uma", "untrusted")]).await;
    write(&ana, "Ours.").await;
    ana.perform("pursuance.edit", of(json!({ "visibility": "members" }))).await.ok();
    app.visitor().read(&format!("{BEES}/missions")).await.problem(404, "not-found");
    let stranger = app.person("zoe").await;
    stranger.read(&format!("{BEES}/missions")).await.problem(404, "not-found");
    let mut nobody = Browser::new(&app);
    assert_eq!(nobody.open("/p/bees/missions").await.status, StatusCode::NOT_FOUND);
    // A reader who may not see the members reads the text, and not who wrote it.
    let seen = people[0].read(&format!("{BEES}/missions")).await.items();
    assert_eq!((&seen[0]["mission"], &seen[0]["by"]), (&json!("Ours."), &Value::Null));
    let mut umas = Browser::signed_in(&app, &people[0].id).await;
    let page = umas.open("/p/bees/missions").await.shown().saying("Ours.");
    assert!(!page.says("Written by"), "{page:?}");
}

async fn missions_go_on_where_they_stopped(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    for number in 1..=4 {
        write(&ana, &format!("Mission {number}")).await;
    }
    let first = ana.read(&format!("{BEES}/missions?limit=3")).await.ok();
    assert_eq!(first["items"].as_array().unwrap().len(), 3);
    let rest = ana.read(&format!("{BEES}/missions?limit=3&after={}", first["next"])).await.ok();
    assert_eq!(rest["items"].as_array().unwrap().len(), 2);
    assert_eq!(rest["next"], Value::Null);
}

async fn of_very_many_former_missions_the_oldest_go(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    // The first, which is empty, and these: with the present one there are two more than are kept.
    for number in 1..=102 {
        write(&ana, &format!("Mission {number}")).await;
    }
    let (mut kept, mut after) = (Vec::new(), String::new());
    loop {
        let page = ana.read(&format!("{BEES}/missions?limit=50{after}")).await.ok();
        let items = page["items"].as_array().unwrap();
        kept.extend(items.iter().map(|one| one["mission"].as_str().unwrap().to_owned()));
        match page["next"].as_i64() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let expected: Vec<String> = (2..=102).rev().map(|number| format!("Mission {number}")).collect();
    assert_eq!(kept, expected);
}

async fn a_late_edit_of_a_profile_is_refused_with_both_texts(app: TestApp) {
    let ana = app.person("ana").await;
    let seen = ana.read("/api/v1/me").await.ok()["revision"].clone();
    let first = json!({ "revision": seen, "about": "I count.", "skills": ["Data:Maps"] });
    ana.perform("profile.edit", first).await.ok();
    let late = json!({ "revision": seen, "about": "I draw." });
    let newer =
        ana.perform("profile.edit", late.clone()).await.problem(409, "stale-revision")["newer_profile"]
            .clone();
    assert_eq!((&newer["about"], &newer["skills"]), (&json!("I count."), &json!(["Data:Maps"])));
    assert_eq!(ana.read("/api/v1/me").await.ok()["about"], "I count.");
    let joined = crate::support::groups::merged(late, json!({ "revision": newer["revision"] }));
    ana.perform("profile.edit", joined).await.ok();
    // An edit that names no revision overwrites knowingly.
    ana.perform("profile.edit", json!({ "about": "Both." })).await.ok();
    assert_eq!(ana.read("/api/v1/me").await.ok()["about"], "Both.");
    // A refused edit counts nothing up.
    let before = ana.read("/api/v1/me").await.ok()["revision"].clone();
    ana.perform("profile.edit", json!({ "zone": "Nowhere/Land" })).await.problem(422, "invalid-input");
    assert_eq!(ana.read("/api/v1/me").await.ok()["revision"], before);
}

async fn a_profile_that_was_changed_in_two_tabs_is_joined(app: TestApp) {
    let ana = app.person("ana").await;
    let mut tab = Browser::signed_in(&app, &ana.id).await;
    let opened = tab.open("/me").await.shown();
    let other = tab.open("/me").await.shown();
    tab.fill(&other, "/me/profile", &[("about", "I count."), ("discoverable", "yes")]).await.shown();
    // A field that only one of the two has changed takes that change.
    tab.fill(&opened, "/me/profile", &[("display", "Ana Vela")]).await.shown().saying("Saved");
    let me = ana.read("/api/v1/me").await.ok();
    assert_eq!((&me["display"], &me["about"]), (&json!("Ana Vela"), &json!("I count.")));
    assert_eq!(me["discoverable"], true);
    // One that both have changed is shown with both texts.
    let clash = tab.fill(&opened, "/me/profile", &[("about", "I draw.")]).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    let clash = clash.saying("somewhere else while you wrote").saying("I count.").saying("I draw.");
    assert_eq!(ana.read("/api/v1/me").await.ok()["about"], "I count.");
    tab.fill(&clash, "/me/profile", &[("about", "I count and draw.")]).await.shown().saying("Saved");
    let me = ana.read("/api/v1/me").await.ok();
    assert_eq!((&me["display"], &me["about"]), (&json!("Ana Vela"), &json!("I count and draw.")));
}
