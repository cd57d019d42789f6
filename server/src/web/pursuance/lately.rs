//! The events of a pursuance that the viewer may read, as lines; "Lately" shows the newest lines.

use std::collections::HashMap;

use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;

use crate::actions::access::Access;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::{events, outline};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{TaskLink, Words};
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;
use crate::web::task::history::{HistoryRow, Line, line_of};
use crate::web::task::named::{Named, people_in};
use crate::web::task::once::once;

/// A line about an event, with its task.
pub struct Told {
    /// The number of the event.
    pub seq: i64,
    pub at: Time,
    pub row: HistoryRow,
    pub task: Option<TaskLink>,
}

/// The newest events that the viewer may read, at most `most`. `among`: the numbers of events to read, one after the other: some
/// events are not shown, so more are read if the newest are not enough.
pub async fn lately(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    actors: &mut Actors,
    most: usize,
    among: &[i64],
) -> Result<Vec<Told>, PageError> {
    let sight = access.sight()?;
    let mut lines = Vec::new();
    for look in among {
        let recent = events::newest(tx, &sight, *look).await?;
        let are_all = recent.iter().any(|event| event.seq == 1);
        lines = told(visit, tx, l, access, actors, recent, most).await?;
        if lines.len() == most || are_all {
            break;
        }
    }
    Ok(lines)
}

/// The same, with the tasks that one act added as one line: a pasted list would be all of them.
pub async fn gathered(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    actors: &mut Actors,
    most: usize,
    among: &[i64],
) -> Result<Vec<Told>, PageError> {
    let sight = access.sight()?;
    let mut lines = Vec::new();
    for look in among {
        let mut recent = events::newest(tx, &sight, *look).await?;
        let are_all = recent.iter().any(|event| event.seq == 1);
        let oldest = recent.last().map(|event| event.at);
        let added = gather(&mut recent);
        lines = told(visit, tx, l, access, actors, recent, most).await?;
        let mut is_cut = false;
        for line in &mut lines {
            if let Some(count) = added.get(&line.seq).copied().filter(|count| *count > 1) {
                line.row.what = Line::Added { count };
                line.task = None;
                // More of them may be older than what was read.
                is_cut |= Some(line.at) == oldest;
            }
        }
        if are_all || (lines.len() == most && !is_cut) {
            break;
        }
    }
    Ok(lines)
}

/// Leaves the newest of the tasks that one person added at one moment. Answers how many each stands for, by its number.
fn gather(recent: &mut Vec<Recorded>) -> HashMap<i64, usize> {
    let mut newest: HashMap<(Time, ActorId), i64> = HashMap::new();
    let mut added: HashMap<i64, usize> = HashMap::new();
    recent.retain(|event| {
        let (Happened::TaskCreated(_), Some(actor)) = (&event.what, &event.actor) else { return true };
        let stands = *newest.entry((event.at, actor.clone())).or_insert(event.seq);
        *added.entry(stands).or_default() += 1;
        stands == event.seq
    });
    added
}

/// Events that the viewer may read as lines, the newest first, at most `most`. Events without a line are left out.
pub(super) async fn told(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    actors: &mut Actors,
    recent: Vec<Recorded>,
    most: usize,
) -> Result<Vec<Told>, PageError> {
    actors.look_up(tx, recent.iter().flat_map(people_in).collect()).await?;
    let about: Vec<TaskId> = recent.iter().filter_map(|event| event.task.clone()).collect();
    let titles = outline::titles(tx, &access.sight()?, &about).await?;
    let named = Named::of(tx, access, &recent).await?;
    let mut lines = Vec::new();
    for one in once(recent) {
        if lines.len() == most {
            break;
        }
        let Some(row) = line_of(visit, tx, l, actors, &named, &one).await? else { continue };
        // The line about the waiting task has the same content.
        if matches!(&one.event.what, Happened::TaskAwaited(told) if titles.contains_key(&told.by)) {
            continue;
        }
        let task = one.event.task.as_ref().and_then(|id| titles.get(id)).map(|(number, title)| TaskLink {
            href: links::task(&access.pursuance.slug, *number),
            number: *number,
            title: Words::of(title, visit.t),
        });
        lines.push(Told { seq: one.event.seq, at: one.event.at, row, task });
    }
    Ok(lines)
}
