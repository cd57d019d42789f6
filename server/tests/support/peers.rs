//! Several instances in this process that speak to each other over HTTP and share one time, and the pursuances on them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use pursuance::actions::PerformError;
use pursuance::clock::Clock;
use pursuance::config::{Config, Settings};
use pursuance::jobs::Worker;
use pursuance::state::{App, Use};
use pursuance::store::delegations::{self, Delegation};
use pursuance::store::tasks::{self, Task};
use pursuance::store::{channels, deliveries, jobs};
use pursuance_domain::action::{Action, AddFile};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::delegation::{DelegateCopy, OriginCopy, Side, State};
use pursuance_domain::id::{ActorId, DelegationId};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::MINUTE;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::app::found;
use super::inspect::Inspect;
use super::postgres;
use super::transport::{Transport, Weather};

/// How long something may take that should take a moment.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until a condition holds. There is nothing to be told by: what is waited for happens on another server.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let mut look = tokio::time::interval(Duration::from_millis(5));
    let waiting = async {
        while !holds().await {
            look.tick().await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, waiting).await.is_ok(), "waited in vain until {what}");
}

/// Which database an instance keeps its things in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Instances that share one time.
pub struct World {
    moved: Arc<AtomicI64>,
    pub instances: Vec<Instance>,
}

/// One of them.
pub struct Instance {
    pub app: App,
    pub way_in: Arc<Transport>,
    pub inspect: Inspect,
    worker: Option<Worker>,
    serving: JoinHandle<()>,
    _folder: TempDir,
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.serving.abort();
        self.way_in.end();
        if let (Some(worker), Ok(runtime)) = (self.worker.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(worker.stop());
        }
    }
}

impl World {
    /// As many instances as databases are named.
    pub async fn of(databases: &[On]) -> Self {
        let wanted = tracing_subscriber::EnvFilter::from_env("PURSUANCE_TEST_LOG");
        // Another test of this process may have begun the log before.
        let _ = tracing_subscriber::fmt().with_env_filter(wanted).with_test_writer().try_init();
        let moved = Arc::new(AtomicI64::new(0));
        let mut instances = Vec::new();
        for on in databases {
            instances.push(Instance::start(*on, Clock::Moved(moved.clone())).await);
        }
        Self { moved, instances }
    }

    /// Two instances.
    pub async fn two() -> Self {
        Self::of(&[On::Sqlite, On::Sqlite]).await
    }

    /// Two instances with a pursuance each: the bees here, the wasps there.
    pub async fn bees_and_wasps() -> (Self, Group, Group) {
        let world = Self::two().await;
        let (bees, wasps) = (world.instances[0].found("bees").await, world.instances[1].found("wasps").await);
        (world, bees, wasps)
    }

    /// The moment it is now for everybody.
    pub fn now(&self) -> pursuance_domain::time::Time {
        self.instances[0].app.clock.now()
    }

    /// Lets time pass for everybody, then what is due happen.
    pub async fn advance(&self, micros: i64) {
        self.moved.fetch_add(micros, Ordering::SeqCst);
        self.wake();
        self.settle().await;
    }

    fn wake(&self) {
        for instance in &self.instances {
            instance.app.wake.notify_waiters();
        }
    }

    /// Waits until nobody has anything to do now.
    pub async fn settle(&self) {
        let mut before = Vec::new();
        let mut calm = 0;
        until("nobody has anything to do", async || {
            let mut traces = Vec::new();
            for instance in &self.instances {
                if let Some(busy) = instance.busy_with().await {
                    calm = 0;
                    before = vec![busy];
                    return false;
                }
                traces.push(instance.trace().await);
            }
            // Between looking at one and at the next something may have passed from one to the other; and somebody who
            // reads a log leaves no trace before it is read.
            calm = if traces == before { calm + 1 } else { 0 };
            let reads_a_log = traces.iter().any(|trace| trace.ends_with("gap"));
            before = traces;
            calm >= if reads_a_log { 40 } else { 1 }
        })
        .await;
    }

    /// Lets time pass until whatever waits for a later try has had it, and everything has arrived.
    pub async fn calm_down(&self) {
        for _ in 0..40 {
            self.settle().await;
            let mut waiting = 0;
            for instance in &self.instances {
                waiting += instance.inspect.count("delivery where state = 'waiting'").await;
                waiting +=
                    instance.inspect.count("channel where pull_at is not null and state = 'open'").await;
            }
            if waiting == 0 {
                return;
            }
            self.moved.fetch_add(10 * MINUTE, Ordering::SeqCst);
            self.wake();
        }
        panic!("something never arrives");
    }

    /// The two sides of every delegation, as far as both are here, agree on how it stands (PROTOCOL §3.8), and no
    /// instance has lost or doubled anything.
    pub async fn assert_agreement(&self) {
        let mut sides: Vec<(String, Side, String)> = Vec::new();
        for instance in &self.instances {
            super::agreement::assert_whole(&instance.inspect).await;
            for row in instance.inspect.rows("select uri, side, copy from delegation").await {
                let [uri, side, copy] = row.try_into().unwrap();
                let side = Side::parse(&side).unwrap();
                sides.push((uri, side, super::agreement::public_state(side, &copy)));
            }
        }
        for (uri, _, state) in sides.iter().filter(|(_, side, _)| *side == Side::Delegate) {
            let origin = sides.iter().find(|(other, side, _)| other == uri && *side == Side::Origin);
            let (_, _, there) = origin.unwrap_or_else(|| panic!("nobody offered {uri}"));
            assert_eq!(state, there, "the two sides of {uri}, delegate left");
        }
        let inspects: Vec<Inspect> = self.instances.iter().map(|instance| instance.inspect.clone()).collect();
        super::agreement::assert_in_step(&inspects).await;
    }
}

impl Instance {
    async fn start(on: On, clock: Clock) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let settings = Settings {
            data_dir: Some(folder.path().to_owned()),
            base_url: Some(format!("http://localhost:{}", listener.local_addr().unwrap().port())),
            database_url: if on == On::Postgres { Some(postgres::database().await) } else { None },
            ..Settings::default()
        };
        let config: Config = settings.check(None).unwrap();
        found(&config.database_url, &config.base_url, &clock).await;
        let inspect = Inspect::open(&config.database_url).await;
        let app = App::start(config, clock, Use::Serve).await.unwrap();
        let (way_in, router) = Transport::around(pursuance::doors::router(app.clone()));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let serving = tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        let worker = Some(Worker::spawn(&app));
        Self { app, way_in, inspect, worker, serving, _folder: folder }
    }

    /// The address behind the @ of handles.
    pub fn authority(&self) -> &str {
        self.app.addresses.authority()
    }

    /// A new pursuance whose Primary is called like it.
    pub async fn found(&self, slug: &str) -> Group {
        let lead = self.person(&format!("{slug}-lead")).await;
        let input = json!({ "slug": slug, "name": format!("The {slug}"), "mission": "Busy.", "visibility": "public" });
        let made = perform(&self.app, &lead, "pursuance.create", input).await.unwrap();
        let id = ActorId(made["id"].as_str().unwrap().to_owned());
        Group { app: self.app.clone(), slug: slug.to_owned(), id, who: lead }
    }

    /// A new person.
    pub async fn person(&self, name: &str) -> Principal {
        let input =
            json!({ "name": name, "display": format!("{name} by name"), "verifier": "nobody signs in here" });
        let made = perform(&self.app, &Principal::Operator, "account.create", input).await.unwrap();
        Principal::Person { actor: ActorId(made["id"].as_str().unwrap().to_owned()), via: Via::Token }
    }

    /// What it has to do at this moment, if anything.
    async fn busy_with(&self) -> Option<String> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.read().await.unwrap();
        let hosts = deliveries::hosts(&mut tx, "", 100).await.unwrap();
        if let Some(host) = hosts.iter().find(|host| {
            host.lease_until > 0 || (!host.blocked && host.next_at.is_some_and(|at| at <= now.0))
        }) {
            return Some(format!("delivering to {}", host.name));
        }
        if jobs::has_due(&mut tx, now).await.unwrap() || jobs::waiting(&mut tx, now).await.unwrap().0 > 0 {
            return Some("a job".to_owned());
        }
        if !channels::to_pull(&mut tx, now, 1).await.unwrap().is_empty() {
            return Some("a log to pull".to_owned());
        }
        (!delegations::due(&mut tx, now, 1).await.unwrap().is_empty()).then(|| "a delegation".to_owned())
    }

    /// Tells whether anything has happened since.
    async fn trace(&self) -> String {
        const SQL: &str = "select cast((select count(*) from activity) as text) || ' ' || cast((select coalesce(sum(last), 0) from stream) as text)
            || ' ' || cast((select count(*) from delivery where state = 'waiting') as text)
            || case when exists (select 1 from channel where pull_at is not null and state = 'open') then ' gap' else '' end";
        self.inspect.text(SQL).await
    }
}

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

    /// The same pursuance with a new member who acts.
    pub async fn with_member(&self, name: &str, role: Role) -> Self {
        let input = json!({ "name": name, "verifier": "nobody signs in here" });
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
    pub fn act(&self, action: &str, input: Value) -> impl Future<Output = Value> {
        let said = format!("{action} {input}");
        let at = std::panic::Location::caller();
        let (app, who, action) = (self.app.clone(), self.who.clone(), action.to_owned());
        async move {
            let done = perform(&app, &who, &action, input).await;
            done.unwrap_or_else(|error| panic!("{at}: {said}: {error:?}"))
        }
    }

    /// Tries something; the stable word of the refusal when it is refused.
    pub async fn attempt(&self, action: &str, input: Value) -> Result<Value, &'static str> {
        match perform(&self.app, &self.who, action, input.clone()).await {
            Ok(done) => Ok(done),
            Err(PerformError::Refused(refused)) => Err(refused.slug()),
            Err(error) => panic!("{action} {input}: {error:?}"),
        }
    }

    /// Does something with a task.
    pub async fn on_task(&self, action: &str, task: i64, more: Value) -> Value {
        self.act(action, merged(json!({ "pursuance": self.slug, "task": task }), more)).await
    }

    /// A new task's number.
    pub async fn task(&self, title: &str) -> i64 {
        self.task_with(json!({ "title": title })).await
    }

    /// A new task's number.
    pub async fn task_with(&self, more: Value) -> i64 {
        self.act("task.create", merged(json!({ "pursuance": self.slug }), more)).await["task"]
            .as_i64()
            .unwrap()
    }

    /// How a task stands.
    pub async fn see(&self, number: i64) -> Task {
        tasks::by_number(&mut self.app.db.read().await.unwrap(), &self.id, number).await.unwrap().unwrap()
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
        let thread =
            pursuance::store::discussions::thread(&mut tx, task.id.as_str(), later, 200).await.unwrap();
        thread.into_iter().map(|message| message.body).collect()
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
        let stream = pursuance_domain::event::StreamId::of(&self.id);
        let events = pursuance::store::events::after(&mut tx, &stream, None, 0, 10_000).await.unwrap();
        events
            .into_iter()
            .map(|event| serde_json::to_value(event.verb).unwrap().as_str().unwrap().to_owned())
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

    /// What the origin may not do now.
    pub async fn origin_tries(&self, what: &str, more: Value) -> Result<Value, &'static str> {
        self.origin
            .attempt(&format!("delegation.{what}"), merged(json!({ "delegation": self.here }), more))
            .await
    }

    /// What the delegate may not do now.
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
        serde_json::from_str(&self.here().await.copy).unwrap()
    }

    /// The delegate's copy of the rules.
    pub async fn delegate_copy(&self) -> DelegateCopy {
        serde_json::from_str(&self.there().await.copy).unwrap()
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
        let arrow = |direction| if direction == channels::Direction::Out { '>' } else { '<' };
        timeline.into_iter().map(|entry| format!("{}{}", arrow(entry.direction), entry.kind)).collect()
    }

    /// Nothing that either side says arrives until the weather clears up.
    pub fn hold_both(&self, world: &World) {
        for instance in &world.instances {
            instance.way_in.set(Weather::Held);
        }
    }
}
