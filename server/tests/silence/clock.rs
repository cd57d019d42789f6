//! The clock: what it says and to whom, what begins it anew, and what it leaves out.

use pursuance_domain::time::{DAY, HOUR};
use pursuance_domain::value::Day;
use serde_json::{Value, json};

use super::{about, clock, days, on, pass, phase_of, sweep, time, told};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::{Browser, Page};
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    whoever_takes_a_task_is_reminded_and_then_the_task_looks_for_help_again,
    reminders_of_somebody_who_went_ask_nothing_any_more,
    every_sign_of_life_begins_the_clock_anew_and_nothing_else_does,
    the_clock_stands_still_while_the_task_is_blocked,
    the_clock_stands_still_while_somebody_is_away,
    other_terms_take_nothing_from_whoever_is_away,
    work_on_a_part_is_a_sign_of_life_of_the_whole,
    the_pace_is_learnt_from_those_who_write,
    members_read_the_clock_with_its_numbers_and_strangers_do_not,
    the_clock_is_one_line_until_something_is_said_or_asked,
    a_task_that_nobody_has_has_no_clock,
    a_closed_pursuance_reminds_nobody,
    admins_choose_fixed_times_or_that_nothing_happens,
);

async fn whoever_takes_a_task_is_reminded_and_then_the_task_looks_for_help_again(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let begun = clock(ben, number).await;
    pass(&app, time(&begun["nudge_at"])).await;
    assert_eq!((told(ben, "nudge").await, phase_of(&ana, number).await.0), (1, json!("started")));
    // A step is not taken again.
    sweep(&app).await;
    assert_eq!(told(ben, "nudge").await, 1);
    let reminded = clock(ben, number).await;
    assert!(about(time(&reminded["nudged_at"]), time(&begun["nudge_at"])), "{reminded}");

    pass(&app, time(&reminded["hand_on_at"])).await;
    assert_eq!(phase_of(&ana, number).await, (json!("help_wanted"), Value::Null));
    assert_eq!(clock(&ana, number).await, Value::Null);
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    let inbox = browser.open("/inbox").await.shown();
    inbox.saying("Are you still on it?").saying("You can take it back while nobody has it.");
    let page = browser.open(&format!("/p/bees/t/{number}")).await.shown();
    let page = page.saying("After a silence the task looks for help again");
    assert!(!page.says("If it goes quiet"), "{page:?}");
    ben.perform("task.take", on(number, json!({}))).await.ok();
    assert_eq!(clock(ben, number).await["nudged_at"], Value::Null);
}

async fn reminders_of_somebody_who_went_ask_nothing_any_more(app: TestApp) {
    let others = [("ben", "normal"), ("eva", "normal"), ("ivo", "normal"), ("oda", "normal")];
    let (ana, people) = bees(&app, "public", &others).await;
    let mut last = Value::Null;
    for person in &people {
        let number = task(&ana, "Count").await;
        person.perform("task.take", on(number, json!({}))).await.ok();
        last = clock(person, number).await;
    }
    pass(&app, time(&last["nudge_at"])).await;
    let unread = async |who: &Person| {
        let inbox = who.read("/api/v1/me/inbox?unread=true").await.items();
        inbox.iter().filter(|notice| notice["kind"] == "nudge").count()
    };
    for person in &people {
        assert_eq!(unread(person).await, 1);
    }
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    let why = |member: &str| of(json!({ "member": member, "reason": "No." }));
    ana.perform("member.remove", why("eva")).await.ok();
    ana.perform("member.ban", why("ivo")).await.ok();
    for person in &people[..3] {
        assert_eq!(unread(person).await, 0);
    }
    assert_eq!(unread(&people[3]).await, 1, "she is still waited for");
    // A person who comes back is asked nothing of before.
    people[0].perform("pursuance.join", of(json!({}))).await.ok();
    assert_eq!(unread(&people[0]).await, 0);
}

async fn every_sign_of_life_begins_the_clock_anew_and_nothing_else_does(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let signs = [
        ("task.comment", json!({ "body": "Half of them." })),
        ("task.set_phase", json!({ "phase": "in_progress" })),
        ("task.block", json!({ "reason": "It rains." })),
        ("task.unblock", json!({})),
        ("task.still_on_it", json!({})),
        ("task.split", json!({ "into": ["North"] })),
    ];
    for (name, input) in signs {
        app.advance(2 * DAY);
        ben.perform(name, on(number, input)).await.ok();
        let shown = clock(ben, number).await;
        let is_pause = name == "task.unblock";
        assert!(is_pause || about(time(&shown["since"]), app.clock.now()), "{name}: {shown}");
    }
    // Acts of others with the task are no sign of life of its person, and neither is an edit.
    let before = clock(ben, number).await;
    app.advance(2 * DAY);
    ana.perform("task.comment", on(number, json!({ "body": "How is it?" }))).await.ok();
    let revision = ana.read(&format!("{BEES}/tasks/{number}")).await.ok()["revision"].clone();
    ana.perform("task.edit", on(number, json!({ "revision": revision, "title": "Count all" }))).await.ok();
    assert_eq!(clock(ben, number).await["since"], before["since"]);
    // An urgent task is asked about sooner.
    let revision = ana.read(&format!("{BEES}/tasks/{number}")).await.ok()["revision"].clone();
    ana.perform("task.edit", on(number, json!({ "revision": revision, "urgency": "urgent" }))).await.ok();
    let urgent = clock(ben, number).await;
    assert!(time(&urgent["nudge_at"]) < time(&before["nudge_at"]), "{urgent}");
}

async fn the_clock_stands_still_while_the_task_is_blocked(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let (number, other) = (task(&ana, "Count").await, task(&ana, "Mow").await);
    ben.perform("task.take", on(number, json!({}))).await.ok();
    app.advance(DAY);
    ana.perform("task.depend", on(number, json!({ "on": other }))).await.ok();
    let blocked = clock(ben, number).await;
    assert_eq!(blocked["paused"], true);
    let address = format!("/p/bees/t/{number}");
    let mut bens = Browser::signed_in(&app, &ben.id).await;
    let page = bens.open(&address).await.shown().saying("While the task is blocked, nobody asks.");
    for answer in ["still-on-it", "need-longer"] {
        assert!(!page.has_form(&format!("{address}/{answer}")), "nothing is asked: {answer}: {page:?}");
    }
    app.advance(days(60));
    sweep(&app).await;
    assert_eq!((told(ben, "nudge").await, phase_of(&ana, number).await.0), (0, json!("blocked")));
    ana.perform("task.undepend", on(number, json!({ "on": other }))).await.ok();
    let free = clock(ben, number).await;
    assert_eq!(free["paused"], false);
    let since = time(&free["since"]);
    assert!(about(since.plus(DAY), app.clock.now()), "one day counts: {free}");
}

async fn the_clock_stands_still_while_somebody_is_away(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let (begun, before) = (app.clock.now(), clock(ben, number).await);
    app.advance(DAY);
    let until = Day::at(begun.plus(days(30)), chrono_tz::Tz::UTC);
    ben.perform("profile.set_away", json!({ "until": until })).await.ok();
    for _ in 0..4 {
        app.advance(days(7));
        sweep(&app).await;
    }
    assert_eq!((told(ben, "nudge").await, phase_of(&ana, number).await.0), (0, json!("started")));
    let after = clock(ben, number).await;
    let later = time(&after["nudge_at"]).0 - time(&before["nudge_at"]).0;
    assert!(
        (days(28)..=days(31)).contains(&later),
        "all of the time away is left out, once: {before} {after}"
    );
    pass(&app, time(&after["nudge_at"])).await;
    assert_eq!(told(ben, "nudge").await, 1);
}

async fn other_terms_take_nothing_from_whoever_is_away(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let (ben, cleo) = (&people[0], &people[1]);
    let (number, later) = (task(&ana, "Count").await, task(&ana, "Mow").await);
    ben.perform("task.take", on(number, json!({}))).await.ok();
    app.advance(DAY);
    cleo.perform("task.take", on(later, json!({}))).await.ok();
    pass(&app, time(&clock(ben, number).await["nudge_at"])).await;
    assert_eq!((told(ben, "nudge").await, told(cleo, "nudge").await), (1, 0));
    // An hour after the day for the answer was over, both go away.
    app.advance(DAY + HOUR);
    let until = Day::at(app.clock.now().plus(DAY), chrono_tz::Tz::UTC);
    for person in [ben, cleo] {
        person.perform("profile.set_away", json!({ "until": until })).await.ok();
    }
    // By the times that hold from now on both were silent for too long before.
    ana.perform("pursuance.set_pace", of(json!({ "mode": "fixed" }))).await.ok();
    sweep(&app).await;
    assert_eq!(phase_of(&ana, number).await, (json!("started"), json!("ben")));
    assert_eq!(told(cleo, "nudge").await, 0);
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    anas.open("/p/bees/settings/pace?try=fixed").await.shown().saying("Nothing would happen now.");
    // Once they are back, what is due is done.
    app.advance(2 * DAY);
    sweep(&app).await;
    assert_eq!(phase_of(&ana, number).await, (json!("help_wanted"), Value::Null));
    assert_eq!(told(cleo, "nudge").await, 1);
}

async fn work_on_a_part_is_a_sign_of_life_of_the_whole(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let (ben, cleo) = (&people[0], &people[1]);
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    ben.perform("task.split", on(number, json!({ "into": ["North"] }))).await.ok();
    let part = number + 1;
    app.advance(3 * DAY);
    cleo.perform("task.take", on(part, json!({}))).await.ok();
    cleo.perform("task.set_phase", on(part, json!({ "phase": "in_progress" }))).await.ok();
    let whole = clock(ben, number).await;
    assert!(about(time(&whole["since"]), app.clock.now()), "{whole}");
}

async fn the_pace_is_learnt_from_those_who_write(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let before = clock(ben, number).await;
    assert_eq!(before["why"]["median_days"].as_f64().map(f64::round), Some(2.0));
    for _ in 0..12 {
        app.advance(6 * HOUR);
        ben.perform("task.comment", on(number, json!({ "body": "Going on." }))).await.ok();
    }
    let after = clock(ben, number).await;
    assert!(after["why"]["median_days"].as_f64() < Some(1.0), "{after}");
    let length = |clock: &Value| time(&clock["nudge_at"]).0 - time(&clock["since"]).0;
    assert!(length(&after) < length(&before), "{before} {after}");
    // Another phase, and another pursuance, has its own.
    ben.perform("task.set_phase", on(number, json!({ "phase": "in_progress" }))).await.ok();
    let begun = clock(ben, number).await;
    assert_eq!(begun["why"]["median_days"].as_f64().map(f64::round), Some(2.0));
}

async fn members_read_the_clock_with_its_numbers_and_strangers_do_not(app: TestApp) {
    let others = [("ben", "untrusted"), ("val", "viewer"), ("eve", "untrusted")];
    let (ana, people) = bees(&app, "public", &others).await;
    let number = task(&ana, "Count").await;
    ana.perform("task.assign", on(number, json!({ "assignee": "ben" }))).await.ok();
    app.advance(3 * DAY);
    let read = clock(&people[1], number).await;
    for name in ["pi", "mu", "sigma", "p_nudge", "p_hand_on"] {
        assert!(read[name].as_f64().is_some_and(f64::is_finite), "{name}: {read}");
    }
    assert_eq!((&read["who"], &read["part"]), (&json!("ben"), &json!("assignee")));
    assert!(time(&read["nudge_at"]) < time(&read["hand_on_at"]), "{read}");

    let address = format!("/p/bees/t/{number}");
    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    let page = bens.open(&address).await.shown().saying("No news from you for 3 days");
    page.saying("a reminder comes after").saying("A friendly reminder");
    let mut vals = Browser::signed_in(&app, &people[1].id).await;
    let page = vals.open(&address).await.shown().saying("No news from ben for 3 days");
    assert!(!page.has_form(&format!("{address}/still-on-it")), "{page:?}");
    app.visitor().read(&format!("{BEES}/tasks/{number}/clock")).await.problem(403, "not-signed-in");
    assert_eq!(clock(&people[2], number).await, Value::Null);
    let mut nobody = Browser::new(&app);
    assert!(!nobody.open(&address).await.shown().says("If it goes quiet"));
}

/// The one line of a folded clock; none where it is not folded.
fn folded(page: &Page) -> Option<String> {
    let clock = page.html.split_once("id=\"clock\"").unwrap().1.split_once("</section>").unwrap().0;
    let (before, behind) = clock.split_once("<details class=\"why\">")?;
    assert!(!before.contains("/still-on-it") && behind.contains("/still-on-it"), "{clock}");
    Some(behind.split_once("</summary>").unwrap().0.to_owned())
}

async fn the_clock_is_one_line_until_something_is_said_or_asked(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let address = format!("/p/bees/t/{number}");
    let mut bens = Browser::signed_in(&app, &ben.id).await;
    let calm = bens.open(&address).await.shown();
    assert!(folded(&calm).is_some_and(|line| line.contains("If it goes quiet, a reminder comes after")));
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let theirs = anas.open(&address).await.shown().saying("If it goes quiet, a reminder comes after");
    for page in [&calm, &theirs] {
        assert!(!page.says("without news"), "when a reminder comes is said once: {page:?}");
    }
    assert!(!theirs.html.contains("<h2 id=\"clock-head\">"), "it is one line for others, too: {theirs:?}");
    let nudge_at = time(&clock(ben, number).await["nudge_at"]);
    pass(&app, nudge_at.plus(-2 * HOUR)).await;
    let near = bens.open(&address).await.shown();
    assert_eq!(folded(&near), None, "the reminder is near: {near:?}");
    pass(&app, nudge_at).await;
    let reminded = bens.open(&address).await.shown().saying("A reminder came");
    assert_eq!(folded(&reminded), None, "{reminded:?}");
    let still = bens.fill(&reminded, &format!("{address}/still-on-it"), &[]).await.shown();
    assert!(folded(&still).is_some(), "{still:?}");
    let until = Day::at(app.clock.now().plus(9 * DAY), chrono_tz::Tz::UTC).to_string();
    let longer = [("need_until", until.as_str())];
    let longer = bens.fill(&still, &format!("{address}/need-longer"), &longer).await.shown();
    assert_eq!(folded(&longer.saying("You need until")), None);
}

async fn a_task_that_nobody_has_has_no_clock(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    assert_eq!(clock(&ana, number).await, Value::Null);
    people[0].perform("task.take", on(number, json!({}))).await.ok();
    assert_ne!(clock(&ana, number).await, Value::Null);
    people[0].perform("task.hand_back", on(number, json!({}))).await.ok();
    assert_eq!(clock(&ana, number).await, Value::Null);
    // Of what is put away nobody is asked.
    people[0].perform("task.take", on(number, json!({}))).await.ok();
    ana.perform("task.archive", on(number, json!({}))).await.ok();
    app.advance(days(60));
    sweep(&app).await;
    assert_eq!(told(&people[0], "nudge").await, 0);
}

async fn a_closed_pursuance_reminds_nobody(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    people[0].perform("task.take", on(number, json!({}))).await.ok();
    ana.perform("pursuance.close", crate::support::bees::of(json!({ "reason": "Winter." }))).await.ok();
    for _ in 0..10 {
        app.advance(days(10));
        sweep(&app).await;
    }
    assert_eq!((told(&people[0], "nudge").await, phase_of(&ana, number).await.0), (0, json!("started")));
}

async fn admins_choose_fixed_times_or_that_nothing_happens(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cleo", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    app.advance(DAY + HOUR);
    sweep(&app).await;
    assert_eq!(told(ben, "nudge").await, 0);
    // Also for tasks that are under way.
    ana.perform("pursuance.set_pace", crate::support::bees::of(json!({ "mode": "fixed" }))).await.ok();
    sweep(&app).await;
    assert_eq!(told(ben, "nudge").await, 1);
    let shown = clock(ben, number).await;
    assert!(about(time(&shown["hand_on_at"]), app.clock.now().plus(DAY)), "a day for the answer: {shown}");

    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open("/p/bees/settings/pace").await.shown().saying("Nothing would happen now.");
    let fields = [("handing_on", "off"), ("heir_2", ""), ("heir_3", "inviter")];
    let page = anas.fill(&page, "/p/bees/settings/pace", &fields).await.shown();
    let form = page.form("/p/bees/settings/pace");
    let order: Vec<String> = (1..=5).map(|at| form.value(&format!("heir_{at}")).to_owned()).collect();
    assert_eq!(form.value("handing_on"), "off");
    assert_eq!(order, ["stand_by", "inviter", "most_karma", "", ""]);
    // The former terms would hand on nothing now: ben was reminded a moment ago, a day for the answer is not over.
    app.advance(2 * DAY);
    anas.open("/p/bees/settings/pace?try=fixed").await.shown().saying("would be handed on");
    anas.open("/p/bees/settings/pace?try=learnt").await.shown().saying("Nothing would happen now.");
    app.advance(days(60));
    sweep(&app).await;
    assert_eq!((clock(ben, number).await, phase_of(&ana, number).await.0), (Value::Null, json!("started")));
    assert_eq!(told(ben, "nudge").await, 1);
    let lately = ana.read(&format!("{BEES}/log")).await.items();
    assert_eq!(lately[0]["verb"], "pursuance.pace_set");
}
