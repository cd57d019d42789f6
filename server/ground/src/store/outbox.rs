//! Everything that leaves this server, as its operators see it (DATA 13): deliveries to other servers, and parcels of every carrier,
//! behind one face.

use futures::future::BoxFuture;
use pursuance_domain::time::Time;

use super::db::{ReadTx, WriteTx};
use super::deliveries;
use super::error::StoreResult;
use super::parcels::{self, ATTEMPTS_KEPT, Attempt, Outcome, Waiting};
use crate::platform::clock::Clock;

/// One way out of this server: what waits there for whom, the last attempts, and another try.
pub trait Outbox: Send + Sync {
    /// Its word in addresses of pages: `server`, `mail`, `push` …
    fn word(&self) -> &str;

    /// The receivers for which something waits, first those with the most tries; at most `limit`.
    fn waiting<'a>(
        &'a self,
        tx: &'a mut ReadTx,
        now: Time,
        limit: i64,
    ) -> BoxFuture<'a, StoreResult<Vec<Waiting>>>;

    /// The last attempts at a receiver, the newest first.
    fn attempts<'a>(
        &'a self,
        tx: &'a mut ReadTx,
        receiver: &'a str,
    ) -> BoxFuture<'a, StoreResult<Vec<Attempt>>>;

    /// Has what waits for a receiver tried now; how much that is.
    fn retry<'a>(
        &'a self,
        clock: &'a Clock,
        tx: &'a mut WriteTx,
        receiver: &'a str,
    ) -> BoxFuture<'a, StoreResult<u64>>;
}

/// All of them: deliveries first, and then each carrier of which there are parcels or attempts.
pub async fn all(tx: &mut ReadTx) -> StoreResult<Vec<Box<dyn Outbox>>> {
    let mut outboxes: Vec<Box<dyn Outbox>> = vec![Box::new(Deliveries)];
    for carrier in parcels::carriers(tx).await? {
        outboxes.push(Box::new(Parcels { carrier }));
    }
    Ok(outboxes)
}

/// The outbox with this word.
pub fn by_word(word: &str) -> Box<dyn Outbox> {
    if word == DELIVERIES { Box::new(Deliveries) } else { Box::new(Parcels { carrier: word.to_owned() }) }
}

const DELIVERIES: &str = "server";

/// Activities for other servers: rows of `delivery`, one lane for each host.
struct Deliveries;

impl Outbox for Deliveries {
    fn word(&self) -> &str {
        DELIVERIES
    }

    fn waiting<'a>(
        &'a self,
        tx: &'a mut ReadTx,
        _: Time,
        limit: i64,
    ) -> BoxFuture<'a, StoreResult<Vec<Waiting>>> {
        Box::pin(deliveries::waiting_by_host(tx, limit))
    }

    fn attempts<'a>(&'a self, tx: &'a mut ReadTx, host: &'a str) -> BoxFuture<'a, StoreResult<Vec<Attempt>>> {
        Box::pin(async move {
            let found = deliveries::page(tx, None, Some(host), ATTEMPTS_KEPT).await?;
            let attempts = found.into_iter().filter_map(|delivery| {
                let outcome = match delivery.state {
                    deliveries::DeliveryState::Delivered => Outcome::Taken,
                    deliveries::DeliveryState::Refused => Outcome::Refused,
                    deliveries::DeliveryState::GivenUp => Outcome::GivenUp,
                    deliveries::DeliveryState::Waiting | deliveries::DeliveryState::Stopped => {
                        // A host that answered had a status.
                        if delivery.last_status.is_some() { Outcome::Later } else { Outcome::Unreachable }
                    }
                };
                Some(Attempt {
                    at: delivery.tried_at?,
                    parcel: delivery.kind,
                    outcome,
                    cause: delivery.last_error.filter(|_| outcome != Outcome::Taken).unwrap_or_default(),
                    id: delivery.id,
                })
            });
            let mut attempts: Vec<_> = attempts.collect();
            attempts.sort_by_key(|attempt| std::cmp::Reverse(attempt.at));
            Ok(attempts)
        })
    }

    fn retry<'a>(
        &'a self,
        clock: &'a Clock,
        tx: &'a mut WriteTx,
        host: &'a str,
    ) -> BoxFuture<'a, StoreResult<u64>> {
        Box::pin(deliveries::retry(tx, None, Some(host), clock.now()))
    }
}

/// Parcels of one carrier: rows of `parcel`, one lane for each receiver and owner.
struct Parcels {
    carrier: String,
}

impl Outbox for Parcels {
    fn word(&self) -> &str {
        &self.carrier
    }

    fn waiting<'a>(
        &'a self,
        tx: &'a mut ReadTx,
        now: Time,
        limit: i64,
    ) -> BoxFuture<'a, StoreResult<Vec<Waiting>>> {
        Box::pin(parcels::waiting(tx, &self.carrier, now, limit))
    }

    fn attempts<'a>(
        &'a self,
        tx: &'a mut ReadTx,
        receiver: &'a str,
    ) -> BoxFuture<'a, StoreResult<Vec<Attempt>>> {
        Box::pin(parcels::attempts(tx, &self.carrier, receiver, ATTEMPTS_KEPT))
    }

    fn retry<'a>(
        &'a self,
        clock: &'a Clock,
        tx: &'a mut WriteTx,
        receiver: &'a str,
    ) -> BoxFuture<'a, StoreResult<u64>> {
        Box::pin(parcels::retry(tx, clock, &self.carrier, receiver, clock.now()))
    }
}
