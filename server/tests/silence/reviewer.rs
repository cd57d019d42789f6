//! "Ask the reviewer first" (RULES §5): whoever reviews the work of somebody silent says whether it is handed on
//! (`task.answer_hand_on`).

use http::header::LOCATION;
use pursuance_domain::time::{DAY, HOUR};
use pursuance_domain::value::Day;
use serde_json::{Value, json};

use super::{about, clock, on, pass, phase_of, sweep, time, told};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::{Browser, Page};
use crate::support::{Answer, Person, TestApp, on_both_apps};

on_both_apps!(
    the_reviewer_has_a_day_to_say_whether_it_is_handed_on,
    whoever_has_it_keeps_it_by_the_word_of_the_reviewer,
    the_reviewer_answers_with_one_press_where_the_question_is,
    others_go_on_at_once_by_the_word_of_the_reviewer,
    a_sign_of_life_ends_the_question,
    nobody_is_asked_who_cannot_answer_for_somebody_else,
    the_question_waits_for_the_end_of_quiet_hours,
    only_where_the_pursuance_wants_it_and_as_its_dry_run_says,
);

/// A task that ben has and eva reviews, where reviewers are asked first.
async fn scene(app: &TestApp) -> (Person, Person, Person, i64) {
    let (ana, people) = bees(app, "public", &[("ben", "normal"), ("eva", "normal")]).await;
    let [ben, eva] = <[Person; 2]>::try_from(people).unwrap_or_else(|_| panic!("two"));
    ana.perform("pursuance.set_pace", of(json!({ "mode": "learnt", "asks_reviewer": true }))).await.ok();
    let input = of(json!({ "title": "Count", "reviewer": "eva" }));
    let number = ana.perform("task.create", input).await.ok()["result"]["task"].as_i64().unwrap();
    ben.perform("task.take", on(number, json!({}))).await.ok();
    (ana, ben, eva, number)
}

/// Lets the reminder come, and the time for the answer pass.
async fn silence(app: &TestApp, reader: &Person, number: i64) {
    pass(app, time(&clock(reader, number).await["nudge_at"])).await;
    pass(app, time(&clock(reader, number).await["hand_on_at"])).await;
}

async fn answer(who: &Person, number: i64, hand_on: bool) -> Answer {
    who.perform("task.answer_hand_on", on(number, json!({ "hand_on": hand_on }))).await
}

async fn the_reviewer_has_a_day_to_say_whether_it_is_handed_on(app: TestApp) {
    let (ana, ben, eva, number) = scene(&app).await;
    silence(&app, &ana, number).await;
    assert_eq!((told(&eva, "nudge").await, phase_of(&ana, number).await.0), (1, json!("started")));
    let shown = clock(&ana, number).await;
    assert_eq!(shown["asked"], "eva");
    assert!(about(time(&shown["hand_on_at"]), app.clock.now().plus(DAY)), "{shown}");
    let next = eva.read("/api/v1/me/next").await.ok();
    assert_eq!(next["items"][0]["reason"]["why"], "hand_on", "{next}");
    assert_eq!(
        (&next["items"][0]["reason"]["who"], &next["items"][0]["task"]),
        (&json!("ben"), &json!(number))
    );
    assert_eq!(next["waiting"], 1);
    // From Home it is one step to the question.
    let mut evas = Browser::signed_in(&app, &eva.id).await;
    let question = format!("/p/bees/t/{number}#clock");
    let home = evas.open("/").await.shown().saying("One thing waits for you.");
    assert!(home.html.contains(&format!("href=\"{question}\"")));
    assert!(evas.open(&format!("/p/bees/t/{number}")).await.shown().html.contains("id=\"clock\""));
    // A question is not asked again, and nobody else is asked.
    app.advance(20 * HOUR);
    sweep(&app).await;
    assert_eq!((told(&eva, "nudge").await, told(&ana, "nudge").await), (1, 0));
    assert_eq!(phase_of(&ana, number).await.0, "started");
    pass(&app, time(&shown["hand_on_at"])).await;
    assert_eq!(phase_of(&ana, number).await, (json!("help_wanted"), Value::Null));
    answer(&eva, number, false).await.problem(409, "hand-on-not-asked");
    assert_eq!(told(&ben, "assignment").await, 1);
}

async fn whoever_has_it_keeps_it_by_the_word_of_the_reviewer(app: TestApp) {
    let (ana, ben, eva, number) = scene(&app).await;
    answer(&eva, number, false).await.problem(409, "hand-on-not-asked");
    silence(&app, &ana, number).await;
    for other in [&ana, &ben] {
        answer(other, number, false).await.problem(409, "hand-on-not-asked");
    }
    answer(&app.person("zoe").await, number, true).await.problem(403, "not-a-member");
    let address = format!("/p/bees/t/{number}");
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open(&address).await.shown().saying("who reviews this, is asked whether others go on");
    assert!(!page.has_form(&format!("{address}/silence")), "{page:?}");
    let mut evas = Browser::signed_in(&app, &eva.id).await;
    evas.open("/inbox").await.shown().saying("Shall others be asked to go on?");
    evas.open("/").await.shown().saying("Shall others be asked to go on?");
    let page = evas.open(&address).await.shown().saying("You review this. Does ben keep it");
    let page = evas.fill(&page, &format!("{address}/silence"), &[("answer", "keep")]).await.shown();
    let page = page.saying("They get their time again.").saying("answered that it stays with whoever has it");
    assert!(!page.has_form(&format!("{address}/silence")), "{page:?}");
    let kept = clock(&ben, number).await;
    assert_eq!(
        (&kept["asked"], &kept["nudged_at"], &kept["why"]["answers"]),
        (&Value::Null, &Value::Null, &json!(1))
    );
    assert!(about(time(&kept["since"]), app.clock.now()), "{kept}");
    assert_eq!(phase_of(&ana, number).await, (json!("started"), json!("ben")));
    // After the next silence she is asked again.
    silence(&app, &ana, number).await;
    assert_eq!((told(&eva, "nudge").await, &clock(&ana, number).await["asked"]), (2, &json!("eva")));
}

async fn the_reviewer_answers_with_one_press_where_the_question_is(app: TestApp) {
    let (ana, _, eva, number) = scene(&app).await;
    let keep = format!("/p/bees/t/{number}/silence");
    let asks = |page: &Page| page.html.contains(&format!("form=\"to-finish\" formaction=\"{keep}\""));
    let mut evas = Browser::signed_in(&app, &eva.id).await;
    for view in ["/", "/inbox"] {
        silence(&app, &ana, number).await;
        let page = evas.open(view).await.shown().saying("Shall others be asked to go on?");
        assert!(asks(&page), "{view}: {page:?}");
        let form = page.form_of("to-finish").at(&keep).with(&[("answer", "keep")]);
        let answer = evas.post(form).await;
        assert_eq!(answer.headers[LOCATION].to_str().unwrap(), view);
        let page = evas.open(view).await.shown().saying("They get their time again.");
        assert!(!asks(&page), "{view}: {page:?}");
        // The question is read.
        let unread = eva.read("/api/v1/me/inbox?unread=true").await.items();
        assert!(unread.iter().all(|notice| notice["kind"] != "nudge"), "{view}: {unread:?}");
    }
}

async fn others_go_on_at_once_by_the_word_of_the_reviewer(app: TestApp) {
    let (ana, ben, eva, number) = scene(&app).await;
    silence(&app, &ana, number).await;
    answer(&eva, number, true).await.ok();
    assert_eq!(phase_of(&ana, number).await, (json!("help_wanted"), Value::Null));
    ben.perform("task.take_back", on(number, json!({}))).await.ok();
    assert_eq!(clock(&ben, number).await["asked"], Value::Null);
}

async fn a_sign_of_life_ends_the_question(app: TestApp) {
    let (ana, ben, eva, number) = scene(&app).await;
    silence(&app, &ana, number).await;
    ben.perform("task.comment", on(number, json!({ "body": "Half of them." }))).await.ok();
    assert_eq!(clock(&ana, number).await["asked"], Value::Null);
    answer(&eva, number, true).await.problem(409, "hand-on-not-asked");
    app.advance(2 * DAY);
    sweep(&app).await;
    assert_eq!(phase_of(&ana, number).await, (json!("started"), json!("ben")));
}

async fn nobody_is_asked_who_cannot_answer_for_somebody_else(app: TestApp) {
    let (ana, _, eva, number) = scene(&app).await;
    let until = Day::at(app.clock.now().plus(60 * DAY), chrono_tz::Tz::UTC);
    eva.perform("profile.set_away", json!({ "until": until })).await.ok();
    // Her own task, which nobody else reviews.
    let own = task(&ana, "Mow").await;
    ana.perform("task.take", on(own, json!({}))).await.ok();
    silence(&app, &ana, own).await;
    for number in [number, own] {
        assert_eq!(phase_of(&ana, number).await, (json!("help_wanted"), Value::Null));
    }
    assert_eq!(told(&eva, "nudge").await, 0);
}

async fn the_question_waits_for_the_end_of_quiet_hours(app: TestApp) {
    let (ana, _, eva, number) = scene(&app).await;
    pass(&app, time(&clock(&ana, number).await["nudge_at"])).await;
    let due = time(&clock(&ana, number).await["hand_on_at"]);
    let at = |hours: i64| due.plus(hours * HOUR).rfc3339()[11..16].to_owned();
    let quiet = json!({ "quiet": { "from": at(-1), "until": at(3) } });
    eva.perform("profile.set_limits", quiet).await.ok();
    pass(&app, due).await;
    assert_eq!((told(&eva, "nudge").await, phase_of(&ana, number).await.0), (0, json!("started")));
    app.advance(4 * HOUR);
    sweep(&app).await;
    assert_eq!((told(&eva, "nudge").await, &clock(&ana, number).await["asked"]), (1, &json!("eva")));
}

async fn only_where_the_pursuance_wants_it_and_as_its_dry_run_says(app: TestApp) {
    let (ana, _, eva, number) = scene(&app).await;
    ana.perform("pursuance.set_pace", of(json!({ "mode": "learnt", "asks_reviewer": false }))).await.ok();
    pass(&app, time(&clock(&ana, number).await["nudge_at"])).await;
    let due = time(&clock(&ana, number).await["hand_on_at"]);
    app.advance(due.0 - app.clock.now().0 + 1);
    let address = "/p/bees/settings/pace";
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    anas.open(&format!("{address}?try=learnt")).await.shown().saying("it would be handed on");
    let tried = anas.open(&format!("{address}?try=learnt&reviewer=yes")).await.shown();
    assert!(!tried.saying("the reviewer would be asked").says("it would be handed on"));
    let page = anas.open(address).await.shown();
    let page = anas.fill(&page, address, &[("asks_reviewer", "yes")]).await.shown();
    assert_eq!(page.form(address).value("asks_reviewer"), "yes");
    anas.open(&format!("/p/bees/t/{number}")).await.shown().saying("whoever reviews this is asked");
    sweep(&app).await;
    assert_eq!((told(&eva, "nudge").await, phase_of(&ana, number).await.0), (1, json!("started")));
    // A setting that does not name it leaves it as it is; and without it the task is handed on at its time.
    ana.perform("pursuance.set_pace", of(json!({ "mode": "learnt" }))).await.ok();
    assert_eq!(clock(&ana, number).await["asked"], "eva");
    let log = ana.read(&format!("{BEES}/log")).await.items();
    let set: Vec<&Value> = log.iter().filter(|event| event["verb"] == "pursuance.pace_set").collect();
    assert_eq!((set.len(), &set[0]["data"]["asks_reviewer"]), (3, &json!(true)), "{set:?}");
    eva.perform("pursuance.set_pace", of(json!({ "mode": "off" }))).await.problem(403, "not-allowed");
}
