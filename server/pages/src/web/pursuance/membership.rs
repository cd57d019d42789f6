//! The place of the viewer in the pursuance of a page: the way in, or what their role lets them do.

use pursuance_domain::people::role::Role;

use crate::actions::access::Access;
use crate::store::pursuances::MemberState;
use crate::web::frame::labels;
use crate::web::request::session::Visit;

/// The viewer's membership in this pursuance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewerMembership {
    /// The viewer is signed out.
    SignedOut,
    /// Signed in, not a member.
    Stranger,
    /// Has asked to join.
    Asked,
    /// Banned at present.
    Banned,
    /// A member with this role.
    Member(Role),
}

impl ViewerMembership {
    /// The key of the role's name, for members.
    pub fn role_key(self) -> Option<&'static str> {
        match self {
            Self::Member(role) => Some(labels::role_key(role)),
            Self::SignedOut | Self::Stranger | Self::Asked | Self::Banned => None,
        }
    }

    /// The key of the role's rights, for members.
    pub fn role_about_key(self) -> Option<&'static str> {
        match self {
            Self::Member(role) => Some(labels::role_about_key(role)),
            Self::SignedOut | Self::Stranger | Self::Asked | Self::Banned => None,
        }
    }

    /// Whether the viewer can join, or ask to.
    pub fn may_join(self) -> bool {
        self == Self::Stranger
    }

    /// Whether the viewer is a member: they have read the mission before.
    pub fn is_member(self) -> bool {
        matches!(self, Self::Member(_))
    }

    /// Whether the viewer is a member who may leave: the Primary passes the pursuance on first.
    pub fn may_leave(self) -> bool {
        match self {
            Self::Member(role) => role != Role::Primary,
            Self::SignedOut | Self::Stranger | Self::Asked | Self::Banned => false,
        }
    }

    /// Whether the viewer has to sign in first.
    pub fn is_signed_out(self) -> bool {
        self == Self::SignedOut
    }
}

/// The membership of the viewer.
pub(super) fn membership(visit: &Visit, access: &Access) -> ViewerMembership {
    match (&access.member, visit.person()) {
        (_, None) => ViewerMembership::SignedOut,
        (None, Some(_)) => ViewerMembership::Stranger,
        (Some(member), Some(_)) => match member.state {
            MemberState::Active => ViewerMembership::Member(member.role),
            MemberState::Pending => ViewerMembership::Asked,
            MemberState::Banned => ViewerMembership::Banned,
        },
    }
}
