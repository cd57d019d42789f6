//! A member of a pursuance: role, tasks under way; removal, bans, and the question to take over.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{
    AcceptTransfer, Action, BanMember, RemoveMember, TransferPursuance, UnbanMember,
};
use pursuance_domain::allowed::{Permission, Ruling};
use pursuance_domain::id::TaskId;
use pursuance_domain::karma::Deed;
use pursuance_domain::people::limits::is_away;
use pursuance_domain::people::membership;
use pursuance_domain::people::role::Role;
use pursuance_domain::suggestion::Needs;
use pursuance_domain::task::free::Reason;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::DAY;
use pursuance_domain::value::{ActorRef, Grounds};

use crate::actions::access::{self, Access};
use crate::actions::{Refused, Thing, handover};
use crate::reads::karma::{self, ToldLine};
use crate::store::actors::Actor;
use crate::store::bans;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::outline::free::{self, FreeTasksQuery, SearchedPursuances};
use crate::store::pursuances::MemberState;
use crate::store::{accounts, actors, availability, offers, roster, tasks};
use crate::text::Text;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::notes::BanShown;
use crate::web::frame::free::free_key;
use crate::web::frame::labels::{choices, role_key};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{
    Choice, Field, Party, RefusedField, SkillTag, TaskLink, Words, refused, said_size,
};
use crate::web::frame::when::{Due, When};
use crate::web::people::members::HandsShown;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::suggest::{Sent, send, suggested};
use crate::web::request::unplaced_texts::{FormPage, refused_page};

/// Tasks under way that the page names.
const NAMED: i64 = 10;

/// Tasks that the page proposes to ask about.
const PROPOSED: usize = 5;

/// Lines of the ledger that the page shows.
const KARMA_LINES: i64 = 20;

/// The ways to end a membership: the value in the form, its text key, and the days of the ban, if it is a ban.
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
#[template(path = "people/member.html")]
pub struct MemberPage {
    pub l: Layout,
    pub head: Head,
    pub who: Party,
    /// The name, for forms.
    pub member: String,
    /// The key of the role; none for a non-member.
    pub role: Option<&'static str>,
    pub since: Option<When>,
    pub ban: Option<BanShown>,
    /// Whether operators suspended their account; told to fellow members.
    pub is_suspended: bool,
    /// Their tasks under way, as far as the viewer may read them, with the day on which each is due.
    pub held: Vec<(TaskLink, Option<Due>)>,
    /// The newest lines of the karma of the member, with its reasons; shown to members.
    pub karma: Option<Vec<KarmaLine>>,
    pub may_end: bool,
    /// Whether the viewer may suggest, but not decide, to remove or ban them.
    pub suggests_end: bool,
    /// The skills that they have; shown to members.
    pub skills: Vec<SkillTag>,
    /// The work that they have, for viewers who may assign tasks.
    pub hands: Option<HandsShown>,
    /// The last day on which they are away, while they are; shown to members.
    pub away: Option<When>,
    /// Tasks about which the viewer may ask them, what fits them first; none where the viewer may not ask them.
    pub asks: Option<Vec<AskRow>>,
    /// The roles that the viewer may give them, or may suggest, with the present role.
    pub roles: Vec<Choice>,
    /// Whether the viewer may only suggest them.
    pub suggests_role: bool,
    pub role_why: Field,
    pub end_why: Field,
    pub may_unban: bool,
    /// Whether the viewer may suggest, but not decide, to lift their ban.
    pub suggests_unban: bool,
    /// Whether the viewer may ask them to become the Primary.
    pub may_ask: bool,
    /// Whether they have been asked already.
    pub is_asked: bool,
    pub ends: Vec<Choice>,
    pub reason: Field,
    pub problem: String,
    /// Texts of the refused form that have no field here any more.
    pub typed: Vec<Typed>,
}

impl FormPage for MemberPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// A task about which a member can be asked.
pub struct AskRow {
    pub task: TaskLink,
    /// The key of why it is among the first.
    pub why: &'static str,
    pub due: Option<When>,
    /// The key of the words for its size; empty where nothing is said of it.
    pub size: &'static str,
}

/// A line of the ledger.
pub struct KarmaLine {
    /// The task, where the viewer may read it.
    pub task: Option<TaskLink>,
    /// The reason and the giver, in words.
    pub why: String,
    pub at: When,
}

/// The karma of a member, as far as the viewer may see it.
async fn karma_of(
    tx: &mut ReadTx,
    access: &Access,
    l: &Layout,
    member: &Actor,
) -> Result<Option<Vec<KarmaLine>>, PageError> {
    let Some(lines) = karma::of_member(tx, access, &member.id, KARMA_LINES).await? else { return Ok(None) };
    let lines = lines.into_iter().map(|ToldLine { line, task, with }| {
        let is_back = line.points.0 < 0;
        let key = match line.deed {
            Deed::Work | Deed::Review | Deed::Mentor if is_back => "karma-back",
            Deed::Work => "karma-work",
            Deed::Review => "karma-review",
            Deed::Mentor => "karma-mentor",
        };
        KarmaLine {
            task: task.map(|(number, title)| TaskLink {
                href: links::task(&access.pursuance.slug, number),
                number,
                title: Words::of(&title, l.t),
            }),
            why: l.t.with(key).set("with", with).to_string(),
            at: l.moment(line.at),
        }
    });
    Ok(Some(lines.collect()))
}

impl MemberPage {
    /// Whether the form that ends the membership has words, or comes back refused.
    pub fn is_ending(&self) -> bool {
        [&self.reason, &self.end_why].iter().any(|field| field.is_refused() || !field.value.is_empty())
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("reason", "end-reason", &self.reason)])
    }
}

/// The ways to end a membership, to choose from. A non-member can only be banned.
fn ends(t: Text, is_member: bool, chosen: &str) -> Vec<Choice> {
    let all = ENDS.iter().filter(|(value, ..)| is_member || *value != "remove");
    choices(all.map(|(value, key, _)| (*value, t.s(key))), chosen)
}

/// `GET /p/{slug}/m/{name}`
pub async fn show(visit: Visit, Path((slug, name)): Path<(String, String)>) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &access, &name).await?)
}

async fn fill(visit: &Visit, tx: &mut ReadTx, access: &Access, name: &str) -> Result<MemberPage, PageError> {
    access.demand(Permission::SeeMembers, None)?;
    let nobody = || PageError::not_found(Thing::Member);
    let actor = actors::by_name_here(tx, name).await?.ok_or_else(nobody)?;
    let row = access::membership_at(tx, access, &actor.id).await?;
    let may_ban = access.may(Permission::Ban { role: Role::Untrusted }, None);
    let role = row.as_ref().map_or(Role::Untrusted, |row| row.role);
    let may_end = access.may(Permission::Ban { role }, None) && is_account(tx, &actor).await?;
    let active = row.as_ref().filter(|row| row.state == MemberState::Active);
    let banned = row.as_ref().filter(|row| row.state == MemberState::Banned);
    let suggests_unban = banned.is_some() && !may_end && suggests(access, Needs::Ban, role);
    // Former members and applicants are shown to viewers who decide about them; bans also to viewers who may suggest to lift them.
    if active.is_none() && !may_ban && !suggests_unban {
        return Err(nobody());
    }
    let l = layout(visit, tx, access).await?;
    let ban = match banned {
        Some(row) => {
            let reason = bans::reason(tx, &access.pursuance.id, &actor.id).await?;
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
                let due = task.asked.due.map(|due| l.due(&task.title, due, false));
                held.push((TaskLink { href, number: task.number, title: Words::of(&task.title, l.t) }, due));
            }
        }
    }
    let karma = if active.is_some() { karma_of(tx, access, &l, &actor).await? } else { None };
    let (mut skills, mut hands, mut away) = (Vec::new(), None, None);
    if let (Some(row), Some(_)) = (active, access.role()) {
        skills = visit.mine().tags_of(&accounts::skills(tx, &actor.id).await?);
        hands =
            roster::hands(tx, &access.sight()?, row).await?.map(|hands| HandsShown::of(&l, hands, visit.now));
        let said = availability::of_people(tx, [&actor.id]).await?;
        let now = said.get(&actor.id).and_then(|said| said.away).filter(|away| is_away(*away, visit.now));
        away = now.map(|away| l.day(away.until.plus(-1)));
    }
    let account = accounts::by_actor(tx, &actor.id).await?;
    let is_suspended = access.role().is_some() && account.is_some_and(|its| its.suspended_at.is_some());
    let may_be_asked = active.is_some_and(|row| row.role >= Role::Normal) && !is_self && !is_suspended;
    let asks = if may_be_asked && access.may(Permission::Assign, None) {
        Some(asks(visit, tx, &l, access, &actor).await?)
    } else {
        None
    };
    let set = if is_self || active.is_none() { Vec::new() } else { given(visit.t, access, role) };
    let suggests_role = set.is_empty();
    let roles = match active {
        Some(_) if !is_self && suggests_role => roles(visit.t, access, role, ""),
        _ => set,
    };
    let who = Party::person(if ban.is_some() { &actor.name } else { &actor.display });
    // Nobody reads the profile of somebody suspended.
    let who = if is_suspended { who } else { who.linked(links::actor(&actor.name)) };
    Ok(MemberPage {
        head: head(visit, tx, access, PursuanceTab::Members).await?,
        who: if is_self { who.you() } else { who },
        role: active.map(|row| crate::web::frame::labels::role_key(row.role)),
        since: active.map(|row| l.day(row.since)),
        may_unban: ban.is_some() && may_end,
        suggests_unban,
        ban,
        is_suspended,
        held,
        karma,
        suggests_end: suggests(access, Needs::Ban, role) && !is_self && active.is_some(),
        skills,
        hands,
        away,
        asks,
        roles,
        suggests_role,
        role_why: Field::default(),
        end_why: Field::default(),
        may_end,
        may_ask: is_primary
            && !is_self
            && !is_suspended
            && active.is_some_and(|row| row.role >= membership::LOWEST_HEIR),
        is_asked: asked.is_some_and(|(heir, _)| heir.actor == actor.id),
        ends: ends(visit.t, active.is_some(), ""),
        reason: Field::default(),
        problem: String::new(),
        typed: Vec::new(),
        member: actor.name,
        l,
    })
}

/// Whether the viewer may suggest, but not do, a change about a member.
fn suggests(access: &Access, needs: Needs, of: Role) -> bool {
    matches!(needs.ruling(&access.who, &access.facts(None), of), Ruling::Suggest(_))
}

/// The tasks about which a member can be asked: they want help, and the member was not asked about them yet. They are in the order in
/// which they would be proposed to the member.
async fn asks(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    of: &Actor,
) -> Result<Vec<AskRow>, PageError> {
    let sight = access.sight()?;
    let for_them = FreeTasksQuery { reader: Some(&of.id), ..FreeTasksQuery::default() };
    let found = free::first(tx, SearchedPursuances::One(&sight), for_them, visit.now).await?.tasks;
    let ids: Vec<TaskId> = found.iter().map(|(id, _)| id.clone()).collect();
    let asked = offers::asked_about(tx, &sight, &of.id, &ids).await?;
    let mut rows = Vec::new();
    for row in free::rows_of(tx, &ids).await? {
        if row.phase != Phase::HelpWanted || asked.contains(&row.id) || rows.len() == PROPOSED {
            continue;
        }
        let reason = found.iter().find(|(id, _)| *id == row.id).map(|(_, free)| free.reason(visit.now));
        rows.push(AskRow {
            task: TaskLink {
                href: links::task(&row.slug, row.number),
                number: row.number,
                title: Words::of(&row.title, l.t),
            },
            why: match reason {
                Some(Reason::Fits) => "member-ask-fits",
                Some(reason) => free_key(reason),
                None => "",
            },
            due: row.asked.due.map(|due| l.day(due)),
            size: said_size(row.asked.size),
        });
    }
    Ok(rows)
}

/// The roles that the viewer may give, with the present role; empty if there are no others.
fn given(t: Text, access: &Access, of: Role) -> Vec<Choice> {
    let may = |to: Role| to != of && access.may(Permission::SetRole { from: of, to }, None);
    let others: Vec<Role> = Role::ALL.into_iter().filter(|to| may(*to)).collect();
    if others.is_empty() {
        return Vec::new();
    }
    let all = Role::ALL.into_iter().filter(|role| others.contains(role) || *role == of);
    choices(all.map(|role| (role.as_str(), t.s(role_key(role)))), of.as_str())
}

/// The roles that the viewer may suggest, but not set, with the present role; empty if there are no others.
fn roles(t: Text, access: &Access, of: Role, chosen: &str) -> Vec<Choice> {
    let others: Vec<Role> = Role::ALL
        .into_iter()
        .filter(|to| *to != of && suggests(access, Needs::SetRole { to: *to }, of))
        .collect();
    if others.is_empty() {
        return Vec::new();
    }
    let all = Role::ALL.into_iter().filter(|role| others.contains(role) || *role == of);
    let chosen = if chosen.is_empty() { of.as_str() } else { chosen };
    choices(all.map(|role| (role.as_str(), t.s(role_key(role)))), chosen)
}

/// The page after a role that was not set. Somebody who left meanwhile has no page: then the list says why.
pub(in crate::web) async fn role_not_set(
    visit: &Visit,
    (slug, name): (&str, &str),
    typed: &FormFields,
    refused: &Refused,
) -> Result<Response, PageError> {
    match not_ended(visit, (slug, name), Some(typed), Field::default(), Some(refused)).await {
        Err(_) => crate::web::people::members::refused_on_top(visit, slug, refused).await,
        shown => shown,
    }
}

/// The page after a refused suggestion about the member, with everything typed.
pub(in crate::web) async fn not_suggested(
    visit: &Visit,
    at: (&str, &str),
    typed: &FormFields,
    refused: &Refused,
) -> Result<Response, PageError> {
    not_ended(visit, at, Some(typed), Field::default(), Some(refused)).await
}

async fn is_account(tx: &mut ReadTx, actor: &Actor) -> StoreResult<bool> {
    Ok(accounts::by_actor(tx, &actor.id).await?.is_some())
}

/// Carries it out and returns to the members; when it was refused, shows the page with everything typed.
async fn change(
    visit: &Visit,
    at: (&str, &str),
    action: Action,
    notice: FormNotice,
    typed: Option<&FormFields>,
) -> Result<Response, PageError> {
    let (slug, _) = at;
    let blank = FormFields::default();
    match send(visit, typed.unwrap_or(&blank), action).await? {
        Ok(Sent::Suggested) => Ok(suggested(visit, slug)),
        Ok(Sent::Done(_)) => Ok(see_with(&visit.app, &links::members(slug), notice)),
        Err(refused) => not_ended(visit, at, typed, Field::default(), Some(&refused)).await,
    }
}

async fn not_ended(
    visit: &Visit,
    (slug, name): (&str, &str),
    typed: Option<&FormFields>,
    reason: Field,
    why: Option<&Refused>,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let mut shown = fill(visit, &mut tx, &access, name).await?;
    if let Some(typed) = typed {
        shown.ends = ends(visit.t, shown.role.is_some(), typed.text("how"));
        shown.reason = if reason.is_refused() { reason } else { typed.field("reason") };
        if typed.text("role").is_empty() {
            shown.end_why = typed.field("why");
        } else {
            shown.role_why = typed.field("why");
            for choice in &mut shown.roles {
                choice.selected = choice.value == typed.text("role");
            }
        }
    }
    shown.problem = why.map(|why| refusal_text(visit.t, why)).unwrap_or_default();
    let status = why.map_or(StatusCode::UNPROCESSABLE_ENTITY, status_of);
    refused_page(visit.t, status, shown, &typed.cloned().unwrap_or_default(), &["reason", "why"])
}

/// `POST /p/{slug}/m/{name}/end`
pub async fn end(Path((slug, name)): Path<(String, String)>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let member = ActorRef::parse(&name).map_err(|_| PageError::BadRequest)?;
    let how = ENDS.iter().find(|(value, ..)| *value == form.text("how")).ok_or(PageError::BadRequest)?;
    let mut field = form.field("reason");
    let Some(reason) = Reader::new(visit.t).need(&mut field, Grounds::parse) else {
        return not_ended(&visit, (&slug, &name), Some(&form), field, None).await;
    };
    let pursuance = slug.clone();
    let (action, notice): (Action, FormNotice) = match how.2 {
        None => {
            (RemoveMember { pursuance, member, reason }.into(), FormNotice::info("notice-member-removed"))
        }
        Some(days) => {
            let until = days.map(|days| visit.now.plus(days * DAY));
            (BanMember { pursuance, member, reason, until }.into(), FormNotice::info("notice-member-banned"))
        }
    };
    change(&visit, (&slug, &name), action, notice, Some(&form)).await
}

/// `POST /p/{slug}/m/{name}/unban`, with `suggest` (yes) and `why` from a viewer who may only suggest it.
pub async fn unban(
    Path((slug, name)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let member = ActorRef::parse(&name).map_err(|_| PageError::BadRequest)?;
    let action = UnbanMember { pursuance: slug.clone(), member, reason: None };
    change(&visit, (&slug, &name), action.into(), FormNotice::good("notice-member-unbanned"), Some(&form))
        .await
}

/// `POST /p/{slug}/m/{name}/take-over`: the Primary asks, or asks no more.
pub async fn ask(Path((slug, name)): Path<(String, String)>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let member = ActorRef::parse(&name).map_err(|_| PageError::BadRequest)?;
    let asks = form.text("ask") != "no";
    let action = TransferPursuance { pursuance: slug.clone(), to: asks.then_some(member) };
    let notice = if asks {
        FormNotice::good("notice-asked-to-take-over")
    } else {
        FormNotice::info("notice-not-asked-to-take-over")
    };
    change(&visit, (&slug, &name), action.into(), notice, None).await
}

/// `POST /p/{slug}/members/take-over`: the answer of the member who was asked.
pub async fn answer(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let accept = form.text("answer") == "accept";
    let action = AcceptTransfer { pursuance: slug.clone(), accept };
    let notice = if accept {
        FormNotice::good("notice-took-over")
    } else {
        FormNotice::info("notice-did-not-take-over")
    };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(_) => Ok(see_with(&visit.app, &links::members(&slug), notice)),
        Err(refused) => crate::web::people::members::refused_on_top(&visit, &slug, &refused).await,
    }
}
