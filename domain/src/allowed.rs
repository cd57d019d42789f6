//! Permissions: the one function that every read and every write asks (RULES §2).
//!
//! [`allowed`] decides whether *this* principal may do *this* kind of thing, given facts that the caller has loaded.
//! [`crate::task`] and [`crate::delegation`] check everything else (a phase, a state, a date) afterwards. [`readable`]
//! is the same rule for lists, as an SQL filter; a test holds the two together.

mod facts;
mod granted;
mod refusal;
mod sight;

pub use facts::{AwayTask, Facts, Membership, Permission, Principal, Readable, Via};
pub use granted::{Granted, Grants, TaskGrant};
pub use refusal::{NotAllowed, Why};
pub use sight::{Sight, Sights, TaskSight, Thread, seen, seen_room, sight};

use crate::delegation::Side;
use crate::people::role::Role;
use crate::value::{RoomReaders, Visibility};

/// The answer of the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// The principal has the permission.
    Yes,
    /// The principal lacks the permission, and may suggest the same thing to members who have it.
    Suggest(NotAllowed),
    /// The principal lacks the permission.
    No(NotAllowed),
}

/// Decides whether the principal has the permission.
///
/// # Errors
/// [`NotAllowed`] with the reason, and the people who could.
pub fn allowed(principal: &Principal, permission: Permission, facts: &Facts) -> Result<(), NotAllowed> {
    match ruling(principal, permission, facts) {
        Ruling::Yes => Ok(()),
        Ruling::Suggest(refusal) | Ruling::No(refusal) => Err(refusal),
    }
}

/// Decides whether the principal has the permission, or may only suggest it.
pub fn ruling(principal: &Principal, permission: Permission, facts: &Facts) -> Ruling {
    match decide(principal, permission, facts) {
        Ok(()) => Ruling::Yes,
        Err(why) => {
            let refusal = NotAllowed { permission, why };
            let is_closed = matches!(why, Why::Closed { .. });
            if !is_closed && may_suggest(principal, permission, facts) {
                Ruling::Suggest(refusal)
            } else {
                Ruling::No(refusal)
            }
        }
    }
}

/// The rule of closed pursuances, for every permission in one place: they are read, left, handed over and opened again,
/// and nothing else happens in them (RULES §2).
///
/// # Errors
/// [`Why::Closed`] where the pursuance is closed and the permission ends with that.
pub fn while_open(permission: Permission, facts: &Facts) -> Result<(), NotAllowed> {
    match facts.closed_since {
        Some(since) if !permission.outlasts_closing() => {
            Err(NotAllowed { permission, why: Why::Closed { since } })
        }
        Some(_) | None => Ok(()),
    }
}

fn decide(principal: &Principal, permission: Permission, facts: &Facts) -> Result<(), Why> {
    let by_role = of_principal(principal, permission, facts);
    // A principal who may not see the pursuance does not learn that it is closed.
    if by_role != Err(Why::NotVisible) {
        while_open(permission, facts).map_err(|refusal| refusal.why)?;
    }
    by_role
}

/// The rule, apart from closed pursuances.
fn of_principal(principal: &Principal, permission: Permission, facts: &Facts) -> Result<(), Why> {
    match principal {
        // Only a signed-in person runs the instance, never a program with a token.
        Principal::Person { via: Via::Token, .. } if permission == Permission::OperateInstance => {
            Err(Why::NotOperator)
        }
        Principal::Person { .. } => person(permission, facts),
        Principal::Visitor => visitor(permission, facts),
        Principal::RemoteActor { .. } => remote(permission, facts),
        Principal::Clock { .. } => clock(permission),
        Principal::Operator => operator(permission, facts),
        Principal::Decision { .. } => {
            decision(permission)?;
            person(permission, facts)
        }
    }
}

/// The things that members suggest who may not do them: a task, its parts, texts, assignee and phase, a role, a ban.
fn may_suggest(principal: &Principal, permission: Permission, facts: &Facts) -> bool {
    let (Principal::Person { .. }, Some(role)) = (principal, facts.role()) else { return false };
    match permission {
        Permission::CreateTask => role >= Role::Viewer,
        Permission::EditTask | Permission::AddSubtask | Permission::WorkOnTask | Permission::Assign => {
            sees_task(readable_by_person(facts), facts)
                && (role >= Role::Viewer || facts.granted.has(TaskGrant::Suggest))
        }
        // The pursuance is handed over by its Primary alone.
        Permission::SetRole { from, to } => {
            role >= Role::Viewer && from != Role::Primary && to != Role::Primary
        }
        Permission::Ban { role: banned } => role >= Role::Assigner && banned != Role::Primary,
        Permission::SeePursuance
        | Permission::SeeTask
        | Permission::SeeMembers
        | Permission::SeeLog
        | Permission::SeeHealth
        | Permission::Discuss
        | Permission::SuggestTask
        | Permission::SetReviewer
        | Permission::MoveTask
        | Permission::Depend
        | Permission::Unblock
        | Permission::AwaitTask
        | Permission::TakeTask
        | Permission::Review
        | Permission::Delegate
        | Permission::Verdict
        | Permission::Moderate
        | Permission::MergeSkills
        | Permission::ShareSearch
        | Permission::SeeRoom { .. }
        | Permission::CallRoom
        | Permission::ManageRooms
        | Permission::ArchiveTask
        | Permission::DeleteTask
        | Permission::GrantOnTask
        | Permission::Invite { .. }
        | Permission::RevokeInvite
        | Permission::SeeInviteTree
        | Permission::DecideMember
        | Permission::SuggestBan
        | Permission::EditPursuance
        | Permission::ManagePacts
        | Permission::TransferPursuance
        | Permission::DeletePursuance
        | Permission::Join
        | Permission::Leave
        | Permission::CreatePursuance
        | Permission::OperateInstance => false,
    }
}

/// The part of a pursuance that the principal may read.
pub fn readable(principal: &Principal, facts: &Facts) -> Readable {
    match principal {
        Principal::Person { .. } | Principal::Decision { .. } => readable_by_person(facts),
        Principal::Visitor if is_open(facts) => Readable::All,
        Principal::Visitor => Readable::Nothing,
        Principal::RemoteActor { .. } if is_open(facts) => Readable::All,
        Principal::RemoteActor { .. } => Readable::DelegatedOnly,
        Principal::Clock { .. } => Readable::All,
        // Operators see reports, not contents.
        Principal::Operator if is_open(facts) => Readable::All,
        Principal::Operator => Readable::Nothing,
    }
}

/// Anyone who has the address may read it.
fn is_open(facts: &Facts) -> bool {
    facts.visibility.is_open()
}

fn readable_by_person(facts: &Facts) -> Readable {
    if is_open(facts) {
        return Readable::All;
    }
    match (facts.membership, facts.visibility) {
        // In a sealed pursuance keys decide what an Untrusted member can read, not the server.
        (Membership::Active(Role::Untrusted), Visibility::Members) => Readable::AssignedOnly,
        (Membership::Active(_), _) => Readable::All,
        (Membership::None | Membership::Pending | Membership::Banned, _) => Readable::Nothing,
    }
}

fn sees_task(readable: Readable, facts: &Facts) -> bool {
    let is_in_sight = match readable {
        Readable::All => true,
        Readable::AssignedOnly => facts.is_assignee || facts.granted.any(),
        Readable::DelegatedOnly => facts.live_delegation.is_some(),
        Readable::Nothing => false,
    };
    // A task in the trash is seen by members who may restore it.
    let is_there = match facts.away {
        AwayTask::No => true,
        AwayTask::Trashed => {
            facts.role().is_some_and(|role| member(role, Permission::EditTask, facts).is_ok())
        }
        AwayTask::Deleted => false,
    };
    is_in_sight && is_there
}

fn require(condition: bool, why: Why) -> Result<(), Why> {
    if condition { Ok(()) } else { Err(why) }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "`member` names every permission")]
fn person(permission: Permission, facts: &Facts) -> Result<(), Why> {
    match permission {
        Permission::OperateInstance => return require(facts.is_operator, Why::NotOperator),
        Permission::CreatePursuance => return Ok(()),
        _ => {}
    }
    let readable = readable_by_person(facts);
    let is_member = matches!(facts.membership, Membership::Active(_));
    let sees = is_member || readable != Readable::Nothing;
    if permission == Permission::Leave && facts.membership == Membership::Pending {
        return Ok(());
    }
    // Pursuances that only members may read are joined by invitation.
    if permission == Permission::Join && facts.is_invited {
        return join(facts);
    }
    // A pursuance that may not be read does not exist for the reader.
    require(sees, Why::NotVisible)?;
    if permission.is_about_task() {
        require(sees_task(readable, facts), Why::NotVisible)?;
    }
    match permission {
        Permission::SeePursuance | Permission::SeeTask => return Ok(()),
        Permission::SeeMembers => {
            return require(readable == Readable::All, Why::RoleTooLow { needed: Role::Viewer });
        }
        // Where everybody reads it, Untrusted members do, too, as visitors do.
        Permission::SeeRoom { open: RoomReaders::Everyone } if is_open(facts) => return Ok(()),
        Permission::Join => return join(facts),
        // A task may wait for any other task that the person may read, except where they are banned.
        Permission::AwaitTask => return require(facts.membership != Membership::Banned, Why::Banned),
        _ => {}
    }
    match facts.membership {
        Membership::None => Err(Why::NotAMember),
        Membership::Pending => Err(Why::NotYetAMember),
        Membership::Banned => Err(Why::Banned),
        Membership::Active(role) => member(role, permission, facts),
    }
}

fn join(facts: &Facts) -> Result<(), Why> {
    match facts.membership {
        Membership::None => Ok(()),
        // An invitation is the answer to a request to join.
        Membership::Pending if facts.is_invited => Ok(()),
        Membership::Pending => Err(Why::NotYetAMember),
        Membership::Banned => Err(Why::Banned),
        Membership::Active(_) => Err(Why::AlreadyAMember),
    }
}

/// The ladder. Each arm is one line of the table in RULES §2, with the exceptions for one's own tasks.
fn member(role: Role, permission: Permission, facts: &Facts) -> Result<(), Why> {
    let at_least = |needed: Role| require(role >= needed, Why::RoleTooLow { needed });
    let or_above = |own: bool, needed: Role| require(own || role >= needed, Why::RoleTooLow { needed });
    match permission {
        // An assignee may discuss the task and work on it: the assignment was the trust.
        Permission::Discuss => {
            or_above(facts.is_assignee || facts.granted.has(TaskGrant::Discuss), Role::Viewer)
        }
        Permission::WorkOnTask => require(facts.is_assignee || role >= Role::Assigner, Why::NotYours),
        Permission::SeeLog | Permission::SeeHealth | Permission::SeeRoom { .. } => at_least(Role::Viewer),
        Permission::SuggestTask => or_above(facts.granted.has(TaskGrant::Suggest), Role::Viewer),
        Permission::TakeTask => at_least(Role::Normal),
        Permission::AddSubtask => or_above(
            (role >= Role::Normal && facts.is_assignee) || (role >= Role::Assigner && facts.is_mirror),
            Role::AssistantAdmin,
        ),
        Permission::EditTask => or_above(
            facts.granted.has(TaskGrant::Edit) || (role >= Role::Normal && facts.is_creator),
            Role::AssistantAdmin,
        ),
        // For editors and the assignee of the waiting task; a member named as blocker may end the block, too.
        Permission::Depend | Permission::Unblock => or_above(
            facts.is_assignee
                || (permission == Permission::Unblock && facts.is_blocker)
                || facts.granted.has(TaskGrant::Edit)
                || (role >= Role::Normal && facts.is_creator),
            Role::AssistantAdmin,
        ),
        // The reviewer decides on the work: so it takes the role, and is not part of a grant.
        Permission::SetReviewer => or_above(role >= Role::Normal && facts.is_creator, Role::AssistantAdmin),
        Permission::MoveTask => or_above(role >= Role::Assigner && facts.is_mirror, Role::AssistantAdmin),
        Permission::Assign | Permission::Delegate | Permission::SuggestBan | Permission::CallRoom => {
            at_least(Role::Assigner)
        }
        Permission::Review => review(role, facts, Role::Assigner),
        Permission::Verdict => review(role, facts, Role::Admin),
        Permission::Invite { role: invited } => {
            at_least(Role::Recruiter)?;
            require(invited <= role, Why::RoleAboveOwn { own: role })
        }
        Permission::RevokeInvite => {
            or_above(role >= Role::Recruiter && facts.is_creator, Role::AssistantAdmin)
        }
        Permission::DecideMember => at_least(Role::Recruiter),
        Permission::CreateTask
        | Permission::Moderate
        | Permission::MergeSkills
        | Permission::ShareSearch
        | Permission::ManageRooms
        | Permission::ArchiveTask
        | Permission::GrantOnTask
        | Permission::SeeInviteTree => at_least(Role::AssistantAdmin),
        Permission::Ban { role: banned } => {
            at_least(Role::AssistantAdmin)?;
            require(banned < role, Why::RoleAboveOwn { own: role })
        }
        Permission::SetRole { from, to } => {
            at_least(Role::Admin)?;
            require(from < role && to < role, Why::RoleAboveOwn { own: role })
        }
        Permission::EditPursuance | Permission::ManagePacts | Permission::DeleteTask => at_least(Role::Admin),
        Permission::TransferPursuance | Permission::DeletePursuance => at_least(Role::Primary),
        Permission::Leave => require(role != Role::Primary, Why::PrimaryStays),
        Permission::SeePursuance
        | Permission::SeeTask
        | Permission::SeeMembers
        | Permission::AwaitTask
        | Permission::Join
        | Permission::CreatePursuance
        | Permission::OperateInstance => Ok(()),
    }
}

/// The reviewer decides; without one, the creator, and `others` from their role on; an Admin may stand in. Nobody decides on their own
/// work. A member whose role has fallen below Normal decides on nothing.
fn review(role: Role, facts: &Facts, others: Role) -> Result<(), Why> {
    let reviews = if facts.has_reviewer { facts.is_reviewer } else { facts.is_creator || role >= others };
    if reviews && !facts.is_assignee {
        require(role >= Role::Normal, Why::RoleTooLow { needed: Role::Normal })
    } else if facts.is_assignee {
        Err(Why::OwnWork)
    } else {
        require(role >= Role::Admin, Why::NotTheReviewer { has_reviewer: facts.has_reviewer })
    }
}

/// A visitor reads public and unlisted pursuances.
#[expect(clippy::wildcard_enum_match_arm, reason = "a permission that is not named is not given")]
fn visitor(permission: Permission, facts: &Facts) -> Result<(), Why> {
    require(is_open(facts), Why::NotVisible)?;
    match permission {
        Permission::SeeTask => require(facts.away == AwayTask::No, Why::NotVisible),
        Permission::SeePursuance
        | Permission::SeeMembers
        | Permission::SeeRoom { open: RoomReaders::Everyone } => Ok(()),
        _ => Err(Why::NotSignedIn),
    }
}

/// A pursuance elsewhere has the rights of the live delegation it is party to, and everybody's rights.
fn remote(permission: Permission, facts: &Facts) -> Result<(), Why> {
    match (permission, facts.live_delegation) {
        (Permission::SeePursuance | Permission::SeeMembers, _) => require(is_open(facts), Why::NotVisible),
        (Permission::SeeTask, party) => {
            require((party.is_some() || is_open(facts)) && facts.away == AwayTask::No, Why::NotVisible)
        }
        (Permission::Discuss | Permission::Delegate, Some(_)) | (Permission::Verdict, Some(Side::Origin)) => {
            Ok(())
        }
        _ => Err(Why::NotParty),
    }
}

/// The clock hands tasks on and runs delegations, and decides nothing else.
#[expect(clippy::wildcard_enum_match_arm, reason = "a permission that is not named is not given")]
fn clock(permission: Permission) -> Result<(), Why> {
    match permission {
        Permission::SeePursuance | Permission::SeeTask | Permission::Assign | Permission::Delegate => Ok(()),
        _ => Err(Why::NotForThis),
    }
}

/// The command line runs the instance. The contents of pursuances are not for operators.
#[expect(clippy::wildcard_enum_match_arm, reason = "a permission that is not named is not given")]
fn operator(permission: Permission, facts: &Facts) -> Result<(), Why> {
    match permission {
        Permission::OperateInstance => Ok(()),
        Permission::SeePursuance | Permission::SeeMembers => require(is_open(facts), Why::NotVisible),
        Permission::SeeTask => require(is_open(facts) && facts.away == AwayTask::No, Why::NotVisible),
        _ => Err(Why::NotForThis),
    }
}

/// A decision may be about anything within the pursuance, except its Primary. The person who accepts a suggestion has to
/// be allowed to do it at that moment, besides.
fn decision(permission: Permission) -> Result<(), Why> {
    match permission {
        Permission::OperateInstance
        | Permission::CreatePursuance
        | Permission::TransferPursuance
        | Permission::DeletePursuance
        | Permission::Join
        | Permission::Leave
        | Permission::SetRole { from: Role::Primary, .. }
        | Permission::SetRole { to: Role::Primary, .. }
        | Permission::Ban { role: Role::Primary }
        | Permission::Invite { role: Role::Primary } => Err(Why::NotForThis),
        Permission::SeePursuance
        | Permission::SeeTask
        | Permission::SeeMembers
        | Permission::SeeLog
        | Permission::SeeHealth
        | Permission::Discuss
        | Permission::SuggestTask
        | Permission::CreateTask
        | Permission::EditTask
        | Permission::SetReviewer
        | Permission::MoveTask
        | Permission::AddSubtask
        | Permission::TakeTask
        | Permission::WorkOnTask
        | Permission::Depend
        | Permission::Unblock
        | Permission::AwaitTask
        | Permission::Assign
        | Permission::Review
        | Permission::Delegate
        | Permission::Verdict
        | Permission::Moderate
        | Permission::MergeSkills
        | Permission::ShareSearch
        | Permission::SeeRoom { .. }
        | Permission::CallRoom
        | Permission::ManageRooms
        | Permission::ArchiveTask
        | Permission::DeleteTask
        | Permission::GrantOnTask
        | Permission::Invite { .. }
        | Permission::RevokeInvite
        | Permission::SeeInviteTree
        | Permission::DecideMember
        | Permission::SuggestBan
        | Permission::Ban { .. }
        | Permission::SetRole { .. }
        | Permission::EditPursuance
        | Permission::ManagePacts => Ok(()),
    }
}

#[cfg(test)]
mod tests;
