//! `/p/{slug}/names`: members whose name begins like a word that is being typed, for the script that completes it.

use axum::Json;
use axum::extract::Path;
use pursuance_domain::allowed::Permission;
use serde::Serialize;

use crate::actions::access;
use crate::store::pursuances;
use crate::web::request::failure::PageError;
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// The most proposals.
const PROPOSED: i64 = 8;

/// A member who may be meant.
#[derive(Debug, Serialize)]
pub struct Named {
    /// The name to write after `@`.
    name: String,
    display: String,
}

/// `GET /p/{slug}/names?q=`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Json<Vec<Named>>, PageError> {
    visit.signed_in()?;
    let mut tx = visit.list(true).await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    access.demand(Permission::SeeMembers, None)?;
    let words = query.0.text("q").trim();
    let found = pursuances::matching_members(&mut tx, &access.pursuance.id, words, PROPOSED).await?;
    tx.end();
    Ok(Json(found.into_iter().map(|member| Named { name: member.name, display: member.display }).collect()))
}
