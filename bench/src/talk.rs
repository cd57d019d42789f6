//! Rooms: their pages against that of a task with as many comments, going through very many messages backwards, and how soon what
//! somebody says stands on the pages that others have open.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::bulk;
use crate::database::{Databases, Place};
use crate::http::{self, Client};
use crate::live::{self, SECRET, SLUG};
use crate::server::Server;
use crate::table::{Aim, Kind, Table, Unit};
use crate::times::millis;
use crate::trouble::{Outcome, Trouble};

const PART: &str = "Rooms";
/// Between two messages of a room that was filled, in microseconds.
const PACE: u64 = 20_000_000;
/// Messages on a page, and in a part of the list that programs read.
const ON_PAGE: u64 = 50;
/// The time after which an open page on which stands what was said is read again as a whole, up to twice it (`live/reading.js`).
const REST_AFTER: Duration = Duration::from_secs(2);
/// Before somebody says something, so that it is one by itself: all pages have been read again.
const PAUSE: Duration = Duration::from_secs(7);
const PATIENCE: Duration = Duration::from_secs(30);
/// So many requests of one account are answered at once (`calls` in docs/limits.md), and a few more that this measures nothing by.
const READ_AT_ONCE: usize = 450;
/// The kinds of ids of the messages of each place, which has its own; that of the long room is the last one.
const KINDS: [char; 7] = ['b', 'c', 'd', 'e', 'f', 'g', LONG];
const LONG: char = 'h';

/// How much there is, and how often it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Messages of a room, and comments of a task, in each pair of pages.
    pub sizes: [u64; 3],
    /// Messages of the room that is gone through.
    pub long: u64,
    /// Pages whose times are one figure.
    pub window: usize,
    pub warm: usize,
    pub asked: usize,
    /// Pages that are open, each of a person of its own.
    pub browsers: u64,
    pub said: u32,
}

impl Load {
    /// What figures are taken from.
    pub const FULL: Self = Self {
        sizes: [0, 100, 20_000],
        long: 1_000_000,
        window: 1_000,
        warm: 100,
        asked: 2_000,
        browsers: 500,
        said: 20,
    };
    /// Only to see that it works.
    pub const QUICK: Self =
        Self { sizes: [0, 10, 200], long: 1_000, window: 5, warm: 2, asked: 20, browsers: 10, said: 2 };
}

/// A room and a task with as many messages.
struct Pair {
    size: u64,
    room: String,
    task: i64,
}

/// An instance with rooms.
struct Talk {
    place: Place,
    pairs: Vec<Pair>,
    long: String,
    /// The time of the first message in the long one.
    base: u64,
}

/// Measures on every database.
pub async fn measure(binary: &Path, databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    live::open_many_files()?;
    for kind in databases.kinds() {
        let talk = Talk::fill(binary, databases.place(kind, "talk").await?, load).await?;
        let server = Server::start(binary, &talk.place, "error").await?;
        talk.beside_tasks(kind, load, table).await?;
        talk.backwards(kind, load, table).await?;
        talk.pages_backwards(kind, load, table).await?;
        talk.seen(kind, load, table).await?;
        server.stop().await?;
    }
    Ok(())
}

impl Talk {
    /// Members with sessions, rooms and tasks by the program, and what was said there by SQL.
    async fn fill(binary: &Path, place: Place, load: Load) -> Outcome<Self> {
        live::fill(&place, live::Load { browsers: load.browsers, events: 0 }).await?;
        let server = Server::start(binary, &place, "error").await?;
        let mut client = Client::connect(place.port).await?;
        let (mut pairs, mut threads) = (Vec::new(), Vec::new());
        for size in load.sizes {
            let room = room(&mut client, &place, &format!("Room {size}")).await?;
            let asked = json!({ "pursuance": SLUG, "title": format!("Read the level {size} times") });
            let made = act(&mut client, &place, "task.create", &asked).await?;
            let task = made.get("task").and_then(Value::as_i64);
            let task = task.ok_or_else(|| Trouble::odd("a task without a number"))?;
            threads.extend([(Thread::Room(room.clone()), size), (Thread::Task(task), size)]);
            pairs.push(Pair { size, room, task });
        }
        let long = room(&mut client, &place, "Long").await?;
        threads.push((Thread::Room(long.clone()), load.long));
        server.stop().await?;
        let now = u64::try_from(pursuance::platform::clock::Clock::System.now().0).unwrap_or_default();
        let on_sqlite = place.postgres.is_none();
        let mut statements = Vec::new();
        for ((thread, size), kind) in threads.iter().zip(KINDS) {
            let base = now - size * PACE;
            statements.extend(said(&thread.sql(), (*size, base), kind, load.browsers, on_sqlite));
        }
        bulk::run(&place, statements).await?;
        Ok(Self { place, pairs, long, base: now - load.long * PACE })
    }

    fn cookie(&self, browser: u64) -> String {
        format!("pursuance-{}={}", self.place.port, live::secret(browser))
    }

    /// The pages of a room and of a task in turn, so that whatever else the machine does meets both.
    async fn beside_tasks(&self, kind: Kind, load: Load, table: &mut Table) -> Outcome<()> {
        let (authority, cookie) = (self.place.authority(), self.cookie(1));
        let mut client = Client::connect(self.place.port).await?;
        for Pair { size, room, task } in &self.pairs {
            let paths = [format!("/p/{SLUG}/talk/{room}"), format!("/p/{SLUG}/t/{task}")];
            let mut times = [Vec::with_capacity(load.asked), Vec::with_capacity(load.asked)];
            for turn in 0..load.warm + load.asked {
                // Each goes first every other time.
                for which in [turn % 2, (turn + 1) % 2] {
                    let (Some(path), Some(times)) = (paths.get(which), times.get_mut(which)) else {
                        continue;
                    };
                    let request =
                        http::get(&authority, &format!("{path}?before_it={turn}"), Some(&cookie), None);
                    let begun = Instant::now();
                    client.expect(&request, 200).await?;
                    if turn >= load.warm {
                        times.push(begun.elapsed());
                    }
                }
            }
            let [room, task] = times.each_mut().map(|times| millis(times, 99));
            let figure = format!("the page of a room with {size} messages: p99");
            table.add(PART, Some(kind), figure, room, Unit::Millis, Aim::None);
            let figure = format!("the page of a task with {size} comments: p99");
            table.add(PART, Some(kind), figure, task, Unit::Millis, Aim::None);
            let figure = format!("with {size}: that of the room in that of the task");
            table.add(PART, Some(kind), figure, room / task, Unit::Times, Aim::AtMost(1.3));
        }
        Ok(())
    }

    /// By the list that programs read, in three places: of all its parts an account reads fewer in a second than would be measured.
    async fn backwards(&self, kind: Kind, load: Load, table: &mut Table) -> Outcome<()> {
        let mut client = Client::connect(self.place.port).await?;
        let parts = usize::try_from(load.long / ON_PAGE).unwrap_or(usize::MAX);
        let window = load.window.min(READ_AT_ONCE / 3).min(parts / 3);
        let mut times = Vec::with_capacity(3 * window);
        for first in [0, parts / 2 - window / 2, parts - window] {
            let mut upto = load.long - first as u64 * ON_PAGE;
            // Messages are numbered from one on; before the first part there is none.
            let mut before = (first > 0).then(|| bulk::id_of(LONG, upto + 1));
            for _ in 0..window {
                let room = &self.long;
                let behind = before.map_or_else(String::new, |before| format!("&before={before}"));
                let path = format!("/api/v1/rooms/{room}/messages?limit={ON_PAGE}{behind}");
                let request = http::read(&self.place.authority(), &path, SECRET);
                let begun = Instant::now();
                let answer = client.expect(&request, 200).await?;
                times.push(begun.elapsed());
                let part: Value = serde_json::from_slice(answer)?;
                let oldest = part.pointer("/items/0/message").and_then(Value::as_str);
                let begins = bulk::id_of(LONG, upto - ON_PAGE + 1);
                if oldest != Some(&begins) {
                    return Err(Trouble::odd(format!("a part begins with {oldest:?} instead of {begins}")));
                }
                before = Some(begins);
                upto -= ON_PAGE;
            }
        }
        let what = format!("{} messages backwards by the API", load.long);
        windows(&mut times, window, |at, took| Self::compare(&what, kind, at, took, table));
        Ok(())
    }

    /// By pages, in three places.
    async fn pages_backwards(&self, kind: Kind, load: Load, table: &mut Table) -> Outcome<()> {
        let (authority, cookie) = (self.place.authority(), self.cookie(1));
        let mut client = Client::connect(self.place.port).await?;
        let pages = usize::try_from(load.long / ON_PAGE).unwrap_or(usize::MAX);
        let window = load.window.min(pages / 3);
        let mut times = Vec::with_capacity(3 * window);
        for first in [0, pages / 2 - window / 2, pages - window] {
            for page in first..first + window {
                // Messages are numbered from one on.
                let upto = load.long - page as u64 * ON_PAGE + 1;
                let path = format!("/p/{SLUG}/talk/{}?before={}", self.long, self.base + upto * PACE);
                let request = http::get(&authority, &path, Some(&cookie), None);
                let begun = Instant::now();
                client.expect(&request, 200).await?;
                times.push(begun.elapsed());
            }
        }
        let what = format!("{} messages backwards by pages", load.long);
        windows(&mut times, window, |at, took| Self::compare(&what, kind, at, took, table));
        Ok(())
    }

    fn compare(what: &str, kind: Kind, at: &str, (took, times): (f64, f64), table: &mut Table) {
        table.add(PART, Some(kind), format!("{what}, {at}: p50"), took, Unit::Millis, Aim::None);
        if times > 0.0 {
            let figure = format!("{what}, {at}: in that at the beginning");
            table.add(PART, Some(kind), figure, times, Unit::Times, Aim::AtMost(1.2));
        }
    }

    /// From the moment when somebody says something until it stands on the pages that others have open.
    async fn seen(&self, kind: Kind, load: Load, table: &mut Table) -> Outcome<()> {
        let Some(Pair { room, .. }) = self.pairs.get(1) else { return Ok(()) };
        let (tell, mut told) = mpsc::unbounded_channel();
        let mut open = Vec::new();
        for number in 1..=load.browsers {
            let (heard, mut hears) = mpsc::unbounded_channel();
            open.push(tokio::spawn(live::read(live::open(&self.place, number).await?, heard)));
            let (authority, cookie) = (self.place.authority(), self.cookie(number));
            let path = format!("/p/{SLUG}/talk/{room}");
            let whole = http::get(&authority, &path, Some(&cookie), None);
            let rest = REST_AFTER.mul_f64(1.0 + number as f64 / load.browsers as f64);
            let (mut client, tell) = (Client::connect(self.place.port).await?, tell.clone());
            let mut last = last_id(client.expect(&whole, 200).await?);
            open.push(tokio::spawn(async move {
                while hears.recv().await.is_some() {
                    let heard = Instant::now();
                    let path = format!("{path}/news?after={last}");
                    let request = http::get(&authority, &path, Some(&cookie), None);
                    // What fails is missed by whoever counts.
                    let Ok(part) = client.expect(&request, 200).await else { return };
                    let _ = tell.send((heard, Instant::now(), newest(part)));
                    last = last_id(part);
                    tokio::time::sleep(rest).await;
                    if client.expect(&whole, 200).await.is_err() {
                        return;
                    }
                }
            }));
        }
        drop(tell);
        let mut client = Client::connect(self.place.port).await?;
        let (mut heard, mut seen) = (Vec::new(), Vec::new());
        for number in 1..=load.said {
            tokio::time::sleep(PAUSE).await;
            let input = json!({ "room": room, "body": format!("{MARK}{number}.") });
            let begun = Instant::now();
            act(&mut client, &self.place, "room.say", &input).await?;
            for browser in 0..load.browsers {
                let page = timeout(PATIENCE, told.recv()).await.ok().flatten();
                let (hears, sees, stands) =
                    page.ok_or_else(|| Trouble::odd(format!("only {browser} pages asked what was said")))?;
                if stands != Some(number) {
                    return Err(Trouble::odd("a page was answered without what was said"));
                }
                heard.push(hears.duration_since(begun));
                seen.push(sees.duration_since(begun));
            }
        }
        for task in open {
            task.abort();
        }
        let of = |what: &str| format!("said in a room, on {} open pages: {what}", load.browsers);
        table.add(PART, Some(kind), of("heard, p95"), millis(&mut heard, 95), Unit::Millis, Aim::None);
        table.add(PART, Some(kind), of("seen, p95"), millis(&mut seen, 95), Unit::Millis, Aim::AtMost(300.0));
        Ok(())
    }
}

/// What is said while pages are open begins so.
const MARK: &str = "Just now, place ";

/// The id of the last message of a page, or of a part of it; empty where there is none.
fn last_id(page: &[u8]) -> String {
    let page = String::from_utf8_lossy(page);
    let id = page.rsplit_once("id=\"m-").and_then(|(_, rest)| rest.split('"').next());
    id.unwrap_or_default().to_owned()
}

/// The number of the newest message that was said while the page was open.
fn newest(page: &[u8]) -> Option<u32> {
    let page = String::from_utf8_lossy(page);
    let (_, rest) = page.rsplit_once(MARK)?;
    rest.split('.').next()?.parse().ok()
}

/// The middle of the times at the beginning, in the middle and at the end, and the last two in the first.
fn windows(times: &mut [Duration], window: usize, mut tell: impl FnMut(&str, (f64, f64))) {
    let window = window.min(times.len() / 3).max(1);
    let middle = times.len().saturating_sub(window) / 2;
    let end = times.len().saturating_sub(window);
    let mut begins = 0.0;
    for (at, first) in [("at the beginning", 0), ("in the middle", middle), ("at the end", end)] {
        let took = times.get_mut(first..first + window).map_or(0.0, |times| millis(times, 50));
        let in_first = if begins > 0.0 { took / begins } else { 0.0 };
        if first == 0 {
            begins = took;
        }
        tell(at, (took, in_first));
    }
}

/// Carries out an action of the API; its result.
async fn act(client: &mut Client, place: &Place, action: &str, input: &Value) -> Outcome<Value> {
    let request = http::act(&place.authority(), action, SECRET, input);
    let answer: Value = serde_json::from_slice(client.expect(&request, 200).await?)?;
    Ok(answer.get("result").cloned().unwrap_or(answer))
}

/// Makes a room; its id.
async fn room(client: &mut Client, place: &Place, name: &str) -> Outcome<String> {
    let input = json!({ "pursuance": SLUG, "name": name, "open": "everyone" });
    let made = act(client, place, "room.create", &input).await?;
    let room = made.get("room").and_then(Value::as_str).map(str::to_owned);
    room.ok_or_else(|| Trouble::odd("a room without an id"))
}

/// Where something is said.
enum Thread {
    Room(String),
    Task(i64),
}

impl Thread {
    /// Its id, as a statement has it.
    fn sql(&self) -> String {
        match self {
            Self::Room(room) => format!("'{room}'"),
            Self::Task(number) => format!("(select t.id from task t where t.number = {number})"),
        }
    }
}

/// The most messages that are written by one statement: each changes a sum of its pursuance, and PostgreSQL keeps all versions of a row
/// until the transaction that made them has ended.
const AT_ONCE: u64 = 10_000;

/// The rows of messages of one thread, as the program would have left them, but for their words in the search.
fn said(thread: &str, (size, base): (u64, u64), kind: char, people: u64, on_sqlite: bool) -> Vec<String> {
    if size == 0 {
        return Vec::new();
    }
    let (id, at) = (bulk::id(kind, "i"), format!("({base} + i * {PACE})"));
    let author = bulk::id('m', &format!("(i % {people} + 1)"));
    let mut statements = Vec::new();
    for done in (0..size).step_by(usize::try_from(AT_ONCE).unwrap_or(usize::MAX)) {
        let part = bulk::series(AT_ONCE.min(size - done), on_sqlite);
        let numbers = format!("(select i + {done} as i from {part} part) numbers");
        statements.push(format!(
            "insert into message (id, thread, author, at, revision, uri)
             select {id}, {thread}, {author}, {at}, 1, 'http://localhost/ap/n/' || {id} from {numbers}"
        ));
        statements.push(format!(
            "insert into text_version (object, field, revision, author, at, body, pursuance)
             select {id}, 'body', 1, {author}, {at}, 'Place ' || i || ': a hand less than *yesterday*, and the water is clear.',
               (select p.actor from pursuance p where p.slug = '{SLUG}') from {numbers}"
        ));
    }
    statements.push(format!("update room set said_at = {} where id = {thread}", base + size * PACE));
    statements
}
