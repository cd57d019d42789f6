//! How much room files and texts take, and how much they may take.

use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use schemars::JsonSchema;
use serde::Serialize;

use crate::actions::access::Access;
use crate::actions::room::MEMBERS_PART;
use crate::state::App;
use crate::store::accounts::Account;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::{accounts, room};

/// How much of a room is taken.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[schemars(rename = "Used")]
pub struct UsedView {
    pub bytes: i64,
    /// How much it may be; null where there is no such bound for you.
    pub most: Option<i64>,
}

/// The amounts of data that are kept here of you.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[schemars(rename = "Storage")]
pub struct StorageView {
    /// The files that you uploaded, with what is shown of pictures.
    pub files: UsedView,
    /// The texts that you wrote, with former versions and the skills of your tasks.
    pub texts: UsedView,
}

/// The amounts of data that are kept of a pursuance.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[schemars(rename = "PursuanceStorage")]
pub struct PursuanceStorageView {
    /// Its files, with what is shown of pictures.
    pub files: UsedView,
    /// Its texts, with former versions and the skills of its tasks.
    pub texts: UsedView,
    /// Your own texts among them.
    pub own_texts: UsedView,
}

/// Returns the amounts of data that are kept of a person.
///
/// # Errors
/// When the database fails.
pub async fn of_person(app: &App, tx: &mut ReadTx, account: &Account) -> StoreResult<StorageView> {
    let quotas = &app.config.quotas;
    let person = &account.actor;
    let files = room::of_adder(tx, person).await?.bytes;
    let texts = room::texts_of_each(tx, [person], person).await?.remove(person).unwrap_or_default();
    let most = Some(quotas.text_person).filter(|_| !account.unbounded);
    Ok(StorageView {
        files: UsedView { bytes: files, most: Some(quotas.person) },
        texts: UsedView { bytes: texts.bytes, most },
    })
}

/// Returns the amounts of data that are kept of a pursuance, for its members from Viewer on: others do not see all of it.
///
/// # Errors
/// When the database fails.
pub async fn of_pursuance(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
) -> StoreResult<Option<PursuanceStorageView>> {
    let quotas = &app.config.quotas;
    let role = access.role().filter(|role| *role >= Role::Viewer);
    let (Some(person), Some(role)) = (access.who.person(), role) else { return Ok(None) };
    let pursuance: &ActorId = &access.pursuance.id;
    let files = room::of_pursuance(tx, pursuance).await?.bytes;
    let texts = room::texts_of_each(tx, [pursuance], person).await?.remove(pursuance).unwrap_or_default();
    let is_bound =
        role < Role::Admin && accounts::by_actor(tx, person).await?.is_none_or(|account| !account.unbounded);
    let own_most = Some(quotas.text_pursuance / MEMBERS_PART).filter(|_| is_bound);
    Ok(Some(PursuanceStorageView {
        files: UsedView { bytes: files, most: Some(quotas.pursuance) },
        texts: UsedView { bytes: texts.bytes, most: Some(quotas.text_pursuance) },
        own_texts: UsedView { bytes: texts.by_person, most: own_most },
    }))
}
