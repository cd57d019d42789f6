//! Two people say yes to one task at the same moment: the first yes gets it, and whoever said it later stands by and is told
//! so, once. On Postgres each says it to another process of the instance; an SQLite folder has one.

use std::collections::BTreeMap;

use pursuance::platform::clock::Clock;
use pursuance_domain::time::{DAY, SECOND};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::federation::process::{Client, Process, SharedClock};
use crate::support::bees::of;
use crate::support::groups::merged;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::ports::free_port;
use crate::support::speakers::{FRENCH, speakers};
use crate::support::{Setup, TestApp, postgres, rounds};

/// How many tasks are said yes to in a short run: whoever takes part gets no more than seven offers in a week.
const TASKS: u32 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_say_yes_at_once_to_one_process_on_sqlite_one_gets_it() {
    of_two_who_say_yes_at_once_one_gets_it(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_say_yes_at_once_to_two_processes_on_postgres_one_gets_it() {
    of_two_who_say_yes_at_once_one_gets_it(true).await;
}

async fn of_two_who_say_yes_at_once_one_gets_it(on_postgres: bool) {
    let scene = Scene::open(on_postgres).await;
    let mut first: BTreeMap<&str, u32> = BTreeMap::new();
    for round in 0..rounds() {
        for number in 1..=TASKS {
            // The side that asks the first process in one round asks the second in the next.
            *first.entry(scene.said_at_once(number % 2 == 0).await).or_default() += 1;
        }
        println!("round {round}: the first yes was that of {first:?}");
        scene.clock.advance(8 * DAY / SECOND);
    }
}

struct Scene {
    clock: SharedClock,
    processes: Vec<Process>,
    inspect: Inspect,
    ana: String,
    people: [(&'static str, String); 2],
    _folder: TempDir,
}

impl Scene {
    async fn open(on_postgres: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = SharedClock::new(folder.path());
        let database_url = if on_postgres { Some(postgres::migrated().await) } else { None };
        let base_url = Some(format!("http://localhost:{}", free_port()));
        let app = TestApp::with(Setup { base_url, database_url, ..Setup::default() }).await;
        let (ana, people) = speakers(&app, 2).await;
        let (primary, others) =
            (ana.token().to_owned(), [&people[0], &people[1]].map(|one| one.token().to_owned()));
        drop((ana, people));
        let [one, two] = others;
        let mut processes = vec![Process::take_over(app, &clock, Vec::new()).await];
        if on_postgres {
            processes.push(processes[0].beside().await);
        }
        let inspect = processes[0].inspect().await;
        Self { clock, processes, inspect, ana: primary, people: [("p1", one), ("p2", two)], _folder: folder }
    }

    /// Somebody who asks the first process, or the last one.
    fn client(&self, token: &str, last: bool) -> Client {
        let process = if last { self.processes.last() } else { self.processes.first() };
        process.unwrap().client(token)
    }

    async fn count(&self, from: &str) -> i64 {
        self.inspect.count(from).await
    }

    async fn settle(&self) {
        until("no job is due", async || {
            let now = Clock::System.now().plus(self.clock.get() * SECOND).0;
            self.count(&format!("job where run_at <= {} or lease_until > {now}", now + SECOND)).await == 0
        })
        .await;
    }

    /// A task about which both were asked, and to which both say yes. Answers who was first. `crossed`: the first of the two
    /// people asks the last process.
    async fn said_at_once(&self, crossed: bool) -> &'static str {
        let ana = self.client(&self.ana, crossed);
        // For what is not urgent one would be enough who has said yes each time.
        let new = of(json!({ "title": "Translate", "skills": [FRENCH], "urgency": "urgent", "ask": false }));
        let number = ana.act("task.create", new).await["task"].as_i64().unwrap();
        let on = |more: Value| merged(of(json!({ "task": number })), more);
        ana.act("task.want_help", on(json!({}))).await;
        let offers = format!("offer o join task t on t.id = o.task where t.number = {number}");
        until("both are asked", async || self.count(&format!("{offers} and o.state = 'open'")).await == 2)
            .await;
        self.settle().await;

        let clients = [self.client(&self.people[0].1, crossed), self.client(&self.people[1].1, !crossed)];
        let mut ids = Vec::new();
        for client in &clients {
            ids.push(client.read("/me/offers").await["items"][0]["offer"].clone());
        }
        let yes = async |at: usize| {
            clients[at].act("offer.accept", json!({ "offer": ids[at] })).await["state"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let answers: [String; 2] = tokio::join!(yes(0), yes(1)).into();
        let first = usize::from(answers[1] == "accepted");
        assert_eq!((&*answers[first], &*answers[1 - first]), ("accepted", "standing_by"));

        let (winner, other) = (self.people[first].0, &clients[1 - first]);
        for last in [false, true] {
            let task = self.client(&self.ana, last).task("bees", number).await;
            assert_eq!((&task["assignee"], &task["phase"]), (&json!(winner), &json!("started")));
        }
        assert_eq!(other.read("/me/offers").await["items"][0]["state"], "standing_by");
        let of_task = format!("event e join task t on t.id = e.task where t.number = {number}");
        assert_eq!(self.count(&format!("{of_task} and e.verb = 'task.assigned'")).await, 1);
        for state in ["accepted", "standing_by"] {
            let noted = format!("{of_task} and e.verb = 'offer.answered' and e.data like '%\"{state}\"%'");
            assert_eq!(self.count(&noted).await, 1, "{state}");
        }

        // Nobody is asked again; and whoever stood by is told of the end, by whichever process.
        ana.act("task.set_phase", on(json!({ "phase": "dropped" }))).await;
        self.settle().await;
        let told =
            "notice n join event e on e.stream = n.stream and e.seq = n.seq join task t on t.id = e.task";
        for (verb, times) in [("task.asked", 2), ("offer.ended", 1)] {
            let told = format!("{told} where t.number = {number} and e.verb = '{verb}'");
            assert_eq!(self.count(&told).await, times, "{verb}");
        }
        winner
    }
}
