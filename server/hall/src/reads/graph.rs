//! The graph of dependencies of a pursuance or around a task: the tasks that a picture can hold, and how many are left out.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use pursuance_domain::id::TaskId;
use pursuance_domain::task::graph::{self, GraphLayout, GraphNode};
use pursuance_domain::task::phase::ShownPhase;
use pursuance_domain::value::{Size, TaskRef};
use schemars::JsonSchema;
use serde::Serialize;

use super::sealed::SealedView;
use super::task_url;
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::actions::visible_tasks::Seeing;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::dependencies::{self, EdgeBetween, PictureEdge, SearchSide};
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::store::texts::Body;

/// The most tasks of one picture.
pub const TASKS: usize = 200;

/// The most tasks counted on either side of a task.
const COUNTED: usize = 1_000;

/// Ids whose neighbours are read by one statement.
const AT_ONCE: usize = 500;

/// Tasks and what they wait for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Graph")]
pub struct GraphView {
    /// At most 200, each after everything it waits for.
    pub tasks: Vec<GraphTask>,
    /// Between these tasks only.
    pub edges: Vec<GraphEdge>,
    /// How many tasks are not among them; around a task at most 1,000 on either side are counted, and none beyond one
    /// that you may not see. Of tasks of other pursuances that wait for one here, only those count that you may see, of 1,000
    /// dependencies.
    pub left_out: i64,
    /// The longest chain of unfinished work that you see, by size: the task to begin with first.
    pub chain: Vec<TaskRef>,
}

/// A task of the picture. Of one that you may not see, everything is null but `task` and `layer`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GraphTask {
    /// The number of a task of this pursuance, `slug#number` of another one; of one that you may not see, the
    /// name by which `task.undepend` knows it.
    pub task: TaskRef,
    pub pursuance: Option<String>,
    pub number: Option<i64>,
    pub title: Option<Body>,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    pub phase: Option<ShownPhase>,
    /// Whether nobody has it, and it waits: it is planned for later.
    pub later: Option<bool>,
    pub size: Option<Size>,
    /// Whether it is neither done nor dropped.
    pub open: Option<bool>,
    /// Its layer: 0 waits for nothing in the picture.
    pub layer: usize,
    /// The address of its page.
    pub url: Option<String>,
}

/// One task waits for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GraphEdge {
    /// The waiting task.
    pub task: TaskRef,
    /// The task it waits for.
    pub on: TaskRef,
}

/// The graph of a pursuance: its readable tasks, the tasks they wait for, and tasks of other pursuances here that wait for them,
/// as far as the reader may see those. Where not all have room, unfinished tasks come first.
///
/// # Errors
/// When no task is readable, or the database fails.
pub async fn of_pursuance(app: &App, tx: &mut ReadTx, access: &Access) -> Result<GraphView, PerformError> {
    let sight = access.sight()?;
    let most = count(TASKS * 5);
    let mut edges = dependencies::of_pursuance(tx, &sight, most).await?;
    let is_cut = edges.len() == TASKS * 5;
    let mut elsewhere = dependencies::waiting_elsewhere(tx, &sight, most).await?;
    let seen = Seeing::with(access).tasks(tx, elsewhere.iter().map(|edge| &edge.task)).await?;
    elsewhere.retain(|edge| seen.contains_key(&edge.task));
    let mut more: BTreeSet<&TaskId> = BTreeSet::new();
    for PictureEdge { task, on, is_counted: (is_task_counted, is_on_counted), .. } in &elsewhere {
        more.extend((!is_task_counted).then_some(task));
        more.extend((!is_on_counted).then_some(on));
    }
    let more = count(more.len());
    edges.extend(elsewhere);
    edges.sort_by(|one, other| {
        let place = |edge: &PictureEdge| (edge.is_over, Reverse(edge.at));
        place(one).cmp(&place(other)).then_with(|| (&one.task, &one.on).cmp(&(&other.task, &other.on)))
    });
    let mut ids: Vec<TaskId> = Vec::new();
    let mut known: BTreeSet<TaskId> = BTreeSet::new();
    for PictureEdge { task, on, .. } in &edges {
        let new = [task, on].into_iter().filter(|id| !known.contains(*id)).count();
        if ids.len() + new > TASKS {
            continue;
        }
        for id in [task, on] {
            if known.insert(id.clone()) {
                ids.push(id.clone());
            }
        }
    }
    let all = if ids.len() + 2 > TASKS || is_cut {
        dependencies::count_of_pursuance(tx, &sight).await? + more
    } else {
        count(ids.len())
    };
    Ok(drawn(app, tx, access, &ids, all).await?)
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The graph around a readable task, in both directions, directly or through others: the nearest tasks first.
///
/// # Errors
/// When the database fails.
pub async fn around(app: &App, tx: &mut ReadTx, access: &Access, task: &Task) -> StoreResult<GraphView> {
    let mut seeing = Seeing::with(access);
    let below = reached(tx, &mut seeing, SearchSide::WaitsFor, &task.id).await?;
    let above = reached(tx, &mut seeing, SearchSide::Waiting, &task.id).await?;
    let longer = below.len().max(above.len());
    let mut ids = vec![task.id.clone()];
    // Alternately, so that neither side takes all places.
    for place in 0..longer {
        ids.extend([&below, &above].into_iter().filter_map(|side| side.get(place).cloned()));
    }
    let all = count(ids.len());
    ids.truncate(TASKS);
    drawn(app, tx, access, &ids, all).await
}

/// The tasks on one side of a task, the nearest first, as far as they are counted. One that may not be seen is the end:
/// the tasks behind it are nothing that the reader hears of.
async fn reached(
    tx: &mut ReadTx,
    seeing: &mut Seeing,
    side: SearchSide,
    start: &TaskId,
) -> StoreResult<Vec<TaskId>> {
    let mut known = HashSet::from([start.clone()]);
    let (mut found, mut level) = (Vec::new(), vec![start.clone()]);
    while !level.is_empty() && found.len() < COUNTED {
        let mut next = Vec::new();
        for some in level.chunks(AT_ONCE) {
            for one in dependencies::next_to(tx, side, some, COUNTED).await? {
                if known.contains(&one.task) {
                    continue;
                }
                // The page of a task has nothing of another pursuance at its edges before somebody there has said yes.
                if let Some(pursuance) = &one.for_members_of
                    && !seeing.is_member_of(tx, pursuance).await?
                {
                    continue;
                }
                known.insert(one.task.clone());
                found.push(one.task.clone());
                if seeing.reaches(tx, &one).await? {
                    next.push(one.task);
                }
            }
        }
        level = next;
    }
    found.truncate(COUNTED);
    Ok(found)
}

/// The picture of these tasks.
async fn drawn(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    ids: &[TaskId],
    all: i64,
) -> StoreResult<GraphView> {
    let mut seeing = Seeing::with(access);
    let seen = seeing.tasks(tx, ids).await?;
    let place: HashMap<&TaskId, usize> = ids.iter().enumerate().map(|(place, id)| (id, place)).collect();
    let mut edges: Vec<(usize, usize)> = Vec::new();
    for EdgeBetween { task, on, shown_to, named_to } in dependencies::between(tx, ids).await? {
        // Edges between two hidden tasks are not told.
        if !seen.contains_key(&task) && !seen.contains_key(&on) {
            continue;
        }
        let is_shown = match &shown_to {
            None => true,
            Some(pursuance) if *pursuance != access.pursuance.id && seen.contains_key(&task) => true,
            Some(pursuance) => seeing.is_member_of(tx, pursuance).await?,
        };
        // A task has its name in the picture of its own pursuance.
        let is_ours = seen.get(&on).is_some_and(|(on, _)| on.pursuance == access.pursuance.id);
        let is_named = match &named_to {
            None => true,
            Some(_) if is_ours => true,
            Some(pursuance) => seeing.is_member_of(tx, pursuance).await?,
        };
        let is_told = is_shown && is_named;
        if let (true, Some(task), Some(on)) = (is_told, place.get(&task), place.get(&on)) {
            edges.push((*task, *on));
        }
    }
    let nodes: Vec<GraphNode> = ids
        .iter()
        .map(|id| {
            // Whether a hidden task is open is not told, so no chain goes through it.
            let (size, is_open) = seen
                .get(id)
                .map_or((Size::default(), false), |(task, _)| (task.asked.size, !task.phase.is_closed()));
            GraphNode { weight: size.half_weights(), is_open }
        })
        .collect();
    let GraphLayout { layers, chain, weight: _ } = graph::lay_out(&nodes, &edges);
    let named = |place: usize| match seen.get(&ids[place]) {
        Some((task, _)) if task.pursuance == access.pursuance.id => TaskRef::Number(task.number),
        Some((task, slug)) => TaskRef::Of { pursuance: slug.clone(), number: task.number },
        None => TaskRef::hidden(&ids[place]),
    };
    let mut shown = Vec::with_capacity(ids.len());
    for (layer, places) in layers.iter().enumerate() {
        for place in places.iter().copied() {
            let known = seen.get(&ids[place]);
            shown.push(GraphTask {
                task: named(place),
                pursuance: known.map(|(_, slug)| slug.clone()),
                number: known.map(|(task, _)| task.number),
                title: known.map(|(task, _)| task.title.clone()),
                sealed: known.and_then(|(task, _)| SealedView::of(&task.title)),
                phase: known.map(|(task, _)| task.shown()),
                later: known.map(|(task, _)| task.is_later()),
                size: known.map(|(task, _)| task.asked.size),
                open: known.map(|_| nodes[place].is_open),
                layer,
                url: known.map(|(task, slug)| task_url(app, slug, task.number)),
            });
        }
    }
    let left_out = (all - count(ids.len())).max(0);
    let edges = edges.into_iter().map(|(task, on)| GraphEdge { task: named(task), on: named(on) });
    Ok(GraphView {
        edges: edges.collect(),
        chain: chain.into_iter().map(named).collect(),
        tasks: shown,
        left_out,
    })
}
