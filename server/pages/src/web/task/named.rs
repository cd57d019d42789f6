//! The objects besides people that the lines of a history name: other tasks, files, and the reasons of blocks. They are read at once for
//! all lines.

use std::collections::HashMap;

use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::id::{ActorId, TaskId};
use serde_json::Value;

use crate::actions::access::Access;
use crate::actions::visible_tasks::Seeing;
use crate::reads::events::Sees;
use crate::store::db::ReadTx;
use crate::store::discussions;
use crate::store::error::StoreResult;
use crate::store::texts::{self, Body};
use crate::text::Text;
use crate::web::frame::links;
use crate::web::frame::view::{TaskLink, Words};
use crate::web::request::session::Visit;

/// The objects named by lines.
#[derive(Default)]
pub(in crate::web) struct Named {
    sees: Sees,
    files: HashMap<String, String>,
    reasons: HashMap<String, Body>,
}

impl Named {
    /// The objects named by events of one pursuance.
    pub(in crate::web) async fn of(
        tx: &mut ReadTx,
        access: &Access,
        events: &[Recorded],
    ) -> StoreResult<Self> {
        Self::default().by(tx, Seeing::with(access), events).await
    }

    /// The objects named by events of one pursuance. `files`: the names already known, by id.
    pub(super) async fn beside(
        files: HashMap<String, String>,
        tx: &mut ReadTx,
        access: &Access,
        events: &[Recorded],
    ) -> StoreResult<Self> {
        Self { files, ..Self::default() }.by(tx, Seeing::with(access), events).await
    }

    /// The objects named by one event of any pursuance.
    pub(super) async fn of_one(visit: &Visit, tx: &mut ReadTx, event: &Recorded) -> StoreResult<Self> {
        Self::default().by(tx, Seeing::of(&visit.who, visit.now), std::slice::from_ref(event)).await
    }

    async fn by(mut self, tx: &mut ReadTx, mut seeing: Seeing, events: &[Recorded]) -> StoreResult<Self> {
        let (mut files, mut blocks) = (Vec::new(), Vec::new());
        for event in events {
            if let Happened::TaskFileAttached(_) = &event.what {
                files.extend(Some(event.object.as_str()).filter(|id| !self.files.contains_key(*id)));
            } else if let Happened::TaskBlocked(_) = &event.what {
                blocks.push(event.object.as_str());
            }
        }
        self.sees = Sees::of(tx, &mut seeing, events).await?;
        if !files.is_empty() {
            let names = discussions::names_of(tx, files).await?;
            self.files.extend(names);
        }
        if !blocks.is_empty() {
            self.reasons = texts::reasons(tx, blocks).await?;
        }
        Ok(self)
    }

    /// The task `by` that waits for the task of an event, if the viewer may see it, and whether everybody sees it.
    pub(super) fn waiting(&self, t: Text, by: &TaskId, event: &Recorded) -> Option<(TaskLink, bool)> {
        let is_shown = self.sees.waiting(by, event)?;
        Some((self.task(t, by, event)?, is_shown))
    }

    /// A task of any pursuance here that an event names, if it is named to the viewer there.
    pub(super) fn task(&self, t: Text, id: &TaskId, event: &Recorded) -> Option<TaskLink> {
        let (task, slug) = self.sees.task(id, event)?;
        let href = links::task(slug, task.number);
        Some(TaskLink { href, number: task.number, title: Words::of(&task.title, t) })
    }

    /// Returns the values for the sentence of an event; none if the viewer may not see its task.
    pub(super) fn told(&self, event: &Recorded) -> Option<Value> {
        let mut data = self.sees.data(event);
        if let Happened::TaskTrashed(_) | Happened::TaskDeleted(_) = event.what {
            return Some(data).filter(|data| !data["number"].is_null());
        }
        // The viewer sees none of the tasks that went along, so the sentence is about one task.
        if let Some(count) = data.get_mut("tasks").filter(|count| count.is_null()) {
            *count = 1.into();
        }
        Some(data)
    }

    /// The name of a file; empty if it was deleted.
    pub(super) fn file(&self, id: &str) -> String {
        self.files.get(id).cloned().unwrap_or_default()
    }

    /// The reason of a block in words; empty if there is none.
    pub(super) fn reason(&self, t: Text, id: &str) -> Words {
        self.reasons.get(id).map_or_else(|| Words::from(""), |words| Words::of(words, t))
    }
}

/// Lists the people and pursuances that the line of an event usually names, so that one statement can read all of them.
pub(in crate::web) fn people_in(event: &Recorded) -> Vec<ActorId> {
    let mut people: Vec<ActorId> = event.actor.iter().cloned().collect();
    match &event.what {
        Happened::TaskAssigned(told) => people.extend(told.before.iter().chain(&told.after).cloned()),
        Happened::TaskBlocked(told) => people.extend(told.on.clone()),
        Happened::SuggestionDeclined(told) => people.push(told.by.clone()),
        Happened::SuggestionAccepted(told) => people.push(told.of.by.clone()),
        Happened::TaskAsked(_)
        | Happened::OfferAnswered(_)
        | Happened::OfferEnded(_)
        | Happened::TaskGrantSet(_)
        | Happened::TaskCommentRemoved(_)
        | Happened::TaskFileRemoved(_)
        | Happened::MemberDecided(_)
        | Happened::MemberLetIn(_)
        | Happened::MemberRoleSet(_)
        | Happened::MemberRemoved(_)
        | Happened::MemberBanned(_)
        | Happened::MemberUnbanned(_) => people.push(ActorId(event.object.clone())),
        _ => {}
    }
    people
}
