//! Notices: a person's watches, mutes, read marks and preferences.

use pursuance_domain::action::{MuteNotices, ReadNotices, SetPreference, SetWatch};
use pursuance_domain::event::happened::{NoticeMuted, NoticeRead, PreferenceSet, WatchSet};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, RoomId, TaskId, is_own_id};
use pursuance_domain::notice::Wanted;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Skill, ValueRefusal};
use serde_json::{Value, json};

use super::{Counted, Cx, InputRefusal, PerformError, Refused, Thing, access, account, talk};
use crate::store::jobs::Job;
use crate::store::{events, notices, rooms, tasks, watches};

/// How much one account may watch, or choose not to watch, by its own choice.
pub const WATCHED_MOST: i64 = 5_000;
/// How much one account may mute.
pub const MUTED_MOST: i64 = 5_000;
/// How many notices one action may name.
pub const NAMED_MOST: usize = 200;
/// How many notices are marked as read at once; a job does the rest.
pub const READ_AT_ONCE: i64 = 2_000;

carried_out! {
    SetWatch => watch,
    ReadNotices => read,
    MuteNotices => mute,
    SetPreference => prefer,
}

/// Something that can be watched or muted: its name in rows, and the skill if it is one.
struct WatchedObject {
    id: String,
    skill: Option<Skill>,
}

/// Finds an object that the person may read, by any of its names.
async fn object(cx: &mut Cx, named: &str) -> Result<WatchedObject, PerformError> {
    let named = named.trim();
    let who = cx.who.clone();
    let of = |id: &str| WatchedObject { id: id.to_owned(), skill: None };
    if is_own_id(named)
        && let Some(task) = tasks::by_id(&mut cx.tx, &TaskId(named.to_owned())).await?
    {
        let hidden = |_| Refused::NotFound(Thing::Task);
        let access = access::find(&mut cx.tx, &who, task.pursuance.as_str(), cx.now).await.map_err(hidden)?;
        return Ok(of(access::find_task(&mut cx.tx, &access, task.number).await?.id.as_str()));
    }
    if is_own_id(named)
        && let Some(room) = rooms::by_id(&mut cx.tx, &RoomId(named.to_owned())).await?
    {
        let (_, room) = talk::find(&mut cx.tx, &who, &room.id, cx.now).await?;
        return Ok(of(room.id.as_str()));
    }
    if let Some((slug, number)) = named.split_once('#') {
        let number: i64 = number.parse().map_err(|_| Refused::NotFound(Thing::Task))?;
        let access = access::find(&mut cx.tx, &who, slug, cx.now).await?;
        return Ok(of(access::find_task(&mut cx.tx, &access, number).await?.id.as_str()));
    }
    if named.contains(':') {
        let skill = Skill::parse(named)?;
        return Ok(WatchedObject { id: watches::of_skill(&skill.key()), skill: Some(skill) });
    }
    Ok(of(access::find(&mut cx.tx, &who, named, cx.now).await?.pursuance.id.as_str()))
}

/// Leaves an event that only the person reads.
fn leave(cx: &mut Cx, person: &ActorId, what: Happened, object: &str) {
    cx.leave(StreamId::of(person), Audience::Own, what, object, None);
}

/// Refuses one more than an account may have, unless its limits are lifted.
async fn demand_room(
    cx: &mut Cx,
    person: &ActorId,
    has: i64,
    what: Counted,
    most: i64,
) -> Result<(), PerformError> {
    if has < most || account::account(cx, person).await?.unbounded {
        return Ok(());
    }
    Err(Refused::Full { what, most }.into())
}

async fn watch(cx: &mut Cx, a: SetWatch) -> Result<Value, PerformError> {
    let person = cx.person()?;
    // The lock makes the second of two simultaneous requests count the first.
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let found = object(cx, &a.object).await;
    let known = match &found {
        Ok(object) => watches::find(&mut cx.tx, &person, &object.id).await?,
        // A watch on an object that the person can no longer read can still be switched off.
        Err(PerformError::Refused(Refused::NotFound(_))) if !a.on => {
            watches::find(&mut cx.tx, &person, a.object.trim()).await?
        }
        Err(_) => None,
    };
    let object = match (&known, found) {
        (_, Ok(object)) => object,
        (Some(known), Err(_)) => WatchedObject { id: known.object.clone(), skill: None },
        (None, Err(error)) => return Err(error),
    };
    if known.is_none() {
        let has = watches::count(&mut cx.tx, &person).await?;
        demand_room(cx, &person, has, Counted::Watched, WATCHED_MOST).await?;
    }
    let skill = object.skill.as_ref().map(Skill::as_str);
    watches::set(&mut cx.tx, &person, &object.id, a.on, skill, cx.now).await?;
    let told = WatchSet { object: object.id.clone(), on: a.on };
    leave(cx, &person, Happened::WatchSet(told), &object.id);
    Ok(json!({ "object": object.id, "on": a.on }))
}

async fn mute(cx: &mut Cx, a: MuteNotices) -> Result<Value, PerformError> {
    let person = cx.person()?;
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let id = match object(cx, &a.object).await {
        Ok(WatchedObject { skill: Some(_), .. }) => return Err(Refused::NotFound(Thing::Task).into()),
        Ok(object) => object.id,
        Err(PerformError::Refused(Refused::NotFound(_))) if !a.on && is_own_id(a.object.trim()) => {
            a.object.trim().to_owned()
        }
        Err(error) => return Err(error),
    };
    if a.on {
        let has = watches::count_muted(&mut cx.tx, &person).await?;
        demand_room(cx, &person, has, Counted::Muted, MUTED_MOST).await?;
    }
    watches::set_muted(&mut cx.tx, &person, &id, a.on, cx.now).await?;
    leave(cx, &person, Happened::NoticeMuted(NoticeMuted { object: id.clone(), on: a.on }), &id);
    Ok(json!({ "object": id, "on": a.on }))
}

/// Whether there may be more than one action marks: a job goes on.
fn is_full(changed: u64) -> bool {
    i64::try_from(changed).is_ok_and(|changed| changed == READ_AT_ONCE)
}

async fn read(cx: &mut Cx, a: ReadNotices) -> Result<Value, PerformError> {
    let person = cx.person()?;
    if a.notices.len() > NAMED_MOST {
        let refusal = ValueRefusal::TooMany { what: "notices", max: NAMED_MOST };
        return Err(Refusal::from(refusal).into());
    }
    let at = a.read.then_some(cx.now);
    let mut changed = 0;
    for notice in &a.notices {
        changed += notices::set_read(&mut cx.tx, &person, notice, at).await?;
    }
    if let Some(named) = &a.object {
        let id = if is_own_id(named) { named.clone() } else { object(cx, named).await?.id };
        let (until, most) = (cx.now, READ_AT_ONCE);
        let some = notices::set_object_read(&mut cx.tx, &person, &id, at, until, most).await?;
        changed += some;
        if is_full(some) {
            let rest = Job::ReadObject { account: person.clone(), object: id, until, read: a.read };
            rest.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
        }
    }
    if a.all && !a.read {
        return Err(Refused::Input(InputRefusal::AllUnread).into());
    }
    if a.all {
        let read = notices::set_next_read(&mut cx.tx, &person, cx.now, cx.now, READ_AT_ONCE).await?;
        changed += read;
        if is_full(read) {
            let rest = Job::ReadNotices { account: person.clone(), until: cx.now };
            rest.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
        }
    }
    if changed > 0 {
        let told = NoticeRead { notices: changed, read: a.read };
        leave(cx, &person, Happened::NoticeRead(told), person.clone().as_str());
    }
    Ok(json!({ "notices": changed, "read": a.read }))
}

/// Marks what somebody was told of a discussion as read, up to a moment until which they have read it there.
pub(super) async fn read_said(
    cx: &mut Cx,
    person: &ActorId,
    thread: &str,
    until: Time,
) -> Result<(), PerformError> {
    let now = cx.now;
    let read = notices::read_said(&mut cx.tx, person, thread, (until, now), READ_AT_ONCE).await?;
    if read > 0 {
        let told = NoticeRead { notices: read, read: true };
        leave(cx, person, Happened::NoticeRead(told), person.as_str());
    }
    Ok(())
}

async fn prefer(cx: &mut Cx, a: SetPreference) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let before = watches::wanted(&mut cx.tx, &person, a.kind, a.channel).await?;
    if !a.channel.choices(a.kind).contains(&a.value) {
        let is_duty = a.kind.is_duty() && a.value == Wanted::Never;
        let refusal = if is_duty { InputRefusal::Duty } else { InputRefusal::NoDigest };
        return Err(Refused::Input(refusal).into());
    }
    if before != a.value {
        watches::set_wanted(&mut cx.tx, &person, a.kind, a.channel, a.value).await?;
        let told = PreferenceSet { kind: a.kind, channel: a.channel, before, after: a.value };
        leave(cx, &person, Happened::PreferenceSet(told), person.clone().as_str());
    }
    Ok(json!({ "kind": a.kind, "channel": a.channel, "value": a.value }))
}
