//! Dependencies of a task in both directions, as far as the reader may see the other tasks.

use std::collections::HashMap;

use pursuance_domain::id::{ActorId, DelegationId, TaskId};
use pursuance_domain::task::phase::ShownPhase;
use pursuance_domain::time::Time;
use pursuance_domain::value::TaskRef;
use schemars::JsonSchema;
use serde::Serialize;

use super::sealed::SealedView;
use super::{Actors, task_url};
use crate::actions::access::Access;
use crate::actions::visible_tasks::Seeing;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::delegations;
use crate::store::dependencies::{self, BlockedCounts, Edge};
use crate::store::error::StoreResult;
use crate::store::tasks::{self, Task};
use crate::store::texts::Body;

/// The most waiting tasks in one answer.
pub const WAITING: i64 = 200;

/// Both ends of the dependencies of a task.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[schemars(rename = "Dependencies")]
pub struct DependenciesView {
    /// The tasks that it waits for, the unfinished first.
    pub waits_for: Vec<DependencyView>,
    /// The tasks that wait for it, the open first; at most 200.
    pub waiting: Vec<DependencyView>,
    /// How many more wait for it.
    pub left_out: i64,
    /// The people and the words that block it, in the order in which they were said.
    pub blocks: Vec<BlockView>,
}

/// A person or words that block a task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Block")]
pub struct BlockView {
    /// The name of the person; null where it is said in words.
    pub on: Option<String>,
    /// The words.
    pub reason: Option<Body>,
    /// The envelope of the words, where they are sealed; `reason` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    /// Who said so: a name, of the other pursuance where it says that of its own task.
    pub by: String,
    pub since: Time,
    /// The delegation whose other side says so.
    pub delegation: Option<DelegationId>,
}

/// One end of a dependency. Of a task that you may not see, everything is null but `since` and `hidden`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Dependency")]
pub struct DependencyView {
    pub id: Option<TaskId>,
    /// Its name for `task.undepend`, where you may not see it.
    pub hidden: Option<TaskRef>,
    /// The slug of its pursuance.
    pub pursuance: Option<String>,
    /// Its number there.
    pub task: Option<i64>,
    pub title: Option<Body>,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    /// The phase as it is shown.
    pub phase: Option<ShownPhase>,
    /// Whether nobody has it, and it waits, too: it is planned for later.
    pub later: Option<bool>,
    /// Whether it is neither done nor dropped.
    pub open: Option<bool>,
    /// For a mirror: the pursuance whose task it is, `name@server` when that is on another server.
    pub origin: Option<String>,
    /// Since when the one waits for the other.
    pub since: Time,
    /// The address of its page.
    pub url: Option<String>,
    /// Whether everybody sees it here who may read both tasks; otherwise only members of the pursuance of this task do.
    pub shown: bool,
    /// Whether it is a task of another pursuance.
    #[serde(skip)]
    pub is_elsewhere: bool,
}

/// The dependencies of a readable task in both directions.
///
/// # Errors
/// When the database fails.
pub async fn of(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    most: i64,
) -> StoreResult<DependenciesView> {
    let counts = dependencies::count(tx, &task.id).await?;
    let mut found = if counts.has_edge() {
        ends(app, tx, access, task, counts, most).await?
    } else {
        DependenciesView::default()
    };
    if counts.blocks > 0 {
        let mut actors = Actors::default();
        for block in dependencies::blocks(tx, &task.id).await? {
            let on = match &block.on {
                Some(person) => Some(actors.name(tx, person).await?),
                None => None,
            };
            found.blocks.push(BlockView {
                on,
                sealed: SealedView::of(&block.reason),
                reason: Some(block.reason).filter(|words| !words.is_blank()),
                by: actors.name(tx, &block.by).await?,
                since: block.at,
                delegation: block.told_in,
            });
        }
    }
    Ok(found)
}

/// The dependencies of a task with edges already counted: it has some.
pub async fn ends(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    counts: BlockedCounts,
    most: i64,
) -> StoreResult<DependenciesView> {
    let for_these =
        if counts.waits_for > 0 { dependencies::waits_for(tx, &task.id).await? } else { Vec::new() };
    let all = access.sees_all_that_waits();
    let count = if all { counts.waiting } else { counts.waiting_shown };
    let waiting = if count > 0 { dependencies::waiting(tx, &task.id, all, most).await? } else { Vec::new() };
    let ids = for_these.iter().chain(&waiting).map(|edge| &edge.other);
    let every = tasks::by_ids(tx, ids).await?;
    let mut seen = Seeing::with(access).among(tx, every.clone()).await?;
    if !all {
        // A task of another pursuance has no name here before somebody here has said yes to it.
        for edge in for_these.iter().filter(|edge| !edge.is_shown) {
            seen.remove(&edge.other);
        }
    }
    let shown = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
    let here = task.pursuance.clone();
    let mut ends = OtherEnds { app, here, every, seen, actors: Actors::default() };
    let mut waits_for = ends.views(tx, for_these).await?;
    // Hidden tasks come between open and closed ones: whether they are open is not told.
    waits_for.sort_by_key(|end| end.open.map_or(1, |is_open| if is_open { 0 } else { 2 }));
    let waiting = ends.views(tx, waiting).await?;
    let left_out = (count - shown).max(0);
    Ok(DependenciesView { waits_for, waiting, left_out, blocks: Vec::new() })
}

/// The other tasks of some edges.
struct OtherEnds<'a> {
    app: &'a App,
    here: ActorId,
    every: HashMap<TaskId, Task>,
    seen: HashMap<TaskId, (Task, String)>,
    actors: Actors,
}

impl OtherEnds<'_> {
    async fn views(&mut self, tx: &mut ReadTx, edges: Vec<Edge>) -> StoreResult<Vec<DependencyView>> {
        let mut views = Vec::with_capacity(edges.len());
        for Edge { other: id, at: since, is_shown: shown, .. } in edges {
            let other = self.every.get(&id);
            let is_elsewhere = other.is_some_and(|task| task.pursuance != self.here);
            let mut view = DependencyView {
                id: None,
                hidden: None,
                open: None,
                since,
                pursuance: None,
                task: None,
                title: None,
                sealed: None,
                phase: None,
                later: None,
                origin: None,
                url: None,
                shown,
                is_elsewhere,
            };
            if let Some((task, slug)) = self.seen.get(&id) {
                view.open = Some(!task.phase.is_closed());
                view.url = Some(task_url(self.app, slug, task.number));
                view.pursuance = Some(slug.clone());
                view.task = Some(task.number);
                view.title = Some(task.title.clone());
                view.sealed = SealedView::of(&task.title);
                view.phase = Some(task.shown());
                view.later = Some(task.is_later());
                if let Some(delegation) = task.delegation.as_ref().filter(|_| task.is_mirror())
                    && let Some(row) = delegations::by_id(tx, delegation).await?
                {
                    view.origin = Some(self.actors.name(tx, &row.origin).await?);
                }
                view.id = Some(id);
            } else {
                view.hidden = Some(TaskRef::hidden(&id));
            }
            views.push(view);
        }
        Ok(views)
    }
}
