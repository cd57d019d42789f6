//! One open stream: its viewer, its topics, and the events not yet sent. It stores nothing else, because there may be
//! thousands.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::response::sse::Event;
use futures::task::AtomicWaker;
use pursuance_domain::allowed::{Grants, Membership, Principal};
use pursuance_domain::id::{ActorId, SessionId};
use pursuance_domain::time::Time;
use tokio::time::Instant;

use super::topic::{Topic, has_several};
use crate::store::notices;

/// One open stream.
pub(super) struct Listener {
    pub who: Principal,
    /// The session of a person: the stream ends with it.
    pub session: Option<SessionId>,
    topics: Vec<Topic>,
    has_several: bool,
    /// Whether it is the stream of a single page, which ends with the right to read the page.
    is_single: bool,
    pub begun: Instant,
    state: Mutex<State>,
    waker: AtomicWaker,
}

/// The part of a stream that changes while it is open.
#[derive(Default)]
pub(super) struct State {
    /// The place of each topic; none if it is gone.
    pub places: Vec<Option<Place>>,
    /// The mark of the person's unread notices; none for a visitor.
    pub unread: Option<notices::UnreadMark>,
    pub news: UnsentNews,
    has_ended: bool,
}

/// The pursuance or the task of a topic.
pub(super) struct Place {
    pub pursuance: ActorId,
    /// The number of the task.
    pub task: Option<i64>,
    /// The number of the last event checked, readable for the viewer or not.
    pub looked: i64,
    /// The membership and the grants of the viewer: a change of them changes the page.
    pub rights: Rights,
}

/// The rights that a page depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rights {
    pub membership: Membership,
    pub grants: Grants,
    /// The end of the viewer's ban: time lifts the ban, without an event.
    pub banned_until: Option<Time>,
}

/// The events not yet sent. While a browser is slow, they are merged to one event for each topic.
#[derive(Default)]
pub(super) struct UnsentNews {
    told: Vec<TopicNews>,
    pub unread: Option<i64>,
}

/// News of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct TopicNews {
    topic: usize,
    kind: Kind,
    number: Option<i64>,
}

/// The kind of news about a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Changed,
    /// The stream begins; the age of the newest event in milliseconds.
    At(Option<i64>),
    Stale,
    Gone,
}

impl UnsentNews {
    /// Adds news of a topic, merged with the news not yet sent.
    pub fn push(&mut self, topic: usize, kind: Kind, number: Option<i64>) {
        match self.told.iter_mut().find(|told| told.topic == topic) {
            // The browser reloads the topic anyway.
            Some(before) if kind == Kind::Changed && before.kind == Kind::Stale => {
                before.number = number.or(before.number);
            }
            Some(before) => *before = TopicNews { topic, kind, number: number.or(before.number) },
            None => self.told.push(TopicNews { topic, kind, number }),
        }
    }
}

impl Listener {
    pub fn new(
        who: Principal,
        session: Option<SessionId>,
        topics: Vec<Topic>,
        is_single: bool,
        state: State,
    ) -> Self {
        Self {
            who,
            session,
            has_several: has_several(&topics),
            topics,
            is_single,
            begun: Instant::now(),
            state: Mutex::new(state),
            waker: AtomicWaker::new(),
        }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores the last event checked for a topic, and the viewer's rights. Returns whether the rights have changed.
    pub fn note(&self, topic: usize, looked: i64, rights: Rights) -> bool {
        let mut state = self.state();
        let Some(Some(place)) = state.places.get_mut(topic) else { return false };
        let is_another = place.rights != rights;
        (place.looked, place.rights) = (looked, rights);
        is_another
    }

    /// Tells news of a topic.
    pub fn tell(&self, topic: usize, kind: Kind, number: Option<i64>) {
        self.state().news.push(topic, kind, number);
        self.waker.wake();
    }

    /// Tells how many notices are unread.
    pub fn tell_unread(&self, mark: notices::UnreadMark, count: i64) {
        let mut state = self.state();
        state.unread = Some(mark);
        state.news.unread = Some(count);
        drop(state);
        self.waker.wake();
    }

    /// The viewer may not read the page of a topic any more.
    pub fn lose(&self, topic: usize) {
        if self.is_single {
            return self.end();
        }
        if let Some(place) = self.state().places.get_mut(topic) {
            *place = None;
        }
        self.tell(topic, Kind::Gone, None);
    }

    /// Ends it, without a word more.
    pub fn end(&self) {
        let mut state = self.state();
        state.news = UnsentNews::default();
        state.has_ended = true;
        drop(state);
        self.waker.wake();
    }

    /// The next event, or none once it has ended.
    pub fn poll(&self, cx: &Context<'_>) -> Poll<Option<Event>> {
        // Registered before the check, so that news in between wakes the task.
        self.waker.register(cx.waker());
        let mut state = self.state();
        if !state.news.told.is_empty() {
            let told = state.news.told.remove(0);
            return Poll::Ready(Some(self.event(told)));
        }
        if let Some(count) = state.news.unread.take() {
            return Poll::Ready(Some(Event::default().event("inbox").data(count.to_string())));
        }
        if state.has_ended { Poll::Ready(None) } else { Poll::Pending }
    }

    fn event(&self, told: TopicNews) -> Event {
        let topic = self.topics.get(told.topic);
        let name = topic.map_or("", |topic| topic.name.as_str());
        let event = Event::default();
        let event = match told.kind {
            Kind::Changed => event.data(name),
            Kind::At(Some(ago)) => event.event("at").data(format!("{name} {ago}")),
            Kind::At(None) => event.event("at").data(name),
            Kind::Stale => event.event("stale").data(name),
            Kind::Gone => event.event("gone").data(name),
        };
        match (told.number, topic) {
            (Some(number), Some(topic)) if self.has_several => {
                event.id(format!("{}:{number}", topic.pursuance))
            }
            (Some(number), _) => event.id(number.to_string()),
            (None, _) => event,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pushed: &[(usize, Kind, Option<i64>)]) -> Vec<(usize, Kind, Option<i64>)> {
        let mut news = UnsentNews::default();
        for (topic, kind, number) in pushed {
            news.push(*topic, *kind, *number);
        }
        news.told.into_iter().map(|told| (told.topic, told.kind, told.number)).collect()
    }

    #[test]
    fn what_comes_before_it_is_read_is_one_event_of_each_topic() {
        let changed = |topic, number| (topic, Kind::Changed, number);
        assert_eq!(
            told(&[changed(0, Some(3)), changed(1, Some(3)), changed(0, Some(4)), changed(0, None)]),
            [changed(0, Some(4)), changed(1, Some(3))]
        );
        assert_eq!(
            told(&[(0, Kind::Stale, Some(3)), changed(0, Some(4))]),
            [(0, Kind::Stale, Some(4))],
            "it is read as a whole all the same"
        );
        assert_eq!(told(&[changed(0, Some(3)), (0, Kind::Gone, None)])[0].1, Kind::Gone);
    }
}
