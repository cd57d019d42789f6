//! Learners with a mentor: who is asked first, who then, who accompanies, and what both earn.

use pursuance_domain::action::PairTask;
use pursuance_domain::allowed::Principal;
use pursuance_domain::pairing::{Lesson, Subject};
use pursuance_domain::time::HOUR;
use pursuance_domain::value::Skill;
use serde_json::{Value, json};

use super::ended::unread_questions;
use super::{FRENCH, a_look, answer, asked, id_of, offers, on, pairing, seen, settle, wanted};
use crate::support::bees::{BEES, bees, of};
use crate::support::browser::Browser;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_learner_is_asked_once_somebody_accompanies_them_and_both_earn,
    nobody_learns_alone_and_nobody_accompanies_nobody,
    whoever_knows_it_is_asked_before_any_learner,
    only_the_members_who_help_and_are_here_are_asked,
    a_yes_is_taken_back_until_a_learner_has_the_task,
    somebody_else_was_named_and_the_mentor_watches,
    nobody_answers_for_somebody_else,
    whoever_is_gone_accompanies_nobody,
    a_yes_stands_for_the_next_learner_when_the_task_is_free_again,
    a_yes_stands_when_a_finished_task_is_opened_again_and_its_learner_has_left,
    a_yes_stands_where_somebody_else_had_the_task_meanwhile,
    a_question_waits_where_somebody_else_had_the_task_meanwhile,
    a_question_about_a_task_that_has_ended_is_over,
    nobody_is_asked_to_help_more_often_than_they_allow,
    the_question_stands_among_the_next_things_and_counts_beside_the_offers,
    the_first_yes_ends_the_questions_to_the_others,
    somebody_else_is_asked_in_the_place_of_a_mentor_who_left,
    whichever_way_a_mentor_goes_the_next_is_asked,
    of_those_who_were_found_for_a_lesson_whoever_still_may_is_asked_and_nobody_else,
    a_lesson_that_was_not_searched_for_is_looked_for_anew,
);

async fn levels(person: &Person, skills: &[(&str, &str)]) {
    let skills: Vec<Value> =
        skills.iter().map(|(skill, level)| json!({ "skill": skill, "level": level })).collect();
    person.perform("profile.set_skills", json!({ "skills": skills })).await.ok();
}

/// Bees with a mentor and a learner of French.
async fn school(app: &TestApp) -> (Person, Person, Person) {
    let (ana, people) = bees(app, "public", &[("mia", "normal"), ("leo", "normal")]).await;
    let [mia, leo] = <[Person; 2]>::try_from(people).unwrap_or_else(|_| panic!("two"));
    // She helps, and is not asked to do it herself.
    levels(&mia, &[("Language:Français", "mentor")]).await;
    levels(&leo, &[(FRENCH, "learning"), ("Data:Maps", "do")]).await;
    (ana, mia, leo)
}

/// The tasks on which somebody is asked to accompany a learner.
async fn lessons(person: &Person) -> Vec<Value> {
    person.read("/api/v1/me/mentoring").await.items()
}

async fn mentors(person: &Person, accept: bool) -> Value {
    let question = lessons(person).await[0]["mentor"].clone();
    let answer = json!({ "mentor": question, "accept": accept });
    person.perform("mentor.answer", answer).await.ok()["result"].clone()
}

/// A task of the bees that wants French and maps: mia lacks the second.
async fn lesson(ana: &Person) -> i64 {
    ana.perform("skill.merge", of(json!({ "skill": "Language:Français", "into": FRENCH }))).await.ok();
    wanted(ana, json!({ "skills": [FRENCH, "Data:Maps"] })).await
}

async fn points(person: &Person) -> Vec<(String, f64, String)> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let lines = person.read("/api/v1/me/karma").await.items();
    let line = |line: &Value| (word(&line["deed"]), line["points"].as_f64().unwrap(), word(&line["with"]));
    lines.iter().map(line).collect()
}

async fn a_learner_is_asked_once_somebody_accompanies_them_and_both_earn(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let number = lesson(&ana).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, [] as [&str; 0], "the mentor is asked first");
    let question = lessons(&mia).await[0].clone();
    assert_eq!((&question["state"], &question["skill"]), (&json!("asked"), &json!(FRENCH)));
    assert!(lessons(&leo).await.is_empty());
    // As long as she has not answered, nobody learns, whenever it is looked again.
    app.advance(7 * HOUR);
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, [] as [&str; 0]);

    let mut mias = Browser::signed_in(&app, &mia.id).await;
    mias.open("/inbox").await.shown().saying("whether you accompany somebody who learns this");
    let page = mias.open("/offers").await.shown().saying("Would you accompany a learner?");
    assert!(!page.says("No offer waits for you."), "a question does: {page:?}");
    // Her question stands on the page of the task, too, and those who look for somebody read whom they wait for.
    let path = format!("/p/bees/t/{number}");
    let asked_here =
        mias.open(&path).await.shown().saying("whether you accompany somebody who learns a skill");
    assert!(asked_here.html.contains(&format!("/offers#lesson-{}", question["mentor"].as_str().unwrap())));
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let search = anas.open(&format!("{path}/pairing")).await.shown();
    search.saying("Who was asked to accompany a learner").saying("mia").saying("no answer yet");
    let action = format!("/mentoring/{}", question["mentor"].as_str().unwrap());
    let page = mias.fill(&page, &action, &[("answer", "accept")]).await.shown();
    page.saying("Learners are asked now.").saying("Take my yes back");
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["leo"]);
    assert_eq!(offers(&leo).await[0]["mentor"], "mia");
    let mut leos = Browser::signed_in(&app, &leo.id).await;
    let page = leos.open("/offers").await.shown().saying("mia has said that they accompany you");
    assert!(!page.says("You have the skill"), "{page:?}");
    let asked_here = leos.open(&path).await.shown().saying("learn one of its skills by it");
    let offer = offers(&leo).await[0]["offer"].clone();
    assert!(asked_here.html.contains(&format!("/offers#offer-{}", offer.as_str().unwrap())));
    assert!(!mias.open(&path).await.shown().says("Read and answer"), "she has answered");
    let search = anas.open(&format!("{path}/pairing")).await.shown();
    search.saying("Who was asked to accompany a learner").saying("said yes");

    answer(&leo, "offer.accept", json!({})).await;
    for browser in [&mut leos, &mut mias, &mut Browser::new(&app)] {
        let page = browser.open(&path).await.shown().saying("Accompanied by");
        page.saying("</b>").saying("who learns Language:French");
    }
    assert!(lessons(&mia).await.is_empty());
    let seen = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    assert_eq!((&seen["assignee"], &seen["reviewer"]), (&json!("leo"), &json!("mia")));

    leo.perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    mia.perform("task.review", on(number, json!({ "verdict": "accept" }))).await.ok();
    assert_eq!(points(&leo).await, [("work".to_owned(), 1.0, "mia".to_owned())]);
    let mut earned = points(&mia).await;
    earned.sort_by(|one, other| one.0.cmp(&other.0));
    let line = |deed: &str| (deed.to_owned(), 1.0, "leo".to_owned());
    assert_eq!(earned, [line("mentor"), line("review")]);
    // A task that is opened again takes all of it back.
    ana.perform("task.set_phase", on(number, json!({ "phase": "in_progress" }))).await.ok();
    let totals = mia.read("/api/v1/me/karma").await.ok()["totals"]["bees"].as_f64().unwrap();
    assert!(totals.abs() < f64::EPSILON, "{totals}");
}

async fn nobody_learns_alone_and_nobody_accompanies_nobody(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    ana.perform("skill.merge", of(json!({ "skill": "Language:Français", "into": FRENCH }))).await.ok();
    // He lacks two skills of the first, and nobody helps with that of the second.
    let first = wanted(&ana, json!({ "skills": [FRENCH, "Data:Bees"] })).await;
    levels(&leo, &[(FRENCH, "learning"), ("Data:Hives", "learning")]).await;
    let second = wanted(&ana, json!({ "skills": ["Data:Hives"] })).await;
    settle(&app).await;
    for number in [first, second] {
        assert_eq!(asked(&ana, number).await, [] as [&str; 0]);
    }
    assert!(lessons(&mia).await.is_empty() && lessons(&leo).await.is_empty());
}

async fn whoever_knows_it_is_asked_before_any_learner(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let zoe = app.person("zoe").await;
    zoe.perform("pursuance.join", of(json!({}))).await.ok();
    levels(&zoe, &[(FRENCH, "do"), ("Data:Maps", "do")]).await;
    let number = lesson(&ana).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["zoe"]);
    assert!(lessons(&mia).await.is_empty(), "somebody else can do it");
    app.advance(7 * HOUR);
    settle(&app).await;
    assert_eq!(lessons(&mia).await.len(), 1, "nobody is left who can");
    mentors(&mia, true).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["leo", "zoe"]);
    // A person with every skill has it without company.
    let offer = offers(&zoe).await[0]["offer"].clone();
    zoe.perform("offer.accept", json!({ "offer": offer })).await.ok();
    let seen = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    assert_eq!((&seen["assignee"], &seen["reviewer"]), (&json!("zoe"), &Value::Null));
    assert!(lessons(&mia).await.is_empty() && offers(&leo).await[0]["waits"] == false);
}

async fn only_the_members_who_help_and_are_here_are_asked(app: TestApp) {
    let (ana, mia, _) = school(&app).await;
    let others = ["ivo", "oda", "eva", "kim"];
    let mut people = Vec::new();
    for name in others {
        let person = app.person(name).await;
        person.perform("pursuance.join", of(json!({}))).await.ok();
        people.push(person);
    }
    levels(&people[0], &[(FRENCH, "do")]).await;
    for person in &people[1..] {
        levels(person, &[(FRENCH, "mentor")]).await;
    }
    let until = app.clock.now().plus(72 * HOUR).date();
    people[1].perform("profile.set_away", json!({ "until": until })).await.ok();
    people[2].perform("profile.set_limits", json!({ "not_skills": [FRENCH] })).await.ok();
    ana.perform("member.set_role", of(json!({ "member": "kim", "role": "viewer" }))).await.ok();
    lesson(&ana).await;
    settle(&app).await;
    for person in &people {
        assert!(lessons(person).await.is_empty(), "{}", person.name);
    }
    assert_eq!(lessons(&mia).await.len(), 1);
}

async fn a_yes_is_taken_back_until_a_learner_has_the_task(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let number = lesson(&ana).await;
    settle(&app).await;
    let question = lessons(&mia).await[0]["mentor"].clone();
    assert_eq!(mentors(&mia, true).await["state"], "ready");
    assert_eq!(mentors(&mia, false).await["state"], "no");
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, [] as [&str; 0]);
    let again = json!({ "mentor": question, "accept": true });
    mia.perform("mentor.answer", again).await.problem(409, "answered");

    let number = wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"] })).await;
    settle(&app).await;
    let question = lessons(&mia).await[0]["mentor"].clone();
    mentors(&mia, true).await;
    settle(&app).await;
    answer(&leo, "offer.accept", json!({})).await;
    assert_eq!(asked(&ana, number).await, ["leo"]);
    let late = json!({ "mentor": question, "accept": false });
    mia.perform("mentor.answer", late).await.problem(409, "said-yes");
}

async fn somebody_else_was_named_and_the_mentor_watches(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let eva = app.person("eva").await;
    eva.perform("pursuance.join", of(json!({}))).await.ok();
    ana.perform("skill.merge", of(json!({ "skill": "Language:Français", "into": FRENCH }))).await.ok();
    let number = wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"], "reviewer": "eva" })).await;
    settle(&app).await;
    mentors(&mia, true).await;
    settle(&app).await;
    answer(&leo, "offer.accept", json!({})).await;
    let seen = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    assert_eq!(seen["reviewer"], "eva");
    leo.perform("task.comment", on(number, json!({ "body": "Half of it." }))).await.ok();
    settle(&app).await;
    let inbox = mia.read("/api/v1/me/inbox").await.items();
    assert!(inbox.iter().any(|notice| notice["kind"] == "comment"), "{inbox:?}");
    leo.perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    eva.perform("task.review", on(number, json!({ "verdict": "accept" }))).await.ok();
    assert_eq!(points(&mia).await, [("mentor".to_owned(), 1.0, "leo".to_owned())]);
}

async fn nobody_answers_for_somebody_else(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    lesson(&ana).await;
    settle(&app).await;
    let question = lessons(&mia).await[0]["mentor"].clone();
    for other in [&ana, &leo] {
        let answer = json!({ "mentor": question, "accept": true });
        other.perform("mentor.answer", answer).await.problem(404, "not-found");
    }
    mia.perform("pursuance.leave", of(json!({}))).await.ok();
    let answer = json!({ "mentor": question, "accept": true });
    let refused = mia.perform("mentor.answer", answer).await;
    assert!(refused.status.is_client_error(), "{refused:?}");
}

async fn whoever_is_gone_accompanies_nobody(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let number = lesson(&ana).await;
    settle(&app).await;
    mentors(&mia, true).await;
    settle(&app).await;
    assert_eq!(offers(&leo).await[0]["mentor"], "mia");
    mia.perform("pursuance.leave", of(json!({}))).await.ok();
    answer(&leo, "offer.accept", json!({})).await;
    let seen = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    assert_eq!((&seen["assignee"], &seen["reviewer"]), (&json!("leo"), &Value::Null));
    let mut browser = Browser::signed_in(&app, &leo.id).await;
    let page = browser.open(&format!("/p/bees/t/{number}")).await.shown();
    assert!(!page.says("Accompanied by"), "{page:?}");
}

async fn nobody_is_asked_to_help_more_often_than_they_allow(app: TestApp) {
    let (ana, mia, _) = school(&app).await;
    mia.perform("profile.set_limits", json!({ "offers_a_week": 2 })).await.ok();
    lesson(&ana).await;
    settle(&app).await;
    for _ in 0..3 {
        wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"] })).await;
        settle(&app).await;
    }
    assert_eq!(lessons(&mia).await.len(), 2);
    let alone = wanted(&ana, json!({ "skills": [FRENCH] })).await;
    settle(&app).await;
    assert!(asked(&ana, alone).await.is_empty(), "whether she helps was a question, too");
    app.advance(8 * 24 * HOUR);
    settle(&app).await;
    wanted(&ana, json!({ "skills": [FRENCH, "Data:Maps"] })).await;
    settle(&app).await;
    assert_eq!(lessons(&mia).await.len(), 3, "it is another week");
}

async fn a_yes_stands_for_the_next_learner_when_the_task_is_free_again(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let eva = app.person("eva").await;
    eva.perform("pursuance.join", of(json!({}))).await.ok();
    levels(&eva, &[(FRENCH, "learning"), ("Data:Maps", "do")]).await;
    let number = lesson(&ana).await;
    settle(&app).await;
    mentors(&mia, true).await;
    settle(&app).await;
    assert_eq!(asked(&ana, number).await, ["eva", "leo"]);
    answer(&leo, "offer.accept", json!({})).await;
    answer(&eva, "offer.accept", json!({})).await;
    assert!(lessons(&mia).await.is_empty());
    leo.perform("task.hand_back", on(number, json!({}))).await.ok();
    settle(&app).await;
    assert_eq!(lessons(&mia).await[0]["state"], "ready", "she may take it back now");
    answer(&eva, "offer.accept", json!({})).await;
    let mut browser = Browser::signed_in(&app, &eva.id).await;
    browser.open(&format!("/p/bees/t/{number}")).await.shown().saying("Accompanied by");
    assert!(lessons(&mia).await.is_empty());
}

/// Fails where only a task that is given back frees its mentor: then it would look for help for days beside learners who could be
/// asked.
async fn a_yes_stands_when_a_finished_task_is_opened_again_and_its_learner_has_left(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let number = lesson(&ana).await;
    settle(&app).await;
    mentors(&mia, true).await;
    settle(&app).await;
    answer(&leo, "offer.accept", json!({})).await;
    leo.perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    mia.perform("task.review", on(number, json!({ "verdict": "accept" }))).await.ok();
    settle(&app).await;
    let eva = app.person("eva").await;
    eva.perform("pursuance.join", of(json!({}))).await.ok();
    levels(&eva, &[(FRENCH, "learning"), ("Data:Maps", "do")]).await;
    leo.perform("pursuance.leave", of(json!({}))).await.ok();
    settle(&app).await;
    ana.perform("task.set_phase", on(number, json!({ "phase": "in_progress" }))).await.ok();
    settle(&app).await;
    let task = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    assert_eq!((&task["phase"], &task["assignee"]), (&json!("help_wanted"), &Value::Null), "he has left");
    assert_eq!(lessons(&mia).await[0]["state"], "ready", "she may take it back now");
    assert_eq!(offers(&eva).await[0]["mentor"], "mia");
}

/// Somebody who learns nothing takes a task, and gives it back.
async fn had_by_another(app: &TestApp, number: i64) {
    let eva = app.person("eva").await;
    eva.perform("pursuance.join", of(json!({}))).await.ok();
    eva.perform("task.take", on(number, json!({}))).await.ok();
    settle(app).await;
    eva.perform("task.hand_back", on(number, json!({}))).await.ok();
    settle(app).await;
}

/// Fails where the yes ends with the task of somebody else: then no learner is ever asked, though all could be.
async fn a_yes_stands_where_somebody_else_had_the_task_meanwhile(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let number = lesson(&ana).await;
    settle(&app).await;
    mentors(&mia, true).await;
    // No learner is asked before somebody has it.
    had_by_another(&app, number).await;
    assert_eq!(asked(&ana, number).await, ["leo"]);
    assert_eq!(offers(&leo).await[0]["mentor"], "mia");
    answer(&leo, "offer.accept", json!({})).await;
    let seen = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    assert_eq!((&seen["assignee"], &seen["reviewer"]), (&json!("leo"), &json!("mia")));
}

/// Fails where the question ends with the task of somebody else: the way to a mentor is tried once.
async fn a_question_waits_where_somebody_else_had_the_task_meanwhile(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let number = lesson(&ana).await;
    settle(&app).await;
    let question = lessons(&mia).await[0]["mentor"].clone();
    had_by_another(&app, number).await;
    assert_eq!(lessons(&mia).await[0]["mentor"], question, "she is not asked anew");
    assert_eq!(unread_questions(&mia).await, ["mentor.asked"], "but the inbox asks again");
    mentors(&mia, true).await;
    let told = mia.read("/api/v1/me/inbox").await.items();
    let asked = told.iter().find(|item| item["event"]["verb"] == "mentor.asked").unwrap();
    assert_eq!(asked["became"], "yes", "{asked}");
    settle(&app).await;
    assert_eq!(offers(&leo).await[0]["mentor"], "mia");
}

async fn a_question_about_a_task_that_has_ended_is_over(app: TestApp) {
    let (ana, mia, _) = school(&app).await;
    let number = lesson(&ana).await;
    settle(&app).await;
    let question = lessons(&mia).await[0]["mentor"].clone();
    ana.perform("task.set_phase", on(number, json!({ "phase": "dropped" }))).await.ok();
    settle(&app).await;
    let answer = json!({ "mentor": question, "accept": false });
    mia.perform("mentor.answer", answer).await.problem(409, "offer-over");
}

async fn the_question_stands_among_the_next_things_and_counts_beside_the_offers(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let own = crate::support::bees::task(&ana, "Count").await;
    mia.perform("task.take", on(own, json!({}))).await.ok();
    lesson(&ana).await;
    settle(&app).await;
    let question = lessons(&mia).await[0]["mentor"].clone();
    let next = mia.read("/api/v1/me/next").await.ok();
    let first = &next["items"][0];
    assert_eq!(first["reason"], json!({ "why": "accompany", "skill": FRENCH }), "{next}");
    assert_eq!((&first["mentor"], &first["title"]), (&question, &json!("Translate")));
    let place = format!("/offers#lesson-{}", question.as_str().unwrap());
    assert!(first["url"].as_str().unwrap().ends_with(&place), "{first}");
    assert_eq!(next["items"].as_array().unwrap().len(), 2, "it is proposed once: {next}");
    let mut mias = Browser::signed_in(&app, &mia.id).await;
    let home = mias.open("/").await.shown().saying("May somebody who learns Language:French do this");
    let home = home.saying("waiting for your answer");
    assert!(home.html.contains(&format!("href=\"{place}\"")), "{home:?}");
    let page = mias.open("/offers").await.shown();
    assert!(page.html.contains(&format!("id=\"lesson-{}\"", question.as_str().unwrap())), "{page:?}");
    // With the answer it is gone, though a yes can be taken back.
    mentors(&mia, true).await;
    let home = mias.open("/").await.shown();
    assert!(!home.says("May somebody who learns") && !home.says("waiting for your answer"), "{home:?}");
    // Now the learner is asked: an offer counts there, too.
    settle(&app).await;
    let mut leos = Browser::signed_in(&app, &leo.id).await;
    leos.open("/").await.shown().saying("waiting for your answer");
    answer(&leo, "offer.accept", json!({})).await;
    assert!(!leos.open("/").await.shown().says("waiting for your answer"));
}

async fn the_first_yes_ends_the_questions_to_the_others(app: TestApp) {
    let (ana, mia, _) = school(&app).await;
    let eva = app.person("eva").await;
    eva.perform("pursuance.join", of(json!({}))).await.ok();
    levels(&eva, &[(FRENCH, "mentor")]).await;
    lesson(&ana).await;
    settle(&app).await;
    let late = lessons(&eva).await[0]["mentor"].clone();
    assert_eq!(unread_questions(&eva).await, ["mentor.asked"]);
    assert_eq!(mentors(&mia, true).await["state"], "ready");
    assert!(lessons(&eva).await.is_empty(), "one is enough");
    assert_eq!(unread_questions(&eva).await, [""; 0], "nor does the inbox ask");
    let answer = json!({ "mentor": late, "accept": true });
    eva.perform("mentor.answer", answer).await.problem(409, "offer-over");
}

async fn helper(app: &TestApp, name: &str) -> Person {
    let person = app.person(name).await;
    person.perform("pursuance.join", of(json!({}))).await.ok();
    levels(&person, &[(FRENCH, "mentor")]).await;
    person
}

async fn somebody_else_is_asked_in_the_place_of_a_mentor_who_left(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let eva = helper(&app, "eva").await;
    let number = lesson(&ana).await;
    settle(&app).await;
    mentors(&mia, true).await;
    assert!(lessons(&eva).await.is_empty(), "the first yes is enough");
    settle(&app).await;
    assert_eq!(offers(&leo).await[0]["mentor"], "mia");

    mia.perform("pursuance.leave", of(json!({}))).await.ok();
    assert_eq!(offers(&leo).await[0]["mentor"], Value::Null);
    let mut leos = Browser::signed_in(&app, &leo.id).await;
    leos.open("/offers").await.shown().saying("mia accompanies you no longer");
    settle(&app).await;
    assert_eq!(lessons(&eva).await[0]["state"], "asked");
    mentors(&eva, true).await;
    assert_eq!(offers(&leo).await[0]["mentor"], "eva", "whoever was asked with mia comes with eva");
    leos.open("/offers").await.shown().saying("eva has said that they accompany you");
    answer(&leo, "offer.accept", json!({})).await;
    let seen = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    assert_eq!((&seen["assignee"], &seen["reviewer"]), (&json!("leo"), &json!("eva")));
}

async fn whichever_way_a_mentor_goes_the_next_is_asked(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let mut here = vec![mia];
    for name in ["eva", "kim", "ivo", "oda"] {
        here.push(helper(&app, name).await);
    }
    lesson(&ana).await;
    settle(&app).await;
    let until = app.clock.now().plus(72 * HOUR).date();
    for way in ["takes it back", "is removed", "loses the role", "goes away", "stays"] {
        let mut asked = None;
        for (at, person) in here.iter().enumerate() {
            if asked.is_none() && !lessons(person).await.is_empty() {
                asked = Some(at);
            }
        }
        let mentor = here.remove(asked.unwrap_or_else(|| panic!("nobody is asked before one {way}")));
        mentors(&mentor, true).await;
        settle(&app).await;
        assert_eq!(offers(&leo).await[0]["mentor"], json!(mentor.name), "{way}");
        let named = |more: Value| crate::support::groups::merged(of(json!({ "member": mentor.name })), more);
        match way {
            "takes it back" => drop(mentors(&mentor, false).await),
            "is removed" => {
                drop(ana.perform("member.remove", named(json!({ "reason": "Winter." }))).await.ok())
            }
            "loses the role" => {
                drop(ana.perform("member.set_role", named(json!({ "role": "viewer" }))).await.ok())
            }
            "goes away" => drop(mentor.perform("profile.set_away", json!({ "until": until })).await.ok()),
            _ => {}
        }
        settle(&app).await;
    }
}

fn the_clock() -> Principal {
    Principal::Clock { job: "test".to_owned() }
}

/// Fails where the transaction searches by itself: then mia is asked, who comes first.
async fn of_those_who_were_found_for_a_lesson_whoever_still_may_is_asked_and_nobody_else(app: TestApp) {
    let (ana, mia, leo) = school(&app).await;
    let (eva, kim) = (helper(&app, "eva").await, helper(&app, "kim").await);
    let number = lesson(&ana).await;
    let task = id_of(&ana, number).await;
    let found = Lesson {
        subject: Subject::Skill(Skill::parse(FRENCH).unwrap()),
        learners: vec![leo.id.clone()],
        helpers: vec![eva.id.clone(), kim.id.clone()],
    };
    // Between the search and the transaction she helps no longer.
    levels(&kim, &[(FRENCH, "do")]).await;
    let look = a_look(task.clone(), Vec::new(), seen(&app, &task).await);
    let look = PairTask { lesson: Some(found), lesson_searched: true, ..look };
    app.perform(&the_clock(), look.into()).await.unwrap();
    assert_eq!(lessons(&eva).await.len(), 1);
    assert!(lessons(&mia).await.is_empty() && lessons(&kim).await.is_empty());
    assert_eq!(pairing(&ana, number).await["reached"], "learners");
}

/// Fails where a lesson that was not searched for counts as none: then the task goes on to the next way.
async fn a_lesson_that_was_not_searched_for_is_looked_for_anew(app: TestApp) {
    let (ana, mia, _) = school(&app).await;
    let number = lesson(&ana).await;
    let task = id_of(&ana, number).await;
    let look = a_look(task.clone(), Vec::new(), seen(&app, &task).await);
    app.perform(&the_clock(), look.into()).await.unwrap();
    assert_eq!(pairing(&ana, number).await["reached"], "waves");
    assert!(lessons(&mia).await.is_empty());
    settle(&app).await;
    assert_eq!(lessons(&mia).await.len(), 1);
}
