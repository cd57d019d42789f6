//! Pages with few and with many tasks behind them: how long one takes, and how many a second against a bare handler that
//! returns the same bytes; made anew each time, and asked for again while nothing changed.

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
use crate::trouble::{Outcome, Trouble};
use crate::world;

const PART: &str = "Pages of somebody who is signed in";
const SLUG: &str = "levels";
/// Each with its name in the table.
const PAGES: [(&str, &str); 3] = [("home", "/"), ("pursuance", "/p/levels"), ("task", "/p/levels/t/41")];
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
#[derive(Debug, Clone, Copy)]
enum Asked {
    /// Under an address nobody has asked for: it has to be made.
    Anew,
    /// As before, and nothing was written since.
    Again,
}

/// A page, and who asks for it.
#[derive(Debug, Clone)]
struct Page {
    authority: String,
    path: &'static str,
    cookie: String,
}

impl Page {
    /// The request that comes after so many others.
    fn request(&self, asked: Asked, before: u64) -> Vec<u8> {
        match asked {
            Asked::Again => http::get(&self.authority, self.path, Some(&self.cookie)),
            Asked::Anew => {
                http::get(&self.authority, &format!("{}?before_it={before}", self.path), Some(&self.cookie))
            }
        }
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
        let page = Page { authority: place.authority(), path, cookie: cookie.clone() };
        let mut client = Client::connect(place.port).await?;
        let bytes = client.expect(&page.request(Asked::Again, 0), 200).await?.to_vec();
        let took = one_client(&mut client, &page, Asked::Anew, load).await?;
        let took_again = one_client(&mut client, &page, Asked::Again, load).await?;
        for (how, took) in [("made anew", took), ("unchanged", took_again)] {
            let figure = format!("{name}, {tasks} tasks, {how}: p50");
            table.add(PART, Some(kind), figure, took.middle, Unit::Millis, Aim::None);
            let figure = format!("{name}, {tasks} tasks, {how}: p99");
            table.add(PART, Some(kind), figure, took.slowest, Unit::Millis, Aim::AtMost(5.0));
        }
        let file = place.folder.join("page.html");
        std::fs::write(&file, &bytes).map_err(Trouble::file(&file))?;
        let anew = many_clients(place.port, &page, Asked::Anew, load.span).await?;
        let again = many_clients(place.port, &page, Asked::Again, load.span).await?;
        let bare = Bare::start(&file).await?;
        let limit = many_clients(bare.port, &page, Asked::Again, load.span).await?;
        let size = bytes.len() / 1000;
        for (how, rate) in [("made anew", anew), ("unchanged", again)] {
            let figure = format!("{name}, {tasks} tasks, {how}: {CLIENTS} clients ({size} kB)");
            table.add(PART, Some(kind), figure, rate, Unit::PerSecond, Aim::None);
            let figure = format!("{name}, {tasks} tasks, {how}: of a bare handler's {limit:.0}/s");
            table.add(PART, Some(kind), figure, rate / limit * 100.0, Unit::Percent, Aim::AtLeast(5.0));
        }
        all.push(took);
    }
    server.stop().await?;
    Ok(all)
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

async fn one_client(client: &mut Client, page: &Page, asked: Asked, load: Load) -> Outcome<Took> {
    let mut before = 0..;
    let mut next = || page.request(asked, before.next().unwrap_or_default());
    for _ in 0..load.warm {
        client.expect(&next(), 200).await?;
    }
    let mut times = Vec::with_capacity(load.asked);
    for _ in 0..load.asked {
        let request = next();
        let begun = Instant::now();
        client.expect(&request, 200).await?;
        times.push(begun.elapsed());
    }
    times.sort();
    let millis = |share: usize| {
        let at = (times.len() * share / 100).min(times.len().saturating_sub(1));
        times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    Ok(Took { middle: millis(50), slowest: millis(99) })
}

/// How many answers a second `CLIENTS` get together.
async fn many_clients(port: u16, page: &Page, asked: Asked, span: Duration) -> Outcome<f64> {
    let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    // Beyond those of the one client.
    let next = Arc::new(AtomicU64::new(1 << 32));
    let mut tasks = Vec::new();
    let begun = Instant::now();
    for _ in 0..CLIENTS {
        let (stop, count, next, page) = (stop.clone(), count.clone(), next.clone(), page.clone());
        let mut client = Client::connect(port).await?;
        tasks.push(tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let request = page.request(asked, next.fetch_add(1, Ordering::Relaxed));
                client.expect(&request, 200).await?;
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
