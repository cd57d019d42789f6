//! What stands behind the page of a task: what is read before anything is shown, what the viewer may do at this moment, and the rows
//! of its files and its history.

use pursuance_domain::allowed::{Permission, Seen, Sight};
use pursuance_domain::event::Recorded;
use pursuance_domain::id::ActorId;
use pursuance_domain::task::tree::may_be_open_below;
use pursuance_domain::time::Time;

use super::candidates;
use super::delegations::TaskDelegations;
use super::discussion::fitting;
use super::ending::put_away;
use super::heir::HeirShown;
use super::history::{HistoryRow, Line, line_of, linked};
use super::may::{Hands, TaskMay, may};
use super::named::{Named, people_in};
use super::once::once;
use crate::actions::access::Access;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::discussions::{self, File, Message};
use crate::store::tasks::{Beside, Chain, Task};
use crate::store::{delegations, events, tasks};
use crate::web::cards::file::file_view;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::FileView;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;
use crate::web::request::undo::Undoables;

/// Messages and lines of history on the page; more are a link away.
const MESSAGES: i64 = 50;
pub(super) const LINES: i64 = 15;

/// What is read of a task before anything is shown. What is not there is not asked for.
pub(super) struct Read {
    pub beside: Beside,
    pub delegations: TaskDelegations,
    pub attached: Vec<File>,
    pub messages: Vec<Message>,
    /// Whether there are comments from before these.
    pub has_earlier: bool,
    pub lines: Vec<Recorded>,
    /// How many lines of history there are.
    pub in_all: i64,
}

impl Read {
    pub async fn of(
        visit: &Visit,
        tx: &mut ReadTx,
        (access, sight, seen): (&Access, &Sight, &Seen),
        task: &Task,
        said: Time,
    ) -> Result<Self, PageError> {
        let discusses = access.may(Permission::Discuss, Some(task));
        let beside = tasks::beside(tx, task, seen, visit.person(), discusses).await?;
        let rows =
            if beside.has_delegations { delegations::of_task(tx, &task.id).await? } else { Vec::new() };
        let attached = if beside.has_files { discussions::files(tx, seen).await? } else { Vec::new() };
        let messages = if beside.has_comments {
            discussions::thread(tx, seen, said, MESSAGES).await?
        } else {
            Vec::new()
        };
        let (found, is_cut) = (messages.len(), is_full(&messages, MESSAGES));
        let messages = fitting(messages);
        let (lines, in_all) = events::of_task(tx, sight, seen, LINES).await?;
        Ok(Self {
            beside,
            delegations: TaskDelegations::sort(rows, task),
            attached,
            has_earlier: is_cut || messages.len() < found,
            messages,
            lines,
            in_all,
        })
    }

    /// Everybody whom the page may name: looked up together, they cost one statement.
    pub fn involved(&self, task: &Task) -> Vec<ActorId> {
        let parts =
            [task.assignee.as_ref(), task.reviewer.as_ref(), Some(&task.creator)].into_iter().flatten();
        parts
            .chain(self.delegations.all().flat_map(|row| [&row.origin, &row.delegate]))
            .chain(self.attached.iter().map(|file| &file.added_by))
            .chain(self.messages.iter().map(|message| &message.author))
            .chain(&self.beside.suggested_by)
            .chain(&self.beside.accompanied_by)
            .cloned()
            .chain(self.lines.iter().flat_map(people_in))
            .collect()
    }
}

/// What the viewer may do with a task at this moment.
pub(super) async fn may_now(
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    hands: Hands,
    heir: Option<&HeirShown>,
    chain: &Chain,
) -> Result<TaskMay, PageError> {
    // What is put away is brought back first.
    if task.is_put_away() {
        return Ok(TaskMay::default());
    }
    let may = may(access, task, hands);
    Ok(TaskMay {
        // An heir who is asked, or may take it back, has a card for that.
        take: may.take && heir.is_none_or(HeirShown::leaves_it),
        hand_over: may.hand_over && candidates::may_go_on_from(tx, chain.nearest_mirror()).await?.is_ok(),
        // A task above it that is done may be one that the viewer does not see.
        reopen: may.reopen.filter(|_| may_be_open_below(chain.phases()).is_ok()),
        ..may
    })
}

/// The files of a task, with the way to remove one where the viewer may.
pub(super) async fn file_rows(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    (access, task): (&Access, &Task),
    attached: Vec<File>,
) -> Result<Vec<FileView>, PageError> {
    let mut files = Vec::new();
    for file in attached {
        let is_own = visit.person() == Some(&file.added_by);
        let needed = if is_own { Permission::Discuss } else { Permission::Moderate };
        let may = access.may(needed, Some(task));
        let remove = may.then(|| links::file_remove(&access.pursuance.slug, task.number, file.id.as_str()));
        files.push(FileView { remove, ..file_view(visit, tx, l, actors, file, None).await? });
    }
    Ok(files)
}

/// The history of a task.
pub(super) struct History {
    pub lines: Vec<HistoryRow>,
    /// Of each line the event by which the viewer takes it back.
    pub undo: Vec<Option<i64>>,
    /// Whether it went along with another task, which the first line tells.
    pub went_along: bool,
}

impl History {
    pub async fn of(
        visit: &Visit,
        tx: &mut ReadTx,
        l: &Layout,
        actors: &mut Actors,
        (access, task): (&Access, &Task),
        named: &Named,
        lines: Vec<Recorded>,
    ) -> Result<Self, PageError> {
        let mut undoables = Undoables::among(visit, tx, &access.pursuance.id, &lines).await?;
        let (mut shown, mut undo) = (Vec::new(), Vec::new());
        for one in once(lines) {
            if let Some(line) = line_of(visit, tx, l, actors, named, &one).await? {
                shown.push(line);
                undo.push(undoables.offer(one.event.seq));
            }
        }
        // What took it along is an event of the other task.
        let along = along(visit, tx, l, actors, access, task).await?;
        let went_along = along.is_some();
        undo.splice(0..0, along.iter().map(|_| None));
        shown.splice(0..0, along);
        Ok(Self { lines: shown, undo, went_along })
    }
}

/// The line of a task that went along with another one, while it is away.
async fn along(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    access: &Access,
    task: &Task,
) -> Result<Option<HistoryRow>, PageError> {
    let is_trashed = task.trashed_at.is_some();
    let with = if is_trashed { &task.trashed_with } else { &task.archived_with };
    if with.as_ref().is_none_or(|with| *with == task.id) {
        return Ok(None);
    }
    let Some(event) = put_away(tx, access, task).await? else { return Ok(None) };
    let by = visit.party_if_any(tx, actors, event.actor.as_ref()).await?;
    let with = match &event.task {
        Some(with) => linked(visit, tx, with).await?,
        None => None,
    };
    Ok(Some(HistoryRow { by, what: Line::Along { with, is_trashed }, at: l.moment(event.at) }))
}

/// Whether as many were found as the limit.
fn is_full<T>(found: &[T], limit: i64) -> bool {
    i64::try_from(found.len()).is_ok_and(|found| found >= limit)
}
