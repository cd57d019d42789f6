//! "Ask the reviewer first" (RULES §5): where a pursuance wants it, the person who decides on the work of a silent assignee is
//! asked whether the task is handed on. They have a day for the answer; without an answer it is.

use super::heirs::ANSWER_WITHIN;
use super::watch::{Part, Silence};
use crate::id::ActorId;
use crate::people::role::Role;
use crate::time::Time;

/// Somebody who was asked whether a task is handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedReviewer {
    pub who: ActorId,
    pub at: Time,
}

impl AskedReviewer {
    /// The end of the time for the answer.
    pub fn until(&self) -> Time {
        self.at.plus(ANSWER_WITHIN)
    }
}

/// The person who decides on the work of a task, with their present role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    pub who: ActorId,
    /// Their role in the pursuance; none for somebody who is no member, or cannot sign in.
    pub role: Option<Role>,
    pub is_away: bool,
}

impl Judge {
    /// Whether they can answer for the silent person: they are somebody else, may review, and are not away.
    fn answers_for(&self, silent: &ActorId) -> bool {
        self.who != *silent && self.role >= Some(Role::Normal) && !self.is_away
    }
}

/// The person to ask before a task is handed on; none where nobody is asked, or somebody was already. `asks`: whether the
/// pursuance wants it.
pub fn asked_first<'j>(asks: bool, silence: &Silence, judge: Option<&'j Judge>) -> Option<&'j ActorId> {
    if !asks || silence.part != Part::Assignee || silence.asked.is_some() {
        return None;
    }
    judge.filter(|judge| judge.answers_for(&silence.who)).map(|judge| &judge.who)
}

impl Silence {
    /// Whether a person was asked about it.
    pub fn is_asked(&self, person: &ActorId) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.who == *person)
    }

    /// After the question to the reviewer: nothing is handed on before they had their time.
    #[must_use]
    pub fn asks(self, who: ActorId, now: Time) -> Self {
        let asked = AskedReviewer { who, at: now };
        Self { hand_on_at: self.hand_on_at.max(asked.until()), asked: Some(asked), ..self }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::watch::{Watched, follow};
    use super::super::{Sign, SilencePace};
    use super::*;
    use crate::task::phase::Phase;
    use crate::time::{DAY, HOUR};
    use crate::value::{Size, Urgency};

    fn actor(name: &str) -> ActorId {
        ActorId(name.to_owned())
    }

    fn watched(part: Part) -> Watched {
        let phase = match part {
            Part::Assignee => Phase::Started,
            Part::Reviewer => Phase::InReview,
        };
        let (size, urgency) = (Size::M, Urgency::Normal);
        Watched { who: actor("ana"), part, phase, size, urgency, is_paused: false }
    }

    fn silent(part: Part) -> Silence {
        watched(part).begin(SilencePace::default().into(), Time(0)).nudged(Time(5 * DAY))
    }

    fn judge(name: &str) -> Judge {
        Judge { who: actor(name), role: Some(Role::Normal), is_away: false }
    }

    #[test]
    fn only_where_the_pursuance_wants_it_somebody_else_is_asked_and_only_once() {
        let (silence, eva) = (silent(Part::Assignee), judge("eva"));
        assert_eq!(asked_first(true, &silence, Some(&eva)), Some(&eva.who));
        assert_eq!(asked_first(false, &silence, Some(&eva)), None);
        assert_eq!(asked_first(true, &silence, None), None);
        assert_eq!(asked_first(true, &silence.asks(eva.who.clone(), Time(9 * DAY)), Some(&eva)), None);
        // A person who is silent about a review is no assignee.
        assert_eq!(asked_first(true, &silent(Part::Reviewer), Some(&eva)), None);
    }

    #[test]
    fn nobody_is_asked_about_themselves_while_away_or_without_a_say() {
        let silence = silent(Part::Assignee);
        let not_asked = [
            judge("ana"),
            Judge { is_away: true, ..judge("eva") },
            Judge { role: Some(Role::Viewer), ..judge("eva") },
            Judge { role: None, ..judge("eva") },
        ];
        for judge in &not_asked {
            assert_eq!(asked_first(true, &silence, Some(judge)), None, "{judge:?}");
        }
    }

    #[test]
    fn a_sign_of_life_ends_the_question_and_an_edit_does_not() {
        let asked = silent(Part::Assignee).asks(actor("eva"), Time(10 * DAY));
        let after = |heard| {
            let watched = watched(Part::Assignee);
            let now = follow(
                Some(asked.clone()),
                Some(&watched),
                heard,
                SilencePace::default(),
                Time(10 * DAY + HOUR),
            );
            now.silence.unwrap()
        };
        assert_eq!(after(Some(Sign::Work)).asked, None);
        assert_eq!(after(Some(Sign::Word { until: None })).asked, None);
        let edited = after(Some(Sign::Edited));
        assert_eq!((&edited.asked, edited.due_at()), (&asked.asked, Some(Time(11 * DAY))));
    }

    proptest! {
        #[test]
        fn whoever_is_asked_has_a_day_however_late_it_is(at in 0..90 * DAY) {
            let silence = silent(Part::Assignee);
            let asked = silence.clone().asks(actor("eva"), Time(at));
            prop_assert!(asked.hand_on_at >= Time(at).plus(DAY) && asked.hand_on_at >= silence.hand_on_at);
            prop_assert_eq!(asked.due_at(), Some(asked.hand_on_at));
        }
    }
}
