//! The button on the page behind a form that takes back what the form did.

use super::links;

/// A form with one button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoButton {
    /// The id of the pursuance, or its slug.
    pub pursuance: String,
    /// The number of an event of the act.
    pub event: i64,
    /// The page behind it.
    pub back: String,
}

impl UndoButton {
    /// Where it is sent.
    pub fn address(&self) -> String {
        links::undo(&self.pursuance)
    }
}
