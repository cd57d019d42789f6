//! The reasons for a failed lookup, in words for the person.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use pursuance_domain::wording::Wording;
use pursuance_federation::discover::{AddressRefusal, DiscoverError};
use pursuance_federation::fetch::FetchError;
use pursuance_federation::reach::ReachRefusal;

use crate::keyring::KeyRingError;
use crate::store::error::StoreError;
use crate::text::Text;

/// Why an actor was not found.
#[derive(Debug)]
pub enum DirectoryError {
    /// The typed text cannot name an actor.
    Form {
        typed: String,
        source: AddressRefusal,
    },
    /// A stored address is not valid.
    Unreadable(String),
    NobodyHere(String),
    NobodyThere {
        name: String,
        host: String,
    },
    NotAnswering {
        host: String,
        source: Arc<dyn Error + Send + Sync>,
    },
    InTrouble {
        host: String,
        status: u16,
    },
    /// The person has looked up too many.
    TooManyLookups {
        retry_after: u64,
    },
    NotLetIn {
        host: String,
    },
    Unsound {
        host: String,
        source: Arc<dyn Error + Send + Sync>,
    },
    Blocked {
        host: String,
    },
    OutOfReach {
        host: String,
        source: ReachRefusal,
    },
    NotAPursuance(String),
    Gone(String),
    /// Its document names none of its known keys.
    KeyChanged(String),
    /// Its inbox is on another server: our messages could be redirected to a victim.
    ForeignInbox {
        host: String,
    },
    /// The database failed.
    Store(StoreError),
    /// Our own key is not available.
    Keys(KeyRingError),
}

impl fmt::Display for DirectoryError {
    /// For logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Text::english().say(&self.wording()))
    }
}

impl Error for DirectoryError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Form { source, .. } => Some(source),
            Self::NotAnswering { source, .. } | Self::Unsound { source, .. } => Some(source.as_ref()),
            Self::OutOfReach { source, .. } => Some(source),
            Self::Store(error) => Some(error),
            Self::Keys(error) => Some(error),
            Self::Unreadable(_)
            | Self::NobodyHere(_)
            | Self::NobodyThere { .. }
            | Self::InTrouble { .. }
            | Self::TooManyLookups { .. }
            | Self::NotLetIn { .. }
            | Self::Blocked { .. }
            | Self::NotAPursuance(_)
            | Self::Gone(_)
            | Self::KeyChanged(_)
            | Self::ForeignInbox { .. } => None,
        }
    }
}

impl From<StoreError> for DirectoryError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<KeyRingError> for DirectoryError {
    fn from(error: KeyRingError) -> Self {
        Self::Keys(error)
    }
}

impl DirectoryError {
    /// The text for the person.
    pub fn wording(&self) -> Wording {
        let at = |key, host: &str| Wording::new(key).set("host", host.to_owned());
        let named = |key, name: &str| Wording::new(key).set("name", name.to_owned());
        match self {
            Self::Form { typed, .. } => named("refusal-lookup-form", typed),
            Self::Unreadable(typed) => named("refusal-lookup-unreadable", typed),
            Self::NobodyHere(name) => named("refusal-lookup-nobody-here", name),
            Self::NobodyThere { name, host } => {
                at("refusal-lookup-nobody-there", host).set("name", name.clone())
            }
            Self::NotAnswering { host, .. } => at("refusal-lookup-silent", host),
            Self::InTrouble { host, status } => {
                at("refusal-lookup-trouble", host).set("status", status.to_string())
            }
            Self::TooManyLookups { retry_after } => {
                Wording::new("refusal-lookup-too-many").set("seconds", *retry_after)
            }
            Self::NotLetIn { host } => at("refusal-lookup-not-let-in", host),
            Self::Unsound { host, .. } => at("refusal-lookup-unsound", host),
            Self::Blocked { host } => at("refusal-lookup-blocked", host),
            Self::OutOfReach { host, .. } => at("refusal-lookup-out-of-reach", host),
            Self::NotAPursuance(name) => named("refusal-not-a-pursuance", name),
            Self::Gone(name) => named("refusal-lookup-gone", name),
            Self::KeyChanged(name) => named("refusal-lookup-key-changed", name),
            Self::ForeignInbox { host } => at("refusal-lookup-foreign-inbox", host),
            Self::Store(_) | Self::Keys(_) => Wording::new("refusal-lookup-failed"),
        }
    }

    /// Whether a later lookup may succeed.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::NotAnswering { .. }
            | Self::InTrouble { .. }
            | Self::TooManyLookups { .. }
            | Self::Store(_)
            | Self::Keys(_) => true,
            Self::Form { .. }
            | Self::Unreadable(_)
            | Self::NobodyHere(_)
            | Self::NobodyThere { .. }
            | Self::NotLetIn { .. }
            | Self::Unsound { .. }
            | Self::Blocked { .. }
            | Self::OutOfReach { .. }
            | Self::NotAPursuance(_)
            | Self::Gone(_)
            | Self::KeyChanged(_)
            | Self::ForeignInbox { .. } => false,
        }
    }

    /// The same error again, where it came from another server's answer.
    pub(super) fn of_asking(&self) -> Option<Self> {
        match self {
            Self::NobodyThere { name, host } => {
                Some(Self::NobodyThere { name: name.clone(), host: host.clone() })
            }
            Self::NotAnswering { host, source } => {
                Some(Self::NotAnswering { host: host.clone(), source: source.clone() })
            }
            Self::InTrouble { host, status } => Some(Self::InTrouble { host: host.clone(), status: *status }),
            Self::NotLetIn { host } => Some(Self::NotLetIn { host: host.clone() }),
            Self::Unsound { host, source } => {
                Some(Self::Unsound { host: host.clone(), source: source.clone() })
            }
            Self::Gone(handle) => Some(Self::Gone(handle.clone())),
            Self::KeyChanged(handle) => Some(Self::KeyChanged(handle.clone())),
            Self::ForeignInbox { host } => Some(Self::ForeignInbox { host: host.clone() }),
            Self::Form { .. }
            | Self::Unreadable(_)
            | Self::NobodyHere(_)
            | Self::TooManyLookups { .. }
            | Self::Blocked { .. }
            | Self::OutOfReach { .. }
            | Self::NotAPursuance(_)
            | Self::Store(_)
            | Self::Keys(_) => None,
        }
    }

    pub(crate) fn discovering(host: String, name: &str, source: DiscoverError) -> Self {
        if source.is_temporary() {
            return match source {
                DiscoverError::Fetch { source: FetchError::Status { status }, .. } => {
                    Self::InTrouble { host, status: status.as_u16() }
                }
                source => Self::NotAnswering { host, source: Arc::new(source) },
            };
        }
        match source {
            DiscoverError::Nobody { .. } => Self::NobodyThere { name: name.to_owned(), host },
            DiscoverError::OutOfReach(source) => Self::OutOfReach { host, source },
            DiscoverError::Fetch { source: FetchError::Blocked { host }, .. } => {
                Self::Blocked { host: host.authority() }
            }
            DiscoverError::Fetch { source: FetchError::Reach(source), .. } => {
                Self::OutOfReach { host, source }
            }
            other => Self::Unsound { host, source: Arc::new(other) },
        }
    }
}
