//! Delegations: the decisions of people on either side, put to the state machine of `domain::delegation`, and the rows,
//! events and messages that follow.
//!
//! | file | what it does |
//! |---|---|
//! | `origin`, `delegate` | the steps of each side, and their effects |
//! | `decisions` | the decisions of people at the origin |
//! | `offer` | handing over: partner, contents, terms |
//! | `arrival` | offers as they arrive |
//! | `files` | files that come with messages |
//! | `wire`, `terms` | messages as activities, and the terms in them |
//! | `discussion` | comments both sides read |
//! | `block` | what blocks a task on either side |
//! | `mirror` | the delegate's copy of the task: made, changed, taken over, ended |
//! | `news` | the events that follow from a message |
//! | `clock` | time limits |
//! | `closing` | the delegations of closed and deleted pursuances |
//! | `peers` | blocked servers, actors that have ended |
//! | `undelivered` | servers that refuse our messages |

mod arrival;
mod block;
mod clock;
mod closing;
mod decisions;
mod delegate;
mod discussion;
mod files;
mod keys;
mod mirror;
mod news;
mod offer;
mod origin;
mod peers;
mod terms;
mod ties;
mod undelivered;
mod wire;

use pursuance_domain::delegation::{ActorUri, Cut, DelegateCopy, FromOrigin, OriginCopy, Side, State};
use pursuance_domain::event::happened::Step;
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, DelegationId};
use serde_json::{Value, json};
use url::Url;

pub use self::arrival::FILES_OF_OFFERS;
pub(super) use self::arrival::receive_offer;
pub(super) use self::block::tell_delegates;
pub(super) use self::closing::{end_if_closed, end_with_deleted, wind_up};
pub(super) use self::delegate::{apply as apply_delegate, report};
pub use self::discussion::SAID_SO_FAR;
pub(super) use self::discussion::{
    comment_refused, receive_note, removes_note, share_again, share_comment, share_edit, share_end,
    shares_discussion,
};
pub(super) use self::files::{fetch_files, receive_files};
pub(super) use self::keys::pin;
pub(super) use self::news::{at_delegate as news_at_delegate, at_origin as news_at_origin};
pub use self::offer::look_up;
pub(super) use self::offer::{FindPartner, is_blocked, unknown};
pub(super) use self::origin::{apply as apply_origin, facts as origin_facts, task_edited, task_gone};
pub(super) use self::peers::UNDER_WAY;
pub use self::undelivered::{not_let_in, shut_out, undelivered};
pub(super) use self::wire::{Said, said_before};
use super::{Cx, PerformError, Refused, Thing, access};
use crate::store::actors::{self, Actor};
use crate::store::channels::{self, Channel};
use crate::store::delegations::{self, Delegation};
pub use crate::store::discussions::FILES_MOST;
use crate::store::error::StoreError;
use crate::store::events;
use crate::store::tasks::{self, Task};

/// The event of a step, made from the state of the delegation after it.
pub(super) type Tell = fn(Step) -> Happened;

/// The work was accepted.
const WORK_ACCEPTED: Tell = |step| Happened::DelegationWorkAccepted(step.into());
/// The question whether a third pursuance may join in.
const ONWARD_ASKED: Tell = |step| Happened::DelegationOnwardAsked(step.into());

/// The event when the origin takes the task back: an open offer is withdrawn, a held task is recalled.
fn taken_back(state: State) -> Tell {
    if state.is_open() { Happened::DelegationWithdrawn } else { Happened::DelegationRecalling }
}

/// One side of a delegation with everything around it.
pub(super) struct DelegationCx {
    pub row: Delegation,
    /// The pursuance of this side.
    pub us: Actor,
    /// The pursuance of the other side.
    pub peer: Actor,
    /// The task handed over, or the mirror.
    pub task: Option<Task>,
}

impl DelegationCx {
    /// Loads everything around a row.
    pub async fn around(cx: &mut Cx, row: Delegation) -> Result<Self, PerformError> {
        let us = actor(cx, row.ours()).await?;
        let peer = actor(cx, row.peer()).await?;
        Self::between(cx, row, us, peer).await
    }

    /// Loads everything around a row, for a task that was just read.
    pub async fn about(cx: &mut Cx, row: Delegation, task: Task) -> Result<Self, PerformError> {
        let us = actor(cx, row.ours()).await?;
        let peer = actor(cx, row.peer()).await?;
        Ok(Self { row, us, peer, task: Some(task) })
    }

    /// Loads everything around a row, for two known parties.
    pub async fn between(cx: &mut Cx, row: Delegation, us: Actor, peer: Actor) -> Result<Self, PerformError> {
        let task = match &row.task {
            Some(id) => tasks::by_id(&mut cx.tx, id).await?,
            None => None,
        };
        Ok(Self { row, us, peer, task })
    }

    /// Whether an address is that of the task handed over.
    pub fn is_our_task(&self, uri: &str) -> bool {
        self.row.task.as_ref().is_some_and(|task| uri == format!("{}/ap/t/{task}", self.home()))
    }

    /// Scheme and authority of this instance, taken from the address of its actor.
    fn home(&self) -> &str {
        self.us.uri.split("/ap/").next().unwrap_or_default()
    }

    /// The task, which an origin always has and a delegate has from its acceptance on.
    pub fn need_task(&self) -> Result<Task, Refused> {
        self.task.clone().ok_or(Refused::NotFound(Thing::Task))
    }

    /// The origin's copy of the state machine.
    pub fn origin_copy(&self) -> Result<OriginCopy, PerformError> {
        self.row.copy.origin().cloned().ok_or_else(|| self.other_side())
    }

    /// The delegate's copy of the state machine.
    pub fn delegate_copy(&self) -> Result<DelegateCopy, PerformError> {
        self.row.copy.delegate().cloned().ok_or_else(|| self.other_side())
    }

    /// The row is of the other side.
    fn other_side(&self) -> PerformError {
        StoreError::unknown_word("delegation", "side", self.row.side.as_str()).into()
    }

    /// Whether the channel between the two is suspended until people have checked it.
    pub async fn is_suspended(&self, cx: &mut Cx) -> Result<bool, PerformError> {
        let ours = |channel: &&Channel| channel.local == self.us.id.0 && channel.peer == self.peer.id.0;
        if let Some(channel) = cx.channels.iter().find(ours) {
            return Ok(!channel.is_open());
        }
        let channel = channels::find(&mut cx.tx, &self.us.id, &self.peer.id).await?;
        Ok(channel.is_some_and(|channel| !channel.is_open()))
    }

    /// The present state, for events.
    pub fn step(&self) -> Step {
        Step {
            delegation: self.row.id.clone(),
            state: self.row.state,
            side: self.row.side,
            peer: ActorUri(self.peer.uri.clone()),
            round: None,
            cut: None,
            again: false,
        }
    }

    /// A step after a decision of ours.
    pub fn decided(&self, round: u32, cut: Option<Cut>) -> Step {
        Step { round: Some(round), cut: Some(cut), ..self.step() }
    }

    /// Leaves an event about it.
    pub fn event(&self, cx: &mut Cx, what: Happened) {
        self.event_by(cx, None, what);
    }

    /// Leaves an event about it, in the name of `by`, or else of the acting principal.
    fn event_by(&self, cx: &mut Cx, by: Option<&ActorId>, what: Happened) {
        // A delegation that is not accepted yet is for the members who answer offers: anybody may offer anything.
        let audience = if self.row.task.is_some() { Audience::Readers } else { Audience::Answerers };
        let (stream, task) = (StreamId::of(&self.us.id), self.row.task.as_ref());
        cx.leave(stream, audience, what, self.row.id.as_str(), task);
        if let (Some(by), Some(event)) = (by, cx.events.last_mut()) {
            event.actor = Some(by.clone());
        }
    }

    /// The result of an action on it.
    pub fn result(&self) -> Value {
        json!({
            "delegation": self.row.id,
            "uri": self.row.uri,
            "side": self.row.side,
            "state": self.row.state,
            "task": self.task.as_ref().map(|task| task.number),
        })
    }
}

/// A party of a delegation.
pub(super) async fn actor(cx: &mut Cx, id: &ActorId) -> Result<Actor, PerformError> {
    let missing = || StoreError::unknown_word("delegation", "origin", id);
    Ok(actors::by_id(&mut cx.tx, id).await?.ok_or_else(missing)?)
}

/// Finds a side of a delegation to act on, and locks its pursuance until the end of the transaction.
async fn lock_side(
    cx: &mut Cx,
    id: &DelegationId,
    side: Side,
) -> Result<(access::Access, DelegationCx), PerformError> {
    let row = delegations::by_id(&mut cx.tx, id)
        .await?
        .filter(|row| row.side == side)
        .ok_or(Refused::NotFound(Thing::Delegation))?;
    let access =
        access::lock(cx, row.ours().as_str()).await.map_err(|_| Refused::NotFound(Thing::Delegation))?;
    let row = delegations::by_id(&mut cx.tx, id).await?.ok_or(Refused::NotFound(Thing::Delegation))?;
    let delegation = DelegationCx::around(cx, row).await?;
    Ok((access, delegation))
}

/// Notes a verdict with the version of the work that it is about: another version of the same round has none.
pub(super) async fn note_verdict(
    cx: &mut Cx,
    id: &DelegationId,
    message: &FromOrigin,
) -> Result<(), PerformError> {
    let Some((work, verdict)) = wire::verdict_of(message) else { return Ok(()) };
    Ok(delegations::set_verdict(&mut cx.tx, id, work.as_str(), verdict, cx.now).await?)
}

/// Locks the pursuance of a row that the clock or a message is about.
pub(super) async fn lock_party(cx: &mut Cx, ours: &ActorId) -> Result<(), PerformError> {
    Ok(events::lock(&mut cx.tx, &StreamId::of(ours)).await?)
}

/// An address this program made itself, as a URL.
pub(super) fn own_url(text: &str) -> Result<Url, PerformError> {
    Url::parse(text).map_err(|source| PerformError::Damaged { what: "an address", source: Box::new(source) })
}
