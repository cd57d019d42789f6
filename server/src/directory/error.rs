//! Why somebody was not found, in words for whoever looked.

use pursuance_federation::discover::{AddressRefusal, DiscoverError};
use pursuance_federation::fetch::FetchError;
use pursuance_federation::reach::ReachRefusal;

use crate::keyring::KeyRingError;
use crate::store::error::StoreError;

/// Why an actor was not found.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// What was typed cannot name anybody.
    #[error("“{typed}” names nobody. Write it like name@server, or paste the address of their page.")]
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
    #[error("{host} knows nobody called {name}. Check the spelling.")]
    NobodyThere { name: String, host: String },
    #[error("{host} is not answering. Try again in a few minutes.")]
    NotAnswering {
        host: String,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("{host} does not let this server look at its people and pursuances.")]
    NotLetIn { host: String },
    #[error("{host} answered something that this server cannot read.")]
    Unsound {
        host: String,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
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
    /// That it ended could not be noted.
    #[error("{uri} no longer exists, and this server could not take note of it.")]
    NotNoted {
        uri: String,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
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
            Self::NotAnswering { .. } | Self::NotNoted { .. } | Self::Store(_) | Self::Keys(_) => true,
            Self::Form { .. }
            | Self::Unreadable(_)
            | Self::NobodyHere(_)
            | Self::NobodyThere { .. }
            | Self::NotLetIn { .. }
            | Self::Unsound { .. }
            | Self::Blocked { .. }
            | Self::OutOfReach { .. }
            | Self::NotAPursuance(_)
            | Self::Gone(_) => false,
        }
    }

    pub(super) fn discovering(host: String, name: &str, source: DiscoverError) -> Self {
        if source.is_temporary() {
            return Self::NotAnswering { host, source: Box::new(source) };
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
            other => Self::Unsound { host, source: Box::new(other) },
        }
    }
}
