//! Dependencies: a task waits for others, of any pursuance here, and never for itself (RULES §1).

use schemars::JsonSchema;
use serde::Serialize;

use super::phase::Phase;
use crate::time::DAY;
use crate::wording::{NamedValue, Wording, refusals};

/// The most tasks that one task waits for.
pub const DEPENDENCIES_MAX: usize = 50;

/// The most tasks of other pursuances that wait for one task.
pub const AWAITED_ELSEWHERE_MAX: usize = 50;

/// The most of these that one person may note who is no member of its pursuance: so nobody takes all the room.
pub const AWAITED_OF_STRANGER_MAX: usize = 5;

/// The most of these that people who are no members there may note together: the rest is for members, whoever has how many accounts.
pub const AWAITED_OF_STRANGERS_MAX: usize = 25;

/// The most tasks that a database reads on either side of a new dependency, where there are too many for the memory. Each may
/// wait for [`DEPENDENCIES_MAX`] others: these rows are read in less than a tenth of a second, with the lock for edges held.
/// Only where both sides have more is the dependency refused.
pub const LOOKED_AT_MAX: usize = 200;

/// The time after which people are told again that the same task waits for the same other one, or no longer: noting it and taking
/// it away tells nobody each time. At most [`AWAITED_ELSEWHERE_MAX`] tasks of other pursuances are told in that time, and at most
/// [`AWAITED_OF_STRANGER_MAX`] that one stranger noted.
pub const TOLD_AGAIN_AFTER: i64 = DAY;

/// The most people and reasons that one task waits for at the same time.
pub const BLOCKS_MAX: usize = 10;

/// A task on the way that a new dependency would close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Stop {
    /// A task that the person may see.
    Seen {
        /// The slug of its pursuance.
        pursuance: String,
        /// Its number.
        task: i64,
        /// Its title; none where this server cannot read it.
        title: Option<String>,
    },
    /// So many tasks that are not named, because the way is long.
    LeftOut {
        /// How many.
        left_out: usize,
    },
    /// A task that the person may not see.
    Hidden,
}

/// The most tasks of a way that are named.
pub const WAY_NAMED_MAX: usize = 10;

/// The named stops of a way: its first ones, the number left out after them, and its last ones.
pub fn named_of<T>(way: &[T]) -> (&[T], usize, &[T]) {
    let left_out = way.len().saturating_sub(WAY_NAMED_MAX);
    let first = if left_out == 0 { way.len() } else { WAY_NAMED_MAX / 2 };
    let (head, rest) = way.split_at(first);
    (head, left_out, &rest[left_out..])
}

/// The result of the search for a way from the wanted task back to the waiting one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaySearch {
    /// There is none.
    NoWay,
    /// There is one: the waiting task, what it would wait for, and so on to the waiting task again.
    Way(Vec<Stop>),
    /// More than [`LOOKED_AT_MAX`] tasks on either side; the search was given up.
    GivenUp,
}

/// The reason why a dependency was not noted or taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DependencyRefusal {
    /// The task would wait for itself, directly or through others.
    Cycle { path: Vec<Stop> },
    /// The task, or one below it, would wait for a task that it is part of, which is not done before its parts are.
    PartOfIt { task: i64 },
    /// The task waits for the most tasks already.
    TooMany,
    /// The most tasks of other pursuances wait for that one already.
    TooAwaited,
    /// The person, no member there, has noted the most of these already.
    TooAwaitedByStranger,
    /// People who are no members there, as the person is none, have noted the most of these already.
    TooAwaitedByStrangers,
    /// Too many tasks are connected to rule out a circle in time.
    TooConnected,
    /// The task does not wait for that one.
    NotThere,
    /// The task is done or dropped: nothing blocks it.
    Closed { phase: Phase },
    /// The most people and reasons block the task already.
    TooManyBlocks,
    /// No person or reason blocks the task.
    NotBlocked,
}

refusals!(DependencyRefusal);

impl DependencyRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Cycle { .. } | Self::PartOfIt { .. } => "cycle",
            Self::TooMany => "too-many-dependencies",
            Self::TooAwaited | Self::TooAwaitedByStranger | Self::TooAwaitedByStrangers => "too-awaited",
            Self::TooConnected => "too-connected",
            Self::NotThere => "no-such-dependency",
            Self::Closed { .. } => "closed",
            Self::TooManyBlocks => "too-many-blocks",
            Self::NotBlocked => "not-blocked",
        }
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Cycle { path } if path.len() < 3 => Wording::new("refusal-depends-on-itself"),
            Self::Cycle { path } => {
                Wording::new("refusal-dependency-cycle").set("path", NamedValue::Way(path.clone()))
            }
            Self::PartOfIt { task } => Wording::new("refusal-depends-on-its-whole").set("task", *task),
            Self::TooMany => Wording::new("refusal-dependencies-too-many").set("max", DEPENDENCIES_MAX),
            Self::TooAwaited => {
                Wording::new("refusal-dependencies-too-awaited").set("max", AWAITED_ELSEWHERE_MAX)
            }
            Self::TooAwaitedByStranger => Wording::new("refusal-dependencies-too-awaited-by-stranger")
                .set("max", AWAITED_OF_STRANGER_MAX),
            Self::TooAwaitedByStrangers => Wording::new("refusal-dependencies-too-awaited-by-strangers")
                .set("max", AWAITED_OF_STRANGERS_MAX),
            Self::TooConnected => {
                Wording::new("refusal-dependencies-too-connected").set("max", LOOKED_AT_MAX)
            }
            Self::NotThere => Wording::new("refusal-dependency-not-there"),
            Self::Closed { phase } => Wording::new("refusal-block-closed").set("phase", *phase),
            Self::TooManyBlocks => Wording::new("refusal-blocks-too-many").set("max", BLOCKS_MAX),
            Self::NotBlocked => Wording::new("refusal-not-blocked"),
        }
    }
}

/// The dependencies at either end of a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AtEnds {
    /// Number of tasks that the waiting task waits for.
    pub waits_for: usize,
    /// Number of tasks of other pursuances that wait for the awaited task, where the new dependency is one of these.
    pub awaited_elsewhere: usize,
    /// Number of these that the person noted, where they are no member of its pursuance.
    pub awaited_of_stranger: usize,
    /// Number of these that people noted who are no members there now, where the person is none either.
    pub awaited_of_strangers: usize,
}

/// Decides whether a task may wait for one more, after the search for a way back.
///
/// # Errors
/// [`DependencyRefusal::Cycle`] when there is a way back, and the limits.
pub fn may_depend(has: AtEnds, search: WaySearch) -> Result<(), DependencyRefusal> {
    match search {
        WaySearch::Way(path) => Err(DependencyRefusal::Cycle { path }),
        WaySearch::NoWay | WaySearch::GivenUp if has.waits_for >= DEPENDENCIES_MAX => {
            Err(DependencyRefusal::TooMany)
        }
        WaySearch::NoWay | WaySearch::GivenUp if has.awaited_elsewhere >= AWAITED_ELSEWHERE_MAX => {
            Err(DependencyRefusal::TooAwaited)
        }
        WaySearch::NoWay | WaySearch::GivenUp if has.awaited_of_stranger >= AWAITED_OF_STRANGER_MAX => {
            Err(DependencyRefusal::TooAwaitedByStranger)
        }
        WaySearch::NoWay | WaySearch::GivenUp if has.awaited_of_strangers >= AWAITED_OF_STRANGERS_MAX => {
            Err(DependencyRefusal::TooAwaitedByStrangers)
        }
        WaySearch::GivenUp => Err(DependencyRefusal::TooConnected),
        WaySearch::NoWay => Ok(()),
    }
}

/// Decides whether a task may be said to be blocked, by a person or in words, where `has` others block it.
///
/// # Errors
/// [`DependencyRefusal::Closed`] and [`DependencyRefusal::TooManyBlocks`].
pub fn may_block(phase: Phase, has: usize) -> Result<(), DependencyRefusal> {
    if phase.is_closed() {
        Err(DependencyRefusal::Closed { phase })
    } else if has >= BLOCKS_MAX {
        Err(DependencyRefusal::TooManyBlocks)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(task: i64) -> Stop {
        Stop::Seen { pursuance: "bees".to_owned(), task, title: Some("Count".to_owned()) }
    }

    #[test]
    fn a_way_back_is_refused_with_the_way_and_before_the_limits() {
        let path = vec![stop(1), stop(2), stop(1)];
        let has = |waits_for, awaited_elsewhere| AtEnds { waits_for, awaited_elsewhere, ..AtEnds::default() };
        let full = has(DEPENDENCIES_MAX, AWAITED_ELSEWHERE_MAX);
        let refused = may_depend(full, WaySearch::Way(path.clone()));
        assert_eq!(refused, Err(DependencyRefusal::Cycle { path }));
        let room = has(DEPENDENCIES_MAX - 1, AWAITED_ELSEWHERE_MAX - 1);
        assert_eq!(may_depend(room, WaySearch::NoWay), Ok(()));
        assert_eq!(may_depend(has(DEPENDENCIES_MAX, 0), WaySearch::NoWay), Err(DependencyRefusal::TooMany));
        let awaited = may_depend(has(0, AWAITED_ELSEWHERE_MAX), WaySearch::NoWay);
        assert_eq!(awaited, Err(DependencyRefusal::TooAwaited));
        let stranger = |awaited_of_stranger| AtEnds { awaited_of_stranger, ..has(0, 0) };
        assert_eq!(may_depend(stranger(AWAITED_OF_STRANGER_MAX - 1), WaySearch::NoWay), Ok(()));
        let awaited = may_depend(stranger(AWAITED_OF_STRANGER_MAX), WaySearch::NoWay);
        assert_eq!(awaited, Err(DependencyRefusal::TooAwaitedByStranger));
        let strangers = |awaited_of_strangers| AtEnds { awaited_of_strangers, ..has(0, 0) };
        assert_eq!(may_depend(strangers(AWAITED_OF_STRANGERS_MAX - 1), WaySearch::NoWay), Ok(()));
        let awaited = may_depend(strangers(AWAITED_OF_STRANGERS_MAX), WaySearch::NoWay);
        assert_eq!(awaited, Err(DependencyRefusal::TooAwaitedByStrangers));
        assert_eq!(may_depend(AtEnds::default(), WaySearch::GivenUp), Err(DependencyRefusal::TooConnected));
    }

    #[test]
    fn what_is_closed_is_not_blocked_and_the_others_by_so_many_at_most() {
        for phase in Phase::ALL {
            assert_eq!(may_block(phase, 0).is_ok(), !phase.is_closed(), "{phase:?}");
        }
        assert_eq!(may_block(Phase::New, BLOCKS_MAX), Err(DependencyRefusal::TooManyBlocks));
    }

    #[test]
    fn a_long_way_is_named_by_its_first_and_last_stops() {
        let way: Vec<usize> = (0..1_900).collect();
        assert_eq!(named_of(&way[..10]), (&way[..10], 0, &way[..0]));
        assert_eq!(named_of(&way[..11]), (&way[..5], 1, &way[6..11]));
        assert_eq!(named_of(&way), (&way[..5], 1_890, &way[1_895..]));
        assert_eq!(named_of::<u8>(&[]), (&[] as &[u8], 0, &[] as &[u8]));
    }

    #[test]
    fn a_hidden_task_of_a_way_tells_nothing_of_itself() {
        assert_eq!(serde_json::to_value(Stop::Hidden).unwrap(), serde_json::Value::Null);
    }
}
