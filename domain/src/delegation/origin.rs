//! The origin's copy of a delegation (PROTOCOL §3.2): what it holds, and what may be decided. The origin alone decides
//! who holds its task.

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
    /// No sign of life for twice the agreed time.
    pub is_stalled: bool,
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
    /// Why it ended, where the two servers do not talk.
    #[serde(default)]
    pub cut: Option<Cut>,
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
    /// Whether the channel is frozen until people have looked at it.
    pub is_suspended: bool,
}

/// How often the agreed heartbeat has been missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// Once: ask.
    Once,
    /// Twice: ask again and tell our coordinators.
    Twice,
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
    /// The other server has refused everything from here for a day (clock).
    ShutOut,
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
    /// The terms of that offer hold, now or again: what is asked for in the task follows it.
    AdoptTerms { offer: OfferUri },
    /// The task goes to that phase.
    SetPhase(Phase),
    /// Other open offers of this task are withdrawn.
    WithdrawOtherOffers { gone: Gone },
    /// The task has no assignee any more and wants help.
    ReleaseTask,
    /// The other side suggests other terms. `is_earlier`: for a version we have replaced since.
    ShowCounter { offer: OfferUri, is_earlier: bool },
    /// What the mirror says, kept as said.
    RecordProgress { last_activity: Time },
    /// The work is kept, its files fetched, the reviewer told.
    StoreSubmission { submission: SubmissionUri, round: u32, replaces: bool },
    /// Work that came too late to count is kept all the same.
    KeepLateSubmission { submission: SubmissionUri, round: u32 },
    /// What came along with a return is kept, with its reason.
    KeepPartialWork,
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
/// A Revoke without an answer is done after this time (PROTOCOL §3.2).
pub const FORCED_RECALL_AFTER: i64 = 14 * DAY;
/// A server that refuses everything from here is believed after this time (PROTOCOL §3.6).
pub const SHUT_OUT_AFTER: i64 = DAY;
/// A peer silent for this time may be recalled from without an answer (PROTOCOL §3.6).
pub const SILENT_PEER_AFTER: i64 = 30 * DAY;
/// Work is taken for so long after the end (PROTOCOL §1.6).
pub const LATE_WORK_WITHIN: i64 = 7 * DAY;
/// One Nudge per delegation in this time (PROTOCOL §1.6).
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
    /// Whether their server refuses everything from here.
    pub is_shut_out: bool,
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

    /// What the two sides compare (PROTOCOL §3.8).
    pub fn public_state(&self) -> String {
        let hash =
            self.agreed.as_ref().and_then(|uri| self.offer(uri)).map(|offer| offer.terms_hash.as_str());
        self.state.public(self.round, hash)
    }
}
