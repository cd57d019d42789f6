//! What can keep a measurement from being made.

use std::path::PathBuf;

use pursuance::actions::PerformError;
use pursuance::platform::config::ConfigError;
use pursuance::state::StartError;
use pursuance::store::error::StoreError;
use pursuance_federation::proof::ProofRefusal;
use pursuance_federation::sign::{KeyError, SignError};
use pursuance_sealed::error::DecodeError;

/// The result of everything here.
pub type Outcome<T> = Result<T, Trouble>;

/// Why there is no figure.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error("cannot {what}")]
    Io {
        what: &'static str,
        #[source]
        source: std::io::Error,
    },
    #[error("cannot use {path}")]
    File {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the database did not do what was asked")]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("an action was not carried out")]
    Perform(#[from] PerformError),
    #[error("a request could not be signed")]
    Sign(#[from] SignError),
    #[error("a message could not be proved: {0}")]
    Proof(ProofRefusal),
    #[error("a key could not be made")]
    Key(#[from] KeyError),
    #[error("something could not be sealed")]
    Seal(#[from] DecodeError),
    #[error("an address could not be read")]
    Url(#[from] url::ParseError),
    #[error("what was answered is no JSON")]
    Json(#[from] serde_json::Error),
    #[error("a task of the measurement ended early")]
    Interrupted(#[from] tokio::task::JoinError),
    /// What is measured did something else than it should: then there is nothing to measure.
    #[error("{0}")]
    Odd(String),
}

impl Trouble {
    /// For `map_err`.
    pub fn io(what: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::Io { what, source }
    }

    /// For `map_err`.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    /// Something that does not fit.
    pub fn odd(text: impl Into<String>) -> Self {
        Self::Odd(text.into())
    }
}
