//! Roles: the ladder of trust inside one pursuance (RULES §2). [`crate::allowed`] has the rights of each role.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A member's role, least trusted first. Each role has the rights of those before it, and more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees only what was assigned or granted to them.
    Untrusted,
    /// Reads, suggests, discusses.
    Viewer,
    /// Takes tasks and works on them.
    Normal,
    /// Hands tasks to people and to other pursuances.
    Assigner,
    /// Brings people in.
    Recruiter,
    /// Shapes the tree of tasks and keeps order.
    AssistantAdmin,
    /// Sets roles and settings.
    Admin,
    /// Answers for the pursuance; exactly one.
    Primary,
}

impl Role {
    /// Every role, least trusted first.
    pub const ALL: [Self; 8] = [
        Self::Untrusted,
        Self::Viewer,
        Self::Normal,
        Self::Assigner,
        Self::Recruiter,
        Self::AssistantAdmin,
        Self::Admin,
        Self::Primary,
    ];

    /// The word stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Untrusted => "untrusted",
            Self::Viewer => "viewer",
            Self::Normal => "normal",
            Self::Assigner => "assigner",
            Self::Recruiter => "recruiter",
            Self::AssistantAdmin => "assistant_admin",
            Self::Admin => "admin",
            Self::Primary => "primary",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// The role as English pages call it, for texts that lead there.
    pub fn label(self) -> &'static str {
        match self {
            Self::Untrusted => "Guest",
            Self::Viewer => "Reader",
            Self::Normal => "Helper",
            Self::Assigner => "Coordinator",
            Self::Recruiter => "Recruiter",
            Self::AssistantAdmin => "Assistant organiser",
            Self::Admin => "Organiser",
            Self::Primary => "Owner",
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_reads_back_and_has_the_same_word_in_json() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
            assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{}\"", role.as_str()));
        }
        assert_eq!(Role::parse("owner"), None);
    }

    #[test]
    fn roles_are_ordered_by_trust() {
        assert!(Role::ALL.is_sorted());
        assert!(Role::Primary > Role::Admin && Role::Viewer > Role::Untrusted);
    }
}
