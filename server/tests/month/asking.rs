//! RULES §4: whom a task may ask, and what the answers do.

use std::collections::BTreeMap;

use pursuance_domain::time::HOUR;

use super::Promises;
use super::known::{Known, is_same};
use super::told::Event;
use super::town::Resident;

pub const ONCE: &str = "nobody is asked twice about one task in the same round";
pub const AGAIN: &str = "only those are asked again who wanted that, or stood by";
pub const WANTED: &str =
    "a task asks while it looks for help, and neither blocked, paused, nor with or on offer to others";
pub const CAP: &str = "nobody is asked about more tasks in seven days than they want";
pub const WORK: &str = "nobody is asked who has as many tasks under way as they want";
pub const QUIET: &str = "nobody is asked in their quiet hours";
pub const AWAY: &str = "nobody is asked while they are away";
pub const NEVER_SKILL: &str = "nobody is asked for a skill that they refused, by whatever word";
pub const NEVER_HERE: &str = "nobody is asked by a pursuance that is not to ask them";
pub const SKILLS: &str = "whoever is drawn has every skill, or learns one with a mentor";
pub const MENTORS: &str = "whoever is asked to accompany a learner helps with that skill, and may be asked";
pub const ROLE: &str = "whoever is asked is a member who takes tasks";
pub const NOT_THE_JUDGE: &str = "nobody is asked to do what they decide about";
pub const NOT_THE_FORMER: &str = "nobody is drawn who had the task before";
pub const SOMEBODY: &str = "a task that looks for help, and has people to ask, asks somebody";
pub const FIRST_YES: &str = "the first yes gets the task";
pub const LATER_YES: &str = "a later yes stands by";
pub const STOOD_BY: &str = "whoever stood by is told of the end";

/// How long nothing may happen though somebody could be asked: a look a day, and the step of the clock.
const IDLE: i64 = 34 * HOUR;
/// The same where one after the other may be asked alone.
const IDLE_ALONE: i64 = 66 * HOUR;
/// So long nothing may happen where somebody could be asked in half of the time.
const NOW_AND_THEN: i64 = 84 * HOUR;

/// The time in which a task looked for help, and asked nobody.
#[derive(Debug, Default)]
struct Idle {
    since: i64,
    /// Since when somebody could be asked without a break.
    fit_since: Option<i64>,
    moments: usize,
    fit: usize,
}

#[derive(Debug, Default)]
pub struct Asking {
    idle: BTreeMap<String, Idle>,
    /// People who stood by when a task ended, and were not told yet: person, task, when.
    to_be_told: Vec<(String, String, i64)>,
}

impl Asking {
    /// Looks at a moment at which everything that was due is done.
    pub fn look(&mut self, known: &Known<'_>, promises: &mut Promises, at: i64) {
        for id in known.tasks.keys() {
            if !known.looks_for_help(id) || known.asked_alone(id).is_some() {
                self.idle.remove(id);
                continue;
            }
            let idle = self.idle.entry(id.clone()).or_insert_with(|| Idle { since: at, ..Idle::default() });
            let fit: Vec<&str> = known
                .people()
                .filter(|one| known.hindrance(one, id, at).is_none())
                .map(|one| one.name.as_str())
                .collect();
            idle.moments += 1;
            idle.fit += usize::from(!fit.is_empty());
            idle.fit_since = if fit.is_empty() { None } else { idle.fit_since.or(Some(at)) };
            let longest = if known.task(id).former.is_empty() { IDLE } else { IDLE_ALONE };
            let is_steady = idle.fit_since.is_some_and(|since| at - since > longest);
            let is_often = at - idle.since > NOW_AND_THEN && idle.fit * 2 > idle.moments;
            promises.holds(SOMEBODY, !is_steady && !is_often, || {
                let search = &known.sheet(id).search;
                format!(
                    "{}: {fit:?} could be asked, {idle:?}; at the end: {search}",
                    known.at("nobody", id, at)
                )
            });
            if is_steady || is_often {
                // Said once.
                self.idle.remove(id);
            }
        }
    }

    pub fn hear(&mut self, known: &Known<'_>, promises: &mut Promises, event: &Event) {
        match event.verb.as_str() {
            "task.asked" => {
                self.idle.remove(&event.task);
                if let Some(one) = known.person(event.told("person")) {
                    asked(known, promises, event, one);
                }
            }
            "mentor.asked" => mentor(known, promises, event),
            "offer.answered" if event.told("state") == "accepted" => {
                let has = known.task(&event.task).assignee.as_deref();
                promises.holds(FIRST_YES, has == Some(event.actor.as_str()), || {
                    format!("{} has it", known.at(&event.actor, &event.task, event.at))
                });
            }
            "offer.answered" if event.told("state") == "standing_by" => {
                let has = known.task(&event.task).assignee.as_deref();
                let is_held = known.asked_alone(&event.task).is_some_and(|(who, _)| who != event.actor);
                let is_taken = has.is_some_and(|has| has != event.actor);
                promises.holds(LATER_YES, is_taken || is_held, || {
                    format!("nobody has it: {}", known.at(&event.actor, &event.task, event.at))
                });
            }
            "task.assigned" if event.told("after") == event.actor && !event.actor.is_empty() => {
                taken(known, promises, event);
            }
            "task.phase_set" if ["done", "dropped"].contains(&event.told("after")) => {
                let stood_by = known
                    .offers
                    .iter()
                    .filter(|((_, task), offer)| *task == event.task && offer.state == "standing_by");
                let people = stood_by.map(|((who, _), _)| (who.clone(), event.task.clone(), event.at));
                self.to_be_told.extend(people.filter(|(who, ..)| known.is_member(who)));
            }
            "offer.ended" => {
                promises.holds(STOOD_BY, true, String::new);
                let who = event.told("person");
                self.to_be_told.retain(|(other, task, _)| other != who || *task != event.task);
            }
            _ => {}
        }
    }

    /// Nobody is left who was not told.
    pub fn end(&self, known: &Known<'_>, promises: &mut Promises) {
        for (who, task, at) in &self.to_be_told {
            promises.holds(STOOD_BY, !known.is_member(who), || known.at(who, task, *at));
        }
    }
}

/// Somebody takes a task: nobody has it, or whoever has it is away, and those who stand by may go on meanwhile.
fn taken(known: &Known<'_>, promises: &mut Promises, event: &Event) {
    let Some(before) = known.task(&event.task).assignee.as_deref().filter(|who| *who != event.actor) else {
        return;
    };
    let away = known.person(before).and_then(|one| one.said_at(event.at).away);
    let gives =
        away.is_some_and(|(from, until, tasks)| tasks == "stand_by" && (from..until).contains(&event.at));
    promises.holds(FIRST_YES, gives, || {
        format!("{} had it, and {}", known.name(before), known.at(&event.actor, &event.task, event.at))
    });
}

/// A member is asked whether they accompany a learner: other work is no hindrance.
fn mentor(known: &Known<'_>, promises: &mut Promises, event: &Event) {
    let (id, at) = (event.task.as_str(), event.at);
    let Some(one) = known.person(event.told("person")) else { return };
    let said = one.said_at(at);
    let helps =
        said.skills.iter().any(|(skill, level)| *level == "mentor" && is_same(skill, event.told("skill")));
    let is_there = known.takes_tasks(one) && !said.is_away(at) && !said.is_quiet(at);
    let wants = !said.not_here && !known.refuses_skill(said, id);
    let is_not_too_often = known.asked_this_week(&one.id, id, at) < said.offers_a_week;
    let is_kept = helps && is_there && wants && is_not_too_often && known.looks_for_help(id);
    promises.holds(MENTORS, is_kept, || {
        let why = (helps, is_there, wants, is_not_too_often);
        format!("{} {} {why:?}", known.at(&one.id, id, at), event.data)
    });
}

fn asked(known: &Known<'_>, promises: &mut Promises, event: &Event, one: &Resident) {
    let (who, id, at) = (one.id.as_str(), event.task.as_str(), event.at);
    let (is_again, heir) = (event.data["again"] == true, event.data["heir"].as_str());
    let is_drawn = event.data["wave"].is_i64() && !is_again && heir.is_none();
    let is_by_hand = !is_drawn && !is_again && heir.is_none();
    let (said, now) = (one.said_at(at), known.task(id));
    let mut holds = |promise, is_kept: bool, more: &str| {
        promises.holds(promise, is_kept, || format!("{} {more} {}", known.at(who, id, at), event.data));
    };
    let before = known.offer(who, id);
    match before {
        None => holds(ONCE, true, ""),
        Some(before) => {
            holds(ONCE, is_again, &format!("was asked before, {}", before.state));
            let wanted_it = ["later", "standing_by"].contains(&before.state.as_str());
            holds(AGAIN, wanted_it, &format!("said {}", before.state));
        }
    }
    let is_away = |who: &str| known.person(who).is_some_and(|one| one.said_at(at).is_away(at));
    let is_kept = heir == Some("stand_by") && now.assignee.as_deref().is_some_and(is_away);
    let is_free =
        now.assignee.is_none() && now.phase == "help_wanted" && !now.is_delegated && !now.is_offered;
    let is_open = !known.is_blocked(id) && (!now.is_paused || is_by_hand);
    holds(WANTED, (is_free || is_kept) && is_open, &format!("{} {:?}", now.phase, now.assignee));
    holds(ROLE, known.takes_tasks(one), "");
    holds(CAP, known.asked_this_week(who, id, at) < said.offers_a_week, "");
    holds(AWAY, !said.is_away(at), "");
    holds(NEVER_SKILL, !known.refuses_skill(said, id), &format!("{:?}", said.not_skills));
    holds(NEVER_HERE, !said.not_here, "");
    holds(NOT_THE_JUDGE, known.judge(id) != who, "");
    if !is_by_hand {
        holds(QUIET, !said.is_quiet(at), &format!("{:?} {}", said.quiet, said.zone));
    }
    // Of those who stand by it is known that they can do it; whoever invited the former one need not.
    let is_chosen = is_drawn || heir.is_some_and(|rule| !["stand_by", "inviter"].contains(&rule));
    if is_chosen {
        holds(WORK, known.open_tasks(who) < said.in_progress, "");
        let lacks = known.lacks(said, id);
        let learns = is_drawn && known.learns(one, id, at);
        holds(SKILLS, lacks.is_empty() || learns, &format!("lacks {lacks:?}"));
        holds(NOT_THE_FORMER, !now.former.contains(who), "");
    }
}
