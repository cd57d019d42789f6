//! Fixed times (RULES §5): a pursuance says after how many days a silent person is reminded, and after how many the task is
//! handed on.

use pursuance_domain::time::HOUR;
use serde_json::{Value, json};

use super::{about, clock, days, on, phase_of, sweep, time, told};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::{Answer, Person, TestApp, on_both_apps};

on_both_apps!(
    a_pursuance_reminds_and_hands_on_after_the_days_it_says,
    the_days_stay_as_they_were_said,
    other_days_count_at_once_for_silences_under_way,
    other_days_are_tried_out_before_they_count,
    wrong_days_are_refused_and_stand_in_the_form_again,
    only_those_who_edit_the_pursuance_say_the_days,
);

const ADDRESS: &str = "/p/bees/settings/pace";

async fn set(who: &Person, mode: &str, more: Value) -> Answer {
    who.perform("pursuance.set_pace", merged(of(json!({ "mode": mode })), more)).await
}

fn said(remind_after: i64, hand_on_after: i64) -> Value {
    json!({ "remind_after": remind_after, "hand_on_after": hand_on_after })
}

async fn a_pursuance_reminds_and_hands_on_after_the_days_it_says(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    set(&ana, "fixed", said(7, 14)).await.ok();
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let (begun, shown) = (app.clock.now(), clock(ben, number).await);
    assert!(about(time(&shown["nudge_at"]), begun.plus(days(7))), "{shown}");
    assert!(about(time(&shown["hand_on_at"]), begun.plus(days(14))), "{shown}");
    assert_eq!(shown["why"]["fixed"], said(7, 14));

    app.advance(days(7) - HOUR);
    sweep(&app).await;
    assert_eq!(told(ben, "nudge").await, 0);
    app.advance(2 * HOUR);
    sweep(&app).await;
    assert_eq!(told(ben, "nudge").await, 1);
    app.advance(days(7) - 2 * HOUR);
    sweep(&app).await;
    assert_eq!(phase_of(&ana, number).await, (json!("started"), json!("ben")));
    app.advance(2 * HOUR);
    sweep(&app).await;
    assert_eq!(phase_of(&ana, number).await, (json!("help_wanted"), Value::Null));
}

async fn the_days_stay_as_they_were_said(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let pair = |answer: &Value| {
        let of_it = |name: &str| answer["result"][name].clone();
        json!({ "remind_after": of_it("remind_after"), "hand_on_after": of_it("hand_on_after") })
    };
    assert_eq!(pair(&set(&ana, "fixed", json!({})).await.ok()), said(1, 2), "where nobody said others");
    assert_eq!(pair(&set(&ana, "fixed", said(7, 14)).await.ok()), said(7, 14));
    let log = ana.read(&format!("{BEES}/log")).await.items();
    let told = json!({ "before": "fixed", "after": "fixed", "remind_after": 7, "hand_on_after": 14 });
    assert_eq!(log[0]["data"], told);
    // A setting that is not named stays, also while the days do not count; and only changes are told.
    assert_eq!(pair(&set(&ana, "learnt", json!({ "heirs": ["inviter"] })).await.ok()), said(7, 14));
    assert_eq!(pair(&set(&ana, "fixed", json!({ "hand_on_after": 21 })).await.ok()), said(7, 21));
    assert_eq!(pair(&set(&ana, "off", json!({})).await.ok()), said(7, 21));
    let log = ana.read(&format!("{BEES}/log")).await.items();
    assert_eq!(log[0]["data"], json!({ "before": "fixed", "after": "off" }));
    assert_eq!(log[1]["data"]["hand_on_after"], 21);
    let count = log.len();
    set(&ana, "off", said(7, 21)).await.ok();
    assert_eq!(ana.read(&format!("{BEES}/log")).await.items().len(), count, "nothing has changed");

    let mut bens = Browser::signed_in(&app, &people[0].id).await;
    let page = bens.open("/p/bees/activity").await.shown();
    page.saying("a reminder after 7 days, handed on after 14 days").saying("handed on after 21 days");
}

async fn other_days_count_at_once_for_silences_under_way(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    set(&ana, "fixed", said(20, 30)).await.ok();
    let number = task(&ana, "Count").await;
    ben.perform("task.take", on(number, json!({}))).await.ok();
    let begun = app.clock.now();
    app.advance(days(3) + HOUR);
    sweep(&app).await;
    assert_eq!(told(ben, "nudge").await, 0);
    set(&ana, "fixed", said(3, 5)).await.ok();
    sweep(&app).await;
    assert_eq!(told(ben, "nudge").await, 1);
    let shown = clock(ben, number).await;
    assert!(about(time(&shown["hand_on_at"]), begun.plus(days(5))), "{shown}");
    // And the other way: more patience for whoever was reminded.
    set(&ana, "fixed", said(3, 60)).await.ok();
    sweep(&app).await;
    let shown = clock(ben, number).await;
    assert!(about(time(&shown["hand_on_at"]), begun.plus(days(60))), "{shown}");
}

async fn other_days_are_tried_out_before_they_count(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    people[0].perform("task.take", on(number, json!({}))).await.ok();
    app.advance(days(3) + HOUR);
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let reminder = "a reminder would come first";
    let tried = |days: &str| format!("{ADDRESS}?try=fixed{days}");
    anas.open(&tried("")).await.shown().saying(reminder);
    anas.open(&tried("&remind_after=4&hand_on_after=9")).await.shown().saying("Nothing would happen now.");
    // Terms that do not count yet are tried out, too.
    set(&ana, "learnt", said(4, 9)).await.ok();
    anas.open(&tried("")).await.shown().saying("Nothing would happen now.");
    anas.open(&tried("&remind_after=3")).await.shown().saying(reminder);
    let refused = anas.open(&tried("&remind_after=9&hand_on_after=3")).await.refused();
    assert!(refused.html.contains("id=\"try-hand-on-after-error\""), "{refused:?}");
    assert!(!refused.says("Nothing would happen now."));
    sweep(&app).await;
    assert_eq!(told(&people[0], "nudge").await, 0, "nothing is done by looking");
}

async fn wrong_days_are_refused_and_stand_in_the_form_again(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    for wrong in
        [said(0, 2), said(1, 91), json!({ "remind_after": "a week" }), json!({ "hand_on_after": 2.5 })]
    {
        set(&ana, "fixed", wrong).await.problem(422, "invalid-input");
    }
    for wrong in [said(5, 5), said(9, 3), json!({ "remind_after": 2 })] {
        set(&ana, "fixed", wrong).await.problem(422, "invalid-value");
    }
    let mut anas = Browser::signed_in(&app, &ana.id).await;
    let page = anas.open(ADDRESS).await.shown();
    let form = page.form(ADDRESS);
    assert_eq!([form.value("remind_after"), form.value("hand_on_after")], ["1", "2"]);
    assert!(!page.html.contains("id=\"order\" open"), "the usual order is folded: {page:?}");
    for (remind, hand_on, field) in [
        ("0", "2", "remind-after"),
        ("1", "91", "hand-on-after"),
        ("5", "5", "hand-on-after"),
        ("2", "", "hand-on-after"),
        ("a week", "14", "remind-after"),
    ] {
        let fields =
            [("handing_on", "fixed"), ("remind_after", remind), ("hand_on_after", hand_on), ("heir_1", "")];
        let refused = anas.fill(&page, ADDRESS, &fields).await.refused();
        assert!(refused.html.contains(&format!("id=\"{field}-error\"")), "{remind} {hand_on}: {refused:?}");
        let form = refused.form(ADDRESS);
        let kept = ["handing_on", "remind_after", "hand_on_after", "heir_1"].map(|name| form.value(name));
        assert_eq!(kept, ["fixed", remind, hand_on, "last_active"]);
        assert!(refused.html.contains("id=\"order\" open"), "another order is shown: {refused:?}");
    }
    let log = ana.read(&format!("{BEES}/log")).await.items();
    assert!(log.iter().all(|event| event["verb"] != "pursuance.pace_set"), "{log:?}");

    let fields = [("handing_on", "fixed"), ("remind_after", "7"), ("hand_on_after", "14")];
    let saved = anas.fill(&page, ADDRESS, &fields).await.shown();
    let form = saved.form(ADDRESS);
    let kept = ["handing_on", "remind_after", "hand_on_after"].map(|name| form.value(name));
    assert_eq!(kept, ["fixed", "7", "14"]);
}

async fn only_those_who_edit_the_pursuance_say_the_days(app: TestApp) {
    let others = [("ben", "admin"), ("eva", "assigner"), ("ivo", "normal")];
    let (_, people) = bees(&app, "public", &others).await;
    set(&people[0], "fixed", said(7, 14)).await.ok();
    for person in &people[1..] {
        set(person, "fixed", said(8, 9)).await.problem(403, "not-allowed");
    }
    let input = merged(of(json!({ "mode": "fixed" })), said(8, 9));
    app.visitor().perform("pursuance.set_pace", input).await.problem(401, "token-needed");
    assert_eq!(set(&people[0], "fixed", json!({})).await.ok()["result"]["remind_after"], 7);
}
