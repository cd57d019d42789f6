//! Two and three real processes that delegate to each other over loopback.

use std::time::Duration;

use pursuance_domain::time::Time;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::process::{Client, Process, SharedClock};
use crate::support::agreement::{assert_in_step, assert_whole};
use crate::support::peers::until;
use crate::support::postgres;

/// Processes with somebody on each and a pursuance each.
struct Cast {
    clock: SharedClock,
    processes: Vec<Process>,
    people: Vec<(Client, &'static str)>,
    _folder: TempDir,
}

impl Cast {
    async fn of(slugs: &[&'static str], databases: Vec<Option<String>>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = SharedClock::new(folder.path());
        let (mut processes, mut people) = (Vec::new(), Vec::new());
        for (slug, database) in slugs.iter().zip(databases) {
            let process = Process::found(&clock, database).await;
            let person = process.person(&format!("{slug}-lead"));
            person.found(slug).await;
            people.push((person, *slug));
            processes.push(process);
        }
        Self { clock, processes, people, _folder: folder }
    }

    fn handle(&self, at: usize) -> String {
        format!("{}@localhost:{}", self.people[at].1, self.processes[at].port)
    }

    async fn offer(&self, from: usize, to: usize, task: i64, more: Value) -> Value {
        let (person, slug) = &self.people[from];
        let mut offer = json!({ "pursuance": slug, "task": task, "to": self.handle(to) });
        offer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        person.act("delegation.offer", offer).await
    }

    /// Offers a task and has it accepted; the delegation on either side and the number of the mirror.
    async fn hand_over(&self, from: usize, to: usize, task: i64, more: Value) -> (Value, Value, i64) {
        let (origin, delegate) = (&self.people[from], &self.people[to]);
        let here = self.offer(from, to, task, more).await["delegation"].clone();
        let offered = delegate.0.until_state(delegate.1, "delegate", "offered").await;
        let there = offered["delegation"].clone();
        let accepted = delegate.0.act("delegation.accept", json!({ "delegation": there })).await;
        origin.0.until_state(origin.1, "origin", "active").await;
        delegate.0.until_state(delegate.1, "delegate", "active").await;
        (here, there, accepted["task"].as_i64().unwrap())
    }

    /// Waits until everybody has heard everything, then looks whether all agree.
    async fn assert_agreement(&self) {
        let mut inspects = Vec::new();
        for process in &self.processes {
            inspects.push(process.inspect().await);
        }
        until("everything has arrived", async || {
            let mut waiting = 0;
            for inspect in &inspects {
                waiting += inspect.count("delivery where state = 'waiting'").await;
            }
            waiting == 0
        })
        .await;
        for inspect in &inspects {
            assert_whole(inspect).await;
        }
        assert_in_step(&inspects).await;
    }
}

#[tokio::test]
async fn a_task_goes_there_and_comes_back_done_between_two_processes() {
    whole_round(Cast::of(&["bees", "wasps"], vec![None, None]).await).await;
}

#[tokio::test]
async fn a_task_goes_there_and_comes_back_done_when_the_second_process_is_on_postgres() {
    let database = postgres::database().await;
    whole_round(Cast::of(&["bees", "wasps"], vec![None, Some(database)]).await).await;
}

async fn whole_round(cast: Cast) {
    let (bee, wasp) = (&cast.people[0].0, &cast.people[1].0);
    let task =
        bee.act("task.create", json!({ "pursuance": "bees", "title": "Count", "due": "2030-01-01" })).await;
    let task = task["task"].as_i64().unwrap();
    let (here, there, mirror) =
        cast.hand_over(0, 1, task, json!({ "note": "Please", "discussion": true })).await;

    let part = wasp
        .act("task.create", json!({ "pursuance": "wasps", "title": "Half", "parent": mirror }))
        .await["task"]
        .clone();
    wasp.act("task.assign", json!({ "pursuance": "wasps", "task": part, "assignee": "wasps-lead" })).await;
    for phase in ["in_progress", "done"] {
        wasp.act("task.set_phase", json!({ "pursuance": "wasps", "task": part, "phase": phase })).await;
    }
    // A new phase is told at once, with whatever else there is to tell.
    wasp.act("task.assign", json!({ "pursuance": "wasps", "task": mirror, "assignee": "wasps-lead" })).await;
    wasp.act("task.comment", json!({ "pursuance": "wasps", "task": mirror, "body": "Half is done." })).await;
    until("the comment has arrived", async || {
        bee.read(&format!("/pursuances/bees/tasks/{task}/comments")).await["items"][0]["body"]
            == "Half is done."
    })
    .await;
    let detail = bee.read(&format!("/pursuances/bees/delegations/{}", here.as_str().unwrap())).await;
    assert_eq!(detail["snapshot"]["progress"]["percent"], 100);

    let file = wasp.upload(b"seven\n").await;
    wasp.act(
        "task.attach",
        json!({ "pursuance": "wasps", "task": mirror, "file": file, "name": "count.txt" }),
    )
    .await;
    wasp.act("delegation.submit", json!({ "delegation": there, "body": "Seven.", "files": [file] })).await;
    bee.until_state("bees", "origin", "submitted").await;
    let address = format!("/pursuances/bees/delegations/{}", here.as_str().unwrap());
    let mut id = String::new();
    until("the file has been fetched", async || {
        let found = &bee.read(&address).await["submissions"][0]["files"][0];
        id = found["id"].as_str().unwrap_or_default().to_owned();
        found["here"] == true
    })
    .await;
    assert_eq!(bee.download(&id).await, b"seven\n");

    bee.act("delegation.send_back", json!({ "delegation": here, "comment": "And the queen?" })).await;
    wasp.until_state("wasps", "delegate", "active").await;
    wasp.act("delegation.submit", json!({ "delegation": there, "body": "Eight." })).await;
    bee.until_state("bees", "origin", "submitted").await;
    bee.act("delegation.accept_work", json!({ "delegation": here })).await;
    wasp.until_state("wasps", "delegate", "completed").await;

    assert_eq!(bee.task("bees", task).await["phase"], "done");
    assert_eq!(wasp.task("wasps", mirror).await["phase"], "done");
    cast.assert_agreement().await;
}

#[tokio::test]
async fn a_chain_goes_over_three_processes_and_back() {
    let cast = Cast::of(&["bees", "wasps", "hornets"], vec![None, None, None]).await;
    let (bee, wasp, hornet) = (&cast.people[0].0, &cast.people[1].0, &cast.people[2].0);
    let task = bee.act("task.create", json!({ "pursuance": "bees", "title": "Count" })).await["task"]
        .as_i64()
        .unwrap();
    let (first, first_there, mirror) = cast.hand_over(0, 1, task, json!({ "redelegation": "ask" })).await;

    wasp.act("delegation.ask_onward", json!({ "delegation": first_there, "to": cast.handle(2) })).await;
    let third = hornet.read("/pursuances/hornets").await;
    let address = format!("{}/ap/p/{}", cast.processes[2].base(), third["id"].as_str().unwrap());
    until("the question has arrived", async || {
        let events = bee.read("/pursuances/bees/events?limit=100").await;
        events["items"].as_array().unwrap().iter().any(|event| event["verb"] == "delegation.onward_asked")
    })
    .await;
    bee.act("delegation.answer_onward", json!({ "delegation": first, "to": address, "allow": true })).await;
    until("the answer has arrived", async || {
        let events = wasp.read("/pursuances/wasps/events?limit=100").await;
        events["items"].as_array().unwrap().iter().any(|event| event["verb"] == "delegation.onward_answered")
    })
    .await;
    let (second, second_there, last) = cast.hand_over(1, 2, mirror, json!({})).await;
    let back = json!({ "pursuance": "hornets", "task": last, "to": cast.handle(0) });
    let refused = hornet.attempt("delegation.offer", &back, "back").await;
    assert!(refused.is_err(), "round in a circle: {refused:?}");

    hornet.act("delegation.submit", json!({ "delegation": second_there, "body": "Seven." })).await;
    wasp.until_state("wasps", "origin", "submitted").await;
    wasp.act("delegation.accept_work", json!({ "delegation": second })).await;
    hornet.until_state("hornets", "delegate", "completed").await;
    wasp.act("delegation.submit", json!({ "delegation": first_there, "body": "Seven, say the hornets." }))
        .await;
    bee.until_state("bees", "origin", "submitted").await;
    bee.act("delegation.accept_work", json!({ "delegation": first })).await;
    wasp.until_state("wasps", "delegate", "completed").await;

    assert_eq!(bee.task("bees", task).await["phase"], "done");
    cast.assert_agreement().await;
}

#[tokio::test]
async fn a_process_that_is_away_for_many_tries_gets_everything_when_it_is_back() {
    let mut cast = Cast::of(&["bees", "wasps"], vec![None, None]).await;
    let bee = cast.people[0].0.clone();
    let wasp = cast.people[1].0.clone();
    let task = bee.act("task.create", json!({ "pursuance": "bees", "title": "Count" })).await["task"]
        .as_i64()
        .unwrap();
    let (here, there, mirror) = cast.hand_over(0, 1, task, json!({ "discussion": true })).await;
    let address = format!("/pursuances/bees/delegations/{}", here.as_str().unwrap());

    cast.processes[1].kill();
    let said = ["One.", "Two.", "Three."];
    for body in said {
        bee.act("task.comment", json!({ "pursuance": "bees", "task": task, "body": body })).await;
    }
    // Try after try: each is later than the one before, and the page says when the next is.
    let inspect = cast.processes[0].inspect().await;
    let mut last = Time(0);
    for tries in 1..=6 {
        // To just past the moment of the next one.
        if last > Time(0) {
            let moved = cast.clock.get() * pursuance_domain::time::SECOND;
            let now = pursuance::platform::clock::Clock::System.now().plus(moved);
            cast.clock.advance(((last.0 - now.0) / pursuance_domain::time::SECOND + 2).max(0));
        }
        // Counted as the lane is given back: from then on no try is under way.
        until("it was tried once more", async || {
            inspect.count(&format!("host where failures >= {tries}")).await == 1
        })
        .await;
        let delivery = bee.read(&address).await["delivery"].clone();
        assert_eq!(delivery["state"], "waiting");
        assert!(delivery["error"].is_string(), "{delivery}");
        let next = Time::parse(delivery["next_at"].as_str().unwrap()).unwrap();
        assert!(next > last, "{delivery}");
        last = next;
    }
    cast.processes[1].start().await;
    // The next try is hours away. What they say themselves wakes those who have something for them, once the last failure
    // is a minute old.
    cast.clock.advance(61);
    wasp.act("task.comment", json!({ "pursuance": "wasps", "task": mirror, "body": "Back." })).await;
    until("nothing is lost", async || {
        // A token may ask only so often.
        cast.clock.advance(1);
        let comments = wasp.read(&format!("/pursuances/wasps/tasks/{mirror}/comments")).await;
        let bodies: Vec<&str> = comments["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|comment| comment["body"].as_str())
            .collect();
        said.iter().all(|body| bodies.contains(body))
    })
    .await;
    wasp.act("delegation.submit", json!({ "delegation": there, "body": "Seven." })).await;
    bee.until_state("bees", "origin", "submitted").await;
    cast.assert_agreement().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_goes_on_after_every_kill_and_the_peer_is_told_once() {
    let mut cast = Cast::of(&["bees", "wasps"], vec![None, None]).await;
    let (bee, wasp) = (cast.people[0].0.clone(), cast.people[1].0.clone());
    let task = wasp.act("task.create", json!({ "pursuance": "wasps", "title": "Sting" })).await;
    let task = task["task"].as_i64().unwrap();
    cast.hand_over(1, 0, task, json!({})).await;
    let above =
        bee.act("task.create", json!({ "pursuance": "bees", "title": "Honey" })).await["task"].clone();
    let parts: Vec<String> = (0..10).map(|number| format!("Jar {number}")).collect();
    for _ in 0..40 {
        bee.act("task.split", json!({ "pursuance": "bees", "task": above, "into": parts })).await;
    }
    bee.act("pursuance.close", json!({ "pursuance": "bees", "reason": "No more honey." })).await;
    wasp.until_state("wasps", "origin", "returned").await;
    bee.until_state("bees", "delegate", "returned").await;
    cast.clock.advance(14 * 86_400 + 60);
    bee.act("pursuance.delete", json!({ "pursuance": "bees", "confirm": "bees" })).await;
    for _ in 0..4 {
        cast.processes[0].kill();
        cast.processes[0].start().await;
    }
    let (here, there) = (cast.processes[0].inspect().await, cast.processes[1].inspect().await);
    let mut before = None;
    until("everything is removed", async || {
        let mut left = 0;
        for table in ["task", "member", "delegation", "channel", "job where kind = 'erase'"] {
            left += here.count(table).await;
        }
        // A killed worker's lease has to run out, but not that of one at work.
        if before == Some(left) {
            cast.clock.advance(10);
        }
        before = Some(left);
        tokio::time::sleep(Duration::from_millis(100)).await;
        left == 0
    })
    .await;
    let told = "event where stream in (select actor from pursuance) and verb <> 'pursuance.deleted'";
    assert_eq!(here.count(told).await, 0, "of its history only the end is left, for its members");
    until("the peer knows that it is gone", async || {
        there.count("actor where gone_at is not null").await == 1
    })
    .await;
    assert_eq!(here.count("delivery where activity like '%#delete'").await, 1, "it is said once");
    let names = bee
        .attempt("pursuance.create", &json!({ "slug": "bees", "name": "B", "mission": "" }), "again")
        .await;
    assert!(names.is_err(), "its name is never given out again");
}
