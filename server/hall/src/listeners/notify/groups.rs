//! Notices for the groups of an event: some people at a time, in the order of the events of their stream.

use pursuance_domain::allowed::Permission;
use pursuance_domain::event::{Recorded, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::notice::{Group, NoticeReason, concerns, may_ask, settles};
use pursuance_domain::people::role::Role;
use pursuance_domain::sealed::LogLevel;
use pursuance_domain::value::RoomReaders;

use super::scene::NoticeScene;
use super::{NoticeCandidate, write};
use crate::listeners::Tasks;
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::sealed::seals;
use crate::store::undoables::{self, Standing};
use crate::store::watches::{self, Recipient, Recipients};
use crate::store::{comments, events};

/// The most people of a group who are notified in one transaction, so that others can write in between.
const TOLD_AT_ONCE: i64 = 1_000;

/// A position among the groups of an event: the group, and the last person handled.
#[derive(Debug, Clone, Default)]
pub struct GroupPlace {
    group: usize,
    after: String,
}

/// Notifies the next people of an event's groups. Returns the people with a new notice, and the next position if there are more.
pub async fn tell_some(
    app: &App,
    tx: &mut WriteTx,
    stream: &StreamId,
    seq: i64,
    place: &GroupPlace,
) -> StoreResult<(Vec<ActorId>, Option<GroupPlace>)> {
    let nothing = Ok((Vec::new(), None));
    let Some((event, audience)) = events::find(tx, stream, seq).await? else { return nothing };
    let concerns = concerns(&event.what, event.actor.as_ref(), &event.object, event.task.is_some());
    let Some((group, kind)) = concerns.groups.get(place.group).copied() else { return nothing };
    if may_ask(kind) && is_settled(tx, &event).await? {
        return nothing;
    }
    let standing = undoables::standing(tx, &event).await?;
    if standing == Standing::Undone || is_gone(tx, &event).await? {
        return nothing;
    }
    let mut tasks = Tasks::of([&event]);
    let scene = NoticeScene::load(tx, &mut tasks, &event, audience).await?;
    let about = scene.about(kind);
    let members = match group {
        Group::Watchers | Group::Creator => None,
        Group::Deciders => Some((scene.roles(Permission::DecideMember), NoticeReason::Decider)),
        Group::Able => Some((scene.able(tx).await?, NoticeReason::Able)),
        Group::Keepers => Some((writers(), NoticeReason::Member)),
        Group::Answerers => Some((scene.roles(Permission::Delegate), NoticeReason::Answerer)),
        Group::Assigners => Some((scene.roles(Permission::Assign), NoticeReason::Assigner)),
        Group::Members => Some((scene.roles(Permission::SeePursuance), NoticeReason::Member)),
        // Members from Viewer on read every room.
        Group::Room => {
            let reads = Permission::SeeRoom { open: RoomReaders::Members };
            Some((scene.roles(reads), NoticeReason::InRoom))
        }
    };
    let after = place.after.as_str();
    let found = match members {
        None if group == Group::Creator => scene.creator(tx, about).await?,
        None => watches::watchers(tx, about, after, TOLD_AT_ONCE).await?,
        Some(_) if group == Group::Assigners && !scene.is_nobodys() => Recipients::default(),
        Some((roles, reason)) => watches::members_in(tx, about, &roles, reason, after, TOLD_AT_ONCE).await?,
    };
    let next = match found.rest {
        Some(after) => Some(GroupPlace { group: place.group, after }),
        None if place.group + 1 < concerns.groups.len() => {
            Some(GroupPlace { group: place.group + 1, after: String::new() })
        }
        None => None,
    };
    let mut except = scene.except(app, tx, &mut tasks, &concerns).await?;
    if group == Group::Keepers {
        let waiting: Vec<ActorId> =
            seals::at_the_door(tx, &scene.pursuance).await?.into_iter().map(|(_, actor)| actor).collect();
        // The person was admitted meanwhile.
        if waiting.iter().all(|actor| actor.as_str() != event.object) {
            return nothing;
        }
        except.extend(waiting);
    }
    if group == Group::Watchers {
        let people: Vec<&ActorId> = found.people.iter().map(|(recipient, _)| &recipient.account).collect();
        except.extend(watches::not_watching(tx, about.object(), &people).await?);
    }
    let told = found.people.into_iter().filter(|(recipient, _)| !except.contains(&recipient.account));
    let mut told: Vec<(Recipient, NoticeReason)> = told.collect();
    if let Standing::TakesBack { first, last } = standing {
        // Only people who were notified about the act are notified about its undo.
        let people: Vec<&ActorId> = told.iter().map(|(recipient, _)| &recipient.account).collect();
        let know = undoables::told_of(tx, (about.object(), stream), (first, last), &people).await?;
        told.retain(|(recipient, _)| know.contains(&recipient.account));
    }
    let candidates = told.into_iter().map(|(recipient, reason)| {
        let reason = scene.reason(&recipient.account, reason);
        NoticeCandidate { scene: &scene, recipient, kind, reason }
    });
    Ok((write(app, tx, candidates.collect()).await?, next))
}

/// The roles that may write in a private pursuance.
fn writers() -> Vec<Role> {
    Role::ALL.into_iter().filter(|role| LogLevel::of(*role) >= LogLevel::Writer).collect()
}

/// Whether a new message was deleted before the groups are notified.
async fn is_gone(tx: &mut WriteTx, event: &Recorded) -> StoreResult<bool> {
    if !event.what.is_said() {
        return Ok(false);
    }
    Ok(comments::standing(tx, [event.object.as_str()]).await?.is_empty())
}

/// Whether the question of an event was answered before the groups are notified. It cannot be answered during the transaction.
async fn is_settled(tx: &mut WriteTx, event: &Recorded) -> StoreResult<bool> {
    events::lock(tx, &event.stream).await?;
    let later = events::behind(tx, event).await?;
    let mut answers = later.iter().filter_map(|later| settles(&later.what, &later.object));
    Ok(answers.any(|question| question.was_asked_by(&event.what, &event.object)))
}
