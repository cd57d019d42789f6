//! A task between two pursuances, seen from both sides.

use pursuance::store::channels::ActivityDirection;
use pursuance::store::delegations::{self, Delegation};
use pursuance::store::tasks::{self, Task};
use pursuance_domain::delegation::{DelegateCopy, OriginCopy, Side, State};
use pursuance_domain::id::DelegationId;
use serde_json::{Value, json};

use super::groups::{Group, merged};
use super::peers::World;
use super::transport::Weather;

/// A task between two pursuances: the row of the delegation on either side.
pub struct Between {
    pub origin: Group,
    pub delegate: Group,
    pub task: i64,
    here: DelegationId,
    there: DelegationId,
}

impl Between {
    /// Offers a task and waits until it has arrived.
    pub async fn offered(world: &World, origin: &Group, delegate: &Group, task: i64, more: Value) -> Self {
        let here = DelegationId(origin.offer(task, delegate, more).await);
        world.settle().await;
        let uri = origin.delegation(here.as_str()).await.uri;
        let there =
            delegate.delegations().await.into_iter().find(|row| row.uri == uri && row.side == Side::Delegate);
        let there = there.expect("the offer has arrived").id;
        Self { origin: origin.clone(), delegate: delegate.clone(), task, here, there }
    }

    /// The same, accepted and granted.
    pub async fn active(world: &World, origin: &Group, delegate: &Group, task: i64, more: Value) -> Self {
        let between = Self::offered(world, origin, delegate, task, more).await;
        between.delegate_does("accept", json!({})).await;
        world.settle().await;
        between.assert_states(State::Active, State::Active).await;
        between
    }

    /// A decision of the origin: `recall`, `accept_work`, …
    pub async fn origin_does(&self, what: &str, more: Value) -> Value {
        self.origin.act(&format!("delegation.{what}"), merged(json!({ "delegation": self.here }), more)).await
    }

    /// A decision of the delegate: `accept`, `submit`, …
    pub async fn delegate_does(&self, what: &str, more: Value) -> Value {
        self.delegate
            .act(&format!("delegation.{what}"), merged(json!({ "delegation": self.there }), more))
            .await
    }

    /// Tries a step of the origin that it may not take now.
    pub async fn origin_tries(&self, what: &str, more: Value) -> Result<Value, &'static str> {
        self.origin
            .attempt(&format!("delegation.{what}"), merged(json!({ "delegation": self.here }), more))
            .await
    }

    /// Tries a step of the delegate that it may not take now.
    pub async fn delegate_tries(&self, what: &str, more: Value) -> Result<Value, &'static str> {
        self.delegate
            .attempt(&format!("delegation.{what}"), merged(json!({ "delegation": self.there }), more))
            .await
    }

    /// The row at the origin.
    pub async fn here(&self) -> Delegation {
        self.origin.delegation(self.here.as_str()).await
    }

    /// The row at the delegate.
    pub async fn there(&self) -> Delegation {
        self.delegate.delegation(self.there.as_str()).await
    }

    /// The origin's copy of the rules.
    pub async fn origin_copy(&self) -> OriginCopy {
        self.here().await.copy.origin().unwrap().clone()
    }

    /// The delegate's copy of the rules.
    pub async fn delegate_copy(&self) -> DelegateCopy {
        self.there().await.copy.delegate().unwrap().clone()
    }

    /// The last offer as the delegate has it, as sent.
    pub async fn offered_there(&self) -> Value {
        serde_json::to_value(self.there().await.offered.read().unwrap()).unwrap()
    }

    /// The mirror as the origin was told of it last, as sent.
    pub async fn told_here(&self) -> Value {
        let told = self.here().await.snapshot.expect("the mirror was told of");
        serde_json::to_value(told.read().unwrap()).unwrap()
    }

    /// The task that was handed over.
    pub async fn task(&self) -> Task {
        self.origin.see(self.task).await
    }

    /// Its mirror.
    pub async fn mirror(&self) -> Task {
        let id = self.there().await.task.expect("there is a mirror");
        tasks::by_id(&mut self.delegate.app.db.read().await.unwrap(), &id).await.unwrap().unwrap()
    }

    /// Where both sides think it stands.
    pub async fn assert_states(&self, here: State, there: State) {
        assert_eq!(
            (self.here().await.state, self.there().await.state),
            (here, there),
            "origin left, delegate right"
        );
    }

    /// The kinds of what was said, as one side remembers them: `>` for what it said, `<` for what it heard.
    pub async fn said(&self, side: Side) -> Vec<String> {
        let (group, id) = match side {
            Side::Origin => (&self.origin, &self.here),
            Side::Delegate => (&self.delegate, &self.there),
        };
        let mut tx = group.app.db.read().await.unwrap();
        let timeline = delegations::timeline(&mut tx, id, 500).await.unwrap();
        let arrow = |direction| if direction == ActivityDirection::Out { '>' } else { '<' };
        timeline
            .into_iter()
            .map(|entry| format!("{}{}", arrow(entry.direction), entry.kind.as_str()))
            .collect()
    }

    /// Nothing that either side says arrives until the weather clears up.
    pub fn hold_both(&self, world: &World) {
        for instance in &world.instances {
            instance.way_in.set(Weather::Held);
        }
    }
}
