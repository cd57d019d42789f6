//! The secrets that sign an account in: a passphrase that the server checks, or a key that a script derives from one that stays
//! on its device.

use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::Time;

use super::session::{NotLetIn, Proven, Visit};
use crate::actions::limits::{self, Try};
use crate::actions::{PerformError, Refused};
use crate::bounds::client::Client;
use crate::credentials::LoginKey;
use crate::state::App;
use crate::store::accounts::{self, Account, SignInVerifier};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::key_slots::{self, SlotKind};

/// The step that a page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The name: what follows depends on its account.
    Name,
    /// The passphrase, which the server checks.
    Passphrase,
    /// A key that a script derives from the passphrase: no form sends that. So it is for unknown names, too.
    Key,
}

/// A typed name as accounts have it.
pub fn name_in(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// Returns the step that signs the account of a name in. A name that nobody has is asked for a key.
///
/// # Errors
/// When the database fails.
pub async fn step_of(app: &App, typed: &str) -> StoreResult<Step> {
    let mut tx = app.db.read().await?;
    let Some(account) = accounts::by_name(&mut tx, &name_in(typed)).await? else { return Ok(Step::Key) };
    let kept = accounts::credential(&mut tx, &account.actor).await?;
    Ok(match kept.map(|kept| kept.verifier) {
        Some(SignInVerifier::Plain(_)) => Step::Passphrase,
        Some(SignInVerifier::Derived(_)) | None => Step::Key,
    })
}

/// Returns the value that a key is held against, in hexadecimal, and since when the account signs in as it does.
async fn kept(tx: &mut ReadTx, account: &Account, by: SlotKind) -> StoreResult<Option<(String, Time)>> {
    let Some(credential) = accounts::credential(tx, &account.actor).await? else { return Ok(None) };
    let Some(verifier) = credential.verifier.derived() else { return Ok(None) };
    let verifier = match by {
        SlotKind::Passphrase => Some(verifier),
        SlotKind::Recovery => key_slots::find(tx, &account.actor, by).await?.and_then(|slot| slot.verifier),
    };
    Ok(verifier.map(|verifier| (verifier, credential.set_at)))
}

/// The account with this name whose key that is: of its passphrase, or of its recovery code. Counted as any sign-in is, and refused in
/// the same words for every reason but one: a person with the right key learns that the account is suspended.
///
/// # Errors
/// When this server failed.
pub async fn prove(
    visit: &Visit,
    client: Client,
    name: &str,
    key: &str,
    by: SlotKind,
) -> Result<Result<Proven, NotLetIn>, PerformError> {
    let (app, name) = (&visit.app, name_in(name));
    let account = accounts::by_name(&mut app.db.read().await?, &name).await?;
    let whose = account.as_ref().map(|account| &account.actor);
    let tried = Try { name: &name, account: whose, client, browser: visit.browser() };
    match limits::sign_in(app, tried).await {
        Ok(_) => {}
        Err(PerformError::Refused(Refused::Rule(Refusal::TooMany { retry_after }))) => {
            return Ok(Err(NotLetIn::TooMany(retry_after)));
        }
        Err(broken) => return Err(broken),
    }
    let mut tx = app.db.read().await?;
    let found = match &account {
        Some(account) => kept(&mut tx, account, by).await?,
        None => None,
    };
    drop(tx);
    let (verifier, verifier_of) = found.unzip();
    let is_right = LoginKey::sent(key).matches(verifier.as_deref());
    Ok(match account {
        Some(account) if is_right && account.suspended_at.is_some() => Err(NotLetIn::Suspended),
        Some(account) if is_right => Ok(Proven { account: account.actor, verifier_of, nonce: None }),
        Some(_) | None => Err(NotLetIn::Wrong),
    })
}
