//! Cards for the pages of several families: a task in a list, a file, a person to choose, a note above a page. A card is filled for
//! the viewer of a request, so that a family can show it without knowing another family.

pub mod answer;
pub mod arrival;
pub mod file;
pub mod found_words;
pub mod head;
pub mod notes;
pub mod pick;
pub mod room;
pub mod rows;
pub mod skill_offer;
pub mod suggestions;
pub mod text_beginning;
pub mod watching;
pub mod way_back;
pub mod weekly_offers;
