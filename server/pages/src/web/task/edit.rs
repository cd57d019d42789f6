//! Changing a task: its details, its reviewer, its place.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::EditTask;
use pursuance_domain::allowed::Permission;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::Asks;
use pursuance_domain::value::{ActorRef, Title};

use super::conflict::{Conflict, conflict, take};
use super::fields::TaskForm;
use super::may::is_delegated;
use super::merge::{self, MARKS, Merged, merge};
use super::parent_tasks::parents;
use super::reviewer::nobody_named_key;
use super::suggest::Suggests;
use crate::actions::access::{self, Access};
use crate::actions::{Newer, Refused, Undoable};
use crate::reads::{Actors, people};
use crate::store::db::ReadTx;
use crate::store::tasks::{self, Task};
use crate::store::{delegations, outline};
use crate::web::cards::pick::{self, Meant, Pick};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, Party, TaskLink, Words};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted};
use crate::web::request::refusal::{field_of, refusal_text, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::suggest::{Sent, send, suggested};
use crate::web::request::undo::with_undo;

/// The most attempts to merge an edit with concurrent changes, before the person is asked to save again.
const TRIES: usize = 3;

/// `GET` and, when refused, `POST /p/{slug}/t/{number}/edit`: `revision, was, reviewer`, and the fields of
/// `task/fields.rs`. A stale edit is merged with the saved task; if both changed the same field, the form comes back with
/// both texts (RULES §1).
#[derive(Template)]
#[template(path = "task/edit.html")]
pub struct TaskEditPage {
    pub l: Layout,
    pub slug: String,
    pub pursuance: String,
    pub number: i64,
    /// The title as it is now.
    pub title: Words,
    /// Whether its texts are written on the devices of members; the page then has no fields for texts.
    pub is_sealed: bool,
    pub parents: Vec<TaskLink>,
    /// The revision on which the form is based. After a conflict: the newest, so that saving again joins both.
    pub revision: i64,
    /// Hashes of the fields as saved in that revision.
    pub was: String,
    pub form: TaskForm,
    /// The fields that this form and somebody else have both changed.
    pub conflict: Option<Conflict>,
    /// The pursuance that has this task; changes are sent to it.
    pub delegated_to: Option<Party>,
    /// The pursuance that owns the original of this mirror; only the reviewer can be changed here.
    pub mirror_of: Option<Party>,
    /// The places to choose from: tasks of the pursuance, and the top.
    pub places: Pick,
    /// Whether the viewer may only suggest the changes; `why` is the reason for them.
    pub suggests: bool,
    pub why: Field,
    pub problem: String,
}

/// `GET /p/{slug}/t/{number}/edit`
pub async fn form(visit: Visit, Path((slug, number)): Path<(String, i64)>) -> Result<Response, PageError> {
    page(StatusCode::OK, &fresh(&visit, &slug, number).await?)
}

/// The page when the task could not be placed as asked.
pub(super) async fn misplaced(
    visit: &Visit,
    slug: &str,
    number: i64,
    written: &str,
    (status, why): (StatusCode, String),
) -> Result<Response, PageError> {
    let mut shown = fresh(visit, slug, number).await?;
    shown.places = shown.places.refused(written, why);
    page(status, &shown)
}

/// The form as the task is now.
async fn fresh(visit: &Visit, slug: &str, number: i64) -> Result<TaskEditPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let (access, task) = find(visit, &mut tx, slug, number).await?;
    let Some(asks) = tasks::asks(&mut tx, &task).await?.open() else {
        // A text typed into this form would reach the server unencrypted.
        let empty = Asks::titled(Title::checked(String::new()));
        let form = TaskForm::of(visit.t, empty, Pick::default());
        let shown = fill(visit, &mut tx, &access, task, form).await?;
        return Ok(TaskEditPage { is_sealed: true, ..shown });
    };
    let was = merge::marks(&asks, reviewer_name(&mut tx, &task).await?.as_deref());
    let form = TaskForm::of(visit.t, asks, reviewer_now(visit, &mut tx, &access, &task).await?);
    Ok(TaskEditPage { was, ..fill(visit, &mut tx, &access, task, form).await? })
}

async fn find(visit: &Visit, tx: &mut ReadTx, slug: &str, number: i64) -> Result<(Access, Task), PageError> {
    let access = access::find(tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(tx, &access, number).await?;
    if Suggests::of(&access, &task, false).edit {
        return Ok((access, task));
    }
    access.demand(Permission::EditTask, Some(&task))?;
    if task.is_mirror() {
        // The asks belong to the other pursuance: nothing else is on the form.
        access.demand(Permission::SetReviewer, Some(&task))?;
    }
    Ok((access, task))
}

/// People who may review: members from Normal on, or the creator of the task. Nobody for a viewer who may not name one.
async fn reviewers(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    chosen: Option<(&str, &str)>,
) -> Result<Pick, PageError> {
    if !access.may(Permission::SetReviewer, Some(task)) {
        return Ok(Pick::default());
    }
    let none = if access.needs_review(task) { nobody_named_key(access) } else { "edit-reviewer-nobody" };
    pick::members(tx, access, visit.t.s(none), Role::Normal, chosen).await
}

/// The name of the present reviewer.
async fn reviewer_name(tx: &mut ReadTx, task: &Task) -> Result<Option<String>, PageError> {
    let mut actors = Actors::default();
    Ok(match &task.reviewer {
        Some(id) => Some(actors.name(tx, id).await?),
        None => None,
    })
}

/// The possible reviewers, with the present one chosen.
async fn reviewer_now(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
) -> Result<Pick, PageError> {
    let mut actors = Actors::default();
    let reviewer = match &task.reviewer {
        Some(id) => Some((actors.name(tx, id).await?, actors.get(tx, id).await?.display.clone())),
        None => None,
    };
    let reviewer = reviewer.as_ref().map(|(name, display)| (name.as_str(), display.as_str()));
    reviewers(visit, tx, access, task, reviewer).await
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: Task,
    form: TaskForm,
) -> Result<TaskEditPage, PageError> {
    let mut actors = Actors::default();
    let delegated_to = match &task.assignee {
        Some(id) if is_delegated(tx, &mut actors, &task).await? => {
            Some(visit.party_of(tx, &mut actors, id).await?)
        }
        _ => None,
    };
    let mirror_of = match task.delegation.as_ref().filter(|_| task.mirror_of.is_some()) {
        Some(id) => match delegations::by_id(tx, id).await? {
            Some(row) => Some(visit.party_of(tx, &mut actors, row.peer()).await?),
            None => None,
        },
        None => None,
    };
    let l = visit.layout(tx, Nav::pursuance(&access.pursuance.slug)).await?;
    let above = parents(l.t, &outline::above(tx, &access.sight()?, &task).await?);
    let places = if access.may(Permission::MoveTask, Some(&task)) {
        pick::places(tx, l.t, access, Some(&task), above.last()).await?
    } else {
        Pick::default()
    };
    Ok(TaskEditPage {
        slug: access.pursuance.slug.clone(),
        pursuance: access.pursuance.name.clone(),
        number: task.number,
        parents: above,
        revision: task.revision,
        was: String::new(),
        form,
        conflict: None,
        suggests: Suggests::of(access, &task, false).edit,
        why: Field::default(),
        delegated_to,
        mirror_of,
        places,
        problem: String::new(),
        is_sealed: task.title.is_sealed(),
        title: Words::of(&task.title, visit.t),
        l,
    })
}

/// The fields as typed, and their values when none is wrong.
struct TypedEdit {
    form: TaskForm,
    edit: Option<EditTask>,
}

async fn read(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    typed: &FormFields,
) -> Result<TypedEdit, PageError> {
    let named = (typed.text("reviewer"), typed.text("reviewer"));
    let chosen = Some(named).filter(|(name, _)| !name.is_empty());
    let mut form = TaskForm::typed(visit.t, typed, reviewers(visit, tx, access, task, chosen).await?);
    // `None` if the name is unclear. Without the field on the form, the reviewer stays.
    let reviewer = if form.reviewers.is_empty() {
        if !named.0.is_empty() {
            access.demand(Permission::SetReviewer, Some(task))?;
        }
        Some(None)
    } else {
        match pick::member(tx, visit.t, access, named.0).await? {
            Meant::This(reviewer) => Some(Some(Some(reviewer))),
            Meant::None => Some(Some(None)),
            Meant::Unclear(why) => {
                form.reviewers = form.reviewers.refused(named.0, why);
                None
            }
        }
    };
    let revision = typed.number("revision").ok_or(PageError::BadRequest)?;
    let edit = EditTask::unchanged(access.pursuance.slug.clone(), task.number, revision);
    let edit = EditTask { reviewer: reviewer.clone().flatten(), ..edit };
    if task.mirror_of.is_some() && task.delegation.is_some() {
        // The asks belong to the other pursuance; the form has only our own fields.
        return Ok(TypedEdit { form, edit: reviewer.is_some().then_some(edit) });
    }
    form.skills.value = people::meant_list(tx, &visit.who, (Some(access), &[]), &form.skills.value).await?;
    let asks = form.asks(visit.t, visit.now, typed, task.asked.due)?;
    let edit = asks.filter(|_| reviewer.is_some()).map(|asks| edit.asking(asks));
    Ok(TypedEdit { form, edit })
}

/// The form with the saved text in each field for which the person chose it.
async fn chosen(tx: &mut ReadTx, task: &Task, typed: FormFields) -> Result<FormFields, PageError> {
    let asks = access::asks_of(tx, task).await?;
    let saved = merge::fields(&asks, reviewer_name(tx, task).await?.as_deref());
    let chosen = saved.into_iter().filter(|(name, _)| typed.is_ticked(&take(name)));
    Ok(chosen.fold(typed.clone(), |typed, (name, text)| typed.with(name, text)))
}

/// An edit that was not saved.
enum UnsavedEdit {
    /// A field is wrong, or the rules refuse it.
    Refused(Option<Refused>),
    /// Others have changed the same fields.
    Clashes(Box<Newer>, Box<Merged>),
}

/// An edit that is saved, or suggested.
enum Saved {
    Now(FormNotice, Option<Undoable>),
    Suggested,
}

/// Saves an edit, merged with the changes that others have saved since the form was opened.
async fn perform(
    visit: &Visit,
    typed: &FormFields,
    edit: Option<EditTask>,
) -> Result<Result<Saved, UnsavedEdit>, PageError> {
    let Some(mut edit) = edit else { return Ok(Err(UnsavedEdit::Refused(None))) };
    let mut marks = typed.text(MARKS).to_owned();
    let mut notice = FormNotice::good("notice-saved");
    for left in (0..TRIES).rev() {
        let newer = match send(visit, typed, edit.clone().into()).await? {
            Ok(Sent::Done(undo)) => return Ok(Ok(Saved::Now(notice, undo))),
            Ok(Sent::Suggested) => return Ok(Ok(Saved::Suggested)),
            Err(Refused::Stale(newer)) => newer,
            Err(refused) => return Ok(Err(UnsavedEdit::Refused(Some(refused)))),
        };
        let merged = merge(&marks, edit, &newer);
        if !merged.clashes.is_empty() || left == 0 {
            return Ok(Err(UnsavedEdit::Clashes(newer, Box::new(merged))));
        }
        marks = merge::marks(&newer.asks, newer.reviewer.as_deref());
        (edit, notice) = (merged.edit, FormNotice::good("notice-saved-together"));
    }
    Ok(Err(UnsavedEdit::Refused(None)))
}

/// `POST /p/{slug}/t/{number}/edit`
pub async fn save(Path((slug, number)): Path<(String, i64)>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: typed } = posted;
    let mut tx = visit.app.db.read().await?;
    let (access, task) = find(&visit, &mut tx, &slug, number).await?;
    let typed = chosen(&mut tx, &task, typed).await?;
    let TypedEdit { mut form, edit } = read(&visit, &mut tx, &access, &task, &typed).await?;
    drop(tx);
    let not_saved = match perform(&visit, &typed, edit).await? {
        Ok(Saved::Suggested) => return Ok(suggested(&visit, &slug)),
        Ok(Saved::Now(notice, undo)) => {
            let answer = see_with(&visit.app, &links::task(&slug, number), notice);
            return Ok(with_undo(&visit.app, answer, undo));
        }
        Err(not_saved) => not_saved,
    };
    let refused = match not_saved {
        UnsavedEdit::Clashes(newer, merged) => {
            return clashing(&visit, &slug, number, (form, typed.field("why")), *newer, *merged).await;
        }
        UnsavedEdit::Refused(refused) => refused,
    };
    let status = refused.as_ref().map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of);
    let mut problem = String::new();
    if let Some(refused) = refused {
        let why = refusal_text(visit.t, &refused);
        match field_of(&refused).and_then(|name| form.field_mut(name)) {
            Some(field) => field.error = why,
            None => problem = why,
        }
    }
    let mut tx = visit.app.db.read().await?;
    let (access, task) = find(&visit, &mut tx, &slug, number).await?;
    let revision = typed.number("revision").unwrap_or(task.revision);
    let was = typed.text(MARKS).to_owned();
    let why = typed.field("why");
    let shown =
        TaskEditPage { problem, revision, was, why, ..fill(&visit, &mut tx, &access, task, form).await? };
    page(status, &shown)
}

/// The form on the newest revision: merged where possible, and with both texts in the other fields.
async fn clashing(
    visit: &Visit,
    slug: &str,
    number: i64,
    (typed, why): (TaskForm, Field),
    newer: Newer,
    merged: Merged,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let (access, task) = find(visit, &mut tx, slug, number).await?;
    let keeps_reviewer = merged
        .edit
        .reviewer
        .as_ref()
        .is_some_and(|reviewer| reviewer.as_ref().map(ActorRef::as_str) == newer.reviewer.as_deref());
    let reviewers =
        if keeps_reviewer { reviewer_now(visit, &mut tx, &access, &task).await? } else { typed.reviewers };
    let asks = merged.edit.asks_after(&newer.asks).unwrap_or_else(|| newer.asks.clone());
    let form = TaskForm { past_due: typed.past_due, ..TaskForm::of(visit.t, asks, reviewers) };
    let conflict = Some(conflict(visit, &mut tx, &access, &task, &merged, &newer).await?);
    let was = merge::marks(&newer.asks, newer.reviewer.as_deref());
    let revision = newer.revision;
    let shown =
        TaskEditPage { conflict, revision, was, why, ..fill(visit, &mut tx, &access, task, form).await? };
    page(status_of(&Refused::Stale(Box::new(newer))), &shown)
}
