//! Entries of a feed.

use axum::body::Body;
use http::{Method, StatusCode};
use pursuance::jobs::Worker;
use pursuance_domain::time::DAY;
use pursuance_domain::value::FeedForm;
use serde_json::{Value, json};

use super::{fetch, fetched, new_feed, values, xml};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_calendar_of_a_person_has_their_tasks_their_reviews_and_their_reminders,
    a_calendar_of_a_pursuance_has_its_dated_tasks_as_its_reader_may_read_them,
    what_was_done_long_ago_stands_in_no_calendar,
    a_feed_of_a_pursuance_says_what_its_activity_says,
    a_feed_of_a_person_says_what_they_were_told,
    what_is_sealed_stands_in_a_feed_in_plain_words,
    everybody_reads_what_happened_in_a_public_pursuance,
    a_feed_that_has_not_changed_is_not_sent_again,
    nothing_that_is_called_like_markup_is_markup_in_a_feed,
    a_feed_knows_no_session,
);

async fn what_is_sealed_stands_in_a_feed_in_plain_words(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    dated(&ana, "Count", "2190-01-01").await;
    Inspect::open(&app.config.database_url).await.seal().await;
    let said = "something in a private pursuance";
    let calendar = fetched(&app, &new_feed(&app, &ana, FeedForm::Calendar, Some("bees")).await).await;
    assert_eq!(values(&calendar, "SUMMARY"), [said, said], "{calendar}");
    let atom = fetched(&app, &new_feed(&app, &ana, FeedForm::Atom, Some("bees")).await).await;
    assert!(atom.contains(said) && !atom.contains("data-sealed"), "{atom}");
}

fn on(task: i64, more: Value) -> Value {
    crate::support::groups::merged(of(json!({ "task": task })), more)
}

/// A task of the bees with a date.
async fn dated(by: &Person, title: &str, due: &str) -> i64 {
    let new = of(json!({ "title": title, "due": due }));
    by.perform("task.create", new).await.ok()["result"]["task"].as_i64().unwrap()
}

async fn begin(who: &Person, task: i64) {
    who.perform("task.take", on(task, json!({}))).await.ok();
    who.perform("task.set_phase", on(task, json!({ "phase": "in_progress" }))).await.ok();
}

async fn a_calendar_of_a_person_has_their_tasks_their_reviews_and_their_reminders(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let ben = &people[0];
    for (title, due) in [("Count", "2190-01-01"), ("Paint", "2190-02-01"), ("Rest", "2190-03-01")] {
        dated(&ana, title, due).await;
    }
    begin(ben, 1).await;
    begin(ben, 2).await;
    ben.perform("task.set_phase", on(2, json!({ "phase": "ready_for_review" }))).await.ok();
    let bens = fetched(&app, &new_feed(&app, ben, FeedForm::Calendar, None).await).await;
    let expected = ["Reminder\\, if you are silent until then: Count", "Count", "Count", "Paint", "Paint"];
    assert_eq!(values(&bens, "SUMMARY"), expected, "{bens}");
    assert_eq!(values(&bens, "DUE;VALUE=DATE"), ["21900101", "21900201"], "{bens}");
    assert_eq!(values(&bens, "URL")[0], app.addresses.at("/p/bees/t/1"));
    let anas = new_feed(&app, &ana, FeedForm::Calendar, None).await;
    let first = fetched(&app, &anas).await;
    // When she is reminded of it comes first: the task is not due for long.
    assert_eq!(values(&first, "SUMMARY")[1], "To review: Paint", "{first}");
    assert!(!first.contains("Count") && !first.contains("Rest"), "{first}");
    // Another title of the same task is the same entry for every calendar.
    let revision = ana.read(&format!("{BEES}/tasks/2")).await.ok()["revision"].clone();
    let edit = json!({ "revision": revision, "title": "Paint the hive" });
    ana.perform("task.edit", on(2, edit)).await.ok();
    let second = fetched(&app, &anas).await;
    assert_eq!(values(&second, "SUMMARY")[1], "To review: Paint the hive", "{second}");
    assert_eq!(values(&first, "UID"), values(&second, "UID"));
}

async fn a_calendar_of_a_pursuance_has_its_dated_tasks_as_its_reader_may_read_them(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("uma", "untrusted")]).await;
    let uma = &people[0];
    for (title, due) in [("Count", "2190-02-01"), ("Paint", "2190-01-01T12:30:00Z")] {
        dated(&ana, title, due).await;
    }
    task(&ana, "Undated").await;
    ana.perform("task.assign", on(1, json!({ "assignee": "uma" }))).await.ok();
    let anas = fetched(&app, &new_feed(&app, &ana, FeedForm::Calendar, Some("bees")).await).await;
    assert_eq!(values(&anas, "SUMMARY"), ["Paint", "Paint", "Count", "Count"], "{anas}");
    assert_eq!(
        (values(&anas, "DUE"), values(&anas, "DTSTART")),
        (vec!["21900101T123000Z".to_owned()], vec!["21900101T123000Z".to_owned()])
    );
    assert_eq!(values(&anas, "X-WR-CALNAME"), ["Bees"]);
    // A member who reads only their own tasks has only those in the calendar, and only their own events in the other feed.
    let umas = fetched(&app, &new_feed(&app, uma, FeedForm::Calendar, Some("bees")).await).await;
    assert_eq!(values(&umas, "SUMMARY"), ["Count", "Count"], "{umas}");
    let told = fetched(&app, &new_feed(&app, uma, FeedForm::Atom, Some("bees")).await).await;
    assert!(told.contains("Count") && !told.contains("Paint"), "{told}");
}

async fn what_was_done_long_ago_stands_in_no_calendar(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    let due = app.clock.now().plus(DAY).date();
    dated(&ana, "Count", &due).await;
    ana.perform("task.set_phase", on(1, json!({ "phase": "dropped" }))).await.ok();
    let feed = new_feed(&app, &ana, FeedForm::Calendar, Some("bees")).await;
    let soon = fetched(&app, &feed).await;
    assert_eq!(values(&soon, "STATUS"), ["CANCELLED"], "a to-do, and no day: {soon}");
    app.advance(33 * DAY);
    let later = fetched(&app, &feed).await;
    assert!(values(&later, "SUMMARY").is_empty(), "{later}");
}

async fn a_feed_of_a_pursuance_says_what_its_activity_says(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    task(&ana, "Count").await;
    begin(&people[0], 1).await;
    let feed = new_feed(&app, &people[0], FeedForm::Atom, Some("bees")).await;
    let atom = xml::atom(&fetched(&app, &feed).await);
    assert_eq!(atom.one("title").text, "Bees");
    let titles: Vec<&str> = atom.all("entry").map(|entry| entry.one("title").text.as_str()).collect();
    assert_eq!(titles[0], "ben started working on it: Count", "{titles:?}");
    assert!(atom.all("link").all(|link| !link.attributes["href"].contains("/f/")), "the address is a secret");
    let mut browser = Browser::of(&app, "ben").await;
    let page = browser.open("/p/bees/activity").await.shown();
    let lines = page.html.split("data-part=\"activity\"").nth(1).unwrap().matches("<li>").count();
    assert_eq!(atom.all("entry").count(), lines, "{titles:?}");
}

async fn a_feed_of_a_person_says_what_they_were_told(app: TestApp) {
    let _worker = Worker::spawn(&app.app);
    let (ana, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let ben = &people[0];
    task(&ana, "Count").await;
    ana.perform("task.assign", on(1, json!({ "assignee": "ben" }))).await.ok();
    let feed = new_feed(&app, ben, FeedForm::Atom, None).await;
    let mut titles = Vec::new();
    until("ben is told", async || {
        let atom = xml::atom(&fetched(&app, &feed).await);
        titles = atom.all("entry").map(|entry| entry.one("title").text.clone()).collect();
        !titles.is_empty()
    })
    .await;
    assert!(titles[0].starts_with("ana ") && titles[0].ends_with(": Count"), "{titles:?}");
    // A closed door: what they may not read any more is not told, whenever it happened.
    ben.perform("pursuance.leave", of(json!({}))).await.ok();
    let after = fetched(&app, &feed).await;
    assert!(!after.contains("Count"), "{after}");
}

async fn everybody_reads_what_happened_in_a_public_pursuance(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    task(&ana, "Count").await;
    let answer = fetch(&app, "/p/bees/feed.atom").await;
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8", "{answer:?}");
    let atom = xml::atom(&answer.text());
    let own = atom.all("link").find(|link| link.attributes["rel"] == "self").unwrap();
    assert_eq!(own.attributes["href"], app.addresses.at("/p/bees/feed.atom"));
    assert!(atom.all("entry").any(|entry| entry.one("title").text.ends_with(": Count")), "{answer:?}");
    let mut visitor = Browser::new(&app);
    let page = visitor.open("/p/bees").await.shown();
    let link = "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/p/bees/feed.atom\">";
    assert!(page.html.contains(link), "{page:?}");
    // Members, too, get there no more than everybody.
    ana.perform("pursuance.edit", of(json!({ "visibility": "members" }))).await.ok();
    assert_eq!(fetch(&app, "/p/bees/feed.atom").await.status, StatusCode::NOT_FOUND);
    let mut member = Browser::of(&app, "ana").await;
    assert_eq!(member.open("/p/bees/feed.atom").await.status, StatusCode::NOT_FOUND);
    assert!(!member.open("/p/bees").await.shown().html.contains("feed.atom"));
}

async fn a_feed_that_has_not_changed_is_not_sent_again(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    dated(&ana, "Count", "2190-02-01").await;
    for form in [FeedForm::Calendar, FeedForm::Atom] {
        let path = new_feed(&app, &ana, form, Some("bees")).await;
        let first = fetch(&app, &path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\"") && first.header("cache-control").starts_with("private"), "{first:?}");
        let again = async || {
            app.visitor().send(Method::GET, &path, &[("if-none-match", tag.as_str())], Body::empty()).await
        };
        let same = again().await;
        assert_eq!((same.status, same.body.len()), (StatusCode::NOT_MODIFIED, 0), "{same:?}");
        assert_eq!(same.header("etag"), tag);
        assert!(same.header("cache-control").starts_with("private"), "{same:?}");
        dated(&ana, "Paint", "2190-03-01").await;
        let changed = again().await;
        assert_eq!(changed.status, StatusCode::OK, "{changed:?}");
        assert_ne!(changed.header("etag"), tag);
    }
}

async fn nothing_that_is_called_like_markup_is_markup_in_a_feed(app: TestApp) {
    let (ana, _) = bees(&app, "members", &[]).await;
    let title = "]]></title><script>alert(1)</script> & \"b\"; c, d\\n 🐝";
    dated(&ana, title, "2190-02-01").await;
    let name = "<b>Bees</b>;\\, & wasps";
    ana.perform("pursuance.edit", of(json!({ "name": name }))).await.ok();
    let atom = xml::atom(&fetched(&app, &new_feed(&app, &ana, FeedForm::Atom, Some("bees")).await).await);
    assert_eq!(atom.one("title").text, name);
    assert!(atom.all("entry").any(|entry| entry.one("title").text.ends_with(title)), "{atom:?}");
    let calendar = fetched(&app, &new_feed(&app, &ana, FeedForm::Calendar, Some("bees")).await).await;
    let escaped = title.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    assert_eq!(values(&calendar, "SUMMARY"), [escaped.clone(), escaped], "{calendar}");
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75), "{calendar}");
}

async fn a_feed_knows_no_session(app: TestApp) {
    let (_, people) = bees(&app, "members", &[("ben", "normal")]).await;
    let path = new_feed(&app, &people[0], FeedForm::Atom, Some("bees")).await;
    let mut ana = Browser::of(&app, "ana").await;
    let as_ana = ana.send(Method::GET, &path, &[], Vec::new()).await;
    let as_nobody = fetch(&app, &path).await;
    assert_eq!(as_ana.html, as_nobody.text(), "whoever is signed in reads what ben may read");
    for headers in [&as_ana.headers, &as_nobody.headers] {
        assert!(!headers.contains_key("set-cookie"), "{headers:?}");
    }
}
