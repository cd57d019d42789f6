//! Mails that are sent at once: to whom, with which words, and their fate when the mail server says no.

use pursuance::store::instance;
use pursuance::store::mails::{self, AddressState};
use pursuance::store::parcels::{self, Lane};
use pursuance_domain::notice::{MailStop, NoticeKind};
use pursuance_domain::time::{DAY, HOUR, MINUTE};
use serde_json::json;

use super::{Mails, Post, header, on_both_with_mail, path_of, text};
use crate::support::browser::Browser;
use crate::support::groups::merged;
use crate::support::peers::until;

on_both_with_mail!(
    a_task_that_is_given_to_somebody_is_told_by_mail,
    a_mail_says_what_happened_and_comes_at_once_where_somebody_is_spoken_to,
    what_happens_to_one_task_within_a_minute_is_one_mail,
    what_was_read_is_not_sent,
    a_refusal_for_good_pauses_the_address_and_the_page_says_so,
    what_is_refused_for_now_is_sent_later_under_the_same_name,
    a_server_that_was_down_gets_each_mail_once,
    a_mail_is_given_up_after_three_days,
    what_is_for_members_alone_stands_in_no_subject,
    whoever_was_removed_gets_nothing_of_the_pursuance,
    quiet_hours_hold_back_all_but_what_is_urgent,
    mails_of_one_batch_go_through_one_conversation,
    a_server_that_ends_the_conversation_after_each_mail_gets_all_of_them,
    what_is_not_wanted_any_more_is_not_sent,
    of_very_many_mails_the_rest_waits_for_the_digest,
);

async fn a_task_that_is_given_to_somebody_is_told_by_mail(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    mails.given("Count <the> hives", json!({})).await;
    mails.sent().await;
    let sent = mails.post.to("ben@mail.example");
    let mail = &sent[1];
    assert_eq!(header(mail, "subject"), "Count <the> hives · Bees");
    assert_eq!(header(mail, "from"), "Tests <mail@commons.example>");
    assert_eq!(mail["defects"], json!([]));
    let words = text(mail);
    for part in
        ["http://localhost:8080/p/bees/t/1", "Why you get this: You have this task.", "/inbox/settings"]
    {
        assert!(words.contains(part), "{part}: {words}");
    }
    let html = mail["html"].as_str().unwrap();
    assert!(html.contains("Count &#60;the&#62; hives") && !html.contains("<the>"), "{html}");
    assert!(header(mail, "message-id").ends_with("@commons.example>"));
    assert_eq!(header(mail, "references"), header(mail, "in-reply-to"));
    assert_eq!(header(mail, "list-unsubscribe-post"), "List-Unsubscribe=One-Click");
    assert_eq!(header(mail, "auto-submitted"), "auto-generated");
    assert!(mail["sender"].as_str().unwrap().starts_with("mail+b-"), "{mail}");
}

/// Fails where a mail says the words of the choice in place of what happened, or a name and a verdict wait for the morning.
async fn a_mail_says_what_happened_and_comes_at_once_where_somebody_is_spoken_to(mails: Mails) {
    mails.advance_to("2027-03-01T12:00:00Z");
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    let task = mails.given("Count", json!({})).await;
    let of = |more| merged(json!({ "pursuance": "bees", "task": task }), more);
    mails.sent().await;
    let newest = || mails.post.to("ben@mail.example").pop().unwrap();
    mails.comment(&mails.ana, task, "Look here, @ben.").await;
    mails.sent().await;
    assert!(text(&newest()).contains("ana named you in the discussion"), "{}", newest());
    mails.ben.perform("task.set_phase", of(json!({ "phase": "ready_for_review" }))).await.ok();
    let back = of(json!({ "phase": "in_progress", "comment": "Row 3 is missing." }));
    mails.ana.perform("task.set_phase", back).await.ok();
    mails.sent().await;
    let said = text(&newest());
    assert!(said.contains("ana sent your work back: “Row 3 is missing.”"), "{said}");

    let before = mails.post.mails().len();
    let recruiter = json!({ "pursuance": "bees", "member": "ben", "role": "recruiter" });
    mails.ana.perform("member.set_role", recruiter).await.ok();
    let asks = json!({ "pursuance": "bees", "joining": "approval" });
    mails.ana.perform("pursuance.edit", asks).await.ok();
    let zoe = mails.app.person("zoe").await;
    zoe.perform("pursuance.join", json!({ "pursuance": "bees" })).await.ok();
    let other = json!({ "pursuance": "bees", "title": "Draw" });
    let other = mails.ana.perform("task.create", other).await.ok()["result"]["task"].clone();
    mails.ana.perform("task.depend", of(json!({ "on": other }))).await.ok();
    mails.sent().await;
    assert_eq!(mails.post.mails().len(), before, "that waits for the morning");
    mails.advance_to("2027-03-02T07:00:01Z");
    mails.settled().await;
    let digest = text(&newest());
    for part in
        ["ana gave you another role", "zoe asked to join", "ana noted that this waits for another task"]
    {
        assert!(digest.contains(part), "{part}: {digest}");
    }
    assert!(!digest.contains("Your role changes") && !digest.contains("Others wait for you"), "{digest}");
}

async fn what_happens_to_one_task_within_a_minute_is_one_mail(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    let task = mails.given("Count", json!({})).await;
    let to_ana = json!({ "pursuance": "bees", "task": task, "assignee": "ana" });
    mails.ana.perform("task.assign", to_ana).await.ok();
    mails.sent().await;
    assert_eq!(mails.post.to("ben@mail.example").len(), 2);
    let back = json!({ "pursuance": "bees", "task": task, "assignee": "ben" });
    mails.ana.perform("task.assign", back).await.ok();
    mails.sent().await;
    let sent = mails.post.to("ben@mail.example");
    assert_eq!(sent.len(), 3);
    assert_eq!(header(&sent[1], "references"), header(&sent[2], "references"), "they are one conversation");
    assert_ne!(header(&sent[1], "message-id"), header(&sent[2], "message-id"));
}

async fn what_was_read_is_not_sent(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    mails.given("Count", json!({})).await;
    mails.ben.perform("notice.read", json!({ "all": true })).await.ok();
    mails.sent().await;
    assert_eq!(mails.post.to("ben@mail.example").len(), 1, "the link alone");
}

async fn a_refusal_for_good_pauses_the_address_and_the_page_says_so(mails: Mails) {
    mails.ask(&mails.ben, "gone@mail.example").await.unwrap();
    until("it is paused", async || {
        let mut tx = mails.app.db.read().await.unwrap();
        let kept = mails::address(&mut tx, &mails.ben.id).await.unwrap().unwrap();
        kept.state == AddressState::Paused(MailStop::Refused)
    })
    .await;
    let page = Browser::signed_in(&mails.app, &mails.ben.id).await.open("/inbox/settings").await.shown();
    page.saying("No mail is sent to gone@mail.example any more");
    // A refusal that is about this server is none of the address.
    mails.ask(&mails.ben, "policy@mail.example").await.unwrap();
    until("it was tried", async || {
        mails.post.told().iter().any(|told| told["refused"] == "policy@mail.example")
    })
    .await;
    mails.settled().await;
    let mut tx = mails.app.db.read().await.unwrap();
    assert_eq!(mails::address(&mut tx, &mails.ben.id).await.unwrap().unwrap().state, AddressState::Asked);
    drop(tx);
    // A mail that is refused for its words is given up, and the next one is sent.
    mails.ask(&mails.ben, "spam@mail.example").await.unwrap();
    until("it was tried", async || {
        mails.post.told().iter().any(|told| told["refused"] == "spam@mail.example")
    })
    .await;
    mails.settled().await;
    let mut tx = mails.app.db.read().await.unwrap();
    assert_eq!(mails::address(&mut tx, &mails.ben.id).await.unwrap().unwrap().state, AddressState::Asked);
    assert_eq!(parcels::next_due(&mut tx, &Lane::mail()).await.unwrap(), None);
}

async fn what_is_refused_for_now_is_sent_later_under_the_same_name(mails: Mails) {
    mails.ask(&mails.ben, "later@mail.example").await.unwrap();
    until("it was tried", async || !mails.post.told().is_empty()).await;
    mails.settled().await;
    assert_eq!(mails.post.mails().len(), 0);
    mails.app.advance(10 * MINUTE);
    let code = mails.code("later@mail.example", 1).await;
    mails.confirm(&mails.ben, &code).await.unwrap();
    mails.app.advance(HOUR);
    mails.settled().await;
    assert_eq!(mails.post.mails().len(), 1, "once it was taken it is not sent again");
}

async fn a_server_that_was_down_gets_each_mail_once(mut mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    let port = mails.post.port;
    drop(std::mem::replace(&mut mails.post, Post::open(0)));
    mails.given("Count", json!({})).await;
    mails.app.advance(2 * MINUTE);
    until("it was tried", async || {
        let mut tx = mails.app.db.read().await.unwrap();
        parcels::next_due(&mut tx, &Lane::mail()).await.unwrap() > Some(mails.app.clock.now())
    })
    .await;
    mails.post = Post::open(port);
    for _ in 0..3 {
        mails.app.advance(HOUR);
        mails.settled().await;
    }
    let sent = mails.post.to("ben@mail.example");
    assert_eq!(sent.iter().filter(|mail| text(mail).contains("You have this task.")).count(), 1, "{sent:?}");
}

async fn a_mail_is_given_up_after_three_days(mails: Mails) {
    mails.confirmed(&mails.ben, "full@mail.example").await;
    for kind in NoticeKind::ALL.iter().filter(|kind| !kind.is_duty()) {
        let choice = json!({ "kind": kind.as_str(), "channel": "mail", "value": "never" });
        mails.ben.perform("preference.set", choice).await.ok();
    }
    mails.given("Count", json!({})).await;
    mails.sent().await;
    let tries = || mails.post.told().iter().filter(|told| told.get("refused").is_some()).count();
    assert_eq!(tries(), 1);
    mails.app.advance(HOUR);
    until("it was tried again", async || tries() > 1).await;
    mails.settled().await;
    mails.app.advance(3 * DAY);
    mails.settled().await;
    let tried = tries();
    mails.app.advance(3 * DAY);
    mails.settled().await;
    assert_eq!(tries(), tried, "nobody tries it any more");
    let mut tx = mails.app.db.read().await.unwrap();
    let kept = mails::address(&mut tx, &mails.ben.id).await.unwrap().unwrap();
    assert_eq!(kept.state, AddressState::Confirmed, "that is no reason to stop");
}

async fn what_is_for_members_alone_stands_in_no_subject(mails: Mails) {
    mails.advance_to("2027-03-01T12:00:00Z");
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    for visibility in ["members", "unlisted", "public"] {
        let edit = json!({ "pursuance": "bees", "visibility": visibility });
        mails.ana.perform("pursuance.edit", edit).await.ok();
        let asks = json!({ "deliverables": "Count *each* hive.", "size": "s", "due": "2027-03-20" });
        mails.given("Count at Mill Lane", asks).await;
        mails.sent().await;
        let mail = mails.post.to("ben@mail.example").pop().unwrap();
        let words = text(&mail);
        assert!(words.contains("Count at Mill Lane · Bees\nhttp://localhost:8080/p/bees/t/"), "{words}");
        assert!(words.contains("Due: 2027-03-20 · S, "), "{words}");
        assert_eq!(words.contains("Count each hive."), visibility != "members", "{words}");
        let subject = header(&mail, "subject");
        if visibility == "members" {
            assert_eq!(subject, "A task is assigned to you");
            let headers = mail["headers"].to_string();
            assert!(!headers.contains("Mill Lane") && !headers.contains("Bees"), "{headers}");
        } else {
            assert_eq!(subject, "Count at Mill Lane · Bees", "{visibility}");
        }
    }
    // The digest names what is due in its body.
    let edit = json!({ "pursuance": "bees", "visibility": "members" });
    mails.ana.perform("pursuance.edit", edit).await.ok();
    mails.given("Count by the weir", json!({ "due": "2027-03-05" })).await;
    mails.sent().await;
    mails.advance_to("2027-03-02T07:00:01Z");
    mails.settled().await;
    let digest = mails.post.to("ben@mail.example").pop().unwrap();
    assert!(text(&digest).contains("Count by the weir · Bees"), "{digest}");
    assert!(!digest["headers"].to_string().contains("weir"), "{digest}");
    assert!(header(&digest, "subject").starts_with("What is due and new at Tests ("), "{digest}");
}

async fn whoever_was_removed_gets_nothing_of_the_pursuance(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    let edit = json!({ "pursuance": "bees", "visibility": "members" });
    mails.ana.perform("pursuance.edit", edit).await.ok();
    mails.given("The secret count", json!({})).await;
    let removal = json!({ "pursuance": "bees", "member": "ben", "reason": "He asked for it." });
    mails.ana.perform("member.remove", removal).await.ok();
    mails.sent().await;
    mails.app.advance(DAY);
    mails.settled().await;
    let sent = mails.post.to("ben@mail.example");
    assert!(sent.iter().all(|mail| !mail.to_string().contains("secret count")), "{sent:?}");
    assert!(
        sent.iter().any(|mail| text(mail).contains("It is about your membership.")),
        "he is told of the end"
    );
}

async fn quiet_hours_hold_back_all_but_what_is_urgent(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    mails.advance_to("2027-03-01T21:00:00Z");
    let edit = json!({ "zone": "UTC" });
    mails.ben.perform("profile.edit", edit).await.ok();
    let quiet = json!({ "quiet": { "from": "20:00", "until": "08:30" } });
    mails.ben.perform("profile.set_limits", quiet).await.ok();
    mails.settled().await;
    let before = mails.post.mails().len();
    mails.given("Count", json!({})).await;
    mails.sent().await;
    assert_eq!(mails.post.mails().len(), before, "it can wait");
    mails.given("Call the doctor", json!({ "urgency": "urgent" })).await;
    mails.sent().await;
    let sent = mails.post.mails();
    assert_eq!(sent.len(), before + 1, "{sent:?}");
    assert!(header(&sent[before], "subject").starts_with("Call the doctor"));
    mails.advance_to("2027-03-02T08:30:01Z");
    mails.settled().await;
    let subjects: Vec<String> =
        mails.post.mails().iter().skip(before + 1).map(|mail| header(mail, "subject")).collect();
    assert!(subjects.contains(&"Count · Bees".to_owned()), "{subjects:?}");
}

async fn mails_of_one_batch_go_through_one_conversation(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    for title in ["One", "Two", "Three"] {
        mails.given(title, json!({})).await;
    }
    mails.sent().await;
    let sent = mails.post.to("ben@mail.example");
    let of: Vec<_> = sent.iter().skip(1).map(|mail| mail["conversation"].clone()).collect();
    assert_eq!(of.len(), 3);
    assert!(of.iter().all(|conversation| *conversation == of[0]), "{of:?}");
    let stop = header(&sent[1], "list-unsubscribe");
    assert!(path_of(&stop).starts_with("/mail/stop/"));
}

async fn a_server_that_ends_the_conversation_after_each_mail_gets_all_of_them(mails: Mails) {
    mails.confirmed(&mails.ben, "few@mail.example").await;
    for title in ["One", "Two", "Three"] {
        mails.given(title, json!({})).await;
    }
    mails.sent().await;
    let sent = mails.post.to("few@mail.example");
    let mut subjects: Vec<String> = sent.iter().skip(1).map(|mail| header(mail, "subject")).collect();
    subjects.sort();
    assert_eq!(subjects, ["One · Bees", "Three · Bees", "Two · Bees"], "each once: {sent:?}");
}

async fn what_is_not_wanted_any_more_is_not_sent(mails: Mails) {
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    let choose = async |value: &str| {
        let choice = json!({ "kind": "comment", "channel": "mail", "value": value });
        mails.ben.perform("preference.set", choice).await.ok();
    };
    choose("now").await;
    let task = mails.given("Count", json!({})).await;
    mails.sent().await;
    mails.comment(&mails.ana, task, "Take the ladder along.").await;
    mails.sent().await;
    assert_eq!(mails.post.mails().len(), 3, "the link, the task and the comment");
    mails.comment(&mails.ana, task, "And the gloves.").await;
    mails.settled().await;
    choose("never").await;
    mails.sent().await;
    assert_eq!(mails.post.mails().len(), 3);
}

async fn of_very_many_mails_the_rest_waits_for_the_digest(mails: Mails) {
    const MOST: i64 = 100;
    mails.advance_to("2027-03-01T12:00:00Z");
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    let slot = mails.app.clock.now().0.div_euclid(DAY);
    let mut tx = mails.app.db.write().await.unwrap();
    for _ in 1..MOST {
        instance::count(&mut tx, "mail-at-once", mails.ben.id.as_str(), slot).await.unwrap();
    }
    tx.commit().await.unwrap();
    mails.given("Count", json!({})).await;
    mails.sent().await;
    assert_eq!(mails.post.mails().len(), 2, "the last one of the day");
    mails.given("Feed", json!({ "urgency": "urgent" })).await;
    mails.sent().await;
    assert_eq!(mails.post.mails().len(), 2);
    mails.advance_to("2027-03-02T07:00:01Z");
    mails.settled().await;
    let sent = mails.post.mails();
    assert_eq!(sent.len(), 3, "{sent:?}");
    assert!(text(&sent[2]).contains("Feed · Bees") && !text(&sent[2]).contains("Count"), "{sent:?}");
    mails.given("Weigh", json!({})).await;
    mails.sent().await;
    assert_eq!(header(&mails.post.mails()[3], "subject"), "Weigh · Bees", "another day");
}
