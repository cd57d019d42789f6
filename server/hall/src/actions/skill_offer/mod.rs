//! Skill offers (PROTOCOL §1.8): an Admin publishes, changes and withdraws a pursuance's offers; a job tells others.
//!
//! | file | what it does |
//! |---|---|
//! | `tell` | tells pursuances elsewhere of changes to an offer |
//! | `wire` | an offer as a document |
//! | `kept` | offers of other servers: kept, replaced, given up, asked for again |
//! | `list` | the list of offers of a pursuance elsewhere |
//! | `agreement` | agreements that other software offers, declined |
//! | `taken` | delegations that come through an offer |
//!
//! An offer kept of another server is a copy of its document, which can be read again at any time: like the directory, keeping
//! it is no action and leaves no event.

mod agreement;
mod kept;
mod list;
mod taken;
mod tell;
mod wire;

use futures::future::try_join_all;
use pursuance_domain::action::{About, ChangeSkillOffer, PublishSkillOffer, WithdrawSkillOffer};
use pursuance_domain::allowed::{Permission, Principal};
use pursuance_domain::event::happened::SkillOffered;
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, SkillOfferId};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::skill_offer::{
    self, READERS_MOST, SkillOfferDraft, SkillOfferReaders, SkillOfferRefusal,
};
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{ActorRef, Note};
use serde_json::{Value, json};

pub use self::agreement::to_decline;
pub use self::kept::{KEPT_IN_ALL, KEPT_OF_HOST, NotKept, OFFER_LIMIT, ask, take_back, take_in};
pub use self::list::{ITEMS as LISTED_MOST, ListRead, PAGES as LIST_PAGES, read_list};
pub(super) use self::taken::{admit, came_through, intent, named, satisfied};
pub use self::wire::proposal;
use super::access::Access;
use super::{Cx, PerformError, Refused, Stage, Step, Thing, Walk, access, delegation};
use crate::store::actors::ActorKind;
use crate::store::db::ReadTx;
use crate::store::jobs::Job;
use crate::store::skill_offers::{self, SkillOffer};

carried_out! {
    PublishSkillOffer => publish,
    ChangeSkillOffer => change,
    WithdrawSkillOffer => withdraw,
}

/// Interval at which pursuances that have begun to follow us, or to work with us, are told of the open offers.
pub const TOLD_EVERY: i64 = DAY;

/// Looks up, before the transaction, the pursuances on other servers that an offer names, and has the action name them by their
/// ids. Only for a person who may publish it: others cannot make this server send requests.
#[derive(Debug)]
pub(super) struct FindReaders;

impl Stage for FindReaders {
    fn prepare<'a>(&'a self, walk: &'a mut Walk) -> Step<'a> {
        Box::pin(find_readers(walk))
    }
}

async fn find_readers(Walk { app, who, action, .. }: &mut Walk) -> Result<(), PerformError> {
    let About::Pursuance(pursuance) = action.about() else { return Ok(()) };
    let pursuance = pursuance.to_owned();
    let named = action.actors_mut();
    if named.is_empty() || named.len() > READERS_MOST {
        return Ok(());
    }
    {
        let mut tx = app.db.read().await?;
        let access = access::find(&mut tx, who, &pursuance, app.clock.now()).await?;
        access.demand(Permission::EditPursuance, None)?;
    }
    // Local names are looked up later, in the transaction, which checks whether the person may see them: a hidden name is refused in
    // the same words as an unknown name. Names elsewhere are looked up in parallel, so that a person waits only for the slowest
    // server.
    let elsewhere = named.iter().filter(|one| !app.is_name_here(one));
    let found = try_join_all(elsewhere.map(|one| app.find_pursuance(who, one))).await?;
    for (one, found) in named.iter_mut().filter(|one| !app.is_name_here(one)).zip(&found) {
        *one = app.as_found(one, found);
    }
    Ok(())
}

/// The pursuance, for a person who may publish its offers.
async fn of_admin(cx: &mut Cx, named: &str) -> Result<Access, PerformError> {
    let access = access::lock(cx, named).await?;
    access.demand(Permission::EditPursuance, None)?;
    Ok(access)
}

/// The pursuances that may read an offer; none where everybody may. `before`: its present readers.
async fn readers(
    cx: &mut Cx,
    us: &ActorId,
    named: Option<&[ActorRef]>,
    before: &[ActorId],
) -> Result<Option<Vec<ActorId>>, PerformError> {
    let Some(named) = named else { return Ok(None) };
    if named.len() > READERS_MOST {
        return Err(refused(SkillOfferRefusal::TooManyReaders));
    }
    let mut readers = Vec::new();
    for one in named {
        let app = cx.app.clone();
        let found = app.known_pursuance(&mut cx.tx, one.as_str()).await?;
        let found = found.filter(|actor| actor.kind == ActorKind::Group && actor.id != *us);
        let found = found.ok_or_else(|| delegation::unknown(&app, one))?;
        let who = cx.who.clone();
        if found.is_here()
            && !before.contains(&found.id)
            && !is_known(&mut cx.tx, &who, (us, &found.id), cx.now).await?
        {
            return Err(Refused::NotFound(Thing::Pursuance).into());
        }
        let id = found.id;
        if !readers.contains(&id) {
            readers.push(id);
        }
    }
    Ok(Some(readers))
}

/// Whether somebody may know that another pursuance of this instance exists: they may see it, a task went from one to the other,
/// or it offers theirs something.
pub(super) async fn is_known(
    tx: &mut ReadTx,
    who: &Principal,
    (us, other): (&ActorId, &ActorId),
    now: Time,
) -> Result<bool, PerformError> {
    match access::find(tx, who, other.as_str(), now).await {
        Ok(_) => Ok(true),
        Err(PerformError::Refused(Refused::NotFound(_))) => {
            Ok(skill_offers::has_met(tx, us, other).await?
                || skill_offers::has_offer_for(tx, other, us).await?)
        }
        Err(error) => Err(error),
    }
}

fn refused(refusal: SkillOfferRefusal) -> PerformError {
    Refusal::from(refusal).into()
}

fn told_to(readers: Option<&Vec<ActorId>>) -> SkillOfferReaders {
    readers.map_or(SkillOfferReaders::Everyone, |readers| SkillOfferReaders::Named(readers.len()))
}

async fn publish(cx: &mut Cx, a: PublishSkillOffer) -> Result<Value, PerformError> {
    let access = of_admin(cx, &a.pursuance).await?;
    let us = access.pursuance.id.clone();
    let readers = readers(cx, &us, a.to.as_deref(), &[]).await?;
    let draft = SkillOfferDraft {
        skills: &a.skills,
        hours: a.hours,
        tasks: a.tasks,
        until: a.until,
        causes: a.causes.len(),
        told: told_to(readers.as_ref()),
        visibility: access.pursuance.visibility,
    };
    skill_offer::check(&draft, cx.now).map_err(refused)?;
    skill_offer::one_more(skill_offers::count_open(&mut cx.tx, &us, cx.now).await?).map_err(refused)?;
    let id = SkillOfferId(cx.new_id());
    let offer = SkillOffer {
        uri: cx.app.addresses.skill_offer(id.as_str()),
        actor: us,
        note: a.note.unwrap_or_else(|| Note::checked(String::new())),
        skills: a.skills,
        hours: a.hours,
        tasks: a.tasks,
        causes: a.causes,
        public: readers.is_none(),
        until: a.until,
        revision: 1,
        published: cx.now,
        updated: cx.now,
        gone_at: None,
        heard_at: None,
        due_at: Some(cx.now.plus(TOLD_EVERY)),
        id,
    };
    skill_offers::add(&mut cx.tx, &offer).await?;
    skill_offers::set_readers(&mut cx.tx, &offer.id, &readers.unwrap_or_default()).await?;
    happened(cx, &offer, Happened::SkillOfferPublished);
    after(cx, &access, &offer).await
}

async fn change(cx: &mut Cx, a: ChangeSkillOffer) -> Result<Value, PerformError> {
    let access = of_admin(cx, &a.pursuance).await?;
    let before = open_one(cx, &access, &a.offer).await?;
    if a.revision.is_some_and(|read| read != before.revision) {
        return Err(refused(SkillOfferRefusal::Stale));
    }
    let known = skill_offers::readers(&mut cx.tx, &before.id).await?;
    let readers = match &a.to {
        None if before.public => None,
        None => Some(known),
        Some(named) => readers(cx, &access.pursuance.id, named.as_deref(), &known).await?,
    };
    let offer = SkillOffer {
        note: match a.note {
            Some(note) => note.unwrap_or_else(|| Note::checked(String::new())),
            None => before.note.clone(),
        },
        skills: a.skills.unwrap_or_else(|| before.skills.clone()),
        hours: a.hours.unwrap_or(before.hours),
        tasks: a.tasks.unwrap_or(before.tasks),
        causes: a.causes.unwrap_or_else(|| before.causes.clone()),
        public: readers.is_none(),
        until: a.until.unwrap_or(before.until),
        revision: before.revision + 1,
        // Other servers use it to find the newer version, also after this clock was moved back.
        updated: cx.now.max(before.updated.plus(1)),
        due_at: Some(cx.now.plus(TOLD_EVERY)),
        ..before
    };
    let draft = SkillOfferDraft {
        skills: &offer.skills,
        hours: offer.hours,
        tasks: offer.tasks,
        until: offer.until,
        causes: offer.causes.len(),
        told: told_to(readers.as_ref()),
        visibility: access.pursuance.visibility,
    };
    skill_offer::check(&draft, cx.now).map_err(refused)?;
    skill_offers::save(&mut cx.tx, &offer).await?;
    skill_offers::set_readers(&mut cx.tx, &offer.id, &readers.unwrap_or_default()).await?;
    happened(cx, &offer, Happened::SkillOfferChanged);
    after(cx, &access, &offer).await
}

async fn withdraw(cx: &mut Cx, a: WithdrawSkillOffer) -> Result<Value, PerformError> {
    let access = of_admin(cx, &a.pursuance).await?;
    let before = open_one(cx, &access, &a.offer).await?;
    let offer = ended(cx, before);
    skill_offers::save(&mut cx.tx, &offer).await?;
    happened(cx, &offer, Happened::SkillOfferWithdrawn);
    after(cx, &access, &offer).await
}

/// An offer as it is once it was withdrawn.
fn ended(cx: &Cx, before: SkillOffer) -> SkillOffer {
    let at = cx.now.max(before.updated.plus(1));
    SkillOffer { gone_at: Some(at), updated: at, revision: before.revision + 1, due_at: None, ..before }
}

/// An open offer of this pursuance.
async fn open_one(cx: &mut Cx, access: &Access, id: &SkillOfferId) -> Result<SkillOffer, PerformError> {
    let found = skill_offers::by_id(&mut cx.tx, id).await?;
    let found = found.filter(|offer| offer.actor == access.pursuance.id);
    let offer = found.ok_or(Refused::NotFound(Thing::SkillOffer))?;
    if offer.is_open(cx.now) { Ok(offer) } else { Err(refused(SkillOfferRefusal::Over)) }
}

/// Leaves the event: an offer for some is told to the members alone.
fn happened(cx: &mut Cx, offer: &SkillOffer, what: fn(SkillOffered) -> Happened) {
    let told = SkillOffered { offer: offer.id.clone(), skills: offer.skills.to_string() };
    let audience = if offer.public { Audience::Readers } else { Audience::Members };
    cx.leave(StreamId::of(&offer.actor), audience, what(told), offer.id.as_str(), None);
}

/// Has others told, and answers.
async fn after(cx: &mut Cx, access: &Access, offer: &SkillOffer) -> Result<Value, PerformError> {
    tell_soon(cx, &offer.id).await?;
    let slug = &access.pursuance.slug;
    Ok(json!({ "pursuance": slug, "offer": offer.id, "uri": offer.uri, "revision": offer.revision }))
}

/// Has others told of an offer.
async fn tell_soon(cx: &mut Cx, offer: &SkillOfferId) -> Result<(), PerformError> {
    let job = Job::TellSkillOffer { offer: offer.clone() };
    Ok(job.write(&mut cx.tx, &cx.app.clock, cx.now).await?)
}

/// Withdraws all offers of a pursuance that is closed.
pub(super) async fn end_all(cx: &mut Cx, pursuance: &ActorId) -> Result<(), PerformError> {
    for offer in skill_offers::withdraw_all(&mut cx.tx, pursuance, cx.now).await? {
        tell_soon(cx, &offer).await?;
    }
    Ok(())
}
