//! A form that is sent twice says its comment once: it has a key.

use http::header::LOCATION;
use serde_json::json;

use crate::support::browser::{Browser, Form, Page};
use crate::support::{TestApp, on_both_apps};

on_both_apps!(
    a_comment_that_is_sent_again_leads_to_the_one_that_is_there,
    a_comment_that_is_sent_twice_at_once_is_said_once,
    other_words_with_the_same_key_are_kept_and_not_said_unasked,
);

const COMMENTS: &str = "/p/bees/t/1/comments";
const WORDS: &str = "Hive 3 is empty.";

/// Ana with two tasks, and Bob.
async fn bees(app: &TestApp) -> [Browser; 2] {
    let (ana, bob) = (app.person("ana").await, app.person("bob").await);
    ana.perform("pursuance.create", json!({ "slug": "bees", "name": "Bees", "mission": "" })).await.ok();
    bob.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    for title in ["Count", "Weigh"] {
        ana.perform("task.create", json!({ "pursuance": "bees", "title": title })).await.ok();
    }
    [Browser::of(app, "ana").await, Browser::of(app, "bob").await]
}

/// The message that an answer leads to.
fn message(answer: &Page) -> String {
    let to = answer.headers[LOCATION].to_str().unwrap();
    to.split_once("#m-").unwrap_or_else(|| panic!("{to}")).1.to_owned()
}

/// How often the page of the first task says this.
async fn said(ana: &mut Browser, words: &str) -> usize {
    let page = ana.open("/p/bees/t/1").await.shown();
    page.html.matches(&format!("<p>{words}</p>")).count()
}

async fn form(who: &mut Browser, body: &str) -> Form {
    who.open("/p/bees/t/1").await.shown().form(COMMENTS).with(&[("body", body)])
}

async fn a_comment_that_is_sent_again_leads_to_the_one_that_is_there(app: TestApp) {
    let [mut ana, mut bob] = bees(&app).await;
    let sent = form(&mut ana, WORDS).await;
    let first = ana.post(sent.clone()).await;
    let again = ana.post(sent.clone()).await;
    assert_eq!(message(&first), message(&again));
    assert_eq!(said(&mut ana, WORDS).await, 1);
    // A script learns by the key that it is said.
    let key = format!("said={}", sent.value("key"));
    assert!(first.headers[LOCATION].to_str().unwrap().contains(&key), "{first:?}");
    // Another form says it once more, and the key of somebody else is another one.
    let second = form(&mut ana, WORDS).await;
    assert_ne!(sent.value("key"), second.value("key"));
    ana.submit(second).await.shown();
    let theirs = form(&mut bob, WORDS).await.with(&[("key", sent.value("key"))]);
    bob.submit(theirs).await.shown();
    assert_eq!(said(&mut ana, WORDS).await, 3);
    // After the message is gone, sending it again does not bring it back.
    let id = message(&first);
    let page = ana.open(&format!("{COMMENTS}/{id}")).await.shown();
    ana.fill(&page, &format!("{COMMENTS}/{id}/delete"), &[]).await.shown();
    assert_eq!(message(&ana.post(sent).await), id);
    assert_eq!(said(&mut ana, WORDS).await, 2);
}

async fn a_comment_that_is_sent_twice_at_once_is_said_once(app: TestApp) {
    let [mut ana, _] = bees(&app).await;
    for round in 0..5 {
        let words = format!("Hive {round} is empty.");
        let sent = form(&mut ana, &words).await;
        let (mut one, mut other) = (ana.clone(), ana.clone());
        let (first, second) = tokio::join!(one.post(sent.clone()), other.post(sent));
        assert_eq!(message(&first), message(&second));
        assert_eq!(said(&mut ana, &words).await, 1);
    }
}

async fn other_words_with_the_same_key_are_kept_and_not_said_unasked(app: TestApp) {
    let [mut ana, _] = bees(&app).await;
    let sent = form(&mut ana, WORDS).await;
    ana.submit(sent.clone()).await.shown();
    let refused = ana.submit(sent.clone().with(&[("body", "Hive 4, too.")])).await.refused();
    let refused = refused.saying("You sent this form before").saying(WORDS);
    assert_eq!(refused.form(COMMENTS).value("body"), "Hive 4, too.");
    assert_eq!(said(&mut ana, "Hive 4, too.").await, 0);
    ana.fill(&refused, COMMENTS, &[]).await.shown();
    assert_eq!(said(&mut ana, "Hive 4, too.").await, 1);
    // Nor is it said on another task.
    let elsewhere = ana.submit(sent.at("/p/bees/t/2/comments")).await.refused();
    assert_eq!(elsewhere.form("/p/bees/t/2/comments").value("body"), WORDS);
    // A form without a key says what it has: that of an older page.
    let old = form(&mut ana, "Hive 5.").await.without("key");
    for _ in 0..2 {
        ana.submit(old.clone()).await.shown();
    }
    assert_eq!(said(&mut ana, "Hive 5.").await, 2);
}
