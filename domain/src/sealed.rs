//! Private pursuances, of which the server keeps what it cannot read (docs/sealed.md): what becomes of each action there,
//! and what the levels of the signed log mean as roles.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::action::Action;
use crate::people::role::Role;
use crate::task::phase::Phase;
use crate::value::{BlockerRef, SkillLevel};

/// What becomes of an action that is about a private pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InPrivate {
    /// It is carried out as it is: nobody would sign it, and it holds no text.
    AsItIs,
    /// It is carried out with the signed revision that says the same.
    OnlyInside,
    /// It is refused: an entry of the signed log says it.
    SignatureNeeded,
    /// It is refused: the server would read a text.
    ClearTextRefused,
}

impl Action {
    /// The table of docs/sealed.md §4: what becomes of the action in a private pursuance. An action that is about none is as it
    /// is.
    pub fn in_private(&self) -> InPrivate {
        match self {
            // About accounts, the instance, and what everybody decides for themselves.
            Self::CreateAccount(_)
            | Self::SetVerifier(_)
            | Self::SetKeys(_)
            | Self::DeriveAccount(_)
            | Self::SetRecovery(_)
            | Self::AddDevice(_)
            | Self::ReplaceKeys(_)
            | Self::MakeAccountLink(_)
            | Self::UseAccountLink(_)
            | Self::RequestAccount(_)
            | Self::AnswerAccountRequest(_)
            | Self::UseAccountRequest(_)
            | Self::SetOperator(_)
            | Self::SuspendAccount(_)
            | Self::StartSession(_)
            | Self::EndSession(_)
            | Self::EndAllSessions(_)
            | Self::CreateToken(_)
            | Self::RevokeToken(_)
            | Self::CreateFeed(_)
            | Self::ReplaceFeed(_)
            | Self::RevokeFeed(_)
            | Self::LiftLimits(_)
            | Self::ConfigureInstance(_)
            | Self::BlockHost(_)
            | Self::ResumeChannels(_)
            | Self::ActorGone(_)
            | Self::NoteKeyChange(_)
            | Self::VouchForKey(_)
            | Self::AcceptKey(_)
            | Self::HostShutOut(_)
            | Self::EditProfile(_)
            | Self::SetSkills(_)
            | Self::SetLimits(_)
            | Self::SetDisplay(_)
            | Self::SetPicture(_)
            | Self::SetAway(_)
            | Self::SetWatch(_)
            | Self::ReadNotices(_)
            | Self::ReadThread(_)
            | Self::ReadAllThreads(_)
            | Self::MuteNotices(_)
            | Self::SetPreference(_)
            | Self::SetMail(_)
            | Self::ConfirmMail(_)
            | Self::RemoveMail(_)
            | Self::PauseMail(_)
            | Self::SubscribePush(_)
            | Self::UnsubscribePush(_)
            | Self::ForgetSearch(_)
            | Self::PutBox(_)
            | Self::ForgetBox(_)
            | Self::AddFile(_) => InPrivate::AsItIs,
            // Which of them may be, `pursuance.create` says.
            Self::CreatePursuance(_) => InPrivate::AsItIs,
            // What is signed already.
            Self::FoundSealed(_) | Self::AppendToLog(_) | Self::HandInSeals(_) | Self::PutSealed(_) => {
                InPrivate::AsItIs
            }
            // What is made of it.
            Self::TagSealed(_) => InPrivate::AsItIs,
            // What the log does not say: the finer roles, who the Primary is, after which silence something happens.
            Self::SetRole(_)
            | Self::TransferPursuance(_)
            | Self::AcceptTransfer(_)
            | Self::NamePrimary(_)
            | Self::SetPace(_)
            | Self::Arrive(_)
            | Self::ReopenPursuance(_)
            | Self::DeletePursuance(_)
            | Self::WindUpPursuance(_)
            | Self::ErasePursuance(_) => InPrivate::AsItIs,
            Self::EditPursuance(a) => {
                if a.name.is_some() || a.mission.is_some() {
                    InPrivate::ClearTextRefused
                } else if a.visibility.is_some() || a.joining.is_some() {
                    InPrivate::SignatureNeeded
                } else {
                    InPrivate::AsItIs
                }
            }
            // Members say why among themselves.
            Self::ClosePursuance(a) => {
                if a.reason.is_some() {
                    InPrivate::ClearTextRefused
                } else {
                    InPrivate::AsItIs
                }
            }
            // Who is in stands in the log.
            Self::JoinPursuance(_)
            | Self::LeavePursuance(_)
            | Self::DecideMember(_)
            | Self::RemoveMember(_)
            | Self::BanMember(_)
            | Self::UnbanMember(_)
            | Self::CreateInvite(_)
            | Self::AcceptInvite(_)
            | Self::RevokeInvite(_)
            | Self::RemoveInvited(_)
            | Self::AskPerson(_)
            | Self::AnswerAsk(_)
            | Self::SetGrant(_) => InPrivate::SignatureNeeded,
            // A change of what a task is, and of who has it, is a signed revision.
            Self::CreateTask(_)
            | Self::EditTask(_)
            | Self::MoveTask(_)
            | Self::SetPhase(_)
            | Self::SetReviewer(_)
            | Self::ReviewTask(_)
            | Self::AssignTask(_)
            | Self::TakeTask(_)
            | Self::HandBackTask(_)
            | Self::WantHelp(_)
            | Self::AcceptOffer(_)
            | Self::HandOnTask(_)
            | Self::TakeBack(_)
            | Self::DependTask(_)
            | Self::UndependTask(_)
            | Self::ArchiveTask(_)
            | Self::TrashTask(_)
            | Self::RestoreTask(_) => InPrivate::OnlyInside,
            // Being blocked is never signed. Words come in a signed object of their own, and another task in the relations.
            Self::BlockTask(a) => match (&a.on, &a.reason) {
                (_, Some(_)) => InPrivate::ClearTextRefused,
                (Some(BlockerRef::Task(_)), None) => InPrivate::SignatureNeeded,
                (Some(BlockerRef::Person(_)) | None, None) => InPrivate::AsItIs,
            },
            Self::UnblockTask(_) => InPrivate::AsItIs,
            // Several tasks at once are several revisions; and no revision says that other pursuances have a part in a task.
            Self::BulkTasks(_)
            | Self::UndoAct(_)
            | Self::ShowWaiting(_)
            | Self::DeleteComment(_)
            | Self::RemoveFile(_)
            | Self::AcceptSuggestion(_)
            | Self::DeclineSuggestion(_)
            | Self::WithdrawSuggestion(_)
            | Self::OfferDelegation(_)
            | Self::ReofferDelegation(_)
            | Self::AcceptDelegation(_)
            | Self::FetchFiles(_)
            | Self::DeclineDelegation(_)
            | Self::CounterDelegation(_)
            | Self::ReportProgress(_)
            | Self::SubmitDelegation(_)
            | Self::StartReview(_)
            | Self::AcceptWork(_)
            | Self::SendBack(_)
            | Self::RefuseWork(_)
            | Self::ThankForWork(_)
            | Self::RecallDelegation(_)
            | Self::ReturnDelegation(_)
            | Self::NudgeDelegation(_)
            | Self::AskOnward(_)
            | Self::AnswerOnward(_)
            | Self::DeclineAgreement(_) => InPrivate::SignatureNeeded,
            // Texts that the server would read.
            Self::AddTasks(_)
            | Self::SplitTask(_)
            | Self::CommentTask(_)
            | Self::EditComment(_)
            | Self::React(_)
            | Self::CreateRoom(_)
            | Self::EditRoom(_)
            | Self::ArchiveRoom(_)
            | Self::SlowRoom(_)
            | Self::SayInRoom(_)
            | Self::AttachFile(_)
            | Self::MakeSuggestion(_)
            | Self::AmendSuggestion(_)
            | Self::MergeSkills(_)
            | Self::SaveSearch(_)
            | Self::ChangeSearch(_)
            | Self::PublishSkillOffer(_)
            | Self::ChangeSkillOffer(_)
            | Self::WithdrawSkillOffer(_)
            | Self::TellSkillOffer(_) => InPrivate::ClearTextRefused,
            // Answers that change no task; and what time does, which gives nobody a task.
            Self::CallNextWave(_)
            | Self::PausePairing(_)
            | Self::AskMember(_)
            | Self::NotNow(_)
            | Self::NeverOffer(_)
            | Self::LaterOffer(_)
            | Self::StandDown(_)
            | Self::AnswerMentor(_)
            | Self::StillOnIt(_)
            | Self::NeedLonger(_)
            | Self::AnswerHandOn(_)
            | Self::DeleteTask(_)
            | Self::ExpireTask(_)
            | Self::TickSilence(_)
            | Self::TellDue(_)
            | Self::LookAnew(_)
            | Self::SucceedTask(_)
            | Self::CarryOutAway(_)
            | Self::SettleSubtasks(_)
            | Self::TellWaiting(_)
            | Self::PairTask(_)
            | Self::LetGo(_)
            | Self::TickDelegation(_) => InPrivate::AsItIs,
        }
    }
}

/// What a member may as far as signatures show it: the four levels of the log (docs/sealed.md §3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Reader,
    Writer,
    Moderator,
    Admin,
}

impl Level {
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

/// What a personal box holds that the server keeps for somebody (docs/sealed.md §3.2). Drafts stay on their device.
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

/// What has skills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaggedKind {
    Task,
    /// What a member says of themselves.
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
pub struct Records(Vec<Vec<u8>>);

impl Records {
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
impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} records", self.0.len())
    }
}

/// In an action they are hexadecimal; on the wire doors write them shorter.
impl Serialize for Records {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(hex::encode))
    }
}

impl<'de> Deserialize<'de> for Records {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let read = texts.into_iter().map(hex::decode).collect::<Result<_, _>>();
        read.map(Self).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Records {
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
    use crate::action::Doors;

    /// Each action of the API, with the example that it has.
    fn examples() -> BTreeMap<&'static str, Action> {
        let entries = Action::catalogue().into_iter().filter(|entry| entry.doors == Doors::Everywhere);
        let read = |entry: crate::action::ActionEntry| {
            let action = Action::read(entry.name, &entry.example.unwrap()).unwrap().unwrap();
            (entry.name, action)
        };
        entries.map(read).collect()
    }

    /// The members of an input, at whatever depth, in which people write.
    const TEXTS: [&str; 9] =
        ["title", "deliverables", "body", "comment", "mission", "name", "lines", "why", "reason"];

    /// Those that name no pursuance, or hold a text about the person alone.
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
    fn an_action_on_one_task_goes_inside_or_is_refused_where_it_is_not_named_here() {
        let as_they_are = [
            "task.call_next_wave",
            "task.pause_pairing",
            "task.ask",
            "task.still_on_it",
            "task.need_longer",
            "task.answer_hand_on",
            "task.delete",
            "task.unblock",
        ];
        for (name, action) in examples().into_iter().filter(|(name, _)| name.starts_with("task.")) {
            assert_eq!(action.in_private() == InPrivate::AsItIs, as_they_are.contains(&name), "{name}");
        }
    }

    #[test]
    fn the_page_says_what_becomes_of_each_action_on_a_task() {
        let page = include_str!("../../docs/sealed.md").split("What becomes of each action").nth(1).unwrap();
        // The page calls them comments, and files.
        let in_words = ["task.comment", "task.attach"];
        for (name, action) in examples() {
            let is_of_task = matches!(name.split_once('.'), Some(("task" | "offer", _)));
            if !is_of_task || in_words.contains(&name) {
                continue;
            }
            let is_as_it_is = action.in_private() == InPrivate::AsItIs;
            let mut rows = page.lines().filter(|row| row.contains(&format!("`{name}`")));
            let is_said = rows.any(|row| row.trim_end().ends_with("| as they are |") == is_as_it_is);
            assert!(is_said, "{name} has no row of docs/sealed.md that says it");
        }
    }

    #[test]
    fn a_block_names_a_member_as_it_is_and_neither_a_task_nor_words() {
        let block = |more: serde_json::Value| {
            let mut input = serde_json::json!({ "pursuance": "owls", "task": 3 });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            Action::read("task.block", &input).unwrap().unwrap().in_private()
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
            assert_eq!(Level::of(role).role(Some(role)), role);
        }
        assert_eq!(Level::Moderator.role(Some(Role::Normal)), Role::Assigner);
        assert_eq!(Level::Admin.role(Some(Role::Recruiter)), Role::Admin);
        assert_eq!(Level::Reader.role(Some(Role::Untrusted)), Role::Viewer);
        assert_eq!(Level::Writer.role(None), Role::Normal);
    }

    #[test]
    fn every_phase_that_is_signed_has_its_number() {
        let signed: Vec<Phase> = (0..=9).filter_map(Phase::by_signed_number).collect();
        assert_eq!(signed, Phase::ALL);
        assert_eq!(Phase::by_signed_number(BLOCKED), None, "blocked is never signed");
    }

    #[test]
    fn records_go_through_json_unchanged() {
        let records = Records::new(vec![vec![0, 255], Vec::new()]);
        let text = serde_json::to_string(&records).unwrap();
        assert_eq!(text, r#"["00ff",""]"#);
        assert_eq!(serde_json::from_str::<Records>(&text).unwrap(), records);
        assert_eq!((records.bytes(), format!("{records:?}")), (2, "2 records".to_owned()));
    }
}
