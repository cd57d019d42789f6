//! The state of a message at each stage of its way.

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
        tried_at: None,
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
        state: ChannelState::Open,
        pull_at: None,
        pulls: 0,
        anew_until: None,
        untaken_since: None,
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
    let way = Way { newest: Some(delivery), first: None, lane, heard_at: None };
    judge(Some(channel), way, has_open, Some("there.example"))
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
fn what_is_not_let_in_is_not_called_sending_nor_their_server_silent() {
    let held = Delivery {
        last_status: Some(401),
        last_error: Some("bad key".into()),
        next_at: MADE.plus(600),
        ..delivery(DeliveryState::Waiting, 1)
    };
    let newest = Delivery { id: "2".into(), seq: Some(4), ..delivery(DeliveryState::Waiting, 0) };
    let lane = Host { failures: 0, forbidden_since: Some(MADE.plus(3).0), ..silent_lane() };
    let told = |lane: &Host, newest, first| {
        let way = Way { newest: Some(newest), first: Some(first), lane: Some(lane), heard_at: None };
        judge(Some(&channel(4, 2)), way, true, Some("there.example"))
    };
    for newest in [&held, &newest] {
        let view = told(&lane, newest, &held);
        assert_eq!((view.state, view.at), (DeliveryWord::NotLetIn, Some(MADE.plus(3))));
        assert_eq!((view.next_at, view.error.as_deref()), (Some(MADE.plus(600)), Some("bad key")));
    }
    // The host is down since then, so it is unknown whether it would accept anything.
    assert_eq!(told(&silent_lane(), &newest, &held).state, DeliveryWord::Waiting);
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
    // An earlier message that has not arrived means that the peer has not read everything.
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
    let view = judge(Some(&channel(0, 0)), Way::default(), false, None);
    assert_eq!((view.state, view.at, view.host), (DeliveryWord::InStep, None, None));
}

#[test]
fn up_to_date_is_dated_by_the_last_message_of_either_side() {
    let arrived = delivery(DeliveryState::Delivered, 1);
    for (heard, expected) in [(None, 5), (Some(3), 5), (Some(9), 9)] {
        let heard_at = heard.map(|after| MADE.plus(after));
        let way = Way { newest: Some(&arrived), heard_at, ..Way::default() };
        let view = judge(Some(&channel(3, 3)), way, false, Some("there.example"));
        assert_eq!((view.state, view.at), (DeliveryWord::InStep, Some(MADE.plus(expected))));
    }
}

#[test]
fn a_side_that_owes_news_or_waits_for_a_confirmation_is_not_up_to_date() {
    use DeliveryWord::{Delivered, InStep, Sending, Waiting};
    for (word, state, has_news, expected) in [
        (InStep, State::Active, false, InStep),
        (InStep, State::Active, true, Sending),
        (Delivered, State::Submitted, true, Sending),
        (Waiting, State::Active, true, Waiting),
        (InStep, State::Recalled, true, InStep),
        (InStep, State::Accepting, false, Delivered),
        (InStep, State::Recalling, false, Delivered),
        (InStep, State::Returning, false, Delivered),
        (Waiting, State::Recalling, false, Waiting),
    ] {
        assert_eq!(owed(word, state, has_news), expected, "{word:?}, {state:?}, {has_news}");
    }
}

#[test]
fn histories_that_do_not_fit_stop_everything() {
    let frozen = Channel { state: ChannelState::Suspended, ..channel(3, 3) };
    let view = judged(&frozen, &delivery(DeliveryState::Delivered, 1), None, false);
    assert_eq!(view.state, DeliveryWord::Suspended);
}

#[test]
fn a_channel_that_is_stopped_there_is_neither_delivered_nor_in_step() {
    let untaken = Channel { untaken_since: Some(MADE.plus(7).0), ..channel(3, 3) };
    for state in [DeliveryState::Delivered, DeliveryState::Waiting] {
        let view = judged(&untaken, &delivery(state, 1), None, false);
        assert_eq!((view.state, view.at), (DeliveryWord::StoppedThere, Some(MADE.plus(7))));
    }
}
