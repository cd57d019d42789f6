//! The daily digest.

use pursuance::jobs::sweep_due;
use serde_json::json;

use super::{Mails, header, on_both_with_mail, text};
use crate::support::browser::Browser;
use crate::support::peers::until;

on_both_with_mail!(
    a_digest_comes_at_seven_in_the_zone_of_the_person_and_only_when_there_is_something,
    whoever_wants_nothing_once_a_day_gets_no_digest,
    whoever_is_left_alone_from_morning_until_midnight_gets_the_digest_at_night,
    whoever_goes_west_gets_the_digest_at_seven_there,
    whoever_goes_east_gets_the_digest_at_seven_there_too,
    a_browser_that_goes_east_brings_the_digest_at_seven_there,
    a_digest_is_no_longer_than_it_may_be,
    tasks_that_nobody_has_are_one_line_of_a_digest,
);

async fn a_digest_comes_at_seven_in_the_zone_of_the_person_and_only_when_there_is_something(mails: Mails) {
    mails.advance_to("2027-03-01T12:00:00Z");
    mails.ben.perform("profile.edit", json!({ "zone": "Asia/Tokyo", "language": "de" })).await.ok();
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    // Seven in Tokyo is ten in the evening of the day before here.
    mails.advance_to("2027-03-01T22:00:01Z");
    mails.settled().await;
    assert_eq!(mails.post.mails().len(), 1, "nothing has happened");

    let task = mails.given("Count", json!({ "due": "2027-03-10" })).await;
    mails.sent().await;
    mails.comment(&mails.ana, task, "Take the ladder along.").await;
    mails.sent().await;
    assert_eq!(mails.post.mails().len(), 2, "a comment waits for the digest");
    mails.advance_to("2027-03-02T21:59:00Z");
    mails.settled().await;
    assert_eq!(mails.post.mails().len(), 2);
    mails.advance_to("2027-03-02T22:00:01Z");
    mails.settled().await;
    let sent = mails.post.to("ben@mail.example");
    assert_eq!(sent.len(), 3, "{sent:?}");
    let (digest, words) = (&sent[2], text(&sent[2]));
    assert_eq!(header(digest, "content-language"), "de");
    // In Tokyo the last moment of that day in UTC is on the next one; the day is the same everywhere.
    for part in ["In den nächsten 14 Tagen fällig", "2027-03-10 · Count · Bees", "1 Kommentar von ana"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(!words.contains("ladder"), "no more than the inbox shows");

    // The next day names the task again, and the comment no more.
    mails.advance_to("2027-03-03T22:00:01Z");
    mails.settled().await;
    let sent = mails.post.to("ben@mail.example");
    assert_eq!(sent.len(), 4);
    assert!(text(&sent[3]).contains("Count") && !text(&sent[3]).contains("Kommentare"));
    assert_ne!(header(&sent[2], "message-id"), header(&sent[3], "message-id"));
}

async fn whoever_wants_nothing_once_a_day_gets_no_digest(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    for kind in pursuance_domain::notice::NoticeKind::ALL {
        let value = if kind.is_duty() { "now" } else { "never" };
        let choice = json!({ "kind": kind.as_str(), "channel": "mail", "value": value });
        mails.ben.perform("preference.set", choice).await.ok();
    }
    mails.advance_to("2027-03-01T12:00:00Z");
    mails.settled().await;
    let task = mails.given("Count", json!({ "due": "2027-03-10" })).await;
    mails.sent().await;
    let before = mails.post.mails().len();
    mails.comment(&mails.ana, task, "Take the ladder along.").await;
    mails.sent().await;
    mails.advance_to("2027-03-02T12:00:00Z");
    mails.settled().await;
    assert_eq!(mails.post.mails().len(), before);
    let on_site = mails.ben.read("/api/v1/me/inbox?limit=200").await.items();
    assert!(on_site.iter().any(|item| item["kind"] == "comment"), "the inbox has it");
}

/// Ben lives in a zone, and something waits for his digest. How many mails came before.
async fn something_for_the_digest(mails: &Mails, zone: &str) -> usize {
    mails.ben.perform("profile.edit", json!({ "zone": zone })).await.ok();
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    let task = mails.given("Count", json!({})).await;
    mails.sent().await;
    mails.comment(&mails.ana, task, "Take the ladder along.").await;
    mails.sent().await;
    mails.post.mails().len()
}

/// Fails where `letters::held_back` has a digest wait for seven whatever the quiet hours are: it waits for ever.
async fn whoever_is_left_alone_from_morning_until_midnight_gets_the_digest_at_night(mails: Mails) {
    mails.advance_to("2027-03-01T02:00:00Z");
    let quiet = json!({ "quiet": { "from": "06:00", "until": "00:30" } });
    mails.ben.perform("profile.set_limits", quiet).await.ok();
    let before = something_for_the_digest(&mails, "UTC").await;
    for quiet in ["2027-03-01T07:00:01Z", "2027-03-02T00:29:00Z"] {
        mails.advance_to(quiet);
        mails.settled().await;
        assert_eq!(mails.post.mails().len(), before, "{quiet}");
    }
    for (awake, digests) in [("2027-03-02T00:31:00Z", 1), ("2027-03-02T02:00:00Z", 1)] {
        mails.advance_to(awake);
        mails.settled().await;
        assert_eq!(mails.post.mails().len(), before + digests, "{awake}");
    }
    assert!(text(&mails.post.mails()[before]).contains("1 comment by ana"));
}

async fn whoever_goes_west_gets_the_digest_at_seven_there(mails: Mails) {
    mails.advance_to("2027-03-01T12:00:00Z");
    let before = something_for_the_digest(&mails, "Asia/Tokyo").await;
    mails.ben.perform("profile.edit", json!({ "zone": "Asia/Karachi" })).await.ok();
    // Seven in Tokyo, where the digest was due, and a minute before seven in Karachi.
    for early in ["2027-03-01T22:00:01Z", "2027-03-02T01:59:00Z"] {
        mails.advance_to(early);
        mails.settled().await;
        assert_eq!(mails.post.mails().len(), before, "{early}");
    }
    mails.advance_to("2027-03-02T02:00:01Z");
    mails.settled().await;
    assert_eq!(mails.post.mails().len(), before + 1);
}

async fn whoever_goes_east_gets_the_digest_at_seven_there_too(mails: Mails) {
    mails.advance_to("2027-03-01T12:00:00Z");
    let before = something_for_the_digest(&mails, "UTC").await;
    mails.ben.perform("profile.edit", json!({ "zone": "Asia/Tokyo" })).await.ok();
    // Seven in Tokyo; in London, where the digest was due, it is ten in the evening.
    for (at, came) in [("2027-03-01T21:59:00Z", 0), ("2027-03-01T22:00:01Z", 1), ("2027-03-02T07:00:01Z", 1)]
    {
        mails.advance_to(at);
        mails.settled().await;
        assert_eq!(mails.post.mails().len(), before + came, "{at}");
    }
}

async fn a_browser_that_goes_east_brings_the_digest_at_seven_there(mails: Mails) {
    mails.advance_to("2027-03-01T12:00:00Z");
    let before = something_for_the_digest(&mails, "").await;
    let browser = Browser::signed_in(&mails.app, &mails.ben.id).await;
    browser.in_zone("Asia/Tokyo").open("/me").await.shown();
    until("the zone is noted", async || {
        mails.inspect.count("account where browser_zone = 'Asia/Tokyo'").await == 1
    })
    .await;
    mails.advance_to("2027-03-01T22:00:01Z");
    mails.settled().await;
    assert_eq!(mails.post.mails().len(), before + 1);
}

async fn a_digest_is_no_longer_than_it_may_be(mails: Mails) {
    mails.advance_to("2027-03-01T12:00:00Z");
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    mails.ben.perform("watch.set", json!({ "object": "bees", "on": true })).await.ok();
    let mut tasks = Vec::new();
    for number in 0..21 {
        let due = json!({ "due": format!("2027-03-1{}", number % 5) });
        tasks.push(mails.given(&format!("Task {number}"), due).await);
    }
    for number in 21..51 {
        let task = json!({ "pursuance": "bees", "title": format!("Task {number}") });
        let made = mails.ana.perform("task.create", task).await.ok();
        tasks.push(made["result"]["task"].as_i64().unwrap());
    }
    // Each task takes one line, however much was said about it.
    for task in tasks[..3].iter().chain(&tasks) {
        mails.comment(&mails.ana, *task, "A word.").await;
    }
    mails.sent().await;
    let before = mails.post.mails().len();
    mails.advance_to("2027-03-02T07:00:01Z");
    mails.settled().await;
    let sent = mails.post.mails();
    assert_eq!(sent.len(), before + 1);
    let words = text(&sent[before]);
    assert_eq!(words.matches("2027-03-1").count(), 20, "{words}");
    let said = [words.matches("1 comment by ana").count(), words.matches("2 comments by ana").count()];
    assert_eq!(said, [47, 3], "{words}");
    assert!(words.contains("There is more in your inbox"), "{words}");
}

async fn tasks_that_nobody_has_are_one_line_of_a_digest(mails: Mails) {
    mails.confirmed(&mails.ana, "ana@mail.example").await;
    // Made before any of them is soon due: a pursuance is told once a day, also by the worker of this instance.
    for number in 1..=7 {
        let task = json!({ "pursuance": "bees", "title": format!("Task {number}"), "due": "2027-03-02" });
        mails.ana.perform("task.create", task).await.ok();
    }
    // Before seven: the digest that was due on the days between waits for that hour, whether it is looked at before or after they are
    // told. From seven on it would go at once, with those of them who were told by then.
    mails.advance_to("2027-03-01T05:00:00Z");
    sweep_due(&mails.app, || false).await.unwrap();
    until("all are told of", async || mails.inspect.count("due_told").await == 7).await;
    mails.settled().await;
    let before = mails.post.mails().len();
    mails.advance_to("2027-03-01T07:00:01Z");
    mails.settled().await;
    let sent = mails.post.to("ana@mail.example");
    assert_eq!(mails.post.mails().len(), before + 1);
    let words = text(sent.last().unwrap());
    assert_eq!(words.matches("7 tasks have nobody yet").count(), 1, "{words}");
    let (_, told) = words.split_once("/tasks?in=bees&told=").unwrap();
    let mut told: Vec<&str> = told.split_whitespace().next().unwrap().split('-').collect();
    told.sort_unstable();
    assert_eq!(told, ["1", "2", "3", "4", "5", "6", "7"], "{words}");
    assert!(words.contains("and 2 more") && !words.contains("look for help"), "{words}");
    assert_eq!(words.matches("Task ").count(), 5, "{words}");
}
