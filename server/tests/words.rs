//! Every refusal, in every language. Each `match` leads from one to the next and names all of them: after a new
//! refusal, the compiler leads here.

use std::collections::BTreeSet;
use std::fs;
use std::iter::successors;
use std::path::Path;
use std::sync::Arc;

use pursuance_domain::action::MakeSuggestion;
use pursuance_domain::allowed::{NotAllowed, Permission, Why};
use pursuance_domain::delegation::terms::TermsRefusal;
use pursuance_domain::delegation::{Cut, DelegationRefusal, OfferUri, State, SubmissionUri};
use pursuance_domain::discussion::CommentRefusal;
use pursuance_domain::pairing::{OfferRefusal, PairingRefusal, Unfit};
use pursuance_domain::people::closing::ClosingRefusal;
use pursuance_domain::people::invite::InviteRefusal;
use pursuance_domain::people::limits::AwayRefusal;
use pursuance_domain::people::membership::MemberRefusal;
use pursuance_domain::people::role::Role;
use pursuance_domain::query::{Key, PieceFault};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::silence::LongerRefusal;
use pursuance_domain::skill_offer::SkillOfferRefusal;
use pursuance_domain::suggestion::{SuggestionRefusal, SuggestionState};
use pursuance_domain::talk::TalkRefusal;
use pursuance_domain::task::Asks;
use pursuance_domain::task::assign::AssignRefusal;
use pursuance_domain::task::dependency::{DependencyRefusal, Stop};
use pursuance_domain::task::ending::EndRefusal;
use pursuance_domain::task::phase::{Phase, PhaseRefusal};
use pursuance_domain::task::review::ReviewRefusal;
use pursuance_domain::task::tree::TreeRefusal;
use pursuance_domain::task::undo::UndoRefusal;
use pursuance_domain::time::{Time, TimeRefusal};
use pursuance_domain::value::{Door, LeveledSkills, RoomReaders, Skills, Title, ValueRefusal};
use pursuance_federation::discover::AddressRefusal;
use pursuance_federation::reach::ReachRefusal;
use pursuance_sealed::error::RelayRefusal as Sealed;
use serde_json::json;

use pursuance::actions::room::Full;
use pursuance::actions::sealed::{SealedRefusal, Why as SealedWhy};
use pursuance::actions::{
    AccountKeyRefusal, Counted, InputRefusal, LastOne, Newer, NewerProfile, PartnerRefusal, Refused, Thing,
};
use pursuance::bounds::uploads::TooManyUploads;
use pursuance::credentials::PassphraseRefusal;
use pursuance::keyring::KeyRingError;
use pursuance::lookup::DirectoryError;
use pursuance::store::error::StoreError;
use pursuance::text::{Text, missed};
use pursuance_domain::value::Language;
use pursuance_domain::wording::Wording;

/// The first, and whatever follows it.
fn walk<T>(first: T, next: impl Fn(&T) -> Option<T>) -> impl Iterator<Item = T> {
    successors(Some(first), next)
}

fn permissions() -> impl Iterator<Item = Permission> {
    use Permission as P;
    let (role, from, to) = (Role::Normal, Role::Normal, Role::Assigner);
    walk(P::SeePursuance, move |one| {
        Some(match one {
            P::SeePursuance => P::SeeTask,
            P::SeeTask => P::SeeMembers,
            P::SeeMembers => P::SeeLog,
            P::SeeLog => P::SeeHealth,
            P::SeeHealth => P::Discuss,
            P::Discuss => P::SuggestTask,
            P::SuggestTask => P::CreateTask,
            P::CreateTask => P::EditTask,
            P::EditTask => P::SetReviewer,
            P::SetReviewer => P::MoveTask,
            P::MoveTask => P::AddSubtask,
            P::AddSubtask => P::TakeTask,
            P::TakeTask => P::WorkOnTask,
            P::WorkOnTask => P::Depend,
            P::Depend => P::Unblock,
            P::Unblock => P::AwaitTask,
            P::AwaitTask => P::Assign,
            P::Assign => P::Review,
            P::Review => P::Delegate,
            P::Delegate => P::Verdict,
            P::Verdict => P::Moderate,
            P::Moderate => P::MergeSkills,
            P::MergeSkills => P::ShareSearch,
            P::ShareSearch => P::ArchiveTask,
            P::ArchiveTask => P::DeleteTask,
            P::DeleteTask => P::GrantOnTask,
            P::GrantOnTask => P::Invite { role },
            P::Invite { .. } => P::RevokeInvite,
            P::RevokeInvite => P::SeeInviteTree,
            P::SeeInviteTree => P::DecideMember,
            P::DecideMember => P::SuggestBan,
            P::SuggestBan => P::Ban { role },
            P::Ban { .. } => P::SetRole { from, to },
            P::SetRole { .. } => P::EditPursuance,
            P::EditPursuance => P::ManagePacts,
            P::ManagePacts => P::TransferPursuance,
            P::TransferPursuance => P::DeletePursuance,
            P::DeletePursuance => P::Join,
            P::Join => P::Leave,
            P::Leave => P::CreatePursuance,
            P::CreatePursuance => P::OperateInstance,
            P::OperateInstance => P::SeeRoom { open: RoomReaders::Members },
            P::SeeRoom { .. } => P::CallRoom,
            P::CallRoom => P::ManageRooms,
            P::ManageRooms => return None,
        })
    })
}

fn not_allowed() -> impl Iterator<Item = NotAllowed> {
    let whys = walk(Why::NotVisible, |why| {
        Some(match why {
            Why::NotVisible => Why::RoleTooLow { needed: Role::Untrusted },
            // Every role is the needed one once.
            Why::RoleTooLow { needed } => match Role::ALL.into_iter().find(|role| role > needed) {
                Some(needed) => Why::RoleTooLow { needed },
                None => Why::NotSignedIn,
            },
            Why::NotSignedIn => Why::NotAMember,
            Why::NotAMember => Why::NotYetAMember,
            Why::NotYetAMember => Why::Banned,
            Why::Banned => Why::AlreadyAMember,
            Why::AlreadyAMember => Why::NotYours,
            Why::NotYours => Why::NotTheReviewer { has_reviewer: true },
            Why::NotTheReviewer { has_reviewer: true } => Why::NotTheReviewer { has_reviewer: false },
            Why::NotTheReviewer { has_reviewer: false } => Why::OwnWork,
            Why::OwnWork => Why::RoleAboveOwn { own: Role::Recruiter },
            Why::RoleAboveOwn { .. } => Why::PrimaryStays,
            Why::PrimaryStays => Why::NotOperator,
            Why::NotOperator => Why::NotParty,
            Why::NotParty => Why::NotForThis,
            Why::NotForThis => Why::Closed { since: Time(0) },
            Why::Closed { .. } => return None,
        })
    });
    whys.flat_map(|why| permissions().map(move |permission| NotAllowed { permission, why }))
}

fn phases() -> impl Iterator<Item = PhaseRefusal> {
    use {PhaseRefusal as P, ReviewRefusal as R};
    let chain = walk(P::Delegated, |refusal| {
        Some(match refusal {
            P::Delegated => P::NobodyHasIt,
            P::NobodyHasIt => P::SomebodyHasIt,
            P::SomebodyHasIt => P::SomebodyDidIt,
            P::SomebodyDidIt => P::NotYours,
            P::NotYours => P::OwnWork,
            P::OwnWork => P::NotTheReviewer { has_reviewer: true },
            P::NotTheReviewer { has_reviewer: true } => P::NotTheReviewer { has_reviewer: false },
            P::NotTheReviewer { has_reviewer: false } => P::CommentNeeded,
            P::CommentNeeded => P::CannotReopen,
            P::CannotReopen => P::NotTheCreator,
            P::NotTheCreator => P::OpenSubtasks { open: 1 },
            P::OpenSubtasks { open: 1 } => P::OpenSubtasks { open: 7 },
            P::OpenSubtasks { .. } => P::SharedSubtasks { tasks: vec![4, 7] },
            P::SharedSubtasks { .. } => P::OpenParts,
            P::OpenParts => P::Review(R::Always),
            P::Review(R::Always) => P::Review(R::Mirror),
            P::Review(R::Mirror) => P::Review(R::Delegated),
            P::Review(R::Delegated) => P::Review(R::UnderReview),
            P::Review(R::UnderReview) => P::Review(R::ReviewerNamed),
            P::Review(R::ReviewerNamed) => P::Review(R::NotNeeded),
            P::Review(R::NotNeeded) => P::Review(R::NotUnderReview { phase: Phase::New }),
            P::Review(R::NotUnderReview { .. }) => P::AlreadyThere { phase: Phase::New },
            // These follow for each phase, below.
            P::AlreadyThere { .. } => P::MirrorFollowsOrigin { to: Phase::New },
            P::MirrorFollowsOrigin { .. } => P::NoSuchMove { from: Phase::New, to: Phase::New },
            P::NoSuchMove { .. } => return None,
        })
    });
    let each = Phase::ALL.into_iter().flat_map(|to| {
        let moves = Phase::ALL.into_iter().map(move |from| P::NoSuchMove { from, to });
        moves.chain([P::AlreadyThere { phase: to }, P::MirrorFollowsOrigin { to }])
    });
    chain.chain(each)
}

fn members() -> impl Iterator<Item = MemberRefusal> {
    use MemberRefusal as M;
    walk(M::Unavailable, |refusal| {
        Some(match refusal {
            M::Unavailable => M::NotBanned,
            M::NotBanned => M::EndIsPast,
            M::EndIsPast => M::IsPrimary,
            M::IsPrimary => M::NotAsked,
            M::NotAsked => M::PrimaryActs,
            M::PrimaryActs => M::NotAnAdmin,
            M::NotAnAdmin => M::HeirUntrusted,
            M::HeirUntrusted => M::ReceiverGone,
            M::ReceiverGone => return None,
        })
    })
}

fn closing() -> impl Iterator<Item = ClosingRefusal> {
    use ClosingRefusal as C;
    walk(C::AlreadyClosed, |refusal| {
        Some(match refusal {
            C::AlreadyClosed => C::NotClosed,
            C::NotClosed => C::TooSoon { until: Time(0) },
            C::TooSoon { .. } => C::StillEnding { delegations: 1 },
            C::StillEnding { delegations: 1 } => C::StillEnding { delegations: 3 },
            C::StillEnding { .. } => C::AnotherName,
            C::AnotherName => C::NeedsReason,
            C::NeedsReason => return None,
        })
    })
}

fn inviting() -> impl Iterator<Item = InviteRefusal> {
    use InviteRefusal as I;
    walk(I::Revoked, |refusal| {
        Some(match refusal {
            I::Revoked => I::Expired,
            I::Expired => I::UsedUp,
            I::UsedUp => I::Void,
            I::Void => I::Uses,
            I::Uses => I::NoPrimary,
            I::NoPrimary => I::NeedsMembers,
            I::NeedsMembers => I::NeedsReason,
            I::NeedsReason => I::NotAskable,
            I::NotAskable => I::AskedAlready,
            I::AskedAlready => I::Answered,
            I::Answered => return None,
        })
    })
}

fn skill_offers() -> impl Iterator<Item = SkillOfferRefusal> {
    use SkillOfferRefusal as S;
    walk(S::NoSkills, |refusal| {
        Some(match refusal {
            S::NoSkills => S::UntilPast,
            S::UntilPast => S::UntilTooFar,
            S::UntilTooFar => S::Hours,
            S::Hours => S::Tasks,
            S::Tasks => S::Causes,
            S::Causes => S::Nobody,
            S::Nobody => S::TooManyReaders,
            S::TooManyReaders => S::MembersOnly,
            S::MembersOnly => S::Full,
            S::Full => S::Over,
            S::Over => S::Stale,
            S::Stale => return None,
        })
    })
}

fn assigning() -> impl Iterator<Item = AssignRefusal> {
    use AssignRefusal as A;
    walk(A::Delegated, |refusal| {
        Some(match refusal {
            A::Delegated => A::Closed { phase: Phase::Dropped },
            A::Closed { .. } => A::Taken,
            A::Taken => A::Held,
            A::Held => A::NotFormer,
            A::NotFormer => A::OnOffer,
            A::OnOffer => A::WouldWithdraw,
            A::WouldWithdraw => A::NotYours,
            A::NotYours => A::NotAMember,
            A::NotAMember => A::NoChange,
            A::NoChange => A::RoleTooLow { needed: Role::Assigner },
            A::RoleTooLow { .. } => return None,
        })
    })
}

fn pairing() -> impl Iterator<Item = PairingRefusal> {
    use PairingRefusal as P;
    let chain = walk(P::NotWanted, |refusal| {
        Some(match refusal {
            P::NotWanted => P::NoSkills,
            P::NoSkills => P::Blocked,
            P::Blocked => P::OpenParts,
            P::OpenParts => P::OnOffer,
            P::OnOffer => P::Paused,
            P::Paused => P::NoChange,
            // This follows for each reason, below.
            P::NoChange => P::Person(Unfit::Away),
            P::Person(_) => return None,
        })
    });
    chain.chain(Unfit::ALL.into_iter().map(P::Person))
}

fn offers() -> impl Iterator<Item = OfferRefusal> {
    use OfferRefusal as O;
    walk(O::Over, |refusal| {
        Some(match refusal {
            O::Over => O::SaidYes,
            O::SaidYes => O::Answered,
            O::Answered => O::NotStandingBy,
            O::NotStandingBy => O::When,
            O::When => O::WhichSkill,
            O::WhichSkill => return None,
        })
    })
}

fn ending() -> impl Iterator<Item = EndRefusal> {
    use EndRefusal as E;
    walk(E::IsArchived, |refusal| {
        Some(match refusal {
            E::IsArchived => E::IsTrashed { number: 3 },
            E::IsTrashed { .. } => E::IsDeleted { number: 3 },
            E::IsDeleted { .. } => E::NotAway,
            E::NotAway => E::WentWith { number: 3 },
            E::WentWith { .. } => E::Shared { tasks: vec![4, 7] },
            E::Shared { .. } => E::TooMany,
            E::TooMany => return None,
        })
    })
}

fn commenting() -> impl Iterator<Item = CommentRefusal> {
    use CommentRefusal as C;
    walk(C::NotYours, |refusal| {
        Some(match refusal {
            C::NotYours => C::Gone,
            C::Gone => C::Stale,
            C::Stale => C::TooManyEdits,
            C::TooManyEdits => C::TooManyKinds,
            C::TooManyKinds => C::TooManyOwnKinds,
            C::TooManyOwnKinds => C::ReasonNeeded,
            C::ReasonNeeded => return None,
        })
    })
}

fn talking() -> impl Iterator<Item = TalkRefusal> {
    use TalkRefusal as T;
    walk(T::Archived, |refusal| {
        Some(match refusal {
            T::Archived => T::GeneralStays,
            T::GeneralStays => T::NameTaken,
            T::NameTaken => T::Ending,
            T::Ending => T::Slowed { retry_after: 1 },
            T::Slowed { retry_after: 1 } => T::Slowed { retry_after: 60 },
            T::Slowed { .. } => return None,
        })
    })
}

fn waiting() -> impl Iterator<Item = LongerRefusal> {
    use LongerRefusal as L;
    walk(L::Past, |refusal| {
        Some(match refusal {
            L::Past => L::TooFar { latest: Time(0) },
            L::TooFar { .. } => L::NotWaitedFor,
            L::NotWaitedFor => L::NobodyElse,
            L::NobodyElse => L::NotAsked,
            L::NotAsked => return None,
        })
    })
}

fn undoing() -> impl Iterator<Item = UndoRefusal> {
    use UndoRefusal as U;
    walk(U::Nothing, |refusal| {
        Some(match refusal {
            U::Nothing => U::Bound,
            U::Bound => U::Late,
            U::Late => U::BuiltOn { task: 3 },
            U::BuiltOn { .. } => U::NewerFirst { task: 3 },
            U::NewerFirst { .. } => U::HasParts { task: 3 },
            U::HasParts { .. } => U::TooMany { most: 200 },
            U::TooMany { .. } => return None,
        })
    })
}

fn trees() -> impl Iterator<Item = TreeRefusal> {
    walk(TreeRefusal::TooDeep, |refusal| match refusal {
        TreeRefusal::TooDeep => Some(TreeRefusal::Cycle { path: Vec::new() }),
        TreeRefusal::Cycle { .. } => Some(TreeRefusal::BelowDone { number: 4 }),
        TreeRefusal::BelowDone { .. } => Some(TreeRefusal::TwoPlaces),
        TreeRefusal::TwoPlaces => Some(TreeRefusal::NotASibling { number: 4 }),
        TreeRefusal::NotASibling { .. } => None,
    })
}

fn dependencies() -> impl Iterator<Item = DependencyRefusal> {
    use DependencyRefusal as D;
    walk(D::Cycle { path: Vec::new() }, |refusal| match refusal {
        D::Cycle { path } if path.is_empty() => Some(D::Cycle { path: vec![Stop::Hidden; 3] }),
        D::Cycle { .. } => Some(D::PartOfIt { task: 33 }),
        D::PartOfIt { .. } => Some(D::TooMany),
        D::TooMany => Some(D::TooAwaited),
        D::TooAwaited => Some(D::TooAwaitedByStranger),
        D::TooAwaitedByStranger => Some(D::TooAwaitedByStrangers),
        D::TooAwaitedByStrangers => Some(D::TooConnected),
        D::TooConnected => Some(D::NotThere),
        D::NotThere => Some(D::Closed { phase: Phase::Done }),
        D::Closed { .. } => Some(D::TooManyBlocks),
        D::TooManyBlocks => Some(D::NotBlocked),
        D::NotBlocked => None,
    })
}

fn suggestions() -> impl Iterator<Item = SuggestionRefusal> {
    use SuggestionRefusal as S;
    let chain = walk(S::NotSuggestible { action: "task.move" }, |refusal| {
        Some(match refusal {
            S::NotSuggestible { .. } => S::NothingChanges,
            S::NothingChanges => S::NotYours,
            S::NotYours => S::Outdated,
            S::Outdated => S::AnotherObject,
            // This follows for each state, below.
            S::AnotherObject => S::Decided { state: SuggestionState::Open },
            S::Decided { .. } => return None,
        })
    });
    chain.chain(SuggestionState::ALL.into_iter().map(|state| S::Decided { state }))
}

fn terms() -> impl Iterator<Item = TermsRefusal> {
    use TermsRefusal as T;
    walk(T::RespondByPast, |refusal| {
        Some(match refusal {
            T::RespondByPast => T::DuePast,
            T::DuePast => T::Heartbeat,
            T::Heartbeat => T::ReviewWithin,
            T::ReviewWithin => T::Depth,
            T::Depth => return None,
        })
    })
}

fn delegations() -> impl Iterator<Item = DelegationRefusal> {
    use DelegationRefusal as D;
    let uri = "https://other.example/x".to_owned();
    let chain = walk(D::Suspended, move |refusal| {
        Some(match refusal {
            D::Suspended => D::TaskClosed,
            D::TaskClosed => D::Assigned,
            D::Assigned => D::AlreadyDelegated,
            D::AlreadyDelegated => D::AlreadyOffered,
            D::AlreadyOffered => D::ShutOut,
            D::ShutOut => D::CutOff { cut: Cut::WeBlocked },
            D::CutOff { cut: Cut::WeBlocked } => D::CutOff { cut: Cut::TheyRefuse },
            D::CutOff { cut: Cut::TheyRefuse } => D::PeerBlocked,
            D::PeerBlocked => D::ToItself,
            D::ToItself => D::Loop { chain: Vec::new() },
            D::Loop { .. } => D::DepthExhausted,
            D::DepthExhausted => D::RedelegationForbidden,
            D::RedelegationForbidden => D::OriginNotAsked,
            D::OriginNotAsked => D::TooManyOffers { waiting: 1 },
            D::TooManyOffers { waiting: 1 } => D::TooManyOffers { waiting: 20 },
            D::TooManyOffers { .. } => D::OfferedTooOften { most: 20 },
            D::OfferedTooOften { .. } => D::OfferedWithoutAnswer { most: 50 },
            D::OfferedWithoutAnswer { .. } => D::TooManyQuestions { most: 20 },
            D::TooManyQuestions { .. } => D::TooMuchWork { most: 50 },
            D::TooMuchWork { .. } => D::TooManyComments { most: 500 },
            D::TooManyComments { .. } => D::ToldTooOften,
            D::ToldTooOften => D::OfferReplaced { newest: OfferUri(uri.clone()) },
            D::OfferReplaced { .. } => D::AlreadyAnswered,
            D::AlreadyAnswered => D::NothingSubmitted,
            D::NothingSubmitted => D::SubmissionReplaced { newest: SubmissionUri(uri.clone()) },
            D::SubmissionReplaced { .. } => D::UnknownSubmission,
            D::UnknownSubmission => D::OpenSubtasks { open: 1 },
            D::OpenSubtasks { open: 1 } => D::OpenSubtasks { open: 3 },
            D::OpenSubtasks { .. } => D::TooSoon { until: Time(0) },
            D::TooSoon { .. } => D::TooLate,
            D::TooLate => D::Terms(TermsRefusal::Depth),
            // These follow for each of their own, below.
            D::Terms(_) => D::WrongState { state: State::Offered },
            D::WrongState { .. } => return None,
        })
    });
    let states = State::ALL.into_iter().map(|state| D::WrongState { state });
    chain.chain(states).chain(terms().map(D::Terms))
}

fn values() -> impl Iterator<Item = ValueRefusal> {
    use ValueRefusal as V;
    let what = "the title";
    walk(V::Empty { what }, move |refusal| {
        Some(match refusal {
            V::Empty { .. } => V::TooLong { what, max: 200, got: 201 },
            V::TooLong { .. } => V::NameForm,
            V::NameForm => V::Reserved { name: "api".to_owned() },
            V::Reserved { .. } => V::SkillForm,
            V::SkillForm => V::TooMany { what, max: 30 },
            V::TooMany { .. } => V::NotATree { place: 3 },
            V::NotATree { .. } => V::NotAChoice { what, choices: "s, m, l" },
            V::NotAChoice { .. } => V::NoSuchRoom { name: "kitchn".to_owned() },
            V::NoSuchRoom { .. } => V::ActorForm,
            V::ActorForm => V::TaskForm,
            V::TaskForm => V::Sha256Form,
            V::Sha256Form => V::EmojiForm,
            V::EmojiForm => V::ClockForm,
            V::ClockForm => V::DayForm,
            V::DayForm => V::NotBetween { what, least: 0, most: 20 },
            V::NotBetween { .. } => V::HandOnFirst,
            V::HandOnFirst => V::MailForm,
            V::MailForm => V::PushForm,
            V::PushForm => return None,
        })
    })
}

fn times() -> impl Iterator<Item = TimeRefusal> {
    walk(TimeRefusal::Unreadable, |refusal| match refusal {
        TimeRefusal::Unreadable => Some(TimeRefusal::OutOfRange),
        TimeRefusal::OutOfRange => None,
    })
}

/// The refusals of the rules.
fn rules() -> impl Iterator<Item = Refusal> {
    let families = walk(Refusal::TooMany { retry_after: 1 }, |family| {
        Some(match family {
            Refusal::TooMany { retry_after: 1 } => Refusal::TooMany { retry_after: 90 },
            Refusal::TooMany { .. } => not_allowed().next()?.into(),
            Refusal::NotAllowed(_) => phases().next()?.into(),
            Refusal::Phase(_) => members().next()?.into(),
            Refusal::Member(_) => closing().next()?.into(),
            Refusal::Closing(_) => commenting().next()?.into(),
            Refusal::Comment(_) => talking().next()?.into(),
            Refusal::Talk(_) => waiting().next()?.into(),
            Refusal::Silence(_) => ending().next()?.into(),
            Refusal::End(_) => undoing().next()?.into(),
            Refusal::Undo(_) => inviting().next()?.into(),
            Refusal::Invite(_) => assigning().next()?.into(),
            Refusal::Assign(_) => pairing().next()?.into(),
            Refusal::Pairing(_) => offers().next()?.into(),
            Refusal::Offer(_) => trees().next()?.into(),
            Refusal::Tree(_) => dependencies().next()?.into(),
            Refusal::Dependency(_) => suggestions().next()?.into(),
            Refusal::Suggestion(_) => skill_offers().next()?.into(),
            Refusal::SkillOffer(_) => delegations().next()?.into(),
            Refusal::Delegation(_) => values().next()?.into(),
            Refusal::Value(_) => times().next()?.into(),
            Refusal::Time(_) => return None,
        })
    });
    families
        .chain(not_allowed().map(Refusal::from))
        .chain(phases().map(Refusal::from))
        .chain(members().map(Refusal::from))
        .chain(closing().map(Refusal::from))
        .chain(commenting().map(Refusal::from))
        .chain(talking().map(Refusal::from))
        .chain(waiting().map(Refusal::from))
        .chain(ending().map(Refusal::from))
        .chain(undoing().map(Refusal::from))
        .chain(inviting().map(Refusal::from))
        .chain(assigning().map(Refusal::from))
        .chain(pairing().map(Refusal::from))
        .chain(offers().map(Refusal::from))
        .chain(trees().map(Refusal::from))
        .chain(dependencies().map(Refusal::from))
        .chain(suggestions().map(Refusal::from))
        .chain(skill_offers().map(Refusal::from))
        .chain(delegations().map(Refusal::from))
        .chain(values().map(Refusal::from))
        .chain(times().map(Refusal::from))
}

fn inputs() -> impl Iterator<Item = InputRefusal> {
    use InputRefusal as I;
    walk(I::Zone, |refusal| {
        Some(match refusal {
            I::Zone => I::QuietHours,
            I::QuietHours => I::AwayWithoutEnd,
            I::AwayWithoutEnd => I::Away(AwayRefusal::Over),
            I::Away(AwayRefusal::Over) => I::Away(AwayRefusal::TooLong),
            I::Away(AwayRefusal::TooLong) => I::SameSkill,
            I::SameSkill => I::MessageTooLong { max_kb: 128 },
            I::MessageTooLong { .. } => I::KeyNotCompared,
            I::KeyNotCompared => I::NothingStopped { host: "wasps.example".to_owned() },
            I::NothingStopped { .. } => I::KeyUnchanged { name: "honey@wasps.example".to_owned() },
            I::KeyUnchanged { .. } => I::StaysAsItIs,
            I::StaysAsItIs => I::NoKeys,
            I::NoKeys => I::NoKey,
            I::NoKey => I::OtherKey,
            I::OtherKey => I::NoOtherServer,
            I::NoOtherServer => I::NothingSuggested,
            I::NothingSuggested => I::TooManyFiles { max: 20 },
            I::TooManyFiles { .. } => I::TaskHasFiles { max: 500 },
            I::TaskHasFiles { .. } => I::TokenLife,
            I::TokenLife => I::AskedElsewhere,
            I::AskedElsewhere => I::ReviewerNotAMember,
            I::ReviewerNotAMember => I::ReviewerRole,
            I::ReviewerRole => I::ReviewerDoesIt,
            I::ReviewerDoesIt => I::OneEnd,
            I::OneEnd => I::OneBlocker,
            I::OneBlocker => I::BlockerNotAMember,
            I::BlockerNotAMember => I::BlockerHasIt,
            I::BlockerHasIt => I::AllUnread,
            I::AllUnread => I::Duty,
            I::Duty => I::NoDigest,
            I::NoDigest => I::NoMail,
            I::NoMail => I::MailLink,
            I::MailLink => I::PushService,
            I::PushService => I::SharedNowhere,
            I::SharedNowhere => I::FeedOfTwo,
            I::FeedOfTwo => I::OtherPursuance,
            I::OtherPursuance => I::NoSuchInput { why: "missing field `title`".to_owned() },
            I::NoSuchInput { .. } => return None,
        })
    })
}

fn partners() -> impl Iterator<Item = PartnerRefusal> {
    use PartnerRefusal as P;
    let name = "Pixel Picket".to_owned();
    walk(P::NotAPursuance(name.clone()), move |refusal| {
        Some(match refusal {
            P::NotAPursuance(_) => P::TakesNoTasks(name.clone()),
            P::TakesNoTasks(_) => P::Private(name.clone()),
            P::Private(_) => P::Gone(name.clone()),
            P::Gone(_) => return None,
        })
    })
}

fn rooms() -> impl Iterator<Item = Full> {
    walk(Full::Disk, |full| {
        Some(match full {
            Full::Disk => Full::Person { most: 1 << 30 },
            Full::Person { .. } => Full::Unfinished { most: 1 << 30 },
            Full::Unfinished { .. } => Full::Pursuance { most: 1 << 30 },
            Full::Pursuance { .. } => Full::Peer { most: 1 << 30 },
            Full::Peer { .. } => Full::TextsOfPerson { most: 1 << 30 },
            Full::TextsOfPerson { .. } => Full::TextsOfPursuance { most: 1 << 30 },
            Full::TextsOfPursuance { .. } => Full::TextsOfMember { most: 1 << 30 },
            Full::TextsOfMember { .. } => Full::Database,
            Full::Database => return None,
        })
    })
}

fn account_keys() -> impl Iterator<Item = AccountKeyRefusal> {
    use AccountKeyRefusal as K;
    walk(K::Verifier, |refusal| {
        Some(match refusal {
            K::Verifier => K::Slot,
            K::Slot => K::RecoveryVerifier,
            K::RecoveryVerifier => K::RecoverySlot,
            K::RecoverySlot => K::Idbox,
            K::Idbox => K::Card,
            K::Card => K::Rootbox,
            K::Rootbox => K::CardTaken,
            K::CardTaken => K::ReplacedTooOften,
            K::ReplacedTooOften => K::DeviceBox,
            K::DeviceBox => K::CodeUsed,
            K::CodeUsed => K::NoKeys,
            K::NoKeys => K::HasKeys,
            K::HasKeys => return None,
        })
    })
}

/// Why what comes sealed is not taken.
fn sealed() -> impl Iterator<Item = SealedRefusal> {
    let not_built = SealedRefusal { why: SealedWhy::NotBuilt, broken: None, newer: Vec::new() };
    Sealed::ALL.into_iter().map(SealedRefusal::from).chain([not_built])
}

/// The refusals of the hallway.
fn refused() -> impl Iterator<Item = Refused> {
    let newer = || Newer { revision: 2, asks: Asks::titled(Title::parse("T").unwrap()), reviewer: None };
    let newer_profile = || NewerProfile {
        revision: 2,
        display: "Ana".to_owned(),
        about: String::new(),
        skills: Skills::default(),
        levels: LeveledSkills::default(),
        discoverable: false,
        askable: false,
        zone: None,
        language: None,
    };
    let chain = walk(Refused::Outdated, move |refused| {
        Some(match refused {
            Refused::Outdated => Refused::Stale(Box::new(newer())),
            Refused::Stale(_) => Refused::StaleProfile(Box::new(newer_profile())),
            Refused::StaleProfile(_) => Refused::NameTaken("ana".to_owned()),
            Refused::NameTaken(_) => Refused::RegistrationClosed { door: Door::Anybody },
            Refused::RegistrationClosed { door: Door::Anybody } => {
                Refused::RegistrationClosed { door: Door::Invited }
            }
            Refused::RegistrationClosed { door: Door::Invited } => {
                Refused::RegistrationClosed { door: Door::Request }
            }
            Refused::RegistrationClosed { door: Door::Request } => {
                Refused::RegistrationClosed { door: Door::Nobody }
            }
            Refused::RegistrationClosed { door: Door::Nobody } => Refused::SetupUsed,
            Refused::SetupUsed => Refused::SignInFirst,
            Refused::SignInFirst => Refused::KeyReused,
            Refused::KeyReused => Refused::LastOne(LastOne::Operator),
            Refused::LastOne(LastOne::Operator) => Refused::LastOne(LastOne::Primary),
            Refused::LastOne(LastOne::Primary) => Refused::Full { what: Counted::AccountRequests, most: 200 },
            Refused::Full { what: Counted::AccountRequests, .. } => {
                Refused::Full { what: Counted::Bans, most: 1000 }
            }
            Refused::Full { what: Counted::Bans, .. } => Refused::Full { what: Counted::Browsers, most: 10 },
            Refused::Full { what: Counted::Browsers, .. } => Refused::Full { what: Counted::Feeds, most: 30 },
            Refused::Full { what: Counted::Feeds, .. } => {
                Refused::Full { what: Counted::GrantsOfMember, most: 100 }
            }
            Refused::Full { what: Counted::GrantsOfMember, .. } => {
                Refused::Full { what: Counted::GrantsOnTask, most: 50 }
            }
            Refused::Full { what: Counted::GrantsOnTask, .. } => {
                Refused::Full { what: Counted::Joined, most: 200 }
            }
            Refused::Full { what: Counted::Joined, .. } => {
                Refused::Full { what: Counted::InviteAccounts, most: 1 }
            }
            Refused::Full { what: Counted::InviteAccounts, .. } => {
                Refused::Full { what: Counted::InviteAccountsOfDay, most: 100 }
            }
            Refused::Full { what: Counted::InviteAccountsOfDay, .. } => {
                Refused::Full { what: Counted::Invites, most: 30 }
            }
            Refused::Full { what: Counted::Invites, .. } => Refused::Full { what: Counted::Tokens, most: 20 },
            Refused::Full { what: Counted::Tokens, .. } => {
                Refused::Full { what: Counted::Uploads, most: 100 }
            }
            Refused::Full { what: Counted::Uploads, .. } => {
                Refused::Full { what: Counted::Pursuances, most: 20 }
            }
            Refused::Full { what: Counted::Pursuances, .. } => {
                Refused::Full { what: Counted::Rooms, most: 100 }
            }
            Refused::Full { what: Counted::Rooms, .. } => {
                Refused::Full { what: Counted::Watched, most: 5_000 }
            }
            Refused::Full { what: Counted::Watched, .. } => {
                Refused::Full { what: Counted::Muted, most: 5_000 }
            }
            Refused::Full { what: Counted::Muted, .. } => {
                Refused::Full { what: Counted::Suggestions, most: 20 }
            }
            Refused::Full { what: Counted::Suggestions, .. } => {
                Refused::Full { what: Counted::Synonyms, most: 500 }
            }
            Refused::Full { what: Counted::Synonyms, .. } => {
                Refused::Full { what: Counted::Searches, most: 50 }
            }
            Refused::Full { what: Counted::Searches, .. } => {
                Refused::Full { what: Counted::SearchesOnHome, most: 5 }
            }
            Refused::Full { what: Counted::SearchesOnHome, .. } => {
                Refused::Full { what: Counted::SearchesShared, most: 50 }
            }
            Refused::Full { what: Counted::SearchesShared, .. } => {
                let because = Box::new(Refused::Outdated);
                let task = json!({ "action": "task.create", "input": { "pursuance": "bees", "title": "T" } });
                let what = serde_json::from_value(task).unwrap();
                let suggest = Box::new(MakeSuggestion { pursuance: "bees".to_owned(), what, why: None });
                Refused::SuggestInstead { because, suggest }
            }
            Refused::SuggestInstead { .. } => {
                Refused::NoneOf { first: Box::new(Refused::Outdated), why: Vec::new() }
            }
            Refused::NoneOf { .. } => Refused::TooManyUploads(TooManyUploads::OfPerson),
            Refused::TooManyUploads(TooManyUploads::OfPerson) => {
                Refused::TooManyUploads(TooManyUploads::OfAddress)
            }
            Refused::TooManyUploads(TooManyUploads::OfAddress) => {
                Refused::TooManyUploads(TooManyUploads::InAll)
            }
            Refused::TooManyUploads(TooManyUploads::InAll) => Refused::NoSuchFile,
            // These follow for each of their own, below.
            Refused::NoSuchFile => Refused::SignatureNeeded,
            Refused::SignatureNeeded => Refused::Unreachable(Wording::new("refusal-lookup-failed")),
            Refused::Unreachable(_) => Refused::NotAPartner(partners().next()?),
            Refused::NotAPartner(_) => Refused::Input(inputs().next()?),
            Refused::Input(_) => Refused::Keys(AccountKeyRefusal::Verifier),
            Refused::Keys(_) => Refused::NoRoom(Full::Disk),
            Refused::NoRoom(_) => Refused::Sealed(Box::new(sealed().next()?)),
            Refused::Sealed(_) => Refused::NotFound(Thing::Task),
            Refused::NotFound(_) => Refused::Rule(rules().next()?),
            Refused::Rule(_) => return None,
        })
    });
    chain
        .chain(rules().map(Refused::from))
        .chain(inputs().map(Refused::from))
        .chain(partners().map(Refused::NotAPartner))
        .chain(rooms().map(Refused::NoRoom))
        .chain(account_keys().map(Refused::Keys))
        .chain(sealed().map(Refused::from))
        .chain(Thing::ALL.iter().copied().map(Refused::NotFound))
}

fn lookups() -> impl Iterator<Item = DirectoryError> {
    use DirectoryError as D;
    let name = "ana".to_owned();
    let host = "other.example".to_owned();
    let source = || Arc::new(std::io::Error::other("silence"));
    walk(D::Unreadable(name.clone()), move |error| {
        let (name, host) = (name.clone(), host.clone());
        Some(match error {
            D::Unreadable(_) => D::Form { typed: name, source: AddressRefusal::Empty },
            D::Form { .. } => D::NobodyHere(name),
            D::NobodyHere(_) => D::NobodyThere { name, host },
            D::NobodyThere { .. } => D::NotAnswering { host, source: source() },
            D::NotAnswering { .. } => D::InTrouble { host, status: 502 },
            D::InTrouble { .. } => D::TooManyLookups { retry_after: 1 },
            D::TooManyLookups { retry_after: 1 } => D::TooManyLookups { retry_after: 60 },
            D::TooManyLookups { .. } => D::NotLetIn { host },
            D::NotLetIn { .. } => D::Unsound { host, source: source() },
            D::Unsound { .. } => D::Blocked { host },
            D::Blocked { .. } => D::OutOfReach { host, source: ReachRefusal::NoHost },
            D::OutOfReach { .. } => D::NotAPursuance(name),
            D::NotAPursuance(_) => D::Gone(name),
            D::Gone(_) => D::KeyChanged(name),
            D::KeyChanged(_) => D::ForeignInbox { host },
            D::ForeignInbox { .. } => D::Store(StoreError::Taken("a name")),
            D::Store(_) => D::Keys(KeyRingError::Store(StoreError::Taken("a name"))),
            D::Keys(_) => return None,
        })
    })
}

fn passphrases() -> impl Iterator<Item = PassphraseRefusal> {
    use PassphraseRefusal as P;
    walk(P::TooShort, |refusal| {
        Some(match refusal {
            P::TooShort => P::TooLong,
            P::TooLong => P::TooPlain,
            P::TooPlain => return None,
        })
    })
}

fn faults() -> impl Iterator<Item = PieceFault> {
    use PieceFault as F;
    walk(F::TooLong, |fault| {
        Some(match fault {
            F::TooLong => F::TooManyParts,
            F::TooManyParts => F::TooManyNegated,
            F::TooManyNegated => F::TooManyWords,
            F::TooManyWords => F::LongPhrase,
            F::LongPhrase => F::OpenQuote,
            F::OpenQuote => F::NoWords,
            F::NoWords => F::NoLetters { typed: "→".into() },
            F::NoLetters { .. } => F::NothingToNegate,
            F::NothingToNegate => F::UnknownKey { key: "note".into() },
            F::UnknownKey { .. } => F::NothingBehind { key: "is:".into() },
            F::NothingBehind { .. } => F::UnknownWord { key: Key::Is, word: "opne".into() },
            F::UnknownWord { .. } => F::NotAName { name: "Ana".into() },
            F::NotAName { .. } => F::NotASkill { skill: "French".into() },
            F::NotASkill { .. } => F::NotADay { day: "soon".into() },
            F::NotADay { .. } => F::NotANumber { number: "many".into() },
            F::NotANumber { .. } => F::NotAHost { host: "-".into() },
            F::NotAHost { .. } => F::NegatedSort,
            F::NegatedSort => F::SecondSort,
            F::SecondSort => return None,
        })
    })
}

fn every_wording() -> Vec<Wording> {
    refused()
        .map(|refused| refused.wording())
        .chain(lookups().map(|error| error.wording()))
        .chain(passphrases().map(|refusal| refusal.wording()))
        .chain(faults().map(|fault| fault.wording()))
        .collect()
}

/// The fault in a language's text for a refusal; none when it is good.
fn fault(t: Text, wording: &Wording) -> Option<String> {
    t.parts(wording).into_iter().find_map(|told| {
        let is_whole = told.as_ref().is_some_and(|told| !told.is_empty() && !told.contains(['{', '}']));
        (!is_whole).then(|| format!("{} tells {wording} as {told:?}", t.language()))
    })
}

#[test]
fn every_refusal_is_told_in_every_language_with_what_to_do_next() {
    for language in Language::ALL.iter().copied() {
        let faults: Vec<_> =
            every_wording().iter().filter_map(|wording| fault(Text::of(language), wording)).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        assert_eq!(missed(language.as_str()), Vec::<String>::new());
    }
    let unfinished = Text::made_of("eo", &[("x.ftl", "cancel = Nuligi\n")]);
    assert!(fault(unfinished, &Wording::new("refusal-phase-nobody")).is_some());
}

#[test]
fn every_refusal_that_is_written_down_is_one_that_somebody_may_meet() {
    let told: BTreeSet<&str> = every_wording().iter().map(Wording::key).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales/en");
    let files: Vec<String> =
        fs::read_dir(folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    let keys = files.iter().flat_map(|file| file.lines()).filter_map(|line| line.split_once(" ="));
    let written: BTreeSet<&str> =
        keys.map(|(key, _)| key).filter(|key| key.starts_with("refusal-")).collect();
    assert_eq!(told, written);
}

#[test]
fn a_refusal_names_roles_and_states_in_its_language() {
    let why = Why::RoleTooLow { needed: Role::Assigner };
    let role = Refusal::from(NotAllowed { permission: Permission::Delegate, why }).wording();
    let state = DelegationRefusal::WrongState { state: State::Declined }.wording();
    let english = Text::english();
    assert_eq!(
        english.say_and_advise(&role),
        "Only Coordinators and above can hand tasks over. Ask one of them."
    );
    assert_eq!(english.say(&state), "That is not possible while the hand-over is declined.");
    let soon = DelegationRefusal::TooSoon { until: Time::parse("2026-11-20T09:05:00Z").unwrap() }.wording();
    assert_eq!(english.advise(&soon), "Try again after 2026-11-20 09:05 UTC.");
    let german = Text::of(Language::German);
    assert_eq!(
        german.say_and_advise(&role),
        "Erst ab der Rolle „Koordination“ kann man Aufgaben übergeben. Frag jemanden mit dieser Rolle."
    );
    assert_eq!(german.say(&state), "Das geht nicht mehr: die Übergabe ist abgelehnt.");
}
