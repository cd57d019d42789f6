//! A pursuance and who is in it.

use pursuance_domain::allowed::Permission;
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Joining, Visibility};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Page, one_more, pursuance_url};
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::pursuances::{self, Member, MemberState, Pursuance};

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
    pub created: Time,
    pub updated: Time,
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
        members: p.members,
        uri: p.uri,
        role,
        created: p.created,
        updated: p.updated,
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
    pub role: Role,
    /// `active`, or `pending` before the person is admitted.
    pub state: MembershipState,
    pub since: Time,
    /// The address of their page.
    pub url: String,
}

/// The state of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "MemberState")]
pub enum MembershipState {
    Active,
    Pending,
    Banned,
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

/// The members by name, after one. Join requests are shown only to the members who decide about them.
///
/// # Errors
/// When the reader may not see them, or the database fails.
pub async fn members(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    after: &str,
    limit: usize,
) -> Result<Page<MemberView, String>, PerformError> {
    access.demand(Permission::SeeMembers, None)?;
    let sees_pending = access.may(Permission::DecideMember, None);
    let state = (!sees_pending).then_some(MemberState::Active);
    let rows = pursuances::members(tx, &access.pursuance.id, state, after, one_more(limit)).await?;
    let page = Page::cut(rows, limit, |member| member.name.clone());
    Ok(page.map(|member| member_view(app, member)))
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

fn member_view(app: &App, member: Member) -> MemberView {
    MemberView {
        url: app.addresses.at(&format!("/@{}", member.name)),
        member: member.name,
        id: member.actor,
        name: member.display,
        role: member.role,
        state: member.state.into(),
        since: member.since,
    }
}
