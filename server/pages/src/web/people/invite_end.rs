//! The end of an invitation: the people who joined by it, their tasks, and the choice of whether they leave.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::RevokeInvite;
use pursuance_domain::allowed::{Facts, Permission, allowed};
use pursuance_domain::id::InviteId;
use pursuance_domain::value::Grounds;

use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Thing};
use crate::reads::invites::view;
use crate::reads::{Actors, Page, one_more};
use crate::store::db::ReadTx;
use crate::store::invites::{self, Came};
use crate::store::tasks;
use crate::text::Text;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::labels::role_key;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, Party, RefusedField, TaskLink, Words, refused};
use crate::web::people::invites::InviteRow;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::unplaced_texts::{FormPage, refused_page};

/// People that the page names.
const NAMED: usize = 30;
/// Tasks that it names of each.
const TASKS: i64 = 5;

/// `GET` and, when refused, `POST /p/{slug}/invites/{id}`: `how` (only, members, invited), and `reason` where people go.
#[derive(Template)]
#[template(path = "people/invite_end.html")]
pub struct InviteEndPage {
    pub l: Layout,
    pub head: Head,
    /// The address of the forms.
    pub action: String,
    pub invite: InviteRow,
    /// The people who joined by it.
    pub came: RemovedPeople,
    /// The people whom these invited, and so on.
    pub invited: RemovedPeople,
    /// The typed reason to remove the people who joined by it.
    pub came_reason: Field,
    /// The typed reason to remove all of them.
    pub all_reason: Field,
    pub problem: String,
    /// Texts of the refused form that have no field here any more.
    pub typed: Vec<Typed>,
}

impl FormPage for InviteEndPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// People who would be removed, with their tasks under way.
pub struct RemovedPeople {
    pub rows: Vec<Goes>,
    /// The number of people, up to the limit of the count.
    pub count: usize,
    /// Whether there are more than are counted.
    pub is_more: bool,
}

/// A person who would be removed.
pub struct Goes {
    pub who: Party,
    pub role: &'static str,
    /// Their tasks under way, which would look for help again.
    pub tasks: Vec<TaskLink>,
}

/// The most people that are counted.
const COUNTED: usize = 500;

impl InviteEndPage {
    /// The number of people who would be removed, with the people they invited.
    pub fn all(&self) -> usize {
        self.came.count + self.invited.count
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[
            ("came-reason", "end-reason", &self.came_reason),
            ("all-reason", "end-reason", &self.all_reason),
        ])
    }
}

/// `GET /p/{slug}/invites/{id}`
pub async fn show(visit: Visit, Path((slug, id)): Path<(String, InviteId)>) -> Result<Response, PageError> {
    visit.signed_in()?;
    page(StatusCode::OK, &load(&visit, &slug, &id).await?)
}

async fn load(visit: &Visit, slug: &str, id: &InviteId) -> Result<InviteEndPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let nothing = || PageError::not_found(Thing::Invite);
    let demand = |is_creator| {
        let facts = Facts { is_creator, ..access.facts(None) };
        allowed(&visit.who, Permission::RevokeInvite, &facts).map_err(PerformError::from)
    };
    // The check comes before any lookup: another answer would reveal whether the invitation exists.
    demand(true)?;
    let invite = invites::by_id(&mut tx, &access.pursuance.id, id).await?.ok_or_else(nothing)?;
    demand(visit.person() == Some(&invite.made_by))?;
    let below = access.role().ok_or_else(nothing)?;
    let sight = access.sight()?;
    let most = one_more(COUNTED);
    let came = invites::came_by(&mut tx, &sight, id, false, below, most).await?;
    let mut invited = invites::came_by(&mut tx, &sight, id, true, below, most).await?;
    invited.retain(|one| !came.iter().any(|other| other.actor == one.actor));
    let l = layout(visit, &mut tx, &access).await?;
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    let row = view(&mut tx, &access, (visit.now, &mut actors), invite).await?;
    Ok(InviteEndPage {
        head: head(visit, &mut tx, &access, PursuanceTab::Invites).await?,
        action: links::invite_end(slug, id.as_str()),
        invite: InviteRow::of(&l, slug, row),
        came: people(visit.t, &mut tx, &access, came).await?,
        invited: people(visit.t, &mut tx, &access, invited).await?,
        came_reason: Field::default(),
        all_reason: Field::default(),
        problem: String::new(),
        typed: Vec::new(),
        l,
    })
}

async fn people(
    t: Text,
    tx: &mut ReadTx,
    access: &Access,
    found: Vec<Came>,
) -> Result<RemovedPeople, PageError> {
    let Page { items, next } = Page::cut(found, COUNTED, |_| ());
    let count = items.len();
    let mut rows = Vec::new();
    for one in items.into_iter().take(NAMED) {
        let mut held = Vec::new();
        for task in tasks::under_way_of(tx, &access.pursuance.id, &one.actor, TASKS).await? {
            if access.may(Permission::SeeTask, Some(&task)) {
                let href = links::task(&access.pursuance.slug, task.number);
                held.push(TaskLink { href, number: task.number, title: Words::of(&task.title, t) });
            }
        }
        let who = Party::person(&one.display).linked(links::actor(&one.name));
        rows.push(Goes { who, role: role_key(one.role), tasks: held });
    }
    Ok(RemovedPeople { rows, count, is_more: next.is_some() })
}

/// `POST /p/{slug}/invites/{id}`
pub async fn end(Path((slug, id)): Path<(String, InviteId)>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let (with_members, and_invited) = match form.text("how") {
        "only" => (false, false),
        "members" => (true, false),
        "invited" => (true, true),
        _ => return Err(PageError::BadRequest),
    };
    let mut field = form.field("reason");
    let reason = if with_members {
        let Some(reason) = Reader::new(visit.t).need(&mut field, Grounds::parse) else {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return not_ended(&visit, (&slug, &id), &form, field, (status, String::new())).await;
        };
        Some(reason)
    } else {
        None
    };
    let (pursuance, invite) = (slug.clone(), id.clone());
    let revoke = RevokeInvite { pursuance, invite, with_members, and_invited, reason };
    match split_refusal(visit.app.perform(&visit.who, revoke.into()).await)? {
        Ok(_) => {
            let notice = if with_members {
                FormNotice::info("notice-invite-ended-with")
            } else {
                FormNotice::info("notice-invite-ended")
            };
            Ok(see_with(&visit.app, &links::invites(&slug), notice))
        }
        Err(refused) => {
            let told = (status_of(&refused), refusal_text(visit.t, &refused));
            not_ended(&visit, (&slug, &id), &form, field, told).await
        }
    }
}

/// The page after a refusal, with the typed reason: in its form, if the page still has it.
async fn not_ended(
    visit: &Visit,
    (slug, id): (&str, &InviteId),
    sent: &FormFields,
    reason: Field,
    (status, problem): (StatusCode, String),
) -> Result<Response, PageError> {
    let mut shown = load(visit, slug, id).await?;
    match sent.text("how") {
        "invited" if shown.invited.count > 0 => shown.all_reason = reason,
        "members" if shown.came.count > 0 => shown.came_reason = reason,
        _ => {}
    }
    shown.problem = problem;
    refused_page(visit.t, status, shown, sent, &["reason"])
}
