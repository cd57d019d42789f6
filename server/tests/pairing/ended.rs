//! The questions in the inbox end with what they ask.

use pursuance_domain::time::{DAY, HOUR};
use serde_json::{Value, json};

use super::{FRENCH, answer, knows, offers, on, settle, speakers, waiting, wanted};
use crate::support::bees::of;
use crate::support::browser::Browser;
use crate::support::inspect::Inspect;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    a_question_is_read_once_the_task_is_somebodys,
    a_question_is_read_once_the_task_wants_no_help_or_is_put_away,
    questions_about_the_parts_of_what_is_put_away_are_read,
    whoever_leaves_is_asked_nothing_there_any_more,
    a_word_of_thanks_and_other_questions_stay_unread,
    a_question_that_was_over_is_unread_again_for_everybody_whom_it_asks_again,
    what_is_brought_back_asks_again_and_so_do_its_parts,
    of_several_questions_the_last_one_asks_again,
    whoever_gives_a_task_back_is_told_nothing_of_it,
    nobody_is_asked_again_while_one_alone_is_asked,
    a_question_that_is_over_says_what_became_of_it,
);

/// The verbs of what somebody was told about tasks for which they were asked, and has not read.
pub async fn unread_questions(person: &Person) -> Vec<String> {
    let items = person.read("/api/v1/me/inbox").await.items();
    let unread = items.iter().filter(|item| item["kind"] == "task_offer" && item["read"] == false);
    unread.map(|item| item["event"]["verb"].as_str().unwrap().to_owned()).collect()
}

async fn a_question_is_read_once_the_task_is_somebodys(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    assert_eq!(unread_questions(&people[1]).await, ["task.asked"]);
    answer(&people[0], "offer.accept", json!({})).await;
    for person in &people {
        assert_eq!(unread_questions(person).await, [""; 0], "{}", person.name);
    }
    assert_eq!(people[1].read("/api/v1/me/inbox").await.ok()["unread"], 0, "nor is it counted");
    // The offer itself is open: whoever says yes now stands by.
    assert_eq!(offers(&people[1]).await[0]["state"], "open");
    // Once it is free again it waits for them among the offers.
    people[0].perform("task.hand_back", on(number, json!({}))).await.ok();
    assert_eq!(waiting(&people[1]).await.len(), 1);
}

async fn a_question_is_read_once_the_task_wants_no_help_or_is_put_away(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    for (action, more) in [
        ("task.set_phase", json!({ "phase": "dropped" })),
        ("task.set_phase", json!({ "phase": "new" })),
        ("task.archive", json!({})),
        ("task.trash", json!({})),
        ("task.assign", json!({ "assignee": "ana" })),
    ] {
        let number = wanted(&ana, json!({})).await;
        settle(&app).await;
        assert_eq!(unread_questions(&people[0]).await, ["task.asked"], "{action}");
        ana.perform(action, on(number, more)).await.ok();
        assert_eq!(unread_questions(&people[0]).await, [""; 0], "{action}");
    }
}

async fn questions_about_the_parts_of_what_is_put_away_are_read(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    let inspect = Inspect::open(&app.config.database_url).await;
    for action in ["task.archive", "task.trash"] {
        let made = ana.perform("task.create", of(json!({ "title": "Translate" }))).await.ok();
        let above = made["result"]["task"].as_i64().unwrap();
        wanted(&ana, json!({ "parent": above })).await;
        settle(&app).await;
        assert_eq!(unread_questions(&people[0]).await, ["task.asked"], "{action}");
        ana.perform(action, on(above, json!({}))).await.ok();
        // A task in the trash is hidden: the row itself says whether it was read.
        let unread =
            "select cast(count(*) as text) from notice where kind = 'task_offer' and read_at is null";
        assert_eq!(inspect.rows(unread).await.concat().concat(), "0", "{action}");
    }
}

async fn whoever_leaves_is_asked_nothing_there_any_more(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    wanted(&ana, json!({})).await;
    settle(&app).await;
    people[0].perform("pursuance.leave", of(json!({}))).await.ok();
    assert_eq!(people[0].read("/api/v1/me/inbox").await.ok()["unread"], 0);
    assert_eq!(unread_questions(&people[1]).await, ["task.asked"], "others are asked as before");
}

async fn a_word_of_thanks_and_other_questions_stay_unread(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let (number, other) = (wanted(&ana, json!({})).await, wanted(&ana, json!({ "title": "Read" })).await);
    settle(&app).await;
    assert_eq!(unread_questions(&people[1]).await.len(), 2);
    people[0].perform("task.take", on(number, json!({}))).await.ok();
    assert_eq!(unread_questions(&people[1]).await, ["task.asked"], "#{other} looks for somebody still");
    let stands_by: Vec<Value> = offers(&people[1]).await;
    let first = stands_by.iter().find(|offer| offer["task"] == number).unwrap();
    let yes = json!({ "offer": first["offer"] });
    assert_eq!(people[1].perform("offer.accept", yes).await.ok()["result"]["state"], "standing_by");
    ana.perform("task.set_phase", on(number, json!({ "phase": "dropped" }))).await.ok();
    settle(&app).await;
    let mut unread = unread_questions(&people[1]).await;
    unread.sort();
    assert_eq!(unread, ["offer.ended", "task.asked"]);
}

async fn a_question_that_was_over_is_unread_again_for_everybody_whom_it_asks_again(app: TestApp) {
    let (ana, people) = speakers(&app, 4).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    answer(&people[1], "offer.not_now", json!({})).await;
    // That it can be answered again is news also for whoever had read it by then.
    people[2].perform("notice.read", json!({ "all": true })).await.ok();
    for (taken, free) in [
        (&people[0], ("task.hand_back", json!({}))),
        (&ana, ("task.set_phase", json!({ "phase": "help_wanted" }))),
    ] {
        let take = match taken.name.as_str() {
            "ana" => ("task.set_phase", json!({ "phase": "new" })),
            _ => ("task.take", json!({})),
        };
        taken.perform(take.0, on(number, take.1)).await.ok();
        for person in &people {
            assert_eq!(unread_questions(person).await, [""; 0], "{}", person.name);
        }
        taken.perform(free.0, on(number, free.1)).await.ok();
        for person in &people[2..] {
            assert_eq!(unread_questions(person).await, ["task.asked"], "{}", person.name);
            assert_eq!(waiting(person).await.len(), 1, "{}", person.name);
            assert_eq!(person.read("/api/v1/me/inbox").await.ok()["unread"], 1, "{}", person.name);
        }
        // A person who has had it said yes, and one who said no is not asked again.
        for person in &people[..2] {
            assert_eq!(unread_questions(person).await, [""; 0], "{}", person.name);
        }
    }
}

async fn what_is_brought_back_asks_again_and_so_do_its_parts(app: TestApp) {
    let (ana, people) = speakers(&app, 1).await;
    for action in ["task.archive", "task.trash"] {
        let made = ana.perform("task.create", of(json!({ "title": "Translate" }))).await.ok();
        let above = made["result"]["task"].as_i64().unwrap();
        wanted(&ana, json!({ "parent": above })).await;
        settle(&app).await;
        assert_eq!(unread_questions(&people[0]).await, ["task.asked"], "{action}");
        ana.perform(action, on(above, json!({}))).await.ok();
        assert_eq!(unread_questions(&people[0]).await, [""; 0], "{action}");
        ana.perform("task.restore", on(above, json!({}))).await.ok();
        assert_eq!(unread_questions(&people[0]).await, ["task.asked"], "{action}");
        people[0].perform("notice.read", json!({ "all": true })).await.ok();
    }
}

async fn of_several_questions_the_last_one_asks_again(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    let later = json!({ "until": app.clock.now().plus(3 * DAY) });
    answer(&people[0], "offer.later", later).await;
    app.advance(3 * DAY + HOUR);
    settle(&app).await;
    people[1].perform("task.take", on(number, json!({}))).await.ok();
    assert_eq!(unread_questions(&people[0]).await, [""; 0]);
    people[1].perform("task.hand_back", on(number, json!({}))).await.ok();
    assert_eq!(unread_questions(&people[0]).await, ["task.asked"], "it was asked twice");
}

async fn whoever_gives_a_task_back_is_told_nothing_of_it(app: TestApp) {
    let (ana, people) = speakers(&app, 2).await;
    knows(&ana, &[FRENCH]).await;
    let adds = json!({ "member": "p1", "role": "assistant_admin" });
    ana.perform("member.set_role", of(adds)).await.ok();
    // The writer decides on the work, and is not asked.
    let number = wanted(&people[0], json!({})).await;
    settle(&app).await;
    assert_eq!(unread_questions(&ana).await, ["task.asked"]);
    people[1].perform("task.take", on(number, json!({}))).await.ok();
    ana.perform("task.assign", on(number, json!({ "assignee": null }))).await.ok();
    assert_eq!(waiting(&ana).await.len(), 1);
    assert_eq!(unread_questions(&ana).await, [""; 0]);
}

async fn nobody_is_asked_again_while_one_alone_is_asked(app: TestApp) {
    let (ana, people) = speakers(&app, 3).await;
    people[2].perform("profile.set_limits", json!({ "offers_a_week": 0 })).await.ok();
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    people[2].perform("profile.set_limits", json!({ "offers_a_week": 5 })).await.ok();
    people[0].perform("task.take", on(number, json!({}))).await.ok();
    people[0].perform("task.hand_on", on(number, json!({}))).await.ok();
    assert_eq!(unread_questions(&people[1]).await, [""; 0]);
    settle(&app).await;
    // A person who was not asked before has a day for it.
    assert_eq!(unread_questions(&people[2]).await, ["task.asked"]);
    assert_eq!(unread_questions(&people[1]).await, [""; 0]);
    assert_eq!(waiting(&people[1]).await.len(), 0);
    answer(&people[2], "offer.not_now", json!({})).await;
    settle(&app).await;
    assert_eq!(waiting(&people[1]).await.len(), 1);
    assert_eq!(unread_questions(&people[1]).await, ["task.asked"]);
    assert_eq!(unread_questions(&people[2]).await, [""; 0]);
}

/// The outcome of the only question of which somebody was told.
async fn became(person: &Person) -> Value {
    let items = person.read("/api/v1/me/inbox").await.items();
    let asked = |item: &&Value| item["kind"] == "task_offer" && item["event"]["verb"] == "task.asked";
    items.iter().find(asked).unwrap()["became"].clone()
}

async fn a_question_that_is_over_says_what_became_of_it(app: TestApp) {
    let (ana, people) = speakers(&app, 5).await;
    let number = wanted(&ana, json!({})).await;
    settle(&app).await;
    answer(&people[1], "offer.not_now", json!({})).await;
    answer(&people[2], "offer.later", json!({ "until": app.clock.now().plus(9 * DAY) })).await;
    assert_eq!(became(&people[0]).await, Value::Null);
    answer(&people[0], "offer.accept", json!({})).await;
    answer(&people[3], "offer.accept", json!({})).await;
    for (person, word, words) in [
        (&people[0], "taken", "You were asked whether you take this. You took it."),
        (&people[1], "no", "You were asked whether you take this. You said no."),
        (&people[2], "later", "You were asked whether you take this. You wanted to be asked later."),
        (&people[3], "stands_by", "You were asked whether you take this. You said yes, and stand by."),
        (
            &people[4],
            "somebody_elses",
            "You were asked whether you take this. That is over: somebody else has it.",
        ),
    ] {
        assert_eq!(became(person).await, word, "{}", person.name);
        let mut browser = Browser::signed_in(&app, &person.id).await;
        let page = browser.open("/inbox").await.shown().saying(words);
        // It leads to the task, since no offer of it waits.
        assert!(!page.html.contains("<h3><a href=\"/offers\""), "{page:?}");
        assert!(!page.says("You are asked whether you take this"), "{page:?}");
    }
    people[0].perform("task.hand_back", on(number, json!({}))).await.ok();
    assert_eq!(became(&people[4]).await, Value::Null);
    let mut browser = Browser::signed_in(&app, &people[4].id).await;
    browser.open("/inbox").await.shown().saying("You are asked whether you take this");
    ana.perform("task.set_phase", on(number, json!({ "phase": "dropped" }))).await.ok();
    assert_eq!(became(&people[4]).await, "over");
}
