//! Offers as they arrive: of a new delegation, or with other terms for a known one.

use pursuance_domain::delegation::delegate::Admission;
use pursuance_domain::delegation::path::{self, Held, Hop, IncomingOffer};
use pursuance_domain::delegation::{ActorUri, DelegateCopy, FromOrigin, Reason, Side, State};
use pursuance_domain::event::Happened;
use pursuance_domain::id::DelegationId;
use pursuance_domain::time::Time;
use pursuance_federation::vocab;

use super::files::receive_files;
use super::offer::{is_blocked, waiting};
use super::{DelegationCx, Said, Tell, delegate, terms};
use crate::actions::{Cx, PerformError, skill_offer};
use crate::store::actors::Actor;
use crate::store::closing;
use crate::store::delegations::{self, Delegation, RowDocument, SideCopy};
use crate::store::discussions;

/// An offer as it arrived: of a new delegation, or with other terms for a known one. Already checked: it comes from the
/// delegator, is for us, and the hash of its terms is right.
pub(in crate::actions) async fn receive_offer(
    cx: &mut Cx,
    us: Actor,
    peer: Actor,
    known: Option<Delegation>,
    uri: &str,
    offer: vocab::Offer,
    published: Time,
) -> Result<DelegationId, PerformError> {
    let machine = terms::machine_offer(uri, &offer.delegation.terms, published);
    let said = Said::default();
    if let Some(row) = known {
        let mut delegation = DelegationCx::around(cx, row).await?;
        let mut step = delegation.delegate_copy()?.receive(&FromOrigin::Offer(machine), cx.now);
        if step.copy.offers.last().is_some_and(|newest| newest.uri.as_str() == uri) {
            step.copy.task_revision = step.copy.task_revision.max(revision_of(&offer.delegation));
            delegation.row.offered = RowDocument::new(offer.delegation)?;
            delegations::set_offered(&mut cx.tx, &delegation.row).await?;
            receive_more_files(cx, &delegation).await?;
        }
        // An offer that does not fit is answered, and has no other effect.
        let tell: Option<Tell> = step.messages.is_empty().then_some(Happened::DelegationReoffered);
        delegate::apply(cx, &mut delegation, step, &said, tell).await?;
        let id = delegation.row.id.clone();
        super::end_if_closed(cx, delegation).await?;
        return Ok(id);
    }
    let hops: Vec<Hop> = offer.delegation.path.iter().map(terms::read_hop).collect::<Result<_, _>>()?;
    let mut admission = admit(cx, &us, &peer, &offer.delegation, &hops).await?;
    let through = skill_offer::named(cx, &us, &peer, &offer.delegation).await?;
    if admission.is_ok()
        && let Some(through) = &through
        && let Err(reason) = skill_offer::admit(cx, through).await?
    {
        admission = Err(reason);
    }
    let is_refused = admission.is_err();
    let mut step = DelegateCopy::first(machine, admission, cx.now);
    step.copy.task_revision = revision_of(&offer.delegation);
    let id = DelegationId(cx.new_id());
    let row = Delegation {
        uri: offer.delegation.id.to_string(),
        side: Side::Delegate,
        state: step.copy.state,
        copy: SideCopy::Delegate(step.copy.clone()),
        origin: peer.id.clone(),
        delegate: us.id.clone(),
        task: None,
        peer_task_uri: Some(offer.delegation.task.id.to_string()),
        grant_uri: None,
        root_uri: offer.delegation.root.to_string(),
        path: hops,
        offered: RowDocument::new(offer.delegation)?,
        snapshot: None,
        respond_by: None,
        last_activity: cx.now,
        next_tick: None,
        created: cx.now,
        updated: cx.now,
        id: id.clone(),
    };
    let mut delegation = DelegationCx { row, us, peer, task: None };
    delegate::write_copy(cx, &mut delegation, &step.copy);
    delegations::add(&mut cx.tx, &delegation.row).await?;
    if let Some(through) = &through {
        skill_offer::came_through(cx, &id, through).await?;
    }
    if !is_refused {
        // The bytes are fetched when a person here wants them, or accepts.
        receive_files(cx, &delegation, &delegation.row.offered.read()?.task.attachment, id.as_str()).await?;
    }
    let tell: Tell = if is_refused { Happened::DelegationDeclined } else { Happened::DelegationOffered };
    delegate::apply(cx, &mut delegation, step, &said, Some(tell)).await?;
    Ok(id)
}

/// The revision of the task that an offer shows.
fn revision_of(offered: &vocab::Delegation) -> i64 {
    i64::try_from(offered.task.revision).unwrap_or(i64::MAX)
}

/// Whether people get to see an offer, by the rules that need no person (PROTOCOL §3.5).
async fn admit(
    cx: &mut Cx,
    us: &Actor,
    peer: &Actor,
    offered: &vocab::Delegation,
    hops: &[Hop],
) -> Result<Result<Admission, Reason>, PerformError> {
    if closing::since(&mut cx.tx, &us.id).await?.is_some() {
        // It may be opened again (PROTOCOL §3.5).
        return Ok(Err(Reason::NotNow));
    }
    let live = delegations::live_of_root(&mut cx.tx, &us.id, offered.root.as_str()).await?;
    let mut held: Vec<Held<'_>> = Vec::new();
    for row in live.iter().filter(|row| row.side == Side::Delegate && row.state != State::Offered) {
        let from = super::actor(cx, &row.origin).await?;
        let is_peer_down = super::clock::down_since(cx, &from).await?.is_some();
        held.push(Held { path: &row.path, is_peer_down });
    }
    Ok(path::admit(&IncomingOffer {
        path: hops,
        from: &ActorUri(peer.uri.clone()),
        us: &ActorUri(us.uri.clone()),
        max_depth: u8::try_from(offered.terms.said().max_depth).unwrap_or(u8::MAX),
        is_blocked: is_blocked(cx, peer).await?,
        waiting_offers: waiting(cx, peer, us, Side::Delegate).await?,
        held: &held,
        has_own_open_offer: live.iter().any(|row| row.side == Side::Origin && row.state.is_open()),
    }))
}

/// The most files kept of all offers of a delegation that nobody has accepted.
pub const FILES_OF_OFFERS: usize = 100;

/// Adds the files of another offer of a known delegation, except known files. They too wait for a yes.
async fn receive_more_files(cx: &mut Cx, delegation: &DelegationCx) -> Result<(), PerformError> {
    let mut known = discussions::hung_on(&mut cx.tx, delegation.row.id.as_str()).await?;
    let room = FILES_OF_OFFERS.saturating_sub(known.len());
    if let Some(task) = &delegation.task {
        known.extend(discussions::hung_on(&mut cx.tx, task.id.as_str()).await?);
    }
    let is_new = |file: &&vocab::Attachment| known.iter().all(|known| known.sha256 != file.sha256.hex());
    let offered = &delegation.row.offered.read()?.task.attachment;
    let new: Vec<vocab::Attachment> = offered.iter().filter(is_new).take(room).cloned().collect();
    receive_files(cx, delegation, &new, delegation.row.id.as_str()).await
}
