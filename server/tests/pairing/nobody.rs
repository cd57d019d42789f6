//! That nobody was found is one row of the inbox for each pursuance, as long as it is true.

use pursuance::jobs::sweep_due;
use pursuance_domain::time::{DAY, HOUR, MINUTE};
use serde_json::{Value, json};

use super::{FRENCH, knows, on, settle, speakers, told, wanted};
use crate::support::bees::of;
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    that_nobody_was_found_is_one_row_while_it_is_true,
    whoever_splits_a_task_is_told_no_more_that_nobody_was_found_for_it,
    who_may_assign_is_told_once_a_day_of_late_tasks_that_nobody_has,
    a_row_of_several_reasons_counts_each_and_leads_to_exactly_its_tasks,
    after_six_idle_days_an_inbox_is_short_and_says_nothing_twice,
);

async fn unread(person: &Person) -> i64 {
    person.read("/api/v1/me/inbox").await.ok()["unread"].as_i64().unwrap()
}

async fn that_nobody_was_found_is_one_row_while_it_is_true(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let mut numbers = Vec::new();
    for title in ["Translate", "Draw", "Print"] {
        numbers.push(wanted(&ana, json!({ "title": title, "skills": [FRENCH, "Data:Maps"] })).await);
    }
    for _ in 0..4 {
        settle(&app).await;
        app.advance(6 * HOUR + MINUTE);
    }
    settle(&app).await;
    app.advance(DAY);
    settle(&app).await;
    // A writer who may hand it over is told once of each, and counts one row.
    assert_eq!(told(&ana).await.len(), 3);
    assert_eq!(unread(&ana).await, 1);
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/inbox").await.shown().saying("3 tasks have nobody yet");
    let page =
        page.saying("3 need skills that no member has: Data:Maps.").saying("Look").saying("Invite somebody");
    assert_eq!(page.html.matches("<h3>").count(), 1, "{page:?}");
    // A skill that somebody has by now is not missing any more.
    knows(&people[0], &[FRENCH, "Data:Maps"]).await;
    let page = anas.open("/inbox").await.shown().saying("3 tasks have nobody yet");
    assert!(!page.says("no member has"), "{page:?}");
    knows(&people[0], &[FRENCH]).await;
    // It is withdrawn for a task that somebody has, or that looks for nobody any more.
    people[0].perform("task.take", on(numbers[0], json!({}))).await.ok();
    anas.open("/inbox").await.shown().saying("2 tasks have nobody yet");
    ana.perform("task.set_phase", on(numbers[1], json!({ "phase": "dropped" }))).await.ok();
    let page = anas.open("/inbox").await.shown().saying("One task has nobody yet");
    // One press reads the row.
    let name =
        page.html.split("name=\"notice\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let form = page.form("/inbox/read").with(&[("notice", name), ("read", "yes")]);
    anas.submit(form).await.shown().saying("You have read everything.");
    assert_eq!(unread(&ana).await, 0);
}

async fn whoever_splits_a_task_is_told_no_more_that_nobody_was_found_for_it(app: TestApp) {
    let (ana, _) = speakers(&app, 1).await;
    let soon = app.clock.now().plus(DAY).date();
    let number = wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"], "due": soon })).await;
    for _ in 0..4 {
        looked(&app).await;
        app.advance(6 * HOUR + MINUTE);
    }
    app.advance(DAY);
    looked(&app).await;
    assert_eq!(unread(&ana).await, 1);
    ana.perform("task.split", on(number, json!({ "into": ["Draw", "Translate"] }))).await.ok();
    assert_eq!(unread(&ana).await, 0, "its parts are the work");
    // Nor is she told in the morning what was true the day before.
    let number = wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"] })).await;
    for _ in 0..2 {
        settle(&app).await;
        app.advance(HOUR);
    }
    ana.perform("task.split", on(number, json!({ "into": ["Draw", "Translate"] }))).await.ok();
    app.advance(DAY);
    looked(&app).await;
    assert_eq!(unread(&ana).await, 0);
    let page = Browser::signed_in(&app, &ana.id).await.open("/inbox").await.shown();
    assert!(!page.says("nobody yet"), "{page:?}");
}

/// Has the clock look for late tasks, and tells what it finds.
async fn looked(app: &TestApp) {
    sweep_due(app, || false).await.unwrap();
    settle(app).await;
}

async fn a_row_of_several_reasons_counts_each_and_leads_to_exactly_its_tasks(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    for title in ["Translate", "Draw"] {
        wanted(&ana, json!({ "title": title, "skills": [FRENCH, "Data:Maps"] })).await;
    }
    for _ in 0..4 {
        looked(&app).await;
        app.advance(6 * HOUR + MINUTE);
    }
    // One that looks for no help, and one of which nobody is told, which are free, too.
    let soon = app.clock.now().plus(2 * DAY).date();
    let print = of(json!({ "title": "Print", "due": soon, "ask": false }));
    let print = ana.perform("task.create", print).await.ok()["result"]["task"].as_i64().unwrap();
    wanted(&ana, json!({ "title": "Bind" })).await;
    app.advance(DAY);
    looked(&app).await;
    assert_eq!(unread(&ana).await, 1);
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/inbox").await.shown().saying("3 tasks have nobody yet");
    let page = page.saying("2 look for help, one is late or due soon.");
    let (_, to) = page.html.split_once("href=\"/tasks?in=").unwrap();
    let to = format!("/tasks?in={}", to.split_once('"').unwrap().0.replace("&#38;", "&"));
    let list = anas.open(&to).await.shown().saying("3 tasks have nobody yet");
    for title in ["Translate", "Draw", "Print"] {
        assert_eq!(list.html.matches(&format!(">{title}<")).count(), 1, "{title}: {list:?}");
    }
    assert!(!list.says("Bind"), "{list:?}");
    // A press reads the row and leads there; what somebody has since is not in it.
    let form = page.form("/inbox/open");
    assert_eq!(form.value("to"), to);
    people[0].perform("task.take", on(print, json!({}))).await.ok();
    let list = anas.submit(form).await.shown().saying("2 tasks have nobody yet");
    assert!(!list.says("Print"), "{list:?}");
    // Others find in it what they may read, and no more.
    let closed = of(json!({ "visibility": "members" }));
    ana.perform("pursuance.edit", closed).await.ok();
    let hidden = Browser::new(&app).open(&to).await;
    assert_eq!(hidden.status, http::StatusCode::NOT_FOUND);
}

async fn who_may_assign_is_told_once_a_day_of_late_tasks_that_nobody_has(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let due = |days: i64| app.clock.now().plus(days * DAY).date();
    let write = async |task: Value| {
        ana.perform("task.create", of(task)).await.ok()["result"]["task"].as_i64().unwrap()
    };
    let soon = write(json!({ "title": "Print", "due": due(1) })).await;
    let late = write(json!({ "title": "Paint", "due": due(-3) })).await;
    write(json!({ "title": "Later", "due": due(9) })).await;
    let waits = write(json!({ "title": "Waits", "due": due(1) })).await;
    ana.perform("task.depend", on(waits, json!({ "on": soon }))).await.ok();
    looked(&app).await;
    let told_of = async |person: &Person| {
        let inbox = person.read("/api/v1/me/inbox").await.ok();
        let of = |notice: &Value| notice["event"]["verb"] == "task.due_unassigned" && notice["read"] == false;
        inbox["items"].as_array().unwrap().iter().filter(|notice| of(notice)).count()
    };
    assert_eq!(told_of(&ana).await, 2, "not of the one that waits, nor of the one that is due later");
    assert_eq!(told_of(&people[0]).await, 0, "a member who may not assign");
    assert_eq!(unread(&ana).await, 1);
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/inbox").await.shown().saying("2 tasks have nobody yet").saying("Was due");
    assert_eq!(page.html.matches("<h3>").count(), 1, "{page:?}");
    // The same is not told again, and others of the same day are told on the next.
    write(json!({ "title": "Bind", "due": due(1) })).await;
    looked(&app).await;
    assert_eq!(told_of(&ana).await, 2);
    app.advance(DAY);
    looked(&app).await;
    assert_eq!(told_of(&ana).await, 3);
    // Somebody has it: at once. Another date: at the next look.
    people[0].perform("task.take", on(late, json!({}))).await.ok();
    assert_eq!(told_of(&ana).await, 2);
    ana.perform("task.edit", on(soon, json!({ "due": due(20), "revision": 1 }))).await.ok();
    looked(&app).await;
    anas.open("/inbox").await.shown().saying("One task has nobody yet");
    assert_eq!(told_of(&ana).await, 1);
    // Late once more: that is news.
    people[0].perform("task.hand_back", on(late, json!({}))).await.ok();
    app.advance(DAY);
    looked(&app).await;
    assert!(told_of(&ana).await >= 2);
    // In a closed pursuance nothing is late.
    ana.perform("pursuance.close", of(json!({ "reason": "Winter." }))).await.ok();
    looked(&app).await;
    assert_eq!(told_of(&ana).await, 0);
}

async fn after_six_idle_days_an_inbox_is_short_and_says_nothing_twice(app: TestApp) {
    let (ana, _) = speakers(&app, 12).await;
    for n in 0..40_i64 {
        let skill = [FRENCH, "Data:Maps", "Law:Insurance"][usize::try_from(n % 3).unwrap()];
        let due = (n % 5 == 0).then(|| app.clock.now().plus((3 + n) * DAY).date());
        wanted(&ana, json!({ "title": format!("Task {n}"), "skills": [skill], "due": due })).await;
    }
    for _ in 0..24 {
        looked(&app).await;
        app.advance(6 * HOUR);
    }
    looked(&app).await;
    let rows = unread(&ana).await;
    assert!((1..=8).contains(&rows), "{rows} rows");
    let page = Browser::signed_in(&app, &ana.id).await.open("/inbox").await.shown();
    let heads: Vec<&str> =
        page.html.split("<h3>").skip(1).filter_map(|rest| rest.split("</h3>").next()).collect();
    let different: std::collections::BTreeSet<&&str> = heads.iter().collect();
    assert_eq!(different.len(), heads.len(), "{heads:?}");
    // Late and urgent tasks stand on Home meanwhile, with their number.
    let late = ana.read("/api/v1/me/next").await.ok()["late"]["count"].as_i64().unwrap();
    assert!(late >= 1, "{late}");
}
