//! The invitations of a pursuance, and the tree of invited members.

use std::collections::{HashMap, HashSet};

use pursuance_domain::allowed::Permission;
use pursuance_domain::id::{ActorId, InviteId, TaskId};
use pursuance_domain::people::invite::InviteRefusal;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::Skills;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Actors, Page, one_more};
use crate::actions::access::Access;
use crate::actions::{PerformError, Refused, invite};
use crate::store::db::ReadTx;
use crate::store::invites::{self, Invite};
use crate::store::texts::Body;
use crate::store::{outline, pursuances};

/// Whether an invitation lets somebody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InviteState {
    /// It lets somebody in.
    Open,
    /// Somebody ended it.
    Revoked,
    /// Its time is over.
    Expired,
    /// As many people as may have come by it.
    UsedUp,
    /// The person who made it may no longer invite into its role.
    Void,
}

impl From<Result<(), InviteRefusal>> for InviteState {
    fn from(answer: Result<(), InviteRefusal>) -> Self {
        match answer {
            Ok(()) => Self::Open,
            Err(InviteRefusal::Revoked) => Self::Revoked,
            Err(InviteRefusal::Expired) => Self::Expired,
            Err(InviteRefusal::UsedUp) => Self::UsedUp,
            Err(
                InviteRefusal::Void
                | InviteRefusal::Uses
                | InviteRefusal::NoPrimary
                | InviteRefusal::NeedsMembers
                | InviteRefusal::NeedsReason
                | InviteRefusal::NotAskable
                | InviteRefusal::AskedAlready
                | InviteRefusal::Answered,
            ) => Self::Void,
        }
    }
}

/// An invitation. Its link is nowhere kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Invite")]
pub struct InviteView {
    pub invite: InviteId,
    /// The name of whoever made it.
    pub by: String,
    /// The display name of whoever made it.
    #[serde(skip)]
    pub by_display: String,
    /// The role of those who come by it.
    pub role: Role,
    pub purpose: String,
    /// Skills that are looked for.
    pub skills: Skills,
    /// The number of the task to start with, where you may see it.
    pub task: Option<i64>,
    /// The title of that task.
    #[serde(skip)]
    pub title: Body,
    pub state: InviteState,
    /// Null for one that works until it is revoked.
    pub expires: Option<Time>,
    /// How many people may come by it; null for any number.
    pub uses: Option<i64>,
    /// How many came.
    pub used: i64,
    pub created: Time,
}

/// The invitations of a pursuance, the newest first, before the id `before`: all for readers who see the tree, else their own.
///
/// # Errors
/// When the reader may invite nobody, or the database fails.
pub async fn list(
    tx: &mut ReadTx,
    access: &Access,
    now: Time,
    before: Option<&InviteId>,
    limit: usize,
) -> Result<Page<InviteView, InviteId>, PerformError> {
    access.demand(Permission::Invite { role: Role::Untrusted }, None)?;
    let reader = access.who.person().cloned().ok_or(Refused::SignInFirst)?;
    let rows = invites::list(tx, &access.sight()?, &reader, before, one_more(limit)).await?;
    let Page { items, next } = Page::cut(rows, limit, |invite| invite.id.clone());
    let mut views = Vec::with_capacity(items.len());
    let mut actors = Actors::on_page_of(&access.pursuance.id, now);
    actors.look_up(tx, items.iter().map(|invite| invite.made_by.clone()).collect()).await?;
    for invite in items {
        views.push(view(tx, access, (now, &mut actors), invite).await?);
    }
    Ok(Page { items: views, next })
}

/// An invitation as somebody sees it who may.
///
/// # Errors
/// When the database fails.
pub async fn view(
    tx: &mut ReadTx,
    access: &Access,
    (now, actors): (Time, &mut Actors),
    invite: Invite,
) -> Result<InviteView, PerformError> {
    let state = invite::lets_in(tx, &access.pursuance, &invite, now).await?.into();
    let wanted: Vec<TaskId> = invite.task.iter().cloned().collect();
    let title = outline::titles(tx, &access.sight()?, &wanted).await?.into_values().next();
    let (task, title) = title.map_or((None, Body::Forgotten), |(number, title)| (Some(number), title));
    Ok(InviteView {
        invite: invite.id,
        by: invite.by_name,
        by_display: actors.get(tx, &invite.made_by).await?.display.clone(),
        role: invite.role,
        purpose: invite.purpose,
        skills: invite.skills,
        task,
        title,
        state,
        expires: invite.expires,
        uses: invite.uses,
        used: invite.used,
        created: invite.created,
    })
}

/// One person in the tree of invited members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    pub actor: ActorId,
    pub name: String,
    pub display: String,
    /// The role of a member; none for somebody who is gone.
    pub role: Option<Role>,
    /// Since when they are here, or when they came.
    pub since: Option<Time>,
    /// The name of the person who invited them; none at the roots.
    pub invited_by: Option<String>,
    /// Number of people between them and the root.
    pub depth: usize,
}

/// The most people of a tree: who invites more has other means.
pub const TREE_MOST: usize = 1_000;

/// The tree of invited members, each below the person who invited them. Members who came by themselves and invited nobody
/// are not in it. Returns whether the tree is complete.
///
/// # Errors
/// When the reader may not see it, or the database fails.
pub async fn tree(tx: &mut ReadTx, access: &Access) -> Result<(Vec<Branch>, bool), PerformError> {
    access.demand(Permission::SeeMembers, None)?;
    access.demand(Permission::SeeInviteTree, None)?;
    let mut links = invites::links(tx, &access.sight()?, one_more(TREE_MOST), access.now).await?;
    let is_all = links.len() <= TREE_MOST;
    links.truncate(TREE_MOST);
    let came: HashSet<ActorId> = links.iter().map(|link| link.actor.clone()).collect();
    let mut roots: Vec<Branch> = Vec::new();
    let mut actors = Actors::on_page_of(&access.pursuance.id, access.now);
    for by in links.iter().map(|link| &link.invited_by) {
        if came.contains(by) || roots.iter().any(|root| root.actor == *by) {
            continue;
        }
        let member = pursuances::member(tx, &access.pursuance.id, by).await?;
        let member = member.filter(|member| member.state == pursuances::MemberState::Active);
        let actor = actors.get(tx, by).await?;
        roots.push(Branch {
            actor: by.clone(),
            name: actor.name.clone(),
            display: actor.display.clone(),
            role: member.as_ref().map(|member| member.role),
            since: member.map(|member| member.since),
            invited_by: None,
            depth: 0,
        });
    }
    roots.sort_by(|a, b| a.name.cmp(&b.name));
    let mut below: HashMap<ActorId, Vec<&invites::Link>> = HashMap::new();
    for link in &links {
        below.entry(link.invited_by.clone()).or_default().push(link);
    }
    Ok((grown(roots, &links, &below), is_all))
}

/// The branches in the order of the tree. Two people may have invited each other, one after the other: then the first of
/// them by name stands at the root.
fn grown(
    roots: Vec<Branch>,
    links: &[invites::Link],
    below: &HashMap<ActorId, Vec<&invites::Link>>,
) -> Vec<Branch> {
    let mut tree: Vec<Branch> = Vec::with_capacity(links.len() + roots.len());
    let mut seen: HashSet<ActorId> = HashSet::new();
    let in_circles = links.iter().map(|link| branch(link, None, 0));
    for root in roots.into_iter().chain(in_circles) {
        let mut open = vec![root];
        while let Some(branch_here) = open.pop() {
            if !seen.insert(branch_here.actor.clone()) {
                continue;
            }
            // The last one is taken next.
            for link in below.get(&branch_here.actor).into_iter().flatten().rev() {
                open.push(branch(link, Some(branch_here.name.clone()), branch_here.depth + 1));
            }
            tree.push(branch_here);
        }
    }
    tree
}

fn branch(link: &invites::Link, invited_by: Option<String>, depth: usize) -> Branch {
    Branch {
        actor: link.actor.clone(),
        name: link.name.clone(),
        display: link.display.clone(),
        role: link.role,
        since: Some(link.since),
        invited_by,
        depth,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(actor: &str, by: &str) -> invites::Link {
        invites::Link {
            actor: ActorId(actor.to_owned()),
            invited_by: ActorId(by.to_owned()),
            name: actor.to_owned(),
            display: actor.to_owned(),
            role: Some(Role::Normal),
            since: Time(1),
        }
    }

    fn drawn(root: Option<&str>, links: &[invites::Link]) -> Vec<String> {
        let root = root.map(|root| branch(&link(root, ""), None, 0));
        let mut below: HashMap<ActorId, Vec<&invites::Link>> = HashMap::new();
        for link in links {
            below.entry(link.invited_by.clone()).or_default().push(link);
        }
        let tree = grown(root.into_iter().collect(), links, &below);
        tree.iter().map(|branch| format!("{}{}", " ".repeat(branch.depth), branch.name)).collect()
    }

    #[test]
    fn everybody_stands_below_the_person_who_invited_them() {
        let links = [link("ben", "ana"), link("cay", "ben"), link("dov", "ana"), link("eva", "cay")];
        assert_eq!(drawn(Some("ana"), &links), ["ana", " ben", "  cay", "   eva", " dov"]);
    }

    #[test]
    fn people_who_invited_each_other_stand_in_the_tree_once() {
        assert_eq!(drawn(None, &[link("ben", "cay"), link("cay", "ben")]), ["ben", " cay"]);
    }
}
