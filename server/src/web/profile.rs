//! A person as others see them: `/@name`.

use askama::Template;

use super::layout::Layout;
use super::links;
use super::text::Markup;
use super::view::{Party, PursuanceCard, SkillTag};
use super::when::When;

/// `GET /@{name}`, for a person of this server.
#[derive(Template)]
#[template(path = "account/profile.html")]
pub struct ProfilePage {
    pub l: Layout,
    pub who: Party,
    /// `name@server`.
    pub handle: String,
    /// Their words, from Markdown; empty when they wrote none.
    pub about: Markup,
    pub skills: Vec<SkillTag>,
    pub since: When,
    /// The pursuances they belong to that the viewer may see.
    pub pursuances: Vec<PursuanceCard>,
}
