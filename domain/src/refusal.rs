//! Every refusal of a rule, in one type: what was refused, why, and what to do next. Pages, the API and the inbox all
//! read the same answer.

use crate::allowed::{NotAllowed, Why};
use crate::delegation::DelegationRefusal;
use crate::task::assign::AssignRefusal;
use crate::task::phase::PhaseRefusal;
use crate::task::tree::TreeRefusal;
use crate::time::TimeRefusal;
use crate::value::ValueRefusal;

/// Where the stable types of problems are explained.
pub const PROBLEMS: &str = "https://w3id.org/pursuance/problems#";

/// Why something asked for was not done. Nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Too much in too short a time.
    #[error("That was too often.")]
    TooMany {
        /// When it may be tried again, in seconds from now.
        retry_after: u64,
    },
    /// They may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// A task does not go there.
    #[error(transparent)]
    Phase(#[from] PhaseRefusal),
    /// A task does not change hands.
    #[error(transparent)]
    Assign(#[from] AssignRefusal),
    /// A task does not hang there.
    #[error(transparent)]
    Tree(#[from] TreeRefusal),
    /// A delegation does not go on like that.
    #[error(transparent)]
    Delegation(#[from] DelegationRefusal),
    /// A text is not what is needed.
    #[error(transparent)]
    Value(#[from] ValueRefusal),
    /// A text is not a date.
    #[error(transparent)]
    Time(#[from] TimeRefusal),
}

/// What kind of refusal it is; a door turns it into a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalClass {
    /// It is not there.
    NotFound,
    /// They may not.
    Forbidden,
    /// Not as things stand.
    Conflict,
    /// Not as it was written.
    Invalid,
    /// Not so often.
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

    /// What kind of refusal it is.
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
            Self::Assign(AssignRefusal::RoleTooLow { .. } | AssignRefusal::NotYours) => {
                RefusalClass::Forbidden
            }
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

    /// What to do next, in words.
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
