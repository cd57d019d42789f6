//! The pages of a pursuance.

pub mod about;
pub mod activity;
pub mod closing;
pub mod files;
pub mod health;
pub mod health_plot;
pub mod health_tables;
pub mod lately;
pub mod list;
pub mod log;
pub mod membership;
pub mod missions;
pub mod new;
pub mod not_there;
pub mod pace;
pub mod pace_form;
pub mod page;
pub mod reviews;
pub mod seen;
pub mod settings;
pub mod skills;
pub mod subject;
pub mod undo;
