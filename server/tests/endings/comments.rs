//! Comments: other wordings with their history, ends by the author, removals by others, and what other servers are asked.

use pursuance_domain::discussion::EDITS_MAX;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::{DAY, MINUTE};
use pursuance_domain::value::TokenScope;
use serde_json::{Value, json};

use crate::support::bees::{BEES, bees, of, task};
use crate::support::between::Between;
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::{World, until};
use crate::support::{Caller, Person, TestApp, on_both_apps};

on_both_apps!(
    a_former_text_is_read_by_whoever_reads_the_comment,
    nobody_reads_what_its_author_deleted,
    a_removed_comment_is_read_by_its_author_and_those_who_may_remove,
    the_text_of_a_removed_comment_is_gone_after_a_month,
);

async fn say(by: &Person, number: i64, body: &str) -> String {
    let said = by.perform("task.comment", of(json!({ "task": number, "body": body }))).await.ok();
    said["result"]["message"].as_str().unwrap().to_owned()
}

fn on(number: i64, comment: &str, more: Value) -> Value {
    let comment = json!({ "task": number, "comment": comment });
    crate::support::groups::merged(of(comment), more)
}

async fn edit(by: &Person, number: i64, comment: &str, revision: i64, body: &str) -> crate::support::Answer {
    by.perform("comment.edit", on(number, comment, json!({ "revision": revision, "body": body }))).await
}

async fn delete(by: &Person, number: i64, comment: &str, more: Value) -> crate::support::Answer {
    by.perform("comment.delete", on(number, comment, more)).await
}

/// The one comment of a task, as a list of the API has it.
async fn listed(reader: &Caller, number: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{number}/comments")).await.items().remove(0)
}

async fn with_history(reader: &Caller, number: i64, comment: &str) -> Value {
    reader.read(&format!("{BEES}/tasks/{number}/comments/{comment}")).await.ok()
}

/// Somebody with a token of today.
async fn fresh(app: &TestApp, person: &Person) -> Caller {
    app.token_of(person, TokenScope::Read, DAY).await.unwrap()
}

fn texts(history: &Value) -> Vec<&str> {
    history["texts"].as_array().unwrap().iter().map(|text| text["body"].as_str().unwrap()).collect()
}

/// Everything that a reader may open about a task and its pursuance.
async fn everything(app: &TestApp, reader: Option<&Person>, number: i64, comment: &str) -> String {
    let mut browser = match reader {
        Some(person) => Browser::signed_in(app, &person.id).await,
        None => Browser::new(app),
    };
    let api = reader.map_or_else(|| app.visitor(), |person| (**person).clone());
    let mut all = String::new();
    let task = format!("/p/bees/t/{number}");
    for path in [task.clone(), format!("{task}/comments/{comment}"), "/p/bees".into(), "/p/bees/log".into()] {
        all += &browser.open(&path).await.html;
    }
    let task = format!("{BEES}/tasks/{number}");
    for path in [
        format!("{task}/comments"),
        format!("{task}/comments/{comment}"),
        format!("{BEES}/events"),
        format!("{BEES}/log"),
    ] {
        all += &api.read(&path).await.text();
    }
    all
}

async fn a_former_text_is_read_by_whoever_reads_the_comment(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal"), ("cay", "viewer")]).await;
    let [ben, cay] = people.as_slice() else { panic!("two people") };
    let number = task(&ana, "Count").await;
    let comment = say(ben, number, "Hive 3 has *scarce* words.").await;
    app.advance(MINUTE);
    assert_eq!(edit(ben, number, &comment, 1, "Hive 4 has others.").await.ok()["result"]["revision"], 2);

    let shown = listed(cay, number).await;
    assert_eq!((&shown["body"], &shown["revision"]), (&json!("Hive 4 has others."), &json!(2)));
    assert!(shown["edited"].is_string() && shown["removed"] == false, "{shown}");
    let history = with_history(cay, number, &comment).await;
    assert_eq!(texts(&history), ["Hive 4 has others.", "Hive 3 has *scarce* words."]);
    let mut browser = Browser::signed_in(&app, &cay.id).await;
    let page = browser.open(&format!("/p/bees/t/{number}")).await.shown();
    assert!(page.says("edited") && !page.says("scarce"), "{page:?}");
    let page = browser.open(&format!("/p/bees/t/{number}/comments/{comment}")).await.shown();
    let page = page.saying("Hive 4 has others.").saying("<em>scarce</em> words");
    assert!(!page.has_form(&format!("/p/bees/t/{number}/comments/{comment}/edit")), "{page:?}");
    // A person who may not read the comment reads none of its texts.
    let zoe = app.person("zoe").await;
    zoe.read(&format!("{BEES}/tasks/{number}/comments/{comment}")).await.problem(404, "not-found");
    // A comment is one of its task.
    let other = task(&ana, "Another").await;
    ben.read(&format!("{BEES}/tasks/{other}/comments/{comment}")).await.problem(404, "not-found");
    edit(ben, other, &comment, 2, "Hm.").await.problem(404, "not-found");

    edit(&ana, number, &comment, 2, "Hm.").await.problem(403, "not-your-comment");
    edit(ben, number, &comment, 1, "Late words.").await.problem(409, "stale-revision");
    // An edit to the same text is none.
    assert_eq!(edit(ben, number, &comment, 2, "Hive 4 has others.").await.ok()["result"]["revision"], 2);
}

#[tokio::test]
async fn a_comment_is_edited_only_so_often() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let number = task(&ana, "Count").await;
    let comment = say(&ana, number, "Text 1").await;
    for revision in 1..=EDITS_MAX {
        edit(&ana, number, &comment, revision, &format!("Text {}", revision + 1)).await.ok();
    }
    let refused = edit(&ana, number, &comment, EDITS_MAX + 1, "One more.").await;
    refused.problem(409, "too-many-edits");
    let history = with_history(&ana, number, &comment).await;
    assert_eq!(texts(&history).len(), usize::try_from(EDITS_MAX).unwrap() + 1);
}

#[tokio::test]
async fn a_stale_edit_of_a_comment_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    let number = task(&ana, "Count").await;
    let comment = say(&ana, number, "First.").await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let path = format!("/p/bees/t/{number}/comments/{comment}");
    let page = browser.open(&path).await.shown();
    edit(&ana, number, &comment, 1, "Second.").await.ok();

    let form = format!("{path}/edit");
    let refused = browser.fill(&page, &form, &[("body", "Third, typed long.")]).await;
    assert_eq!(refused.status, 422, "{refused:?}");
    assert_eq!(refused.form(&form).value("body"), "Third, typed long.");
    let refused = refused.saying("Second.").saying("edited meanwhile");
    browser.fill(&refused, &form, &[]).await.shown().saying("Third, typed long.");
}

async fn nobody_reads_what_its_author_deleted(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    let comment = say(ben, number, "zqfirst").await;
    edit(ben, number, &comment, 1, "zqsecond").await.ok();
    delete(ben, number, &comment, json!({})).await.ok();

    for reader in [None, Some(ben), Some(&ana)] {
        let all = everything(&app, reader, number, &comment).await;
        assert!(!all.contains("zqfirst") && !all.contains("zqsecond"), "{all}");
        assert!(all.contains("Deleted by its author."), "{all}");
    }
    let kept = Inspect::open(&app.config.database_url).await;
    let sql = format!(
        "select cast(count(*) as text) from text_version where object = '{comment}' and body is not null"
    );
    assert_eq!(kept.rows(&sql).await.concat(), ["0"], "the texts are gone for good");
    let shown = listed(&ana, number).await;
    assert_eq!((&shown["retracted"], &shown["removed"]), (&json!(true), &json!(false)));
    delete(ben, number, &comment, json!({})).await.problem(409, "comment-gone");
    edit(ben, number, &comment, 2, "Back.").await.problem(409, "comment-gone");
    delete(&ana, number, &comment, json!({ "reason": "No." })).await.problem(409, "comment-gone");
}

async fn a_removed_comment_is_read_by_its_author_and_those_who_may_remove(app: TestApp) {
    let roles = [("ben", "normal"), ("cay", "assistant_admin"), ("dan", "recruiter")];
    let (ana, people) = bees(&app, "public", &roles).await;
    let [ben, cay, dan] = people.as_slice() else { panic!("three people") };
    let number = task(&ana, "Count").await;
    let comment = say(ben, number, "zqprivate number").await;
    delete(dan, number, &comment, json!({ "reason": "No." })).await.problem(403, "not-allowed");
    delete(cay, number, &comment, json!({})).await.problem(422, "reason-needed");
    delete(cay, number, &comment, json!({ "reason": "A private number." })).await.ok();

    for reader in [None, Some(dan)] {
        let all = everything(&app, reader, number, &comment).await;
        assert!(!all.contains("zqprivate"), "{all}");
        assert!(all.contains("Removed by"), "{all}");
        assert_eq!(all.contains("A private number."), reader.is_some(), "the reason is for members: {all}");
    }
    for reader in [ben, cay, &ana] {
        let history = with_history(reader, number, &comment).await;
        assert_eq!(texts(&history), ["zqprivate number"]);
        assert_eq!(history["body"], "", "it is said no more");
        assert!(history["kept_until"].is_string() && history["reason"] == "A private number.", "{history}");
        assert!(!listed(reader, number).await.to_string().contains("zqprivate"));
    }
    let path = format!("/p/bees/t/{number}/comments/{comment}");
    for (reader, is_author) in [(ben, true), (cay, false)] {
        let page = Browser::signed_in(&app, &reader.id).await.open(&path).await.shown();
        assert_eq!(page.says("you can appeal until"), is_author, "who wrote it learns how: {page:?}");
    }
    let line = dan.read(&format!("{BEES}/log")).await.items().remove(0);
    assert_eq!(line["verb"], "task.comment_removed");
    assert_eq!([&line["by"], &line["member"], &line["reason"]], ["cay", "ben", "A private number."]);
    assert_eq!(line["task"], number);
    let inbox = ben.read("/api/v1/me/inbox").await.ok();
    assert!(inbox.to_string().contains("task.comment_removed"), "{inbox}");
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    browser.open("/inbox").await.shown().saying("removed your comment");
    // A stranger from then on reads it no more, though they wrote it.
    ana.perform("pursuance.edit", of(json!({ "visibility": "members" }))).await.ok();
    ana.perform("member.remove", of(json!({ "member": "ben", "reason": "No." }))).await.ok();
    ben.read(&format!("{BEES}/tasks/{number}/comments/{comment}")).await.problem(404, "not-found");
}

async fn the_text_of_a_removed_comment_is_gone_after_a_month(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    let comment = say(&people[0], number, "zqprivate").await;
    delete(&ana, number, &comment, json!({ "reason": "No." })).await.ok();
    app.advance(30 * DAY - MINUTE);
    assert_eq!(texts(&with_history(&fresh(&app, &ana).await, number, &comment).await), ["zqprivate"]);

    app.advance(2 * MINUTE);
    let late = with_history(&fresh(&app, &ana).await, number, &comment).await;
    assert!(texts(&late).is_empty() && late["kept_until"].is_null(), "{late}");
    let worker = pursuance::jobs::Worker::spawn(&app.app);
    let kept = Inspect::open(&app.config.database_url).await;
    let sql = format!(
        "select cast(count(*) as text) from text_version where object = '{comment}' and body is not null"
    );
    until("the text is gone for good", async || kept.rows(&sql).await.concat() == ["0"]).await;
    worker.stop().await;
}

#[tokio::test]
async fn other_servers_that_have_a_comment_are_asked_to_follow() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let olga = bees.with_member("olga", Role::Normal).await;
    let number = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, number, json!({ "discussion": true })).await;
    let mirror = between.mirror().await.number;
    let say = async |body: &str, share: bool| {
        let said = olga.on_task("task.comment", number, json!({ "body": body, "share": share })).await;
        said["message"].as_str().unwrap().to_owned()
    };
    let (kept, taken_back) = (say("One hive.", true).await, say("Two hives.", true).await);
    let (removed, ours) = (say("Three hives.", true).await, say("For us.", false).await);
    world.settle().await;
    assert_eq!(wasps.comments(mirror).await, ["One hive.", "Two hives.", "Three hives."]);

    let of = |comment: &str| json!({ "comment": comment });
    let with = |comment: &str, more: Value| crate::support::groups::merged(of(comment), more);
    let words = json!({ "revision": 1, "body": "Four hives." });
    olga.on_task("comment.edit", number, with(&kept, words)).await;
    olga.on_task("comment.edit", number, with(&ours, json!({ "revision": 1, "body": "Ours." }))).await;
    olga.on_task("comment.delete", number, of(&taken_back)).await;
    bees.on_task("comment.delete", number, with(&removed, json!({ "reason": "No." }))).await;
    world.settle().await;

    assert_eq!(wasps.comments(mirror).await, ["Four hives.", "", ""]);
    let mut peters = Browser::at(&world.instances[1], &wasps.who).await;
    let page = peters.open(&format!("/p/wasps/t/{mirror}")).await.shown().saying("Removed by");
    assert!(!page.says("Deleted by its author"), "that is not known there: {page:?}");
    let inspect = Inspect::open(&wasps.app.config.database_url).await;
    let bodies = "select body from text_version where field = 'body' and body is not null order by body";
    assert_eq!(inspect.rows(bodies).await.concat(), ["Four hives.", "One hive."], "with its history");
    let verbs = wasps.verbs().await;
    for verb in ["task.comment_edited", "task.comment_deleted"] {
        assert!(verbs.contains(&verb.to_owned()), "{verb}: {verbs:?}");
    }
    let left = Inspect::open(&bees.app.config.database_url).await;
    let sql = "select cast(count(*) as text) from activity where direction = 'out' and cast(bytes as text) like '%Ours.%'";
    assert_eq!(left.rows(sql).await.concat(), ["0"], "what stays here is not told there");
    world.assert_agreement().await;
}

#[tokio::test]
async fn a_comment_of_the_other_side_removed_here_stays_there_and_does_not_come_back() {
    let (world, bees, wasps) = World::bees_and_wasps().await;
    let number = bees.task("Count").await;
    let between = Between::active(&world, &bees, &wasps, number, json!({ "discussion": true })).await;
    let mirror = between.mirror().await.number;
    let said = wasps.on_task("task.comment", mirror, json!({ "body": "Their words.", "share": true })).await;
    world.settle().await;
    let mut tx = bees.app.db.read().await.unwrap();
    let task = bees.see(number).await.id;
    let later = bees.app.clock.now().plus(MINUTE);
    let here = pursuance::store::discussions::last_said(&mut tx, &task, later, 10).await.unwrap().remove(0);
    drop(tx);
    bees.on_task("comment.delete", number, json!({ "comment": here.id, "reason": "No." })).await;
    world.settle().await;
    assert_eq!(wasps.comments(mirror).await, ["Their words."], "it is theirs");

    let words = json!({ "comment": said["message"], "revision": 1, "body": "Their words again." });
    wasps.on_task("comment.edit", mirror, words).await;
    world.settle().await;
    assert_eq!(bees.comments(number).await, [""]);
}
