//! A stale edit of a task: the fields that somebody else changed meanwhile (RULES §1).

use pursuance_domain::event::Happened;
use pursuance_domain::task::Asks;

use super::edit::{TaskForm, reviewer_now};
use crate::actions::access::Access;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::events;
use crate::store::tasks::{self, Task};
use crate::web::delegation::change::reads_now;
use crate::web::frame::view::Party;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// The changes that somebody else made while this was written.
pub struct Conflict {
    /// Somebody else, or the viewer in another tab.
    pub by: Party,
    pub fields: Vec<Theirs>,
}

impl Conflict {
    /// The key of the heading.
    pub fn key(&self) -> &'static str {
        if self.by.is_you { "edit-conflict-own" } else { "edit-conflict" }
    }

    /// The key of the label for the text beside the fields.
    pub fn theirs_key(&self) -> &'static str {
        if self.by.is_you { "edit-conflict-own-before" } else { "edit-conflict-theirs" }
    }
}

/// A field that reads differently now.
pub struct Theirs {
    /// The key of its label.
    pub label: &'static str,
    /// How it reads; may be empty.
    pub text: String,
}

/// The changes that somebody else made meanwhile, field by field. `mine`: the typed texts, for fields of the form.
pub(super) async fn conflict(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    form: &TaskForm,
    mine: Option<&Asks>,
) -> Result<Conflict, PageError> {
    let theirs = tasks::asks(tx, task).await?;
    let changes = mine.map(|mine| mine.changes(&theirs)).unwrap_or_default();
    let read = |changed| reads_now(visit.t, changed).map(|(label, text)| Theirs { label, text });
    let mut fields: Vec<Theirs> = changes.into_iter().filter_map(read).collect();
    let reviewer = reviewer_now(visit, tx, access, task).await?;
    if form.reviewers.chosen().trim() != reviewer.chosen().trim() {
        fields.push(Theirs { label: "edit-reviewer", text: reviewer.chosen().to_owned() });
    }
    Ok(Conflict { by: last_editor(visit, tx, access, task).await?, fields })
}

/// The author of the last change.
async fn last_editor(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
) -> Result<Party, PageError> {
    let mut actors = Actors::default();
    let lately = events::of_task(tx, &access.sight()?, &access.seen(task)?, 20).await?;
    let edit = lately.into_iter().find(|event| {
        matches!(
            event.what,
            Happened::TaskEdited(_)
                | Happened::TaskPhaseSet(_)
                | Happened::TaskAssigned(_)
                | Happened::TaskMoved(_)
        )
    });
    Ok(match edit.and_then(|event| event.actor) {
        Some(actor) => visit.party_of(tx, &mut actors, &actor).await?,
        None => Party::person(visit.t.s("by-itself")),
    })
}
