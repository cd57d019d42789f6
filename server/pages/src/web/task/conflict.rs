//! A stale edit of a task: the fields that both this person and somebody else have changed (RULES §1).

use pursuance_domain::event::Happened;

use super::merge::Merged;
use crate::actions::Newer;
use crate::actions::access::Access;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::events;
use crate::store::tasks::Task;
use crate::web::frame::asks::reads_now;
use crate::web::frame::view::Party;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// The changes of others that conflict with this form.
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

/// A field that both have changed.
pub struct Theirs {
    /// Its name in the form.
    pub name: &'static str,
    /// The key of its label.
    pub label: &'static str,
    /// The saved text; may be empty.
    pub text: String,
}

/// The name of the form field that accepts the saved text of a field.
pub(super) fn take(name: &str) -> String {
    format!("take_{name}")
}

impl Theirs {
    /// The name of the form field that accepts this text.
    pub fn take(&self) -> String {
        take(self.name)
    }
}

/// The fields that both have changed, with the saved texts.
pub(super) async fn conflict(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    merged: &Merged,
    saved: &Newer,
) -> Result<Conflict, PageError> {
    let clashes = |name: &str| merged.clashes.contains(&name);
    let mine = merged.edit.asks_after(&saved.asks);
    let changes = mine.iter().flat_map(|mine| mine.changes(&saved.asks));
    let mut fields: Vec<Theirs> = changes
        .filter_map(|changed| {
            let name = changed.after().name();
            let (label, text) = reads_now(visit.t, changed).filter(|_| clashes(name))?;
            Some(Theirs { name, label, text })
        })
        .collect();
    if clashes("reviewer") {
        let creator = || visit.t.s("edit-reviewer-creator").to_owned();
        let text = saved.reviewer.clone().unwrap_or_else(creator);
        fields.push(Theirs { name: "reviewer", label: "edit-reviewer", text });
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
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    let (lately, _) = events::of_task(tx, &access.sight()?, &access.seen(task)?, 20).await?;
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
