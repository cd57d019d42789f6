//! Answers, quotes and reactions of messages in rooms, and the form that says each once.

use http::StatusCode;
use pursuance::bounds::rate::REACTIONS;
use pursuance::jobs::Worker;
use pursuance_domain::time::SECOND;
use serde_json::{Value, json};

use super::rooms::{bodies, room, said};
use crate::support::bees::{BEES, bees, of, task};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::peers::until;
use crate::support::{Answer, Caller, Person, TestApp, on_both_apps};

on_both_apps!(
    a_reply_hangs_on_the_first_message_of_its_own_room_and_is_told,
    a_quote_of_a_message_in_a_room_shows_each_reader_what_they_may_read,
    somebody_answers_quotes_and_reacts_in_a_room_on_pages_alone,
    one_person_reacts_only_so_often_in_all_places_and_holds_up_nobody,
);

async fn try_say(by: &Person, room: &str, more: Value) -> Answer {
    by.perform("room.say", merged(json!({ "room": room, "body": "Hm." }), more)).await
}

async fn say(by: &Person, room: &str, more: Value) -> String {
    try_say(by, room, more).await.ok()["result"]["message"].as_str().unwrap().to_owned()
}

/// The messages in a room, as somebody reads them.
async fn listed(reader: &Caller, room: &str) -> Vec<Value> {
    reader.read(&format!("/api/v1/rooms/{room}/messages")).await.items()
}

async fn a_reply_hangs_on_the_first_message_of_its_own_room_and_is_told(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let (kitchen, cellar) = (room(&ana, "Kitchen", "everyone").await, room(&ana, "Cellar", "everyone").await);
    let worker = Worker::spawn(&app.app);
    let first = said(&ana, &kitchen, "Tea?").await;
    let reply = say(ben, &kitchen, json!({ "reply_to": first })).await;
    let last = say(&ana, &kitchen, json!({ "reply_to": reply, "body": "@ben surely." })).await;
    let ties: Vec<Value> =
        listed(&app.visitor(), &kitchen).await.into_iter().map(|one| one["reply_to"].clone()).collect();
    assert_eq!(ties, [Value::Null, json!(first), json!(first)], "one level");
    try_say(&ana, &cellar, json!({ "reply_to": first })).await.problem(404, "not-found");
    assert!(bodies(&ana, &cellar).await.is_empty());

    let told = async |of: &Person| {
        let notices = of.read("/api/v1/me/inbox").await.items();
        notices
            .into_iter()
            .filter(|one| ["reply", "mention"].contains(&one["kind"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    for (answered, message) in [(&ana, &reply), (ben, &last)] {
        until("whoever is answered is told", async || !told(answered).await.is_empty()).await;
        let told = told(answered).await;
        assert_eq!((told.len(), &told[0]["kind"]), (1, &json!("reply")), "once: {told:?}");
        let url = told[0]["url"].as_str().unwrap();
        let place = format!("/p/bees/talk/{kitchen}?around={message}#m-{message}");
        assert!(url.ends_with(&place), "{url}");
    }
    worker.stop().await;
}

async fn a_quote_of_a_message_in_a_room_shows_each_reader_what_they_may_read(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let (open, closed) = (room(&ana, "Kitchen", "everyone").await, room(&ana, "Office", "members").await);
    let visitor = app.visitor();
    let secret = said(&ana, &closed, "The *zuqkey* is below.").await;
    say(ben, &open, json!({ "quote": secret })).await;
    let of_ben = listed(ben, &open).await;
    assert_eq!((&of_ben[0]["quote"], &of_ben[0]["quoted"]["author"]), (&json!(secret), &json!("ana")));
    assert_eq!(of_ben[0]["quoted"]["text"], "The zuqkey is below.");
    let url = of_ben[0]["quoted"]["url"].as_str().unwrap();
    assert!(url.ends_with(&format!("/p/bees/talk/{closed}?around={secret}#m-{secret}")), "{url}");
    let of_visitor = listed(&visitor, &open).await;
    assert_eq!(
        (&of_visitor[0]["quote"], &of_visitor[0]["quoted"]["state"]),
        (&Value::Null, &json!("unreadable"))
    );
    let page = Browser::new(&app).open(&format!("/p/bees/talk/{open}")).await.shown();
    assert!(!page.saying("A message you may not read.").says("zuqkey"));
    // Comments quote what is said in rooms, as far as their writers read it.
    let number = task(&ana, "Count").await;
    let quoting = of(json!({ "task": number, "body": "See.", "quote": secret }));
    ben.perform("task.comment", quoting).await.ok();
    let comments = ben.read(&format!("{BEES}/tasks/{number}/comments")).await.items();
    assert_eq!(comments[0]["quoted"]["text"], "The zuqkey is below.");

    // A message whose time is over is gone, before it is swept.
    ana.perform("room.edit", json!({ "room": open, "lifetime": 60 })).await.ok();
    let short = said(&ana, &open, "Soon over.").await;
    say(&ana, &closed, json!({ "quote": short })).await;
    assert_eq!(listed(ben, &closed).await[1]["quoted"]["text"], "Soon over.");
    app.advance(61 * SECOND);
    assert_eq!(listed(ben, &closed).await[1]["quoted"]["state"], "gone");
    try_say(&ana, &closed, json!({ "quote": short })).await.problem(409, "comment-gone");
}

async fn somebody_answers_quotes_and_reacts_in_a_room_on_pages_alone(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let first = said(&ana, &kitchen, "How many?").await;
    said(&ana, &kitchen, "Another matter.").await;
    let mut browser = Browser::signed_in(&app, &people[0].id).await;
    let address = format!("/p/bees/talk/{kitchen}");

    let page = browser.open(&format!("{address}?around={first}&reply={first}")).await.shown();
    assert_eq!(page.form(&address).value("reply_to"), first);
    let preview = browser.fill(&page, &address, &[("body", "It is **seven**."), ("preview", "yes")]).await;
    let preview = preview.saying("<strong>seven</strong>");
    assert_eq!(bodies(&ana, &kitchen).await.len(), 2, "nothing is said yet");
    assert_eq!(preview.form(&address).value("reply_to"), first);
    let form = preview.form(&address).with(&[("body", "Seven.")]);
    let page = browser.submit(form.clone()).await.shown();
    assert_eq!(listed(&ana, &kitchen).await[2]["reply_to"], json!(first));
    let place = |words: &str| page.html.find(&format!("<p>{words}</p>")).unwrap();
    assert!(place("How many?") < place("Seven.") && place("Seven.") < place("Another matter."), "{page:?}");
    // The same form once more says nothing new; other words with its key come back.
    browser.submit(form.clone()).await.shown().saying("Seven.");
    assert_eq!(bodies(&ana, &kitchen).await.len(), 3);
    let refused = browser.submit(form.with(&[("body", "Eight.")])).await;
    assert!(!refused.status.is_success() && refused.says("Eight."), "{refused:?}");
    assert_eq!(bodies(&ana, &kitchen).await.len(), 3);

    let page = browser.open(&format!("{address}?around={first}&quote={first}")).await.shown();
    browser.fill(&page, &address, &[("body", "As you say.")]).await.shown();
    assert_eq!(listed(&ana, &kitchen).await[3]["quoted"]["text"], "How many?");

    let press = format!("{address}/m/{first}/react");
    let page = browser.open(&format!("{address}?around={first}&react={first}")).await.shown();
    browser.fill(&page, &press, &[("add", "👍")]).await.shown().saying("👍 1, you");
    let input = json!({ "room": kitchen, "message": first, "emoji": "👍", "on": true });
    ana.perform("message.react", input).await.ok();
    let both = json!([{ "emoji": "👍", "count": 2, "mine": true, "people": ["ben", "ana"] }]);
    assert_eq!(listed(&ana, &kitchen).await[0]["reactions"], both);
    let page = browser.open(&address).await.shown();
    browser.submit(page.form(&press).with(&[("take", "👍")])).await.shown();
    assert_eq!(listed(&ana, &kitchen).await[0]["reactions"][0]["count"], 1);
    // Any other one is typed.
    let page = browser.open(&format!("{address}?around={first}&react={first}")).await.shown();
    for wrong in ["hedgehog", "🦔🦔", ""] {
        let told = browser.fill(&page, &press, &[("emoji", wrong)]).await.refused();
        let told = told.saying("A reaction is one emoji.");
        let kept = format!("name=\"emoji\" type=\"text\" value=\"{wrong}\"");
        assert!(told.html.contains(&kept), "{told:?}");
    }
    browser.fill(&page, &press, &[("emoji", " 🦔 ")]).await.shown().saying("🦔 1, you");
    // An archived room is only read.
    ana.perform("room.archive", json!({ "room": kitchen })).await.ok();
    let told = browser.fill(&page, &press, &[("add", "🎉")]).await;
    assert!(!told.status.is_success() && told.says("archived"), "{told:?}");
    let told = browser.fill(&page, &press, &[("emoji", "🌵")]).await;
    assert!(!told.status.is_success() && told.says("archived") && told.says("🌵"), "{told:?}");
    assert!(!browser.open(&address).await.shown().has_form(&press), "nothing is pressed there");
}

async fn one_person_reacts_only_so_often_in_all_places_and_holds_up_nobody(app: TestApp) {
    let (ana, people) = bees(&app, "public", &[("ben", "normal")]).await;
    let ben = &people[0];
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let first = said(&ana, &kitchen, "Tea?").await;
    let number = task(&ana, "Count").await;
    let comment = of(json!({ "task": number, "body": "Seven." }));
    let comment = ana.perform("task.comment", comment).await.ok()["result"]["message"].clone();
    let comment = comment.as_str().unwrap();
    let in_room = json!({ "room": kitchen, "message": first, "emoji": "👍" });
    let on_task = of(json!({ "task": number, "message": comment, "emoji": "👍" }));
    let press = async |by: &Person, n: u32| {
        let place = if n.is_multiple_of(2) { &in_room } else { &on_task };
        by.perform("message.react", merged(place.clone(), json!({ "on": n % 4 < 2 }))).await
    };

    // Each is taken back before it is given again.
    let mut done = 0;
    let refused = loop {
        let answer = press(ben, done).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            break answer;
        }
        answer.ok();
        done += 1;
    };
    // Time passes meanwhile.
    assert!((REACTIONS.at_once..2 * REACTIONS.at_once).contains(&done), "stopped after {done}");
    let retry_after = refused.problem(429, "rate-limit")["retry_after"].as_u64().unwrap();
    assert!((1..=3).contains(&retry_after), "{retry_after}");

    let mut browser = Browser::signed_in(&app, &ben.id).await;
    let (talk, page) = (format!("/p/bees/talk/{kitchen}"), format!("/p/bees/t/{number}"));
    let doors = [
        (format!("{talk}?around={first}&react={first}"), format!("{talk}/m/{first}/react")),
        (format!("{page}?around={comment}&react={comment}"), format!("{page}/comments/{comment}/react")),
    ];
    for (address, form) in doors {
        let form = browser.open(&address).await.shown().form(&form).with(&[("add", "🎉")]);
        let told = loop {
            let told = browser.submit(form.clone()).await;
            if told.status != StatusCode::OK {
                break told;
            }
        };
        assert_eq!(told.status, StatusCode::TOO_MANY_REQUESTS, "{told:?}");
        told.saying("That was too often.");
    }

    // Others react, and whoever may not for now still speaks.
    press(&ana, 0).await.ok();
    say(ben, &kitchen, json!({})).await;
    app.advance(4 * SECOND);
    press(ben, 0).await.ok();
}
