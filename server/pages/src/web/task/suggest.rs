//! The changes of a task that a viewer may only suggest: the usual forms, with a reason.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::allowed::{Permission, Ruling};
use pursuance_domain::people::role::Role;
use pursuance_domain::suggestion::Needs;
use pursuance_domain::task::phase::Phase;

use super::forms::At;
use super::may::is_delegated;
use crate::actions::access::{self, Access};
use crate::actions::{Refused, Thing};
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::tasks::Task;
use crate::web::cards::pick::{self, Pick};
use crate::web::frame::labels::{choices, phase_key};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::{Choice, Field, Words};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::FormFields;
use crate::web::request::refusal::{field_of, refusal_text, status_of};
use crate::web::request::session::Visit;

/// The changes of a task that a viewer may only suggest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Suggests {
    pub edit: bool,
    pub parts: bool,
    pub assign: bool,
    pub phase: bool,
}

impl Suggests {
    /// Applies the rules. Mirrors, delegated tasks and closed tasks allow fewer changes.
    pub(in crate::web) fn of(access: &Access, task: &Task, is_delegated: bool) -> Self {
        let facts = access.facts(Some(task));
        let only =
            |needs: Needs| matches!(needs.ruling(&access.who, &facts, Role::Untrusted), Ruling::Suggest(_));
        let is_open = !task.phase.is_closed();
        // Reopening a closed task needs the right to assign, even for its assignee.
        let moves = if is_open { only(Needs::Work) && only(Needs::CallOrDrop) } else { only(Needs::Assign) };
        let sees_members = access.may(Permission::SeeMembers, None);
        Self {
            edit: only(Needs::EditTask) && !task.is_mirror(),
            parts: only(Needs::AddSubtask) && is_open,
            assign: only(Needs::Assign) && is_open && !is_delegated && sees_members,
            phase: moves && !is_delegated && !task.is_mirror(),
        }
    }

    /// Whether anything may be suggested.
    pub fn any(self) -> bool {
        let Self { edit, parts, assign, phase } = self;
        edit || parts || assign || phase
    }
}

/// `GET /p/{slug}/t/{number}/suggest`. A refused suggestion comes back as this page with 422.
#[derive(Template)]
#[template(path = "task/suggest.html")]
pub struct SuggestPage {
    pub l: Layout,
    pub slug: String,
    pub number: i64,
    pub title: Words,
    pub may: Suggests,
    pub assignees: Pick,
    pub phases: Vec<Choice>,
    pub into: Field,
    /// The reason in each of the forms; the sent form keeps its text.
    pub why: WhyFields,
    pub problem: String,
}

/// The field `why` of each form.
#[derive(Default)]
pub struct WhyFields {
    pub parts: Field,
    pub assign: Field,
    pub phase: Field,
}

/// The phases that can be suggested. Not possible are a verdict, a hand-in without a reviewer, and help with a task whose open subtasks are
/// the work.
fn phases(visit: &Visit, access: &Access, task: &Task, chosen: &str) -> Vec<Choice> {
    use Phase::{Dropped, HelpWanted, InProgress, New, ReadyForReview, Started};
    let has_it = task.assignee.is_some();
    let follow: &[Phase] = match (task.phase, has_it) {
        (Phase::New, _) => &[HelpWanted, Dropped],
        (Phase::HelpWanted, _) => &[New, Dropped],
        (Phase::Started, _) => &[InProgress, ReadyForReview, Dropped],
        (Phase::InProgress, _) => &[Started, ReadyForReview, Dropped],
        (Phase::ReadyForReview | Phase::InReview, _) => &[Dropped],
        (Phase::Done | Phase::Dropped, true) => &[InProgress],
        (Phase::Done | Phase::Dropped, false) if task.has_open_parts() => &[New],
        (Phase::Done | Phase::Dropped, false) => &[HelpWanted],
    };
    let follow = follow.iter().filter(|phase| **phase != ReadyForReview || access.needs_review(task));
    let follow = follow.filter(|phase| **phase != HelpWanted || !task.has_open_parts());
    choices(follow.map(|phase| (phase.as_str(), visit.t.s(phase_key(*phase)))), chosen)
}

/// `GET /p/{slug}/t/{number}/suggest`
pub async fn show(visit: Visit, Path((slug, number)): At) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &slug, number, &FormFields::default()).await?)
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    slug: &str,
    number: i64,
    typed: &FormFields,
) -> Result<SuggestPage, PageError> {
    let access = access::find(tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(tx, &access, number).await?;
    let is_delegated = is_delegated(tx, &mut Actors::default(), &task).await?;
    let may = Suggests::of(&access, &task, is_delegated);
    if !may.any() {
        return Err(PageError::not_found(Thing::Page));
    }
    let written = typed.text("assignee");
    let chosen = Some((written, written)).filter(|(name, _)| !name.is_empty());
    let none = visit.t.s("nobody-yet");
    let assignees = if may.assign {
        pick::able(tx, visit.t, (&access, &[&task.id]), none, Role::Untrusted, chosen).await?
    } else {
        Pick::default()
    };
    let (parts, assign, phase) =
        (typed.text("into"), typed.iter().any(|(name, _)| name == "assignee"), typed.text("phase"));
    let why = |is_it: bool| if is_it { typed.field("why") } else { Field::default() };
    Ok(SuggestPage {
        l: visit.layout(tx, Nav::Pursuance(access.pursuance.slug.clone())).await?,
        phases: phases(visit, &access, &task, phase),
        why: WhyFields { parts: why(!parts.is_empty()), assign: why(assign), phase: why(!phase.is_empty()) },
        into: typed.field("into"),
        slug: access.pursuance.slug.clone(),
        number: task.number,
        title: Words::of(&task.title, visit.t),
        problem: String::new(),
        may,
        assignees,
    })
}

/// Shows the page with everything typed, and the reason why it was not suggested.
pub(super) async fn refused(
    visit: &Visit,
    slug: &str,
    number: i64,
    typed: &FormFields,
    why: Result<&Refused, String>,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let mut shown = fill(visit, &mut tx, slug, number, typed).await?;
    let (status, text, field) = match why {
        Ok(refused) => (status_of(refused), refusal_text(visit.t, refused), field_of(refused)),
        Err(text) if typed.text("into").is_empty() => {
            (StatusCode::UNPROCESSABLE_ENTITY, text, Some("assignee"))
        }
        Err(text) => (StatusCode::UNPROCESSABLE_ENTITY, text, Some("into")),
    };
    match field {
        Some("into") => shown.into.error = text,
        Some("assignee") => shown.assignees = shown.assignees.refused(typed.text("assignee"), text),
        Some(_) | None => shown.problem = text,
    }
    page(status, &shown)
}
