//! The scene of a task's page: the viewer, the task, and everything read before a card is filled. A card is a struct with a
//! function `of` that takes its data from the scene, and a template of its own.

use pursuance_domain::allowed::{Permission, Sight, TaskSight};
use pursuance_domain::event::Recorded;
use pursuance_domain::id::ActorId;

use super::delegations::TaskDelegations;
use super::discussion::{Comments, Which, comments};
use super::may::{Hands, is_delegated};
use super::named::people_in;
use crate::actions::access::Access;
use crate::actions::succession::is_held;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::discussions::{self, TaskFile};
use crate::store::error::StoreResult;
use crate::store::tasks::{Chain, Task, TaskPageFacts};
use crate::store::{delegations, events, tasks};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::mine::Mine;
use crate::web::frame::view::Party;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;

/// Lines of history on the page; more are a link away.
pub(super) const LINES: i64 = 15;

/// A task and its viewer. Data that the task cannot have is not read.
pub(super) struct Scene<'a> {
    pub visit: &'a Visit,
    pub tx: &'a mut ReadTx,
    pub l: Layout,
    pub mine: Mine,
    pub access: &'a Access,
    pub sight: Sight,
    pub seen: TaskSight,
    pub task: &'a Task,
    pub actors: Actors,
    pub beside: TaskPageFacts,
    pub delegations: TaskDelegations,
    pub chain: Chain,
    pub hands: Hands,
}

/// The rows of a task, each list for one card.
pub(super) struct Rows {
    pub files: Vec<TaskFile>,
    pub comments: Comments,
    pub lines: Vec<Recorded>,
    /// The number of all lines of the history.
    pub in_all: i64,
}

impl<'a> Scene<'a> {
    /// Reads a task for its page, with these comments.
    pub async fn of(
        visit: &'a Visit,
        tx: &'a mut ReadTx,
        access: &'a Access,
        task: &'a Task,
        said: &Which,
    ) -> Result<(Self, Rows), PageError> {
        let slug = &access.pursuance.slug;
        let live = Some(links::task_live(slug, task.number));
        let l = Layout { live, ..visit.layout(tx, Nav::pursuance(slug)).await? };
        let (sight, seen) = (access.sight()?, access.seen(task)?);
        let discusses = access.may(Permission::Discuss, Some(task));
        let floor = visit.floor(tx, &access.pursuance.id).await?;
        let beside = tasks::page_facts(tx, task, &seen, visit.person(), discusses, floor).await?;
        let sides =
            if beside.has_delegations { delegations::of_task(tx, &task.id).await? } else { Vec::new() };
        let delegations = TaskDelegations::sort(sides, task);
        let rows = Rows::of(tx, (&sight, &seen), &beside, said).await?;
        let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
        actors.look_up(tx, involved(task, &beside, &delegations, &rows)).await?;
        let hands = Hands {
            is_delegated: is_delegated(tx, &mut actors, task).await?,
            is_offered: delegations.is_on_offer(),
            is_held: beside.was_handed_on && is_held(tx, task, visit.person()).await?,
        };
        let chain = tasks::chain(tx, &sight, task).await?;
        let mine = visit.mine();
        let scene =
            Self { visit, tx, l, mine, access, sight, seen, task, actors, beside, delegations, chain, hands };
        Ok((scene, rows))
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.access.may(permission, Some(self.task))
    }

    /// Whether the viewer is a member.
    pub fn is_member(&self) -> bool {
        self.access.role().is_some()
    }

    pub async fn party(&mut self, id: &ActorId) -> StoreResult<Party> {
        self.visit.party_of(self.tx, &mut self.actors, id).await
    }

    pub async fn party_if_any(&mut self, id: Option<&ActorId>) -> StoreResult<Option<Party>> {
        self.visit.party_if_any(self.tx, &mut self.actors, id).await
    }
}

impl Rows {
    async fn of(
        tx: &mut ReadTx,
        (sight, seen): (&Sight, &TaskSight),
        beside: &TaskPageFacts,
        said: &Which,
    ) -> StoreResult<Self> {
        let files = if beside.has_files { discussions::files(tx, seen).await? } else { Vec::new() };
        let comments =
            if beside.has_comments { comments(tx, seen, said).await? } else { Comments::default() };
        let (lines, in_all) = events::of_task(tx, sight, seen, LINES).await?;
        Ok(Self { files, comments, lines, in_all })
    }
}

/// The people and pursuances that the page may name. They are looked up together, in one statement.
fn involved(task: &Task, beside: &TaskPageFacts, delegations: &TaskDelegations, rows: &Rows) -> Vec<ActorId> {
    let parts = [task.assignee.as_ref(), task.reviewer.as_ref(), Some(&task.creator)].into_iter().flatten();
    parts
        .chain(delegations.all().flat_map(|row| [&row.origin, &row.delegate]))
        .chain(rows.files.iter().map(|file| &file.added_by))
        .chain(rows.comments.messages.iter().map(|message| &message.author))
        .chain(&beside.suggested_by)
        .chain(&beside.accompanied_by)
        .cloned()
        .chain(rows.lines.iter().flat_map(people_in))
        .collect()
}

/// Whether `found` has reached the limit.
pub(super) fn is_full<T>(found: &[T], limit: i64) -> bool {
    i64::try_from(found.len()).is_ok_and(|found| found >= limit)
}
