//! Files that come in pieces. Bookkeeping: no action, and no event before the file is whole and `file.add` records it.

use pursuance_domain::allowed::Principal;
use pursuance_domain::event::StreamId;
use pursuance_domain::id::{ActorId, is_own_id};
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::Sha256;

use super::room::Full;
use super::{Counted, PerformError, Refused, Thing, limits, room};
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::turns::TurnLane;
use crate::store::uploads::{self, Own, Upload};
use crate::store::{events, room as taken};

/// The most bytes of one piece.
pub const PIECE_MAX: usize = 4 * 1024 * 1024;
/// How many bytes one person may have announced that have not all arrived; one file of the largest size, where that is more.
pub const UNFINISHED_BYTES: i64 = 200 * 1024 * 1024;
/// How many uploads of one person may be unfinished.
pub const UNFINISHED_MOST: i64 = 100;
/// How long an upload is kept after its last piece.
pub const PIECES_WAIT: i64 = DAY;

fn expired(now: Time) -> Time {
    now.plus(-PIECES_WAIT)
}

/// A transaction in the turns of a person, as their actions have it.
async fn write(app: &App, person: &ActorId) -> StoreResult<WriteTx> {
    app.db.write_in(Some(TurnLane::of(person.as_str()))).await
}

/// Begins an upload of `bytes` bytes; answers its id.
///
/// # Errors
/// When the person has too many, or there is no room.
pub async fn begin(app: &App, who: &Principal, bytes: i64) -> Result<String, PerformError> {
    let person = who.person().ok_or(Refused::SignInFirst)?;
    limits::attempt(app, who).await?;
    app.may_upload(person, bytes).await??;
    let now = app.clock.now();
    let most = UNFINISHED_BYTES.max(i64::try_from(app.config.max_upload).unwrap_or(i64::MAX));
    let mut tx = write(app, person).await?;
    // Two that begin at once are counted one after the other.
    events::lock(&mut tx, &StreamId::of(person)).await?;
    uploads::forget_before(&mut tx, expired(now)).await?;
    let Own { all, unfinished, announced } = uploads::own(&mut tx, person).await?;
    if unfinished >= UNFINISHED_MOST {
        return Err(Refused::Full { what: Counted::Uploads, most: UNFINISHED_MOST }.into());
    }
    if announced.saturating_add(bytes) > most {
        return Err(Refused::from(Full::Unfinished { most }).into());
    }
    // A whole upload waits only for a sender to whom the answer was lost.
    if all >= UNFINISHED_MOST {
        uploads::forget_whole(&mut tx, person, all - UNFINISHED_MOST + 1).await?;
    }
    let id = app.clock.new_id_at(now);
    uploads::add(&mut tx, person, &id, bytes, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// An upload of this person.
///
/// # Errors
/// When there is none, it is of somebody else, or its time is over.
pub async fn find(app: &App, person: &ActorId, id: &str) -> Result<Upload, PerformError> {
    let none = || PerformError::from(Refused::NotFound(Thing::File));
    if !is_own_id(id) {
        return Err(none());
    }
    let mut once = app.db.read_once().await?;
    uploads::find(&mut once, person, id, expired(app.clock.now())).await?.ok_or_else(none)
}

/// Notes that more of an upload is on the disk.
///
/// # Errors
/// When it is gone by now.
pub async fn advance(app: &App, person: &ActorId, upload: &Upload, to: i64) -> Result<(), PerformError> {
    let mut tx = write(app, person).await?;
    if !uploads::advance(&mut tx, &upload.id, upload.arrived, to, app.clock.now()).await? {
        return Err(Refused::NotFound(Thing::File).into());
    }
    Ok(tx.commit().await?)
}

/// Whether the record of a whole file would be refused; asked before its bytes are read and written once more, so that sending its end
/// again and again costs no more than this. Inside: there is no room for its bytes, unless they are here already ([`has`]).
///
/// # Errors
/// When the person acts too often, or the database has no room.
pub async fn may_finish(app: &App, who: &Principal, bytes: i64) -> Result<Result<(), Refused>, PerformError> {
    let person = who.person().ok_or(Refused::SignInFirst)?;
    limits::before_work(app, who).await?;
    if app.database_is_full().await {
        return Err(Refused::from(Full::Database).into());
    }
    let mut tx = app.db.read().await?;
    let has_room = room::for_person(&mut tx, &app.config.quotas, person, None, bytes).await?;
    Ok(has_room.map_err(Refused::from))
}

/// Whether a person has uploaded these bytes before: they need no more room.
///
/// # Errors
/// When the database fails.
pub async fn has(app: &App, person: &ActorId, sha256: &Sha256) -> StoreResult<bool> {
    taken::adder_has(&mut app.db.read_once().await?, person, sha256.as_str()).await
}

/// Notes that the file of an upload is whole and recorded.
///
/// # Errors
/// When the database fails.
pub async fn finish(app: &App, person: &ActorId, id: &str, sha256: &Sha256) -> StoreResult<()> {
    let mut tx = write(app, person).await?;
    uploads::finish(&mut tx, id, sha256.as_str(), app.clock.now()).await?;
    tx.commit().await
}

/// Forgets an upload.
///
/// # Errors
/// When the database fails.
pub async fn forget(app: &App, person: &ActorId, id: &str) -> StoreResult<()> {
    let mut tx = write(app, person).await?;
    uploads::forget(&mut tx, id).await?;
    tx.commit().await
}
