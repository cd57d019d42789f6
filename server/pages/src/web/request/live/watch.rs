//! The watcher of a process: it polls the database for all open streams together, so the number of queries does not grow with
//! the number of streams.
//!
//! It polls when this process reports news, at once and then not before [`WINDOW`] has passed, and every [`LOOK`] by itself. For
//! each pursuance with news it reads the memberships of the viewers, checks the rule for each of them in memory, and reads the
//! newest readable event once for all viewers with the same rights. It runs as long as a stream is open.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, hash_map};
use std::sync::Arc;
use std::time::Duration;

use pursuance_domain::allowed::{Grants, Permission, Principal, Sight};
use pursuance_domain::event::{Audience, StreamId};
use pursuance_domain::id::{ActorId, SessionId};
use pursuance_domain::time::Time;
use pursuance_domain::value::RoomReaders;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, sleep_until};

use super::LIFE;
use super::hub::Hub;
use super::listener::{Kind, Listener, Rights};
use crate::actions::access::{Access, AskedTask};
use crate::reads::person;
use crate::state::{App, PageNews};
use crate::store::db::ReadTx;
use crate::store::error::{StoreError, StoreResult};
use crate::store::pursuances::{self, Member, Pursuance};
use crate::store::{accounts, events, notices};

/// The interval of polling: other processes may write to the same database (DATA 22).
const LOOK: Duration = Duration::from_secs(2);
/// The time between two polls for news; events within it are sent together.
const WINDOW: Duration = Duration::from_millis(250);
/// The most people in one statement, or counted in one transaction.
const PEOPLE: usize = 100;

/// The news to check in the next poll.
#[derive(Default)]
struct PendingNews {
    /// Pursuances with new events.
    events: HashSet<ActorId>,
    /// Pursuances with a change that has no event.
    changed: HashSet<ActorId>,
    /// People with another number of unread notices.
    people: HashSet<ActorId>,
    /// Whether everything is checked, because the interval has passed.
    is_look: bool,
    /// Whether news was lost, because there was too much; it may have included changes without an event.
    is_lost: bool,
}

impl PendingNews {
    fn take(&mut self, news: Result<PageNews, RecvError>) {
        match news {
            Ok(PageNews::Events(stream)) => {
                self.events.insert(ActorId(stream.0));
            }
            Ok(PageNews::Change(stream)) => {
                self.changed.insert(ActorId(stream.0));
            }
            Ok(PageNews::Notices(people)) => self.people.extend(people.iter().cloned()),
            Err(RecvError::Lagged(_)) => self.is_lost = true,
            // The hub holds the sender.
            Err(RecvError::Closed) => {}
        }
    }

    fn is_nothing(&self) -> bool {
        self.events.is_empty() && self.changed.is_empty() && self.people.is_empty() && !self.is_lost
    }

    /// How long news wait that come behind these. Behind a look, which nothing has caused, they do not.
    fn window(&self) -> Duration {
        if self.is_nothing() { Duration::ZERO } else { WINDOW }
    }

    /// Whether something may have changed in a pursuance without an event.
    fn has_changed(&self, pursuance: &ActorId) -> bool {
        self.is_lost || self.changed.contains(pursuance)
    }
}

/// Polls for all streams until none is open.
pub(super) async fn watch(hub: Hub, mut news: broadcast::Receiver<PageNews>) {
    let mut next_look = Instant::now() + LOOK;
    let mut not_before = Instant::now();
    loop {
        let mut heard = PendingNews::default();
        loop {
            let due = if heard.is_nothing() { next_look } else { not_before.min(next_look) };
            let is_due = tokio::select! {
                told = news.recv() => {
                    heard.take(told);
                    false
                }
                () = hub.closed() => false,
                () = sleep_until(due) => true,
            };
            if hub.is_left() {
                return;
            }
            if is_due {
                break;
            }
        }
        let begun = Instant::now();
        not_before = begun + heard.window();
        if begun >= next_look {
            heard.is_look = true;
            next_look = begun + LOOK;
        }
        let (app, listeners) = (hub.app(), hub.listeners());
        PollRound { app, now: app.clock.now(), heard, listeners }.go(begun).await;
    }
}

/// One poll for all streams.
struct PollRound<'a> {
    app: &'a App,
    now: Time,
    heard: PendingNews,
    listeners: Vec<Arc<Listener>>,
}

/// A topic of a stream, with the data for a poll.
struct Entry<'a> {
    listener: &'a Listener,
    topic: usize,
    task: Option<i64>,
    looked: i64,
}

/// The rights that decide which events of a pursuance are readable: viewers with the same value read the same events.
#[derive(PartialEq, Eq, Hash)]
struct ReaderRights {
    only_of: Option<ActorId>,
    hears: [bool; 3],
    /// Whether they read open rooms; who reads those for members hears what members hear.
    has_rooms: bool,
}

impl ReaderRights {
    fn of(sight: &Sight) -> Self {
        let audiences = [Audience::Answerers, Audience::Deciders, Audience::Members];
        Self {
            only_of: sight.only_of().cloned(),
            hears: audiences.map(|audience| sight.hears(audience)),
            has_rooms: sight.sees_rooms(RoomReaders::Everyone),
        }
    }
}

impl PollRound<'_> {
    async fn go(&self, begun: Instant) {
        for listener in &self.listeners {
            if begun.duration_since(listener.begun) > LIFE {
                listener.end();
            }
        }
        if let Err(error) = self.pursuances().await {
            warn(&error);
        }
        if let Err(error) = self.unread().await {
            warn(&error);
        }
    }

    /// The topics of pursuances that may have news.
    fn entries(&self) -> BTreeMap<ActorId, Vec<Entry<'_>>> {
        let mut entries: BTreeMap<ActorId, Vec<Entry<'_>>> = BTreeMap::new();
        let is_everything = self.heard.is_look || self.heard.is_lost;
        for listener in &self.listeners {
            let state = listener.state();
            for (topic, place) in state.places.iter().enumerate() {
                let Some(place) = place else { continue };
                let heard = &self.heard;
                if is_everything
                    || heard.events.contains(&place.pursuance)
                    || heard.changed.contains(&place.pursuance)
                {
                    let (listener, task, looked) = (listener.as_ref(), place.task, place.looked);
                    let entry = Entry { listener, topic, task, looked };
                    entries.entry(place.pursuance.clone()).or_default().push(entry);
                }
            }
        }
        entries
    }

    /// Sends the news of pursuances.
    async fn pursuances(&self) -> StoreResult<()> {
        let entries = self.entries();
        if entries.is_empty() {
            return Ok(());
        }
        let mut tx = self.app.db.read_once().await?;
        let last = events::last_of_each(&mut tx, entries.keys()).await?;
        drop(tx);
        for (pursuance, mut entries) in entries {
            let last = last.get(&pursuance).copied().unwrap_or_default();
            let has_changed = self.heard.has_changed(&pursuance);
            entries.retain(|entry| has_changed || entry.looked != last || self.is_ban_over(entry));
            if entries.is_empty() {
                continue;
            }
            if let Err(error) = self.tell_of(&pursuance, has_changed, &entries).await {
                warn(&error);
                // The browsers reconnect, and then get the events they missed.
                entries.iter().for_each(|entry| entry.listener.end());
            }
        }
        Ok(())
    }

    /// Whether the ban of a viewer has ended by time, without an event.
    fn is_ban_over(&self, entry: &Entry) -> bool {
        let state = entry.listener.state();
        let place = state.places.get(entry.topic).and_then(Option::as_ref);
        place.and_then(|place| place.rights.banned_until).is_some_and(|until| until <= self.now)
    }

    /// Sends the viewers of a pursuance the news that they may read. The rights are checked again each time: memberships and
    /// sessions end, and tasks get other assignees.
    async fn tell_of(&self, id: &ActorId, has_changed: bool, entries: &[Entry<'_>]) -> StoreResult<()> {
        let mut tx = self.app.db.read().await?;
        let last = events::last(&mut tx, &StreamId::of(id)).await?;
        let pursuance = pursuances::by_id(&mut tx, id).await?;
        let people: Vec<&ActorId> = entries.iter().filter_map(|entry| entry.listener.who.person()).collect();
        let seats = pursuances::seats(&mut tx, id, people).await?;
        let sessions = sessions_of(entries.iter().map(|entry| entry.listener));
        let sessions = self.open_ones(&mut tx, sessions).await?;
        let since = entries.iter().map(|entry| entry.looked).min().unwrap_or(last);
        let mut newest = NewestEvent { since, found: HashMap::new() };
        let mut tasks = PolledTasks::default();
        for entry in entries {
            let listener = entry.listener;
            if listener.session.as_ref().is_some_and(|session| !sessions.contains(session)) {
                listener.end();
                continue;
            }
            let access = pursuance.as_ref().map(|found| access(found, &listener.who, &seats, self.now));
            let access = match access {
                Some(access) if access.may(Permission::SeePursuance, None) => access,
                Some(_) | None => {
                    listener.lose(entry.topic);
                    continue;
                }
            };
            if let Some(number) = entry.task
                && !tasks.read(&mut tx, id, number).await?.is_seen(&access)
            {
                listener.lose(entry.topic);
                continue;
            }
            let Ok(sight) = access.sight() else {
                listener.lose(entry.topic);
                continue;
            };
            // Events that the viewer may not read are not news here.
            let newest = newest.read(&mut tx, &sight).await?.filter(|newest| *newest > entry.looked);
            let is_another = listener.note(entry.topic, last, Rights::of(&access));
            if has_changed || is_another || newest.is_some() {
                listener.tell(entry.topic, Kind::Changed, newest);
            }
        }
        Ok(())
    }

    /// The sessions among `sessions` that have not ended.
    async fn open_ones(&self, tx: &mut ReadTx, sessions: Vec<&SessionId>) -> StoreResult<HashSet<SessionId>> {
        if sessions.is_empty() {
            return Ok(HashSet::new());
        }
        accounts::open_sessions(tx, sessions, self.now).await
    }

    /// Tells people how many notices they have not read, where that has changed.
    async fn unread(&self) -> StoreResult<()> {
        let heard = &self.heard;
        let is_everything = heard.is_look || heard.is_lost;
        let mut of: BTreeMap<&ActorId, Vec<&Listener>> = BTreeMap::new();
        for listener in &self.listeners {
            if let Some(person) = listener.who.person()
                && (is_everything || heard.people.contains(person))
            {
                of.entry(person).or_default().push(listener);
            }
        }
        let people: Vec<&ActorId> = of.keys().copied().collect();
        for some in people.chunks(PEOPLE) {
            let mut tx = self.app.db.read().await?;
            let marks = notices::marks(&mut tx, some.iter().copied()).await?;
            let mut changed: Vec<(&ActorId, notices::UnreadMark, Vec<&Listener>)> = Vec::new();
            for person in some {
                let Some(mark) = marks.get(*person) else { continue };
                let mut listeners = of.remove(person).unwrap_or_default();
                listeners.retain(|listener| listener.state().unread.as_ref() != Some(mark));
                if !listeners.is_empty() {
                    changed.push((*person, *mark, listeners));
                }
            }
            let sessions =
                sessions_of(changed.iter().flat_map(|(_, _, listeners)| listeners.iter().copied()));
            let sessions = self.open_ones(&mut tx, sessions).await?;
            for (person, mark, listeners) in changed {
                let Some(first) = listeners.first() else { continue };
                let sights = person::all_sights(&mut tx, &first.who).await?;
                let count = notices::count_unread(&mut tx, person, &sights).await?;
                for listener in listeners {
                    let is_open = listener.session.as_ref().is_some_and(|id| sessions.contains(id));
                    if is_open { listener.tell_unread(mark, count) } else { listener.end() }
                }
            }
        }
        Ok(())
    }
}

/// The sessions of some streams.
fn sessions_of<'a>(listeners: impl Iterator<Item = &'a Listener>) -> Vec<&'a SessionId> {
    let sessions: BTreeSet<&SessionId> = listeners.filter_map(|listener| listener.session.as_ref()).collect();
    sessions.into_iter().collect()
}

/// The access of a viewer, from the data read for all viewers.
fn access(
    pursuance: &Pursuance,
    who: &Principal,
    seats: &HashMap<ActorId, (Member, Grants)>,
    now: Time,
) -> Access {
    let seat = who.person().and_then(|person| seats.get(person)).cloned();
    let (member, grants) = seat.map_or((None, Grants::default()), |(member, grants)| (Some(member), grants));
    Access::of(who, pursuance.clone(), member, grants, now)
}

/// The tasks of open pages, each read once.
#[derive(Default)]
struct PolledTasks(HashMap<i64, AskedTask>);

impl PolledTasks {
    async fn read(&mut self, tx: &mut ReadTx, of: &ActorId, number: i64) -> StoreResult<&AskedTask> {
        Ok(match self.0.entry(number) {
            hash_map::Entry::Occupied(known) => known.into_mut(),
            hash_map::Entry::Vacant(place) => place.insert(AskedTask::find(tx, of, number).await?),
        })
    }
}

/// The newest event after a number, read once for all viewers with the same rights.
struct NewestEvent {
    since: i64,
    found: HashMap<ReaderRights, Option<i64>>,
}

impl NewestEvent {
    async fn read(&mut self, tx: &mut ReadTx, sight: &Sight) -> StoreResult<Option<i64>> {
        let readers = ReaderRights::of(sight);
        if let Some(known) = self.found.get(&readers) {
            return Ok(*known);
        }
        let found = events::newest_after(tx, sight, self.since).await?.map(|(number, _)| number);
        self.found.insert(readers, found);
        Ok(found)
    }
}

fn warn(error: &StoreError) {
    tracing::warn!(error = error as &dyn std::error::Error, "Open pages do not hear what has happened");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_news_hold_up_the_news_behind_them() {
        let look = PendingNews { is_look: true, ..PendingNews::default() };
        assert_eq!(look.window(), Duration::ZERO);
        let mut told = PendingNews { is_look: true, ..PendingNews::default() };
        told.take(Ok(PageNews::Events(StreamId("bees".to_owned()))));
        assert_eq!(told.window(), WINDOW);
        assert_eq!(PendingNews { is_lost: true, ..PendingNews::default() }.window(), WINDOW);
    }
}
