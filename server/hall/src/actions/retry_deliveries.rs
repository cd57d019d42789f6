//! Retrying deliveries and parcels before their time, when an operator asks. Bookkeeping: no event.

use crate::state::App;
use crate::store::error::StoreResult;
use crate::store::{deliveries, outbox};

/// The deliveries to try again.
#[derive(Debug, Clone, Copy)]
pub enum RetriedDeliveries<'a> {
    /// This one.
    One(&'a str),
    /// Everything that waits for a server, or that it refused.
    Host(&'a str),
}

/// Tries deliveries again now; how many that are.
pub async fn retry(app: &App, which: RetriedDeliveries<'_>) -> StoreResult<u64> {
    let (id, host) = match which {
        RetriedDeliveries::One(id) => (Some(id), None),
        RetriedDeliveries::Host(host) => (None, Some(host)),
    };
    let mut tx = app.db.write().await?;
    let changed = deliveries::retry(&mut tx, id, host, app.clock.now()).await?;
    tx.commit().await?;
    Ok(changed)
}

/// Tries what waits for a receiver now, by the word of its outbox; how much that is.
pub async fn retry_receiver(app: &App, word: &str, receiver: &str) -> StoreResult<u64> {
    let mut tx = app.db.write().await?;
    let changed = outbox::by_word(word).retry(&app.clock, &mut tx, receiver).await?;
    tx.commit().await?;
    Ok(changed)
}
