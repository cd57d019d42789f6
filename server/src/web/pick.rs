//! Choosing one of a few from a list, or one of many by writing its number or its name.

use crate::web::frame::view::{Choice, Field};

/// A list of more than that is searched instead.
pub const FEW: usize = 20;
/// What a browser proposes for a field that is searched.
pub const PROPOSED: usize = 50;

/// One of a few, or one of many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pick {
    /// The entries of the list, or what the field proposes.
    pub choices: Vec<Choice>,
    /// What is written in the field, and why the choice was refused.
    pub field: Field,
    /// What an empty field means.
    pub none: String,
    /// Whether it is a field.
    pub is_searched: bool,
}

impl Pick {
    /// A list with an entry for none.
    pub fn few(none: &str, choices: Vec<Choice>) -> Self {
        let selected = choices.iter().all(|choice| !choice.selected);
        let first = Choice { value: String::new(), label: none.to_owned(), selected };
        Self {
            choices: std::iter::once(first).chain(choices).collect(),
            none: none.to_owned(),
            ..Self::default()
        }
    }

    /// A field that proposes the first of them.
    pub fn many(none: &str, mut choices: Vec<Choice>, written: String) -> Self {
        choices.truncate(PROPOSED);
        Self { choices, field: Field::of(written), none: none.to_owned(), is_searched: true }
    }

    /// The same with what was written and why it was refused. A list chooses it again.
    #[must_use]
    pub fn refused(mut self, written: &str, why: impl Into<String>) -> Self {
        for choice in &mut self.choices {
            choice.selected = choice.value == written;
        }
        self.field = Field::of(written).refused(why);
        self
    }

    /// What is chosen, as it reads.
    pub fn chosen(&self) -> &str {
        if self.is_searched { &self.field.value } else { label_of(&self.choices) }
    }

    /// Whether there is nothing to choose from.
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty() && !self.is_searched
    }
}

/// How the chosen entry of a list reads, whatever its value is.
pub fn label_of(choices: &[Choice]) -> &str {
    choices.iter().find(|choice| choice.selected).map_or("", |choice| &choice.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(count: usize) -> Vec<Choice> {
        let one = |n: usize| Choice { value: n.to_string(), label: format!("Task {n}"), selected: n == 2 };
        (1..=count).map(one).collect()
    }

    #[test]
    fn a_list_has_an_entry_for_none_and_a_field_proposes_no_more_than_fits() {
        let few = Pick::few("Top level", numbered(3));
        assert_eq!(few.choices.len(), 4);
        assert!(!few.choices[0].selected && few.choices[2].selected);
        let many = Pick::many("Top level", numbered(300), "#2 Task 2".to_owned());
        assert_eq!((many.choices.len(), many.field.value.as_str()), (PROPOSED, "#2 Task 2"));
    }

    #[test]
    fn a_refused_choice_stands_as_it_was_made() {
        let few = Pick::few("Top level", numbered(3)).refused("3", "It is closed.");
        assert!(few.choices[3].selected && !few.choices[2].selected && few.field.is_refused());
        let many = Pick::many("Top level", numbered(30), String::new()).refused("repart", "Nothing.");
        assert_eq!(many.field.value, "repart");
    }
}
