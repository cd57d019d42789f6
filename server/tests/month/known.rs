//! The events once more, one after the other: how everything stood at each moment, and who was eligible then by RULES §4.

use std::collections::{BTreeMap, BTreeSet};

use pursuance_domain::people::role::Role;
use pursuance_domain::time::{DAY, MINUTE, Time};

use super::told::{Event, Sheet, Told};
use super::town::{MEANS, Resident, Said, Town};

/// A task at a moment.
#[derive(Debug, Clone, Default)]
pub struct Task {
    pub phase: String,
    pub assignee: Option<String>,
    pub reviewer: Option<String>,
    pub is_urgent: bool,
    /// People who had it and have it no more.
    pub former: BTreeSet<String>,
    /// The tasks that it waits for.
    pub on: BTreeSet<String>,
    /// Whether a block is noted: here, and on the other side.
    pub said_to_block: [bool; 2],
    pub is_paused: bool,
    /// On offer to another pursuance, and in its hands.
    pub is_offered: bool,
    pub is_delegated: bool,
    /// The times in which it was blocked; the last one may go on.
    pub blocked: Vec<(i64, Option<i64>)>,
    /// When it last was paused, or on offer to another pursuance.
    pub held: Option<i64>,
    /// Mentor and learner, if somebody accompanies the work.
    pub lesson: Option<(String, String)>,
}

impl Task {
    pub fn is_under_way(&self) -> bool {
        ["started", "in_progress"].contains(&self.phase.as_str())
    }

    pub fn is_closed(&self) -> bool {
        ["done", "dropped"].contains(&self.phase.as_str())
    }

    pub fn is_under_review(&self) -> bool {
        ["ready_for_review", "in_review"].contains(&self.phase.as_str())
    }
}

/// An offer to somebody.
#[derive(Debug, Clone)]
pub struct Offer {
    pub id: String,
    /// When they were asked last.
    pub at: i64,
    pub state: String,
    /// Asked alone, by this rule.
    pub heir: Option<String>,
}

impl Offer {
    fn was_yes(&self) -> bool {
        ["accepted", "standing_by", "stood_down", "released"].contains(&self.state.as_str())
    }
}

/// A mentor who said yes.
#[derive(Debug, Clone)]
pub struct Mentor {
    pub id: String,
    pub person: String,
    pub skill: String,
    pub state: String,
    pub at: i64,
}

pub struct Known<'a> {
    pub town: &'a Town,
    pub told: &'a Told,
    pub side: usize,
    pub tasks: BTreeMap<String, Task>,
    /// By person and task.
    pub offers: BTreeMap<(String, String), Offer>,
    pub mentors: BTreeMap<String, Vec<Mentor>>,
    /// When somebody last had one task less under way.
    freed: BTreeMap<String, i64>,
    /// Ids of the members.
    members: BTreeSet<String>,
}

impl<'a> Known<'a> {
    pub fn new(town: &'a Town, told: &'a Told, side: usize) -> Self {
        let (tasks, offers, mentors) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (freed, members) = (BTreeMap::new(), BTreeSet::new());
        Self { town, told, side, tasks, offers, mentors, freed, members }
    }

    /// The people of this side.
    pub fn people(&self) -> impl Iterator<Item = &'a Resident> {
        let side = self.side;
        self.town.people.iter().filter(move |one| one.side == side)
    }

    pub fn person(&self, id: &str) -> Option<&'a Resident> {
        self.people().find(|one| one.id == id)
    }

    pub fn is_member(&self, id: &str) -> bool {
        self.members.contains(id)
    }

    /// Somebody's name, for people who read what was broken.
    pub fn name(&self, id: &str) -> String {
        self.person(id).map_or_else(|| id.to_owned(), |one| one.name.clone())
    }

    /// A task, a person and a time, for the same.
    pub fn at(&self, who: &str, task: &str, at: i64) -> String {
        let number = self.told.sides[self.side].sheets.get(task).map_or(0, |sheet| sheet.number);
        let slug = &self.town.groups[self.side].slug;
        format!("{}, {slug}#{number}, {}", self.name(who), Time(at).rfc3339())
    }

    pub fn sheet(&self, task: &str) -> &'a Sheet {
        &self.told.sides[self.side].sheets[task]
    }

    pub fn task(&self, task: &str) -> &Task {
        self.tasks.get(task).unwrap_or_else(|| panic!("nobody wrote {task}"))
    }

    /// The person who decides on the work: the reviewer, without one the creator.
    pub fn judge(&self, task: &str) -> &str {
        self.task(task).reviewer.as_deref().unwrap_or(&self.sheet(task).creator)
    }

    /// Whether a task waits for something that is not done.
    pub fn is_blocked(&self, task: &str) -> bool {
        let now = self.task(task);
        now.said_to_block[0]
            || now.said_to_block[1]
            || now.on.iter().any(|on| self.tasks.get(on).is_some_and(|on| !on.is_closed()))
    }

    /// Whether people may be asked about a task by the draw now.
    pub fn looks_for_help(&self, task: &str) -> bool {
        let now = self.task(task);
        let is_free = now.phase == "help_wanted" && now.assignee.is_none();
        let has_skills = !self.sheet(task).skills.is_empty();
        is_free
            && has_skills
            && !now.is_paused
            && !now.is_offered
            && !now.is_delegated
            && !self.is_blocked(task)
    }

    /// Until when a task was last blocked, paused or on offer to another pursuance; the moment `at`, where it still is.
    pub fn held_until(&self, task: &str, at: i64) -> Option<i64> {
        let now = self.task(task);
        let is_held = now.is_paused || now.is_offered || self.is_blocked(task);
        let blocked = now.blocked.last().and_then(|(_, until)| *until);
        if is_held { Some(at) } else { now.held.max(blocked) }
    }

    /// The person who alone is asked now whether they go on with a task.
    pub fn asked_alone(&self, task: &str) -> Option<(&str, &Offer)> {
        let of_task = self.offers.iter().filter(|((_, of), _)| of == task);
        let mut alone = of_task.filter(|(_, offer)| offer.heir.is_some() && offer.state == "open");
        alone.next().map(|((person, _), offer)| (person.as_str(), offer))
    }

    /// The tasks under way of somebody.
    pub fn open_tasks(&self, person: &str) -> usize {
        let theirs = |task: &&Task| task.is_under_way() && task.assignee.as_deref() == Some(person);
        self.tasks.values().filter(theirs).count()
    }

    /// Whether somebody got room for a task in the moment before: a wave looks for people first, and may not have seen that.
    pub fn was_just_freed(&self, person: &str, at: i64) -> bool {
        self.freed.get(person).is_some_and(|freed| at - freed < MINUTE)
    }

    /// The person who has a task under way.
    fn at_work(&self, task: &str) -> Option<String> {
        self.tasks.get(task).filter(|task| task.is_under_way()).and_then(|task| task.assignee.clone())
    }

    /// The offers to somebody, with their tasks.
    pub fn offers_to(&self, person: &str) -> impl Iterator<Item = (&String, &Offer)> {
        let from = (person.to_owned(), String::new());
        let theirs = self.offers.range(from..).take_while(move |((who, _), _)| who == person);
        theirs.map(|((_, task), offer)| (task, offer))
    }

    /// How often somebody was asked in the seven days before a moment: whether they do one of the other tasks, or whether they
    /// accompany a learner.
    pub fn asked_this_week(&self, person: &str, task: &str, at: i64) -> usize {
        let offers =
            self.offers_to(person).filter(|(other, offer)| *other != task && offer.at > at - 7 * DAY);
        let questions = self.mentors.values().flatten();
        let questions = questions.filter(|mentor| mentor.person == person && mentor.at > at - 7 * DAY);
        offers.count() + questions.count()
    }

    /// Whether somebody was asked about a task, and how that stands.
    pub fn offer(&self, person: &str, task: &str) -> Option<&Offer> {
        self.offers.get(&(person.to_owned(), task.to_owned()))
    }

    /// Their offers of a year, and those to which they said yes.
    pub fn record(&self, person: &str, at: i64) -> (usize, usize) {
        let offers = self.offers_to(person).map(|(_, offer)| offer);
        let lately: Vec<&Offer> = offers.filter(|offer| offer.at > at - 365 * DAY).collect();
        (lately.len(), lately.iter().filter(|offer| offer.was_yes()).count())
    }

    /// The skills of a task that somebody lacks.
    pub fn lacks(&self, said: &Said, task: &str) -> Vec<String> {
        let has = |wanted: &str| {
            said.skills.iter().any(|(skill, level)| *level != "learning" && is_same(skill, wanted))
        };
        self.sheet(task).skills.iter().filter(|wanted| !has(wanted)).cloned().collect()
    }

    /// Whether somebody said that they are not to be asked for a skill of a task.
    pub fn refuses_skill(&self, said: &Said, task: &str) -> bool {
        let skills = &self.sheet(task).skills;
        said.not_skills.iter().any(|not| skills.iter().any(|wanted| is_same(not, wanted)))
    }

    /// Whether somebody is a member of a role that takes tasks.
    pub fn takes_tasks(&self, one: &Resident) -> bool {
        one.role >= Role::Normal && self.is_member(&one.id)
    }

    /// A mentor who waits for a learner of a task, while they still may.
    pub fn mentor(&self, task: &str, at: i64) -> Option<&Mentor> {
        let ready = self.mentors.get(task)?.iter().find(|mentor| mentor.state == "ready")?;
        let one = self.person(&ready.person)?;
        let said = one.said_at(at);
        let may =
            self.takes_tasks(one) && !said.is_away(at) && !said.not_here && !self.refuses_skill(said, task);
        may.then_some(ready)
    }

    /// Whether somebody learns the one skill that they lack, and somebody accompanies them.
    pub fn learns(&self, one: &Resident, task: &str, at: i64) -> bool {
        let said = one.said_at(at);
        let lacks = self.lacks(said, task);
        let [only] = lacks.as_slice() else { return false };
        let marks = said.skills.iter().any(|(skill, level)| *level == "learning" && is_same(skill, only));
        marks
            && self
                .mentor(task, at)
                .is_some_and(|mentor| mentor.person != one.id && is_same(&mentor.skill, only))
    }

    /// Whether somebody may be asked about a task by the draw, as RULES §4 has it: none, or the first hindrance.
    pub fn hindrance(&self, one: &Resident, task: &str, at: i64) -> Option<&'static str> {
        let said = one.said_at(at);
        let now = self.task(task);
        let id = one.id.as_str();
        let hindrances = [
            (!self.takes_tasks(one), "no member who takes tasks"),
            (!self.lacks(said, task).is_empty() && !self.learns(one, task, at), "lacks a skill"),
            (said.is_away(at), "away"),
            (said.is_quiet(at), "quiet hours"),
            (self.open_tasks(id) >= said.in_progress, "at the limit of work"),
            (self.offer(id, task).is_some(), "was asked"),
            (now.former.contains(id), "had it"),
            (self.judge(task) == id, "decides on the work"),
            (self.refuses_skill(said, task), "not for this skill"),
            (said.not_here, "not by this pursuance"),
            (self.asked_this_week(id, task, at) >= said.offers_a_week, "as many offers a week as they want"),
        ];
        hindrances.into_iter().find(|(is, _)| *is).map(|(_, why)| why)
    }

    /// Learns the consequences of an event.
    pub fn learn(&mut self, event: &Event) {
        let before = self.at_work(&event.task);
        self.learn_what(event);
        let after = self.at_work(&event.task);
        self.freed
            .extend(before.filter(|before| after.as_ref() != Some(before)).map(|person| (person, event.at)));
    }

    fn learn_what(&mut self, event: &Event) {
        let id = event.task.clone();
        match event.verb.as_str() {
            "pursuance.created" | "member.joined" => {
                let who = if event.verb == "pursuance.created" { &event.actor } else { &event.object };
                self.members.insert(who.clone());
            }
            "member.left" => {
                self.members.remove(&event.object);
            }
            "mentor.asked" => {
                let (person, skill) = (event.told("person").to_owned(), event.told("skill").to_owned());
                let mentor = Mentor {
                    id: event.told("mentor").to_owned(),
                    person,
                    skill,
                    state: "asked".to_owned(),
                    at: event.at,
                };
                self.mentors.entry(id).or_default().push(mentor);
            }
            "mentor.answered" => {
                let state = event.told("state");
                for mentor in self.mentors.get_mut(&id).into_iter().flatten() {
                    if mentor.id == event.told("mentor") {
                        state.clone_into(&mut mentor.state);
                    } else if state == "ready" && ["asked", "ready"].contains(&mentor.state.as_str()) {
                        // One is enough.
                        "over".clone_into(&mut mentor.state);
                    }
                }
            }
            "task.asked" => self.asked(event),
            "offer.answered" | "offer.ended" => {
                let state = if event.verb == "offer.ended" { "released" } else { event.told("state") };
                let mut all = self.offers.values_mut();
                let offer =
                    all.find(|offer| offer.id == event.told("offer")).expect("an offer that was made");
                state.clone_into(&mut offer.state);
                offer.heir = None;
            }
            _ if id.is_empty() => {}
            _ => self.learn_of_task(event, &id),
        }
    }

    fn asked(&mut self, event: &Event) {
        let key = (event.told("person").to_owned(), event.task.clone());
        let heir = event.data["heir"].as_str().map(str::to_owned);
        let (id, state) = (event.told("offer").to_owned(), "open".to_owned());
        self.offers.insert(key, Offer { id, at: event.at, state, heir });
    }

    fn learn_of_task(&mut self, event: &Event, id: &str) {
        let sheet = self.sheet(id);
        let task = self.tasks.entry(id.to_owned()).or_default();
        match event.verb.as_str() {
            "task.created" => {
                "new".clone_into(&mut task.phase);
                task.reviewer = event.data["reviewer"].as_str().map(str::to_owned);
                task.is_urgent = sheet.urgency == "urgent" && !self.told.sides[self.side].made_urgent(id);
            }
            "task.edited" => {
                let after = &event.data["after"];
                if let Some(reviewer) = after.get("reviewer") {
                    task.reviewer = reviewer.as_str().map(str::to_owned);
                }
                if let Some(urgency) = after.get("urgency") {
                    task.is_urgent = urgency == "urgent";
                }
            }
            "task.phase_set" => {
                event.told("after").clone_into(&mut task.phase);
                if ["new", "help_wanted"].contains(&event.told("after")) {
                    task.former.extend(task.assignee.take());
                }
            }
            "task.assigned" => {
                task.former.extend(task.assignee.take());
                task.assignee = event.data["after"].as_str().map(str::to_owned);
                event.told("phase").clone_into(&mut task.phase);
                let person = task.assignee.clone().unwrap_or_default();
                if let Some(offer) = self.offers.get_mut(&(person, id.to_owned())) {
                    "accepted".clone_into(&mut offer.state);
                }
                // Nobody is asked alone any more.
                for (_, offer) in self.offers.iter_mut().filter(|((_, of), _)| of == id) {
                    offer.heir = None;
                }
            }
            "task.waits" if event.data["waits"] == true => {
                task.on.insert(event.told("on").to_owned());
            }
            "task.waits" => {
                task.on.remove(event.told("on"));
            }
            "task.blocked" => task.said_to_block[usize::from(event.data.get("delegation").is_some())] = true,
            "task.unblocked" => {
                task.said_to_block[usize::from(event.data.get("delegation").is_some())] = false
            }
            "pairing.paused" => {
                task.is_paused = event.data["paused"] == true;
                task.held = Some(event.at);
            }
            "task.accompanied" => {
                task.lesson = Some((event.told("mentor").to_owned(), event.told("learner").to_owned()));
            }
            verb if verb.starts_with("delegation.") && event.told("side") == "origin" => {
                let state = event.told("state");
                task.held = task.held.max(task.is_offered.then_some(event.at));
                task.is_offered = ["offered", "countered", "accepting"].contains(&state);
                task.is_delegated = ["active", "submitted", "recalling", "returning"].contains(&state);
            }
            _ => {}
        }
        self.note_blocks(event.at);
    }

    /// Notes for each task since when, and until when, it is blocked.
    fn note_blocks(&mut self, at: i64) {
        let ids: Vec<String> = self.tasks.keys().cloned().collect();
        for id in ids {
            let is_blocked = self.is_blocked(&id);
            let task = self.tasks.get_mut(&id).expect("it is there");
            match task.blocked.last_mut() {
                Some((_, until @ None)) if !is_blocked => *until = Some(at),
                Some((_, None)) => {}
                _ if is_blocked => task.blocked.push((at, None)),
                _ => {}
            }
        }
    }
}

/// Whether two words mean the same skill in both pursuances.
pub fn is_same(one: &str, other: &str) -> bool {
    let meaning = |word: &str| {
        let means = MEANS.iter().find(|(synonym, _)| synonym.eq_ignore_ascii_case(word));
        means.map_or(word, |(_, means)| *means).to_lowercase()
    };
    meaning(one) == meaning(other)
}
