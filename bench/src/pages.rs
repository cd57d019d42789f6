//! Pages with few and with many tasks behind them: how long one takes, and how many a second against a bare handler that
//! returns the same bytes: made anew each time, asked for again by browsers that have it, and by visitors.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use pursuance::state::hash_secret;
use pursuance_domain::action::StartSession;
use pursuance_domain::allowed::Principal;

use crate::bare::Bare;
use crate::bulk::{self, Plan};
use crate::database::{Databases, Place};
use crate::http::{self, Client};
use crate::server::Server;
use crate::table::{Aim, Kind, Table, Unit};
use crate::times::millis;
use crate::trouble::{Outcome, Trouble};
use crate::world;

const PART: &str = "Pages of somebody who is signed in";
const SLUG: &str = "levels";
/// Each with its name in the table.
const PAGES: [(&str, &str); 4] =
    [("home", "/"), ("pursuance", "/p/levels"), ("task", "/p/levels/t/41"), ("people", "/p/levels/members")];
/// What somebody types, and what is asked for at that keystroke.
const TYPED: [(&str, &str); 4] = [
    ("a word of a query", "q=map+status:in&in=levels"),
    ("somebody in a query", "q=%40an&in=levels"),
    ("somebody on a line", "of=line&in=levels&q=Map+%40an"),
    ("a search over everything", "of=everything&q=lev"),
];
const SECRET: &str = "8f3c1d5e7a9b0c2d4e6f8a1b3c5d7e9f";
const CLIENTS: usize = 16;

/// How much is asked.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Tasks in the small and in the large instance.
    pub few: u64,
    pub many: u64,
    pub warm: usize,
    pub asked: usize,
    pub span: Duration,
}

impl Load {
    /// What figures are taken from.
    pub const FULL: Self =
        Self { few: 10_000, many: 1_000_000, warm: 200, asked: 2_000, span: Duration::from_secs(4) };
    /// Only to see that it works.
    pub const QUICK: Self =
        Self { few: 200, many: 1_000, warm: 5, asked: 50, span: Duration::from_millis(200) };
}

/// How a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visit {
    /// By somebody signed in, under an address nobody has asked for: it has to be made.
    Anew,
    /// By somebody signed in whose browser has it, and nothing was written since.
    Unchanged,
    /// By visitors who are signed out, and nothing was written since.
    Visited,
}

/// A page, and who asks for it.
#[derive(Debug, Clone)]
struct Page {
    authority: String,
    path: &'static str,
    cookie: String,
    /// The tag that its browser has.
    tag: Option<String>,
}

impl Page {
    /// Asks once, after so many other requests.
    async fn ask(&mut self, client: &mut Client, visit: Visit, before: u64) -> Outcome<()> {
        let (cookie, tag) = (Some(self.cookie.as_str()), self.tag.as_deref());
        let request = match visit {
            Visit::Anew => {
                http::get(&self.authority, &format!("{}?before_it={before}", self.path), cookie, None)
            }
            Visit::Unchanged => http::get(&self.authority, self.path, cookie, tag),
            Visit::Visited => http::get(&self.authority, self.path, None, None),
        };
        let answer = client.send(&request).await?;
        match (visit, answer.status) {
            // Once a minute the page is made again, as it tells the time.
            (Visit::Unchanged, 200) => self.tag = answer.tag,
            (Visit::Unchanged, 304) | (Visit::Anew | Visit::Visited, 200) => {}
            (_, status) => return Err(Trouble::odd(format!("{}: answered {status}", self.path))),
        }
        Ok(())
    }
}

/// What one page took.
#[derive(Debug, Clone, Copy)]
struct Took {
    middle: f64,
    slowest: f64,
}

/// Measures on every database.
pub async fn measure(binary: &Path, databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    for kind in databases.kinds() {
        let few = on(binary, databases, kind, "few", load.few, load, table).await?;
        let many = on(binary, databases, kind, "many", load.many, load, table).await?;
        for ((page, _), (few, many)) in PAGES.iter().zip(few.into_iter().zip(many)) {
            let times = many.slowest / few.slowest;
            let figure = format!("{page}, made anew: p99 with {} tasks in that with {}", load.many, load.few);
            table.add(PART, Some(kind), figure, times, Unit::Times, Aim::AtMost(2.0));
        }
    }
    Ok(())
}

async fn on(
    binary: &Path,
    databases: &Databases,
    kind: Kind,
    name: &str,
    tasks: u64,
    load: Load,
    table: &mut Table,
) -> Outcome<Vec<Took>> {
    let place = databases.place(kind, name).await?;
    fill(&place, tasks).await?;
    let server = Server::start(binary, &place, "error").await?;
    let cookie = format!("pursuance-{}={SECRET}", place.port);
    let mut all = Vec::new();
    for (name, path) in PAGES {
        let mut page = Page { authority: place.authority(), path, cookie: cookie.clone(), tag: None };
        let mut client = Client::connect(place.port).await?;
        let request = http::get(&page.authority, path, Some(&cookie), None);
        let bytes = client.expect(&request, 200).await?.to_vec();
        let took = one_client(&mut client, &mut page, Visit::Anew, load).await?;
        let took_again = one_client(&mut client, &mut page, Visit::Unchanged, load).await?;
        for (how, took) in [("made anew", took), ("unchanged", took_again)] {
            let figure = format!("{name}, {tasks} tasks, {how}: p50");
            table.add(PART, Some(kind), figure, took.middle, Unit::Millis, Aim::None);
            let figure = format!("{name}, {tasks} tasks, {how}: p99");
            table.add(PART, Some(kind), figure, took.slowest, Unit::Millis, Aim::AtMost(5.0));
        }
        let file = place.folder.join("page.html");
        std::fs::write(&file, &bytes).map_err(Trouble::file(&file))?;
        let anew = many_clients(place.port, &page, Visit::Anew, load.span).await?;
        let unchanged = many_clients(place.port, &page, Visit::Unchanged, load.span).await?;
        let visited = many_clients(place.port, &page, Visit::Visited, load.span).await?;
        let bare = Bare::start(&file).await?;
        let of_bare = Page { authority: format!("127.0.0.1:{}", bare.port), ..page };
        let limit = many_clients(bare.port, &of_bare, Visit::Visited, load.span).await?;
        let size = bytes.len() / 1000;
        for (how, rate) in [("made anew", anew), ("unchanged", unchanged), ("for visitors", visited)] {
            let figure = format!("{name}, {tasks} tasks, {how}: {CLIENTS} clients ({size} kB)");
            table.add(PART, Some(kind), figure, rate, Unit::PerSecond, Aim::None);
            let figure = format!("{name}, {tasks} tasks, {how}: of a bare handler's {limit:.0}/s");
            table.add(PART, Some(kind), figure, rate / limit * 100.0, Unit::Percent, Aim::AtLeast(5.0));
        }
        all.push(took);
    }
    for (what, asked) in TYPED {
        let took = completed(&place, &cookie, asked, load).await?;
        let figure = format!("completed at a keystroke, {tasks} tasks: {what}: p50");
        table.add(PART, Some(kind), figure, took.middle, Unit::Millis, Aim::None);
        let figure = format!("completed at a keystroke, {tasks} tasks: {what}: p99");
        table.add(PART, Some(kind), figure, took.slowest, Unit::Millis, Aim::AtMost(50.0));
    }
    server.stop().await?;
    Ok(all)
}

/// How long the list of what may stand at the cursor takes, on the wire.
async fn completed(place: &Place, cookie: &str, asked: &str, load: Load) -> Outcome<Took> {
    let mut client = Client::connect(place.port).await?;
    let request = http::get(&place.authority(), &format!("/complete?{asked}"), Some(cookie), None);
    if !client.expect(&request, 200).await?.windows(6).any(|part| part == b"\"text\"") {
        return Err(Trouble::odd(format!("{asked}: nothing is proposed")));
    }
    let mut times = Vec::with_capacity(load.asked);
    for _ in 0..load.asked {
        let begun = Instant::now();
        client.expect(&request, 200).await?;
        times.push(begun.elapsed());
    }
    Ok(Took { middle: millis(&mut times, 50), slowest: millis(&mut times, 99) })
}

/// An instance with so many tasks, and somebody signed in.
async fn fill(place: &Place, tasks: u64) -> Outcome<()> {
    let app = world::open(place).await?;
    let viewer = world::account(&app, "ana").await?;
    let pursuance = world::pursuance(&app, &viewer, SLUG).await?;
    let Some(account) = viewer.person().cloned() else {
        return Err(Trouble::odd("an account without a person"));
    };
    let session = StartSession {
        account: account.clone(),
        verifier_of: None,
        nonce: None,
        secret_hash: hash_secret(SECRET),
        csrf: "0".repeat(32),
        replaces: None,
        address: None,
    };
    app.perform(&Principal::Operator, session.into()).await?;
    let now = app.clock.now().0;
    app.db.close().await;
    drop(app);
    bulk::write(place, &Plan { tasks, pursuance: &pursuance, viewer: account.as_str(), now }).await
}

async fn one_client(client: &mut Client, page: &mut Page, visit: Visit, load: Load) -> Outcome<Took> {
    for before in 0..load.warm {
        page.ask(client, visit, before as u64).await?;
    }
    let mut times = Vec::with_capacity(load.asked);
    for before in load.warm..load.warm + load.asked {
        let begun = Instant::now();
        page.ask(client, visit, before as u64).await?;
        times.push(begun.elapsed());
    }
    Ok(Took { middle: millis(&mut times, 50), slowest: millis(&mut times, 99) })
}

/// How many answers a second `CLIENTS` get together.
async fn many_clients(port: u16, page: &Page, visit: Visit, span: Duration) -> Outcome<f64> {
    let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    // Beyond those of the one client.
    let next = Arc::new(AtomicU64::new(1 << 32));
    let mut tasks = Vec::new();
    let begun = Instant::now();
    for _ in 0..CLIENTS {
        let (stop, count, next, mut page) = (stop.clone(), count.clone(), next.clone(), page.clone());
        let mut client = Client::connect(port).await?;
        tasks.push(tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                page.ask(&mut client, visit, next.fetch_add(1, Ordering::Relaxed)).await?;
                count.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, Trouble>(())
        }));
    }
    tokio::time::sleep(span).await;
    let rate = count.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await??;
    }
    Ok(rate)
}
