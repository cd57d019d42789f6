//! A skill offer of ours as other servers read it (PROTOCOL §1.8).

use pursuance_domain::time::Time;
use pursuance_domain::value::{Label, Skill};
use pursuance_federation::vocab::{Capacity, Offered, PUBLIC, Proposal};
use url::Url;

use crate::store::skill_offers::SkillOffer;

/// The document of an offer. `html`: its words for readers without Markdown. `to`: the one pursuance that this copy is for; an
/// offer for everybody is to everybody.
///
/// # Errors
/// When an address is not valid.
pub fn proposal(
    offer: &SkillOffer,
    group: &str,
    html: String,
    to: Option<&str>,
) -> Result<Proposal, url::ParseError> {
    let to = match (offer.public, to) {
        (false, Some(to)) => vec![Url::parse(to)?],
        (false, None) => Vec::new(),
        (true, _) => vec![Url::parse(PUBLIC)?],
    };
    Ok(Proposal::from(Offered {
        id: Url::parse(&offer.uri)?,
        attributed_to: Url::parse(group)?,
        name: offer.skills.to_string(),
        words: (!offer.note.as_str().is_empty()).then(|| (offer.note.as_str().to_owned(), html)),
        skills: offer.skills.iter().map(Skill::as_str).map(str::to_owned).collect(),
        causes: offer.causes.iter().map(Label::as_str).map(str::to_owned).collect(),
        capacity: Capacity::new(offer.hours.map(u64::from), offer.tasks.map(u64::from)),
        until: offer.until.utc(),
        published: offer.published.utc(),
        updated: offer.updated.utc(),
        revision: u64::try_from(offer.revision).unwrap_or(1),
        to,
    }))
}

/// A moment of another server.
pub(super) fn moment(at: chrono::DateTime<chrono::Utc>) -> Time {
    Time(at.timestamp_micros())
}
