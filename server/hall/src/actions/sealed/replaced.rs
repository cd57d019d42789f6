//! Members whose keys are replaced: their own account goes on under others, or, where an admin signs it, another account in the place of
//! theirs (docs/sealed.md §4).

use pursuance_domain::action::LetGo;
use pursuance_domain::event::happened::{Bare, Joined, Removed};
use pursuance_domain::event::{Audience, Happened, StreamId, Verb};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::parting::Parting;
use pursuance_sealed::error::RelayRefusal;
use pursuance_sealed::ids::Iid;

use super::members::{account, role_of};
use super::refusal::no;
use crate::actions::access::Access;
use crate::actions::pursuance::{came_or_went, demand_room_to_join};
use crate::actions::{Cx, PerformError, handover, leaving, suggestion};
use crate::store::pursuances::{self, MemberState};
use crate::store::{accounts, identities, sealed};

/// The contents of a REKEY.
#[derive(Debug, Clone, Copy)]
pub(super) struct RekeyChange {
    pub by: Iid,
    pub old: Iid,
    pub new: Iid,
}

/// Gives a member's place to new keys: keys of the same account, or of another account that an admin says is the same person.
/// `room`: the number of tasks and reviews that this transaction may still give from one to the other.
pub(super) async fn rekey(
    cx: &mut Cx,
    access: &Access,
    change: RekeyChange,
    room: &mut usize,
) -> Result<(), PerformError> {
    let person = account(cx, access, &change.old).await?;
    if identities::of(&mut cx.tx, &person).await? != Some(change.new) {
        return take_place(cx, access, change, person, room).await;
    }
    sealed::unseat(&mut cx.tx, &access.pursuance.id, &change.old).await?;
    sealed::seat(&mut cx.tx, &access.pursuance.id, &change.new, &person).await?;
    tell(cx, &access.pursuance.id, &person);
    Ok(())
}

/// Tells the other members that a person has a key that nobody has compared. The member who signed it is told, too.
fn tell(cx: &mut Cx, pursuance: &ActorId, person: &ActorId) {
    let told = Happened::MemberRekeyed(Bare {});
    cx.leave(StreamId::of(pursuance), Audience::Members, told, person.as_str(), None);
    cx.name_last(person);
}

/// The account that has the new keys becomes a member in the place of a former one, whose part ends.
async fn take_place(
    cx: &mut Cx,
    access: &Access,
    RekeyChange { by, old, new }: RekeyChange,
    former: ActorId,
    room: &mut usize,
) -> Result<(), PerformError> {
    // Nobody hands their own place to somebody else.
    let next = match identities::account_of(&mut cx.tx, &new).await? {
        Some(next) if by != old => next,
        Some(_) | None => return Err(no(RelayRefusal::BadAuthor)),
    };
    let id = access.pursuance.id.clone();
    let found = accounts::by_actor(&mut cx.tx, &next).await?;
    let is_usable = found.is_some_and(|account| account.suspended_at.is_none());
    if !is_usable || pursuances::member(&mut cx.tx, &id, &next).await?.is_some() {
        return Err(no(RelayRefusal::BadAuthor));
    }
    demand_room_to_join(cx, &next).await?;
    let admin = account(cx, access, &by).await?;
    let before = role_of(cx, access, &former).await?;
    // Nobody gives more than they have: the Primary's place among the admins is not the Primary's.
    let role = before.min(role_of(cx, access, &admin).await?);
    handover::lapse(cx, &id, &former, Some(admin.clone())).await?;
    suggestion::close_of(cx, &id, &former, Parting::Unavailable).await?;
    pursuances::remove_member(&mut cx.tx, &id, &former).await?;
    sealed::unseat(&mut cx.tx, &id, &old).await?;
    pursuances::set_member(&mut cx.tx, &id, &next, role, MemberState::Active, cx.now).await?;
    pursuances::arrived(&mut cx.tx, &id, &next, cx.now).await?;
    sealed::seat(&mut cx.tx, &id, &new, &next).await?;
    // The former account hears of it, should somebody still have it.
    let told = Happened::MemberRemoved(Removed { role: before, reason: None, invite: None });
    cx.leave(StreamId::of(&id), Audience::Members, told, former.as_str(), None);
    cx.name_last(&admin);
    let (again, audience) = came_or_went(cx, &id, &next, Verb::MemberJoined).await?;
    let joined = Happened::MemberJoined(Joined { role, again, waits: false });
    cx.leave(StreamId::of(&id), audience, joined, next.as_str(), None);
    cx.name_last(&next);
    tell(cx, &id, &next);
    let (by, to, why) = (Some(admin), Some(next), Parting::Replaced);
    leaving::let_go(cx, LetGo { pursuance: id, person: former, why, by, to }, room).await
}
