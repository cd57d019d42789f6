//! Handing on (RULES §5): one person after the other is asked alone, whoever had the task takes it back, and those who are
//! away hand on as they wanted.

use pursuance_domain::action::SucceedTask;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::TaskId;
use pursuance_domain::time::{DAY, HOUR};
use pursuance_domain::value::Day;
use serde_json::{Value, json};

use super::{about, clock, on, pass, phase_of, sweep, time, told};
use crate::pairing::ended::unread_questions;
use crate::pairing::{FRENCH, answer, asked, offers, pairing, settle, speakers, waiting, wanted};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    one_after_the_other_is_asked_alone_for_a_day_and_then_it_looks_for_help,
    whoever_stands_by_comes_first_and_a_yes_of_others_waits,
    whoever_had_it_is_told_kindly_and_takes_it_back_while_nobody_has_it,
    a_question_comes_back_after_a_kill_and_is_asked_once,
    an_answer_while_nobody_is_searched_for_leaves_nobody_out,
    whoever_reads_only_their_own_tasks_goes_on_reading_this_one,
    the_question_waits_for_the_end_of_quiet_hours,
    reminders_wait_for_the_end_of_quiet_hours,
    the_order_and_whether_people_are_asked_are_the_pursuances_choice,
    whoever_goes_away_keeps_hands_on_or_is_relieved_by_those_who_stand_by,
);

/// A task for people with French that p1 has, who was silent for so long that it was handed on.
async fn handed_on(app: &TestApp, ana: &Person, people: &[Person]) -> i64 {
    let input = json!({ "title": "Translate", "skills": [FRENCH], "ask": false });
    let number = ana.perform("task.create", of(input)).await.ok()["result"]["task"].as_i64().unwrap();
    people[0].perform("task.take", on(number, json!({}))).await.ok();
    pass(app, time(&clock(ana, number).await["nudge_at"])).await;
    pass(app, time(&clock(ana, number).await["hand_on_at"])).await;
    assert_eq!(phase_of(ana, number).await, (json!("help_wanted"), Value::Null));
    number
}

/// The outcome for a task that was handed on, as somebody reads it.
async fn after(reader: &Person, number: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{number}/clock")).await.ok()["handed_on"].clone()
}

async fn one_after_the_other_is_asked_alone_for_a_day_and_then_it_looks_for_help(app: TestApp) {
    let (ana, people) = speakers(&app, 4).await;
    let (p1, p2, p3, p4) = (&people[0], &people[1], &people[2], &people[3]);
    let other = task(&ana, "Mow").await;
    p2.perform("task.take", on(other, json!({}))).await.ok();
    let long = json!({ "until": app.clock.now().plus(80 * DAY).rfc3339() });
    p2.perform("task.need_longer", on(other, long)).await.ok();
    p3.perform("task.comment", on(other, json!({ "body": "Hello." }))).await.ok();
    let number = handed_on(&app, &ana, &people[..1]).await;
    settle(&app).await;
    // The person who was active last.
    let offer = waiting(p3).await[0].clone();
    assert_eq!(offer["why"], json!({ "how": "heir", "rule": "last_active" }));
    assert!(about(time(&offer["until"]), app.clock.now().plus(DAY)), "{offer}");
    assert_eq!(asked(&ana, number).await, ["p3"]);
    assert_eq!(pairing(&ana, number).await["state"], "one_alone");
    p2.perform("task.take", on(number, json!({}))).await.problem(409, "asked-first");
    assert_eq!(after(p2, number).await["offer"], Value::Null);
    assert_eq!(after(p3, number).await["offer"], offer["offer"]);
    // Silence is a no, and the next one has the fewest tasks.
    app.advance(DAY + HOUR);
    settle(&app).await;
    assert_eq!(offers(p3).await[0]["state"], "lapsed");
    assert_eq!(unread_questions(p3).await, [""; 0], "the inbox asks no more for a day");
    assert_eq!(unread_questions(p4).await, ["task.asked"]);
    assert_eq!(waiting(p4).await[0]["why"]["rule"], "fewest_tasks");
    assert_eq!(asked(&ana, number).await, ["p3", "p4"]);
    // Nobody has karma, and nobody invited p1: it looks for help, and p1 is not asked.
    answer(p4, "offer.not_now", json!({})).await;
    settle(&app).await;
    assert_eq!(pairing(&ana, number).await["state"], "asking");
    assert_eq!(asked(&ana, number).await, ["p2", "p3", "p4"]);
    assert_eq!(waiting(p2).await[0]["why"]["how"], "drawn");
    assert_eq!((offers(p1).await.len(), &after(p1, number).await["may_take_back"]), (0, &json!(true)));
    assert_eq!(answer(p2, "offer.accept", json!({})).await["state"], "accepted");
    assert_eq!(phase_of(&ana, number).await, (json!("started"), json!("p2")));
    p1.perform("task.take_back", on(number, json!({}))).await.problem(409, "taken");
    assert_eq!(after(p1, number).await, Value::Null);
}

async fn whoever_stands_by_comes_first_and_a_yes_of_others_waits(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    answer(&people[0], "offer.accept", json!({})).await;
    assert_eq!(answer(&people[1], "offer.accept", json!({})).await["state"], "standing_by");
    people[0].perform("task.hand_on", on(number, json!({}))).await.ok();
    settle(&app).await;
    let offer = waiting(&people[1]).await[0].clone();
    assert_eq!(offer["why"]["rule"], "stand_by");
    assert_eq!(waiting(&people[2]).await, [] as [Value; 0], "p2 alone is asked");
    let mut third = Browser::signed_in(&app, &people[2].id).await;
    let next = people[2].read("/api/v1/me/next").await.ok();
    let reasons: Vec<&Value> =
        next["items"].as_array().unwrap().iter().map(|item| &item["reason"]["why"]).collect();
    assert!(!reasons.contains(&&json!("asked")), "{next}");
    third.open("/offers").await.shown().saying("You are not asked now");
    // p3 was asked in the first wave, and has a yes that comes too early.
    assert_eq!(answer(&people[2], "offer.accept", json!({})).await["state"], "standing_by");
    assert_eq!(phase_of(&ana, number).await.0, "help_wanted");
    let mut browser = Browser::signed_in(&app, &people[1].id).await;
    let page = browser.open(&format!("/p/bees/t/{number}")).await.shown();
    let page = page.saying("Do you go on with this?").saying("You alone are asked");
    let address = format!("/offers/{}", offer["offer"].as_str().unwrap());
    browser.fill(&page, &address, &[("answer", "accept")]).await.shown().saying("It is yours now.");
    assert_eq!(phase_of(&ana, number).await, (json!("started"), json!("p2")));
    // p3 stands by, and is asked when p2 does not go on either; p2 is not asked again.
    people[1].perform("task.hand_on", on(number, json!({}))).await.ok();
    settle(&app).await;
    assert_eq!(waiting(&people[2]).await[0]["why"]["rule"], "stand_by");
    answer(&people[2], "offer.not_now", json!({})).await;
    settle(&app).await;
    for person in &people {
        assert_eq!(waiting(person).await.len(), 0);
    }
}

async fn whoever_had_it_is_told_kindly_and_takes_it_back_while_nobody_has_it(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let (p1, p2) = (&people[0], &people[1]);
    let number = handed_on(&app, &ana, &people).await;
    settle(&app).await;
    assert_eq!(waiting(p2).await.len(), 1);
    let address = format!("/p/bees/t/{number}");
    let mut browser = Browser::signed_in(&app, &p1.id).await;
    browser.open("/inbox").await.shown().saying("You can take it back while nobody has it.");
    let page = browser.open(&address).await.shown().saying("You had this task");
    ana.perform("task.take_back", on(number, json!({}))).await.problem(409, "nothing-to-take-back");
    p2.perform("task.take_back", on(number, json!({}))).await.problem(409, "nothing-to-take-back");
    browser.fill(&page, &format!("{address}/take-back"), &[]).await.shown().saying("It is yours.");
    assert_eq!(phase_of(&ana, number).await, (json!("started"), json!("p1")));
    assert_eq!(waiting(p2).await.len(), 0);
    // A yes that comes now stands by.
    assert_eq!(answer(p2, "offer.accept", json!({})).await["state"], "standing_by");
    p1.perform("task.take_back", on(number, json!({}))).await.problem(409, "no-change");
    let stranger = app.person("zoe").await;
    stranger.perform("task.take_back", on(number, json!({}))).await.problem(403, "not-a-member");
}

async fn an_answer_while_nobody_is_searched_for_leaves_nobody_out(app: TestApp) {
    let (ana, people) = speakers(&app, 4).await;
    let number = handed_on(&app, &ana, &people[..1]).await;
    settle(&app).await;
    let first = asked(&ana, number).await;
    assert_eq!(first.len(), 1);
    // A look finds that somebody has their day, and searches for nobody; and before it is done, they say no.
    let task = ana.read(&format!("{BEES}/tasks/{number}")).await.ok();
    let task = TaskId(task["id"].as_str().unwrap().to_owned());
    let look = SucceedTask { task, candidates: Vec::new(), seen: None };
    let of_first = people.iter().find(|person| person.name == first[0]).unwrap();
    answer(of_first, "offer.not_now", json!({})).await;
    let clock = Principal::Clock { job: "test".to_owned() };
    app.perform(&clock, look.into()).await.unwrap();
    assert_eq!(pairing(&ana, number).await["state"], "one_alone", "the next one was not asked yet");
    settle(&app).await;
    assert_eq!(pairing(&ana, number).await["state"], "one_alone");
    assert_eq!(asked(&ana, number).await.len(), 2);
}

async fn whoever_reads_only_their_own_tasks_goes_on_reading_this_one(app: TestApp) {
    let (ana, people) = bees(&app, "members", &[("ben", "untrusted")]).await;
    let (ben, number) = (&people[0], task(&ana, "Count").await);
    let address = format!("{BEES}/tasks/{number}");
    ana.perform("task.assign", on(number, json!({ "assignee": "ben" }))).await.ok();
    ben.perform("task.hand_back", on(number, json!({}))).await.ok();
    ben.read(&address).await.problem(404, "not-found");
    ana.perform("task.assign", on(number, json!({ "assignee": "ben" }))).await.ok();
    ben.perform("task.hand_on", on(number, json!({}))).await.ok();
    assert_eq!(ben.read(&address).await.ok()["phase"], "help_wanted");
    assert_eq!(after(ben, number).await["may_take_back"], true);
    ben.perform("task.take_back", on(number, json!({}))).await.ok();
    assert_eq!(phase_of(&ana, number).await.1, "ben");
    // Until somebody else has it; and no right of this kind is left behind.
    ben.perform("task.hand_on", on(number, json!({}))).await.ok();
    assert_eq!(ana.read(&format!("{address}/grants")).await.ok()["items"][0]["may"], json!(["view"]));
    ana.perform("task.assign", on(number, json!({ "assignee": "ana" }))).await.ok();
    ben.read(&address).await.problem(404, "not-found");
    assert_eq!(ana.read(&format!("{address}/grants")).await.ok()["items"], json!([]));
}

async fn a_question_comes_back_after_a_kill_and_is_asked_once(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let number = handed_on(&app, &ana, &people[..1]).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    let again = async || inspect.spoil("update job set run_at = 0, lease_until = 0").await;
    for _ in 0..2 {
        settle(&app).await;
        assert_eq!(asked(&ana, number).await.len(), 1);
        // The worker was killed before it noted that this is done.
        again().await;
    }
    let first = asked(&ana, number).await;
    app.advance(DAY + HOUR);
    for _ in 0..2 {
        settle(&app).await;
        again().await;
    }
    assert_eq!(asked(&ana, number).await, ["p2", "p3"]);
    let of_first = people.iter().find(|person| person.name == first[0]).unwrap();
    assert_eq!(told(of_first, "task_offer").await, 1);
}

async fn the_question_waits_for_the_end_of_quiet_hours(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let number = handed_on(&app, &ana, &people).await;
    // All but the next two hours.
    let at = |hours: i64| app.clock.now().plus(hours * HOUR).rfc3339()[11..16].to_owned();
    let quiet = json!({ "quiet": { "from": at(-20), "until": at(2) } });
    people[1].perform("profile.set_limits", quiet).await.ok();
    settle(&app).await;
    assert_eq!(asked(&ana, number).await.len(), 0);
    app.advance(2 * HOUR + HOUR / 2);
    settle(&app).await;
    assert_eq!(waiting(&people[1]).await[0]["why"]["how"], "heir");
}

async fn the_order_and_whether_people_are_asked_are_the_pursuances_choice(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let set = |more: Value| crate::support::groups::merged(of(json!({ "mode": "learnt" })), more);
    people[0].perform("pursuance.set_pace", set(json!({ "heirs": [] }))).await.problem(403, "not-allowed");
    ana.perform("pursuance.set_pace", set(json!({ "heirs": ["most_karma", "inviter"] }))).await.ok();
    let number = handed_on(&app, &ana, &people[..1]).await;
    settle(&app).await;
    // Nobody has karma: it looks for help at once.
    assert_eq!(waiting(&people[1]).await[0]["why"]["how"], "drawn");
    answer(&people[1], "offer.accept", json!({})).await;
    ana.perform("pursuance.set_pace", set(json!({ "heirs": ["fewest_tasks"], "assigns": true }))).await.ok();
    let lately = ana.read(&format!("{BEES}/log")).await.items();
    assert_eq!(lately[0]["data"]["assigns"], true);
    let other = ana
        .perform("task.create", of(json!({ "title": "Read", "skills": [FRENCH], "ask": false })))
        .await
        .ok();
    let other = other["result"]["task"].as_i64().unwrap();
    people[0].perform("task.take", on(other, json!({}))).await.ok();
    people[0].perform("task.hand_on", on(other, json!({}))).await.ok();
    settle(&app).await;
    assert_eq!(phase_of(&ana, other).await, (json!("started"), json!("p3")));
    assert_eq!(phase_of(&ana, number).await, (json!("started"), json!("p2")));
}

async fn whoever_goes_away_keeps_hands_on_or_is_relieved_by_those_who_stand_by(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let (p1, p2) = (&people[0], &people[1]);
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    answer(p1, "offer.accept", json!({})).await;
    answer(p2, "offer.accept", json!({})).await;
    let until = Day::parse(&app.clock.now().plus(20 * DAY).date()).unwrap();
    let away = |tasks: &str| json!({ "until": until, "tasks": tasks });
    p1.perform("profile.set_away", away("keep")).await.ok();
    settle(&app).await;
    assert_eq!((waiting(p2).await.len(), phase_of(&ana, number).await.1), (0, json!("p1")));
    // p1 keeps it until p2 says yes.
    p1.perform("profile.set_away", away("stand_by")).await.ok();
    settle(&app).await;
    assert_eq!(waiting(p2).await[0]["why"]["rule"], "stand_by");
    assert_eq!(phase_of(&ana, number).await, (json!("started"), json!("p1")));
    assert_eq!(answer(p2, "offer.accept", json!({})).await["state"], "accepted");
    assert_eq!(phase_of(&ana, number).await, (json!("started"), json!("p2")));
    // p2 hands on, from tomorrow on.
    let from = Day::parse(&app.clock.now().plus(2 * DAY).date()).unwrap();
    let later = json!({ "from": from, "until": until, "tasks": "hand_on" });
    p2.perform("profile.set_away", later).await.ok();
    settle(&app).await;
    assert_eq!(phase_of(&ana, number).await.1, "p2");
    app.advance(3 * DAY);
    sweep(&app).await;
    settle(&app).await;
    assert_eq!(phase_of(&ana, number).await, (json!("help_wanted"), Value::Null));
    // p3 was asked in the wave, p1 is away: nobody is left, and p2 takes it back.
    p2.perform("task.take_back", on(number, json!({}))).await.ok();
    assert_eq!(phase_of(&ana, number).await.1, "p2");
    // A person who comes back is not relieved any more.
    p1.perform("profile.set_away", json!({})).await.ok();
    assert_eq!(answer(&people[2], "offer.accept", json!({})).await["state"], "standing_by");
}

async fn reminders_wait_for_the_end_of_quiet_hours(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let number = task(&ana, "Count").await;
    people[0].perform("task.take", on(number, json!({}))).await.ok();
    let nudge_at = time(&clock(&ana, number).await["nudge_at"]);
    let at = |hours: i64| nudge_at.plus(hours * HOUR).rfc3339()[11..16].to_owned();
    let quiet = json!({ "quiet": { "from": at(-1), "until": at(6) } });
    people[0].perform("profile.set_limits", quiet).await.ok();
    pass(&app, nudge_at).await;
    assert_eq!(told(&people[0], "nudge").await, 0);
    app.advance(6 * HOUR);
    sweep(&app).await;
    assert_eq!(told(&people[0], "nudge").await, 1);
    assert_eq!(phase_of(&ana, number).await.0, "started");
}
