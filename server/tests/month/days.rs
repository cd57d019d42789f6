//! The people in these days: everybody acts by what waits for them, by their character, and not in their quiet hours.

use std::collections::BTreeMap;

use pursuance_domain::people::role::Role;
use pursuance_domain::time::{DAY, HOUR, Time};
use serde_json::{Value, json};

use super::town::{Character, OF_EACH, RARE, SKILLS, Said, Town};
use crate::support::groups::merged;

/// The clock goes on by so much at a time.
const STEP: i64 = 8 * HOUR;
/// So often a day.
const A_DAY: usize = 3;

/// Intentions of somebody, with their time.
#[derive(Debug, Default)]
pub struct Plans {
    /// When an offer is answered: its id, and when it was made.
    answers: BTreeMap<(String, i64), i64>,
    /// The next sign of life, and how many follow: side, task, who.
    signs: BTreeMap<(usize, i64, String), (i64, usize)>,
    /// When what somebody called a block is over.
    blocked: BTreeMap<(usize, i64), i64>,
    /// Pauses of the asking end.
    pub paused: BTreeMap<(usize, i64), i64>,
    /// When a reviewer looks at the work.
    pub reviews: BTreeMap<(usize, i64), i64>,
    /// How many tasks were written.
    pub written: usize,
    /// Intended answers of a delegate's people to an offer, with their time.
    pub between: BTreeMap<String, (i64, usize)>,
}

/// An offer that waits for its answer.
pub struct SeenOffer {
    pub id: String,
    pub person: String,
    pub task: String,
    pub at: i64,
}

/// A task.
pub struct SeenTask {
    pub id: String,
    pub number: i64,
    pub phase: String,
    pub assignee: String,
    pub judge: String,
    pub delegation: String,
    pub reminded: String,
    pub skills: Vec<String>,
}

/// The view of a side's people.
pub struct Seen {
    pub offers: Vec<SeenOffer>,
    pub tasks: Vec<SeenTask>,
    /// Questions to mentors, and to whom.
    mentors: Vec<(String, String)>,
    /// Delegations: id, side, state, task.
    pub delegations: Vec<[String; 4]>,
}

impl Seen {
    pub fn task(&self, id: &str) -> Option<&SeenTask> {
        self.tasks.iter().find(|task| task.id == id)
    }
}

impl Town {
    /// Lets so many days pass.
    pub async fn live(&mut self, days: usize) {
        for step in 0..days * A_DAY {
            self.world.advance(STEP).await;
            self.diary.moments.push(self.now());
            self.begin_step(step, days * A_DAY).await;
            self.change_minds(step, days * A_DAY).await;
            for side in 0..2 {
                let seen = self.see(side).await;
                for who in 0..self.people.len() {
                    let one = &self.people[who];
                    let (now, said) = (self.now(), one.says());
                    let is_there = one.left.is_none() && !said.is_quiet(now) && !said.is_away(now);
                    if one.side == side && is_there && !self.is_idle(who, step, days * A_DAY) {
                        self.answer(who, &seen).await;
                        self.work(who, &seen).await;
                        self.review(who, &seen).await;
                    }
                }
                let second_is_idle = self.is_idle(OF_EACH * side + 1, step, days * A_DAY);
                self.organise(side, &seen, (step < (days - 3) * A_DAY, second_is_idle)).await;
                self.deal(side, &seen).await;
            }
            self.world.settle().await;
            self.diary.moments.push(self.now());
            self.end_step(step, days * A_DAY).await;
        }
        // The last messages have been heard.
        self.world.advance(STEP).await;
        self.diary.moments.push(self.now());
    }

    /// Some go away, some take on more or less, and one leaves. Nothing else happens meanwhile.
    async fn change_minds(&mut self, step: usize, steps: usize) {
        let who = self.dice.below(self.people.len());
        let one = &self.people[who];
        let may = one.role == Role::Normal && one.left.is_none() && !one.says().is_away(self.now());
        if self.chance(3) && may {
            let tasks = *self.dice.pick(&["keep", "stand_by", "hand_on"]);
            let (first, days) = (*self.dice.pick(&[0, 0, 1, 2]), *self.dice.pick(&[1, 2, 4]));
            self.go_away(who, first, days, tasks).await;
            self.world.settle().await;
        } else if self.chance(6) && may {
            let (offers_a_week, in_progress) = (*self.dice.pick(&[1, 3, 7, 9]), *self.dice.pick(&[1, 2, 4]));
            let said = Said { offers_a_week, in_progress, ..self.people[who].says().clone() };
            self.say(who, said).await;
            self.world.settle().await;
        }
        // The last one of the second pursuance goes in the middle of the month.
        let last = 2 * OF_EACH - 1;
        if step == steps / 2 && self.people[last].left.is_none() {
            let group = self.people[last].group.clone();
            group.act("pursuance.leave", json!({ "pursuance": group.slug })).await;
            self.people[last].left = Some(self.now());
            self.world.settle().await;
        }
    }

    pub async fn see(&self, side: usize) -> Seen {
        let inspect = &self.world.instances[side].inspect;
        let group = self.groups[side].id.to_string();
        let offers = "select id, person, task, cast(at as text) from offer where state = 'open' order by id";
        let offers = inspect.rows(offers).await.into_iter().map(|row| {
            let [id, person, task, at] = row.try_into().unwrap();
            SeenOffer { id, person, task, at: at.parse().unwrap() }
        });
        let offers = offers.collect();
        let tasks = format!(
            "select t.id, cast(t.number as text), t.phase, t.assignee, coalesce(t.reviewer, t.creator),
              t.delegation, cast(s.nudged_at as text) from task t left join silence s on s.task = t.id
            where t.pursuance = '{group}' and t.archived_at is null order by t.number"
        );
        let wanted = inspect.rows("select task, skill from task_skill order by task, position").await;
        let tasks = inspect.rows(&tasks).await.into_iter().map(|row| {
            let [id, number, phase, assignee, judge, delegation, reminded] = row.try_into().unwrap();
            let skills = wanted.iter().filter(|row| row[0] == id).map(|row| row[1].clone()).collect();
            let number = number.parse().unwrap();
            SeenTask { id, number, phase, assignee, judge, delegation, reminded, skills }
        });
        let tasks = tasks.collect();
        let mentors = inspect.rows("select id, person from mentor where state = 'asked' order by id").await;
        let mentors = mentors.into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
        let delegations = inspect.rows("select id, side, state, task from delegation order by id").await;
        let delegations = delegations.into_iter().map(|row| row.try_into().unwrap()).collect();
        Seen { offers, tasks, mentors, delegations }
    }

    /// Somebody tries something with a task.
    pub async fn try_task(&self, who: usize, action: &str, task: i64, more: Value) -> bool {
        self.people[who].group.try_on_task(action, task, more).await.is_ok()
    }

    /// A time until somebody of this character does something.
    fn delay(&mut self, character: Character) -> i64 {
        let hours = match character {
            Character::Prompt | Character::Abandons => *self.dice.pick(&[12, 18, 24, 36]),
            Character::Declines => *self.dice.pick(&[18, 24, 48]),
            Character::Late => *self.dice.pick(&[24, 40, 60]),
            Character::Slow => *self.dice.pick(&[48, 72, 96, 150]),
        };
        hours * HOUR
    }

    async fn answer(&mut self, who: usize, seen: &Seen) {
        let (id, character) = (self.people[who].id.clone(), self.people[who].character);
        for offer in seen.offers.iter().filter(|offer| offer.person == id) {
            let key = (offer.id.clone(), offer.at);
            if !self.plans.answers.contains_key(&key) {
                let waits = match character {
                    Character::Prompt | Character::Declines | Character::Abandons => 0,
                    Character::Slow => *self.dice.pick(&[0, 12, 30, 60]),
                    Character::Late => *self.dice.pick(&[6, 12, 20, 40]),
                };
                self.plans.answers.insert(key.clone(), self.now() + waits * HOUR);
            }
            if self.plans.answers[&key] <= self.now() {
                self.plans.answers.insert(key, i64::MAX);
                self.say_to(who, offer, seen).await;
            }
        }
        for (mentor, _) in seen.mentors.iter().filter(|(_, person)| *person == id) {
            let accept = !self.chance(4);
            let answer = json!({ "mentor": mentor, "accept": accept });
            let _ = self.people[who].group.attempt("mentor.answer", answer).await;
        }
    }

    async fn say_to(&mut self, who: usize, offer: &SeenOffer, seen: &Seen) {
        // The shares of yes, of a no, of later and of never.
        let shares = match self.people[who].character {
            Character::Prompt => [55, 25, 14, 6],
            Character::Slow => [60, 25, 15, 0],
            Character::Abandons => [90, 10, 0, 0],
            Character::Declines => [4, 76, 10, 10],
            Character::Late => [90, 10, 0, 0],
        };
        let drawn = self.dice.below(100);
        let place = (0..4).find(|last| drawn < shares[..=*last].iter().sum::<usize>()).unwrap_or(1);
        let skill = seen.task(&offer.task).and_then(|task| task.skills.first().cloned());
        let mut input = json!({ "offer": offer.id });
        let action = ["offer.accept", "offer.not_now", "offer.later", "offer.never"][place];
        match (place, &skill) {
            (2, _) => {
                let days = i64::try_from(self.dice.below(4)).unwrap() + 1;
                input["until"] = json!(Time(self.now() + days * DAY));
            }
            (3, Some(skill)) => input["skill"] = json!(skill),
            _ => {}
        }
        let done = self.people[who].group.attempt(action, input).await;
        if let (3, Ok(_), Some(skill)) = (place, done, skill) {
            let mut said = Said { from: self.now(), ..self.people[who].says().clone() };
            said.not_skills.push(skill);
            self.people[who].said.push(said);
        }
    }

    /// Somebody goes on with what they have.
    async fn work(&mut self, who: usize, seen: &Seen) {
        let (id, side, character) =
            (self.people[who].id.clone(), self.people[who].side, self.people[who].character);
        let is_under_way = |task: &&SeenTask| ["started", "in_progress"].contains(&task.phase.as_str());
        for task in seen.tasks.iter().filter(is_under_way).filter(|task| task.assignee == id) {
            let key = (side, task.number, id.clone());
            if !self.plans.signs.contains_key(&key) {
                let first = self.now() + self.delay(character);
                self.plans.signs.insert(key.clone(), (first, 1 + self.dice.below(3)));
            }
            if character == Character::Abandons {
                continue;
            }
            let (at, left) = self.plans.signs[&key];
            if self.plans.blocked.get(&(side, task.number)).is_some_and(|until| *until <= self.now()) {
                self.plans.blocked.remove(&(side, task.number));
                self.try_task(who, "task.unblock", task.number, json!({})).await;
            } else if !task.reminded.is_empty() && !self.chance(4) {
                let until = json!({ "until": Time(self.now() + 4 * DAY) });
                let (action, more) = match self.dice.below(6) {
                    0 => ("task.hand_on", json!({})),
                    1 => ("task.need_longer", until),
                    _ => ("task.still_on_it", json!({})),
                };
                self.try_task(who, action, task.number, more).await;
            } else if at <= self.now() && !self.plans.blocked.contains_key(&(side, task.number)) {
                self.go_on(who, task, left).await;
                let next = self.now() + self.delay(character);
                self.plans.signs.insert(key, (next, left.saturating_sub(1)));
            }
        }
        // People who had a task that was handed on want it back now and then.
        for task in seen.tasks.iter().filter(|task| task.phase == "help_wanted" || task.phase == "started") {
            if self.plans.signs.contains_key(&(side, task.number, id.clone()))
                && task.assignee != id
                && self.chance(12)
            {
                let at = self.now();
                let done = self.try_task(who, "task.take_back", task.number, json!({})).await;
                self.diary.taken_back.push((side, task.number, id.clone(), at, done));
            }
        }
    }

    async fn go_on(&mut self, who: usize, task: &SeenTask, left: usize) {
        let side = self.people[who].side;
        let number = task.number;
        if left == 0 {
            self.try_task(who, "task.set_phase", number, json!({ "phase": "ready_for_review" })).await;
        } else if self.chance(14) {
            self.try_task(who, "task.hand_back", number, json!({})).await;
        } else if self.chance(10) {
            self.plans.blocked.insert((side, number), self.now() + 3 * DAY);
            self.try_task(who, "task.block", number, json!({ "reason": "The river is frozen." })).await;
        } else if task.phase == "started" {
            self.try_task(who, "task.set_phase", number, json!({ "phase": "in_progress" })).await;
        } else {
            let name = self.people[self.dice.below(15) + 15 * side].name.clone();
            let body =
                if self.chance(3) { format!("Half of it; @{name} knows.") } else { "Half of it.".to_owned() };
            self.try_task(who, "task.comment", number, json!({ "body": body })).await;
        }
    }

    /// Somebody looks at work that waits for them.
    async fn review(&mut self, who: usize, seen: &Seen) {
        let (id, side, character) =
            (self.people[who].id.clone(), self.people[who].side, self.people[who].character);
        let waits = |task: &&SeenTask| task.phase == "ready_for_review" && task.delegation.is_empty();
        for task in seen.tasks.iter().filter(waits).filter(|task| task.judge == id) {
            if character == Character::Abandons {
                continue;
            }
            let due = self.plans.reviews.get(&(side, task.number)).copied();
            let Some(due) = due else {
                let due = self.now() + self.delay(character) - 12 * HOUR;
                self.plans.reviews.insert((side, task.number), due);
                continue;
            };
            if due <= self.now() {
                self.plans.reviews.remove(&(side, task.number));
                let verdict = if self.chance(6) { "send_back" } else { "accept" };
                let input = json!({ "verdict": verdict, "comment": "Seen." });
                self.try_task(who, "task.review", task.number, input).await;
            }
        }
    }

    /// The organisers of a side write tasks, and look after those that there are.
    async fn organise(&mut self, side: usize, seen: &Seen, (writes, second_is_idle): (bool, bool)) {
        let (lead, second) = (15 * side, 15 * side + 1);
        if writes && !self.chance(3) {
            let by = if self.chance(3) && !second_is_idle { second } else { lead };
            self.write(by, seen).await;
        }
        for (place, until) in self.plans.paused.clone() {
            if place.0 == side && until <= self.now() {
                self.plans.paused.remove(&place);
                self.try_task(lead, "task.pause_pairing", place.1, json!({ "paused": false })).await;
            }
        }
        let free: Vec<&SeenTask> = seen
            .tasks
            .iter()
            .filter(|task| task.phase == "help_wanted" && task.delegation.is_empty())
            .collect();
        let done: Vec<&SeenTask> =
            seen.tasks.iter().filter(|task| task.phase == "done" && task.delegation.is_empty()).collect();
        let drawn = self.dice.below(40);
        let some =
            |among: &[&SeenTask], at: usize| among.get(at % among.len().max(1)).map(|task| task.number);
        let at = self.dice.below(1000);
        if let Some(number) = some(&free, at) {
            match drawn {
                0 | 1 => {
                    let is_called = self.try_task(lead, "task.call_next_wave", number, json!({})).await;
                    let now = self.now();
                    self.diary.calls.extend(is_called.then_some((side, number, now)));
                }
                2 => {
                    self.try_task(lead, "task.pause_pairing", number, json!({ "paused": true })).await;
                    self.plans.paused.insert((side, number), self.now() + 2 * DAY);
                }
                3 => {
                    self.try_task(lead, "task.set_phase", number, json!({ "phase": "dropped" })).await;
                }
                4 | 5 => {
                    let member = self.people[15 * side + 4 + self.dice.below(11)].name.clone();
                    self.try_task(lead, "task.ask", number, json!({ "member": member })).await;
                }
                6 => {
                    let revision = self.groups[side].see(number).await.revision;
                    let edit = json!({ "revision": revision, "urgency": "urgent" });
                    self.try_task(lead, "task.edit", number, edit).await;
                }
                _ => {}
            }
        }
        if let (7 | 8, Some(number)) = (drawn, some(&done, at)) {
            self.try_task(lead, "task.set_phase", number, json!({ "phase": "in_progress" })).await;
        }
    }

    async fn write(&mut self, by: usize, seen: &Seen) {
        let side = self.people[by].side;
        let mut skills = vec![*self.dice.pick(&SKILLS)];
        match self.dice.below(8) {
            0 | 4 => skills = vec![RARE, SKILLS[3]],
            1 => skills = Vec::new(),
            2 | 3 => skills.push(*self.dice.pick(&SKILLS)),
            _ => {}
        }
        skills.dedup();
        self.plans.written += 1;
        let title = format!("Task {} of {}", self.plans.written, self.people[by].group.slug);
        let due = Time(self.now() + i64::try_from(3 + self.dice.below(18)).unwrap() * DAY);
        let reviewer = if self.chance(3) { Some(15 * side + 4 + self.dice.below(10)) } else { None };
        let reviewer = reviewer.map(|at| self.people[at].name.clone());
        let more = json!({
            "title": title, "skills": skills, "due": due, "size": self.dice.pick(&["s", "m", "m", "l"]),
            "urgency": if self.chance(8) { "urgent" } else { "normal" }, "reviewer": reviewer, "ask": false,
        });
        let group = self.people[by].group.clone();
        let input = merged(json!({ "pursuance": group.slug }), more);
        let number = group.act("task.create", input).await["task"].as_i64().unwrap();
        let open: Vec<i64> =
            seen.tasks.iter().filter(|task| task.phase == "in_progress").map(|task| task.number).collect();
        if self.chance(5) && !open.is_empty() {
            let on = *self.dice.pick(&open);
            self.try_task(by, "task.depend", number, json!({ "on": on })).await;
        }
        if !self.chance(12) {
            self.try_task(by, "task.want_help", number, json!({})).await;
        }
    }
}
