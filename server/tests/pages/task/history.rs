//! The history of a task and "Lately": each step once, in words of its own.

use pursuance_domain::action::SuspendAccount;
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::HOUR;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::{Browser, Page};
use crate::support::two::{MIRROR, TASK, Two};

fn history(page: &Page) -> &str {
    page.html.split("id=\"history\"").nth(1).unwrap_or_else(|| panic!("no history: {page:?}"))
}

#[tokio::test]
async fn a_step_between_two_pursuances_is_one_line_of_the_history_and_of_lately() {
    let mut two = Two::start().await;
    let (ours, theirs) = two.active(json!({})).await;
    two.wim.perform("task.take", json!({ "pursuance": "wasps", "task": 1 })).await.ok();
    let begin = json!({ "pursuance": "wasps", "task": 1, "phase": "in_progress" });
    two.wim.perform("task.set_phase", begin).await.ok();
    two.wasps_do("submit", &theirs, json!({ "body": "A map." })).await;
    two.at_bees.until_shown(TASK, "says this is finished").await;
    two.bees_do("send_back", &ours, json!({ "comment": "In grey, please." })).await;
    two.at_wasps.until_shown(MIRROR, "In grey, please.").await;
    two.wasps_do("submit", &theirs, json!({ "body": "A grey map." })).await;
    two.at_bees.until_shown(TASK, "A grey map.").await;
    two.bees_do("accept_work", &ours, json!({})).await;
    two.at_wasps.until_shown(MIRROR, "accepted the work").await;

    for (browser, task, place) in
        [(&mut two.at_bees, TASK, "/p/bees"), (&mut two.at_wasps, MIRROR, "/p/wasps")]
    {
        let page = browser.open(task).await.shown();
        let told = history(&page);
        for step in ["accepted the work", "sent it back"] {
            assert_eq!(told.matches(step).count(), 1, "{step}: {told}");
        }
        assert!(!told.contains("changed the phase"), "{told}");
        let lately = browser.open(place).await.shown();
        let lately = lately.html.split("data-part=\"lately\"").nth(1).unwrap();
        assert!(lately.contains("accepted the work") && !lately.contains("changed the phase"), "{lately}");
    }
}

#[tokio::test]
async fn a_review_here_is_told_in_the_words_of_its_steps() {
    let app = TestApp::start().await;
    let (ana, bob) = (app.person("ana").await, app.person("bob").await);
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count the hives" })).await.ok();
    bob.perform("task.take", json!({ "pursuance": "bees", "task": 1 })).await.ok();
    let steps = [
        (&bob, "in_progress", None),
        (&bob, "ready_for_review", None),
        (&bob, "in_progress", None),
        (&bob, "ready_for_review", None),
        (&ana, "in_progress", Some("Hive 7 is missing.")),
        (&bob, "ready_for_review", None),
        (&ana, "in_review", None),
        (&ana, "done", None),
        (&ana, "in_progress", None),
    ];
    for (who, phase, comment) in steps {
        let input = json!({ "pursuance": "bees", "task": 1, "phase": phase, "comment": comment });
        who.perform("task.set_phase", input).await.ok();
        app.advance(1_000_000);
    }
    // Nothing of it can be taken back any more: a button says again what it takes back.
    app.advance(11 * 60 * 1_000_000);
    let page = Browser::of(&app, "ana").await.open(TASK).await.shown();
    let told = history(&page);
    for (step, times) in [
        ("started working on it", 1),
        ("handed it in for review", 3),
        ("took it up again", 1),
        ("sent it back with a comment", 1),
        ("began the review", 1),
        ("accepted the work", 1),
        ("opened it again", 1),
        ("wrote in the discussion", 0),
        ("changed the phase", 0),
    ] {
        assert_eq!(told.matches(step).count(), times, "{step}: {told}");
    }
}

#[tokio::test]
async fn members_read_in_the_history_who_removed_somebody_and_why_and_others_do_not() {
    let app = TestApp::start().await;
    let others = [("ben", "normal"), ("abe", "assistant_admin"), ("val", "viewer"), ("eve", "untrusted")];
    let (ana, people) = bees(&app, "public", &others).await;
    let why = "Sold the *readings*.";
    for (title, role) in [("Count the hives", "assignee"), ("Weigh the hives", "reviewer")] {
        let number = task(&ana, title).await;
        if role == "assignee" {
            ana.perform("task.assign", of(json!({ "task": number, "assignee": "ben" }))).await.ok();
        } else {
            let edit = json!({ "task": number, "revision": 1, "reviewer": "ben" });
            ana.perform("task.edit", of(edit)).await.ok();
        }
    }
    for (count, (how, says)) in
        [("member.remove", "</b> removed "), ("member.ban", "</b> banned ")].into_iter().enumerate()
    {
        app.advance(1_000_000);
        people[1].perform(how, of(json!({ "member": "ben", "reason": why }))).await.ok();
        for path in [TASK, "/p/bees/t/2"] {
            let page = Browser::signed_in(&app, &people[2].id).await.open(path).await.shown();
            let told = history(&page);
            assert!(told.contains(says) && told.contains(why) && told.contains(">abe</b>"), "{told}");
            // The log is for members who see everything.
            let mut strangers = [Browser::new(&app), Browser::signed_in(&app, &people[3].id).await];
            for stranger in &mut strangers {
                let page = stranger.open(path).await.shown();
                let told = history(&page);
                assert!(
                    told.contains("does not have it any more") || told.contains("had it before"),
                    "{told}"
                );
                assert!(!told.contains(says) && !told.contains(why) && !told.contains(">abe</b>"), "{told}");
            }
        }
        if count == 0 {
            app.advance(1_000_000);
            people[0].perform("pursuance.join", of(json!({}))).await.ok();
            ana.perform("task.assign", of(json!({ "task": 1, "assignee": "ben" }))).await.ok();
            let seen = ana.read(&format!("{BEES}/tasks/2")).await.ok();
            let edit = json!({ "task": 2, "revision": seen["revision"], "reviewer": "ben" });
            ana.perform("task.edit", of(edit)).await.ok();
        }
    }
}

#[tokio::test]
async fn whoever_may_not_sign_in_is_named_by_no_history() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count the hives").await;
    ana.perform("member.remove", of(json!({ "member": "ben", "reason": "A mistake." }))).await.ok();
    app.advance(1_000_000);
    people[0].perform("pursuance.join", of(json!({}))).await.ok();
    ana.perform("task.assign", of(json!({ "task": number, "assignee": "ben" }))).await.ok();
    app.advance(1_000_000);
    let suspend = SuspendAccount { account: people[0].id.clone(), suspended: true };
    app.perform(&Principal::Operator, suspend.into()).await.unwrap();
    let page = Browser::signed_in(&app, &ana.id).await.open(TASK).await.shown();
    let told = history(&page);
    assert!(told.contains("does not have it any more") && !told.contains("A mistake."), "{told}");
}

#[tokio::test]
async fn a_reviewer_is_told_that_work_came_without_some_of_its_subtasks() {
    let mut two = Two::start().await;
    let (_, theirs) = two.active(json!({})).await;
    two.wim.perform("task.take", json!({ "pursuance": "wasps", "task": 1 })).await.ok();
    for title in ["Measure", "Draw"] {
        let task = json!({ "pursuance": "wasps", "title": title, "parent": 1 });
        two.wim.perform("task.create", task).await.ok();
    }
    two.wasps_do("submit", &theirs, json!({ "body": "A map.", "waived": true })).await;
    let page = two.at_bees.until_shown(TASK, "Your review").await;
    page.saying("0 of 2 subtasks are done.");
}

#[tokio::test]
async fn tasks_that_were_added_at_once_are_one_line_of_lately() {
    let app = TestApp::start().await;
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    app.advance(HOUR);
    task(&ana, "Count").await;
    app.advance(HOUR);
    let tasks: Vec<Value> = (1..=65).map(|n| json!({ "title": format!("Part {n}"), "depth": 0 })).collect();
    ana.perform("task.add_list", of(json!({ "tasks": tasks }))).await.ok();
    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    let page = bens.open("/p/bees").await.shown();
    let lately = page.html.split("data-part=\"lately\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(lately.contains("added 65 tasks") && lately.contains("added the task"), "{lately}");
    assert!(!lately.contains("Part 65") && lately.contains("Count"), "{lately}");
}
