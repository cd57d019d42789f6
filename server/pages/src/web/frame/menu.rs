//! Menus as lists of entries: a menu of one entry is that entry (`components.html`).

/// An entry of a menu.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    pub said: String,
    /// The key that presses it; empty without one.
    pub pressed_by: &'static str,
    pub does: PressEffect,
}

/// The effect of a press on an entry.
#[derive(Debug, PartialEq, Eq)]
pub enum PressEffect {
    /// It leads to an address.
    Leads(String),
    /// It sends a form with one field.
    Sends { to: String, field: &'static str, value: &'static str },
}

impl Entry {
    /// An entry that leads to an address.
    pub fn leads(said: impl Into<String>, to: String) -> Self {
        Self { said: said.into(), pressed_by: "", does: PressEffect::Leads(to) }
    }

    /// An entry that sends a form with one field.
    pub fn sends(said: impl Into<String>, to: String, (field, value): (&'static str, &'static str)) -> Self {
        Self { said: said.into(), pressed_by: "", does: PressEffect::Sends { to, field, value } }
    }

    /// The same, pressed by a key.
    #[must_use]
    pub fn by_key(self, key: &'static str) -> Self {
        Self { pressed_by: key, ..self }
    }
}
