//! The invitations of a pursuance: making, listing and ending them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::action::CreateInvite;
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::InviteId;
use pursuance_domain::people::role::Role;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::value::{InviteLife, Purpose, Skills};
use pursuance_sealed::log::Fold;

use crate::actions::access::{self, Access};
use crate::actions::{Refused, invite};
use crate::reads::invites::{self, InviteState, InviteView};
use crate::reads::{people, seats};
use crate::store::db::ReadTx;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::pick::{self, Meant};
use crate::web::frame::labels::{choices, role_key};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::private::PrivateGroup;
use crate::web::frame::qr::Qr;
use crate::web::frame::view::{Choice, Field, Party, RefusedField, TaskLink, Words, refused};
use crate::web::frame::when::When;
use crate::web::people::seats::{OpenInvite, open_invites};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::Visit;

/// Invitations on one page.
const SHOWN: usize = 50;

/// `GET /p/{slug}/invites`. A refused form comes back as this page with status 422.
#[derive(Template)]
#[template(path = "people/invites.html")]
pub struct InvitesPage {
    pub l: Layout,
    pub head: Head,
    /// The link that was made just now, shown only this once.
    pub made: Option<Made>,
    pub form: InviteForm,
    pub invites: Vec<InviteRow>,
    /// The address of older invitations.
    pub next: Option<String>,
    /// Whether the viewer sees the invitations of others, and the tree.
    pub sees_all: bool,
    pub problem: String,
}

/// The invitations of a private pursuance, whose links are made on the device of the inviting member.
#[derive(Template)]
#[template(path = "people/private_invites.html")]
pub struct PrivateInvitesPage {
    pub l: Layout,
    pub head: Head,
    pub open: Vec<OpenInvite>,
    /// Whether the viewer makes and ends them.
    pub may: bool,
}

/// A new link.
pub struct Made {
    pub link: String,
    /// The link as a QR code.
    pub qr: Option<Qr>,
}

/// POST `role, purpose, expires, uses, skills, task`.
pub struct InviteForm {
    pub roles: Vec<Choice>,
    pub lives: Vec<Choice>,
    pub purpose: Field,
    /// The most people who may join by it; empty for any number.
    pub uses: Field,
    /// Separated by commas.
    pub skills: Field,
    /// A number, or words of a title.
    pub task: Field,
}

/// An invitation in the list.
pub struct InviteRow {
    /// The page about its end.
    pub href: String,
    pub by: Party,
    pub role: &'static str,
    pub purpose: String,
    pub skills: String,
    pub task: Option<TaskLink>,
    pub state: InviteState,
    pub made: When,
    pub ends: Option<When>,
    pub uses: Option<i64>,
    pub used: i64,
}

impl InviteRow {
    /// Its line.
    pub fn of(l: &Layout, slug: &str, view: InviteView) -> Self {
        let by = Party::person(&view.by_display).linked(links::actor(&view.by));
        let is_own = l.viewer.as_ref().is_some_and(|viewer| viewer.name == view.by);
        Self {
            href: links::invite_end(slug, view.invite.as_str()),
            by: if is_own { by.you() } else { by },
            role: role_key(view.role),
            skills: view.skills.to_string(),
            task: view.task.map(|number| TaskLink {
                href: links::task(slug, number),
                number,
                title: Words::of(&view.title, l.t),
            }),
            state: view.state,
            made: l.moment(view.created),
            ends: view.expires.map(|end| l.moment(end)),
            uses: view.uses,
            used: view.used,
            purpose: view.purpose,
        }
    }

    /// The key of its state.
    pub fn state_key(&self) -> &'static str {
        match self.state {
            InviteState::Open => "invite-open-state",
            InviteState::Revoked => "invite-revoked-state",
            InviteState::Expired => "invite-expired-state",
            InviteState::UsedUp => "invite-used-up-state",
            InviteState::Void => "invite-void-state",
        }
    }

    /// The class of the badge for the state.
    pub fn badge(&self) -> &'static str {
        match self.state {
            InviteState::Open => "badge good",
            InviteState::Revoked | InviteState::Expired | InviteState::UsedUp | InviteState::Void => "badge",
        }
    }

    /// Whether it lets somebody in.
    pub fn is_open(&self) -> bool {
        self.state == InviteState::Open
    }
}

impl InvitesPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[
            ("purpose", "invite-purpose", &self.form.purpose),
            ("uses", "invite-uses", &self.form.uses),
            ("skills", "invite-skills", &self.form.skills),
            ("task", "invite-task", &self.form.task),
        ])
    }
}

/// The roles that the viewer may offer: at most their own, and never the Primary.
pub(in crate::web) fn roles(l: &Layout, access: &Access, chosen: Role) -> Vec<Choice> {
    let may = |role: &Role| *role != Role::Primary && access.may(Permission::Invite { role: *role }, None);
    choices(
        Role::ALL.into_iter().filter(may).map(|role| (role.as_str(), l.t.s(role_key(role)))),
        chosen.as_str(),
    )
}

fn life_key(life: InviteLife) -> &'static str {
    match life {
        InviteLife::TenMinutes => "invite-life-10m",
        InviteLife::Day => "invite-life-1d",
        InviteLife::Week => "invite-life-7d",
        InviteLife::Fortnight => "invite-life-14d",
        InviteLife::Month => "invite-life-30d",
        InviteLife::Never => "invite-life-never",
    }
}

fn form(l: &Layout, access: &Access, role: Role, life: InviteLife) -> InviteForm {
    let lives = InviteLife::ALL.iter().map(|life| (life.as_str(), l.t.s(life_key(*life))));
    InviteForm {
        roles: roles(l, access, role),
        lives: choices(lives, life.as_str()),
        purpose: Field::default(),
        uses: Field::of("1"),
        skills: Field::default(),
        task: Field::default(),
    }
}

/// `GET /p/{slug}/invites`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    visit.signed_in()?;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    if let Some(fold) = seats::fold_of(&visit.app, &mut tx, &access).await? {
        return page(StatusCode::OK, &fill_private(&visit, &mut tx, &access, &fold).await?);
    }
    let before = Some(query.0.text("before")).filter(|id| !id.is_empty());
    let before = before.map(|id| InviteId(id.to_owned()));
    page(StatusCode::OK, &fill(&visit, &mut tx, &access, before.as_ref()).await?)
}

async fn fill_private(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    fold: &Fold,
) -> Result<PrivateInvitesPage, PageError> {
    access.demand(Permission::SeeMembers, None)?;
    let l = layout(visit, tx, access).await?;
    Ok(PrivateInvitesPage {
        head: head(visit, tx, access, PursuanceTab::Invites).await?,
        open: open_invites(&l, fold),
        may: l.private.as_ref().is_some_and(PrivateGroup::invites),
        l,
    })
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    before: Option<&InviteId>,
) -> Result<InvitesPage, PageError> {
    let found = invites::list(tx, access, visit.now, before, SHOWN).await?;
    let l = layout(visit, tx, access).await?;
    let slug = &access.pursuance.slug;
    Ok(InvitesPage {
        head: head(visit, tx, access, PursuanceTab::Invites).await?,
        made: None,
        form: form(&l, access, Role::Normal, InviteLife::default()),
        next: found.next.map(|id| links::invites_before(slug, id.as_str())),
        invites: found.items.into_iter().map(|view| InviteRow::of(&l, slug, view)).collect(),
        sees_all: access.may(Permission::SeeInviteTree, None),
        problem: String::new(),
        l,
    })
}

/// Reads the form into `shown`. Returns the invitation, if no field is wrong.
async fn typed(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    sent: &FormFields,
    shown: &mut InviteForm,
) -> Result<Option<CreateInvite>, PageError> {
    let role = Role::parse(sent.text("role")).ok_or(PageError::BadRequest)?;
    let expires = InviteLife::parse(sent.text("expires")).map_err(|_| PageError::BadRequest)?;
    shown.purpose = sent.field("purpose");
    shown.uses = sent.field("uses");
    shown.skills =
        Field::of(people::meant_list(tx, &visit.who, (Some(access), &[]), sent.text("skills")).await?);
    shown.task = sent.field("task");
    let reader = Reader::new(visit.t);
    let purpose = reader.maybe(&mut shown.purpose, Purpose::parse);
    let skills = reader.need(&mut shown.skills, Skills::parse);
    let uses = match shown.uses.value.trim() {
        "" => Some(None),
        number => number.parse::<u32>().ok().map(Some),
    };
    if uses.is_none() {
        let why = pursuance_domain::people::invite::InviteRefusal::Uses;
        shown.uses.error = visit.t.say(&Refusal::Invite(why).wording());
    }
    let task = match pick::task(tx, visit.t, access, &shown.task.value).await? {
        Meant::This(number) => Some(Some(number)),
        Meant::None => Some(None),
        Meant::Unclear(why) => {
            shown.task.error = why;
            None
        }
    };
    let (Some(purpose), Some(skills), Some(uses), Some(task)) = (purpose, skills, uses, task) else {
        return Ok(None);
    };
    let pursuance = access.pursuance.slug.clone();
    Ok(Some(CreateInvite { pursuance, role, expires, uses, purpose, skills, task, secret_hash: None }))
}

/// `POST /p/{slug}/invites`: the link is shown on the answer, and never again.
pub async fn make(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form: sent } = posted;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    if access.pursuance.is_private() {
        // Its purpose would be read by the server.
        return Err(PageError::Refused(Refused::SignatureNeeded));
    }
    let mut shown = fill(&visit, &mut tx, &access, None).await?;
    let role = Role::parse(sent.text("role")).unwrap_or(Role::Normal);
    let life = InviteLife::parse(sent.text("expires")).unwrap_or_default();
    shown.form = form(&shown.l, &access, role, life);
    let typed = typed(&visit, &mut tx, &access, &sent, &mut shown.form).await?;
    drop(tx);
    let Some(create) = typed else { return page(StatusCode::UNPROCESSABLE_ENTITY, &shown) };
    let (secret, secret_hash) = invite::new_secret();
    let create = CreateInvite { secret_hash, ..create };
    match split_refusal(visit.app.perform(&visit.who, create.into()).await)? {
        Ok(_) => {
            let mut tx = visit.app.db.read().await?;
            let mut shown = fill(&visit, &mut tx, &access, None).await?;
            let link = visit.app.addresses.at(&links::invite(&secret));
            shown.made = Some(Made { qr: Qr::of(&link), link });
            let mut response = page(StatusCode::OK, &shown)?;
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        Err(refused) => {
            say(&visit, &mut shown, &refused);
            page(status_of(&refused), &shown)
        }
    }
}

fn say(visit: &Visit, shown: &mut InvitesPage, refused: &Refused) {
    let why = refusal_text(visit.t, refused);
    match refused {
        Refused::Rule(Refusal::Invite(no)) if no.field() == Some("uses") => shown.form.uses.error = why,
        _ => shown.problem = why,
    }
}
