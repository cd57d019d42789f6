//! A person as others see them: `/@name`.

use askama::Template;

use crate::text::Markup;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Party, PursuanceCard, SkillTag};
use crate::web::frame::when::When;

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
