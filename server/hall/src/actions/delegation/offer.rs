//! Handing over: the partner, the contents, the terms.

use pursuance_domain::action::{About, OfferDelegation, ReofferDelegation};
use pursuance_domain::allowed::{Permission, Principal};
use pursuance_domain::delegation::origin::{OpeningFacts, TaskAvailability};
use pursuance_domain::delegation::path::{self, Hop};
use pursuance_domain::delegation::terms::{Span, Terms};
use pursuance_domain::delegation::{ActorUri, DelegationRefusal, OriginCopy, OriginDecision, Side};
use pursuance_domain::event::Happened;
use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::task::Asks;
use pursuance_domain::time::{HOUR, Time};
use pursuance_domain::value::{ActorRef, Size};
use pursuance_federation::vocab;
use serde_json::Value;
use url::Url;

use super::{DelegationCx, Said, delegate, discussion, lock_side, origin, own_url, terms, wire};
use crate::actions::{
    Cx, PartnerRefusal, PerformError, Refused, Stage, Step, Thing, Walk, access, skill_offer, task,
};
use crate::lookup::DirectoryError;
use crate::peers::host_policy;
use crate::state::App;
use crate::store::actors::{Actor, ActorKind};
use crate::store::delegations::{self, Delegation, RowDocument, SideCopy};
use crate::store::deliveries;
use crate::store::pursuances;
use crate::store::tasks::{self, Task};
use crate::task_wire;

carried_out! {
    OfferDelegation => offer,
    ReofferDelegation => reoffer,
}

/// Looks up, before the transaction, the actor on another server that an action names, and has the action name it by its id: there
/// are many ways to write an address that leads to it. Only for a person who may hand the task over: others cannot make this
/// server send requests.
#[derive(Debug)]
pub(in crate::actions) struct FindPartner;

impl Stage for FindPartner {
    fn prepare<'a>(&'a self, walk: &'a mut Walk) -> Step<'a> {
        Box::pin(find_partner(walk))
    }
}

async fn find_partner(Walk { app, who, action, .. }: &mut Walk) -> Result<(), PerformError> {
    if action.actors_mut().is_empty() {
        return Ok(());
    }
    let (pursuance, task) = match action.about() {
        About::Task { pursuance, task } => (pursuance.to_owned(), Some(task)),
        About::Delegation(delegation) => {
            let row = delegations::by_id(&mut app.db.read().await?, delegation).await?;
            let row =
                row.filter(|row| row.side == Side::Delegate).ok_or(Refused::NotFound(Thing::Delegation))?;
            (row.delegate.0, None)
        }
        About::Account
        | About::Instance
        | About::Peer
        | About::NewPursuance
        | About::Pursuance(_)
        | About::Member { .. }
        | About::NewTask { .. }
        | About::TaskById(_)
        | About::Room(_)
        | About::SkillOffer(_)
        | About::Question => return Ok(()),
    };
    let mut tx = app.db.read().await?;
    let access = access::find(&mut tx, who, &pursuance, app.clock.now()).await?;
    let task = match task {
        Some(number) => Some(access::find_task(&mut tx, &access, number).await?),
        None => None,
    };
    access.demand(Permission::Delegate, task.as_ref())?;
    drop(tx);
    for named in action.actors_mut() {
        let found = look_up(app, who, &access.pursuance.id, named).await??;
        *named = app.as_found(named, &found);
    }
    Ok(())
}

/// The pursuance that somebody names for a task of theirs. One here that they may not know of is refused as a name that nobody has:
/// in the same words, and for as many questions to the database.
pub async fn look_up(
    app: &App,
    who: &Principal,
    us: &ActorId,
    named: &ActorRef,
) -> Result<Result<Actor, DirectoryError>, PerformError> {
    if app.is_name_here(named) {
        let mut tx = app.db.read().await?;
        let found = app.known_pursuance(&mut tx, named.as_str()).await?;
        let other =
            found.as_ref().map_or_else(|| ActorId(named.as_str().to_owned()), |found| found.id.clone());
        let is_known = skill_offer::is_known(&mut tx, who, (us, &other), app.clock.now()).await?;
        if found.is_some() && !is_known {
            return Ok(Err(app.nobody(named)));
        }
    }
    Ok(app.find_pursuance(who, named).await)
}

/// The refusal of a name of nobody who is known.
pub(in crate::actions) fn unknown(app: &App, named: &ActorRef) -> PerformError {
    if app.is_name_here(named) {
        Refused::NotFound(Thing::Pursuance).into()
    } else {
        app.nobody(named).into()
    }
}

/// The pursuance that receives the offer.
pub(super) async fn partner(cx: &mut Cx, named: &ActorRef) -> Result<Actor, PerformError> {
    let app = cx.app.clone();
    let actor = match app.known_pursuance(&mut cx.tx, named.as_str()).await? {
        Some(actor) => actor,
        None => access::find_actor(cx, named.as_str()).await?.ok_or_else(|| unknown(&app, named))?,
    };
    let no = |why: fn(String) -> PartnerRefusal| Refused::NotAPartner(why(actor.display.clone()));
    if actor.kind != ActorKind::Group {
        return Err(no(PartnerRefusal::NotAPursuance).into());
    }
    if actor.is_here() && pursuances::by_id(&mut cx.tx, &actor.id).await?.is_some_and(|it| it.is_private()) {
        return Err(no(PartnerRefusal::Private).into());
    }
    if !actor.capable {
        return Err(no(PartnerRefusal::TakesNoTasks).into());
    }
    if actor.gone_at.is_some() {
        return Err(no(PartnerRefusal::Gone).into());
    }
    Ok(actor)
}

async fn offer(cx: &mut Cx, a: OfferDelegation) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Delegate, Some(&task))?;
    let us = super::actor(cx, &access.pursuance.id).await?;
    let peer = partner(cx, &a.to).await?;
    let through = skill_offer::satisfied(cx, &us.id, &peer, a.satisfies.as_ref()).await?;
    let chain = chain_of(cx, &us, &peer, &task).await?;
    let mut terms = Terms::usual(cx.now, a.due.or(task.asked.due));
    terms.respond_by = a.respond_by.unwrap_or(terms.respond_by);
    terms.heartbeat = a.heartbeat.map_or(terms.heartbeat, Span::days);
    terms.redelegation = a.redelegation;
    terms.names = a.names;
    terms.discussion = a.discussion;
    terms.max_depth = chain.max_depth;
    // The terms as written, before the rounding for the wire.
    terms.check(cx.now).map_err(DelegationRefusal::Terms)?;
    let before = delegations::all_of_task(&mut cx.tx, &task.id).await?;
    let offered_to_them =
        before.iter().any(|row| row.side == Side::Origin && row.state.is_open() && row.delegate == peer.id);
    let holder = task::holder(cx, &task).await?;
    let facts = OpeningFacts {
        now: cx.now,
        task: if task.phase.is_closed() {
            TaskAvailability::Closed
        } else if holder != task::Holder::Nobody {
            TaskAvailability::Taken
        } else {
            TaskAvailability::Free
        },
        is_assigned: holder == task::Holder::Person,
        has_offer_to_them: offered_to_them,
        is_blocked: is_blocked(cx, &peer).await?,
        is_shut_out: is_shut_out(cx, &peer).await?,
        waiting_offers: waiting(cx, &us, &peer, Side::Origin).await?,
    };
    let wire_terms = terms::write_terms(&terms);
    let uri = cx.app.addresses.activity(&cx.new_id());
    let machine = terms::machine_offer(&uri, &wire_terms, cx.now);
    let step = OriginCopy::open(machine, &facts)?;
    let id = DelegationId(cx.new_id());
    let delegation_uri = cx.app.addresses.delegation(id.as_str());
    let asks = access::asks_of(&mut cx.tx, &task).await?;
    let mut wire_task = wire::task_in_full(cx, &us.uri, &task, Asks { due: terms.due, ..asks }).await?;
    wire_task.attachment = delegate::share_files(cx, &task, &a.files, id.as_str()).await?;
    let offered = vocab::Delegation {
        id: own_url(&delegation_uri)?,
        attributed_to: own_url(&us.uri)?,
        delegator: own_url(&us.uri)?,
        delegate: own_url(&peer.uri)?,
        root: chain.root,
        path: chain.path.iter().map(terms::hop).collect::<Result<_, _>>()?,
        terms_hash: wire_terms.hash(),
        terms: wire_terms,
        pact: None,
        satisfies: through.as_ref().map(skill_offer::intent).transpose()?,
        revision: 1,
        task: wire_task,
    };
    let row = Delegation {
        uri: delegation_uri,
        side: Side::Origin,
        state: step.copy.state,
        copy: SideCopy::Origin(step.copy.clone()),
        origin: us.id.clone(),
        delegate: peer.id.clone(),
        task: Some(task.id.clone()),
        peer_task_uri: None,
        grant_uri: None,
        root_uri: offered.root.to_string(),
        path: chain.path,
        offered: RowDocument::new(offered.clone())?,
        snapshot: None,
        respond_by: Some(terms.respond_by),
        last_activity: cx.now,
        next_tick: None,
        created: cx.now,
        updated: cx.now,
        id,
    };
    let mut delegation = DelegationCx { row, us, peer, task: Some(task.clone()) };
    origin::write_copy(cx, &mut delegation, &step.copy);
    delegations::add(&mut cx.tx, &delegation.row).await?;
    if let Some(through) = &through {
        skill_offer::came_through(cx, &delegation.row.id, through).await?;
    }
    let note = a.note.map(|note| note.to_string());
    let said = Said { note, delegation: Some(Box::new(offered)), ..Said::default() };
    origin::apply(cx, &mut delegation, step, &said, Some(Happened::DelegationOffered)).await?;
    if a.discussion {
        discussion::share_so_far(cx, &delegation, &task, a.names).await?;
    }
    Ok(delegation.result())
}

/// The place of a task in a chain of pursuances.
struct PursuanceChain {
    root: Url,
    path: Vec<Hop>,
    max_depth: u8,
}

/// Follows a task up to its root, and refuses circles, too great a depth, and pursuances that the origin did not allow.
async fn chain_of(
    cx: &mut Cx,
    us: &Actor,
    peer: &Actor,
    task: &Task,
) -> Result<PursuanceChain, PerformError> {
    let (our_uri, peer_uri) = (ActorUri(us.uri.clone()), ActorUri(peer.uri.clone()));
    let mut above = vec![task.clone()];
    above.extend(tasks::ancestors(&mut cx.tx, task).await?);
    // A subtask of a mirror belongs to the same work, and so to the same chain.
    let mirror = above.into_iter().find(Task::is_mirror);
    let Some(row) = (match mirror.and_then(|mirror| mirror.delegation) {
        Some(id) => delegations::by_id(&mut cx.tx, &id).await?,
        None => None,
    }) else {
        let path = path::extend(&[], &our_uri);
        path::may_offer(&path, &our_uri, &peer_uri)?;
        return Ok(PursuanceChain {
            root: own_url(&cx.app.addresses.task(&task.id))?,
            path,
            max_depth: Terms::MAX_DEPTH,
        });
    };
    let path = path::extend(&row.path, &our_uri);
    path::may_offer(&path, &our_uri, &peer_uri)?;
    let mut above = DelegationCx::around(cx, row).await?;
    let copy = above.delegate_copy()?;
    let max_depth = copy.may_hand_on(&peer_uri)?;
    let root = own_url(&above.row.root_uri)?;
    if !copy.onward.iter().any(|question| question.to == peer_uri) {
        // Where no permission is needed, the origin is informed all the same (PROTOCOL §3.5).
        delegate::ask_about(cx, &mut above, peer_uri).await?;
    }
    Ok(PursuanceChain { root, path, max_depth })
}

/// Whether the server of the peer is blocked here.
pub(in crate::actions) async fn is_blocked(cx: &mut Cx, peer: &Actor) -> Result<bool, PerformError> {
    let Some(host) = &peer.host else { return Ok(false) };
    Ok(host_policy::is_blocked(&mut cx.tx, host).await?)
}

/// Whether their server refuses everything from this one.
async fn is_shut_out(cx: &mut Cx, peer: &Actor) -> Result<bool, PerformError> {
    let Some(host) = &peer.host else { return Ok(false) };
    Ok(deliveries::host(&mut cx.tx, host).await?.is_some_and(|host| host.shut_out_since.is_some()))
}

pub(super) async fn waiting(
    cx: &mut Cx,
    origin: &Actor,
    delegate: &Actor,
    side: Side,
) -> Result<u32, PerformError> {
    let count = delegations::count_unanswered(&mut cx.tx, &origin.id, &delegate.id, side).await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

async fn reoffer(cx: &mut Cx, a: ReofferDelegation) -> Result<Value, PerformError> {
    let (access, mut delegation) = lock_side(cx, &a.delegation, Side::Origin).await?;
    access.demand(Permission::Delegate, delegation.task.as_ref())?;
    let note = a.note.map(|note| note.to_string());
    let other = Other { due: a.due.map(Some), size: a.size, note, asks: None };
    offer_again(cx, &mut delegation, other).await?;
    Ok(delegation.result())
}

/// The changes in a new offer; everything else stays as offered before.
pub(super) struct Other {
    /// Wanted by then, or whenever.
    pub due: Option<Option<Time>>,
    pub size: Option<Size>,
    pub note: Option<String>,
    /// The present asks of the task, where known.
    pub asks: Option<Asks>,
}

/// Offers the same task on other terms: a new Offer of the same delegation, which never changes an old one.
pub(super) async fn offer_again(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    other: Other,
) -> Result<(), PerformError> {
    let copy = delegation.origin_copy()?;
    let newest = copy.newest().ok_or(Refused::NotFound(Thing::Offer))?.clone();
    let before = delegation.row.offered.read()?.clone();
    // A change that they refused does not come back with the next one.
    let pending = copy.pending.as_ref().and_then(|pending| copy.offer(pending));
    let standing = pending.or_else(|| copy.standing()).unwrap_or(&newest);
    let stood = origin::offered(cx, delegation, &copy, &standing.uri).await?;
    let mut terms = standing.terms.clone();
    terms.due = other.due.unwrap_or(terms.due);
    // The time to answer is as long as it was for the first offer.
    let patience = newest.terms.respond_by.0 - newest.offered_at.0;
    terms.respond_by = terms.respond_by.max(cx.now.plus(patience));
    let wire_terms = terms::write_terms(&terms);
    let uri = cx.app.addresses.activity(&cx.new_id());
    let task = delegation.need_task()?;
    let asks = match other.asks {
        Some(asks) => asks,
        None => access::asks_of(&mut cx.tx, &task).await?,
    };
    let stood = stood.map(|stood| task_wire::read(&stood.task).size);
    let size = other.size.or(stood).unwrap_or(asks.size);
    let asks = Asks { due: terms.due, size, ..asks };
    let mut wire_task = wire::task_in_full(cx, &delegation.us.uri, &task, asks).await?;
    wire_task.attachment = before.task.attachment;
    let offered = vocab::Delegation {
        task: wire_task,
        terms_hash: wire_terms.hash(),
        terms: wire_terms,
        revision: before.revision + 1,
        ..before
    };
    let machine = terms::machine_offer(&uri, &offered.terms, cx.now);
    let facts = origin::facts(cx, delegation, None).await?;
    let step = copy.decide(OriginDecision::Reoffer { offer: machine }, &facts)?;
    let lately = delegations::count_offers_taken(&mut cx.tx, &delegation.row.id, cx.now.plus(-HOUR)).await?;
    copy.may_offer_again(usize::try_from(lately).unwrap_or(usize::MAX))?;
    delegation.row.offered = RowDocument::new(offered.clone())?;
    delegations::set_offered(&mut cx.tx, &delegation.row).await?;
    let replaces = Url::parse(newest.uri.as_str()).ok();
    let said = Said { note: other.note, delegation: Some(Box::new(offered)), replaces, ..Said::default() };
    origin::apply(cx, delegation, step, &said, Some(Happened::DelegationReoffered)).await
}
