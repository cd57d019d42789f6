//! Either of two processes is killed at any moment while both are busy, again and again. Afterwards everything
//! acknowledged is there, nothing has happened twice, and both agree.
//!
//! `PURSUANCE_TEST_SEED` repeats the choices of a run; the moments depend on the machine. `./test long` kills them many
//! times more.
//!
//! The files below look at single moments: `boundaries` kills between any two steps of a job, `first_yes` lets two processes
//! decide at once, `pieces` kills while a file arrives, and `rooms` while something is said in a room and while it ends.

mod boundaries;
mod first_yes;
mod gate;
mod pieces;
mod rooms;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pursuance_domain::delegation::Side;
use pursuance_domain::time::SECOND;
use serde_json::{Value, json};

use super::process::{Client, NoAnswer, Process, SharedClock};
use crate::support::agreement::{assert_in_step, assert_whole, public_state};
use crate::support::groups::merged;
use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::{postgres, rounds, seen};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_and_nothing_happens_twice_whoever_is_killed() {
    for kills in kills(10) {
        busy_and_killed(kills, None).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_holds_where_one_of_them_is_on_postgres() {
    for kills in kills(4) {
        busy_and_killed(kills, Some(postgres::database().await)).await;
    }
}

/// How often each pair of processes is killed, one pair after the other: in the long runs they live longer too.
fn kills(in_short: u32) -> Vec<u32> {
    match rounds() {
        1 => vec![in_short],
        many => (0..many.div_ceil(4)).map(|_| 4 * in_short).collect(),
    }
}

/// Numbers that follow from a seed (SplitMix64).
struct Chance(AtomicU64);

impl Chance {
    fn below(&self, end: u64) -> u64 {
        let mut z =
            self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    fn pick<'a, T>(&self, from: &'a [T]) -> Option<&'a T> {
        let end = u64::try_from(from.len()).ok().filter(|end| *end > 0)?;
        from.get(usize::try_from(self.below(end)).unwrap())
    }
}

fn seed() -> u64 {
    let given = std::env::var("PURSUANCE_TEST_SEED")
        .ok()
        .map(|text| text.parse().expect("PURSUANCE_TEST_SEED is a number"));
    given.unwrap_or_else(|| u64::from_le_bytes(pursuance::platform::clock::random()) >> 16)
}

/// Acts that the servers have said yes to.
#[derive(Default)]
struct Memory {
    /// Decisions: the row of the delegation and the kind of message that follows, with how often.
    decisions: BTreeMap<(String, &'static str), u64>,
    /// Texts that were never written before, each with the field it stands in.
    texts: Vec<(String, &'static str)>,
    asked: u64,
    refused: u64,
    /// Requests that were repeated because the answer was lost.
    repeated: u64,
}

/// One pursuance takes no more offers of another in an hour than 60.
const MOST_OFFERS: usize = 55;

/// One side: somebody who decides things as fast as they are answered.
struct Busy {
    client: Client,
    slug: &'static str,
    other: String,
    chance: Arc<Chance>,
    memory: Arc<Mutex<Memory>>,
    done: Arc<AtomicBool>,
}

impl Busy {
    /// Asks until there is an answer. The key makes asking again the same request.
    async fn surely(&self, action: &str, input: &Value) -> Option<Value> {
        let key = self.new_text();
        self.memory.lock().unwrap().asked += 1;
        let mut again = tokio::time::interval(Duration::from_millis(20));
        loop {
            match self.client.attempt(action, input, &key).await {
                Ok(result) => return Some(result),
                Err(NoAnswer::Refused(_)) => {
                    self.memory.lock().unwrap().refused += 1;
                    return None;
                }
                Err(NoAnswer::Unknown(_)) => {
                    self.memory.lock().unwrap().repeated += 1;
                    again.tick().await;
                }
            }
        }
    }

    /// A text nobody has written before.
    fn new_text(&self) -> String {
        format!("{}-{}", self.slug, hex::encode(pursuance::platform::clock::random::<8>()))
    }

    /// Decides something about a delegation; `kind`: the message that follows.
    async fn decide(&self, row: &Value, what: &str, more: Value, kind: &'static str) {
        let input = merged(json!({ "delegation": row["delegation"] }), more);
        if self.surely(&format!("delegation.{what}"), &input).await.is_some() {
            self.note(row["delegation"].as_str().unwrap(), kind);
        }
    }

    fn note(&self, row: &str, kind: &'static str) {
        *self.memory.lock().unwrap().decisions.entry((row.to_owned(), kind)).or_default() += 1;
    }

    fn wrote(&self, text: String, field: &'static str) {
        self.memory.lock().unwrap().texts.push((text, field));
    }

    /// How things stand at this side, when it answers.
    async fn rows(&self) -> Vec<Value> {
        let mut again = tokio::time::interval(Duration::from_millis(20));
        loop {
            let path = format!("/pursuances/{}/delegations?limit=100", self.slug);
            if let Ok(read) = self.client.try_read(&path).await {
                return read["items"].as_array().unwrap().clone();
            }
            again.tick().await;
        }
    }

    async fn comment(&self, row: &Value) {
        let body = self.new_text();
        let Some(task) = row["task"].as_i64() else { return };
        let input = json!({ "pursuance": self.slug, "task": task, "body": body });
        if self.surely("task.comment", &input).await.is_some() {
            self.wrote(body, "body");
        }
    }

    /// Acts of the side that asks for work, until the end.
    async fn ask(&self) {
        while !self.done.load(Ordering::Relaxed) {
            let rows = self.rows().await;
            let live: Vec<&Value> = rows.iter().filter(|row| is_live(row)).collect();
            let row = match self.chance.pick(&live) {
                Some(row) if live.len() >= 4 && self.chance.below(10) > 0 => *row,
                _ if rows.len() < MOST_OFFERS => {
                    self.offer().await;
                    continue;
                }
                Some(row) => *row,
                None => match self.chance.pick(&rows) {
                    Some(ended) => ended,
                    None => continue,
                },
            };
            let dice = self.chance.below(10);
            match (row["state"].as_str().unwrap(), dice) {
                ("offered" | "countered" | "active", 0 | 1) => {
                    self.decide(row, "reoffer", json!({ "size": "l" }), "Offer").await;
                }
                ("offered" | "countered" | "active" | "submitted", 2) => self.recall(row).await,
                ("submitted", 3..=5) => self.decide(row, "accept_work", json!({}), "AcceptWork").await,
                ("submitted", 6 | 7) => {
                    self.decide(row, "send_back", json!({ "comment": "More." }), "SendBack").await;
                }
                ("submitted", 8) => {
                    self.decide(row, "refuse_work", json!({ "comment": "No." }), "RefuseWork").await;
                }
                _ => self.comment(row).await,
            }
        }
    }

    /// Taking back is an Undo before the yes and a Revoke after it; which it was is in the answer.
    async fn recall(&self, row: &Value) {
        let input = json!({ "delegation": row["delegation"] });
        if let Some(result) = self.surely("delegation.recall", &input).await {
            let kind = if result["state"] == "withdrawn" { "Undo" } else { "Revoke" };
            self.note(row["delegation"].as_str().unwrap(), kind);
        }
    }

    async fn offer(&self) {
        let title = self.new_text();
        let Some(made) = self.surely("task.create", &json!({ "pursuance": self.slug, "title": title })).await
        else {
            return;
        };
        self.wrote(title, "title");
        let offer =
            json!({ "pursuance": self.slug, "task": made["task"], "to": self.other, "discussion": true });
        if let Some(offered) = self.surely("delegation.offer", &offer).await {
            self.note(offered["delegation"].as_str().unwrap(), "Offer");
        }
    }

    /// Acts of the side that does the work, until the end.
    async fn work(&self) {
        while !self.done.load(Ordering::Relaxed) {
            let rows = self.rows().await;
            let live: Vec<&Value> = rows.iter().filter(|row| is_live(row)).collect();
            let Some(row) = self.chance.pick(&live).copied() else { continue };
            let dice = self.chance.below(12);
            match (row["state"].as_str().unwrap(), dice) {
                ("offered" | "countered", 0..=5) => self.decide(row, "accept", json!({}), "Accept").await,
                ("offered", 6 | 7) => self.decide(row, "counter", json!({ "size": "l" }), "Counter").await,
                ("offered" | "countered", 8) => self.decide(row, "decline", json!({}), "Decline").await,
                ("active", 0 | 1) => self.decide(row, "accept", json!({}), "Accept").await,
                ("active", 2) => self.decide(row, "decline", json!({}), "Decline").await,
                ("active" | "submitted", 3) => self.decide(row, "return", json!({}), "Leave").await,
                ("active" | "submitted", 4..=7) => {
                    let body = self.new_text();
                    let input = json!({ "delegation": row["delegation"], "body": body });
                    if self.surely("delegation.submit", &input).await.is_some() {
                        self.note(row["delegation"].as_str().unwrap(), "Submit");
                        self.wrote(body, "body");
                    }
                }
                _ => self.comment(row).await,
            }
        }
    }
}

fn is_live(row: &Value) -> bool {
    ["offered", "countered", "accepting", "active", "submitted", "recalling", "returning"]
        .contains(&row["state"].as_str().unwrap())
}

async fn busy_and_killed(kills: u32, database: Option<String>) {
    let seed = seed();
    println!("PURSUANCE_TEST_SEED={seed}");
    let chance = Arc::new(Chance(AtomicU64::new(seed)));
    let folder = tempfile::tempdir().unwrap();
    let clock = SharedClock::new(folder.path());
    let mut processes = [Process::found(&clock, None).await, Process::found(&clock, database).await];
    let memory = Arc::new(Mutex::new(Memory::default()));
    let done = Arc::new(AtomicBool::new(false));
    let mut busy = Vec::new();
    for (slug, here, there) in [("bees", 0, 1), ("wasps", 1, 0)] {
        let client = processes[here].person(&format!("{slug}-lead"));
        client.found(slug).await;
        let other =
            format!("{}@localhost:{}", if slug == "bees" { "wasps" } else { "bees" }, processes[there].port);
        busy.push(Busy {
            client,
            slug,
            other,
            chance: chance.clone(),
            memory: memory.clone(),
            done: done.clone(),
        });
    }
    let mut working = tokio::task::JoinSet::new();
    for side in busy {
        working.spawn(async move { if side.slug == "bees" { side.ask().await } else { side.work().await } });
    }
    for _ in 0..kills {
        let moment = Duration::from_millis(20 + chance.below(500));
        // Not a wait for anything: the moment is to be any.
        let _ = tokio::time::timeout(moment, std::future::pending::<()>()).await;
        let victim = &mut processes[usize::try_from(chance.below(2)).unwrap()];
        victim.kill();
        victim.start().await;
        // A side that found the other away tries again after this.
        clock.advance(45);
    }
    // On a slow machine the moments of the kills leave them little time.
    let wanted = usize::try_from(kills).unwrap();
    until("they were busy", async || memory.lock().unwrap().texts.len() > wanted).await;
    done.store(true, Ordering::Relaxed);
    while let Some(ended) = working.join_next().await {
        ended.unwrap();
    }
    let inspects = [processes[0].inspect().await, processes[1].inspect().await];
    drain(&clock, &inspects).await;
    let memory = std::mem::take(&mut *memory.lock().unwrap());
    println!(
        "{} asked, {} refused, {} repeated; {} kinds of decisions and {} texts acknowledged",
        memory.asked,
        memory.refused,
        memory.repeated,
        memory.decisions.len(),
        memory.texts.len()
    );
    assert_remembered(&memory, &inspects).await;
    assert_agreed(&inspects).await;
}

/// Lets time pass until everything has arrived.
async fn drain(clock: &SharedClock, inspects: &[Inspect]) {
    // The leases of the last process killed end.
    clock.advance(60);
    let mut before = None;
    for _ in 0..60 {
        let (mut waiting, mut said) = (0, 0);
        for inspect in inspects {
            until("nothing is due", async || {
                let now = pursuance::platform::clock::Clock::System.now().plus(clock.get() * SECOND).0;
                inspect.count(&format!("host where next_at <= {now} or lease_until > {now}")).await == 0
                    && inspect.count(&format!("channel where pull_at <= {now} and state = 'open'")).await == 0
            })
            .await;
            waiting += inspect.count("delivery where state = 'waiting'").await;
            waiting += inspect.count("held").await;
            said += inspect.count("activity").await;
        }
        // A message that arrives at one may make the other, which was looked at before, say something: it is over only where nothing was
        // said from one look to the next.
        if waiting == 0 && before == Some(said) {
            return;
        }
        before = Some(said);
        if waiting > 0 {
            clock.advance(600);
        }
    }
    panic!("something never arrives; {}", seen::last());
}

/// Everything that was acknowledged is there, exactly once.
async fn assert_remembered(memory: &Memory, inspects: &[Inspect; 2]) {
    let mut said: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut written: BTreeMap<(String, String), u64> = BTreeMap::new();
    for (at, inspect) in inspects.iter().enumerate() {
        let sql = "select delegation, kind, cast(count(*) as text) from delegation_message where direction = 'out' group by delegation, kind";
        for row in inspect.rows(sql).await {
            let [delegation, kind, count] = row.try_into().unwrap();
            said.insert((delegation, kind), count.parse().unwrap());
        }
        let mine = ["bees", "wasps"][at];
        let sql = format!(
            "select body, field, cast(count(*) as text) from text_version where body like '{mine}-%' group by body, field"
        );
        for row in inspect.rows(&sql).await {
            let [body, field, count] = row.try_into().unwrap();
            written.insert((body, field), count.parse().unwrap());
        }
    }
    for ((delegation, kind), times) in &memory.decisions {
        let found = said.get(&(delegation.clone(), (*kind).to_owned())).copied().unwrap_or_default();
        assert_eq!(found, *times, "{kind} in {delegation}: acknowledged right, said left");
    }
    for kind in [
        "Offer",
        "Accept",
        "Counter",
        "Decline",
        "Submit",
        "Leave",
        "AcceptWork",
        "SendBack",
        "RefuseWork",
        "Revoke",
    ] {
        let acknowledged: u64 =
            memory.decisions.iter().filter(|((_, of), _)| *of == kind).map(|(_, times)| times).sum();
        let found: u64 = said.iter().filter(|((_, of), _)| of == kind).map(|(_, times)| times).sum();
        assert_eq!(found, acknowledged, "{kind}: nobody decided what nobody asked for");
    }
    for (text, field) in &memory.texts {
        assert_eq!(written.get(&(text.clone(), (*field).to_owned())), Some(&1), "{text} was acknowledged");
    }
}

/// Both sides agree, and neither has a gap or anything twice.
async fn assert_agreed(inspects: &[Inspect; 2]) {
    let mut sides: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for inspect in inspects {
        assert_whole(inspect).await;
        for row in inspect.rows("select uri, side, copy from delegation").await {
            let [uri, side, copy] = row.try_into().unwrap();
            let state = public_state(Side::parse(&side).unwrap(), &copy);
            sides.entry(uri).or_default().insert(side, state);
        }
    }
    assert_in_step(inspects).await;
    for (uri, states) in sides {
        assert_eq!(states.get("origin"), states.get("delegate"), "the two sides of {uri}");
    }
}
