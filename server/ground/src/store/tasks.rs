//! Tasks: relations and phases. The asks of a task and the rows that keep them are in `asked`; the sums behind progress
//! are in `sums`; the walk through a tree is in `walk`; texts are in `texts`.

mod asks;
mod blocked;
mod chain;
mod names;
pub mod order;
mod page_facts;
mod people;
mod required;
mod sums;
mod touched;
mod walk;

use std::collections::{HashMap, HashSet};

use pursuance_domain::allowed::{AwayTask, Sight};
use pursuance_domain::id::{ActorId, DelegationId, TaskId};
use pursuance_domain::task::asks::TextRevisions;
use pursuance_domain::task::phase::{Phase, ShownPhase};
use pursuance_domain::task::progress::ProgressSums;
use pursuance_domain::time::Time;

pub(in crate::store) use self::blocked::is_blocked;
pub use self::blocked::{BlockedCounts, hide_renamed};
pub use self::chain::{Chain, chain};
pub use self::names::{TaskNames, names, names_of, names_of_each};
use self::order::Siblings;
pub use self::page_facts::{TaskPageFacts, Unread, page_facts};
pub use self::people::{
    end_review, let_go, let_go_of_review, next_under_way, open_of, open_reviews_of, places_of_number,
    set_review, under_way_of,
};
pub use self::required::{set_skills, skills, skills_between, skills_of_each};
use self::sums::SumFacts;
pub use self::sums::settle;
pub(super) use self::sums::{in_sums, take_share};
pub use self::touched::{Touched, touched};
pub use self::walk::{Walked, walk_below};
pub(super) use self::walk::{below, there};
use super::body::{Body, TitleRow};
use super::damage::{ListStretch, StoredRow, listed, single, whole};
use super::db::{ReadTx, WriteTx, all, each, one, optional, run};
use super::error::{StoreError, StoreResult};
use super::grants::readable;
use super::search::{among, list};

pub use self::asks::{
    AskColumns, COLUMNS, Edit, LongTexts, NewTask, SealedEdit, SharedText, StoredAsks, add, add_sealed,
    as_before, asks, edit, edit_sealed, reseal, text_of,
};
pub(super) use self::asks::{
    AskedRow, LongTextsRow, RevisionsRow, asked_columns, long_texts, long_texts_joined, revision_columns,
};

/// A piece of work.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    pub id: TaskId,
    pub pursuance: ActorId,
    pub number: i64,
    pub parent: Option<TaskId>,
    pub phase: Phase,
    pub asked: AskColumns,
    pub creator: ActorId,
    pub assignee: Option<ActorId>,
    pub reviewer: Option<ActorId>,
    /// The task's own setting; see `Access::needs_review`.
    pub needs_review: bool,
    pub revision: i64,
    pub texts: TextRevisions,
    /// The address of the remote task that this one mirrors.
    pub mirror_of: Option<String>,
    /// The row of its current delegation: the origin's side for a task handed over, the delegate's for a mirror.
    pub delegation: Option<DelegationId>,
    pub weight_total: i64,
    pub weight_done: i64,
    pub children: i64,
    pub children_done: i64,
    pub archived_at: Option<Time>,
    /// The task with which people archived it; none where it was put away with a delegation.
    pub archived_with: Option<TaskId>,
    pub trashed_at: Option<Time>,
    /// The task with which it went into the trash.
    pub trashed_with: Option<TaskId>,
    pub deleted_at: Option<Time>,
    pub last_sign: Time,
    pub created: Time,
    pub updated: Time,
    /// The current title.
    pub title: Body,
    /// Whether it waits for an open task, a person or something in words.
    pub is_blocked: bool,
}

impl Task {
    /// Its phase as it is shown.
    pub fn shown(&self) -> ShownPhase {
        ShownPhase::of(self.phase, self.is_blocked)
    }

    /// Whether nobody has it, and it waits: it is planned for later, and no trouble.
    pub fn is_later(&self) -> bool {
        self.shown() == ShownPhase::Blocked && self.phase.is_unassigned()
    }

    /// Whether it mirrors a task of another pursuance, which decides what becomes of it.
    pub fn is_mirror(&self) -> bool {
        self.mirror_of.is_some() && self.delegation.is_some()
    }

    /// Whether it was trashed or deleted, for readers.
    pub fn away(&self) -> AwayTask {
        match (self.trashed_at, self.deleted_at) {
            (_, Some(_)) => AwayTask::Deleted,
            (Some(_), None) => AwayTask::Trashed,
            (None, None) => AwayTask::No,
        }
    }

    /// Whether people archived it, or put it into the trash: nothing else is done with it then.
    pub fn is_put_away(&self) -> bool {
        self.archived_with.is_some() || self.trashed_at.is_some()
    }

    /// Whether others wait for it.
    pub fn holds_up(&self) -> bool {
        !self.phase.is_closed() && !self.is_put_away()
    }

    /// Whether a task directly below it is open: then the parts are the work.
    pub fn has_open_parts(&self) -> bool {
        self.children > self.children_done
    }

    /// Finished work below it, in percent.
    pub fn percent(&self) -> i64 {
        if self.weight_total == 0 { 0 } else { self.weight_done * 100 / self.weight_total }
    }
}

/// The columns that are read with every task, each with its type, and its value once the task is deleted for good if it is
/// emptied then; for `row`, `names` and `emptied`.
macro_rules! task_columns {
    ($do:ident $($of:tt)*) => {
        $crate::store::columns::$do! {
            ($($of)*) t:
                id: String,
                pursuance: String,
                number: i64,
                parent: Option<String>,
                phase: String,
                creator: String,
                assignee: Option<String> => null,
                reviewer: Option<String> => null,
                needs_review: bool,
                revision: i64,
                mirror_of: Option<String> => null,
                delegation: Option<String> => null,
                weight_total: i64,
                weight_done: i64,
                children: i64,
                children_done: i64,
                archived_at: Option<i64>,
                archived_with: Option<String>,
                trashed_at: Option<i64>,
                trashed_with: Option<String>,
                deleted_at: Option<i64>,
                last_sign: i64,
                created: i64,
                updated: i64,
        }
    };
}
pub(in crate::store) use task_columns;

task_columns! {
    row
    struct TaskRow and {
        #[sqlx(flatten)]
        asked: AskedRow,
        #[sqlx(flatten)]
        texts: RevisionsRow,
        #[sqlx(flatten)]
        title: TitleRow,
        is_blocked: bool,
    }
}

impl StoredRow for TaskRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

impl TryFrom<TaskRow> for Task {
    type Error = StoreError;
    fn try_from(row: TaskRow) -> StoreResult<Self> {
        Ok(Self {
            asked: row.asked.read()?,
            texts: row.texts.read(),
            title: row.title.read(&row.id),
            id: TaskId(row.id),
            pursuance: ActorId(row.pursuance),
            number: row.number,
            parent: row.parent.map(TaskId),
            phase: Phase::parse(&row.phase)
                .ok_or_else(|| StoreError::unknown_word("task", "phase", row.phase))?,
            creator: ActorId(row.creator),
            assignee: row.assignee.map(ActorId),
            reviewer: row.reviewer.map(ActorId),
            needs_review: row.needs_review,
            revision: row.revision,
            mirror_of: row.mirror_of,
            delegation: row.delegation.map(DelegationId),
            weight_total: row.weight_total,
            weight_done: row.weight_done,
            children: row.children,
            children_done: row.children_done,
            archived_at: row.archived_at.map(Time),
            archived_with: row.archived_with.map(TaskId),
            trashed_at: row.trashed_at.map(Time),
            trashed_with: row.trashed_with.map(TaskId),
            deleted_at: row.deleted_at.map(Time),
            last_sign: Time(row.last_sign),
            created: Time(row.created),
            updated: Time(row.updated),
            is_blocked: row.is_blocked,
        })
    }
}

/// The statement for tasks; before a semicolon stand more columns.
macro_rules! select {
    ($($more:expr)?; $($rest:expr),+ $(,)?) => {
        concat!(
            "select ", $crate::store::tasks::task_columns!(names), $crate::store::tasks::asked_columns!(names),
            $crate::store::tasks::revision_columns!(names), $crate::store::body::title_columns!(), ", ",
            $crate::store::tasks::is_blocked!(), " as is_blocked", $($more,)?
            " from task t left join text_version x on x.object = t.id and x.field = 'title' and x.revision = t.title_revision ",
            $($rest),+
        )
    };
    ($($rest:expr),+ $(,)?) => { select!(; $($rest),+) };
}
use select;

/// The task with this id.
pub async fn by_id(tx: &mut ReadTx, id: &TaskId) -> StoreResult<Option<Task>> {
    single(optional!(tx, TaskRow, select!("where t.id = $1"), id.as_str())?)
}

/// The tasks with these ids, as far as they exist.
pub async fn by_ids(
    tx: &mut ReadTx,
    ids: impl IntoIterator<Item = &TaskId>,
) -> StoreResult<HashMap<TaskId, Task>> {
    let (sql, ids) = (among!(select, "t.id", tx), list(ids.into_iter().map(TaskId::as_str)));
    let found: Vec<Task> = listed(each!(tx, TaskRow, sql, ids)?);
    Ok(found.into_iter().map(|task| (task.id.clone(), task)).collect())
}

/// The task with this number in a pursuance.
pub async fn by_number(tx: &mut ReadTx, pursuance: &ActorId, number: i64) -> StoreResult<Option<Task>> {
    const SQL: &str = select!("where t.pursuance = $1 and t.number = $2");
    single(optional!(tx, TaskRow, SQL, pursuance.as_str(), number)?)
}

/// The tasks with these two numbers in a pursuance, as far as they exist.
pub async fn by_numbers(
    tx: &mut ReadTx,
    pursuance: &ActorId,
    (one, other): (i64, i64),
) -> StoreResult<HashMap<i64, Task>> {
    const SQL: &str = select!("where t.pursuance = $1 and t.number in ($2, $3)");
    let found: Vec<Task> = whole(all!(tx, TaskRow, SQL, pursuance.as_str(), one, other)?)?;
    Ok(found.into_iter().map(|task| (task.number, task)).collect())
}

/// The readable tasks of a pursuance by number, after one.
pub async fn page(tx: &mut ReadTx, sight: &Sight, after: i64, limit: i64) -> StoreResult<Vec<Task>> {
    const SQL: &str = select!(
        "where t.pursuance = $1 and t.number > $2 and t.archived_with is null and ",
        readable!("t", "$3"),
        " order by t.number limit +$4"
    );
    let mut list = ListStretch::new(limit, after);
    while let Some((after, wanted)) = list.wanted() {
        let found = each!(tx, TaskRow, SQL, sight.pursuance().as_str(), *after, only_of(sight), wanted)?;
        list.take(found, |row| row.number);
    }
    Ok(list.rows())
}

/// The reader who may not read all tasks, as [`readable`] takes them.
fn only_of(sight: &Sight) -> Option<&str> {
    sight.only_of().map(ActorId::as_str)
}

/// The place after which a list of siblings continues: position and number of the last one shown.
pub type ListPosition = (i64, i64);

/// The tasks above a task, the nearest first: for the rules of the tree and of delegations. Readers use
/// `outline::above`.
pub async fn ancestors(tx: &mut ReadTx, task: &Task) -> StoreResult<Vec<Task>> {
    // Each is looked up by its id, however many the database expects: it would read the whole table.
    macro_rules! above {
        ($rest:literal) => {
            concat!(
                "with recursive above(id, up) as (select id, 0 from task where id = $1 union all
                  select (select p.parent from task p where p.id = a.id), a.up + 1 from above a where a.id is not null) ",
                select!($rest)
            )
        };
    }
    const SQLITE: &str = above!(
        "where t.id in (select a.id from above a) order by (select a.up from above a where a.id = t.id)"
    );
    const POSTGRES: &str = above!(
        "where t.id = any (array(select a.id from above a)) order by (select a.up from above a where a.id = t.id)"
    );
    let Some(parent) = &task.parent else { return Ok(Vec::new()) };
    let sql = if tx.is_sqlite() { SQLITE } else { POSTGRES };
    whole(all!(tx, TaskRow, sql, parent.as_str())?)
}

/// The delegation of a mirror, or of the nearest mirror above the task.
pub async fn nearest_mirror(tx: &mut ReadTx, task: &Task) -> StoreResult<Option<DelegationId>> {
    const SQL: &str = "with recursive above(parent, delegation, is_mirror, up) as (
          select parent, delegation, case when mirror_of is null then 0 else 1 end, 0 from task where id = $1
          union all select t.parent, t.delegation, case when t.mirror_of is null then 0 else 1 end, a.up + 1
            from above a cross join task t where t.id = a.parent and a.is_mirror = 0)
        select delegation from above where is_mirror = 1 order by up limit 1";
    if task.mirror_of.is_some() {
        return Ok(task.delegation.clone());
    }
    let Some(parent) = &task.parent else { return Ok(None) };
    let found = optional!(tx, (Option<String>,), SQL, parent.as_str())?;
    Ok(found.and_then(|(id,)| id).map(DelegationId))
}

/// Moves a task to a phase and, in the same step, to an assignee.
pub async fn set_state(
    tx: &mut WriteTx,
    id: &TaskId,
    phase: Phase,
    assignee: Option<&ActorId>,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str =
        "update task set phase = $2, assignee = $3, left_by = null, revision = revision + 1, updated = $4, last_sign = $4,
          stage_since = case when $5 then stage_since else $4 end,
          wanted_at = case when $6 then stage_since else wanted_at end, taken_at = case when $6 then $4 else taken_at end
        where id = $1";
    let before = SumFacts::of(tx, id.as_str()).await?;
    let stands_as_before = before.phase.stands_as(phase);
    let is_taken = before.phase == Phase::HelpWanted && assignee.is_some();
    run!(
        tx,
        SQL,
        id.as_str(),
        phase.as_str(),
        assignee.map(ActorId::as_str),
        now.0,
        stands_as_before,
        is_taken
    )?;
    let after = SumFacts { phase, ..before.clone() };
    sums::change(tx, id, &before, after).await
}

/// Puts a task under another one, or at the top, behind all that is there.
pub async fn set_parent(
    tx: &mut WriteTx,
    task: &Task,
    parent: Option<&TaskId>,
    now: Time,
) -> StoreResult<()> {
    let position = order::last(tx, Siblings::of(&task.pursuance, parent)).await?;
    set_place(tx, task, parent, position, now).await
}

/// Puts a task under another one, or at the top, at a position among its new siblings.
pub async fn set_place(
    tx: &mut WriteTx,
    task: &Task,
    parent: Option<&TaskId>,
    position: i64,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str =
        "update task set parent = $2, position = $4, revision = revision + 1, updated = $3 where id = $1";
    let before = SumFacts::of(tx, task.id.as_str()).await?;
    run!(tx, SQL, task.id.as_str(), parent.map(TaskId::as_str), now.0, position)?;
    let share = before.share();
    sums::carry(tx, before.parent, ProgressSums::default().minus(share)).await?;
    sums::carry(tx, parent.map(|parent| parent.0.clone()), share).await
}

/// Notes the delegation of a task, if any.
pub async fn set_delegation(
    tx: &mut WriteTx,
    id: &TaskId,
    delegation: Option<&DelegationId>,
) -> StoreResult<()> {
    run!(
        tx,
        "update task set delegation = $2 where id = $1",
        id.as_str(),
        delegation.map(DelegationId::as_str)
    )
    .map(drop)
}

/// Moves a mirror to another delegation.
pub async fn adopt(
    tx: &mut WriteTx,
    id: &TaskId,
    mirror_of: &str,
    delegation: &DelegationId,
    now: Time,
) -> StoreResult<()> {
    const SQL: &str = "update task set mirror_of = $2, delegation = $3, archived_at = null, revision = revision + 1, updated = $4 where id = $1";
    run!(tx, SQL, id.as_str(), mirror_of, delegation.as_str(), now.0).map(drop)
}

/// Makes a mirror an ordinary task.
pub async fn orphan(tx: &mut WriteTx, id: &TaskId, now: Time) -> StoreResult<()> {
    run!(tx, "update task set mirror_of = null, delegation = null, revision = revision + 1, updated = $2 where id = $1", id.as_str(), now.0).map(drop)
}

/// Puts a task out of sight, or back.
pub async fn set_archived(tx: &mut WriteTx, id: &TaskId, at: Option<Time>) -> StoreResult<()> {
    run!(tx, "update task set archived_at = $2 where id = $1", id.as_str(), at.map(|t| t.0)).map(drop)
}

/// Notes a sign of life.
pub async fn touch(tx: &mut WriteTx, id: &TaskId, now: Time) -> StoreResult<()> {
    run!(tx, "update task set last_sign = $2, updated = $2 where id = $1", id.as_str(), now.0).map(drop)
}

/// The number of levels below a task.
pub async fn levels_below(tx: &mut ReadTx, id: &TaskId) -> StoreResult<usize> {
    const SQL: &str = below!("t.parent = $1", "select cast(coalesce(max(depth), 0) as bigint) from below");
    Ok(usize::try_from(one!(tx, (i64,), SQL, id.as_str())?.0).unwrap_or(usize::MAX))
}

/// Counts the open tasks anywhere below a task.
pub async fn open_below(tx: &mut ReadTx, id: &TaskId) -> StoreResult<i64> {
    const SQL: &str = below!(
        "t.parent = $1",
        there,
        "select count(*) from below b cross join task t where t.id = b.id and t.phase not in ('done', 'dropped')"
    );
    Ok(one!(tx, (i64,), SQL, id.as_str())?.0)
}

/// The numbers of the open tasks below a task that its pursuance cannot close alone: another pursuance has them, or has
/// asked for them.
pub async fn shared_below(tx: &mut ReadTx, id: &TaskId) -> StoreResult<Vec<i64>> {
    const SQL: &str = below!(
        "t.parent = $1",
        there,
        "select t.number from below b cross join task t left join actor a on a.id = t.assignee
        where t.id = b.id and t.phase not in ('done', 'dropped') and (a.kind = 'group' or (t.mirror_of is not null and t.delegation is not null))
        order by t.number"
    );
    let rows: Vec<(i64,)> = all!(tx, (i64,), SQL, id.as_str())?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Ids of the open tasks below a task, each after the one it is part of. All at once: for a large tree there is [`walk_below`].
pub async fn ids_open_below(tx: &mut ReadTx, id: &TaskId) -> StoreResult<Vec<TaskId>> {
    const SQL: &str = below!(
        "t.parent = $1",
        there,
        "select b.id from below b cross join task t where t.id = b.id and t.phase not in ('done', 'dropped') order by b.depth, t.number"
    );
    let rows: Vec<(String,)> = all!(tx, (String,), SQL, id.as_str())?;
    Ok(rows.into_iter().map(|row| TaskId(row.0)).collect())
}

/// The open mirrors below a task, without those below such a mirror.
pub async fn mirrors_below(tx: &mut ReadTx, id: &TaskId) -> StoreResult<Vec<TaskId>> {
    const SQL: &str = "with recursive below(id, mirror, number) as (
          select id, case when mirror_of is not null and delegation is not null and phase not in ('done', 'dropped') then 1 else 0 end, number
          from task where parent = $1 and archived_with is null and trashed_at is null
          union all
          select t.id, case when t.mirror_of is not null and t.delegation is not null and t.phase not in ('done', 'dropped') then 1 else 0 end, t.number
          from below b cross join task t where t.parent = b.id and b.mirror = 0 and t.archived_with is null and t.trashed_at is null)
        select id from below where mirror = 1 order by number";
    let rows: Vec<(String,)> = all!(tx, (String,), SQL, id.as_str())?;
    Ok(rows.into_iter().map(|row| TaskId(row.0)).collect())
}

/// Sets the last sign of life at a task, after a change that was none.
pub async fn set_last_sign(tx: &mut WriteTx, id: &TaskId, at: Time) -> StoreResult<()> {
    run!(tx, "update task set last_sign = $2 where id = $1", id.as_str(), at.0).map(drop)
}

/// The place after which a list by last change continues: the change and the number of the last task shown.
pub type AfterChange = (Time, i64);

/// Ids of the readable tasks of a pursuance, the last changed first, before a change; and the place to continue.
pub async fn ids_by_change(
    tx: &mut ReadTx,
    sight: &Sight,
    before: Option<AfterChange>,
    limit: i64,
) -> StoreResult<Vec<(TaskId, AfterChange)>> {
    const SQL: &str = concat!(
        "select id, updated, number from task t where pursuance = $1 and (updated, number) < ($2, $3) and ",
        readable!("t", "$5"),
        " order by updated desc, number desc limit +$4"
    );
    let (updated, number) = before.unwrap_or((Time(i64::MAX), i64::MAX));
    let rows: Vec<(String, i64, i64)> = all!(
        tx,
        (String, i64, i64),
        SQL,
        sight.pursuance().as_str(),
        updated.0,
        number,
        limit,
        only_of(sight)
    )?;
    Ok(rows.into_iter().map(|(id, updated, number)| (TaskId(id), (Time(updated), number))).collect())
}

/// The tasks among `ids` that name skills.
pub async fn with_skills_among(tx: &mut ReadTx, ids: &[&TaskId]) -> StoreResult<HashSet<TaskId>> {
    macro_rules! of {
        ($($which:literal),+) => {
            concat!("select distinct task from task_skill ", $($which),+)
        };
    }
    let sql = among!(of, "task", tx);
    let rows = all!(tx, (String,), sql, list(ids.iter().map(|id| id.as_str())))?;
    Ok(rows.into_iter().map(|(task,)| TaskId(task)).collect())
}

/// Counts the readable tasks of a pursuance.
pub async fn count(tx: &mut ReadTx, sight: &Sight) -> StoreResult<i64> {
    const SQL: &str = concat!("select count(*) from task t where pursuance = $1 and ", readable!("t", "$2"));
    Ok(one!(tx, (i64,), SQL, sight.pursuance().as_str(), only_of(sight))?.0)
}
