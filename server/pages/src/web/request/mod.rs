//! A request on its way in and out: the viewer, the form, cookies, static files, and the answer after a failure or
//! without a change.

pub mod added_task;
pub mod camera;
pub mod carried_forms;
pub mod errors;
pub mod failure;
pub mod form;
pub mod live;
pub mod manifest;
pub mod page_cache;
pub mod party;
pub mod refusal;
pub mod refused_form;
pub mod secret_links;
pub mod session;
pub mod signin;
pub mod static_files;
pub mod suggest;
pub mod undo;
pub mod unplaced_texts;
