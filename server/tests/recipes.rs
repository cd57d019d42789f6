//! Demands on a new field of a task: every way in brings each field along that it can, and people who decide about it are shown each. The
//! ways out, and the way to another server, are in `federation/two_apps/asks.rs`; what is read in sources, in `sources.rs`.
//!
//! [`is_left_out`], [`found_by`], [`sealed_as`] and [`on_card`] answer for each field without `_`: after a new one the compiler leads here, and to `support::asks`.

mod sources;

use std::collections::BTreeSet;

use pursuance_domain::task::quick::line;
use pursuance_domain::task::{Ask, Asks};
use pursuance_domain::time::Time;
use pursuance_domain::value::Title;
use pursuance_sealed::envelope::ObjectType;
use serde_json::{Value, json};

use crate::pairing::{knows, settle, speakers, wanted};
use crate::suggestions::suggest;
use crate::support::asks::{assert_says, first, input, members, second, typed, words};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::{Browser, Page};
use crate::support::groups::merged;
use crate::support::{Person, TestApp, on_both_apps};
use crate::undo::{did, undo};

on_both_apps!(
    each_field_comes_in_by_every_way_that_has_it,
    each_field_of_a_suggestion_is_shown_and_comes_in_as_it_was_suggested,
    each_field_of_an_edit_is_taken_back,
    a_task_is_found_by_each_field_that_a_search_looks_at,
    whoever_is_asked_reads_each_field_on_the_card,
);

/// How the fields of a task come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// `task.create`
    Create,
    /// `task.add_list`
    List,
    /// `task.edit`
    Edit,
    /// The form of a task.
    Form,
    /// A task in one line.
    Line,
    /// A pasted list.
    Pasted,
    /// `task.bulk`
    Bulk,
    /// A share from another program.
    Share,
}

impl Way {
    const ALL: [Self; 8] =
        [Self::Create, Self::List, Self::Edit, Self::Form, Self::Line, Self::Pasted, Self::Bulk, Self::Share];
}

/// Whether a way leaves a field as it is: it has no place for it.
fn is_left_out(way: Way, ask: Ask<'_>) -> bool {
    match ask {
        Ask::Title(_) => way == Way::Bulk,
        Ask::Deliverables(_) => matches!(way, Way::Line | Way::Pasted | Way::Bulk),
        Ask::Skills(_) | Ask::Due(_) | Ask::Size(_) | Ask::Urgency(_) => way == Way::Share,
    }
}

fn plain() -> Asks {
    Asks::titled(Title::parse("Plain").unwrap())
}

/// The fields that a way in asks for.
fn by(way: Way) -> Asks {
    let (plain, all) = (plain(), first());
    let brought = plain.changes(&all).into_iter().filter(|changed| !is_left_out(way, changed.after()));
    brought.fold(plain.clone(), |asks, changed| asks.with(changed))
}

/// The number of the newest task.
async fn newest(reader: &Person) -> i64 {
    reader.read(&format!("{BEES}/tasks?q=sort:new")).await.items()[0]["number"].as_i64().unwrap()
}

async fn read(reader: &Person, number: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{number}")).await.ok()
}

/// The fields as the controls of a form have them.
fn controls(asks: &Asks) -> Vec<(&'static str, String)> {
    members(asks).iter().map(|(name, value)| (*name, typed(name, value))).collect()
}

async fn fill(browser: &mut Browser, page: &Page, action: &str, fields: &[(&str, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
    browser.fill(page, action, &fields).await.shown()
}

/// Brings a task in.
async fn bring(way: Way, ana: &Person, browser: &mut Browser) {
    let all = first();
    let said = || line(&by(way), None).unwrap();
    match way {
        Way::Create => {
            ana.perform("task.create", of(input(&all))).await.ok();
        }
        Way::List => {
            ana.perform("task.add_list", of(json!({ "tasks": [input(&all)] }))).await.ok();
        }
        Way::Edit => {
            let number = task(ana, "Plain").await;
            let edit = merged(json!({ "task": number, "revision": 1 }), input(&all));
            ana.perform("task.edit", of(edit)).await.ok();
        }
        Way::Form => {
            let path = format!("/p/bees/t/{}/edit", task(ana, "Plain").await);
            let page = browser.open(&path).await.shown();
            fill(browser, &page, &path, &controls(&all)).await;
        }
        Way::Line => {
            let page = browser.open("/p/bees").await.shown();
            fill(browser, &page, "/p/bees/tasks", &[("title", said())]).await;
        }
        Way::Pasted => {
            let page = browser.open("/p/bees/add").await.shown();
            let list = [("text", said()), ("add", "yes".to_owned())];
            fill(browser, &page, "/p/bees/add", &list).await;
        }
        Way::Bulk => {
            let number = task(ana, "Plain").await;
            let mut changes = vec![
                json!({ "size": all.size }),
                json!({ "urgency": all.urgency }),
                json!({ "due": all.due }),
            ];
            changes.extend(all.skills.iter().map(|skill| json!({ "add_skill": skill })));
            for change in changes {
                ana.perform("task.bulk", of(json!({ "tasks": [number], "change": change }))).await.ok();
            }
        }
        Way::Share => {
            let page = browser.open("/share?title=Count+them").await.shown();
            fill(browser, &page, "/share", &controls(&by(way))).await;
        }
    }
}

async fn each_field_comes_in_by_every_way_that_has_it(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    for way in Way::ALL {
        bring(way, &ana, &mut browser).await;
        let found = read(&ana, newest(&ana).await).await;
        assert_says(&found, &by(way), &format!("{way:?}"));
    }
}

/// The same with another hour than forms write: it stays while the day does.
fn at_noon(asks: Asks) -> Asks {
    Asks { due: Some(Time::parse("2030-06-01T12:00:00Z").unwrap()), ..asks }
}

async fn each_field_of_a_suggestion_is_shown_and_comes_in_as_it_was_suggested(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("val", "viewer")]).await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let wanted = at_noon(first());
    for (answer, is_edit) in [("accept", false), ("amend", false), ("accept", true), ("amend", true)] {
        let (action, suggested) = if is_edit {
            let number = task(&ana, "Plain").await;
            ("task.edit", merged(json!({ "task": number, "revision": 1 }), input(&wanted)))
        } else {
            ("task.create", input(&wanted))
        };
        let id = suggest(&people[0], action, suggested).await;
        let queue = browser.open("/p/bees/suggestions").await.shown();
        for ask in wanted.each() {
            assert!(queue.says(&words(ask)), "{}: {queue:?}", ask.name());
        }
        // A person who accepts it touches nothing.
        let page = match answer {
            "amend" => browser.open(&format!("/p/bees/suggestions/{id}")).await.shown(),
            _ => queue,
        };
        browser.fill(&page, &format!("/p/bees/suggestions/{id}/{answer}"), &[]).await.shown();
        let way = format!("{action}, {answer}");
        assert_says(&read(&ana, newest(&ana).await).await, &wanted, &way);
    }
    // A part that is suggested in one line.
    let number = task(&ana, "Plain").await;
    let (parts, all) = (json!([input(&by(Way::Line))]), by(Way::Line));
    let id = suggest(&people[0], "task.add_list", json!({ "parent": number, "tasks": parts })).await;
    let page = browser.open(&format!("/p/bees/suggestions/{id}")).await.shown();
    browser.fill(&page, &format!("/p/bees/suggestions/{id}/amend"), &[]).await.shown();
    assert_says(&read(&ana, newest(&ana).await).await, &all, "a part, amended");
    // A refused form keeps each field as it was typed.
    let id = suggest(&people[0], "task.create", json!({ "title": "Plain" })).await;
    let page = browser.open(&format!("/p/bees/suggestions/{id}")).await.shown();
    let action = format!("/p/bees/suggestions/{id}/amend");
    let mut typed = controls(&second());
    typed.iter_mut().find(|(name, _)| *name == "title").unwrap().1.clear();
    let sent: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let refused = browser.fill(&page, &action, &sent).await.refused();
    for (name, text) in typed {
        assert_eq!(refused.form(&action).value(name), text, "{name}");
    }
}

async fn each_field_of_an_edit_is_taken_back(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let made = ana.perform("task.create", of(input(&at_noon(first())))).await.ok();
    let number = made["result"]["task"].as_i64().unwrap();
    let edit = merged(json!({ "task": number, "revision": 1 }), input(&second()));
    let event = did(&ana, "edit", edit).await;
    assert_says(&read(&ana, number).await, &second(), "edited");
    undo(&ana, event).await.ok();
    assert_says(&read(&ana, number).await, &at_noon(first()), "taken back");
}

/// The search that finds a task with this field as [`first`] has it; none where no search looks at it.
fn found_by(ask: Ask<'_>) -> Option<&'static str> {
    match ask {
        Ask::Title(_) => Some("count"),
        Ask::Deliverables(_) => Some("hive"),
        Ask::Skills(_) => Some("skill:Math:Counting"),
        Ask::Due(_) => Some("due:2030-06-01"),
        Ask::Size(_) => Some("size:l"),
        Ask::Urgency(_) => Some("urgency:urgent"),
    }
}

async fn a_task_is_found_by_each_field_that_a_search_looks_at(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let made = ana.perform("task.create", of(input(&first()))).await.ok();
    task(&ana, "Plain").await;
    for ask in first().each() {
        if let Some(query) = found_by(ask) {
            let found = ana.read(&format!("{BEES}/tasks?q={query}")).await.items();
            let numbers: Vec<&Value> = found.iter().map(|task| &task["number"]).collect();
            assert_eq!(numbers, [&made["result"]["task"]], "{query}");
        }
    }
}

/// The field of a private task that its members seal; none where it has none, and every private task has the value of one with a title
/// alone.
fn sealed_as(ask: Ask<'_>) -> Option<&'static str> {
    match ask {
        Ask::Title(_) => Some("title"),
        Ask::Deliverables(_) => Some("desc"),
        Ask::Skills(_) => Some("skills"),
        Ask::Due(_) => Some("due"),
        Ask::Size(_) => Some("size"),
        Ask::Urgency(_) => Some("urgency"),
    }
}

#[test]
fn each_field_is_sealed_in_a_private_task_or_says_that_it_is_not() {
    let all = first();
    let sealed: BTreeSet<&str> = all.each().into_iter().filter_map(sealed_as).collect();
    assert_eq!(sealed, ObjectType::Task.fields().iter().copied().collect());
}

/// The words of a field on the card of somebody who is asked.
fn on_card(ask: Ask<'_>) -> Vec<String> {
    match ask {
        Ask::Skills(skills) => skills.iter().map(|skill| skill.as_str().to_owned()).collect(),
        Ask::Due(due) => vec![due.unwrap().date()],
        Ask::Title(_) | Ask::Deliverables(_) | Ask::Size(_) | Ask::Urgency(_) => vec![words(ask)],
    }
}

async fn whoever_is_asked_reads_each_field_on_the_card(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    knows(&people[0], &["Math:Counting", "Field:Climbing"]).await;
    wanted(&ana, input(&first())).await;
    settle(&app).await;
    let page = Browser::signed_in(&app, &people[0].id).await.open("/offers").await.shown();
    for ask in first().each() {
        for said in on_card(ask) {
            assert!(page.says(&said) || page.html.contains(&format!("\"{said}")), "{said}: {page:?}");
        }
    }
}
