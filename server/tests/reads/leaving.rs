//! A person who leaves, is suspended, or may not review any more: nothing waits for them unnoticed.

use pursuance::jobs::Worker;
use pursuance::store::jobs::{self, Claimed, Job, Postponed};
use pursuance::store::{accounts, tasks};
use pursuance_domain::action::{LetGo, SuspendAccount};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::people::parting::Parting;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::MINUTE;
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    what_somebody_had_goes_back_to_help_wanted_when_they_leave,
    what_somebody_had_goes_back_to_help_wanted_when_they_are_suspended,
    what_somebody_takes_while_they_are_being_suspended_is_freed_a_minute_later,
    what_somebody_has_who_was_suspended_long_ago_is_freed_at_the_start,
    home_says_so_until_somebody_else_has_it,
    work_that_is_sent_back_does_not_go_to_who_has_left,
);

const BEES: &str = "/api/v1/pursuances/bees";

/// Bees, where ana is the Primary and the others are what is said.
async fn bees(app: &TestApp, others: &[(&str, &str)]) -> (Person, Vec<Person>) {
    let ana = app.person("ana").await;
    let input = json!({ "slug": "bees", "name": "Bees", "mission": "", "visibility": "public" });
    ana.perform("pursuance.create", input).await.ok();
    let mut people = Vec::new();
    for (name, role) in others {
        let person = app.person(name).await;
        person.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
        let set = json!({ "pursuance": "bees", "member": name, "role": role });
        ana.perform("member.set_role", set).await;
        people.push(person);
    }
    (ana, people)
}

/// A task somebody has, in a phase, reviewed by somebody.
async fn task(ana: &Person, title: &str, assignee: &str, phases: &[&str], reviewer: Option<&str>) -> i64 {
    let made = ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    let number = made["result"]["task"].as_i64().unwrap();
    if let Some(reviewer) = reviewer {
        let edit = json!({ "pursuance": "bees", "task": number, "revision": 1, "reviewer": reviewer });
        ana.perform("task.edit", edit).await.ok();
    }
    ana.perform("task.assign", json!({ "pursuance": "bees", "task": number, "assignee": assignee }))
        .await
        .ok();
    for phase in phases {
        let set = json!({ "pursuance": "bees", "task": number, "phase": phase });
        ana.perform("task.set_phase", set).await.ok();
    }
    number
}

async fn see(by: &Person, number: i64) -> Value {
    by.read(&format!("{BEES}/tasks/{number}")).await.ok()
}

async fn leave(person: &Person) {
    person.perform("pursuance.leave", json!({ "pursuance": "bees" })).await.ok();
}

async fn what_somebody_had_goes_back_to_help_wanted_when_they_leave(app: TestApp) {
    let (ana, people) = bees(&app, &[("lena", "normal")]).await;
    let begun = task(&ana, "Begun", "lena", &["in_progress"], None).await;
    let done =
        task(&ana, "Done", "lena", &["in_progress", "ready_for_review", "in_review", "done"], None).await;
    let reviewed = task(&ana, "Reviewed", "ana", &["in_progress"], Some("lena")).await;

    leave(&people[0]).await;

    let now = see(&ana, begun).await;
    assert_eq!((&now["phase"], &now["assignee"]), (&json!("help_wanted"), &json!(null)));
    let now = see(&ana, done).await;
    assert_eq!(
        (&now["phase"], &now["assignee"]),
        (&json!("done"), &json!("lena")),
        "what is done stays hers"
    );
    assert_eq!(see(&ana, reviewed).await["reviewer"], json!(null), "the creator reviews it now");
    let events = ana.read(&format!("{BEES}/events?limit=200")).await.items();
    let told = events.iter().filter(|event| event["data"]["because"] == "left").count();
    assert_eq!(told, 2, "{events:?}");
}

async fn what_somebody_had_goes_back_to_help_wanted_when_they_are_suspended(app: TestApp) {
    let ruth = app.operator("ruth").await;
    let (ana, people) = bees(&app, &[("lena", "normal")]).await;
    let begun = task(&ana, "Begun", "lena", &["in_progress"], None).await;
    let reviewed = task(&ana, "Reviewed", "ana", &[], Some("lena")).await;

    let suspend = SuspendAccount { account: people[0].id.clone(), suspended: true };
    app.perform(&at_a_browser(&ruth), suspend.into()).await.unwrap();

    assert_eq!(see(&ana, begun).await["assignee"], json!(null));
    assert_eq!(see(&ana, reviewed).await["reviewer"], json!(null));
    let events = ana.read(&format!("{BEES}/events?limit=200")).await;
    assert!(
        !events.text().contains(ruth.id.as_str()),
        "who suspended them is nothing a pursuance is told: {events:?}"
    );
    // Nor that they are.
    assert!(!events.text().contains("suspended"), "{events:?}");
    let because: Vec<Value> = events.items().iter().map(|event| event["data"]["because"].clone()).collect();
    assert_eq!(because.iter().filter(|because| **because == "unavailable").count(), 2, "{because:?}");
    for path in ["/p/bees".to_owned(), format!("/p/bees/t/{begun}"), format!("/p/bees/t/{reviewed}")] {
        let page = Browser::new(&app).open(&path).await.shown();
        assert!(!page.html.to_lowercase().contains("suspended"), "{page:?}");
    }
    // Nor is it given to them again.
    let assign = json!({ "pursuance": "bees", "task": begun, "assignee": "lena" });
    ana.perform("task.assign", assign).await.problem(422, "not-a-member");
}

async fn what_somebody_takes_while_they_are_being_suspended_is_freed_a_minute_later(app: TestApp) {
    let ruth = app.operator("ruth").await;
    let (ana, people) = bees(&app, &[("lena", "normal")]).await;
    let wanted = ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count" })).await.ok();
    let suspend = SuspendAccount { account: people[0].id.clone(), suspended: true };
    app.perform(&at_a_browser(&ruth), suspend.into()).await.unwrap();
    // Her request had been let through before.
    let mut tx = app.db.write().await.unwrap();
    let task = TaskId(wanted["result"]["id"].as_str().unwrap().to_owned());
    let now = app.clock.now();
    tasks::set_state(&mut tx, &task, Phase::Started, Some(&people[0].id), now).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = app.db.write().await.unwrap();
    let soon = now.plus(2 * MINUTE);
    let due = jobs::claim(&mut tx, "w", soon, soon.plus(MINUTE), 9, &Postponed::default()).await.unwrap();
    tx.commit().await.unwrap();
    let [Claimed { job: Job::LetGo { pursuance, person, why, by, to }, .. }] = due.as_slice() else {
        panic!("{due:?}")
    };
    let (pursuance, person, why) = (pursuance.clone(), person.clone(), *why);
    let gone = LetGo { pursuance, person, why, by: by.clone(), to: to.clone() };
    app.perform(&Principal::Clock { job: "test".to_owned() }, gone.into()).await.unwrap();
    let number = wanted["result"]["task"].as_i64().unwrap();
    let now = see(&ana, number).await;
    assert_eq!((&now["phase"], &now["assignee"]), (&json!("help_wanted"), &json!(null)));
}

async fn what_somebody_has_who_was_suspended_long_ago_is_freed_at_the_start(app: TestApp) {
    let (ana, people) = bees(&app, &[("lena", "normal"), ("nora", "normal")]).await;
    let begun = task(&ana, "Begun", "lena", &["in_progress"], None).await;
    let handed_in = task(&ana, "Handed in", "lena", &["in_progress", "ready_for_review"], None).await;
    let reviewed = task(&ana, "Reviewed", "ana", &["in_progress"], Some("lena")).await;
    let other = task(&ana, "Of nora", "nora", &["in_progress"], Some("ana")).await;
    // As a program did that freed nothing.
    let mut tx = app.db.write().await.unwrap();
    accounts::set_suspended(&mut tx, &people[0].id, Some(app.clock.now())).await.unwrap();
    tx.commit().await.unwrap();
    let found = async || {
        let nobody = ActorId(String::new());
        let mut tx = app.db.read().await.unwrap();
        accounts::suspended_with_tasks(&mut tx, (&nobody, &nobody), 9).await.unwrap()
    };
    let pairs = found().await;
    assert_eq!(pairs.iter().map(|(_, person)| person).collect::<Vec<_>>(), [&people[0].id]);

    let worker = Worker::spawn(&app.app);
    until("her tasks are freed", async || found().await.is_empty()).await;
    worker.stop().await;

    let now = see(&ana, begun).await;
    assert_eq!((&now["phase"], &now["assignee"]), (&json!("help_wanted"), &json!(null)));
    assert_eq!(see(&ana, reviewed).await["reviewer"], json!(null));
    assert_eq!(see(&ana, handed_in).await["assignee"], "lena", "what she handed in keeps her name");
    assert_eq!(
        (&see(&ana, other).await["assignee"], &see(&ana, other).await["reviewer"]),
        (&json!("nora"), &json!("ana"))
    );
    // Again, and of somebody who is not suspended: nothing is left to do, and nothing is told.
    let told = async || ana.read(&format!("{BEES}/events?limit=200")).await.items().len();
    let before = told().await;
    for person in &people {
        let (pursuance, why) = (&pairs[0].0, Parting::Unavailable);
        let gone =
            || LetGo { pursuance: pursuance.clone(), person: person.id.clone(), why, by: None, to: None };
        app.perform(&Principal::Clock { job: "test".to_owned() }, gone().into()).await.unwrap();
        assert!(app.perform(&at_a_browser(&ana), gone().into()).await.is_err(), "time does it alone");
    }
    assert_eq!(told().await, before);
}

async fn home_says_so_until_somebody_else_has_it(app: TestApp) {
    let people = [("lena", "normal"), ("ines", "assigner"), ("nora", "normal")];
    let (ana, people) = bees(&app, &people).await;
    let begun = task(&ana, "Begun", "lena", &["in_progress"], None).await;
    let reviewed = task(&ana, "To be reviewed", "ana", &["in_progress"], Some("lena")).await;
    leave(&people[0]).await;

    let mut ines = Browser::signed_in(&app, &people[1].id).await;
    let mut nora = Browser::signed_in(&app, &people[2].id).await;
    let home = ines.open("/").await.shown();
    home.saying("</b> does not have this any more.").saying("</b> does not review this any more.");
    let home = nora.open("/").await.shown();
    assert!(!home.says("does not have this any more"), "she cannot decide it: {home:?}");

    people[2].perform("task.take", json!({ "pursuance": "bees", "task": begun })).await.ok();
    let revision = see(&ana, reviewed).await["revision"].clone();
    let edit = json!({ "pursuance": "bees", "task": reviewed, "revision": revision, "reviewer": "ines" });
    ana.perform("task.edit", edit).await.ok();
    let home = ines.open("/").await.shown();
    assert!(!home.says("does not have this any more") && !home.says("does not review this"), "{home:?}");
}

async fn work_that_is_sent_back_does_not_go_to_who_has_left(app: TestApp) {
    let (ana, people) = bees(&app, &[("lena", "normal")]).await;
    let ready = task(&ana, "Ready", "lena", &["in_progress", "ready_for_review"], None).await;
    leave(&people[0]).await;
    let now = see(&ana, ready).await;
    assert_eq!(
        (&now["phase"], &now["assignee"]),
        (&json!("ready_for_review"), &json!("lena")),
        "what she did is looked at"
    );

    let back = json!({ "pursuance": "bees", "task": ready, "phase": "in_progress", "comment": "Not yet." });
    ana.perform("task.set_phase", back).await.ok();

    let now = see(&ana, ready).await;
    assert_eq!((&now["phase"], &now["assignee"]), (&json!("help_wanted"), &json!(null)));
}

#[tokio::test]
async fn whoever_may_review_no_more_is_no_reviewer() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, &[("lena", "normal")]).await;
    let reviewed = task(&ana, "Reviewed", "ana", &[], Some("lena")).await;
    let role = |role: &str| json!({ "pursuance": "bees", "member": "lena", "role": role });
    ana.perform("member.set_role", role("assigner")).await.ok();
    assert_eq!(see(&ana, reviewed).await["reviewer"], "lena");

    ana.perform("member.set_role", role("viewer")).await.ok();

    assert_eq!(see(&ana, reviewed).await["reviewer"], json!(null));
}

/// Operators act at a browser: a token does not run the server.
fn at_a_browser(person: &Person) -> Principal {
    Principal::Person { actor: person.id.clone(), via: Via::Session }
}
