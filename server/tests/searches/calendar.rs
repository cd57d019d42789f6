//! The calendar of a pursuance: a month of what a query finds, and the agenda of it.

use http::StatusCode;
use pursuance_domain::time::{DAY, Time};
use serde_json::json;

use crate::support::bees::{bees, of, task};
use crate::support::browser::{Browser, Page};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_month_shows_what_is_due_on_each_day,
    a_day_shows_a_few_tasks_and_counts_the_rest,
    a_month_with_nothing_left_says_what_is_due_next,
    a_calendar_is_read_like_every_list,
    an_agenda_goes_day_by_day_from_today_on_and_what_is_overdue_comes_first,
    an_agenda_goes_on_where_a_page_is_full,
    an_agenda_is_read_like_every_list,
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
    // Its form, its tabs and what leads on keep the month; only its words are marked.
    assert!(page.html.contains("<mark>Last</mark>"), "{page:?}");
    assert!(page.html.contains("<input type=\"hidden\" name=\"month\" value=\"2190-03\">"), "{page:?}");
    for link in [
        "calendar?q=&#38;month=2190-03",
        "calendar?q=last&#38;month=2190-03",
        "agenda?q=last&#38;from=2190-03-01",
    ] {
        assert!(page.html.contains(&format!("href=\"/p/bees/{link}\"")), "{link}: {page:?}");
    }
    assert!(bad.html.contains("/p/bees/calendar?q=last%20status%3Anew&#38;month=2190-03"), "{bad:?}");
    let sent = browser.open("/p/bees/calendar?month=2190-03&q=last&phase=new&who=").await.shown();
    assert_eq!(sent.path, "/p/bees/calendar?q=status%3Anew%20last&month=2190-03");
    // A word that is no month is this month, and the page says so.
    let this = Time(app.clock.now().0).date();
    for month in ["", "2190-13", "x"] {
        let page = browser.open(&format!("/p/bees/calendar?month={month}")).await;
        let page = if month.is_empty() { page.shown() } else { page.refused() };
        assert_eq!(page.says(&format!("“{month}” is no day of the calendar")), !month.is_empty(), "{page:?}");
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
    assert!(
        !day.contains("</mark> 1<") && day.contains("<mark>Count</mark> 2<"),
        "closed ones come last: {day}"
    );
    assert!(day.contains("3 more") && day.contains("/p/bees?q=count%20due%3A2190-03-10"), "{day}");
    let all = browser.open("/p/bees?q=count%20due%3A2190-03-10").await.shown();
    assert_eq!(all.html.matches("id=\"row-").count(), 15);

    // The same without words, along the dates; of very many tasks not all are counted.
    let page = browser.open("/p/bees/calendar?month=2190-03").await.shown();
    let day = cell(&page, "2190-03-10");
    assert!(tasks(day) == 12 && day.contains("3 more") && !day.contains("Count 1<"), "{day}");
    let many: Vec<_> =
        (0..90).map(|n| json!({ "title": format!("Weigh {n}"), "due": "2190-03-10" })).collect();
    ana.perform("task.add_list", of(json!({ "tasks": many }))).await.ok();
    ana.perform("task.create", of(json!({ "title": "Noon", "due": "2190-03-10T12:00:00Z" }))).await.ok();
    let page = browser.open("/p/bees/calendar?month=2190-03").await.shown();
    let day = cell(&page, "2190-03-10");
    assert!(tasks(day) == 12 && day.contains("87+ more"), "{day}");
    assert!(
        day.find("Noon").unwrap() < day.find("Count 2<").unwrap(),
        "what is due first comes first: {day}"
    );
}

async fn a_month_with_nothing_left_says_what_is_due_next(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[("ben", "normal"), ("uma", "untrusted")]).await;
    for (title, due) in [("Closed", "2190-04-20"), ("Paint", "2190-06-03"), ("Weigh", "2190-06-04")] {
        ana.perform("task.create", of(json!({ "title": title, "due": due }))).await.ok();
    }
    ana.perform("task.set_phase", of(json!({ "task": 1, "phase": "dropped" }))).await.ok();
    ana.perform("task.assign", of(json!({ "task": 3, "assignee": "uma" }))).await.ok();
    let mut ben = Browser::of(&app, "ben").await;
    let words = |page: &Page| {
        let said = page.html.split("id=\"none\"").nth(1).map(|said| said.split("</p>").next().unwrap());
        said.map(str::to_owned)
    };
    for (month, says) in [("2190-03", "Nothing is due in March 2190."), ("2190-04", "Nothing more is due")] {
        let page = ben.open(&format!("/p/bees/calendar?month={month}")).await.shown().saying("Next:");
        let said = words(&page).unwrap();
        assert!(said.contains(says), "{said}");
        assert!(
            said.contains("href=\"/p/bees/calendar?month=2190-06\"") && said.contains("2190-06-03"),
            "{said}"
        );
        assert!(said.contains("href=\"/p/bees/t/2\"") && said.contains(">Paint<"), "{said}");
    }
    ben.open("/p/bees/calendar").await.shown().saying("Nothing is due in ").saying("Next:");
    // As far as its reader reads, and of what the query finds.
    let asked = "/p/bees/calendar?month=2190-03";
    let said = words(&Browser::of(&app, "uma").await.open(asked).await.shown()).unwrap();
    assert!(said.contains(">Weigh<") && !said.contains("Paint"), "{said}");
    let said = words(&ben.open(&format!("{asked}&q=weigh+sort:new")).await.shown()).unwrap();
    assert!(said.contains("Weigh") && said.contains("?q=weigh%20sort%3Anew&#38;month=2190-06"), "{said}");
    // There is nothing to say where something is left, nothing follows, or the month is past.
    assert_eq!(words(&ben.open("/p/bees/calendar?month=2190-06").await.shown()), None);
    for month in ["2190-07", "2020-01"] {
        let page = ben.open(&format!("/p/bees/calendar?month={month}")).await.shown();
        assert!(page.says("Nothing is due in ") && !page.says("Next:"), "{page:?}");
    }
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

const AGENDA: &str = "/p/bees/agenda";

/// The groups of an agenda: the id of the heading of each, and the numbers of its tasks.
fn groups(page: &Page) -> Vec<(String, Vec<i64>)> {
    let part = page.html.split("data-part=\"agenda\"").nth(1).unwrap();
    let number = |rest: &str| rest.split('"').next().unwrap().parse().unwrap();
    let group = |section: &str| {
        let id = section.split('"').next().unwrap().to_owned();
        (id, section.split("<li id=\"t-").skip(1).map(number).collect())
    };
    part.split("aria-labelledby=\"").skip(1).map(group).collect()
}

async fn an_agenda_goes_day_by_day_from_today_on_and_what_is_overdue_comes_first(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let day = |ahead: i64| app.clock.now().plus(ahead * DAY).date();
    let (past, today, tomorrow) = (day(0), day(2), day(3));
    let far = "2190-03-01".to_owned();
    for (title, due) in
        [("Late", &past), ("Dropped", &past), ("Now", &today), ("Soon", &tomorrow), ("Far", &far)]
    {
        ana.perform("task.create", of(json!({ "title": title, "due": due }))).await.ok();
    }
    task(&ana, "Undated").await;
    ana.perform("task.set_phase", of(json!({ "task": 2, "phase": "dropped" }))).await.ok();
    app.advance(2 * DAY);

    let group = |id: String, tasks: &[i64]| (id, tasks.to_vec());
    let of_day = |day: &str, tasks: &[i64]| group(format!("day-{day}"), tasks);
    let coming = [of_day(&today, &[3]), of_day(&tomorrow, &[4]), of_day(&far, &[5])];
    let mut browser = Browser::of(&app, "ana").await;
    let page = browser.open(AGENDA).await.shown();
    assert_eq!(groups(&page), [[group("overdue".to_owned(), &[1])].as_slice(), &coming].concat(), "{page:?}");
    for words in [">Overdue</h2>", ">Today</time>", ">Tomorrow</time>", ">1 Mar 2190</time>"] {
        assert!(page.html.contains(words), "{words}: {page:?}");
    }
    assert!(page.says("One task has no date") && page.html.contains("/p/bees?q=due%3Anone"), "{page:?}");
    let month = today.get(..7).unwrap();
    assert!(page.html.contains(&format!("href=\"{AGENDA}?from={month}-01\"")) || today.ends_with("-01"));

    // From another day on, what is overdue stands on its day, and what is closed behind what is open.
    let before = browser.open(&format!("{AGENDA}?from={past}")).await.shown();
    assert_eq!(groups(&before), [[of_day(&past, &[1, 2])].as_slice(), &coming].concat(), "{before:?}");
    assert!(before.html.contains(&format!("<a class=\"btn\" href=\"{AGENDA}\">")), "{before:?}");
    // A word that is no day is today, and the page says so.
    for from in ["x", "2026-13-01", "1999-01-01", "", "%F0%9F%90%9D"] {
        let page = browser.open(&format!("{AGENDA}?from={from}")).await;
        let page =
            if from.is_empty() { page.shown() } else { page.refused().saying("is no day of the calendar") };
        assert_eq!(groups(&page).len(), 4, "{from}: {page:?}");
    }

    // A query narrows it, and goes along to other days and views.
    let page = browser.open(&format!("{AGENDA}?q=now&from={past}")).await.shown();
    assert_eq!(groups(&page), [of_day(&today, &[3])]);
    for link in [
        format!("/p/bees/calendar?q=now&#38;month={}", past.get(..7).unwrap()),
        "/p/bees/board?q=now".to_owned(),
        format!("/p/bees/agenda?q=now&#38;from={past}"),
    ] {
        assert!(page.html.contains(&format!("href=\"{link}\"")), "{link}: {page:?}");
    }
    let sent = browser.open(&format!("{AGENDA}?q=now&from={past}&phase=new&who=")).await.shown();
    assert_eq!(sent.path, format!("{AGENDA}?q=status%3Anew%20now&from={past}"));
    let bad = browser.open(&format!("{AGENDA}?q=soon+statsu:new")).await.refused();
    assert!(bad.html.contains("<mark>statsu:new</mark>"), "{bad:?}");
    assert_eq!(groups(&bad), [of_day(&tomorrow, &[4])]);
    assert!(
        groups(&browser.open(&format!("{AGENDA}?q=nothing")).await.shown().saying("Nothing matches"))
            .is_empty()
    );
}

async fn an_agenda_goes_on_where_a_page_is_full(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let past = app.clock.now().date();
    for (count, due) in [(21, past.as_str()), (60, "2190-03-10"), (42, "2190-03-11")] {
        for _ in 0..count {
            ana.perform("task.create", of(json!({ "title": "Count", "due": due }))).await.ok();
        }
    }
    app.advance(DAY);
    let mut browser = Browser::of(&app, "ana").await;
    let page = browser.open(&format!("{AGENDA}?q=count")).await.shown();
    let sizes =
        |page: &Page| groups(page).into_iter().map(|(id, tasks)| (id, tasks.len())).collect::<Vec<_>>();
    let of = |id: &str, count: usize| (id.to_owned(), count);
    assert_eq!(sizes(&page), [of("overdue", 20), of("day-2190-03-10", 60), of("day-2190-03-11", 40)]);
    let all = "/p/bees?q=count%20is%3Aoverdue%20sort%3Adue";
    assert!(page.html.contains(&format!("href=\"{all}\"")), "{page:?}");
    assert_eq!(browser.open(all).await.shown().html.matches("id=\"row-").count(), 21);
    let next = page.html.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let rest = browser.open(&next.replace("&#38;", "&")).await.shown();
    assert_eq!(sizes(&rest), [of("day-2190-03-11", 2)], "{rest:?}");
    assert!(!rest.html.contains("rel=\"next\""), "{rest:?}");
    let both: Vec<i64> =
        [groups(&page), groups(&rest)].concat().into_iter().flat_map(|(_, all)| all).collect();
    let once: std::collections::BTreeSet<i64> = both.iter().copied().collect();
    assert_eq!((both.len(), once.len()), (122, 122), "each stands there once");
}

async fn an_agenda_is_read_like_every_list(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal"), ("uma", "untrusted")]).await;
    for title in ["Count", "Paint"] {
        ana.perform("task.create", of(json!({ "title": title, "due": "2190-03-10" }))).await.ok();
    }
    task(&ana, "Undated").await;
    ana.perform("task.assign", of(json!({ "task": 1, "assignee": "uma" }))).await.ok();
    assert_eq!(Browser::new(&app).open(AGENDA).await.status, StatusCode::NOT_FOUND);
    let page = Browser::of(&app, "uma").await.open(AGENDA).await.shown();
    assert_eq!(groups(&page), [("day-2190-03-10".to_owned(), vec![1])]);
    assert!(!page.says("Paint") && !page.says("has no date"), "{page:?}");
    let mut ben = Browser::of(&app, "ben").await;
    assert_eq!(groups(&ben.open(AGENDA).await.shown()), [("day-2190-03-10".to_owned(), vec![2, 1])]);
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    assert_eq!(ben.open(AGENDA).await.status, StatusCode::NOT_FOUND);
}
