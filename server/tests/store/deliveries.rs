//! Lanes: one host holds up no other, and a channel is delivered in its order.

use std::pin::pin;

use futures::FutureExt;
use pursuance::store::actors::{self, ActorKind};
use pursuance::store::channels::{self, ActivityDirection, StoredActivity};
use pursuance::store::db::{Db, MachineSteps, WriteTx};
use pursuance::store::deliveries::{self, Attempt, DeliveryState, LaneOutcome, Lanes, NewDelivery, Trouble};
use pursuance::store::migrate::migrate;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::{HOUR, MINUTE, Time};
use url::Url;

use crate::support::inspect::Inspect;
use crate::support::peers::until;
use crate::support::postgres;
use crate::support::rows::{a_pursuance, an_actor, id};

crate::store::on_both!(
    a_lane_is_claimed_by_one_worker_until_its_lease_runs_out,
    a_failed_lane_waits_and_the_others_do_not,
    a_channel_never_skips_what_waits,
    what_is_delivered_is_not_due,
    a_host_heard_of_is_tried_at_once_and_its_failures_stay,
    what_an_inbox_is_missing_for_is_sent_when_its_host_is_heard_of,
    a_probe_is_what_was_tried_least_and_has_nothing_before_it,
    a_lane_closed_by_a_block_opens_with_its_end,
    a_lane_is_not_closed_for_a_block_that_was_lifted_since_it_was_read,
    lanes_of_hosts_that_fail_leave_the_last_places_to_the_others,
    beside_a_line_that_something_is_under_way_in_the_others_are_due,
    workers_hear_of_work_once_it_is_committed,
    a_refusal_to_let_us_in_is_remembered_until_nothing_waits_for_it,
    of_many_that_were_not_let_in_one_is_tried_at_a_time_until_one_is_taken,
    retrying_one_host_wakes_no_other,
    retrying_brings_back_what_was_refused,
    retrying_brings_nothing_back_that_has_a_number_of_an_earlier_epoch,
    deliveries_of_one_moment_are_all_listed,
    a_queue_ten_times_as_long_takes_no_more_than_its_share_longer,
);

/// Only on Postgres do two write at once.
#[tokio::test]
async fn a_delivery_written_while_its_lane_is_given_back_is_not_forgotten() {
    let (db, waits) = postgres_that_tells_who_waits().await;
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let first = send(&mut tx, &post, "b.example", 1, 5).await;
    claim(&mut tx, "one", 5).await.unwrap();
    let done = Attempt {
        id: &first,
        state: DeliveryState::Delivered,
        next_at: Time(5),
        status: Some(202),
        error: None,
        trouble: None,
    };
    deliveries::record(&mut tx, &done, Time(5)).await.unwrap();
    tx.commit().await.unwrap();

    let mut writes = db.write().await.unwrap();
    send(&mut writes, &post, "b.example", 2, 6).await;
    let gives_back = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.write().await.unwrap();
            let outcome = LaneOutcome { ok: true, ..LaneOutcome::default() };
            deliveries::release_lane(&mut tx, "b.example", "one", &outcome, Time(6)).await.unwrap();
            tx.commit().await.unwrap();
        }
    });
    until("one waits for the other", async || waits.is_so().await).await;
    writes.commit().await.unwrap();
    gives_back.await.unwrap();

    let mut tx = db.write().await.unwrap();
    assert_eq!(claim(&mut tx, "two", 7).await.as_deref(), Some("b.example"), "there is something to send");
}

/// The same for a block that is lifted while a lane is closed for it.
#[tokio::test]
async fn a_lane_closed_while_its_block_is_lifted_opens_again() {
    let (db, waits) = postgres_that_tells_who_waits().await;
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    send(&mut tx, &post, "a.b.example", 1, 1).await;
    deliveries::set_blocked(&mut tx, "b.example", true, Time(2)).await.unwrap();
    tx.commit().await.unwrap();

    let mut closes = db.write().await.unwrap();
    assert_eq!(claim(&mut closes, "one", 3).await.as_deref(), Some("a.b.example"));
    assert!(deliveries::close_lane(&mut closes, "a.b.example", "one", names_b).await.unwrap());
    let lifts = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.write().await.unwrap();
            deliveries::set_blocked(&mut tx, "b.example", false, Time(4)).await.unwrap();
            tx.commit().await.unwrap();
        }
    });
    until("one waits for the other", async || lifts.is_finished() || waits.is_so().await).await;
    closes.commit().await.unwrap();
    lifts.await.unwrap();

    let mut tx = db.write().await.unwrap();
    assert_eq!(claim(&mut tx, "two", 5).await.as_deref(), Some("a.b.example"), "nobody else opens it");
}

/// The same for a host that is heard of while an attempt is noted to which it answered with "forbidden".
#[tokio::test]
async fn a_host_heard_of_while_an_attempt_is_noted_holds_up_neither() {
    let (db, waits) = postgres_that_tells_who_waits().await;
    let mut tx = db.write().await.unwrap();
    let (now, later) = (Time(2), Time(2).plus(6 * HOUR));
    let forbidden = |id| Attempt {
        id,
        state: DeliveryState::Waiting,
        next_at: later,
        status: Some(403),
        error: None,
        trouble: None,
    };
    let post = a_post(&mut tx, "ants").await;
    let first = send(&mut tx, &post, "b.example", 1, 1).await;
    claim(&mut tx, "one", 1).await;
    deliveries::record(&mut tx, &forbidden(&first), now).await.unwrap();
    let outcome = LaneOutcome { forbidden: true, ..LaneOutcome::default() };
    deliveries::release_lane(&mut tx, "b.example", "one", &outcome, now).await.unwrap();
    let host = deliveries::host(&mut tx, "b.example").await.unwrap().unwrap();
    tx.commit().await.unwrap();

    let mut notes = db.write().await.unwrap();
    deliveries::record(&mut notes, &forbidden(&first), now).await.unwrap();
    let hears = tokio::spawn({
        let (db, host) = (db.clone(), host.clone());
        async move {
            let mut tx = db.write().await?;
            deliveries::wake(&mut tx, &host, now).await?;
            tx.commit().await
        }
    });
    until("one waits for the other", async || waits.is_so().await).await;
    deliveries::clear_shut_out(&mut notes, "b.example").await.unwrap();
    notes.commit().await.unwrap();
    hears.await.unwrap().unwrap();
}

/// Tells whether a transaction of a database of Postgres waits for another.
struct Waits {
    inspect: Inspect,
    sql: String,
}

impl Waits {
    async fn is_so(&self) -> bool {
        !self.inspect.rows(&self.sql).await.is_empty()
    }
}

async fn postgres_that_tells_who_waits() -> (Db, Waits) {
    let mut url = Url::parse(&postgres::database().await).unwrap();
    url.query_pairs_mut().append_pair("application_name", &id());
    let name = url.query_pairs().last().unwrap().1.into_owned();
    let db = Db::open(url.as_str()).await.unwrap();
    migrate(&db, None).await.unwrap();
    let sql = format!(
        "select 1::text from pg_stat_activity where application_name = '{name}' and wait_event_type = 'Lock'"
    );
    (db, Waits { inspect: Inspect::open(url.as_str()).await, sql })
}

fn names_b(blocked: &[String]) -> bool {
    blocked.iter().any(|name| name == "b.example")
}

pub struct Post {
    sender: String,
    channel: channels::Channel,
}

pub async fn a_post(tx: &mut WriteTx, slug: &str) -> Post {
    let bees = a_pursuance(tx, slug).await;
    let wasps = an_actor(ActorKind::Group, &format!("wasps-of-{slug}"), Some("b.example"));
    actors::add(tx, &wasps, None).await.unwrap();
    let channel = channels::lock(tx, &id(), &bees.id, &wasps.id, Time(1)).await.unwrap();
    Post { sender: bees.id.0, channel }
}

pub async fn send(tx: &mut WriteTx, post: &Post, host: &str, seq: i64, now: i64) -> String {
    let uri = id();
    let activity = StoredActivity {
        uri: uri.clone(),
        direction: ActivityDirection::Out.as_str().to_owned(),
        actor: "a".to_owned(),
        kind: "Offer".to_owned(),
        channel: Some(post.channel.id.clone()),
        epoch: Some("e".to_owned()),
        seq: Some(seq),
        bytes: b"{}".to_vec(),
        sha256: "00".to_owned(),
        at: now,
        outcome: "sent".to_owned(),
    };
    channels::add_activity(tx, &activity).await.unwrap();
    let delivery = id();
    let new = NewDelivery {
        id: &delivery,
        activity: &uri,
        sender: &post.sender,
        inbox: "https://b.example/inbox",
        host,
        channel: Some(&post.channel.id),
        epoch: Some(&post.channel.out_epoch),
        seq: Some(seq),
        now: Time(now),
    };
    deliveries::add(tx, new).await.unwrap();
    delivery
}

async fn claim(tx: &mut WriteTx, worker: &str, now: i64) -> Option<String> {
    deliveries::claim_lane(tx, Lanes::All, worker, Time(now), Time(now + 10))
        .await
        .unwrap()
        .map(|host| host.name)
}

async fn a_lane_is_claimed_by_one_worker_until_its_lease_runs_out(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    send(&mut tx, &post, "b.example", 1, 5).await;
    assert_eq!(claim(&mut tx, "one", 4).await, None, "not yet due");
    assert_eq!(claim(&mut tx, "one", 5).await.as_deref(), Some("b.example"));
    assert_eq!(claim(&mut tx, "two", 6).await, None, "leased");
    assert_eq!(claim(&mut tx, "two", 16).await.as_deref(), Some("b.example"), "the first worker died");
}

async fn a_failed_lane_waits_and_the_others_do_not(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let dead = send(&mut tx, &post, "dead.example", 1, 1).await;
    send(&mut tx, &post, "b.example", 2, 2).await;
    assert_eq!(claim(&mut tx, "one", 3).await.as_deref(), Some("dead.example"));
    let failed = Attempt {
        id: &dead,
        state: DeliveryState::Waiting,
        next_at: Time(100),
        status: None,
        error: Some("no answer"),
        trouble: Some(Trouble::Failing),
    };
    deliveries::record(&mut tx, &failed, Time(3)).await.unwrap();
    let outcome = LaneOutcome {
        failures: 1,
        retry_at: Some(Time(100)),
        error: Some("no answer".into()),
        ..LaneOutcome::default()
    };
    deliveries::release_lane(&mut tx, "dead.example", "one", &outcome, Time(3)).await.unwrap();

    assert_eq!(claim(&mut tx, "one", 4).await.as_deref(), Some("b.example"));
    send(&mut tx, &post, "dead.example", 3, 5).await;
    let dead = deliveries::host(&mut tx, "dead.example").await.unwrap().unwrap();
    assert_eq!(
        (dead.next_at, dead.failures, dead.down_since),
        (Some(100), 1, Some(3)),
        "new messages do not hurry a lane that waits"
    );
}

async fn a_channel_never_skips_what_waits(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let first = send(&mut tx, &post, "b.example", 1, 1).await;
    send(&mut tx, &post, "b.example", 2, 1).await;
    let due = deliveries::due(&mut tx, "b.example", Time(2), 10).await.unwrap();
    assert_eq!(due.iter().map(|d| d.seq.unwrap()).collect::<Vec<_>>(), [1, 2]);
    let failed = Attempt {
        id: &first,
        state: DeliveryState::Waiting,
        next_at: Time(50),
        status: Some(503),
        error: None,
        trouble: Some(Trouble::Failing),
    };
    deliveries::record(&mut tx, &failed, Time(2)).await.unwrap();
    assert!(deliveries::due(&mut tx, "b.example", Time(3), 10).await.unwrap().is_empty(), "2 waits for 1");
}

async fn what_is_delivered_is_not_due(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let only = send(&mut tx, &post, "b.example", 1, 1).await;
    claim(&mut tx, "one", 1).await;
    let done = Attempt {
        id: &only,
        state: DeliveryState::Delivered,
        next_at: Time(1),
        status: Some(202),
        error: None,
        trouble: None,
    };
    deliveries::record(&mut tx, &done, Time(7)).await.unwrap();
    deliveries::release_lane(
        &mut tx,
        "b.example",
        "one",
        &LaneOutcome { ok: true, ..LaneOutcome::default() },
        Time(7),
    )
    .await
    .unwrap();
    let host = deliveries::host(&mut tx, "b.example").await.unwrap().unwrap();
    assert_eq!((host.next_at, host.last_ok), (None, Some(7)));
    let page = deliveries::page(&mut tx, None, Some("b.example"), 10).await.unwrap();
    assert_eq!((page[0].state, page[0].delivered_at), (DeliveryState::Delivered, Some(Time(7))));
    assert_eq!(deliveries::waiting(&mut tx).await.unwrap(), (0, None, 0));
}

async fn a_host_heard_of_is_tried_at_once_and_its_failures_stay(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let only = send(&mut tx, &post, "b.example", 1, 1).await;
    claim(&mut tx, "one", 1).await;
    let failed = Attempt {
        id: &only,
        state: DeliveryState::Waiting,
        next_at: Time(2),
        status: None,
        error: Some("no answer"),
        trouble: Some(Trouble::Failing),
    };
    deliveries::record(&mut tx, &failed, Time(2)).await.unwrap();
    let outcome = LaneOutcome {
        failures: 4,
        retry_at: Some(Time(100)),
        quiet_until: Some(Time(5)),
        ..LaneOutcome::default()
    };
    deliveries::release_lane(&mut tx, "b.example", "one", &outcome, Time(2)).await.unwrap();
    let host = deliveries::host(&mut tx, "b.example").await.unwrap().unwrap();
    assert_eq!(host.wakes_at(Time(3)), Time(5), "not while it wants to be left alone");
    assert!(deliveries::sleeps(&mut tx, &host, Time(5)).await.unwrap());

    deliveries::wake(&mut tx, &host, Time(5)).await.unwrap();

    assert_eq!(claim(&mut tx, "one", 4).await, None);
    assert_eq!(claim(&mut tx, "one", 5).await.as_deref(), Some("b.example"));
    assert!(deliveries::probe(&mut tx, "b.example", Time(5)).await.unwrap().is_some());
    let host = deliveries::host(&mut tx, "b.example").await.unwrap().unwrap();
    assert_eq!((host.failures, host.retry_at), (4, Some(100)));
    assert!(!deliveries::sleeps(&mut tx, &host, Time(5)).await.unwrap());
}

async fn what_an_inbox_is_missing_for_is_sent_when_its_host_is_heard_of(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let only = send(&mut tx, &post, "b.example", 1, 1).await;
    claim(&mut tx, "one", 1).await;
    let missing = |at| Attempt {
        id: &only,
        state: DeliveryState::Waiting,
        next_at: Time(at),
        status: Some(404),
        error: Some("not there"),
        trouble: Some(Trouble::Missing),
    };
    deliveries::record(&mut tx, &missing(90), Time(2)).await.unwrap();
    deliveries::release_lane(&mut tx, "b.example", "one", &LaneOutcome::default(), Time(2)).await.unwrap();
    let host = deliveries::host(&mut tx, "b.example").await.unwrap().unwrap();
    assert_eq!((host.failures, host.next_at), (0, Some(90)));
    assert!(deliveries::sleeps(&mut tx, &host, Time(3)).await.unwrap());

    deliveries::wake(&mut tx, &host, Time(3)).await.unwrap();

    claim(&mut tx, "one", 3).await.unwrap();
    let due = deliveries::due(&mut tx, "b.example", Time(3), 10).await.unwrap();
    assert_eq!((due[0].missed, due[0].missing_since), (1, Some(2)));
    deliveries::record(&mut tx, &missing(4), Time(4)).await.unwrap();
    let due = deliveries::due(&mut tx, "b.example", Time(4), 10).await.unwrap();
    assert_eq!((due[0].missed, due[0].missing_since), (2, Some(2)), "since the first time");
}

async fn a_probe_is_what_was_tried_least_and_has_nothing_before_it(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let other = a_post(&mut tx, "ants").await;
    let tried = send(&mut tx, &post, "b.example", 1, 1).await;
    send(&mut tx, &post, "b.example", 2, 1).await;
    let failed = Attempt {
        id: &tried,
        state: DeliveryState::Waiting,
        next_at: Time(1),
        status: Some(500),
        error: None,
        trouble: Some(Trouble::Failing),
    };
    deliveries::record(&mut tx, &failed, Time(1)).await.unwrap();
    let probe = deliveries::probe(&mut tx, "b.example", Time(2)).await.unwrap().unwrap();
    assert_eq!(probe.id, tried, "its successor was tried less, but has to wait for it");
    assert_eq!(probe.failing_since, Some(1));

    let untried = send(&mut tx, &other, "b.example", 1, 2).await;
    let probe = deliveries::probe(&mut tx, "b.example", Time(2)).await.unwrap().unwrap();
    assert_eq!(probe.id, untried);
}

async fn a_lane_closed_by_a_block_opens_with_its_end(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    send(&mut tx, &post, "a.b.example", 1, 1).await;
    deliveries::set_blocked(&mut tx, "b.example", true, Time(2)).await.unwrap();
    assert_eq!(claim(&mut tx, "one", 3).await.as_deref(), Some("a.b.example"));
    assert!(deliveries::close_lane(&mut tx, "a.b.example", "one", names_b).await.unwrap());
    assert_eq!(claim(&mut tx, "one", 90).await, None);
    deliveries::set_blocked(&mut tx, "b.example", false, Time(91)).await.unwrap();
    assert_eq!(claim(&mut tx, "one", 91).await.as_deref(), Some("a.b.example"));
}

async fn a_lane_is_not_closed_for_a_block_that_was_lifted_since_it_was_read(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    send(&mut tx, &post, "a.b.example", 1, 1).await;
    deliveries::set_blocked(&mut tx, "b.example", true, Time(2)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(deliveries::blocked(&mut db.read().await.unwrap()).await.unwrap(), ["b.example"]);
    let mut tx = db.write().await.unwrap();
    deliveries::set_blocked(&mut tx, "b.example", false, Time(3)).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = db.write().await.unwrap();
    assert_eq!(claim(&mut tx, "one", 4).await.as_deref(), Some("a.b.example"));
    assert!(!deliveries::close_lane(&mut tx, "a.b.example", "one", names_b).await.unwrap());
    let lane = deliveries::host(&mut tx, "a.b.example").await.unwrap().unwrap();
    assert!(lane.next_at.is_some(), "nobody would open it again");
}

async fn lanes_of_hosts_that_fail_leave_the_last_places_to_the_others(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    send(&mut tx, &post, "dead.example", 1, 1).await;
    assert_eq!(claim(&mut tx, "one", 1).await.as_deref(), Some("dead.example"));
    let outcome = LaneOutcome { failures: 1, retry_at: Some(Time(10)), ..LaneOutcome::default() };
    deliveries::release_lane(&mut tx, "dead.example", "one", &outcome, Time(2)).await.unwrap();
    send(&mut tx, &post, "b.example", 2, 20).await;

    let last = deliveries::claim_lane(&mut tx, Lanes::Sound, "one", Time(20), Time(30)).await.unwrap();
    assert_eq!(last.map(|host| host.name).as_deref(), Some("b.example"), "though it is the other's turn");
    assert!(!deliveries::has_due_lane(&mut tx, Lanes::Sound, Time(20)).await.unwrap());
    assert!(deliveries::has_due_lane(&mut tx, Lanes::All, Time(20)).await.unwrap());
    assert_eq!(claim(&mut tx, "two", 20).await.as_deref(), Some("dead.example"));
}

async fn beside_a_line_that_something_is_under_way_in_the_others_are_due(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (bees, ants) = (a_post(&mut tx, "bees").await, a_post(&mut tx, "ants").await);
    for seq in 1..=3 {
        send(&mut tx, &bees, "b.example", seq, 1).await;
    }
    let of_ants =
        [send(&mut tx, &ants, "b.example", 1, 1).await, send(&mut tx, &ants, "b.example", 2, 1).await];
    let (lines, now) = ([bees.channel.id.clone()], Time(2));
    let due = deliveries::due_besides(&mut tx, "b.example", &lines, now, 10).await.unwrap();
    assert_eq!(due.iter().map(|due| &due.id).collect::<Vec<_>>(), of_ants.iter().collect::<Vec<_>>());
    let all = deliveries::due_besides(&mut tx, "b.example", &[], now, 10).await.unwrap();
    assert_eq!(all.len(), 5);
}

/// Everything that makes a delivery due before its time has to wake those who make it: forgotten once, it waits for the next
/// round.
async fn workers_hear_of_work_once_it_is_committed(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let first = send(&mut tx, &post, "b.example", 1, 1).await;
    let peer = ActorId(post.channel.peer.clone());
    deliveries::note_shut_out(&mut tx, "b.example", Time(1)).await.unwrap();
    tx.commit().await.unwrap();
    let forbidden = Attempt {
        id: &first,
        state: DeliveryState::Waiting,
        next_at: Time(HOUR),
        status: Some(403),
        error: None,
        trouble: None,
    };
    let closed = LaneOutcome { forbidden: true, ..LaneOutcome::default() };
    for what in ["written", "tried again", "moved", "let go", "heard of", "let in", "unblocked", "dropped"] {
        // As it stands once it was not let in.
        let mut tx = db.write().await.unwrap();
        claim(&mut tx, "one", 2).await;
        deliveries::record(&mut tx, &forbidden, Time(2)).await.unwrap();
        deliveries::release_lane(&mut tx, "b.example", "one", &closed, Time(2)).await.unwrap();
        if what == "let go" {
            deliveries::stop(&mut tx, &peer).await.unwrap();
        }
        let told = db.work().notified();
        tx.commit().await.unwrap();
        assert!(told.now_or_never().is_none(), "nothing is due");

        let mut tx = db.write().await.unwrap();
        let mut told = pin!(db.work().notified());
        let (old, new) = ("https://b.example/inbox", "https://b.example/other");
        match what {
            "written" => drop(send(&mut tx, &post, "b.example", 2, 3).await),
            "tried again" => {
                deliveries::retry(&mut tx, Some(&first), None, Time(3)).await.unwrap();
            }
            "moved" => deliveries::move_inbox(&mut tx, old, new, "b.example", Time(3)).await.unwrap(),
            "let go" => deliveries::go_on(&mut tx, &peer, "b.example", Time(3)).await.unwrap(),
            "heard of" => {
                let host = deliveries::host(&mut tx, "b.example").await.unwrap().unwrap();
                deliveries::wake(&mut tx, &host, Time(3)).await.unwrap();
            }
            "let in" => deliveries::let_in(&mut tx, "b.example", Time(3)).await.unwrap(),
            "unblocked" => deliveries::set_blocked(&mut tx, "b.example", false, Time(3)).await.unwrap(),
            _ => drop(send(&mut tx, &post, "b.example", 3, 3).await),
        }
        assert!(told.as_mut().now_or_never().is_none(), "{what}: too early, others do not see it yet");
        if what == "dropped" {
            drop(tx);
            assert!(told.now_or_never().is_none(), "what was undone is no work");
            continue;
        }
        tx.commit().await.unwrap();
        assert!(told.now_or_never().is_some(), "{what}: nobody was told");
    }
}

async fn retrying_brings_back_what_was_refused(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let only = send(&mut tx, &post, "b.example", 1, 1).await;
    let refused = Attempt {
        id: &only,
        state: DeliveryState::Refused,
        next_at: Time(1),
        status: Some(400),
        error: Some("no"),
        trouble: None,
    };
    deliveries::record(&mut tx, &refused, Time(2)).await.unwrap();
    assert_eq!(deliveries::waiting(&mut tx).await.unwrap().2, 1);
    assert_eq!(deliveries::retry(&mut tx, Some(&only), None, Time(3)).await.unwrap(), 1);
    assert_eq!(deliveries::due(&mut tx, "b.example", Time(3), 10).await.unwrap().len(), 1);
}

async fn a_refusal_to_let_us_in_is_remembered_until_nothing_waits_for_it(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let only = send(&mut tx, &post, "b.example", 1, 1).await;
    let attempt = |state, status| Attempt {
        id: &only,
        state,
        next_at: Time(9),
        status: Some(status),
        error: None,
        trouble: None,
    };
    let turn = async |tx: &mut WriteTx, outcome: LaneOutcome, at| {
        claim(tx, "one", at).await.unwrap();
        deliveries::release_lane(tx, "b.example", "one", &outcome, Time(at)).await.unwrap();
        deliveries::host(tx, "b.example").await.unwrap().unwrap()
    };
    deliveries::record(&mut tx, &attempt(DeliveryState::Waiting, 403), Time(2)).await.unwrap();
    let forbidden =
        LaneOutcome { forbidden: true, error: Some("go away".to_owned()), ..LaneOutcome::default() };
    let host = turn(&mut tx, forbidden, 2).await;
    assert_eq!((host.forbidden_since, host.last_error.as_deref()), (Some(2), Some("go away")));

    let taken = LaneOutcome { ok: true, ..LaneOutcome::default() };
    let host = turn(&mut tx, taken.clone(), 9).await;
    assert_eq!(host.forbidden_since, Some(2), "it took something of another");
    deliveries::record(&mut tx, &attempt(DeliveryState::Delivered, 202), Time(10)).await.unwrap();
    send(&mut tx, &post, "b.example", 2, 10).await;
    let host = turn(&mut tx, taken, 10).await;
    assert_eq!((host.forbidden_since, host.last_error), (None, None));
}

async fn of_many_that_were_not_let_in_one_is_tried_at_a_time_until_one_is_taken(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (now, held) = (Time(2), Time(2).plus(6 * HOUR));
    claim(&mut tx, "one", 1).await;
    for slug in ["ants", "bees", "crows"] {
        let post = a_post(&mut tx, slug).await;
        let id = send(&mut tx, &post, "b.example", 1, 1).await;
        let attempt = Attempt {
            id: &id,
            state: DeliveryState::Waiting,
            next_at: held,
            status: Some(401),
            error: None,
            trouble: None,
        };
        deliveries::record(&mut tx, &attempt, now).await.unwrap();
    }
    claim(&mut tx, "one", 1).await;
    let forbidden = LaneOutcome { forbidden: true, ..LaneOutcome::default() };
    deliveries::release_lane(&mut tx, "b.example", "one", &forbidden, now).await.unwrap();
    let due = async |tx: &mut WriteTx, at| deliveries::due(tx, "b.example", at, 10).await.unwrap().len();
    let heard = async |tx: &mut WriteTx, at| {
        let host = deliveries::host(tx, "b.example").await.unwrap().unwrap();
        let sleeps = deliveries::sleeps(tx, &host, at).await.unwrap();
        deliveries::wake(tx, &host, at).await.unwrap();
        sleeps
    };

    assert_eq!(due(&mut tx, now).await, 0);
    for _ in 0..20 {
        heard(&mut tx, now).await;
    }

    assert!(!heard(&mut tx, now).await, "nothing more to write");
    let host = deliveries::host(&mut tx, "b.example").await.unwrap().unwrap();
    assert_eq!(host.next_at, Some(now.0));
    assert_eq!(due(&mut tx, now).await, 1);
    assert_eq!(due(&mut tx, now.plus(5 * MINUTE - 1)).await, 1);
    assert_eq!(due(&mut tx, now.plus(5 * MINUTE)).await, 2);
    assert_eq!(due(&mut tx, held.plus(-1)).await, 2, "the third has its turn after that");

    deliveries::let_in(&mut tx, "b.example", now).await.unwrap();
    assert_eq!(due(&mut tx, now).await, 3);
}

async fn retrying_one_host_wakes_no_other(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    for (host, seq) in [("b.example", 1), ("c.example", 2)] {
        send(&mut tx, &post, host, seq, 1).await;
        claim(&mut tx, "one", 1).await.unwrap();
        let down = LaneOutcome { failures: 3, retry_at: Some(Time(50)), ..LaneOutcome::default() };
        deliveries::release_lane(&mut tx, host, "one", &down, Time(1)).await.unwrap();
    }
    deliveries::retry(&mut tx, None, Some("c.example"), Time(2)).await.unwrap();
    assert_eq!(claim(&mut tx, "one", 3).await.as_deref(), Some("c.example"));
    assert_eq!(claim(&mut tx, "one", 3).await, None);
}

/// Asked for each of all that wait whether one before it waits until later, ten times as many take a hundred times as long.
async fn a_queue_ten_times_as_long_takes_no_more_than_its_share_longer(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (short, long) = (a_post(&mut tx, "bees").await, a_post(&mut tx, "ants").await);
    for seq in 1..=200 {
        send(&mut tx, &short, "short.example", seq, 5).await;
    }
    for seq in 1..=2_000 {
        send(&mut tx, &long, "long.example", seq, 5).await;
    }
    tx.commit().await.unwrap();
    let mut tx = db.read().await.unwrap();
    let steps = tx.count_steps().await.unwrap();
    let mut took = Vec::new();
    for host in ["short.example", "long.example"] {
        let due = deliveries::due(&mut tx, host, Time(9), 50).await.unwrap();
        let first: Vec<_> = due.iter().filter_map(|due| due.seq).collect();
        assert_eq!(first, (1..=50).collect::<Vec<_>>());
        took.extend(steps.as_ref().map(MachineSteps::since));
    }
    if let [short, long] = took[..] {
        assert!(short > 0 && long < short * 12, "{took:?}");
    }
}

async fn retrying_brings_nothing_back_that_has_a_number_of_an_earlier_epoch(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let old = send(&mut tx, &post, "b.example", 1, 1).await;
    let refused = Attempt {
        id: &old,
        state: DeliveryState::Refused,
        next_at: Time(5),
        status: Some(422),
        error: None,
        trouble: None,
    };
    deliveries::record(&mut tx, &refused, Time(5)).await.unwrap();
    let anew = channels::Channel { out_epoch: "anew".into(), out_seq: 0, ..post.channel.clone() };
    channels::save(&mut tx, &anew).await.unwrap();

    assert_eq!(deliveries::retry(&mut tx, Some(&old), None, Time(9)).await.unwrap(), 0);
    assert_eq!(deliveries::retry(&mut tx, None, Some("b.example"), Time(9)).await.unwrap(), 0);

    let now = Post { channel: anew, ..post };
    let new = send(&mut tx, &now, "b.example", 2, 1).await;
    deliveries::record(&mut tx, &Attempt { id: &new, ..refused }, Time(9)).await.unwrap();
    assert_eq!(deliveries::retry(&mut tx, None, None, Time(9)).await.unwrap(), 1, "what is of this one is");
}

async fn deliveries_of_one_moment_are_all_listed(db: Db) {
    let mut tx = db.write().await.unwrap();
    let post = a_post(&mut tx, "bees").await;
    let mut sent = Vec::new();
    for seq in 1..=5 {
        sent.push(send(&mut tx, &post, "b.example", seq, 5).await);
    }
    sent.sort();
    let (mut found, mut place) = (Vec::new(), (Time(i64::MAX), String::new()));
    loop {
        let page = deliveries::behind(&mut tx, None, place, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        place = (last.created, last.id.clone());
        found.extend(page.into_iter().map(|delivery| delivery.id));
    }
    found.sort();
    assert_eq!(found, sent);
}
