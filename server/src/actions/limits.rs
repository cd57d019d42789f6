//! How often somebody may try to sign in or open accounts. Counted in the database, so that several processes count
//! together, in slots of time: a slot is over at once for everybody, which is simple and cannot be kept alive.

use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::{MINUTE, Time};

use super::PerformError;
use crate::state::App;
use crate::store::error::StoreResult;
use crate::store::instance;

/// Something that is limited.
pub(crate) struct Limit {
    scope: &'static str,
    /// How long a slot is, in the unit of [`Time`].
    pub slot: i64,
    pub most: i64,
}

/// Guesses at one name's passphrase from one address: so nobody locks anybody else out by guessing.
pub(crate) const SIGN_IN_NAME_THERE: Limit =
    Limit { scope: "sign-in-name-there", slot: 15 * MINUTE, most: 10 };
/// Guesses at one name's passphrase from anywhere.
pub(crate) const SIGN_IN_NAME: Limit = Limit { scope: "sign-in-name", slot: 15 * MINUTE, most: 200 };
/// Guesses from one address, at any name. A whole library may share an address.
pub(crate) const SIGN_IN_ADDRESS: Limit = Limit { scope: "sign-in-address", slot: 15 * MINUTE, most: 100 };
/// Accounts opened, or tried to be, from one address.
pub(crate) const JOIN_ADDRESS: Limit = Limit { scope: "join-address", slot: 60 * MINUTE, most: 30 };

impl Limit {
    fn slot(&self, now: Time) -> i64 {
        now.0.div_euclid(self.slot)
    }
}

/// Counts a try to sign in, before it is looked at: tries at the same time count too.
///
/// # Errors
/// [`Refusal::TooMany`] when there were too many.
pub async fn sign_in(app: &App, name: &str, client: &str) -> Result<(), PerformError> {
    // A name nobody can have is not worth a row for each of its spellings.
    let name: String = pursuance_domain::value::fold_name(name).chars().take(30).collect();
    let there = (SIGN_IN_NAME_THERE, format!("{name} {client}"));
    count(app, &[there, (SIGN_IN_NAME, name), (SIGN_IN_ADDRESS, client.to_owned())]).await
}

/// Counts a try to open an account.
///
/// # Errors
/// [`Refusal::TooMany`] when there were too many.
pub async fn join(app: &App, client: &str) -> Result<(), PerformError> {
    count(app, &[(JOIN_ADDRESS, client.to_owned())]).await
}

async fn count(app: &App, limits: &[(Limit, String)]) -> Result<(), PerformError> {
    let now = app.clock.now();
    let counted = async {
        let mut tx = app.db.write().await?;
        let mut wait = None;
        for (limit, subject) in limits {
            let slot = limit.slot(now);
            instance::forget_counters(&mut tx, limit.scope, slot).await?;
            if instance::count(&mut tx, limit.scope, subject, slot).await? > limit.most {
                wait = wait.max(Some((slot + 1) * limit.slot - now.0));
            }
        }
        tx.commit().await?;
        StoreResult::Ok(wait)
    };
    match counted.await? {
        Some(wait) => {
            let retry_after = u64::try_from(wait / pursuance_domain::time::SECOND).unwrap_or(0) + 1;
            Err(Refusal::TooMany { retry_after }.into())
        }
        None => Ok(()),
    }
}
