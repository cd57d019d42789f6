//! Listeners: the only place where parts of the program react to events, inside the transaction that writes them.
//!
//! `Cx::settle` calls [`hear`] with the events of an act. The rows of a listener are committed or rolled back together with the
//! change; effects outside of the database are noted in [`Heard`] and follow the commit, so that nobody learns of a
//! change that was rolled back, such as a dry run. Which kind of event has which effect is decided in `pursuance_domain`
//! (`event::effect`, `notice::concerns`), kind by kind: the compiler asks about a new kind, and each listener about a new effect.
//!
//! | file | listener |
//! |---|---|
//! | `karma` | the ledger of what people did for a pursuance |
//! | `live` | open pages |
//! | `silence` | who is waited for, and the pace that is learnt |
//! | `notify` | people, by the notices of their inbox; `named` finds those whom a text names |
//! | `outside` | the mail and the push about these notices, told by `notify` |
//! | `pairing` | tasks that want help, for which people are asked |
//! | `parts` | the task above, which is looked for or not by its open parts |

mod karma;
pub mod live;
mod named;
pub mod notify;
mod outside;
mod pairing;
mod parts;
pub(crate) mod silence;

use std::collections::{BTreeSet, HashMap};

use pursuance_domain::event::{Audience, Recorded, StreamId};
use pursuance_domain::id::{ActorId, TaskId};

use crate::state::{App, PageNews};
use crate::store::db::{ReadTx, WriteTx};
use crate::store::error::StoreResult;
use crate::store::tasks::{self, Touched};

/// The effects that listeners leave for the time after the commit.
#[derive(Debug, Default)]
pub struct Heard {
    /// The streams whose open pages are notified, each once.
    pages: BTreeSet<StreamId>,
    /// The pursuances in which something has changed without an event.
    changed: BTreeSet<StreamId>,
    /// The people whose unread count has changed.
    people: BTreeSet<ActorId>,
}

/// The tasks that some events are about, as they are after the act; no listener changes them. All are read at once, at the first
/// lookup.
pub(crate) struct Tasks {
    unread: BTreeSet<TaskId>,
    found: HashMap<TaskId, Touched>,
}

impl Tasks {
    /// Prepares the tasks of `events`; nothing is read yet.
    fn of<'e>(events: impl IntoIterator<Item = &'e Recorded>) -> Self {
        let unread = events.into_iter().filter_map(|event| event.task.clone()).collect();
        Self { unread, found: HashMap::new() }
    }

    /// Finds a task, of these events or any other; none where it does not exist.
    async fn find(&mut self, tx: &mut ReadTx, id: &TaskId) -> StoreResult<Option<&mut Touched>> {
        if !self.found.contains_key(id) {
            let mut wanted = std::mem::take(&mut self.unread);
            wanted.insert(id.clone());
            self.found.extend(tasks::touched(tx, &wanted).await?);
        }
        Ok(self.found.get_mut(id))
    }
}

/// Calls every listener with the events of an act. `person`: the actor, if local.
pub(crate) async fn hear(
    heard: &mut Heard,
    app: &App,
    tx: &mut WriteTx,
    person: Option<&ActorId>,
    events: &[(Recorded, Audience)],
) -> StoreResult<()> {
    let mut tasks = Tasks::of(events.iter().map(|(event, _)| event));
    for (event, _) in events {
        live::hear(heard, event);
        pairing::hear(app, tx, &mut tasks, event).await?;
        parts::hear(heard, app, tx, &mut tasks, event).await?;
        karma::hear(app, tx, &mut tasks, event).await?;
        silence::hear(tx, &mut tasks, event).await?;
    }
    notify::hear(heard, app, tx, &mut tasks, person, events).await
}

impl Heard {
    /// Makes the effects of an act that changed something in these pursuances without an event.
    pub fn of(changed: impl IntoIterator<Item = StreamId>) -> Self {
        Self { changed: changed.into_iter().collect(), ..Self::default() }
    }

    /// Requests an update of the open pages of `people`, whose unread count has changed.
    pub fn renews(&mut self, people: impl IntoIterator<Item = ActorId>) {
        self.people.extend(people);
    }

    /// Runs these effects, after the commit.
    pub fn follow(self, app: &App) {
        live::tell(app, self.pages.into_iter().map(PageNews::Events));
        live::tell(app, self.changed.into_iter().map(PageNews::Change));
        notify::tell(app, self.people);
    }
}
