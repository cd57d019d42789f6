//! Skills with their levels, and the words that are proposed while somebody types one.

use pursuance::store::accounts;
use pursuance_domain::action::SuspendAccount;
use pursuance_domain::allowed::Principal;
use serde_json::{Value, json};

use crate::support::bees::{bees, of};
use crate::support::{Caller, Person, TestApp, on_both_apps};

on_both_apps!(
    skills_are_known_with_their_levels,
    a_skill_that_is_only_learnt_is_stated_to_nobody,
    skills_that_changed_elsewhere_are_not_overwritten,
    plain_skills_are_those_that_somebody_does,
    a_word_is_completed_from_its_middle_and_from_tasks_and_people,
    words_of_a_closed_group_are_proposed_to_its_members_alone,
    whoever_is_suspended_proposes_no_words,
);

fn one(skill: &str, level: &str) -> Value {
    json!({ "skill": skill, "level": level })
}

async fn skills_are_known_with_their_levels(app: TestApp) {
    let ana = app.person("ana").await;
    let mine =
        json!([one("Language:French", "mentor"), one("Design:Maps", "learning"), one("design:maps", "do")]);
    let kept = json!([one("Language:French", "mentor"), one("Design:Maps", "learning")]);
    let answer = ana.perform("profile.set_skills", json!({ "skills": mine })).await.ok();
    assert_eq!(answer["result"]["skills"], kept);
    let me = ana.read("/api/v1/me").await.ok();
    assert_eq!((&me["skill_levels"], &me["skills"]), (&kept, &json!(["Language:French", "Design:Maps"])));
    let wrong = json!({ "skills": [one("Language:French", "expert")] });
    ana.perform("profile.set_skills", wrong).await.problem(422, "invalid-input");
}

async fn a_skill_that_is_only_learnt_is_stated_to_nobody(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    ana.perform("profile.edit", json!({ "discoverable": true })).await.ok();
    let mine = json!([one("Language:French", "do"), one("Design:Maps", "learning")]);
    ana.perform("profile.set_skills", json!({ "skills": mine })).await.ok();
    let mut tx = app.db.read().await.unwrap();
    let group = pursuance::store::pursuances::by_slug(&mut tx, "bees").await.unwrap().unwrap();
    let stated = accounts::skills_of_members(&mut tx, &group.id).await.unwrap();
    assert_eq!(stated.to_string(), "Language:French");
    let done = accounts::skills_done(&mut tx, &ana.id).await.unwrap();
    assert_eq!(done.to_string(), "Language:French");
}

async fn skills_that_changed_elsewhere_are_not_overwritten(app: TestApp) {
    let ana = app.person("ana").await;
    let seen = ana.read("/api/v1/me").await.ok()["revision"].clone();
    ana.perform("profile.edit", json!({ "skills": ["Data:Maps"] })).await.ok();
    let late = json!({ "revision": seen, "skills": [one("Field:Counting", "do")] });
    let refused = ana.perform("profile.set_skills", late).await.problem(409, "stale-revision");
    assert_eq!(refused["newer_profile"]["levels"], json!([one("Data:Maps", "do")]));
    let now = json!({ "revision": refused["newer_profile"]["revision"], "skills": [] });
    ana.perform("profile.set_skills", now).await.ok();
    assert_eq!(ana.read("/api/v1/me").await.ok()["skills"], json!([]));
}

async fn plain_skills_are_those_that_somebody_does(app: TestApp) {
    let ana = app.person("ana").await;
    let mine = json!({ "skills": [one("Language:French", "learning")] });
    ana.perform("profile.set_skills", mine).await.ok();
    ana.perform("profile.edit", json!({ "skills": ["Language:French", "Design:Maps"] })).await.ok();
    let both = json!([one("Language:French", "do"), one("Design:Maps", "do")]);
    assert_eq!(ana.read("/api/v1/me").await.ok()["skill_levels"], both);
    ana.perform("profile.edit", json!({ "display": "Ana" })).await.ok();
    assert_eq!(ana.read("/api/v1/me").await.ok()["skill_levels"], both, "what is not named stays");
}

/// The words proposed to somebody who has typed that.
async fn proposed(who: &Caller, query: &str) -> Vec<Value> {
    who.read(&format!("/api/v1/skills?{query}")).await.items()
}

async fn wants(by: &Person, skills: &[&str]) {
    by.perform("task.create", of(json!({ "title": "Count", "skills": skills }))).await.ok();
}

async fn a_word_is_completed_from_its_middle_and_from_tasks_and_people(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let ben = &people[0];
    wants(&ana, &["Language:French", "Field:Counting"]).await;
    wants(&ana, &["language:french", "Old:Frenchpolish"]).await;
    let mine = json!({ "skills": [one("Language:Old French", "learning"), one("Field:Climbing", "do")] });
    ben.perform("profile.set_skills", mine).await.ok();
    assert_eq!(proposed(ben, "q=frEN").await, ["Language:French", "Old:Frenchpolish", "Language:Old French"]);
    assert_eq!(proposed(ben, "q=field:c").await, ["Field:Climbing", "Field:Counting"]);
    assert_eq!(proposed(ben, "q=field&limit=1").await, ["Field:Climbing"]);
    assert_eq!(proposed(ben, "").await.len(), 5, "everything, before anything is typed");
    assert_eq!(proposed(ben, "q=.*").await.len(), 0, "what is typed is no pattern");
}

async fn words_of_a_closed_group_are_proposed_to_its_members_alone(app: TestApp) {
    let others = [("ben", "normal"), ("una", "untrusted")];
    let (ana, people) = bees(&app, "members", &others).await;
    wants(&ana, &["Zq:Hidden"]).await;
    let (zoe, visitor) = (app.person("zoe").await, app.visitor());
    assert_eq!(proposed(&people[0], "q=zq").await, ["Zq:Hidden"]);
    for other in [&*people[1], &*zoe, &visitor] {
        assert_eq!(proposed(other, "q=zq").await, [] as [Value; 0]);
    }
    zoe.read("/api/v1/skills?q=zq&in=bees").await.problem(404, "not-found");
    people[1].read("/api/v1/pursuances/bees/skills").await.ok();
    assert_eq!(people[1].read("/api/v1/pursuances/bees/skills").await.items(), [] as [Value; 0]);
    ana.perform("pursuance.edit", of(json!({ "visibility": "public" }))).await.ok();
    for other in [&*zoe, &visitor] {
        assert_eq!(proposed(other, "q=zq").await, ["Zq:Hidden"]);
        assert_eq!(
            proposed(other, "q=hidden").await,
            [] as [Value; 0],
            "of strangers' tasks only from its beginning"
        );
    }
}

async fn whoever_is_suspended_proposes_no_words(app: TestApp) {
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    ben.perform("profile.edit", json!({ "skills": ["Zq:Rude"] })).await.ok();
    assert_eq!(proposed(&ana, "q=zq").await, ["Zq:Rude"]);
    let suspend = SuspendAccount { account: ben.id.clone(), suspended: true };
    app.perform(&Principal::Operator, suspend.into()).await.unwrap();
    assert_eq!(proposed(&ana, "q=zq").await, [] as [Value; 0]);
}
