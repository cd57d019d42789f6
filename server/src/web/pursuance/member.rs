//! A member of a pursuance: role, tasks under way; removal, bans, and the question to take over.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{
    AcceptTransfer, Action, BanMember, RemoveMember, TransferPursuance, UnbanMember,
};
use pursuance_domain::allowed::Permission;
use pursuance_domain::people::membership;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::DAY;
use pursuance_domain::value::{ActorRef, Grounds};

use super::head::{Head, Tab, head, layout};
use crate::actions::access::{self, Access};
use crate::actions::{Refused, Thing, handover};
use crate::store::actors::Actor;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, MemberState};
use crate::store::{accounts, actors, tasks};
use crate::text::Text;
use crate::web::frame::labels::choices;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::frame::view::{Choice, Field, Party, RefusedField, TaskLink, refused};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Fields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// Tasks under way that the page names.
const NAMED: i64 = 10;

/// The ways in which a membership ends: the value in the form, its key, and the days of the ban, if it is one.
const ENDS: [(&str, &str, Option<Option<i64>>); 6] = [
    ("remove", "end-remove", None),
    ("1d", "end-ban-day", Some(Some(1))),
    ("7d", "end-ban-week", Some(Some(7))),
    ("30d", "end-ban-month", Some(Some(30))),
    ("365d", "end-ban-year", Some(Some(365))),
    ("forever", "end-ban", Some(None)),
];

/// `GET /p/{slug}/m/{name}`. A refused removal or ban comes back as this page with status 422.
#[derive(Template)]
#[template(path = "pursuance/member.html")]
pub struct MemberPage {
    pub l: Layout,
    pub head: Head,
    pub who: Party,
    /// The name, for forms.
    pub member: String,
    /// The key of the role; none for somebody who is no member.
    pub role: Option<&'static str>,
    pub since: Option<When>,
    pub ban: Option<BanShown>,
    /// Their tasks under way, as far as the viewer may read them.
    pub held: Vec<TaskLink>,
    pub may_end: bool,
    pub may_unban: bool,
    /// Whether the viewer may ask them to become the Primary.
    pub may_ask: bool,
    /// Whether they are asked already.
    pub is_asked: bool,
    pub ends: Vec<Choice>,
    pub reason: Field,
    pub problem: String,
}

/// A ban that holds.
pub struct BanShown {
    pub since: When,
    /// Its end; none for good.
    pub until: Option<When>,
    pub reason: String,
}

impl MemberPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("reason", "end-reason", &self.reason)])
    }
}

/// The ways to end a membership, to choose from. Somebody who is no member can only be banned.
fn ends(t: Text, is_member: bool, chosen: &str) -> Vec<Choice> {
    let all = ENDS.iter().filter(|(value, ..)| is_member || *value != "remove");
    choices(all.map(|(value, key, _)| (*value, t.s(key))), chosen)
}

/// `GET /p/{slug}/m/{name}`
pub async fn show(visit: Visit, Path((slug, name)): Path<(String, String)>) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug).await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &access, &name).await?)
}

async fn fill(visit: &Visit, tx: &mut ReadTx, access: &Access, name: &str) -> Result<MemberPage, PageError> {
    access.demand(Permission::SeeMembers, None)?;
    let nobody = || PageError::not_found(Thing::Member);
    let actor = actors::by_name_here(tx, name).await?.ok_or_else(nobody)?;
    let row = pursuances::member(tx, &access.pursuance.id, &actor.id).await?;
    let may_ban = access.may(Permission::Ban { role: Role::Untrusted }, None);
    let role = row.as_ref().map_or(Role::Untrusted, |row| row.role);
    let may_end = access.may(Permission::Ban { role }, None) && is_account(tx, &actor).await?;
    let active = row.as_ref().filter(|row| row.state == MemberState::Active);
    // Who was here, who asks and who is banned is for those who decide about it.
    if active.is_none() && !may_ban {
        return Err(nobody());
    }
    let l = layout(visit, tx, access).await?;
    let banned = row
        .as_ref()
        .filter(|row| row.state == MemberState::Banned && membership::is_banned(row.banned_until, visit.now));
    let ban = match banned {
        Some(row) => {
            let reason = crate::store::bans::reason(tx, &access.pursuance.id, &actor.id).await?;
            let until = row.banned_until.map(|until| l.moment(until));
            Some(BanShown { since: l.moment(row.since), until, reason })
        }
        None => None,
    };
    let asked = handover::asked(tx, access).await?;
    let is_primary = access.may(Permission::TransferPursuance, None);
    let is_self = visit.person() == Some(&actor.id);
    let mut held = Vec::new();
    if active.is_some() {
        for task in tasks::under_way_of(tx, &access.pursuance.id, &actor.id, NAMED).await? {
            if access.may(Permission::SeeTask, Some(&task)) {
                let href = links::task(&access.pursuance.slug, task.number);
                held.push(TaskLink { href, number: task.number, title: task.title });
            }
        }
    }
    let who = Party::person(&actor.display).linked(links::actor(&actor.name));
    Ok(MemberPage {
        head: head(visit, tx, access, Tab::Members).await?,
        who: if is_self { who.you() } else { who },
        role: active.map(|row| crate::web::frame::labels::role_key(row.role)),
        since: active.map(|row| l.day(row.since)),
        may_unban: ban.is_some() && may_end,
        ban,
        held,
        may_end,
        may_ask: is_primary && !is_self && active.is_some(),
        is_asked: asked.is_some_and(|(heir, _)| heir.actor == actor.id),
        ends: ends(visit.t, active.is_some(), ""),
        reason: Field::default(),
        problem: String::new(),
        member: actor.name,
        l,
    })
}

async fn is_account(tx: &mut ReadTx, actor: &Actor) -> StoreResult<bool> {
    Ok(accounts::by_actor(tx, &actor.id).await?.is_some())
}

/// Carries it out and returns to the members; when it was refused, shows the page with everything typed.
async fn change(
    visit: &Visit,
    at: (&str, &str),
    action: Action,
    notice: Notice,
    typed: Option<&Fields>,
) -> Result<Response, PageError> {
    let (slug, _) = at;
    match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::members(slug), notice)),
        Err(refused) => refused_page(visit, at, typed, Field::default(), Some(&refused)).await,
    }
}

async fn refused_page(
    visit: &Visit,
    (slug, name): (&str, &str),
    typed: Option<&Fields>,
    reason: Field,
    why: Option<&Refused>,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug).await?;
    let mut shown = fill(visit, &mut tx, &access, name).await?;
    if let Some(typed) = typed {
        shown.ends = ends(visit.t, shown.role.is_some(), typed.text("how"));
        shown.reason = if reason.is_refused() { reason } else { typed.field("reason") };
    }
    shown.problem = why.map(|why| refusal_text(visit.t, why)).unwrap_or_default();
    page(why.map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of), &shown)
}

/// `POST /p/{slug}/m/{name}/end`
pub async fn end(Path((slug, name)): Path<(String, String)>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let member = ActorRef::parse(&name).map_err(|_| PageError::BadRequest)?;
    let how = ENDS.iter().find(|(value, ..)| *value == form.text("how")).ok_or(PageError::BadRequest)?;
    let mut field = form.field("reason");
    let Some(reason) = Reader::new(visit.t).need(&mut field, Grounds::parse) else {
        return refused_page(&visit, (&slug, &name), Some(&form), field, None).await;
    };
    let pursuance = slug.clone();
    let (action, notice): (Action, Notice) = match how.2 {
        None => (RemoveMember { pursuance, member, reason }.into(), Notice::info("notice-member-removed")),
        Some(days) => {
            let until = days.map(|days| visit.now.plus(days * DAY));
            (BanMember { pursuance, member, reason, until }.into(), Notice::info("notice-member-banned"))
        }
    };
    change(&visit, (&slug, &name), action, notice, Some(&form)).await
}

/// `POST /p/{slug}/m/{name}/unban`
pub async fn unban(
    Path((slug, name)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let visit = posted.visit;
    let member = ActorRef::parse(&name).map_err(|_| PageError::BadRequest)?;
    let action = UnbanMember { pursuance: slug.clone(), member, reason: None };
    change(&visit, (&slug, &name), action.into(), Notice::good("notice-member-unbanned"), None).await
}

/// `POST /p/{slug}/m/{name}/take-over`: the Primary asks, or asks no more.
pub async fn ask(Path((slug, name)): Path<(String, String)>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let member = ActorRef::parse(&name).map_err(|_| PageError::BadRequest)?;
    let asks = form.text("ask") != "no";
    let action = TransferPursuance { pursuance: slug.clone(), to: asks.then_some(member) };
    let notice = if asks {
        Notice::good("notice-asked-to-take-over")
    } else {
        Notice::info("notice-not-asked-to-take-over")
    };
    change(&visit, (&slug, &name), action.into(), notice, None).await
}

/// `POST /p/{slug}/members/take-over`: the answer of the member who was asked.
pub async fn answer(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let accept = form.text("answer") == "accept";
    let action = AcceptTransfer { pursuance: slug.clone(), accept };
    let notice =
        if accept { Notice::good("notice-took-over") } else { Notice::info("notice-did-not-take-over") };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::members(&slug), notice)),
        Err(refused) => super::members::refused_on_top(&visit, &slug, &refused).await,
    }
}
