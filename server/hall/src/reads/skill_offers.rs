//! Skill offers: what a pursuance can do for others, and what others can do.

use std::collections::{HashMap, HashSet};

use pursuance_domain::allowed::{Permission, Principal};
use pursuance_domain::delegation::path::{Hop, hop};
use pursuance_domain::delegation::{ActorUri, Side};
use pursuance_domain::id::{ActorId, DelegationId, SkillOfferId};
use pursuance_domain::pairing::{self, AlliedOffer};
use pursuance_domain::skill_offer;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Label, Skill, Skills, ValueRefusal};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Actors, Page, name_of, one_more, people};
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::peers::host_policy::HostPolicy;
use crate::store::actors::Actor;
use crate::store::db::{ListTx, ReadTx};
use crate::store::delegations;
use crate::store::error::StoreResult;
use crate::store::skill_offers::{self, SkillOffer, Wanted};
use crate::store::tasks::{self, Task};

/// The offer of a pursuance to do something for others.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SkillOffer")]
pub struct SkillOfferView {
    pub offer: SkillOfferId,
    /// Its address for other servers.
    pub uri: String,
    /// The pursuance that offers: its slug, or slug@server.
    pub by: String,
    /// Its display name.
    pub name: String,
    pub skills: Skills,
    /// Markdown; may be empty.
    pub note: String,
    /// About so many hours a week; null: not said.
    pub hours: Option<u16>,
    /// At most so many tasks at once; null: not said.
    pub tasks: Option<u16>,
    /// So many of them are free, as far as it is known here.
    pub free: Option<i64>,
    pub until: Time,
    pub causes: Vec<String>,
    /// Whether everybody may read it; otherwise only those it names.
    pub public: bool,
    pub revision: i64,
    /// When its server said so last, or answered for it; null for offers of this server.
    pub told_at: Option<Time>,
    /// Tasks that came through it and have not ended, as far as they are known here.
    pub open: i64,
}

/// An offer with the pursuance that makes it.
#[derive(Debug, Clone)]
pub struct KnownOffer {
    pub offer: SkillOffer,
    pub maker: Actor,
    /// Number of tasks that came through it and have not ended.
    pub open: i64,
}

impl KnownOffer {
    /// The number of further tasks with room, where the offer has a limit.
    pub fn free(&self) -> Option<i64> {
        skill_offer::room(self.offer.tasks, self.open)
    }

    /// The view for programs.
    pub fn view(self) -> SkillOfferView {
        let free = self.free();
        let Self { offer, maker, open } = self;
        SkillOfferView {
            offer: offer.id,
            uri: offer.uri,
            by: name_of(&maker),
            name: maker.display,
            skills: offer.skills,
            note: offer.note.as_str().to_owned(),
            hours: offer.hours,
            tasks: offer.tasks,
            free,
            until: offer.until,
            causes: offer.causes.iter().map(Label::as_str).map(str::to_owned).collect(),
            public: offer.public,
            revision: offer.revision,
            told_at: offer.heard_at,
            open,
        }
    }
}

/// The side of a delegation that counts for an offer: the offering pursuance knows all its tasks, others only their own.
fn side(offer: &SkillOffer) -> Side {
    if offer.heard_at.is_none() { Side::Delegate } else { Side::Origin }
}

/// Offers with their makers, without offers of blocked servers.
async fn with_makers(tx: &mut ReadTx, offers: Vec<SkillOffer>) -> StoreResult<Vec<KnownOffer>> {
    let policy = HostPolicy::load(tx).await?;
    let (mut actors, mut known) = (Actors::default(), Vec::with_capacity(offers.len()));
    actors.look_up(tx, offers.iter().map(|offer| offer.actor.clone()).collect()).await?;
    let mut taken = HashMap::new();
    for counted in [Side::Delegate, Side::Origin] {
        let of_side = offers.iter().filter(|offer| side(offer) == counted);
        let of_side: Vec<&str> = of_side.map(|offer| offer.uri.as_str()).collect();
        taken.extend(skill_offers::open_through_each(tx, &of_side, counted).await?);
    }
    for offer in offers {
        let maker = actors.get(tx, &offer.actor).await?.clone();
        if maker.host.as_deref().is_some_and(|host| policy.covers(host)) {
            continue;
        }
        let open = taken.get(&offer.uri).copied().unwrap_or_default();
        known.push(KnownOffer { offer, maker, open });
    }
    Ok(known)
}

/// The skill that somebody looks for among offers: `Area:Detail`, `Area:*`, or a word, which means what it means in a query; and the key of
/// its detail, since an offer may have a word for it that nobody here uses.
///
/// # Errors
/// When the database fails; the answer has the refusal of a text that is no skill.
pub async fn wanted_skill(
    tx: &mut ListTx,
    who: &Principal,
    typed: &str,
) -> Result<Result<(Skill, String), ValueRefusal>, PerformError> {
    let alone = Skill::parse(&format!("{}:{typed}", people::NO_AREA));
    let detail = alone.map(|alone| alone.detail_key()).unwrap_or_default();
    Ok(people::meant_or_area(tx, who, typed).await?.map(|skill| (skill, detail)))
}

/// The open offers that somebody may read, the newest first, before one.
///
/// # Errors
/// When the database fails.
pub async fn known(
    tx: &mut ReadTx,
    person: Option<&ActorId>,
    wanted: &Wanted,
    now: Time,
    before: &str,
    limit: usize,
) -> Result<Page<KnownOffer, SkillOfferId>, PerformError> {
    let rows = skill_offers::known(tx, person, wanted, now, before, one_more(limit)).await?;
    let Page { items, next } = Page::cut(rows, limit, |offer| offer.id.clone());
    Ok(Page { items: with_makers(tx, items).await?, next })
}

/// The open offers of a pursuance that its reader may see, the newest first, before one: members (Viewer and above) see all of
/// them.
///
/// # Errors
/// When the database fails.
pub async fn of_pursuance(
    tx: &mut ReadTx,
    access: &Access,
    before: &str,
    limit: usize,
) -> Result<Page<KnownOffer, SkillOfferId>, PerformError> {
    let (id, now) = (&access.pursuance.id, access.now);
    let rows = if access.may(Permission::SeeLog, None) {
        skill_offers::open_of(tx, id, now, before, one_more(limit)).await?
    } else {
        skill_offers::visible_of(tx, access.who.person(), id, now, before, one_more(limit)).await?
    };
    let Page { items, next } = Page::cut(rows, limit, |offer| offer.id.clone());
    Ok(Page { items: with_makers(tx, items).await?, next })
}

/// One open offer of a pursuance.
///
/// # Errors
/// When the database fails.
pub async fn one_of(
    tx: &mut ReadTx,
    access: &Access,
    id: &SkillOfferId,
) -> Result<Option<KnownOffer>, PerformError> {
    let found = skill_offers::by_id(tx, id).await?;
    let found = found.filter(|offer| offer.actor == access.pursuance.id && offer.is_open(access.now));
    Ok(with_makers(tx, found.into_iter().collect()).await?.pop())
}

/// An offer for a task, with the skills of the task that it has.
#[derive(Debug, Clone)]
pub struct Fitting {
    pub known: KnownOffer,
    pub covered: Vec<Skill>,
    /// Whether these are all skills that the task needs.
    pub is_whole: bool,
}

/// The offers of others for a task of a pursuance: first offers with all its skills and room, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn for_task(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    needed: &Skills,
    now: Time,
    most: usize,
) -> Result<Vec<Fitting>, PerformError> {
    let mut fitting = fitting(tx, pursuance, needed, now).await?;
    fitting.truncate(most);
    Ok(fitting)
}

async fn fitting(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    needed: &Skills,
    now: Time,
) -> StoreResult<Vec<Fitting>> {
    if needed.is_empty() {
        return Ok(Vec::new());
    }
    let offers = skill_offers::for_task(tx, pursuance, needed, now).await?;
    let mut fitting: Vec<Fitting> = Vec::new();
    for known in with_makers(tx, offers).await? {
        let covered: Vec<Skill> =
            skill_offer::covered(&known.offer.skills, needed).into_iter().cloned().collect();
        let is_whole = covered.len() == needed.iter().count();
        fitting.push(Fitting { known, covered, is_whole });
    }
    // The order among equals stays: the newest first.
    fitting.sort_by_key(|one| {
        (!one.is_whole, one.known.free() == Some(0), std::cmp::Reverse(one.covered.len()))
    });
    Ok(fitting)
}

/// The offers by which other pursuances may help with a task for which nobody was found here, one of each pursuance (RULES §4): in
/// the same order, without pursuances that cannot get the task, since it came from there or may not go on. `own`: the address of
/// the pursuance of the task.
///
/// # Errors
/// When the database fails.
pub async fn allied(tx: &mut ReadTx, own: &ActorUri, task: &Task, now: Time) -> StoreResult<Vec<Fitting>> {
    let Some(stations) = stations(tx, own, task).await? else { return Ok(Vec::new()) };
    let needed = tasks::skills(tx, &task.id).await?;
    let mut fitting = fitting(tx, &task.pursuance, &needed, now).await?;
    fitting.retain(|one| !stations.contains(&hop(&ActorUri(one.known.maker.uri.clone()))));
    let offers: Vec<AlliedOffer> = fitting.iter().map(Fitting::as_allied).collect();
    let chosen: HashSet<&SkillOfferId> = pairing::allied(&offers).into_iter().map(|one| &one.offer).collect();
    fitting.retain(|one| chosen.contains(&one.known.offer.id));
    Ok(fitting)
}

/// The pursuances that have handed on a task so far, as hashes; none where it may not be handed on at all.
async fn stations(tx: &mut ReadTx, own: &ActorUri, task: &Task) -> StoreResult<Option<Vec<Hop>>> {
    let Some(mirror) = tasks::nearest_mirror(tx, task).await? else { return Ok(Some(Vec::new())) };
    let Some(row) = delegations::by_id(tx, &mirror).await? else { return Ok(Some(Vec::new())) };
    let may_go_on = row.copy.delegate().is_some_and(|copy| copy.may_hand_on_to_anybody().is_ok());
    let mut stations = row.path;
    stations.push(hop(own));
    Ok(may_go_on.then_some(stations))
}

impl Fitting {
    /// The facts about the offer that the rule needs.
    pub fn as_allied(&self) -> AlliedOffer {
        AlliedOffer {
            offer: self.known.offer.id.clone(),
            maker: self.known.maker.id.clone(),
            is_whole: self.is_whole,
            has_room: self.known.free() != Some(0),
        }
    }
}

/// The newest delegations of a pursuance that came through an offer of it.
///
/// # Errors
/// When the database fails.
pub async fn through(
    tx: &mut ReadTx,
    offer: &SkillOffer,
    most: i64,
) -> Result<Vec<DelegationId>, PerformError> {
    Ok(skill_offers::through(tx, &offer.uri, Side::Delegate, most).await?)
}
