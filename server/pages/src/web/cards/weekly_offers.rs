//! The weekly limit of offers to a person.

use crate::store::availability;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::web::request::session::Visit;

/// The most offers a week to the viewer. A visitor, or a viewer without a setting, gets the default.
pub(in crate::web) async fn asked_at_most(visit: &Visit, tx: &mut ReadTx) -> StoreResult<i64> {
    let said = match visit.person() {
        Some(person) => availability::of_person(tx, person).await?,
        None => None,
    };
    Ok(said.map(|said| said.limits.offers_a_week).unwrap_or_default().into())
}
