//! Suggestions in a private pursuance: revisions that are kept apart, until somebody who may change the task applies or declines them.

use pursuance_sealed::log::LogRole;
use pursuance_sealed::record::Record;
use pursuance_sealed::revision::{Rel, Revision};
use serde_json::{Value, json};

use super::tasks::{Known, in_phase, shown, two};
use crate::support::browser::Browser;
use crate::support::group::{Group, Somebody, body, put, records};
use crate::support::html::tags;
use crate::support::inspect::Inspect;
use crate::support::{Answer, TestApp, on_both_apps};

on_both_apps!(
    a_suggestion_is_kept_apart_and_applied_as_its_author_signed_it,
    a_suggestion_is_declined_put_away_or_taken_back,
    what_is_no_change_of_words_is_not_suggested,
    the_page_of_suggestions_reads_none,
);

/// Sends records with something beside them.
async fn send(by: &Somebody, group: &Group, records: &[Record], beside: &[(&str, Value)]) -> Answer {
    let mut sent = body(records);
    for (name, value) in beside {
        sent[*name] = value.clone();
    }
    by.person.post(&group.at("put"), &[], sent).await
}

/// Suggests a revision, and answers its records.
async fn suggests(
    task: &Known,
    group: &Group,
    by: &Somebody,
    rel: &Rel,
    texts: &[(&str, &str)],
) -> (Answer, Vec<Record>, Revision) {
    let (revision, fields) = task.next(group, by, rel, texts);
    let sent = put(&revision, fields);
    (send(by, group, &sent, &[("suggests", json!(true))]).await, sent, revision)
}

/// The suggestions that somebody is shown.
async fn waiting(by: &Somebody, group: &Group) -> Vec<Value> {
    let told = by.ask(group, "suggestions").await.ok();
    told["suggestions"].as_array().unwrap().clone()
}

/// Ana, Ben and Cay, who both write, and a task of Ana.
async fn three(app: &TestApp) -> (Somebody, Somebody, Somebody, Group, Known) {
    let (ana, ben, mut group) = two(app).await;
    let cay = Somebody::new(app, "cay").await;
    group.admit(&ana, &cay, LogRole::Writer).await;
    let task = Known::written(&group, &ana, in_phase(1, None)).await;
    (ana, ben, cay, group, task)
}

async fn a_suggestion_is_kept_apart_and_applied_as_its_author_signed_it(app: TestApp) {
    let (ana, ben, cay, group, mut task) = three(&app).await;
    let rel = Rel { due_week: 3_154, ..task.rel.clone() };
    let (answer, sent, revision) =
        suggests(&task, &group, &ben, &rel, &[("title", "Count all owls"), ("desc", "At night.")]).await;
    let id = answer.ok()["suggestion"].clone();
    let before = shown(&app, &group, &ana, 1).await;
    assert_eq!((&before["sealed"]["revision"], &before["due"]), (&json!(1), &Value::Null));
    // People who may change the task are shown the signed suggestion, and so is its author; nobody else.
    let (anas, bens) = (waiting(&ana, &group).await, waiting(&ben, &group).await);
    let seen = |one: &Value| (one["id"].clone(), one["may_decide"].clone(), one["own"].clone());
    assert_eq!(seen(&anas[0]), (id.clone(), json!(true), json!(false)));
    assert_eq!(seen(&bens[0]), (id.clone(), json!(false), json!(true)));
    assert_eq!((anas.len(), bens.len(), waiting(&cay, &group).await.len()), (1, 1, 0));
    assert_eq!(records(&anas[0]), sent);
    assert_eq!(anas[0]["by"], json!("ben"), "the account that sent it");
    let slug = group.slug(&app).await;
    let events = ana.person.read(&format!("/api/v1/pursuances/{slug}/events")).await.items();
    let made = events.iter().find(|event| event["verb"] == "suggestion.made").unwrap();
    assert!(!made.to_string().contains("owls"), "{made}");

    let by = |id: &Value| [("suggestion", id.clone())];
    assert!(!send(&ben, &group, &sent, &by(&id)).await.status.is_success(), "its author does not decide");
    send(&cay, &group, &sent, &by(&id)).await.problem(404, "not-found");
    // A revision signed by others is taken from nobody without its suggestion; and with it nothing else.
    send(&ana, &group, &sent, &[]).await.problem(422, "bad-author");
    let (own, fields) = task.next(&group, &ana, &rel, &[("title", "Count all owls")]);
    send(&ana, &group, &put(&own, fields), &by(&id)).await.problem(422, "bad-fields");
    send(&ana, &group, &sent, &by(&id)).await.ok();
    let after = shown(&app, &group, &ana, 1).await;
    assert_eq!((&after["sealed"]["revision"], &after["due"]), (&json!(2), &json!("2030-06-23T23:59:59Z")));
    let told = records(&cay.ask(&group, "objects").await.ok());
    assert!(told.contains(&Record::Revision(revision.clone())));
    (task.rel, task.newest) = (rel.clone(), Some(revision));
    task.write(&group, &ana, rel, &[("title", "Count some owls")]).await;
    send(&ana, &group, &sent, &by(&id)).await.problem(409, "already-decided");
    let inspect = Inspect::open(&app.config.database_url).await;
    assert_eq!(inspect.count("sealed_suggestion").await, 0);
    assert_eq!(inspect.count("proposal where state = 'accepted'").await, 1);
}

async fn a_suggestion_is_declined_put_away_or_taken_back(app: TestApp) {
    let (ana, ben, _, group, mut task) = three(&app).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let rel = task.rel.clone();
    let by = |id: &Value| [("suggestion", id.clone())];
    let mut ids = Vec::new();
    for title in ["One", "Two", "Three"] {
        let (answer, ..) = suggests(&task, &group, &ben, &rel, &[("title", title)]).await;
        ids.push(answer.ok()["suggestion"].clone());
    }
    // With a reason, which is a message about its task.
    let other = Known::written(&group, &ana, in_phase(1, None)).await;
    let elsewhere = group.message(&ana.keys, other.id, 1, "Not these owls.");
    send(&ana, &group, &[elsewhere], &by(&ids[0])).await.problem(422, "bad-fields");
    send(&ana, &group, &[], &by(&ids[0])).await.problem(422, "bad-fields");
    let why = group.message(&ana.keys, task.id, 1, "There is one owl alone.");
    send(&ana, &group, &[why], &by(&ids[0])).await.ok();
    assert_eq!(inspect.count("sealed_message").await, 1);
    let back = waiting(&ben, &group).await.into_iter().find(|one| one["id"] == ids[1]).unwrap();
    let back = records(&back);
    send(&ben, &group, &[], &by(&ids[1])).await.ok();
    // It was signed to be suggested alone: nobody gives it back as if this server had lost it.
    send(&ana, &group, &back, &[("given_back", json!(true))]).await.problem(422, "bad-fields");
    // Once another revision is the newest, it is void.
    let sent = records(&waiting(&ana, &group).await[0]);
    task.write(&group, &ana, rel, &[("title", "Count one owl")]).await;
    send(&ana, &group, &sent, &by(&ids[2])).await.problem(409, "stale-revision");
    send(&ana, &group, &[], &by(&ids[2])).await.ok();
    assert!(waiting(&ana, &group).await.is_empty() && waiting(&ben, &group).await.is_empty());
    // So it is while its task is away with the one above it, of which its own revision says nothing.
    let mut above = Known::written(&group, &ana, in_phase(1, None)).await;
    let below = Rel { parent: above.id, ..in_phase(1, None) };
    let below = Known::written(&group, &ana, below).await;
    let (answer, ..) = suggests(&below, &group, &ben, &below.rel.clone(), &[("title", "Below")]).await;
    let id = answer.ok()["suggestion"].clone();
    send(&ana, &group, &[], &by(&id)).await.problem(422, "bad-fields");
    above.write(&group, &ana, Rel { flags: Rel::IN_TRASH, ..in_phase(1, None) }, &[]).await;
    send(&ana, &group, &[], &by(&id)).await.ok();
    let states = "select state || ' ' || cast(count(*) as text) from proposal group by state order by state";
    let states: Vec<String> = inspect.rows(states).await.into_iter().flatten().collect();
    assert_eq!(states, ["declined 3", "withdrawn 1"]);

    // They end with a pursuance that is closed.
    let (answer, ..) = suggests(&task, &group, &ben, &task.rel.clone(), &[("title", "Four")]).await;
    answer.ok();
    assert_eq!(inspect.count("sealed_suggestion").await, 1);
    let close = json!({ "pursuance": group.slug(&app).await });
    ana.person.perform("pursuance.close", close).await.ok();
    assert_eq!(inspect.count("sealed_suggestion").await, 0);
}

async fn what_is_no_change_of_words_is_not_suggested(app: TestApp) {
    let (ana, ben, _, mut group, task) = three(&app).await;
    let reader = Somebody::new(&app, "dan").await;
    group.admit(&ana, &reader, LogRole::Reader).await;
    let rel = task.rel.clone();
    let words = [("title", "Mine")];
    let (answer, ..) = suggests(&task, &group, &reader, &rel, &words).await;
    answer.problem(422, "bad-author");
    for other in [
        in_phase(2, Some(&ben)),
        Rel { reviewers: vec![ben.iid()], ..rel.clone() },
        Rel { flags: Rel::IN_TRASH, ..rel.clone() },
    ] {
        let (answer, ..) = suggests(&task, &group, &ben, &other, &words).await;
        answer.problem(422, "bad-fields");
    }
    let (answer, ..) = suggests(&Known::new(), &group, &ben, &rel, &words).await;
    answer.problem(422, "bad-fields");
    let (revision, fields) = task.next(&group, &ben, &rel, &words);
    let sent = put(&revision, fields);
    let beside = [("suggests", json!(true)), ("undo", json!(1))];
    send(&ben, &group, &sent, &beside).await.problem(422, "bad-fields");
    let mut elsewhere = body(&sent);
    elsewhere["suggests"] = json!(true);
    ben.person.post(&group.at("log"), &[], elsewhere).await.problem(422, "invalid-input");
    // The actions that would say it in the clear say nothing.
    let slug = group.slug(&app).await;
    let clear = json!({ "pursuance": slug, "action": "task.edit", "input": { "pursuance": slug, "task": 1, "revision": 1, "title": "Mine" } });
    assert!(!ben.person.perform("suggestion.make", clear).await.status.is_success());
    for _ in 0..20 {
        let (answer, ..) = suggests(&task, &group, &ben, &rel, &words).await;
        answer.ok();
    }
    let (answer, ..) = suggests(&task, &group, &ben, &rel, &words).await;
    answer.problem(409, "too-many-suggestions");
}

async fn the_page_of_suggestions_reads_none(app: TestApp) {
    let (ana, ben, _, group, task) = three(&app).await;
    let slug = group.slug(&app).await;
    let (answer, ..) = suggests(&task, &group, &ben, &task.rel.clone(), &[("title", "Mine")]).await;
    answer.ok();
    let mut bens = Browser::signed_in(&app, &ben.person.id).await;
    let page = bens.open(&format!("/p/{slug}/t/1")).await.shown().saying("Suggest a change");
    assert!(page.html.contains(&format!("href=\"/p/{slug}/t/1/edit\"")), "{page:?}");
    let edit = bens.open(&format!("/p/{slug}/t/1/edit")).await.shown();
    let part = tags(&edit.html).into_iter().find(|tag| tag.get("data-sealed") == Some("edit")).unwrap();
    let then = format!("/p/{slug}/suggestions");
    assert_eq!(part.get("data-then"), Some(then.as_str()));
    assert!(edit.html.contains(" data-suggests "), "{edit:?}");
    let mut anas = Browser::signed_in(&app, &ana.person.id).await;
    let task = anas.open(&format!("/p/{slug}/t/1")).await.shown();
    assert!(task.html.contains(&format!("href=\"{then}\"")), "{task:?}");
    let page = anas.open(&then).await.shown();
    let parts = tags(&page.html);
    assert!(parts.iter().any(|tag| tag.get("data-sealed") == Some("suggestions")), "{page:?}");
    let edit = anas.open(&format!("/p/{slug}/t/1/edit")).await.shown();
    assert!(!edit.html.contains("data-suggests"), "{edit:?}");
}
