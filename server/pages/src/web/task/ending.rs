//! The end of a task: archiving, trash, deletion for good; and restoring it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{Action, ArchiveTask, DeleteTask, RestoreTask, TrashTask};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::{Recorded, StreamId, Verb};
use pursuance_domain::task::ending::{Ending, deleted_at};

use super::forms::At;
use super::scene::Scene;
use crate::actions::Refused;
use crate::actions::access::{self, Access};
use crate::actions::ending::look;
use crate::reads::ending as reads;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::store::{endings, events};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Party, TaskLink, Words};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, Posted};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::undo::with_undo;

/// The note on top of the page of a task in the archive or the trash, with the viewer's choices.
pub struct AwayShown {
    pub at: When,
    /// The person who put it there.
    pub by: Option<Party>,
    /// The tasks that went into the trash with it.
    pub below: Vec<TaskLink>,
    pub is_trashed: bool,
    /// The number of the task with which it was put away; it is restored with that task.
    pub along: Option<i64>,
    /// The day on which it is deleted for good.
    pub until: Option<When>,
    pub may_restore: bool,
    pub may_delete: bool,
}

impl AwayShown {
    /// The note of a task that people put away; none for other tasks.
    pub(super) async fn of(s: &mut Scene<'_>) -> StoreResult<Option<Self>> {
        let (access, task) = (s.access, s.task);
        let at = if task.is_put_away() { task.trashed_at.or(task.archived_at) } else { None };
        let Some(at) = at else { return Ok(None) };
        let with = if task.trashed_at.is_some() { &task.trashed_with } else { &task.archived_with };
        let along = match with.as_ref().filter(|with| **with != task.id) {
            Some(with) => endings::number_of(s.tx, with).await?,
            None => None,
        };
        let by = put_away(s.tx, access, task).await?.and_then(|event| event.actor);
        let by = s.party_if_any(by.as_ref()).await?;
        let mut below = Vec::new();
        if task.trashed_at.is_some() && along.is_none() {
            let shown = reads::went_along(s.tx, access, task, BELOW).await?;
            below.extend(shown.into_iter().map(|one| TaskLink {
                href: links::task(&access.pursuance.slug, one.number),
                number: one.number,
                title: Words::of(&one.title, s.l.t),
            }));
        }
        Ok(Some(Self {
            at: s.l.moment(at),
            by,
            below,
            is_trashed: task.trashed_at.is_some(),
            along,
            until: task.trashed_at.map(|at| s.l.day(deleted_at(at))),
            may_restore: along.is_none() && access.may(Permission::ArchiveTask, Some(task)),
            may_delete: access.may(Permission::DeleteTask, Some(task)),
        }))
    }
}

/// The most tasks below one in the trash that its page names.
const BELOW: usize = 30;

/// The event by which a task, or the one it went along with, was archived or put into the trash.
pub(super) async fn put_away(tx: &mut ReadTx, access: &Access, task: &Task) -> StoreResult<Option<Recorded>> {
    if let (Some(at), with) = (task.trashed_at, &task.trashed_with) {
        let root = with.as_ref().unwrap_or(&task.id);
        let found = events::put_into_trash(tx, &StreamId::of(&access.pursuance.id), at).await?;
        let is_this = |event: &Recorded| event.what.trashed().is_some_and(|told| told.task == *root);
        return Ok(found.into_iter().find(is_this));
    }
    let Some(at) = task.archived_at else { return Ok(None) };
    let root = task.archived_with.as_ref().unwrap_or(&task.id);
    let found = events::newest_of_tasks(tx, std::slice::from_ref(root), Verb::TaskArchived).await?;
    Ok(found.into_iter().find(|event| event.at == at))
}

/// The ends that the menu of a task offers the viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndsShown {
    pub archive: bool,
    pub trash: bool,
}

impl EndsShown {
    pub(super) fn of(access: &Access, task: &Task) -> Self {
        let may = access.may(Permission::ArchiveTask, Some(task));
        Self {
            archive: may && task.archived_at.is_none(),
            trash: may && task.trashed_at.is_none() && !task.is_put_away(),
        }
    }
}

/// `GET /p/{slug}/t/{number}/end`, with `?how=` (archive, trash, delete): asks for confirmation and shows the consequences.
#[derive(Template)]
#[template(path = "task/end.html")]
pub struct EndPage {
    pub l: Layout,
    pub slug: String,
    pub number: i64,
    pub title: Words,
    pub how: &'static str,
    /// The number of other tasks that end with it.
    pub others: usize,
    /// The reason why it cannot be done now.
    pub problem: String,
}

impl EndPage {
    /// The key of a text about this end.
    pub fn key(&self, archive: &'static str, trash: &'static str, delete: &'static str) -> &'static str {
        match self.how {
            "archive" => archive,
            "trash" => trash,
            _ => delete,
        }
    }
}

/// The ends that a page asks about, each by its word in addresses.
const ENDS: [(&str, Ending); 3] =
    [("archive", Ending::Archive), ("trash", Ending::Trash), ("delete", Ending::Delete)];

/// `GET /p/{slug}/t/{number}/end`
pub async fn form(
    visit: Visit,
    Path((slug, number)): At,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let shown = fill(&visit, &mut tx, (&slug, number), query.0.text("how"), None).await?;
    page(StatusCode::OK, &shown)
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    (slug, number): (&str, i64),
    how: &str,
    why: Option<&Refused>,
) -> Result<EndPage, PageError> {
    let &(how, ending) = ENDS.iter().find(|(word, _)| *word == how).ok_or(PageError::BadRequest)?;
    let access = access::find(tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(tx, &access, number).await?;
    let needed = match ending {
        Ending::Archive | Ending::Trash | Ending::Restore => Permission::ArchiveTask,
        Ending::Delete => Permission::DeleteTask,
    };
    access.demand(needed, Some(&task))?;
    let going = look(tx, &task).await?;
    let may = pursuance_domain::task::ending::may_end(ending, task.number, &going.facts);
    let problem = match (why, may) {
        (Some(why), _) => refusal_text(visit.t, why),
        (None, Err(refused)) => refusal_text(visit.t, &Refused::Rule(refused.into())),
        (None, Ok(())) => String::new(),
    };
    Ok(EndPage {
        l: visit.layout(tx, Nav::Pursuance(access.pursuance.slug.clone())).await?,
        how,
        others: going.count(ending).saturating_sub(1),
        problem,
        slug: access.pursuance.slug,
        number: task.number,
        title: Words::of(&task.title, visit.t),
    })
}

/// Performs the action and redirects; after a refusal, shows the question again with the reason.
async fn end(
    visit: &Visit,
    (slug, number): (&str, i64),
    how: &str,
    action: Action,
    (to, notice): (String, FormNotice),
) -> Result<Response, PageError> {
    match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(done) => Ok(with_undo(&visit.app, see_with(&visit.app, &to, notice), done.undo)),
        Err(no) => {
            let mut tx = visit.app.db.read().await?;
            let shown = fill(visit, &mut tx, (slug, number), how, Some(&no)).await?;
            drop(tx);
            page(status_of(&no), &shown)
        }
    }
}

/// `POST /p/{slug}/t/{number}/archive`, no fields.
pub async fn archive(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let action = ArchiveTask { pursuance: slug.clone(), task: number }.into();
    let then = (links::task(&slug, number), FormNotice::good("notice-task-archived"));
    end(&posted.visit, (&slug, number), "archive", action, then).await
}

/// `POST /p/{slug}/t/{number}/trash`, no fields.
pub async fn trash(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let action = TrashTask { pursuance: slug.clone(), task: number }.into();
    let then = (links::task(&slug, number), FormNotice::info("notice-task-trashed"));
    end(&posted.visit, (&slug, number), "trash", action, then).await
}

/// `POST /p/{slug}/t/{number}/delete`, no fields.
pub async fn delete(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let action = DeleteTask { pursuance: slug.clone(), task: number }.into();
    let then = (links::trash(&slug), FormNotice::info("notice-task-deleted"));
    end(&posted.visit, (&slug, number), "delete", action, then).await
}

/// `POST /p/{slug}/t/{number}/restore`, no fields.
pub async fn restore(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    let action = RestoreTask { pursuance: slug.clone(), task: number };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(done) => {
            let restored = FormNotice::good("notice-task-restored");
            let answer = see_with(&visit.app, &links::task(&slug, number), restored);
            Ok(with_undo(&visit.app, answer, done.undo))
        }
        Err(no) => {
            let mut shown = super::show::load(&visit, &slug, number).await?;
            super::forms::say(&mut shown, &no);
            page(status_of(&no), &shown)
        }
    }
}
