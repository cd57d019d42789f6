//! One test for each row of the table in PROTOCOL §3.2, in short above each.

use super::*;
use crate::delegation::message::{FromDelegate, TermsHash};
use crate::delegation::terms::Redelegation;
use crate::delegation::terms::{Terms, TermsRefusal};
use crate::task::phase::WirePhase;
use crate::time::{HOUR, MINUTE};

const NOW: Time = Time(1_800_000_000_000_000);

fn facts() -> OriginFacts {
    OriginFacts { now: NOW, task: TaskAvailability::Free, peer_down_since: None, is_suspended: false }
}

fn later(micros: i64) -> OriginFacts {
    OriginFacts { now: NOW.plus(micros), ..facts() }
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

fn opening() -> OpeningFacts {
    OpeningFacts {
        now: NOW,
        task: TaskAvailability::Free,
        is_assigned: false,
        has_offer_to_them: false,
        is_blocked: false,
        is_shut_out: false,
        waiting_offers: 0,
    }
}

fn offered() -> OriginCopy {
    OriginCopy::open(offer(1), &opening()).unwrap().copy
}

fn accept(number: u32) -> FromDelegate {
    let Offer { uri, terms_hash, .. } = offer(number);
    FromDelegate::Accept { offer: uri, terms_hash, published: NOW }
}

fn counter(number: u32) -> FromDelegate {
    FromDelegate::Counter { offer: offer(number).uri }
}

fn decline(number: u32) -> FromDelegate {
    FromDelegate::Decline { offer: offer(number).uri, reason: Reason::Capacity }
}

fn submit(number: u32, round: u32) -> FromDelegate {
    FromDelegate::Submit { submission: work(number), round }
}

fn leave() -> FromDelegate {
    FromDelegate::Leave { reason: Reason::ReturnSkills }
}

impl OriginCopy {
    fn hears(&self, message: &FromDelegate) -> OriginCopy {
        self.receive(message, &facts()).copy
    }

    fn wants(&self, decision: OriginDecision) -> OriginCopy {
        self.decide(decision, &facts()).unwrap().copy
    }
}

fn reoffered() -> OriginCopy {
    offered().wants(OriginDecision::Reoffer { offer: offer(2) })
}

fn countered() -> OriginCopy {
    offered().hears(&counter(1))
}

fn active() -> OriginCopy {
    offered().hears(&accept(1))
}

fn submitted() -> OriginCopy {
    active().hears(&submit(1, 1))
}

fn recalling() -> OriginCopy {
    active().wants(OriginDecision::Recall { reason: Reason::Other })
}

fn with_pending() -> OriginCopy {
    active().wants(OriginDecision::Reoffer { offer: offer(2) })
}

fn expired() -> OriginCopy {
    offered().wants(OriginDecision::Expire)
}

/// The next state, and the messages.
fn outcome(step: &OriginStep) -> (State, &[FromOrigin]) {
    (step.copy.state, &step.messages)
}

fn reject(number: u32, reason: Reason) -> FromOrigin {
    FromOrigin::RejectAccept { offer: offer(number).uri, reason }
}

fn grant(number: u32) -> FromOrigin {
    let Offer { uri, terms_hash, .. } = offer(number);
    FromOrigin::Grant { offer: uri, terms_hash }
}

fn undo(number: u32, reason: Reason) -> FromOrigin {
    FromOrigin::Undo { offer: offer(number).uri, reason }
}

#[test]
fn a_free_task_is_offered() {
    // – | offer | task not done, not delegated exclusively, B not blocked | offered | write Delegation, Offer
    let step = OriginCopy::open(offer(1), &opening()).unwrap();
    assert_eq!(outcome(&step), (State::Offered, [FromOrigin::Offer(offer(1))].as_slice()));
    assert_eq!(step.copy.public_state(), "open");
}

#[test]
fn a_task_that_is_not_free_is_not_offered() {
    let refused = |facts: OpeningFacts| OriginCopy::open(offer(1), &facts).unwrap_err();
    let closed = OpeningFacts { task: TaskAvailability::Closed, ..opening() };
    assert_eq!(refused(closed), DelegationRefusal::TaskClosed);
    let assigned = OpeningFacts { is_assigned: true, task: TaskAvailability::Taken, ..opening() };
    assert_eq!(refused(assigned), DelegationRefusal::Assigned);
    let elsewhere = OpeningFacts { task: TaskAvailability::Taken, ..opening() };
    assert_eq!(refused(elsewhere), DelegationRefusal::AlreadyDelegated);
    let asked = OpeningFacts { has_offer_to_them: true, ..opening() };
    assert_eq!(refused(asked), DelegationRefusal::AlreadyOffered);
    let blocked = OpeningFacts { is_blocked: true, ..opening() };
    assert_eq!(refused(blocked), DelegationRefusal::PeerBlocked);
    let shut_out = OpeningFacts { is_shut_out: true, ..opening() };
    assert_eq!(refused(shut_out), DelegationRefusal::ShutOut);
    let flooded = OpeningFacts { waiting_offers: 20, ..opening() };
    assert_eq!(refused(flooded), DelegationRefusal::TooManyOffers { waiting: 20 });
    let too_late = OpeningFacts { now: NOW.plus(8 * DAY), ..opening() };
    assert_eq!(refused(too_late), DelegationRefusal::Terms(TermsRefusal::RespondByPast));
}

#[test]
fn an_accept_of_the_current_offer_is_granted_and_others_are_withdrawn() {
    // offered | Accept | termsHash = current, task free | active | Grant; assignedTo; started; others Undo(taken)
    let step = offered().receive(&accept(1), &facts());
    assert_eq!(outcome(&step), (State::Active, [grant(1)].as_slice()));
    assert_eq!(
        step.effects,
        [
            OriginEffect::AssignDelegate,
            OriginEffect::AdoptTerms { offer: offer(1).uri },
            OriginEffect::SetPhase(Phase::Started),
            OriginEffect::WithdrawOtherOffers { gone: TaskGone::Taken },
        ]
    );
    assert_eq!(step.copy.public_state(), "active:1:sha256:1");
}

#[test]
fn an_offer_that_is_not_exclusive_is_granted_beside_others() {
    let mut shared = offer(1);
    shared.terms.exclusive = false;
    let copy = OriginCopy::open(shared, &opening()).unwrap().copy;
    let step = copy.receive(&accept(1), &OriginFacts { task: TaskAvailability::Taken, ..facts() });
    assert_eq!(outcome(&step), (State::Active, [grant(1)].as_slice()));
    assert!(!step.effects.iter().any(|effect| matches!(effect, OriginEffect::WithdrawOtherOffers { .. })));
}

#[test]
fn an_accept_of_a_replaced_offer_or_of_other_terms_is_stale() {
    // offered/countered | Accept | names a replaced Offer | offered | Reject(Accept, stale-terms)
    let step = reoffered().receive(&accept(1), &facts());
    assert_eq!(outcome(&step), (State::Offered, [reject(1, Reason::StaleTerms)].as_slice()));
    let forged =
        FromDelegate::Accept { offer: offer(1).uri, terms_hash: TermsHash::from("sha256:0"), published: NOW };
    let step = offered().receive(&forged, &facts());
    assert_eq!(outcome(&step), (State::Offered, [reject(1, Reason::StaleTerms)].as_slice()));
}

#[test]
fn an_accept_of_an_offer_never_made_is_told_apart() {
    let step = offered().receive(&accept(9), &facts());
    assert_eq!(outcome(&step), (State::Offered, [reject(9, Reason::UnknownDelegation)].as_slice()));
}

#[test]
fn an_accept_of_a_task_that_is_gone_is_lost() {
    // offered/countered | Accept | granted elsewhere / done / deleted | lost | Reject(taken|withdrawn|task-deleted)
    for (task, reason) in [
        (TaskAvailability::Taken, Reason::Taken),
        (TaskAvailability::Closed, Reason::Withdrawn),
        (TaskAvailability::Deleted, Reason::TaskDeleted),
    ] {
        for copy in [offered(), countered()] {
            let step = copy.receive(&accept(1), &OriginFacts { task, ..facts() });
            assert_eq!(outcome(&step), (State::Lost, [reject(1, reason)].as_slice()));
        }
    }
}

#[test]
fn a_counter_of_the_current_offer_is_shown() {
    // offered | TentativeAccept | names current Offer | countered | show counter with diff
    let step = offered().receive(&counter(1), &facts());
    assert_eq!(outcome(&step), (State::Countered, [].as_slice()));
    assert_eq!(step.effects, [OriginEffect::ShowCounter { offer: offer(1).uri, is_earlier: false }]);
}

#[test]
fn a_counter_of_a_replaced_offer_is_shown_as_such() {
    // offered | TentativeAccept | names a replaced Offer | offered | shown as "answer to the earlier version"
    let step = reoffered().receive(&counter(1), &facts());
    assert_eq!(outcome(&step), (State::Offered, [].as_slice()));
    assert_eq!(step.effects, [OriginEffect::ShowCounter { offer: offer(1).uri, is_earlier: true }]);
}

#[test]
fn a_decline_of_any_version_ends_it_even_after_expiry() {
    // offered/countered/expired | Reject | any Offer revision | declined | notify; suggest the next
    for copy in [offered(), countered(), expired(), reoffered()] {
        let step = copy.receive(&decline(1), &facts());
        assert_eq!(outcome(&step), (State::Declined, [].as_slice()));
        assert_eq!(step.effects, []);
    }
}

#[test]
fn a_counter_is_answered_with_a_new_offer() {
    // countered | new Offer (human A) | – | offered | replaces, revision+1
    let step = countered().decide(OriginDecision::Reoffer { offer: offer(2) }, &facts()).unwrap();
    assert_eq!(outcome(&step), (State::Offered, [FromOrigin::Offer(offer(2))].as_slice()));
    assert_eq!(step.copy.newest(), Some(&offer(2)));
}

#[test]
fn a_counter_does_not_void_the_offer() {
    // countered | Accept for the still standing old Offer | not replaced | active | Grant
    let step = countered().receive(&accept(1), &facts());
    assert_eq!(outcome(&step), (State::Active, [grant(1)].as_slice()));
}

#[test]
fn an_offer_is_taken_back() {
    // offered/countered | Undo (human A) | – | withdrawn | Undo(Offer)
    for copy in [offered(), countered()] {
        let step = copy.decide(OriginDecision::Recall { reason: Reason::Other }, &facts()).unwrap();
        assert_eq!(outcome(&step), (State::Withdrawn, [undo(1, Reason::Withdrawn)].as_slice()));
        assert_eq!(step.copy.public_state(), "closed");
    }
}

#[test]
fn an_offer_expires() {
    // offered/countered | timer respondBy + 10 min | no Accept | expired | Undo(Offer, expired)
    for copy in [offered(), countered()] {
        let step = copy.decide(OriginDecision::Expire, &facts()).unwrap();
        assert_eq!(outcome(&step), (State::Expired, [undo(1, Reason::Expired)].as_slice()));
    }
}

#[test]
fn an_accept_that_was_sent_in_time_is_honoured_after_expiry() {
    // expired | late Accept of the current Offer | still free & published before respondBy | active | Grant. Else lost
    let step = expired().receive(&accept(1), &later(9 * DAY));
    assert_eq!(outcome(&step), (State::Active, [grant(1)].as_slice()));
    assert_eq!(step.copy.ended_at, None);
    let at = |published| FromDelegate::Accept {
        offer: offer(1).uri,
        terms_hash: offer(1).terms_hash,
        published: offer(1).terms.respond_by.plus(published),
    };
    assert_eq!(
        expired().receive(&at(10 * MINUTE), &later(9 * DAY)).copy.state,
        State::Active,
        "clocks differ"
    );
    let lost = (State::Lost, [reject(1, Reason::Expired)]);
    let step = expired().receive(&at(11 * MINUTE), &later(9 * DAY));
    assert_eq!(outcome(&step), (lost.0, lost.1.as_slice()));
    let taken = OriginFacts { task: TaskAvailability::Taken, ..facts() };
    assert_eq!(outcome(&expired().receive(&accept(1), &taken)), (lost.0, lost.1.as_slice()));
    let replaced = reoffered().wants(OriginDecision::Expire);
    assert_eq!(outcome(&replaced.receive(&accept(1), &facts())), (lost.0, lost.1.as_slice()));
}

#[test]
fn an_accept_after_withdrawal_is_answered() {
    // withdrawn | late Accept | – | withdrawn | Reject(Accept, withdrawn)
    let withdrawn = offered().wants(OriginDecision::Recall { reason: Reason::Other });
    let step = withdrawn.receive(&accept(1), &facts());
    assert_eq!(outcome(&step), (State::Withdrawn, [reject(1, Reason::Withdrawn)].as_slice()));
}

#[test]
fn progress_moves_the_phase_and_ends_the_silence() {
    // active | Update(mirror) | capability live | active | derived phase (3.4); clear stalled
    let mut stalled = active();
    stalled.is_stalled = true;
    stalled.reminders = 2;
    let says = |at| FromDelegate::Progress { phase: WirePhase::Is(Phase::InProgress), last_activity: at };
    let step = stalled.receive(&says(NOW.plus(HOUR)), &later(2 * HOUR));
    assert_eq!(outcome(&step), (State::Active, [].as_slice()));
    assert!(step.effects.contains(&OriginEffect::SetPhase(Phase::InProgress)));
    assert!(!step.copy.is_stalled && step.copy.reminders == 0);
    let heartbeat = stalled.receive(&says(NOW), &later(2 * HOUR));
    assert!(heartbeat.copy.is_stalled, "a heartbeat without a new human act is no sign of life");
    let ahead = stalled.receive(&says(NOW.plus(DAY)), &later(2 * HOUR));
    assert_eq!(ahead.copy.last_activity, Some(NOW.plus(2 * HOUR)), "nobody acts in the future");
}

#[test]
fn work_handed_in_is_kept_and_reviewed() {
    // active | Create(Submission) | round = expected | submitted | readyForReview; reviewer notified; fetch attachments
    let step = active().receive(&submit(1, 1), &facts());
    assert_eq!(outcome(&step), (State::Submitted, [].as_slice()));
    assert_eq!(
        step.effects,
        [
            OriginEffect::StoreSubmission { submission: work(1), round: 1, replaces: false },
            OriginEffect::SetPhase(Phase::ReadyForReview),
        ]
    );
    let wrong = active().receive(&submit(1, 2), &facts());
    assert_eq!(wrong.copy.state, State::Active);
    assert!(matches!(wrong.messages[..], [FromOrigin::Refused { reason: Reason::StaleRevision, .. }]));
}

#[test]
fn work_handed_in_again_replaces_what_is_reviewed_and_both_are_kept() {
    // submitted | Create(Submission) again, same round | – | submitted | replaces the previous (keep both)
    let step = submitted().receive(&submit(2, 1), &facts());
    assert_eq!(outcome(&step), (State::Submitted, [].as_slice()));
    assert_eq!(
        step.effects,
        [OriginEffect::StoreSubmission { submission: work(2), round: 1, replaces: true }]
    );
    let stale = step.copy.decide(OriginDecision::AcceptWork { seen: Some(work(1)) }, &facts());
    assert_eq!(stale, Err(DelegationRefusal::SubmissionReplaced { newest: work(2) }));
}

#[test]
fn the_review_begins_when_the_reviewer_says_so() {
    // submitted | reviewer presses "Start review" | – | submitted | phase inReview; Update(Task) to B
    let step = submitted().decide(OriginDecision::StartReview { revision: 7 }, &facts()).unwrap();
    assert_eq!(outcome(&step), (State::Submitted, [FromOrigin::TaskChanged { revision: 7 }].as_slice()));
    assert_eq!(step.effects, [OriginEffect::SetPhase(Phase::InReview)]);
}

#[test]
fn accepted_work_completes_the_task() {
    // submitted | accept (human A) | – | completed | Accept(Submission); phase done
    let step = submitted().decide(OriginDecision::AcceptWork { seen: Some(work(1)) }, &facts()).unwrap();
    let said = [FromOrigin::AcceptWork { submission: work(1) }];
    assert_eq!(outcome(&step), (State::Completed, said.as_slice()));
    assert_eq!(step.effects, [OriginEffect::CompleteTask]);
    let nothing = active().decide(OriginDecision::AcceptWork { seen: None }, &facts());
    assert_eq!(nothing, Err(DelegationRefusal::NothingSubmitted));
}

#[test]
fn work_sent_back_begins_the_next_round() {
    // submitted | send back (human A) | – | active | TentativeReject; round+1; phase inProgress
    let step = submitted().decide(OriginDecision::SendBack { seen: None }, &facts()).unwrap();
    let said = [FromOrigin::SendBack { submission: work(1), round: 1 }];
    assert_eq!(outcome(&step), (State::Active, said.as_slice()));
    assert_eq!(step.effects, [OriginEffect::SetPhase(Phase::InProgress)]);
    assert_eq!(step.copy.public_state(), "active:2:sha256:1");
    let crossing = step.copy.receive(&submit(2, 1), &facts());
    assert_eq!(crossing.effects, [OriginEffect::KeepLateSubmission { submission: work(2), round: 1 }]);
}

#[test]
fn refused_work_frees_the_task() {
    // submitted | refuse (human A) | – | refused | Reject(Submission); assignedTo −= B; phase helpWanted
    let step = submitted().decide(OriginDecision::RefuseWork { seen: None }, &facts()).unwrap();
    let said = [FromOrigin::RefuseWork { submission: work(1) }];
    assert_eq!(outcome(&step), (State::Refused, said.as_slice()));
    assert_eq!(step.effects, [OriginEffect::ReleaseTask]);
}

#[test]
fn a_late_review_is_never_a_silent_yes() {
    // submitted | timer reviewWithin | – | submitted | nudge own reviewer, escalate. Never auto-accept
    let first = submitted().decide(OriginDecision::ReviewOverdue, &facts()).unwrap();
    assert_eq!(
        (first.copy.state, &first.effects[..]),
        (State::Submitted, &[OriginEffect::RemindReviewer][..])
    );
    let second = first.copy.decide(OriginDecision::ReviewOverdue, &facts()).unwrap();
    assert_eq!(
        (second.copy.state, &second.effects[..]),
        (State::Submitted, &[OriginEffect::EscalateReview][..])
    );
}

#[test]
fn a_granted_task_is_recalled() {
    // active/submitted | recall (human A) | – | recalling | Revoke
    for copy in [active(), submitted(), with_pending()] {
        let step = copy.decide(OriginDecision::Recall { reason: Reason::Other }, &facts()).unwrap();
        assert_eq!(
            outcome(&step),
            (State::Recalling, [FromOrigin::Revoke { reason: Reason::Other }].as_slice())
        );
        assert_eq!(step.copy.pending, None);
    }
}

#[test]
fn a_recall_is_done_when_it_is_confirmed() {
    // recalling | Accept(Revoke) | – | recalled | store partial work; phase helpWanted
    let step = recalling().receive(&FromDelegate::AcceptRevoke, &facts());
    assert_eq!(outcome(&step), (State::Recalled, [].as_slice()));
    assert_eq!(step.effects, [OriginEffect::ReleaseTask]);
}

#[test]
fn work_that_crosses_a_recall_is_kept_and_may_be_thanked_for() {
    // recalling | Submission crossing | – | recalling | kept as late; lateAccepted, credit; still becomes recalled
    let kept = recalling().receive(&submit(1, 1), &facts());
    assert_eq!(outcome(&kept), (State::Recalling, [].as_slice()));
    assert_eq!(kept.effects, [OriginEffect::KeepLateSubmission { submission: work(1), round: 1 }]);
    let thanked = kept.copy.decide(OriginDecision::ThankForLate { submission: work(1) }, &facts()).unwrap();
    assert_eq!(
        outcome(&thanked),
        (State::Recalling, [FromOrigin::AcceptWork { submission: work(1) }].as_slice())
    );
    assert_eq!(thanked.copy.hears(&FromDelegate::AcceptRevoke).state, State::Recalled);
    let unknown = kept.copy.decide(OriginDecision::ThankForLate { submission: work(9) }, &facts());
    assert_eq!(unknown, Err(DelegationRefusal::UnknownSubmission));
}

#[test]
fn partial_work_is_taken_for_seven_days_after_a_recall() {
    let recalled = recalling().hears(&FromDelegate::AcceptRevoke);
    let kept = recalled.receive(&submit(1, 1), &later(7 * DAY));
    assert_eq!(kept.effects, [OriginEffect::KeepLateSubmission { submission: work(1), round: 1 }]);
    let late = recalled.receive(&submit(1, 1), &later(7 * DAY + 1));
    assert!(matches!(late.messages[..], [FromOrigin::Refused { reason: Reason::UnknownDelegation, .. }]));
}

#[test]
fn a_return_that_crosses_a_recall_waits_for_the_confirmation() {
    // recalling | Leave crossing | – | recalling | wait: B will answer the Revoke; both reasons kept
    let step = recalling().receive(&leave(), &facts());
    assert_eq!(outcome(&step), (State::Recalling, [].as_slice()));
    assert_eq!(step.effects, [OriginEffect::KeepPartialWork]);
}

#[test]
fn a_recall_without_an_answer_is_forced_after_a_fortnight() {
    // recalling | no ack 14 d or peer dead | – | recalled | forced locally; Revoke stays in the log
    let early = recalling().decide(OriginDecision::ForceRecall, &later(14 * DAY - 1));
    assert_eq!(early, Err(DelegationRefusal::TooSoon { until: NOW.plus(14 * DAY) }));
    let step = recalling().decide(OriginDecision::ForceRecall, &later(14 * DAY)).unwrap();
    assert_eq!(outcome(&step), (State::Recalled, [].as_slice()));
    assert_eq!(step.effects, [OriginEffect::ReleaseTask]);
    let back = step.copy.receive(&FromDelegate::AcceptRevoke, &later(20 * DAY));
    assert_eq!(outcome(&back), (State::Recalled, [].as_slice()), "a late confirmation is no surprise");
}

#[test]
fn a_silent_peer_is_recalled_from_without_an_answer_after_thirty_days() {
    let silent = |days| OriginFacts { peer_down_since: Some(NOW), ..later(days * DAY) };
    assert!(active().decide(OriginDecision::ForceRecall, &silent(29)).is_err());
    let step = active().decide(OriginDecision::ForceRecall, &silent(30)).unwrap();
    assert!(matches!(outcome(&step), (State::Recalled, [FromOrigin::Revoke { .. }])));
    assert!(active().decide(OriginDecision::ForceRecall, &later(90 * DAY)).is_err(), "the peer answers");
}

#[test]
fn a_returned_task_is_free_again() {
    // active/submitted | Leave | – | returned | Accept(Leave); store partial work; helpWanted; assignedTo −= B
    for copy in [active(), submitted()] {
        let step = copy.receive(&leave(), &facts());
        assert_eq!(outcome(&step), (State::Returned, [FromOrigin::AcceptLeave].as_slice()));
        assert_eq!(step.effects, [OriginEffect::KeepPartialWork, OriginEffect::ReleaseTask]);
    }
}

#[test]
fn silence_is_asked_about_then_told() {
    // active | timer heartbeat ×1 | peer reachable | active | Nudge 1
    let once = active().decide(OriginDecision::HeartbeatMissed(Missed::Once), &facts()).unwrap();
    assert_eq!(outcome(&once), (State::Active, [FromOrigin::Nudge].as_slice()));
    // active | timer heartbeat ×2 | – | active+stalled | Nudge 2, coordinator told
    let twice = once.copy.decide(OriginDecision::HeartbeatMissed(Missed::Twice), &facts()).unwrap();
    assert_eq!(outcome(&twice), (State::Active, [FromOrigin::Nudge].as_slice()));
    assert_eq!(twice.effects, [OriginEffect::TellStalled]);
    assert!(twice.copy.is_stalled);
}

#[test]
fn people_ask_for_news_once_a_day() {
    let asked = active().wants(OriginDecision::Nudge);
    let again = asked.decide(OriginDecision::Nudge, &later(DAY - 1));
    assert_eq!(again, Err(DelegationRefusal::TooSoon { until: NOW.plus(DAY) }));
    assert!(asked.decide(OriginDecision::Nudge, &later(DAY)).is_ok());
}

#[test]
fn tighter_terms_are_offered_while_the_old_ones_hold() {
    // active | Update(Task) terms tighter | – | active+termsPending | re-Offer; old terms hold
    for copy in [active(), submitted()] {
        let step = copy.decide(OriginDecision::Reoffer { offer: offer(2) }, &facts()).unwrap();
        assert_eq!(outcome(&step), (copy.state, [FromOrigin::Offer(offer(2))].as_slice()));
        assert!(step.copy.pending.is_some());
        assert_eq!(step.copy.public_state(), copy.public_state());
    }
}

#[test]
fn a_change_that_asks_for_no_more_is_told() {
    for copy in [active(), submitted()] {
        let step = copy.decide(OriginDecision::TellChange { revision: 5 }, &facts()).unwrap();
        assert_eq!(step.messages, [FromOrigin::TaskChanged { revision: 5 }]);
    }
    assert!(offered().decide(OriginDecision::TellChange { revision: 5 }, &facts()).is_err());
}

#[test]
fn a_yes_to_the_new_terms_is_granted_again() {
    // active/submitted | Accept of the pending re-offer | still the newest | same, new terms | Grant again; stale →
    // Reject(Accept, stale-terms)
    for copy in [with_pending(), with_pending().hears(&submit(1, 1))] {
        let step = copy.receive(&accept(2), &facts());
        assert_eq!(outcome(&step), (copy.state, [grant(2)].as_slice()));
        assert_eq!(step.effects, [OriginEffect::AdoptTerms { offer: offer(2).uri }]);
        assert!(step.copy.pending.is_none() && step.copy.public_state().ends_with("sha256:2"));
    }
    let newer = with_pending().wants(OriginDecision::Reoffer { offer: offer(3) });
    let step = newer.receive(&accept(2), &facts());
    assert_eq!(outcome(&step), (State::Active, [reject(2, Reason::StaleTerms)].as_slice()));
    assert_eq!(step.copy.pending, Some(offer(3).uri));
}

#[test]
fn a_no_to_the_new_terms_leaves_the_old_ones() {
    // active/submitted | Reject of the pending re-offer | – | same, old terms | flag cleared
    let step = with_pending().receive(&decline(2), &facts());
    assert_eq!(outcome(&step), (State::Active, [].as_slice()));
    assert_eq!(step.effects, [OriginEffect::AdoptTerms { offer: offer(1).uri }]);
    assert!(step.copy.pending.is_none());
    let newer = with_pending().wants(OriginDecision::Reoffer { offer: offer(3) });
    assert!(newer.hears(&decline(2)).pending.is_some(), "they have not answered the newest");
}

#[test]
fn a_yes_to_new_terms_after_the_end_is_answered() {
    // any other | Accept of a re-offer after the delegation ended | – | same | Reject(Accept, withdrawn)
    let recalling = with_pending().wants(OriginDecision::Recall { reason: Reason::Other });
    let returned = with_pending().hears(&leave());
    for copy in [recalling, returned] {
        let step = copy.receive(&accept(2), &facts());
        assert_eq!(outcome(&step), (copy.state, [reject(2, Reason::Withdrawn)].as_slice()));
    }
}

#[test]
fn an_offered_task_that_is_gone_is_withdrawn_at_once() {
    // offered/countered | task deleted, done or taken here | – | withdrawn | Undo(Offer, task-deleted|taken)
    for (gone, reason) in [
        (TaskGone::Deleted, Reason::TaskDeleted),
        (TaskGone::Taken, Reason::Taken),
        (TaskGone::Closed, Reason::Taken),
    ] {
        for copy in [offered(), countered()] {
            let step = copy.decide(OriginDecision::TaskGone { gone }, &facts()).unwrap();
            assert_eq!(outcome(&step), (State::Withdrawn, [undo(1, reason)].as_slice()));
        }
    }
}

#[test]
fn a_granted_task_that_is_deleted_is_recalled() {
    // active/submitted | task deleted | – | recalling | Revoke(task-deleted), then Delete
    for copy in [active(), submitted()] {
        let step = copy.decide(OriginDecision::TaskGone { gone: TaskGone::Deleted }, &facts()).unwrap();
        let said = [FromOrigin::Revoke { reason: Reason::TaskDeleted }];
        assert_eq!(outcome(&step), (State::Recalling, said.as_slice()));
        assert!(copy.decide(OriginDecision::TaskGone { gone: TaskGone::Closed }, &facts()).is_err());
    }
}

#[test]
fn blocking_ends_it_here_at_once_with_one_last_word() {
    // any live | block B | – | recalled (local at once) | one last Revoke(policy)
    for copy in [active(), submitted()] {
        let step = copy.decide(OriginDecision::Block, &facts()).unwrap();
        assert_eq!(
            outcome(&step),
            (State::Recalled, [FromOrigin::Revoke { reason: Reason::Policy }].as_slice())
        );
        assert_eq!(step.effects, [OriginEffect::ReleaseTask]);
    }
    let step = recalling().decide(OriginDecision::Block, &facts()).unwrap();
    assert_eq!(outcome(&step), (State::Recalled, [].as_slice()), "the Revoke was said before");
    let step = offered().decide(OriginDecision::Block, &facts()).unwrap();
    let said = [undo(1, Reason::Policy)];
    assert_eq!(
        outcome(&step),
        (State::Withdrawn, said.as_slice()),
        "before the Grant there is nothing to revoke"
    );
}

#[test]
fn a_server_that_refuses_everything_has_the_task_no_longer() {
    for (copy, state, said) in [
        (active(), State::Recalled, vec![FromOrigin::Revoke { reason: Reason::Policy }]),
        (recalling(), State::Recalled, vec![]),
        (offered(), State::Withdrawn, vec![undo(1, Reason::Policy)]),
    ] {
        let step = copy.decide(OriginDecision::ShutOut, &facts()).unwrap();
        assert_eq!(outcome(&step), (state, said.as_slice()));
        assert_eq!(step.copy.cut, Some(Cut::TheyRefuse));
    }
    let late = submitted().wants(OriginDecision::Block);
    let thanks = OriginDecision::ThankForLate { submission: work(1) };
    assert_eq!(late.decide(thanks, &facts()), Err(DelegationRefusal::CutOff { cut: Cut::WeBlocked }));
}

#[test]
fn what_comes_after_the_end_is_answered_and_changes_nothing() {
    // end state | any event | – | same | answer once Reject(…, unknown-delegation) w/ our state, no effect
    let completed = submitted().wants(OriginDecision::AcceptWork { seen: None });
    let ended = [expired(), completed, active().hears(&leave()), active().wants(OriginDecision::Block)];
    let progress = FromDelegate::Progress { phase: WirePhase::Blocked, last_activity: NOW };
    let onward = FromDelegate::AskOnward { to: ActorUri::from("https://c.example/ap/p/z9") };
    for copy in ended {
        for message in [counter(1), progress.clone(), leave(), onward.clone(), submit(9, 1)] {
            let step = copy.receive(&message, &later(8 * DAY));
            let answer =
                FromOrigin::Refused { reason: Reason::UnknownDelegation, state: copy.public_state() };
            assert_eq!((&step.copy, &step.messages[..], &step.effects[..]), (&copy, &[answer][..], &[][..]));
        }
        let refused = FromDelegate::Refused { reason: Reason::Other, state: copy.public_state() };
        assert_eq!(copy.receive(&refused, &facts()).messages, [], "a refusal is never answered");
    }
}

#[test]
fn a_message_out_of_turn_is_refused_and_changes_nothing() {
    let progress = FromDelegate::Progress { phase: WirePhase::Blocked, last_activity: NOW };
    for message in [progress, leave(), submit(1, 1), FromDelegate::AcceptRevoke] {
        let step = offered().receive(&message, &facts());
        assert_eq!(step.copy, offered());
        assert!(matches!(step.messages[..], [FromOrigin::Refused { reason: Reason::NotPermitted, .. }]));
    }
}

#[test]
fn a_refusal_is_noted_only_where_the_two_sides_stand_differently() {
    let note = |state: &str| {
        let message = FromDelegate::Refused { reason: Reason::UnknownDelegation, state: state.to_owned() };
        active().receive(&message, &facts()).effects.len()
    };
    assert_eq!((note("active:1:sha256:1"), note("ended")), (0, 1));
}

#[test]
fn a_peer_that_is_gone_frees_the_task() {
    let gone = |copy: OriginCopy, decision| copy.decide(decision, &facts()).unwrap();
    let step = gone(active(), OriginDecision::PeerGone);
    assert_eq!((step.copy.state, &step.effects[..]), (State::Void, &[OriginEffect::ReleaseTask][..]));
    assert_eq!(gone(recalling(), OriginDecision::PeerGone).copy.state, State::Recalled);
    assert_eq!(gone(offered(), OriginDecision::PeerGone).copy.state, State::Void);
}

#[test]
fn whether_a_third_may_join_in_follows_the_terms() {
    let third = ActorUri::from("https://c.example/ap/p/z9");
    let asks = FromDelegate::AskOnward { to: third.clone() };
    let under = |redelegation| {
        let mut offer = offer(1);
        offer.terms.redelegation = redelegation;
        OriginCopy::open(offer, &opening()).unwrap().copy.hears(&accept(1)).receive(&asks, &facts())
    };
    let answer = |allowed| [FromOrigin::AnswerOnward { to: third.clone(), allowed }];
    assert_eq!(under(Redelegation::No).messages, answer(false));
    assert_eq!(under(Redelegation::Yes).messages, answer(true));
    let asked = under(Redelegation::Ask);
    assert_eq!(asked.effects, [OriginEffect::AskWhetherOnward { to: third.clone() }]);
    let decision = OriginDecision::AnswerOnward { to: third.clone(), allowed: true };
    let told = asked.copy.decide(decision.clone(), &facts()).unwrap();
    assert_eq!(told.messages, answer(true));
    assert_eq!(told.copy.decide(decision, &facts()), Err(DelegationRefusal::AlreadyAnswered));
    assert_eq!(told.copy.receive(&asks, &facts()).messages, answer(true), "asked again, the same answer");
}

#[test]
fn nothing_is_decided_while_the_channel_is_frozen_except_what_needs_no_channel() {
    let frozen = OriginFacts { is_suspended: true, ..facts() };
    let verdict = submitted().decide(OriginDecision::AcceptWork { seen: None }, &frozen);
    assert_eq!(verdict, Err(DelegationRefusal::Suspended));
    let recall = OriginDecision::Recall { reason: Reason::Other };
    assert_eq!(submitted().decide(recall, &frozen).unwrap().copy.state, State::Recalling, "it is ours");
    assert_eq!(submitted().decide(OriginDecision::PeerGone, &frozen).unwrap().copy.state, State::Void);
}

#[test]
fn what_blocks_the_task_is_told_when_it_changes_and_only_while_somebody_works() {
    let block = |words: &str| OriginDecision::TellBlock { revision: 4, block: Some(words.to_owned()) };
    let free = || OriginDecision::TellBlock { revision: 4, block: None };
    for copy in [active(), submitted()] {
        let step = copy.decide(block("Ice"), &facts()).unwrap();
        let said = FromOrigin::TaskBlocked { revision: 4, block: Some("Ice".to_owned()) };
        assert_eq!(outcome(&step), (copy.state, [said].as_slice()));
        assert_eq!(step.copy.decide(block("Ice"), &facts()).unwrap().messages, [], "they know");
        let ended = step.copy.decide(free(), &facts()).unwrap();
        assert_eq!(ended.messages, [FromOrigin::TaskBlocked { revision: 4, block: None }]);
        assert_eq!(ended.copy.decide(free(), &facts()).unwrap().messages, []);
    }
    assert!(offered().decide(block("Ice"), &facts()).is_err());
}

#[test]
fn one_block_more_than_may_be_told_waits_for_its_minute_and_refuses_nobody() {
    let full = OriginCopy { told: u32::MAX, ..active() };
    let block = || OriginDecision::TellBlock { revision: 4, block: Some("Ice".to_owned()) };
    let waits = full.decide(block(), &facts()).unwrap();
    assert_eq!((waits.messages.as_slice(), waits.copy.owes_block), ([].as_slice(), Some(NOW)));
    assert_eq!(waits.copy.wakes_at(), Some(NOW.plus(MINUTE)));
    let told = OriginCopy { told: 1, ..waits.copy }.decide(block(), &later(MINUTE)).unwrap();
    assert_eq!((told.messages.len(), told.copy.owes_block), (1, None));
    assert_ne!(told.copy.wakes_at(), Some(NOW.plus(MINUTE)));
}

#[test]
fn the_task_is_shown_as_blocked_by_the_newest_news_until_work_is_handed_in() {
    let news = |phase| FromDelegate::Progress { phase, last_activity: NOW };
    let blocked = active().receive(&news(WirePhase::Blocked), &facts()).copy;
    assert!(blocked.is_blocked_there());
    assert!(!blocked.receive(&news(WirePhase::Is(Phase::InProgress)), &facts()).copy.is_blocked_there());
    let handed_in = blocked.receive(&submit(1, 1), &facts()).copy;
    assert!(!handed_in.is_blocked_there());
    let back = handed_in.decide(OriginDecision::SendBack { seen: None }, &facts()).unwrap().copy;
    assert!(back.is_blocked_there(), "nobody has said that it is free");
    let recalled = back.decide(OriginDecision::Recall { reason: Reason::Other }, &facts()).unwrap().copy;
    assert!(!recalled.is_blocked_there());
}
