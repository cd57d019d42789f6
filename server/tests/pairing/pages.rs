//! The pages of pairing: the offers of a person, and how a task finds somebody.

use pursuance_domain::time::DAY;
use serde_json::json;

use super::{FRENCH, answer, asked, offers, on, pairing, settle, speakers, waiting, wanted};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    somebody_reads_why_they_are_asked_and_accepts,
    a_refused_answer_keeps_what_was_typed,
    whoever_is_late_is_told_that_they_stand_by,
    organisers_read_who_was_asked_call_pause_and_ask_by_name,
    nobody_else_opens_the_page_of_the_search,
    of_more_than_a_thousand_with_a_skill_the_page_weighs_a_part_and_says_so,
);

async fn somebody_reads_why_they_are_asked_and_accepts(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let number = wanted(&ana, json!({ "deliverables": "Both pages, in *plain* French." })).await;
    settle(&app).await;
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let home = browser.open("/").await.shown();
    assert!(home.says("as one of 2"), "{home:?}");
    assert!(!home.says("Nobody has it yet"), "a task stands there once: {home:?}");
    let inbox = browser.open("/inbox").await.shown();
    assert!(inbox.says("You are asked whether you take this"), "{inbox:?}");
    let page = browser.open("/offers").await.shown();
    for said in [
        "Translate",
        "Both pages",
        "You have the skill it needs.",
        "Nobody asked you in the last year",
        "You had no task under way.",
        "You were asked as one of 2.",
    ] {
        assert!(page.says(said), "{said}: {page:?}");
    }
    let action = format!("/offers/{}", offers(&people[0]).await[0]["offer"].as_str().unwrap());
    let taken = browser.fill(&page, &action, &[("answer", "accept")]).await.shown();
    assert_eq!(taken.path, format!("/p/bees/t/{number}"));
    assert!(taken.says("It is yours now"), "{taken:?}");
    let home = browser.open("/").await.shown();
    assert!(!home.says("as one of 2"), "{home:?}");
}

async fn a_refused_answer_keeps_what_was_typed(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    wanted(&ana, json!({})).await;
    settle(&app).await;
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let page = browser.open("/offers").await.shown();
    let action = format!("/offers/{}", offers(&people[0]).await[0]["offer"].as_str().unwrap());
    let csrf = page.form(&action).value("csrf").to_owned();
    let late = [("csrf", csrf.as_str()), ("answer", "later"), ("until", "2020-01-01")];
    let refused = browser.post(crate::support::browser::Form::to(&action, &late)).await.refused();
    assert!(refused.says("within 90 days") && refused.html.contains("value=\"2020-01-01\""), "{refused:?}");
    let day = app.clock.now().plus(3 * DAY).date();
    let again = [("csrf", csrf.as_str()), ("answer", "later"), ("until", day.as_str())];
    browser.post(crate::support::browser::Form::to(&action, &again)).await;
    let page = browser.open("/offers").await.shown();
    assert!(page.says("You will be asked again"), "{page:?}");
    assert_eq!(waiting(&people[0]).await.len(), 0);
}

async fn whoever_is_late_is_told_that_they_stand_by(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    wanted(&ana, json!({})).await;
    settle(&app).await;
    let mut browser = Browser::signed_in(&app, &people[1].id).await;
    let page = browser.open("/offers").await.shown();
    answer(&people[0], "offer.accept", json!({})).await;
    let action = format!("/offers/{}", offers(&people[1]).await[0]["offer"].as_str().unwrap());
    let told = browser.fill(&page, &action, &[("answer", "accept")]).await.shown();
    assert!(told.says("Somebody was faster") && told.says("You stand by"), "{told:?}");
    let down = browser.fill(&told, &action, &[("answer", "stand_down")]).await.shown();
    assert!(down.says("You stand by no longer"), "{down:?}");
}

async fn organisers_read_who_was_asked_call_pause_and_ask_by_name(app: TestApp) {
    let (ana, _) = speakers(&app, 8).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let path = format!("/p/bees/t/{number}/pairing");
    let task = browser.open(&format!("/p/bees/t/{number}")).await.shown();
    assert!(task.html.contains(&format!("href=\"{path}\"")), "{task:?}");
    let page = browser.open(&path).await.shown();
    for name in asked(&ana, number).await {
        assert!(page.says(&name), "{name}: {page:?}");
    }
    assert!(page.says("Ask the next people now"), "{page:?}");
    assert!(page.says("The next people are asked") && page.says("2 more members"), "{page:?}");
    let csrf = page.form(&path).value("csrf").to_owned();
    let form = |fields: &[(&str, &str)]| {
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        crate::support::browser::Form::to(&path, &all)
    };
    browser.post(form(&[("what", "pause")])).await;
    assert_eq!(pairing(&ana, number).await["state"], "paused");
    assert!(browser.open(&path).await.shown().says("Nobody is asked."));
    browser.post(form(&[("what", "go_on")])).await;
    browser.post(form(&[("what", "next")])).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await.len(), 8);
    let all = browser.open(&path).await.shown().saying("Nobody else with all its skills can be asked now");
    assert!(!all.says("Ask the next people now"), "{all:?}");
    let twice = browser.post(form(&[("what", "ask"), ("member", "p1")])).await.refused();
    assert!(twice.says("They were asked about this task already."), "{twice:?}");
    let nobody = browser.post(form(&[("what", "ask"), ("member", "")])).await.refused();
    assert!(nobody.says("Choose somebody."), "{nobody:?}");
    let own = wanted(&ana, json!({ "skills": [] })).await;
    let path = format!("/p/bees/t/{own}/pairing");
    let task = browser.open(&format!("/p/bees/t/{own}")).await.shown().saying("Ask somebody by name");
    assert!(!task.says("See who"), "nobody is asked: {task:?}");
    let page = browser.open(&path).await.shown();
    let sent = browser.fill(&page, &path, &[("member", "p1")]).await.shown();
    assert!(sent.says("p1") && sent.says("no answer yet"), "{sent:?}");
    assert_eq!(asked(&ana, own).await, ["p1"]);
    ana.perform("task.ask", on(own, json!({ "member": "p2" }))).await.ok();
}

async fn nobody_else_opens_the_page_of_the_search(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let number = wanted(&ana, json!({})).await;
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let page = browser.open(&format!("/p/bees/t/{number}/pairing")).await;
    assert_eq!(page.status.as_u16(), 403, "{page:?}");
    let task = browser.open(&format!("/p/bees/t/{number}")).await.shown();
    assert!(!task.html.contains("/pairing\""), "{task:?}");
}

/// Fails with the number of people that a wave looks at.
async fn of_more_than_a_thousand_with_a_skill_the_page_weighs_a_part_and_says_so(app: TestApp) {
    let (ana, _) = speakers(&app, 3).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(pairing(&ana, number).await["counted_all"], true);
    let inspect = Inspect::open(&app.config.database_url).await;
    let numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000)";
    for sql in [
        format!(
            "insert into actor (id, kind, name, folded_name, uri, inbox, display, summary, url, capable, created, updated)
            {numbers} select 'x' || n.i, 'person', 'x' || n.i, 'x' || n.i, 'x:' || n.i, '', '', '', '', a.capable, 1, 1
            from n cross join (select capable from actor where name = 'p1') a"
        ),
        format!(
            "insert into person_skill (actor, skill_key, skill, position)
            {numbers} select 'x' || n.i, s.skill_key, s.skill, 0 from n cross join (select k.skill_key, k.skill
              from person_skill k join actor a on a.id = k.actor where a.name = 'p1' and k.skill = '{FRENCH}') s"
        ),
        "update pursuance set members = 5000".to_owned(),
    ] {
        inspect.spoil(&sql).await;
    }
    assert_eq!(pairing(&ana, number).await["counted_all"], false);
    let mut browser = Browser::signed_in(&app, &ana.id).await;
    let page = browser.open(&format!("/p/bees/t/{number}/pairing")).await.shown();
    assert!(page.says("more than are looked at here"), "{page:?}");
}
