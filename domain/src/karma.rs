//! Karma: a person's work for a pursuance, and with whom (RULES §6). It decides who is asked first when a task is handed on, and
//! nothing else.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::event::Happened;
use crate::event::effect::{Effect, effect};
use crate::event::happened::PhaseSet;
use crate::id::ActorId;
use crate::task::phase::Phase;
use crate::time::DAY;
use crate::value::Size;

/// Within this time the same two people earn half as much with each repetition.
pub const REPEATED_WITHIN: i64 = 30 * DAY;

/// A point, in the unit of [`Points`].
const POINT: i64 = 1_000;

/// Points, in thousandths: parts of a point are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Points(pub i64);

impl Points {
    /// The number of points, as people read it.
    #[must_use]
    pub fn in_points(self) -> f64 {
        f64::from(i32::try_from(self.0).unwrap_or(i32::MAX)) / 1_000.0
    }
}

/// A deed for which karma is earned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Work that somebody else accepted.
    Work,
    /// The review of it.
    Review,
    /// Help to the person who did it, and learnt by it.
    Mentor,
}

impl Deed {
    const ALL: [Self; 3] = [Self::Work, Self::Review, Self::Mentor];

    /// The word stored and shown to programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Review => "review",
            Self::Mentor => "mentor",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.as_str() == word)
    }
}

/// Two who worked together, or a person and a pursuance: one did the work, the other one accepted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkPair {
    /// The person who did it; nobody here where another pursuance did.
    pub worker: Option<ActorId>,
    /// The person who accepted it; nobody here where another pursuance did.
    pub judge: Option<ActorId>,
}

/// One line of the ledger, before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earned {
    pub who: ActorId,
    pub deed: Deed,
    pub points: Points,
}

/// The points that two people earn for a task. `repeats`: how often they did within [`REPEATED_WITHIN`] before.
pub fn earned(pair: &WorkPair, size: Size, repeats: u32) -> Vec<Earned> {
    if pair.worker == pair.judge {
        return Vec::new();
    }
    let halved = |whole: i64| halved(whole, repeats);
    let line = |who: &Option<ActorId>, deed, whole| {
        who.clone().map(|who| Earned { who, deed, points: halved(whole) })
    };
    let work = match size {
        Size::Xs | Size::S | Size::Unsaid => POINT,
        Size::M => 3 * POINT,
        Size::L => 6 * POINT,
    };
    [line(&pair.worker, Deed::Work, work), line(&pair.judge, Deed::Review, POINT)]
        .into_iter()
        .flatten()
        .collect()
}

/// The points that the mentor of a learner earns once the work is accepted; `repeats` as above, of these two.
pub fn mentored(repeats: u32) -> Points {
    halved(POINT, repeats)
}

fn halved(whole: i64, repeats: u32) -> Points {
    Points(whole.checked_shr(repeats).unwrap_or(0))
}

/// The change of the ledger by an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KarmaChange {
    /// The work on the task was accepted.
    Earns,
    /// The task was opened again: what was earned with it is taken back.
    TakesBack,
}

/// The step of a task that an event tells of, if it is one: that may be a verdict.
pub fn verdict(what: &Happened) -> Option<&PhaseSet> {
    match effect(what)? {
        Effect::PhaseSet(set) => Some(set),
        Effect::Created(_)
        | Effect::Assigned(_)
        | Effect::Edited(_)
        | Effect::StillOnIt(_)
        | Effect::Worked
        | Effect::Blocked
        | Effect::Unblocked
        | Effect::Archived
        | Effect::Restored
        | Effect::Back
        | Effect::Parted
        | Effect::LetIn
        | Effect::Answered
        | Effect::Lapsed
        | Effect::NoticesRead => None,
    }
}

/// The change of the ledger by a step of a task, if there is one. `is_mirror`: the task is a mirror, and follows the verdict of
/// its origin.
pub fn change(set: &PhaseSet, is_mirror: bool) -> Option<KarmaChange> {
    let is_verdict = set.before.is_under_review() || (is_mirror && set.delegation.is_some());
    if set.after == Phase::Done && !set.before.is_closed() && is_verdict {
        Some(KarmaChange::Earns)
    } else if set.before.is_closed() && !set.after.is_closed() {
        Some(KarmaChange::TakesBack)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::happened::PhaseSet;

    fn pair(worker: Option<&str>, judge: Option<&str>) -> WorkPair {
        let actor = |name: &str| ActorId(name.to_owned());
        WorkPair { worker: worker.map(actor), judge: judge.map(actor) }
    }

    fn points(pair: &WorkPair, size: Size, repeats: u32) -> Vec<(String, i64)> {
        earned(pair, size, repeats).into_iter().map(|line| (line.who.0, line.points.0)).collect()
    }

    #[test]
    fn whoever_did_the_work_earns_by_its_size_and_the_reviewer_one() {
        let both = pair(Some("ana"), Some("ben"));
        for (size, work) in [(Size::S, 1_000), (Size::M, 3_000), (Size::L, 6_000)] {
            assert_eq!(points(&both, size, 0), [("ana".to_owned(), work), ("ben".to_owned(), 1_000)]);
        }
    }

    #[test]
    fn a_mentor_earns_one_point_and_half_of_it_when_the_same_two_do_it_again() {
        assert_eq!([0, 1, 2, 64].map(|repeats| mentored(repeats).0), [1_000, 500, 250, 0]);
    }

    #[test]
    fn nobody_earns_with_themselves() {
        assert_eq!(earned(&pair(Some("ana"), Some("ana")), Size::L, 0), []);
    }

    #[test]
    fn where_another_pursuance_did_the_work_or_accepted_it_the_person_here_earns() {
        assert_eq!(points(&pair(None, Some("ben")), Size::L, 0), [("ben".to_owned(), 1_000)]);
        assert_eq!(points(&pair(Some("ana"), None), Size::S, 0), [("ana".to_owned(), 1_000)]);
    }

    #[test]
    fn only_a_verdict_earns_and_opening_again_takes_back() {
        let set = |before, after, delegation: Option<&str>| {
            let delegation = delegation.map(|id| crate::id::DelegationId(id.to_owned()));
            PhaseSet { before, after, delegation, left: None }
        };
        assert_eq!(change(&set(Phase::ReadyForReview, Phase::Done, None), false), Some(KarmaChange::Earns));
        assert_eq!(change(&set(Phase::InReview, Phase::Done, None), false), Some(KarmaChange::Earns));
        // Finished without a review, or together with the task above it.
        assert_eq!(change(&set(Phase::InProgress, Phase::Done, None), false), None);
        assert_eq!(change(&set(Phase::InProgress, Phase::Done, Some("d")), true), Some(KarmaChange::Earns));
        assert_eq!(change(&set(Phase::InReview, Phase::Dropped, None), false), None);
        assert_eq!(change(&set(Phase::Done, Phase::InProgress, None), false), Some(KarmaChange::TakesBack));
        assert_eq!(change(&set(Phase::InReview, Phase::InProgress, None), false), None);
    }

    proptest! {
        #[test]
        fn each_repetition_halves_and_never_less_than_nothing_is_earned(
            size in proptest::sample::select(Size::ALL.to_vec()), repeats in any::<u32>(),
        ) {
            let both = pair(Some("ana"), Some("ben"));
            for (now, next) in earned(&both, size, repeats).iter().zip(earned(&both, size, repeats.saturating_add(1))) {
                prop_assert!(now.points.0 >= 0);
                prop_assert!(next.points.0 == now.points.0 / 2 || repeats == u32::MAX);
            }
        }
    }
}
