//! Any order of decisions on both sides, with messages that are lost, repeated and reordered on the way, through the
//! whole program: the rows, the channels, the log for missing messages. In the end both agree.
//!
//! The rules themselves are tested in the same way in `domain::delegation::model`, with many more cases.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::support::groups::Group;
use crate::support::peers::World;
use crate::support::rounds;
use crate::support::transport::Weather;

/// One step of a run.
#[derive(Debug, Clone)]
enum Step {
    /// The origin decides something about its newest delegation or the one before.
    Origin(&'static str, usize),
    /// The delegate does.
    Delegate(&'static str, usize),
    /// Another task is offered.
    Offer,
    /// An offered task is taken, or finished, here.
    Take(usize),
    /// The weather on the way to one of them changes.
    Weather(usize, Weather),
    /// A message under way arrives, maybe backwards.
    Arrive(usize, bool),
    /// Every message that can arrive has arrived.
    Settle,
    /// Time passes, in minutes.
    Time(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let at_origin = prop_oneof![
        Just("reoffer"),
        Just("recall"),
        Just("accept_work"),
        Just("send_back"),
        Just("refuse_work"),
        Just("comment"),
        Just("nudge"),
        Just("edit"),
    ];
    let at_delegate = prop_oneof![
        3 => Just("accept"), 1 => Just("decline"), 1 => Just("counter"), 3 => Just("submit"), 1 => Just("return"),
        1 => Just("comment"), 1 => Just("progress"),
    ];
    let weather = prop_oneof![
        3 => Just(Weather::Fair), 1 => Just(Weather::Lossy), 1 => Just(Weather::Astray), 1 => Just(Weather::Doubled), 1 => Just(Weather::Down),
    ];
    prop_oneof![
        6 => (at_origin, 0..2usize).prop_map(|(what, which)| Step::Origin(what, which)),
        7 => (at_delegate, 0..2usize).prop_map(|(what, which)| Step::Delegate(what, which)),
        1 => Just(Step::Offer),
        1 => (0..2usize).prop_map(Step::Take),
        3 => (0..2usize, weather).prop_map(|(side, weather)| Step::Weather(side, weather)),
        2 => (0..2usize, any::<bool>()).prop_map(|(side, backwards)| Step::Arrive(side, backwards)),
        3 => Just(Step::Settle),
        1 => (1..600i64).prop_map(Step::Time),
    ]
}

/// Two pursuances, and what is between them.
struct Play {
    world: World,
    bees: Group,
    wasps: Group,
}

impl Play {
    async fn begin() -> Self {
        let (world, bees, wasps) = World::bees_and_wasps().await;
        let play = Self { world, bees, wasps };
        play.offer().await;
        play.world.settle().await;
        play
    }

    async fn offer(&self) {
        let task = self.bees.task_with(json!({ "title": "Count", "due": "2031-01-01", "size": "s" })).await;
        // The other server may be away: then nobody new is found there, but these two know each other.
        let offer = json!({ "pursuance": "bees", "task": task, "to": self.wasps.uri(), "discussion": true });
        let _ = self.bees.attempt("delegation.offer", offer).await;
    }

    async fn take(&self, step: &Step) {
        match step {
            Step::Origin(what, which) => self.decide(&self.bees, what, *which).await,
            Step::Delegate(what, which) => self.decide(&self.wasps, what, *which).await,
            Step::Offer => self.offer().await,
            Step::Take(which) => {
                if let Some(task) = self.task_of(&self.bees, *which).await {
                    let _ = self
                        .bees
                        .attempt(
                            "task.assign",
                            json!({ "pursuance": "bees", "task": task, "assignee": "bees-lead" }),
                        )
                        .await;
                }
            }
            Step::Weather(side, weather) => self.world.instances[*side].way_in.set(*weather),
            // Messages that are too old by now are missed, and asked for, when the next one arrives.
            Step::Arrive(side, backwards) => {
                self.world.instances[*side].way_in.deliver_kept(*backwards).await;
            }
            Step::Settle => self.world.settle().await,
            Step::Time(minutes) => self.world.advance(minutes * pursuance_domain::time::MINUTE).await,
        }
    }

    async fn task_of(&self, group: &Group, which: usize) -> Option<i64> {
        let row = group.delegations().await.into_iter().rev().nth(which)?;
        let mut tx = group.app.db.read().await.unwrap();
        Some(pursuance::store::tasks::by_id(&mut tx, row.task.as_ref()?).await.unwrap()?.number)
    }

    /// Decides something, which the rules may refuse.
    async fn decide(&self, group: &Group, what: &str, which: usize) {
        let Some(row) = group.delegations().await.into_iter().rev().nth(which) else { return };
        let task = self.task_of(group, which).await;
        let at = json!({ "pursuance": group.slug, "task": task });
        let of = json!({ "delegation": row.id });
        let merged = crate::support::groups::merged;
        let (action, input): (String, Value) = match what {
            "comment" | "edit" if task.is_none() => return,
            "comment" => ("task.comment".to_owned(), merged(at, json!({ "body": "Hm." }))),
            "edit" => {
                let revision = group.see(task.unwrap()).await.revision;
                let day = format!("2030-{:02}-01", 1 + revision.rem_euclid(12));
                (
                    "task.edit".to_owned(),
                    merged(
                        at,
                        json!({ "revision": revision, "title": format!("Count {revision}"), "due": day }),
                    ),
                )
            }
            "reoffer" => ("delegation.reoffer".to_owned(), merged(of, json!({ "size": "l" }))),
            "counter" | "progress" => (format!("delegation.{what}"), merged(of, json!({ "note": "Hm." }))),
            "send_back" | "refuse_work" => {
                (format!("delegation.{what}"), merged(of, json!({ "comment": "Hm." })))
            }
            "submit" => (format!("delegation.{what}"), merged(of, json!({ "body": "Seven." }))),
            _ => (format!("delegation.{what}"), of),
        };
        let _ = group.attempt(&action, input).await;
    }

    /// The weather clears up, everything arrives or is asked for.
    async fn end(&self) {
        for instance in &self.world.instances {
            instance.way_in.set(Weather::Fair);
        }
        for instance in &self.world.instances {
            instance.way_in.deliver_kept(true).await;
        }
        self.world.calm_down().await;
        // The last lost message is missed only when another one comes after it.
        for (at, group) in [&self.bees, &self.wasps].into_iter().enumerate() {
            let before = self.said(at).await;
            let more =
                if at == 0 { ("nudge", json!({})) } else { ("progress", json!({ "note": "Still here." })) };
            for row in group.delegations().await {
                let input = crate::support::groups::merged(json!({ "delegation": row.id }), more.1.clone());
                let _ = group.attempt(&format!("delegation.{}", more.0), input).await;
            }
            if self.said(at).await == before {
                self.speak_up(group).await;
            }
            assert_ne!(self.said(at).await, before, "the {} have something to say", group.slug);
            self.world.calm_down().await;
        }
    }

    /// How much a side has said so far.
    async fn said(&self, at: usize) -> i64 {
        self.world.instances[at]
            .inspect
            .count("activity where direction = 'out' and channel is not null")
            .await
    }

    /// Says something that needs no live delegation: the bees offer, the wasps answer.
    async fn speak_up(&self, group: &Group) {
        if group.slug == "bees" {
            self.offer().await;
            return;
        }
        if !self.wasps.delegations().await.iter().any(|row| row.state.is_open()) {
            self.offer().await;
            self.world.calm_down().await;
        }
        for row in self.wasps.delegations().await.into_iter().filter(|row| row.state.is_open()) {
            let _ = self.wasps.attempt("delegation.decline", json!({ "delegation": row.id })).await;
        }
    }
}

#[test]
fn whatever_is_decided_and_however_it_travels_both_sides_agree_in_the_end() {
    // Each case runs two servers: few cases of many steps.
    let config =
        Config { cases: 20 * rounds(), max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let outcome = TestRunner::new(config).run(&prop::collection::vec(step(), 30), |steps| {
        runtime.block_on(async {
            let play = Play::begin().await;
            for step in &steps {
                play.take(step).await;
            }
            play.end().await;
            play.world.assert_agreement().await;
        });
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
