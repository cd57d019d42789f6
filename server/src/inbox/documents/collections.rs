//! Collections of our actors (PROTOCOL §1.4).

use axum::extract::{Path, State};
use pursuance_domain::allowed::{Facts, Grants, Membership, Principal, sight};
use pursuance_domain::id::is_own_id;
use pursuance_domain::time::Time;
use pursuance_federation::vocab::{OrderType, OrderedCollection, OrderedCollectionPage, PAGE_MAX};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::actor::{find_group, find_person};
use super::{Answer, Reader, RefusedActivity, UrlQuery, own_url, private, public, refuse};
use crate::actions::skill_offer::proposal;
use crate::markdown;
use crate::state::App;
use crate::store::actors::Actor;
use crate::store::skill_offers::{self, ToldTo};
use crate::store::tasks::AfterChange;
use crate::store::{followers, tasks};

/// `GET /ap/instance/outbox`: the instance itself sends nothing in public.
pub async fn instance_outbox(State(app): State<App>, reader: Reader) -> Answer {
    reader.looks()?;
    outbox(&app.instance_actor)
}

/// `GET /ap/p/{id}/outbox`.
pub async fn group_outbox(State(app): State<App>, reader: Reader, Path(id): Path<String>) -> Answer {
    reader.looks()?;
    outbox(&find_group(&app, id).await?.0)
}

/// `GET /ap/u/{id}/outbox`.
pub async fn person_outbox(State(app): State<App>, reader: Reader, Path(id): Path<String>) -> Answer {
    reader.looks()?;
    outbox(&find_person(&app, id).await?.0)
}

/// `GET /ap/p/{id}/followers`.
pub async fn group_followers(State(app): State<App>, reader: Reader, Path(id): Path<String>) -> Answer {
    reader.looks()?;
    count_followers(&app, &find_group(&app, id).await?.0).await
}

/// `GET /ap/u/{id}/followers`.
pub async fn person_followers(State(app): State<App>, reader: Reader, Path(id): Path<String>) -> Answer {
    reader.looks()?;
    count_followers(&app, &find_person(&app, id).await?.0).await
}

/// The public activities of an actor. Everything sent so far is addressed to one actor each.
fn outbox(actor: &Actor) -> Answer {
    let outbox = collection(actor, "outbox", 0)?;
    Ok(public(&OrderedCollection { order_type: Some(OrderType::Reverse), ..outbox }.to_value()))
}

/// The list of followers is private; their number is public.
async fn count_followers(app: &App, actor: &Actor) -> Answer {
    let count = followers::count(&mut app.db.read().await?, &actor.id).await?;
    Ok(public(&collection(actor, "followers", count)?.to_value()))
}

fn collection(actor: &Actor, name: &str, total: i64) -> Result<OrderedCollection, RefusedActivity> {
    Ok(OrderedCollection {
        id: own_url(&format!("{}/{name}", actor.uri))?,
        attributed_to: own_url(&actor.uri)?,
        total_items: u64::try_from(total).unwrap_or(0),
        first: None,
        order_type: None,
        ordered_items: (total == 0).then(Vec::new),
    })
}

/// The beginning of a page: `start`, or after the task with this change and this number.
#[derive(Debug, Deserialize)]
pub struct Page {
    before: Option<String>,
}

/// Reads `start` as the beginning of the list; any text that we never wrote is no page.
fn read_cursor(text: &str) -> Option<Option<AfterChange>> {
    if text == "start" {
        return Some(None);
    }
    let (updated, number) = text.split_once('.')?;
    Some(Some((Time(updated.parse().ok()?), number.parse().ok()?)))
}

/// `GET /ap/p/{id}/tasks`: the tasks that anyone may read, the last changed first.
pub async fn tasks(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
    UrlQuery(page): UrlQuery<Page>,
) -> Answer {
    reader.looks()?;
    let (actor, pursuance) = find_group(&app, id).await?;
    let facts = Facts::about(pursuance.visibility, Membership::None);
    let sight =
        sight(&Principal::Visitor, &actor.id, &facts, Grants::default()).map_err(|_| refuse::nothing())?;
    let mut tx = app.db.read().await?;
    let Some(cursor) = page.before else {
        let total = tasks::count(&mut tx, &sight).await?;
        let list = collection(&actor, "tasks", total)?;
        let first = Some(page_at(&list.id, "start"));
        return Ok(public(
            &OrderedCollection { first, order_type: Some(OrderType::Reverse), ..list }.to_value(),
        ));
    };
    let before = read_cursor(&cursor).ok_or_else(refuse::nothing)?;
    let found =
        tasks::ids_by_change(&mut tx, &sight, before, i64::try_from(PAGE_MAX).unwrap_or(i64::MAX)).await?;
    let part_of = own_url(&format!("{}/tasks", actor.uri))?;
    let last = found.last().filter(|_| found.len() == PAGE_MAX);
    let next = last.map(|(_, (updated, number))| page_at(&part_of, &format!("{}.{number}", updated.0)));
    let page = OrderedCollectionPage {
        id: page_at(&part_of, &cursor),
        attributed_to: own_url(&actor.uri)?,
        next,
        order_type: Some(OrderType::Reverse),
        ordered_items: found.iter().map(|(task, _)| Value::String(app.addresses.task(task))).collect(),
        part_of,
    };
    Ok(public(&page.to_value()))
}

/// Number of offers on one page. The longest offers have some 20 KiB.
const OFFERS_ON_PAGE: usize = 20;

/// `GET /ap/p/{id}/skill-offers`: the pursuance's offers to everybody and to the signer of the request, newest first.
pub async fn skill_offers(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
    UrlQuery(page): UrlQuery<Page>,
) -> Answer {
    let signer = reader.signer().await?;
    let (actor, pursuance) = find_group(&app, id).await?;
    let to =
        ToldTo { everybody: pursuance.visibility.is_open(), one: signer.as_ref().map(|signer| &signer.id) };
    let mut tx = app.db.read().await?;
    let total = skill_offers::count_told_to(&mut tx, &actor.id, to, app.clock.now()).await?;
    if total == 0 && !pursuance.visibility.is_open() {
        return Err(refuse::nothing().into());
    }
    let list = collection(&actor, "skill-offers", total)?;
    let document = match page.before {
        None => {
            let first = Some(page_at(&list.id, "start"));
            let order_type = Some(OrderType::Reverse);
            OrderedCollection { first, order_type, ordered_items: None, ..list }.to_value()
        }
        Some(cursor) => {
            let before = if cursor == "start" { "" } else { &cursor };
            if !before.is_empty() && !is_own_id(before) {
                return Err(refuse::nothing().into());
            }
            let most = i64::try_from(OFFERS_ON_PAGE).unwrap_or(i64::MAX);
            let found = skill_offers::told_to(&mut tx, &actor.id, to, app.clock.now(), before, most).await?;
            let last = found.last().filter(|_| found.len() == OFFERS_ON_PAGE);
            let named = signer.as_ref().map(|signer| signer.uri.as_str());
            let items = found.iter().map(|offer| {
                let html = markdown::to_html(offer.note.as_str());
                proposal(offer, &actor.uri, html, named).map(|said| said.to_item())
            });
            OrderedCollectionPage {
                id: page_at(&list.id, &cursor),
                attributed_to: list.attributed_to,
                next: last.map(|last| page_at(&list.id, last.id.as_str())),
                order_type: Some(OrderType::Reverse),
                ordered_items: items.collect::<Result<_, _>>().map_err(|error| refuse::failure(&error))?,
                part_of: list.id,
            }
            .to_value()
        }
    };
    Ok(if signer.is_none() { public(&document) } else { private(document.to_string()) })
}

fn page_at(list: &Url, cursor: &str) -> Url {
    let mut page = list.clone();
    page.set_query(Some(&format!("before={cursor}")));
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_at_the_start_or_after_a_change() {
        assert_eq!(read_cursor("start"), Some(None));
        assert_eq!(read_cursor("1700000000000000.12"), Some(Some((Time(1_700_000_000_000_000), 12))));
        for unknown in ["", "12", "x.1", "1.x", "1.2.3"] {
            assert_eq!(read_cursor(unknown), None, "{unknown}");
        }
    }
}
