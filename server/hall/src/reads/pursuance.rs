//! A pursuance and who is in it.

use pursuance_domain::allowed::Permission;
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::{HOUR, Time};
use pursuance_domain::value::{Joining, KeyRenewal, Reviews, Visibility};
use schemars::JsonSchema;
use serde::Serialize;

use super::seats::{self, SeatView};
use super::storage::PursuanceStorageView;
use super::{Actors, Page, invites, one_more, pursuance_url};
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances::{self, MemberState, Pursuance};
use crate::store::roster::{self, PeopleQuery, Place, RosterPerson};
use crate::store::{bans, closing, sealed};

/// A group with a mission.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Pursuance")]
pub struct PursuanceView {
    /// Its name in addresses, and in the actions that ask for `pursuance`.
    pub pursuance: String,
    pub id: ActorId,
    /// Its display name.
    pub name: String,
    /// Its mission, Markdown.
    pub mission: String,
    pub visibility: Visibility,
    pub joining: Joining,
    /// Which work is reviewed.
    pub reviews: Reviews,
    /// Whether single tasks may say that they need no review, where all others are reviewed.
    pub may_skip_review: bool,
    /// Goes up with every change; `pursuance.edit` may name the one it is based on.
    pub revision: i64,
    /// How many members it has.
    pub members: i64,
    /// The name to write to hand it a task: `name@server`.
    pub handle: String,
    /// Its address for other servers.
    pub uri: String,
    /// The address of its page.
    pub url: String,
    /// Your role in it, when you are a member.
    pub role: Option<Role>,
    /// Since when it is closed, by whom, and why; null while it is open.
    pub closed: Option<ClosedView>,
    /// Since when you are banned, until when, and why; null while you are not.
    pub banned: Option<BannedView>,
    pub created: Time,
    pub updated: Time,
    /// How much room its files and texts take, where you are a member from Viewer on and ask for this pursuance alone.
    pub storage: Option<PursuanceStorageView>,
    /// After how many days its keys are renewed though nobody left, where it is private and you ask for this pursuance alone.
    pub renew_keys: Option<KeyRenewal>,
}

/// How a pursuance is closed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Closed")]
pub struct ClosedView {
    pub since: Time,
    /// The name of the person who closed it.
    pub by: Option<String>,
    /// Why; null of a private one.
    pub reason: Option<String>,
}

/// A ban of the reader.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Banned")]
pub struct BannedView {
    pub since: Time,
    /// The end; null for good.
    pub until: Option<Time>,
    pub reason: String,
}

/// After how many days the keys of a pursuance are renewed; none where it is not private.
///
/// # Errors
/// When the database fails.
pub async fn renewal(tx: &mut ReadTx, access: &Access) -> StoreResult<Option<KeyRenewal>> {
    if access.pursuance.is_private() { sealed::renewal(tx, &access.pursuance.id).await } else { Ok(None) }
}

/// The ban of the reader from a pursuance that anybody may read; none where they are not banned.
///
/// # Errors
/// When the database fails.
pub async fn banned(tx: &mut ReadTx, access: &Access) -> StoreResult<Option<BannedView>> {
    let banned = access.member.as_ref().filter(|member| member.state == MemberState::Banned);
    let Some(member) = banned else { return Ok(None) };
    let reason = bans::reason(tx, &access.pursuance.id, &member.actor).await?;
    Ok(Some(BannedView { since: member.since, until: member.banned_until, reason }))
}

/// The closing of a pursuance, for its readers.
///
/// # Errors
/// When the database fails.
pub async fn closed(tx: &mut ReadTx, access: &Access) -> Result<Option<ClosedView>, PerformError> {
    if access.pursuance.closed_at.is_none() {
        return Ok(None);
    }
    let Some(closed) = closing::about(tx, &access.pursuance.id).await? else { return Ok(None) };
    let by = match &closed.by {
        Some(by) => Some(Actors::default().name(tx, by).await?),
        None => None,
    };
    let reason = Some(closed.why).filter(|why| !why.is_empty());
    Ok(Some(ClosedView { since: closed.since, by, reason }))
}

/// A pursuance as a member with `role` sees it, or a person without one.
pub fn view(app: &App, p: Pursuance, role: Option<Role>) -> PursuanceView {
    PursuanceView {
        handle: format!("{}@{}", p.slug, app.addresses.authority()),
        url: pursuance_url(app, &p.slug),
        pursuance: p.slug,
        id: p.id,
        name: p.name,
        mission: p.mission,
        visibility: p.visibility,
        joining: p.joining,
        reviews: p.reviews,
        may_skip_review: p.may_skip_review,
        revision: p.revision,
        members: p.members,
        uri: p.uri,
        role,
        closed: None,
        banned: None,
        created: p.created,
        updated: p.updated,
        storage: None,
        renew_keys: None,
    }
}

/// A person in a pursuance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Member")]
pub struct MemberView {
    /// The name, for actions with a `member`.
    pub member: String,
    pub id: ActorId,
    /// The display name.
    pub name: String,
    /// Null for somebody who is gone.
    pub role: Option<Role>,
    /// `active`, or `pending` before the person is admitted. In the tree also `gone`.
    pub state: MembershipState,
    pub since: Time,
    /// The address of their page.
    pub url: String,
    /// For fellow members: what they can do, as they wrote it. Not in the tree, as what follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skills: Option<Vec<String>>,
    /// For fellow members: whether operators suspended the account, so that the person cannot sign in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspended: Option<bool>,
    /// For those who may assign tasks: how many tasks they have under way here, up to a hundred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under_way: Option<i64>,
    /// For those who may assign tasks: how much work waits for their verdict here, up to a hundred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviews: Option<i64>,
    /// For those who may assign tasks: how many tasks here they are asked about and have not answered, up to a hundred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<i64>,
    /// For those who may assign tasks: when they last did something here, or came; to the hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Time>,
    /// In a private pursuance: what its signed log proves of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat: Option<SeatView>,
    /// In the tree: the person who invited them; absent for whoever came in by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<String>,
    /// In the tree: how many people stand between them and the first of their branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth: Option<usize>,
}

/// The state of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MemberState")]
pub enum MembershipState {
    Active,
    Pending,
    Banned,
    /// No member any more.
    Gone,
}

impl From<MemberState> for MembershipState {
    fn from(state: MemberState) -> Self {
        match state {
            MemberState::Active => Self::Active,
            MemberState::Pending => Self::Pending,
            MemberState::Banned => Self::Banned,
        }
    }
}

/// The members, by name or as asked for, after one. Join requests are shown only to the members who decide about them.
///
/// # Errors
/// When the reader may not see them, or the database fails.
pub async fn members(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    asked: PeopleQuery<'_>,
    (after, limit): (&str, usize),
) -> Result<Page<MemberView, String>, PerformError> {
    let with_pending = access.may(Permission::DecideMember, None);
    let page =
        people(tx, access, PeopleQuery { with_pending, ..asked }, (after, limit), app.clock.now()).await?;
    let is_fellow = access.role().is_some();
    let mut seats = seats::seats(app, tx, access).await?;
    Ok(page.map(|person| {
        let seat = seats.remove(&person.member.actor).map(SeatView::from);
        MemberView { seat, ..member_view(app, person, is_fellow) }
    }))
}

/// The members with what they can, and have: those after a place, and the place of those behind them.
///
/// # Errors
/// When the reader may not see them, or the database fails.
pub async fn people(
    tx: &mut ReadTx,
    access: &Access,
    asked: PeopleQuery<'_>,
    (after, limit): (&str, usize),
    now: Time,
) -> Result<Page<RosterPerson, String>, PerformError> {
    access.demand(Permission::SeeMembers, None)?;
    let asked = PeopleQuery { with_skills: access.role().is_some(), ..asked };
    let rows =
        roster::people(tx, &access.sight()?, asked, &Place::parse(after), one_more(limit), now).await?;
    Ok(Page::cut(rows, limit, |person| person.place.in_words()))
}

/// The invited members and the people who invited them, each below the other.
///
/// # Errors
/// When the reader may not see the tree, or the database fails.
pub async fn tree(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
) -> Result<Page<MemberView, String>, PerformError> {
    let (branches, _) = invites::tree(tx, access).await?;
    let view = |branch: invites::Branch| MemberView {
        url: app.addresses.at(&format!("/@{}", branch.name)),
        member: branch.name,
        id: branch.actor,
        name: branch.display,
        role: branch.role,
        state: if branch.role.is_some() { MembershipState::Active } else { MembershipState::Gone },
        since: branch.since.unwrap_or(access.pursuance.created),
        skills: None,
        suspended: None,
        under_way: None,
        reviews: None,
        asked: None,
        last: None,
        seat: None,
        invited_by: branch.invited_by,
        depth: Some(branch.depth),
    };
    Ok(Page { items: branches.into_iter().map(view).collect(), next: None })
}

/// Public pursuances with a name, slug or mission that contains some words, by slug, after one.
pub async fn public(
    app: &App,
    tx: &mut ReadTx,
    words: &str,
    after: &str,
    limit: usize,
) -> Result<Page<PursuanceView, String>, PerformError> {
    let rows = pursuances::public_page(tx, words, after, one_more(limit)).await?;
    Ok(Page::cut(rows, limit, |pursuance| pursuance.slug.clone()).map(|pursuance| view(app, pursuance, None)))
}

fn member_view(app: &App, person: RosterPerson, is_fellow: bool) -> MemberView {
    let RosterPerson { member, skills, hands, is_suspended, .. } = person;
    MemberView {
        url: app.addresses.at(&format!("/@{}", member.name)),
        member: member.name,
        id: member.actor,
        name: member.display,
        role: Some(member.role),
        state: member.state.into(),
        since: member.since,
        skills: is_fellow.then_some(skills),
        suspended: is_fellow.then_some(is_suspended),
        under_way: hands.map(|hands| hands.under_way),
        reviews: hands.map(|hands| hands.reviews),
        asked: hands.map(|hands| hands.asked),
        last: hands.map(|hands| Time(hands.last_at.0.div_euclid(HOUR) * HOUR)),
        seat: None,
        invited_by: None,
        depth: None,
    }
}
