//! Suggestions (RULES §2): a suggested act is stored as its Action, until somebody who may perform it accepts, changes or
//! declines it. Accepting it performs the Action as a decision of that person.
//!
//! Adding an action that can be suggested: its variant in [`Suggested`], and what it [needs](Suggested::needs); the
//! compiler asks for the rest.

use serde::{Deserialize, Serialize};
use serde_json::Value;

mod answer;
mod compare;
mod needs;

pub use answer::{SuggestionRefusal, SuggestionState, is_open};
pub use compare::{Present, PresentTask};
pub use needs::Needs;

use crate::action::{
    Action, AddTasks, AssignTask, BanMember, CreateTask, EditTask, RemoveMember, SetPhase, SetRole,
    SplitTask, UnbanMember,
};
use crate::id::ActorId;
use crate::task::listed::ListedTask;
use crate::task::phase::Phase;
use crate::task::quick;
use crate::value::{ActorRef, Parts};

/// An action that can be suggested. In JSON it is the Action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(into = "Action", try_from = "Action")]
#[expect(missing_docs, reason = "the actions say it")]
pub enum Suggested {
    CreateTask(CreateTask),
    EditTask(EditTask),
    AssignTask(AssignTask),
    SetPhase(SetPhase),
    SplitTask(SplitTask),
    AddTasks(AddTasks),
    SetRole(SetRole),
    RemoveMember(RemoveMember),
    BanMember(BanMember),
    UnbanMember(UnbanMember),
}

impl From<Suggested> for Action {
    fn from(what: Suggested) -> Self {
        match what {
            Suggested::CreateTask(a) => a.into(),
            Suggested::EditTask(a) => a.into(),
            Suggested::AssignTask(a) => a.into(),
            Suggested::SetPhase(a) => a.into(),
            Suggested::SplitTask(a) => a.into(),
            Suggested::AddTasks(a) => a.into(),
            Suggested::SetRole(a) => a.into(),
            Suggested::RemoveMember(a) => a.into(),
            Suggested::BanMember(a) => a.into(),
            Suggested::UnbanMember(a) => a.into(),
        }
    }
}

impl TryFrom<Action> for Suggested {
    type Error = SuggestionRefusal;

    #[expect(clippy::wildcard_enum_match_arm, reason = "an action that is not named is suggested by nobody")]
    fn try_from(action: Action) -> Result<Self, SuggestionRefusal> {
        match action {
            // The reviewer of a task and the verdict on work cannot be suggested.
            Action::CreateTask(a) if a.reviewer.is_none() && a.assignee.is_none() && a.needs_review => {
                Ok(Self::CreateTask(a))
            }
            Action::EditTask(a) if a.reviewer.is_none() => Ok(Self::EditTask(a)),
            Action::SetPhase(a) if !matches!(a.phase, Phase::InReview | Phase::Done) => Ok(Self::SetPhase(a)),
            Action::AssignTask(a) => Ok(Self::AssignTask(a)),
            Action::SplitTask(a) => Ok(Self::SplitTask(a)),
            Action::AddTasks(a) if is_parts(&a) => Ok(Self::AddTasks(a)),
            Action::SetRole(a) => Ok(Self::SetRole(a)),
            Action::RemoveMember(a) => Ok(Self::RemoveMember(a)),
            Action::BanMember(a) => Ok(Self::BanMember(a)),
            Action::UnbanMember(a) => Ok(Self::UnbanMember(a)),
            other => Err(SuggestionRefusal::NotSuggestible { action: other.name() }),
        }
    }
}

/// Whether a list holds only unassigned parts of a task that fit into one line each: a person who accepts them with changes
/// edits such lines.
fn is_parts(a: &AddTasks) -> bool {
    let is_line = |task: &ListedTask| {
        task.depth == 0 && task.assignee.is_none() && quick::line(&task.asks(), task.ask).is_some()
    };
    a.parent.is_some() && a.tasks.count() <= Parts::MOST && a.tasks.iter().all(is_line)
}

impl Suggested {
    /// The state when a suggestion was made, as the action that would write it again. Any phase is possible.
    ///
    /// # Errors
    /// When the action cannot be suggested.
    pub fn stood(action: Action) -> Result<Self, SuggestionRefusal> {
        if let Action::SetPhase(a) = action { Ok(Self::SetPhase(a)) } else { Self::try_from(action) }
    }

    /// The name of the action.
    pub fn name(&self) -> &'static str {
        match self {
            Self::CreateTask(_) => "task.create",
            Self::EditTask(_) => "task.edit",
            Self::AssignTask(_) => "task.assign",
            Self::SetPhase(_) => "task.set_phase",
            Self::SplitTask(_) => "task.split",
            Self::AddTasks(_) => "task.add_list",
            Self::SetRole(_) => "member.set_role",
            Self::RemoveMember(_) => "member.remove",
            Self::BanMember(_) => "member.ban",
            Self::UnbanMember(_) => "member.unban",
        }
    }

    /// The input of the action.
    pub fn input(&self) -> Value {
        match self {
            Self::CreateTask(a) => serde_json::to_value(a),
            Self::EditTask(a) => serde_json::to_value(a),
            Self::AssignTask(a) => serde_json::to_value(a),
            Self::SetPhase(a) => serde_json::to_value(a),
            Self::SplitTask(a) => serde_json::to_value(a),
            Self::AddTasks(a) => serde_json::to_value(a),
            Self::SetRole(a) => serde_json::to_value(a),
            Self::RemoveMember(a) => serde_json::to_value(a),
            Self::BanMember(a) => serde_json::to_value(a),
            Self::UnbanMember(a) => serde_json::to_value(a),
        }
        .unwrap_or_default()
    }

    /// The rights needed to carry it out. `now`: the present phase of its task.
    pub fn needs(&self, now: Option<Phase>) -> Needs {
        match self {
            Self::SetPhase(a) if now.is_some_and(Phase::is_closed) && !a.phase.is_closed() => Needs::Assign,
            Self::CreateTask(a) if a.parent.is_none() => Needs::CreateTask,
            Self::CreateTask(_) | Self::SplitTask(_) | Self::AddTasks(_) => Needs::AddSubtask,
            Self::EditTask(_) => Needs::EditTask,
            Self::AssignTask(_) => Needs::Assign,
            Self::SetPhase(a) => match a.phase {
                Phase::Started
                | Phase::InProgress
                | Phase::ReadyForReview
                | Phase::InReview
                | Phase::Done => Needs::Work,
                Phase::New | Phase::HelpWanted | Phase::Dropped => Needs::CallOrDrop,
            },
            Self::SetRole(a) => Needs::SetRole { to: a.role },
            Self::RemoveMember(_) | Self::BanMember(_) | Self::UnbanMember(_) => Needs::Ban,
        }
    }

    /// The pursuance, by slug or id.
    pub fn pursuance(&self) -> &str {
        match self {
            Self::CreateTask(a) => &a.pursuance,
            Self::EditTask(a) => &a.pursuance,
            Self::AssignTask(a) => &a.pursuance,
            Self::SetPhase(a) => &a.pursuance,
            Self::SplitTask(a) => &a.pursuance,
            Self::AddTasks(a) => &a.pursuance,
            Self::SetRole(a) => &a.pursuance,
            Self::RemoveMember(a) => &a.pursuance,
            Self::BanMember(a) => &a.pursuance,
            Self::UnbanMember(a) => &a.pursuance,
        }
    }

    /// Names the pursuance by its id, which stays.
    pub fn set_pursuance(&mut self, id: &ActorId) {
        let pursuance = match self {
            Self::CreateTask(a) => &mut a.pursuance,
            Self::EditTask(a) => &mut a.pursuance,
            Self::AssignTask(a) => &mut a.pursuance,
            Self::SetPhase(a) => &mut a.pursuance,
            Self::SplitTask(a) => &mut a.pursuance,
            Self::AddTasks(a) => &mut a.pursuance,
            Self::SetRole(a) => &mut a.pursuance,
            Self::RemoveMember(a) => &mut a.pursuance,
            Self::BanMember(a) => &mut a.pursuance,
            Self::UnbanMember(a) => &mut a.pursuance,
        };
        id.as_str().clone_into(pursuance);
    }

    /// The number of the task it is about: of a new task, that of its parent.
    pub fn task(&self) -> Option<i64> {
        match self {
            Self::CreateTask(a) => a.parent,
            Self::EditTask(a) => Some(a.task),
            Self::AssignTask(a) => Some(a.task),
            Self::SetPhase(a) => Some(a.task),
            Self::SplitTask(a) => Some(a.task),
            Self::AddTasks(a) => a.parent,
            Self::SetRole(_) | Self::RemoveMember(_) | Self::BanMember(_) | Self::UnbanMember(_) => None,
        }
    }

    /// The person it is about.
    pub fn member(&self) -> Option<&ActorRef> {
        match self {
            Self::SetRole(a) => Some(&a.member),
            Self::RemoveMember(a) => Some(&a.member),
            Self::BanMember(a) => Some(&a.member),
            Self::UnbanMember(a) => Some(&a.member),
            Self::CreateTask(_)
            | Self::EditTask(_)
            | Self::AssignTask(_)
            | Self::SetPhase(_)
            | Self::SplitTask(_)
            | Self::AddTasks(_) => None,
        }
    }

    /// Whether it names anybody.
    pub fn names_somebody(&self) -> bool {
        match self {
            Self::AssignTask(a) => a.assignee.is_some(),
            Self::SetRole(_) | Self::RemoveMember(_) | Self::BanMember(_) | Self::UnbanMember(_) => true,
            Self::CreateTask(_)
            | Self::EditTask(_)
            | Self::SetPhase(_)
            | Self::SplitTask(_)
            | Self::AddTasks(_) => false,
        }
    }

    /// The person it names: the member it is about, or the assignee.
    pub fn named_mut(&mut self) -> Option<&mut ActorRef> {
        match self {
            Self::AssignTask(a) => a.assignee.as_mut(),
            Self::SetRole(a) => Some(&mut a.member),
            Self::RemoveMember(a) => Some(&mut a.member),
            Self::BanMember(a) => Some(&mut a.member),
            Self::UnbanMember(a) => Some(&mut a.member),
            Self::CreateTask(_)
            | Self::EditTask(_)
            | Self::SetPhase(_)
            | Self::SplitTask(_)
            | Self::AddTasks(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
