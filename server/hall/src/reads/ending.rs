//! Tasks that are archived, and those in the trash.

use pursuance_domain::allowed::Permission;
use pursuance_domain::id::TaskId;
use pursuance_domain::task::ending::deleted_at;
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use super::sealed::SealedView;
use super::{Page, one_more};
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::store::db::ReadTx;
use crate::store::endings::{self, AwayPosition, PutAway};
use crate::store::error::StoreResult;
use crate::store::tasks::{self, Task};
use crate::store::texts::Body;

/// A task that was put away.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PutAway")]
pub struct PutAwayView {
    /// Its number.
    pub task: i64,
    pub id: TaskId,
    pub title: Body,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    pub at: Time,
    /// How many tasks went along, itself among them.
    pub tasks: i64,
    /// When it is deleted for good; null for one that is archived.
    pub until: Option<Time>,
}

fn view(until: impl Fn(Time) -> Option<Time>) -> impl Fn(PutAway) -> PutAwayView {
    move |row| PutAwayView {
        task: row.number,
        id: row.id,
        sealed: SealedView::of(&row.title),
        title: row.title,
        until: until(row.at),
        at: row.at,
        tasks: row.tasks,
    }
}

/// Reads the cursor after which a list of them continues.
pub fn place(after: &str) -> AwayPosition {
    let read = |after: &str| {
        let (at, number) = after.split_once('.')?;
        Some((Time(at.parse().ok()?), number.parse().ok()?))
    };
    read(after).unwrap_or((Time(i64::MAX), i64::MAX))
}

fn key(row: &PutAway) -> String {
    format!("{}.{}", row.at.0, row.number)
}

/// A list of tasks that are put away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    Archive,
    Trash,
}

/// The archived tasks of a pursuance, or those in its trash, the last one first, after a place.
///
/// # Errors
/// When the reader may read no such list there, or the database fails.
pub async fn list(
    tx: &mut ReadTx,
    access: &Access,
    shelf: Shelf,
    after: &str,
    limit: usize,
) -> Result<Page<PutAwayView, String>, PerformError> {
    match shelf {
        Shelf::Archive => archived(tx, access, after, limit).await,
        Shelf::Trash => trash(tx, access, after, limit).await,
    }
}

async fn archived(
    tx: &mut ReadTx,
    access: &Access,
    after: &str,
    limit: usize,
) -> Result<Page<PutAwayView, String>, PerformError> {
    let rows = endings::archived(tx, &access.sight()?, place(after), one_more(limit)).await?;
    Ok(Page::cut(rows, limit, key).map(view(|_| None)))
}

/// The tasks below one in the trash that went there with it, as far as the reader sees them, by number; among the first `limit`.
pub async fn went_along(
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    limit: usize,
) -> StoreResult<Vec<Task>> {
    let parts = endings::with_below(tx, &task.id, limit).await?;
    let found = tasks::by_ids(tx, parts.iter().map(|part| &part.id)).await?;
    let along = |one: &Task| one.id != task.id && one.trashed_with.as_ref() == Some(&task.id);
    let sees = |one: &Task| access.may(Permission::SeeTask, Some(one));
    let mut shown: Vec<Task> = found.into_values().filter(|one| along(one) && sees(one)).collect();
    shown.sort_by_key(|one| one.number);
    Ok(shown)
}

/// The tasks in the trash that the reader may edit.
async fn trash(
    tx: &mut ReadTx,
    access: &Access,
    after: &str,
    limit: usize,
) -> Result<Page<PutAwayView, String>, PerformError> {
    if access.role().is_none() {
        access.demand(Permission::EditTask, None)?;
    }
    // A reader who may not edit every task may edit tasks they wrote or were granted; the rule decides for each.
    let edits_all = access.may(Permission::EditTask, None);
    let by = access.who.person().filter(|_| !edits_all);
    let rows = endings::trashed(tx, &access.pursuance.id, by, place(after), one_more(limit)).await?;
    let page = Page::cut(rows, limit, key);
    let mut items = Vec::with_capacity(page.items.len());
    let found = tasks::by_ids(tx, page.items.iter().map(|row| &row.id)).await?;
    for row in page.items {
        if found.get(&row.id).is_some_and(|task| access.may(Permission::SeeTask, Some(task))) {
            items.push(row);
        }
    }
    Ok(Page { items: items.into_iter().map(view(|at| Some(deleted_at(at)))).collect(), next: page.next })
}
