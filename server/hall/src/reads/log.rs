//! The log of a pursuance, its bans and the grants on its tasks, for programs.

use pursuance_domain::allowed::{Granted, Permission};
use pursuance_domain::event::{Happened, Verb};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use super::events::Sees;
use super::{Actors, Page, one_more};
use crate::actions::PerformError;
use crate::actions::access::{self, Access};
use crate::actions::visible_tasks::Seeing;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::texts;
use crate::store::{bans, events, grants, outline};

/// One line of the log.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LogEntry {
    /// The number of the event.
    pub seq: i64,
    pub at: Time,
    /// Who did it: a name. Null for the server itself, an operator, and the command line.
    pub by: Option<String>,
    /// The kind.
    pub verb: Verb,
    /// The person it happened to: a name. Null where it was the pursuance.
    pub member: Option<String>,
    /// The number of the task, where it is about one.
    pub task: Option<i64>,
    /// The reason, where one was given.
    pub reason: Option<String>,
    /// Details.
    pub data: serde_json::Value,
}

/// The text of the reason that an event names; empty where it names none.
pub async fn reason_of(tx: &mut ReadTx, what: &Happened) -> StoreResult<String> {
    match what.reason() {
        Some(reason) => texts::reason(tx, reason).await,
        None => Ok(String::new()),
    }
}

/// The log of a pursuance, the newest first.
///
/// # Errors
/// When the reader may not read it, or the database fails.
pub async fn log(
    tx: &mut ReadTx,
    access: &Access,
    before: Option<i64>,
    limit: usize,
) -> Result<Page<LogEntry, i64>, PerformError> {
    access.demand(Permission::SeeLog, None)?;
    let sight = access.sight()?;
    let rows = events::log(tx, &sight, before.unwrap_or(i64::MAX), one_more(limit)).await?;
    let Page { items, next } = Page::cut(rows, limit, |event| event.seq);
    let about: Vec<_> = items.iter().filter_map(|event| event.task.clone()).collect();
    let titles = outline::titles(tx, &sight, &about).await?;
    let sees = Sees::of(tx, &mut Seeing::with(access), &items).await?;
    let mut actors = Actors::default();
    let mut entries = Vec::with_capacity(items.len());
    for event in items {
        let by = match &event.actor {
            Some(actor) => Some(actors.name(tx, actor).await?),
            None => None,
        };
        let member = if event.object == access.pursuance.id.0 {
            None
        } else {
            Some(actors.name(tx, &ActorId(event.object.clone())).await?)
        };
        let reason = reason_of(tx, &event.what).await?;
        entries.push(LogEntry {
            seq: event.seq,
            at: event.at,
            by,
            verb: event.verb(),
            member,
            task: event.task.as_ref().and_then(|id| titles.get(id)).map(|(number, _)| *number),
            reason: (!reason.is_empty()).then_some(reason),
            data: sees.data(&event),
        });
    }
    Ok(Page { items: entries, next })
}

/// Somebody who is banned.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Ban")]
pub struct BanView {
    /// The name, for actions with a `member`.
    pub member: String,
    pub id: ActorId,
    /// The same name: what the banned call themselves otherwise is not told here.
    pub name: String,
    pub since: Time,
    /// The end; null for good.
    pub until: Option<Time>,
    pub reason: String,
}

/// The bans that hold, by name, after one.
///
/// # Errors
/// When the reader may lift none, or the database fails.
pub async fn bans(
    tx: &mut ReadTx,
    access: &Access,
    now: Time,
    after: &str,
    limit: usize,
) -> Result<Page<BanView, String>, PerformError> {
    access.demand(Permission::Ban { role: Role::Untrusted }, None)?;
    let rows = bans::banned(tx, &access.sight()?, now, after, one_more(limit)).await?;
    let page = Page::cut(rows, limit, |banned| banned.name.clone());
    Ok(page.map(|banned| BanView {
        member: banned.name.clone(),
        id: banned.actor,
        name: banned.name,
        since: banned.since,
        until: banned.until,
        reason: banned.reason,
    }))
}

/// The rights of a member on a task beyond the role.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Grant")]
pub struct GrantView {
    /// The name, for actions with a `member`.
    pub member: String,
    pub id: ActorId,
    /// The display name.
    pub name: String,
    pub may: Granted,
}

/// The grants on a task: all for members who may give grants, else the reader's own.
///
/// # Errors
/// When the reader may not see the task, or the database fails.
pub async fn grants(
    tx: &mut ReadTx,
    access: &Access,
    number: i64,
) -> Result<Page<GrantView, String>, PerformError> {
    let task = access::find_task(tx, access, number).await?;
    let gives = access.may(Permission::GrantOnTask, Some(&task));
    let rows = grants::grantees(tx, &task.id).await?;
    let rows = rows.into_iter().filter(|row| gives || access.who.person() == Some(&row.id));
    let view =
        |row: grants::Grantee| GrantView { member: row.name, id: row.id, name: row.display, may: row.may };
    Ok(Page { items: rows.map(view).collect(), next: None })
}
