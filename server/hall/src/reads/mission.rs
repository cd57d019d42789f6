//! The missions of a pursuance: how it reads now, and how it read before.

use pursuance_domain::allowed::Permission;
use pursuance_domain::id::ActorId;
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Actors, Page, one_more};
use crate::actions::PerformError;
use crate::actions::access::Access;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::texts;

/// A mission, as it was written.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "WrittenMission")]
pub struct MissionView {
    /// The revision of the pursuance with which it came.
    pub revision: i64,
    /// Markdown.
    pub mission: String,
    /// Who wrote it; null where nobody noted it, or you may not see the members.
    pub by: Option<String>,
    /// Since when it was the mission.
    pub at: Time,
}

/// A mission, with its author as far as the reader may know them.
#[derive(Debug, Clone)]
pub struct Written {
    pub revision: i64,
    pub text: String,
    pub by: Option<ActorId>,
    pub at: Time,
}

/// The missions of a pursuance, the present one first, for every reader of the pursuance.
///
/// # Errors
/// When the reader may not read the pursuance, or the database fails.
pub async fn list(
    tx: &mut ReadTx,
    access: &Access,
    before: Option<i64>,
    limit: usize,
) -> Result<Page<Written, i64>, PerformError> {
    access.demand(Permission::SeePursuance, None)?;
    let sees_members = access.may(Permission::SeeMembers, None);
    let (of, before) = (&access.pursuance.id, before.unwrap_or(i64::MAX));
    let found = texts::missions(tx, of, before, one_more(limit)).await?;
    let Page { items, next } = Page::cut(found, limit, |version| version.revision);
    let written = |version: texts::Mission| Written {
        revision: version.revision,
        text: version.text,
        // A text from before authors were noted names the pursuance itself.
        by: Some(version.author).filter(|by| sees_members && by != of),
        at: version.at,
    };
    Ok(Page { items: items.into_iter().map(written).collect(), next })
}

/// A mission for programs.
///
/// # Errors
/// When the database fails.
pub async fn view(tx: &mut ReadTx, actors: &mut Actors, written: Written) -> StoreResult<MissionView> {
    let by = match &written.by {
        Some(by) => Some(actors.name(tx, by).await?),
        None => None,
    };
    Ok(MissionView { revision: written.revision, mission: written.text, by, at: written.at })
}
