//! Suggestions that a reader may decide, and suggestions that they made.

use pursuance_domain::allowed::Ruling;
use pursuance_domain::id::{ActorId, ProposalId, TaskId};
use pursuance_domain::people::parting::Parting;
use pursuance_domain::people::role::Role;
use pursuance_domain::suggestion::{Needs, Suggested, SuggestionState};
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{Actors, Page};
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::actions::suggestion::{compared, decides};
use crate::store::db::ReadTx;
use crate::store::outline;
use crate::store::suggestions::{self, About, Suggestion};
use crate::store::tasks;

/// The most rows read by one statement.
const AT_ONCE: i64 = 200;

/// A suggestion.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Suggestion")]
pub struct SuggestionView {
    pub suggestion: ProposalId,
    pub state: SuggestionState,
    /// The name of the action.
    pub action: &'static str,
    /// Its input, with ids for names: `suggestion.amend` takes one of this form.
    pub input: Value,
    /// Why.
    pub why: Option<String>,
    /// Who made it: a name.
    pub by: String,
    pub at: Time,
    /// The number of the task it is about: of a new task, that of its parent.
    pub task: Option<i64>,
    /// The person it is about: a name.
    pub member: Option<String>,
    /// The value that stood there when it was made: the input that would write it again. Null where it adds something.
    pub before: Option<Value>,
    /// The value that stands there now, in the same form; null once it is decided.
    pub now: Option<Value>,
    /// Whether somebody has changed since what it changes: it is then accepted by `suggestion.amend` only.
    pub outdated: bool,
    /// Whether you may decide it.
    pub may_decide: bool,
    /// Who decided: a name.
    pub decided_by: Option<String>,
    pub decided_at: Option<Time>,
    /// Why it was declined.
    pub reason: Option<String>,
    /// Why it was closed by itself.
    pub because: Option<Parting>,
    /// The input that was carried out, where it was changed.
    pub done: Option<Value>,
    /// The number of the task that it made.
    pub made: Option<i64>,
}

/// The open suggestions that a reader may decide, after the id `after`, the oldest first; at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn waiting(
    tx: &mut ReadTx,
    access: &Access,
    after: &str,
    limit: usize,
) -> Result<Vec<ProposalId>, PerformError> {
    let (Some(person), Some(_)) = (access.who.person(), access.role()) else { return Ok(Vec::new()) };
    let facts = access.facts(None);
    let is_yes = |needs: &Needs| matches!(needs.ruling(&access.who, &facts, Role::Untrusted), Ruling::Yes);
    let needs: Vec<&str> =
        Needs::ALL.iter().filter(|needs| is_yes(needs)).map(|needs| needs.as_str()).collect();
    let sight = access.sight()?;
    let (mut ids, mut after) = (Vec::new(), after.to_owned());
    while ids.len() < limit {
        let found = suggestions::waiting(tx, &sight, person, &needs, &after, AT_ONCE).await?;
        let Some((last, _)) = found.last() else { break };
        last.as_str().clone_into(&mut after);
        ids.extend(found.into_iter().filter(|(_, about)| decides(access, about)).map(|(id, _)| id));
    }
    ids.truncate(limit);
    Ok(ids)
}

/// A member's own suggestions that they may still read, as [`suggestions::made_by`] finds them.
///
/// # Errors
/// When the database fails.
pub async fn made(
    tx: &mut ReadTx,
    access: &Access,
    order: suggestions::Order,
    place: &str,
    limit: usize,
) -> Result<Vec<ProposalId>, PerformError> {
    let (Some(person), Some(_)) = (access.who.person(), access.role()) else { return Ok(Vec::new()) };
    let sight = access.sight()?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = suggestions::made_by(tx, &sight, person, order, place, limit).await?;
    Ok(found.into_iter().map(|(id, _)| id).collect())
}

/// The suggestions that the reader may decide or made, after the id `after`, in the order in which they were made.
///
/// # Errors
/// When the database fails.
pub async fn page(
    tx: &mut ReadTx,
    access: &Access,
    after: &str,
    limit: usize,
) -> Result<Page<SuggestionView, ProposalId>, PerformError> {
    let mut ids = waiting(tx, access, after, limit.saturating_add(1)).await?;
    ids.extend(made(tx, access, suggestions::Order::Oldest, after, limit.saturating_add(1)).await?);
    ids.sort();
    ids.dedup();
    let Page { items, next } = Page::cut(ids, limit, ProposalId::clone);
    let mut found = suggestions::by_ids(tx, &items).await?;
    let mut actors = Actors::default();
    let mut views = Vec::with_capacity(items.len());
    for id in &items {
        if let Some(row) = found.remove(id) {
            views.push(view(tx, access, &mut actors, row).await?);
        }
    }
    Ok(Page { items: views, next })
}

/// The number of a task, as far as the reader may see it.
async fn number(tx: &mut ReadTx, access: &Access, id: Option<&TaskId>) -> Result<Option<i64>, PerformError> {
    let Some(id) = id else { return Ok(None) };
    let titles = outline::titles(tx, &access.sight()?, std::slice::from_ref(id)).await?;
    Ok(titles.get(id).map(|(number, _)| *number))
}

async fn name(
    tx: &mut ReadTx,
    actors: &mut Actors,
    id: Option<&ActorId>,
) -> Result<Option<String>, PerformError> {
    Ok(match id {
        Some(id) => Some(actors.name(tx, id).await?),
        None => None,
    })
}

async fn view(
    tx: &mut ReadTx,
    access: &Access,
    actors: &mut Actors,
    row: Suggestion,
) -> Result<SuggestionView, PerformError> {
    let (outdated, now) = match row.about.state {
        // Somebody who may not see the task any more learns nothing of what has become of it.
        SuggestionState::Open if is_seen(tx, access, &row.about).await? => {
            let (outdated, present) = compared(tx, access, &row).await?;
            let now = row.what.clone().against(&present).ok().and_then(|(_, now)| now);
            (outdated, now.map(|now| now.input()))
        }
        SuggestionState::Open
        | SuggestionState::Accepted
        | SuggestionState::Amended
        | SuggestionState::Declined
        | SuggestionState::Withdrawn
        | SuggestionState::Closed => (false, None),
    };
    let some = |text: String| (!text.is_empty()).then_some(text);
    Ok(SuggestionView {
        state: row.about.state,
        action: row.what.name(),
        input: row.what.input(),
        by: actors.name(tx, &row.about.author).await?,
        at: row.at,
        task: number(tx, access, row.about.task.as_ref()).await?,
        member: name(tx, actors, row.about.member.as_ref()).await?,
        before: row.base.as_ref().map(Suggested::input),
        now,
        outdated,
        may_decide: decides(access, &row.about),
        decided_by: name(tx, actors, row.decided_by.as_ref()).await?,
        decided_at: row.decided_at,
        because: row.because,
        done: row.done.as_ref().map(Suggested::input),
        made: number(tx, access, row.made.as_ref()).await?,
        suggestion: row.id,
        why: some(row.why),
        reason: some(row.reason),
    })
}

/// Whether the reader may see the task that a suggestion is about.
///
/// # Errors
/// When the database fails.
pub async fn is_seen(tx: &mut ReadTx, access: &Access, about: &About) -> Result<bool, PerformError> {
    let Some(id) = &about.task else { return Ok(true) };
    Ok(tasks::by_id(tx, id).await?.is_some_and(|task| access.seen(&task).is_ok()))
}
