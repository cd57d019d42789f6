//! Invitations: links that let people in, and their end. The door makes the secret of a link and is given it again; here
//! is only its hash.

use pursuance_domain::action::{AcceptInvite, CreateInvite, RemoveInvited, RevokeInvite};
use pursuance_domain::allowed::{Facts, Permission, Principal, Via, allowed};
use pursuance_domain::event::happened::{InviteCreated, InviteRevoked, InviteUsed, Joined, Removed};
use pursuance_domain::event::{Audience, Happened, StreamId, Verb};
use pursuance_domain::id::{ActorId, InviteId};
use pursuance_domain::people::invite::{self, InviteFacts, InviteRefusal};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Purpose, Sha256};
use serde_json::{Value, json};

use super::access::Access;
use super::leaving::LET_GO_AT_ONCE;
use super::pursuance::{came_or_went, demand_room_to_join};
use super::{Counted, Cx, PerformError, Refused, Thing, access, account, member, task};
use crate::platform::clock::random;
use crate::state::hash_secret;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::invites::{self, Invite, NewInvite};
use crate::store::jobs::Job;
use crate::store::pursuances::{self, MemberState, Pursuance};
use crate::store::texts::Body;
use crate::store::{accounts, bans, events, outline, recruits, requests};

carried_out! {
    CreateInvite => create,
    AcceptInvite => accept,
    RevokeInvite => revoke,
    RemoveInvited => go_on,
}

/// How many invitations of one person may be open.
pub const OPEN_MOST: i64 = 30;

/// A new secret for a link, and its hash: the secret goes to the person who makes the invitation, and nowhere else.
pub fn new_secret() -> (String, Option<Sha256>) {
    let secret = hex::encode(random::<16>());
    let hash = Sha256::parse(&hash_secret(&secret)).ok();
    (secret, hash)
}

/// The secret in a link, or alone.
pub fn secret_in(link: &str) -> &str {
    let path = link.trim().split(['?', '#']).next().unwrap_or_default();
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// The path of a link.
pub fn path(secret: &str) -> String {
    format!("/i/{secret}")
}

/// How many members one transaction removes with an invitation; a job does the rest.
pub const REMOVED_AT_ONCE: usize = 50;

async fn create(cx: &mut Cx, a: CreateInvite) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::Invite { role: a.role }, None)?;
    invite::into_role(a.role)?;
    let uses = invite::uses(a.uses)?;
    // Every door makes a secret; without one, nobody could come by it.
    let secret_hash = a.secret_hash.ok_or(Refused::NotFound(Thing::Action))?;
    let task = match a.task {
        Some(number) => Some(access::find_task(&mut cx.tx, &access, number).await?),
        None => None,
    };
    // The lock makes the second of two simultaneous requests count the first.
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let maker = account::account(cx, &person).await?;
    if !maker.unbounded && invites::count_open(&mut cx.tx, &person, cx.now).await? >= OPEN_MOST {
        return Err(Refused::Full { what: Counted::Invites, most: OPEN_MOST }.into());
    }
    let (id, expires) = (InviteId(cx.new_id()), a.expires.ends(cx.now));
    let new = NewInvite {
        id: &id,
        pursuance: &access.pursuance.id,
        made_by: &person,
        role: a.role,
        purpose: a.purpose.as_ref().map_or("", Purpose::as_str),
        skills: &a.skills,
        task: task.as_ref().map(|task| &task.id),
        secret_hash: secret_hash.as_str(),
        expires,
        uses,
    };
    invites::add(&mut cx.tx, &new, cx.now).await?;
    let told = InviteCreated { invite: id.clone(), role: a.role, expires, uses };
    tell(cx, &access.pursuance.id, Happened::InviteCreated(told));
    Ok(
        json!({ "pursuance": access.pursuance.slug, "invite": id, "role": a.role, "expires": expires, "uses": uses }),
    )
}

/// Leaves an event about an invitation in the log. Its data names the invitation.
fn tell(cx: &mut Cx, pursuance: &ActorId, what: Happened) {
    cx.leave(StreamId::of(pursuance), Audience::Members, what, pursuance.as_str(), None);
}

/// Whether the maker of an invitation or a question may still invite into its role.
///
/// # Errors
/// When the database fails.
pub async fn may_invite(
    tx: &mut ReadTx,
    pursuance: &Pursuance,
    maker: &ActorId,
    role: Role,
    now: Time,
) -> StoreResult<bool> {
    let account = accounts::by_actor(tx, maker).await?;
    if account.is_none_or(|account| account.suspended_at.is_some()) {
        return Ok(false);
    }
    let who = Principal::Person { actor: maker.clone(), via: Via::Session };
    let access = Access::load(tx, &who, pursuance.clone(), now).await?;
    Ok(access.may(Permission::Invite { role }, None))
}

/// Whether an invitation lets one more person in.
///
/// # Errors
/// The reason why not, or that the database fails.
pub async fn lets_in(
    tx: &mut ReadTx,
    pursuance: &Pursuance,
    invite: &Invite,
    now: Time,
) -> StoreResult<Result<(), InviteRefusal>> {
    let facts = InviteFacts {
        is_revoked: invite.revoked_at.is_some(),
        expires: invite.expires,
        used: invite.used,
        most: invite.uses,
        maker_may: may_invite(tx, pursuance, &invite.made_by, invite.role, now).await?,
    };
    Ok(invite::lets_in(facts, now))
}

/// The task that an invitation begins with, by number and title, as far as the person who made the invitation may show it.
///
/// # Errors
/// When the database fails.
pub async fn task_of(
    tx: &mut ReadTx,
    pursuance: &Pursuance,
    invite: &Invite,
    now: Time,
) -> Result<Option<(i64, Body)>, PerformError> {
    let Some(task) = &invite.task else { return Ok(None) };
    let maker = Principal::Person { actor: invite.made_by.clone(), via: Via::Session };
    let access = Access::load(tx, &maker, pursuance.clone(), now).await?;
    // Somebody who sees nothing here any more shows nothing either.
    let Ok(sight) = access.sight() else { return Ok(None) };
    Ok(outline::titles(tx, &sight, std::slice::from_ref(task)).await?.remove(task))
}

async fn accept(cx: &mut Cx, a: AcceptInvite) -> Result<Value, PerformError> {
    cx.person()?;
    let none = || Refused::NotFound(Thing::Invite);
    let found = invites::by_hash(&mut cx.tx, &a.secret).await?.ok_or_else(none)?;
    events::lock(&mut cx.tx, &StreamId::of(&found.pursuance)).await?;
    // Read again under the lock.
    let invite = invites::by_hash(&mut cx.tx, &a.secret).await?.ok_or_else(none)?;
    let pursuance = pursuances::by_id(&mut cx.tx, &invite.pursuance).await?.ok_or_else(none)?;
    let access = Access::load(&mut cx.tx, &cx.who.clone(), pursuance, cx.now).await?.invited();
    access::demand_as_it_is(cx, &access)?;
    access.demand(Permission::Join, None)?;
    lets_in(&mut cx.tx, &access.pursuance, &invite, cx.now).await??;
    if !invites::use_once(&mut cx.tx, &invite.id, cx.now).await? {
        return Err(InviteRefusal::UsedUp.into());
    }
    let role = admit(cx, &access, invite.role, &invite.made_by, Some(&invite.id)).await?;
    let newcomer = cx.person()?;
    let told = InviteUsed { invite: invite.id.clone(), by: invite.made_by.clone(), role };
    let stream = StreamId::of(&invite.pursuance);
    cx.leave(stream, Audience::Own, Happened::InviteUsed(told), newcomer.as_str(), None);
    let task = task_of(&mut cx.tx, &access.pursuance, &invite, cx.now).await?;
    if let (Some((number, _)), true) = (&task, role < Role::Normal) {
        let maker = Principal::Person { actor: invite.made_by.clone(), via: Via::Session };
        let maker = Access::load(&mut cx.tx, &maker, access.pursuance.clone(), cx.now).await?;
        task::begin_with(cx, &maker, *number, &newcomer).await?;
    }
    let Pursuance { id, slug, .. } = access.pursuance;
    Ok(json!({ "pursuance": slug, "id": id, "role": role, "task": task.map(|(number, _)| number) }))
}

/// Makes the person who acts a member: somebody who may do so let them in. Answers their role.
pub(super) async fn admit(
    cx: &mut Cx,
    access: &Access,
    invited: Role,
    by: &ActorId,
    invite: Option<&InviteId>,
) -> Result<Role, PerformError> {
    let (person, id) = (cx.person()?, access.pursuance.id.clone());
    match &access.member {
        // Their request to join is answered by this.
        Some(_) => pursuances::remove_member(&mut cx.tx, &id, &person).await?,
        None => demand_room_to_join(cx, &person).await?,
    }
    // Removes the row of a ban that has ended.
    bans::lift(&mut cx.tx, &id, &person).await?;
    let role = invite::role_by_invite(bans::role_before(&mut cx.tx, &id, &person).await?, invited);
    pursuances::set_member(&mut cx.tx, &id, &person, role, MemberState::Active, cx.now).await?;
    requests::forget_declined(&mut cx.tx, &id, &person).await?;
    invites::note_came(&mut cx.tx, &id, &person, by, invite, cx.now).await?;
    recruits::close(&mut cx.tx, &id, &person, cx.now).await?;
    let (again, audience) = came_or_went(cx, &id, &person, Verb::MemberJoined).await?;
    let joined = Happened::MemberJoined(Joined { role, again, waits: false });
    cx.leave(StreamId::of(&id), audience, joined, person.as_str(), None);
    Ok(role)
}

async fn revoke(cx: &mut Cx, a: RevokeInvite) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let access = access::lock(cx, &a.pursuance).await?;
    // Before the lookup: otherwise the answer would tell whether the invitation exists.
    demand_revoke(&access, true)?;
    let id = access.pursuance.id.clone();
    let invite = invites::by_id(&mut cx.tx, &id, &a.invite).await?.ok_or(Refused::NotFound(Thing::Invite))?;
    demand_revoke(&access, invite.made_by == person)?;
    if a.and_invited && !a.with_members {
        return Err(InviteRefusal::NeedsMembers.into());
    }
    let reason = match (&a.reason, a.with_members) {
        (Some(why), true) => Some(member::reason(cx, why).await?),
        (None, true) => return Err(InviteRefusal::NeedsReason.into()),
        // Nobody is removed: there is nothing to give a reason for.
        (Some(_) | None, false) => None,
    };
    let is_first = invites::revoke(&mut cx.tx, &invite.id, cx.now).await?;
    if is_first || a.with_members {
        let told = InviteRevoked {
            invite: invite.id.clone(),
            with_members: a.with_members,
            and_invited: a.and_invited,
            reason: reason.clone(),
        };
        tell(cx, &id, Happened::InviteRevoked(told));
    }
    let mut removed = 0;
    if a.with_members {
        let below = access.role().ok_or(Refused::NotFound(Thing::Invite))?;
        let rest = RemoveInvited {
            pursuance: id,
            invite: invite.id.clone(),
            and_invited: a.and_invited,
            by: person,
            below,
            reason,
        };
        let (count, is_all) = remove_some(cx, &access, &rest).await?;
        removed = count;
        if !is_all {
            let RemoveInvited { pursuance, invite, and_invited, by, below, reason } = rest;
            let job = Job::RemoveInvited { pursuance, invite, and_invited, by, below, reason };
            job.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
        }
    }
    Ok(json!({ "pursuance": access.pursuance.slug, "invite": invite.id, "removed": removed }))
}

/// Demands that the person may revoke an invitation. `is_own`: they made it.
fn demand_revoke(access: &Access, is_own: bool) -> Result<(), PerformError> {
    let facts = Facts { is_creator: is_own, ..access.facts(None) };
    Ok(allowed(&access.who, Permission::RevokeInvite, &facts)?)
}

/// Ends as many of the memberships as one transaction takes; answers how many these were, and whether that was all.
async fn remove_some(
    cx: &mut Cx,
    access: &Access,
    gone: &RemoveInvited,
) -> Result<(usize, bool), PerformError> {
    let most = i64::try_from(REMOVED_AT_ONCE + 1).unwrap_or(i64::MAX);
    let sight = access.sight()?;
    let mut came =
        invites::came_by(&mut cx.tx, &sight, &gone.invite, gone.and_invited, gone.below, most).await?;
    let is_all = came.len() <= REMOVED_AT_ONCE;
    came.truncate(REMOVED_AT_ONCE);
    let mut room = LET_GO_AT_ONCE;
    for one in &came {
        member::part(cx, access, &one.actor, one.role, &mut room).await?;
        pursuances::remove_member(&mut cx.tx, &gone.pursuance, &one.actor).await?;
        let told = Removed { role: one.role, reason: gone.reason.clone(), invite: Some(gone.invite.clone()) };
        let stream = StreamId::of(&gone.pursuance);
        cx.leave(stream, Audience::Members, Happened::MemberRemoved(told), one.actor.as_str(), None);
        cx.name_last(&gone.by);
    }
    Ok((came.len(), is_all))
}

/// Goes on where more people came by a revoked invitation than one transaction removes: as far as the person who revoked
/// it may still do so. It ends with their right.
async fn go_on(cx: &mut Cx, a: RemoveInvited) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    events::lock(&mut cx.tx, &StreamId::of(&a.pursuance)).await?;
    let pursuance = pursuances::by_id(&mut cx.tx, &a.pursuance).await?;
    let pursuance = pursuance.ok_or(Refused::NotFound(Thing::Pursuance))?;
    let invite = invites::by_id(&mut cx.tx, &a.pursuance, &a.invite).await?;
    let invite = invite.ok_or(Refused::NotFound(Thing::Invite))?;
    let by = Principal::Person { actor: a.by.clone(), via: Via::Session };
    let theirs = Access::load(&mut cx.tx, &by, pursuance.clone(), cx.now).await?;
    let may =
        demand_revoke(&theirs, invite.made_by == a.by).is_ok() && member::is_available(cx, &a.by).await?;
    let Some(role) = theirs.role().filter(|_| may) else { return Ok(json!({ "left": 0 })) };
    let access = Access::load(&mut cx.tx, &cx.who.clone(), pursuance, cx.now).await?;
    let rest = RemoveInvited { below: role.min(a.below), ..a };
    let (_, is_all) = remove_some(cx, &access, &rest).await?;
    Ok(json!({ "left": u8::from(!is_all) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_its_link_and_alone() {
        let (secret, hash) = new_secret();
        assert_eq!(hash.unwrap().as_str(), hash_secret(&secret));
        let link = format!("https://commons.example{}", path(&secret));
        for given in [link.clone(), format!(" {link}/ "), format!("{link}?from=mail#x"), secret.clone()] {
            assert_eq!(secret_in(&given), secret, "{given}");
        }
    }
}
