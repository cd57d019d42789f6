//! Who belongs to a pursuance, in which role, who asks to, and what each role may do.

use askama::Template;
use pursuance_domain::people::role::Role;

use super::pursuance::Head;
use crate::web::frame::layout::Layout;
use crate::web::frame::view::{Choice, Field, Party};
use crate::web::frame::when::When;
use crate::web::frame::{labels, links};

/// `GET /p/{slug}/members`. A refused change comes back as this page with status 422.
#[derive(Template)]
#[template(path = "pursuance/members.html")]
pub struct MembersPage {
    pub l: Layout,
    pub head: Head,
    /// People who asked to join, for those who may decide.
    pub asking: Vec<Asking>,
    pub filter: MembersFilter,
    pub members: Vec<MemberRow>,
    /// Where the members that follow are.
    pub next: Option<String>,
    /// The viewer's role, when they are a member.
    pub role: Option<Role>,
    /// Whether the viewer may leave: the Primary passes the pursuance on first.
    pub may_leave: bool,
    /// Whether the pursuance is to be passed on: asked before it is done.
    pub transfer: Option<Transfer>,
    /// Why a change was refused.
    pub problem: String,
}

/// What the list is narrowed to.
#[derive(Default)]
pub struct MembersFilter {
    /// Words of a name.
    pub words: String,
    /// Every role, and an entry for any.
    pub roles: Vec<Choice>,
    /// Whether it is narrowed at all.
    pub is_on: bool,
}

/// Somebody who is to become the Primary.
pub struct Transfer {
    /// The value of the field `member`.
    pub member: String,
    /// What they are called.
    pub name: String,
}

/// Somebody who asked to join.
pub struct Asking {
    pub who: Party,
    /// The value of the field `member`.
    pub member: String,
    pub about: String,
    /// What they wrote when they asked.
    pub note: String,
    pub at: When,
}

/// A member.
pub struct MemberRow {
    pub who: Party,
    /// The value of the field `member`.
    pub member: String,
    pub role: Role,
    pub since: When,
    /// The roles the viewer may give them; empty when they may give none.
    pub roles: Vec<Choice>,
    /// Why the last change of this one was refused.
    pub field: Field,
}

impl MemberRow {
    /// The key of the role's name.
    pub fn role_key(&self) -> &'static str {
        labels::role_key(self.role)
    }

    /// The id of the field.
    pub fn field_id(&self) -> String {
        format!("role-{}", self.member)
    }
}

/// A role for the list of what each may do.
pub struct RoleLine {
    pub name: &'static str,
    pub about: &'static str,
    pub is_yours: bool,
}

impl MembersPage {
    /// Every role, the least trusted first.
    pub fn roles(&self) -> Vec<RoleLine> {
        Role::ALL
            .into_iter()
            .map(|role| RoleLine {
                name: labels::role_key(role),
                about: labels::role_about_key(role),
                is_yours: self.role == Some(role),
            })
            .collect()
    }
}
