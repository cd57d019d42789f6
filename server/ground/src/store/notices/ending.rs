//! How notices end: they are read, become untrue, are taken back with their act, or are forgotten.

use pursuance_domain::event::StreamId;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::notice::NoticeId;
use pursuance_domain::time::Time;

use crate::store::db::{WriteTx, all, run};
use crate::store::error::StoreResult;
use crate::store::{mentors, offers, search};

/// A statement for Postgres that changes the chosen notices and locks them in the order of their times before. Every change of
/// several notices uses it: two changes with different orders would wait for each other.
macro_rules! held {
    ($chosen:expr, $change:expr) => {
        concat!(
            "with held as materialized (select o.account, o.stream, o.seq from notice o where ",
            $chosen,
            " for update of o) update notice set ",
            $change,
            " from held h where notice.account = h.account and notice.stream = h.stream and notice.seq = h.seq"
        )
    };
}

pub(in crate::store) use held;

/// Marks the notices of a task to its reviewers as read, because it asks nothing more of them; `but`: except this person's;
/// `only_requests`: except the notices that they are its reviewers. Answers who had not read them.
pub async fn read_reviews(
    tx: &mut WriteTx,
    task: &TaskId,
    but: Option<&ActorId>,
    only_requests: bool,
    now: Time,
) -> StoreResult<Vec<ActorId>> {
    const SQLITE: &str = "update notice set read_at = $3 where object = $1 and kind = 'review' and read_at is null
        and account <> $2 and (not $4 or exists (select 1 from event e
          where e.stream = notice.stream and e.seq = notice.seq and e.verb not in ('task.created', 'task.edited')))
        returning account";
    const POSTGRES: &str = concat!(
        held!(
            "o.object = $1 and o.kind = 'review' and o.read_at is null and o.account <> $2
               and (not $4 or exists (select 1 from event e
                 where e.stream = o.stream and e.seq = o.seq and e.verb not in ('task.created', 'task.edited')))
             order by o.at, o.stream, o.seq, o.account",
            "read_at = $3"
        ),
        " returning notice.account"
    );
    let but = but.map_or("", ActorId::as_str);
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let rows = all!(tx, (String,), sql, task.as_str(), but, now.0, only_requests)?;
    let mut people: Vec<ActorId> = rows.into_iter().map(|(account,)| ActorId(account)).collect();
    people.sort();
    people.dedup();
    Ok(people)
}

/// Marks the reminders of a task to a person as read, because it does not wait for them any more. Answers the person, if they had not
/// read them.
pub async fn end_reminders(
    tx: &mut WriteTx,
    task: &TaskId,
    person: ActorId,
    now: Time,
) -> StoreResult<Vec<ActorId>> {
    const SQLITE: &str = "update notice set read_at = $3
        where account = $1 and object = $2 and kind = 'nudge' and read_at is null
        and exists (select 1 from event e where e.stream = notice.stream and e.seq = notice.seq and e.verb = 'task.nudged')";
    const POSTGRES: &str = held!(
        "o.account = $1 and o.object = $2 and o.kind = 'nudge' and o.read_at is null
           and exists (select 1 from event e where e.stream = o.stream and e.seq = o.seq and e.verb = 'task.nudged')
        order by o.at, o.stream, o.seq",
        "read_at = $3"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let count = run!(tx, sql, person.as_str(), task.as_str(), now.0)?;
    Ok(if count > 0 { vec![person] } else { Vec::new() })
}

/// Marks the notices about tasks and rooms as read for a person who has just acted there. Answers how many they had not read.
pub async fn read_of<'t>(
    tx: &mut WriteTx,
    person: &ActorId,
    objects: impl IntoIterator<Item = &'t str>,
    now: Time,
) -> StoreResult<u64> {
    const SQLITE: &str = "update notice set read_at = $3
        where account = $1 and object in (select value from json_each($2)) and read_at is null";
    const POSTGRES: &str = held!(
        "o.account = $1 and o.object = any (array(select json_array_elements_text(cast($2 as json)))) and o.read_at is null
        order by o.at, o.stream, o.seq",
        "read_at = $3"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    run!(tx, sql, person.as_str(), search::list(objects), now.0)
}

/// Deletes the unread notices that nobody was found for a task, because it is no longer true. Answers who had not read them.
pub async fn withdraw_pairing(tx: &mut WriteTx, task: &TaskId) -> StoreResult<Vec<ActorId>> {
    const SQLITE: &str =
        "delete from notice where object = $1 and kind = 'pairing' and read_at is null returning account";
    const POSTGRES: &str = "with held as materialized (select o.account, o.stream, o.seq from notice o
          where o.object = $1 and o.kind = 'pairing' and o.read_at is null
          order by o.at, o.stream, o.seq, o.account for update of o)
        delete from notice using held h
        where notice.account = h.account and notice.stream = h.stream and notice.seq = h.seq returning notice.account";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let rows = all!(tx, (String,), sql, task.as_str())?;
    let mut people: Vec<ActorId> = rows.into_iter().map(|(account,)| ActorId(account)).collect();
    people.sort();
    people.dedup();
    Ok(people)
}

/// Questions about some tasks. `$of_tasks`: those; `$which`: of which notices; `$not`: whether they ask nothing any more, or ask; `$rest`:
/// what else is demanded of the notice and its event `e`. People come first: by them and the task there is an index.
macro_rules! questions {
    ($notice:literal, $of_tasks:literal, $which:literal, $not:literal, $rest:expr) => {
        concat!(
            $notice,
            ".account in (select p.person from offer p where p.task ",
            $of_tasks,
            " union select m.person from mentor m where m.task ",
            $of_tasks,
            ") and ",
            $notice,
            ".object ",
            $of_tasks,
            " and ",
            $notice,
            ".kind = 'task_offer' and ",
            $notice,
            $which,
            " and exists (select 1 from event e where e.stream = ",
            $notice,
            ".stream and e.seq = ",
            $notice,
            ".seq and ((e.verb = 'task.asked' and ",
            $not,
            "exists (select 1 from offer o where o.person = e.object and o.task = e.task and ",
            offers::asks!(),
            ")) or (e.verb = 'mentor.asked' and ",
            $not,
            "exists (select 1 from mentor m where m.person = e.object and m.task = e.task and ",
            mentors::asks!(),
            ")))",
            $rest,
            ")"
        )
    };
}

/// Marks the questions about some tasks as read that ask nothing any more: whether somebody takes one, and whether they accompany a
/// learner. Answers who had not read them.
pub async fn read_questions<'t>(
    tx: &mut WriteTx,
    tasks: impl IntoIterator<Item = &'t TaskId>,
    now: Time,
) -> StoreResult<Vec<ActorId>> {
    const SQLITE: &str = concat!(
        "update notice set read_at = $2 where ",
        questions!("notice", "in (select value from json_each($1))", ".read_at is null", "not ", ""),
        " returning account"
    );
    const POSTGRES: &str = concat!(
        held!(
            concat!(
                questions!(
                    "o",
                    "= any (array(select json_array_elements_text(cast($1 as json))))",
                    ".read_at is null",
                    "not ",
                    ""
                ),
                " order by o.at, o.stream, o.seq, o.account"
            ),
            "read_at = $2"
        ),
        " returning notice.account"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let rows = all!(tx, (String,), sql, search::list(tasks.into_iter().map(TaskId::as_str)), now.0)?;
    let mut people: Vec<ActorId> = rows.into_iter().map(|(account,)| ActorId(account)).collect();
    people.sort();
    people.dedup();
    Ok(people)
}

/// Marks the questions about some tasks as unread that ask again after they were over, of each person the last one; `but`: except those
/// of this person, who knows it. While one person after the other is asked alone about a task, nobody else is. Answers who had read them.
pub async fn open_questions<'t>(
    tx: &mut WriteTx,
    tasks: impl IntoIterator<Item = &'t TaskId>,
    but: Option<&ActorId>,
) -> StoreResult<Vec<ActorId>> {
    macro_rules! again {
        ($notice:literal, $of_tasks:literal) => {
            questions!(
                $notice,
                $of_tasks,
                ".read_at is not null",
                "",
                concat!(
                    " and e.object <> $2 and not exists (select 1 from succession s where s.task = e.task and s.running <> 0)
                      and not exists (select 1 from notice n join event y on y.stream = n.stream and y.seq = n.seq
                        where n.account = ",
                    $notice,
                    ".account and n.object = ",
                    $notice,
                    ".object and y.verb = e.verb and (y.at > e.at or (y.at = e.at and y.seq > e.seq)))"
                )
            )
        };
    }
    const SQLITE: &str = concat!(
        "update notice set read_at = null where ",
        again!("notice", "in (select value from json_each($1))"),
        " returning account"
    );
    const POSTGRES: &str = concat!(
        held!(
            concat!(
                again!("o", "= any (array(select json_array_elements_text(cast($1 as json))))"),
                " order by o.at, o.stream, o.seq, o.account"
            ),
            "read_at = null"
        ),
        " returning notice.account"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let tasks = search::list(tasks.into_iter().map(TaskId::as_str));
    let rows = all!(tx, (String,), sql, tasks, but.map_or("", ActorId::as_str))?;
    let mut people: Vec<ActorId> = rows.into_iter().map(|(account,)| ActorId(account)).collect();
    people.sort();
    people.dedup();
    Ok(people)
}

/// Marks the reminders of a person in a pursuance, and the questions to them about its tasks, as read: nobody waits for them there any
/// more. Answers how many they were.
pub async fn read_reminders(
    tx: &mut WriteTx,
    person: &ActorId,
    pursuance: &ActorId,
    now: Time,
) -> StoreResult<u64> {
    const SQLITE: &str = "update notice set read_at = $3
        where account = $1 and pursuance = $2 and kind in ('nudge', 'task_offer') and read_at is null";
    const POSTGRES: &str = held!(
        "o.account = $1 and o.pursuance = $2 and o.kind in ('nudge', 'task_offer') and o.read_at is null
        order by o.at, o.stream, o.seq",
        "read_at = $3"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    run!(tx, sql, person.as_str(), pursuance.as_str(), now.0)
}

/// Marks the notices that somebody waits at the door of a private pursuance as read, because they wait no more. Answers who had not
/// read them.
pub async fn read_at_the_door(
    tx: &mut WriteTx,
    newcomer: &ActorId,
    pursuance: &ActorId,
    now: Time,
) -> StoreResult<Vec<ActorId>> {
    const SQLITE: &str =
        "update notice set read_at = $3 where pursuance = $2 and kind = 'join_request' and read_at is null
        and exists (select 1 from event e where e.stream = notice.stream and e.seq = notice.seq
          and e.verb = 'member.joined' and e.object = $1)
        returning account";
    const POSTGRES: &str = concat!(
        held!(
            "o.pursuance = $2 and o.kind = 'join_request' and o.read_at is null
               and exists (select 1 from event e where e.stream = o.stream and e.seq = o.seq
                 and e.verb = 'member.joined' and e.object = $1)
             order by o.at, o.stream, o.seq, o.account",
            "read_at = $3"
        ),
        " returning notice.account"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let rows = all!(tx, (String,), sql, newcomer.as_str(), pursuance.as_str(), now.0)?;
    let mut people: Vec<ActorId> = rows.into_iter().map(|(account,)| ActorId(account)).collect();
    people.sort();
    people.dedup();
    Ok(people)
}

/// Marks a notice as read or, without `at`, as unread; returns how many changed.
pub async fn set_read(
    tx: &mut WriteTx,
    account: &ActorId,
    id: &NoticeId,
    at: Option<Time>,
) -> StoreResult<u64> {
    const SQL: &str = "update notice set read_at = $4 where account = $1 and stream = $2 and seq = $3
        and (read_at is null) = (cast($4 as bigint) is not null)";
    run!(tx, SQL, account.as_str(), &id.stream.0, id.seq, at.map(|at| at.0))
}

/// Marks at most `most` notices about `object` as read or, without `at`, as unread: only notices that were unread, or read, by
/// `until`. Returns how many.
pub async fn set_object_read(
    tx: &mut WriteTx,
    account: &ActorId,
    object: &str,
    at: Option<Time>,
    until: Time,
    most: i64,
) -> StoreResult<u64> {
    macro_rules! of {
        () => {
            "o.account = $1 and o.object = $2 and (o.read_at is null) = (cast($3 as bigint) is not null)
              and coalesce(o.read_at, o.at) <= $4 order by o.at, o.stream, o.seq limit +$5"
        };
    }
    const SQLITE: &str = concat!(
        "update notice set read_at = $3 where account = $1 and (stream, seq) in (
        select o.stream, o.seq from notice o where ",
        of!(),
        ")"
    );
    const POSTGRES: &str = held!(of!(), "read_at = $3");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    run!(tx, sql, account.as_str(), object, at.map(|at| at.0), until.0, most)
}

/// Marks at most `most` notices of what was said in a discussion up to a moment as read, because its person has read it there. Answers
/// how many they had not read.
pub async fn read_said(
    tx: &mut WriteTx,
    account: &ActorId,
    thread: &str,
    (until, now): (Time, Time),
    most: i64,
) -> StoreResult<u64> {
    macro_rules! of {
        () => {
            "o.account = $1 and o.object = $2 and o.kind in ('comment', 'mention', 'reply') and o.read_at is null and o.at <= $3
              order by o.at, o.stream, o.seq limit +$5"
        };
    }
    const SQLITE: &str = concat!(
        "update notice set read_at = $4 where account = $1 and (stream, seq) in (
        select o.stream, o.seq from notice o where ",
        of!(),
        ")"
    );
    const POSTGRES: &str = held!(of!(), "read_at = $4");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    run!(tx, sql, account.as_str(), thread, until.0, now.0, most)
}

/// Marks at most `most` of the oldest unread notices up to `until` as read; returns how many.
pub async fn set_next_read(
    tx: &mut WriteTx,
    account: &ActorId,
    until: Time,
    now: Time,
    most: i64,
) -> StoreResult<u64> {
    macro_rules! of {
        () => {
            "o.account = $1 and o.read_at is null and o.at <= $2 order by o.at, o.stream, o.seq limit +$4"
        };
    }
    const SQLITE: &str = concat!(
        "update notice set read_at = $3 where account = $1 and (stream, seq) in (
        select o.stream, o.seq from notice o where ",
        of!(),
        ")"
    );
    const POSTGRES: &str = held!(of!(), "read_at = $3");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    run!(tx, sql, account.as_str(), until.0, now.0, most)
}

/// Deletes the unread notices of these events of a stream, all of one moment, because what happened was taken back; and the notices
/// of `back`, which tell so, for people with no notice of the act left. Notices in a mail or a push stay. Answers the people.
pub async fn take_back(
    tx: &mut WriteTx,
    stream: &StreamId,
    (act, at): ((i64, i64), Time),
    back: Option<(i64, i64)>,
) -> StoreResult<Vec<ActorId>> {
    const ACT: &str = "delete from notice where at = $1 and stream = $2 and seq between $3 and $4
        and read_at is null and mail is null and push is null returning account, object";
    const BACK: &str =
        "delete from notice where account = $1 and object = $2 and stream = $3 and seq between $4 and $5
        and read_at is null and mail is null and push is null and not exists (select 1 from notice r
          where r.account = $1 and r.object = $2 and r.stream = $3 and r.seq between $6 and $7)";
    let taken = all!(tx, (String, String), ACT, at.0, &stream.0, act.0, act.1)?;
    let mut people = Vec::new();
    for (account, object) in taken {
        if let Some((first, last)) = back {
            run!(tx, BACK, &account, &object, &stream.0, first, last, act.0, act.1)?;
        }
        people.push(ActorId(account));
    }
    Ok(people)
}

/// Deletes at most `most` notices from before a moment; returns how many.
pub async fn forget_before(tx: &mut WriteTx, before: Time, most: i64) -> StoreResult<u64> {
    const SQL: &str = "delete from notice where (account, stream, seq) in (
        select o.account, o.stream, o.seq from notice o where o.at < $1 order by o.at limit +$2)";
    run!(tx, SQL, before.0, most)
}
