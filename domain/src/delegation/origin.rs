//! The origin's copy of a delegation (PROTOCOL §3.2): its fields and its decisions. The origin alone decides about the
//! holder of its task.

mod decide;
mod receive;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::message::{ActorUri, FromOrigin, Offer, OfferUri, Onward, Step, SubmissionUri};
use super::reason::Reason;
use super::refusal::DelegationRefusal;
use super::state::{Cut, State};
use crate::task::phase::Phase;
use crate::time::{DAY, Time};

/// A delegation as the origin knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginCopy {
    /// The state.
    pub state: State,
    /// The round of work, from 1; sending back begins the next.
    pub round: u32,
    /// Every offer made, the newest last.
    pub offers: Vec<Offer>,
    /// The offer whose terms hold since the Grant.
    pub agreed: Option<OfferUri>,
    /// A re-offer made since, not yet answered: `termsPending`.
    pub pending: Option<OfferUri>,
    /// The newest submission without a verdict.
    pub submission: Option<SubmissionUri>,
    /// Submissions after the end, or for an earlier round.
    pub late: Vec<SubmissionUri>,
    /// Whether two heartbeats were missed.
    pub is_stalled: bool,
    /// The last act of a person at the delegate, as told; the Grant counts.
    pub last_activity: Option<Time>,
    /// Reminders for silence since then.
    pub reminders: u8,
    /// The last Nudge sent.
    pub nudged_at: Option<Time>,
    /// The first submission of the present round.
    pub submitted_at: Option<Time>,
    /// Reminders to the reviewer since then.
    pub review_reminders: u8,
    /// The time of the Revoke.
    pub recalled_at: Option<Time>,
    /// The time of the end.
    pub ended_at: Option<Time>,
    /// Questions whether a third pursuance may join in.
    pub onward: Vec<Onward>,
    /// The reason for an end without messages between the two servers.
    #[serde(default)]
    pub cut: Option<Cut>,
    /// The messages of the delegate so far, with or without an effect; its comments are counted by themselves.
    #[serde(default)]
    pub heard: u32,
    /// The changes told so far.
    #[serde(default)]
    pub told: u32,
    /// The block of the task here, as told last; none when nothing blocks it.
    #[serde(default)]
    pub told_block: Option<String>,
    /// Since when that waits for its minute to be told anew.
    #[serde(default)]
    pub owes_block: Option<Time>,
    /// Whether the mirror was blocked by the newest news.
    #[serde(default)]
    pub is_mirror_blocked: bool,
}

/// Whether the task can be given to the delegate now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskAvailability {
    /// The task is free.
    Free,
    /// A person here or another pursuance has it.
    Taken,
    /// It is done or dropped.
    Closed,
    /// It is deleted.
    Deleted,
}

/// The end of an offered task here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskGone {
    /// A person here or another pursuance took it.
    Taken,
    /// It was done or dropped.
    Closed,
    /// It was deleted.
    Deleted,
}

/// The facts for a message or a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginFacts {
    /// The time at the origin.
    pub now: Time,
    /// Whether the task can be given, this delegation aside.
    pub task: TaskAvailability,
    /// The beginning of the other server's present outage.
    pub peer_down_since: Option<Time>,
    /// Whether the channel is suspended.
    pub is_suspended: bool,
}

/// The number of missed heartbeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// One: ask.
    Once,
    /// Two: ask again and tell the coordinators.
    Twice,
}

/// A decision of a person at the origin, or of its clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginDecision {
    /// Offer the same task on other terms.
    Reoffer { offer: Offer },
    /// Take the task back: the offer before the Grant, the work after it.
    Recall { reason: Reason },
    /// Nobody answered in time (clock).
    Expire,
    /// The task was done, deleted or taken here.
    TaskGone { gone: TaskGone },
    /// Tell the delegate about changed fields that ask for no more than before.
    TellChange { revision: i64 },
    /// Tell the delegate what blocks the task here, or that nothing does any more.
    TellBlock { revision: i64, block: Option<String> },
    /// Begin the review.
    StartReview { revision: i64 },
    /// Accept the work. `seen`: the version looked at; `None` means the newest.
    AcceptWork { seen: Option<SubmissionUri> },
    /// Send the work back.
    SendBack { seen: Option<SubmissionUri> },
    /// Refuse the work for good.
    RefuseWork { seen: Option<SubmissionUri> },
    /// The reviewer is late (clock).
    ReviewOverdue,
    /// Thank for work that came after a recall.
    ThankForLate { submission: SubmissionUri },
    /// Ask for news.
    Nudge,
    /// No sign of life (clock).
    HeartbeatMissed(Missed),
    /// End a recall without the delegate's answer.
    ForceRecall,
    /// The delegate's server is blocked.
    Block,
    /// The other server has refused every message for a day (clock).
    ShutOut,
    /// The delegate is gone for good.
    PeerGone,
    /// Answer whether a third pursuance may join in.
    AnswerOnward { to: ActorUri, allowed: bool },
}

/// A change of the origin's own data, in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginEffect {
    /// The delegate is the task's assignee now.
    AssignDelegate,
    /// The terms of that offer hold, now or again: the task's asked-for fields follow it.
    AdoptTerms { offer: OfferUri },
    /// The task goes to that phase.
    SetPhase(Phase),
    /// Other open offers of this task are withdrawn.
    WithdrawOtherOffers { gone: TaskGone },
    /// The task has no assignee any more and wants help.
    ReleaseTask,
    /// The delegate suggests other terms. `is_earlier`: for an offer that was replaced since.
    ShowCounter { offer: OfferUri, is_earlier: bool },
    /// The mirror's document is kept as told.
    RecordProgress { last_activity: Time },
    /// The work is kept, its files fetched, the reviewer told.
    StoreSubmission { submission: SubmissionUri, round: u32, replaces: bool },
    /// Late work is kept.
    KeepLateSubmission { submission: SubmissionUri, round: u32 },
    /// The files and the reason of a return are kept.
    KeepPartialWork,
    /// The task is done.
    CompleteTask,
    /// Thanks for late work.
    CreditLate { submission: SubmissionUri },
    /// The reviewer is reminded.
    RemindReviewer,
    /// The coordinators are told that the review is late.
    EscalateReview,
    /// The coordinators are told about the delegate's silence.
    TellStalled,
    /// People are asked whether a third pursuance may join in.
    AskWhetherOnward { to: ActorUri },
    /// A third pursuance joins in; people are told.
    TellOnward { to: ActorUri },
    /// The other side refused a message, and has another state.
    NoteRefusal { reason: Reason, their_state: String },
}

/// The step at the origin.
pub type OriginStep = Step<OriginCopy, FromOrigin, OriginEffect>;

/// Unanswered offers to one pursuance at a time (PROTOCOL §3.5).
pub const OPEN_OFFERS_PER_PAIR: u32 = 20;
/// The longest wait for the answer to a Revoke (PROTOCOL §3.2).
pub const FORCED_RECALL_AFTER: i64 = 14 * DAY;
/// The time of refusals after which the other server is believed (PROTOCOL §3.6).
pub const SHUT_OUT_AFTER: i64 = DAY;
/// The outage after which a recall needs no answer (PROTOCOL §3.6).
pub const SILENT_PEER_AFTER: i64 = 30 * DAY;
/// The time after the end in which late work is taken (PROTOCOL §3.2).
pub const LATE_WORK_WITHIN: i64 = 7 * DAY;
/// The least time between two Nudges (PROTOCOL §1.6).
pub const NUDGE_EVERY: i64 = DAY;

/// The facts before a task is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpeningFacts {
    /// The time at the origin.
    pub now: Time,
    /// Whether the task can be given.
    pub task: TaskAvailability,
    /// Whether a person here has it.
    pub is_assigned: bool,
    /// Whether an offer of it to the same pursuance is open. Offers to others may be open: the first to accept gets the
    /// task.
    pub has_offer_to_them: bool,
    /// Whether their server is blocked here.
    pub is_blocked: bool,
    /// Whether their server refuses every message.
    pub is_shut_out: bool,
    /// The number of unanswered offers to them.
    pub waiting_offers: u32,
}

impl OriginCopy {
    /// Offers a task. [`super::path::may_offer`] excludes circles before.
    ///
    /// # Errors
    /// [`DelegationRefusal`] when the task cannot be offered to them on these terms.
    pub fn open(offer: Offer, facts: &OpeningFacts) -> Result<OriginStep, DelegationRefusal> {
        match facts.task {
            TaskAvailability::Closed | TaskAvailability::Deleted => {
                return Err(DelegationRefusal::TaskClosed);
            }
            TaskAvailability::Free | TaskAvailability::Taken if facts.is_assigned => {
                return Err(DelegationRefusal::Assigned);
            }
            TaskAvailability::Taken if offer.terms.exclusive => {
                return Err(DelegationRefusal::AlreadyDelegated);
            }
            TaskAvailability::Free | TaskAvailability::Taken => {}
        }
        if facts.has_offer_to_them {
            return Err(DelegationRefusal::AlreadyOffered);
        }
        if facts.is_blocked {
            return Err(DelegationRefusal::PeerBlocked);
        }
        if facts.is_shut_out {
            return Err(DelegationRefusal::ShutOut);
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
            is_stalled: false,
            last_activity: None,
            reminders: 0,
            nudged_at: None,
            submitted_at: None,
            review_reminders: 0,
            recalled_at: None,
            ended_at: None,
            onward: Vec::new(),
            cut: None,
            heard: 0,
            told: 0,
            told_block: None,
            owes_block: None,
            is_mirror_blocked: false,
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

    /// Whether the task is shown as blocked by the delegate: what was handed in waits for nobody there (PROTOCOL §3.4).
    pub fn is_blocked_there(&self) -> bool {
        self.state == State::Active && self.is_mirror_blocked
    }

    /// The public state, which the two sides compare (PROTOCOL §3.8).
    pub fn public_state(&self) -> String {
        let hash =
            self.agreed.as_ref().and_then(|uri| self.offer(uri)).map(|offer| offer.terms_hash.as_str());
        self.state.public(self.round, hash)
    }
}
