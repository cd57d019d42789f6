//! The browsers to which the notices of a person are pushed, as they see them themselves.

use pursuance_domain::allowed::Principal;
use pursuance_domain::id::PushId;
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use crate::actions::{PerformError, Refused};
use crate::store::db::ReadTx;
use crate::store::pushes::{self, Browser};

/// The most browsers listed: above the limit of one account, unless an operator has lifted it.
const LISTED: i64 = 100;

/// A browser to which your notices are pushed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PushBrowser")]
pub struct BrowserView {
    /// Its name, for `push.unsubscribe`.
    pub browser: PushId,
    /// The name that it gave itself.
    pub name: String,
    /// Since when.
    pub since: Time,
    /// The push service that its maker chose.
    pub service: String,
}

/// The browsers of the person who asks, the newest first.
///
/// # Errors
/// When nobody is signed in, or the database fails.
pub async fn list(tx: &mut ReadTx, who: &Principal) -> Result<Page<BrowserView, PushId>, PerformError> {
    let person = who.person().ok_or(Refused::SignInFirst)?;
    let view = |browser: Browser| BrowserView {
        browser: browser.id,
        name: browser.name,
        since: browser.since,
        service: browser.service,
    };
    let found = pushes::list(tx, person, LISTED).await?;
    Ok(Page { items: found.into_iter().map(view).collect(), next: None })
}
