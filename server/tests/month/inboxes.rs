//! RULES §8: what the inbox of each has. Whoever is asked, reminded, relieved or judged is told, once, and nobody else.

use std::collections::{BTreeMap, BTreeSet};

use pursuance_domain::people::role::Role;

use super::Promises;
use super::known::Known;
use super::told::{Event, Notice};
use super::town::Resident;

pub const ONCE: &str = "nobody is told twice of one thing";
pub const OWN: &str = "nobody is told of their own act";
pub const READS: &str = "nobody is told of what they may not read";
pub const ALONE: &str = "who was asked is told to nobody else";
pub const ASKED: &str = "whoever is asked is told, and reads the offer";
pub const REMINDERS: &str = "whoever is reminded is told";
pub const HANDED_ON: &str = "whoever gets a task, or had it until it was handed on, is told";
pub const ENDS: &str = "whoever stood by has a word of the end";
pub const REVIEWS: &str = "whoever decides on work is told that it waits";
pub const VERDICTS: &str = "whoever did the work is told of the verdict";

pub const OFFERS: &str = "those who answer offers are told of each offer of another pursuance";
pub const DELEGATES: &str =
    "of a silence those are reminded who work on a task of others, and the next time all who answer offers";
pub const RECALLS: &str = "nothing is recalled by itself";

/// Notices that are told to one person alone.
const FOR_ONE: [&str; 4] = ["task.asked", "offer.ended", "mentor.asked", "task.nudged"];

pub fn look(known: &Known<'_>, promises: &mut Promises) {
    let told = &known.told.sides[known.side];
    let mut by_event: BTreeMap<i64, Vec<&Notice>> = BTreeMap::new();
    let mut things: BTreeSet<(&str, String)> = BTreeSet::new();
    let mut numbers: BTreeSet<(&str, i64)> = BTreeSet::new();
    for notice in &told.notices {
        by_event.entry(notice.seq).or_default().push(notice);
        let event = &notice.event;
        let thing =
            [&event["verb"], &event["actor"], &event["task"], &event["object"], &event["data"], &event["at"]];
        let is_new = numbers.insert((notice.who.as_str(), notice.seq))
            && things.insert((notice.who.as_str(), format!("{thing:?}")));
        promises.holds(ONCE, is_new, || format!("{} {event}", known.name(&notice.who)));
    }
    // Once more from the beginning: what somebody may read is a question of that moment.
    let mut then = Known::new(known.town, known.told, known.side);
    for event in &told.events {
        let notices = by_event.get(&event.seq).map(Vec::as_slice).unwrap_or_default();
        let has = |then: &Known<'_>, who: &str| {
            then.tasks.get(&event.task).is_some_and(|task| task.assignee.as_deref() == Some(who))
        };
        let had: Vec<bool> = notices.iter().map(|notice| has(&then, &notice.who)).collect();
        let was: Vec<bool> = notices.iter().map(|notice| then.is_member(&notice.who)).collect();
        then.learn(event);
        for ((notice, had), was) in notices.iter().zip(had).zip(was) {
            let who = notice.who.as_str();
            let at = || format!("{} {} {}", then.at(who, &event.task, event.at), event.verb, event.data);
            promises.holds(OWN, event.actor != who, at);
            let Some(one) = known.person(who) else { continue };
            let is_theirs = event.told("person") == who || event.object == who || event.told("before") == who;
            let reads_all = known.side == 1 || one.role >= Role::Viewer;
            let reads = reads_all || event.task.is_empty() || had || has(&then, who) || is_theirs;
            // A task that everybody may read is watched by former members, too.
            let is_in = was || then.is_member(who) || is_theirs || known.side == 1;
            promises.holds(READS, reads && is_in, at);
            if FOR_ONE.contains(&event.verb.as_str()) {
                promises.holds(ALONE, is_theirs, at);
            }
        }
        called_for(&then, promises, event, notices);
    }
}

/// People who answer offers of other pursuances.
fn answerers<'t>(then: &Known<'t>) -> impl Iterator<Item = &'t Resident> {
    then.people().filter(|one| one.role >= Role::Assigner)
}

/// Checks that all who have to be told of an event are.
fn called_for(then: &Known<'_>, promises: &mut Promises, event: &Event, notices: &[&Notice]) {
    let mut told = |promise, who: &str| {
        // People who left, or read their own tasks only, do not read now what they were told then.
        let reads_still = |one: &&Resident| one.left.is_none() && one.role >= Role::Viewer;
        let one = then.person(who).filter(reads_still);
        if one.is_some() && event.actor != who {
            let is_told = notices.iter().any(|notice| notice.who == who);
            promises.holds(promise, is_told, || {
                format!("{} {}", then.at(who, &event.task, event.at), event.data)
            });
        }
    };
    let is_delegates = event.told("side") == "delegate" && !event.task.is_empty();
    match event.verb.as_str() {
        "task.asked" => {
            told(ASKED, event.told("person"));
            let is_shown = then.told.sides[then.side].offers.contains_key(event.told("offer"));
            let left = then.person(event.told("person")).is_none_or(|one| one.left.is_some());
            promises.holds(ASKED, is_shown || left, || then.at(event.told("person"), &event.task, event.at));
        }
        "delegation.recalling" | "delegation.recalled" if event.told("side") == "origin" => {
            promises.holds(RECALLS, !event.actor.is_empty(), || then.at("nobody", &event.task, event.at));
        }
        "delegation.offered" if event.told("side") == "delegate" => {
            answerers(then).for_each(|one| told(OFFERS, &one.id));
        }
        "delegation.submitted" if event.told("side") == "origin" => told(REVIEWS, then.judge(&event.task)),
        "delegation.work_accepted" | "delegation.sent_back" if is_delegates => {
            told(VERDICTS, then.task(&event.task).assignee.as_deref().unwrap_or_default());
        }
        "delegation.nudged" if is_delegates => {
            let works = then.task(&event.task).assignee.as_deref();
            told(DELEGATES, works.unwrap_or(then.judge(&event.task)));
            if event.data["again"] == true {
                answerers(then).for_each(|one| told(DELEGATES, &one.id));
            }
        }
        "mentor.asked" => told(ASKED, event.told("person")),
        "offer.ended" => told(ENDS, event.told("person")),
        "task.nudged" => told(REMINDERS, event.told("person")),
        "task.assigned" => {
            told(HANDED_ON, event.told("after"));
            let is_here = ["", "silent"].contains(&event.told("because"));
            if is_here {
                told(HANDED_ON, event.told("before"));
            }
        }
        "task.phase_set" if event.data.get("delegation").is_none() => {
            let (before, after) = (event.told("before"), event.told("after"));
            let was_handed_in = ["ready_for_review", "in_review"].contains(&before);
            if after == "ready_for_review" {
                told(REVIEWS, then.judge(&event.task));
            }
            if was_handed_in && ["done", "in_progress"].contains(&after) {
                told(VERDICTS, then.task(&event.task).assignee.as_deref().unwrap_or_default());
            }
        }
        _ => {}
    }
}
