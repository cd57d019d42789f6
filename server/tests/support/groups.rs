//! Pursuances in this process, and the acts of their people.

use std::panic::Location;

use futures::future::BoxFuture;
use pursuance::actions::{PerformError, access};
use pursuance::state::App;
use pursuance::store::delegations::{self, Delegation};
use pursuance::store::tasks::{self, Task};
use pursuance::store::{discussions, events};
use pursuance_domain::action::{Action, AddFile};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::MINUTE;
use serde_json::{Value, json};

/// Carries out an action written as the API takes it.
pub async fn perform(app: &App, who: &Principal, action: &str, input: Value) -> Result<Value, PerformError> {
    let parsed: Action = serde_json::from_value(json!({ "action": action, "input": input }))
        .unwrap_or_else(|error| panic!("{action} {input}: {error}"));
    Ok(app.perform(who, parsed).await?.result)
}

/// A pursuance, with one of its people who acts.
#[derive(Clone)]
pub struct Group {
    pub app: App,
    pub slug: String,
    pub id: ActorId,
    pub who: Principal,
}

impl Group {
    /// How others write its name.
    pub fn handle(&self) -> String {
        format!("{}@{}", self.slug, self.app.addresses.authority())
    }

    /// Its address.
    pub fn uri(&self) -> String {
        self.app.addresses.group(&self.id)
    }

    /// The same pursuance on an instance that was started anew.
    pub fn at(&self, app: &App) -> Self {
        Self { app: app.clone(), ..self.clone() }
    }

    /// The same pursuance with a new member who acts.
    pub async fn with_member(&self, name: &str, role: Role) -> Self {
        let input =
            json!({ "name": name, "credential": { "kind": "plain", "verifier": "nobody signs in here" } });
        let made = perform(&self.app, &Principal::Operator, "account.create", input).await.unwrap();
        let actor = ActorId(made["id"].as_str().unwrap().to_owned());
        let member = Self { who: Principal::Person { actor, via: Via::Token }, ..self.clone() };
        member.act("pursuance.join", json!({ "pursuance": self.slug })).await;
        if role != Role::Normal {
            self.act("member.set_role", json!({ "pursuance": self.slug, "member": name, "role": role }))
                .await;
        }
        member
    }

    /// Does something that must go well.
    #[track_caller]
    pub fn act(&self, action: &str, input: Value) -> BoxFuture<'static, Value> {
        let said = format!("{action} {input}");
        let at = Location::caller();
        let (app, who, action) = (self.app.clone(), self.who.clone(), action.to_owned());
        Box::pin(async move {
            let done = perform(&app, &who, &action, input).await;
            done.unwrap_or_else(|error| panic!("{at}: {said}: {error:?}"))
        })
    }

    /// Tries something; the stable word of the refusal when it is refused.
    pub fn attempt<'a>(
        &'a self,
        action: &'a str,
        input: Value,
    ) -> BoxFuture<'a, Result<Value, &'static str>> {
        Box::pin(async move {
            match perform(&self.app, &self.who, action, input.clone()).await {
                Ok(done) => Ok(done),
                Err(PerformError::Refused(refused)) => Err(refused.slug()),
                Err(error) => panic!("{action} {input}: {error:?}"),
            }
        })
    }

    /// Does something with a task.
    pub fn on_task<'a>(&'a self, action: &'a str, task: i64, more: Value) -> BoxFuture<'a, Value> {
        Box::pin(async move {
            self.act(action, merged(json!({ "pursuance": self.slug, "task": task }), more)).await
        })
    }

    /// Tries something with a task.
    pub fn try_on_task<'a>(
        &'a self,
        action: &'a str,
        task: i64,
        more: Value,
    ) -> BoxFuture<'a, Result<Value, &'static str>> {
        Box::pin(async move {
            self.attempt(action, merged(json!({ "pursuance": self.slug, "task": task }), more)).await
        })
    }

    /// A new task's number.
    pub async fn task(&self, title: &str) -> i64 {
        self.task_with(json!({ "title": title })).await
    }

    /// A new task's number.
    pub fn task_with<'a>(&'a self, more: Value) -> BoxFuture<'a, i64> {
        Box::pin(async move {
            self.act("task.create", merged(json!({ "pursuance": self.slug }), more)).await["task"]
                .as_i64()
                .unwrap()
        })
    }

    /// How a task stands.
    pub fn see<'a>(&'a self, number: i64) -> BoxFuture<'a, Task> {
        Box::pin(async move {
            tasks::by_number(&mut self.app.db.read().await.unwrap(), &self.id, number).await.unwrap().unwrap()
        })
    }

    /// Every delegation it is party to, the oldest first.
    pub async fn delegations(&self) -> Vec<Delegation> {
        delegations::after(&mut self.app.db.read().await.unwrap(), &self.id, "", 1000).await.unwrap()
    }

    /// One of them.
    pub async fn delegation(&self, id: &str) -> Delegation {
        let id = DelegationId(id.to_owned());
        delegations::by_id(&mut self.app.db.read().await.unwrap(), &id).await.unwrap().unwrap()
    }

    /// Offers a task. Its row here.
    pub async fn offer(&self, task: i64, to: &Self, more: Value) -> String {
        let offered =
            self.on_task("delegation.offer", task, merged(json!({ "to": to.handle() }), more)).await;
        offered["delegation"].as_str().unwrap().to_owned()
    }

    /// The words of the comments under a task, the oldest first.
    pub async fn comments(&self, number: i64) -> Vec<String> {
        let task = self.see(number).await;
        let mut tx = self.app.db.read().await.unwrap();
        let later = self.app.clock.now().plus(MINUTE);
        let thread = discussions::last_said(&mut tx, &task.id, later, 200).await.unwrap();
        thread.into_iter().map(|message| message.body.readable().unwrap()).collect()
    }

    /// Uploads bytes and hangs them on a task. Their SHA-256.
    pub async fn attach(&self, task: i64, name: &str, bytes: &'static [u8]) -> String {
        let (app, stream) = (&self.app, futures::stream::iter([Ok::<_, std::io::Error>(bytes.into())]));
        let kept = app.files.keep(&app.clock.new_id(), 1 << 20, stream).await.unwrap();
        let added = AddFile {
            sha256: kept.sha256.clone(),
            bytes: bytes.len() as i64,
            media_type: "text/plain".into(),
        };
        app.perform(&self.who, added.into()).await.unwrap();
        self.on_task("task.attach", task, json!({ "file": kept.sha256, "name": name })).await;
        kept.sha256.to_string()
    }

    /// The verbs of the events of the pursuance, in order.
    pub async fn verbs(&self) -> Vec<String> {
        let mut tx = self.app.db.read().await.unwrap();
        let access = access::find(&mut tx, &self.who, &self.slug, self.app.clock.now()).await.unwrap();
        let events = events::after(&mut tx, &access.sight().unwrap(), 0, 10_000).await.unwrap();
        events
            .into_iter()
            .map(|event| serde_json::to_value(event.verb()).unwrap().as_str().unwrap().to_owned())
            .collect()
    }
}

/// One JSON object with the members of another.
pub fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}
