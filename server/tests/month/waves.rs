//! RULES §4: who is in a wave, by scores that are computed anew, and how soon the next one follows.

use std::collections::{BTreeMap, BTreeSet};

use pursuance_domain::time::{HOUR, MINUTE, SECOND};
use pursuance_federation::vocab::Sha256Sum;

use super::Promises;
use super::known::{Known, is_same};
use super::told::Event;
use super::town::Resident;

pub const WHO: &str = "a wave asks those with the highest scores, and as many as it takes";
pub const SOON: &str = "the next wave comes after its time, or when somebody or something calls it";

/// The hash that draws the factor has so many values.
const DRAWS: f64 = 18_446_744_073_709_551_616.0;

#[derive(Debug, Default)]
pub struct Waves {
    /// The last wave of each task, and when it was asked.
    last: BTreeMap<String, (i64, i64)>,
    /// Acts that called the last wave before its time.
    called: BTreeMap<String, i64>,
}

impl Waves {
    /// Hears the first of these events; those behind it belong to the same wave as long as they are alike.
    pub fn hear(&mut self, known: &Known<'_>, promises: &mut Promises, events: &[Event]) {
        let event = &events[0];
        let wave = |event: &Event| {
            let is_drawn =
                event.verb == "task.asked" && event.data["again"] != true && event.data.get("heir").is_none();
            event.data["wave"].as_i64().filter(|_| is_drawn)
        };
        if calls(event) {
            self.called.insert(event.task.clone(), event.at);
        }
        let Some(number) = wave(event) else { return };
        let id = event.task.as_str();
        let last = self.last.get(id).copied();
        if last.is_some_and(|(last, _)| last == number) {
            return;
        }
        let like = |other: &&Event| other.task == id && other.at == event.at && wave(other) == Some(number);
        let asked = events.iter().take_while(like).map(|event| known.name(event.told("person"))).collect();
        who(known, promises, event, number, &asked);
        let (before, asked_at) = last.unwrap_or((0, i64::MIN));
        let side = known.side;
        let by_hand = known
            .town
            .diary
            .calls
            .iter()
            .filter(|(of, task, _)| *of == side && *task == known.sheet(id).number);
        // A newcomer who knows what it wants calls it, too.
        let wants = |skill: &str| known.sheet(id).skills.iter().any(|wanted| is_same(skill, wanted));
        let arrived = known.town.diary.arrived.iter().filter(|(of, skill, _)| *of == side && wants(skill));
        let by_hand = by_hand.map(|(.., at)| *at).chain(arrived.map(|(.., at)| *at));
        let mut called = by_hand.chain(self.called.get(id).copied());
        let is_called = called.any(|at| (asked_at..=event.at + SECOND).contains(&at));
        let wait = if known.task(id).is_urgent { 30 * MINUTE } else { 6 * HOUR };
        let is_time = event.at.saturating_sub(asked_at) >= wait - SECOND;
        promises.holds(SOON, number == before + 1 && (is_time || is_called), || {
            format!("{} wave {number} after {last:?}", known.at("everybody", id, event.at))
        });
        self.last.insert(id.to_owned(), (number, event.at));
    }
}

/// Whether an event calls the next wave: the task looks for help again, other things are asked for, or a mentor said yes.
fn calls(event: &Event) -> bool {
    match event.verb.as_str() {
        "task.phase_set" => event.told("after") == "help_wanted",
        "task.assigned" => event.told("phase") == "help_wanted",
        "task.edited" => event.data["changed"].as_array().is_some_and(|changed| {
            changed.iter().any(|field| ["skills", "due", "urgency"].iter().any(|felt| field == felt))
        }),
        "mentor.answered" => event.told("state") == "ready",
        _ => false,
    }
}

/// Score, and the likelihood of a yes.
fn score(known: &Known<'_>, one: &Resident, task: &str, wave: i64, at: i64) -> (f64, f64) {
    let (offered, accepted) = known.record(&one.id, at);
    let likelihood = (accepted as f64 + 1.0) / (offered as f64 + 11.0);
    let newness = if offered < 3 { 1.5 } else { 1.0 };
    let hash = Sha256Sum::of(format!("{task},{wave},{}", one.id).as_bytes()).hex();
    let drawn = u64::from_str_radix(&hash[..16], 16).unwrap() as f64 / DRAWS;
    let score = likelihood * newness / (1.0 + known.open_tasks(&one.id) as f64) * (0.5 + drawn);
    (score, likelihood)
}

/// People who may be asked, with score and likelihood of a yes, the highest score first.
fn scored<'a>(known: &Known<'a>, task: &str, wave: i64, at: i64) -> Vec<((f64, f64), &'a Resident)> {
    let fit = known.people().filter(|one| known.hindrance(one, task, at).is_none());
    let mut scored: Vec<_> = fit.map(|one| (score(known, one, task, wave, at), one)).collect();
    scored.sort_by(|((one, _), _), ((other, _), _)| other.total_cmp(one));
    scored
}

/// Whether these are the people with the highest scores, and as many as it takes.
fn is_drawn(scored: &[((f64, f64), &Resident)], asked: &BTreeSet<String>, is_urgent: bool) -> bool {
    let (enough, most) = if is_urgent { (1.5, 16) } else { (0.5, 8) };
    let chosen = &scored[..asked.len().min(scored.len())];
    let names: BTreeSet<String> = chosen.iter().map(|(_, one)| one.name.clone()).collect();
    let sum = |of: usize| chosen.iter().take(of).map(|((_, likelihood), _)| likelihood).sum::<f64>();
    let count = chosen.len();
    let is_enough = sum(count) >= enough - 1e-9 || count == most || count == scored.len();
    let is_not_too_many = count <= most && sum(count.saturating_sub(1)) < enough + 1e-9;
    names == *asked && is_enough && is_not_too_many
}

fn who(known: &Known<'_>, promises: &mut Promises, event: &Event, number: i64, asked: &BTreeSet<String>) {
    let (id, at) = (event.task.as_str(), event.at);
    let is_urgent = known.task(id).is_urgent;
    // The diary writes down what somebody says about themselves once they are answered; a wave may come between.
    let holds = [at, at + SECOND].iter().any(|moment| {
        let mut scored = scored(known, id, number, *moment);
        is_drawn(&scored, asked, is_urgent) || {
            scored.retain(|(_, one)| !known.was_just_freed(&one.id, at));
            is_drawn(&scored, asked, is_urgent)
        }
    });
    promises.holds(WHO, holds, || {
        let scored = scored(known, id, number, at);
        let all: Vec<_> =
            scored.iter().map(|((score, p), one)| format!("{} {score:.4} {p:.3}", one.name)).collect();
        let chosen: BTreeSet<&String> = scored.iter().take(asked.len()).map(|(_, one)| &one.name).collect();
        let why: Vec<_> = known
            .people()
            .filter(|one| asked.contains(&one.name) && !chosen.contains(&one.name))
            .map(|one| (&one.name, known.hindrance(one, id, at)))
            .collect();
        let missed = known.people().filter(|one| chosen.contains(&one.name) && !asked.contains(&one.name));
        let missed: Vec<_> = missed
            .map(|one| {
                let said = one.said_at(at);
                let next = one.said.iter().map(|said| said.from - at).find(|after| *after > 0);
                let week = (known.asked_this_week(&one.id, id, at), said.offers_a_week);
                let work = (known.open_tasks(&one.id), said.in_progress);
                (&one.name, "said before", at - said.from, "next", next, "asked", week, "at work", work)
            })
            .collect();
        let lately = known.told.sides[known.side].events.iter();
        let lately = lately.filter(|told| (at - MINUTE..=at).contains(&told.at) && told.seq < event.seq);
        let lately: Vec<_> =
            lately.map(|told| (told.at - at, &told.verb, known.name(&told.actor), &told.data)).collect();
        format!(
            "{} wave {number} asked {asked:?}; by score: {all:?}; {why:?}; left out: {missed:?}; \
            in the minute before: {lately:?}",
            known.at("everybody", id, at)
        )
    });
}
