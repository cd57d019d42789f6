//! One's own account: profile, colours, sessions, passphrase, tokens.

use askama::Template;

use super::layout::{Layout, Theme};
use super::links;
use super::view::{Field, Refused, refused};
use super::when::When;

/// `GET /me`. Its refused forms come back as this page with status 422.
#[derive(Template)]
#[template(path = "account/page.html")]
pub struct AccountPage {
    pub l: Layout,
    /// The name they sign in with.
    pub name: String,
    /// `name@server`.
    pub handle: String,
    pub profile: ProfileForm,
    pub passphrase: PassphraseForm,
    pub sessions: Vec<SessionRow>,
    pub tokens: Vec<TokenRow>,
    pub token_name: Field,
    /// A token that was made just now: shown this once.
    pub new_token: Option<String>,
    /// Why something was refused that concerns no field.
    pub problem: String,
}

/// POST `/me/profile`: `display, about, skills, zone`, and `discoverable` (yes) when ticked.
#[derive(Default)]
pub struct ProfileForm {
    pub display: Field,
    pub about: Field,
    /// Separated by commas.
    pub skills: Field,
    /// The time zone; empty for that of the browser.
    pub zone: Field,
    pub is_discoverable: bool,
}

/// POST `/me/passphrase`: `old, passphrase, passphrase_again`. Nothing is sent back.
#[derive(Default)]
pub struct PassphraseForm {
    pub old: Field,
    pub passphrase: Field,
    pub passphrase_again: Field,
}

/// A signed-in browser.
pub struct SessionRow {
    pub id: String,
    pub since: When,
    pub seen: When,
    /// Whether it is the one looking.
    pub is_this: bool,
}

/// A bearer token of the API.
pub struct TokenRow {
    pub id: String,
    pub name: String,
    pub made: When,
    /// The last use, if it was used.
    pub used: Option<When>,
}

impl AccountPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<Refused> {
        refused(&[
            ("display", "me-display", &self.profile.display),
            ("about", "me-about", &self.profile.about),
            ("skills", "me-skills", &self.profile.skills),
            ("zone", "me-zone", &self.profile.zone),
            ("old", "me-passphrase-old", &self.passphrase.old),
            ("passphrase", "me-passphrase-new", &self.passphrase.passphrase),
            ("passphrase-again", "passphrase-again", &self.passphrase.passphrase_again),
            ("token-name", "me-token-name", &self.token_name),
        ])
    }

    /// The themes to choose from: the word and whether it is the one in use.
    pub fn themes(&self) -> Vec<(Theme, bool)> {
        Theme::ALL.into_iter().map(|theme| (theme, self.l.theme == theme)).collect()
    }
}
