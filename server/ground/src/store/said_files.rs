//! Files that came with comments and with messages in rooms, and the lists of files of a pursuance and of a room.

use pursuance_domain::allowed::{Sight, Thread};
use pursuance_domain::id::{ActorId, MessageId};
use pursuance_domain::talk::LIFETIME_LEAST_LEFT;
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, all, run};
use super::discussions::{FileRow, TaskFile, select_file};
use super::error::StoreResult;
use super::grants::readable;
use super::jobs::Job;
use super::rooms;
use super::search::{among, list};
use crate::platform::clock::Clock;

/// The files that came with some messages of a discussion, the oldest first.
pub async fn with(tx: &mut ReadTx, thread: &Thread, messages: &[MessageId]) -> StoreResult<Vec<TaskFile>> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let sql = among!(select_file, "message", tx);
    let rows = all!(tx, FileRow, sql, list(messages.iter().map(MessageId::as_str)))?;
    let mut files: Vec<TaskFile> = rows.into_iter().map(TaskFile::from).collect();
    files.retain(|file| file.object == thread.as_str() && file.at >= thread.from());
    files.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    Ok(files)
}

/// Detaches the files of a message that ends, with the words of their names. Their bytes go by a job, unless they hang elsewhere, too.
pub async fn end(tx: &mut WriteTx, clock: &Clock, message: &MessageId) -> StoreResult<()> {
    // Of a picture that was made anew these are four: what was sent goes as well.
    const BYTES: &str = "select sha256 from file where message = $1
        union select sent from file where message = $1 and sent is not null
        union select shown from file where message = $1 and shown is not null
        union select thumbnail from file where message = $1 and thumbnail is not null";
    // The row that an upload leaves for a day, so that it can be hung somewhere. One that came again since stays.
    const RECEIPTS: &str = "delete from file where object = added_by and id in (select r.id from file f
        join file r on r.object = f.added_by and r.added_by = f.added_by and r.at <= f.at
          and (r.sha256 = f.sha256 or r.sha256 = f.sent) where f.message = $1)";
    let files: Vec<String> =
        all!(tx, (String,), BYTES, message.as_str())?.into_iter().map(|(sha256,)| sha256).collect();
    if !files.is_empty() {
        run!(tx, RECEIPTS, message.as_str())?;
        run!(tx, "delete from file where message = $1", message.as_str())?;
        tx.deletes_words();
        Job::RemoveBytes { files }.write(tx, clock, clock.now()).await?;
    }
    Ok(())
}

/// A file of a pursuance: its id, and the id of the task or the room where it hangs.
pub type Hung = (String, String);

/// The files on the readable tasks and in the readable rooms of a pursuance, the newest first, before one. Those of messages whose lifetime
/// is over at `now` are not among them.
pub async fn of_pursuance(
    tx: &mut ReadTx,
    sight: &Sight,
    before: (Time, &str),
    now: Time,
    limit: i64,
) -> StoreResult<Vec<Hung>> {
    const ON_TASKS: &str = concat!(
        "select f.id, t.id, f.at from file f join task t on t.id = f.object where t.pursuance = $1 and ",
        readable!("t", "$2"),
        " and (f.at, f.id) < ($3, $4) order by f.at desc, f.id desc limit +$5"
    );
    const IN_ROOMS: &str = "select f.id, r.id, f.at from file f join room r on r.id = f.object
        where r.pursuance = $1 and r.open in ($2, $3) and (f.at, f.id) < ($4, $5)
          and (r.lifetime is null or r.lifetime_since > $6 or f.at >= $7 - r.lifetime * 1000000)
        order by f.at desc, f.id desc limit +$8";
    let of = sight.pursuance().as_str();
    let only_of = sight.only_of().map(ActorId::as_str);
    let mut found = all!(tx, (String, String, i64), ON_TASKS, of, only_of, before.0.0, before.1, limit)?;
    let [everyone, members] = rooms::readers(sight);
    found.extend(all!(
        tx,
        (String, String, i64),
        IN_ROOMS,
        of,
        everyone,
        members,
        before.0.0,
        before.1,
        now.plus(-LIFETIME_LEAST_LEFT).0,
        now.0,
        limit
    )?);
    found.sort_by(|one, other| (other.2, &other.0).cmp(&(one.2, &one.0)));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found.into_iter().map(|(file, on, _)| (file, on)).collect())
}

/// The files that came with the readable messages in a room, the newest first, before one.
pub async fn in_room(
    tx: &mut ReadTx,
    thread: &Thread,
    before: (Time, &str),
    limit: i64,
) -> StoreResult<Vec<TaskFile>> {
    const SQL: &str = select_file!(
        "where object = $1 and at >= $2 and (at, id) < ($3, $4) order by at desc, id desc limit +$5"
    );
    let rows = all!(tx, FileRow, SQL, thread.as_str(), thread.from().0, before.0.0, before.1, limit)?;
    Ok(rows.into_iter().map(TaskFile::from).collect())
}
