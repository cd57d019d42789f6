//! The hidden parts for each reader, place by place.

use http::StatusCode;
use pursuance_domain::allowed::{Principal, Via};
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::peers::{On, World};
use crate::support::{Person, TestApp};

const HIVE: &str = "/api/v1/pursuances/hive";

/// Founds a pursuance that will be for members only, and lets some people in while it is still open.
async fn hive(ana: &Person, members: &[(&Person, &str)]) {
    let input = json!({ "slug": "hive", "name": "The hive", "mission": "", "visibility": "unlisted" });
    ana.perform("pursuance.create", input).await.ok();
    for (member, role) in members {
        member.perform("pursuance.join", json!({ "pursuance": "hive" })).await.ok();
        let set = json!({ "pursuance": "hive", "member": member.name, "role": role });
        ana.perform("member.set_role", set).await;
    }
}

async fn close(ana: &Person) {
    ana.perform("pursuance.edit", json!({ "pursuance": "hive", "visibility": "members" })).await.ok();
}

async fn task(by: &Person, more: Value) -> i64 {
    let mut input = json!({ "pursuance": "hive" });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    by.perform("task.create", input).await.ok()["result"]["task"].as_i64().unwrap()
}

async fn rename(ana: &Person, task: i64, title: &str) {
    let revision = ana.read(&format!("{HIVE}/tasks/{task}")).await.ok()["revision"].clone();
    let edit = json!({ "pursuance": "hive", "task": task, "revision": revision, "title": title });
    ana.perform("task.edit", edit).await.ok();
}

#[tokio::test]
async fn a_former_member_reads_no_new_titles() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    hive(&ana, &[(&ben, "assistant_admin")]).await;
    let theirs = task(&ben, json!({ "title": "Written by ben" })).await;
    let reviewed = task(&ana, json!({ "title": "Reviewed by ben" })).await;
    let edit = json!({ "pursuance": "hive", "task": reviewed, "revision": 1, "reviewer": "ben" });
    ana.perform("task.edit", edit).await.ok();
    for number in [theirs, reviewed] {
        let on = |more: Value| {
            let mut input = json!({ "pursuance": "hive", "task": number });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        ana.perform("task.assign", on(json!({ "assignee": "ana" }))).await.ok();
        for phase in ["in_progress", "ready_for_review"] {
            ana.perform("task.set_phase", on(json!({ "phase": phase }))).await.ok();
        }
    }
    let held = task(&ana, json!({ "title": "Held by ben" })).await;
    ana.perform("task.assign", json!({ "pursuance": "hive", "task": held, "assignee": "ben" })).await.ok();
    close(&ana).await;
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    let before = browser.open("/").await.shown();
    assert!(
        ["Written by ben", "Reviewed by ben", "Held by ben"].iter().all(|title| before.says(title)),
        "{before:?}"
    );

    ben.perform("pursuance.leave", json!({ "pursuance": "hive" })).await.ok();
    for number in [theirs, reviewed, held] {
        rename(&ana, number, "Written after ben left").await;
    }

    let home = browser.open("/").await.shown();
    assert!(!home.says("Written after ben left") && !home.says("The hive"), "{home:?}");
    assert_eq!(browser.open("/p/hive").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_stands_above_and_below_a_task_is_hidden_from_who_sees_only_their_own() {
    let app = TestApp::start().await;
    let (ana, eve) = (app.person("ana").await, app.person("eve").await);
    hive(&ana, &[(&eve, "untrusted")]).await;
    let top = task(&ana, json!({ "title": "Secret parent" })).await;
    let hers = task(&ana, json!({ "title": "Task of eve", "parent": top })).await;
    task(&ana, json!({ "title": "Secret child", "parent": hers, "skills": ["Secret:Skill"] })).await;
    ana.perform("task.assign", json!({ "pursuance": "hive", "task": hers, "assignee": "eve" })).await.ok();
    close(&ana).await;

    let mut browser = Browser::signed_in(&app, &eve.id).await;
    for path in
        [format!("/p/hive/t/{hers}"), "/p/hive".to_owned(), "/p".to_owned(), format!("/p/hive?under={hers}")]
    {
        let page = browser.open(&path).await.shown();
        for secret in ["Secret parent", "Secret child", "Secret:Skill"] {
            assert!(!page.says(secret), "{secret} at {path}: {page:?}");
        }
    }
    browser.open(&format!("/p/hive/t/{hers}")).await.shown().saying("A task you cannot see");
    assert_eq!(eve.read(&format!("{HIVE}/tasks/{hers}")).await.ok()["parent"], json!(null));
    assert_eq!(eve.read(&format!("{HIVE}/tasks")).await.items()[0]["parent"], json!(null));
    assert_eq!(ana.read(&format!("{HIVE}/tasks/{hers}")).await.ok()["parent"], json!(top));
    let page = Browser::signed_in(&app, &ana.id).await.open(&format!("/p/hive/t/{hers}")).await;
    page.shown().saying("Secret parent").saying("Secret child");
    // How many others there are is nothing she is told either.
    Browser::signed_in(&app, &ana.id).await.open("/p/hive").await.shown().saying("1 to pick up");
    for path in ["/p/hive", "/p"] {
        let page = browser.open(path).await.shown();
        assert!(!page.says("1 to pick up") && !page.says("one task to pick up"), "{path}: {page:?}");
    }
}

#[tokio::test]
async fn a_query_finds_nothing_of_a_task_that_is_not_seen() {
    for app in [TestApp::start().await, TestApp::start_on_postgres().await] {
        finds_nothing_hidden(app).await;
    }
}

async fn finds_nothing_hidden(app: TestApp) {
    let (ana, eve) = (app.person("ana").await, app.person("eve").await);
    hive(&ana, &[(&eve, "untrusted")]).await;
    let first = task(&ana, json!({ "title": "Kept back" })).await;
    let top = task(&ana, json!({ "title": "Secret parent", "skills": ["Secret:Skill"] })).await;
    let hers = task(&ana, json!({ "title": "Task of eve", "parent": top })).await;
    ana.perform("task.depend", json!({ "pursuance": "hive", "task": hers, "on": first.to_string() }))
        .await
        .ok();
    ana.perform("task.assign", json!({ "pursuance": "hive", "task": hers, "assignee": "eve" })).await.ok();
    close(&ana).await;
    let found = async |who: &Person, query: &str| {
        let items = who.read(&format!("{HIVE}/tasks?q={}", encoded(query))).await.items();
        let mut numbers: Vec<_> = items.iter().map(|task| task["number"].as_i64().unwrap()).collect();
        numbers.sort_unstable();
        numbers
    };
    let mut browser = Browser::signed_in(&app, &eve.id).await;
    for (query, whole, own) in [
        ("", vec![first, top, hers], vec![hers]),
        ("secret", vec![top], vec![]),
        ("skill:Secret:*", vec![top], vec![]),
        ("@-", vec![first, top], vec![]),
        (&format!("#{top}"), vec![top], vec![]),
        (&format!("parent:#{top}"), vec![hers], vec![]),
        (&format!("depends:#{first}"), vec![hers], vec![]),
        // Nor does its opposite tell that there is something to find.
        (&format!("!parent:#{top}"), vec![first, top], vec![hers]),
        (&format!("!depends:#{first} sort:due"), vec![first, top], vec![hers]),
        ("@me", vec![], vec![hers]),
    ] {
        assert_eq!(found(&ana, query).await, whole, "ana: {query}");
        assert_eq!(found(&eve, query).await, own, "eve: {query}");
        let page = browser.open(&format!("/p/hive?q={}", encoded(query))).await.shown();
        assert!(!page.says("Secret parent"), "{query}: {page:?}");
        // Recent events are told below the list.
        let list = page.html.split("data-part=\"outline\"").nth(1).unwrap_or_default();
        let list = list.split("</section>").next().unwrap_or_default();
        assert_eq!(list.contains("Task of eve"), !own.is_empty(), "{query}: {list}");
    }
}

fn encoded(query: &str) -> String {
    url::form_urlencoded::byte_serialize(query.as_bytes()).collect()
}

#[tokio::test]
async fn an_offer_nobody_has_accepted_is_read_by_those_who_answer_it_alone() {
    let world = World::of(&[On::Sqlite]).await;
    let (bees, spam) =
        (world.instances[0].found("bees").await, world.instances[0].found("cheap-pills").await);
    let normal = bees.with_member("norma", pursuance_domain::people::role::Role::Normal).await;
    let number = spam.task("Buy now").await;
    spam.offer(number, &bees, json!({})).await;
    world.settle().await;

    let verbs = bees.verbs().await;
    assert!(verbs.contains(&"delegation.offered".to_owned()), "{verbs:?}");
    let verbs = normal.verbs().await;
    assert!(!verbs.iter().any(|verb| verb.starts_with("delegation.")), "{verbs:?}");
    // Once it is accepted it is a task like any other, and so is what happens to it.
    let row = bees.delegations().await.remove(0);
    bees.act("delegation.accept", json!({ "delegation": row.id })).await;
    world.settle().await;
    assert!(normal.verbs().await.contains(&"delegation.granted".to_owned()));
    assert!(!normal.verbs().await.contains(&"delegation.offered".to_owned()));
}

#[tokio::test]
async fn who_was_not_let_in_is_between_them_and_those_who_decide() {
    let app = TestApp::start().await;
    let (ana, ben, cleo) = (app.person("ana").await, app.person("ben").await, app.person("cleo").await);
    let input = json!({ "slug": "hive", "name": "Hive", "mission": "", "visibility": "public", "joining": "approval" });
    ana.perform("pursuance.create", input).await.ok();
    for (person, accept) in [(&ben, false), (&cleo, true)] {
        person.perform("pursuance.join", json!({ "pursuance": "hive" })).await.ok();
        let decide = json!({ "pursuance": "hive", "member": person.name, "accept": accept });
        ana.perform("member.decide", decide).await.ok();
    }
    ben.perform("pursuance.join", json!({ "pursuance": "hive" })).await.ok();
    ben.perform("pursuance.leave", json!({ "pursuance": "hive" })).await.ok();

    for reader in [app.visitor(), (*cleo).clone()] {
        let events = reader.read(&format!("{HIVE}/events")).await;
        assert!(!events.text().contains(ben.id.as_str()), "{events:?}");
        assert!(events.text().contains(cleo.id.as_str()), "who was let in is a member: {events:?}");
    }
    let page = Browser::new(&app).open("/p/hive").await.shown();
    assert!(!page.says("asked to join"), "{page:?}");
    let events = ana.read(&format!("{HIVE}/events")).await;
    assert!(events.text().contains("member.asked") && events.text().contains(ben.id.as_str()), "{events:?}");
}

#[tokio::test]
async fn whoever_asked_takes_it_back_where_they_see_nothing() {
    let app = TestApp::start().await;
    let (ana, ben, cleo) = (app.person("ana").await, app.person("ben").await, app.person("cleo").await);
    let input = json!({ "slug": "hive", "name": "Hive", "mission": "", "visibility": "unlisted", "joining": "approval" });
    ana.perform("pursuance.create", input).await.ok();
    ben.perform("pursuance.join", json!({ "pursuance": "hive" })).await.ok();
    close(&ana).await;
    ben.read(HIVE).await.problem(404, "not-found");

    ben.perform("pursuance.leave", json!({ "pursuance": "hive" })).await.ok();

    let members = ana.read(&format!("{HIVE}/members")).await.items();
    assert_eq!(members.len(), 1, "{members:?}");
    // A person who never asked is not told that there is anything to leave.
    cleo.perform("pursuance.leave", json!({ "pursuance": "hive" })).await.problem(404, "not-found");
    ben.perform("pursuance.leave", json!({ "pursuance": "hive" })).await.problem(404, "not-found");
}

#[tokio::test]
async fn somebody_suspended_has_no_page() {
    let app = TestApp::start().await;
    let (ruth, ben) = (app.operator("ruth").await, app.person("ben").await);
    let mut browser = Browser::new(&app);
    browser.open("/@ben").await.shown();
    let suspend =
        |suspended: bool| pursuance_domain::action::SuspendAccount { account: ben.id.clone(), suspended };
    app.perform(&at_a_browser(&ruth), suspend(true).into()).await.unwrap();

    assert_eq!(browser.open("/@ben").await.status, StatusCode::NOT_FOUND);
    assert!(browser.open("/p?q=@ben").await.shown().path.starts_with("/p?"));

    app.perform(&at_a_browser(&ruth), suspend(false).into()).await.unwrap();
    browser.open("/@ben").await.shown();
}

#[tokio::test]
async fn home_says_nothing_of_what_is_with_others_to_who_may_not_see_the_task() {
    let world = World::of(&[On::Sqlite]).await;
    let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[0].found("wasps").await);
    let eve = bees.with_member("eve", pursuance_domain::people::role::Role::Untrusted).await;
    bees.act("pursuance.edit", json!({ "pursuance": "bees", "visibility": "members" })).await;
    let number = bees.task("Secret errand").await;
    bees.offer(number, &wasps, json!({})).await;
    world.settle().await;

    let home = async |group: &crate::support::groups::Group| {
        Browser::at(&world.instances[0], &group.who).await.open("/").await.shown()
    };
    home(&bees).await.saying("Secret errand");
    let hers = home(&eve).await;
    assert!(!hers.says("Secret errand"), "{hers:?}");
}

#[tokio::test]
async fn a_closed_pursuance_is_not_found_by_its_name() {
    let app = TestApp::start().await;
    let (ana, ben) = (app.person("ana").await, app.person("ben").await);
    hive(&ana, &[]).await;
    close(&ana).await;

    let found = Browser::signed_in(&app, &ben.id).await.open("/p?q=@hive").await.shown();
    assert!(!found.says("The hive") && found.path.starts_with("/p?"), "{found:?}");
    let found = Browser::signed_in(&app, &ana.id).await.open("/p?q=@hive").await.shown();
    assert_eq!(found.path, "/p/hive");
}

/// Operators act at a browser: a token does not run the server.
fn at_a_browser(person: &Person) -> Principal {
    Principal::Person { actor: person.id.clone(), via: Via::Session }
}
