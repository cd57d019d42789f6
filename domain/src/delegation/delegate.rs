//! The delegate's copy of a delegation (PROTOCOL §3.3): its fields and its decisions. The delegate alone decides about
//! its work.

mod decide;
mod receive;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::message::{ActorUri, FromDelegate, Offer, OfferUri, Onward, Step, SubmissionUri};
use super::reason::Reason;
use super::refusal::DelegationRefusal;
use super::state::{Cut, State};
use crate::delegation::terms::Redelegation;
use crate::task::phase::{Phase, WirePhase};
use crate::time::{DAY, MINUTE, Time};

/// A delegation as the delegate knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegateCopy {
    /// The state.
    pub state: State,
    /// The round of work, from 1.
    pub round: u32,
    /// The offers received, the newest last; at most [`OFFERS_KEPT`] and the offers that the fields below name.
    pub offers: Vec<Offer>,
    /// The offer whose terms hold since the Grant.
    pub agreed: Option<OfferUri>,
    /// The accepted offer, while the origin owes an answer.
    pub accepted: Option<OfferUri>,
    /// A re-offer received since the Grant, not yet settled: `termsPending`.
    pub pending: Option<OfferUri>,
    /// The accepted re-offer, while the origin owes an answer.
    pub pending_accepted: Option<OfferUri>,
    /// All submissions, the newest last.
    pub submissions: Vec<SubmissionUri>,
    /// Whether this may be work that this pursuance sent out itself.
    pub may_be_ours: bool,
    /// Whether this pursuance does the same work already, for a pursuance whose server is down.
    pub may_adopt: bool,
    /// Whether a mirror task was made.
    pub has_mirror: bool,
    /// The origin's revision the mirror shows.
    pub task_revision: i64,
    /// The time of the acceptance.
    pub accepted_at: Option<Time>,
    /// The last pull of the origin's log for a missing Grant, or for the missing end of an offer.
    pub log_asked_at: Option<Time>,
    /// The last news to the origin; the Grant counts.
    pub told_at: Option<Time>,
    /// The phase last told, since the origin's last verdict.
    pub told_phase: Option<WirePhase>,
    /// Whether a change waits for the next news.
    pub has_news: bool,
    /// The last Nudge shown.
    pub nudged_at: Option<Time>,
    /// The time of the Leave.
    #[serde(default)]
    pub returning_since: Option<Time>,
    /// Whether the return ended without the origin's answer. A decision that the origin made before it read the Leave
    /// still counts.
    #[serde(default)]
    pub is_return_forced: bool,
    /// The time of the end.
    pub ended_at: Option<Time>,
    /// The reason for an end without messages between the two servers.
    #[serde(default)]
    pub cut: Option<Cut>,
    /// Whether the finished mirror was put away.
    pub is_put_away: bool,
    /// Questions whether a third pursuance may join in.
    pub onward: Vec<Onward>,
    /// Whether an offer was declined unread while the origin owed an answer to an acceptance. A decline ends all offers, as
    /// soon as that answer is here.
    #[serde(default)]
    pub is_declined_unread: bool,
    /// The messages of the origin so far, with or without an effect; its offers and comments are counted by themselves.
    #[serde(default)]
    pub heard: u32,
    /// The news and suggestions of other terms so far.
    #[serde(default)]
    pub told: u32,
    /// Whether the newest news said that the mirror is blocked.
    #[serde(default)]
    pub told_blocked: bool,
    /// The block of the task at the origin, in its words; none when nothing blocks it.
    #[serde(default)]
    pub origin_block: Option<String>,
    /// Whether members are asked for help with the mirror once the origin has confirmed it, as its people said with their
    /// acceptance; none for as its skills say.
    #[serde(default)]
    pub ask: Option<bool>,
}

/// The facts for a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelegateFacts {
    /// The time at the delegate.
    pub now: Time,
    /// The shown phase of the mirror.
    pub mirror: WirePhase,
    /// The last act of a person on the mirror or below it.
    pub last_activity: Time,
    /// Open tasks below the mirror.
    pub open_subtasks: u32,
    /// Whether the channel is suspended.
    pub is_suspended: bool,
}

impl DelegateFacts {
    /// The facts while there is no mirror.
    pub fn without_mirror(now: Time) -> Self {
        Self {
            now,
            mirror: WirePhase::Is(Phase::New),
            last_activity: now,
            open_subtasks: 0,
            is_suspended: false,
        }
    }
}

/// A decision of a person at the delegate, or of its clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DelegateDecision {
    /// Accept. `offer`: the offer that the person read.
    Accept { offer: OfferUri },
    /// Suggest other terms.
    Counter { offer: OfferUri },
    /// Decline.
    Decline { offer: OfferUri, reason: Reason },
    /// News: a change, or a change that is due to be told (clock). A new phase is told at once, the rest once in
    /// [`NEWS_EVERY`]. Without a delegation under way nothing is told.
    Report,
    /// The heartbeat is due (clock).
    Heartbeat,
    /// Hand in the work. `waived`: open subtasks do not count.
    Submit { submission: SubmissionUri, waived: bool },
    /// Hand in the work that there was at the recall.
    SubmitLate { submission: SubmissionUri },
    /// Give the task back.
    Return { reason: Reason },
    /// End the return without the origin's answer (clock).
    ForceReturn,
    /// The Grant, or the end of an offer, is missing (clock).
    AskForLog,
    /// The origin must have ended the offer and has not said so (clock).
    Expire,
    /// The finished mirror is due to be put away (clock).
    PutAway,
    /// The origin's server is blocked.
    BlockPeer,
    /// The other server has refused every message for a day (clock).
    ShutOut,
    /// The origin is gone for good.
    PeerGone,
    /// Ask whether a third pursuance may join in.
    AskOnward { to: ActorUri },
}

/// A change of the delegate's own data, in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DelegateEffect {
    /// A mirror of the task is made, or the one made before is taken up again.
    CreateMirror,
    /// The mirror is confirmed; the work may begin.
    StartMirror,
    /// The terms agreed on hold now.
    AdoptTerms,
    /// The mirror goes to that phase.
    SetMirrorPhase(Phase),
    /// The asked-for fields have changed; the mirror follows and its people see the difference.
    RefreshMirror,
    /// The origin says what blocks its task, or that nothing does any more.
    NoteBlock,
    /// Nobody works on the mirror any more; its people are told.
    FreezeMirror,
    /// The mirror is put away.
    ArchiveMirror,
    /// The mirror becomes a task of the delegate's own.
    OrphanMirror,
    /// The mirror is kept and marked: not accepted by the origin.
    MarkNotAccepted,
    /// Delegations of the mirror and below it are recalled.
    RecallOnward,
    /// The origin thanks for late work.
    CreditLate { submission: SubmissionUri },
    /// The origin asks for news.
    ShowNudge,
    /// The origin's log is pulled.
    PullLog,
    /// The origin said whether a third pursuance may join in.
    TellOnward { to: ActorUri, allowed: bool },
    /// The other side refused a message, and has another state.
    NoteRefusal { reason: Reason, their_state: String },
}

/// The least time between two news without a new phase (PROTOCOL §3.3).
pub const NEWS_EVERY: i64 = MINUTE;
/// The longest wait for the answer to a Leave (PROTOCOL §3.3).
pub const FORCED_RETURN_AFTER: i64 = 14 * DAY;
/// The time until a finished mirror is put away (PROTOCOL §3.3).
pub const PUT_AWAY_AFTER: i64 = 30 * DAY;

/// How many offers a copy keeps.
pub const OFFERS_KEPT: usize = 20;

/// The step at the delegate.
pub type DelegateStep = Step<DelegateCopy, FromDelegate, DelegateEffect>;

/// The findings of [`super::path::admit`] about a first offer that may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Admission {
    /// This pursuance has an open offer of the same root itself.
    pub may_be_ours: bool,
    /// This pursuance works on the same root for somebody further down the chain whose server is down: the new
    /// delegation can take the mirror over.
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
            may_be_ours: admission.is_ok_and(|admission| admission.may_be_ours),
            may_adopt: admission.is_ok_and(|admission| admission.may_adopt),
            has_mirror: false,
            task_revision: 0,
            accepted_at: None,
            log_asked_at: None,
            told_at: None,
            told_phase: None,
            has_news: false,
            nudged_at: None,
            returning_since: None,
            is_return_forced: false,
            ended_at: None,
            cut: None,
            is_put_away: false,
            onward: Vec::new(),
            is_declined_unread: false,
            heard: 0,
            told: 0,
            told_blocked: false,
            origin_block: None,
            ask: None,
        };
        match admission {
            Ok(_) => Step::to(copy),
            Err(reason) => {
                Step::to(copy.ended(State::Declined, now)).send(FromDelegate::Decline { offer: uri, reason })
            }
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

    /// The block of the task at the origin, while the work goes on (PROTOCOL §3.4).
    pub fn blocked_there(&self) -> Option<&str> {
        let is_at_work = matches!(self.state, State::Active | State::Submitted);
        self.origin_block.as_deref().filter(|_| is_at_work)
    }

    /// The public state, which the two sides compare (PROTOCOL §3.8).
    pub fn public_state(&self) -> String {
        let hash =
            self.agreed.as_ref().and_then(|uri| self.offer(uri)).map(|offer| offer.terms_hash.as_str());
        self.state.public(self.round, hash)
    }

    /// The number of hand-overs that may follow, if the task may be handed on at all.
    ///
    /// # Errors
    /// [`DelegationRefusal`] when the task may not be handed on now, or the origin has to be asked first.
    pub fn may_hand_on_to_anybody(&self) -> Result<u8, DelegationRefusal> {
        let (rule, depth) = self.onward_rule()?;
        let is_anybody_allowed = self.onward.iter().any(|question| question.allowed == Some(true));
        match rule {
            Redelegation::No => Err(DelegationRefusal::RedelegationForbidden),
            Redelegation::Ask if !is_anybody_allowed => Err(DelegationRefusal::OriginNotAsked),
            Redelegation::Ask | Redelegation::Yes => Ok(depth),
        }
    }

    /// The number of hand-overs that may follow, if the origin agrees to this pursuance as the next one.
    ///
    /// # Errors
    /// [`DelegationRefusal`] when the origin does not agree, or has to be asked first.
    pub fn may_hand_on(&self, to: &ActorUri) -> Result<u8, DelegationRefusal> {
        let (rule, depth) = self.onward_rule()?;
        let answer = self.onward.iter().find(|question| question.to == *to).map(|question| question.allowed);
        match (rule, answer) {
            (Redelegation::No, _) | (Redelegation::Ask, Some(Some(false))) => {
                Err(DelegationRefusal::RedelegationForbidden)
            }
            (Redelegation::Ask, None | Some(None)) => Err(DelegationRefusal::OriginNotAsked),
            (Redelegation::Ask, Some(Some(true))) | (Redelegation::Yes, _) => Ok(depth),
        }
    }

    /// The agreed rule for handing on, and the number of hand-overs that may follow.
    fn onward_rule(&self) -> Result<(Redelegation, u8), DelegationRefusal> {
        if !matches!(self.state, State::Active | State::Submitted) {
            return self.wrong_state();
        }
        let terms = self.standing().map(|offer| &offer.terms);
        match terms.map_or((Redelegation::No, 0), |terms| (terms.redelegation, terms.max_depth)) {
            (_, ..=1) => Err(DelegationRefusal::DepthExhausted),
            (Redelegation::No, _) => Err(DelegationRefusal::RedelegationForbidden),
            (rule, depth) => Ok((rule, depth - 1)),
        }
    }
}
