//! Jobs: claimed, done, and tried again later when they fail.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use pursuance_domain::action::{
    Action, ActorGone, CarryOutAway, ErasePursuance, HostShutOut, LetGo, LookAnew, NoteKeyChange,
    RemoveInvited, SettleSubtasks, TellSkillOffer, TellWaiting, WindUpPursuance,
};
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::{DelegationId, TaskId};
use pursuance_domain::time::{SECOND, Time};
use pursuance_federation::deliver::FAILURES_IN_A_MONTH;
use pursuance_federation::reach::Origin;
use serde_json::Value;
use url::Url;

use super::host_load::{self, AskedHost, HostLoad, Place};
use super::{
    WorkerCx, fetch_file, notices, pairing, parcels, pool, remove_bytes, show_picture, succession, wait_after,
};
use crate::actions::skill_offer::ListRead;
use crate::actions::{PerformError, skill_offer};
use crate::lookup::DirectoryError;
use crate::store::actors::{self, ActorKind};
use crate::store::db::ReadTx;
use crate::store::error::{StoreError, StoreResult};
use crate::store::jobs::{self, Claimed, Job};
use crate::store::{discussions, statistics};

/// How many jobs are in progress at once.
const AT_ONCE: usize = 8;
const _: () = assert!(host_load::AT_ONCE < AT_ONCE, "a job that asks nobody always has a place");
/// The lease of a job, renewed while it is in progress: a large file takes its time.
const LEASE: i64 = 120 * SECOND;
const LEASE_RENEWED: i64 = 30 * SECOND;

/// The noted reason of a failed job where no other server is to blame.
const BROKE: &str = "something broke on this server";

/// The result of a job.
pub(super) enum Done {
    /// Nothing more is to be done.
    Finished,
    /// It may go better at another time.
    Failed(String),
    /// It is to be done at another time, and why.
    PutOff { until: Time, why: String },
}

/// Does jobs until the process stops.
pub(super) async fn run(cx: WorkerCx) {
    let load = HostLoad::default();
    pool::run(&cx, AT_ONCE, pool::Wake::Notified, |free| claim(cx.clone(), load.clone(), free)).await;
}

async fn claim(cx: WorkerCx, load: HostLoad, free: usize) -> StoreResult<Vec<pool::Work>> {
    let now = cx.app.clock.now();
    if !jobs::has_due(&mut cx.app.db.read().await?, now, &load.postponed()).await? {
        return Ok(Vec::new());
    }
    let worker = cx.app.clock.new_id_at(now);
    let mut claimed = Vec::new();
    let mut tx = cx.app.db.write().await?;
    // One job per claim: the server that the first job asks counts when the second one is chosen.
    while claimed.len() < free {
        let next = jobs::claim(&mut tx, &worker, now, now.plus(LEASE), 1, &load.postponed()).await?;
        let Some(next) = next.into_iter().next() else { break };
        let place = load.begin(asks(&mut tx, &next.job).await?);
        claimed.push((next, place));
    }
    tx.commit().await?;
    let work = |(claimed, place)| Box::pin(finish(cx.clone(), worker.clone(), claimed, place)) as pool::Work;
    Ok(claimed.into_iter().map(work).collect())
}

/// The other server that a job asks.
async fn asks(tx: &mut ReadTx, job: &Job) -> StoreResult<Option<AskedHost>> {
    let asked = |host| AskedHost { host, owner: None };
    match job {
        Job::FetchFile { file } => {
            let Some(file) = discussions::file(tx, file).await? else { return Ok(None) };
            Ok(actors::by_id(tx, &file.added_by).await?.and_then(|sender| sender.host).map(asked))
        }
        Job::RefreshActor { uri } | Job::PinInstance { uri } | Job::AskSkillOffer { uri } => {
            Ok(authority(uri).map(asked))
        }
        Job::Send { lane } => {
            let owner = Some(lane.owner.clone()).filter(|owner| !owner.is_empty());
            Ok(authority(&lane.receiver).map(|host| AskedHost { host, owner }))
        }
        Job::ReadSkillOffers { actor } => {
            Ok(actors::by_id(tx, actor).await?.and_then(|maker| maker.host).map(asked))
        }
        Job::ShowPicture { .. }
        | Job::RemoveBytes { .. }
        | Job::EndWithHost { .. }
        | Job::NoteGone { .. }
        | Job::NoteKeyChange { .. }
        | Job::SettleSubtasks { .. }
        | Job::TellWaiting { .. }
        | Job::TellSkillOffer { .. }
        | Job::Pair { .. }
        | Job::Succeed { .. }
        | Job::GoAway { .. }
        | Job::LookAnew { .. }
        | Job::LetGo { .. }
        | Job::RemoveInvited { .. }
        | Job::WindUp { .. }
        | Job::Erase { .. }
        | Job::Notify { .. }
        | Job::ReadNotices { .. }
        | Job::RenewStatistics {}
        | Job::TellByPush { .. }
        | Job::ReadObject { .. } => Ok(None),
    }
}

/// The name of a server, with its port, in an address.
fn authority(uri: &str) -> Option<String> {
    Url::parse(uri).ok().and_then(|uri| Origin::of(&uri).ok()).map(|origin| origin.authority())
}

/// Does a claimed job and notes the result. Its place among the jobs that ask other servers is free afterwards.
async fn finish(cx: WorkerCx, worker: String, claimed: Claimed, _place: Option<Place>) {
    let done = tokio::select! {
        biased;
        () = cx.stopped() => None,
        () = lost(&cx, &worker, &claimed.id) => None,
        done = unbroken(&claimed, attempt(&cx, &claimed)) => Some(done),
    };
    if let Err(error) = note(&cx, &worker, &claimed, done).await
        && cx.disk.is_news(&error)
    {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            job.id = claimed.id,
            job.kind = claimed.job.kind(),
            "A job could not be noted"
        );
    }
}

/// The result of a job; that of one which panics is a failed try as any other, so that it comes later each time and is given up
/// at the end. Its lease alone would have it begun again as soon as that has run out, for ever.
async fn unbroken(claimed: &Claimed, job: impl Future<Output = Done>) -> Done {
    // A panicked job keeps nothing: its transaction is rolled back, its locks are free.
    AssertUnwindSafe(job).catch_unwind().await.unwrap_or_else(|_| {
        // The text of a panic stays out: it may quote what people wrote.
        tracing::error!(job.id = claimed.id, job.kind = claimed.job.kind(), "A job panicked");
        Done::Failed(BROKE.to_owned())
    })
}

/// Renews the lease of a job for as long as it is in progress, and ends when the job is another worker's.
async fn lost(cx: &WorkerCx, worker: &str, id: &str) {
    let clock = &cx.app.clock;
    let mut look = tokio::time::interval(super::look(clock));
    let mut leased = clock.now();
    loop {
        look.tick().await;
        let now = clock.now();
        if now < leased.plus(LEASE_RENEWED) {
            continue;
        }
        let renewed = async {
            let mut tx = cx.app.db.write().await?;
            let is_ours = jobs::renew(&mut tx, id, worker, now.plus(LEASE)).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(is_ours)
        };
        match renewed.await {
            Ok(true) => leased = now,
            Ok(false) => return,
            Err(error) if cx.disk.is_news(&error) => tracing::error!(
                error = &error as &dyn std::error::Error,
                job.id = id,
                "The lease of a job could not be renewed; another worker may begin the job again"
            ),
            Err(_) => {}
        }
    }
}

async fn attempt(cx: &WorkerCx, claimed: &Claimed) -> Done {
    let done = match claimed.job.clone() {
        Job::FetchFile { file } => fetch_file::fetch(&cx.app, &file).await,
        Job::ShowPicture { file } => show_picture::make(&cx.app, &file).await,
        Job::RemoveBytes { files } => remove_bytes::remove(&cx.app, &files).await,
        Job::RefreshActor { uri } => refresh_actor(cx, &uri).await,
        Job::PinInstance { uri } => pin_instance(cx, &uri).await,
        Job::EndWithHost { host } => Ok(perform(cx, HostShutOut { host }.into()).await.0),
        Job::NoteGone { actor } => Ok(perform(cx, ActorGone { actor }.into()).await.0),
        Job::NoteKeyChange { actor, key } => Ok(perform(cx, NoteKeyChange { actor, key }.into()).await.0),
        Job::SettleSubtasks { task, subtasks, by, after } => {
            let step = SettleSubtasks { task, subtasks, by, after };
            let behind = |result: &Value| {
                let after = result.get("after").and_then(Value::as_str);
                SettleSubtasks { after: after.map(|after| TaskId(after.to_owned())), ..step.clone() }.into()
            };
            Ok(step_by_step(cx, step.clone().into(), behind).await)
        }
        Job::TellSkillOffer { offer } => {
            let step = Action::from(TellSkillOffer { offer });
            Ok(step_by_step(cx, step.clone(), |_| step.clone()).await)
        }
        Job::AskSkillOffer { uri } => skill_offer::ask(&cx.app, &uri).await.map(|()| Done::Finished),
        Job::ReadSkillOffers { actor } => {
            skill_offer::read_list(&cx.app, &cx.gate, &actor).await.map(|read| match read {
                ListRead::Again(until) => Done::PutOff { until, why: String::new() },
                ListRead::Failed(why) => Done::Failed(why),
                ListRead::Over => Done::Finished,
            })
        }
        Job::TellWaiting { task } => {
            let step = |after: Option<&str>| {
                TellWaiting { task: task.clone(), after: after.map(|after| TaskId(after.to_owned())) }.into()
            };
            let behind = |result: &Value| step(result.get("after").and_then(Value::as_str));
            Ok(step_by_step(cx, step(None), behind).await)
        }
        Job::Pair { task } => {
            let look = pairing::look(cx, task).await;
            match look {
                Ok(Some(look)) => {
                    let look = Action::from(look);
                    Ok(step_by_step(cx, look.clone(), |_| look.clone()).await)
                }
                Ok(None) => Ok(Done::Finished),
                Err(error) => Err(error),
            }
        }
        Job::Succeed { task } => match succession::look(cx, task).await {
            Ok(Some(look)) => Ok(perform(cx, look.into()).await.0),
            Ok(None) => Ok(Done::Finished),
            Err(error) => Err(error),
        },
        Job::LookAnew { pursuance, after } => {
            let step = |after: Option<TaskId>| LookAnew { pursuance: pursuance.clone(), after }.into();
            let behind = |result: &Value| {
                step(result.get("after").and_then(Value::as_str).map(|after| TaskId(after.to_owned())))
            };
            Ok(step_by_step(cx, step(after.clone()), behind).await)
        }
        Job::GoAway { person } => {
            let step = |after: Option<&str>| {
                let after = after.map(|after| TaskId(after.to_owned()));
                CarryOutAway { person: person.clone(), after }.into()
            };
            let behind = |result: &Value| step(result.get("after").and_then(Value::as_str));
            Ok(step_by_step(cx, step(None), behind).await)
        }
        Job::LetGo { pursuance, person, why, by, to } => {
            let step = Action::from(LetGo { pursuance, person, why, by, to });
            Ok(step_by_step(cx, step.clone(), |_| step.clone()).await)
        }
        Job::WindUp { pursuance } => {
            let step = |after: Option<&str>| {
                let after = after.map(|after| DelegationId(after.to_owned()));
                WindUpPursuance { pursuance: pursuance.clone(), after }.into()
            };
            let behind = |result: &Value| step(result.get("after").and_then(Value::as_str));
            Ok(step_by_step(cx, step(None), behind).await)
        }
        Job::Erase { pursuance } => {
            let step = |part| Action::from(ErasePursuance { pursuance: pursuance.clone(), part });
            let behind = |result: &Value| {
                let part = result.get("part").and_then(Value::as_u64);
                step(part.and_then(|part| usize::try_from(part).ok()).unwrap_or(0))
            };
            Ok(step_by_step(cx, step(0), behind).await)
        }
        Job::Notify { stream, seq } => notices::notify(cx, &stream, seq).await,
        Job::RenewStatistics {} => statistics::renew(&cx.app.db).await.map(|()| Done::Finished),
        Job::Send { lane } => parcels::send(cx, &lane).await,
        Job::TellByPush { account, object } => parcels::tell(cx, &account, &object).await,
        Job::ReadNotices { account, until } => notices::read(cx, &account, until).await,
        Job::ReadObject { account, object, until, read } => {
            notices::read_object(cx, &account, &object, until, read).await
        }
        Job::RemoveInvited { pursuance, invite, and_invited, by, below, reason } => {
            let step = Action::from(RemoveInvited { pursuance, invite, and_invited, by, below, reason });
            Ok(step_by_step(cx, step.clone(), |_| step.clone()).await)
        }
    };
    done.unwrap_or_else(|error| {
        if cx.disk.is_news(&error) {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                job.id = claimed.id,
                job.kind = claimed.job.kind(),
                "A job broke"
            );
        }
        Done::Failed(BROKE.to_owned())
    })
}

async fn refresh_actor(cx: &WorkerCx, uri: &str) -> StoreResult<Done> {
    match cx.app.refresh_actor(uri).await {
        Ok(_) => Ok(Done::Finished),
        Err(DirectoryError::Store(error)) => Err(error),
        Err(error) if error.is_temporary() => Ok(Done::Failed(error.to_string())),
        Err(error) => {
            tracing::info!(peer.uri = uri, "An actor stays as it was known: {error}");
            Ok(Done::Finished)
        }
    }
}

async fn pin_instance(cx: &WorkerCx, uri: &str) -> StoreResult<Done> {
    match cx.app.refresh_actor(uri).await {
        Ok(actor) => {
            if let (ActorKind::Instance, Some(key)) = (actor.kind, &actor.ed25519_public) {
                let mut tx = cx.app.db.write().await?;
                actors::pin(&mut tx, &actor.id, key, cx.app.clock.now()).await?;
                tx.commit().await?;
            }
            Ok(Done::Finished)
        }
        Err(DirectoryError::Store(error)) => Err(error),
        Err(error) if error.is_temporary() => Ok(Done::Failed(error.to_string())),
        Err(error) => {
            tracing::info!(peer.uri = uri, "An instance does not speak for its pursuances: {error}");
            Ok(Done::Finished)
        }
    }
}

/// Performs an action in the name of the clock. Answers the result of the job, and that of the action.
async fn perform(cx: &WorkerCx, action: Action) -> (Done, Value) {
    let clock = Principal::Clock { job: "queue".to_owned() };
    match cx.app.perform(&clock, action).await {
        Ok(performed) => (Done::Finished, performed.result),
        // Its object is gone.
        Err(PerformError::Refused(refused)) => {
            tracing::info!("A job had nothing to do: {refused}");
            (Done::Finished, Value::Null)
        }
        Err(error) => {
            if cx.disk.is_news(&error) {
                tracing::error!(error = &error as &dyn std::error::Error, "A job broke");
            }
            (Done::Failed(BROKE.to_owned()), Value::Null)
        }
    }
}

/// Does the next part until nothing is left, each in a transaction of its own, so that others can write in between;
/// `next` makes it from the result of the one before. Stops between two of them with the process; the next worker finds
/// the rest.
async fn step_by_step(cx: &WorkerCx, first: Action, next: impl Fn(&Value) -> Action) -> Done {
    let mut action = first;
    loop {
        let (done, result) = perform(cx, action).await;
        if result.get("left").and_then(Value::as_u64).is_none_or(|left| left == 0) {
            return done;
        }
        action = next(&result);
    }
}

async fn note(cx: &WorkerCx, worker: &str, claimed: &Claimed, done: Option<Done>) -> Result<(), StoreError> {
    let now = cx.app.clock.now();
    let mut tx = cx.app.db.write().await?;
    match (done, &claimed.job) {
        (None, _) => jobs::give_back_one(&mut tx, &claimed.id, worker).await?,
        (Some(Done::Finished), Job::Send { lane }) => {
            parcels::note(cx, &mut tx, lane, &claimed.id, worker).await?;
        }
        (Some(Done::Finished), _) => jobs::remove(&mut tx, claimed, worker).await?,
        (Some(Done::PutOff { until, why }), _) => {
            jobs::put_off(&mut tx, claimed, worker, until, &why).await?;
        }
        (Some(Done::Failed(error)), Job::Send { .. }) => {
            let at = parcels::asked_again_at(claimed.attempts, now);
            jobs::retry_at(&mut tx, claimed, worker, at, &error).await?;
        }
        (Some(Done::Failed(error)), _) => match next_try(claimed.attempts, now) {
            Some(at) => jobs::retry_at(&mut tx, claimed, worker, at, &error).await?,
            None => {
                let kind = claimed.job.kind();
                tracing::warn!(job.id = claimed.id, job.kind = kind, "A job is given up: {error}");
                jobs::remove(&mut tx, claimed, worker).await?;
            }
        },
    }
    tx.commit().await?;
    cx.disk.has_room();
    Ok(())
}

/// When a job that failed is tried again: like a delivery, for a month.
fn next_try(attempts: i64, now: Time) -> Option<Time> {
    let failures = u32::try_from(attempts).unwrap_or(u32::MAX);
    (failures < FAILURES_IN_A_MONTH).then(|| now.plus(wait_after(failures)))
}

#[cfg(test)]
mod tests {
    use pursuance_domain::time::DAY;

    use super::super::disk::tests::Log;
    use super::*;

    /// Fails without `catch_unwind` in `unbroken`: the panic ends the worker's piece of work, and nothing is noted.
    #[test]
    fn a_job_that_panics_has_failed_and_the_log_names_it_but_not_its_data() {
        let job = Job::RefreshActor { uri: "https://b.example/secret".to_owned() };
        let claimed = Claimed { id: "7".to_owned(), job, attempts: 3, run_at: 1 };
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).finish();
        let done = tracing::subscriber::with_default(subscriber, || {
            unbroken(&claimed, async { panic!("{:?}", claimed.job) }).now_or_never().unwrap()
        });
        assert!(
            matches!(done, Done::Failed(why) if why == BROKE),
            "it is tried again as any other that failed"
        );
        let log = log.text();
        assert!(log.contains("A job panicked") && log.contains("job.id=\"7\""), "{log}");
        assert!(log.contains("refresh_actor") && !log.contains("secret"), "{log}");
    }

    #[test]
    fn a_job_is_tried_again_soon_then_daily_and_not_for_ever() {
        let wait = |attempts| next_try(attempts, Time(0)).map(|at| at.0);
        assert!((24 * SECOND..=36 * SECOND).contains(&wait(1).unwrap()));
        assert!(wait(20).unwrap() >= DAY * 8 / 10);
        assert_eq!(wait(100), None);
    }
}
