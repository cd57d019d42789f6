//! The page of an invitation, for everybody who has the link: it shows the pursuance and the role before they join.
//!
//! The link is a secret. This page is never cached, sends no `Referer` with its path to other pages, and is not written to the
//! log (see `request::secret_links`).

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::AcceptInvite;
use pursuance_domain::allowed::{Permission, Principal};
use pursuance_domain::people::invite::InviteRefusal;
use pursuance_domain::people::role::Role;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::value::Visibility;

use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused, Thing, invite};
use crate::markdown;
use crate::state::hash_secret;
use crate::store::db::ReadTx;
use crate::store::invites::{self, Invite};
use crate::store::pursuances::{self, Pursuance};
use crate::text::Markup;
use crate::web::cards::weekly_offers::asked_at_most;
use crate::web::frame::labels::{role_about_key, role_key};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Party, SkillTag, Words};
use crate::web::frame::when::When;
use crate::web::people::arrival::begins;
use crate::web::people::private_invite;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Posted;
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// `GET /i/{code}` and, when refused, `POST`.
#[derive(Template)]
#[template(path = "people/invite.html")]
pub struct InvitePage {
    pub l: Layout,
    /// The address of this page, to which a newcomer returns.
    pub path: String,
    /// The content of the invitation; none if it does not let the viewer in.
    pub offer: Option<InviteTerms>,
    pub way: Way,
    /// The reason why it lets nobody in, or not the viewer.
    pub problem: String,
}

/// The content of an invitation, shown before it is accepted.
pub struct InviteTerms {
    pub slug: String,
    pub name: String,
    pub mission: Markup,
    pub by: Party,
    /// The keys of the role's name, and of its rights.
    pub role: &'static str,
    pub role_about: &'static str,
    /// The text key for the tasks that the newcomer will see.
    pub sees: &'static str,
    /// Whether everybody may read the list of members.
    pub is_open: bool,
    /// The most offers a week to the newcomer; none in a role that takes no tasks.
    pub asked: Option<i64>,
    pub purpose: String,
    pub skills: Vec<SkillTag>,
    /// The title of the task to start with.
    pub task: Words,
    pub ends: Option<When>,
}

impl InviteTerms {
    /// The selector of the sentence about the readers of a member's name.
    pub fn who_sees(&self) -> &'static str {
        if self.is_open { "all" } else { "only" }
    }
}

/// The next step of the viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Sign in, or make an account.
    Account,
    /// Join.
    Join,
    /// Open the pursuance: the viewer is a member.
    There,
    /// No step.
    Nowhere,
}

impl InvitePage {
    /// The page to make an account, which leads back here.
    pub fn join(&self) -> String {
        links::join_to(&self.path)
    }

    /// The page to sign in, which leads back here.
    pub fn signin(&self) -> String {
        links::signin_to(&self.path)
    }
}

/// The text key for the tasks that a newcomer in a role will see.
fn sees_key(visibility: Visibility, role: Role) -> &'static str {
    match (visibility.is_open(), role) {
        (true, _) => "invite-sees-open",
        (false, Role::Untrusted) => "invite-sees-assigned",
        (false, _) => "invite-sees-all",
    }
}

/// `GET /i/{code}`
pub async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, PageError> {
    shown(&visit, &code, None).await
}

/// The content of an invitation or of a question to join.
pub(in crate::web) fn invite_terms(pursuance: &Pursuance, role: Role, by: Party, asked: i64) -> InviteTerms {
    InviteTerms {
        slug: pursuance.slug.clone(),
        name: pursuance.name.clone(),
        mission: Markup::trusted(markdown::to_html(&pursuance.mission)),
        by,
        role: role_key(role),
        role_about: role_about_key(role),
        sees: sees_key(pursuance.visibility, role),
        is_open: pursuance.visibility.is_open(),
        asked: (role >= Role::Normal).then_some(asked),
        purpose: String::new(),
        skills: Vec::new(),
        task: "".into(),
        ends: None,
    }
}

async fn offer_of(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    pursuance: &Pursuance,
    invite: &Invite,
) -> Result<InviteTerms, PageError> {
    let by = Party::person(&invite.by_display).linked(links::actor(&invite.by_name));
    let task = invite::task_of(tx, pursuance, invite, visit.now).await?;
    Ok(InviteTerms {
        purpose: invite.purpose.clone(),
        skills: visit.mine().tags_of(&invite.skills),
        task: task.map_or_else(|| "".into(), |(_, title)| Words::of(&title, visit.t)),
        ends: invite.expires.map(|end| l.moment(end)),
        ..invite_terms(pursuance, invite.role, by, asked_at_most(visit, tx).await?)
    })
}

async fn shown(visit: &Visit, code: &str, refused: Option<&Refused>) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let nothing = || PageError::not_found(Thing::Invite);
    if let Some(shown) = private_invite::shown(visit, &mut tx, code).await? {
        return Ok(shown);
    }
    let invite = invites::by_hash(&mut tx, &hash_secret(code)).await?.ok_or_else(nothing)?;
    let pursuance = pursuances::by_id(&mut tx, &invite.pursuance).await?.ok_or_else(nothing)?;
    let path = links::invite(code);
    let l = Layout { back: Some(path.clone()), ..visit.layout(&mut tx, Nav::Elsewhere).await? };
    let access = Access::load(&mut tx, &visit.who, pursuance.clone(), visit.now).await?.invited();
    let lets_in = invite::lets_in(&mut tx, &pursuance, &invite, visit.now).await?;
    let is_there = access.role().is_some();
    // An invitation that does not let the viewer in shows nothing of a pursuance that only its members may read.
    let is_theirs = match visit.person() {
        Some(_) => access.demand(Permission::Join, None).is_ok(),
        None => true,
    };
    let offer = match lets_in {
        _ if is_there => Some(offer_of(visit, &mut tx, &l, &pursuance, &invite).await?),
        Ok(()) if is_theirs => Some(offer_of(visit, &mut tx, &l, &pursuance, &invite).await?),
        Ok(()) | Err(_) => None,
    };
    let (way, problem) = match (visit.person(), lets_in) {
        _ if is_there => (Way::There, String::new()),
        (_, Err(over)) => (Way::Nowhere, over_text(visit, over)),
        (None, Ok(())) => (Way::Account, String::new()),
        (Some(_), Ok(())) => match access.demand(Permission::Join, None) {
            Ok(()) => (Way::Join, String::new()),
            Err(PerformError::Refused(no)) => (Way::Nowhere, refusal_text(visit.t, &no)),
            Err(broken) => return Err(broken.into()),
        },
    };
    let status = match (refused, way) {
        (Some(refused), _) => status_of(refused),
        (None, Way::Nowhere) if lets_in.is_err() => StatusCode::GONE,
        (None, Way::Nowhere) => StatusCode::FORBIDDEN,
        (None, Way::Account | Way::Join | Way::There) => StatusCode::OK,
    };
    let problem = match refused {
        Some(refused) if problem.is_empty() => refusal_text(visit.t, refused),
        Some(_) | None => problem,
    };
    page(status, &InvitePage { l, path, offer, way, problem })
}

fn over_text(visit: &Visit, over: InviteRefusal) -> String {
    refusal_text(visit.t, &Refused::Rule(Refusal::Invite(over)))
}

/// `POST /i/{code}`
pub async fn accept(Path(code): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    let accept = AcceptInvite { secret: hash_secret(&code) };
    let done = match split_refusal(visit.app.perform(&visit.who, accept.into()).await)? {
        Ok(done) => done,
        Err(refused) => return shown(&visit, &code, Some(&refused)).await,
    };
    let to = came_to(&visit, &visit.who, &done.result).await?;
    Ok(see_with(&visit.app, &to, FormNotice::good("notice-came-in")))
}

/// The page for somebody who came by an invitation: what they are asked once, and then the task to start with, unless it is gone or
/// not visible for their role.
pub async fn came_to(visit: &Visit, who: &Principal, came: &serde_json::Value) -> Result<String, PageError> {
    let slug = came.get("pursuance").and_then(|slug| slug.as_str()).unwrap_or_default();
    let task = came.get("task").and_then(serde_json::Value::as_i64);
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, who, slug, visit.now).await?;
    let task = match task {
        Some(number) => access::find_task(&mut tx, &access, number).await.ok().map(|_| number),
        None => None,
    };
    begins(&mut tx, &access, task).await
}
