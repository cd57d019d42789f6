//! Mail about rooms: who is named or answered hears at once, a watched room stands in the digest, and what is gone is in neither.

use serde_json::{Value, json};

use super::{Mails, on_both_with_mail, text};
use crate::support::peers::until;

on_both_with_mail!(
    whoever_is_named_or_answered_hears_at_once_and_a_watched_room_is_one_line_of_the_digest,
    what_is_gone_calls_nobody_and_the_digest_says_that_it_is_gone,
);

/// A room of the bees that Ben watches.
async fn kitchen(mails: &Mails) -> String {
    mails.advance_to("2027-03-01T12:00:00Z");
    mails.confirmed(&mails.ben, "ben@mail.example").await;
    let made = mails.ana.perform("room.create", json!({ "pursuance": "bees", "name": "Kitchen" })).await.ok();
    let room = made["result"]["room"].as_str().unwrap().to_owned();
    mails.ben.perform("watch.set", json!({ "object": room, "on": true })).await.ok();
    room
}

async fn said(mails: &Mails, room: &str, body: &str, reply_to: &Value) {
    let input = json!({ "room": room, "body": body, "reply_to": reply_to });
    mails.ana.perform("room.say", input).await.ok();
}

/// The mails that came to Ben behind the first so many.
fn after(mails: &Mails, before: usize) -> Vec<String> {
    mails.post.to("ben@mail.example")[before..].iter().map(text).collect()
}

async fn whoever_is_named_or_answered_hears_at_once_and_a_watched_room_is_one_line_of_the_digest(
    mails: Mails,
) {
    let room = kitchen(&mails).await;
    let question = json!({ "room": room, "body": "Tea?" });
    let question = mails.ben.perform("room.say", question).await.ok()["result"]["message"].clone();
    let before = mails.post.to("ben@mail.example").len();
    said(&mails, &room, "In the kitchen.", &question).await;
    mails.sent().await;
    let came = after(&mails, before);
    assert_eq!(came.len(), 1, "{came:?}");
    assert!(came[0].contains("ana answered your message") && came[0].contains("Kitchen · Bees"), "{came:?}");
    said(&mails, &room, "@ben, which kettle?", &Value::Null).await;
    said(&mails, &room, "@room: the kettle is on!", &Value::Null).await;
    mails.sent().await;
    let came = after(&mails, before + 1);
    assert_eq!(came.len(), 1, "{came:?}");
    for words in ["ana named you in a room", "ana calls all who are in this room"] {
        assert!(came[0].contains(words), "{came:?}");
    }
    assert!(!came[0].contains("kettle"), "no more than the inbox shows: {came:?}");
    // More than a mail has lines for: a room is one of them.
    for number in 0..55 {
        said(&mails, &room, &format!("Word {number}"), &Value::Null).await;
    }
    mails.sent().await;
    assert_eq!(after(&mails, before + 2), [] as [String; 0], "a watched room waits for the digest");
    mails.advance_to("2027-03-02T07:00:01Z");
    mails.settled().await;
    let came = after(&mails, before + 2);
    assert_eq!(came.len(), 1, "{came:?}");
    assert!(came[0].contains("55 new messages by ana"), "{came:?}");
    assert_eq!(came[0].matches("Kitchen · Bees").count(), 1, "{came:?}");
}

async fn what_is_gone_calls_nobody_and_the_digest_says_that_it_is_gone(mails: Mails) {
    let room = kitchen(&mails).await;
    mails.ana.perform("room.edit", json!({ "room": room, "lifetime": 60 })).await.ok();
    let before = mails.post.to("ben@mail.example").len();
    said(&mails, &room, "@ben zqgone", &Value::Null).await;
    said(&mails, &room, "zqplain", &Value::Null).await;
    // A minute later, when the mail is due, the time of both is over.
    mails.sent().await;
    assert_eq!(after(&mails, before), [] as [String; 0], "nothing of it is there to be read");
    mails.advance_to("2027-03-02T07:00:01Z");
    mails.settled().await;
    let came = after(&mails, before);
    assert_eq!(came.len(), 1, "{came:?}");
    assert!(
        came[0].contains("ana said something. That is gone.") && !came[0].contains("zqplain"),
        "{came:?}"
    );
    until("they are swept", async || mails.inspect.count("message").await == 0).await;
    for (table, row) in mails.inspect.dump().await {
        assert!(!row.contains("zqgone") && !row.contains("zqplain"), "{table}: {row}");
    }
}
