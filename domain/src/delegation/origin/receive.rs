//! The delegate's messages at the origin (PROTOCOL §3.2). Every message has an outcome; a message that does not fit is
//! answered and changes nothing.

use super::{
    LATE_WORK_WITHIN, OriginCopy, OriginEffect, OriginFacts, OriginStep, TaskAvailability, TaskGone,
};
use crate::delegation::derived::phase_at_origin;
use crate::delegation::message::{
    ActorUri, FromDelegate, FromOrigin, Offer, OfferUri, Onward, Step, SubmissionUri, TermsHash,
};
use crate::delegation::reason::Reason;
use crate::delegation::state::State;
use crate::delegation::terms::Redelegation;
use crate::delegation::timer::ANSWER_GRACE;
use crate::task::phase::{Phase, WirePhase};
use crate::time::Time;

impl OriginCopy {
    /// The step that follows from a message of the delegate, read in its order.
    pub fn receive(&self, message: &FromDelegate, facts: &OriginFacts) -> OriginStep {
        match message {
            FromDelegate::Accept { offer, terms_hash, published } => {
                self.on_accept(offer, terms_hash, *published, facts)
            }
            FromDelegate::Counter { offer } => self.on_counter(offer),
            FromDelegate::Decline { offer, .. } => self.on_decline(offer, facts),
            FromDelegate::Progress { phase, last_activity } => {
                self.on_progress(*phase, *last_activity, facts)
            }
            FromDelegate::Submit { submission, round } => self.on_submit(submission, *round, facts),
            FromDelegate::Leave { .. } => self.on_leave(facts),
            FromDelegate::AcceptRevoke => match self.state {
                State::Recalling => Step::to(self.clone()).release(State::Recalled, facts),
                // The late answer to a forced recall.
                State::Recalled => Step::to(self.clone()),
                _ => self.refused(),
            },
            FromDelegate::AskOnward { to } => self.on_ask_onward(to),
            FromDelegate::Refused { reason, state } => {
                // While an answer is owed the other side may have another state; the answer is on its way. A side that
                // could not read a message, or does not permit it, names no state and will not answer.
                let waits = self.state == State::Recalling;
                let differs = state.is_empty() || (!waits && *state != self.public_state());
                let note = OriginEffect::NoteRefusal { reason: *reason, their_state: state.clone() };
                Step::to(self.clone()).and_if(differs, note)
            }
        }
    }

    /// Answers a message that does not fit with the public state.
    fn refused(&self) -> OriginStep {
        let reason = if self.state.is_end() { Reason::UnknownDelegation } else { Reason::NotPermitted };
        self.refused_for(reason)
    }

    fn refused_for(&self, reason: Reason) -> OriginStep {
        Step::to(self.clone()).send(FromOrigin::Refused { reason, state: self.public_state() })
    }

    /// Answers an Accept that does not count. Every Accept is answered exactly once.
    fn reject_accept(&self, to: State, offer: &OfferUri, reason: Reason, facts: &OriginFacts) -> OriginStep {
        let copy = if to.is_end() && to != self.state { self.ended(to, facts) } else { self.in_state(to) };
        Step::to(copy).send(FromOrigin::RejectAccept { offer: offer.clone(), reason })
    }

    fn on_accept(
        &self,
        uri: &OfferUri,
        hash: &TermsHash,
        published: Time,
        facts: &OriginFacts,
    ) -> OriginStep {
        let Some(offer) = self.offer(uri) else {
            return self.reject_accept(self.state, uri, Reason::UnknownDelegation, facts);
        };
        let is_newest = self.newest() == Some(offer) && offer.terms_hash == *hash;
        match self.state {
            State::Offered | State::Countered if !is_newest => {
                self.reject_accept(State::Offered, uri, Reason::StaleTerms, facts)
            }
            State::Offered | State::Countered => match unavailable(facts.task, offer) {
                Some(reason) => self.reject_accept(State::Lost, uri, reason, facts),
                None => self.grant(offer, facts),
            },
            State::Expired => {
                // An outage must not punish an answer in time (PROTOCOL §2.5).
                let in_time = published <= offer.terms.respond_by.plus(ANSWER_GRACE);
                if is_newest && in_time && unavailable(facts.task, offer).is_none() {
                    self.grant(offer, facts)
                } else {
                    self.reject_accept(State::Lost, uri, Reason::Expired, facts)
                }
            }
            State::Active | State::Submitted => {
                if self.pending.as_ref() == Some(uri) && offer.terms_hash == *hash {
                    self.regrant(offer)
                } else {
                    self.reject_accept(self.state, uri, Reason::StaleTerms, facts)
                }
            }
            State::Accepting
            | State::Recalling
            | State::Returning
            | State::Declined
            | State::Withdrawn
            | State::Lost
            | State::Completed
            | State::Refused
            | State::Recalled
            | State::Returned
            | State::Void => self.reject_accept(self.state, uri, Reason::Withdrawn, facts),
        }
    }

    fn grant(&self, offer: &Offer, facts: &OriginFacts) -> OriginStep {
        let copy = Self {
            agreed: Some(offer.uri.clone()),
            last_activity: Some(facts.now),
            ended_at: None,
            ..self.in_state(State::Active)
        };
        Step::to(copy)
            .send(FromOrigin::Grant { offer: offer.uri.clone(), terms_hash: offer.terms_hash.clone() })
            .and(OriginEffect::AssignDelegate)
            .and(OriginEffect::AdoptTerms { offer: offer.uri.clone() })
            .and(OriginEffect::SetPhase(Phase::Started))
            .and_if(offer.terms.exclusive, OriginEffect::WithdrawOtherOffers { gone: TaskGone::Taken })
    }

    fn regrant(&self, offer: &Offer) -> OriginStep {
        Step::to(Self { agreed: Some(offer.uri.clone()), pending: None, ..self.clone() })
            .send(FromOrigin::Grant { offer: offer.uri.clone(), terms_hash: offer.terms_hash.clone() })
            .and(OriginEffect::AdoptTerms { offer: offer.uri.clone() })
    }

    fn on_counter(&self, uri: &OfferUri) -> OriginStep {
        if self.state.is_end() || self.offer(uri).is_none() {
            return self.refused_for(Reason::UnknownDelegation);
        }
        let is_earlier = self.newest().is_none_or(|newest| newest.uri != *uri);
        let show = OriginEffect::ShowCounter { offer: uri.clone(), is_earlier };
        match self.state {
            State::Offered if !is_earlier => Step::to(self.in_state(State::Countered)).and(show),
            State::Offered | State::Countered | State::Active | State::Submitted => {
                Step::to(self.clone()).and(show)
            }
            // The counter crossed the recall.
            State::Recalling => Step::to(self.clone()),
            _ => self.refused(),
        }
    }

    fn on_decline(&self, uri: &OfferUri, facts: &OriginFacts) -> OriginStep {
        if self.offer(uri).is_none() {
            return self.refused_for(Reason::UnknownDelegation);
        }
        match self.state {
            // A decline of any version ends the delegation: the delegate has closed the card and would never answer
            // again.
            State::Offered | State::Countered | State::Expired => {
                Step::to(self.ended(State::Declined, facts))
            }
            State::Active | State::Submitted if self.pending.as_ref() == Some(uri) => {
                let step = Step::to(Self { pending: None, ..self.clone() });
                match self.agreed.clone() {
                    Some(offer) => step.and(OriginEffect::AdoptTerms { offer }),
                    None => step,
                }
            }
            // The decline crossed a newer re-offer, or the recall.
            State::Active | State::Submitted | State::Recalling => Step::to(self.clone()),
            _ => self.refused(),
        }
    }

    fn on_progress(&self, phase: WirePhase, last_activity: Time, facts: &OriginFacts) -> OriginStep {
        if !matches!(self.state, State::Active | State::Submitted | State::Recalling) {
            return self.refused();
        }
        // An act in the future counts as one of now.
        let last_activity = last_activity.min(facts.now);
        let derived = phase_at_origin(phase);
        let mut copy = self.clone();
        copy.is_mirror_blocked = phase == WirePhase::Blocked;
        if self.last_activity.is_none_or(|known| last_activity > known) {
            copy.last_activity = Some(last_activity);
            copy.reminders = 0;
            copy.is_stalled = false;
        }
        Step::to(copy)
            .and(OriginEffect::RecordProgress { last_activity })
            .and_if(self.state == State::Active, OriginEffect::SetPhase(derived.phase))
    }

    fn on_submit(&self, submission: &SubmissionUri, round: u32, facts: &OriginFacts) -> OriginStep {
        match self.state {
            State::Active | State::Submitted if round == self.round => {
                let replaces = self.state == State::Submitted;
                let mut copy =
                    Self { submission: Some(submission.clone()), ..self.in_state(State::Submitted) };
                if !replaces {
                    copy.submitted_at = Some(facts.now);
                    copy.review_reminders = 0;
                    copy.reminders = 0;
                    copy.is_stalled = false;
                }
                Step::to(copy)
                    .and(OriginEffect::StoreSubmission { submission: submission.clone(), round, replaces })
                    .and_if(!replaces, OriginEffect::SetPhase(Phase::ReadyForReview))
            }
            State::Active | State::Submitted if round > self.round => self.refused_for(Reason::StaleRevision),
            // A version that crossed a sending back or a recall does not count, and is kept.
            State::Active | State::Submitted | State::Recalling => self.keep_late(submission, round),
            State::Recalled | State::Completed | State::Refused if self.takes_late_work(facts) => {
                self.keep_late(submission, round)
            }
            _ => self.refused(),
        }
    }

    fn takes_late_work(&self, facts: &OriginFacts) -> bool {
        self.ended_at.is_some_and(|ended| facts.now <= ended.plus(LATE_WORK_WITHIN))
    }

    fn keep_late(&self, submission: &SubmissionUri, round: u32) -> OriginStep {
        let mut copy = self.clone();
        copy.late.push(submission.clone());
        Step::to(copy).and(OriginEffect::KeepLateSubmission { submission: submission.clone(), round })
    }

    fn on_leave(&self, facts: &OriginFacts) -> OriginStep {
        match self.state {
            State::Active | State::Submitted => Step::to(self.clone())
                .send(FromOrigin::AcceptLeave)
                .and(OriginEffect::KeepPartialWork)
                .release(State::Returned, facts),
            // The delegate will answer the Revoke.
            State::Recalling => Step::to(self.clone()).and(OriginEffect::KeepPartialWork),
            _ => self.refused(),
        }
    }

    fn on_ask_onward(&self, to: &ActorUri) -> OriginStep {
        let known = self.onward.iter().find(|question| question.to == *to);
        let rule = self.standing().map_or(Redelegation::No, |offer| offer.terms.redelegation);
        let mut copy = self.clone();
        match self.state {
            State::Active | State::Submitted => {}
            State::Recalling => return Step::to(copy),
            _ => return self.refused(),
        }
        let answer = match (known, rule) {
            (Some(question), _) => question.allowed,
            (None, Redelegation::No) => Some(false),
            (None, Redelegation::Yes) => Some(true),
            (None, Redelegation::Ask) => None,
        };
        let is_new = known.is_none();
        if is_new {
            copy.onward.push(Onward { to: to.clone(), allowed: answer });
        }
        let step = Step::to(copy);
        match answer {
            Some(allowed) => step
                .send(FromOrigin::AnswerOnward { to: to.clone(), allowed })
                .and_if(is_new && allowed, OriginEffect::TellOnward { to: to.clone() }),
            None => step.and_if(is_new, OriginEffect::AskWhetherOnward { to: to.clone() }),
        }
    }
}

/// The reason against a Grant of this offer now, if there is one.
fn unavailable(task: TaskAvailability, offer: &Offer) -> Option<Reason> {
    match task {
        TaskAvailability::Free => None,
        TaskAvailability::Taken => offer.terms.exclusive.then_some(Reason::Taken),
        TaskAvailability::Closed => Some(Reason::Withdrawn),
        TaskAvailability::Deleted => Some(Reason::TaskDeleted),
    }
}
