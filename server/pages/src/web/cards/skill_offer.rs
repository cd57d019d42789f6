//! A skill offer as lists show it.

use pursuance_domain::value::Label;

use crate::markdown;
use crate::reads::skill_offers::KnownOffer;
use crate::text::Markup;
use crate::web::frame::layout::Layout;
use crate::web::frame::view::{Party, SkillTag};
use crate::web::frame::when::When;
use crate::web::request::session::Visit;

/// An offer as a list shows it.
pub struct SkillOfferLine {
    /// The pursuance that makes the offer.
    pub party: Party,
    /// The address of its page, for viewers who may change it.
    pub href: Option<String>,
    pub skills: Vec<SkillTag>,
    /// From Markdown; may be empty.
    pub note: Markup,
    pub hours: Option<u16>,
    pub tasks: Option<u16>,
    /// The number of tasks still free.
    pub free: Option<i64>,
    pub until: When,
    /// The causes in one line; may be empty.
    pub causes: String,
    pub public: bool,
    /// The last time its server sent it; none for offers of this server.
    pub told: Option<When>,
}

impl SkillOfferLine {
    /// An offer for a list.
    pub fn of(visit: &Visit, l: &Layout, known: &KnownOffer) -> Self {
        let offer = &known.offer;
        let causes: Vec<&str> = offer.causes.iter().map(Label::as_str).collect();
        Self {
            party: visit.party(&known.maker),
            href: None,
            skills: visit.mine().tags_of(&offer.skills),
            note: Markup::trusted(markdown::to_html(offer.note.as_str())),
            hours: offer.hours,
            tasks: offer.tasks,
            free: known.free(),
            until: l.date(offer.until),
            causes: causes.join(", "),
            public: offer.public,
            told: offer.heard_at.map(|at| l.moment(at)),
        }
    }
}
