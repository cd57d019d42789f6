//! One test for each row of the table in PROTOCOL §3.3, in short above each.

use super::*;
use crate::delegation::bounds::{OPEN_QUESTIONS, QUESTIONS, is_heard};
use crate::delegation::message::{FromOrigin, TermsHash};
use crate::delegation::origin::NUDGE_EVERY;
use crate::delegation::terms::Terms;
use crate::time::{DAY, HOUR, SECOND};

const NOW: Time = Time(1_800_000_000_000_000);

fn facts() -> DelegateFacts {
    DelegateFacts { mirror: WirePhase::Is(Phase::ReadyForReview), ..DelegateFacts::without_mirror(NOW) }
}

fn offer(number: u32) -> Offer {
    Offer {
        uri: OfferUri(format!("offer{number}")),
        terms_hash: TermsHash(format!("sha256:{number}")),
        terms: Terms::usual(NOW, None),
        offered_at: NOW,
    }
}

fn work(number: u32) -> SubmissionUri {
    SubmissionUri(format!("work{number}"))
}

fn grant(number: u32) -> FromOrigin {
    let Offer { uri, terms_hash, .. } = offer(number);
    FromOrigin::Grant { offer: uri, terms_hash }
}

fn reject(number: u32, reason: Reason) -> FromOrigin {
    FromOrigin::RejectAccept { offer: offer(number).uri, reason }
}

fn undo(number: u32, reason: Reason) -> FromOrigin {
    FromOrigin::Undo { offer: offer(number).uri, reason }
}

fn revoke() -> FromOrigin {
    FromOrigin::Revoke { reason: Reason::Other }
}

fn send_back(round: u32) -> FromOrigin {
    FromOrigin::SendBack { submission: work(round), round }
}

fn yes(number: u32) -> DelegateDecision {
    DelegateDecision::Accept { offer: offer(number).uri }
}

fn no(number: u32) -> DelegateDecision {
    DelegateDecision::Decline { offer: offer(number).uri, reason: Reason::Capacity }
}

fn counter(number: u32) -> DelegateDecision {
    DelegateDecision::Counter { offer: offer(number).uri }
}

fn submit(number: u32) -> DelegateDecision {
    DelegateDecision::Submit { submission: work(number), waived: false }
}

fn give_back() -> DelegateDecision {
    DelegateDecision::Return { reason: Reason::ReturnSkills }
}

impl DelegateCopy {
    fn hears(&self, message: &FromOrigin) -> DelegateCopy {
        self.receive(message, NOW).copy
    }

    fn wants(&self, decision: DelegateDecision) -> DelegateCopy {
        self.decide(decision, &facts()).unwrap().copy
    }
}

fn offered() -> DelegateCopy {
    DelegateCopy::first(offer(1), Ok(Admission::default()), NOW).copy
}

fn countered() -> DelegateCopy {
    offered().wants(counter(1))
}

fn accepting() -> DelegateCopy {
    offered().wants(yes(1))
}

fn active() -> DelegateCopy {
    accepting().hears(&grant(1))
}

fn submitted() -> DelegateCopy {
    active().wants(submit(1))
}

fn returning() -> DelegateCopy {
    submitted().wants(give_back())
}

fn with_pending() -> DelegateCopy {
    active().hears(&FromOrigin::Offer(offer(2)))
}

/// The next state, and the messages.
fn outcome(step: &DelegateStep) -> (State, &[FromDelegate]) {
    (step.copy.state, &step.messages)
}

fn said_yes(number: u32) -> FromDelegate {
    let Offer { uri, terms_hash, .. } = offer(number);
    FromDelegate::Accept { offer: uri, terms_hash, published: NOW }
}

#[test]
fn a_valid_offer_becomes_a_card() {
    // – | Offer | valid, no loop, within limits | offered | inbox card
    let step = DelegateCopy::first(offer(1), Ok(Admission::default()), NOW);
    assert_eq!(outcome(&step), (State::Offered, [].as_slice()));
    assert_eq!(step.effects, []);
}

#[test]
fn an_offer_against_the_rules_is_declined_without_a_card() {
    // – | Offer | loop/depth/blocked/limit | declined | Reject(reason); no card
    for reason in [Reason::Loop, Reason::Depth, Reason::Blocked, Reason::RateLimit] {
        let step = DelegateCopy::first(offer(1), Err(reason), NOW);
        let said = [FromDelegate::Decline { offer: offer(1).uri, reason }];
        assert_eq!(outcome(&step), (State::Declined, said.as_slice()));
        assert_eq!(step.effects, []);
    }
}

#[test]
fn an_offer_that_may_be_our_own_work_is_marked() {
    // – | Offer while an own earlier offer of the same root is open | – | offered, flagged | card warns
    let copy = |admission| DelegateCopy::first(offer(1), Ok(admission), NOW).copy;
    let ours = copy(Admission { may_be_ours: true, may_adopt: false });
    assert_eq!((ours.state, ours.may_be_ours, ours.may_adopt), (State::Offered, true, false));
    let adoptable = copy(Admission { may_be_ours: false, may_adopt: true });
    assert_eq!((adoptable.may_be_ours, adoptable.may_adopt), (false, true));
}

#[test]
fn a_yes_makes_a_mirror_and_waits_for_the_grant() {
    // offered/countered | accept | – | accepting | create mirror Task, Accept(result=mirror)
    for copy in [offered(), countered()] {
        let step = copy.decide(yes(1), &facts()).unwrap();
        assert_eq!(outcome(&step), (State::Accepting, [said_yes(1)].as_slice()));
        assert_eq!(step.effects, [DelegateEffect::CreateMirror]);
        assert_eq!(step.copy.decide(yes(1), &facts()), Err(DelegationRefusal::AlreadyAnswered));
    }
}

#[test]
fn other_terms_are_suggested_once() {
    // offered | counter | – | countered | TentativeAccept
    let step = offered().decide(counter(1), &facts()).unwrap();
    assert_eq!(
        outcome(&step),
        (State::Countered, [FromDelegate::Counter { offer: offer(1).uri }].as_slice())
    );
    assert_eq!(step.copy.decide(counter(1), &facts()), Err(DelegationRefusal::AlreadyAnswered));
}

#[test]
fn a_no_closes_the_card() {
    // offered/countered | decline | – | declined | Reject
    for copy in [offered(), countered()] {
        let step = copy.decide(no(1), &facts()).unwrap();
        let said = [FromDelegate::Decline { offer: offer(1).uri, reason: Reason::Capacity }];
        assert_eq!(outcome(&step), (State::Declined, said.as_slice()));
        assert_eq!(step.effects, []);
    }
}

#[test]
fn a_new_offer_replaces_the_card_and_the_old_one_cannot_be_answered() {
    // offered/countered | new Offer replaces | revision > | offered | old card replaced, diff shown
    for copy in [offered(), countered()] {
        let step = copy.receive(&FromOrigin::Offer(offer(2)), NOW);
        assert_eq!(outcome(&step), (State::Offered, [].as_slice()));
        for stale in [yes(1), no(1), counter(1)] {
            let refusal = DelegationRefusal::OfferReplaced { newest: offer(2).uri };
            assert_eq!(step.copy.decide(stale, &facts()), Err(refusal));
        }
    }
}

#[test]
fn an_offer_taken_back_closes_the_card() {
    // offered/countered | Undo | – | withdrawn/expired | card closed
    for (reason, state) in [
        (Reason::Withdrawn, State::Withdrawn),
        (Reason::Taken, State::Withdrawn),
        (Reason::Expired, State::Expired),
    ] {
        for copy in [offered(), countered()] {
            let step = copy.receive(&undo(1, reason), NOW);
            assert_eq!(outcome(&step), (state, [].as_slice()));
            assert_eq!(step.effects, []);
        }
    }
}

#[test]
fn the_grant_starts_the_work() {
    // accepting | Grant | fulfills+termsHash match | active | mirror phase started
    let step = accepting().receive(&grant(1), NOW);
    assert_eq!(outcome(&step), (State::Active, [].as_slice()));
    assert_eq!(step.effects, [DelegateEffect::StartMirror, DelegateEffect::AdoptTerms,]);
    assert_eq!(step.copy.public_state(), "active:1:sha256:1");
}

#[test]
fn a_grant_that_does_not_fit_our_yes_is_refused() {
    let other_terms = FromOrigin::Grant { offer: offer(1).uri, terms_hash: TermsHash::from("sha256:0") };
    for (copy, message) in [(accepting(), other_terms), (accepting(), grant(2)), (offered(), grant(1))] {
        let step = copy.receive(&message, NOW);
        assert_eq!(step.copy, copy);
        assert!(matches!(step.messages[..], [FromDelegate::Refused { reason: Reason::NotPermitted, .. }]));
    }
}

#[test]
fn a_yes_to_stale_terms_brings_the_newest_offer_back() {
    // accepting | Reject(Accept, stale-terms) | – | offered | shows the newest Offer with diff
    let copy = accepting().hears(&FromOrigin::Offer(offer(2)));
    let step = copy.receive(&reject(1, Reason::StaleTerms), NOW);
    assert_eq!(outcome(&step), (State::Offered, [].as_slice()));
    let declined = step.copy.decide(no(2), &facts()).unwrap();
    assert_eq!(declined.effects, [DelegateEffect::ArchiveMirror]);
}

#[test]
fn a_yes_that_came_too_late_is_lost() {
    // accepting | Reject(Accept, other) | – | lost | mirror archived, members told
    for reason in [Reason::Taken, Reason::Expired, Reason::UnknownDelegation] {
        let step = accepting().receive(&reject(1, reason), NOW);
        assert_eq!(outcome(&step), (State::Lost, [].as_slice()));
        assert_eq!(step.effects, [DelegateEffect::ArchiveMirror]);
    }
}

#[test]
fn an_offer_taken_back_while_our_yes_is_in_flight_waits_for_the_answer() {
    // accepting | Undo(Offer) | – | accepting | do not close: A owes an answer
    let step = accepting().receive(&undo(1, Reason::Expired), NOW);
    assert_eq!((step.copy, step.messages.len(), step.effects.len()), (accepting(), 0, 0));
}

#[test]
fn a_new_offer_while_our_yes_is_in_flight_is_remembered() {
    // accepting | new Offer | – | accepting | remember as newest, wait for the answer to our Accept
    let step = accepting().receive(&FromOrigin::Offer(offer(2)), NOW);
    assert_eq!((step.copy.state, step.copy.newest()), (State::Accepting, Some(&offer(2))));
    assert_eq!((step.messages.len(), step.effects.len()), (0, 0));
}

#[test]
fn a_missing_grant_is_looked_for() {
    // accepting | Grant missing 24 h | – | accepting | pull log
    let step = accepting().decide(DelegateDecision::AskForLog, &facts()).unwrap();
    assert_eq!(outcome(&step), (State::Accepting, [].as_slice()));
    assert_eq!(step.effects, [DelegateEffect::PullLog]);
}

#[test]
fn how_the_work_goes_is_told() {
    // active | work: phase/progress/split | – | active | Update(mirror) with lastActivity
    let facts = DelegateFacts { mirror: WirePhase::Blocked, last_activity: NOW.plus(-HOUR), ..facts() };
    let said = [FromDelegate::Progress { phase: WirePhase::Blocked, last_activity: NOW.plus(-HOUR) }];
    for decision in [DelegateDecision::Report, DelegateDecision::Heartbeat] {
        assert_eq!(outcome(&active().decide(decision, &facts).unwrap()), (State::Active, said.as_slice()));
    }
    let unconfirmed = accepting().decide(DelegateDecision::Report, &facts).unwrap();
    assert_eq!(unconfirmed.messages, [], "before the Grant nothing is published");
}

#[test]
fn the_work_is_handed_in() {
    // active | submit | mirror readyForReview, all subtasks done or waived | submitted | Create(Submission) round r
    let said = [FromDelegate::Submit { submission: work(1), round: 1 }];
    let step = active().decide(submit(1), &facts()).unwrap();
    assert_eq!(outcome(&step), (State::Submitted, said.as_slice()));
    assert_eq!(step.effects, []);
    let hasty = DelegateFacts { mirror: WirePhase::Is(Phase::InProgress), ..facts() };
    let step = active().decide(submit(1), &hasty).unwrap();
    assert_eq!(step.effects, [DelegateEffect::SetMirrorPhase(Phase::ReadyForReview)]);
    let unfinished = DelegateFacts { open_subtasks: 2, ..facts() };
    assert_eq!(active().decide(submit(1), &unfinished), Err(DelegationRefusal::OpenSubtasks { open: 2 }));
    let waived = DelegateDecision::Submit { submission: work(1), waived: true };
    assert_eq!(outcome(&active().decide(waived, &unfinished).unwrap()), (State::Submitted, said.as_slice()));
    let unconfirmed = accepting().decide(submit(1), &facts());
    assert_eq!(unconfirmed, Err(DelegationRefusal::WrongState { state: State::Accepting }));
}

#[test]
fn accepted_work_finishes_the_mirror() {
    // submitted | Accept(Submission) | – | completed | mirror done; what was handed on ends
    let step = submitted().receive(&FromOrigin::AcceptWork { submission: work(1) }, NOW);
    assert_eq!(outcome(&step), (State::Completed, [].as_slice()));
    assert_eq!(step.effects, [DelegateEffect::SetMirrorPhase(Phase::Done), DelegateEffect::RecallOnward]);
    let unknown = submitted().receive(&FromOrigin::AcceptWork { submission: work(9) }, NOW);
    assert_eq!(unknown.copy, submitted(), "a verdict names work of ours");
}

#[test]
fn a_verdict_on_an_earlier_version_counts() {
    let twice = submitted().wants(submit(2));
    assert_eq!(twice.hears(&FromOrigin::AcceptWork { submission: work(1) }).state, State::Completed);
}

#[test]
fn work_sent_back_begins_the_next_round() {
    // submitted | TentativeReject | – | active | round+1; mirror inProgress
    let step = submitted().receive(&send_back(1), NOW);
    assert_eq!(outcome(&step), (State::Active, [].as_slice()));
    assert_eq!(step.effects, [DelegateEffect::SetMirrorPhase(Phase::InProgress)]);
    assert_eq!(step.copy.public_state(), "active:2:sha256:1");
    let again = step.copy.decide(submit(2), &facts()).unwrap();
    assert_eq!(again.messages, [FromDelegate::Submit { submission: work(2), round: 2 }]);
}

#[test]
fn refused_work_is_kept_and_marked() {
    // submitted | Reject | – | refused | mirror kept, marked "not accepted by A"
    let step = submitted().receive(&FromOrigin::RefuseWork { submission: work(1) }, NOW);
    assert_eq!(outcome(&step), (State::Refused, [].as_slice()));
    assert_eq!(step.effects, [DelegateEffect::MarkNotAccepted, DelegateEffect::RecallOnward]);
}

#[test]
fn a_recall_stops_the_work_at_once_down_the_chain() {
    // active/submitted | Revoke | – | recalled | mirror frozen, re-delegations recalled; Accept(Revoke) at once
    for copy in [active(), submitted(), with_pending()] {
        let step = copy.receive(&revoke(), NOW);
        assert_eq!(outcome(&step), (State::Recalled, [FromDelegate::AcceptRevoke].as_slice()));
        assert_eq!(step.effects, [DelegateEffect::FreezeMirror, DelegateEffect::RecallOnward]);
    }
}

#[test]
fn partial_work_may_follow_a_recall_for_seven_days() {
    let recalled = active().hears(&revoke());
    let at = |after| DelegateFacts { now: NOW.plus(after), ..facts() };
    let late = |after| recalled.decide(DelegateDecision::SubmitLate { submission: work(1) }, &at(after));
    let step = late(7 * DAY).unwrap();
    let said = [FromDelegate::Submit { submission: work(1), round: 1 }];
    assert_eq!(outcome(&step), (State::Recalled, said.as_slice()));
    assert_eq!(late(7 * DAY + 1), Err(DelegationRefusal::TooLate));
    let thanked = step.copy.receive(&FromOrigin::AcceptWork { submission: work(1) }, NOW);
    assert_eq!(outcome(&thanked), (State::Recalled, [].as_slice()));
    assert_eq!(thanked.effects, [DelegateEffect::CreditLate { submission: work(1) }]);
}

#[test]
fn a_task_is_given_back() {
    // active/submitted | return | – | returning | Leave(+partial)
    for copy in [active(), submitted()] {
        let step = copy.decide(give_back(), &facts()).unwrap();
        let said = [FromDelegate::Leave { reason: Reason::ReturnSkills }];
        assert_eq!(outcome(&step), (State::Returning, said.as_slice()));
    }
}

#[test]
fn a_return_is_done_when_it_is_confirmed() {
    // returning | Accept(Leave) | – | returned | mirror archived
    let step = returning().receive(&FromOrigin::AcceptLeave, NOW);
    assert_eq!(outcome(&step), (State::Returned, [].as_slice()));
    assert_eq!(step.effects, [DelegateEffect::ArchiveMirror, DelegateEffect::RecallOnward]);
}

#[test]
fn a_recall_that_crosses_our_return_wins() {
    // returning | Revoke crossing | – | recalled | Accept(Revoke)
    let step = returning().receive(&revoke(), NOW);
    assert_eq!(outcome(&step), (State::Recalled, [FromDelegate::AcceptRevoke].as_slice()));
}

#[test]
fn work_sent_back_while_we_give_it_back_only_counts_the_round() {
    // returning | TentativeReject crossing | – | returning | round+1; Accept(Leave) will follow
    let step = returning().receive(&send_back(1), NOW);
    assert_eq!((step.copy.state, step.copy.round), (State::Returning, 2));
    assert_eq!(step.effects, []);
}

#[test]
fn a_verdict_that_crosses_our_return_wins() {
    // returning | Accept(Submission) / Reject(Submission) crossing | – | completed / refused
    let accepted = returning().hears(&FromOrigin::AcceptWork { submission: work(1) });
    let refused = returning().hears(&FromOrigin::RefuseWork { submission: work(1) });
    assert_eq!((accepted.state, refused.state), (State::Completed, State::Refused));
}

#[test]
fn what_is_asked_for_follows_the_origin_forward_only() {
    // active | Update(Task) by A | revision > | active | snapshot refreshed, diff shown to assignees
    let step = active().receive(&FromOrigin::TaskChanged { revision: 5 }, NOW);
    assert_eq!(step.effects, [DelegateEffect::RefreshMirror]);
    assert_eq!(step.copy.receive(&FromOrigin::TaskChanged { revision: 5 }, NOW).effects, []);
}

#[test]
fn new_terms_are_answered_while_the_old_ones_hold() {
    // active | re-Offer | – | active+termsPending | B may Accept/TentativeAccept/Reject; Reject keeps old terms
    let shown = active().receive(&FromOrigin::Offer(offer(2)), NOW);
    assert_eq!(outcome(&shown), (State::Active, [].as_slice()));
    assert_eq!(shown.copy.pending, Some(offer(2).uri));
    let copy = shown.copy;
    let accepted = copy.decide(yes(2), &facts()).unwrap();
    assert_eq!(outcome(&accepted), (State::Active, [said_yes(2)].as_slice()));
    assert_eq!(accepted.copy.public_state(), "active:1:sha256:1", "not before the Grant");
    assert_eq!(accepted.copy.decide(no(2), &facts()), Err(DelegationRefusal::AlreadyAnswered));
    let granted = accepted.copy.receive(&grant(2), NOW);
    assert_eq!(granted.effects, [DelegateEffect::AdoptTerms]);
    assert_eq!(granted.copy.public_state(), "active:1:sha256:2");
    assert_eq!(granted.copy.pending, None);
    let asked = copy.decide(counter(2), &facts()).unwrap();
    assert_eq!(outcome(&asked), (State::Active, [FromDelegate::Counter { offer: offer(2).uri }].as_slice()));
    let declined = copy.decide(no(2), &facts()).unwrap();
    assert_eq!((declined.copy.state, declined.copy.pending), (State::Active, None));
}

#[test]
fn new_terms_granted_while_we_give_it_back_hold_until_the_end() {
    let copy = with_pending().wants(yes(2)).wants(give_back());
    let step = copy.receive(&grant(2), NOW);
    assert_eq!((step.copy.state, step.copy.agreed), (State::Returning, Some(offer(2).uri)));
}

#[test]
fn a_yes_to_new_terms_that_went_stale_is_forgotten() {
    let waiting = with_pending().wants(yes(2));
    let newer = waiting.hears(&FromOrigin::Offer(offer(3))).hears(&reject(2, Reason::StaleTerms));
    assert_eq!((&newer.pending, &newer.pending_accepted), (&Some(offer(3).uri), &None));
    assert!(newer.decide(yes(3), &facts()).is_ok());
}

#[test]
fn an_origin_that_is_gone_leaves_the_work_to_us() {
    // active | A's actor 410 / Delete | – | void | mirror becomes an ordinary local task of B
    for copy in [active(), submitted(), accepting(), returning()] {
        let step = copy.decide(DelegateDecision::PeerGone, &facts()).unwrap();
        assert_eq!(outcome(&step), (State::Void, [].as_slice()));
        assert_eq!(step.effects, [DelegateEffect::OrphanMirror]);
    }
    let step = offered().decide(DelegateDecision::PeerGone, &facts()).unwrap();
    assert_eq!((step.copy.state, &step.effects[..]), (State::Void, &[][..]));
}

#[test]
fn work_goes_on_while_the_channel_is_frozen_and_nothing_is_handed_in() {
    let frozen = DelegateFacts { is_suspended: true, ..facts() };
    assert_eq!(active().decide(submit(1), &frozen), Err(DelegationRefusal::Suspended));
    assert!(active().decide(DelegateDecision::Report, &frozen).is_ok());
    assert_eq!(active().decide(give_back(), &frozen).unwrap().copy.state, State::Returning);
}

#[test]
fn what_comes_after_the_end_is_answered_and_changes_nothing() {
    // end | any | – | same | reply with our state
    let completed = submitted().hears(&FromOrigin::AcceptWork { submission: work(1) });
    for copy in [offered().wants(no(1)), completed, returning().hears(&FromOrigin::AcceptLeave)] {
        for message in [
            FromOrigin::Offer(offer(5)),
            undo(1, Reason::Withdrawn),
            grant(1),
            revoke(),
            send_back(1),
            FromOrigin::Nudge,
        ] {
            let step = copy.receive(&message, NOW);
            let answer =
                FromDelegate::Refused { reason: Reason::UnknownDelegation, state: copy.public_state() };
            assert_eq!((&step.copy, &step.messages[..], &step.effects[..]), (&copy, &[answer][..], &[][..]));
        }
        let refused = FromOrigin::Refused { reason: Reason::Other, state: copy.public_state() };
        assert_eq!(copy.receive(&refused, NOW).messages, [], "a refusal is never answered");
    }
}

#[test]
fn giving_back_ends_though_the_origin_knows_nothing_of_it_any_more() {
    // returning | Reject(unknown-delegation) of the Leave | – | returned | mirror archived
    let forgot = FromOrigin::Refused { reason: Reason::UnknownDelegation, state: String::new() };
    let step = returning().receive(&forgot, NOW);
    assert_eq!(outcome(&step), (State::Returned, [].as_slice()));
    assert_eq!(step.effects, [DelegateEffect::ArchiveMirror, DelegateEffect::RecallOnward]);
    let other = FromOrigin::Refused { reason: Reason::NotPermitted, state: String::new() };
    assert_eq!(returning().hears(&other).state, State::Returning, "any other refusal is no answer");
    assert_eq!(step.copy.receive(&FromOrigin::AcceptLeave, NOW).messages, [], "an answer after all is taken");
}

#[test]
fn giving_back_is_waited_for_a_fortnight_and_no_longer() {
    // returning | no answer for 14 d | – | returned | a late answer is recorded only
    let at = |after| DelegateFacts { now: NOW.plus(after), ..facts() };
    let early = returning().decide(DelegateDecision::ForceReturn, &at(FORCED_RETURN_AFTER - 1));
    assert_eq!(early, Err(DelegationRefusal::TooSoon { until: NOW.plus(FORCED_RETURN_AFTER) }));
    let step = returning().decide(DelegateDecision::ForceReturn, &at(FORCED_RETURN_AFTER)).unwrap();
    assert_eq!(outcome(&step), (State::Returned, [].as_slice()));
    assert_eq!(step.effects, [DelegateEffect::ArchiveMirror, DelegateEffect::RecallOnward]);
    assert!(active().decide(DelegateDecision::ForceReturn, &at(99 * DAY)).is_err());

    let forced = step.copy;
    for message in [FromOrigin::Nudge, send_back(1), FromOrigin::Offer(offer(5)), FromOrigin::AcceptLeave] {
        let late = forced.receive(&message, NOW);
        assert_eq!((late.copy.state, &late.messages[..]), (State::Returned, &[][..]), "{message:?}");
    }
    let crossed = forced.receive(&revoke(), NOW);
    assert_eq!(
        outcome(&crossed),
        (State::Recalled, [FromDelegate::AcceptRevoke].as_slice()),
        "decided before"
    );
    let accepted = forced.hears(&FromOrigin::AcceptWork { submission: work(1) });
    assert_eq!(accepted.state, State::Completed, "so is a verdict");
    assert_eq!(accepted.receive(&FromOrigin::Nudge, NOW).messages.len(), 1, "after that it is over");
}

#[test]
fn new_terms_that_were_agreed_to_before_giving_back_may_still_be_granted_after_the_fortnight() {
    let returning = with_pending().wants(yes(2)).wants(give_back());
    let at = DelegateFacts { now: NOW.plus(FORCED_RETURN_AFTER), ..facts() };
    let forced = returning.decide(DelegateDecision::ForceReturn, &at).unwrap().copy;
    let late = forced.receive(&grant(2), NOW);
    assert_eq!(outcome(&late), (State::Returned, [].as_slice()), "the origin had not heard of it");
    assert_eq!(late.effects, []);
    assert_eq!(late.copy.receive(&grant(2), NOW).messages.len(), 1, "but once");
}

#[test]
fn what_is_done_for_a_server_that_is_blocked_or_blocks_us_becomes_our_own() {
    for (decision, cut) in
        [(DelegateDecision::BlockPeer, Cut::WeBlocked), (DelegateDecision::ShutOut, Cut::TheyRefuse)]
    {
        for copy in [active(), submitted()] {
            let step = copy.decide(decision.clone(), &facts()).unwrap();
            assert_eq!(outcome(&step), (State::Recalled, [].as_slice()));
            assert_eq!((step.copy.cut, &step.effects[..]), (Some(cut), &[DelegateEffect::OrphanMirror][..]));
            let late = DelegateDecision::SubmitLate { submission: work(7) };
            assert_eq!(
                step.copy.decide(late, &facts()),
                Err(DelegationRefusal::CutOff { cut }),
                "nothing leaves"
            );
        }
        let step = returning().decide(decision.clone(), &facts()).unwrap();
        assert_eq!((step.copy.state, step.copy.cut), (State::Recalled, Some(cut)));
        assert_eq!(step.effects, [DelegateEffect::ArchiveMirror, DelegateEffect::RecallOnward]);
    }
    let waits = accepting().wants(DelegateDecision::ShutOut);
    assert_eq!((waits.state, waits.cut), (State::Lost, Some(Cut::TheyRefuse)));
    let card = offered().wants(DelegateDecision::ShutOut);
    assert_eq!((card.state, card.cut), (State::Withdrawn, Some(Cut::TheyRefuse)));
}

#[test]
fn what_was_told_of_the_work_stands_before_the_work_itself() {
    let begun = active().wants(DelegateDecision::Report);
    let later = begun.wants(DelegateDecision::Report);
    assert!(later.has_news, "it waits for its minute");
    let step = later.decide(submit(1), &facts()).unwrap();
    let told = FromDelegate::Progress { phase: facts().mirror, last_activity: facts().last_activity };
    let said = [told, FromDelegate::Submit { submission: work(1), round: 1 }];
    assert_eq!(outcome(&step), (State::Submitted, said.as_slice()));
    assert!(!step.copy.has_news, "and is told once");
}

#[test]
fn blocking_the_origin_ends_it_here_at_once() {
    let step = active().decide(DelegateDecision::BlockPeer, &facts()).unwrap();
    assert_eq!(outcome(&step), (State::Recalled, [].as_slice()));
    assert_eq!(
        step.copy.receive(&revoke(), NOW).messages,
        [FromDelegate::AcceptRevoke],
        "a Revoke is answered"
    );
    let step = offered().decide(DelegateDecision::BlockPeer, &facts()).unwrap();
    let said = [FromDelegate::Decline { offer: offer(1).uri, reason: Reason::Blocked }];
    assert_eq!(outcome(&step), (State::Declined, said.as_slice()));
}

#[test]
fn nudges_are_shown_once_a_day() {
    let first = active().receive(&FromOrigin::Nudge, NOW);
    assert_eq!(first.effects, [DelegateEffect::ShowNudge]);
    assert_eq!(first.copy.receive(&FromOrigin::Nudge, NOW.plus(NUDGE_EVERY - 1)).effects, []);
    assert_eq!(
        first.copy.receive(&FromOrigin::Nudge, NOW.plus(NUDGE_EVERY)).effects,
        [DelegateEffect::ShowNudge]
    );
}

#[test]
fn handing_on_follows_the_terms() {
    let third = ActorUri::from("https://c.example/ap/p/z9");
    let under = |redelegation, max_depth| {
        let mut offer = offer(1);
        offer.terms.redelegation = redelegation;
        offer.terms.max_depth = max_depth;
        DelegateCopy::first(offer, Ok(Admission::default()), NOW).copy.wants(yes(1)).hears(&grant(1))
    };
    assert_eq!(under(Redelegation::Yes, 3).may_hand_on(&third), Ok(2));
    assert_eq!(under(Redelegation::Yes, 1).may_hand_on(&third), Err(DelegationRefusal::DepthExhausted));
    assert_eq!(under(Redelegation::No, 3).may_hand_on(&third), Err(DelegationRefusal::RedelegationForbidden));
    let asks = under(Redelegation::Ask, 3);
    assert_eq!(asks.may_hand_on(&third), Err(DelegationRefusal::OriginNotAsked));
    let ask = DelegateDecision::AskOnward { to: third.clone() };
    let step = asks.decide(ask.clone(), &facts()).unwrap();
    assert_eq!(step.messages, [FromDelegate::AskOnward { to: third.clone() }]);
    assert_eq!(step.copy.decide(ask, &facts()), Err(DelegationRefusal::AlreadyAnswered));
    let answered = |allowed| step.copy.hears(&FromOrigin::AnswerOnward { to: third.clone(), allowed });
    assert_eq!(answered(true).may_hand_on(&third), Ok(2));
    assert_eq!(answered(false).may_hand_on(&third), Err(DelegationRefusal::RedelegationForbidden));
    for (copy, anybody) in [
        (under(Redelegation::Yes, 3), Ok(2)),
        (under(Redelegation::Yes, 1), Err(DelegationRefusal::DepthExhausted)),
        (under(Redelegation::No, 3), Err(DelegationRefusal::RedelegationForbidden)),
        (asks, Err(DelegationRefusal::OriginNotAsked)),
        (answered(false), Err(DelegationRefusal::OriginNotAsked)),
        (answered(true), Ok(2)),
    ] {
        assert_eq!(copy.may_hand_on_to_anybody(), anybody);
    }
    assert!(accepting().may_hand_on(&third).is_err(), "what is not confirmed is not handed on");
}

#[test]
fn offers_without_end_leave_those_that_something_hangs_on() {
    let mut copy = active();
    for number in 2..500 {
        copy = copy.hears(&FromOrigin::Offer(offer(number)));
    }
    assert_eq!(copy.offers.len(), OFFERS_KEPT);
    assert_eq!(copy.standing(), Some(&offer(1)), "what was agreed on");
    assert_eq!(copy.pending, Some(offer(499).uri));
    let taken = copy.wants(yes(499)).hears(&grant(499));
    assert_eq!((taken.state, taken.standing()), (State::Active, Some(&offer(499))));

    let mut copy = accepting();
    for number in 2..500 {
        copy = copy.hears(&FromOrigin::Offer(offer(number)));
    }
    assert_eq!((copy.offers.len(), copy.hears(&grant(1)).state), (OFFERS_KEPT, State::Active));
    assert_eq!(copy.hears(&reject(1, Reason::StaleTerms)).newest(), Some(&offer(499)));
}

#[test]
fn an_offer_that_is_declined_unread_is_a_no_as_the_origin_reads_it() {
    // offered, countered | new Offer | too many | declined | Reject(rate-limit)
    for open in [offered(), countered()] {
        let step = open.decline_unread(NOW);
        assert_eq!(outcome(&step), (State::Declined, [].as_slice()), "the answer is that to the message");
    }
    // active, submitted | new Offer | too many | same | Reject(rate-limit)
    let step = with_pending().decline_unread(NOW);
    assert_eq!((step.copy.state, step.copy.pending), (State::Active, None));
    for other in [returning(), active().hears(&revoke())] {
        assert_eq!(other.decline_unread(NOW).copy, other);
    }
    // accepting | new Offer | too many | same | Reject(rate-limit), which counts once the Accept is answered
    let waits = accepting().decline_unread(NOW).copy;
    assert_eq!(waits.state, State::Accepting, "the origin owes an answer");
    assert_eq!(waits.hears(&reject(1, Reason::StaleTerms)).state, State::Declined);
    assert_eq!(accepting().hears(&reject(1, Reason::StaleTerms)).state, State::Offered);
}

#[test]
fn the_twenty_first_open_question_is_not_asked() {
    let mut offer = offer(1);
    (offer.terms.redelegation, offer.terms.max_depth) = (Redelegation::Ask, 3);
    let mut copy =
        DelegateCopy::first(offer, Ok(Admission::default()), NOW).copy.wants(yes(1)).hears(&grant(1));
    let to = |n: usize| ActorUri(format!("https://c.example/ap/p/{n}"));
    let ask = |copy: &DelegateCopy, n| copy.decide(DelegateDecision::AskOnward { to: to(n) }, &facts());
    for n in 0..QUESTIONS {
        if n >= OPEN_QUESTIONS {
            let most = OPEN_QUESTIONS;
            assert_eq!(ask(&copy, n), Err(DelegationRefusal::TooManyQuestions { most }), "{n}");
            copy = copy.hears(&FromOrigin::AnswerOnward { to: to(n - OPEN_QUESTIONS), allowed: false });
        }
        copy = ask(&copy, n).unwrap().copy;
    }
    for n in 0..QUESTIONS {
        copy = copy.hears(&FromOrigin::AnswerOnward { to: to(n), allowed: false });
    }
    let most = QUESTIONS;
    assert_eq!(ask(&copy, most), Err(DelegationRefusal::TooManyQuestions { most }), "all are answered");
}

#[test]
fn news_without_end_stay_within_what_the_origin_takes() {
    let mut copy = active();
    let mut told = 0;
    for second in 0..7_200_i64 {
        let now = NOW.plus(second * SECOND);
        let phase = if second % 2 == 0 { Phase::InProgress } else { Phase::Started };
        let facts = DelegateFacts { mirror: WirePhase::Is(phase), now, ..facts() };
        let step = copy.decide(DelegateDecision::Report, &facts).unwrap();
        told += u32::try_from(step.messages.len()).unwrap();
        copy = step.copy;
        assert!(is_heard(told, NOW, now), "{told} after {second} s");
    }
    assert!(told > 600, "a new phase is told at once, as long as there is room: {told}");
    let waits = copy.has_news && copy.wakes_at().is_some();
    assert!(waits, "the newest is told by the clock");
}

#[test]
fn what_blocks_the_task_at_the_origin_is_known_until_the_origin_says_otherwise() {
    let says =
        |revision, words: Option<&str>| FromOrigin::TaskBlocked { revision, block: words.map(str::to_owned) };
    let told = active().receive(&says(0, Some("Ice")), NOW);
    assert_eq!(told.effects, [DelegateEffect::NoteBlock], "a block has no revision of its own");
    assert_eq!(told.copy.blocked_there(), Some("Ice"));
    let more = told.copy.receive(&says(5, Some("Snow")), NOW);
    assert_eq!(more.effects, [DelegateEffect::RefreshMirror, DelegateEffect::NoteBlock]);
    assert_eq!(more.copy.receive(&says(4, None), NOW).copy.blocked_there(), Some("Snow"), "that is older");
    let edited = more.copy.receive(&FromOrigin::TaskChanged { revision: 6 }, NOW).copy;
    assert_eq!(edited.blocked_there(), Some("Snow"));
    let ended = edited.receive(&says(6, None), NOW);
    assert_eq!(
        (ended.effects.as_slice(), ended.copy.blocked_there()),
        ([DelegateEffect::NoteBlock].as_slice(), None)
    );
    let over = edited.receive(&revoke(), NOW).copy;
    assert_eq!(over.blocked_there(), None);
    assert!(matches!(over.receive(&says(7, Some("Ice")), NOW).messages[..], [FromDelegate::Refused { .. }]));
}
