//! The calendar of a pursuance: a month of what a query finds.

use http::StatusCode;
use pursuance_domain::time::Time;
use serde_json::json;

use crate::roles::{bees, of, task};
use crate::support::browser::{Browser, Page};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_month_shows_what_is_due_on_each_day,
    a_day_shows_a_few_tasks_and_counts_the_rest,
    a_calendar_is_read_like_every_list,
);

/// The cell of a day in the table.
#[track_caller]
fn cell<'a>(page: &'a Page, day: &str) -> &'a str {
    let table = page.html.split("<table").nth(1).unwrap_or_else(|| panic!("no table: {page:?}"));
    let rest =
        table.split(&format!("<time datetime=\"{day}\">")).nth(1).unwrap_or_else(|| panic!("no {day}"));
    rest.split("</td>").next().unwrap()
}

/// How many tasks a cell shows.
fn tasks(cell: &str) -> usize {
    cell.matches("href=\"/p/bees/t/").count()
}

async fn a_month_shows_what_is_due_on_each_day(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    for (title, due) in [
        ("First", "2190-03-01"),
        ("Last", "2190-03-31"),
        ("Noon", "2190-03-31T12:00:00Z"),
        ("Before", "2190-02-28"),
        ("Behind", "2190-04-01"),
    ] {
        ana.perform("task.create", of(json!({ "title": title, "due": due }))).await.ok();
    }
    task(&ana, "Undated").await;
    let mut browser = Browser::of(&app, "ana").await;
    let page = browser.open("/p/bees/calendar?month=2190-03").await.shown();
    assert!(
        cell(&page, "2190-03-01").contains(">First<") && tasks(cell(&page, "2190-03-01")) == 1,
        "{page:?}"
    );
    assert!(cell(&page, "2190-03-31").contains(">Last<") && cell(&page, "2190-03-31").contains(">Noon<"));
    assert!(!page.html.contains(">Before<") && !page.html.contains(">Behind<"), "{page:?}");
    assert_eq!(page.html.matches("<td").count(), 35, "five weeks: {page:?}");
    assert_eq!(page.html.matches("<td class=\"off\">").count(), 4);
    assert!(page.html.contains("<caption") && page.html.matches("scope=\"col\"").count() == 7);
    // Undated tasks are counted, and a link leads to them.
    assert!(page.says("One task has no date") && page.html.contains("/p/bees?q=due%3Anone"), "{page:?}");
    let rest = browser.open("/p/bees?q=due%3Anone").await.shown();
    assert_eq!(rest.html.matches("id=\"row-").count(), 1, "{rest:?}");
    assert!(rest.html.contains("id=\"row-6\""), "{rest:?}");
    for (link, month) in [("2190-02", "February 2190"), ("2190-04", "April 2190")] {
        assert!(page.html.contains(&format!("href=\"/p/bees/calendar?month={link}\"")), "{page:?}");
        let other = browser.open(&format!("/p/bees/calendar?month={link}")).await.shown().saying(month);
        assert!(!other.html.contains(">First<"));
    }
    // A query narrows it, and goes along to other months and views.
    let page = browser.open("/p/bees/calendar?month=2190-03&q=last").await.shown();
    assert!(page.html.contains(">Last<") && !page.html.contains(">First<"), "{page:?}");
    assert!(page.html.contains("/p/bees/calendar?q=last&#38;month=2190-04"), "{page:?}");
    assert!(page.html.contains("href=\"/p/bees?q=last\""), "{page:?}");
    let bad = browser.open("/p/bees/calendar?month=2190-03&q=last+statsu:new").await.refused();
    assert!(bad.html.contains("<mark>statsu:new</mark>") && bad.html.contains(">Last<"), "{bad:?}");
    // What is no month is this one.
    let this = Time(app.clock.now().0).date();
    for month in ["", "2190-13", "x"] {
        let page = browser.open(&format!("/p/bees/calendar?month={month}")).await.shown();
        assert!(page.html.contains("aria-current=\"date\""), "{month}: {page:?}");
        cell(&page, &this);
    }
}

async fn a_day_shows_a_few_tasks_and_counts_the_rest(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    for n in 1..=15 {
        let new = json!({ "title": format!("Count {n}"), "due": "2190-03-10" });
        ana.perform("task.create", of(new)).await.ok();
    }
    ana.perform("task.set_phase", of(json!({ "task": 1, "phase": "dropped" }))).await.ok();
    let mut browser = Browser::new(&app);
    let page = browser.open("/p/bees/calendar?month=2190-03&q=count").await.shown();
    let day = cell(&page, "2190-03-10");
    assert_eq!(tasks(day), 12, "{day}");
    assert!(!day.contains(">Count 1<") && day.contains(">Count 2<"), "closed ones come last: {day}");
    assert!(day.contains("3 more") && day.contains("/p/bees?q=count%20due%3A2190-03-10"), "{day}");
    let all = browser.open("/p/bees?q=count%20due%3A2190-03-10").await.shown();
    assert_eq!(all.html.matches("id=\"row-").count(), 15);
}

async fn a_calendar_is_read_like_every_list(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal"), ("uma", "untrusted")]).await;
    for title in ["Count", "Paint"] {
        ana.perform("task.create", of(json!({ "title": title, "due": "2190-03-10" }))).await.ok();
    }
    task(&ana, "Undated").await;
    ana.perform("task.assign", of(json!({ "task": 1, "assignee": "uma" }))).await.ok();
    let path = "/p/bees/calendar?month=2190-03";
    assert_eq!(Browser::new(&app).open(path).await.status, StatusCode::NOT_FOUND);
    let page = Browser::of(&app, "uma").await.open(path).await.shown();
    assert!(page.html.contains(">Count<") && !page.html.contains(">Paint<"), "{page:?}");
    assert_eq!(tasks(cell(&page, "2190-03-10")), 1);
    assert!(!page.says("has no date") && !page.says("more"), "{page:?}");
    let mut ben = Browser::of(&app, "ben").await;
    assert_eq!(tasks(cell(&ben.open(path).await.shown(), "2190-03-10")), 2);
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    assert_eq!(ben.open(path).await.status, StatusCode::NOT_FOUND);
}
