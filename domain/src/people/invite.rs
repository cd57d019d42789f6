//! Invitations (RULES §3): who comes in by one, with which role, and who goes with it when it is revoked.

use crate::people::role::Role;
use crate::time::Time;
use crate::wording::{Wording, refusals};

/// The most people who may come by one invitation, where there is a number at all.
pub const MOST_USES: u32 = 10_000;

/// An invitation as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InviteFacts {
    /// Whether it was revoked.
    pub is_revoked: bool,
    /// Its end; none when it works until it is revoked.
    pub expires: Option<Time>,
    /// Number of people who came by it.
    pub used: i64,
    /// The most people who may come by it; none for any number.
    pub most: Option<i64>,
    /// Whether the person who made it may still invite into its role.
    pub maker_may: bool,
}

/// The reason why an invitation or a question lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InviteRefusal {
    /// It was revoked.
    Revoked,
    /// Its time is over.
    Expired,
    /// The most people have come by it.
    UsedUp,
    /// The person who made it may no longer invite into its role.
    Void,
    /// The number of uses is out of range.
    Uses,
    /// An invitation cannot make somebody the Primary.
    NoPrimary,
    /// Invited members' own invitees can be removed only together with those members.
    NeedsMembers,
    /// Members are removed with it, and nobody said why.
    NeedsReason,
    /// The person does not allow being asked, is no person of this instance, or is a member.
    NotAskable,
    /// The pursuance has asked this person, and they have not answered, or said no lately.
    AskedAlready,
    /// The question was answered.
    Answered,
}

refusals!(InviteRefusal);

impl InviteRefusal {
    /// The stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Revoked => "invite-revoked",
            Self::Expired => "invite-expired",
            Self::UsedUp => "invite-used-up",
            Self::Void => "invite-void",
            Self::Uses | Self::NoPrimary | Self::NeedsMembers | Self::NeedsReason => "invalid-input",
            Self::NotAskable => "not-askable",
            Self::AskedAlready => "asked-already",
            Self::Answered => "answered",
        }
    }

    /// The member of the input it is about, where it is one.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Uses => Some("uses"),
            Self::NoPrimary => Some("role"),
            Self::NeedsMembers => Some("and_invited"),
            Self::NeedsReason => Some("reason"),
            Self::NotAskable => Some("person"),
            Self::Revoked
            | Self::Expired
            | Self::UsedUp
            | Self::Void
            | Self::AskedAlready
            | Self::Answered => None,
        }
    }

    /// Whether the input is wrong, and not the present state.
    pub fn is_about_input(&self) -> bool {
        self.field().is_some()
    }

    /// The words of the refusal for people.
    pub fn wording(&self) -> Wording {
        match self {
            Self::Revoked => Wording::new("refusal-invite-revoked"),
            Self::Expired => Wording::new("refusal-invite-expired"),
            Self::UsedUp => Wording::new("refusal-invite-used-up"),
            Self::Void => Wording::new("refusal-invite-void"),
            Self::Uses => Wording::new("refusal-invite-uses").set("max", MOST_USES),
            Self::NoPrimary => Wording::new("refusal-invite-primary"),
            Self::NeedsMembers => Wording::new("refusal-invite-needs-members"),
            Self::NeedsReason => Wording::new("refusal-invite-needs-reason"),
            Self::NotAskable => Wording::new("refusal-not-askable"),
            Self::AskedAlready => Wording::new("refusal-asked-already"),
            Self::Answered => Wording::new("refusal-ask-answered"),
        }
    }
}

/// Whether an invitation lets one more person in.
///
/// # Errors
/// [`InviteRefusal`] when it was revoked, is over, is used up, or came from somebody who may invite no more.
pub fn lets_in(invite: InviteFacts, now: Time) -> Result<(), InviteRefusal> {
    if invite.is_revoked {
        Err(InviteRefusal::Revoked)
    } else if invite.expires.is_some_and(|end| end <= now) {
        Err(InviteRefusal::Expired)
    } else if invite.most.is_some_and(|most| most <= invite.used) {
        Err(InviteRefusal::UsedUp)
    } else if invite.maker_may {
        Ok(())
    } else {
        Err(InviteRefusal::Void)
    }
}

/// Checks the wanted number of people who may come by an invitation.
///
/// # Errors
/// [`InviteRefusal::Uses`] for none, and for more than are counted.
pub fn uses(wanted: Option<u32>) -> Result<Option<i64>, InviteRefusal> {
    match wanted {
        None => Ok(None),
        Some(most) if (1..=MOST_USES).contains(&most) => Ok(Some(most.into())),
        Some(_) => Err(InviteRefusal::Uses),
    }
}

/// Whether a role may be offered at all; the permission says whether by this person.
///
/// # Errors
/// [`InviteRefusal::NoPrimary`].
pub fn into_role(role: Role) -> Result<(), InviteRefusal> {
    if role == Role::Primary { Err(InviteRefusal::NoPrimary) } else { Ok(()) }
}

/// The role of somebody who comes by an invitation. A person who went with a role below that of newcomers comes back with no
/// more.
pub fn role_by_invite(before: Option<Role>, invited: Role) -> Role {
    before.map_or(invited, |before| before.min(invited))
}

/// Whether a member goes when somebody revokes the invitation that let them in: never one with that role, or above.
pub fn goes_with(revoker: Role, member: Role) -> bool {
    member < revoker
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn facts() -> impl Strategy<Value = InviteFacts> {
        let end = prop_oneof![Just(None), (0_i64..20).prop_map(|at| Some(Time(at)))];
        let most = prop_oneof![Just(None), (1_i64..4).prop_map(Some)];
        (any::<bool>(), end, 0_i64..5, most, any::<bool>()).prop_map(
            |(is_revoked, expires, used, most, maker_may)| InviteFacts {
                is_revoked,
                expires,
                used,
                most,
                maker_may,
            },
        )
    }

    proptest! {
        #[test]
        fn a_revoked_expired_used_or_void_invitation_lets_nobody_in(facts in facts(), now in 0_i64..20) {
            let now = Time(now);
            let is_over = facts.expires.is_some_and(|end| now >= end);
            let is_used_up = facts.most.is_some_and(|most| facts.used >= most);
            let is_good = !facts.is_revoked && !is_over && !is_used_up && facts.maker_may;
            prop_assert_eq!(lets_in(facts, now).is_ok(), is_good);
        }

        #[test]
        fn one_that_lets_nobody_in_never_does_again(facts in facts(), now in 0_i64..20, later in 0_i64..20, more in 0_i64..3) {
            // Only its maker can become somebody who may invite again.
            let facts = InviteFacts { maker_may: true, ..facts };
            if lets_in(facts, Time(now)).is_err() {
                let then = InviteFacts { used: facts.used + more, ..facts };
                prop_assert!(lets_in(then, Time(now + later)).is_err());
            }
        }
    }

    #[test]
    fn nobody_comes_back_by_an_invitation_with_more_than_they_went_with() {
        for before in Role::ALL {
            for invited in Role::ALL {
                let role = role_by_invite(Some(before), invited);
                assert!(role <= before && role <= invited, "{before} came back as {role}");
            }
        }
        assert_eq!(role_by_invite(None, Role::Assigner), Role::Assigner);
    }

    #[test]
    fn nobody_with_the_role_of_whoever_revokes_goes_with_it() {
        for revoker in Role::ALL {
            assert!(!goes_with(revoker, revoker) && !goes_with(revoker, Role::Primary));
        }
        assert!(goes_with(Role::Recruiter, Role::Normal));
    }

    #[test]
    fn the_number_of_uses_has_a_bound() {
        assert_eq!(uses(None), Ok(None));
        assert_eq!(uses(Some(1)), Ok(Some(1)));
        assert_eq!(uses(Some(MOST_USES)), Ok(Some(10_000)));
        assert_eq!(uses(Some(0)), Err(InviteRefusal::Uses));
        assert_eq!(uses(Some(MOST_USES + 1)), Err(InviteRefusal::Uses));
    }
}
