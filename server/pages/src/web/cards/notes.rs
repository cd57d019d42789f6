//! The notes on top of the pages of a pursuance and of its tasks: that it is closed, or that the viewer is banned.

use pursuance_domain::allowed::Permission;

use crate::actions::access::Access;
use crate::reads::{Actors, pursuance};
use crate::store::closing;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::web::frame::view::Party;
use crate::web::frame::when::{self, When};
use crate::web::request::session::Visit;

/// The note that the pursuance of a page is closed.
pub struct ClosedNote {
    pub since: When,
    pub by: Option<Party>,
    /// The reason, as it was written.
    pub why: String,
    /// Whether the note links to the page where the viewer may reopen or delete the pursuance.
    pub decides: bool,
}

impl ClosedNote {
    /// The note on the pages of a pursuance; none while it is open.
    pub(in crate::web) async fn of(
        visit: &Visit,
        tx: &mut ReadTx,
        access: &Access,
    ) -> StoreResult<Option<Self>> {
        if access.pursuance.closed_at.is_none() {
            return Ok(None);
        }
        let Some(closed) = closing::about(tx, &access.pursuance.id).await? else { return Ok(None) };
        let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
        let by = visit.party_if_any(tx, &mut actors, closed.by.as_ref()).await?;
        Ok(Some(Self {
            since: when::moment(visit.t, visit.zone, visit.now, closed.since),
            by,
            why: closed.why,
            decides: access.may(Permission::DeletePursuance, None),
        }))
    }
}

/// A current ban.
pub struct BanShown {
    pub since: When,
    /// Its end; none for good.
    pub until: Option<When>,
    pub reason: String,
}

impl BanShown {
    /// The ban of the viewer, for the pages of a pursuance that anybody may read; none if the viewer is not banned.
    pub(in crate::web) async fn of_viewer(
        visit: &Visit,
        tx: &mut ReadTx,
        access: &Access,
    ) -> StoreResult<Option<Self>> {
        let moment = |at| when::moment(visit.t, visit.zone, visit.now, at);
        Ok(pursuance::banned(tx, access).await?.map(|ban| Self {
            since: moment(ban.since),
            until: ban.until.map(moment),
            reason: ban.reason,
        }))
    }
}
