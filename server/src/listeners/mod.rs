//! Listeners: the one place where parts of the program hear of events, inside the transaction that writes them.
//!
//! `Cx::settle` calls [`hear`] for every event. The rows of a listener are committed or rolled back together with the
//! change; effects outside of the database are noted in [`Heard`] and follow the commit, so that nobody learns of a
//! change that was rolled back, such as a dry run. A listener matches on every kind of event by name: after a new kind,
//! the compiler asks for the reaction of each listener.
//!
//! | file | listener |
//! |---|---|
//! | `karma` | the ledger of what people did for a pursuance |
//! | `live` | open pages |
//! | `silence` | who is waited for, and the pace that is learnt |
//! | `notify` | people, by the notices of their inbox; `named` finds those whom a text names |
//! | `outside` | the mail and the push about these notices, told by `notify` |
//! | `pairing` | tasks that want help, for which people are asked |

mod karma;
pub(crate) mod live;
mod named;
pub(crate) mod notify;
mod outside;
mod pairing;
pub(crate) mod silence;

use std::collections::BTreeSet;

use pursuance_domain::event::{Audience, Recorded, StreamId};
use pursuance_domain::id::ActorId;

use crate::state::{App, News};
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;

/// The effects that listeners leave for the time after the commit.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// The streams of which open pages are told, each once.
    pages: BTreeSet<StreamId>,
    /// The people whose number of unread notices is another now.
    people: BTreeSet<ActorId>,
}

/// Tells every listener of an event.
pub(crate) async fn hear(
    heard: &mut Heard,
    app: &App,
    tx: &mut WriteTx,
    event: &Recorded,
    audience: Audience,
) -> StoreResult<()> {
    live::hear(heard, event);
    pairing::hear(app, tx, event).await?;
    karma::hear(app, tx, event).await?;
    silence::hear(tx, event).await?;
    notify::hear(heard, app, tx, event, audience).await
}

impl Heard {
    /// Has the open pages of people told, whose number of unread notices is another now.
    pub fn renews(&mut self, people: impl IntoIterator<Item = ActorId>) {
        self.people.extend(people);
    }

    /// Carries out these effects. The transaction is committed.
    pub fn follow(self, app: &App) {
        live::tell(app, self.pages.into_iter().map(News::Events));
        notify::tell(app, self.people);
    }
}
