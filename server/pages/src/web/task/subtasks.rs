//! The parts of a task, on its page.

use pursuance_domain::task::phase::Phase;

use super::page::TaskPage;
use super::scene::Scene;
use crate::reads::task::count_below;
use crate::store::outline;
use crate::web::cards::rows::{RowContext, TaskRow};
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::view::{Field, Party};
use crate::web::request::failure::PageError;

/// Subtasks on the page; more are a link away.
const SUBTASKS: i64 = 30;
/// The most open subtasks with a "take" button in their rows; with more, the buttons would dominate the page.
const TAKEN_HERE: usize = 3;
/// The number of unfolded open subtasks for a viewer who may add some or take the task; and for others, whose page stays short.
const OPEN_HERE: usize = 6;
const OPEN_FOR_OTHERS: usize = 2;
/// The same on a mirror, if the viewer hands in the work, or may add subtasks but finds none to take.
const OPEN_ON_MIRROR: usize = 1;

/// The parts of a task.
#[derive(Default)]
pub struct SubtasksCard {
    pub rows: Vec<TaskRow>,
    /// Subtasks that are not shown here.
    pub more: i64,
    /// The number of finished subtasks, and of all that were not dropped.
    pub done: i64,
    pub leaves: i64,
    /// The field of the inline form that adds one.
    pub add: Field,
}

impl SubtasksCard {
    pub(super) async fn of(s: &mut Scene<'_>) -> Result<Self, PageError> {
        let found = if s.beside.has_subtasks {
            outline::below(s.tx, &s.sight, &s.task.id, (i64::MIN, i64::MIN), SUBTASKS).await?
        } else {
            Vec::new()
        };
        let context = RowContext::of(s.visit, s.tx, &found).await?;
        let mut counted = s.task.clone();
        count_below(s.tx, s.access, &mut [&mut counted]).await?;
        let shown = found.iter().filter(|row| row.phase != Phase::Dropped).count();
        let shown = i64::try_from(shown).unwrap_or(i64::MAX);
        let mut rows: Vec<TaskRow> = found.iter().map(|row| context.row(s.visit, row)).collect();
        for row in &mut rows {
            // One link for each subtask: its own page links to its assignee.
            row.assignee = row.assignee.as_ref().map(Party::unlinked);
        }
        if rows.iter().filter(|row| !row.is_closed()).count() > TAKEN_HERE {
            for row in &mut rows {
                row.take = None;
            }
        }
        Ok(Self {
            rows,
            // A reader of only their own tasks would find no others behind the link.
            more: if s.sight.only_of().is_none() { (s.task.children - shown).max(0) } else { 0 },
            done: counted.children_done,
            leaves: counted.children,
            add: Field::default(),
        })
    }

    /// Subtasks that are done or dropped.
    pub fn closed_rows(&self) -> impl Iterator<Item = &TaskRow> {
        self.rows.iter().filter(|row| row.is_closed())
    }

    /// Whether one of them asks for help now.
    pub(super) fn ask_for_help(&self) -> bool {
        self.rows.iter().any(|row| row.phase == PhaseTag::Is(Phase::HelpWanted))
    }

    /// The share of done subtasks, 0 to 100.
    pub fn percent(&self) -> i64 {
        (self.done * 100).checked_div(self.leaves).unwrap_or(0)
    }
}

impl TaskPage {
    /// Splits the subtasks into those in view, which are the first open ones, and the folded rest. Open subtasks are folded only if there
    /// are at least two. On a mirror the finished ones count, too, and a viewer with nothing to do there sees all of them folded.
    pub fn parts_in_view(&self) -> (Vec<&TaskRow>, Vec<&TaskRow>) {
        let (closed, mut first): (Vec<_>, Vec<_>) =
            self.subtasks.rows.iter().partition(|row| row.is_closed());
        let acts = self.steps.may.add_subtask || self.steps.may.take;
        let takes = first.iter().any(|row| row.take.is_some());
        let (most, closed) = match &self.sides.incoming {
            None => (if acts { OPEN_HERE } else { OPEN_FOR_OTHERS }, Vec::new()),
            Some(mirror) if mirror.may.submit || (acts && !takes) => (OPEN_ON_MIRROR, closed),
            Some(_) if acts => (OPEN_HERE, closed),
            Some(_) => (if takes { OPEN_FOR_OTHERS } else { 0 }, closed),
        };
        let is_long = first.len() + closed.len() > most + 1;
        let mut later = if is_long { first.split_off(most.min(first.len())) } else { Vec::new() };
        later.extend(closed);
        (first, later)
    }

    /// The key of the text with the number of folded subtasks. `all`: none is in view.
    pub fn later_key(&self, all: bool) -> &'static str {
        match (all, &self.sides.incoming) {
            (true, _) => "task-subtasks-all",
            (false, Some(_)) => "task-subtasks-others",
            (false, None) => "task-subtasks-later",
        }
    }
}
