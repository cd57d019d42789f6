//! The outline of a pursuance's tasks: all of them as a tree, or a filtered list.

use std::collections::{HashMap, HashSet};

use pursuance_domain::allowed::{Facts, Permission, Sight, allowed};
use pursuance_domain::id::TaskId;
use pursuance_domain::task::phase::Phase;

use crate::actions::PerformError;
use crate::actions::access::{self, Access};
use crate::reads::{self, Page, one_more};
use crate::store::db::{ReadTx, SearchTx};
use crate::store::error::StoreResult;
use crate::store::outline::query::{Answer, Limits};
use crate::store::outline::{self, Row, query};
use crate::store::tasks::Task;
use crate::web::cards::rows::TaskRow;
use crate::web::frame::links;
use crate::web::request::failure::PageError;
use crate::web::request::form::FormFields;
use crate::web::request::session::Visit;
use crate::web::views::filter::Filter;

/// Tasks at the top of one page of the outline, and in a list.
const TOP: usize = 50;
/// Subtasks shown under each.
const EACH: i64 = 20;
/// The most rows on one page; links lead to the subtasks that did not fit.
const ROWS: usize = 200;
/// Levels shown.
pub(in crate::web) const LEVELS: usize = 3;

/// One row of the outline.
pub struct OutlineRow {
    pub task: TaskRow,
    /// 0 for the first shown level.
    pub depth: usize,
    /// Whether its subtasks are folded away at first.
    pub is_folded: bool,
    /// Subtasks that are not among the rows.
    pub hidden: i64,
    /// Whether the viewer may write a subtask here.
    pub may_add: bool,
    /// Whether the viewer may move it.
    pub may_order: bool,
}

impl OutlineRow {
    /// Its number, by value.
    pub fn number(&self) -> i64 {
        self.task.number
    }
}

/// A piece of the outline in the order of the page.
pub enum OutlinePart<'a> {
    /// A row, followed by its subtasks (or by the field for one).
    Open(&'a OutlineRow),
    /// A row with nothing below it.
    Leaf(&'a OutlineRow),
    /// The end of a row's subtasks: a link to hidden ones, and the field.
    Close(&'a OutlineRow),
}

/// Whether the viewer may add a subtask under a row: the rule gets the facts of the row.
pub(in crate::web) fn may_add_below(visit: &Visit, access: &Access, row: &Row) -> bool {
    let facts = Facts {
        is_assignee: visit.person().is_some() && visit.person() == row.assignee.as_ref().map(|who| &who.id),
        ..access.facts(None)
    };
    allowed(&visit.who, Permission::AddSubtask, &facts).is_ok()
}

/// The tasks of a page that the viewer may move.
pub(in crate::web) enum Movable {
    All,
    /// Only these: a viewer who may assign, but not move all tasks, can move only mirrors.
    Some(HashSet<TaskId>),
}

impl Movable {
    /// The movable tasks among `rows`.
    pub(in crate::web) async fn among(
        visit: &Visit,
        tx: &mut ReadTx,
        access: &Access,
        rows: &[Row],
    ) -> StoreResult<Self> {
        if access.pursuance.is_private() {
            // A move there is a signed revision, which no form sends.
            return Ok(Self::Some(HashSet::new()));
        }
        if access.may(Permission::MoveTask, None) {
            return Ok(Self::All);
        }
        let mirror = Facts { is_mirror: true, ..access.facts(None) };
        let may_mirrors = allowed(&visit.who, Permission::MoveTask, &mirror).is_ok();
        let some = if may_mirrors { outline::mirrors_among(tx, rows).await? } else { HashSet::new() };
        Ok(Self::Some(some))
    }

    pub(in crate::web) fn has(&self, row: &Row) -> bool {
        match self {
            Self::All => true,
            Self::Some(some) => some.contains(&row.id),
        }
    }

    /// Whether any task may be movable.
    pub(in crate::web) fn is_any(&self) -> bool {
        match self {
            Self::All => true,
            Self::Some(some) => !some.is_empty(),
        }
    }
}

/// The tasks of one page, and the place where the next begins.
pub(in crate::web) struct OutlinePage {
    /// All shown rows, in no particular order.
    pub(in crate::web) all: Vec<Row>,
    /// In the order of the page: the place of a row among all, its depth, and how many of its subtasks are not on the page.
    shown: Vec<(usize, usize, i64)>,
    pub(in crate::web) next: Option<String>,
    /// The limits that the words of the query set to the result.
    pub(in crate::web) limits: Limits,
    /// Whether it is a flat list, whose rows do not unfold.
    pub(in crate::web) is_list: bool,
}

impl OutlinePage {
    /// In the order of the page: a row, its depth, and how many of its subtasks are not on the page.
    pub(in crate::web) fn rows(&self) -> impl Iterator<Item = (&Row, usize, i64)> {
        self.shown.iter().filter_map(|(at, depth, hidden)| Some((self.all.get(*at)?, *depth, *hidden)))
    }
}

/// A reader for the outline.
pub(in crate::web) enum Outlining {
    /// For the tree.
    Tree(Box<ReadTx>),
    /// For the list of a search.
    List(Box<SearchTx>),
}

impl std::ops::Deref for Outlining {
    type Target = ReadTx;

    fn deref(&self) -> &ReadTx {
        match self {
            Self::Tree(tx) => tx,
            Self::List(tx) => tx,
        }
    }
}

impl std::ops::DerefMut for Outlining {
    fn deref_mut(&mut self) -> &mut ReadTx {
        match self {
            Self::Tree(tx) => tx,
            Self::List(tx) => tx,
        }
    }
}

impl Outlining {
    /// The reader, and the access of the viewer. A viewer who may read only some of the tasks gets a list of these.
    pub(in crate::web) async fn begin(
        visit: &Visit,
        slug: &str,
        asked: &FormFields,
    ) -> Result<(Self, Result<Access, PerformError>), PageError> {
        if !Filter::new(visit.t, slug, asked).is_on {
            let mut tx = visit.app.db.read().await?;
            let found = access::find(&mut tx, &visit.who, slug, visit.now).await;
            let reads_some = |access: &Access| access.sight().is_ok_and(|sight| sight.only_of().is_some());
            if !found.as_ref().is_ok_and(reads_some) {
                return Ok((Self::Tree(Box::new(tx)), found));
            }
        }
        let mut tx = visit.search().await?;
        let found = access::find(&mut tx, &visit.who, slug, visit.now).await;
        Ok((Self::List(Box::new(tx)), found))
    }
}

/// A flat list of the tasks that a query finds. A query with a fault is used without the piece that is not understood.
pub(in crate::web) async fn narrowed(
    visit: &Visit,
    tx: &mut SearchTx,
    access: &Access,
    sight: &Sight,
    filter: &Filter,
    asked: &FormFields,
) -> Result<OutlinePage, PageError> {
    let asker = reads::task::asker(&visit.app, &visit.who, visit.now, visit.zone);
    let after = asked.text("after").parse().ok();
    let Answer { found, limits } =
        query::answer(tx, sight, &filter.query, &asker, after, one_more(TOP)).await?;
    let Page { items, next } = Page::cut(found, TOP, |found| found.place);
    let next =
        next.map(|place| links::tasks_found_after(&access.pursuance.slug, &filter.text, &place.to_string()));
    let all: Vec<Row> = items.into_iter().map(|found| found.row).collect();
    let shown = (0..all.len()).map(|at| (at, 0, 0)).collect();
    Ok(OutlinePage { shown, all, next, limits, is_list: true })
}

/// The outline: the top level from the place in the address on, and a few levels below it.
pub(in crate::web) async fn tree(
    tx: &mut ReadTx,
    access: &Access,
    sight: &Sight,
    under: Option<&Task>,
    asked: &FormFields,
) -> Result<OutlinePage, PageError> {
    let after = asked
        .text("after")
        .split_once('.')
        .and_then(|(position, number)| Some((position.parse().ok()?, number.parse().ok()?)));
    let after = after.unwrap_or((i64::MIN, i64::MIN));
    let rows = match under {
        Some(task) => outline::below(tx, sight, &task.id, after, one_more(TOP)).await?,
        None => outline::roots(tx, sight, after, one_more(TOP)).await?,
    };
    let Page { items: top, next } = Page::cut(rows, TOP, Row::place);
    let mut all = top;
    let top = 0..all.len();
    let mut level = top.clone();
    let mut below: HashMap<TaskId, Vec<usize>> = HashMap::new();
    for _ in 1..LEVELS {
        // Finished tasks are folded, so the tasks below them are read only on demand.
        let parents: Vec<&TaskId> = all[level]
            .iter()
            .filter(|row| row.children > 0 && !row.phase.is_closed())
            .map(|row| &row.id)
            .collect();
        let mut next_level = outline::below_each(tx, sight, &parents, EACH).await?;
        next_level.truncate(ROWS.saturating_sub(all.len()));
        level = all.len()..all.len() + next_level.len();
        for (at, row) in level.clone().zip(&next_level) {
            if let Some(parent) = &row.parent {
                below.entry(parent.clone()).or_default().push(at);
            }
        }
        all.extend(next_level);
    }
    let mut shown = Vec::with_capacity(all.len());
    for at in top {
        unfold(at, 0, &all, &mut below, &mut shown);
    }
    let slug = &access.pursuance.slug;
    let next = next.map(|(position, number)| match under {
        Some(task) => format!("{}&after={position}.{number}", links::pursuance_under(slug, task.number)),
        None => format!("{}?after={position}.{number}", links::pursuance(slug)),
    });
    Ok(OutlinePage { all, shown, next, limits: Limits::default(), is_list: false })
}

/// Puts a row and the rows below it in the order of the page. At most [`LEVELS`] deep.
fn unfold(
    at: usize,
    depth: usize,
    all: &[Row],
    below: &mut HashMap<TaskId, Vec<usize>>,
    shown: &mut Vec<(usize, usize, i64)>,
) {
    let Some(row) = all.get(at) else { return };
    let children = below.remove(&row.id).unwrap_or_default();
    let is_there = |child: &&usize| all.get(**child).is_some_and(|child| child.phase != Phase::Dropped);
    let there = i64::try_from(children.iter().filter(is_there).count()).unwrap_or(0);
    shown.push((at, depth, (row.children - there).max(0)));
    for child in children {
        unfold(child, depth + 1, all, below, shown);
    }
}
