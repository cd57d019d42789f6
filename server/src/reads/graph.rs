//! What waits for what, for a pursuance or around a task: as many tasks as a picture holds, and how many are left out.

use std::collections::{BTreeSet, HashMap};

use pursuance_domain::id::TaskId;
use pursuance_domain::task::graph::{self, Layout, Node};
use pursuance_domain::task::phase::Shown;
use pursuance_domain::value::{Size, TaskRef};
use schemars::JsonSchema;
use serde::Serialize;

use super::task_url;
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::actions::seeing::Seeing;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::dependencies::{self, Side};
use crate::store::error::StoreResult;
use crate::store::tasks::{self, Task};

/// The most tasks of one picture.
pub const TASKS: usize = 200;

/// The most tasks on either side of one that are counted.
const COUNTED: i64 = 10_000;

/// Tasks and what they wait for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Graph")]
pub struct GraphView {
    /// At most 200, each after everything it waits for.
    pub tasks: Vec<GraphTask>,
    /// Between these tasks only.
    pub edges: Vec<GraphEdge>,
    /// How many tasks are not among them; around a task at most 10,000 on either side are counted.
    pub left_out: i64,
    /// The longest chain of unfinished work, by size: the task to begin with first.
    pub chain: Vec<TaskRef>,
}

/// A task of the picture. Of one that you may not see, `pursuance`, `number`, `title`, `phase`, `size` and `url` are null.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GraphTask {
    /// The number of a task of this pursuance, `slug#number` of another one; the id of one that you may not see.
    pub task: TaskRef,
    pub pursuance: Option<String>,
    pub number: Option<i64>,
    pub title: Option<String>,
    pub phase: Option<Shown>,
    pub size: Option<Size>,
    /// Whether it is neither done nor dropped.
    pub open: bool,
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

/// What the readable tasks of a pursuance wait for; unfinished ones first, where not all have room.
///
/// # Errors
/// When no task is readable, or the database fails.
pub async fn of_pursuance(app: &App, tx: &mut ReadTx, access: &Access) -> Result<GraphView, PerformError> {
    let sight = access.sight()?;
    let most = i64::try_from(TASKS * 5).unwrap_or(i64::MAX);
    let edges = dependencies::of_pursuance(tx, &sight, most).await?;
    let mut ids: Vec<TaskId> = Vec::new();
    let mut known: BTreeSet<TaskId> = BTreeSet::new();
    for (task, on) in &edges {
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
    let all = if ids.len() + 2 > TASKS || edges.len() == TASKS * 5 {
        dependencies::count_of_pursuance(tx, &sight).await?
    } else {
        i64::try_from(ids.len()).unwrap_or(i64::MAX)
    };
    Ok(drawn(app, tx, access, &ids, all).await?)
}

/// What a readable task waits for, and what waits for it, directly or through others: the nearest first.
///
/// # Errors
/// When the database fails.
pub async fn around(app: &App, tx: &mut ReadTx, access: &Access, task: &Task) -> StoreResult<GraphView> {
    let most = i64::try_from(TASKS).unwrap_or(i64::MAX);
    let below = dependencies::reached(tx, Side::WaitsFor, &task.id, most).await?;
    let above = dependencies::reached(tx, Side::Waiting, &task.id, most).await?;
    let longer = below.len().max(above.len());
    let mut ids = vec![task.id.clone()];
    // Alternately, so that neither side takes all places.
    for place in 1..longer {
        ids.extend([&below, &above].into_iter().filter_map(|side| side.get(place).cloned()));
    }
    ids.truncate(TASKS);
    let mut all = i64::try_from(below.len() + above.len()).unwrap_or(i64::MAX) - 1;
    if all > most {
        let below = dependencies::count_reached(tx, Side::WaitsFor, &task.id, COUNTED).await?;
        all = below + dependencies::count_reached(tx, Side::Waiting, &task.id, COUNTED).await? - 1;
    }
    drawn(app, tx, access, &ids, all).await
}

/// The picture of these tasks.
async fn drawn(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    ids: &[TaskId],
    all: i64,
) -> StoreResult<GraphView> {
    let every = tasks::by_ids(tx, ids).await?;
    let seen = Seeing::with(access).tasks(tx, ids).await?;
    let place: HashMap<&TaskId, usize> = ids.iter().enumerate().map(|(place, id)| (id, place)).collect();
    let edges: Vec<(usize, usize)> = dependencies::between(tx, ids)
        .await?
        .iter()
        .filter_map(|(task, on)| Some((*place.get(task)?, *place.get(on)?)))
        .collect();
    let nodes: Vec<Node> = ids
        .iter()
        .map(|id| {
            let task = every.get(id);
            let size = seen.get(id).map_or(Size::default(), |(task, _)| task.asked.size);
            Node { weight: size.half_weights(), is_open: task.is_some_and(|task| !task.phase.is_closed()) }
        })
        .collect();
    let Layout { layers, chain, weight: _ } = graph::lay_out(&nodes, &edges);
    let named = |place: usize| match seen.get(&ids[place]) {
        Some((task, _)) if task.pursuance == access.pursuance.id => TaskRef::Number(task.number),
        Some((task, slug)) => TaskRef::Of { pursuance: slug.clone(), number: task.number },
        None => TaskRef::Id(ids[place].clone()),
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
                phase: known.map(|(task, _)| task.shown()),
                size: known.map(|(task, _)| task.asked.size),
                open: nodes[place].is_open,
                layer,
                url: known.map(|(task, slug)| task_url(app, slug, task.number)),
            });
        }
    }
    let left_out = (all - i64::try_from(ids.len()).unwrap_or(i64::MAX)).max(0);
    let edges = edges.into_iter().map(|(task, on)| GraphEdge { task: named(task), on: named(on) });
    Ok(GraphView {
        edges: edges.collect(),
        chain: chain.into_iter().map(named).collect(),
        tasks: shown,
        left_out,
    })
}
