//! The delegations between the random pursuances, and all texts in them: notes, questions, reasons, work and verdicts,
//! each a word of its own.

use pursuance::store::delegations::{self, Delegation};
use pursuance_domain::delegation::State;
use pursuance_domain::id::{DelegationId, TaskId};
use serde_json::{Value, json};

use super::world::{Place, Word, World};
use crate::support::Person;
use crate::support::dice::Dice;
use crate::support::peers::{until, until_or};

/// How it goes after the offer.
const ENDS: [&str; 6] = ["decline", "counter", "recall", "return", "refuse", "accept"];

/// One delegation between two of the pursuances: the row and the founder of either side.
struct Delegated {
    task: TaskId,
    origin: (Person, DelegationId),
    delegate: (Person, DelegationId),
    /// The name of the delegate in addresses.
    slug: String,
}

impl World {
    /// Some tasks nobody has are offered to another pursuance here; some of those offers are accepted.
    pub(super) async fn hand_over(&mut self, dice: &mut Dice) {
        for from in 0..self.groups.len() {
            for take in [true, false] {
                let to = self.another(dice, from);
                let delegation = self.offer(from, to).await;
                if take {
                    self.accept(&delegation).await;
                }
            }
        }
    }

    /// More of them, which come to every end there is, with words at every step.
    pub(super) async fn delegate(&mut self, dice: &mut Dice, seed: u64) {
        let first = usize::try_from(seed).unwrap();
        for from in 0..self.groups.len() {
            for turn in 0..2 {
                let to = self.another(dice, from);
                let end = ENDS[(first + from * 2 + turn) % ENDS.len()];
                self.come_to(from, to, end).await;
            }
        }
    }

    fn another(&self, dice: &mut Dice, from: usize) -> usize {
        (from + 1 + dice.below(self.groups.len() - 1)) % self.groups.len()
    }

    /// Offers a new task with a title and a note of its own, and waits until it has arrived.
    async fn offer(&mut self, from: usize, to: usize) -> Delegated {
        let (slug, founder) = (self.groups[from].slug.clone(), self.groups[from].founder.clone());
        let (there, answers) = (self.groups[to].slug.clone(), self.groups[to].founder.clone());
        let input = json!({ "pursuance": slug, "title": "to be offered" });
        let made = founder.perform("task.create", input).await.ok();
        let task = TaskId(made["result"]["id"].as_str().unwrap().to_owned());
        let number = made["result"]["task"].as_i64().unwrap();
        let word = |world: &mut Self, kind: &str| {
            let word = world.word(kind, Place::Task(task.clone()));
            world.also_at(&word, Place::Offer(there.clone()));
            word
        };
        let (title, note) = (word(self, "offer"), word(self, "ask"));
        let edit = json!({ "pursuance": slug, "task": number, "revision": 1, "title": title });
        founder.perform("task.edit", edit).await.ok();
        // A reader who may not see a pursuance cannot name it: one for its members alone shows itself as long as that takes.
        let is_hidden =
            answers.read(&format!("/api/v1/pursuances/{there}")).await.ok()["visibility"] == "members";
        if is_hidden {
            let show = json!({ "pursuance": there, "visibility": "unlisted" });
            answers.perform("pursuance.edit", show).await.ok();
        }
        let offer = json!({ "pursuance": slug, "task": number, "to": there, "note": note });
        let offered = founder.perform("delegation.offer", offer).await.ok();
        if is_hidden {
            let hide = json!({ "pursuance": there, "visibility": "members" });
            answers.perform("pursuance.edit", hide).await.ok();
        }
        let row = DelegationId(offered["result"]["delegation"].as_str().unwrap().to_owned());
        self.groups[from].tasks.push(number);
        let arrived = self.arrived(&answers, &there, &title).await;
        Delegated { task, origin: (founder, row), delegate: (answers, arrived), slug: there }
    }

    /// The delegate says yes; what was asked stands on its mirror, too. The mirror.
    async fn accept(&mut self, delegation: &Delegated) -> TaskId {
        let accept = json!({ "delegation": delegation.delegate.1 });
        delegation.delegate.0.perform("delegation.accept", accept).await.ok();
        let mirror = self.mirror(&delegation.delegate.1).await;
        let asks = |word: &&mut Word| matches!(word.places.as_slice(), [Place::Task(task), Place::Offer(_)] if *task == delegation.task);
        for word in self.words.iter_mut().filter(asks) {
            word.places.push(Place::Task(mirror.clone()));
        }
        mirror
    }

    async fn come_to(&mut self, from: usize, to: usize, end: &str) {
        let delegation = self.offer(from, to).await;
        match end {
            "decline" => return self.answer(&delegation, "decline", "reason", State::Declined).await,
            "counter" => return self.answer(&delegation, "counter", "note", State::Countered).await,
            _ => {}
        }
        let mirror = self.accept(&delegation).await;
        self.until_state(&delegation.delegate.1, State::Active).await;
        match end {
            "recall" => {
                let reason = self.between(&delegation, &mirror, "reason");
                let recall = json!({ "delegation": delegation.origin.1, "reason": reason });
                delegation.origin.0.perform("delegation.recall", recall).await.ok();
                self.until_state(&delegation.delegate.1, State::Recalled).await;
            }
            "return" => {
                let reason = self.between(&delegation, &mirror, "reason");
                let back = json!({ "delegation": delegation.delegate.1, "reason": reason });
                delegation.delegate.0.perform("delegation.return", back).await.ok();
                self.until_state(&delegation.origin.1, State::Returned).await;
            }
            _ => self.judge(&delegation, &mirror, end).await,
        }
    }

    /// Work is handed in, sent back, handed in again and judged.
    async fn judge(&mut self, delegation: &Delegated, mirror: &TaskId, end: &str) {
        let note = self.between(delegation, mirror, "news");
        let progress = json!({ "delegation": delegation.delegate.1, "note": note });
        delegation.delegate.0.perform("delegation.progress", progress).await.ok();
        self.hand_in(delegation, mirror).await;
        let comment = self.between(delegation, mirror, "missing");
        let back = json!({ "delegation": delegation.origin.1, "comment": comment });
        delegation.origin.0.perform("delegation.send_back", back).await.ok();
        self.until_state(&delegation.delegate.1, State::Active).await;
        self.hand_in(delegation, mirror).await;
        let comment = self.between(delegation, mirror, "verdict");
        let input = json!({ "delegation": delegation.origin.1, "comment": comment });
        let (action, state) = match end {
            "refuse" => ("delegation.refuse_work", State::Refused),
            _ => ("delegation.accept_work", State::Completed),
        };
        delegation.origin.0.perform(action, input).await.ok();
        self.until_state(&delegation.delegate.1, state).await;
    }

    async fn hand_in(&mut self, delegation: &Delegated, mirror: &TaskId) {
        let (name, bytes) =
            (self.between(delegation, mirror, "work"), self.between(delegation, mirror, "bytes"));
        let body = self.between(delegation, mirror, "body");
        let (who, slug) = (&delegation.delegate.0, &delegation.slug);
        let number = {
            let mut tx = self.app.db.read().await.unwrap();
            pursuance::store::tasks::by_id(&mut tx, mirror).await.unwrap().unwrap().number
        };
        let sent = who.send(http::Method::POST, "/api/v1/files", &[], bytes.into()).await.ok();
        let file = sent["file"].clone();
        let hang = json!({ "pursuance": slug, "task": number, "file": file, "name": name });
        who.perform("task.attach", hang).await.ok();
        let submit = json!({ "delegation": delegation.delegate.1, "body": body, "files": [file] });
        who.perform("delegation.submit", submit).await.ok();
        self.until_state(&delegation.origin.1, State::Submitted).await;
    }

    /// An offer is answered with a few words.
    async fn answer(&mut self, delegation: &Delegated, how: &str, member: &str, state: State) {
        let word = self.word(how, Place::Task(delegation.task.clone()));
        self.also_at(&word, Place::Offer(delegation.slug.clone()));
        let input = json!({ "delegation": delegation.delegate.1, member: word });
        delegation.delegate.0.perform(&format!("delegation.{how}"), input).await.ok();
        self.until_state(&delegation.origin.1, state).await;
    }

    /// A word that both sides read.
    fn between(&mut self, delegation: &Delegated, mirror: &TaskId, kind: &str) -> String {
        let word = self.word(kind, Place::Task(delegation.task.clone()));
        self.also_at(&word, Place::Task(mirror.clone()));
        word
    }

    fn also_at(&mut self, word: &str, place: Place) {
        self.words.iter_mut().find(|known| known.word == word).unwrap().places.push(place);
    }

    async fn arrived(&self, founder: &Person, slug: &str, title: &str) -> DelegationId {
        let path = format!("/api/v1/pursuances/{slug}/delegations?limit=200");
        let mut found = None;
        until("the offer has arrived", async || {
            let items: Vec<Value> = founder.read(&path).await.items();
            let row = items.into_iter().find(|row| row["title"] == title && row["side"] == "delegate");
            found = row.map(|row| DelegationId(row["delegation"].as_str().unwrap().to_owned()));
            found.is_some()
        })
        .await;
        found.unwrap()
    }

    async fn row(&self, delegation: &DelegationId) -> Delegation {
        delegations::by_id(&mut self.app.db.read().await.unwrap(), delegation).await.unwrap().unwrap()
    }

    async fn until_state(&self, delegation: &DelegationId, state: State) {
        let what = format!("the delegation is {}", state.as_str());
        let standing = async || format!("and not {:?}", self.row(delegation).await.state);
        until_or(&what, async || self.row(delegation).await.state == state, standing).await;
    }

    async fn mirror(&self, delegation: &DelegationId) -> TaskId {
        self.row(delegation).await.task.unwrap()
    }
}
