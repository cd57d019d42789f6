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
use crate::web::task::repeated_events::shown_events;

/// A line about an event, with its task.
pub struct LatelyLine {
    /// The number of the event.
    pub seq: i64,
    pub at: Time,
    pub row: HistoryRow,
    pub task: Option<TaskLink>,
}

/// How lines are made of the newest events.
pub struct Look {
    /// The most lines.
    pub lines: usize,
    /// The numbers of newest events that are read: the first of them, and more where these make too few lines, because some events are
    /// hidden from the viewer, have no line, or share one. The last number is the bound.
    pub among: &'static [i64],
    /// Whether the tasks that one act added are one line: a pasted list would be all of the lines.
    pub gathers: bool,
}

/// The newest lines that the viewer may read. Each event is read once.
pub async fn lately(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    actors: &mut Actors,
    look: &Look,
) -> Result<Vec<LatelyLine>, PageError> {
    let sight = access.sight()?;
    let (mut read, mut lines, mut from): (Vec<Recorded>, _, _) = (Vec::new(), Vec::new(), 0);
    for to in look.among {
        read.extend(events::newest(tx, &sight, from..*to).await?);
        from = *to;
        let oldest = read.last();
        let (are_all, since) = (oldest.is_some_and(|event| event.seq == 1), oldest.map(|event| event.at));
        let mut recent = read.clone();
        let added = if look.gathers { gather(&mut recent) } else { HashMap::new() };
        lines = lately_lines(visit, tx, l, access, actors, recent, look.lines).await?;
        let mut is_cut = false;
        for line in &mut lines {
            if let Some(count) = added.get(&line.seq).copied().filter(|count| *count > 1) {
                line.row.what = Line::Added { count };
                line.task = None;
                // More of the tasks may be older than the events that were read.
                is_cut |= Some(line.at) == since;
            }
        }
        if are_all || (lines.len() == look.lines && !is_cut) {
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
pub(super) async fn lately_lines(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    actors: &mut Actors,
    recent: Vec<Recorded>,
    most: usize,
) -> Result<Vec<LatelyLine>, PageError> {
    actors.look_up(tx, recent.iter().flat_map(people_in).collect()).await?;
    let about: Vec<TaskId> = recent.iter().filter_map(|event| event.task.clone()).collect();
    let titles = outline::titles(tx, &access.sight()?, &about).await?;
    let named = Named::of(tx, access, &recent).await?;
    let mut lines = Vec::new();
    for one in shown_events(recent) {
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
        lines.push(LatelyLine { seq: one.event.seq, at: one.event.at, row, task });
    }
    Ok(lines)
}
