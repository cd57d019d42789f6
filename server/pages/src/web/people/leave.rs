//! Leaving a pursuance: the page first shows the tasks under way, and asks who gets them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::LeavePursuance;
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::Happened;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::{ActorRef, Joining};
use pursuance_sealed::log::{self, Fold};

use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused};
use crate::reads::{Page, one_more, seats};
use crate::store::db::ReadTx;
use crate::store::tasks::{self, Task};
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::pick::{self, Meant, Pick};
use crate::web::frame::labels::role_key;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{TaskLink, Words};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Posted;
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see, see_with};

/// Tasks and reviews that the page names.
const NAMED: usize = 20;

/// `GET` and, when refused, `POST /p/{slug}/leave`: `tasks_to`.
#[derive(Template)]
#[template(path = "people/leave.html")]
pub struct LeavePage {
    pub l: Layout,
    pub head: Head,
    /// The viewer's tasks under way.
    pub held: Vec<TaskLink>,
    pub has_more_held: bool,
    /// The viewer's reviews, which go to the creator of each task.
    pub reviews: Vec<TaskLink>,
    pub has_more_reviews: bool,
    /// The members who could get the tasks under way; empty if the viewer may not see the members.
    pub receivers: Pick,
    pub may_leave: bool,
    /// The key of the way back.
    pub again: &'static str,
    /// The sentence about the role after coming back.
    pub role: String,
    pub problem: String,
}

/// The page of a private pursuance: the device of the leaving member signs it.
#[derive(Template)]
#[template(path = "people/private_leave.html")]
pub struct PrivateLeavePage {
    pub l: Layout,
    pub head: Head,
    /// The viewer's tasks under way.
    pub held: Vec<TaskLink>,
    /// The open invitations, which end with it.
    pub invites: usize,
    /// Whether nobody else could let anybody in any more.
    pub is_last_admin: bool,
}

/// `GET /p/{slug}/leave`
pub async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    if access.role().is_none() {
        return Ok(see(&links::pursuance(&slug)));
    }
    if let Some(fold) = seats::fold_of(&visit.app, &mut tx, &access).await? {
        return page(StatusCode::OK, &fill_private(&visit, &mut tx, &access, &fold).await?);
    }
    page(StatusCode::OK, &fill(&visit, &mut tx, &access).await?)
}

async fn fill_private(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    fold: &Fold,
) -> Result<PrivateLeavePage, PageError> {
    let LeavePage { l, head, held, .. } = fill(visit, tx, access).await?;
    let admins = fold.members().filter(|(_, member)| member.role == log::LogRole::Admin).count();
    let is_last_admin = admins < 2 && access.role() >= Some(Role::Admin);
    Ok(PrivateLeavePage { l, head, held, invites: seats::open_invites(fold).count(), is_last_admin })
}

/// The key of the way back for a former member.
fn again_key(access: &Access) -> &'static str {
    let pursuance = &access.pursuance;
    if pursuance.closed_at.is_some() {
        return "leave-again-closed";
    }
    match (pursuance.visibility.is_open(), pursuance.joining) {
        (false, _) => "leave-again-invited",
        (true, Joining::Open) => "leave-again-open",
        (true, Joining::Approval) => "leave-again-asked",
    }
}

async fn fill(visit: &Visit, tx: &mut ReadTx, access: &Access) -> Result<LeavePage, PageError> {
    let person = visit.person().cloned().ok_or(PageError::SignInFirst)?;
    let (pursuance, slug) = (&access.pursuance.id, &access.pursuance.slug);
    let link = |task: Task| TaskLink {
        href: links::task(slug, task.number),
        number: task.number,
        title: Words::of(&task.title, visit.t),
    };
    let held = tasks::under_way_of(tx, pursuance, &person, one_more(NAMED)).await?;
    let held = Page::cut(held, NAMED, |task| task.number);
    let reviews = tasks::open_reviews_of(tx, pursuance, &person, one_more(NAMED)).await?;
    let reviews = Page::cut(reviews, NAMED, |task| task.number);
    let receivers = if !held.items.is_empty() && access.may(Permission::SeeMembers, None) {
        let none = visit.t.s("leave-tasks-free");
        let mut pick = pick::members(tx, access, none, Role::Untrusted, None).await?;
        let own = access.member.as_ref().map(|member| member.name.clone()).unwrap_or_default();
        pick.choices.retain(|choice| choice.value != own);
        pick
    } else {
        Pick::default()
    };
    let role = access.role().unwrap_or(Role::Normal);
    let named = |role| visit.t.s(role_key(role));
    let role = if role > Role::Normal {
        let lost = visit.t.with("leave-role-lost").set("role", named(role));
        lost.set("normal", named(Role::Normal)).to_string()
    } else if role < Role::Normal {
        visit.t.with("leave-role-kept").set("role", named(role)).to_string()
    } else {
        String::new()
    };
    Ok(LeavePage {
        again: again_key(access),
        role,
        l: layout(visit, tx, access).await?,
        head: head(visit, tx, access, PursuanceTab::Members).await?,
        has_more_held: held.next.is_some(),
        held: held.items.into_iter().map(link).collect(),
        has_more_reviews: reviews.next.is_some(),
        reviews: reviews.items.into_iter().map(link).collect(),
        receivers,
        may_leave: access.may(Permission::Leave, None),
        problem: String::new(),
    })
}

async fn is_private(visit: &Visit, slug: &str) -> Result<bool, PageError> {
    let found = access::find(&mut visit.app.db.read().await?, &visit.who, slug, visit.now).await;
    match found {
        Ok(access) => Ok(access.pursuance.is_private()),
        // A person who only asked to join may see nothing there, and takes the request back.
        Err(PerformError::Refused(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// `POST /p/{slug}/leave`
pub async fn leave(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    if is_private(&visit, &slug).await? {
        return Err(PageError::Refused(Refused::SignatureNeeded));
    }
    let written = form.text("tasks_to");
    let tasks_to = match receiver(&visit, &slug, written).await? {
        Ok(tasks_to) => tasks_to,
        Err(why) => {
            let mut tx = visit.app.db.read().await?;
            let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
            let mut shown = fill(&visit, &mut tx, &access).await?;
            shown.receivers = shown.receivers.refused(written, why);
            return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
    };
    let leave = LeavePursuance { pursuance: slug.clone(), tasks_to };
    let left = match split_refusal(visit.app.perform(&visit.who, leave.into()).await)? {
        Ok(left) => left,
        Err(refused) => {
            let mut tx = visit.app.db.read().await?;
            let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
            let mut shown = fill(&visit, &mut tx, &access).await?;
            let why = refusal_text(visit.t, &refused);
            if written.is_empty() {
                shown.problem = why;
            } else {
                shown.receivers = shown.receivers.refused(written, why);
            }
            return page(status_of(&refused), &shown);
        }
    };
    let only_asked =
        |what: &Happened| matches!(what, Happened::MemberLeft(left) if left.was_member == Some(false));
    let was_member = !left.events.iter().any(|event| only_asked(&event.what));
    let notice =
        if was_member { FormNotice::info("notice-left") } else { FormNotice::info("notice-asks-no-more") };
    // A pursuance that only members may read is out of sight now.
    let mut tx = visit.app.db.read().await?;
    let still = access::find(&mut tx, &visit.who, &slug, visit.now).await.is_ok();
    let to = if still { links::pursuance(&slug) } else { links::pursuances().to_owned() };
    Ok(see_with(&visit.app, &to, notice))
}

/// The member behind the typed text, or the reason why it is unclear.
async fn receiver(
    visit: &Visit,
    slug: &str,
    written: &str,
) -> Result<Result<Option<ActorRef>, String>, PageError> {
    if written.trim().is_empty() {
        return Ok(Ok(None));
    }
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    access.demand(Permission::SeeMembers, None)?;
    Ok(match pick::member(&mut tx, visit.t, &access, written).await? {
        Meant::This(member) => Ok(Some(member)),
        Meant::None => Ok(None),
        Meant::Unclear(why) => Err(why),
    })
}
