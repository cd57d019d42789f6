//! Persons of a task: its next step is shown to the person whose turn it is, and everybody is told truly who did what.

use pursuance_domain::time::HOUR;
use serde_json::json;

use crate::support::browser::{Browser, Page};
use crate::support::two::{MIRROR, Two};
use crate::support::{Person, TestApp};

const TASK: &str = "/p/bees/t/1";
const PHASE: &str = "/p/bees/t/1/phase";

/// A pursuance of Ana's with a task that Bob works on; Jon is an Assigner.
async fn bees(app: &TestApp) -> [Person; 3] {
    let people = [app.person("ana").await, app.person("bob").await, app.person("jon").await];
    let [ana, bob, jon] = &people;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    for person in [bob, jon] {
        person.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    }
    let role = json!({ "pursuance": "bees", "member": "jon", "role": "assigner" });
    ana.perform("member.set_role", role).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count the hives" })).await.ok();
    bob.perform("task.take", json!({ "pursuance": "bees", "task": 1 })).await.ok();
    to(bob, "in_progress", None).await;
    people
}

async fn to(who: &Person, phase: &str, comment: Option<&str>) {
    let input = json!({ "pursuance": "bees", "task": 1, "phase": phase, "comment": comment });
    who.perform("task.set_phase", input).await.ok();
}

/// The folded part with that id, with its summary and what is folded in it.
fn folded<'a>(page: &'a Page, id: &str) -> &'a str {
    let mark = format!("<details class=\"why in-menu\" id=\"{id}\">");
    let part = page.html.split(&mark).nth(1).unwrap_or_else(|| panic!("no folded {id}: {page:?}"));
    let mut depth = 1;
    for (place, _) in part.match_indices("details") {
        match &part[..place] {
            before if before.ends_with("</") => depth -= 1,
            before if before.ends_with('<') => depth += 1,
            _ => {}
        }
        if depth == 0 {
            return &part[..place];
        }
    }
    panic!("{id} has no end: {page:?}")
}

#[tokio::test]
async fn the_task_of_somebody_else_is_never_called_yours() {
    let app = TestApp::start().await;
    bees(&app).await;
    let mut jon = Browser::of(&app, "jon").await;

    let page = jon.open(TASK).await.shown().saying("is working on it");

    assert!(!page.says("This is yours") && !page.html.contains("id=\"step\""), "{page:?}");
    assert!(page.html.contains("href=\"/p/bees/t/1?open=in-place#in-place\""), "{page:?}");
    assert!(folded(&page, "in-place").contains("value=\"ready_for_review\""), "{page:?}");
    Browser::of(&app, "bob").await.open(TASK).await.shown().saying("This is yours").saying("reviews it.");
    Browser::of(&app, "ana").await.open(TASK).await.shown().saying("You review it when it is handed in");
}

#[tokio::test]
async fn work_handed_in_by_somebody_else_is_told_as_theirs_to_everybody() {
    let app = TestApp::start().await;
    bees(&app).await;
    let mut jon = Browser::of(&app, "jon").await;
    let page = jon.open(TASK).await.shown();

    let page = jon.fill(&page, PHASE, &[("phase", "ready_for_review")]).await.shown();

    let page = page.saying("Handed in for the person who has the task").saying("You handed it in for");
    assert!(!page.says("Your review"), "jon does not review it: {page:?}");
    assert!(folded(&page, "in-place").contains("Send back"), "{page:?}");
    let page = Browser::of(&app, "bob").await.open(TASK).await.shown();
    page.saying("jon</b> handed it in for you");
    let mut ana = Browser::of(&app, "ana").await;
    ana.open("/").await.shown().saying("jon</b> handed this in for <b dir=\"auto\">bob</b>");
    let page = ana.open(TASK).await.shown();
    page.saying("jon</b> handed this in for <a href=\"/@bob\" dir=\"auto\">bob</a>").saying("Your review");
}

#[tokio::test]
async fn a_verdict_in_place_of_the_reviewer_that_is_refused_is_shown_where_it_was_given() {
    let app = TestApp::start().await;
    let [_, bob, _] = bees(&app).await;
    to(&bob, "ready_for_review", None).await;
    let mut jon = Browser::of(&app, "jon").await;
    let page = jon.open(TASK).await.shown();
    let refused = jon.fill(&page, PHASE, &[("phase", "in_progress"), ("comment", "")]).await.refused();
    assert!(refused.html.contains("id=\"in-place\" open"), "{refused:?}");
    refused.saying("Say what is missing");
}

#[tokio::test]
async fn people_who_are_alone_finish_their_own_work_with_one_press() {
    let app = TestApp::start().await;
    let ana = app.person("ana").await;
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Count the hives" })).await.ok();
    ana.perform("task.take", json!({ "pursuance": "bees", "task": 1 })).await.ok();
    let mut browser = Browser::of(&app, "ana").await;
    let page = browser.open(TASK).await.shown().saying("Nobody reviews this");
    assert!(!page.says("you</a> reviews") && !page.says("Hand in for review"), "{page:?}");

    let page = browser.fill(&page, PHASE, &[("phase", "done")]).await.shown();
    assert!(!page.says("you need not do more") && !page.says("This is said to be finished"), "{page:?}");
}

#[tokio::test]
async fn work_that_a_reviewer_here_sent_back_says_first_what_is_missing() {
    let app = TestApp::start().await;
    let [ana, bob, _] = bees(&app).await;
    to(&bob, "ready_for_review", None).await;
    let mut reviewer = Browser::of(&app, "ana").await;
    reviewer.open(TASK).await.shown().saying("Anyone who opens this page can read it.");
    to(&ana, "in_progress", Some("Hive 7 is missing.")).await;

    let mut doing = Browser::of(&app, "bob").await;
    doing.open("/").await.shown().saying("sent the work back");
    let page = doing.open(TASK).await.shown();
    let notice = page.html.split("id=\"sent-back-here\"").nth(1).unwrap_or_else(|| panic!("{page:?}"));
    let notice = notice.split("id=\"step\"").next().unwrap();
    assert!(
        notice.contains("ana</b> sent the work back") && notice.contains("Hive 7 is missing."),
        "{notice}"
    );
    // The reviewer who sent it back has not got the task by that.
    let page = reviewer.open(TASK).await.shown().saying("You sent the work back");
    assert!(!page.says("This is yours"), "{page:?}");

    to(&bob, "ready_for_review", None).await;
    assert!(!reviewer.open(TASK).await.shown().html.contains("sent-back-here"), "it was handed in again");
}

#[tokio::test]
async fn work_that_was_handed_in_before_is_folded_beside_the_newest_with_the_answer() {
    let app = TestApp::start().await;
    let [ana, bob, _] = bees(&app).await;
    for (work, answer) in [("Hives 1 to 3.", "Only three?"), ("Hives 1 to 6.", "Hive 7 is missing.")] {
        to(&bob, "ready_for_review", Some(work)).await;
        app.advance(HOUR);
        to(&ana, "in_progress", Some(answer)).await;
        app.advance(HOUR);
    }
    to(&bob, "ready_for_review", Some("All seven.")).await;
    let page = Browser::of(&app, "ana").await.open(TASK).await.shown().saying("Handed in before: 2 times");
    let before =
        page.html.split("id=\"handed-in-before\"").nth(1).unwrap().split("</details>").next().unwrap();
    let places: Vec<_> = ["Hives 1 to 6.", "Hive 7 is missing.", "Hives 1 to 3.", "Only three?"]
        .iter()
        .map(|words| before.find(words).unwrap_or_else(|| panic!("no {words}: {before}")))
        .collect();
    assert!(places.is_sorted() && !before.contains("All seven."), "{before}");
}

#[tokio::test]
async fn whoever_opens_a_task_again_is_not_told_to_work_on_it() {
    let app = TestApp::start().await;
    let [ana, bob, _] = bees(&app).await;
    to(&bob, "ready_for_review", None).await;
    to(&ana, "done", None).await;
    let mut ana = Browser::of(&app, "ana").await;
    let page = ana.open(TASK).await.shown();
    let page = ana.fill(&page, PHASE, &[("phase", "in_progress")]).await.shown().saying("It is open again.");
    assert!(!page.says("You are working on it"), "{page:?}");
}

/// How many buttons hand the mirror in, to whomever: those that are not folded away, and all.
fn hand_ins(page: &Page) -> usize {
    page.html.matches("value=\"ready_for_review\"").count() + page.html.matches("/submit\"").count()
}

#[tokio::test]
async fn a_mirror_is_handed_in_at_one_place_only() {
    let mut two = Two::start().await;
    two.active(json!({})).await;
    let [nora, finn] = [two.app.person("nora").await, two.app.person("finn").await];
    for person in [&nora, &finn] {
        person.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    }
    let role = json!({ "pursuance": "wasps", "member": "nora", "role": "assigner" });
    two.wim.perform("member.set_role", role).await.ok();
    let at = |phase: &str| json!({ "pursuance": "wasps", "task": 1, "phase": phase });
    finn.perform("task.take", json!({ "pursuance": "wasps", "task": 1 })).await.ok();
    finn.perform("task.set_phase", at("in_progress")).await.ok();

    let mut at_nora = Browser::of(&two.app, "nora").await;
    let page = at_nora.open(MIRROR).await.shown().saying("finn</b> is working on it.");
    assert_eq!(hand_ins(&page), 1, "{page:?}");
    let card = page.html.split("id=\"hand-in\"").nth(1).unwrap().split("<form").next().unwrap();
    assert!(card.contains("<details") && !page.says("This is yours"), "finn is not done: {page:?}");
    // Finn cannot hand it in to the Bees; Wim, who accepted the offer, looks at it first.
    let mut at_finn = Browser::of(&two.app, "finn").await;
    let page = at_finn.open(MIRROR).await.shown().saying("reviews it here; then it is handed in to");
    assert_eq!(hand_ins(&page), 1, "{page:?}");

    let page = at_finn.fill(&page, "/p/wasps/t/1/phase", &[("phase", "ready_for_review")]).await.shown();
    page.saying("It waits for its review");
    let page = two.at_wasps.open(MIRROR).await.shown().saying("Then hand it in to");
    assert_eq!(hand_ins(&page), 1, "{page:?}");
    let card = page.html.split("id=\"hand-in\"").nth(1).unwrap().split("<form").next().unwrap();
    assert!(!card.contains("<details class=\"why\">") && page.says("Send back"), "it is ready: {page:?}");
}

#[tokio::test]
async fn work_on_a_mirror_that_somebody_else_here_checks_goes_to_them_first() {
    let mut two = Two::start().await;
    two.active(json!({})).await;
    let nora = two.app.person("nora").await;
    nora.perform("pursuance.join", json!({ "pursuance": "wasps" })).await.ok();
    // It has asked for help meanwhile.
    let edit = json!({ "pursuance": "wasps", "task": 1, "revision": 2, "reviewer": "nora" });
    two.wim.perform("task.edit", edit).await.ok();
    two.wim.perform("task.take", json!({ "pursuance": "wasps", "task": 1 })).await.ok();
    let begin = json!({ "pursuance": "wasps", "task": 1, "phase": "in_progress" });
    two.wim.perform("task.set_phase", begin).await.ok();

    let page = two.at_wasps.open(MIRROR).await.shown().saying("reviews it here");
    assert_eq!(hand_ins(&page), 1, "{page:?}");
    let page = two.at_wasps.fill(&page, "/p/wasps/t/1/phase", &[("phase", "ready_for_review")]).await.shown();
    assert_eq!(hand_ins(&page), 0, "it waits for nora: {page:?}");
    let page = Browser::of(&two.app, "nora").await.open(MIRROR).await.shown();
    page.saying("a Coordinator here hands it in to");
}

#[tokio::test]
async fn a_closed_task_has_no_field_for_another_subtask() {
    let app = TestApp::start().await;
    let [ana, bob, _] = bees(&app).await;
    let mut browser = Browser::of(&app, "ana").await;
    assert!(browser.open(TASK).await.shown().has_form("/p/bees/tasks"));
    to(&bob, "ready_for_review", None).await;
    to(&ana, "done", None).await;
    assert!(!browser.open(TASK).await.shown().has_form("/p/bees/tasks"));
}

#[tokio::test]
async fn a_verdict_without_a_choice_for_open_subtasks_is_refused_at_that_choice() {
    let app = TestApp::start().await;
    let [ana, bob, _] = bees(&app).await;
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "North", "parent": 1 })).await.ok();
    to(&bob, "ready_for_review", None).await;
    let mut ana = Browser::of(&app, "ana").await;
    let page = ana.open(TASK).await.shown();
    let refused = ana.fill(&page, PHASE, &[("phase", "done")]).await.refused();
    assert!(refused.html.contains("aria-describedby=\"subtasks-fate-error\""), "{refused:?}");
    assert!(refused.html.contains("id=\"subtasks-fate-error\""), "{refused:?}");
    assert!(!refused.html.contains("notice refused"), "it is said once: {refused:?}");
}

/// The menu of the page; none where it has none.
fn menu(page: &Page) -> Option<&str> {
    let head = page.html.split("class=\"page-head\"").nth(1)?.split("</header>").next()?;
    head.split("<details class=\"menu\">").nth(1)
}

#[tokio::test]
async fn help_is_asked_for_the_parts_of_a_task_and_not_for_all_of_it() {
    let app = TestApp::start().await;
    let [ana, ..] = bees(&app).await;
    for new in [json!({ "title": "Build" }), json!({ "title": "Saw", "parent": 2 })] {
        let new = crate::support::groups::merged(json!({ "pursuance": "bees" }), new);
        ana.perform("task.create", new).await.ok();
    }
    let mut browser = Browser::of(&app, "ana").await;
    let (whole, part) = ("/p/bees/t/2", "/p/bees/t/3");
    // Nobody asks for help yet, and nothing else is said.
    let page = browser.open(whole).await.shown();
    assert!(
        !page.says("Ask for help") && !page.says("ask for help.") && page.says("Take one of them."),
        "{page:?}"
    );
    browser.open(part).await.shown().saying("Ask for help");
    let asks = json!({ "pursuance": "bees", "task": 3, "phase": "help_wanted" });
    ana.perform("task.set_phase", asks).await.ok();
    let page = browser.open(whole).await.shown().saying("Parts of it ask for help.");
    assert!(!page.says("Ask for help"), "{page:?}");
    // A part is taken in its line; for whoever assigns tasks, the menu leads to taking the whole.
    let take = format!("formaction=\"{part}/take\"");
    assert!(page.html.contains(&take), "{page:?}");
    assert!(menu(&page).unwrap().contains("Take the whole task"), "{page:?}");
    let page = Browser::of(&app, "bob").await.open(whole).await.shown().saying("Take the whole task");
    assert!(page.html.contains(&take) && !page.html.contains("open=take#take"), "{page:?}");

    let done = json!({ "pursuance": "bees", "task": 3, "phase": "dropped" });
    ana.perform("task.set_phase", done).await.ok();
    browser.open(whole).await.shown().saying("Ask for help");
}

#[tokio::test]
async fn few_parts_are_taken_in_their_rows_and_each_of_many_on_its_page() {
    let app = TestApp::start().await;
    let [ana, ..] = bees(&app).await;
    ana.perform("task.create", json!({ "pursuance": "bees", "title": "Build" })).await.ok();
    let mut browser = Browser::of(&app, "bob").await;
    for number in 3..=6 {
        let part = json!({ "pursuance": "bees", "title": format!("Part {number}"), "parent": 2 });
        ana.perform("task.create", part).await.ok();
        let page = browser.open("/p/bees/t/2").await.shown();
        let taken =
            (3..=number).filter(|part| page.html.contains(&format!("formaction=\"/p/bees/t/{part}/take\"")));
        assert_eq!(taken.count(), if number < 6 { number - 2 } else { 0 }, "{page:?}");
    }
    // A closed part does not count.
    let done = json!({ "pursuance": "bees", "task": 6, "phase": "dropped" });
    ana.perform("task.set_phase", done).await.ok();
    let page = browser.open("/p/bees/t/2").await.shown();
    assert!(page.html.contains("formaction=\"/p/bees/t/3/take\""), "{page:?}");
}

#[tokio::test]
async fn what_can_be_done_with_a_task_stands_at_one_place() {
    let app = TestApp::start().await;
    bees(&app).await;
    let page = Browser::of(&app, "ana").await.open(TASK).await.shown();
    let entries = menu(&page).unwrap();
    assert!(entries.contains("Edit details") && !entries.contains("#subtasks"), "{entries}");
    assert_eq!(page.html.matches("id=\"assign\"").count(), 1);
    assert!(!page.html.contains("open=assign#assign"), "{page:?}");
    assert_eq!(page.html.matches("/p/bees/add?parent=1").count(), 1);
}

#[tokio::test]
async fn an_entry_that_is_left_alone_stands_in_place_of_its_menu() {
    let app = TestApp::start().await;
    bees(&app).await;
    let cleo = app.person("cleo").await;
    cleo.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    for name in ["ana", "bob", "jon", "cleo"] {
        let page = Browser::of(&app, name).await.open(TASK).await.shown();
        let head = page.html.split("class=\"page-head\"").nth(1).unwrap().split("</header>").next().unwrap();
        let entries = head.matches("class=\"btn quiet\"").count();
        assert_eq!((menu(&page).is_some(), entries == 1), (entries > 1, false), "{name}: {head}");
    }
}
