//! Answers of people who are waited for: `task.still_on_it`, `task.need_longer`, `task.hand_on`. And reviewers, by the same rules.

use http::StatusCode;
use http::header::LOCATION;
use pursuance_domain::time::DAY;
use serde_json::{Value, json};

use super::{about, clock, days, on, pass, phase_of, sweep, time, told};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::{Browser, Page};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    an_answer_gives_the_time_again_and_each_one_somewhat_less,
    whoever_needs_longer_is_left_alone_until_then,
    only_whoever_is_waited_for_answers,
    a_task_and_a_review_are_handed_on_by_those_who_have_them,
    a_reminder_is_read_once_somebody_else_is_waited_for,
    a_reminder_is_read_once_the_task_is_dropped_or_another_one_reviews_it,
    a_silent_reviewer_is_reminded_and_the_review_goes_to_whoever_wrote_the_task,
    a_review_goes_to_another_who_may_assign_where_who_wrote_the_task_may_not,
    nobody_gets_to_review_their_own_work_by_a_silence,
    the_buttons_of_the_page_do_what_they_say,
    a_reminder_is_answered_with_one_press_where_it_asks,
);

async fn an_answer_gives_the_time_again_and_each_one_somewhat_less(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let mut lengths = Vec::new();
    let mut hand_on = time(&clock(ben, number).await["hand_on_at"]);
    for answers in 1..4 {
        pass(&app, time(&clock(ben, number).await["nudge_at"])).await;
        app.advance(DAY / 2);
        ben.perform("task.still_on_it", on(number, json!({}))).await.ok();
        let answered = clock(ben, number).await;
        assert_eq!((&answered["why"]["answers"], &answered["nudged_at"]), (&json!(answers), &Value::Null));
        let next = time(&answered["hand_on_at"]);
        assert!(next >= hand_on, "an answer never makes it earlier: {answered}");
        hand_on = next;
        lengths.push(time(&answered["nudge_at"]).0 - time(&answered["since"]).0);
    }
    assert!(lengths.windows(2).all(|two| two[1] < two[0]), "{lengths:?}");
    // Work makes all of that good.
    ben.perform("task.comment", on(number, json!({ "body": "Half." }))).await.ok();
    assert_eq!(clock(ben, number).await["why"]["answers"], 0);
    assert_eq!(phase_of(&ana, number).await.0, "started");
}

async fn whoever_needs_longer_is_left_alone_until_then(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let now = app.clock.now();
    let until = |days: i64| on(number, json!({ "until": now.plus(days * DAY).rfc3339() }));
    ben.perform("task.need_longer", until(-1)).await.problem(422, "date-past");
    ben.perform("task.need_longer", until(91)).await.problem(422, "date-too-far");
    ben.perform("task.need_longer", until(40)).await.ok();
    let longer = clock(ben, number).await;
    assert!(about(time(&longer["nudge_at"]), now.plus(days(40))), "{longer}");
    app.advance(days(39));
    sweep(&app).await;
    assert_eq!(told(ben, "nudge").await, 0);
    app.advance(days(1) + DAY / 2);
    sweep(&app).await;
    assert_eq!((told(ben, "nudge").await, phase_of(&ana, number).await.0), (1, json!("started")));
}

async fn only_whoever_is_waited_for_answers(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "untrusted"), ("dan", "normal")]).await;
    let (ben, dan) = (&people[0], &people[1]);
    let number = task(&ana, "Count").await;
    let until = json!({ "until": app.clock.now().plus(DAY).rfc3339() });
    let answers = [("task.still_on_it", json!({})), ("task.need_longer", until), ("task.hand_on", json!({}))];
    for (name, input) in &answers {
        // Nobody has it.
        dan.perform(name, on(number, input.clone())).await.problem(409, "not-waited-for");
    }
    ana.perform("task.assign", on(number, json!({ "assignee": "ben" }))).await.ok();
    let stranger = app.person("zoe").await;
    for (name, input) in &answers {
        for other in [&ana, dan] {
            other.perform(name, on(number, input.clone())).await.problem(409, "not-waited-for");
        }
        stranger.perform(name, on(number, input.clone())).await.problem(403, "not-a-member");
        app.visitor().perform(name, on(number, input.clone())).await.problem(401, "token-needed");
        // Any role does for one's own task.
        ben.perform(name, on(number, input.clone())).await.ok();
    }
    assert_eq!(phase_of(&ana, number).await.0, "help_wanted");
}

/// A task of ana's that ben has handed in, with cleo as its reviewer.
async fn handed_in(ana: &Person, ben: &Person) -> i64 {
    let number = task(ana, "Count").await;
    ana.perform("task.set_reviewer", on(number, json!({ "reviewer": "cleo" }))).await.ok();
    ben.perform("task.take", on(number, json!({}))).await.ok();
    ben.perform("task.set_phase", on(number, json!({ "phase": "ready_for_review" }))).await.ok();
    number
}

async fn reviewer(reader: &Person, number: i64) -> Value {
    reader.read(&format!("{BEES}/tasks/{number}")).await.ok()["reviewer"].clone()
}

async fn a_task_and_a_review_are_handed_on_by_those_who_have_them(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let (ben, cleo) = (&people[0], &people[1]);
    let number = handed_in(&ana, ben).await;
    cleo.perform("task.hand_on", on(number, json!({}))).await.ok();
    assert_eq!(reviewer(&ana, number).await, Value::Null);
    assert_eq!(clock(&ana, number).await["who"], "ana");
    assert!(told(&ana, "review").await > 0);
    // Nobody else is left.
    ana.perform("task.hand_on", on(number, json!({}))).await.problem(409, "not-waited-for");
    let next = task(&ana, "Mow").await;
    ben.perform("task.take", on(next, json!({}))).await.ok();
    ben.perform("task.hand_on", on(next, json!({}))).await.ok();
    assert_eq!(phase_of(&ana, next).await, (json!("help_wanted"), Value::Null));
}

/// How many reminders somebody has not read.
async fn reminders(who: &Person) -> usize {
    let inbox = who.read("/api/v1/me/inbox?unread=true").await.items();
    inbox.iter().filter(|notice| notice["event"]["verb"] == "task.nudged").count()
}

async fn a_reminder_is_read_once_somebody_else_is_waited_for(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let (ben, cleo) = (&people[0], &people[1]);
    // Nobody answers: others are asked to go on.
    let number = task(&ana, "Mow").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    pass(&app, time(&clock(ben, number).await["nudge_at"])).await;
    assert_eq!(reminders(ben).await, 1);
    pass(&app, time(&clock(ben, number).await["hand_on_at"])).await;
    assert_eq!((phase_of(&ana, number).await.1, reminders(ben).await), (Value::Null, 0));

    // A review is done by somebody else, or decided.
    let (handed_on, decided) = (handed_in(&ana, ben).await, handed_in(&ana, ben).await);
    pass(&app, time(&clock(cleo, decided).await["nudge_at"])).await;
    assert_eq!(reminders(cleo).await, 2);
    let revision = ana.read(&format!("{BEES}/tasks/{handed_on}")).await.ok()["revision"].clone();
    let named = json!({ "revision": revision, "reviewer": "ana" });
    ana.perform("task.edit", on(handed_on, named)).await.ok();
    assert_eq!(reminders(cleo).await, 1);
    ana.perform("task.review", on(decided, json!({ "verdict": "accept" }))).await.ok();
    assert_eq!(reminders(cleo).await, 0);
}

async fn a_reminder_is_read_once_the_task_is_dropped_or_another_one_reviews_it(app: TestApp) {
    let others = [("ben", "normal"), ("cleo", "normal"), ("dan", "assistant_admin")];
    let (ana, people) = bees(&app, "public", &others).await;
    let ben = &people[0];
    // Somebody drops what another one has.
    let dropped = task(&ana, "Rake").await;
    ben.perform("task.take", on(dropped, json!({}))).await.ok();
    pass(&app, time(&clock(ben, dropped).await["nudge_at"])).await;
    assert_eq!(reminders(ben).await, 1);
    ana.perform("task.set_phase", on(dropped, json!({ "phase": "dropped" }))).await.ok();
    assert_eq!(reminders(ben).await, 0);

    // The writer of a task decides on its work, until somebody names another one.
    ana.perform("pursuance.edit", of(json!({ "reviews": "always" }))).await.ok();
    let unnamed = task(&ana, "Prune").await;
    ben.perform("task.take", on(unnamed, json!({}))).await.ok();
    ben.perform("task.set_phase", on(unnamed, json!({ "phase": "ready_for_review" }))).await.ok();
    pass(&app, time(&clock(&ana, unnamed).await["nudge_at"])).await;
    assert_eq!(reminders(&ana).await, 1);
    people[2].perform("task.set_reviewer", on(unnamed, json!({ "reviewer": "cleo" }))).await.ok();
    assert_eq!(reminders(&ana).await, 0);
}

async fn a_silent_reviewer_is_reminded_and_the_review_goes_to_whoever_wrote_the_task(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let (ben, cleo) = (&people[0], &people[1]);
    let number = handed_in(&ana, ben).await;
    let begun = clock(cleo, number).await;
    assert_eq!((&begun["who"], &begun["part"]), (&json!("cleo"), &json!("reviewer")));
    // The person who handed in waits, and is not asked.
    pass(&app, time(&begun["nudge_at"])).await;
    assert_eq!((told(cleo, "nudge").await, told(ben, "nudge").await), (1, 0));
    pass(&app, time(&clock(cleo, number).await["hand_on_at"])).await;
    assert_eq!(
        (reviewer(&ana, number).await, phase_of(&ana, number).await.0),
        (Value::Null, json!("ready_for_review"))
    );
    assert_eq!((told(cleo, "nudge").await, clock(&ana, number).await["who"].clone()), (2, json!("ana")));
    // The creator has nobody to hand it to, and is asked again and again.
    for asked in 1..3 {
        pass(&app, time(&clock(&ana, number).await["nudge_at"])).await;
        assert_eq!(told(&ana, "nudge").await, asked);
        pass(&app, time(&clock(&ana, number).await["hand_on_at"])).await;
    }
    assert_eq!(phase_of(&ana, number).await.0, "ready_for_review");
    ana.perform("task.review", on(number, json!({ "verdict": "accept" }))).await.ok();
    assert_eq!(clock(&ana, number).await, Value::Null);
}

async fn a_review_goes_to_another_who_may_assign_where_who_wrote_the_task_may_not(app: TestApp) {
    let people = [("ben", "normal"), ("cleo", "normal"), ("dan", "admin")];
    let (ana, people) = bees(&app, "public", &people).await;
    let (ben, cleo, dan) = (&people[0], &people[1], &people[2]);
    let (silent, handed_on) = (handed_in(dan, ben).await, handed_in(dan, ben).await);
    ana.perform("member.set_role", of(json!({ "member": "dan", "role": "normal" }))).await.ok();
    cleo.perform("task.hand_on", on(handed_on, json!({}))).await.ok();
    assert_eq!(reviewer(&ana, handed_on).await, "ana");
    ana.perform("task.review", on(handed_on, json!({ "verdict": "accept" }))).await.ok();
    pass(&app, time(&clock(cleo, silent).await["nudge_at"])).await;
    pass(&app, time(&clock(cleo, silent).await["hand_on_at"])).await;
    assert_eq!(reviewer(&ana, silent).await, "ana");
    assert_eq!(clock(&ana, silent).await["who"], "ana");
    assert!(told(&ana, "review").await > 0);
    assert_eq!(told(dan, "review").await, 0);
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let inbox = anas.open("/inbox").await.shown();
    inbox.saying("Whoever reviewed this does not go on: the review is yours");
    anas.open(&format!("/p/bees/t/{silent}")).await.shown().saying("The review went to");
    // Nobody else may assign: as before, whoever wrote the task is left.
    pass(&app, time(&clock(&ana, silent).await["nudge_at"])).await;
    pass(&app, time(&clock(&ana, silent).await["hand_on_at"])).await;
    assert_eq!(reviewer(&ana, silent).await, Value::Null);
    assert_eq!(clock(&ana, silent).await["who"], "dan");
}

async fn nobody_gets_to_review_their_own_work_by_a_silence(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("cleo", "normal")]).await;
    let cleo = &people[0];
    let number = handed_in(&ana, &ana).await;
    cleo.perform("task.hand_on", on(number, json!({}))).await.problem(409, "nobody-else");
    pass(&app, time(&clock(cleo, number).await["nudge_at"])).await;
    pass(&app, time(&clock(cleo, number).await["hand_on_at"])).await;
    assert_eq!(reviewer(&ana, number).await, "cleo");
    assert_eq!(clock(&ana, number).await["who"], "cleo");
}

async fn the_buttons_of_the_page_do_what_they_say(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let (ben, cleo) = (&people[0], &people[1]);
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    app.advance(2 * DAY);
    let mut bens = Browser::signed_in(&app, &ben.id).await;
    let address = format!("/p/bees/t/{number}");
    let page = bens.open(&address).await.shown();
    let good = bens.fill(&page, &format!("{address}/still-on-it"), &[]).await.shown();
    good.saying("Good to know.").saying(": still on it");
    assert!(about(time(&clock(ben, number).await["since"]), app.clock.now()));

    let page = bens.open(&address).await.shown();
    let longer = format!("{address}/need-longer");
    let refused = bens.fill(&page, &longer, &[("need_until", "2001-01-01")]).await.refused();
    assert_eq!(refused.form(&longer).value("need_until"), "2001-01-01");
    let refused = refused.saying("This day has passed.");
    let day = app.clock.now().plus(days(20)).date();
    bens.fill(&refused, &longer, &[("need_until", &day)]).await.shown().saying("You need until");

    let review = handed_in(&ana, ben).await;
    let mut cleos = Browser::signed_in(&app, &cleo.id).await;
    let address = format!("/p/bees/t/{review}");
    let page = cleos.open(&address).await.shown();
    let done = cleos.fill(&page, &format!("{address}/hand-on"), &[]).await.shown();
    done.saying("Somebody else reviews it now.");
    assert_eq!(reviewer(&ana, review).await, Value::Null);
}

async fn a_reminder_is_answered_with_one_press_where_it_asks(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let still = format!("/p/bees/t/{number}/still-on-it");
    let asks = |page: &Page| page.html.contains(&format!("form=\"to-finish\" formaction=\"{still}\""));
    let mut bens = Browser::signed_in(&app, &ben.id).await;
    for view in ["/", "/inbox"] {
        let page = bens.open(view).await.shown();
        assert!(!asks(&page), "nobody asks now, in {view}: {page:?}");
        pass(&app, time(&clock(ben, number).await["nudge_at"])).await;
        let page = bens.open(view).await.shown().saying("Are you still on it?");
        assert!(asks(&page), "{view}: {page:?}");
        let form = || page.form_of("to-finish").at(&still).with(&[("at", "row")]);
        assert_eq!(form().value("back"), view);
        // A person who presses twice, or in a page of before, says it once, and is led to no other server.
        for (form, to) in [(form(), view), (form().with(&[("back", "//elsewhere.example/")]), "/")] {
            let answer = bens.post(form).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
            assert_eq!(answer.headers[LOCATION].to_str().unwrap(), to);
        }
        let page = bens.open(view).await.shown().saying("Good to know.");
        assert!(!asks(&page), "{view}: {page:?}");
        let after = clock(ben, number).await;
        assert_eq!((reminders(ben).await, &after["nudged_at"]), (0, &Value::Null), "{view}: {after}");
    }
    let events = ana.read(&format!("{BEES}/events?limit=200")).await.items();
    assert_eq!(events.iter().filter(|event| event["verb"] == "task.still_on_it").count(), 2, "{events:?}");
    // A question that asks no more is not answered in the inbox, though it is unread: a sign of life on a part was one for the whole.
    pass(&app, time(&clock(ben, number).await["nudge_at"])).await;
    let page = bens.open("/inbox").await.shown();
    assert!(asks(&page), "{page:?}");
    let part = of(json!({ "title": "North", "parent": number, "assignee": "ben" }));
    let part = ana.perform("task.create", part).await.ok()["result"]["task"].as_i64().unwrap();
    ben.perform("task.comment", on(part, json!({ "body": "Half." }))).await.ok();
    let page = bens.open("/inbox").await.shown();
    assert!(!asks(&page), "{page:?}");
    // Somebody else has it meanwhile: the page of the task says so.
    let form = page.form_of("to-finish").at(&still).with(&[("at", "row")]);
    ana.perform("task.assign", on(number, json!({ "assignee": "ana" }))).await.ok();
    let refused = bens.post(form).await;
    assert!(refused.status.is_client_error() && refused.says("Count"), "{refused:?}");
}
