//! Private pursuances, of which the server keeps what it cannot read (docs/sealed.md): what becomes of each action there,
//! and what the levels of the signed log mean as roles.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::action::{Arrive, BlockTask, ClosePursuance, EditPursuance};
use crate::people::role::Role;
use crate::task::phase::Phase;
use crate::value::{BlockerRef, SkillLevel};

/// The treatment of an action that is about a private pursuance: a column of the table `actions!` (`action.rs`), as
/// docs/sealed.md §4 has it. An action that is about no pursuance is as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InPrivate {
    /// It is carried out as it is, since it holds no text, and nobody would sign it: what people decide for themselves; what the log does
    /// not say, as the finer roles, the Primary and silences; answers that change no task, and time, which gives nobody a task; and what
    /// is signed already.
    AsItIs,
    /// It is carried out with the signed revision that says the same: it changes what a task is, or who has it.
    OnlyInside,
    /// It is refused: an entry of the signed log says who is in; several tasks at once are several revisions; and no revision says that
    /// other pursuances have a part in a task.
    SignatureNeeded,
    /// It is refused: the server would read a text.
    ClearTextRefused,
}

// Those whose input says what becomes of them: `ByInput` in the table.

impl EditPursuance {
    pub(crate) fn in_private(&self) -> InPrivate {
        if self.name.is_some() || self.mission.is_some() {
            InPrivate::ClearTextRefused
        } else if self.visibility.is_some() || self.joining.is_some() {
            InPrivate::SignatureNeeded
        } else {
            InPrivate::AsItIs
        }
    }
}

impl ClosePursuance {
    /// Members say why among themselves.
    pub(crate) fn in_private(&self) -> InPrivate {
        if self.reason.is_some() { InPrivate::ClearTextRefused } else { InPrivate::AsItIs }
    }
}

impl Arrive {
    /// Skills would stand in the open profile: among themselves members have others, under their keys.
    pub(crate) fn in_private(&self) -> InPrivate {
        if self.skills.iter().next().is_some() { InPrivate::ClearTextRefused } else { InPrivate::AsItIs }
    }
}

impl BlockTask {
    /// Being blocked is never signed. Words come in a signed object of their own, and another task in the relations.
    pub(crate) fn in_private(&self) -> InPrivate {
        match (&self.on, &self.reason) {
            (_, Some(_)) => InPrivate::ClearTextRefused,
            (Some(BlockerRef::Task(_)), None) => InPrivate::SignatureNeeded,
            (Some(BlockerRef::Person(_)) | None, None) => InPrivate::AsItIs,
        }
    }
}

/// The rights of a member as far as signatures show them: the four levels of the log (docs/sealed.md §3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    Reader,
    Writer,
    Moderator,
    Admin,
}

impl LogLevel {
    /// The level of a role. *Untrusted* is not offered, and would read what a Viewer reads.
    pub fn of(role: Role) -> Self {
        match role {
            Role::Untrusted | Role::Viewer => Self::Reader,
            Role::Normal => Self::Writer,
            Role::Assigner | Role::Recruiter | Role::AssistantAdmin => Self::Moderator,
            Role::Admin | Role::Primary => Self::Admin,
        }
    }

    /// The role of a member of this level: the one they have, where it is of this level, else the lowest.
    pub fn role(self, before: Option<Role>) -> Role {
        match before {
            Some(before) if Self::of(before) == self && before != Role::Untrusted => before,
            Some(_) | None => match self {
                Self::Reader => Role::Viewer,
                Self::Writer => Role::Normal,
                Self::Moderator => Role::Assigner,
                Self::Admin => Role::Admin,
            },
        }
    }
}

/// The contents of a personal box that the server keeps for somebody (docs/sealed.md §3.2). Drafts stay on their device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BoxKind {
    /// How far they saw the log of a private pursuance.
    Pins,
    /// A saved search.
    Search,
}

impl BoxKind {
    /// The word in the formats, and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pins => "pins",
            Self::Search => "search",
        }
    }
}

/// The number of being blocked (docs/sealed.md §3.5), which is shown over a phase and never signed.
pub const BLOCKED: u8 = 4;

impl Phase {
    /// Its number in a signed revision (docs/sealed.md §3.5).
    pub fn signed_number(self) -> u8 {
        match self {
            Self::New => 0,
            Self::HelpWanted => 1,
            Self::Started => 2,
            Self::InProgress => 3,
            Self::ReadyForReview => 5,
            Self::InReview => 6,
            Self::Done => 7,
            Self::Dropped => 8,
        }
    }

    /// The phase with that number.
    pub fn by_signed_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.signed_number() == number)
    }
}

/// An object that has skills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaggedKind {
    Task,
    /// The words of a member about themselves.
    Profile,
}

/// A skill as a tag (docs/sealed.md §3.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeveledTag {
    /// In hexadecimal.
    pub tag: String,
    /// Of a profile: how well somebody knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<SkillLevel>,
}

/// A skill of a task as a tag, with the key that it is made with (docs/sealed.md §3.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyedTag {
    pub epoch: u32,
    /// In hexadecimal.
    pub tag: String,
}

/// The skills of a task, or of a member, as tags of one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SealedTags")]
pub struct Tags {
    pub kind: TaggedKind,
    /// The id that its members gave it, in hexadecimal.
    pub object: String,
    /// The revision of the object whose skills they are.
    pub rev: u64,
    pub tags: Vec<LeveledTag>,
}

/// Seals to a member that do not open, as their device says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unopened {
    /// The number of the key that should be in them.
    pub epoch: u32,
    /// The number of the last of them, as `next` of the seals says it.
    pub until: i64,
}

/// Records as they came (docs/sealed.md §3.17): bytes that this crate does not read.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordBytes(Vec<Vec<u8>>);

impl RecordBytes {
    pub fn new(records: Vec<Vec<u8>>) -> Self {
        Self(records)
    }

    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(Vec::as_slice)
    }

    /// Bytes of all of them.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }
}

/// Nobody wants to read them.
impl fmt::Debug for RecordBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} records", self.0.len())
    }
}

/// In an action they are hexadecimal; on the wire doors write them shorter.
impl Serialize for RecordBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(hex::encode))
    }
}

impl<'de> Deserialize<'de> for RecordBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let read = texts.into_iter().map(hex::decode).collect::<Result<_, _>>();
        read.map(Self).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for RecordBytes {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Records".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<String>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::action::{Action, Doors};

    /// Each action of the API, with the example that it has.
    fn examples() -> BTreeMap<&'static str, Action> {
        let entries = Action::catalogue().into_iter().filter(|entry| entry.card.doors == Doors::Everywhere);
        let read = |entry: crate::action::ActionEntry| {
            let action = Action::read(entry.name, entry.example.unwrap()).unwrap().unwrap();
            (entry.name, action)
        };
        entries.map(read).collect()
    }

    /// The members of an input, at whatever depth, in which people write.
    const TEXTS: [&str; 9] =
        ["title", "deliverables", "body", "comment", "mission", "name", "lines", "why", "reason"];

    /// The actions that name no pursuance, or hold a text about the person alone.
    const OF_PEOPLE: [&str; 2] = ["profile.edit", "pursuance.create"];

    fn has_text(value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::Object(members) => {
                members.iter().any(|(name, value)| TEXTS.contains(&name.as_str()) || has_text(value))
            }
            serde_json::Value::Array(items) => items.iter().any(has_text),
            serde_json::Value::Null
            | serde_json::Value::Bool(_)
            | serde_json::Value::Number(_)
            | serde_json::Value::String(_) => false,
        }
    }

    #[test]
    fn no_action_with_a_text_of_people_is_carried_out_as_it_is() {
        let mut seen = 0;
        for (name, action) in examples() {
            let input = serde_json::to_value(&action).unwrap()["input"].clone();
            if !has_text(&input) || OF_PEOPLE.contains(&name) {
                continue;
            }
            seen += 1;
            assert_ne!(action.in_private(), InPrivate::AsItIs, "{name}: {input}");
        }
        assert!(seen > 10, "only {seen} have texts");
    }

    #[test]
    fn the_page_says_what_becomes_of_each_action_on_a_task() {
        let page = include_str!("../../docs/sealed.md").split("What becomes of each action").nth(1).unwrap();
        // The page calls them comments, and files.
        let in_words = ["task.comment", "task.attach"];
        for (name, action) in examples() {
            let is_of_task = matches!(name.split_once('.'), Some(("task" | "offer", _)));
            let is_as_it_is = action.in_private() == InPrivate::AsItIs;
            if in_words.contains(&name) {
                assert!(!is_as_it_is, "{name}");
            }
            if !is_of_task || in_words.contains(&name) {
                continue;
            }
            let mut rows = page.lines().filter(|row| row.contains(&format!("`{name}`")));
            let is_said = rows.any(|row| row.trim_end().ends_with("| as they are |") == is_as_it_is);
            assert!(is_said, "{name} has no row of docs/sealed.md that says it");
        }
    }

    #[test]
    fn whoever_arrives_says_no_skills_in_the_clear() {
        let arrive = |more: serde_json::Value| {
            let mut input = serde_json::json!({ "pursuance": "owls", "hours_a_week": 2 });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            Action::read("pursuance.arrive", input).unwrap().unwrap().in_private()
        };
        assert_eq!(arrive(serde_json::json!({})), InPrivate::AsItIs);
        assert_eq!(arrive(serde_json::json!({ "skills": ["Owls:Rings"] })), InPrivate::ClearTextRefused);
    }

    #[test]
    fn a_block_names_a_member_as_it_is_and_neither_a_task_nor_words() {
        let block = |more: serde_json::Value| {
            let mut input = serde_json::json!({ "pursuance": "owls", "task": 3 });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            Action::read("task.block", input).unwrap().unwrap().in_private()
        };
        assert_eq!(block(serde_json::json!({ "on": "@ana" })), InPrivate::AsItIs);
        assert_eq!(block(serde_json::json!({ "on": 4 })), InPrivate::SignatureNeeded);
        assert_eq!(block(serde_json::json!({ "reason": "Ice" })), InPrivate::ClearTextRefused);
        assert_eq!(block(serde_json::json!({ "on": "@ana", "reason": "Ice" })), InPrivate::ClearTextRefused);
    }

    #[test]
    fn nothing_of_a_delegation_an_invitation_or_a_suggestion_is_carried_out() {
        let refused = ["delegation.", "invite.", "recruit.", "suggestion.", "comment.", "message.", "file."];
        for (name, action) in examples() {
            if refused.iter().any(|start| name.starts_with(start)) {
                let treated = action.in_private();
                assert!(
                    matches!(treated, InPrivate::SignatureNeeded | InPrivate::ClearTextRefused),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn a_finer_role_stays_as_long_as_its_level_does() {
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Untrusted) {
            assert_eq!(LogLevel::of(role).role(Some(role)), role);
        }
        assert_eq!(LogLevel::Moderator.role(Some(Role::Normal)), Role::Assigner);
        assert_eq!(LogLevel::Admin.role(Some(Role::Recruiter)), Role::Admin);
        assert_eq!(LogLevel::Reader.role(Some(Role::Untrusted)), Role::Viewer);
        assert_eq!(LogLevel::Writer.role(None), Role::Normal);
    }

    #[test]
    fn every_phase_that_is_signed_has_its_number() {
        let signed: Vec<Phase> = (0..=9).filter_map(Phase::by_signed_number).collect();
        assert_eq!(signed, Phase::ALL);
        assert_eq!(Phase::by_signed_number(BLOCKED), None, "blocked is never signed");
    }

    #[test]
    fn records_go_through_json_unchanged() {
        let records = RecordBytes::new(vec![vec![0, 255], Vec::new()]);
        let text = serde_json::to_string(&records).unwrap();
        assert_eq!(text, r#"["00ff",""]"#);
        assert_eq!(serde_json::from_str::<RecordBytes>(&text).unwrap(), records);
        assert_eq!((records.bytes(), format!("{records:?}")), (2, "2 records".to_owned()));
    }
}
