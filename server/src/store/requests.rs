//! Requests to join a pursuance: the notes to those who decide, and the admissions.

use std::collections::HashMap;

use pursuance_domain::allowed::{Permission, Sight, Sights};
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use pursuance_domain::value::Note;

use super::db::{ReadTx, WriteTx, all, optional, run};
use super::error::StoreResult;
use super::search;

/// Writes the note of a person who asks to join.
pub async fn set_note(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    actor: &ActorId,
    note: Option<&Note>,
) -> StoreResult<()> {
    const SQL: &str = "update member set note = $3 where pursuance = $1 and actor = $2 and state = 'pending'";
    run!(tx, SQL, pursuance.as_str(), actor.as_str(), note.map(Note::as_str))?;
    Ok(())
}

/// Notes that a person was admitted, and deletes their note.
pub async fn let_in(tx: &mut WriteTx, pursuance: &ActorId, actor: &ActorId, now: Time) -> StoreResult<()> {
    const SQL: &str = "update member set note = null, let_in_at = $3 where pursuance = $1 and actor = $2";
    run!(tx, SQL, pursuance.as_str(), actor.as_str(), now.0)?;
    Ok(())
}

/// A person's own note.
pub async fn own_note(tx: &mut ReadTx, pursuance: &ActorId, person: &ActorId) -> StoreResult<Option<String>> {
    const SQL: &str = "select note from member
        where pursuance = $1 and actor = $2 and state = 'pending' and note is not null";
    let row = optional!(tx, (String,), SQL, pursuance.as_str(), person.as_str())?;
    Ok(row.map(|(note,)| note))
}

/// The notes of the people who ask to join a pursuance, by user name as they are listed: only for those who may decide.
pub async fn notes(tx: &mut ReadTx, sight: &Sight, limit: i64) -> StoreResult<HashMap<ActorId, String>> {
    const SQL: &str = "select m.actor, m.note from member m join actor a on a.id = m.actor
        where m.pursuance = $1 and m.state = 'pending' and m.note is not null order by a.name limit +$2";
    if !sight.may(Permission::DecideMember) {
        return Ok(HashMap::new());
    }
    let rows = all!(tx, (String, String), SQL, sight.pursuance().as_str(), limit)?;
    Ok(rows.into_iter().map(|(actor, note)| (ActorId(actor), note)).collect())
}

/// The admissions of a person since a time, in pursuances they may read, the newest first: slug, name, time.
pub async fn let_in_since(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    since: Time,
    limit: i64,
) -> StoreResult<Vec<(String, String, Time)>> {
    macro_rules! sql {
        ($within:literal) => {
            concat!(
                "select p.slug, g.display, m.let_in_at
                from member m join pursuance p on p.actor = m.pursuance join actor g on g.id = p.actor
                where m.actor = $1 and m.let_in_at >= $2 and m.pursuance ",
                $within,
                " order by m.let_in_at desc limit +$3"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        sql!("in (select value from json_each($4))")
    } else {
        sql!("= any (array(select json_array_elements_text(cast($4 as json))))")
    };
    let of = search::list(sights.all().map(ActorId::as_str));
    let rows = all!(tx, (String, String, i64), sql, person.as_str(), since.0, limit, of)?;
    Ok(rows.into_iter().map(|(slug, name, at)| (slug, name, Time(at))).collect())
}
