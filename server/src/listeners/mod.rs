//! Listeners: the one seat where parts of the program hear of what happened, inside the transaction that writes it.
//!
//! `Cx::settle` calls [`hear`] for every event. What a listener writes is kept or rolled back together with the change it
//! heard of; what reaches beyond the database is noted in [`Heard`] and follows the commit, so that nobody is told of a
//! change that was never kept, such as a dry run. A listener matches on every kind of event by name: who adds a kind is
//! asked by the compiler what each listener makes of it.
//!
//! | file | who listens |
//! |---|---|
//! | `live` | open pages |

pub(crate) mod live;

use pursuance_domain::event::{Recorded, StreamId};

use crate::state::{App, News};

/// What listeners leave to be done after the commit.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// The streams of which open pages are told.
    pages: Vec<StreamId>,
}

/// Tells every listener of an event.
pub(crate) fn hear(heard: &mut Heard, event: &Recorded) {
    live::hear(heard, event);
}

impl Heard {
    /// Does what was left to be done. The transaction is committed.
    pub fn follow(self, app: &App) {
        live::tell(app, self.pages.into_iter().map(News::Events));
    }
}
