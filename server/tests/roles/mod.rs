//! Roles in force (RULES §2): who may what, at every door; who comes, goes, and answers for a pursuance.

mod bans;
mod closing;
mod delegations;
mod grants;
mod handover;
mod inbox;
mod invites;
mod invites_much;
mod leaving;
mod lines;
mod log;
mod recruits;
mod scene;
pub(crate) mod table;

use crate::support::bees::{BEES, bees, of, role_of, task};
