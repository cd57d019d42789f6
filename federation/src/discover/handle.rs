//! Typed names of actors: `name@host`, `!name@host`, or an address.

use std::fmt;

use url::Url;

use crate::reach::{Origin, Reach, ReachRefusal};

/// Longer names exist nowhere.
const NAME_MAX: usize = 128;

/// `name@host`: the handle of an actor. Handles are compared without case.
#[derive(Debug, Clone)]
pub struct Handle {
    name: String,
    origin: Origin,
}

/// A typed name of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    Handle(Handle),
    /// The id of an actor, or its page.
    Url(Url),
}

/// The reason why a text names nobody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressRefusal {
    #[error("there is no name")]
    Empty,
    #[error("the name has no “@” and server after it")]
    NoHost,
    #[error("“{name}” cannot be a name")]
    Name { name: String },
    #[error(transparent)]
    Reach(#[from] ReachRefusal),
}

impl Handle {
    /// # Errors
    /// When the name is not possible.
    pub fn new(name: &str, origin: Origin) -> Result<Self, AddressRefusal> {
        let fits = !name.is_empty() && name.chars().count() <= NAME_MAX;
        let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
        if fits && plain {
            Ok(Self { name: name.to_owned(), origin })
        } else {
            Err(AddressRefusal::Name { name: name.to_owned() })
        }
    }

    /// Reads `name@host[:port]`, also with `@`, `!`, `acct:` or `group:` before it.
    ///
    /// # Errors
    /// When the text is anything else, or the host is outside of the reach.
    pub fn parse(text: &str, reach: &Reach) -> Result<Self, AddressRefusal> {
        let text = text.trim();
        let text = strip_scheme(text, "acct:").unwrap_or(text);
        let text = strip_scheme(text, "group:").unwrap_or(text);
        // `!` marks a group in typed text only (PROTOCOL §4.5).
        let text = text.strip_prefix(['@', '!']).unwrap_or(text);
        if text.is_empty() {
            return Err(AddressRefusal::Empty);
        }
        let (name, authority) = text.split_once('@').ok_or(AddressRefusal::NoHost)?;
        Self::new(name, reach.origin_of_authority(authority)?)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The handle as a WebFinger resource (RFC 7565).
    pub fn acct(&self) -> String {
        format!("acct:{self}")
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.origin.authority())
    }
}

impl PartialEq for Handle {
    fn eq(&self, other: &Self) -> bool {
        self.origin == other.origin && self.name.to_lowercase() == other.name.to_lowercase()
    }
}

impl Eq for Handle {}

impl Address {
    /// Reads a handle, or an address within the reach, own ones included. A fragment names a part of a page or of a document, and
    /// is dropped.
    ///
    /// # Errors
    /// When the text is neither.
    pub fn parse(text: &str, reach: &Reach) -> Result<Self, AddressRefusal> {
        let text = text.trim();
        if !text.contains("://") {
            return Handle::parse(text, reach).map(Self::Handle);
        }
        let mut url = Url::parse(text).map_err(ReachRefusal::from)?;
        url.set_fragment(None);
        reach.check_form(&url)?;
        Ok(Self::Url(url))
    }
}

/// Schemes are the same in upper and lower case (RFC 3986 §3.1).
fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then_some(rest)
}
