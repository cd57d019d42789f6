//! Requests to join a pursuance: the notes to the deciders, the admissions, and the answers to people who were declined.

use std::collections::HashMap;

use pursuance_domain::allowed::{Permission, Sight, Sights};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Note, Visibility};

use super::db::{ReadTx, WriteTx, all, optional, run};
use super::error::StoreResult;
use super::outline::free::unassigned;
use super::search;

/// Writes the note of a person who asks to join, and the task they would like to take.
pub async fn write(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    actor: &ActorId,
    note: Option<&Note>,
    wanted: Option<&TaskId>,
) -> StoreResult<()> {
    const SQL: &str =
        "update member set note = $3, wanted = $4 where pursuance = $1 and actor = $2 and state = 'pending'";
    let wanted = wanted.map(TaskId::as_str);
    run!(tx, SQL, pursuance.as_str(), actor.as_str(), note.map(Note::as_str), wanted)?;
    Ok(())
}

/// Whether the deciders were told since a moment that a person asks to join. Otherwise it is noted that they are told now.
pub async fn is_told_already(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    actor: &ActorId,
    since: Time,
    now: Time,
) -> StoreResult<bool> {
    const NOTE: &str =
        "insert into asked_to_join (pursuance, actor, at) values ($1, $2, $3) on conflict do nothing";
    run!(tx, "delete from asked_to_join where pursuance = $1 and at <= $2", pursuance.as_str(), since.0)?;
    Ok(run!(tx, NOTE, pursuance.as_str(), actor.as_str(), now.0)? == 0)
}

/// Forgets that the deciders were told: they have answered, and a new request is told again.
pub async fn forget_told(tx: &mut WriteTx, pursuance: &ActorId, actor: &ActorId) -> StoreResult<()> {
    const SQL: &str = "delete from asked_to_join where pursuance = $1 and actor = $2";
    run!(tx, SQL, pursuance.as_str(), actor.as_str()).map(drop)
}

/// Notes that a request was declined, for the person's Home.
pub async fn declined(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    actor: &ActorId,
    reason: Option<&Note>,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into declined_request (actor, pursuance, at, reason) values ($1, $2, $3, $4)
        on conflict (actor, pursuance) do update set at = excluded.at, reason = excluded.reason";
    let reason = reason.map(Note::as_str).filter(|reason| !reason.is_empty());
    run!(tx, SQL, actor.as_str(), pursuance.as_str(), now.0, reason)?;
    Ok(())
}

/// Forgets that a person was declined: they ask anew.
pub async fn forget_declined(tx: &mut WriteTx, pursuance: &ActorId, actor: &ActorId) -> StoreResult<()> {
    const SQL: &str = "delete from declined_request where actor = $1 and pursuance = $2";
    run!(tx, SQL, actor.as_str(), pursuance.as_str())?;
    Ok(())
}

/// Forgets the requests that were declined before a time.
pub async fn forget_declined_before(tx: &mut WriteTx, before: Time) -> StoreResult<()> {
    run!(tx, "delete from declined_request where at < $1", before.0)?;
    Ok(())
}

/// A request to join that was declined, as the person who asked may know it.
#[derive(Debug, Clone)]
pub struct Declined {
    pub slug: String,
    /// The display name; the slug, where only members may know the name.
    pub name: String,
    /// Whether they may still read the pursuance.
    pub is_open: bool,
    pub at: Time,
    pub reason: Option<String>,
}

/// The requests of a person that were declined since a time, the newest first.
pub async fn declined_since(
    tx: &mut ReadTx,
    person: &ActorId,
    since: Time,
    limit: i64,
) -> StoreResult<Vec<Declined>> {
    const SQL: &str = "select p.slug, g.display, p.visibility, d.at, d.reason
        from declined_request d join pursuance p on p.actor = d.pursuance join actor g on g.id = p.actor
        where d.actor = $1 and d.at >= $2 order by d.at desc limit +$3";
    type Found = (String, String, String, i64, Option<String>);
    let rows = all!(tx, Found, SQL, person.as_str(), since.0, limit)?;
    Ok(rows
        .into_iter()
        .map(|(slug, display, visibility, at, reason)| {
            let is_open = Visibility::parse(&visibility).is_ok_and(Visibility::is_open);
            let name = if is_open { display } else { slug.clone() };
            Declined { slug, name, is_open, at: Time(at), reason }
        })
        .collect())
}

/// Notes that a person was admitted, and deletes their note. The task that they wanted stays: the yes leads to it.
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

/// The note of a person who asks to join, and the task they would like to take.
#[derive(Debug, Clone, Default)]
pub struct JoinNote {
    pub note: String,
    pub wanted: Option<TaskId>,
}

/// The notes of the people who ask to join a pursuance, the first by user name; empty for a reader who may not decide.
pub async fn notes(tx: &mut ReadTx, sight: &Sight, limit: i64) -> StoreResult<HashMap<ActorId, JoinNote>> {
    const SQL: &str = "select m.actor, coalesce(m.note, ''), m.wanted from member m
        join actor a on a.id = m.actor
        where m.pursuance = $1 and m.state = 'pending' and (m.note is not null or m.wanted is not null)
        order by a.name limit +$2";
    if !sight.may(Permission::DecideMember) {
        return Ok(HashMap::new());
    }
    let rows = all!(tx, (String, String, Option<String>), SQL, sight.pursuance().as_str(), limit)?;
    let asked = |note, wanted: Option<String>| JoinNote { note, wanted: wanted.map(TaskId) };
    Ok(rows.into_iter().map(|(actor, note, wanted)| (ActorId(actor), asked(note, wanted))).collect())
}

/// An admission.
#[derive(Debug, Clone)]
pub struct LetIn {
    pub pursuance: ActorId,
    pub slug: String,
    pub name: String,
    pub at: Time,
    /// Whether they answered what the pursuance may ask them about.
    pub has_arrived: bool,
    /// The task that they wanted, while nobody has it.
    pub wanted: Option<TaskId>,
}

/// The admissions of a person since a time, in pursuances they may read, the newest first. The caller checks who may read the task.
pub async fn let_in_since(
    tx: &mut ReadTx,
    sights: &Sights,
    person: &ActorId,
    since: Time,
    limit: i64,
) -> StoreResult<Vec<LetIn>> {
    macro_rules! sql {
        ($within:literal) => {
            concat!(
                "select m.pursuance, p.slug, g.display, m.let_in_at, m.arrived is not null,
                  (select t.id from task t where t.id = m.wanted and t.pursuance = m.pursuance and ",
                unassigned!("t"),
                ")
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
    type Found = (String, String, String, i64, bool, Option<String>);
    let rows = all!(tx, Found, sql, person.as_str(), since.0, limit, of)?;
    let one = |(pursuance, slug, name, at, has_arrived, wanted): Found| LetIn {
        pursuance: ActorId(pursuance),
        slug,
        name,
        at: Time(at),
        has_arrived,
        wanted: wanted.map(TaskId),
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The tasks that a member of some pursuances wanted when they asked to join, while nobody has them.
pub async fn wanted_in(
    tx: &mut ReadTx,
    person: &ActorId,
    pursuances: &[&ActorId],
) -> StoreResult<Vec<TaskId>> {
    macro_rules! sql {
        ($which:literal) => {
            concat!(
                "select t.id from member m join task t on t.id = m.wanted and t.pursuance = m.pursuance
                where m.actor = $1 and m.state = 'active' and m.pursuance ",
                $which,
                " and ",
                unassigned!("t")
            )
        };
    }
    let sql = if tx.is_sqlite() {
        sql!("in (select value from json_each($2))")
    } else {
        sql!("= any (array(select json_array_elements_text(cast($2 as json))))")
    };
    let of = search::list(pursuances.iter().map(|id| id.as_str()));
    let rows = all!(tx, (String,), sql, person.as_str(), of)?;
    Ok(rows.into_iter().map(|(id,)| TaskId(id)).collect())
}

/// A request of a person that waits for an answer.
#[derive(Debug, Clone)]
pub struct WaitingRequest {
    pub slug: String,
    /// The display name; the slug, where only members may know the name.
    pub name: String,
    pub at: Time,
}

/// The requests of a person that wait for an answer, the newest first.
pub async fn waiting_of(tx: &mut ReadTx, person: &ActorId, limit: i64) -> StoreResult<Vec<WaitingRequest>> {
    const SQL: &str = "select p.slug, g.display, p.visibility, m.since
        from member m join pursuance p on p.actor = m.pursuance join actor g on g.id = p.actor
        where m.actor = $1 and m.state = 'pending' and p.deleted_at is null and p.archived_at is null
        order by m.since desc limit +$2";
    let rows = all!(tx, (String, String, String, i64), SQL, person.as_str(), limit)?;
    let one = |(slug, display, visibility, at): (String, String, String, i64)| {
        let is_open = Visibility::parse(&visibility).is_ok_and(Visibility::is_open);
        WaitingRequest { name: if is_open { display } else { slug.clone() }, slug, at: Time(at) }
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The slug of the first open pursuance whose question what it may ask a person about still stands, if they told no skills.
pub async fn arriving(tx: &mut ReadTx, person: &ActorId) -> StoreResult<Option<String>> {
    const SQL: &str = "select p.slug from member m join pursuance p on p.actor = m.pursuance
        where m.actor = $1 and m.state = 'active' and m.arrived is null and m.role not in ('untrusted', 'viewer')
          and p.deleted_at is null and p.archived_at is null
          and not exists (select 1 from person_skill s where s.actor = $1)
        order by m.since, p.slug limit 1";
    Ok(optional!(tx, (String,), SQL, person.as_str())?.map(|(slug,)| slug))
}
