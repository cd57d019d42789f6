//! A limited number of places at once for each key, such as a person, an address or a server. A key without a place is forgotten.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many places each key has taken, where one more than there may be is refused; cheap to clone.
#[derive(Debug, Clone)]
pub struct KeyPlaces<K: Eq + Hash>(Arc<Mutex<HashMap<K, usize>>>);

/// A place of a key, given back when it is dropped.
#[derive(Debug)]
pub struct Place<K: Eq + Hash> {
    places: KeyPlaces<K>,
    key: K,
}

impl<K: Eq + Hash> Default for KeyPlaces<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Eq + Hash> KeyPlaces<K> {
    fn taken(&self) -> MutexGuard<'_, HashMap<K, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many are taken in all.
    pub fn in_all(&self) -> usize {
        self.taken().values().sum()
    }
}

impl<K: Eq + Hash + Clone> KeyPlaces<K> {
    /// Takes a place, unless the key has `most` already.
    pub fn take(&self, key: K, most: usize) -> Option<Place<K>> {
        self.take_if(key, |own, _| if own < most { Ok(()) } else { Err(()) }).ok()
    }

    /// Takes a place, unless `check` refuses: it sees how many the key has, and what everybody has.
    ///
    /// # Errors
    /// The errors of `check`.
    pub fn take_if<E>(
        &self,
        key: K,
        check: impl FnOnce(usize, &HashMap<K, usize>) -> Result<(), E>,
    ) -> Result<Place<K>, E> {
        let mut taken = self.taken();
        check(taken.get(&key).copied().unwrap_or_default(), &taken)?;
        *taken.entry(key.clone()).or_default() += 1;
        Ok(Place { places: self.clone(), key })
    }

    /// The keys with `most` places, or more.
    pub fn full(&self, most: usize) -> Vec<K> {
        self.taken().iter().filter(|(_, own)| **own >= most).map(|(key, _)| key.clone()).collect()
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        if let Some(own) = taken.get_mut(&self.key) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.key);
            }
        }
    }
}

/// The places of each key, where one more than there may be waits. Who came first has the next one.
#[derive(Debug)]
pub struct Queues<K>(Mutex<HashMap<K, Arc<Semaphore>>>);

impl<K> Default for Queues<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> Queues<K> {
    /// The places of a key, `at_once` in all.
    pub fn of(&self, key: K, at_once: usize) -> Arc<Semaphore> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody has a place of it or waits for one.
        known.retain(|_, places| Arc::strong_count(places) > 1);
        known.entry(key).or_insert_with(|| Arc::new(Semaphore::new(at_once))).clone()
    }

    /// How many keys are known.
    pub fn known(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// The same, where one more than may wait is refused.
#[derive(Debug)]
pub struct Lines<K: Eq + Hash> {
    queues: Queues<K>,
    /// Those that have a place or wait for one.
    present: KeyPlaces<K>,
}

/// A key in which somebody stands in line.
#[derive(Debug, Clone)]
pub struct LineKey<K> {
    pub key: K,
    /// How many places it has.
    pub places: usize,
    /// How many may wait for one.
    pub waiting: usize,
}

/// A place of each key, given back when it is dropped.
#[derive(Debug)]
pub struct LinePlace<K: Eq + Hash> {
    _places: Vec<OwnedSemaphorePermit>,
    _present: Vec<Place<K>>,
}

/// As many wait as may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineFull;

impl<K: Eq + Hash> Default for Lines<K> {
    fn default() -> Self {
        Self { queues: Queues::default(), present: KeyPlaces::default() }
    }
}

impl<K: Eq + Hash + Clone> Lines<K> {
    /// Waits for a place of each of these keys, one after the other. All who stand in several of them give them in the same order, so that
    /// none holds up another for ever.
    ///
    /// # Errors
    /// When as many wait as may, of one of them.
    pub async fn place(&self, keys: impl IntoIterator<Item = LineKey<K>>) -> Result<LinePlace<K>, LineFull> {
        let keys: Vec<_> = keys.into_iter().collect();
        let mut present = Vec::with_capacity(keys.len());
        for LineKey { key, places, waiting } in &keys {
            present.push(self.present.take(key.clone(), places + waiting).ok_or(LineFull)?);
        }
        let mut held = Vec::with_capacity(keys.len());
        for LineKey { key, places, .. } in keys {
            held.push(self.queues.of(key, places).acquire_owned().await.map_err(|_| LineFull)?);
        }
        Ok(LinePlace { _places: held, _present: present })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_once_it_is_dropped_and_nobody_is_remembered() {
        let places = KeyPlaces::default();
        let held = [places.take("ana", 2).unwrap(), places.take("ana", 2).unwrap()];
        assert!(places.take("ana", 2).is_none() && places.take("ben", 2).is_some());
        assert_eq!((places.in_all(), places.full(2)), (2, vec!["ana"]));
        drop(held);
        assert!(places.taken().is_empty());
        assert_eq!(places.take_if("ana", |own, all| Err::<(), _>((own, all.len()))).unwrap_err(), (0, 0));
    }

    #[tokio::test]
    async fn so_many_wait_and_one_more_is_refused_and_nobody_is_remembered() {
        let lines = Lines::default();
        let key = |key| LineKey { key, places: 1, waiting: 1 };
        let held = lines.place([key("ana"), key("home")]).await.unwrap();
        let mut second = Box::pin(lines.place([key("ana"), key("home")]));
        assert!(futures::poll!(&mut second).is_pending());
        assert_eq!(lines.place([key("ana")]).await.unwrap_err(), LineFull);
        // A client that no longer waits keeps nobody from waiting.
        drop(second);
        let mut third = Box::pin(lines.place([key("ben"), key("home")]));
        assert!(futures::poll!(&mut third).is_pending());
        drop(held);
        drop(third.await.unwrap());
        assert!(lines.place([key("ana")]).await.is_ok() && lines.present.taken().is_empty());
        assert!(lines.queues.known() <= 1);
    }
}
