//! The draw: the order in which people are asked, and how many at once. The numbers are kept with each offer: "Why me?" is
//! answered from them, and a test replays them.

use std::cmp::Ordering;

use sha2::{Digest, Sha256};

use super::eligible::Candidate;
use crate::id::{ActorId, TaskId};
use crate::time::{HOUR, MINUTE};
use crate::value::Urgency;

/// People who were asked fewer times than this come earlier; otherwise newcomers never get a first task.
const NEW_BELOW: u32 = 3;
const NEW_FACTOR: f64 = 1.5;

/// How large a wave is, and how long it is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WavePace {
    /// The expected number of yeses that a wave is to bring.
    pub enough: f64,
    /// The most people of a wave.
    pub most: usize,
    /// The time until the next wave.
    pub wait: i64,
}

impl WavePace {
    /// The pace of a task.
    pub fn of(urgency: Urgency) -> Self {
        match urgency {
            Urgency::Normal => Self { enough: 0.5, most: 8, wait: 6 * HOUR },
            Urgency::Urgent => Self { enough: 1.5, most: 16, wait: 30 * MINUTE },
        }
    }
}

/// The results of a person's offers on this instance in the last 365 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OfferRecord {
    /// The offers they got.
    pub offered: u32,
    /// The offers to which they said yes, whether they got the task or stood by.
    pub accepted: u32,
}

impl OfferRecord {
    /// The probability of a yes: one in eleven for somebody who was never asked.
    pub fn likelihood(self) -> f64 {
        (f64::from(self.accepted) + 1.0) / (f64::from(self.offered) + 11.0)
    }

    /// Whether they were asked so seldom that they come earlier.
    pub fn is_new(self) -> bool {
        self.offered < NEW_BELOW
    }
}

/// The first 8 bytes of a hash, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw(pub u64);

impl Draw {
    /// The draw of a person in a wave; waves begin with 1.
    pub fn of(task: &TaskId, wave: u32, person: &ActorId) -> Self {
        let hash: [u8; 32] = Sha256::digest(format!("{task},{wave},{person}").as_bytes()).into();
        let [a, b, c, d, e, f, g, h, ..] = hash;
        Self(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }

    /// The factor of the score: from 0.5 to 1.5.
    pub fn factor(self) -> f64 {
        // 2⁶⁴: RULES §4.
        0.5 + self.0 as f64 / 18_446_744_073_709_551_616.0
    }

    /// As stored: 16 hexadecimal digits.
    pub fn hex(self) -> String {
        hex::encode(self.0.to_be_bytes())
    }

    /// Reads that.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 8] = hex::decode(text).ok()?.try_into().ok()?;
        Some(Self(u64::from_be_bytes(bytes)))
    }
}

/// Everything that decides a person's place in a wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    pub record: OfferRecord,
    pub open_tasks: u32,
    pub draw: Draw,
}

impl Numbers {
    /// The score: the highest is asked first.
    pub fn score(self) -> f64 {
        let newness = if self.record.is_new() { NEW_FACTOR } else { 1.0 };
        self.record.likelihood() * newness / (1.0 + f64::from(self.open_tasks)) * self.draw.factor()
    }
}

/// Somebody who is asked in a wave, with the numbers that brought them there.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    pub person: ActorId,
    pub numbers: Numbers,
}

/// The people of a wave (waves begin with 1): the eligible people with the highest scores, until enough yeses may be
/// expected, or the wave is full.
pub fn wave<'a>(
    task: &TaskId,
    wave: u32,
    pace: WavePace,
    candidates: impl IntoIterator<Item = &'a Candidate>,
) -> Vec<Drawn> {
    let fit = candidates.into_iter().filter(|candidate| candidate.standing.fits().is_ok());
    let mut drawn: Vec<Drawn> = fit
        .map(|one| Drawn {
            person: one.person.clone(),
            numbers: one.numbers(Draw::of(task, wave, &one.person)),
        })
        .collect();
    drawn.sort_by(best_first);
    let (mut expected, mut asked) = (0.0, 0);
    drawn.retain(|one| {
        let is_in = asked < pace.most && expected < pace.enough;
        if is_in {
            expected += one.numbers.record.likelihood();
            asked += 1;
        }
        is_in
    });
    drawn
}

/// The order of a wave. Two equal scores stand in the order of the ids, so that every replay has the same one.
fn best_first(one: &Drawn, other: &Drawn) -> Ordering {
    other.numbers.score().total_cmp(&one.numbers.score()).then_with(|| one.person.cmp(&other.person))
}
