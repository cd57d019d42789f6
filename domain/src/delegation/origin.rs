//! The origin's copy of a delegation: what people and the clock may decide there (PROTOCOL §3.2). The origin alone
//! decides who holds its task.

mod receive;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::message::{ActorUri, Flags, FromOrigin, Offer, OfferUri, Onward, Step, SubmissionUri};
use super::reason::Reason;
use super::refusal::DelegationRefusal;
use super::state::State;
use crate::task::phase::{Phase, WirePhase};
use crate::time::{DAY, Time};

/// A delegation as the origin knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginCopy {
    /// Where it stands.
    pub state: State,
    /// The round of work, from 1; sending back begins the next.
    pub round: u32,
    /// Every offer made, the newest last.
    pub offers: Vec<Offer>,
    /// The offer whose terms hold since the Grant.
    pub agreed: Option<OfferUri>,
    /// A re-offer made since, not yet answered: `termsPending`.
    pub pending: Option<OfferUri>,
    /// The newest work handed in and not yet judged.
    pub submission: Option<SubmissionUri>,
    /// Works that came after the end, or for an earlier round.
    pub late: Vec<SubmissionUri>,
    /// What is true besides.
    pub flags: Flags,
    /// The last act of a person there, as far as we were told; the Grant counts.
    pub last_activity: Option<Time>,
    /// Reminders for silence since then.
    pub reminders: u8,
    /// The last Nudge sent.
    pub nudged_at: Option<Time>,
    /// When the present work was first handed in.
    pub submitted_at: Option<Time>,
    /// Reminders to our own reviewer since then.
    pub review_reminders: u8,
    /// When the Revoke was sent.
    pub recalled_at: Option<Time>,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// Questions whether a third pursuance may join in.
    pub onward: Vec<Onward>,
}

/// Whether the task can be given to the delegate now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// Nobody has it.
    Free,
    /// A person here or another pursuance has it.
    Taken,
    /// It is done or dropped.
    Closed,
    /// It is deleted.
    Deleted,
}

/// What happened to an offered task here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// A person here or another pursuance took it.
    Taken,
    /// It was done or dropped.
    Closed,
    /// It was deleted.
    Deleted,
}

/// What the rules need to know when a message arrives or somebody decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginFacts {
    /// The time at the origin.
    pub now: Time,
    /// Whether the task can be given, this delegation aside.
    pub task: Availability,
    /// Since when the other server has not answered.
    pub peer_down_since: Option<Time>,
}

/// How often the agreed heartbeat has been missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// Once: ask.
    Once,
    /// Twice: ask again and tell our coordinators.
    Twice,
    /// Three times: take it back, where that was agreed.
    Thrice,
}

/// What a person at the origin, or its clock, may decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginDecision {
    /// Offer the same task on other terms.
    Reoffer { offer: Offer },
    /// Take the task back: the offer before the Grant, the work after it.
    Recall { reason: Reason },
    /// Nobody answered in time (clock).
    Expire,
    /// The task was done, deleted or taken here.
    TaskGone { gone: Gone },
    /// Tell the delegate that what is asked for reads differently, where that asks for no more than before.
    TellChange { revision: i64 },
    /// Look at the work.
    StartReview { revision: i64 },
    /// The work is good. `seen`: the version looked at; `None` means the newest.
    AcceptWork { seen: Option<SubmissionUri> },
    /// The work is not yet good.
    SendBack { seen: Option<SubmissionUri> },
    /// The work will never be good.
    RefuseWork { seen: Option<SubmissionUri> },
    /// Our reviewer is late (clock).
    ReviewOverdue,
    /// Thank for work that came after a recall.
    ThankForLate { submission: SubmissionUri },
    /// Ask for news.
    Nudge,
    /// No sign of life (clock).
    HeartbeatMissed(Missed),
    /// Stop waiting for the other side to confirm a recall, or recall without hoping for an answer.
    ForceRecall,
    /// Deal no more with the delegate.
    Block,
    /// The delegate has refused to hear from us for a day.
    PeerBlocksUs,
    /// The delegate is gone for good.
    PeerGone,
    /// Say whether a third pursuance may join in.
    AnswerOnward { to: ActorUri, allowed: bool },
}

/// What the origin changes of its own in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginEffect {
    /// The delegate is the task's assignee now.
    AssignDelegate,
    /// The terms of that offer hold now: date and size of the task follow it.
    AdoptTerms { offer: OfferUri },
    /// The task goes to that phase.
    SetPhase(Phase),
    /// Other open offers of this task are withdrawn.
    WithdrawOtherOffers { gone: Gone },
    /// The task has no assignee any more and wants help.
    ReleaseTask,
    /// The other side suggests other terms. `is_earlier`: for a version we have replaced since.
    ShowCounter { offer: OfferUri, is_earlier: bool },
    /// They said no; the next candidate is shown.
    SuggestNextCandidate,
    /// They said no to the new terms; the old ones stand.
    TellReofferDeclined { offer: OfferUri },
    /// What the mirror says, kept as said.
    RecordProgress { phase: WirePhase, last_activity: Time, is_premature: bool },
    /// The work is kept, its files fetched, the reviewer told.
    StoreSubmission { submission: SubmissionUri, round: u32, replaces: bool },
    /// Work that came too late to count is kept all the same.
    KeepLateSubmission { submission: SubmissionUri, round: u32 },
    /// What came along with a return is kept, with its reason.
    KeepPartialWork,
    /// The next round begins.
    CountRound(u32),
    /// The task is done.
    CompleteTask,
    /// Late work is thanked for.
    CreditLate { submission: SubmissionUri },
    /// The reviewer is reminded.
    RemindReviewer,
    /// The coordinators are told that the review is late.
    EscalateReview,
    /// The coordinators are told that nothing is heard from there.
    TellStalled,
    /// Somebody decides whether a third pursuance may join in.
    AskWhetherOnward { to: ActorUri },
    /// A third pursuance joins in; people are told.
    TellOnward { to: ActorUri },
    /// The other side did not understand a message, and it stands differently there.
    NoteRefusal { reason: Reason, their_state: String },
}

/// What follows at the origin.
pub type OriginStep = Step<OriginCopy, FromOrigin, OriginEffect>;

/// Unanswered offers to one pursuance at a time (PROTOCOL §3.5).
pub const OPEN_OFFERS_PER_PAIR: u32 = 20;
/// A Revoke without an answer is done after this time (§3.2).
pub const FORCED_RECALL_AFTER: i64 = 14 * DAY;
/// A peer silent for this time may be recalled from without an answer (§3.6).
pub const SILENT_PEER_AFTER: i64 = 30 * DAY;
/// Work is taken for so long after the end (§1.6).
pub const LATE_WORK_WITHIN: i64 = 7 * DAY;
/// One Nudge per delegation in this time (§1.6).
pub const NUDGE_EVERY: i64 = DAY;

/// What the rules need to know before a task is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningFacts {
    /// The time at the origin.
    pub now: Time,
    /// Whether the task can be given.
    pub task: Availability,
    /// Whether a person here has the task.
    pub is_assigned: bool,
    /// Whether an offer of it to them waits for an answer. Offers to others may: the first to accept gets it.
    pub has_offer_to_them: bool,
    /// Whether we deal with them.
    pub is_blocked: bool,
    /// Our offers to them that wait for an answer.
    pub waiting_offers: u32,
}

impl OriginCopy {
    /// Offers a task. Whether it would go round in a circle is asked in [`super::path::may_offer`].
    ///
    /// # Errors
    /// [`DelegationRefusal`] when the task is not free to be offered to them on these terms.
    pub fn open(offer: Offer, facts: &OpeningFacts) -> Result<OriginStep, DelegationRefusal> {
        match facts.task {
            Availability::Closed | Availability::Deleted => return Err(DelegationRefusal::TaskClosed),
            Availability::Free | Availability::Taken if facts.is_assigned => {
                return Err(DelegationRefusal::Assigned);
            }
            Availability::Taken if offer.terms.exclusive => return Err(DelegationRefusal::AlreadyDelegated),
            Availability::Free | Availability::Taken => {}
        }
        if facts.has_offer_to_them {
            return Err(DelegationRefusal::AlreadyOffered);
        }
        if facts.is_blocked {
            return Err(DelegationRefusal::PeerBlocked);
        }
        if facts.waiting_offers >= OPEN_OFFERS_PER_PAIR {
            return Err(DelegationRefusal::TooManyOffers { waiting: facts.waiting_offers });
        }
        offer.terms.check(facts.now)?;
        Ok(Step::to(Self::offered(offer.clone())).send(FromOrigin::Offer(offer)))
    }

    fn offered(offer: Offer) -> Self {
        Self {
            state: State::Offered,
            round: 1,
            offers: vec![offer],
            agreed: None,
            pending: None,
            submission: None,
            late: Vec::new(),
            flags: Flags::default(),
            last_activity: None,
            reminders: 0,
            nudged_at: None,
            submitted_at: None,
            review_reminders: 0,
            recalled_at: None,
            ended_at: None,
            onward: Vec::new(),
        }
    }

    /// The offer with that address.
    pub fn offer(&self, uri: &OfferUri) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.uri == *uri)
    }

    /// The offer made last.
    pub fn newest(&self) -> Option<&Offer> {
        self.offers.last()
    }

    /// The offer whose terms hold, or would hold if it were accepted.
    pub fn standing(&self) -> Option<&Offer> {
        self.agreed.as_ref().map_or_else(|| self.newest(), |agreed| self.offer(agreed))
    }

    /// Whether new terms wait for an answer while the old ones hold.
    pub fn has_terms_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// What the two sides compare (§3.8).
    pub fn public_state(&self) -> String {
        let hash =
            self.agreed.as_ref().and_then(|uri| self.offer(uri)).map(|offer| offer.terms_hash.as_str());
        self.state.public(self.round, hash)
    }

    /// Decides what follows from a decision at the origin.
    ///
    /// # Errors
    /// [`DelegationRefusal`] when it is not possible now; then nothing changes and nothing is sent.
    pub fn decide(
        &self,
        decision: OriginDecision,
        facts: &OriginFacts,
    ) -> Result<OriginStep, DelegationRefusal> {
        if self.flags.suspended && decision.needs_channel() {
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
                State::Active | State::Submitted => {
                    Ok(Step::to(self.clone()).send(FromOrigin::TaskChanged { revision }))
                }
                _ => self.wrong_state(),
            },
            OriginDecision::StartReview { revision } => {
                self.judged(None)?;
                Ok(Step::to(self.clone())
                    .send(FromOrigin::TaskChanged { revision })
                    .and(OriginEffect::SetPhase(Phase::InReview)))
            }
            OriginDecision::AcceptWork { seen } => self.accept_work(seen.as_ref(), facts),
            OriginDecision::SendBack { seen } => self.send_back(seen.as_ref()),
            OriginDecision::RefuseWork { seen } => self.refuse_work(seen.as_ref(), facts),
            OriginDecision::ReviewOverdue => self.review_overdue(),
            OriginDecision::ThankForLate { submission } => self.thank_for_late(submission),
            OriginDecision::Nudge => self.nudge(facts),
            OriginDecision::HeartbeatMissed(missed) => self.heartbeat_missed(missed, facts),
            OriginDecision::ForceRecall => self.force_recall(facts),
            OriginDecision::Block => self.block(facts),
            OriginDecision::PeerBlocksUs => self.peer_blocks_us(facts),
            OriginDecision::PeerGone => self.peer_gone(facts),
            OriginDecision::AnswerOnward { to, allowed } => self.answer_onward(to, allowed),
        }
    }

    fn wrong_state<T>(&self) -> Result<T, DelegationRefusal> {
        Err(DelegationRefusal::WrongState { state: self.state })
    }

    fn in_state(&self, state: State) -> Self {
        Self { state, ..self.clone() }
    }

    fn ended(&self, state: State, facts: &OriginFacts) -> Self {
        Self { ended_at: Some(facts.now), pending: None, ..self.in_state(state) }
    }

    fn reoffer(&self, offer: Offer, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        let mut copy = match self.state {
            State::Offered | State::Countered => self.in_state(State::Offered),
            State::Active => Self { pending: Some(offer.uri.clone()), ..self.clone() },
            _ => return self.wrong_state(),
        };
        offer.terms.check(facts.now)?;
        copy.offers.push(offer.clone());
        Ok(Step::to(copy).send(FromOrigin::Offer(offer)))
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

    fn task_gone(&self, gone: Gone, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        match (self.state, gone) {
            (State::Offered | State::Countered, Gone::Deleted) => {
                Ok(self.undo(State::Withdrawn, Reason::TaskDeleted, facts))
            }
            (State::Offered | State::Countered, Gone::Taken | Gone::Closed) => {
                Ok(self.undo(State::Withdrawn, Reason::Taken, facts))
            }
            (State::Active | State::Submitted, Gone::Deleted) => {
                Ok(self.revoke(State::Recalling, Reason::TaskDeleted, facts))
            }
            _ => self.wrong_state(),
        }
    }

    /// The work a verdict is about: the newest, provided it is the one that was looked at.
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
            .and(OriginEffect::CountRound(round))
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
                copy.flags.stalled = true;
                Ok(Step::to(copy).send(FromOrigin::Nudge).and(OriginEffect::TellStalled))
            }
            Missed::Thrice => self.recall(Reason::Stalled, facts),
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
            // The other server answers: an ordinary recall does.
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

    fn block(&self, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        match self.state {
            // Before the Grant there is nothing a Revoke could name.
            State::Offered | State::Countered => Ok(self.undo(State::Withdrawn, Reason::Policy, facts)),
            State::Active | State::Submitted => {
                Ok(self.revoke(State::Recalling, Reason::Policy, facts).release(State::Recalled, facts))
            }
            State::Recalling => Ok(Step::to(self.clone()).release(State::Recalled, facts)),
            _ => self.wrong_state(),
        }
    }

    fn peer_blocks_us(&self, facts: &OriginFacts) -> Result<OriginStep, DelegationRefusal> {
        match self.state {
            State::Offered | State::Countered => {
                Ok(Step::to(self.ended(State::Declined, facts)).and(OriginEffect::SuggestNextCandidate))
            }
            State::Active | State::Submitted | State::Recalling => {
                Ok(Step::to(self.clone()).release(State::Recalled, facts))
            }
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
    /// Ends the delegation with the task free again.
    fn release(mut self, to: State, facts: &OriginFacts) -> Self {
        self.copy = self.copy.ended(to, facts);
        self.and(OriginEffect::ReleaseTask)
    }
}

impl OriginDecision {
    /// Whether it makes no sense while the channel is frozen.
    fn needs_channel(&self) -> bool {
        match self {
            Self::Reoffer { .. }
            | Self::Recall { .. }
            | Self::Expire
            | Self::TellChange { .. }
            | Self::StartReview { .. }
            | Self::AcceptWork { .. }
            | Self::SendBack { .. }
            | Self::RefuseWork { .. }
            | Self::ReviewOverdue
            | Self::ThankForLate { .. }
            | Self::Nudge
            | Self::HeartbeatMissed(_)
            | Self::AnswerOnward { .. } => true,
            Self::TaskGone { .. } | Self::ForceRecall | Self::Block | Self::PeerBlocksUs | Self::PeerGone => {
                false
            }
        }
    }
}
