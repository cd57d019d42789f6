//! The history of a task, on its page.

use std::collections::HashMap;

use pursuance_domain::event::Recorded;

use super::super::ending::put_away;
use super::super::named::Named;
use super::super::repeated_events::shown_events;
use super::super::scene::{LINES, Scene};
use super::{HistoryRow, Line, line_of, linked};
use crate::web::request::failure::PageError;
use crate::web::request::undo::Undoables;

/// The history of a task, the newest line first.
pub struct History {
    pub lines: Vec<HistoryRow>,
    /// The event by which the viewer can undo each line.
    pub undo: Vec<Option<i64>>,
    /// Lines that are not on the page.
    pub more: i64,
    /// Whether it was put away together with another task; the first line is then about that.
    pub went_along: bool,
}

impl History {
    /// Builds the card from the newest lines and the count of all. `files`: the names of files that the lines may mention, by id.
    pub(in crate::web::task) async fn of(
        s: &mut Scene<'_>,
        files: HashMap<String, String>,
        (lines, in_all): (Vec<Recorded>, i64),
    ) -> Result<Self, PageError> {
        let named = Named::beside(files, s.tx, s.access, &lines).await?;
        let mut undoables = Undoables::among(s.visit, s.tx, &s.access.pursuance.id, &lines).await?;
        let (mut shown, mut undo) = (Vec::new(), Vec::new());
        for one in shown_events(lines) {
            if let Some(line) = line_of(s.visit, s.tx, &s.l, &mut s.actors, &named, &one).await? {
                shown.push(line);
                undo.push(undoables.offer(one.event.seq));
            }
        }
        // The event that put it away belongs to the other task.
        let along = along(s).await?;
        let went_along = along.is_some();
        undo.splice(0..0, along.iter().map(|_| None));
        shown.splice(0..0, along);
        Ok(Self { lines: shown, undo, more: (in_all - LINES).max(0), went_along })
    }

    /// The lines, each with the event by which the viewer can undo it.
    pub fn lines(&self) -> impl Iterator<Item = (&HistoryRow, Option<i64>)> {
        let undo = |line: usize| self.undo.get(line).copied().flatten();
        self.lines.iter().enumerate().map(move |(line, row)| (row, undo(line)))
    }

    /// The number of all lines, including lines not on the page.
    pub fn total(&self) -> i64 {
        i64::try_from(self.lines.len()).unwrap_or(i64::MAX).saturating_add(self.more)
    }
}

/// Reads the line of a task that was put away together with another one; none otherwise.
async fn along(s: &mut Scene<'_>) -> Result<Option<HistoryRow>, PageError> {
    let is_trashed = s.task.trashed_at.is_some();
    let with = if is_trashed { &s.task.trashed_with } else { &s.task.archived_with };
    if with.as_ref().is_none_or(|with| *with == s.task.id) {
        return Ok(None);
    }
    let Some(event) = put_away(s.tx, s.access, s.task).await? else { return Ok(None) };
    let by = s.party_if_any(event.actor.as_ref()).await?;
    let with = match &event.task {
        Some(with) => linked(s.visit, s.tx, with).await?,
        None => None,
    };
    Ok(Some(HistoryRow { by, what: Line::Along { with, is_trashed }, at: s.l.moment(event.at) }))
}
