//! Requests between pursuances, and to the viewer: offers of tasks, offers of skills, the page of a pursuance elsewhere, and the
//! forms of a delegation.

pub mod delegation_forms;
pub mod incoming;
pub mod known_offers;
pub mod my_offers;
pub mod offer_card;
pub mod remote;
pub mod skill_offers;
