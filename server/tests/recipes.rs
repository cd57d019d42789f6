//! What a new field of a task must not miss: every way in brings each field along that it can, and whoever decides about it is shown
//! each. The ways out, and the way to another server, are in `federation/two_apps/asks.rs`.
//!
//! [`is_left_out`] answers for each field and each way without `_`: after a new one the compiler leads here, and to `support::asks`.

use pursuance_domain::task::quick::line;
use pursuance_domain::task::{Ask, Asks};
use pursuance_domain::time::Time;
use pursuance_domain::value::Title;
use serde_json::{Value, json};

use crate::roles::{BEES, bees, of, task};
use crate::suggestions::suggest;
use crate::support::asks::{assert_says, first, input, members, second, typed, words};
use crate::support::browser::{Browser, Page};
use crate::support::groups::merged;
use crate::support::{Person, TestApp, on_both_apps};
use crate::undo::{did, undo};

on_both_apps!(
    each_field_comes_in_by_every_way_that_has_it,
    each_field_of_a_suggestion_is_shown_and_comes_in_as_it_was_suggested,
    each_field_of_an_edit_is_taken_back,
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
    /// What another program shares.
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

/// What is asked for by a way in.
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
        // Whoever accepts it touches nothing.
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
