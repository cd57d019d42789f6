//! One's own account: profile, colours, sessions, passphrase, tokens.

use askama::Template;
use pursuance_domain::time::DAY;
use pursuance_domain::value::{Language, TokenScope};

use crate::actions::token;
use crate::web::frame::labels::choices;
use crate::web::frame::layout::{Layout, Theme};
use crate::web::frame::links;
use crate::web::frame::view::{Choice, Field, Refused, refused};
use crate::web::frame::when::When;

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
    pub token: TokenForm,
    /// A token that was made just now: shown this once.
    pub new_token: Option<String>,
    /// Why something was refused that concerns no field.
    pub problem: String,
}

/// POST `/me/profile`: `display, about, skills, zone, language`, and `discoverable` (yes) when ticked.
#[derive(Default)]
pub struct ProfileForm {
    pub display: Field,
    pub about: Field,
    /// Separated by commas.
    pub skills: Field,
    /// The time zone; empty for that of the browser.
    pub zone: Field,
    /// The tag of the language; empty for that of the browser.
    pub language: Field,
    pub is_discoverable: bool,
}

/// POST `/me/passphrase`: `old, passphrase, passphrase_again`, and `end_tokens` (yes) when ticked. No passphrase is sent
/// back.
#[derive(Default)]
pub struct PassphraseForm {
    pub old: Field,
    pub passphrase: Field,
    pub passphrase_again: Field,
    /// Whether tokens live on.
    pub keeps_tokens: bool,
}

/// Days a token may live, to choose from.
const DAYS: [(i64, &str); 4] =
    [(7, "token-days-7"), (30, "token-days-30"), (90, "token-days-90"), (365, "token-days-365")];
/// What is chosen at first.
pub const USUAL_DAYS: i64 = token::LIFE / DAY;

/// POST `/me/tokens`: `name, scope, days, passphrase`. The passphrase is not sent back.
pub struct TokenForm {
    pub name: Field,
    pub scope: TokenScope,
    pub days: i64,
    pub passphrase: Field,
}

impl Default for TokenForm {
    fn default() -> Self {
        Self {
            name: Field::default(),
            scope: TokenScope::default(),
            days: USUAL_DAYS,
            passphrase: Field::default(),
        }
    }
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
    pub ends: When,
    pub scope: TokenScope,
    /// The last use, if it was used.
    pub used: Option<When>,
}

impl TokenRow {
    /// What it opens, as a key of its words.
    pub fn scope_key(&self) -> &'static str {
        scope_key(self.scope)
    }
}

/// What a token opens, as a key of its words.
pub fn scope_key(scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::Read => "token-scope-read",
        TokenScope::Act => "token-scope-act",
    }
}

impl AccountPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<Refused> {
        refused(&[
            ("display", "me-display", &self.profile.display),
            ("about", "me-about", &self.profile.about),
            ("skills", "me-skills", &self.profile.skills),
            ("zone", "me-zone", &self.profile.zone),
            ("language", "me-language", &self.profile.language),
            ("old", "me-passphrase-old", &self.passphrase.old),
            ("passphrase", "me-passphrase-new", &self.passphrase.passphrase),
            ("passphrase-again", "passphrase-again", &self.passphrase.passphrase_again),
            ("token-name", "me-token-name", &self.token.name),
            ("token-passphrase", "me-token-passphrase", &self.token.passphrase),
        ])
    }

    /// The languages, each by its own name.
    pub fn languages(&self) -> Vec<Choice> {
        let all = Language::ALL.iter().map(|language| (language.as_str(), language.own_name()));
        let browser = std::iter::once(("", self.l.t.s("me-language-browser")));
        choices(browser.chain(all), &self.profile.language.value)
    }

    /// What a new token may open.
    pub fn scopes(&self) -> Vec<Choice> {
        let all = TokenScope::ALL.iter().map(|scope| (scope.as_str(), self.l.t.s(scope_key(*scope))));
        choices(all, self.token.scope.as_str())
    }

    /// How long a new token may live.
    pub fn lives(&self) -> Vec<Choice> {
        let all = DAYS.map(|(days, key)| (days.to_string(), self.l.t.s(key)));
        let all = all.iter().map(|(days, words)| (days.as_str(), *words));
        choices(all, &self.token.days.to_string())
    }

    /// The themes to choose from: the word and whether it is the one in use.
    pub fn themes(&self) -> Vec<(Theme, bool)> {
        Theme::ALL.into_iter().map(|theme| (theme, self.l.theme == theme)).collect()
    }
}
