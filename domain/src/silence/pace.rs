//! The pace of a pursuance in a phase: how long people there are silent between two signs of life, learnt as they come.

use crate::time::{DAY, HOUR};

/// The weight that earlier gaps keep with each new gap.
const DECAY: f64 = 0.995;
/// The weight, in gaps, of the pace of a pursuance without history. With less, the first gaps decide alone; with much more, a
/// slow pursuance has its first tasks taken away.
const PRIOR_WEIGHT: f64 = 10.0;
/// Without history: ln 2 and 0.8 of ln(days).
const PRIOR_MU: f64 = std::f64::consts::LN_2;
const PRIOR_SIGMA: f64 = 0.8;
/// However alike the gaps were, the next one may be different; however wild, a silence means something at last.
const SIGMA: (f64, f64) = (0.2, 1.6);
/// Between an hour and a year: shorter gaps are one sitting, longer ones are forgotten tasks.
const GAPS: (i64, i64) = (HOUR, 365 * DAY);
/// Stored in millionths, the same number in both databases.
const MILLION: f64 = 1_000_000.0;

/// The gaps between signs of life, as the logarithms of days: weighted count, mean, and sum of squared differences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SilencePace {
    n: f64,
    mean: f64,
    m2: f64,
}

/// A [`SilencePace`] in a row: each number in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LearntPace {
    pub n: i64,
    pub mean: i64,
    pub m2: i64,
}

impl Default for SilencePace {
    fn default() -> Self {
        Self { n: PRIOR_WEIGHT, mean: PRIOR_MU, m2: PRIOR_WEIGHT * PRIOR_SIGMA * PRIOR_SIGMA }
    }
}

impl SilencePace {
    /// With one more gap, in microseconds. A gap that an answer to a reminder ended is not learnt from: it was as long as the
    /// reminder made it.
    #[must_use]
    pub fn learn(self, gap: i64) -> Self {
        let days = micros(gap.clamp(GAPS.0, GAPS.1)) / micros(DAY);
        let x = days.ln();
        let n = self.n * DECAY + 1.0;
        let from_before = x - self.mean;
        let mean = self.mean + from_before / n;
        Self { n, mean, m2: self.m2 * DECAY + from_before * (x - mean) }
    }

    /// The mean of ln(days).
    pub fn mu(self) -> f64 {
        self.mean
    }

    /// The standard deviation of ln(days).
    pub fn sigma(self) -> f64 {
        (self.m2 / self.n).max(0.0).sqrt().clamp(SIGMA.0, SIGMA.1)
    }

    /// The days after which half of the people have written.
    pub fn median_days(self) -> f64 {
        self.mu().exp()
    }

    /// The effective number of gaps that it was learnt from.
    pub fn weight(self) -> f64 {
        self.n
    }

    /// Whether what was learnt weighs as much as the pace without history: before, nobody knows what is usual.
    pub fn is_learnt(self) -> bool {
        self.n >= 2.0 * PRIOR_WEIGHT
    }

    /// The probability that somebody who goes on is silent for longer than `days`.
    pub fn survival(self, days: f64) -> f64 {
        if days <= 0.0 {
            return 1.0;
        }
        let z = (days.ln() - self.mu()) / self.sigma();
        survival_of_normal(z)
    }

    /// The days after which silence means with probability `p` that the task is abandoned, if it does from the beginning with
    /// probability `pi`: where π / (π + (1 − π) S(t)) = p.
    pub fn days_at(self, p: f64, pi: f64) -> f64 {
        let survives = pi / (1.0 - pi) * (1.0 - p) / p;
        (self.mu() + self.sigma() * z_where_survives(survives)).exp()
    }

    /// The pace as it is stored.
    pub fn learnt(self) -> LearntPace {
        LearntPace { n: millionths(self.n), mean: millionths(self.mean), m2: millionths(self.m2) }
    }
}

impl From<LearntPace> for SilencePace {
    fn from(row: LearntPace) -> Self {
        let number = |millionths: i64| micros(millionths) / MILLION;
        // A row without a single gap, or with nonsense in it, says nothing.
        if row.n < millionths(1.0) || row.m2 < 0 {
            return Self::default();
        }
        let longest = (micros(GAPS.1) / micros(DAY)).ln();
        Self { n: number(row.n), mean: number(row.mean).clamp(-longest, longest), m2: number(row.m2) }
    }
}

/// S(z) of the standard normal distribution.
fn survival_of_normal(z: f64) -> f64 {
    libm::erfc(z / std::f64::consts::SQRT_2) / 2.0
}

/// The z with this S(z), between −8 and 8.
fn z_where_survives(survives: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if survival_of_normal(middle) > survives { low = middle } else { high = middle }
    }
    low
}

/// Microseconds of centuries fit into the 53 bits.
fn micros(value: i64) -> f64 {
    value as f64
}

/// `as` saturates, and what is learnt is small.
fn millionths(value: f64) -> i64 {
    (value * MILLION).round() as i64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn without_history_half_of_the_people_write_within_two_days() {
        let pace = SilencePace::default();
        assert!((pace.median_days() - 2.0).abs() < 1e-9);
        assert!((pace.sigma() - 0.8).abs() < 1e-9);
        assert!((pace.survival(2.0) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn survival_is_that_of_the_normal_distribution() {
        for (z, survives) in
            [(0.0, 0.5), (1.0, 0.158_655_253_931), (1.959_963_984_54, 0.025), (-1.0, 0.841_344_746_069)]
        {
            assert!((survival_of_normal(z) - survives).abs() < 1e-9, "{z}");
            assert!((z_where_survives(survives) - z).abs() < 1e-6, "{survives}");
        }
    }

    #[test]
    fn the_pace_follows_the_gaps() {
        let learn = |gap: i64| (0..400).fold(SilencePace::default(), |pace, _| pace.learn(gap));
        assert!((learn(8 * HOUR).median_days() - 1.0 / 3.0).abs() < 0.01);
        assert!((learn(6 * DAY).median_days() - 6.0).abs() < 0.2);
    }

    #[test]
    fn a_few_gaps_do_not_say_what_is_usual() {
        let learn = |gaps: usize| (0..gaps).fold(SilencePace::default(), |pace, _| pace.learn(DAY));
        assert!(!learn(0).is_learnt() && !learn(5).is_learnt() && learn(15).is_learnt());
    }

    #[test]
    fn a_gap_counts_as_an_hour_at_least_and_as_a_year_at_most() {
        let learn = |gap: i64| SilencePace::default().learn(gap).learnt();
        assert_eq!((learn(1), learn(i64::MAX)), (learn(HOUR), learn(365 * DAY)));
    }

    #[test]
    fn a_row_of_nonsense_says_nothing() {
        for row in [LearntPace { n: 0, mean: 0, m2: 0 }, LearntPace { n: 5_000_000, mean: 0, m2: -1 }] {
            assert_eq!(SilencePace::from(row), SilencePace::default());
        }
    }

    proptest! {
        #[test]
        fn whatever_was_learnt_every_number_is_finite(
            gaps in proptest::collection::vec(any::<i64>(), 0..60), p in 0.01..0.99_f64, pi in 0.01..0.9_f64,
            row in any::<(i64, i64, i64)>(),
        ) {
            let learnt = gaps.iter().fold(SilencePace::default(), |pace, gap| pace.learn(*gap));
            let stored = SilencePace::from(LearntPace { n: row.0, mean: row.1, m2: row.2 });
            for pace in [learnt, stored, stored.learn(row.0)] {
                prop_assert!(pace.mu().is_finite() && pace.sigma().is_finite() && pace.sigma() >= SIGMA.0);
                prop_assert!(pace.days_at(p, pi).is_finite() && pace.days_at(p, pi) > 0.0);
                prop_assert!((0.0..=1.0).contains(&pace.survival(p * 400.0)));
            }
        }

        #[test]
        fn what_is_stored_reads_back(gaps in proptest::collection::vec(HOUR..60 * DAY, 0..60)) {
            let pace = gaps.iter().fold(SilencePace::default(), |pace, gap| pace.learn(*gap));
            let again = SilencePace::from(pace.learnt());
            prop_assert!((again.mu() - pace.mu()).abs() < 1e-5 && (again.sigma() - pace.sigma()).abs() < 1e-5);
        }

        #[test]
        fn whoever_is_silent_for_longer_is_more_likely_gone(days in 0.01..300.0_f64, more in 0.01..300.0_f64) {
            let pace = SilencePace::default();
            prop_assert!(pace.survival(days + more) <= pace.survival(days));
            prop_assert!(pace.days_at(0.8, 0.1) >= pace.days_at(0.5, 0.1));
        }
    }
}
