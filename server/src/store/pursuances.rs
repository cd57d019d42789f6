//! Pursuances and their members.

mod beside;

use std::collections::HashMap;

use pursuance_domain::allowed::Grants;
use pursuance_domain::id::{ActorId, is_own_id};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Joining, Reviews, Visibility};

use super::damage::{self, Stored, Stretch, listed, or_none, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::fulltext;
use super::grants::{self, grants_of};
use super::rooms;
use super::search::{among, list, pattern, search, whole};
pub use super::words::MemberState;
use super::words::{read_role, read_visibility};

pub use self::beside::{Beside, beside};

/// A group with a mission.
#[derive(Debug, Clone)]
pub struct Pursuance {
    pub id: ActorId,
    pub slug: String,
    pub name: String,
    pub mission: String,
    pub uri: String,
    pub visibility: Visibility,
    pub joining: Joining,
    /// Which work is reviewed.
    pub reviews: Reviews,
    /// Whether single tasks may say that they need no review.
    pub may_skip_review: bool,
    /// Whether at most one member may review where nobody is named: Assigners and above may.
    pub has_one_reviewer: bool,
    pub revision: i64,
    pub members: i64,
    /// Since when it is closed; none while it is open.
    pub closed_at: Option<Time>,
    /// When it was deleted for good; then nobody finds it.
    pub deleted_at: Option<Time>,
    pub created: Time,
    pub updated: Time,
}

impl Pursuance {
    /// Whether a task may say that it needs no review. Where not all work is reviewed, it says nothing new.
    pub fn lets_skip(&self) -> bool {
        self.may_skip_review || self.reviews != Reviews::Always
    }

    /// Whether it is private: what its members sign says who has a task and who reviews it, and the server alone names nobody.
    pub fn is_private(&self) -> bool {
        self.visibility.is_private()
    }
}

#[derive(sqlx::FromRow)]
struct PursuanceRow {
    id: String,
    slug: String,
    display: String,
    summary: String,
    uri: String,
    visibility: String,
    joining: String,
    reviews: String,
    may_skip_review: bool,
    has_one_reviewer: bool,
    revision: i64,
    members: i64,
    closed_at: Option<i64>,
    deleted_at: Option<i64>,
    created: i64,
    updated: i64,
}

impl Stored for PursuanceRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<PursuanceRow> for Pursuance {
    type Error = StoreError;
    fn try_from(row: PursuanceRow) -> StoreResult<Self> {
        Ok(Self {
            id: ActorId(row.id),
            slug: row.slug,
            name: row.display,
            mission: row.summary,
            uri: row.uri,
            visibility: read_visibility(row.visibility)?,
            joining: Joining::parse(&row.joining)
                .map_err(|_| StoreError::unknown_word("pursuance", "joining", row.joining))?,
            reviews: Reviews::parse(&row.reviews)
                .map_err(|_| StoreError::unknown_word("pursuance", "reviews", row.reviews))?,
            may_skip_review: row.may_skip_review,
            has_one_reviewer: row.has_one_reviewer,
            revision: row.revision,
            members: row.members,
            closed_at: row.closed_at.map(Time),
            deleted_at: row.deleted_at.map(Time),
            created: Time(row.created),
            updated: Time(row.updated),
        })
    }
}

macro_rules! select {
    ($($rest:literal),+ $(,)?) => { select!(; $($rest),+) };
    ($($more:expr)?; $($rest:literal),+) => {
        concat!(
            "select p.actor as id, p.slug, a.display, a.summary, a.uri, p.visibility, p.joining, p.reviews, p.may_skip_review, p.revision, p.members, ",
            "(select count(*) from (select 1 from member r where r.pursuance = p.actor and r.state = 'active'
              and r.role in ('assigner', 'recruiter', 'assistant_admin', 'admin', 'primary') limit 2) x) < 2 as has_one_reviewer, ",
            "p.archived_at as closed_at, p.deleted_at, a.created, a.updated", $($more,)? " from pursuance p join actor a on a.id = p.actor ",
            $($rest),+
        )
    };
}

/// The pursuance with this id.
pub async fn by_id(tx: &mut ReadTx, id: &ActorId) -> StoreResult<Option<Pursuance>> {
    single(optional!(tx, PursuanceRow, select!("where p.actor = $1"), id.as_str())?)
}

/// The pursuance with this slug, unless it was deleted.
pub async fn by_slug(tx: &mut ReadTx, slug: &str) -> StoreResult<Option<Pursuance>> {
    single(optional!(tx, PursuanceRow, select!("where p.slug = $1 and p.deleted_at is null"), slug)?)
}

/// Locks the stream of the pursuance with this slug or id, as [`events::lock`](super::events::lock) does; returns the id of the
/// pursuance. None where it has no stream yet, and on SQLite, which has one writer.
pub async fn lock(tx: &mut WriteTx, named: &str) -> StoreResult<Option<ActorId>> {
    const BY_ID: &str =
        "select s.id from pursuance p join stream s on s.id = p.actor where p.actor = $1 for update of s";
    const BY_SLUG: &str =
        "select s.id from pursuance p join stream s on s.id = p.actor where p.slug = $1 for update of s";
    if tx.is_sqlite() {
        return Ok(None);
    }
    let sql = if is_own_id(named) { BY_ID } else { BY_SLUG };
    Ok(optional!(tx, (String,), sql, named)?.map(|(id,)| ActorId(id)))
}

/// A pursuance, the membership in it of the person who is `$2`, and their grants on its tasks.
macro_rules! with_member {
    ($($which:literal),+) => {
        select!(
            concat!(
                ", m.role, m.state, m.since, m.banned_until, n.name as member_name, n.display as member_display, ",
                grants_of!("p.actor", "$2"),
                " as grants"
            );
            "left join member m on m.pursuance = p.actor and m.actor = $2 left join actor n on n.id = m.actor ",
            $($which),+
        )
    };
}

/// A pursuance, somebody's membership in it, and their grants on its tasks.
pub type Seat = (Pursuance, Option<Member>, Grants);

/// The pursuance with this slug or id, a person's membership in it, and their grants on its tasks. One statement,
/// because almost every request begins with it.
pub async fn with_member(
    tx: &mut ReadTx,
    named: &str,
    person: Option<&ActorId>,
) -> StoreResult<Option<Seat>> {
    let sql =
        if is_own_id(named) { with_member!("where p.actor = $1") } else { with_member!("where p.slug = $1") };
    let Some(row) = optional!(tx, SeatRow, sql, named, person.map(ActorId::as_str))? else { return Ok(None) };
    row.read(person)
}

/// The same of each of some pursuances, as far as they are there.
pub async fn each_with_member<'a>(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &'a ActorId>,
    person: Option<&ActorId>,
) -> StoreResult<Vec<Seat>> {
    let sql = among!(with_member, "p.actor", tx);
    let ids = list(ids.into_iter().map(ActorId::as_str));
    let rows = all!(tx, SeatRow, sql, ids, person.map(ActorId::as_str))?;
    Ok(rows.into_iter().filter_map(|row| or_none(row.read(person)).flatten()).collect())
}

#[derive(sqlx::FromRow)]
struct SeatRow {
    #[sqlx(flatten)]
    pursuance: PursuanceRow,
    role: Option<String>,
    state: Option<String>,
    since: Option<i64>,
    banned_until: Option<i64>,
    grants: Option<String>,
    member_name: Option<String>,
    member_display: Option<String>,
}

impl SeatRow {
    fn read(self, person: Option<&ActorId>) -> StoreResult<Option<Seat>> {
        let member = match (person, self.role, self.state) {
            (Some(person), Some(role), Some(state)) => Some(MemberRow {
                pursuance: self.pursuance.id.clone(),
                actor: person.0.clone(),
                name: self.member_name.unwrap_or_default(),
                display: self.member_display.unwrap_or_default(),
                role,
                state,
                since: self.since.unwrap_or_default(),
                banned_until: self.banned_until,
            }),
            _ => None,
        };
        let Some(pursuance) = single(Some(self.pursuance))? else { return Ok(None) };
        Ok(Some((pursuance, single(member)?, grants::read(self.grants.as_deref()))))
    }
}

/// Public pursuances with a name, slug or mission that contains some words, by slug, after one.
pub async fn public_page(
    tx: &mut ReadTx,
    words: &str,
    after: &str,
    limit: i64,
) -> StoreResult<Vec<Pursuance>> {
    macro_rules! sql {
        ($finds:literal) => {
            select!(
                "where p.visibility = 'public' and p.archived_at is null and p.slug > $1 and (a.display ",
                $finds,
                " $2 or p.slug ",
                $finds,
                " $2 or a.summary ",
                $finds,
                " $2) order by p.slug limit +$3"
            )
        };
    }
    let (sql, pattern) = (search!(sql, tx), pattern(tx, words));
    let mut list = Stretch::new(limit, after.to_owned());
    while let Some((after, wanted)) = list.wanted() {
        list.take(each!(tx, PursuanceRow, sql, after, &pattern, wanted)?, |row| row.slug.clone());
    }
    Ok(list.rows())
}

/// Counts the public pursuances.
pub async fn count_public(tx: &mut ReadTx) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from pursuance where visibility = 'public' and archived_at is null";
    Ok(one!(tx, (i64,), SQL)?.0)
}

/// The pursuances of a member, by name, with the role in each.
pub async fn of_member(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Vec<Pursuance>> {
    const SQL: &str = select!(
        "join member m on m.pursuance = p.actor where m.actor = $1 and m.state = 'active' and p.archived_at is null order by a.display, p.slug"
    );
    Ok(listed(each!(tx, PursuanceRow, SQL, actor.as_str())?))
}

/// Every pursuance of a member, closed ones too.
pub async fn ids_of_member(tx: &mut ReadTx, actor: &ActorId) -> StoreResult<Vec<ActorId>> {
    let sql = "select pursuance from member where actor = $1 and state = 'active' order by pursuance";
    Ok(all!(tx, (String,), sql, actor.as_str())?.into_iter().map(|(id,)| ActorId(id)).collect())
}

/// The pursuances that a member came to last, closed ones too, the newest first; at most `limit`.
pub async fn newest_of_member(tx: &mut ReadTx, actor: &ActorId, limit: usize) -> StoreResult<Vec<ActorId>> {
    const SQL: &str = "select pursuance from member where actor = $1 and state = 'active'
        order by since desc, pursuance desc limit +$2";
    let at_most = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(all!(tx, (String,), SQL, actor.as_str(), at_most)?.into_iter().map(|(id,)| ActorId(id)).collect())
}

/// The pursuances that do not ask a person, by their names in addresses.
pub async fn not_asking(tx: &mut ReadTx, person: &ActorId) -> StoreResult<Vec<Pursuance>> {
    const SQL: &str =
        select!("join person_not_pursuance n on n.pursuance = p.actor where n.actor = $1 order by p.slug");
    Ok(listed(each!(tx, PursuanceRow, SQL, person.as_str())?))
}

/// The closed pursuances of a member, by name.
pub async fn closed_of_member(tx: &mut ReadTx, actor: &ActorId, limit: i64) -> StoreResult<Vec<Pursuance>> {
    const SQL: &str = select!(
        "join member m on m.pursuance = p.actor where m.actor = $1 and m.state = 'active' and p.archived_at is not null
          and p.deleted_at is null order by a.display, p.slug limit +$2"
    );
    Ok(listed(each!(tx, PursuanceRow, SQL, actor.as_str(), limit)?))
}

/// Writes a pursuance; its actor exists already.
pub async fn add(
    tx: &mut WriteTx,
    id: &ActorId,
    slug: &str,
    visibility: Visibility,
    joining: Joining,
    reviews: Reviews,
    founder: Option<&ActorId>,
) -> StoreResult<()> {
    const SQL: &str = "insert into pursuance (actor, slug, visibility, joining, reviews, founder, next_number, revision, members)
        values ($1, $2, $3, $4, $5, $6, 1, 1, 0)";
    let founder = founder.map(ActorId::as_str);
    run!(tx, SQL, id.as_str(), slug, visibility.as_str(), joining.as_str(), reviews.as_str(), founder)
        .map_err(|error| error.or_taken("the name"))?;
    if !visibility.is_private() {
        rooms::add_general(tx, id).await?;
    }
    fulltext::put(tx, fulltext::Kind::Pursuance, id.as_str()).await
}

/// Counts the pursuances that a person has founded.
pub async fn count_founded(tx: &mut ReadTx, person: &ActorId) -> StoreResult<i64> {
    let row = one!(tx, (i64,), "select count(*) from pursuance where founder = $1", person.as_str())?;
    Ok(row.0)
}

/// Counts the pursuances that a person has joined or asked to join.
pub async fn count_joined(tx: &mut ReadTx, person: &ActorId) -> StoreResult<i64> {
    let sql = "select count(*) from member where actor = $1 and state in ('active', 'pending')";
    Ok(one!(tx, (i64,), sql, person.as_str())?.0)
}

/// Changes who may read, how one joins, which work is reviewed, and whether tasks may go without a review; the revision goes up.
pub async fn set_access(
    tx: &mut WriteTx,
    id: &ActorId,
    (visibility, joining): (Visibility, Joining),
    (reviews, may_skip_review): (Reviews, bool),
) -> StoreResult<()> {
    const SQL: &str =
        "update pursuance set visibility = $2, joining = $3, may_skip_review = $4, reviews = $5,
        revision = revision + 1 where actor = $1";
    const BEFORE: &str = "select 1 from pursuance where actor = $1 and visibility = $2";
    let was_so = optional!(tx, (i32,), BEFORE, id.as_str(), visibility.as_str())?.is_some();
    run!(tx, SQL, id.as_str(), visibility.as_str(), joining.as_str(), may_skip_review, reviews.as_str())?;
    if was_so { Ok(()) } else { fulltext::put_all_of(tx, id).await }
}

/// The number of the next task; it is used up.
pub async fn take_number(tx: &mut WriteTx, id: &ActorId) -> StoreResult<i64> {
    const SQL: &str =
        "update pursuance set next_number = next_number + 1 where actor = $1 returning next_number - 1";
    Ok(one!(tx, (i64,), SQL, id.as_str())?.0)
}

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
pub(super) struct MemberRow {
    pursuance: String,
    actor: String,
    pub(super) name: String,
    display: String,
    role: String,
    state: String,
    since: i64,
    banned_until: Option<i64>,
}

impl Stored for MemberRow {
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
pub(super) use suspended;

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

impl Stored for TakenSeatRow {
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
    let mut list = Stretch::new(limit, after.to_owned());
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
    let mut list = Stretch::new(limit, String::new());
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
    let roles = super::search::list(roles.iter().map(|role| role.as_str()));
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

pub(super) async fn recount(tx: &mut WriteTx, pursuance: &ActorId) -> StoreResult<()> {
    const SQL: &str = "update pursuance set members = (select count(*) from member m where m.pursuance = $1 and m.state = 'active') where actor = $1";
    run!(tx, SQL, pursuance.as_str()).map(drop)
}
