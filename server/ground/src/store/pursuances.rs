//! Pursuances, and the seats of people in them.

mod members;
mod page_facts;

use pursuance_domain::allowed::Grants;
use pursuance_domain::id::{ActorId, is_own_id};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Joining, Reviews, Visibility};

use super::damage::{ListStretch, StoredRow, listed, or_none, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::fulltext;
use super::grants::{self, grants_of};
use super::rooms;
use super::search::{among, list, pattern, search};
pub use super::words::MemberState;
use super::words::read_visibility;

pub use self::members::{
    Member, another_reviewer, arrived, has_arrived, matching_members, member, members, members_called,
    members_in, remove_member, seats, set_member,
};
pub(super) use self::members::{MemberRow, recount, suspended};
pub use self::page_facts::{PursuancePageFacts, page_facts};

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

impl StoredRow for PursuanceRow {
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
pub type MemberSeat = (Pursuance, Option<Member>, Grants);

/// The pursuance with this slug or id, a person's membership in it, and their grants on its tasks. One statement,
/// because almost every request begins with it.
pub async fn with_member(
    tx: &mut ReadTx,
    named: &str,
    person: Option<&ActorId>,
) -> StoreResult<Option<MemberSeat>> {
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
) -> StoreResult<Vec<MemberSeat>> {
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
    fn read(self, person: Option<&ActorId>) -> StoreResult<Option<MemberSeat>> {
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
    let mut list = ListStretch::new(limit, after.to_owned());
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

/// How many tasks were made in it so far.
pub async fn tasks_made(tx: &mut ReadTx, id: &ActorId) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select next_number - 1 from pursuance where actor = $1", id.as_str())?.0)
}

/// The number of the next task; it is used up.
pub async fn take_number(tx: &mut WriteTx, id: &ActorId) -> StoreResult<i64> {
    const SQL: &str =
        "update pursuance set next_number = next_number + 1 where actor = $1 returning next_number - 1";
    Ok(one!(tx, (i64,), SQL, id.as_str())?.0)
}
