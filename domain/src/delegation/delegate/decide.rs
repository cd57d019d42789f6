//! The delegate's decisions, of a person or the clock (PROTOCOL §3.3).

use super::{
    DelegateCopy, DelegateDecision, DelegateEffect, DelegateFacts, DelegateStep, FORCED_RETURN_AFTER,
    NEWS_EVERY,
};
use crate::delegation::message::{ActorUri, FromDelegate, Offer, OfferUri, Onward, Step, SubmissionUri};
use crate::delegation::origin::LATE_WORK_WITHIN;
use crate::delegation::reason::Reason;
use crate::delegation::refusal::DelegationRefusal;
use crate::delegation::state::{Cut, State};
use crate::task::phase::{Phase, WirePhase};
use crate::time::Time;

impl DelegateCopy {
    /// The step that follows from a decision at the delegate.
    ///
    /// # Errors
    /// [`DelegationRefusal`] when the decision is not possible now; nothing changes and nothing is sent.
    pub fn decide(
        &self,
        decision: DelegateDecision,
        facts: &DelegateFacts,
    ) -> Result<DelegateStep, DelegationRefusal> {
        if facts.is_suspended && decision.needs_channel() {
            return Err(DelegationRefusal::Suspended);
        }
        match decision {
            DelegateDecision::Accept { offer } => self.accept(&offer, facts),
            DelegateDecision::Counter { offer } => self.counter(&offer, facts),
            DelegateDecision::Decline { offer, reason } => self.decline(offer, reason, facts),
            DelegateDecision::Report => match self.state {
                State::Active | State::Submitted if self.tells_at_once(facts) => Ok(self.report(facts)),
                State::Active | State::Submitted => Ok(Step::to(Self { has_news: true, ..self.clone() })),
                _ => Ok(Step::to(self.clone())),
            },
            DelegateDecision::Heartbeat => match self.state {
                State::Active => Ok(self.report(facts)),
                _ => self.wrong_state(),
            },
            DelegateDecision::Submit { submission, waived } => self.submit(submission, waived, facts),
            DelegateDecision::SubmitLate { submission } => self.submit_late(submission, facts),
            DelegateDecision::Return { reason } => match self.state {
                State::Active | State::Submitted => {
                    let copy = Self { returning_since: Some(facts.now), ..self.in_state(State::Returning) };
                    Ok(Step::to(copy).send(FromDelegate::Leave { reason }))
                }
                _ => self.wrong_state(),
            },
            DelegateDecision::ForceReturn => self.force_return(facts),
            DelegateDecision::Expire => match self.state {
                State::Offered | State::Countered => {
                    // The origin may have another offer after all, which nobody here has heard of.
                    let no = |offer: &Offer| FromDelegate::Decline {
                        offer: offer.uri.clone(),
                        reason: Reason::Expired,
                    };
                    let step = self.close(State::Expired, facts.now);
                    Ok(self.newest().map(no).into_iter().fold(step, Step::send))
                }
                _ => self.wrong_state(),
            },
            DelegateDecision::AskForLog => match self.state {
                State::Offered | State::Countered | State::Accepting => {
                    Ok(Step::to(Self { log_asked_at: Some(facts.now), ..self.clone() })
                        .and(DelegateEffect::PullLog))
                }
                _ => self.wrong_state(),
            },
            DelegateDecision::PutAway => {
                match self.state {
                    State::Completed => Ok(Step::to(Self { is_put_away: true, ..self.clone() })
                        .and(DelegateEffect::ArchiveMirror)),
                    _ => self.wrong_state(),
                }
            }
            DelegateDecision::BlockPeer => self.block_peer(facts),
            DelegateDecision::ShutOut => self.shut_out(facts),
            DelegateDecision::PeerGone => self.peer_gone(facts),
            DelegateDecision::AskOnward { to } => self.ask_onward(to),
        }
    }

    pub(super) fn wrong_state<T>(&self) -> Result<T, DelegationRefusal> {
        Err(DelegationRefusal::WrongState { state: self.state })
    }

    pub(super) fn in_state(&self, state: State) -> Self {
        Self { state, ..self.clone() }
    }

    pub(super) fn ended(&self, state: State, now: Time) -> Self {
        Self {
            ended_at: Some(now),
            accepted: None,
            pending: None,
            pending_accepted: None,
            ..self.in_state(state)
        }
    }

    /// The offer that can be answered now, provided it is the one the person read.
    fn answerable(&self, uri: &OfferUri) -> Result<&Offer, DelegationRefusal> {
        let newest = match self.state {
            State::Offered | State::Countered => self.newest(),
            State::Active | State::Submitted => {
                if self.pending_accepted.is_some() {
                    return Err(DelegationRefusal::AlreadyAnswered);
                }
                self.pending.as_ref().and_then(|pending| self.offer(pending))
            }
            State::Accepting => return Err(DelegationRefusal::AlreadyAnswered),
            _ => None,
        };
        match newest {
            Some(newest) if newest.uri == *uri => Ok(newest),
            Some(newest) => Err(DelegationRefusal::OfferReplaced { newest: newest.uri.clone() }),
            None => self.wrong_state(),
        }
    }

    fn accept(&self, uri: &OfferUri, facts: &DelegateFacts) -> Result<DelegateStep, DelegationRefusal> {
        let offer = self.answerable(uri)?;
        let message = FromDelegate::Accept {
            offer: uri.clone(),
            terms_hash: offer.terms_hash.clone(),
            published: facts.now,
        };
        if self.state.is_open() {
            let copy = Self {
                accepted: Some(uri.clone()),
                accepted_at: Some(facts.now),
                log_asked_at: None,
                has_mirror: true,
                ..self.in_state(State::Accepting)
            };
            Ok(Step::to(copy).send(message).and(DelegateEffect::CreateMirror))
        } else {
            Ok(Step::to(Self { pending_accepted: Some(uri.clone()), ..self.clone() }).send(message))
        }
    }

    fn counter(&self, uri: &OfferUri, facts: &DelegateFacts) -> Result<DelegateStep, DelegationRefusal> {
        if self.state == State::Countered {
            return Err(DelegationRefusal::AlreadyAnswered);
        }
        self.answerable(uri)?;
        self.may_tell(facts.now)?;
        let copy = if self.state.is_open() { self.in_state(State::Countered) } else { self.clone() };
        let copy = Self { told: self.told.saturating_add(1), ..copy };
        Ok(Step::to(copy).send(FromDelegate::Counter { offer: uri.clone() }))
    }

    fn decline(
        &self,
        uri: OfferUri,
        reason: Reason,
        facts: &DelegateFacts,
    ) -> Result<DelegateStep, DelegationRefusal> {
        self.answerable(&uri)?;
        let message = FromDelegate::Decline { offer: uri, reason };
        if self.state.is_open() {
            Ok(self.close(State::Declined, facts.now).send(message))
        } else {
            Ok(Step::to(Self { pending: None, ..self.clone() }).send(message))
        }
    }

    /// Ends an offer. A mirror made for an acceptance that did not count goes with it.
    pub(super) fn close(&self, to: State, now: Time) -> DelegateStep {
        Step::to(self.ended(to, now)).and_if(self.has_mirror, DelegateEffect::ArchiveMirror)
    }

    /// Whether news are told at once: the last ones are [`NEWS_EVERY`] old, or the phase is new and not one of very many.
    fn tells_at_once(&self, facts: &DelegateFacts) -> bool {
        self.told_at.is_none_or(|at| at.plus(NEWS_EVERY) <= facts.now)
            || (self.told_phase != Some(facts.mirror) && self.may_tell(facts.now).is_ok())
    }

    fn report(&self, facts: &DelegateFacts) -> DelegateStep {
        let copy = Self {
            told_at: Some(facts.now),
            told_phase: Some(facts.mirror),
            told_blocked: facts.mirror == WirePhase::Blocked,
            told: self.told.saturating_add(1),
            has_news: false,
            ..self.clone()
        };
        Step::to(copy)
            .send(FromDelegate::Progress { phase: facts.mirror, last_activity: facts.last_activity })
    }

    fn submit(
        &self,
        submission: SubmissionUri,
        waived: bool,
        facts: &DelegateFacts,
    ) -> Result<DelegateStep, DelegationRefusal> {
        if !matches!(self.state, State::Active | State::Submitted) {
            return self.wrong_state();
        }
        if facts.open_subtasks > 0 && !waived {
            return Err(DelegationRefusal::OpenSubtasks { open: facts.open_subtasks });
        }
        // News about earlier work go first, or both timelines would show them after the submission.
        let told = if self.has_news { self.report(facts) } else { Step::to(self.clone()) };
        let mut copy = told.copy.in_state(State::Submitted);
        copy.submissions.push(submission.clone());
        let is_ready = matches!(facts.mirror, WirePhase::Is(Phase::ReadyForReview | Phase::InReview));
        Ok(Step { copy, ..told }
            .send(FromDelegate::Submit { submission, round: self.round })
            // Handing in makes the mirror ready for review, if nobody did before.
            .and_if(!is_ready, DelegateEffect::SetMirrorPhase(Phase::ReadyForReview)))
    }

    fn submit_late(
        &self,
        submission: SubmissionUri,
        facts: &DelegateFacts,
    ) -> Result<DelegateStep, DelegationRefusal> {
        if self.state != State::Recalled {
            return self.wrong_state();
        }
        if let Some(cut) = self.cut {
            return Err(DelegationRefusal::CutOff { cut });
        }
        if self.ended_at.is_none_or(|ended| facts.now > ended.plus(LATE_WORK_WITHIN)) {
            return Err(DelegationRefusal::TooLate);
        }
        let mut copy = self.clone();
        copy.submissions.push(submission.clone());
        Ok(Step::to(copy).send(FromDelegate::Submit { submission, round: self.round }))
    }

    fn block_peer(&self, facts: &DelegateFacts) -> Result<DelegateStep, DelegationRefusal> {
        let here = Self { cut: Some(Cut::WeBlocked), ..self.clone() };
        match (self.state, self.newest()) {
            (State::Offered | State::Countered, Some(newest)) => {
                let message = FromDelegate::Decline { offer: newest.uri.clone(), reason: Reason::Blocked };
                Ok(here.close(State::Declined, facts.now).send(message))
            }
            _ => here.cut_off(State::Recalled, facts),
        }
    }

    /// The other server takes no message any more: no answer arrives, and none is owed.
    fn shut_out(&self, facts: &DelegateFacts) -> Result<DelegateStep, DelegationRefusal> {
        let here = Self { cut: Some(Cut::TheyRefuse), ..self.clone() };
        match self.state {
            State::Offered | State::Countered => Ok(here.close(State::Withdrawn, facts.now)),
            State::Accepting => here.cut_off(State::Lost, facts),
            _ => here.cut_off(State::Recalled, facts),
        }
    }

    /// Ends work between servers without contact. Work under way becomes a task of the delegate's own, and delegations
    /// below it go on. A mirror that was not begun, or was given back, is put away.
    fn cut_off(&self, to: State, facts: &DelegateFacts) -> Result<DelegateStep, DelegationRefusal> {
        let step = Step::to(self.ended(to, facts.now));
        match self.state {
            State::Active | State::Submitted => Ok(step.and(DelegateEffect::OrphanMirror)),
            State::Accepting | State::Returning => {
                Ok(step.and(DelegateEffect::ArchiveMirror).and(DelegateEffect::RecallOnward))
            }
            _ => self.wrong_state(),
        }
    }

    fn force_return(&self, facts: &DelegateFacts) -> Result<DelegateStep, DelegationRefusal> {
        match (self.state, self.return_is_forced_at()) {
            (State::Returning, Some(until)) if facts.now < until => Err(DelegationRefusal::TooSoon { until }),
            (State::Returning, _) => Ok(self.returned(true, facts.now)),
            _ => self.wrong_state(),
        }
    }

    /// The end of the wait for an answer to the Leave. Older rows have no time of the Leave; their last news was before
    /// it.
    pub(in crate::delegation) fn return_is_forced_at(&self) -> Option<Time> {
        Some(self.returning_since.or(self.told_at)?.plus(FORCED_RETURN_AFTER))
    }

    /// The return is over.
    pub(super) fn returned(&self, is_return_forced: bool, now: Time) -> DelegateStep {
        // An origin that has not read the Leave yet may still grant the accepted new terms.
        let pending_accepted = self.pending_accepted.clone().filter(|_| is_return_forced);
        Step::to(Self { is_return_forced, pending_accepted, ..self.ended(State::Returned, now) })
            .and(DelegateEffect::ArchiveMirror)
            .and(DelegateEffect::RecallOnward)
    }

    fn peer_gone(&self, facts: &DelegateFacts) -> Result<DelegateStep, DelegationRefusal> {
        if !self.state.is_live() {
            return self.wrong_state();
        }
        let copy = self.ended(State::Void, facts.now);
        let is_open = self.state.is_open();
        Ok(Step::to(copy)
            .and_if(is_open && self.has_mirror, DelegateEffect::ArchiveMirror)
            .and_if(!is_open, DelegateEffect::OrphanMirror))
    }

    fn ask_onward(&self, to: ActorUri) -> Result<DelegateStep, DelegationRefusal> {
        match self.may_hand_on(&to) {
            Err(DelegationRefusal::OriginNotAsked) => {}
            Ok(_) if !self.onward.iter().any(|question| question.to == to) => {}
            Ok(_) => return Err(DelegationRefusal::AlreadyAnswered),
            Err(refusal) => return Err(refusal),
        }
        let mut copy = self.clone();
        if copy.onward.iter().any(|question| question.to == to) {
            return Err(DelegationRefusal::AlreadyAnswered);
        }
        self.may_ask()?;
        copy.onward.push(Onward { to: to.clone(), allowed: None });
        Ok(Step::to(copy).send(FromDelegate::AskOnward { to }))
    }
}

impl DelegateDecision {
    /// Whether the decision needs an open channel.
    fn needs_channel(&self) -> bool {
        match self {
            Self::Accept { .. }
            | Self::Counter { .. }
            | Self::Decline { .. }
            | Self::Heartbeat
            | Self::Submit { .. }
            | Self::SubmitLate { .. }
            | Self::AskForLog
            | Self::Expire
            | Self::AskOnward { .. } => true,
            // Work goes on, or ends; its messages wait in the log.
            Self::Report
            | Self::Return { .. }
            | Self::ForceReturn
            | Self::PutAway
            | Self::BlockPeer
            | Self::ShutOut
            | Self::PeerGone => false,
        }
    }
}
