//! The origin's messages at the delegate (PROTOCOL §3.3). Every message has an outcome; a message that does not fit is
//! answered and changes nothing.

use super::{DelegateCopy, DelegateEffect, DelegateStep, OFFERS_KEPT};
use crate::delegation::message::{
    ActorUri, FromDelegate, FromOrigin, Offer, OfferUri, Step, SubmissionUri, TermsHash,
};
use crate::delegation::origin::NUDGE_EVERY;
use crate::delegation::reason::Reason;
use crate::delegation::state::State;
use crate::task::phase::Phase;
use crate::time::Time;

impl DelegateCopy {
    /// The step that follows from a message of the origin, read in its order. The first Offer goes to [`Self::first`].
    pub fn receive(&self, message: &FromOrigin, now: Time) -> DelegateStep {
        if self.state == State::Returned && self.is_return_forced {
            return self.receive_late(message, now);
        }
        self.follow(message, now)
    }

    /// The return ended without the origin's answer, and earlier messages of the origin still arrive: its decisions
    /// count on both sides, all other messages are only recorded.
    fn receive_late(&self, message: &FromOrigin, now: Time) -> DelegateStep {
        let step = self.in_state(State::Returning).follow(message, now);
        if step.copy.state.is_end() {
            return Step { copy: Self { is_return_forced: false, ..step.copy }, ..step };
        }
        Step { copy: step.copy.in_state(State::Returned), messages: step.messages, effects: Vec::new() }
    }

    fn follow(&self, message: &FromOrigin, now: Time) -> DelegateStep {
        match message {
            FromOrigin::Offer(offer) => self.on_offer(offer),
            FromOrigin::Undo { offer, reason } => self.on_undo(offer, *reason, now),
            FromOrigin::Grant { offer, terms_hash } => self.on_grant(offer, terms_hash, now),
            FromOrigin::RejectAccept { offer, reason } => self.on_reject_accept(offer, *reason, now),
            FromOrigin::TaskChanged { revision } => self.on_task_changed(*revision),
            FromOrigin::TaskBlocked { revision, block } => self.on_task_blocked(*revision, block.as_deref()),
            FromOrigin::AcceptWork { submission } => self.on_accept_work(submission, now),
            FromOrigin::SendBack { submission, round } => self.on_send_back(submission, *round),
            FromOrigin::RefuseWork { submission } => match self.state {
                State::Submitted | State::Returning if self.submissions.contains(submission) => {
                    Step::to(self.ended(State::Refused, now))
                        .and(DelegateEffect::MarkNotAccepted)
                        .and(DelegateEffect::RecallOnward)
                }
                _ => self.refused(),
            },
            FromOrigin::Revoke { .. } => match self.state {
                State::Active | State::Submitted | State::Returning => {
                    Step::to(self.ended(State::Recalled, now))
                        .send(FromDelegate::AcceptRevoke)
                        .and(DelegateEffect::FreezeMirror)
                        .and(DelegateEffect::RecallOnward)
                }
                // The delegate had stopped before; the Revoke is owed its answer.
                State::Recalled => Step::to(self.clone()).send(FromDelegate::AcceptRevoke),
                _ => self.refused(),
            },
            FromOrigin::AcceptLeave => match self.state {
                State::Returning => self.returned(false, now),
                // A late answer without an effect.
                State::Returned => Step::to(self.clone()),
                _ => self.refused(),
            },
            FromOrigin::Nudge => self.on_nudge(now),
            FromOrigin::AnswerOnward { to, allowed } => self.on_answer_onward(to, *allowed),
            // An origin that does not know the delegation gives no other answer to the Leave.
            FromOrigin::Refused { reason: Reason::UnknownDelegation, .. }
                if self.state == State::Returning =>
            {
                self.returned(false, now)
            }
            FromOrigin::Refused { reason, state } => {
                // While an answer is owed the other side may have another state; the answer is on its way. A side that
                // could not read a message, or does not permit it, names no state and will not answer.
                let waits = matches!(self.state, State::Accepting | State::Returning);
                let differs = state.is_empty() || (!waits && *state != self.public_state());
                let note = DelegateEffect::NoteRefusal { reason: *reason, their_state: state.clone() };
                Step::to(self.clone()).and_if(differs, note)
            }
        }
    }

    /// Answers a message that does not fit with the public state.
    fn refused(&self) -> DelegateStep {
        let reason = if self.state.is_end() { Reason::UnknownDelegation } else { Reason::NotPermitted };
        Step::to(self.clone()).send(FromDelegate::Refused { reason, state: self.public_state() })
    }

    fn on_offer(&self, offer: &Offer) -> DelegateStep {
        if self.state.is_end() {
            return self.refused();
        }
        if self.offer(&offer.uri).is_some() {
            return Step::to(self.clone());
        }
        let mut copy = self.clone();
        copy.remember(offer.clone());
        match self.state {
            State::Offered | State::Countered => {
                copy.state = State::Offered;
                Step::to(copy)
            }
            State::Active | State::Submitted => {
                copy.pending = Some(offer.uri.clone());
                copy.pending_accepted = None;
                Step::to(copy)
            }
            // The origin owes an answer to the Accept, or to the Leave; the newest offer is remembered until then.
            _ => Step::to(copy),
        }
    }

    /// Keeps an offer. An origin may make offers without end, so the oldest offer that is no longer needed is forgotten.
    fn remember(&mut self, offer: Offer) {
        self.offers.push(offer);
        let newest = self.offers.last().map(|newest| newest.uri.clone());
        let needed = [&newest, &self.agreed, &self.accepted, &self.pending, &self.pending_accepted];
        let is_needed = |offer: &Offer| needed.iter().any(|uri| uri.as_ref() == Some(&offer.uri));
        if self.offers.len() > OFFERS_KEPT
            && let Some(oldest) = self.offers.iter().position(|offer| !is_needed(offer))
        {
            self.offers.remove(oldest);
        }
    }

    /// Declines an offer over the limit unread (PROTOCOL §4.9). The origin reads that as a no to its newest offer, so this
    /// side does, too.
    pub fn decline_unread(&self, now: Time) -> DelegateStep {
        match self.state {
            State::Offered | State::Countered => self.close(State::Declined, now),
            State::Active | State::Submitted => {
                Step::to(Self { pending: None, pending_accepted: None, ..self.clone() })
            }
            // The accepted offer is not the newest any more, so the acceptance does not count, and then the decline does.
            State::Accepting => Step::to(Self { is_declined_unread: true, ..self.clone() }),
            State::Returning
            | State::Recalling
            | State::Declined
            | State::Withdrawn
            | State::Expired
            | State::Lost
            | State::Completed
            | State::Refused
            | State::Recalled
            | State::Returned
            | State::Void => Step::to(self.clone()),
        }
    }

    fn on_undo(&self, offer: &OfferUri, reason: Reason, now: Time) -> DelegateStep {
        match self.state {
            State::Offered | State::Countered if self.offer(offer).is_some() => {
                let to = if reason == Reason::Expired { State::Expired } else { State::Withdrawn };
                self.close(to, now)
            }
            // The Accept is in flight and the origin owes it an answer; a Grant is possible even after the expiry.
            State::Accepting => Step::to(self.clone()),
            State::Active | State::Submitted if self.pending.as_ref() == Some(offer) => {
                Step::to(Self { pending: None, ..self.clone() })
            }
            _ => self.refused(),
        }
    }

    fn on_grant(&self, uri: &OfferUri, hash: &TermsHash, now: Time) -> DelegateStep {
        let fits = self.offer(uri).is_some_and(|offer| offer.terms_hash == *hash);
        let mut copy = self.clone();
        match self.state {
            State::Accepting if fits && self.accepted.as_ref() == Some(uri) => {
                copy.state = State::Active;
                copy.agreed = Some(uri.clone());
                copy.accepted = None;
                copy.told_at = Some(now);
                Step::to(copy).and(DelegateEffect::StartMirror).and(DelegateEffect::AdoptTerms)
            }
            State::Active | State::Submitted | State::Returning
                if fits && self.pending_accepted.as_ref() == Some(uri) =>
            {
                copy.agreed = Some(uri.clone());
                copy.pending_accepted = None;
                if self.pending.as_ref() == Some(uri) {
                    copy.pending = None;
                }
                Step::to(copy).and(DelegateEffect::AdoptTerms)
            }
            _ => self.refused(),
        }
    }

    fn on_reject_accept(&self, uri: &OfferUri, reason: Reason, now: Time) -> DelegateStep {
        if self.state == State::Accepting && self.accepted.as_ref() == Some(uri) {
            return if reason == Reason::StaleTerms && self.is_declined_unread {
                self.close(State::Declined, now)
            } else if reason == Reason::StaleTerms {
                Step::to(Self { accepted: None, accepted_at: None, ..self.in_state(State::Offered) })
            } else {
                Step::to(self.ended(State::Lost, now)).and(DelegateEffect::ArchiveMirror)
            };
        }
        let mut copy = self.clone();
        if copy.pending_accepted.as_ref() == Some(uri) {
            copy.pending_accepted = None;
            if copy.pending.as_ref() == Some(uri) {
                copy.pending = None;
            }
        }
        Step::to(copy)
    }

    fn on_task_changed(&self, revision: i64) -> DelegateStep {
        match self.state {
            State::Active | State::Submitted | State::Returning if revision > self.task_revision => {
                Step::to(Self { task_revision: revision, ..self.clone() }).and(DelegateEffect::RefreshMirror)
            }
            State::Active | State::Submitted | State::Returning => Step::to(self.clone()),
            _ => self.refused(),
        }
    }

    /// A block has no revision of its own: a block with the known revision of the task counts (PROTOCOL §2.5).
    fn on_task_blocked(&self, revision: i64, block: Option<&str>) -> DelegateStep {
        let mut step = self.on_task_changed(revision);
        let is_taken = step.messages.is_empty() && revision >= self.task_revision;
        if is_taken && self.origin_block.as_deref() != block {
            step.copy.origin_block = block.map(str::to_owned);
            step = step.and(DelegateEffect::NoteBlock);
        }
        step
    }

    fn on_accept_work(&self, submission: &SubmissionUri, now: Time) -> DelegateStep {
        if !self.submissions.contains(submission) {
            return self.refused();
        }
        match self.state {
            State::Submitted | State::Returning => Step::to(self.ended(State::Completed, now))
                .and(DelegateEffect::SetMirrorPhase(Phase::Done))
                .and(DelegateEffect::RecallOnward),
            State::Recalled => {
                Step::to(self.clone()).and(DelegateEffect::CreditLate { submission: submission.clone() })
            }
            _ => self.refused(),
        }
    }

    fn on_send_back(&self, submission: &SubmissionUri, round: u32) -> DelegateStep {
        if round != self.round || !self.submissions.contains(submission) {
            return self.refused();
        }
        let round = self.round.saturating_add(1);
        match self.state {
            State::Submitted => Step::to(Self { round, told_phase: None, ..self.in_state(State::Active) })
                .and(DelegateEffect::SetMirrorPhase(Phase::InProgress)),
            // The answer to the Leave follows.
            State::Returning => Step::to(Self { round, ..self.clone() }),
            _ => self.refused(),
        }
    }

    fn on_nudge(&self, now: Time) -> DelegateStep {
        match self.state {
            State::Active | State::Submitted => {
                let is_due = self.nudged_at.is_none_or(|at| at.plus(NUDGE_EVERY) <= now);
                if is_due {
                    Step::to(Self { nudged_at: Some(now), ..self.clone() }).and(DelegateEffect::ShowNudge)
                } else {
                    Step::to(self.clone())
                }
            }
            State::Returning => Step::to(self.clone()),
            _ => self.refused(),
        }
    }

    fn on_answer_onward(&self, to: &ActorUri, allowed: bool) -> DelegateStep {
        let mut copy = self.clone();
        match (self.state, copy.onward.iter_mut().find(|question| question.to == *to)) {
            (State::Active | State::Submitted | State::Returning, Some(question)) => {
                question.allowed = Some(allowed);
                Step::to(copy).and(DelegateEffect::TellOnward { to: to.clone(), allowed })
            }
            _ => self.refused(),
        }
    }
}
