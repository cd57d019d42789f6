//! The people of a pursuance: members, invitations, entering and leaving it.

pub mod arrival;
pub mod enter;
pub mod invite;
pub mod invite_end;
pub mod invites;
pub mod leave;
pub mod member;
pub mod members;
pub mod names;
pub mod private_invite;
pub mod recruit;
pub mod seats;
