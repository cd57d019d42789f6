//! The stage of two pursuances before a lie, with a scripted peer that keeps the rules until then; and the true
//! messages that it could send.

use pursuance_domain::delegation::State;
use pursuance_federation::vocab::{
    Act, Answer, Delegation, DelegationTerms, Grant, Note, Offer, Phase, Redelegation, Sha256Sum, Source,
    Submission, Submit, Task, Terms, TermsVisibility,
};
use serde_json::{Value, json};
use url::Url;

use super::Scene;
use crate::support::peers::until;

/// How far things have come when the lie is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The two have met.
    Met,
    /// The bees have offered the wasps a task.
    Asked,
    /// The wasps have it.
    TheyHaveIt,
    /// The bees have said yes to a task of the wasps.
    SaidYes,
    /// The bees have it.
    WeHaveIt,
}

/// Names that are known at that stage.
#[derive(Debug, Clone)]
pub struct Known {
    pub delegation: String,
    /// The task of the bees, or that of the wasps.
    pub task: Url,
    pub offer: Url,
    pub terms_hash: Sha256Sum,
    /// The Grant, once there is one.
    pub grant: Url,
    /// The mirror of the side that works.
    pub mirror: Url,
}

pub fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

pub fn elsewhere(path: &str) -> Url {
    url(&format!("http://localhost:9{path}"))
}

/// The usual terms.
fn terms(scene: &Scene) -> Terms {
    Terms::new(DelegationTerms {
        due: None,
        respond_by: Some(scene.now().plus(7 * pursuance_domain::time::DAY).utc()),
        heartbeat: None,
        redelegation: Redelegation::Ask,
        max_depth: 2,
        exclusive: true,
        review_within: None,
        visibility: TermsVisibility::Partners,
        names: false,
        discussion: true,
        share_subtasks: false,
    })
}

/// A good offer of the wasps to the bees.
pub fn offer(scene: &Scene) -> Delegation {
    let wasps = url(&scene.wasps.uri);
    let task = Task::new(scene.wasps.new_uri("t"), wasps.clone(), "Build a nest", Phase::HelpWanted, 1);
    let terms = terms(scene);
    Delegation {
        id: scene.wasps.new_uri("d"),
        attributed_to: wasps.clone(),
        delegator: wasps,
        delegate: url(&scene.bees.uri()),
        root: task.id.clone(),
        path: vec![Sha256Sum::of(scene.wasps.uri.as_bytes())],
        terms_hash: terms.hash(),
        terms,
        pact: None,
        satisfies: None,
        revision: 1,
        task,
    }
}

pub fn offered(delegation: Delegation) -> Act {
    Act::Offer(Box::new(Offer { delegation, replaces: None, content: None }))
}

pub fn mirror(scene: &Scene, known: &Known) -> Task {
    let mut mirror = Task::new(known.mirror.clone(), url(&scene.wasps.uri), "Count", Phase::InProgress, 2);
    mirror.mirror_of = Some(known.task.clone());
    mirror
}

pub fn accept(known: &Known, mirror: Task) -> Act {
    Act::Accept(Answer::to(known.offer.clone()).on_terms(known.terms_hash).with_mirror(mirror))
}

pub fn grant(scene: &Scene, known: &Known) -> Grant {
    Grant {
        task: known.task.clone(),
        target: url(&scene.bees.uri()),
        offer: known.offer.clone(),
        terms_hash: known.terms_hash,
        start_time: None,
    }
}

pub fn work(scene: &Scene, known: &Known) -> Submit {
    let submission = Submission {
        id: scene.wasps.new_uri("s"),
        attributed_to: url(&scene.wasps.uri),
        context: url(&known.delegation),
        task: known.mirror.clone(),
        round: 1,
        content: None,
        source: Some(Source::markdown("Seven.")),
        attachment: Vec::new(),
        published: None,
    };
    Submit { submission, capability: known.grant.clone() }
}

pub fn note(scene: &Scene, known: &Known) -> Note {
    Note {
        id: scene.wasps.new_uri("n"),
        attributed_to: url(&scene.wasps.uri),
        context: url(&known.delegation),
        in_reply_to: None,
        quote_url: None,
        content: None,
        source: Some(Source::markdown("Hello.")),
        published: None,
        updated: None,
        revision: 1,
        to: Vec::new(),
    }
}

impl Scene {
    /// Brings things to a stage, with a scripted peer that plays by the rules until then.
    pub async fn at(stage: Stage) -> (Self, Known) {
        let mut scene = Self::new().await;
        let nothing = url("http://localhost:9/nothing");
        let mut known = Known {
            delegation: nothing.to_string(),
            task: nothing.clone(),
            offer: nothing.clone(),
            terms_hash: Sha256Sum::ZERO,
            grant: nothing.clone(),
            mirror: nothing,
        };
        match stage {
            Stage::Met => {}
            Stage::Asked | Stage::TheyHaveIt => scene.ask(&mut known, stage).await,
            Stage::SaidYes | Stage::WeHaveIt => scene.be_asked(&mut known, stage).await,
        }
        (scene, known)
    }

    /// The bees offer the wasps a task.
    async fn ask(&mut self, known: &mut Known, stage: Stage) {
        let task = self.bees.task("Count").await;
        let offer = json!({ "pursuance": "bees", "task": task, "to": self.wasps.uri, "discussion": true });
        let made = self.bees.act("delegation.offer", offer).await;
        known.delegation = made["uri"].as_str().unwrap().to_owned();
        let offer = self.heard("Offer").await;
        known.offer = url(offer["id"].as_str().unwrap());
        known.task = url(offer["object"]["task"]["id"].as_str().unwrap());
        known.terms_hash = offer["object"]["termsHash"].as_str().unwrap().parse().unwrap();
        known.mirror = self.wasps.new_uri("t");
        if stage == Stage::TheyHaveIt {
            let yes = accept(known, mirror(self, known));
            self.say_next(known, yes).await;
            known.grant = url(self.heard("Grant").await["id"].as_str().unwrap());
        }
    }

    /// The wasps offer the bees a task, who say yes.
    async fn be_asked(&mut self, known: &mut Known, stage: Stage) {
        let delegation = offer(self);
        known.delegation = delegation.id.to_string();
        known.task = delegation.task.id.clone();
        known.terms_hash = delegation.terms_hash;
        let message =
            self.wasps.next(&self.bees.uri(), Some(&known.delegation), offered(delegation), self.now());
        known.offer = url(message["id"].as_str().unwrap());
        self.say(false, &message).await;
        let row = self.bees.delegations().await.pop().unwrap();
        self.bees.act("delegation.accept", json!({ "delegation": row.id })).await;
        known.mirror = url(self.heard("Accept").await["result"]["id"].as_str().unwrap());
        if stage == Stage::WeHaveIt {
            let yes = Act::Grant(grant(self, known));
            let message = self.wasps.next(&self.bees.uri(), Some(&known.delegation), yes, self.now());
            known.grant = url(message["id"].as_str().unwrap());
            self.say(false, &message).await;
            assert_eq!(self.bees.delegations().await.pop().unwrap().state, State::Active);
        }
    }

    pub async fn say_next(&mut self, known: &Known, act: Act) {
        let message = self.wasps.next(&self.bees.uri(), Some(&known.delegation), act, self.now());
        self.say(false, &message).await;
    }

    /// Waits for a message of the bees about a delegation.
    pub async fn heard(&self, kind: &str) -> Value {
        let mut found = Value::Null;
        until(&format!("{kind} is heard"), async || {
            let heard = self.peer.heard();
            found = heard
                .into_iter()
                .rfind(|said| (said["type"] == kind || said["type"][0] == kind) && !said["channel"].is_null())
                .unwrap_or_default();
            !found.is_null()
        })
        .await;
        found
    }
}
