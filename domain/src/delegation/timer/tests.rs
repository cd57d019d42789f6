use super::*;
use crate::action::Redelegation;
use crate::delegation::delegate::{Admission, DelegateFacts};
use crate::delegation::message::{FromDelegate, FromOrigin, Offer, OfferUri, SubmissionUri, TermsHash};
use crate::delegation::origin::{Availability, OpeningFacts, OriginFacts};
use crate::delegation::reason::Reason;
use crate::delegation::terms::Terms;
use crate::task::phase::{Phase, WirePhase};
use crate::time::HOUR;

const NOW: Time = Time(1_800_000_000_000_000);

fn offer() -> Offer {
    let terms = Terms { redelegation: Redelegation::Yes, ..Terms::usual(NOW, None) };
    Offer { uri: OfferUri::from("offer1"), terms_hash: TermsHash::from("sha256:1"), terms, offered_at: NOW }
}

fn facts(after: i64) -> OriginFacts {
    OriginFacts { now: NOW.plus(after), task: Availability::Free, peer_down_since: None }
}

fn offered() -> OriginCopy {
    let facts = OpeningFacts {
        now: NOW,
        task: Availability::Free,
        is_assigned: false,
        has_offer_to_them: false,
        is_blocked: false,
        waiting_offers: 0,
    };
    OriginCopy::open(offer(), &facts).unwrap().copy
}

fn active() -> OriginCopy {
    let Offer { uri, terms_hash, .. } = offer();
    offered().receive(&FromDelegate::Accept { offer: uri, terms_hash, published: NOW }, &facts(0)).copy
}

fn clocks(after: i64) -> OriginClocks {
    OriginClocks {
        now: NOW.plus(after),
        offer_delivered_at: Some(NOW),
        is_peer_down: false,
        peer_down_for: 0,
        auto_recall: false,
    }
}

/// Lets what is due happen, and answers what it was.
fn tick(copy: &mut OriginCopy, clocks: &OriginClocks) -> Option<OriginDecision> {
    let due = copy.due(clocks)?;
    let facts = OriginFacts { now: clocks.now, task: Availability::Free, peer_down_since: None };
    *copy = copy.decide(due.clone(), &facts).unwrap().copy;
    Some(due)
}

const WEEK: i64 = 7 * DAY;

#[test]
fn an_offer_expires_ten_minutes_after_its_date() {
    assert_eq!(offered().due(&clocks(WEEK + ANSWER_GRACE)), None);
    assert_eq!(offered().due(&clocks(WEEK + ANSWER_GRACE + 1)), Some(OriginDecision::Expire));
}

#[test]
fn an_offer_that_could_not_be_delivered_gets_the_time_of_the_outage_once_more() {
    let delivered = |delivered: i64, after: i64| {
        offered().due(&OriginClocks { offer_delivered_at: Some(NOW.plus(delivered)), ..clocks(after) })
    };
    let outage = WEEK + DAY;
    assert_eq!(delivered(outage, WEEK + outage), None);
    assert_eq!(delivered(outage, WEEK + outage + HOUR), Some(OriginDecision::Expire));
    assert_eq!(delivered(DAY, WEEK + HOUR), Some(OriginDecision::Expire), "they had six days");
    let undelivered = |after| offered().due(&OriginClocks { offer_delivered_at: None, ..clocks(after) });
    assert_eq!(undelivered(WEEK + OUTAGE_EXTENSION_MAX), None);
    assert_eq!(undelivered(WEEK + OUTAGE_EXTENSION_MAX + HOUR), Some(OriginDecision::Expire));
}

#[test]
fn silence_is_counted_from_the_last_act_of_a_person_there() {
    let mut copy = active();
    assert_eq!(tick(&mut copy, &clocks(WEEK - 1)), None);
    assert_eq!(tick(&mut copy, &clocks(WEEK)), Some(OriginDecision::HeartbeatMissed(Missed::Once)));
    assert_eq!(tick(&mut copy, &clocks(WEEK + HOUR)), None, "once is once");
    let heartbeat = FromDelegate::Progress { phase: WirePhase::Is(Phase::InProgress), last_activity: NOW };
    copy = copy.receive(&heartbeat, &facts(WEEK + DAY)).copy;
    assert_eq!(tick(&mut copy, &clocks(2 * WEEK)), Some(OriginDecision::HeartbeatMissed(Missed::Twice)));
    assert!(copy.flags.stalled);
    assert_eq!(tick(&mut copy, &clocks(3 * WEEK)), None, "nothing is taken back unasked");
    let agreed = OriginClocks { auto_recall: true, ..clocks(3 * WEEK) };
    assert_eq!(tick(&mut copy.clone(), &agreed), Some(OriginDecision::HeartbeatMissed(Missed::Thrice)));
    let alive = FromDelegate::Progress {
        phase: WirePhase::Is(Phase::InProgress),
        last_activity: NOW.plus(3 * WEEK - HOUR),
    };
    copy = copy.receive(&alive, &facts(3 * WEEK)).copy;
    assert_eq!((copy.flags.stalled, copy.due(&agreed)), (false, None));
}

#[test]
fn silence_says_nothing_while_their_server_is_down() {
    let down = OriginClocks { is_peer_down: true, ..clocks(2 * WEEK) };
    assert_eq!(active().due(&down), None);
    let back = OriginClocks { peer_down_for: WEEK + DAY, ..clocks(2 * WEEK) };
    assert_eq!(active().due(&back), None);
    let long_back = OriginClocks { peer_down_for: DAY, ..clocks(2 * WEEK) };
    assert_eq!(active().due(&long_back), Some(OriginDecision::HeartbeatMissed(Missed::Once)));
}

#[test]
fn two_nudges_are_a_day_apart_whoever_sent_the_first() {
    let mut copy = active();
    copy = copy.decide(OriginDecision::Nudge, &facts(WEEK - HOUR)).unwrap().copy;
    assert_eq!(copy.due(&clocks(WEEK)), None);
    assert!(copy.due(&clocks(WEEK - HOUR + DAY)).is_some());
}

#[test]
fn the_reviewer_is_reminded_once_and_the_coordinators_told_once() {
    let submit = FromDelegate::Submit { submission: SubmissionUri::from("work1"), round: 1 };
    let mut copy = active().receive(&submit, &facts(DAY)).copy;
    assert_eq!(tick(&mut copy, &clocks(DAY + WEEK - 1)), None);
    assert_eq!(tick(&mut copy, &clocks(DAY + WEEK)), Some(OriginDecision::ReviewOverdue));
    assert_eq!(tick(&mut copy, &clocks(DAY + WEEK + HOUR)), None);
    assert_eq!(tick(&mut copy, &clocks(DAY + 2 * WEEK)), Some(OriginDecision::ReviewOverdue));
    assert_eq!(tick(&mut copy, &clocks(DAY + 9 * WEEK)), None);
}

#[test]
fn a_recall_without_an_answer_is_forced_after_a_fortnight() {
    let mut copy =
        active().decide(OriginDecision::Recall { reason: Reason::Other }, &facts(DAY)).unwrap().copy;
    copy.flags.suspended = true;
    assert_eq!(tick(&mut copy, &clocks(15 * DAY - 1)), None);
    assert_eq!(tick(&mut copy, &clocks(15 * DAY)), Some(OriginDecision::ForceRecall));
    assert_eq!(tick(&mut copy, &clocks(99 * DAY)), None);
}

#[test]
fn nothing_else_is_due_while_the_channel_is_frozen() {
    let mut copy = offered();
    copy.flags.suspended = true;
    assert_eq!(copy.due(&clocks(99 * DAY)), None);
}

fn accepting() -> DelegateCopy {
    let copy = DelegateCopy::first(offer(), Ok(Admission::default()), NOW).copy;
    let facts = DelegateFacts::without_mirror(NOW);
    copy.decide(DelegateDecision::Accept { offer: offer().uri }, &facts).unwrap().copy
}

#[test]
fn a_missing_grant_is_looked_for_once_a_day() {
    let at = |after| DelegateClocks { now: NOW.plus(after) };
    assert_eq!(accepting().due(&at(DAY - 1)), None);
    assert_eq!(accepting().due(&at(DAY)), Some(DelegateDecision::AskForLog));
    let facts = DelegateFacts::without_mirror(NOW.plus(DAY));
    let asked = accepting().decide(DelegateDecision::AskForLog, &facts).unwrap().copy;
    assert_eq!(asked.due(&at(2 * DAY - 1)), None);
    assert_eq!(asked.due(&at(2 * DAY)), Some(DelegateDecision::AskForLog));
}

#[test]
fn the_delegate_reports_in_time_without_being_asked() {
    let grant = FromOrigin::Grant { offer: offer().uri, terms_hash: offer().terms_hash };
    let copy = accepting().receive(&grant, NOW).copy;
    let early = WEEK / 5 * 4;
    assert_eq!(copy.due(&DelegateClocks { now: NOW.plus(early - 1) }), None);
    let now = NOW.plus(early);
    assert_eq!(copy.due(&DelegateClocks { now }), Some(DelegateDecision::Heartbeat));
    let told = copy.decide(DelegateDecision::Heartbeat, &DelegateFacts::without_mirror(now)).unwrap().copy;
    assert_eq!(told.due(&DelegateClocks { now }), None);
}

#[test]
fn nothing_expires_at_the_delegate() {
    let copy = DelegateCopy::first(offer(), Ok(Admission::default()), NOW).copy;
    assert_eq!(copy.due(&DelegateClocks { now: NOW.plus(999 * DAY) }), None);
}
