//! Events in lines: the history of a task, and "Lately" on the page of a pursuance.
//!
//! | file | content |
//! |---|---|
//! | `card` | the history on the page of a task |
//! | `line` | the kinds of lines, and what each names |
//! | `told` | which line an event has |
//! | `follows` | the removal or the ban from which a line follows |
//! | `sentence` | a line in words |

mod card;
mod event_line;
mod follows;
mod line;
mod sentence;

use pursuance_domain::id::TaskId;

pub use self::card::History;
use self::event_line::event_line;
use self::follows::{follows, gone_by};
pub use self::line::{HistoryRow, LatelyRow, Line};
use super::named::Named;
use super::repeated_events::ShownEvent;
use crate::actions::visible_tasks::Seeing;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{TaskLink, Words};
use crate::web::request::session::Visit;

/// Reads an event as a line; `None` if it is not shown to readers. For several events use [`line_of`].
pub async fn line(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    one: &ShownEvent,
) -> StoreResult<Option<HistoryRow>> {
    let named = Named::of_one(visit, tx, &one.event).await?;
    line_of(visit, tx, l, actors, &named, one).await
}

/// Renders an event as a line with names that were read before; `None` if it is not shown to readers.
pub(in crate::web) async fn line_of(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    named: &Named,
    one: &ShownEvent,
) -> StoreResult<Option<HistoryRow>> {
    let event = &one.event;
    let Some(what) = event_line(visit, tx, l, actors, named, one).await? else { return Ok(None) };
    let what = match gone_by(&event.what) {
        Some(of) => follows(visit, tx, l, actors, event, of, what).await?,
        None => what,
    };
    let by = visit.party_if_any(tx, actors, event.actor.as_ref()).await?;
    Ok(Some(HistoryRow { by, what, at: l.moment(event.at) }))
}

/// Links to a task of any local pursuance, if the viewer may see it.
pub(super) async fn linked(visit: &Visit, tx: &mut ReadTx, task: &TaskId) -> StoreResult<Option<TaskLink>> {
    let seen = Seeing::of(&visit.who, visit.now).tasks(tx, [task]).await?;
    let link = |(task, slug): (Task, String)| TaskLink {
        href: links::task(&slug, task.number),
        number: task.number,
        title: Words::of(&task.title, visit.t),
    };
    Ok(seen.into_values().next().map(link))
}
