//! A pursuance (or person) of another server, as fetched from there: `/@name@server`.

use askama::Template;

use super::delegation::DelegationRow;
use crate::text::Markup;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Party, SkillTag};
use crate::web::frame::when::When;

/// `GET /@{name}@{server}`.
#[derive(Template)]
#[template(path = "pursuance/remote.html")]
pub struct RemotePage {
    pub l: Layout,
    pub who: Party,
    /// `name@server`.
    pub handle: String,
    /// Their own page.
    pub url: String,
    /// Their mission, sanitized.
    pub mission: Markup,
    pub skills: Vec<SkillTag>,
    /// How many belong to it, when that is told.
    pub members: Option<i64>,
    pub known_since: When,
    pub fetched: When,
    /// Whether their server speaks the protocol of delegations.
    pub is_capable: bool,
    /// Why what is shown may be old: their server did not answer, say. Empty when it is fresh.
    pub problem: String,
    /// What the viewer's pursuances have done with them.
    pub delegations: Vec<DelegationRow>,
}
