//! Why somebody was not found, in words for whoever looked.

use std::sync::Arc;

use pursuance_federation::discover::{AddressRefusal, DiscoverError};
use pursuance_federation::fetch::FetchError;
use pursuance_federation::reach::ReachRefusal;

use crate::keyring::KeyRingError;
use crate::store::error::StoreError;

/// Why an actor was not found.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// What was typed cannot name anybody.
    #[error("“{typed}” is not an address. Write it like name@server, or paste the address of their page.")]
    Form {
        typed: String,
        #[source]
        source: AddressRefusal,
    },
    /// What is kept as an address is none.
    #[error("“{0}” is not an address.")]
    Unreadable(String),
    #[error("There is no “{0}” on this server.")]
    NobodyHere(String),
    #[error("There is nobody called {name} on {host}. Check the spelling.")]
    NobodyThere { name: String, host: String },
    #[error("{host} is not answering. Try again in a few minutes.")]
    NotAnswering {
        host: String,
        #[source]
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    #[error("{host} has a problem: it answered {status}. Try again in a few minutes.")]
    InTrouble { host: String, status: u16 },
    /// Whoever asks has asked too often.
    #[error("You have looked up many names. Wait {retry_after} seconds, then go on.")]
    TooManyLooks { retry_after: u64 },
    #[error("{host} does not show this server its people and pursuances.")]
    NotLetIn { host: String },
    #[error("{host} answered something that this server cannot read.")]
    Unsound {
        host: String,
        #[source]
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    #[error("This server does not talk to {host}.")]
    Blocked { host: String },
    #[error("{host} is not a server that this one can reach.")]
    OutOfReach {
        host: String,
        #[source]
        source: ReachRefusal,
    },
    #[error("{0} is not a pursuance, so it takes no tasks.")]
    NotAPursuance(String),
    #[error("{0} no longer exists.")]
    Gone(String),
    /// Its document names none of the keys it is known by.
    #[error(
        "The key of {0} has changed, so it may be somebody else now. An operator of this server has to check it first."
    )]
    KeyChanged(String),
    /// Its inbox is on another server: mail of ours could be led to a victim.
    #[error("{host} asks for its messages to be sent to another server. This server does not do that.")]
    ForeignInbox { host: String },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Our own key is not to be had.
    #[error(transparent)]
    Keys(#[from] KeyRingError),
}

impl DirectoryError {
    /// Whether looking again later may find somebody.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::NotAnswering { .. }
            | Self::InTrouble { .. }
            | Self::TooManyLooks { .. }
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

    /// The same once more, where it is what asking another server came to.
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
            | Self::TooManyLooks { .. }
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
