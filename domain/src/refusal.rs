//! Every refusal of a rule, in one type, with the reason and the next step. Pages, the API and the inbox read the same
//! answer.

use crate::allowed::{NotAllowed, Why};
use crate::delegation::DelegationRefusal;
use crate::discussion::CommentRefusal;
use crate::pairing::{OfferRefusal, PairingRefusal, Unfit};
use crate::people::closing::ClosingRefusal;
use crate::people::invite::InviteRefusal;
use crate::people::membership::MemberRefusal;
use crate::silence::LongerRefusal;
use crate::skill_offer::SkillOfferRefusal;
use crate::suggestion::SuggestionRefusal;
use crate::talk::TalkRefusal;
use crate::task::assign::AssignRefusal;
use crate::task::dependency::DependencyRefusal;
use crate::task::ending::EndRefusal;
use crate::task::phase::PhaseRefusal;
use crate::task::review::ReviewRefusal;
use crate::task::tree::TreeRefusal;
use crate::task::undo::UndoRefusal;
use crate::time::TimeRefusal;
use crate::value::ValueRefusal;
use crate::wording::{Wording, refusals};

/// The address that explains the stable types of problems.
pub const PROBLEMS: &str = "https://w3id.org/pursuance/problems#";

/// The reason why an action was not done. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Too much in too short a time.
    TooMany {
        /// The seconds until the next try.
        retry_after: u64,
    },
    /// A permission is missing.
    NotAllowed(NotAllowed),
    /// The phase cannot follow.
    Phase(PhaseRefusal),
    /// A membership does not change.
    Member(MemberRefusal),
    /// A pursuance is not closed, opened again or deleted.
    Closing(ClosingRefusal),
    /// An invitation or a question lets nobody in.
    Invite(InviteRefusal),
    /// A task does not change hands.
    Assign(AssignRefusal),
    /// Nobody is asked about a task.
    Pairing(PairingRefusal),
    /// An answer to an offer changes nothing.
    Offer(OfferRefusal),
    /// The place in the tree is not possible.
    Tree(TreeRefusal),
    /// A task cannot wait for the other one.
    Dependency(DependencyRefusal),
    /// A suggestion is not made or not decided.
    Suggestion(SuggestionRefusal),
    /// A task does not end like that, or has ended.
    End(EndRefusal),
    /// An act of somebody is not taken back.
    Undo(UndoRefusal),
    /// A comment stays as it is.
    Comment(CommentRefusal),
    /// Nothing happens in a room.
    Talk(TalkRefusal),
    /// Nobody waits for the person, or not that long.
    Silence(LongerRefusal),
    /// A skill offer is not made or changed.
    SkillOffer(SkillOfferRefusal),
    /// The step of the delegation is not possible.
    Delegation(DelegationRefusal),
    /// A value cannot be parsed.
    Value(ValueRefusal),
    /// A date cannot be parsed.
    Time(TimeRefusal),
}

refusals!(Refusal);

macro_rules! from {
    ($($refusal:ident => $family:ident),+ $(,)?) => {$(
        impl From<$refusal> for Refusal {
            fn from(refusal: $refusal) -> Self {
                Self::$family(refusal)
            }
        }
    )+};
}
from!(
    NotAllowed => NotAllowed,
    PhaseRefusal => Phase,
    MemberRefusal => Member,
    ClosingRefusal => Closing,
    InviteRefusal => Invite,
    AssignRefusal => Assign,
    PairingRefusal => Pairing,
    OfferRefusal => Offer,
    TreeRefusal => Tree,
    DependencyRefusal => Dependency,
    SuggestionRefusal => Suggestion,
    EndRefusal => End,
    UndoRefusal => Undo,
    CommentRefusal => Comment,
    TalkRefusal => Talk,
    LongerRefusal => Silence,
    SkillOfferRefusal => SkillOffer,
    DelegationRefusal => Delegation,
    ValueRefusal => Value,
    TimeRefusal => Time,
);

impl From<ReviewRefusal> for Refusal {
    fn from(refusal: ReviewRefusal) -> Self {
        Self::Phase(PhaseRefusal::Review(refusal))
    }
}

/// The class of a refusal; a door turns it into a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalClass {
    /// Not found.
    NotFound,
    /// It was there, and is away.
    Gone,
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
            Self::Member(refusal) => refusal.slug(),
            Self::Closing(refusal) => refusal.slug(),
            Self::Invite(refusal) => refusal.slug(),
            Self::Assign(refusal) => refusal.slug(),
            Self::Pairing(refusal) => refusal.slug(),
            Self::Offer(refusal) => refusal.slug(),
            Self::Tree(refusal) => refusal.slug(),
            Self::Dependency(refusal) => refusal.slug(),
            Self::Suggestion(refusal) => refusal.slug(),
            Self::End(refusal) => refusal.slug(),
            Self::Undo(refusal) => refusal.slug(),
            Self::Comment(refusal) => refusal.slug(),
            Self::Talk(refusal) => refusal.slug(),
            Self::Silence(refusal) => refusal.slug(),
            Self::SkillOffer(refusal) => refusal.slug(),
            Self::Delegation(refusal) => refusal.slug(),
            Self::Value(_) => "invalid-value",
            Self::Time(_) => "invalid-time",
        }
    }

    /// The class of the refusal.
    pub fn class(&self) -> RefusalClass {
        match self {
            Self::TooMany { .. } => RefusalClass::TooMany,
            Self::Value(_) | Self::Time(_) => RefusalClass::Invalid,
            Self::NotAllowed(refusal) => match refusal.why {
                Why::NotVisible => RefusalClass::NotFound,
                Why::AlreadyAMember | Why::NotYetAMember | Why::PrimaryStays | Why::Closed { .. } => {
                    RefusalClass::Conflict
                }
                Why::RoleTooLow { .. }
                | Why::NotSignedIn
                | Why::NotAMember
                | Why::Banned
                | Why::NotYours
                | Why::NotTheReviewer { .. }
                | Why::OwnWork
                | Why::RoleAboveOwn { .. }
                | Why::NotOperator
                | Why::NotParty
                | Why::NotForThis => RefusalClass::Forbidden,
            },
            Self::Phase(refusal) => match refusal {
                PhaseRefusal::NotYours
                | PhaseRefusal::OwnWork
                | PhaseRefusal::NotTheReviewer { .. }
                | PhaseRefusal::CannotReopen
                | PhaseRefusal::NotTheCreator => RefusalClass::Forbidden,
                PhaseRefusal::CommentNeeded
                | PhaseRefusal::Review(ReviewRefusal::Always | ReviewRefusal::ReviewerNamed) => {
                    RefusalClass::Invalid
                }
                PhaseRefusal::AlreadyThere { .. }
                | PhaseRefusal::NoSuchMove { .. }
                | PhaseRefusal::Delegated
                | PhaseRefusal::MirrorFollowsOrigin { .. }
                | PhaseRefusal::NobodyHasIt
                | PhaseRefusal::SomebodyHasIt
                | PhaseRefusal::SomebodyDidIt
                | PhaseRefusal::OpenSubtasks { .. }
                | PhaseRefusal::SharedSubtasks { .. }
                | PhaseRefusal::OpenParts
                | PhaseRefusal::Review(
                    ReviewRefusal::Mirror
                    | ReviewRefusal::Delegated
                    | ReviewRefusal::UnderReview
                    | ReviewRefusal::NotUnderReview { .. }
                    | ReviewRefusal::NotNeeded,
                ) => RefusalClass::Conflict,
            },
            Self::Member(refusal) if refusal.is_about_input() => RefusalClass::Invalid,
            Self::Invite(refusal) if refusal.is_about_input() => RefusalClass::Invalid,
            Self::Closing(refusal) if refusal.field().is_some() => RefusalClass::Invalid,
            Self::Assign(
                AssignRefusal::RoleTooLow { .. } | AssignRefusal::NotYours | AssignRefusal::OnOffer,
            ) => RefusalClass::Forbidden,
            Self::Assign(AssignRefusal::NotAMember)
            | Self::Pairing(PairingRefusal::Person(Unfit::NotAMember | Unfit::RoleTooLow)) => {
                RefusalClass::Invalid
            }
            Self::Offer(refusal) if refusal.field().is_some() => RefusalClass::Invalid,
            Self::SkillOffer(refusal) if refusal.field().is_some() => RefusalClass::Invalid,
            Self::Suggestion(refusal) => match refusal {
                SuggestionRefusal::NotSuggestible { .. } | SuggestionRefusal::AnotherObject => {
                    RefusalClass::Invalid
                }
                SuggestionRefusal::NotYours => RefusalClass::Forbidden,
                SuggestionRefusal::NothingChanges
                | SuggestionRefusal::Decided { .. }
                | SuggestionRefusal::Outdated => RefusalClass::Conflict,
            },
            Self::End(refusal) => match refusal {
                EndRefusal::IsTrashed { .. } | EndRefusal::IsDeleted { .. } => RefusalClass::Gone,
                EndRefusal::IsArchived
                | EndRefusal::NotAway
                | EndRefusal::WentWith { .. }
                | EndRefusal::Shared { .. }
                | EndRefusal::TooMany => RefusalClass::Conflict,
            },
            Self::Undo(refusal) => match refusal {
                UndoRefusal::Nothing => RefusalClass::NotFound,
                UndoRefusal::Bound
                | UndoRefusal::Late
                | UndoRefusal::BuiltOn { .. }
                | UndoRefusal::NewerFirst { .. }
                | UndoRefusal::HasParts { .. }
                | UndoRefusal::TooMany { .. } => RefusalClass::Conflict,
            },
            Self::Comment(refusal) => match refusal {
                CommentRefusal::NotYours => RefusalClass::Forbidden,
                CommentRefusal::ReasonNeeded => RefusalClass::Invalid,
                CommentRefusal::Gone
                | CommentRefusal::Stale
                | CommentRefusal::TooManyEdits
                | CommentRefusal::TooManyKinds
                | CommentRefusal::TooManyOwnKinds => RefusalClass::Conflict,
            },
            Self::Talk(refusal) => match refusal {
                TalkRefusal::Slowed { .. } => RefusalClass::TooMany,
                TalkRefusal::Archived
                | TalkRefusal::GeneralStays
                | TalkRefusal::NameTaken
                | TalkRefusal::Ending => RefusalClass::Conflict,
            },
            Self::Silence(refusal) => match refusal {
                LongerRefusal::Past | LongerRefusal::TooFar { .. } => RefusalClass::Invalid,
                LongerRefusal::NotWaitedFor | LongerRefusal::NobodyElse | LongerRefusal::NotAsked => {
                    RefusalClass::Conflict
                }
            },
            Self::Delegation(refusal) => match refusal {
                DelegationRefusal::Terms(_) | DelegationRefusal::ToItself => RefusalClass::Invalid,
                DelegationRefusal::PeerBlocked | DelegationRefusal::RedelegationForbidden => {
                    RefusalClass::Forbidden
                }
                DelegationRefusal::TooManyOffers { .. }
                | DelegationRefusal::OfferedTooOften { .. }
                | DelegationRefusal::OfferedWithoutAnswer { .. }
                | DelegationRefusal::TooManyQuestions { .. }
                | DelegationRefusal::TooMuchWork { .. }
                | DelegationRefusal::TooManyComments { .. }
                | DelegationRefusal::ToldTooOften => RefusalClass::TooMany,
                DelegationRefusal::UnknownSubmission => RefusalClass::NotFound,
                DelegationRefusal::WrongState { .. }
                | DelegationRefusal::Suspended
                | DelegationRefusal::TaskClosed
                | DelegationRefusal::Assigned
                | DelegationRefusal::AlreadyDelegated
                | DelegationRefusal::AlreadyOffered
                | DelegationRefusal::ShutOut
                | DelegationRefusal::CutOff { .. }
                | DelegationRefusal::Loop { .. }
                | DelegationRefusal::DepthExhausted
                | DelegationRefusal::OriginNotAsked
                | DelegationRefusal::OfferReplaced { .. }
                | DelegationRefusal::AlreadyAnswered
                | DelegationRefusal::NothingSubmitted
                | DelegationRefusal::SubmissionReplaced { .. }
                | DelegationRefusal::OpenSubtasks { .. }
                | DelegationRefusal::TooSoon { .. }
                | DelegationRefusal::TooLate => RefusalClass::Conflict,
            },
            Self::Member(_)
            | Self::Closing(_)
            | Self::Invite(_)
            | Self::Assign(_)
            | Self::Pairing(_)
            | Self::Offer(_)
            | Self::SkillOffer(_)
            | Self::Tree(_)
            | Self::Dependency(_) => RefusalClass::Conflict,
        }
    }

    /// The words for people: why, and what to do next.
    pub fn wording(&self) -> Wording {
        match self {
            Self::TooMany { retry_after } => Wording::new("refusal-too-often").set("seconds", *retry_after),
            Self::NotAllowed(refusal) => refusal.wording(),
            Self::Phase(refusal) => refusal.wording(),
            Self::Member(refusal) => refusal.wording(),
            Self::Closing(refusal) => refusal.wording(),
            Self::Invite(refusal) => refusal.wording(),
            Self::Assign(refusal) => refusal.wording(),
            Self::Pairing(refusal) => refusal.wording(),
            Self::Offer(refusal) => refusal.wording(),
            Self::Tree(refusal) => refusal.wording(),
            Self::Dependency(refusal) => refusal.wording(),
            Self::Suggestion(refusal) => refusal.wording(),
            Self::End(refusal) => refusal.wording(),
            Self::Undo(refusal) => refusal.wording(),
            Self::Comment(refusal) => refusal.wording(),
            Self::Talk(refusal) => refusal.wording(),
            Self::Silence(refusal) => refusal.wording(),
            Self::SkillOffer(refusal) => refusal.wording(),
            Self::Delegation(refusal) => refusal.wording(),
            Self::Value(refusal) => refusal.wording(),
            Self::Time(refusal) => refusal.wording(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allowed::Permission;
    use crate::people::role::Role;
    use crate::wording::NamedValue;

    #[test]
    fn a_refusal_says_who_could() {
        let why = Why::RoleTooLow { needed: Role::Assigner };
        let refusal = Refusal::from(NotAllowed { permission: Permission::Delegate, why });
        let roles = NamedValue::Holders(Role::Assigner);
        let wording = Wording::new("refusal-role").set("can", Permission::Delegate).set("roles", roles);
        assert_eq!(refusal.wording(), wording);
        assert_eq!(refusal.slug(), "not-allowed");
        assert_eq!(refusal.class(), RefusalClass::Forbidden);
    }

    #[test]
    fn what_may_not_be_seen_is_not_there() {
        let hidden = Refusal::from(NotAllowed { permission: Permission::SeeTask, why: Why::NotVisible });
        assert_eq!(hidden.class(), RefusalClass::NotFound);
        assert_eq!(hidden.slug(), "not-found");
    }
}
