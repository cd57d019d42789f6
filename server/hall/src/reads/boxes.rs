//! Personal boxes, as their person alone asks for them (docs/sealed.md §3.2).

use pursuance_domain::allowed::Principal;
use pursuance_domain::sealed::BoxKind;
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use crate::actions::sealed::boxes::read_oid;
use crate::actions::{PerformError, Refused};
use crate::records;
use crate::store::db::ReadTx;
use crate::store::sealed::boxes;

/// Something that was sealed on a device of yours, for you alone.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PersonalBox")]
pub struct BoxView {
    /// Its id, in hexadecimal.
    pub oid: String,
    /// In base64url without padding.
    pub sealed: String,
}

/// All boxes of a kind of the person who asks, or the one with an id: there are so few that they come at once.
///
/// # Errors
/// When nobody is signed in, the id is none, or the database fails.
pub async fn list(
    tx: &mut ReadTx,
    who: &Principal,
    kind: BoxKind,
    oid: Option<&str>,
) -> Result<Page<BoxView, String>, PerformError> {
    let person = who.person().ok_or(Refused::SignInFirst)?;
    let found = match oid {
        Some(oid) => boxes::by_oid(tx, person, kind, &read_oid(oid)?).await?,
        None => boxes::of_kind(tx, person, kind).await?,
    };
    let view = |(oid, bytes): (String, Vec<u8>)| BoxView { oid, sealed: records::text(&bytes) };
    Ok(Page { items: found.into_iter().map(view).collect(), next: None })
}
