//! Jobs: the result of a second request while a worker has the first.

use std::pin::pin;

use futures::FutureExt;
use pursuance::platform::clock::Clock;
use pursuance::store::actors::{self, ActorKind};
use pursuance::store::db::{Db, WriteTx};
use pursuance::store::discussions::{self, TaskFile};
use pursuance::store::jobs::{self, Claimed, Job, Postponed};
use pursuance::store::parcels::Lane;
use pursuance_domain::id::{ActorId, FileId, TaskId};
use pursuance_domain::task::phase::Subtasks;
use pursuance_domain::time::{DAY, HOUR, MINUTE, Time};

use crate::support::rows::an_actor;

crate::store::on_both!(
    another_choice_for_what_is_below_a_task_is_not_lost_while_the_first_is_carried_out,
    what_is_fetched_already_is_not_fetched_again,
    who_claims_one_job_of_many_leases_no_other,
    a_job_that_asks_a_server_with_its_share_waits_and_the_next_one_is_done,
    nobody_else_is_asked_while_all_places_for_that_are_taken,
    a_message_to_a_browser_waits_while_its_places_are_taken_and_others_are_asked,
    a_lane_of_an_owner_waits_while_another_one_is_sent,
    mail_goes_out_while_all_places_for_other_servers_are_taken,
    an_actor_that_changes_while_it_is_asked_is_asked_once_more,
    a_look_that_is_wanted_now_comes_now_although_the_one_in_progress_has_put_itself_off,
    a_look_that_is_wanted_before_the_one_in_progress_puts_itself_off_is_not_forgotten,
    a_look_that_is_wanted_for_later_puts_off_no_earlier_one,
    a_job_that_failed_waits_no_longer_once_it_is_asked_for_again,
    a_look_that_is_wanted_while_one_fails_is_not_put_off_by_that,
    workers_hear_of_a_job_once_it_is_committed,
);

async fn claim(tx: &mut WriteTx, worker: &str) -> Vec<Claimed> {
    jobs::claim(tx, worker, Time(5), Time(50), 10, &Postponed::default()).await.unwrap()
}

/// Jobs that worker "one" claims at a moment.
async fn claim_at(tx: &mut WriteTx, now: Time) -> Vec<Claimed> {
    jobs::claim(tx, "one", now, now.plus(MINUTE), 10, &Postponed::default()).await.unwrap()
}

async fn has_due(tx: &mut WriteTx) -> bool {
    jobs::has_due(tx, Time(5), &Postponed::default()).await.unwrap()
}

async fn another_choice_for_what_is_below_a_task_is_not_lost_while_the_first_is_carried_out(db: Db) {
    let mut tx = db.write().await.unwrap();
    let task = TaskId("1".to_owned());
    let by = ActorId("2".to_owned());
    let chosen = |subtasks| Job::SettleSubtasks { task: task.clone(), subtasks, by: by.clone(), after: None };
    chosen(Subtasks::Finish).write(&mut tx, &Clock::System, Time(1)).await.unwrap();
    let first = claim(&mut tx, "one").await;
    assert_eq!(first.len(), 1);

    chosen(Subtasks::Drop).write(&mut tx, &Clock::System, Time(2)).await.unwrap();
    assert_eq!(jobs::choice_for(&mut tx, &task).await.unwrap(), Some(Subtasks::Drop));
    jobs::remove(&mut tx, &first[0], "one").await.unwrap();

    let second = claim(&mut tx, "two").await;
    assert_eq!(second.len(), 1, "whoever ends the first one does not end the second");
    assert_eq!(second[0].job, chosen(Subtasks::Drop));
    jobs::remove(&mut tx, &second[0], "two").await.unwrap();
    assert_eq!(jobs::choice_for(&mut tx, &task).await.unwrap(), None);
}

async fn what_is_fetched_already_is_not_fetched_again(db: Db) {
    let mut tx = db.write().await.unwrap();
    let job = Job::FetchFile { file: FileId("7".to_owned()) };
    job.write(&mut tx, &Clock::System, Time(1)).await.unwrap();
    let first = claim(&mut tx, "one").await;
    job.write(&mut tx, &Clock::System, Time(2)).await.unwrap();
    assert!(claim(&mut tx, "two").await.is_empty());
    jobs::remove(&mut tx, &first[0], "one").await.unwrap();
    assert!(!has_due(&mut tx).await);
}

async fn who_claims_one_job_of_many_leases_no_other(db: Db) {
    let mut tx = db.write().await.unwrap();
    for file in ["7", "8", "9"] {
        let job = Job::FetchFile { file: FileId(file.to_owned()) };
        job.write(&mut tx, &Clock::System, Time(1)).await.unwrap();
    }
    let first = jobs::claim(&mut tx, "one", Time(5), Time(50), 1, &Postponed::default()).await.unwrap();
    assert_eq!(first.len(), 1);
    assert_eq!(claim(&mut tx, "two").await.len(), 2, "the others wait for nobody");
}

async fn an_actor_that_changes_while_it_is_asked_is_asked_once_more(db: Db) {
    let mut tx = db.write().await.unwrap();
    let job = Job::RefreshActor { uri: "https://b.example/7".to_owned() };
    job.write(&mut tx, &Clock::System, Time(2)).await.unwrap();
    let first = claim(&mut tx, "one").await;
    // Both at the very moment of the first, which a clock that stands still makes of them.
    for _ in 0..2 {
        job.write(&mut tx, &Clock::System, Time(2)).await.unwrap();
        assert!(claim(&mut tx, "two").await.is_empty(), "not both at once: the older answer could come last");
    }
    jobs::remove(&mut tx, &first[0], "one").await.unwrap();

    let second = claim(&mut tx, "two").await;
    assert_eq!(second.len(), 1, "what the first one heard may be older than the change");
    assert_eq!(second[0].attempts, 1, "the first one did not fail");
    jobs::remove(&mut tx, &second[0], "two").await.unwrap();
    assert_eq!(jobs::waiting(&mut tx, Time(5)).await.unwrap().0, 0);
}

/// The jobs that write themselves again, for the moment at which they next look at a task.
fn looks() -> [Job; 2] {
    let task = TaskId("1".to_owned());
    [Job::Pair { task: task.clone() }, Job::Succeed { task }]
}

async fn a_look_that_is_wanted_now_comes_now_although_the_one_in_progress_has_put_itself_off(db: Db) {
    let mut tx = db.write().await.unwrap();
    // Wanted long before the next look, right before it, at the same moment, and at the moment of the claim itself.
    for (due, put_off, wanted) in [(1, 1_000, 3), (1, 5, 3), (1, 4, 3), (1, 3, 3), (3, 1_000, 3), (3, 4, 3)] {
        for job in looks() {
            let case = format!("{job:?} due at {due}, put off until {put_off}, wanted at {wanted}");
            job.write(&mut tx, &Clock::System, Time(due)).await.unwrap();
            let first = claim(&mut tx, "one").await.remove(0);
            job.write(&mut tx, &Clock::System, Time(put_off)).await.unwrap();
            job.write(&mut tx, &Clock::System, Time(wanted)).await.unwrap();
            assert!(claim(&mut tx, "two").await.is_empty(), "{case}: not both at once");
            jobs::remove(&mut tx, &first, "one").await.unwrap();

            let second = claim(&mut tx, "two").await;
            assert_eq!(second.len(), 1, "{case}: it is done once more, and now");
            assert_eq!(second[0].attempts, 1, "{case}: the first one did not fail");
            jobs::remove(&mut tx, &second[0], "two").await.unwrap();
            assert_eq!(jobs::waiting(&mut tx, Time(5)).await.unwrap().0, 0, "{case}: and not a third time");
        }
    }
}

async fn a_look_that_is_wanted_before_the_one_in_progress_puts_itself_off_is_not_forgotten(db: Db) {
    let mut tx = db.write().await.unwrap();
    for job in looks() {
        job.write(&mut tx, &Clock::System, Time(1)).await.unwrap();
        let first = claim(&mut tx, "one").await.remove(0);
        job.write(&mut tx, &Clock::System, Time(3)).await.unwrap();
        // The look in progress has seen why it is wanted, and says when the next one is.
        job.write(&mut tx, &Clock::System, Time(1_000)).await.unwrap();
        jobs::remove(&mut tx, &first, "one").await.unwrap();
        assert_eq!(jobs::waiting(&mut tx, Time(1_000)).await.unwrap(), (1, Some(Time(1_000))), "{job:?}");

        // Wanted once more, it waits no longer; and what is wanted on both sides of the move is done now, too.
        job.write(&mut tx, &Clock::System, Time(2)).await.unwrap();
        let second = claim(&mut tx, "two").await.remove(0);
        for at in [3, 1_000, 4] {
            job.write(&mut tx, &Clock::System, Time(at)).await.unwrap();
        }
        jobs::remove(&mut tx, &second, "two").await.unwrap();
        let third = claim(&mut tx, "three").await;
        assert_eq!(third.len(), 1, "{job:?}");
        // Wanted before, and not put off by the look itself: it is done once more all the same.
        job.write(&mut tx, &Clock::System, Time(5)).await.unwrap();
        jobs::remove(&mut tx, &third[0], "three").await.unwrap();
        let fourth = claim_at(&mut tx, Time(6)).await;
        assert_eq!(fourth.len(), 1, "{job:?}");
        jobs::remove(&mut tx, &fourth[0], "one").await.unwrap();
    }
}

async fn a_look_that_is_wanted_for_later_puts_off_no_earlier_one(db: Db) {
    let mut tx = db.write().await.unwrap();
    for job in looks() {
        let now = Clock::System.now();
        job.write(&mut tx, &Clock::System, now).await.unwrap();
        let first = claim_at(&mut tx, now).await.remove(0);
        // Its own next look; and then somebody wants to be asked again tomorrow.
        job.write(&mut tx, &Clock::System, now.plus(HOUR)).await.unwrap();
        job.write(&mut tx, &Clock::System, now.plus(DAY)).await.unwrap();
        jobs::remove(&mut tx, &first, "one").await.unwrap();
        let second = claim_at(&mut tx, now.plus(HOUR)).await;
        assert_eq!(second.len(), 1, "{job:?}");
        jobs::remove(&mut tx, &second[0], "one").await.unwrap();
    }
}

async fn a_job_that_failed_waits_no_longer_once_it_is_asked_for_again(db: Db) {
    let mut tx = db.write().await.unwrap();
    for job in [
        Job::FetchFile { file: FileId("7".to_owned()) },
        Job::RefreshActor { uri: "https://b.example/7".to_owned() },
    ] {
        job.write(&mut tx, &Clock::System, Time(1)).await.unwrap();
        let row = claim(&mut tx, "one").await.remove(0);
        jobs::retry_at(&mut tx, &row, "one", Time(1_000), "no answer").await.unwrap();
        job.write(&mut tx, &Clock::System, Time(2_000)).await.unwrap();
        assert!(!has_due(&mut tx).await, "asked for at a later moment it is no later");
        job.write(&mut tx, &Clock::System, Time(4)).await.unwrap();
        let again = claim(&mut tx, "two").await;
        assert_eq!(again.len(), 1, "{job:?}");
        assert_eq!(again[0].attempts, 2, "its failures stay counted");
        jobs::remove(&mut tx, &again[0], "two").await.unwrap();
    }
}

async fn a_look_that_is_wanted_while_one_fails_is_not_put_off_by_that(db: Db) {
    let mut tx = db.write().await.unwrap();
    for job in looks() {
        // Wanted after the failing one began, at the moment of its claim as well; and for a moment after its next try.
        for (wanted, due) in [(4, 4), (1, 2), (2_000, 1_000)] {
            let case = format!("{job:?} wanted at {wanted}");
            job.write(&mut tx, &Clock::System, Time(1)).await.unwrap();
            let failing = claim(&mut tx, "one").await.remove(0);
            job.write(&mut tx, &Clock::System, Time(wanted)).await.unwrap();
            jobs::retry_at(&mut tx, &failing, "one", Time(1_000), "broken").await.unwrap();
            assert_eq!(jobs::waiting(&mut tx, Time(5_000)).await.unwrap(), (1, Some(Time(due))), "{case}");
            let next = claim_at(&mut tx, Time(due)).await.remove(0);
            assert_eq!(next.attempts, 2, "{case}: its failure stays counted");
            jobs::remove(&mut tx, &next, "one").await.unwrap();
            assert_eq!(jobs::waiting(&mut tx, Time(5_000)).await.unwrap().0, 0, "{case}");
        }
    }
}

async fn workers_hear_of_a_job_once_it_is_committed(db: Db) {
    let job = Job::RefreshActor { uri: "https://b.example/7".to_owned() };
    let mut told = pin!(db.work().notified());
    let mut tx = db.write().await.unwrap();
    job.write(&mut tx, &Clock::System, Time(1)).await.unwrap();
    drop(tx);
    assert!(told.as_mut().now_or_never().is_none(), "what was undone is no work");
    let mut tx = db.write().await.unwrap();
    job.write(&mut tx, &Clock::System, Time(1)).await.unwrap();
    assert!(told.as_mut().now_or_never().is_none(), "others do not see it yet");
    tx.commit().await.unwrap();
    assert!(told.as_mut().now_or_never().is_some());

    let mut tx = db.write().await.unwrap();
    let row = claim(&mut tx, "one").await.remove(0);
    job.write(&mut tx, &Clock::System, Time(2)).await.unwrap();
    tx.commit().await.unwrap();
    let told = pin!(db.work().notified());
    let mut tx = db.write().await.unwrap();
    jobs::remove(&mut tx, &row, "one").await.unwrap();
    tx.commit().await.unwrap();
    assert!(told.now_or_never().is_some(), "it is due once more");
}

/// Jobs that ask two servers, files among them, and one that asks nobody; the newest first.
async fn write_mixed(tx: &mut WriteTx) -> Vec<Job> {
    let wasps = an_actor(ActorKind::Group, "wasps", Some("b.example"));
    actors::add(tx, &wasps, None).await.unwrap();
    let file = TaskFile {
        id: FileId("f".to_owned()),
        object: "t".to_owned(),
        name: "a".to_owned(),
        sha256: "0".repeat(64),
        bytes: 1,
        media_type: "text/plain".to_owned(),
        added_by: wasps.id.clone(),
        at: Time(1),
        source_url: Some("https://b.example/f".to_owned()),
        is_here: false,
        shown: None,
        not_shown: None,
        message: None,
        error: None,
        pursuance: None,
    };
    discussions::add_file(tx, &file).await.unwrap();
    let jobs = vec![
        Job::NoteGone { actor: wasps.id.clone() },
        Job::PinInstance { uri: "https://c.example/i".to_owned() },
        Job::PinInstance { uri: "https://b.example/i".to_owned() },
        Job::RefreshActor { uri: "https://b.example/w".to_owned() },
        Job::FetchFile { file: file.id.clone() },
    ];
    for (at, job) in jobs.iter().rev().enumerate() {
        job.write(tx, &Clock::System, Time(i64::try_from(at).unwrap())).await.unwrap();
    }
    jobs
}

async fn claimed(tx: &mut WriteTx, postponed: &Postponed) -> Vec<Job> {
    let mut jobs = Vec::new();
    while let Some(next) = jobs::claim(tx, "one", Time(9), Time(50), 1, postponed).await.unwrap().pop() {
        jobs.push(next.job);
    }
    jobs.reverse();
    jobs
}

async fn a_job_that_asks_a_server_with_its_share_waits_and_the_next_one_is_done(db: Db) {
    let mut tx = db.write().await.unwrap();
    let all = write_mixed(&mut tx).await;
    let full =
        Postponed { hosts: ["b.example".to_owned(), String::new(), String::new()], ..Postponed::default() };
    assert_eq!(claimed(&mut tx, &full).await, all[..2]);
    assert!(!jobs::has_due(&mut tx, Time(9), &full).await.unwrap());
    assert!(jobs::has_due(&mut tx, Time(9), &Postponed::default()).await.unwrap());
    assert_eq!(claimed(&mut tx, &Postponed::default()).await, all[2..]);
}

async fn nobody_else_is_asked_while_all_places_for_that_are_taken(db: Db) {
    let mut tx = db.write().await.unwrap();
    let all = write_mixed(&mut tx).await;
    let full = Postponed { all_peers: true, ..Postponed::default() };
    assert_eq!(claimed(&mut tx, &full).await, all[..1]);
    assert!(!jobs::has_due(&mut tx, Time(9), &full).await.unwrap());
}

fn lane_of(owner: &str, receiver: &str) -> Lane {
    Lane { carrier: "push".to_owned(), owner: owner.to_owned(), receiver: receiver.to_owned() }
}

/// Fails without the owners in the condition of `jobs::claim`.
async fn a_lane_of_an_owner_waits_while_another_one_is_sent(db: Db) {
    const PUSH: &str = "https://push.example";
    // An address of which the end looks like a lane of nobody.
    const LOOPBACK: &str = "http://[::1]:8080";
    let mut tx = db.write().await.unwrap();
    let lanes = [lane_of("ana", PUSH), lane_of("ben", LOOPBACK), lane_of("ana", LOOPBACK), Lane::mail()];
    let all = lanes.map(|lane| Job::Send { lane });
    for (at, send) in all.iter().enumerate() {
        send.write(&mut tx, &Clock::System, Time(at.try_into().unwrap())).await.unwrap();
    }
    let full = Postponed { owners: ["ana".to_owned(), String::new()], ..Postponed::default() };
    assert_eq!(claimed(&mut tx, &full).await, [all[3].clone(), all[1].clone()]);
    assert!(!jobs::has_due(&mut tx, Time(9), &full).await.unwrap());
    assert_eq!(claimed(&mut tx, &Postponed::default()).await, [all[2].clone(), all[0].clone()]);
}

/// Fails where the condition of `jobs::claim` takes mail for a question to another server.
async fn mail_goes_out_while_all_places_for_other_servers_are_taken(db: Db) {
    let mut tx = db.write().await.unwrap();
    let (mail, push) =
        (Job::Send { lane: Lane::mail() }, Job::Send { lane: lane_of("ana", "https://p.example") });
    for job in [&push, &mail] {
        job.write(&mut tx, &Clock::System, Time(0)).await.unwrap();
    }
    for full in [
        Postponed { all_peers: true, ..Postponed::default() },
        Postponed { parcels: true, ..Postponed::default() },
    ] {
        let mut found = jobs::claim(&mut tx, "one", Time(9), Time(9), 9, &full).await.unwrap();
        assert_eq!(found.pop().map(|found| found.job).as_ref(), Some(&mail));
        assert!(found.is_empty(), "{found:?}");
    }
}

async fn a_message_to_a_browser_waits_while_its_places_are_taken_and_others_are_asked(db: Db) {
    let mut tx = db.write().await.unwrap();
    let all = write_mixed(&mut tx).await;
    let push = Job::Send { lane: lane_of("2", "https://push.example") };
    push.write(&mut tx, &Clock::System, Time(0)).await.unwrap();
    let full = Postponed { parcels: true, ..Postponed::default() };
    assert_eq!(claimed(&mut tx, &full).await, all);
    assert!(!jobs::has_due(&mut tx, Time(9), &full).await.unwrap());
    assert_eq!(claimed(&mut tx, &Postponed::default()).await, [push]);
}
