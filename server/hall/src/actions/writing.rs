//! How long the actions of people keep others from writing.

use std::time::Instant;

use pursuance_domain::allowed::Principal;
use pursuance_domain::id::ActorId;

use crate::state::App;

/// The time in which an action of a person keeps others from writing; it counts once this is dropped.
pub(super) struct Writing<'a> {
    app: &'a App,
    person: Option<&'a ActorId>,
    begun: Instant,
}

impl<'a> Writing<'a> {
    pub(super) fn begin(app: &'a App, who: &'a Principal) -> Self {
        // On Postgres the time would include waiting for a row that somebody else holds.
        let is_counted = app.db.is_sqlite();
        let person = if let Principal::Person { actor, .. } = who
            && is_counted
        {
            Some(actor)
        } else {
            None
        };
        Self { app, person, begun: Instant::now() }
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if let Some(person) = self.person {
            self.app.writing.add(person, self.begun.elapsed().as_secs_f64() * 1_000.0);
        }
    }
}
