//! The delegations of a task, on its page.

use std::cmp::Reverse;
use std::collections::HashMap;

use pursuance_domain::delegation::Side;
use pursuance_domain::time::Time;

use super::scene::Scene;
use crate::reads::next::has_late_work;
use crate::store::actors::ActorKind;
use crate::store::delegations::Delegation;
use crate::store::discussions::Message;
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::web::delegation::delegate::Incoming;
use crate::web::delegation::origin::Outgoing;
use crate::web::delegation::rounds::Rounds;
use crate::web::delegation::row::{DelegationRow, list_row};
use crate::web::delegation::sides::SideContext;
use crate::web::delegation::view::DelegationView;
use crate::web::frame::view::{FileView, Party};
use crate::web::request::failure::PageError;

/// The delegations of a task by their place on its page.
pub(super) struct TaskDelegations {
    pub(super) outgoing: Vec<Delegation>,
    pub(super) incoming: Option<Delegation>,
    pub(super) past: Vec<Delegation>,
}

impl TaskDelegations {
    /// Sorts the delegations: the one that holds the task before an offer, live before ended, newer before older. Live ones stay
    /// on the page, and so do ended ones with late work, and the last one if all have ended: it shows how and why.
    pub(super) fn sort(mut rows: Vec<Delegation>, task: &Task) -> Self {
        let holds = |row: &Delegation| task.delegation.as_ref() == Some(&row.id);
        rows.sort_by_key(|row| {
            Reverse((holds(row), row.state.holds_task(), row.state.is_live(), row.created))
        });
        let (mut outgoing, mut incoming, mut past) = (Vec::new(), None, Vec::new());
        for row in rows {
            match row.side {
                Side::Delegate if incoming.is_none() => incoming = Some(row),
                Side::Origin if outgoing.is_empty() || row.state.is_live() || has_late_work(&row) => {
                    outgoing.push(row);
                }
                Side::Origin | Side::Delegate => past.push(row),
            }
        }
        Self { outgoing, incoming, past }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Delegation> {
        self.outgoing.iter().chain(&self.incoming).chain(&self.past)
    }

    /// Whether the task is on offer to another pursuance.
    pub(super) fn is_on_offer(&self) -> bool {
        self.outgoing.iter().any(|row| row.state.is_open())
    }

    /// The delegations whose other side may receive a comment.
    pub(super) fn hear(&self) -> impl Iterator<Item = &Delegation> {
        self.outgoing.iter().chain(&self.incoming).filter(|row| row.state.may_comment(row.side))
    }
}

/// The delegations of a task with other pursuances, for its page.
#[derive(Default)]
pub struct Sides {
    /// The live delegations to others, the one that holds the task first, and ended ones with late work; the last one if all have ended.
    pub outgoing: Vec<Outgoing>,
    /// The delegation this mirror belongs to.
    pub incoming: Option<Incoming>,
    /// Delegations that ended.
    pub past: Vec<DelegationRow>,
    /// The authors of the other side's comments, by address, where people are named.
    pub writers: HashMap<String, String>,
}

impl Sides {
    /// Reads the sides. `files`: the files of the task, which can be handed in; `messages`: the comments on its page; `rounds`: the rounds
    /// of work to show.
    pub(super) async fn of(
        s: &mut Scene<'_>,
        files: &[FileView],
        messages: &[Message],
        rounds: Rounds,
    ) -> Result<Self, PageError> {
        let said = said_elsewhere(s, messages).await?;
        let mut around = SideContext {
            visit: s.visit,
            tx: &mut *s.tx,
            l: &s.l,
            access: s.access,
            seen: &s.seen,
            mine: &s.mine,
            actors: std::mem::take(&mut s.actors),
            said,
            writers: HashMap::new(),
            rounds,
            offers: HashMap::new(),
        };
        let mut sides = Self::default();
        for row in &s.delegations.outgoing {
            let mut shown = around.outgoing(row, s.task).await?;
            shown.d.is_first = sides.outgoing.is_empty();
            sides.outgoing.push(shown);
        }
        if let Some(row) = &s.delegations.incoming {
            sides.incoming = Some(around.incoming(row, s.task, files).await?);
        }
        (s.actors, sides.writers) = (around.actors, around.writers);
        let slug = &s.access.pursuance.slug;
        for row in &s.delegations.past {
            let shown = list_row(s.visit, s.tx, &s.l, &mut s.actors, slug, row, Some(s.task)).await?;
            sides.past.extend(shown);
        }
        Ok(sides)
    }

    fn views(&self) -> impl Iterator<Item = &DelegationView> {
        self.outgoing.iter().map(|out| &out.d).chain(self.incoming.iter().map(|mirror| &mirror.d))
    }

    /// Whether a delegation with another pursuance is active.
    pub fn is_active(&self) -> bool {
        self.views().any(DelegationView::is_active)
    }

    /// The pursuance to which the task is offered; it is notified when somebody here takes the task.
    pub fn on_offer_to(&self) -> Option<&Party> {
        self.outgoing.iter().find(|out| out.d.is_open()).map(|out| &out.d.peer)
    }

    /// The refusals of their forms; empty where there is none.
    pub fn problems(&mut self) -> impl Iterator<Item = &mut String> {
        let outgoing = self.outgoing.iter_mut().map(|out| &mut out.d.problem);
        outgoing.chain(self.incoming.iter_mut().map(|mirror| &mut mirror.d.problem))
    }
}

/// The times of the first and the last comment, if another side wrote any: only the authors of its comments are named in its
/// messages.
async fn said_elsewhere(s: &mut Scene<'_>, messages: &[Message]) -> StoreResult<Option<(Time, Time)>> {
    for message in messages {
        if s.actors.get(s.tx, &message.author).await?.kind == ActorKind::Group {
            return Ok(messages.first().zip(messages.last()).map(|(first, last)| (first.at, last.at)));
        }
    }
    Ok(None)
}
