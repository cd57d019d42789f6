//! Pictures beside the names of people: who has one, known in memory, and how one is made small.
//!
//! A page names dozens of people, and few of them have a picture. So each process knows who has one; the row of the instance, which every
//! page reads, says how many changes there were, and only new ones are read.
//!
//! A small file can be much work to read. So few are read at the same time, one of them for each person, and one whose sender has gone
//! keeps its place until it is read. The seconds that it took are counted for its person, and have a bound.

#[cfg(test)]
mod hostile;
mod shown;
mod small;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pursuance_domain::id::ActorId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::shown::of_this_thread;
pub use self::shown::{
    MadePicture, SHOWN_MEMORY_MAX, SHOWN_SENT_MAX, SHOWN_SIDE, SHOWN_TIME_MAX, THUMBNAIL_SIDE,
};
pub use self::small::{
    MADE_AT_ONCE, MEMORY_MAX, MILLIONS_MAX, PIXELS_MAX, QUALITY, SCANS_MAX, SENT_MAX, SIDE, SIDE_MAX,
    Unusable,
};
use crate::bounds::places::Queues;
use crate::bounds::rate::{Allowance, Rate};
use crate::platform::clock::Clock;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pictures;

/// The media type of every picture, which is made here.
pub const TYPE: &str = "image/jpeg";

/// The seconds of one core for the pictures of a person. An ordinary one takes less than half a second.
pub const SECONDS: Allowance = Allowance { at_once: 60, then_every: Duration::from_secs(4) };

/// How many changes one statement reads.
const AT_ONCE: i64 = 1_000;

/// The pictures of the people of this instance.
#[derive(Debug, Clone)]
pub struct Pictures {
    known: Arc<Mutex<Arc<Known>>>,
    making: Arc<Semaphore>,
    /// Of each person whose picture is made or waits: one place.
    turns: Arc<Queues<ActorId>>,
    /// The seconds that their pictures took.
    seconds: Arc<Rate<ActorId>>,
}

/// Who has a picture, after `changes` changes.
#[derive(Debug, Clone, Default)]
pub struct Known {
    changes: i64,
    /// The hashes, by the names of people.
    of: HashMap<String, String>,
}

impl Known {
    /// The hash of the picture of the person with this name.
    pub fn of(&self, name: &str) -> Option<&str> {
        self.of.get(name).map(String::as_str)
    }
}

/// Whether the beginning of a file is that of a picture, which may be shown.
pub fn is_picture(beginning: &[u8]) -> bool {
    small::form_of(beginning, &shown::FORMS).is_ok()
}

impl Pictures {
    /// Nobody is known, and nothing made yet.
    pub fn new(clock: &Clock) -> Self {
        Self {
            known: Arc::default(),
            making: Arc::new(Semaphore::new(MADE_AT_ONCE)),
            turns: Arc::default(),
            seconds: Arc::new(Rate::new(clock, SECONDS)),
        }
    }

    /// Whether a picture of a person may be made: not when theirs took more time than they may.
    ///
    /// # Errors
    /// When it is not: the seconds until it is.
    pub fn check(&self, person: &ActorId) -> Result<(), u64> {
        self.seconds.check(person)
    }

    /// Counts time of a core for the pictures of a person.
    pub fn count(&self, person: &ActorId, took: Duration) {
        self.seconds.add(person, took.as_secs_f64());
    }

    /// Who has a picture, after at least `changes` changes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn known(&self, tx: &mut ReadTx, changes: i64) -> StoreResult<Arc<Known>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if known.changes >= changes {
            return Ok(known);
        }
        let mut newer = Known::clone(&known);
        loop {
            let found = pictures::changes(tx, newer.changes, AT_ONCE).await?;
            let is_last = i64::try_from(found.len()).unwrap_or(AT_ONCE) < AT_ONCE;
            for change in found {
                newer.changes = change.number;
                match change.picture {
                    Some(picture) => newer.of.insert(change.name, picture),
                    None => newer.of.remove(&change.name),
                };
            }
            if is_last {
                break;
            }
        }
        // Of a change whose person is gone no row tells.
        newer.changes = newer.changes.max(changes);
        let newer = Arc::new(newer);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.changes < newer.changes {
            *known = newer.clone();
        }
        Ok(newer)
    }

    /// Makes a picture of a person small, beside few others at the same time: each may take much memory. Theirs are made one after the
    /// other.
    ///
    /// # Errors
    /// When it is none, or too large.
    pub async fn make_small(&self, person: &ActorId, sent: Vec<u8>) -> Result<Vec<u8>, Unusable> {
        let held = self.place(person).await?;
        self.apart(person, held, move || small::of(&sent)).await
    }

    /// Makes a picture that hangs beside what a person wrote anew, in the same turns. Its bytes are read when it is its turn: many may
    /// wait.
    ///
    /// # Errors
    /// Outside when they cannot be read; inside when it is no picture, or too large.
    pub async fn make_shown<E>(
        &self,
        person: &ActorId,
        bytes: impl Future<Output = Result<Vec<u8>, E>>,
    ) -> Result<Result<MadePicture, Unusable>, E> {
        let held = match self.place(person).await {
            Ok(held) => held,
            Err(no) => return Ok(Err(no)),
        };
        let sent = bytes.await?;
        Ok(self.apart(person, held, move || shown::of(sent)).await)
    }

    /// Waits for the turn of a person, then for a place.
    async fn place(&self, person: &ActorId) -> Result<Held, Unusable> {
        // The semaphores are never closed.
        let turn = self.turn(person).acquire_owned().await.map_err(|_| Unusable::Damaged)?;
        let place = self.making.clone().acquire_owned().await.map_err(|_| Unusable::Damaged)?;
        Ok((turn, place))
    }

    fn turn(&self, person: &ActorId) -> Arc<Semaphore> {
        self.turns.of(person.clone(), 1)
    }

    /// Makes a picture where it holds nobody up, and counts its time.
    async fn apart<T: Send + 'static>(
        &self,
        person: &ActorId,
        held: Held,
        make: impl FnOnce() -> Result<T, Unusable> + Send + 'static,
    ) -> Result<T, Unusable> {
        let (pictures, person) = (self.clone(), person.clone());
        let made = tokio::task::spawn_blocking(move || {
            // Held here, as this goes on after its caller is gone. The time is counted before the next one has its turn.
            let _held = held;
            let _counted = Counted { pictures, person, begun: of_this_thread() };
            make()
        });
        // A picture that takes the decoder apart is a damaged one, too.
        made.await.unwrap_or(Err(Unusable::Damaged))
    }
}

/// Counts the work of this thread for the pictures of a person until it is dropped, whatever becomes of the picture.
struct Counted {
    pictures: Pictures,
    person: ActorId,
    begun: Duration,
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.pictures.count(&self.person, of_this_thread().saturating_sub(self.begun));
    }
}

/// The turn of a person, and a place.
type Held = (OwnedSemaphorePermit, OwnedSemaphorePermit);

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use pursuance_domain::time::HOUR;

    use super::*;

    #[tokio::test]
    async fn no_more_pictures_than_few_are_made_at_the_same_time() {
        let pictures = Pictures::new(&Clock::System);
        let mut places = Vec::new();
        for _ in 0..MADE_AT_ONCE {
            places.push(pictures.making.clone().try_acquire_owned().unwrap());
        }
        let ana = ActorId("ana".to_owned());
        let mut next = Box::pin(pictures.make_small(&ana, b"no picture".to_vec()));
        assert!(futures::poll!(next.as_mut()).is_pending(), "it waits for a place");
        places.pop();
        assert_eq!(next.await, Err(Unusable::OtherForm));
    }

    #[tokio::test]
    async fn the_pictures_of_one_person_are_made_one_after_the_other_and_hold_up_nobody_else() {
        let pictures = Pictures::new(&Clock::System);
        let [ana, bob] = ["ana", "bob"].map(|name| ActorId(name.to_owned()));
        let first = pictures.turn(&ana).try_acquire_owned().unwrap();
        let mut next = Box::pin(pictures.make_small(&ana, b"no picture".to_vec()));
        assert!(futures::poll!(next.as_mut()).is_pending(), "it waits for the first");
        assert_eq!(pictures.make_small(&bob, b"no picture".to_vec()).await, Err(Unusable::OtherForm));
        drop(first);
        assert_eq!(next.await, Err(Unusable::OtherForm));
        pictures.turn(&bob);
        assert_eq!(pictures.turns.known(), 1, "nobody is remembered");
    }

    #[tokio::test]
    async fn what_the_pictures_of_a_person_take_is_counted_and_holds_up_nobody_else() {
        let moved = Arc::new(AtomicI64::new(0));
        let clock = Clock::Moved(moved.clone());
        // The used-up time comes back slowly, so that it stays used up however long this takes.
        let slowly = Allowance { then_every: Duration::from_hours(1), ..SECONDS };
        let seconds = Arc::new(Rate::new(&clock, slowly));
        let pictures = Pictures { seconds, ..Pictures::new(&clock) };
        let [ana, bob] = ["ana", "bob"].map(|name| ActorId(name.to_owned()));
        pictures.count(&ana, Duration::from_secs(u64::from(SECONDS.at_once)));
        assert_eq!(pictures.check(&ana), Ok(()));
        let held = pictures.place(&ana).await.unwrap();
        let work = || -> Result<(), Unusable> {
            let begun = of_this_thread();
            while of_this_thread() - begun < Duration::from_millis(5) {}
            panic!("the decoder")
        };
        let made: Result<(), Unusable> = pictures.apart(&ana, held, work).await;
        assert_eq!(made, Err(Unusable::Damaged));
        assert!(pictures.check(&ana).is_err(), "whatever became of it");
        assert_eq!(pictures.check(&bob), Ok(()));
        moved.store(2 * HOUR, Ordering::SeqCst);
        assert_eq!(pictures.check(&ana), Ok(()), "it comes back");
    }

    #[test]
    fn a_picture_whose_sender_has_gone_keeps_its_place_until_it_is_made() {
        // Nothing blocking begins while the one thread for it is taken.
        let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
        runtime.block_on(async {
            let (go, wait) = std::sync::mpsc::channel::<()>();
            let taken = tokio::task::spawn_blocking(move || wait.recv().is_err());
            let pictures = Pictures::new(&Clock::System);
            let ana = ActorId("ana".to_owned());
            let mut gone = Box::pin(pictures.make_small(&ana, b"no picture".to_vec()));
            assert!(futures::poll!(gone.as_mut()).is_pending(), "it waits for the thread");
            drop(gone);
            let free = (pictures.making.available_permits(), pictures.turn(&ana).available_permits());
            assert_eq!(free, (MADE_AT_ONCE - 1, 0));
            drop(go);
            assert!(taken.await.unwrap());
        });
    }
}
