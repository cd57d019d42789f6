//! `/skills`: skill names that contain the typed text, for the script that completes them.

use axum::Json;

use crate::reads::people;
use crate::web::request::failure::PageError;
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// The most skill names on a page, and in one list of proposals.
pub const SHOWN: usize = 100;

/// `GET /skills?q=`
pub async fn show(visit: Visit, query: AddressQuery) -> Result<Json<Vec<String>>, PageError> {
    visit.signed_in()?;
    let mut tx = visit.list(true).await?;
    let found = people::completions(&mut tx, &visit.who, None, query.0.text("q"), SHOWN).await?;
    tx.end();
    Ok(Json(found))
}
