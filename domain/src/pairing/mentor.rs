//! Learners with a mentor (RULES §4): somebody who learns the one skill that they lack is asked once a member who helps learners
//! has said that they accompany them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::draw::Draw;
use super::eligible::{CAP_MOST, Candidate, Standing, Unfit, first};
use super::refusal::OfferRefusal;
use crate::id::{ActorId, TaskId};
use crate::people::role::Role;
use crate::sealed::KeyedTag;
use crate::value::Skill;

/// The most members who are asked together whether they accompany somebody on one task.
pub const MENTORS_ASKED: usize = 3;

/// The state of the question to a member whether they accompany a learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MentorState {
    /// Not answered.
    Asked,
    /// A yes: learners are asked.
    Ready,
    /// A learner has the task with them.
    Accompanies,
    /// A no.
    No,
    /// Somebody else accompanies, or nobody has to any more.
    Over,
}

impl MentorState {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Asked, Self::Ready, Self::Accompanies, Self::No, Self::Over];

    /// The word stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Ready => "ready",
            Self::Accompanies => "accompanies",
            Self::No => "no",
            Self::Over => "over",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// The state of the question after an answer. A yes is taken back until a learner has the task; the first yes is enough.
///
/// # Errors
/// [`OfferRefusal`] with the reason.
pub fn answered(state: MentorState, yes: bool) -> Result<MentorState, OfferRefusal> {
    match (state, yes) {
        (MentorState::Asked, true) => Ok(MentorState::Ready),
        (MentorState::Asked | MentorState::Ready, false) => Ok(MentorState::No),
        (MentorState::Ready | MentorState::Accompanies, _) => Err(OfferRefusal::SaidYes),
        (MentorState::No, _) => Err(OfferRefusal::Answered),
        (MentorState::Over, _) => Err(OfferRefusal::Over),
    }
}

impl Standing {
    /// Whether the person is asked to accompany a learner. Work that they have is no hindrance, and neither is that they were asked
    /// to do the task.
    ///
    /// # Errors
    /// The first reason against it.
    pub fn may_accompany(&self) -> Result<(), Unfit> {
        let is_too_low = self.role.is_some_and(|role| role < Role::Normal);
        first([
            (self.role.is_none(), Unfit::NotAMember),
            (is_too_low, Unfit::RoleTooLow),
            (self.refuses_skill || self.refuses_pursuance, Unfit::AskedNotTo),
            (self.is_away, Unfit::Away),
            (self.is_quiet, Unfit::Quiet),
            (self.asked_this_week >= self.limits.offers_week.min(CAP_MOST), Unfit::Enough),
        ])
    }
}

/// A learner with a mentor: lacking the skills is no hindrance, everything else is.
#[must_use]
pub fn taught(learner: Candidate) -> Candidate {
    Candidate { standing: Standing { has_skills: true, ..learner.standing }, ..learner }
}

/// The skill of a task that a learner lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Skill(Skill),
    /// Of a private pursuance, whose skills have no names here.
    Tag(KeyedTag),
}

impl Subject {
    /// The skill, where it has a name.
    pub fn skill(&self) -> Option<&Skill> {
        match self {
            Self::Skill(skill) => Some(skill),
            Self::Tag(_) => None,
        }
    }

    /// The tag of a private pursuance.
    pub fn tag(&self) -> Option<&KeyedTag> {
        match self {
            Self::Skill(_) => None,
            Self::Tag(tag) => Some(tag),
        }
    }
}

/// A skill that somebody could learn by a task, and those who were found for that: as far as they are looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Lesson {
    pub subject: Subject,
    pub learners: Vec<ActorId>,
    /// Those who may accompany them, in the order in which they are asked.
    pub helpers: Vec<ActorId>,
}

/// At most `most` candidates who may accompany somebody: the fewest tasks under way first, and among equals as they are drawn.
pub fn mentors(task: &TaskId, candidates: &[Candidate], most: usize) -> Vec<ActorId> {
    let mut fit: Vec<&Candidate> =
        candidates.iter().filter(|one| one.standing.may_accompany().is_ok()).collect();
    // No wave has the number 0: so the draw differs from the draw of the learners.
    fit.sort_by_key(|one| (one.standing.open_tasks, Draw::of(task, 0, &one.person).0, one.person.clone()));
    fit.into_iter().take(most).map(|one| one.person.clone()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pairing::{Limits, OfferRecord};

    fn standing() -> impl Strategy<Value = Standing> {
        let flags = proptest::collection::vec(any::<bool>(), 8);
        let role = proptest::option::of(proptest::sample::select(Role::ALL.to_vec()));
        (flags, role, 0..5_u32, 0..25_u32).prop_map(|(is, role, open_tasks, asked_this_week)| Standing {
            role,
            has_skills: is[0],
            reviews: is[1],
            was_asked: is[2],
            had_it: is[3],
            refuses_skill: is[4],
            refuses_pursuance: is[5],
            is_away: is[6],
            is_quiet: is[7],
            open_tasks,
            asked_this_week,
            limits: Limits::default(),
        })
    }

    fn people() -> impl Strategy<Value = Vec<Candidate>> {
        proptest::collection::vec(standing(), 0..9).prop_map(|all| {
            let one = |(n, standing)| Candidate {
                person: ActorId(format!("p{n}")),
                standing,
                record: OfferRecord::default(),
            };
            all.into_iter().enumerate().map(one).collect()
        })
    }

    proptest! {
        #[test]
        fn what_a_learner_learns_is_the_only_hindrance_that_a_mentor_lifts(standing in standing()) {
            let learner = Candidate { person: ActorId("p".to_owned()), standing, record: OfferRecord::default() };
            let alone = standing.fits();
            match taught(learner).standing.fits() {
                Ok(()) => prop_assert!(alone.is_ok() || alone == Err(Unfit::LacksSkills)),
                Err(why) => prop_assert!(why != Unfit::LacksSkills && alone.is_err()),
            }
        }

        #[test]
        fn nobody_accompanies_who_is_away_or_wants_to_be_left_alone(standing in standing()) {
            if standing.may_accompany().is_ok() {
                prop_assert!(standing.role >= Some(Role::Normal));
                prop_assert!(!standing.is_away && !standing.is_quiet);
                prop_assert!(!standing.refuses_skill && !standing.refuses_pursuance);
            }
        }

        #[test]
        fn a_few_mentors_are_asked_whatever_the_order_and_the_least_busy_first(all in people()) {
            let task = TaskId("t".to_owned());
            let asked = mentors(&task, &all, MENTORS_ASKED);
            let fit = all.iter().filter(|one| one.standing.may_accompany().is_ok()).count();
            prop_assert_eq!(asked.len(), fit.min(MENTORS_ASKED));
            let mut turned = all.clone();
            turned.reverse();
            prop_assert_eq!(&mentors(&task, &turned, MENTORS_ASKED), &asked);
            let busy = |who: &ActorId| {
                all.iter().find(|one| one.person == *who).map(|one| one.standing.open_tasks)
            };
            prop_assert!(asked.is_sorted_by_key(busy));
        }

        #[test]
        fn an_answer_is_taken_once(at in 0..MentorState::ALL.len(), yes in any::<bool>()) {
            let before = MentorState::ALL[at];
            if let Ok(after) = answered(before, yes) {
                prop_assert_eq!(after, if yes { MentorState::Ready } else { MentorState::No });
                prop_assert!(answered(after, yes).is_err(), "said twice");
                prop_assert!(matches!(before, MentorState::Asked | MentorState::Ready));
            }
        }
    }

    #[test]
    fn the_stored_words_read_back() {
        for state in MentorState::ALL {
            assert_eq!(MentorState::parse(state.as_str()), Some(state));
        }
    }
}
