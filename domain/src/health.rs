//! The health of a pursuance, for its organisers: why a task still looks for somebody, the flow of its tasks by weeks, and how
//! soon tasks are taken. Pure functions over counts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::pairing::{PairingRefusal, Unfit};
use crate::time::{DAY, Time};
use crate::value::Skill;

/// The number of weeks shown.
pub const WEEKS: usize = 12;
/// A week, in the unit of [`Time`].
pub const WEEK: i64 = 7 * DAY;

/// The beginning of the period shown.
pub fn since(now: Time) -> Time {
    let weeks = i64::try_from(WEEKS).unwrap_or(i64::MAX);
    now.plus(-weeks.saturating_mul(WEEK))
}

/// Why a free task that wants help has nobody yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "why", rename_all = "snake_case")]
#[schemars(rename = "WhyNobody")]
pub enum Waits {
    /// The pursuance is closed.
    #[schemars(title = "PursuanceClosed")]
    Closed,
    /// It names no skills: nobody is asked, and it stands on the board only.
    #[schemars(title = "WithoutSkills")]
    NoSkills,
    /// Somebody has paused the asking.
    #[schemars(title = "PairingIsPaused")]
    Paused,
    /// No member who takes tasks has one of its skills.
    #[schemars(title = "NobodyHasSkills")]
    NobodyHas {
        /// The skills that nobody has.
        skills: Vec<Skill>,
    },
    /// People are asked. Those who may not assign it read no more than that.
    #[schemars(title = "Searching")]
    Searching,
    /// Members have each of its skills, but nobody has all of them.
    #[schemars(title = "NobodyHasAllSkills")]
    NobodyHasAll,
    /// People were asked who have not answered.
    #[schemars(title = "Unanswered")]
    Unanswered {
        /// How many.
        people: usize,
    },
    /// Everybody with its skills was asked.
    #[schemars(title = "AllAsked")]
    AllAsked {
        /// How many.
        people: usize,
    },
    /// Everybody with its skills who was not asked is away.
    #[schemars(title = "AllAway")]
    AllAway {
        /// How many.
        people: usize,
    },
    /// Everybody with its skills who was not asked is left alone now, for one reason or another.
    #[schemars(title = "NobodyFree")]
    NobodyFree {
        /// How many.
        people: usize,
    },
}

/// The facts about a task that wants help.
#[derive(Debug, Clone)]
pub struct Wanting {
    pub is_closed: bool,
    /// Whether people are asked about it at all.
    pub ruling: Result<(), PairingRefusal>,
    /// Its skills that no member who takes tasks has.
    pub missing: Vec<Skill>,
}

/// Further facts for members who may assign the task.
#[derive(Debug, Clone, Default)]
pub struct AskedPeople {
    pub people: usize,
    /// The asked people who have not answered.
    pub unanswered: usize,
    /// Members with every skill who were not asked, and why each of them is not asked now.
    pub unfit: BTreeMap<Unfit, usize>,
    /// The people who can be asked now.
    pub left: usize,
}

/// Why a task has nobody yet. `asked`: for readers who may assign it; nobody else learns who was asked, or who is left alone.
pub fn why(task: Wanting, asked: Option<&AskedPeople>) -> Waits {
    if task.is_closed {
        return Waits::Closed;
    }
    match task.ruling {
        Err(PairingRefusal::NoSkills) => return Waits::NoSkills,
        Err(PairingRefusal::Paused) => return Waits::Paused,
        Ok(())
        | Err(
            PairingRefusal::NotWanted
            | PairingRefusal::Blocked
            | PairingRefusal::OpenParts
            | PairingRefusal::OnOffer
            | PairingRefusal::NoChange
            | PairingRefusal::Person(_),
        ) => {}
    }
    if let Some(asked) = asked.filter(|asked| asked.unanswered > 0) {
        return Waits::Unanswered { people: asked.unanswered };
    }
    if !task.missing.is_empty() {
        return Waits::NobodyHas { skills: task.missing };
    }
    let Some(asked) = asked.filter(|asked| asked.left == 0) else { return Waits::Searching };
    let others = asked.unfit.values().sum();
    match (others, asked.people) {
        (0, 0) => Waits::NobodyHasAll,
        (0, people) => Waits::AllAsked { people },
        (people, _) if asked.unfit.keys().all(|why| *why == Unfit::Away) => Waits::AllAway { people },
        (people, _) => Waits::NobodyFree { people },
    }
}

/// The counts of one week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Tasks that were written.
    pub made: i64,
    /// Tasks that were done.
    pub finished: i64,
    /// Tasks that were dropped, or archived unfinished.
    pub left: i64,
}

/// One week of the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WeekOfTasks")]
pub struct Week {
    pub from: Time,
    pub until: Time,
    /// Tasks that were written in it.
    pub made: i64,
    /// Tasks that were done in it, and are.
    pub finished: i64,
    /// Tasks that were open at its end.
    pub open: i64,
}

/// The flow of the last weeks, the oldest first. `open`: how many tasks are open now. Each task counts by how it stands now: one
/// that was opened again was open all the time.
pub fn flow(now: Time, counted: &[Counted; WEEKS], open: i64) -> Vec<Week> {
    let mut open_then = open;
    let mut until = now;
    let mut weeks = Vec::with_capacity(WEEKS);
    for Counted { made, finished, left } in counted.iter().rev().copied() {
        let from = until.plus(-WEEK);
        weeks.push(Week { from, until, made, finished, open: open_then });
        open_then = open_then - made + finished + left;
        until = from;
    }
    weeks.reverse();
    weeks
}

/// How long tasks looked for somebody before they were taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "TakenAfter")]
pub struct Taken {
    /// How many tasks.
    pub tasks: usize,
    /// Half of them were taken within so many seconds.
    pub median_seconds: i64,
    /// Nine of ten were taken within so many seconds.
    pub ninety_seconds: i64,
}

/// The median and the ninetieth percentile of waiting times; none without any.
pub fn taken(mut waited: Vec<i64>) -> Option<Taken> {
    waited.sort_unstable();
    let within = |tenths: usize| {
        let place = (waited.len() * tenths).div_ceil(10).saturating_sub(1);
        waited.get(place).map(|micros| micros / crate::time::SECOND)
    };
    Some(Taken { tasks: waited.len(), median_seconds: within(5)?, ninety_seconds: within(9)? })
}

/// The outcomes of the questions to people whether they take a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(rename = "OfferShare")]
pub struct Offered {
    /// Those that ended: with an answer, or with their task.
    pub ended: i64,
    /// Those of them to which somebody said yes, also when another was faster.
    pub accepted: i64,
    /// Those that wait for an answer.
    pub waiting: i64,
}

impl Offered {
    /// The share that was accepted, in percent; none without any.
    pub fn percent(&self) -> Option<i64> {
        (self.ended > 0).then(|| self.accepted * 100 / self.ended)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wanting(ruling: Result<(), PairingRefusal>, missing: &[&str]) -> Wanting {
        let missing = missing.iter().map(|skill| Skill::parse(skill).unwrap()).collect();
        Wanting { is_closed: false, ruling, missing }
    }

    fn asked(people: usize, unanswered: usize, unfit: &[(Unfit, usize)], left: usize) -> AskedPeople {
        AskedPeople { people, unanswered, unfit: unfit.iter().copied().collect(), left }
    }

    #[test]
    fn the_first_reason_is_told_and_the_people_to_organisers_alone() {
        let french = Waits::NobodyHas { skills: vec![Skill::parse("Language:French").unwrap()] };
        let away = [(Unfit::Away, 2)];
        let mixed = [(Unfit::Away, 2), (Unfit::Busy, 1)];
        for (ruling, missing, known, organiser, others) in [
            (Err(PairingRefusal::NoSkills), vec![], asked(2, 2, &[], 0), Waits::NoSkills, Waits::NoSkills),
            (Err(PairingRefusal::Paused), vec![], asked(2, 2, &[], 0), Waits::Paused, Waits::Paused),
            (Ok(()), vec![], asked(3, 1, &[], 0), Waits::Unanswered { people: 1 }, Waits::Searching),
            (Ok(()), vec!["Language:French"], asked(0, 0, &[], 0), french.clone(), french),
            (Ok(()), vec![], asked(3, 0, &[], 0), Waits::AllAsked { people: 3 }, Waits::Searching),
            (Ok(()), vec![], asked(0, 0, &[], 0), Waits::NobodyHasAll, Waits::Searching),
            (Ok(()), vec![], asked(3, 0, &away, 0), Waits::AllAway { people: 2 }, Waits::Searching),
            (Ok(()), vec![], asked(3, 0, &mixed, 0), Waits::NobodyFree { people: 3 }, Waits::Searching),
            (Ok(()), vec![], asked(3, 0, &mixed, 1), Waits::Searching, Waits::Searching),
        ] {
            assert_eq!(why(wanting(ruling, &missing), Some(&known)), organiser);
            assert_eq!(why(wanting(ruling, &missing), None), others);
        }
        let closed = Wanting { is_closed: true, ..wanting(Ok(()), &[]) };
        assert_eq!(why(closed, Some(&asked(3, 1, &[], 0))), Waits::Closed);
    }

    #[test]
    fn half_and_nine_of_ten_are_the_nearest_that_were() {
        let seconds = |times: &[i64]| taken(times.iter().map(|time| time * crate::time::SECOND).collect());
        assert_eq!(seconds(&[]), None);
        assert_eq!(seconds(&[7]), Some(Taken { tasks: 1, median_seconds: 7, ninety_seconds: 7 }));
        let ten = [9, 1, 2, 3, 4, 5, 6, 7, 8, 1_000];
        assert_eq!(seconds(&ten), Some(Taken { tasks: 10, median_seconds: 5, ninety_seconds: 9 }));
    }

    proptest! {
        #[test]
        fn what_is_open_follows_from_week_to_week(
            counts in proptest::collection::vec((0..50_i64, 0..50_i64, 0..50_i64), WEEKS),
            open in 0..10_000_i64,
        ) {
            let mut counted = [Counted::default(); WEEKS];
            for (week, (made, finished, left)) in counted.iter_mut().zip(counts) {
                *week = Counted { made, finished, left };
            }
            let now = Time(1_700_000_000_000_000);
            let weeks = flow(now, &counted, open);
            prop_assert_eq!(weeks.len(), WEEKS);
            prop_assert_eq!(weeks[WEEKS - 1].open, open);
            prop_assert_eq!((weeks[0].from, weeks[WEEKS - 1].until), (since(now), now));
            for (pair, count) in weeks.windows(2).zip(&counted[1..]) {
                prop_assert_eq!(pair[1].open, pair[0].open + count.made - count.finished - count.left);
                prop_assert_eq!(pair[1].from, pair[0].until);
            }
        }
    }
}
