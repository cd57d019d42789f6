//! Authors of suggestions, and their readers.

use pursuance_domain::time::DAY;
use serde_json::{Value, json};

use super::{body, heard, named, one, queue, read_task, suggest};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    an_accepted_suggestion_is_done_by_whoever_accepts_it,
    an_action_that_may_only_be_suggested_is_refused_with_the_whole_suggestion,
    what_nobody_could_do_is_refused_when_it_is_suggested,
    a_suggestion_is_for_its_author_and_for_those_who_may_do_it,
    a_ban_that_is_over_counts_for_no_suggestion,
    no_more_than_twenty_suggestions_of_a_person_wait,
    a_grant_to_suggest_reaches_the_task_and_nothing_else,
    a_dry_run_answers_like_the_real_thing_and_leaves_nothing,
    a_task_is_split_into_its_parts,
    a_refusal_names_those_who_may_suggest_it,
);

async fn an_accepted_suggestion_is_done_by_whoever_accepts_it(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer")]).await;
    let id = suggest(&people[0], "task.create", json!({ "title": "Count", "size": "s" })).await;
    assert!(ana.read(&format!("{BEES}/tasks")).await.items().is_empty(), "nothing is done yet");
    let waiting = one(&ana, &id).await;
    assert_eq!(
        (&waiting["state"], &waiting["by"], &waiting["why"], &waiting["may_decide"]),
        (&json!("open"), &json!("val"), &json!("We need it."), &json!(true))
    );
    let own = one(&people[0], &id).await;
    assert_eq!((&own["may_decide"], &own["input"]["title"]), (&json!(false), &json!("Count")));

    let done = ana.perform("suggestion.accept", named(&id, json!({}))).await.ok();
    let number = done["result"]["done"]["task"].as_i64().unwrap();
    let made = read_task(&ana, number).await;
    assert_eq!(
        (&made["title"], &made["size"], &made["creator"]),
        (&json!("Count"), &json!("s"), &json!("ana"))
    );
    let answered = one(&people[0], &id).await;
    assert_eq!(
        (&answered["state"], &answered["decided_by"], &answered["made"]),
        (&json!("accepted"), &json!("ana"), &json!(number))
    );
    assert_eq!(one(&ana, &id).await, Value::Null, "what is decided waits no more");
    // The history of the task names both, for everybody who reads it.
    let told = heard(&people[0]).await;
    let accepted = told.iter().find(|event| event["verb"] == "suggestion.accepted").unwrap();
    assert_eq!((&accepted["actor"], &accepted["data"]["by"]), (&json!(ana.id), &json!(people[0].id)));
    assert_eq!(accepted["task"], made["id"]);
    ana.perform("suggestion.accept", named(&id, json!({}))).await.problem(409, "already-decided");
    assert_eq!(ana.read(&format!("{BEES}/tasks")).await.items().len(), 1);
}

async fn an_action_that_may_only_be_suggested_is_refused_with_the_whole_suggestion(app: TestApp) {
    let others = [("val", "viewer"), ("ivo", "assigner"), ("ben", "normal"), ("uma", "normal")];
    let (ana, people) = bees(&app, "members", &others).await;
    let (val, ivo) = (&people[0], &people[1]);
    let number = task(&ana, "Count").await;
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "ben" }))).await.ok();
    let revision = read_task(&ana, number).await["revision"].clone();
    ana.perform("member.ban", of(json!({ "member": "uma", "reason": "No." }))).await.ok();
    for (who, action, input) in [
        (val, "task.create", json!({ "title": "Draw" })),
        (val, "task.create", json!({ "title": "Draw", "parent": number })),
        (val, "task.split", json!({ "task": number, "into": ["One", "Two"] })),
        (val, "task.add_list", json!({ "parent": number, "tasks": [{ "title": "One", "size": "s" }] })),
        (val, "task.edit", json!({ "task": number, "revision": revision, "title": "Count all" })),
        (val, "task.assign", json!({ "task": number, "assignee": "val" })),
        (val, "task.assign", json!({ "task": number })),
        (val, "task.set_phase", json!({ "task": number, "phase": "in_progress" })),
        (val, "task.set_phase", json!({ "task": number, "phase": "dropped" })),
        (val, "member.set_role", json!({ "member": "ben", "role": "assigner" })),
        (ivo, "member.remove", json!({ "member": "ben", "reason": "No." })),
        (ivo, "member.ban", json!({ "member": "ben", "reason": "No.", "until": "2099-01-01" })),
        (ivo, "member.unban", json!({ "member": "uma" })),
    ] {
        let refused = who.perform(action, of(input.clone())).await.problem(403, "suggest-instead");
        let dry = who.post(&format!("/api/v1/actions/{action}?dry_run=true"), &[], of(input)).await;
        assert_eq!(dry.problem(403, "suggest-instead")["suggest"], refused["suggest"]);
        let made = who.perform("suggestion.make", refused["suggest"].clone()).await.ok();
        let id = made["result"]["suggestion"].as_str().unwrap();
        let waiting = one(&ana, id).await;
        assert_eq!((&waiting["action"], &waiting["may_decide"]), (&json!(action), &json!(true)));
        who.perform("suggestion.withdraw", named(id, json!({}))).await.ok();
    }
    // An action that is not for them at all is refused as before.
    for (action, input) in [
        ("member.ban", json!({ "member": "ben", "reason": "No." })),
        ("task.edit", json!({ "task": number, "revision": revision, "reviewer": "val" })),
        ("grant.set", json!({ "task": number, "member": "val", "may": ["edit"] })),
    ] {
        val.perform(action, of(input)).await.problem(403, "not-allowed");
    }
    let stranger = app.person("zoe").await;
    stranger.perform("task.create", of(json!({ "title": "Draw" }))).await.problem(404, "not-found");
    stranger.read(&format!("{BEES}/suggestions")).await.problem(404, "not-found");
}

async fn what_nobody_could_do_is_refused_when_it_is_suggested(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("ben", "normal")]).await;
    let val = &people[0];
    let number = task(&ana, "Count").await;
    for (action, input, status, slug) in [
        ("task.edit", json!({ "task": number, "revision": 7, "title": "All" }), 409, "stale-revision"),
        ("task.edit", json!({ "task": number, "revision": 1, "title": "Count" }), 409, "no-change"),
        ("task.edit", json!({ "task": 99, "revision": 1, "title": "All" }), 404, "not-found"),
        ("task.set_phase", json!({ "task": number, "phase": "in_progress" }), 409, "no-such-move"),
        ("task.assign", json!({ "task": number, "assignee": "nobody-here" }), 422, "not-a-member"),
        ("task.assign", json!({ "task": number }), 409, "no-change"),
        ("task.set_phase", json!({ "task": number, "phase": "done" }), 422, "invalid-input"),
        ("task.edit", json!({ "task": number, "revision": 1, "reviewer": "val" }), 422, "invalid-input"),
        ("task.move", json!({ "task": number }), 422, "invalid-input"),
        ("suggestion.make", body("task.create", json!({ "title": "In" })), 422, "invalid-input"),
        ("member.set_role", json!({ "member": "ben", "role": "primary" }), 403, "not-allowed"),
        ("member.set_role", json!({ "member": "zoe", "role": "viewer" }), 404, "not-found"),
        ("member.ban", json!({ "member": "ben", "reason": "No." }), 403, "not-allowed"),
    ] {
        val.perform("suggestion.make", body(action, input)).await.problem(status, slug);
    }
    app.person("wim")
        .await
        .perform("pursuance.create", json!({ "slug": "wasps", "name": "W", "mission": "" }))
        .await
        .ok();
    let elsewhere = of(json!({ "action": "task.create", "input": { "pursuance": "wasps", "title": "X" } }));
    val.perform("suggestion.make", elsewhere).await.problem(422, "invalid-input");
    assert!(queue(&ana).await.is_empty() && queue(val).await.is_empty());
    assert!(!heard(&ana).await.iter().any(|event| event["verb"] == "suggestion.made"));
    assert_eq!(read_task(&ana, number).await["revision"], 1, "trying it out has changed nothing");
}

async fn a_suggestion_is_for_its_author_and_for_those_who_may_do_it(app: TestApp) {
    let others = [
        ("val", "viewer"),
        ("vic", "viewer"),
        ("ivo", "assigner"),
        ("aga", "assistant_admin"),
        ("eve", "untrusted"),
    ];
    let (ana, people) = bees(&app, "members", &others).await;
    let [val, vic, ivo, aga, eve] = &people[..] else { panic!() };
    let number = task(&ana, "Count").await;
    let assign = suggest(val, "task.assign", json!({ "task": number, "assignee": "vic" })).await;
    let create = suggest(val, "task.create", json!({ "title": "Draw" })).await;
    let role = suggest(val, "member.set_role", json!({ "member": "val", "role": "normal" })).await;
    let ban = suggest(ivo, "member.ban", json!({ "member": "aga", "reason": "No." })).await;
    let zoe = app.person("zoe").await;
    let all = [&assign, &create, &role, &ban];
    for (reader, seen) in [
        (&ana, [true, true, true, true]),
        (aga, [true, true, false, false]),
        (ivo, [true, false, false, true]),
        (val, [true, true, true, false]),
        (vic, [false; 4]),
        (eve, [false; 4]),
    ] {
        for (id, seen) in all.iter().zip(seen) {
            assert_eq!(one(reader, id).await != Value::Null, seen, "{} {id}", reader.name);
            let decline = named(id, json!({ "reason": "No." }));
            let dry = "/api/v1/actions/suggestion.decline?dry_run=true";
            let told = reader.post(dry, &[], decline).await.status;
            let own = ["val", "ivo"].contains(&reader.name.as_str());
            assert!(seen || told == 404, "{} {id}: {told}", reader.name);
            assert!(!seen || own || told == 200, "{} {id}: {told}", reader.name);
        }
    }
    for stranger in [&*zoe, &app.visitor()] {
        stranger.read(&format!("{BEES}/suggestions")).await.problem(404, "not-found");
    }
    // Events name what was suggested to those who decide about tasks, and no person who is concerned.
    let told = heard(ivo).await;
    let of_ban = told.iter().find(|event| event["data"]["action"] == "member.ban").unwrap();
    assert!(!of_ban.to_string().contains(aga.id.as_str()), "{of_ban}");
    assert!(heard(val).await.iter().all(|event| event["verb"] != "suggestion.made"));
    // Of a task that its author may not see any more, nobody tells them what has become of it.
    ana.perform("member.set_role", of(json!({ "member": "val", "role": "untrusted" }))).await.ok();
    assert!(queue(val).await.iter().all(|one| one["task"].is_null() && one["now"].is_null()));
}

async fn a_ban_that_is_over_counts_for_no_suggestion(app: TestApp) {
    let others = [("ivo", "assigner"), ("aga", "assistant_admin"), ("ben", "admin")];
    let (ana, people) = bees(&app, "public", &others).await;
    let soon = app.clock.now().plus(DAY);
    let ban = json!({ "member": "ben", "reason": "Rest.", "until": soon });
    ana.perform("member.ban", of(ban)).await.ok();
    let again = json!({ "member": "ben", "reason": "Again.", "until": null });
    suggest(&people[0], "member.ban", again.clone()).await;
    assert!(queue(&people[1]).await.is_empty(), "he was an Admin");
    app.advance(2 * DAY);
    assert_eq!(queue(&people[1]).await.len(), 1, "he is nobody here now");
    suggest(&people[0], "member.ban", again).await;
    assert_eq!(queue(&people[1]).await.len(), 2);
}

async fn no_more_than_twenty_suggestions_of_a_person_wait(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer"), ("vic", "viewer")]).await;
    let mut ids = Vec::new();
    for number in 0..20 {
        ids.push(suggest(&people[0], "task.create", json!({ "title": format!("Task {number}") })).await);
    }
    let one_more = body("task.create", json!({ "title": "One more" }));
    people[0].perform("suggestion.make", one_more.clone()).await.problem(409, "too-many-suggestions");
    people[1].perform("suggestion.make", one_more.clone()).await.ok();
    ana.perform("suggestion.decline", named(&ids[0], json!({ "reason": "No." }))).await.ok();
    people[0].perform("suggestion.make", one_more).await.ok();
    // A list has them in parts.
    let first = ana.read(&format!("{BEES}/suggestions?limit=15")).await.ok();
    let rest = ana.read(&format!("{BEES}/suggestions?after={}", first["next"].as_str().unwrap())).await.ok();
    assert_eq!((first["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (15, 6));
    assert!(rest["next"].is_null());
}

async fn a_grant_to_suggest_reaches_the_task_and_nothing_else(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("eve", "untrusted"), ("ben", "normal")]).await;
    let eve = &people[0];
    let (granted, hidden) = (task(&ana, "Granted").await, task(&ana, "Hidden").await);
    ana.perform("grant.set", of(json!({ "task": granted, "member": "eve", "may": ["suggest"] }))).await.ok();
    suggest(eve, "task.split", json!({ "task": granted, "into": ["One"] })).await;
    suggest(eve, "task.edit", json!({ "task": granted, "revision": 1, "title": "Given" })).await;
    assert_eq!(queue(eve).await.len(), 2);
    for (action, input, status) in [
        ("task.split", json!({ "task": hidden, "into": ["One"] }), 404),
        ("task.create", json!({ "title": "Another" }), 403),
        // The list of members is not for her.
        ("task.assign", json!({ "task": granted, "assignee": "ben" }), 403),
        ("task.assign", json!({ "task": granted, "assignee": "nobody" }), 403),
        ("member.set_role", json!({ "member": "ben", "role": "viewer" }), 403),
    ] {
        let refused = eve.perform("suggestion.make", body(action, input)).await;
        assert_eq!(refused.status.as_u16(), status, "{refused:?}");
    }
    // With a grant to change the task she decides what others suggest of it.
    let id = suggest(&people[1], "task.edit", json!({ "task": granted, "revision": 1, "size": "l" })).await;
    assert_eq!(one(eve, &id).await, Value::Null);
    ana.perform("grant.set", of(json!({ "task": granted, "member": "eve", "may": ["edit"] }))).await.ok();
    eve.perform("suggestion.accept", named(&id, json!({}))).await.ok();
    assert_eq!(read_task(&ana, granted).await["size"], "l");
}

async fn a_dry_run_answers_like_the_real_thing_and_leaves_nothing(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer")]).await;
    let dry = async |who: &crate::support::Person, action: &str, input: Value| {
        who.post(&format!("/api/v1/actions/{action}?dry_run=true"), &[], input).await
    };
    dry(&people[0], "suggestion.make", body("task.create", json!({ "title": "Count" }))).await.ok();
    dry(&people[0], "suggestion.make", body("task.edit", json!({ "task": 1, "revision": 1 })))
        .await
        .problem(404, "not-found");
    assert!(queue(&ana).await.is_empty());
    let id = suggest(&people[0], "task.create", json!({ "title": "Count" })).await;
    let told = dry(&ana, "suggestion.accept", named(&id, json!({}))).await.ok();
    assert_eq!(told["result"]["state"], "accepted");
    dry(&people[0], "suggestion.accept", named(&id, json!({}))).await.problem(403, "not-allowed");
    assert!(ana.read(&format!("{BEES}/tasks")).await.items().is_empty());
    assert_eq!(one(&ana, &id).await["state"], "open");
    // The same key does it once.
    let key = [("idempotency-key", "once")];
    for _ in 0..2 {
        ana.post("/api/v1/actions/suggestion.accept", &key, named(&id, json!({}))).await.ok();
    }
    assert_eq!(ana.read(&format!("{BEES}/tasks")).await.items().len(), 1);
}

async fn a_task_is_split_into_its_parts(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "ben" }))).await.ok();
    let split = of(json!({ "task": number, "into": ["North", "South", "West"] }));
    let done = people[0].perform("task.split", split.clone()).await.ok();
    assert_eq!(done["events"].as_array().unwrap().len(), 3);
    let parts = done["result"]["into"].as_array().unwrap();
    for (part, title) in parts.iter().zip(["North", "South", "West"]) {
        let made = read_task(&ana, part["task"].as_i64().unwrap()).await;
        assert_eq!((&made["title"], &made["parent"]), (&json!(title), &json!(number)));
    }
    assert_eq!(read_task(&ana, number).await["progress"]["subtasks_total"], 3);
    let many = vec!["Part"; 21];
    for into in [json!([]), json!(many), json!([""])] {
        ana.perform("task.split", of(json!({ "task": number, "into": into })))
            .await
            .problem(422, "invalid-input");
    }
}

async fn a_refusal_names_those_who_may_suggest_it(app: TestApp) {
    let (_, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "normal")]).await;
    let ban = of(json!({ "member": "cay", "reason": "Rudeness." }));
    let refused = people[0].perform("member.ban", ban).await;
    // He may not even do that.
    assert!(format!("{refused:?}").contains("Coordinators and above can suggest it"), "{refused:?}");
    refused.problem(403, "not-allowed");
}
