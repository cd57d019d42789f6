//! Jobs: work written in the transaction that makes it necessary, and done later by the worker that claims it.

mod lease;

use pursuance_domain::event::StreamId;
use pursuance_domain::id::{ActorId, FileId, InviteId, ReasonId, SkillOfferId, TaskId};
use pursuance_domain::people::parting::Parting;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::Subtasks;
use pursuance_domain::time::Time;
use serde::{Deserialize, Serialize};

use self::lease::JobRow;
pub use self::lease::{
    Claimed, Postponed, claim, forget, give_back_all, give_back_one, go_on_at, has_due, hold, put_off,
    remove, renew, retry_at,
};
use super::damage::single;
use super::db::{ReadTx, WriteTx, one, optional, run};
use super::error::{StoreError, StoreResult};
use crate::platform::clock::Clock;

/// Work that is neither a delivery nor due by the state of a delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Fetches the copy of a file from another server's message.
    FetchFile { file: FileId },
    /// Makes what pages show of a file that is a picture.
    ShowPicture { file: FileId },
    /// Removes the bytes of files that came with a message whose time in its room is over.
    RemoveBytes { files: Vec<String> },
    /// Fetches an actor's document anew.
    RefreshActor { uri: String },
    /// Pins the key of an instance that speaks for a pinned pursuance.
    PinInstance { uri: String },
    /// Ends the delegations with a server that still refuses everything at that time.
    EndWithHost { host: String },
    /// Notes that an actor elsewhere has ended.
    NoteGone { actor: ActorId },
    /// Notes that an actor's document lists another key than the pinned one.
    NoteKeyChange { actor: ActorId, key: String },
    /// Closes the remaining subtasks of a closed task.
    SettleSubtasks {
        task: TaskId,
        subtasks: Subtasks,
        by: ActorId,
        /// The last subtask that was looked at when the task was closed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<TaskId>,
    },
    /// Tells the tasks that wait for a task that it was closed or opened again.
    TellWaiting { task: TaskId },
    /// Looks at a task that wants help, and asks the next people.
    Pair { task: TaskId },
    /// Asks the next person who may go on with a task that was handed on.
    Succeed { task: TaskId },
    /// Looks at the remaining silences of a pursuance by its new terms.
    LookAnew { pursuance: ActorId, after: Option<TaskId> },
    /// Does what a person wanted of their tasks while they are away.
    GoAway { person: ActorId },
    /// Lets go of the remaining tasks of a person who does not continue them.
    LetGo {
        pursuance: ActorId,
        person: ActorId,
        why: Parting,
        by: Option<ActorId>,
        #[serde(default)]
        to: Option<ActorId>,
    },
    /// Tells the groups that an event concerns.
    Notify { stream: StreamId, seq: i64 },
    /// Marks the remaining notices of a person as read, up to a moment.
    ReadNotices { account: ActorId, until: Time },
    /// Marks the remaining notices about an object as read, up to a moment, or as unread again.
    ReadObject { account: ActorId, object: String, until: Time, read: bool },
    /// Tells pursuances elsewhere what became of a skill offer of ours.
    TellSkillOffer { offer: SkillOfferId },
    /// Reads a skill offer of another server again.
    AskSkillOffer { uri: String },
    /// Reads what a pursuance of another server offers, and from then on once a week.
    ReadSkillOffers { actor: ActorId },
    /// Has the planners of the database know the tables after much was written.
    RenewStatistics {},
    /// Sends the parcels of a lane that are due.
    Send { lane: Lane },
    /// Has what somebody is to be told about an object by push sent to each of their browsers.
    TellByPush { account: ActorId, object: String },
    /// Ends the remaining delegations of a closed pursuance.
    WindUp { pursuance: ActorId },
    /// Removes what a deleted pursuance has left.
    Erase { pursuance: ActorId },
    /// Ends the remaining memberships that came by a revoked invitation.
    RemoveInvited {
        pursuance: ActorId,
        invite: InviteId,
        and_invited: bool,
        by: ActorId,
        below: Role,
        /// The text of the reason; jobs that were written before have none.
        #[serde(default)]
        reason: Option<ReasonId>,
    },
}

impl Job {
    /// The word in the database.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::FetchFile { .. } => "fetch_file",
            Self::ShowPicture { .. } => "show_picture",
            Self::RemoveBytes { .. } => "remove_bytes",
            Self::RefreshActor { .. } => "refresh_actor",
            Self::PinInstance { .. } => "pin_instance",
            Self::EndWithHost { .. } => "end_with_host",
            Self::NoteGone { .. } => "note_gone",
            Self::NoteKeyChange { .. } => "note_key_change",
            Self::SettleSubtasks { .. } => "settle_subtasks",
            Self::TellWaiting { .. } => "tell_waiting",
            Self::TellSkillOffer { .. } => "tell_skill_offer",
            Self::AskSkillOffer { .. } => "ask_skill_offer",
            Self::ReadSkillOffers { .. } => "read_skill_offers",
            Self::Pair { .. } => "pair",
            Self::Succeed { .. } => "succeed",
            Self::GoAway { .. } => "go_away",
            Self::LookAnew { .. } => "look_anew",
            Self::LetGo { .. } => "let_go",
            Self::Notify { .. } => "notify",
            Self::ReadNotices { .. } => "read_notices",
            Self::ReadObject { .. } => "read_object",
            Self::RenewStatistics {} => "renew_statistics",
            Self::Send { .. } => "send",
            Self::TellByPush { .. } => "tell_by_push",
            Self::RemoveInvited { .. } => "remove_invited",
            Self::WindUp { .. } => "wind_up",
            Self::Erase { .. } => "erase",
        }
    }

    /// The handling of a second job for the same thing.
    fn again(&self) -> JobAgain {
        match self {
            Self::FetchFile { file } => JobAgain::IsEnough(format!("file:{file}")),
            Self::ShowPicture { file } => JobAgain::IsEnough(format!("picture:{file}")),
            // The answer of the actor's server may be older than the reason to ask again.
            Self::RefreshActor { uri } => JobAgain::FollowsOn(format!("actor:{uri}")),
            Self::PinInstance { uri } => JobAgain::IsEnough(format!("instance:{uri}")),
            Self::EndWithHost { host } => JobAgain::IsEnough(format!("host:{host}")),
            Self::NoteGone { actor } => JobAgain::IsEnough(format!("gone:{actor}")),
            Self::NoteKeyChange { actor, key } => JobAgain::IsEnough(format!("key:{actor}:{key}")),
            // A person who reopens the task and closes it again may choose otherwise, also while the first choice is
            // carried out.
            Self::SettleSubtasks { task, .. } => JobAgain::Replaces(settling(task)),
            // A task that is opened again while the job is done is told of once more.
            Self::TellWaiting { task } => JobAgain::FollowsOn(format!("waiting:{task}")),
            // It may have changed once more while others are told.
            Self::TellSkillOffer { offer } => JobAgain::FollowsOn(format!("skill-offer:{offer}")),
            Self::AskSkillOffer { uri } => JobAgain::IsEnough(format!("ask:{uri}")),
            Self::ReadSkillOffers { actor } => JobAgain::IsEnough(format!("offers-of:{actor}")),
            // Each look says when the next one is; what happens to the task meanwhile may ask for one sooner.
            Self::Pair { task } => JobAgain::FollowsOn(format!("pair:{task}")),
            Self::Succeed { task } => JobAgain::FollowsOn(format!("succeed:{task}")),
            // The terms may have changed once more while it is done.
            Self::LookAnew { pursuance, .. } => JobAgain::Replaces(format!("anew:{pursuance}")),
            Self::GoAway { person } => JobAgain::FollowsOn(format!("away:{person}")),
            // A person who leaves again while the job of the first time ends must not be forgotten; and each message has its files.
            Self::LetGo { .. } | Self::RemoveInvited { .. } | Self::RemoveBytes { .. } => JobAgain::IsAnother,
            // A pursuance that was opened and closed again while the job is done is looked at once more.
            Self::WindUp { pursuance } => JobAgain::FollowsOn(format!("wind-up:{pursuance}")),
            // It waits for others that have to be done before, by being written again.
            Self::Erase { pursuance } => JobAgain::FollowsOn(format!("erase:{pursuance}")),
            // Rows that are written while it is done are seen by the next one.
            Self::RenewStatistics {} => JobAgain::FollowsOn("statistics".to_owned()),
            // Its end looks up when the next parcel is due.
            Self::Send { lane } => JobAgain::IsSooner(sending(lane)),
            // More may happen while it is done, or waits for the end of quiet hours.
            Self::TellByPush { account, object } => {
                JobAgain::FollowsOn(format!("tell-by-push:{account}:{object}"))
            }
            Self::Notify { stream, seq } => JobAgain::IsEnough(notifying(stream, *seq)),
            // The later moment includes the earlier one.
            Self::ReadNotices { account, .. } => JobAgain::Replaces(format!("read:{account}")),
            // The newest choice is the one that counts.
            Self::ReadObject { account, object, .. } => {
                JobAgain::Replaces(format!("read:{account}:{object}"))
            }
        }
    }

    /// Writes the job, to be done from a moment on.
    pub async fn write(&self, tx: &mut WriteTx, clock: &Clock, run_at: Time) -> StoreResult<()> {
        let payload = serde_json::to_string(self).map_err(|error| unreadable(&error))?;
        let new = NewJob { id: clock.new_id(), kind: self.kind(), payload, run_at };
        tx.leaves_work();
        match self.again() {
            JobAgain::IsEnough(key) => add(tx, &new, Some(&key)).await,
            JobAgain::FollowsOn(key) => follow_on(tx, &new, &key, clock.now()).await,
            JobAgain::IsSooner(key) => hasten(tx, &new, &key).await,
            JobAgain::Replaces(key) => replace(tx, &new, &key).await,
            JobAgain::IsAnother => add(tx, &new, None).await,
        }
    }
}

/// The parcels for one receiver that one client caused: they go one after the other, and one job sends them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, sqlx::FromRow)]
pub struct Lane {
    /// How they are handed over: a word of letters.
    pub carrier: String,
    /// The account or pursuance that has this server go there; empty where nobody chose it.
    pub owner: String,
    /// Scheme, host and port of the server that gets them; the word of the carrier where all go to one server of the operators.
    pub receiver: String,
}

impl Lane {
    /// All mail: it goes to the one mail server.
    pub fn mail() -> Self {
        Self { carrier: "mail".to_owned(), owner: String::new(), receiver: "mail".to_owned() }
    }

    /// Has the lane sent from a moment on, or later if it waits after a failure.
    pub async fn open(&self, tx: &mut WriteTx, clock: &Clock, at: Time) -> StoreResult<()> {
        Job::Send { lane: self.clone() }.write(tx, clock, at).await
    }
}

/// The handling of a new job while one of the same name waits or is done.
enum JobAgain {
    /// The existing job is enough; if it waits until later, it waits no longer.
    IsEnough(String),
    /// The existing job is enough, but one in progress is done once more afterwards, no later than the new one would be.
    FollowsOn(String),
    /// The existing job is enough, also in progress, and is due no later than the new one would be, unless it waits after a failure.
    IsSooner(String),
    /// It replaces the existing job.
    Replaces(String),
    /// Each is a job of its own.
    IsAnother,
}

/// The name of the job that closes the tasks below a task.
fn settling(task: &TaskId) -> String {
    format!("settle:{task}")
}

/// The newest choice for the remaining subtasks of a closed task.
pub async fn choice_for(tx: &mut ReadTx, task: &TaskId) -> StoreResult<Option<Subtasks>> {
    const SQL: &str = "select id, payload, attempts, run_at from job where unique_key = $1";
    let claimed: Option<Claimed> = single(optional!(tx, JobRow, SQL, settling(task))?)?;
    let Some(Claimed { job: Job::SettleSubtasks { subtasks, .. }, .. }) = claimed else { return Ok(None) };
    Ok(Some(subtasks))
}

/// The name of the job that tells the groups of an event. In one stream these names are in the order of the events.
fn notifying(stream: &StreamId, seq: i64) -> String {
    format!("notify:{}:{seq:019}", stream.0)
}

/// The name of the job that sends a lane.
fn sending(lane: &Lane) -> String {
    format!("send:{}:{}:{}/", lane.owner, lane.carrier, lane.receiver)
}

/// The first event of a stream, up to this one, whose groups are not told yet.
pub async fn first_to_notify(tx: &mut ReadTx, stream: &StreamId, until: i64) -> StoreResult<Option<i64>> {
    const SQL: &str =
        "select unique_key from job where unique_key >= $1 and unique_key <= $2 order by unique_key limit 1";
    let row = optional!(tx, (String,), SQL, notifying(stream, 0), notifying(stream, until))?;
    Ok(row.and_then(|(key,)| key.rsplit(':').next()?.parse().ok()))
}

/// The groups of an event are told: nobody need do it again.
pub async fn notified(tx: &mut WriteTx, stream: &StreamId, seq: i64) -> StoreResult<()> {
    run!(tx, "delete from job where unique_key = $1", notifying(stream, seq)).map(drop)
}

/// Whether a job remains that tells the tasks waiting for a task of a pursuance that it was closed or opened again.
pub async fn tell_waiting_of(tx: &mut ReadTx, pursuance: &ActorId) -> StoreResult<bool> {
    const SQL: &str = "select 1 from job j join task t on t.id = substr(j.unique_key, 9)
        where j.kind = 'tell_waiting' and t.pursuance = $1 limit 1";
    Ok(optional!(tx, (i32,), SQL, pursuance.as_str())?.is_some())
}

/// A job as written.
struct NewJob {
    id: String,
    kind: &'static str,
    payload: String,
    run_at: Time,
}

fn unreadable(error: &serde_json::Error) -> StoreError {
    StoreError::unreadable("job", "payload", error)
}

/// Writes a job. One with the same `unique_key` is enough, and is done no later than the new one would be.
async fn add(tx: &mut WriteTx, new: &NewJob, unique_key: Option<&str>) -> StoreResult<()> {
    const SQL: &str = "insert into job (id, kind, payload, run_at, attempts, lease_until, unique_key) values ($1, $2, $3, $4, 0, 0, $5)
        on conflict (unique_key) do update set run_at = excluded.run_at where job.lease_by is null and job.run_at > excluded.run_at";
    run!(tx, SQL, &new.id, new.kind, &new.payload, new.run_at.0, unique_key).map(drop)
}

/// Writes a job as [`add`] does. Where one with the same `unique_key` is being done, its moment changes, so that [`remove`]
/// leaves it to be done once more: no later than it is wanted, also where the one in progress has put itself off meanwhile.
async fn follow_on(tx: &mut WriteTx, new: &NewJob, unique_key: &str, now: Time) -> StoreResult<()> {
    // A job in progress has the moment at which it was due when it was claimed, which is past; any other says that it was
    // wanted again since. One more than is wanted now is therefore never the moment of the claim.
    const SQL: &str = "insert into job (id, kind, payload, run_at, attempts, lease_until, unique_key) values ($1, $2, $3, $4, 0, 0, $5)
        on conflict (unique_key) do update set run_at = case
          when job.lease_by is null and job.run_at < excluded.run_at then job.run_at
          when job.lease_by is null then excluded.run_at
          when job.run_at > excluded.run_at + 1 then excluded.run_at + 1
          when job.run_at >= excluded.run_at then job.run_at + 1
          when job.run_at > $6 then job.run_at
          else excluded.run_at end";
    run!(tx, SQL, &new.id, new.kind, &new.payload, new.run_at.0, unique_key, now.0).map(drop)
}

/// Writes a job, or has the one with the same `unique_key` due no later, in progress or not.
async fn hasten(tx: &mut WriteTx, new: &NewJob, unique_key: &str) -> StoreResult<()> {
    const SQL: &str = "insert into job (id, kind, payload, run_at, attempts, lease_until, unique_key) values ($1, $2, $3, $4, 0, 0, $5)
        on conflict (unique_key) do update set run_at = excluded.run_at
          where job.run_at > excluded.run_at and coalesce(job.error, '') = ''";
    run!(tx, SQL, &new.id, new.kind, &new.payload, new.run_at.0, unique_key).map(drop)
}

/// Has the job of a lane done from a moment on, also if it waits after a failure.
pub async fn send_now(tx: &mut WriteTx, lane: &Lane, at: Time) -> StoreResult<()> {
    const SQL: &str = "update job set run_at = $2 where unique_key = $1 and run_at > $2";
    tx.leaves_work();
    run!(tx, SQL, sending(lane), at.0).map(drop)
}

/// Replaces the job with the same `unique_key`. A worker that has claimed that one can no longer finish it.
async fn replace(tx: &mut WriteTx, new: &NewJob, unique_key: &str) -> StoreResult<()> {
    const SQL: &str = "insert into job (id, kind, payload, run_at, attempts, lease_until, unique_key) values ($1, $2, $3, $4, 0, 0, $5)
        on conflict (unique_key) do update set payload = excluded.payload, run_at = excluded.run_at, attempts = 0, lease_by = null,
          lease_until = 0, error = null";
    run!(tx, SQL, &new.id, new.kind, &new.payload, new.run_at.0, unique_key).map(drop)
}

/// Counts the waiting jobs, and answers since when the oldest due job waits.
pub async fn waiting(tx: &mut ReadTx, now: Time) -> StoreResult<(i64, Option<Time>)> {
    let row: (i64, Option<i64>) = one!(
        tx,
        (i64, Option<i64>),
        "select count(*), min(case when run_at <= $1 then run_at end) from job",
        now.0
    )?;
    Ok((row.0, row.1.map(Time)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_reads_back_as_it_was_written() {
        for job in [
            Job::FetchFile { file: FileId("1".to_owned()) },
            Job::ShowPicture { file: FileId("1".to_owned()) },
            Job::RemoveBytes { files: vec!["00ff".to_owned()] },
            Job::RefreshActor { uri: "https://b.example/7".to_owned() },
            Job::PinInstance { uri: "https://b.example/i".to_owned() },
            Job::EndWithHost { host: "b.example".to_owned() },
            Job::NoteGone { actor: ActorId("3".to_owned()) },
            Job::NoteKeyChange { actor: ActorId("3".to_owned()), key: "z6Mk".to_owned() },
            Job::SettleSubtasks {
                task: TaskId("1".to_owned()),
                subtasks: Subtasks::Drop,
                by: ActorId("2".to_owned()),
                after: Some(TaskId("3".to_owned())),
            },
            Job::TellWaiting { task: TaskId("1".to_owned()) },
            Job::TellSkillOffer { offer: SkillOfferId("1".to_owned()) },
            Job::AskSkillOffer { uri: "https://b.example/ap/so/1".to_owned() },
            Job::Pair { task: TaskId("1".to_owned()) },
            Job::LetGo {
                pursuance: ActorId("1".to_owned()),
                person: ActorId("2".to_owned()),
                why: Parting::Unavailable,
                by: None,
                to: None,
            },
            Job::Notify { stream: StreamId("1".to_owned()), seq: 7 },
            Job::ReadNotices { account: ActorId("1".to_owned()), until: Time(1_700_000_000_000_000) },
            Job::ReadObject {
                account: ActorId("1".to_owned()),
                object: "2".to_owned(),
                until: Time(1_700_000_000_000_000),
                read: false,
            },
            Job::RenewStatistics {},
            Job::Send { lane: Lane::mail() },
            Job::TellByPush { account: ActorId("1".to_owned()), object: "2".to_owned() },
            Job::WindUp { pursuance: ActorId("1".to_owned()) },
            Job::Erase { pursuance: ActorId("1".to_owned()) },
            Job::RemoveInvited {
                pursuance: ActorId("1".to_owned()),
                invite: InviteId("2".to_owned()),
                and_invited: true,
                by: ActorId("3".to_owned()),
                below: Role::Admin,
                reason: Some(ReasonId("4".to_owned())),
            },
        ] {
            let text = serde_json::to_string(&job).unwrap();
            assert!(text.contains(&format!("\"kind\":\"{}\"", job.kind())), "{text}");
            assert_eq!(serde_json::from_str::<Job>(&text).unwrap(), job);
        }
    }
}
