//! Tasks that one pursuance hands to the other: offered, accepted or declined, done there or left lying, and judged.

use pursuance::store::skill_offers::{self, Wanted};
use pursuance_domain::time::{DAY, HOUR};
use serde_json::{Value, json};

use super::days::{Seen, SeenTask};
use super::town::Town;
use crate::support::groups::merged;

/// Ways of the delegate's people with an offer.
const DECLINES: usize = 0;
const NEVER_ANSWERS: usize = 1;
/// They accept, and then nothing is heard of it.
const LIES: usize = 2;
/// Above these draws they accept, and look for somebody.
const DRAWN: usize = 7;

impl Town {
    /// The Primary of a side deals with the other pursuance.
    pub async fn deal(&mut self, side: usize, seen: &Seen) {
        let lead = 15 * side;
        let is_free = |task: &&SeenTask| {
            ["new", "help_wanted"].contains(&task.phase.as_str())
                && task.assignee.is_empty()
                && task.delegation.is_empty()
        };
        let free: Vec<i64> = seen.tasks.iter().filter(is_free).map(|task| task.number).collect();
        if self.chance(6) && !free.is_empty() {
            let number = *self.dice.pick(&free);
            self.hand_over(side, number).await;
        }
        for [id, of, state, task] in &seen.delegations {
            match (of.as_str(), state.as_str()) {
                ("delegate", "offered") => self.consider(lead, id).await,
                ("delegate", "active") => self.carry(lead, id, seen.task(task)).await,
                ("origin", "submitted") => self.judge(lead, id).await,
                _ => {}
            }
        }
    }

    async fn attempt(&self, who: usize, action: &str, delegation: &str, more: Value) -> bool {
        let input = merged(json!({ "delegation": delegation }), more);
        self.people[who].group.attempt(action, input).await.is_ok()
    }

    async fn hand_over(&mut self, side: usize, number: i64) {
        let lead = 15 * side;
        let to = self.groups[1 - side].handle();
        let mut more = json!({ "to": to, "heartbeat": 3 });
        let group = &self.people[lead].group;
        let mut tx = group.app.db.read().await.unwrap();
        let now = group.app.clock.now();
        let known =
            skill_offers::known(&mut tx, group.who.person(), &Wanted::default(), now, "", 5).await.unwrap();
        drop(tx);
        assert!(side == 1 || !known.is_empty(), "what the others offer is known");
        if let Some(offer) = known.first().filter(|_| self.dice.below(2) == 0) {
            more["satisfies"] = json!(offer.id);
        }
        self.try_task(lead, "delegation.offer", number, more).await;
    }

    /// An offer has come.
    async fn consider(&mut self, lead: usize, id: &str) {
        if !self.plans.between.contains_key(id) {
            let plan = (self.now() + 6 * HOUR, self.dice.below(DRAWN));
            self.plans.between.insert(id.to_owned(), plan);
        }
        let (at, plan) = self.plans.between[id];
        if at > self.now() || plan == NEVER_ANSWERS {
            return;
        }
        if plan == DECLINES {
            self.attempt(lead, "delegation.decline", id, json!({ "code": "not-now" })).await;
        } else {
            self.attempt(lead, "delegation.accept", id, json!({})).await;
        }
    }

    /// The mirror is there: somebody is looked for, and what they hand in goes to the other side.
    async fn carry(&mut self, lead: usize, id: &str, mirror: Option<&SeenTask>) {
        let Some(mirror) = mirror else { return };
        let plan = self.plans.between.get(id).map(|(_, plan)| *plan);
        match mirror.phase.as_str() {
            "new" if plan != Some(LIES) => {
                self.try_task(lead, "task.want_help", mirror.number, json!({})).await;
            }
            "ready_for_review" => {
                self.attempt(lead, "delegation.submit", id, json!({ "body": "Both pages." })).await;
            }
            _ => {}
        }
    }

    /// Work of the other side has come.
    async fn judge(&mut self, lead: usize, id: &str) {
        let key = format!("judged {id}");
        if !self.plans.between.contains_key(&key) {
            let wait = DAY * i64::try_from(self.dice.below(2)).unwrap();
            self.plans.between.insert(key.clone(), (self.now() + wait, 0));
        }
        if self.plans.between[&key].0 > self.now() {
            return;
        }
        self.plans.between.remove(&key);
        if self.chance(6) {
            self.attempt(lead, "delegation.send_back", id, json!({ "comment": "The title." })).await;
        } else {
            self.attempt(lead, "delegation.accept_work", id, json!({ "comment": "Thank you!" })).await;
        }
    }
}
