//! One origin with one task, its delegates, and the server's part around the pure functions.

use std::collections::BTreeSet;

use proptest::sample::Index;

use super::channel::ModelChannel;
use crate::delegation::delegate::{
    Admission, DelegateCopy, DelegateDecision, DelegateEffect, DelegateFacts, DelegateStep,
};
use crate::delegation::message::{
    ActorUri, FromDelegate, FromOrigin, MessageKind, Offer, OfferUri, SubmissionUri, TermsHash,
};
use crate::delegation::origin::{
    LATE_WORK_WITHIN, OpeningFacts, OriginCopy, OriginDecision, OriginEffect, OriginFacts, OriginStep,
    TaskAvailability, TaskGone,
};
use crate::delegation::reason::Reason;
use crate::delegation::state::State;
use crate::delegation::terms::Terms;
use crate::delegation::timer::{DelegateClocks, OriginClocks};
use crate::task::phase::{Phase, WirePhase};
use crate::time::{DAY, HOUR, Time};

const MOST_DELEGATIONS: usize = 5;

/// One delegation with both copies and the two directions between them.
pub(super) struct CopyPair {
    pub(super) origin: OriginCopy,
    pub(super) delegate: Option<DelegateCopy>,
    pub(super) out: ModelChannel<FromOrigin>,
    pub(super) back: ModelChannel<FromDelegate>,
    pub(super) origin_effects: Vec<OriginEffect>,
    pub(super) delegate_effects: Vec<DelegateEffect>,
    /// Works that reached the origin too late to be taken.
    pub(super) too_late: BTreeSet<SubmissionUri>,
    /// Messages that two servers following the rules never send.
    pub(super) misunderstood: Vec<String>,
}

/// The task at the origin, delegates aside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OriginTask {
    Free,
    Taken,
    Closed,
    Deleted,
}

pub(super) struct World {
    now: Time,
    pub(super) here: OriginTask,
    pub(super) pairs: Vec<CopyPair>,
    minted: u32,
    seen: BTreeSet<State>,
}

impl World {
    pub fn with_offers(count: usize) -> Self {
        let mut world = Self {
            now: Time(1_800_000_000_000_000),
            here: OriginTask::Free,
            pairs: Vec::new(),
            minted: 0,
            seen: BTreeSet::new(),
        };
        for _ in 0..count {
            world.offer();
        }
        world
    }

    fn mint(&mut self) -> u32 {
        self.minted += 1;
        self.minted
    }

    fn new_offer(&mut self) -> Offer {
        let number = self.mint();
        Offer {
            uri: OfferUri(format!("offer{number}")),
            terms_hash: TermsHash(format!("sha256:{number}")),
            terms: Terms::usual(self.now, None),
            offered_at: self.now,
        }
    }

    /// Whether the task can be given in delegation `this` (or a new one).
    fn availability(&self, this: Option<usize>) -> TaskAvailability {
        let elsewhere = self
            .pairs
            .iter()
            .enumerate()
            .any(|(other, pair)| Some(other) != this && pair.origin.state.holds_task());
        match self.here {
            OriginTask::Closed => TaskAvailability::Closed,
            OriginTask::Deleted => TaskAvailability::Deleted,
            OriginTask::Taken => TaskAvailability::Taken,
            OriginTask::Free if elsewhere => TaskAvailability::Taken,
            OriginTask::Free => TaskAvailability::Free,
        }
    }

    fn origin_facts(&self, this: usize) -> OriginFacts {
        OriginFacts {
            now: self.now,
            task: self.availability(Some(this)),
            peer_down_since: None,
            is_suspended: false,
        }
    }

    fn delegate_facts(&self, mirror: Phase) -> DelegateFacts {
        DelegateFacts {
            now: self.now,
            mirror: WirePhase::Is(mirror),
            last_activity: self.now,
            open_subtasks: 0,
            is_suspended: false,
        }
    }

    pub fn offer(&mut self) {
        if self.pairs.len() == MOST_DELEGATIONS {
            return;
        }
        let offer = self.new_offer();
        let facts = OpeningFacts {
            now: self.now,
            task: self.availability(None),
            is_assigned: self.here == OriginTask::Taken,
            has_offer_to_them: false,
            is_blocked: false,
            is_shut_out: false,
            waiting_offers: 0,
        };
        let Ok(step) = OriginCopy::open(offer, &facts) else { return };
        self.pairs.push(CopyPair {
            origin: step.copy.clone(),
            delegate: None,
            out: ModelChannel::new(),
            back: ModelChannel::new(),
            origin_effects: Vec::new(),
            delegate_effects: Vec::new(),
            too_late: BTreeSet::new(),
            misunderstood: Vec::new(),
        });
        self.apply_origin(self.pairs.len() - 1, step);
    }

    /// The part of `perform`: the copy, the messages and the effects of a step, all at once.
    fn apply_origin(&mut self, at: usize, step: OriginStep) {
        let pair = &mut self.pairs[at];
        self.seen.insert(step.copy.state);
        pair.origin = step.copy;
        for message in step.messages {
            pair.out.send(message);
        }
        pair.origin_effects.extend(step.effects.iter().cloned());
        for effect in step.effects {
            match effect {
                OriginEffect::WithdrawOtherOffers { gone } => self.withdraw_open_offers(gone, Some(at)),
                OriginEffect::CompleteTask => {
                    self.here = OriginTask::Closed;
                    self.withdraw_open_offers(TaskGone::Closed, None);
                }
                _ => {}
            }
        }
    }

    fn withdraw_open_offers(&mut self, gone: TaskGone, except: Option<usize>) {
        for other in 0..self.pairs.len() {
            if Some(other) != except && self.pairs[other].origin.state.is_open() {
                let facts = self.origin_facts(other);
                let step = self.pairs[other].origin.decide(OriginDecision::TaskGone { gone }, &facts);
                self.apply_origin(other, step.expect("an open offer can be withdrawn"));
            }
        }
    }

    fn apply_delegate(&mut self, at: usize, step: DelegateStep) {
        let pair = &mut self.pairs[at];
        self.seen.insert(step.copy.state);
        pair.delegate = Some(step.copy);
        for message in step.messages {
            pair.back.send(message);
        }
        pair.delegate_effects.extend(step.effects);
    }

    pub fn origin_decides(&mut self, which: &Index, what: &Index) {
        let Some(at) = self.some_pair(which) else { return };
        let offer = self.new_offer();
        let copy = &self.pairs[at].origin;
        let mut wishes = vec![
            OriginDecision::Reoffer { offer },
            OriginDecision::TellChange { revision: i64::from(self.minted) },
            OriginDecision::StartReview { revision: i64::from(self.minted) },
            OriginDecision::TellBlock {
                revision: i64::from(self.minted),
                block: (!self.minted.is_multiple_of(3)).then(|| format!("block{}", self.minted % 3)),
            },
            OriginDecision::AcceptWork { seen: None },
            OriginDecision::SendBack { seen: copy.submission.clone() },
            OriginDecision::RefuseWork { seen: None },
            OriginDecision::Nudge,
        ];
        // Decisions that end everything are rare, or no work would ever be finished.
        match self.minted % 8 {
            0 | 4 => wishes.push(OriginDecision::Recall { reason: Reason::Other }),
            1 => wishes.push(OriginDecision::Block),
            _ => {}
        }
        wishes
            .extend(copy.late.iter().cloned().map(|submission| OriginDecision::ThankForLate { submission }));
        wishes.extend(copy.onward.iter().map(|question| OriginDecision::AnswerOnward {
            to: question.to.clone(),
            allowed: self.minted.is_multiple_of(2),
        }));
        let facts = self.origin_facts(at);
        let steps: Vec<_> = wishes.into_iter().filter_map(|wish| copy.decide(wish, &facts).ok()).collect();
        if !steps.is_empty() {
            self.apply_origin(at, steps[what.index(steps.len())].clone());
        }
    }

    pub fn origin_judges(&mut self, which: &Index) {
        let Some(at) = self.some_pair(which) else { return };
        let verdict = match self.mint() % 3 {
            0 => OriginDecision::RefuseWork { seen: None },
            1 => OriginDecision::SendBack { seen: None },
            _ => OriginDecision::AcceptWork { seen: None },
        };
        let facts = self.origin_facts(at);
        if let Ok(step) = self.pairs[at].origin.decide(verdict, &facts) {
            self.apply_origin(at, step);
        }
    }

    pub fn origin_reoffers(&mut self, which: &Index) {
        let Some(at) = self.some_pair(which) else { return };
        let offer = self.new_offer();
        let facts = self.origin_facts(at);
        if let Ok(step) = self.pairs[at].origin.decide(OriginDecision::Reoffer { offer }, &facts) {
            self.apply_origin(at, step);
        }
    }

    pub fn delegate_decides(&mut self, which: &Index, what: &Index) {
        let Some(at) = self.some_pair(which) else { return };
        let number = self.mint();
        let Some(copy) = &self.pairs[at].delegate else { return };
        let submission = SubmissionUri(format!("work{number}"));
        let mut wishes = vec![
            DelegateDecision::Report,
            DelegateDecision::Submit { submission: submission.clone(), waived: false },
            DelegateDecision::Submit { submission: submission.clone(), waived: true },
            DelegateDecision::SubmitLate { submission },
            DelegateDecision::AskOnward { to: ActorUri(format!("third{}", number % 3)) },
        ];
        if number.is_multiple_of(3) {
            wishes.push(DelegateDecision::Return { reason: Reason::ReturnCapacity });
        }
        if let Some(offer) = copy.pending.clone().or_else(|| copy.newest().map(|newest| newest.uri.clone())) {
            wishes.extend([
                DelegateDecision::Accept { offer: offer.clone() },
                DelegateDecision::Counter { offer: offer.clone() },
                DelegateDecision::Decline { offer, reason: Reason::Capacity },
            ]);
        }
        let mut facts = self.delegate_facts(Phase::InProgress);
        if number.is_multiple_of(2) {
            facts.mirror = WirePhase::Blocked;
        }
        let steps: Vec<_> = wishes.into_iter().filter_map(|wish| copy.decide(wish, &facts).ok()).collect();
        if !steps.is_empty() {
            self.apply_delegate(at, steps[what.index(steps.len())].clone());
        }
    }

    pub fn delegate_hands_in(&mut self, which: &Index) {
        let Some(at) = self.some_pair(which) else { return };
        let number = self.mint();
        let Some(copy) = &self.pairs[at].delegate else { return };
        let decision =
            DelegateDecision::Submit { submission: SubmissionUri(format!("work{number}")), waived: true };
        if let Ok(step) = copy.decide(decision, &self.delegate_facts(Phase::ReadyForReview)) {
            self.apply_delegate(at, step);
        }
    }

    pub fn delegate_says_yes(&mut self, which: &Index) {
        let Some(at) = self.some_pair(which) else { return };
        let Some(copy) = &self.pairs[at].delegate else { return };
        let newest = copy.newest().map(|newest| newest.uri.clone());
        let Some(offer) = copy.pending.clone().or(newest) else { return };
        let facts = self.delegate_facts(Phase::New);
        if let Ok(step) = copy.decide(DelegateDecision::Accept { offer }, &facts) {
            self.apply_delegate(at, step);
        }
    }

    pub fn task_changes_here(&mut self, what: &Index) {
        let is_held = self.pairs.iter().any(|pair| pair.origin.state.holds_task());
        match (what.index(4), self.here) {
            (_, OriginTask::Closed | OriginTask::Deleted) => {}
            (0, OriginTask::Taken) => self.here = OriginTask::Free,
            (1, OriginTask::Free) if !is_held => {
                self.here = OriginTask::Taken;
                self.withdraw_open_offers(TaskGone::Taken, None);
            }
            (2, _) if !is_held => {
                self.here = OriginTask::Closed;
                self.withdraw_open_offers(TaskGone::Closed, None);
            }
            (3, _) => {
                self.here = OriginTask::Deleted;
                self.withdraw_open_offers(TaskGone::Deleted, None);
                for at in 0..self.pairs.len() {
                    let facts = self.origin_facts(at);
                    let gone = OriginDecision::TaskGone { gone: TaskGone::Deleted };
                    if let Ok(step) = self.pairs[at].origin.decide(gone, &facts) {
                        self.apply_origin(at, step);
                    }
                }
            }
            _ => {}
        }
    }

    fn some_pair(&self, which: &Index) -> Option<usize> {
        (!self.pairs.is_empty()).then(|| which.index(self.pairs.len()))
    }

    /// Even lines lead to delegates, odd ones back.
    fn some_line(&self, line: &Index) -> Option<(usize, bool)> {
        let lines = self.pairs.len() * 2;
        (lines > 0).then(|| line.index(lines)).map(|line| (line / 2, line % 2 == 0))
    }

    pub fn deliver(&mut self, line: &Index, packet: &Index) {
        let Some((at, is_out)) = self.some_line(line) else { return };
        let in_flight = if is_out { self.pairs[at].out.in_flight() } else { self.pairs[at].back.in_flight() };
        if in_flight > 0 {
            self.arrive(at, is_out, packet.index(in_flight));
        }
    }

    fn arrive(&mut self, at: usize, is_out: bool, packet: usize) {
        if is_out {
            for message in self.pairs[at].out.arrive(packet) {
                self.delegate_reads(at, &message);
            }
        } else {
            for message in self.pairs[at].back.arrive(packet) {
                self.origin_reads(at, &message);
            }
        }
    }

    fn delegate_reads(&mut self, at: usize, message: &FromOrigin) {
        let now = self.now;
        let step = match (&self.pairs[at].delegate, message) {
            (Some(copy), _) => copy.receive(message, now),
            (None, FromOrigin::Offer(offer)) => {
                DelegateCopy::first(offer.clone(), Ok(Admission::default()), now)
            }
            (None, _) => panic!("a delegation begins with an Offer"),
        };
        let step = match (&self.pairs[at].delegate, message) {
            // Now and then one offer over the limit: it is declined unread.
            (Some(copy), FromOrigin::Offer(offer))
                if copy.newest() != Some(offer) && is_one_too_many(offer) =>
            {
                let no = FromDelegate::Decline { offer: offer.uri.clone(), reason: Reason::RateLimit };
                copy.decline_unread(now).send(no)
            }
            _ => step,
        };
        // The delegate ends things by itself only while they are offered, so only these two can come too late.
        let is_refused = step.messages.iter().any(|said| matches!(said, FromDelegate::Refused { .. }));
        if is_refused && !matches!(message, FromOrigin::Offer(_) | FromOrigin::Undo { .. }) {
            self.pairs[at].misunderstood.push(format!("{message:?}"));
        }
        self.apply_delegate(at, step);
    }

    fn origin_reads(&mut self, at: usize, message: &FromDelegate) {
        let facts = self.origin_facts(at);
        let pair = &mut self.pairs[at];
        if let FromDelegate::Submit { submission, .. } = message
            && pair.origin.ended_at.is_some_and(|ended| self.now > ended.plus(LATE_WORK_WITHIN))
        {
            pair.too_late.insert(submission.clone());
        }
        let step = pair.origin.receive(message, &facts);
        let is_refused = step.messages.iter().any(|said| matches!(said, FromOrigin::Refused { .. }));
        if is_refused && (pair.origin.state.is_live() || *message == FromDelegate::AcceptRevoke) {
            pair.misunderstood.push(format!("{message:?}"));
        }
        self.apply_origin(at, step);
    }

    pub fn lose(&mut self, line: &Index, packet: &Index) {
        self.on_wire(line, packet, ModelChannel::lose, ModelChannel::lose);
    }

    pub fn duplicate(&mut self, line: &Index, packet: &Index) {
        self.on_wire(line, packet, ModelChannel::duplicate, ModelChannel::duplicate);
    }

    fn on_wire(
        &mut self,
        line: &Index,
        packet: &Index,
        out: fn(&mut ModelChannel<FromOrigin>, usize),
        back: fn(&mut ModelChannel<FromDelegate>, usize),
    ) {
        let Some((at, is_out)) = self.some_line(line) else { return };
        let pair = &mut self.pairs[at];
        let in_flight = if is_out { pair.out.in_flight() } else { pair.back.in_flight() };
        if in_flight == 0 {
            return;
        }
        if is_out {
            out(&mut pair.out, packet.index(in_flight));
        } else {
            back(&mut pair.back, packet.index(in_flight));
        }
    }

    pub fn retransmit(&mut self, line: &Index) {
        match self.some_line(line) {
            Some((at, true)) => self.pairs[at].out.retransmit(),
            Some((at, false)) => self.pairs[at].back.retransmit(),
            None => {}
        }
    }

    pub fn wait(&mut self, hours: i64) {
        self.now = self.now.plus(hours * HOUR);
        for at in 0..self.pairs.len() {
            let clocks =
                OriginClocks { now: self.now, is_suspended: false, is_peer_down: false, outages: &[] };
            let facts = self.origin_facts(at);
            if let Some(due) = self.pairs[at].origin.due(&clocks) {
                let step = self.pairs[at].origin.decide(due.into(), &facts);
                self.apply_origin(at, step.expect("what is due is possible"));
            }
            let Some(copy) = &self.pairs[at].delegate else { continue };
            if let Some(due) = copy.due(&DelegateClocks { now: self.now, is_suspended: false }) {
                let mut facts = self.delegate_facts(Phase::InProgress);
                facts.last_activity = self.now.plus(-30 * DAY);
                let step = copy.decide(due.into(), &facts).expect("what is due is possible");
                self.apply_delegate(at, step);
            }
        }
    }

    /// Delivers every message, also those lost before.
    pub fn drain(&mut self) {
        loop {
            let mut moved = false;
            for at in 0..self.pairs.len() {
                for is_out in [true, false] {
                    let pair = &mut self.pairs[at];
                    let drained = if is_out { pair.out.is_drained() } else { pair.back.is_drained() };
                    if drained {
                        continue;
                    }
                    moved = true;
                    if is_out {
                        pair.out.retransmit();
                    } else {
                        pair.back.retransmit();
                    }
                    while (if is_out {
                        self.pairs[at].out.in_flight()
                    } else {
                        self.pairs[at].back.in_flight()
                    }) > 0
                    {
                        self.arrive(at, is_out, 0);
                    }
                }
            }
            if !moved {
                return;
            }
        }
    }

    pub fn states_seen(&self) -> impl Iterator<Item = State> + '_ {
        self.seen.iter().copied()
    }

    pub fn kinds_said(&self) -> impl Iterator<Item = MessageKind> + '_ {
        self.pairs.iter().flat_map(|pair| {
            let out = pair.out.log.iter().map(FromOrigin::kind);
            out.chain(pair.back.log.iter().map(FromDelegate::kind))
        })
    }
}

/// Whether the delegate has had too many offers: of any number, as the times of their arrival may be any.
fn is_one_too_many(offer: &Offer) -> bool {
    offer.terms_hash.as_str().ends_with('7')
}
