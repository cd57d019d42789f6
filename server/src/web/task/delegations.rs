//! The delegations of a task by their place on its page.

use std::cmp::Reverse;

use pursuance_domain::delegation::Side;

use crate::reads::next::has_late_work;
use crate::store::delegations::Delegation;
use crate::store::tasks::Task;

/// The delegations of a task by their place on its page.
pub(super) struct TaskDelegations {
    pub(super) outgoing: Vec<Delegation>,
    pub(super) incoming: Option<Delegation>,
    pub(super) past: Vec<Delegation>,
}

impl TaskDelegations {
    /// The one that holds the task comes before an offer, a live one before an ended one, and newer before older. Live
    /// ones stay on the page, and so does the last one when all have ended: it shows how, and why.
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

    /// Those whose other side may get a comment.
    pub(super) fn hear(&self) -> impl Iterator<Item = &Delegation> {
        self.outgoing.iter().chain(&self.incoming).filter(|row| row.state.may_comment(row.side))
    }
}
