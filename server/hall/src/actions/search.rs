//! Saved searches: of a person alone, or shared with everybody who reads a pursuance.
//!
//! A shared search belongs to its pursuance: it stays when its maker leaves, and members who may share searches there can change
//! or delete it. Each reader sees only results that they may read.

use pursuance_domain::action::{ChangeSearch, ForgetSearch, SaveSearch};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{Bare, SearchShared};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, SearchId};
use serde_json::{Value, json};

use super::{Counted, Cx, InputRefusal, PerformError, Refused, Thing, access, account};
use crate::store::events;
use crate::store::pursuances::Pursuance;
use crate::store::searches::{self, SavedSearch};

carried_out! {
    SaveSearch => save,
    ChangeSearch => change,
    ForgetSearch => forget,
}

/// How many searches one account may have for itself.
pub const MOST: i64 = 50;
/// How many searches a pursuance may share.
pub const SHARED_MOST: i64 = 50;
/// The most searches on one Home.
pub const HOME_MOST: i64 = 5;

async fn save(cx: &mut Cx, a: SaveSearch) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let pursuance = match &a.pursuance {
        Some(named) if a.shared => {
            // The lock makes the second of two simultaneous requests count the first.
            let access = access::lock(cx, named).await?;
            access.demand(Permission::ShareSearch, None)?;
            let id = access.pursuance.id;
            if searches::count_shared(&mut cx.tx, &id).await? >= SHARED_MOST {
                return Err(Refused::Full { what: Counted::SearchesShared, most: SHARED_MOST }.into());
            }
            Some(id)
        }
        Some(named) => {
            let access = access::find(&mut cx.tx, &cx.who.clone(), named, cx.now).await?;
            // A person without read access has nothing to search there.
            access.sight()?;
            access::demand_as_it_is(cx, &access)?;
            Some(access.pursuance.id)
        }
        None if a.shared => return Err(Refused::Input(InputRefusal::SharedNowhere).into()),
        None => None,
    };
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    if !a.shared && searches::count_of_person(&mut cx.tx, &person).await? >= MOST {
        let owner = account::account(cx, &person).await?;
        if !owner.unbounded {
            return Err(Refused::Full { what: Counted::Searches, most: MOST }.into());
        }
    }
    let search = SavedSearch {
        id: SearchId(cx.new_id()),
        account: person.clone(),
        pursuance,
        name: a.name.to_string(),
        query: a.query,
        shared: a.shared,
        created: cx.now,
        home: false,
    };
    searches::add(&mut cx.tx, &search).await?;
    put_on_home(cx, &person, &search, a.home).await?;
    tell(cx, &person, &search, &search.name, true);
    Ok(json!({ "search": search.id }))
}

async fn change(cx: &mut Cx, a: ChangeSearch) -> Result<Value, PerformError> {
    let (person, search) = found(cx, &a.search).await?;
    if let Some(pursuance) = &search.pursuance {
        access::demand_as_it_is_in(cx, pursuance).await?;
    }
    let name = a.name.map_or_else(|| search.name.clone(), String::from);
    let query = a.query.unwrap_or_else(|| search.query.clone());
    if (&name, &query) != (&search.name, &search.query) {
        demand(cx, &person, &search).await?;
        searches::change(&mut cx.tx, &search.id, &name, &query).await?;
        tell(cx, &person, &search, &name, true);
    }
    if let Some(on) = a.home
        && put_on_home(cx, &person, &search, on).await?
    {
        own(cx, &person, &search.id, Happened::SearchSaved(Bare {}));
    }
    Ok(json!({ "search": search.id }))
}

async fn forget(cx: &mut Cx, a: ForgetSearch) -> Result<Value, PerformError> {
    let (person, search) = found(cx, &a.search).await?;
    demand(cx, &person, &search).await?;
    searches::remove(&mut cx.tx, &search.id).await?;
    tell(cx, &person, &search, &search.name, false);
    Ok(json!({ "search": search.id }))
}

/// The search with this id, which the person finds in lists: it is theirs, or it is shared and they read the tasks of its
/// pursuance. Nobody else changes it meanwhile.
async fn found(cx: &mut Cx, id: &SearchId) -> Result<(ActorId, SavedSearch), PerformError> {
    let person = cx.person()?;
    let not_there = || Refused::NotFound(Thing::Search);
    let known = searches::by_id(&mut cx.tx, Some(&person), id).await?.ok_or_else(not_there)?;
    match &known.pursuance {
        Some(pursuance) if known.shared => {
            let access = access::lock(cx, pursuance.as_str()).await.map_err(hide)?;
            if access.sight().map_err(hide)?.only_of().is_some() {
                return Err(not_there().into());
            }
        }
        // One's own is there also when its pursuance may not be read any more: to be forgotten.
        Some(_) | None if known.account == person => {}
        Some(_) | None => return Err(not_there().into()),
    }
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    // Read again under the lock.
    let search = searches::by_id(&mut cx.tx, Some(&person), id).await?.ok_or_else(not_there)?;
    Ok((person, search))
}

/// The pursuance in which a person's search looks; `None` where it looks everywhere. A search in a pursuance that they may no
/// longer read is not found.
pub(super) async fn looks_in(cx: &mut Cx, id: &SearchId) -> Result<Option<Pursuance>, PerformError> {
    let (_, search) = found(cx, id).await?;
    let Some(pursuance) = search.pursuance else { return Ok(None) };
    let access = access::find(&mut cx.tx, &cx.who.clone(), pursuance.as_str(), cx.now).await.map_err(hide)?;
    access.sight().map_err(hide)?;
    Ok(Some(access.pursuance))
}

/// Turns any refusal "not found" into "search not found".
fn hide(error: PerformError) -> PerformError {
    if matches!(error, PerformError::Refused(Refused::NotFound(_))) {
        Refused::NotFound(Thing::Search).into()
    } else {
        error
    }
}

/// Demands leave to change or forget a search that [`found`] found.
async fn demand(cx: &mut Cx, person: &ActorId, search: &SavedSearch) -> Result<(), PerformError> {
    match &search.pursuance {
        Some(pursuance) if search.shared => {
            let access = access::find(&mut cx.tx, &cx.who.clone(), pursuance.as_str(), cx.now).await?;
            access.demand(Permission::ShareSearch, None)
        }
        Some(_) | None if search.account == *person => Ok(()),
        Some(_) | None => Err(Refused::NotFound(Thing::Search).into()),
    }
}

/// Puts a search on a person's Home, or takes it away; returns whether that is a change.
async fn put_on_home(
    cx: &mut Cx,
    person: &ActorId,
    search: &SavedSearch,
    on: bool,
) -> Result<bool, PerformError> {
    if on == search.home {
        return Ok(false);
    }
    if on && searches::count_on_home(&mut cx.tx, person).await? >= HOME_MOST {
        return Err(Refused::Full { what: Counted::SearchesOnHome, most: HOME_MOST }.into());
    }
    searches::set_home(&mut cx.tx, person, &search.id, on).await?;
    Ok(true)
}

/// Leaves the event: of a shared search for the members, of a private search for its person alone.
fn tell(cx: &mut Cx, person: &ActorId, search: &SavedSearch, name: &str, on: bool) {
    match &search.pursuance {
        Some(pursuance) if search.shared => {
            let told = SearchShared { search: search.id.clone(), name: name.to_owned(), on };
            let what = Happened::SearchShared(told);
            cx.leave(StreamId::of(pursuance), Audience::Members, what, search.id.as_str(), None);
        }
        Some(_) | None => {
            let what = if on { Happened::SearchSaved(Bare {}) } else { Happened::SearchForgotten(Bare {}) };
            own(cx, person, &search.id, what);
        }
    }
}

fn own(cx: &mut Cx, person: &ActorId, search: &SearchId, what: Happened) {
    cx.leave(StreamId::of(person), Audience::Own, what, search.as_str(), None);
}
