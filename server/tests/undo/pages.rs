//! The same with a browser that runs no script.

use serde_json::json;

use super::read;
use crate::support::bees::{bees, of, task};
use crate::support::browser::{Browser, Form, Page};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    the_page_behind_a_form_has_a_button_that_takes_it_back,
    ones_own_lines_of_the_last_minutes_have_the_button,
    several_tasks_are_chosen_changed_and_put_back,
    what_was_refused_stands_on_the_page_with_its_reason,
    where_none_is_changed_each_reason_stands_there_once,
);

/// The address of the form on a page that takes something back.
fn button(page: &Page) -> Option<String> {
    let at = page.html.split("/undo\"").next().filter(|before| before.len() < page.html.len())?;
    Some(format!("{}/undo", at.rsplit('"').next()?))
}

async fn the_page_behind_a_form_has_a_button_that_takes_it_back(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    let before = read(&ana, number).await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let path = format!("/p/bees/t/{number}");
    let page = browser.open(&path).await.shown();
    let assign = format!("{path}/assign");
    let page = browser.fill(&page, &assign, &[("assignee", "ben")]).await;
    let page = page.shown().saying("Done. They are told at once.").saying("Undo for 10 min");
    let undo = button(&page).unwrap();
    // It is shown once, as the notice is.
    let other = browser.open(&path).await.shown();
    assert!(!other.says("Undo for 10 min"), "{other:?}");
    let page = browser.fill(&page, &undo, &[]).await.shown();
    assert_eq!(page.path, path);
    page.saying("Taken back. The task is whose it was before.");
    assert_eq!(read(&ana, number).await, before);

    // A new task goes, and nobody is left on its page.
    let page = browser.open("/p/bees").await.shown();
    let page = browser.fill(&page, "/p/bees/tasks", &[("title", "Too much")]).await.shown();
    let undo = button(&page).unwrap();
    let page = browser.fill(&page, &undo, &[]).await.shown();
    assert!(!page.html.contains("id=\"row-2\""), "{page:?}");
    page.saying("for 30 days it is in the trash");

    // The act that came between is named, with the next step.
    let page = browser.open(&path).await.shown();
    let page = browser.fill(&page, &assign, &[("assignee", "ben")]).await.shown();
    let undo = button(&page).unwrap();
    ana.perform("task.assign", of(json!({ "task": number }))).await.ok();
    let refused = browser.fill(&page, &undo, &[]).await.refused();
    refused.saying("you did something else with #1").saying("Take that back first");
}

async fn ones_own_lines_of_the_last_minutes_have_the_button(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "admin")]).await;
    let number = task(&ana, "Count").await;
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    let both = [("/p/bees/activity".to_owned(), "help_wanted"), (format!("/p/bees/t/{number}"), "new")];
    for (path, phase) in both {
        assert!(button(&bens.open(&path).await.shown()).is_none(), "{path}: it is not theirs");
        assert!(button(&anas.open(&path).await.shown()).is_some(), "{path}");
        app.advance(11 * pursuance_domain::time::MINUTE);
        assert!(button(&anas.open(&path).await.shown()).is_none(), "{path}: it is too late");
        ana.perform("task.set_phase", of(json!({ "task": number, "phase": phase }))).await.ok();
    }
    let page = anas.open("/p/bees/activity").await.shown();
    let undo = button(&page).unwrap();
    anas.fill(&page, &undo, &[])
        .await
        .shown()
        .saying("Taken back. It is in the phase that it was in before.");
    assert_eq!(read(&ana, number).await["phase"], "help_wanted");
}

async fn several_tasks_are_chosen_changed_and_put_back(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[("ben", "normal")]).await;
    for title in ["One", "Two", "Three"] {
        task(&ana, title).await;
    }
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    for view in ["/p/bees", "/p/bees/list?q="] {
        let calm = browser.open(view).await.shown();
        assert!(!calm.html.contains("data-pick"), "{view} has no boxes unless they are wanted");
        let choose = calm.html.split(" data-choose").next().unwrap();
        let choose = choose
            .rsplit("href=\"")
            .next()
            .unwrap()
            .trim_end_matches('"')
            .replace("&amp;", "&")
            .replace("&#38;", "&");
        let page = browser.open(&choose).await.shown();
        assert_eq!(page.html.matches("data-pick").count(), 3, "{page:?}");
        let all = browser.open(&choose.replace("choose=1", "choose=all")).await.shown();
        assert_eq!(all.html.matches(" checked data-pick").count(), 3, "{all:?}");
        let asks = "/p/bees/bulk?chosen=1&chosen=3&change=ask_help&back=/p/bees/list?q=";
        let asks = browser.open(asks).await.shown().saying("Ask for help with 2 tasks");
        let asked = browser.fill(&asks, "/p/bees/bulk", &[]).await.shown();
        assert_eq!(read(&ana, 3).await["phase"], "help_wanted");
        let undo = button(&asked).unwrap();
        browser.fill(&asked, &undo, &[]).await.shown().saying("Taken back.");
        let step = "/p/bees/bulk?chosen=1&chosen=3&change=assign&back=/p/bees/list?q=";
        let page = browser.open(step).await.shown().saying("One").saying("Three");
        assert!(!page.says(">Two<"), "{page:?}");
        let page = browser.fill(&page, "/p/bees/bulk", &[("value", "ben")]).await.shown();
        let page = page.saying("Done with all the chosen tasks.");
        assert_eq!(page.path, "/p/bees/list?q=");
        assert_eq!(read(&ana, 3).await["assignee"], "ben");
        let undo = button(&page).unwrap();
        browser.fill(&page, &undo, &[]).await.shown().saying("Taken back.");
        assert!(read(&ana, 1).await["assignee"].is_null() && read(&ana, 3).await["assignee"].is_null());
    }
    let mut visitor = Browser::new(&app);
    for page in ["/p/bees", "/p/bees?choose=1"] {
        let page = visitor.open(page).await.shown();
        assert!(!page.html.contains("data-pick") && !page.html.contains("data-choose"), "{page:?}");
    }
    // Their reviewer is set for all of them, too.
    let step = "/p/bees/bulk?chosen=1&chosen=3&change=reviewer&back=/p/bees/list?q=";
    let page = browser.open(step).await.shown().saying("Name the reviewer of 2 tasks");
    browser.fill(&page, "/p/bees/bulk", &[("value", "nobody-here")]).await.refused();
    browser
        .fill(&page, "/p/bees/bulk", &[("value", "ana")])
        .await
        .shown()
        .saying("Done with all the chosen tasks.");
    assert_eq!(read(&ana, 3).await["reviewer"], "ana");
    browser.open("/p/bees/bulk?change=assign").await.shown().saying("No task is chosen.");
}

async fn what_was_refused_stands_on_the_page_with_its_reason(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    for title in ["One", "Two", "Three"] {
        task(&ana, title).await;
    }
    for taken in [2, 3] {
        ana.perform("task.assign", of(json!({ "task": taken, "assignee": "ana" }))).await.ok();
    }
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let page = browser.open("/p/bees/bulk?chosen=1&chosen=2&chosen=3&change=take").await.shown();
    let page = browser.fill(&page, "/p/bees/bulk", &[]).await.shown();
    let page = page.saying("Done with 1 of 3.").saying("Two").saying("Three");
    assert_eq!(page.html.matches("Somebody has this task already.").count(), 1, "once for both: {page:?}");
    let undo = button(&page).unwrap();
    browser.fill(&page, &undo, &[]).await.shown();
    assert!(read(&ana, 1).await["assignee"].is_null());
    // A wrong value stands there with its reason, and with the tasks.
    let page = browser.open("/p/bees/bulk?chosen=1&change=add_skill").await.shown();
    let form: Form = page.form("/p/bees/bulk").with(&[("value", "French:")]);
    let page = browser.submit(form).await.refused();
    page.saying("Area:Detail").saying("One");
}

async fn where_none_is_changed_each_reason_stands_there_once(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    for title in ["One", "Two", "Three"] {
        task(&ana, title).await;
    }
    for taken in [1, 2] {
        ana.perform("task.assign", of(json!({ "task": taken, "assignee": "ana" }))).await.ok();
    }
    ana.perform("task.set_phase", of(json!({ "task": 3, "phase": "dropped" }))).await.ok();
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let page = browser.open("/p/bees/bulk?chosen=1&chosen=3&chosen=2&change=take").await.shown();
    let page = page.saying("Take 3 tasks");
    let form: Form = page.form("/p/bees/bulk");
    let page = browser.submit(form).await.refused();
    let page = page.saying("All 3 tasks stay as they are:").saying("2 tasks:").saying("1 task:");
    assert_eq!(page.html.matches("Somebody has this task already.").count(), 1, "{page:?}");
    page.saying("Take 3 tasks").saying("One").saying("Two").saying("Three");
    // A single task needs no count.
    let page = browser.open("/p/bees/bulk?chosen=2&change=take").await.shown().saying("Take 1 task");
    let page = browser.submit(page.form("/p/bees/bulk")).await.refused();
    let page = page.saying("The task stays as it is:").saying("Somebody has this task already.");
    assert!(!page.says("1 task:"), "{page:?}");
}
