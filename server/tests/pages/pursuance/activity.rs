//! The events of a pursuance: who reads them, how they are narrowed, and how far back they go.

use http::StatusCode;
use pursuance::store::{actors, events};
use pursuance::web::pursuance::activity::LOOKED_AT;
use pursuance_domain::event::happened::Bare;
use pursuance_domain::event::{Audience, Event, Happened, StreamId};
use pursuance_domain::time::DAY;
use serde_json::json;

use crate::support::bees::{bees, of, task};
use crate::support::browser::{Browser, Page};
use crate::support::{TestApp, on_both_apps};

const ACTIVITY: &str = "/p/bees/activity";

on_both_apps!(
    everybody_reads_of_what_they_may_read,
    activity_is_narrowed_by_subject_person_task_and_day,
    nobody_is_told_by_a_choice_of_people_who_did_what_no_line_says,
    what_does_not_fit_on_a_page_is_on_the_next,
);

/// The words of each line, the newest first.
fn lines(page: &Page) -> Vec<String> {
    let part =
        page.html.split("data-part=\"activity\"").nth(1).unwrap_or_else(|| panic!("no lines: {page:?}"));
    let part = part.split("</form>").next().unwrap().split("class=\"small mute zone\"").next().unwrap();
    let words = |html: &str| {
        let pieces = html.split('<').enumerate();
        let pieces =
            pieces.filter_map(
                |(n, piece)| if n == 0 { Some(piece) } else { piece.split_once('>').map(|(_, text)| text) },
            );
        pieces.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    part.split("<li>").skip(1).map(|line| words(line.split("</li>").next().unwrap())).collect()
}

/// Where the older ones are.
fn older(page: &Page) -> Option<String> {
    let rest = page.html.split("<a href=\"/p/bees/activity?before=").nth(1)?;
    Some(format!("{ACTIVITY}?before={}", rest.split('"').next()?.replace("&#38;", "&")))
}

async fn everybody_reads_of_what_they_may_read(app: TestApp) {
    let others = [("nora", "normal"), ("eve", "untrusted"), ("fred", "normal"), ("ivo", "normal")];
    let (ana, people) = bees(&app, "public", &others).await;
    task(&ana, "Shared work").await;
    let eves = task(&ana, "Work of eve").await;
    ana.perform("task.assign", of(json!({ "task": eves, "assignee": "eve" }))).await.ok();
    ana.perform("member.ban", of(json!({ "member": "ivo", "reason": "Spam." }))).await.ok();
    people[2].perform("pursuance.leave", of(json!({}))).await.ok();

    let mut nobody = Browser::new(&app);
    let (mut nora, mut eve, mut fred) =
        (Browser::of(&app, "nora").await, Browser::of(&app, "eve").await, Browser::of(&app, "fred").await);
    nobody.open("/p/bees").await.shown().saying("All activity");
    for visitor in [&mut nobody, &mut fred] {
        let page = visitor.open(ACTIVITY).await.shown().saying("Shared work").saying("Work of eve");
        assert!(!page.says("banned"), "that is for members: {page:?}");
    }
    nora.open(ACTIVITY).await.shown().saying("Shared work").saying("banned");

    ana.perform("pursuance.edit", of(json!({ "visibility": "members" }))).await.ok();
    for stranger in [&mut nobody, &mut fred] {
        let page = stranger.open(ACTIVITY).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{page:?}");
        assert!(!page.says("Shared work"), "{page:?}");
    }
    nora.open(ACTIVITY).await.shown().saying("Shared work").saying("Work of eve");
    let page = eve.open(ACTIVITY).await.shown().saying("Work of eve");
    assert!(!page.says("Shared work") && !page.says("banned"), "{page:?}");
    // A task that she may not see is as unknown as one that is not there.
    for unseen in ["1", "99"] {
        let page = eve.open(&format!("{ACTIVITY}?task={unseen}")).await.refused();
        let page = page.saying("You see no task with this number here.");
        assert!(!page.says("Shared work"), "{page:?}");
    }
}

async fn activity_is_narrowed_by_subject_person_task_and_day(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "assistant_admin")]).await;
    let [ben] = people.as_slice() else { panic!("one member") };
    task(&ana, "Count the hives").await;
    ben.perform("task.comment", of(json!({ "task": 1, "body": "All of them?" }))).await.ok();
    let begun = app.clock.now();
    app.advance(5 * DAY);
    let second = task(ben, "Weigh the honey").await;
    ana.perform("member.set_role", of(json!({ "member": "ben", "role": "normal" }))).await.ok();
    let suggestion =
        json!({ "pursuance": "bees", "action": "task.create", "input": of(json!({ "title": "Paint" })) });
    let val = app.person("val").await;
    val.perform("pursuance.join", of(json!({}))).await.ok();
    ana.perform("member.set_role", of(json!({ "member": "val", "role": "viewer" }))).await.ok();
    val.perform("suggestion.make", suggestion).await.ok();

    let mut browser = Browser::of(&app, "ana").await;
    let mut narrowed = async |asked: &str| {
        let page = browser.open(&format!("{ACTIVITY}?{asked}")).await.shown();
        assert_eq!(older(&page), None, "{asked}: {page:?}");
        lines(&page)
    };
    let has = |lines: &[String], words: &str| lines.iter().any(|line| line.contains(words));

    let said = narrowed("kind=discussion").await;
    assert!(said.len() == 1 && said[0].contains("ben wrote in the discussion"), "{said:?}");
    assert!(said[0].starts_with("Count the hives #1"), "{said:?}");
    let people = narrowed("kind=people").await;
    assert!(has(&people, "ben joined") && has(&people, "the role"), "{people:?}");
    assert!(!has(&people, "added the task") && !has(&people, "discussion"), "{people:?}");
    let decided = narrowed("kind=decisions").await;
    assert!(has(&decided, "started the pursuance") && decided[0].contains("val"), "{decided:?}");
    assert_eq!(narrowed("kind=servers").await.len(), 0);

    for who in ["ben", "%40ben", &format!("ben@{}", app.addresses.authority())] {
        let bens = narrowed(&format!("who={who}")).await;
        assert!(
            has(&bens, "joined") && has(&bens, "wrote") && has(&bens, "Weigh the honey"),
            "{who}: {bens:?}"
        );
        assert!(bens.iter().all(|line| line.contains("ben ")), "{who}: {bens:?}");
    }
    let first = narrowed("task=%231").await;
    assert!(first.len() == 2 && first.iter().all(|line| line.starts_with("Count the hives #1")), "{first:?}");
    assert!(narrowed(&format!("task={second}&who=ben")).await.len() == 1);

    let (middle, last) = (begun.plus(2 * DAY).date(), app.clock.now().plus(DAY).date());
    let early = narrowed(&format!("until={middle}")).await;
    assert!(has(&early, "Count the hives") && !has(&early, "Weigh the honey"), "{early:?}");
    let late = narrowed(&format!("from={middle}&until={last}")).await;
    assert!(has(&late, "Weigh the honey") && !has(&late, "Count the hives"), "{late:?}");
    assert!(!has(&late, "ben joined") && has(&late, "val joined"), "{late:?}");

    let page = browser.open(ACTIVITY).await.shown().saying("Weigh the honey").saying("Count the hives");
    assert!(page.html.matches(" id=\"day-").count() >= 2, "two days at least: {page:?}");
    let page = browser.open(&format!("{ACTIVITY}?kind=servers")).await.shown();
    page.saying("Nothing like that has happened.").saying("Show all");

    for (asked, why) in [
        ("kind=weather", "This is not one of the choices."),
        ("who=nobody-like-it", "Nobody is known here by this name."),
        ("task=some", "Write the number of a task, like 12."),
        ("task=99", "You see no task with this number here."),
        ("from=soon", "We cannot read this date."),
        ("until=2026-02-30", "We cannot read this date."),
        ("from=2026-05-02&until=2026-05-01", "This day is before the first one."),
    ] {
        let page = browser.open(&format!("{ACTIVITY}?{asked}")).await.refused();
        assert!(page.says(why), "{asked}: {page:?}");
        assert!(!page.says("Count the hives"), "{asked} shows no list: {page:?}");
        let (_, typed) = asked.rsplit_once('=').unwrap();
        assert!(
            asked.starts_with("kind") || page.html.contains(&format!("value=\"{typed}\"")),
            "{asked}: {page:?}"
        );
    }
}

async fn nobody_is_told_by_a_choice_of_people_who_did_what_no_line_says(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("nora", "normal")]).await;
    task(&ana, "Count the hives").await;
    people[0].perform("task.take", of(json!({ "task": 1 }))).await.ok();
    // The author of the ban is told to members; for others his task looks for help again, and no more.
    ana.perform("member.ban", of(json!({ "member": "ben", "reason": "Spam." }))).await.ok();

    let mut nobody = Browser::new(&app);
    let is_there = |lines: &[String]| lines.iter().any(|line| line.contains("looks for help again"));
    let all = lines(&nobody.open(&format!("{ACTIVITY}?task=1")).await.shown());
    assert!(is_there(&all), "{all:?}");
    let anas = lines(&nobody.open(&format!("{ACTIVITY}?who=ana")).await.shown());
    assert!(!anas.is_empty() && !is_there(&anas), "{anas:?}");
    assert!(anas.iter().all(|line| line.contains("ana ")), "{anas:?}");
    let mut nora = Browser::of(&app, "nora").await;
    nora.open(&format!("{ACTIVITY}?who=ana")).await.shown().saying("banned");
}

async fn what_does_not_fit_on_a_page_is_on_the_next(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    for n in 1..=60 {
        task(&ana, &format!("Box <{n}>")).await;
    }
    let mut nobody = Browser::new(&app);
    let first = nobody.open(&format!("{ACTIVITY}?kind=tasks")).await.shown();
    let next = older(&first).expect("older ones");
    assert!(next.contains("&kind=tasks"), "{next}");
    let second = nobody.open(&next).await.shown();
    assert_eq!(older(&second), None, "{second:?}");
    let all: Vec<String> = lines(&first).into_iter().chain(lines(&second)).collect();
    let expected: Vec<String> = (1..=60).rev().map(|n| format!("Box &#60;{n}&#62;")).collect();
    assert_eq!(all.len(), expected.len(), "{all:?}");
    for (line, title) in all.iter().zip(&expected) {
        assert!(line.contains(title), "{line} instead of {title}");
    }
}

#[tokio::test]
async fn a_page_says_that_enough_was_looked_through_and_where_it_goes_on() {
    let app = TestApp::start().await;
    let (ana, _) = bees(&app, "public", &[]).await;
    task(&ana, "Count the hives").await;
    ana.perform("task.comment", of(json!({ "task": 1, "body": "All of them?" }))).await.ok();
    let mut tx = app.db.write().await.unwrap();
    let of = actors::by_name_here(&mut tx, "bees").await.unwrap().unwrap();
    let event = |_| Event {
        stream: StreamId::of(&of.id),
        actor: None,
        what: Happened::PursuanceReopened(Bare {}),
        object: of.id.0.clone(),
        task: None,
        audience: Audience::Readers,
        action: None,
    };
    events::add(&mut tx, (0..LOOKED_AT).map(event).collect(), app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();

    let mut nobody = Browser::new(&app);
    let page = nobody.open(&format!("{ACTIVITY}?kind=discussion")).await.shown();
    assert!(page.says("2000 entries were looked through here") && lines(&page).is_empty(), "{page:?}");
    let next = older(&page).expect("more to look through");
    let page = nobody.open(&next).await.shown().saying("wrote in the discussion");
    assert_eq!((lines(&page).len(), older(&page)), (1, None), "{page:?}");
    // Of what happened at one moment, more than a page shows is cut all the same.
    let page = nobody.open(ACTIVITY).await.shown();
    assert_eq!(lines(&page).len(), 50);
    assert!(older(&page).is_some() && !page.says("looked through"), "{page:?}");
}
