//! The members of a pursuance: roles, join requests, and leaving.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{DecideMember, LeavePursuance, SetRole};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::Happened;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::ActorRef;

use super::head::{Head, Tab, head, layout};
use super::list::in_short;
use crate::actions::access::{self, Access};
use crate::reads::{Page, one_more};
use crate::store::db::ReadTx;
use crate::store::pursuances::{self, Member, MemberState};
use crate::store::{actors, requests};
use crate::web::frame::labels::{self, choices, role_key};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::frame::view::{Choice, Field, Party};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Fields, Posted, Query};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};

/// Members on one page.
const SHOWN: usize = 50;
/// Join requests on one page: each answer makes room for the next.
const ASKING: i64 = 50;

/// `GET /p/{slug}/members`. A refused change comes back as this page with status 422.
#[derive(Template)]
#[template(path = "pursuance/members.html")]
pub struct MembersPage {
    pub l: Layout,
    pub head: Head,
    /// Join requests, for members who may decide.
    pub asking: Vec<Asking>,
    pub filter: MembersFilter,
    pub members: Vec<MemberRow>,
    /// Where the members that follow are.
    pub next: Option<String>,
    /// The viewer's role, when they are a member.
    pub role: Option<Role>,
    /// Whether the viewer may leave: the Primary passes the pursuance on first.
    pub may_leave: bool,
    /// A handover of the pursuance that waits for confirmation.
    pub transfer: Option<Transfer>,
    /// Why a change was refused.
    pub problem: String,
}

/// The filter of the list.
#[derive(Default)]
pub struct MembersFilter {
    /// Words of a name.
    pub words: String,
    /// Every role, and an entry for any.
    pub roles: Vec<Choice>,
    /// Whether it is narrowed at all.
    pub is_on: bool,
}

/// The member who is to become the Primary.
pub struct Transfer {
    /// The value of the field `member`.
    pub member: String,
    /// Their display name.
    pub name: String,
}

/// A person who asked to join.
pub struct Asking {
    pub who: Party,
    /// The value of the field `member`.
    pub member: String,
    pub about: String,
    /// The note in their request.
    pub note: String,
    pub at: When,
}

/// A member.
pub struct MemberRow {
    pub who: Party,
    /// The value of the field `member`.
    pub member: String,
    pub role: Role,
    pub since: When,
    /// The roles the viewer may give them; empty when they may give none.
    pub roles: Vec<Choice>,
    /// The refusal of the last change to this member.
    pub field: Field,
}

impl MemberRow {
    /// The key of the role's name.
    pub fn role_key(&self) -> &'static str {
        labels::role_key(self.role)
    }

    /// The id of the field.
    pub fn field_id(&self) -> String {
        format!("role-{}", self.member)
    }
}

/// A role in the list of roles and their rights.
pub struct RoleLine {
    pub name: &'static str,
    pub about: &'static str,
    pub is_yours: bool,
}

impl MembersPage {
    /// Every role, the least trusted first.
    pub fn roles(&self) -> Vec<RoleLine> {
        Role::ALL
            .into_iter()
            .map(|role| RoleLine {
                name: labels::role_key(role),
                about: labels::role_about_key(role),
                is_yours: self.role == Some(role),
            })
            .collect()
    }
}

/// `GET /p/{slug}/members`
pub async fn show(visit: Visit, Path(slug): Path<String>, query: Query) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug).await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &access, &query.0).await?)
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    asked: &Fields,
) -> Result<MembersPage, PageError> {
    access.demand(Permission::SeeMembers, None)?;
    let l = layout(visit, tx, access).await?;
    let of = &access.pursuance.id;
    let (words, role) = (asked.text("q").trim(), Role::parse(asked.text("role")));
    let rows =
        pursuances::matching_members(tx, of, words, role, asked.text("after"), one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(rows, SHOWN, |member| member.name.clone());
    let mut asking = Vec::new();
    if access.may(Permission::DecideMember, None) {
        let mut notes = requests::notes(tx, &access.sight()?, ASKING).await?;
        for member in pursuances::members(tx, of, Some(MemberState::Pending), "", ASKING).await? {
            let actor = actors::by_id(tx, &member.actor).await?;
            asking.push(Asking {
                who: party(visit, &member),
                about: actor.map(|actor| in_short(&actor.summary)).unwrap_or_default(),
                note: notes.remove(&member.actor).unwrap_or_default(),
                at: l.moment(member.since),
                member: member.name,
            });
        }
    }
    let slug = &access.pursuance.slug;
    Ok(MembersPage {
        head: head(visit, tx, access, Tab::Members).await?,
        asking,
        members: items.into_iter().map(|member| row(visit, &l, access, member)).collect(),
        next: next.map(|name| links::members_after(slug, &name, words, role.map_or("", Role::as_str))),
        filter: filter(visit, words, role),
        role: access.role(),
        may_leave: access.may(Permission::Leave, None),
        transfer: None,
        problem: String::new(),
        l,
    })
}

fn filter(visit: &Visit, words: &str, role: Option<Role>) -> MembersFilter {
    let any = ("", visit.t.s("members-any-role"));
    let each = Role::ALL.into_iter().map(|role| (role.as_str(), visit.t.s(role_key(role))));
    MembersFilter {
        words: words.to_owned(),
        roles: choices(std::iter::once(any).chain(each), role.map_or("", Role::as_str)),
        is_on: role.is_some() || !words.is_empty(),
    }
}

fn party(visit: &Visit, member: &Member) -> Party {
    let party = Party::person(&member.display).linked(links::actor(&member.name));
    if visit.person() == Some(&member.actor) { party.you() } else { party }
}

fn row(visit: &Visit, l: &Layout, access: &Access, member: Member) -> MemberRow {
    let may = |to: Role| match to {
        Role::Primary => {
            access.may(Permission::TransferPursuance, None) && visit.person() != Some(&member.actor)
        }
        _ => access.may(Permission::SetRole { from: member.role, to }, None),
    };
    let given: Vec<Role> = Role::ALL.into_iter().filter(|role| may(*role)).collect();
    let named = Role::ALL.into_iter().filter(|role| given.contains(role) || *role == member.role);
    let roles = if given.iter().all(|role| *role == member.role) {
        Vec::new()
    } else {
        choices(named.map(|role| (role.as_str(), l.t.s(role_key(role)))), member.role.as_str())
    };
    MemberRow {
        who: party(visit, &member),
        role: member.role,
        since: l.day(member.since),
        roles,
        field: Field::default(),
        member: member.name,
    }
}

/// `POST /p/{slug}/members/role`
pub async fn set_role(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let member = ActorRef::parse(form.text("member")).map_err(|_| PageError::BadRequest)?;
    let role = Role::parse(form.text("role")).ok_or(PageError::BadRequest)?;
    if role == Role::Primary && !form.is_ticked("sure") {
        return ask_to_pass_on(&visit, &slug, member.as_str()).await;
    }
    let notice = if role == Role::Primary {
        Notice::good("notice-passed-on")
    } else {
        Notice::good("notice-role-set")
    };
    let set = SetRole { pursuance: slug.clone(), member, role };
    match split_refusal(visit.app.perform(&visit.who, set.into()).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::members(&slug), notice)),
        Err(refused) => {
            let mut tx = visit.app.db.read().await?;
            let access = access::find(&mut tx, &visit.who, &slug).await?;
            let mut shown = fill(&visit, &mut tx, &access, &Fields::default()).await?;
            match shown.members.iter_mut().find(|row| row.member == form.text("member")) {
                Some(row) if !row.roles.is_empty() => row.field.error = refusal_text(visit.t, &refused),
                _ => shown.problem = refusal_text(visit.t, &refused),
            }
            page(status_of(&refused), &shown)
        }
    }
}

/// A Primary who hands over the pursuance cannot take it back, so a confirmation comes first.
async fn ask_to_pass_on(visit: &Visit, slug: &str, member: &str) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug).await?;
    access.demand(Permission::TransferPursuance, None)?;
    let mut shown = fill(visit, &mut tx, &access, &Fields::default()).await?;
    let name = actors::by_name_here(&mut tx, member).await?.map_or(member.to_owned(), |actor| actor.display);
    shown.transfer = Some(Transfer { member: member.to_owned(), name });
    page(StatusCode::OK, &shown)
}

/// `POST /p/{slug}/members/decide`
pub async fn decide(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let member = ActorRef::parse(form.text("member")).map_err(|_| PageError::BadRequest)?;
    let accept = form.text("answer") == "accept";
    let decide = DecideMember { pursuance: slug.clone(), member, accept };
    match split_refusal(visit.app.perform(&visit.who, decide.into()).await)? {
        Ok(_) => {
            let notice =
                if accept { Notice::good("notice-let-in") } else { Notice::info("notice-not-let-in") };
            Ok(see_with(&visit.app, &links::members(&slug), notice))
        }
        Err(refused) => {
            let mut tx = visit.app.db.read().await?;
            let access = access::find(&mut tx, &visit.who, &slug).await?;
            let mut shown = fill(&visit, &mut tx, &access, &Fields::default()).await?;
            shown.problem = refusal_text(visit.t, &refused);
            page(status_of(&refused), &shown)
        }
    }
}

/// `POST /p/{slug}/leave`
pub async fn leave(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    let left = visit.app.perform(&visit.who, LeavePursuance { pursuance: slug.clone() }.into()).await?;
    let only_asked =
        |what: &Happened| matches!(what, Happened::MemberLeft(left) if left.was_member == Some(false));
    let was_member = !left.events.iter().any(|event| only_asked(&event.what));
    let notice = if was_member { Notice::info("notice-left") } else { Notice::info("notice-asks-no-more") };
    // A pursuance that only members may read is out of sight now.
    let mut tx = visit.app.db.read().await?;
    let still = crate::actions::access::find(&mut tx, &visit.who, &slug).await.is_ok();
    let to = if still { links::pursuance(&slug) } else { links::pursuances().to_owned() };
    Ok(see_with(&visit.app, &to, notice))
}
