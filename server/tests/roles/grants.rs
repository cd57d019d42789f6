//! Grants: what one member may do with one task beyond their role.

use http::StatusCode;
use pursuance::jobs::Worker;
use pursuance::store::sidebar;
use pursuance_domain::allowed::TaskGrant;
use pursuance_domain::id::TaskId;
use pursuance_domain::time::MINUTE;
use serde_json::json;

use super::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::peers::until;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    an_untrusted_member_reads_what_was_granted_and_nothing_else,
    whoever_may_not_see_the_members_is_shown_no_way_to_them_and_reads_their_own_rights,
    each_grant_allows_what_it_says_and_is_taken_back,
    a_grant_to_change_a_task_names_no_reviewer,
    grants_end_with_the_membership,
    grants_are_given_by_assistant_admins_to_members,
);

async fn whoever_may_not_see_the_members_is_shown_no_way_to_them_and_reads_their_own_rights(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("eve", "untrusted"), ("val", "viewer")]).await;
    let number = task(&ana, "Granted").await;
    let grant = of(json!({ "task": number, "member": "eve", "may": ["view", "edit"] }));
    ana.perform("grant.set", grant).await.ok();
    let mut eves = Browser::signed_in(&app, &people[0].id).await;
    let page = eves.open("/p/bees").await.shown().saying("sees only those and what was granted");
    assert!(!page.html.contains("/p/bees/members"), "{page:?}");
    assert_eq!(eves.open("/p/bees/members").await.status, StatusCode::FORBIDDEN);
    eves.open(&format!("/p/bees/t/{number}"))
        .await
        .shown()
        .saying("You may also")
        .saying("see it, change it");
    let mut vals = Browser::signed_in(&app, &people[1].id).await;
    let page = vals.open("/p/bees").await.shown().saying("Sees everything and joins the discussion");
    assert!(page.html.contains("/p/bees/members"), "{page:?}");
    assert!(!vals.open(&format!("/p/bees/t/{number}")).await.shown().says("You may also"));
}

async fn an_untrusted_member_reads_what_was_granted_and_nothing_else(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("eve", "untrusted")]).await;
    let eve = &people[0];
    let (granted, hidden) = (task(&ana, "Granted").await, task(&ana, "Hidden").await);
    let say = |number: i64| of(json!({ "task": number, "body": format!("About {number}") }));
    ana.perform("task.comment", say(granted)).await.ok();
    assert!(eve.read(&format!("{BEES}/tasks")).await.items().is_empty());
    eve.read(&format!("{BEES}/tasks/{granted}")).await.problem(404, "not-found");

    let grant = of(json!({ "task": granted, "member": "eve", "may": "view" }));
    ana.perform("grant.set", grant).await.ok();

    let listed = eve.read(&format!("{BEES}/tasks")).await.items();
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert_eq!(listed[0]["title"], "Granted");
    eve.read(&format!("{BEES}/tasks/{granted}")).await.ok();
    assert_eq!(eve.read(&format!("{BEES}/tasks/{granted}/comments")).await.items().len(), 1);
    eve.read(&format!("{BEES}/tasks/{hidden}")).await.problem(404, "not-found");
    let told = eve.read(&format!("{BEES}/events?limit=200")).await.items();
    assert!(!told.is_empty() && told.iter().all(|event| event["task"] == listed[0]["id"]), "{told:?}");
    let mut browser = Browser::signed_in(&app, &eve.id).await;
    let page = browser.open("/p/bees").await.shown();
    assert!(page.says("Granted") && !page.says("Hidden"), "{page:?}");
    browser.open(&format!("/p/bees/t/{granted}")).await.shown();
    assert_eq!(browser.open(&format!("/p/bees/t/{hidden}")).await.status, StatusCode::NOT_FOUND);
    // The same for what Home reads, which asks for all pursuances at once.
    let mine = sidebar::pursuances(&mut app.db.read().await.unwrap(), &eve.id).await.unwrap();
    let id = TaskId(listed[0]["id"].as_str().unwrap().to_owned());
    assert!(mine[0].grants.on(&id).has(TaskGrant::View));
    let own = eve.read(&format!("{BEES}/tasks/{granted}/grants")).await.items();
    assert_eq!(own[0]["may"], json!(["view"]));
    eve.perform("task.comment", say(granted)).await.problem(403, "not-allowed");
}

async fn each_grant_allows_what_it_says_and_is_taken_back(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("eve", "untrusted"), ("val", "viewer")]).await;
    let number = task(&ana, "Count").await;
    let say = of(json!({ "task": number, "body": "I counted." }));
    for person in &people {
        let grant = async |may: serde_json::Value| {
            let input = of(json!({ "task": number, "member": person.name, "may": may }));
            ana.perform("grant.set", input).await.ok();
        };
        grant(json!(["discuss", "edit"])).await;
        person.perform("task.comment", say.clone()).await.ok();
        let seen = person.read(&format!("{BEES}/tasks/{number}")).await.ok();
        let title = format!("Counted by {}", person.name);
        let edit = of(json!({ "task": number, "revision": seen["revision"], "title": title }));
        person.perform("task.edit", edit).await.ok();
        // To change a task is not to give it away.
        let slug = if person.name == "val" { "suggest-instead" } else { "not-allowed" };
        let assign = of(json!({ "task": number, "assignee": person.name }));
        person.perform("task.assign", assign).await.problem(403, slug);
        grant(json!([])).await;
        let seen = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
        let edit = of(json!({ "task": number, "revision": seen["revision"], "title": "Mine" }));
        let refused = person.perform("task.edit", edit).await;
        assert!([403, 404].contains(&refused.status.as_u16()), "{refused:?}");
        assert!(ana.read(&format!("{BEES}/tasks/{number}/grants")).await.items().is_empty());
    }
}

async fn a_grant_to_change_a_task_names_no_reviewer(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("nia", "normal"), ("ivo", "recruiter")]).await;
    app.person("zoe").await;
    let wasps = json!({ "slug": "wasps", "name": "Wasps", "mission": "" });
    ana.perform("pursuance.create", wasps).await.ok();
    let (plain, delegated) = (task(&ana, "Count").await, task(&ana, "Draw").await);
    // One is with another pursuance, and a third is a mirror of a task of theirs.
    let theirs = json!({ "pursuance": "wasps", "title": "Theirs" });
    ana.perform("task.create", theirs).await.ok();
    let worker = Worker::spawn(&app);
    for (from, task, to) in [("bees", delegated, "wasps"), ("wasps", 1, "bees")] {
        let offer = json!({ "pursuance": from, "task": task, "to": to });
        ana.perform("delegation.offer", offer).await.ok();
        let rows = format!("/api/v1/pursuances/{to}/delegations");
        let states = async || {
            let rows = ana.read(&rows).await.items();
            rows.into_iter().filter(|row| row["side"] == "delegate").collect::<Vec<_>>()
        };
        until("the offer is there", async || !states().await.is_empty()).await;
        let id = states().await[0]["delegation"].clone();
        ana.perform("delegation.accept", json!({ "delegation": id })).await.ok();
        until("both know it", async || states().await[0]["state"] == "active").await;
    }
    worker.stop().await;
    let tasks = ana.read(&format!("{BEES}/tasks")).await.items();
    let mirror = tasks.iter().find(|task| task["title"] == "Theirs").unwrap()["number"].as_i64().unwrap();
    for number in [plain, delegated, mirror] {
        for person in &people {
            let input = of(json!({ "task": number, "member": person.name, "may": ["edit"] }));
            ana.perform("grant.set", input).await.ok();
            let seen = person.read(&format!("{BEES}/tasks/{number}")).await.ok();
            // Members and strangers are refused alike, and so is nobody.
            for reviewer in [json!(person.name), json!("ana"), json!("zoe"), json!("nobody"), json!(null)] {
                let edit = json!({ "task": number, "revision": seen["revision"], "reviewer": reviewer });
                person.perform("task.edit", of(edit)).await.problem(403, "not-allowed");
            }
            let still = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
            assert_eq!(still["reviewer"], seen["reviewer"]);
        }
    }
    // The page has no such field, and saving leaves the reviewer alone.
    let edit = of(json!({ "task": plain, "revision": 1, "reviewer": "ivo" }));
    ana.perform("task.edit", edit).await.ok();
    let mut nia = Browser::signed_in(&app, &people[0].id).await;
    let path = format!("/p/bees/t/{plain}/edit");
    let page = nia.open(&path).await.shown();
    assert!(!page.html.contains("name=\"reviewer\""), "{page:?}");
    nia.fill(&page, &path, &[("title", "Count twice")]).await.shown();
    let now = ana.read(&format!("{BEES}/tasks/{plain}")).await.ok();
    assert_eq!((&now["title"], &now["reviewer"]), (&json!("Count twice"), &json!("ivo")));
    let made = nia.open(&path).await.shown().form(&path).with(&[("reviewer", "nia")]);
    assert_eq!(nia.submit(made).await.status, StatusCode::FORBIDDEN);
    // Of a mirror nothing is left to change here.
    let (at, edit) = (format!("/p/bees/t/{mirror}"), format!("/p/bees/t/{mirror}/edit"));
    assert!(!nia.open(&at).await.shown().html.contains(&edit));
    assert_eq!(nia.open(&edit).await.status, StatusCode::FORBIDDEN);
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    assert!(anas.open(&path).await.shown().html.contains("name=\"reviewer\""));
}

async fn grants_end_with_the_membership(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("eve", "viewer"), ("ivo", "viewer"), ("uma", "viewer")]).await;
    let number = task(&ana, "Count").await;
    for person in &people {
        let input = of(json!({ "task": number, "member": person.name, "may": ["edit"] }));
        ana.perform("grant.set", input).await.ok();
    }
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    for (action, name) in [("member.remove", "ivo"), ("member.ban", "uma")] {
        ana.perform(action, of(json!({ "member": name, "reason": "Rest." }))).await.ok();
    }
    ana.perform("member.unban", of(json!({ "member": "uma" }))).await.ok();
    for person in &people {
        person.perform("pursuance.join", of(json!({}))).await.ok();
        let edit = of(json!({ "task": number, "revision": 1, "title": "Mine" }));
        person.perform("task.edit", edit).await.problem(403, "suggest-instead");
    }
}

async fn grants_are_given_by_assistant_admins_to_members(app: TestApp) {
    let others = [("ben", "assistant_admin"), ("ivo", "recruiter"), ("eve", "untrusted")];
    let (ana, people) = bees(&app, "members", &others).await;
    app.person("zoe").await;
    let number = task(&ana, "Count").await;
    let grant = |member: &str| of(json!({ "task": number, "member": member, "may": ["view"] }));
    people[1].perform("grant.set", grant("eve")).await.problem(403, "not-allowed");
    people[0].perform("grant.set", grant("zoe")).await.problem(404, "not-found");
    people[0].perform("grant.set", grant("eve")).await.ok();
    let absent = of(json!({ "task": number, "member": "eve" }));
    people[0].perform("grant.set", absent).await.problem(422, "invalid-input");
    assert_eq!(
        ana.read(&format!("{BEES}/tasks/{number}/grants")).await.items().len(),
        1,
        "nothing is taken back"
    );
    let unknown = of(json!({ "task": number, "member": "eve", "may": ["delete"] }));
    people[0].perform("grant.set", unknown).await.problem(422, "invalid-input");

    // The same by the page.
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let at = format!("/p/bees/t/{number}/grants");
    browser.open(&format!("/p/bees/t/{number}")).await.shown().saying("Special permissions");
    let page = browser.open(&at).await.shown();
    let form = crate::support::browser::Form::to(
        &at,
        &[("csrf", page.form(&at).value("csrf")), ("member", "eve"), ("may", "discuss"), ("may", "suggest")],
    );
    let page = browser.submit(form).await.shown().saying("discuss it, suggest changes");
    browser.fill(&page, &at, &[("member", "eve")]).await.shown();
    assert!(ana.read(&format!("{BEES}/tasks/{number}/grants")).await.items().is_empty());
    let nobody = browser.fill(&page, &at, &[("member", "nobody at all")]).await.refused();
    nobody.saying("nobody at all");
    let mut ivos = Browser::signed_in(&app, &people[1].id).await;
    assert_eq!(ivos.open(&at).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn grants_are_not_more_than_one_task_and_one_member_may_have() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("eve", "viewer")]).await;
    for number in 1..=101 {
        app.advance(MINUTE);
        task(&ana, &format!("Task {number}")).await;
        let grant = of(json!({ "task": number, "member": people[0].name, "may": ["edit"] }));
        let answer = ana.perform("grant.set", grant).await;
        if number <= 100 {
            answer.ok();
        } else {
            answer.problem(409, "too-many-grants");
        }
    }
    // One that is there already may change.
    ana.perform("grant.set", of(json!({ "task": 1, "member": "eve", "may": ["view"] }))).await.ok();
    for number in 0..50 {
        app.advance(MINUTE);
        let person = app.person(&format!("person{number}")).await;
        person.perform("pursuance.join", of(json!({}))).await.ok();
        let grant = of(json!({ "task": 1, "member": person.name, "may": ["edit"] }));
        let answer = ana.perform("grant.set", grant).await;
        if number < 49 {
            answer.ok();
        } else {
            answer.problem(409, "too-many-grants");
        }
    }
}
