//! A delegation in a list.

use pursuance_domain::delegation::state::Side;
use pursuance_domain::delegation::{Cut, State};

use super::between::{Between, peer_between};
use super::view::key_of;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::delegations::Delegation;
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Party, TaskLink, Words};
use crate::web::frame::when::When;
use crate::web::request::session::Visit;

/// A delegation in a list.
pub struct DelegationRow {
    pub task: TaskLink,
    pub peer: Party,
    pub side: Side,
    pub state: State,
    /// The reason for the end, if the two servers do not exchange messages.
    pub cut: Option<Cut>,
    pub between: Between,
    pub at: When,
}

impl DelegationRow {
    /// The key of the state's name.
    pub fn state_key(&self) -> &'static str {
        key_of(self.side, self.state, self.cut)
    }

    /// Whether the task was sent out from here.
    pub fn is_outgoing(&self) -> bool {
        self.side == Side::Origin
    }
}

/// A delegation in a list; none when it is damaged.
pub(in crate::web) async fn list_row(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    slug: &str,
    row: &Delegation,
    task: Option<&Task>,
) -> StoreResult<Option<DelegationRow>> {
    let link = |title: Words, number, href| TaskLink { number, title, href };
    let task = match task {
        Some(task) => {
            Some(link(Words::of(&task.title, visit.t), task.number, links::task(slug, task.number)))
        }
        // An offer that was never accepted has no task here.
        None => {
            let href = || links::incoming_offer(slug, row.id.as_str());
            row.offered.title().map(|title| link(title.into(), 0, href()))
        }
    };
    let Some(task) = task else { return Ok(None) };
    Ok(Some(DelegationRow {
        task,
        peer: visit.party_of(tx, actors, row.peer()).await?,
        side: row.side,
        state: row.state,
        cut: row.copy.cut(),
        between: peer_between(visit, tx, l, actors, row).await?,
        at: l.moment(row.updated),
    }))
}
