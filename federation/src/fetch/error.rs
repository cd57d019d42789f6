//! Errors of requests to other servers.

use std::{error::Error as _, io, time::Duration};

use http::StatusCode;
use url::Url;

use super::MAX_REDIRECTS;
use crate::{
    json::JsonRefusal,
    reach::{Origin, ReachRefusal},
};

/// The address of an answer, and the `id` in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdMismatch {
    pub url: Url,
    pub id: Url,
}

/// The reason why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error(transparent)]
    Reach(#[from] ReachRefusal),
    #[error("{host} is blocked here")]
    Blocked { host: Origin },
    #[error("the server could not be reached")]
    Unreachable(#[source] reqwest::Error),
    #[error("the answer took longer than {} s", limit.as_secs_f32())]
    TimedOut { limit: Duration },
    #[error("less than {least} bytes arrived each second")]
    TooSlow { least: u64 },
    #[error("the answer broke off")]
    Interrupted(#[source] reqwest::Error),
    #[error("the server answered {status}")]
    Status { status: StatusCode },
    #[error("more than {MAX_REDIRECTS} redirects")]
    TooManyRedirects,
    #[error("a redirect led nowhere")]
    BadRedirect,
    #[error("{asked} leads on to {to}")]
    LeftOrigin { asked: Origin, to: Origin },
    #[error("one thing has other servers asked no more often")]
    AskedEnough,
    #[error("the answer is “{content_type}”, which is no ActivityPub document")]
    NotActivityJson { content_type: String },
    #[error("the answer is “{content_type}”, which is not JSON")]
    NotJson { content_type: String },
    #[error("the answer is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the answer is not sound JSON")]
    Json(#[from] JsonRefusal),
    #[error("the document has no id")]
    NoId,
    #[error("the document at {} says it is {}", .0.url, .0.id)]
    IdMismatch(Box<IdMismatch>),
    #[error("the file has {found} bytes instead of {expected}")]
    BlobSize { expected: u64, found: u64 },
    #[error("the file is not the one that was announced")]
    BlobHash,
    #[error("the file could not be stored")]
    Store(#[source] io::Error),
}

impl FetchError {
    /// Whether the server answered that the document is gone for good.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Status { status: StatusCode::GONE })
    }

    /// Whether the same request may succeed at another time.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Unreachable(_)
            | Self::TimedOut { .. }
            | Self::TooSlow { .. }
            | Self::Interrupted(_)
            | Self::Store(_) => true,
            Self::Reach(refusal) => matches!(refusal, ReachRefusal::Address { .. }),
            Self::Status { status } => {
                status.is_server_error() || matches!(status.as_u16(), 408 | 421 | 425 | 429)
            }
            Self::Blocked { .. }
            | Self::TooManyRedirects
            | Self::BadRedirect
            | Self::LeftOrigin { .. }
            | Self::AskedEnough
            | Self::NotActivityJson { .. }
            | Self::NotJson { .. }
            | Self::TooLarge { .. }
            | Self::Json(_)
            | Self::NoId
            | Self::IdMismatch(_)
            | Self::BlobSize { .. }
            | Self::BlobHash => false,
        }
    }

    pub(super) fn mismatch(url: Url, id: Url) -> Self {
        Self::IdMismatch(Box::new(IdMismatch { url, id }))
    }

    /// A connection refused by our own resolver arrives wrapped in the client's errors.
    pub(super) fn sending(error: reqwest::Error) -> Self {
        let mut cause = error.source();
        while let Some(inner) = cause {
            if let Some(refusal) = inner.downcast_ref::<ReachRefusal>() {
                return Self::Reach(refusal.clone());
            }
            cause = inner.source();
        }
        Self::Unreachable(error)
    }
}

/// The client could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("the client for other servers could not be set up")]
pub struct SetupError(#[from] reqwest::Error);
