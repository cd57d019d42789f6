//! RULES §5: who is waited for, when they are reminded, and when a task is handed on. The pace is learnt here once more, from
//! all gaps each time; since the dates of the program follow the pace of each moment, they are held between the earliest and
//! the latest that any pace since then would have named.

use std::collections::BTreeMap;

use pursuance_domain::time::{DAY, HOUR, MINUTE, SECOND};

use super::Promises;
use super::known::Known;
use super::told::{Event, moment};

pub const DUE: &str = "only whoever is waited for is reminded, and once in a silence";
pub const NOT_BEFORE: &str =
    "nobody is reminded before the pace of the pursuance says so, or before they said";
pub const PAUSED: &str =
    "nobody is reminded, and nothing taken, while the task is blocked or with others, or they are away";
pub const QUIET: &str = "reminders, and what follows them, wait for the end of quiet hours";
pub const REMINDED: &str = "nothing is handed on before its person was reminded and stayed silent";
pub const GRACE: &str = "whoever was reminded has a day, and until the time that the reminder named";
pub const IN_TIME: &str = "whoever is silent for longer than the pace of the pursuance allows is reminded";
pub const FREED: &str = "a task whose person stays silent is handed on";

/// S(z) is π / (1 − π) · (1 − p) / p at these z, for π = 0.1 and p = 0.5 and 0.8.
const Z_NUDGE: f64 = 1.220_640;
const Z_HAND_ON: f64 = 1.914_506;
/// The step of the clock, and the longest quiet hours.
const SLACK: i64 = 8 * HOUR + 11 * HOUR;
/// Events within this time are one sitting.
const SITTING: i64 = HOUR;

/// Somebody who is waited for.
#[derive(Debug, Clone)]
struct Waiting {
    who: String,
    is_assignee: bool,
    /// The phase of their last work.
    phase: String,
    began: i64,
    since: i64,
    worked: i64,
    answers: i32,
    /// When they were reminded, and until when they then had.
    nudged: Option<(i64, i64)>,
    until: i64,
}

/// Mean and deviation of ln(days).
type Pace = (f64, f64);

#[derive(Debug, Default)]
pub struct Silences {
    waiting: BTreeMap<String, Waiting>,
    /// The gaps of each phase, in ln(days), and the pace after each.
    gaps: BTreeMap<String, Vec<f64>>,
    paces: BTreeMap<String, Vec<(i64, Pace)>>,
}

/// Without history ln 2 and 0.8, which weigh as much as ten gaps; each gap leaves 0.995 of what was before.
fn pace(gaps: &[f64]) -> Pace {
    let weight = |age: usize| 0.995_f64.powi(i32::try_from(age).unwrap());
    let first = 10.0 * weight(gaps.len());
    let weights: Vec<f64> = (0..gaps.len()).map(|at| weight(gaps.len() - 1 - at)).collect();
    let all = first + weights.iter().sum::<f64>();
    let with = |prior: f64, of: &dyn Fn(f64) -> f64| {
        (first * prior + gaps.iter().zip(&weights).map(|(gap, weight)| weight * of(*gap)).sum::<f64>()) / all
    };
    let mean = with(2.0_f64.ln(), &|gap| gap);
    let far = |from: f64| (from - mean) * (from - mean);
    let variance = with(0.64 + far(2.0_f64.ln()), &far);
    (mean, variance.sqrt().clamp(0.2, 1.6))
}

fn days(days: f64) -> i64 {
    (days * DAY as f64) as i64
}

/// The reminder, and handing on, so long after the last sign of life.
fn terms((mean, deviation): Pace, weight: f64) -> (i64, i64) {
    let after = |z: f64| days((mean + deviation * z).exp() * weight);
    let nudge = after(Z_NUDGE).clamp(DAY, 30 * DAY);
    let grace = (nudge / 4).clamp(DAY, 7 * DAY);
    (nudge, after(Z_HAND_ON).max(nudge + grace).min(37 * DAY))
}

/// The time between two moments in which the task was not blocked and the person not away.
fn counted(known: &Known<'_>, task: &str, who: &str, from: i64, to: i64) -> i64 {
    let mut out: Vec<(i64, i64)> =
        known.task(task).blocked.iter().map(|(began, ended)| (*began, ended.unwrap_or(to))).collect();
    let said = known.person(who).map(|one| one.said.as_slice()).unwrap_or_default();
    for (at, one) in said.iter().enumerate() {
        let next = said.get(at + 1).map_or(i64::MAX, |next| next.from);
        out.extend(one.away.map(|(began, ended, _)| (began.max(one.from), ended.min(next))));
    }
    out.sort_unstable();
    let (mut counted, mut until) = (to - from, from);
    for (began, ended) in out {
        let (began, ended) = (began.max(until), ended.min(to));
        if began < ended {
            counted -= ended - began;
            until = ended;
        }
    }
    counted
}

impl Silences {
    /// The dates by the pace of any moment since a time: the earliest reminder, the latest, and the latest handing on.
    fn bounds(&self, known: &Known<'_>, task: &str, waiting: &Waiting, since: i64) -> (i64, i64, i64) {
        let size = match known.sheet(task).size.as_str() {
            "s" => 0.85,
            "l" => 1.2,
            _ => 1.0,
        };
        let urgency = if known.task(task).is_urgent { 0.25 } else { 1.0 };
        let answers = 0.9_f64.powi(waiting.answers);
        let all = self.paces.get(&known.task(task).phase).map(Vec::as_slice).unwrap_or_default();
        let before =
            all.iter().rev().find(|(at, _)| *at < since).map_or_else(|| pace(&[]), |(_, pace)| *pace);
        let mut paces: Vec<Pace> = vec![before];
        paces.extend(all.iter().filter(|(at, _)| *at >= since).map(|(_, pace)| *pace));
        let early = paces.iter().map(|pace| terms(*pace, size * urgency * answers).0).min().unwrap_or(DAY);
        // Another phase, or urgency that came later, may have promised more time.
        paces.push(pace(&[]));
        paces.extend(
            self.paces.values().flatten().filter(|(at, _)| *at >= waiting.began).map(|(_, pace)| *pace),
        );
        let late = paces.iter().map(|pace| terms(*pace, size)).collect::<Vec<_>>();
        let latest = |of: &dyn Fn(&(i64, i64)) -> i64| late.iter().map(of).max().unwrap_or(37 * DAY);
        (early, latest(&|dates| dates.0), latest(&|dates| dates.1))
    }

    /// Looks at a moment at which everything that was due is done.
    pub fn look(&self, known: &Known<'_>, promises: &mut Promises, at: i64) {
        for (task, waiting) in &self.waiting {
            let who = waiting.who.as_str();
            let Some(one) = known.person(who) else { continue };
            let said = one.said_at(at);
            let is_left_alone = known.is_blocked(task) || said.is_away(at) || said.is_quiet(at);
            if is_left_alone || at < waiting.until + SLACK {
                continue;
            }
            let silent = counted(known, task, who, waiting.since, at);
            let (_, nudge, hand_on) = self.bounds(known, task, waiting, waiting.since);
            match waiting.nudged {
                None => promises.holds(IN_TIME, silent <= nudge + SLACK, || {
                    format!("{} silent {}h, {waiting:?}", known.at(who, task, at), silent / HOUR)
                }),
                Some((nudged, until)) if waiting.is_assignee => {
                    let has_time = silent <= hand_on + SLACK || at <= until.max(nudged + DAY) + SLACK;
                    promises.holds(FREED, has_time, || {
                        format!("{} silent {}h, {waiting:?}", known.at(who, task, at), silent / HOUR)
                    });
                }
                Some(_) => {}
            }
        }
    }

    pub fn hear(&mut self, known: &Known<'_>, promises: &mut Promises, event: &Event) {
        match event.verb.as_str() {
            "task.nudged" => self.nudged(known, promises, event),
            "task.assigned" if event.told("because") == "silent" => {
                self.handed_on(known, promises, event, event.told("before"));
            }
            "task.edited" if event.told("because") == "silent" => {
                let before = event.data["before"]["reviewer"].as_str().unwrap_or_default();
                self.handed_on(known, promises, event, before);
            }
            _ => {}
        }
    }

    fn nudged(&mut self, known: &Known<'_>, promises: &mut Promises, event: &Event) {
        let (who, task, at) = (event.told("person"), event.task.as_str(), event.at);
        let is_assignee = event.told("part") == "assignee";
        left_alone(known, promises, event, who);
        let waiting = self.waiting.get(task).cloned();
        let is_due = waiting.as_ref().is_some_and(|waiting| {
            waiting.who == who
                && waiting.is_assignee == is_assignee
                && (waiting.nudged.is_none() || !is_assignee)
        });
        promises.holds(DUE, is_due, || format!("{} {waiting:?}", known.at(who, task, at)));
        let Some(waiting) = waiting.filter(|_| is_due) else { return };
        if waiting.nudged.is_none() {
            let silent = counted(known, task, who, waiting.since, at);
            let (nudge, ..) = self.bounds(known, task, &waiting, waiting.since);
            let is_late = silent >= nudge - nudge / 100 - MINUTE && at >= waiting.until;
            promises.holds(NOT_BEFORE, is_late, || {
                let hours = (silent / HOUR, nudge / HOUR);
                format!("{} silent {hours:?} hours, {waiting:?}", known.at(who, task, at))
            });
        }
        let nudged = Some((at, moment(&event.data["hand_on_at"])));
        self.waiting.insert(task.to_owned(), Waiting { nudged, ..waiting });
    }

    fn handed_on(&self, known: &Known<'_>, promises: &mut Promises, event: &Event, who: &str) {
        let (task, at) = (event.task.as_str(), event.at);
        left_alone(known, promises, event, who);
        let waiting = self.waiting.get(task).filter(|waiting| waiting.who == who);
        let nudged = waiting.and_then(|waiting| waiting.nudged);
        promises.holds(REMINDED, nudged.is_some(), || format!("{} {waiting:?}", known.at(who, task, at)));
        if let Some((nudged, until)) = nudged {
            promises.holds(GRACE, at >= nudged + DAY && at >= until - SECOND, || {
                let hours = ((at - nudged) / HOUR, (at - until) / HOUR);
                format!("{} {hours:?} hours after the reminder and its date", known.at(who, task, at))
            });
        }
    }

    /// Follows what has happened, once that is known.
    pub fn follow(&mut self, known: &Known<'_>, event: &Event) {
        let is_known = known.tasks.contains_key(&event.task);
        if event.task.is_empty() || !is_known {
            return;
        }
        let (id, at) = (event.task.as_str(), event.at);
        let before = self.waiting.remove(id);
        let is_theirs = before.as_ref().is_some_and(|before| before.who == event.actor);
        let works = ["task.phase_set", "task.blocked", "task.commented", "task.file_attached"];
        let is_work = is_theirs && works.contains(&event.verb.as_str());
        let is_word = is_theirs && event.verb == "task.still_on_it";
        if let Some(before) = before.as_ref().filter(|_| is_work) {
            let gap = counted(known, id, &before.who, before.worked, at);
            if gap >= SITTING {
                self.learn(&before.phase, gap, at);
            }
        }
        let Some((who, is_assignee)) = watched(known, id) else { return };
        let same = before.filter(|before| before.who == who && before.is_assignee == is_assignee);
        let phase = known.task(id).phase.clone();
        let begun = Waiting {
            who: who.to_owned(),
            is_assignee,
            phase,
            began: at,
            since: at,
            worked: at,
            answers: 0,
            nudged: None,
            until: 0,
        };
        let mut next = same.unwrap_or_else(|| begun.clone());
        if is_work {
            next = Waiting { began: next.began, until: next.until, ..begun };
        } else if is_word {
            next.answers += i32::from(next.nudged.is_some());
            (next.since, next.nudged) = (at, None);
            if event.data["until"].is_string() {
                next.until = moment(&event.data["until"]);
            }
        }
        self.waiting.insert(id.to_owned(), next);
    }

    fn learn(&mut self, phase: &str, gap: i64, at: i64) {
        let gaps = self.gaps.entry(phase.to_owned()).or_default();
        gaps.push((gap as f64 / DAY as f64).ln());
        let pace = pace(gaps);
        self.paces.entry(phase.to_owned()).or_default().push((at, pace));
    }
}

/// Whether a task and its person may be asked anything now.
fn left_alone(known: &Known<'_>, promises: &mut Promises, event: &Event, who: &str) {
    let (task, at) = (event.task.as_str(), event.at);
    let Some(one) = known.person(who) else { return };
    let said = one.said_at(at);
    let is_paused = known.is_blocked(task) || known.task(task).is_delegated || said.is_away(at);
    promises.holds(PAUSED, !is_paused, || format!("{} {}", known.at(who, task, at), event.verb));
    promises.holds(QUIET, !said.is_quiet(at), || format!("{} {}", known.at(who, task, at), event.verb));
}

/// The person who is waited for: the one who has a task under way, or the one who decides on work that was handed in, unless that is their
/// own. Another pursuance is reminded by the delegation.
fn watched<'k>(known: &'k Known<'_>, task: &'k str) -> Option<(&'k str, bool)> {
    let now = known.task(task);
    let assignee = now.assignee.as_deref();
    let is_between = now.is_delegated || known.sheet(task).is_mirror;
    let watched = if now.is_under_way() {
        (assignee?, true)
    } else if now.is_under_review() && !is_between {
        (known.judge(task), false)
    } else {
        return None;
    };
    let is_own = !watched.1 && assignee == Some(watched.0);
    (!is_own && known.person(watched.0).is_some()).then_some(watched)
}
