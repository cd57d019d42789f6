//! Deliveries: one lane per host, so that a slow or dead host holds up no other (PROTOCOL §4.6).
//!
//! In a lane, the messages of one channel go one after the other and stop at the first that fails; the others go four
//! at a time. After a failure the lane waits, and then sends one message as a probe.

mod retry;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use pursuance_domain::allowed::Principal;
use pursuance_domain::event::StreamId;
use pursuance_domain::time::{SECOND, Time};
use serde_json::Value;

use self::retry::LaneRun;
use super::post::{DeliveryResult, post};
use super::{WorkerCx, pool};
use crate::actions::delegation::{not_let_in, shut_out, undelivered};
use crate::actions::receive::{PeerPosition, heard_ack, stops};
use crate::actions::{Cx, PerformError};
use crate::listeners::live;
use crate::lookup::DirectoryError;
use crate::peers::host_policy::HostPolicy;
use crate::state::{App, PageNews};
use crate::store::deliveries::{self, DeliveryState, DueDelivery, Host, Lanes};
use crate::store::error::{StoreError, StoreResult};
use crate::store::{actors, channels, events, skill_offers};

/// Number of lanes that have a worker at the same time.
const LANES: usize = 32;
/// How many deliveries of a lane are read at once.
const BATCH: i64 = 50;
/// How many deliveries of a lane are in progress at once.
const ABREAST: usize = 4;
/// The lease of a lane, renewed while it is worked: longer than any one delivery takes.
const LEASE: i64 = 60 * SECOND;
const LEASE_RENEWED: i64 = 15 * SECOND;
/// A worker leaves a lane after this time, so that every lane has its turn.
const TURN: i64 = 30 * SECOND;
/// Places that failing lanes leave to the others: to learn that a host is still away may take as long as an answer may.
const KEPT_FREE: usize = LANES / 4;
/// Number of tries to give a lane back when two transactions conflict.
const RELEASES: usize = 3;

/// Delivers until the process stops.
pub(super) async fn run(cx: WorkerCx) {
    pool::run(&cx, LANES, pool::Wake::Notified, |free| claim(cx.clone(), free)).await;
}

async fn claim(cx: WorkerCx, free: usize) -> StoreResult<Vec<pool::Work>> {
    let now = cx.app.clock.now();
    let mut tx = cx.app.db.read().await?;
    if !deliveries::has_due_lane(&mut tx, lanes(free), now).await? {
        return Ok(Vec::new());
    }
    let policy = HostPolicy::load(&mut tx).await?;
    drop(tx);
    let mut claimed = Vec::new();
    let mut tx = cx.app.db.write().await?;
    while claimed.len() < free {
        let (lanes, worker) = (lanes(free - claimed.len()), cx.app.clock.new_id_at(now));
        let Some(host) = deliveries::claim_lane(&mut tx, lanes, &worker, now, now.plus(LEASE)).await? else {
            break;
        };
        // A block also covers the servers below its name. It may have been lifted since it was read.
        let is_blocked = |names: &[String]| HostPolicy::new(names.to_vec()).covers(&host.name);
        if host.name != cx.app.addresses.authority()
            && policy.covers(&host.name)
            && deliveries::close_lane(&mut tx, &host.name, &worker, is_blocked).await?
        {
            continue;
        }
        claimed.push(ClaimedLane::new(&cx, host, worker, now));
    }
    tx.commit().await?;
    Ok(claimed.into_iter().map(|lane| Box::pin(lane.work()) as pool::Work).collect())
}

/// The lanes that may have one of the places that are left.
fn lanes(free: usize) -> Lanes {
    if free > KEPT_FREE { Lanes::All } else { Lanes::Sound }
}

/// A claimed lane.
struct ClaimedLane {
    cx: WorkerCx,
    host: Host,
    /// The name under which it is claimed.
    worker: String,
    began: Time,
    leased: Time,
    /// Whether the claim still holds.
    is_ours: bool,
    run: LaneRun,
}

/// A delivery that was attempted, and the result.
struct Attempted {
    due: DueDelivery,
    result: DeliveryResult,
    /// Whether the receiver has ended, as its server says; asked where the inbox is gone or missing.
    has_ended: bool,
}

/// The attempts of a unit, as far as the database did not fail.
struct Sent {
    attempted: Vec<Attempted>,
    failed: Option<StoreError>,
}

impl ClaimedLane {
    fn new(cx: &WorkerCx, host: Host, worker: String, now: Time) -> Self {
        let run = LaneRun::new(&host, now);
        Self { cx: cx.clone(), host, worker, began: now, leased: now, is_ours: true, run }
    }

    fn app(&self) -> &App {
        &self.cx.app
    }

    async fn work(mut self) {
        if let Err(error) = self.empty().await
            && self.cx.disk.is_news(&error)
        {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                peer.host = self.host.name,
                "A lane could not be worked"
            );
        }
        let mut released = self.release().await;
        for _ in 1..RELEASES {
            // Otherwise the lease would hold up everything for this host until it runs out.
            if !released.as_ref().is_err_and(StoreError::is_retryable) {
                break;
            }
            released = self.release().await;
        }
        match released {
            Ok(()) => self.cx.disk.has_room(),
            Err(error) if self.cx.disk.is_news(&error) => tracing::error!(
                error = &error as &dyn std::error::Error,
                peer.host = self.host.name,
                "A lane could not be given back"
            ),
            Err(_) => {}
        }
    }

    /// Sends the due deliveries, until there are none, the host fails, or other lanes should have a worker.
    async fn empty(&mut self) -> Result<(), PerformError> {
        loop {
            let now = self.app().clock.now();
            self.renew(now).await?;
            if self.cx.is_stopping() || !self.is_ours || self.began.plus(TURN) <= now {
                return Ok(());
            }
            let mut tx = self.app().db.read().await?;
            let due = if self.run.is_probing() {
                deliveries::probe(&mut tx, &self.host.name, now).await?.into_iter().collect()
            } else {
                deliveries::due(&mut tx, &self.host.name, now, BATCH).await?
            };
            drop(tx);
            if due.is_empty() {
                return Ok(());
            }
            self.run.next_batch();
            self.send(due).await?;
            if self.run.is_over() {
                return Ok(());
            }
        }
    }

    /// Renews the lease, if the lane is still ours.
    async fn renew(&mut self, now: Time) -> StoreResult<()> {
        if !self.is_ours || now < self.leased.plus(LEASE_RENEWED) {
            return Ok(());
        }
        let mut tx = self.app().db.write().await?;
        self.is_ours =
            deliveries::renew_lane(&mut tx, &self.host.name, &self.worker, now.plus(LEASE)).await?;
        tx.commit().await?;
        self.leased = now;
        Ok(())
    }

    /// Sends a batch, and other deliveries that become due while some of it takes long. Once the host has failed, or the
    /// lane is another worker's, only deliveries in progress are waited for.
    async fn send(&mut self, due: Vec<DueDelivery>) -> Result<(), PerformError> {
        let host = Arc::new(self.host.clone());
        let mut units = in_units(due).into_iter();
        let mut under_way = FuturesUnordered::new();
        let mut lines: Vec<String> = Vec::new();
        let look = super::look(&self.app().clock);
        let mut look = tokio::time::interval_at(tokio::time::Instant::now() + look, look);
        loop {
            while under_way.len() < ABREAST && self.is_ours && !self.run.is_over() {
                let Some(unit) = units.next() else { break };
                let line = line_of(&unit);
                lines.push(line.clone());
                let sent = send_in_order(self.cx.clone(), host.clone(), unit);
                under_way.push(async move { (line, sent.await) });
            }
            let mut ended: Vec<(String, Sent)> = Vec::new();
            tokio::select! {
                unit = under_way.next() => match unit {
                    Some(unit) => ended.push(unit),
                    None => return Ok(()),
                },
                _ = look.tick() => {}
            }
            // Other deliveries that have ended meanwhile are noted in the same transaction.
            while let std::task::Poll::Ready(Some(unit)) = futures::poll!(under_way.next()) {
                ended.push(unit);
            }
            lines.retain(|line| ended.iter().all(|(ended, _)| ended != line));
            let mut failed = None;
            let mut attempted = Vec::new();
            for (_, sent) in ended {
                attempted.extend(sent.attempted);
                failed = failed.or(sent.failed);
            }
            if !attempted.is_empty() {
                note(&self.cx.app, &self.host, &mut self.run, &attempted).await?;
            }
            if let Some(error) = failed {
                return Err(error.into());
            }
            let now = self.app().clock.now();
            self.renew(now).await?;
            if attempted.is_empty() && units.len() == 0 && under_way.len() < ABREAST && self.sends_more(now) {
                let mut tx = self.app().db.read().await?;
                let due = deliveries::due_besides(&mut tx, &self.host.name, &lines, now, BATCH).await?;
                drop(tx);
                if !due.is_empty() {
                    self.run.next_batch();
                    units = in_units(due).into_iter();
                }
            }
        }
    }

    /// Whether this worker sends more than the deliveries in progress.
    fn sends_more(&self, now: Time) -> bool {
        self.is_ours
            && !self.cx.is_stopping()
            && !self.run.is_probing()
            && !self.run.is_over()
            && now < self.began.plus(TURN)
    }

    async fn release(&self) -> StoreResult<()> {
        let now = self.app().clock.now();
        let mut tx = self.app().db.write().await?;
        let outcome = &self.run.outcome;
        if self.host.down_since.is_some() && (outcome.ok || outcome.failures == 0) {
            deliveries::note_outage(&mut tx, &self.host.name, now).await?;
            skill_offers::ask_soon(&mut tx, &self.host.name, now).await?;
        }
        deliveries::release_lane(&mut tx, &self.host.name, &self.worker, outcome, now).await?;
        tx.commit().await?;
        let waits = outcome.retry_at.is_some() || outcome.quiet_until.is_some() || outcome.forbidden;
        if waits && self.app().last_heard.heard_since(&self.host.name, self.began) {
            self.cx.gate.heard_meanwhile(&self.host.name).await?;
        }
        Ok(())
    }
}

/// Groups deliveries that must go one after the other; every other one is alone. `due` is sorted by channel and number.
fn in_units(due: Vec<DueDelivery>) -> Vec<Vec<DueDelivery>> {
    let mut units: Vec<Vec<DueDelivery>> = Vec::new();
    for delivery in due {
        match units.last_mut() {
            Some(unit)
                if delivery.channel.is_some()
                    && unit.first().is_some_and(|first| first.channel == delivery.channel) =>
            {
                unit.push(delivery);
            }
            _ => units.push(vec![delivery]),
        }
    }
    units
}

/// The line in which a unit stands: that of its channel, or one of its own.
fn line_of(unit: &[DueDelivery]) -> String {
    unit.first().map(|due| due.channel.as_ref().unwrap_or(&due.id).clone()).unwrap_or_default()
}

/// Sends one after the other, up to the first that fails. Where the database fails, that attempt is not noted.
async fn send_in_order(cx: WorkerCx, host: Arc<Host>, unit: Vec<DueDelivery>) -> Sent {
    let mut attempted = Vec::new();
    let until = cx.app.clock.now().plus(LEASE_RENEWED);
    for due in unit {
        let result = tokio::select! {
            biased;
            () = cx.stopped() => break,
            result = post(&cx, &host, &due) => result,
        };
        let goes_on = matches!(result, DeliveryResult::Delivered { .. } | DeliveryResult::Refused { .. });
        // Here and not where results are noted: that server may take its time, and the lease is renewed meanwhile.
        let has_ended = tokio::select! {
            biased;
            () = cx.stopped() => break,
            has_ended = receiver_has_ended(&cx.app, &due, &result) => has_ended,
        };
        let has_ended = match has_ended {
            Ok(has_ended) => has_ended,
            Err(error) => return Sent { attempted, failed: Some(error) },
        };
        attempted.push(Attempted { due, result, has_ended });
        if !goes_on || until <= cx.app.clock.now() {
            break;
        }
    }
    Sent { attempted, failed: None }
}

/// Notes the results of attempts and their effect on the lane, and informs people.
async fn note(
    app: &App,
    host: &Host,
    run: &mut LaneRun,
    attempted: &[Attempted],
) -> Result<(), PerformError> {
    let now = app.clock.now();
    let mut cx = Cx::begin(app, Principal::Clock { job: "deliver".to_owned() }).await?;
    // Rows are locked in the order of all writers: the streams in which something is told, a channel, then its deliveries, then
    // their host. The last acknowledgement of each channel contains the earlier ones.
    let mut told = BTreeSet::new();
    for Attempted { due, result, .. } in attempted {
        let Some(channel) = due.channel.as_deref() else { continue };
        let is_told = match result {
            DeliveryResult::Delivered { .. } | DeliveryResult::Untaken { .. } => match heard(due, result) {
                Some(heard) => stops(&mut cx, channel, heard).await?,
                None => false,
            },
            DeliveryResult::Refused { .. }
            | DeliveryResult::Forbidden { .. }
            | DeliveryResult::Missing { .. }
            | DeliveryResult::Gone
            | DeliveryResult::Failed { .. } => true,
        };
        if is_told {
            told.insert(StreamId(due.sender.clone()));
        }
    }
    for stream in &told {
        events::lock(&mut cx.tx, stream).await?;
    }
    let mut answers = BTreeMap::new();
    for Attempted { due, result, .. } in attempted {
        if let Some(channel) = due.channel.as_deref().filter(|_| result.is_let_in()) {
            // Keyed by the ends of the channel: channels are locked in that order.
            let ends = (&due.sender, &due.inbox, channel);
            answers.insert(ends, (due, result));
        }
    }
    for ((_, _, channel), (due, result)) in answers {
        if let Some(heard) = heard(due, result) {
            heard_ack(&mut cx, channel, heard).await?;
        }
        let is_untaken = matches!(result, DeliveryResult::Untaken { .. });
        if is_untaken != due.is_untaken {
            channels::note_untaken(&mut cx.tx, channel, is_untaken, now).await?;
        }
    }
    for Attempted { due, result, has_ended } in attempted {
        let was_let_in = host.forbidden_since.is_none() && !run.outcome.forbidden;
        let known_form = run.outcome.signature;
        let attempt = run.judge(due, result, *has_ended, now);
        deliveries::record(&mut cx.tx, &attempt, now).await?;
        if let DeliveryResult::Delivered { learnt: Some(learnt), .. } = result
            && known_form != Some(learnt.form.word())
        {
            learnt.note_refused(&mut cx.tx, &host.name, now).await?;
        }
        let is_refused = attempt.state == DeliveryState::Refused;
        if is_refused && due.channel.is_some() {
            undelivered(&mut cx, &due.activity, result.status()).await?;
        }
        if was_let_in && run.outcome.forbidden {
            not_let_in(&mut cx, &host.name, result.status());
        }
    }
    if attempted.iter().any(|one| one.result.is_let_in()) {
        if attempted.iter().any(|one| one.result.is_let_in() && one.due.was_forbidden()) {
            deliveries::let_in(&mut cx.tx, &host.name, now).await?;
        } else if host.forbidden_since.is_some()
            && let Some(row) = deliveries::host(&mut cx.tx, &host.name).await?
        {
            deliveries::ask_again(&mut cx.tx, &row, now).await?;
        }
        if run.may_be_shut_out(host) {
            deliveries::clear_shut_out(&mut cx.tx, &host.name).await?;
        }
    } else if attempted
        .iter()
        .any(|one| matches!(one.result, DeliveryResult::Forbidden { is_block: true, .. }))
    {
        shut_out(&mut cx, &host.name).await?;
    }
    cx.settle(Value::Null).await?.commit().await?;
    // The result of a delivery is no event; only the sender's open pages show it.
    let senders: BTreeSet<&str> = attempted.iter().map(|one| one.due.sender.as_str()).collect();
    live::tell(app, senders.into_iter().map(|sender| PageNews::Change(StreamId(sender.to_owned()))));
    Ok(())
}

/// The position up to which the other side says it has read the channel of a delivery.
fn heard<'a>(due: &DueDelivery, result: &'a DeliveryResult) -> Option<PeerPosition<'a>> {
    let (epoch, seq) = result.ack()?;
    let untaken = due.seq.filter(|_| matches!(result, DeliveryResult::Untaken { .. }));
    Some(PeerPosition { epoch, seq, untaken })
}

/// Asks the receiver's server for the receiver where its inbox is gone or missing: it may have another inbox by now, or have
/// ended.
async fn receiver_has_ended(app: &App, due: &DueDelivery, result: &DeliveryResult) -> StoreResult<bool> {
    let is_missing = matches!(result, DeliveryResult::Missing { .. });
    if !is_missing && !matches!(result, DeliveryResult::Gone) {
        return Ok(false);
    }
    let Some(receiver) = actors::by_inbox(&mut app.db.read().await?, &due.inbox).await? else {
        return Ok(false);
    };
    match app.refresh_actor(&receiver.uri).await {
        Err(DirectoryError::Gone(_)) => Ok(true),
        // Asked for an inbox and for its actor, again and again, the server knows neither.
        Err(DirectoryError::NobodyThere { .. }) => {
            Ok(is_missing && retry::is_long_missing(due, app.clock.now()))
        }
        Err(DirectoryError::Store(error)) => Err(error),
        Ok(_) | Err(_) => Ok(false),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn due(id: &str, channel: Option<&str>) -> DueDelivery {
        DueDelivery {
            id: id.to_owned(),
            activity: String::new(),
            sender: String::new(),
            sender_uri: String::new(),
            inbox: "https://b.example/ap/p/7/inbox".to_owned(),
            channel: channel.map(str::to_owned),
            seq: None,
            attempts: 0,
            created: 0,
            failing_since: None,
            missing_since: None,
            missed: 0,
            last_status: None,
            is_untaken: false,
            bytes: Vec::new(),
        }
    }

    #[test]
    fn a_channel_is_one_unit_and_the_rest_goes_by_itself() {
        let due = vec![
            due("1", None),
            due("2", None),
            due("3", Some("a")),
            due("4", Some("a")),
            due("5", Some("b")),
        ];
        let units: Vec<Vec<String>> =
            in_units(due).into_iter().map(|unit| unit.into_iter().map(|due| due.id).collect()).collect();
        assert_eq!(units, [vec!["1"], vec!["2"], vec!["3", "4"], vec!["5"]]);
    }
}
