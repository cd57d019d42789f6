//! The button that undoes a form, on the page after it.

use super::links;

/// A form with one button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoButton {
    /// The id of the pursuance, or its slug.
    pub pursuance: String,
    /// The number of an event of the act.
    pub event: i64,
    /// The page to return to.
    pub back: String,
}

impl UndoButton {
    /// The address that the form is sent to.
    pub fn address(&self) -> String {
        links::undo(&self.pursuance)
    }
}
