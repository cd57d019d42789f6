//! Cards for the pages of several families: a task in a list, a file, a person to choose, a note above a page. A card is filled for
//! the viewer of a request, so that a family can show it without knowing another family.

pub mod answer;
pub mod arrival;
pub mod asked;
pub mod back;
pub mod file;
pub mod found;
pub mod head;
pub mod notes;
pub mod pick;
pub mod room;
pub mod rows;
pub mod short;
pub mod skill_offer;
pub mod suggestions;
pub mod watching;
