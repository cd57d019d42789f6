//! The members of a private pursuance that the page of a task names, a button for each: to whom it can be given, which the device of the
//! giver signs, and for whom it may wait.

use pursuance_domain::id::ActorId;
use pursuance_domain::people;
use pursuance_sealed::ids::Iid;
use pursuance_sealed::log::Role;

use super::may::TaskMay;
use super::scene::Scene;
use crate::reads::seats;
use crate::store::error::StoreResult;
use crate::store::roster::{self, Able};
use crate::store::sealed::seen;
use crate::store::texts::SignedPeople;
use crate::web::frame::view::Party;

/// Members that the page names unasked, and of more than these the best.
const NAMED: usize = 50;
const BEST: i64 = 20;
/// Members that the list of who blocks a task has at most, as the list of *People*: each page of a task has it.
const BLOCKERS: usize = 500;

/// A member who can have the task, review it, or block it.
#[derive(Debug, Clone)]
pub struct Receiver {
    pub who: Party,
    /// Their identity in the log, in hexadecimal.
    pub iid: String,
    /// Their account.
    pub id: ActorId,
}

/// The members to whom a task can be given, or its review. Nobody reviews their own work.
#[derive(Debug, Clone, Default)]
pub struct Receivers {
    /// Without the one who reviews it, and the one who has it.
    pub doers: Vec<Receiver>,
    /// The same.
    pub reviewers: Vec<Receiver>,
    /// Whether there are others, whom the page names where they are asked for.
    pub has_others: bool,
}

/// The members to whom the viewer may give a task of a private pursuance; nobody in others. Of very many they are the best, as in the
/// list of *Assign* elsewhere, or all.
pub(super) async fn receivers(s: &mut Scene<'_>, may: TaskMay, all: bool) -> StoreResult<Receivers> {
    let pursuance = &s.access.pursuance;
    if !pursuance.is_private() || !(may.assign || may.set_reviewer) {
        return Ok(Receivers::default());
    }
    let Some(fold) = seats::fold_of(&s.visit.app, s.tx, s.access).await? else {
        return Ok(Receivers::default());
    };
    let works = |iid: &Iid| fold.role(iid) >= Some(Role::Writer);
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
    // Who came back under other keys is another one to those who sign.
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

/// The members for whom a task of a private pursuance may be said to wait: the first of all but the one who has it.
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
