//! A word alone for a skill in what programs send: it is what it is in a form.

use pursuance_domain::time::DAY;
use serde_json::{Value, json};

use super::start_pursuance;
use crate::support::statements::asked;
use crate::support::{Caller, Person, TestApp, on_both_apps};

on_both_apps!(
    a_word_alone_is_a_skill_in_every_action_that_takes_skills,
    a_saved_search_keeps_the_skill_that_a_word_meant,
    a_skill_that_one_is_not_asked_for_is_every_one_of_ones_own,
    skill_offers_are_found_by_a_word,
    a_word_of_a_pursuance_that_one_does_not_see_is_unknown,
    what_is_no_word_is_refused_as_before,
);

fn bees(mut input: Value) -> Value {
    input["pursuance"] = json!("bees");
    input
}

/// The bees of Ana, whose first task asks for two skills.
async fn start(app: &TestApp) -> Person {
    let ana = app.person("ana").await;
    start_pursuance(&ana, "bees").await;
    let first = bees(json!({ "title": "Sew", "skills": ["Craft:Sewing", "Data:Maps"] }));
    ana.perform("task.create", first).await.ok();
    ana
}

async fn skills_of(who: &Caller, task: i64) -> Value {
    who.read(&format!("/api/v1/pursuances/bees/tasks/{task}")).await.ok()["skills"].clone()
}

async fn a_word_alone_is_a_skill_in_every_action_that_takes_skills(app: TestApp) {
    let ana = start(&app).await;
    let made = bees(json!({ "title": "Mend", "skills": ["sewing", "Knots", "Data:Maps"] }));
    ana.perform("task.create", made).await.ok();
    assert_eq!(skills_of(&ana, 2).await, json!(["Craft:Sewing", "Other:Knots", "Data:Maps"]));
    let edited = bees(json!({ "task": 2, "revision": 1, "skills": ["maps"] }));
    ana.perform("task.edit", edited).await.ok();
    assert_eq!(skills_of(&ana, 2).await, json!(["Data:Maps"]));
    let list =
        bees(json!({ "tasks": [{ "title": "A" }, { "title": "B", "depth": 1, "skills": ["SEWING"] }] }));
    ana.perform("task.add_list", list).await.ok();
    assert_eq!(skills_of(&ana, 4).await, json!(["Craft:Sewing"]));
    ana.perform("task.bulk", bees(json!({ "tasks": [3, 4], "change": { "add_skill": "maps" } }))).await.ok();
    assert_eq!(skills_of(&ana, 4).await, json!(["Craft:Sewing", "Data:Maps"]));

    let bob = app.person("bob").await;
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let own = json!({ "skills": [{ "skill": "sewing", "level": "mentor" }] });
    bob.perform("profile.set_skills", own).await.ok();
    bob.perform("pursuance.arrive", bees(json!({ "skills": ["maps"] }))).await.ok();
    let told = bob.read("/api/v1/me").await.ok();
    assert!(told.to_string().contains("Craft:Sewing") && told.to_string().contains("Data:Maps"), "{told}");

    // A suggestion has the input of another action in its own, and so has a yes with changes.
    let edit = bees(json!({ "task": 1, "revision": 1, "skills": ["maps"] }));
    let made =
        bob.perform("suggestion.make", bees(json!({ "action": "task.edit", "input": edit }))).await.ok();
    let id = made["result"]["suggestion"].clone();
    assert!(id.is_string(), "{made}");
    let edit = bees(json!({ "task": 1, "revision": 1, "skills": ["sewing", "knots"] }));
    ana.perform("suggestion.amend", bees(json!({ "suggestion": id, "input": edit }))).await.ok();
    assert_eq!(skills_of(&ana, 1).await, json!(["Craft:Sewing", "Other:knots"]));

    let merge = bees(json!({ "skill": "knots", "into": "sewing" }));
    ana.perform("skill.merge", merge).await.ok();
    let words = ana.read("/api/v1/pursuances/bees/skills").await.items();
    let knots = words.iter().find(|word| word["skill"].as_str().unwrap().ends_with("nots")).unwrap();
    assert_eq!(knots["means"], "Craft:Sewing");
}

async fn a_saved_search_keeps_the_skill_that_a_word_meant(app: TestApp) {
    let ana = start(&app).await;
    let query = |text: &str| bees(json!({ "name": "Sewing", "query": text }));
    let saved =
        ana.perform("search.save", query("is:open skill:sewing")).await.ok()["result"]["search"].clone();
    let kept = async || ana.read("/api/v1/me/searches").await.items()[0]["query"].clone();
    assert_eq!(kept().await, "is:open skill:Craft:Sewing");
    ana.perform("search.change", json!({ "search": saved, "query": "!skill:data" })).await.ok();
    assert_eq!(kept().await, "!skill:Data:*");
}

async fn a_skill_that_one_is_not_asked_for_is_every_one_of_ones_own(app: TestApp) {
    let ana = start(&app).await;
    let own =
        ["Art:Sewing", "Field:Sewing", "Data:Maps"].map(|skill| json!({ "skill": skill, "level": "do" }));
    ana.perform("profile.set_skills", json!({ "skills": own })).await.ok();
    ana.perform("profile.set_limits", json!({ "not_skills": ["sewing", "Data:Maps"] })).await.ok();
    let limits = ana.read("/api/v1/me/limits").await.ok();
    assert_eq!(limits["not_skills"], json!(["Art:Sewing", "Data:Maps", "Field:Sewing"]));
}

async fn skill_offers_are_found_by_a_word(app: TestApp) {
    let ana = start(&app).await;
    let until = app.clock.now().plus(9 * DAY).date();
    let offer = bees(json!({ "skills": ["sewing", "Language:Breton"], "until": until }));
    ana.perform("skill_offer.publish", offer).await.ok();
    for (word, count) in [("sewing", 1), ("craft", 1), ("breton", 1), ("Craft:*", 1), ("knots", 0)] {
        let found = ana.read(&format!("/api/v1/skill_offers?skill={word}")).await.items();
        assert_eq!(found.len(), count, "{word}");
    }
    let refused = ana.read("/api/v1/skill_offers?skill=a:b:c").await;
    assert_eq!(refused.status, http::StatusCode::BAD_REQUEST);
}

async fn a_word_of_a_pursuance_that_one_does_not_see_is_unknown(app: TestApp) {
    start(&app).await;
    let cara = app.person("cara").await;
    let cell = json!({ "slug": "cell", "name": "Cell", "mission": "", "visibility": "members" });
    cara.perform("pursuance.create", cell).await.ok();
    let hidden = json!({ "pursuance": "cell", "title": "Knit", "skills": ["Secret:Knots"] });
    cara.perform("task.create", hidden).await.ok();
    let bob = app.person("bob").await;
    bob.perform("profile.edit", json!({ "skills": ["knots"] })).await.ok();
    let told = bob.read("/api/v1/me").await.ok().to_string();
    assert!(told.contains("Other:knots") && !told.contains("Secret"), "{told}");
    let refused = bob
        .perform("task.create", json!({ "pursuance": "cell", "title": "Knit", "skills": ["knots"] }))
        .await;
    assert_eq!(refused.status, http::StatusCode::NOT_FOUND);
}

async fn what_is_no_word_is_refused_as_before(app: TestApp) {
    let ana = start(&app).await;
    for skills in [json!(["a,b"]), json!([""]), json!([7]), json!(["sewing", "a:b:c"])] {
        let refused = ana.perform("task.create", bees(json!({ "title": "Sew", "skills": skills }))).await;
        let problem = refused.problem(422, "invalid-input");
        assert!(problem["field"].as_str().unwrap().starts_with("skills"), "{problem}");
    }
    let many: Vec<String> = (0..33).map(|n| format!("word{n}")).collect();
    let refused = ana.perform("task.create", bees(json!({ "title": "Sew", "skills": many }))).await;
    refused.problem(422, "invalid-input");
}

#[tokio::test]
async fn the_words_of_a_pursuance_are_looked_up_at_once() {
    let app = TestApp::start_on_postgres().await;
    let ana = start(&app).await;
    // From the first question on it is noted what is asked.
    asked(async { drop(ana.read("/api/v1/me").await.ok()) }).await;
    let input = bees(json!({ "title": "Mend", "skills": ["sewing", "maps"] }));
    let asked = asked(async { drop(ana.perform("task.create", input).await.ok()) }).await;
    let of_words = asked.iter().filter(|statement| statement.contains("split_part(w.skill_key"));
    assert_eq!(of_words.count(), 1, "{asked:#?}");
    // The pursuance has them, and nothing else is looked through.
    assert!(!asked.iter().any(|statement| statement.contains("with recursive k(skill_key)")), "{asked:#?}");
    assert_eq!(skills_of(&ana, 2).await, json!(["Craft:Sewing", "Data:Maps"]));
}
