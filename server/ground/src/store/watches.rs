//! Watches, mutes and preferences of people: whom an event reaches.

use std::collections::{HashMap, HashSet};

use pursuance_domain::allowed::{Granted, Membership};
use pursuance_domain::id::{ActorId, RoomId, TaskId};
use pursuance_domain::notice::{Cause, Channel, NoticeKind, NoticeReason, Wanted};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::Visibility;
use serde_json::json;

use super::damage::{StoredRow, listed};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::grants;
use super::search;
use super::words::{read_membership, read_visibility};

/// The object of a watch on a skill, by the key of the skill.
pub fn of_skill(key: &str) -> String {
    format!("skill:{key}")
}

/// A person whom an event may concern: their membership, and whether they want to hear of it.
#[derive(Debug, Clone)]
pub struct Recipient {
    pub account: ActorId,
    pub membership: Membership,
    /// Their grants on the task, beyond their role.
    pub granted: Granted,
    /// Whether they muted the task or the pursuance.
    pub is_muted: bool,
    /// Whether they want notices of this kind.
    pub wants: bool,
    /// When they want to be told of it by mail; none where no mail reaches them.
    pub by_mail: Option<Wanted>,
    /// When they want to be told by push; none where no push reaches them.
    pub by_push: Option<Wanted>,
    /// The visibility of the pursuance.
    pub visibility: Visibility,
}

/// The object of an event, and the kind of notice that would tell of it.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub pursuance: &'a ActorId,
    pub task: Option<&'a TaskId>,
    /// The room, where it happened in one.
    pub room: Option<&'a RoomId>,
    pub kind: NoticeKind,
}

impl About<'_> {
    /// The task or the room, or else the pursuance.
    pub fn object(&self) -> &str {
        let room = || self.room.map_or(self.pursuance.as_str(), RoomId::as_str);
        self.task.map_or_else(room, TaskId::as_str)
    }
}

/// Some people of a group, each with the reason why they belong to it.
#[derive(Debug, Default)]
pub struct Recipients {
    pub people: Vec<(Recipient, NoticeReason)>,
    /// The last one looked at, if there are more.
    pub rest: Option<String>,
}

#[derive(sqlx::FromRow)]
struct RecipientRow {
    account: String,
    role: Option<String>,
    state: Option<String>,
    may: Option<String>,
    is_muted: bool,
    kind: String,
    wanted: Option<String>,
    /// None where mail does not reach them, and empty where they have chosen nothing.
    by_mail: Option<String>,
    by_push: Option<String>,
    /// None where the pursuance is gone.
    visibility: Option<String>,
    /// Why they are found, as a number: 1 by the task, 2 by the pursuance, 3 by a skill. Or which of the questions they answer.
    place: i64,
}

impl Recipients {
    /// Reads the found rows; fewer rows than the limit are the last ones.
    fn of(rows: Vec<RecipientRow>, limit: i64, reason: impl Fn(i64) -> NoticeReason) -> Self {
        let is_full = i64::try_from(rows.len()).is_ok_and(|found| found >= limit);
        let rest = rows.last().filter(|_| is_full).map(|row| row.account.clone());
        let rows: Vec<(Recipient, i64)> = listed(rows);
        let people = rows.into_iter().map(|(recipient, place)| (recipient, reason(place))).collect();
        Self { people, rest }
    }
}

impl StoredRow for RecipientRow {
    fn key(&self) -> String {
        self.account.clone()
    }
}

impl TryFrom<RecipientRow> for (Recipient, i64) {
    type Error = StoreError;
    fn try_from(row: RecipientRow) -> StoreResult<Self> {
        let wanted = row.wanted.map(read_wanted).transpose()?;
        let unknown = || StoreError::unknown_word("preference", "kind", &row.kind);
        let kind = NoticeKind::parse(&row.kind).ok_or_else(unknown)?;
        let by = |channel: Channel, word: Option<String>| match word {
            None => Ok(None),
            Some(word) if word.is_empty() => Ok(Some(channel.unless_chosen(kind))),
            Some(word) => read_wanted(word).map(Some),
        };
        let recipient = Recipient {
            account: ActorId(row.account),
            membership: read_membership(row.role, row.state)?,
            granted: row.may.map(|may| grants::granted("", &may)).unwrap_or_default(),
            is_muted: row.is_muted,
            wants: match wanted {
                None | Some(Wanted::Now | Wanted::Digest) => true,
                Some(Wanted::Never) => false,
            },
            by_mail: by(Channel::Mail, row.by_mail)?,
            by_push: by(Channel::Push, row.by_push)?,
            visibility: row.visibility.map(read_visibility).transpose()?.unwrap_or(Visibility::Members),
        };
        Ok((recipient, row.place))
    }
}

fn read_wanted(word: String) -> StoreResult<Wanted> {
    Wanted::parse(&word).ok_or_else(|| StoreError::unknown_word("preference", "wanted", word))
}

/// A statement for the facts that decide whether and how somebody is told. `m`: the columns of their membership.
macro_rules! recipients {
    (
        $place:literal, $account:literal, ($role:literal, $state:literal),
        ($pursuance:literal, $object:literal, $kind:literal); $($rest:literal),+ $(,)?
    ) => {
        concat!(
            "select ", $account, " as account, ", $role, " as role, ", $state, " as state, cast(", $place, " as bigint) as place,
              cast(", $kind, " as text) as kind,
              (select v.visibility from pursuance v where v.actor = ", $pursuance, ") as visibility,
              (select g.may from task_grant g where g.task = ", $object, " and g.actor = ", $account, ") as may,
              exists (select 1 from mute u where u.account = ", $account, " and u.object in (", $pursuance, ", ", $object, ")) as is_muted,
              ", chosen!($account, $kind, "site"), " as wanted,
              case when exists (select 1 from mail_address e where e.account = ", $account, " and e.state = 'confirmed')
                then coalesce(", chosen!($account, $kind, "mail"), ", '') end as by_mail,
              case when exists (select 1 from push_browser b where b.account = ", $account, ")
                then coalesce(", chosen!($account, $kind, "push"), ", '') end as by_push ",
            $($rest),+
        )
    };
}

/// The choice of somebody for a kind, in one channel.
macro_rules! chosen {
    ($account:literal, $kind:literal, $channel:literal) => {
        concat!(
            "(select p.wanted from preference p where p.account = ",
            $account,
            " and p.kind = ",
            $kind,
            " and p.channel = '",
            $channel,
            "')"
        )
    };
}

/// The text of `recipients!` for a group: `a` is the account, `m` the membership, and `$1` to `$3` are the pursuance, the object, the
/// kind.
macro_rules! of_group {
    ($place:literal, $($rest:literal),+ $(,)?) => {
        recipients!($place, "a.actor", ("m.role", "m.state"), ("$1", "$2", "$3"); $($rest),+)
    };
}

/// The question whether and how somebody is told of something.
pub type WatchQuestion<'a> = (About<'a>, &'a ActorId);

/// The answers to some questions, in their order, each with its place among them; people without an account here are left out.
pub async fn recipients(
    tx: &mut ReadTx,
    questions: &[WatchQuestion<'_>],
) -> StoreResult<Vec<(Recipient, usize)>> {
    // Each is looked up by the keys of the tables, however many rows Postgres expects of a document.
    macro_rules! asked {
        ($rows:literal) => {
            recipients!(
                "j.place", "j.account",
                (
                    "(select m.role from member m where m.pursuance = j.pursuance and m.actor = j.account)",
                    "(select m.state from member m where m.pursuance = j.pursuance and m.actor = j.account)"
                ),
                ("j.pursuance", "j.object", "j.kind");
                "from (select cast(o.value ->> 0 as bigint) as place, o.value ->> 1 as account, o.value ->> 2 as pursuance,
                    o.value ->> 3 as object, o.value ->> 4 as kind from ",
                $rows,
                ") j where (select 1 from account a where a.actor = j.account) = 1"
            )
        };
    }
    if questions.is_empty() {
        return Ok(Vec::new());
    }
    let sql = if tx.is_sqlite() {
        asked!("json_each($1) o")
    } else {
        asked!("json_array_elements(cast($1 as json)) o(value)")
    };
    let row = |(place, (about, who)): (usize, &WatchQuestion<'_>)| {
        json!([place, who, about.pursuance, about.object(), about.kind.as_str()])
    };
    let rows: Vec<_> = questions.iter().enumerate().map(row).collect();
    let found: Vec<(Recipient, i64)> = listed(all!(tx, RecipientRow, sql, json!(rows).to_string())?);
    let place = |(recipient, place)| Some((recipient, usize::try_from(place).ok()?));
    let mut answers: Vec<(Recipient, usize)> = found.into_iter().filter_map(place).collect();
    answers.sort_by_key(|(_, place)| *place);
    Ok(answers)
}

/// People who watch a task, its pursuance or one of its skills, by id, after one. A task that somebody chose not to watch
/// is not told them by its pursuance or its skills.
pub async fn watchers(tx: &mut ReadTx, about: About<'_>, after: &str, limit: i64) -> StoreResult<Recipients> {
    // Each of the three goes through its index in the order of the accounts, and ends after `limit` rows.
    macro_rules! first {
        ($place:literal, $from:literal) => {
            concat!(
                "select * from (select w.account, ",
                $place,
                " as place from ",
                $from,
                " and w.is_on and w.account > $4 order by w.account limit +$5) x"
            )
        };
    }
    const SQL: &str = concat!(
        of_group!("f.place", "from (select account, min(place) as place from (",),
        first!("1", "watch w where w.object = $2"),
        " union all ",
        first!("2", "watch w where w.object = $1"),
        " union all ",
        first!("3", "task_skill s join watch w on w.object = 'skill:' || s.skill_key where s.task = $2"),
        ") y group by account order by account limit +$5) f
        join account a on a.actor = f.account left join member m on m.pursuance = $1 and m.actor = a.actor
        order by a.actor"
    );
    let (pursuance, object, kind) = (about.pursuance.as_str(), about.object(), about.kind.as_str());
    let rows = all!(tx, RecipientRow, SQL, pursuance, object, kind, after, limit)?;
    Ok(Recipients::of(rows, limit, |place| match place {
        1 if about.room.is_some() => NoticeReason::WatchesRoom,
        1 => NoticeReason::WatchesTask,
        2 => NoticeReason::WatchesPursuance,
        _ => NoticeReason::WatchesSkill,
    }))
}

/// The people among `people` who chose not to watch `object`.
pub async fn not_watching(
    tx: &mut ReadTx,
    object: &str,
    people: &[&ActorId],
) -> StoreResult<HashSet<ActorId>> {
    const SQLITE: &str = "select account from watch where object = $1 and not is_on
        and account in (select value from json_each($2))";
    const POSTGRES: &str = "select account from watch where object = $1 and not is_on
        and account = any (array(select json_array_elements_text(cast($2 as json))))";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let rows = all!(tx, (String,), sql, object, search::list(people.iter().map(|who| who.as_str())))?;
    Ok(rows.into_iter().map(|(account,)| ActorId(account)).collect())
}

/// Members in some roles, by id, after one.
pub async fn members_in(
    tx: &mut ReadTx,
    about: About<'_>,
    roles: &[Role],
    reason: NoticeReason,
    after: &str,
    limit: i64,
) -> StoreResult<Recipients> {
    const SQLITE: &str = of_group!(
        "0",
        "from member m join account a on a.actor = m.actor where m.pursuance = $1 and m.state = 'active'
          and m.role in (select value from json_each($4)) and m.actor > $5 order by m.actor limit +$6"
    );
    const POSTGRES: &str = of_group!(
        "0",
        "from member m join account a on a.actor = m.actor where m.pursuance = $1 and m.state = 'active'
          and m.role = any (array(select json_array_elements_text(cast($4 as json))))
          and m.actor > $5 order by m.actor limit +$6"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let roles = search::list(roles.iter().map(|role| role.as_str()));
    let (pursuance, object, kind) = (about.pursuance.as_str(), about.object(), about.kind.as_str());
    let rows = all!(tx, RecipientRow, sql, pursuance, object, kind, roles, after, limit)?;
    Ok(Recipients::of(rows, limit, |_| reason))
}

/// A watch of a person.
#[derive(Debug, Clone)]
pub struct Watch {
    pub object: String,
    pub is_on: bool,
    pub cause: Cause,
    /// A skill as it was written.
    pub skill: Option<String>,
    pub since: Time,
}

#[derive(sqlx::FromRow)]
struct WatchRow {
    object: String,
    is_on: bool,
    cause: String,
    skill: Option<String>,
    since: i64,
}

impl StoredRow for WatchRow {
    fn key(&self) -> String {
        self.object.clone()
    }
}

impl TryFrom<WatchRow> for Watch {
    type Error = StoreError;
    fn try_from(row: WatchRow) -> StoreResult<Self> {
        Ok(Self {
            cause: Cause::parse(&row.cause)
                .ok_or_else(|| StoreError::unknown_word("watch", "cause", row.cause))?,
            object: row.object,
            is_on: row.is_on,
            skill: row.skill,
            since: Time(row.since),
        })
    }
}

/// The watches of a person, also the ones they chose not to have, the newest first, before one.
pub async fn of_person(
    tx: &mut ReadTx,
    account: &ActorId,
    before: (Time, &str),
    limit: i64,
) -> StoreResult<Vec<Watch>> {
    const SQL: &str = "select object, is_on, cause, skill, since from watch where account = $1 and (since, object) < ($2, $3)
        order by since desc, object desc limit +$4";
    Ok(listed(each!(tx, WatchRow, SQL, account.as_str(), before.0.0, before.1, limit)?))
}

/// The watch of a person on an object, if they have one or chose to have none.
pub async fn find(tx: &mut ReadTx, account: &ActorId, object: &str) -> StoreResult<Option<Watch>> {
    const SQL: &str =
        "select object, is_on, cause, skill, since from watch where account = $1 and object = $2";
    super::damage::single(optional!(tx, WatchRow, SQL, account.as_str(), object)?)
}

/// Counts the watches that a person chose, or chose not to have: watches that began by their work are not counted.
pub async fn count(tx: &mut ReadTx, account: &ActorId) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from watch where account = $1 and cause = 'chosen'";
    Ok(one!(tx, (i64,), SQL, account.as_str())?.0)
}

/// Switches a watch on or off.
pub async fn set(
    tx: &mut WriteTx,
    account: &ActorId,
    object: &str,
    is_on: bool,
    skill: Option<&str>,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into watch (account, object, is_on, cause, skill, since) values ($1, $2, $3, 'chosen', $4, $5)
        on conflict (account, object) do update set is_on = excluded.is_on";
    run!(tx, SQL, account.as_str(), object, is_on, skill, now.0).map(drop)
}

/// Begins a watch by what somebody did, if they have an account here and no choice of theirs stands against it.
pub async fn begin(
    tx: &mut WriteTx,
    account: &ActorId,
    object: &str,
    cause: Cause,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "insert into watch (account, object, is_on, cause, since)
        select a.actor, cast($2 as text), true, cast($3 as text), cast($4 as bigint) from account a where a.actor = $1
        on conflict (account, object) do nothing";
    run!(tx, SQL, account.as_str(), object, cause.as_str(), now.0).map(drop)
}

/// Mutes an object, or no longer.
pub async fn set_muted(
    tx: &mut WriteTx,
    account: &ActorId,
    object: &str,
    on: bool,
    now: Time,
) -> StoreResult<()> {
    const ON: &str = "insert into mute (account, object, since) values ($1, $2, $3)
        on conflict (account, object) do nothing";
    if on {
        return run!(tx, ON, account.as_str(), object, now.0).map(drop);
    }
    run!(tx, "delete from mute where account = $1 and object = $2", account.as_str(), object).map(drop)
}

/// Counts the objects that a person has muted.
pub async fn count_muted(tx: &mut ReadTx, account: &ActorId) -> StoreResult<i64> {
    Ok(one!(tx, (i64,), "select count(*) from mute where account = $1", account.as_str())?.0)
}

/// The objects among `objects` that a person has muted.
pub async fn muted_among(
    tx: &mut ReadTx,
    account: &ActorId,
    objects: &[&str],
) -> StoreResult<HashSet<String>> {
    const SQLITE: &str =
        "select object from mute where account = $1 and object in (select value from json_each($2))";
    const POSTGRES: &str = "select object from mute where account = $1
        and object = any (array(select json_array_elements_text(cast($2 as json))))";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let objects = search::list(objects.iter().copied());
    let rows = all!(tx, (String,), sql, account.as_str(), objects)?;
    Ok(rows.into_iter().map(|(object,)| object).collect())
}

/// A person's choice for a kind of notice, or the default.
pub async fn wanted(
    tx: &mut ReadTx,
    account: &ActorId,
    kind: NoticeKind,
    channel: Channel,
) -> StoreResult<Wanted> {
    const SQL: &str = "select wanted from preference where account = $1 and kind = $2 and channel = $3";
    let row = optional!(tx, (String,), SQL, account.as_str(), kind.as_str(), channel.as_str())?;
    Ok(row.map(|(word,)| read_wanted(word)).transpose()?.unwrap_or_else(|| channel.unless_chosen(kind)))
}

/// A person's choices for the kinds of notice, in one channel.
pub async fn wanted_by(
    tx: &mut ReadTx,
    account: &ActorId,
    channel: Channel,
) -> StoreResult<HashMap<NoticeKind, Wanted>> {
    const SQL: &str = "select kind, wanted from preference where account = $1 and channel = $2";
    let rows = all!(tx, (String, String), SQL, account.as_str(), channel.as_str())?;
    let read = |(kind, word): (String, String)| {
        let kind =
            NoticeKind::parse(&kind).ok_or_else(|| StoreError::unknown_word("preference", "kind", kind))?;
        Ok((kind, read_wanted(word)?))
    };
    rows.into_iter().map(read).collect()
}

/// A person's choice for every kind of notice and every channel, or the default.
pub struct Choices(HashMap<(NoticeKind, Channel), Wanted>);

impl Choices {
    /// The choice for a kind in one channel.
    pub fn of(&self, kind: NoticeKind, channel: Channel) -> Wanted {
        self.0.get(&(kind, channel)).copied().unwrap_or_else(|| channel.unless_chosen(kind))
    }
}

/// All that a person chose, in one statement.
pub async fn choices(tx: &mut ReadTx, account: &ActorId) -> StoreResult<Choices> {
    const SQL: &str = "select kind, channel, wanted from preference where account = $1";
    let rows = all!(tx, (String, String, String), SQL, account.as_str())?;
    let read = |(kind, channel, word): (String, String, String)| {
        let kind =
            NoticeKind::parse(&kind).ok_or_else(|| StoreError::unknown_word("preference", "kind", kind))?;
        let channel = Channel::parse(&channel)
            .ok_or_else(|| StoreError::unknown_word("preference", "channel", channel))?;
        Ok(((kind, channel), read_wanted(word)?))
    };
    Ok(Choices(rows.into_iter().map(read).collect::<StoreResult<_>>()?))
}

/// Writes that choice.
pub async fn set_wanted(
    tx: &mut WriteTx,
    account: &ActorId,
    kind: NoticeKind,
    channel: Channel,
    wanted: Wanted,
) -> StoreResult<()> {
    const SQL: &str = "insert into preference (account, kind, channel, wanted) values ($1, $2, $3, $4)
        on conflict (account, kind, channel) do update set wanted = excluded.wanted";
    run!(tx, SQL, account.as_str(), kind.as_str(), channel.as_str(), wanted.as_str()).map(drop)
}

/// The objects that a person has muted, the newest first.
pub async fn muted_of(tx: &mut ReadTx, account: &ActorId, limit: i64) -> StoreResult<Vec<String>> {
    const SQL: &str = "select object from mute where account = $1 order by since desc, object limit +$2";
    let rows = all!(tx, (String,), SQL, account.as_str(), limit)?;
    Ok(rows.into_iter().map(|(object,)| object).collect())
}
