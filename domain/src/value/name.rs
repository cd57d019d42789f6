//! Names of people and pursuances: one namespace, so that `name@server` means one thing.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::unseen::is_unseen;
use super::{ValueRefusal, through_text};

/// The name of an account or the slug of a pursuance: `^[a-z][a-z0-9_-]{0,28}[a-z0-9]$`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// Words of addresses, and words that a stranger would take for the server itself.
const RESERVED: &[&str] = &[
    "about",
    "account",
    "actor",
    "admin",
    "administrator",
    "ap",
    "api",
    "assets",
    "blob",
    "demo",
    "files",
    "help",
    "home",
    "host",
    "inbox",
    "incoming",
    "instance",
    "join",
    "login",
    "logout",
    "me",
    "members",
    "moderator",
    "new",
    "nodeinfo",
    "offers",
    "operator",
    "outbox",
    "pursuance",
    "pursuances",
    "root",
    "search",
    "security",
    "settings",
    "setup",
    "signin",
    "signout",
    "signup",
    "static",
    "support",
    "system",
    "tags",
    "task",
    "tasks",
    "www",
];

/// Whether a name is kept for the server itself.
pub fn is_reserved(name: &str) -> bool {
    static FOLDED: LazyLock<HashSet<String>> =
        LazyLock::new(|| RESERVED.iter().map(|word| fold_name(word)).collect());
    FOLDED.contains(&fold_name(name))
}

/// The form under which names must be unique: separators and letters that are not seen dropped, and look-alike characters made equal.
pub fn fold_name(name: &str) -> String {
    name.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !matches!(c, '-' | '_' | '.') && !is_unseen(*c))
        .map(|c| match c {
            '0' => 'o',
            '1' | 'i' => 'l',
            other => other,
        })
        .collect()
}

impl Name {
    /// The most characters a name may have.
    pub const MAX: usize = 30;

    /// Reads a name, ignoring blanks around it.
    ///
    /// # Errors
    /// When the form is wrong or the name is reserved.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let text = text.trim();
        let bytes = text.as_bytes();
        let form = (2..=Self::MAX).contains(&bytes.len())
            && bytes[0].is_ascii_lowercase()
            && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
            && !matches!(bytes[bytes.len() - 1], b'-' | b'_');
        if !form {
            return Err(ValueRefusal::NameForm);
        }
        if is_reserved(text) {
            return Err(ValueRefusal::Reserved { name: text.to_owned() });
        }
        Ok(Self(text.to_owned()))
    }

    /// The name as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that must be unique, see [`fold_name`].
    pub fn folded(&self) -> String {
        fold_name(&self.0)
    }
}

/// A reference to a person or a pursuance: a local name, `name@server`, `!name@server`, or an address. The server
/// resolves it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ActorRef(String);

impl ActorRef {
    /// Reads a reference.
    ///
    /// # Errors
    /// When the reference is empty, too long or contains blanks.
    pub fn parse(text: &str) -> Result<Self, ValueRefusal> {
        let text = text.trim();
        if text.is_empty() || text.len() > 500 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(ValueRefusal::ActorForm);
        }
        Ok(Self(text.to_owned()))
    }

    /// The reference as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

through_text! {
    Name: "2 to 30 characters: small letters, digits, - and _, beginning with a letter, ending with a letter or digit",
    ActorRef: "a name on this server, name@server, or the address of a person or pursuance",
}
