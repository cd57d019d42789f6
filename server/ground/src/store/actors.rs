//! People, pursuances and instances, local and remote: one table.

use std::collections::HashSet;

use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;

use super::damage::{StoredRow, listed, or_none, readable, single, whole};
use super::db::{ReadTx, WriteTx, all, each, optional, run};
use super::error::{StoreError, StoreResult};
use super::fulltext;
use super::search::{among, list};
use super::words::is_banned;

/// The kind of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    Person,
    Group,
    Instance,
}

impl ActorKind {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Instance => "instance",
        }
    }

    pub(super) fn parse(word: &str) -> StoreResult<Self> {
        match word {
            "person" => Ok(Self::Person),
            "group" => Ok(Self::Group),
            "instance" => Ok(Self::Instance),
            _ => Err(StoreError::unknown_word("actor", "kind", word)),
        }
    }
}

/// The name of an actor whose row is damaged, in every language.
const UNKNOWN: &str = "?";

/// The public facts about an actor.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    pub id: ActorId,
    pub kind: ActorKind,
    /// The authority of its server; `None` for this instance.
    pub host: Option<String>,
    pub name: String,
    pub uri: String,
    pub inbox: String,
    pub display: String,
    /// Markdown for local actors, cleaned HTML for remote ones.
    pub summary: String,
    pub url: String,
    pub ed25519_public: Option<Vec<u8>>,
    pub rsa_public: Option<String>,
    pub pinned_at: Option<Time>,
    pub fetched_at: Option<Time>,
    pub gone_at: Option<Time>,
    pub capable: bool,
    /// The instance actor that it names as its own and that may speak for it.
    pub instance: Option<String>,
    pub created: Time,
}

impl Actor {
    /// A new actor of this instance, before it has keys and a page.
    pub fn here(kind: ActorKind, id: ActorId, uri: String, name: String, created: Time) -> Self {
        Self {
            id,
            kind,
            host: None,
            display: name.clone(),
            name,
            inbox: format!("{uri}/inbox"),
            uri,
            summary: String::new(),
            url: String::new(),
            ed25519_public: None,
            rsa_public: None,
            pinned_at: None,
            fetched_at: None,
            gone_at: None,
            capable: true,
            instance: None,
            created,
        }
    }

    /// An actor of which only the id is known.
    fn unknown(id: &ActorId) -> Self {
        Self {
            id: id.clone(),
            kind: ActorKind::Person,
            host: None,
            name: UNKNOWN.to_owned(),
            uri: String::new(),
            inbox: String::new(),
            display: UNKNOWN.to_owned(),
            summary: String::new(),
            url: String::new(),
            ed25519_public: None,
            rsa_public: None,
            pinned_at: None,
            fetched_at: None,
            gone_at: None,
            capable: false,
            instance: None,
            created: Time(0),
        }
    }

    /// Whether it is local.
    pub fn is_here(&self) -> bool {
        self.host.is_none()
    }
}

#[derive(sqlx::FromRow)]
struct ActorRow {
    id: String,
    kind: String,
    host: Option<String>,
    name: String,
    uri: String,
    inbox: String,
    display: String,
    summary: String,
    url: String,
    ed25519_public: Option<Vec<u8>>,
    rsa_public: Option<String>,
    pinned_at: Option<i64>,
    fetched_at: Option<i64>,
    gone_at: Option<i64>,
    capable: bool,
    instance: Option<String>,
    created: i64,
}

impl StoredRow for ActorRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<ActorRow> for Actor {
    type Error = StoreError;
    fn try_from(row: ActorRow) -> StoreResult<Self> {
        Ok(Self {
            id: ActorId(row.id),
            kind: ActorKind::parse(&row.kind)?,
            host: row.host,
            name: row.name,
            uri: row.uri,
            inbox: row.inbox,
            display: row.display,
            summary: row.summary,
            url: row.url,
            ed25519_public: row.ed25519_public,
            rsa_public: row.rsa_public,
            pinned_at: row.pinned_at.map(Time),
            fetched_at: row.fetched_at.map(Time),
            gone_at: row.gone_at.map(Time),
            capable: row.capable,
            instance: row.instance,
            created: Time(row.created),
        })
    }
}

macro_rules! select {
    ($($rest:literal),+) => {
        concat!(
            "select id, kind, host, name, uri, inbox, display, summary, url, ed25519_public, rsa_public, pinned_at, ",
            "fetched_at, gone_at, capable, instance, created from actor ",
            $($rest),+
        )
    };
}

/// The actor with this id.
pub async fn by_id(tx: &mut ReadTx, id: &ActorId) -> StoreResult<Option<Actor>> {
    single(optional!(tx, ActorRow, select!("where id = $1"), id.as_str())?)
}

/// The actors with these ids, as far as they exist.
pub async fn by_ids(tx: &mut ReadTx, ids: &[ActorId]) -> StoreResult<Vec<Actor>> {
    let (sql, ids) = (among!(select, "id", tx), list(ids.iter().map(ActorId::as_str)));
    Ok(listed(each!(tx, ActorRow, sql, ids)?))
}

/// The actors with these ids, one for each: an unknown actor replaces a damaged or missing one, so that rows that name it can be shown.
pub async fn each(tx: &mut ReadTx, ids: &[ActorId]) -> StoreResult<Vec<Actor>> {
    let rows = match ids {
        [] => Vec::new(),
        [id] => optional!(tx, ActorRow, select!("where id = $1"), id.as_str())?.into_iter().collect(),
        _ => {
            let (sql, ids) = (among!(select, "id", tx), list(ids.iter().map(ActorId::as_str)));
            readable(each!(tx, ActorRow, sql, ids)?)
        }
    };
    Ok(one_for_each(ids, rows, |row: &ActorRow| &row.id, |actor: &Actor| actor, |unknown| unknown))
}

/// An actor, and the pursuances that have banned them.
#[derive(Debug, Clone)]
pub struct PlacedActor {
    pub actor: Actor,
    pub banned_by: HashSet<ActorId>,
    /// The identity under which they are, or were, a member of the private pursuance that was asked about, in hexadecimal.
    pub seat: Option<String>,
}

#[derive(sqlx::FromRow)]
struct PlacedRow {
    #[sqlx(flatten)]
    actor: ActorRow,
    banned_by: Option<String>,
    seat: Option<String>,
}

impl StoredRow for PlacedRow {
    fn key(&self) -> String {
        self.actor.key()
    }
}

impl TryFrom<PlacedRow> for PlacedActor {
    type Error = StoreError;
    fn try_from(row: PlacedRow) -> StoreResult<Self> {
        // No id has a space in it.
        let banned_by = row.banned_by.iter().flat_map(|ids| ids.split(' ')).map(ActorId::from).collect();
        Ok(Self { actor: row.actor.try_into()?, banned_by, seat: row.seat })
    }
}

macro_rules! select_placed {
    ($($rest:literal),+) => {
        concat!(
            "select a.id, a.kind, a.host, a.name, a.uri, a.inbox, a.display, a.summary, a.url, a.ed25519_public, a.rsa_public, ",
            "a.pinned_at, a.fetched_at, a.gone_at, a.capable, a.instance, a.created, ",
            "(select string_agg(m.pursuance, ' ') from member m where m.actor = a.id and ",
            is_banned!("m", "$2"),
            ") as banned_by, (select s.iid from sealed_member s where s.pursuance = $3 and s.actor = a.id) as seat from actor a ",
            $($rest),+
        )
    };
}

/// The same, each with the pursuances that have banned them at this time, and their seat in the pursuance `place`, if that is private.
pub async fn each_placed(
    tx: &mut ReadTx,
    ids: &[ActorId],
    now: Time,
    place: Option<&ActorId>,
) -> StoreResult<Vec<PlacedActor>> {
    let rows = if ids.is_empty() {
        Vec::new()
    } else {
        let (sql, ids) = (among!(select_placed, "a.id", tx), list(ids.iter().map(ActorId::as_str)));
        readable(each!(tx, PlacedRow, sql, ids, now.0, place.map(ActorId::as_str))?)
    };
    let unbanned = |actor| PlacedActor { actor, banned_by: HashSet::new(), seat: None };
    Ok(one_for_each(
        ids,
        rows,
        |row: &PlacedRow| &row.actor.id,
        |placed: &PlacedActor| &placed.actor,
        unbanned,
    ))
}

/// One of what was read for each of these actors; what is missing or damaged is noted, and made of an unknown one.
fn one_for_each<R: StoredRow, T: TryFrom<R, Error = StoreError>>(
    ids: &[ActorId],
    rows: Vec<R>,
    id_of: impl Fn(&R) -> &str,
    actor_of: impl Fn(&T) -> &Actor,
    made_of: impl Fn(Actor) -> T,
) -> Vec<T> {
    for id in ids.iter().filter(|id| !rows.iter().any(|row| id_of(row) == id.as_str())) {
        or_none::<()>(Err(StoreError::unknown_word("actor", "id", "nothing").in_row(id.0.clone())));
    }
    let mut found: Vec<T> = listed(rows);
    let is_missing = |id: &&ActorId| !found.iter().any(|one| actor_of(one).id == **id);
    let missing: Vec<T> = ids.iter().filter(is_missing).map(Actor::unknown).map(made_of).collect();
    found.extend(missing);
    found
}

/// The actor with this address.
pub async fn by_uri(tx: &mut ReadTx, uri: &str) -> StoreResult<Option<Actor>> {
    single(optional!(tx, ActorRow, select!("where uri = $1"), uri)?)
}

/// The two actors of a message, as far as they are known: its sender, and the local pursuance that receives it.
pub async fn correspondents(
    tx: &mut ReadTx,
    sender: &str,
    recipient: &str,
) -> StoreResult<(Option<Actor>, Option<Actor>)> {
    const SQL: &str = select!(
        "where uri = $1 or (uri = $2 and host is null and exists (select 1 from pursuance p where p.actor = actor.id))"
    );
    let (mut from, mut to) = (None, None);
    for actor in whole::<ActorRow, Actor>(all!(tx, ActorRow, SQL, sender, recipient)?)? {
        if actor.uri == recipient && actor.is_here() && actor.kind == ActorKind::Group {
            to = Some(actor.clone());
        }
        if actor.uri == sender {
            from = Some(actor);
        }
    }
    Ok((from, to))
}

/// The local actor whose folded name is the same.
pub async fn by_folded_name(tx: &mut ReadTx, folded: &str) -> StoreResult<Option<Actor>> {
    single(optional!(tx, ActorRow, select!("where folded_name = $1 and host is null"), folded)?)
}

/// The local actor with exactly this name.
pub async fn by_name_here(tx: &mut ReadTx, name: &str) -> StoreResult<Option<Actor>> {
    let folded = pursuance_domain::value::fold_name(name);
    Ok(by_folded_name(tx, &folded).await?.filter(|actor| actor.name == name))
}

/// The names among `names` that people of this instance have.
pub async fn people_here(tx: &mut ReadTx, names: &[&str]) -> StoreResult<HashSet<String>> {
    // The order of a `cross join` keeps SQLite from looking at everybody here.
    const SQLITE: &str = "select a.name from json_each($1) o cross join actor a
        where a.folded_name = o.value and a.host is null and a.kind = 'person'";
    const POSTGRES: &str = "select name from actor where host is null and kind = 'person'
        and folded_name = any (array(select json_array_elements_text(cast($1 as json))))";
    let folded: Vec<String> = names.iter().map(|name| pursuance_domain::value::fold_name(name)).collect();
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let rows = all!(tx, (String,), sql, super::search::list(folded.iter().map(String::as_str)))?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// The remote actor with this handle; when a name was used twice, the one that was heard of last.
pub async fn by_handle(tx: &mut ReadTx, name: &str, host: &str) -> StoreResult<Option<Actor>> {
    const SQL: &str =
        select!("where host = $1 and name = $2 and gone_at is null order by fetched_at desc limit 1");
    single(optional!(tx, ActorRow, SQL, host, name)?)
}

/// Known pursuances of other servers with this name, the newest first.
pub async fn groups_elsewhere(tx: &mut ReadTx, name: &str, limit: i64) -> StoreResult<Vec<Actor>> {
    const SQL: &str = select!(
        "where name = $1 and kind = 'group' and host is not null and gone_at is null order by updated desc limit +$2"
    );
    Ok(listed(each!(tx, ActorRow, SQL, name, limit)?))
}

/// Known pursuances of other servers that can take a task, by name.
pub async fn known_groups(tx: &mut ReadTx, limit: i64) -> StoreResult<Vec<Actor>> {
    const SQL: &str = select!(
        "where kind = 'group' and host is not null and capable and gone_at is null order by updated desc limit +$1"
    );
    Ok(listed(each!(tx, ActorRow, SQL, limit)?))
}

/// Known people of other servers, the most recently heard of first.
pub async fn known_people(tx: &mut ReadTx, limit: i64) -> StoreResult<Vec<Actor>> {
    const SQL: &str = select!(
        "where kind = 'person' and host is not null and gone_at is null order by updated desc limit +$1"
    );
    Ok(listed(each!(tx, ActorRow, SQL, limit)?))
}

/// The sealed private key of a local actor.
pub async fn private_key(tx: &mut ReadTx, id: &ActorId) -> StoreResult<Option<Vec<u8>>> {
    let row: Option<(Option<Vec<u8>>,)> =
        optional!(tx, (Option<Vec<u8>>,), "select ed25519_private from actor where id = $1", id.as_str())?;
    Ok(row.and_then(|row| row.0))
}

/// The private keys of local actors whose stored form begins with this byte.
pub async fn private_keys(tx: &mut ReadTx, first: u8) -> StoreResult<Vec<(ActorId, Vec<u8>)>> {
    const SQL: &str =
        "select id, ed25519_private from actor where substr(ed25519_private, 1, 1) = $1 and host is null";
    let rows = all!(tx, (String, Vec<u8>), SQL, &[first][..])?;
    Ok(rows.into_iter().map(|(id, key)| (ActorId(id), key)).collect())
}

/// Replaces the stored form of a private key.
pub async fn set_private_key(tx: &mut WriteTx, id: &ActorId, stored: &[u8]) -> StoreResult<()> {
    run!(tx, "update actor set ed25519_private = $2 where id = $1", id.as_str(), stored).map(drop)
}

/// Writes a new local actor. Its name must be free among people and pursuances.
pub async fn add(tx: &mut WriteTx, actor: &Actor, ed25519_private: Option<&[u8]>) -> StoreResult<()> {
    const SQL: &str = "insert into actor (id, kind, host, name, folded_name, uri, inbox, display, summary, url, ed25519_public,
        ed25519_private, rsa_public, pinned_at, fetched_at, gone_at, capable, instance, created, updated)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, null, $16, $18, $17, $17)";
    run!(
        tx,
        SQL,
        actor.id.as_str(),
        actor.kind.as_str(),
        &actor.host,
        &actor.name,
        pursuance_domain::value::fold_name(&actor.name),
        &actor.uri,
        &actor.inbox,
        &actor.display,
        &actor.summary,
        &actor.url,
        &actor.ed25519_public,
        ed25519_private,
        &actor.rsa_public,
        actor.pinned_at.map(|t| t.0),
        actor.fetched_at.map(|t| t.0),
        actor.capable,
        actor.created.0,
        &actor.instance
    )
    .map_err(|error| error.or_taken("the name"))
    .map(drop)
}

/// Refreshes the facts about a remote actor. A pinned Ed25519 key stays as it is.
pub async fn refresh(tx: &mut WriteTx, actor: &Actor, now: Time) -> StoreResult<()> {
    const SQL: &str = "update actor set name = $2, folded_name = $3, inbox = $4, display = $5, summary = $6, url = $7,
        ed25519_public = case when pinned_at is null then $8 else ed25519_public end,
        rsa_public = $9, capable = $10, instance = $12, fetched_at = $11, updated = $11, gone_at = null where id = $1 and host is not null";
    run!(
        tx,
        SQL,
        actor.id.as_str(),
        &actor.name,
        pursuance_domain::value::fold_name(&actor.name),
        &actor.inbox,
        &actor.display,
        &actor.summary,
        &actor.url,
        &actor.ed25519_public,
        &actor.rsa_public,
        actor.capable,
        now.0,
        &actor.instance
    )
    .map(drop)
}

/// Pins the Ed25519 key that made a proof: from now on it is the key of this class D peer (PROTOCOL §4.3).
pub async fn pin(tx: &mut WriteTx, id: &ActorId, key: &[u8], now: Time) -> StoreResult<()> {
    const SQL: &str =
        "update actor set pinned_at = $2, ed25519_public = $3 where id = $1 and pinned_at is null";
    run!(tx, SQL, id.as_str(), now.0, key).map(drop)
}

/// Notes whether a remote actor takes part in skill offers.
pub async fn set_takes_offers(tx: &mut WriteTx, id: &ActorId, takes: bool) -> StoreResult<()> {
    const SQL: &str = "update actor set takes_offers = $2 where id = $1 and takes_offers <> $2";
    run!(tx, SQL, id.as_str(), takes).map(drop)
}

/// Whether a remote actor takes part in skill offers.
pub async fn takes_offers(tx: &mut ReadTx, id: &ActorId) -> StoreResult<bool> {
    const SQL: &str = "select 1 from actor where id = $1 and takes_offers and host is not null";
    Ok(optional!(tx, (i32,), SQL, id.as_str())?.is_some())
}

/// Notes that a remote actor has ended.
pub async fn set_gone(tx: &mut WriteTx, id: &ActorId, now: Time) -> StoreResult<()> {
    run!(tx, "update actor set gone_at = $2 where id = $1 and host is not null", id.as_str(), now.0).map(drop)
}

/// Changes the display name and the description of a local actor.
pub async fn describe(
    tx: &mut WriteTx,
    id: &ActorId,
    display: &str,
    summary: &str,
    now: Time,
) -> StoreResult<()> {
    run!(
        tx,
        "update actor set display = $2, summary = $3, updated = $4 where id = $1",
        id.as_str(),
        display,
        summary,
        now.0
    )?;
    fulltext::put_again(tx, id.as_str()).await
}

/// Gives a local actor another name, which must be free.
pub async fn rename(tx: &mut WriteTx, id: &ActorId, name: &str) -> StoreResult<()> {
    const SQL: &str = "update actor set name = $2, folded_name = $3 where id = $1 and host is null";
    run!(tx, SQL, id.as_str(), name, pursuance_domain::value::fold_name(name))
        .map_err(|error| error.or_taken("the name"))?;
    fulltext::put_again(tx, id.as_str()).await
}

/// The remote actor with this inbox.
pub async fn by_inbox(tx: &mut ReadTx, inbox: &str) -> StoreResult<Option<Actor>> {
    single(optional!(
        tx,
        ActorRow,
        select!("where inbox = $1 and host is not null order by id limit 1"),
        inbox
    )?)
}

/// The remote actor with this address, or with this page.
pub async fn by_address(tx: &mut ReadTx, address: &str) -> StoreResult<Option<Actor>> {
    if let Some(actor) = by_uri(tx, address).await? {
        return Ok(Some(actor));
    }
    const SQL: &str =
        select!("where url = $1 and host is not null and gone_at is null order by fetched_at desc limit 1");
    single(optional!(tx, ActorRow, SQL, address)?)
}

/// Deletes remote actors that were last heard of before a time and that no row refers to; answers their number. Each
/// can be looked up again. Everything that they write, send and do here arrives through a channel.
pub async fn forget_unreferenced(tx: &mut WriteTx, before: Time, limit: i64) -> StoreResult<u64> {
    const FIND: &str = "select a.id from actor a where a.host is not null and a.kind <> 'instance' and coalesce(a.fetched_at, a.created) < $1
          and a.pinned_at is null
          and not exists (select 1 from follower x where x.follower = a.id)
          and not exists (select 1 from member x where x.actor = a.id)
          and not exists (select 1 from delegation x where x.origin = a.id)
          and not exists (select 1 from delegation x where x.delegate = a.id)
          and not exists (select 1 from channel x where x.peer = a.id)
          and not exists (select 1 from task x where x.assignee = a.id)
          and not exists (select 1 from actor_key x where x.actor = a.id)
          and not exists (select 1 from karma x where x.actor = a.id)
          and not exists (select 1 from silence x where x.who = a.id)
          and not exists (select 1 from silence x where x.asked = a.id)
          and not exists (select 1 from succession x where x.former = a.id)
          and not exists (select 1 from karma x where x.other = a.id)
          and not exists (select 1 from skill_offer x where x.actor = a.id)
          and not exists (select 1 from skill_offer_reader x where x.actor = a.id)
          and not exists (select 1 from skill_offer_copy x where x.actor = a.id)
        order by a.id limit +$2";
    let found: Vec<(String,)> = all!(tx, (String,), FIND, before.0, limit)?;
    for (id,) in &found {
        run!(tx, "delete from person_skill where actor = $1", id)?;
        run!(tx, "delete from actor where id = $1", id)?;
    }
    Ok(u64::try_from(found.len()).unwrap_or(u64::MAX))
}
