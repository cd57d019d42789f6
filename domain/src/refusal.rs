//! Every refusal of a rule, in one type, with the reason and the next step. Pages, the API and the inbox read the same
//! answer.

use crate::allowed::{NotAllowed, Why};
use crate::delegation::DelegationRefusal;
use crate::task::assign::AssignRefusal;
use crate::task::phase::PhaseRefusal;
use crate::task::tree::TreeRefusal;
use crate::time::TimeRefusal;
use crate::value::ValueRefusal;

/// The address that explains the stable types of problems.
pub const PROBLEMS: &str = "https://w3id.org/pursuance/problems#";

/// The reason why an action was not done. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Too much in too short a time.
    #[error("That was too often.")]
    TooMany {
        /// The seconds until the next try.
        retry_after: u64,
    },
    /// A permission is missing.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The phase cannot follow.
    #[error(transparent)]
    Phase(#[from] PhaseRefusal),
    /// A task does not change hands.
    #[error(transparent)]
    Assign(#[from] AssignRefusal),
    /// The place in the tree is not possible.
    #[error(transparent)]
    Tree(#[from] TreeRefusal),
    /// The step of the delegation is not possible.
    #[error(transparent)]
    Delegation(#[from] DelegationRefusal),
    /// A value cannot be parsed.
    #[error(transparent)]
    Value(#[from] ValueRefusal),
    /// A date cannot be parsed.
    #[error(transparent)]
    Time(#[from] TimeRefusal),
}

/// The class of a refusal; a door turns it into a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalClass {
    /// Not found.
    NotFound,
    /// A permission is missing.
    Forbidden,
    /// In conflict with the present state.
    Conflict,
    /// Invalid input.
    Invalid,
    /// Too often.
    TooMany,
}

impl Refusal {
    /// The stable word for programs: the end of a problem's `type`.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::TooMany { .. } => "rate-limit",
            Self::NotAllowed(refusal) => refusal.slug(),
            Self::Phase(refusal) => refusal.slug(),
            Self::Assign(refusal) => refusal.slug(),
            Self::Tree(refusal) => refusal.slug(),
            Self::Delegation(refusal) => refusal.slug(),
            Self::Value(_) => "invalid-value",
            Self::Time(_) => "invalid-time",
        }
    }

    /// The `type` of the problem (RFC 9457).
    pub fn problem_type(&self) -> String {
        format!("{PROBLEMS}{}", self.slug())
    }

    /// The class of the refusal.
    pub fn class(&self) -> RefusalClass {
        match self {
            Self::TooMany { .. } => RefusalClass::TooMany,
            Self::Value(_) | Self::Time(_) => RefusalClass::Invalid,
            Self::NotAllowed(refusal) => match refusal.why {
                Why::NotVisible => RefusalClass::NotFound,
                Why::AlreadyAMember | Why::NotYetAMember | Why::PrimaryStays => RefusalClass::Conflict,
                _ => RefusalClass::Forbidden,
            },
            Self::Phase(refusal) => match refusal {
                PhaseRefusal::NotYours
                | PhaseRefusal::OwnWork
                | PhaseRefusal::NotTheReviewer { .. }
                | PhaseRefusal::CannotReopen
                | PhaseRefusal::NotTheCreator => RefusalClass::Forbidden,
                PhaseRefusal::CommentNeeded => RefusalClass::Invalid,
                PhaseRefusal::AlreadyThere { .. }
                | PhaseRefusal::NoSuchMove { .. }
                | PhaseRefusal::Delegated
                | PhaseRefusal::MirrorFollowsOrigin { .. }
                | PhaseRefusal::NobodyHasIt
                | PhaseRefusal::SomebodyHasIt
                | PhaseRefusal::OpenSubtasks { .. }
                | PhaseRefusal::SharedSubtasks { .. } => RefusalClass::Conflict,
            },
            Self::Assign(
                AssignRefusal::RoleTooLow { .. } | AssignRefusal::NotYours | AssignRefusal::OnOffer,
            ) => RefusalClass::Forbidden,
            Self::Assign(AssignRefusal::NotAMember) => RefusalClass::Invalid,
            Self::Delegation(refusal) => match refusal {
                DelegationRefusal::Terms(_) | DelegationRefusal::ToItself => RefusalClass::Invalid,
                DelegationRefusal::PeerBlocked | DelegationRefusal::RedelegationForbidden => {
                    RefusalClass::Forbidden
                }
                DelegationRefusal::TooManyOffers { .. } => RefusalClass::TooMany,
                DelegationRefusal::UnknownSubmission => RefusalClass::NotFound,
                _ => RefusalClass::Conflict,
            },
            Self::Assign(_) | Self::Tree(_) => RefusalClass::Conflict,
        }
    }

    /// The advice for the person, in words.
    pub fn advice(&self) -> String {
        match self {
            Self::TooMany { retry_after } => format!("Try again in {retry_after} seconds."),
            Self::NotAllowed(refusal) => refusal.advice().to_owned(),
            Self::Phase(refusal) => refusal.advice().to_owned(),
            Self::Assign(refusal) => refusal.advice().to_owned(),
            Self::Tree(refusal) => refusal.advice().to_owned(),
            Self::Delegation(refusal) => refusal.advice(),
            Self::Value(_) | Self::Time(_) => "Change it and try again.".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allowed::Permission;
    use crate::people::role::Role;

    #[test]
    fn a_refusal_says_who_could_and_what_to_do() {
        let why = Why::RoleTooLow { needed: Role::Assigner };
        let refusal = Refusal::from(NotAllowed { permission: Permission::Delegate, why });
        assert_eq!(refusal.to_string(), "Only Assigners and above can hand tasks over.");
        assert_eq!(refusal.problem_type(), "https://w3id.org/pursuance/problems#not-allowed");
        assert_eq!(refusal.class(), RefusalClass::Forbidden);
        assert_eq!(refusal.advice(), "Ask one of them.");
    }

    #[test]
    fn what_may_not_be_seen_is_not_there() {
        let hidden = Refusal::from(NotAllowed { permission: Permission::SeeTask, why: Why::NotVisible });
        assert_eq!(hidden.class(), RefusalClass::NotFound);
        assert_eq!(hidden.slug(), "not-found");
    }
}
