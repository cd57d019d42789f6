//! What waits for what, in memory: the search for a way between two tasks, from both ends.

use std::collections::HashMap;

use crate::id::TaskId;

/// The direction of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    WaitsFor,
    Waiting,
}

/// The result of the search for a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A search in this direction came from the one to the other.
    Way(Side),
    NoWay,
    /// Both sides have more tasks than may be looked at.
    GivenUp,
}

/// How many tasks are looked at first on either side: nearly always all there are.
pub const NEAR: usize = 100;

/// Looks for a way with `reach`, which says of a direction and a limit how many tasks are on that side, the one it begins with
/// included and counted up to the limit, and whether the other end is among them. The end that has fewer tasks behind it answers.
#[derive(Debug, Clone, Copy)]
pub struct Looks([(Side, usize); 4]);

impl Looks {
    /// The looks for a bound, in order.
    pub fn up_to(most: usize) -> Self {
        let near = NEAR.min(most);
        Self([(Side::WaitsFor, near), (Side::Waiting, near), (Side::WaitsFor, most), (Side::Waiting, most)])
    }

    /// A direction and a limit each.
    pub fn each(self) -> impl Iterator<Item = (Side, usize)> {
        self.0.into_iter()
    }

    /// What a look says; none when the next one has to.
    pub fn answer(side: Side, limit: usize, looked_at: usize, is_met: bool) -> Option<Found> {
        match (is_met, looked_at < limit) {
            (true, _) => Some(Found::Way(side)),
            (false, true) => Some(Found::NoWay),
            (false, false) => None,
        }
    }
}

/// The neighbours of a task, by place.
#[derive(Debug, Default)]
struct Ends {
    waits_for: Vec<u32>,
    waiting: Vec<u32>,
    /// The look in which it was seen last.
    seen: u64,
}

impl Ends {
    fn next(&self, side: Side) -> &[u32] {
        match side {
            Side::WaitsFor => &self.waits_for,
            Side::Waiting => &self.waiting,
        }
    }
}

/// What one look saw: how many tasks, and the way to the other end if it was among them.
struct Look {
    looked_at: usize,
    way: Option<Vec<u32>>,
}

/// Edges between tasks.
#[derive(Debug, Default)]
pub struct Edges {
    places: HashMap<TaskId, u32>,
    ids: Vec<TaskId>,
    ends: Vec<Ends>,
    count: usize,
    looks: u64,
}

impl Edges {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds an edge, unless it is there.
    pub fn add(&mut self, task: &TaskId, on: &TaskId) {
        let (task, on) = (self.place(task), self.place(on));
        if let Some(ends) = self.end(task).filter(|ends| !ends.waits_for.contains(&on)) {
            ends.waits_for.push(on);
            self.count += 1;
            if let Some(ends) = self.end(on) {
                ends.waiting.push(task);
            }
        }
    }

    fn end(&mut self, place: u32) -> Option<&mut Ends> {
        self.ends.get_mut(usize::try_from(place).ok()?)
    }

    fn place(&mut self, task: &TaskId) -> u32 {
        if let Some(place) = self.places.get(task) {
            return *place;
        }
        // There are fewer tasks in memory than that.
        let place = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.places.insert(task.clone(), place);
        self.ids.push(task.clone());
        self.ends.push(Ends::default());
        place
    }

    /// Whether the first task waits for the second one, directly or through others, with `more` edges that are not kept; and the
    /// shortest way, both included, if there is one. It looks at so many tasks on either side at most.
    pub fn search(
        &mut self,
        from: &TaskId,
        to: &TaskId,
        most: usize,
        more: &[(TaskId, TaskId)],
    ) -> (Found, Vec<TaskId>) {
        let kept = self.ids.len();
        let (start, end) = (self.place(from), self.place(to));
        let more: Vec<(u32, u32)> =
            more.iter().map(|(task, on)| (self.place(task), self.place(on))).collect();
        let answer = self.look_between(start, end, most, &more);
        // A task that was only asked about would stay for ever: no bound on the edges counts it.
        for asked in self.ids.drain(kept..) {
            self.places.remove(&asked);
        }
        self.ends.truncate(kept);
        answer
    }

    fn look_between(
        &mut self,
        start: u32,
        end: u32,
        most: usize,
        more: &[(u32, u32)],
    ) -> (Found, Vec<TaskId>) {
        for (side, limit) in Looks::up_to(most).each() {
            let (start, end) = match side {
                Side::WaitsFor => (start, end),
                Side::Waiting => (end, start),
            };
            let Look { looked_at, way } = self.reach(side, start, end, limit, more);
            if let Some(found) = Looks::answer(side, limit, looked_at, way.is_some()) {
                return (found, self.named(side, way.unwrap_or_default()));
            }
        }
        (Found::GivenUp, Vec::new())
    }

    /// A way that was found in a direction, from the waiting task on.
    fn named(&self, side: Side, mut way: Vec<u32>) -> Vec<TaskId> {
        if side == Side::Waiting {
            way.reverse();
        }
        let id = |place: u32| self.ids.get(usize::try_from(place).ok()?).cloned();
        way.into_iter().filter_map(id).collect()
    }

    fn reach(&mut self, side: Side, start: u32, end: u32, limit: usize, more: &[(u32, u32)]) -> Look {
        self.looks += 1;
        let look = self.looks;
        if let Some(ends) = self.end(start) {
            ends.seen = look;
        }
        // Each with the place in this list of the one it was reached from.
        let mut found = vec![(start, 0_usize)];
        let mut at = 0;
        while let Some((here, _)) = found.get(at).copied() {
            let beside = more.iter().filter_map(|(task, on)| match side {
                Side::WaitsFor => (*task == here).then_some(*on),
                Side::Waiting => (*on == here).then_some(*task),
            });
            let known = usize::try_from(here).ok().and_then(|here| self.ends.get(here));
            let next: Vec<u32> = known.map(|ends| ends.next(side)).unwrap_or_default().to_vec();
            for next in next.into_iter().chain(beside) {
                if next == end {
                    found.push((end, at));
                    return Look { looked_at: found.len(), way: Some(way_back(&found)) };
                }
                if found.len() >= limit {
                    return Look { looked_at: limit, way: None };
                }
                if let Some(ends) = self.end(next).filter(|ends| ends.seen != look) {
                    ends.seen = look;
                    found.push((next, at));
                }
            }
            at += 1;
        }
        Look { looked_at: found.len(), way: None }
    }
}

/// The way to the last one that was found, from the first.
fn way_back(found: &[(u32, usize)]) -> Vec<u32> {
    let mut way = Vec::new();
    let mut at = found.len().saturating_sub(1);
    while let Some((place, from)) = found.get(at).copied() {
        way.push(place);
        if at == 0 {
            break;
        }
        at = from;
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, VecDeque};

    use proptest::prelude::*;

    use super::*;

    fn id(number: u8) -> TaskId {
        TaskId(format!("t{number}"))
    }

    fn edges(pairs: &[(u8, u8)]) -> Edges {
        let mut edges = Edges::default();
        for (task, on) in pairs {
            edges.add(&id(*task), &id(*on));
        }
        edges
    }

    /// The tasks on a side of one, itself among them.
    fn all_of(pairs: &[(u8, u8)], side: Side, start: u8) -> BTreeSet<u8> {
        let (mut seen, mut open) = (BTreeSet::from([start]), VecDeque::from([start]));
        while let Some(at) = open.pop_front() {
            for (task, on) in pairs {
                let (here, next) = if side == Side::WaitsFor { (task, on) } else { (on, task) };
                if *here == at && seen.insert(*next) {
                    open.push_back(*next);
                }
            }
        }
        seen
    }

    proptest! {
        #[test]
        fn a_way_is_found_where_there_is_one_and_given_up_only_where_both_sides_are_large(
            pairs in prop::collection::vec((0..30_u8, 0..30_u8), 0..60),
            from in 0..30_u8,
            to in 0..30_u8,
            kept in 0..60_usize,
            most in 1..40_usize,
        ) {
            prop_assume!(from != to);
            let (kept, more) = pairs.split_at(kept.min(pairs.len()));
            let more: Vec<_> = more.iter().map(|(task, on)| (id(*task), id(*on))).collect();
            let below = all_of(&pairs, Side::WaitsFor, from);
            let above = all_of(&pairs, Side::Waiting, to);
            let (found, way) = edges(kept).search(&id(from), &id(to), most, &more);
            prop_assert_eq!(matches!(found, Found::Way(_)), !way.is_empty());
            match found {
                Found::Way(_) => {
                    prop_assert_eq!((way.first(), way.last()), (Some(&id(from)), Some(&id(to))));
                    for step in way.windows(2) {
                        let is_edge = |(task, on): &(u8, u8)| step == [id(*task), id(*on)];
                        prop_assert!(pairs.iter().any(is_edge), "{:?} of {:?}", step, way);
                    }
                }
                Found::NoWay => prop_assert!(!below.contains(&to)),
                Found::GivenUp => prop_assert!(below.len() >= most && above.len() >= most),
            }
        }
    }

    #[test]
    fn edges_that_are_not_kept_are_gone_with_the_next_search() {
        let mut kept = edges(&[(1, 2)]);
        let more = [(id(2), id(3))];
        let way = vec![id(1), id(2), id(3)];
        assert_eq!(kept.search(&id(1), &id(3), 10, &more), (Found::Way(Side::WaitsFor), way));
        assert_eq!(kept.search(&id(1), &id(3), 10, &[]), (Found::NoWay, vec![]));
        assert_eq!(kept.search(&id(8), &id(9), 10, &[]), (Found::NoWay, vec![]));
        assert_eq!((kept.ids.len(), kept.ends.len(), kept.places.len()), (2, 2, 2), "tasks without an edge");
        kept.add(&id(1), &id(2));
        assert_eq!(kept.len(), 1, "an edge is kept once");
        kept.add(&id(3), &id(1));
        let way = vec![id(3), id(1), id(2)];
        assert_eq!(
            kept.search(&id(3), &id(2), 10, &[]),
            (Found::Way(Side::WaitsFor), way),
            "its place is its own"
        );
    }
}
