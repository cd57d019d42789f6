//! Fate of a message that a push service does not take, and of a browser that is gone.

use pursuance_domain::action::BlockHost;
use pursuance_domain::allowed::Principal;
use pursuance_domain::time::{DAY, HOUR, MINUTE, SECOND};
use serde_json::json;

use super::{Pushes, SILENCE, on_both_with_push};
use crate::support::peers::until;

on_both_with_push!(
    a_browser_that_is_gone_is_ended,
    what_a_service_wants_later_comes_then,
    a_service_that_wants_a_message_again_at_once_waits_for_it_as_others_do,
    a_message_that_is_tried_again_wakes_nobody_but_for_what_is_urgent,
    a_message_is_sent_again_after_a_restart,
    a_message_is_given_up_after_a_day,
    what_a_service_refuses_is_not_tried_again,
    a_service_that_operators_have_blocked_gets_nothing,
    a_message_on_its_way_is_not_sent_to_a_browser_that_was_ended,
    a_newer_message_about_the_same_thing_takes_the_place_of_one_that_waits,
    a_service_that_does_not_answer_is_left_after_five_seconds,
);

async fn listed(pushes: &Pushes) -> usize {
    pushes.ben.read("/api/v1/me/push").await.items().len()
}

async fn a_browser_that_is_gone_is_ended(pushes: Pushes) {
    for (name, status) in [("phone", 410), ("desk", 404)] {
        let device = pushes.device(&pushes.ben, name).await;
        let stays = pushes.device(&pushes.ben, &format!("{name}-too")).await;
        pushes.service.answers(&device, status, None);
        let before = listed(&pushes).await;
        pushes.given("Count", json!({})).await;
        pushes.sent().await;
        assert_eq!(listed(&pushes).await, before - 1, "{status}");
        assert_eq!(pushes.told(&stays).len(), 1);
        pushes.given("Feed", json!({})).await;
        pushes.sent().await;
        assert_eq!(pushes.service.to(&device).len(), 1, "nothing more is sent there");
        assert_eq!(pushes.told(&stays).len(), 2);
    }
    let ended = "select actor from event where verb = 'push.unsubscribed'";
    let ended = pushes.inspect.rows(ended).await;
    assert_eq!(ended, [[""], [""]], "nobody did it");
}

async fn what_a_service_wants_later_comes_then(pushes: Pushes) {
    let phone = pushes.device(&pushes.ben, "phone").await;
    for (status, tries) in [(429, 1), (503, 3)] {
        pushes.service.answers(&phone, status, Some(120));
        pushes.given("Count", json!({})).await;
        pushes.sent().await;
        assert_eq!(pushes.told(&phone).len(), tries);
        pushes.service.answers(&phone, 201, None);
        pushes.app.advance(100 * SECOND);
        pushes.settled().await;
        assert_eq!(pushes.told(&phone).len(), tries, "not sooner than it said");
        pushes.app.advance(30 * SECOND);
        pushes.settled().await;
        let told = pushes.told(&phone);
        assert_eq!(told.len(), tries + 1);
        assert_eq!(told[tries - 1], told[tries], "it is the same message");
        let kept = pushes.service.to(&phone);
        assert_eq!(kept[tries - 1].header("topic"), kept[tries].header("topic"));
    }
    pushes.app.advance(HOUR);
    pushes.settled().await;
    assert_eq!(pushes.told(&phone).len(), 4, "what was taken is not sent again");
}

/// Fails without the wait between two tries in `jobs::parcels::one`: then nothing is ever settled.
async fn a_service_that_wants_a_message_again_at_once_waits_for_it_as_others_do(pushes: Pushes) {
    let phone = pushes.device(&pushes.ben, "phone").await;
    pushes.service.answers(&phone, 429, Some(0));
    pushes.given("Count", json!({})).await;
    pushes.sent().await;
    assert_eq!(pushes.told(&phone).len(), 1);
    // The first wait is half a minute, more or less a fifth.
    pushes.app.advance(20 * SECOND);
    pushes.settled().await;
    assert_eq!(pushes.told(&phone).len(), 1, "not sooner than one that says nothing");
    pushes.service.answers(&phone, 201, None);
    pushes.app.advance(20 * SECOND);
    pushes.settled().await;
    assert_eq!(pushes.told(&phone).len(), 2);
}

/// Fails where `send` of `jobs::parcels::push` does not ask for the quiet hours: they began between the two tries.
async fn a_message_that_is_tried_again_wakes_nobody_but_for_what_is_urgent(pushes: Pushes) {
    let phone = pushes.device(&pushes.ben, "phone").await;
    let now = || pushes.app.clock.now().0;
    let midnight = now() - now() % DAY + DAY;
    let to = |moment: i64| pushes.app.advance(midnight + moment - now());
    pushes.ben.perform("profile.edit", json!({ "zone": "UTC" })).await.ok();
    let quiet = json!({ "quiet": { "from": "20:00", "until": "08:30" } });
    pushes.ben.perform("profile.set_limits", quiet).await.ok();
    pushes.settled().await;
    to(19 * HOUR + 50 * MINUTE);
    pushes.settled().await;
    pushes.service.answers(&phone, 503, Some(1_200));
    pushes.given("Count", json!({})).await;
    pushes.given("Call the doctor", json!({ "urgency": "urgent" })).await;
    pushes.sent().await;
    assert_eq!(pushes.told(&phone).len(), 2);
    pushes.service.answers(&phone, 201, None);
    let last = || pushes.told(&phone).pop().unwrap()["title"].clone();
    to(20 * HOUR + 15 * MINUTE);
    pushes.settled().await;
    assert_eq!((pushes.told(&phone).len(), last()), (3, json!("Call the doctor · Bees")));
    to(DAY + 8 * HOUR + 29 * MINUTE);
    pushes.settled().await;
    assert_eq!(pushes.told(&phone).len(), 3, "it can wait");
    to(DAY + 8 * HOUR + 31 * MINUTE);
    pushes.settled().await;
    assert_eq!((pushes.told(&phone).len(), last()), (4, json!("Count · Bees")));
}

async fn a_message_is_sent_again_after_a_restart(mut pushes: Pushes) {
    let phone = pushes.device(&pushes.ben, "phone").await;
    pushes.service.answers(&phone, 500, None);
    pushes.given("Count", json!({})).await;
    pushes.sent().await;
    assert_eq!(pushes.told(&phone).len(), 1);
    pushes.restart().await;
    pushes.service.answers(&phone, 201, None);
    pushes.app.advance(5 * MINUTE);
    pushes.settled().await;
    assert_eq!(pushes.told(&phone).len(), 2);
    pushes.restart().await;
    pushes.app.advance(DAY);
    pushes.settled().await;
    assert_eq!(pushes.told(&phone).len(), 2);
}

async fn a_message_is_given_up_after_a_day(pushes: Pushes) {
    let phone = pushes.device(&pushes.ben, "phone").await;
    pushes.service.answers(&phone, 500, None);
    pushes.given("Count", json!({})).await;
    pushes.sent().await;
    for _ in 0..26 {
        pushes.app.advance(HOUR);
        pushes.settled().await;
    }
    let tried = pushes.service.to(&phone).len();
    assert!(tried > 3, "{tried}");
    pushes.app.advance(3 * DAY);
    pushes.settled().await;
    assert_eq!(pushes.service.to(&phone).len(), tried, "nobody tries it any more");
    assert_eq!(pushes.inspect.count("parcel").await, 0);
    assert_eq!(listed(&pushes).await, 1, "that is no reason to end it");
}

async fn what_a_service_refuses_is_not_tried_again(pushes: Pushes) {
    let phone = pushes.device(&pushes.ben, "phone").await;
    for status in [400, 403, 413] {
        pushes.service.answers(&phone, status, None);
        let before = pushes.service.to(&phone).len();
        pushes.given("Count", json!({})).await;
        pushes.sent().await;
        pushes.app.advance(HOUR);
        pushes.settled().await;
        assert_eq!(pushes.service.to(&phone).len(), before + 1, "{status}");
    }
    assert_eq!(listed(&pushes).await, 1);
}

async fn a_service_that_operators_have_blocked_gets_nothing(pushes: Pushes) {
    let phone = pushes.device(&pushes.ben, "phone").await;
    let host = format!("localhost:{}", pushes.service.port);
    let block = |blocked| BlockHost { host: host.clone(), blocked, reason: None };
    pushes.app.perform(&Principal::Operator, block(true).into()).await.unwrap();
    pushes.given("Count", json!({})).await;
    pushes.sent().await;
    assert!(pushes.told(&phone).is_empty());
    pushes.app.perform(&Principal::Operator, block(false).into()).await.unwrap();
    pushes.given("Feed", json!({})).await;
    pushes.sent().await;
    assert_eq!(pushes.told(&phone).len(), 1);
}

async fn a_message_on_its_way_is_not_sent_to_a_browser_that_was_ended(pushes: Pushes) {
    let phone = pushes.device(&pushes.ben, "phone").await;
    pushes.service.answers(&phone, 500, None);
    pushes.given("Count", json!({})).await;
    pushes.sent().await;
    let browser = pushes.ben.read("/api/v1/me/push").await.items()[0]["browser"].clone();
    pushes.ben.perform("push.unsubscribe", json!({ "browser": browser })).await.ok();
    pushes.app.advance(HOUR);
    pushes.settled().await;
    assert_eq!(pushes.service.to(&phone).len(), 1);
    assert_eq!(pushes.inspect.count("parcel").await, 0);
}

/// Fails without `drop_threads` in `tell` of `jobs::parcels::push`: then the older one comes, too.
async fn a_newer_message_about_the_same_thing_takes_the_place_of_one_that_waits(pushes: Pushes) {
    let phone = pushes.device(&pushes.ben, "phone").await;
    pushes.service.answers(&phone, 503, Some(1_200));
    let task = pushes.given("Count", json!({})).await;
    pushes.sent().await;
    pushes.comment(&pushes.ana, task, "@ben, the ladder is in the shed.").await;
    pushes.sent().await;
    pushes.given("Feed", json!({})).await;
    pushes.sent().await;
    assert_eq!(pushes.told(&phone).len(), 3);
    assert_eq!(pushes.inspect.count("parcel").await, 2, "one for each task");
    // Of the newer one nothing is left to tell: it tells what the older one was to tell all the same.
    let named = "select stream || '-' || seq from notice where kind = 'mention' and read_at is null";
    let named = pushes.inspect.rows(named).await[0][0].clone();
    pushes.ben.perform("notice.read", json!({ "notices": [named] })).await.ok();
    pushes.service.answers(&phone, 201, None);
    pushes.app.advance(1_300 * SECOND);
    pushes.settled().await;
    let told = pushes.told(&phone);
    let mut last: Vec<_> = told[3..].iter().map(|said| said["title"].as_str().unwrap()).collect();
    last.sort_unstable();
    assert_eq!(last, ["Count · Bees", "Feed · Bees"]);
    let count = told[3..].iter().find(|said| said["title"] == "Count · Bees").unwrap();
    assert_eq!(count["body"], "ana assigned this to you");
}

/// Fails with the time that a delivery has.
async fn a_service_that_does_not_answer_is_left_after_five_seconds(pushes: Pushes) {
    let phone = pushes.device(&pushes.ben, "phone").await;
    pushes.service.answers(&phone, SILENCE, None);
    pushes.given("Count", json!({})).await;
    pushes.settled().await;
    pushes.app.advance(11 * SECOND);
    let failed = "select cause from parcel_attempt where outcome = 'unreachable'";
    until("it is given up for now", async || !pushes.inspect.rows(failed).await.is_empty()).await;
    assert_eq!(pushes.inspect.rows(failed).await, [["the answer took longer than 5 s"]]);
    assert_eq!(pushes.service.to(&phone).len(), 1);
}
