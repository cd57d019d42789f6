//! Skill offers: what a pursuance can do for others, as a FEP-0837 `Proposal` with the action `work` (PROTOCOL §1.8).

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use url::Url;

use super::{
    PUBLIC, VocabRefusal,
    base_type::with_base_types,
    context::object_context,
    reader::{Reader, need},
    task::{Source, read_content, read_revision},
    to_json, with_context,
};

const NAME_MAX: usize = 2_200;
const SKILLS_MAX: usize = 32;
const SKILL_MAX: usize = 64;
/// Causes, beside a Hashtag for each skill from software that names them so.
const TAGS_MAX: usize = 64;
const CAUSE_MAX: usize = 80;
const READERS_MAX: usize = 50;
/// The end of the address of the one Intent of our own offers.
const PRIMARY: &str = "primary";
const SKILL_NAMESPACE: &str = "https://w3id.org/pursuance/skill/";

/// The room for work, as its maker states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Capacity {
    /// Hours in each week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<u64>,
    /// `week`, beside hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    per: Option<&'static str>,
    /// Tasks that may be open at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tasks: Option<u64>,
}

impl Capacity {
    pub fn new(hours: Option<u64>, tasks: Option<u64>) -> Self {
        Self { hours, per: hours.map(|_| "week"), tasks }
    }

    fn read(offer: Reader<'_>) -> Result<Self, VocabRefusal> {
        let Some(capacity) = offer.object("capacity")? else { return Ok(Self::default()) };
        // Hours of another span are not hours of a week.
        let is_weekly = matches!(capacity.str("per")?, None | Some("week"));
        Ok(Self::new(capacity.number("hours")?.filter(|_| is_weekly), capacity.number("tasks")?))
    }
}

/// An amount, in the words of FEP-0837.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quantity {
    pub has_unit: String,
    pub has_numerical_value: String,
}

/// The intent of the maker of a Proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Intent {
    pub id: Url,
    pub action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_conforms_to: Option<Url>,
    /// FEP-0837 asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_quantity: Option<Quantity>,
    /// FEP-3264 asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effort_quantity: Option<Quantity>,
}

impl Intent {
    /// The Intent of an own offer: the first skill, and the hours of a week; without hours, the number of tasks.
    fn of(offer: &Url, skills: &[String], capacity: Capacity) -> Self {
        let mut id = offer.clone();
        id.set_fragment(Some(PRIMARY));
        let (unit, amount) = match (capacity.hours, capacity.tasks) {
            (Some(hours), _) => ("hour", hours),
            (None, tasks) => ("one", tasks.unwrap_or(1)),
        };
        let quantity = Quantity { has_unit: unit.to_owned(), has_numerical_value: amount.to_string() };
        Self {
            id,
            action: "work".to_owned(),
            resource_conforms_to: skills.first().and_then(|skill| skill_address(skill)),
            resource_quantity: Some(quantity.clone()),
            effort_quantity: Some(quantity),
        }
    }

    /// Reads an intent. Only its id and action count; the amounts of an offer come from `capacity`.
    fn read(intent: Reader<'_>) -> Result<Self, VocabRefusal> {
        let quantity = |field| {
            let amount: Option<Reader<'_>> = intent.object(field)?;
            amount.map(Quantity::read).transpose()
        };
        Ok(Self {
            id: intent.need_url("id")?,
            action: intent.need_line("action", CAUSE_MAX)?,
            resource_conforms_to: intent.url("resourceConformsTo")?,
            resource_quantity: quantity("resourceQuantity")?,
            effort_quantity: quantity("effortQuantity")?,
        })
    }
}

impl Quantity {
    fn read(quantity: Reader<'_>) -> Result<Self, VocabRefusal> {
        Ok(Self {
            has_unit: quantity.need_line("hasUnit", CAUSE_MAX)?,
            has_numerical_value: quantity.need_line("hasNumericalValue", CAUSE_MAX)?,
        })
    }
}

/// The address of a skill: `Area:Detail`, or of an area, `Area:*`.
fn skill_address(skill: &str) -> Option<Url> {
    let (area, detail) = skill.split_once(':')?;
    let mut address = Url::parse(SKILL_NAMESPACE).ok()?;
    {
        let mut path = address.path_segments_mut().ok()?;
        path.pop_if_empty().push(area);
        if detail != "*" {
            path.push(detail);
        }
    }
    Some(address)
}

/// A cause, as a Hashtag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename = "Hashtag")]
struct Cause {
    name: String,
}

/// A skill offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub struct Proposal {
    pub id: Url,
    /// `offer`, or `request` for the opposite.
    pub purpose: String,
    pub attributed_to: Url,
    pub name: String,
    /// HTML made from `source`, for other software. Not sanitised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    pub skills: Vec<String>,
    pub capacity: Capacity,
    pub until: DateTime<Utc>,
    pub unit_based: bool,
    pub publishes: Intent,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tag: Vec<Cause>,
    pub published: DateTime<Utc>,
    pub updated: DateTime<Utc>,
    pub revision: u64,
    /// Everybody, or the one pursuance that this copy is for.
    pub to: Vec<Url>,
}

/// The contents of an offer of our own.
#[derive(Debug, Clone)]
pub struct Offered {
    pub id: Url,
    pub attributed_to: Url,
    pub name: String,
    /// Markdown, and the HTML made of it; none without words.
    pub words: Option<(String, String)>,
    pub skills: Vec<String>,
    pub causes: Vec<String>,
    pub capacity: Capacity,
    pub until: DateTime<Utc>,
    pub published: DateTime<Utc>,
    pub updated: DateTime<Utc>,
    pub revision: u64,
    pub to: Vec<Url>,
}

impl From<Offered> for Proposal {
    fn from(offered: Offered) -> Self {
        let (source, content) = offered.words.unzip();
        Self {
            publishes: Intent::of(&offered.id, &offered.skills, offered.capacity),
            id: offered.id,
            purpose: "offer".to_owned(),
            attributed_to: offered.attributed_to,
            name: offered.name,
            content,
            source: source.map(Source::markdown),
            skills: offered.skills,
            capacity: offered.capacity,
            until: offered.until,
            unit_based: false,
            tag: offered.causes.into_iter().map(|cause| Cause { name: format!("#{cause}") }).collect(),
            published: offered.published,
            updated: offered.updated,
            revision: offered.revision,
            to: offered.to,
        }
    }
}

impl Proposal {
    /// Reads an offer within its limits.
    ///
    /// # Errors
    /// The first member that is missing, malformed or too large.
    pub fn read(value: &Value) -> Result<Self, VocabRefusal> {
        let offer = Reader::new(value, "object")?;
        offer.expect("object", "Proposal")?;
        let source = Source::read(offer)?;
        let tags = offer.objects("tag", TAGS_MAX)?.into_iter().filter(|tag| tag.is("Hashtag"));
        let tag = tags.map(|tag| Ok(Cause { name: tag.need_line("name", CAUSE_MAX)? }));
        Ok(Self {
            id: offer.need_url("id")?,
            purpose: offer.need_line("purpose", CAUSE_MAX)?,
            attributed_to: offer.need_url("attributedTo")?,
            name: offer.line("name", NAME_MAX)?.unwrap_or_default(),
            content: read_content(offer, source.as_ref())?,
            source,
            skills: offer.line_list("skills", SKILLS_MAX, SKILL_MAX)?,
            capacity: Capacity::read(offer)?,
            until: offer.need_time("until")?,
            unit_based: offer.flag("unitBased")?.unwrap_or(false),
            publishes: Intent::read(need("publishes", offer.object("publishes")?)?)?,
            tag: tag.collect::<Result<_, VocabRefusal>>()?,
            published: offer.need_time("published")?,
            updated: offer.need_time("updated")?,
            revision: read_revision(offer)?,
            to: offer.urls("to", READERS_MAX)?,
        })
    }

    /// Whether it offers work, and does not ask for it or offer something else.
    pub fn offers_work(&self) -> bool {
        self.purpose == "offer" && self.publishes.action == "work"
    }

    /// Whether everybody may read it.
    pub fn is_public(&self) -> bool {
        self.to.iter().any(|to| to.as_str() == PUBLIC)
    }

    /// The causes, without the mark of a Hashtag.
    pub fn causes(&self) -> impl Iterator<Item = &str> {
        self.tag.iter().map(|cause| cause.name.trim_start_matches('#'))
    }

    /// The offer as an item of a list.
    pub fn to_item(&self) -> Value {
        with_base_types(to_json(self))
    }

    /// The offer with its context, ready to be proved and served at its address.
    pub fn to_value(&self) -> Value {
        with_context(object_context(), with_base_types(to_json(self)))
    }
}

/// The change of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferNews {
    New,
    Changed,
}

/// An own activity that tells one pursuance of an offer, ready to be proved.
pub fn tell_of_offer(id: &Url, to: &Url, offer: &Proposal, news: OfferNews) -> Value {
    let kind = match news {
        OfferNews::New => "Create",
        OfferNews::Changed => "Update",
    };
    with_context(
        object_context(),
        with_base_types(json!({
            "id": id, "type": kind, "actor": offer.attributed_to, "to": [to], "published": offer.updated,
            "object": to_json(offer),
        })),
    )
}

/// An own activity that withdraws an offer from one pursuance, ready to be proved. `at`: the moment of the change that took
/// it away, which a later offer comes after.
pub fn withdraw_offer(id: &Url, actor: &Url, to: &Url, offer: &Url, at: DateTime<Utc>) -> Value {
    with_context(
        object_context(),
        json!({
            "id": id, "type": "Delete", "actor": actor, "to": [to], "published": at,
            "object": {"id": offer, "type": "Tombstone"},
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_and_an_area_have_an_address() {
        let address = |skill| skill_address(skill).map(String::from);
        assert_eq!(
            address("Language:French").as_deref(),
            Some("https://w3id.org/pursuance/skill/Language/French")
        );
        assert_eq!(address("Design:*").as_deref(), Some("https://w3id.org/pursuance/skill/Design"));
        assert_eq!(
            address("Law:a/../b?c").as_deref(),
            Some("https://w3id.org/pursuance/skill/Law/a%2F..%2Fb%3Fc")
        );
        assert_eq!(address("nothing"), None);
    }
}
