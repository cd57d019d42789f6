//! The members of a private pursuance whom the page of a task offers as buttons: possible assignees and reviewers (the choice is signed on
//! the viewer's device), and people for whom the task may wait.

use pursuance_domain::id::ActorId;
use pursuance_domain::people;
use pursuance_sealed::ids::Iid;
use pursuance_sealed::log::LogRole;

use super::may::TaskMay;
use super::scene::Scene;
use crate::reads::seats;
use crate::store::error::StoreResult;
use crate::store::roster::{self, Able};
use crate::store::sealed::seen;
use crate::store::texts::SignedPeople;
use crate::web::frame::view::Party;

/// The most members that the page names at first; if there are more, it names the best matches.
const NAMED: usize = 50;
const BEST: i64 = 20;
/// The most members in the list of possible blockers, which is on every page of a task; the same as in the list of *People*.
const BLOCKERS: usize = 500;

/// A member who can have the task, review it, or block it.
#[derive(Debug, Clone)]
pub struct Receiver {
    pub who: Party,
    /// The identity in the log, in hexadecimal.
    pub iid: String,
    /// The account.
    pub id: ActorId,
}

/// The members to whom a task can be given, or its review. Nobody reviews their own work.
#[derive(Debug, Clone, Default)]
pub struct Receivers {
    /// The possible assignees: without the reviewer and the present assignee.
    pub doers: Vec<Receiver>,
    /// The possible reviewers: without the assignee and the present reviewer.
    pub reviewers: Vec<Receiver>,
    /// Whether there are others, whom the page names on request.
    pub has_others: bool,
}

/// Reads the members to whom the viewer may give a task of a private pursuance; empty for other pursuances. If there are very many, only
/// the best matches (as in the list of *Assign*), unless `all` is set.
pub(super) async fn receivers(s: &mut Scene<'_>, may: TaskMay, all: bool) -> StoreResult<Receivers> {
    let pursuance = &s.access.pursuance;
    if !pursuance.is_private() || !(may.assign || may.set_reviewer) {
        return Ok(Receivers::default());
    }
    let Some(fold) = seats::fold_of(&s.visit.app, s.tx, s.access).await? else {
        return Ok(Receivers::default());
    };
    let works = |iid: &Iid| fold.role(iid) >= Some(LogRole::Writer);
    let of_log = seen::seats(s.tx, &pursuance.id).await?;
    let mut able: Vec<(Iid, ActorId)> = of_log.into_iter().filter(|(iid, _)| works(iid)).collect();
    able.sort();
    let has_others = able.len() > NAMED && !all;
    if has_others {
        let (tasks, least) = (&[&s.task.id][..], people::role::Role::Untrusted);
        let mut best: Vec<Able> = roster::fitting(s.tx, &s.sight, (tasks, least), BEST).await?;
        best.sort_by_key(|one| (std::cmp::Reverse(one.has), one.under_way));
        let place = |actor: &ActorId| best.iter().position(|one| one.member.actor == *actor);
        able.retain(|(_, actor)| place(actor).is_some());
        able.sort_by_key(|(_, actor)| place(actor));
    }
    let (task, sealed) = (s.task, s.beside.asks.title.sealed());
    // To the signing devices, a person who returned with new keys is another member.
    let SignedPeople { holder, reviewer } = sealed.map(|sealed| sealed.people.clone()).unwrap_or_default();
    let (holder, reviewer) = ((task.assignee.as_ref(), holder), (task.reviewer.as_ref(), reviewer));
    let is_left = |one: &Receiver, now: &SignedAs<'_>, other: &SignedAs<'_>| {
        now.1.as_ref() != Some(&one.iid) && other.0 != Some(&one.id)
    };
    let named = named(s, able).await?;
    Ok(Receivers {
        doers: named.iter().filter(|one| is_left(one, &holder, &reviewer)).cloned().collect(),
        reviewers: named.into_iter().filter(|one| is_left(one, &reviewer, &holder)).collect(),
        has_others,
    })
}

/// Somebody's account, and the identity under which the newest revision names them.
type SignedAs<'a> = (Option<&'a ActorId>, Option<String>);

/// Reads the members for whom a task of a private pursuance may wait: everybody but the assignee, up to a limit.
pub(super) async fn blockers(s: &mut Scene<'_>, may_block: bool) -> StoreResult<Vec<Receiver>> {
    let pursuance = &s.access.pursuance;
    if !pursuance.is_private() || !may_block {
        return Ok(Vec::new());
    }
    let of_log = seen::seats(s.tx, &pursuance.id).await?;
    let holder = s.task.assignee.as_ref();
    let mut others: Vec<_> = of_log.into_iter().filter(|(_, actor)| Some(actor) != holder).collect();
    others.sort();
    others.truncate(BLOCKERS);
    named(s, others).await
}

async fn named(s: &mut Scene<'_>, members: Vec<(Iid, ActorId)>) -> StoreResult<Vec<Receiver>> {
    s.actors.look_up(s.tx, members.iter().map(|(_, actor)| actor.clone()).collect()).await?;
    let mut named = Vec::new();
    for (iid, actor) in members {
        named.push(Receiver { who: s.party(&actor).await?, iid: iid.to_string(), id: actor });
    }
    Ok(named)
}
