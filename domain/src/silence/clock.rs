//! When somebody who is silent is reminded, and when the task is handed on.

use schemars::JsonSchema;
use serde::Serialize;

use super::fixed::FixedDays;
use super::pace::SilencePace;
use crate::time::{DAY, Time};
use crate::value::{HandingOn, Size, Urgency};

/// The prior probability that silence means abandonment: the mean of Beta(1, 9). It is not learnt: a task that was taken away
/// by mistake would count as abandoned, and each mistake would make the next one likelier.
pub const PI: f64 = 0.1;
/// The probability of abandonment from which a person is reminded, and from which the task is handed on.
pub const NUDGE_AT: f64 = 0.5;
pub const HAND_ON_AT: f64 = 0.8;

/// A reminder is sent after a day at the earliest, and after thirty at the latest.
const NUDGE: (i64, i64) = (DAY, 30 * DAY);
/// The shortest and the longest time for the answer to a reminder.
const GRACE: (i64, i64) = (DAY, 7 * DAY);
/// The longest silence by the learnt pace.
pub const LONGEST: i64 = 37 * DAY;
/// Each answer to a reminder, without other news, makes the next one come somewhat earlier.
const ANSWERED: f64 = 0.9;
const URGENT: f64 = 0.25;

/// A large task is worth more patience than a small one, and not much more: how often people write follows from the
/// pursuance and hardly from the size.
pub fn size_weight(size: Size) -> f64 {
    match size {
        Size::Xs => 0.7,
        Size::S | Size::Unsaid => 0.85,
        Size::M => 1.0,
        Size::L => 1.2,
    }
}

/// The settings of a pursuance, and the pace it has learnt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    pub mode: HandingOn,
    /// The days that count by [`HandingOn::Fixed`].
    pub days: FixedDays,
    pub pace: SilencePace,
}

impl From<SilencePace> for Terms {
    fn from(pace: SilencePace) -> Self {
        Self { mode: HandingOn::default(), days: FixedDays::default(), pace }
    }
}

/// The facts that count besides the pace.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Why {
    pub size: Size,
    pub urgency: Urgency,
    /// The answers to reminders since the last other sign of life.
    pub answers: u32,
}

/// The dates, with the numbers that they follow from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Clock {
    /// How likely silence means abandonment before any is heard.
    pub pi: f64,
    /// Mean and standard deviation of ln(days) between two signs of life here.
    pub mu: f64,
    pub sigma: f64,
    /// The probability of abandonment at which a reminder is sent, and the one at which the task is handed on.
    pub p_nudge: f64,
    pub p_hand_on: f64,
    pub nudge_at: Time,
    pub hand_on_at: Time,
}

impl Clock {
    /// The clock of a silence that began at a time.
    pub fn of(terms: impl Into<Terms>, why: Why, since: Time) -> Self {
        let Terms { mode, days, pace } = terms.into();
        let (nudge, hand_on) = match mode {
            HandingOn::Fixed => days.times(),
            HandingOn::Learnt | HandingOn::Off => learnt(pace, why),
        };
        Self {
            pi: PI,
            mu: pace.mu(),
            sigma: pace.sigma(),
            p_nudge: NUDGE_AT,
            p_hand_on: HAND_ON_AT,
            nudge_at: since.plus(nudge),
            hand_on_at: since.plus(hand_on),
        }
    }

    /// Moves the reminder to `until` at the earliest: a person who needs longer is left alone until then, and has the grace afterwards.
    #[must_use]
    pub fn not_before(self, until: Option<Time>) -> Self {
        let Some(until) = until.filter(|until| *until > self.nudge_at) else { return self };
        Self { nudge_at: until, hand_on_at: self.hand_on_at.max(until.plus(GRACE.0)), ..self }
    }

    /// After a sign of life, no date comes earlier than before it.
    #[must_use]
    pub fn not_earlier_than(self, before: Option<(Time, Time)>) -> Self {
        let Some((nudge_at, hand_on_at)) = before else { return self };
        Self { nudge_at: self.nudge_at.max(nudge_at), hand_on_at: self.hand_on_at.max(hand_on_at), ..self }
    }
}

/// The times until a reminder, and until the task is handed on.
fn learnt(pace: SilencePace, why: Why) -> (i64, i64) {
    let urgency = match why.urgency {
        Urgency::Normal => 1.0,
        Urgency::Urgent => URGENT,
    };
    let answers = i32::try_from(why.answers).unwrap_or(i32::MAX);
    let weight = size_weight(why.size) * urgency * ANSWERED.powi(answers);
    let after = |p| days(pace.days_at(p, PI) * weight);
    let nudge = after(NUDGE_AT).clamp(NUDGE.0, NUDGE.1);
    let grace = (nudge / 4).clamp(GRACE.0, GRACE.1);
    (nudge, after(HAND_ON_AT).max(nudge + grace).min(LONGEST))
}

/// `as` saturates, and the dates are clamped.
fn days(days: f64) -> i64 {
    (days * DAY as f64) as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::silence::SilentDays;
    use crate::silence::fixed::tests::any_fixed;
    use crate::time::HOUR;

    const M: Why = Why { size: Size::M, urgency: Urgency::Normal, answers: 0 };

    fn any_pace() -> impl Strategy<Value = SilencePace> {
        proptest::collection::vec(HOUR..90 * DAY, 0..40)
            .prop_map(|gaps| gaps.iter().fold(SilencePace::default(), |pace, gap| pace.learn(*gap)))
    }

    fn any_why() -> impl Strategy<Value = Why> {
        let size = proptest::sample::select(Size::ALL.to_vec());
        let urgency = proptest::sample::select(Urgency::ALL.to_vec());
        (size, urgency, 0..50_u32).prop_map(|(size, urgency, answers)| Why { size, urgency, answers })
    }

    #[test]
    fn where_people_write_every_two_days_a_reminder_comes_after_five_and_the_task_goes_on_after_nine() {
        let clock = Clock::of(SilencePace::default(), M, Time(0));
        let in_days = |time: Time| time.0 / DAY;
        assert_eq!((in_days(clock.nudge_at), in_days(clock.hand_on_at)), (5, 9));
    }

    #[test]
    fn what_is_urgent_waits_for_a_quarter_of_the_time_and_a_day_for_the_answer() {
        let clock = Clock::of(SilencePace::default(), Why { urgency: Urgency::Urgent, ..M }, Time(0));
        assert_eq!(clock.nudge_at.0 / HOUR, 31);
        assert!(clock.hand_on_at >= clock.nudge_at.plus(DAY));
    }

    #[test]
    fn after_each_answer_the_next_reminder_comes_a_tenth_earlier() {
        let nudge = |answers| Clock::of(SilencePace::default(), Why { answers, ..M }, Time(0)).nudge_at.0;
        assert!((nudge(0) * 9 / 10).abs_diff(nudge(1)) < 10 && nudge(2) < nudge(1));
    }

    #[test]
    fn without_numbers_of_its_own_a_pursuance_reminds_after_a_day_and_hands_on_after_two() {
        let terms = Terms { mode: HandingOn::Fixed, ..SilencePace::default().into() };
        let clock = Clock::of(terms, M, Time(0));
        assert_eq!((clock.nudge_at, clock.hand_on_at), (Time(DAY), Time(2 * DAY)));
    }

    #[test]
    fn who_needs_longer_is_left_alone_until_then() {
        let (clock, until) = (Clock::of(SilencePace::default(), M, Time(0)), Time(20 * DAY));
        let longer = clock.not_before(Some(until));
        assert_eq!((longer.nudge_at, longer.hand_on_at), (until, until.plus(DAY)));
        assert_eq!(clock.not_before(Some(Time(DAY))), clock);
    }

    proptest! {
        #[test]
        fn fixed_times_are_the_same_for_everything_and_the_reminder_comes_first(
            days in any_fixed(), pace in any_pace(), why in any_why(), until in 0..200_i64,
        ) {
            let clock = Clock::of(Terms { mode: HandingOn::Fixed, days, pace }, why, Time(0));
            let at = |days: SilentDays| Time(i64::from(days) * DAY);
            prop_assert_eq!(
                (clock.nudge_at, clock.hand_on_at),
                (at(days.remind_after()), at(days.hand_on_after()))
            );
            prop_assert!(clock.hand_on_at >= clock.nudge_at.plus(DAY));
            let longer = clock.not_before(Some(Time(until * DAY)));
            prop_assert!(longer.hand_on_at >= longer.nudge_at.plus(DAY));
        }

        #[test]
        fn a_reminder_comes_after_a_day_to_a_month_and_leaves_a_day_for_the_answer(
            pace in any_pace(), why in any_why(), since in 0..4_000_000_000_000_000_i64,
        ) {
            let clock = Clock::of(pace, why, Time(since));
            let (nudge, hand_on) = (clock.nudge_at.0 - since, clock.hand_on_at.0 - since);
            prop_assert!((DAY..=30 * DAY).contains(&nudge));
            prop_assert!(hand_on >= nudge + DAY && hand_on <= LONGEST);
        }

        #[test]
        fn a_later_sign_of_life_never_makes_a_hand_on_earlier(
            pace in any_pace(), why in any_why(), since in 0..90 * DAY, later in 0..90 * DAY, gap in HOUR..90 * DAY,
        ) {
            let before = Clock::of(pace, why, Time(since));
            // Another sign than an answer.
            let after = Clock::of(pace, Why { answers: 0, ..why }, Time(since + later));
            prop_assert!(after.hand_on_at >= before.hand_on_at && after.nudge_at >= before.nudge_at);
            // An answer comes after a reminder.
            let answered = Time(before.nudge_at.0 + later);
            let after = Clock::of(pace, Why { answers: why.answers + 1, ..why }, answered);
            prop_assert!(after.hand_on_at >= before.hand_on_at);
            // Also where the gap makes the pace faster.
            let said = Some((before.nudge_at, before.hand_on_at));
            let after = Clock::of(pace.learn(gap), why, Time(since + later)).not_earlier_than(said);
            prop_assert!(after.hand_on_at >= before.hand_on_at);
        }

        #[test]
        fn each_answer_makes_the_next_reminder_no_later(pace in any_pace(), why in any_why()) {
            let clock = |answers| Clock::of(pace, Why { answers, ..why }, Time(0));
            prop_assert!(clock(why.answers + 1).nudge_at <= clock(why.answers).nudge_at);
            prop_assert!(clock(why.answers + 1).hand_on_at <= clock(why.answers).hand_on_at);
        }
    }
}
