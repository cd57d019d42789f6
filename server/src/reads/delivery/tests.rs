//! What is told of a message at each turn of its way.

use super::*;

const MADE: Time = Time(1_800_000_000_000_000);

fn delivery(state: DeliveryState, attempts: i64) -> Delivery {
    Delivery {
        id: "1".into(),
        activity: "https://here.example/ap/act/1".into(),
        kind: "Offer".into(),
        inbox: "https://there.example/ap/inbox".into(),
        host: "there.example".into(),
        seq: Some(3),
        state,
        next_at: MADE.plus(10),
        attempts,
        last_status: None,
        last_error: None,
        created: MADE,
        delivered_at: (state == DeliveryState::Delivered).then_some(MADE.plus(5)),
    }
}

fn channel(sent: i64, acknowledged: i64) -> Channel {
    Channel {
        id: "c".into(),
        local: "a".into(),
        peer: "b".into(),
        out_epoch: "e".into(),
        out_seq: sent,
        out_prev: channels::FIRST_PREV.into(),
        in_url: None,
        in_epoch: String::new(),
        in_seq: 0,
        in_prev: channels::FIRST_PREV.into(),
        ack_epoch: if acknowledged > 0 { "e".into() } else { String::new() },
        ack_seq: acknowledged,
        state: "open".into(),
        pull_at: None,
        pulls: 0,
    }
}

fn silent_lane() -> Host {
    Host {
        name: "there.example".into(),
        next_at: Some(MADE.plus(90).0),
        failures: 2,
        last_error: Some("connection refused".into()),
        down_since: Some(MADE.plus(1).0),
        retry_at: Some(MADE.plus(90).0),
        ..Host::default()
    }
}

fn judged(channel: &Channel, delivery: &Delivery, lane: Option<&Host>, has_open: bool) -> DeliveryView {
    judge(Some(channel), Some(delivery), lane, has_open, Some("there.example"))
}

#[test]
fn a_first_try_is_under_way() {
    let view = judged(&channel(3, 0), &delivery(DeliveryState::Waiting, 0), None, true);
    assert_eq!((view.state, view.at, view.next_at), (DeliveryWord::Sending, Some(MADE), None));
}

#[test]
fn a_server_that_does_not_answer_is_waited_for_with_the_time_of_the_next_try() {
    // Also when this message was never tried, because an earlier one of its lane waits.
    let view = judged(&channel(3, 0), &delivery(DeliveryState::Waiting, 0), Some(&silent_lane()), true);
    assert_eq!((view.state, view.at), (DeliveryWord::Waiting, Some(MADE.plus(1))));
    assert_eq!((view.next_at, view.error.as_deref()), (Some(MADE.plus(90)), Some("connection refused")));
}

#[test]
fn a_refusal_says_what_was_answered() {
    let refused = Delivery { last_status: Some(410), ..delivery(DeliveryState::Refused, 1) };
    let view = judged(&channel(3, 0), &refused, None, true);
    assert_eq!(
        (view.state, view.error.as_deref()),
        (DeliveryWord::Refused, Some("their server answered 410"))
    );
}

#[test]
fn delivered_is_not_yet_in_step() {
    let arrived = delivery(DeliveryState::Delivered, 1);
    assert_eq!(judged(&channel(3, 2), &arrived, None, false).state, DeliveryWord::Delivered);
    // An earlier message that has not arrived keeps the peer from having read everything.
    assert_eq!(judged(&channel(3, 3), &arrived, None, true).state, DeliveryWord::Delivered);
    let view = judged(&channel(3, 3), &arrived, None, false);
    assert_eq!((view.state, view.at), (DeliveryWord::InStep, Some(MADE.plus(5))));
}

#[test]
fn an_acknowledgement_of_an_older_numbering_does_not_count() {
    let anew = Channel { out_epoch: "f".into(), ..channel(3, 3) };
    assert_eq!(
        judged(&anew, &delivery(DeliveryState::Delivered, 1), None, false).state,
        DeliveryWord::Delivered
    );
}

#[test]
fn who_has_said_nothing_is_in_step() {
    let view = judge(Some(&channel(0, 0)), None, None, false, None);
    assert_eq!((view.state, view.at, view.host), (DeliveryWord::InStep, None, None));
}

#[test]
fn histories_that_do_not_fit_stop_everything() {
    let frozen = Channel { state: "suspended".into(), ..channel(3, 3) };
    let view = judged(&frozen, &delivery(DeliveryState::Delivered, 1), None, false);
    assert_eq!(view.state, DeliveryWord::Suspended);
}
