//! Principals, permissions, and the facts about them.

use serde::{Deserialize, Serialize};

use super::granted::Granted;
use crate::delegation::Side;
use crate::id::{ActorId, ProposalId};
use crate::people::role::Role;
use crate::time::Time;
use crate::value::{RoomReaders, Visibility};

/// The way a person came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A signed-in browser.
    Session,
    /// A bearer token.
    Token,
}

/// The actor of an action.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Principal {
    /// A person with an account here.
    Person {
        /// Their actor.
        actor: ActorId,
        /// The way in which they signed in.
        via: Via,
    },
    /// Somebody who has not signed in.
    Visitor,
    /// An actor of another server, proven by its signature.
    RemoteActor {
        /// The actor as kept here.
        actor: ActorId,
    },
    /// The clock: a job that a rule has foreseen.
    Clock {
        /// The kind of job.
        job: String,
    },
    /// The command line.
    Operator,
    /// A person who accepts a suggestion: allowed to do what they may do themselves, and nothing else.
    Decision {
        /// The stored suggestion.
        proposal: ProposalId,
        /// The person who accepts it: the creator of what is made.
        by: ActorId,
    },
}

impl Principal {
    /// The actor who acts, if it is one.
    pub fn actor(&self) -> Option<&ActorId> {
        match self {
            Self::Person { actor, .. } | Self::RemoteActor { actor } | Self::Decision { by: actor, .. } => {
                Some(actor)
            }
            Self::Visitor | Self::Clock { .. } | Self::Operator => None,
        }
    }

    /// The person with an account here who acts, if it is one.
    pub fn person(&self) -> Option<&ActorId> {
        match self {
            Self::Person { actor, .. } | Self::Decision { by: actor, .. } => Some(actor),
            Self::Visitor | Self::RemoteActor { .. } | Self::Clock { .. } | Self::Operator => None,
        }
    }
}

/// A kind of action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Read the description of a pursuance.
    SeePursuance,
    /// Read a task.
    SeeTask,
    /// See the members.
    SeeMembers,
    /// Read who did what to whom among the members.
    SeeLog,
    /// See how the pursuance goes.
    SeeHealth,
    /// Write in a discussion, and hang files on it.
    Discuss,
    /// Put a task forward for others to accept.
    SuggestTask,
    /// Write down a task.
    CreateTask,
    /// Change the texts and fields of a task.
    EditTask,
    /// Name the reviewer of a task, or none.
    SetReviewer,
    /// Put a task elsewhere in the tree.
    MoveTask,
    /// Split a task.
    AddSubtask,
    /// Take a task that wants help.
    TakeTask,
    /// Move a task along, hand it back.
    WorkOnTask,
    /// Say what a task waits for, and that it is blocked.
    Depend,
    /// Say that a task is not blocked any more, at least not by oneself.
    Unblock,
    /// Have a task of another pursuance wait for this one.
    AwaitTask,
    /// Give a task to somebody, or take it back from them.
    Assign,
    /// Look at work done here, and accept or send it back.
    Review,
    /// Offer, re-offer, recall, accept, decline, counter, return, submit; place a mirror.
    Delegate,
    /// Accept, send back or refuse work that came back from another pursuance.
    Verdict,
    /// Remove comments and files of others.
    Moderate,
    /// Say that two words mean one skill.
    MergeSkills,
    /// Save a search for everybody who reads the pursuance, and change or forget such a one.
    ShareSearch,
    /// Read a room.
    SeeRoom {
        /// Who reads it.
        open: RoomReaders,
    },
    /// Tell all members who read a room of a message there.
    CallRoom,
    /// Make, rename and archive rooms.
    ManageRooms,
    /// Put a task away.
    ArchiveTask,
    /// Delete a task for good.
    DeleteTask,
    /// Grant one member something on one task.
    GrantOnTask,
    /// Invite somebody into a role.
    Invite {
        /// The role they would have.
        role: Role,
    },
    /// Revoke an invitation. `is_creator` in the facts: made by oneself.
    RevokeInvite,
    /// See the tree of invitations.
    SeeInviteTree,
    /// Let in somebody who asked to join.
    DecideMember,
    /// Suggest that somebody be banned.
    SuggestBan,
    /// Remove a member, ban or unban somebody.
    Ban {
        /// The role of the member concerned.
        role: Role,
    },
    /// Give a member another role.
    SetRole {
        /// The role they have.
        from: Role,
        /// The role they would have.
        to: Role,
    },
    /// Change name, mission, visibility, joining and other settings.
    EditPursuance,
    /// Make and end standing agreements.
    ManagePacts,
    /// Make somebody else the Primary.
    TransferPursuance,
    /// Close the pursuance, open it again, delete it for good.
    DeletePursuance,
    /// Become a member, or ask to.
    Join,
    /// Stop being a member.
    Leave,
    /// Start a pursuance.
    CreatePursuance,
    /// Run the instance.
    OperateInstance,
}

impl Permission {
    /// Whether the permission is about one task, which the principal has to see.
    pub fn is_about_task(self) -> bool {
        match self {
            Self::SeeTask
            | Self::Discuss
            | Self::EditTask
            | Self::SetReviewer
            | Self::MoveTask
            | Self::AddSubtask
            | Self::TakeTask
            | Self::WorkOnTask
            | Self::Depend
            | Self::Unblock
            | Self::AwaitTask
            | Self::Assign
            | Self::Review
            | Self::Delegate
            | Self::Verdict
            | Self::Moderate
            | Self::ArchiveTask
            | Self::DeleteTask
            | Self::GrantOnTask => true,
            Self::SeePursuance
            | Self::SeeMembers
            | Self::SeeLog
            | Self::SeeHealth
            | Self::SuggestTask
            | Self::CreateTask
            | Self::MergeSkills
            | Self::ShareSearch
            | Self::SeeRoom { .. }
            | Self::CallRoom
            | Self::ManageRooms
            | Self::Invite { .. }
            | Self::RevokeInvite
            | Self::SeeInviteTree
            | Self::DecideMember
            | Self::SuggestBan
            | Self::Ban { .. }
            | Self::SetRole { .. }
            | Self::EditPursuance
            | Self::ManagePacts
            | Self::TransferPursuance
            | Self::DeletePursuance
            | Self::Join
            | Self::Leave
            | Self::CreatePursuance
            | Self::OperateInstance => false,
        }
    }

    /// Whether it is given in a closed pursuance, too: reading, leaving, and what decides what becomes of the pursuance.
    pub fn outlasts_closing(self) -> bool {
        match self {
            Self::SeePursuance
            | Self::SeeTask
            | Self::SeeMembers
            | Self::SeeLog
            | Self::SeeRoom { .. }
            | Self::SeeHealth
            | Self::SeeInviteTree
            | Self::Leave
            | Self::TransferPursuance
            | Self::DeletePursuance
            | Self::CreatePursuance
            | Self::OperateInstance => true,
            Self::Discuss
            | Self::SuggestTask
            | Self::CreateTask
            | Self::EditTask
            | Self::SetReviewer
            | Self::MoveTask
            | Self::AddSubtask
            | Self::TakeTask
            | Self::WorkOnTask
            | Self::Depend
            | Self::Unblock
            | Self::AwaitTask
            | Self::Assign
            | Self::Review
            | Self::Delegate
            | Self::Verdict
            | Self::Moderate
            | Self::MergeSkills
            | Self::ShareSearch
            | Self::CallRoom
            | Self::ManageRooms
            | Self::ArchiveTask
            | Self::DeleteTask
            | Self::GrantOnTask
            | Self::Invite { .. }
            | Self::RevokeInvite
            | Self::DecideMember
            | Self::SuggestBan
            | Self::Ban { .. }
            | Self::SetRole { .. }
            | Self::EditPursuance
            | Self::ManagePacts
            | Self::Join => false,
        }
    }

    /// The key of the permission in words, to follow “can”.
    pub fn key(self) -> &'static str {
        match self {
            Self::SeePursuance => "can-see-pursuance",
            Self::SeeTask => "can-see-task",
            Self::SeeMembers => "can-see-members",
            Self::SeeLog => "can-see-log",
            Self::SeeHealth => "can-see-health",
            Self::Discuss => "can-discuss",
            Self::SuggestTask => "can-suggest-task",
            Self::CreateTask => "can-create-task",
            Self::EditTask => "can-edit-task",
            Self::SetReviewer => "can-set-reviewer",
            Self::MoveTask => "can-move-task",
            Self::AddSubtask => "can-add-subtask",
            Self::TakeTask => "can-take-task",
            Self::WorkOnTask => "can-work-on-task",
            Self::Depend => "can-depend",
            Self::Unblock => "can-unblock",
            Self::AwaitTask => "can-await-task",
            Self::Assign => "can-assign",
            Self::Review => "can-review",
            Self::Delegate => "can-delegate",
            Self::Verdict => "can-verdict",
            Self::Moderate => "can-moderate",
            Self::MergeSkills => "can-merge-skills",
            Self::ShareSearch => "can-share-search",
            Self::SeeRoom { .. } => "can-see-room",
            Self::CallRoom => "can-call-room",
            Self::ManageRooms => "can-manage-rooms",
            Self::ArchiveTask => "can-archive-task",
            Self::DeleteTask => "can-delete-task",
            Self::GrantOnTask => "can-grant-on-task",
            Self::Invite { .. } => "can-invite",
            Self::RevokeInvite => "can-revoke-invite",
            Self::SeeInviteTree => "can-see-invite-tree",
            Self::DecideMember => "can-decide-member",
            Self::SuggestBan => "can-suggest-ban",
            Self::Ban { .. } => "can-ban",
            Self::SetRole { .. } => "can-set-role",
            Self::EditPursuance => "can-edit-pursuance",
            Self::ManagePacts => "can-manage-pacts",
            Self::TransferPursuance => "can-transfer-pursuance",
            Self::DeletePursuance => "can-delete-pursuance",
            Self::Join => "can-join",
            Self::Leave => "can-leave",
            Self::CreatePursuance => "can-create-pursuance",
            Self::OperateInstance => "can-operate-instance",
        }
    }
}

/// The membership of an actor in a pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Membership {
    /// No member.
    #[default]
    None,
    /// Asked to join; nobody has answered.
    Pending,
    /// A member with a role.
    Active(Role),
    /// Banned.
    Banned,
}

/// The place of a task, for readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AwayTask {
    /// Where it was written, or archived.
    #[default]
    No,
    /// In the trash: for members who may edit it.
    Trashed,
    /// Deleted for good: for nobody.
    Deleted,
}

/// The facts about the actor, the pursuance and the task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The visibility of the pursuance.
    pub visibility: Visibility,
    /// The actor's membership.
    pub membership: Membership,
    /// Whether the actor has the task.
    pub is_assignee: bool,
    /// Whether the actor is its reviewer.
    pub is_reviewer: bool,
    /// Whether the actor wrote the task (or made the invitation in question).
    pub is_creator: bool,
    /// Whether the task is said to be blocked by the actor.
    pub is_blocker: bool,
    /// Whether the task has a reviewer at all.
    pub has_reviewer: bool,
    /// Whether the task is a mirror, or part of one.
    pub is_mirror: bool,
    /// Whether the task is in the trash, or deleted.
    pub away: AwayTask,
    /// The actor's grants on the task.
    pub granted: Granted,
    /// The actor's side in the live delegation of the task, if it is a party.
    pub live_delegation: Option<Side>,
    /// Whether the actor runs the instance.
    pub is_operator: bool,
    /// Whether a member who may do so lets the actor in: by an invitation, or by having asked them.
    pub is_invited: bool,
    /// Since when the pursuance is closed; none while it is open.
    pub closed_since: Option<Time>,
}

impl Facts {
    /// The facts about a pursuance and an actor, with no task in question.
    pub fn about(visibility: Visibility, membership: Membership) -> Self {
        Self {
            visibility,
            membership,
            is_assignee: false,
            is_reviewer: false,
            is_creator: false,
            is_blocker: false,
            has_reviewer: false,
            is_mirror: false,
            away: AwayTask::No,
            granted: Granted::default(),
            live_delegation: None,
            is_operator: false,
            is_invited: false,
            closed_since: None,
        }
    }

    /// The actor's role, if it is an active member.
    pub fn role(&self) -> Option<Role> {
        match self.membership {
            Membership::Active(role) => Some(role),
            Membership::None | Membership::Pending | Membership::Banned => None,
        }
    }
}

/// The tasks of a pursuance that a principal may read: the filter of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readable {
    /// All tasks.
    All,
    /// Tasks assigned to the principal, and tasks with a grant.
    AssignedOnly,
    /// Tasks of a live delegation with the principal as a party.
    DelegatedOnly,
    /// No task.
    Nothing,
}
