//! Tasks with the names, numbers and texts that belong to them.

use std::collections::HashMap;

use chrono_tz::Tz;
use pursuance_domain::allowed::{Principal, Sights};
use pursuance_domain::id::{DelegationId, TaskId};
use pursuance_domain::query::{HostTerm, Query};
use pursuance_domain::task::Asks;
use pursuance_domain::task::phase::{Phase, ShownPhase};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Size, Skills, Urgency};
use schemars::JsonSchema;
use serde::Serialize;

use super::sealed::{SealedView, is_due_in_week};
use super::{Actors, Page, one_more, talk, task_url};
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused, Thing};
use crate::state::App;
use crate::store::actors::Actor;
use crate::store::db::{ReadTx, SearchTx};
use crate::store::dependencies::{self, Counted};
use crate::store::error::StoreResult;
use crate::store::outline::query::{Answer, Place, QueryAsker, answer};
use crate::store::outline::{self, Row};
use crate::store::tasks::{self, LongTexts, StoredAsks, Task, TaskNames};
use crate::store::texts::Body;

/// A piece of work.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Task")]
pub struct TaskView {
    /// Its number within its pursuance.
    pub number: i64,
    pub id: TaskId,
    /// Goes up with every change; `task.edit` names the one it is based on.
    pub revision: i64,
    #[serde(flatten)]
    pub asks: AskedView,
    /// The phase as it is shown: `blocked` while it waits for an open task, somebody, or something said in words.
    pub phase: ShownPhase,
    /// The stored phase.
    pub beneath: Phase,
    /// How many open tasks wait for it.
    pub waiting: i64,
    /// The assignee: a member, or the pursuance it was handed to; `name@server` when that is on another server.
    pub assignee: Option<String>,
    /// The member who reviews the work; null for the creator.
    pub reviewer: Option<String>,
    /// Whether somebody looks at the work before the task is done; always where another pursuance does it, or asked for it.
    pub needs_review: bool,
    pub creator: String,
    /// The number of its parent, when you may read that too.
    pub parent: Option<i64>,
    /// The row id of its present delegation, or of the newest one.
    pub delegation: Option<DelegationId>,
    pub progress: ProgressView,
    /// The address of the other pursuance's task that this one mirrors.
    pub mirror_of: Option<String>,
    pub created: Time,
    pub updated: Time,
    /// When it was archived, if it was.
    pub archived: Option<Time>,
    /// When it went into the trash, if it did.
    pub trashed: Option<Time>,
    /// The address of its page.
    pub url: String,
}

/// One task, with what is new in its discussion.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "OneTask")]
pub struct OneTaskView {
    #[serde(flatten)]
    pub task: TaskView,
    /// How many comments you have not read there, up to 100; none where you are no member, or have muted it.
    pub unread: i64,
    /// How many of them name you, or answer you.
    pub mentions: i64,
}

/// The requirements of a task. A text that is sealed is null, and its envelope stands beside it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "TaskAsks")]
pub struct AskedView {
    /// One line.
    pub title: Body,
    /// The results that are to be delivered, Markdown.
    pub deliverables: Body,
    /// The skills that one must have.
    pub skills: Skills,
    /// Wanted by.
    pub due: Option<Time>,
    /// Whether `due` is only the end of the week in which it is wanted: of a task whose title is sealed no more is known here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub due_in_week: bool,
    /// How much work.
    pub size: Size,
    /// Whether it can wait.
    pub urgency: Urgency,
    /// The envelope of the title, where it is sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    /// The envelope of the deliverables, where they are sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deliverables_sealed: Option<SealedView>,
}

impl From<StoredAsks> for AskedView {
    fn from(asked: StoredAsks) -> Self {
        let StoredAsks { title, deliverables, skills, due, size, urgency } = asked;
        Self {
            sealed: SealedView::of(&title),
            deliverables_sealed: SealedView::of(&deliverables),
            due_in_week: is_due_in_week(&title, due),
            title,
            deliverables,
            skills,
            due,
            size,
            urgency,
        }
    }
}

/// The progress of a task, rolled up from the tasks below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Progress")]
pub struct ProgressView {
    /// Weight of finished work, 0 to 100.
    pub percent: i64,
    /// Of the tasks directly below it that you see.
    pub subtasks_done: i64,
    pub subtasks_total: i64,
}

/// The readable tasks, by number, after one.
///
/// # Errors
/// When no task is readable, or the database fails.
pub async fn page(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    after: i64,
    limit: usize,
) -> Result<Page<TaskView, i64>, PerformError> {
    let sight = access.sight()?;
    let rows = tasks::page(tx, &sight, after, one_more(limit)).await?;
    let Page { items, next } = Page::cut(rows, limit, |task| task.number);
    let (Some(first), Some(last)) =
        (items.first().map(|task| task.number), items.last().map(|task| task.number))
    else {
        return Ok(Page { items: Vec::new(), next });
    };
    let mut items = items;
    count_below(tx, access, &mut items.iter_mut().collect::<Vec<_>>()).await?;
    let mut skills = tasks::skills_between(tx, &sight, first, last).await?;
    let names = tasks::names(tx, &sight, first, last).await?;
    let mut names: HashMap<i64, TaskNames> = names.into_iter().map(|names| (names.number, names)).collect();
    let waiting = dependencies::waiting_open(
        tx,
        &items.iter().map(|task| &task.id).collect::<Vec<_>>(),
        Counted::Shown,
    )
    .await?;
    let items = items.into_iter().filter_map(|task| {
        let skills = skills.remove(&task.number).unwrap_or_default();
        let waiting = waiting.get(&task.id).copied().unwrap_or_default();
        Some((names.remove(&task.number)?, task, skills, waiting))
    });
    let view = |(names, task, skills, waiting)| view(app, access, task, skills, names, waiting);
    Ok(Page { items: items.map(view).collect(), next })
}

/// The place after which a list of tasks goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum NextTask {
    /// The number of a task.
    Number(i64),
    /// The number behind what the list is sorted by.
    Place(String),
}

impl From<Place> for NextTask {
    fn from(place: Place) -> Self {
        match place.number() {
            Some(number) => Self::Number(number),
            None => Self::Place(place.to_string()),
        }
    }
}

/// A part of the tasks of a pursuance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskList {
    pub items: Vec<TaskView>,
    /// Pass it as `after` to get the next part; null at the end.
    pub next: Option<NextTask>,
    /// Whether more than 1,000 tasks have the words of the query: the newest 1,000 of them were looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// Whether older texts are still being taken into the index of words: some tasks may be missing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub filling: bool,
}

/// The reader of a query, with the present time and zone.
pub fn asker<'a>(app: &App, who: &'a Principal, now: Time, zone: Tz) -> QueryAsker<'a> {
    QueryAsker { person: who.person(), host: HostTerm::parse(app.addresses.authority()), now, zone }
}

/// The tasks of the rows of a list, all read at once.
///
/// # Errors
/// When the database fails.
pub async fn of_rows(tx: &mut ReadTx, rows: &[Row]) -> StoreResult<HashMap<TaskId, Task>> {
    if rows.is_empty() { Ok(HashMap::new()) } else { tasks::by_ids(tx, rows.iter().map(|row| &row.id)).await }
}

/// The readable tasks that a query finds, in its order, after a place.
///
/// # Errors
/// When no task is readable, or the database fails.
pub async fn found(
    app: &App,
    tx: &mut SearchTx,
    access: &Access,
    (query, zone): (&Query, Tz),
    after: Option<Place>,
    limit: usize,
) -> Result<TaskList, PerformError> {
    let sight = access.sight()?;
    let asker = asker(app, &access.who, access.now, zone);
    let Answer { found, limits } = answer(tx, &sight, query, &asker, after, one_more(limit)).await?;
    let Page { items, next } = Page::cut(found, limit, |found| NextTask::from(found.place));
    let ids: Vec<&TaskId> = items.iter().map(|found| &found.row.id).collect();
    let mut tasks = tasks::by_ids(tx, ids.iter().copied()).await?;
    let mut skills = tasks::skills_of_each(tx, ids.iter().copied()).await?;
    let names = tasks::names_of_each(tx, &sight, ids.iter().copied()).await?;
    let mut names: HashMap<i64, TaskNames> = names.into_iter().map(|names| (names.number, names)).collect();
    let waiting = dependencies::waiting_open(tx, &ids, Counted::Shown).await?;
    count_below(tx, access, &mut tasks.values_mut().collect::<Vec<_>>()).await?;
    let views = ids.into_iter().filter_map(|id| {
        let task = tasks.remove(id)?;
        let names = names.remove(&task.number)?;
        let skills = skills.remove(id).unwrap_or_default();
        Some(view(app, access, task, skills, names, waiting.get(id).copied().unwrap_or_default()))
    });
    Ok(TaskList { items: views.collect(), next, cut: limits.is_cut, filling: limits.is_filling })
}

/// A readable task.
///
/// # Errors
/// When there is none that the reader may read, or the database fails.
pub async fn one(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    number: i64,
) -> Result<OneTaskView, PerformError> {
    let mut task = access::find_task(tx, access, number).await?;
    count_below(tx, access, &mut [&mut task]).await?;
    let skills = tasks::skills(tx, &task.id).await?;
    let names = tasks::names_of(tx, &access.sight()?, &access.seen(&task)?).await?;
    let names = names.ok_or(Refused::NotFound(Thing::Task))?;
    let waiting = dependencies::waiting_open(tx, &[&task.id], Counted::Shown).await?;
    let waiting = waiting.get(&task.id).copied().unwrap_or_default();
    let news = talk::news_on(tx, access, &task.id).await?;
    Ok(OneTaskView {
        unread: news.as_ref().map_or(0, |news| news.unread),
        mentions: news.map_or(0, |news| news.mentions),
        task: view(app, access, task, skills, names, waiting),
    })
}

/// Has tasks count those directly below them that the reader sees, where they do not see all.
///
/// # Errors
/// When the reader may read no tasks, or the database fails.
pub async fn count_below(
    tx: &mut ReadTx,
    access: &Access,
    tasks: &mut [&mut Task],
) -> Result<(), PerformError> {
    let sight = access.sight()?;
    let Some(reader) = sight.only_of() else { return Ok(()) };
    let ids: Vec<&TaskId> = tasks.iter().map(|task| &task.id).collect();
    let seen = outline::children_seen(tx, reader, &[sight.pursuance()], &ids).await?;
    for task in tasks {
        (task.children, task.children_done) = seen.get(&task.id).copied().unwrap_or_default();
    }
    Ok(())
}

fn view(app: &App, access: &Access, task: Task, skills: Skills, names: TaskNames, waiting: i64) -> TaskView {
    let (phase, needs_review) = (task.shown(), access.is_reviewed(&task, names.is_delegated));
    TaskView {
        asks: task.asked(names.texts, skills).into(),
        url: task_url(app, &access.pursuance.slug, task.number),
        progress: ProgressView {
            percent: task.percent(),
            subtasks_done: task.children_done,
            subtasks_total: task.children,
        },
        number: task.number,
        id: task.id,
        revision: task.revision,
        phase,
        beneath: task.phase,
        waiting,
        assignee: names.assignee,
        reviewer: names.reviewer,
        needs_review,
        creator: names.creator,
        parent: names.parent,
        delegation: names.delegation.map(DelegationId),
        mirror_of: task.mirror_of,
        created: task.created,
        updated: task.updated,
        archived: task.archived_at,
        trashed: task.trashed_at,
    }
}

/// The asks of a task, without its longer text, its assignee and its phase; nothing where the reader may not read it, or its title is
/// sealed.
///
/// # Errors
/// When the database fails.
pub async fn asked(
    tx: &mut ReadTx,
    sights: &Sights,
    id: &TaskId,
) -> StoreResult<Option<(Asks, Option<Actor>, Phase)>> {
    let Some(task) = tasks::by_id(tx, id).await? else { return Ok(None) };
    let Some(sight) = sights.of(&task.pursuance) else { return Ok(None) };
    if outline::titles(tx, sight, std::slice::from_ref(id)).await?.is_empty() {
        return Ok(None);
    }
    let who = match &task.assignee {
        Some(assignee) => Some(Actors::default().get(tx, assignee).await?.clone()),
        None => None,
    };
    let asks = task.asked(LongTexts::unread(), tasks::skills(tx, id).await?).open();
    Ok(asks.map(|asks| (asks, who, task.phase)))
}
