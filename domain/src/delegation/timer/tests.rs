use super::*;
use crate::delegation::delegate::{Admission, DelegateEffect, DelegateFacts};
use crate::delegation::message::{FromDelegate, FromOrigin, Offer, OfferUri, SubmissionUri, TermsHash};
use crate::delegation::origin::{OpeningFacts, OriginFacts, TaskAvailability};
use crate::delegation::reason::Reason;
use crate::delegation::terms::Redelegation;
use crate::delegation::terms::Terms;
use crate::task::phase::{Phase, WirePhase};
use crate::time::{HOUR, SECOND};

const NOW: Time = Time(1_800_000_000_000_000);

fn offer() -> Offer {
    let terms = Terms { redelegation: Redelegation::Yes, ..Terms::usual(NOW, None) };
    Offer { uri: OfferUri::from("offer1"), terms_hash: TermsHash::from("sha256:1"), terms, offered_at: NOW }
}

fn facts(after: i64) -> OriginFacts {
    OriginFacts {
        now: NOW.plus(after),
        task: TaskAvailability::Free,
        peer_down_since: None,
        is_suspended: false,
    }
}

fn offered() -> OriginCopy {
    let facts = OpeningFacts {
        now: NOW,
        task: TaskAvailability::Free,
        is_assigned: false,
        has_offer_to_them: false,
        is_blocked: false,
        is_shut_out: false,
        waiting_offers: 0,
    };
    OriginCopy::open(offer(), &facts).unwrap().copy
}

fn active() -> OriginCopy {
    let Offer { uri, terms_hash, .. } = offer();
    offered().receive(&FromDelegate::Accept { offer: uri, terms_hash, published: NOW }, &facts(0)).copy
}

fn clocks(after: i64) -> OriginClocks<'static> {
    OriginClocks { now: NOW.plus(after), is_suspended: false, is_peer_down: false, outages: &[] }
}

fn outage(from: i64, until: i64) -> Outage {
    Outage { from: NOW.plus(from), until: NOW.plus(until) }
}

/// Carries out the due decision, and returns it.
fn tick(copy: &mut OriginCopy, clocks: &OriginClocks<'_>) -> Option<OriginDue> {
    let due = copy.due(clocks)?;
    assert!(copy.wakes_at().is_some_and(|at| at <= clocks.now), "nobody would have asked before");
    let facts = OriginFacts { now: clocks.now, ..facts(0) };
    *copy = copy.decide(due.into(), &facts).unwrap().copy;
    Some(due)
}

const WEEK: i64 = 7 * DAY;

#[test]
fn an_offer_expires_ten_minutes_after_its_date() {
    assert_eq!(offered().due(&clocks(WEEK + ANSWER_GRACE)), None);
    assert_eq!(offered().due(&clocks(WEEK + ANSWER_GRACE + 1)), Some(OriginDue::Expire));
}

#[test]
fn an_offer_gets_the_time_of_an_outage_once_more() {
    let due = |outages: &[Outage], after| offered().due(&OriginClocks { outages, ..clocks(after) });
    let two_days = [outage(-DAY, DAY), outage(3 * DAY, 4 * DAY)];
    assert_eq!(
        due(&two_days, WEEK + 2 * DAY),
        None,
        "one day each; what was before the offer does not count"
    );
    assert_eq!(due(&two_days, WEEK + 2 * DAY + HOUR), Some(OriginDue::Expire));
    let ever_since = |after| due(&[outage(DAY, after)], after);
    assert_eq!(ever_since(WEEK + OUTAGE_EXTENSION_MAX), None, "they cannot answer");
    assert_eq!(ever_since(WEEK + OUTAGE_EXTENSION_MAX + HOUR), Some(OriginDue::Expire));
}

#[test]
fn silence_is_counted_from_the_last_act_of_a_person_there() {
    let mut copy = active();
    assert_eq!(tick(&mut copy, &clocks(WEEK - 1)), None);
    assert_eq!(tick(&mut copy, &clocks(WEEK)), Some(OriginDue::HeartbeatMissed(Missed::Once)));
    assert_eq!(tick(&mut copy, &clocks(WEEK + HOUR)), None, "once is once");
    let heartbeat = FromDelegate::Progress { phase: WirePhase::Is(Phase::InProgress), last_activity: NOW };
    copy = copy.receive(&heartbeat, &facts(WEEK + DAY)).copy;
    assert_eq!(tick(&mut copy, &clocks(2 * WEEK)), Some(OriginDue::HeartbeatMissed(Missed::Twice)));
    assert!(copy.is_stalled);
    assert_eq!(tick(&mut copy, &clocks(3 * WEEK)), None, "nothing is taken back unasked");
    let alive = FromDelegate::Progress {
        phase: WirePhase::Is(Phase::InProgress),
        last_activity: NOW.plus(3 * WEEK - HOUR),
    };
    copy = copy.receive(&alive, &facts(3 * WEEK)).copy;
    assert_eq!((copy.is_stalled, copy.due(&clocks(3 * WEEK))), (false, None));
}

#[test]
fn silence_says_nothing_while_their_server_is_down() {
    let due = |outages: &[Outage], is_peer_down, after| {
        active().due(&OriginClocks { outages, is_peer_down, ..clocks(after) })
    };
    assert_eq!(due(&[outage(DAY, 2 * WEEK)], true, 2 * WEEK), None);
    let back = [outage(DAY, DAY + WEEK)];
    assert_eq!(due(&back, false, 2 * WEEK - 1), None, "no reminder the moment they are back");
    assert_eq!(due(&back, false, 2 * WEEK), Some(OriginDue::HeartbeatMissed(Missed::Once)));
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
    assert_eq!(tick(&mut copy, &clocks(DAY + WEEK)), Some(OriginDue::ReviewOverdue));
    assert_eq!(tick(&mut copy, &clocks(DAY + WEEK + HOUR)), None);
    assert_eq!(tick(&mut copy, &clocks(DAY + 2 * WEEK)), Some(OriginDue::ReviewOverdue));
    assert_eq!(tick(&mut copy, &clocks(DAY + 9 * WEEK)), None);
}

#[test]
fn a_recall_without_an_answer_is_forced_after_a_fortnight() {
    let mut copy =
        active().decide(OriginDecision::Recall { reason: Reason::Other }, &facts(DAY)).unwrap().copy;
    let frozen = |after| OriginClocks { is_suspended: true, ..clocks(after) };
    assert_eq!(tick(&mut copy, &frozen(15 * DAY - 1)), None);
    assert_eq!(tick(&mut copy, &frozen(15 * DAY)), Some(OriginDue::ForceRecall));
    assert_eq!(tick(&mut copy, &clocks(99 * DAY)), None);
}

#[test]
fn nothing_else_is_due_while_the_channel_is_frozen() {
    for copy in [offered(), active()] {
        assert!(copy.due(&clocks(99 * DAY)).is_some());
        assert_eq!(copy.due(&OriginClocks { is_suspended: true, ..clocks(99 * DAY) }), None);
    }
}

fn accepting() -> DelegateCopy {
    let copy = DelegateCopy::first(offer(), Ok(Admission::default()), NOW).copy;
    let facts = DelegateFacts::without_mirror(NOW);
    copy.decide(DelegateDecision::Accept { offer: offer().uri }, &facts).unwrap().copy
}

fn at(after: i64) -> DelegateClocks {
    DelegateClocks { now: NOW.plus(after), is_suspended: false }
}

#[test]
fn a_missing_grant_is_looked_for_once_a_day() {
    assert_eq!(accepting().due(&at(DAY - 1)), None);
    assert_eq!(accepting().due(&at(DAY)), Some(DelegateDue::AskForLog));
    let facts = DelegateFacts::without_mirror(NOW.plus(DAY));
    let asked = accepting().decide(DelegateDecision::AskForLog, &facts).unwrap().copy;
    assert_eq!(asked.due(&at(2 * DAY - 1)), None);
    assert_eq!(asked.due(&at(2 * DAY)), Some(DelegateDue::AskForLog));
}

fn at_work() -> DelegateCopy {
    let grant = FromOrigin::Grant { offer: offer().uri, terms_hash: offer().terms_hash };
    accepting().receive(&grant, NOW).copy
}

#[test]
fn the_delegate_reports_in_time_without_being_asked() {
    let early = WEEK / 5 * 4;
    assert_eq!(at_work().due(&at(early - 1)), None);
    assert_eq!(at_work().due(&at(early)), Some(DelegateDue::Heartbeat));
    assert_eq!(at_work().due(&DelegateClocks { is_suspended: true, ..at(early) }), None);
    let facts = DelegateFacts::without_mirror(NOW.plus(early));
    let told = at_work().decide(DelegateDecision::Heartbeat, &facts).unwrap().copy;
    assert_eq!(told.due(&at(early)), None);
}

/// A change at the mirror; the result: whether it is told at once.
fn changes(copy: &mut DelegateCopy, phase: Phase, after: i64) -> bool {
    let facts =
        DelegateFacts { mirror: WirePhase::Is(phase), ..DelegateFacts::without_mirror(NOW.plus(after)) };
    let step = copy.decide(DelegateDecision::Report, &facts).unwrap();
    *copy = step.copy;
    !step.messages.is_empty()
}

#[test]
fn news_is_told_at_once_then_once_a_minute_and_a_new_phase_always() {
    let mut copy = at_work();
    assert!(changes(&mut copy, Phase::Started, SECOND), "the first one");
    assert!(!changes(&mut copy, Phase::Started, 2 * SECOND));
    assert!(!changes(&mut copy, Phase::Started, 3 * SECOND));
    assert_eq!(copy.due(&at(MINUTE)), None);
    assert_eq!(copy.due(&at(SECOND + MINUTE)), Some(DelegateDue::Report), "what was not told, once");
    assert!(changes(&mut copy, Phase::Started, SECOND + MINUTE));
    assert_eq!(copy.due(&at(3 * MINUTE)), None, "there is nothing else to tell");
    assert!(changes(&mut copy, Phase::InProgress, SECOND + MINUTE));
    assert!(changes(&mut copy, Phase::InProgress, 5 * MINUTE), "nothing was told for a while");
}

#[test]
fn a_phase_is_told_anew_after_the_work_was_sent_back() {
    let mut copy = at_work();
    assert!(changes(&mut copy, Phase::InProgress, SECOND));
    let work = SubmissionUri::from("work1");
    let facts = DelegateFacts::without_mirror(NOW);
    let submit = DelegateDecision::Submit { submission: work.clone(), waived: false };
    copy = copy.decide(submit, &facts).unwrap().copy;
    copy = copy.receive(&FromOrigin::SendBack { submission: work, round: 1 }, NOW).copy;
    assert!(changes(&mut copy, Phase::InProgress, 2 * SECOND));
}

#[test]
fn giving_back_is_over_after_a_fortnight_even_while_the_channel_is_frozen() {
    let back = DelegateDecision::Return { reason: Reason::ReturnSkills };
    let returning = at_work().decide(back, &DelegateFacts::without_mirror(NOW)).unwrap().copy;
    assert_eq!(returning.due(&at(14 * DAY - 1)), None);
    assert_eq!(returning.due(&at(14 * DAY)), Some(DelegateDue::ForceReturn));
    let frozen = DelegateClocks { is_suspended: true, ..at(14 * DAY) };
    assert_eq!(returning.due(&frozen), Some(DelegateDue::ForceReturn));
    let old = DelegateCopy { returning_since: None, ..returning };
    assert_eq!(old.due(&at(14 * DAY)), Some(DelegateDue::ForceReturn), "also what says no time");
}

#[test]
fn a_finished_mirror_is_put_away_after_thirty_days() {
    let work = SubmissionUri::from("work1");
    let submit = DelegateDecision::Submit { submission: work.clone(), waived: false };
    let submitted = at_work().decide(submit, &DelegateFacts::without_mirror(NOW)).unwrap().copy;
    let copy = submitted.receive(&FromOrigin::AcceptWork { submission: work }, NOW).copy;
    assert_eq!(copy.due(&at(30 * DAY - 1)), None);
    assert_eq!(copy.due(&at(30 * DAY)), Some(DelegateDue::PutAway));
    let facts = DelegateFacts::without_mirror(NOW.plus(30 * DAY));
    let step = copy.decide(DelegateDecision::PutAway, &facts).unwrap();
    assert_eq!(step.effects, [DelegateEffect::ArchiveMirror]);
    assert_eq!(step.copy.due(&at(60 * DAY)), None);
}

#[test]
fn an_open_offer_ends_at_the_delegate_when_the_origin_must_have_ended_it() {
    let copy = DelegateCopy::first(offer(), Ok(Admission::default()), NOW).copy;
    let ended = WEEK + OUTAGE_EXTENSION_MAX + ANSWER_GRACE + 1;
    assert_eq!(copy.due(&at(ended - 1)), None, "an outage may have moved the end");
    assert_eq!(copy.due(&at(ended)), Some(DelegateDue::AskForLog));
    let facts = DelegateFacts::without_mirror(NOW.plus(ended));
    let asked = copy.decide(DelegateDecision::AskForLog, &facts).unwrap();
    assert_eq!(asked.effects, [DelegateEffect::PullLog]);
    let asked = asked.copy;
    assert_eq!(asked.due(&at(ended + DAY - 1)), None, "there may be another offer in the log");
    assert_eq!(asked.due(&at(ended + DAY)), Some(DelegateDue::Expire));
    let frozen = DelegateClocks { is_suspended: true, ..at(ended + DAY) };
    assert_eq!(asked.due(&frozen), None);
    let step = asked.decide(DelegateDecision::Expire, &facts).unwrap();
    assert_eq!((step.copy.state, step.copy.due(&at(999 * DAY))), (State::Expired, None));
    let no = FromDelegate::Decline { offer: offer().uri, reason: Reason::Expired };
    assert_eq!(step.messages, [no]);

    let terms = Terms { respond_by: NOW.plus(ended), ..offer().terms };
    let again = Offer { uri: OfferUri::from("offer2"), terms, ..offer() };
    let read = asked.receive(&FromOrigin::Offer(again), NOW.plus(ended)).copy;
    assert_eq!(read.due(&at(ended + DAY)), None, "what was found there has its own time");
    let yes = read.decide(DelegateDecision::Accept { offer: OfferUri::from("offer2") }, &facts).unwrap();
    assert_eq!(yes.copy.due(&at(ended + DAY - 1)), None, "and its Grant too");
}
