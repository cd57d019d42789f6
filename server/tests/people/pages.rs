//! The pages on which people say what they can do, and when.

use http::StatusCode;
use pursuance_domain::time::DAY;
use pursuance_domain::value::Day;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::bees::{bees, of};
use crate::support::browser::{Browser, Form, Page};

/// A form of a page with other fields than those that stand in it.
fn form(page: &Page, action: &str, fields: &[(&str, &str)]) -> Form {
    let csrf = page.form("/me/skills").value("csrf").to_owned();
    Form::to(action, fields).with(&[("csrf", &csrf)])
}

#[tokio::test]
async fn somebody_adds_skills_changes_their_levels_and_takes_one_away() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let mut browser = Browser::of(&app, "ana").await;
    let work = browser.open("/me/work").await.shown();
    let added = [
        ("skill", "Language:French"),
        ("skill", "Design:Maps"),
        ("skill", ""),
        ("level", "do"),
        ("level", "learning"),
        ("level", "do"),
    ];
    let work = browser.fill(&work, "/me/skills", &added).await.shown().saying("Saved").saying("Design:Maps");
    assert_eq!(work.path, "/me/work");
    let levels = async || ana.read("/api/v1/me").await.ok()["skill_levels"].clone();
    let one = |skill: &str, level: &str| json!({ "skill": skill, "level": level });
    assert_eq!(levels().await, json!([one("Language:French", "do"), one("Design:Maps", "learning")]));
    let changed = [("known_level", "mentor"), ("known_level", "none")];
    browser.fill(&work, "/me/skills", &changed).await.shown();
    assert_eq!(levels().await, json!([one("Language:French", "mentor")]));
    let profile = Browser::new(&app).open("/@ana").await.shown();
    assert!(profile.says("I do this and help learners") && !profile.says("Design:Maps"), "{profile:?}");
    browser.open("/me").await.shown().saying("Language:French").saying("I do this and help learners");
}

#[tokio::test]
async fn a_skill_of_the_wrong_form_comes_back_with_everything_that_was_typed() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let mut browser = Browser::of(&app, "ana").await;
    let work = browser.open("/me/work").await.shown();
    let typed =
        [("skill", "Language:French"), ("skill", "maps:"), ("level", "mentor"), ("level", "learning")];
    let refused = browser.fill(&work, "/me/skills", &typed).await.refused();
    let form = refused.form("/me/skills");
    assert_eq!(form.value("skill"), "Language:French");
    assert_eq!(form.value("level"), "mentor");
    assert!(
        refused.html.contains("value=\"maps:\"") && refused.html.contains("id=\"skill-2-error\""),
        "{refused:?}"
    );
    assert_eq!(ana.read("/api/v1/me").await.ok()["skills"], json!([]));
    // Skills that were saved in another tab meanwhile are not overwritten, until their owner has seen it.
    ana.perform("profile.edit", json!({ "skills": ["Data:Maps"] })).await.ok();
    let late = browser.fill(&work, "/me/skills", &[("skill", "Field:Counting")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{late:?}");
    assert_eq!(late.form("/me/skills").value("skill"), "Field:Counting");
    assert_eq!(ana.read("/api/v1/me").await.ok()["skills"], json!(["Data:Maps"]));
    browser.fill(&late, "/me/skills", &[]).await.shown();
    assert_eq!(ana.read("/api/v1/me").await.ok()["skills"], json!(["Data:Maps", "Field:Counting"]));
}

#[tokio::test]
async fn somebody_says_how_much_and_when() {
    let app = TestApp::start().await;
    let (_, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let ben = &people[0];
    ben.perform("profile.edit", json!({ "zone": "Europe/Warsaw" })).await.ok();
    let mut browser = Browser::of(&app, "ben").await;
    let work = browser.open("/me/work").await.shown().saying("your time, in Europe/Warsaw");
    let form = work.form("/me/limits");
    assert_eq!([form.value("offers"), form.value("in_progress"), form.value("hours")], ["7", "3", ""]);
    let wrong = [
        ("offers", "21"),
        ("in_progress", "0"),
        ("quiet_from", "22:00"),
        ("quiet_until", ""),
        ("not_skills", "French:"),
    ];
    let refused = browser.fill(&work, "/me/limits", &wrong).await.refused();
    for field in ["offers", "in-progress", "quiet-until", "not-skills"] {
        assert!(refused.html.contains(&format!("id=\"{field}-error\"")), "{field}: {refused:?}");
    }
    assert_eq!(refused.form("/me/limits").value("quiet_from"), "22:00");
    let same = [("quiet_from", "22:00"), ("quiet_until", "22:00")];
    browser.fill(&work, "/me/limits", &same).await.refused().saying("Quiet hours end at another time");
    let right = [
        ("offers", "2"),
        ("in_progress", "1"),
        ("hours", "5"),
        ("quiet_from", "22:00"),
        ("quiet_until", "07:30"),
        ("not_skills", "Language:French, Design:Maps"),
        ("not_pursuance", "bees"),
    ];
    let saved = browser.fill(&work, "/me/limits", &right).await.shown().saying("Saved");
    let said = async || ben.read("/api/v1/me/limits").await.ok();
    let now = said().await;
    assert_eq!([&now["offers_a_week"], &now["in_progress"], &now["hours_a_week"]], [2, 1, 5]);
    assert_eq!(now["quiet"], json!({ "from": "22:00", "until": "07:30" }));
    assert_eq!(now["not_skills"], json!(["Design:Maps", "Language:French"]), "by the word");
    assert_eq!(now["not_pursuances"], json!(["bees"]));
    // A tick that is taken away asks again; what another tab has saved is not overwritten.
    ben.perform("profile.set_limits", json!({ "in_progress": 4 })).await.ok();
    let cleared = [("hours", ""), ("quiet_from", ""), ("quiet_until", ""), ("not_skills", "")];
    let mut form = saved.form("/me/limits").with(&cleared);
    form = form.without("not_pursuance");
    let late = browser.submit(form.clone()).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{late:?}");
    let late = late.saying("You saved this somewhere else meanwhile");
    assert_eq!(late.form("/me/limits").value("hours"), "");
    browser.submit(late.form("/me/limits")).await.shown();
    let now = said().await;
    assert_eq!([&now["hours_a_week"], &now["quiet"]], [&Value::Null, &Value::Null]);
    assert_eq!((&now["not_pursuances"], &now["in_progress"]), (&json!([]), &json!(1)), "seen, and replaced");
}

#[tokio::test]
async fn not_this_takes_words_alone() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let ben = &people[0];
    ana.perform("task.create", of(json!({ "title": "Sew", "skills": ["Art:Sewing"] }))).await.ok();
    ana.perform("task.create", of(json!({ "title": "Draw", "skills": ["Design:Maps"] }))).await.ok();
    ben.perform("profile.edit", json!({ "skills": ["Craft:Sewing", "Sail:Sewing"] })).await.ok();
    let mut browser = Browser::of(&app, "ben").await;
    let work = browser.open("/me/work").await.shown();
    let typed = [("not_skills", "sewing, maps, Juggling, Language:French")];
    browser.fill(&work, "/me/limits", &typed).await.shown().saying("Saved");
    let said = ben.read("/api/v1/me/limits").await.ok();
    // Their own skills come before those of tasks.
    let right = ["Craft:Sewing", "Design:Maps", "Language:French", "Other:Juggling", "Sail:Sewing"];
    assert_eq!(said["not_skills"], json!(right), "by the word");
}

#[tokio::test]
async fn somebody_goes_away_and_comes_back() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    let mut browser = Browser::of(&app, "ana").await;
    let work = browser.open("/me/work").await.shown();
    let day = |days: i64| Day::at(app.clock.now().plus(days * DAY), chrono_tz::Tz::UTC).to_string();
    let (first, last) = (day(3), day(9));
    let far = day(500);
    for (from, until) in [(first.as_str(), ""), (last.as_str(), first.as_str()), ("", far.as_str())] {
        let fields = [("from", from), ("until", until), ("tasks", "hand_on")];
        let refused = browser.fill(&work, "/me/away", &fields).await.refused();
        assert!(refused.html.contains("id=\"until-error\""), "{refused:?}");
        let kept = refused.form("/me/away");
        assert_eq!([kept.value("from"), kept.value("until"), kept.value("tasks")], [from, until, "hand_on"]);
    }
    let fields = [("from", first.as_str()), ("until", last.as_str()), ("tasks", "hand_on")];
    browser
        .fill(&work, "/me/away", &fields)
        .await
        .shown()
        .saying("You are away from")
        .saying("I am not going");
    app.advance(4 * DAY);
    let found = json!({ "slug": "bees", "name": "Bees", "mission": "" });
    ana.perform("pursuance.create", found).await.ok();
    let ben = app.person("ben").await;
    ben.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    Browser::of(&app, "ben").await.open("/p/bees/members").await.shown().saying("away until");
    let stranger = Browser::new(&app).open("/p/bees/members").await.shown();
    assert!(!stranger.says("away until"), "{stranger:?}");
    let mut browser = Browser::of(&app, "ana").await;
    let away =
        browser.open("/me/work").await.shown().saying("You are away until").saying("They are handed on");
    browser.submit(form(&away, "/me/away", &[("back", "yes")])).await.shown().saying("Saved");
    assert_eq!(ana.read("/api/v1/me/limits").await.ok()["away"], Value::Null);
    assert!(!browser.open("/me/work").await.shown().says("You are away"));
}

#[tokio::test]
async fn words_of_others_are_proposed_without_a_script_and_by_one() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "members", &[("ben", "normal")]).await;
    ana.perform("task.create", of(json!({ "title": "Count", "skills": ["Field:Counting"] }))).await.ok();
    let mut ben = Browser::of(&app, "ben").await;
    let work = ben.open("/me/work").await.shown();
    assert!(work.html.contains("<option value=\"Field:Counting\">"), "{work:?}");
    let words = ben.open("/skills?q=count").await.shown();
    assert_eq!(words.html, "[\"Field:Counting\"]");
    app.person("zoe").await;
    let mut zoe = Browser::of(&app, "zoe").await;
    assert_eq!(zoe.open("/skills?q=count").await.shown().html, "[]");
}

#[tokio::test]
async fn two_words_are_made_one_skill_and_two_again() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "members", &[("ben", "normal")]).await;
    ana.perform("task.create", of(json!({ "title": "Draw", "skills": ["Design:Pictures"] }))).await.ok();
    let mut browser = Browser::of(&app, "ana").await;
    let page = browser.open("/p/bees/skills").await.shown().saying("Design:Pictures");
    let wrong = [("skill", "Design:Pictures"), ("into", "Drawing:")];
    let refused = browser.fill(&page, "/p/bees/skills", &wrong).await.refused();
    assert_eq!(refused.form("/p/bees/skills").value("into"), "Drawing:");
    let right = [("skill", "pictures"), ("into", "Design:Illustration")];
    let merged =
        browser.fill(&page, "/p/bees/skills", &right).await.shown().saying("The two words mean one skill");
    let merged = merged.saying("means Design:Illustration");
    let log = browser.open("/p/bees/log").await.shown();
    log.saying("Design:Pictures").saying("Design:Illustration");
    // The first form of the page is that of the word.
    let apart = merged.form("/p/bees/skills").with(&[("apart", "yes")]);
    let apart = browser.submit(apart).await.shown().saying("a skill of its own again");
    assert!(!apart.says("means Design:Illustration"), "{apart:?}");
    let mut ben = Browser::of(&app, "ben").await;
    let page = ben.open("/p/bees/skills").await.shown().saying("Design:Pictures");
    assert!(!page.has_form("/p/bees/skills"), "a role below merges nothing");
}

#[tokio::test]
async fn joining_says_how_often_one_is_asked() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let zoe = app.person("zoe").await;
    let mut browser = Browser::of(&app, "zoe").await;
    browser.open("/p/bees/join").await.shown().saying("at most 7 times a week");
    zoe.perform("profile.set_limits", json!({ "offers_a_week": 2 })).await.ok();
    let join = browser.open("/p/bees/join").await.shown().saying("at most 2 times a week");
    assert!(join.html.contains("href=\"/me/work#limits\""), "{join:?}");
    zoe.perform("profile.set_limits", json!({ "offers_a_week": 0 })).await.ok();
    browser.open("/p/bees/join").await.shown().saying("You are asked about no tasks");
    for (role, asks) in [("normal", true), ("viewer", false)] {
        let made = ana.perform("invite.create", of(json!({ "role": role }))).await.ok();
        let link = made["result"]["link"].as_str().unwrap().to_owned();
        let path = link.split_once("/i/").map(|(_, code)| format!("/i/{code}")).unwrap();
        let seen = Browser::new(&app).open(&path).await.shown();
        assert_eq!(seen.says("at most 7 times a week"), asks, "{role}: {seen:?}");
    }
}
