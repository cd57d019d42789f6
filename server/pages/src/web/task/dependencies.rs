//! The dependencies of a task in both directions, on its page, with the forms that change them.

use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{BlockTask, DependTask, ShowWaiting, UnblockTask, UndependTask};
use pursuance_domain::allowed::Permission;
use pursuance_domain::value::{BlockReason, BlockerRef, TaskRef};
use pursuance_sealed::ids::Iid;

use super::forms::{At, after, say};
use super::page::TaskPage;
use super::scene::Scene;
use super::show::load;
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Performed, Refused, Thing};
use crate::reads::dependencies::{self, DependenciesView, DependencyView};
use crate::store::db::ReadTx;
use crate::store::dependencies as store;
use crate::store::error::StoreResult;
use crate::store::sealed::seat_of;
use crate::text::{Markup, Text, escape};
use crate::web::cards::pick::{self, Meant};
use crate::web::cards::way_back::came_from;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, Party, TaskLink, Words};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::see_with;
use crate::web::request::unplaced_texts::refused_page;

/// The most waiting tasks that the page names.
const NAMED: i64 = 20;

/// Both ends, and the field for one more.
#[derive(Debug, Clone)]
pub struct Dependencies {
    pub waits_for: Vec<DependencyEnd>,
    pub waiting: Vec<DependencyEnd>,
    /// Waiting tasks that are not shown here.
    pub waiting_more: i64,
    /// Whether the viewer may change what it waits for.
    pub may: bool,
    /// Whether the viewer may add a dependency: a closed task waits for nothing more.
    pub may_add: bool,
    /// Whether the viewer may edit the task, and so end dependencies of tasks in other pursuances on it, or show the other end to
    /// everybody.
    pub may_edit: bool,
    pub field: Field,
    /// The people and reasons that block it.
    pub blocks: Vec<BlockView>,
    /// Whether the viewer may end any of these blocks.
    pub may_unblock: bool,
    /// Whether the viewer may block it: only an open task can be blocked.
    pub may_block: bool,
    pub blocker: Field,
    /// Whether the box is ticked that shows the words to the other side; none if there is no other side.
    pub share: Option<bool>,
}

/// A person or words that block it.
#[derive(Debug, Clone)]
pub struct BlockView {
    /// The person; none if the block is only words.
    pub on: Option<Party>,
    pub reason: Words,
    pub by: Party,
    /// Of sealed words: the identity under which their author is a member, in hexadecimal; empty for a former member.
    pub by_seat: String,
    pub since: When,
    /// Whether the other side of a delegation reports the block, for its own task.
    pub is_there: bool,
}

/// The other task of a dependency.
#[derive(Debug, Clone)]
pub struct DependencyEnd {
    /// Its name in forms.
    pub named: String,
    /// `None` if the viewer may not see it.
    pub task: Option<Known>,
    /// Whether it is a task of another pursuance.
    pub is_elsewhere: bool,
    /// Whether every reader of both tasks sees it on this page.
    pub is_shown: bool,
}

/// A task that the viewer may see.
#[derive(Debug, Clone)]
pub struct Known {
    pub link: TaskLink,
    /// The slug of its pursuance, if it is another one.
    pub pursuance: Option<String>,
    pub phase: PhaseTag,
    /// The origin of the task, if it is a mirror.
    pub origin: Option<String>,
}

impl Dependencies {
    /// Whether there is anything to show.
    pub fn is_shown(&self) -> bool {
        self.may_add || self.is_blocked_by_words() || !self.waits_for.is_empty() || !self.waiting.is_empty()
    }

    /// Whether it has no dependencies in either direction.
    pub fn is_untied(&self) -> bool {
        !self.is_in_picture() && !self.is_blocked_by_words()
    }

    /// Whether the viewer may add a dependency or a block.
    pub fn may_say(&self) -> bool {
        self.may_block || self.may_add || self.is_refused()
    }

    /// Whether one of the two forms was refused.
    pub fn is_refused(&self) -> bool {
        self.blocker.is_refused() || self.field.is_refused()
    }

    /// Whether the task is in the graph.
    pub fn is_in_picture(&self) -> bool {
        !self.waits_for.is_empty() || !self.waiting.is_empty()
    }

    /// Whether a person or a reason in words blocks it.
    pub fn is_blocked_by_words(&self) -> bool {
        !self.blocks.is_empty()
    }
}

/// The most obstacles that the head of a task names.
const HELD_UP_BY: usize = 3;

impl TaskPage {
    /// The obstacles of the task in one line for its head, as far as the viewer may see them; none if there are none.
    pub fn held_up_by(&self) -> Option<Markup> {
        let key = match self.phase {
            PhaseTag::Is(_) => return None,
            PhaseTag::Later => "task-waits-for",
            PhaseTag::Blocked => "task-blocked-by",
        };
        let t = self.l.t;
        let found = self.dependencies.holding(t);
        let named: Vec<String> = found.iter().take(HELD_UP_BY).map(Markup::to_string).collect();
        let what = Markup::trusted(named.join(", "));
        let said = match found.len().saturating_sub(HELD_UP_BY) {
            _ if found.is_empty() => return None,
            0 => what,
            more => {
                Markup::trusted(t.rich("task-held-up-more").html("what", what).set("n", more).to_string())
            }
        };
        Some(Markup::trusted(t.rich(key).html("what", said).to_string()))
    }
}

impl Dependencies {
    /// Lists the obstacles of the task: people and reasons, then unfinished tasks, then a task that the viewer may not see.
    fn holding(&self, t: Text) -> Vec<Markup> {
        let block = |block: &BlockView| {
            let there = || t.rich("dependencies-blocked-there").html("peer", block.by.unlinked().markup(t));
            let said = match &block.on {
                Some(party) => party.unlinked().markup(t).to_string(),
                None if !block.is_there => format!("<bdi>{}</bdi>", block.reason),
                None if block.reason.is_empty() => there().to_string(),
                None => format!("{}: <bdi>{}</bdi>", there(), block.reason),
            };
            Markup::trusted(said)
        };
        let task = |known: &Known| {
            let there = known.pursuance.as_deref().map(escape).unwrap_or_default();
            Markup::trusted(format!("{there}#{} <bdi>{}</bdi>", known.link.number, known.link.title))
        };
        let is_open = |known: &&Known| !matches!(known.phase, PhaseTag::Is(phase) if phase.is_closed());
        let tasks = self.waits_for.iter().filter_map(|end| end.task.as_ref()).filter(is_open).map(task);
        let hidden = self.waits_for.iter().any(|end| end.task.is_none());
        let hidden = hidden.then(|| Markup::trusted(t.s("task-held-up-hidden").to_owned()));
        let mut found: Vec<Markup> = self.blocks.iter().map(block).chain(tasks).collect();
        // The page does not reveal whether a hidden task is finished, so it mentions one only if there is nothing else to name.
        if found.is_empty() {
            found.extend(hidden);
        }
        found
    }
}

/// Reads the dependencies of a task for its page. `share`: whether a block is shown to the other pursuance; none if there is no other.
pub(super) async fn dependencies(s: &mut Scene<'_>, share: Option<bool>) -> StoreResult<Dependencies> {
    let (access, task, counts) = (s.access, s.task, s.beside.counts);
    let mut blocks = Vec::new();
    let held = if counts.blocks > 0 { store::blocks(s.tx, &task.id).await? } else { Vec::new() };
    let may_lift = access.demand_to_unblock(task, &held).is_ok();
    for block in held {
        let seat = if block.reason.is_sealed() {
            seat_of(s.tx, &access.pursuance.id, &block.by).await?
        } else {
            None
        };
        blocks.push(BlockView {
            by_seat: seat.as_ref().map(Iid::to_string).unwrap_or_default(),
            on: s.party_if_any(block.on.as_ref()).await?,
            by: s.party(&block.by).await?,
            since: s.l.moment(block.at),
            is_there: !block.is_ours(),
            reason: Words::of(&block.reason, s.l.t),
        });
    }
    let may = access.may(Permission::Depend, Some(task));
    let said = may && counts.blocks - counts.told + counts.blocked_on > 0;
    let found = if counts.has_edge() {
        dependencies::ends(&s.visit.app, s.tx, access, task, counts, NAMED).await?
    } else {
        DependenciesView::default()
    };
    let t = s.l.t;
    let end = |view: DependencyView| end(t, &access.pursuance.slug, view);
    Ok(Dependencies {
        waits_for: found.waits_for.into_iter().map(end).collect(),
        waiting: found.waiting.into_iter().map(end).collect(),
        waiting_more: found.left_out,
        may,
        may_add: may && !task.phase.is_closed(),
        may_edit: access.may(Permission::EditTask, Some(task)),
        field: Field::default(),
        blocks,
        may_unblock: if may { said } else { may_lift },
        may_block: may && !task.phase.is_closed(),
        blocker: Field::default(),
        share,
    })
}

fn end(t: Text, here: &str, view: DependencyView) -> DependencyEnd {
    let task = match (view.pursuance, view.task, view.title, view.phase) {
        (Some(slug), Some(number), Some(title), Some(phase)) => Some(Known {
            link: TaskLink { href: links::task(&slug, number), number, title: Words::of(&title, t) },
            pursuance: (slug != here).then_some(slug),
            phase: PhaseTag::told(phase, view.later.unwrap_or_default()),
            origin: view.origin,
        }),
        _ => None,
    };
    let named = view.id.map(TaskRef::Id).or(view.hidden).map(|named| named.to_string());
    DependencyEnd {
        named: named.unwrap_or_default(),
        task,
        is_elsewhere: view.is_elsewhere,
        is_shown: view.shown,
    }
}

/// Finds the task of a typed text: by a reference, or by words of its title.
async fn meant(
    tx: &mut ReadTx,
    t: Text,
    access: &Access,
    written: &str,
) -> Result<Meant<TaskRef>, PageError> {
    match TaskRef::parse(written) {
        Ok(on @ (TaskRef::Of { .. } | TaskRef::Id(_) | TaskRef::Address(_) | TaskRef::Hidden(_))) => {
            Ok(Meant::This(on))
        }
        Ok(TaskRef::Number(_)) | Err(_) => Ok(match pick::task(tx, t, access, written).await? {
            Meant::This(number) => Meant::This(TaskRef::Number(number)),
            Meant::None => Meant::None,
            Meant::Unclear(why) => Meant::Unclear(why),
        }),
    }
}

/// `POST /p/{slug}/t/{number}/depend`: `on`, a number, `slug#number`, an address, or words of a title.
pub async fn depend(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    access::find_task(&mut tx, &access, number).await?;
    let meant = meant(&mut tx, visit.t, &access, form.text("on")).await?;
    drop(tx);
    let (status, why) = match meant {
        Meant::None => (StatusCode::UNPROCESSABLE_ENTITY, visit.t.s("refusal-empty").to_owned()),
        Meant::Unclear(why) => (StatusCode::UNPROCESSABLE_ENTITY, why),
        Meant::This(on) => {
            let action = DependTask { pursuance: slug.clone(), task: number, on };
            match not_here(visit.app.perform(&visit.who, action.into()).await)? {
                Ok(()) => {
                    let there = links::task(&slug, number);
                    return Ok(see_with(&visit.app, &there, FormNotice::good("notice-waits-for")));
                }
                Err(refused) => (status_of(&refused), refusal_text(visit.t, &refused)),
            }
        }
    };
    let mut shown = load(&visit, &slug, number).await?;
    shown.dependencies.field = form.field("on").refused(why);
    page(status, &shown)
}

/// The blocker behind a typed text: `@name`, a reference to a task, or words.
enum TypedBlocker {
    On(BlockerRef),
    Words,
}

fn typed(written: &str) -> TypedBlocker {
    let is_reference = written.starts_with(['@', '#']) || written.contains("://");
    match BlockerRef::parse(written) {
        Ok(on) if is_reference || matches!(on, BlockerRef::Task(TaskRef::Of { .. } | TaskRef::Id(_))) => {
            TypedBlocker::On(on)
        }
        Ok(_) | Err(_) => TypedBlocker::Words,
    }
}

/// `POST /p/{slug}/t/{number}/block`: `blocker`, `@name`, a task as in `depend`, or words; `share` (yes) when ticked; `back` to a
/// board.
pub async fn block(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    access::find_task(&mut tx, &access, number).await?;
    drop(tx);
    let mut field = form.field("blocker");
    let (on, reason) = match typed(field.value.trim()) {
        TypedBlocker::On(on) => (Some(on), None),
        TypedBlocker::Words => (None, Reader::new(visit.t).need(&mut field, BlockReason::parse)),
    };
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if on.is_some() || reason.is_some() {
        let share = form.is_ticked("share");
        // A task with an unfinished dependency may simply be planned for later, so the notice is another one.
        let noted = match &on {
            Some(BlockerRef::Task(_)) => "notice-waits-for",
            Some(_) | None => "notice-blocked-now",
        };
        let action = BlockTask { pursuance: slug.clone(), task: number, on, reason, share };
        match not_here(visit.app.perform(&visit.who, action.into()).await)? {
            Ok(()) => {
                let there = after(&slug, number, &form);
                return Ok(see_with(&visit.app, &there, FormNotice::info(noted)));
            }
            Err(refused) => {
                status = status_of(&refused);
                field.error = said(visit.t, &refused, &field.value);
            }
        }
    }
    let mut shown = load(&visit, &slug, number).await?;
    if shown.l.is_private() {
        // The page of a private task has no field for this: a member is a button, and a reason in words is signed.
        shown.form.problem = field.error;
        return page(status, &shown);
    }
    shown.form.board = came_from(&slug, &form);
    shown.dependencies.blocker = field;
    shown.dependencies.share = shown.dependencies.share.map(|_| form.is_ticked("share"));
    refused_page(visit.t, status, shown, &form, &["blocker"])
}

/// Returns a refusal to show beside the field with the other task. A missing task or pursuance is a refusal, too.
fn not_here(done: Result<Performed, PerformError>) -> Result<Result<(), Refused>, PageError> {
    match done {
        Err(PerformError::Refused(Refused::NotFound(_))) => Ok(Err(Refused::NotFound(Thing::Task))),
        done => Ok(split_refusal(done)?.map(drop)),
    }
}

/// Explains the refusal; for a missing task it names the typed number.
fn said(t: Text, refused: &Refused, written: &str) -> String {
    match (refused, pick::number_in(written.trim())) {
        (Refused::NotFound(_), Some(number)) => t.with("pick-no-number").set("number", number).to_string(),
        _ => refusal_text(t, refused),
    }
}

/// `POST /p/{slug}/t/{number}/unblock`, with `back` to a board.
pub async fn unblock(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let action = UnblockTask { pursuance: slug.clone(), task: number };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(_) => {
            let there = after(&slug, number, &form);
            Ok(see_with(&visit.app, &there, FormNotice::good("notice-blocked-no-more")))
        }
        Err(refused) => {
            let mut shown = load(&visit, &slug, number).await?;
            shown.form.board = came_from(&slug, &form);
            say(&mut shown, &refused);
            page(status_of(&refused), &shown)
        }
    }
}

/// Reads the other end that a form names: `on`, the task that is waited for, or `by`, the waiting task.
fn ends_of(form: &FormFields) -> Result<(Option<TaskRef>, Option<TaskRef>), PageError> {
    let other = |name: &str| match form.text(name) {
        "" => Ok(None),
        written => TaskRef::parse(written).map(Some).map_err(|_| PageError::BadRequest),
    };
    Ok((other("on")?, other("by")?))
}

/// `POST /p/{slug}/t/{number}/show-waiting`: `on` or `by`, the name of the other task.
pub async fn show_waiting(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let (on, by) = ends_of(&form)?;
    let said = if by.is_some() { "notice-waiting-shown" } else { "notice-awaited-named" };
    // The form of a sealed task sends no title, because no readable title was shown.
    let title = Some(form.text("title").to_owned()).filter(|title| !title.is_empty());
    let action = ShowWaiting { pursuance: slug.clone(), task: number, by, on, title };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::task(&slug, number), FormNotice::good(said))),
        Err(refused) => {
            let mut shown = load(&visit, &slug, number).await?;
            say(&mut shown, &refused);
            page(status_of(&refused), &shown)
        }
    }
}

/// `POST /p/{slug}/t/{number}/undepend`: `on` or `by`, the name of the other task.
pub async fn undepend(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let (on, by) = ends_of(&form)?;
    let is_ours = by.is_none();
    let action = UndependTask { pursuance: slug.clone(), task: number, on, by };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(_) => {
            let said = if is_ours { "notice-waits-no-more" } else { "notice-awaited-no-more" };
            Ok(see_with(&visit.app, &links::task(&slug, number), FormNotice::good(said)))
        }
        Err(refused) => {
            let mut shown = load(&visit, &slug, number).await?;
            say(&mut shown, &refused);
            page(status_of(&refused), &shown)
        }
    }
}
