//! How far people have read discussions: one mechanism for everything that has messages, by the id that stands in `message.thread`. A row
//! whose `thread` is a pursuance, or the person themselves, says that all was read there up to `moved`.
//!
//! What is unread is read beside tasks (`tasks::beside`, `outline::asides`), so that no list asks once for each of its rows.

use pursuance_domain::id::{ActorId, MessageId};
use pursuance_domain::reading::{Floor, Marker, Place};
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx, one, optional, run};
use super::error::StoreResult;

/// The most unread messages of a discussion that are counted: beyond, a page says "so many or more".
pub const COUNTED: i64 = 100;

/// The unread messages of a thread for a person, from `from` on: `u` is a message, and `k` their marker, where that counts.
/// Own ones are not unread, nor what was deleted or removed; an edit changes neither the time nor the id.
macro_rules! unread {
    ($thread:literal, $person:literal, $floor:literal) => {
        concat!(
            "from message u where u.thread = ",
            $thread,
            " and u.author <> ",
            $person,
            " and u.retracted_at is null and (u.at, u.id) > (coalesce(k.at, ",
            $floor,
            "), coalesce(k.message, '~'))"
        )
    };
}
pub(in crate::store) use unread;

/// The marker of a person in a thread, joined as `k`: it counts unless they said later that all is read.
macro_rules! read_marker {
    ($thread:literal, $person:literal, $floor:literal) => {
        concat!(
            "read_marker k on k.account = ",
            $person,
            " and k.thread = ",
            $thread,
            " and k.moved >= ",
            $floor
        )
    };
}
pub(in crate::store) use read_marker;

/// The marker of a person in a thread.
pub async fn find(tx: &mut ReadTx, person: &ActorId, thread: &str) -> StoreResult<Option<Marker>> {
    const SQL: &str = "select at, message, moved from read_marker where account = $1 and thread = $2";
    let row = optional!(tx, (i64, String, i64), SQL, person.as_str(), thread)?;
    Ok(row.map(|(at, message, moved)| Marker {
        place: Place { at: Time(at), message: MessageId(message) },
        moved: Time(moved),
    }))
}

/// Sets the marker of a person in a thread.
pub async fn set(tx: &mut WriteTx, person: &ActorId, thread: &str, marker: &Marker) -> StoreResult<()> {
    const SQL: &str = "insert into read_marker (account, thread, at, message, moved) values ($1, $2, $3, $4, $5)
        on conflict (account, thread) do update set at = excluded.at, message = excluded.message, moved = excluded.moved";
    let Marker { place, moved } = marker;
    run!(tx, SQL, person.as_str(), thread, place.at.0, place.message.as_str(), moved.0).map(drop)
}

/// From when on something may be unread for a member of a pursuance who joined then.
pub async fn floor(
    tx: &mut ReadTx,
    person: &ActorId,
    pursuance: &ActorId,
    joined: Time,
) -> StoreResult<Floor> {
    const SQL: &str = "select coalesce((select i.unread_since from instance i), 0),
        (select max(r.moved) from read_marker r where r.account = $1 and r.thread in ($1, $2))";
    let (begun, all_read) = one!(tx, (i64, Option<i64>), SQL, person.as_str(), pursuance.as_str())?;
    Ok(Floor { joined, begun: Time(begun), all_read: all_read.map(Time) })
}

/// Counts the unread messages of a thread for a person, up to [`COUNTED`].
pub async fn count(tx: &mut ReadTx, person: &ActorId, thread: &str, floor: Time) -> StoreResult<i64> {
    const SQL: &str = concat!(
        "select (select count(*) from (select u.id ",
        unread!("$2", "$1", "$3"),
        " limit +$4) n) from (select 1 as one) o left join ",
        read_marker!("$2", "$1", "$3")
    );
    Ok(one!(tx, (i64,), SQL, person.as_str(), thread, floor.0, COUNTED)?.0)
}

/// Forgets markers that were moved before a moment, at most `limit`.
pub async fn forget_before(tx: &mut WriteTx, before: Time, limit: i64) -> StoreResult<u64> {
    const SQL: &str = "delete from read_marker where (account, thread) in (
        select r.account, r.thread from read_marker r where r.moved < $1 order by r.moved limit +$2)";
    run!(tx, SQL, before.0, limit)
}
