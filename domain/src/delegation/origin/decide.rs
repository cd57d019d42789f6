//! The origin's decisions, of a person or the clock (PROTOCOL §3.2).

use super::{
    FORCED_RECALL_AFTER, Missed, NUDGE_EVERY, OriginCopy, OriginDecision, OriginEffect, OriginFacts,
    OriginStep, SILENT_PEER_AFTER, TaskGone,
};
use crate::delegation::message::{ActorUri, FromOrigin, Offer, Step, SubmissionUri};
use crate::delegation::reason::Reason;
use crate::delegation::refusal::DelegationRefusal;
use crate::delegation::state::{Cut, State};
use crate::task::phase::Phase;

impl OriginCopy {
    /// The step that follows from a decision at the origin.
    ///
    /// # Errors
    /// [`DelegationRefusal`] when the decision is not possible now; nothing changes and nothing is sent.
    pub fn decide(
        &self,
        decision: OriginDecision,
        facts: &OriginFacts,
    ) -> Result<OriginStep, DelegationRefusal> {
        if facts.is_suspended && decision.needs_channel() {
            return Err(DelegationRefusal::Suspended);
        }
        match decision {
            OriginDecision::Reoffer { offer } => self.reoffer(offer, facts),
            OriginDecision::Recall { reason } => self.recall(reason, facts),
            OriginDecision::Expire => match self.state {
                State::Offered | State::Countered => Ok(self.undo(State::Expired, Reason::Expired, facts)),
                _ => self.wrong_state(),
            },
            OriginDecision::TaskGone { gone } => self.task_gone(gone, facts),
            OriginDecision::TellChange { revision } => match self.state {
                State::Active | State::Submitted => self.tell(revision, facts),
                _ => self.wrong_state(),
            },
            OriginDecision::TellBlock { revision, block } => self.tell_block(revision, block, facts),
            OriginDecision::StartReview { revision } => {
                self.judged(None)?;
                Ok(self.tell(revision, facts)?.and(OriginEffect::SetPhase(Phase::InReview)))
            }
            OriginDecision::AcceptWork { seen } => self.accept_work(seen.as_ref(), facts),
            OriginDecision::SendBack { seen } => self.send_back(seen.as_ref()),
            OriginDecision::RefuseWork { seen } => self.refuse_work(seen.as_ref(), facts),
            OriginDecision::ReviewOverdue => self.review_overdue(),
            OriginDecision::ThankForLate { submission } => self.thank_for_late(submission),
            OriginDecision::Nudge => self.nudge(facts),
            OriginDecision::HeartbeatMissed(missed) => self.heartbeat_missed(missed, facts),
            OriginDecision::ForceRecall => self.force_recall(facts),
            OriginDecision::Block => self.cut_off(Cut::WeBlocked, facts),
            OriginDecision::ShutOut => self.cut_off(Cut::TheyRefuse, facts),
            OriginDecision::PeerGone => self.peer_gone(facts),
            OriginDecision::AnswerOnward { to, allowed } => self.answer_onward(to, allowed),
        }
    }

    fn wrong_state<T>(&self) -> Result<T, DelegationRefusal> {
        Err(DelegationRefusal::WrongState { state: self.state })
    }

    pub(super) fn in_state(&self, state: State) -> Self {
        Self { state, ..self.clone() }
    }

    pub(super) fn ended(&self, state: State, facts: &OriginFacts) -> Self {
        Self { ended_at: Some(facts.now), pending: None, ..self.in_state(state) }
    }

    fn reoffer(&self, offer: Offer, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        let mut copy = match self.state {
            State::Offered | State::Countered => self.in_state(State::Offered),
            State::Active | State::Submitted => Self { pending: Some(offer.uri.clone()), ..self.clone() },
            _ => return self.wrong_state(),
        };
        offer.terms.check(facts.now)?;
        copy.offers.push(offer.clone());
        Ok(Step::to(copy).send(FromOrigin::Offer(offer)))
    }

    fn tell(&self, revision: i64, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        self.may_tell(facts.now)?;
        let copy = Self { told: self.told.saturating_add(1), ..self.clone() };
        Ok(Step::to(copy).send(FromOrigin::TaskChanged { revision }))
    }

    /// Tells a block at once, or after a minute where very many were told.
    fn tell_block(
        &self,
        revision: i64,
        block: Option<String>,
        facts: &OriginFacts,
    ) -> Result<OriginStep, DelegationRefusal> {
        if !matches!(self.state, State::Active | State::Submitted) {
            return self.wrong_state();
        }
        if self.told_block == block {
            return Ok(Step::to(Self { owes_block: None, ..self.clone() }));
        }
        if self.may_tell(facts.now).is_err() {
            return Ok(Step::to(Self { owes_block: Some(facts.now), ..self.clone() }));
        }
        let told = self.told.saturating_add(1);
        let copy = Self { told, told_block: block.clone(), owes_block: None, ..self.clone() };
        Ok(Step::to(copy).send(FromOrigin::TaskBlocked { revision, block }))
    }

    fn recall(&self, reason: Reason, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        match self.state {
            State::Offered | State::Countered => Ok(self.undo(State::Withdrawn, Reason::Withdrawn, facts)),
            State::Active | State::Submitted => Ok(self.revoke(State::Recalling, reason, facts)),
            _ => self.wrong_state(),
        }
    }

    fn undo(&self, to: State, reason: Reason, facts: &OriginFacts) -> OriginStep {
        let step = Step::to(self.ended(to, facts));
        match self.newest() {
            Some(newest) => step.send(FromOrigin::Undo { offer: newest.uri.clone(), reason }),
            None => step,
        }
    }

    fn revoke(&self, to: State, reason: Reason, facts: &OriginFacts) -> OriginStep {
        Step::to(Self { pending: None, recalled_at: Some(facts.now), ..self.in_state(to) })
            .send(FromOrigin::Revoke { reason })
    }

    fn task_gone(&self, gone: TaskGone, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        match (self.state, gone) {
            (State::Offered | State::Countered, TaskGone::Deleted) => {
                Ok(self.undo(State::Withdrawn, Reason::TaskDeleted, facts))
            }
            (State::Offered | State::Countered, TaskGone::Taken | TaskGone::Closed) => {
                Ok(self.undo(State::Withdrawn, Reason::Taken, facts))
            }
            (State::Active | State::Submitted, TaskGone::Deleted) => {
                Ok(self.revoke(State::Recalling, Reason::TaskDeleted, facts))
            }
            _ => self.wrong_state(),
        }
    }

    /// The work of a verdict: the newest, if it is the one the person read.
    fn judged(&self, seen: Option<&SubmissionUri>) -> Result<SubmissionUri, DelegationRefusal> {
        match (self.state, &self.submission) {
            (State::Submitted, Some(newest)) => {
                if seen.is_some_and(|seen| seen != newest) {
                    return Err(DelegationRefusal::SubmissionReplaced { newest: newest.clone() });
                }
                Ok(newest.clone())
            }
            (State::Active, _) | (State::Submitted, None) => Err(DelegationRefusal::NothingSubmitted),
            _ => self.wrong_state(),
        }
    }

    fn accept_work(
        &self,
        seen: Option<&SubmissionUri>,
        facts: &OriginFacts,
    ) -> Result<OriginStep, DelegationRefusal> {
        let submission = self.judged(seen)?;
        Ok(Step::to(self.ended(State::Completed, facts))
            .send(FromOrigin::AcceptWork { submission })
            .and(OriginEffect::CompleteTask))
    }

    fn send_back(&self, seen: Option<&SubmissionUri>) -> Result<OriginStep, DelegationRefusal> {
        let submission = self.judged(seen)?;
        let round = self.round.saturating_add(1);
        Ok(Step::to(Self { round, submission: None, submitted_at: None, ..self.in_state(State::Active) })
            .send(FromOrigin::SendBack { submission, round: self.round })
            .and(OriginEffect::SetPhase(Phase::InProgress)))
    }

    fn refuse_work(
        &self,
        seen: Option<&SubmissionUri>,
        facts: &OriginFacts,
    ) -> Result<OriginStep, DelegationRefusal> {
        let submission = self.judged(seen)?;
        Ok(Step::to(self.ended(State::Refused, facts))
            .send(FromOrigin::RefuseWork { submission })
            .and(OriginEffect::ReleaseTask))
    }

    fn review_overdue(&self) -> Result<OriginStep, DelegationRefusal> {
        if self.state != State::Submitted {
            return self.wrong_state();
        }
        let effect = if self.review_reminders == 0 {
            OriginEffect::RemindReviewer
        } else {
            OriginEffect::EscalateReview
        };
        let review_reminders = self.review_reminders.saturating_add(1);
        Ok(Step::to(Self { review_reminders, ..self.clone() }).and(effect))
    }

    fn thank_for_late(&self, submission: SubmissionUri) -> Result<OriginStep, DelegationRefusal> {
        if let Some(cut) = self.cut {
            return Err(DelegationRefusal::CutOff { cut });
        }
        match self.state {
            State::Recalling | State::Recalled if self.late.contains(&submission) => {
                Ok(Step::to(self.clone())
                    .send(FromOrigin::AcceptWork { submission: submission.clone() })
                    .and(OriginEffect::CreditLate { submission }))
            }
            State::Recalling | State::Recalled => Err(DelegationRefusal::UnknownSubmission),
            _ => self.wrong_state(),
        }
    }

    fn nudge(&self, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        if self.state != State::Active {
            return self.wrong_state();
        }
        if let Some(until) = self.nudged_at.map(|at| at.plus(NUDGE_EVERY)).filter(|until| facts.now < *until)
        {
            return Err(DelegationRefusal::TooSoon { until });
        }
        Ok(Step::to(Self { nudged_at: Some(facts.now), ..self.clone() }).send(FromOrigin::Nudge))
    }

    fn heartbeat_missed(&self, missed: Missed, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        if self.state != State::Active {
            return self.wrong_state();
        }
        let mut copy = Self { nudged_at: Some(facts.now), ..self.clone() };
        match missed {
            Missed::Once => {
                copy.reminders = 1;
                Ok(Step::to(copy).send(FromOrigin::Nudge))
            }
            Missed::Twice => {
                copy.reminders = 2;
                copy.is_stalled = true;
                Ok(Step::to(copy).send(FromOrigin::Nudge).and(OriginEffect::TellStalled))
            }
        }
    }

    fn force_recall(&self, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        let unanswered = self.recalled_at.map(|at| at.plus(FORCED_RECALL_AFTER));
        let silent = facts.peer_down_since.map(|at| at.plus(SILENT_PEER_AFTER));
        let earliest = match self.state {
            State::Recalling => [unanswered, silent].into_iter().flatten().min(),
            State::Active | State::Submitted => silent,
            _ => return self.wrong_state(),
        };
        match earliest {
            Some(until) if facts.now < until => return Err(DelegationRefusal::TooSoon { until }),
            Some(_) => {}
            // The other server answers: an ordinary recall is enough.
            None => return self.wrong_state(),
        }
        let reason = Reason::Stalled;
        // A Revoke sent before stays in the log for when the other server returns.
        let step = match self.state {
            State::Recalling => Step::to(self.clone()),
            _ => self.revoke(State::Recalling, reason, facts),
        };
        Ok(step.release(State::Recalled, facts))
    }

    /// Ends the delegation on this side, because the two servers have no contact. Messages wait in the log for a later
    /// contact.
    fn cut_off(&self, cut: Cut, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        let here = Self { cut: Some(cut), ..self.clone() };
        match self.state {
            // Before the Grant there is none that a Revoke could name.
            State::Offered | State::Countered => Ok(here.undo(State::Withdrawn, Reason::Policy, facts)),
            State::Active | State::Submitted => {
                Ok(here.revoke(State::Recalling, Reason::Policy, facts).release(State::Recalled, facts))
            }
            State::Recalling => Ok(Step::to(here).release(State::Recalled, facts)),
            _ => self.wrong_state(),
        }
    }

    fn peer_gone(&self, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        match self.state {
            State::Offered | State::Countered => Ok(Step::to(self.ended(State::Void, facts))),
            State::Active | State::Submitted => Ok(Step::to(self.clone()).release(State::Void, facts)),
            State::Recalling => Ok(Step::to(self.clone()).release(State::Recalled, facts)),
            _ => self.wrong_state(),
        }
    }

    fn answer_onward(&self, to: ActorUri, allowed: bool) -> Result<OriginStep, DelegationRefusal> {
        if !matches!(self.state, State::Active | State::Submitted) {
            return self.wrong_state();
        }
        let mut copy = self.clone();
        match copy.onward.iter_mut().find(|question| question.to == to) {
            Some(question) if question.allowed.is_none() => question.allowed = Some(allowed),
            Some(_) | None => return Err(DelegationRefusal::AlreadyAnswered),
        }
        Ok(Step::to(copy).send(FromOrigin::AnswerOnward { to, allowed }))
    }
}

impl OriginStep {
    /// Ends the delegation and frees the task.
    pub(super) fn release(mut self, to: State, facts: &OriginFacts) -> Self {
        self.copy = self.copy.ended(to, facts);
        self.and(OriginEffect::ReleaseTask)
    }
}

impl OriginDecision {
    /// Whether the decision needs an open channel.
    fn needs_channel(&self) -> bool {
        match self {
            Self::Reoffer { .. }
            | Self::Expire
            | Self::StartReview { .. }
            | Self::AcceptWork { .. }
            | Self::SendBack { .. }
            | Self::RefuseWork { .. }
            | Self::ReviewOverdue
            | Self::ThankForLate { .. }
            | Self::Nudge
            | Self::HeartbeatMissed(_)
            | Self::AnswerOnward { .. } => true,
            // The origin decides these alone; their messages wait in the log.
            Self::Recall { .. }
            | Self::TaskGone { .. }
            | Self::TellChange { .. }
            | Self::TellBlock { .. }
            | Self::ForceRecall
            | Self::Block
            | Self::ShutOut
            | Self::PeerGone => false,
        }
    }
}
