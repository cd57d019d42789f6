//! RULES §6: the ledger once more, from the verdicts.

use std::collections::BTreeMap;

use pursuance_domain::time::DAY;

use super::Promises;
use super::known::Known;
use super::told::Event;

pub const LINES: &str = "everybody has earned exactly what the verdicts say";
pub const TOTALS: &str = "all points are the sum of the ledger";
pub const TAKEN_BACK: &str = "a task that is opened again takes back what it earned";

/// The verdict on a mirror's work comes from the pursuance that asked for it.
const ORIGIN: &str = "the origin";

#[derive(Debug, Clone)]
struct Line {
    who: String,
    other: String,
    task: String,
    deed: &'static str,
    points: i64,
    at: i64,
    holds: bool,
}

#[derive(Debug, Default)]
pub struct Ledger {
    lines: Vec<Line>,
    opened_again: usize,
}

impl Ledger {
    /// How often two have earned together within thirty days, whoever did the work.
    fn repeats(&self, who: &str, other: &str, at: i64) -> u32 {
        let of_pair = |line: &&Line| line.who == who && line.other == other;
        let lately = |line: &&Line| line.holds && line.at > at - 30 * DAY;
        u32::try_from(self.lines.iter().filter(of_pair).filter(lately).count()).unwrap()
    }

    pub fn hear(&mut self, known: &Known<'_>, event: &Event) {
        if event.verb != "task.phase_set" {
            return;
        }
        let task = known.task(&event.task);
        let is_mirror = known.sheet(&event.task).is_mirror && event.data.get("delegation").is_some();
        let is_closed = |phase: &str| ["done", "dropped"].contains(&phase);
        let (before, after) = (event.told("before"), event.told("after"));
        if is_closed(before) && !is_closed(after) {
            self.take_back(&event.task, event.at);
        }
        let is_judged = ["ready_for_review", "in_review"].contains(&before) || is_mirror;
        let Some(worker) = task.assignee.clone() else { return };
        if after != "done" || is_closed(before) || !is_judged {
            return;
        }
        let judge = if is_mirror { ORIGIN.to_owned() } else { event.actor.clone() };
        let is_here = |who: &str| known.person(who).is_some();
        if judge == worker || !(is_here(&worker) || is_here(&judge)) {
            return;
        }
        let (one, other) = if is_here(&worker) { (&worker, &judge) } else { (&judge, &worker) };
        let repeats = self.repeats(one, other, event.at);
        let whole = match known.sheet(&event.task).size.as_str() {
            "s" => 1_000,
            "l" => 6_000,
            _ => 3_000,
        };
        let line = |who: &String, other: &String, deed, points: i64, repeats: u32| Line {
            who: who.clone(),
            other: other.clone(),
            task: event.task.clone(),
            deed,
            points: points >> repeats,
            at: event.at,
            holds: true,
        };
        let mut earned = vec![
            line(&worker, &judge, "work", whole, repeats),
            line(&judge, &worker, "review", 1_000, repeats),
        ];
        if let Some((mentor, learner)) = task.lesson.as_ref().filter(|(_, learner)| *learner == worker) {
            let repeats = self.repeats(mentor, learner, event.at);
            earned.push(line(mentor, learner, "mentor", 1_000, repeats));
        }
        self.lines.extend(earned.into_iter().filter(|line| is_here(&line.who)));
    }

    fn take_back(&mut self, task: &str, at: i64) {
        let mut back = Vec::new();
        for line in self.lines.iter_mut().filter(|line| line.task == task && line.holds) {
            line.holds = false;
            back.push(Line { points: -line.points, at, holds: false, ..line.clone() });
        }
        self.opened_again += back.len();
        self.lines.extend(back);
    }

    pub fn end(&self, known: &Known<'_>, promises: &mut Promises) {
        let told = &known.told.sides[known.side];
        for one in known.people().filter(|one| one.left.is_none()) {
            let mut expected: BTreeMap<(String, i64), i64> = BTreeMap::new();
            for line in self.lines.iter().filter(|line| line.who == one.id) {
                *expected.entry((line.deed.to_owned(), line.points)).or_default() += 1;
            }
            let mut read: BTreeMap<(String, i64), i64> = BTreeMap::new();
            for line in told.karma.iter().filter(|line| line.who == one.id) {
                *read.entry((line.deed.clone(), line.points)).or_default() += 1;
            }
            promises.holds(LINES, expected == read, || {
                format!("{} reads {read:?}, and the verdicts say {expected:?}", one.name)
            });
            let sum: i64 = self.lines.iter().filter(|line| line.who == one.id).map(|line| line.points).sum();
            let total = told.totals[&one.id];
            promises.holds(TOTALS, sum == total, || format!("{} has {total}, the sum is {sum}", one.name));
        }
        for _ in 0..self.opened_again {
            promises.holds(TAKEN_BACK, true, String::new);
        }
    }
}
