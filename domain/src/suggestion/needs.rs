//! The rights needed to carry out a suggestion.

use crate::allowed::{Facts, Permission, Principal, Ruling, ruling};
use crate::people::role::Role;

/// The right needed to carry out a suggestion. Stored beside it, so that lists are filtered without reading every
/// action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Write down a task.
    CreateTask,
    /// Write down parts of a task.
    AddSubtask,
    /// Change a task.
    EditTask,
    /// Give a task to somebody, or open it again.
    Assign,
    /// Move the work on a task along.
    Work,
    /// Ask for help with a task, or drop it: the creator may do that, too.
    CallOrDrop,
    /// Give a member this role.
    SetRole { to: Role },
    /// Remove, ban or unban somebody.
    Ban,
}

impl Needs {
    /// Every right; for the role, the lowest one.
    pub const ALL: [Self; 8] = [
        Self::CreateTask,
        Self::AddSubtask,
        Self::EditTask,
        Self::Assign,
        Self::Work,
        Self::CallOrDrop,
        Self::SetRole { to: Role::Untrusted },
        Self::Ban,
    ];

    /// The stored word; for a role, without the role.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CreateTask => "create_task",
            Self::AddSubtask => "add_subtask",
            Self::EditTask => "edit_task",
            Self::Assign => "assign",
            Self::Work => "work",
            Self::CallOrDrop => "call_or_drop",
            Self::SetRole { .. } => "set_role",
            Self::Ban => "ban",
        }
    }

    /// The role stored beside the word.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::SetRole { to } => Some(to),
            Self::CreateTask
            | Self::AddSubtask
            | Self::EditTask
            | Self::Assign
            | Self::Work
            | Self::CallOrDrop
            | Self::Ban => None,
        }
    }

    /// Reads a stored word and role.
    pub fn parse(word: &str, role: Option<Role>) -> Option<Self> {
        match (word, role) {
            ("create_task", None) => Some(Self::CreateTask),
            ("add_subtask", None) => Some(Self::AddSubtask),
            ("edit_task", None) => Some(Self::EditTask),
            ("assign", None) => Some(Self::Assign),
            ("work", None) => Some(Self::Work),
            ("call_or_drop", None) => Some(Self::CallOrDrop),
            ("set_role", Some(to)) => Some(Self::SetRole { to }),
            ("ban", None) => Some(Self::Ban),
            _ => None,
        }
    }

    /// Whether somebody may carry it out, may only suggest it, or neither. `facts`: about them and the task. `member`: the
    /// role of the member it is about; Untrusted for somebody who is none.
    pub fn ruling(self, who: &Principal, facts: &Facts, member: Role) -> Ruling {
        let permission = match self {
            Self::CreateTask => Permission::CreateTask,
            Self::AddSubtask => Permission::AddSubtask,
            Self::EditTask => Permission::EditTask,
            Self::Assign => Permission::Assign,
            Self::Work => Permission::WorkOnTask,
            Self::CallOrDrop if facts.is_creator && facts.role() >= Some(Role::Normal) => Permission::SeeTask,
            Self::CallOrDrop => Permission::Assign,
            Self::SetRole { to } => Permission::SetRole { from: member, to },
            Self::Ban => Permission::Ban { role: member },
        };
        ruling(who, permission, facts)
    }
}
