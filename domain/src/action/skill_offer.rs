//! Skill offers: what a pursuance says it can do for others.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::SKILL_OFFER;
use crate::id::{ActorId, SkillOfferId};
use crate::time::Time;
use crate::value::{ActorRef, Label, Note, Skills, nullable};

inputs! {
    /// The skills that a pursuance offers to others.
    #[schemars(example = json!({ "pursuance": "river-watch", "skills": ["Language:French", "Design:*"], "note": "Short texts, no contracts.", "hours": 10, "tasks": 3, "until": "2027-03-01", "causes": ["rivers"] }))]
    PublishSkillOffer {
        /// Slug or id of the pursuance that offers.
        pursuance: String,
        /// Its skills; `Area:*` for everything of an area.
        skills: Skills,
        /// More about it, Markdown.
        #[serde(default)] note: Option<Note>,
        /// About so many hours a week.
        #[serde(default)] hours: Option<u16>,
        /// At most so many tasks at once.
        #[serde(default)] tasks: Option<u16>,
        /// The end, at most 180 days ahead.
        until: Time,
        /// For these causes; none: for any.
        #[serde(default)] causes: Vec<Label>,
        /// Visible to these pursuances alone: handles or addresses; absent: to everyone.
        #[serde(default)] to: Option<Vec<ActorRef>>,
    }
    /// Absent members stay as they are; `note`, `hours`, `tasks` and `to` given as null are removed: without `to`, everyone sees
    /// the offer.
    #[schemars(example = json!({ "pursuance": "river-watch", "offer": SKILL_OFFER, "tasks": 1 }))]
    ChangeSkillOffer {
        /// Slug or id of the pursuance that offers.
        pursuance: String,
        offer: SkillOfferId,
        /// The revision this change was written against; an older one is refused. Absent: the newest.
        #[serde(default, skip_serializing_if = "Option::is_none")] revision: Option<i64>,
        #[serde(default)] skills: Option<Skills>,
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] note: Option<Option<Note>>,
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] hours: Option<Option<u16>>,
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] tasks: Option<Option<u16>>,
        #[serde(default)] until: Option<Time>,
        #[serde(default)] causes: Option<Vec<Label>>,
        #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Option::is_none")] to: Option<Option<Vec<ActorRef>>>,
    }
    /// Takes an offer back. Tasks that came through it go on.
    #[schemars(example = json!({ "pursuance": "river-watch", "offer": SKILL_OFFER }))]
    WithdrawSkillOffer {
        /// Slug or id of the pursuance that offers.
        pursuance: String,
        offer: SkillOfferId,
    }
    /// Tells the next pursuances elsewhere what became of an offer.
    TellSkillOffer { offer: SkillOfferId }
    /// Answers an `Offer(Agreement)` of other software with the page to use. Whoever acts is who offered it.
    DeclineAgreement {
        /// The pursuance here that it is for.
        pursuance: ActorId,
        /// The address of the `Offer`, by which a repetition is known.
        offer: String,
        /// The SHA-256 of what was sent, in hexadecimal digits.
        sha256: String,
    }
}
