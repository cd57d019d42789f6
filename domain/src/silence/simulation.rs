//! People who have tasks, as the numbers of the clock are judged by (RULES §5): gaps between two signs of life are
//! log-normal with σ 0.8; one assignee in ten abandons the task after some of them; four of five of the others answer a
//! reminder within a day; sizes are evenly spread. A task takes two to eight signs of life.
//!
//! The tests run it small; `bench/` runs it with many seeds and draws it.

use super::clock::{Clock, Why};
use super::pace::SilencePace;
use crate::time::{DAY, Time};
use crate::value::{Size, Urgency};

/// The rule by which tasks are taken away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// By the clock, which learns from every gap.
    Learnt,
    /// After this number of days for everybody, with a reminder a day before.
    Fixed(f64),
}

/// The outcome of the tasks.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SilenceOutcome {
    /// Assignees who went on, and assignees among them who lost the task.
    pub active: u32,
    pub wrongly_taken: u32,
    /// Abandoned tasks, those freed within 14 days, and the days until they were free, all together.
    pub abandoned: u32,
    pub freed_in_time: u32,
    pub days_to_free: f64,
}

impl SilenceOutcome {
    /// The share of assignees who lost a task that they went on with.
    pub fn wrong(self) -> f64 {
        f64::from(self.wrongly_taken) / f64::from(self.active.max(1))
    }

    /// The share of abandoned tasks that were free within 14 days.
    pub fn in_time(self) -> f64 {
        f64::from(self.freed_in_time) / f64::from(self.abandoned.max(1))
    }

    /// The average number of days that an abandoned task waited.
    pub fn days(self) -> f64 {
        self.days_to_free / f64::from(self.abandoned.max(1))
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            active: self.active + other.active,
            wrongly_taken: self.wrongly_taken + other.wrongly_taken,
            abandoned: self.abandoned + other.abandoned,
            freed_in_time: self.freed_in_time + other.freed_in_time,
            days_to_free: self.days_to_free + other.days_to_free,
        }
    }
}

/// The medians of the gaps, in days.
pub const MEDIANS: [f64; 4] = [0.5, 1.0, 2.0, 4.0];

/// Lets people work on `tasks` tasks of a pursuance, one after the other.
pub fn run(rule: Rule, median: f64, tasks: u32, seed: u64) -> SilenceOutcome {
    let mut world = SilenceWorld { rule, median, pace: SilencePace::default(), draw: SimulatedDraw(seed) };
    let mut outcome = SilenceOutcome::default();
    for task in 0..tasks {
        let size = match task % 3 {
            0 => Size::S,
            1 => Size::M,
            _ => Size::L,
        };
        world.work_on(size, &mut outcome);
    }
    outcome
}

/// The one time for everybody that takes as many tasks away wrongly, over all medians, as `wrong`.
pub fn fixed_like(wrong: f64, tasks: u32, seed: u64) -> (f64, SilenceOutcome) {
    let over_all = |days: f64| {
        let each = MEDIANS.into_iter().zip(seed..);
        let each = each.map(|(median, seed)| run(Rule::Fixed(days), median, tasks, seed));
        each.fold(SilenceOutcome::default(), SilenceOutcome::and)
    };
    let (mut low, mut high) = (2.0, 60.0);
    for _ in 0..20 {
        let middle = f64::midpoint(low, high);
        if over_all(middle).wrong() > wrong { low = middle } else { high = middle }
    }
    // The later end: it takes no more away than the clock.
    (high, over_all(high))
}

struct SilenceWorld {
    rule: Rule,
    median: f64,
    pace: SilencePace,
    draw: SimulatedDraw,
}

impl SilenceWorld {
    fn work_on(&mut self, size: Size, outcome: &mut SilenceOutcome) {
        let signs = 2 + self.draw.below(7);
        let abandons = self.draw.unit() < 0.1;
        let stops = self.draw.below(signs);
        outcome.active += u32::from(!abandons);
        for sign in 0..signs {
            if abandons && sign == stops {
                let (_, free) = self.dates(size, 0);
                outcome.abandoned += 1;
                outcome.days_to_free += free;
                outcome.freed_in_time += u32::from(free <= 14.0);
                return;
            }
            let gap = (self.median.ln() + 0.8 * self.draw.normal()).exp();
            if self.is_taken_within(gap, size) {
                outcome.wrongly_taken += u32::from(!abandons);
                return;
            }
            self.pace = self.pace.learn(micros(gap));
        }
    }

    /// Whether the task is taken away during a gap.
    fn is_taken_within(&mut self, gap: f64, size: Size) -> bool {
        let (mut since, mut answers) = (0.0, 0);
        loop {
            let (nudge, hand_on) = self.dates(size, answers);
            if gap <= since + nudge {
                return false;
            }
            if self.draw.unit() < 0.8 {
                since += nudge + self.draw.unit();
                answers += 1;
            } else {
                return gap > since + hand_on;
            }
        }
    }

    /// The days until a reminder, and until the task is taken away.
    fn dates(&self, size: Size, answers: u32) -> (f64, f64) {
        match self.rule {
            Rule::Learnt => {
                let clock = Clock::of(self.pace, Why { size, urgency: Urgency::Normal, answers }, Time(0));
                (in_days(clock.nudge_at), in_days(clock.hand_on_at))
            }
            Rule::Fixed(days) => ((days - 1.0).max(1.0), days),
        }
    }
}

fn in_days(time: Time) -> f64 {
    time.0 as f64 / DAY as f64
}

fn micros(days: f64) -> i64 {
    (days * DAY as f64) as i64
}

/// SplitMix64: the same draws everywhere for the same seed.
struct SimulatedDraw(u64);

impl SimulatedDraw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Between 0 and 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// Box and Muller.
    fn normal(&mut self) -> f64 {
        let (one, two) = (1.0 - self.unit(), self.unit());
        (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * two).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TASKS: u32 = 3_000;
    const SEED: u64 = 27;

    fn learnt(median: f64) -> SilenceOutcome {
        run(Rule::Learnt, median, TASKS, SEED)
    }

    #[test]
    fn at_every_pace_at_most_six_in_a_hundred_lose_a_task_that_they_go_on_with() {
        for median in MEDIANS {
            let outcome = learnt(median);
            assert!(outcome.active > 2_000 && outcome.wrong() <= 0.06, "{median}: {outcome:?}");
        }
    }

    #[test]
    fn where_people_write_at_least_every_two_days_abandoned_tasks_are_free_within_two_weeks() {
        for median in MEDIANS.into_iter().filter(|median| *median <= 2.0) {
            let outcome = learnt(median);
            assert!(outcome.abandoned > 200 && outcome.in_time() >= 0.9, "{median}: {outcome:?}");
        }
    }

    #[test]
    fn abandoned_tasks_are_free_sooner_than_by_the_one_time_that_errs_as_often() {
        let learnt = MEDIANS.into_iter().zip(SEED..);
        let learnt = learnt.map(|(median, seed)| run(Rule::Learnt, median, TASKS, seed));
        let learnt = learnt.fold(SilenceOutcome::default(), SilenceOutcome::and);
        let (days, fixed) = fixed_like(learnt.wrong(), TASKS, SEED);
        assert!(fixed.wrong() <= learnt.wrong() && (days - fixed.days()).abs() < 1e-6, "{days}: {fixed:?}");
        assert!(learnt.days() < 0.95 * fixed.days(), "{} and {}", learnt.days(), fixed.days());
    }
}
