//! Tasks for lists and outlines, many at once, with the names of their assignees and pursuances. However many tasks a
//! pursuance has, no statement here answers more than a page of them, and each needs a [`Sight`], or
//! [`Sights`](pursuance_domain::allowed::Sights) for the next tasks in several pursuances ([`next`]).

pub mod dated;
pub mod due_told;
pub(in crate::store) mod found;
pub mod free;
pub mod health;
mod neighbour;
pub mod next;
mod next_kinds;
pub mod query;
pub mod reviews;
mod summary;
mod task_extras;

use std::collections::{BTreeSet, HashMap};

use pursuance_domain::allowed::Sight;
use pursuance_domain::delegation::{Side, State};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::task::phase::{Phase, ShownPhase};
use pursuance_domain::time::Time;
use serde_json::json;

use super::actors::{Actor, ActorKind};
use super::body::{Body, TitleRow};
use super::damage::{ListStretch, StoredRow, listed};
use super::db::{ReadTx, all, each};
use super::delegations::{read_side, read_state};
use super::error::{StoreError, StoreResult};
use super::grants::readable;
use super::search::{self, pattern, search, whole};
use super::states::with_states;
use super::tasks::{AskColumns, AskedRow, ListPosition, Task};

pub use self::neighbour::{NeighbourSide, mirrors_among, neighbour};
pub use self::next_kinds::{NextKinds, next_kinds};
pub use self::summary::{count_by_phase, count_free, count_on_offer, wanted_skills};
pub use self::task_extras::{TaskExtras, task_extras};

/// A task in a list.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: TaskId,
    pub number: i64,
    pub parent: Option<TaskId>,
    pub position: i64,
    pub title: Body,
    pub phase: Phase,
    /// Whether it waits for an open task, a person or something in words.
    pub is_blocked: bool,
    pub asked: AskColumns,
    /// Whether the work under way is reviewed before it is done.
    pub is_reviewed: bool,
    /// The number of direct subtasks that were not dropped, and the number of done ones among them.
    pub children: i64,
    pub children_done: i64,
    pub creator: ActorId,
    pub reviewer: Option<ActorId>,
    pub assignee: Option<Who>,
    pub updated: Time,
    /// Whether it is archived, by itself or with a task above it.
    pub is_archived: bool,
    /// Its pursuance: the name in addresses, and the display name.
    pub slug: String,
    pub pursuance: String,
}

impl Raw {
    fn place(&self) -> ListPosition {
        (self.position, self.number)
    }
}

impl Row {
    /// Its phase as it is shown.
    pub fn shown(&self) -> ShownPhase {
        ShownPhase::of(self.phase, self.is_blocked)
    }

    /// Whether this person is the assignee and may finish the task with one click: it needs no review, and all its subtasks are done.
    pub fn finishes(&self, person: Option<&ActorId>) -> bool {
        let is_theirs = person.is_some() && person == self.assignee.as_ref().map(|who| &who.id);
        is_theirs
            && matches!(self.phase, Phase::Started | Phase::InProgress)
            && !self.is_reviewed
            && self.children == self.children_done
    }

    /// Whether it has no assignee, no open subtask and no obstacle. It is then free ([`free`]) unless it is on offer to another pursuance.
    pub fn is_to_pick_up(&self) -> bool {
        self.phase.is_unassigned()
            && self.assignee.is_none()
            && !self.is_archived
            && !self.is_blocked
            && self.children == self.children_done
    }

    /// The place after which a list continues.
    pub fn place(&self) -> ListPosition {
        (self.position, self.number)
    }
}

/// An actor by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub id: ActorId,
    pub kind: ActorKind,
    pub host: Option<String>,
    pub name: String,
    pub display: String,
}

impl Who {
    /// `ana` for a local actor, `ana@server` for a remote one.
    pub fn full_name(&self) -> String {
        match &self.host {
            None => self.name.clone(),
            Some(host) => format!("{}@{host}", self.name),
        }
    }
}

impl Who {
    /// The display name, or the name if there is none.
    pub fn called(&self) -> &str {
        if self.display.is_empty() { &self.name } else { &self.display }
    }
}

impl From<&Actor> for Who {
    fn from(actor: &Actor) -> Self {
        Self {
            id: actor.id.clone(),
            kind: actor.kind,
            host: actor.host.clone(),
            name: actor.name.clone(),
            display: actor.display.clone(),
        }
    }
}

/// The columns of a task that lists show, each with its type, for `row` and `names`.
macro_rules! row_columns {
    ($do:ident $($of:tt)*) => {
        $crate::store::columns::$do! {
            ($($of)*) t:
                id: String,
                number: i64,
                parent: Option<String>,
                position: i64,
                phase: String,
                children: i64,
                children_done: i64,
                creator: String,
                reviewer: Option<String>,
                assignee: Option<String>,
                updated: i64,
                archived_at: Option<i64>,
        }
    };
}
pub(in crate::store) use row_columns;

row_columns! {
    row
    struct Raw and {
        #[sqlx(flatten)]
        asked: AskedRow,
        #[sqlx(flatten)]
        title: TitleRow,
        is_blocked: bool,
        is_reviewed: bool,
        who_kind: Option<String>,
        who_host: Option<String>,
        who_name: Option<String>,
        who_display: Option<String>,
        slug: String,
        pursuance: String,
    }
}

impl StoredRow for Raw {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<Raw> for Row {
    type Error = StoreError;
    fn try_from(raw: Raw) -> StoreResult<Self> {
        let assignee = match (raw.assignee, raw.who_kind) {
            (Some(id), Some(kind)) => Some(Who {
                kind: ActorKind::parse(&kind).map_err(|error| error.in_row(id.clone()))?,
                id: ActorId(id),
                host: raw.who_host,
                name: raw.who_name.unwrap_or_default(),
                display: raw.who_display.unwrap_or_default(),
            }),
            _ => None,
        };
        Ok(Self {
            asked: raw.asked.read()?,
            title: raw.title.read(&raw.id),
            id: TaskId(raw.id),
            number: raw.number,
            parent: raw.parent.map(TaskId),
            position: raw.position,
            phase: Phase::parse(&raw.phase)
                .ok_or_else(|| StoreError::unknown_word("task", "phase", raw.phase))?,
            is_blocked: raw.is_blocked,
            is_reviewed: raw.is_reviewed,
            children: raw.children,
            children_done: raw.children_done,
            creator: ActorId(raw.creator),
            reviewer: raw.reviewer.map(ActorId),
            assignee,
            updated: Time(raw.updated),
            is_archived: raw.archived_at.is_some(),
            slug: raw.slug,
            pursuance: raw.pursuance,
        })
    }
}

/// The SQL condition that open work on a task `t` of the pursuance `p` is reviewed: the same as `review::is_needed`. Without another member
/// who may assign, nobody else could review it.
macro_rules! is_reviewed {
    () => {
        "(t.phase not in ('started', 'in_progress') or t.mirror_of is not null or case p.reviews
            when 'never' then false
            when 'named' then t.reviewer is not null
            else t.reviewer is not null or ((t.needs_review or not p.may_skip_review) and exists (select 1 from member r
              where r.pursuance = t.pursuance and r.actor <> coalesce(t.assignee, '') and r.state = 'active'
                and r.role in ('assigner', 'recruiter', 'assistant_admin', 'admin', 'primary'))) end)"
    };
}
pub(in crate::store) use is_reviewed;

macro_rules! rows {
    ($($rest:expr),+ $(,)?) => {
        rows!("task t"; $($rest),+)
    };
    ($($from:expr),+; $($rest:expr),+ $(,)?) => {
        concat!("select ", $crate::store::outline::selected!($($from),+; $($rest),+))
    };
}
use rows;

/// The text of `rows!` without `select`, for a statement with further columns.
macro_rules! selected {
    ($($from:expr),+; $($rest:expr),+ $(,)?) => {
        concat!(
            $crate::store::outline::row_columns!(names), $crate::store::tasks::asked_columns!(names),
            $crate::store::tasks::is_blocked!(), " as is_blocked, ",
            $crate::store::outline::is_reviewed!(), " as is_reviewed, ",
            $crate::store::body::title_columns!(),
            ", a.kind as who_kind, a.host as who_host, a.name as who_name, a.display as who_display, ",
            "p.slug, g.display as pursuance from ", $($from),+, " ",
            "left join text_version x on x.object = t.id and x.field = 'title' and x.revision = t.title_revision ",
            "left join actor a on a.id = t.assignee left join pursuance p on p.actor = t.pursuance left join actor g on g.id = t.pursuance ",
            $($rest),+
        )
    };
}
use selected;

/// The id of a reader who may not read all tasks, for [`readable`].
fn only_of(sight: &Sight) -> Option<&str> {
    sight.only_of().map(ActorId::as_str)
}

fn list<'a>(ids: impl IntoIterator<Item = &'a TaskId>) -> String {
    search::list(ids.into_iter().map(TaskId::as_str))
}

/// Tasks at the top of a pursuance, in order, after a place.
pub async fn roots(tx: &mut ReadTx, sight: &Sight, after: ListPosition, limit: i64) -> StoreResult<Vec<Row>> {
    // The limit is in a subquery, so that Postgres keeps one generic plan: planning takes longer than executing.
    const SQL: &str = rows!(
        "where t.pursuance = $1 and t.parent is null and t.archived_at is null and (t.position, t.number) > ($2, $3)
          and ", readable!("t", "$5"), "
        order by t.position, t.number limit (select +$4)"
    );
    let of = sight.pursuance().as_str();
    let mut list = ListStretch::new(limit, after);
    while let Some((after, wanted)) = list.wanted() {
        list.take(each!(tx, Raw, SQL, of, after.0, after.1, wanted, only_of(sight))?, Raw::place);
    }
    Ok(list.rows())
}

/// The tasks directly below one, in order, after a place.
pub async fn below(
    tx: &mut ReadTx,
    sight: &Sight,
    parent: &TaskId,
    after: ListPosition,
    limit: i64,
) -> StoreResult<Vec<Row>> {
    const SQL: &str = rows!(
        "where t.parent = $1 and (t.archived_at is null or t.archived_with = (select o.archived_with from task o where o.id = $1))
          and (t.position, t.number) > ($2, $3) and t.pursuance = $5 and ",
        readable!("t", "$6"),
        "
        order by t.position, t.number limit +$4"
    );
    let of = sight.pursuance().as_str();
    let mut list = ListStretch::new(limit, after);
    while let Some((after, wanted)) = list.wanted() {
        let found = each!(tx, Raw, SQL, parent.as_str(), after.0, after.1, wanted, of, only_of(sight))?;
        list.take(found, Raw::place);
    }
    Ok(list.rows())
}

/// The first tasks directly below each of `parents`, all of the pursuance, in order.
pub async fn below_each(
    tx: &mut ReadTx,
    sight: &Sight,
    parents: &[&TaskId],
    each: i64,
) -> StoreResult<Vec<Row>> {
    if parents.is_empty() {
        return Ok(Vec::new());
    }
    // `cross join` keeps SQLite from beginning with the tasks; Postgres would look at every task for each parent.
    const SQLITE: &str = rows!(
        "json_each($1) o cross join task t on t.id in (select c.id from task c
          where c.parent = o.value and c.archived_at is null and c.pursuance = $3
            and ", readable!("c", "$4"), " order by c.position, c.number limit +$2)";
        "order by t.position, t.number"
    );
    const POSTGRES: &str = rows!(
        "json_array_elements_text(cast($1 as json)) o(value) cross join lateral (select * from task c
          where c.parent = o.value and c.archived_at is null and c.pursuance = $3
            and ", readable!("c", "$4"), " order by c.position, c.number limit +$2) t";
        "order by t.position, t.number"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let parents = list(parents.iter().copied());
    Ok(listed(each!(tx, Raw, sql, parents, each, sight.pursuance().as_str(), only_of(sight))?))
}

/// The readable tasks above one, the topmost first.
pub async fn above(tx: &mut ReadTx, sight: &Sight, task: &Task) -> StoreResult<Vec<Row>> {
    let Some(parent) = &task.parent else { return Ok(Vec::new()) };
    // Forces a lookup by id: by its own estimate the database would read the whole table.
    macro_rules! above {
        ($($rows:tt)+) => {
            concat!(
                "with recursive above(id, up) as (select id, 0 from task where id = $1 union all
                  select (select p.parent from task p where p.id = a.id), a.up + 1 from above a where a.id is not null) ",
                rows!($($rows)+)
            )
        };
    }
    // SQLite keeps the order of a `cross join`.
    const SQLITE: &str = above!(
        "above cross join task t";
        "where t.id = above.id and t.pursuance = $2 and ",
        readable!("t", "$3"),
        " order by above.up desc"
    );
    const POSTGRES: &str = above!(
        "task t";
        "where t.id = any (array(select a.id from above a)) and t.pursuance = $2
          and ",
        readable!("t", "$3"),
        "
        order by (select a.up from above a where a.id = t.id) desc"
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    Ok(listed(each!(tx, Raw, sql, parent.as_str(), sight.pursuance().as_str(), only_of(sight))?))
}

/// A condition on a title.
#[derive(Debug, Clone, Copy)]
pub enum TitleCondition<'a> {
    /// The title equals this text, ignoring case.
    As(&'a str),
    /// The title contains this text, ignoring case.
    With(&'a str),
}

/// Finds tasks of a pursuance by a typed title, the newest first. Sealed titles are never found.
pub async fn titled(
    tx: &mut ReadTx,
    sight: &Sight,
    title: TitleCondition<'_>,
    limit: i64,
) -> StoreResult<Vec<Row>> {
    macro_rules! sql {
        ($finds:literal) => {
            rows!(
                "where t.pursuance = $1 and t.number < $2 and t.archived_at is null and coalesce(x.body, '') ",
                $finds,
                " $3 and ", readable!("t", "$5"), "
                order by t.number desc limit +$4"
            )
        };
    }
    let pattern = match title {
        TitleCondition::As(words) => whole(tx, words),
        TitleCondition::With(words) => pattern(tx, words),
    };
    let sql = search!(sql, tx);
    let of = sight.pursuance().as_str();
    let mut list = ListStretch::new(limit, i64::MAX);
    while let Some((before, wanted)) = list.wanted() {
        let found = each!(tx, Raw, sql, of, *before, pattern.as_str(), wanted, only_of(sight))?;
        list.take(found, |row| row.number);
    }
    Ok(list.rows())
}

/// The skills that the tasks of a list require: task id and skill, in order.
pub async fn skills(tx: &mut ReadTx, rows: &[Row]) -> StoreResult<Vec<(TaskId, String)>> {
    const SQLITE: &str = "select s.task, s.skill from json_each($1) o cross join task_skill s on s.task = o.value order by s.task, s.position";
    const POSTGRES: &str = "select s.task, s.skill from task_skill s
        where s.task = any (array(select json_array_elements_text(cast($1 as json)))) order by s.task, s.position";
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let found = all!(tx, (String, String), sql, list(rows.iter().map(|row| &row.id)))?;
    Ok(found.into_iter().map(|(task, skill)| (TaskId(task), skill)).collect())
}

type TitledRow = (String, i64, Option<i64>, Option<String>, Option<Vec<u8>>);

/// The numbers and titles of some readable tasks of the pursuance.
pub async fn titles(
    tx: &mut ReadTx,
    sight: &Sight,
    tasks: &[TaskId],
) -> StoreResult<HashMap<TaskId, (i64, Body)>> {
    const SQLITE: &str = concat!(
        "select t.id, t.number, x.revision, x.body, x.envelope from json_each($1) o cross join task t on t.id = o.value
        left join text_version x on x.object = t.id and x.field = 'title' and x.revision = t.title_revision
        where t.pursuance = $2 and ",
        readable!("t", "$3")
    );
    const POSTGRES: &str = concat!(
        "select t.id, t.number, x.revision, x.body, x.envelope from task t
        left join text_version x on x.object = t.id and x.field = 'title' and x.revision = t.title_revision
        where t.id = any (array(select json_array_elements_text(cast($1 as json))))
          and t.pursuance = $2 and ",
        readable!("t", "$3")
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let of = sight.pursuance().as_str();
    let rows = all!(tx, TitledRow, sql, list(tasks), of, only_of(sight))?;
    let read = |(id, number, revision, body, envelope): TitledRow| {
        let title = Body::of(&id, revision, body, envelope);
        (TaskId(id), (number, title))
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The numbers among `numbers` of tasks in a pursuance that a reader may see.
pub async fn numbers_among(tx: &mut ReadTx, sight: &Sight, numbers: &BTreeSet<i64>) -> StoreResult<Vec<i64>> {
    const SQLITE: &str = concat!(
        "select t.number from task t where t.pursuance = $1 and t.number in (select value from json_each($2)) and ",
        readable!("t", "$3")
    );
    const POSTGRES: &str = concat!(
        "select t.number from task t where t.pursuance = $1
          and t.number = any (array(select cast(value as bigint) from json_array_elements_text(cast($2 as json)) o(value))) and ",
        readable!("t", "$3")
    );
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    let numbers = json!(numbers).to_string();
    let found = all!(tx, (i64,), sql, sight.pursuance().as_str(), numbers, only_of(sight))?;
    Ok(found.into_iter().map(|(number,)| number).collect())
}

/// Counts the tasks directly below each of `parents` that `reader` sees, and the done ones among them; only for parents in
/// `pursuances`, where the reader may not read every task. Counted as [`Row::children`] is.
pub async fn children_seen(
    tx: &mut ReadTx,
    reader: &ActorId,
    pursuances: &[&ActorId],
    parents: &[&TaskId],
) -> StoreResult<HashMap<TaskId, (i64, i64)>> {
    macro_rules! seen {
        ($parents:literal, $pursuances:literal) => {
            concat!(
                "select p.id, count(t.id), coalesce(sum(case when t.phase = 'done' then 1 else 0 end), 0) from ",
                $parents,
                " join task p on p.id = o.value
                left join task t on t.parent = p.id and t.phase <> 'dropped' and coalesce(t.archived_with, '') <> t.id and ",
                readable!("t", "$2"),
                " where p.pursuance ",
                $pursuances,
                " group by p.id"
            )
        };
    }
    let sql = if tx.is_sqlite() {
        seen!("json_each($1) o", "in (select value from json_each($3))")
    } else {
        seen!(
            "json_array_elements_text(cast($1 as json)) o(value)",
            "= any (array(select json_array_elements_text(cast($3 as json))))"
        )
    };
    let pursuances = search::list(pursuances.iter().map(|id| id.as_str()));
    let parents = list(parents.iter().copied());
    let found = all!(tx, (String, i64, i64), sql, parents, reader.as_str(), pursuances)?;
    Ok(found.into_iter().map(|(id, count, done)| (TaskId(id), (count, done))).collect())
}

/// A live delegation of a task in a list: the local side, its state, and the other pursuance.
#[derive(Debug, Clone)]
pub struct TaskDelegation {
    pub task: TaskId,
    pub side: Side,
    pub state: State,
    pub peer: Who,
}

#[derive(sqlx::FromRow)]
struct TaskDelegationRow {
    id: String,
    task: String,
    side: String,
    state: String,
    who: String,
    kind: String,
    host: Option<String>,
    name: String,
    display: String,
}

impl StoredRow for TaskDelegationRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<TaskDelegationRow> for TaskDelegation {
    type Error = StoreError;
    fn try_from(row: TaskDelegationRow) -> StoreResult<Self> {
        Ok(Self {
            task: TaskId(row.task),
            side: read_side(&row.side)?,
            state: read_state(&row.state)?,
            peer: Who {
                kind: ActorKind::parse(&row.kind).map_err(|error| error.in_row(row.who.clone()))?,
                id: ActorId(row.who),
                host: row.host,
                name: row.name,
                display: row.display,
            },
        })
    }
}

/// The live delegations of the tasks of a list.
pub async fn delegations(tx: &mut ReadTx, rows: &[Row]) -> StoreResult<Vec<TaskDelegation>> {
    const SQLITE: &str =
        "select d.id, d.task, d.side, d.state, a.id as who, a.kind, a.host, a.name, a.display
        from json_each($1) o cross join delegation d on d.task = o.value
        join actor a on a.id = case d.side when 'origin' then d.delegate else d.origin end
        where d.state in {live} order by d.created";
    const POSTGRES: &str = "select d.id, d.task, d.side, d.state, a.id as who, a.kind, a.host, a.name, a.display
        from delegation d join actor a on a.id = case d.side when 'origin' then d.delegate else d.origin end
        where d.task = any (array(select json_array_elements_text(cast($1 as json)))) and d.state in {live} order by d.created";
    let sql = if tx.is_sqlite() { with_states!(SQLITE) } else { with_states!(POSTGRES) };
    Ok(listed(each!(tx, TaskDelegationRow, sql, list(rows.iter().map(|row| &row.id)))?))
}
