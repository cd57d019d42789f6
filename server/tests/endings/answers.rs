//! Answers, quotes and reactions of comments, and their fate when a comment ends.

use http::StatusCode;
use pursuance_domain::discussion::{KINDS_MAX, OWN_KINDS_MAX};
use pursuance_domain::value::Emoji;
use serde_json::{Value, json};

use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::{Browser, Form};
use crate::support::groups::merged;
use crate::support::inspect::Inspect;
use crate::support::{Answer, Caller, Person, TestApp, on_both_apps};

on_both_apps!(
    a_reply_hangs_on_the_first_comment_of_its_own_discussion,
    a_quote_shows_each_reader_what_they_may_read,
    a_comment_has_so_many_kinds_of_reactions,
    reactions_leave_no_event_and_go_with_their_comment,
    somebody_answers_quotes_and_reacts_on_pages_alone,
);

async fn try_say(by: &Person, number: i64, more: Value) -> Answer {
    by.perform("task.comment", of(merged(json!({ "task": number, "body": "Hm." }), more))).await
}

async fn say(by: &Person, number: i64, more: Value) -> String {
    try_say(by, number, more).await.ok()["result"]["message"].as_str().unwrap().to_owned()
}

async fn react(by: &Person, number: i64, message: &str, emoji: &str, on: bool) -> Answer {
    let input = json!({ "task": number, "message": message, "emoji": emoji, "on": on });
    by.perform("message.react", of(input)).await
}

/// The comments of a task, as somebody reads them.
async fn listed(reader: &Caller, number: i64) -> Vec<Value> {
    reader.read(&format!("{BEES}/tasks/{number}/comments")).await.items()
}

async fn a_reply_hangs_on_the_first_comment_of_its_own_discussion(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let (number, other) = (task(&ana, "Count").await, task(&ana, "Draw").await);
    let first = say(&ana, number, json!({ "body": "How many?" })).await;
    let reply = say(&people[0], number, json!({ "body": "Seven.", "reply_to": first })).await;
    say(&ana, number, json!({ "body": "Surely?", "reply_to": reply })).await;

    let ties: Vec<Value> =
        listed(&ana, number).await.into_iter().map(|comment| comment["reply_to"].clone()).collect();
    assert_eq!(ties, [Value::Null, json!(first), json!(first)], "one level");
    for elsewhere in [json!(first), json!("01k9w5a4b6c8d0e2f4g6h8j0k2")] {
        try_say(&ana, other, json!({ "reply_to": elsewhere })).await.problem(404, "not-found");
    }
    assert_eq!(listed(&ana, other).await.len(), 0);
}

async fn a_quote_shows_each_reader_what_they_may_read(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    let closed = json!({ "slug": "wasps", "name": "Wasps", "mission": "", "visibility": "members" });
    ana.perform("pursuance.create", closed).await.ok();
    let inside = json!({ "pursuance": "wasps", "title": "Nest" });
    ana.perform("task.create", inside).await.ok();
    let said = json!({ "pursuance": "wasps", "task": 1, "body": "The *zuqnest* is high." });
    let secret = ana.perform("task.comment", said).await.ok()["result"]["message"].clone();

    // Nobody quotes what they do not read.
    try_say(ben, number, json!({ "quote": secret })).await.problem(404, "not-found");
    let open = say(ben, number, json!({ "body": "Hive **three** is empty." })).await;
    say(&ana, number, json!({ "quote": secret })).await;
    say(&ana, number, json!({ "quote": open })).await;

    let of_ana = listed(&ana, number).await;
    assert_eq!(of_ana[1]["quote"], secret);
    assert_eq!(of_ana[1]["quoted"]["text"], "The zuqnest is high.");
    assert!(of_ana[1]["quoted"]["url"].as_str().unwrap().contains("/p/wasps/t/1?around="), "{:?}", of_ana[1]);
    let of_ben = listed(ben, number).await;
    assert_eq!(of_ben[1]["quote"], Value::Null);
    assert_eq!(of_ben[1]["quoted"]["state"], "unreadable");
    assert_eq!(
        (&of_ben[2]["quoted"]["author"], &of_ben[2]["quoted"]["text"]),
        (&json!("ben"), &json!("Hive three is empty."))
    );
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    let page = browser.open(&format!("/p/bees/t/{number}")).await.shown();
    let page = page.saying("A message you may not read.").saying("Hive three is empty.");
    assert!(!page.says("zuqnest"), "{page:?}");

    let end = |comment: &Value| of(json!({ "task": number, "comment": comment }));
    ben.perform("comment.delete", end(&json!(open))).await.ok();
    assert_eq!(listed(&ana, number).await[2]["quoted"]["state"], "gone");
    try_say(&ana, number, json!({ "quote": open })).await.problem(409, "comment-gone");
    browser.open(&format!("/p/bees/t/{number}")).await.shown().saying("This message is gone.");
}

async fn a_comment_has_so_many_kinds_of_reactions(app: TestApp) {
    let members = [("ben", "normal"), ("cay", "untrusted"), ("dan", "normal")];
    let (ana, people) = bees(&app, "public", &members).await;
    let [ben, cay, dan] = people.as_slice() else { panic!("three people") };
    let number = task(&ana, "Count").await;
    let comment = say(&ana, number, json!({})).await;
    let offered = Emoji::OFFERED;
    let (of_ana, others) = offered.split_at(OWN_KINDS_MAX);
    for emoji in of_ana {
        react(&ana, number, &comment, emoji.as_str(), true).await.ok();
    }
    // Nobody alone keeps others from a kind of their own.
    react(&ana, number, &comment, others[0].as_str(), true).await.problem(409, "too-many-reactions");
    for emoji in others.iter().take(KINDS_MAX - OWN_KINDS_MAX) {
        react(dan, number, &comment, emoji.as_str(), true).await.ok();
    }
    let [first, .., last] = Emoji::OFFERED;
    react(ben, number, &comment, last.as_str(), true).await.problem(409, "too-many-reactions");
    react(ben, number, &comment, first.as_str(), true).await.ok();
    // Twice is once.
    react(ben, number, &comment, first.as_str(), true).await.ok();
    let kinds = listed(ben, number).await[0]["reactions"].as_array().unwrap().clone();
    assert_eq!(kinds.len(), KINDS_MAX);
    let people = ["ana", "ben"];
    let both = json!({ "emoji": first.as_str(), "count": 2, "mine": true, "people": people });
    assert!(kinds.contains(&both), "{kinds:?}");
    react(&ana, number, &comment, Emoji::OFFERED[1].as_str(), false).await.ok();
    react(ben, number, &comment, last.as_str(), true).await.ok();
    for text in ["", "+1", "👍👍", "<b>"] {
        let refused = react(ben, number, &comment, text, true).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{text:?}: {refused:?}");
    }
    let refused = react(cay, number, &comment, first.as_str(), true).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{refused:?}");
}

async fn reactions_leave_no_event_and_go_with_their_comment(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let number = task(&ana, "Count").await;
    let (deleted, removed) = (say(ben, number, json!({})).await, say(ben, number, json!({})).await);
    let inspect = Inspect::open(&app.config.database_url).await;
    let events = inspect.count("event").await;
    let told = inspect.count("notice").await;
    for comment in [&deleted, &removed] {
        react(&ana, number, comment, "🎉", true).await.ok();
        react(ben, number, comment, "🎉", true).await.ok();
    }
    assert_eq!((inspect.count("event").await, inspect.count("reaction").await), (events, 4));
    assert_eq!(inspect.count("notice").await, told, "nobody is told");

    let end = |comment: &str, more: Value| of(merged(json!({ "task": number, "comment": comment }), more));
    ben.perform("comment.delete", end(&deleted, json!({}))).await.ok();
    ana.perform("comment.delete", end(&removed, json!({ "reason": "No." }))).await.ok();
    assert_eq!(inspect.count("reaction").await, 0);
    react(&ana, number, &deleted, "🎉", true).await.problem(409, "comment-gone");
}

async fn somebody_answers_quotes_and_reacts_on_pages_alone(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let number = task(&ana, "Count").await;
    let first = say(&ana, number, json!({ "body": "How many?" })).await;
    say(&ana, number, json!({ "body": "Another matter." })).await;
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let task = format!("/p/bees/t/{number}");
    let comments = format!("{task}/comments");

    let page = browser.open(&format!("{task}?around={first}&reply={first}")).await.shown();
    assert_eq!(page.form(&comments).value("reply_to"), first);
    let preview = browser.fill(&page, &comments, &[("body", "It is **seven**."), ("preview", "yes")]).await;
    let preview = preview.saying("<strong>seven</strong>");
    assert_eq!(listed(&ana, number).await.len(), 2, "nothing is said yet");
    assert_eq!(preview.form(&comments).value("reply_to"), first);
    // A refused form keeps what it answers.
    let refused = browser.fill(&page, &comments, &[("body", " ")]).await.refused();
    let page = browser.fill(&refused, &comments, &[("body", "Seven.")]).await.shown();
    assert_eq!(listed(&ana, number).await[2]["reply_to"], json!(first));
    let place = |words: &str| page.html.find(&format!("<p>{words}</p>")).unwrap();
    assert!(place("How many?") < place("Seven.") && place("Seven.") < place("Another matter."), "{page:?}");

    let page = browser.open(&format!("{task}?around={first}&quote={first}")).await.shown();
    browser.fill(&page, &comments, &[("body", "As you say.")]).await;
    assert_eq!(listed(&ana, number).await[3]["quote"], json!(first));

    let page = browser.open(&format!("{task}?around={first}&react={first}")).await.shown();
    let press = format!("{comments}/{first}/react");
    browser.fill(&page, &press, &[("add", "👍")]).await;
    let page = browser.open(&task).await.shown();
    assert!(page.html.contains("aria-pressed=\"true\""), "{page:?}");
    let page = page.saying("👍 1, you");
    let back: Form = page.form(&press).with(&[("take", "👍")]);
    browser.submit(back).await;
    assert_eq!(listed(&ana, number).await[0]["reactions"], json!([]));

    // Any other one is typed.
    let page = browser.open(&format!("{task}?around={first}&react={first}")).await.shown();
    for wrong in ["hedgehog", "🦔🦔", ""] {
        let told = browser.fill(&page, &press, &[("emoji", wrong)]).await.refused();
        let told = told.saying("A reaction is one emoji.");
        let kept = format!("name=\"emoji\" type=\"text\" value=\"{wrong}\"");
        assert!(told.html.contains(&kept), "{told:?}");
    }
    browser.fill(&page, &press, &[("emoji", " 🦔 ")]).await.shown().saying("🦔 1, you");
    // It is kept where the comment has gone meanwhile, too.
    ana.perform("comment.delete", of(json!({ "task": number, "comment": first }))).await.ok();
    let told = browser.fill(&page, &press, &[("emoji", "🌵")]).await;
    let told = told.refused();
    assert!(told.says("🌵") && !told.html.contains("name=\"emoji\""), "{told:?}");
    browser.fill(&page, &press, &[("emoji", "cactus")]).await.refused().saying("A reaction is one emoji.");
}
