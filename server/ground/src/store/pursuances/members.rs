//! Members of a pursuance: people with a role and a state in it.

use std::collections::HashMap;

use pursuance_domain::allowed::Grants;
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;

use crate::store::damage::{self, ListStretch, StoredRow, listed, single};
use crate::store::db::{ReadTx, WriteTx, all, each, optional, run};
use crate::store::error::{StoreError, StoreResult};
use crate::store::grants::{self, grants_of};
use crate::store::search::{among, list, pattern, search, whole};
use crate::store::words::{MemberState, read_role};

/// A person in a pursuance.
#[derive(Debug, Clone)]
pub struct Member {
    pub actor: ActorId,
    pub name: String,
    pub display: String,
    pub role: Role,
    pub state: MemberState,
    pub since: Time,
    /// The end of a ban; none for good.
    pub banned_until: Option<Time>,
}

#[derive(sqlx::FromRow)]
pub(in crate::store) struct MemberRow {
    pub(super) pursuance: String,
    pub(super) actor: String,
    pub(in crate::store) name: String,
    pub(super) display: String,
    pub(super) role: String,
    pub(super) state: String,
    pub(super) since: i64,
    pub(super) banned_until: Option<i64>,
}

impl StoredRow for MemberRow {
    fn key(&self) -> String {
        format!("{} {}", self.pursuance, self.actor)
    }
}

impl TryFrom<MemberRow> for Member {
    type Error = StoreError;
    fn try_from(row: MemberRow) -> StoreResult<Self> {
        Ok(Self {
            actor: ActorId(row.actor),
            name: row.name,
            display: row.display,
            role: read_role(row.role)?,
            state: MemberState::parse(&row.state)?,
            since: Time(row.since),
            banned_until: row.banned_until.map(Time),
        })
    }
}

macro_rules! select_member {
    ($($rest:literal),+ $(,)?) => {
        concat!("select m.pursuance, m.actor, a.name, a.display, m.role, m.state, m.since, m.banned_until from member m join actor a on a.id = m.actor ", $($rest),+)
    };
}

/// Whether operators suspended the account of the member `m`.
macro_rules! suspended {
    () => {
        "exists (select 1 from account o where o.actor = m.actor and o.suspended_at is not null)"
    };
}
pub(in crate::store) use suspended;

/// The membership of a person.
pub async fn member(tx: &mut ReadTx, pursuance: &ActorId, actor: &ActorId) -> StoreResult<Option<Member>> {
    const SQL: &str = select_member!("where m.pursuance = $1 and m.actor = $2");
    single(optional!(tx, MemberRow, SQL, pursuance.as_str(), actor.as_str())?)
}

/// The member who reviews where nobody is named (Assigner and above), other than the two `but`: `first` if they may, else the one with
/// the fewest reviews waiting, then the longest there.
pub async fn another_reviewer(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    but: [&ActorId; 2],
    first: &ActorId,
) -> StoreResult<Option<ActorId>> {
    const SQL: &str = concat!(
        "select m.actor from member m where m.pursuance = $1 and m.actor <> $2 and m.actor <> $4 and m.state = 'active'
          and m.role in ('assigner', 'recruiter', 'assistant_admin', 'admin', 'primary') and not ",
        suspended!(),
        " order by case when m.actor = $3 then 0 else 1 end,
          (select count(*) from (select 1 from task t where t.reviewer = m.actor
            and t.phase in ('ready_for_review', 'in_review') limit 100) w),
          m.since, m.actor limit 1"
    );
    let [one, other] = but.map(ActorId::as_str);
    let found = optional!(tx, (String,), SQL, pursuance.as_str(), one, first.as_str(), other)?;
    Ok(found.map(|(actor,)| ActorId(actor)))
}

/// The memberships of some people in a pursuance, with their grants on its tasks; people without one are absent.
pub async fn seats<'a>(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    people: impl IntoIterator<Item = &'a ActorId>,
) -> StoreResult<HashMap<ActorId, (Member, Grants)>> {
    macro_rules! seats {
        ($($which:literal),+) => {
            concat!(
                "select m.pursuance, m.actor, a.name, a.display, m.role, m.state, m.since, m.banned_until, ",
                grants_of!("m.pursuance", "m.actor"),
                " as grants from member m join actor a on a.id = m.actor ",
                $($which),+,
                " and m.pursuance = $2"
            )
        };
    }
    let sql = among!(seats, "m.actor", tx);
    let people = list(people.into_iter().map(ActorId::as_str));
    let found: Vec<(Member, Grants)> =
        damage::whole(all!(tx, TakenSeatRow, sql, people, pursuance.as_str())?)?;
    Ok(found.into_iter().map(|(member, grants)| (member.actor.clone(), (member, grants))).collect())
}

#[derive(sqlx::FromRow)]
struct TakenSeatRow {
    #[sqlx(flatten)]
    member: MemberRow,
    grants: Option<String>,
}

impl StoredRow for TakenSeatRow {
    fn key(&self) -> String {
        self.member.key()
    }
}

impl TryFrom<TakenSeatRow> for (Member, Grants) {
    type Error = StoreError;
    fn try_from(row: TakenSeatRow) -> StoreResult<Self> {
        Ok((row.member.try_into()?, grants::read(row.grants.as_deref())))
    }
}

/// Members by name, after one: those in a state, or all but the banned.
pub async fn members(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    state: Option<MemberState>,
    after: &str,
    limit: i64,
) -> StoreResult<Vec<Member>> {
    const SQL: &str = select_member!(
        "where m.pursuance = $1 and m.state = coalesce($2, m.state) and m.state <> 'banned' and a.name > $3 order by a.name limit +$4"
    );
    let state = state.map(MemberState::as_str);
    let mut list = ListStretch::new(limit, after.to_owned());
    while let Some((after, wanted)) = list.wanted() {
        list.take(each!(tx, MemberRow, SQL, pursuance.as_str(), state, after, wanted)?, |row| {
            row.name.clone()
        });
    }
    Ok(list.rows())
}

/// Some members whose name contains these words, by user name.
pub async fn matching_members(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    words: &str,
    limit: i64,
) -> StoreResult<Vec<Member>> {
    macro_rules! sql {
        ($finds:literal) => {
            select_member!(
                "where m.pursuance = $1 and m.state = 'active' and a.name > $2 and (a.name ",
                $finds,
                " cast($3 as text) or a.display ",
                $finds,
                " cast($3 as text)) order by a.name limit +$4",
            )
        };
    }
    let (sql, words) = (search!(sql, tx), pattern(tx, words));
    let mut list = ListStretch::new(limit, String::new());
    while let Some((after, wanted)) = list.wanted() {
        list.take(each!(tx, MemberRow, sql, pursuance.as_str(), after, &words, wanted)?, |row| {
            row.name.clone()
        });
    }
    Ok(list.rows())
}

/// Members with exactly this name: first the one with it as user name, then those with it as display name, by user
/// name.
pub async fn members_called(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    name: &str,
    limit: i64,
) -> StoreResult<Vec<Member>> {
    macro_rules! sql {
        ($is:literal) => {
            select_member!(
                "where m.pursuance = $1 and m.state = 'active' and (a.name ",
                $is,
                " cast($2 as text) or a.display ",
                $is,
                " cast($2 as text)) order by case when a.name ",
                $is,
                " cast($2 as text) then 0 else 1 end, a.name limit +$3",
            )
        };
    }
    let (sql, name) = (search!(sql, tx), whole(tx, name));
    Ok(listed(each!(tx, MemberRow, sql, pursuance.as_str(), name, limit)?))
}

/// Some members with one of these roles who are not suspended, by name.
pub async fn members_in(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    roles: &[Role],
    limit: i64,
) -> StoreResult<Vec<Member>> {
    macro_rules! in_roles {
        ($roles:literal) => {
            concat!(
                select_member!("where m.pursuance = $1 and m.state = 'active' and m.role "),
                $roles,
                " and not ",
                suspended!(),
                " order by a.name limit +$3"
            )
        };
    }
    const SQLITE: &str = in_roles!("in (select value from json_each($2))");
    const POSTGRES: &str = in_roles!("= any (array(select json_array_elements_text(cast($2 as json))))");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let roles = list(roles.iter().map(|role| role.as_str()));
    Ok(listed(each!(tx, MemberRow, sql, pursuance.as_str(), roles, limit)?))
}

/// Writes or changes a membership, and updates the number of members.
pub async fn set_member(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    actor: &ActorId,
    role: Role,
    state: MemberState,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into member (pursuance, actor, role, state, since) values ($1, $2, $3, $4, $5)
        on conflict (pursuance, actor) do update set role = excluded.role, state = excluded.state";
    run!(tx, SQL, pursuance.as_str(), actor.as_str(), role.as_str(), state.as_str(), now.0)?;
    recount(tx, pursuance).await
}

/// Notes that a member answered what the pursuance may ask them about.
pub async fn arrived(tx: &mut WriteTx, pursuance: &ActorId, actor: &ActorId, now: Time) -> StoreResult<()> {
    const SQL: &str = "update member set arrived = $3 where pursuance = $1 and actor = $2";
    run!(tx, SQL, pursuance.as_str(), actor.as_str(), now.0).map(drop)
}

/// Whether a member answered that.
pub async fn has_arrived(tx: &mut ReadTx, pursuance: &ActorId, actor: &ActorId) -> StoreResult<bool> {
    const SQL: &str = "select 1 from member where pursuance = $1 and actor = $2 and arrived is not null";
    Ok(optional!(tx, (i32,), SQL, pursuance.as_str(), actor.as_str())?.is_some())
}

/// Ends a membership.
pub async fn remove_member(tx: &mut WriteTx, pursuance: &ActorId, actor: &ActorId) -> StoreResult<()> {
    run!(
        tx,
        "delete from member where pursuance = $1 and actor = $2 and state <> 'banned'",
        pursuance.as_str(),
        actor.as_str()
    )?;
    grants::remove_all(tx, pursuance, actor).await?;
    recount(tx, pursuance).await
}

pub(in crate::store) async fn recount(tx: &mut WriteTx, pursuance: &ActorId) -> StoreResult<()> {
    const SQL: &str = "update pursuance set members = (select count(*) from member m where m.pursuance = $1 and m.state = 'active') where actor = $1";
    run!(tx, SQL, pursuance.as_str()).map(drop)
}
