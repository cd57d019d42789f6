//! Notices for groups of people, and long inboxes that are read at once.

use pursuance_domain::event::StreamId;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::WorkerCx;
use super::queue::Done;
use crate::actions::READ_AT_ONCE;
use crate::listeners::notify::{self, GroupPlace};
use crate::store::error::{StoreError, StoreResult};
use crate::store::{jobs, notices};

/// Tells the groups of an event, after the groups of earlier events in its stream.
pub(super) async fn notify(cx: &WorkerCx, stream: &StreamId, seq: i64) -> StoreResult<Done> {
    // One worker at a time in this process: two would tell the same people of the same events, one of them in vain.
    let _turn = cx.notifying.lock().await;
    let app = &cx.app;
    loop {
        let next = jobs::first_to_notify(&mut app.db.read().await?, stream, seq).await?;
        // Every event up to this one is told, by this worker or another: the job is done.
        let Some(next) = next else { return Ok(Done::Finished) };
        let mut rest = Some(GroupPlace::default());
        while let Some(place) = rest {
            let mut tx = app.db.write().await?;
            let done = notify::tell_some(app, &mut tx, stream, next, &place).await;
            let (told, left) = match done {
                Err(error) if error.is_about_data() => {
                    drop(tx);
                    pass_over(cx, stream, next, &error).await?;
                    break;
                }
                done => done?,
            };
            if left.is_none() {
                jobs::notified(&mut tx, stream, next).await?;
            }
            tx.commit().await?;
            notify::tell(app, told);
            rest = left;
        }
    }
}

/// Leaves an event out that cannot be read: the groups of those after it in its stream are told all the same.
async fn pass_over(cx: &WorkerCx, stream: &StreamId, seq: i64, error: &StoreError) -> StoreResult<()> {
    tracing::error!(
        error = error as &dyn std::error::Error,
        event.stream = stream.0,
        event.seq = seq,
        "Nobody can be told of an event, and it is left out"
    );
    let mut tx = cx.app.db.write().await?;
    jobs::notified(&mut tx, stream, seq).await?;
    tx.commit().await
}

/// Marks a person's notices of an object up to `until` as read, or with `read` false as unread again.
pub(super) async fn read_object(
    cx: &WorkerCx,
    account: &ActorId,
    object: &str,
    until: Time,
    read: bool,
) -> StoreResult<Done> {
    loop {
        let at = read.then(|| cx.app.clock.now());
        let mut tx = cx.app.db.write().await?;
        let changed = notices::set_object_read(&mut tx, account, object, at, until, READ_AT_ONCE).await?;
        tx.commit().await?;
        notify::tell(&cx.app, [account.clone()]);
        if i64::try_from(changed).is_ok_and(|changed| changed < READ_AT_ONCE) {
            return Ok(Done::Finished);
        }
    }
}

/// Marks a person's notices up to `until` as read.
pub(super) async fn read(cx: &WorkerCx, account: &ActorId, until: Time) -> StoreResult<Done> {
    loop {
        let mut tx = cx.app.db.write().await?;
        let read = notices::set_next_read(&mut tx, account, until, cx.app.clock.now(), READ_AT_ONCE).await?;
        tx.commit().await?;
        notify::tell(&cx.app, [account.clone()]);
        if i64::try_from(read).is_ok_and(|read| read < READ_AT_ONCE) {
            return Ok(Done::Finished);
        }
    }
}
