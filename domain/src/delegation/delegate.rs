//! The delegate's copy of a delegation (PROTOCOL §3.3): what it holds, and what may be decided. The delegate alone
//! decides what it does.

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
    /// Whether it may be work that we sent out ourselves.
    pub may_be_ours: bool,
    /// Whether it may be work that we do already, for somebody who does not answer any more.
    pub may_adopt: bool,
    /// Whether a mirror task was made.
    pub has_mirror: bool,
    /// The origin's revision the mirror shows.
    pub task_revision: i64,
    /// When we said yes.
    pub accepted_at: Option<Time>,
    /// When the origin's log was last pulled because the Grant was missing.
    pub log_asked_at: Option<Time>,
    /// When the origin was last told how it goes; the Grant counts.
    pub told_at: Option<Time>,
    /// The phase it was told, since the origin last decided about the work itself.
    pub told_phase: Option<WirePhase>,
    /// Whether something has changed since that is told with the next news.
    pub has_news: bool,
    /// The last Nudge shown.
    pub nudged_at: Option<Time>,
    /// When we gave it back.
    #[serde(default)]
    pub returning_since: Option<Time>,
    /// Whether the end of giving back was not waited for. What the origin had decided before it heard of it still counts.
    #[serde(default)]
    pub is_return_forced: bool,
    /// When it ended.
    pub ended_at: Option<Time>,
    /// Why it ended, where the two servers do not talk.
    #[serde(default)]
    pub cut: Option<Cut>,
    /// Whether the finished mirror was put away.
    pub is_put_away: bool,
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
    /// Whether the channel is frozen until people have looked at it.
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

/// What a person at the delegate, or its clock, may decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DelegateDecision {
    /// Yes. `offer`: the one that was looked at.
    Accept { offer: OfferUri },
    /// Yes, if.
    Counter { offer: OfferUri },
    /// No.
    Decline { offer: OfferUri, reason: Reason },
    /// Something changed, or what changed is due to be told (clock): tell how it goes. A new phase is told at once, the
    /// rest once in [`NEWS_EVERY`]. Says nothing when there is nobody to tell.
    Report,
    /// Tell how it goes, because it is time (clock).
    Heartbeat,
    /// Hand in the work. `waived`: the open subtasks do not matter.
    Submit { submission: SubmissionUri, waived: bool },
    /// Hand in what there was when the task was recalled.
    SubmitLate { submission: SubmissionUri },
    /// Give the task back.
    Return { reason: Reason },
    /// Stop waiting for the origin to confirm that it has the task back (clock).
    ForceReturn,
    /// The Grant is missing (clock).
    AskForLog,
    /// The finished mirror has been looked at long enough (clock).
    PutAway,
    /// Deal no more with the origin.
    BlockPeer,
    /// The other server has refused everything from here for a day (clock).
    ShutOut,
    /// The origin is gone for good.
    PeerGone,
    /// Ask whether a third pursuance may join in.
    AskOnward { to: ActorUri },
}

/// What the delegate changes of its own in the same transaction.
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
    /// What is asked for reads differently; the mirror follows and its people see the difference.
    RefreshMirror,
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

/// News that is no new phase is told once in this time (PROTOCOL §3.3).
pub const NEWS_EVERY: i64 = MINUTE;
/// A Leave without an answer is done after this time (PROTOCOL §3.3).
pub const FORCED_RETURN_AFTER: i64 = 14 * DAY;
/// A finished mirror is put away after this time (PROTOCOL §3.3).
pub const PUT_AWAY_AFTER: i64 = 30 * DAY;

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

    /// What the two sides compare (PROTOCOL §3.8).
    pub fn public_state(&self) -> String {
        let hash =
            self.agreed.as_ref().and_then(|uri| self.offer(uri)).map(|offer| offer.terms_hash.as_str());
        self.state.public(self.round, hash)
    }

    /// Whether the task may be handed on at all, and how many hand-overs may follow.
    ///
    /// # Errors
    /// [`DelegationRefusal`] when nobody may be handed it now, or the origin has first to be asked about somebody.
    pub fn may_hand_on_to_anybody(&self) -> Result<u8, DelegationRefusal> {
        let (rule, depth) = self.onward_rule()?;
        let is_anybody_allowed = self.onward.iter().any(|question| question.allowed == Some(true));
        match rule {
            Redelegation::Ask if !is_anybody_allowed => Err(DelegationRefusal::OriginNotAsked),
            _ => Ok(depth),
        }
    }

    /// Whether the origin agreed that this pursuance may be handed the task, or part of it, next.
    ///
    /// # Errors
    /// [`DelegationRefusal`] when it may not, or has to be asked first.
    pub fn may_hand_on(&self, to: &ActorUri) -> Result<u8, DelegationRefusal> {
        let (rule, depth) = self.onward_rule()?;
        let answer = self.onward.iter().find(|question| question.to == *to).map(|question| question.allowed);
        match (rule, answer) {
            (Redelegation::Ask, Some(Some(false))) => Err(DelegationRefusal::RedelegationForbidden),
            (Redelegation::Ask, None | Some(None)) => Err(DelegationRefusal::OriginNotAsked),
            _ => Ok(depth),
        }
    }

    /// What was agreed on handing on, and how many hand-overs may follow.
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
