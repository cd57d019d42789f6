//! The refused requests of one client, whatever servers it says it is: one address can speak for as many names as it likes.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use pursuance_federation::verify::RetryAfter;

use super::budgets::STRANGERS_MAX;
use crate::bounds::rate::Allowance;

/// Counts refusals by client.
pub(crate) struct Refusals {
    allowance: Allowance,
    /// When the last refusal of a client will have been given back.
    settled: Mutex<HashMap<IpAddr, Instant>>,
}

/// The place of one refusal. It is given back on drop unless it was used up: a client that left before the answer was not
/// refused.
#[must_use]
pub(crate) struct Place<'r> {
    refusals: &'r Refusals,
    client: IpAddr,
    is_used_up: bool,
}

impl Refusals {
    pub fn new(allowance: Allowance) -> Self {
        Self { allowance, settled: Mutex::default() }
    }

    /// Takes a place for a request that may be refused, before anything of it is read. So no more requests are checked at the same
    /// time than may be refused.
    ///
    /// # Errors
    /// When too many were refused: this one has to wait.
    pub fn begin(&self, client: IpAddr) -> Result<Place<'_>, RetryAfter> {
        self.begin_at(client, Instant::now())
    }

    fn begin_at(&self, client: IpAddr, now: Instant) -> Result<Place<'_>, RetryAfter> {
        let Allowance { at_once, then_every } = self.allowance;
        let mut settled = self.settled.lock().unwrap_or_else(PoisonError::into_inner);
        if settled.len() > STRANGERS_MAX {
            settled.retain(|_, until| now < *until);
        }
        let before =
            settled.get(&client).map_or(Duration::ZERO, |until| until.saturating_duration_since(now));
        let after = before + then_every;
        let wait = after.saturating_sub(then_every * at_once);
        if !wait.is_zero() {
            return Err(RetryAfter(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1)));
        }
        settled.insert(client, now + after);
        Ok(Place { refusals: self, client, is_used_up: false })
    }
}

impl Place<'_> {
    /// The request was refused.
    pub fn use_up(mut self) {
        self.is_used_up = true;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if self.is_used_up {
            return;
        }
        let mut settled = self.refusals.settled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(until) = settled.get_mut(&self.client) {
            *until = until.checked_sub(self.refusals.allowance.then_every).unwrap_or(*until);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const TWO: Allowance = Allowance { at_once: 2, then_every: Duration::from_secs(60) };

    #[test]
    fn whoever_was_refused_too_often_waits_and_nobody_else_does() {
        let (refusals, now) = (Refusals::new(TWO), Instant::now());
        let refused = |client, after| {
            refusals
                .begin_at(client, now + Duration::from_secs(after))
                .map(Place::use_up)
                .map_err(|RetryAfter(wait)| wait)
        };
        assert_eq!((refused(EVE, 0), refused(EVE, 0)), (Ok(()), Ok(())));
        assert_eq!(refused(EVE, 0), Err(61));
        assert_eq!(refused(IpAddr::from([10, 0, 0, 1]), 0), Ok(()));
        assert_eq!(refused(EVE, 59), Err(2));
        assert_eq!((refused(EVE, 60), refused(EVE, 60)), (Ok(()), Err(61)), "one is given back");
    }

    #[test]
    fn whatever_is_let_in_costs_nothing_once_it_is() {
        let (refusals, now) = (Refusals::new(TWO), Instant::now());
        for _ in 0..10 {
            drop(refusals.begin_at(EVE, now).unwrap());
        }
        let under_way = (refusals.begin_at(EVE, now).unwrap(), refusals.begin_at(EVE, now).unwrap());
        assert!(refusals.begin_at(EVE, now).is_err(), "two at the same time may both be refused");
        drop(under_way.0);
        assert!(refusals.begin_at(EVE, now).is_ok());
    }

    #[tokio::test]
    async fn whoever_is_gone_before_the_answer_was_not_refused() {
        let refusals = Refusals::new(TWO);
        for _ in 0..10 {
            let mut request = Box::pin(async {
                let place = refusals.begin(EVE).unwrap();
                futures::future::pending::<()>().await;
                place.use_up();
            });
            assert!(futures::poll!(request.as_mut()).is_pending());
        }
    }
}
