//! The words of the folded parts of `/me` about themselves, and which of them stand open.

use super::me::AccountPage;
use crate::web::frame::view::{Choice, Field};

impl AccountPage {
    /// Returns the words beside the name of the person.
    pub fn picture_said(&self) -> &'static str {
        self.l.t.s(if self.l.has_own_picture() { "me-picture-own" } else { "me-picture-letters" })
    }

    /// Whether the form of the picture was refused.
    pub fn opens_picture(&self) -> bool {
        self.picture.is_refused()
    }

    /// The colours that are chosen.
    pub fn theme_said(&self) -> &'static str {
        self.l.t.s(self.l.theme.key())
    }

    /// The clock and the first day that are chosen: the same word stands once.
    pub fn display_said(&self) -> String {
        let t = self.l.t;
        let chosen = |choices: Vec<Choice>| choices.into_iter().find(|one| one.selected).map(|one| one.label);
        let mut said: Vec<String> =
            [self.display.clocks(t), self.display.first_days(t)].into_iter().filter_map(chosen).collect();
        said.dedup();
        said.join(" · ")
    }

    /// Whether the form of clock and keys was refused.
    pub fn opens_display(&self) -> bool {
        self.display.clock.is_refused() || self.display.first_day.is_refused()
    }

    /// Whether the form of the passphrase was refused.
    pub fn opens_passphrase(&self) -> bool {
        let form = &self.passphrase;
        [&form.old, &form.passphrase, &form.passphrase_again].into_iter().any(Field::is_refused)
    }

    /// How many browsers and programs act as the person.
    pub fn sessions_said(&self) -> String {
        let browsers = self.l.t.with("me-sessions-said").set("n", self.sessions.len()).to_string();
        if self.tokens.is_empty() { browsers } else { format!("{browsers} · {}", self.tokens_said()) }
    }

    /// Whether something there waits: a former key is still in use.
    pub fn opens_sessions(&self) -> bool {
        self.under_former > 0
    }

    /// How many tokens there are.
    pub fn tokens_said(&self) -> String {
        self.l.t.with("me-tokens-said").set("n", self.tokens.len()).to_string()
    }

    /// Whether the form of a token was refused.
    pub fn opens_tokens(&self) -> bool {
        self.token.name.is_refused() || self.token.passphrase.is_refused()
    }
}
