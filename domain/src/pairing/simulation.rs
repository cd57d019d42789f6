//! The people on whom the rule is measured (RULES §4), and the two ways it is compared with. `bench/` runs it for many
//! seeds, the tests for a few.
//!
//! 300 people, each with a quarter of 12 skills; tasks want one or two. The willingness of a person is drawn from
//! Beta(0.6, 5), is divided by 1 + open tasks, and falls by a fifth with each offer of a week beyond the seventh. Six tasks
//! a day for 60 days; each is done four days after it is taken. Whether a person would take a task is the same whichever
//! way they are asked, so that the ways are compared and not the dice.

use super::draw::{OfferRecord, WavePace, wave};
use super::eligible::{Candidate, Limits, Standing};
use super::next::{Stand, next};
use crate::id::{ActorId, TaskId};
use crate::people::role::Role;
use crate::time::{DAY, HOUR};
use crate::value::Urgency;

const PEOPLE: usize = 300;
const SKILLS: usize = 12;
const SKILLS_EACH: usize = 3;
const DAYS: i64 = 60;
const TASK_EVERY: i64 = 4 * HOUR;
const WORK: i64 = 4 * DAY;
/// How many people the first control asks at a time.
const AT_RANDOM: usize = 5;

/// How people are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Waves, as the rule says.
    Waves,
    /// Five eligible people at random, every six hours.
    FiveAtRandom,
    /// Everybody who has the skills, once.
    Everybody,
}

/// The outcome of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairingOutcome {
    pub tasks: u32,
    /// Tasks that somebody took.
    pub filled: u32,
    /// Offers that people got.
    pub messages: u32,
}

impl std::ops::Add for PairingOutcome {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            tasks: self.tasks + other.tasks,
            filled: self.filled + other.filled,
            messages: self.messages + other.messages,
        }
    }
}

/// Runs the simulation once; the same seed makes the same people and tasks for every way.
pub fn run(way: Way, seed: u64) -> PairingOutcome {
    let mut world = PairingWorld::new(seed);
    let mut now = 0;
    while now < DAYS * DAY {
        world.tick(way, now);
        now += HOUR;
    }
    world.outcome
}

struct SimulatedPerson {
    id: ActorId,
    skills: Vec<usize>,
    willingness: f64,
    /// When their tasks under way end.
    open: Vec<i64>,
    /// When they were asked.
    asked: Vec<i64>,
    accepted: u32,
}

struct Task {
    id: TaskId,
    skills: Vec<usize>,
    stand: Stand,
    next_at: i64,
    asked: Vec<usize>,
    is_over: bool,
}

struct PairingWorld {
    people: Vec<SimulatedPerson>,
    tasks: Vec<Task>,
    /// The dice for people and tasks.
    makes: Dice,
    /// The dice for the people of the control.
    draws: Dice,
    /// Decides on the answer of each person to each task.
    moods: u64,
    outcome: PairingOutcome,
}

impl PairingWorld {
    fn new(seed: u64) -> Self {
        let mut makes = Dice(seed);
        let people = (0..PEOPLE).map(|n| SimulatedPerson {
            id: ActorId(format!("p{n:03}")),
            skills: makes.some(SKILLS_EACH),
            willingness: makes.beta(0.6, 5.0),
            open: Vec::new(),
            asked: Vec::new(),
            accepted: 0,
        });
        let people = people.collect();
        let moods = seed ^ 0x5851_f42d_4c95_7f2d;
        Self {
            people,
            tasks: Vec::new(),
            makes,
            draws: Dice(moods),
            moods,
            outcome: PairingOutcome::default(),
        }
    }

    fn tick(&mut self, way: Way, now: i64) {
        for person in &mut self.people {
            person.open.retain(|end| *end > now);
        }
        if now % TASK_EVERY == 0 {
            let wanted = 1 + self.makes.below(2);
            let (id, skills) = (TaskId(format!("t{now}")), self.makes.some(wanted));
            let (stand, asked) = (Stand::default(), Vec::new());
            self.tasks.push(Task { id, skills, stand, next_at: now, asked, is_over: false });
            self.outcome.tasks += 1;
        }
        for at in 0..self.tasks.len() {
            if !self.tasks[at].is_over && self.tasks[at].next_at <= now {
                self.look(way, at, now);
            }
        }
    }

    fn look(&mut self, way: Way, at: usize, now: i64) {
        let asked = match way {
            Way::Waves => self.wave(at, now),
            Way::FiveAtRandom => {
                let mut fit: Vec<usize> = self.fitting(at, now);
                self.tasks[at].next_at = now + 6 * HOUR;
                (0..AT_RANDOM.min(fit.len())).map(|_| fit.swap_remove(self.draws.below(fit.len()))).collect()
            }
            Way::Everybody => {
                self.tasks[at].is_over = true;
                (0..PEOPLE).filter(|who| self.has_skills(at, *who)).collect()
            }
        };
        for who in asked {
            self.outcome.messages += 1;
            self.tasks[at].asked.push(who);
            let says_yes = self.says_yes(at, who, now);
            self.people[who].asked.push(now);
            if !says_yes {
                continue;
            }
            self.people[who].accepted += 1;
            // People who say yes later stand by.
            if !self.is_filled(at) {
                self.tasks[at].stand.waves = u32::MAX;
                self.tasks[at].is_over = true;
                self.people[who].open.push(now + WORK);
                self.outcome.filled += 1;
            }
        }
    }

    /// A task that somebody has is marked by a number of waves that no task reaches.
    fn is_filled(&self, at: usize) -> bool {
        self.tasks[at].stand.waves == u32::MAX
    }

    fn wave(&mut self, at: usize, now: i64) -> Vec<usize> {
        let pace = WavePace::of(Urgency::Normal);
        let candidates: Vec<Candidate> = (0..PEOPLE).map(|who| self.candidate(at, who, now)).collect();
        let is_anybody_left = candidates.iter().any(|one| one.standing.fits().is_ok());
        let task = &mut self.tasks[at];
        let next = next(task.stand, is_anybody_left, false, pace);
        task.stand.reached = next.way.unwrap_or(task.stand.reached);
        task.next_at = now + next.wait;
        let Some(number) = next.wave else { return Vec::new() };
        task.stand.waves = number;
        let drawn = wave(&task.id, number, pace, &candidates);
        let place = |id: &ActorId| candidates.iter().position(|one| one.person == *id);
        drawn.iter().filter_map(|one| place(&one.person)).collect()
    }

    fn has_skills(&self, at: usize, who: usize) -> bool {
        self.tasks[at].skills.iter().all(|skill| self.people[who].skills.contains(skill))
    }

    fn candidate(&self, at: usize, who: usize, now: i64) -> Candidate {
        let person = &self.people[who];
        let standing = Standing {
            role: Some(Role::Normal),
            has_skills: self.has_skills(at, who),
            reviews: false,
            was_asked: self.tasks[at].asked.contains(&who),
            had_it: false,
            refuses_skill: false,
            refuses_pursuance: false,
            is_away: false,
            is_quiet: false,
            open_tasks: person.open.len() as u32,
            asked_this_week: self.asked_this_week(who, now),
            limits: Limits::default(),
        };
        let record = OfferRecord { offered: person.asked.len() as u32, accepted: person.accepted };
        Candidate { person: person.id.clone(), standing, record }
    }

    fn fitting(&self, at: usize, now: i64) -> Vec<usize> {
        (0..PEOPLE).filter(|who| self.candidate(at, *who, now).standing.fits().is_ok()).collect()
    }

    fn asked_this_week(&self, who: usize, now: i64) -> u32 {
        self.people[who].asked.iter().rev().take_while(|at| **at > now - 7 * DAY).count() as u32
    }

    fn says_yes(&self, at: usize, who: usize, now: i64) -> bool {
        let beyond = (self.asked_this_week(who, now) + 1).saturating_sub(7);
        let person = &self.people[who];
        let open = person.open.len() as f64;
        let chance = person.willingness / (1.0 + open) * 0.8_f64.powi(beyond.cast_signed());
        let of_both = (at * PEOPLE + who) as u64;
        Dice(self.moods ^ (of_both << 20)).unit() < chance
    }
}

/// SplitMix64: the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1, without 1.
    fn unit(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, most: usize) -> usize {
        (self.unit() * most as f64) as usize
    }

    /// Draws `count` different skills.
    fn some(&mut self, count: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..SKILLS).collect();
        (0..count).map(|_| all.swap_remove(self.below(all.len()))).collect()
    }

    fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (one, other) = (self.gamma(a), self.gamma(b));
        one / (one + other)
    }

    /// Marsaglia and Tsang, “A simple method for generating gamma variables”.
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = (1.0 - self.unit()).powf(1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && (1.0 - self.unit()).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    fn normal(&mut self) -> f64 {
        let (one, other) = (1.0 - self.unit(), self.unit());
        (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
    }
}
