//! Notices: which event somebody is told, why, and whether they have read it. Whom an event concerns is looked up in
//! `watches`.

mod ending;
mod rows;

use std::collections::{HashMap, HashSet};

use pursuance_domain::event::{Audience, Recorded, StreamId};
use pursuance_domain::id::{ActorId, RoomId, TaskId};
use pursuance_domain::notice::{NoticeId, NoticeKind, NoticeReason};
use pursuance_domain::time::Time;
use serde_json::json;

use super::damage::{StoredRow, listed};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::events::{EventRow, read_audience};
use super::search;

pub(super) use self::ending::held;
pub use self::ending::{
    end_reminders, forget_before, open_questions, read_at_the_door, read_of, read_questions, read_reminders,
    read_reviews, read_said, set_next_read, set_object_read, set_read, take_back, withdraw_pairing,
};
pub use self::rows::{Group, GroupNotice, IN_ROWS, Said, at, count_to, count_unread, groups, names, said};

/// Unread notices are counted up to here.
pub const COUNTED: i64 = 100;

/// A notice, with its event.
#[derive(Debug, Clone)]
pub struct Notice {
    pub kind: NoticeKind,
    pub reason: NoticeReason,
    pub pursuance: ActorId,
    /// The task or the room, or else the pursuance.
    pub object: String,
    pub audience: Audience,
    pub event: Recorded,
    pub is_read: bool,
    /// The name and the address by which its person knows a pursuance that they may not read.
    pub then: Option<Then>,
}

/// A pursuance as it was called when somebody was told.
#[derive(Debug, Clone)]
pub struct Then {
    pub name: String,
    pub slug: String,
}

impl Notice {
    /// Its name.
    pub fn id(&self) -> NoticeId {
        NoticeId { stream: self.event.stream.clone(), seq: self.event.seq }
    }

    /// Its place in the list of notices.
    pub fn place(&self) -> Place {
        Place { at: self.event.at, id: self.id() }
    }
}

/// A place in the list of notices, which begins with the newest: that is the greatest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub at: Time,
    pub id: NoticeId,
}

impl Place {
    /// Before every notice.
    pub fn top() -> Self {
        Self { at: Time(i64::MAX), id: NoticeId { stream: StreamId(String::new()), seq: 0 } }
    }
}

#[derive(sqlx::FromRow)]
struct NoticeRow {
    #[sqlx(flatten)]
    event: EventRow,
    kind: String,
    reason: String,
    pursuance: String,
    about: String,
    audience: String,
    is_read: bool,
    then_name: Option<String>,
    then_slug: Option<String>,
}

impl StoredRow for NoticeRow {
    fn key(&self) -> String {
        self.event.key()
    }
}

impl TryFrom<NoticeRow> for Notice {
    type Error = StoreError;
    fn try_from(row: NoticeRow) -> StoreResult<Self> {
        Ok(Self {
            kind: NoticeKind::parse(&row.kind)
                .ok_or_else(|| StoreError::unknown_word("notice", "kind", row.kind))?,
            reason: NoticeReason::parse(&row.reason)
                .ok_or_else(|| StoreError::unknown_word("notice", "reason", row.reason))?,
            pursuance: ActorId(row.pursuance),
            object: row.about,
            audience: read_audience(row.audience)?,
            event: row.event.try_into()?,
            is_read: row.is_read,
            then: row.then_name.zip(row.then_slug).map(|(name, slug)| Then { name, slug }),
        })
    }
}

macro_rules! select {
    ($($rest:literal),+ $(,)?) => {
        concat!(
            "select e.stream, e.seq, e.at, e.actor, e.verb, e.object, e.task, e.data, e.action, n.kind, n.reason, n.pursuance, n.object as about,
            n.audience, n.read_at is not null as is_read, n.then_name, n.then_slug
            from notice n join event e on e.stream = n.stream and e.seq = n.seq where ",
            $($rest),+
        )
    };
}

/// A page of the notices of a person. The account is part of the range and of the order, which only one index has: of an
/// order by `at` Postgres may make a walk through everybody's notices by age.
macro_rules! page {
    ($which:literal) => {
        select!(
            $which,
            " and n.account >= $1 and (n.account, n.at, n.stream, n.seq) < ($1, $2, $3, $4)
            order by n.account desc, n.at desc, n.stream desc, n.seq desc limit +$5"
        )
    };
}

/// The unread notices of a person after a place, the newest first. Whether they may read each is asked afterwards.
pub async fn unread(
    tx: &mut ReadTx,
    account: &ActorId,
    after: &Place,
    limit: i64,
) -> StoreResult<Vec<Notice>> {
    const SQL: &str = page!("n.read_at is null");
    page(tx, SQL, account, after, limit).await
}

/// The unread notices of a person that a mail is to tell, the oldest first.
pub async fn of_mail(tx: &mut ReadTx, account: &ActorId, mail: &str, limit: i64) -> StoreResult<Vec<Notice>> {
    const SQL: &str = select!(
        "n.account = $1 and n.read_at is null and n.mail = $2
        order by n.at, n.stream, n.seq limit +$3"
    );
    Ok(listed(each!(tx, NoticeRow, SQL, account.as_str(), mail, limit)?))
}

/// The unread notices of a person about an object that are to be pushed: the due ones, or the ones that messages already tell.
pub async fn of_push(
    tx: &mut ReadTx,
    account: &ActorId,
    object: &str,
    is_due: bool,
    limit: i64,
) -> StoreResult<Vec<Notice>> {
    const SQL: &str = select!(
        "n.account = $1 and n.object = $2 and n.read_at is null and n.push is not null and (n.push = 'due') = $3
        order by n.at desc, n.stream desc, n.seq desc limit +$4"
    );
    Ok(listed(each!(tx, NoticeRow, SQL, account.as_str(), object, is_due, limit)?))
}

/// The unread notices of a person that one message is the first to tell, the newest first.
pub async fn of_message(
    tx: &mut ReadTx,
    account: &ActorId,
    object: &str,
    message: &str,
    limit: i64,
) -> StoreResult<Vec<Notice>> {
    const SQL: &str = select!(
        "n.account = $1 and n.object = $2 and n.read_at is null and n.push = $3
        order by n.at desc, n.stream desc, n.seq desc limit +$4"
    );
    Ok(listed(each!(tx, NoticeRow, SQL, account.as_str(), object, message, limit)?))
}

/// The read notices of a person after a place, the newest first.
pub async fn read(tx: &mut ReadTx, account: &ActorId, after: &Place, limit: i64) -> StoreResult<Vec<Notice>> {
    const SQL: &str = page!("n.read_at is not null");
    page(tx, SQL, account, after, limit).await
}

async fn page(
    tx: &mut ReadTx,
    sql: &'static str,
    account: &ActorId,
    after: &Place,
    limit: i64,
) -> StoreResult<Vec<Notice>> {
    let (stream, seq) = (&after.id.stream.0, after.id.seq);
    Ok(listed(each!(tx, NoticeRow, sql, account.as_str(), after.at.0, stream, seq, limit)?))
}

/// The place of a notice of a person, and whether it was read.
pub async fn place_of(
    tx: &mut ReadTx,
    account: &ActorId,
    id: &NoticeId,
) -> StoreResult<Option<(Place, bool)>> {
    const SQL: &str =
        "select at, read_at is not null from notice where account = $1 and stream = $2 and seq = $3";
    let row = optional!(tx, (i64, bool), SQL, account.as_str(), &id.stream.0, id.seq)?;
    Ok(row.map(|(at, is_read)| (Place { at: Time(at), id: id.clone() }, is_read)))
}

/// A mark of the unread notices of a person: how many they are, up to [`COUNTED`], and the time of the newest. Another mark
/// means that [`count_unread`] has to be asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct UnreadMark {
    unread: i64,
    newest: Option<i64>,
}

/// The mark of a person's unread notices, whether they may read them or not.
pub async fn mark(tx: &mut ReadTx, account: &ActorId) -> StoreResult<UnreadMark> {
    const SQL: &str = "select
        (select count(*) from (select 1 as n from notice where account = $1 and read_at is null
          order by at desc, stream desc, seq desc limit 100) c) as unread,
        (select at from notice where account = $1 and read_at is null order by at desc, stream desc, seq desc limit 1) as newest";
    one!(tx, UnreadMark, SQL, account.as_str())
}

/// The marks of the unread notices of several people.
pub async fn marks<'a>(
    tx: &mut ReadTx,
    accounts: impl IntoIterator<Item = &'a ActorId>,
) -> StoreResult<HashMap<ActorId, UnreadMark>> {
    macro_rules! marks {
        ($people:literal) => {
            concat!(
                "select o.value,
                (select count(*) from (select 1 as n from notice where account = o.value and read_at is null
                  order by at desc, stream desc, seq desc limit 100) c) as unread,
                (select at from notice where account = o.value and read_at is null
                  order by at desc, stream desc, seq desc limit 1) as newest from ",
                $people
            )
        };
    }
    let sql = if tx.is_sqlite() {
        marks!("json_each($1) o")
    } else {
        marks!("json_array_elements_text(cast($1 as json)) o(value)")
    };
    let people = search::list(accounts.into_iter().map(ActorId::as_str));
    let found = all!(tx, (String, i64, Option<i64>), sql, people)?;
    Ok(found.into_iter().map(|(id, unread, newest)| (ActorId(id), UnreadMark { unread, newest })).collect())
}

/// A notice to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewNotice<'a> {
    pub event: &'a Recorded,
    pub audience: Audience,
    pub pursuance: &'a ActorId,
    pub account: &'a ActorId,
    pub kind: NoticeKind,
    pub reason: NoticeReason,
}

/// Writes notices, at most one for each event and person. A new one that nobody was found for a task replaces an unread one. Answers
/// the new ones: the event, and the person.
pub async fn add(tx: &mut WriteTx, new: &[NewNotice<'_>]) -> StoreResult<HashSet<(NoticeId, ActorId)>> {
    macro_rules! insert {
        ($rows:literal) => {
            concat!(
                "insert into notice (account, stream, seq, kind, reason, pursuance, object, audience, at, then_name, then_slug)
                select j.value ->> 0, j.value ->> 1, cast(j.value ->> 2 as bigint), j.value ->> 3, j.value ->> 4, j.value ->> 5,
                  j.value ->> 6, j.value ->> 7, cast(j.value ->> 8 as bigint),
                  (select a.display from actor a where a.id = j.value ->> 5 and j.value ->> 4 in ('parted', 'asked', 'member')),
                  (select p.slug from pursuance p where p.actor = j.value ->> 5 and j.value ->> 4 in ('parted', 'asked', 'member')) from ",
                $rows,
                " where true order by 1, 2, 3 on conflict (account, stream, seq) do nothing returning account, stream, seq"
            )
        };
    }
    if new.is_empty() {
        return Ok(HashSet::new());
    }
    let sql = if tx.is_sqlite() {
        insert!("json_each($1) j")
    } else {
        insert!("json_array_elements(cast($1 as json)) j(value)")
    };
    let row = |new: &NewNotice<'_>| {
        let event = new.event;
        let room = || event.what.room().map_or(new.pursuance.as_str(), RoomId::as_str);
        let object = event.task.as_ref().map_or_else(room, TaskId::as_str);
        let (kind, reason, audience) = (new.kind.as_str(), new.reason.as_str(), new.audience.as_str());
        json!([
            new.account,
            event.stream,
            event.seq,
            kind,
            reason,
            new.pursuance,
            object,
            audience,
            event.at.0
        ])
    };
    let rows = json!(new.iter().map(row).collect::<Vec<_>>()).to_string();
    if new.iter().any(|one| one.kind == NoticeKind::Pairing) {
        replace_pairing(tx, &rows).await?;
    }
    let added = all!(tx, (String, String, i64), sql, &rows)?;
    let told = |(account, stream, seq)| (NoticeId { stream: StreamId(stream), seq }, ActorId(account));
    Ok(added.into_iter().map(told).collect())
}

/// Deletes the unread notices "nobody was found" of the tasks and people in `rows`, except the notices that [`add`] writes of `rows`.
async fn replace_pairing(tx: &mut WriteTx, rows: &str) -> StoreResult<()> {
    macro_rules! old {
        ($rows:literal) => {
            concat!(
                "select o.account, o.stream, o.seq from ",
                $rows,
                " join notice o on o.account = j.value ->> 0 and o.object = j.value ->> 6
                where j.value ->> 3 = 'pairing' and o.kind = 'pairing' and o.read_at is null
                  and (o.stream <> j.value ->> 1 or o.seq <> cast(j.value ->> 2 as bigint))"
            )
        };
    }
    const SQLITE: &str =
        concat!("delete from notice where (account, stream, seq) in (", old!("json_each($1) j"), ")");
    const POSTGRES: &str = concat!(
        "with held as materialized (",
        old!("json_array_elements(cast($1 as json)) j(value)"),
        " order by o.at, o.stream, o.seq, o.account for update of o)
        delete from notice using held h
        where notice.account = h.account and notice.stream = h.stream and notice.seq = h.seq"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    run!(tx, sql, rows).map(drop)
}
