//! Pictures beside the names of people: who has one, known in memory, and how one is made small.
//!
//! A page names dozens of people, and few of them have a picture. So each process knows who has one; the row of the instance, which every
//! page reads, says how many changes there were, and only those that are new are read.

mod small;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

pub use self::small::{MADE_AT_ONCE, MEMORY_MAX, QUALITY, SENT_MAX, SIDE, SIDE_MAX, Unusable};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pictures;

/// The media type of every picture, which is made here.
pub const TYPE: &str = "image/jpeg";

/// How many changes one statement reads.
const AT_ONCE: i64 = 1_000;

/// The pictures of the people of this instance.
#[derive(Debug, Clone)]
pub struct Pictures {
    known: Arc<Mutex<Arc<Known>>>,
    making: Arc<Semaphore>,
}

/// Who has a picture, after so many changes.
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

impl Default for Pictures {
    fn default() -> Self {
        Self { known: Arc::default(), making: Arc::new(Semaphore::new(MADE_AT_ONCE)) }
    }
}

impl Pictures {
    /// Who has a picture, after at least so many changes.
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

    /// Makes a picture small, beside few others at the same time: each may take much memory.
    ///
    /// # Errors
    /// When it is none, or too large.
    pub async fn make_small(&self, sent: Vec<u8>) -> Result<Vec<u8>, Unusable> {
        // The semaphore is never closed.
        let Ok(_place) = self.making.acquire().await else { return Err(Unusable::Damaged) };
        // What takes the decoder apart is a damaged picture, too.
        let made = tokio::task::spawn_blocking(move || small::of(&sent)).await;
        made.unwrap_or(Err(Unusable::Damaged))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_more_pictures_than_few_are_made_at_the_same_time() {
        let pictures = Pictures::default();
        let mut places = Vec::new();
        for _ in 0..MADE_AT_ONCE {
            places.push(pictures.making.clone().try_acquire_owned().unwrap());
        }
        let mut next = Box::pin(pictures.make_small(b"no picture".to_vec()));
        assert!(futures::poll!(next.as_mut()).is_pending(), "it waits for a place");
        places.pop();
        assert_eq!(next.await, Err(Unusable::OtherForm));
    }
}
