//! The delegate's copy of a delegation: what people and the clock may decide there (PROTOCOL §3.3). The delegate alone
//! decides what it does.

mod receive;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::message::{ActorUri, Flags, FromDelegate, Offer, OfferUri, Onward, Step, SubmissionUri};
use super::origin::LATE_WORK_WITHIN;
use super::reason::Reason;
use super::refusal::DelegationRefusal;
use super::state::State;
use crate::action::Redelegation;
use crate::task::phase::{Phase, WirePhase};
use crate::time::Time;

/// A delegation as the delegate knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegateCopy {
    /// Where it stands.
    pub state: State,
    /// The round of work, from 1.
    pub round: u32,
    /// Every offer received, the newest last.
    pub offers: Vec<Offer>,
    /// The offer whose terms hold since the Grant.
    pub agreed: Option<OfferUri>,
    /// The offer we said yes to, while the origin owes an answer.
    pub accepted: Option<OfferUri>,
    /// A re-offer received since the Grant, not yet settled: `termsPending`.
    pub pending: Option<OfferUri>,
    /// The re-offer we said yes to, while the origin owes an answer.
    pub pending_accepted: Option<OfferUri>,
    /// Everything handed in, the newest last.
    pub submissions: Vec<SubmissionUri>,
    /// What is true besides.
    pub flags: Flags,
    /// Whether it may be work that we sent out ourselves.
    pub may_be_ours: bool,
    /// Whether a mirror task was made.
    pub has_mirror: bool,
    /// The origin's revision the mirror shows.
    pub task_revision: i64,
    /// When we said yes.
    pub accepted_at: Option<Time>,
    /// When the origin's log was last pulled because the Grant was missing.
    pub log_asked_at: Option<Time>,
    /// When the origin was last told how it goes.
    pub told_at: Option<Time>,
    /// The last Nudge shown.
    pub nudged_at: Option<Time>,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// Questions whether a third pursuance may join in.
    pub onward: Vec<Onward>,
}

/// What the rules need to know when somebody decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelegateFacts {
    /// The time at the delegate.
    pub now: Time,
    /// The phase of the mirror as it is shown.
    pub mirror: WirePhase,
    /// The last act of a person on the mirror or below it.
    pub last_activity: Time,
    /// Open tasks below the mirror.
    pub open_subtasks: u32,
}

impl DelegateFacts {
    /// The facts while there is no mirror.
    pub fn without_mirror(now: Time) -> Self {
        Self { now, mirror: WirePhase::Is(Phase::New), last_activity: now, open_subtasks: 0 }
    }
}

/// What a person at the delegate, or its clock, may decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DelegateDecision {
    /// Yes. `offer`: the one that was looked at.
    Accept { offer: OfferUri },
    /// Yes, if.
    Counter { offer: OfferUri },
    /// No.
    Decline { offer: OfferUri, reason: Reason },
    /// Tell how it goes, because something changed. Says nothing when there is nobody to tell.
    Report,
    /// Tell how it goes, because it is time (clock).
    Heartbeat,
    /// Hand in the work. `waived`: the open subtasks do not matter.
    Submit { submission: SubmissionUri, waived: bool },
    /// Hand in what there was when the task was recalled.
    SubmitLate { submission: SubmissionUri },
    /// Give the task back.
    Return { reason: Reason },
    /// The Grant is missing (clock).
    AskForLog,
    /// Deal no more with the origin.
    BlockPeer,
    /// The origin is gone for good.
    PeerGone,
    /// Ask whether a third pursuance may join in.
    AskOnward { to: ActorUri },
}

/// What the delegate changes of its own in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DelegateEffect {
    /// An offer waits for an answer. `may_be_ours`: it may be work we sent out ourselves.
    ShowCard { may_be_ours: bool },
    /// An offer was refused by rule; nobody is asked.
    CountRefusedOffer { reason: Reason },
    /// Other terms took the place of the old ones; the difference is shown.
    ReplaceCard { offer: OfferUri },
    /// The offer is gone.
    CloseCard,
    /// A mirror of the task is made, or the one made before is taken up again.
    CreateMirror { offer: OfferUri },
    /// The mirror is confirmed; the work may begin.
    StartMirror,
    /// The terms of that offer hold now.
    AdoptTerms { offer: OfferUri },
    /// The mirror goes to that phase.
    SetMirrorPhase(Phase),
    /// What is asked for reads differently; the mirror follows and its people see the difference.
    RefreshMirror { revision: i64 },
    /// Nobody works on the mirror any more; its people are told.
    FreezeMirror,
    /// The mirror is put away.
    ArchiveMirror,
    /// The mirror becomes a task of our own.
    OrphanMirror,
    /// The mirror is kept and marked: not accepted by the origin.
    MarkNotAccepted,
    /// What we handed on is recalled down the chain.
    RecallOnward,
    /// New terms are offered while the old ones hold.
    ShowReoffer { offer: OfferUri },
    /// The new terms are off; the old ones hold.
    DropReoffer { offer: OfferUri },
    /// The next round begins.
    CountRound(u32),
    /// The work was accepted; those who did it are credited.
    CreditMembers,
    /// Work that came after a recall was thanked for.
    CreditLate { submission: SubmissionUri },
    /// The origin asks for news.
    ShowNudge,
    /// The origin's log is pulled.
    PullLog,
    /// The origin said whether a third pursuance may join in.
    TellOnward { to: ActorUri, allowed: bool },
    /// The other side did not understand a message, and it stands differently there.
    NoteRefusal { reason: Reason, their_state: String },
}

/// What follows at the delegate.
pub type DelegateStep = Step<DelegateCopy, FromDelegate, DelegateEffect>;

/// What [`super::path::admit`] found about a first offer that may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Admission {
    /// We have an open offer of the same root out ourselves.
    pub may_be_ours: bool,
    /// We work on the same root for somebody further down the chain who does not answer any more: our mirror can be
    /// taken over instead of making a second one.
    pub may_adopt: bool,
}

impl DelegateCopy {
    /// Takes the first offer of a delegation, or declines it by rule.
    pub fn first(offer: Offer, admission: Result<Admission, Reason>, now: Time) -> DelegateStep {
        let uri = offer.uri.clone();
        let copy = Self {
            state: State::Offered,
            round: 1,
            offers: vec![offer],
            agreed: None,
            accepted: None,
            pending: None,
            pending_accepted: None,
            submissions: Vec::new(),
            flags: Flags::default(),
            may_be_ours: admission.is_ok_and(|admission| admission.may_be_ours),
            has_mirror: false,
            task_revision: 0,
            accepted_at: None,
            log_asked_at: None,
            told_at: None,
            nudged_at: None,
            ended_at: None,
            onward: Vec::new(),
        };
        match admission {
            Ok(admission) => {
                Step::to(copy).and(DelegateEffect::ShowCard { may_be_ours: admission.may_be_ours })
            }
            Err(reason) => Step::to(copy.ended(State::Declined, now))
                .send(FromDelegate::Decline { offer: uri, reason })
                .and(DelegateEffect::CountRefusedOffer { reason }),
        }
    }

    /// The offer with that address.
    pub fn offer(&self, uri: &OfferUri) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.uri == *uri)
    }

    /// The offer received last.
    pub fn newest(&self) -> Option<&Offer> {
        self.offers.last()
    }

    /// The offer whose terms hold, or would hold if it were accepted.
    pub fn standing(&self) -> Option<&Offer> {
        self.agreed.as_ref().map_or_else(|| self.newest(), |agreed| self.offer(agreed))
    }

    /// Whether new terms wait for our answer while the old ones hold.
    pub fn has_terms_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// What the two sides compare (§3.8).
    pub fn public_state(&self) -> String {
        let hash =
            self.agreed.as_ref().and_then(|uri| self.offer(uri)).map(|offer| offer.terms_hash.as_str());
        self.state.public(self.round, hash)
    }

    /// Whether the origin agreed that this pursuance may be handed the task, or part of it, next.
    ///
    /// # Errors
    /// [`DelegationRefusal`] when it may not, or has to be asked first.
    pub fn may_hand_on(&self, to: &ActorUri) -> Result<u8, DelegationRefusal> {
        if !matches!(self.state, State::Active | State::Submitted) {
            return self.wrong_state();
        }
        let terms = self.standing().map(|offer| &offer.terms);
        let (rule, depth) =
            terms.map_or((Redelegation::No, 0), |terms| (terms.redelegation, terms.max_depth));
        if depth <= 1 {
            return Err(DelegationRefusal::DepthExhausted);
        }
        let answer = self.onward.iter().find(|question| question.to == *to).map(|question| question.allowed);
        match (rule, answer) {
            (Redelegation::No, _) | (Redelegation::Ask, Some(Some(false))) => {
                Err(DelegationRefusal::RedelegationForbidden)
            }
            (Redelegation::Ask, None | Some(None)) => Err(DelegationRefusal::OriginNotAsked),
            (Redelegation::Ask, Some(Some(true))) | (Redelegation::Yes, _) => Ok(depth - 1),
        }
    }

    /// Decides what follows from a decision at the delegate.
    ///
    /// # Errors
    /// [`DelegationRefusal`] when it is not possible now; then nothing changes and nothing is sent.
    pub fn decide(
        &self,
        decision: DelegateDecision,
        facts: &DelegateFacts,
    ) -> Result<DelegateStep, DelegationRefusal> {
        if self.flags.suspended && decision.needs_channel() {
            return Err(DelegationRefusal::Suspended);
        }
        match decision {
            DelegateDecision::Accept { offer } => self.accept(&offer, facts),
            DelegateDecision::Counter { offer } => self.counter(&offer),
            DelegateDecision::Decline { offer, reason } => self.decline(offer, reason, facts),
            DelegateDecision::Report => match self.state {
                State::Active | State::Submitted => Ok(self.report(facts)),
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
                    Ok(Step::to(self.in_state(State::Returning)).send(FromDelegate::Leave { reason }))
                }
                _ => self.wrong_state(),
            },
            DelegateDecision::AskForLog => match self.state {
                State::Accepting => Ok(Step::to(Self { log_asked_at: Some(facts.now), ..self.clone() })
                    .and(DelegateEffect::PullLog)),
                _ => self.wrong_state(),
            },
            DelegateDecision::BlockPeer => self.block_peer(facts),
            DelegateDecision::PeerGone => self.peer_gone(facts),
            DelegateDecision::AskOnward { to } => self.ask_onward(to),
        }
    }

    fn wrong_state<T>(&self) -> Result<T, DelegationRefusal> {
        Err(DelegationRefusal::WrongState { state: self.state })
    }

    fn in_state(&self, state: State) -> Self {
        Self { state, ..self.clone() }
    }

    fn ended(&self, state: State, now: Time) -> Self {
        Self {
            ended_at: Some(now),
            accepted: None,
            pending: None,
            pending_accepted: None,
            ..self.in_state(state)
        }
    }

    /// The offer that can be answered now, provided it is the one that was looked at.
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
                has_mirror: true,
                ..self.in_state(State::Accepting)
            };
            Ok(Step::to(copy).send(message).and(DelegateEffect::CreateMirror { offer: uri.clone() }))
        } else {
            Ok(Step::to(Self { pending_accepted: Some(uri.clone()), ..self.clone() }).send(message))
        }
    }

    fn counter(&self, uri: &OfferUri) -> Result<DelegateStep, DelegationRefusal> {
        if self.state == State::Countered {
            return Err(DelegationRefusal::AlreadyAnswered);
        }
        self.answerable(uri)?;
        let copy = if self.state.is_open() { self.in_state(State::Countered) } else { self.clone() };
        Ok(Step::to(copy).send(FromDelegate::Counter { offer: uri.clone() }))
    }

    fn decline(
        &self,
        uri: OfferUri,
        reason: Reason,
        facts: &DelegateFacts,
    ) -> Result<DelegateStep, DelegationRefusal> {
        self.answerable(&uri)?;
        let message = FromDelegate::Decline { offer: uri.clone(), reason };
        if self.state.is_open() {
            Ok(self.close(State::Declined, facts.now).send(message))
        } else {
            Ok(Step::to(Self { pending: None, ..self.clone() })
                .send(message)
                .and(DelegateEffect::DropReoffer { offer: uri }))
        }
    }

    /// Ends an offer. A mirror made for an acceptance that did not count goes with it.
    fn close(&self, to: State, now: Time) -> DelegateStep {
        Step::to(self.ended(to, now))
            .and(DelegateEffect::CloseCard)
            .and_if(self.has_mirror, DelegateEffect::ArchiveMirror)
    }

    fn report(&self, facts: &DelegateFacts) -> DelegateStep {
        Step::to(Self { told_at: Some(facts.now), ..self.clone() })
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
        if matches!(facts.mirror, WirePhase::Is(phase) if phase.is_closed()) {
            return Err(DelegationRefusal::MirrorClosed);
        }
        if facts.open_subtasks > 0 && !waived {
            return Err(DelegationRefusal::OpenSubtasks { open: facts.open_subtasks });
        }
        let mut copy = self.in_state(State::Submitted);
        copy.submissions.push(submission.clone());
        let is_ready = matches!(facts.mirror, WirePhase::Is(Phase::ReadyForReview | Phase::InReview));
        Ok(Step::to(copy)
            .send(FromDelegate::Submit { submission, round: self.round })
            // Handing in says that it is ready, whoever forgot to say so before.
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
        if self.ended_at.is_none_or(|ended| facts.now > ended.plus(LATE_WORK_WITHIN)) {
            return Err(DelegationRefusal::TooLate);
        }
        let mut copy = self.clone();
        copy.submissions.push(submission.clone());
        Ok(Step::to(copy).send(FromDelegate::Submit { submission, round: self.round }))
    }

    fn block_peer(&self, facts: &DelegateFacts) -> Result<DelegateStep, DelegationRefusal> {
        match (self.state, self.newest()) {
            (State::Offered | State::Countered, Some(newest)) => {
                let message = FromDelegate::Decline { offer: newest.uri.clone(), reason: Reason::Blocked };
                Ok(self.close(State::Declined, facts.now).send(message))
            }
            (State::Accepting | State::Active | State::Submitted | State::Returning, _) => {
                Ok(Step::to(self.ended(State::Recalled, facts.now))
                    .and(DelegateEffect::ArchiveMirror)
                    .and(DelegateEffect::RecallOnward))
            }
            _ => self.wrong_state(),
        }
    }

    fn peer_gone(&self, facts: &DelegateFacts) -> Result<DelegateStep, DelegationRefusal> {
        if !self.state.is_live() {
            return self.wrong_state();
        }
        let copy = self.ended(State::Void, facts.now);
        let is_open = self.state.is_open();
        Ok(Step::to(copy)
            .and_if(is_open, DelegateEffect::CloseCard)
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
        copy.onward.push(Onward { to: to.clone(), allowed: None });
        Ok(Step::to(copy).send(FromDelegate::AskOnward { to }))
    }
}

impl DelegateDecision {
    /// Whether it makes no sense while the channel is frozen.
    fn needs_channel(&self) -> bool {
        match self {
            Self::Accept { .. }
            | Self::Counter { .. }
            | Self::Decline { .. }
            | Self::Heartbeat
            | Self::Submit { .. }
            | Self::SubmitLate { .. }
            | Self::Return { .. }
            | Self::AskForLog
            | Self::AskOnward { .. } => true,
            // Work goes on; what there is to tell waits in the channel.
            Self::Report | Self::BlockPeer | Self::PeerGone => false,
        }
    }
}
