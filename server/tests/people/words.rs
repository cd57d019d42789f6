//! Two words of a pursuance for one skill.

use pursuance::store::{pursuances, skills};
use pursuance_domain::people::role::Role;
use pursuance_domain::value::Skills;
use serde_json::{Value, json};

use crate::support::bees::{BEES, bees, of};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_word_means_another_one_in_its_pursuance_alone,
    whatever_meant_a_word_means_the_other_one_too,
    no_word_means_itself_by_way_of_another,
    who_merges_words_is_told_in_the_log,
    every_word_of_one_skill_is_the_skill,
    only_so_many_words_mean_another_one,
    only_so_many_words_are_kept_for_completing_them,
    only_so_many_words_are_looked_through_for_one_that_is_alone,
);

fn merge(skill: &str, into: Option<&str>) -> Value {
    of(json!({ "skill": skill, "into": into }))
}

/// The words of the bees: each with what it means.
async fn words(reader: &Person) -> Vec<(String, Value)> {
    let items = reader.read(&format!("{BEES}/skills")).await.items();
    items.iter().map(|word| (word["skill"].as_str().unwrap().to_owned(), word["means"].clone())).collect()
}

fn word(skill: &str, means: Option<&str>) -> (String, Value) {
    (skill.to_owned(), json!(means))
}

async fn a_word_means_another_one_in_its_pursuance_alone(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "assistant_admin")]).await;
    let ben = &people[0];
    ana.perform("task.create", of(json!({ "title": "Draw", "skills": ["Design:Pictures"] }))).await.ok();
    ben.perform("skill.merge", merge("Design:Pictures", Some("Design:Illustration"))).await.ok();
    assert_eq!(words(&ana).await, [word("Design:Pictures", Some("Design:Illustration"))]);
    let proposed = async |more: &str| ana.read(&format!("/api/v1/skills?q=design{more}")).await.items();
    assert_eq!(proposed("").await, ["Design:Pictures"]);
    assert_eq!(proposed("&in=bees").await, [] as [Value; 0], "it is not proposed there any more");
    ben.perform("skill.merge", merge("Design:Pictures", None)).await.ok();
    assert_eq!(words(&ana).await, [word("Design:Pictures", None)]);
    let none = ben.perform("skill.merge", merge("Design:Pictures", None)).await.ok();
    assert_eq!(none["events"], json!([]), "it means itself already");
    let other = json!({ "slug": "wasps", "name": "Wasps", "mission": "" });
    let wim = app.person("wim").await;
    wim.perform("pursuance.create", other).await.ok();
    ben.perform("skill.merge", merge("A:B", Some("C:D"))).await.ok();
    let there = wim.read("/api/v1/pursuances/wasps/skills").await.items();
    assert_eq!(there, [] as [Value; 0]);
    wim.perform("skill.merge", merge("A:B", Some("C:D"))).await.problem(404, "not-found");
}

async fn whatever_meant_a_word_means_the_other_one_too(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    ana.perform("skill.merge", merge("A:One", Some("A:Two"))).await.ok();
    ana.perform("skill.merge", merge("A:Two", Some("A:Three"))).await.ok();
    // A word that means another one is taken for that.
    let last = ana.perform("skill.merge", merge("A:Four", Some("a:one"))).await.ok();
    assert_eq!(last["result"]["means"], "A:Three");
    let three = Some("A:Three");
    assert_eq!(words(&ana).await, [word("A:Four", three), word("A:One", three), word("A:Two", three)]);
}

async fn no_word_means_itself_by_way_of_another(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    ana.perform("skill.merge", merge("A:One", Some("A:Two"))).await.ok();
    for (skill, into) in [("A:One", "a:one"), ("A:Two", "A:One"), ("A:Two", "a:two")] {
        let refused =
            ana.perform("skill.merge", merge(skill, Some(into))).await.problem(422, "invalid-input");
        assert_eq!(refused["field"], "into", "{skill} {into}");
    }
    assert_eq!(words(&ana).await, [word("A:One", Some("A:Two"))]);
}

async fn who_merges_words_is_told_in_the_log(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    ana.perform("skill.merge", merge("A:One", Some("A:Two"))).await.ok();
    let log = people[0].read(&format!("{BEES}/log")).await.items();
    assert_eq!((&log[0]["verb"], &log[0]["by"]), (&json!("skill.merged"), &json!("ana")));
    assert_eq!(log[0]["data"], json!({ "skill": "A:One", "means": "A:Two", "on": true }));
    assert_eq!(log[0]["member"], Value::Null);
    ana.perform("member.set_role", of(json!({ "member": "ben", "role": Role::AssistantAdmin }))).await.ok();
    people[0].perform("skill.merge", merge("A:One", None)).await.ok();
}

async fn every_word_of_one_skill_is_the_skill(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    ana.perform("skill.merge", merge("A:One", Some("A:Two"))).await.ok();
    ana.perform("skill.merge", merge("A:Three", Some("A:Two"))).await.ok();
    let mut tx = app.db.read().await.unwrap();
    let group = pursuances::by_slug(&mut tx, "bees").await.unwrap().unwrap();
    let asked = Skills::parse("A:One, A:Two, B:Four").unwrap();
    let mut same = skills::same_as(&mut tx, &group.id, &asked).await.unwrap();
    same.iter_mut().for_each(|keys| keys.sort_unstable());
    let all = ["a:one", "a:three", "a:two"].map(str::to_owned).to_vec();
    assert_eq!(same, [all.clone(), all, vec!["b:four".to_owned()]]);
}

/// Words as they are when so many have been written.
async fn fill(app: &TestApp, table: &str, count: i64) {
    let mut tx = app.db.read().await.unwrap();
    let group = pursuances::by_slug(&mut tx, "bees").await.unwrap().unwrap().id;
    drop(tx);
    let columns = if table == "skill_word" { "" } else { ", means_key, means" };
    for from in (0..count).step_by(500) {
        let row = |n: i64| {
            let more = if table == "skill_word" { "" } else { ", 'a:two', 'A:Two'" };
            format!("('{group}', 'z:{n}', 'Z:{n}'{more})")
        };
        let rows: Vec<String> = (from..count.min(from + 500)).map(row).collect();
        let sql =
            format!("insert into {table} (pursuance, skill_key, skill{columns}) values {};", rows.join(", "));
        pursuance::store::migrate::run_sample(&app.db, &sql).await.unwrap();
    }
}

async fn only_so_many_words_mean_another_one(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    fill(&app, "skill_synonym", 499).await;
    ana.perform("skill.merge", merge("A:One", Some("A:Two"))).await.ok();
    ana.perform("skill.merge", merge("A:Three", Some("A:Two"))).await.problem(409, "too-many-synonyms");
    ana.perform("skill.merge", merge("A:One", Some("A:Four"))).await.ok();
    ana.perform("skill.merge", merge("A:One", None)).await.ok();
    ana.perform("skill.merge", merge("A:Three", Some("A:Two"))).await.ok();
}

async fn only_so_many_words_are_kept_for_completing_them(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    fill(&app, "skill_word", skills::WORDS_MAX - 1).await;
    let wants = json!({ "title": "Count", "skills": ["Y:First", "Y:Second"] });
    ana.perform("task.create", of(wants)).await.ok();
    let proposed = ana.read("/api/v1/skills?q=y:").await.items();
    assert_eq!(proposed, ["Y:First"], "the task asks for both");
}

async fn only_so_many_words_are_looked_through_for_one_that_is_alone(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    ana.perform("task.create", of(json!({ "title": "Count", "skills": ["Zz:Last"] }))).await.ok();
    fill(&app, "skill_word", skills::LOOKED_THROUGH - 1).await;
    let mut visitor = Browser::new(&app);
    let page = visitor.open("/tasks?q=skill:last").await.shown();
    assert!(page.html.contains("value=\"skill:Zz:Last\""), "{page:?}");
    let one_more = "insert into skill_word (pursuance, skill_key, skill)
        select pursuance, 'y:one', 'Y:One' from skill_word where skill_key = 'zz:last'";
    Inspect::open(&app.config.database_url).await.spoil(one_more).await;
    let page = visitor.open("/tasks?q=skill:last").await.shown();
    assert!(page.html.contains("value=\"skill:Other:last\""), "{page:?}");
    // A pursuance that is named is asked for all of its words.
    let named = app.visitor().read(&format!("{BEES}/tasks?q=skill:last")).await.items();
    assert_eq!(named.len(), 1);
}
