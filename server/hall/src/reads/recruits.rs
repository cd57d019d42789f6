//! People who may be asked whether they join, and the questions to oneself.

use pursuance_domain::allowed::Permission;
use pursuance_domain::id::{ActorId, AskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::time::Time;
use pursuance_domain::value::Skills;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Page, one_more};
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::actions::recruit;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::pursuances;
use crate::store::recruits;

/// A person who allows being asked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Recruit")]
pub struct RecruitView {
    /// The name, for actions with a `person`.
    pub person: String,
    pub id: ActorId,
    /// The display name.
    pub name: String,
    /// Their words about themselves, Markdown.
    pub about: String,
    pub skills: Skills,
}

/// People whom a pursuance may ask, by name, after one.
///
/// # Errors
/// When the reader may invite nobody, or the database fails.
pub async fn search(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    words: &str,
    after: &str,
    limit: usize,
) -> Result<Page<RecruitView, String>, PerformError> {
    access.demand(Permission::Invite { role: Role::Untrusted }, None)?;
    let now = app.clock.now();
    let since = now.plus(-recruit::REST);
    let rows = recruits::search(tx, &access.sight()?, words, (now, since), after, one_more(limit)).await?;
    let page = Page::cut(rows, limit, |found| found.name.clone());
    Ok(page.map(|found| RecruitView {
        person: found.name,
        id: found.id,
        name: found.display,
        about: found.about,
        skills: found.skills,
    }))
}

/// The most questions that are answered at once: each pursuance asks once.
const QUESTIONS: i64 = 50;

/// A question whether you join.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Ask")]
pub struct AskView {
    pub ask: AskId,
    /// The slug of the pursuance.
    pub pursuance: String,
    /// Its display name.
    pub name: String,
    /// The name of whoever asks.
    pub by: String,
    /// The role you would have.
    pub role: Role,
    pub note: String,
    pub at: Time,
}

/// The questions that a person has not answered, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn questions(tx: &mut ReadTx, person: &ActorId) -> Result<Page<AskView, AskId>, PerformError> {
    let mut views = Vec::new();
    for ask in recruits::open_of(tx, person, QUESTIONS).await? {
        let Some(pursuance) = pursuances::by_id(tx, &ask.pursuance).await? else { continue };
        views.push(AskView {
            ask: ask.id,
            pursuance: pursuance.slug,
            name: pursuance.name,
            by: ask.by_name,
            role: ask.role,
            note: ask.note,
            at: ask.at,
        });
    }
    Ok(Page { items: views, next: None })
}
