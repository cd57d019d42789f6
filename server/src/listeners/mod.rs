//! Listeners: the one place where parts of the program hear of events, inside the transaction that writes them.
//!
//! `Cx::settle` calls [`hear`] for every event. The rows of a listener are committed or rolled back together with the
//! change; effects outside of the database are noted in [`Heard`] and follow the commit, so that nobody learns of a
//! change that was rolled back, such as a dry run. A listener matches on every kind of event by name: after a new kind,
//! the compiler asks for the reaction of each listener.
//!
//! | file | listener |
//! |---|---|
//! | `live` | open pages |

pub(crate) mod live;

use std::collections::BTreeSet;

use pursuance_domain::event::{Recorded, StreamId};

use crate::state::{App, News};

/// The effects that listeners leave for the time after the commit.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// The streams of which open pages are told, each once.
    pages: BTreeSet<StreamId>,
}

/// Tells every listener of an event.
pub(crate) fn hear(heard: &mut Heard, event: &Recorded) {
    live::hear(heard, event);
}

impl Heard {
    /// Carries out these effects. The transaction is committed.
    pub fn follow(self, app: &App) {
        live::tell(app, self.pages.into_iter().map(News::Events));
    }
}
