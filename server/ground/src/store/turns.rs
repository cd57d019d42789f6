//! Turns at something that few at a time may use: the writing connection of SQLite, the writing transactions of Postgres.
//!
//! The first to come has the first turn. But few of one lane, such as one person, stand in the queue or have a turn: the others of
//! that lane wait behind them, and each comes to the end of the queue when one of them has had its turn. So nobody waits for
//! more than a few turns of each of the others, however much one of them wants to write.

use std::collections::{HashMap, VecDeque};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::error::{StoreError, StoreResult};

/// The most callers of one lane that wait behind the ones in the queue.
pub const BEHIND: usize = 64;

/// A turn that takes longer is a long one.
const LONG: Duration = Duration::from_millis(20);
/// The time for which the long turn of a lane is remembered, and the most such lanes.
const REMEMBERED: Duration = Duration::from_secs(10);
const LANES_REMEMBERED: usize = 1_000;

/// A name under which turns count together: a person by whatever door, another server, a kind of work by the clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TurnLane(String);

impl TurnLane {
    /// The lane of this name: the id of a person, the host of a server, the kind of work.
    pub fn of(name: impl Into<String>) -> Self {
        Self(name.into())
    }
}

/// The queue for some things of a kind; cheap to clone.
pub(super) struct Turns<T>(Arc<SharedTurns<T>>);

struct SharedTurns<T> {
    /// The most callers of one lane that stand in the queue or have a turn.
    of_lane: usize,
    queue: Mutex<Queue<T>>,
}

struct Queue<T> {
    /// The things that nobody has; while there are any, nobody waits.
    free: Vec<T>,
    waiting: VecDeque<WaitingTurns<T>>,
    lanes: HashMap<TurnLane, InLane<T>>,
    /// When the last turn of a lane ended that was a long one.
    long: HashMap<TurnLane, Instant>,
    /// Callers whose turn comes when nobody else waits.
    last: VecDeque<oneshot::Sender<HeldTurn<T>>>,
}

struct WaitingTurns<T> {
    lane: Option<TurnLane>,
    tell: oneshot::Sender<HeldTurn<T>>,
}

struct InLane<T> {
    /// The number of callers in the queue or with a turn.
    ahead: usize,
    behind: VecDeque<oneshot::Sender<HeldTurn<T>>>,
}

/// A turn at one of them, until it is dropped.
pub(super) struct HeldTurn<T> {
    shared: Arc<SharedTurns<T>>,
    lane: Option<TurnLane>,
    begun: Instant,
    it: Option<T>,
}

impl<T> Clone for Turns<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> SharedTurns<T> {
    fn queue(&self) -> MutexGuard<'_, Queue<T>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Turns<T> {
    /// Turns at these things, at most `of_lane` of one lane at the same time.
    pub fn at(free: impl IntoIterator<Item = T>, of_lane: usize) -> Self {
        let free = free.into_iter().collect();
        let (lanes, long) = (HashMap::new(), HashMap::new());
        let queue = Queue { free, waiting: VecDeque::new(), lanes, long, last: VecDeque::new() };
        Self(Arc::new(SharedTurns { of_lane, queue: Mutex::new(queue) }))
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// [`StoreError::Crowded`] when too many of the lane wait.
    pub async fn take(&self, lane: Option<TurnLane>) -> StoreResult<HeldTurn<T>> {
        let (tell, told) = oneshot::channel();
        if let Some(turn) = self.queue_up(lane, tell)? {
            return Ok(turn);
        }
        told.await.map_err(|_| StoreError::Crowded)
    }

    /// Waits until nobody else does.
    pub async fn take_last(&self) -> StoreResult<HeldTurn<T>> {
        let (tell, told) = oneshot::channel();
        {
            let mut queue = self.0.queue();
            if let Some(it) = queue.free.pop() {
                return Ok(HeldTurn::of(&self.0, None, it));
            }
            // Callers whose commit somebody else made wait no longer.
            queue.last.retain(|tell| !tell.is_closed());
            queue.last.push_back(tell);
        }
        told.await.map_err(|_| StoreError::Crowded)
    }

    /// Comes to the end of the queue, or behind the others of the lane; if a thing is free, the turn begins at once.
    fn queue_up(
        &self,
        lane: Option<TurnLane>,
        tell: oneshot::Sender<HeldTurn<T>>,
    ) -> StoreResult<Option<HeldTurn<T>>> {
        let mut queue = self.0.queue();
        if let Some(lane) = &lane {
            let in_lane =
                queue.lanes.entry(lane.clone()).or_insert(InLane { ahead: 0, behind: VecDeque::new() });
            if in_lane.ahead >= self.0.of_lane {
                if in_lane.behind.len() >= BEHIND {
                    in_lane.behind.retain(|tell| !tell.is_closed());
                }
                if in_lane.behind.len() >= BEHIND {
                    return Err(StoreError::Crowded);
                }
                in_lane.behind.push_back(tell);
                return Ok(None);
            }
            in_lane.ahead += 1;
        }
        match queue.free.pop() {
            Some(it) => Ok(Some(HeldTurn::of(&self.0, lane, it))),
            None => {
                queue.waiting.push_back(WaitingTurns { lane, tell });
                Ok(None)
            }
        }
    }
}

impl<T> Queue<T> {
    /// Ends the turn of a caller of a lane: the next caller of the lane comes to the end of the queue.
    fn leave(&mut self, lane: Option<TurnLane>) {
        let Some(lane) = lane else { return };
        let Some(in_lane) = self.lanes.get_mut(&lane) else { return };
        match in_lane.behind.pop_front() {
            Some(tell) => self.waiting.push_back(WaitingTurns { lane: Some(lane), tell }),
            None => {
                in_lane.ahead -= 1;
                if in_lane.ahead == 0 {
                    self.lanes.remove(&lane);
                }
            }
        }
    }

    /// Remembers whether the last turn of a lane was a long one.
    fn note(&mut self, lane: &TurnLane, took: Duration) {
        if took < LONG {
            self.long.remove(lane);
            return;
        }
        if self.long.len() >= LANES_REMEMBERED {
            self.long.retain(|_, at| at.elapsed() < REMEMBERED);
        }
        if self.long.len() < LANES_REMEMBERED {
            self.long.insert(lane.clone(), Instant::now());
        }
    }

    fn next(&mut self) -> Option<WaitingTurns<T>> {
        let last = |tell| WaitingTurns { lane: None, tell };
        self.waiting.pop_front().or_else(|| self.last.pop_front().map(last))
    }
}

impl<T> HeldTurn<T> {
    fn of(shared: &Arc<SharedTurns<T>>, lane: Option<TurnLane>, it: T) -> Self {
        Self { shared: shared.clone(), lane, begun: Instant::now(), it: Some(it) }
    }

    /// Notes that the work of this turn is done: what may follow, as a commit, is that of others, too.
    pub fn note_done(&self) {
        if let Some(lane) = &self.lane {
            self.shared.queue().note(lane, self.begun.elapsed());
        }
    }

    /// Whether the turn after this one may be long: the last one of that lane was.
    pub fn is_before_a_long_one(&self) -> bool {
        let queue = self.shared.queue();
        let next = queue.waiting.iter().find(|waiting| !waiting.tell.is_closed());
        let lane = next.map_or(self.lane.as_ref(), |waiting| waiting.lane.as_ref());
        lane.and_then(|lane| queue.long.get(lane)).is_some_and(|at| at.elapsed() < REMEMBERED)
    }

    /// Whether somebody comes after this turn, not counting [`Turns::take_last`].
    pub fn others_wait(&self) -> bool {
        let queue = self.shared.queue();
        let behind = self.lane.as_ref().and_then(|lane| queue.lanes.get(lane)).map(|lane| lane.behind.iter());
        let waiting = queue.waiting.iter().map(|waiting| &waiting.tell);
        waiting.chain(behind.into_iter().flatten()).any(|tell| !tell.is_closed())
    }
}

impl<T> Drop for HeldTurn<T> {
    fn drop(&mut self) {
        let Some(mut it) = self.it.take() else { return };
        let mut queue = self.shared.queue();
        queue.leave(self.lane.take());
        while let Some(WaitingTurns { lane, tell }) = queue.next() {
            let turn = HeldTurn::of(&self.shared, lane, it);
            // A caller who went away meanwhile gives it back at once.
            let Err(mut unheard) = tell.send(turn) else { return };
            queue.leave(unheard.lane.take());
            match unheard.it.take() {
                Some(back) => it = back,
                None => return,
            }
        }
        queue.free.push(it);
    }
}

#[expect(clippy::expect_used, reason = "it is taken out only when the turn is dropped")]
impl<T> Deref for HeldTurn<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.it.as_ref().expect("a turn is at something")
    }
}

#[expect(clippy::expect_used, reason = "it is taken out only when the turn is dropped")]
impl<T> DerefMut for HeldTurn<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.it.as_mut().expect("a turn is at something")
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    fn of(name: &str) -> Option<TurnLane> {
        Some(TurnLane::of(name))
    }

    /// The order in which the waiting callers have their turn, each of which is over at once.
    async fn in_order(turns: &Turns<()>, held: HeldTurn<()>, comes: &[&'static str]) -> Vec<&'static str> {
        let order = Mutex::new(Vec::new());
        let mut all: Vec<_> = comes
            .iter()
            .map(|name| {
                let lane = if name.is_empty() { None } else { of(name) };
                let order = &order;
                async move {
                    let turn = turns.take(lane).await.unwrap();
                    order.lock().unwrap().push(*name);
                    drop(turn);
                }
                .boxed_local()
            })
            .collect();
        for one in &mut all {
            assert!(futures::poll!(one).is_pending());
        }
        drop(held);
        futures::future::join_all(all).await;
        order.into_inner().unwrap()
    }

    #[tokio::test]
    async fn nobody_waits_for_more_than_one_turn_of_each_of_the_others() {
        let turns = Turns::at([()], 1);
        let held = turns.take(of("eve")).await.unwrap();
        let comes = ["eve", "eve", "eve", "ana", "", "eve", "bob", "ana"];
        let order = in_order(&turns, held, &comes).await;
        assert_eq!(order, ["ana", "", "bob", "eve", "ana", "eve", "eve", "eve"]);
        assert!(turns.0.queue().lanes.is_empty(), "nobody is remembered");
        assert_eq!(turns.0.queue().free.len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_had_a_long_turn_is_expected_to_have_another_one() {
        let turns = Turns::at([()], 1);
        let long = turns.take(of("eve")).await.unwrap();
        tokio::time::advance(LONG).await;
        long.note_done();
        drop(long);
        for (lane, is_long) in [("eve", true), ("ana", false)] {
            let short = turns.take(of("bob")).await.unwrap();
            let mut next = turns.take(of(lane)).boxed();
            assert!(futures::poll!(&mut next).is_pending());
            assert_eq!(short.is_before_a_long_one(), is_long, "{lane}");
        }
        turns.take(of("eve")).await.unwrap().note_done();
        let short = turns.take(of("bob")).await.unwrap();
        let mut next = turns.take(of("eve")).boxed();
        assert!(futures::poll!(&mut next).is_pending());
        assert!(!short.is_before_a_long_one(), "the last one was short");
    }

    #[tokio::test]
    async fn few_of_one_lane_have_a_turn_at_the_same_time() {
        let turns = Turns::at([(), (), ()], 2);
        let (one, _two) = (turns.take(of("eve")).await.unwrap(), turns.take(of("eve")).await.unwrap());
        let mut third = turns.take(of("eve")).boxed();
        assert!(futures::poll!(&mut third).is_pending(), "although a place is free");
        assert!(turns.take(of("ana")).now_or_never().is_some());
        drop(one);
        assert!(third.now_or_never().is_some());
    }

    #[tokio::test]
    async fn more_than_so_many_of_one_lane_do_not_wait() {
        let turns = Turns::at([()], 1);
        let _held = turns.take(of("eve")).await.unwrap();
        let mut waiting: Vec<_> = (0..BEHIND).map(|_| turns.take(of("eve")).boxed()).collect();
        for one in &mut waiting {
            assert!(futures::poll!(one).is_pending());
        }
        let refused = turns.take(of("eve")).await.map(drop);
        assert!(matches!(refused, Err(StoreError::Crowded)), "{refused:?}");
        // A caller who gives up leaves its place.
        drop(waiting.pop());
        assert!(futures::poll!(turns.take(of("eve")).boxed()).is_pending());
        assert!(futures::poll!(turns.take(of("ana")).boxed()).is_pending(), "others wait in the queue");
    }

    #[tokio::test]
    async fn whoever_went_away_is_passed_over_and_whoever_comes_last_waits_for_all() {
        let turns = Turns::at([()], 1);
        let held = turns.take(of("eve")).await.unwrap();
        let mut last = turns.take_last().boxed();
        let (mut gone, mut ana) = (turns.take(None).boxed(), turns.take(of("ana")).boxed());
        for one in [&mut last, &mut gone, &mut ana] {
            assert!(futures::poll!(one).is_pending());
        }
        assert!(held.others_wait());
        drop(gone);
        drop(held);
        assert!(futures::poll!(&mut last).is_pending(), "ana is before it");
        let ana = ana.now_or_never().unwrap().unwrap();
        assert!(!ana.others_wait());
        drop(ana);
        assert!(last.now_or_never().is_some());
    }
}
