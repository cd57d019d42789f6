//! Saved searches, and their results: each reader finds only what they may read, however they came to the search.

use std::collections::HashMap;

use chrono_tz::Tz;
use pursuance_domain::allowed::{Permission, Principal, Sights};
use pursuance_domain::id::{ActorId, SearchId};
use pursuance_domain::query::{DueCondition, Order, Part, Query, Sort, Term};
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use super::inbox::{self, Object};
use super::{Page, one_more, task};
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused, Thing};
use crate::state::App;
use crate::store::db::{ReadTx, SearchTx};
use crate::store::outline::Row;
use crate::store::outline::query;
use crate::store::outline::query::everywhere::{self, Reach};
use crate::store::outline::query::{Limits, QueryAsker};
use crate::store::searches::{self, SavedSearch};

/// The most searches listed: above the limit of one account or pursuance, unless an operator has lifted it.
const LISTED: i64 = 200;

/// A saved search.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SavedSearch")]
pub struct SavedView {
    pub search: SearchId,
    pub name: String,
    /// As in the field above a list of tasks.
    pub query: String,
    /// The slug of the pursuance in which it looks; null where it looks everywhere.
    pub pursuance: Option<String>,
    /// Whether everybody finds it who reads the pursuance.
    pub shared: bool,
    /// Whether it stands on your Home.
    pub home: bool,
    /// When it was saved.
    pub created: Time,
}

/// A saved search that a person finds, and the pursuance in which it looks.
pub struct Known {
    pub search: SavedSearch,
    pub place: Place,
}

/// Where a search looks.
pub enum Place {
    Everywhere,
    Pursuance(Box<Access>),
    /// A pursuance that its person may not read any more: it finds nothing.
    Hidden,
}

impl Known {
    /// The name in addresses of the pursuance in which it looks.
    pub fn slug(&self) -> Option<&str> {
        self.access().map(|access| access.pursuance.slug.as_str())
    }

    /// The pursuance in which it looks, where the reader sees it.
    pub fn access(&self) -> Option<&Access> {
        match &self.place {
            Place::Pursuance(access) => Some(access),
            Place::Everywhere | Place::Hidden => None,
        }
    }

    /// Whether a person may give it another name and another query, and forget it.
    pub fn may_change(&self, person: Option<&ActorId>) -> bool {
        match &self.place {
            Place::Pursuance(access) if self.search.shared => access.may(Permission::ShareSearch, None),
            Place::Everywhere | Place::Pursuance(_) | Place::Hidden => {
                !self.search.shared && person == Some(&self.search.account)
            }
        }
    }

    fn view(self) -> SavedView {
        let pursuance = self.slug().map(str::to_owned);
        let SavedSearch { id, name, query, shared, created, home, account: _, pursuance: _ } = self.search;
        SavedView { search: id, name, query: query.as_str().to_owned(), pursuance, shared, home, created }
    }
}

/// Adds to each search its pursuance, as the reader may read it; a shared search of a hidden pursuance is left out.
async fn known(
    tx: &mut ReadTx,
    (who, now): (&Principal, Time),
    found: Vec<SavedSearch>,
) -> Result<Vec<Known>, PerformError> {
    let ids: Vec<&str> =
        found.iter().filter_map(|search| search.pursuance.as_ref().map(ActorId::as_str)).collect();
    let readable: HashMap<String, Object> = match who.person() {
        Some(person) if !ids.is_empty() => inbox::objects(tx, (who, now), person, &ids).await?,
        Some(_) | None => HashMap::new(),
    };
    let place = |search: &SavedSearch| match &search.pursuance {
        None => Place::Everywhere,
        Some(id) => match readable.get(id.as_str()) {
            Some(object) => Place::Pursuance(Box::new(object.access.clone())),
            None => Place::Hidden,
        },
    };
    let found = found.into_iter().map(|search| Known { place: place(&search), search });
    Ok(found.filter(Known::is_for_reader).collect())
}

impl Known {
    /// Whether its reader finds it: a shared search is for readers of all tasks of its pursuance.
    fn is_for_reader(&self) -> bool {
        match &self.place {
            Place::Pursuance(access) => {
                !self.search.shared || access.sight().is_ok_and(|sight| sight.only_of().is_none())
            }
            Place::Everywhere | Place::Hidden => !self.search.shared,
        }
    }
}

/// The searches of the person who asks, by name: their private searches, and the searches on their Home.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub async fn mine(tx: &mut ReadTx, who: &Principal, now: Time) -> Result<Vec<Known>, PerformError> {
    let person = who.person().ok_or(Refused::SignInFirst)?;
    let found = searches::of_person(tx, person, LISTED).await?;
    known(tx, (who, now), found).await
}

/// The searches on the Home of the person who asks, by name.
///
/// # Errors
/// When the database fails.
pub async fn on_home(tx: &mut ReadTx, who: &Principal, now: Time) -> Result<Vec<Known>, PerformError> {
    let Some(person) = who.person() else { return Ok(Vec::new()) };
    let found = searches::on_home(tx, person, crate::actions::search::HOME_MOST).await?;
    if found.is_empty() { Ok(Vec::new()) } else { known(tx, (who, now), found).await }
}

/// The searches that the reader finds in a pursuance, the shared ones first.
///
/// # Errors
/// When they may read none of its tasks, or the database fails.
pub async fn of_pursuance(tx: &mut ReadTx, access: &Access) -> Result<Vec<SavedSearch>, PerformError> {
    Ok(searches::of_pursuance(tx, &access.sight()?, access.who.person(), LISTED).await?)
}

/// One search, where the reader finds it.
///
/// # Errors
/// When they do not, or the database fails.
pub async fn one(tx: &mut ReadTx, who: &Principal, now: Time, id: &SearchId) -> Result<Known, PerformError> {
    let found = searches::by_id(tx, who.person(), id).await?;
    let theirs = found.filter(|search| search.shared || who.person() == Some(&search.account));
    let known = known(tx, (who, now), theirs.into_iter().collect()).await?;
    Ok(known.into_iter().next().ok_or(Refused::NotFound(Thing::Search))?)
}

/// The names of the searches that the reader finds and whose pursuance they may read.
///
/// # Errors
/// When the database fails.
pub async fn names(
    tx: &mut ReadTx,
    who: &Principal,
    now: Time,
    ids: &[&SearchId],
) -> Result<HashMap<SearchId, String>, PerformError> {
    let found = searches::by_ids(tx, who.person(), ids.iter().copied()).await?;
    let theirs = found.into_iter().filter(|search| search.shared || who.person() == Some(&search.account));
    let known = known(tx, (who, now), theirs.collect()).await?;
    let there = known.into_iter().filter(|known| !matches!(known.place, Place::Hidden));
    Ok(there.map(|known| (known.search.id, known.search.name)).collect())
}

/// For programs: the searches of the person who asks.
///
/// # Errors
/// As [`mine`].
pub async fn list(
    tx: &mut ReadTx,
    who: &Principal,
    now: Time,
) -> Result<Page<SavedView, SearchId>, PerformError> {
    let items = mine(tx, who, now).await?.into_iter().map(Known::view).collect();
    Ok(Page { items, next: None })
}

/// For programs: the searches that the reader finds in a pursuance.
///
/// # Errors
/// As [`of_pursuance`].
pub async fn list_of(tx: &mut ReadTx, access: &Access) -> Result<Page<SavedView, SearchId>, PerformError> {
    let found = of_pursuance(tx, access).await?;
    let view = |search| Known { search, place: Place::Pursuance(Box::new(access.clone())) }.view();
    Ok(Page { items: found.into_iter().map(view).collect(), next: None })
}

/// Somebody who looks for tasks.
#[derive(Clone, Copy)]
pub struct Looking<'a> {
    pub app: &'a App,
    pub who: &'a Principal,
    pub now: Time,
    pub zone: Tz,
}

impl<'a> Looking<'a> {
    fn asker(self) -> QueryAsker<'a> {
        task::asker(self.app, self.who, self.now, self.zone)
    }
}

/// The tasks that a query finds, and what its words say about that.
pub struct FoundTasks {
    pub items: Vec<Row>,
    /// The place behind which it goes on.
    pub next: Option<String>,
    pub limits: Limits,
}

impl FoundTasks {
    fn of(page: Page<Row, String>, limits: Limits) -> Self {
        Self { items: page.items, next: page.next, limits }
    }

    fn nothing() -> Self {
        Self { items: Vec::new(), next: None, limits: Limits::default() }
    }
}

/// The first tasks that a saved search finds for its reader, in its order.
///
/// # Errors
/// When the database fails.
pub async fn first(
    tx: &mut SearchTx,
    looking: Looking<'_>,
    sights: &Sights,
    known: &Known,
    limit: usize,
) -> Result<FoundTasks, PerformError> {
    found_by(tx, looking, sights, known, &known.search.query.query(), limit).await
}

/// The newest tasks that a saved search finds for its reader, whatever its own order.
///
/// # Errors
/// When the database fails.
pub async fn newest(
    tx: &mut SearchTx,
    looking: Looking<'_>,
    sights: &Sights,
    known: &Known,
    limit: usize,
) -> Result<Vec<Row>, PerformError> {
    let query = Query { sort: Some(Sort { by: Order::New, reversed: false }), ..known.search.query.query() };
    Ok(found_by(tx, looking, sights, known, &query, limit).await?.items)
}

/// The tasks with a date that a saved search finds for its reader, the first due first; one more than the limit, where there are
/// more.
///
/// # Errors
/// When the database fails.
pub async fn dated(
    tx: &mut SearchTx,
    looking: Looking<'_>,
    sights: &Sights,
    known: &Known,
    limit: usize,
) -> Result<Vec<Row>, PerformError> {
    let mut query = known.search.query.query();
    query.parts.push(Part { not: true, term: Term::Due(DueCondition::None) });
    query.sort = Some(Sort { by: Order::Due, reversed: false });
    Ok(found_by(tx, looking, sights, known, &query, limit + 1).await?.items)
}

/// The tasks that a query finds in the place of a saved search.
async fn found_by(
    tx: &mut SearchTx,
    looking: Looking<'_>,
    sights: &Sights,
    known: &Known,
    query: &Query,
    limit: usize,
) -> Result<FoundTasks, PerformError> {
    match &known.place {
        Place::Everywhere => {
            let reach = Reach { sights, with_public: true };
            everywhere_found(tx, looking, reach, query, "", limit).await
        }
        Place::Pursuance(access) => within(tx, looking, access, query, "", limit).await,
        Place::Hidden => Ok(FoundTasks::nothing()),
    }
}

/// The tasks that a query finds in a pursuance, behind a place.
async fn within(
    tx: &mut SearchTx,
    looking: Looking<'_>,
    access: &Access,
    query: &Query,
    after: &str,
    limit: usize,
) -> Result<FoundTasks, PerformError> {
    // A reader without access finds nothing.
    let Ok(sight) = access.sight() else { return Ok(FoundTasks::nothing()) };
    let after = after.parse().ok();
    let answer = query::answer(tx, &sight, query, &looking.asker(), after, one_more(limit)).await?;
    let Page { items, next } = Page::cut(answer.found, limit, |found| found.place.to_string());
    let items = items.into_iter().map(|found| found.row).collect();
    Ok(FoundTasks::of(Page { items, next }, answer.limits))
}

/// The pursuance to which a query narrows itself.
fn narrowed_to(query: &Query) -> Option<&str> {
    query.parts.iter().find_map(|part| match part {
        Part { not: false, term: Term::In(slug) } => Some(slug.as_str()),
        Part { .. } => None,
    })
}

/// The tasks that a query finds in some pursuances of a reader, and perhaps in every public one, after the place `after`. In a
/// pursuance that it names (`in:`) it finds the reader's results there, even if the pursuance is in no list.
///
/// # Errors
/// When the database fails.
pub async fn everywhere_found(
    tx: &mut SearchTx,
    looking: Looking<'_>,
    reach: Reach<'_>,
    query: &Query,
    after: &str,
    limit: usize,
) -> Result<FoundTasks, PerformError> {
    if let Some(slug) = narrowed_to(query) {
        return match access::find(tx, looking.who, slug, looking.now).await {
            Ok(access) => within(tx, looking, &access, query, after, limit).await,
            Err(PerformError::Refused(Refused::NotFound(_))) => Ok(FoundTasks::nothing()),
            Err(error) => Err(error),
        };
    }
    let after = after.parse().ok();
    let answer = everywhere::answer(tx, &reach, query, &looking.asker(), after, one_more(limit)).await?;
    let Page { items, next } = Page::cut(answer.found, limit, |found| found.spot.to_string());
    let items = items.into_iter().map(|found| found.row).collect();
    Ok(FoundTasks::of(Page { items, next }, answer.limits))
}
