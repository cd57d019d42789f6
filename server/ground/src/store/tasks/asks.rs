//! The asks of a task in the database: some in columns of its row, the texts as versions, the skills as rows (`required`). Each
//! function destructures [`Asks`] or [`AskedRow`] without `..`, so that the compiler asks for a new field here.

use pursuance_domain::id::{ActorId, DelegationId, TaskId, is_own_id};
use pursuance_domain::task::Asks;
use pursuance_domain::task::asks::{Fields, TextRevisions, TextsBefore};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::task::progress::ProgressSums;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Deliverables, Size, Skills, Title, Urgency};

use super::Task;
use super::order::{self, Siblings};
use super::required::{set_skills, skills};
use super::sums::{self, SumFacts};
use crate::store::body::{Body, TextRow};
use crate::store::columns::{inserted, updated};
use crate::store::db::{ReadTx, WriteTx, optional, run};
use crate::store::error::{StoreError, StoreResult};
use crate::store::fulltext;
use crate::store::states::with_states;
use crate::store::texts::{self, ObjectText};

/// The columns with the asks of a task, except texts and skills, as in `task_columns!`.
macro_rules! asked_columns {
    ($do:ident $($of:tt)*) => {
        $crate::store::columns::$do! {
            ($($of)*) t:
                size: String,
                urgency: String,
                due: Option<i64> => null,
        }
    };
}
pub(in crate::store) use asked_columns;

asked_columns! {
    row
    /// The columns with the asks of a task, except texts and skills.
    pub(in crate::store) struct AskedRow and {}
}

/// The columns with the revisions of the texts of a task, for `row` and `names`.
macro_rules! revision_columns {
    ($do:ident $($of:tt)*) => {
        $crate::store::columns::$do! {
            ($($of)*) t:
                title_revision: i64,
                deliverables_revision: i64,
        }
    };
}
pub(in crate::store) use revision_columns;

revision_columns! {
    row
    /// The columns with the revisions of the texts of a task.
    pub(in crate::store) struct RevisionsRow and {}
}

impl RevisionsRow {
    pub(in crate::store) fn read(self) -> TextRevisions {
        TextRevisions { title: self.title_revision, deliverables: self.deliverables_revision }
    }
}

/// These columns, read. Rows hold them as one member, so that a new column does not concern every kind of row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskColumns {
    pub size: Size,
    pub urgency: Urgency,
    pub due: Option<Time>,
}

impl AskedRow {
    fn of(asks: &Asks) -> Self {
        let Asks { title: _, deliverables: _, skills: _, due, size, urgency } = asks;
        Self {
            size: size.as_str().to_owned(),
            urgency: urgency.as_str().to_owned(),
            due: due.map(|due| due.0),
        }
    }

    /// The words as values.
    pub(in crate::store) fn read(self) -> StoreResult<AskColumns> {
        let Self { size, urgency, due } = self;
        Ok(AskColumns {
            size: Size::parse(&size).map_err(|_| StoreError::unknown_word("task", "size", size))?,
            urgency: Urgency::parse(&urgency)
                .map_err(|_| StoreError::unknown_word("task", "urgency", urgency))?,
            due: due.map(Time),
        })
    }
}

/// The requirements of a task, as they are kept: the texts may be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAsks {
    pub title: Body,
    pub deliverables: Body,
    pub skills: Skills,
    pub due: Option<Time>,
    pub size: Size,
    pub urgency: Urgency,
}

impl StoredAsks {
    /// The asks for rules, forms and other servers; none where a text is sealed.
    pub fn open(self) -> Option<Asks> {
        let Self { title, deliverables, skills, due, size, urgency } = self;
        let title = Title::checked(title.readable()?);
        let deliverables = Deliverables::checked(deliverables.readable()?);
        Some(Asks { title, deliverables, skills, due, size, urgency })
    }
}

impl From<Asks> for StoredAsks {
    fn from(asks: Asks) -> Self {
        let Asks { title, deliverables, skills, due, size, urgency } = asks;
        let (title, deliverables) = (String::from(title).into(), String::from(deliverables).into());
        Self { title, deliverables, skills, due, size, urgency }
    }
}

/// The columns of the longer texts of a task `t`, for [`LongTextsRow`]; `long_texts_joined` finds them.
macro_rules! long_texts {
    () => {
        $crate::store::body::text_columns!("x")
    };
}
pub(in crate::store) use long_texts;

macro_rules! long_texts_joined {
    () => {
        " left join text_version x
          on x.object = t.id and x.field = 'deliverables' and x.revision = t.deliverables_revision "
    };
}
pub(in crate::store) use long_texts_joined;

/// These columns, as they are read. Rows hold them as one member, so that a new text does not concern every kind of row.
#[derive(sqlx::FromRow)]
pub(in crate::store) struct LongTextsRow {
    #[sqlx(flatten)]
    deliverables: TextRow,
}

impl LongTextsRow {
    /// The texts of the task with this id.
    pub(in crate::store) fn read(self, task: &str) -> LongTexts {
        LongTexts { deliverables: self.deliverables.read(task) }
    }
}

/// The texts of a task that are not read with its row.
#[derive(Debug, Clone)]
pub struct LongTexts {
    deliverables: Body,
}

impl LongTexts {
    /// Stands for texts that nobody reads.
    pub fn unread() -> Self {
        Self { deliverables: Body::Forgotten }
    }
}

impl Task {
    /// The asks, with the texts and the skills from their own tables.
    pub fn asked(&self, texts: LongTexts, skills: Skills) -> StoredAsks {
        let AskColumns { size, urgency, due } = self.asked;
        let LongTexts { deliverables } = texts;
        StoredAsks { title: self.title.clone(), deliverables, skills, due, size, urgency }
    }
}

/// The asks of a task.
pub async fn asks(tx: &mut ReadTx, task: &Task) -> StoreResult<StoredAsks> {
    let (id, revision) = (task.id.as_str(), task.texts.deliverables);
    let deliverables = texts::at_revision(tx, id, ObjectText::Deliverables, revision).await?;
    Ok(task.asked(LongTexts { deliverables }, skills(tx, &task.id).await?))
}

/// These asks of a task with what an edit changed of them as it was `before`; none where a text of then is sealed.
pub async fn as_before(
    tx: &mut ReadTx,
    task: &Task,
    mut asks: Asks,
    before: &Fields,
) -> StoreResult<Option<Asks>> {
    let id = task.id.as_str();
    let TextsBefore { title, deliverables } = asks.back_to(before);
    if let Some(revision) = title {
        let text = texts::at_revision(tx, id, ObjectText::Title, revision).await?.readable();
        let Some(text) = text else { return Ok(None) };
        asks.title = Title::checked(text);
    }
    if let Some(revision) = deliverables {
        let text = texts::at_revision(tx, id, ObjectText::Deliverables, revision).await?.readable();
        let Some(text) = text else { return Ok(None) };
        asks.deliverables = Deliverables::checked(text);
    }
    Ok(Some(asks))
}

/// The deliverables of a task; empty where they are sealed: they are sent as they are.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SharedText {
    pub body: String,
    /// Whether another pursuance has the task, is asked to take it, or has handed it over.
    pub is_shared: bool,
}

/// The deliverables of the task with this number in a pursuance, named by slug or id. For what goes to other pursuances, not
/// for readers.
pub async fn text_of(tx: &mut ReadTx, pursuance: &str, number: i64) -> StoreResult<Option<SharedText>> {
    macro_rules! text {
        ($which:literal) => {
            with_states!(concat!(
                "select coalesce(x.body, '') as body,
                  exists (select 1 from delegation d where d.task = t.id and d.state in {live}) as is_shared
                from pursuance p join task t on t.pursuance = p.actor left join text_version x
                  on x.object = t.id and x.field = 'deliverables' and x.revision = t.deliverables_revision
                where t.number = $2 and ",
                $which
            ))
        };
    }
    let sql = if is_own_id(pursuance) { text!("p.actor = $1") } else { text!("p.slug = $1") };
    optional!(tx, SharedText, sql, pursuance, number)
}

/// The parts of a new task.
#[derive(Debug, Clone)]
pub struct NewTask<'a> {
    pub id: &'a TaskId,
    pub pursuance: &'a ActorId,
    pub number: i64,
    pub parent: Option<&'a TaskId>,
    pub phase: Phase,
    pub asks: &'a Asks,
    /// The author of its texts.
    pub author: &'a ActorId,
    pub creator: &'a ActorId,
    pub assignee: Option<&'a ActorId>,
    pub reviewer: Option<&'a ActorId>,
    pub needs_review: bool,
    pub mirror_of: Option<&'a str>,
    pub delegation: Option<&'a DelegationId>,
    pub now: Time,
}

inserted! {
    struct NewRow<'a> into "task" {
        id: &'a str,
        pursuance: &'a str,
        number: i64,
        parent: Option<&'a str>,
        position: i64,
        phase: &'static str,
        size: &'a str,
        urgency: &'a str,
        due: Option<i64>,
        creator: &'a str,
        assignee: Option<&'a str>,
        reviewer: Option<&'a str>,
        needs_review: bool,
        revision: i64,
        title_revision: i64,
        deliverables_revision: i64,
        mirror_of: Option<&'a str>,
        delegation: Option<&'a str>,
        weight_total: i64,
        weight_done: i64,
        children: i64,
        children_done: i64,
        last_sign: i64,
        created: i64,
        updated: i64,
        stage_since: i64,
    }
}

/// The columns that a new task fills, for programs that write many at once by SQL of their own.
pub const COLUMNS: &[&str] = NewRow::COLUMNS;

/// Writes a new task with its texts and skills; it comes last among its siblings, and the sums above it grow.
pub async fn add(tx: &mut WriteTx, new: NewTask<'_>) -> StoreResult<()> {
    let NewTask { id, pursuance, asks, author, creator, now, .. } = new;
    add_row(tx, new).await?;
    // The parts that are not in the row.
    let Asks { title, deliverables, skills, due: _, size: _, urgency: _ } = asks;
    texts::add(tx, id.as_str(), ObjectText::Title, 1, author, now, title.as_str()).await?;
    texts::add(tx, id.as_str(), ObjectText::Deliverables, 1, author, now, deliverables.as_str()).await?;
    fulltext::put(tx, fulltext::Kind::Task, id.as_str()).await?;
    if skills.is_empty() { Ok(()) } else { set_skills(tx, (id, creator, pursuance), skills).await }
}

/// Writes a new task whose texts come sealed, with its first signed revision: only the day counts of what it asks for. Nobody finds it
/// by its words.
pub async fn add_sealed(tx: &mut WriteTx, new: NewTask<'_>) -> StoreResult<()> {
    add_row(tx, new).await
}

async fn add_row(tx: &mut WriteTx, new: NewTask<'_>) -> StoreResult<()> {
    let NewTask {
        id,
        pursuance,
        number,
        parent,
        phase,
        asks,
        author: _,
        creator,
        assignee,
        reviewer,
        needs_review,
        mirror_of,
        delegation,
        now,
    } = new;
    let AskedRow { size, urgency, due } = AskedRow::of(asks);
    let itself = ProgressSums::of_leaf(phase, asks.size);
    let row = NewRow {
        id: id.as_str(),
        pursuance: pursuance.as_str(),
        number,
        parent: parent.map(TaskId::as_str),
        position: order::last(tx, Siblings::of(pursuance, parent)).await?,
        phase: phase.as_str(),
        size: &size,
        urgency: &urgency,
        due,
        creator: creator.as_str(),
        assignee: assignee.map(ActorId::as_str),
        reviewer: reviewer.map(ActorId::as_str),
        needs_review,
        revision: 1,
        title_revision: 1,
        deliverables_revision: 1,
        mirror_of,
        delegation: delegation.map(DelegationId::as_str),
        weight_total: itself.total,
        weight_done: itself.done,
        children: 0,
        children_done: 0,
        last_sign: now.0,
        created: now.0,
        updated: now.0,
        stage_since: now.0,
    };
    row.insert(tx).await?;
    sums::carry(tx, parent.map(|parent| parent.0.clone()), itself.share(phase)).await
}

/// The changes of a signed revision to a private task, without its relations to others.
#[derive(Debug, Clone, Copy)]
pub struct SealedEdit {
    pub texts: TextRevisions,
    pub due: Option<Time>,
}

/// Applies it.
///
/// # Errors
/// [`StoreError::Stale`] when the task has another revision than was seen.
pub async fn edit_sealed(tx: &mut WriteTx, task: &Task, edit: SealedEdit, now: Time) -> StoreResult<()> {
    const SQL: &str = "update task set title_revision = $3, deliverables_revision = $4, due = $5, revision = revision + 1, updated = $6
        where id = $1 and revision = $2";
    let SealedEdit { texts: TextRevisions { title, deliverables }, due } = edit;
    let due = due.map(|due| due.0);
    let changed = run!(tx, SQL, task.id.as_str(), task.revision, title, deliverables, due, now.0)?;
    if changed == 1 { Ok(()) } else { Err(StoreError::Stale("the task")) }
}

/// Notes under which revisions the texts of a private task are sealed now, where they say what they said before.
pub async fn reseal(tx: &mut WriteTx, id: &TaskId, texts: TextRevisions) -> StoreResult<()> {
    const SQL: &str = "update task set title_revision = $2, deliverables_revision = $3 where id = $1";
    run!(tx, SQL, id.as_str(), texts.title, texts.deliverables).map(drop)
}

/// A change of the asks of a task, and of its reviewer.
#[derive(Debug, Clone)]
pub struct Edit<'a> {
    /// The task as it was seen.
    pub task: &'a Task,
    pub before: &'a Asks,
    pub after: &'a Asks,
    /// The reviewer afterwards; if one is named, the task needs review.
    pub reviewer: Option<&'a ActorId>,
    /// The author of the changed texts.
    pub author: &'a ActorId,
    pub now: Time,
}

/// Applies an edit, unless another one came first; the revision goes up.
///
/// # Errors
/// [`StoreError::Stale`] when the task has another revision than the edit expects.
pub async fn edit(tx: &mut WriteTx, edit: Edit<'_>) -> StoreResult<()> {
    let Edit { task, before, after, reviewer, author, now } = edit;
    let next = task.revision + 1;
    let AskedRow { size, urgency, due } = AskedRow::of(after);
    let Asks { title, deliverables, skills, due: _, size: _, urgency: _ } = after;
    let revision_of = |is_same: bool, now: i64| if is_same { now } else { next };
    let title_revision = revision_of(*title == before.title, task.texts.title);
    let deliverables_revision = revision_of(*deliverables == before.deliverables, task.texts.deliverables);
    let facts = SumFacts::of(tx, task.id.as_str()).await?;
    let changed = updated!(
        tx,
        "task",
        {
            size = size,
            urgency = urgency,
            due = due,
            title_revision = title_revision,
            deliverables_revision = deliverables_revision,
        },
        "left_by = case when coalesce(reviewer, '') = coalesce($3, '') then left_by end, reviewer = $3,
        needs_review = needs_review or $3 is not null, revision = revision + 1, updated = $4 where id = $1 and revision = $2",
        task.id.as_str(),
        task.revision,
        reviewer.map(ActorId::as_str),
        now.0,
    )?;
    if changed != 1 {
        return Err(StoreError::Stale("the task"));
    }
    let id = task.id.as_str();
    if title_revision == next {
        texts::add(tx, id, ObjectText::Title, next, author, now, title.as_str()).await?;
        super::hide_renamed(tx, &task.id, author).await?;
    }
    if deliverables_revision == next {
        texts::add(tx, id, ObjectText::Deliverables, next, author, now, deliverables.as_str()).await?;
    }
    if title_revision == next || deliverables_revision == next {
        fulltext::put(tx, fulltext::Kind::Task, id).await?;
    }
    if *skills != before.skills {
        set_skills(tx, (&task.id, &task.creator, &task.pursuance), skills).await?;
    }
    sums::change(tx, &task.id, &facts, SumFacts { size: after.size, ..facts.clone() }).await
}
