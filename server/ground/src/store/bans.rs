//! Bans, and the roles with which people went.

use std::collections::HashSet;

use pursuance_domain::allowed::{Permission, Sight};
use pursuance_domain::id::{ActorId, ReasonId};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;

use super::body::Body;
use super::damage::{ListStretch, StoredRow};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::grants;
use super::pursuances::recount;
use super::search::{among, list};
use super::words::read_role;

/// A ban.
#[derive(Debug, Clone)]
pub struct Ban<'a> {
    /// The role at that time: below the role of a person who may lift it.
    pub role: Role,
    /// Its end; none for good.
    pub until: Option<Time>,
    pub reason: &'a ReasonId,
}

/// Bans somebody, or changes their ban. They are no member any more.
pub async fn ban(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    actor: &ActorId,
    ban: &Ban<'_>,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into member (pursuance, actor, role, state, since, banned_until, reason)
        values ($1, $2, $3, 'banned', $4, $5, $6)
        on conflict (pursuance, actor) do update set role = excluded.role, state = 'banned', since = excluded.since,
          banned_until = excluded.banned_until, reason = excluded.reason, note = null, let_in_at = null";
    let until = ban.until.map(|until| until.0);
    run!(tx, SQL, pursuance.as_str(), actor.as_str(), ban.role.as_str(), now.0, until, ban.reason.as_str())?;
    grants::remove_all(tx, pursuance, actor).await?;
    recount(tx, pursuance).await
}

/// Lifts a ban: they are nobody here.
pub async fn lift(tx: &mut WriteTx, pursuance: &ActorId, actor: &ActorId) -> StoreResult<()> {
    const SQL: &str = "delete from member where pursuance = $1 and actor = $2 and state = 'banned'";
    run!(tx, SQL, pursuance.as_str(), actor.as_str()).map(drop)
}

/// Remembers the role of somebody who goes, where it is below that of newcomers.
pub async fn remember_role(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    actor: &ActorId,
    role: Role,
) -> StoreResult<()> {
    if role >= Role::Normal {
        const SQL: &str = "delete from role_before where pursuance = $1 and actor = $2";
        return run!(tx, SQL, pursuance.as_str(), actor.as_str()).map(drop);
    }
    const SQL: &str = "insert into role_before (pursuance, actor, role) values ($1, $2, $3)
        on conflict (pursuance, actor) do update set role = excluded.role";
    run!(tx, SQL, pursuance.as_str(), actor.as_str(), role.as_str()).map(drop)
}

/// The role with which somebody went, where it was below that of newcomers.
pub async fn role_before(tx: &mut ReadTx, pursuance: &ActorId, actor: &ActorId) -> StoreResult<Option<Role>> {
    const SQL: &str = "select role from role_before where pursuance = $1 and actor = $2";
    let found = optional!(tx, (String,), SQL, pursuance.as_str(), actor.as_str())?;
    found.map(|(role,)| read_role(role).map_err(|error| error.in_row(actor.0.clone()))).transpose()
}

/// Those among some people who are banned in the pursuance of a slug, or whose accounts are suspended.
pub async fn shut_out(
    tx: &mut ReadTx,
    slug: &str,
    people: impl IntoIterator<Item = &str>,
    now: Time,
) -> StoreResult<HashSet<ActorId>> {
    macro_rules! sql {
        ($($which:literal),+) => {
            concat!(
                "select a.actor from account a ", $($which,)+
                " and (a.suspended_at is not null or exists (select 1 from pursuance p join member m on m.pursuance = p.actor
                  where p.slug = $2 and m.actor = a.actor and m.state = 'banned' and (m.banned_until is null or m.banned_until > $3)))"
            )
        };
    }
    let sql = among!(sql, "a.actor", tx);
    let found = all!(tx, (String,), sql, list(people), slug, now.0)?;
    Ok(found.into_iter().map(|(person,)| ActorId(person)).collect())
}

/// Somebody who is banned.
#[derive(Debug, Clone)]
pub struct BannedPerson {
    pub actor: ActorId,
    /// The name in addresses; the pursuance calls them by no other.
    pub name: String,
    pub role: Role,
    pub since: Time,
    pub until: Option<Time>,
    /// The reason, as it was written.
    pub reason: String,
}

#[derive(sqlx::FromRow)]
struct BannedPersonRow {
    actor: String,
    name: String,
    role: String,
    since: i64,
    banned_until: Option<i64>,
    reason: Option<String>,
    reason_sealed: Option<Vec<u8>>,
}

impl StoredRow for BannedPersonRow {
    fn key(&self) -> String {
        self.actor.clone()
    }
}

impl TryFrom<BannedPersonRow> for BannedPerson {
    type Error = StoreError;
    fn try_from(row: BannedPersonRow) -> StoreResult<Self> {
        Ok(Self {
            name: row.name,
            role: read_role(row.role)?,
            since: Time(row.since),
            until: row.banned_until.map(Time),
            reason: Body::of(&row.actor, Some(1), row.reason, row.reason_sealed).clear()?,
            actor: ActorId(row.actor),
        })
    }
}

/// Everybody whose ban still holds, by name, after one: for readers who may lift a ban, or suggest to.
pub async fn banned(
    tx: &mut ReadTx,
    sight: &Sight,
    now: Time,
    after: &str,
    limit: i64,
) -> StoreResult<Vec<BannedPerson>> {
    const SQL: &str = "select m.actor, a.name, m.role, m.since, m.banned_until, x.body as reason,
          x.envelope as reason_sealed
        from member m join actor a on a.id = m.actor
        left join text_version x on x.object = m.reason and x.field = 'reason' and x.revision = 1
        where m.pursuance = $1 and m.state = 'banned' and (m.banned_until is null or m.banned_until > $2) and a.name > $3
        order by a.name limit +$4";
    if !sight.may(Permission::SuggestBan) {
        return Ok(Vec::new());
    }
    let mut list = ListStretch::new(limit, after.to_owned());
    while let Some((after, wanted)) = list.wanted() {
        let found =
            each!(tx, BannedPersonRow, SQL, sight.pursuance().as_str(), now.0, after.as_str(), wanted)?;
        list.take(found, |row| row.name.clone());
    }
    Ok(list.rows())
}

/// The names in addresses of the pursuances that have banned somebody at present.
pub async fn places_of(tx: &mut ReadTx, person: &ActorId, now: Time) -> StoreResult<Vec<String>> {
    const SQL: &str = "select a.name from member m join actor a on a.id = m.pursuance
        where m.actor = $1 and m.state = 'banned' and (m.banned_until is null or m.banned_until > $2)";
    Ok(all!(tx, (String,), SQL, person.as_str(), now.0)?.into_iter().map(|(name,)| name).collect())
}

/// Counts the bans of a pursuance that hold.
pub async fn count(tx: &mut ReadTx, pursuance: &ActorId, now: Time) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from member
        where pursuance = $1 and state = 'banned' and (banned_until is null or banned_until > $2)";
    Ok(one!(tx, (i64,), SQL, pursuance.as_str(), now.0)?.0)
}

/// The reason of somebody's ban, as it was written; empty when there is none.
pub async fn reason(tx: &mut ReadTx, pursuance: &ActorId, actor: &ActorId) -> StoreResult<String> {
    const SQL: &str = "select x.body, x.envelope from member m
        join text_version x on x.object = m.reason and x.field = 'reason' and x.revision = 1
        where m.pursuance = $1 and m.actor = $2 and m.state = 'banned'";
    let found = optional!(tx, (Option<String>, Option<Vec<u8>>), SQL, pursuance.as_str(), actor.as_str())?;
    let Some((reason, envelope)) = found else { return Ok(String::new()) };
    Body::of(actor.as_str(), Some(1), reason, envelope).clear()
}
