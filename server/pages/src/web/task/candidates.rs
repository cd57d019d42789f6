//! The pursuances that a task can be handed to, and the pursuances that it has come through.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use pursuance_domain::delegation::path::{Hop, hop};
use pursuance_domain::delegation::{ActorUri, DelegationRefusal, Side, State};
use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Skill, Skills};

use crate::actions::Thing;
use crate::actions::access::{self, Access};
use crate::reads::name_of;
use crate::store::actors::{self, Actor};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::tasks::{self, Task};
use crate::store::{accounts, delegations, pursuances, waiting};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Party, SkillTag};
use crate::web::frame::when::When;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// The most pursuances to choose from.
const KNOWN: usize = 20;

/// A pursuance that could be asked.
pub struct HandOverCandidate {
    pub party: Party,
    /// The text in the address field when it is chosen: a slug, or name@server.
    pub address: String,
    /// The skills of the task that the pursuance lists.
    pub skills: Vec<SkillTag>,
    /// Tasks it took from this pursuance and finished, of all it took.
    pub finished: i64,
    pub taken: i64,
    /// The time since which this server knows it.
    pub known_since: Option<When>,
    /// The time at which it declined this task.
    pub declined: Option<When>,
    /// Whether it has already handed on this task, so that it cannot be chosen.
    pub is_in_chain: bool,
    /// Whether it has an open offer of this task, so that it cannot be chosen.
    pub is_asked: bool,
    pub is_chosen: bool,
}

impl HandOverCandidate {
    /// Whether it cannot be chosen.
    pub fn is_refused(&self) -> bool {
        self.is_in_chain || self.is_asked
    }
}

/// A pursuance in the chain of a task. Chains name only neighbours, so some pursuances stay unknown.
pub struct ChainLink {
    pub party: Option<Party>,
    /// Whether the task would come back to it.
    pub is_repeated: bool,
}

/// Marks the pursuance with this address as chosen, if it can be.
pub(super) fn choose(known: &mut [HandOverCandidate], wanted: &str) {
    for one in known {
        one.is_chosen = one.address == wanted && !one.is_refused();
    }
}

/// Checks whether a task has already passed through a pursuance.
pub(super) async fn is_in_chain(
    visit: &Visit,
    slug: &str,
    number: i64,
    named: &Actor,
) -> Result<bool, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let above = tasks::ancestors(&mut tx, &task).await?;
    let hops = hops_of(visit, &mut tx, &access, &task, &above).await?;
    Ok(hops.contains(&hop(&ActorUri(named.uri.clone()))))
}

/// The hashes of the pursuances that have handed on a task so far, including this one; none if the task was created here.
async fn hops_of(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    above: &[Task],
) -> Result<Vec<Hop>, PageError> {
    let mirror = std::iter::once(task).chain(above).find(|task| task.mirror_of.is_some());
    let Some(row) = (match mirror.and_then(|mirror| mirror.delegation.as_ref()) {
        Some(id) => delegations::by_id(tx, id).await?,
        None => None,
    }) else {
        return Ok(Vec::new());
    };
    let mut hops = row.path;
    hops.push(hop(&ActorUri(visit.app.addresses.group(&access.pursuance.id))));
    Ok(hops)
}

/// Checks whether a task from another pursuance, or a subtask of one, may be handed on.
///
/// # Errors
/// When the database fails, or a stored document cannot be read back.
pub(super) async fn may_go_on(
    tx: &mut ReadTx,
    task: &Task,
) -> Result<Result<(), DelegationRefusal>, PageError> {
    // The chain of pursuances is that of the whole tree, even if the viewer may not read all of it.
    let mirror = tasks::nearest_mirror(tx, task).await?;
    may_go_on_from(tx, mirror.as_ref()).await
}

/// Whether a task may be handed on, if it came by the delegation `mirror` or is below a task that did.
pub(super) async fn may_go_on_from(
    tx: &mut ReadTx,
    mirror: Option<&DelegationId>,
) -> Result<Result<(), DelegationRefusal>, PageError> {
    let Some(row) = (match mirror {
        Some(id) => delegations::by_id(tx, id).await?,
        None => None,
    }) else {
        return Ok(Ok(()));
    };
    let copy = row.copy.delegate().ok_or_else(|| PageError::not_found(Thing::Delegation))?;
    Ok(copy.may_hand_on_to_anybody().map(drop))
}

/// Known pursuances that could be asked; pursuances that have worked for this one come first.
pub(super) async fn known(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    l: &Layout,
    partner: Option<&Actor>,
) -> Result<(Vec<HandOverCandidate>, i64), PageError> {
    let record: HashMap<ActorId, (i64, i64)> = waiting::record(tx, &access.pursuance.id)
        .await?
        .into_iter()
        .map(|(id, taken, finished)| (id, (taken, finished)))
        .collect();
    let before = delegations::of_task(tx, &task.id).await?;
    let before = || before.iter().filter(|row| row.side == Side::Origin);
    let asked: HashSet<&ActorId> =
        before().filter(|row| row.state.is_open()).map(|row| &row.delegate).collect();
    let declined = before().filter(|row| row.state == State::Declined);
    let declined: HashMap<&ActorId, Time> = declined.map(|row| (&row.delegate, row.updated)).collect();
    let above = tasks::ancestors(tx, task).await?;
    let hops = hops_of(visit, tx, access, task, &above).await?;
    let candidate = |id: &ActorId, uri: String, party: Party, address: String, since: Option<Time>| {
        let (taken, finished) = record.get(id).copied().unwrap_or_default();
        let candidate = HandOverCandidate {
            party,
            address,
            skills: Vec::new(),
            finished,
            taken,
            known_since: since.map(|since| l.day(since)),
            declined: declined.get(id).map(|at| l.day(*at)),
            is_in_chain: hops.contains(&hop(&ActorUri(uri))),
            is_asked: asked.contains(id),
            is_chosen: partner.is_some_and(|partner| partner.id == *id),
        };
        (id.clone(), candidate)
    };
    let mut all = Vec::new();
    for actor in actors::known_groups(tx, 200).await? {
        let uri = actor.uri.clone();
        all.push(candidate(&actor.id, uri, visit.party(&actor), name_of(&actor), Some(actor.created)));
    }
    let mut here = pursuances::public_page(tx, "", "", 200).await?;
    if let Some(person) = visit.person() {
        for mine in pursuances::of_member(tx, person).await? {
            // A private pursuance takes no tasks of others, and its existence must not be revealed.
            if !mine.is_private() && !here.iter().any(|known| known.id == mine.id) {
                here.push(mine);
            }
        }
    }
    for pursuance in here.into_iter().filter(|pursuance| pursuance.id != access.pursuance.id) {
        let party = Party::group(&pursuance.name).linked(links::pursuance(&pursuance.slug));
        let uri = visit.app.addresses.group(&pursuance.id);
        all.push(candidate(&pursuance.id, uri, party, pursuance.slug, None));
    }
    all.sort_by_key(|(_, one)| (one.is_refused(), !one.is_chosen, Reverse(one.finished), Reverse(one.taken)));
    let more = i64::try_from(all.len().saturating_sub(KNOWN)).unwrap_or(0);
    all.truncate(KNOWN);
    let (needed, mine) = (tasks::skills(tx, &task.id).await?, visit.mine());
    let mut candidates = Vec::with_capacity(all.len());
    for (id, mut one) in all {
        if !needed.is_empty() {
            let theirs = skills_of(tx, &id, one.party.host.is_none()).await?;
            one.skills = mine.tags(needed.iter().filter(|skill| theirs.contains(skill)).map(Skill::as_str));
        }
        candidates.push(one);
    }
    Ok((candidates, more))
}

/// The published skills of the people of a pursuance.
pub(super) async fn skills_of(tx: &mut ReadTx, pursuance: &ActorId, is_here: bool) -> StoreResult<Skills> {
    if is_here {
        accounts::skills_of_members(tx, pursuance).await
    } else {
        accounts::skills(tx, pursuance).await
    }
}

/// Names the pursuances in the chain of a task. Hops are hashes, so only known pursuances can be named.
pub(super) async fn way(
    visit: &Visit,
    slug: &str,
    number: i64,
    chain: &[Hop],
    partner: Option<&Actor>,
) -> Result<Vec<ChainLink>, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let mut known: Vec<Actor> = partner.cloned().into_iter().collect();
    known.extend(actors::by_id(&mut tx, &access.pursuance.id).await?);
    let mut above = vec![task.clone()];
    above.extend(tasks::ancestors(&mut tx, &task).await?);
    for id in above.iter().filter_map(|task| task.delegation.as_ref()) {
        if let Some(row) = delegations::by_id(&mut tx, id).await? {
            known.extend(actors::by_id(&mut tx, &row.origin).await?);
        }
    }
    let hash = |actor: &Actor| hop(&ActorUri(actor.uri.clone()));
    let stations = chain.iter().map(|station| ChainLink {
        party: known.iter().find(|actor| hash(actor) == *station).map(|actor| visit.party(actor)),
        is_repeated: partner.is_some_and(|partner| hash(partner) == *station),
    });
    // The partner would close the loop.
    let next = partner.map(|partner| ChainLink { party: Some(visit.party(partner)), is_repeated: true });
    Ok(stations.chain(next).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_stays_chosen_unless_it_cannot_be() {
        let one = |address: &str, is_in_chain| HandOverCandidate {
            party: Party::group(address),
            address: address.to_owned(),
            skills: Vec::new(),
            finished: 0,
            taken: 0,
            known_since: None,
            declined: None,
            is_in_chain,
            is_asked: false,
            is_chosen: false,
        };
        let mut known = [one("wasps", false), one("bees@b.example", false), one("hornets", true)];
        for (wanted, chosen) in [("bees@b.example", Some("bees@b.example")), ("hornets", None), ("", None)] {
            choose(&mut known, wanted);
            let found: Vec<_> = known.iter().filter(|one| one.is_chosen).map(|one| &*one.address).collect();
            assert_eq!(found, chosen.into_iter().collect::<Vec<_>>(), "{wanted}");
        }
    }
}
