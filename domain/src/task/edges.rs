//! The search for a way between two tasks along dependencies: for a database, the looks that it takes from either end; and in
//! memory, from both ends at once.

use std::collections::{HashMap, HashSet};

use crate::id::TaskId;

/// The direction of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchSide {
    WaitsFor,
    Waiting,
}

/// The result of the search for a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A search in this direction came from the one to the other.
    Way(SearchSide),
    NoWay,
    /// Both sides have more tasks than may be read.
    GivenUp,
}

/// Number of tasks read first on either side: nearly always all there are.
pub const NEAR: usize = 100;

/// Looks for a way with `reach`. For a direction and a limit it counts the tasks on that side, its first task included, up to the
/// limit, and tells whether the other end is among them. The end with fewer tasks behind it answers.
#[derive(Debug, Clone, Copy)]
pub struct Looks([(SearchSide, usize); 4]);

impl Looks {
    /// The looks for a bound, in order.
    pub fn up_to(most: usize) -> Self {
        let near = NEAR.min(most);
        Self([
            (SearchSide::WaitsFor, near),
            (SearchSide::Waiting, near),
            (SearchSide::WaitsFor, most),
            (SearchSide::Waiting, most),
        ])
    }

    /// A direction and a limit each.
    pub fn each(self) -> impl Iterator<Item = (SearchSide, usize)> {
        self.0.into_iter()
    }

    /// The result of a look; none when the next look has to decide.
    pub fn answer(side: SearchSide, limit: usize, looked_at: usize, is_met: bool) -> Option<Found> {
        match (is_met, looked_at < limit) {
            (true, _) => Some(Found::Way(side)),
            (false, true) => Some(Found::NoWay),
            (false, false) => None,
        }
    }
}

/// The neighbours of a task, by place.
#[derive(Debug, Default)]
struct EdgeEnds {
    waits_for: Vec<u32>,
    waiting: Vec<u32>,
}

impl EdgeEnds {
    fn next(&self, side: SearchSide) -> &[u32] {
        match side {
            SearchSide::WaitsFor => &self.waits_for,
            SearchSide::Waiting => &self.waiting,
        }
    }
}

/// The last search that came to a task from one end, and the task before it on the way from there.
#[derive(Debug, Clone, Copy, Default)]
struct SeenEnd {
    look: u64,
    from: u32,
}

/// The last searches from both ends.
#[derive(Debug, Clone, Copy, Default)]
struct SeenBy {
    below: SeenEnd,
    above: SeenEnd,
}

impl SeenBy {
    fn by(&self, side: SearchSide) -> SeenEnd {
        match side {
            SearchSide::WaitsFor => self.below,
            SearchSide::Waiting => self.above,
        }
    }

    fn by_mut(&mut self, side: SearchSide) -> &mut SeenEnd {
        match side {
            SearchSide::WaitsFor => &mut self.below,
            SearchSide::Waiting => &mut self.above,
        }
    }
}

/// Edges that differ from the kept edges, for one search.
#[derive(Debug, Default)]
struct Differing {
    waits_for: HashMap<u32, Vec<u32>>,
    waiting: HashMap<u32, Vec<u32>>,
    gone: HashSet<(u32, u32)>,
}

impl Differing {
    fn add(&mut self, task: u32, on: u32) {
        self.waits_for.entry(task).or_default().push(on);
        self.waiting.entry(on).or_default().push(task);
    }

    fn next(&self, side: SearchSide, here: u32) -> &[u32] {
        let beside = match side {
            SearchSide::WaitsFor => &self.waits_for,
            SearchSide::Waiting => &self.waiting,
        };
        beside.get(&here).map_or(&[], Vec::as_slice)
    }

    fn is_gone(&self, side: SearchSide, here: u32, next: u32) -> bool {
        let edge = match side {
            SearchSide::WaitsFor => (here, next),
            SearchSide::Waiting => (next, here),
        };
        !self.gone.is_empty() && self.gone.contains(&edge)
    }
}

/// The front of a search from one end.
#[derive(Debug)]
struct SearchFront {
    side: SearchSide,
    /// The tasks reached last, all at the same number of steps from the end.
    level: Vec<u32>,
    /// The edges behind these.
    ahead: usize,
    /// Number of edges read.
    looked_at: usize,
}

/// Where two fronts meet: the task on the lower one, and that on the upper one.
type Meeting = (u32, u32);

/// Edges between tasks.
#[derive(Debug, Default)]
pub struct Edges {
    places: HashMap<TaskId, u32>,
    ids: Vec<TaskId>,
    ends: Vec<EdgeEnds>,
    seen: Vec<SeenBy>,
    count: usize,
    looks: u64,
}

/// The index that a place is in lists.
fn index(place: u32) -> usize {
    // There are no lists so long.
    usize::try_from(place).unwrap_or(usize::MAX)
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
        // A task waits for few others; very many may wait for one.
        let Some(ends) = self.ends.get_mut(index(task)).filter(|ends| !ends.waits_for.contains(&on)) else {
            return;
        };
        ends.waits_for.push(on);
        self.count += 1;
        if let Some(ends) = self.ends.get_mut(index(on)) {
            ends.waiting.push(task);
        }
    }

    fn place(&mut self, task: &TaskId) -> u32 {
        if let Some(place) = self.places.get(task) {
            return *place;
        }
        // There are fewer tasks in memory than that.
        let place = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.places.insert(task.clone(), place);
        self.ids.push(task.clone());
        self.ends.push(EdgeEnds::default());
        self.seen.push(SeenBy::default());
        place
    }

    /// The shortest way along which the first task waits for the second one, both included; none where it does not wait for it.
    /// `beside`: edges that are not kept; `gone`: edges that are kept and do not count.
    ///
    /// It reads at most twice the number of edges behind the end with fewer edges.
    pub fn way(
        &mut self,
        from: &TaskId,
        to: &TaskId,
        beside: &[(TaskId, TaskId)],
        gone: &[(TaskId, TaskId)],
    ) -> Option<Vec<TaskId>> {
        let kept = self.ids.len();
        let (start, end) = (self.place(from), self.place(to));
        let mut differing = Differing::default();
        for (task, on) in beside {
            let (task, on) = (self.place(task), self.place(on));
            differing.add(task, on);
        }
        for (task, on) in gone {
            let (task, on) = (self.place(task), self.place(on));
            differing.gone.insert((task, on));
        }
        let way = self.meet(start, end, &differing).0.map(|meeting| self.named(start, end, meeting));
        // A task that was only asked about would stay for ever: no bound on the edges counts it.
        for asked in self.ids.drain(kept..) {
            self.places.remove(&asked);
        }
        self.ends.truncate(kept);
        self.seen.truncate(kept);
        way
    }

    /// Searches from both ends, one level of tasks at a time, until one side has met the other or has no more tasks. The side
    /// with fewer edges so far goes first: so a small side answers soon, however large the other is. All earlier levels were
    /// fewer steps away, so the first meeting is on the shortest way. Returns the number of edges read, too.
    fn meet(&mut self, start: u32, end: u32, differing: &Differing) -> (Option<Meeting>, usize) {
        self.looks += 1;
        if start == end {
            self.see(SearchSide::WaitsFor, start, start);
            self.see(SearchSide::Waiting, end, end);
            return (Some((start, end)), 0);
        }
        let mut below = self.front(SearchSide::WaitsFor, start, differing);
        let mut above = self.front(SearchSide::Waiting, end, differing);
        while !below.level.is_empty() && !above.level.is_empty() {
            let is_below_next = below.looked_at + below.ahead <= above.looked_at + above.ahead;
            let front = if is_below_next { &mut below } else { &mut above };
            if let Some(meeting) = self.step(front, differing) {
                return (Some(meeting), below.looked_at + above.looked_at);
            }
        }
        (None, below.looked_at + above.looked_at)
    }

    fn front(&mut self, side: SearchSide, end: u32, differing: &Differing) -> SearchFront {
        self.see(side, end, end);
        let ahead = self.behind(side, end, differing);
        SearchFront { side, level: vec![end], ahead, looked_at: 0 }
    }

    /// Notes that this search came to a task from one end; returns whether that is new.
    fn see(&mut self, side: SearchSide, task: u32, from: u32) -> bool {
        let look = self.looks;
        let Some(seen) = self.seen.get_mut(index(task)).map(|seen| seen.by_mut(side)) else { return false };
        let is_new = seen.look != look;
        if is_new {
            *seen = SeenEnd { look, from };
        }
        is_new
    }

    /// Number of edges that lead on from a task.
    fn behind(&self, side: SearchSide, task: u32, differing: &Differing) -> usize {
        let kept = self.ends.get(index(task)).map_or(0, |ends| ends.next(side).len());
        kept + differing.next(side, task).len()
    }

    /// Goes one step further from an end.
    fn step(&mut self, front: &mut SearchFront, differing: &Differing) -> Option<Meeting> {
        let side = front.side;
        let other = match side {
            SearchSide::WaitsFor => SearchSide::Waiting,
            SearchSide::Waiting => SearchSide::WaitsFor,
        };
        front.ahead = 0;
        for here in std::mem::take(&mut front.level) {
            let mut at = 0;
            while let Some(next) = self.next(side, here, at, differing) {
                at += 1;
                front.looked_at += 1;
                if differing.is_gone(side, here, next) {
                    continue;
                }
                if self.seen.get(index(next)).is_some_and(|seen| seen.by(other).look == self.looks) {
                    return Some(match side {
                        SearchSide::WaitsFor => (here, next),
                        SearchSide::Waiting => (next, here),
                    });
                }
                if self.see(side, next, here) {
                    front.ahead += self.behind(side, next, differing);
                    front.level.push(next);
                }
            }
        }
        None
    }

    /// The neighbour number `at` of a task: first along kept edges, then along the others.
    fn next(&self, side: SearchSide, here: u32, at: usize, differing: &Differing) -> Option<u32> {
        let kept = self.ends.get(index(here)).map_or(&[][..], |ends| ends.next(side));
        let beside = || differing.next(side, here).get(at.checked_sub(kept.len())?);
        kept.get(at).or_else(beside).copied()
    }

    /// The way from one end to the other over a meeting.
    fn named(&self, start: u32, end: u32, (below, above): Meeting) -> Vec<TaskId> {
        let mut way = self.back(SearchSide::WaitsFor, below, start);
        way.reverse();
        // Both ends may be the same task.
        let rest = if below == above { Vec::new() } else { self.back(SearchSide::Waiting, above, end) };
        way.into_iter().chain(rest).filter_map(|place| self.ids.get(index(place)).cloned()).collect()
    }

    /// The way back from the task `reached` to the end where its search began.
    fn back(&self, side: SearchSide, reached: u32, end: u32) -> Vec<u32> {
        let mut way = vec![reached];
        let mut at = reached;
        while at != end
            && let Some(seen) = self.seen.get(index(at))
        {
            at = seen.by(side).from;
            way.push(at);
        }
        way
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, VecDeque};

    use proptest::prelude::*;

    use super::*;

    type Pair = (u8, u8);

    fn id(number: u8) -> TaskId {
        TaskId(format!("t{number}"))
    }

    fn ids(pairs: &[Pair]) -> Vec<(TaskId, TaskId)> {
        pairs.iter().map(|(task, on)| (id(*task), id(*on))).collect()
    }

    fn edges(pairs: &[Pair]) -> Edges {
        let mut edges = Edges::default();
        for (task, on) in ids(pairs) {
            edges.add(&task, &on);
        }
        edges
    }

    /// The tasks on a side of one, each with how many steps it is away.
    fn all_of(pairs: &[Pair], side: SearchSide, start: u8) -> HashMap<u8, usize> {
        let (mut steps, mut open) = (HashMap::from([(start, 0)]), VecDeque::from([start]));
        while let Some(at) = open.pop_front() {
            for (task, on) in pairs {
                let (here, next) = if side == SearchSide::WaitsFor { (task, on) } else { (on, task) };
                if *here == at && !steps.contains_key(next) {
                    steps.insert(*next, steps[&at] + 1);
                    open.push_back(*next);
                }
            }
        }
        steps
    }

    /// The edges behind some tasks.
    fn behind(pairs: &[Pair], side: SearchSide, tasks: &HashMap<u8, usize>) -> usize {
        let here = |(task, on): &Pair| if side == SearchSide::WaitsFor { *task } else { *on };
        pairs.iter().filter(|pair| tasks.contains_key(&here(pair))).count()
    }

    proptest! {
        #[test]
        fn the_shortest_way_is_found_where_there_is_one_and_the_smaller_side_bounds_what_is_looked_at(
            pairs in prop::collection::vec((0..30_u8, 0..30_u8), 0..90),
            from in 0..30_u8,
            to in 0..30_u8,
            kept in 0..90_usize,
            gone in 0..10_usize,
        ) {
            prop_assume!(from != to);
            let mut known = BTreeSet::new();
            let pairs: Vec<Pair> = pairs.into_iter().filter(|pair| known.insert(*pair)).collect();
            let (kept, beside) = pairs.split_at(kept.min(pairs.len()));
            let gone = &kept[..gone.min(kept.len())];
            let real: Vec<Pair> = pairs.iter().filter(|pair| !gone.contains(pair)).copied().collect();
            let below = all_of(&real, SearchSide::WaitsFor, from);
            let above = all_of(&real, SearchSide::Waiting, to);

            let mut held = edges(kept);
            let way = held.way(&id(from), &id(to), &ids(beside), &ids(gone));
            prop_assert_eq!(way.as_ref().map(|way| way.len() - 1), below.get(&to).copied());
            if let Some(way) = way {
                prop_assert_eq!((way.first(), way.last()), (Some(&id(from)), Some(&id(to))));
                for step in way.windows(2) {
                    let is_edge = |(task, on): &Pair| step == [id(*task), id(*on)];
                    prop_assert!(real.iter().any(is_edge), "{:?} of {:?}", step, way);
                }
            }

            // Once more with everything in memory, for the number of edges read.
            let mut held = edges(&real);
            let (start, end) = (held.place(&id(from)), held.place(&id(to)));
            let (_, looked_at) = held.meet(start, end, &Differing::default());
            let fewer = behind(&real, SearchSide::WaitsFor, &below).min(behind(&real, SearchSide::Waiting, &above));
            prop_assert!(looked_at <= 2 * fewer, "{} of {}", looked_at, fewer);
        }
    }

    #[test]
    fn edges_that_are_not_kept_are_gone_with_the_next_search() {
        let mut kept = edges(&[(1, 2)]);
        let beside = ids(&[(2, 3)]);
        assert_eq!(kept.way(&id(1), &id(3), &beside, &[]), Some(vec![id(1), id(2), id(3)]));
        assert_eq!(kept.way(&id(1), &id(3), &[], &[]), None);
        assert_eq!(kept.way(&id(8), &id(9), &[], &ids(&[(6, 7)])), None);
        assert_eq!(kept.way(&id(1), &id(2), &[], &ids(&[(1, 2)])), None, "it does not count");
        assert_eq!(kept.way(&id(1), &id(2), &[], &[]), Some(vec![id(1), id(2)]), "but is kept");
        assert_eq!(kept.way(&id(1), &id(1), &[], &[]), Some(vec![id(1)]));
        let lengths = (kept.ids.len(), kept.ends.len(), kept.seen.len(), kept.places.len());
        assert_eq!(lengths, (2, 2, 2, 2), "tasks without an edge");
        kept.add(&id(1), &id(2));
        assert_eq!(kept.len(), 1, "an edge is kept once");
        kept.add(&id(3), &id(1));
        let way = Some(vec![id(3), id(1), id(2)]);
        assert_eq!(kept.way(&id(3), &id(2), &[], &[]), way, "its place is its own");
    }

    #[test]
    fn a_side_with_little_behind_it_answers_however_much_is_behind_the_other() {
        // 1 waits for all from 10 on, and these for all of the next ten.
        let mut pairs: Vec<Pair> = (10..20).map(|on| (1, on)).collect();
        pairs.extend((10..200).flat_map(|task| (0..10).map(move |on| (task, task / 10 * 10 + 10 + on))));
        pairs.push((2, 3));
        let mut held = edges(&pairs);
        let (start, end) = (held.place(&id(1)), held.place(&id(3)));
        let (meeting, looked_at) = held.meet(start, end, &Differing::default());
        assert_eq!((meeting, looked_at), (None, 1), "one task waits for 3, and nothing for that");
    }
}
