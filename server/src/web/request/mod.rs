//! A request on its way in and out: who looks, the form that came with it, cookies, files of the program, and the answer when
//! something fails or has not changed.

pub mod carried;
pub mod cookies;
pub mod csrf;
pub mod failure;
pub mod form;
pub mod live;
pub mod page_cache;
pub mod refusal;
pub mod session;
pub mod static_files;
pub mod unread;
