//! RULES §5: who goes on with a task that is handed on. One after the other is asked, each alone for a day; and whoever had it
//! takes it back while nobody has it.

use std::collections::BTreeMap;

use pursuance_domain::time::{DAY, HOUR, SECOND};

use super::Promises;
use super::known::Known;
use super::told::Event;

pub const ALONE: &str = "whoever is asked to go on with a task is asked alone";
pub const A_DAY: &str = "whoever is asked alone has a day for the answer, and then the next one is asked";
pub const EACH_RULE: &str = "each rule names one person, in their order, and those who stand by come first";
pub const FEWEST: &str = "of those with the fewest tasks one is named who has none more than the others";
pub const TAKES_BACK: &str = "whoever had a task takes it back while nobody has it, and only then";

const RULES: [&str; 5] = ["stand_by", "last_active", "fewest_tasks", "most_karma", "inviter"];

#[derive(Debug, Default)]
pub struct Heirs {
    /// The rules that have named somebody since somebody had the task.
    named: BTreeMap<String, Vec<String>>,
    /// People from whom a task was taken after a silence, as long as nothing else became of it.
    taken_from: BTreeMap<String, String>,
    /// How much of the diary was read.
    read: usize,
}

impl Heirs {
    pub fn hear(&mut self, known: &Known<'_>, promises: &mut Promises, event: &Event) {
        self.read_diary(known, promises, event.at);
        match event.verb.as_str() {
            "task.asked" => self.asked(known, promises, event),
            "offer.answered" if event.told("state") == "lapsed" => {
                let alone = known.asked_alone(&event.task);
                let (who, asked) = alone.map_or(("nobody", 0), |(who, offer)| (who, offer.at));
                let waited = event.at - asked;
                // Nobody else is asked while it is held up, of which it is looked once a day.
                let held = known.held_until(&event.task, event.at).filter(|held| *held > asked);
                let at_last = held.map_or(0, |held| held + DAY).max(asked + DAY) + 9 * HOUR;
                promises.holds(A_DAY, waited >= DAY && event.at <= at_last, || {
                    format!("{} after {}h", known.at(who, &event.task, event.at), waited / HOUR)
                });
            }
            "task.assigned" => {
                self.taken_from.remove(&event.task);
                if event.told("because") == "silent" {
                    self.taken_from.insert(event.task.clone(), event.told("before").to_owned());
                }
                self.named.remove(&event.task);
            }
            "task.phase_set" | "delegation.offered" | "member.left" => {
                self.taken_from.remove(&event.task);
            }
            _ => {}
        }
    }

    fn asked(&mut self, known: &Known<'_>, promises: &mut Promises, event: &Event) {
        let (who, task, at) = (event.told("person"), event.task.as_str(), event.at);
        let number = known.sheet(task).number;
        // A call for the next wave ends that one alone is asked.
        let is_called = |since: i64| {
            let mut calls = known.town.diary.calls.iter();
            calls.any(|(side, of, called)| {
                *side == known.side && *of == number && (since..=at + SECOND).contains(called)
            })
        };
        let alone = known.asked_alone(task).filter(|(_, offer)| !is_called(offer.at));
        let alone = alone.map(|(who, _)| known.name(who));
        if event.data["wave"].is_i64() || event.data.get("heir").is_some() {
            promises.holds(ALONE, alone.is_none(), || {
                format!("{} while {alone:?} is asked: {}", known.at(who, task, at), event.data)
            });
        }
        let Some(rule) = event.data["heir"].as_str() else { return };
        let named = self.named.entry(task.to_owned()).or_default();
        let place = |rule: &str| RULES.iter().position(|other| *other == rule);
        let is_new = rule == "stand_by" || !named.iter().any(|other| other == rule);
        let may_stand_by = |person: &str| {
            let one = known.person(person);
            one.is_some_and(|one| {
                let said = one.said_at(at);
                let wants = known.asked_this_week(person, task, at) + 1 < said.offers_a_week;
                let may = !said.is_away(at) && !said.not_here && !known.refuses_skill(said, task) && wants;
                may && known.takes_tasks(one) && known.judge(task) != person
            })
        };
        let mut stand_by =
            known.offers.iter().filter(|((_, of), offer)| of == task && offer.state == "standing_by");
        let is_left = rule != "stand_by" && stand_by.any(|((person, _), _)| may_stand_by(person));
        let is_in_order = rule == "stand_by" || named.iter().all(|other| place(other) <= place(rule));
        promises.holds(EACH_RULE, is_new && is_in_order && !is_left, || {
            format!("{} by {rule} after {named:?}", known.at(who, task, at))
        });
        named.push(rule.to_owned());
        if rule == "fewest_tasks" {
            let fit = known.people().filter(|one| known.hindrance(one, task, at).is_none());
            let least = fit.map(|one| known.open_tasks(&one.id)).min();
            let has = known.open_tasks(who);
            promises.holds(FEWEST, least.is_none_or(|least| has <= least), || {
                format!("{} has {has}, others {least:?}", known.at(who, task, at))
            });
        }
    }

    /// Reads which tasks people tried to take back until a moment.
    fn read_diary(&mut self, known: &Known<'_>, promises: &mut Promises, until: i64) {
        while let Some((side, number, who, at, is_done)) = known.town.diary.taken_back.get(self.read) {
            if *at >= until {
                return;
            }
            self.read += 1;
            let sheets = &known.told.sides[known.side].sheets;
            let task = sheets.iter().find(|(_, sheet)| sheet.number == *number).map(|(id, _)| id);
            let Some(task) = task.filter(|_| *side == known.side) else { continue };
            let now = known.task(task);
            let is_free = now.assignee.is_none() && now.phase == "help_wanted";
            let may = is_free && now.former.contains(who);
            let has_to = self.taken_from.get(task) == Some(who) && is_free && !now.is_offered;
            promises.holds(TAKES_BACK, (!is_done || may) && (*is_done || !has_to), || {
                format!("{} done: {is_done}, {} {:?}", known.at(who, task, *at), now.phase, now.assignee)
            });
        }
    }

    pub fn end(&mut self, known: &Known<'_>, promises: &mut Promises) {
        self.read_diary(known, promises, i64::MAX);
    }
}
