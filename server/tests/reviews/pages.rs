//! Reviews on the pages: the choice of the reviewer, work without a review, and what a refused form keeps.

use serde_json::{Value, json};

use super::{allow, begin, on, read};
use crate::support::bees::{bees, of, task};
use crate::support::browser::Browser;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_new_task_names_its_reviewer_in_the_same_form,
    a_reviewer_is_chosen_on_the_page_of_the_task,
    work_without_a_review_has_one_button_to_finish_it,
    the_facts_say_that_nobody_reviews_their_own_work,
    what_was_done_and_what_was_answered_stands_on_top_and_in_the_notices,
    the_choice_is_offered_to_nobody_who_may_not_make_it,
    the_settings_say_whether_single_tasks_go_without_a_review,
);

const NEW: &str = "/p/bees/tasks";
const REVIEWER: &str = "/p/bees/t/1/reviewer";

async fn a_new_task_names_its_reviewer_in_the_same_form(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let outline = anas.open("/p/bees").await.shown();
    assert!(!outline.html.contains("name=\"no_review\""), "nobody allows it yet: {outline:?}");
    anas.fill(&outline, NEW, &[("title", "Count"), ("reviewer", "cleo")]).await.shown();
    assert_eq!(read(&ana, 1).await["reviewer"], "cleo");
    // A refused form keeps the choice, and says beside it what is wrong.
    let outline = anas.open("/p/bees").await.shown();
    let stranger = anas.fill(&outline, NEW, &[("title", "Draw"), ("reviewer", "zoe")]).await.refused();
    stranger.saying("Only members can review a task").saying("Draw");
    let silent = anas.fill(&outline, NEW, &[("title", ""), ("reviewer", "cleo")]).await.refused();
    assert!(silent.html.contains("value=\"cleo\" selected"), "{silent:?}");
    // On the page of a task, for its parts; and without a review, where that is allowed.
    allow(&ana, true).await;
    begin(&people[0], 1).await;
    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    let page = bens.open("/p/bees/t/1").await.shown();
    bens.fill(&page, NEW, &[("title", "North"), ("reviewer", "ana")]).await.shown();
    bens.fill(&page, NEW, &[("title", "South"), ("no_review", "yes")]).await.shown();
    assert_eq!(read(&ana, 2).await["reviewer"], "ana");
    assert_eq!(read(&ana, 3).await["needs_review"], false);
    let nobody = bens.fill(&page, NEW, &[("title", "West"), ("reviewer", "zoe")]).await.refused();
    nobody.saying("Only members can review a task").saying("West");
}

async fn a_reviewer_is_chosen_on_the_page_of_the_task(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    task(&ana, "Count").await;
    begin(&people[0], 1).await;
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/p/bees/t/1").await.shown().saying("Choose who reviews it");
    let saved = anas.fill(&page, REVIEWER, &[("reviewer", "cleo")]).await.shown();
    saved.saying("Whoever reviews it now is told");
    assert_eq!(read(&ana, 1).await["reviewer"], "cleo");
    let doer = anas.fill(&page, REVIEWER, &[("reviewer", "ben")]).await.refused();
    assert!(doer.says("This person does the work") && doer.html.contains("id=\"reviewer\" open"), "{doer:?}");
    let page = anas.open("/p/bees/t/1").await.shown();
    assert_eq!(page.form(REVIEWER).value("reviewer"), "cleo");
    anas.fill(&page, REVIEWER, &[("reviewer", "")]).await.shown();
    assert_eq!(read(&ana, 1).await["reviewer"], Value::Null);
}

/// Fails where whoever wrote a task is said to review it, who has it.
async fn the_facts_say_that_nobody_reviews_their_own_work(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "assigner")]).await;
    ana.perform("pursuance.edit", of(json!({ "reviews": "always" }))).await.ok();
    task(&ana, "Count").await;
    ana.perform("task.take", on(1, json!({}))).await.ok();
    let another = "<dt>Reviewed by</dt>\n<dd><span class=\"mute\">Somebody else who may assign tasks</span>";
    for who in [&ana, &people[0]] {
        let page = Browser::signed_in(&app, &who.id).await.open("/p/bees/t/1").await.shown();
        assert!(page.html.contains(another), "{page:?}");
    }
    // The work of others goes to whoever wrote the task; and who is named is said.
    ana.perform("task.assign", on(1, json!({ "assignee": "ben" }))).await.ok();
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/p/bees/t/1").await.shown();
    assert!(!page.html.contains(another), "{page:?}");
    ana.perform("task.assign", on(1, json!({ "assignee": "ana" }))).await.ok();
    ana.perform("task.set_reviewer", on(1, json!({ "reviewer": "cleo" }))).await.ok();
    let page = anas.open("/p/bees/t/1").await.shown();
    assert!(!page.html.contains(another), "{page:?}");
}

async fn work_without_a_review_has_one_button_to_finish_it(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    allow(&ana, true).await;
    task(&ana, "Count").await;
    ana.perform("task.set_reviewer", on(1, json!({ "reviewer": "cleo" }))).await.ok();
    begin(&people[0], 1).await;
    // The tick counts more than the name that still stands in the field.
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/p/bees/t/1").await.shown();
    anas.fill(&page, REVIEWER, &[("no_review", "yes")]).await.shown().saying("Needs no review");
    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    let page = bens.open("/p/bees/t/1").await.shown().saying("Nobody reviews this");
    assert!(!page.says("Hand in for review"), "{page:?}");
    bens.fill(&page, "/p/bees/t/1/phase", &[("phase", "done")])
        .await
        .shown()
        .saying("Finished. The task is done.");
    // An open part has to be settled; the refused form asks for that.
    ana.perform("task.create", of(json!({ "title": "Draw", "needs_review": false }))).await.ok();
    begin(&people[0], 2).await;
    people[0].perform("task.split", on(2, json!({ "into": ["North"] }))).await.ok();
    let page = bens.open("/p/bees/t/2").await.shown().saying("When this task is done:");
    let page = page.saying("they are done too");
    assert!(!page.says("When you accept the work"), "{page:?}");
    let asked = bens.fill(&page, "/p/bees/t/2/phase", &[("phase", "done")]).await.refused();
    assert!(asked.html.contains("id=\"subtasks-fate-error\""), "{asked:?}");
    assert!(!asked.html.contains("notice refused"), "it is said once: {asked:?}");
    let settled = [("phase", "done"), ("subtasks", "drop")];
    bens.fill(&page, "/p/bees/t/2/phase", &settled).await.shown().saying("Finished. The task is done.");
    let mut nobody = Browser::new(&app);
    nobody.open("/p/bees/t/2").await.shown().saying("finished it");
}

async fn what_was_done_and_what_was_answered_stands_on_top_and_in_the_notices(app: TestApp) {
    const PHASE: &str = "/p/bees/t/1/phase";
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    task(&ana, "Count").await;
    task(&ana, "Draw").await;
    ana.perform("task.depend", on(2, json!({ "on": 1 }))).await.ok();
    begin(ben, 1).await;
    let (mut anas, mut bens) =
        (Browser::signed_in(&app, &ana.id).await, Browser::signed_in(&app, &ben.id).await);
    let page = bens.open("/p/bees/t/1").await.shown().saying("What was done");
    let done = "*Five* sites: https://sites.example/five";
    bens.fill(&page, PHASE, &[("phase", "ready_for_review"), ("comment", done)]).await.shown();
    let page = anas.open("/p/bees/t/1").await.shown().saying("A word to ben");
    let at = |part: &str| page.html.find(part).unwrap_or_else(|| panic!("{part}: {page:?}"));
    assert!(at("<em>Five</em> sites") < at("send-back-comment"), "it is read before the buttons: {page:?}");
    anas.open("/inbox").await.shown().saying("Five sites: https://sites.example/five");
    // Nothing else is said where nothing was written.
    anas.fill(&page, PHASE, &[("phase", "in_progress"), ("comment", "Site 4?")]).await.shown();
    let page = bens.open("/p/bees/t/1").await.shown().saying("Site 4?");
    bens.fill(&page, PHASE, &[("phase", "ready_for_review")]).await.shown();
    let page = anas.open("/p/bees/t/1").await.shown().saying("Nothing was written with it");
    anas.fill(&page, PHASE, &[("phase", "done"), ("comment", &"Well done. ".repeat(60))]).await.shown();

    let page = bens.open("/p/bees/t/1").await.shown();
    let top = page.html.split("id=\"ended\"").nth(1).unwrap().split("</section>").next().unwrap();
    for words in ["Accepted by", "Thank you!", "Well done.", "One task can start because of it", "Draw"] {
        assert!(top.contains(words), "{words}: {top}");
    }
    let told = ben.read("/api/v1/me/inbox").await.items();
    let words: Vec<&str> = told.iter().filter_map(|one| one["words"].as_str()).collect();
    assert!(words[0].starts_with("Well done.") && words[0].chars().count() == 300, "{told:#?}");
    assert_eq!(words[1], "Site 4?");
    assert!(told.iter().all(|one| one["kind"] == "verdict" || one.get("words").is_none()), "{told:#?}");
    // A retracted message is told no more.
    let said = ana.read("/api/v1/pursuances/bees/tasks/1/comments").await.items();
    let last = said.last().unwrap()["message"].clone();
    ana.perform("comment.delete", json!({ "pursuance": "bees", "task": 1, "comment": last })).await.ok();
    let told = ben.read("/api/v1/me/inbox").await.items();
    assert!(!json!(told).to_string().contains("Well done"), "{told:#?}");
    assert!(!bens.open("/p/bees/t/1").await.shown().says("Well done"));
}

async fn the_choice_is_offered_to_nobody_who_may_not_make_it(app: TestApp) {
    let roles = [("ben", "normal"), ("val", "viewer"), ("uma", "untrusted")];
    let (ana, people) = bees(&app, "members", &roles).await;
    allow(&ana, true).await;
    for number in 1..=2 {
        task(&ana, "Count").await;
        let who = ["ben", "uma"][number - 1];
        ana.perform("task.assign", on(i64::try_from(number).unwrap(), json!({ "assignee": who }))).await.ok();
    }
    for (person, number) in [(&people[0], 1), (&people[1], 1), (&people[2], 2)] {
        let mut browser = Browser::signed_in(&app, &person.id).await;
        let page = browser.open(&format!("/p/bees/t/{number}")).await.shown();
        assert!(!page.has_form(&format!("/p/bees/t/{number}/reviewer")), "{}: {page:?}", person.name);
        let form = page.has_form(NEW).then(|| page.form(NEW));
        let offers = form.is_some_and(|_| page.html.contains("id=\"add-reviewer\""));
        assert_eq!(offers, person.name == "ben", "{}: {page:?}", person.name);
    }
}

async fn the_settings_say_whether_single_tasks_go_without_a_review(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let settings = anas.open("/p/bees/settings").await.shown();
    let to = "/p/bees/settings";
    anas.fill(&settings, to, &[("may_skip_review", "yes")]).await.shown();
    let settings = anas.open(to).await.shown();
    assert_eq!(settings.form(to).value("may_skip_review"), "yes");
    // A refused form keeps the tick.
    let kept = anas.fill(&settings, to, &[("name", "")]).await.refused();
    assert_eq!(kept.form(to).value("may_skip_review"), "yes");
    let told = ana.read("/api/v1/pursuances/bees/events?limit=200").await.items();
    let last = told.iter().rfind(|event| event["verb"] == "pursuance.edited").unwrap();
    assert_eq!(last["data"]["may_skip_review"], true);
}
