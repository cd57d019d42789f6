//! Coming, going, and the Primary (RULES §2): the rules besides the permission.

use crate::people::role::Role;
use crate::time::Time;
use crate::wording::{Wording, refusals};

/// The role of somebody who joins. A person who went with a lower role comes back with that role.
pub fn role_on_joining(before: Option<Role>) -> Role {
    before.map_or(Role::Normal, |before| before.min(Role::Normal))
}

/// Whether a ban holds at the time `now`. The clock lifts it: nothing has to be done at its end.
pub fn is_banned(until: Option<Time>, now: Time) -> bool {
    until.is_none_or(|until| now < until)
}

/// The reason why a membership does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberRefusal {
    /// The account cannot be used at present.
    Unavailable,
    /// The person is not banned there.
    NotBanned,
    /// A ban ends after it begins.
    EndIsPast,
    /// The Primary asks somebody else.
    IsPrimary,
    /// The person was not asked to become the Primary.
    NotAsked,
    /// The Primary can act, so nobody else names another.
    PrimaryActs,
    /// An operator names an Admin as Primary.
    NotAnAdmin,
    /// Somebody who may not see the members does not answer for them.
    HeirUntrusted,
    /// A member who goes leaves the tasks to somebody who stays.
    ReceiverGone,
}

refusals!(MemberRefusal);

impl MemberRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Unavailable => "member-unavailable",
            Self::NotBanned => "not-banned",
            Self::EndIsPast => "end-is-past",
            Self::IsPrimary => "is-primary",
            Self::NotAsked => "not-asked",
            Self::PrimaryActs => "primary-acts",
            Self::NotAnAdmin => "not-an-admin",
            Self::HeirUntrusted => "heir-untrusted",
            Self::ReceiverGone => "receiver-gone",
        }
    }

    /// The member of the input it is about, where it is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::EndIsPast => Some("until"),
            Self::ReceiverGone => Some("tasks_to"),
            Self::NotAnAdmin => Some("member"),
            Self::Unavailable
            | Self::NotBanned
            | Self::IsPrimary
            | Self::NotAsked
            | Self::PrimaryActs
            | Self::HeirUntrusted => None,
        }
    }

    /// Whether the input is wrong, and not the present state.
    pub fn is_about_input(&self) -> bool {
        self.field().is_some()
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        Wording::new(match self {
            Self::Unavailable => "refusal-member-unavailable",
            Self::NotBanned => "refusal-not-banned",
            Self::EndIsPast => "refusal-end-is-past",
            Self::IsPrimary => "refusal-is-primary",
            Self::NotAsked => "refusal-not-asked",
            Self::PrimaryActs => "refusal-primary-acts",
            Self::NotAnAdmin => "refusal-not-an-admin",
            Self::HeirUntrusted => "refusal-heir-untrusted",
            Self::ReceiverGone => "refusal-receiver-gone",
        })
    }
}

/// The lowest role of a member who may be asked to become the Primary: below it, the members cannot be seen.
pub const LOWEST_HEIR: Role = Role::Viewer;

/// A member who is to become the Primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrimaryCandidate {
    /// The role of the member.
    pub role: Role,
    /// Whether the account can be used.
    pub is_available: bool,
}

/// Whether the Primary may ask this member to take over.
///
/// # Errors
/// [`MemberRefusal`] when it is the Primary, or somebody who could not answer.
pub fn may_ask_to_take_over(candidate: PrimaryCandidate) -> Result<(), MemberRefusal> {
    if candidate.role == Role::Primary {
        return Err(MemberRefusal::IsPrimary);
    }
    if candidate.role < LOWEST_HEIR {
        return Err(MemberRefusal::HeirUntrusted);
    }
    if candidate.is_available { Ok(()) } else { Err(MemberRefusal::Unavailable) }
}

/// Whether a member who was asked may take over. `primary_acts`: whether the account of the Primary who asked can be used.
///
/// # Errors
/// [`MemberRefusal::NotAsked`] when it cannot: an operator decides then.
pub fn may_take_over(primary_acts: bool) -> Result<(), MemberRefusal> {
    if primary_acts { Ok(()) } else { Err(MemberRefusal::NotAsked) }
}

/// Whether an operator may name a Primary at all. `primary`: whether the account of the present one can be used; none
/// where there is none.
///
/// # Errors
/// [`MemberRefusal::PrimaryActs`] while there is a Primary who can act.
pub fn may_name(primary: Option<bool>) -> Result<(), MemberRefusal> {
    if primary == Some(true) { Err(MemberRefusal::PrimaryActs) } else { Ok(()) }
}

/// Whether an operator may name this member as Primary. `primary`: whether the account of the present one can be used;
/// none where there is none.
///
/// # Errors
/// [`MemberRefusal`] while there is a Primary who can act, and for everybody but an Admin who can.
pub fn may_be_named(primary: Option<bool>, candidate: PrimaryCandidate) -> Result<(), MemberRefusal> {
    may_name(primary)?;
    if candidate.role != Role::Admin {
        return Err(MemberRefusal::NotAnAdmin);
    }
    if candidate.is_available { Ok(()) } else { Err(MemberRefusal::Unavailable) }
}

/// Whether a member whose account may be suspended may get another role: rights are taken from them, not given.
///
/// # Errors
/// [`MemberRefusal::Unavailable`] for more rights than before.
pub fn may_get_role(from: Role, to: Role, is_available: bool) -> Result<(), MemberRefusal> {
    if is_available || to <= from { Ok(()) } else { Err(MemberRefusal::Unavailable) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_comes_back_with_more_than_they_went_with() {
        for role in Role::ALL {
            let again = role_on_joining(Some(role));
            assert!(again <= role && again <= Role::Normal, "{role} came back as {again}");
        }
        assert_eq!(role_on_joining(None), Role::Normal);
    }

    #[test]
    fn a_ban_holds_until_its_end_and_not_a_moment_longer() {
        let end = Time(7);
        assert!(
            is_banned(Some(end), Time(6)) && !is_banned(Some(end), end) && !is_banned(Some(end), Time(8))
        );
        assert!(is_banned(None, Time(i64::MAX)), "for good");
    }

    #[test]
    fn an_operator_names_an_admin_and_only_where_the_primary_cannot_act() {
        let admin = PrimaryCandidate { role: Role::Admin, is_available: true };
        assert_eq!(may_take_over(false), Err(MemberRefusal::NotAsked), "an operator decides");
        assert_eq!(may_take_over(true), Ok(()));
        assert_eq!(may_be_named(Some(true), admin), Err(MemberRefusal::PrimaryActs));
        for primary in [Some(false), None] {
            assert_eq!(may_be_named(primary, admin), Ok(()));
            for role in Role::ALL.into_iter().filter(|role| *role != Role::Admin) {
                let refused = may_be_named(primary, PrimaryCandidate { role, ..admin });
                assert_eq!(refused, Err(MemberRefusal::NotAnAdmin), "{role}");
            }
            let away = PrimaryCandidate { is_available: false, ..admin };
            assert_eq!(may_be_named(primary, away), Err(MemberRefusal::Unavailable));
        }
    }

    #[test]
    fn an_account_that_cannot_be_used_gets_no_more_rights_and_may_lose_some() {
        assert_eq!(may_get_role(Role::Viewer, Role::Normal, false), Err(MemberRefusal::Unavailable));
        assert_eq!(may_get_role(Role::Admin, Role::Viewer, false), Ok(()));
        assert_eq!(may_get_role(Role::Viewer, Role::Normal, true), Ok(()));
        let heir = |role, is_available| may_ask_to_take_over(PrimaryCandidate { role, is_available });
        assert_eq!(heir(Role::Viewer, true), Ok(()));
        assert_eq!(heir(Role::Untrusted, true), Err(MemberRefusal::HeirUntrusted));
        assert_eq!(heir(Role::Admin, false), Err(MemberRefusal::Unavailable));
        assert_eq!(heir(Role::Primary, true), Err(MemberRefusal::IsPrimary));
    }
}
