//! Deliveries: one lane per host, so that a slow or dead one holds up no other (PROTOCOL §4.6).
//!
//! In a lane, messages of one channel go one after the other and stop at the first that does not arrive; everything else
//! goes four at a time. After a failure the lane waits, and then sends one message as a probe.

use std::sync::Arc;

use futures::StreamExt;
use pursuance_domain::time::{DAY, HOUR, SECOND, Time};
use pursuance_federation::deliver::{NextAttempt, next_attempt};

use super::post::{Came, post};
use super::{Desk, crew};
use crate::clock::random;
use crate::directory::DirectoryError;
use crate::state::App;
use crate::store::deliveries::{self, Attempt, DeliveryState, DueDelivery, Host, LaneOutcome};
use crate::store::error::StoreResult;
use crate::store::{actors, channels};

/// How many lanes are worked at once.
const LANES: usize = 32;
/// How many deliveries of a lane are read at once.
const BATCH: i64 = 50;
/// How many deliveries of a lane are under way at once.
const ABREAST: usize = 4;
/// A lane is claimed this long, and again while it is worked: longer than any one delivery takes.
const LEASE: i64 = 60 * SECOND;
const LEASE_RENEWED: i64 = 15 * SECOND;
/// A worker leaves a lane after this time, so that every lane has its turn.
const TURN: i64 = 30 * SECOND;
/// Those who do not let us in are asked again after this.
const HOLD: i64 = 6 * HOUR;
/// What is about no delegation waits this long at most.
const PATIENCE: i64 = 30 * DAY;
/// An inbox that is missing this often, for this long, is gone when its actor is.
const MISSING: (i64, i64) = (3, 2 * DAY);
/// For what sleeps until its host is heard of.
const NEVER: Time = Time(i64::MAX);

/// Works on deliveries until the process stops.
pub(super) async fn run(desk: Desk) {
    crew::work(&desk, LANES, crew::Looks::WhenWoken, |free| claim(desk.clone(), free)).await;
}

async fn claim(desk: Desk, free: usize) -> StoreResult<Vec<crew::Piece>> {
    let now = desk.app.clock.now();
    if !deliveries::has_due_lane(&mut desk.app.db.read().await?, now).await? {
        return Ok(Vec::new());
    }
    let mut claimed = Vec::new();
    let mut tx = desk.app.db.write().await?;
    while claimed.len() < free {
        let worker = desk.app.clock.new_id_at(now);
        let Some(host) = deliveries::claim_lane(&mut tx, &worker, now, now.plus(LEASE)).await? else { break };
        claimed.push(Lane::new(&desk, host, worker, now));
    }
    tx.commit().await?;
    Ok(claimed.into_iter().map(|lane| Box::pin(lane.work()) as crew::Piece).collect())
}

/// A claimed lane.
struct Lane {
    desk: Desk,
    host: Host,
    /// The name under which it is claimed.
    worker: String,
    began: Time,
    leased: Time,
    outcome: LaneOutcome,
}

/// A delivery, and what came of the attempt to make it.
struct Made {
    due: DueDelivery,
    came: Came,
}

impl Lane {
    fn new(desk: &Desk, host: Host, worker: String, now: Time) -> Self {
        let outcome = LaneOutcome { failures: host.failures, ..LaneOutcome::default() };
        Self { desk: desk.clone(), host, worker, began: now, leased: now, outcome }
    }

    fn app(&self) -> &App {
        &self.desk.app
    }

    async fn work(mut self) {
        if let Err(error) = self.empty().await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                peer.host = self.host.name,
                "A lane could not be worked"
            );
        }
        if let Err(error) = self.release().await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                peer.host = self.host.name,
                "A lane could not be given back"
            );
        }
    }

    /// Sends what is due, until nothing is, something fails, or others should have their turn.
    async fn empty(&mut self) -> StoreResult<()> {
        loop {
            let now = self.app().clock.now();
            let probing = self.outcome.failures > 0;
            let batch = if probing { 1 } else { BATCH };
            let due = deliveries::due(&mut self.app().db.read().await?, &self.host.name, now, batch).await?;
            if due.is_empty()
                || self.desk.is_stopping()
                || self.began.plus(TURN) <= now
                || !self.renew(now).await?
            {
                return Ok(());
            }
            self.send(due).await?;
            if self.outcome.not_before.is_some() {
                return Ok(());
            }
        }
    }

    /// Keeps the lane, if it is still ours.
    async fn renew(&mut self, now: Time) -> StoreResult<bool> {
        if now < self.leased.plus(LEASE_RENEWED) {
            return Ok(true);
        }
        let mut tx = self.app().db.write().await?;
        let ours = deliveries::renew_lane(&mut tx, &self.host.name, &self.worker, now.plus(LEASE)).await?;
        tx.commit().await?;
        self.leased = now;
        Ok(ours)
    }

    async fn send(&mut self, due: Vec<DueDelivery>) -> StoreResult<()> {
        let host = Arc::new(self.host.clone());
        let units = futures::stream::iter(in_units(due))
            .map(|unit| send_in_order(self.desk.clone(), host.clone(), unit));
        let mut units = units.buffer_unordered(ABREAST);
        let mut made = Vec::new();
        while let Some(unit) = units.next().await {
            made.push(unit);
            // Whatever else has ended meanwhile is noted in the same transaction.
            while let std::task::Poll::Ready(Some(unit)) = futures::poll!(units.next()) {
                made.push(unit);
            }
            let noted = std::mem::take(&mut made).into_iter().flatten().collect::<Vec<_>>();
            note(&self.desk.app, &mut self.outcome, &noted).await?;
        }
        Ok(())
    }

    async fn release(&self) -> StoreResult<()> {
        let now = self.app().clock.now();
        let mut tx = self.app().db.write().await?;
        if self.host.down_since.is_some() && (self.outcome.ok || self.outcome.failures == 0) {
            deliveries::note_outage(&mut tx, &self.host.name, now).await?;
        }
        deliveries::release_lane(&mut tx, &self.host.name, &self.worker, &self.outcome, now).await?;
        tx.commit().await
    }
}

/// What has to go one after the other, together; everything else by itself. `due` comes sorted by channel and number.
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

/// Sends one after the other, up to the first that does not arrive.
async fn send_in_order(desk: Desk, host: Arc<Host>, unit: Vec<DueDelivery>) -> Vec<Made> {
    let mut made = Vec::new();
    let until = desk.app.clock.now().plus(LEASE_RENEWED);
    for due in unit {
        let came = tokio::select! {
            biased;
            () = desk.stopped() => break,
            came = post(&desk, &host, &due) => came,
        };
        let goes_on = matches!(came, Came::Delivered { .. } | Came::Refused { .. });
        made.push(Made { due, came });
        if !goes_on || until <= desk.app.clock.now() {
            break;
        }
    }
    made
}

/// Notes what came of attempts, and what follows for the lane.
async fn note(app: &App, outcome: &mut LaneOutcome, made: &[Made]) -> StoreResult<()> {
    let now = app.clock.now();
    let mut gone = Vec::new();
    for Made { due, came } in made {
        if matches!(came, Came::Gone) || matches!(came, Came::Missing { .. }) {
            gone.push((due.id.clone(), receiver_has_ended(app, due, came, now).await?));
        }
    }
    let mut tx = app.db.write().await?;
    for Made { due, came } in made {
        let ended = gone.iter().any(|(id, ended)| *id == due.id && *ended);
        let attempt = judge(outcome, due, came, ended, now);
        deliveries::record(&mut tx, &attempt, now).await?;
    }
    // The last word of each channel says it all.
    let mut heard: Vec<&str> = Vec::new();
    for Made { due, came } in made.iter().rev() {
        if let (Some(channel), Came::Delivered { ack: Some((epoch, seq)), .. }) =
            (due.channel.as_deref(), came)
            && !heard.contains(&channel)
        {
            heard.push(channel);
            channels::hint_ack(&mut tx, channel, epoch, *seq).await?;
        }
    }
    tx.commit().await
}

/// What an attempt means for its delivery and for the lane.
fn judge<'a>(
    outcome: &mut LaneOutcome,
    due: &'a DueDelivery,
    came: &'a Came,
    ended: bool,
    now: Time,
) -> Attempt<'a> {
    let class_d = due.channel.is_some();
    let failures = u32::try_from(due.attempts).unwrap_or(u32::MAX).saturating_add(1);
    let is_old = !class_d && Time(due.created).plus(PATIENCE) <= now;
    let attempt = |state, next_at, status: Option<u16>, error| Attempt {
        id: &due.id,
        state,
        next_at,
        status: status.map(i64::from),
        error,
    };
    if let Some(offset) = came.clock_offset() {
        outcome.clock_offset = Some(offset);
    }
    match came {
        Came::Delivered { status, learnt, .. } => {
            outcome.failures = 0;
            outcome.ok = true;
            outcome.signature = learnt.or(outcome.signature);
            attempt(DeliveryState::Delivered, now, *status, None)
        }
        Came::Refused { status, error } => {
            // The host answered, so its lane is sound.
            outcome.failures = 0;
            attempt(DeliveryState::Refused, now, *status, Some(error.as_str()))
        }
        Came::Missing { .. } | Came::Gone if ended => {
            attempt(DeliveryState::GivenUp, now, came.status(), Some("the receiver has ended"))
        }
        Came::Forbidden { status, error, .. } => {
            outcome.failures = 0;
            let state = if is_old { DeliveryState::GivenUp } else { DeliveryState::Waiting };
            attempt(state, now.plus(HOLD), Some(*status), Some(error.as_str()))
        }
        Came::Missing { .. } | Came::Gone => {
            outcome.failures = 0;
            let (state, next_at) = later(next_attempt(failures, jitter(), class_d), now);
            attempt(state, next_at, came.status(), Some("the inbox is not at this address any longer"))
        }
        Came::Failed { status, after, error, .. } => {
            // Several at once are one failure of the host.
            if outcome.not_before.is_none() {
                outcome.failures = outcome.failures.saturating_add(1);
            }
            let lane_failures = u32::try_from(outcome.failures).unwrap_or(u32::MAX);
            let (_, not_before) = later(next_attempt(lane_failures, jitter(), true).not_before(*after), now);
            outcome.not_before = outcome.not_before.max(Some(not_before));
            outcome.error = Some(error.clone());
            tracing::info!(
                peer.host = due_host(due),
                attempt = failures,
                "Delivery failed, trying again later: {error}"
            );
            let state = if is_old { DeliveryState::GivenUp } else { DeliveryState::Waiting };
            attempt(state, now, *status, Some(error.as_str()))
        }
    }
}

/// The host of an inbox, for the log.
fn due_host(due: &DueDelivery) -> &str {
    due.inbox.split('/').nth(2).unwrap_or_default()
}

fn later(next: NextAttempt, now: Time) -> (DeliveryState, Time) {
    match next {
        NextAttempt::In(wait) => {
            (DeliveryState::Waiting, now.plus(i64::try_from(wait.as_micros()).unwrap_or(i64::MAX)))
        }
        NextAttempt::Sleep => (DeliveryState::Waiting, NEVER),
        NextAttempt::GiveUp => (DeliveryState::GivenUp, now),
    }
}

/// A number between 0 and 1.
fn jitter() -> f64 {
    f64::from(u32::from_le_bytes(random())) / f64::from(u32::MAX)
}

/// Asks the receiver's server what became of the receiver: it may have another inbox by now, or have ended.
async fn receiver_has_ended(app: &App, due: &DueDelivery, came: &Came, now: Time) -> StoreResult<bool> {
    let Some(receiver) = actors::by_inbox(&mut app.db.read().await?, &due.inbox).await? else {
        return Ok(false);
    };
    let (often, long) = MISSING;
    let is_long_missing = due.attempts + 1 >= often && Time(due.created).plus(long) <= now;
    match app.refresh_actor(&receiver.uri).await {
        Err(DirectoryError::Gone(_)) => Ok(true),
        // Asked for an inbox and for its actor, again and again, the server knows neither.
        Err(DirectoryError::NobodyThere { .. }) => {
            Ok(is_long_missing && matches!(came, Came::Missing { .. }))
        }
        Err(DirectoryError::Store(error)) => Err(error),
        Ok(_) | Err(_) => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use pursuance_domain::time::MINUTE;

    use super::*;

    fn due(id: &str, channel: Option<&str>) -> DueDelivery {
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
            bytes: Vec::new(),
        }
    }

    fn failed() -> Came {
        Came::Failed { status: Some(503), after: None, error: "it is down".to_owned(), clock_offset: None }
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

    #[test]
    fn several_failures_at_once_are_one_of_the_host() {
        let mut outcome = LaneOutcome::default();
        for id in ["1", "2", "3"] {
            let due = due(id, Some("a"));
            let came = failed();
            let attempt = judge(&mut outcome, &due, &came, false, Time(0));
            assert_eq!((attempt.state, attempt.status), (DeliveryState::Waiting, Some(503)));
        }
        assert_eq!(outcome.failures, 1);
        let wait = outcome.not_before.unwrap().0;
        assert!((24 * SECOND..=36 * SECOND).contains(&wait), "{wait}");
    }

    #[test]
    fn a_host_waits_as_long_as_it_asks_for() {
        let mut outcome = LaneOutcome::default();
        let hour = Some(Duration::from_secs(3_600));
        let came = Came::Failed { status: Some(429), after: hour, error: String::new(), clock_offset: None };
        judge(&mut outcome, &due("1", None), &came, false, Time(0));
        assert!(outcome.not_before.unwrap() >= Time(60 * MINUTE));
    }

    #[test]
    fn messages_about_delegations_are_never_dropped_for_a_host_that_is_down() {
        let mut outcome = LaneOutcome { failures: 500, ..LaneOutcome::default() };
        let late = Time(400 * DAY);
        let (message, note) = (due("1", Some("a")), due("2", None));
        assert_eq!(judge(&mut outcome, &message, &failed(), false, late).state, DeliveryState::Waiting);
        assert_eq!(outcome.not_before, Some(NEVER));
        assert_eq!(judge(&mut outcome, &note, &failed(), false, late).state, DeliveryState::GivenUp);
    }

    #[test]
    fn an_answer_makes_the_lane_sound_whatever_it_says() {
        let mut outcome = LaneOutcome { failures: 3, ..LaneOutcome::default() };
        let refused = Came::Refused { status: Some(422), error: "no".to_owned() };
        let message = due("1", Some("a"));
        assert_eq!(judge(&mut outcome, &message, &refused, false, Time(0)).state, DeliveryState::Refused);
        assert_eq!((outcome.failures, outcome.not_before), (0, None));
        let forbidden = Came::Forbidden { status: 403, error: "no".to_owned(), clock_offset: None };
        let attempt = judge(&mut outcome, &message, &forbidden, false, Time(0));
        assert_eq!((attempt.state, attempt.next_at), (DeliveryState::Waiting, Time(HOLD)));
    }

    #[test]
    fn what_goes_to_somebody_who_has_ended_is_given_up() {
        let mut outcome = LaneOutcome::default();
        let message = due("1", Some("a"));
        assert_eq!(judge(&mut outcome, &message, &Came::Gone, true, Time(0)).state, DeliveryState::GivenUp);
        assert_eq!(judge(&mut outcome, &message, &Came::Gone, false, Time(0)).state, DeliveryState::Waiting);
    }
}
