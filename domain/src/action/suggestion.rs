//! Suggestions, and the answers to them.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Action;
use crate::id::ProposalId;
use crate::suggestion::Suggested;
use crate::value::{Grounds, Note};

/// Something that others are asked to do: an action with its input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct MakeSuggestion {
    /// Slug or id.
    pub pursuance: String,
    /// The suggested action.
    pub what: Suggested,
    /// Why.
    pub why: Option<Note>,
}

/// Something that others are asked to do: an action that you may only suggest.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "MakeSuggestion")]
#[schemars(example = json!({ "pursuance": "river-watch", "action": "task.create", "input": { "pursuance": "river-watch", "title": "Translate the leaflet" }, "why": "Half of the village reads French." }))]
struct Written {
    /// Slug or id.
    pursuance: String,
    /// The name of the action: `task.create`, `task.edit`, `task.assign`, `task.set_phase`, `task.split`, `task.add_list` (up to 20
    /// parts of one task, for nobody, none below another one, and without deliverables), `member.set_role`, `member.remove`,
    /// `member.ban` or `member.unban`.
    action: String,
    /// The input of that action, as `POST /api/v1/actions/{action}` takes it.
    input: Value,
    /// Why, at most 2,000 characters.
    #[serde(default)]
    why: Option<Note>,
}

impl TryFrom<Written> for MakeSuggestion {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let Written { pursuance, action, input, why } = written;
        let read = Action::read(&action, input).ok_or_else(|| format!("there is no action {action}"))?;
        let action = read.map_err(|error| format!("input: {}", error.into_inner()))?;
        let what = Suggested::try_from(action).map_err(|_| "this action cannot be suggested".to_owned())?;
        Ok(Self { pursuance, what, why })
    }
}

impl From<MakeSuggestion> for Written {
    fn from(made: MakeSuggestion) -> Self {
        let MakeSuggestion { pursuance, what, why } = made;
        let (action, input) = (what.name().to_owned(), what.input());
        Self { pursuance, action, input, why }
    }
}

impl JsonSchema for MakeSuggestion {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Written::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Written::json_schema(generator)
    }
}

inputs! {
    /// A yes to a suggestion: it is done, by you.
    #[schemars(example = json!({ "pursuance": "river-watch", "suggestion": super::SUGGESTION }))]
    AcceptSuggestion {
        /// Slug or id.
        pursuance: String,
        /// Its id.
        suggestion: ProposalId,
    }
    /// A yes with changes: the changed action is done, by you.
    #[schemars(example = json!({ "pursuance": "river-watch", "suggestion": super::SUGGESTION, "input": { "pursuance": "river-watch", "title": "Translate both leaflets" } }))]
    AmendSuggestion {
        /// Slug or id.
        pursuance: String,
        /// Its id.
        suggestion: ProposalId,
        /// The whole input of the same action, as you want it.
        input: Value,
    }
    /// A no to a suggestion.
    #[schemars(example = json!({ "pursuance": "river-watch", "suggestion": super::SUGGESTION, "reason": "We have it already: #12." }))]
    DeclineSuggestion {
        /// Slug or id.
        pursuance: String,
        /// Its id.
        suggestion: ProposalId,
        /// The reason, at most 2,000 characters. Its author reads it.
        reason: Grounds,
    }
    /// A suggestion of yours that you take back.
    #[schemars(example = json!({ "pursuance": "river-watch", "suggestion": super::SUGGESTION }))]
    WithdrawSuggestion {
        /// Slug or id.
        pursuance: String,
        /// Its id.
        suggestion: ProposalId,
    }
}
