//! A person with a local account, as they see themselves.

use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::Skills;
use schemars::JsonSchema;
use serde::Serialize;

use crate::actions::{PerformError, Refused, Thing};
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::{accounts, actors, pursuances};

/// Your account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Me")]
pub struct MeView {
    /// The name you sign in with.
    pub account: String,
    pub id: ActorId,
    /// The name that others see.
    pub display: String,
    /// Your words about yourself, Markdown.
    pub about: String,
    pub skills: Skills,
    /// Whether you run this instance.
    pub operator: bool,
    /// Whether other servers may find you with your skills.
    pub discoverable: bool,
    /// `name@server`.
    pub handle: String,
    /// The address of your page.
    pub url: String,
    /// The pursuances you are a member of.
    pub pursuances: Vec<MembershipView>,
}

/// A pursuance of a member.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Membership")]
pub struct MembershipView {
    /// Its name in addresses.
    pub pursuance: String,
    /// Its display name.
    pub name: String,
    pub role: Role,
}

/// The account of a person, with their pursuances.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn me(app: &App, tx: &mut ReadTx, person: &ActorId) -> Result<MeView, PerformError> {
    let account = accounts::by_actor(tx, person).await?.ok_or(Refused::NotFound(Thing::Account))?;
    let actor = actors::by_id(tx, person).await?.ok_or(Refused::NotFound(Thing::Account))?;
    let mut memberships = Vec::new();
    for pursuance in pursuances::of_member(tx, person).await? {
        if let Some(member) = pursuances::member(tx, &pursuance.id, person).await? {
            memberships.push(MembershipView {
                pursuance: pursuance.slug,
                name: pursuance.name,
                role: member.role,
            });
        }
    }
    Ok(MeView {
        account: account.name,
        id: account.actor,
        display: account.display,
        about: actor.summary.clone(),
        skills: accounts::skills(tx, person).await?,
        operator: account.operator,
        discoverable: account.discoverable,
        handle: app.handle(&actor),
        url: actor.url,
        pursuances: memberships,
    })
}
