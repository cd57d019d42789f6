//! How often somebody is asked about tasks.

use crate::store::availability;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::web::request::session::Visit;

/// How often the viewer is asked about tasks in a week at most; a visitor as often as somebody who has not said.
pub(in crate::web) async fn asked_at_most(visit: &Visit, tx: &mut ReadTx) -> StoreResult<i64> {
    let said = match visit.person() {
        Some(person) => availability::of_person(tx, person).await?,
        None => None,
    };
    Ok(said.map(|said| said.limits.offers_a_week).unwrap_or_default().into())
}
