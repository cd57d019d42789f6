//! The effects of attempts, one after the other.

use std::time::Duration;

use pursuance_domain::time::SECOND;

use super::super::tests::due;
use super::*;

fn lane(failures: i64) -> Host {
    Host { name: "b.example".to_owned(), next_at: Some(0), failures, ..Host::default() }
}

fn run() -> LaneRun {
    LaneRun::new(&lane(0), Time(0))
}

fn failed(fault: Fault) -> DeliveryResult {
    DeliveryResult::Failed {
        fault,
        status: Some(503),
        after: None,
        error: "it is down".to_owned(),
        clock_offset: None,
    }
}

fn taken() -> DeliveryResult {
    DeliveryResult::Delivered { status: Some(202), learnt: None, clock_offset: None, ack: None }
}

fn is_about(wait: i64, expected: i64) -> bool {
    (expected * 8 / 10..=expected * 12 / 10).contains(&wait)
}

#[test]
fn several_failures_at_once_are_one_of_the_host() {
    let mut run = run();
    for id in ["1", "2", "3"] {
        let due = due(id, Some("a"));
        let result = failed(Fault::Unclear);
        let attempt = run.judge(&due, &result, false, Time(0));
        assert_eq!((attempt.state, attempt.status), (DeliveryState::Waiting, Some(503)));
        assert_eq!(attempt.next_at, Time(0), "it waits for its lane only");
    }
    assert_eq!(run.outcome.failures, 1);
    assert!(run.is_over());
    assert!(is_about(run.outcome.retry_at.unwrap().0, 30 * SECOND));
}

#[test]
fn a_block_that_was_heard_in_this_run_ends_with_the_next_message_that_is_accepted() {
    let mut run = run();
    assert!(!run.may_be_shut_out(&lane(0)));
    let blocked = DeliveryResult::Forbidden {
        status: 403,
        error: "it answered 403".to_owned(),
        clock_offset: None,
        is_block: true,
    };
    run.judge(&due("1", Some("a")), &blocked, false, Time(0));
    run.judge(&due("2", Some("b")), &taken(), false, Time(0));
    assert!(run.may_be_shut_out(&lane(0)), "the lane was claimed before it was noted");
}

#[test]
fn a_host_waits_as_long_as_it_asks_for_and_is_not_woken_before() {
    let mut run = run();
    let after = Some(Duration::from_secs(3_600));
    let result = DeliveryResult::Failed {
        fault: Fault::Host,
        status: Some(429),
        after,
        error: String::new(),
        clock_offset: None,
    };
    run.judge(&due("1", None), &result, false, Time(0));
    assert_eq!(run.outcome.quiet_until, Some(Time(HOUR)));
    assert!(run.outcome.retry_at >= Some(Time(HOUR)));
    // Also when a delivery in progress is accepted after that.
    run.judge(&due("2", None), &taken(), false, Time(1));
    assert_eq!((run.outcome.failures, run.outcome.retry_at), (0, Some(Time(HOUR))));
}

#[test]
fn messages_about_delegations_are_tried_daily_for_ever() {
    let late = Time(400 * DAY);
    let mut run = LaneRun::new(&lane(500), late);
    let (message, note) = (due("1", Some("a")), due("2", None));
    assert_eq!(run.judge(&message, &failed(Fault::Host), false, late).state, DeliveryState::Waiting);
    assert!(is_about(run.outcome.retry_at.unwrap().0 - late.0, DAY));
    assert_eq!(run.judge(&note, &failed(Fault::Host), false, late).state, DeliveryState::GivenUp);
}

#[test]
fn a_probe_that_was_woken_and_fails_changes_nothing() {
    let host = Host { retry_at: Some(5 * DAY), ..lane(9) };
    let mut run = LaneRun::new(&host, Time(HOUR));
    run.judge(&due("1", Some("a")), &failed(Fault::Host), false, Time(HOUR));
    assert_eq!((run.outcome.failures, run.outcome.retry_at), (9, Some(Time(5 * DAY))));
    assert_eq!(run.outcome.quiet_until, Some(Time(HOUR + MINUTE)), "not again at every request");

    let mut run = LaneRun::new(&host, Time(5 * DAY));
    run.judge(&due("1", Some("a")), &failed(Fault::Host), false, Time(5 * DAY));
    assert_eq!(run.outcome.failures, 10, "this one was due");
}

#[test]
fn what_fails_while_others_are_taken_waits_by_itself() {
    let mut run = run();
    run.judge(&due("1", Some("a")), &taken(), false, Time(7));
    let bad = due("2", Some("b"));
    let result = failed(Fault::Unclear);
    let attempt = run.judge(&bad, &result, false, Time(7));
    assert!(is_about(attempt.next_at.0 - 7, 30 * SECOND));
    assert_eq!((run.outcome.failures, run.is_over()), (0, false));

    // In a later run too, even when it is the only delivery.
    let host = Host { last_ok: Some(8), ..lane(0) };
    let mut run = LaneRun::new(&host, Time(9));
    let again = DueDelivery { attempts: 1, failing_since: Some(7), ..bad.clone() };
    let attempt = run.judge(&again, &result, false, Time(9));
    assert!(is_about(attempt.next_at.0 - 9, 2 * MINUTE));
    assert!(!run.is_over());

    // A host that is down, or has accepted nothing since, is another matter.
    run.judge(&again, &failed(Fault::Host), false, Time(9));
    assert!(run.is_over());
    let mut run = LaneRun::new(&Host { last_ok: Some(6), ..lane(0) }, Time(9));
    run.judge(&again, &result, false, Time(9));
    assert!(run.is_over());
}

#[test]
fn a_batch_of_which_nothing_is_taken_closes_the_lane() {
    let mut run = run();
    run.judge(&due("1", Some("a")), &taken(), false, Time(7));
    run.next_batch();
    run.judge(&due("2", Some("b")), &failed(Fault::Unclear), false, Time(8));
    assert!(run.is_over());
}

#[test]
fn what_is_broken_here_closes_no_lane() {
    let mut run = run();
    let message = due("1", Some("a"));
    let result = failed(Fault::Ours);
    let attempt = run.judge(&message, &result, false, Time(0));
    assert!(is_about(attempt.next_at.0, 30 * SECOND));
    assert!(!run.is_over());
}

#[test]
fn an_answer_makes_the_lane_sound_whatever_it_says() {
    let mut run = LaneRun::new(&lane(3), Time(0));
    let refused = DeliveryResult::Refused { status: Some(422), error: "no".to_owned() };
    let message = due("1", Some("a"));
    assert_eq!(run.judge(&message, &refused, false, Time(0)).state, DeliveryState::Refused);
    assert_eq!((run.outcome.failures, run.is_over()), (0, false));
    let forbidden = DeliveryResult::Forbidden {
        status: 403,
        error: "no".to_owned(),
        clock_offset: None,
        is_block: false,
    };
    let attempt = run.judge(&message, &forbidden, false, Time(0));
    assert_eq!((attempt.state, attempt.next_at), (DeliveryState::Waiting, Time(HOLD)));
    assert!(run.outcome.forbidden);
    assert_eq!(run.outcome.error.as_deref(), Some("no"));
}

#[test]
fn what_goes_to_somebody_who_has_ended_is_given_up() {
    let mut run = run();
    let message = due("1", Some("a"));
    assert_eq!(run.judge(&message, &DeliveryResult::Gone, true, Time(0)).state, DeliveryState::GivenUp);
    assert_eq!(run.judge(&message, &DeliveryResult::Gone, false, Time(0)).state, DeliveryState::Waiting);
}

#[test]
fn an_inbox_that_is_missing_is_looked_for_daily_at_least() {
    let missing = DeliveryResult::Missing { status: 404 };
    let message = DueDelivery { attempts: 99, ..due("1", Some("a")) };
    let attempt = run().judge(&message, &missing, false, Time(0)).clone();
    assert!(is_about(attempt.next_at.0, DAY));
    assert_eq!(attempt.trouble, Some(Trouble::Missing));
}

#[test]
fn only_what_was_missing_three_times_over_two_days_is_gone() {
    let missed = |missed, since: Option<i64>| DueDelivery {
        missed,
        missing_since: since,
        attempts: 20,
        ..due("1", Some("a"))
    };
    assert!(is_long_missing(&missed(2, Some(0)), Time(2 * DAY)));
    assert!(!is_long_missing(&missed(2, Some(1)), Time(2 * DAY)), "not for long enough");
    assert!(!is_long_missing(&missed(1, Some(0)), Time(9 * DAY)), "not often enough");
    assert!(!is_long_missing(&missed(0, None), Time(9 * DAY)), "however long it failed before");
}
