//! A delegation as it is shown on pages, from either side, with its forms.

pub mod between;
pub mod change;
pub mod delegate;
pub mod notes;
pub mod origin;
pub mod readers;
pub mod rounds;
pub mod row;
pub mod sides;
pub mod step;
pub mod terms;
pub mod timeline;
pub mod view;
