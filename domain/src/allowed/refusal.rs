//! Refusals for lack of permission.

use super::facts::Permission;
use crate::people::role::Role;

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
}

/// A missing permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAllowed {
    /// The permission.
    pub permission: Permission,
    /// The reason.
    pub why: Why,
}

impl std::fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let can = self.permission.words();
        match self.why {
            Why::NotVisible => f.write_str("There is nothing here that you can see."),
            Why::RoleTooLow { needed: Role::Primary } => write!(f, "Only the Primary can {can}."),
            Why::RoleTooLow { needed } => write!(f, "Only {} and above can {can}.", needed.plural()),
            Why::NotSignedIn => f.write_str("You are not signed in."),
            Why::NotAMember => write!(f, "Only members can {can}."),
            Why::NotYetAMember => f.write_str("You have asked to join, and nobody has answered yet."),
            Why::Banned => f.write_str("You were banned from this pursuance."),
            Why::AlreadyAMember => f.write_str("You are a member already."),
            Why::NotYours => write!(f, "Only the assignee, or Assigners and above, can {can}."),
            Why::NotTheReviewer { has_reviewer: true } => {
                write!(f, "Only the reviewer or an Admin can {can}.")
            }
            Why::NotTheReviewer { has_reviewer: false } => {
                write!(f, "Only the person who added the task, or an Admin, can {can}.")
            }
            Why::OwnWork => f.write_str("You did this work, so somebody else reviews it."),
            Why::RoleAboveOwn { own } => match self.permission {
                Permission::Invite { .. } => write!(f, "You can invite up to your own role, {own}."),
                _ => write!(f, "You can do that for roles below your own, {own}."),
            },
            Why::PrimaryStays => f.write_str("A pursuance always has a Primary, and that is you."),
            Why::NotOperator => write!(f, "Only operators can {can}."),
            Why::NotParty => {
                f.write_str("Only the other side of an open hand-over of this task can do that.")
            }
            Why::NotForThis => f.write_str("Only a member can do that."),
        }
    }
}

impl std::error::Error for NotAllowed {}

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
            | Why::NotForThis => None,
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
        }
    }

    /// The advice for the person.
    pub fn advice(&self) -> &'static str {
        match self.why {
            Why::NotVisible => "Check the address, or sign in if it is for members only.",
            Why::RoleTooLow { .. } => match self.permission {
                Permission::CreateTask | Permission::EditTask | Permission::AddSubtask => {
                    "Ask one of them, or suggest it in the discussion."
                }
                Permission::Ban { .. } => "Ask one of them, or suggest it.",
                _ => "Ask one of them.",
            },
            Why::NotSignedIn => "Sign in, or join this server.",
            Why::NotAMember => "Join first.",
            Why::NotYetAMember => "Wait for their answer.",
            Why::Banned => "Ask an Assistant admin there if you think that is a mistake.",
            Why::AlreadyAMember => "Nothing needs to be done.",
            Why::NotYours => "Ask the assignee, or an Assigner.",
            Why::NotTheReviewer { .. } => "Ask them.",
            Why::OwnWork => "Ask the reviewer.",
            Why::RoleAboveOwn { .. } => "Ask somebody with a higher role.",
            Why::PrimaryStays => "Make somebody else the Primary first.",
            Why::NotOperator => "Ask an operator of this server.",
            Why::NotParty => "Offer, accept or grant first.",
            Why::NotForThis => "Ask a member to do it.",
        }
    }
}
