//! Deliveries to many hosts: how many a second, against what the cores can sign and the database can note; and what a
//! dead and a slow host take from the others.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use pursuance::store::db::Db;
use pursuance::store::deliveries::{self, Attempt, DeliveryState};
use pursuance_domain::action::EditTask;
use serde_json::json;

use crate::database::{Databases, Place};
use crate::server::Server;
use crate::speed;
use crate::table::{Aim, Kind, Table, Unit};
use crate::trouble::{Outcome, Trouble};
use crate::world::{self, Size, World};

const PART: &str = "Outgoing: changes of delegated tasks, each host by its own lane";

/// How long a run may take before something is wrong.
const PATIENCE: Duration = Duration::from_secs(120);
/// How many transactions of the yardstick are under way at once: as many as the program works lanes.
const ABREAST: usize = 32;
/// The hosts that misbehave in the second run.
const DEAD: usize = 0;
const SLOW: usize = 1;

/// How much is sent.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    pub hosts: usize,
    /// Messages to each host, in each run.
    pub each: usize,
    /// Runs with all hosts well and runs with two that are not, in turn; the middle one of each kind counts.
    pub runs: usize,
    pub span: Duration,
}

impl Load {
    /// What figures are taken from.
    pub const FULL: Self = Self { hosts: 200, each: 40, runs: 5, span: Duration::from_secs(4) };
    /// Only to see that it works.
    pub const QUICK: Self = Self { hosts: 10, each: 3, runs: 1, span: Duration::from_millis(200) };
}

/// Measures on every database.
pub async fn measure(binary: &Path, databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    for kind in databases.kinds() {
        let place = databases.place(kind, "outgoing").await?;
        on(binary, place, load, table).await?;
    }
    Ok(())
}

async fn on(binary: &Path, place: Place, load: Load, table: &mut Table) -> Outcome<()> {
    let kind = place.kind;
    let size = Size { peers: load.hosts, delegations: 1, pursuances: (load.hosts / 8).max(1) };
    let mut world = World::build(binary, place, size).await?;
    let (mut well, mut ill) = (Vec::new(), Vec::new());
    for turn in 0..load.runs {
        // Each goes first as often as the other: the database grows.
        for with_ill in [turn % 2 == 1, turn % 2 == 0] {
            let rate = run(binary, &mut world, load, with_ill).await?;
            if with_ill { ill.push(rate) } else { well.push(rate) }
        }
    }
    let (rate, beside) = (middle(well), middle(ill));
    let peer = world.peers.first().ok_or_else(|| Trouble::odd("a world without peers"))?;
    let body = vec![b'x'; 6 * 1024];
    let signed = speed::signatures(peer, &peer.uri, &body, load.span)?;
    let noted = bookkeeping(&mut world, load.span).await?;
    report(table, kind, load.hosts, rate, signed, noted);
    let loss = (1.0 - beside / rate) * 100.0;
    table.add(
        PART,
        Some(kind),
        "the same with one dead and one slow host, to the others",
        beside,
        Unit::PerSecond,
        Aim::None,
    );
    table.add(PART, Some(kind), "lost by the others", loss.max(0.0), Unit::Percent, Aim::AtMost(5.0));
    Ok(())
}

fn report(table: &mut Table, kind: Kind, hosts: usize, rate: f64, signed: f64, noted: f64) {
    let on = Some(kind);
    table.add(PART, on, format!("delivered to {hosts} hosts"), rate, Unit::PerSecond, Aim::None);
    table.add(PART, on, "  yardstick: signatures on all cores", signed, Unit::PerSecond, Aim::None);
    table.add(PART, on, "  yardstick: outcomes noted, each durably", noted, Unit::PerSecond, Aim::None);
    table.add(
        PART,
        on,
        "of the lower yardstick",
        rate / signed.min(noted) * 100.0,
        Unit::Percent,
        Aim::AtLeast(50.0),
    );
}

fn middle(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

/// Writes messages to every host while nothing runs, then starts the program and watches them arrive; how many a second
/// the hosts that are well got.
async fn run(binary: &Path, world: &mut World, load: Load, with_ill: bool) -> Outcome<f64> {
    fill(world, load.each).await?;
    let expected = u64::try_from(load.each).unwrap_or(u64::MAX);
    let ill: &[usize] = if with_ill { &[DEAD, SLOW] } else { &[] };
    world.sink.arrivals.begin(false, with_ill.then_some(SLOW), with_ill.then_some(DEAD));
    let server = Server::start(binary, &world.place, "error").await?;
    let well: Vec<usize> = (0..load.hosts).filter(|host| !ill.contains(host)).collect();
    let begun = Instant::now();
    while well.iter().any(|host| world.sink.arrivals.count(*host) < expected) {
        if begun.elapsed() > PATIENCE {
            return Err(Trouble::odd("not every delivery arrived"));
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let arrivals = &world.sink.arrivals;
    let first = well.iter().map(|host| arrivals.first(*host)).min();
    let last = well.iter().map(|host| arrivals.last(*host)).max();
    let (Some(first), Some(last)) = (first, last) else { return Err(Trouble::odd("no hosts")) };
    let count = well.iter().map(|host| arrivals.count(*host)).sum::<u64>();
    if count != expected * u64::try_from(well.len()).unwrap_or(u64::MAX) {
        return Err(Trouble::Odd(format!("{count} deliveries arrived, which is more than were written")));
    }
    world.sink.arrivals.recover();
    server.stop().await?;
    flush(binary, world).await?;
    Ok(count as f64 / last.duration_since(first).as_secs_f64().max(0.001))
}

/// Changes every delegated task so many times; each change is a message to its host.
async fn fill(world: &World, each: usize) -> Outcome<()> {
    let app = world::open(&world.place).await?;
    let revisions = revisions(world, &app).await?;
    for turn in 0..each {
        for (offered, revision) in world.offered.iter().zip(&revisions) {
            let edit: EditTask = world::read(json!({
                "pursuance": offered.slug, "task": offered.number,
                "revision": revision + i64::try_from(turn).unwrap_or(0),
                "title": format!("Measure the levels below the weir, again {turn} after {revision}"),
            }))?;
            app.perform(&offered.by, edit.into()).await?;
        }
    }
    app.db.close().await;
    Ok(())
}

async fn revisions(world: &World, app: &pursuance::state::App) -> Outcome<Vec<i64>> {
    let mut tx = app.db.read().await?;
    let mut revisions = Vec::new();
    for offered in &world.offered {
        let group = pursuance::store::pursuances::by_slug(&mut tx, &offered.slug).await?;
        let task = match group {
            Some(group) => pursuance::store::tasks::by_number(&mut tx, &group.id, offered.number).await?,
            None => None,
        };
        revisions.push(task.ok_or_else(|| Trouble::odd("a delegated task is missing"))?.revision);
    }
    Ok(revisions)
}

/// Has what still waits delivered, to hosts that are well again, so that every run begins with empty lanes.
async fn flush(binary: &Path, world: &World) -> Outcome<()> {
    let db = Db::open(&world.place.database_url()).await?;
    let mut tx = db.write().await?;
    for host in [DEAD, SLOW] {
        deliveries::retry(&mut tx, None, Some(&world.sink.authority(host)), world.clock.now()).await?;
    }
    tx.commit().await?;
    let server = Server::start(binary, &world.place, "error").await?;
    let begun = Instant::now();
    while deliveries::waiting(&mut db.read().await?).await?.0 > 0 {
        if begun.elapsed() > PATIENCE {
            return Err(Trouble::odd("what a dead host did not get is not delivered once it is well"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    db.close().await;
    server.stop().await
}

/// How many outcomes of deliveries are noted in a second, each in a transaction of its own.
async fn bookkeeping(world: &mut World, span: Duration) -> Outcome<f64> {
    fill(world, 2).await?;
    let app = world::open(&world.place).await?;
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let mut ids = Vec::new();
    for host in 0..world.peers.len() {
        ids.extend(
            deliveries::due(&mut tx, &world.sink.authority(host), now, 50)
                .await?
                .into_iter()
                .map(|due| due.id),
        );
    }
    drop(tx);
    let ids = Arc::new(ids);
    let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let begun = Instant::now();
    let tasks: Vec<_> = (0..ABREAST)
        .map(|line| {
            let (app, ids, stop, count) = (app.clone(), ids.clone(), stop.clone(), count.clone());
            tokio::spawn(async move {
                let mut mine = ids.iter().skip(line).step_by(ABREAST).cycle();
                while let Some(id) = mine.next().filter(|_| !stop.load(Ordering::Relaxed)) {
                    let now = app.clock.now();
                    // It stays waiting, so that the same row can be written again.
                    let attempt = Attempt {
                        id,
                        state: DeliveryState::Waiting,
                        next_at: now,
                        status: Some(202),
                        error: None,
                        trouble: None,
                    };
                    let mut tx = app.db.write().await?;
                    deliveries::record(&mut tx, &attempt, now).await?;
                    tx.commit().await?;
                    count.fetch_add(1, Ordering::Relaxed);
                }
                Ok::<_, Trouble>(())
            })
        })
        .collect();
    tokio::time::sleep(span).await;
    let rate = count.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
    stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await??;
    }
    app.db.close().await;
    Ok(rate)
}
