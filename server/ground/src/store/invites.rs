//! Invitations, and through whom people came.

use pursuance_domain::allowed::{Permission, Sight};
use pursuance_domain::id::{ActorId, InviteId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Skill, Skills};

use super::damage::{ListStretch, StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::words::called;
use super::words::read_role;
use super::words::read_skills;

/// A link that lets people in; only people with the link know the secret itself.
#[derive(Debug, Clone)]
pub struct Invite {
    pub id: InviteId,
    pub pursuance: ActorId,
    pub made_by: ActorId,
    /// The user name and the display name of `made_by`.
    pub by_name: String,
    pub by_display: String,
    pub role: Role,
    /// Empty for none.
    pub purpose: String,
    pub skills: Skills,
    pub task: Option<TaskId>,
    pub expires: Option<Time>,
    /// The number of people who may come by it; none for any number.
    pub uses: Option<i64>,
    pub used: i64,
    pub revoked_at: Option<Time>,
    pub created: Time,
}

#[derive(sqlx::FromRow)]
struct InviteRow {
    id: String,
    pursuance: String,
    made_by: String,
    by_name: String,
    by_display: String,
    role: String,
    purpose: String,
    skills: String,
    task: Option<String>,
    expires: Option<i64>,
    uses: Option<i64>,
    used: i64,
    revoked_at: Option<i64>,
    created: i64,
}

impl StoredRow for InviteRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<InviteRow> for Invite {
    type Error = StoreError;
    fn try_from(row: InviteRow) -> StoreResult<Self> {
        let skills = read_named(&row.id, &row.skills);
        Ok(Self {
            id: InviteId(row.id),
            pursuance: ActorId(row.pursuance),
            made_by: ActorId(row.made_by),
            by_name: row.by_name,
            by_display: row.by_display,
            role: read_role(row.role)?,
            purpose: row.purpose,
            skills,
            task: row.task.map(TaskId),
            expires: row.expires.map(Time),
            uses: row.uses,
            used: row.used,
            revoked_at: row.revoked_at.map(Time),
            created: Time(row.created),
        })
    }
}

/// The skills of an invitation, as it is stored.
fn read_named(id: &str, named: &str) -> Skills {
    let skills = named.split(',').filter(|skill| !skill.is_empty());
    read_skills("invite", id, skills.map(|skill| (skill.to_owned(),)).collect())
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select i.id, i.pursuance, i.made_by, a.name as by_name, a.display as by_display, i.role, i.purpose, i.skills, i.task, ",
            "i.expires, i.uses, i.used, i.revoked_at, i.created from invite i join actor a on a.id = i.made_by ",
            $rest
        )
    };
}

/// An invitation before it is written.
#[derive(Debug)]
pub struct NewInvite<'a> {
    pub id: &'a InviteId,
    pub pursuance: &'a ActorId,
    pub made_by: &'a ActorId,
    pub role: Role,
    pub purpose: &'a str,
    pub skills: &'a Skills,
    pub task: Option<&'a TaskId>,
    pub secret_hash: &'a str,
    pub expires: Option<Time>,
    pub uses: Option<i64>,
}

/// Writes an invitation.
pub async fn add(tx: &mut WriteTx, invite: &NewInvite<'_>, now: Time) -> StoreResult<()> {
    const SQL: &str = "insert into invite (id, pursuance, made_by, role, purpose, skills, task, secret_hash, expires, uses, used, created)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)";
    let skills: Vec<&str> = invite.skills.iter().map(Skill::as_str).collect();
    run!(
        tx,
        SQL,
        invite.id.as_str(),
        invite.pursuance.as_str(),
        invite.made_by.as_str(),
        invite.role.as_str(),
        invite.purpose,
        skills.join(","),
        invite.task.map(TaskId::as_str),
        invite.secret_hash,
        invite.expires.map(|end| end.0),
        invite.uses,
        now.0
    )
    .map(drop)
}

/// The invitation with this secret hash. A person who knows the secret may read what the invitation is about.
pub async fn by_hash(tx: &mut ReadTx, secret_hash: &str) -> StoreResult<Option<Invite>> {
    single(optional!(tx, InviteRow, select!("where i.secret_hash = $1"), secret_hash)?)
}

/// An invitation of a pursuance, for a rule.
pub async fn by_id(tx: &mut ReadTx, pursuance: &ActorId, id: &InviteId) -> StoreResult<Option<Invite>> {
    const SQL: &str = select!("where i.id = $1 and i.pursuance = $2");
    single(optional!(tx, InviteRow, SQL, id.as_str(), pursuance.as_str())?)
}

/// The invitations of a pursuance, the newest first, before one: all for readers who see the tree, otherwise the reader's own.
pub async fn list(
    tx: &mut ReadTx,
    sight: &Sight,
    reader: &ActorId,
    before: Option<&InviteId>,
    limit: i64,
) -> StoreResult<Vec<Invite>> {
    const SQL: &str = select!(
        "where i.pursuance = $1 and (cast($2 as text) is null or i.made_by = $2) and i.id < $3 order by i.id desc limit +$4"
    );
    if !sight.may(Permission::Invite { role: Role::Untrusted }) {
        return Ok(Vec::new());
    }
    let only_of = (!sight.may(Permission::SeeInviteTree)).then_some(reader.as_str());
    // Every id begins with a digit.
    let before = before.map_or("a", InviteId::as_str).to_owned();
    let mut list = ListStretch::new(limit, before);
    while let Some((before, wanted)) = list.wanted() {
        let found = each!(tx, InviteRow, SQL, sight.pursuance().as_str(), only_of, before.as_str(), wanted)?;
        list.take(found, |row| row.id.clone());
    }
    Ok(list.rows())
}

/// Counts the invitations of a person that still let somebody in. An invitation into a pursuance that they have left lets in
/// nobody, and they cannot revoke it either.
pub async fn count_open(tx: &mut ReadTx, maker: &ActorId, now: Time) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from invite i where i.made_by = $1 and i.revoked_at is null
        and (i.expires is null or i.expires > $2) and (i.uses is null or i.used < i.uses)
        and exists (select 1 from member m where m.pursuance = i.pursuance and m.actor = i.made_by and m.state = 'active'
          and m.role in ('recruiter', 'assistant_admin', 'admin', 'primary'))";
    Ok(one!(tx, (i64,), SQL, maker.as_str(), now.0)?.0)
}

/// Uses an invitation once; answers whether it let somebody in. Of two people who use it for the last time at the same
/// moment, one is let in: the row is locked by the first.
pub async fn use_once(tx: &mut WriteTx, id: &InviteId, now: Time) -> StoreResult<bool> {
    const SQL: &str = "update invite set used = used + 1 where id = $1 and revoked_at is null
        and (expires is null or expires > $2) and (uses is null or used < uses)";
    Ok(run!(tx, SQL, id.as_str(), now.0)? == 1)
}

/// Ends an invitation; answers whether it had not ended before.
pub async fn revoke(tx: &mut WriteTx, id: &InviteId, now: Time) -> StoreResult<bool> {
    const SQL: &str = "update invite set revoked_at = $2 where id = $1 and revoked_at is null";
    Ok(run!(tx, SQL, id.as_str(), now.0)? == 1)
}

/// Notes through whom somebody came. The last time counts.
pub async fn note_came(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    actor: &ActorId,
    invited_by: &ActorId,
    invite: Option<&InviteId>,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into came_through (pursuance, actor, invited_by, invite, at) values ($1, $2, $3, $4, $5)
        on conflict (pursuance, actor) do update set invited_by = excluded.invited_by, invite = excluded.invite, at = excluded.at";
    let invite = invite.map(InviteId::as_str);
    run!(tx, SQL, pursuance.as_str(), actor.as_str(), invited_by.as_str(), invite, now.0).map(drop)
}

/// The skills that the invitation names by which somebody came; none where they came in another way.
pub async fn named_to(tx: &mut ReadTx, pursuance: &ActorId, actor: &ActorId) -> StoreResult<Skills> {
    const SQL: &str = "select i.id, i.skills from came_through c join invite i on i.id = c.invite
        where c.pursuance = $1 and c.actor = $2";
    let found = optional!(tx, (String, String), SQL, pursuance.as_str(), actor.as_str())?;
    Ok(found.map(|(id, named)| read_named(&id, &named)).unwrap_or_default())
}

/// Forgets through whom somebody came: they came in by themselves.
pub async fn forget_came(tx: &mut WriteTx, pursuance: &ActorId, actor: &ActorId) -> StoreResult<()> {
    const SQL: &str = "delete from came_through where pursuance = $1 and actor = $2";
    run!(tx, SQL, pursuance.as_str(), actor.as_str()).map(drop)
}

/// A member who came by an invitation, or whom one of these invited.
#[derive(Debug, Clone)]
pub struct Came {
    pub actor: ActorId,
    pub name: String,
    pub display: String,
    pub role: Role,
}

#[derive(sqlx::FromRow)]
struct CameRow {
    actor: String,
    name: String,
    display: String,
    role: String,
}

impl StoredRow for CameRow {
    fn key(&self) -> String {
        self.actor.clone()
    }
}

impl TryFrom<CameRow> for Came {
    type Error = StoreError;
    fn try_from(row: CameRow) -> StoreResult<Self> {
        Ok(Self {
            actor: ActorId(row.actor),
            name: row.name,
            display: row.display,
            role: read_role(row.role)?,
        })
    }
}

/// The place of a role on the ladder, in SQL: `Role` is ordered the same way.
macro_rules! role_rank {
    ($role:literal) => {
        concat!(
            "case ",
            $role,
            " when 'untrusted' then 0 when 'viewer' then 1 when 'normal' then 2 when 'assigner' then 3 when 'recruiter' then 4 ",
            "when 'assistant_admin' then 5 when 'admin' then 6 else 7 end"
        )
    };
}

pub(super) use role_rank;

/// The rank of a role, as the statement counts it.
fn rank(role: Role) -> i64 {
    Role::ALL.iter().position(|one| *one == role).and_then(|at| i64::try_from(at).ok()).unwrap_or(0)
}

/// Members below a role who came by an invitation and, if wanted, all whom these invited and so on, by name. Nobody is
/// looked at behind somebody who stays.
pub async fn came_by(
    tx: &mut ReadTx,
    sight: &Sight,
    invite: &InviteId,
    and_invited: bool,
    below: Role,
    limit: i64,
) -> StoreResult<Vec<Came>> {
    // `union` leaves out who was there: two people may have invited each other, one after the other.
    const SQL: &str = concat!(
        "with recursive came (actor) as (
          select c.actor from came_through c where c.pursuance = $1 and c.invite = $2
          union
          select c.actor from came_through c join came t on c.invited_by = t.actor
            where c.pursuance = $1 and $3 and not exists (select 1 from member s where s.pursuance = $1 and s.actor = t.actor
              and s.state = 'active' and ",
        role_rank!("s.role"),
        " >= $4))
        select m.actor, a.name, a.display, m.role from came t join member m on m.pursuance = $1 and m.actor = t.actor
          join actor a on a.id = m.actor
        where m.state = 'active' and ",
        role_rank!("m.role"),
        " < $4 order by a.name limit +$5"
    );
    let pursuance = sight.pursuance().as_str();
    Ok(listed(each!(tx, CameRow, SQL, pursuance, invite.as_str(), and_invited, rank(below), limit)?))
}

/// One person in the tree of invitations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub actor: ActorId,
    pub invited_by: ActorId,
    pub name: String,
    pub display: String,
    /// The role of a member; none for somebody who is gone.
    pub role: Option<Role>,
    pub since: Time,
}

/// Everybody who came through somebody: members, and people who are gone. Empty for a reader who may not see the tree.
pub async fn links(tx: &mut ReadTx, sight: &Sight, limit: i64, now: Time) -> StoreResult<Vec<Link>> {
    const SQL: &str = concat!(
        "select c.actor, c.invited_by, a.name, ",
        called!("a", "c.pursuance", "$3"),
        ", m.role, c.at from came_through c join actor a on a.id = c.actor
        left join member m on m.pursuance = c.pursuance and m.actor = c.actor and m.state = 'active'
        where c.pursuance = $1 order by a.name limit +$2"
    );
    if !sight.may(Permission::SeeInviteTree) {
        return Ok(Vec::new());
    }
    type Row = (String, String, String, String, Option<String>, i64);
    let rows = all!(tx, Row, SQL, sight.pursuance().as_str(), limit, now.0)?;
    let link = |(actor, invited_by, name, display, role, at): Row| Link {
        actor: ActorId(actor),
        invited_by: ActorId(invited_by),
        name,
        display,
        role: role.and_then(|role| Role::parse(&role)),
        since: Time(at),
    };
    Ok(rows.into_iter().map(link).collect())
}
