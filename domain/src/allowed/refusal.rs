//! Refusals for lack of permission.

use super::facts::Permission;
use crate::people::role::Role;
use crate::time::Time;
use crate::wording::{NamedValue, Wording, refusals};

/// The reason, in detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Not visible: for this principal it does not exist.
    NotVisible,
    /// The role is too low; `needed` is the least one.
    RoleTooLow { needed: Role },
    /// Nobody has signed in.
    NotSignedIn,
    /// No member.
    NotAMember,
    /// The request to join waits for an answer.
    NotYetAMember,
    /// Banned.
    Banned,
    /// A member already.
    AlreadyAMember,
    /// Neither the assignee nor an Assigner.
    NotYours,
    /// Not the reviewer.
    NotTheReviewer { has_reviewer: bool },
    /// The principal's own work.
    OwnWork,
    /// The role concerned is not below (or, for invitations, is above) the principal's.
    RoleAboveOwn { own: Role },
    /// A pursuance has exactly one Primary.
    PrimaryStays,
    /// Not an operator.
    NotOperator,
    /// Another server without a live delegation of the task.
    NotParty,
    /// Not an action of the clock, a decision or the command line.
    NotForThis,
    /// The pursuance is closed: it is read, and nothing in it changes.
    Closed { since: Time },
}

/// A missing permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAllowed {
    /// The permission.
    pub permission: Permission,
    /// The reason.
    pub why: Why,
}

refusals!(NotAllowed);

impl NotAllowed {
    /// The least role with the permission, where a role would help.
    pub fn needed(&self) -> Option<Role> {
        match self.why {
            Why::RoleTooLow { needed } => Some(needed),
            Why::NotYours => Some(Role::Assigner),
            Why::NotTheReviewer { .. } => Some(Role::Admin),
            Why::NotVisible
            | Why::NotSignedIn
            | Why::NotAMember
            | Why::NotYetAMember
            | Why::Banned
            | Why::AlreadyAMember
            | Why::OwnWork
            | Why::RoleAboveOwn { .. }
            | Why::PrimaryStays
            | Why::NotOperator
            | Why::NotParty
            | Why::NotForThis
            | Why::Closed { .. } => None,
        }
    }

    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self.why {
            Why::NotVisible => "not-found",
            Why::RoleTooLow { .. } | Why::NotForThis | Why::NotParty => "not-allowed",
            Why::NotSignedIn => "not-signed-in",
            Why::NotAMember => "not-a-member",
            Why::NotYetAMember => "not-yet-a-member",
            Why::Banned => "banned",
            Why::AlreadyAMember => "already-a-member",
            Why::NotYours => "not-yours",
            Why::NotTheReviewer { .. } => "not-the-reviewer",
            Why::OwnWork => "own-work",
            Why::RoleAboveOwn { .. } => "role-above-own",
            Why::PrimaryStays => "primary-stays",
            Why::NotOperator => "not-an-operator",
            Why::Closed { .. } => "pursuance-closed",
        }
    }

    /// The words of the refusal for people.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the words name the permission; few have others")]
    pub fn wording(&self) -> Wording {
        let can = |key| Wording::new(key).set("can", self.permission);
        match self.why {
            Why::NotVisible => Wording::new("refusal-not-visible"),
            Why::RoleTooLow { needed: Role::Primary } => can("refusal-role-primary"),
            Why::RoleTooLow { needed } => {
                // The least role that may suggest it instead.
                let suggesters = match self.permission {
                    Permission::CreateTask
                    | Permission::EditTask
                    | Permission::AddSubtask
                    | Permission::SetRole { .. } => Some(Role::Viewer),
                    Permission::Ban { .. } => Some(Role::Assigner),
                    _ => None,
                };
                let told = match suggesters {
                    Some(least) => can("refusal-role-suggest").set("suggesters", NamedValue::Holders(least)),
                    None => can("refusal-role"),
                };
                told.set("roles", NamedValue::Holders(needed))
            }
            Why::NotSignedIn => Wording::new("refusal-not-signed-in"),
            Why::NotAMember => can("refusal-not-a-member"),
            Why::NotYetAMember => Wording::new("refusal-not-yet-a-member"),
            Why::Banned => Wording::new("refusal-banned"),
            Why::AlreadyAMember => Wording::new("refusal-already-a-member"),
            Why::NotYours => can("refusal-not-yours"),
            Why::NotTheReviewer { has_reviewer: true } => can("refusal-not-the-reviewer"),
            Why::NotTheReviewer { has_reviewer: false } => can("refusal-not-the-creator"),
            Why::OwnWork => Wording::new("refusal-own-work"),
            Why::RoleAboveOwn { own } => {
                let key = match self.permission {
                    Permission::Invite { .. } => "refusal-invite-above-own",
                    _ => "refusal-role-above-own",
                };
                Wording::new(key).set("role", own)
            }
            Why::PrimaryStays => Wording::new("refusal-primary-stays"),
            Why::NotOperator => can("refusal-not-operator"),
            Why::NotParty => Wording::new("refusal-not-party"),
            Why::NotForThis => Wording::new("refusal-not-for-this"),
            Why::Closed { since } => Wording::new("refusal-closed").set("since", since),
        }
    }
}
