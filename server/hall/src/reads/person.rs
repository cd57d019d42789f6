//! A person with a local account, as they see themselves.

use pursuance_domain::allowed::{Facts, Membership, Principal, Sights, sight};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::role::Role;
use pursuance_domain::value::{HourClock, Language, LeveledSkills, Skills, WeekStart};
use schemars::JsonSchema;
use serde::Serialize;

use super::storage::{self, StorageView};
use crate::actions::{PerformError, Refused, Thing};
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::{accounts, actors, availability, sidebar, skills};
use crate::text::Text;

/// Your account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Me")]
pub struct MeView {
    /// The name you sign in with.
    pub account: String,
    pub id: ActorId,
    /// Goes up with every change of your profile; `profile.edit` may name the one it is based on.
    pub revision: i64,
    /// The name that others see.
    pub display: String,
    /// Your words about yourself, Markdown.
    pub about: String,
    /// Your skills, those that you only learn among them.
    pub skills: Skills,
    /// The same, each with its level.
    pub skill_levels: LeveledSkills,
    /// The time zone of the times on your pages: the one you chose, or that of your browser.
    pub zone: String,
    /// The language of the pages that you chose; null: the one that the browser asks for.
    pub language: Option<Language>,
    /// How the hours of a day are told to you, as you chose; null: as the language and the region of the browser have it. As the two
    /// that follow, `profile.set_display` sets it.
    pub clock: Option<HourClock>,
    /// The day on which your weeks begin, as you chose; null: as the language and the region of the browser have it.
    pub first_day: Option<WeekStart>,
    /// Whether single letters are keys on your pages.
    pub single_keys: bool,
    /// Whether you run this instance.
    pub operator: bool,
    /// Whether other servers may find you with your skills.
    pub discoverable: bool,
    /// Whether people of this instance may find you and ask you to join a pursuance.
    pub askable: bool,
    /// `name@server`.
    pub handle: String,
    /// The address of your page.
    pub url: String,
    /// The pursuances you are a member of.
    pub pursuances: Vec<MembershipView>,
    /// How much room your files and your texts take.
    pub storage: StorageView,
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
    /// Whether it is closed: you read it, and nothing in it changes.
    pub closed: bool,
}

/// The tasks that a person may read in some of the pursuances they are a member of.
pub fn sights_in<'a>(who: &Principal, mine: impl Iterator<Item = &'a sidebar::MemberPursuance>) -> Sights {
    let leave = |mine: &sidebar::MemberPursuance| {
        let facts = Facts::about(mine.visibility, Membership::Active(mine.role));
        sight(who, &mine.id, &facts, mine.grants.clone()).ok()
    };
    mine.filter_map(leave).collect()
}

/// The tasks that a person may read in the open pursuances they are a member of: only these may need them.
///
/// # Errors
/// When the database fails.
pub async fn sights(tx: &mut ReadTx, who: &Principal) -> StoreResult<Sights> {
    let Some(person) = who.person() else { return Ok(Sights::default()) };
    let mine = sidebar::pursuances(tx, person).await?;
    Ok(sights_in(who, mine.iter().filter(|mine| !mine.is_closed)))
}

/// Like [`sights`], with closed pursuances, which stay readable.
///
/// # Errors
/// When the database fails.
pub async fn all_sights(tx: &mut ReadTx, who: &Principal) -> StoreResult<Sights> {
    let Some(person) = who.person() else { return Ok(Sights::default()) };
    Ok(sights_in(who, sidebar::pursuances(tx, person).await?.iter()))
}

/// The words in which pages are shown to a person who chose a language, and English ones to others.
///
/// # Errors
/// When the database fails.
pub async fn text_of(tx: &mut ReadTx, who: &Principal) -> StoreResult<Text> {
    let Some(person) = who.person() else { return Ok(Text::english()) };
    let language = accounts::by_actor(tx, person).await?.and_then(|account| account.language);
    Ok(language.map_or_else(Text::english, Text::of))
}

/// The account of a person, with their pursuances.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn me(app: &App, tx: &mut ReadTx, person: &ActorId) -> Result<MeView, PerformError> {
    let account = accounts::by_actor(tx, person).await?.ok_or(Refused::NotFound(Thing::Account))?;
    let actor = actors::by_id(tx, person).await?.ok_or(Refused::NotFound(Thing::Account))?;
    let levels = skills::of_person(tx, person).await?;
    let storage = storage::of_person(app, tx, &account).await?;
    let membership = |mine: sidebar::MemberPursuance| MembershipView {
        pursuance: mine.slug,
        name: mine.name,
        role: mine.role,
        closed: mine.is_closed,
    };
    let memberships = sidebar::pursuances(tx, person).await?.into_iter().map(membership).collect();
    Ok(MeView {
        account: account.name,
        id: account.actor,
        revision: accounts::revision(tx, person).await?,
        display: account.display,
        about: actor.summary.clone(),
        skills: levels.skills(),
        skill_levels: levels,
        zone: availability::zone(tx, person).await?.name().to_owned(),
        language: account.language,
        clock: account.display_as.clock,
        first_day: account.display_as.first_day,
        single_keys: account.display_as.single_keys,
        operator: account.operator,
        discoverable: account.discoverable,
        askable: account.askable,
        handle: app.handle(&actor),
        url: actor.url,
        pursuances: memberships,
        storage,
    })
}
