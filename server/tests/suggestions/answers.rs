//! The answers to a suggestion: yes, yes with changes, no, and taken back.

use pursuance_domain::people::role::Role;
use serde_json::{Value, json};

use super::{heard, named, one, queue, read_task, suggest};
use crate::support::bees::{BEES, bees, of, role_of, task};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_suggestion_is_accepted_with_changes,
    changes_make_nothing_else_of_a_suggestion,
    a_declined_suggestion_tells_its_author_why,
    a_suggestion_is_taken_back_by_its_author_alone,
    no_suggestion_does_what_its_accepter_may_not,
    a_refused_yes_leaves_everything_as_it_was,
    two_people_who_accept_at_once_do_it_once,
    suggestions_about_members_are_done_and_stand_in_the_log,
);

async fn a_suggestion_is_accepted_with_changes(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer")]).await;
    let id = suggest(&people[0], "task.create", json!({ "title": "Count", "size": "s" })).await;
    let input = of(json!({ "title": "Count twice", "size": "l" }));
    let done = ana.perform("suggestion.amend", named(&id, json!({ "input": input }))).await.ok();
    let number = done["result"]["done"]["task"].as_i64().unwrap();
    let made = read_task(&ana, number).await;
    assert_eq!((&made["title"], &made["size"]), (&json!("Count twice"), &json!("l")));
    let answered = one(&people[0], &id).await;
    assert_eq!(
        (&answered["state"], &answered["input"]["title"], &answered["done"]["title"]),
        (&json!("amended"), &json!("Count"), &json!("Count twice"))
    );
    let told = heard(&people[0]).await;
    let accepted = told.iter().find(|event| event["verb"] == "suggestion.accepted").unwrap();
    assert_eq!(accepted["data"]["changed"], true);
}

async fn changes_make_nothing_else_of_a_suggestion(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("val", "viewer"), ("ben", "normal"), ("ivo", "assigner")]).await;
    let (count, draw) = (task(&ana, "Count").await, task(&ana, "Draw").await);
    let edit =
        suggest(&people[0], "task.edit", json!({ "task": count, "revision": 1, "title": "All" })).await;
    let role = suggest(&people[0], "member.set_role", json!({ "member": "val", "role": "normal" })).await;
    let amend = async |id: &str, input: Value| {
        ana.perform("suggestion.amend", named(id, json!({ "input": input }))).await
    };
    amend(&edit, of(json!({ "task": draw, "revision": 1, "title": "All" })))
        .await
        .problem(422, "another-object");
    amend(&role, of(json!({ "member": "ben", "role": "admin" }))).await.problem(422, "another-object");
    amend(&edit, of(json!({ "task": count, "revision": 1, "reviewer": "ana" })))
        .await
        .problem(422, "not-suggestible");
    amend(&edit, of(json!({ "task": count, "revision": 1, "tilte": "All" })))
        .await
        .problem(422, "invalid-input");
    let elsewhere = json!({ "pursuance": "wasps", "task": count, "revision": 1, "title": "All" });
    amend(&edit, elsewhere).await.problem(422, "invalid-input");
    // Somebody who may not do it does not do it with changes either.
    let input = of(json!({ "task": count, "revision": 1, "title": "Mine" }));
    people[0]
        .perform("suggestion.amend", named(&edit, json!({ "input": input })))
        .await
        .problem(403, "not-allowed");
    people[2]
        .perform("suggestion.amend", named(&edit, json!({ "input": input })))
        .await
        .problem(404, "not-found");
    assert_eq!(read_task(&ana, count).await["title"], "Count");
    amend(&role, of(json!({ "member": "val", "role": "assigner" }))).await.ok();
    assert_eq!(role_of(&ana, "val").await, "assigner");
}

async fn a_declined_suggestion_tells_its_author_why(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("vic", "viewer")]).await;
    let id = suggest(&people[0], "task.create", json!({ "title": "Count" })).await;
    ana.perform("suggestion.decline", named(&id, json!({ "reason": " " })))
        .await
        .problem(422, "invalid-input");
    ana.perform("suggestion.decline", named(&id, json!({ "reason": "We have it." }))).await.ok();
    let told = one(&people[0], &id).await;
    assert_eq!(
        (&told["state"], &told["reason"], &told["decided_by"]),
        (&json!("declined"), &json!("We have it."), &json!("ana"))
    );
    assert_eq!(one(&people[1], &id).await, Value::Null);
    ana.perform("suggestion.accept", named(&id, json!({}))).await.problem(409, "already-decided");
    assert!(ana.read(&format!("{BEES}/tasks")).await.items().is_empty());
    // The author who was declined is told to those who decide, and to nobody else.
    let of_it =
        |events: Vec<Value>| events.iter().filter(|event| event["verb"] == "suggestion.declined").count();
    assert_eq!((of_it(heard(&ana).await), of_it(heard(&people[1]).await)), (1, 0));
}

async fn a_suggestion_is_taken_back_by_its_author_alone(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("vic", "viewer")]).await;
    let id = suggest(&people[0], "task.create", json!({ "title": "Count" })).await;
    ana.perform("suggestion.withdraw", named(&id, json!({}))).await.problem(403, "not-yours");
    people[1].perform("suggestion.withdraw", named(&id, json!({}))).await.problem(404, "not-found");
    people[0].perform("suggestion.withdraw", named(&id, json!({}))).await.ok();
    people[0].perform("suggestion.withdraw", named(&id, json!({}))).await.problem(409, "already-decided");
    ana.perform("suggestion.accept", named(&id, json!({}))).await.problem(409, "already-decided");
    assert_eq!(one(&people[0], &id).await["state"], "withdrawn");
    assert!(queue(&ana).await.is_empty());
}

/// Each role tries to accept each kind of suggestion, and to do the same itself: the answers agree.
async fn no_suggestion_does_what_its_accepter_may_not(app: TestApp) {
    let names: Vec<(String, &str)> = Role::ALL
        .into_iter()
        .filter(|role| *role != Role::Primary)
        .map(|role| (format!("{}1", role.as_str().replace('_', "")), role.as_str()))
        .collect();
    let others: Vec<(&str, &str)> = names
        .iter()
        .map(|(name, role)| (name.as_str(), *role))
        .chain([
            ("author", "assigner"),
            ("worker", "normal"),
            ("writer", "assistant_admin"),
            ("gone", "normal"),
        ])
        .collect();
    let (ana, people) = bees(&app, "public", &others).await;
    let by = |name: &str| people.iter().find(|person| person.name == name).unwrap();
    let number = task(by("writer"), "Count").await;
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "worker" }))).await.ok();
    ana.perform("member.ban", of(json!({ "member": "gone", "reason": "No." }))).await.ok();
    let revision = read_task(&ana, number).await["revision"].clone();
    let mut tried = 0;
    for (action, input) in [
        ("task.create", json!({ "title": "Draw" })),
        ("task.create", json!({ "title": "Part", "parent": number })),
        ("task.split", json!({ "task": number, "into": ["One"] })),
        ("task.add_list", json!({ "parent": number, "tasks": [{ "title": "One", "urgency": "urgent" }] })),
        ("task.edit", json!({ "task": number, "revision": revision, "title": "All" })),
        ("task.assign", json!({ "task": number, "assignee": "author" })),
        ("task.set_phase", json!({ "task": number, "phase": "in_progress" })),
        ("task.set_phase", json!({ "task": number, "phase": "dropped" })),
        ("member.set_role", json!({ "member": "worker", "role": "assigner" })),
        ("member.set_role", json!({ "member": "worker", "role": "admin" })),
        ("member.remove", json!({ "member": "worker", "reason": "No." })),
        ("member.ban", json!({ "member": "writer", "reason": "No." })),
        ("member.unban", json!({ "member": "gone" })),
    ] {
        let id = suggest(by("author"), action, input.clone()).await;
        for person in
            people.iter().filter(|person| person.name != "author" && person.name != "gone").chain([&ana])
        {
            let dry = async |action: &str, input: Value| {
                person.post(&format!("/api/v1/actions/{action}?dry_run=true"), &[], input).await
            };
            let itself = dry(action, of(input.clone())).await;
            let accepted = dry("suggestion.accept", named(&id, json!({}))).await;
            let declined = dry("suggestion.decline", named(&id, json!({ "reason": "No." }))).await;
            let may = itself.status.is_success();
            assert_eq!(accepted.status.is_success(), may, "{} {action}: {accepted:?}", person.name);
            assert_eq!(declined.status.is_success(), may, "{} {action}: {declined:?}", person.name);
            assert_eq!(one(person, &id).await != Value::Null, may, "{} {action}", person.name);
            tried += 1;
        }
        by("author").perform("suggestion.withdraw", named(&id, json!({}))).await.ok();
        app.advance(pursuance_domain::time::MINUTE);
    }
    assert_eq!(tried, 13 * (others.len() - 2 + 1));
}

async fn a_refused_yes_leaves_everything_as_it_was(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    let id = suggest(&people[0], "task.assign", json!({ "task": number, "assignee": "ben" })).await;
    people[1].perform("pursuance.leave", of(json!({}))).await.ok();
    let before = heard(&ana).await.len();
    ana.perform("suggestion.accept", named(&id, json!({}))).await.problem(422, "not-a-member");
    assert_eq!(heard(&ana).await.len(), before);
    let still = one(&ana, &id).await;
    assert_eq!((&still["state"], &still["decided_by"]), (&json!("open"), &json!(null)));
    assert_eq!(read_task(&ana, number).await["assignee"], json!(null));
}

async fn two_people_who_accept_at_once_do_it_once(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("aga", "assistant_admin")]).await;
    for round in 0..5 {
        let id = suggest(&people[0], "task.create", json!({ "title": format!("Round {round}") })).await;
        let accept = async |who: &Person| {
            who.perform("suggestion.accept", named(&id, json!({}))).await.status.as_u16()
        };
        let mut told = <[u16; 2]>::from(tokio::join!(accept(&ana), accept(&people[1])));
        told.sort_unstable();
        assert_eq!(told, [200, 409]);
        assert_eq!(ana.read(&format!("{BEES}/tasks")).await.items().len(), round + 1);
    }
}

async fn suggestions_about_members_are_done_and_stand_in_the_log(app: TestApp) {
    let others = [("ivo", "assigner"), ("ben", "normal"), ("aga", "assistant_admin"), ("vic", "viewer")];
    let (ana, people) = bees(&app, "public", &others).await;
    let ban = json!({ "member": "ben", "reason": "Sold the readings." });
    let id = suggest(&people[0], "member.ban", ban).await;
    people[2].perform("suggestion.accept", named(&id, json!({}))).await.ok();
    assert_eq!(role_of(&ana, "ben").await, Value::Null);
    let role = suggest(&people[0], "member.set_role", json!({ "member": "vic", "role": "normal" })).await;
    people[2].perform("suggestion.accept", named(&role, json!({}))).await.problem(404, "not-found");
    ana.perform("suggestion.accept", named(&role, json!({}))).await.ok();
    assert_eq!(role_of(&ana, "vic").await, "normal");
    let log = people[3].read(&format!("{BEES}/log")).await.items();
    let told: Vec<_> =
        log.iter().map(|line| (line["verb"].as_str().unwrap(), &line["by"], &line["member"])).collect();
    let (ana, aga, ben, vic) = (json!("ana"), json!("aga"), json!("ben"), json!("vic"));
    assert_eq!(
        told[..4],
        [
            ("suggestion.accepted", &ana, &vic),
            ("member.role_set", &ana, &vic),
            ("suggestion.accepted", &aga, &ben),
            ("member.banned", &aga, &ben),
        ]
    );
    assert_eq!(log[2]["data"]["by"], json!(people[0].id));
}
