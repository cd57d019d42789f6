//! The refused requests of one client, whatever servers it says it is: one address can speak for as many names as it likes.

use pursuance_federation::verify::RetryAfter;

use super::budgets::later;
use crate::bounds::client::{Client, ClientRate};
use crate::bounds::rate::Allowance;

/// Counts refusals by client.
pub struct Refusals(ClientRate);

/// The place of one refusal. It is given back on drop unless it was used up: a client that left before the answer was not
/// refused.
#[must_use]
pub struct Place<'r> {
    refusals: &'r Refusals,
    client: Client,
    is_used_up: bool,
}

impl Refusals {
    pub fn new(allowance: Allowance) -> Self {
        Self(ClientRate::of_machine(allowance))
    }

    /// Takes a place for a request that may be refused, before anything of it is read. So no more requests are checked at the same
    /// time than may be refused.
    ///
    /// # Errors
    /// When too many were refused: this one has to wait.
    pub fn begin(&self, client: Client) -> Result<Place<'_>, RetryAfter> {
        self.0.count(client).map_err(later)?;
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
        if !self.is_used_up {
            self.refusals.0.give_back(self.client);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const EVE: Client = Client::at(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));
    const TWO: Allowance = Allowance { at_once: 2, then_every: Duration::from_secs(60) };

    #[test]
    fn whoever_was_refused_too_often_waits_and_nobody_else_does() {
        let refusals = Refusals::new(TWO);
        let refused = |client| refusals.begin(client).map(Place::use_up).map_err(|RetryAfter(wait)| wait);
        assert_eq!((refused(EVE), refused(EVE)), (Ok(()), Ok(())));
        let wait = refused(EVE).unwrap_err();
        assert!((50..=61).contains(&wait), "{wait} s");
        assert_eq!(refused(Client::at([10, 0, 0, 1].into())), Ok(()));
    }

    #[test]
    fn whatever_is_let_in_costs_nothing_once_it_is() {
        let refusals = Refusals::new(TWO);
        for _ in 0..10 {
            drop(refusals.begin(EVE).unwrap());
        }
        let under_way = (refusals.begin(EVE).unwrap(), refusals.begin(EVE).unwrap());
        assert!(refusals.begin(EVE).is_err(), "two at the same time may both be refused");
        drop(under_way.0);
        assert!(refusals.begin(EVE).is_ok());
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
