//! Who asks, for what, and what is known about it.

use serde::{Deserialize, Serialize};

use crate::delegation::Side;
use crate::id::{ActorId, ProposalId};
use crate::people::role::Role;
use crate::value::Visibility;

/// How a person came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A signed-in browser.
    Session,
    /// A bearer token.
    Token,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Principal {
    /// A person with an account here.
    Person {
        /// Their actor.
        actor: ActorId,
        /// How they came in.
        via: Via,
    },
    /// Somebody who has not signed in.
    Visitor,
    /// An actor of another server, proven by its signature.
    RemoteActor {
        /// The actor as kept here.
        actor: ActorId,
    },
    /// Time: a job that does what a rule foresaw.
    Clock {
        /// The kind of job.
        job: String,
    },
    /// Whoever has the machine: the command line.
    Operator,
    /// A suggestion that was accepted, or a vote that passed.
    Decision {
        /// The stored suggestion.
        proposal: ProposalId,
    },
}

impl Principal {
    /// The actor who acts, if it is one.
    pub fn actor(&self) -> Option<&ActorId> {
        match self {
            Self::Person { actor, .. } | Self::RemoteActor { actor } => Some(actor),
            Self::Visitor | Self::Clock { .. } | Self::Operator | Self::Decision { .. } => None,
        }
    }

    /// The person with an account here who acts, if it is one.
    pub fn person(&self) -> Option<&ActorId> {
        match self {
            Self::Person { actor, .. } => Some(actor),
            Self::Visitor
            | Self::RemoteActor { .. }
            | Self::Clock { .. }
            | Self::Operator
            | Self::Decision { .. } => None,
        }
    }
}

/// A kind of thing one may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Read what a pursuance is for.
    SeePursuance,
    /// Read a task.
    SeeTask,
    /// See who is in.
    SeeMembers,
    /// Write in a discussion, and hang files on it.
    Discuss,
    /// Put a task forward for others to accept.
    SuggestTask,
    /// Write down a task.
    CreateTask,
    /// Change what a task says.
    EditTask,
    /// Put a task elsewhere in the tree.
    MoveTask,
    /// Split a task.
    AddSubtask,
    /// Take a task that wants help.
    TakeTask,
    /// Move a task along, hand it back.
    WorkOnTask,
    /// Give a task to somebody, or take it back from them.
    Assign,
    /// Look at work done here, and accept or send it back.
    Review,
    /// Offer, re-offer, recall, accept, decline, counter, return, submit; place a mirror.
    Delegate,
    /// Accept, send back or refuse work that came back from another pursuance.
    Verdict,
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
    /// Make an invitation useless. `is_creator` in the facts: made by oneself.
    RevokeInvite,
    /// See who came through whom.
    SeeInviteTree,
    /// Let in somebody who asked to join.
    DecideMember,
    /// Suggest that somebody be banned.
    SuggestBan,
    /// Ban or unban.
    Ban {
        /// The role of whom it concerns.
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
    /// Close the pursuance for good.
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
    /// Whether it concerns one task, which one has to be able to see.
    pub fn is_about_task(self) -> bool {
        match self {
            Self::SeeTask
            | Self::Discuss
            | Self::EditTask
            | Self::MoveTask
            | Self::AddSubtask
            | Self::TakeTask
            | Self::WorkOnTask
            | Self::Assign
            | Self::Review
            | Self::Delegate
            | Self::Verdict
            | Self::ArchiveTask
            | Self::DeleteTask
            | Self::GrantOnTask => true,
            Self::SeePursuance
            | Self::SeeMembers
            | Self::SuggestTask
            | Self::CreateTask
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

    /// What it is, to follow “can”.
    pub fn words(self) -> &'static str {
        match self {
            Self::SeePursuance => "see this pursuance",
            Self::SeeTask => "see this task",
            Self::SeeMembers => "see who is in",
            Self::Discuss => "join the discussion",
            Self::SuggestTask => "suggest tasks",
            Self::CreateTask => "write down tasks",
            Self::EditTask => "change this task",
            Self::MoveTask => "put tasks elsewhere",
            Self::AddSubtask => "split this task",
            Self::TakeTask => "take tasks",
            Self::WorkOnTask => "move this task along",
            Self::Assign => "give tasks to people",
            Self::Review => "decide on this work",
            Self::Delegate => "hand tasks over",
            Self::Verdict => "decide on work that comes back",
            Self::ArchiveTask => "put tasks away",
            Self::DeleteTask => "delete tasks for good",
            Self::GrantOnTask => "grant rights on a task",
            Self::Invite { .. } => "invite people",
            Self::RevokeInvite => "revoke this invitation",
            Self::SeeInviteTree => "see who invited whom",
            Self::DecideMember => "let people in",
            Self::SuggestBan => "suggest a ban",
            Self::Ban { .. } => "ban and unban",
            Self::SetRole { .. } => "set roles",
            Self::EditPursuance => "change the settings",
            Self::ManagePacts => "make standing agreements",
            Self::TransferPursuance => "pass the pursuance on",
            Self::DeletePursuance => "close the pursuance",
            Self::Join => "join",
            Self::Leave => "leave",
            Self::CreatePursuance => "start a pursuance",
            Self::OperateInstance => "run this server",
        }
    }
}

/// Where an actor stands with a pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Membership {
    /// Not in.
    #[default]
    None,
    /// Asked to join; nobody has answered.
    Pending,
    /// In, with a role.
    Active(Role),
    /// Put out.
    Banned,
}

/// What a member may be granted on one task, whatever their role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskGrant {
    /// Read it.
    View,
    /// Write in its discussion.
    Discuss,
    /// Suggest changes and parts.
    Suggest,
    /// Change it.
    Edit,
}

impl TaskGrant {
    /// Every grant.
    pub const ALL: [Self; 4] = [Self::View, Self::Discuss, Self::Suggest, Self::Edit];

    /// The word stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Discuss => "discuss",
            Self::Suggest => "suggest",
            Self::Edit => "edit",
        }
    }

    /// Reads a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.as_str() == word)
    }
}

/// A set of grants on one task. Each of them lets the member read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Granted(u8);

impl Granted {
    /// Whether that one is among them.
    pub fn has(self, grant: TaskGrant) -> bool {
        self.0 & (1 << grant as u8) != 0
    }

    /// Whether there are any.
    pub fn any(self) -> bool {
        self.0 != 0
    }
}

impl FromIterator<TaskGrant> for Granted {
    fn from_iter<I: IntoIterator<Item = TaskGrant>>(grants: I) -> Self {
        Self(grants.into_iter().fold(0, |set, grant| set | (1 << grant as u8)))
    }
}

/// What is known about the actor, the pursuance and the task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Who may read the pursuance.
    pub visibility: Visibility,
    /// Where the actor stands with it.
    pub membership: Membership,
    /// Whether the actor has the task.
    pub is_assignee: bool,
    /// Whether the actor is its reviewer.
    pub is_reviewer: bool,
    /// Whether the actor wrote it down (or made the invitation in question).
    pub is_creator: bool,
    /// Whether the task has a reviewer at all.
    pub has_reviewer: bool,
    /// Whether the task is a mirror, or part of one.
    pub is_mirror: bool,
    /// What the actor was granted on the task.
    pub granted: Granted,
    /// The side the actor stands on in the live delegation of the task, if it is party to one.
    pub live_delegation: Option<Side>,
    /// Whether the actor runs the instance.
    pub is_operator: bool,
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
            has_reviewer: false,
            is_mirror: false,
            granted: Granted::default(),
            live_delegation: None,
            is_operator: false,
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

/// Which tasks of a pursuance somebody may read: what a list is filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readable {
    /// All of them.
    All,
    /// Those assigned to them, and those they were granted something on.
    AssignedOnly,
    /// Those of a live delegation they are party to.
    DelegatedOnly,
    /// None.
    Nothing,
}
