//! Joining a pursuance, or asking to; taking a task as a non-member.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{JoinPursuance, TakeTask};
use pursuance_domain::allowed::Sights;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::value::{Door, Joining, Note};

use crate::actions::access::{self, Access};
use crate::actions::succession::is_held;
use crate::actions::{Refused, Thing};
use crate::markdown;
use crate::reads::Actors;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::MemberState;
use crate::store::sidebar::{self, NoticedDiscussions};
use crate::store::tasks::Task;
use crate::store::{delegations, requests};
use crate::text::Markup;
use crate::web::cards::weekly_offers::asked_at_most;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, RefusedField, TaskLink, Words, refused};
use crate::web::frame::when::When;
use crate::web::people::arrival::begins;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Posted, Reader};
use crate::web::request::refusal::{field_of, refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see, see_with};
use crate::web::task::forms;
use crate::web::task::may::{Hands, WayIn, is_delegated};
use crate::web::task::may::{takeable, way_in};
use crate::web::task::show::load;

/// `GET` and, when refused, `POST` of [`links::pursuance_join`] and [`links::task_take`]: `note`.
#[derive(Template)]
#[template(path = "people/enter.html")]
pub struct EnterPage {
    pub l: Layout,
    pub slug: String,
    pub name: String,
    pub mission: Markup,
    /// The task to take at once.
    pub task: Option<TaskLink>,
    /// Whether a member there has to admit them first.
    pub asks: bool,
    /// Whether everybody may read it, with its list of members.
    pub is_open: bool,
    /// The most offers a week to the viewer.
    pub asked: i64,
    pub note: Field,
    /// Why it was refused, when that concerns no field.
    pub problem: String,
}

impl EnterPage {
    /// The address of the form.
    pub fn action(&self) -> String {
        match &self.task {
            Some(task) => links::task_take(&self.slug, task.number),
            None => links::pursuance_join(&self.slug),
        }
    }

    /// The selector of the sentence about the readers of a member's name.
    pub fn who_sees(&self) -> &'static str {
        if self.is_open { "all" } else { "only" }
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("note", "enter-note", &self.note)])
    }
}

/// A request to join without an answer so far.
#[derive(Debug, Clone)]
pub struct JoinRequest {
    pub at: When,
    /// The note in it; empty when there is none.
    pub note: String,
}

/// `GET` of [`links::pursuance`] for a person who has asked to join and may read nothing of it yet: not even its name.
#[derive(Template)]
#[template(path = "people/request.html")]
pub struct RequestPage {
    pub l: Layout,
    pub slug: String,
    pub request: JoinRequest,
}

/// The page for a person who has asked to join a pursuance that they may not read; not found for everybody else.
pub(in crate::web) async fn asked_page(
    visit: &Visit,
    tx: &mut ReadTx,
    slug: &str,
) -> Result<Response, PageError> {
    let access = access::find_request(tx, &visit.who, slug, visit.now).await?;
    let l = visit.layout(tx, Nav::Elsewhere).await?;
    let request = request(tx, &l, &access).await?.ok_or_else(|| PageError::not_found(Thing::Pursuance))?;
    page(StatusCode::OK, &RequestPage { l, slug: slug.to_owned(), request })
}

/// The viewer's own request to join, if there is one.
pub(in crate::web) async fn request(
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
) -> StoreResult<Option<JoinRequest>> {
    let Some(member) = access.member.as_ref().filter(|member| member.state == MemberState::Pending) else {
        return Ok(None);
    };
    let note = requests::own_note(tx, &access.pursuance.id, &member.actor).await?;
    Ok(Some(JoinRequest { at: l.moment(member.since), note: note.unwrap_or_default() }))
}

/// The other parties that have the task or are asked about it, for a non-member.
async fn hands(tx: &mut ReadTx, task: &Task) -> StoreResult<Hands> {
    Ok(Hands {
        is_delegated: is_delegated(tx, &mut Actors::default(), task).await?,
        is_offered: delegations::is_on_offer(tx, &task.id).await?,
        is_held: is_held(tx, task, None).await?,
    })
}

/// Leads a visitor to an account, and back here.
async fn to_an_account(tx: &mut ReadTx, back: &str) -> Result<Response, PageError> {
    let frame = sidebar::frame(tx, None, &Sights::default(), false, &NoticedDiscussions::default())
        .await?
        .unwrap_or_default();
    Ok(see(&if frame.door == Door::Anybody { links::join_to(back) } else { links::signin_to(back) }))
}

async fn entrance(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: Option<&Task>,
) -> StoreResult<EnterPage> {
    let slug = access.pursuance.slug.clone();
    Ok(EnterPage {
        name: access.pursuance.name.clone(),
        mission: Markup::trusted(markdown::to_html(&access.pursuance.mission)),
        task: task.map(|task| TaskLink {
            href: links::task(&slug, task.number),
            number: task.number,
            title: Words::of(&task.title, visit.t),
        }),
        asks: access.pursuance.joining == Joining::Approval,
        is_open: access.pursuance.visibility.is_open(),
        note: Field::default(),
        problem: String::new(),
        asked: asked_at_most(visit, tx).await?,
        l: visit.layout(tx, Nav::pursuance(&slug)).await?,
        slug,
    })
}

/// `GET /p/{slug}/t/{number}/take`
pub async fn take_form(
    visit: Visit,
    Path((slug, number)): Path<(String, i64)>,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let way_in = way_in(&access, &task, hands(&mut tx, &task).await?);
    if visit.person().is_none() && way_in.is_some() {
        return to_an_account(&mut tx, &links::task_take(&slug, number)).await;
    }
    match way_in {
        Some(WayIn::Join | WayIn::Ask) => {
            page(StatusCode::OK, &entrance(&visit, &mut tx, &access, Some(&task)).await?)
        }
        // The page of the task shows the present state.
        Some(WayIn::Asked) | None => Ok(see(&links::task(&slug, number))),
    }
}

/// `GET /p/{slug}/join`
pub async fn join_form(visit: Visit, Path(slug): Path<String>) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    if visit.person().is_none() {
        return to_an_account(&mut tx, &links::pursuance_join(&slug)).await;
    }
    if access.member.is_some() {
        return Ok(see(&links::pursuance(&slug)));
    }
    page(StatusCode::OK, &entrance(&visit, &mut tx, &access, None).await?)
}

/// `POST /p/{slug}/t/{number}/take`. A non-member becomes a member first, or asks to.
pub async fn take(Path((slug, number)): Path<(String, i64)>, posted: Posted) -> Result<Response, PageError> {
    let mut tx = posted.visit.app.db.read().await?;
    let access = access::find(&mut tx, &posted.visit.who, &slug, posted.visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let hands = hands(&mut tx, &task).await?;
    drop(tx);
    let mut to = None;
    if access.member.is_none() {
        // A person who joins for a task that is already taken would have joined for nothing.
        if let Err(refusal) = takeable(&task, hands) {
            let refused = Refused::from(Refusal::from(refusal));
            let mut shown = load(&posted.visit, &slug, number).await?;
            forms::say(&mut shown, &refused);
            return page(status_of(&refused), &shown);
        }
        match enter(&posted, &access, Some(&task)).await? {
            Ok(true) => to = Some(first_page(&posted.visit, &slug, Some(number)).await?),
            Ok(false) => {
                return Ok(see_with(
                    &posted.visit.app,
                    &links::task(&slug, number),
                    FormNotice::info("notice-asked-to-join"),
                ));
            }
            Err(refused) => return Ok(*refused),
        }
    }
    let withdraw = posted.form.is_ticked("withdraw");
    let action = TakeTask { pursuance: slug.clone(), task: number, withdraw }.into();
    // The note of who joined for it has been sent.
    forms::take(&posted.visit, &slug, number, (action, &posted.form.without(&["note"])), to).await
}

/// The page for somebody who has just joined, or asked to: what they are asked once, and then what they came for.
async fn first_page(visit: &Visit, slug: &str, task: Option<i64>) -> Result<String, PageError> {
    let mut tx = visit.app.db.read().await?;
    match access::find(&mut tx, &visit.who, slug, visit.now).await {
        Ok(access) => begins(&mut tx, &access, task).await,
        // Who asked to join may read nothing of it yet.
        Err(_) => Ok(links::pursuance(slug)),
    }
}

/// `POST /p/{slug}/join`
pub async fn join(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let mut tx = posted.visit.app.db.read().await?;
    let access = access::find(&mut tx, &posted.visit.who, &slug, posted.visit.now).await?;
    drop(tx);
    let notice = match enter(&posted, &access, None).await? {
        Ok(true) => FormNotice::good("notice-joined"),
        Ok(false) => FormNotice::info("notice-asked-to-join"),
        Err(refused) => return Ok(*refused),
    };
    let to = first_page(&posted.visit, &slug, None).await?;
    Ok(see_with(&posted.visit.app, &to, notice))
}

/// Joins, or asks to: answers whether they are a member now, or the page with the refusal.
async fn enter(
    posted: &Posted,
    access: &Access,
    task: Option<&Task>,
) -> Result<Result<bool, Box<Response>>, PageError> {
    let visit = &posted.visit;
    let mut note = posted.form.field("note");
    let slug = access.pursuance.slug.clone();
    let read = Reader::new(visit.t).maybe(&mut note, Note::parse);
    let refused = match read {
        Some(read) => {
            let join = JoinPursuance { pursuance: slug, note: read, task: task.map(|task| task.number) };
            match split_refusal(visit.app.perform(&visit.who, join.into()).await)? {
                Ok(done) => {
                    let state = done.result.get("state").and_then(|state| state.as_str());
                    return Ok(Ok(state == Some("active")));
                }
                Err(refused) => Some(refused),
            }
        }
        None => None,
    };
    let mut shown = entrance(visit, &mut visit.app.db.read().await?, access, task).await?;
    shown.note = note;
    match refused.as_ref().map(|refused: &Refused| (field_of(refused), refusal_text(visit.t, refused))) {
        Some((Some("note"), why)) => shown.note.error = why,
        Some((_, why)) => shown.problem = why,
        None => {}
    }
    let status = refused.as_ref().map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of);
    Ok(Err(Box::new(page(status, &shown)?)))
}
