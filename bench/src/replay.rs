//! The statements of an incoming activity replayed bare: the same texts with the same kind of values through the same
//! storage, in the same transactions, as many at a time; but nothing is read from JSON, verified or decided.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use pursuance::state::App;
use pursuance::store::actors::Actor;
use pursuance::store::channels::{ActivityDirection, Channel, StoredActivity};
use pursuance::store::db::ReadTx;
use pursuance::store::delegations::Delegation;
use pursuance::store::{actors, channels, closing, delegations, deliveries, events, tasks};
use pursuance_domain::delegation::{ActorUri, MessageKind};
use pursuance_domain::event::happened::Step;
use pursuance_domain::event::{Audience, Event, Happened, StreamId};

use crate::peer::{KnownDelegation, Peer};
use crate::statements;
use crate::trouble::{Outcome, Trouble};
use crate::world::{self, World};

/// Everything one channel's replay needs, read beforehand.
#[derive(Clone)]
struct Line {
    us: Actor,
    peer: Actor,
    channel: Channel,
    rows: Vec<Delegation>,
    body: Vec<u8>,
}

/// The channel between a peer and the pursuance that delegates to it.
pub async fn channel(
    tx: &mut ReadTx,
    peer: &Peer,
    delegations: &[KnownDelegation],
) -> Outcome<Option<Channel>> {
    let Some(delegation) = delegations.first() else { return Ok(None) };
    let us = actors::by_uri(tx, delegation.origin.as_str()).await?;
    let them = actors::by_uri(tx, peer.uri.as_str()).await?;
    let (Some(us), Some(them)) = (us, them) else { return Ok(None) };
    Ok(channels::find(tx, &us.id, &them.id).await?)
}

/// How many are replayed in a second, `lines` at a time.
///
/// # Errors
/// When the replay makes other statements than the program: then it is no yardstick.
pub async fn measure(world: &World, expected: &[String], lines: usize, span: Duration) -> Outcome<f64> {
    let app = world::open(&world.place).await?;
    let mut prepared = Vec::new();
    for (peer, delegations) in world.peers.iter().zip(&world.delegations).take(lines) {
        prepared.push(prepare(&app, peer, delegations).await?);
    }
    if let Some(line) = prepared.first_mut() {
        let ((), made) = statements::during(one(&app, line, 0)).await?;
        if made != expected {
            let differs = made.iter().zip(expected).position(|(one, other)| one != other);
            let at = differs.unwrap_or_else(|| made.len().min(expected.len()));
            return Err(Trouble::Odd(format!(
                "The replay makes {} statements, the program {}. The first that differs is number {}: “{}” instead of “{}”. Bring bench/src/replay.rs up to date.",
                made.len(),
                expected.len(),
                at + 1,
                made.get(at).map_or("none", String::as_str),
                expected.get(at).map_or("none", String::as_str),
            )));
        }
    }
    let (stop, count) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let begun = Instant::now();
    let tasks: Vec<_> = prepared
        .into_iter()
        .map(|mut line| {
            let (app, stop, count) = (app.clone(), stop.clone(), count.clone());
            tokio::spawn(async move {
                let mut turn = 1;
                while !stop.load(Ordering::Relaxed) {
                    one(&app, &mut line, turn).await?;
                    count.fetch_add(1, Ordering::Relaxed);
                    turn += 1;
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

async fn prepare(app: &App, peer: &Peer, delegations: &[KnownDelegation]) -> Outcome<Line> {
    let missing = || Trouble::odd("a row to replay with is missing");
    let mut tx = app.db.read().await?;
    let channel = channel(&mut tx, peer, delegations).await?.ok_or_else(missing)?;
    let origin = delegations.first().map(|delegation| delegation.origin.as_str()).unwrap_or_default();
    let us = actors::by_uri(&mut tx, origin).await?.ok_or_else(missing)?;
    let them = actors::by_uri(&mut tx, peer.uri.as_str()).await?.ok_or_else(missing)?;
    let mut rows = Vec::new();
    for delegation in delegations {
        rows.push(
            delegations::of_party(&mut tx, delegation.uri.as_str(), &us.id).await?.ok_or_else(missing)?,
        );
    }
    let last =
        channels::numbered(&mut tx, &channel.id, ActivityDirection::In, &channel.in_epoch, channel.in_seq)
            .await?;
    Ok(Line { us, peer: them, channel, rows, body: last.ok_or_else(missing)?.bytes })
}

/// One activity's statements, in its transactions.
async fn one(app: &App, line: &mut Line, turn: u64) -> Outcome<()> {
    let now = app.clock.now();
    let Line { us, peer, channel, rows, body } = line;
    let at = usize::try_from(turn).unwrap_or(0) % rows.len().max(1);
    let Some(row) = rows.get_mut(at) else { return Err(Trouble::odd("nothing to replay")) };
    let uri = format!("{}/replayed/{turn}-{}", peer.uri, now.0);

    let mut tx = app.db.write().await?;
    actors::correspondents(&mut tx, &peer.uri, &us.uri).await?;
    deliveries::is_any_blocked(&mut tx, peer.host.as_deref()).await?;
    events::lock(&mut tx, &StreamId::of(&us.id)).await?;
    channels::lock(&mut tx, &uri, &us.id, &peer.id, now).await?;
    channels::seen(&mut tx, &uri).await?;
    delegations::of_party(&mut tx, &row.uri, &us.id).await?;
    if let Some(task) = &row.task {
        tasks::by_id(&mut tx, task).await?;
    }
    (row.last_activity, row.updated) = (now, now);
    delegations::save(&mut tx, row).await?;
    delegations::add_message(&mut tx, &row.id, ActivityDirection::In, &uri, MessageKind::Progress, None, now)
        .await?;
    // The door of a closed pursuance is shut.
    closing::about(&mut tx, &us.id).await?;
    channel.in_seq += 1;
    let activity = StoredActivity {
        uri: uri.clone(),
        direction: ActivityDirection::In.as_str().to_owned(),
        actor: peer.uri.clone(),
        kind: "Update".to_owned(),
        channel: Some(channel.id.clone()),
        epoch: Some(channel.in_epoch.clone()),
        seq: Some(channel.in_seq),
        bytes: body.clone(),
        sha256: "0".repeat(64),
        at: now.0,
        outcome: "Progress".to_owned(),
    };
    channels::add_activity(&mut tx, &activity).await?;
    let event = Event {
        stream: StreamId::of(&us.id),
        actor: Some(peer.id.clone()),
        what: Happened::DelegationProgressed(Step {
            delegation: row.id.clone(),
            state: row.state,
            side: row.side,
            peer: ActorUri(peer.uri.clone()),
            round: Some(1),
            cut: None,
            again: false,
        }),
        object: row.id.as_str().to_owned(),
        task: row.task.clone(),
        audience: Audience::Readers,
        action: None,
    };
    events::add(&mut tx, vec![event], now).await?;
    channels::save(&mut tx, channel).await?;
    tx.commit().await?;
    Ok(())
}
