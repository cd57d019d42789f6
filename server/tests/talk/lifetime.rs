//! The lifetime of messages: from its end on nobody reads them, and a sweep deletes them for good.

use pursuance::jobs::Worker;
use pursuance_domain::time::{DAY, MINUTE, SECOND};
use pursuance_domain::value::FeedForm;
use serde_json::json;

use super::rooms::{bodies, room, said};
use crate::support::bees::{bees, of, task};
use crate::support::browser::Browser;
use crate::support::feeds::{fetch, new_feed};
use crate::support::inspect::Inspect;
use crate::support::live::next;
use crate::support::peers::until;
use crate::support::{Person, TestApp, on_both_apps};

on_both_apps!(
    from_its_end_on_nobody_reads_a_message,
    a_sweep_leaves_nothing_of_a_message_whose_time_is_over,
    what_stood_there_before_has_at_least_a_minute,
    no_lifetime_brings_back_what_has_ended,
    a_notice_of_what_is_gone_says_so_and_no_row_has_its_words,
    a_page_of_a_task_shows_no_quote_after_its_end,
    an_open_page_hears_that_a_message_has_ended,
);

async fn from_its_end_on_nobody_reads_a_message(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 3_600 })).await.ok();
    let message = said(&ana, &kitchen, "zqgone").await;
    app.advance(3_590 * SECOND);
    assert_eq!(bodies(&app.visitor(), &kitchen).await, ["zqgone"]);
    app.advance(11 * SECOND);
    // No worker has run.
    assert!(bodies(&app.visitor(), &kitchen).await.is_empty());
    let found = app.visitor().read("/api/v1/search?q=zqgone&kind=comments").await.ok();
    assert_eq!(found["comments"]["items"], json!([]));
    let edit = json!({ "room": kitchen, "comment": message, "revision": 1, "body": "Still there." });
    ana.perform("comment.edit", edit).await.problem(404, "not-found");
}

async fn a_sweep_leaves_nothing_of_a_message_whose_time_is_over(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    let lasting = room(&ana, "Archive", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();
    said(&ana, &kitchen, "zqgone").await;
    said(&ana, &lasting, "zqkept").await;
    app.advance(2 * MINUTE);
    said(&ana, &kitchen, "zqnew").await;
    let worker = Worker::spawn(&app.app);
    let kept = Inspect::open(&app.config.database_url).await;
    until("the message is gone for good", async || {
        !kept.dump().await.iter().any(|(_, row)| row.contains("zqgone"))
    })
    .await;
    worker.stop().await;
    assert_eq!(bodies(&app.visitor(), &kitchen).await, ["zqnew"]);
    assert_eq!(bodies(&app.visitor(), &lasting).await, ["zqkept"]);
    let words = "select cast(count(*) as text) from searched where kind = 'comment'";
    assert_eq!(kept.text(words).await, "2");
}

async fn what_stood_there_before_has_at_least_a_minute(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    said(&ana, &kitchen, "Old.").await;
    app.advance(DAY);
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 3_600 })).await.ok();
    app.advance(MINUTE - SECOND);
    assert_eq!(bodies(&app.visitor(), &kitchen).await, ["Old."]);
    app.advance(SECOND);
    assert!(bodies(&app.visitor(), &kitchen).await.is_empty());
}

async fn no_lifetime_brings_back_what_has_ended(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    for later in [json!(3_600), json!(null)] {
        let kitchen = room(&ana, &format!("Kitchen {later}"), "everyone").await;
        ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();
        said(&ana, &kitchen, "zqended").await;
        app.advance(MINUTE);
        said(&ana, &kitchen, "zqthere").await;
        app.advance(SECOND);
        // No worker has run.
        ana.perform("room.edit", json!({ "room": kitchen, "lifetime": later })).await.ok();
        assert_eq!(bodies(&app.visitor(), &kitchen).await, ["zqthere"], "{later}");
    }
}

async fn a_notice_of_what_is_gone_says_so_and_no_row_has_its_words(app: TestApp) {
    const WORDS: [&str; 4] = ["zqquestion", "zqanswer", "zqgone", "zqedited"];
    let (ana, people) = bees(&app, "public", &[("ben", "normal"), ("cay", "normal")]).await;
    let [ben, cay] = people.as_slice() else { panic!() };
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();
    cay.perform("watch.set", json!({ "object": kitchen, "on": true })).await.ok();
    let feed = new_feed(&app, ben, FeedForm::Atom, None).await;
    let worker = Worker::spawn(&app.app);
    let question = said(ben, &kitchen, "zqquestion").await;
    let answer = json!({ "room": kitchen, "reply_to": question, "quote": question, "body": "zqanswer" });
    ana.perform("room.say", answer).await.ok();
    let message = said(&ana, &kitchen, "@ben @room zqgone").await;
    let edit = json!({ "room": kitchen, "comment": message, "revision": 1, "body": "@ben @room zqedited" });
    ana.perform("comment.edit", edit).await.ok();
    let gone = async |who: &Person| {
        let items = who.read("/api/v1/me/inbox").await.items();
        items.iter().map(|item| item["gone"].as_bool().unwrap()).collect::<Vec<_>>()
    };
    until("both are told", async || (gone(ben).await.len(), gone(cay).await.len()) == (2, 3)).await;
    worker.stop().await;
    assert_eq!(gone(ben).await, [false, false]);
    // From its end on, before any sweep.
    app.advance(MINUTE + SECOND);
    assert_eq!((gone(ben).await, gone(cay).await), (vec![true; 2], vec![true; 3]));
    let worker = Worker::spawn(&app.app);
    let kept = Inspect::open(&app.config.database_url).await;
    until("the messages are swept", async || kept.count("message").await == 0).await;
    worker.stop().await;
    for (table, row) in kept.dump().await {
        assert!(!WORDS.iter().any(|word| row.contains(word)), "{table}: {row}");
    }
    assert_eq!((gone(ben).await, gone(cay).await), (vec![true; 2], vec![true; 3]));
    let mut browser = Browser::signed_in(&app, &ben.id).await;
    browser.open("/inbox").await.shown().saying("answered your message. That is gone.");
    let told = fetch(&app, &feed).await.text();
    assert!(
        told.contains("That is gone: Kitchen") && !WORDS.iter().any(|word| told.contains(word)),
        "{told}"
    );
    let link = format!("/p/bees/talk/{kitchen}?around={message}");
    browser.open(&link).await.shown().saying("This message is gone.");
    // So it is with one that its author deletes, in a room without a lifetime.
    let lasting = room(&ana, "Archive", "everyone").await;
    let wrong = said(&ana, &lasting, "@ben zqwrong").await;
    assert_eq!(gone(ben).await, [false, true, true]);
    ana.perform("comment.delete", json!({ "room": lasting, "comment": wrong })).await.ok();
    assert_eq!(gone(ben).await, [true, true, true]);
    assert!(!kept.dump().await.iter().any(|(_, row)| row.contains("zqwrong")), "its words are in no row");
}

async fn a_page_of_a_task_shows_no_quote_after_its_end(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let (count, sweep) = (task(&ana, "Count").await, task(&ana, "Sweep").await);
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();
    // It ends in the middle of a minute: pages are made anew with each.
    app.advance(MINUTE - app.clock.now().0.rem_euclid(MINUTE) + 30 * SECOND);
    let message = said(&ana, &kitchen, "zqgone").await;
    for (task, quote) in [(count, Some(&message)), (sweep, None)] {
        let comment = of(json!({ "task": task, "body": "As they say.", "quote": quote }));
        ana.perform("task.comment", comment).await.ok();
    }
    let mut readers = [Browser::new(&app), Browser::signed_in(&app, &ana.id).await];
    let (quoting, other) = (format!("/p/bees/t/{count}"), format!("/p/bees/t/{sweep}"));
    // With time for a busy machine: its clock goes on meanwhile.
    app.advance(50 * SECOND);
    for reader in &mut readers {
        let page = reader.open(&quoting).await.shown().saying("zqgone");
        assert!(!page.headers.contains_key("etag"), "a browser would keep it");
        assert!(reader.open(&other).await.shown().headers.contains_key("etag"), "others have a tag");
    }
    app.advance(11 * SECOND);
    for reader in &mut readers {
        let page = reader.open(&quoting).await.shown();
        assert!(!page.says("zqgone"), "{page:?}");
    }
    // The page without it stays as it is.
    assert!(readers[0].open(&quoting).await.shown().headers.contains_key("etag"));
}

async fn an_open_page_hears_that_a_message_has_ended(app: TestApp) {
    let (ana, _) = bees(&app, "public", &[]).await;
    let kitchen = room(&ana, "Kitchen", "everyone").await;
    ana.perform("room.edit", json!({ "room": kitchen, "lifetime": 60 })).await.ok();
    said(&ana, &kitchen, "zqgone").await;
    let browser = Browser::new(&app);
    let mut open = browser.listen("/p/bees/live").await.into_body().into_data_stream();
    app.advance(2 * MINUTE);
    // Nobody does anything there.
    let worker = Worker::spawn(&app.app);
    let told = next(&mut open).await.unwrap();
    worker.stop().await;
    assert!(told.starts_with("data: bees"), "{told}");
    let kept = Inspect::open(&app.config.database_url).await;
    assert_eq!(kept.count("message").await, 0, "it is told once it is gone");
}
