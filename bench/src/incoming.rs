//! Signed activities of delegations, taken in and applied: how many a second over HTTP, against what the cores can
//! verify and the database can write.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::database::{Databases, Place};
use crate::http::Client;
use crate::peer::Message;
use crate::replay;
use crate::server::Server;
use crate::speed;
use crate::statements;
use crate::table::{Aim, Kind, Table, Unit};
use crate::trouble::{Outcome, Trouble};
use crate::world::{self, Size, World};

const PART: &str = "Incoming: progress of live delegations, signed and proved, one transaction each";

/// How many connections send at once.
const CONNECTIONS: usize = 32;

/// How much is sent.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    pub size: Size,
    /// Messages on each connection before anything is measured, and those measured.
    pub warm: usize,
    pub measured: usize,
    /// How long each yardstick is held.
    pub span: Duration,
}

impl Load {
    /// What figures are taken from. No more than the 20,000 a client of this machine may send at once.
    pub const FULL: Self = Self {
        size: Size { peers: 64, delegations: 4, pursuances: 32 },
        warm: 30,
        measured: 400,
        span: Duration::from_secs(5),
    };
    /// Only to see that it works.
    pub const QUICK: Self = Self {
        size: Size { peers: 32, delegations: 1, pursuances: 4 },
        warm: 2,
        measured: 8,
        span: Duration::from_millis(200),
    };
}

/// Measures on every database.
pub async fn measure(binary: &Path, databases: &Databases, load: Load, table: &mut Table) -> Outcome<()> {
    for kind in databases.kinds() {
        let place = databases.place(kind, "incoming").await?;
        on(binary, place, load, table).await?;
    }
    Ok(())
}

async fn on(binary: &Path, place: Place, load: Load, table: &mut Table) -> Outcome<()> {
    let kind = place.kind;
    let mut world = World::build(binary, place, load.size).await?;
    let statements = statements::of_a_progress(binary, &mut world).await?;

    let lines = lines(&mut world, load.warm + load.measured)?;
    let sample: Vec<Message> = sample(&mut world)?;
    let server = Server::start(binary, &world.place, "warn").await?;
    let (rate, busy) = send(&server, world.place.port, lines, load.warm).await?;
    server.stop().await?;
    check(&world).await?;

    let peer = world.peers.first().ok_or_else(|| Trouble::odd("a world without peers"))?;
    let verified = speed::verifications(&sample, peer, load.span)?;
    let written = replay::measure(&world, &statements, CONNECTIONS, load.span).await?;
    let lower = verified.min(written);
    report(table, kind, rate, verified, written, lower);
    table.add(PART, Some(kind), "  processor time of the server for one", busy, Unit::Millis, Aim::None);
    table.add(PART, Some(kind), "statements for one", statements.len() as f64, Unit::Count, Aim::None);
    for statement in &statements {
        table.note(format!("{} incoming: {statement}", kind.name()));
    }
    Ok(())
}

fn report(table: &mut Table, kind: Kind, rate: f64, verified: f64, written: f64, lower: f64) {
    let on = Some(kind);
    table.add(PART, on, "accepted and applied", rate, Unit::PerSecond, Aim::AtLeast(1_000.0));
    table.add(PART, on, "  yardstick: two verifications on all cores", verified, Unit::PerSecond, Aim::None);
    table.add(PART, on, "  yardstick: its statements bare", written, Unit::PerSecond, Aim::None);
    table.add(PART, on, "of the lower yardstick", rate / lower * 100.0, Unit::Percent, Aim::AtLeast(60.0));
}

/// What each connection sends. A channel belongs to one connection, so that its messages come in order.
fn lines(world: &mut World, each: usize) -> Outcome<Vec<Vec<Vec<u8>>>> {
    let mut lines = Vec::new();
    let peers = world.peers.len();
    for line in 0..CONNECTIONS {
        let mine: Vec<usize> = (line..peers).step_by(CONNECTIONS).collect();
        let mut requests = Vec::with_capacity(each);
        for turn in 0..each {
            let Some(at) = mine.get(turn % mine.len().max(1)).copied() else { break };
            if let (Some(peer), Some(delegations)) = (world.peers.get_mut(at), world.delegations.get(at)) {
                let round = turn / mine.len();
                let Some(delegation) = delegations.get(round % delegations.len().max(1)) else { break };
                let revision = u64::try_from(turn).unwrap_or(u64::MAX) + 10;
                requests.push(peer.progress(delegation, revision, world.clock.now())?.request);
            }
        }
        lines.push(requests);
    }
    Ok(lines)
}

/// Messages that are never sent, for the yardstick of verifying: of a peer that is not in the channel.
fn sample(world: &mut World) -> Outcome<Vec<Message>> {
    let authority = world.sink.authority(0);
    let mut peer = crate::peer::Peer::new(0, &authority)?;
    let delegation = world.delegations.first().and_then(|delegations| delegations.first());
    let delegation = delegation.ok_or_else(|| Trouble::odd("a world without delegations"))?;
    (0..64).map(|turn| peer.progress(delegation, turn + 1, world.clock.now())).collect()
}

/// Sends everything, each connection one after the other; how many were taken in a second, and the server's processor
/// time for one in milliseconds.
async fn send(server: &Server, port: u16, lines: Vec<Vec<Vec<u8>>>, warm: usize) -> Outcome<(f64, f64)> {
    let mut ready = Vec::new();
    for line in lines {
        ready.push((Client::connect(port).await?, line));
    }
    let mut warmed = Vec::new();
    for (mut client, mut line) in ready {
        warmed.push(tokio::spawn(async move {
            for request in line.drain(..warm.min(line.len())) {
                client.expect(&request, 202).await?;
            }
            Ok::<_, Trouble>((client, line))
        }));
    }
    let mut ready = Vec::new();
    for task in warmed {
        ready.push(task.await??);
    }
    let count: usize = ready.iter().map(|(_, line)| line.len()).sum();
    let (before, begun) = (server.processor_time()?, Instant::now());
    let tasks: Vec<_> = ready
        .into_iter()
        .map(|(mut client, line)| {
            tokio::spawn(async move {
                for request in &line {
                    client.expect(request, 202).await?;
                }
                Ok::<_, Trouble>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    let elapsed = begun.elapsed().as_secs_f64();
    let busy = (server.processor_time()? - before).as_secs_f64();
    Ok((count as f64 / elapsed, busy * 1000.0 / count.max(1) as f64))
}

/// Looks whether everything that was sent has been applied, in order: an answer alone proves nothing.
async fn check(world: &World) -> Outcome<()> {
    let app = world::open(&world.place).await?;
    let mut tx = app.db.read().await?;
    for (peer, delegations) in world.peers.iter().zip(&world.delegations) {
        let Some(channel) = replay::channel(&mut tx, peer, delegations).await? else {
            return Err(Trouble::odd("a channel is missing"));
        };
        if u64::try_from(channel.in_seq).ok() != Some(peer.seq()) {
            let (came, sent) = (channel.in_seq, peer.seq());
            return Err(Trouble::Odd(format!("{came} of {sent} messages of {} were applied", peer.uri)));
        }
    }
    drop(tx);
    app.db.close().await;
    Ok(())
}
