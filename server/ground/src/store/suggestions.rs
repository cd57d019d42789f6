//! Suggestions: stored actions that wait for somebody who may do them, and what became of them (DATA 26).

use std::collections::HashMap;

use pursuance_domain::action::Action;
use pursuance_domain::allowed::{Sight, TaskSight};
use pursuance_domain::id::{ActorId, ProposalId, TaskId};
use pursuance_domain::people::membership;
use pursuance_domain::people::parting::Parting;
use pursuance_domain::people::role::Role;
use pursuance_domain::suggestion::{Needs, Suggested, SuggestionState};
use pursuance_domain::time::Time;
use serde_json::json;

use super::damage::{StoredRow, listed, or_none, readable, single};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::search::{among, list};
use super::words::read_role;

/// A suggestion.
#[derive(Debug, Clone)]
pub struct Suggestion {
    pub id: ProposalId,
    pub what: Suggested,
    /// The state when it was made, as the action that would write it again.
    pub base: Option<Suggested>,
    pub about: About,
    pub why: String,
    pub at: Time,
    pub decided_by: Option<ActorId>,
    pub decided_at: Option<Time>,
    /// Why it was declined.
    pub reason: String,
    /// Why it was closed by itself.
    pub because: Option<Parting>,
    /// The action that was carried out, where it was changed.
    pub done: Option<Suggested>,
    /// The task that it made.
    pub made: Option<TaskId>,
}

/// The facts that decide who may see a suggestion and who may decide it.
#[derive(Debug, Clone)]
pub struct About {
    pub author: ActorId,
    pub state: SuggestionState,
    pub needs: Needs,
    /// The task it is about.
    pub task: Option<TaskId>,
    pub assignee: Option<ActorId>,
    pub creator: Option<ActorId>,
    pub is_mirror: bool,
    /// The member it is about, and their role or that of their ban; Untrusted where there is none.
    pub member: Option<ActorId>,
    role: Role,
    /// When their ban ends by itself.
    ban_ends: Option<Time>,
}

impl About {
    /// The role of the member it is about at a moment: a ban that is over is none.
    pub fn role(&self, now: Time) -> Role {
        let is_over = self.ban_ends.is_some_and(|end| !membership::is_banned(Some(end), now));
        if is_over { Role::Untrusted } else { self.role }
    }
}

/// The columns that say what a suggestion is about, for a row and for a select list.
macro_rules! about {
    () => {
        "s.id, s.author, s.state, s.needs, s.role as to_role, s.task, s.member, t.assignee, t.creator,
          cast(case when t.mirror_of is null then 0 else 1 end as bigint) as is_mirror,
          case when m.state = 'pending' then null else m.role end as has_role,
          case when m.state = 'banned' then m.banned_until end as ban_ends"
    };
}

/// Where these columns come from.
macro_rules! from {
    () => {
        " from proposal s left join task t on t.id = s.task
          left join member m on m.pursuance = s.pursuance and m.actor = s.member "
    };
}

/// A whole suggestion.
macro_rules! whole {
    () => {
        concat!(
            "select ",
            about!(),
            ", s.action, s.base, s.why, s.at, s.decided_by, s.decided_at, s.reason, s.because, s.done, s.made",
            from!()
        )
    };
}

#[derive(sqlx::FromRow)]
struct AboutRow {
    id: String,
    author: String,
    state: String,
    needs: String,
    to_role: Option<String>,
    task: Option<String>,
    member: Option<String>,
    assignee: Option<String>,
    creator: Option<String>,
    is_mirror: i64,
    has_role: Option<String>,
    ban_ends: Option<i64>,
}

impl StoredRow for AboutRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl AboutRow {
    fn read(self) -> StoreResult<(ProposalId, About)> {
        let to = self.to_role.map(read_role).transpose()?;
        let about = About {
            author: ActorId(self.author),
            state: SuggestionState::parse(&self.state)
                .ok_or_else(|| StoreError::unknown_word("proposal", "state", self.state))?,
            needs: Needs::parse(&self.needs, to)
                .ok_or_else(|| StoreError::unknown_word("proposal", "needs", self.needs))?,
            task: self.task.map(TaskId),
            assignee: self.assignee.map(ActorId),
            creator: self.creator.map(ActorId),
            is_mirror: self.is_mirror != 0,
            member: self.member.map(ActorId),
            role: self.has_role.map(read_role).transpose()?.unwrap_or(Role::Untrusted),
            ban_ends: self.ban_ends.map(Time),
        };
        Ok((ProposalId(self.id), about))
    }
}

#[derive(sqlx::FromRow)]
struct SuggestionRow {
    #[sqlx(flatten)]
    about: AboutRow,
    action: String,
    base: Option<String>,
    why: Option<String>,
    at: i64,
    decided_by: Option<String>,
    decided_at: Option<i64>,
    reason: Option<String>,
    because: Option<String>,
    done: Option<String>,
    made: Option<String>,
}

impl StoredRow for SuggestionRow {
    fn key(&self) -> String {
        self.about.id.clone()
    }
}

fn read_action(column: &'static str, text: &str) -> StoreResult<Suggested> {
    serde_json::from_str(text).map_err(|error| StoreError::unreadable("proposal", column, &error))
}

fn read_base(text: &str) -> StoreResult<Suggested> {
    let action = serde_json::from_str(text).and_then(|action: Action| {
        Suggested::stood(action).map_err(<serde_json::Error as serde::de::Error>::custom)
    });
    action.map_err(|error| StoreError::unreadable("proposal", "base", &error))
}

impl TryFrom<SuggestionRow> for Suggestion {
    type Error = StoreError;
    fn try_from(row: SuggestionRow) -> StoreResult<Self> {
        let (id, about) = row.about.read()?;
        let parting = |word: &str| {
            [Parting::Left, Parting::Unavailable, Parting::Role].into_iter().find(|why| why.as_str() == word)
        };
        Ok(Self {
            id,
            about,
            what: read_action("action", &row.action)?,
            base: row.base.as_deref().map(read_base).transpose()?,
            why: row.why.unwrap_or_default(),
            at: Time(row.at),
            decided_by: row.decided_by.map(ActorId),
            decided_at: row.decided_at.map(Time),
            reason: row.reason.unwrap_or_default(),
            because: row.because.as_deref().and_then(parting),
            done: row.done.map(|done| read_action("done", &done)).transpose()?,
            made: row.made.map(TaskId),
        })
    }
}

/// A suggestion that is made.
#[derive(Debug, Clone, Copy)]
pub struct NewSuggestion<'a> {
    pub id: &'a ProposalId,
    pub pursuance: &'a ActorId,
    pub what: &'a Suggested,
    /// The permission that it takes to carry it out.
    pub needs: Needs,
    pub base: Option<&'a Suggested>,
    pub task: Option<&'a TaskId>,
    pub member: Option<&'a ActorId>,
    pub author: &'a ActorId,
    pub why: Option<&'a str>,
    pub now: Time,
}

fn written(what: &Suggested) -> String {
    json!(what).to_string()
}

/// Writes a suggestion, open.
pub async fn add(tx: &mut WriteTx, new: NewSuggestion<'_>) -> StoreResult<()> {
    const SQL: &str = "insert into proposal (id, pursuance, action, base, needs, role, task, member, author, why, at, state)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open')";
    run!(
        tx,
        SQL,
        new.id.as_str(),
        new.pursuance.as_str(),
        written(new.what),
        new.base.map(written),
        new.needs.as_str(),
        new.needs.role().map(Role::as_str),
        new.task.map(TaskId::as_str),
        new.member.map(ActorId::as_str),
        new.author.as_str(),
        new.why.filter(|why| !why.is_empty()),
        new.now.0
    )
    .map(drop)
}

/// Counts the open suggestions of a person in a pursuance.
pub async fn count_open(tx: &mut ReadTx, pursuance: &ActorId, author: &ActorId) -> StoreResult<i64> {
    const SQL: &str = "select count(*) from proposal where author = $2 and pursuance = $1 and state = 'open'";
    Ok(one!(tx, (i64,), SQL, pursuance.as_str(), author.as_str())?.0)
}

/// A suggestion of a pursuance; the caller checks who may see it.
pub async fn by_id(tx: &mut ReadTx, pursuance: &ActorId, id: &ProposalId) -> StoreResult<Option<Suggestion>> {
    const SQL: &str = concat!(whole!(), "where s.id = $2 and s.pursuance = $1");
    single(optional!(tx, SuggestionRow, SQL, pursuance.as_str(), id.as_str())?)
}

/// The answer to a suggestion.
#[derive(Debug, Clone, Copy)]
pub struct DecidedSuggestion<'a> {
    pub state: SuggestionState,
    pub by: &'a ActorId,
    /// Why it was declined.
    pub reason: Option<&'a str>,
    /// The action that was carried out, where it was changed.
    pub done: Option<&'a Suggested>,
    /// The task that it made.
    pub made: Option<&'a str>,
    pub now: Time,
}

/// Writes the answer to an open suggestion.
///
/// # Errors
/// [`StoreError::Stale`] when it is not open any more.
pub async fn decide(tx: &mut WriteTx, id: &ProposalId, decided: DecidedSuggestion<'_>) -> StoreResult<()> {
    const SQL: &str =
        "update proposal set state = $2, decided_by = $3, decided_at = $4, reason = $5, done = $6, made = $7
        where id = $1 and state = 'open'";
    let DecidedSuggestion { state, by, reason, done, made, now } = decided;
    let done = done.map(written);
    let changed = run!(tx, SQL, id.as_str(), state.as_str(), by.as_str(), now.0, reason, done, made)?;
    if changed == 1 { Ok(()) } else { Err(StoreError::Stale("the suggestion")) }
}

/// Closes what somebody has suggested who may suggest nothing any more: each with its action and its task.
pub async fn close_of(
    tx: &mut WriteTx,
    pursuance: &ActorId,
    author: &ActorId,
    because: Parting,
    now: Time,
) -> StoreResult<Vec<(ProposalId, Suggested, Option<TaskId>)>> {
    const OPEN: &str = "select id, action, task from proposal
        where author = $2 and pursuance = $1 and state = 'open' order by id";
    let open = all!(tx, (String, String, Option<String>), OPEN, pursuance.as_str(), author.as_str())?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    const CLOSE: &str = "update proposal set state = 'closed', because = $3, decided_at = $4
        where author = $2 and pursuance = $1 and state = 'open'";
    run!(tx, CLOSE, pursuance.as_str(), author.as_str(), because.as_str(), now.0)?;
    let closed = |(id, action, task): (String, String, Option<String>)| {
        Ok((ProposalId(id), read_action("action", &action)?, task.map(TaskId)))
    };
    open.into_iter().map(closed).collect()
}

/// Deletes at most `most` suggestions that were answered before a moment; returns how many. A suggestion that made a
/// task stays, since the task's page names who suggested it.
pub async fn forget_answered(tx: &mut WriteTx, before: Time, most: i64) -> StoreResult<u64> {
    const SQL: &str = "delete from proposal where id in (select id from proposal where decided_at is not null and made is null
        and decided_at < $1 order by decided_at limit +$2)";
    run!(tx, SQL, before.0, most)
}

/// The open suggestions of a pursuance that a reader may decide, after one, the oldest first; and some that they may not:
/// the rule is asked of each (`reads::suggestions`). `needs`: what the reader may do with any task.
pub async fn waiting(
    tx: &mut ReadTx,
    sight: &Sight,
    person: &ActorId,
    needs: &[&str],
    after: &str,
    limit: i64,
) -> StoreResult<Vec<(ProposalId, About)>> {
    macro_rules! waiting {
        ($needs:literal) => {
            concat!(
                "select ",
                about!(),
                from!(),
                "where s.pursuance = $1 and s.state = 'open' and s.id > $2 and (s.needs ",
                $needs,
                " or t.assignee = $3 or t.creator = $3 or (s.needs = 'add_subtask' and t.mirror_of is not null)
                  or s.task in (select o.task from task_grant o where o.actor = $3)) order by s.id limit +$5"
            )
        };
    }
    const SQLITE: &str = waiting!("in (select value from json_each($4))");
    const POSTGRES: &str = waiting!("= any (array(select json_array_elements_text(cast($4 as json))))");
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let (pursuance, needs) = (sight.pursuance().as_str(), list(needs.iter().copied()));
    Ok(read(each!(tx, AboutRow, sql, pursuance, after, person.as_str(), needs, limit)?))
}

/// The order of somebody's suggestions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Oldest,
    Newest,
}

/// The suggestions of a person in a pursuance, behind one in this order; from the beginning with an empty id.
pub async fn made_by(
    tx: &mut ReadTx,
    sight: &Sight,
    person: &ActorId,
    order: Order,
    place: &str,
    limit: i64,
) -> StoreResult<Vec<(ProposalId, About)>> {
    macro_rules! made {
        ($behind:literal, $order:literal) => {
            concat!(
                "select ",
                about!(),
                from!(),
                "where s.author = $2 and s.pursuance = $1 and ",
                $behind,
                " order by s.id ",
                $order,
                " limit +$4"
            )
        };
    }
    let sql = match order {
        Order::Oldest => made!("s.id > $3", "asc"),
        Order::Newest => made!("($3 = '' or s.id < $3)", "desc"),
    };
    let pursuance = sight.pursuance().as_str();
    Ok(read(each!(tx, AboutRow, sql, pursuance, person.as_str(), place, limit)?))
}

/// The open suggestions about a task.
pub async fn about_task(
    tx: &mut ReadTx,
    task: &TaskSight,
    limit: i64,
) -> StoreResult<Vec<(ProposalId, About)>> {
    const SQL: &str = concat!(
        "select ",
        about!(),
        from!(),
        "where s.task = $1 and s.state = 'open' order by s.id limit +$2"
    );
    Ok(read(each!(tx, AboutRow, SQL, task.task().as_str(), limit)?))
}

fn read(found: Vec<super::damage::Found<AboutRow>>) -> Vec<(ProposalId, About)> {
    readable(found).into_iter().filter_map(|row| or_none(row.read())).collect()
}

/// Suggestions of a pursuance, by id.
pub async fn by_ids(tx: &mut ReadTx, ids: &[ProposalId]) -> StoreResult<HashMap<ProposalId, Suggestion>> {
    macro_rules! select {
        ($($rest:literal),+) => { concat!(whole!(), $($rest),+) };
    }
    let (sql, ids) = (among!(select, "s.id", tx), list(ids.iter().map(ProposalId::as_str)));
    let found: Vec<Suggestion> = listed(each!(tx, SuggestionRow, sql, ids)?);
    Ok(found.into_iter().map(|one| (one.id.clone(), one)).collect())
}
