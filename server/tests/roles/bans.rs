//! Removed and banned people are strangers from that second on.

use std::time::Duration;

use http::{Method, StatusCode};
use pursuance::store::actors::{self, ActorKind};
use pursuance::store::bans::{self, Ban};
use pursuance::store::tasks;
use pursuance_domain::action::LetGo;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::{ActorId, ReasonId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, SECOND, Time};
use serde_json::json;

use super::{BEES, bees, of, role_of, task};
use crate::support::browser::{Browser, Form};
use crate::support::live::{heard, next};
use crate::support::rows::an_actor;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_is_banned_reads_and_changes_no_more_than_a_stranger,
    a_ban_keeps_from_joining_until_its_end_and_no_longer,
    a_lifted_ban_lets_somebody_join_again,
    whoever_is_removed_may_join_again_and_whoever_is_banned_may_not,
    whoever_was_demoted_comes_back_with_no_more,
    tasks_of_somebody_banned_look_for_help_again,
    only_roles_below_ones_own_are_removed_and_banned,
    a_suspended_account_gets_no_more_rights_and_may_lose_some,
    a_person_who_is_gone_blocks_no_task_and_says_nothing_of_it,
);

async fn ban(by: &Person, member: &str) {
    let input = of(json!({ "member": member, "reason": "Sold the readings." }));
    by.perform("member.ban", input).await.ok();
}

async fn whoever_is_banned_reads_and_changes_no_more_than_a_stranger(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "admin")]).await;
    let (ben, zoe) = (&people[0], app.person("zoe").await);
    let number = task(&ana, "Secret").await;
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "ben" }))).await.ok();
    let grant = of(json!({ "task": number, "member": "ben", "may": ["view", "edit"] }));
    ana.perform("grant.set", grant).await.ok();
    let file = ben.send(Method::POST, "/api/v1/files", &[], "Secret bytes".into()).await.ok();
    let attach = of(json!({ "task": number, "file": file["file"], "name": "secret.txt" }));
    let attached = ben.perform("task.attach", attach).await.ok();
    let file = attached["result"]["id"].as_str().unwrap().to_owned();
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    let before = browser.open(&format!("/p/bees/t/{number}")).await.shown();
    before.saying("Secret");
    // A page that was read comes with a mark, for which a browser asks again.
    let read = browser.send(Method::GET, "/p/bees", &[], Vec::new()).await;
    let mark = read.headers["etag"].to_str().unwrap().to_owned();

    ban(&ana, "ben").await;

    for path in [
        "",
        "/members",
        "/log",
        "/bans",
        "/tasks",
        &format!("/tasks/{number}"),
        &format!("/tasks/{number}/comments"),
        &format!("/tasks/{number}/files"),
        &format!("/tasks/{number}/grants"),
        "/delegations",
        "/events",
    ] {
        let path = format!("{BEES}{path}");
        assert_eq!(ben.read(&path).await.problem(404, "not-found"), zoe.read(&path).await.json(), "{path}");
    }
    ben.read(&format!("/api/v1/files/{file}")).await.problem(404, "not-found");
    assert!(ben.read("/api/v1/me").await.ok()["pursuances"].as_array().unwrap().is_empty());
    let again = browser.send(Method::GET, "/p/bees", &[("if-none-match", &mark)], Vec::new()).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "a marked page is no way in: {again:?}");
    for path in ["/p/bees", "/p/bees/members", "/p/bees/log", "/p/bees/leave", &format!("/p/bees/t/{number}")]
    {
        assert_eq!(browser.open(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let home = browser.open("/").await.shown();
    assert!(!home.says("Secret") && !home.says("Bees"), "{home:?}");
    for (action, more) in [
        ("task.comment", json!({ "task": number, "body": "I am back." })),
        ("task.set_phase", json!({ "task": number, "phase": "in_progress" })),
        ("task.hand_back", json!({ "task": number })),
        ("task.edit", json!({ "task": number, "revision": 2, "title": "Mine" })),
        ("task.create", json!({ "title": "Mine" })),
        ("pursuance.edit", json!({ "name": "Mine" })),
        ("member.unban", json!({ "member": "ben" })),
        ("pursuance.join", json!({})),
        ("pursuance.leave", json!({})),
    ] {
        ben.perform(action, of(more)).await.problem(404, "not-found");
    }
}

async fn a_ban_keeps_from_joining_until_its_end_and_no_longer(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let until = app.clock.now().plus(7 * DAY);
    let input = of(json!({ "member": "ben", "reason": "Sold the readings.", "until": until }));
    ana.perform("member.ban", input).await.ok();
    let mut browser = Browser::signed_in(&app, &ben.id).await;

    let number = task(&ana, "Count").await;
    let take = format!("/p/bees/t/{number}/take");

    app.advance(7 * DAY - 60 * SECOND);
    assert!(!browser.open(&take).await.shown().has_form(&take));
    ben.perform("pursuance.join", of(json!({}))).await.problem(403, "banned");
    let page = browser.open("/p/bees").await.shown();
    assert!(page.says("You are banned here until") && !page.has_form("/p/bees/join"), "{page:?}");
    ana.perform("task.set_phase", of(json!({ "task": number, "phase": "help_wanted" }))).await.ok();
    let board = browser.open("/tasks").await.shown().saying("Count");
    assert!(!board.says("Take it"), "it leads nowhere: {board:?}");
    for path in ["/p/bees", "/p/bees/members", "/p/bees/files", &format!("/p/bees/t/{number}")] {
        let page = browser.open(path).await.shown().saying("You are banned here until");
        page.saying("Sold the readings.");
    }
    assert_eq!(ana.read(&format!("{BEES}/bans")).await.items()[0]["reason"], "Sold the readings.");

    app.advance(61 * SECOND);
    let page = browser.open("/p/bees").await.shown();
    assert!(!page.says("You are banned"), "{page:?}");
    assert!(browser.open(&take).await.shown().has_form(&take), "by joining");
    assert!(ana.read(&format!("{BEES}/bans")).await.items().is_empty(), "the clock has lifted it");
    browser.fill(&page, "/p/bees/join", &[]).await.shown();
    assert_eq!(role_of(&ana, "ben").await, "normal");
    // It begins now, and nothing of the ban is left.
    let members = ana.read(&format!("{BEES}/members")).await.items();
    let since = members.iter().find(|member| member["member"] == "ben").unwrap()["since"].clone();
    assert!(Time::parse(since.as_str().unwrap()).unwrap() > until, "{since}");
    ana.perform("member.unban", of(json!({ "member": "ben" }))).await.problem(409, "not-banned");

    let past = of(json!({ "member": "ben", "reason": "Late.", "until": "2020-01-01" }));
    ana.perform("member.ban", past).await.problem(422, "end-is-past");
    assert_eq!(role_of(&ana, "ben").await, "normal", "nothing has changed");
}

async fn a_lifted_ban_lets_somebody_join_again(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    ban(&ana, "ben").await;
    app.advance(200 * DAY);
    people[0].perform("pursuance.join", of(json!({}))).await.problem(403, "banned");
    // By hand, on the page.
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open("/p/bees/m/ben").await.shown();
    let members = browser.fill(&page, "/p/bees/m/ben/unban", &[]).await.shown();
    assert_eq!(members.path, "/p/bees/members");
    people[0].perform("pursuance.join", of(json!({}))).await.ok();
}

async fn whoever_is_removed_may_join_again_and_whoever_is_banned_may_not(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("eva", "normal")]).await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    for (name, how) in [("ben", "remove"), ("eva", "7d")] {
        let page = browser.open(&format!("/p/bees/m/{name}")).await.shown();
        let end = format!("/p/bees/m/{name}/end");
        let refused = browser.fill(&page, &end, &[("how", how), ("reason", " ")]).await.refused();
        assert_eq!(refused.form(&end).value("how"), how, "what was chosen stays");
        assert_eq!(role_of(&ana, name).await, "normal", "without a reason nothing happens");
        let members = browser.fill(&page, &end, &[("how", how), ("reason", "No.")]).await.shown();
        assert_eq!(members.path, "/p/bees/members");
        assert_eq!(role_of(&ana, name).await, json!(null));
    }
    people[0].perform("pursuance.join", of(json!({}))).await.ok();
    people[1].perform("pursuance.join", of(json!({}))).await.problem(403, "banned");
}

async fn whoever_was_demoted_comes_back_with_no_more(app: TestApp) {
    let others = [("ben", "viewer"), ("eva", "untrusted"), ("ivo", "admin")];
    let (ana, people) = bees(&app, "public", &others).await;
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    ana.perform("member.remove", of(json!({ "member": "eva", "reason": "Rest." }))).await.ok();
    people[2].perform("pursuance.leave", of(json!({}))).await.ok();
    for person in &people {
        person.perform("pursuance.join", of(json!({}))).await.ok();
    }
    assert_eq!(role_of(&ana, "ben").await, "viewer");
    assert_eq!(role_of(&ana, "eva").await, "untrusted");
    assert_eq!(role_of(&ana, "ivo").await, "normal", "a high role is not kept either");
    // Nor by asking to be let in, nor by way of a ban that is over.
    ana.perform("pursuance.edit", of(json!({ "joining": "approval" }))).await.ok();
    ban(&ana, "ben").await;
    ana.perform("member.unban", of(json!({ "member": "ben" }))).await.ok();
    people[0].perform("pursuance.join", of(json!({}))).await.ok();
    let asking = Browser::signed_in(&app, &ana.id).await.open("/p/bees/members").await.shown();
    asking.saying("They were here before, and come back with the role they had: Reader.");
    ana.perform("member.decide", of(json!({ "member": "ben", "accept": true }))).await.ok();
    assert_eq!(role_of(&ana, "ben").await, "viewer");
    // An Admin who decides otherwise is heard.
    ana.perform("member.set_role", of(json!({ "member": "ben", "role": "normal" }))).await.ok();
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    people[0].perform("pursuance.join", of(json!({}))).await.ok();
    ana.perform("member.decide", of(json!({ "member": "ben", "accept": true }))).await.ok();
    assert_eq!(role_of(&ana, "ben").await, "normal");
}

async fn tasks_of_somebody_banned_look_for_help_again(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "ben" }))).await.ok();
    ban(&ana, "ben").await;
    let now = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    assert_eq!((&now["phase"], &now["assignee"]), (&json!("help_wanted"), &json!(null)));
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "ben" })))
        .await
        .problem(422, "not-a-member");
    let events = ana.read(&format!("{BEES}/events?limit=200")).await.items();
    assert!(events.iter().any(|event| event["data"]["because"] == "unavailable"), "{events:?}");
}

async fn only_roles_below_ones_own_are_removed_and_banned(app: TestApp) {
    let others = [("ben", "assistant_admin"), ("eva", "assistant_admin"), ("ivo", "recruiter")];
    let (ana, people) = bees(&app, "public", &others).await;
    let input = |member: &str| of(json!({ "member": member, "reason": "No." }));
    for action in ["member.remove", "member.ban"] {
        for member in ["eva", "ana", "ben"] {
            let slug = if member == "ana" { "role-above-own" } else { "suggest-instead" };
            people[0].perform(action, input(member)).await.problem(403, slug);
        }
        people[2].perform(action, input("eva")).await.problem(403, "suggest-instead");
    }
    people[0].perform("member.ban", input("ivo")).await.ok();
    // A member who was above is still above once they are banned.
    ban(&ana, "eva").await;
    people[0].perform("member.unban", of(json!({ "member": "eva" }))).await.problem(403, "suggest-instead");
    // Somebody who was never here may be kept out beforehand; nobody who is no person of this server.
    app.person("zoe").await.perform("pursuance.leave", of(json!({}))).await;
    people[0].perform("member.ban", input("zoe")).await.ok();
    people[0].perform("member.ban", input("bees")).await.problem(404, "not-found");
}

async fn a_suspended_account_gets_no_more_rights_and_may_lose_some(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "assigner")]).await;
    let number = task(&ana, "Count").await;
    let grant = |may: &[&str]| of(json!({ "task": number, "member": "ben", "may": may }));
    ana.perform("grant.set", grant(&["view", "edit"])).await.ok();
    let asking = app.person("asking").await;
    ana.perform("pursuance.edit", of(json!({ "joining": "approval" }))).await.ok();
    asking.perform("pursuance.join", of(json!({}))).await.ok();
    let suspend = pursuance_domain::action::SuspendAccount { account: asking.id.clone(), suspended: true };
    app.perform(&pursuance_domain::allowed::Principal::Operator, suspend.into()).await.unwrap();
    let decide = |accept: bool| of(json!({ "member": "asking", "accept": accept }));
    ana.perform("member.decide", decide(true)).await.problem(409, "member-unavailable");
    ana.perform("member.decide", decide(false)).await.ok();
    let suspend = pursuance_domain::action::SuspendAccount { account: people[0].id.clone(), suspended: true };
    app.perform(&pursuance_domain::allowed::Principal::Operator, suspend.into()).await.unwrap();
    let role = |role: &str| of(json!({ "member": "ben", "role": role }));
    ana.perform("member.set_role", role("admin")).await.problem(409, "member-unavailable");
    ana.perform("pursuance.transfer", of(json!({ "to": "ben" }))).await.problem(409, "member-unavailable");
    ana.perform("member.set_role", role("viewer")).await.ok();
    assert_eq!(role_of(&ana, "ben").await, "viewer");
    ana.perform("grant.set", grant(&["view", "discuss"])).await.problem(409, "member-unavailable");
    ana.perform("grant.set", grant(&["view"])).await.ok();
}

#[tokio::test]
async fn an_open_page_of_somebody_banned_ends_before_it_tells_anything() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let browser = Browser::signed_in(&app, &people[0].id).await;
    let mut stream = browser.listen("/p/bees/live").await.into_body().into_data_stream();
    ban(&ana, "ben").await;
    task(&ana, "Secret").await;
    let told = next(&mut stream).await;
    assert!(told.is_none(), "{told:?}");
    assert_eq!(browser.listen("/p/bees/live").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_open_page_that_anybody_may_read_is_told_that_its_viewer_is_no_member_now() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let browser = Browser::signed_in(&app, &people[0].id).await;
    let mut stream = browser.listen("/p/bees/live").await.into_body().into_data_stream();
    ban(&ana, "ben").await;
    assert!(next(&mut stream).await.is_some_and(|told| told.starts_with("data:")));
}

#[tokio::test]
async fn a_ban_is_no_news_for_strangers() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("eva", "normal")]).await;
    let (count, draw) = (task(&ana, "Count").await, task(&ana, "Draw").await);
    let late = task(&ana, "Late").await;
    ana.perform("task.assign", of(json!({ "task": count, "assignee": "ben" }))).await.ok();
    ana.perform("task.edit", of(json!({ "task": draw, "revision": 1, "reviewer": "ben" }))).await.ok();
    ban(&ana, "ben").await;
    // The rest of many tasks is let go by a job, also by one that an older program wrote.
    let group = ana.read(BEES).await.ok()["id"].clone();
    let id = ana.read(&format!("{BEES}/tasks/{late}")).await.ok()["id"].clone();
    let id = TaskId(id.as_str().unwrap().to_owned());
    let mut tx = app.db.write().await.unwrap();
    tasks::set_state(&mut tx, &id, Phase::InProgress, Some(&people[0].id), app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let gone = json!({ "pursuance": group, "person": people[0].id, "why": "removed", "by": ana.id });
    let gone: LetGo = serde_json::from_value(gone).unwrap();
    app.perform(&Principal::Clock { job: "test".to_owned() }, gone.into()).await.unwrap();
    for reader in [&app.visitor(), &*people[0], &*people[1]] {
        let events = reader.read(&format!("{BEES}/events?limit=200")).await.items();
        let told: Vec<_> = events.iter().filter(|event| !event["data"]["because"].is_null()).collect();
        assert_eq!(told.len(), 3, "{events:?}");
        for event in told {
            assert_eq!((&event["data"]["because"], &event["actor"]), (&json!("unavailable"), &json!(null)));
        }
        assert!(events.iter().any(|event| event["actor"].is_string()), "others are named: {events:?}");
    }
    let verbs = async |reader: &crate::support::Caller| {
        let events = reader.read(&format!("{BEES}/events?limit=200")).await.items();
        events.iter().map(|event| event["verb"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(verbs(&people[1]).await.contains(&"member.banned".to_owned()));
    for stranger in [&app.visitor(), &*people[0]] {
        assert!(!verbs(stranger).await.contains(&"member.banned".to_owned()));
        stranger.read(&format!("{BEES}/bans")).await;
    }
    // The form of a page that was open is of no use either.
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let me = browser.open("/me").await.shown();
    let csrf = me.form("/me/theme").value("csrf").to_owned();
    let late = browser.submit(Form::to("/p/bees/tasks", &[("csrf", &csrf), ("title", "Mine")])).await;
    assert!(!late.status.is_success() || late.status == StatusCode::UNPROCESSABLE_ENTITY, "{late:?}");
    assert_eq!(ana.read(&format!("{BEES}/tasks")).await.items().len(), 3);
}

async fn a_person_who_is_gone_blocks_no_task_and_says_nothing_of_it(app: TestApp) {
    let (ana, people) =
        bees(&app, "public", &[("ben", "normal"), ("cay", "normal"), ("dan", "normal")]).await;
    let [ben, cay, dan] = people.as_slice() else { panic!("three") };
    let blocked = async |on: &str| {
        let number = task(&ana, "Count").await;
        ana.perform("task.block", of(json!({ "task": number, "on": format!("@{on}") }))).await.ok();
        number
    };
    let phase = async |number: i64| {
        ana.read(&format!("{BEES}/tasks/{number}")).await.ok()["phase"].as_str().unwrap().to_owned()
    };
    let (by_ben, by_cay, by_dan) = (blocked("ben").await, blocked("cay").await, blocked("dan").await);
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    let unblock = format!("/p/bees/t/{by_ben}/unblock");
    let open = browser.open(&format!("/p/bees/t/{by_ben}")).await.shown();
    assert!(open.has_form(&unblock), "a member who is named says that it is over");

    ban(&ana, "ben").await;
    cay.perform("pursuance.leave", of(json!({}))).await.ok();
    let suspend = pursuance_domain::action::SuspendAccount { account: dan.id.clone(), suspended: true };
    app.perform(&Principal::Operator, suspend.into()).await.unwrap();

    for number in [by_ben, by_cay, by_dan] {
        assert_eq!(phase(number).await, "new", "{number}");
    }
    let page = Browser::signed_in(&app, &ana.id).await.open(&format!("/p/bees/t/{by_ben}")).await.shown();
    page.saying("It no longer waits for a member who went");
    // The page that was open before, and a stranger's guess.
    ana.perform("task.block", of(json!({ "task": by_ben, "reason": "Ice" }))).await.ok();
    browser.submit(open.form(&unblock)).await.refused();
    ben.perform("task.unblock", of(json!({ "task": by_ben }))).await.problem(403, "banned");
    cay.perform("task.unblock", of(json!({ "task": by_cay }))).await.problem(403, "not-a-member");
    let again = of(json!({ "task": by_dan, "on": "@dan" }));
    ana.perform("task.block", again).await.problem(422, "invalid-input");
}

#[tokio::test]
async fn bans_are_read_page_by_page_and_are_no_more_than_a_pursuance_may_have() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[("ben", "normal")]).await;
    let group = ActorId(ana.read(BEES).await.ok()["id"].as_str().unwrap().to_owned());
    let reason = ReasonId("01k9w3zq7v8h4m2x5n6p0r1s2t".to_owned());
    let mut tx = app.db.write().await.unwrap();
    for number in 1..1000 {
        let actor = an_actor(ActorKind::Person, &format!("gone{number:04}"), None);
        actors::add(&mut tx, &actor, None).await.unwrap();
        let ban = Ban { role: Role::Untrusted, until: None, reason: &reason };
        bans::ban(&mut tx, &group, &actor.id, &ban, app.clock.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let zoe = app.person("zoe").await;
    let until = app.clock.now().plus(DAY);
    let short = of(json!({ "member": "ben", "reason": "No.", "until": until }));
    ana.perform("member.ban", short).await.ok();
    let ban_zoe = of(json!({ "member": zoe.name, "reason": "No." }));
    ana.perform("member.ban", ban_zoe.clone()).await.problem(409, "too-many-bans");
    // One that is there already may change.
    let again = of(json!({ "member": "ben", "reason": "Again.", "until": until }));
    ana.perform("member.ban", again).await.ok();
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open("/p/bees/members").await.shown();
    assert!(page.says("ben") && page.says("gone0049") && !page.says("gone0050"), "{page:?}");
    let page = browser.open("/p/bees/members?banned_after=gone0049").await.shown();
    let main = page.html.split("<main").nth(1).unwrap();
    assert!(main.contains("gone0050") && !main.contains("gone0049") && page.says("More bans"), "{page:?}");
    // Bans that are over make room.
    app.advance(2 * DAY);
    ana.perform("member.ban", ban_zoe).await.ok();
}

#[tokio::test]
async fn a_ban_that_is_over_is_none_wherever_somebody_looks() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "assistant_admin"), ("eva", "assistant_admin")]).await;
    let ben = &people[0];
    let until = app.clock.now().plus(DAY);
    let input = of(json!({ "member": "ben", "reason": "No.", "until": until }));
    ana.perform("member.ban", input).await.ok();
    let number = task(&ana, "Count").await;
    let say = of(json!({ "task": number, "body": "Hm." }));
    ben.perform("task.comment", say.clone()).await.problem(403, "banned");
    app.advance(DAY);
    ben.perform("task.comment", say).await.problem(403, "not-a-member");
    ben.perform("task.take", of(json!({ "task": number }))).await.problem(403, "not-a-member");
    ana.perform("member.unban", of(json!({ "member": "ben" }))).await.problem(409, "not-banned");
    // The role of that time does not protect from those of the same role now.
    people[1].perform("member.ban", of(json!({ "member": "ben", "reason": "No." }))).await.ok();
}

#[tokio::test]
async fn an_open_page_is_told_of_a_grant() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "members", &[("eve", "untrusted")]).await;
    let number = task(&ana, "Count").await;
    let grant = |may: &str| of(json!({ "task": number, "member": "eve", "may": [may] }));
    ana.perform("grant.set", grant("view")).await.ok();
    let browser = Browser::signed_in(&app, &people[0].id).await;
    let mut stream = browser.listen(&format!("/p/bees/t/{number}/live")).await.into_body().into_data_stream();
    ana.perform("grant.set", grant("discuss")).await.ok();
    assert!(next(&mut stream).await.is_some_and(|told| told.starts_with("data:")));
}

#[tokio::test]
async fn an_open_page_is_told_that_a_ban_is_over_when_the_clock_lifts_it() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let until = app.clock.now().plus(DAY);
    let week = of(json!({ "member": "ben", "reason": "No.", "until": until }));
    ana.perform("member.ban", week).await.ok();
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    browser.open("/p/bees").await.shown().saying("You are banned here until");
    let mut stream = browser.listen("/p/bees/live").await.into_body().into_data_stream();
    let early = tokio::time::timeout(Duration::from_secs(3), heard(&mut stream)).await;
    assert!(early.is_err(), "nothing has changed yet: {early:?}");
    app.advance(DAY);
    assert!(next(&mut stream).await.is_some_and(|told| told.starts_with("data:")));
    let page = browser.open("/p/bees").await.shown();
    assert!(!page.says("You are banned"), "{page:?}");
}

#[tokio::test]
async fn pages_about_members_bring_themselves_up_to_date() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[("ben", "normal")]).await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    for (path, parts) in [
        ("/p/bees/log", &["log"][..]),
        ("/p/bees/members", &["asked", "members", "banned", "may", "yours"]),
        ("/p/bees/m/ben", &["facts", "may", "end"]),
    ] {
        let page = browser.open(path).await.shown();
        assert!(page.html.contains("data-live"), "{path}");
        for part in parts {
            assert_eq!(page.html.matches(&format!("data-part=\"{part}\"")).count(), 1, "{path} {part}");
        }
    }
}
