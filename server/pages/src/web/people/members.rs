//! The members of a pursuance: roles, join requests, bans, and the viewer's rights.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{DecideMember, SetRole};
use pursuance_domain::allowed::{Permission, Ruling};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::people::limits::is_away;
use pursuance_domain::people::role::Role;
use pursuance_domain::suggestion::Needs;
use pursuance_domain::time::Time;
use pursuance_domain::value::{ActorRef, Note};

use crate::actions::access::{self, Access};
use crate::actions::{Refused, handover};
use crate::reads::pursuance::people;
use crate::reads::{Page, one_more, seats};
use crate::store::db::ReadTx;
use crate::store::pursuances::{self, Member, MemberState};
use crate::store::roster::{self, MemberHands, PeopleQuery, RosterPerson, Show};
use crate::store::texts::Body;
use crate::store::{actors, availability, bans, outline, requests};
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::text_beginning::in_short;
use crate::web::frame::labels::{self, choices, role_key};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Choice, Field, Party, SkillTag, TaskLink, Words};
use crate::web::frame::when::When;
use crate::web::people::seats::Seat;
use crate::web::request::camera::with_camera;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::suggest::{Sent, send, suggested, suggests as is_suggested};
use crate::web::request::unplaced_texts::{FormPage, refused_page};
use crate::web::views::tree;

/// Members on one page.
const SHOWN: usize = 50;
/// Skills in the row of a member; the others are on their profile.
const SKILLS: usize = 6;
/// Join requests on one page: each answer makes room for the next.
const ASKING: i64 = 50;

/// `GET /p/{slug}/members`. A refused change comes back as this page with status 422.
#[derive(Template)]
#[template(path = "people/members.html")]
pub struct MembersPage {
    pub l: Layout,
    pub head: Head,
    /// Join requests, for members who may decide.
    pub asking: Vec<JoinQuestion>,
    pub filter: MembersFilter,
    pub members: Vec<MemberRow>,
    /// The address of the next members.
    pub next: Option<String>,
    /// The viewer's role, when they are a member.
    pub role: Option<Role>,
    /// The member who is asked to become the Primary; shown to the Primary and to that member.
    pub transfer: Option<Transfer>,
    /// The bans, for members who may lift them or suggest to.
    pub banned: Vec<BannedRow>,
    /// The address of the next bans.
    pub next_banned: Option<String>,
    /// The keys of the viewer's rights here, as words after “can”.
    pub may: Vec<&'static str>,
    pub may_read_log: bool,
    pub may_invite: bool,
    pub sees_tree: bool,
    pub may_leave: bool,
    /// Why a change was refused.
    pub problem: String,
    /// Texts of the refused form that have no field here any more.
    pub typed: Vec<Typed>,
}

impl FormPage for MembersPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// The filter of the list.
#[derive(Default)]
pub struct MembersFilter {
    /// Words of a name, or of a skill.
    pub words: String,
    /// Every role, and an entry for any.
    pub roles: Vec<Choice>,
    /// Which people, and in which order.
    pub show: Vec<Choice>,
    /// Whether a filter is set.
    pub is_on: bool,
}

/// The member who is asked to become the Primary.
pub struct Transfer {
    /// The name, for addresses.
    pub member: String,
    /// Their display name.
    pub name: String,
    pub at: When,
    /// Whether it is the viewer.
    pub is_you: bool,
}

/// A banned person.
pub struct BannedRow {
    pub who: Party,
    /// The name, for addresses.
    pub member: String,
    /// The end; none for good.
    pub until: Option<When>,
    pub reason: String,
}

/// A person who asked to join.
pub struct JoinQuestion {
    pub who: Party,
    /// The value of the field `member`.
    pub member: String,
    pub about: String,
    /// The note in their request.
    pub note: String,
    /// The key of the role that a former member would get, if it is below the role of newcomers.
    pub before: Option<&'static str>,
    /// The task they would like to take.
    pub wanted: Option<TaskLink>,
    pub at: When,
    /// The typed reason of a refusal.
    pub reason: Field,
}

impl JoinQuestion {
    /// The id of the field of the reason: the page has several.
    pub fn reason_id(&self) -> String {
        format!("reason-{}", self.member)
    }
}

/// A member.
pub struct MemberRow {
    pub who: Party,
    /// The name, for addresses.
    pub member: String,
    pub role: Role,
    pub since: When,
    /// The first of their skills, and how many more there are.
    pub skills: Vec<SkillTag>,
    pub more_skills: usize,
    /// The work that they have, for viewers who may assign tasks.
    pub hands: Option<HandsShown>,
    /// The last day on which they are away, while they are.
    pub away: Option<When>,
    /// Whether operators suspended their account; told to fellow members.
    pub is_suspended: bool,
    /// Whether the viewer may ask them about a task.
    pub may_ask: bool,
    /// Whether the viewer may do more about them, on their page.
    pub has_page: bool,
    /// Whether the viewer may suggest a change about them, on the same page.
    pub suggests: bool,
    /// In a private pursuance: what its log proves of them.
    pub seat: Option<Seat>,
}

impl MemberRow {
    /// The key of the role's name.
    pub fn role_key(&self) -> &'static str {
        labels::role_key(self.role)
    }

    /// Whether a page leads on from the row.
    pub fn has_way(&self) -> bool {
        self.may_ask || self.has_page || self.suggests
    }
}

/// The work of somebody in a pursuance, and the last sign of them.
pub struct HandsShown {
    pub under_way: i64,
    pub reviews: i64,
    /// Questions that they have not answered.
    pub asked: i64,
    pub last: When,
    /// Whether that is two weeks ago, or longer.
    pub is_silent: bool,
}

impl HandsShown {
    pub(super) fn of(l: &Layout, hands: MemberHands, now: Time) -> Self {
        let MemberHands { under_way, reviews, asked, last_at } = hands;
        let is_silent = last_at < now.plus(-roster::SILENT);
        Self { under_way, reviews, asked, last: l.day(last_at), is_silent }
    }
}

/// A role in the list of roles and their rights.
pub struct RoleLine {
    pub name: &'static str,
    pub about: &'static str,
    pub is_yours: bool,
}

impl MembersPage {
    /// Every role that there is here, the least trusted first.
    pub fn roles(&self) -> Vec<RoleLine> {
        let is_private = self.l.is_private();
        Role::ALL
            .into_iter()
            .filter(|role| !is_private || *role != Role::Untrusted)
            .map(|role| RoleLine {
                name: labels::role_key(role),
                // No task of a private pursuance goes to another one.
                about: match role {
                    Role::Assigner if is_private => "private-role-assigner-about",
                    _ => labels::role_about_key(role),
                },
                is_yours: self.role == Some(role),
            })
            .collect()
    }
}

/// `GET /p/{slug}/members`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let is_tree = query.0.text("tree") == "true";
    let mut tx = visit.list(!is_tree && !query.0.text("q").trim().is_empty()).await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    if is_tree {
        return tree::show(&visit, &mut tx, &access).await;
    }
    let shown = fill(&visit, &mut tx, &access, &query.0).await?;
    tx.end();
    let response = page(StatusCode::OK, &shown)?;
    // Two people compare their numbers there.
    Ok(if access.pursuance.is_private() { with_camera(response) } else { response })
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    asked: &FormFields,
) -> Result<MembersPage, PageError> {
    access.demand(Permission::SeeMembers, None)?;
    let l = layout(visit, tx, access).await?;
    let of = &access.pursuance.id;
    let (words, role) = (asked.text("q").trim(), Role::parse(asked.text("role")));
    let show = Show::parse(asked.text("show")).unwrap_or_default();
    let looked_for = PeopleQuery { words, role, show, ..PeopleQuery::default() };
    let Page { items, next } =
        people(tx, access, looked_for, (asked.text("after"), SHOWN), visit.now).await?;
    let mut asking = Vec::new();
    if access.may(Permission::DecideMember, None) {
        let mut notes = requests::notes(tx, &access.sight()?, ASKING).await?;
        let wanted: Vec<TaskId> = notes.values().filter_map(|asked| asked.wanted.clone()).collect();
        let titles = outline::titles(tx, &access.sight()?, &wanted).await?;
        let link = |(number, title): &(i64, Body)| TaskLink {
            href: links::task(&access.pursuance.slug, *number),
            number: *number,
            title: Words::of(title, visit.t),
        };
        for member in pursuances::members(tx, of, Some(MemberState::Pending), "", ASKING).await? {
            let actor = actors::by_id(tx, &member.actor).await?;
            let asked = notes.remove(&member.actor).unwrap_or_default();
            asking.push(JoinQuestion {
                who: party(visit, &member),
                about: actor.map(|actor| in_short(&actor.summary)).unwrap_or_default(),
                wanted: asked.wanted.and_then(|id| titles.get(&id)).map(link),
                note: asked.note,
                reason: Field::default(),
                at: l.moment(member.since),
                before: (member.role < Role::Normal).then(|| role_key(member.role)),
                member: member.name,
            });
        }
    }
    let slug = &access.pursuance.slug;
    let (banned, next_banned) = banned(visit, tx, &l, access, asked.text("banned_after")).await?;
    Ok(MembersPage {
        head: head(visit, tx, access, PursuanceTab::Members).await?,
        asking,
        members: member_rows(visit, tx, &l, access, items).await?,
        next: next.map(|after| {
            links::members_after(slug, &after, words, role.map_or("", Role::as_str), show.as_str())
        }),
        filter: filter(visit, access, &looked_for),
        role: access.role(),
        transfer: transfer(visit, tx, &l, access).await?,
        banned,
        next_banned: next_banned.map(|name| links::banned_after(slug, &name)),
        may: may_here(access),
        may_read_log: access.may(Permission::SeeLog, None),
        may_invite: access.may(Permission::Invite { role: Role::Untrusted }, None),
        sees_tree: access.may(Permission::SeeInviteTree, None),
        may_leave: access.role().is_some() && access.may(Permission::Leave, None),
        problem: String::new(),
        typed: Vec::new(),
        l,
    })
}

/// The question to become the Primary, as the Primary and the member who was asked see it.
async fn transfer(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
) -> Result<Option<Transfer>, PageError> {
    let Some((heir, at)) = handover::asked(tx, access).await? else { return Ok(None) };
    let is_you = visit.person() == Some(&heir.actor);
    let is_shown = is_you || access.may(Permission::TransferPursuance, None);
    let at = l.moment(at);
    Ok(is_shown.then_some(Transfer { member: heir.name, name: heir.display, at, is_you }))
}

/// The bans, for members who may lift them or suggest to.
async fn banned(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    after: &str,
) -> Result<(Vec<BannedRow>, Option<String>), PageError> {
    let found = bans::banned(tx, &access.sight()?, visit.now, after, one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(found, SHOWN, |one| one.name.clone());
    let row = |one: bans::BannedPerson| BannedRow {
        who: Party::person(&one.name).linked(links::actor(&one.name)),
        member: one.name,
        until: one.until.map(|until| l.moment(until)),
        reason: one.reason,
    };
    Ok((items.into_iter().map(row).collect(), next))
}

/// The keys of the viewer's rights on every task and member of the pursuance, by the rule.
fn may_here(access: &Access) -> Vec<&'static str> {
    const ASKED: [Permission; 20] = [
        Permission::SeeTask,
        Permission::Discuss,
        Permission::SeeLog,
        Permission::TakeTask,
        Permission::Assign,
        Permission::Delegate,
        Permission::DecideMember,
        Permission::Invite { role: Role::Untrusted },
        Permission::SeeInviteTree,
        Permission::CreateTask,
        Permission::MoveTask,
        Permission::ArchiveTask,
        Permission::Moderate,
        Permission::GrantOnTask,
        Permission::Ban { role: Role::Untrusted },
        Permission::SetRole { from: Role::Viewer, to: Role::Untrusted },
        Permission::DeleteTask,
        Permission::EditPursuance,
        Permission::TransferPursuance,
        Permission::DeletePursuance,
    ];
    if access.role().is_none() {
        return Vec::new();
    }
    let key = |permission: &Permission| match permission {
        Permission::SeeTask => "may-see-tasks",
        other => other.key(),
    };
    ASKED.iter().filter(|permission| access.may(**permission, None)).map(key).collect()
}

fn filter(visit: &Visit, access: &Access, asked: &PeopleQuery<'_>) -> MembersFilter {
    let any = ("", visit.t.s("members-any-role"));
    let each = Role::ALL.into_iter().map(|role| (role.as_str(), visit.t.s(role_key(role))));
    let coordinates = access.may(Permission::Assign, None);
    let lists = Show::ALL.into_iter().filter(|show| coordinates || !show.is_about_work());
    let shown = lists.map(|show| (show.as_str(), visit.t.s(show_key(show))));
    MembersFilter {
        words: asked.words.to_owned(),
        roles: choices(std::iter::once(any).chain(each), asked.role.map_or("", Role::as_str)),
        show: choices(shown, asked.show.as_str()),
        is_on: asked.role.is_some() || !asked.words.is_empty() || asked.show != Show::default(),
    }
}

/// The key of the words for a list of people.
fn show_key(show: Show) -> &'static str {
    match show {
        Show::Everybody => "members-show-everybody",
        Show::Newest => "members-show-newest",
        Show::Nothing => "members-show-nothing",
        Show::Silent => "members-show-silent",
    }
}

fn party(visit: &Visit, member: &Member) -> Party {
    let party = Party::person(&member.display).linked(links::actor(&member.name));
    if visit.person() == Some(&member.actor) { party.you() } else { party }
}

/// Whether the viewer may suggest, but not do, a change about a member: another role, or a ban.
fn suggests(access: &Access, of: Role) -> bool {
    let facts = access.facts(None);
    let only = |needs: Needs| matches!(needs.ruling(&access.who, &facts, of), Ruling::Suggest(_));
    only(Needs::SetRole { to: Role::Untrusted }) || only(Needs::Ban)
}

/// The rows for some members of the list. Skills and absences are shown only to fellow members.
async fn member_rows(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    people: Vec<RosterPerson>,
) -> Result<Vec<MemberRow>, PageError> {
    let said = match access.role() {
        Some(_) => availability::of_people(tx, people.iter().map(|one| &one.member.actor)).await?,
        None => HashMap::new(),
    };
    let away = |person: &ActorId| {
        let away = said.get(person).and_then(|said| said.away).filter(|away| is_away(*away, visit.now));
        away.map(|away| l.day(away.until.plus(-1)))
    };
    let mut seats = seats::seats(&visit.app, tx, access).await?;
    let mine = visit.mine();
    let row = |person: RosterPerson| {
        let RosterPerson { member, skills, hands, is_suspended, .. } = person;
        let is_suspended = is_suspended && access.role().is_some();
        let is_other = visit.person() != Some(&member.actor);
        let may_ban = access.may(Permission::Ban { role: member.role }, None);
        let may_set = |to: Role| access.may(Permission::SetRole { from: member.role, to }, None);
        MemberRow {
            // Nobody reads the profile of somebody suspended.
            who: if is_suspended { Party::person(&member.display) } else { party(visit, &member) },
            role: member.role,
            since: l.day(member.since),
            skills: mine.tags(skills.iter().take(SKILLS).map(String::as_str)),
            more_skills: skills.len().saturating_sub(SKILLS),
            hands: hands.map(|hands| HandsShown::of(l, hands, visit.now)),
            away: away(&member.actor),
            is_suspended,
            may_ask: is_other
                && !is_suspended
                && member.role >= Role::Normal
                && access.may(Permission::Assign, None),
            has_page: may_ban
                || (is_other && access.may(Permission::TransferPursuance, None))
                || Role::ALL.into_iter().any(|to| to != member.role && may_set(to)),
            suggests: is_other && !may_ban && suggests(access, member.role),
            seat: seats.remove(&member.actor).map(Seat::from),
            member: member.name,
        }
    };
    Ok(people.into_iter().map(row).collect())
}

/// `POST /p/{slug}/members/role`
pub async fn set_role(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let member = ActorRef::parse(form.text("member")).map_err(|_| PageError::BadRequest)?;
    let role = Role::parse(form.text("role")).ok_or(PageError::BadRequest)?;
    let set = SetRole { pursuance: slug.clone(), member, role };
    let name = form.text("member").to_owned();
    match send(&visit, &form, set.into()).await? {
        Ok(Sent::Suggested) => Ok(suggested(&visit, &slug)),
        Err(refused) if is_suggested(&form) => {
            crate::web::people::member::not_suggested(&visit, (&slug, &name), &form, &refused).await
        }
        Ok(Sent::Done(_)) => {
            Ok(see_with(&visit.app, &links::member(&slug, &name), FormNotice::good("notice-role-set")))
        }
        Err(refused) => {
            crate::web::people::member::role_not_set(&visit, (&slug, &name), &form, &refused).await
        }
    }
}

/// `POST /p/{slug}/members/decide`
pub async fn decide(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let member = ActorRef::parse(form.text("member")).map_err(|_| PageError::BadRequest)?;
    let accept = form.text("answer") == "accept";
    let mut reason = form.field("reason");
    let Some(why) = Reader::new(visit.t).maybe(&mut reason, Note::parse) else {
        return not_decided(&visit, &slug, &form, reason, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let decide = DecideMember { pursuance: slug.clone(), member, accept, reason: why };
    match split_refusal(visit.app.perform(&visit.who, decide.into()).await)? {
        Ok(_) => {
            let notice = if accept {
                FormNotice::good("notice-let-in")
            } else {
                FormNotice::info("notice-not-let-in")
            };
            Ok(see_with(&visit.app, &links::members(&slug), notice))
        }
        Err(refused) => {
            let status = status_of(&refused);
            not_decided(&visit, &slug, &form, reason.refused(refusal_text(visit.t, &refused)), status).await
        }
    }
}

/// The page when a request could not be decided, with the typed reason: beside the request, if the page still has it.
async fn not_decided(
    visit: &Visit,
    slug: &str,
    sent: &FormFields,
    reason: Field,
    status: StatusCode,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let mut shown = fill(visit, &mut tx, &access, &FormFields::default()).await?;
    match shown.asking.iter_mut().find(|one| one.member == sent.text("member")) {
        Some(one) if sent.text("answer") != "accept" => one.reason = reason,
        _ => shown.problem = reason.error,
    }
    refused_page(visit.t, status, shown, sent, &["reason"])
}

/// The page with a refusal on top.
pub(in crate::web) async fn refused_on_top(
    visit: &Visit,
    slug: &str,
    refused: &Refused,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let mut shown = fill(visit, &mut tx, &access, &FormFields::default()).await?;
    shown.problem = refusal_text(visit.t, refused);
    page(status_of(refused), &shown)
}
