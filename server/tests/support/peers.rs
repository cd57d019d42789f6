//! Several instances in this process that talk to each other over HTTP and share one time. The pursuances on them are
//! in [`groups`](super::groups), the delegation between two of them in [`between`](super::between).

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use pursuance::jobs::Worker;
use pursuance::platform::clock::Clock;
use pursuance::platform::config::{Config, Settings};
use pursuance::state::{App, Use};
use pursuance::store::{channels, delegations, deliveries, silence, skill_offers};
use pursuance_domain::allowed::{Principal, Via};
use pursuance_domain::delegation::Side;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::{MINUTE, Time};
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::agreement;
use super::app::found;
use super::groups::{Group, perform};
use super::inspect::Inspect;
use super::transport::Transport;
use super::{postgres, seen};

/// How long something may take that should take a moment: on a slow machine that builds and runs other tests, too. Only a test
/// that fails takes longer for it.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// Waits until a condition holds. There is nothing to be told by: what is waited for happens on another server.
pub async fn until(what: &str, holds: impl AsyncFnMut() -> bool) {
    until_or(what, holds, async || String::new()).await;
}

/// The same; where it never holds, `standing` says how things stand.
pub async fn until_or(
    what: &str,
    mut holds: impl AsyncFnMut() -> bool,
    standing: impl AsyncFnOnce() -> String,
) {
    let mut look = tokio::time::interval(Duration::from_millis(5));
    let waiting = async {
        while !holds().await {
            look.tick().await;
        }
    };
    if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
        let standing = standing().await;
        panic!("waited {PATIENCE:?} in vain until {what} {standing}\n{}", seen::last());
    }
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
    /// Lets go of every connection, once.
    closing: Option<oneshot::Sender<()>>,
    folder: TempDir,
}

impl Instance {
    /// Nothing happens here by itself any more.
    pub async fn rest(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.stop().await;
        }
    }
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
        Self::begin(databases.iter().map(|on| (*on, None)).collect()).await
    }

    /// The same, where each sends its mail through a server.
    pub async fn with_mail(instances: &[(On, String)]) -> Self {
        let instances = instances.iter().map(|(on, smtp_url)| (*on, Some(smtp_url.clone())));
        Self::begin(instances.collect()).await
    }

    async fn begin(wished: Vec<(On, Option<String>)>) -> Self {
        let wanted = tracing_subscriber::EnvFilter::from_env("PURSUANCE_TEST_LOG");
        // Another test of this process may have begun the log before.
        let _ = tracing_subscriber::fmt().with_env_filter(wanted).with_test_writer().try_init();
        let moved = Arc::new(AtomicI64::new(0));
        let mut instances = Vec::new();
        for (on, smtp_url) in wished {
            instances.push(Instance::start(on, Clock::Moved(moved.clone()), smtp_url).await);
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
    pub fn now(&self) -> Time {
        self.instances[0].app.clock.now()
    }

    /// Lets time pass for everybody, then what is due happen.
    pub async fn advance(&self, micros: i64) {
        self.let_pass(micros);
        self.settle().await;
    }

    /// Lets time pass, and waits for nothing.
    pub fn let_pass(&self, micros: i64) {
        self.moved.fetch_add(micros, Ordering::SeqCst);
        self.wake();
    }

    fn wake(&self) {
        for instance in &self.instances {
            instance.app.db.work().notify_waiters();
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
                    seen::note(format_args!("busy with {busy}"));
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
        let mut waiting = 0;
        for _ in 0..40 {
            self.settle().await;
            waiting = 0;
            for instance in &self.instances {
                waiting += instance.inspect.count("delivery where state = 'waiting'").await;
                waiting +=
                    instance.inspect.count("channel where pull_at is not null and state = 'open'").await;
            }
            if waiting == 0 {
                return;
            }
            self.let_pass(10 * MINUTE);
        }
        panic!("{waiting} deliveries and logs of others never arrive\n{}", seen::last());
    }

    /// The two sides of every delegation, as far as both are here, agree on how it stands (PROTOCOL §3.8), and no
    /// instance has lost or doubled anything.
    pub async fn assert_agreement(&self) {
        let mut sides: Vec<(String, Side, String)> = Vec::new();
        for instance in &self.instances {
            agreement::assert_whole(&instance.inspect).await;
            for row in instance.inspect.rows("select uri, side, copy from delegation").await {
                let [uri, side, copy] = row.try_into().unwrap();
                let side = Side::parse(&side).unwrap();
                sides.push((uri, side, agreement::public_state(side, &copy)));
            }
        }
        for (uri, _, state) in sides.iter().filter(|(_, side, _)| *side == Side::Delegate) {
            let origin = sides.iter().find(|(other, side, _)| other == uri && *side == Side::Origin);
            let (_, _, there) = origin.unwrap_or_else(|| panic!("nobody offered {uri}"));
            assert_eq!(state, there, "the two sides of {uri}, delegate left");
        }
        let inspects: Vec<Inspect> = self.instances.iter().map(|instance| instance.inspect.clone()).collect();
        agreement::assert_in_step(&inspects).await;
    }
}

impl Instance {
    /// The same as it was when a copy of its database was made, as from a backup. Groups have to be told ([`Group::at`]).
    pub async fn restored(mut self, copy: &str) -> Self {
        self.rest().await;
        let _ = self.closing.take().map(|closing| closing.send(()));
        (&mut self.serving).await.unwrap();
        // Groups may still hold the former instance, and with it its folder.
        let folder = tempfile::tempdir().unwrap();
        let file = Path::new(&self.app.config.database_url).file_name().unwrap();
        let is_sqlite = match copy.strip_prefix("sqlite:") {
            Some(copy) => std::fs::copy(copy, folder.path().join(file)).is_ok(),
            None => false,
        };
        let settings = Settings {
            data_dir: Some(folder.path().to_owned()),
            base_url: Some(format!("http://{}", self.authority())),
            database_url: (!is_sqlite).then(|| copy.to_owned()),
            ..Settings::default()
        };
        let port = self.authority().split(':').nth(1).unwrap();
        let listener = TcpListener::bind(format!("127.0.0.1:{port}")).await.unwrap();
        Self::serve(settings.check(None).unwrap(), self.app.clock.clone(), listener, folder).await
    }

    /// A copy of its database as it is now; its URL.
    pub async fn copy(&self) -> String {
        let url = &self.app.config.database_url;
        if !url.starts_with("sqlite:") {
            return postgres::copy(url).await;
        }
        let name = format!("copy-{}.db", hex::encode(pursuance::platform::clock::random::<8>()));
        let file = self.folder.path().join(name);
        self.inspect.spoil(&format!("vacuum into '{}'", file.display())).await;
        format!("sqlite:{}", file.display())
    }

    async fn start(on: On, clock: Clock, smtp_url: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let settings = Settings {
            data_dir: Some(folder.path().to_owned()),
            base_url: Some(format!("http://localhost:{}", listener.local_addr().unwrap().port())),
            database_url: if on == On::Postgres { Some(postgres::migrated().await) } else { None },
            mail_from: smtp_url.as_ref().map(|_| "Tests <mail@commons.example>".to_owned()),
            smtp_url,
            ..Settings::default()
        };
        let config: Config = settings.check(None).unwrap();
        found(&config, &clock).await;
        Self::serve(config, clock, listener, folder).await
    }

    async fn serve(config: Config, clock: Clock, listener: TcpListener, folder: TempDir) -> Self {
        let inspect = Inspect::open(&config.database_url).await;
        let app = App::start(config, clock, Use::Serve).await.unwrap();
        let (way_in, router) = Transport::around(pursuance::doors::router(app.clone()));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let (closing, closed) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            // An instance that is dropped is aborted, and closes nothing.
            let closed = async {
                if closed.await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            axum::serve(listener, service).with_graceful_shutdown(closed).await.unwrap();
        });
        let worker = Some(Worker::spawn(&app));
        Self { app, way_in, inspect, worker, serving, closing: Some(closing), folder }
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
        let input = json!({ "name": name, "display": format!("{name} by name"), "credential": { "kind": "plain", "verifier": "nobody signs in here" } });
        let made = perform(&self.app, &Principal::Operator, "account.create", input).await.unwrap();
        Principal::Person { actor: ActorId(made["id"].as_str().unwrap().to_owned()), via: Via::Token }
    }

    /// The work that it has to do at this moment, if any.
    async fn busy_with(&self) -> Option<String> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.read().await.unwrap();
        let hosts = deliveries::hosts(&mut tx, "", 100).await.unwrap();
        if let Some(host) = hosts.iter().find(|host| {
            host.lease_until > 0 || (!host.blocked && host.next_at.is_some_and(|at| at <= now.0))
        }) {
            return Some(format!("delivering to {}", host.name));
        }
        // One that is claimed is still there, and what is to be done later only is nothing now.
        let jobs = self.inspect.count(&format!("job where run_at <= {}", now.0)).await;
        if jobs > 0 {
            return Some("a job".to_owned());
        }
        if !channels::to_pull(&mut tx, now, 1, &<[String; 3]>::default()).await.unwrap().is_empty() {
            return Some("a log to pull".to_owned());
        }
        if !skill_offers::due(&mut tx, now, 1).await.unwrap().is_empty() {
            return Some("a skill offer".to_owned());
        }
        if !silence::due(&mut tx, now, 1).await.unwrap().is_empty() {
            return Some("a silence".to_owned());
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
