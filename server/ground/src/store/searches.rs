//! Searches that people saved, and on whose Home they stand. A pursuance's searches are read by a [`Sight`]; for a person's own
//! search the caller checks whether they may still read its pursuance.

use pursuance_domain::allowed::Sight;
use pursuance_domain::id::{ActorId, SearchId};
use pursuance_domain::query::SearchText;
use pursuance_domain::time::Time;

use super::damage::{StoredRow, listed, single};
use super::db::{ReadTx, WriteTx, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::search;

/// A saved search.
#[derive(Debug, Clone)]
pub struct SavedSearch {
    pub id: SearchId,
    /// Its author; for a search that is not shared, its owner.
    pub account: ActorId,
    /// The pursuance in which it looks; none for everywhere.
    pub pursuance: Option<ActorId>,
    pub name: String,
    pub query: SearchText,
    /// Whether everybody finds it who reads the pursuance.
    pub shared: bool,
    pub created: Time,
    /// Whether it stands on the Home of the reader.
    pub home: bool,
}

#[derive(sqlx::FromRow)]
struct SearchRow {
    id: String,
    account: String,
    pursuance: Option<String>,
    name: String,
    query: String,
    shared: bool,
    created: i64,
    home: bool,
}

impl StoredRow for SearchRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<SearchRow> for SavedSearch {
    type Error = StoreError;

    fn try_from(row: SearchRow) -> StoreResult<Self> {
        Ok(Self {
            id: SearchId(row.id),
            account: ActorId(row.account),
            pursuance: row.pursuance.map(ActorId),
            name: row.name,
            query: SearchText::checked(row.query),
            shared: row.shared,
            created: Time(row.created),
            home: row.home,
        })
    }
}

/// A statement for searches; the reader is `$1`.
macro_rules! select {
    ($($rest:literal),+) => {
        concat!(
            "select s.id, s.account, s.pursuance, s.name, s.query, s.shared, s.created,
              exists (select 1 from saved_search_home h where h.account = $1 and h.search = s.id) as home from saved_search s ",
            $($rest),+
        )
    };
}

/// The search with this id.
pub async fn by_id(
    tx: &mut ReadTx,
    reader: Option<&ActorId>,
    id: &SearchId,
) -> StoreResult<Option<SavedSearch>> {
    let reader = reader.map(ActorId::as_str);
    single(optional!(tx, SearchRow, select!("where s.id = $2"), reader, id.as_str())?)
}

/// The searches among `ids` that exist.
pub async fn by_ids<'a>(
    tx: &mut ReadTx,
    reader: Option<&ActorId>,
    ids: impl IntoIterator<Item = &'a SearchId>,
) -> StoreResult<Vec<SavedSearch>> {
    let ids = search::list(ids.into_iter().map(SearchId::as_str));
    if ids == "[]" {
        return Ok(Vec::new());
    }
    const SQLITE: &str = select!("where s.id in (select value from json_each($2))");
    const POSTGRES: &str =
        select!("where s.id = any (array(select json_array_elements_text(cast($2 as json))))");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    Ok(listed(each!(tx, SearchRow, sql, reader.map(ActorId::as_str), ids)?))
}

/// The searches of a pursuance that a reader finds there, by name: the shared ones, for readers of all its tasks, and the
/// reader's own.
pub async fn of_pursuance(
    tx: &mut ReadTx,
    sight: &Sight,
    reader: Option<&ActorId>,
    limit: i64,
) -> StoreResult<Vec<SavedSearch>> {
    const SQL: &str = select!(
        "where s.pursuance = $2 and ((s.shared and cast($3 as text) is null) or (not s.shared and s.account = $1))
        order by s.shared desc, s.name, s.id limit +$4"
    );
    let only_of = sight.only_of().map(ActorId::as_str);
    let found =
        each!(tx, SearchRow, SQL, reader.map(ActorId::as_str), sight.pursuance().as_str(), only_of, limit)?;
    Ok(listed(found))
}

/// The searches of a person, by name: their own that are not shared, and the ones on their Home.
pub async fn of_person(tx: &mut ReadTx, person: &ActorId, limit: i64) -> StoreResult<Vec<SavedSearch>> {
    const SQL: &str = select!(
        "where (s.account = $1 and not s.shared)
          or s.id in (select h.search from saved_search_home h where h.account = $1)
        order by s.name, s.id limit +$2"
    );
    Ok(listed(each!(tx, SearchRow, SQL, person.as_str(), limit)?))
}

/// The searches on the Home of a person, by name.
pub async fn on_home(tx: &mut ReadTx, person: &ActorId, limit: i64) -> StoreResult<Vec<SavedSearch>> {
    const SQL: &str = select!(
        "where s.id in (select h.search from saved_search_home h where h.account = $1) order by s.name, s.id limit +$2"
    );
    Ok(listed(each!(tx, SearchRow, SQL, person.as_str(), limit)?))
}

/// Counts a person's searches that are not shared.
pub async fn count_of_person(tx: &mut ReadTx, person: &ActorId) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from saved_search where account = $1 and not shared";
    Ok(one!(tx, (i64,), SQL, person.as_str())?.0)
}

/// Counts the searches that a pursuance shares.
pub async fn count_shared(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from saved_search where pursuance = $1 and shared";
    Ok(one!(tx, (i64,), SQL, pursuance.as_str())?.0)
}

/// Counts the searches on the Home of a person.
pub async fn count_on_home(tx: &mut ReadTx, person: &ActorId) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from saved_search_home where account = $1";
    Ok(one!(tx, (i64,), SQL, person.as_str())?.0)
}

/// Writes a search.
pub async fn add(tx: &mut WriteTx, search: &SavedSearch) -> StoreResult<()> {
    const SQL: &str = "insert into saved_search (id, account, pursuance, name, query, shared, created)
        values ($1, $2, $3, $4, $5, $6, $7)";
    run!(
        tx,
        SQL,
        search.id.as_str(),
        search.account.as_str(),
        search.pursuance.as_ref().map(ActorId::as_str),
        &search.name,
        search.query.as_str(),
        search.shared,
        search.created.0
    )
    .map(drop)
}

/// Gives a search another name and another query.
pub async fn change(tx: &mut WriteTx, id: &SearchId, name: &str, query: &SearchText) -> StoreResult<u64> {
    const SQL: &str = "update saved_search set name = $2, query = $3 where id = $1";
    run!(tx, SQL, id.as_str(), name, query.as_str())
}

/// Puts a search on the Home of a person, or takes it away.
pub async fn set_home(tx: &mut WriteTx, person: &ActorId, id: &SearchId, on: bool) -> StoreResult<u64> {
    const ON: &str = "insert into saved_search_home (account, search) values ($1, $2) on conflict (account, search) do nothing";
    const OFF: &str = "delete from saved_search_home where account = $1 and search = $2";
    let sql = if on { ON } else { OFF };
    run!(tx, sql, person.as_str(), id.as_str())
}

/// Deletes a search, with its feeds and its places on Home.
pub async fn remove(tx: &mut WriteTx, id: &SearchId) -> StoreResult<u64> {
    run!(tx, "delete from feed where search = $1", id.as_str())?;
    run!(tx, "delete from saved_search_home where search = $1", id.as_str())?;
    run!(tx, "delete from saved_search where id = $1", id.as_str())
}
